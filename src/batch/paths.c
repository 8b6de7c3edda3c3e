/* SPDX-License-Identifier: MIT
 * paths.c - finds the inputs of a batch: files, folders, lists of names.
 *
 * A folder gives its regular files that are not hidden, and those of its folders, in byte order of their
 * paths: names are sorted folder by folder, a folder's as if a slash followed, so that no more than the
 * folders on the way are held.  Symbolic links to files are followed, those to folders are not: no loop can
 * arise.
 *
 * Codes: W407 a folder without files. */
#include "base/file.h"
#include "batch/reader.h"
#include "input/jsonl.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- which files ------------------------------------------------------------------------------- */

static bool fits_one(const char *below, const char *const *patterns, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    const char *name = strchr(patterns[i], '/') ? below : trawl_file_base(below);
    if (fnmatch(patterns[i], name, 0) == 0) {
      return true;
    }
  }
  return false;
}

bool trawl_reader_wants(const trawl_reader *r, const char *below)
{
  const trawl_batch *batch = r->batch;
  return (!batch->include_count || fits_one(below, batch->include, batch->include_count))
         && !fits_one(below, batch->exclude, batch->exclude_count);
}

/* ---- folders ----------------------------------------------------------------------------------- */

typedef struct walk {
  trawl_reader *reader;
  trawl_buf path;  /* of what is looked at, with NUL behind it */
  size_t root;     /* how much of it is the folder that was named, with its slash */
  uint64_t files;
} walk;

typedef TRAWL_VEC(char *) names;

static int by_bytes(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void clear(names *list)
{
  for (uint32_t i = 0; i < list->len; ++i) {
    free(list->at[i]);
  }
  trawl_vec_clear(list);
}

static bool set_path(walk *w, size_t len, const char *name)
{
  if (w->path.failed) {
    return false;
  }
  w->path.len = len;
  trawl_buf_put(&w->path, name, strlen(name) + 1);
  --w->path.len;
  return !w->path.failed;
}

/* What an entry is by its target: 'f' a file or what only reading can tell, 'd' a folder, 0 neither. */
static char kind_of(const char *path)
{
  struct stat link, target;
  if (lstat(path, &link) != 0 || stat(path, &target) != 0) {
    return 'f';
  }
  if (S_ISDIR(target.st_mode)) {
    return S_ISLNK(link.st_mode) ? 0 : 'd';
  }
  return S_ISREG(target.st_mode) ? 'f' : 0;
}

/* The entries of the folder that `path` names, which ends with a slash; folders have one too. */
static trawl_status list(walk *w, names *out)
{
  const size_t len = w->path.len;
  DIR *folder = opendir(w->path.at);
  if (!folder) {
    return TRAWL_IO;
  }
  trawl_status status = TRAWL_OK;
  int error = 0; /* a folder that breaks off is no folder that ends */
  while (status == TRAWL_OK) {
    errno = 0;
    const struct dirent *entry = readdir(folder);
    if (!entry) {
      error = errno;
      status = error ? TRAWL_IO : TRAWL_OK;
      break;
    }
    if (entry->d_name[0] == '.') {
      continue;
    }
    const char kind = set_path(w, len, entry->d_name) ? kind_of(w->path.at) : 0;
    char *name = NULL;
    if (kind && asprintf(&name, "%s%s", entry->d_name, kind == 'd' ? "/" : "") < 0) {
      status = TRAWL_NO_MEM;
    } else if (kind && !trawl_vec_push(out, name)) {
      free(name);
      status = TRAWL_NO_MEM;
    }
  }
  closedir(folder);
  if (out->len) {
    qsort(out->at, out->len, sizeof *out->at, by_bytes);
  }
  const bool fine = set_path(w, len, "");
  errno = error;
  return fine ? status : TRAWL_NO_MEM;
}

static void walk_folder(walk *w, unsigned depth);

static void walk_entry(walk *w, size_t len, const char *name, unsigned depth)
{
  if (!set_path(w, len, name)) {
    w->reader->status = TRAWL_NO_MEM;
  } else if (name[strlen(name) - 1] != '/') {
    if (trawl_reader_wants(w->reader, w->path.at + w->root)) {
      ++w->files;
      trawl_reader_open(w->reader, w->path.at);
    }
  } else {
    w->path.at[w->path.len - 1] = '\0';
    const bool left_out = fits_one(w->path.at + w->root, w->reader->batch->exclude,
                                   w->reader->batch->exclude_count);
    if (!left_out && depth >= trawl_limit(w->reader->batch->limits, TRAWL_LIMIT_FOLDER_DEPTH)) {
      trawl_reader_fail(w->reader, w->path.at, 0, TRAWL_LIMIT, "folders lie within each other too deep (--limit folder-depth)");
    }
    w->path.at[w->path.len - 1] = '/';
    if (!left_out && depth < trawl_limit(w->reader->batch->limits, TRAWL_LIMIT_FOLDER_DEPTH)) {
      walk_folder(w, depth + 1);
    }
  }
}

static void walk_folder(walk *w, unsigned depth)
{
  const size_t len = w->path.len;
  names entries = {.at = NULL};
  const trawl_status status = list(w, &entries);
  if (status == TRAWL_NO_MEM) {
    w->reader->status = status;
  } else if (status != TRAWL_OK) {
    const int error = errno;
    ++w->files;
    w->path.at[len - (len > 1)] = '\0'; /* without its slash, which it gets back for the entries that were read */
    errno = error;
    trawl_reader_fail(w->reader, w->path.at, 0, status, NULL);
    w->path.at[len - (len > 1)] = len > 1 ? '/' : '\0';
  }
  for (uint32_t i = 0; i < entries.len && trawl_reader_runs(w->reader); ++i) {
    walk_entry(w, len, entries.at[i], depth);
  }
  clear(&entries);
}

static void read_folder(trawl_reader *r, const char *path)
{
  walk w = {.reader = r};
  const size_t len = strlen(path);
  trawl_buf_put(&w.path, path, len);
  if (!set_path(&w, len, len && path[len - 1] == '/' ? "" : "/")) {
    r->status = TRAWL_NO_MEM;
  } else {
    w.root = w.path.len;
    walk_folder(&w, 0);
    if (!w.files && trawl_reader_runs(r)) {
      trawl_reader_warn(r, path, "W407", "this folder holds no files");
    }
  }
  trawl_buf_clear(&w.path);
}

/* ---- names ------------------------------------------------------------------------------------- */

static void read_path(trawl_reader *r, const char *path)
{
  if (strcmp(path, "-") != 0 && trawl_file_is_folder(path)) {
    read_folder(r, path);
  } else {
    trawl_reader_open(r, path);
  }
}

/* One name out of a list; a '\r' at a line's end is left out. */
static void read_name(trawl_reader *r, const char *from, uint32_t line, const char *name, size_t len)
{
  char path[4096];
  len -= len && !r->batch->null_names && name[len - 1] == '\r';
  if (len >= sizeof path) {
    errno = ENAMETOOLONG;
    trawl_reader_fail(r, from, line, TRAWL_IO, NULL);
  } else if (len) {
    memcpy(path, name, len);
    path[len] = '\0';
    read_path(r, path);
  }
}

static void read_list(trawl_reader *r, const char *path)
{
  trawl_file_stream file;
  if (r->measures && strcmp(path, "-") == 0) {
    return;
  }
  if (trawl_file_stream_open(&file, path) != TRAWL_OK) {
    trawl_reader_fail(r, path, 0, TRAWL_IO, NULL);
    return;
  }
  file.wake = r->wake;
  file.idle = trawl_reader_idle;
  file.with = r;
  trawl_line_reader lines = {.stream = &file.stream, .nul = r->batch->null_names};
  while (trawl_reader_runs(r)) {
    char *name;
    size_t len;
    const trawl_status read = trawl_line_next(&lines, &name, &len);
    if (read != TRAWL_OK) {
      trawl_reader_fail(r, path, 0, read, NULL);
      break;
    }
    if (!name) {
      break;
    }
    read_name(r, path, lines.line, name, len);
  }
  trawl_line_reader_clear(&lines);
  trawl_file_stream_close(&file);
}

void trawl_reader_walk(trawl_reader *r)
{
  for (size_t i = 0; i < r->batch->path_count && trawl_reader_runs(r); ++i) {
    read_path(r, r->batch->paths[i]);
  }
  if (r->batch->files_from && trawl_reader_runs(r)) {
    read_list(r, r->batch->files_from);
  }
}
