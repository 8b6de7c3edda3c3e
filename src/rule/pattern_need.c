/* SPDX-License-Identifier: MIT
 * pattern_need.c - what a pattern cannot do without, and whether a sentence has it.
 *
 * "$names [is=org_head]" begins at every capitalised word, but most sentences have no such head.  For each
 * pattern the items that every match must take are collected when it is compiled; before a pattern is first
 * entered in a sentence they are looked up in what the sentence has.  That is only a filter: it may let a
 * pattern pass that will not match, never the other way round. */
#include "rule/pattern_set.h"

#include <string.h>

enum { GROUP_ITEMS = 32 };

/* ---- collecting ----------------------------------------------------------------------------- */

/* How much an item tells: words are rarer than tests. */
static int rank_of(const trawl_item *item)
{
  switch (item->kind) {
  case TRAWL_ITEM_WORD:
  case TRAWL_ITEM_LEMMA:
    return 3;
  case TRAWL_ITEM_TEST:
    return 2;
  case TRAWL_ITEM_MENTION:
    return 1;
  default:
    return 0;
  }
}

/* The item that tells most of those that every match of a node takes; NULL: there is none. */
static const trawl_item *best_item(const trawl_node *node)
{
  const trawl_item *best = NULL;
  switch (node->kind) {
  case TRAWL_NODE_ITEM:
    return rank_of(&node->item) ? &node->item : NULL;
  case TRAWL_NODE_REPEAT:
    return node->min ? best_item(node->child) : NULL;
  case TRAWL_NODE_CAPTURE:
    return best_item(node->child);
  case TRAWL_NODE_SEQUENCE:
    for (const trawl_node *n = node->child; n; n = n->sibling) {
      const trawl_item *item = best_item(n);
      best = item && (!best || rank_of(item) >= rank_of(best)) ? item : best;
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
    const trawl_item *item = count < GROUP_ITEMS ? best_item(n) : NULL;
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
    return rank_of(item) ? add_group(set, &item, 1, program) : TRAWL_OK;
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

/* ---- looking up ----------------------------------------------------------------------------- */

static void note_id(uint64_t *ids, uint32_t id)
{
  const uint32_t bit = trawl_pattern_filter_bit(id) & 255;
  ids[bit >> 6] |= UINT64_C(1) << (bit & 63);
}

static bool has_id(const uint64_t *ids, uint32_t id)
{
  const uint32_t bit = trawl_pattern_filter_bit(id) & 255;
  return ids[bit >> 6] >> (bit & 63) & 1;
}

trawl_status trawl_pattern_note_sentence(trawl_matcher *m)
{
  const uint32_t len = m->tok.end - m->tok.start, width = m->classes->width;
  const uint32_t programs = m->set->programs.len;
  TRAWL_TRY_MEM(trawl_vec_reserve(&m->tests, width));
  if (m->met.len < programs || m->sentence >= UINT32_MAX / 2) {
    TRAWL_TRY_MEM(trawl_vec_reserve(&m->met, programs));
    m->met.len = m->met.cap;
    memset(m->met.at, 0, m->met.len * sizeof *m->met.at);
    m->sentence = 0;
  }
  ++m->sentence;
  memset(m->tests.at, 0, width * sizeof *m->tests.at);
  memset(m->words, 0, sizeof m->words);
  memset(m->lemmas, 0, sizeof m->lemmas);
  m->types = 0;
  m->first_word = m->tok.start;
  while (m->first_word + 1 < m->tok.end
         && m->doc->tokens.kind[m->first_word] == TRAWL_TOKEN_PUNCT) {
    ++m->first_word;
  }
  for (uint32_t i = 0; i < len; ++i) {
    const uint32_t class = m->class_of.at[i] & ~TRAWL_WORD_STARTS;
    const uint64_t *bits = &m->classes->bits.at[(size_t) class * width];
    for (uint32_t j = 0; j < width; ++j) {
      m->tests.at[j] |= bits[j];
    }
    note_id(m->words, m->folded.at[i]);
    note_id(m->lemmas, m->doc->tokens.lemma[m->tok.start + i]);
    m->types |= m->types_at.at[i];
  }
  return TRAWL_OK;
}

static bool has_item(const trawl_matcher *m, const trawl_item *item)
{
  switch (item->kind) {
  case TRAWL_ITEM_WORD:
    return has_id(m->words, item->value);
  case TRAWL_ITEM_LEMMA:
    return has_id(m->lemmas, item->value);
  case TRAWL_ITEM_TEST:
    return m->tests.at[item->value >> 6] >> (item->value & 63) & 1;
  default:
    return m->types & item->types;
  }
}

static bool look_up(const trawl_matcher *m, const trawl_program *program)
{
  bool found = false;
  for (uint32_t i = 0; i < program->need_count; ++i) {
    const trawl_need *need = &m->set->needs.at[program->first_need + i];
    found = found || has_item(m, &need->item);
    if (need->last && !found) {
      return false;
    }
    found = found && !need->last;
  }
  return true;
}

bool trawl_pattern_look_up_needs(trawl_matcher *m, uint32_t program)
{
  uint32_t *met = &m->met.at[program];
  *met = m->sentence << 1 | (uint32_t)look_up(m, &m->set->programs.at[program]);
  return *met & 1;
}
