/* SPDX-License-Identifier: MIT
 * lint.c - what is well formed and yet of no use: rules that say the same, rules that contradict each
 * other, rules that never give anything.  Only `trawl check` asks; all are warnings.
 *
 * Phrases are compared as they were compiled, so "X visits Y" and "X visit Y" are one.  The key of a
 * phrase under one of its triggers is a hash; equal ones stand together after sorting. */
#include "rule/lint.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

/* How many rules with the same words one is compared with: enough for people, bounded for the rest. */
enum { COMPARED = 8 };

typedef struct keyed {
  uint64_t key;
  uint32_t index;
} keyed;

static int by_key(const void *a, const void *b)
{
  const keyed *x = a, *y = b;
  return x->key != y->key ? (x->key < y->key ? -1 : 1) : (x->index > y->index) - (x->index < y->index);
}

static uint64_t add(uint64_t hash, uint64_t more)
{
  return trawl_hash_mix(hash ^ more, 0xa0761d6478bd642fu) + 0x9e3779b97f4a7c15u;
}

/* The order of alternatives does not matter. */
static uint64_t hash_set(const trawl_relations *relations, trawl_word_set set)
{
  uint64_t sum = set.count;
  for (uint32_t i = 0; i < set.count; ++i) {
    sum += trawl_hash_pair(relations->words.at[set.first + i], 1);
  }
  return sum;
}

/* All of a phrase but its trigger. */
static uint64_t hash_shape(const trawl_relations *relations, const trawl_phrase *phrase)
{
  uint64_t hash = add(phrase->kind, hash_set(relations, phrase->particles));
  for (uint32_t i = 0; i < phrase->arg_count; ++i) {
    const trawl_phrase_arg *arg = &phrase->args[i];
    const uint64_t flags = arg->role | (uint64_t)arg->slot << 8 | (uint64_t)arg->clause << 16
                           | (uint64_t)arg->pair << 17 | (uint64_t)arg->inner << 18;
    hash = add(add(hash, flags), hash_set(relations, arg->preps));
    hash = add(add(hash, hash_set(relations, arg->words)), arg->types);
  }
  return hash;
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

static bool is_trusted(const char *path, const char *trusted)
{
  return trusted && strncmp(path, trusted, strlen(trusted)) == 0;
}

/* Whether one pair of mentions could fill the places of both. */
static bool overlap(const trawl_relation *a, const trawl_relation *b)
{
  return a->enabled && b->enabled && a->x & b->x && a->y & b->y;
}

static bool compare_phrases(const trawl_relations *relations, const trawl_phrase *first,
                            const trawl_phrase *later, const char *trusted, trawl_findings *findings)
{
  if (is_trusted(later->path, trusted)) {
    if (is_trusted(first->path, trusted)) {
      return false;
    }
    const trawl_phrase *swap = first;
    first = later;
    later = swap;
  }
  const trawl_relation *one = &relations->list.at[first->relation];
  const trawl_relation *other = &relations->list.at[later->relation];
  const trawl_source source = {later->path, NULL, 0};
  const trawl_place place = {&source, later->line, later->column, (uint32_t)strlen(later->text)};
  const bool one_line = first->line == later->line && strcmp(first->path, later->path) == 0
                        && strcmp(first->text, later->text) == 0;
  if (one_line) {
    return false; /* an optional word, or two triggers that have one lemma */
  }
  if (one != other && !first->except && !later->except && overlap(one, other)) {
    trawl_warn(findings, place, "W221", NULL, "'%s' of '%s' stands under '%s' as well, %s:%u",
               later->text, other->name, one->name, first->file, (unsigned)first->line);
    return true;
  }
  if (one != other) {
    return false;
  }
  if (first->except != later->except) {
    trawl_warn(findings, place, "W222", NULL, "'%s' is both a phrase and an exception of '%s', see %s:%u",
               later->text, one->name, first->file, (unsigned)first->line);
    return true;
  }
  if (same_qualifiers(first, later)) {
    trawl_warn(findings, place, "W220", NULL, "'%s' says what '%s' says already, %s:%u", later->text,
               first->text, first->file, (unsigned)first->line);
    return true;
  }
  return false;
}

static trawl_status lint_phrases(const trawl_relations *relations, const char *trusted, trawl_findings *findings)
{
  TRAWL_VEC(keyed) keys = {NULL, 0, 0};
  bool *told = calloc((size_t)relations->phrases.len + 1, sizeof *told);
  bool room = told != NULL;
  for (uint32_t i = 0; room && i < relations->phrases.len; ++i) {
    const trawl_phrase *phrase = &relations->phrases.at[i];
    const uint64_t shape = hash_shape(relations, phrase);
    for (uint32_t k = 0; room && k < phrase->triggers.count; ++k) {
      const uint32_t trigger = relations->words.at[phrase->triggers.first + k];
      room = trawl_vec_push(&keys, ((keyed){add(shape, trigger), i}));
    }
  }
  if (room && keys.len) {
    qsort(keys.at, keys.len, sizeof *keys.at, by_key);
  }
  for (uint32_t i = 0; room && i < keys.len; ++i) {
    const uint32_t later = keys.at[i].index;
    for (uint32_t back = 1; back <= COMPARED && back <= i && !told[later]; ++back) {
      if (keys.at[i - back].key != keys.at[i].key) {
        break;
      }
      told[later] = compare_phrases(relations, &relations->phrases.at[keys.at[i - back].index],
                                    &relations->phrases.at[later], trusted, findings);
    }
  }
  free(told);
  trawl_vec_clear(&keys);
  return room ? TRAWL_OK : TRAWL_NO_MEM;
}

/* ---- token patterns --------------------------------------------------------------------------- */

static trawl_place place_of_pattern(const trawl_relations *relations, uint32_t i, trawl_source *source)
{
  const trawl_pattern_owner *owner = trawl_patterns_owner(&relations->patterns, i);
  *source = (trawl_source){relations->pattern_rules.at[owner->rule].path, NULL, 0};
  return (trawl_place){source, owner->place.line, owner->place.column, owner->place.width};
}

static bool compare_patterns(const trawl_relations *relations, uint32_t i, uint32_t k,
                             const char *trusted, trawl_findings *findings)
{
  const trawl_pattern_owner *first = trawl_patterns_owner(&relations->patterns, i);
  const trawl_pattern_owner *later = trawl_patterns_owner(&relations->patterns, k);
  const trawl_relation_pattern *a = &relations->pattern_rules.at[first->rule];
  const trawl_relation_pattern *b = &relations->pattern_rules.at[later->rule];
  if (is_trusted(a->path, trusted) && is_trusted(b->path, trusted)) {
    return false;
  }
  const trawl_relation *one = &relations->list.at[a->relation], *other = &relations->list.at[b->relation];
  /* What $name is, the file says. */
  if (strcmp(a->text, b->text) != 0 || (strchr(a->text, '$') && strcmp(a->path, b->path) != 0)
      || (one != other && !overlap(one, other))) {
    return false;
  }
  trawl_source source;
  const trawl_place place = place_of_pattern(relations, k, &source);
  if (one == other) {
    trawl_warn(findings, place, "W220", NULL, "this pattern stands already in %s:%u", first->file,
               (unsigned)first->line);
  } else {
    trawl_warn(findings, place, "W221", NULL, "this pattern of '%s' stands under '%s' as well, %s:%u",
               other->name, one->name, first->file, (unsigned)first->line);
  }
  return true;
}

static trawl_status lint_patterns(const trawl_relations *relations, const char *trusted, trawl_findings *findings)
{
  const uint32_t count = trawl_patterns_count(&relations->patterns);
  keyed *keys = calloc((size_t)count + 1, sizeof *keys);
  TRAWL_TRY_MEM(keys != NULL);
  for (uint32_t i = 0; i < count; ++i) {
    const trawl_pattern_owner *owner = trawl_patterns_owner(&relations->patterns, i);
    const char *text = relations->pattern_rules.at[owner->rule].text;
    keys[i] = (keyed){trawl_hash_bytes(text, strlen(text)), i};
    const bool x = strstr(text, "{X") != NULL, y = strstr(text, "{Y") != NULL;
    if ((!x || !y) && !strchr(text, '$') && !is_trusted(relations->pattern_rules.at[owner->rule].path, trusted)) {
      trawl_source source;
      const trawl_place place = place_of_pattern(relations, i, &source);
      trawl_warn(findings, place, "W223", NULL, "the pattern has no {%s}, so it never gives a triple", x ? "Y" : "X");
    }
  }
  qsort(keys, count, sizeof *keys, by_key);
  for (uint32_t i = 1; i < count; ++i) {
    bool told = false;
    for (uint32_t back = 1; back <= COMPARED && back <= i && !told; ++back) {
      told = keys[i - back].key == keys[i].key
             && compare_patterns(relations, keys[i - back].index, keys[i].index, trusted, findings);
    }
  }
  free(keys);
  return TRAWL_OK;
}

/* ---- relations -------------------------------------------------------------------------------- */

static trawl_status lint_empty(const trawl_relations *relations, const char *trusted, trawl_findings *findings)
{
  bool *has = calloc((size_t)relations->list.len + 1, sizeof *has);
  TRAWL_TRY_MEM(has != NULL);
  for (uint32_t i = 0; i < relations->phrases.len; ++i) {
    has[relations->phrases.at[i].relation] |= !relations->phrases.at[i].except;
  }
  for (uint32_t i = 0; i < relations->pattern_rules.len; ++i) {
    has[relations->pattern_rules.at[i].relation] = true;
  }
  for (uint32_t i = 0; i < relations->list.len; ++i) {
    const trawl_relation *relation = &relations->list.at[i];
    if (relation->enabled && !has[i] && !is_trusted(relation->path, trusted)) {
      const trawl_source source = {relation->path, NULL, 0};
      const trawl_place place = {&source, relation->line, relation->column, 0};
      trawl_warn(findings, place, "W224", NULL, "nothing gives '%s': it has no phrase and no token pattern",
                 relation->name);
    }
  }
  free(has);
  return TRAWL_OK;
}

trawl_status trawl_rules_lint(const trawl_relations *relations, const char *trusted, trawl_findings *findings)
{
  TRAWL_TRY(lint_phrases(relations, trusted, findings));
  TRAWL_TRY(lint_patterns(relations, trusted, findings));
  return lint_empty(relations, trusted, findings);
}
