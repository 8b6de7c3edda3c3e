/* SPDX-License-Identifier: MIT
 * watch.h - --watch: what a command does is done again whenever a file it read was saved. */
#ifndef TRAWL_CLI_WATCH_H
#define TRAWL_CLI_WATCH_H

#include "cli/cli.h"

/* What changed, as bits. */
enum { WATCH_RULES = 1, WATCH_INPUTS = 2 };

typedef struct watch watch;

/* NULL: a message was printed. */
watch *watch_new(void);
void watch_free(watch *w);
/* A file, or a folder with all below it; of folders of rules only YAML and TSV files count. A '+' in front is
 * skipped. What does not exist yet counts once it is there, if its folder does. False: a message was printed. */
bool watch_add(watch *w, const char *path, unsigned kind);
/* The shipped rules and gazetteers, or those of the folder. */
bool watch_add_data(watch *w, const char *data);
/* What is written by the command itself: its name does not count as a change. */
void watch_ignore(watch *w, const char *path);
/* Calls `once` again and again: first with all bits, then with those of what changed, until the process is
 * interrupted. The last exit code. */
int watch_run(watch *w, int (*once)(void *with, unsigned changed), void *with);

/* A pipeline that stays in use until another one compiles. */
typedef struct watched_pipeline {
  trawl_pipeline *pipeline;
  trawl_memo *memo; /* what the files were that it was made of; NULL: nothing is kept */
  int code;         /* of the last attempt to open one */
} watched_pipeline;

void watched_pipeline_close(watched_pipeline *in_use);

/* Opens a pipeline when rules changed and puts it in the place of the old one, if it compiles; else its
 * findings were printed. True: there is something to run, with a pipeline that is sound. */
bool watch_reopen(watched_pipeline *in_use, const trawl_config *config, bool quiet, unsigned changed);

#endif
