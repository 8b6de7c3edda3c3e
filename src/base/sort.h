/* SPDX-License-Identifier: MIT
 * sort.h - sorting what is mostly a handful: qsort() copies and calls more than the few steps cost. */
#ifndef TRAWL_BASE_SORT_H
#define TRAWL_BASE_SORT_H

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Elements have at most this many bytes. */
enum { TRAWL_SORT_BYTES = 512 };

/* As qsort(), but equal elements keep their order when there are few. `at` may be NULL when there are none. */
static inline void trawl_sort(void *at, size_t count, size_t size, int (*order)(const void *, const void *))
{
  enum { FEW = 12 };
  char *elements = at, moved[TRAWL_SORT_BYTES];
  assert(size <= sizeof moved);
  if (count > FEW) {
    qsort(at, count, size, order);
    return;
  }
  for (size_t i = 1; i < count; ++i) {
    size_t k = i;
    if (order(elements + (k - 1) * size, elements + k * size) <= 0) {
      continue;
    }
    memcpy(moved, elements + i * size, size);
    do {
      memcpy(elements + k * size, elements + (k - 1) * size, size);
      --k;
    } while (k && order(elements + (k - 1) * size, moved) > 0);
    memcpy(elements + k * size, moved, size);
  }
}

#endif
