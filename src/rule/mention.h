/* SPDX-License-Identifier: MIT
 * mention.h - entity rules from `mentions:` files (mentions.yaml, temporal.yaml):
 *
 *   let: {directions: [northern, southern]}
 *   mentions:
 *     - name: ministry-of            # what records show as the mention's source
 *       type: organization
 *       tokens:                      # token patterns (rule/pattern.h)
 *         - '"ministry" "of" [shape=title]+'
 *         - '"the" $directions {M: [shape=title]+}'   # M: only this part is the mention
 *       kind: name                   # name (default), nominal, pronoun, value
 *       value: date                  # a normaliser: the mention is a value, and none if it has no value
 *       head: last                   # or first
 *       gender: female
 *       plural: yes
 *       priority: 5
 *       votes: 3                     # of a guess: what its type counts among all uses of the name
 *       examples:
 *         - "The Ministry of Health spoke.": ["Ministry of Health"]
 *         - "A ministry of no use.": []
 *
 * A rule with a negative priority is a guess: it only takes what neither a list nor a rule with a higher
 * priority has taken.  Of the others the longest match wins, then the priority. */
#ifndef TRAWL_RULE_MENTION_H
#define TRAWL_RULE_MENTION_H

#include "rule/pattern.h"

typedef enum trawl_value_kind {
  TRAWL_VALUE_NONE,
  TRAWL_VALUE_DATE,
  TRAWL_VALUE_TIME,
  TRAWL_VALUE_DURATION,
  TRAWL_VALUE_SET,
  TRAWL_VALUE_MONEY,
  TRAWL_VALUE_PERCENT,
  TRAWL_VALUE_QUANTITY,
  TRAWL_VALUE_COUNT
} trawl_value_kind;

/* A text and the mentions of this rule that it has. */
typedef struct trawl_mention_example {
  const char *text;
  const char *const *expected;
  uint32_t expected_count;
  uint32_t line, column;
} trawl_mention_example;

typedef struct trawl_mention_rule {
  const char *name;
  const char *source; /* "mentions.yaml:ministry-of" */
  const char *file;   /* as findings show it */
  uint32_t line;
  uint32_t rank; /* by file and line */
  int32_t priority;
  uint8_t votes;  /* of a guess, for its type */
  uint8_t type;   /* see resource/types.h */
  uint8_t kind;   /* trawl_mention_kind */
  uint8_t value;  /* trawl_value_kind */
  uint8_t gender; /* trawl_gender */
  bool plural, head_first;
  const trawl_mention_example *examples;
  uint32_t example_count;
} trawl_mention_rule;

/* All strings live in the arena that was handed to the loader. */
typedef struct trawl_mention_rules {
  TRAWL_VEC(trawl_mention_rule) rules; /* a pattern's owner.rule is an index into this */
  trawl_patterns patterns;
  trawl_name_cutter cut; /* for the file that is loaded next, see trawl_pattern_env */
  void *cut_with;
} trawl_mention_rules;

void trawl_mention_rules_clear(trawl_mention_rules *rules);
/* Adds the rules of a file; all faults of the file are reported. The names of rules are unique in it. */
trawl_status trawl_mention_rules_load(trawl_mention_rules *rules, const trawl_yaml_file *file,
                                      trawl_lexicon *lexicon, const trawl_types *types,
                                      trawl_arena *arena);
trawl_status trawl_mention_rules_finish(trawl_mention_rules *rules);
/* Is the capture with this number M, the part that is the mention? */
bool trawl_mention_rules_is_span(const trawl_mention_rules *rules, uint8_t capture);

#endif
