/* SPDX-License-Identifier: MIT
 * stage.c - what one thread needs to run the chain. */
#include "stage/stage.h"

#include "base/limits.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum { REGEX_GROUPS = 16 };

trawl_status trawl_run_state_init(trawl_run_state *run, const trawl_ruleset *rules)
{
  run->rules = rules;
  run->matcher = trawl_matcher_new();
  run->regex = pcre2_match_data_create(REGEX_GROUPS, NULL);
  run->regex_limits = pcre2_match_context_create(NULL);
  TRAWL_TRY_MEM(run->matcher && run->regex && run->regex_limits);
  pcre2_set_match_limit(run->regex_limits, trawl_limit(&rules->limits, TRAWL_LIMIT_REGEX_MATCH));
  pcre2_set_depth_limit(run->regex_limits, trawl_limit(&rules->limits, TRAWL_LIMIT_REGEX_DEPTH));
  pcre2_set_heap_limit(run->regex_limits, trawl_limit(&rules->limits, TRAWL_LIMIT_REGEX_HEAP));
  return TRAWL_OK;
}

void trawl_run_state_clear(trawl_run_state *run)
{
  trawl_arena_clear(&run->scratch);
  trawl_matcher_free(run->matcher);
  pcre2_match_data_free(run->regex);
  pcre2_match_context_free(run->regex_limits);
  trawl_vec_clear(&run->matches);
}
