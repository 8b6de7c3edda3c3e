/* SPDX-License-Identifier: MIT
 * explain.h - what the files of `trawl explain` share.
 *
 *   explain.c        options, inputs, what is asked
 *   explain_text.c   the layers of a sentence for a terminal
 *   explain_draw.c   a sentence with marks below it
 *   explain_json.c   the layers as JSON
 *   explain_html.c   the layers as a page
 *   explain_phrase.c a phrase that stands in no file */
#ifndef TRAWL_CLI_EXPLAIN_H
#define TRAWL_CLI_EXPLAIN_H

#include "cli/cli.h"

enum { /* layers, as bits in the order of explain_layers[] */
  EXPLAIN_TOKENS = 1,
  EXPLAIN_MENTIONS = 2,
  EXPLAIN_ENTITIES = 4,
  EXPLAIN_FRAMES = 8,
  EXPLAIN_RULES = 16,
  EXPLAIN_ALL = 31,
};
extern const char *const explain_layers[];

/* Indexes of a layer, ordered by the sentence that they belong to: those of sentence s are
 * at[first[s]] .. at[first[s + 1] - 1]. */
typedef struct sentence_index {
  uint32_t *at, *first;
} sentence_index;

enum { EXPLAIN_NEAR = 50 /* misses that are told unasked: see trawl_attempt_view */ };

typedef struct explanation {
  const trawl_doc *doc;
  unsigned layers;
  bool colors, all;
  uint32_t width; /* columns */
  sentence_index tokens, mentions, frames, triples, attempts;
  bool *told; /* [i]: whether attempts.at[i] is a miss that is told */
} explanation;

/* False: out of memory. */
bool explanation_open(explanation *of, const trawl_doc *doc);
void explanation_close(explanation *of);

/* ---- text -------------------------------------------------------------------------------------- */

typedef enum paint {
  PAINT_PLAIN,
  PAINT_HEADING,
  PAINT_DIM,
  PAINT_SUBJECT,
  PAINT_VERB,
  PAINT_OBJECT,
  PAINT_OTHER,
  PAINT_GOOD,
  PAINT_BAD,
} paint;

/* The control sequence of a paint, "" when there are no colors. */
const char *paint_on(bool colors, paint as);
/* Text of the original on one line: white space folded, control characters and bad bytes replaced. */
void put_line(trawl_buf *out, const char *text, size_t len);
/* Columns that put_line() takes for it on a terminal. */
uint32_t line_width(const char *text, size_t len);

/* A piece of a sentence with its name below it; bytes from the sentence's start. */
typedef struct draw_mark {
  size_t start, end;
  const char *label;
  paint as;
} draw_mark;

enum { DRAW_MARKS = 24 };

/* The sentence in lines of at most `width` columns behind `indent` blanks; below each line the marks. Of
 * marks that overlap the first given stands highest. */
void draw_sentence(trawl_buf *out, const char *text, size_t len, const draw_mark *marks, size_t count,
                   uint32_t indent, uint32_t width, bool colors);

/* ---- formats ----------------------------------------------------------------------------------- */

typedef struct explain_format {
  void (*begin)(trawl_buf *out);
  void (*sentence)(trawl_buf *out, const explanation *of, uint32_t sentence);
  /* Why the rule that was asked for did not fire. */
  void (*answer)(trawl_buf *out, const explanation *of, const char *rule, const trawl_answer *answer);
  /* A construction that a phrase covers, and what its triple is qualified by. */
  void (*variant)(trawl_buf *out, const char *phrase, const char *name, const char *text, const char *gives,
                  bool colors);
  void (*end)(trawl_buf *out);
} explain_format;

extern const explain_format explain_text, explain_json, explain_html;

/* ---- --phrase ---------------------------------------------------------------------------------- */

typedef struct phrase_question {
  const char *phrase, *x, *y; /* types of X and Y, or NULL: any */
} phrase_question;

extern const char phrase_relation[];
/* A rule file with the phrase as its one relation. False: a message was printed. */
bool phrase_file(trawl_buf *out, const char *phrase, const char *x, const char *y);
/* What the phrase, which the pipeline has, covers. */
trawl_status phrase_variants(const trawl_pipeline *pipeline, trawl_doc *doc, const explain_format *format,
                             const phrase_question *of, bool colors, trawl_buf *out);

#endif
