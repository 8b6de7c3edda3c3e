/* SPDX-License-Identifier: MIT
 * output.c - where data goes, and how failing to write it is noticed.
 *
 * A file named with -o is written as PATH.part beside it, synced and renamed, so that it appears whole or
 * not at all; what is there and no regular file (a device, a pipe) is written in place.
 * A closed pipe ends the work quietly.  SIGINT, SIGTERM and SIGHUP are noted, for the work to end; a second
 * one ends it at once. */
#include "cli/cli.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER = 1 << 16 };

/* The signal that asked for an end, or 0.  Atomic, and not sig_atomic_t: the handler runs on any thread, and all
 * threads read it. */
static atomic_int interrupted;
static_assert(ATOMIC_INT_LOCK_FREE == 2, "a signal handler may write it");

/* The first one lets what is under way be finished, the second one does not. */
static void on_signal(int number)
{
  if (atomic_exchange(&interrupted, number)) {
    _exit(128 + number);
  }
}

int output_interrupted(void)
{
  return interrupted;
}

void output_catch_signals(void)
{
  static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
  struct sigaction act = {.sa_handler = on_signal}, old;
  for (size_t i = 0; i < TRAWL_COUNT(numbers); ++i) {
    if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN) {
      sigaction(numbers[i], &act, NULL);
    }
  }
  signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is told as any other that cannot be written */
}

static bool cannot_open(output *out)
{
  message("%s: cannot be written: %s", out->path, strerror(errno));
  free(out->target);
  free(out->part);
  out->target = out->part = NULL;
  return false;
}

char *output_beside(const char *target, const char *suffix)
{
  const size_t n = strlen(target), m = strlen(suffix) + 1;
  char *path = malloc(n + m);
  if (path) {
    memcpy(path, target, n);
    memcpy(path + n, suffix, m);
  }
  return path;
}

/* Two runs that write the same file would tear each other's part: the second one is refused. */
static bool lock(output *out, int fd)
{
  if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
    return true;
  }
  if (errno == EWOULDBLOCK) {
    message("%s: another run is writing it", out->part);
    close(fd);
    free(out->target);
    free(out->part);
    out->target = out->part = NULL;
    return false;
  }
  return true; /* a file system that knows no locks */
}

/* Symbolic links keep pointing where they point: the file behind them is replaced. */
static bool open_part(output *out, bool resume)
{
  char *real = realpath(out->path, NULL);
  out->target = real ? real : strdup(out->path);
  out->part = out->target ? output_beside(out->target, ".part") : NULL;
  if (!out->part) {
    errno = ENOMEM;
    return cannot_open(out);
  }
  const int fd = open(out->part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (fd < 0) {
    return cannot_open(out);
  }
  if (!lock(out, fd)) {
    return false;
  }
  struct stat old;
  const bool same = stat(out->target, &old) != 0 || fchmod(fd, old.st_mode & 0777) == 0;
  if (!same || (!resume && ftruncate(fd, 0) != 0) || !(out->file = fdopen(fd, "r+"))) {
    const int error = errno;
    close(fd);
    if (!resume) {
      unlink(out->part);
    }
    errno = error;
    return cannot_open(out);
  }
  return true;
}

bool output_resume(output *out, const char *path, bool resume)
{
  struct stat info;
  *out = (output){.path = path};
  if (!path || strcmp(path, "-") == 0) {
    /* A descriptor of its own: closing it tells of what could not be written, and --watch writes again. */
    const int fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
    out->path = NULL;
    out->file = fd < 0 ? NULL : fdopen(fd, "w");
    if (!out->file) {
      const int error = errno;
      close(fd);
      out->path = "standard output";
      errno = error;
      return cannot_open(out);
    }
    if (!isatty(STDOUT_FILENO)) {
      setvbuf(out->file, NULL, _IOFBF, BUFFER);
    }
    return true;
  }
  if (stat(path, &info) == 0 && !S_ISREG(info.st_mode)) {
    out->file = fopen(path, "we");
    return out->file ? true : cannot_open(out);
  }
  return open_part(out, resume);
}

static bool fail(output *out)
{
  if (!out->failed) {
    out->error = errno;
    out->broken_pipe = errno == EPIPE;
    out->failed = true;
  }
  return false;
}

bool output_sink(void *to, const char *bytes, size_t len)
{
  output *out = to;
  return !out->failed && (fwrite(bytes, 1, len, out->file) == len || fail(out));
}

/* The name of the folder is synced too: only then is the rename itself on the disk. */
static void sync_folder(const char *target)
{
  char folder[4096];
  const char *slash = strrchr(target, '/');
  const int len = slash ? (int)(slash - target) : 1;
  snprintf(folder, sizeof folder, "%.*s", len ? len : 1, slash ? target : ".");
  const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0) {
    (void)fsync(fd);
    close(fd);
  }
}

void output_sync_name(const output *out)
{
  if (out->target) {
    sync_folder(out->target);
  }
}

uint64_t output_length(output *out)
{
  const off_t at = fflush(out->file) == 0 ? ftello(out->file) : -1;
  if (at < 0) {
    fail(out);
  }
  return at > 0 ? (uint64_t)at : 0;
}

bool output_sync(output *out)
{
  return !out->failed && ((fflush(out->file) == 0 && fdatasync(fileno(out->file)) == 0) || fail(out));
}

bool output_cut(output *out, uint64_t len)
{
  return !out->failed
         && ((fflush(out->file) == 0 && ftruncate(fileno(out->file), (off_t)len) == 0
              && fseeko(out->file, (off_t)len, SEEK_SET) == 0)
             || fail(out));
}

/* The finished file takes its name. */
static bool appear(output *out)
{
  if (fsync(fileno(out->file)) != 0 || rename(out->part, out->target) != 0) {
    return fail(out);
  }
  sync_folder(out->target);
  return true;
}

int output_end(output *out, output_fate fate)
{
  if (fflush(out->file) != 0) {
    fail(out);
  }
  const bool wanted = fate == OUTPUT_APPEARS || fate == OUTPUT_APPEARS_OR_WAITS;
  const bool waits = fate == OUTPUT_WAITS || fate == OUTPUT_APPEARS_OR_WAITS;
  const bool appeared = out->part && !out->failed && wanted && appear(out);
  if (out->part && !appeared && !waits) {
    unlink(out->part);
  }
  if (fclose(out->file) != 0 && !appeared) { /* what is on the disk is there */
    fail(out);
  }
  free(out->part);
  free(out->target);
  out->part = out->target = NULL;
  if (out->failed && !out->broken_pipe) {
    message("%s: cannot be written: %s", out->path ? out->path : "standard output",
            strerror(out->error));
  }
  return out->failed && !out->broken_pipe ? EXIT_NOT_WRITTEN : EXIT_DONE;
}

bool output_open(output *out, const char *path)
{
  return output_resume(out, path, false);
}

int output_close(output *out, bool keep)
{
  return output_end(out, keep ? OUTPUT_APPEARS : OUTPUT_GOES);
}
