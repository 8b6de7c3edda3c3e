/* SPDX-License-Identifier: MIT
 * archive.h - compressed files and archives, by libarchive: gzip, zstd, xz, bzip2; tar in any of them, zip.
 *
 * Members are read one after the other as they come; their names are only names, nothing is ever written.
 * What unpacks to far more than texts do is a bomb and refused. */
#ifndef TRAWL_INPUT_ARCHIVE_H
#define TRAWL_INPUT_ARCHIVE_H

#include "base/limits.h"
#include "input/stream.h"

typedef struct trawl_archive trawl_archive;

/* Whether a file that begins so is one: told by its bytes, not by its name. */
bool trawl_archive_begins(const char *head, size_t len);
/* `from` must live as long as the archive, as must `limits` (NULL: the defaults). TRAWL_NO_MEM, or TRAWL_BAD_DATA and `from->fault`. */
trawl_status trawl_archive_open(trawl_stream *from, const trawl_limits *limits, trawl_archive **out);
/* The next member that is a file; `*name` is "" for a file that is only compressed, NULL behind the last. Name
 * and stream are good until the next call. After a failure `from->fault` says why and nothing more comes. */
trawl_status trawl_archive_next(trawl_archive *archive, const char **name, trawl_stream **member);
void trawl_archive_close(trawl_archive *archive);

#endif
