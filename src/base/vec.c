/* SPDX-License-Identifier: MIT
 * vec.c - the one place where arrays grow: by half, so that appending stays linear. */
#include "base/vec.h"

#include <string.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

enum { LARGE = 16 << 20, PAGE = 4096 };

void trawl_large(void *block, uint64_t bytes)
{
#ifdef MADV_HUGEPAGE
  if (block && bytes >= LARGE) {
    char *first = (char *)block + (PAGE - (uintptr_t)block % PAGE) % PAGE;
    madvise(first, (bytes - (size_t)(first - (char *)block)) / PAGE * PAGE, MADV_HUGEPAGE); /* or not */
  }
#else
  (void)block;
  (void)bytes;
#endif
}

bool trawl_vec_grow(void *at, uint32_t *cap, uint64_t need, size_t size)
{
  if (need <= *cap) {
    return true;
  }
  uint64_t room = (uint64_t)*cap + *cap / 2;
  room = room < need ? need : room;
  room = room < 16 ? 16 : room;
  if (room >= UINT32_MAX || room > SIZE_MAX / size) {
    return false;
  }
  void *old = NULL;
  memcpy(&old, at, sizeof old);
  void *bigger = realloc(old, (size_t)room * size);
  if (!bigger) {
    return false;
  }
  trawl_large(bigger, room * size);
  memcpy(at, &bigger, sizeof bigger);
  *cap = (uint32_t)room;
  return true;
}
