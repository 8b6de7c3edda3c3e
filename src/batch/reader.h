/* SPDX-License-Identifier: MIT
 * reader.h - the thread that walks the inputs and fills parcels. */
#ifndef TRAWL_BATCH_READER_H
#define TRAWL_BATCH_READER_H

#include "batch/journal.h"
#include "batch/queue.h"

#include <stdatomic.h>

typedef struct trawl_reader {
  const trawl_batch *batch;
  trawl_queue *queue;
  bool single;          /* one document a parcel */
  int wake;             /* becomes readable when the batch is stopped */
  trawl_parcel *parcel; /* being filled, or NULL */
  trawl_buf carry;      /* of a large document: what is left for its next part */
  trawl_journal *journal; /* NULL: nothing is passed over, or not any more */
  trawl_batch_result known; /* what the journal had */
  atomic_uint_fast64_t read; /* bytes of files that were read */
  bool measures;          /* files are not read, only their sizes are added up, in `read` */
  trawl_status status;  /* TRAWL_NO_MEM ends it, TRAWL_LIMIT says that it is stopped */
} trawl_reader;

/* The thread: ends when all inputs are read or the queue is stopped. */
void *trawl_reader_main(void *reader);
/* A thread that only adds up sizes, see `measures`. */
void *trawl_reader_measure(void *reader);
void trawl_reader_clear(trawl_reader *reader);

/* Shared by reader.c, which reads one input, and paths.c, which finds them. */
bool trawl_reader_runs(const trawl_reader *reader);
/* A file or standard input. */
void trawl_reader_open(trawl_reader *reader, const char *path);
/* An input that cannot be read; errno is read for TRAWL_IO. */
void trawl_reader_fail(trawl_reader *reader, const char *file, uint32_t line, trawl_status status,
                       const char *fault);
/* Something to be said about an input that has no documents. */
void trawl_reader_warn(trawl_reader *reader, const char *file, const char *code, const char *message);
/* Whether --include and --exclude let a file through; `below` is its path within the folder. */
bool trawl_reader_wants(const trawl_reader *reader, const char *below);
/* Sends off what there is, before something is waited for. */
void trawl_reader_idle(void *reader);
/* All inputs of the batch. */
void trawl_reader_walk(trawl_reader *reader);

#endif
