/* SPDX-License-Identifier: MIT
 * job.h - one run of `trawl extract`: its writer, its files, its journal, its bar. */
#ifndef TRAWL_CLI_JOB_H
#define TRAWL_CLI_JOB_H

#include "cli/cli.h"
#include "cli/progress.h"

typedef struct job {
  trawl_write_options write;
  trawl_writer *writer;
  output out, failures; /* file NULL: none */
  const char *failures_path, *stats_path;
  trawl_journal *journal;
  char *journal_path;   /* NULL: what is written cannot be gone on with */
  progress bar;
  bool named;           /* the names of the files are on the disk */
  bool quiet, resume, finished; /* finished: by an earlier run */
} job;

/* Sets what the batch tells the job. */
void job_listen(job *j, trawl_batch *batch);
/* Opens the files; `options` is the word that the journal carries. EXIT_DONE, or a message was printed. */
int job_open(job *j, const char *path, const char *options);
/* Runs the batch and closes the files. */
int job_run(job *j, trawl_batch *batch);

#endif
