/* SPDX-License-Identifier: MIT
 * merge.h - the distinct triples of many documents, with how often and where they were found. */
#ifndef TRAWL_OUTPUT_MERGE_H
#define TRAWL_OUTPUT_MERGE_H

#include "output/writer.h"

typedef struct trawl_merge trawl_merge;

/* `graph`: qualifiers tell nothing apart. NULL: out of memory. */
trawl_merge *trawl_merge_new(bool graph);
void trawl_merge_free(trawl_merge *merge);
/* `document` counts documents, so that triples of one are told from those of the next. */
trawl_status trawl_merge_add(trawl_merge *merge, const trawl_record *record, uint32_t document);
/* In the order of their first sight. */
uint32_t trawl_merge_count(const trawl_merge *merge);
trawl_merged_view trawl_merge_at(const trawl_merge *merge, uint32_t i);
/* One source; `*source` is that of the view at first, and TRAWL_NONE behind the last. */
trawl_source_view trawl_merge_source(const trawl_merge *merge, uint32_t *source);

/* The things that triples are about: by id where they have one, else by type and name. `subject` and
 * `object` are those of the i-th triple. */
uint32_t trawl_merge_node_count(const trawl_merge *merge);
/* `*count`: in how many triples it is. */
trawl_argument_view trawl_merge_node(const trawl_merge *merge, uint32_t node, uint32_t *count);
void trawl_merge_ends(const trawl_merge *merge, uint32_t i, uint32_t *subject, uint32_t *object);

#endif
