/* SPDX-License-Identifier: MIT
 * file.c - reading whole files and folders. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_STEP = 1 << 16, MAX_DEPTH = 64 };

trawl_status trawl_fd_read(int fd, size_t max, trawl_buf *out)
{
  struct stat info;
  if (fstat(fd, &info) == 0) {
    if (S_ISDIR(info.st_mode)) {
      errno = EISDIR;
      return TRAWL_IO;
    }
    if (S_ISREG(info.st_mode) && info.st_size > 0) {
      const size_t size = (size_t)info.st_size;
      if (max && size > max) {
        return TRAWL_LIMIT;
      }
      TRAWL_TRY_MEM(out->cap - out->len > size || trawl_buf_grow(out, size + 1));
    }
  }
  const size_t before = out->len;
  for (;;) {
    TRAWL_TRY_MEM(out->cap - out->len >= 1 || trawl_buf_grow(out, READ_STEP));
    const ssize_t got = read(fd, out->at + out->len, out->cap - out->len);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return TRAWL_IO;
    }
    if (got == 0) {
      return TRAWL_OK;
    }
    out->len += (size_t)got;
    if (max && out->len - before > max) {
      return TRAWL_LIMIT;
    }
  }
}

trawl_status trawl_file_read(const char *path, size_t max, trawl_buf *out)
{
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return TRAWL_IO;
  }
  const trawl_status status = trawl_fd_read(fd, max, out);
  const int saved = errno;
  close(fd);
  errno = saved;
  return status;
}

bool trawl_file_is_folder(const char *path)
{
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

const char *trawl_file_base(const char *path)
{
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static bool has_suffix(const char *name, const char *suffix)
{
  const size_t n = strlen(name), m = suffix ? strlen(suffix) : 0;
  return n >= m && (!suffix || memcmp(name + n - m, suffix, m) == 0);
}

static trawl_status list_folder(const char *path, const char *suffix, unsigned depth, trawl_arena *arena,
                                trawl_paths *out);

/* Whatever hides a folder's end hides names: that is no empty folder. */
static trawl_status cannot_look(const char *path, trawl_paths *out)
{
  const int error = errno;
  const bool noted = error != ENOMEM && trawl_vec_push(out, path);
  errno = error;
  return noted ? TRAWL_IO : TRAWL_NO_MEM;
}

/* Symbolic links to files are followed; those to folders are not, so that no loop can arise. */
static trawl_status list_entry(const char *path, const char *suffix, unsigned depth, trawl_arena *arena,
                               trawl_paths *out)
{
  struct stat link, target;
  const bool known = lstat(path, &link) == 0 && stat(path, &target) == 0;
  if (!known && errno != ENOENT && errno != ELOOP) {
    return cannot_look(path, out);
  }
  if (known && S_ISDIR(target.st_mode)) {
    return S_ISLNK(link.st_mode) || depth >= MAX_DEPTH
             ? TRAWL_OK
             : list_folder(path, suffix, depth + 1, arena, out);
  }
  if ((known && !S_ISREG(target.st_mode)) || !has_suffix(path, suffix)) {
    return TRAWL_OK;
  }
  TRAWL_TRY_MEM(trawl_vec_push(out, path));
  return TRAWL_OK;
}

static trawl_status list_folder(const char *path, const char *suffix, unsigned depth, trawl_arena *arena,
                                trawl_paths *out)
{
  DIR *folder = opendir(path);
  if (!folder) {
    return cannot_look(path, out);
  }
  trawl_status status = TRAWL_OK;
  const size_t len = strlen(path);
  const char *slash = len && path[len - 1] == '/' ? "" : "/";
  while (status == TRAWL_OK) {
    errno = 0;
    const struct dirent *entry = readdir(folder);
    if (!entry) {
      status = errno ? cannot_look(path, out) : TRAWL_OK;
      break;
    }
    if (entry->d_name[0] != '.') {
      const char *below = trawl_arena_printf(arena, "%s%s%s", path, slash, entry->d_name);
      status = below ? list_entry(below, suffix, depth, arena, out) : TRAWL_NO_MEM;
    }
  }
  const int error = errno;
  closedir(folder);
  errno = error;
  return status;
}

static int by_bytes(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

trawl_status trawl_file_list(const char *path, const char *suffix, trawl_arena *arena, trawl_paths *out)
{
  struct stat info;
  const uint32_t first = out->len;
  const char *copy = trawl_arena_str(arena, path);
  TRAWL_TRY_MEM(copy);
  if (stat(path, &info) != 0) {
    return cannot_look(copy, out);
  }
  if (!S_ISDIR(info.st_mode)) {
    TRAWL_TRY_MEM(trawl_vec_push(out, copy));
    return TRAWL_OK;
  }
  TRAWL_TRY(list_folder(copy, suffix, 0, arena, out));
  if (out->len > first) {
    qsort(out->at + first, out->len - first, sizeof *out->at, by_bytes);
  }
  return TRAWL_OK;
}

bool trawl_file_lies_below(const char *path, const char *folder)
{
  char *file = realpath(path, NULL), *top = realpath(*folder ? folder : ".", NULL);
  const size_t len = top ? strlen(top) : 0;
  const bool below = file && top && strncmp(file, top, len) == 0
                     && (file[len] == '\0' || file[len] == '/' || (len && top[len - 1] == '/'));
  free(file);
  free(top);
  return below;
}
