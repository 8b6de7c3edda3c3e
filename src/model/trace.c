/* SPDX-License-Identifier: MIT
 * trace.c - the trace of a document: made by those who ask for it, emptied between texts. */
#include "model/trace.h"

#include <stdlib.h>
#include <string.h>

void trawl_trace_free(trawl_trace *trace)
{
  if (trace) {
    trawl_vec_clear(&trace->attempts);
    free(trace->phrases);
    free(trace);
  }
}

void trawl_trace_reset(trawl_trace *trace)
{
  trace->attempts.len = trace->dropped = 0;
  if (trace->phrases) {
    memset(trace->phrases, 0, trace->cost_count * sizeof *trace->phrases);
    memset(trace->nanoseconds, 0, sizeof trace->nanoseconds);
  }
}
