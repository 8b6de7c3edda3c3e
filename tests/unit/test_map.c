/* SPDX-License-Identifier: MIT
 * test_map.c - spans back to the original, and offsets in three units. */
#include "model/map.h"

#include <CUnit/CUnit.h>
#include <string.h>

void trawl_suite_map(void);

/* "a" SHY "b" (e + acute -> one letter) "c" curly quote -> ' : text "ab" "\xC3\xA9" "c'" */
static const char raw[] = "a\xC2\xAD"
                          "be\xCC\x81"
                          "c\xE2\x80\x99";
static const trawl_map_run runs[] = {{1, 1, 0, 2}, {2, 4, 2, 3}, {5, 8, 1, 3}};

static const struct {
  const char *name;
  trawl_span text, want;
} span_cases[] = {
  {"letter before a dropped character", {0, 1}, {0, 1}},
  {"letter behind it", {1, 2}, {3, 4}},
  {"the dropped character inside", {0, 2}, {0, 4}},
  {"composed letter", {2, 4}, {4, 7}},
  {"half of a composed letter is widened", {2, 3}, {4, 7}},
  {"identity behind a run", {4, 5}, {7, 8}},
  {"folded quote", {5, 6}, {8, 11}},
  {"all", {0, 6}, {0, 11}},
  {"empty span", {4, 4}, {7, 7}},
  {"empty span at a dropped character", {1, 1}, {3, 3}},
};

static void test_spans(void)
{
  trawl_map map = {.raw = NULL};
  CU_ASSERT_EQUAL(trawl_map_begin(&map, raw, (uint32_t)strlen(raw)), TRAWL_OK);
  CU_ASSERT_FALSE(map.ascii);
  for (size_t i = 0; i < TRAWL_COUNT(runs); ++i) {
    CU_ASSERT_EQUAL(trawl_map_add(&map, runs[i]), TRAWL_OK);
  }
  for (size_t i = 0; i < TRAWL_COUNT(span_cases); ++i) {
    const trawl_span got = trawl_map_bytes(&map, span_cases[i].text);
    CU_ASSERT_EQUAL(got.start, span_cases[i].want.start);
    CU_ASSERT_EQUAL(got.end, span_cases[i].want.end);
  }
  trawl_map_clear(&map);
}

static void test_no_runs(void)
{
  trawl_map map = {.raw = NULL};
  CU_ASSERT_EQUAL(trawl_map_begin(&map, "plain", 5), TRAWL_OK);
  CU_ASSERT_TRUE(map.ascii);
  CU_ASSERT_EQUAL(trawl_map_bytes(&map, (trawl_span){1, 4}).end, 4);
  CU_ASSERT_EQUAL(trawl_map_offset(&map, 5, TRAWL_UTF16), 5);
  CU_ASSERT_EQUAL(map.marks.len, 0);
  CU_ASSERT_EQUAL(trawl_map_begin(&map, "", 0), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_map_offset(&map, 0, TRAWL_CHARS), 0);
  trawl_map_clear(&map);
}

static const struct {
  const char *raw;
  uint32_t at;
  uint64_t chars, utf16;
} unit_cases[] = {
  {"\xEF\xBB\xBF"
   "a",
   3, 1, 1},                         /* a byte order mark is one */
  {"\xC3\xA9\r\nb", 4, 3, 3},        /* CRLF is two */
  {"\xF0\x9F\x98\x80z", 4, 1, 2},    /* beyond the basic plane */
  {"\xFF\xC3\xA9", 1, 1, 1},         /* a bad byte is one */
  {"\xE2\x82\xC3\xA9", 2, 1, 1},     /* a sequence that broke off is one */
  {"\xED\xA0\x80\xC3\xA9", 3, 3, 3}, /* a surrogate: three bad bytes */
  {"\xC3\xA9\xC0\xAF", 4, 3, 3},     /* overlong: two bad bytes */
  {"\xC3\xA9\xF0\x9F\x98", 5, 2, 2}, /* broken off at the end */
};

static void test_units(void)
{
  trawl_map map = {.raw = NULL};
  for (size_t i = 0; i < TRAWL_COUNT(unit_cases); ++i) {
    const char *text = unit_cases[i].raw;
    CU_ASSERT_EQUAL(trawl_map_begin(&map, text, (uint32_t)strlen(text)), TRAWL_OK);
    CU_ASSERT_EQUAL(trawl_map_offset(&map, unit_cases[i].at, TRAWL_CHARS), unit_cases[i].chars);
    CU_ASSERT_EQUAL(trawl_map_offset(&map, unit_cases[i].at, TRAWL_UTF16), unit_cases[i].utf16);
    CU_ASSERT_EQUAL(trawl_map_offset(&map, unit_cases[i].at, TRAWL_BYTES), unit_cases[i].at);
  }
  trawl_map_clear(&map);
}

/* Characters of 1 to 4 bytes, so that marks fall on all places of a character. */
static void test_marks(void)
{
  static const char *const letters[] = {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
  char text[4096];
  uint32_t len = 0;
  for (uint32_t i = 0; len + 4 < sizeof text; ++i) {
    const char *letter = letters[(i * 7 + i / 3) % 4];
    memcpy(text + len, letter, strlen(letter));
    len += (uint32_t)strlen(letter);
  }
  trawl_map map = {.raw = NULL};
  CU_ASSERT_EQUAL(trawl_map_begin(&map, text, len), TRAWL_OK);
  uint64_t chars = 0, utf16 = 0;
  bool equal = true;
  for (uint32_t i = 0; i < len; ++i) {
    if (((unsigned char)text[i] & 0xC0) != 0x80) {
      equal &= trawl_map_offset(&map, i, TRAWL_CHARS) == chars;
      equal &= trawl_map_offset(&map, i, TRAWL_UTF16) == utf16;
      ++chars;
      utf16 += (unsigned char)text[i] >= 0xF0 ? 2 : 1;
    }
  }
  CU_ASSERT_TRUE(equal);
  CU_ASSERT_EQUAL(trawl_map_offset(&map, len, TRAWL_CHARS), chars);
  trawl_map_clear(&map);
}

void trawl_suite_map(void)
{
  CU_pSuite s = CU_add_suite("map", NULL, NULL);
  CU_add_test(s, "spans lead back to the original", test_spans);
  CU_add_test(s, "text that came through unchanged", test_no_runs);
  CU_add_test(s, "units are those of Python's decoder", test_units);
  CU_add_test(s, "marks at every place of a character", test_marks);
}
