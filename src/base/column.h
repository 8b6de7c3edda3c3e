/* SPDX-License-Identifier: MIT
 * column.h - an array of numbers that takes the bits its numbers need, and stands in packs as it is.
 *
 * Groups of 32 numbers: the least of them, and where the differences to it stand. 32 differences of n bits
 * take n words of 32 bits, so the width of a group is told by where the next one begins. Reading is two
 * loads, a shift and a mask. A column of a damaged pack gives wrong numbers, but never reads outside. */
#ifndef TRAWL_BASE_COLUMN_H
#define TRAWL_BASE_COLUMN_H

#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

enum { TRAWL_COLUMN_GROUP = 32 };

typedef struct trawl_column_group {
  uint32_t least, place; /* place: in bits, of the first difference */
} trawl_column_group;

typedef struct trawl_column {
  trawl_column_group *groups; /* one more behind the last */
  uint32_t *bits;             /* one word more than is used: reading takes two */
  uint32_t count, bit_count;
} trawl_column;

/* What the i-th number is to be. */
typedef uint32_t (*trawl_column_source)(const void *with, uint32_t i);

trawl_status trawl_column_make(trawl_column_source source, const void *with, uint32_t count, trawl_column *out);
void trawl_column_free(trawl_column *column);
/* How many groups a column of so many numbers has, with the one behind the last. */
static inline uint64_t trawl_column_groups(uint32_t count)
{
  return ((uint64_t)count + TRAWL_COLUMN_GROUP - 1) / TRAWL_COLUMN_GROUP + 1;
}

/* The i-th number; TRAWL_NONE: there is none. */
static inline uint32_t trawl_column_at(const trawl_column *column, uint32_t i)
{
  if (__builtin_expect(i >= column->count, 0)) {
    return TRAWL_NONE;
  }
  const trawl_column_group *group = &column->groups[i / TRAWL_COLUMN_GROUP];
  const uint32_t width = group[1].place - group[0].place, bit = i % TRAWL_COLUMN_GROUP * width;
  const uint64_t word = (uint64_t)group->place + bit / 32;
  if (__builtin_expect(width > 32 || word + 1 >= column->bit_count, 0)) {
    return group->least;
  }
  const uint64_t both = column->bits[word] | (uint64_t)column->bits[word + 1] << 32;
  return group->least + (uint32_t)(both >> bit % 32 & ((UINT64_C(1) << width) - 1));
}

/* The i-th number and the next one: mostly of one group. False: they are not both there. */
static inline bool trawl_column_pair(const trawl_column *column, uint32_t i, uint32_t *at, uint32_t *next)
{
  if (__builtin_expect((uint64_t)i + 1 >= column->count, 0)) {
    return false;
  }
  const trawl_column_group *group = &column->groups[i / TRAWL_COLUMN_GROUP];
  const uint32_t width = group[1].place - group[0].place, bit = i % TRAWL_COLUMN_GROUP * width;
  const uint64_t word = (uint64_t)group->place + bit / 32;
  if (__builtin_expect(width > 16 || word + 1 >= column->bit_count || i % TRAWL_COLUMN_GROUP == TRAWL_COLUMN_GROUP - 1,
                       0)) {
    *at = trawl_column_at(column, i);
    *next = trawl_column_at(column, i + 1);
    return true;
  }
  const uint64_t both = (column->bits[word] | (uint64_t)column->bits[word + 1] << 32) >> bit % 32;
  const uint32_t mask = (UINT32_C(1) << width) - 1;
  *at = group->least + (uint32_t)(both & mask);
  *next = group->least + (uint32_t)(both >> width & mask);
  return true;
}

#endif
