/* SPDX-License-Identifier: MIT
 * batch.c - starts the reader and the workers, and collects what they give, in order.
 *
 * The caller's thread is the collector: all that a caller is told (bytes, findings, how far it is) is told
 * on that thread.  Signals are blocked in the others, so that they reach it too. */
#include "batch/batch.h"

#include "batch/reader.h"
#include "batch/worker.h"

#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAX_JOBS = 256, SLOTS_A_JOB = 4, JOB_BYTES = 64 << 20 };

typedef struct crew {
  trawl_queue queue;
  trawl_reader reader;
  pthread_t reading;
  trawl_worker *workers;
  unsigned count, started;
  bool reads;      /* the reader was started */
  int wake[2];     /* a pipe: closing its end wakes a reader that waits for bytes */
} crew;

unsigned trawl_batch_cores(void)
{
  cpu_set_t set;
  const int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
  return n > 0 ? (unsigned)n : 1;
}

/* ---- the crew ---------------------------------------------------------------------------------- */

static trawl_status start_threads(crew *c)
{
  sigset_t all, old;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &old);
  c->reads = pthread_create(&c->reading, NULL, trawl_reader_main, &c->reader) == 0;
  while (c->reads && c->started < c->count
         && pthread_create(&c->workers[c->started].thread, NULL, trawl_worker_main,
                           &c->workers[c->started]) == 0) {
    ++c->started;
  }
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  return c->started ? TRAWL_OK : TRAWL_NO_MEM;
}

static trawl_status start(crew *c, const trawl_batch *batch)
{
  unsigned jobs = batch->jobs ? batch->jobs : trawl_batch_cores();
  jobs = jobs < MAX_JOBS ? jobs : MAX_JOBS;
  *c = (crew){.wake = {-1, -1}};
  TRAWL_TRY(trawl_queue_init(&c->queue, jobs * SLOTS_A_JOB, (size_t)jobs * JOB_BYTES));
  c->workers = calloc(jobs, sizeof *c->workers);
  TRAWL_TRY_MEM(c->workers && pipe(c->wake) == 0);
  for (; c->count < jobs; ++c->count) {
    TRAWL_TRY(trawl_worker_init(&c->workers[c->count], batch, &c->queue));
  }
  c->reader = (trawl_reader){.batch = batch, .queue = &c->queue, .single = !batch->write,
                             .wake = c->wake[0]};
  return start_threads(c);
}

static void stop(crew *c)
{
  trawl_queue_stop(&c->queue);
  if (c->wake[1] >= 0) {
    close(c->wake[1]);
    c->wake[1] = -1;
  }
}

static void finish(crew *c)
{
  if (c->reads) {
    stop(c);
    pthread_join(c->reading, NULL);
  }
  for (unsigned i = 0; i < c->started; ++i) {
    pthread_join(c->workers[i].thread, NULL);
  }
  for (unsigned i = 0; i < c->count; ++i) {
    trawl_worker_clear(&c->workers[i]);
  }
  free(c->workers);
  trawl_queue_clear(&c->queue);
  for (int i = 0; i < 2; ++i) {
    if (c->wake[i] >= 0) {
      close(c->wake[i]);
    }
  }
}

/* ---- collecting -------------------------------------------------------------------------------- */

static void say(const trawl_batch *batch, const trawl_item *item)
{
  for (uint32_t i = 0; item->findings && i < trawl_findings_count(item->findings); ++i) {
    const trawl_finding finding = trawl_findings_at(item->findings, i);
    if (batch->say) {
      batch->say(batch->with, &finding);
    }
  }
}

static void add_up(const trawl_item *item, trawl_batch_result *result)
{
  const bool ran = item->kind != TRAWL_ITEM_FAILED && !item->failed && !item->limited && !item->skipped;
  result->documents += ran && item->part == 0;
  result->bytes += ran ? item->len : 0;
  result->failed += item->failed;
  result->limited += item->limited;
  result->skipped += item->skipped && item->part == 0;
  result->sentences += item->sentences;
  result->tokens += item->tokens;
  result->mentions += item->mentions;
  result->triples += item->triples;
}

static trawl_status collect_parcel(const trawl_batch *batch, const trawl_parcel *parcel,
                                   trawl_batch_result *result)
{
  if (batch->write && parcel->out.len
      && !batch->put(batch->with, parcel->out.at, parcel->out.len)) {
    return TRAWL_IO;
  }
  for (uint32_t i = 0; i < parcel->items.len; ++i) {
    say(batch, &parcel->items.at[i]);
    add_up(&parcel->items.at[i], result);
  }
  return parcel->status;
}

static trawl_status collect(crew *c, const trawl_batch *batch, trawl_batch_result *result)
{
  trawl_status status = TRAWL_OK;
  for (bool end = false; !end;) {
    trawl_parcel *parcel = trawl_queue_collect(&c->queue, &end);
    if (parcel) {
      if (status == TRAWL_OK) {
        status = collect_parcel(batch, parcel, result);
      }
      trawl_queue_release(&c->queue, parcel);
    }
    if (!result->stopped && batch->stop && batch->stop(batch->with, result)) {
      result->stopped = true;
      stop(c);
    }
    if (status != TRAWL_OK) {
      stop(c);
    }
  }
  return status;
}

trawl_status trawl_batch_run(const trawl_batch *batch, trawl_batch_result *result)
{
  crew c;
  *result = (trawl_batch_result){.documents = 0};
  trawl_status status = start(&c, batch);
  if (status == TRAWL_OK) {
    status = collect(&c, batch, result);
  }
  finish(&c);
  return status == TRAWL_OK && c.reader.status == TRAWL_NO_MEM ? TRAWL_NO_MEM : status;
}
