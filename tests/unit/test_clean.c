/* SPDX-License-Identifier: MIT
 * test_clean.c - what lines are, datelines, dates, wrapped text. */
#include "text_fixture.h"

void trawl_suite_clean(void);

/* Lines as "KIND text", joined by " / "; "+" behind a line that goes on in the next. */
static void show_lines(text_fixture *fix)
{
  fix->shown.len = 0;
  for (uint32_t i = 0; i < fix->doc.lines.len; ++i) {
    const trawl_line *line = &fix->doc.lines.at[i];
    trawl_buf_puts(&fix->shown, i ? " / " : "");
    trawl_buf_putc(&fix->shown, "PHCS"[line->kind]);
    trawl_buf_putc(&fix->shown, ' ');
    trawl_buf_put(&fix->shown, fix->doc.text.at + line->text.start,
                  line->text.end - line->text.start);
    trawl_buf_puts(&fix->shown, line->joins_next ? "+" : "");
  }
}

static const struct {
  const char *text, *want;
} line_cases[] = {
  {"", ""},
  {"\n \n\t\n", ""},
  {"One line of prose.", "P One line of prose."},
  {"Minister resigns\n\nShe left on Monday.", "H Minister resigns / P She left on Monday."},
  {"First.\n\nAdvertisement\n\nSecond.", "P First. / S Advertisement / P Second."},
  {"First.\n\nBy Ada Lindqvist and Omar Sy-Keita\n\nSecond.",
   "P First. / S By Ada Lindqvist and Omar Sy-Keita / P Second."},
  {"By then the talks had failed.", "P By then the talks had failed."},
  {"By noon nobody had come", "H By noon nobody had come"},
  {"First.\n\n02:26\n\nShare\n\n3 min read", "P First. / S 02:26 / S Share / S 3 min read"},
  {"Share prices fell on Monday.", "P Share prices fell on Monday."},
  {"Read more: Why the river is dry", "S Read more: Why the river is dry"},
  {"Read the treaty before you sign it.", "P Read the treaty before you sign it."},
  {"Get more with our daily newsletter", "S Get more with our daily newsletter"},
  {"Reporting by Ines Roth; Editing by Paul Abara",
   "S Reporting by Ines Roth; Editing by Paul Abara"},
  {"\xE2\x80\xA2 Talks start in Oslo\n* A deal is near.",
   "H Talks start in Oslo / P A deal is near."},
  {"-5 degrees were measured.", "P -5 degrees were measured."},
  {"The two shook hands in Oslo on Friday. Photo: AFP", "C The two shook hands in Oslo on Friday."},
  {"The photo: a fake, he said.", "P The photo: a fake, he said."},
  {"Talks ended without a deal. \xE2\x80\x94 Reuters", "P Talks ended without a deal."},
  {"Talks ended, he told Reuters", "H Talks ended, he told Reuters"},
  {"3. Hosts\nThe cup goes to Chile.", "H 3. Hosts / P The cup goes to Chile."},
  {"- - -", "S - -"},
};

static void test_lines(void)
{
  text_fixture fix;
  fixture_open(&fix);
  for (size_t i = 0; i < TRAWL_COUNT(line_cases); ++i) {
    fixture_run(&fix, line_cases[i].text, strlen(line_cases[i].text), TRAWL_STAGE_CLEAN);
    show_lines(&fix);
    fixture_equal(line_cases[i].text, trawl_buf_str(&fix.shown), line_cases[i].want);
  }
  fixture_close(&fix);
}

static const struct {
  const char *text;
  uint32_t fallback;
  const char *place, *prose;
  uint32_t date;
} dateline_cases[] = {
  {"MOSCOW, Feb. 23, 2023 \xE2\x80\x94 The talks began.", 0, "MOSCOW", "The talks began.",
   20230223},
  {"TUNIS, Sept 12 (Reuters) \xE2\x80\x94 The talks began.", 20231101, "TUNIS", "The talks began.",
   20230912},
  {"TUNIS, Dec. 30 \xE2\x80\x94 The talks began.", 20240102, "TUNIS", "The talks began.", 20231230},
  {"TUNIS, Sept 12 (Reuters) - The talks began.", 0, "TUNIS", "The talks began.", 0},
  {"PARIS (AP) - The talks began.", 20240102, "PARIS", "The talks began.", 20240102},
  {"KYIV, Ukraine \xE2\x80\x94 The talks began.", 0, "KYIV", "The talks began.", 0},
  {"NEW YORK (AP) \xE2\x80\x94 \xE2\x80\x9CNo,\xE2\x80\x9D she said.", 0, "NEW YORK",
   "\"No,\" she said.", 0},
  {"ST. PETERSBURG, 3 June 2022 \xE2\x80\x94 The talks began.", 0, "ST. PETERSBURG",
   "The talks began.", 20220603},
  {"BAKU \xE2\x80\x93 19 July 2022 \xE2\x80\x93 The talks began.", 0, "BAKU", "The talks began.",
   20220719},
  {"OSLO, Norway \xE2\x80\x94 May 4, 2021 \xE2\x80\x94 The talks began.", 0, "OSLO",
   "The talks began.", 20210504},
  {"NATO \xE2\x80\x94 the alliance of 32 \xE2\x80\x94 met.", 0, "NATO",
   "the alliance of 32 -- met.", 0},
  {"The talks -- the third round -- began.", 0, "", "The talks -- the third round -- began.", 0},
  {"He said: MOSCOW -- The talks began.", 0, "", "He said: MOSCOW -- The talks began.", 0},
  {"MOSCOW, Feb. 23, 2023", 0, "", "MOSCOW, Feb. 23, 2023", 0},
};

static void test_datelines(void)
{
  text_fixture fix;
  fixture_open(&fix);
  for (size_t i = 0; i < TRAWL_COUNT(dateline_cases); ++i) {
    const char *text = dateline_cases[i].text;
    fix.doc.fallback = dateline_cases[i].fallback;
    fixture_run(&fix, text, strlen(text), TRAWL_STAGE_CLEAN);
    const trawl_line *line = &fix.doc.lines.at[0];
    fix.shown.len = 0;
    trawl_buf_put(&fix.shown, fix.doc.text.at + fix.doc.dateline.start,
                  fix.doc.dateline.end - fix.doc.dateline.start);
    fixture_equal(text, trawl_buf_str(&fix.shown), dateline_cases[i].place);
    fix.shown.len = 0;
    trawl_buf_put(&fix.shown, fix.doc.text.at + line->text.start,
                  line->text.end - line->text.start);
    fixture_equal(text, trawl_buf_str(&fix.shown), dateline_cases[i].prose);
    CU_ASSERT_EQUAL(fix.doc.date, dateline_cases[i].date);
  }
  fixture_close(&fix);
}

static const struct {
  const char *text;
  uint32_t given, date;
} date_cases[] = {
  {"20 September 2023\n\nHe left.", 0, 20230920},
  {"Published: Wednesday, 5 July, 2023 10:30 GMT\n\nHe left.", 0, 20230705},
  {"Friday, July 21, 2017\n\nHe left.", 0, 20170721},
  {"2023-09-20\n\nHe left.", 0, 20230920},
  {"20 September 2023\n\nHe left.", 20200101, 20200101},
  {"32 September 2023\n\nHe left.", 0, 0},
  {"On 20 September 2023 he left.", 0, 0},
  {"2023-19-20\n\nHe left.", 0, 0},
};

static void test_dates(void)
{
  text_fixture fix;
  fixture_open(&fix);
  for (size_t i = 0; i < TRAWL_COUNT(date_cases); ++i) {
    fixture_run(&fix, date_cases[i].text, strlen(date_cases[i].text), TRAWL_STAGE_NORMALIZE);
    fix.doc.date = date_cases[i].given;
    CU_ASSERT_EQUAL(trawl_stage_clean(&fix.run, &fix.doc), TRAWL_OK);
    CU_ASSERT_EQUAL(fix.doc.date, date_cases[i].date);
  }
  fixture_close(&fix);
}

static const struct {
  const char *text;
  bool joins;
} wrap_cases[] = {
  {"The ministry said on Tuesday that the talks between the two\n"
   "countries would go on next week in Geneva, where an envoy of\nthe king waits.\n",
   true},
  {"The harbour was closed for the third day in a row, said the\nmayor.\n", true},
  {"A paragraph that stands on a line of its own here.\nAnother one follows it on the next line.\n",
   false},
  {"milk\nbread\nten eggs\n", false},
  {"Bananas from Ecuador and some more\n* rice\n* beans\n", false},
};

static void test_wrapping(void)
{
  text_fixture fix;
  fixture_open(&fix);
  for (size_t i = 0; i < TRAWL_COUNT(wrap_cases); ++i) {
    fixture_run(&fix, wrap_cases[i].text, strlen(wrap_cases[i].text), TRAWL_STAGE_CLEAN);
    CU_ASSERT_EQUAL(fix.doc.lines.at[0].joins_next, wrap_cases[i].joins);
    CU_ASSERT_FALSE(fix.doc.lines.at[fix.doc.lines.len - 1].joins_next);
  }
  fixture_close(&fix);
}

static void test_faults(void)
{
  static const struct {
    const char *yaml, *code;
    uint32_t line, column;
  } cases[] = {
    {"lines: {skip: ['^ab(c$']}", "E210", 1, 23},
    {"lines:\n  skip:\n    - '^a'\n    - '[z-a]'\n", "E210", 4, 11},
    {"lines: {skipp: ['^a']}", "E202", 1, 9},
    {"lines: {skip: '^a'}", "E201", 1, 15},
    {"lines: {skip: ['^a']}\nline: {}\n", "E202", 2, 1},
    {"lines: {skip: ['\\C']}", "E210", 1, 0},
  };
  for (size_t i = 0; i < TRAWL_COUNT(cases); ++i) {
    trawl_arena arena = {NULL, NULL};
    trawl_findings *findings = trawl_findings_new(0);
    trawl_lines lines;
    memset(&lines, 0, sizeof lines);
    trawl_yaml_file file;
    CU_ASSERT_EQUAL(
      trawl_yaml_parse("t.yaml", cases[i].yaml, strlen(cases[i].yaml), &arena, findings, &file),
      TRAWL_OK);
    CU_ASSERT_EQUAL(trawl_lines_load(&lines, &file, &arena), TRAWL_BAD_RULE);
    CU_ASSERT_EQUAL(trawl_findings_count(findings), 1);
    if (trawl_findings_count(findings)) {
      const trawl_finding got = trawl_findings_at(findings, 0);
      CU_ASSERT_STRING_EQUAL(got.code, cases[i].code);
      CU_ASSERT_EQUAL(got.line, cases[i].line);
      CU_ASSERT(cases[i].column == 0 || got.column == cases[i].column);
    }
    trawl_lines_clear(&lines);
    trawl_findings_free(findings);
    trawl_arena_clear(&arena);
  }
}

void trawl_suite_clean(void)
{
  CU_pSuite s = CU_add_suite("clean", NULL, NULL);
  CU_add_test(s, "what lines are", test_lines);
  CU_add_test(s, "datelines", test_datelines);
  CU_add_test(s, "lines that give the date", test_dates);
  CU_add_test(s, "hard-wrapped text", test_wrapping);
  CU_add_test(s, "faults in line rules are located", test_faults);
}
