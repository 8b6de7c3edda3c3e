/* SPDX-License-Identifier: MIT
 * limits.c - --limit NAME=N, which every command takes that reads rules: what was set, for the pipeline, and the
 * list of what can be set.  The figures are the library's, src/base/limits.h. */
#include "cli/cli.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_SET = 128 };

static trawl_limit_setting set[MAX_SET];
static size_t set_count;

const trawl_limit_setting *limits_given(size_t *count)
{
  *count = set_count;
  return set;
}

bool size_read(const char *text, uint64_t *out)
{
  static const char units[] = "kKmMgG";
  char *end = NULL;
  errno = 0;
  unsigned long long n = text[0] >= '0' && text[0] <= '9' ? strtoull(text, &end, 10) : 0;
  const char *unit = end && *end ? strchr(units, *end) : NULL;
  for (long times = unit ? (unit - units) / 2 + 1 : 0; times > 0; --times) {
    n = n < 1ull << 50 ? n * 1024 : n;
  }
  *out = n;
  return end && errno == 0 && (!*end || (unit && !end[1]));
}

/* "16M" where that is exact. */
static const char *size_text(uint64_t n, char *out, size_t room)
{
  static const char units[] = "\0kMG";
  unsigned unit = 0;
  while (unit < 3 && n >= 1024 && n % 1024 == 0) {
    n /= 1024;
    ++unit;
  }
  snprintf(out, room, "%" PRIu64 "%.1s", n, &units[unit]);
  return out;
}

static bool unknown(const command *of, const char *name)
{
  const char *names[MAX_SET];
  uint32_t n = trawl_limit_count();
  n = n < MAX_SET ? n : MAX_SET;
  for (uint32_t i = 0; i < n; ++i) {
    names[i] = trawl_limit_at(i).name;
  }
  const char *near = trawl_nearest(name, names, n);
  usage_error(of, "--limit: there is no limit '%s'%s%s%s; --limit help lists them", name,
              near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
  return false;
}

bool limits_add(const command *of, const char *text)
{
  char name[64], least[24], most[24];
  const char *equals = text ? strchr(text, '=') : NULL;
  uint64_t value = 0;
  if (!equals || (size_t)(equals - text) >= sizeof name) {
    usage_error(of, "--limit: '%s' is not NAME=N; --limit help lists the names", text);
    return false;
  }
  memcpy(name, text, (size_t)(equals - text));
  name[equals - text] = '\0';
  const uint32_t i = trawl_limit_named(name);
  if (i == trawl_limit_count()) {
    return unknown(of, name);
  }
  const trawl_limit_view limit = trawl_limit_at(i);
  if (!size_read(equals + 1, &value) || value < limit.least || value > limit.most) {
    usage_error(of, "--limit %s: '%s' is not a number from %s to %s: %s", name, equals + 1,
                size_text(limit.least, least, sizeof least), size_text(limit.most, most, sizeof most), limit.why);
    return false;
  }
  if (set_count == MAX_SET) {
    usage_error(of, "--limit: more than %d times", (int)MAX_SET);
    return false;
  }
  set[set_count++] = (trawl_limit_setting){limit.name, value};
  return true;
}

bool limits_have(const char *name, uint64_t *value)
{
  bool found = false;
  for (size_t i = 0; i < set_count; ++i) {
    if (strcmp(set[i].name, name) == 0) {
      *value = set[i].value;
      found = true;
    }
  }
  return found;
}

void limits_put(trawl_buf *out)
{
  for (size_t i = 0; i < set_count; ++i) {
    trawl_buf_printf(out, "l%s=%" PRIu64 "\n", set[i].name, set[i].value);
  }
}

void limits_help(FILE *out)
{
  static const char *const scopes[] = {
    [TRAWL_LIMIT_OF_TEXT] = "Of a text: what is beyond is left out, the document is marked as truncated; exit status 5",
    [TRAWL_LIMIT_OF_SENTENCE] = "Of a sentence: the same, but no matter of the exit status",
    [TRAWL_LIMIT_OF_INPUT] = "Of an input: it is left out; exit status 5",
    [TRAWL_LIMIT_OF_RULES] = "Of rules and gazetteers: the file is refused; exit status 3",
  };
  char text[24];
  for (unsigned scope = 0; scope < TRAWL_COUNT(scopes); ++scope) {
    fprintf(out, "%s%s\n", scope ? "\n" : "", scopes[scope]);
    for (uint32_t i = 0; i < trawl_limit_count(); ++i) {
      const trawl_limit_view limit = trawl_limit_at(i);
      if (limit.scope == (trawl_limit_scope)scope) {
        fprintf(out, "  %-18s%7s  %s  %s\n", limit.name, size_text(limit.value, text, sizeof text), limit.code,
                limit.what);
        fprintf(out, "  %-33s(%s)\n", "", limit.why);
      }
    }
  }
}

void limits_hit(const trawl_doc *doc)
{
  for (uint32_t i = 0; i < trawl_doc_cut_count(doc); ++i) {
    const trawl_cut_view cut = trawl_doc_cut_at(doc, i);
    const trawl_limit_view limit = trawl_limit_at(cut.limit);
    char message[160];
    snprintf(message, sizeof message, "%s (--limit %s)", cut.message, limit.name);
    finding_print(&(trawl_finding){
      .severity = TRAWL_WARNING, .code = limit.code, .file = trawl_doc_id(doc), .width = 1, .message = message});
  }
}
