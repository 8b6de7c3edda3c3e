/* SPDX-License-Identifier: MIT
 * gazetteer_trie.c - names become a trie over folded word ids.
 *
 * Two kinds of names are added first: "The Hague" also gives Hague, and a person's name of three words
 * or more its first and last one.  The latter give way to whatever else bears that name.  Then each name
 * walks the trie and makes the edges that are missing; the names are sorted by the state they end in,
 * and within a state by how likely they are meant.  States: 0 none, 1 the root. */
#include "resource/gazetteer_build.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_EDGES = 64, COUNTRY_RANK = 1000000, PLAIN_RANK = 500, SHORT_MIN_WORDS = 3 };

typedef struct builder {
  const trawl_gazetteer_loader *loader;
  trawl_gazetteer *gazetteer;
  uint32_t edge_count;
  uint32_t *ends; /* [name] the state it ends in */
} builder;

/* ---- derived names --------------------------------------------------------------------------- */

static bool push_name(trawl_gazetteer *gazetteer, trawl_name from, uint32_t first, uint32_t words,
                      unsigned flags)
{
  const trawl_name name = {from.entry, first, (uint8_t)words, (uint8_t)flags};
  return trawl_vec_push(&gazetteer->names, name);
}

static bool is_capitalised(const trawl_word *word)
{
  return word->shape == TRAWL_SHAPE_TITLE || word->shape == TRAWL_SHAPE_MIXED;
}

/* The lexicon's marks are on the lower-case form, or on the word as it stands. */
static bool is_no_part(const trawl_words *words, const trawl_word *word)
{
  const trawl_word *folded = trawl_words_at(words, word->folded);
  return trawl_word_is(word, TRAWL_IS_NAME_PARTICLE) || trawl_word_is(word, TRAWL_IS_NAME_SUFFIX)
         || trawl_word_is(folded, TRAWL_IS_NAME_PARTICLE)
         || trawl_word_is(folded, TRAWL_IS_NAME_SUFFIX);
}

/* "Vladimir Vladimirovich Putin" has a short form, "Mohammed bin Salman" and "Robert Kennedy Jr" do
 * not: every word must be a name's, none a particle or suffix. */
static bool has_short_form(const trawl_words *words, const uint32_t *ids, uint32_t n)
{
  static const char *const others[] = {"jr", "jr.", "sr",   "sr.",   "ii",    "iii", "iv",  "al",
                                       "el", "bin", "bint", "ibn",   "ben",   "abu", "van", "von",
                                       "de", "di",  "da",   "del",   "della", "dos", "du",  "la",
                                       "le", "st",  "st.",  "saint", "the"};
  for (uint32_t i = 0; i < n; ++i) {
    const trawl_word *word = trawl_words_at(words, ids[i]);
    const bool middle = i > 0 && i + 1 < n;
    const bool initial = word->shape == TRAWL_SHAPE_INITIAL;
    if ((!is_capitalised(word) && !(middle && initial)) || is_no_part(words, word)) {
      return false;
    }
    const char *folded = trawl_words_text(words, word->folded);
    for (size_t j = 0; j < TRAWL_COUNT(others); ++j) {
      if (strcmp(folded, others[j]) == 0) {
        return false;
      }
    }
  }
  return true;
}

static bool add_short_form(trawl_gazetteer *gazetteer, trawl_name name)
{
  const uint32_t first = gazetteer->name_words.len;
  const uint32_t given = gazetteer->name_words.at[name.first_word];
  const uint32_t family = gazetteer->name_words.at[name.first_word + name.words - 1u];
  return trawl_vec_push(&gazetteer->name_words, given)
         && trawl_vec_push(&gazetteer->name_words, family)
         && push_name(gazetteer, name, first, 2, TRAWL_GAZ_DERIVED);
}

static bool add_derived(const trawl_gazetteer_loader *loader)
{
  trawl_gazetteer *gazetteer = loader->gazetteer;
  const uint32_t the = trawl_words_find(loader->words, "The", 3);
  const uint32_t given = gazetteer->names.len;
  for (uint32_t i = 0; i < given; ++i) {
    const trawl_name name = gazetteer->names.at[i];
    const uint32_t *ids = gazetteer->name_words.at + name.first_word;
    if (name.words > 1 && ids[0] == the
        && !push_name(gazetteer, name, name.first_word + 1, name.words - 1u, name.flags)) {
      return false;
    }
    if (gazetteer->entries.at[name.entry].type == TRAWL_TYPE_PERSON && name.words >= SHORT_MIN_WORDS
        && (name.flags & TRAWL_NAME_PRIMARY) && has_short_form(loader->words, ids, name.words)
        && !add_short_form(gazetteer, name)) {
      return false;
    }
  }
  return true;
}

/* ---- edges ----------------------------------------------------------------------------------- */

static void put_edge(uint32_t *edges, uint32_t mask, const uint32_t edge[3])
{
  uint32_t slot = (uint32_t)trawl_hash_pair(edge[0], edge[1]) & mask;
  while (edges[(size_t)slot * 3 + 2]) {
    slot = (slot + 1) & mask;
  }
  memcpy(edges + (size_t)slot * 3, edge, 3 * sizeof *edge);
}

static bool grow_edges(builder *b)
{
  trawl_gazetteer *gazetteer = b->gazetteer;
  const uint64_t old = gazetteer->edges ? (uint64_t)gazetteer->edge_mask + 1 : 0;
  if ((uint64_t)b->edge_count * 5 < old * 3) {
    return true;
  }
  const uint64_t size = old ? old * 2 : FIRST_EDGES;
  uint32_t *edges = size > UINT32_MAX ? NULL : calloc(size * 3, sizeof *edges);
  if (!edges) {
    return false;
  }
  for (uint64_t i = 0; i < old; ++i) {
    if (gazetteer->edges[i * 3 + 2]) {
      put_edge(edges, (uint32_t)(size - 1), gazetteer->edges + i * 3);
    }
  }
  free(gazetteer->edges);
  gazetteer->edges = edges;
  gazetteer->edge_mask = (uint32_t)(size - 1);
  return true;
}

/* The state after a word, made when it is new; 0: out of memory. */
static uint32_t walk(builder *b, uint32_t state, uint32_t word)
{
  const uint32_t known = trawl_gazetteer_step(b->gazetteer, state, word);
  if (known) {
    return known;
  }
  if (b->gazetteer->state_count == UINT32_MAX || !grow_edges(b)) {
    return 0;
  }
  const uint32_t edge[3] = {state, word, b->gazetteer->state_count++};
  put_edge(b->gazetteer->edges, b->gazetteer->edge_mask, edge);
  ++b->edge_count;
  return edge[2];
}

static trawl_status walk_names(builder *b)
{
  trawl_gazetteer *gazetteer = b->gazetteer;
  trawl_words *words = b->loader->words;
  gazetteer->state_count = 2;
  for (uint32_t i = 0; i < gazetteer->names.len; ++i) {
    const trawl_name name = gazetteer->names.at[i];
    uint32_t state = 1;
    for (uint32_t k = 0; k < name.words; ++k) {
      const uint32_t word =
        trawl_words_at(words, gazetteer->name_words.at[name.first_word + k])->folded;
      state = walk(b, state, word);
      TRAWL_TRY_MEM(state);
      if (k == 0 && word >= words->first) {
        words->items.at[word - words->first].gaz = state;
      }
    }
    b->ends[i] = state;
  }
  return TRAWL_OK;
}

/* ---- names by state -------------------------------------------------------------------------- */

static uint32_t rank(const trawl_entry *entry)
{
  return entry->type == TRAWL_TYPE_COUNTRY ? COUNTRY_RANK
         : entry->weight                   ? entry->weight
                                           : PLAIN_RANK;
}

/* Primary before alias before demonym, what is written before what is derived. */
static unsigned standing(trawl_name name)
{
  return (name.flags & TRAWL_NAME_DEMONYM ? 4u : 0) + (name.flags & TRAWL_NAME_PRIMARY ? 0 : 2u)
         + (name.flags & TRAWL_GAZ_DERIVED ? 1u : 0);
}

static bool goes_before(const trawl_gazetteer *gazetteer, trawl_name a, trawl_name b)
{
  const uint32_t x = rank(&gazetteer->entries.at[a.entry]),
                 y = rank(&gazetteer->entries.at[b.entry]);
  if (x != y) {
    return x > y;
  }
  if (standing(a) != standing(b)) {
    return standing(a) < standing(b);
  }
  if (a.entry != b.entry) { /* entries are in the order of their ids */
    return a.entry < b.entry;
  }
  return memcmp(gazetteer->name_words.at + a.first_word, gazetteer->name_words.at + b.first_word,
                a.words * sizeof(uint32_t))
         < 0;
}

static void sift(const trawl_gazetteer *gazetteer, trawl_name *at, uint32_t n, uint32_t i)
{
  for (uint32_t child; (child = 2 * i + 1) < n; i = child) {
    child += child + 1 < n && goes_before(gazetteer, at[child], at[child + 1]);
    if (!goes_before(gazetteer, at[i], at[child])) {
      return;
    }
    const trawl_name swap = at[i];
    at[i] = at[child];
    at[child] = swap;
  }
}

/* Heap sort: nearly all groups have one name, and a hostile one of a million must not cost more. */
static void sort_group(const trawl_gazetteer *gazetteer, trawl_name *at, uint32_t n)
{
  for (uint32_t i = n / 2; i--;) {
    sift(gazetteer, at, n, i);
  }
  for (uint32_t end = n; end-- > 1;) {
    const trawl_name swap = at[0];
    at[0] = at[end];
    at[end] = swap;
    sift(gazetteer, at, end, 0);
  }
}

static bool same_words(const trawl_gazetteer *gazetteer, trawl_name a, trawl_name b)
{
  return memcmp(gazetteer->name_words.at + a.first_word, gazetteer->name_words.at + b.first_word,
                a.words * sizeof(uint32_t))
         == 0;
}

/* Short forms stay only where no other entry bears the name; what is there twice goes. */
static uint32_t thin_group(const trawl_gazetteer *gazetteer, trawl_name *at, uint32_t n)
{
  bool several = false, written = false;
  for (uint32_t i = 0; i < n; ++i) {
    several |= at[i].entry != at[0].entry;
    written |= !(at[i].flags & TRAWL_GAZ_DERIVED);
  }
  uint32_t kept = 0;
  for (uint32_t i = 0; i < n; ++i) {
    const bool derived = at[i].flags & TRAWL_GAZ_DERIVED;
    const bool twice =
      kept && at[kept - 1].entry == at[i].entry && same_words(gazetteer, at[kept - 1], at[i]);
    if (!(derived && (several || written)) && !twice) {
      at[kept++] = at[i];
      at[kept - 1].flags &= (uint8_t)~TRAWL_GAZ_DERIVED;
    }
  }
  return kept;
}

static trawl_status group_names(builder *b)
{
  trawl_gazetteer *gazetteer = b->gazetteer;
  const uint32_t states = gazetteer->state_count, n = gazetteer->names.len;
  trawl_name *grouped = malloc((n + (size_t)1) * sizeof *grouped);
  if (!grouped || !trawl_vec_reserve(&gazetteer->first_name, (uint64_t)states + 1)) {
    free(grouped);
    return TRAWL_NO_MEM;
  }
  uint32_t *first = gazetteer->first_name.at;
  memset(first, 0, ((size_t)states + 1) * sizeof *first);
  for (uint32_t i = 0; i < n; ++i) {
    ++first[b->ends[i]];
  }
  for (uint32_t state = 0, sum = 0; state <= states; ++state) {
    sum += first[state];
    first[state] = sum; /* the end of its group, which filling from the back turns into the start */
  }
  for (uint32_t i = n; i--;) {
    grouped[--first[b->ends[i]]] = gazetteer->names.at[i];
  }
  uint32_t kept = 0;
  for (uint32_t state = 0; state < states; ++state) {
    const uint32_t from = first[state], count = first[state + 1] - from;
    first[state] = kept;
    if (count > 1) {
      sort_group(gazetteer, grouped + from, count);
    }
    const uint32_t stay = thin_group(gazetteer, grouped + from, count);
    memmove(grouped + kept, grouped + from, stay * sizeof *grouped);
    kept += stay;
  }
  first[states] = kept;
  gazetteer->first_name.len = states + 1;
  free(gazetteer->names.at);
  gazetteer->names.at = grouped;
  gazetteer->names.len = kept;
  gazetteer->names.cap = n + 1;
  return TRAWL_OK;
}

trawl_status trawl_gaz_build_trie(const trawl_gazetteer_loader *loader)
{
  builder b = {.loader = loader, .gazetteer = loader->gazetteer};
  TRAWL_TRY_MEM(add_derived(loader));
  b.ends = malloc((b.gazetteer->names.len + (size_t)1) * sizeof *b.ends);
  TRAWL_TRY_MEM(b.ends);
  trawl_status status = walk_names(&b);
  if (status == TRAWL_OK) {
    status = group_names(&b);
  }
  free(b.ends);
  return status;
}
