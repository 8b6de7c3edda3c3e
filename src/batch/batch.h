/* SPDX-License-Identifier: MIT
 * batch.h - runs the chain over many inputs, one after the other.
 *
 * Inputs are files, folders (their regular files that are not hidden, in byte order of their paths), "-"
 * for standard input, and names out of a list.  An input that cannot be read costs itself and one
 * message.  One document is reused, so memory is bounded by the largest input, not by their number. */
#ifndef TRAWL_BATCH_BATCH_H
#define TRAWL_BATCH_BATCH_H

#include "trawl.h"

typedef struct trawl_batch {
  const trawl_pipeline *pipeline;
  const char *const *paths;
  size_t path_count;
  const char *files_from; /* a file with one path a line, "-": standard input; NULL: none */
  bool jsonl;             /* inputs are JSON Lines, not texts */
  const char *date;       /* the date of texts that have none, or NULL */
  trawl_stage until;
  /* Called for each fault of an input. */
  void (*say)(void *with, const trawl_finding *finding);
  /* Called for each document; anything but TRAWL_OK ends the batch. */
  trawl_status (*take)(void *with, const trawl_doc *doc);
  void *with;
} trawl_batch;

typedef struct trawl_batch_result {
  uint64_t documents, bytes;
  uint64_t failed;  /* inputs or lines that could not be read */
  uint64_t limited; /* those that hit a limit */
} trawl_batch_result;

/* TRAWL_OK when all inputs were seen, whether or not they could be read; else what `take` gave, or
 * TRAWL_NO_MEM. `*result` is set in any case. */
trawl_status trawl_batch_run(const trawl_batch *batch, trawl_batch_result *result);

#endif
