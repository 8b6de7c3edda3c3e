/* SPDX-License-Identifier: MIT
 * calls.c - lets one call of the system or of the C library's files fail: loaded before a program.
 *
 * CALLS_FAIL="NAME:N:ERRNO"  the N-th call of NAME (from 1) fails with that number; ERRNO "short": a read or write
 *                            of one byte only
 * CALLS_COUNT=FILE           at the end "NAME COUNT" is written there for each */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define CALLS(X)                                                                                                       \
  X(open) X(read) X(write) X(close) X(fsync) X(fdatasync) X(ftruncate) X(rename) X(fopen) X(fdopen) X(fwrite) X(fputs) \
  X(fflush) X(fclose) X(fseeko) X(getdelim) X(opendir) X(readdir) X(mmap) X(pipe) X(pipe2) X(stat) X(lstat) X(fstat)   \
  X(realpath) X(unlink) X(mkdir) X(flock) X(pthread_create)

enum {
#define NUMBER(name) CALL_##name,
  CALLS(NUMBER) CALL_COUNT
};

static const char *const names[] = {
#define NAME(name) #name,
  CALLS(NAME)
};
static atomic_uint counts[CALL_COUNT];
static unsigned fail_call = CALL_COUNT, fail_at;
static int fail_with;

__attribute__((constructor)) static void read_wish(void)
{
  const char *wish = getenv("CALLS_FAIL"), *colon = wish ? strchr(wish, ':') : NULL;
  for (unsigned i = 0; colon && i < CALL_COUNT; ++i) {
    if (strlen(names[i]) == (size_t)(colon - wish) && strncmp(wish, names[i], (size_t)(colon - wish)) == 0) {
      char *end;
      fail_call = i;
      fail_at = (unsigned)strtoul(colon + 1, &end, 10);
      fail_with = strcmp(end, ":short") == 0 ? -1 : atoi(end + 1);
    }
  }
}

__attribute__((destructor)) static void write_counts(void)
{
  char line[64];
  const char *path = getenv("CALLS_COUNT");
  int (*open_it)(const char *, int, ...);
  ssize_t (*write_it)(int, const void *, size_t);
  *(void **)&open_it = dlsym(RTLD_NEXT, "open");
  *(void **)&write_it = dlsym(RTLD_NEXT, "write");
  const int to = path ? open_it(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : -1;
  for (unsigned i = 0; to >= 0 && i < CALL_COUNT; ++i) {
    const int len = snprintf(line, sizeof line, "%s %u\n", names[i], atomic_load(&counts[i]));
    if (write_it(to, line, (size_t)len) != len) {
      abort();
    }
  }
}

/* 0: the call is let through; -1: it shall do a part. */
static int fails(unsigned call)
{
  const unsigned n = atomic_fetch_add(&counts[call], 1) + 1;
  if (call != fail_call || n != fail_at) {
    return 0;
  }
  if (fail_with > 0) {
    errno = fail_with;
  }
  return fail_with;
}

/* The next function of a name, which has the same type. */
#define REAL(name)                                                                                                     \
  __typeof__(name) *real;                                                                                              \
  *(void **)&real = dlsym(RTLD_NEXT, #name)

static int open_as(const char *path, int flags, mode_t mode)
{
  REAL(open);
  return fails(CALL_open) ? -1 : real(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
  va_list args;
  va_start(args, flags);
  const mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
  va_end(args);
  return open_as(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
  va_list args;
  va_start(args, flags);
  const mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
  va_end(args);
  return open_as(path, flags, mode);
}

ssize_t read(int fd, void *bytes, size_t len)
{
  REAL(read);
  const int fault = fails(CALL_read);
  return fault > 0 ? -1 : real(fd, bytes, fault < 0 && len ? 1 : len);
}

ssize_t write(int fd, const void *bytes, size_t len)
{
  REAL(write);
  const int fault = fails(CALL_write);
  return fault > 0 ? -1 : real(fd, bytes, fault < 0 && len ? 1 : len);
}

/* What _FORTIFY_SOURCE makes of it. */
ssize_t __read_chk(int fd, void *bytes, size_t len, size_t room)
{
  if (len > room) {
    abort();
  }
  return read(fd, bytes, len);
}

int close(int fd)
{
  REAL(close);
  const int fault = fails(CALL_close), status = real(fd);
  if (fault > 0) {
    errno = fault;
  }
  return fault > 0 ? -1 : status;
}

int fsync(int fd)
{
  REAL(fsync);
  return fails(CALL_fsync) ? -1 : real(fd);
}

int fdatasync(int fd)
{
  REAL(fdatasync);
  return fails(CALL_fdatasync) ? -1 : real(fd);
}

int ftruncate(int fd, off_t len)
{
  REAL(ftruncate);
  return fails(CALL_ftruncate) ? -1 : real(fd, len);
}

int rename(const char *from, const char *to)
{
  REAL(rename);
  return fails(CALL_rename) ? -1 : real(from, to);
}

FILE *fopen(const char *path, const char *mode)
{
  REAL(fopen);
  return fails(CALL_fopen) ? NULL : real(path, mode);
}

FILE *fdopen(int fd, const char *mode)
{
  REAL(fdopen);
  return fails(CALL_fdopen) ? NULL : real(fd, mode);
}

size_t fwrite(const void *bytes, size_t size, size_t count, FILE *to)
{
  REAL(fwrite);
  return to != stderr && fails(CALL_fwrite) ? 0 : real(bytes, size, count, to);
}

int fputs(const char *text, FILE *to)
{
  REAL(fputs);
  return to != stderr && fails(CALL_fputs) ? EOF : real(text, to);
}

int fflush(FILE *to)
{
  REAL(fflush);
  return to && to != stderr && fails(CALL_fflush) ? EOF : real(to);
}

int fclose(FILE *file)
{
  REAL(fclose);
  const int fault = fails(CALL_fclose), status = real(file);
  if (fault) {
    errno = fault > 0 ? fault : EIO;
  }
  return fault ? EOF : status;
}

DIR *opendir(const char *path)
{
  REAL(opendir);
  return fails(CALL_opendir) ? NULL : real(path);
}

struct dirent *readdir(DIR *folder)
{
  REAL(readdir);
  return fails(CALL_readdir) ? NULL : real(folder);
}

void *mmap(void *at, size_t len, int protection, int flags, int fd, off_t offset)
{
  REAL(mmap);
  return fd >= 0 && fails(CALL_mmap) ? MAP_FAILED : real(at, len, protection, flags, fd, offset);
}

int pipe(int ends[2])
{
  REAL(pipe);
  return fails(CALL_pipe) ? -1 : real(ends);
}

int pipe2(int ends[2], int flags)
{
  REAL(pipe2);
  return fails(CALL_pipe2) ? -1 : real(ends, flags);
}

int fseeko(FILE *file, off_t to, int whence)
{
  REAL(fseeko);
  return fails(CALL_fseeko) ? -1 : real(file, to, whence);
}

static ssize_t get_line(char **line, size_t *room, int end, FILE *from)
{
  ssize_t (*real)(char **, size_t *, int, FILE *);
  *(void **)&real = dlsym(RTLD_NEXT, "getdelim");
  return fails(CALL_getdelim) ? -1 : real(line, room, end, from);
}

ssize_t getdelim(char **line, size_t *room, int end, FILE *from)
{
  return get_line(line, room, end, from);
}

ssize_t __getdelim(char **line, size_t *room, int end, FILE *from)
{
  return get_line(line, room, end, from);
}

ssize_t getline(char **line, size_t *room, FILE *from)
{
  return get_line(line, room, '\n', from);
}

int stat(const char *path, struct stat *state)
{
  REAL(stat);
  return fails(CALL_stat) ? -1 : real(path, state);
}

int lstat(const char *path, struct stat *state)
{
  REAL(lstat);
  return fails(CALL_lstat) ? -1 : real(path, state);
}

int fstat(int fd, struct stat *state)
{
  REAL(fstat);
  return fails(CALL_fstat) ? -1 : real(fd, state);
}

char *realpath(const char *path, char *resolved)
{
  REAL(realpath);
  return fails(CALL_realpath) ? NULL : real(path, resolved);
}

int unlink(const char *path)
{
  REAL(unlink);
  return fails(CALL_unlink) ? -1 : real(path);
}

int mkdir(const char *path, mode_t mode)
{
  REAL(mkdir);
  return fails(CALL_mkdir) ? -1 : real(path, mode);
}

int flock(int fd, int operation)
{
  REAL(flock);
  return fails(CALL_flock) ? -1 : real(fd, operation);
}

/* Gives the number of the error back, as that function does. */
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *with)
{
  REAL(pthread_create);
  return fails(CALL_pthread_create) ? errno : real(thread, attributes, run, with);
}
