/* SPDX-License-Identifier: MIT
 * pattern_start.c - where the patterns of a set may begin.
 *
 * A start is a state that takes a pattern's first token or mention.  Starts that take any token, and those
 * that a test of the word decides, become masks of the word's class (pattern_class.c); those that take a
 * word or lemma are filed under it; those that take a mention are masks of its type.  All are ANDed with
 * the starts of the patterns that the sentence can match at all (pattern_need.c), so that at most tokens
 * nothing is entered. */
#include "rule/pattern_set.h"

#include <string.h>

static void set_bit(uint64_t *mask, uint32_t start)
{
  mask[start >> 6] |= UINT64_C(1) << (start & 63);
}

/* Masks of what starts take that no word decides. */
static void fill_masks(trawl_pattern_set *set)
{
  const trawl_item_index *index = &set->start_index;
  for (uint32_t i = 0; i < index->any.len; ++i) {
    set_bit(set->any_mask.at, index->any.at[i].value);
  }
  for (uint32_t i = 0; i < index->types.len; ++i) {
    set_bit(&set->type_mask.at[(size_t)index->types.at[i].key * set->start_width], index->types.at[i].value);
  }
  for (uint32_t i = 0; i < set->starts.len; ++i) {
    if (set->starts.at[i].at_start) {
      set_bit(set->first_mask.at, i);
    }
  }
}

trawl_status trawl_pattern_file_starts(trawl_pattern_set *set)
{
  const uint32_t width = set->starts.len / 64 + 1;
  const uint64_t types = (uint64_t)width * TRAWL_TYPE_MAX;
  set->start_width = width;
  TRAWL_TRY_MEM(trawl_vec_reserve(&set->any_mask, width)
                && trawl_vec_reserve(&set->first_mask, width)
                && trawl_vec_reserve(&set->type_mask, types));
  memset(set->any_mask.at, 0, width * sizeof *set->any_mask.at);
  memset(set->first_mask.at, 0, width * sizeof *set->first_mask.at);
  memset(set->type_mask.at, 0, types * sizeof *set->type_mask.at);
  for (uint32_t i = 0; i < set->starts.len; ++i) {
    TRAWL_TRY(trawl_item_index_add(&set->start_index, &set->states.at[set->starts.at[i].state].item, i));
  }
  trawl_item_index_sort(&set->start_index);
  for (uint32_t i = 0; i < set->states.len; ++i) {
    if (set->states.at[i].item.kind == TRAWL_ITEM_WORD) {
      TRAWL_TRY_MEM(trawl_vec_push(&set->item_words, set->states.at[i].item.value));
    }
  }
  trawl_pattern_sort_ids(set->item_words.at, set->item_words.len);
  fill_masks(set);
  return TRAWL_OK;
}
