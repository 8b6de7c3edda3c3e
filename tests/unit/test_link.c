/* SPDX-License-Identifier: MIT
 * test_link.c - keys of names, and which entity a name is; the latter through the whole chain. */
#include "coref_rows.h"

#include "stage/coref.h"

#include <CUnit/CUnit.h>
#include <string.h>

void trawl_suite_link(void);

/* ---- keys ------------------------------------------------------------------------------------------ */

/* Of two who hold one office, may the second be called so? */
static const struct {
  const char *part, *whole;
  trawl_name_fit fits;
} short_names[] = {
  {"Al Zayani", "Abdullatif al-Zayani", TRAWL_FITS},
  {"Alzayani", "Abdullatif al-Zayani", TRAWL_FITS},
  {"el-Zayani", "Abdullatif Al Zayani", TRAWL_FITS},
  {"ZAYANI", "Abdullatif al-Zayani", TRAWL_FITS},
  {"al-Safadi", "Ayman Safadi", TRAWL_FITS},
  {"Abdullatif bin Rashid Al Zayani", "Abdullatif al-Zayani", TRAWL_FITS},
  {"bin Farhan", "Faisal bin Farhan Al Saud", TRAWL_FITS},
  {"Faisal bin Farhan", "Faisal bin Farhan Al Saud", TRAWL_FITS},
  {"van der Berg", "Anna van der Berg", TRAWL_FITS},
  {"Berg", "Anna van der Berg", TRAWL_FITS},
  {"O'Neil", "Jane O\xE2\x80\x99Neil", TRAWL_FITS},
  {"Cavusoglu", "Mevlüt Çavuşoğlu", TRAWL_FITS},
  {"Wang", "Wang Yi", TRAWL_FITS_FIRST},
  {"J. Brown", "J Brown", TRAWL_FITS},
  {"Farhan", "Faisal bin Farhan Al Saud", TRAWL_FITS_NOT}, /* his father's name */
  {"bin", "Faisal bin Farhan", TRAWL_FITS_NOT},
  {"al", "Ayman al-Safadi", TRAWL_FITS_NOT},
  {"van", "Anna van Berg", TRAWL_FITS_NOT},
  {"Khalid Al Zayani", "Abdullatif al-Zayani", TRAWL_FITS_NOT},
  {"Zay", "Abdullatif al-Zayani", TRAWL_FITS_NOT},
  {"Albert", "Anna Bert", TRAWL_FITS_NOT}, /* no article */
  {"Rashid Al", "Abdullatif bin Rashid Al Zayani", TRAWL_FITS_NOT},
  {"", "Anna Bert", TRAWL_FITS_NOT},
  {"Anna Bert", "", TRAWL_FITS_NOT},
  {"a b c d e f g h i j k l m", "a b c d e f g h i j k l m", TRAWL_FITS_NOT}, /* longer than names are */
};

static void test_short_names(void)
{
  char name[400];
  for (size_t i = 0; i < TRAWL_COUNT(short_names); ++i) {
    trawl_name_parts part;
    trawl_name_read(short_names[i].part, strlen(short_names[i].part), &part);
    const trawl_name_fit fits = trawl_name_fits(&part, short_names[i].whole);
    CU_ASSERT_EQUAL(fits, short_names[i].fits);
    if (fits != short_names[i].fits) {
      fprintf(stderr, "%s of %s\n", short_names[i].part, short_names[i].whole);
    }
  }
  memset(name, 'x', sizeof name);
  trawl_name_parts part;
  trawl_name_read(name, sizeof name, &part);
  CU_ASSERT_EQUAL(trawl_name_fits(&part, "Anna Bert"), TRAWL_FITS_NOT); /* whatever the length */
}

static const struct {
  const char *a, *b;
  bool same;
} spellings[] = {
  {"Putin", "PUTIN", true}, {"Čaputová", "Caputova", true},
  {"U.S.", "US", true},     {"Łukasz", "Lukasz", true},
  {"Søren", "Soren", true}, {"Putin", "Putina", false},
  {"May", "Mar", false},    {"...", "a", false},
};

static uint64_t key_of(trawl_doc *doc, const char *text)
{
  uint32_t word = 0;
  CU_ASSERT_EQUAL_FATAL(trawl_words_add(&doc->words, text, strlen(text), &word, NULL), TRAWL_OK);
  return trawl_key_add(doc, TRAWL_KEY_EMPTY, word);
}

static void test_keys(void)
{
  trawl_words base;
  trawl_doc doc;
  trawl_words_init(&base, NULL);
  CU_ASSERT_EQUAL_FATAL(trawl_doc_init(&doc, &base), TRAWL_OK);
  for (size_t i = 0; i < TRAWL_COUNT(spellings); ++i) {
    const bool same = key_of(&doc, spellings[i].a) == key_of(&doc, spellings[i].b);
    CU_ASSERT_EQUAL(same, spellings[i].same);
  }
  trawl_doc_clear(&doc);
  trawl_words_clear(&base);
}

static void test_map(void)
{
  trawl_key_map map = {.slots = NULL};
  CU_ASSERT_EQUAL(trawl_key_map_get(&map, 7), TRAWL_NONE);
  for (uint64_t i = 0; i < 1000; ++i) {
    CU_ASSERT_TRUE_FATAL(trawl_key_map_put(&map, i << 32, (uint32_t)i));
  }
  CU_ASSERT_TRUE(trawl_key_map_put(&map, 5, 77));
  CU_ASSERT_TRUE(trawl_key_map_put(&map, 5, 78));
  CU_ASSERT_EQUAL(trawl_key_map_get(&map, 5), 78);
  CU_ASSERT_EQUAL(trawl_key_map_get(&map, UINT64_C(999) << 32), 999);
  CU_ASSERT_EQUAL(trawl_key_map_get(&map, UINT64_C(1000) << 32), TRAWL_NONE);
  CU_ASSERT_EQUAL(map.len, 1001);
  trawl_key_map_clear(&map);
}

/* ---- names ----------------------------------------------------------------------------------------- */

static const coref_row rows[] = {
  /* people */
  {"Ilse Tamburg met Ravi Kolhari. Tamburg then left.", "Tamburg", "Ilse Tamburg", "surname"},
  {"Tamburg says no. Ilse Tamburg met Ravi Kolhari on Monday.", "Tamburg", "Ilse Tamburg", NULL},
  {"Mr. Ravi Kolhari and Ms. Ilse Kolhari argued. Ms. Kolhari won.", "Kolhari", "Ilse Kolhari",
   "surname"},
  {"Mr. Ravi Kolhari and Ms. Ilse Kolhari argued. Mr. Kolhari won.", "Kolhari", "Ravi Kolhari",
   "surname"},
  {"Ravi Kolhari met Deepa Kolhari. Kolhari said nothing.", "Kolhari", "Deepa Kolhari",
   "ambiguous"},
  {"Vladimir Putin arrived. Putin spoke.", "Putin", "Vladimir Putin", "gazetteer"},
  {"Putin spoke in Minsk.", "Putin", "Vladimir Putin", "gazetteer"},
  /* organizations */
  {"Veltrona Motors Inc. sold a plant. Veltrona kept the land.", "Veltrona", "Veltrona Motors",
   "short"},
  {"The Union for Work and Bread (UWB) lost. UWB blamed the rain.", "UWB",
   "Union for Work and Bread", "acronym"},
  {"Veltrona Bank sold a plant. Kenya Veltrona Trust did not.", "Veltrona Bank", "Veltrona Bank",
   NULL},
  /* places and countries */
  {"Officials in Moscow disagreed.", "Moscow", "Moscow", "gazetteer"},
  {"The Chinese delegation left.", "Chinese", "China", "gazetteer"},
  {"The storm crossed Alabama, Georgia and Florida.", "Georgia", "Georgia", "gazetteer"},
  /* what a company makes */
  {"Ilse Tamburg drove a VW.", "VW", "VW", NULL},
  {"Ilse Tamburg sold her old VW.", "VW", "VW", NULL},
  {"VW hired Ilse Tamburg. She drives another VW.", "VW", "VW", NULL},
  {"She drives a VW. VW hired Ilse Tamburg.", "VW", "Volkswagen", "gazetteer"},
  {"Ilse Tamburg owns a VW dealership.", "VW", "Volkswagen", "gazetteer"},
  {"They want a VW that pays taxes.", "VW", "Volkswagen", "gazetteer"},
  {"Ilse Tamburg and her VW sold a plant.", "VW", "Volkswagen", "gazetteer"},
  {"Ilse Tamburg is rich. Her VW, which sold a plant, lost money.", "VW", "Volkswagen", "gazetteer"},
  {"The bank and its VW lost money.", "VW", "Volkswagen", "gazetteer"},
  {"Ilse Tamburg joined a NATO that grows.", "NATO", "NATO", "gazetteer"},
  {"A Labour of that kind lost.", "Labour", "Labour Party", "gazetteer"},
  /* what is no short name */
  {"Kenya Airways flew to Lima. Kenya was silent.", "Kenya", "Kenya", "gazetteer"},
  {"Jack London wrote it. He lived in London for a year.", "London", "London", "gazetteer"},
  {"Ilse Tamburg met Ravi Kolhari. The Tamburg Foundation paid.", "Tamburg", NULL, NULL},
  {"Ilse Tamburg met Ravi Kolhari. It rained.", "rained", NULL, NULL},
};

static void test_rows(void)
{
  coref_run(rows, TRAWL_COUNT(rows), TRAWL_STAGE_LINK);
}

void trawl_suite_link(void)
{
  CU_pSuite s = CU_add_suite("link", NULL, NULL);
  CU_add_test(s, "short names", test_short_names);
  CU_add_test(s, "spellings of a name have one key", test_keys);
  CU_add_test(s, "map of keys", test_map);
  CU_add_test(s, "names find their entities", test_rows);
}
