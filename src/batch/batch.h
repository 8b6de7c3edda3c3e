/* SPDX-License-Identifier: MIT
 * batch.h - runs the chain over many inputs, on several threads.
 *
 * Inputs are files, folders (their regular files that are not hidden, in byte order of their paths), "-"
 * for standard input, and names out of a list.  An input that cannot be read costs itself and one
 * message.  Results come in the order of the inputs whatever the timing.  Memory is bounded by the
 * documents under way, not by their number. */
#ifndef TRAWL_BATCH_BATCH_H
#define TRAWL_BATCH_BATCH_H

#include "trawl.h"

typedef struct trawl_batch_result {
  uint64_t documents, bytes;
  uint64_t failed;  /* inputs or lines that could not be read */
  uint64_t limited; /* those that hit a limit */
  uint64_t skipped; /* those that are not English */
  uint64_t sentences, tokens, mentions, triples;
  bool stopped; /* trawl_batch.stop asked for an early end */
} trawl_batch_result;

typedef struct trawl_batch {
  const trawl_pipeline *pipeline;
  const char *const *paths;
  size_t path_count;
  const char *files_from; /* a file with one path a line, "-": standard input; NULL: none */
  bool jsonl;             /* inputs are JSON Lines, not texts */
  bool docs;              /* with `jsonl`: the lines are annotated documents, which go on where they stand */
  const char *date;       /* the date of texts that have none, or NULL */
  trawl_stage until;
  unsigned jobs; /* threads that run documents; 0: one for each core */

  /* Documents become bytes by writers of these options, and `put` gets the bytes in order, on the thread
   * that called.  False from `put` ends the batch with TRAWL_IO. */
  const trawl_write_options *write;
  bool (*put)(void *with, const char *bytes, size_t len);
  /* Or, without `write`: each document in order, one at a time but on any thread; anything but TRAWL_OK
   * ends the batch. */
  trawl_status (*take)(void *with, const trawl_doc *doc);

  /* All may be NULL, and are called on the thread that called. `say`: each fault of an input, in order. */
  void (*say)(void *with, const trawl_finding *finding);
  /* About twenty times a second; true ends the batch after the documents under way. */
  bool (*stop)(void *with, const trawl_batch_result *so_far);
  void *with;
} trawl_batch;

/* TRAWL_OK when all inputs were seen, whether or not they could be read; else what `take` gave, TRAWL_IO
 * or TRAWL_NO_MEM. `*result` is set in any case. */
trawl_status trawl_batch_run(const trawl_batch *batch, trawl_batch_result *result);

/* Cores that this process may use. */
unsigned trawl_batch_cores(void);

#endif
