/* SPDX-License-Identifier: MIT
 * pattern_list.h - sorted lists of ids, and of values under a key; private to rule/pattern*.c. */
#ifndef TRAWL_RULE_PATTERN_LIST_H
#define TRAWL_RULE_PATTERN_LIST_H

#include "base/status.h"
#include "base/vec.h"

void trawl_pattern_sort_ids(uint32_t *ids, uint32_t count);
/* Is the id in a sorted list? */
bool trawl_pattern_ids_have(const uint32_t *ids, uint32_t count, uint32_t id);

/* A start or a program, by the word, lemma or test that it waits for. */
typedef struct trawl_keyed {
  uint32_t key, value;
} trawl_keyed;

typedef TRAWL_VEC(trawl_keyed) trawl_keyed_list;

trawl_status trawl_keyed_add(trawl_keyed_list *list, uint32_t key, uint32_t value);
void trawl_keyed_sort(trawl_keyed_list *list); /* by key, then value */

/* The first entry with the key or a larger one. */
static inline uint32_t trawl_keyed_first(const trawl_keyed_list *list, uint32_t key)
{
  uint32_t low = 0, high = list->len;
  while (low < high) {
    const uint32_t mid = low + (high - low) / 2;
    if (list->at[mid].key < key) {
      low = mid + 1;
    } else {
      high = mid;
    }
  }
  return low;
}

static inline bool trawl_keyed_has(const trawl_keyed_list *list, uint32_t key)
{
  const uint32_t i = trawl_keyed_first(list, key);
  return i < list->len && list->at[i].key == key;
}

/* 4096 bits: no bit, no entry with this id. */
enum { TRAWL_FILTER_WORDS = 64 };

static inline uint32_t trawl_pattern_filter_bit(uint32_t id)
{
  return (id * UINT32_C(2654435761)) >> 20;
}

static inline bool trawl_pattern_filter_has(const uint64_t *filter, uint32_t id)
{
  const uint32_t bit = trawl_pattern_filter_bit(id);
  return filter[bit >> 6] >> (bit & 63) & 1;
}

static inline void trawl_pattern_filter_add(uint64_t *filter, uint32_t id)
{
  const uint32_t bit = trawl_pattern_filter_bit(id);
  filter[bit >> 6] |= UINT64_C(1) << (bit & 63);
}

#endif
