/* SPDX-License-Identifier: MIT
 * lint_pattern.c - token patterns of relations: without X or Y, twice, or with places that no mention of
 * the relation's types can fill.
 *
 * Two patterns are the same when their texts are; what $name is, the file says. */
#include "rule/lint.h"

#include "base/hash.h"
#include "rule/pattern_set.h"

#include <stdlib.h>
#include <string.h>

static trawl_place place_of(trawl_lint *lint, uint32_t i)
{
  const trawl_pattern_owner *owner = trawl_patterns_owner(&lint->rules->relations.patterns, i);
  return trawl_lint_place(lint, lint->rules->relations.pattern_rules.at[owner->rule].path, owner->place.line,
                          owner->place.column, owner->place.width);
}

static const trawl_relation_pattern *rule_of(const trawl_lint *lint, uint32_t i)
{
  const trawl_relations *relations = &lint->rules->relations;
  return &relations->pattern_rules.at[trawl_patterns_owner(&relations->patterns, i)->rule];
}

/* ---- X and Y ---------------------------------------------------------------------------------- */

/* The types that a capture may hold, over all places of the pattern that fill it; 0: there is none. */
static uint64_t types_of(const trawl_pattern_set *set, const trawl_program *program, const char *name)
{
  uint64_t types = 0;
  for (uint32_t i = 0; i < program->state_count; ++i) {
    const trawl_item *item = &set->states.at[program->first_state + i].item;
    if (item->kind == TRAWL_ITEM_MENTION && item->slot != TRAWL_NO_SLOT
        && strcmp(set->names.at[program->slots[item->slot]], name) == 0) {
      types |= item->types;
    }
  }
  return types;
}

static void lint_places(trawl_lint *lint, uint32_t i)
{
  const trawl_relations *relations = &lint->rules->relations;
  const trawl_relation *relation = &relations->list.at[rule_of(lint, i)->relation];
  const trawl_pattern_set *set = relations->patterns.set;
  for (unsigned side = 0; side < 2; ++side) {
    const char *name = side ? "Y" : "X";
    const uint64_t types = types_of(set, &set->programs.at[i], name);
    if (!types) {
      trawl_warn(lint->findings, place_of(lint, i), "W223", NULL,
                 "the pattern has no {%s}, so it never gives a triple", name);
      return;
    }
    if (!(types & (side ? relation->y : relation->x))) {
      trawl_warn(lint->findings, place_of(lint, i), "W227", NULL,
                 "{%s} takes nothing here that '%s' takes as its %s", name, relation->name, name);
      return;
    }
  }
}

/* ---- twice ------------------------------------------------------------------------------------ */

static bool is_same(const trawl_lint *lint, uint32_t i, uint32_t k)
{
  const trawl_relation_pattern *a = rule_of(lint, i), *b = rule_of(lint, k);
  return strcmp(a->text, b->text) == 0 && (!strchr(a->text, '$') || strcmp(a->path, b->path) == 0);
}

/* True: something was told. */
static bool compare(trawl_lint *lint, uint32_t i, uint32_t k)
{
  const trawl_relations *relations = &lint->rules->relations;
  const trawl_relation_pattern *a = rule_of(lint, i), *b = rule_of(lint, k);
  const trawl_relation *one = &relations->list.at[a->relation], *other = &relations->list.at[b->relation];
  const trawl_pattern_owner *first = trawl_patterns_owner(&relations->patterns, i);
  if (!is_same(lint, i, k)) {
    return false;
  }
  if (one == other) {
    trawl_warn(lint->findings, place_of(lint, k), "W220", NULL, "this pattern stands already in %s:%u",
               first->file, (unsigned)first->line);
    return true;
  }
  if (!trawl_lint_judged(lint, a->path) || !trawl_lint_conflict(relations, a->relation, b->relation)) {
    return false;
  }
  if (one->priority != other->priority) {
    if (other->priority < one->priority && !(other->x & ~one->x) && !(other->y & ~one->y)) {
      trawl_warn(lint->findings, place_of(lint, k), "W225", NULL,
                 "this pattern never wins: it stands under '%s' as well, with a higher priority, %s:%u", one->name,
                 first->file, (unsigned)first->line);
      return true;
    }
    return false;
  }
  trawl_warn(lint->findings, place_of(lint, k), "W221", NULL,
             "this pattern of '%s' stands under '%s' as well, %s:%u", other->name, one->name, first->file,
             (unsigned)first->line);
  return true;
}

trawl_status trawl_lint_patterns(trawl_lint *lint)
{
  const trawl_relations *relations = &lint->rules->relations;
  const uint32_t count = trawl_patterns_count(&relations->patterns);
  trawl_lint_keys keys = {NULL, 0, 0};
  bool room = true;
  for (uint32_t i = 0; i < count && room; ++i) {
    const trawl_relation_pattern *rule = rule_of(lint, i);
    room = trawl_vec_push(&keys, ((trawl_lint_key){trawl_hash_bytes(rule->text, strlen(rule->text)), i}));
    if (relations->list.at[rule->relation].enabled && trawl_lint_judged(lint, rule->path)) {
      lint_places(lint, i);
    }
  }
  trawl_lint_sort(&keys);
  for (uint32_t i = 0; i < keys.len && room; ++i) {
    const uint32_t mine = keys.at[i].index;
    if (!trawl_lint_judged(lint, rule_of(lint, mine)->path)) {
      continue;
    }
    bool told = false;
    uint32_t k = trawl_lint_first(&keys, keys.at[i].key);
    for (uint32_t n = 0; k < keys.len && keys.at[k].key == keys.at[i].key && n < TRAWL_LINT_COMPARED && !told;
         ++k, ++n) {
      const uint32_t other = keys.at[k].index;
      const bool lower = relations->list.at[rule_of(lint, other)->relation].priority
                         > relations->list.at[rule_of(lint, mine)->relation].priority;
      if (other != mine && (other < mine || lower || !trawl_lint_judged(lint, rule_of(lint, other)->path))) {
        told = compare(lint, other, mine);
      }
    }
  }
  trawl_vec_clear(&keys);
  return room ? TRAWL_OK : TRAWL_NO_MEM;
}
