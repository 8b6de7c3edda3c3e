/* SPDX-License-Identifier: MIT
 * stream.h - bytes that come one after the other: a file, a pipe, a member of an archive, a decoder. */
#ifndef TRAWL_INPUT_STREAM_H
#define TRAWL_INPUT_STREAM_H

#include "base/buf.h"
#include "base/status.h"

#include <stdatomic.h>

typedef struct trawl_stream {
  /* Up to `room` bytes; `*got` 0: there are no more. TRAWL_IO with errno, TRAWL_BAD_DATA, TRAWL_LIMIT. */
  trawl_status (*read)(struct trawl_stream *stream, char *to, size_t room, size_t *got);
  void *from;
  const char *fault; /* what is wrong, after a failure that has no errno; or NULL */
} trawl_stream;

/* Bytes of an open file.  Of what is no regular file (a pipe, a terminal) reading may take any time: before it
 * waits `idle` is called, and it gives up, as if there were no more, when `wake` becomes readable. */
typedef struct trawl_file_stream {
  trawl_stream stream;
  int fd, wake;   /* wake -1: none */
  bool regular, stopped;
  void (*idle)(void *with);
  void *with;
  uint64_t size;  /* of a regular file */
  atomic_uint_fast64_t *total; /* bytes read are added to it, or NULL */
  char head[512]; /* what was looked at before it was read */
  size_t head_len, head_at;
} trawl_file_stream;

/* TRAWL_IO with errno; a folder is EISDIR. "-" is standard input. */
trawl_status trawl_file_stream_open(trawl_file_stream *file, const char *path);
void trawl_file_stream_close(trawl_file_stream *file);
/* The first bytes, which are read later all the same: as many as there are, up to 512. */
trawl_status trawl_file_stream_peek(trawl_file_stream *file);

#endif
