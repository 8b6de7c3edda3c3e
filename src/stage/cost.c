/* SPDX-License-Identifier: MIT
 * cost.c - what the rules cost.
 *
 * A phrase is timed each time that it is compared with a clause.  Token patterns run together, so the clock can
 * only tell what all of them take; what each has in that is told by the steps that it takes when it is run alone. */
#include "stage/cost.h"

#include <time.h>

static uint64_t now(void)
{
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (uint64_t)at.tv_sec * UINT64_C(1000000000) + (uint64_t)at.tv_nsec;
}

uint64_t trawl_cost_begin(const trawl_doc *doc)
{
  return doc->trace && doc->trace->phrases ? now() : 0;
}

void trawl_cost_end(trawl_doc *doc, uint32_t phrase, bool tried, uint64_t began)
{
  if (began) {
    doc->trace->phrases[phrase].nanoseconds += now() - began;
    doc->trace->phrases[phrase].tried += tried;
  }
}

trawl_status trawl_cost_patterns(trawl_run_state *run, trawl_doc *doc, trawl_pattern_group group,
                                 const trawl_patterns *patterns, uint32_t sentence, trawl_pattern_matches *out)
{
  const trawl_span tok = doc->sentences.at[sentence].tok;
  const uint64_t began = trawl_cost_begin(doc);
  const trawl_status status = trawl_patterns_run(patterns, run->matcher, doc, tok, out);
  trawl_doc_cut_all(doc, trawl_matcher_cuts(run->matcher), sentence);
  if (!began) {
    return status;
  }
  doc->trace->nanoseconds[group] += now() - began;
  for (uint32_t i = 0; i < trawl_patterns_count(patterns); ++i) {
    TRAWL_TRY(trawl_patterns_steps(patterns, run->matcher, doc, tok, i, &doc->trace->patterns[group][i].tried));
  }
  return status;
}
