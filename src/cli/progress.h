/* SPDX-License-Identifier: MIT
 * progress.h - how far a batch is, for people; and what it did, for programs. */
#ifndef TRAWL_CLI_PROGRESS_H
#define TRAWL_CLI_PROGRESS_H

#include "batch/batch.h"

typedef struct progress {
  bool shows, drawn;
  double started, last; /* seconds of a clock that only goes forward */
} progress;

void progress_start(progress *p, bool shows);
/* Redraws the bar, at most ten times a second. */
void progress_show(progress *p, const trawl_batch_result *so_far);
/* Takes the bar away, so that something else can be said. */
void progress_hide(progress *p);
/* One line: what was done. */
void progress_end(progress *p, const trawl_batch_result *result);
double progress_seconds(const progress *p);
/* Writes the figures as one JSON object; false: it could not be written, which was said. */
bool stats_write(const char *path, const trawl_pipeline *pipeline, const trawl_batch_result *result,
                 double seconds);

#endif
