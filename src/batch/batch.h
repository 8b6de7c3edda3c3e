/* SPDX-License-Identifier: MIT
 * batch.h - runs the chain over many inputs, on several threads.
 *
 * Inputs are files, folders (their regular files that are not hidden, in byte order of their paths), "-"
 * for standard input, and names out of a list.  An input that cannot be read costs itself and one
 * message.  Results come in the order of the inputs whatever the timing.  Memory is bounded by the
 * documents under way, not by their number. */
#ifndef TRAWL_BATCH_BATCH_H
#define TRAWL_BATCH_BATCH_H

#include "base/limits.h"
#include "input/decoder.h"

typedef enum trawl_from {
  TRAWL_FROM_TEXT,  /* a file is a document */
  TRAWL_FROM_JSONL, /* a line is one */
  TRAWL_FROM_DOC,   /* a line is one that was annotated, and goes on where it stands */
  TRAWL_FROM_HTML,  /* a file is a page */
  TRAWL_FROM_WET    /* a record of a web archive is one; texts that begin like it are read so too */
} trawl_from;

/* What is done with a document that is larger than it may be. */
typedef enum trawl_oversize {
  TRAWL_OVERSIZE_SPLIT,
  TRAWL_OVERSIZE_SKIP,
  TRAWL_OVERSIZE_FAIL,
  TRAWL_OVERSIZE_CUT /* its beginning is read; it is truncated */
} trawl_oversize;

typedef struct trawl_batch_result {
  uint64_t documents, bytes;
  uint64_t failed;  /* inputs or lines that could not be read */
  uint64_t limited; /* those that hit a limit */
  uint64_t skipped; /* those that are not English */
  uint64_t oversized; /* those left out as too large */
  uint64_t truncated; /* those that were run and hit a limit */
  uint64_t shortened; /* of those, what was cut short by a limit that ordinary texts do not hit */
  uint64_t sentences, tokens, mentions, triples;
  uint64_t resumed;     /* of the documents, those that the journal had */
  uint64_t read, total; /* bytes of files, as they lie on the disk: taken in so far; in all, 0: not known */
  uint64_t *by_relation; /* triples by trawl_pipeline_relation_at() */
  struct trawl_failure_count {
    char code[8], *text;
    uint64_t count;
  } *reasons; /* of failures, by code and text */
  size_t reason_count;
  uint64_t nanoseconds[TRAWL_STAGE_COUNT]; /* all threads together; once the batch has ended */
  bool stopped; /* trawl_batch.stop asked for an early end */
} trawl_batch_result;

/* What a batch has finished, in a file: see journal.h. */
typedef struct trawl_journal trawl_journal;
/* `options` is a line that says what the output depends on. TRAWL_IO with errno. */
trawl_status trawl_journal_create(const char *path, const char *options, trawl_journal **out);
/* One to go on with. TRAWL_BAD_DATA: it was written with other options; TRAWL_IO with errno, which is ENODATA
 * where not even its first line was written whole. */
trawl_status trawl_journal_open(const char *path, const char *options, trawl_journal **out);
void trawl_journal_close(trawl_journal *journal);
/* errno, when something could not be written to it. */
int trawl_journal_error(const trawl_journal *journal);
/* Whether anything is noted in it. */
bool trawl_journal_has_any(const trawl_journal *journal);

typedef struct trawl_batch {
  const trawl_pipeline *pipeline;
  const char *const *paths;
  size_t path_count;
  const char *files_from; /* a file with one path a line, "-": standard input; NULL: none */
  bool null_names;        /* of that list: names end with NUL */
  /* Of files in folders and archives only those whose name (or path, if the pattern has a slash) fits one of
   * `include`, if there are any, and none of `exclude`. */
  const char *const *include, *const *exclude;
  size_t include_count, exclude_count;
  trawl_from from;
  trawl_encoding encoding;
  bool byte_offsets;      /* positions are bytes of the file: texts in other encodings are refused */
  bool any_language;      /* texts that are not English are read too */
  const char *const *keep; /* JSON Lines: keys that records carry along */
  size_t keep_count;
  size_t max_bytes;       /* of a document; 0: 64 MiB, or where it can be split 512 KiB */
  size_t piece_bytes;     /* what texts that can be split are cut into; set by trawl_batch_run(), */
  size_t line_bytes;      /* as is what a line of JSON may have to be held */
  const trawl_limits *limits; /* and those of the pipeline */
  trawl_oversize oversize;
  const char *date;       /* the date of texts that have none, or NULL */
  trawl_stage until;
  unsigned jobs; /* threads that run documents; 0: one for each core */

  /* Documents become bytes by writers of these options, and `put` gets the bytes in order, on the thread
   * that called.  False from `put` ends the batch with TRAWL_IO. */
  const trawl_write_options *write;
  bool (*put)(void *with, const char *bytes, size_t len);
  /* Or, without `write`: each document in order, one at a time but on any thread; anything but TRAWL_OK
   * ends the batch. */
  trawl_status (*take)(void *with, const trawl_doc *doc);
  bool trace; /* documents keep a trace: trawl_doc_trace() */
  bool costs; /* and count what rules cost: trawl_doc_count_costs() */

  /* All may be NULL, and are called on the thread that called. `say`: each fault of an input, in order. */
  void (*say)(void *with, const trawl_finding *finding);
  /* A line of JSON for each input that failed. False ends the batch with TRAWL_IO. */
  bool (*fail)(void *with, const char *line, size_t len);
  /* With `write`: what is finished is noted here, or NULL; `written` bytes were put before. */
  trawl_journal *journal;
  uint64_t written;
  /* All that was put and all failures are to be on the disk when this returns. */
  bool (*sync)(void *with);
  /* Before anything is put: output and failures of an earlier run count up to these lengths. */
  bool (*cut)(void *with, uint64_t output, uint64_t failures);
  bool measures; /* result.total is wanted */
  /* About twenty times a second; true ends the batch after the documents under way. */
  bool (*stop)(void *with, const trawl_batch_result *so_far);
  void *with;
} trawl_batch;

/* TRAWL_OK when all inputs were seen, whether or not they could be read; else what `take` gave, TRAWL_IO
 * or TRAWL_NO_MEM. `*result` is set in any case. */
trawl_status trawl_batch_run(const trawl_batch *batch, trawl_batch_result *result);

void trawl_batch_result_clear(trawl_batch_result *result);

/* Cores that this process may use. */
unsigned trawl_batch_cores(void);

#endif
