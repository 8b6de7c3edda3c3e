/* SPDX-License-Identifier: MIT
 * map.c - positions: from normalised text to original bytes, and from those to code points and UTF-16.
 *
 * Units are counted once, while the original is scanned, and noted about every MARK_STEP bytes at a
 * character's edge; a look-up takes the mark before its byte and counts on from there.  An original
 * that is ASCII throughout needs no marks, and text that came through unchanged needs no runs. */
#include "model/map.h"

#include "base/utf8.h"

#include <assert.h>
#include <string.h>

enum { MARK_STEP = 64, BLOCK_BITS = 8 };

void trawl_map_clear(trawl_map *map)
{
  trawl_vec_clear(&map->runs);
  trawl_vec_clear(&map->blocks);
  trawl_vec_clear(&map->marks);
  map->raw = NULL;
  map->raw_len = 0;
  map->ascii = true;
}

/* Moves a mark on to the first character at or behind byte `to`. */
static void count_on(trawl_map_mark *mark, const char *raw, uint32_t to, uint32_t len)
{
  while (mark->raw < to) {
    const uint32_t plain = (uint32_t)trawl_utf8_ascii(raw + mark->raw, to - mark->raw);
    mark->raw += plain;
    mark->chars += plain;
    mark->utf16 += plain;
    if (mark->raw < to) {
      const trawl_rune rune = trawl_utf8_read(raw + mark->raw, len - mark->raw);
      mark->raw += rune.len;
      mark->chars += 1;
      mark->utf16 += rune.code > 0xFFFF ? 2 : 1;
    }
  }
}

trawl_status trawl_map_begin(trawl_map *map, const char *raw, uint32_t raw_len)
{
  map->raw = raw;
  map->raw_len = raw_len;
  map->runs.len = map->blocks.len = map->marks.len = 0;
  map->ascii = trawl_utf8_ascii(raw, raw_len) == raw_len;
  if (map->ascii) {
    return TRAWL_OK;
  }
  TRAWL_TRY_MEM(trawl_vec_reserve(&map->marks, raw_len / MARK_STEP + 1));
  trawl_map_mark mark = {0, 0, 0};
  for (uint32_t step = 0; step <= raw_len / MARK_STEP; ++step) {
    count_on(&mark, raw, step * MARK_STEP, raw_len);
    map->marks.at[map->marks.len++] = mark;
  }
  return TRAWL_OK;
}

trawl_status trawl_map_add(trawl_map *map, trawl_map_run run)
{
  assert(!map->runs.len || map->runs.at[map->runs.len - 1].text <= run.text);
  while (map->blocks.len <= run.text >> BLOCK_BITS) {
    TRAWL_TRY_MEM(trawl_vec_push(&map->blocks, map->runs.len));
  }
  TRAWL_TRY_MEM(trawl_vec_push(&map->runs, run));
  return TRAWL_OK;
}

/* How many runs begin at or before a byte of the text. */
static uint32_t runs_until(const trawl_map *map, uint32_t text)
{
  const uint32_t block = text >> BLOCK_BITS;
  uint32_t low = block < map->blocks.len ? map->blocks.at[block] : map->runs.len;
  uint32_t high = block + 1 < map->blocks.len ? map->blocks.at[block + 1] : map->runs.len;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (map->runs.at[middle].text <= text) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/* The original bytes that hold one byte of the text: the byte itself or the run around it.  Of runs
 * without text at its place the last counts, so that they fall outside. */
static trawl_span bytes_of(const trawl_map *map, uint32_t text)
{
  const uint32_t n = runs_until(map, text);
  if (n == 0) {
    return (trawl_span){text, text + 1};
  }
  const trawl_map_run *run = &map->runs.at[n - 1];
  if (text - run->text < run->text_len) {
    return (trawl_span){run->raw, run->raw + run->raw_len};
  }
  const uint32_t raw = run->raw + run->raw_len + (text - run->text - run->text_len);
  return (trawl_span){raw, raw + 1};
}

trawl_span trawl_map_bytes(const trawl_map *map, trawl_span text)
{
  if (map->runs.len == 0) {
    return text;
  }
  const uint32_t start = bytes_of(map, text.start).start;
  return (trawl_span){start, text.start < text.end ? bytes_of(map, text.end - 1).end : start};
}

static trawl_map_mark mark_at(const trawl_map *map, uint32_t raw)
{
  assert(raw <= map->raw_len);
  uint32_t i = raw / MARK_STEP;
  if (map->marks.at[i].raw > raw) { /* a character reaches over the step's edge */
    --i;
  }
  trawl_map_mark mark = map->marks.at[i];
  count_on(&mark, map->raw, raw, map->raw_len);
  return mark;
}

void trawl_map_offsets(const trawl_map *map, trawl_span raw, trawl_unit unit, uint64_t *start, uint64_t *end)
{
  if (map->ascii || unit == TRAWL_BYTES) {
    *start = raw.start;
    *end = raw.end;
    return;
  }
  trawl_map_mark mark = mark_at(map, raw.start);
  *start = unit == TRAWL_CHARS ? mark.chars : mark.utf16;
  if (raw.end - raw.start < MARK_STEP) {
    count_on(&mark, map->raw, raw.end, map->raw_len);
  } else {
    mark = mark_at(map, raw.end);
  }
  *end = unit == TRAWL_CHARS ? mark.chars : mark.utf16;
}

uint64_t trawl_map_offset(const trawl_map *map, uint32_t raw, trawl_unit unit)
{
  uint64_t start, end;
  trawl_map_offsets(map, (trawl_span){raw, raw}, unit, &start, &end);
  return start;
}
