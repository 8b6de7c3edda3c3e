/* SPDX-License-Identifier: MIT
 * queue.h - parcels on their way: a ring with three hands that never overtake each other.
 *
 *     written <= taken <= made <= written + cap
 *
 * The reader fills the slot at `made`, workers take the one at `taken`, the collector empties the one at
 * `written` once it is done.  So output is in the order of the inputs whatever the timing.  The reader waits
 * while all slots are in use or too many bytes, of text or of output, are under way: that bounds the memory. */
#ifndef TRAWL_BATCH_QUEUE_H
#define TRAWL_BATCH_QUEUE_H

#include "batch/parcel.h"

#include <pthread.h>

typedef struct trawl_queue {
  pthread_mutex_t lock;
  pthread_cond_t space, work, done, turn;
  trawl_parcel *slots;
  uint32_t cap;
  uint64_t made, taken, written;
  uint64_t turns;          /* parcels whose documents were all taken, for what needs them in order */
  size_t bytes, max_bytes; /* of text that is made and not written */
  size_t out, max_out;     /* of output that waits for its turn */
  bool ended;              /* the reader makes no more */
  bool stopped;            /* nothing new is begun */
  bool broken;             /* a parcel ended with a failure */
} trawl_queue;

trawl_status trawl_queue_init(trawl_queue *queue, uint32_t cap, size_t max_bytes, size_t max_out);
void trawl_queue_clear(trawl_queue *queue);

/* Reader: an empty parcel to fill, once there is room; NULL: stopped. */
trawl_parcel *trawl_queue_empty(trawl_queue *queue);
void trawl_queue_post(trawl_queue *queue); /* what was handed out last is full */
void trawl_queue_end(trawl_queue *queue);
bool trawl_queue_is_stopped(trawl_queue *queue);

/* Worker: the next parcel to work on; NULL: there are no more. */
trawl_parcel *trawl_queue_take(trawl_queue *queue);
void trawl_queue_finish(trawl_queue *queue, trawl_parcel *parcel);
/* Returns when all earlier parcels are finished; false: one of them failed. */
bool trawl_queue_await_turn(trawl_queue *queue, const trawl_parcel *parcel);

/* Collector: the next parcel in order if it is done within about a tenth of a second; NULL: not yet, or
 * `*end`. */
trawl_parcel *trawl_queue_collect(trawl_queue *queue, bool *end);
void trawl_queue_release(trawl_queue *queue, trawl_parcel *parcel);
void trawl_queue_stop(trawl_queue *queue);

/* Parts of one document, see trawl_parts: one more is made; the reader makes no more of them. */
void trawl_queue_add_part(trawl_queue *queue, trawl_parts *parts);
void trawl_queue_close_parts(trawl_queue *queue, trawl_parts *parts);
/* Waits until `n` parts are through, and gives what they left. */
trawl_parts trawl_queue_await_parts(trawl_queue *queue, const trawl_parts *parts, uint32_t n);
/* The part whose turn it is leaves this to the next one. */
void trawl_queue_pass_part(trawl_queue *queue, trawl_parts *parts, const trawl_parts *left);

#endif
