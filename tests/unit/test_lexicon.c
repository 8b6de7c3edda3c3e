/* SPDX-License-Identifier: MIT
 * test_lexicon.c - categories and their casings, lemmas, damaged files. */
#include "resource/lexicon.h"

#include "base/file.h"
#include "resource/tagmodel.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

void trawl_suite_lexicon(void);

typedef struct fixture {
  trawl_arena arena;
  trawl_findings *findings;
  trawl_lexicon lexicon;
  trawl_words words;
} fixture;

static void make(fixture *made)
{
  memset(made, 0, sizeof *made);
  made->findings = trawl_findings_new(0);
  trawl_lexicon_init(&made->lexicon);
}

static void drop(fixture *made)
{
  trawl_words_clear(&made->words);
  trawl_lexicon_clear(&made->lexicon);
  trawl_findings_free(made->findings);
  trawl_arena_clear(&made->arena);
}

static trawl_status load_yaml(fixture *made, const char *text)
{
  trawl_yaml_file file;
  const trawl_status status =
    trawl_yaml_parse("words.yaml", text, strlen(text), &made->arena, made->findings, &file);
  return status == TRAWL_OK ? trawl_lexicon_load_words(&made->lexicon, &file, &made->arena)
                            : status;
}

static trawl_status load_list(fixture *made, const char *text)
{
  const trawl_source source = {"names.tsv", text, strlen(text)};
  return trawl_lexicon_load_list(&made->lexicon, &source, &made->arena, made->findings);
}

/* The word in a document's table, with its facts. */
static const trawl_word *bring(fixture *made, const char *text, uint32_t *id)
{
  bool fresh;
  if (!made->words.base) {
    trawl_words_init(&made->words, &made->lexicon.words);
  }
  CU_ASSERT_EQUAL_FATAL(trawl_words_add(&made->words, text, strlen(text), id, &fresh), TRAWL_OK);
  if (fresh) {
    CU_ASSERT_EQUAL_FATAL(trawl_lexicon_fill(&made->lexicon, &made->words, *id), TRAWL_OK);
  }
  return trawl_words_at(&made->words, *id);
}

static bool has(fixture *made, const char *text, unsigned category)
{
  uint32_t id;
  return trawl_word_is(bring(made, text, &id), category);
}

static void test_casings(void)
{
  fixture made;
  make(&made);
  CU_ASSERT_EQUAL_FATAL(load_yaml(&made, "words:\n"
                                         "  title: [minister, élu]\n"
                                         "  month: [May]\n"
                                         "  org_suffix: [GmbH]\n"
                                         "  colour: [red]\n"),
                        TRAWL_OK);
  const uint32_t colour = trawl_lexicon_category(&made.lexicon, "colour", false, NULL);
  CU_ASSERT_EQUAL_FATAL(colour, TRAWL_CATEGORY_BUILT_IN);
  CU_ASSERT_EQUAL_FATAL(trawl_lexicon_finish(&made.lexicon), TRAWL_OK);
  const struct {
    const char *word;
    unsigned category;
    bool want;
  } cases[] = {
    {"minister", TRAWL_IS_TITLE_HEAD, true},
    {"Minister", TRAWL_IS_TITLE_HEAD, true},
    {"MINISTER", TRAWL_IS_TITLE_HEAD, true},
    {"MiniSter", TRAWL_IS_TITLE_HEAD, true},
    {"Élu", TRAWL_IS_TITLE_HEAD, true},
    {"May", TRAWL_IS_MONTH, true},
    {"MAY", TRAWL_IS_MONTH, true},
    {"may", TRAWL_IS_MONTH, false},
    {"mAy", TRAWL_IS_MONTH, false},
    {"GMBH", TRAWL_IS_ORG_SUFFIX, true},
    {"gmbh", TRAWL_IS_ORG_SUFFIX, false},
    {"Red", colour, true},
    {"ministers", TRAWL_IS_TITLE_HEAD, false},
    {"", TRAWL_IS_TITLE_HEAD, false},
  };
  for (size_t i = 0; i < TRAWL_COUNT(cases); ++i) {
    CU_ASSERT_EQUAL(has(&made, cases[i].word, cases[i].category), cases[i].want);
  }
  drop(&made);
}

static void test_lists(void)
{
  fixture made;
  make(&made);
  CU_ASSERT_EQUAL_FATAL(load_list(&made, "#trawl-words 1 given_name\n"
                                         "# a comment\n"
                                         "Anna\tgender=female\r\n"
                                         "Mark\tgender=male;ambiguous=yes;count=12\n"
                                         "Robin\tgender=both\n\n"
                                         "Xi"),
                        TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_lexicon_finish(&made.lexicon), TRAWL_OK);
  CU_ASSERT_TRUE(has(&made, "Anna", TRAWL_IS_GIVEN_NAME));
  CU_ASSERT_TRUE(has(&made, "ANNA", TRAWL_IS_FEMALE));
  CU_ASSERT_FALSE(has(&made, "Anna", TRAWL_IS_MALE));
  CU_ASSERT_FALSE(has(&made, "anna", TRAWL_IS_GIVEN_NAME));
  CU_ASSERT_TRUE(has(&made, "Mark", TRAWL_IS_AMBIGUOUS_NAME));
  CU_ASSERT_TRUE(has(&made, "Mark", TRAWL_IS_MALE));
  CU_ASSERT_TRUE(has(&made, "Robin", TRAWL_IS_MALE) && has(&made, "Robin", TRAWL_IS_FEMALE));
  CU_ASSERT_TRUE(has(&made, "Xi", TRAWL_IS_GIVEN_NAME));
  drop(&made);
}

static void test_bad_lists(void)
{
  static const struct {
    const char *text, *code;
    uint32_t line;
  } yaml[] =
    {
      {"words:\n  title: [prime minister]\n", "E230", 2},
      {"words:\n  title: ['']\n", "E230", 2},
      {"words:\n  title: [[a]]\n", "E201", 2},
      {"words:\n  title: minister\n", "E201", 2},
      {"words: [minister]\n", "E201", 1},
      {"words: {title: [minister]}\nword: {}\n", "E202", 2},
      {"names: {title: [minister]}\n", "E201", 1},
      {"words:\n  title: {file: no-such-list.tsv}\n", "E231", 2},
      {"words:\n  title: {path: a}\n", "E202", 2},
    },
    lists[] = {
      {"Anna\n", "E234", 1},
      {"", "E234", 1},
      {"#trawl-words 1 \n", "E234", 1},
      {"#trawl-words 1 two words\n", "E234", 1},
      {"#trawl-words 1 given_name\nAnna\nAnna Maria\n", "E230", 3},
      {"#trawl-words 1 given_name\nAnna\tfemale\n", "E230", 2},
    };
  for (size_t i = 0; i < TRAWL_COUNT(yaml) + TRAWL_COUNT(lists); ++i) {
    const bool is_yaml = i < TRAWL_COUNT(yaml);
    const size_t k = is_yaml ? i : i - TRAWL_COUNT(yaml);
    fixture made;
    make(&made);
    CU_ASSERT_EQUAL(is_yaml ? load_yaml(&made, yaml[k].text) : load_list(&made, lists[k].text),
                    TRAWL_BAD_RULE);
    CU_ASSERT_EQUAL_FATAL(trawl_findings_count(made.findings), 1);
    const trawl_finding finding = trawl_findings_at(made.findings, 0);
    CU_ASSERT_STRING_EQUAL(finding.code, is_yaml ? yaml[k].code : lists[k].code);
    CU_ASSERT_EQUAL(finding.line, is_yaml ? yaml[k].line : lists[k].line);
    drop(&made);
  }
}

static void test_too_many_categories(void)
{
  fixture made;
  make(&made);
  char name[16];
  uint32_t added = 0;
  for (int i = 0; i < 200; ++i) {
    snprintf(name, sizeof name, "own%d", i);
    added += trawl_lexicon_category(&made.lexicon, name, true, &made.arena) != TRAWL_NONE;
  }
  CU_ASSERT_EQUAL(added, TRAWL_CATEGORY_MAX - TRAWL_CATEGORY_BUILT_IN);
  CU_ASSERT_EQUAL(trawl_lexicon_category(&made.lexicon, "own0", false, NULL),
                  TRAWL_CATEGORY_BUILT_IN);
  CU_ASSERT_EQUAL(trawl_lexicon_category(&made.lexicon, "title", false, NULL), TRAWL_IS_TITLE_HEAD);
  CU_ASSERT_EQUAL(load_yaml(&made, "words: {one_more: [a]}\n"), TRAWL_BAD_RULE);
  drop(&made);
}

static bool load_shipped(fixture *made)
{
  make(made);
  return trawl_lexicon_load_folder(&made->lexicon, TRAWL_SOURCE_DIR "/rules/en/lexicon",
                                   &made->arena, made->findings)
           == TRAWL_OK
         && trawl_lexicon_finish(&made->lexicon) == TRAWL_OK;
}

static void test_lemmas(void)
{
  static const struct {
    const char *form;
    unsigned tag;
    const char *lemma;
  } cases[] = {
    {"visited", TRAWL_TAG_VBD, "visit"},
    {"Visited", TRAWL_TAG_VBD, "visit"},
    {"VISITS", TRAWL_TAG_VBZ, "visit"},
    {"visits", TRAWL_TAG_NNS, "visit"},
    {"met", TRAWL_TAG_VBD, "meet"},
    {"went", TRAWL_TAG_VBD, "go"},
    {"stopped", TRAWL_TAG_VBN, "stop"},
    {"hoping", TRAWL_TAG_VBG, "hope"},
    {"tried", TRAWL_TAG_VBD, "try"},
    {"travelled", TRAWL_TAG_VBD, "travel"},
    {"traveled", TRAWL_TAG_VBD, "travel"},
    {"criticised", TRAWL_TAG_VBD, "criticize"},
    {"criticized", TRAWL_TAG_VBD, "criticize"},
    {"organise", TRAWL_TAG_VB, "organize"},
    {"favours", TRAWL_TAG_VBZ, "favor"},
    {"favour", TRAWL_TAG_NN, "favour"},
    {"defence", TRAWL_TAG_NN, "defence"},
    {"promised", TRAWL_TAG_VBD, "promise"},
    {"countries", TRAWL_TAG_NNS, "country"},
    {"leaves", TRAWL_TAG_NNS, "leaf"},
    {"leaves", TRAWL_TAG_VBZ, "leave"},
    {"left", TRAWL_TAG_VBD, "leave"},
    {"women", TRAWL_TAG_NNS, "woman"},
    {"police", TRAWL_TAG_NNS, "police"},
    {"found", TRAWL_TAG_VBD, "find"},
    {"founded", TRAWL_TAG_VBD, "found"},
    {"'s", TRAWL_TAG_VBZ, "be"},
    {"has", TRAWL_TAG_VBZ, "have"},
    {"bigger", TRAWL_TAG_JJR, "big"},
    {"best", TRAWL_TAG_JJS, "good"},
    {"wo", TRAWL_TAG_MD, "will"},
    {"n't", TRAWL_TAG_RB, "not"},
    {"tweeted", TRAWL_TAG_VBD, "tweet"},
    {"talks", TRAWL_TAG_NNS, "talk"},
    /* names and words that no list has */
    {"Meets", TRAWL_TAG_NNP, "Meets"},
    {"The", TRAWL_TAG_DT, "the"},
    {"blorfed", TRAWL_TAG_VBD, "blorf"},
    {"zungized", TRAWL_TAG_VBD, "zungize"},
    {"blorfs", TRAWL_TAG_NNS, "blorf"},
    {"Blorfs", TRAWL_TAG_NNPS, "Blorfs"},
    {"this", TRAWL_TAG_DT, "this"},
    {"his", TRAWL_TAG_PRPS, "his"},
    {"news", TRAWL_TAG_NN, "news"},
    {"is", TRAWL_TAG_VBZ, "be"},
    {"ed", TRAWL_TAG_VBD, "ed"},
    {"s", TRAWL_TAG_NNS, "s"},
  };
  fixture made;
  CU_ASSERT_TRUE_FATAL(load_shipped(&made));
  for (size_t i = 0; i < TRAWL_COUNT(cases); ++i) {
    uint32_t id;
    bring(&made, cases[i].form, &id);
    const char *lemma =
      trawl_words_text(&made.words, trawl_lexicon_lemma(&made.words, id, cases[i].tag));
    if (strcmp(lemma, cases[i].lemma) != 0) {
      printf("\n    %s: %s, not %s", cases[i].form, lemma, cases[i].lemma);
    }
    CU_ASSERT_STRING_EQUAL(lemma, cases[i].lemma);
  }
  drop(&made);
}

static void test_shipped_words(void)
{
  fixture made;
  trawl_paths paths = {.at = NULL};
  make(&made);
  CU_ASSERT_EQUAL_FATAL(
    trawl_file_list(TRAWL_SOURCE_DIR "/rules/en/words", ".yaml", &made.arena, &paths), TRAWL_OK);
  CU_ASSERT_TRUE(paths.len > 3);
  for (uint32_t i = 0; i < paths.len; ++i) {
    trawl_yaml_file file;
    CU_ASSERT_EQUAL_FATAL(trawl_yaml_load(paths.at[i], NULL, &made.arena, made.findings, &file),
                          TRAWL_OK);
    CU_ASSERT_EQUAL(trawl_lexicon_load_words(&made.lexicon, &file, &made.arena), TRAWL_OK);
  }
  /* a misspelt key would make a category of its own */
  CU_ASSERT_EQUAL(made.lexicon.category_count, TRAWL_CATEGORY_BUILT_IN);
  CU_ASSERT_EQUAL(trawl_lexicon_finish(&made.lexicon), TRAWL_OK);
  CU_ASSERT_TRUE(has(&made, "Foreign", TRAWL_IS_TITLE_MODIFIER));
  CU_ASSERT_TRUE(has(&made, "spokeswoman", TRAWL_IS_FEMALE));
  CU_ASSERT_TRUE(has(&made, "no", TRAWL_IS_NEGATION));
  CU_ASSERT_FALSE(has(&made, "bank", TRAWL_IS_ORG_HEAD));
  CU_ASSERT_FALSE(has(&made, "may", TRAWL_IS_MONTH));
  trawl_vec_clear(&paths);
  drop(&made);
}

static void test_hostile_words(void)
{
  fixture made;
  char text[3000];
  make(&made);
  CU_ASSERT_EQUAL(trawl_lexicon_finish(&made.lexicon), TRAWL_OK);
  memset(text, 's', sizeof text);
  uint32_t id;
  trawl_words_init(&made.words, &made.lexicon.words);
  for (size_t len = 0; len < sizeof text; len += 97) {
    text[len] = (char)(len % 251 + 1);
    CU_ASSERT_EQUAL(trawl_words_add(&made.words, text, len, &id, NULL), TRAWL_OK);
    CU_ASSERT_EQUAL(trawl_lexicon_fill(&made.lexicon, &made.words, id), TRAWL_OK);
  }
  CU_ASSERT_EQUAL(
    trawl_lexicon_load_folder(&made.lexicon, "/no/such/folder", &made.arena, made.findings),
    TRAWL_BAD_RULE);
  drop(&made);
}

void trawl_suite_lexicon(void)
{
  CU_pSuite s = CU_add_suite("lexicon", NULL, NULL);
  CU_add_test(s, "casings", test_casings);
  CU_add_test(s, "lists", test_lists);
  CU_add_test(s, "bad lists", test_bad_lists);
  CU_add_test(s, "too many categories", test_too_many_categories);
  CU_add_test(s, "lemmas", test_lemmas);
  CU_add_test(s, "shipped words", test_shipped_words);
  CU_add_test(s, "hostile words", test_hostile_words);
}
