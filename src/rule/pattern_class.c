/* SPDX-License-Identifier: MIT
 * pattern_class.c - what all tests of a pattern set say about a word, decided once for each word.
 *
 * The tests that only look at the word (shape, category, regular expression, list) give one bit each, see
 * pattern_word.c; words with the same bits are one class.  A class also knows which patterns may begin at such a word, so that at
 * most tokens the matcher has nothing to do.  Words of the base table are remembered by id, words of a
 * document by their text, since their ids change with the document.  The cache belongs to one matcher; it
 * is emptied when there are too many classes, which changes no result. */
#include "rule/pattern_set.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_CLASSES = 1 << 16, DOC_WORDS = 1 << 12, DOC_WORD_BYTES = 27 };

typedef struct doc_word {
  char text[DOC_WORD_BYTES];
  uint8_t len;
  uint32_t entry; /* class + 1, with its flags; 0: free */
} doc_word;

struct trawl_class_cache {
  const trawl_pattern_set *set;
  trawl_classes classes;
  uint32_t *entries; /* [base word] as in doc_word */
  uint32_t entry_count;
  uint32_t *slots; /* hash of bits -> class + 1 */
  uint32_t slot_mask;
  uint64_t *draft; /* [width] */
  trawl_word_judge *judge;
  doc_word doc_words[DOC_WORDS];
};

trawl_class_cache *trawl_class_cache_new(const trawl_pattern_set *set)
{
  trawl_class_cache *cache = calloc(1, sizeof *cache);
  if (!cache) {
    return NULL;
  }
  cache->set = set;
  cache->classes.width = set->tests.len / 64 + 1;
  cache->slot_mask = 255;
  cache->slots = calloc(cache->slot_mask + 1, sizeof *cache->slots);
  cache->draft = calloc(cache->classes.width, sizeof *cache->draft);
  cache->judge = trawl_word_judge_new(set);
  if (!cache->slots || !cache->draft || !cache->judge) {
    trawl_class_cache_free(cache);
    return NULL;
  }
  return cache;
}

void trawl_class_cache_free(trawl_class_cache *cache)
{
  if (cache) {
    free(cache->entries);
    free(cache->slots);
    free(cache->draft);
    trawl_word_judge_free(cache->judge);
    trawl_vec_clear(&cache->classes.bits);
    trawl_vec_clear(&cache->classes.starts);
    trawl_vec_clear(&cache->classes.first_key);
    trawl_vec_clear(&cache->classes.keys);
    trawl_vec_clear(&cache->classes.noted);
    trawl_vec_clear(&cache->classes.doubts);
    free(cache);
  }
}

trawl_classes *trawl_class_cache_classes(trawl_class_cache *cache)
{
  return &cache->classes;
}

const trawl_pattern_set *trawl_class_cache_set(const trawl_class_cache *cache)
{
  return cache->set;
}

/* ---- classes -------------------------------------------------------------------------------- */

static uint32_t *slot_of(const trawl_class_cache *cache, const uint64_t *bits)
{
  const uint32_t width = cache->classes.width;
  uint64_t hash = trawl_hash_bytes((const char *)bits, width * sizeof *bits);
  for (;; ++hash) {
    uint32_t *slot = &cache->slots[hash & cache->slot_mask];
    if (*slot == 0
        || memcmp(&cache->classes.bits.at[(size_t)(*slot - 1) * width], bits, width * sizeof *bits)
             == 0) {
      return slot;
    }
  }
}

static bool grow_slots(trawl_class_cache *cache)
{
  const uint32_t size = (cache->slot_mask + 1) * 2;
  uint32_t *slots = calloc(size, sizeof *slots);
  if (!slots) {
    return false;
  }
  free(cache->slots);
  cache->slots = slots;
  cache->slot_mask = size - 1;
  for (uint32_t i = 0; i < cache->classes.noted.len; ++i) {
    *slot_of(cache, &cache->classes.bits.at[(size_t)i * cache->classes.width]) = i + 1;
  }
  return true;
}

void trawl_class_cache_trim(trawl_class_cache *cache)
{
  if (cache->classes.noted.len < MAX_CLASSES) {
    return;
  }
  if (cache->entry_count) {
    memset(cache->entries, 0, cache->entry_count * sizeof *cache->entries);
  }
  memset(cache->doc_words, 0, sizeof cache->doc_words);
  memset(cache->slots, 0, (cache->slot_mask + 1) * sizeof *cache->slots);
  cache->classes.bits.len = cache->classes.noted.len = 0;
  cache->classes.starts.len = cache->classes.first_key.len = cache->classes.keys.len = 0;
}

static bool draft_has(const trawl_class_cache *cache, uint32_t test)
{
  return cache->draft[test >> 6] >> (test & 63) & 1;
}

static trawl_status add_keys(trawl_class_cache *cache)
{
  const trawl_pattern_set *set = cache->set;
  trawl_classes *classes = &cache->classes;
  TRAWL_TRY_MEM(trawl_vec_push(&classes->first_key, classes->keys.len));
  for (uint32_t i = 0; i < set->keys.tests.len; ++i) {
    if (draft_has(cache, set->keys.tests.at[i].key)) {
      TRAWL_TRY_MEM(trawl_vec_push(&classes->keys, set->keys.tests.at[i].value));
    }
  }
  TRAWL_TRY_MEM(trawl_vec_push(&classes->keys, TRAWL_NONE));
  return TRAWL_OK;
}

/* Whether a word of the class may come after the token that a start takes. Only tests are known to refuse
 * it; how long a mention is, is not known here. */
static bool may_follow(const trawl_class_cache *cache, uint32_t start)
{
  const trawl_pattern_set *set = cache->set;
  const trawl_state *state = &set->states.at[set->starts.at[start].state];
  if (state->accept == TRAWL_ACCEPT || state->item.kind == TRAWL_ITEM_MENTION) {
    return true;
  }
  for (uint32_t i = 0; i < state->next_count; ++i) {
    const trawl_item *item = &set->states.at[set->next.at[state->first_next + i]].item;
    if (item->kind != TRAWL_ITEM_TEST || draft_has(cache, item->value)) {
      return true;
    }
  }
  return false;
}

static void add_starts(trawl_class_cache *cache)
{
  const trawl_pattern_set *set = cache->set;
  uint64_t *starts = &cache->classes.starts.at[cache->classes.starts.len];
  uint64_t *follows = starts + set->start_width;
  memcpy(starts, set->any_mask.at, set->start_width * sizeof *starts);
  memset(follows, 0, set->start_width * sizeof *follows);
  for (uint32_t i = 0; i < set->start_index.tests.len; ++i) {
    const uint32_t start = set->start_index.tests.at[i].value;
    starts[start >> 6] |= (uint64_t)draft_has(cache, set->start_index.tests.at[i].key) << (start & 63);
  }
  for (uint32_t start = 0; start < set->starts.len; ++start) {
    follows[start >> 6] |= (uint64_t)may_follow(cache, start) << (start & 63);
  }
  cache->classes.starts.len += 2 * set->start_width;
}

/* Adds the class of cache->draft. */
static trawl_status add_class(trawl_class_cache *cache, uint32_t *out)
{
  const trawl_pattern_set *set = cache->set;
  trawl_classes *classes = &cache->classes;
  const uint32_t class = classes->noted.len;
  TRAWL_TRY_MEM(
    trawl_vec_reserve(&classes->bits, classes->bits.len + (uint64_t)classes->width)
    && trawl_vec_reserve(&classes->starts, classes->starts.len + UINT64_C(2) * set->start_width));
  add_starts(cache);
  TRAWL_TRY(add_keys(cache));
  memcpy(&classes->bits.at[classes->bits.len], cache->draft,
         classes->width * sizeof *cache->draft);
  TRAWL_TRY_MEM(trawl_vec_push(&classes->noted, 0));
  classes->bits.len += classes->width;
  *out = class;
  return TRAWL_OK;
}

static bool has_starts(const trawl_class_cache *cache, uint32_t class)
{
  const uint32_t width = cache->set->start_width;
  uint64_t any = 0;
  for (uint32_t i = 0; i < width; ++i) {
    any |= cache->classes.starts.at[(size_t) class * 2 * width + i];
  }
  return any;
}

/* Decides a word: class + 1, with its flags. */
static trawl_status decide(trawl_class_cache *cache, const trawl_words *words, uint32_t id,
                           uint32_t *out)
{
  const trawl_pattern_set *set = cache->set;
  TRAWL_TRY(trawl_word_judge_ask(cache->judge, words, id, cache->draft));
  if (cache->classes.noted.len * UINT64_C(2) > cache->slot_mask) {
    TRAWL_TRY_MEM(grow_slots(cache));
  }
  uint32_t *slot = slot_of(cache, cache->draft);
  if (*slot == 0) {
    uint32_t class;
    TRAWL_TRY(add_class(cache, &class));
    *slot = class + 1;
  }
  const uint32_t folded = trawl_words_at(words, id)->folded;
  *out = *slot | (has_starts(cache, *slot - 1) ? TRAWL_CLASS_STARTS : 0)
         | (draft_has(cache, set->tests.len) ? TRAWL_WORD_CUT : 0)
         | (trawl_keyed_has(&set->start_index.words, folded) ? TRAWL_WORD_STARTS : 0)
         | (trawl_keyed_has(&set->keys.words, folded) ? TRAWL_WORD_KEYS : 0)
         | (trawl_pattern_ids_have(set->item_words.at, set->item_words.len, folded) ? TRAWL_WORD_ITEMS : 0);
  return TRAWL_OK;
}

static trawl_status reserve_entries(trawl_class_cache *cache, uint32_t count)
{
  uint32_t *entries = calloc(count, sizeof *entries);
  TRAWL_TRY_MEM(entries);
  if (cache->entry_count) {
    memcpy(entries, cache->entries, cache->entry_count * sizeof *entries);
  }
  free(cache->entries);
  cache->entries = entries;
  cache->entry_count = count;
  return TRAWL_OK;
}

static trawl_status entry_of_doc_word(trawl_class_cache *cache, const trawl_words *words,
                                      uint32_t id, uint32_t *out)
{
  const uint32_t len = trawl_words_at(words, id)->len;
  if (len > DOC_WORD_BYTES) {
    return decide(cache, words, id, out);
  }
  const char *text = trawl_words_text(words, id);
  doc_word *known = &cache->doc_words[trawl_hash_bytes(text, len) & (DOC_WORDS - 1)];
  if (!known->entry || known->len != len || memcmp(known->text, text, len) != 0) {
    uint32_t entry;
    TRAWL_TRY(decide(cache, words, id, &entry));
    memcpy(known->text, text, len);
    known->len = (uint8_t)len;
    known->entry = entry;
  }
  *out = known->entry;
  return TRAWL_OK;
}

/* Of a word that is not known yet. */
static trawl_status find_entry(trawl_class_cache *cache, const trawl_words *words, uint32_t word, uint32_t *out)
{
  if (word >= words->first) {
    return entry_of_doc_word(cache, words, word, out);
  }
  if (word >= cache->entry_count) {
    TRAWL_TRY(reserve_entries(cache, words->first));
  }
  TRAWL_TRY(decide(cache, words, word, out));
  cache->entries[word] = *out;
  return TRAWL_OK;
}

trawl_status trawl_classes_of(trawl_class_cache *cache, const trawl_words *words, const uint32_t *word,
                              uint32_t count, uint32_t *out, uint32_t *any)
{
  uint32_t all = 0;
  for (uint32_t i = 0; i < count; ++i) {
    uint32_t entry = word[i] < cache->entry_count ? cache->entries[word[i]] : 0;
    if (!entry) {
      TRAWL_TRY(find_entry(cache, words, word[i], &entry));
    }
    out[i] = entry - 1;
    all |= entry;
  }
  *any = all & ~TRAWL_CLASS_MASK;
  return TRAWL_OK;
}
