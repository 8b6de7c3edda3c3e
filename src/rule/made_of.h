/* SPDX-License-Identifier: MIT
 * made_of.h - of which files a pack of the shipped rules was made, and whether they are still the same.
 *
 * All YAML and TSV files below rules/ and gazetteers/ of the data folder count, used or not: one that comes or
 * goes changes what would be loaded.  Size and time of change tell; where only the time differs, as after a
 * copy, the contents do. */
#ifndef TRAWL_RULE_MADE_OF_H
#define TRAWL_RULE_MADE_OF_H

#include "base/pack.h"

typedef struct trawl_made_of_file {
  uint64_t size, changed; /* bytes; nanoseconds since 1970 */
  uint64_t hash;          /* of the contents */
  uint32_t name, unused;  /* below the data folder */
} trawl_made_of_file;

typedef struct trawl_made_of {
  TRAWL_VEC(trawl_made_of_file) files; /* in the order of their names */
  TRAWL_VEC(char) text;
} trawl_made_of;

void trawl_made_of_clear(trawl_made_of *made_of);
/* The files of a data folder; `hash`: their contents as well. */
trawl_status trawl_made_of_read(const char *data, bool hash, trawl_made_of *out);
void trawl_made_of_store(const trawl_made_of *made_of, trawl_pack_writer *writer);
/* Was the pack made of the files that the data folder holds now? */
bool trawl_made_of_is_current(const trawl_pack *pack, const char *data);

#endif
