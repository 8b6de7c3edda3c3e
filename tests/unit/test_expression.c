/* SPDX-License-Identifier: MIT
 * test_expression.c - expressions that are compiled late: what they say does not depend on when, nor on how often. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "base/expression.h"
#include "base/status.h"

#include <CUnit/CUnit.h>
#include <pcre2.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

void trawl_suite_expression(void);

enum { ASKED = 250, THREADS = 4 }; /* machine code is made on the way */

typedef struct asker {
  pcre2_match_data *data;
  pcre2_match_context *limits;
} asker;

static asker asker_new(uint32_t steps)
{
  const asker a = {pcre2_match_data_create(16, NULL), pcre2_match_context_create(NULL)};
  pcre2_set_match_limit(a.limits, steps);
  return a;
}

static void asker_free(asker *a)
{
  pcre2_match_data_free(a->data);
  pcre2_match_context_free(a->limits);
}

static trawl_said ask(trawl_expression *expression, const asker *a, const char *text)
{
  return trawl_expression_ask(expression, a->data, a->limits, text, strlen(text), 0, true);
}

static const struct {
  const char *pattern, *text;
  trawl_said wanted;
} rows[] = {
  {"^[A-Z]\\.$", "J.", TRAWL_SAID_YES},
  {"^[A-Z]\\.$", "j.", TRAWL_SAID_NO},
  {"(?<year>\\d{4})", "in 1998", TRAWL_SAID_YES},
  {"^(?i:abc)$", "aBC", TRAWL_SAID_YES},
  {"\\p{Lu}", "\xC3\x84pfel", TRAWL_SAID_YES},
  {"\\p{Lu}", "\xC3\xA4pfel", TRAWL_SAID_NO},
  {"^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", TRAWL_SAID_CUT},
  {"^(a|aa)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", TRAWL_SAID_CUT},
  {"(", "(", TRAWL_SAID_WRONG},
  {"a\\Cb", "axb", TRAWL_SAID_WRONG},
  {"", "", TRAWL_SAID_YES},
};

static trawl_expression *expression_of(trawl_arena *arena, const char *pattern)
{
  return trawl_expression_new(arena, pattern, strlen(pattern), PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C);
}

/* Whether it was compiled before or not. */
static void test_always_the_same(void)
{
  trawl_arena arena = {NULL, NULL};
  asker a = asker_new(10000);
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    trawl_expression *late = expression_of(&arena, rows[i].pattern), *early = expression_of(&arena, rows[i].pattern);
    size_t offset = 0;
    CU_ASSERT_EQUAL(trawl_expression_compile(early, &offset) != 0, rows[i].wanted == TRAWL_SAID_WRONG);
    unsigned wrong = 0;
    for (unsigned n = 0; n < ASKED; ++n) {
      wrong += ask(late, &a, rows[i].text) != rows[i].wanted;
      wrong += ask(early, &a, rows[i].text) != rows[i].wanted;
    }
    CU_ASSERT_EQUAL(wrong, 0);
    if (wrong) {
      printf("/%s/ on \"%s\"\n", rows[i].pattern, rows[i].text);
    }
    trawl_expression_clear(late);
    trawl_expression_clear(early);
  }
  asker_free(&a);
  trawl_arena_clear(&arena);
}

/* Long texts: machine code has a stack of its own, which is soon full; the interpreter has not. */
static void test_long_texts(void)
{
  static char text[200001];
  memset(text, 'a', sizeof text - 1);
  trawl_arena arena = {NULL, NULL};
  trawl_expression *expression = expression_of(&arena, "^(?:(a)|b)*$");
  asker a = asker_new(10000000);
  unsigned others = 0;
  for (unsigned n = 0; n < ASKED; ++n) {
    others += ask(expression, &a, text) != TRAWL_SAID_YES;
  }
  CU_ASSERT_EQUAL(others, 0);
  trawl_expression_clear(expression);
  asker_free(&a);
  trawl_arena_clear(&arena);
}

static void test_groups(void)
{
  trawl_arena arena = {NULL, NULL};
  trawl_expression *expression = expression_of(&arena, "(x)?(?<place>[A-Z]+), (?<day>\\d+)");
  asker a = asker_new(10000);
  CU_ASSERT_EQUAL(trawl_expression_group(expression, "place"), 0); /* nobody has asked */
  CU_ASSERT_EQUAL(ask(expression, &a, "see ROME, 12"), TRAWL_SAID_YES);
  CU_ASSERT_EQUAL(trawl_expression_groups(expression), 3);
  CU_ASSERT_EQUAL(trawl_expression_group(expression, "place"), 2);
  CU_ASSERT_EQUAL(trawl_expression_group(expression, "month"), 0);
  const size_t *pairs = pcre2_get_ovector_pointer(a.data);
  CU_ASSERT_EQUAL(pairs[4], 4);
  CU_ASSERT_EQUAL(pairs[5], 8);
  trawl_expression_clear(expression);
  asker_free(&a);
  trawl_arena_clear(&arena);
}

static void *ask_all(void *with)
{
  trawl_expression **expressions = with;
  asker a = asker_new(10000);
  uintptr_t wrong = 0;
  for (unsigned n = 0; n < ASKED; ++n) {
    for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
      wrong += ask(expressions[i], &a, rows[i].text) != rows[i].wanted;
    }
  }
  asker_free(&a);
  return (void *)wrong;
}

static void test_threads(void)
{
  trawl_arena arena = {NULL, NULL};
  trawl_expression *expressions[TRAWL_COUNT(rows)];
  pthread_t threads[THREADS];
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    expressions[i] = expression_of(&arena, rows[i].pattern);
  }
  for (unsigned i = 0; i < THREADS; ++i) {
    CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, ask_all, expressions), 0);
  }
  for (unsigned i = 0; i < THREADS; ++i) {
    void *wrong = NULL;
    pthread_join(threads[i], &wrong);
    CU_ASSERT_PTR_NULL(wrong);
  }
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    trawl_expression_clear(expressions[i]);
  }
  trawl_arena_clear(&arena);
}

static void test_may_join(void)
{
  static const struct {
    const char *text;
    bool may;
  } texts[] = {
    {"^By [A-Z]", true},   {"(?<place>x)", true}, {"(?P<place>x)", true}, {"(?:a|b)", true},  {"(?i)a", true},
    {"(?-i:a)", true},     {"\\(1\\)", true},     {"\\\\1", true},        {"\\d\\D\\b", true}, {"(?=a)(?!b)(?<=c)(?<!d)", true},
    {"(a)\\1", false},     {"(a)\\g1", false},    {"\\k<place>", false},  {"(?1)", false},    {"(?R)", false},
    {"(?-1)", false},      {"(?+1)", false},      {"(?&place)", false},   {"(?P>place)", false}, {"(?P=place)", false},
    {"(?(1)a|b)", false},  {"a(*COMMIT)b", false}, {"(*UTF)a", false},    {"(", true},        {"\\", true},
  };
  trawl_arena arena = {NULL, NULL};
  for (size_t i = 0; i < TRAWL_COUNT(texts); ++i) {
    const bool may = trawl_expression_may_join(expression_of(&arena, texts[i].text));
    CU_ASSERT_EQUAL(may, texts[i].may);
    if (may != texts[i].may) {
      printf("%s\n", texts[i].text);
    }
  }
  trawl_arena_clear(&arena);
}

void trawl_suite_expression(void)
{
  CU_pSuite s = CU_add_suite("expression", NULL, NULL);
  CU_add_test(s, "early, late, often", test_always_the_same);
  CU_add_test(s, "long texts", test_long_texts);
  CU_add_test(s, "groups", test_groups);
  CU_add_test(s, "threads", test_threads);
  CU_add_test(s, "alternations", test_may_join);
}
