/* SPDX-License-Identifier: MIT
 * stage.h - the filters of the chain, in order.  Each reads layers of the document, appends its own and
 * changes nothing that came before.  A stage never prints and never keeps state between documents, apart
 * from buffers in `trawl_run_state`. */
#ifndef TRAWL_STAGE_STAGE_H
#define TRAWL_STAGE_STAGE_H

#include "model/doc.h"
#include "rule/ruleset.h"

/* What one thread needs to run the chain. */
typedef struct trawl_run_state {
  const trawl_ruleset *rules;
  trawl_arena scratch; /* reset by whoever uses it, at the start of a sentence */
  trawl_matcher *matcher;
  void *regex;         /* pcre2_match_data, with limits set in `regex_limits` */
  void *regex_limits;  /* pcre2_match_context */
  trawl_pattern_matches matches;
} trawl_run_state;

trawl_status trawl_run_state_init(trawl_run_state *run, const trawl_ruleset *rules);
void trawl_run_state_clear(trawl_run_state *run);

typedef trawl_status trawl_stage_run(trawl_run_state *run, trawl_doc *doc);

/* normalize reads the original, handed over here; the others read the document. */
trawl_status trawl_stage_normalize(trawl_run_state *run, trawl_doc *doc, const char *bytes, uint32_t len);
trawl_stage_run trawl_stage_clean, trawl_stage_tokenize, trawl_stage_sentences, trawl_stage_tag,
  trawl_stage_gazetteer, trawl_stage_entities, trawl_stage_link, trawl_stage_clauses, trawl_stage_resolve,
  trawl_stage_relations;

#endif
