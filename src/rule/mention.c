/* SPDX-License-Identifier: MIT
 * mention.c - reads `mentions:` files: entity rules with their patterns and examples.
 *
 * Each key of a rule is a row of a table and a small function.  What outlives loading is copied into the
 * rule set's arena: the YAML tree goes away.  A rule with a fault is left out; the other
 * rules of the file are still read, so that one run reports everything. */
#include "rule/mention.h"

#include "base/file.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_LETS = 64, MAX_VOTES = 20 };

typedef struct reader {
  trawl_mention_rules *rules;
  const trawl_yaml_file *file;
  trawl_pattern_env env;
  trawl_let lets[MAX_LETS];
} reader;

typedef trawl_status read_key(reader *r, const trawl_yaml *node, trawl_mention_rule *rule);

void trawl_mention_rules_clear(trawl_mention_rules *rules)
{
  trawl_patterns_clear(&rules->patterns);
  trawl_vec_clear(&rules->rules);
}

static int by_place(const void *a, const void *b)
{
  const trawl_mention_rule *x = *(trawl_mention_rule *const *)a, *y = *(trawl_mention_rule *const *)b;
  const int file = strcmp(x->file, y->file);
  return file ? file : (x->line > y->line) - (x->line < y->line);
}

static trawl_status rank_rules(trawl_mention_rules *rules)
{
  if (!rules->rules.len) {
    return TRAWL_OK;
  }
  trawl_mention_rule **sorted = malloc(rules->rules.len * sizeof *sorted);
  TRAWL_TRY_MEM(sorted);
  for (uint32_t i = 0; i < rules->rules.len; ++i) {
    sorted[i] = &rules->rules.at[i];
  }
  qsort(sorted, rules->rules.len, sizeof *sorted, by_place);
  for (uint32_t i = 0; i < rules->rules.len; ++i) {
    sorted[i]->rank = i && by_place(&sorted[i - 1], &sorted[i]) == 0 ? sorted[i - 1]->rank : i;
  }
  free(sorted);
  return TRAWL_OK;
}

trawl_status trawl_mention_rules_finish(trawl_mention_rules *rules)
{
  TRAWL_TRY(rank_rules(rules));
  return trawl_patterns_finish(&rules->patterns);
}

bool trawl_mention_rules_is_span(const trawl_mention_rules *rules, uint8_t capture)
{
  return strcmp(trawl_patterns_capture_name(&rules->patterns, capture), "M") == 0;
}

/* ---- the keys of a rule --------------------------------------------------------------------- */

/* The index of a scalar among `names`; E218 with what was meant. */
static trawl_status read_choice(reader *r, const trawl_yaml *node, const char *const *names,
                                uint32_t count, const char *what, uint8_t *out)
{
  TRAWL_TRY(trawl_yaml_want(r->file, node, TRAWL_YAML_SCALAR, what));
  for (uint32_t i = 0; i < count; ++i) {
    if (strcmp(names[i], node->text) == 0) {
      *out = (uint8_t)i;
      return TRAWL_OK;
    }
  }
  const char *near = trawl_nearest(node->text, names, count);
  const char *hint = near ? trawl_arena_printf(r->env.arena, "did you mean '%s'?", near) : NULL;
  return trawl_report_hint(r->file->findings, trawl_yaml_place(r->file, node), "E218",
                           TRAWL_BAD_RULE, hint, "unknown %s '%.60s'", what, node->text);
}

static trawl_status read_name(reader *r, const trawl_yaml *node, trawl_mention_rule *rule)
{
  TRAWL_TRY(trawl_yaml_want(r->file, node, TRAWL_YAML_SCALAR, "a name"));
  if (!*node->text) {
    return trawl_report(r->file->findings, trawl_yaml_place(r->file, node), "E204", TRAWL_BAD_RULE,
                        "the rule's name is empty");
  }
  for (uint32_t i = 0; i < r->rules->rules.len; ++i) {
    const trawl_mention_rule *other = &r->rules->rules.at[i];
    if (strcmp(other->name, node->text) == 0 && strcmp(other->file, r->file->source->name) == 0) {
      return trawl_report(r->file->findings, trawl_yaml_place(r->file, node), "E219",
                          TRAWL_BAD_RULE, "the rule '%.60s' stands in line %u already", node->text,
                          other->line);
    }
  }
  rule->name = trawl_arena_str(r->env.arena, node->text);
  rule->source =
    trawl_arena_printf(r->env.arena, "%s:%s", trawl_file_base(r->file->source->name), node->text);
  return rule->name && rule->source ? TRAWL_OK : TRAWL_NO_MEM;
}

static trawl_status read_type(reader *r, const trawl_yaml *node, trawl_mention_rule *rule)
{
  TRAWL_TRY(trawl_yaml_want(r->file, node, TRAWL_YAML_SCALAR, "a type"));
  uint64_t mask;
  TRAWL_TRY(trawl_types_mask(r->env.types, r->file, node, &mask));
  rule->type = (uint8_t)trawl_types_find(r->env.types, node->text);
  return TRAWL_OK;
}

static trawl_status read_kind(reader *r, const trawl_yaml *node, trawl_mention_rule *rule)
{
  static const char *const names[] = {"name", "demonym", "nominal", "pronoun", "value"};
  return read_choice(r, node, names, TRAWL_COUNT(names), "kind", &rule->kind);
}

static trawl_status read_value(reader *r, const trawl_yaml *node, trawl_mention_rule *rule)
{
  static const char *const names[] = {"date",  "time",    "duration", "set",
                                      "money", "percent", "quantity"};
  uint8_t choice;
  rule->kind = TRAWL_MENTION_VALUE;
  TRAWL_TRY(read_choice(r, node, names, TRAWL_COUNT(names), "normaliser", &choice));
  rule->value = (uint8_t)(TRAWL_VALUE_NONE + 1 + choice);
  return TRAWL_OK;
}

static trawl_status read_head(reader *r, const trawl_yaml *node, trawl_mention_rule *rule)
{
  static const char *const names[] = {"last", "first"};
  uint8_t choice;
  TRAWL_TRY(read_choice(r, node, names, TRAWL_COUNT(names), "head", &choice));
  rule->head_first = choice == 1;
  return TRAWL_OK;
}

static trawl_status read_gender(reader *r, const trawl_yaml *node, trawl_mention_rule *rule)
{
  static const char *const names[] = {"male", "female"};
  uint8_t choice;
  TRAWL_TRY(read_choice(r, node, names, TRAWL_COUNT(names), "gender", &choice));
  rule->gender = choice ? TRAWL_GENDER_FEMALE : TRAWL_GENDER_MALE;
  return TRAWL_OK;
}

static trawl_status read_plural(reader *r, const trawl_yaml *node, trawl_mention_rule *rule)
{
  return trawl_yaml_bool(r->file, node, &rule->plural);
}

static trawl_status read_priority(reader *r, const trawl_yaml *node, trawl_mention_rule *rule)
{
  long priority;
  TRAWL_TRY(trawl_yaml_int(r->file, node, -1000, 1000, &priority));
  rule->priority = (int32_t)priority;
  return TRAWL_OK;
}

static trawl_status read_votes(reader *r, const trawl_yaml *node, trawl_mention_rule *rule)
{
  long votes;
  TRAWL_TRY(trawl_yaml_int(r->file, node, 0, MAX_VOTES, &votes));
  rule->votes = (uint8_t)votes;
  return TRAWL_OK;
}

static trawl_status read_example(reader *r, const trawl_yaml *node, trawl_mention_example *out)
{
  TRAWL_TRY(trawl_yaml_want(r->file, node, TRAWL_YAML_MAP, "\"text\": [mentions]"));
  if (node->count != 1) {
    return trawl_report(r->file->findings, trawl_yaml_place(r->file, node), "E201", TRAWL_BAD_RULE,
                        "expected one text with its mentions");
  }
  const trawl_yaml *value = node->items[0];
  const uint32_t count = value->kind == TRAWL_YAML_LIST ? value->count : 1;
  const char **expected = trawl_arena_alloc(r->env.arena, (count + 1) * sizeof *expected);
  TRAWL_TRY_MEM(expected);
  for (uint32_t i = 0; i < count; ++i) {
    const trawl_yaml *item = value->kind == TRAWL_YAML_LIST ? value->items[i] : value;
    TRAWL_TRY(trawl_yaml_want(r->file, item, TRAWL_YAML_SCALAR, "a mention's text"));
    expected[i] = trawl_arena_str(r->env.arena, item->text);
    TRAWL_TRY_MEM(expected[i]);
  }
  const char *text = trawl_arena_str(r->env.arena, node->keys[0]->text);
  TRAWL_TRY_MEM(text);
  *out = (trawl_mention_example){.text = text,
                                 .expected = expected,
                                 .expected_count = count,
                                 .line = node->keys[0]->line,
                                 .column = node->keys[0]->column};
  return TRAWL_OK;
}

static trawl_status read_examples(reader *r, const trawl_yaml *node, trawl_mention_rule *rule)
{
  TRAWL_TRY(trawl_yaml_want(r->file, node, TRAWL_YAML_LIST, "a list of examples"));
  trawl_mention_example *examples =
    trawl_arena_alloc(r->env.arena, (node->count + 1) * sizeof *examples);
  TRAWL_TRY_MEM(examples);
  for (uint32_t i = 0; i < node->count; ++i) {
    TRAWL_TRY(read_example(r, node->items[i], &examples[i]));
  }
  rule->examples = examples;
  rule->example_count = node->count;
  return TRAWL_OK;
}

/* ---- rules ---------------------------------------------------------------------------------- */

static const struct {
  const char *name;
  read_key *read;
  bool needed;
} keys[] = {
  {"name", read_name, true},
  {"type", read_type, true},
  {"tokens", NULL, true},
  {"kind", read_kind, false},
  {"value", read_value, false},
  {"head", read_head, false},
  {"gender", read_gender, false},
  {"plural", read_plural, false},
  {"priority", read_priority, false},
  {"votes", read_votes, false},
  {"examples", read_examples, false},
};

/* Keeps the first fault's status, but running out of memory above all. */
static void note(trawl_status *status, trawl_status one)
{
  if (one != TRAWL_OK && *status != TRAWL_NO_MEM) {
    *status = one;
  }
}

/* What has a value is a value: another kind beside it would be said in vain. */
static trawl_status check_kind(const reader *r, const trawl_yaml *map)
{
  const trawl_yaml *kind = trawl_yaml_get(map, "kind");
  if (!kind || !trawl_yaml_get(map, "value") || strcmp(kind->text, "value") == 0) {
    return TRAWL_OK;
  }
  return trawl_report(r->file->findings, trawl_yaml_place(r->file, kind), "E218", TRAWL_BAD_RULE,
                      "a rule with a normaliser has the kind 'value', not '%s'", kind->text);
}

static trawl_status read_keys(reader *r, const trawl_yaml *map, trawl_mention_rule *rule)
{
  const char *names[TRAWL_COUNT(keys)];
  for (size_t i = 0; i < TRAWL_COUNT(keys); ++i) {
    names[i] = keys[i].name;
  }
  TRAWL_TRY(trawl_yaml_want(r->file, map, TRAWL_YAML_MAP, "a rule"));
  trawl_status status =
    trawl_yaml_only_keys(r->file, map, names, TRAWL_COUNT(keys), "mention rule");
  for (size_t i = 0; i < TRAWL_COUNT(keys) && status != TRAWL_NO_MEM; ++i) {
    const trawl_yaml *value = trawl_yaml_get(map, keys[i].name);
    if (value && keys[i].read) {
      note(&status, keys[i].read(r, value, rule));
    } else if (!value && keys[i].needed) {
      note(&status, trawl_report(r->file->findings, trawl_yaml_place(r->file, map), "E204",
                                 TRAWL_BAD_RULE, "the rule has no '%s'", keys[i].name));
    }
  }
  return status == TRAWL_OK ? check_kind(r, map) : status;
}

static trawl_status read_tokens(reader *r, const trawl_yaml *list, const trawl_mention_rule *rule)
{
  TRAWL_TRY(trawl_yaml_want(r->file, list, TRAWL_YAML_LIST, "a list of token patterns"));
  if (!list->count) {
    return trawl_report(r->file->findings, trawl_yaml_place(r->file, list), "E213", TRAWL_BAD_RULE,
                        "a rule needs at least one pattern");
  }
  trawl_status status = TRAWL_OK;
  for (uint32_t i = 0; i < list->count && status != TRAWL_NO_MEM; ++i) {
    const trawl_yaml *node = list->items[i];
    const trawl_pattern_owner owner = {
      .rule = r->rules->rules.len,
      .priority = rule->priority,
      .text = node->kind == TRAWL_YAML_SCALAR ? trawl_arena_str(r->env.arena, node->text) : "",
      .place = trawl_yaml_place(r->file, node),
      .file = rule->file,
      .line = node->line,
    };
    TRAWL_TRY_MEM(owner.text);
    note(&status, trawl_patterns_add(&r->rules->patterns, &r->env, node, &owner));
  }
  return status;
}

static trawl_status read_rule(reader *r, const trawl_yaml *map)
{
  trawl_mention_rule rule = {.line = map->line, .votes = 1};
  rule.file = trawl_arena_str(r->env.arena, r->file->source->name);
  TRAWL_TRY_MEM(rule.file);
  trawl_status status = read_keys(r, map, &rule);
  const trawl_yaml *tokens = map->kind == TRAWL_YAML_MAP ? trawl_yaml_get(map, "tokens") : NULL;
  if (tokens && status != TRAWL_NO_MEM) {
    note(&status, read_tokens(r, tokens, &rule));
  }
  /* A rule whose patterns are partly sound keeps its number: they refer to it. */
  rule.name = rule.name ? rule.name : "";
  TRAWL_TRY_MEM(trawl_vec_push(&r->rules->rules, rule));
  return status;
}

static trawl_status read_lets(reader *r, const trawl_yaml *map)
{
  TRAWL_TRY(trawl_yaml_want(r->file, map, TRAWL_YAML_MAP, "names with lists of words"));
  if (map->count > MAX_LETS) {
    return trawl_report(r->file->findings, trawl_yaml_place(r->file, map), "E214", TRAWL_BAD_RULE,
                        "more than %d entries in 'let'", MAX_LETS);
  }
  trawl_status status = TRAWL_OK;
  for (uint32_t i = 0; i < map->count; ++i) {
    note(&status, trawl_let_read(r->file, map->keys[i], map->items[i], &r->lets[i]));
  }
  r->env.let_count = map->count;
  return status;
}

static void warn_unused(const reader *r, const trawl_yaml *map)
{
  for (uint32_t i = 0; i < r->env.let_count; ++i) {
    if (!r->lets[i].used) {
      trawl_warn(r->file->findings, trawl_yaml_place(r->file, map->keys[i]), "W211", NULL,
                 "the list '$%.60s' is not used", r->lets[i].name);
    }
  }
}

trawl_status trawl_mention_rules_load(trawl_mention_rules *rules, const trawl_yaml_file *file,
                                      trawl_lexicon *lexicon, const trawl_types *types,
                                      trawl_arena *arena)
{
  static const char *const known[] = {"let", "mentions"};
  reader r = {.rules = rules, .file = file};
  r.env = (trawl_pattern_env){
    .lexicon = lexicon, .types = types, .lets = r.lets, .arena = arena, .file = file,
    .cut = rules->cut, .cut_with = rules->cut_with};
  TRAWL_TRY(trawl_yaml_want(file, file->root, TRAWL_YAML_MAP, "let, mentions"));
  trawl_status status =
    trawl_yaml_only_keys(file, file->root, known, TRAWL_COUNT(known), "mentions file");
  const trawl_yaml *lets = trawl_yaml_get(file->root, "let");
  if (lets) {
    note(&status, read_lets(&r, lets));
  }
  const trawl_yaml *list = trawl_yaml_get(file->root, "mentions");
  if (!list) {
    return trawl_report(file->findings, trawl_yaml_place(file, file->root), "E204", TRAWL_BAD_RULE,
                        "the file has no 'mentions'");
  }
  TRAWL_TRY(trawl_yaml_want(file, list, TRAWL_YAML_LIST, "a list of rules"));
  for (uint32_t i = 0; i < list->count && status != TRAWL_NO_MEM; ++i) {
    note(&status, read_rule(&r, list->items[i]));
  }
  if (lets && status == TRAWL_OK) {
    warn_unused(&r, lets);
  }
  return status;
}
