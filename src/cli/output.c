/* SPDX-License-Identifier: MIT
 * output.c - where data goes, and how failing to write it is noticed.
 *
 * A file named with -o is written under a temporary name beside it, synced and renamed, so that it
 * appears whole or not at all; what is there and no regular file (a device, a pipe) is written in place.
 * A closed pipe ends the work quietly.  SIGINT, SIGTERM and SIGHUP are noted, for the work to end; a second
 * one ends it at once. */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER = 1 << 16 };

/* The temporary file, for the signal handler; empty: none. */
static char temporary[4096];

/* The signal that asked for an end, or 0. */
static volatile sig_atomic_t interrupted;

/* The first one lets what is under way be finished, the second one does not. */
static void on_signal(int number)
{
  if (interrupted) {
    if (temporary[0]) {
      unlink(temporary);
    }
    _exit(128 + number);
  }
  interrupted = number;
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
}

static bool cannot_open(output *out)
{
  message("%s: cannot be written: %s", out->path, strerror(errno));
  free(out->target);
  out->target = NULL;
  temporary[0] = '\0';
  return false;
}

/* Symbolic links keep pointing where they point: the file behind them is replaced. */
static bool open_temporary(output *out)
{
  char *real = realpath(out->path, NULL);
  out->target = real ? real : strdup(out->path);
  if (!out->target
      || snprintf(temporary, sizeof temporary, "%s.XXXXXX", out->target) >= (int)sizeof temporary) {
    errno = out->target ? ENAMETOOLONG : ENOMEM;
    return cannot_open(out);
  }
  const int fd = mkostemp(temporary, O_CLOEXEC);
  if (fd < 0) {
    return cannot_open(out);
  }
  struct stat old;
  const mode_t mask = umask(0);
  umask(mask);
  if (fchmod(fd, stat(out->target, &old) == 0 ? old.st_mode & 0777 : 0666 & ~mask) != 0
      || !(out->file = fdopen(fd, "w"))) {
    const int error = errno;
    unlink(temporary);
    close(fd);
    errno = error;
    return cannot_open(out);
  }
  return true;
}

bool output_open(output *out, const char *path)
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
  return open_temporary(out);
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

int output_close(output *out, bool keep)
{
  if (fflush(out->file) != 0) {
    fail(out);
  }
  if (out->target && !out->failed && fsync(fileno(out->file)) != 0) {
    fail(out);
  }
  if (fclose(out->file) != 0) {
    fail(out);
  }
  if (out->target) {
    if (keep && !out->failed && rename(temporary, out->target) != 0) {
      fail(out);
    }
    if (!keep || out->failed) {
      unlink(temporary);
    } else {
      sync_folder(out->target);
    }
    temporary[0] = '\0';
    free(out->target);
    out->target = NULL;
  }
  if (out->failed && !out->broken_pipe) {
    message("%s: cannot be written: %s", out->path ? out->path : "standard output",
            strerror(out->error));
  }
  return out->failed && !out->broken_pipe ? EXIT_NOT_WRITTEN : EXIT_DONE;
}
