/* SPDX-License-Identifier: MIT
 * test_chain.c - pipeline.yaml and confidence.yaml: what is read, what is found wrong. */
#include "rule/chain.h"
#include "rule_rows.h"

void trawl_suite_chain(void);

enum { MAX_FILES = 4 };

typedef struct chain_row {
  const char *name, *text;
  const char *want; /* the stages, then the files; or the findings */
  const char *known;
} chain_row;

#define FRONT "normalize, clean, tokenize, sentences"
#define MIDDLE FRONT ", tag, gazetteer, entities"
#define ALL MIDDLE ", link, clauses, resolve, relations"

static const chain_row chains[] = {
  {"whole", "stages: [" ALL "]",
   "normalize clean tokenize sentences tag gazetteer entities link clauses resolve relations |",
   NULL},
  {"cut", "stages: [" FRONT "]", "normalize clean tokenize sentences |", NULL},
  {"names before tags", "stages: [" FRONT ", gazetteer, tag, entities]",
   "normalize clean tokenize sentences gazetteer tag entities |", NULL},
  {"clauses before link", "stages: [" MIDDLE ", clauses, link, resolve]",
   "normalize clean tokenize sentences tag gazetteer entities clauses link resolve |", NULL},
  {"files", "stages:\n  - normalize: []\n  - clean: [lines.yaml, ../more]\n  - tokenize: [words]\n",
   "normalize clean tokenize | top/lines.yaml top/../more top/words", NULL},
  {"none", "stages: []", " |", NULL},
  {"unknown", "stages: [" MIDDLE ", lnik]", "p.yaml:1:75 E245 unknown stage 'lnik'", NULL},
  {"unknown, in a pair", "stages:\n  - normalise: [a.yaml]\n",
   "p.yaml:2:5 E245 unknown stage 'normalise'", NULL},
  {"twice", "stages: [normalize, clean, clean]",
   "p.yaml:1:28 E246 stage 'clean' stands twice in the chain", NULL},
  {"turned round", "stages: [clean, normalize]",
   "p.yaml:1:10 E247 stage 'clean' needs what 'normalize' gives, which does not come before it",
   NULL},
  {"without its start", "stages: [clean]",
   "p.yaml:1:10 E247 stage 'clean' needs what 'normalize' gives, which does not come before it",
   NULL},
  {"tags too late", "stages: [" FRONT ", gazetteer, entities, tag]",
   "p.yaml:1:60 E247 stage 'entities' needs what 'tag' gives, which does not come before it", NULL},
  {"two missing, the first is named", "stages: [normalize, clean, tokenize, sentences, entities]",
   "p.yaml:1:49 E247 stage 'entities' needs what 'tag' gives, which does not come before it", NULL},
  {"an unknown stage is one finding", "stages: [normalize, claen, tokenize]",
   "p.yaml:1:21 E245 unknown stage 'claen'", "the stage that needs it is reported as well"},
  {"one gap is one finding", "stages: [" MIDDLE ", link, resolve, relations]",
   "p.yaml:1:83 E247 stage 'resolve' needs what 'clauses' gives, which does not come before it",
   "every stage behind the gap is reported"},
  {"no list", "stages: normalize", "p.yaml:1:9 E201 expected the stages in order, got 'normalize'",
   NULL},
  {"files are no list", "stages:\n  - normalize: a.yaml\n",
   "p.yaml:2:16 E201 expected the files that the stage uses, got 'a.yaml'", NULL},
  {"a file is no name", "stages:\n  - normalize: [[a.yaml]]\n",
   "p.yaml:2:17 E201 expected a file or folder, got a list", NULL},
  {"two stages in one item", "stages:\n  - {normalize: [], clean: []}\n",
   "p.yaml:2:5 E201 expected a stage, or 'stage: [files]', got a map", NULL},
  {"a list in the list", "stages: [normalize, [clean]]",
   "p.yaml:1:21 E201 expected a stage, or 'stage: [files]', got a list", NULL},
  {"too many files", "stages:\n  - normalize: [a, b, c, d, e]\n",
   "p.yaml:2:29 E248 a chain names at most 4 files", NULL},
  {"another key", "stages: []\nstage: []\n", "p.yaml:2:1 E202 unknown chain key 'stage'", NULL},
};

static void run_chain(const chain_row *row)
{
  rule_fixture fix;
  rule_open(&fix);
  trawl_yaml_file file;
  CU_ASSERT_EQUAL_FATAL(rule_parse(&fix, "p.yaml", row->text, &file), TRAWL_OK);
  trawl_chain chain = {.count = 0};
  const char *files[MAX_FILES];
  uint32_t count = 0;
  const trawl_status status =
    trawl_chain_load(&chain, &file, "top", &fix.arena, files, &count, MAX_FILES);
  if (status == TRAWL_OK) {
    fix.shown.len = 0;
    for (uint32_t i = 0; i < chain.count; ++i) {
      trawl_buf_printf(&fix.shown, "%s%s", i ? " " : "",
                       trawl_stage_name((trawl_stage)chain.stages[i]));
    }
    trawl_buf_puts(&fix.shown, " |");
    for (uint32_t i = 0; i < count; ++i) {
      trawl_buf_printf(&fix.shown, " %s", files[i]);
    }
    CU_ASSERT_EQUAL(trawl_findings_count(fix.findings), 0);
  }
  rule_equal(row->name, status == TRAWL_OK ? trawl_buf_str(&fix.shown) : rule_findings(&fix),
             row->want, row->known);
  rule_close(&fix);
}

static void test_chains(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(chains); ++i) {
    run_chain(&chains[i]);
  }
}

static void test_names(void)
{
  for (unsigned i = 0; i < TRAWL_STAGE_COUNT; ++i) {
    CU_ASSERT_EQUAL(trawl_stage_named(trawl_stage_name((trawl_stage)i)), i);
  }
  CU_ASSERT_STRING_EQUAL(trawl_stage_name(TRAWL_STAGE_COUNT), "");
  static const char *const none[] = {"", "tags", "Tag", "tag ", "ta"};
  for (size_t i = 0; i < TRAWL_COUNT(none); ++i) {
    CU_ASSERT_EQUAL(trawl_stage_named(none[i]), TRAWL_STAGE_COUNT);
  }
}

/* ---- confidence ------------------------------------------------------------------------------- */

static const chain_row factors[] = {
  {"none", "confidence: {}", "0.97 0.85 0.30", NULL},
  {"one", "confidence: {pronoun: 0.5}", "0.97 0.50 0.30", NULL},
  {"edges", "confidence: {seed: 1, pronoun: 0.001, minimum: 1.0}", "1.00 0.00 1.00", NULL},
  {"quoted", "confidence: {pronoun: '.5'}", "0.97 0.50 0.30", NULL},
  {"zero", "confidence: {seed: 0}", "c.yaml:1:20 E203 expected a number from 0.001 to 1, got '0'",
   NULL},
  {"above one", "confidence: {seed: 1.5}",
   "c.yaml:1:20 E203 expected a number from 0.001 to 1, got '1.5'", NULL},
  {"below zero", "confidence: {seed: -0.5}",
   "c.yaml:1:20 E203 expected a number from 0.001 to 1, got '-0.5'", NULL},
  {"no number", "confidence: {seed: much}",
   "c.yaml:1:20 E203 expected a number from 0.001 to 1, got 'much'", NULL},
  {"nan", "confidence: {seed: nan}",
   "c.yaml:1:20 E203 expected a number from 0.001 to 1, got 'nan'", NULL},
  {"infinite", "confidence: {seed: inf}",
   "c.yaml:1:20 E203 expected a number from 0.001 to 1, got 'inf'", NULL},
  {"a comma", "confidence: {seed: '0,5'}",
   "c.yaml:1:20 E203 expected a number from 0.001 to 1, got '0,5'", NULL},
  {"a list", "confidence: {seed: [1]}", "c.yaml:1:20 E203 expected a number from 0.001 to 1, got a list", NULL},
  {"unknown", "confidence: {sead: 0.5}", "c.yaml:1:14 E202 unknown factor key 'sead'", NULL},
  {"all are reported", "confidence: {sead: 0.5, pronoun: 2, minimum: x}",
   "c.yaml:1:14 E202 unknown factor key 'sead'\n"
   "c.yaml:1:34 E203 expected a number from 0.001 to 1, got '2'\n"
   "c.yaml:1:46 E203 expected a number from 0.001 to 1, got 'x'",
   NULL},
  {"no map", "confidence: 0.5", "c.yaml:1:13 E201 expected factors, got '0.5'", NULL},
  {"another key", "confidence: {}\nconfidences: {}\n",
   "c.yaml:2:1 E202 unknown file key 'confidences'", NULL},
};

static void test_confidence(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(factors); ++i) {
    rule_fixture fix;
    rule_open(&fix);
    trawl_yaml_file file;
    CU_ASSERT_EQUAL_FATAL(rule_parse(&fix, "c.yaml", factors[i].text, &file), TRAWL_OK);
    trawl_confidence confidence;
    trawl_confidence_init(&confidence);
    const trawl_status status = trawl_confidence_load(&confidence, &file);
    if (status == TRAWL_OK) {
      fix.shown.len = 0;
      trawl_buf_printf(&fix.shown, "%.2f %.2f %.2f", (double)confidence.factor[TRAWL_FACTOR_SEED],
                       (double)confidence.factor[TRAWL_FACTOR_PRONOUN],
                       (double)confidence.factor[TRAWL_FACTOR_MINIMUM]);
    }
    rule_equal(factors[i].name,
               status == TRAWL_OK ? trawl_buf_str(&fix.shown) : rule_findings(&fix),
               factors[i].want, factors[i].known);
    rule_close(&fix);
  }
}

void trawl_suite_chain(void)
{
  CU_pSuite s = CU_add_suite("chain", NULL, rule_print_known);
  CU_add_test(s, "stages", test_chains);
  CU_add_test(s, "names of stages", test_names);
  CU_add_test(s, "confidence", test_confidence);
}
