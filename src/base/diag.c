/* SPDX-License-Identifier: MIT
 * diag.c - the list of findings.  Strings are copied, so a finding outlives the file it came from.
 * When memory runs out a finding is dropped but still counted: the caller sees the status anyway. */
#include "base/diag.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LINE_SHOWN = 400, NAME_MAX_LEN = 60 };

struct trawl_findings {
  trawl_arena arena;
  TRAWL_VEC(trawl_finding) list;
  uint32_t max, errors, dropped;
};

trawl_findings *trawl_findings_new(uint32_t max)
{
  trawl_findings *findings = calloc(1, sizeof *findings);
  if (findings) {
    findings->max = max;
  }
  return findings;
}

void trawl_findings_free(trawl_findings *findings)
{
  if (findings) {
    trawl_arena_clear(&findings->arena);
    trawl_vec_clear(&findings->list);
    free(findings);
  }
}

uint32_t trawl_findings_count(const trawl_findings *findings)
{
  return findings->list.len;
}

uint32_t trawl_findings_errors(const trawl_findings *findings)
{
  return findings->errors;
}

uint32_t trawl_findings_dropped(const trawl_findings *findings)
{
  return findings->dropped;
}

trawl_finding trawl_findings_at(const trawl_findings *findings, uint32_t i)
{
  return findings->list.at[i];
}

/* The source line that holds a place, cut to what a terminal can show. */
static char *line_of(trawl_arena *arena, trawl_place place)
{
  if (!place.source || !place.source->text || !place.line) {
    return NULL;
  }
  const char *at = place.source->text, *end = at + place.source->len;
  for (uint32_t line = 1; line < place.line && at; ++line) {
    at = memchr(at, '\n', (size_t)(end - at));
    at = at ? at + 1 : NULL;
  }
  if (!at || at >= end) {
    return NULL;
  }
  const char *stop = memchr(at, '\n', (size_t)(end - at));
  size_t len = (size_t)((stop ? stop : end) - at);
  len = len > LINE_SHOWN ? LINE_SHOWN : len;
  while (len && ((unsigned char)at[len - 1] == '\r' || (len == LINE_SHOWN && (at[len] & 0xC0) == 0x80))) {
    --len;
  }
  return trawl_arena_strn(arena, at, len);
}

static int compare(const trawl_finding *a, const trawl_finding *b)
{
  const int file = strcmp(a->file, b->file);
  if (file) {
    return file;
  }
  return a->line != b->line ? (a->line < b->line ? -1 : 1)
                            : (a->column > b->column) - (a->column < b->column);
}

/* Keeps the list sorted; what compares equal stays in the order of reporting. */
static bool insert(trawl_findings *findings, trawl_finding finding)
{
  if (!trawl_vec_push(&findings->list, finding)) {
    return false;
  }
  uint32_t i = findings->list.len - 1;
  for (; i && compare(&findings->list.at[i - 1], &finding) > 0; --i) {
    findings->list.at[i] = findings->list.at[i - 1];
  }
  findings->list.at[i] = finding;
  return true;
}

static void add(trawl_findings *findings, trawl_place place, trawl_severity severity, const char *code,
                const char *hint, const char *format, va_list args)
{
  if (!findings) {
    return;
  }
  findings->errors += severity == TRAWL_ERROR;
  if (findings->max && findings->list.len >= findings->max) {
    ++findings->dropped;
    return;
  }
  char message[512];
  vsnprintf(message, sizeof message, format, args);
  trawl_arena *arena = &findings->arena;
  trawl_finding finding = {
    .severity = severity,
    .code = code,
    .file = place.source ? trawl_arena_str(arena, place.source->name) : "",
    .line = place.line,
    .column = place.column,
    .width = place.width ? place.width : 1,
    .message = trawl_arena_str(arena, message),
    .hint = hint ? trawl_arena_str(arena, hint) : NULL,
    .source = line_of(arena, place),
  };
  if (!finding.file || !finding.message || !insert(findings, finding)) {
    ++findings->dropped;
  }
}

trawl_status trawl_report(trawl_findings *findings, trawl_place place, const char *code,
                          trawl_status status, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  add(findings, place, TRAWL_ERROR, code, NULL, format, args);
  va_end(args);
  return status;
}

trawl_status trawl_report_hint(trawl_findings *findings, trawl_place place, const char *code,
                               trawl_status status, const char *hint, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  add(findings, place, TRAWL_ERROR, code, hint, format, args);
  va_end(args);
  return status;
}

void trawl_warn(trawl_findings *findings, trawl_place place, const char *code, const char *hint,
                const char *format, ...)
{
  va_list args;
  va_start(args, format);
  add(findings, place, TRAWL_WARNING, code, hint, format, args);
  va_end(args);
}

/* Edits between two short words: insert, delete, replace, exchange of neighbours. */
static unsigned distance(const char *a, size_t n, const char *b, size_t m)
{
  unsigned rows[3][NAME_MAX_LEN + 1];
  unsigned *before = rows[0], *above = rows[1], *row = rows[2];
  for (size_t j = 0; j <= m; ++j) {
    above[j] = (unsigned)j;
  }
  for (size_t i = 1; i <= n; ++i) {
    row[0] = (unsigned)i;
    for (size_t j = 1; j <= m; ++j) {
      unsigned best = above[j - 1] + (a[i - 1] != b[j - 1]);
      best = above[j] + 1 < best ? above[j] + 1 : best;
      best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < best) {
        best = before[j - 2] + 1;
      }
      row[j] = best;
    }
    unsigned *spare = before;
    before = above;
    above = row;
    row = spare;
  }
  return above[m];
}

const char *trawl_nearest(const char *word, const char *const *names, size_t n)
{
  const size_t len = strlen(word);
  const char *best = NULL;
  unsigned least = len < 5 ? 2 : 3; /* strictly fewer edits than this */
  if (len > NAME_MAX_LEN) {
    return NULL;
  }
  for (size_t i = 0; i < n; ++i) {
    const size_t m = strlen(names[i]);
    const unsigned d = m <= NAME_MAX_LEN ? distance(word, len, names[i], m) : least;
    if (d < least) {
      least = d;
      best = names[i];
    }
  }
  return best;
}
