/* SPDX-License-Identifier: MIT
 * test_temporal.c - words of time and amounts to ISO values, without any rule: rows of kind, words and
 * value.  The document's date is Wednesday, 22 February 2023. */
#include "stage/values.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void trawl_suite_temporal(void);

enum { TODAY = 20230222 };

/* word or word/TAG, with spaces between */
static void add_token(trawl_doc *doc, const char *text, size_t len)
{
  const char *slash = len > 1 && text[len - 1] >= 'A' ? memchr(text + 1, '/', len - 1) : NULL;
  const size_t size = slash ? (size_t)(slash - text) : len;
  const uint32_t i = doc->tokens.len;
  CU_ASSERT_TRUE_FATAL(trawl_tokens_reserve(&doc->tokens, i + 1));
  trawl_tokens *t = &doc->tokens;
  uint32_t word = 0;
  CU_ASSERT_EQUAL(trawl_words_add(&doc->words, text, size, &word, NULL), TRAWL_OK);
  trawl_doc_set_word(doc, i, word);
  t->len = i + 1;
  t->start[i] = (uint32_t)doc->text.len;
  t->size[i] = (uint16_t)size;
  t->kind[i] = TRAWL_TOKEN_WORD;
  t->flags[i] = TRAWL_TOKEN_SPACE;
  t->tag[i] = slash ? (uint8_t)trawl_tag_named(slash + 1, len - size - 1) : TRAWL_TAG_NN;
  t->lemma[i] = trawl_doc_folded(doc, i);
  t->mention[i] = TRAWL_NONE;
  trawl_buf_put(&doc->text, text, size);
  trawl_buf_putc(&doc->text, ' ');
}

/* The value of the words in [brackets]; "" when they have none. */
static void value_of(trawl_value_kind kind, const char *text, uint32_t date, const char *anchor,
                     char *out, size_t room)
{
  trawl_words base;
  trawl_doc doc;
  memset(&doc, 0, sizeof doc);
  trawl_words_init(&base, NULL);
  trawl_words_init(&doc.words, &base);
  doc.date = date;
  trawl_span tok = {0, TRAWL_NONE};
  while (*text) {
    const size_t len = strcspn(text, " ");
    if (*text == '[') {
      tok.start = doc.tokens.len;
    } else if (*text == ']') {
      tok.end = doc.tokens.len;
    } else {
      add_token(&doc, text, len);
    }
    text += len + (text[len] == ' ');
  }
  trawl_buf_str(&doc.text);
  tok.end = tok.end == TRAWL_NONE ? doc.tokens.len : tok.end;
  const char *value;
  CU_ASSERT_EQUAL(trawl_value_of(&doc, kind, tok, (trawl_span){0, doc.tokens.len},
                                 trawl_anchor_of(anchor), &value),
                  TRAWL_OK);
  snprintf(out, room, "%s", value ? value : "");
  trawl_doc_clear(&doc);
  trawl_words_clear(&base);
}

static const struct {
  trawl_value_kind kind;
  const char *words, *value;
  uint32_t date;
  const char *anchor;
} cases[] = {
  {TRAWL_VALUE_DATE, "24 February 2022", "2022-02-24", TODAY, ""},
  {TRAWL_VALUE_DATE, "Sept. 12", "2022-09-12", TODAY, ""},
  {TRAWL_VALUE_DATE, "will/MD meet/VB on [ Sept. 12 ]", "2023-09-12", TODAY, ""},
  {TRAWL_VALUE_DATE, "plans/VBZ to/TO come/VB in [ January ]", "2024-01", TODAY, ""},
  {TRAWL_VALUE_DATE, "left/VBD in [ January ]", "2023-01", TODAY, ""},
  {TRAWL_VALUE_DATE, "left/VBD in [ March ]", "2022-03", TODAY, ""},
  {TRAWL_VALUE_DATE, "the 3rd of May , 2019", "2019-05-03", TODAY, ""},
  {TRAWL_VALUE_DATE, "September 2022", "2022-09", TODAY, ""},
  {TRAWL_VALUE_DATE, "February 30 , 2022", "2022-02", TODAY, ""},
  {TRAWL_VALUE_DATE, "Sept 12", "XXXX-09-12", 0, ""},
  {TRAWL_VALUE_DATE, "left/VBD on [ Wednesday ]", "2023-02-22", TODAY, ""},
  {TRAWL_VALUE_DATE, "left/VBD on [ Thursday ]", "2023-02-16", TODAY, ""},
  {TRAWL_VALUE_DATE, "will/MD leave/VB on [ Thursday ]", "2023-02-23", TODAY, ""},
  {TRAWL_VALUE_DATE, "next Monday", "2023-02-27", TODAY, ""},
  {TRAWL_VALUE_DATE, "last Wednesday", "2023-02-15", TODAY, ""},
  {TRAWL_VALUE_DATE, "Wednesday morning", "2023-02-22TMO", TODAY, ""},
  {TRAWL_VALUE_DATE, "Wednesday", "XXXX-WXX-3", 0, ""},
  {TRAWL_VALUE_DATE, "yesterday", "2023-02-21", TODAY, ""},
  {TRAWL_VALUE_DATE, "tonight", "2023-02-22TNI", TODAY, ""},
  {TRAWL_VALUE_DATE, "tomorrow", "XXXX-XX-XX", 0, ""},
  {TRAWL_VALUE_DATE, "next month", "2023-03", TODAY, ""},
  {TRAWL_VALUE_DATE, "last week", "2023-W07", TODAY, ""},
  {TRAWL_VALUE_DATE, "this weekend", "2023-W08-WE", TODAY, ""},
  {TRAWL_VALUE_DATE, "last year", "2022", TODAY, ""},
  {TRAWL_VALUE_DATE, "next quarter", "2023-Q2", TODAY, ""},
  {TRAWL_VALUE_DATE, "last year", "PAST_REF", 0, ""},
  {TRAWL_VALUE_DATE, "later this year", "2023", TODAY, ""},
  {TRAWL_VALUE_DATE, "10 years ago", "2013", TODAY, ""},
  {TRAWL_VALUE_DATE, "two days ago", "2023-02-20", TODAY, ""},
  {TRAWL_VALUE_DATE, "two weeks ago", "2023-W06", TODAY, ""},
  {TRAWL_VALUE_DATE, "in three days", "2023-02-25", TODAY, ""},
  {TRAWL_VALUE_DATE, "several years ago", "PAST_REF", TODAY, ""},
  {TRAWL_VALUE_DATE, "99999999999999 years ago", "PAST_REF", TODAY, ""},
  {TRAWL_VALUE_DATE, "5000 years ago", "PAST_REF", TODAY, ""},
  {TRAWL_VALUE_DATE, "four days earlier", "2022-10-12", TODAY, "2022-10-16"},
  {TRAWL_VALUE_DATE, "40 years later", "2019", TODAY, "1979"},
  {TRAWL_VALUE_DATE, "two days later", "FUTURE_REF", TODAY, "1979"},
  {TRAWL_VALUE_DATE, "two days ago", "2023-02-20", TODAY, "1979-01-01"},
  {TRAWL_VALUE_DATE, "2021", "2021", TODAY, ""},
  {TRAWL_VALUE_DATE, "the 1990s", "199", TODAY, ""},
  {TRAWL_VALUE_DATE, "the 90s", "199", TODAY, ""},
  {TRAWL_VALUE_DATE, "the 19th century", "18", TODAY, ""},
  {TRAWL_VALUE_DATE, "the third quarter of 2021", "2021-Q3", TODAY, ""},
  {TRAWL_VALUE_DATE, "the second quarter", "2023-Q2", TODAY, ""},
  {TRAWL_VALUE_DATE, "spring 2021", "2021-SP", TODAY, ""},
  {TRAWL_VALUE_DATE, "last autumn", "2022-FA", TODAY, ""},
  {TRAWL_VALUE_DATE, "2023-09-20", "2023-09-20", TODAY, ""},
  {TRAWL_VALUE_DATE, "31/12/2021", "2021-12-31", TODAY, ""},
  {TRAWL_VALUE_DATE, "12/31/2021", "2021-12-31", TODAY, ""},
  {TRAWL_VALUE_DATE, "3/4/2021", "2021", TODAY, ""},
  {TRAWL_VALUE_DATE, "99/99/2021", "", TODAY, ""},
  {TRAWL_VALUE_DATE, "the table", "", TODAY, ""},
  {TRAWL_VALUE_TIME, "6:30 a.m.", "2023-02-22T06:30", TODAY, ""},
  {TRAWL_VALUE_TIME, "3 p.m.", "T15:00", 0, ""},
  {TRAWL_VALUE_TIME, "12 p.m.", "T12:00", 0, ""},
  {TRAWL_VALUE_TIME, "10.30am", "T10:30", 0, ""},
  {TRAWL_VALUE_TIME, "noon", "T12:00", 0, ""},
  {TRAWL_VALUE_TIME, "27:10", "", 0, ""},
  {TRAWL_VALUE_TIME, "soon", "", 0, ""},
  {TRAWL_VALUE_DURATION, "two weeks", "P2W", TODAY, ""},
  {TRAWL_VALUE_DURATION, "36 hours", "PT36H", TODAY, ""},
  {TRAWL_VALUE_DURATION, "half an hour", "PT0.5H", TODAY, ""},
  {TRAWL_VALUE_DURATION, "2.5 years", "P2.5Y", TODAY, ""},
  {TRAWL_VALUE_DURATION, "a decade", "P10Y", TODAY, ""},
  {TRAWL_VALUE_DURATION, "several days", "PXD", TODAY, ""},
  {TRAWL_VALUE_DURATION, "the past three months", "P3M", TODAY, ""},
  {TRAWL_VALUE_DURATION, "three goats", "", TODAY, ""},
  {TRAWL_VALUE_SET, "every Monday", "XXXX-WXX-1", TODAY, ""},
  {TRAWL_VALUE_SET, "every two years", "P2Y", TODAY, ""},
  {TRAWL_VALUE_SET, "twice a week", "P1W", TODAY, ""},
  {TRAWL_VALUE_SET, "annually", "P1Y", TODAY, ""},
  {TRAWL_VALUE_SET, "every goat", "", TODAY, ""},
  {TRAWL_VALUE_MONEY, "$ 1.2 billion", "USD 1200000000", TODAY, ""},
  {TRAWL_VALUE_MONEY, "300 million euros", "EUR 300000000", TODAY, ""},
  {TRAWL_VALUE_MONEY, "kr. 1.8 bn", "NOK 1800000000", TODAY, ""},
  {TRAWL_VALUE_MONEY, "€ 50m", "EUR 50000000", TODAY, ""},
  {TRAWL_VALUE_MONEY, "two hundred and fifty thousand dollars", "USD 250000", TODAY, ""},
  {TRAWL_VALUE_MONEY, "500 Australian dollars", "AUD 500", TODAY, ""},
  {TRAWL_VALUE_MONEY, "1,250.50 pounds", "GBP 1250.5", TODAY, ""},
  {TRAWL_VALUE_MONEY, "50 cents", "USD 0.5", TODAY, ""},
  {TRAWL_VALUE_MONEY, "many dollars", "", TODAY, ""},
  {TRAWL_VALUE_MONEY, "300 goats", "", TODAY, ""},
  {TRAWL_VALUE_PERCENT, "9.9 %", "9.9%", TODAY, ""},
  {TRAWL_VALUE_PERCENT, "thirty per cent", "30%", TODAY, ""},
  {TRAWL_VALUE_PERCENT, "0.05 percent", "0.05%", TODAY, ""},
  {TRAWL_VALUE_PERCENT, "per cent", "", TODAY, ""},
  {TRAWL_VALUE_QUANTITY, "40 km", "40 km", TODAY, ""},
  {TRAWL_VALUE_QUANTITY, "3 million square miles", "3000000 square miles", TODAY, ""},
  {TRAWL_VALUE_QUANTITY, "twenty - five tonnes", "25 tonnes", TODAY, ""},
  {TRAWL_VALUE_QUANTITY, "a dozen barrels", "12 barrels", TODAY, ""},
  {TRAWL_VALUE_QUANTITY, "99999999999999999999999999 km", "", TODAY, ""},
  {TRAWL_VALUE_QUANTITY, "km", "", TODAY, ""},
};

static void test_values(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(cases); ++i) {
    char got[128];
    value_of(cases[i].kind, cases[i].words, cases[i].date, cases[i].anchor, got, sizeof got);
    if (strcmp(got, cases[i].value) != 0) {
      fprintf(stderr, "\n  '%s': got '%s', want '%s'\n", cases[i].words, got, cases[i].value);
    }
    CU_ASSERT_STRING_EQUAL(got, cases[i].value);
  }
}

/* Leap years, ends of years, ISO weeks. */
static void test_calendar(void)
{
  char got[128], words[64];
  static const struct {
    uint32_t today;
    const char *yesterday, *week;
  } days[] = {
    {20240301, "2024-02-29", "2024-W09"}, {20230301, "2023-02-28", "2023-W09"},
    {20000301, "2000-02-29", "2000-W09"}, {19000301, "1900-02-28", "1900-W09"},
    {20210101, "2020-12-31", "2020-W53"}, {20241231, "2024-12-30", "2025-W01"},
    {20230101, "2022-12-31", "2022-W52"},
  };
  for (size_t i = 0; i < TRAWL_COUNT(days); ++i) {
    value_of(TRAWL_VALUE_DATE, "yesterday", days[i].today, "", got, sizeof got);
    CU_ASSERT_STRING_EQUAL(got, days[i].yesterday);
    value_of(TRAWL_VALUE_DATE, "this week", days[i].today, "", got, sizeof got);
    CU_ASSERT_STRING_EQUAL(got, days[i].week);
  }
  for (int back = 1; back < 400; back += 7) {
    snprintf(words, sizeof words, "%d days ago", back);
    value_of(TRAWL_VALUE_DATE, words, TODAY, "", got, sizeof got);
    CU_ASSERT_EQUAL(strlen(got), 10);
  }
}

static void test_numbers(void)
{
  static const struct {
    trawl_number number;
    const char *text;
  } rows[] = {
    {{0, 0}, "0"},    {{12, 8}, "1200000000"}, {{5, -1}, "0.5"}, {{1250, -2}, "12.5"},
    {{100, -2}, "1"}, {{5, -3}, "0.005"},      {{7, 0}, "7"},
  };
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    char text[TRAWL_NUMBER_TEXT];
    trawl_number_print(rows[i].number, text);
    CU_ASSERT_STRING_EQUAL(text, rows[i].text);
  }
}

void trawl_suite_temporal(void)
{
  CU_pSuite s = CU_add_suite("temporal", NULL, NULL);
  CU_add_test(s, "values", test_values);
  CU_add_test(s, "calendar", test_calendar);
  CU_add_test(s, "numbers", test_numbers);
}
