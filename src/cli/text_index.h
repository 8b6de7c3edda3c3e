/* SPDX-License-Identifier: MIT
 * text_index.h - texts numbered in the order in which they come: a hash table over them. */
#ifndef TRAWL_CLI_TEXT_INDEX_H
#define TRAWL_CLI_TEXT_INDEX_H

#include "cli/cli.h"

typedef struct text_index {
  TRAWL_VEC(const char *) texts; /* by number; the caller owns the bytes */
  uint32_t *slots;               /* open addressing: number + 1; 0: free */
  uint32_t room;                 /* slots, a power of two */
} text_index;

/* All zeros is an empty index. */
void text_index_clear(text_index *index);
/* The text's number, or TRAWL_NONE. */
uint32_t text_index_find(const text_index *index, const char *text);
/* The text's number, a new one where it is new; TRAWL_NONE: out of memory. `*fresh` says which. */
uint32_t text_index_add(text_index *index, const char *text, bool *fresh);

#endif
