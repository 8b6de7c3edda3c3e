/* SPDX-License-Identifier: MIT
 * test_report.c - the results of `trawl test` for people, and as TAP or JUnit XML for programs.
 *
 * Text goes to standard error as it comes.  The other formats begin with the number of tests, so they are
 * kept until the end.  Names and texts come from files: each format escapes what would break it. */
#include "cli/test.h"

#include <stdlib.h>
#include <string.h>

static const char *rule_of(const trawl_example *example)
{
  return example->relation ? example->relation : example->rule ? example->rule : "tests";
}

/* ---- text -------------------------------------------------------------------------------------- */

/* Lines of the difference, two or more blanks before each. */
static void print_diff(const trawl_buf *diff)
{
  char *copy = strndup(diff->at, diff->len);
  for (char *at = copy, *end; at && *at; at = end + 1) {
    end = strchr(at, '\n');
    *end = '\0';
    fputs("    ", stderr);
    text_print(stderr, at);
    fputc('\n', stderr);
  }
  free(copy);
}

static void print_failure(const trawl_example *example, const trawl_buf *diff)
{
  text_print(stderr, example->file);
  fprintf(stderr, ":%u:%u: %s", (unsigned)example->line, (unsigned)example->column,
          example->rule ? "example of " : "test");
  if (example->rule) {
    text_print(stderr, rule_of(example));
  }
  fputs(" fails: ", stderr);
  text_print(stderr, example->text);
  fputc('\n', stderr);
  print_diff(diff);
}

/* ---- TAP --------------------------------------------------------------------------------------- */

/* One line: control characters become blanks, what TAP reads is escaped. */
static void put_line(trawl_buf *out, const char *text)
{
  for (; *text; ++text) {
    if (*text == '#' || *text == '\\') {
      trawl_buf_puts(out, "\\");
    }
    const char c = (unsigned char)*text < ' ' ? ' ' : *text;
    trawl_buf_put(out, &c, 1);
  }
}

static void put_indented(trawl_buf *out, const char *text, size_t len)
{
  for (const char *at = text, *end; at < text + len; at = end + 1) {
    end = memchr(at, '\n', (size_t)(text + len - at));
    end = end ? end : text + len;
    trawl_buf_puts(out, "    ");
    for (; at < end; ++at) {
      const char c = (unsigned char)*at < ' ' ? ' ' : *at;
      trawl_buf_put(out, &c, 1);
    }
    trawl_buf_puts(out, "\n");
  }
}

static void add_tap(test_report *report, const trawl_example *example, const trawl_buf *diff)
{
  trawl_buf *out = &report->cases;
  trawl_buf_printf(out, "%sok %u - ", diff->len ? "not " : "", (unsigned)report->run);
  put_line(out, example->file);
  trawl_buf_printf(out, ":%u ", (unsigned)example->line);
  put_line(out, rule_of(example));
  trawl_buf_puts(out, ": ");
  put_line(out, example->text);
  trawl_buf_puts(out, "\n");
  if (diff->len) {
    trawl_buf_puts(out, "  ---\n  diff: |\n");
    put_indented(out, diff->at, diff->len);
    trawl_buf_puts(out, "  ...\n");
  }
}

/* ---- JUnit ------------------------------------------------------------------------------------- */

static void put_xml(trawl_buf *out, const char *text, size_t len)
{
  for (size_t i = 0; i < len;) {
    const trawl_rune rune = trawl_utf8_read(text + i, len - i);
    const char c = text[i];
    if (rune.bad || (rune.code < ' ' && c != '\n' && c != '\t') || rune.code == 0xFFFE || rune.code == 0xFFFF) {
      trawl_buf_puts(out, "\xEF\xBF\xBD"); /* XML has no way to write it */
    } else if (strchr("&<>\"\n\t", c) && rune.len == 1) {
      trawl_buf_printf(out, "&#%u;", (unsigned)c);
    } else {
      trawl_buf_put(out, text + i, rune.len);
    }
    i += rune.len;
  }
}

static void put_attribute(trawl_buf *out, const char *name, const char *value)
{
  trawl_buf_printf(out, " %s=\"", name);
  put_xml(out, value, strlen(value));
  trawl_buf_puts(out, "\"");
}

static void add_junit(test_report *report, const trawl_example *example, const trawl_buf *diff)
{
  trawl_buf *out = &report->cases;
  trawl_buf_puts(out, "    <testcase");
  put_attribute(out, "classname", example->rule ? example->rule : example->file);
  put_attribute(out, "name", example->text);
  put_attribute(out, "file", example->file);
  trawl_buf_printf(out, " line=\"%u\"", (unsigned)example->line);
  if (!diff->len) {
    trawl_buf_puts(out, "/>\n");
    return;
  }
  trawl_buf_puts(out, ">\n      <failure message=\"what came out is not what was expected\">");
  put_xml(out, diff->at, diff->len);
  trawl_buf_puts(out, "</failure>\n    </testcase>\n");
}

/* ---- all --------------------------------------------------------------------------------------- */

void test_report_add(test_report *report, const trawl_example *example, const trawl_buf *diff)
{
  ++report->run;
  report->failed += diff->len != 0;
  if (report->format == TEST_TAP) {
    add_tap(report, example, diff);
  } else if (report->format == TEST_JUNIT) {
    add_junit(report, example, diff);
  } else if (diff->len) {
    print_failure(example, diff);
  }
}

int test_report_end(test_report *report)
{
  if (report->format == TEST_TEXT) {
    return EXIT_DONE;
  }
  trawl_buf all = {.at = NULL};
  const unsigned run = report->run, failed = report->failed;
  if (report->format == TEST_TAP) {
    trawl_buf_printf(&all, "TAP version 13\n1..%u\n", run);
  } else {
    trawl_buf_printf(&all,
                     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"%u\" failures=\"%u\">\n"
                     "  <testsuite name=\"trawl test\" tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"0\">\n",
                     run, failed, run, failed);
  }
  trawl_buf_put(&all, trawl_buf_str(&report->cases), report->cases.len);
  trawl_buf_puts(&all, report->format == TEST_JUNIT ? "  </testsuite>\n</testsuites>\n" : "");
  output out;
  int code = EXIT_NOT_WRITTEN;
  if (all.failed || report->cases.failed) {
    message("out of memory");
    code = EXIT_LIMIT;
  } else if (output_open(&out, NULL)) {
    output_sink(&out, all.at, all.len);
    code = output_close(&out, true);
  }
  trawl_buf_clear(&all);
  return code;
}
