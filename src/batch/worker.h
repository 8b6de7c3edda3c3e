/* SPDX-License-Identifier: MIT
 * worker.h - a thread that runs documents, and its own document and writer. */
#ifndef TRAWL_BATCH_WORKER_H
#define TRAWL_BATCH_WORKER_H

#include "batch/queue.h"
#include "input/html.h"

typedef struct trawl_worker {
  const trawl_batch *batch;
  trawl_queue *queue;
  pthread_t thread;
  trawl_doc *doc;
  trawl_writer *writer; /* to the output of the parcel at hand; NULL: documents are taken */
  trawl_parcel *parcel;
  trawl_buf meta, out; /* out: what the parcel has given so far */
  trawl_html html;
  uint64_t nanoseconds[TRAWL_STAGE_COUNT];
} trawl_worker;

trawl_status trawl_worker_init(trawl_worker *worker, const trawl_batch *batch, trawl_queue *queue);
void trawl_worker_clear(trawl_worker *worker);
/* The thread: works until the queue has no more. */
void *trawl_worker_main(void *worker);

#endif
