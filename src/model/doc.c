/* SPDX-License-Identifier: MIT
 * doc.c - the document's layers: growing, emptying, sorting, checking. */
#include "model/doc.h"

#include "model/trace.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *const tag_names[TRAWL_TAG_COUNT] = {
  "",
#define X(name, text) text,
  TRAWL_TAGS(X)
#undef X
};

const char *trawl_tag_text(unsigned tag)
{
  return tag < TRAWL_TAG_COUNT ? tag_names[tag] : "";
}

unsigned trawl_tag_named(const char *text, size_t len)
{
  for (unsigned tag = 1; tag < TRAWL_TAG_COUNT; ++tag) {
    if (strlen(tag_names[tag]) == len && memcmp(tag_names[tag], text, len) == 0) {
      return tag;
    }
  }
  return TRAWL_TAG_NONE;
}

/* ---- tokens ------------------------------------------------------------------------------------ */

static bool grow(void *at, size_t n, size_t size)
{
  void *old, *bigger;
  memcpy(&old, at, sizeof old);
  bigger = realloc(old, n * size);
  if (bigger) {
    memcpy(at, &bigger, sizeof bigger);
  }
  return bigger != NULL;
}

bool trawl_tokens_reserve(trawl_tokens *tokens, uint32_t n)
{
  if (n <= tokens->cap) {
    return true;
  }
  const uint64_t wanted = (uint64_t)tokens->cap + tokens->cap / 2;
  const uint64_t room = wanted < n ? (uint64_t)n + 256 : wanted;
  if (room >= UINT32_MAX) {
    return false;
  }
  const size_t cap = (size_t)room;
  if (!grow(&tokens->start, cap, sizeof *tokens->start) || !grow(&tokens->size, cap, sizeof *tokens->size)
      || !grow(&tokens->word, cap, sizeof *tokens->word) || !grow(&tokens->folded, cap, sizeof *tokens->folded)
      || !grow(&tokens->kind, cap, 1) || !grow(&tokens->shape, cap, 1)
      || !grow(&tokens->flags, cap, 1) || !grow(&tokens->tag, cap, 1)
      || !grow(&tokens->lemma, cap, sizeof *tokens->lemma)
      || !grow(&tokens->mention, cap, sizeof *tokens->mention)) {
    return false;
  }
  tokens->cap = (uint32_t)cap;
  return true;
}

static void clear_tokens(trawl_tokens *tokens)
{
  free(tokens->start);
  free(tokens->size);
  free(tokens->word);
  free(tokens->folded);
  free(tokens->kind);
  free(tokens->shape);
  free(tokens->flags);
  free(tokens->tag);
  free(tokens->lemma);
  free(tokens->mention);
  memset(tokens, 0, sizeof *tokens);
}

/* ---- the document ------------------------------------------------------------------------------ */

trawl_status trawl_doc_init(trawl_doc *doc, const trawl_words *base)
{
  memset(doc, 0, sizeof *doc);
  trawl_words_init(&doc->words, base);
  return TRAWL_OK;
}

void trawl_doc_clear(trawl_doc *doc)
{
  trawl_arena_clear(&doc->arena);
  trawl_words_clear(&doc->words);
  trawl_buf_clear(&doc->text);
  trawl_map_clear(&doc->map);
  trawl_vec_clear(&doc->lines);
  clear_tokens(&doc->tokens);
  trawl_vec_clear(&doc->sentences);
  trawl_vec_clear(&doc->mentions);
  trawl_vec_clear(&doc->cands);
  trawl_vec_clear(&doc->members);
  trawl_vec_clear(&doc->entities);
  trawl_vec_clear(&doc->clauses.nps);
  trawl_vec_clear(&doc->clauses.frames);
  trawl_vec_clear(&doc->clauses.args);
  trawl_vec_clear(&doc->triples);
  trawl_trace_free(doc->trace);
  doc->trace = NULL;
}

void trawl_doc_reset(trawl_doc *doc)
{
  trawl_arena_reset(&doc->arena);
  trawl_words_reset(&doc->words);
  doc->text.len = 0;
  doc->text.failed = false;
  doc->id = "";
  doc->date = doc->fallback = 0;
  doc->repairs = 0;
  doc->dateline = (trawl_span){0, 0};
  doc->lines.len = 0;
  doc->tokens.len = 0;
  doc->sentences.len = 0;
  doc->mentions.len = doc->sorted_mentions = doc->cands.len = 0;
  doc->members.len = doc->entities.len = 0;
  doc->clauses.nps.len = doc->clauses.frames.len = doc->clauses.args.len = 0;
  doc->triples.len = 0;
  doc->cuts.mask = 0;
  doc->cuts.before = false;
  if (doc->trace) {
    trawl_trace_reset(doc->trace);
  }
}

void trawl_doc_cut(trawl_doc *doc, trawl_limit_id limit, uint32_t sentence)
{
  trawl_cuts *cuts = &doc->cuts;
  const uint64_t bit = UINT64_C(1) << limit;
  if (!(cuts->mask & bit)) {
    cuts->mask |= bit;
    cuts->times[limit] = 0;
    cuts->sentence[limit] = sentence;
  }
  ++cuts->times[limit];
}

void trawl_doc_cut_all(trawl_doc *doc, uint64_t mask, uint32_t sentence)
{
  for (; mask; mask &= mask - 1) {
    trawl_doc_cut(doc, (trawl_limit_id)__builtin_ctzll(mask), sentence);
  }
}

/* ---- mentions ---------------------------------------------------------------------------------- */

trawl_status trawl_doc_add_mention(trawl_doc *doc, trawl_mention mention, const uint32_t *cands,
                                   uint32_t cand_count, uint32_t *index)
{
  assert(mention.tok.start < mention.tok.end && mention.tok.end <= doc->tokens.len);
  const uint32_t first = doc->cands.len;
  TRAWL_TRY_MEM(trawl_vec_reserve(&doc->cands, (uint64_t)first + cand_count));
  TRAWL_TRY_MEM(trawl_vec_reserve(&doc->mentions, (uint64_t)doc->mentions.len + 1));
  for (uint32_t i = 0; i < cand_count; ++i) {
    doc->cands.at[doc->cands.len++] = cands[i];
  }
  mention.first_cand = first;
  mention.cand_count = cand_count;
  mention.outer = TRAWL_NONE;
  if (index) {
    *index = doc->mentions.len;
  }
  doc->mentions.at[doc->mentions.len++] = mention;
  return TRAWL_OK;
}

static uint32_t length(const trawl_mention *mention)
{
  return mention->tok.end - mention->tok.start;
}

/* Does the mention cross an open one that is as long? */
static bool gives_way(const trawl_doc *doc, const uint32_t *stack, uint32_t depth, const trawl_mention *mention)
{
  const trawl_mention *all = doc->mentions.at;
  for (; depth && all[stack[depth - 1]].tok.end < mention->tok.end; --depth) {
    if (length(&all[stack[depth - 1]]) >= length(mention)) {
      return true;
    }
  }
  return false;
}

/* Sweeps over the sorted mentions with the stack of those that are open.  One that crosses open ones goes when any
 * of them is as long; else it makes them go.  What goes itself takes nothing with it. */
static uint32_t drop_crossing(trawl_doc *doc, uint32_t *stack, uint8_t *gone)
{
  trawl_mention *all = doc->mentions.at;
  uint32_t depth = 0, crossed = 0;
  for (uint32_t i = 0; i < doc->mentions.len; ++i) {
    while (depth && (gone[stack[depth - 1]] || all[stack[depth - 1]].tok.end <= all[i].tok.start)) {
      --depth;
    }
    gone[i] = gives_way(doc, stack, depth, &all[i]);
    crossed += gone[i];
    while (depth && !gone[i] && all[stack[depth - 1]].tok.end < all[i].tok.end) {
      gone[stack[--depth]] = 1;
      ++crossed;
    }
    if (!gone[i]) {
      stack[depth++] = i;
    }
  }
  return crossed;
}

static void link_outer(trawl_doc *doc, uint32_t *stack)
{
  trawl_mention *all = doc->mentions.at;
  for (uint32_t i = 0, depth = 0; i < doc->mentions.len; ++i) {
    while (depth && all[stack[depth - 1]].tok.end <= all[i].tok.start) {
      --depth;
    }
    all[i].outer = depth ? stack[depth - 1] : TRAWL_NONE;
    if (!depth) {
      for (uint32_t t = all[i].tok.start; t < all[i].tok.end; ++t) {
        doc->tokens.mention[t] = i;
      }
    }
    stack[depth++] = i;
  }
}

/* What mentions are sorted by: start ascending, end descending, then kind and type. */
typedef struct mention_key {
  uint64_t span;
  uint32_t rest, index; /* index: where the mention stands */
} mention_key;

static mention_key key_of(const trawl_mention *mention, uint32_t index)
{
  return (mention_key){(uint64_t)mention->tok.start << 32 | (UINT32_MAX - mention->tok.end),
                       (uint32_t)mention->kind << 8 | mention->type, index};
}

static inline bool in_order(const mention_key *x, const mention_key *y)
{
  return x->span < y->span || (x->span == y->span && x->rest <= y->rest);
}

/* The end of the run of keys in order that begins at i. */
static uint32_t run_end(const mention_key *keys, uint32_t i, uint32_t n)
{
  for (++i; i < n && in_order(&keys[i - 1], &keys[i]); ++i) {
  }
  return i;
}

/* Merges runs two by two, from one array to the other; gives their number before. */
static uint32_t merge_runs(const mention_key *from, mention_key *to, uint32_t n)
{
  uint32_t runs = 0;
  for (uint32_t i = 0; i < n;) {
    const uint32_t middle = run_end(from, i, n), end = middle < n ? run_end(from, middle, n) : n;
    uint32_t left = i, right = middle;
    for (uint32_t k = i; k < end; ++k) {
      const bool take_left = right >= end || (left < middle && in_order(&from[left], &from[right]));
      to[k] = from[take_left ? left++ : right++];
    }
    runs += middle < end ? 2 : 1;
    i = end;
  }
  return runs;
}

/* Each stage appends its mentions in order, so there are few runs: merging them is linear. Keys are merged, and the
 * mentions moved once, into an array that takes the place of the old one. Stable. */
static bool sort_by_span(trawl_doc *doc)
{
  const uint32_t n = doc->mentions.len;
  mention_key *keys = malloc(2 * (size_t)n * sizeof *keys);
  if (!keys) {
    return false;
  }
  mention_key *from = keys, *to = keys + n;
  for (uint32_t i = 0; i < n; ++i) {
    keys[i] = key_of(&doc->mentions.at[i], i);
  }
  if (run_end(keys, 0, n) < n) {
    trawl_mention *sorted = malloc(doc->mentions.cap * sizeof *sorted);
    if (!sorted) {
      free(keys);
      return false;
    }
    while (merge_runs(from, to, n) > 2) {
      mention_key *merged = to;
      to = from;
      from = merged;
    }
    for (uint32_t i = 0; i < n; ++i) {
      sorted[i] = doc->mentions.at[to[i].index];
    }
    free(doc->mentions.at);
    doc->mentions.at = sorted;
  }
  free(keys);
  return true;
}

static void drop_gone(trawl_doc *doc, const uint8_t *gone)
{
  uint32_t kept = 0;
  for (uint32_t i = 0; i < doc->mentions.len; ++i) {
    if (!gone[i]) {
      doc->mentions.at[kept++] = doc->mentions.at[i];
    }
  }
  doc->mentions.len = kept;
}

trawl_status trawl_doc_sort_mentions(trawl_doc *doc)
{
  const uint32_t n = doc->mentions.len;
  doc->sorted_mentions = n;
  if (doc->tokens.len) {
    memset(doc->tokens.mention, 0xFF, doc->tokens.len * sizeof *doc->tokens.mention);
  }
  if (!n) {
    return TRAWL_OK;
  }
  uint32_t *stack = malloc(n * sizeof *stack);
  uint8_t *gone = calloc(n, 1);
  const bool room = stack && gone && sort_by_span(doc);
  if (room) {
    if (drop_crossing(doc, stack, gone)) {
      drop_gone(doc, gone);
    }
    link_outer(doc, stack);
    doc->sorted_mentions = doc->mentions.len;
  }
  free(stack);
  free(gone);
  return room ? TRAWL_OK : TRAWL_NO_MEM;
}

/* ---- invariants -------------------------------------------------------------------------------- */

void trawl_doc_check(const trawl_doc *doc)
{
#ifdef NDEBUG
  (void)doc;
#else
  const trawl_tokens *t = &doc->tokens;
  const uint32_t words = trawl_words_count(&doc->words);
  uint64_t end = 0; /* of the tokens so far */
  bool apart = true, sized = true, known = true;
  for (uint32_t i = 0; i < t->len; ++i) {
    apart &= t->start[i] >= end;
    sized &= t->size[i] > 0;
    known &= t->word[i] < words;
    end = (uint64_t)t->start[i] + t->size[i];
  }
  assert(apart && sized && known && end <= doc->text.len);
  for (uint32_t i = 0; i < doc->sentences.len; ++i) {
    const trawl_span span = doc->sentences.at[i].tok;
    assert(span.start < span.end && span.end <= t->len);
    assert(span.start == (i ? doc->sentences.at[i - 1].tok.end : 0));
  }
  assert(!doc->sentences.len || doc->sentences.at[doc->sentences.len - 1].tok.end == t->len);
  for (uint32_t i = 0; i < doc->mentions.len; ++i) {
    const trawl_mention *m = &doc->mentions.at[i];
    assert(m->tok.start < m->tok.end && m->tok.end <= t->len);
    assert(m->head >= m->tok.start && m->head < m->tok.end);
    assert(m->outer == TRAWL_NONE || m->outer < i);
    assert(m->entity == TRAWL_NONE || m->entity < doc->entities.len);
    assert(m->antecedent == TRAWL_NONE || m->antecedent < doc->mentions.len);
  }
  for (uint32_t i = 0; i < doc->triples.len; ++i) {
    const trawl_triple *triple = &doc->triples.at[i];
    assert(triple->subject.mention < doc->mentions.len && triple->object.mention < doc->mentions.len);
    assert(triple->trigger.start < triple->trigger.end && triple->trigger.end <= t->len);
  }
#endif
}
