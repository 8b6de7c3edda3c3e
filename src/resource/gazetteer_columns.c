/* SPDX-License-Identifier: MIT
 * gazetteer_columns.c - what the loaders collected and the trie ordered, laid out to be kept: columns of numbers
 * that take the bits they need, and what many entries have in common once. */
#include "resource/gazetteer_build.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

/* ---- rows: entries of one type, source, kind and place share one ---------------------------------- */

typedef struct rows {
  trawl_gazetteer *gazetteer;
  uint32_t *row_of; /* [entry] */
  uint32_t *slots;  /* row + 1; 0: free */
  uint32_t mask;
} rows;

static uint32_t slot_of(const rows *r, const trawl_entry *row)
{
  uint32_t slot = (uint32_t)trawl_hash_bytes((const char *)row, sizeof *row) & r->mask;
  while (r->slots[slot] && memcmp(&r->gazetteer->rows.at[r->slots[slot] - 1], row, sizeof *row) != 0) {
    slot = (slot + 1) & r->mask;
  }
  return slot;
}

/* At most half full. */
static bool grow(rows *r)
{
  const uint32_t n = r->gazetteer->rows.len;
  if (r->slots && n < r->mask / 2) {
    return true;
  }
  const uint64_t size = r->slots ? 2 * ((uint64_t)r->mask + 1) : 1024;
  free(r->slots);
  r->slots = size > UINT32_MAX ? NULL : calloc(size, sizeof *r->slots);
  r->mask = (uint32_t)(size - 1);
  for (uint32_t i = 0; i < n && r->slots; ++i) {
    r->slots[slot_of(r, &r->gazetteer->rows.at[i])] = i + 1;
  }
  return r->slots != NULL;
}

static bool share_rows(rows *r)
{
  trawl_gazetteer *gazetteer = r->gazetteer;
  for (uint32_t i = 0; i < gazetteer->entries.len; ++i) {
    trawl_entry row = gazetteer->entries.at[i];
    row.name = row.id = row.wikidata = row.weight = 0;
    if (!grow(r)) {
      return false;
    }
    const uint32_t slot = slot_of(r, &row);
    if (!r->slots[slot]) {
      if (!trawl_vec_push(&gazetteer->rows, row)) {
        return false;
      }
      r->slots[slot] = gazetteer->rows.len;
    }
    r->row_of[i] = r->slots[slot] - 1;
  }
  return true;
}

/* ---- columns -------------------------------------------------------------------------------------- */

static uint32_t number(const void *with, uint32_t i)
{
  return ((const uint32_t *)with)[i];
}

static uint32_t entry_name(const void *with, uint32_t i)
{
  return ((const trawl_entry *)with)[i].name;
}

static uint32_t entry_id(const void *with, uint32_t i)
{
  return ((const trawl_entry *)with)[i].id;
}

static uint32_t entry_wikidata(const void *with, uint32_t i)
{
  return ((const trawl_entry *)with)[i].wikidata;
}

static uint32_t name_entry(const void *with, uint32_t i)
{
  return ((const trawl_name *)with)[i].entry;
}

static uint32_t name_first(const void *with, uint32_t i)
{
  return ((const trawl_name *)with)[i].first_word;
}

static uint32_t name_form(const void *with, uint32_t i)
{
  const trawl_name *name = &((const trawl_name *)with)[i];
  return name->words | (uint32_t)name->flags << 8;
}

static trawl_status make(trawl_gazetteer *gazetteer, trawl_gaz_column which, trawl_column_source source,
                         const void *with, uint32_t count)
{
  return trawl_column_make(source, with, count, &gazetteer->columns[which]);
}

static trawl_status keep_entries(trawl_gazetteer *gazetteer)
{
  const uint32_t n = gazetteer->entries.len;
  rows r = {.gazetteer = gazetteer, .row_of = malloc((n + (size_t)1) * sizeof *r.row_of)};
  trawl_status status = r.row_of && share_rows(&r) ? TRAWL_OK : TRAWL_NO_MEM;
  status = status == TRAWL_OK ? make(gazetteer, TRAWL_GAZ_ENTRY_ROW, number, r.row_of, n) : status;
  free(r.row_of);
  free(r.slots);
  TRAWL_TRY(status);
  TRAWL_TRY(make(gazetteer, TRAWL_GAZ_ENTRY_NAME, entry_name, gazetteer->entries.at, n));
  TRAWL_TRY(make(gazetteer, TRAWL_GAZ_ENTRY_ID, entry_id, gazetteer->entries.at, n));
  TRAWL_TRY(make(gazetteer, TRAWL_GAZ_ENTRY_WIKIDATA, entry_wikidata, gazetteer->entries.at, n));
  gazetteer->entry_count = n;
  trawl_vec_clear(&gazetteer->entries);
  return TRAWL_OK;
}

/* The words of the names one behind the other, in the order of the names: then where they begin takes few bits. */
static uint32_t *ordered_words(trawl_gazetteer *gazetteer, uint32_t *count)
{
  uint64_t n = 0;
  for (uint32_t i = 0; i < gazetteer->names.len; ++i) {
    n += gazetteer->names.at[i].words;
  }
  uint32_t *words = n < UINT32_MAX ? malloc((n + 1) * sizeof *words) : NULL, next = 0;
  for (uint32_t i = 0; i < gazetteer->names.len && words; ++i) {
    trawl_name *name = &gazetteer->names.at[i];
    if (name->words) {
      memcpy(words + next, gazetteer->name_words.at + name->first_word, name->words * sizeof *words);
    }
    name->first_word = next;
    next += name->words;
  }
  *count = next;
  return words;
}

static trawl_status keep_names(trawl_gazetteer *gazetteer)
{
  uint32_t count = 0, *words = ordered_words(gazetteer, &count);
  TRAWL_TRY_MEM(words);
  trawl_vec_clear(&gazetteer->name_words);
  const trawl_status status = make(gazetteer, TRAWL_GAZ_NAME_WORDS, number, words, count);
  free(words);
  TRAWL_TRY(status);
  const trawl_name *names = gazetteer->names.at;
  const uint32_t n = gazetteer->names.len;
  TRAWL_TRY(make(gazetteer, TRAWL_GAZ_NAME_ENTRY, name_entry, names, n));
  TRAWL_TRY(make(gazetteer, TRAWL_GAZ_NAME_FIRST, name_first, names, n));
  TRAWL_TRY(make(gazetteer, TRAWL_GAZ_NAME_FORM, name_form, names, n));
  trawl_vec_clear(&gazetteer->names);
  return TRAWL_OK;
}

static trawl_status keep_states(trawl_gazetteer *gazetteer)
{
  TRAWL_TRY(make(gazetteer, TRAWL_GAZ_LABELS, number, gazetteer->labels.at, gazetteer->labels.len));
  trawl_vec_clear(&gazetteer->labels);
  TRAWL_TRY(make(gazetteer, TRAWL_GAZ_FIRST_STATE, number, gazetteer->first_state.at, gazetteer->first_state.len));
  trawl_vec_clear(&gazetteer->first_state);
  TRAWL_TRY(make(gazetteer, TRAWL_GAZ_FIRST_NAME, number, gazetteer->first_name.at, gazetteer->first_name.len));
  trawl_vec_clear(&gazetteer->first_name);
  return TRAWL_OK;
}

trawl_status trawl_gaz_keep_columns(trawl_gazetteer *gazetteer)
{
  TRAWL_TRY(keep_states(gazetteer));
  TRAWL_TRY(keep_names(gazetteer));
  return keep_entries(gazetteer);
}
