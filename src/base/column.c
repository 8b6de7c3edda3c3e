/* SPDX-License-Identifier: MIT
 * column.c - making columns; see column.h. */
#include "base/column.h"

#include <stdlib.h>

typedef struct group {
  uint32_t at[TRAWL_COLUMN_GROUP];
  uint32_t least, width;
} group;

/* What is missing in the last group is as its least. */
static void read_group(trawl_column_source source, const void *with, uint32_t first, uint32_t count, group *out)
{
  uint32_t most = 0;
  out->least = UINT32_MAX;
  for (uint32_t k = 0; k < count; ++k) {
    const uint32_t value = source(with, first + k);
    out->at[k] = value;
    out->least = value < out->least ? value : out->least;
    most = value > most ? value : most;
  }
  const uint32_t range = most - out->least;
  out->width = range ? 32 - (uint32_t)__builtin_clz(range) : 0;
  for (uint32_t k = count; k < TRAWL_COLUMN_GROUP; ++k) {
    out->at[k] = out->least;
  }
}

static uint32_t count_in_group(uint32_t count, uint32_t first)
{
  return count - first < TRAWL_COLUMN_GROUP ? count - first : TRAWL_COLUMN_GROUP;
}

static void write_group(const group *from, uint32_t *bits)
{
  for (uint32_t k = 0; k < TRAWL_COLUMN_GROUP; ++k) {
    const uint32_t bit = k * from->width;
    const uint64_t value = (uint64_t)(from->at[k] - from->least) << bit % 32;
    bits[bit / 32] |= (uint32_t)value;
    if (value >> 32) {
      bits[bit / 32 + 1] |= (uint32_t)(value >> 32);
    }
  }
}

/* Asks twice for each number: how wide the groups are decides how much room there must be. */
trawl_status trawl_column_make(trawl_column_source source, const void *with, uint32_t count, trawl_column *out)
{
  const uint64_t n = trawl_column_groups(count);
  trawl_column made = {.groups = malloc(n * sizeof *made.groups), .count = count};
  TRAWL_TRY_MEM(made.groups);
  group one;
  uint64_t place = 0;
  for (uint64_t i = 0; i + 1 < n; ++i) {
    const uint32_t first = (uint32_t)i * TRAWL_COLUMN_GROUP;
    read_group(source, with, first, count_in_group(count, first), &one);
    made.groups[i] = (trawl_column_group){one.least, (uint32_t)place};
    place += one.width;
  }
  made.groups[n - 1] = (trawl_column_group){0, (uint32_t)place};
  made.bits = place < UINT32_MAX ? calloc(place + 1, sizeof *made.bits) : NULL;
  if (!made.bits) {
    free(made.groups);
    return TRAWL_NO_MEM;
  }
  made.bit_count = (uint32_t)place + 1;
  for (uint64_t i = 0; i + 1 < n; ++i) {
    const uint32_t first = (uint32_t)i * TRAWL_COLUMN_GROUP;
    read_group(source, with, first, count_in_group(count, first), &one);
    write_group(&one, made.bits + made.groups[i].place);
  }
  *out = made;
  return TRAWL_OK;
}

void trawl_column_free(trawl_column *column)
{
  free(column->groups);
  free(column->bits);
  *column = (trawl_column){.groups = NULL};
}
