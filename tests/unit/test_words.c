/* SPDX-License-Identifier: MIT
 * test_words.c - interning, stacked tables, reset, shapes, folding. */
#include "model/words.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

void trawl_suite_words(void);

static uint32_t add(trawl_words *words, const char *text, bool *fresh)
{
  uint32_t id = TRAWL_NONE;
  CU_ASSERT_EQUAL_FATAL(trawl_words_add(words, text, strlen(text), &id, fresh), TRAWL_OK);
  return id;
}

static void test_interning(void)
{
  trawl_words words;
  trawl_words_init(&words, NULL);
  bool fresh = false;
  CU_ASSERT_EQUAL(trawl_words_find(&words, "visit", 5), TRAWL_NONE);
  const uint32_t visit = add(&words, "visit", &fresh);
  CU_ASSERT_TRUE(fresh);
  CU_ASSERT_EQUAL(add(&words, "visit", &fresh), visit);
  CU_ASSERT_FALSE(fresh);
  CU_ASSERT_NOT_EQUAL(add(&words, "visits", NULL), visit);
  CU_ASSERT_EQUAL(trawl_words_find(&words, "visits", 5), visit); /* the length counts */
  CU_ASSERT_EQUAL(trawl_words_find(&words, "visi", 4), TRAWL_NONE);
  CU_ASSERT_STRING_EQUAL(trawl_words_text(&words, visit), "visit");
  CU_ASSERT_EQUAL(trawl_words_at(&words, visit)->len, 5);
  const uint32_t empty = add(&words, "", &fresh);
  CU_ASSERT_STRING_EQUAL(trawl_words_text(&words, empty), "");
  CU_ASSERT_EQUAL(add(&words, "", &fresh), empty);
  uint32_t with_nul = TRAWL_NONE;
  CU_ASSERT_EQUAL(trawl_words_add(&words, "a\0b", 3, &with_nul, NULL), TRAWL_OK);
  CU_ASSERT_NOT_EQUAL(with_nul, add(&words, "a", NULL));
  trawl_words_clear(&words);
  trawl_words_clear(&words);
}

static void test_many(void)
{
  trawl_words words;
  trawl_words_init(&words, NULL);
  char text[32];
  for (unsigned i = 0; i < 20000; ++i) { /* grows the slots several times */
    snprintf(text, sizeof text, "w%u", i);
    CU_ASSERT_EQUAL_FATAL(add(&words, text, NULL), i);
  }
  for (unsigned i = 0; i < 20000; i += 7) {
    snprintf(text, sizeof text, "w%u", i);
    CU_ASSERT_EQUAL_FATAL(trawl_words_find(&words, text, strlen(text)), i);
  }
  CU_ASSERT_EQUAL(trawl_words_count(&words), 20000);
  CU_ASSERT_EQUAL(trawl_words_find(&words, "w20000", 6), TRAWL_NONE);
  trawl_words_clear(&words);
}

static void test_stacked(void)
{
  trawl_words base, doc;
  trawl_words_init(&base, NULL);
  const uint32_t visit = add(&base, "visit", NULL);
  trawl_word_mark(&base.items.at[visit], TRAWL_IS_LIGHT_VERB);
  trawl_words_init(&doc, &base);
  bool fresh = true;
  CU_ASSERT_EQUAL(add(&doc, "visit", &fresh), visit);
  CU_ASSERT_FALSE(fresh);
  const uint32_t voss = add(&doc, "voss", &fresh);
  CU_ASSERT_TRUE(fresh);
  CU_ASSERT_EQUAL(voss, trawl_words_count(&base)); /* ids follow those of the base */
  CU_ASSERT_STRING_EQUAL(trawl_words_text(&doc, visit), "visit");
  CU_ASSERT_STRING_EQUAL(trawl_words_text(&doc, voss), "voss");
  CU_ASSERT_TRUE(trawl_word_is(trawl_words_at(&doc, visit), TRAWL_IS_LIGHT_VERB));
  CU_ASSERT_FALSE(trawl_word_is(trawl_words_at(&doc, voss), TRAWL_IS_LIGHT_VERB));
  CU_ASSERT_EQUAL(trawl_words_find(&base, "voss", 4), TRAWL_NONE); /* the base is not touched */
  /* a capital form of a base word is the document's, its lower-case form is the base's */
  const uint32_t capital = add(&doc, "VISIT", &fresh);
  CU_ASSERT_TRUE(fresh && capital > voss);
  CU_ASSERT_EQUAL(trawl_words_at(&doc, capital)->folded, visit);
  CU_ASSERT_EQUAL(trawl_words_count(&doc), capital + 1);
  trawl_words_clear(&doc);
  trawl_words_clear(&base);
}

static void test_reset(void)
{
  trawl_words base, doc;
  trawl_words_init(&base, NULL);
  add(&base, "visit", NULL);
  trawl_words_init(&doc, &base);
  trawl_words_reset(&doc); /* nothing there yet */
  static const unsigned sizes[] = {3, 5000, 2, 40, 1};
  char text[32];
  for (unsigned round = 0; round < TRAWL_COUNT(sizes); ++round) {
    for (unsigned i = 0; i < sizes[round]; ++i) {
      snprintf(text, sizeof text, "r%uw%u", round, i);
      CU_ASSERT_EQUAL_FATAL(add(&doc, text, NULL), 1 + i);
    }
    trawl_words_reset(&doc);
    CU_ASSERT_EQUAL(trawl_words_count(&doc), 1);
    for (unsigned i = 0; i < sizes[round]; ++i) { /* all gone */
      snprintf(text, sizeof text, "r%uw%u", round, i);
      CU_ASSERT_EQUAL_FATAL(trawl_words_find(&doc, text, strlen(text)), TRAWL_NONE);
    }
    CU_ASSERT_EQUAL(trawl_words_find(&doc, "visit", 5), 0);
  }
  /* the base may have grown between two documents */
  add(&base, "travel", NULL);
  trawl_words_reset(&doc);
  CU_ASSERT_EQUAL(add(&doc, "voss", NULL), 2);
  trawl_words_clear(&doc);
  trawl_words_clear(&base);
}

static void test_shapes(void)
{
  static const struct {
    const char *text;
    trawl_shape shape;
  } rows[] = {
    {"visit", TRAWL_SHAPE_LOWER},
    {"caf\xC3\xA9", TRAWL_SHAPE_LOWER},
    {"x", TRAWL_SHAPE_LOWER},
    {"co-op", TRAWL_SHAPE_LOWER},
    {"Visit", TRAWL_SHAPE_TITLE},
    {"\xC3\x89lys\xC3\xA9"
     "e",
     TRAWL_SHAPE_TITLE},
    {"Dr.", TRAWL_SHAPE_TITLE},
    {"\xD0\x9F\xD1\x83\xD1\x82\xD0\xB8\xD0\xBD", TRAWL_SHAPE_TITLE},
    {"J", TRAWL_SHAPE_INITIAL},
    {"J.", TRAWL_SHAPE_INITIAL},
    {"\xC3\x89.", TRAWL_SHAPE_INITIAL},
    {"NATO", TRAWL_SHAPE_UPPER},
    {"U.S.", TRAWL_SHAPE_UPPER},
    {"G20", TRAWL_SHAPE_UPPER},
    {"G7", TRAWL_SHAPE_UPPER},
    {"McDonald", TRAWL_SHAPE_MIXED},
    {"iPhone", TRAWL_SHAPE_MIXED},
    {"eBay", TRAWL_SHAPE_MIXED},
    {"PhD", TRAWL_SHAPE_MIXED},
    {"12", TRAWL_SHAPE_NUMBER},
    {"1,000.5", TRAWL_SHAPE_NUMBER},
    {"3rd", TRAWL_SHAPE_NUMBER},
    {"1990s", TRAWL_SHAPE_NUMBER},
    {"$12", TRAWL_SHAPE_NUMBER},
    {"-", TRAWL_SHAPE_OTHER},
    {"...", TRAWL_SHAPE_OTHER},
    {"", TRAWL_SHAPE_OTHER},
    {"\xF0\x9F\x98\x80", TRAWL_SHAPE_OTHER},
    {"\xFF", TRAWL_SHAPE_OTHER},
    {"\xE4\xB8\xAD\xE5\x9B\xBD", TRAWL_SHAPE_LOWER},
  };
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    const trawl_shape got = trawl_shape_of(rows[i].text, strlen(rows[i].text));
    CU_ASSERT_EQUAL(got, rows[i].shape);
    if (got != rows[i].shape) {
      fprintf(stderr, "\n%s: shape %d, not %d\n", rows[i].text, (int)got, (int)rows[i].shape);
    }
  }
}

static void test_folding(void)
{
  static const struct {
    const char *text, *folded;
  } rows[] = {
    {"visit", "visit"},
    {"Visit", "visit"},
    {"VISIT", "visit"},
    {"\xC3\x89lys\xC3\xA9"
     "e",
     "\xC3\xA9lys\xC3\xA9"
     "e"},
    {"\xD0\x9A\xD0\xA1\xD0\x9D", "\xD0\xBA\xD1\x81\xD0\xBD"},
    {"G20", "g20"},
    {"...", "..."},
    {"\xE1\xBA\x9E", "\xC3\x9F"}, /* capital sharp s: the lower-case form is shorter */
    {"\xC8\xBA", "\xE2\xB1\xA5"}, /* A with stroke: it is longer */
    {"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
  };
  trawl_words words;
  trawl_words_init(&words, NULL);
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    const uint32_t id = add(&words, rows[i].text, NULL);
    const uint32_t folded = trawl_words_at(&words, id)->folded;
    CU_ASSERT_STRING_EQUAL(trawl_words_text(&words, folded), rows[i].folded);
    CU_ASSERT_EQUAL(trawl_words_at(&words, folded)->folded, folded);
    CU_ASSERT_EQUAL(id == folded, strcmp(rows[i].text, rows[i].folded) == 0);
  }
  trawl_words_clear(&words);
}

static void test_long_words(void)
{
  char text[TRAWL_WORD_MAX * 2];
  memset(text, 'X', sizeof text);
  trawl_words words;
  trawl_words_init(&words, NULL);
  uint32_t a = TRAWL_NONE, b = TRAWL_NONE;
  CU_ASSERT_EQUAL(trawl_words_add(&words, text, sizeof text, &a, NULL), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_words_at(&words, a)->len, TRAWL_WORD_MAX);
  CU_ASSERT_EQUAL(trawl_words_add(&words, text, TRAWL_WORD_MAX + 1, &b, NULL), TRAWL_OK);
  CU_ASSERT_EQUAL(a, b); /* cut to the same bytes */
  CU_ASSERT_EQUAL(trawl_words_find(&words, text, sizeof text), a);
  CU_ASSERT_EQUAL(trawl_words_add(&words, text, TRAWL_WORD_MAX - 1, &b, NULL), TRAWL_OK);
  CU_ASSERT_NOT_EQUAL(a, b);
  /* one whose lower-case form would not fit stays as it is */
  for (size_t i = 0; i < TRAWL_WORD_MAX; i += 2) {
    memcpy(text + i, "\xC8\xBA", 2);
  }
  CU_ASSERT_EQUAL(trawl_words_add(&words, text, TRAWL_WORD_MAX, &a, NULL), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_words_at(&words, a)->folded, a);
  trawl_words_clear(&words);
}

/* The text that is added may stand in the table that adding moves. */
static void test_own_text(void)
{
  trawl_words words;
  trawl_words_init(&words, NULL);
  uint32_t id = add(&words, "XYa", NULL);
  for (unsigned i = 0; i < 500; ++i) {
    char text[64];
    snprintf(text, sizeof text, "XYa%u", i);
    id = add(&words, text, NULL);
    uint32_t tail = TRAWL_NONE;
    const char *own = trawl_words_text(&words, id);
    CU_ASSERT_EQUAL(trawl_words_add(&words, own + 1, strlen(text) - 1, &tail, NULL), TRAWL_OK);
    CU_ASSERT_STRING_EQUAL(trawl_words_text(&words, tail), text + 1);
  }
  trawl_words_clear(&words);
}

void trawl_suite_words(void)
{
  CU_pSuite s = CU_add_suite("words", NULL, NULL);
  CU_add_test(s, "interning", test_interning);
  CU_add_test(s, "many", test_many);
  CU_add_test(s, "stacked", test_stacked);
  CU_add_test(s, "reset", test_reset);
  CU_add_test(s, "shapes", test_shapes);
  CU_add_test(s, "folding", test_folding);
  CU_add_test(s, "long words", test_long_words);
  CU_add_test(s, "own text", test_own_text);
}
