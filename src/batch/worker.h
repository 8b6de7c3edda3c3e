/* SPDX-License-Identifier: MIT
 * worker.h - a thread that runs documents, and its own document and writer. */
#ifndef TRAWL_BATCH_WORKER_H
#define TRAWL_BATCH_WORKER_H

#include "batch/queue.h"
#include "engine.h"
#include "input/html.h"
#include "input/jsonl.h"

enum { TRAWL_TOGETHER_DOCS = 24, TRAWL_TOGETHER_BYTES = 8 << 10 };

/* An item that waits to be run with others. */
typedef struct trawl_waiting_item {
  trawl_item *item;
  trawl_json_record record; /* of a line of JSON: it holds the text */
  trawl_buf meta;
  bool runs; /* else it is done with, and only waits for its place in the output */
} trawl_waiting_item;

/* Documents of up to TRAWL_TOGETHER_BYTES run together, as many of a parcel as there are places for. The place at 0 is
 * that of single ones, too. */
typedef struct trawl_waiting {
  uint32_t count, runs;
  trawl_waiting_item items[TRAWL_TOGETHER_DOCS];
  trawl_together docs[TRAWL_TOGETHER_DOCS]; /* those of the items that run */
  trawl_doc *made[TRAWL_TOGETHER_DOCS];     /* as far as they were needed */
} trawl_waiting;

typedef struct trawl_worker {
  const trawl_batch *batch;
  trawl_queue *queue;
  pthread_t thread;
  trawl_doc *doc; /* the one at hand */
  trawl_writer *writer; /* to the output of the parcel at hand; NULL: documents are taken */
  trawl_parcel *parcel;
  trawl_buf meta, out; /* out: what the parcel has given so far */
  trawl_html html;
  trawl_waiting *waiting;
  uint64_t nanoseconds[TRAWL_STAGE_COUNT];
} trawl_worker;

trawl_status trawl_worker_init(trawl_worker *worker, const trawl_batch *batch, trawl_queue *queue);
void trawl_worker_clear(trawl_worker *worker);
/* The thread: works until the queue has no more. */
void *trawl_worker_main(void *worker);

#endif
