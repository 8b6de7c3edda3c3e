/* SPDX-License-Identifier: MIT
 * file.h - reading whole files and folders. */
#ifndef TRAWL_BASE_FILE_H
#define TRAWL_BASE_FILE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/vec.h"

/* Appends the whole file to `out`. TRAWL_IO with errno set; a folder is EISDIR; more than `max` bytes
 * (0: no cap) is TRAWL_LIMIT. */
trawl_status trawl_file_read(const char *path, size_t max, trawl_buf *out);
/* The same from an open file descriptor. */
trawl_status trawl_fd_read(int fd, size_t max, trawl_buf *out);

typedef TRAWL_VEC(const char *) trawl_paths;

/* Appends the regular, non-hidden files below a folder, in byte order of their paths, as
 * arena-allocated strings; a path that is a file is appended itself. TRAWL_IO with errno set when `path` or a folder
 * below it cannot be looked at, which is the last of `out` then. Names that lead nowhere are appended, so that
 * reading them says why. `suffix` (".yaml") filters files found in folders; NULL takes all. */
trawl_status trawl_file_list(const char *path, const char *suffix, trawl_arena *arena, trawl_paths *out);

/* Whether a path is a folder itself or lies below it, wherever links lead. False as well when either is not there. */
bool trawl_file_lies_below(const char *path, const char *folder);
bool trawl_file_is_folder(const char *path);
/* The part behind the last '/'. */
const char *trawl_file_base(const char *path);

#endif
