/* SPDX-License-Identifier: MIT
 * stored.c - lexicon, tagger and gazetteer to sections of a pack and back; see stored.h. */
#include "resource/stored.h"

#include "resource/tagmodel.h"

#include <string.h>

/* ---- writing ----------------------------------------------------------------------------------- */

void trawl_stored_clear(trawl_stored *stored)
{
  trawl_buf_clear(&stored->categories);
}

#define STORE_VEC(writer, number, vec) trawl_pack_add((writer), (number), (vec).at, sizeof *(vec).at, (vec).len)

/* What the tag model has besides arrays, in this order. */
enum { TAG_BE, TAG_HAVE, TAG_MASK, TAG_ROW_END, TAG_SLOT_COUNT, TAG_NUMBERS };

static void store_tags(const trawl_tag_model *model, trawl_stored *stored, trawl_pack_writer *writer)
{
  uint32_t *numbers = stored->tag_numbers;
  numbers[TAG_BE] = model->be;
  numbers[TAG_HAVE] = model->have;
  numbers[TAG_MASK] = model->mask;
  numbers[TAG_ROW_END] = model->row_end;
  numbers[TAG_SLOT_COUNT] = model->slot_count;
  trawl_pack_add(writer, TRAWL_SECTION_TAG_NUMBERS, numbers, sizeof *numbers, TAG_NUMBERS);
  STORE_VEC(writer, TRAWL_SECTION_TAG_WORDS, model->words);
  trawl_pack_add(writer, TRAWL_SECTION_TAG_BUCKETS, model->buckets, sizeof *model->buckets,
                 (uint64_t)model->mask + 1);
  trawl_pack_add(writer, TRAWL_SECTION_TAG_WEIGHTS, model->weights[0], sizeof(int16_t), model->row_end);
  trawl_pack_add(writer, TRAWL_SECTION_TAG_RARE_WEIGHTS, model->weights[1], sizeof(int16_t), model->row_end);
  trawl_pack_add(writer, TRAWL_SECTION_TAG_SLOTS, model->slots, sizeof *model->slots, TRAWL_TAG_CLASS_END);
  trawl_pack_add(writer, TRAWL_SECTION_TAG_CLASS_TAG, model->class_tag, sizeof *model->class_tag,
                 model->slot_count);
  trawl_pack_add(writer, TRAWL_SECTION_TAG_AFTER_CLASS, model->tag_after_class,
                 sizeof *model->tag_after_class, model->slot_count);
  trawl_pack_add(writer, TRAWL_SECTION_TAG_TAGS, model->tags, sizeof *model->tags, TRAWL_TAG_COUNT);
  trawl_pack_add(writer, TRAWL_SECTION_TAG_CAPS, model->caps, sizeof *model->caps,
                 trawl_tag_caps(TRAWL_TAG_CAPS, 0, 0));
}

trawl_status trawl_lexicon_store(const trawl_lexicon *lexicon, trawl_stored *stored,
                                 trawl_pack_writer *writer)
{
  const trawl_words *words = &lexicon->words;
  STORE_VEC(writer, TRAWL_SECTION_WORDS, words->items);
  trawl_pack_add(writer, TRAWL_SECTION_WORD_TEXT, words->text.at, 1, (uint64_t)words->text.len + TRAWL_WORDS_PAD);
  writer->parts[writer->count - 1].padding = TRAWL_WORDS_PAD;
  trawl_pack_add(writer, TRAWL_SECTION_WORD_SLOTS, words->slots, sizeof *words->slots, (uint64_t)words->mask + 1);
  for (uint32_t i = TRAWL_CATEGORY_BUILT_IN; i < lexicon->category_count; ++i) {
    trawl_buf_put(&stored->categories, lexicon->categories[i], strlen(lexicon->categories[i]) + 1);
  }
  TRAWL_TRY_MEM(!stored->categories.failed);
  trawl_pack_add(writer, TRAWL_SECTION_CATEGORIES, stored->categories.at, 1, stored->categories.len);
  if (lexicon->tags) {
    store_tags(lexicon->tags, stored, writer);
  }
  return TRAWL_OK;
}

/* What the gazetteer has besides arrays: how many numbers each column has. */
enum { GAZ_AS_OF, GAZ_COLUMNS, GAZ_NUMBERS = GAZ_COLUMNS + TRAWL_GAZ_COLUMN_COUNT };
_Static_assert(GAZ_NUMBERS <= TRAWL_COUNT(((trawl_stored *)0)->gazetteer), "they must fit");

void trawl_gazetteer_store(const trawl_gazetteer *gazetteer, trawl_stored *stored, trawl_pack_writer *writer)
{
  uint32_t *numbers = stored->gazetteer;
  numbers[GAZ_AS_OF] = gazetteer->as_of;
  for (unsigned i = 0; i < TRAWL_GAZ_COLUMN_COUNT; ++i) {
    const trawl_column *column = &gazetteer->columns[i];
    numbers[GAZ_COLUMNS + i] = column->count;
    trawl_pack_add(writer, TRAWL_SECTION_GAZETTEER_COLUMNS + 2 * i, column->groups, sizeof *column->groups,
                   trawl_column_groups(column->count));
    trawl_pack_add(writer, TRAWL_SECTION_GAZETTEER_COLUMNS + 2 * i + 1, column->bits, sizeof *column->bits,
                   column->bit_count);
  }
  trawl_pack_add(writer, TRAWL_SECTION_GAZETTEER, numbers, sizeof *numbers, GAZ_NUMBERS);
  STORE_VEC(writer, TRAWL_SECTION_GAZETTEER_ROWS, gazetteer->rows);
  STORE_VEC(writer, TRAWL_SECTION_ROLES, gazetteer->roles);
  STORE_VEC(writer, TRAWL_SECTION_ROLES_OF, gazetteer->roles_of);
  STORE_VEC(writer, TRAWL_SECTION_GAZETTEER_TEXT, gazetteer->text);
  STORE_VEC(writer, TRAWL_SECTION_GAZETTEER_FILES, gazetteer->sources);
  STORE_VEC(writer, TRAWL_SECTION_GAZETTEER_ORIGINS, gazetteer->origins);
}

/* ---- mapping ----------------------------------------------------------------------------------- */

static bool map_section(const trawl_pack *pack, unsigned number, size_t item, const void **at, uint32_t *len)
{
  uint64_t count;
  *at = trawl_pack_section(pack, number, item, &count);
  *len = (uint32_t)count;
  return *at && count < UINT32_MAX;
}

/* Points an array into the pack; only what frees it knows the difference, and nothing writes to it. */
#define MAP_VEC(pack, number, vec)                                                                             \
  (map_section((pack), (number), sizeof *(vec).at, &at, &(vec).len)                                             \
   && ((vec).at = (void *)(uintptr_t)at, (vec).cap = 0, true))

/* The section with exactly so many items, or NULL. */
static void *exactly(const trawl_pack *pack, unsigned number, size_t item, uint64_t want)
{
  uint64_t count;
  const void *at = trawl_pack_section(pack, number, item, &count);
  return at && count == want ? (void *)(uintptr_t)at : NULL;
}

static bool map_column(const trawl_pack *pack, unsigned number, uint32_t count, trawl_column *out)
{
  const void *bits;
  trawl_column column = {.count = count};
  column.groups = exactly(pack, number, sizeof *column.groups, trawl_column_groups(count));
  if (!column.groups || !map_section(pack, number + 1, sizeof *column.bits, &bits, &column.bit_count)) {
    return false;
  }
  column.bits = (uint32_t *)(uintptr_t)bits; /* never written to */
  *out = column;
  return true;
}

trawl_status trawl_gazetteer_map(trawl_gazetteer *gazetteer, const trawl_pack *pack)
{
  trawl_gazetteer mapped = {.mapped = true};
  const void *at;
  const uint32_t *numbers = exactly(pack, TRAWL_SECTION_GAZETTEER, sizeof *numbers, GAZ_NUMBERS);
  bool fine = numbers != NULL;
  for (unsigned i = 0; i < TRAWL_GAZ_COLUMN_COUNT && fine; ++i) {
    fine = map_column(pack, TRAWL_SECTION_GAZETTEER_COLUMNS + 2 * i, numbers[GAZ_COLUMNS + i], &mapped.columns[i]);
  }
  if (!fine || !MAP_VEC(pack, TRAWL_SECTION_GAZETTEER_ROWS, mapped.rows)
      || !MAP_VEC(pack, TRAWL_SECTION_ROLES, mapped.roles)
      || !MAP_VEC(pack, TRAWL_SECTION_ROLES_OF, mapped.roles_of)
      || !MAP_VEC(pack, TRAWL_SECTION_GAZETTEER_TEXT, mapped.text)
      || !MAP_VEC(pack, TRAWL_SECTION_GAZETTEER_FILES, mapped.sources)
      || !MAP_VEC(pack, TRAWL_SECTION_GAZETTEER_ORIGINS, mapped.origins)
      || (mapped.text.len && mapped.text.at[mapped.text.len - 1] != '\0')) {
    return TRAWL_BAD_DATA;
  }
  mapped.as_of = numbers[GAZ_AS_OF];
  mapped.entry_count = mapped.columns[TRAWL_GAZ_ENTRY_ROW].count;
  *gazetteer = mapped;
  return TRAWL_OK;
}

/* ---- the tagger: all rows are checked, since tagging reads them without looking ------------------ */

static bool are_rows(const uint32_t *rows, uint64_t n, uint32_t end)
{
  uint32_t highest = 0;
  for (uint64_t i = 0; i < n; ++i) {
    highest = rows[i] > highest ? rows[i] : highest;
  }
  return highest <= end - TRAWL_TAG_LINE;
}

static bool buckets_are_sound(const trawl_tag_model *model)
{
  bool some_free = false; /* else a search would not end */
  uint32_t highest = 0;
  for (uint64_t i = 0; i <= model->mask; ++i) {
    const trawl_tag_bucket *bucket = &model->buckets[i];
    for (unsigned k = 0; k < TRAWL_TAG_BUCKET; ++k) {
      highest = bucket->rows[k] > highest ? bucket->rows[k] : highest;
    }
    some_free |= !bucket->checks[TRAWL_TAG_BUCKET - 1];
  }
  return some_free && highest <= model->row_end - TRAWL_TAG_LINE;
}

static bool words_are_sound(const trawl_tag_model *model)
{
  for (uint32_t i = 0; i < model->words.len; ++i) {
    const trawl_tag_word *word = &model->words.at[i];
    const uint32_t rows[] = {word->own[0], word->own[1], word->before, word->after, word->before2, word->after2};
    if (!are_rows(rows, TRAWL_COUNT(rows), model->row_end) || word->slot >= model->slot_count
        || word->class >= TRAWL_TAG_CLASS_END || word->allowed >> TRAWL_TAG_COUNT || word->allowed & 1 /* TRAWL_TAG_NONE */
        || (i && !word->allowed)) {
      return false;
    }
  }
  return true;
}

static bool slots_are_sound(const trawl_tag_model *model)
{
  uint16_t highest = 0;
  for (uint32_t i = 0; i < TRAWL_TAG_CLASS_END; ++i) {
    highest = model->slots[i] > highest ? model->slots[i] : highest;
  }
  return highest < model->slot_count;
}

static bool tags_are_sound(const trawl_tag_model *model)
{
  const uint64_t each = sizeof *model->tags / sizeof(uint32_t), slots = model->slot_count;
  return model->words.len && buckets_are_sound(model) && words_are_sound(model) && slots_are_sound(model)
         && are_rows(model->class_tag->at, slots * each, model->row_end)
         && are_rows(model->tag_after_class->at, slots * each, model->row_end)
         && are_rows(model->tags->at, TRAWL_TAG_COUNT * each, model->row_end)
         && are_rows(model->caps, trawl_tag_caps(TRAWL_TAG_CAPS, 0, 0), model->row_end);
}

static bool map_tags(trawl_tag_model *model, const trawl_pack *pack)
{
  const void *at;
  const uint32_t *numbers = exactly(pack, TRAWL_SECTION_TAG_NUMBERS, sizeof *numbers, TAG_NUMBERS);
  if (!numbers || !MAP_VEC(pack, TRAWL_SECTION_TAG_WORDS, model->words)) {
    return false;
  }
  const uint64_t slots = numbers[TAG_SLOT_COUNT];
  model->mapped = true;
  model->be = numbers[TAG_BE];
  model->have = numbers[TAG_HAVE];
  model->mask = numbers[TAG_MASK];
  model->row_end = numbers[TAG_ROW_END];
  model->slot_count = numbers[TAG_SLOT_COUNT];
  model->buckets =
    exactly(pack, TRAWL_SECTION_TAG_BUCKETS, sizeof *model->buckets, (uint64_t)model->mask + 1);
  model->weights[0] = exactly(pack, TRAWL_SECTION_TAG_WEIGHTS, sizeof(int16_t), model->row_end);
  model->weights[1] = exactly(pack, TRAWL_SECTION_TAG_RARE_WEIGHTS, sizeof(int16_t), model->row_end);
  model->slots = exactly(pack, TRAWL_SECTION_TAG_SLOTS, sizeof *model->slots, TRAWL_TAG_CLASS_END);
  model->class_tag = exactly(pack, TRAWL_SECTION_TAG_CLASS_TAG, sizeof *model->class_tag, slots);
  model->tag_after_class = exactly(pack, TRAWL_SECTION_TAG_AFTER_CLASS, sizeof *model->tag_after_class, slots);
  model->tags = exactly(pack, TRAWL_SECTION_TAG_TAGS, sizeof *model->tags, TRAWL_TAG_COUNT);
  model->caps = exactly(pack, TRAWL_SECTION_TAG_CAPS, sizeof *model->caps, trawl_tag_caps(TRAWL_TAG_CAPS, 0, 0));
  return slots && model->row_end >= TRAWL_TAG_LINE && (model->mask & (model->mask + 1)) == 0 && model->buckets
         && model->weights[0] && model->weights[1] && model->slots && model->class_tag && model->tag_after_class
         && model->tags && model->caps && tags_are_sound(model);
}

/* ---- the lexicon --------------------------------------------------------------------------------- */

static bool map_words(trawl_words *words, const trawl_pack *pack)
{
  uint64_t count, len, slots;
  const trawl_word *items = trawl_pack_section(pack, TRAWL_SECTION_WORDS, sizeof *items, &count);
  const char *text = trawl_pack_section(pack, TRAWL_SECTION_WORD_TEXT, 1, &len);
  const trawl_word_slot *table = trawl_pack_section(pack, TRAWL_SECTION_WORD_SLOTS, sizeof *table, &slots);
  return items && text && table && trawl_words_map(words, items, count, text, len, table, slots);
}

static trawl_status map_categories(trawl_lexicon *lexicon, const trawl_pack *pack, trawl_arena *arena)
{
  uint64_t len;
  const char *at = trawl_pack_section(pack, TRAWL_SECTION_CATEGORIES, 1, &len);
  const char *end = at ? at + len : NULL;
  if (!at || (len && end[-1] != '\0')) {
    return TRAWL_BAD_DATA;
  }
  for (; at < end; at += strlen(at) + 1) {
    const uint32_t before = lexicon->category_count;
    const uint32_t category = trawl_lexicon_category(lexicon, at, true, arena);
    TRAWL_TRY_MEM(category != TRAWL_NONE || before >= TRAWL_CATEGORY_MAX);
    if (category != before) {
      return TRAWL_BAD_DATA; /* twice, or too many */
    }
  }
  return TRAWL_OK;
}

trawl_status trawl_lexicon_map(trawl_lexicon *lexicon, const trawl_pack *pack, trawl_arena *arena)
{
  uint64_t count;
  if (!map_words(&lexicon->words, pack)) {
    return TRAWL_BAD_DATA;
  }
  TRAWL_TRY(map_categories(lexicon, pack, arena));
  if (!trawl_pack_section(pack, TRAWL_SECTION_TAG_NUMBERS, sizeof(uint32_t), &count)) {
    return TRAWL_OK; /* a lexicon without a tagger */
  }
  trawl_tag_model *model = calloc(1, sizeof *model);
  TRAWL_TRY_MEM(model);
  if (!map_tags(model, pack)) {
    free(model);
    return TRAWL_BAD_DATA;
  }
  lexicon->tags = model;
  return TRAWL_OK;
}
