/* SPDX-License-Identifier: MIT
 * score.h - triples against gold triples: precision, recall, F1. */
#ifndef TRAWL_CLI_SCORE_H
#define TRAWL_CLI_SCORE_H

#include "cli/cli.h"

#include <jansson.h>

typedef struct score score;

typedef struct figures {
  double precision, recall, f1;
} figures;

score *score_new(void);
void score_free(score *s);
/* A gold line; NULL, or what is wrong with it. */
const char *score_add_gold(score *s, json_t *gold);
/* A record as the jsonl format writes it; NULL, or what is wrong with it. */
const char *score_add_triple(score *s, json_t *triple);
/* The documents of the gold, in their order; NULL behind the last. */
const char *score_doc(const score *s, uint32_t i);
/* The table; with `listing` also what was missed and what was wrong. */
void score_print(const score *s, bool listing, FILE *out);
figures score_all(const score *s);

#endif
