/* SPDX-License-Identifier: MIT
 * test_base.c - arena, buffer, array, column, UTF-8, findings, nearest names, file lists. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/column.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/utf8.h"
#include "base/vec.h"

#include <CUnit/CUnit.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void trawl_suite_base(void);

/* ---- arena ------------------------------------------------------------------------------------ */

static void test_arena(void)
{
  trawl_arena arena = {NULL, NULL};
  static const size_t sizes[] = {0, 1, 7, 8, 16, 17, 4096, 65536, 65537, 300000, 3};
  unsigned char *pieces[TRAWL_COUNT(sizes)];
  for (unsigned round = 0; round < 3; ++round) {
    for (size_t i = 0; i < TRAWL_COUNT(sizes); ++i) {
      pieces[i] = trawl_arena_alloc(&arena, sizes[i]);
      CU_ASSERT_PTR_NOT_NULL_FATAL(pieces[i]);
      CU_ASSERT_EQUAL((uintptr_t)pieces[i] % 16, 0);
      for (size_t k = 0; k < sizes[i]; k += 97) {
        CU_ASSERT_EQUAL_FATAL(pieces[i][k], 0); /* zeroed, also when it is used again */
      }
      memset(pieces[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < TRAWL_COUNT(sizes); ++i) { /* nobody wrote over anybody */
      CU_ASSERT(sizes[i] == 0 || (pieces[i][0] == i + 1 && pieces[i][sizes[i] - 1] == i + 1));
    }
    trawl_arena_reset(&arena);
  }
  trawl_arena_clear(&arena);
  CU_ASSERT_PTR_NULL(arena.first);
  trawl_arena_clear(&arena);
  trawl_arena_reset(&arena);
}

static void test_arena_limits(void)
{
  trawl_arena arena = {NULL, NULL};
  CU_ASSERT_PTR_NULL(trawl_arena_alloc(&arena, SIZE_MAX));
  CU_ASSERT_PTR_NULL(trawl_arena_alloc(&arena, SIZE_MAX - 20));
  CU_ASSERT_PTR_NULL(trawl_arena_strn(&arena, "x", SIZE_MAX));
  /* what a huge document took is given back by a reset, the first chunk apart */
  CU_ASSERT_PTR_NOT_NULL(trawl_arena_alloc(&arena, 100));
  CU_ASSERT_PTR_NOT_NULL(trawl_arena_alloc(&arena, 8 * 1024 * 1024));
  trawl_arena_reset(&arena);
  char *again = trawl_arena_alloc(&arena, 100);
  CU_ASSERT_PTR_NOT_NULL(again);
  trawl_arena_clear(&arena);
}

static void test_arena_strings(void)
{
  trawl_arena arena = {NULL, NULL};
  CU_ASSERT_STRING_EQUAL(trawl_arena_str(&arena, "Kazan"), "Kazan");
  CU_ASSERT_STRING_EQUAL(trawl_arena_str(&arena, ""), "");
  CU_ASSERT_STRING_EQUAL(trawl_arena_strn(&arena, "Kazan", 3), "Kaz");
  CU_ASSERT_STRING_EQUAL(trawl_arena_printf(&arena, "%s:%u", "a", 7U), "a:7");
  CU_ASSERT_STRING_EQUAL(trawl_arena_printf(&arena, "%s", ""), "");
  char longer[5000];
  memset(longer, 'x', sizeof longer - 1);
  longer[sizeof longer - 1] = '\0';
  CU_ASSERT_EQUAL(strlen(trawl_arena_printf(&arena, "<%s>", longer)), sizeof longer + 1);
  trawl_arena_clear(&arena);
}

/* ---- buffer and array ------------------------------------------------------------------------- */

static void test_buffer(void)
{
  trawl_buf buf = {.at = NULL};
  CU_ASSERT_STRING_EQUAL(trawl_buf_str(&buf), "");
  trawl_buf_put(&buf, "", 0);
  trawl_buf_puts(&buf, "one");
  trawl_buf_putc(&buf, ' ');
  trawl_buf_uint(&buf, 0);
  trawl_buf_putc(&buf, ' ');
  trawl_buf_uint(&buf, UINT64_MAX);
  trawl_buf_printf(&buf, " %03d%s", 5, "");
  CU_ASSERT_STRING_EQUAL(trawl_buf_str(&buf), "one 0 18446744073709551615 005");
  CU_ASSERT_EQUAL(buf.len, strlen(buf.at));
  CU_ASSERT_FALSE(buf.failed);
  trawl_buf_clear(&buf);
  for (unsigned i = 0; i < 10000; ++i) {
    trawl_buf_putc(&buf, (char)('a' + i % 26));
  }
  CU_ASSERT_EQUAL(buf.len, 10000);
  CU_ASSERT_EQUAL(buf.at[9999], 'a' + 9999 % 26);
  trawl_buf_clear(&buf);
  trawl_buf_clear(&buf);
}

static void test_buffer_failed(void)
{
  trawl_buf buf = {.at = NULL};
  trawl_buf_puts(&buf, "kept");
  CU_ASSERT_FALSE(trawl_buf_grow(&buf, SIZE_MAX / 2));
  CU_ASSERT_TRUE(buf.failed);
  trawl_buf_printf(&buf, "%0200d", 1); /* remembered: a later, smaller wish fails as well */
  CU_ASSERT_EQUAL(buf.len, 4);
  CU_ASSERT_STRING_EQUAL(trawl_buf_str(&buf), "");
  trawl_buf_clear(&buf);
  CU_ASSERT_FALSE(buf.failed);
}

static void test_array(void)
{
  TRAWL_VEC(uint32_t) numbers = {NULL, 0, 0};
  for (uint32_t i = 0; i < 1000; ++i) {
    CU_ASSERT_TRUE_FATAL(trawl_vec_push(&numbers, i * 3));
  }
  CU_ASSERT_EQUAL(numbers.len, 1000);
  CU_ASSERT_EQUAL(numbers.at[0], 0);
  CU_ASSERT_EQUAL(numbers.at[999], 2997);
  CU_ASSERT_TRUE(trawl_vec_reserve(&numbers, 500)); /* there already */
  uint32_t *before = numbers.at;
  const uint32_t cap = numbers.cap;
  CU_ASSERT_FALSE(trawl_vec_reserve(&numbers, UINT64_C(1) << 32)); /* no index for it */
  CU_ASSERT_FALSE(trawl_vec_grow(&numbers.at, &numbers.cap, UINT32_MAX - 1, SIZE_MAX / 4));
  CU_ASSERT_PTR_EQUAL(numbers.at, before);
  CU_ASSERT_EQUAL(numbers.cap, cap);
  trawl_vec_clear(&numbers);
  CU_ASSERT_PTR_NULL(numbers.at);
  CU_ASSERT_EQUAL(numbers.len + numbers.cap, 0);
}

/* ---- column ----------------------------------------------------------------------------------- */

static uint32_t number_at(const void *with, uint32_t i)
{
  return ((const uint32_t *)with)[i];
}

/* Columns of numbers that take up to so many bits, above a common least. */
static void test_column(void)
{
  static const uint32_t counts[] = {0, 1, 31, 32, 33, 64, 1000};
  static uint32_t numbers[1000];
  for (unsigned width = 0; width <= 32; ++width) {
    uint32_t state = width + 1;
    for (uint32_t i = 0; i < TRAWL_COUNT(numbers); ++i) {
      state = state * 1664525 + 1013904223;
      numbers[i] = (width ? state >> (32 - width) : 0) + (width < 32 ? 12345 * (i / 100) : 0);
    }
    for (size_t c = 0; c < TRAWL_COUNT(counts); ++c) {
      trawl_column column;
      CU_ASSERT_EQUAL_FATAL(trawl_column_make(number_at, numbers, counts[c], &column), TRAWL_OK);
      uint32_t wrong = 0;
      for (uint32_t i = 0; i < counts[c]; ++i) {
        uint32_t at = 0, next = 0;
        const bool pair = trawl_column_pair(&column, i, &at, &next);
        wrong += trawl_column_at(&column, i) != numbers[i];
        wrong += pair != (i + 1 < counts[c]) || (pair && (at != numbers[i] || next != numbers[i + 1]));
      }
      CU_ASSERT_EQUAL(wrong, 0);
      CU_ASSERT_EQUAL(trawl_column_at(&column, counts[c]), TRAWL_NONE);
      CU_ASSERT_EQUAL(trawl_column_at(&column, UINT32_MAX), TRAWL_NONE);
      CU_ASSERT_FALSE(trawl_column_pair(&column, UINT32_MAX, &(uint32_t){0}, &(uint32_t){0}));
      CU_ASSERT(width > 0 || counts[c] > 32 || column.bit_count == 1); /* what is all the same takes no bits */
      trawl_column_free(&column);
    }
  }
}

/* Groups that lead outside give their least. */
static void test_column_damaged(void)
{
  static const uint32_t places[][2] = {{0, 33}, {3, 2}, {2, 34}, {UINT32_MAX, 0}, {UINT32_MAX - 1, 30}, {1, 2}};
  for (size_t i = 0; i < TRAWL_COUNT(places); ++i) {
    trawl_column_group groups[2] = {{7, places[i][0]}, {0, places[i][1]}};
    uint32_t *bits = calloc(1, sizeof *bits); /* so that reading outside is seen */
    const trawl_column column = {groups, bits, 32, 1};
    uint32_t at = 0, next = 0;
    CU_ASSERT_EQUAL(trawl_column_at(&column, 31), 7);
    CU_ASSERT(trawl_column_pair(&column, 30, &at, &next));
    CU_ASSERT(at == 7 && next == 7);
    free(bits);
  }
}

/* ---- UTF-8 ------------------------------------------------------------------------------------ */

static void test_utf8_read(void)
{
  static const struct {
    const char *bytes;
    size_t len;
    uint32_t code;
    unsigned read;
    bool bad;
  } rows[] = {
    {"a", 1, 'a', 1, false},
    {"\0", 1, 0, 1, false},
    {"\x7f", 1, 0x7F, 1, false},
    {"\xC3\xA9", 2, 0xE9, 2, false},
    {"\xDF\xBF", 2, 0x7FF, 2, false},
    {"\xE0\xA0\x80", 3, 0x800, 3, false},
    {"\xEF\xBF\xBD", 3, 0xFFFD, 3, false}, /* the character itself is no fault */
    {"\xED\x9F\xBF", 3, 0xD7FF, 3, false},
    {"\xF0\x9F\x98\x80", 4, 0x1F600, 4, false},
    {"\xF4\x8F\xBF\xBF", 4, 0x10FFFF, 4, false},
    /* bad: how much is one U+FFFD */
    {"\x80", 1, 0xFFFD, 1, true},
    {"\xBF\xBF", 2, 0xFFFD, 1, true},
    {"\xC0\xAF", 2, 0xFFFD, 1, true}, /* too long a form */
    {"\xC1\xBF", 2, 0xFFFD, 1, true},
    {"\xC3", 1, 0xFFFD, 1, true}, /* cut off by the end */
    {"\xC3(", 2, 0xFFFD, 1, true},
    {"\xE0\x80\x80", 3, 0xFFFD, 1, true},
    {"\xE2\x82", 2, 0xFFFD, 2, true},
    {"\xE2\x82"
     "a",
     3, 0xFFFD, 2, true},
    {"\xED\xA0\x80", 3, 0xFFFD, 1, true}, /* a surrogate */
    {"\xF0\x8F\xBF\xBF", 4, 0xFFFD, 1, true},
    {"\xF0\x9F\x98", 3, 0xFFFD, 3, true},
    {"\xF0\x9F"
     "x",
     3, 0xFFFD, 2, true},
    {"\xF4\x90\x80\x80", 4, 0xFFFD, 1, true}, /* above U+10FFFF */
    {"\xF5\x80\x80\x80", 4, 0xFFFD, 1, true},
    {"\xFF", 1, 0xFFFD, 1, true},
  };
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    const trawl_rune rune = trawl_utf8_read(rows[i].bytes, rows[i].len);
    const bool same =
      rune.code == rows[i].code && rune.len == rows[i].read && rune.bad == rows[i].bad;
    CU_ASSERT_TRUE(same);
    if (!same) {
      fprintf(stderr, "\nrow %zu: U+%04X, %u bytes\n", i, rune.code, rune.len);
    }
  }
}

static void test_utf8_write(void)
{
  for (uint32_t code = 0; code < 0x110000; code += code < 0x3000 ? 1 : 251) {
    char bytes[4];
    if (code < 0xD800 || code > 0xDFFF) {
      const size_t len = trawl_utf8_write(code, bytes);
      const trawl_rune back = trawl_utf8_read(bytes, len);
      CU_ASSERT_FATAL(back.code == code && back.len == len && !back.bad);
    }
  }
}

static void test_utf8_count(void)
{
  static const struct {
    const char *text;
    unsigned count;
  } rows[] = {{"", 0},
              {"Kazan", 5},
              {"K\xC3\xB6ln", 4},
              {"\xF0\x9F\x98\x80!", 2},
              {"Ko\xCC\x88ln", 5}, /* a mark is a code point of its own */
              {"\xFF\xFE", 2},
              {"\xE2\x82"
               "a",
               2},
              {"\xED\xA0\x80", 3}};
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    CU_ASSERT_EQUAL(trawl_utf8_count(rows[i].text, strlen(rows[i].text)), rows[i].count);
  }
}

/* ---- findings --------------------------------------------------------------------------------- */

static trawl_place place_in(const trawl_source *source, uint32_t line, uint32_t column)
{
  return (trawl_place){source, line, column, 0};
}

static void test_findings_order(void)
{
  static const char text[] = "first\r\nsecond line\nthird";
  const trawl_source a = {"a.yaml", text, sizeof text - 1}, b = {"b.yaml", NULL, 0};
  trawl_findings *findings = trawl_findings_new(0);
  CU_ASSERT_PTR_NOT_NULL_FATAL(findings);
  CU_ASSERT_EQUAL(trawl_report(findings, place_in(&b, 1, 1), "E201", TRAWL_BAD_RULE, "b"),
                  TRAWL_BAD_RULE);
  trawl_warn(findings, place_in(&a, 2, 8), "W201", "look here", "%s %d", "a", 28);
  trawl_report(findings, place_in(&a, 2, 1), "E202", TRAWL_BAD_DATA, "a21");
  trawl_report(findings, place_in(&a, 1, 3), "E203", TRAWL_NO_MEM, "a13");
  trawl_report(findings, place_in(&a, 1, 3), "E204", TRAWL_NO_MEM, "a13, reported later");
  trawl_report(findings, place_in(&a, 9, 1), "E205", TRAWL_NO_MEM, "no such line");
  trawl_report(findings, place_in(NULL, 0, 0), "E100", TRAWL_IO, "no place at all");
  static const char *const codes[] = {"E100", "E203", "E204", "E202", "W201", "E205", "E201"};
  CU_ASSERT_EQUAL_FATAL(trawl_findings_count(findings), TRAWL_COUNT(codes));
  CU_ASSERT_EQUAL(trawl_findings_errors(findings), 6); /* the warning is none */
  CU_ASSERT_EQUAL(trawl_findings_dropped(findings), 0);
  for (uint32_t i = 0; i < TRAWL_COUNT(codes); ++i) {
    CU_ASSERT_STRING_EQUAL(trawl_findings_at(findings, i).code, codes[i]);
    CU_ASSERT_EQUAL(trawl_findings_at(findings, i).width, 1);
  }
  CU_ASSERT_STRING_EQUAL(trawl_findings_at(findings, 0).file, "");
  CU_ASSERT_STRING_EQUAL(trawl_findings_at(findings, 1).source, "first"); /* without the CR */
  const trawl_finding warning = trawl_findings_at(findings, 4);
  CU_ASSERT_EQUAL(warning.severity, TRAWL_WARNING);
  CU_ASSERT_STRING_EQUAL(warning.message, "a 28");
  CU_ASSERT_STRING_EQUAL(warning.hint, "look here");
  CU_ASSERT_STRING_EQUAL(warning.source, "second line");
  CU_ASSERT_PTR_NULL(trawl_findings_at(findings, 5).source);
  CU_ASSERT_PTR_NULL(trawl_findings_at(findings, 6).source);
  CU_ASSERT_PTR_NULL(trawl_findings_at(findings, 6).hint);
  trawl_findings_free(findings);
}

static void test_findings_cap(void)
{
  trawl_findings *findings = trawl_findings_new(2);
  for (unsigned i = 0; i < 5; ++i) {
    trawl_report(findings, place_in(NULL, 0, 0), "E201", TRAWL_BAD_RULE, "%u", i);
  }
  trawl_warn(findings, place_in(NULL, 0, 0), "W201", NULL, "one more");
  CU_ASSERT_EQUAL(trawl_findings_count(findings), 2);
  CU_ASSERT_EQUAL(trawl_findings_errors(findings), 5);
  CU_ASSERT_EQUAL(trawl_findings_dropped(findings), 4);
  trawl_findings_free(findings);
  trawl_findings_free(NULL);
  CU_ASSERT_EQUAL(trawl_report(NULL, place_in(NULL, 0, 0), "E201", TRAWL_LIMIT, "nobody listens"),
                  TRAWL_LIMIT);
  trawl_warn(NULL, place_in(NULL, 0, 0), "W201", NULL, "nobody listens");
}

static void test_findings_long(void)
{
  /* lines and messages are cut, never in the middle of a character */
  trawl_buf text = {.at = NULL};
  for (unsigned i = 0; i < 300; ++i) {
    trawl_buf_puts(&text, "\xC3\xA9\xC3\xA9"
                          "x");
  }
  const trawl_source source = {"long.yaml", text.at, text.len};
  trawl_findings *findings = trawl_findings_new(0);
  trawl_report(findings, place_in(&source, 1, 1), "E201", TRAWL_BAD_RULE, "%s",
               trawl_buf_str(&text));
  const trawl_finding finding = trawl_findings_at(findings, 0);
  CU_ASSERT_PTR_NOT_NULL_FATAL(finding.source);
  const size_t shown = strlen(finding.source);
  CU_ASSERT(shown > 300 && shown <= 400);
  bool bad = false;
  for (size_t i = 0; i < shown;) {
    const trawl_rune rune = trawl_utf8_read(finding.source + i, shown - i);
    bad |= rune.bad;
    i += rune.len;
  }
  CU_ASSERT_FALSE(bad);
  CU_ASSERT(strlen(finding.message) < 600);
  trawl_findings_free(findings);
  trawl_buf_clear(&text);
}

static void test_nearest(void)
{
  static const char *const names[] = {"person", "organization", "country", "place", "event", "of"};
  static const struct {
    const char *word, *want;
  } rows[] = {
    {"persn", "person"},
    {"person", "person"},
    {"preson", "person"}, /* neighbours exchanged: one edit */
    {"organisation", "organization"},
    {"cuontry", "country"},
    {"plaec", "place"},
    {"events", "event"},
    {"fo", "of"},
    {"", NULL},
    {"o", "of"},
    {"xx", NULL},
    {"pr", NULL},
    {"people", NULL}, /* three edits are another word */
    {"town", NULL},
    {"Organization-of-the-very-long-name-that-nobody-would-ever-have-meant-to-be-a-type", NULL},
  };
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    const char *got = trawl_nearest(rows[i].word, names, TRAWL_COUNT(names));
    const bool same = got && rows[i].want ? strcmp(got, rows[i].want) == 0 : got == rows[i].want;
    CU_ASSERT_TRUE(same);
    if (!same) {
      fprintf(stderr, "\n'%s': %s\n", rows[i].word, got ? got : "nothing");
    }
  }
  CU_ASSERT_PTR_NULL(trawl_nearest("person", names, 0));
}

/* ---- files ------------------------------------------------------------------------------------ */

static void make(const char *folder, const char *name, const char *text)
{
  char path[256];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "wb");
  CU_ASSERT_PTR_NOT_NULL_FATAL(file);
  fputs(text, file);
  fclose(file);
}

/* The listed paths below `folder`, one blank between them. */
static const char *listed(const char *folder, const char *path, const char *suffix, trawl_buf *out)
{
  trawl_arena arena = {NULL, NULL};
  trawl_paths paths = {NULL, 0, 0};
  out->len = 0;
  const trawl_status status = trawl_file_list(path, suffix, &arena, &paths);
  for (uint32_t i = 0; status == TRAWL_OK && i < paths.len; ++i) {
    trawl_buf_puts(out, i ? " " : "");
    trawl_buf_puts(out, paths.at[i] + strlen(folder) + 1);
  }
  trawl_buf_puts(out, status == TRAWL_OK ? "" : "failed");
  trawl_vec_clear(&paths);
  trawl_arena_clear(&arena);
  return trawl_buf_str(out);
}

static void test_file_list(void)
{
  static const char *const folders[] = {"sub", "sub/empty", ".hidden", "a.yaml.d"};
  static const char *const files[] = {"b.yaml",         "a.yaml",    "a.tsv",
                                      "B.yaml",         ".dot.yaml", "sub/c.yaml",
                                      ".hidden/d.yaml", "sub/yaml",  "a.yaml.d/z"};
  char top[] = "/tmp/trawl-base-XXXXXX", path[256], target[256];
  CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(top));
  for (size_t i = 0; i < TRAWL_COUNT(folders); ++i) {
    snprintf(path, sizeof path, "%s/%s", top, folders[i]);
    CU_ASSERT_EQUAL_FATAL(mkdir(path, 0700), 0);
  }
  for (size_t i = 0; i < TRAWL_COUNT(files); ++i) {
    make(top, files[i], "x");
  }
  snprintf(target, sizeof target, "%s/a.tsv", top);
  snprintf(path, sizeof path, "%s/link.yaml", top);
  CU_ASSERT_EQUAL(symlink(target, path), 0); /* followed */
  snprintf(path, sizeof path, "%s/sub/loop.yaml", top);
  CU_ASSERT_EQUAL(symlink(top, path), 0); /* not followed */
  snprintf(path, sizeof path, "%s/sub/gone.yaml", top);
  CU_ASSERT_EQUAL(symlink("/nowhere/at/all", path), 0); /* listed: reading it says what is wrong */
  trawl_buf got = {.at = NULL};
  CU_ASSERT_STRING_EQUAL(listed(top, top, ".yaml", &got),
                         "B.yaml a.yaml b.yaml link.yaml sub/c.yaml sub/gone.yaml");
  CU_ASSERT_STRING_EQUAL(listed(top, top, NULL, &got),
                         "B.yaml a.tsv a.yaml a.yaml.d/z b.yaml link.yaml sub/c.yaml sub/gone.yaml "
                         "sub/yaml");
  snprintf(path, sizeof path, "%s/a.tsv", top);
  CU_ASSERT_STRING_EQUAL(listed(top, path, ".yaml", &got), "a.tsv"); /* named itself */
  snprintf(path, sizeof path, "%s/sub/empty", top);
  CU_ASSERT_STRING_EQUAL(listed(top, path, NULL, &got), "");
  snprintf(path, sizeof path, "%s/none", top);
  CU_ASSERT_STRING_EQUAL(listed(top, path, NULL, &got), "failed");
  CU_ASSERT_TRUE(trawl_file_is_folder(top));
  CU_ASSERT_FALSE(trawl_file_is_folder(path));
  CU_ASSERT_FALSE(trawl_file_is_folder(target));
  trawl_buf_clear(&got);
  static const char *const links[] = {"link.yaml", "sub/loop.yaml", "sub/gone.yaml"};
  for (size_t i = 0; i < TRAWL_COUNT(links); ++i) {
    snprintf(path, sizeof path, "%s/%s", top, links[i]);
    unlink(path);
  }
  for (size_t i = 0; i < TRAWL_COUNT(files); ++i) {
    snprintf(path, sizeof path, "%s/%s", top, files[i]);
    unlink(path);
  }
  static const char *const made[] = {"sub/empty", "sub", ".hidden", "a.yaml.d"};
  for (size_t i = 0; i < TRAWL_COUNT(made); ++i) {
    snprintf(path, sizeof path, "%s/%s", top, made[i]);
    CU_ASSERT_EQUAL(rmdir(path), 0);
  }
  CU_ASSERT_EQUAL(rmdir(top), 0);
}

static void test_file_read(void)
{
  char top[] = "/tmp/trawl-base-XXXXXX", path[256];
  CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(top));
  make(top, "f", "twelve bytes");
  snprintf(path, sizeof path, "%s/f", top);
  trawl_buf buf = {.at = NULL};
  trawl_buf_puts(&buf, "> ");
  CU_ASSERT_EQUAL(trawl_file_read(path, 0, &buf), TRAWL_OK); /* appends */
  CU_ASSERT_STRING_EQUAL(trawl_buf_str(&buf), "> twelve bytes");
  CU_ASSERT_EQUAL(trawl_file_read(path, 12, &buf), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_file_read(path, 11, &buf), TRAWL_LIMIT);
  errno = 0;
  CU_ASSERT_EQUAL(trawl_file_read(top, 0, &buf), TRAWL_IO);
  CU_ASSERT_EQUAL(errno, EISDIR);
  CU_ASSERT_EQUAL(trawl_file_read("/nowhere/at/all", 0, &buf), TRAWL_IO);
  CU_ASSERT_EQUAL(errno, ENOENT);
  int ends[2];
  CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
  CU_ASSERT_EQUAL(write(ends[1], "pipe", 4), 4);
  close(ends[1]);
  buf.len = 0;
  CU_ASSERT_EQUAL(trawl_fd_read(ends[0], 3, &buf), TRAWL_LIMIT); /* its size is not known before */
  close(ends[0]);
  trawl_buf_clear(&buf);
  unlink(path);
  rmdir(top);
  CU_ASSERT_STRING_EQUAL(trawl_file_base("a/b/c.yaml"), "c.yaml");
  CU_ASSERT_STRING_EQUAL(trawl_file_base("c.yaml"), "c.yaml");
  CU_ASSERT_STRING_EQUAL(trawl_file_base("a/"), "");
}

void trawl_suite_base(void)
{
  CU_pSuite s = CU_add_suite("base", NULL, NULL);
  CU_add_test(s, "arena", test_arena);
  CU_add_test(s, "arena: limits", test_arena_limits);
  CU_add_test(s, "arena: strings", test_arena_strings);
  CU_add_test(s, "buffer", test_buffer);
  CU_add_test(s, "buffer: failed", test_buffer_failed);
  CU_add_test(s, "array", test_array);
  CU_add_test(s, "column", test_column);
  CU_add_test(s, "column: damaged", test_column_damaged);
  CU_add_test(s, "utf8: read", test_utf8_read);
  CU_add_test(s, "utf8: write", test_utf8_write);
  CU_add_test(s, "utf8: count", test_utf8_count);
  CU_add_test(s, "findings: order", test_findings_order);
  CU_add_test(s, "findings: cap", test_findings_cap);
  CU_add_test(s, "findings: long lines", test_findings_long);
  CU_add_test(s, "nearest name", test_nearest);
  CU_add_test(s, "file list", test_file_list);
  CU_add_test(s, "file read", test_file_read);
}
