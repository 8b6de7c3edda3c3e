/* SPDX-License-Identifier: MIT
 * test_relation.c - relation files: what they declare, how several agree, what is found wrong. */
#include "rule_rows.h"

#include <stdlib.h>

void trawl_suite_relation(void);

/* ---- what is loaded --------------------------------------------------------------------------- */

static trawl_relation *find(rule_fixture *fix, const char *name)
{
  for (uint32_t i = 0; i < fix->relations.list.len; ++i) {
    if (strcmp(fix->relations.list.at[i].name, name) == 0) {
      return &fix->relations.list.at[i];
    }
  }
  CU_FAIL_FATAL("no such relation");
  return NULL;
}

static trawl_status finish(rule_fixture *fix)
{
  const trawl_relation_loader loader = rule_loader(fix);
  CU_ASSERT_EQUAL_FATAL(trawl_lexicon_finish(&fix->lexicon), TRAWL_OK);
  return trawl_relations_finish(&loader);
}

static void test_keys(void)
{
  rule_fixture fix;
  rule_open(&fix);
  CU_ASSERT_EQUAL(rule_load(&fix, "folder/diplomacy.yaml",
                            "let: {talks: [talk, summit]}\n"
                            "relations:\n"
                            "  - name: met\n"
                            "    description: face to face\n"
                            "    X: actor\n"
                            "    Y: [person, country]\n"
                            "    symmetric: yes\n"
                            "    plover: CONSULT\n"
                            "    priority: -5\n"
                            "    weight: 0.9\n"
                            "    qualifiers: {how: near}\n"
                            "    phrases:\n"
                            "      - X meet Y\n"
                            "      - {phrase: $talks of X with Y, weight: 0.5}\n"
                            "      - {phrase: X see Y, qualifiers: {how: far}}\n"
                            "    except: [X meet Y halfway]\n"
                            "    tokens: ['{X} \"vs\" {Y}']\n"
                            "    examples:\n"
                            "      - \"A met B.\": \"A – met – B\"\n"
                            "      - \"A, B and C met.\": [\"A – met – B\", \"A – met – C\"]\n"
                            "      - \"Nobody met.\": []\n"
                            "  - name: plain\n"
                            "    X: person\n"
                            "    Y: place\n"
                            "    enabled: no\n"
                            "    phrases: [X leave Y]\n"),
                  TRAWL_OK);
  CU_ASSERT_STRING_EQUAL(rule_findings(&fix), "");
  const trawl_relation *met = find(&fix, "met"), *plain = find(&fix, "plain");
  CU_ASSERT(met->symmetric && met->enabled && !plain->symmetric && !plain->enabled);
  CU_ASSERT_EQUAL(met->priority, -5);
  CU_ASSERT_STRING_EQUAL(met->plover, "CONSULT");
  CU_ASSERT_PTR_NULL(plain->plover);
  CU_ASSERT_STRING_EQUAL(met->file, "diplomacy.yaml");
  CU_ASSERT_EQUAL(met->line, 3);
  CU_ASSERT_EQUAL(met->y, UINT64_C(1) << TRAWL_TYPE_PERSON | UINT64_C(1) << TRAWL_TYPE_COUNTRY);
  CU_ASSERT(met->x >> TRAWL_TYPE_ORGANIZATION & 1); /* actor stands for those below it */
  CU_ASSERT_FALSE(met->x >> TRAWL_TYPE_PLACE & 1);
  CU_ASSERT_EQUAL_FATAL(fix.relations.phrases.len, 5);
  const trawl_phrase *phrases = fix.relations.phrases.at;
  CU_ASSERT_DOUBLE_EQUAL(phrases[0].weight, 0.9, 1e-6);
  CU_ASSERT_DOUBLE_EQUAL(phrases[1].weight, 0.5, 1e-6);
  CU_ASSERT_STRING_EQUAL(phrases[0].rule, "diplomacy.yaml:met");
  CU_ASSERT_STRING_EQUAL(phrases[1].text, "$talks of X with Y");
  CU_ASSERT_EQUAL(phrases[1].line, 14);
  CU_ASSERT_EQUAL_FATAL(phrases[0].qualifier_count, 1);
  CU_ASSERT_STRING_EQUAL(phrases[0].qualifiers[0].value, "near");
  CU_ASSERT_EQUAL_FATAL(phrases[2].qualifier_count,
                        1); /* its own, in the place of the relation's */
  CU_ASSERT_STRING_EQUAL(phrases[2].qualifiers[0].value, "far");
  CU_ASSERT(!phrases[0].except && phrases[3].except && !phrases[4].except);
  CU_ASSERT_EQUAL(fix.relations.pattern_rules.len, 1);
  CU_ASSERT_EQUAL_FATAL(fix.relations.examples.len, 3);
  const trawl_example *examples = fix.relations.examples.at;
  CU_ASSERT_STRING_EQUAL(examples[0].text, "A met B.");
  CU_ASSERT(examples[0].expected_count == 1 && examples[1].expected_count == 2);
  CU_ASSERT_STRING_EQUAL(examples[1].expected[1], "A – met – C");
  CU_ASSERT_EQUAL(examples[2].expected_count, 0);
  CU_ASSERT(examples[0].line == 19 && examples[0].column == 9);
  CU_ASSERT_STRING_EQUAL(examples[0].file, "folder/diplomacy.yaml");
  rule_close(&fix);
}

static void test_index(void)
{
  rule_fixture fix;
  rule_open(&fix);
  /* whatever the order of files: by path, then line */
  CU_ASSERT_EQUAL(rule_load(&fix, "b.yaml",
                            "relations:\n  - {name: two, X: person, Y: person, phrases: "
                            "[X meet|see Y, X meet with Y]}\n"),
                  TRAWL_OK);
  CU_ASSERT_EQUAL(rule_load(&fix, "a.yaml",
                            "relations:\n  - {name: one, X: person, Y: person, phrases: "
                            "[X see Y, 'X be based|seated in Y']}\n"),
                  TRAWL_OK);
  CU_ASSERT_EQUAL(finish(&fix), TRAWL_OK);
  CU_ASSERT_STRING_EQUAL(fix.relations.phrases.at[0].file, "a.yaml");
  CU_ASSERT_STRING_EQUAL(fix.relations.phrases.at[3].file, "b.yaml");
  static const struct {
    const char *lemma, *want; /* the phrases' relations, in order */
  } rows[] = {{"see", "one two"}, {"meet", "two two"}, {"with", ""}, {"of", ""}, {"up", ""}};
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    uint32_t count = 7;
    const uint32_t lemma =
      trawl_words_find(&fix.lexicon.words, rows[i].lemma, strlen(rows[i].lemma));
    CU_ASSERT_NOT_EQUAL_FATAL(lemma, TRAWL_NONE);
    const trawl_trigger *found = trawl_relations_triggered(&fix.relations, lemma, &count);
    fix.shown.len = 0;
    for (uint32_t k = 0; k < count; ++k) {
      const trawl_phrase *phrase = &fix.relations.phrases.at[found[k].phrase];
      trawl_buf_printf(&fix.shown, "%s%s", k ? " " : "",
                       fix.relations.list.at[phrase->relation].name);
    }
    rule_equal(rows[i].lemma, trawl_buf_str(&fix.shown), rows[i].want, NULL);
  }
  uint32_t count = 7; /* a word of the document's own table */
  trawl_relations_triggered(&fix.relations, trawl_words_count(&fix.lexicon.words) + 3, &count);
  CU_ASSERT_EQUAL(count, 0);
  rule_close(&fix);
}

/* ---- several files ---------------------------------------------------------------------------- */

typedef struct relation_row {
  const char *name;
  const char *texts[3]; /* files a.yaml, b.yaml, c.yaml */
  const char *want;     /* findings */
  uint32_t phrases;
  const char *known;
} relation_row;

#define MET "relations:\n  - name: met\n"
#define TYPES "    X: person\n    Y: person\n"
#define WHOLE MET TYPES "    phrases: [X meet Y]\n"

static const relation_row files[] = {
  {"one", {WHOLE}, "", 1, NULL},
  {"phrases add up", {WHOLE, MET "    phrases: [X see Y, X greet Y]\n"}, "", 3, NULL},
  {"types in the second", {MET "    phrases: [X see Y]\n", WHOLE}, "", 2, NULL},
  {"half of the types each",
   {MET "    X: person\n", MET "    Y: person\n    phrases: [X see Y]\n"},
   "",
   1,
   NULL},
  {"said twice, alike", {WHOLE, WHOLE, WHOLE}, "", 3, NULL},
  {"types by other names",
   {MET "    X: actor\n    Y: person\n", MET "    X: [country, organization, person]\n"},
   "",
   0,
   "a name for several types counts as a type of its own"},
  {"X disagrees",
   {WHOLE, MET "    X: place\n    phrases: [X see Y]\n"},
   "b.yaml:3:8 E226 disagrees with a.yaml:2, where 'met' is declared first",
   2,
   NULL},
  {"Y disagrees",
   {WHOLE, MET "    Y: [person, place]\n"},
   "b.yaml:3:8 E226 disagrees with a.yaml:2, where 'met' is declared first",
   1,
   NULL},
  {"both, in two files",
   {WHOLE, MET "    X: place\n", MET "    Y: place\n"},
   "b.yaml:3:8 E226 disagrees with a.yaml:2, where 'met' is declared first\n"
   "c.yaml:3:8 E226 disagrees with a.yaml:2, where 'met' is declared first",
   1,
   NULL},
  {"plover disagrees",
   {MET TYPES "    plover: CONSULT\n", MET "    plover: ASSAULT\n"},
   "b.yaml:3:13 E226 disagrees with a.yaml:2, where 'met' is declared first",
   0,
   NULL},
  {"plover alike", {MET TYPES "    plover: CONSULT\n", MET "    plover: CONSULT\n"}, "", 0, NULL},
  {"symmetric disagrees",
   {MET TYPES "    symmetric: true\n", MET "    symmetric: false\n"},
   "b.yaml:3:16 E226 disagrees with a.yaml:2, where 'met' is declared first",
   0,
   "'symmetric' said twice is not compared"},
  {"twice in one file",
   {WHOLE "  - name: met\n    phrases: [X see Y]\n"},
   "a.yaml:6:11 E225 relation 'met' stands twice in this file; first in line 2",
   1,
   NULL},
  {"twice in the second file",
   {WHOLE, MET "    phrases: [X see Y]\n  - name: met\n    phrases: [X greet Y]\n"},
   "b.yaml:4:11 E225 relation 'met' stands twice in this file; first in line 2",
   2,
   "only the file that declares a relation first is looked at"},
  /* whole? */
  {"no X",
   {MET "    Y: person\n    phrases: [X see Y]\n"},
   "a.yaml:2:11 E228 relation 'met' has no X",
   1,
   NULL},
  {"no Y",
   {MET "    X: person\n    phrases: [X see Y]\n"},
   "a.yaml:2:11 E228 relation 'met' has no Y",
   1,
   NULL},
  {"no types in two relations",
   {MET "    phrases: [X see Y]\n  - name: left\n    X: person\n"},
   "a.yaml:2:11 E228 relation 'met' has no X\na.yaml:4:11 E228 relation 'left' has no Y",
   1,
   NULL},
  {"no X in two files",
   {MET "    Y: person\n", MET "    Y: person\n"},
   "a.yaml:2:11 E228 relation 'met' has no X",
   0,
   NULL},
  {"an unknown type is one finding",
   {MET "    X: persn\n    Y: person\n    phrases: [X see Y]\n"},
   "a.yaml:3:8 E207 unknown type 'persn'",
   1,
   NULL},
  {"a list of no types",
   {MET "    X: []\n    Y: person\n"},
   "a.yaml:3:8 E201 expected at least one type, got an empty list",
   0,
   NULL},
};

static void run(const relation_row *row)
{
  static const char *const names[] = {"a.yaml", "b.yaml", "c.yaml"};
  rule_fixture fix;
  rule_open(&fix);
  bool sound = true;
  for (unsigned i = 0; i < 3 && row->texts[i]; ++i) {
    sound &= rule_load(&fix, names[i], row->texts[i]) == TRAWL_OK;
  }
  sound &= finish(&fix) == TRAWL_OK;
  rule_equal(row->name, rule_findings(&fix), row->want, row->known);
  if (!row->known) {
    CU_ASSERT_EQUAL(sound, trawl_findings_errors(fix.findings) == 0);
    CU_ASSERT_EQUAL(fix.relations.phrases.len, row->phrases);
  }
  rule_close(&fix);
}

static void test_files(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(files); ++i) {
    run(&files[i]);
  }
}

/* ---- findings that tests/bad does not show ---------------------------------------------------- */

static const relation_row faults[] = {
  {"a fault costs its phrase",
   {MET TYPES "    phrases: [X meet Y, X meet, X see Y]\n"},
   "a.yaml:5:25 E220 a phrase needs X and Y once each; 'X meet' has 1 X and 0 Y",
   2,
   NULL},
  {"a fault costs its key",
   {MET TYPES "    weight: x\n    phrases: [X meet Y]\n"},
   "a.yaml:5:13 E203 expected a number from 0.01 to 1, got 'x'",
   1,
   NULL},
  {"a fault costs its example",
   {WHOLE "    examples:\n      - text\n      - \"A met B.\": []\n"},
   "a.yaml:7:9 E229 an example is one pair, \"text\": \"X – relation – Y\"",
   1,
   NULL},
  {"a fault does not cost the next relation",
   {"relations:\n  - X: person\n  - name: met\n" TYPES "    phrases: [X meet Y]\n"},
   "a.yaml:2:5 E228 a relation needs a name",
   1,
   NULL},
  {"name is a list",
   {"relations:\n  - name: [met]\n    X: person\n"},
   "a.yaml:2:11 E228 a relation needs a name",
   0,
   NULL},
  {"unused list",
   {"let: {talks: [talk]}\n" WHOLE},
   "a.yaml:1:7 W211 'talks' is never used",
   1,
   NULL},
  {"list that is a map, used or not",
   {"let: {talks: {talk: summit}}\n" MET TYPES "    phrases: [X $talks Y]\n"},
   "a.yaml:1:14 E201 expected a list of words or a pattern, got a map",
   0,
   NULL},
  {"list with a list in it",
   {"let: {talks: [talk, [summit]]}\n" MET TYPES "    tokens: ['{X} $talks {Y}']\n"},
   "a.yaml:1:21 E201 expected a word, got a list",
   0,
   NULL},
  {"description is a list",
   {MET TYPES "    description: [a]\n"},
   "a.yaml:5:18 E201 expected a text, got a list",
   0,
   NULL},
  {"unused list in a faulty file",
   {"let: {talks: [talk]}\n" MET TYPES "    phrases: [X $talk Y]\n"},
   "a.yaml:6:18 E216 no list 'talk' under let:",
   0,
   NULL},
  {"list used in a token pattern",
   {"let: {talks: [talk]}\n" MET TYPES "    tokens: ['{X} $talks {Y}']\n"},
   "",
   0,
   NULL},
  {"lists are the file's own",
   {"let: {talks: [talk]}\n" MET TYPES "    phrases: ['$talks of X with Y']\n",
    MET "    phrases: [X $talks Y]\n"},
   "b.yaml:3:18 E216 no list 'talks' under let:",
   1,
   NULL},
  {"no relations", {"relations: []\n"}, "", 0, NULL},
  /* not found out today */
  {"an empty name",
   {"relations:\n  - name: ''\n" TYPES "    phrases: [X meet Y]\n"},
   "a.yaml:2:11 E228 a relation needs a name",
   0,
   NULL},
  {"the same phrase twice",
   {MET TYPES "    phrases: [X meet Y, X meet Y]\n"},
   "a.yaml:5:25 W202 phrase 'X meet Y' stands twice; first in line 5",
   1,
   "duplicates are not reported"},
  {"a token pattern without X",
   {MET TYPES "    tokens: ['\"talks\" {Y}']\n"},
   "a.yaml:5:14 E220 a token pattern needs X and Y",
   0,
   "patterns without X or Y are taken"},
  {"a relation without rules",
   {MET TYPES},
   "a.yaml:2:11 W203 relation 'met' has no phrases",
   0,
   "relations without rules are not reported"},
  {"an example that is no triple",
   {WHOLE "    examples: [{\"A met B.\": nonsense}]\n"},
   "a.yaml:6:28 E229 'nonsense' is no triple",
   1,
   "expected lines are read by the test command only"},
};

static void test_faults(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(faults); ++i) {
    run(&faults[i]);
  }
}

void trawl_suite_relation(void)
{
  CU_pSuite s = CU_add_suite("relation", NULL, rule_print_known);
  CU_add_test(s, "keys", test_keys);
  CU_add_test(s, "index of triggers", test_index);
  CU_add_test(s, "several files", test_files);
  CU_add_test(s, "faults", test_faults);
}
