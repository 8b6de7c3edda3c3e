/* SPDX-License-Identifier: MIT
 * filters.h - what `trawl extract` leaves out. */
#ifndef TRAWL_CLI_FILTERS_H
#define TRAWL_CLI_FILTERS_H

#include "cli/cli.h"

/* Names live in the pipeline; a count of 0: all are kept. */
typedef struct filters {
  const char **relations, **types;
  size_t relation_count, type_count;
} filters;

/* False: a message was printed, exit with EXIT_USAGE. */
bool filters_read(filters *f, const trawl_pipeline *pipeline, const string_list *relations,
                  const string_list *types);
void filters_clear(filters *f);
/* A number from 0 to 1. */
bool ratio_read(const char *text, double *ratio);

#endif
