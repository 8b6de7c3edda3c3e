/* SPDX-License-Identifier: MIT
 * test_types.c - masks, additions, circles. */
#include "resource/types.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

void trawl_suite_types(void);

typedef struct fixture {
  trawl_arena arena;
  trawl_findings *findings;
  trawl_yaml_file file;
  trawl_types types;
} fixture;

static trawl_status load(fixture *made, const char *text)
{
  *made = (fixture){.findings = trawl_findings_new(0)};
  trawl_types_init(&made->types);
  const trawl_status status =
    trawl_yaml_parse("types.yaml", text, strlen(text), &made->arena, made->findings, &made->file);
  return status == TRAWL_OK ? trawl_types_load(&made->types, &made->file, &made->arena) : status;
}

static void drop(fixture *made)
{
  trawl_arena_clear(&made->arena);
  trawl_findings_free(made->findings);
}

static bool below(const fixture *made, const char *lower, const char *upper)
{
  const uint32_t a = trawl_types_find(&made->types, lower),
                 b = trawl_types_find(&made->types, upper);
  return a != TRAWL_NONE && b != TRAWL_NONE && (made->types.mask[b] >> a & 1);
}

static void test_masks(void)
{
  fixture made;
  CU_ASSERT_EQUAL_FATAL(load(&made, "types:\n"
                                    "  deep: {is: ministry}\n"
                                    "  ministry: {is: organization}\n"
                                    "  actor: [person, organization]\n"
                                    "  any: [actor, place]\n"
                                    "  both: {is: [actor, place]}\n"
                                    "  person: {}\n"),
                        TRAWL_OK);
  CU_ASSERT_TRUE(below(&made, "deep", "any"));
  CU_ASSERT_TRUE(below(&made, "deep", "organization"));
  CU_ASSERT_TRUE(below(&made, "both", "place"));
  CU_ASSERT_TRUE(below(&made, "person", "any"));
  CU_ASSERT_FALSE(below(&made, "organization", "ministry"));
  CU_ASSERT_FALSE(below(&made, "country", "any"));
  CU_ASSERT_EQUAL(trawl_types_find(&made.types, "person"), TRAWL_TYPE_PERSON);
  CU_ASSERT_EQUAL(trawl_types_find(&made.types, "nobody"), TRAWL_NONE);
  drop(&made);
}

static const struct {
  const char *text, *want;
} faults[] = {
  {"types: {a: [persn]}", "1:13 E207 unknown type 'persn'|did you mean 'person'?"},
  {"types: {a: {is: a}}", "1:17 E242 type 'a' cannot be below itself|-"},
  {"types: {a: [b], b: [c], c: [a]}",
   "1:29 E242 types run in a circle: 'a' is already above 'c'|-"},
  {"types: {Person: {}}",
   "1:9 E241 'Person' cannot be the name of a type|use lower-case letters, digits, '_' and '-'"},
  {"types: {a: yes}", "1:12 E201 expected {}, {is: TYPE} or a list of types, got 'yes'|-"},
  {"types: {a: {si: person}}", "1:13 E202 unknown type key 'si'|did you mean 'is'?"},
  {"typse: {}", "1:1 E202 unknown types file key 'typse'|did you mean 'types'?"},
  {"types: [a]", "1:8 E201 expected a map of types, got a list|-"},
  {"types: {a: [[b]]}", "1:13 E201 expected the name of a type, got a list|-"},
};

static void test_faults(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(faults); ++i) {
    fixture made;
    CU_ASSERT_EQUAL(load(&made, faults[i].text), TRAWL_BAD_RULE);
    CU_ASSERT_EQUAL(made.types.count, TRAWL_TYPE_BUILT_IN); /* untouched */
    CU_ASSERT_EQUAL_FATAL(trawl_findings_count(made.findings), 1);
    const trawl_finding found = trawl_findings_at(made.findings, 0);
    char got[300];
    snprintf(got, sizeof got, "%u:%u %s %s|%s", found.line, found.column, found.code, found.message,
             found.hint ? found.hint : "-");
    CU_ASSERT_STRING_EQUAL(got, faults[i].want);
    if (strcmp(got, faults[i].want) != 0) {
      fprintf(stderr, "fault %zu: %s\n", i, got);
    }
    drop(&made);
  }
}

static void test_too_many(void)
{
  char text[2048] = "types:\n";
  for (int i = TRAWL_TYPE_BUILT_IN; i < TRAWL_TYPE_MAX + 1; ++i) {
    snprintf(text + strlen(text), sizeof text - strlen(text), "  t%d: {}\n", i);
  }
  fixture made;
  CU_ASSERT_EQUAL(load(&made, text), TRAWL_BAD_RULE);
  CU_ASSERT_EQUAL_FATAL(trawl_findings_count(made.findings), 1);
  CU_ASSERT_STRING_EQUAL(trawl_findings_at(made.findings, 0).code, "E240");
  drop(&made);
}

static void test_reading_masks(void)
{
  static const char text[] = "a: person\nb: [person, place]\nc: [person, plaze]\nd: []\n";
  fixture made = {.findings = trawl_findings_new(0)};
  trawl_types_init(&made.types);
  CU_ASSERT_EQUAL_FATAL(
    trawl_yaml_parse("m.yaml", text, sizeof text - 1, &made.arena, made.findings, &made.file),
    TRAWL_OK);
  const trawl_yaml *root = made.file.root;
  uint64_t mask = 7;
  CU_ASSERT_EQUAL(trawl_types_mask(&made.types, &made.file, root->items[0], &mask), TRAWL_OK);
  CU_ASSERT_EQUAL(mask, UINT64_C(1) << TRAWL_TYPE_PERSON);
  CU_ASSERT_EQUAL(trawl_types_mask(&made.types, &made.file, root->items[1], &mask), TRAWL_OK);
  CU_ASSERT_EQUAL(mask, UINT64_C(1) << TRAWL_TYPE_PERSON | UINT64_C(1) << TRAWL_TYPE_PLACE);
  const uint64_t before = mask;
  CU_ASSERT_EQUAL(trawl_types_mask(&made.types, &made.file, root->items[2], &mask), TRAWL_BAD_RULE);
  CU_ASSERT_EQUAL(trawl_types_mask(&made.types, &made.file, root->items[3], &mask), TRAWL_BAD_RULE);
  CU_ASSERT_EQUAL(mask, before);
  CU_ASSERT_STRING_EQUAL(trawl_findings_at(made.findings, 0).hint, "did you mean 'place'?");
  drop(&made);
}

static void test_shipped(void)
{
  fixture made = {.findings = trawl_findings_new(0)};
  trawl_types_init(&made.types);
  CU_ASSERT_EQUAL_FATAL(trawl_yaml_load(TRAWL_SOURCE_DIR "/rules/en/types.yaml", NULL, &made.arena,
                                        made.findings, &made.file),
                        TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_types_load(&made.types, &made.file, &made.arena), TRAWL_OK);
  CU_ASSERT_TRUE(below(&made, "group", "actor"));
  CU_ASSERT_TRUE(below(&made, "money", "value"));
  CU_ASSERT_FALSE(below(&made, "place", "actor"));
  for (uint32_t i = 0; i < TRAWL_TYPE_BUILT_IN; ++i) {
    CU_ASSERT_PTR_NOT_NULL(
      trawl_yaml_get(trawl_yaml_get(made.file.root, "types"), made.types.names[i]));
  }
  drop(&made);
}

void trawl_suite_types(void)
{
  CU_pSuite s = CU_add_suite("types", NULL, NULL);
  CU_add_test(s, "masks are closed", test_masks);
  CU_add_test(s, "faults are located", test_faults);
  CU_add_test(s, "too many types", test_too_many);
  CU_add_test(s, "reading masks", test_reading_masks);
  CU_add_test(s, "the shipped file", test_shipped);
}
