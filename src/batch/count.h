/* SPDX-License-Identifier: MIT
 * count.h - what a batch counts. Running out of memory loses a count, nothing else. */
#ifndef TRAWL_BATCH_COUNT_H
#define TRAWL_BATCH_COUNT_H

#include "batch/parcel.h"

/* Triples by relation: of an item; out of the text "name=count name=count". */
void trawl_count_item(const trawl_pipeline *pipeline, const trawl_item *item, trawl_batch_result *result);
void trawl_count_relations(const trawl_pipeline *pipeline, const char *text, trawl_batch_result *result);
void trawl_count_reason(trawl_batch_result *result, const char *code, const char *text);
/* Adds what an earlier run had counted. */
void trawl_count_known(const trawl_pipeline *pipeline, const trawl_batch_result *known,
                       trawl_batch_result *result);
/* Appends an item that failed, as a JSON object on a line. */
void trawl_failure_line(const trawl_item *item, const char *code, const char *reason, trawl_buf *out);

#endif
