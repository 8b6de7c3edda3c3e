/* SPDX-License-Identifier: MIT
 * pattern_list.c - sorted lists: ids of words, what waits for an item. */
#include "rule/pattern_set.h"

#include <stdlib.h>

static int by_id(const void *a, const void *b)
{
  const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

void trawl_pattern_sort_ids(uint32_t *ids, uint32_t count)
{
  if (count) {
    qsort(ids, count, sizeof *ids, by_id);
  }
}

bool trawl_pattern_ids_have(const uint32_t *ids, uint32_t count, uint32_t id)
{
  return count && bsearch(&id, ids, count, sizeof *ids, by_id);
}

trawl_status trawl_keyed_add(trawl_keyed_list *list, uint32_t key, uint32_t value)
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

void trawl_keyed_sort(trawl_keyed_list *list)
{
  if (list->len) {
    qsort(list->at, list->len, sizeof *list->at, by_key);
  }
}

trawl_status trawl_item_index_add(trawl_item_index *index, const trawl_item *item, uint32_t value)
{
  switch (item->kind) {
  case TRAWL_ITEM_WORD:
    return trawl_keyed_add(&index->words, item->value, value);
  case TRAWL_ITEM_LEMMA:
    trawl_pattern_filter_add(index->lemma_filter, item->value);
    return trawl_keyed_add(&index->lemmas, item->value, value);
  case TRAWL_ITEM_TEST:
    return trawl_keyed_add(&index->tests, item->value, value);
  case TRAWL_ITEM_MENTION:
    for (uint64_t left = item->types; left; left &= left - 1) {
      TRAWL_TRY(trawl_keyed_add(&index->types, (uint32_t)__builtin_ctzll(left), value));
    }
    return TRAWL_OK;
  default:
    return trawl_keyed_add(&index->any, 0, value);
  }
}

void trawl_item_index_sort(trawl_item_index *index)
{
  trawl_keyed_sort(&index->words);
  trawl_keyed_sort(&index->lemmas);
  trawl_keyed_sort(&index->tests);
  trawl_keyed_sort(&index->types);
}

void trawl_item_index_clear(trawl_item_index *index)
{
  trawl_vec_clear(&index->words);
  trawl_vec_clear(&index->lemmas);
  trawl_vec_clear(&index->tests);
  trawl_vec_clear(&index->types);
  trawl_vec_clear(&index->any);
}
