/* SPDX-License-Identifier: MIT
 * lines.h - what the clean stage knows about lines, from a `lines:` file (boilerplate.yaml):
 *
 *   lines:
 *     skip:      ['^Advertisement$', '^By [A-Z].*']    # lines that are no prose: pcre2, on the line
 *     caption:   ['(?<credit>\(?Photo: .*)$']          # credit is cut off, the rest is a caption
 *     dateline:  ['^(?<place>[A-Z][A-Z. ]+), (?<date>...) --']
 *     ...
 *
 * Patterns run under match limits; one that does not compile is E210 with its offset as the column. */
#ifndef TRAWL_RULE_LINES_H
#define TRAWL_RULE_LINES_H

#include "base/expression.h"
#include "base/vec.h"
#include "resource/yaml.h"

typedef enum trawl_line_use {
  TRAWL_LINES_SKIP,
  TRAWL_LINES_HEADLINE,
  TRAWL_LINES_CAPTION,  /* groups credit (the line is a caption) and source (it stays prose); cut off */
  TRAWL_LINES_DATELINE, /* groups place, day, month, year; the match as a whole is cut off */
  TRAWL_LINES_DATE,     /* a line that gives the document's date: groups day, month, year */
  TRAWL_LINES_USES
} trawl_line_use;

/* The groups that patterns may name. */
typedef enum trawl_line_group {
  TRAWL_GROUP_PLACE,
  TRAWL_GROUP_DAY,
  TRAWL_GROUP_MONTH,
  TRAWL_GROUP_YEAR,
  TRAWL_GROUP_CREDIT,
  TRAWL_GROUP_SOURCE,
  TRAWL_LINE_GROUPS
} trawl_line_group;

enum { TRAWL_LINE_MAX_GROUPS = 15 }; /* numbered groups of one pattern: the match data must hold 16 pairs */

typedef struct trawl_lines {
  TRAWL_VEC(trawl_expression *) patterns[TRAWL_LINES_USES];
  trawl_expression *any[TRAWL_LINES_USES]; /* all of a use as one alternation, or NULL; see trawl_lines_any() */
} trawl_lines;

void trawl_lines_clear(trawl_lines *lines);
/* Adds the patterns of a file. E201, E202 and E210 are all reported. */
trawl_status trawl_lines_load(trawl_lines *lines, const trawl_yaml_file *file, trawl_arena *arena);

/* What a pattern is matched with: pcre2_match_data with room for 16 pairs and pcre2_match_context. */
typedef struct trawl_line_matcher {
  void *data, *limits;
  bool *cut;    /* set when a match runs into its limits */
  bool *no_mem; /* set when there was no memory for it */
} trawl_line_matcher;

/* Does a pattern match the text from `start` on?  The spans are in the match data, see trawl_line_span(). A
 * match that runs into its limits is none. */
bool trawl_line_matches(trawl_expression *pattern, const trawl_line_matcher *matcher, const char *text,
                        size_t len, size_t start);
/* The bytes that a group of the last match holds; false when it took no part. */
bool trawl_line_span(const trawl_expression *pattern, const trawl_line_matcher *matcher,
                     trawl_line_group group, size_t *from, size_t *to);
/* The end of the last match. */
size_t trawl_line_match_end(const trawl_line_matcher *matcher);
/* Does any pattern of a use match? One call for all of them. */
bool trawl_lines_any(const trawl_lines *lines, trawl_line_use use, const trawl_line_matcher *matcher,
                     const char *text, size_t len);

#endif
