/* SPDX-License-Identifier: MIT
 * seen.h - a set of hashes: what has been written already.  Two texts of one hash count as the same, which
 * 64 bits make too rare to matter where it is used. */
#ifndef TRAWL_OUTPUT_SEEN_H
#define TRAWL_OUTPUT_SEEN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* Zeros make an empty one. */
typedef struct trawl_seen {
  uint64_t *slots; /* open addressing; 0: free */
  uint32_t size, used;
  bool failed; /* out of memory: nothing more is taken in */
} trawl_seen;

static inline void trawl_seen_clear(trawl_seen *seen)
{
  free(seen->slots);
  *seen = (trawl_seen){.slots = NULL};
}

static inline uint32_t trawl_seen_place(const uint64_t *slots, uint32_t size, uint64_t hash)
{
  uint32_t at = (uint32_t)hash & (size - 1);
  while (slots[at] && slots[at] != hash) {
    at = (at + 1) & (size - 1);
  }
  return at;
}

static inline bool trawl_seen_grow(trawl_seen *seen)
{
  const uint32_t size = seen->size ? seen->size * 2 : 64;
  uint64_t *bigger = size > (1U << 30) ? NULL : calloc(size, sizeof *bigger);
  seen->failed |= !bigger;
  for (uint32_t i = 0; bigger && i < seen->size; ++i) {
    if (seen->slots[i]) {
      bigger[trawl_seen_place(bigger, size, seen->slots[i])] = seen->slots[i];
    }
  }
  if (bigger) {
    free(seen->slots);
    seen->slots = bigger;
    seen->size = size;
  }
  return bigger != NULL;
}

/* True when the hash is new; it is in the set then. */
static inline bool trawl_seen_add(trawl_seen *seen, uint64_t hash)
{
  if (seen->failed || (seen->used >= seen->size / 2 && !trawl_seen_grow(seen))) {
    return true;
  }
  hash += hash == 0;
  const uint32_t at = trawl_seen_place(seen->slots, seen->size, hash);
  const bool fresh = !seen->slots[at];
  seen->slots[at] = hash;
  seen->used += fresh;
  return fresh;
}

#endif
