/* SPDX-License-Identifier: MIT
 * test_pack.c - damaged packs: whatever stands in one, nothing outside of it is read.
 *
 * A small pack is made of a data folder of the test's own, with a piece of the shipped tagger.  Then bytes and
 * numbers of it are changed, thousands of times; each variant that is not refused runs over a text.  The copy
 * stands in memory of exactly its size, so that the address sanitizer (make asan) sees what goes beyond.  That
 * packs give what the files give is tested on the shipped ones: tests/cli/test_pack.py. */
#include "engine.h"
#include "small_world.h"
#include "stage/tokenize.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void trawl_suite_pack(void);

enum { RANDOM_VARIANTS = 6000, TRUNCATED = 300 };

static bool keep(void *to, const char *bytes, size_t len)
{
  trawl_buf_put(to, bytes, len);
  return true;
}

/* The pack as bytes. */
static bool make_pack(const char *folder, trawl_buf *out)
{
  bool fine = small_world_make(folder);
  const trawl_config config = {.data = folder};
  trawl_findings *findings = trawl_findings_new(0);
  fine = fine && trawl_pipeline_compile(&config, findings, keep, out) == TRAWL_OK && !out->failed;
  for (uint32_t i = 0; findings && i < trawl_findings_count(findings); ++i) {
    const trawl_finding found = trawl_findings_at(findings, i);
    printf("  %s:%u: %s %s\n", found.file, found.line, found.code, found.message);
  }
  trawl_findings_free(findings);
  return fine;
}

static char folder[] = "/tmp/trawl-pack-XXXXXX";
static trawl_buf whole;
static uint32_t triples_found; /* in the pack as it was made */

static int open_suite(void)
{
  return mkdtemp(folder) && make_pack(folder, &whole) ? 0 : 1;
}

static int close_suite(void)
{
  char command[128];
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  trawl_buf_clear(&whole);
  return system(command);
}

/* Reads all that a document gives. */
static size_t look_at(const trawl_doc *doc)
{
  size_t sum = 0;
  for (uint32_t i = 0; i < trawl_doc_mention_count(doc); ++i) {
    const trawl_mention_view view = trawl_doc_mention_at(doc, i, TRAWL_CHARS);
    sum += (view.name ? strlen(view.name) : 0) + (view.id ? strlen(view.id) : 0) + strlen(view.type)
           + (view.source ? strlen(view.source) : 0) + (view.stands_for_id ? strlen(view.stands_for_id) : 0);
  }
  for (uint32_t i = 0; i < trawl_doc_triple_count(doc); ++i) {
    const trawl_triple_view view = trawl_doc_triple_at(doc, i, TRAWL_CHARS);
    sum += strlen(view.relation) + (view.subject.name ? strlen(view.subject.name) : 0);
  }
  return sum;
}

/* Opens bytes as a pack, if they are one, and runs it over the text. False: refused. */
static bool try_bytes(const unsigned char *bytes, size_t len, uint32_t *triples)
{
  static const trawl_config config;
  const trawl_pack pack = {bytes, len};
  trawl_pipeline pipeline = {.rules = NULL};
  if (trawl_ruleset_map(&config, &pack, &pipeline.rules) != TRAWL_OK) {
    return false;
  }
  trawl_doc *doc = trawl_doc_new(&pipeline);
  const trawl_text input = {.bytes = small_world_text, .len = sizeof small_world_text - 1, .id = "a"};
  CU_ASSERT_PTR_NOT_NULL_FATAL(doc);
  trawl_run(&pipeline, doc, &input, TRAWL_STAGE_RELATIONS);
  look_at(doc);
  *triples = trawl_doc_triple_count(doc);
  trawl_doc_free(doc);
  pipeline.rules->pack.at = NULL; /* nothing that could be unmapped */
  trawl_ruleset_free(pipeline.rules);
  return true;
}

static unsigned char *copy_of(size_t len)
{
  unsigned char *copy = aligned_alloc(64, (len + 63) / 64 * 64);
  CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
  memcpy(copy, whole.at, len);
  return copy;
}

static void test_as_made(void)
{
  unsigned char *copy = copy_of(whole.len);
  CU_ASSERT_TRUE(try_bytes(copy, whole.len, &triples_found));
  CU_ASSERT_TRUE(triples_found >= 2);
  free(copy);
}

static uint32_t next_random(uint64_t *state)
{
  *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(*state >> 33);
}

/* Where the sections begin: the header and the table are tried as a file. */
enum { HEADER = 64, SECTION = 24 };

static size_t contents_begin(void)
{
  uint32_t sections;
  memcpy(&sections, whole.at + 48, sizeof sections);
  return (HEADER + sections * (size_t)SECTION + 63) / 64 * 64;
}

static void test_changed_contents(void)
{
  const size_t begin = contents_begin();
  uint64_t state = 42;
  unsigned refused = 0, other = 0;
  unsigned char *copy = copy_of(whole.len);
  for (unsigned i = 0; i < RANDOM_VARIANTS; ++i) {
    static const uint32_t values[] = {UINT32_MAX, 0, UINT32_MAX / 2, 1, 0x10000, 77777};
    const uint32_t kind = next_random(&state) % 3, times = 1 + next_random(&state) % 8;
    for (uint32_t k = 0; k < times; ++k) {
      const size_t at = begin + next_random(&state) % (whole.len - begin - 4);
      const uint32_t value = values[next_random(&state) % TRAWL_COUNT(values)];
      if (kind == 0) {
        copy[at] ^= (unsigned char)(1u << next_random(&state) % 8);
      } else if (kind == 1) {
        copy[at] = (unsigned char)next_random(&state);
      } else {
        memcpy(copy + at / 4 * 4, &value, sizeof value);
      }
    }
    uint32_t triples = 0;
    refused += !try_bytes(copy, whole.len, &triples);
    other += triples != triples_found;
    memcpy(copy, whole.at, whole.len);
  }
  CU_ASSERT_TRUE(refused > 0 && other > refused); /* it did hit what matters */
  free(copy);
}

/* Every section in turn is filled with one number: all its indexes lead nowhere, or to the same. */
static void test_filled_sections(void)
{
  static const unsigned char fillings[] = {0xFF, 0x00, 0x7F, 0x01};
  uint32_t sections;
  memcpy(&sections, whole.at + 48, sizeof sections);
  for (uint32_t i = 0; i < sections; ++i) {
    uint32_t item;
    uint64_t offset, count;
    memcpy(&item, whole.at + HEADER + i * (size_t)SECTION + 4, sizeof item);
    memcpy(&offset, whole.at + HEADER + i * (size_t)SECTION + 8, sizeof offset);
    memcpy(&count, whole.at + HEADER + i * (size_t)SECTION + 16, sizeof count);
    for (size_t k = 0; k < TRAWL_COUNT(fillings); ++k) {
      unsigned char *copy = copy_of(whole.len);
      uint32_t triples;
      memset(copy + offset, fillings[k], (size_t)(item * count));
      try_bytes(copy, whole.len, &triples);
      free(copy);
    }
  }
}

/* As a file, so that header and table are read. */
static bool opens(const void *bytes, size_t len)
{
  char path[512];
  trawl_pack pack;
  snprintf(path, sizeof path, "%s/x.pack", folder);
  CU_ASSERT_TRUE_FATAL(small_world_put(folder, "x.pack", bytes, len));
  if (trawl_pack_open(path, NULL, &pack) != TRAWL_OK) {
    return false;
  }
  unsigned char *copy = aligned_alloc(64, (pack.size + 63) / 64 * 64);
  uint32_t triples;
  CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
  memcpy(copy, pack.at, pack.size);
  try_bytes(copy, pack.size, &triples);
  free(copy);
  trawl_pack_close(&pack);
  return true;
}

static void test_header_and_table(void)
{
  const size_t end = contents_begin();
  CU_ASSERT_TRUE(opens(whole.at, whole.len));
  for (size_t at = 0; at < end; ++at) {
    static const unsigned char values[] = {0xFF, 0x00, 0x40};
    unsigned char *copy = copy_of(whole.len);
    copy[at] = copy[at] == values[at % 3] ? 0x80 : values[at % 3];
    const bool opened = opens(copy, whole.len);
    CU_ASSERT_TRUE(!opened || at >= 40); /* magic, order, format, version, size */
    free(copy);
  }
}

static void test_truncated(void)
{
  for (unsigned i = 0; i < TRUNCATED; ++i) {
    CU_ASSERT_FALSE(opens(whole.at, whole.len * i / TRUNCATED));
  }
  CU_ASSERT_FALSE(opens(whole.at, whole.len - 1));
}

/* Words are added above a mapped table, never to it. */
static void test_mapped_words(void)
{
  trawl_words made, mapped, above;
  uint32_t id, low;
  static char padded[4 + TRAWL_WORDS_PAD] = "abc";
  const trawl_word items[1] = {{.len = 3}};
  const trawl_word_slot slots[2] = {{.index = 0}};
  trawl_words_init(&made, NULL);
  CU_ASSERT_TRUE(trawl_words_map(&mapped, items, 1, padded, sizeof padded, slots, 2));
  CU_ASSERT_EQUAL(trawl_words_add(&mapped, "new", 3, &id, NULL), TRAWL_BAD_DATA);
  trawl_words_init(&above, &mapped);
  CU_ASSERT_EQUAL(trawl_words_add(&above, "New", 3, &id, NULL), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_words_find(&above, "new", 3), low = trawl_words_at(&above, id)->folded);
  CU_ASSERT_TRUE(low >= 1 && low != id);
  CU_ASSERT_PTR_EQUAL(trawl_words_at(&above, 99), &trawl_word_none);
  CU_ASSERT_STRING_EQUAL(trawl_words_text(&above, 99), "");
  CU_ASSERT_FALSE(trawl_words_map(&mapped, items, 1, padded, sizeof padded, slots, 3)); /* no power of two */
  CU_ASSERT_FALSE(trawl_words_map(&mapped, items, 1, padded, 4, slots, 2));             /* no room behind */
  trawl_words_clear(&above);
  trawl_words_clear(&mapped);
  trawl_words_clear(&made);
}

void trawl_suite_pack(void)
{
  CU_pSuite s = CU_add_suite("pack", open_suite, close_suite);
  CU_add_test(s, "as made", test_as_made);
  CU_add_test(s, "changed contents", test_changed_contents);
  CU_add_test(s, "filled sections", test_filled_sections);
  CU_add_test(s, "header and table", test_header_and_table);
  CU_add_test(s, "truncated", test_truncated);
  CU_add_test(s, "mapped words", test_mapped_words);
}
