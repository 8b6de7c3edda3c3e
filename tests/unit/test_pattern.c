/* SPDX-License-Identifier: MIT
 * test_pattern.c - token patterns: rows of pattern, sentence and matches; rows of faults. Random patterns are
 * compared with a slow, obvious matcher by tests/oracle/.
 *
 * A sentence is written as words with spaces between them; word/TAG and word/TAG/lemma say more;
 * <type ... > is a mention.  A match is "first-end" with captures behind it. */
#include "base/buf.h"
#include "rule/pattern.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void trawl_suite_pattern(void);

/* ---- a small world -------------------------------------------------------------------------- */

typedef struct world {
  trawl_lexicon lexicon;
  trawl_types types;
  trawl_arena arena;
  trawl_patterns patterns;
  trawl_findings *findings;
  trawl_doc doc;
  trawl_matcher *matcher;
} world;

static void mark_word(world *w, const char *text, unsigned category)
{
  uint32_t id;
  CU_ASSERT_EQUAL(trawl_words_add(&w->lexicon.words, text, strlen(text), &id, NULL), TRAWL_OK);
  trawl_word_mark(&w->lexicon.words.items.at[id], category);
}

static void world_init(world *w)
{
  memset(w, 0, sizeof *w);
  trawl_lexicon_init(&w->lexicon);
  trawl_types_init(&w->types);
  w->findings = trawl_findings_new(0);
  w->matcher = trawl_matcher_new();
  mark_word(w, "president", TRAWL_IS_TITLE_HEAD);
  mark_word(w, "say", TRAWL_IS_SPEECH);
  mark_word(w, "Tom", TRAWL_IS_GIVEN_NAME);
}

static void world_clear(world *w)
{
  trawl_matcher_free(w->matcher);
  trawl_patterns_clear(&w->patterns);
  trawl_doc_clear(&w->doc);
  trawl_findings_free(w->findings);
  trawl_arena_clear(&w->arena);
  trawl_lexicon_clear(&w->lexicon);
}

/* Compiles a pattern; `written` is the scalar as it stands in a YAML file. */
static trawl_status add_written(world *w, const char *written)
{
  char *text = trawl_arena_printf(&w->arena, "p: %s\n", written);
  trawl_yaml_file file;
  if (trawl_yaml_parse("test.yaml", text, strlen(text), &w->arena, w->findings, &file)
      != TRAWL_OK) {
    return TRAWL_BAD_DATA;
  }
  static const trawl_yaml red = {.kind = TRAWL_YAML_SCALAR, .text = "red"};
  static const trawl_yaml green = {.kind = TRAWL_YAML_SCALAR, .text = "dark green"};
  static const trawl_yaml *items[] = {&red, &green};
  static const trawl_yaml list = {
    .kind = TRAWL_YAML_LIST, .count = TRAWL_COUNT(items), .items = items};
  static const trawl_yaml sub = {.kind = TRAWL_YAML_SCALAR, .text = "\"very\"+ $color", .line = 1};
  static const trawl_yaml loop = {.kind = TRAWL_YAML_SCALAR, .text = "$loop", .line = 1};
  trawl_let lets[] = {{.name = "color", .value = &list},
                      {.name = "strong", .value = &sub},
                      {.name = "loop", .value = &loop}};
  const trawl_capture_default defaults[] = {
    {"X", w->types.mask[TRAWL_TYPE_PERSON]},
    {"Y", w->types.mask[TRAWL_TYPE_PLACE] | w->types.mask[TRAWL_TYPE_COUNTRY]}};
  const trawl_pattern_env env = {&w->lexicon, &w->types, lets,     TRAWL_COUNT(lets),
                                 &w->arena,   &file,     defaults, TRAWL_COUNT(defaults),
                                 NULL,          NULL};
  const trawl_pattern_owner owner = {.rule = trawl_patterns_count(&w->patterns)};
  return trawl_patterns_add(&w->patterns, &env, trawl_yaml_get(file.root, "p"), &owner);
}

static trawl_status add(world *w, const char *pattern)
{
  trawl_buf quoted = {0};
  trawl_buf_putc(&quoted, '\'');
  for (const char *c = pattern; *c; ++c) {
    trawl_buf_puts(&quoted, *c == '\'' ? "''" : (char[]){*c, 0});
  }
  trawl_buf_putc(&quoted, '\'');
  const trawl_status status = add_written(w, trawl_buf_str(&quoted));
  trawl_buf_clear(&quoted);
  return status;
}

/* ---- documents ------------------------------------------------------------------------------ */

static void add_token(world *w, const char *text, size_t len)
{
  trawl_doc *doc = &w->doc;
  const char *slash = len > 1 ? memchr(text + 1, '/', len - 1) : NULL;
  const size_t size = slash ? (size_t)(slash - text) : len;
  uint32_t word;
  bool fresh;
  CU_ASSERT_EQUAL(trawl_words_add(&doc->words, text, size, &word, &fresh), TRAWL_OK);
  const uint32_t i = doc->tokens.len;
  CU_ASSERT_TRUE(trawl_tokens_reserve(&doc->tokens, i + 1));
  trawl_tokens *t = &doc->tokens;
  t->len = i + 1;
  t->start[i] = (uint32_t)doc->text.len;
  t->size[i] = (uint16_t)size;
  trawl_doc_set_word(doc, i, word);
  t->kind[i] = TRAWL_TOKEN_WORD;
  t->flags[i] = TRAWL_TOKEN_SPACE;
  t->tag[i] = TRAWL_TAG_NN;
  t->lemma[i] = trawl_doc_folded(doc, i);
  t->mention[i] = TRAWL_NONE;
  if (slash) {
    const char *tag = slash + 1, *end = text + len;
    const char *second = memchr(tag, '/', (size_t)(end - tag));
    t->tag[i] = (uint8_t)trawl_tag_named(tag, (size_t)((second ? second : end) - tag));
    if (second) {
      CU_ASSERT_EQUAL(
        trawl_words_add(&doc->words, second + 1, (size_t)(end - second - 1), &t->lemma[i], NULL),
        TRAWL_OK);
    }
  }
  trawl_buf_put(&doc->text, text, size);
  trawl_buf_putc(&doc->text, ' ');
}

static void doc_clear(world *w)
{
  trawl_words_clear(&w->doc.words);
  trawl_words_init(&w->doc.words, &w->lexicon.words);
  w->doc.tokens.len = 0;
  w->doc.mentions.len = 0;
  w->doc.text.len = 0;
}

static void read_sentence(world *w, const char *text)
{
  struct {
    uint32_t start;
    uint8_t type;
  } open[8];
  uint32_t depth = 0;
  doc_clear(w);
  while (*text) {
    const size_t len = strcspn(text, " ");
    if (*text == '<') {
      char name[32];
      snprintf(name, sizeof name, "%.*s", (int)len - 1, text + 1);
      open[depth].type = (uint8_t)trawl_types_find(&w->types, name);
      open[depth++].start = w->doc.tokens.len;
    } else if (*text == '>') {
      --depth;
      const trawl_mention mention = {.tok = {open[depth].start, w->doc.tokens.len},
                                     .type = open[depth].type};
      CU_ASSERT_EQUAL(trawl_doc_add_mention(&w->doc, mention, NULL, 0, NULL), TRAWL_OK);
    } else if (len) {
      add_token(w, text, len);
    }
    text += len + (text[len] == ' ');
  }
  CU_ASSERT_EQUAL(trawl_doc_sort_mentions(&w->doc), TRAWL_OK);
}

/* The matches as text; `with_rule` puts the pattern's number before each. */
static const char *run_text(world *w, bool with_rule, trawl_buf *out)
{
  trawl_pattern_matches matches = {0};
  const trawl_span all = {0, w->doc.tokens.len};
  CU_ASSERT_EQUAL(trawl_patterns_run(&w->patterns, w->matcher, &w->doc, all, &matches), TRAWL_OK);
  out->len = 0;
  for (uint32_t i = 0; i < matches.len; ++i) {
    const trawl_pattern_match *m = &matches.at[i];
    trawl_buf_puts(out, i ? "; " : "");
    if (with_rule) {
      trawl_buf_printf(out, "%u:", m->owner->rule);
    }
    trawl_buf_printf(out, "%u-%u", m->tok.start, m->tok.end);
    for (uint32_t j = 0; j < m->capture_count; ++j) {
      const trawl_capture *c = &m->captures[j];
      trawl_buf_printf(out, " %s=%u-%u%s", trawl_patterns_capture_name(&w->patterns, c->name),
                       c->tok.start, c->tok.end, c->mention == TRAWL_NONE ? "" : "m");
    }
  }
  trawl_vec_clear(&matches);
  return trawl_buf_str(out);
}

static const struct {
  const char *pattern, *sentence, *want;
} match_cases[] = {
  {"\"the\"", "The cat saw THE dog", "0-1; 3-4"},
  {"\"the\"", "a cat", ""},
  {"visit", "he visited/VBD/visit and visits/VBZ/visit", "1-2; 3-4"},
  {"visit", "he visited/VBD", ""},
  {"[pos=NNP]", "Ann/NNP met Bo/NNP", "0-1; 2-3"},
  {"[pos=V*]", "he saw/VBD it go/VB", "1-2; 3-4"},
  {"[!pos=NN]", "a Bo/NNP b", "1-2"},
  {"[pos=VB|NNP]", "a Bo/NNP go/VB", "1-2; 2-3"},
  {"[shape=title]", "Ann met NATO J. 12 iPhone", "0-1"},
  {"[shape=upper|mixed]", "Ann met NATO J. 12 iPhone", "2-3; 5-6"},
  {"[shape=Xx]", "Ann met bo", "0-1"},
  {"[shape=number]", "Ann 12 1,000.5", "1-2; 2-3"},
  /* what is preferred, where something is reached in two ways */
  {"({G: \"a\"}\?\?)? \"a\"+", "a a", "0-2"},
  {"({G: \"a\"}?)?? \"a\"+", "a a", "0-2"},
  {"(({G: \"a\"}?)?) \"a\"+", "a a", "0-2 G=0-1"},
  {"(^ | {G: \"a\"}?) \"a\"+", "b a a", "1-3 G=1-2"},
  {"(^ | {G: \"a\"}?) \"a\"+", "a a", "0-2"},
  {"({G: \"a\"}? | ^) \"a\"+", "a a", "0-2 G=0-1"},
  {"[is=title]", "the president left", "1-2"},
  {"[is=title & !text=president]", "the president left", ""},
  {"[lemma_is=speech_verb]", "he said/VBD/say so", "1-2"},
  {"[lemma=say & pos=VBD]", "said/VBD/say say/VB/say", "0-1"},
  {"[text=Ann]", "ann Ann ANN", "1-2"},
  {"[/^[a-z]+$/]{2,3}", "a b c d E f", "0-3"},
  {"[/^an+$/i]", "Ann aNN ax", "0-1; 1-2"},
  {"[/^a\\/b$/]", "a x", ""},
  {"[!/^a/]", "ab ba", "1-2"},
  /* a choice between whole words: exact forms */
  {"[/^(Lake|Mount|St-Cyr)$/]", "Lake lake Lakes Mount mount", "0-1; 3-4"},
  {"[/^(Lake|)$/]", "Lake x", "0-1"},
  {"[/^(lake|mount)$/i]", "Lake MOUNT lakes", "0-1; 1-2"},
  {"[!/^(ab|cd)$/]", "ab cd ef abc", "2-3; 3-4"},
  /* what a match may begin with is read off the expression */
  {"[/^(?!ab$)[a-z]+$/]", "ab abc Abc b", "1-2; 3-4"},
  {"[/^x?[0-9]+$/]", "x1 22 y3 x", "0-1; 1-2"},
  {"[/^x*y$/]", "y xxy xx z", "0-1; 1-2"},
  {"[/^(a|b?)c$/]", "ac bc c dc", "0-1; 1-2; 2-3"},
  {"[/^(a|(b|[c-e])f)/]", "a bf cg df ff", "0-1; 1-2; 3-4"},
  {"[/^[^a]/]", "ab ba éa", "1-2; 2-3"},
  {"[/^é/]", "éa ea êa", "0-1"},
  {"[/^[éx]/]", "éa xa êa", "0-1; 1-2"},
  {"[/^k$/i]", "k K \xE2\x84\xAA x", "0-1; 1-2; 2-3"},
  {"[/^\\d+$/]", "12 ab", "0-1"},
  {"[/^[[:upper:]]+$/]", "AB ab", "0-1"},
  {"[/^x{0,2}y/]", "y xy xxy xz", "0-1; 1-2; 2-3"},
  {"[/^ab?$|^cd$/]", "ab cd a ef cda", "0-1; 1-2; 2-3"},
  {"[/^ab$|d$/]", "ab cd xe", "0-1; 1-2"},
  {"[/^[0-9]([0-9.,]*[0-9])?%?$/]", "1 1,000 1, x 5%", "0-1; 1-2; 4-5"},
  {"[/^a([\\]x]|b)$/]", "a] ax ab ac", "0-1; 1-2; 2-3"},
  {"[/^(a[(]|b\\))$/]", "a( b) a) b(", "0-1; 1-2"},
  {"[/^x/ & !/z$/ & !shape=number]", "xa xz ya", "0-1"},
  {"[text=ab & /b$/]", "ab cd eb", "0-1"},
  {"[!/^(ab|cd)$/ & /^[a-z]+$/]", "ab ef Gh cd", "1-2"},
  {"[/^x{2}/]", "xx x", "0-1"},
  {"[/^\\.?a/]", "a b .a", "0-1; 2-3"},
  {"[/^[+.-]?[0-9]$/]", "1 -2 x", "0-1; 1-2"},
  {"[/^$|^a/]", "a b", "0-1"},
  {"[/^a|b/]", "cb a c", "0-1; 1-2"},
  {"[/^(?:a|b)/]", "ab ba ca", "0-1; 1-2"},
  {"[/^(?=a)[a-b]/]", "ab ba", "0-1"},
  {"[in=person]", "<person Ann Bo > met", "0-1; 1-2"},
  {"[!in=any]", "<person Ann Bo > met", "2-3"},
  {"\"a\" \"b\"", "a b a a b", "0-2; 3-5"},
  {"\"a b\"", "a b a a b", "0-2; 3-5"},
  {"\"state-owned\"", "a state - owned firm", "1-4"},
  {"\"a\" \"b\"? \"c\"", "a c a b c a b b c", "0-2; 2-5"},
  {"\"a\"*\"b\"", "a a b b c a", "0-3; 3-4"},
  {"\"a\"+", "a a b a", "0-2; 3-4"},
  {"\"a\"{2}", "a a a a a", "0-2; 2-4"},
  {"\"a\"{2,}", "a b a a a", "2-5"},
  {"\"a\"{,2} \"b\"", "a a a b", "1-4"},
  {"(\"a\" | \"b\") \"c\"", "a c b c c", "0-2; 2-4"},
  {"\"a\" | \"b\" \"c\"", "a b b c", "0-1; 2-4"},
  {"(\"a\" (\"b\" | \"c\")*)+ \"d\"", "a b c a c d d", "0-6"},
  {". \"b\"", "a b b b", "0-2; 2-4"},
  {"^ \"a\"", "a a", "0-1"},
  {"\"a\" $", "a a", "1-2"},
  {"\"a\" (\"b\" | $)", "a b a c a", "0-2; 4-5"},
  {"(^ | \"x\") \"a\"", "a a x a", "0-1; 2-4"},
  {"$ \"a\"", "a a", ""},
  {"\"a\" ^ \"b\"", "a b", ""},
  {"$color \"car\"", "red car dark green car green car", "0-2; 2-5"},
  {"$strong \"car\"", "very very red car very car", "0-4"},
  {"{person}", "<person Ann Bo > met <place Rome >", "0-2"},
  {"{X} \"met\" {Y}", "<person Ann Bo > met <place Rome >", "0-4 X=0-2m Y=3-4m"},
  {"{X} \"met\" {Y}", "<person Ann Bo > met <person Al >", ""},
  {"{who:person} .* {where:place}", "<person Ann > of <place Rome > in <place Oslo >",
   "0-5 who=0-1m where=4-5m"},
  {"{who:person} .*? {where:place}", "<person Ann > of <place Rome > in <place Oslo >",
   "0-5 who=0-1m where=4-5m"},
  {"\"a\"* {M: \"a\"*} \"b\"", "a a b", "0-3"},
  {"\"a\"*? {M: \"a\"*} \"b\"", "a a b", "0-3 M=0-2"},
  {"\"the\" {M: [shape=title]+} \"said\"", "the Big Ben said", "0-4 M=1-3"},
  {"{M: (a | b)} c", "b c", "0-2 M=0-1"},
  {"\"of\" {country}", "<organization Bank of <country China > >", ""},
  {"{country}", "<organization Bank of <country China > >", "2-3"},
  {"{M:country} \"bank\"", "<organization <country China > Bank >", "0-2 M=0-1m"},
  {"\"the\" {M:country} \"bank\"", "the <organization <country China > Bank >", "0-3 M=1-2m"},
  {"{M:place}", "<place <place Rome > City >", "0-2 M=0-2m"},
  {"{X} \",\"? {X}", "<person Ann > , <person Bo >", "0-3 X=2-3m"},
  {"\"b\"? \"c\" | \"a\" \"b\"", "a b c", "0-2; 2-3"},
  {"[is=given_name] [shape=title]", "Tom Voss and Ann Voss", "0-2"},
};

static void test_matches(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(match_cases); ++i) {
    world w;
    trawl_buf got = {0};
    world_init(&w);
    CU_ASSERT_EQUAL(add(&w, match_cases[i].pattern), TRAWL_OK);
    CU_ASSERT_EQUAL(trawl_patterns_finish(&w.patterns), TRAWL_OK);
    read_sentence(&w, match_cases[i].sentence);
    const char *text = run_text(&w, false, &got);
    if (strcmp(text, match_cases[i].want) != 0) {
      fprintf(stderr, "\n  %s on '%s': got '%s', want '%s'\n", match_cases[i].pattern,
              match_cases[i].sentence, text, match_cases[i].want);
    }
    CU_ASSERT_STRING_EQUAL(text, match_cases[i].want);
    trawl_buf_clear(&got);
    world_clear(&w);
  }
}

/* Many patterns in one automaton give what each gives alone. */
static void test_together(void)
{
  world w;
  trawl_buf got = {0};
  world_init(&w);
  CU_ASSERT_EQUAL(add(&w, "\"a\" \"b\""), TRAWL_OK);
  CU_ASSERT_EQUAL(add(&w, "\"b\" \"c\""), TRAWL_OK);
  CU_ASSERT_EQUAL(add(&w, "\"b\" (\"c\""), TRAWL_BAD_RULE);
  CU_ASSERT_EQUAL(add(&w, "\"a\" . \"c\""), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_patterns_count(&w.patterns), 3);
  CU_ASSERT_EQUAL(trawl_patterns_finish(&w.patterns), TRAWL_OK);
  read_sentence(&w, "a b c");
  CU_ASSERT_STRING_EQUAL(run_text(&w, true, &got), "2:0-3; 0:0-2; 1:1-3");
  read_sentence(&w, "");
  CU_ASSERT_STRING_EQUAL(run_text(&w, true, &got), "");
  trawl_buf_clear(&got);
  world_clear(&w);
}

/* ---- faults --------------------------------------------------------------------------------- */

static const struct {
  const char *written, *code;
  uint32_t column; /* the pattern's scalar begins in column 4 */
  const char *hint;
} fault_cases[] = {
  {"'[/a(/]'", "E210", 9, NULL},
  {"'\"x\" [/[z-a]/]'", "E210", 14, NULL},
  {"'[/a/'", "E212", 5, NULL},
  {"'{persn}'", "E207", 6, "did you mean 'person'?"},
  {"'\"é\" {X:orgnization}'", "E207", 12, "did you mean 'organization'?"},
  {"'{Z}'", "E207", 6, NULL},
  {"'(a b'", "E212", 5, NULL},
  {"'a b)'", "E212", 8, NULL},
  {"'a {person'", "E212", 7, NULL},
  {"'{M: a b'", "E212", 5, NULL},
  {"'[pos=NN'", "E212", 5, NULL},
  {"'\"abc'", "E212", 5, NULL},
  {"''", "E213", 5, NULL},
  {"'  '", "E213", 5, NULL},
  {"'a?'", "E213", 5, NULL},
  {"'(a | b*)'", "E213", 5, NULL},
  {"'^ $'", "E213", 5, NULL},
  {"'(a | )'", "E213", 9, NULL},
  {"'( )'", "E213", 6, NULL},
  {"'\"\"'", "E213", 5, NULL},
  {"'a{65}'", "E214", 6, NULL},
  {"'a{3,2}'", "E214", 6, NULL},
  {"'a{0}'", "E214", 6, NULL},
  {"'a{99999999999999999999}'", "E214", 6, NULL},
  {"'((a{64}){64}){64}'", "E214", 5, NULL},
  {"'a{1,x}'", "E212", 6, NULL},
  {"'[pos=NNQ]'", "E215", 10, NULL},
  {"'[pso=NN]'", "E215", 6, "did you mean 'pos'?"},
  {"'[shape=titel]'", "E215", 12, "did you mean 'title'?"},
  {"'[is=titel]'", "E215", 9, "did you mean 'title'?"},
  {"'[pos]'", "E215", 9, NULL},
  {"'[pos=]'", "E215", 10, NULL},
  {"'[in=persn]'", "E215", 9, "did you mean 'person'?"},
  {"'[space=maybe]'", "E215", 12, NULL},
  {"'[pos=NN shape=title]'", "E211", 13, NULL},
  {"'a $colour'", "E216", 7, "did you mean '$color'?"},
  {"'a $loop'", "E214", 4, NULL},
  {"'a , b'", "E211", 7, NULL},
  {"'a??? b'", "E211", 8, NULL},
  {"'* a'", "E211", 5, NULL},
  {"'{:person}'", "E211", 5, NULL},
  {"\"\\\"x\\\" {persn}\"", "E207", 12, NULL},
  {"'\"''s\" {persn}'", "E207", 12, NULL},
  {"a {persn}", "E207", 7, NULL},
  {"'{a:person}{b:person}{c:person}{d:person}{e:person}{f:person}{g:person}{h:person}{i:person}'",
   "E217", 86, NULL},
};

static void test_faults(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(fault_cases); ++i) {
    world w;
    world_init(&w);
    CU_ASSERT_EQUAL(add_written(&w, fault_cases[i].written), TRAWL_BAD_RULE);
    CU_ASSERT_EQUAL(trawl_findings_count(w.findings), 1);
    CU_ASSERT_EQUAL(trawl_patterns_count(&w.patterns), 0);
    if (trawl_findings_count(w.findings) == 1) {
      const trawl_finding f = trawl_findings_at(w.findings, 0);
      const bool right = strcmp(f.code, fault_cases[i].code) == 0
                         && (f.column == fault_cases[i].column || f.column == 0);
      if (!right || (fault_cases[i].hint && !f.hint)) {
        fprintf(stderr, "\n  %s: got %s at %u, want %s at %u (%s)\n", fault_cases[i].written,
                f.code, f.column, fault_cases[i].code, fault_cases[i].column, f.message);
      }
      CU_ASSERT_TRUE(right);
      if (fault_cases[i].hint) {
        CU_ASSERT_PTR_NOT_NULL_FATAL(f.hint);
        CU_ASSERT_STRING_EQUAL(f.hint, fault_cases[i].hint);
      }
    }
    world_clear(&w);
  }
}

static void test_too_long(void)
{
  world w;
  world_init(&w);
  char *text = malloc(5001);
  memset(text, 'a', 5000);
  text[5000] = 0;
  CU_ASSERT_EQUAL(add(&w, text), TRAWL_BAD_RULE);
  memset(text, '(', 5000);
  text[1000] = 0;
  CU_ASSERT_EQUAL(add(&w, text), TRAWL_BAD_RULE);
  CU_ASSERT_STRING_EQUAL(trawl_findings_at(w.findings, 0).code, "E214");
  CU_ASSERT_STRING_EQUAL(trawl_findings_at(w.findings, 1).code, "E214");
  free(text);
  world_clear(&w);
}

/* Wildcards over wildcards stay within the budget. */
static void test_hard(void)
{
  world w;
  trawl_buf got = {0}, sentence = {0};
  world_init(&w);
  CU_ASSERT_EQUAL(add(&w, "\"a\" .* .* .* .* .* .* .* .* .* .* .* .* \"z\""), TRAWL_OK);
  CU_ASSERT_EQUAL(add(&w, "((\"a\"* \"a\"*)* \"a\"*)* \"b\""), TRAWL_OK);
  CU_ASSERT_EQUAL(add(&w, "\"a\" | \"a\" .* \"z\""), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_patterns_finish(&w.patterns), TRAWL_OK);
  for (int i = 0; i < 250; ++i) {
    trawl_buf_puts(&sentence, "a ");
  }
  trawl_buf_puts(&sentence, "b");
  read_sentence(&w, trawl_buf_str(&sentence));
  const char *text = run_text(&w, true, &got);
  CU_ASSERT_TRUE(strncmp(text, "1:0-251; 2:0-1; 2:1-2; ", 23) == 0);
  CU_ASSERT_STRING_EQUAL(text + strlen(text) - 9, "2:249-250");
  trawl_buf_clear(&got);
  trawl_buf_clear(&sentence);
  world_clear(&w);
}

static void test_free_nothing(void)
{
  trawl_patterns none = {0};
  trawl_matcher_free(NULL);
  trawl_patterns_clear(&none);
  CU_ASSERT_EQUAL(trawl_patterns_finish(&none), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_patterns_count(&none), 0);
}

void trawl_suite_pattern(void)
{
  CU_pSuite s = CU_add_suite("pattern", NULL, NULL);
  CU_add_test(s, "matches", test_matches);
  CU_add_test(s, "together", test_together);
  CU_add_test(s, "faults", test_faults);
  CU_add_test(s, "too long", test_too_long);
  CU_add_test(s, "hard", test_hard);
  CU_add_test(s, "nothing", test_free_nothing);
}
