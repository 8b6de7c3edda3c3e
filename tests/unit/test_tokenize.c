/* SPDX-License-Identifier: MIT
 * test_tokenize.c - where tokens begin and end, and what they are. */
#include "stage/tokenize.h"
#include "text_fixture.h"

void trawl_suite_tokenize(void);

static const struct {
  const char *text, *want;
} cut_cases[] = {
  {"", ""},
  {"The Paris-based firm.", "The Paris - based firm ."},
  {"co-founder re-elected pro-Russian X-Y", "co-founder re-elected pro - Russian X - Y"},
  {"don't can't won't cannot DON'T", "do n't ca n't wo n't can not DO N'T"},
  {"Xi's it's we'll they've I'd", "Xi 's it 's we 'll they 've I 'd"},
  {"the dogs' bowls", "the dogs ' bowls"},
  {"O'Brien d'Ivoire Thiong'o Xi'an", "O'Brien d'Ivoire Thiong'o Xi'an"},
  {"1,000.5 10:30 24/02/2022 3rd 1990s 9/11", "1,000.5 10:30 24/02/2022 3rd 1990s 9/11"},
  {"paid $5 and US$10, 58% of it", "paid $ 5 and US$ 10 , 58 % of it"},
  {"5pm 30km 10a.m. 4G $5bn", "5 pm 30 km 10 a.m. 4G $ 5 bn"},
  {"12-year-old 10-12 2023-09-20", "12 - year - old 10 - 12 2023-09-20"},
  {"in the U.S. today, at 5 p.m. sharp", "in the U.S. today , at 5 p.m. sharp"},
  {"Gen. Mora, J. Roth, J.K. Roth, Ph.D. work", "Gen. Mora , J. Roth , J.K. Roth , Ph.D. work"},
  {"No. 10 is here. He said no. Then", "No. 10 is here . He said no . Then"},
  {"St. Petersburg's mayor", "St. Petersburg 's mayor"},
  {"the end.Next one", "the end . Next one"},
  {"see http://a.example/b(c)?d=1. Or www.foo.bar/x, Foo.com", "see http://a.example/b(c)?d=1 . Or "
                                                               "www.foo.bar/x , Foo.com"},
  {"jo.roth@mail.example.com @jo #tag", "jo.roth@mail.example.com @jo #tag"},
  {"wait... no--yes -- so \"...,\"", "wait ... no -- yes -- so \" ... , \""},
  {"AT&T, Q&A; R & D", "AT&T , Q&A ; R & D"},
  {"and/or [...] (x)", "and / or [ ... ] ( x )"},
  {"What?! No!!", "What ?! No !!"},
  {"\xE4\xB8\xAD\xE5\x9B\xBD\xE3\x80\x82", "\xE4\xB8\xAD \xE5\x9B\xBD \xE3\x80\x82"},
  {"so \xF0\x9F\x87\xBA\xF0\x9F\x87\xA6\xF0\x9F\x98\x80",
   "so \xF0\x9F\x87\xBA\xF0\x9F\x87\xA6 \xF0\x9F\x98\x80"},
  {"\xC3\x89lys\xC3\xA9"
   "e-based \xE2\x82\xAC"
   "5",
   "\xC3\x89lys\xC3\xA9"
   "e - based \xE2\x82\xAC 5"},
  {"-5 +7 .5 a-5", "-5 + 7 .5 a - 5"},
  {"' s n't .", "' s n't ."},
  /* one sign of the original is never cut */
  {"at 5 p.m\xE2\x80\xA6 then, Ph.D\xE2\x80\xA6 too", "at 5 p.m ... then , Ph.D ... too"},
  {"at 5 p.m. then p.m.... end", "at 5 p.m. then p.m. ... end"},
  {"a =\xCD\x80 b <\xCD\x80> \xEF\xBC\x9D\xCD\x81", "a =\xCC\x80 b <\xCC\x80 > =\xCC\x81"},
  {"''quoted'' ``so''", "'' quoted '' `` so ''"},
};

static void test_cuts(void)
{
  text_fixture fix;
  fixture_open(&fix);
  for (size_t i = 0; i < TRAWL_COUNT(cut_cases); ++i) {
    fixture_run(&fix, cut_cases[i].text, strlen(cut_cases[i].text), TRAWL_STAGE_TOKENIZE);
    fix.shown.len = 0;
    fixture_show_tokens(&fix, (trawl_span){0, fix.doc.tokens.len});
    fixture_equal(cut_cases[i].text, trawl_buf_str(&fix.shown), cut_cases[i].want);
  }
  fixture_close(&fix);
}

static const struct {
  const char *text, *find;
  unsigned kind, has, lacks; /* flags */
} flag_cases[] = {
  {"He said \"no\".", "no", TRAWL_TOKEN_WORD, 0, TRAWL_TOKEN_SPACE | TRAWL_TOKEN_ABBREV},
  {"He left.", "He", TRAWL_TOKEN_WORD, TRAWL_TOKEN_LINE | TRAWL_TOKEN_PARA | TRAWL_TOKEN_SPACE, 0},
  {"He left.", "left", TRAWL_TOKEN_WORD, TRAWL_TOKEN_SPACE, TRAWL_TOKEN_LINE | TRAWL_TOKEN_PARA},
  {"Some \"word here.", "\"", TRAWL_TOKEN_PUNCT, TRAWL_TOKEN_OPEN, TRAWL_TOKEN_CLOSE},
  {"Some word\" here.", "\"", TRAWL_TOKEN_PUNCT, TRAWL_TOKEN_CLOSE, TRAWL_TOKEN_OPEN},
  {"Some \xE2\x80\x9D here.", "\"", TRAWL_TOKEN_PUNCT, TRAWL_TOKEN_CLOSE, TRAWL_TOKEN_OPEN},
  {"Some \xE2\x80\x98word here.", "'", TRAWL_TOKEN_PUNCT, TRAWL_TOKEN_OPEN, TRAWL_TOKEN_CLOSE},
  {"The dogs' bowls.", "'", TRAWL_TOKEN_PUNCT, 0, TRAWL_TOKEN_OPEN | TRAWL_TOKEN_CLOSE},
  {"Gen. Mora left.", "Gen.", TRAWL_TOKEN_WORD, TRAWL_TOKEN_ABBREV, 0},
  {"A (b) c.", "(", TRAWL_TOKEN_PUNCT, TRAWL_TOKEN_OPEN, TRAWL_TOKEN_CLOSE},
  {"A (b) c.", ")", TRAWL_TOKEN_PUNCT, TRAWL_TOKEN_CLOSE, TRAWL_TOKEN_OPEN | TRAWL_TOKEN_SPACE},
  {"It is 58% so.", "58", TRAWL_TOKEN_NUMBER, 0, 0},
  {"It is 58% so.", "%", TRAWL_TOKEN_SYMBOL, 0, TRAWL_TOKEN_SPACE},
  {"At http://a.example now.", "http://a.example", TRAWL_TOKEN_LINK, 0, 0},
  {"Minister resigns", "resigns", TRAWL_TOKEN_WORD, TRAWL_TOKEN_HEADLINE, TRAWL_TOKEN_CAPTION},
  {"They met in Oslo. Photo: AFP", "Oslo", TRAWL_TOKEN_WORD, TRAWL_TOKEN_CAPTION,
   TRAWL_TOKEN_HEADLINE},
};

static void test_flags(void)
{
  text_fixture fix;
  fixture_open(&fix);
  for (size_t i = 0; i < TRAWL_COUNT(flag_cases); ++i) {
    fixture_run(&fix, flag_cases[i].text, strlen(flag_cases[i].text), TRAWL_STAGE_TOKENIZE);
    const trawl_tokens *tokens = &fix.doc.tokens;
    bool found = false;
    for (uint32_t n = 0; n < tokens->len && !found; ++n) {
      const size_t size = strlen(flag_cases[i].find);
      if (tokens->size[n] == size
          && memcmp(trawl_doc_token_text(&fix.doc, n), flag_cases[i].find, size) == 0) {
        found = true;
        CU_ASSERT_EQUAL(tokens->kind[n], flag_cases[i].kind);
        CU_ASSERT_EQUAL(tokens->flags[n] & flag_cases[i].has, flag_cases[i].has);
        CU_ASSERT_EQUAL(tokens->flags[n] & flag_cases[i].lacks, 0);
        CU_ASSERT_EQUAL(tokens->mention[n], TRAWL_NONE);
      }
    }
    CU_ASSERT(found);
    if (!found) {
      fprintf(stderr, "%s: no token '%s'\n", flag_cases[i].text, flag_cases[i].find);
    }
  }
  fixture_close(&fix);
}

static const struct {
  const char *name, *want; /* words joined by '|' */
} name_cases[] = {
  {"Vladimir Putin", "Vladimir|Putin"},
  {"U.S. Steel Corp.", "U.S.|Steel|Corp."},
  {"Jund al-Wadi", "Jund|al|-|Wadi"},
  {"C\xC3\xB4te d'Ivoire", "C\xC3\xB4te|d'Ivoire"},
  {"Lloyd's of London", "Lloyd|'s|of|London"},
  {"St. Petersburg", "St.|Petersburg"},
  {"George H. W. Roth", "George|H.|W.|Roth"},
  {"Guinea-Bissau", "Guinea|-|Bissau"},
  {"", ""},
  {"   ", ""},
  {"a b c d e f g h i", ""}, /* more words than there is room for */
};

static void test_names(void)
{
  text_fixture fix;
  fixture_open(&fix);
  for (size_t i = 0; i < TRAWL_COUNT(name_cases); ++i) {
    trawl_span words[8];
    const char *name = name_cases[i].name;
    const uint32_t n = trawl_tokenize_name(&fix.rules->lexicon, name, strlen(name), words, 8);
    fix.shown.len = 0;
    for (uint32_t k = 0; k < n; ++k) {
      trawl_buf_puts(&fix.shown, k ? "|" : "");
      trawl_buf_put(&fix.shown, name + words[k].start, words[k].end - words[k].start);
    }
    fixture_equal(name, trawl_buf_str(&fix.shown), name_cases[i].want);
  }
  fixture_close(&fix);
}

/* A word longer than a token can be is split, at a character's edge. */
static void test_long_token(void)
{
  enum { LETTERS = 50000 };
  char *text = malloc(LETTERS * 2);
  for (size_t i = 0; i < LETTERS; ++i) {
    memcpy(text + i * 2, "\xC3\xA9", 2);
  }
  text_fixture fix;
  fixture_open(&fix);
  fixture_run(&fix, text, LETTERS * 2, TRAWL_STAGE_TOKENIZE);
  CU_ASSERT_EQUAL(fix.doc.tokens.len, 2);
  CU_ASSERT_EQUAL(fix.doc.tokens.size[0], 65534);
  CU_ASSERT_EQUAL(fix.doc.tokens.start[1], 65534);
  fixture_close(&fix);
  free(text);
}

void trawl_suite_tokenize(void)
{
  CU_pSuite s = CU_add_suite("tokenize", NULL, NULL);
  CU_add_test(s, "where tokens are cut", test_cuts);
  CU_add_test(s, "kinds and flags", test_flags);
  CU_add_test(s, "names of a gazetteer", test_names);
  CU_add_test(s, "a very long word", test_long_token);
}
