/* SPDX-License-Identifier: MIT
 * relation.c - loads `relations:` files.
 *
 * Every key of a relation is checked by a small function; a fault costs the phrase or key that has it, and
 * the rest is still read, so that one run shows all faults.  A relation may be spread over files: phrases
 * add up, what is said twice must agree. */
#include "rule/relation.h"

#include "base/file.h"
#include "resource/tagmodel.h"
#include "rule/pattern_list.h"

#include <stdlib.h>
#include <string.h>

typedef struct reader {
  const trawl_relation_loader *loader;
  const trawl_yaml_file *file;
  trawl_pattern_env env;
  const char *name; /* of the file, living as long as the rules */
  const char *base; /* the same without folders */
  trawl_status status; /* the first failure */
} reader;

static bool note(reader *r, trawl_status status)
{
  if (status != TRAWL_OK && (r->status == TRAWL_OK || status == TRAWL_NO_MEM)) {
    r->status = status;
  }
  return status == TRAWL_OK;
}

void trawl_relations_clear(trawl_relations *relations)
{
  trawl_vec_clear(&relations->list);
  trawl_vec_clear(&relations->phrases);
  trawl_vec_clear(&relations->words);
  trawl_vec_clear(&relations->sorted);
  trawl_vec_clear(&relations->pattern_rules);
  trawl_vec_clear(&relations->examples);
  trawl_vec_clear(&relations->also);
  trawl_vec_clear(&relations->triggers);
  trawl_vec_clear(&relations->by_trigger);
  trawl_patterns_clear(&relations->patterns);
}

/* ---- let: ------------------------------------------------------------------------------------- */

static void read_lets(reader *r, const trawl_yaml *node)
{
  if (!node || !note(r, trawl_yaml_want(r->file, node, TRAWL_YAML_MAP, "named word lists"))) {
    return;
  }
  trawl_let *lets = trawl_arena_alloc(r->loader->arena, (node->count + 1) * sizeof *lets);
  if (!lets) {
    note(r, TRAWL_NO_MEM);
    return;
  }
  for (uint32_t i = 0; i < node->count; ++i) {
    note(r, trawl_let_read(r->file, node->keys[i], node->items[i], &lets[i]));
  }
  r->env.lets = lets;
  r->env.let_count = node->count;
}

static void warn_unused_lets(const reader *r, const trawl_yaml *node)
{
  for (uint32_t i = 0; i < r->env.let_count; ++i) {
    if (!r->env.lets[i].used) {
      trawl_warn(r->loader->findings, trawl_yaml_place(r->file, node->keys[i]), "W211", NULL,
                 "'%s' is never used", r->env.lets[i].name);
    }
  }
}

/* ---- the keys of a relation ------------------------------------------------------------------- */

static trawl_relation *find_relation(trawl_relations *relations, const char *name)
{
  for (uint32_t i = 0; i < relations->list.len; ++i) {
    if (strcmp(relations->list.at[i].name, name) == 0) {
      return &relations->list.at[i];
    }
  }
  return NULL;
}

/* What is repeated in another file must say the same. */
static void must_agree(reader *r, const trawl_yaml *node, bool agrees, const trawl_relation *first)
{
  if (!agrees) {
    note(r, trawl_report(r->loader->findings, trawl_yaml_place(r->file, node), "E226", TRAWL_BAD_RULE,
                         "disagrees with %s:%u, where '%s' is declared first", first->file, first->line,
                         first->name));
  }
}

static void read_types(reader *r, const trawl_yaml *map, const char *key, uint64_t *mask,
                       const trawl_relation *relation)
{
  const trawl_yaml *node = trawl_yaml_get(map, key);
  uint64_t found = UINT64_MAX; /* what is faulty counts as given, so that nothing follows from it */
  if (node && note(r, trawl_types_mask(r->loader->types, r->file, node, &found))) {
    must_agree(r, node, *mask == 0 || *mask == found, relation);
  }
  *mask = node && *mask == 0 ? found : *mask;
}

static void read_flag(reader *r, const trawl_yaml *map, const char *key, bool *out)
{
  const trawl_yaml *node = trawl_yaml_get(map, key);
  if (node) {
    note(r, trawl_yaml_bool(r->file, node, out));
  }
}

static void read_number(reader *r, const trawl_yaml *map, const char *key, float *out)
{
  const trawl_yaml *node = trawl_yaml_get(map, key);
  double number;
  if (node && note(r, trawl_yaml_number(r->file, node, 0.01, 1.0, &number))) {
    *out = (float)number;
  }
}

static void read_qualifiers(reader *r, const trawl_yaml *map, trawl_phrase *out)
{
  const trawl_yaml *node = trawl_yaml_get(map, "qualifiers");
  if (!node || !note(r, trawl_yaml_want(r->file, node, TRAWL_YAML_MAP, "qualifiers as key: value"))) {
    return;
  }
  out->qualifier_count = 0;
  for (uint32_t i = 0; i < node->count; ++i) {
    if (i == TRAWL_MAX_QUALIFIERS) {
      note(r, trawl_report(r->loader->findings, trawl_yaml_place(r->file, node->keys[i]), "E227",
                           TRAWL_BAD_RULE, "at most %d qualifiers", TRAWL_MAX_QUALIFIERS));
      return;
    }
    if (note(r, trawl_yaml_want(r->file, node->items[i], TRAWL_YAML_SCALAR, "a word"))) {
      trawl_qualifier_view *q = &out->qualifiers[out->qualifier_count++];
      q->key = trawl_arena_str(r->loader->arena, node->keys[i]->text);
      q->value = trawl_arena_str(r->loader->arena, node->items[i]->text);
      note(r, q->key && q->value ? TRAWL_OK : TRAWL_NO_MEM);
    }
  }
}

/* ---- phrases ---------------------------------------------------------------------------------- */

/* The text with its optional word kept (the brackets become spaces) or dropped; same length, so that
 * columns stay right. NULL when there is none, or out of memory. */
static char *without_option(trawl_arena *arena, const char *text, bool keep)
{
  const char *open = strchr(text, '('), *close = open ? strchr(open, ')') : NULL;
  char *copy = close ? trawl_arena_str(arena, text) : NULL;
  if (copy) {
    if (keep) {
      copy[open - text] = copy[close - text] = ' ';
    } else {
      memset(copy + (open - text), ' ', (size_t)(close - open) + 1);
    }
  }
  return copy;
}

/* False: a fault was reported, and the other readings of the phrase would only repeat it. */
static bool add_phrase(reader *r, const trawl_yaml *node, const trawl_phrase *like)
{
  for (int keep = 1; keep >= 0; --keep) {
    char *text = without_option(r->loader->arena, node->text, keep);
    if (text) {
      trawl_yaml variant = *node;
      variant.text = text;
      if (!add_phrase(r, &variant, like)) {
        return false;
      }
    } else if (keep) {
      trawl_phrase phrase = *like;
      return note(r, trawl_phrase_compile(r->loader, &r->env, node, &phrase))
             && note(r, trawl_vec_push(&r->loader->relations->phrases, phrase) ? TRAWL_OK : TRAWL_NO_MEM);
    }
  }
  return true;
}

static void read_phrase(reader *r, const trawl_yaml *node, trawl_phrase like)
{
  static const char *const keys[] = {"phrase", "weight", "qualifiers"};
  const trawl_yaml *text = node;
  if (node->kind == TRAWL_YAML_MAP) {
    if (!note(r, trawl_yaml_only_keys(r->file, node, keys, TRAWL_COUNT(keys), "phrase"))) {
      return;
    }
    read_number(r, node, "weight", &like.weight);
    read_qualifiers(r, node, &like);
    text = trawl_yaml_get(node, "phrase");
  }
  if (!text) {
    note(r, trawl_report(r->loader->findings, trawl_yaml_place(r->file, node), "E228", TRAWL_BAD_RULE,
                         "'phrase' is missing"));
    return;
  }
  if (note(r, trawl_yaml_want(r->file, text, TRAWL_YAML_SCALAR, "a phrase such as 'X visit Y'"))) {
    like.line = text->line;
    like.column = text->column;
    like.text = trawl_arena_str(r->loader->arena, text->text);
    if (note(r, like.text ? TRAWL_OK : TRAWL_NO_MEM)) {
      add_phrase(r, text, &like);
    }
  }
}

static void read_phrases(reader *r, const trawl_yaml *map, const char *key, trawl_phrase like)
{
  const trawl_yaml *list = trawl_yaml_get(map, key);
  like.except = strcmp(key, "except") == 0;
  if (list && note(r, trawl_yaml_want(r->file, list, TRAWL_YAML_LIST, "a list of phrases"))) {
    for (uint32_t i = 0; i < list->count; ++i) {
      read_phrase(r, list->items[i], like);
    }
  }
}

/* ---- token patterns --------------------------------------------------------------------------- */

static void read_pattern(reader *r, const trawl_yaml *node, const trawl_phrase *like,
                         const trawl_relation *relation)
{
  trawl_relations *relations = r->loader->relations;
  if (!note(r, trawl_yaml_want(r->file, node, TRAWL_YAML_SCALAR, "a token pattern"))) {
    return;
  }
  const char *text = trawl_arena_str(r->loader->arena, node->text);
  const trawl_relation_pattern rule = {like->relation, like->weight, text, like->rule, r->name};
  const trawl_pattern_owner owner = {
    .rule = relations->pattern_rules.len,
    .priority = relation->priority,
    .text = text,
    .place = trawl_yaml_place(r->file, node),
    .file = r->base,
    .line = node->line,
  };
  if (note(r, text && trawl_vec_push(&relations->pattern_rules, rule) ? TRAWL_OK : TRAWL_NO_MEM)
      && !note(r, trawl_patterns_add(&relations->patterns, &r->env, node, &owner))) {
    --relations->pattern_rules.len;
  }
}

static void read_patterns(reader *r, const trawl_yaml *map, const trawl_phrase *like,
                          const trawl_relation *relation)
{
  const trawl_yaml *list = trawl_yaml_get(map, "tokens");
  if (list && note(r, trawl_yaml_want(r->file, list, TRAWL_YAML_LIST, "a list of token patterns"))) {
    for (uint32_t i = 0; i < list->count; ++i) {
      read_pattern(r, list->items[i], like, relation);
    }
  }
}

/* ---- examples --------------------------------------------------------------------------------- */

static bool read_expected(reader *r, const trawl_yaml *node, trawl_example *out)
{
  const bool one = node->kind == TRAWL_YAML_SCALAR;
  if (node->kind == TRAWL_YAML_MAP) {
    return note(r, trawl_yaml_want(r->file, node, TRAWL_YAML_LIST, "a triple or a list of triples"));
  }
  const char **lines = trawl_arena_alloc(r->loader->arena, (node->count + 1) * sizeof *lines);
  if (!note(r, lines ? TRAWL_OK : TRAWL_NO_MEM)) {
    return false;
  }
  out->expected = lines;
  out->expected_count = one ? 1 : node->count;
  for (uint32_t i = 0; i < out->expected_count; ++i) {
    const trawl_yaml *line = one ? node : node->items[i];
    if (!note(r, trawl_yaml_want(r->file, line, TRAWL_YAML_SCALAR, "a triple 'X – relation – Y'"))) {
      return false;
    }
    lines[i] = trawl_arena_str(r->loader->arena, line->text);
    if (!note(r, lines[i] ? TRAWL_OK : TRAWL_NO_MEM)) {
      return false;
    }
  }
  return true;
}

static void read_examples(reader *r, const trawl_yaml *map, const trawl_phrase *like)
{
  const trawl_yaml *list = trawl_yaml_get(map, "examples");
  if (!list || !note(r, trawl_yaml_want(r->file, list, TRAWL_YAML_LIST, "a list of 'text: triple'"))) {
    return;
  }
  for (uint32_t i = 0; i < list->count; ++i) {
    const trawl_yaml *item = list->items[i];
    if (item->kind != TRAWL_YAML_MAP || item->count != 1) {
      note(r, trawl_report(r->loader->findings, trawl_yaml_place(r->file, item), "E229", TRAWL_BAD_RULE,
                           "an example is one pair, \"text\": \"X – relation – Y\""));
      continue;
    }
    trawl_example example = {
      .relation = r->loader->relations->list.at[like->relation].name,
      .rule = like->rule,
      .file = r->name,
      .line = item->keys[0]->line,
      .column = item->keys[0]->column,
      .text = trawl_arena_str(r->loader->arena, item->keys[0]->text),
    };
    if (note(r, example.text ? TRAWL_OK : TRAWL_NO_MEM) && read_expected(r, item->items[0], &example)) {
      note(r, trawl_vec_push(&r->loader->relations->examples, example) ? TRAWL_OK : TRAWL_NO_MEM);
    }
  }
}

/* ---- relations -------------------------------------------------------------------------------- */

static trawl_relation *open_relation(reader *r, const trawl_yaml *name)
{
  trawl_relations *relations = r->loader->relations;
  trawl_relation *found = find_relation(relations, name->text);
  if (found && strcmp(found->path, r->name) == 0) {
    note(r, trawl_report(r->loader->findings, trawl_yaml_place(r->file, name), "E225", TRAWL_BAD_RULE,
                         "relation '%s' stands twice in this file; first in line %u", name->text,
                         found->line));
    return NULL;
  }
  if (!found) {
    const trawl_relation fresh = {.name = trawl_arena_str(r->loader->arena, name->text),
                                  .enabled = true,
                                  .weight = 1.0F,
                                  .file = r->base,
                                  .path = r->name,
                                  .line = name->line,
                                  .column = name->column};
    if (!note(r, fresh.name && trawl_vec_push(&relations->list, fresh) ? TRAWL_OK : TRAWL_NO_MEM)) {
      return NULL;
    }
    found = &relations->list.at[relations->list.len - 1];
  }
  return found;
}

static void read_plover(reader *r, const trawl_yaml *map, trawl_relation *relation)
{
  const trawl_yaml *node = trawl_yaml_get(map, "plover");
  if (node && note(r, trawl_yaml_want(r->file, node, TRAWL_YAML_SCALAR, "a PLOVER class"))) {
    must_agree(r, node, !relation->plover || strcmp(relation->plover, node->text) == 0, relation);
    relation->plover = trawl_arena_str(r->loader->arena, node->text);
  }
}

/* Relations that the same words may give as well: `trawl check` then keeps quiet about it. */
static void read_also(reader *r, const trawl_yaml *map, uint32_t relation)
{
  trawl_relations *relations = r->loader->relations;
  const trawl_yaml *list = trawl_yaml_get(map, "also");
  if (!list || !note(r, trawl_yaml_want(r->file, list, TRAWL_YAML_LIST, "a list of relations"))) {
    return;
  }
  for (uint32_t i = 0; i < list->count; ++i) {
    const trawl_yaml *node = list->items[i];
    if (note(r, trawl_yaml_want(r->file, node, TRAWL_YAML_SCALAR, "the name of a relation"))) {
      const trawl_also also = {relation, trawl_arena_str(r->loader->arena, node->text), r->name, node->line,
                               node->column};
      note(r, also.name && trawl_vec_push(&relations->also, also) ? TRAWL_OK : TRAWL_NO_MEM);
    }
  }
}

static void read_relation(reader *r, const trawl_yaml *map)
{
  static const char *const keys[] = {"name",   "X",      "Y",          "symmetric", "plover",
                                     "phrases", "tokens", "except",     "qualifiers", "priority",
                                     "weight",  "enabled", "examples",  "description", "also"};
  if (!note(r, trawl_yaml_want(r->file, map, TRAWL_YAML_MAP, "a relation"))) {
    return;
  }
  note(r, trawl_yaml_only_keys(r->file, map, keys, TRAWL_COUNT(keys), "relation"));
  const trawl_yaml *name = trawl_yaml_get(map, "name");
  if (!name || name->kind != TRAWL_YAML_SCALAR || !*name->text) {
    note(r, trawl_report(r->loader->findings, trawl_yaml_place(r->file, name ? name : map), "E228",
                         TRAWL_BAD_RULE, "a relation needs a name"));
    return;
  }
  trawl_relation *relation = open_relation(r, name);
  if (!relation) {
    return;
  }
  read_types(r, map, "X", &relation->x, relation);
  read_types(r, map, "Y", &relation->y, relation);
  read_plover(r, map, relation);
  bool symmetric = relation->symmetric;
  read_flag(r, map, "symmetric", &symmetric);
  relation->symmetric |= symmetric;
  read_flag(r, map, "enabled", &relation->enabled);
  const trawl_yaml *priority = trawl_yaml_get(map, "priority");
  const trawl_yaml *description = trawl_yaml_get(map, "description");
  if (description) {
    note(r, trawl_yaml_want(r->file, description, TRAWL_YAML_SCALAR, "a text"));
  }
  long number;
  if (priority && note(r, trawl_yaml_int(r->file, priority, -1000, 1000, &number))) {
    relation->priority = (int32_t)number;
  }
  trawl_phrase like = {
    .relation = (uint32_t)(relation - r->loader->relations->list.at),
    .weight = 1.0F,
    .rule = trawl_arena_printf(r->loader->arena, "%s:%s", r->base, relation->name),
    .file = r->base,
    .path = r->name,
  };
  if (!note(r, like.rule ? TRAWL_OK : TRAWL_NO_MEM)) {
    return;
  }
  read_number(r, map, "weight", &like.weight);
  read_qualifiers(r, map, &like);
  const trawl_capture_default slots[] = {{"X", relation->x}, {"Y", relation->y}};
  r->env.defaults = slots;
  r->env.default_count = TRAWL_COUNT(slots);
  read_phrases(r, map, "phrases", like);
  read_phrases(r, map, "except", like);
  read_patterns(r, map, &like, relation);
  r->env.defaults = NULL;
  r->env.default_count = 0;
  read_examples(r, map, &like);
  read_also(r, map, like.relation);
}

trawl_status trawl_relations_load(const trawl_relation_loader *loader, const trawl_yaml_file *file)
{
  static const char *const keys[] = {"relations", "let"};
  reader r = {
    .loader = loader,
    .file = file,
    .name = trawl_arena_str(loader->arena, file->source->name),
    .env = {.lexicon = loader->lexicon, .types = loader->types, .arena = loader->arena, .file = file,
            .cut = loader->cut, .cut_with = loader->cut_with},
  };
  TRAWL_TRY_MEM(r.name != NULL);
  r.base = trawl_file_base(r.name);
  note(&r, trawl_yaml_only_keys(file, file->root, keys, TRAWL_COUNT(keys), "rule file"));
  const trawl_yaml *lets = trawl_yaml_get(file->root, "let");
  read_lets(&r, lets);
  const trawl_yaml *list = trawl_yaml_get(file->root, "relations");
  if (note(&r, trawl_yaml_want(file, list, TRAWL_YAML_LIST, "a list of relations"))) {
    for (uint32_t i = 0; i < list->count; ++i) {
      read_relation(&r, list->items[i]);
    }
  }
  if (r.status == TRAWL_OK && lets) {
    warn_unused_lets(&r, lets);
  }
  return r.status;
}

/* ---- after the last file ---------------------------------------------------------------------- */

/* The order in which phrases win, whatever the order of files: path, then line. */
static int by_place(const void *a, const void *b)
{
  const trawl_phrase *x = a, *y = b;
  const int file = strcmp(x->file, y->file), path = file ? file : strcmp(x->path, y->path);
  if (path || x->line != y->line) {
    return path ? path : x->line < y->line ? -1 : 1;
  }
  if (x->column != y->column) {
    return x->column < y->column ? -1 : 1;
  }
  if (x->arg_count != y->arg_count) { /* without what is optional */
    return x->arg_count < y->arg_count ? -1 : 1;
  }
  return (x->triggers.first > y->triggers.first) - (x->triggers.first < y->triggers.first); /* as they were read */
}

static trawl_status check_whole(const trawl_relation_loader *loader)
{
  trawl_status status = TRAWL_OK;
  for (uint32_t i = 0; i < loader->relations->list.len; ++i) {
    const trawl_relation *relation = &loader->relations->list.at[i];
    if (!relation->x || !relation->y) {
      const trawl_source source = {relation->path, NULL, 0};
      const trawl_place place = {&source, relation->line, relation->column, 0};
      status = trawl_report(loader->findings, place, "E228", TRAWL_BAD_RULE, "relation '%s' has no %s", relation->name,
                            relation->x ? "Y" : "X");
    }
  }
  return status;
}

/* A word of a phrase as texts have it once they are lemmatised: "visits" is visit, "criticise" criticize.
 * A base form that is also some other verb's past ("found") stays. */
static uint32_t as_lemma(const trawl_words *words, uint32_t id, trawl_pos pos)
{
  const trawl_word *word = trawl_words_at(words, id);
  const unsigned base = pos == TRAWL_POS_VERB ? TRAWL_BASE_VERB : TRAWL_BASE_NOUN;
  const uint32_t lemma = trawl_words_sound(words, word->lemma[pos], id);
  const bool other_spelling = trawl_words_at(words, lemma)->len == word->len;
  return word->tags & base && !other_spelling ? id : lemma;
}

static void lemmatise(const trawl_relation_loader *loader, trawl_word_set set, trawl_pos pos)
{
  for (uint32_t i = 0; i < set.count; ++i) {
    uint32_t *id = &loader->relations->words.at[set.first + i];
    *id = as_lemma(&loader->lexicon->words, *id, pos);
  }
}

static void lemmatise_phrase(const trawl_relation_loader *loader, const trawl_phrase *phrase)
{
  lemmatise(loader, phrase->triggers, phrase->kind == TRAWL_FRAME_NOUN ? TRAWL_POS_NOUN : TRAWL_POS_VERB);
  for (uint32_t i = 0; i < phrase->arg_count; ++i) {
    if (phrase->args[i].role == TRAWL_ROLE_OBJECT && phrase->args[i].slot == TRAWL_SLOT_WORD) {
      lemmatise(loader, phrase->args[i].words, TRAWL_POS_NOUN);
    }
  }
}

/* The verb lemmas of participles such as "based" or "elected", or false when a word is none. */
static bool verbs_of(const trawl_relation_loader *loader, trawl_word_set set, uint32_t *lemmas)
{
  const trawl_words *words = &loader->lexicon->words;
  for (uint32_t i = 0; i < set.count; ++i) {
    const uint32_t id = loader->relations->words.at[set.first + i];
    const trawl_word *word = trawl_words_at(words, id);
    const char *text = trawl_words_text(words, id);
    lemmas[i] = trawl_words_sound(words, word->lemma[TRAWL_POS_VERB], id);
    if (lemmas[i] == id || (word->len > 3 && strcmp(text + word->len - 3, "ing") == 0)) {
      return false;
    }
  }
  return set.count > 0;
}

/* "X be based in Y" was read as a copula with a complement; now that lemmas are known it becomes what
 * clause frames make of such a text: a passive of "base", whose subject is the verb's object. */
static void make_passive(const trawl_relation_loader *loader, trawl_phrase *phrase)
{
  uint32_t lemmas[64];
  if (phrase->kind != TRAWL_FRAME_COPULA || phrase->arg_count < 2
      || phrase->args[1].role != TRAWL_ROLE_COMPLEMENT || phrase->args[1].slot != TRAWL_SLOT_WORD
      || phrase->args[1].words.count > TRAWL_COUNT(lemmas)
      || !verbs_of(loader, phrase->args[1].words, lemmas)) {
    return;
  }
  phrase->kind = TRAWL_FRAME_VERB;
  phrase->triggers = phrase->args[1].words;
  memcpy(loader->relations->words.at + phrase->triggers.first, lemmas,
         phrase->triggers.count * sizeof *lemmas);
  phrase->args[0].role = TRAWL_ROLE_OBJECT;
  --phrase->arg_count;
  memmove(phrase->args + 1, phrase->args + 2, (phrase->arg_count - 1u) * sizeof *phrase->args);
  bool behind_noun = false; /* the complement was one; it is the verb now */
  for (uint32_t i = 1; i < phrase->arg_count; ++i) {
    trawl_phrase_arg *arg = &phrase->args[i];
    arg->role = arg->role == TRAWL_ROLE_COMPLEMENT ? TRAWL_ROLE_OBJECT2 : arg->role;
    arg->inner = arg->role == TRAWL_ROLE_PREP && (arg->pair ? phrase->args[i - 1].inner : behind_noun);
    behind_noun |= arg->slot == TRAWL_SLOT_WORD || arg->slot == TRAWL_SLOT_QUALIFIER;
  }
}

static void settle_set(trawl_relations *relations, trawl_word_set *set)
{
  if (set->count) {
    memcpy(&relations->sorted.at[set->first], &relations->words.at[set->first],
           set->count * sizeof *relations->words.at);
    trawl_pattern_sort_ids(&relations->sorted.at[set->first], set->count);
  }
  set->lacks = ~trawl_word_set_bits(relations, *set);
}

/* From here on sets can be asked. */
static void settle_sets(trawl_relations *relations, trawl_phrase *phrase)
{
  settle_set(relations, &phrase->triggers);
  settle_set(relations, &phrase->particles);
  for (uint32_t i = 0; i < phrase->arg_count; ++i) {
    settle_set(relations, &phrase->args[i].preps);
    settle_set(relations, &phrase->args[i].words);
  }
}

static void set_by(const trawl_relations *relations, trawl_phrase *phrase)
{
  for (uint32_t i = 0; i < phrase->arg_count; ++i) {
    const trawl_phrase_arg *arg = &phrase->args[i];
    phrase->by |= arg->role == TRAWL_ROLE_PREP && trawl_relations_has(relations, arg->preps, relations->by);
  }
}

trawl_status trawl_relations_finish(const trawl_relation_loader *loader)
{
  trawl_relations *relations = loader->relations;
  trawl_words *known = &loader->lexicon->words;
  TRAWL_TRY(trawl_words_add(known, "of", 2, &relations->of, NULL));
  TRAWL_TRY(trawl_words_add(known, "by", 2, &relations->by, NULL));
  TRAWL_TRY(trawl_words_add(known, "with", 4, &relations->with, NULL));
  TRAWL_TRY(trawl_words_add(known, "be", 2, &relations->be, NULL));
  TRAWL_TRY(check_whole(loader));
  for (uint32_t i = 0; i < relations->phrases.len; ++i) {
    lemmatise_phrase(loader, &relations->phrases.at[i]);
    make_passive(loader, &relations->phrases.at[i]);
    TRAWL_TRY_MEM(trawl_vec_reserve(&relations->sorted, relations->words.len));
    settle_sets(relations, &relations->phrases.at[i]);
    set_by(relations, &relations->phrases.at[i]);
  }
  if (relations->phrases.len) {
    qsort(relations->phrases.at, relations->phrases.len, sizeof *relations->phrases.at, by_place);
  }
  TRAWL_TRY(trawl_triggers_file(relations));
  return trawl_patterns_finish(&relations->patterns);
}
