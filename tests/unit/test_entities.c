/* SPDX-License-Identifier: MIT
 * test_entities.c - the entities stage: every example of mentions.yaml and temporal.yaml, rows of texts with
 * all their mentions, and faults of `mentions:` files.  Uses the shipped rules and gazetteers. */
#include "stage/stage.h"
#include "stage/tokenize.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void trawl_suite_entities(void);

typedef struct chain {
  trawl_findings *findings;
  trawl_ruleset *rules;
  trawl_run_state run;
  trawl_doc doc;
} chain;

/* Loading takes a while, so the suite does it once. */
static chain shipped;

static int open_chain(void)
{
  const trawl_config config = {0};
  shipped.findings = trawl_findings_new(0);
  if (trawl_ruleset_load(&config, TRAWL_SOURCE_DIR, trawl_tokenize_name_cutter, shipped.findings,
                         &shipped.rules)
        != TRAWL_OK
      || trawl_run_state_init(&shipped.run, shipped.rules) != TRAWL_OK) {
    return 1;
  }
  trawl_words_init(&shipped.doc.words, &shipped.rules->lexicon.words);
  return 0;
}

static int close_chain(void)
{
  trawl_doc_clear(&shipped.doc);
  trawl_run_state_clear(&shipped.run);
  trawl_ruleset_free(shipped.rules);
  trawl_findings_free(shipped.findings);
  memset(&shipped, 0, sizeof shipped);
  return 0;
}

static void read_text(const char *text)
{
  static trawl_stage_run *const stages[] = {trawl_stage_clean,     trawl_stage_tokenize,
                                            trawl_stage_sentences, trawl_stage_tag,
                                            trawl_stage_gazetteer, trawl_stage_entities};
  trawl_doc *doc = &shipped.doc;
  trawl_doc_reset(doc);
  doc->date = 20230222;
  CU_ASSERT_EQUAL(trawl_stage_normalize(&shipped.run, doc, text, (uint32_t)strlen(text)), TRAWL_OK);
  for (size_t i = 0; i < TRAWL_COUNT(stages); ++i) {
    CU_ASSERT_EQUAL(stages[i](&shipped.run, doc), TRAWL_OK);
  }
  trawl_doc_check(doc);
}

/* The mentions of one rule, or all (`source` NULL), joined by "; ". */
static const char *mentions_text(const char *source, bool with_type, trawl_buf *out)
{
  const trawl_doc *doc = &shipped.doc;
  out->len = 0;
  for (uint32_t i = 0; i < doc->mentions.len; ++i) {
    const trawl_mention *m = &doc->mentions.at[i];
    if (source && strcmp(m->source, source) != 0) {
      continue;
    }
    const trawl_span text = trawl_doc_text_span(doc, m->tok);
    trawl_buf_puts(out, out->len ? "; " : "");
    if (with_type) {
      trawl_buf_printf(out, "%s ", shipped.rules->types.names[m->type]);
    }
    trawl_buf_put(out, doc->text.at + text.start, text.end - text.start);
  }
  return trawl_buf_str(out);
}

static void check_example(const trawl_mention_rule *rule, const trawl_mention_example *example)
{
  trawl_buf want = {0}, got = {0};
  for (uint32_t i = 0; i < example->expected_count; ++i) {
    trawl_buf_puts(&want, i ? "; " : "");
    trawl_buf_puts(&want, example->expected[i]);
  }
  read_text(example->text);
  const char *is = mentions_text(rule->source, false, &got);
  if (strcmp(is, trawl_buf_str(&want)) != 0) {
    fprintf(stderr, "\n  %s:%u %s: '%s': got '%s', want '%s'\n", rule->file, example->line,
            rule->name, example->text, is, want.at);
  }
  CU_ASSERT_STRING_EQUAL(is, trawl_buf_str(&want));
  trawl_buf_clear(&want);
  trawl_buf_clear(&got);
}

/* Each rule has an example that fits and one that does not, and both hold. */
static void test_examples(void)
{
  for (uint32_t i = 0; i < shipped.rules->mentions.rules.len; ++i) {
    const trawl_mention_rule *rule = &shipped.rules->mentions.rules.at[i];
    CU_ASSERT_TRUE(rule->example_count > 0);
    for (uint32_t j = 0; j < rule->example_count; ++j) {
      check_example(rule, &rule->examples[j]);
    }
  }
}

/* Texts with names, values, titles and pronouns side by side; what a gazetteer knows is not asked. */
static const struct {
  const char *text, *want;
} rows[] = {
  {"Governor Tilda Voss met Tolvar Zemăș in Graz.",
   "title Governor; person Tilda Voss; person Tolvar Zemăș; place Graz"},
  {"He said so on Wednesday.", "person He; date Wednesday"},
  {"Nothing happened.", ""},
  /* one type for all uses of a name */
  {"Vestergrund said so. Then Vestergrund said it would close.",
   "organization Vestergrund; organization Vestergrund; thing it"},
  {"Later Quovandis said no. Quovandis, who was ill, left.",
   "person Quovandis; person Quovandis"},
  {"He saw Vestrin Orbaly. Few bought shares in Vestrin Orbaly.",
   "person He; organization Vestrin Orbaly; organization Vestrin Orbaly"},
  {"He praised Quovandis Ltd. Then Quovandis said no.",
   "person He; organization Quovandis Ltd.; organization Quovandis"},
  {"Tilda Quovandis came. Then Quovandis said it was late.",
   "person Tilda Quovandis; person Quovandis; thing it"},
  {"Nobody in Jordan knew Jordan Peterson.", "country Jordan; person Jordan Peterson; country Jordan"},
  {"Nobody in Chad saw the Jordan Valley.", "country Chad; place Jordan Valley; country Jordan; place Valley"},
  {"Spring said it with flowers, and shares in silver fell.", "thing it"},
  {"the cat sat on the mat", ""},
  {"The Bank raised rates.", ""},
  {"Bold plans failed.", ""},
  {"They paid $5 million.", "thing They; money $5 million"},
  {"", ""},
  {"((((((((((", ""},
  {"A A A A A A A A A A A A", ""},
};

static void test_texts(void)
{
  trawl_buf got = {0};
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    read_text(rows[i].text);
    const char *is = mentions_text(NULL, true, &got);
    if (strcmp(is, rows[i].want) != 0) {
      fprintf(stderr, "\n  '%s': got '%s', want '%s'\n", rows[i].text, is, rows[i].want);
    }
    CU_ASSERT_STRING_EQUAL(is, rows[i].want);
  }
  trawl_buf_clear(&got);
}

/* A guess follows what a sure rule says of the same name elsewhere. */
static void test_agreement(void)
{
  trawl_buf got = {0};
  read_text("She owns the brokerage Quaymoor Tesk. Nobody believed Quaymoor Tesk.");
  CU_ASSERT_STRING_EQUAL(mentions_text("mentions.yaml:org-frame", true, &got),
                         "organization Quaymoor Tesk; organization Quaymoor Tesk");
  trawl_buf_clear(&got);
}

static const struct {
  const char *yaml, *code;
  uint32_t line, column;
} faults[] = {
  {"mentions: []\n", "", 0, 0},
  {"mentions:\n  - {name: a, type: person, tokens: ['\"x\"']}\n", "", 0, 0},
  {"let: {}\n", "E204", 1, 1},
  {"mentions: 3\n", "E201", 1, 11},
  {"mentions:\n  - {name: a, type: person, votes: 21, tokens: ['\"x\"']}\n", "E203", 2, 36},
  {"mentions:\n  - {name: a, type: person, votes: 20, tokens: ['\"x\"']}\n", "", 0, 0},
  {"mentions:\n  - {type: person, tokens: ['\"x\"']}\n", "E204", 2, 5},
  {"mentions:\n  - {name: a, type: person}\n", "E204", 2, 5},
  {"mentions:\n  - {name: a, type: persn, tokens: ['\"x\"']}\n", "E207", 2, 21},
  {"mentions:\n  - {name: a, type: person, tokens: ['{persn}']}\n", "E207", 2, 40},
  {"mentions:\n  - {name: '', type: person, tokens: ['\"x\"']}\n", "E204", 2, 12},
  {"mentions:\n  - {name: a, type: person, tokens: []}\n", "E213", 2, 37},
  {"let: {w: {a: b}}\nmentions: []\n", "E201", 1, 10},
  {"let: {w: [a, [b]]}\nmentions: []\n", "E201", 1, 14},
  {"let: {w: [a, ' ']}\nmentions: []\n", "E213", 1, 14},
  {"mentions:\n  - {name: a, type: date, value: none, tokens: ['\"x\"']}\n", "E218", 2, 34},
  {"mentions:\n  - {name: a, type: person, gender: unknown, tokens: ['\"x\"']}\n", "E218", 2, 37},
  {"mentions:\n  - {name: a, type: date, kind: name, value: date, tokens: ['\"x\"']}\n", "E218", 2, 33},
  {"mentions:\n  - {name: a, type: date, value: dat, tokens: ['\"x\"']}\n", "E218", 2, 34},
  {"mentions:\n  - {name: a, type: date, kind: nam, tokens: ['\"x\"']}\n", "E218", 2, 33},
  {"mentions:\n  - {name: a, type: date, priority: 9999, tokens: ['\"x\"']}\n", "E203", 2, 37},
  {"mentions:\n  - {name: a, type: date, prioriti: 9, tokens: ['\"x\"']}\n", "E202", 2, 27},
  {"mentions:\n  - {name: a, type: date, tokens: ['\"x\"']}\n  - {name: a, type: date, tokens: "
   "['\"x\"']}\n",
   "E219", 3, 12},
  {"mentions:\n  - {name: a, type: date, tokens: ['\"x\"'], examples: [3]}\n", "E201", 2, 55},
  {"let: {unused: [a]}\nmentions: []\n", "W211", 1, 7},
};

static void test_faults(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(faults); ++i) {
    trawl_arena arena = {0};
    trawl_lexicon lexicon;
    trawl_types types;
    trawl_mention_rules rules = {0};
    trawl_findings *findings = trawl_findings_new(0);
    trawl_yaml_file file;
    trawl_lexicon_init(&lexicon);
    trawl_types_init(&types);
    CU_ASSERT_EQUAL(
      trawl_yaml_parse("t.yaml", faults[i].yaml, strlen(faults[i].yaml), &arena, findings, &file),
      TRAWL_OK);
    const trawl_status status = trawl_mention_rules_load(&rules, &file, &lexicon, &types, &arena);
    CU_ASSERT_EQUAL(status != TRAWL_OK, faults[i].code[0] == 'E');
    CU_ASSERT_EQUAL(trawl_findings_count(findings), faults[i].code[0] != 0);
    if (trawl_findings_count(findings) == 1) {
      const trawl_finding f = trawl_findings_at(findings, 0);
      if (strcmp(f.code, faults[i].code) != 0 || f.line != faults[i].line
          || f.column != faults[i].column) {
        fprintf(stderr, "\n  %s  got %s at %u:%u (%s)\n", faults[i].yaml, f.code, f.line, f.column,
                f.message);
      }
      CU_ASSERT_STRING_EQUAL(f.code, faults[i].code);
      CU_ASSERT_EQUAL(f.line, faults[i].line);
      CU_ASSERT_EQUAL(f.column, faults[i].column);
    }
    trawl_mention_rules_clear(&rules);
    trawl_lexicon_clear(&lexicon);
    trawl_findings_free(findings);
    trawl_arena_clear(&arena);
  }
}

void trawl_suite_entities(void)
{
  CU_pSuite s = CU_add_suite("entities", open_chain, close_chain);
  CU_add_test(s, "examples", test_examples);
  CU_add_test(s, "texts", test_texts);
  CU_add_test(s, "agreement", test_agreement);
  CU_add_test(s, "faults", test_faults);
}
