/* SPDX-License-Identifier: MIT
 * lines.c - the patterns of a `lines:` file, matched by the clean stage.
 *
 * Every pattern stands alone, so that a fault has its place and named groups are known; those of one use
 * are one alternation too, because asking forty patterns whether a line is boilerplate costs forty calls.
 * Patterns that cannot stand in an alternation (two that name the same group, references by number) are
 * asked one by one. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "rule/lines.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <pcre2.h>
#include <string.h>

static const char *const use_names[TRAWL_LINES_USES] = {"skip", "headline", "caption", "dateline",
                                                        "date"};
static const char *const group_names[TRAWL_LINE_GROUPS] = {"place", "day",    "month",
                                                           "year",  "credit", "source"};

enum { OPTIONS = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C };

void trawl_lines_clear(trawl_lines *lines)
{
  for (unsigned use = 0; use < TRAWL_LINES_USES; ++use) {
    for (uint32_t i = 0; i < lines->patterns[use].len; ++i) {
      trawl_expression_clear(lines->patterns[use].at[i]);
    }
    trawl_vec_clear(&lines->patterns[use]);
    trawl_expression_clear(lines->any[use]);
    lines->any[use] = NULL;
  }
}

/* Uses of which every line is asked, with all patterns at once: alone they are asked of the few lines that fit. */
static const bool asked_at_once[TRAWL_LINES_USES] = {
  [TRAWL_LINES_SKIP] = true, [TRAWL_LINES_HEADLINE] = true, [TRAWL_LINES_DATE] = true};

/* The place inside a scalar where a pattern is wrong. */
static trawl_place place_in(const trawl_yaml_file *file, const trawl_yaml *node, size_t offset)
{
  trawl_place place = trawl_yaml_place(file, node);
  if (node->width) { /* on one line: the column is that of the text, behind an opening quote */
    place.column += (node->plain ? 0 : 1) + (uint32_t)trawl_utf8_count(node->text, offset);
    place.width = 1;
  }
  return place;
}

static trawl_status refuse(const trawl_yaml_file *file, const trawl_yaml *node, int error,
                           size_t offset)
{
  char message[160] = "";
  pcre2_get_error_message(error, (PCRE2_UCHAR *)message, sizeof message);
  const size_t len = strlen(node->text);
  return trawl_report(file->findings, place_in(file, node, offset < len ? offset : len), "E210",
                      TRAWL_BAD_RULE, "the pattern does not compile: %s", message);
}

static trawl_expression *new_expression(trawl_arena *arena, const char *text, size_t len)
{
  const char *copy = trawl_arena_strn(arena, text, len);
  return copy ? trawl_expression_new(arena, copy, len, OPTIONS) : NULL;
}

/* Compiles a pattern to see what is wrong with it. */
static trawl_status check(trawl_expression *pattern, const trawl_yaml_file *file, const trawl_yaml *node)
{
  size_t offset = 0;
  const int error = trawl_expression_compile(pattern, &offset);
  if (error != 0) {
    return error == PCRE2_ERROR_HEAP_FAILED ? TRAWL_NO_MEM : refuse(file, node, error, offset);
  }
  const uint32_t groups = trawl_expression_groups(pattern);
  return groups <= TRAWL_LINE_MAX_GROUPS
           ? TRAWL_OK
           : trawl_report_hint(file->findings, trawl_yaml_place(file, node), "E210", TRAWL_BAD_RULE,
                               "write (?:...) where nothing is captured",
                               "the pattern has %u groups, at most %d are possible", (unsigned)groups,
                               (int)TRAWL_LINE_MAX_GROUPS);
}

static trawl_status add_pattern(trawl_lines *lines, unsigned use, const trawl_yaml_file *file,
                                const trawl_yaml *node, trawl_arena *arena)
{
  TRAWL_TRY(trawl_yaml_want(file, node, TRAWL_YAML_SCALAR, "a pattern"));
  const size_t len = strlen(node->text);
  const unsigned most = trawl_limit(file->limits, TRAWL_LIMIT_PATTERN_BYTES);
  if (len == 0 || len > most) {
    return trawl_report(file->findings, trawl_yaml_place(file, node), "E210", TRAWL_BAD_RULE,
                        len ? "the pattern is longer than %u bytes" : "the pattern is empty", most);
  }
  trawl_expression *pattern = new_expression(arena, node->text, len);
  TRAWL_TRY_MEM(pattern);
  const trawl_status status = file->proven ? TRAWL_OK : check(pattern, file, node);
  if (status != TRAWL_OK || !trawl_vec_push(&lines->patterns[use], pattern)) {
    trawl_expression_clear(pattern);
    return status != TRAWL_OK ? status : TRAWL_NO_MEM;
  }
  return TRAWL_OK;
}

/* Joins the patterns of a use; that it does not compile is no fault, see trawl_lines_any(). */
static trawl_status join_patterns(trawl_lines *lines, unsigned use, trawl_arena *arena)
{
  trawl_buf joined = {.at = NULL};
  bool may_join = lines->patterns[use].len > 0;
  for (uint32_t i = 0; i < lines->patterns[use].len; ++i) {
    size_t len;
    const char *text = trawl_expression_text(lines->patterns[use].at[i], &len);
    may_join &= trawl_expression_may_join(lines->patterns[use].at[i]);
    trawl_buf_puts(&joined, i ? "|(?:" : "(?:");
    trawl_buf_put(&joined, text, len);
    trawl_buf_putc(&joined, ')');
  }
  bool failed = joined.failed;
  trawl_expression_clear(lines->any[use]);
  lines->any[use] = NULL;
  if (!failed && may_join) {
    lines->any[use] = new_expression(arena, joined.at, joined.len);
    failed = !lines->any[use];
  }
  trawl_buf_clear(&joined);
  return failed ? TRAWL_NO_MEM : TRAWL_OK;
}

static trawl_status load_use(trawl_lines *lines, unsigned use, const trawl_yaml_file *file,
                             const trawl_yaml *list, trawl_arena *arena)
{
  TRAWL_TRY(trawl_yaml_want(file, list, TRAWL_YAML_LIST, "a list of patterns"));
  trawl_status worst = TRAWL_OK;
  for (uint32_t i = 0; i < list->count; ++i) {
    const trawl_status status = add_pattern(lines, use, file, list->items[i], arena);
    if (status == TRAWL_NO_MEM) {
      return status;
    }
    worst = status != TRAWL_OK ? status : worst;
  }
  if (asked_at_once[use]) {
    TRAWL_TRY(join_patterns(lines, use, arena));
  }
  return worst;
}

trawl_status trawl_lines_load(trawl_lines *lines, const trawl_yaml_file *file, trawl_arena *arena)
{
  static const char *const known[] = {"lines"};
  TRAWL_TRY(trawl_yaml_want(file, file->root, TRAWL_YAML_MAP, "a map with `lines`"));
  const trawl_yaml *root = trawl_yaml_get(file->root, "lines");
  if (!root) {
    return trawl_report(file->findings, trawl_yaml_place(file, file->root), "E202", TRAWL_BAD_RULE,
                        "the key 'lines' is missing");
  }
  trawl_status worst =
    trawl_yaml_only_keys(file, file->root, known, TRAWL_COUNT(known), "lines file");
  TRAWL_TRY(trawl_yaml_want(file, root, TRAWL_YAML_MAP, "a map of lists of patterns"));
  const trawl_status keys =
    trawl_yaml_only_keys(file, root, use_names, TRAWL_LINES_USES, "line rules");
  worst = keys != TRAWL_OK ? keys : worst;
  for (unsigned use = 0; use < TRAWL_LINES_USES; ++use) {
    const trawl_yaml *list = trawl_yaml_get(root, use_names[use]);
    const trawl_status status = list ? load_use(lines, use, file, list, arena) : TRAWL_OK;
    if (status == TRAWL_NO_MEM) {
      return status;
    }
    worst = status != TRAWL_OK ? status : worst;
  }
  return worst;
}

static trawl_said ask(trawl_expression *pattern, const trawl_line_matcher *matcher, const char *text, size_t len,
                      size_t start)
{
  const trawl_said said = trawl_expression_ask(pattern, matcher->data, matcher->limits, text, len, start, true);
  *matcher->cut |= said == TRAWL_SAID_CUT;
  *matcher->no_mem |= said == TRAWL_SAID_NO_MEM;
  return said;
}

bool trawl_line_matches(trawl_expression *pattern, const trawl_line_matcher *matcher,
                        const char *text, size_t len, size_t start)
{
  return ask(pattern, matcher, text, len, start) == TRAWL_SAID_YES;
}

bool trawl_line_span(const trawl_expression *pattern, const trawl_line_matcher *matcher,
                     trawl_line_group group, size_t *from, size_t *to)
{
  const uint32_t number = trawl_expression_group(pattern, group_names[group]);
  const size_t *pairs = pcre2_get_ovector_pointer(matcher->data);
  if (number == 0 || number >= pcre2_get_ovector_count(matcher->data)
      || pairs[2 * number] == PCRE2_UNSET) {
    return false;
  }
  *from = pairs[2 * number];
  *to = pairs[2 * number + 1];
  return true;
}

size_t trawl_line_match_end(const trawl_line_matcher *matcher)
{
  return pcre2_get_ovector_pointer(matcher->data)[1];
}

/* Two patterns that name the same group compile alone, but not together. */
bool trawl_lines_any(const trawl_lines *lines, trawl_line_use use,
                     const trawl_line_matcher *matcher, const char *text, size_t len)
{
  const trawl_said said = lines->any[use] ? ask(lines->any[use], matcher, text, len, 0) : TRAWL_SAID_WRONG;
  for (uint32_t i = 0; i < lines->patterns[use].len && said == TRAWL_SAID_WRONG; ++i) {
    if (trawl_line_matches(lines->patterns[use].at[i], matcher, text, len, 0)) {
      return true;
    }
  }
  return said == TRAWL_SAID_YES;
}
