/* SPDX-License-Identifier: MIT
 * pack.h - a file of sections that is mapped into memory and used as it stands.
 *
 *   header    magic, byte order, format, program, size, checksum, number of sections
 *   table     of each section: its number, the size of an item, where it begins, how many items
 *   sections  each at a multiple of 64 bytes; arrays of fixed width without pointers
 *
 * Opening checks the header and the bounds of every section and reads nothing else, so it takes the same time
 * for any size; processes share the pages.  What the items say is not checked here: whoever follows an index
 * that stands in a pack checks it.  trawl_pack_is_sound() reads everything and compares the checksum, which
 * tells accidents; it is no signature. */
#ifndef TRAWL_BASE_PACK_H
#define TRAWL_BASE_PACK_H

#include "base/diag.h"
#include "base/vec.h"

typedef struct trawl_pack {
  const unsigned char *at; /* the whole file; NULL: none is open */
  size_t size;
} trawl_pack;

/* Maps a file. E120 it cannot be read, E121 it is no pack, E122 of another format, version or machine, E123
 * it is damaged. TRAWL_BAD_DATA or TRAWL_IO then. */
trawl_status trawl_pack_open(const char *path, trawl_findings *findings, trawl_pack *out);
void trawl_pack_close(trawl_pack *pack);
/* The items of a section, `*count` of them; NULL: there is none with items of that size. */
const void *trawl_pack_section(const trawl_pack *pack, unsigned number, size_t item, uint64_t *count);
/* Does the checksum fit? */
bool trawl_pack_is_sound(const trawl_pack *pack);

enum { TRAWL_PACK_SECTIONS = 64 };

typedef struct trawl_pack_part {
  uint32_t number, item;
  uint64_t count, padding; /* zeros behind it, in bytes */
  const void *at;
} trawl_pack_part;

/* Sections to be written; their contents stay the caller's. */
typedef struct trawl_pack_writer {
  trawl_pack_part parts[TRAWL_PACK_SECTIONS];
  uint32_t count;
} trawl_pack_writer;

void trawl_pack_add(trawl_pack_writer *writer, unsigned number, const void *at, size_t item, uint64_t count);
/* TRAWL_IO: the sink says so. */
trawl_status trawl_pack_write(const trawl_pack_writer *writer, trawl_sink sink, void *to);

#endif
