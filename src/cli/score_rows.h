/* SPDX-License-Identifier: MIT
 * score_rows.h - what score.c fills and score_print.c and score_compare.c read: gold triples, triples, and which
 * agree with which. */
#ifndef TRAWL_CLI_SCORE_ROWS_H
#define TRAWL_CLI_SCORE_ROWS_H

#include "cli/score.h"
#include "cli/text_index.h"

typedef struct gold_row {
  json_t *json; /* owned */
  uint32_t doc, next; /* the document's next row, or TRAWL_NONE */
  const char **subject, **object, **relation; /* normalised but for relations; NULL behind the last */
  const char *polarity;
  bool required, found, counted;
} gold_row;

typedef struct triple_row {
  json_t *json;  /* owned */
  uint32_t gold; /* the gold row it is correct by, or TRAWL_NONE */
  uint32_t near; /* wrong: a gold row of the same two names, or TRAWL_NONE */
  bool turned;   /* `near` has them the other way round */
  const char *relation, *rule, *key; /* key: document, names, relation, polarity */
} triple_row;

/* What is compared apart, one row of the table of figures each. */
typedef enum aspect {
  ASPECT_ACTUAL, ASPECT_OTHER, ASPECT_POLARITY, ASPECT_ATTRIBUTION, ASPECT_TIME, ASPECT_PLACE, ASPECT_QUALIFIER,
  ASPECT_COUNT
} aspect;

struct score {
  trawl_arena arena;
  text_index docs;
  TRAWL_VEC(uint32_t) first, last; /* a document's gold rows */
  TRAWL_VEC(gold_row) gold;
  TRAWL_VEC(triple_row) triples;
  text_index seen; /* keys of wrong triples */
  uint32_t right[ASPECT_COUNT], stated[ASPECT_COUNT];
};

/* A name as it is compared; in the arena, or the name itself when memory runs out. */
const char *score_norm(trawl_arena *arena, const char *name);
/* The text at a key, or NULL. */
const char *score_text(const json_t *object, const char *key);
/* The first of the gold's alternatives for a key, or "". */
const char *score_first(const json_t *gold, const char *key);

#endif
