/* SPDX-License-Identifier: MIT
 * lint_phrase.c - phrases that say what another one says.
 *
 * Phrases are compared as they were compiled, so "X visits Y" and "X visit Y" are one.  A phrase is filed
 * under each of its triggers by a hash of its form (which arguments, not which words), and once more by a
 * hash of everything.  Another one that fits wherever it fits has the same form, or the form without
 * the prepositional argument at the end; the words are compared behind the hash.  Work is bounded for each phrase. */
#include "rule/lint.h"

#include "base/hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HITS = 6, WORDS_SHOWN = 100 };

/* What was found out about a phrase, and for which of its verbs. */
typedef struct hit {
  const char *code;
  uint32_t other;
  char words[WORDS_SHOWN];
  uint32_t count;
} hit;

typedef struct linter {
  trawl_lint *lint;
  const trawl_relations *relations;
  trawl_lint_keys forms, whole;
} linter;

/* ---- keys ------------------------------------------------------------------------------------- */

/* The order of alternatives does not matter. */
static uint64_t hash_set(const trawl_relations *relations, trawl_word_set set)
{
  uint64_t sum = set.count;
  for (uint32_t i = 0; i < set.count; ++i) {
    sum += trawl_hash_pair(relations->words.at[set.first + i], 1);
  }
  return sum;
}

static uint64_t hash_arg(uint64_t hash, const trawl_phrase_arg *arg)
{
  return trawl_lint_hash(hash, arg->role | (uint64_t)arg->slot << 8 | (uint64_t)arg->clause << 16
                                 | (uint64_t)arg->pair << 17 | (uint64_t)arg->inner << 18);
}

/* The form of a phrase under a trigger, without one of its arguments (or TRAWL_PHRASE_ARGS: with all). */
static uint64_t hash_form(const trawl_phrase *phrase, uint32_t trigger, uint32_t without)
{
  uint64_t hash = trawl_lint_hash(phrase->kind, trigger);
  hash = trawl_lint_hash(hash, phrase->particles.count != 0);
  for (uint32_t i = 0; i < phrase->arg_count; ++i) {
    hash = i == without ? hash : hash_arg(hash, &phrase->args[i]);
  }
  return hash;
}

static uint64_t hash_whole(const linter *l, const trawl_phrase *phrase, uint32_t trigger)
{
  uint64_t hash = trawl_lint_hash(hash_form(phrase, trigger, TRAWL_PHRASE_ARGS),
                                  hash_set(l->relations, phrase->particles));
  for (uint32_t i = 0; i < phrase->arg_count; ++i) {
    const trawl_phrase_arg *arg = &phrase->args[i];
    hash = trawl_lint_hash(hash, hash_set(l->relations, arg->preps));
    hash = trawl_lint_hash(trawl_lint_hash(hash, hash_set(l->relations, arg->words)), arg->types);
  }
  return hash;
}

/* ---- which says what the other one says --------------------------------------------------------- */

static bool is_subset(const trawl_relations *relations, trawl_word_set small, trawl_word_set large)
{
  for (uint32_t i = 0; i < small.count; ++i) {
    if (!trawl_relations_has(relations, large, relations->words.at[small.first + i])) {
      return false;
    }
  }
  return (small.count == 0) == (large.count == 0);
}

/* "of" hangs on the noun before it: who asks for "at" alone reads "head of sales at Acme", who asks for
 * "of|at" stops at the sales. */
static bool covers_preps(const trawl_relations *relations, trawl_word_set small, trawl_word_set large)
{
  return is_subset(relations, small, large)
         && trawl_relations_has(relations, small, relations->of) == trawl_relations_has(relations, large, relations->of);
}

static bool covers_arg(const trawl_relations *relations, const trawl_phrase_arg *large,
                       const trawl_phrase_arg *small)
{
  return large->role == small->role && large->slot == small->slot && large->clause == small->clause
         && large->pair == small->pair && large->inner == small->inner
         && covers_preps(relations, small->preps, large->preps) && is_subset(relations, small->words, large->words)
         && (large->slot != TRAWL_SLOT_QUALIFIER
             || (strcmp(large->key, small->key) == 0 && (small->types & ~large->types) == 0));
}

/* Does `large` fit wherever `small` does? Both have the trigger. `without`: the argument of `small` that
 * `large` does not ask for, or TRAWL_PHRASE_ARGS. */
static bool covers(const trawl_relations *relations, const trawl_phrase *large, const trawl_phrase *small,
                   uint32_t without)
{
  const bool less = without < TRAWL_PHRASE_ARGS;
  if (large->kind != small->kind || large->arg_count + less != small->arg_count
      || !is_subset(relations, small->particles, large->particles)) {
    return false;
  }
  for (uint32_t i = 0, k = 0; i < small->arg_count; ++i) {
    if (i != without && !covers_arg(relations, &large->args[k++], &small->args[i])) {
      return false;
    }
  }
  return true;
}

static bool same_qualifiers(const trawl_phrase *a, const trawl_phrase *b)
{
  bool same = a->qualifier_count == b->qualifier_count;
  for (uint32_t i = 0; same && i < a->qualifier_count; ++i) {
    same = strcmp(a->qualifiers[i].key, b->qualifiers[i].key) == 0
           && strcmp(a->qualifiers[i].value, b->qualifiers[i].value) == 0;
  }
  return same;
}

/* Readings of one phrase with and without its optional word. */
static bool is_one_text(const trawl_phrase *a, const trawl_phrase *b)
{
  return a->line == b->line && a->column == b->column && strcmp(a->path, b->path) == 0;
}

/* What is wrong with `phrase`, given that `other` fits wherever it does; NULL: nothing. `equal`: and the
 * other way round. */
static const char *verdict(const linter *l, const trawl_phrase *phrase, const trawl_phrase *other, bool equal)
{
  const trawl_relation *mine = &l->relations->list.at[phrase->relation];
  const trawl_relation *its = &l->relations->list.at[other->relation];
  if (is_one_text(phrase, other)) {
    return NULL;
  }
  if (phrase->relation == other->relation) {
    if (phrase->except || other->except) {
      return phrase->except ? (equal && other->except ? "W220" : NULL) : "W222";
    }
    if (!same_qualifiers(phrase, other)) {
      return NULL;
    }
    return equal ? "W220" : phrase->weight <= other->weight ? "W225" : NULL;
  }
  /* Whose own relation shares words with one that ships wants both, or takes that one out. */
  if (!equal || phrase->except || other->except || !trawl_lint_judged(l->lint, other->path)
      || !trawl_lint_conflict(l->relations, phrase->relation, other->relation)) {
    return NULL;
  }
  if (mine->priority != its->priority) { /* decided: the lower one is of use where the other's types end */
    return mine->priority < its->priority && !(mine->x & ~its->x) && !(mine->y & ~its->y) ? "W225" : NULL;
  }
  return "W221";
}

/* Of two that are equal the later one is told, unless only the other one is judged. */
static bool is_told(const linter *l, uint32_t phrase, uint32_t other, const char *code)
{
  const trawl_phrase *there = &l->relations->phrases.at[other];
  return (strcmp(code, "W220") != 0 && strcmp(code, "W221") != 0) || other < phrase
         || !trawl_lint_judged(l->lint, there->path);
}

/* ---- telling ---------------------------------------------------------------------------------- */

static void note_hit(const linter *l, hit *hits, uint32_t *count, const char *code, uint32_t other,
                     uint32_t trigger)
{
  const char *word = trawl_words_text(&l->lint->rules->lexicon.words, trigger);
  uint32_t i = 0;
  while (i < *count && (hits[i].other != other || hits[i].code != code)) {
    ++i;
  }
  if (i == HITS) {
    return;
  }
  if (i == *count) {
    hits[(*count)++] = (hit){.code = code, .other = other};
  }
  const size_t used = strlen(hits[i].words);
  snprintf(hits[i].words + used, WORDS_SHOWN - used, "%s%s", hits[i].count ? ", " : "", word);
  ++hits[i].count;
}

static void tell(const linter *l, const trawl_phrase *phrase, const hit *found)
{
  const trawl_phrase *other = &l->relations->phrases.at[found->other];
  const char *mine = l->relations->list.at[phrase->relation].name;
  const char *its = l->relations->list.at[other->relation].name;
  const bool some = found->count < phrase->triggers.count;
  char which[WORDS_SHOWN + 16] = "";
  if (some) {
    snprintf(which, sizeof which, " (as to %s)", found->words);
  }
  trawl_findings *findings = l->lint->findings;
  const trawl_place place = trawl_lint_place(l->lint, phrase->path, phrase->line, phrase->column,
                                             (uint32_t)strlen(phrase->text));
  if (strcmp(found->code, "W221") == 0) {
    char hint[200];
    snprintf(hint, sizeof hint, "if both are meant, say 'also: [%.60s]' under '%.60s'", its, mine);
    trawl_warn(findings, place, "W221", hint, "'%s' of '%s' stands under '%s' as well%s, %s:%u", phrase->text,
               mine, its, which, other->file, (unsigned)other->line);
  } else if (strcmp(found->code, "W222") == 0) {
    trawl_warn(findings, place, "W222", NULL, "the exception '%s' blocks '%s'%s, %s:%u", other->text,
               phrase->text, which, other->file, (unsigned)other->line);
  } else if (strcmp(found->code, "W225") == 0) {
    trawl_warn(findings, place, "W225", NULL, "'%s' never wins: '%s'%s%s%s fits wherever it does%s, %s:%u",
               phrase->text, other->text, mine == its ? "" : " of '", mine == its ? "" : its,
               mine == its ? "" : "'", which, other->file, (unsigned)other->line);
  } else {
    trawl_warn(findings, place, "W220", NULL, "'%s' says what '%s' says already%s, %s:%u", phrase->text,
               other->text, which, other->file, (unsigned)other->line);
  }
}

/* ---- looking ---------------------------------------------------------------------------------- */

/* The first phrase under a key that makes this one useless. True: noted. */
static bool look(const linter *l, const trawl_lint_keys *keys, uint64_t key, uint32_t index, uint32_t trigger,
                 uint32_t without, hit *hits, uint32_t *count)
{
  const trawl_phrase *phrase = &l->relations->phrases.at[index];
  uint32_t i = trawl_lint_first(keys, key);
  for (uint32_t n = 0; i < keys->len && keys->at[i].key == key && n < TRAWL_LINT_COMPARED; ++i, ++n) {
    const uint32_t other = keys->at[i].index;
    const trawl_phrase *there = &l->relations->phrases.at[other];
    if (other == index || !covers(l->relations, there, phrase, without)) {
      continue;
    }
    const bool equal = without == TRAWL_PHRASE_ARGS && covers(l->relations, phrase, there, without);
    const char *code = verdict(l, phrase, there, equal);
    if (code && is_told(l, index, other, code)) {
      note_hit(l, hits, count, code, other, trigger);
      return true;
    }
  }
  return false;
}

static void lint_phrase(const linter *l, uint32_t index)
{
  const trawl_phrase *phrase = &l->relations->phrases.at[index];
  hit hits[HITS];
  uint32_t count = 0;
  for (uint32_t k = 0; k < phrase->triggers.count; ++k) {
    const uint32_t trigger = l->relations->words.at[phrase->triggers.first + k];
    bool found = look(l, &l->whole, hash_whole(l, phrase, trigger), index, trigger, TRAWL_PHRASE_ARGS, hits,
                      &count);
    found = found || look(l, &l->forms, hash_form(phrase, trigger, TRAWL_PHRASE_ARGS), index, trigger,
                          TRAWL_PHRASE_ARGS, hits, &count);
    const uint32_t last = phrase->arg_count ? phrase->arg_count - 1u : 0;
    const trawl_phrase_arg *arg = &phrase->args[last];
    if (!found && arg->role == TRAWL_ROLE_PREP && (arg->slot == TRAWL_SLOT_ANY || arg->slot == TRAWL_SLOT_WORD)) {
      look(l, &l->forms, hash_form(phrase, trigger, last), index, trigger, last, hits, &count);
    }
  }
  for (uint32_t i = 0; i < count; ++i) {
    tell(l, phrase, &hits[i]);
  }
}

static bool file_phrase(linter *l, uint32_t index)
{
  const trawl_phrase *phrase = &l->relations->phrases.at[index];
  bool room = true;
  for (uint32_t k = 0; room && k < phrase->triggers.count; ++k) {
    const uint32_t trigger = l->relations->words.at[phrase->triggers.first + k];
    const trawl_lint_key form = {hash_form(phrase, trigger, TRAWL_PHRASE_ARGS), index};
    const trawl_lint_key whole = {hash_whole(l, phrase, trigger), index};
    room = trawl_vec_push(&l->forms, form) && trawl_vec_push(&l->whole, whole);
  }
  return room;
}

trawl_status trawl_lint_phrases(trawl_lint *lint)
{
  linter l = {.lint = lint, .relations = &lint->rules->relations};
  bool room = true;
  for (uint32_t i = 0; room && i < l.relations->phrases.len; ++i) {
    room = file_phrase(&l, i);
  }
  trawl_lint_sort(&l.forms);
  trawl_lint_sort(&l.whole);
  for (uint32_t i = 0; room && i < l.relations->phrases.len; ++i) {
    const trawl_phrase *phrase = &l.relations->phrases.at[i];
    if (l.relations->list.at[phrase->relation].enabled && trawl_lint_judged(lint, phrase->path)) {
      lint_phrase(&l, i);
    }
  }
  trawl_vec_clear(&l.forms);
  trawl_vec_clear(&l.whole);
  return room ? TRAWL_OK : TRAWL_NO_MEM;
}
