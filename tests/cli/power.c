/* SPDX-License-Identifier: MIT
 * power.c - notes what is on the disk for sure, for tests that cut the power: loaded before a program, it writes
 * "PATH\tLENGTH" to the file POWER_LOG names each time a file is synced, and when one is cut shorter than that. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void note(int fd, long long len)
{
  char link[64], path[4096], line[4200];
  const char *log = getenv("POWER_LOG");
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t n = readlink(link, path, sizeof path - 1);
  const int to = log && n > 0 ? open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666) : -1;
  if (to >= 0) {
    path[n] = '\0';
    const int len_of = snprintf(line, sizeof line, "%s\t%lld\n", path, len);
    if (write(to, line, (size_t)len_of) != len_of) {
      abort();
    }
    close(to);
  }
}

static long long length(int fd)
{
  struct stat info;
  return fstat(fd, &info) == 0 && S_ISREG(info.st_mode) ? (long long)info.st_size : -1;
}

static int synced(int fd, const char *name)
{
  int (*sync_it)(int);
  *(void **)&sync_it = dlsym(RTLD_NEXT, name);
  const long long len = length(fd);
  const int status = sync_it(fd);
  if (status == 0 && len >= 0) {
    note(fd, len);
  }
  return status;
}

int fsync(int fd)
{
  return synced(fd, "fsync");
}

int fdatasync(int fd)
{
  return synced(fd, "fdatasync");
}

int ftruncate(int fd, off_t len)
{
  int (*cut)(int, off_t);
  *(void **)&cut = dlsym(RTLD_NEXT, "ftruncate");
  note(fd, -(long long)len - 1); /* at most so many bytes are still what was synced */
  return cut(fd, len);
}
