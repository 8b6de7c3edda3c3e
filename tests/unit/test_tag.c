/* SPDX-License-Identifier: MIT
 * test_tag.c - tags and lemmas of sentences, damaged models. */
#include "resource/tagmodel.h"
#include "stage/stage.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

void trawl_suite_tag(void);

static trawl_ruleset
  rules; /* of which only the lexicon is used; loaded once, freed by the last test */
static trawl_arena arena;

static bool load_once(void)
{
  if (rules.lexicon.tags) {
    return true;
  }
  trawl_lexicon_init(&rules.lexicon);
  return trawl_lexicon_load_folder(&rules.lexicon, TRAWL_SOURCE_DIR "/rules/en/lexicon", &arena,
                                   NULL)
           == TRAWL_OK
         && trawl_lexicon_finish(&rules.lexicon) == TRAWL_OK;
}

static uint8_t kind_of(const char *text, size_t len)
{
  const trawl_shape shape = trawl_shape_of(text, len);
  return shape == TRAWL_SHAPE_NUMBER  ? TRAWL_TOKEN_NUMBER
         : shape == TRAWL_SHAPE_OTHER ? TRAWL_TOKEN_PUNCT
                                      : TRAWL_TOKEN_WORD;
}

/* A document of one sentence, cut at spaces. */
static bool make(trawl_doc *doc, const char *text, bool headline)
{
  if (trawl_doc_init(doc, &rules.lexicon.words) != TRAWL_OK) {
    return false;
  }
  trawl_buf_puts(&doc->text, text);
  trawl_tokens *tokens = &doc->tokens;
  for (const char *at = text; *at;) {
    const size_t len = strcspn(at, " ");
    bool fresh;
    uint32_t id;
    if (!trawl_tokens_reserve(tokens, tokens->len + 1)
        || trawl_words_add(&doc->words, at, len, &id, &fresh) != TRAWL_OK
        || (fresh && trawl_lexicon_fill(&rules.lexicon, &doc->words, id) != TRAWL_OK)) {
      return false;
    }
    tokens->start[tokens->len] = (uint32_t)(at - text);
    tokens->size[tokens->len] = (uint16_t)len;
    trawl_doc_set_word(doc, tokens->len, id);
    tokens->kind[tokens->len] = kind_of(at, len);
    tokens->flags[tokens->len] = TRAWL_TOKEN_SPACE;
    tokens->tag[tokens->len] = TRAWL_TAG_NONE;
    ++tokens->len;
    at += len + (at[len] == ' ');
  }
  return trawl_vec_push(&doc->sentences, (trawl_sentence){{0, tokens->len}, headline});
}

static void expect(const char *text, bool headline, const char *want)
{
  trawl_doc doc;
  char got[4096] = "";
  trawl_run_state run = {.rules = &rules};
  CU_ASSERT_TRUE_FATAL(make(&doc, text, headline));
  CU_ASSERT_EQUAL(trawl_stage_tag(&run, &doc), TRAWL_OK);
  for (uint32_t i = 0; i < doc.tokens.len; ++i) {
    snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s", i ? " " : "",
             trawl_tag_text(doc.tokens.tag[i]));
  }
  if (strcmp(got, want) != 0) {
    printf("\n    %s\n    %s\n    %s", text, got, want);
  }
  CU_ASSERT_STRING_EQUAL(got, want);
  trawl_doc_clear(&doc);
}

static void test_sentences(void)
{
  static const struct {
    const char *text, *tags;
  } cases[] = {
    {"The president visited Oslo on Monday .", "DT NN VBD NNP IN NNP ."},
    {"She was arrested by the police in May .", "PRP VBD VBN IN DT NN IN NNP ."},
    {"They have not signed the agreement .", "PRP VBP RB VBN DT NN ."},
    {"He wants to visit his brother 's house .", "PRP VBZ TO VB PRP$ NN POS NN ."},
    {"The ministers agreed to hold talks next week .", "DT NNS VBD TO VB NNS JJ NN ."},
    {"Prices rose 12 % in 2020 .", "NNS VBD CD NN IN CD ."},
    {"Who said that ?", "WP VBD DT ."},
  };
  CU_ASSERT_TRUE_FATAL(load_once());
  for (size_t i = 0; i < TRAWL_COUNT(cases); ++i) {
    expect(cases[i].text, false, cases[i].tags);
  }
}

static void test_capitals(void)
{
  CU_ASSERT_TRUE_FATAL(load_once());
  /* a capital at the start tells nothing, inside a sentence it makes a name */
  expect("Workers met Zorbaxia .", false, "NNS VBD NNP .");
  expect("Zorbaxia met workers .", false, "NNP VBD NNS .");
  expect("President Visits China to Sign Trade Agreement", true, "NN VBZ NNP TO VB NN NN");
}

static void test_nothing(void)
{
  CU_ASSERT_TRUE_FATAL(load_once());
  expect("", false, "");
  expect(".", false, ".");
}

static void test_long_sentence(void)
{
  enum { WORDS = 1500 };
  static char text[WORDS * 4 + 1];
  trawl_doc doc;
  trawl_run_state run = {.rules = &rules};
  CU_ASSERT_TRUE_FATAL(load_once());
  for (int i = 0; i < WORDS; ++i) {
    memcpy(text + i * 4, i % 3 ? "cat " : "the ", 4);
  }
  CU_ASSERT_TRUE_FATAL(make(&doc, text, false));
  CU_ASSERT_EQUAL(trawl_stage_tag(&run, &doc), TRAWL_OK);
  for (uint32_t i = 0; i < doc.tokens.len; ++i) {
    CU_ASSERT_NOT_EQUAL(doc.tokens.tag[i], TRAWL_TAG_NONE);
    CU_ASSERT(doc.tokens.lemma[i] < trawl_words_count(&doc.words));
  }
  trawl_doc_clear(&doc);
}

static void test_bad_models(void)
{
  static const char *const cases[] = {
    "@nothing\n",
    "A\n",
    "@classes\n1\n",
    "@classes\nA\n@words\nthe\n",
    "@classes\nA\n@words\nthe\t2\n",
    "@classes\nA\n@words\nthe\t1x\n",
    "@rows 0\n",
    "@rows 64\n",
    "@rows 5\n1 2\n",
    "@rows 5\n1 2 A\n",
    "@rows 5\n1 2 A99999\n",
    "@rows 5\n999999999999 2 A1\n",
    "@rows 5\n1 2 \1771\n",
    "@rows 5\n1 2 A1A1\n",
    "@rows 5\n1 2 A1\n1 2 B1\n",
  };
  for (size_t i = 0; i < TRAWL_COUNT(cases); ++i) {
    trawl_words words;
    trawl_words_init(&words, NULL);
    trawl_tag_model *model = trawl_tag_model_new();
    trawl_findings *findings = trawl_findings_new(0);
    const trawl_source source = {"tagger.tsv", cases[i], strlen(cases[i])};
    CU_ASSERT_PTR_NOT_NULL_FATAL(model);
    CU_ASSERT_EQUAL(trawl_tag_model_load(model, &words, &source, findings), TRAWL_BAD_RULE);
    CU_ASSERT_EQUAL(trawl_findings_count(findings), 1);
    trawl_findings_free(findings);
    trawl_tag_model_free(model);
    trawl_words_clear(&words);
  }
}

static void test_without_weights(void)
{
  static const char text[] = "#trawl-tagger 1\n@classes\nAB\n@words\nthe\t1\n";
  const trawl_source source = {"tagger.tsv", text, sizeof text - 1};
  trawl_lexicon lexicon;
  trawl_lexicon_init(&lexicon);
  lexicon.tags = trawl_tag_model_new();
  CU_ASSERT_PTR_NOT_NULL_FATAL(lexicon.tags);
  CU_ASSERT_EQUAL(trawl_tag_model_load(lexicon.tags, &lexicon.words, &source, NULL), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_lexicon_finish(&lexicon), TRAWL_OK);
  const trawl_tag_input input = {.word = trawl_words_find(&lexicon.words, "the", 3)};
  uint8_t tag = 0;
  trawl_tag_sentence(lexicon.tags, &lexicon.words, &input, 1, false, &tag);
  CU_ASSERT_EQUAL(tag, TRAWL_TAG_CC);
  trawl_lexicon_clear(&lexicon);
}

/* One row of weights decides the tag of "beta" in "gamma alpha beta gamma alpha", or does not. */
static void expect_row(const char *row, unsigned want)
{
  static const char *const forms[] = {"gamma", "alpha", "beta", "gamma", "alpha"};
  char text[256];
  trawl_lexicon lexicon;
  trawl_tag_input input[TRAWL_COUNT(forms)];
  uint8_t tags[TRAWL_COUNT(forms)];
  const int len = snprintf(text, sizeof text,
                           "@classes\nA\nBCbdj\nC\n@words\nalpha\t1\nbeta\t2\ngamma\t3\n"
                           "@rows %s\n",
                           row);
  const trawl_source source = {"tagger.tsv", text, (size_t)len};
  trawl_lexicon_init(&lexicon);
  lexicon.tags = trawl_tag_model_new();
  CU_ASSERT_PTR_NOT_NULL_FATAL(lexicon.tags);
  CU_ASSERT_EQUAL(trawl_tag_model_load(lexicon.tags, &lexicon.words, &source, NULL), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_lexicon_finish(&lexicon), TRAWL_OK);
  for (size_t i = 0; i < TRAWL_COUNT(forms); ++i) {
    input[i] = (trawl_tag_input){trawl_words_find(&lexicon.words, forms[i], strlen(forms[i])),
                                 TRAWL_TOKEN_WORD, TRAWL_TOKEN_SPACE};
  }
  trawl_tag_sentence(lexicon.tags, &lexicon.words, input, TRAWL_COUNT(forms), false, tags);
  if (tags[2] != want) {
    printf("\n    rows %s: %s", row, trawl_tag_text(tags[2]));
  }
  CU_ASSERT_EQUAL(tags[2], want);
  CU_ASSERT_EQUAL(tags[1], TRAWL_TAG_CC);
  trawl_lexicon_clear(&lexicon);
}

static void test_each_feature(void)
{
  static const char *const counted[] = {
    "1\n2 1 C5", /* the word */
    "6\n1 3 C5",  "7\n2 1 C5",  "8\n2 1 C5",  "9\n1 0 C5",  "10\n3 0 C5",
    "11\n3 0 C5", "12\n1 0 C5", "13\n1 3 C5", "14\n2 3 C5", "15\n2 3 C5",
    "16\n2 1 C5", "17\n2 3 C5", "18\n2 1 C5", "19\n0 0 C5", "20\n1024 1 C5",
  };
  static const char *const idle[] = {
    "1\n2 0 C5",  "1\n1 1 C5",  "6\n3 1 C5",  "7\n2 2 C5",  "8\n3 1 C5",     "9\n3 0 C5",
    "10\n1 0 C5", "13\n1 0 C5", "13\n3 3 C5", "14\n2 1 C5", "14\n3 3 C5",    "16\n2 3 C5",
    "18\n2 0 C5", "19\n0 1 C5", "19\n8 0 C5", "20\n0 1 C5", "8\n99999 1 C5", "9\n99999 0 C5",
  };
  for (size_t i = 0; i < TRAWL_COUNT(counted); ++i) {
    expect_row(counted[i], TRAWL_TAG_DT);
  }
  for (size_t i = 0; i < TRAWL_COUNT(idle); ++i) {
    expect_row(idle[i], TRAWL_TAG_CD);
  }
  expect_row("9\n1 0 A9C5", TRAWL_TAG_DT);                 /* not allowed for the word */
  expect_row("9\n1 0 C5j7", TRAWL_TAG_WRB);                /* one of the rarer tags */
  expect_row("9\n1 0 C5\n3 0 B9", TRAWL_TAG_DT);           /* a row of another word */
  expect_row("9\n1 0 C5\n@rows 10\n3 0 B9", TRAWL_TAG_CD); /* rows are added up */
}

static void test_free(void)
{
  trawl_lexicon_clear(&rules.lexicon);
  trawl_arena_clear(&arena);
  CU_ASSERT_PTR_NULL(rules.lexicon.tags);
}

void trawl_suite_tag(void)
{
  CU_pSuite s = CU_add_suite("tag", NULL, NULL);
  CU_add_test(s, "sentences", test_sentences);
  CU_add_test(s, "capitals", test_capitals);
  CU_add_test(s, "nothing", test_nothing);
  CU_add_test(s, "long sentence", test_long_sentence);
  CU_add_test(s, "bad models", test_bad_models);
  CU_add_test(s, "without weights", test_without_weights);
  CU_add_test(s, "each feature", test_each_feature);
  CU_add_test(s, "free", test_free);
}
