/* SPDX-License-Identifier: MIT
 * stream.c - bytes of open files; see stream.h. */
#include "input/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

/* Waits for bytes of what is no regular file. False: stopped. */
static bool wait_for(trawl_file_stream *file)
{
  struct pollfd both[2] = {{file->fd, POLLIN, 0}, {file->wake, POLLIN, 0}};
  const nfds_t n = file->wake >= 0 ? 2 : 1;
  int ready = poll(both, n, 0);
  if (ready == 0) {
    if (file->idle) {
      file->idle(file->with);
    }
    do {
      ready = poll(both, n, -1);
    } while (ready < 0 && errno == EINTR);
  }
  file->stopped = ready > 0 && n == 2 && both[1].revents;
  return !file->stopped;
}

static trawl_status read_some(trawl_file_stream *file, char *to, size_t room, size_t *got)
{
  ssize_t n;
  *got = 0;
  if (file->stopped || (!file->regular && !wait_for(file))) {
    return TRAWL_OK;
  }
  do {
    n = read(file->fd, to, room);
  } while (n < 0 && errno == EINTR);
  if (n < 0) {
    return TRAWL_IO;
  }
  if (file->total) {
    atomic_fetch_add_explicit(file->total, (uint64_t)n, memory_order_relaxed);
  }
  *got = (size_t)n;
  return TRAWL_OK;
}

static trawl_status read_file(trawl_stream *stream, char *to, size_t room, size_t *got)
{
  trawl_file_stream *file = (trawl_file_stream *)stream->from;
  const size_t held = file->head_len - file->head_at;
  if (!held) {
    return read_some(file, to, room, got);
  }
  *got = held < room ? held : room;
  memcpy(to, file->head + file->head_at, *got);
  file->head_at += *got;
  return TRAWL_OK;
}

trawl_status trawl_file_stream_open(trawl_file_stream *file, const char *path)
{
  const bool standard = strcmp(path, "-") == 0;
  struct stat info;
  *file = (trawl_file_stream){.wake = -1};
  file->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  if (file->fd < 0) {
    return TRAWL_IO;
  }
  if (fstat(file->fd, &info) == 0) {
    if (S_ISDIR(info.st_mode)) {
      trawl_file_stream_close(file);
      errno = EISDIR;
      return TRAWL_IO;
    }
    file->regular = S_ISREG(info.st_mode);
    file->size = file->regular && info.st_size > 0 ? (uint64_t)info.st_size : 0;
  }
  file->stream = (trawl_stream){.read = read_file, .from = file};
  return TRAWL_OK;
}

void trawl_file_stream_close(trawl_file_stream *file)
{
  const int error = errno;
  if (file->fd > STDIN_FILENO) {
    close(file->fd);
  }
  file->fd = -1;
  errno = error;
}

trawl_status trawl_file_stream_peek(trawl_file_stream *file)
{
  while (file->head_len < sizeof file->head) {
    size_t got;
    TRAWL_TRY(read_some(file, file->head + file->head_len, sizeof file->head - file->head_len, &got));
    if (!got) {
      break;
    }
    file->head_len += got;
  }
  return TRAWL_OK;
}
