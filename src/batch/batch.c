/* SPDX-License-Identifier: MIT
 * batch.c - starts the reader and the workers, and collects what they give, in order.
 *
 * The caller's thread is the collector: all that a caller is told (bytes, findings, how far it is) is told
 * on that thread.  Signals are blocked in the others, so that they reach it too. */
#include "batch/batch.h"

#include "base/limits.h"
#include "batch/count.h"
#include "batch/reader.h"
#include "batch/worker.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Slots for each job: while one thread is busy with a large document, the others go on with what is behind it.
 * Bytes of output: what those have made meanwhile. */
enum { MAX_JOBS = 256, SLOTS_A_JOB = 16, MAX_BYTES = 64 << 20, PIECE_BYTES = 512 << 10, LEAST_BYTES = 1 << 20,
       OUT_BYTES = 1 << 20 };

/* Seconds between two lots of lines in the journal: what is done once more after a run was killed. */
static const double note_seconds = 0.25;

typedef struct crew {
  trawl_queue queue;
  trawl_reader reader;
  pthread_t reading;
  trawl_worker *workers;
  unsigned count, started;
  trawl_reader measure; /* adds up the sizes of the inputs */
  pthread_t measuring;
  bool reads, measured; /* the threads were started */
  bool begun;           /* something was written, or could have been */
  uint64_t output, failures; /* bytes of both so far */
  double noted;         /* when the journal was written last */
  int wake[2];     /* a pipe: closing its end wakes a reader that waits for bytes */
} crew;

unsigned trawl_batch_cores(void)
{
  cpu_set_t set;
  const int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
  return n > 0 ? (unsigned)n : 1;
}

/* ---- the crew ---------------------------------------------------------------------------------- */

/* Escapes and other keys make a line larger than its text; layers much larger. */
static size_t line_bytes(const trawl_batch *batch)
{
  enum { LINE = 32 << 20, LINE_FACTOR = 4, DOC = 256 << 20, DOC_FACTOR = 64 };
  const bool doc = batch->from == TRAWL_FROM_DOC;
  const size_t most = TRAWL_MOST_DOC_BYTES, factor = doc ? DOC_FACTOR : LINE_FACTOR;
  if (!batch->max_bytes) {
    return doc ? DOC : LINE;
  }
  return batch->max_bytes < most / factor ? batch->max_bytes * factor : most;
}

/* The system has none left of something without which nothing runs. */
static trawl_status cannot_start(const trawl_batch *batch, const char *what, int error)
{
  char message[128];
  snprintf(message, sizeof message, "no %s left: %s", what, strerror(error));
  const trawl_finding finding = {.severity = TRAWL_ERROR, .code = "E430", .file = "", .message = message};
  if (batch->say) {
    batch->say(batch->with, &finding);
  }
  return TRAWL_LIMIT;
}

static trawl_status start_threads(crew *c)
{
  sigset_t all, old;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &old);
  int error = pthread_create(&c->reading, NULL, trawl_reader_main, &c->reader);
  c->reads = error == 0;
  while (error == 0 && c->started < c->count) { /* one does, if the system has no more */
    error = pthread_create(&c->workers[c->started].thread, NULL, trawl_worker_main, &c->workers[c->started]);
    c->started += error == 0;
  }
  c->measured = c->started && c->reader.batch->measures
                && pthread_create(&c->measuring, NULL, trawl_reader_measure, &c->measure) == 0;
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  return c->started ? TRAWL_OK : cannot_start(c->reader.batch, "threads", error);
}

static trawl_status start(crew *c, const trawl_batch *batch)
{
  unsigned jobs = batch->jobs ? batch->jobs : trawl_batch_cores();
  jobs = jobs < MAX_JOBS ? jobs : MAX_JOBS;
  *c = (crew){.wake = {-1, -1}};
  const size_t ahead = batch->piece_bytes > LEAST_BYTES ? batch->piece_bytes : LEAST_BYTES;
  TRAWL_TRY(trawl_queue_init(&c->queue, jobs * SLOTS_A_JOB, jobs * ahead, (size_t)jobs * OUT_BYTES));
  c->workers = calloc(jobs, sizeof *c->workers);
  TRAWL_TRY_MEM(c->workers);
  if (pipe(c->wake) != 0) {
    return cannot_start(batch, "open files", errno);
  }
  while (c->count < jobs) { /* counted in any case: what it took is given back */
    TRAWL_TRY(trawl_worker_init(&c->workers[c->count++], batch, &c->queue));
  }
  c->reader = (trawl_reader){.batch = batch, .queue = &c->queue, .single = !batch->write,
                             .wake = c->wake[0]};
  c->reader.journal = batch->journal && batch->journal->reads ? batch->journal : NULL;
  c->measure = (trawl_reader){.batch = batch, .queue = &c->queue, .measures = true, .wake = -1};
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

static void join(crew *c)
{
  stop(c);
  if (c->reads) {
    pthread_join(c->reading, NULL);
  }
  if (c->measured) {
    pthread_join(c->measuring, NULL);
  }
  for (unsigned i = 0; i < c->started; ++i) {
    pthread_join(c->workers[i].thread, NULL);
  }
  c->reads = c->measured = false;
  c->started = 0;
}

static void add_times(const crew *c, trawl_batch_result *result)
{
  for (unsigned i = 0; i < c->count; ++i) {
    for (int stage = 0; stage < TRAWL_STAGE_COUNT; ++stage) {
      result->nanoseconds[stage] += c->workers[i].nanoseconds[stage];
    }
  }
}

static void finish(crew *c)
{
  join(c);
  for (unsigned i = 0; i < c->count; ++i) {
    trawl_worker_clear(&c->workers[i]);
  }
  free(c->workers);
  trawl_reader_clear(&c->reader);
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
  const bool ran = item->kind != TRAWL_ITEM_FAILED && !item->failed && !item->limited && !item->skipped
                   && !item->oversized;
  result->documents += ran && item->part == 0;
  result->bytes += ran ? item->len : 0;
  result->failed += item->failed;
  result->limited += item->limited;
  result->skipped += item->skipped && item->part == 0;
  result->oversized += item->oversized;
  result->truncated += item->truncated;
  result->shortened += item->shortened;
  result->sentences += item->sentences;
  result->tokens += item->tokens;
  result->mentions += item->mentions;
  result->triples += item->triples;
}

/* A failure, as a line for the report and as a reason to be counted. */
static bool report(crew *c, const trawl_batch *batch, const trawl_item *item, trawl_batch_result *result)
{
  if (!item->failed && !item->limited && !item->truncated) {
    return true;
  }
  const char *code = trawl_item_code(item), *reason = trawl_item_reason(item);
  trawl_count_reason(result, code, reason);
  if (!batch->fail) {
    return true;
  }
  trawl_buf line = {.at = NULL};
  trawl_failure_line(item, code, reason, &line);
  const bool written = !line.failed && batch->fail(batch->with, line.at, line.len);
  c->failures += line.len;
  trawl_buf_clear(&line);
  return written;
}

/* What an earlier run had is settled before anything is written. */
static trawl_status begin(crew *c, const trawl_batch *batch)
{
  trawl_journal *journal = batch->journal;
  if (!journal || c->begun) {
    return TRAWL_OK;
  }
  c->begun = true;
  c->output = journal->output > batch->written ? journal->output : batch->written;
  c->failures = journal->failures;
  TRAWL_TRY(trawl_journal_begin(journal));
  return batch->cut(batch->with, c->output, c->failures) ? TRAWL_OK : TRAWL_IO;
}

static double seconds(void)
{
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (double)at.tv_sec + 1e-9 * (double)at.tv_nsec;
}

/* Output first, then the word that it is there. */
static trawl_status checkpoint(crew *c, const trawl_batch *batch)
{
  if (!batch->journal || !batch->journal->pending.len) {
    return TRAWL_OK;
  }
  c->noted = seconds();
  return batch->sync(batch->with) ? trawl_journal_flush(batch->journal) : TRAWL_IO;
}

static trawl_status collect_parcel(crew *c, const trawl_batch *batch, const trawl_parcel *parcel,
                                   trawl_batch_result *result)
{
  TRAWL_TRY(begin(c, batch));
  if (batch->write && parcel->out.len
      && !batch->put(batch->with, parcel->out.at, parcel->out.len)) {
    return TRAWL_IO;
  }
  TRAWL_TRY(parcel->status);
  for (uint32_t i = 0; i < parcel->items.len; ++i) {
    const trawl_item *item = &parcel->items.at[i];
    say(batch, item);
    add_up(item, result);
    trawl_count_item(batch->pipeline, item, result);
    if (!report(c, batch, item, result)) {
      return TRAWL_IO;
    }
    if (batch->journal) {
      trawl_journal_add(batch->journal, item, c->output + item->out_end, c->failures);
    }
  }
  c->output += parcel->out.len;
  return batch->journal && seconds() - c->noted >= note_seconds ? checkpoint(c, batch) : TRAWL_OK;
}

static trawl_status collect(crew *c, const trawl_batch *batch, trawl_batch_result *result)
{
  trawl_status status = TRAWL_OK;
  c->noted = seconds();
  for (bool end = false; !end;) {
    trawl_parcel *parcel = trawl_queue_collect(&c->queue, &end);
    if (parcel) {
      if (status == TRAWL_OK) {
        status = collect_parcel(c, batch, parcel, result);
      }
      trawl_queue_release(&c->queue, parcel);
    } else if (status == TRAWL_OK && batch->journal && seconds() - c->noted >= note_seconds) {
      status = checkpoint(c, batch);
    }
    result->read = atomic_load_explicit(&c->reader.read, memory_order_relaxed);
    result->total = c->measured ? atomic_load_explicit(&c->measure.read, memory_order_relaxed) : 0;
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

trawl_status trawl_batch_run(const trawl_batch *given, trawl_batch_result *result)
{
  crew c;
  trawl_batch settled = *given;
  const trawl_batch *batch = &settled;
  settled.max_bytes = given->max_bytes ? given->max_bytes : MAX_BYTES;
  settled.piece_bytes =
    given->max_bytes || given->oversize != TRAWL_OVERSIZE_SPLIT ? settled.max_bytes : PIECE_BYTES;
  settled.line_bytes = line_bytes(given);
  settled.limits = &given->pipeline->rules->limits;
  if (given->from == TRAWL_FROM_HTML) {
    trawl_html_prepare();
  }
  *result = (trawl_batch_result){.documents = 0};
  trawl_status status = start(&c, batch);
  if (status == TRAWL_OK) {
    status = collect(&c, batch, result);
    join(&c);
    trawl_count_known(batch->pipeline, &c.reader.known, result);
    add_times(&c, result);
    status = status == TRAWL_OK ? begin(&c, batch) : status;
    status = status == TRAWL_OK ? checkpoint(&c, batch) : status;
  }
  const bool lost = c.reader.status == TRAWL_NO_MEM;
  finish(&c);
  return status == TRAWL_OK && lost ? TRAWL_NO_MEM : status;
}
