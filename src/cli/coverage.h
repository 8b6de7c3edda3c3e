/* SPDX-License-Identifier: MIT
 * coverage.h - what coverage.c counts and coverage_print.c shows. */
#ifndef TRAWL_CLI_COVERAGE_H
#define TRAWL_CLI_COVERAGE_H

#include "cli/text_index.h"

/* A rule: the numbers are those of trawl_pipeline_rule_at(). */
typedef struct rule_row {
  trawl_rule_view view;
  uint64_t tried, nanoseconds; /* trawl_rule_cost, summed */
  uint64_t fired;   /* clauses, words or names that it fitted, with an X and a Y */
  uint64_t lost;    /* fitted, but a longer phrase or an except was there */
  uint64_t triples; /* of records: those that it was the surest for; of a rule of mentions: mentions */
  uint64_t right, judged; /* with gold: triples in documents that the gold speaks of */
} rule_row;

/* Two rules that gave the same names in the same sentence. */
typedef struct overlap_row {
  uint32_t a, b; /* rules, a < b */
  uint64_t count;
  const char *sentence; /* the first of them */
} overlap_row;

typedef struct coverage {
  const trawl_pipeline *pipeline;
  TRAWL_VEC(rule_row) rules;
  TRAWL_VEC(overlap_row) overlaps;
  text_index overlap_keys; /* "a b" */
  trawl_arena arena;
  uint64_t documents, sentences, triples;
  bool gold, memory; /* memory: it sufficed */
} coverage;

typedef struct coverage_filter {
  bool never;               /* only rules that never fired */
  bool time;                /* text: what rules cost, the dearest first */
  const string_list *rules; /* only these: a relation, FILE or FILE:NAME; none: all */
  unsigned top;             /* at most so many rows of a table; 0: all */
} coverage_filter;

/* Is the rule one of these: a relation, "FILE:RELATION", a phrase, a file with or without its folders? No names: yes. */
bool coverage_names(const trawl_rule_view *rule, const string_list *names);
void coverage_text(const coverage *c, const coverage_filter *filter, trawl_buf *out);
void coverage_tsv(const coverage *c, const coverage_filter *filter, trawl_buf *out);
void coverage_json(const coverage *c, const coverage_filter *filter, trawl_buf *out);

#endif
