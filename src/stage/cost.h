/* SPDX-License-Identifier: MIT
 * cost.h - what the rules cost, written into the trace of a document that asks for it (`trawl coverage`). */
#ifndef TRAWL_STAGE_COST_H
#define TRAWL_STAGE_COST_H

#include "model/trace.h"
#include "stage/stage.h"

/* The clock, where costs are wanted; else 0. */
uint64_t trawl_cost_begin(const trawl_doc *doc);
/* The time since then was a phrase's; `tried`: it was compared with one more clause. */
void trawl_cost_end(trawl_doc *doc, uint32_t phrase, bool tried, uint64_t began);
/* trawl_patterns_run(), with the limits that it hits, and with the costs of the set where they are wanted. */
trawl_status trawl_cost_patterns(trawl_run_state *run, trawl_doc *doc, trawl_pattern_group group,
                                 const trawl_patterns *patterns, uint32_t sentence, trawl_pattern_matches *out);

#endif
