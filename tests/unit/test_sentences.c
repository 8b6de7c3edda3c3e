/* SPDX-License-Identifier: MIT
 * test_sentences.c - where sentences end, and where they do not. */
#include "base/limits.h"
#include "text_fixture.h"

void trawl_suite_sentences(void);

static const struct {
  const char *text, *want; /* tokens; " | " between sentences */
} cases[] = {
  {"", ""},
  {"He left. She stayed.", "He left . | She stayed ."},
  {"Really? Yes! So be it.", "Really ? | Yes ! | So be it ."},
  {"Gen. Mora met Mr. Roth. They spoke.", "Gen. Mora met Mr. Roth . | They spoke ."},
  {"She is from the U.S. The trip was long.", "She is from the U.S. | The trip was long ."},
  {"The U.S. President met the U.N. Secretary-General.",
   "The U.S. President met the U.N. Secretary - General ."},
  {"J. Roth and A. B. Mora left.", "J. Roth and A. B. Mora left ."},
  {"He lives at No. 10. Is it big?", "He lives at No. 10 . | Is it big ?"},
  {"It fell on Feb. 24. The rest held.", "It fell on Feb. 24 . | The rest held ."},
  {"They met at 5 p.m. Monday in Oslo.", "They met at 5 p.m. Monday in Oslo ."},
  {"They met there at 5 p.m. Nobody came.", "They met there at 5 p.m. | Nobody came ."},
  {"Foo Inc. chief Roth left Foo Inc. He will sue.",
   "Foo Inc. chief Roth left Foo Inc. | He will sue ."},
  {"Pens, ink, etc. Paper too.", "Pens , ink , etc. | Paper too ."},
  {"\"We go,\" Roth said. \"They stay.\" The end.",
   "\" We go , \" Roth said . | \" They stay . \" | The end ."},
  {"\"Is it war?\" he asked. \"Is it war?\" Ana Roth asked.",
   "\" Is it war ? \" he asked . | \" Is it war ? \" Ana Roth asked ."},
  {"\"Is it war? No.\" With those words he left.",
   "\" Is it war ? | No . \" | With those words he left ."},
  {"\"It was close... but no...,\" Roth said.", "\" It was close ... but no ... , \" Roth said ."},
  {"He left (by car.) She stayed (here). Good.",
   "He left ( by car . ) | She stayed ( here ) . | Good ."},
  {"It rose 3.5 percent; it fell later.", "It rose 3.5 percent ; it fell later ."},
  {"He said: It is over.", "He said : It is over ."},
  {"It cost 5 dollars. $6 is too much.", "It cost 5 dollars . | $ 6 is too much ."},
  {"the end.Next came Roth.", "the end . | Next came Roth ."},
  {"He wrote approx. nine books.", "He wrote approx. nine books ."},
  {"Minister resigns\n\nShe left on Monday.", "Minister resigns | She left on Monday ."},
  {"One.\nTwo.\n\nAdvertisement\n\nThree.", "One . | Two . | Three ."},
};

static void test_ends(void)
{
  text_fixture fix;
  fixture_open(&fix);
  for (size_t i = 0; i < TRAWL_COUNT(cases); ++i) {
    fixture_run(&fix, cases[i].text, strlen(cases[i].text), TRAWL_STAGE_SENTENCES);
    fix.shown.len = 0;
    for (uint32_t n = 0; n < fix.doc.sentences.len; ++n) {
      trawl_buf_puts(&fix.shown, n ? " | " : "");
      fixture_show_tokens(&fix, fix.doc.sentences.at[n].tok);
    }
    fixture_equal(cases[i].text, trawl_buf_str(&fix.shown), cases[i].want);
  }
  fixture_close(&fix);
}

static void test_headline(void)
{
  static const char text[] = "Minister resigns\n\nShe left on Monday.";
  text_fixture fix;
  fixture_open(&fix);
  fixture_run(&fix, text, strlen(text), TRAWL_STAGE_SENTENCES);
  CU_ASSERT_EQUAL(fix.doc.sentences.len, 2);
  CU_ASSERT_TRUE(fix.doc.sentences.at[0].headline);
  CU_ASSERT_FALSE(fix.doc.sentences.at[1].headline);
  fixture_close(&fix);
}

static void test_wrapped(void)
{
  static const char text[] =
    "The ministry said on Tuesday that the talks between the two\n"
    "countries would go on next week in Geneva. The envoy of the\nking waits.\n";
  text_fixture fix;
  fixture_open(&fix);
  fixture_run(&fix, text, strlen(text), TRAWL_STAGE_SENTENCES);
  CU_ASSERT_EQUAL(fix.doc.sentences.len, 2);
  fixture_close(&fix);
}

/* No full stop for very long: cut at the limit, and every token lies in exactly one sentence. */
static void test_limit(void)
{
  enum { WORDS = 2000 };
  char text[WORDS * 5 + 1];
  for (size_t i = 0; i < WORDS; ++i) {
    memcpy(text + i * 5, "word ", 5);
  }
  text_fixture fix;
  fixture_open(&fix);
  fixture_run(&fix, text, WORDS * 5, TRAWL_STAGE_SENTENCES);
  uint32_t next = 0;
  for (uint32_t i = 0; i < fix.doc.sentences.len; ++i) {
    const trawl_span tok = fix.doc.sentences.at[i].tok;
    CU_ASSERT_EQUAL(tok.start, next);
    CU_ASSERT(tok.end > tok.start && tok.end - tok.start <= trawl_limit(NULL, TRAWL_LIMIT_SENTENCE_TOKENS));
    next = tok.end;
  }
  CU_ASSERT_EQUAL(next, WORDS);
  fixture_close(&fix);
}

void trawl_suite_sentences(void)
{
  CU_pSuite s = CU_add_suite("sentences", NULL, NULL);
  CU_add_test(s, "where sentences end", test_ends);
  CU_add_test(s, "headlines are marked", test_headline);
  CU_add_test(s, "wrapped lines are one paragraph", test_wrapped);
  CU_add_test(s, "sentences are limited", test_limit);
}
