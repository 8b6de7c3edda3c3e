/* SPDX-License-Identifier: MIT
 * gazetteer.c - looking up in the finished gazetteer; what it holds is put there by gazetteer_trie.c or
 * stands in a pack.  Nothing that is read there is trusted: see trawl_entry_at(). */
#include "resource/gazetteer_build.h"

#include <stdlib.h>
#include <string.h>

const trawl_entry trawl_entry_none = {
  .kind = TRAWL_NONE, .in = TRAWL_NONE, .capital = TRAWL_NONE, .stands_for = TRAWL_NONE, .source = UINT16_MAX};

_Static_assert(sizeof(trawl_entry) == 48 && sizeof(trawl_role_entry) == 24 && sizeof(trawl_name) == 12
                 && sizeof(trawl_fact_origin) == 16,
               "they stand in packs");

void trawl_gazetteer_clear(trawl_gazetteer *gazetteer)
{
  if (!gazetteer->mapped) {
    for (unsigned i = 0; i < TRAWL_GAZ_COLUMN_COUNT; ++i) {
      trawl_column_free(&gazetteer->columns[i]);
    }
    free(gazetteer->rows.at);
    free(gazetteer->entries.at);
    free(gazetteer->roles.at);
    free(gazetteer->roles_of.at);
    free(gazetteer->names.at);
    free(gazetteer->name_words.at);
    free(gazetteer->labels.at);
    free(gazetteer->first_state.at);
    free(gazetteer->first_name.at);
    free(gazetteer->text.at);
    free(gazetteer->sources.at);
    free(gazetteer->origins.at);
  }
  trawl_gaz_build_free(gazetteer->build);
  memset(gazetteer, 0, sizeof *gazetteer);
}

uint32_t trawl_gazetteer_step(const trawl_gazetteer *gazetteer, uint32_t state, uint32_t word)
{
  const trawl_column *first = &gazetteer->columns[TRAWL_GAZ_FIRST_STATE];
  const trawl_column *labels = &gazetteer->columns[TRAWL_GAZ_LABELS];
  uint32_t low, high;
  if (!trawl_column_pair(first, state, &low, &high)) {
    return 0;
  }
  high = high < labels->count ? high : labels->count;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2, label = trawl_column_at(labels, middle);
    if (label == word) {
      return middle;
    }
    *(label < word ? &low : &high) = label < word ? middle + 1 : middle;
  }
  return 0;
}

uint32_t trawl_gazetteer_names(const trawl_gazetteer *gazetteer, uint32_t state, uint32_t *first)
{
  const trawl_column *column = &gazetteer->columns[TRAWL_GAZ_FIRST_NAME];
  uint32_t from, end;
  if (!trawl_column_pair(column, state, &from, &end) || from >= end || end > gazetteer->columns[TRAWL_GAZ_NAME_ENTRY].count) {
    return 0;
  }
  *first = from;
  return end - from;
}

trawl_name trawl_gazetteer_name(const trawl_gazetteer *gazetteer, uint32_t i)
{
  const trawl_column *columns = gazetteer->columns;
  const uint32_t form = trawl_column_at(&columns[TRAWL_GAZ_NAME_FORM], i);
  return (trawl_name){.entry = trawl_column_at(&columns[TRAWL_GAZ_NAME_ENTRY], i),
                      .first_word = trawl_column_at(&columns[TRAWL_GAZ_NAME_FIRST], i),
                      .words = (uint8_t)form,
                      .flags = (uint8_t)(form >> 8)};
}

bool trawl_name_words(const trawl_gazetteer *gazetteer, const trawl_name *name, uint32_t out[TRAWL_MOST_NAME_WORDS])
{
  const trawl_column *words = &gazetteer->columns[TRAWL_GAZ_NAME_WORDS];
  if (name->words > TRAWL_MOST_NAME_WORDS || name->first_word > words->count
      || words->count - name->first_word < name->words) {
    return false;
  }
  for (uint32_t k = 0; k < name->words; ++k) {
    out[k] = trawl_column_at(words, name->first_word + k);
  }
  return true;
}

uint32_t trawl_gazetteer_country(const trawl_gazetteer *gazetteer, uint32_t entry)
{
  for (unsigned steps = 0; entry != TRAWL_NONE && steps < 8; ++steps) {
    if (trawl_entry_at(gazetteer, entry)->type == TRAWL_TYPE_COUNTRY) {
      return entry;
    }
    entry = trawl_entry_at(gazetteer, entry)->in;
  }
  return TRAWL_NONE;
}

uint32_t trawl_gazetteer_by_id(const trawl_gazetteer *gazetteer, const char *id)
{
  uint32_t low = 0, high = gazetteer->entry_count;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    const int order = strcmp(trawl_entry_id(gazetteer, middle), id);
    if (order == 0) {
      return middle;
    }
    *(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
  }
  return TRAWL_NONE;
}

static uint32_t of_at(const trawl_gazetteer *gazetteer, uint32_t i)
{
  const uint32_t role = gazetteer->roles_of.at[i];
  return role < gazetteer->roles.len ? gazetteer->roles.at[role].of : TRAWL_NONE;
}

void trawl_gazetteer_roles_of(const trawl_gazetteer *gazetteer, uint32_t of, uint32_t *first,
                              uint32_t *count)
{
  uint32_t low = 0, high = gazetteer->roles_of.len;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    const bool before = of_at(gazetteer, middle) < of;
    *(before ? &low : &high) = before ? middle + 1 : middle;
  }
  *first = low;
  while (low < gazetteer->roles_of.len && of_at(gazetteer, low) == of) {
    ++low;
  }
  *count = low - *first;
}
