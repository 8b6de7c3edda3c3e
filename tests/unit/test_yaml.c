/* SPDX-License-Identifier: MIT
 * test_yaml.c - the tree, its places, and what is refused. */
#include "base/buf.h"
#include "base/limits.h"
#include "resource/yaml.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void trawl_suite_yaml(void);

typedef struct fixture {
  trawl_arena arena;
  trawl_findings *findings;
  trawl_yaml_file file;
  trawl_status status;
} fixture;

static fixture parse(const char *text, size_t len)
{
  fixture made = {.findings = trawl_findings_new(20)};
  made.status = trawl_yaml_parse("t.yaml", text, len, &made.arena, made.findings, &made.file);
  return made;
}

static void drop(fixture *made)
{
  trawl_arena_clear(&made->arena);
  trawl_findings_free(made->findings);
}

/* The tree in one line: maps {k=v}, lists [a b], quoted scalars in '', each with its place. */
static void show(const trawl_yaml *node, trawl_buf *out)
{
  if (node->kind == TRAWL_YAML_SCALAR) {
    trawl_buf_printf(out, node->plain ? "%s@%u:%u+%u" : "'%s'@%u:%u+%u", node->text, node->line,
                     node->column, node->width);
    return;
  }
  const bool map = node->kind == TRAWL_YAML_MAP;
  trawl_buf_putc(out, map ? '{' : '[');
  for (uint32_t i = 0; i < node->count; ++i) {
    trawl_buf_puts(out, i ? " " : "");
    if (map) {
      show(node->keys[i], out);
      trawl_buf_putc(out, '=');
    }
    show(node->items[i], out);
  }
  trawl_buf_putc(out, map ? '}' : ']');
}

static const struct {
  const char *text, *want;
} trees[] = {
  {"a: b", "{a@1:1+1=b@1:4+1}"},
  {"a: 'b c'\n", "{a@1:1+1='b c'@1:4+5}"},
  {"- x\n- [y, \"z\"]\n", "[x@1:3+1 [y@2:4+1 'z'@2:7+3]]"},
  {"{a: NO, b: 040}", "{a@1:2+1=NO@1:5+2 b@1:9+1=040@1:12+3}"},
  {"\xEF\xBB\xBF"
   "a: b",
   "{a@1:1+1=b@1:4+1}"},
  {"k\xC3\xA9y: \xF0\x9F\x98\x80 z", "{k\xC3\xA9y@1:1+3=\xF0\x9F\x98\x80 z@1:6+3}"},
  {"a:\r\n  b: c\r\n", "{a@1:1+1={b@2:3+1=c@2:6+1}}"},
  {"a:\n", "{a@1:1+1=@1:3+0}"},
  {"a: {}\nb: []\n", "{a@1:1+1={} b@2:1+1=[]}"},
  {"a: b\n  c\n", "{a@1:1+1=b c@1:4+0}"},
  {"a: \"x\\ty\"\n", "{a@1:1+1='x\ty'@1:4+6}"},
  {"word", "word@1:1+4"},
};

static void test_trees(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(trees); ++i) {
    fixture made = parse(trees[i].text, strlen(trees[i].text));
    trawl_buf got = {.at = NULL};
    CU_ASSERT_EQUAL_FATAL(made.status, TRAWL_OK);
    show(made.file.root, &got);
    CU_ASSERT_STRING_EQUAL(trawl_buf_str(&got), trees[i].want);
    if (strcmp(trawl_buf_str(&got), trees[i].want) != 0) {
      fprintf(stderr, "tree %zu: %s\n", i, trawl_buf_str(&got));
    }
    trawl_buf_clear(&got);
    drop(&made);
  }
}

#define BYTES(text) text, sizeof text - 1
static const struct {
  const char *text;
  size_t len;
  const char *want;
} faults[] = {
  {BYTES(""), "0:0 E108 the file is empty"},
  {BYTES("# only a comment\n"), "0:0 E108 the file is empty"},
  {BYTES("---\n"), "0:0 E108 the file is empty"},
  {BYTES("a: \xFF"), "1:4 E102 not UTF-8: byte 0xFF does not fit here"},
  {BYTES("\xC3\xA9: 1\nb: \xC3("), "2:4 E102 not UTF-8: byte 0xC3 does not fit here"},
  {BYTES("a: \xED\xA0\x80"), "1:4 E102 not UTF-8: byte 0xED does not fit here"},
  {BYTES("a: \0b"), "1:4 E103 control character U+0000 is not allowed in YAML"},
  {BYTES("a: \x01"), "1:4 E103 control character U+0001 is not allowed in YAML"},
  {BYTES("a: \"x\\0y\""), "1:4 E103 a text cannot hold the character NUL"},
  {BYTES("a:\n\tb: c\n"), "2:1 E103 a tab in the indentation"},
  {BYTES("a: b: c"), "1:5 E103 a second ': ' cannot stand here"},
  {BYTES("a: 1\n b: 2\n"), "2:3 E103 a second ': ' cannot stand here"},
  {BYTES("a:\n  b: 1\n c: 2\n"), "3:2 E103 expected another 'key:' here"},
  {BYTES("a: [b, c\nd: e\n"), "2:2 E103 expected ',' or ']'"},
  {BYTES("a: {b: c\n"), "2:1 E103 expected ',' or '}'"},
  {BYTES("a: 'b\nc: d\n"), "1:4 E103 the quotation mark that opens here is never closed"},
  {BYTES("a: @b"), "1:4 E103 an unquoted text cannot begin with this character"},
  {BYTES("a: \"\\q\""), "1:5 E103 unknown escape after '\\'"},
  {BYTES("a: 1\nbc\nd: 2\n"), "2:1 E103 expected a ':' after this key"},
  {BYTES("[a]: b"), "1:1 E103 a key must be a single word or text"},
  {BYTES("a: !!int 3"), "1:4 E103 tags are not supported"},
  {BYTES("a: &x [1]"), "1:4 E104 anchors and aliases are not supported"},
  {BYTES("a: *x"), "1:4 E104 anchors and aliases are not supported"},
  {BYTES("a: 1\nb: 2\na: 3\n"), "3:1 E106 key 'a' stands here twice"},
  {BYTES("a: 1\n---\nb: 2\n"), "2:1 E109 a second document begins here"},
};

static void test_faults(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(faults); ++i) {
    fixture made = parse(faults[i].text, faults[i].len);
    CU_ASSERT_EQUAL(made.status, TRAWL_BAD_RULE);
    CU_ASSERT_PTR_NULL(made.file.root);
    CU_ASSERT_EQUAL_FATAL(trawl_findings_count(made.findings), 1);
    const trawl_finding found = trawl_findings_at(made.findings, 0);
    char got[256];
    snprintf(got, sizeof got, "%u:%u %s %s", found.line, found.column, found.code, found.message);
    CU_ASSERT_STRING_EQUAL(got, faults[i].want);
    if (strcmp(got, faults[i].want) != 0) {
      fprintf(stderr, "fault %zu: %s\n", i, got);
    }
    drop(&made);
  }
}

/* Every double key is reported, in small maps and in those that are hashed. */
static void test_double_keys(void)
{
  char text[4096] = "";
  for (int i = 0; i < 100; ++i) {
    snprintf(text + strlen(text), sizeof text - strlen(text), "k%d: 1\n", i % 95);
  }
  fixture made = parse(text, strlen(text));
  CU_ASSERT_EQUAL(made.status, TRAWL_BAD_RULE);
  CU_ASSERT_EQUAL(trawl_findings_count(made.findings), 5);
  CU_ASSERT_STRING_EQUAL(trawl_findings_at(made.findings, 4).hint, "the first one is in line 5");
  drop(&made);
}

/* Nesting: what is allowed passes, one more does not, and 100,000 levels end as fast. */
static void test_depth(void)
{
  static const struct {
    size_t levels;
    char open;
    bool ok;
  } rows[] = {{64, '[', true}, {65, '[', false}, {100000, '[', false}, {100000, '{', false}};
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    char *text = malloc(2 * rows[i].levels);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    memset(text, rows[i].open, rows[i].levels);
    memset(text + rows[i].levels, rows[i].open + 2, rows[i].levels);
    fixture made = parse(text, 2 * rows[i].levels);
    CU_ASSERT_EQUAL(made.status, rows[i].ok ? TRAWL_OK : TRAWL_BAD_RULE);
    if (!rows[i].ok) {
      const trawl_finding found = trawl_findings_at(made.findings, 0);
      CU_ASSERT_STRING_EQUAL(found.code, rows[i].open == '[' ? "E105" : "E103");
      CU_ASSERT_EQUAL(found.line, 1);
    }
    drop(&made);
    free(text);
  }
}

static void test_block_depth(void)
{
  const size_t levels = 20000;
  char *text = malloc(2 * levels + 1);
  CU_ASSERT_PTR_NOT_NULL_FATAL(text);
  for (size_t i = 0; i < levels; ++i) {
    memcpy(text + 2 * i, "- ", 2);
  }
  fixture made = parse(text, 2 * levels);
  CU_ASSERT_EQUAL(made.status, TRAWL_BAD_RULE);
  CU_ASSERT_STRING_EQUAL(trawl_findings_at(made.findings, 0).code, "E105");
  drop(&made);
  free(text);
}

static void test_size(void)
{
  const size_t len = (size_t)trawl_limit(NULL, TRAWL_LIMIT_YAML_BYTES) + 1;
  fixture made = parse("x", len); /* the length alone decides: nothing is read */
  CU_ASSERT_EQUAL(made.status, TRAWL_BAD_RULE);
  CU_ASSERT_STRING_EQUAL(trawl_findings_at(made.findings, 0).code, "E107");
  drop(&made);
}

static void test_unreadable(void)
{
  fixture made = {.findings = trawl_findings_new(0)};
  CU_ASSERT_EQUAL(
    trawl_yaml_load("/nowhere/x.yaml", "x.yaml", &made.arena, made.findings, &made.file), TRAWL_IO);
  CU_ASSERT_EQUAL(trawl_yaml_load("/", NULL, &made.arena, made.findings, &made.file), TRAWL_IO);
  CU_ASSERT_EQUAL(trawl_findings_count(made.findings), 2);
  CU_ASSERT_STRING_EQUAL(trawl_findings_at(made.findings, 1).code, "E101");
  CU_ASSERT_STRING_EQUAL(trawl_findings_at(made.findings, 1).file, "x.yaml");
  drop(&made);
}

static void test_values(void)
{
  static const char text[] =
    "i: 12\nneg: -3\nf: 0.25\nb: yes\nbad: 12x\nhex: 0x10\nbig: 99999999999999999999\n"
    "list: [1]\nempty:\n";
  fixture made = parse(text, sizeof text - 1);
  CU_ASSERT_EQUAL_FATAL(made.status, TRAWL_OK);
  const trawl_yaml *root = made.file.root;
  long whole = 7;
  double number = 7;
  bool flag = false;
  CU_ASSERT_EQUAL(trawl_yaml_int(&made.file, trawl_yaml_get(root, "i"), 0, 12, &whole), TRAWL_OK);
  CU_ASSERT_EQUAL(whole, 12);
  CU_ASSERT_EQUAL(trawl_yaml_int(&made.file, trawl_yaml_get(root, "neg"), -5, 0, &whole), TRAWL_OK);
  CU_ASSERT_EQUAL(whole, -3);
  CU_ASSERT_EQUAL(trawl_yaml_number(&made.file, trawl_yaml_get(root, "f"), 0, 1, &number),
                  TRAWL_OK);
  CU_ASSERT_DOUBLE_EQUAL(number, 0.25, 1e-12);
  CU_ASSERT_EQUAL(trawl_yaml_bool(&made.file, trawl_yaml_get(root, "b"), &flag), TRAWL_OK);
  CU_ASSERT_TRUE(flag);
  CU_ASSERT_EQUAL(trawl_findings_count(made.findings), 0);

  static const char *const bad[] = {"bad", "hex", "big", "list", "empty"};
  for (size_t i = 0; i < TRAWL_COUNT(bad); ++i) {
    const trawl_yaml *node = trawl_yaml_get(root, bad[i]);
    CU_ASSERT_EQUAL(trawl_yaml_int(&made.file, node, 0, 1000, &whole), TRAWL_BAD_RULE);
    CU_ASSERT_EQUAL(whole, -3);
  }
  CU_ASSERT_EQUAL(trawl_yaml_int(&made.file, trawl_yaml_get(root, "i"), 0, 11, &whole),
                  TRAWL_BAD_RULE);
  CU_ASSERT_EQUAL(trawl_yaml_bool(&made.file, trawl_yaml_get(root, "i"), &flag), TRAWL_BAD_RULE);
  CU_ASSERT_EQUAL(trawl_findings_count(made.findings), 7);
  CU_ASSERT_STRING_EQUAL(trawl_findings_at(made.findings, 6).message,
                         "expected a whole number from 0 to 1000, got nothing");
  drop(&made);
}

static void test_keys(void)
{
  static const char *const known[] = {"name", "phrases"};
  static const char text[] = "name: x\nphrase: [a]\nzzz: 1\n";
  fixture made = parse(text, sizeof text - 1);
  CU_ASSERT_EQUAL_FATAL(made.status, TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_yaml_only_keys(&made.file, made.file.root, known, 2, "a relation"),
                  TRAWL_BAD_RULE);
  CU_ASSERT_EQUAL_FATAL(trawl_findings_count(made.findings), 2);
  const trawl_finding first = trawl_findings_at(made.findings, 0);
  CU_ASSERT_STRING_EQUAL(first.message, "unknown relation key 'phrase'");
  CU_ASSERT_STRING_EQUAL(first.hint, "did you mean 'phrases'?");
  CU_ASSERT_STRING_EQUAL(first.source, "phrase: [a]");
  CU_ASSERT_STRING_EQUAL(trawl_findings_at(made.findings, 1).hint, "known are: name, phrases");
  CU_ASSERT_PTR_NULL(trawl_yaml_get(made.file.root, "nam"));
  CU_ASSERT_EQUAL(trawl_yaml_key(made.file.root, "zzz")->line, 3);
  CU_ASSERT_EQUAL(trawl_yaml_want(&made.file, made.file.root, TRAWL_YAML_LIST, NULL),
                  TRAWL_BAD_RULE);
  drop(&made);
}

void trawl_suite_yaml(void)
{
  CU_pSuite s = CU_add_suite("yaml", NULL, NULL);
  CU_add_test(s, "trees with places", test_trees);
  CU_add_test(s, "faults are located", test_faults);
  CU_add_test(s, "double keys", test_double_keys);
  CU_add_test(s, "flow nesting", test_depth);
  CU_add_test(s, "block nesting", test_block_depth);
  CU_add_test(s, "too large", test_size);
  CU_add_test(s, "unreadable", test_unreadable);
  CU_add_test(s, "numbers and truth", test_values);
  CU_add_test(s, "keys", test_keys);
}
