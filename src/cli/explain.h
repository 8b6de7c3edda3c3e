/* SPDX-License-Identifier: MIT
 * explain.h - what the files of `trawl explain` share.
 *
 *   explain.c        options, inputs, what is asked
 *   explain_text.c   the layers of a sentence for a terminal
 *   explain_draw.c   a sentence with marks below it */
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

typedef struct explanation {
  const trawl_doc *doc;
  unsigned layers;
  bool colors, all;
  uint32_t width; /* columns */
  sentence_index tokens, mentions, frames, triples, attempts;
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

void frame_text(trawl_buf *out, const explanation *of, uint32_t frame);
/* Why the rule that was asked for did not fire. */
void answer_text(trawl_buf *out, const explanation *of, const char *rule, const trawl_answer *answer);
void explain_text(trawl_buf *out, const explanation *of, uint32_t sentence);

#endif
