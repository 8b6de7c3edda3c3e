/* SPDX-License-Identifier: MIT
 * gazetteer.c - looking up in the finished gazetteer.  The trie's edges stand in one hash table with
 * linear probing, at most 60 % full; what it holds is put there by gazetteer_trie.c. */
#include "resource/gazetteer_build.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

void trawl_gazetteer_clear(trawl_gazetteer *gazetteer)
{
  trawl_vec_clear(&gazetteer->entries);
  trawl_vec_clear(&gazetteer->roles);
  trawl_vec_clear(&gazetteer->names);
  trawl_vec_clear(&gazetteer->name_words);
  trawl_vec_clear(&gazetteer->first_name);
  free(gazetteer->edges);
  trawl_gaz_build_free(gazetteer->build);
  *gazetteer = (trawl_gazetteer){.edges = NULL};
}

uint32_t trawl_gazetteer_step(const trawl_gazetteer *gazetteer, uint32_t state, uint32_t word)
{
  if (!gazetteer->edges) {
    return 0;
  }
  uint32_t slot = (uint32_t)trawl_hash_pair(state, word) & gazetteer->edge_mask;
  for (;; slot = (slot + 1) & gazetteer->edge_mask) {
    const uint32_t *edge = gazetteer->edges + (size_t)slot * 3;
    if (!edge[2] || (edge[0] == state && edge[1] == word)) {
      return edge[2];
    }
  }
}

const trawl_name *trawl_gazetteer_names(const trawl_gazetteer *gazetteer, uint32_t state,
                                        uint32_t *count)
{
  if (state >= gazetteer->state_count) {
    *count = 0;
    return NULL;
  }
  const uint32_t first = gazetteer->first_name.at[state];
  *count = gazetteer->first_name.at[state + 1] - first;
  return gazetteer->names.at + first;
}

uint32_t trawl_gazetteer_by_id(const trawl_gazetteer *gazetteer, const char *id)
{
  uint32_t low = 0, high = gazetteer->entries.len;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    const int order = strcmp(gazetteer->entries.at[middle].id, id);
    if (order == 0) {
      return middle;
    }
    *(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
  }
  return TRAWL_NONE;
}
