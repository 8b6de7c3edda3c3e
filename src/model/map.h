/* SPDX-License-Identifier: MIT
 * map.h - from normalised text back to the original bytes, code points and UTF-16 units.
 *
 * The normalised text is made of runs.  In an identity run every byte stands for the same byte of the
 * original; any other run stands as a whole for a piece of the original (a curly quote for three bytes,
 * a composed letter for a letter and its mark, nothing for a soft hyphen).  Only the other runs are
 * stored; plain ASCII text has none.  A span that begins or ends inside such a run is widened to it.
 * Counts of code points and UTF-16 units are kept at checkpoints, so a look-up reads a few hundred
 * bytes at most. */
#ifndef TRAWL_MODEL_MAP_H
#define TRAWL_MODEL_MAP_H

#include "base/status.h"
#include "base/vec.h"

typedef struct trawl_span {
  uint32_t start, end; /* half open */
} trawl_span;

/* Normalised bytes [text, text + text_len) stand for original bytes [raw, raw + raw_len).
 * Either length may be 0. Behind it, identity until the next run. */
typedef struct trawl_map_run {
  uint32_t text, raw;
  uint16_t text_len, raw_len;
} trawl_map_run;

typedef struct trawl_map_mark {
  uint32_t raw, chars, utf16; /* units before the original byte `raw` */
} trawl_map_mark;

typedef struct trawl_map {
  const char *raw; /* the original, not owned */
  uint32_t raw_len;
  bool ascii; /* the original is ASCII throughout: the three units are one */
  TRAWL_VEC(trawl_map_run) runs;
  TRAWL_VEC(uint32_t) blocks; /* [text byte / 256] -> how many runs begin before that block; as far as runs go */
  TRAWL_VEC(trawl_map_mark) marks;
} trawl_map;

void trawl_map_clear(trawl_map *map);
/* Empties the map for a new original and counts its units. */
trawl_status trawl_map_begin(trawl_map *map, const char *raw, uint32_t raw_len);
/* Appends a run; runs come in order. Runs longer than 65,535 bytes are split by the caller. */
trawl_status trawl_map_add(trawl_map *map, trawl_map_run run);

/* The original bytes that a span of the normalised text stands for. What stands between the span and
 * its neighbours without text of its own (soft hyphens at the edge) is left out. */
trawl_span trawl_map_bytes(const trawl_map *map, trawl_span text);
/* A byte offset of the original (at a character's edge) in another unit. */
uint64_t trawl_map_offset(const trawl_map *map, uint32_t raw, trawl_unit unit);
/* The same of both ends of a span. */
void trawl_map_offsets(const trawl_map *map, trawl_span raw, trawl_unit unit, uint64_t *start, uint64_t *end);

#endif
