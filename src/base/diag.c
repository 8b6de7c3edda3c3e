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

typedef struct entry {
  trawl_finding finding;
  uint32_t turn; /* which one it was in the order of reporting */
} entry;

struct trawl_findings {
  trawl_arena arena;
  TRAWL_VEC(entry) list;
  uint32_t max, errors, dropped;
  bool sorted;
  /* Where the line of the last finding begins: faults mostly come in the order of a file. */
  const char *name, *text;
  uint32_t line;
  size_t len, offset;
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

static int compare(const void *a, const void *b)
{
  const entry *x = a, *y = b;
  const int file = strcmp(x->finding.file, y->finding.file);
  if (file) {
    return file;
  }
  if (x->finding.line != y->finding.line) {
    return x->finding.line < y->finding.line ? -1 : 1;
  }
  if (x->finding.column != y->finding.column) {
    return x->finding.column < y->finding.column ? -1 : 1;
  }
  return (x->turn > y->turn) - (x->turn < y->turn);
}

/* Sorts at the first look, once for all that was added; a list belongs to one thread. */
trawl_finding trawl_findings_at(const trawl_findings *findings, uint32_t i)
{
  if (!findings->sorted) {
    trawl_findings *own = (trawl_findings *)(uintptr_t)findings;
    qsort(own->list.at, own->list.len, sizeof *own->list.at, compare);
    own->sorted = true;
  }
  return findings->list.at[i].finding;
}

/* The source line that holds a place, cut to what a terminal can show. */
static char *line_of(trawl_findings *findings, trawl_place place, const char *name)
{
  if (!place.source || !place.source->text || !place.line) {
    return NULL;
  }
  const char *at = place.source->text, *end = at + place.source->len;
  uint32_t line = 1;
  if (findings->text == at && findings->len == place.source->len && findings->line <= place.line
      && strcmp(findings->name, place.source->name) == 0) {
    line = findings->line;
    at += findings->offset;
  }
  for (; line < place.line && at; ++line) {
    at = memchr(at, '\n', (size_t)(end - at));
    at = at ? at + 1 : NULL;
  }
  if (!at || at >= end) {
    return NULL;
  }
  findings->name = name;
  findings->len = place.source->len;
  findings->text = place.source->text;
  findings->line = line;
  findings->offset = (size_t)(at - place.source->text);
  const char *stop = memchr(at, '\n', (size_t)(end - at));
  size_t len = (size_t)((stop ? stop : end) - at);
  len = len > LINE_SHOWN ? LINE_SHOWN : len;
  while (len && ((unsigned char)at[len - 1] == '\r' || (len == LINE_SHOWN && (at[len] & 0xC0) == 0x80))) {
    --len;
  }
  return trawl_arena_strn(&findings->arena, at, len);
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
  };
  finding.source = finding.file ? line_of(findings, place, finding.file) : NULL;
  if (!finding.file || !finding.message || !trawl_vec_push(&findings->list, ((entry){finding, findings->list.len}))) {
    ++findings->dropped;
  }
  findings->sorted = false;
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
