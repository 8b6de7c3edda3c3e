/* SPDX-License-Identifier: MIT
 * words.c - interning: two stacked open-addressing tables from word forms to ids.
 *
 * Looking up probes the base first, since most words of a text are known. */
#include "model/words.h"

#include "base/hash.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { FIRST_SLOTS = 1024, HEAD = 8 };

const trawl_word trawl_word_none = {.text = UINT32_MAX};
const char trawl_word_no_text[TRAWL_WORDS_PAD + 8] = {0};

_Static_assert(sizeof(trawl_word) == 48 && sizeof(trawl_word_slot) == 16, "they stand in packs");

/* What tells one form from others. */
typedef struct form_key {
  uint64_t head, hash;
  uint32_t check; /* both as in a slot */
} form_key;

static inline form_key key_of(size_t len, uint64_t head, uint64_t hash)
{
  return (form_key){head, hash, (uint32_t)(hash >> 32 & ~UINT64_C(0xFF)) | (len < 255 ? (uint32_t)len : 255)};
}

static inline form_key key_of_bytes(const char *text, size_t len)
{
  return key_of(len, trawl_hash_load(text, len), trawl_hash_bytes(text, len));
}

/* The same of a text behind which TRAWL_WORDS_ROOM bytes can be read: most forms are told by two loads. */
static inline form_key key_of_padded(const char *text, size_t len)
{
  _Static_assert(TRAWL_WORDS_ROOM >= 2 * HEAD, "two heads are read");
  const uint64_t head = trawl_hash_load_padded(text, len);
  if (len < HEAD) {
    return key_of(len, head, trawl_hash_short(head, len));
  }
  return len < 2 * HEAD
           ? key_of(len, head, trawl_hash_long(head, trawl_hash_load_padded(text + HEAD, len - HEAD), len))
           : key_of(len, head, trawl_hash_bytes(text, len));
}

static inline trawl_word_slot slot_of(form_key key, uint32_t index)
{
  return (trawl_word_slot){key.head, key.check, index};
}

/* Whether a word of a table has these bytes; the first HEAD are known to be the same, and len is larger. */
static inline bool same_rest(const trawl_words *words, const trawl_word *word, const char *text, size_t len)
{
  if (word->len != len || word->text > words->text.len || words->text.len - word->text <= len) {
    return false;
  }
  const char *known = words->text.at + word->text;
  if (len > 2 * HEAD) {
    return memcmp(known + HEAD, text + HEAD, len - HEAD) == 0;
  }
  uint64_t end, known_end;
  memcpy(&end, text + len - HEAD, HEAD);
  memcpy(&known_end, known + len - HEAD, HEAD);
  return end == known_end;
}

static inline uint32_t find_in(const trawl_words *words, const char *text, size_t len, form_key key)
{
  const trawl_word_slot *slots = words->slots;
  if (!slots) {
    return TRAWL_NONE;
  }
  const uint32_t mask = words->mask, start = (uint32_t)key.hash & mask;
  uint32_t i = start;
  do {
    const uint32_t index = slots[i].index - 1;
    if (index >= words->items.len) {
      return TRAWL_NONE;
    }
    if (slots[i].head == key.head && slots[i].check == key.check
        && (len <= HEAD || same_rest(words, &words->items.at[index], text, len))) {
      return words->first + index;
    }
    i = (i + 1) & mask;
  } while (i != start); /* a damaged pack may have no free place */
  return TRAWL_NONE;
}

static void put_slot(trawl_words *words, uint64_t hash, trawl_word_slot slot)
{
  uint32_t i = (uint32_t)hash & words->mask;
  while (words->slots[i].index) {
    i = (i + 1) & words->mask;
  }
  words->slots[i] = slot;
}

/* Files words->items[i]. */
static void file_word(trawl_words *words, uint32_t i)
{
  const trawl_word *word = &words->items.at[i];
  const char *text = words->text.at + word->text;
  const form_key key = key_of_bytes(text, word->len);
  put_slot(words, key.hash, slot_of(key, i + 1));
}

/* The base is fuller than a document's table: most words are found in it, and the smaller it is, the more of it stays in the
 * caches. In that of a document most words are new. */
static bool grow_slots(trawl_words *words)
{
  const uint32_t old = words->slots ? words->mask + 1 : 0;
  if (words->items.len < (words->base ? old / 2 : old / 4 * 3)) {
    return true;
  }
  const uint32_t n = old ? old * 2 : FIRST_SLOTS;
  trawl_word_slot *slots = n > UINT32_MAX / 4 ? NULL : calloc(n, sizeof *slots);
  if (!slots) {
    return false;
  }
  trawl_large(slots, n * sizeof *slots);
  free(words->slots);
  words->slots = slots;
  words->mask = n - 1;
  for (uint32_t i = 0; i < words->items.len; ++i) {
    file_word(words, i);
  }
  return true;
}

static void stand_on_base(trawl_words *words)
{
  words->known = words->base ? words->base->items.at : NULL;
  words->first = words->base ? trawl_words_count(words->base) : 0;
}

void trawl_words_init(trawl_words *words, const trawl_words *base)
{
  memset(words, 0, sizeof *words);
  words->base = base;
  stand_on_base(words);
}

bool trawl_words_map(trawl_words *words, const trawl_word *items, uint64_t count, const char *text,
                     uint64_t text_len, const trawl_word_slot *slots, uint64_t slot_count)
{
  if (count >= UINT32_MAX / 2 || text_len > UINT32_MAX || text_len <= TRAWL_WORDS_PAD || text[text_len - 1] != '\0'
      || !slot_count || slot_count > UINT32_MAX || (slot_count & (slot_count - 1))) {
    return false;
  }
  memset(words, 0, sizeof *words);
  words->mapped = true;
  words->items.at = (trawl_word *)(uintptr_t)items; /* never written to */
  words->items.len = (uint32_t)count;
  words->text.at = (char *)(uintptr_t)text;
  words->text.len = (uint32_t)(text_len - TRAWL_WORDS_PAD);
  words->slots = (trawl_word_slot *)(uintptr_t)slots;
  words->mask = (uint32_t)(slot_count - 1);
  return true;
}

void trawl_words_clear(trawl_words *words)
{
  if (words->mapped) {
    memset(words, 0, sizeof *words);
    return;
  }
  trawl_vec_clear(&words->items);
  trawl_vec_clear(&words->text);
  free(words->slots);
  words->slots = NULL;
  words->mask = 0;
}

trawl_status trawl_words_copy(const trawl_words *from, trawl_words *out)
{
  trawl_words copy = {.base = from->base, .known = from->known, .first = from->first, .mask = from->mask};
  copy.slots = from->slots ? malloc(((size_t)from->mask + 1) * sizeof *copy.slots) : NULL;
  if ((from->slots && !copy.slots) || !trawl_vec_reserve(&copy.items, from->items.len)
      || !trawl_vec_reserve(&copy.text, from->text.len)) {
    trawl_words_clear(&copy);
    return TRAWL_NO_MEM;
  }
  if (from->slots) {
    memcpy(copy.slots, from->slots, ((size_t)from->mask + 1) * sizeof *copy.slots);
    memcpy(copy.items.at, from->items.at, from->items.len * sizeof *copy.items.at);
    memcpy(copy.text.at, from->text.at, from->text.len);
    copy.items.len = from->items.len;
    copy.text.len = from->text.len;
  }
  *out = copy;
  return TRAWL_OK;
}

void trawl_words_reset(trawl_words *words)
{
  stand_on_base(words);
  if (!words->slots) {
    return;
  }
  /* A small document after a huge one must not pay for the huge one's table. */
  if (words->items.len < words->mask / 16) {
    for (uint32_t n = 0; n < words->items.len; ++n) {
      const trawl_word *word = &words->items.at[n];
      uint32_t i = (uint32_t)trawl_hash_bytes(words->text.at + word->text, word->len) & words->mask;
      for (; words->slots[i].index; i = (i + 1) & words->mask) {
        words->slots[i].index = 0;
      }
    }
  } else {
    memset(words->slots, 0, ((size_t)words->mask + 1) * sizeof *words->slots);
  }
  words->items.len = words->text.len = 0;
}

/* Here or in the base, which most words of a text are in. */
static inline uint32_t find_keyed(const trawl_words *words, const char *text, size_t len, form_key key)
{
  const uint32_t id = words->base ? find_in(words->base, text, len, key) : TRAWL_NONE;
  return id != TRAWL_NONE ? id : find_in(words, text, len, key);
}

uint32_t trawl_words_find(const trawl_words *words, const char *text, size_t len)
{
  len = len > TRAWL_WORD_MAX ? TRAWL_WORD_MAX : len;
  return find_keyed(words, text, len, key_of_bytes(text, len));
}

/* ---- shapes and case --------------------------------------------------------------------------- */

/* How many of a form's characters are upper case, lower case, digits: 16 bits each, so that a character
 * is counted by one addition. A form has at most TRAWL_WORD_MAX bytes. */
#define UPPER UINT64_C(1)
#define LOWER (UINT64_C(1) << 16)
#define DIGIT (UINT64_C(1) << 32)
_Static_assert(TRAWL_WORD_MAX < 1 << 16, "counts of letters must not overflow");

static uint64_t count_ascii(unsigned char c)
{
  return c >= 'a' && c <= 'z'   ? LOWER
         : c >= 'A' && c <= 'Z' ? UPPER
         : c >= '0' && c <= '9' ? DIGIT
                                : 0;
}

static uint64_t count_rune(uint32_t code)
{
  switch (utf8proc_category((utf8proc_int32_t)code)) {
  case UTF8PROC_CATEGORY_LU:
  case UTF8PROC_CATEGORY_LT:
    return UPPER;
  case UTF8PROC_CATEGORY_LL:
  case UTF8PROC_CATEGORY_LO:
  case UTF8PROC_CATEGORY_LM:
    return LOWER;
  case UTF8PROC_CATEGORY_ND:
    return DIGIT;
  default:
    return 0;
  }
}

/* `*first` gets the count of the first character. */
static uint64_t count_letters(const char *text, size_t len, uint64_t *first)
{
  uint64_t sum = 0;
  *first = 0;
  for (size_t i = 0; i < len;) {
    uint64_t count;
    size_t bytes = 1;
    if ((unsigned char)text[i] < 0x80) {
      count = count_ascii((unsigned char)text[i]);
    } else {
      const trawl_rune rune = trawl_utf8_read(text + i, len - i);
      count = count_rune(rune.code);
      bytes = rune.len;
    }
    *first = i == 0 ? count : *first;
    sum += count;
    i += bytes;
  }
  return sum;
}

trawl_shape trawl_shape_of(const char *text, size_t len)
{
  uint64_t first;
  const uint64_t sum = count_letters(text, len > TRAWL_WORD_MAX ? TRAWL_WORD_MAX : len, &first);
  const unsigned upper = sum & 0xFFFF, lower = sum >> 16 & 0xFFFF, digits = sum >> 32 & 0xFFFF;
  if (first == DIGIT) {
    return TRAWL_SHAPE_NUMBER;
  }
  if (upper + lower == 0) {
    return digits ? TRAWL_SHAPE_NUMBER : TRAWL_SHAPE_OTHER;
  }
  if (!upper) {
    return TRAWL_SHAPE_LOWER;
  }
  if (upper == 1 && !lower && !digits) {
    return TRAWL_SHAPE_INITIAL;
  }
  if (!lower) {
    return TRAWL_SHAPE_UPPER;
  }
  return first == UPPER && upper == 1 ? TRAWL_SHAPE_TITLE : TRAWL_SHAPE_MIXED;
}

/* Lower case by code points; a form whose lower case is longer than the room stays as it is. */
static size_t fold(const char *text, size_t len, char *out, size_t room)
{
  size_t n = 0;
  for (size_t i = 0; i < len;) {
    if (n + 4 > room) {
      memcpy(out, text, len);
      return len;
    }
    const unsigned char c = (unsigned char)text[i];
    if (c < 0x80) {
      out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
      ++i;
      continue;
    }
    const trawl_rune rune = trawl_utf8_read(text + i, len - i);
    n += trawl_utf8_write((uint32_t)utf8proc_tolower((utf8proc_int32_t)rune.code), out + n);
    i += rune.len;
  }
  return n;
}

/* ---- adding ------------------------------------------------------------------------------------ */

static trawl_status append(trawl_words *words, const char *text, size_t len, form_key key, uint32_t *id)
{
  TRAWL_TRY_MEM(words->first < UINT32_MAX / 2 && words->items.len < UINT32_MAX / 2 && grow_slots(words));
  TRAWL_TRY_MEM(trawl_vec_reserve(&words->text, (uint64_t)words->text.len + len + 1));
  trawl_word word = {
    .text = words->text.len, .len = (uint16_t)len, .shape = (uint8_t)trawl_shape_of(text, len)};
  const uint32_t self = words->first + words->items.len;
  word.folded = word.lemma[0] = word.lemma[1] = word.lemma[2] = self;
  TRAWL_TRY_MEM(trawl_vec_push(&words->items, word));
  memcpy(words->text.at + words->text.len, text, len);
  words->text.at[words->text.len + len] = '\0';
  words->text.len += (uint32_t)len + 1;
  put_slot(words, key.hash, slot_of(key, words->items.len));
  *id = self;
  return TRAWL_OK;
}

/* A form that no table has. */
static trawl_status add_new(trawl_words *words, const char *text, size_t len, form_key key, uint32_t *id)
{
  if (words->mapped) {
    return TRAWL_BAD_DATA;
  }
  char lower[TRAWL_WORD_MAX + 8];
  const size_t lower_len = fold(text, len, lower, sizeof lower);
  uint32_t folded = TRAWL_NONE, added;
  if (lower_len != len || memcmp(lower, text, len) != 0) {
    /* The text may stand in this table, which adding can move. */
    char copy[TRAWL_WORD_MAX];
    memcpy(copy, text, len);
    const form_key lower_key = key_of_bytes(lower, lower_len);
    folded = find_keyed(words, lower, lower_len, lower_key);
    if (folded == TRAWL_NONE) {
      TRAWL_TRY(append(words, lower, lower_len, lower_key, &folded));
    }
    TRAWL_TRY(append(words, copy, len, key, &added));
  } else {
    TRAWL_TRY(append(words, lower, len, key, &added));
  }
  if (folded != TRAWL_NONE) {
    words->items.at[added - words->first].folded = folded;
  }
  *id = added;
  return TRAWL_OK;
}

static inline trawl_status add(trawl_words *words, const char *text, size_t len, form_key key, uint32_t *id,
                               bool *fresh)
{
  const uint32_t found = find_keyed(words, text, len, key);
  if (fresh) {
    *fresh = found == TRAWL_NONE;
  }
  if (__builtin_expect(found == TRAWL_NONE, 0)) {
    return add_new(words, text, len, key, id);
  }
  *id = found;
  return TRAWL_OK;
}

trawl_status trawl_words_add(trawl_words *words, const char *text, size_t len, uint32_t *id, bool *fresh)
{
  len = len > TRAWL_WORD_MAX ? TRAWL_WORD_MAX : len;
  return add(words, text, len, key_of_bytes(text, len), id, fresh);
}

trawl_status trawl_words_add_padded(trawl_words *words, const char *text, size_t len, uint32_t *id, bool *fresh)
{
  len = len > TRAWL_WORD_MAX ? TRAWL_WORD_MAX : len;
  return add(words, text, len, key_of_padded(text, len), id, fresh);
}
