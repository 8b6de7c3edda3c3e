/* SPDX-License-Identifier: MIT
 * lint.h - warnings about rules that are well formed and yet of no use.  Only `trawl check` asks.
 *
 *   lint.c          relations: no rule, types that nothing gives, `also:`
 *   lint_phrase.c   phrases: twice, under two relations, blocked, never needed
 *   lint_pattern.c  token patterns: the same, and places that the relation's types cannot fill
 *
 * What a single pattern says of itself (tests that no token passes) is found where it is read. */
#ifndef TRAWL_RULE_LINT_H
#define TRAWL_RULE_LINT_H

#include "rule/ruleset.h"

/* A file that was read. Of files that are not judged (those that ship, when others were named) nothing is
 * said, unless a judged one is to blame. */
typedef struct trawl_lint_file {
  const char *path;
  const trawl_source *source;
  const trawl_yaml *types; /* of a `types:` file, else NULL */
  bool judged, rules;      /* rules: it holds rules or gazetteers, not only types and words */
} trawl_lint_file;

typedef struct trawl_lint {
  const trawl_ruleset *rules;
  const trawl_lint_file *files;
  uint32_t file_count, last; /* last: the file that was asked for last */
  trawl_findings *findings;
} trawl_lint;

/* Of a rule set that is finished, whose sources are still there. Fails with TRAWL_NO_MEM alone. */
trawl_status trawl_rules_lint(trawl_lint *lint);

/* ---- private to lint*.c ------------------------------------------------------------------------- */

/* How many rules with the same words one is compared with: enough for people, bounded for the rest. */
enum { TRAWL_LINT_COMPARED = 64 };

typedef struct trawl_lint_key {
  uint64_t key;
  uint32_t index;
} trawl_lint_key;

typedef TRAWL_VEC(trawl_lint_key) trawl_lint_keys;

/* The file with a path; NULL: none, or it is not judged. */
const trawl_lint_file *trawl_lint_judged(trawl_lint *lint, const char *path);
trawl_place trawl_lint_place(trawl_lint *lint, const char *path, uint32_t line, uint32_t column,
                             uint32_t width);
uint64_t trawl_lint_hash(uint64_t hash, uint64_t more);
void trawl_lint_sort(trawl_lint_keys *keys);
/* The first entry with the key, or keys->len. */
uint32_t trawl_lint_first(const trawl_lint_keys *keys, uint64_t key);
/* Whether one pair of mentions could fill the places of both relations, and neither says `also` of the
 * other. */
bool trawl_lint_conflict(const trawl_relations *relations, uint32_t a, uint32_t b);

trawl_status trawl_lint_phrases(trawl_lint *lint);
trawl_status trawl_lint_patterns(trawl_lint *lint);

#endif
