/* SPDX-License-Identifier: MIT
 * text_index.c - texts to numbers. */
#include "cli/text_index.h"

#include <stdlib.h>
#include <string.h>

void text_index_clear(text_index *index)
{
  trawl_vec_clear(&index->texts);
  free(index->slots);
  *index = (text_index){.slots = NULL};
}

/* The slot that holds the text or that it would go to. */
static uint32_t slot_of(const text_index *index, const char *text)
{
  uint32_t at = (uint32_t)trawl_hash_bytes(text, strlen(text)) & (index->room - 1);
  while (index->slots[at] && strcmp(index->texts.at[index->slots[at] - 1], text) != 0) {
    at = (at + 1) & (index->room - 1);
  }
  return at;
}

static bool grow(text_index *index)
{
  const uint32_t room = index->room ? index->room * 2 : 256;
  uint32_t *slots = room ? calloc(room, sizeof *slots) : NULL;
  if (!slots) {
    return false;
  }
  free(index->slots);
  index->slots = slots;
  index->room = room;
  for (uint32_t i = 0; i < index->texts.len; ++i) {
    slots[slot_of(index, index->texts.at[i])] = i + 1;
  }
  return true;
}

uint32_t text_index_find(const text_index *index, const char *text)
{
  const uint32_t held = index->room ? index->slots[slot_of(index, text)] : 0;
  return held ? held - 1 : TRAWL_NONE;
}

uint32_t text_index_add(text_index *index, const char *text, bool *fresh)
{
  *fresh = false;
  if ((uint64_t)(index->texts.len + 1) * 2 > index->room && !grow(index)) {
    return TRAWL_NONE;
  }
  const uint32_t at = slot_of(index, text);
  if (!index->slots[at]) {
    if (!trawl_vec_push(&index->texts, text)) {
      return TRAWL_NONE;
    }
    index->slots[at] = index->texts.len;
    *fresh = true;
  }
  return index->slots[at] - 1;
}
