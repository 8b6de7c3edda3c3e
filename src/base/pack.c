/* SPDX-License-Identifier: MIT
 * pack.c - opening and writing files of sections; see pack.h for the layout. */
#include "base/pack.h"

#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FORMAT = 2, ALIGNMENT = 64, ORDER = 0x01020304, PROGRAM = 16 };

/* A hash of the sources: the same version may lay things out otherwise while it is worked on. */
#ifdef __has_include
#if __has_include("trawl_build.h")
#include "trawl_build.h"
#endif
#endif
#ifndef TRAWL_BUILD
#define TRAWL_BUILD 0
#endif

static const char magic[8] = {'\x89', 'T', 'R', 'A', 'W', 'L', '\r', '\n'};

typedef struct header {
  char magic[8];
  uint32_t order, format;
  char program[PROGRAM]; /* its version: what the sections hold may differ with each */
  uint64_t size;         /* of the file */
  uint64_t checksum;     /* of all that follows the header */
  uint32_t sections, build, unused[2];
} header;

typedef struct section {
  uint32_t number, item;
  uint64_t offset, count;
} section;

_Static_assert(sizeof(header) == ALIGNMENT && sizeof(section) == 24, "the layout is fixed");

/* ---- checksum ---------------------------------------------------------------------------------- */

/* Four sums side by side, so that the multiplications do not wait for each other. */
typedef struct sum {
  uint64_t lanes[4], size;
  unsigned char rest[32];
  unsigned used;
} sum;

static void mix(sum *s, const unsigned char *block)
{
  for (unsigned i = 0; i < 4; ++i) {
    uint64_t word;
    memcpy(&word, block + 8 * i, 8);
    s->lanes[i] = trawl_hash_mix(s->lanes[i] ^ word, UINT64_C(0xa0761d6478bd642f) + 2 * i);
  }
}

static void add(sum *s, const void *bytes, size_t n)
{
  const unsigned char *at = bytes;
  s->size += n;
  while (n && (s->used || n < sizeof s->rest)) {
    s->rest[s->used++] = *at++;
    --n;
    if (s->used == sizeof s->rest) {
      mix(s, s->rest);
      s->used = 0;
    }
  }
  for (; n >= sizeof s->rest; n -= sizeof s->rest, at += sizeof s->rest) {
    mix(s, at);
  }
  while (n--) {
    s->rest[s->used++] = *at++;
  }
}

static uint64_t finish(sum *s)
{
  memset(s->rest + s->used, 0, sizeof s->rest - s->used);
  mix(s, s->rest);
  uint64_t all = s->size;
  for (unsigned i = 0; i < 4; ++i) {
    all = trawl_hash_mix(all ^ s->lanes[i], UINT64_C(0xe7037ed1a0b428db));
  }
  return all;
}

static const sum no_sum = {.lanes = {1, 2, 3, 4}};

/* ---- opening ----------------------------------------------------------------------------------- */

static trawl_status refuse(trawl_findings *findings, const char *path, const char *code, const char *why)
{
  const trawl_source source = {path, NULL, 0};
  return trawl_report(findings, (trawl_place){&source, 0, 0, 0}, code, TRAWL_BAD_DATA, "%s", why);
}

static trawl_status cannot_read(trawl_findings *findings, const char *path, int error)
{
  const trawl_source source = {path, NULL, 0};
  return trawl_report(findings, (trawl_place){&source, 0, 0, 0}, "E120", TRAWL_IO, "cannot be read: %s",
                      strerror(error));
}

static bool tables_fit(const trawl_pack *pack)
{
  const header *head = (const header *)pack->at;
  const section *table = (const section *)(pack->at + sizeof *head);
  if (head->sections > TRAWL_PACK_SECTIONS || pack->size < sizeof *head + head->sections * sizeof *table) {
    return false;
  }
  for (uint32_t i = 0; i < head->sections; ++i) {
    const section *s = &table[i];
    if (s->offset % ALIGNMENT || s->offset > pack->size || !s->item
        || s->count > (pack->size - s->offset) / s->item) {
      return false;
    }
  }
  return true;
}

static trawl_status check(const trawl_pack *pack, const char *path, trawl_findings *findings)
{
  const header *head = (const header *)pack->at;
  char program[PROGRAM] = "";
  strncpy(program, trawl_version(), PROGRAM - 1);
  if (pack->size < sizeof magic || memcmp(pack->at, magic, sizeof magic) != 0) {
    return refuse(findings, path, "E121", "this is no pack: 'trawl compile' makes them");
  }
  if (pack->size < sizeof *head) {
    return refuse(findings, path, "E123", "the pack is damaged: it ends within its header");
  }
  if (head->order != ORDER) {
    return refuse(findings, path, "E122", "the pack was made on a machine with another order of bytes");
  }
  if (head->format != FORMAT || memcmp(head->program, program, PROGRAM) != 0
      || head->build != TRAWL_BUILD) {
    return refuse(findings, path, "E122", "the pack was made by another version of trawl: compile it again");
  }
  if (head->size != pack->size) {
    return refuse(findings, path, "E123",
                  head->size > pack->size ? "the pack is damaged: its end is missing"
                                          : "the pack is damaged: it is longer than it says");
  }
  return tables_fit(pack) ? TRAWL_OK
                          : refuse(findings, path, "E123", "the pack is damaged: a section lies outside the file");
}

trawl_status trawl_pack_open(const char *path, trawl_findings *findings, trawl_pack *out)
{
  struct stat info;
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0 || fstat(fd, &info) != 0 || S_ISDIR(info.st_mode)) {
    const int error = fd >= 0 && S_ISDIR(info.st_mode) ? EISDIR : errno;
    if (fd >= 0) {
      close(fd);
    }
    return cannot_read(findings, path, error);
  }
  trawl_pack pack = {NULL, (size_t)info.st_size};
  if (!S_ISREG(info.st_mode) || info.st_size <= 0) {
    close(fd);
    return refuse(findings, path, "E121", "this is no pack: 'trawl compile' makes them");
  }
  void *at = mmap(NULL, pack.size, PROT_READ, MAP_SHARED, fd, 0);
  const int error = errno;
  close(fd);
  if (at == MAP_FAILED) {
    return cannot_read(findings, path, error);
  }
  pack.at = at;
  const trawl_status status = check(&pack, path, findings);
  if (status != TRAWL_OK) {
    trawl_pack_close(&pack);
    return status;
  }
  *out = pack;
  return TRAWL_OK;
}

void trawl_pack_close(trawl_pack *pack)
{
  if (pack->at) {
    munmap((void *)(uintptr_t)pack->at, pack->size);
    pack->at = NULL;
  }
}

const void *trawl_pack_section(const trawl_pack *pack, unsigned number, size_t item, uint64_t *count)
{
  const header *head = (const header *)pack->at;
  const section *table = (const section *)(pack->at + sizeof *head);
  for (uint32_t i = 0; i < head->sections; ++i) {
    if (table[i].number == number && table[i].item == item) {
      *count = table[i].count;
      return pack->at + table[i].offset;
    }
  }
  return NULL;
}

bool trawl_pack_is_sound(const trawl_pack *pack)
{
  const header *head = (const header *)pack->at;
  sum s = no_sum;
  add(&s, pack->at + sizeof *head, pack->size - sizeof *head);
  return finish(&s) == head->checksum;
}

bool trawl_pack_is_one(const char *path)
{
  char first[sizeof magic];
  const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat info;
  const bool is = fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode)
                  && read(fd, first, sizeof first) == (ssize_t)sizeof first
                  && memcmp(first, magic, sizeof magic) == 0;
  if (fd >= 0) {
    close(fd);
  }
  return is;
}

/* ---- writing ----------------------------------------------------------------------------------- */

void trawl_pack_add(trawl_pack_writer *writer, unsigned number, const void *at, size_t item, uint64_t count)
{
  if (writer->count < TRAWL_PACK_SECTIONS) {
    writer->parts[writer->count++] = (trawl_pack_part){number, (uint32_t)item, count, 0, at};
  }
}

static uint64_t rounded(uint64_t size)
{
  return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* Where the bytes go: into the sum the first time, to the sink the second. */
typedef struct target {
  sum *sum;
  trawl_sink sink;
  void *to;
} target;

static bool put(const target *t, const void *bytes, uint64_t size)
{
  if (t->sum) {
    add(t->sum, bytes, size);
    return true;
  }
  return !size || t->sink(t->to, bytes, size);
}

static bool put_padding(const target *t, uint64_t size)
{
  static const unsigned char zeros[4096];
  for (uint64_t n; size; size -= n) {
    n = size < sizeof zeros ? size : sizeof zeros;
    if (!put(t, zeros, n)) {
      return false;
    }
  }
  return true;
}

static bool put_all(const trawl_pack_writer *writer, const target *t, const section *table)
{
  const uint64_t size = writer->count * sizeof *table;
  bool fine = put(t, table, size) && put_padding(t, table[0].offset - sizeof(header) - size);
  for (uint32_t i = 0; i < writer->count && fine; ++i) {
    const trawl_pack_part *part = &writer->parts[i];
    const uint64_t bytes = part->count * part->item - part->padding;
    fine = put(t, part->at, bytes) && put_padding(t, rounded(bytes + part->padding) - bytes);
  }
  return fine;
}

trawl_status trawl_pack_write(const trawl_pack_writer *writer, trawl_sink sink, void *to)
{
  section table[TRAWL_PACK_SECTIONS] = {{.number = 0}};
  uint64_t offset = rounded(sizeof(header) + writer->count * sizeof *table);
  for (uint32_t i = 0; i < writer->count; ++i) {
    const trawl_pack_part *part = &writer->parts[i];
    table[i] = (section){part->number, part->item, offset, part->count};
    offset += rounded(part->count * part->item);
  }
  header head = {.order = ORDER, .format = FORMAT, .size = offset, .sections = writer->count, .build = TRAWL_BUILD};
  memcpy(head.magic, magic, sizeof magic);
  strncpy(head.program, trawl_version(), PROGRAM - 1);
  sum s = no_sum;
  put_all(writer, &(target){.sum = &s}, table);
  head.checksum = finish(&s);
  const target out = {.sink = sink, .to = to};
  return put(&out, &head, sizeof head) && put_all(writer, &out, table) ? TRAWL_OK : TRAWL_IO;
}
