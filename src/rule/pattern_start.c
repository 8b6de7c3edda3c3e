/* SPDX-License-Identifier: MIT
 * pattern_start.c - where the patterns of a set may begin.
 *
 * A start is a state that takes a pattern's first token or mention.  Starts that take any token, and those
 * that a test of the word decides, become masks of the word's class (pattern_class.c); those that take a
 * word or lemma are filed under it; those that take a mention are masks of its type.  All are ANDed with
 * the starts of the patterns that the sentence can match at all (pattern_need.c), so that at most tokens
 * nothing is entered. */
#include "rule/pattern_set.h"

#include <stdlib.h>
#include <string.h>

trawl_status trawl_pattern_file(trawl_keyed_list *list, uint32_t key, uint32_t value)
{
  TRAWL_TRY_MEM(trawl_vec_push(list, (trawl_keyed){key, value}));
  return TRAWL_OK;
}

static int by_key(const void *a, const void *b)
{
  const trawl_keyed *x = a, *y = b;
  return x->key != y->key ? (x->key > y->key) - (x->key < y->key)
                          : (x->value > y->value) - (x->value < y->value);
}

void trawl_pattern_sort_keyed(trawl_keyed_list *list)
{
  if (list->len) {
    qsort(list->at, list->len, sizeof *list->at, by_key);
  }
}

static void set_bit(uint64_t *mask, uint32_t start)
{
  mask[start >> 6] |= UINT64_C(1) << (start & 63);
}

static trawl_status file_start(trawl_pattern_set *set, uint32_t start)
{
  const trawl_item *item = &set->states.at[set->starts.at[start].state].item;
  if (set->starts.at[start].at_start) {
    set_bit(set->first_mask.at, start);
  }
  switch (item->kind) {
  case TRAWL_ITEM_WORD:
    return trawl_pattern_file(&set->word_starts, item->value, start);
  case TRAWL_ITEM_LEMMA:
    trawl_pattern_filter_add(set->lemma_start_filter, item->value);
    return trawl_pattern_file(&set->lemma_starts, item->value, start);
  case TRAWL_ITEM_TEST:
    return trawl_pattern_file(&set->test_starts, item->value, start);
  case TRAWL_ITEM_MENTION:
    for (uint64_t left = item->types; left; left &= left - 1) {
      const uint32_t type = (uint32_t)__builtin_ctzll(left);
      set_bit(&set->type_mask.at[(size_t)type * set->start_width], start);
    }
    return TRAWL_OK;
  default:
    set_bit(set->any_mask.at, start);
    return TRAWL_OK;
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
  set->test_starts.len = set->word_starts.len = set->lemma_starts.len = 0;
  for (uint32_t i = 0; i < set->starts.len; ++i) {
    TRAWL_TRY(file_start(set, i));
  }
  trawl_pattern_sort_keyed(&set->test_starts);
  trawl_pattern_sort_keyed(&set->word_starts);
  trawl_pattern_sort_keyed(&set->lemma_starts);
  return TRAWL_OK;
}
