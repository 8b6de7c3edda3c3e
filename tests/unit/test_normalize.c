/* SPDX-License-Identifier: MIT
 * test_normalize.c - original bytes to text, and every change in the map. */
#include "stage/normalize.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void trawl_suite_normalize(void);

static const struct {
  const char *raw, *want;
  uint32_t repairs;
} fold_cases[] = {
  {"", "", 0},
  {"plain text, unchanged.\n", "plain text, unchanged.\n", 0},
  {"\xEF\xBB\xBFmark", "mark", 0},
  {"a\r\nb\rc\n", "a\nb\nc\n", 0},
  {"a\xE2\x80\xA8"
   "b\xC2\x85"
   "c",
   "a\nb\nc", 0},
  {"bell\x07 tab\t del\x7F", "bell  tab\t del ", 0},
  {"\xE2\x80\x9Cquoted\xE2\x80\x9D \xC2\xABso\xC2\xBB \xE2\x80\x9Elow", "\"quoted\" \"so\" \"low",
   0},
  {"it\xE2\x80\x99s \xE2\x80\x98x\xE2\x80\x99", "it's 'x'", 0},
  {"X\xE2\x80\x93Y, 10\xE2\x80\x93"
   "12",
   "X-Y, 10-12", 0},
  {"a \xE2\x80\x93 b", "a -- b", 0},
  {"a\xE2\x80\x94"
   "b \xE2\x80\x95 c",
   "a--b -- c", 0},
  {"\xE2\x88\x92"
   "5 \xE2\x80\x91 x",
   "-5 - x", 0},
  {"wait\xE2\x80\xA6", "wait...", 0},
  {"o\xEF\xAC\x83"
   "ce \xEF\xAC\x81rm",
   "office firm", 0},
  {"\xEF\xBC\xA1\xEF\xBC\xA2\xEF\xBC\x91", "AB1", 0},
  {"co\xC2\xADop \xE2\x80\x8Bzero\xE2\x81\xA0", "coop zero", 0},
  {"a\xC2\xA0"
   "b\xE2\x80\x89"
   "c\xE3\x80\x80"
   "d",
   "a b c d", 0},
  {"cafe\xCC\x81", "caf\xC3\xA9", 0},
  {"caf\xC3\xA9", "caf\xC3\xA9", 0},
  {"e\xE2\x80\x8B\xCC\x81", "\xC3\xA9", 0},                    /* dropped in between */
  {"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "\xED\x95\x9C", 0}, /* Hangul in parts */
  {"\xE2\x84\xAB", "\xC3\x85", 0},                             /* the unit sign */
  {"\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9", "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9",
   0},
  {"a\xE2\x80\x8D"
   "b",
   "ab", 0},                     /* a joiner elsewhere */
  {"\xCC\x81x", "\xCC\x81x", 0}, /* a mark without a letter */
  {"a\xFF"
   "b",
   "a\xEF\xBF\xBD"
   "b",
   1},
  {"\xE2\x82", "\xEF\xBF\xBD", 1},
  {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 3},
  {"\xC0\xAF\xF5", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 3},
  {"\xF0\x9F\x98"
   "a",
   "\xEF\xBF\xBD"
   "a",
   1},
};

static void test_folding(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(fold_cases); ++i) {
    trawl_buf text = {.at = NULL};
    uint32_t repairs = 0;
    const char *raw = fold_cases[i].raw;
    CU_ASSERT_EQUAL(trawl_normalize_bytes(raw, (uint32_t)strlen(raw), &text, NULL, &repairs),
                    TRAWL_OK);
    const bool equal = strcmp(trawl_buf_str(&text), fold_cases[i].want) == 0;
    CU_ASSERT(equal);
    if (!equal) {
      fprintf(stderr, "case %zu: got '%s', want '%s'\n", i, text.at, fold_cases[i].want);
    }
    CU_ASSERT_EQUAL(repairs, fold_cases[i].repairs);
    trawl_buf_clear(&text);
  }
}

static const struct {
  const char *raw, *find, *want; /* the slice of `raw` that `find` in the text stands for */
} slice_cases[] = {
  {"said \xE2\x80\x9Cno\xE2\x80\x9D.", "no", "no"},
  {"said \xE2\x80\x9Cno\xE2\x80\x9D.", "\"no\"", "\xE2\x80\x9Cno\xE2\x80\x9D"},
  {"a co\xC2\xADop b", "coop", "co\xC2\xADop"},
  {"a \xC2\xAD"
   "coop\xC2\xAD b",
   "coop", "coop"},
  {"the cafe\xCC\x81s", "caf\xC3\xA9s", "cafe\xCC\x81s"},
  {"line\r\nnext", "next", "next"},
  {"line\r\nnext", "line\nnext", "line\r\nnext"},
  {"x\xFFy", "y", "y"},
  {"o\xEF\xAC\x83"
   "ce",
   "ff", "\xEF\xAC\x83"}, /* inside of a ligature: widened */
  {"1\xE2\x80\x93"
   "2",
   "-", "\xE2\x80\x93"},
};

static void test_slices(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(slice_cases); ++i) {
    const char *raw = slice_cases[i].raw;
    trawl_buf text = {.at = NULL};
    trawl_map map = {.raw = NULL};
    CU_ASSERT_EQUAL(trawl_map_begin(&map, raw, (uint32_t)strlen(raw)), TRAWL_OK);
    CU_ASSERT_EQUAL(trawl_normalize_bytes(raw, (uint32_t)strlen(raw), &text, &map, NULL), TRAWL_OK);
    const char *found = strstr(trawl_buf_str(&text), slice_cases[i].find);
    CU_ASSERT_PTR_NOT_NULL(found);
    if (found) {
      const uint32_t start = (uint32_t)(found - text.at);
      const trawl_span got =
        trawl_map_bytes(&map, (trawl_span){start, start + (uint32_t)strlen(slice_cases[i].find)});
      CU_ASSERT_EQUAL(got.end - got.start, strlen(slice_cases[i].want));
      CU_ASSERT_EQUAL(strncmp(raw + got.start, slice_cases[i].want, got.end - got.start), 0);
    }
    trawl_map_clear(&map);
    trawl_buf_clear(&text);
  }
}

/* A letter with 100,000 marks must not take quadratic time, and comes out valid. */
static void test_many_marks(void)
{
  enum { MARKS = 100000 };
  char *raw = malloc(1 + MARKS * 2);
  raw[0] = 'a';
  for (size_t i = 0; i < MARKS; ++i) {
    memcpy(raw + 1 + i * 2, i % 2 ? "\xCC\x81" : "\xCC\xA3", 2);
  }
  trawl_buf text = {.at = NULL};
  CU_ASSERT_EQUAL(trawl_normalize_bytes(raw, 1 + MARKS * 2, &text, NULL, NULL), TRAWL_OK);
  CU_ASSERT(text.len > MARKS && text.len <= 1 + MARKS * 2);
  trawl_buf_clear(&text);
  free(raw);
}

void trawl_suite_normalize(void)
{
  CU_pSuite s = CU_add_suite("normalize", NULL, NULL);
  CU_add_test(s, "folding and repairs", test_folding);
  CU_add_test(s, "slices of the original", test_slices);
  CU_add_test(s, "a letter with very many marks", test_many_marks);
}
