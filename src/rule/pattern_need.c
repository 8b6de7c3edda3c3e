/* SPDX-License-Identifier: MIT
 * pattern_need.c - what a pattern cannot do without, and whether a sentence has it.
 *
 * "$names [is=org_head]" begins at every capitalised word, but most sentences have no such head.  For each
 * pattern the items that every match must take are collected when it is compiled; before a pattern is first
 * entered in a sentence they are looked up in what the sentence has.  That is only a filter: it may let a
 * pattern pass that will not match, never the other way round. */
#include "rule/pattern_set.h"

#include <stdlib.h>
#include <string.h>

enum { GROUP_ITEMS = 32 };

/* ---- collecting ----------------------------------------------------------------------------- */

/* How much an item tells, 0: nothing.  Words are rarer than classes of words, those than shapes. */
enum { TELLS_TAGS = 1, TELLS_TYPE, TELLS_SHAPE, TELLS_REGEX, TELLS_CLASS, TELLS_WORD };

/* Words that most sentences have tell hardly anything. */
static const char *const common_words[] = {
  ",", ".", "the", "a", "an", "of", "to", "in", "and", "for", "on", "with", "at", "by", "from", "that",
  "is", "was", "be", "has", "have", "had", "he", "it", "his", "said", "say", "as", "'s", "-", "\"", "(", ")",
};

trawl_status trawl_pattern_note_common(trawl_pattern_set *set, trawl_lexicon *lexicon)
{
  for (size_t i = 0; i < TRAWL_COUNT(common_words); ++i) {
    uint32_t id;
    TRAWL_TRY(trawl_words_add(&lexicon->words, common_words[i], strlen(common_words[i]), &id, NULL));
    TRAWL_TRY_MEM(trawl_vec_push(&set->common, id));
  }
  return TRAWL_OK;
}

static bool is_common(const trawl_pattern_set *set, uint32_t id)
{
  for (uint32_t i = 0; i < set->common.len; ++i) {
    if (set->common.at[i] == id) {
      return true;
    }
  }
  return false;
}

static bool list_is_common(const trawl_pattern_set *set, const trawl_atom *atom)
{
  for (uint32_t i = 0; i < set->common.len; ++i) {
    if (trawl_pattern_ids_have(&set->ids.at[atom->first], atom->count, set->common.at[i])) {
      return true;
    }
  }
  return false;
}

static uint32_t rank_of_test(const trawl_pattern_set *set, const trawl_test *test)
{
  uint32_t rank = ~test->tags ? TELLS_TAGS : 0;
  for (uint32_t i = 0; i < test->word_atoms; ++i) {
    const trawl_atom *atom = &set->atoms.at[test->first_atom + i];
    uint32_t tells = TELLS_TAGS;
    if (!atom->negated) {
      tells = atom->kind == TRAWL_ATOM_SHAPE || atom->kind == TRAWL_ATOM_KNOWN
                  || atom->kind == TRAWL_ATOM_COMMON
                ? TELLS_SHAPE
              : atom->kind == TRAWL_ATOM_REGEX ? TELLS_REGEX
              : (atom->kind == TRAWL_ATOM_LIST || atom->kind == TRAWL_ATOM_FORMS) && list_is_common(set, atom)
                ? TELLS_SHAPE
                : TELLS_CLASS;
    }
    rank = tells > rank ? tells : rank;
  }
  return rank;
}

static uint32_t rank_of(const trawl_pattern_set *set, const trawl_item *item)
{
  switch (item->kind) {
  case TRAWL_ITEM_WORD:
  case TRAWL_ITEM_LEMMA:
    return is_common(set, item->value) ? TELLS_SHAPE : TELLS_WORD;
  case TRAWL_ITEM_TEST:
    return rank_of_test(set, &set->tests.at[item->value]);
  case TRAWL_ITEM_MENTION:
    return TELLS_TYPE;
  default:
    return 0;
  }
}

/* The item that tells most of those that every match of a node takes; NULL: there is none. */
static const trawl_item *best_item(const trawl_pattern_set *set, const trawl_node *node)
{
  const trawl_item *best = NULL;
  switch (node->kind) {
  case TRAWL_NODE_ITEM:
    return rank_of(set, &node->item) ? &node->item : NULL;
  case TRAWL_NODE_REPEAT:
    return node->min ? best_item(set, node->child) : NULL;
  case TRAWL_NODE_CAPTURE:
    return best_item(set, node->child);
  case TRAWL_NODE_SEQUENCE:
    for (const trawl_node *n = node->child; n; n = n->sibling) {
      const trawl_item *item = best_item(set, n);
      best = item && (!best || rank_of(set, item) >= rank_of(set, best)) ? item : best;
    }
    return best;
  default:
    return NULL;
  }
}

static trawl_status add_group(trawl_pattern_set *set, const trawl_item *const *items,
                              uint32_t count, trawl_program *program)
{
  for (uint32_t i = 0; i < count; ++i) {
    if (items[i]->kind == TRAWL_ITEM_LEMMA) {
      trawl_pattern_filter_add(set->lemma_need_filter, items[i]->value);
    }
    TRAWL_TRY_MEM(trawl_vec_push(&set->needs, (trawl_need){*items[i], i + 1 == count}));
  }
  program->need_count += count;
  return TRAWL_OK;
}

/* One item of each way; nothing when a way can do without any. */
static trawl_status add_choice(trawl_pattern_set *set, const trawl_node *node,
                               trawl_program *program)
{
  const trawl_item *items[GROUP_ITEMS];
  uint32_t count = 0;
  for (const trawl_node *n = node->child; n; n = n->sibling) {
    const trawl_item *item = count < GROUP_ITEMS ? best_item(set, n) : NULL;
    if (!item) {
      return TRAWL_OK;
    }
    items[count++] = item;
  }
  return add_group(set, items, count, program);
}

static trawl_status collect(trawl_pattern_set *set, const trawl_node *node, trawl_program *program)
{
  const trawl_item *item = &node->item;
  switch (node->kind) {
  case TRAWL_NODE_ITEM:
    return rank_of(set, item) ? add_group(set, &item, 1, program) : TRAWL_OK;
  case TRAWL_NODE_REPEAT:
    return node->min ? collect(set, node->child, program) : TRAWL_OK;
  case TRAWL_NODE_CAPTURE:
    return collect(set, node->child, program);
  case TRAWL_NODE_SEQUENCE:
    for (const trawl_node *n = node->child; n; n = n->sibling) {
      TRAWL_TRY(collect(set, n, program));
    }
    return TRAWL_OK;
  case TRAWL_NODE_CHOICE:
    return add_choice(set, node, program);
  default:
    return TRAWL_OK;
  }
}

trawl_status trawl_pattern_add_needs(trawl_pattern_set *set, const trawl_node *root,
                                     trawl_program *program)
{
  program->first_need = set->needs.len;
  program->need_count = 0;
  return collect(set, root, program);
}

/* ---- keys ----------------------------------------------------------------------------------- */

/* How much a group tells: as much as its least telling item, and more with fewer items. */
static uint32_t group_rank(const trawl_pattern_set *set, const trawl_need *group, uint32_t *count)
{
  uint32_t least = TELLS_WORD, n = 0;
  do {
    const uint32_t rank = rank_of(set, &group[n].item);
    least = rank < least ? rank : least;
  } while (!group[n++].last);
  *count = n;
  return least * (GROUP_ITEMS + 1) + GROUP_ITEMS - n;
}

static trawl_status file_program(trawl_pattern_set *set, uint32_t program)
{
  const trawl_program *p = &set->programs.at[program];
  uint32_t best = TRAWL_NONE, best_rank = 0, best_count = 0;
  for (uint32_t i = 0, count; i < p->need_count; i += count) {
    const uint32_t rank = group_rank(set, &set->needs.at[p->first_need + i], &count);
    if (best == TRAWL_NONE || rank > best_rank) {
      best = i;
      best_rank = rank;
      best_count = count;
    }
  }
  if (best == TRAWL_NONE) {
    TRAWL_TRY_MEM(trawl_vec_push(&set->keyless, program));
  }
  for (uint32_t i = 0; i < best_count; ++i) {
    TRAWL_TRY(trawl_item_index_add(&set->keys, &set->needs.at[p->first_need + best + i].item, program));
  }
  return TRAWL_OK;
}

/* ---- what is asked -------------------------------------------------------------------------- */

/* matcher->has: a bit for each test that some word passes, 256 bits each for its words and lemmas by their
 * hash, a bit for each type of its mentions. */
enum { ID_WORDS = 4, WORDS_AT = 0, LEMMAS_AT = ID_WORDS, TYPES_AT = 2 * ID_WORDS, BESIDE_TESTS };

static uint32_t tests_width(const trawl_pattern_set *set)
{
  return set->tests.len / 64 + 1;
}

static trawl_ask ask_id(uint32_t first, uint32_t id)
{
  const uint32_t bit = trawl_pattern_filter_bit(id) % (64 * ID_WORDS);
  return (trawl_ask){.bits = UINT64_C(1) << (bit & 63), .tags = UINT64_MAX, .word = first + (bit >> 6)};
}

static trawl_ask ask_item(const trawl_pattern_set *set, const trawl_item *item)
{
  const uint32_t beside = tests_width(set);
  switch (item->kind) {
  case TRAWL_ITEM_WORD:
    return ask_id(beside + WORDS_AT, item->value);
  case TRAWL_ITEM_LEMMA:
    return ask_id(beside + LEMMAS_AT, item->value);
  case TRAWL_ITEM_TEST:
    return (trawl_ask){.bits = UINT64_C(1) << (item->value & 63),
                       .tags = set->tests.at[item->value].tags,
                       .word = item->value >> 6};
  default:
    return (trawl_ask){.bits = item->types, .tags = UINT64_MAX, .word = beside + TYPES_AT};
  }
}

/* Adds a group of needs, those that one look answers as one. */
static trawl_status add_asks(trawl_pattern_set *set, const trawl_need *group, uint32_t count)
{
  const uint32_t first = set->asks.len;
  for (uint32_t i = 0; i < count; ++i) {
    const trawl_ask ask = ask_item(set, &group[i].item);
    uint32_t same = first;
    while (same < set->asks.len && (set->asks.at[same].word != ask.word || set->asks.at[same].tags != ask.tags)) {
      ++same;
    }
    if (same < set->asks.len) {
      set->asks.at[same].bits |= ask.bits;
    } else {
      TRAWL_TRY_MEM(trawl_vec_push(&set->asks, ask));
    }
  }
  set->asks.at[set->asks.len - 1].last = true;
  return TRAWL_OK;
}

static trawl_status file_asks(trawl_pattern_set *set, trawl_program *program)
{
  program->first_ask = set->asks.len;
  for (uint32_t i = 0, count; i < program->need_count; i += count) {
    const trawl_need *group = &set->needs.at[program->first_need + i];
    for (count = 1; !group[count - 1].last; ++count) {
    }
    TRAWL_TRY(add_asks(set, group, count));
  }
  program->ask_count = set->asks.len - program->first_ask;
  return TRAWL_OK;
}

trawl_status trawl_pattern_file_keys(trawl_pattern_set *set)
{
  set->keyless.len = 0;
  set->asks.len = 0;
  for (uint32_t i = 0; i < set->programs.len; ++i) {
    TRAWL_TRY(file_program(set, i));
    TRAWL_TRY(file_asks(set, &set->programs.at[i]));
  }
  trawl_item_index_sort(&set->keys);
  return TRAWL_OK;
}

/* ---- what a sentence has -------------------------------------------------------------------- */

static void note_id(uint64_t *ids, uint32_t id)
{
  const uint32_t bit = trawl_pattern_filter_bit(id) % (64 * ID_WORDS);
  ids[bit >> 6] |= UINT64_C(1) << (bit & 63);
}

static void search(trawl_matcher *m, uint32_t program)
{
  m->searched.at[program >> 6] |= UINT64_C(1) << (program & 63);
}

static void search_keyed(trawl_matcher *m, const trawl_keyed_list *list, uint32_t key)
{
  for (uint32_t i = trawl_keyed_first(list, key);
       i < list->len && list->at[i].key == key; ++i) {
    search(m, list->at[i].value);
  }
}

static void note_class(trawl_matcher *m, uint32_t class)
{
  trawl_classes *classes = m->classes;
  const uint64_t *bits = trawl_class_bits(classes, class);
  for (uint32_t j = 0; j < classes->width; ++j) {
    m->has.at[j] |= bits[j];
  }
  for (const uint32_t *key = &classes->keys.at[classes->first_key.at[class]]; *key != TRAWL_NONE;
       ++key) {
    search(m, *key);
  }
}

/* A word that some state waits for, so that a need may. */
static void note_word(trawl_matcher *m, uint32_t i)
{
  const uint32_t folded = trawl_doc_folded(m->doc, m->tok.start + i);
  note_id(&m->has.at[m->classes->width + WORDS_AT], folded);
  if (m->class_of.at[i] & TRAWL_WORD_KEYS) {
    search_keyed(m, &m->set->keys.words, folded);
  }
}

/* A lemma that some need asks for, or so it seems. */
static void note_lemma(trawl_matcher *m, uint32_t lemma)
{
  note_id(&m->has.at[m->classes->width + LEMMAS_AT], lemma);
  if (trawl_pattern_filter_has(m->set->keys.lemma_filter, lemma)) {
    search_keyed(m, &m->set->keys.lemmas, lemma);
  }
}

/* What the words and mentions are; programs whose key is there are searched. */
static void note_tokens(trawl_matcher *m)
{
  const trawl_pattern_set *set = m->set;
  const uint32_t *lemma = &m->doc->tokens.lemma[m->tok.start], *class_of = m->class_of.at;
  const uint8_t *tags = &m->doc->tokens.tag[m->tok.start];
  const uint32_t len = m->tok.end - m->tok.start, sentence = m->sentence;
  uint64_t seen = 0;
  for (uint32_t i = 0; i < len; ++i) {
    const uint32_t class = class_of[i] & TRAWL_CLASS_MASK;
    if (m->classes->noted.at[class] != sentence) {
      m->classes->noted.at[class] = sentence;
      note_class(m, class);
    }
    if (class_of[i] & TRAWL_WORD_ITEMS) {
      note_word(m, i);
    }
    if (trawl_pattern_filter_has(set->lemma_need_filter, lemma[i])) {
      note_lemma(m, lemma[i]);
    }
    seen |= UINT64_C(1) << tags[i];
  }
  m->tags = seen;
  m->has.at[m->classes->width + TYPES_AT] = m->types;
  for (uint64_t left = m->types; left; left &= left - 1) {
    search_keyed(m, &set->keys.types, (uint32_t)__builtin_ctzll(left));
  }
  for (uint32_t i = 0; i < set->keyless.len; ++i) {
    search(m, set->keyless.at[i]);
  }
}

/* Whether the sentence has one of a group's items; `*at` is moved behind the group. */
static bool group_met(const trawl_matcher *m, const trawl_ask **at)
{
  bool met = false, last;
  do {
    const trawl_ask *ask = (*at)++;
    met |= (m->has.at[ask->word] & ask->bits) && (m->tags & ask->tags);
    last = ask->last;
  } while (!last);
  return met;
}

/* The group that failed last is looked at first: mostly it is the rare one. */
static bool needs_met(trawl_matcher *m, const trawl_program *program, uint32_t *doubt)
{
  const trawl_ask *asks = &m->set->asks.at[program->first_ask], *end = asks + program->ask_count;
  const trawl_ask *at = asks + *doubt;
  if (*doubt < program->ask_count && !group_met(m, &at)) {
    return false;
  }
  for (at = asks; at < end;) {
    const trawl_ask *group = at;
    if (!group_met(m, &at)) {
      *doubt = (uint32_t)(group - asks);
      return false;
    }
  }
  return true;
}

/* The starts of the searched programs whose other needs are met too. */
static bool revive(trawl_matcher *m)
{
  bool any = false;
  for (uint32_t word = 0; word * 64 < m->set->programs.len; ++word) {
    for (uint64_t left = m->searched.at[word]; left; left &= left - 1) {
      const uint32_t index = word * 64 + (uint32_t)__builtin_ctzll(left);
      const trawl_program *program = &m->set->programs.at[index];
      if (!needs_met(m, program, &m->classes->doubts.at[index])) {
        continue;
      }
      any = true;
      for (uint32_t i = 0; i < program->start_count; ++i) {
        const uint32_t start = program->first_start + i;
        m->alive.at[start >> 6] |= UINT64_C(1) << (start & 63);
      }
    }
  }
  return any;
}

trawl_status trawl_pattern_search_sentence(trawl_matcher *m, bool *any)
{
  const uint32_t programs = m->set->programs.len, width = m->classes->width + BESIDE_TESTS;
  TRAWL_TRY_MEM(trawl_vec_reserve(&m->has, width)
                && trawl_vec_reserve(&m->searched, programs / 64 + UINT64_C(1))
                && trawl_vec_reserve(&m->alive, m->set->start_width)
                && trawl_vec_reserve(&m->live, m->set->start_width));
  while (m->classes->doubts.len < programs) {
    TRAWL_TRY_MEM(trawl_vec_push(&m->classes->doubts, 0));
  }
  if (++m->sentence == 0) { /* after four billion sentences: no class was seen in this one */
    memset(m->classes->noted.at, 0xff, m->classes->noted.len * sizeof *m->classes->noted.at);
    m->sentence = 1;
  }
  memset(m->has.at, 0, width * sizeof *m->has.at);
  memset(m->searched.at, 0, (programs / 64 + 1) * sizeof *m->searched.at);
  memset(m->alive.at, 0, m->set->start_width * sizeof *m->alive.at);
  m->first_word = m->tok.start;
  while (m->first_word + 1 < m->tok.end
         && m->doc->tokens.kind[m->first_word] == TRAWL_TOKEN_PUNCT) {
    ++m->first_word;
  }
  note_tokens(m);
  *any = revive(m);
  m->live.len = 0;
  for (uint32_t i = 0; i < m->set->start_width; ++i) {
    m->live.at[m->live.len] = i;
    m->live.len += m->alive.at[i] != 0;
  }
  return TRAWL_OK;
}
