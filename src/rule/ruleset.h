/* SPDX-License-Identifier: MIT
 * ruleset.h - everything that is loaded once: immutable after trawl_ruleset_load(), shared by threads. */
#ifndef TRAWL_RULE_RULESET_H
#define TRAWL_RULE_RULESET_H

#include "base/limits.h"
#include "base/pack.h"
#include "resource/gazetteer.h"
#include "resource/lexicon.h"
#include "resource/types.h"
#include "rule/chain.h"
#include "rule/lines.h"
#include "rule/mention.h"
#include "rule/pattern.h"
#include "rule/relation.h"
#include "rule/tests.h"

typedef struct trawl_ruleset {
  trawl_arena arena;
  trawl_pack pack; /* lexicon and gazetteer stand in it, when the rule set was opened from one */
  trawl_chain chain;
  trawl_lexicon lexicon;
  trawl_types types;
  trawl_gazetteer gazetteer;
  trawl_lines lines;          /* boilerplate.yaml */
  trawl_mention_rules mentions; /* mentions.yaml, temporal.yaml */
  trawl_relations relations;  /* relations/ */
  trawl_tests tests;          /* of `tests:` files */
  trawl_confidence confidence;
  trawl_resolution resolve;
  trawl_limits limits;
  struct trawl_kept *kept; /* of a memo: what the tagger, the types and the gazetteer stand in; or NULL */
} trawl_ruleset;

/* What stands behind the opaque type of trawl.h. */
struct trawl_pipeline {
  trawl_ruleset *rules;
};

/* Reads the shipped files below `config->data` with what `config` replaces or adds. Every fault of every
 * file is reported. `cut` is the tokenizer's cut of a name into words; it is handed the lexicon.
 * `*out` is only set on TRAWL_OK. */
trawl_status trawl_ruleset_load(const trawl_config *config, const char *data, trawl_name_cutter cut,
                                trawl_findings *findings, trawl_ruleset **out);
/* The same, and writes what it made as a pack. TRAWL_IO: the sink says so. */
trawl_status trawl_ruleset_compile(const trawl_config *config, const char *data, trawl_name_cutter cut,
                                   trawl_findings *findings, trawl_sink sink, void *to);
/* Takes everything from a pack: lexicon and gazetteer as they stand there, rules from their trees. On TRAWL_OK
 * the rule set owns the pack. TRAWL_BAD_DATA, without a finding: the pack is damaged. */
trawl_status trawl_ruleset_map(const trawl_config *config, const trawl_pack *pack, trawl_ruleset **out);
void trawl_ruleset_free(trawl_ruleset *rules);

#endif
