/* SPDX-License-Identifier: MIT
 * name_key.c - names as keys.
 *
 * Two spellings of a name get the same key when they differ in case, marks on letters or full stops only
 * (PUTIN, Čaputová and Caputova, U.S. and US).  A key is a 64-bit hash of the words; two different names
 * of one document with the same key are not to be expected. */
#include "stage/coref.h"

#include "base/hash.h"
#include "base/utf8.h"

#include <string.h>
#include <utf8proc.h>

/* ---- the map ---------------------------------------------------------------------------------- */

struct trawl_key_slot {
  uint64_t key;
  uint32_t value; /* value + 1, 0: free */
};

enum { FIRST_SLOTS = 64 };

void trawl_key_map_clear(trawl_key_map *map)
{
  free(map->slots);
  *map = (trawl_key_map){.slots = NULL};
}

static struct trawl_key_slot *slot_of(const trawl_key_map *map, uint64_t key)
{
  uint32_t i = (uint32_t)trawl_hash_mix(key ^ 0x9e3779b97f4a7c15u, 0xd6e8feb86659fd93u) & map->mask;
  while (map->slots[i].value && map->slots[i].key != key) {
    i = (i + 1) & map->mask;
  }
  return &map->slots[i];
}

uint32_t trawl_key_map_get(const trawl_key_map *map, uint64_t key)
{
  const struct trawl_key_slot *slot = map->slots ? slot_of(map, key) : NULL;
  return slot && slot->value ? slot->value - 1 : TRAWL_NONE;
}

static bool grow(trawl_key_map *map)
{
  const uint32_t n = map->slots ? (map->mask + 1) * 2 : FIRST_SLOTS;
  trawl_key_map larger = {.mask = n - 1, .len = map->len};
  larger.slots = n ? calloc(n, sizeof *larger.slots) : NULL;
  if (!larger.slots) {
    return false;
  }
  for (uint32_t i = 0; map->slots && i <= map->mask; ++i) {
    if (map->slots[i].value) {
      *slot_of(&larger, map->slots[i].key) = map->slots[i];
    }
  }
  free(map->slots);
  *map = larger;
  return true;
}

bool trawl_key_map_put(trawl_key_map *map, uint64_t key, uint32_t value)
{
  if ((!map->slots || map->len >= map->mask / 2) && !grow(map)) {
    return false;
  }
  struct trawl_key_slot *slot = slot_of(map, key);
  map->len += slot->value == 0;
  *slot = (struct trawl_key_slot){key, value + 1};
  return true;
}

/* ---- keys ------------------------------------------------------------------------------------- */

/* Letters that have no decomposition but are often written without their stroke. */
static const char *plain_letter(uint32_t code)
{
  switch (code) {
  case 0x0142:
    return "l"; /* l with stroke */
  case 0x00F8:
    return "o";
  case 0x0111:
    return "d";
  case 0x0131:
    return "i"; /* dotless i */
  case 0x00DF:
    return "ss";
  case 0x00E6:
    return "ae";
  case 0x0153:
    return "oe";
  default:
    return NULL;
  }
}

/* Appends a letter without its marks. */
static size_t put_bare(uint32_t code, char *out)
{
  utf8proc_int32_t parts[8];
  int last = 0;
  const char *plain = plain_letter(code);
  if (plain) {
    memcpy(out, plain, strlen(plain));
    return strlen(plain);
  }
  const utf8proc_ssize_t n =
    utf8proc_decompose_char((utf8proc_int32_t)code, parts, 8,
                            (utf8proc_option_t)(UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK), &last);
  if (n < 0 || n > 8) {
    return trawl_utf8_write(code, out);
  }
  size_t len = 0;
  for (utf8proc_ssize_t i = 0; i < n && i < 4; ++i) {
    len += trawl_utf8_write((uint32_t)parts[i], out + len);
  }
  return len;
}

#define KEY_FACTOR UINT64_C(0xa0761d6478bd642f)

uint64_t trawl_key_add(const trawl_doc *doc, uint64_t key, uint32_t word)
{
  const trawl_word *exact = trawl_words_at(&doc->words, word);
  const trawl_word *folded = trawl_words_at(&doc->words, exact->folded);
  const char *text = trawl_words_text(&doc->words, exact->folded);
  char bare[TRAWL_WORD_MAX + 32];
  size_t len = 0;
  if (trawl_utf8_ascii(text, folded->len) == folded->len && !memchr(text, '.', folded->len)) { /* nearly all */
    return folded->len ? trawl_hash_mix(key ^ trawl_hash_bytes(text, folded->len), KEY_FACTOR) : key;
  }
  for (size_t i = 0; i < folded->len && len + 32 < sizeof bare;) {
    if ((unsigned char)text[i] < 0x80) {
      bare[len] = text[i];
      len += text[i] != '.';
      ++i;
    } else {
      const trawl_rune rune = trawl_utf8_read(text + i, folded->len - i);
      len += put_bare(rune.code, bare + len);
      i += rune.len;
    }
  }
  return len ? trawl_hash_mix(key ^ trawl_hash_bytes(bare, len), KEY_FACTOR) : key;
}

/* What a byte of ASCII becomes in a name without marks: blanks part words, 0: left out. */
static inline char bare_byte(unsigned char c)
{
  const bool blank = c == ' ' || c == '-' || c == '\n' || c == '\t';
  const bool gone = c == '.' || c == '\'';
  return blank ? ' ' : gone ? '\0' : (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

size_t trawl_key_bare(const char *name, size_t len, char *out, size_t size)
{
  enum { LONGEST = 32 }; /* what one letter may become */
  size_t n = 0;
  for (size_t i = 0; i < len && n + LONGEST < size;) {
    const unsigned char c = (unsigned char)name[i];
    if (c < 0x80) {
      const char bare = bare_byte(c);
      out[n] = bare;
      n += bare != '\0';
      ++i;
      continue;
    }
    const trawl_rune rune = trawl_utf8_read(name + i, len - i);
    i += rune.len;
    if (rune.code != 0x2019) {
      n += put_bare((uint32_t)utf8proc_tolower((utf8proc_int32_t)rune.code), out + n);
    }
  }
  return n;
}

/* ---- words ------------------------------------------------------------------------------------ */

uint32_t trawl_coref_category(const trawl_run_state *run, const char *name)
{
  const trawl_lexicon *lexicon = &run->rules->lexicon;
  for (uint32_t i = 0; i < lexicon->category_count; ++i) {
    const char *known = lexicon->categories[i];
    if (known && known[0] == name[0] && known[1] == name[1] && strcmp(known, name) == 0) {
      return i;
    }
  }
  return TRAWL_NONE;
}

uint32_t trawl_coref_kind(const trawl_doc *doc, const trawl_entry *entry)
{
  if (entry->kind == TRAWL_NONE) {
    return TRAWL_NONE;
  }
  const char *last = strrchr(trawl_words_text(&doc->words, entry->kind), ' ');
  return last ? trawl_words_find(&doc->words, last + 1, strlen(last + 1)) : entry->kind;
}

uint32_t trawl_coref_noun(const trawl_doc *doc, uint32_t token)
{
  const unsigned tag = doc->tokens.tag[token];
  const trawl_word *word = trawl_words_at(&doc->words, trawl_doc_folded(doc, token));
  if (tag == TRAWL_TAG_NN || tag == TRAWL_TAG_NNS) {
    return trawl_words_at(&doc->words, doc->tokens.lemma[token])->folded;
  }
  return word->lemma[TRAWL_POS_NOUN];
}

trawl_status trawl_coref_add_entry(trawl_doc *doc, const trawl_gazetteer *gazetteer, uint32_t entry,
                                   uint32_t *entity)
{
  const trawl_entry *from = trawl_entry_at(gazetteer, entry);
  const trawl_entity made = {
    .name = trawl_entry_name(gazetteer, entry),
    .id = trawl_entry_id(gazetteer, entry),
    .entry = entry,
    .stands_for = from->stands_for,
    .first = TRAWL_NONE,
    .last_word = TRAWL_NONE,
    .noun = trawl_coref_kind(doc, from),
    .type = from->type,
    .gender = from->gender,
    .plural = from->plural,
  };
  TRAWL_TRY_MEM(trawl_vec_push(&doc->entities, made));
  *entity = doc->entities.len - 1;
  return TRAWL_OK;
}
