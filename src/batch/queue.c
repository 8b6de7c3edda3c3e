/* SPDX-License-Identifier: MIT
 * queue.c - the ring of parcels: see queue.h.  One lock guards it all; it is taken a few times a parcel. */
#include "batch/queue.h"

#include <errno.h>
#include <string.h>
#include <time.h>

enum { KEEP_BYTES = 256 << 10, TICK_NANOSECONDS = 50 * 1000 * 1000 };

trawl_status trawl_queue_init(trawl_queue *queue, uint32_t cap, size_t max_bytes, size_t max_out)
{
  pthread_condattr_t attributes;
  *queue = (trawl_queue){.cap = cap, .max_bytes = max_bytes, .max_out = max_out};
  queue->slots = calloc(cap, sizeof *queue->slots);
  TRAWL_TRY_MEM(queue->slots);
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_mutex_init(&queue->lock, NULL);
  pthread_cond_init(&queue->space, NULL);
  pthread_cond_init(&queue->work, NULL);
  pthread_cond_init(&queue->turn, NULL);
  pthread_cond_init(&queue->done, &attributes);
  pthread_condattr_destroy(&attributes);
  return TRAWL_OK;
}

static void empty(trawl_queue *queue, trawl_parcel *parcel)
{
  for (uint32_t i = 0; i < parcel->items.len; ++i) {
    trawl_item *item = &parcel->items.at[i];
    trawl_findings_free(item->findings);
    if (item->parts && ++item->parts->freed == item->parts->made && item->parts->closed) {
      free(item->parts);
    }
  }
  queue->bytes -= parcel->text.len;
  queue->out -= parcel->done ? parcel->out.len : 0;
  parcel->items.len = 0;
  parcel->text.len = parcel->out.len = 0;
  parcel->text.failed = parcel->out.failed = parcel->done = false;
  parcel->status = TRAWL_OK;
  trawl_arena_reset(&parcel->arena);
  if (parcel->text.cap > KEEP_BYTES) {
    trawl_buf_clear(&parcel->text);
  }
  trawl_buf_clear(&parcel->out);
}

void trawl_queue_clear(trawl_queue *queue)
{
  if (!queue->slots) {
    return;
  }
  for (uint32_t i = 0; i < queue->cap; ++i) {
    trawl_parcel *parcel = &queue->slots[i];
    empty(queue, parcel);
    trawl_vec_clear(&parcel->items);
    trawl_buf_clear(&parcel->text);
    trawl_buf_clear(&parcel->out);
    trawl_arena_clear(&parcel->arena);
  }
  free(queue->slots);
  pthread_mutex_destroy(&queue->lock);
  pthread_cond_destroy(&queue->space);
  pthread_cond_destroy(&queue->work);
  pthread_cond_destroy(&queue->done);
  pthread_cond_destroy(&queue->turn);
  queue->slots = NULL;
}

/* ---- reader ------------------------------------------------------------------------------------ */

trawl_parcel *trawl_queue_empty(trawl_queue *queue)
{
  trawl_parcel *parcel = NULL;
  pthread_mutex_lock(&queue->lock);
  while (!queue->stopped && queue->made != queue->written
         && (queue->made - queue->written >= queue->cap || queue->bytes >= queue->max_bytes
             || queue->out >= queue->max_out)) {
    pthread_cond_wait(&queue->space, &queue->lock);
  }
  if (!queue->stopped) {
    parcel = &queue->slots[queue->made % queue->cap];
    parcel->number = queue->made;
  }
  pthread_mutex_unlock(&queue->lock);
  return parcel;
}

void trawl_queue_post(trawl_queue *queue)
{
  pthread_mutex_lock(&queue->lock);
  queue->bytes += queue->slots[queue->made % queue->cap].text.len;
  ++queue->made;
  pthread_cond_signal(&queue->work);
  pthread_mutex_unlock(&queue->lock);
}

void trawl_queue_end(trawl_queue *queue)
{
  pthread_mutex_lock(&queue->lock);
  queue->ended = true;
  pthread_cond_broadcast(&queue->work);
  pthread_cond_signal(&queue->done);
  pthread_mutex_unlock(&queue->lock);
}

bool trawl_queue_is_stopped(trawl_queue *queue)
{
  pthread_mutex_lock(&queue->lock);
  const bool stopped = queue->stopped;
  pthread_mutex_unlock(&queue->lock);
  return stopped;
}

/* ---- worker ------------------------------------------------------------------------------------ */

/* Output that waits for a slow document is bounded here, too: some formats write twenty bytes for one that they read.
 * The parcel whose output comes next never waits, so this ends. */
static bool must_wait(const trawl_queue *queue)
{
  return queue->taken == queue->made ? !queue->ended : queue->taken != queue->written && queue->out >= queue->max_out;
}

trawl_parcel *trawl_queue_take(trawl_queue *queue)
{
  trawl_parcel *parcel = NULL;
  pthread_mutex_lock(&queue->lock);
  while (!queue->stopped && must_wait(queue)) {
    pthread_cond_wait(&queue->work, &queue->lock);
  }
  if (!queue->stopped && queue->taken < queue->made) {
    parcel = &queue->slots[queue->taken++ % queue->cap];
  }
  pthread_mutex_unlock(&queue->lock);
  return parcel;
}

void trawl_queue_finish(trawl_queue *queue, trawl_parcel *parcel)
{
  pthread_mutex_lock(&queue->lock);
  parcel->done = true;
  queue->out += parcel->out.len;
  queue->broken |= parcel->status != TRAWL_OK;
  while (queue->turns < queue->taken && (queue->turns < queue->written
         || queue->slots[queue->turns % queue->cap].done)) {
    ++queue->turns;
  }
  pthread_cond_broadcast(&queue->turn);
  if (parcel->number == queue->written) {
    pthread_cond_signal(&queue->done);
  }
  pthread_mutex_unlock(&queue->lock);
}

bool trawl_queue_await_turn(trawl_queue *queue, const trawl_parcel *parcel)
{
  pthread_mutex_lock(&queue->lock);
  while (queue->turns < parcel->number) {
    pthread_cond_wait(&queue->turn, &queue->lock);
  }
  const bool whole = !queue->broken;
  pthread_mutex_unlock(&queue->lock);
  return whole;
}

/* ---- collector --------------------------------------------------------------------------------- */

static struct timespec soon(void)
{
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  at.tv_nsec += TICK_NANOSECONDS;
  if (at.tv_nsec >= 1000 * 1000 * 1000) {
    at.tv_nsec -= 1000 * 1000 * 1000;
    ++at.tv_sec;
  }
  return at;
}

trawl_parcel *trawl_queue_collect(trawl_queue *queue, bool *end)
{
  const struct timespec until = soon();
  trawl_parcel *parcel = NULL;
  pthread_mutex_lock(&queue->lock);
  for (int waited = 0;;) {
    /* Once stopped, what was not taken never will be. */
    const uint64_t last = queue->stopped ? queue->taken : queue->made;
    *end = queue->written == last && (queue->ended || queue->stopped);
    if (queue->written < last && queue->slots[queue->written % queue->cap].done) {
      parcel = &queue->slots[queue->written % queue->cap];
    }
    if (parcel || *end || waited == ETIMEDOUT) {
      break;
    }
    waited = pthread_cond_timedwait(&queue->done, &queue->lock, &until);
  }
  pthread_mutex_unlock(&queue->lock);
  return parcel;
}

void trawl_queue_release(trawl_queue *queue, trawl_parcel *parcel)
{
  pthread_mutex_lock(&queue->lock);
  const bool full = queue->out >= queue->max_out;
  empty(queue, parcel);
  ++queue->written;
  pthread_cond_signal(&queue->space);
  if (full) {
    pthread_cond_broadcast(&queue->work);
  }
  pthread_mutex_unlock(&queue->lock);
}

void trawl_queue_stop(trawl_queue *queue)
{
  pthread_mutex_lock(&queue->lock);
  queue->stopped = true;
  pthread_cond_broadcast(&queue->work);
  pthread_cond_broadcast(&queue->space);
  pthread_mutex_unlock(&queue->lock);
}

/* ---- parts ------------------------------------------------------------------------------------- */

void trawl_queue_add_part(trawl_queue *queue, trawl_parts *parts)
{
  pthread_mutex_lock(&queue->lock);
  ++parts->made;
  pthread_mutex_unlock(&queue->lock);
}

void trawl_queue_close_parts(trawl_queue *queue, trawl_parts *parts)
{
  pthread_mutex_lock(&queue->lock);
  parts->closed = true;
  const bool last = parts->freed == parts->made;
  pthread_mutex_unlock(&queue->lock);
  if (last) {
    free(parts);
  }
}

trawl_parts trawl_queue_await_parts(trawl_queue *queue, const trawl_parts *parts, uint32_t n)
{
  pthread_mutex_lock(&queue->lock);
  while (parts->next < n) {
    pthread_cond_wait(&queue->turn, &queue->lock);
  }
  const trawl_parts left = *parts;
  pthread_mutex_unlock(&queue->lock);
  return left;
}

void trawl_queue_pass_part(trawl_queue *queue, trawl_parts *parts, const trawl_parts *left)
{
  pthread_mutex_lock(&queue->lock);
  ++parts->next;
  parts->skip = left->skip;
  parts->origin = left->origin;
  memcpy(parts->date, left->date, sizeof parts->date);
  pthread_cond_broadcast(&queue->turn);
  pthread_mutex_unlock(&queue->lock);
}
