/* SPDX-License-Identifier: MIT
 * score.h - triples against gold triples: precision, recall, F1. */
#ifndef TRAWL_CLI_SCORE_H
#define TRAWL_CLI_SCORE_H

#include "cli/cli.h"

#include <jansson.h>

typedef struct score score;

typedef struct tally {
  uint32_t correct, predicted, found, required;
} tally;

typedef struct figures {
  double precision, recall, f1;
} figures;

/* What score_print() prints besides the figures by relation. */
typedef struct score_report {
  bool listing;   /* what was missed and what was wrong, with the sentences that are known */
  bool by_rule;   /* how often each rule was right */
  bool confusion; /* relation of the gold against relation found */
} score_report;

score *score_new(void);
void score_free(score *s);
/* A gold line; NULL, or what is wrong with it. */
const char *score_add_gold(score *s, json_t *gold);
/* A record as the jsonl format writes it; NULL, or what is wrong with it. */
const char *score_add_triple(score *s, json_t *triple);
/* The documents of the gold, in their order; NULL behind the last. */
const char *score_doc(const score *s, uint32_t i);
figures figures_of(const tally *t);
figures score_all(const score *s);
/* Of one relation, or of all: NULL. */
tally score_tally(const score *s, const char *relation);
/* The relations of gold and triples, sorted, NULL behind the last; the caller frees. NULL: out of memory. */
const char **score_relations(const score *s);
/* Each triple that counts, as it was added, and whether the gold has it. */
void score_each(const score *s, void (*each)(void *with, const json_t *triple, bool right), void *with);
void score_print(const score *s, const score_report *report, FILE *out);
/* One JSON object with the same figures. NULL: out of memory. */
json_t *score_json(const score *s, const score_report *report);
/* What changed from `before` to `after`, over the same gold. */
void score_compare(const score *before, const score *after, bool listing, FILE *out);

#endif
