/* SPDX-License-Identifier: MIT
 * reader.h - the thread that walks the inputs and fills parcels. */
#ifndef TRAWL_BATCH_READER_H
#define TRAWL_BATCH_READER_H

#include "batch/queue.h"

typedef struct trawl_reader {
  const trawl_batch *batch;
  trawl_queue *queue;
  bool single;       /* one document a parcel */
  int wake;          /* becomes readable when the batch is stopped */
  trawl_parcel *parcel; /* being filled, or NULL */
  trawl_status status;  /* TRAWL_NO_MEM ends it */
} trawl_reader;

/* The thread: ends when all inputs are read or the queue is stopped. */
void *trawl_reader_main(void *reader);

#endif
