/* SPDX-License-Identifier: MIT
 * job.c - one run of `trawl extract`: files that appear whole or not at all, and can be gone on with.
 *
 * While a run is unfinished its output is PATH.part and what is finished stands in PATH.journal.  A line is
 * written there once its output is on the disk, so whatever ends the run, --resume goes on behind the last
 * line.  When all is done the report of failures takes its name first, then the output, then the journal
 * goes: a run that finds an output without a part has nothing left to do. */
#include "cli/job.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- what the batch tells ---------------------------------------------------------------------- */

static void say(void *with, const trawl_finding *finding)
{
  job *j = with;
  if (!j->quiet || finding->severity == TRAWL_ERROR) {
    progress_hide(&j->bar);
    finding_print(finding);
  }
}

static trawl_status take(void *with, const trawl_doc *doc)
{
  return trawl_writer_add(((job *)with)->writer, doc);
}

static bool put(void *with, const char *bytes, size_t len)
{
  return output_sink(&((job *)with)->out, bytes, len);
}

static bool fail(void *with, const char *line, size_t len)
{
  return output_sink(&((job *)with)->failures, line, len);
}

static bool sync_files(void *with)
{
  job *j = with;
  if (!j->named) { /* once: the names of part and journal, without which there is nothing to go on with */
    output_sync_name(&j->out);
    output_sync_name(&j->failures);
    j->named = true;
  }
  return output_sync(&j->out) && (!j->failures.file || output_sync(&j->failures));
}

static bool is_shorter(const output *out, uint64_t len)
{
  struct stat info;
  return fstat(fileno(out->file), &info) != 0 || (uint64_t)info.st_size < len;
}

static bool cut_files(void *with, uint64_t len, uint64_t failures)
{
  job *j = with;
  output_length(&j->out); /* flushes */
  if (is_shorter(&j->out, len) || (j->failures.file && is_shorter(&j->failures, failures))) {
    message("%s: shorter than its journal says: remove both to start anew", j->out.part);
    return false;
  }
  return output_cut(&j->out, len) && (!j->failures.file || output_cut(&j->failures, failures));
}

static bool stop(void *with, const trawl_batch_result *so_far)
{
  progress_show(&((job *)with)->bar, so_far);
  return output_interrupted() != 0;
}

void job_listen(job *j, trawl_batch *batch)
{
  batch->say = say;
  batch->put = put;
  batch->take = take;
  batch->fail = j->failures_path ? fail : NULL;
  batch->sync = sync_files;
  batch->cut = cut_files;
  batch->stop = stop;
  batch->with = j;
  batch->measures = j->bar.shows;
}

/* ---- opening ----------------------------------------------------------------------------------- */

static bool exists(const char *path)
{
  struct stat info;
  return path && stat(path, &info) == 0;
}

/* An earlier run was done, or all but the last step. */
static bool is_finished(job *j, const char *path)
{
  char *part = output_beside(path, ".part");
  j->finished = part && !exists(part) && exists(path);
  free(part);
  return j->finished;
}

/* The report of failures took its name, and then the run was broken off. */
static void take_back(const char *path)
{
  char *part = output_beside(path, ".part");
  if (part && !exists(part) && exists(path)) {
    (void)rename(path, part);
  }
  free(part);
}

/* Of what is there nothing is used: the journal goes first, so that it never speaks of another part. */
static bool start_anew(job *j)
{
  if (j->journal_path && unlink(j->journal_path) != 0 && errno != ENOENT) {
    message("%s: cannot be removed: %s", j->journal_path, strerror(errno));
    return false;
  }
  return output_cut(&j->out, 0) && (!j->failures.part || output_cut(&j->failures, 0));
}

static int open_journal(job *j, const char *options)
{
  trawl_status status = TRAWL_IO;
  if (j->resume && exists(j->journal_path)) {
    status = trawl_journal_open(j->journal_path, options, &j->journal);
    if (status == TRAWL_BAD_DATA) {
      message("%s: was written with other options, rules or gazetteers; go on with the same, or start anew "
              "without --resume", j->journal_path);
      return EXIT_USAGE;
    }
  }
  if (status == TRAWL_IO) {
    status = start_anew(j) ? trawl_journal_create(j->journal_path, options, &j->journal) : TRAWL_IO;
  }
  if (status != TRAWL_OK) {
    message("%s: cannot be written: %s", j->journal_path,
            status == TRAWL_NO_MEM ? "out of memory" : strerror(errno));
    return status == TRAWL_NO_MEM ? EXIT_LIMIT : EXIT_NOT_WRITTEN;
  }
  return EXIT_DONE;
}

static bool open_failures(job *j)
{
  if (!j->failures_path) {
    return true;
  }
  if (j->resume) {
    take_back(j->failures_path);
  }
  return output_resume(&j->failures, j->failures_path, j->resume);
}

int job_open(job *j, const char *path, const char *options)
{
  if (j->resume && is_finished(j, path)) {
    char *journal = output_beside(path, ".journal");
    if (journal) {
      unlink(journal);
    }
    free(journal);
    return EXIT_DONE;
  }
  if (!output_resume(&j->out, path, true)) {
    return EXIT_NOT_WRITTEN;
  }
  if (!open_failures(j)) {
    output_end(&j->out, OUTPUT_WAITS);
    return EXIT_NOT_WRITTEN;
  }
  int code = EXIT_DONE;
  if (j->out.part && !trawl_writer_serial(j->writer)) {
    j->journal_path = output_beside(j->out.target, ".journal");
    code = j->journal_path ? open_journal(j, options) : EXIT_LIMIT;
  } else if (j->out.part) { /* one that is written at the end has to be made anew */
    code = start_anew(j) ? EXIT_DONE : EXIT_NOT_WRITTEN;
  }
  if (code != EXIT_DONE) {
    output_end(&j->out, OUTPUT_WAITS);
    if (j->failures.file) {
      output_end(&j->failures, OUTPUT_WAITS);
    }
    free(j->journal_path);
    j->journal_path = NULL;
  }
  return code;
}

/* ---- running ----------------------------------------------------------------------------------- */

static int close_files(job *j, bool whole)
{
  const bool lasts = j->journal && trawl_journal_has_any(j->journal);
  const output_fate unfinished = lasts ? OUTPUT_WAITS : OUTPUT_GOES;
  output_fate fate = !whole ? unfinished : lasts ? OUTPUT_APPEARS_OR_WAITS : OUTPUT_APPEARS;
  int code = EXIT_DONE;
  const char *path = j->out.path;
  if (j->failures.file) {
    code = output_end(&j->failures, fate);
    fate = code == EXIT_DONE ? fate : unfinished;
  }
  if (j->out.file) {
    code = worse(code, output_end(&j->out, fate));
  }
  whole = whole && code == EXIT_DONE;
  if (lasts && !whole && !j->quiet) {
    message("%s.part holds what is done: --resume goes on with it", path);
  }
  trawl_journal_close(j->journal);
  if (j->journal_path && (whole || !lasts)) {
    unlink(j->journal_path);
  }
  free(j->journal_path);
  return code;
}

static void say_end(job *j, trawl_status status, const trawl_batch_result *result)
{
  const int error = j->journal ? trawl_journal_error(j->journal) : 0;
  progress_hide(&j->bar);
  if (error) {
    message("%s: cannot be written: %s", j->journal_path, strerror(error));
  }
  if (status != TRAWL_OK && status != TRAWL_IO) {
    message("%s", trawl_status_text(status));
  }
  if (result->skipped && !j->quiet) {
    const unsigned long long skipped = result->skipped, documents = result->documents + result->skipped;
    message("%llu of %llu documents are not English and were skipped (--lang any reads them)", skipped, documents);
  }
  progress_end(&j->bar, result);
}

static int code_of(const job *j, int code, trawl_status status, const trawl_batch_result *result)
{
  if (result->stopped) {
    return 128 + output_interrupted();
  }
  if (trawl_writer_fault(j->writer)[0]) {
    message("%s", trawl_writer_fault(j->writer));
    code = EXIT_NOT_WRITTEN;
  }
  if (status == TRAWL_IO && !j->out.broken_pipe) {
    code = EXIT_NOT_WRITTEN;
  }
  const bool limit = (status != TRAWL_OK && status != TRAWL_IO) || result->limited || result->shortened;
  code = worse(code, limit ? EXIT_LIMIT : EXIT_DONE);
  return worse(code, result->failed ? EXIT_SOME_FAILED : EXIT_DONE);
}

int job_run(job *j, trawl_batch *batch)
{
  trawl_batch_result result = {.documents = 0};
  progress_start(&j->bar, j->bar.shows);
  trawl_status status = trawl_writer_begin(j->writer);
  if (status == TRAWL_OK) {
    batch->write = trawl_writer_serial(j->writer) ? NULL : &j->write;
    batch->journal = j->journal;
    batch->written = j->out.part ? output_length(&j->out) : 0;
    status = j->out.failed ? TRAWL_IO : trawl_batch_run(batch, &result);
  }
  /* A database or folder keeps the documents that are done. */
  if (status == TRAWL_OK && (!result.stopped || !j->out.file)) {
    status = trawl_writer_end(j->writer);
  }
  say_end(j, status, &result);
  int code = close_files(j, status == TRAWL_OK && !result.stopped);
  if (j->stats_path
      && !stats_write(j->stats_path, batch->pipeline, &result, progress_seconds(&j->bar))) {
    code = worse(code, EXIT_NOT_WRITTEN);
  }
  code = code_of(j, code, status, &result);
  trawl_batch_result_clear(&result);
  return code;
}
