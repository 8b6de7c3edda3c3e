/* SPDX-License-Identifier: MIT
 * gazetteer_trie.c - names become a trie over folded word ids.
 *
 * Two kinds of names are added first: "The Hague" also gives Hague, and a person's name of three words
 * or more its first and last one.  The latter give way to whatever else bears that name.  Then each name
 * walks the trie and makes the edges that are missing, in a hash table; then the states are numbered level by
 * level, which needs no table, and the names sorted by the state they end in, and within a state by how likely
 * they are meant.  States: 0 none, 1 the root. */
#include "resource/gazetteer_build.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_EDGES = 64, COUNTRY_RANK = 1000000, PLAIN_RANK = 500, SHORT_MIN_WORDS = 3 };

typedef struct edge {
  uint32_t from, word, to; /* to: 0, a free place */
} edge;

typedef struct builder {
  const trawl_gazetteer_loader *loader;
  trawl_gazetteer *gazetteer;
  edge *edges;
  uint32_t edge_mask, edge_count, state_count;
  uint32_t *ends; /* [name] the state it ends in */
} builder;

/* ---- derived names --------------------------------------------------------------------------- */

static bool push_name(trawl_gazetteer *gazetteer, trawl_name from, uint32_t first, uint32_t words,
                      unsigned flags)
{
  const trawl_name name = {from.entry, first, (uint8_t)words, (uint8_t)flags, 0};
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
         && push_name(gazetteer, name, first, 2, TRAWL_GAZ_DERIVED | (name.flags & TRAWL_NAME_LOWER));
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

/* The state that an edge leads to, or its free place: linear probing, at most 60 % full. */
static edge *edge_at(const builder *b, uint32_t state, uint32_t word)
{
  uint32_t slot = (uint32_t)trawl_hash_pair(state, word) & b->edge_mask;
  while (b->edges[slot].to && (b->edges[slot].from != state || b->edges[slot].word != word)) {
    slot = (slot + 1) & b->edge_mask;
  }
  return &b->edges[slot];
}

static bool grow_edges(builder *b)
{
  const uint64_t old = b->edges ? (uint64_t)b->edge_mask + 1 : 0;
  if ((uint64_t)b->edge_count * 5 < old * 3) {
    return true;
  }
  const uint64_t size = old ? old * 2 : FIRST_EDGES;
  edge *before = b->edges, *edges = size > UINT32_MAX ? NULL : calloc(size, sizeof *edges);
  if (!edges) {
    return false;
  }
  trawl_large(edges, size * sizeof *edges);
  b->edges = edges;
  b->edge_mask = (uint32_t)(size - 1);
  for (uint64_t i = 0; i < old; ++i) {
    if (before[i].to) {
      *edge_at(b, before[i].from, before[i].word) = before[i];
    }
  }
  free(before);
  return true;
}

/* The state after a word, made when it is new; 0: out of memory. */
static uint32_t walk(builder *b, uint32_t state, uint32_t word)
{
  if (b->state_count == UINT32_MAX || !grow_edges(b)) {
    return 0;
  }
  edge *at = edge_at(b, state, word);
  if (!at->to) {
    *at = (edge){state, word, b->state_count++};
    ++b->edge_count;
  }
  return at->to;
}

static trawl_status walk_names(builder *b)
{
  const trawl_gazetteer *gazetteer = b->gazetteer;
  const trawl_words *words = b->loader->words;
  b->state_count = 2;
  for (uint32_t i = 0; i < gazetteer->names.len; ++i) {
    const trawl_name name = gazetteer->names.at[i];
    uint32_t state = 1;
    for (uint32_t k = 0; k < name.words; ++k) {
      state = walk(b, state, trawl_words_at(words, gazetteer->name_words.at[name.first_word + k])->folded);
      TRAWL_TRY_MEM(state);
    }
    b->ends[i] = state;
  }
  return TRAWL_OK;
}

/* ---- states level by level ------------------------------------------------------------------- */

static int by_word(const void *a, const void *b)
{
  const edge *x = a, *y = b;
  return (x->word > y->word) - (x->word < y->word);
}

/* Edges by the state that they leave, those of a state by word; `first[s]` is where its own begin. */
static edge *sorted_edges(const builder *b, uint32_t *first)
{
  edge *sorted = malloc((b->edge_count + (size_t)1) * sizeof *sorted);
  if (!sorted) {
    return NULL;
  }
  trawl_large(sorted, b->edge_count * sizeof *sorted);
  const uint64_t slots = b->edges ? (uint64_t)b->edge_mask + 1 : 0;
  for (uint64_t i = 0; i < slots; ++i) {
    first[b->edges[i].to ? b->edges[i].from : 0] += b->edges[i].to != 0;
  }
  for (uint32_t state = 0, sum = 0; state <= b->state_count; ++state) {
    sum += first[state];
    first[state] = sum;
  }
  for (uint64_t i = 0; i < slots; ++i) {
    if (b->edges[i].to) {
      sorted[--first[b->edges[i].from]] = b->edges[i];
    }
  }
  for (uint32_t state = 1; state < b->state_count; ++state) {
    if (first[state + 1] - first[state] > 1) {
      qsort(sorted + first[state], first[state + 1] - first[state], sizeof *sorted, by_word);
    }
  }
  return sorted;
}

/* Numbers the states anew; `renamed[old]` is the new number. */
static void number_states(const builder *b, const edge *sorted, const uint32_t *first, uint32_t *renamed)
{
  trawl_gazetteer *gazetteer = b->gazetteer;
  uint32_t *order = gazetteer->first_name.at; /* [new] -> old; filled with what belongs there later */
  uint32_t next = 2;
  order[1] = renamed[1] = 1;
  gazetteer->labels.at[0] = gazetteer->labels.at[1] = 0;
  gazetteer->first_state.at[0] = gazetteer->first_state.at[1] = 2;
  for (uint32_t state = 1; state < b->state_count; ++state) {
    const uint32_t old = order[state];
    gazetteer->first_state.at[state] = next;
    for (uint32_t i = first[old]; i < first[old + 1]; ++i, ++next) {
      gazetteer->labels.at[next] = sorted[i].word;
      renamed[sorted[i].to] = next;
      order[next] = sorted[i].to;
    }
  }
  gazetteer->first_state.at[b->state_count] = next;
}

/* First words lead to their state themselves. */
static void enter_words(const builder *b)
{
  const trawl_gazetteer *gazetteer = b->gazetteer;
  trawl_words *words = b->loader->words;
  for (uint32_t state = gazetteer->first_state.at[1]; state < gazetteer->first_state.at[2]; ++state) {
    const uint32_t word = gazetteer->labels.at[state];
    if (word >= words->first) {
      words->items.at[word - words->first].gaz = state;
    }
  }
}

static trawl_status order_states(builder *b)
{
  trawl_gazetteer *gazetteer = b->gazetteer;
  const uint32_t states = b->state_count;
  uint32_t *first = calloc(states + (size_t)2, sizeof *first);
  uint32_t *renamed = calloc(states + (size_t)1, sizeof *renamed);
  trawl_large(first, states * sizeof *first);
  trawl_large(renamed, states * sizeof *renamed);
  edge *sorted = first && renamed ? sorted_edges(b, first) : NULL;
  free(b->edges);
  b->edges = NULL;
  const bool room = sorted && trawl_vec_reserve(&gazetteer->labels, states)
                    && trawl_vec_reserve(&gazetteer->first_state, (uint64_t)states + 1)
                    && trawl_vec_reserve(&gazetteer->first_name, (uint64_t)states + 1);
  if (room) {
    number_states(b, sorted, first, renamed);
    gazetteer->labels.len = states;
    gazetteer->first_state.len = states + 1;
    for (uint32_t i = 0; i < gazetteer->names.len; ++i) {
      b->ends[i] = renamed[b->ends[i]];
    }
    enter_words(b);
  }
  free(sorted);
  free(renamed);
  free(first);
  return room ? TRAWL_OK : TRAWL_NO_MEM;
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

/* Short forms stay only where no other entry bears the name; what is there twice goes, but a name that is a
 * demonym too is both: they are believed in different places. */
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
    const bool twice = kept && at[kept - 1].entry == at[i].entry
                       && !((at[kept - 1].flags ^ at[i].flags) & TRAWL_NAME_DEMONYM)
                       && same_words(gazetteer, at[kept - 1], at[i]);
    if (twice) {
      at[kept - 1].flags |= at[i].flags & TRAWL_NAME_LOWER; /* "The bo" gives a "bo" that is no name in small letters */
    } else if (!(derived && (several || written))) {
      at[kept++] = at[i];
      at[kept - 1].flags &= (uint8_t)~TRAWL_GAZ_DERIVED;
    }
  }
  return kept;
}

static trawl_status group_names(builder *b)
{
  trawl_gazetteer *gazetteer = b->gazetteer;
  const uint32_t states = b->state_count, n = gazetteer->names.len;
  trawl_name *grouped = malloc((n + (size_t)1) * sizeof *grouped);
  TRAWL_TRY_MEM(grouped);
  trawl_large(grouped, n * sizeof *grouped);
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
    for (uint32_t i = 0; i < stay; ++i) { /* nearly always one */
      grouped[kept++] = grouped[from + i];
    }
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
  status = status == TRAWL_OK ? order_states(&b) : status;
  status = status == TRAWL_OK ? group_names(&b) : status;
  free(b.edges);
  free(b.ends);
  return status;
}
