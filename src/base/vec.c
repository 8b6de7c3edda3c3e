/* SPDX-License-Identifier: MIT
 * vec.c - the one place where arrays grow: by half, so that appending stays linear. */
#include "base/vec.h"

#include <string.h>

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
  memcpy(at, &bigger, sizeof bigger);
  *cap = (uint32_t)room;
  return true;
}
