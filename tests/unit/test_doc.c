/* SPDX-License-Identifier: MIT
 * test_doc.c - tags, growing, sorting and nesting of mentions, what a reset forgets, invariants. */
#include "model/doc.h"

#include "base/buf.h"

#include <CUnit/CUnit.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void trawl_suite_doc(void);

/* A document of `n` tokens "w w w ...", in one sentence. */
static void open_doc(trawl_doc *doc, trawl_words *base, uint32_t n)
{
  trawl_words_init(base, NULL);
  CU_ASSERT_EQUAL_FATAL(trawl_doc_init(doc, base), TRAWL_OK);
  CU_ASSERT_TRUE_FATAL(trawl_tokens_reserve(&doc->tokens, n + 1));
  uint32_t word = 0;
  CU_ASSERT_EQUAL_FATAL(trawl_words_add(&doc->words, "w", 1, &word, NULL), TRAWL_OK);
  for (uint32_t i = 0; i < n; ++i) {
    trawl_buf_puts(&doc->text, i ? " w" : "w");
    doc->tokens.start[i] = i * 2;
    doc->tokens.size[i] = 1;
    trawl_doc_set_word(doc, i, word);
    doc->tokens.kind[i] = doc->tokens.flags[i] = doc->tokens.tag[i] = 0;
    doc->tokens.mention[i] = TRAWL_NONE;
    ++doc->tokens.len;
  }
  if (n) {
    CU_ASSERT_TRUE_FATAL(trawl_vec_push(&doc->sentences, (trawl_sentence){{0, n}, false}));
  }
}

static void close_doc(trawl_doc *doc, trawl_words *base)
{
  trawl_doc_clear(doc);
  trawl_words_clear(base);
}

static void add_mention(trawl_doc *doc, uint32_t start, uint32_t end, uint8_t kind, uint8_t type)
{
  const trawl_mention mention = {.tok = {start, end},
                                 .head = end - 1,
                                 .entity = TRAWL_NONE,
                                 .antecedent = TRAWL_NONE,
                                 .kind = kind,
                                 .type = type};
  CU_ASSERT_EQUAL_FATAL(trawl_doc_add_mention(doc, mention, NULL, 0, NULL), TRAWL_OK);
}

/* ---- tags ------------------------------------------------------------------------------------- */

static void test_tags(void)
{
  CU_ASSERT_STRING_EQUAL(trawl_tag_text(TRAWL_TAG_NONE), "");
  CU_ASSERT_STRING_EQUAL(trawl_tag_text(TRAWL_TAG_COUNT), "");
  CU_ASSERT_STRING_EQUAL(trawl_tag_text(255), "");
  for (unsigned tag = 1; tag < TRAWL_TAG_COUNT; ++tag) {
    const char *text = trawl_tag_text(tag);
    CU_ASSERT_EQUAL(trawl_tag_named(text, strlen(text)), tag);
  }
  static const char *const none[] = {"", "nn", "NNN", "VBB", "PRP $", "-LRB"};
  for (size_t i = 0; i < TRAWL_COUNT(none); ++i) {
    CU_ASSERT_EQUAL(trawl_tag_named(none[i], strlen(none[i])), TRAWL_TAG_NONE);
  }
  CU_ASSERT_EQUAL(trawl_tag_named("PRP$", 3), TRAWL_TAG_PRP); /* the length counts */
}

/* ---- mentions --------------------------------------------------------------------------------- */

/* Mentions as "start-end", ">" once per mention it lies in, sorted; e.g. "0-4 >0-1 >2-4". */
static void show_mentions(const trawl_doc *doc, trawl_buf *out)
{
  out->len = 0;
  for (uint32_t i = 0; i < doc->mentions.len; ++i) {
    const trawl_mention *m = &doc->mentions.at[i];
    trawl_buf_puts(out, i ? " " : "");
    for (uint32_t o = m->outer; o != TRAWL_NONE; o = doc->mentions.at[o].outer) {
      trawl_buf_putc(out, '>');
    }
    trawl_buf_printf(out, "%u-%u", m->tok.start, m->tok.end);
  }
  trawl_buf_puts(out, " |");
  for (uint32_t t = 0; t < doc->tokens.len; ++t) {
    if (doc->tokens.mention[t] == TRAWL_NONE) {
      trawl_buf_puts(out, " .");
    } else {
      trawl_buf_printf(out, " %u", doc->mentions.at[doc->tokens.mention[t]].tok.start);
    }
  }
}

static void test_sorting(void)
{
  static const struct {
    const char *name;
    uint8_t spans[8][2]; /* ends with 0, 0 */
    const char *want;    /* then, for each of 8 tokens, where its outermost mention begins */
  } rows[] = {
    {"none", {{0, 0}}, " | . . . . . . . ."},
    {"one", {{2, 4}}, "2-4 | . . 2 2 . . . ."},
    {"out of order", {{5, 6}, {0, 1}, {3, 4}}, "0-1 3-4 5-6 | 0 . . 3 . 5 . ."},
    {"side by side", {{2, 4}, {0, 2}}, "0-2 2-4 | 0 0 2 2 . . . ."},
    {"nested at the start", {{0, 1}, {0, 3}}, "0-3 >0-1 | 0 0 0 . . . . ."},
    {"nested at the end", {{2, 3}, {0, 3}}, "0-3 >2-3 | 0 0 0 . . . . ."},
    {"three deep", {{2, 3}, {1, 4}, {0, 6}}, "0-6 >1-4 >>2-3 | 0 0 0 0 0 0 . ."},
    {"two in one", {{3, 4}, {1, 2}, {0, 5}}, "0-5 >1-2 >3-4 | 0 0 0 0 0 . . ."},
    {"behind a nested one", {{0, 5}, {1, 2}, {5, 7}}, "0-5 >1-2 5-7 | 0 0 0 0 0 5 5 ."},
    {"the same span twice", {{1, 3}, {1, 3}}, "1-3 >1-3 | . 1 1 . . . . ."},
    /* crossing: one has to go */
    {"the longer one stays", {{0, 2}, {1, 5}}, "1-5 | . 1 1 1 1 . . ."},
    {"the longer one stays, first", {{0, 4}, {3, 6}}, "0-4 | 0 0 0 0 . . . ."},
    {"as long: the earlier one", {{0, 3}, {2, 5}}, "0-3 | 0 0 0 . . . . ."},
    {"what was inside stays", {{0, 3}, {0, 1}, {1, 7}}, "0-1 1-7 | 0 1 1 1 1 1 1 ."},
    {"a long one beats two", {{0, 3}, {1, 3}, {2, 8}}, "2-8 | . . 2 2 2 2 2 2"},
    {"a chain", {{0, 2}, {1, 4}, {3, 7}}, "3-7 | . . . 3 3 3 3 ."},
    {"crosses an inner one", {{0, 8}, {1, 3}, {2, 6}}, "0-8 >2-6 | 0 0 0 0 0 0 0 0"},
    {"crosses outer and inner", {{0, 4}, {2, 4}, {3, 5}}, "0-4 >2-4 | 0 0 0 0 . . . ."},
    {"what goes takes nothing with it", {{0, 6}, {4, 6}, {5, 8}}, "0-6 >4-6 | 0 0 0 0 0 0 . ."},
    {"a loser takes no shorter one", {{0, 5}, {3, 5}, {4, 7}}, "0-5 >3-5 | 0 0 0 0 0 . . ."},
  };
  trawl_buf got = {.at = NULL};
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    trawl_doc doc;
    trawl_words base;
    open_doc(&doc, &base, 8);
    for (unsigned k = 0; rows[i].spans[k][1]; ++k) {
      add_mention(&doc, rows[i].spans[k][0], rows[i].spans[k][1], TRAWL_MENTION_NAME, 0);
    }
    CU_ASSERT_EQUAL(trawl_doc_sort_mentions(&doc), TRAWL_OK);
    CU_ASSERT_EQUAL(doc.sorted_mentions, doc.mentions.len);
    show_mentions(&doc, &got);
    CU_ASSERT_STRING_EQUAL(trawl_buf_str(&got), rows[i].want);
    if (strcmp(trawl_buf_str(&got), rows[i].want) != 0) {
      fprintf(stderr, "\n%s: %s\n", rows[i].name, got.at);
    }
    trawl_doc_check(&doc);
    /* once more changes nothing */
    CU_ASSERT_EQUAL(trawl_doc_sort_mentions(&doc), TRAWL_OK);
    show_mentions(&doc, &got);
    CU_ASSERT_STRING_EQUAL(trawl_buf_str(&got), rows[i].want);
    close_doc(&doc, &base);
  }
  trawl_buf_clear(&got);
}

/* Equal spans are ordered by kind and type, not by who came first. */
static void test_sorting_ties(void)
{
  for (unsigned turn = 0; turn < 2; ++turn) {
    trawl_doc doc;
    trawl_words base;
    open_doc(&doc, &base, 4);
    for (unsigned k = 0; k < 3; ++k) {
      const unsigned which = turn ? 2 - k : k;
      add_mention(&doc, 1, 3, which == 0 ? TRAWL_MENTION_NAME : TRAWL_MENTION_NOMINAL,
                  (uint8_t)(which * 2));
    }
    CU_ASSERT_EQUAL(trawl_doc_sort_mentions(&doc), TRAWL_OK);
    CU_ASSERT_EQUAL_FATAL(doc.mentions.len, 3);
    CU_ASSERT_EQUAL(doc.mentions.at[0].kind, TRAWL_MENTION_NAME);
    CU_ASSERT_EQUAL(doc.mentions.at[1].type, 2);
    CU_ASSERT_EQUAL(doc.mentions.at[2].type, 4);
    close_doc(&doc, &base);
  }
}

/* Random spans: what stays is sorted, nested, and each token knows its outermost mention. */
static void test_sorting_random(void)
{
  uint32_t seed = 7;
  for (unsigned round = 0; round < 300; ++round) {
    trawl_doc doc;
    trawl_words base;
    open_doc(&doc, &base, 30);
    for (unsigned k = 0; k < 1 + round % 25; ++k) {
      seed = seed * 1664525 + 1013904223;
      const uint32_t start = (seed >> 16) % 29, len = 1 + (seed >> 8) % 6;
      add_mention(&doc, start, start + len > 30 ? 30 : start + len, TRAWL_MENTION_NAME, 0);
    }
    CU_ASSERT_EQUAL_FATAL(trawl_doc_sort_mentions(&doc), TRAWL_OK);
    CU_ASSERT_FATAL(doc.mentions.len > 0);
    trawl_doc_check(&doc);
    bool sound = true;
    for (uint32_t i = 0; i < doc.mentions.len; ++i) {
      const trawl_mention *a = &doc.mentions.at[i];
      for (uint32_t k = i + 1; k < doc.mentions.len; ++k) {
        const trawl_mention *b = &doc.mentions.at[k];
        sound &= a->tok.start <= b->tok.start;
        sound &= b->tok.start >= a->tok.end || b->tok.end <= a->tok.end;
      }
      const trawl_mention *outer = a->outer == TRAWL_NONE ? a : &doc.mentions.at[a->outer];
      sound &= outer->tok.start <= a->tok.start && outer->tok.end >= a->tok.end;
      const uint32_t outermost = doc.tokens.mention[a->tok.start];
      sound &= outermost <= i && doc.mentions.at[outermost].outer == TRAWL_NONE;
    }
    CU_ASSERT_TRUE(sound);
    close_doc(&doc, &base);
  }
}

static void test_candidates(void)
{
  trawl_doc doc;
  trawl_words base;
  open_doc(&doc, &base, 4);
  static const uint32_t some[] = {5, 9}, more[] = {2};
  uint32_t index = TRAWL_NONE;
  trawl_mention mention = {
    .tok = {2, 3}, .head = 2, .entity = TRAWL_NONE, .antecedent = TRAWL_NONE};
  CU_ASSERT_EQUAL(trawl_doc_add_mention(&doc, mention, some, 2, &index), TRAWL_OK);
  CU_ASSERT_EQUAL(index, 0);
  mention.tok = (trawl_span){0, 1};
  mention.head = 0;
  CU_ASSERT_EQUAL(trawl_doc_add_mention(&doc, mention, more, 1, &index), TRAWL_OK);
  CU_ASSERT_EQUAL(index, 1);
  CU_ASSERT_EQUAL(trawl_doc_sort_mentions(&doc), TRAWL_OK);
  const trawl_mention *m = doc.mentions.at; /* candidates go with their mention */
  CU_ASSERT(m[0].cand_count == 1 && doc.cands.at[m[0].first_cand] == 2);
  CU_ASSERT(m[1].cand_count == 2 && doc.cands.at[m[1].first_cand + 1] == 9);
  close_doc(&doc, &base);
}

/* ---- reset ------------------------------------------------------------------------------------ */

static void test_reset(void)
{
  trawl_doc doc;
  trawl_words base;
  open_doc(&doc, &base, 6);
  add_mention(&doc, 0, 2, TRAWL_MENTION_NAME, 0);
  CU_ASSERT_EQUAL(trawl_doc_sort_mentions(&doc), TRAWL_OK);
  CU_ASSERT_TRUE(trawl_vec_push(&doc.entities, (trawl_entity){.name = "w"}));
  CU_ASSERT_TRUE(trawl_vec_push(&doc.members, 0));
  CU_ASSERT_TRUE(trawl_vec_push(&doc.triples, (trawl_triple){.sentence = 0}));
  doc.date = doc.fallback = 20230301;
  doc.repairs = 3;
  doc.id = "one";
  doc.dateline = (trawl_span){1, 2};
  doc.text.failed = true;
  trawl_doc_reset(&doc);
  CU_ASSERT_EQUAL(doc.tokens.len + doc.sentences.len + doc.mentions.len + doc.entities.len, 0);
  CU_ASSERT_EQUAL(
    doc.triples.len + doc.cands.len + doc.members.len + doc.lines.len + doc.sorted_mentions, 0);
  CU_ASSERT_EQUAL(doc.clauses.nps.len + doc.clauses.frames.len + doc.clauses.args.len, 0);
  CU_ASSERT_EQUAL(doc.text.len, 0);
  CU_ASSERT_FALSE(doc.text.failed);
  CU_ASSERT_EQUAL(doc.date + doc.fallback + doc.repairs + doc.dateline.end, 0);
  CU_ASSERT_STRING_EQUAL(doc.id, "");
  CU_ASSERT_EQUAL(trawl_words_count(&doc.words), 0);
  CU_ASSERT(doc.tokens.cap >= 6); /* the memory is kept */
  trawl_doc_check(&doc);
  CU_ASSERT_EQUAL(trawl_doc_sort_mentions(&doc), TRAWL_OK); /* of nothing */
  close_doc(&doc, &base);
}

static void test_growing(void)
{
  trawl_tokens *tokens;
  trawl_doc doc;
  trawl_words base;
  open_doc(&doc, &base, 3);
  tokens = &doc.tokens;
  const uint32_t cap = tokens->cap;
  CU_ASSERT_TRUE(trawl_tokens_reserve(tokens, 2));
  CU_ASSERT_EQUAL(tokens->cap, cap);
  CU_ASSERT_TRUE(trawl_tokens_reserve(tokens, 100000));
  CU_ASSERT(tokens->cap >= 100000);
  CU_ASSERT(tokens->start[2] == 4 && tokens->size[2] == 1); /* what was there stays */
  CU_ASSERT_FALSE(trawl_tokens_reserve(tokens, UINT32_MAX));
  CU_ASSERT(tokens->cap >= 100000);
  CU_ASSERT_EQUAL(trawl_doc_text_span(&doc, (trawl_span){1, 3}).start, 2);
  CU_ASSERT_EQUAL(trawl_doc_text_span(&doc, (trawl_span){1, 3}).end, 5);
  CU_ASSERT_EQUAL(trawl_doc_text_span(&doc, (trawl_span){2, 2}).end, 0);
  close_doc(&doc, &base);
}

/* ---- invariants ------------------------------------------------------------------------------- */

#ifndef NDEBUG
typedef void damage(trawl_doc *doc);

static void token_behind_the_text(trawl_doc *doc)
{
  doc->tokens.size[3] = 200;
}

static void token_without_size(trawl_doc *doc)
{
  doc->tokens.size[1] = 0;
}

static void tokens_overlap(trawl_doc *doc)
{
  doc->tokens.start[2] = doc->tokens.start[1];
}

static void unknown_word(trawl_doc *doc)
{
  doc->tokens.word[0] = trawl_words_count(&doc->words);
}

static void gap_between_sentences(trawl_doc *doc)
{
  doc->sentences.at[0].tok.start = 1;
}

static void sentence_ends_early(trawl_doc *doc)
{
  doc->sentences.at[0].tok.end = 3;
}

static void empty_mention(trawl_doc *doc)
{
  doc->mentions.at[0].tok.end = doc->mentions.at[0].tok.start;
}

static void head_outside(trawl_doc *doc)
{
  doc->mentions.at[0].head = 3;
}

static void outer_behind(trawl_doc *doc)
{
  doc->mentions.at[0].outer = 0;
}

static void unknown_entity(trawl_doc *doc)
{
  doc->mentions.at[0].entity = 0;
}

static void unknown_antecedent(trawl_doc *doc)
{
  doc->mentions.at[0].antecedent = 1;
}

static void triple_without_subject(trawl_doc *doc)
{
  doc->triples.at[0].subject.mention = TRAWL_NONE;
}

static void triple_without_trigger(trawl_doc *doc)
{
  doc->triples.at[0].trigger.end = 0;
}

/* The check must stop a process that damaged its document. */
static bool check_stops(damage *harm)
{
  const pid_t child = fork();
  if (child == 0) {
    trawl_doc doc;
    trawl_words base;
    fclose(stderr); /* what assert says is no news */
    signal(SIGABRT, SIG_DFL);
    open_doc(&doc, &base, 4);
    add_mention(&doc, 0, 2, TRAWL_MENTION_NAME, 0);
    trawl_doc_sort_mentions(&doc);
    const trawl_triple triple = {
      .subject = {0, TRAWL_NONE}, .object = {0, TRAWL_NONE}, .trigger = {0, 1}};
    if (!trawl_vec_push(&doc.triples, triple)) {
      _exit(1);
    }
    trawl_doc_check(&doc); /* sound so far */
    harm(&doc);
    trawl_doc_check(&doc);
    _exit(0);
  }
  int status = 0;
  return child > 0 && waitpid(child, &status, 0) == child && WIFSIGNALED(status)
         && WTERMSIG(status) == SIGABRT;
}

static void test_invariants(void)
{
  static const struct {
    const char *name;
    damage *harm;
  } rows[] = {
    {"token behind the text", token_behind_the_text},
    {"token without size", token_without_size},
    {"tokens overlap", tokens_overlap},
    {"unknown word", unknown_word},
    {"gap between sentences", gap_between_sentences},
    {"sentence ends early", sentence_ends_early},
    {"empty mention", empty_mention},
    {"head outside", head_outside},
    {"outer behind", outer_behind},
    {"unknown entity", unknown_entity},
    {"unknown antecedent", unknown_antecedent},
    {"triple without subject", triple_without_subject},
    {"triple without trigger", triple_without_trigger},
  };
  fflush(NULL);
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    const bool stopped = check_stops(rows[i].harm);
    CU_ASSERT_TRUE(stopped);
    if (!stopped) {
      fprintf(stderr, "\n%s: not noticed\n", rows[i].name);
    }
  }
}
#endif

void trawl_suite_doc(void)
{
  CU_pSuite s = CU_add_suite("doc", NULL, NULL);
  CU_add_test(s, "tags", test_tags);
  CU_add_test(s, "sorting mentions", test_sorting);
  CU_add_test(s, "sorting: ties", test_sorting_ties);
  CU_add_test(s, "sorting: random spans", test_sorting_random);
  CU_add_test(s, "candidates", test_candidates);
  CU_add_test(s, "reset", test_reset);
  CU_add_test(s, "growing", test_growing);
#ifndef NDEBUG
  CU_add_test(s, "invariants", test_invariants);
#endif
}
