/* SPDX-License-Identifier: MIT
 * test_input.c - JSON Lines input: lines, records, dates. */
#include "input/json_cut.h"
#include "input/jsonl.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
  const char *date;
  bool valid;
} dates[] = {
  {"2023-09-20", true}, {"2024-02-29", true},  {"0001-01-01", true},  {"2023-9-20", false},
  {"2023-13-01", false}, {"2023-00-01", false}, {"2023-04-31", false}, {"2023-04-00", false},
  {"2023-04-01x", false}, {"", false},           {"2023-04", false},    {"20230401", false},
};

static void test_dates(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(dates); ++i) {
    if (trawl_is_date(dates[i].date) != dates[i].valid) {
      fprintf(stderr, "date %s\n", dates[i].date);
      CU_FAIL("date");
    }
  }
}

static const struct {
  const char *line;
  const char *code; /* NULL: none */
  uint32_t column;
  const char *id, *text, *date;
} records[] = {
  {"{\"id\":\"a\",\"text\":\"x\",\"date\":\"2023-09-20\"}", NULL, 0, "a", "x", "2023-09-20"},
  {"{\"text\":\"\"}", NULL, 0, NULL, "", NULL},
  {"{\"id\":17,\"text\":\"x\",\"more\":[1,{}]}", NULL, 0, "17", "x", NULL},
  {"{\"id\":1.5,\"text\":\"x\",\"date\":null}", NULL, 0, "1.5", "x", NULL},
  {"{\"text\":\"x\",\"date\":\"2023-09-20T10:00\"}", NULL, 0, NULL, "x", "2023-09-20"},
  {"{\"text\":\"\\ud800\"}", NULL, 0, NULL, "\xEF\xBF\xBD", NULL},
  {"{\"text\":\"\\udc00\\ud83d\\ude00\"}", NULL, 0, NULL, "\xEF\xBF\xBD\xF0\x9F\x98\x80", NULL},
  {"{\"text\":\"\\ud83d\\u0041\"}", NULL, 0, NULL, "\xEF\xBF\xBD" "A", NULL},
  {"{\"text\":\"\\\\ud800\"}", NULL, 0, NULL, "\\ud800", NULL},
  {"{\"meta\":{\"text\":\"no\"},\"text\" : \"a long enough \\\"x\\\" \\/ \\u00e9\"}", NULL, 0, NULL,
   "a long enough \"x\" / \xC3\xA9", NULL},
  {"{\"t\\u0065xt\":\"x\"}", NULL, 0, NULL, "x", NULL},
  {"{\"text\":\"a long text, and \\x\"}", "E410", 0, NULL, NULL, NULL},
  {"{\"text\":\"a long text\" 5}", "E410", 0, NULL, NULL, NULL},
  {"{\"text\":\"x\",\"date\":\"soon\"}", "W413", 1, NULL, "x", NULL},
  {"{\"text\":\"x\",\"date\":5}", "W413", 1, NULL, "x", NULL},
  {"{\"text\":5}", "E411", 1, NULL, NULL, NULL},
  {"{}", "E411", 1, NULL, NULL, NULL},
  {"[]", "E411", 1, NULL, NULL, NULL},
  {"{\"text\":\"x\",\"id\":[]}", "E412", 1, NULL, NULL, NULL},
  {"{\"text\":\"x\"", "E410", 12, NULL, NULL, NULL},
  {"{\"text\":\"x\"} y", "E410", 14, NULL, NULL, NULL},
  {"\"x", "E410", 3, NULL, NULL, NULL},
  {"{\"text\":\"\xFF\"}", "E410", 0, NULL, NULL, NULL},
  {"{\"text\":\"a\",\"text\":\"b\"}", "E410", 0, NULL, NULL, NULL},
  {"", "E410", 1, NULL, NULL, NULL},
};

static bool same(const char *a, const char *b)
{
  return a == b || (a && b && strcmp(a, b) == 0);
}

static void test_records(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(records); ++i) {
    char line[256];
    trawl_json_record got = {.json = NULL};
    trawl_findings *findings = trawl_findings_new(0);
    snprintf(line, sizeof line, "%s", records[i].line);
    const trawl_status status =
      trawl_json_record_read(line, strlen(line), "f", 7, NULL, findings, &got);
    const bool bad = records[i].code && records[i].code[0] == 'E';
    bool right = status == (bad ? TRAWL_BAD_DATA : TRAWL_OK)
                 && trawl_findings_count(findings) == (records[i].code ? 1 : 0);
    if (right && records[i].code) {
      const trawl_finding finding = trawl_findings_at(findings, 0);
      right = strcmp(finding.code, records[i].code) == 0 && finding.line == 7
              && (!records[i].column || finding.column == records[i].column);
    }
    if (right && !bad) {
      right = same(got.id, records[i].id) && same(got.date, records[i].date)
              && got.len == strlen(records[i].text) && memcmp(got.text, records[i].text, got.len) == 0;
      trawl_json_record_clear(&got);
    }
    if (!right) {
      fprintf(stderr, "record %s\n", records[i].line);
      CU_FAIL("record");
    }
    trawl_findings_free(findings);
  }
}

static const struct {
  const char *text, *want; /* lines joined by '|' */
} files[] = {
  {"", ""},           {"\n", "|"},          {"a", "a|"},         {"a\n", "a|"},
  {"a\nb", "a|b|"},   {"a\n\n\nb\n", "a|||b|"}, {"\xEF\xBB\xBF" "a\n\xEF\xBB\xBF" "b", "a|\xEF\xBB\xBF" "b|"},
  {"a\r\nb", "a\r|b|"},
};

static void test_lines(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(files); ++i) {
    int ends[2];
    trawl_buf got = {.at = NULL};
    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    const size_t len = strlen(files[i].text);
    CU_ASSERT_EQUAL(write(ends[1], files[i].text, len), (ssize_t)len);
    close(ends[1]);
    trawl_line_reader reader = {.fd = ends[0]};
    char *line;
    size_t n;
    while (trawl_line_next(&reader, &line, &n) == TRAWL_OK && line) {
      trawl_buf_put(&got, line, n);
      trawl_buf_putc(&got, '|');
    }
    CU_ASSERT_STRING_EQUAL(trawl_buf_str(&got), files[i].want);
    trawl_buf_clear(&got);
    trawl_line_reader_clear(&reader);
    close(ends[0]);
  }
}

static const struct {
  const char *line, *text, *rest; /* NULL: it is read as a whole */
} cuts[] = {
  {"{\"text\":\"x\"}", "x", "{\"text\":\"\"}"},
  {"{\"k\":[{\"text\":\"no\"}],\"text\":\"\\ud83d\\ude00 twelve bytes or more\",\"id\":1}",
   "\xF0\x9F\x98\x80 twelve bytes or more", "{\"k\":[{\"text\":\"no\"}],\"text\":\"\",\"id\":1}"},
  {"{\"k\":\"\\\\\",\"text\":\"\\\\\"}", "\\", "{\"k\":\"\\\\\",\"text\":\"\"}"},
  {"{\"k\":\"text\",\"x\":\"y\"}", NULL, NULL},
  {"{\"k\":{\"text\":\"x\"}}", NULL, NULL},
  {"{\"text\":12}", NULL, NULL},
  {"{\"text\":\"x", NULL, NULL},
  {"{\"text\":\"\\", NULL, NULL},
  {"{\"text\":\"\\ud83d\"}", NULL, NULL},
  {"{\"text\":\"\\u12\"}", NULL, NULL},
  {"{\"text\":\"\xC3(\"}", NULL, NULL},
  {"{\"text\":\"a\tb\"}", NULL, NULL},
  {"", NULL, NULL},
};

static void test_cuts(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(cuts); ++i) {
    trawl_buf text = {.at = NULL}, rest = {.at = NULL};
    const bool cut = trawl_json_cut_text(cuts[i].line, strlen(cuts[i].line), &text, &rest);
    if (cut != (cuts[i].text != NULL)
        || (cut && (strcmp(text.at, cuts[i].text) != 0 || strcmp(trawl_buf_str(&rest), cuts[i].rest) != 0))) {
      fprintf(stderr, "cut %s\n", cuts[i].line);
      CU_FAIL("cut");
    }
    trawl_buf_clear(&text);
    trawl_buf_clear(&rest);
  }
}

static void test_lines_of_what_cannot_be_read(void)
{
  trawl_line_reader reader = {.fd = -1};
  char *line = NULL;
  size_t n = 0;
  CU_ASSERT_EQUAL(trawl_line_next(&reader, &line, &n), TRAWL_IO);
  CU_ASSERT_PTR_NULL(line);
  trawl_line_reader_clear(&reader);
}

void trawl_suite_input(void)
{
  CU_pSuite s = CU_add_suite("input", NULL, NULL);
  CU_add_test(s, "dates", test_dates);
  CU_add_test(s, "records", test_records);
  CU_add_test(s, "cuts", test_cuts);
  CU_add_test(s, "lines", test_lines);
  CU_add_test(s, "unreadable", test_lines_of_what_cannot_be_read);
}
