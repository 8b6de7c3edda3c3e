/* SPDX-License-Identifier: MIT
 * trigger.c - the phrases under each lemma that may trigger one, with what refuses most frames at a glance.
 *
 * Open addressing by lemma: it is as large as the phrases need, however many words the gazetteers bring. */
#include "base/hash.h"
#include "rule/relation.h"

#include <string.h>

uint64_t trawl_word_set_bits(const trawl_relations *relations, trawl_word_set set)
{
  uint64_t bits = 0;
  for (uint32_t k = 0; k < set.count; ++k) {
    bits |= trawl_word_bit(relations->words.at[set.first + k]);
  }
  return bits;
}

/* Nothing but a preposition of the frame itself can fill the argument: neither what hangs on another noun, nor
 * a possessor, nor the other side of a list ("X and Y met" for "X meet with Y"). */
static bool needs_prep(const trawl_relations *relations, const trawl_phrase *phrase, uint32_t i)
{
  const trawl_phrase_arg *arg = &phrase->args[i];
  const bool slot = arg->slot == TRAWL_SLOT_X || arg->slot == TRAWL_SLOT_Y;
  return arg->role == TRAWL_ROLE_PREP && phrase->kind != TRAWL_FRAME_NOUN && !arg->inner && !arg->clause && !arg->pair
         && !(i + 1 < phrase->arg_count && phrase->args[i + 1].pair)
         && !(slot && trawl_relations_has(relations, arg->preps, relations->with));
}

/* Nothing but an object of the frame can fill the argument: no particle governs one, and they do not do it with
 * each other. */
static bool needs_object(const trawl_relations *relations, const trawl_phrase *phrase, uint32_t i)
{
  const trawl_phrase_arg *arg = &phrase->args[i];
  const bool pair = arg->pair || (i + 1 < phrase->arg_count && phrase->args[i + 1].pair);
  return arg->role == TRAWL_ROLE_OBJECT && !arg->clause && !arg->inner && !pair
         && !relations->list.at[phrase->relation].symmetric;
}

/* What can be told of a phrase beforehand. A particle may govern the noun that the phrase names, so
 * phrases with particles look for it themselves. */
static trawl_trigger trigger_of(const trawl_relations *relations, uint32_t index)
{
  const trawl_phrase *phrase = &relations->phrases.at[index];
  trawl_trigger trigger = {
    .nouns = UINT64_MAX, .preps = UINT64_MAX, .phrase = index, .kind = phrase->kind, .one_of = UINT8_MAX};
  for (uint32_t i = 0; i < phrase->arg_count; ++i) {
    const trawl_phrase_arg *arg = &phrase->args[i];
    if (phrase->kind != TRAWL_FRAME_NOUN && !arg->clause
        && (arg->role == TRAWL_ROLE_SUBJECT || arg->role == TRAWL_ROLE_COMPLEMENT)) {
      trigger.needs |= (uint8_t)(1u << arg->role);
    }
    if (phrase->particles.count) {
      continue;
    }
    if (needs_object(relations, phrase, i)) {
      trigger.one_of = 1u << TRAWL_ROLE_OBJECT | 1u << TRAWL_ROLE_COMPLEMENT;
    }
    if (arg->slot == TRAWL_SLOT_WORD && arg->role != TRAWL_ROLE_PREP && arg->role != TRAWL_ROLE_SUBJECT) {
      trigger.nouns = trawl_word_set_bits(relations, arg->words);
    }
    if (needs_prep(relations, phrase, i)) {
      trigger.preps = trawl_word_set_bits(relations, arg->preps);
    }
  }
  return trigger;
}

/* Where the phrases of a lemma are noted, or would be. */
static trawl_triggers *slot_of(const trawl_relations *relations, uint32_t lemma)
{
  const uint32_t mask = relations->triggers.len - 1;
  uint32_t i = (uint32_t)trawl_hash_pair(lemma, 0) & mask;
  while (relations->triggers.at[i].count && relations->triggers.at[i].lemma != lemma) {
    i = (i + 1) & mask;
  }
  return &relations->triggers.at[i];
}

trawl_status trawl_triggers_file(trawl_relations *relations)
{
  uint32_t total = 0, size = 8, first = 0;
  for (uint32_t i = 0; i < relations->phrases.len; ++i) {
    total += relations->phrases.at[i].triggers.count;
  }
  while (size < total * UINT64_C(2)) {
    size *= 2;
  }
  TRAWL_TRY_MEM(trawl_vec_reserve(&relations->triggers, size));
  TRAWL_TRY_MEM(trawl_vec_reserve(&relations->by_trigger, (uint64_t)total + 1));
  relations->triggers.len = size;
  relations->by_trigger.len = total;
  memset(relations->triggers.at, 0, size * sizeof *relations->triggers.at);
  for (unsigned pass = 0; pass < 2; ++pass) {
    for (uint32_t i = 0; i < relations->phrases.len; ++i) {
      const trawl_word_set set = relations->phrases.at[i].triggers;
      for (uint32_t k = 0; k < set.count; ++k) {
        trawl_triggers *slot = slot_of(relations, relations->words.at[set.first + k]);
        slot->lemma = relations->words.at[set.first + k];
        if (pass == 0) {
          ++slot->count;
        } else {
          relations->by_trigger.at[slot->first++] = trigger_of(relations, i);
        }
      }
    }
    for (uint32_t i = 0; i < size; ++i) {
      trawl_triggers *slot = &relations->triggers.at[i];
      slot->first = pass == 0 ? first : slot->first - slot->count; /* they were counted up */
      first += slot->count;
    }
  }
  return TRAWL_OK;
}

const trawl_trigger *trawl_relations_triggered(const trawl_relations *relations, uint32_t lemma,
                                          uint32_t *count)
{
  *count = 0;
  if (!relations->triggers.len) {
    return NULL;
  }
  const trawl_triggers *found = slot_of(relations, lemma);
  *count = found->count;
  return found->count ? relations->by_trigger.at + found->first : NULL;
}
