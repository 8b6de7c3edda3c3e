/* SPDX-License-Identifier: MIT
 * vec.h - growable arrays.  Elements are addressed by index, since growing moves them. */
#ifndef TRAWL_BASE_VEC_H
#define TRAWL_BASE_VEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define TRAWL_VEC(type)                                                                            \
  struct {                                                                                         \
    type *at;                                                                                      \
    uint32_t len, cap;                                                                             \
  }

/* Makes room for `need` elements of `size` bytes; `at` is the address of the array pointer.
 * False when memory or the index range runs out: the array is then as it was. */
/* Tells the system of a block of so many bytes that large pages are welcome: tables of millions of names are looked at all
 * over, and what a small page costs is paid for each place. Does nothing for blocks that are not large, nor elsewhere. */
void trawl_large(void *block, uint64_t bytes);

bool trawl_vec_grow(void *at, uint32_t *cap, uint64_t need, size_t size);

/* All of these evaluate `v` more than once. */
#define trawl_vec_reserve(v, n)                                                                    \
  ((uint64_t)(v)->cap >= (uint64_t)(n)                                                             \
   || trawl_vec_grow(&(v)->at, &(v)->cap, (uint64_t)(n), sizeof *(v)->at))
#define trawl_vec_push(v, ...)                                                                     \
  (trawl_vec_reserve((v), (uint64_t)(v)->len + 1) ? ((v)->at[(v)->len++] = (__VA_ARGS__), true)    \
                                                  : false)
#define trawl_vec_clear(v) (free((v)->at), (v)->at = NULL, (v)->len = (v)->cap = 0)

#endif
