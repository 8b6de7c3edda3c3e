/* SPDX-License-Identifier: MIT
 * tests.c - reads `tests:` files.  Whether a relation or name exists is not asked here: a test that expects
 * what nothing gives fails, and says so. */
#include "rule/tests.h"

#include <string.h>

static const char dash[] = " \xE2\x80\x93 ";

typedef struct reader {
  trawl_tests *tests;
  const trawl_yaml_file *file;
  trawl_arena *arena;
  const char *name; /* of the file */
} reader;

void trawl_tests_clear(trawl_tests *tests)
{
  trawl_vec_clear(&tests->list);
}

/* "X – relation – Y" */
static bool is_triple(const char *text)
{
  const char *first = strstr(text, dash);
  const char *second = first && first > text ? strstr(first + sizeof dash - 1, dash) : NULL;
  return second && second > first + sizeof dash - 1 && second[sizeof dash - 1];
}

static trawl_status read_triple(const reader *r, const trawl_yaml *node, const char **out)
{
  TRAWL_TRY(trawl_yaml_want(r->file, node, TRAWL_YAML_SCALAR, "a triple 'X \xE2\x80\x93 relation \xE2\x80\x93 Y'"));
  if (!is_triple(node->text)) {
    return trawl_report(r->file->findings, trawl_yaml_place(r->file, node), "E229", TRAWL_BAD_RULE,
                        "expected a triple 'X \xE2\x80\x93 relation \xE2\x80\x93 Y', or nothing");
  }
  *out = trawl_arena_str(r->arena, node->text);
  return *out ? TRAWL_OK : TRAWL_NO_MEM;
}

static trawl_status read_triples(const reader *r, const trawl_yaml *node, trawl_example *out)
{
  const bool one = node->kind == TRAWL_YAML_SCALAR;
  if (one && strcmp(node->text, "nothing") == 0) {
    return TRAWL_OK;
  }
  TRAWL_TRY(one ? TRAWL_OK : trawl_yaml_want(r->file, node, TRAWL_YAML_LIST, "a triple, a list of triples, or nothing"));
  const uint32_t count = one ? 1 : node->count;
  const char **lines = trawl_arena_alloc(r->arena, (count + (size_t)1) * sizeof *lines);
  TRAWL_TRY_MEM(lines);
  for (uint32_t i = 0; i < count; ++i) {
    TRAWL_TRY(read_triple(r, one ? node : node->items[i], &lines[i]));
  }
  out->expected = lines;
  out->expected_count = count;
  return TRAWL_OK;
}

static trawl_status read_relations(const reader *r, const trawl_yaml *node, trawl_example *out)
{
  TRAWL_TRY(trawl_yaml_want(r->file, node, TRAWL_YAML_LIST, "a list of relations"));
  const char **names = trawl_arena_alloc(r->arena, (node->count + (size_t)1) * sizeof *names);
  TRAWL_TRY_MEM(names);
  for (uint32_t i = 0; i < node->count; ++i) {
    TRAWL_TRY(trawl_yaml_want(r->file, node->items[i], TRAWL_YAML_SCALAR, "the name of a relation"));
    names[i] = trawl_arena_str(r->arena, node->items[i]->text);
    TRAWL_TRY_MEM(names[i]);
  }
  out->relations = names;
  out->relation_count = node->count;
  return TRAWL_OK;
}

static unsigned two_digits(const char *at)
{
  return (unsigned)(at[0] - '0') * 10 + (unsigned)(at[1] - '0');
}

static trawl_status read_date(const reader *r, const trawl_yaml *node, trawl_example *out)
{
  TRAWL_TRY(trawl_yaml_want(r->file, node, TRAWL_YAML_SCALAR, "a date"));
  const char *text = node->text;
  bool fits = strlen(text) == 10;
  for (unsigned i = 0; fits && i < 10; ++i) {
    fits = i == 4 || i == 7 ? text[i] == '-' : text[i] >= '0' && text[i] <= '9';
  }
  fits = fits && two_digits(text + 5) >= 1 && two_digits(text + 5) <= 12 && two_digits(text + 8) >= 1
         && two_digits(text + 8) <= 31;
  if (!fits) {
    return trawl_report(r->file->findings, trawl_yaml_place(r->file, node), "E203", TRAWL_BAD_RULE,
                        "expected a date as YYYY-MM-DD, got '%.40s'", text);
  }
  out->date = trawl_arena_str(r->arena, text);
  return out->date ? TRAWL_OK : TRAWL_NO_MEM;
}

static trawl_status read_text(const reader *r, const trawl_yaml *node, trawl_example *out)
{
  TRAWL_TRY(trawl_yaml_want(r->file, node, TRAWL_YAML_SCALAR, "a text"));
  if (!*node->text) {
    return trawl_report(r->file->findings, trawl_yaml_place(r->file, node), "E204", TRAWL_BAD_RULE,
                        "the text is empty");
  }
  out->text = trawl_arena_str(r->arena, node->text);
  return out->text ? TRAWL_OK : TRAWL_NO_MEM;
}

static trawl_status read_description(const reader *r, const trawl_yaml *node, trawl_example *out)
{
  (void)out;
  return trawl_yaml_want(r->file, node, TRAWL_YAML_SCALAR, "a text");
}

static const struct {
  const char *name;
  trawl_status (*read)(const reader *r, const trawl_yaml *node, trawl_example *out);
  bool needed;
} keys[] = {
  {"text", read_text, true},        {"triples", read_triples, true},         {"relations", read_relations, false},
  {"date", read_date, false},       {"description", read_description, false},
};

/* Keeps the first fault's status, but running out of memory above all. */
static void note(trawl_status *status, trawl_status one)
{
  *status = one != TRAWL_OK && *status != TRAWL_NO_MEM ? one : *status;
}

static trawl_status read_test(const reader *r, const trawl_yaml *map)
{
  const char *names[TRAWL_COUNT(keys)];
  for (size_t i = 0; i < TRAWL_COUNT(keys); ++i) {
    names[i] = keys[i].name;
  }
  TRAWL_TRY(trawl_yaml_want(r->file, map, TRAWL_YAML_MAP, "a test with text and triples"));
  trawl_status status = trawl_yaml_only_keys(r->file, map, names, TRAWL_COUNT(keys), "test");
  const bool sound = status == TRAWL_OK;
  trawl_example test = {.file = r->name, .line = map->line, .column = map->column};
  for (size_t i = 0; i < TRAWL_COUNT(keys); ++i) {
    const trawl_yaml *value = trawl_yaml_get(map, keys[i].name);
    if (value) {
      note(&status, keys[i].read(r, value, &test));
    } else if (keys[i].needed && sound) { /* it may just be what was misspelt */
      note(&status, trawl_report(r->file->findings, trawl_yaml_place(r->file, map), "E204", TRAWL_BAD_RULE,
                                 "the test has no '%s'", keys[i].name));
    }
  }
  if (status == TRAWL_OK) {
    TRAWL_TRY_MEM(trawl_vec_push(&r->tests->list, test));
  }
  return status;
}

trawl_status trawl_tests_load(trawl_tests *tests, const trawl_yaml_file *file, trawl_arena *arena)
{
  static const char *const known[] = {"tests"};
  const reader r = {tests, file, arena, trawl_arena_str(arena, file->source->name)};
  TRAWL_TRY_MEM(r.name);
  trawl_status status = trawl_yaml_only_keys(file, file->root, known, TRAWL_COUNT(known), "test file");
  const trawl_yaml *list = trawl_yaml_get(file->root, "tests");
  TRAWL_TRY(trawl_yaml_want(file, list, TRAWL_YAML_LIST, "a list of tests"));
  for (uint32_t i = 0; i < list->count && status != TRAWL_NO_MEM; ++i) {
    note(&status, read_test(&r, list->items[i]));
  }
  return status;
}
