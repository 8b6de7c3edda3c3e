/* SPDX-License-Identifier: MIT
 * lint.c - relations that nothing gives, types that nothing gives, names that `also:` does not know; and
 * what the other lint files share. */
#include "rule/lint.h"

#include "base/hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- files ------------------------------------------------------------------------------------ */

static const trawl_lint_file *file_of(trawl_lint *lint, const char *path)
{
  for (uint32_t i = 0; i < lint->file_count; ++i) {
    const uint32_t at = (lint->last + i) % lint->file_count;
    if (strcmp(lint->files[at].path, path) == 0) {
      lint->last = at; /* rules come file by file */
      return &lint->files[at];
    }
  }
  return NULL;
}

const trawl_lint_file *trawl_lint_judged(trawl_lint *lint, const char *path)
{
  const trawl_lint_file *file = file_of(lint, path);
  return file && file->judged ? file : NULL;
}

trawl_place trawl_lint_place(trawl_lint *lint, const char *path, uint32_t line, uint32_t column,
                             uint32_t width)
{
  const trawl_lint_file *file = file_of(lint, path);
  return (trawl_place){file ? file->source : NULL, line, column, width};
}

/* ---- keys ------------------------------------------------------------------------------------- */

uint64_t trawl_lint_hash(uint64_t hash, uint64_t more)
{
  return trawl_hash_mix(hash ^ more, 0xa0761d6478bd642fu) + 0x9e3779b97f4a7c15u;
}

static int by_key(const void *a, const void *b)
{
  const trawl_lint_key *x = a, *y = b;
  return x->key != y->key ? (x->key < y->key ? -1 : 1) : (x->index > y->index) - (x->index < y->index);
}

void trawl_lint_sort(trawl_lint_keys *keys)
{
  if (keys->len) {
    qsort(keys->at, keys->len, sizeof *keys->at, by_key);
  }
}

uint32_t trawl_lint_first(const trawl_lint_keys *keys, uint64_t key)
{
  uint32_t low = 0, high = keys->len;
  while (low < high) {
    const uint32_t mid = low + (high - low) / 2;
    if (keys->at[mid].key < key) {
      low = mid + 1;
    } else {
      high = mid;
    }
  }
  return low < keys->len && keys->at[low].key == key ? low : keys->len;
}

/* ---- relations --------------------------------------------------------------------------------- */

static bool says_also(const trawl_relations *relations, uint32_t one, const char *other)
{
  for (uint32_t i = 0; i < relations->also.len; ++i) {
    if (relations->also.at[i].relation == one && strcmp(relations->also.at[i].name, other) == 0) {
      return true;
    }
  }
  return false;
}

bool trawl_lint_conflict(const trawl_relations *relations, uint32_t a, uint32_t b)
{
  const trawl_relation *one = &relations->list.at[a], *other = &relations->list.at[b];
  return one->enabled && other->enabled && one->x & other->x && one->y & other->y
         && !says_also(relations, a, other->name) && !says_also(relations, b, one->name);
}

static trawl_status lint_empty(trawl_lint *lint)
{
  const trawl_relations *relations = &lint->rules->relations;
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
    if (relation->enabled && !has[i] && trawl_lint_judged(lint, relation->path)) {
      trawl_warn(lint->findings,
                 trawl_lint_place(lint, relation->path, relation->line, relation->column,
                                  (uint32_t)strlen(relation->name)),
                 "W224", NULL, "nothing gives '%s': it has no phrase and no token pattern", relation->name);
    }
  }
  free(has);
  return TRAWL_OK;
}

static trawl_status lint_also(trawl_lint *lint)
{
  const trawl_relations *relations = &lint->rules->relations;
  const char **names = malloc((relations->list.len + (size_t)1) * sizeof *names);
  TRAWL_TRY_MEM(names);
  for (uint32_t i = 0; i < relations->list.len; ++i) {
    names[i] = relations->list.at[i].name;
  }
  for (uint32_t i = 0; i < relations->also.len; ++i) {
    const trawl_also *also = &relations->also.at[i];
    uint32_t k = 0;
    while (k < relations->list.len && strcmp(names[k], also->name) != 0) {
      ++k;
    }
    if (k == relations->list.len && trawl_lint_judged(lint, also->path)) {
      char hint[128];
      const char *near = trawl_nearest(also->name, names, relations->list.len);
      snprintf(hint, sizeof hint, "did you mean '%.80s'?", near ? near : "");
      trawl_warn(lint->findings,
                 trawl_lint_place(lint, also->path, also->line, also->column, (uint32_t)strlen(also->name)),
                 "W226", near ? hint : NULL, "there is no relation '%.80s'", also->name);
    }
  }
  free(names);
  return TRAWL_OK;
}

/* ---- types ------------------------------------------------------------------------------------- */

/* The types of mentions that names and entity rules give; the code itself gives the built-in ones. */
static uint64_t given_types(const trawl_ruleset *rules)
{
  uint64_t given = (UINT64_C(1) << TRAWL_TYPE_BUILT_IN) - 1;
  for (uint32_t i = 0; i < rules->gazetteer.entry_count; ++i) {
    given |= UINT64_C(1) << trawl_entry_at(&rules->gazetteer, i)->type;
  }
  for (uint32_t i = 0; i < rules->mentions.rules.len; ++i) {
    given |= UINT64_C(1) << rules->mentions.rules.at[i].type;
  }
  return given;
}

/* A type of a `types:` file that no entry has and no entity rule gives. A folder that holds only types says
 * nothing about who gives them. */
static void lint_types(trawl_lint *lint)
{
  const uint64_t given = given_types(lint->rules);
  bool whole = false;
  for (uint32_t i = 0; i < lint->file_count; ++i) {
    whole |= lint->files[i].judged && lint->files[i].rules;
  }
  for (uint32_t i = 0; i < lint->file_count && whole; ++i) {
    const trawl_lint_file *file = &lint->files[i];
    for (uint32_t k = 0; file->types && file->judged && k < file->types->count; ++k) {
      const trawl_yaml *key = file->types->keys[k];
      const uint32_t type = trawl_types_find(&lint->rules->types, key->text);
      if (type != TRAWL_NONE && !(lint->rules->types.mask[type] & given)) {
        const trawl_place place = {file->source, key->line, key->column, key->width};
        trawl_warn(lint->findings, place, "W228", NULL,
                   "nothing has the type '%s': no name of a gazetteer and no entity rule", key->text);
      }
    }
  }
}

trawl_status trawl_rules_lint(trawl_lint *lint)
{
  TRAWL_TRY(trawl_lint_phrases(lint));
  TRAWL_TRY(trawl_lint_patterns(lint));
  TRAWL_TRY(lint_empty(lint));
  TRAWL_TRY(lint_also(lint));
  lint_types(lint);
  return TRAWL_OK;
}
