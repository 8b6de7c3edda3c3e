/* SPDX-License-Identifier: MIT
 * archive.c - members of archives as streams; see archive.h. */
#include "input/archive.h"

#include "input/library.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define FUNCTIONS(X)                                                                                                  \
  X(archive_entry_filetype) X(archive_entry_pathname) X(archive_entry_pathname_utf8) X(archive_errno)                 \
  X(archive_error_string) X(archive_filter_bytes) X(archive_filter_count) X(archive_format)                           \
  X(archive_read_data) X(archive_read_free) X(archive_read_new) X(archive_read_next_header)                           \
  X(archive_read_open) X(archive_read_support_filter_bzip2) X(archive_read_support_filter_gzip)                       \
  X(archive_read_support_filter_xz) X(archive_read_support_filter_zstd) X(archive_read_support_format_empty)          \
  X(archive_read_support_format_raw) X(archive_read_support_format_tar)                                               \
  X(archive_read_support_format_zip_streamable)
static struct {
  FUNCTIONS(TRAWL_MEMBER)
} lib = {FUNCTIONS(TRAWL_INIT)};
static const char *const names[] = {FUNCTIONS(TRAWL_NAME)};
static trawl_library library = TRAWL_LIBRARY(TRAWL_ARCHIVE_FILE, names, lib);

enum { BLOCK = 64 << 10, MEMBER_BYTES = 512 };

struct trawl_archive {
  struct archive *archive;
  trawl_stream *from, member;
  const trawl_limits *limits;
  uint64_t out; /* bytes handed out, and what names cost */
  trawl_status read;  /* of `from` */
  bool broken;        /* nothing more can be read */
  char block[BLOCK], fault[256], name[32];
  uint32_t count;
};

bool trawl_archive_begins(const char *head, size_t len)
{
  static const struct {
    size_t at, len;
    const char *bytes;
  } marks[] = {
    {0, 3, "\x1F\x8B\x08"}, {0, 4, "\x28\xB5\x2F\xFD"}, {0, 6, "\xFD" "7zXZ\0"}, {0, 4, "PK\3\4"},
    {0, 4, "PK\5\6"},       {257, 5, "ustar"},
  };
  for (size_t i = 0; i < TRAWL_COUNT(marks); ++i) {
    if (len >= marks[i].at + marks[i].len
        && memcmp(head + marks[i].at, marks[i].bytes, marks[i].len) == 0) {
      return true;
    }
  }
  return len >= 10 && memcmp(head, "BZh", 3) == 0 && memcmp(head + 4, "1AY&SY", 6) == 0;
}

static la_ssize_t read_block(struct archive *archive, void *with, const void **block)
{
  trawl_archive *a = with;
  size_t got = 0;
  (void)archive;
  *block = a->block;
  a->read = a->from->read(a->from, a->block, sizeof a->block, &got);
  return a->read == TRAWL_OK ? (la_ssize_t)got : -1;
}

/* Says what libarchive says, once. */
static trawl_status fail(trawl_archive *a)
{
  const char *said = lib.archive_error_string(a->archive);
  if (a->read != TRAWL_OK) {
    return a->read;
  }
  snprintf(a->fault, sizeof a->fault, "%s", said ? said : "damaged archive");
  a->from->fault = a->member.fault = a->fault;
  return lib.archive_errno(a->archive) == ENOMEM ? TRAWL_NO_MEM : TRAWL_BAD_DATA;
}

static trawl_status check_growth(trawl_archive *a)
{
  const la_int64_t in = lib.archive_filter_bytes(a->archive, -1);
  const unsigned ratio = trawl_limit(a->limits, TRAWL_LIMIT_UNPACKED_RATIO);
  if (a->out <= trawl_limit(a->limits, TRAWL_LIMIT_UNPACKED_FREE) || a->out / ratio <= (uint64_t)(in > 0 ? in : 0)) {
    return TRAWL_OK;
  }
  snprintf(a->fault, sizeof a->fault, "unpacks to more than %u times its size: no text does", ratio);
  a->from->fault = a->member.fault = a->fault;
  a->broken = true;
  return TRAWL_LIMIT;
}

static trawl_status read_member(trawl_stream *stream, char *to, size_t room, size_t *got)
{
  trawl_archive *a = stream->from;
  la_ssize_t n;
  *got = 0;
  do {
    n = lib.archive_read_data(a->archive, to, room);
  } while (n == ARCHIVE_RETRY);
  if (n == ARCHIVE_WARN) {
    n = 0;
  }
  if (n < 0) {
    a->broken |= n == ARCHIVE_FATAL;
    return fail(a);
  }
  a->out += (uint64_t)n;
  *got = (size_t)n;
  return check_growth(a);
}

trawl_status trawl_archive_open(trawl_stream *from, const trawl_limits *limits, trawl_archive **out)
{
  if (trawl_library_load(&library) != TRAWL_OK) {
    from->fault = library.fault;
    return TRAWL_IO;
  }
  trawl_archive *a = calloc(1, sizeof *a);
  TRAWL_TRY_MEM(a);
  a->from = from;
  a->limits = limits;
  a->member = (trawl_stream){.read = read_member, .from = a};
  a->archive = lib.archive_read_new();
  if (!a->archive) {
    free(a);
    return TRAWL_NO_MEM;
  }
  lib.archive_read_support_filter_gzip(a->archive);
  lib.archive_read_support_filter_zstd(a->archive);
  lib.archive_read_support_filter_xz(a->archive);
  lib.archive_read_support_filter_bzip2(a->archive);
  lib.archive_read_support_format_tar(a->archive);
  lib.archive_read_support_format_zip_streamable(a->archive);
  lib.archive_read_support_format_raw(a->archive);
  lib.archive_read_support_format_empty(a->archive);
  if (lib.archive_read_open(a->archive, a, NULL, read_block, NULL) != ARCHIVE_OK) {
    static const char unreadable[] = "damaged archive";
    const trawl_status read = a->read;
    trawl_archive_close(a);
    from->fault = unreadable;
    return read != TRAWL_OK ? read : TRAWL_BAD_DATA;
  }
  *out = a;
  return TRAWL_OK;
}

/* As in folders: what begins with a dot is hidden. */
static bool is_hidden(const char *name)
{
  for (const char *part = name; part; part = strchr(part, '/')) {
    part += *part == '/';
    const size_t len = strcspn(part, "/");
    if (part[0] == '.' && !(len == 1 || (len == 2 && part[1] == '.'))) {
      return true;
    }
  }
  return false;
}

/* Names that are in no encoding that libarchive knows are counted instead. */
static const char *name_of(trawl_archive *a, struct archive_entry *entry)
{
  const char *name = lib.archive_entry_pathname_utf8(entry);
  name = name ? name : lib.archive_entry_pathname(entry);
  if (!name) {
    snprintf(a->name, sizeof a->name, "member-%u", (unsigned)a->count);
    name = a->name;
  }
  while (name[0] == '.' && name[1] == '/') {
    name += 2;
  }
  return name;
}

trawl_status trawl_archive_next(trawl_archive *a, const char **name, trawl_stream **member)
{
  *name = NULL;
  while (!a->broken) {
    struct archive_entry *entry;
    const int got = lib.archive_read_next_header(a->archive, &entry);
    if (got == ARCHIVE_EOF) {
      break;
    }
    if (got != ARCHIVE_OK && got != ARCHIVE_WARN && got != ARCHIVE_RETRY) {
      a->broken = true;
      return fail(a);
    }
    ++a->count;
    a->out += MEMBER_BYTES;
    TRAWL_TRY(check_growth(a));
    a->member.fault = NULL;
    *member = &a->member;
    if (lib.archive_format(a->archive) == ARCHIVE_FORMAT_RAW) {
      if (lib.archive_filter_count(a->archive) < 2) { /* it only begins like one */
        snprintf(a->fault, sizeof a->fault, "damaged archive");
        a->from->fault = a->fault;
        a->broken = true;
        return TRAWL_BAD_DATA;
      }
      *name = "";
      return TRAWL_OK;
    }
    const char *path = name_of(a, entry);
    if (got != ARCHIVE_RETRY && lib.archive_entry_filetype(entry) == AE_IFREG && !is_hidden(path)) {
      *name = path;
      return TRAWL_OK;
    }
  }
  return TRAWL_OK;
}

void trawl_archive_close(trawl_archive *a)
{
  if (a) {
    lib.archive_read_free(a->archive);
    free(a);
  }
}
