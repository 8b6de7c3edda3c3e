/* SPDX-License-Identifier: MIT
 * pattern_match.c - runs a set of token patterns over a sentence.
 *
 * All states that are alive wait in a chain at the token they can take next; a mention lets its thread
 * wait behind it, and what cannot take that token is never entered.  Two threads in one state at one token have the same future, so only the one that began
 * first is kept: the work for a token is bounded by the number of states.  What may begin at a token is
 * found by masks (pattern_start.c).
 *
 * This gives, for each pattern and each end, the leftmost start.  The leftmost start with its longest end is
 * the pattern's first match; a thread that another one had absorbed is only missed when the other began
 * before that match's end and went past it, and then the pattern alone is run again from there.  Captures
 * are found afterwards, on the spans of the matches (pattern_capture.c). */
#include "rule/pattern_set.h"

#include "base/sort.h"

#include <stdlib.h>
#include <string.h>

trawl_matcher *trawl_matcher_new(void)
{
  return calloc(1, sizeof(trawl_matcher));
}

void trawl_matcher_free(trawl_matcher *m)
{
  if (!m) {
    return;
  }
  for (uint32_t i = 0; i < m->caches.len; ++i) {
    trawl_class_cache_free(m->caches.at[i]);
  }
  trawl_vec_clear(&m->caches);
  trawl_vec_clear(&m->first_mention);
  trawl_vec_clear(&m->class_of);
  trawl_vec_clear(&m->types_at);
  trawl_vec_clear(&m->has);
  trawl_vec_clear(&m->searched);
  trawl_vec_clear(&m->alive);
  trawl_vec_clear(&m->live);
  trawl_vec_clear(&m->waiting);
  trawl_vec_clear(&m->threads);
  trawl_vec_clear(&m->seen);
  trawl_vec_clear(&m->active);
  trawl_vec_clear(&m->events);
  trawl_vec_clear(&m->found);
  trawl_vec_clear(&m->path);
  trawl_vec_clear(&m->failed);
  free(m);
}

uint64_t trawl_matcher_cuts(const trawl_matcher *m)
{
  return m->cuts;
}

/* ---- tokens --------------------------------------------------------------------------------- */

static bool token_passes(const trawl_matcher *m, uint32_t token, const trawl_atom *atom)
{
  const trawl_doc *doc = m->doc;
  const trawl_tokens *t = &doc->tokens;
  switch (atom->kind) {
  case TRAWL_ATOM_LEMMA:
    return t->lemma[token] == atom->first;
  case TRAWL_ATOM_LEMMA_IS: {
    const trawl_word *lemma = trawl_words_at(&doc->words, t->lemma[token]);
    return (lemma->bits[0] & atom->mask[0]) || (lemma->bits[1] & atom->mask[1]);
  }
  case TRAWL_ATOM_IN: {
    const uint32_t mention = t->mention[token];
    return mention != TRAWL_NONE && atom->mask[0] >> doc->mentions.at[mention].type & 1;
  }
  case TRAWL_ATOM_FIRST:
    return token == m->first_word;
  case TRAWL_ATOM_FORCED:
    return token == m->first_word
           && trawl_words_at(&doc->words, trawl_doc_folded(doc, token))->known;
  default:
    return t->flags[token] & TRAWL_TOKEN_SPACE;
  }
}

static bool token_atoms_pass(const trawl_matcher *m, uint32_t token, const trawl_test *test)
{
  for (uint32_t i = test->word_atoms; i < test->atom_count; ++i) {
    const trawl_atom *atom = &m->set->atoms.at[test->first_atom + i];
    if (token_passes(m, token, atom) == atom->negated) {
      return false;
    }
  }
  return true;
}

/* What a test says of tags and of the token. */
static inline bool test_passes(const trawl_matcher *m, uint32_t token, const trawl_test *test)
{
  return (test->tags >> m->doc->tokens.tag[token] & 1)
         && (test->word_atoms == test->atom_count || token_atoms_pass(m, token, test));
}

/* The same, of a token whose word has these bits. */
static inline bool bits_and_test_pass(const trawl_matcher *m, const uint64_t *bits, uint32_t test, uint32_t token)
{
  return (bits[test >> 6] >> (test & 63) & 1) && test_passes(m, token, &m->set->tests.at[test]);
}

bool trawl_pattern_passes(const trawl_matcher *m, const trawl_item *item, uint32_t token)
{
  const uint32_t at = token - m->tok.start;
  switch (item->kind) {
  case TRAWL_ITEM_ANY:
    return true;
  case TRAWL_ITEM_WORD:
    return (m->class_of.at[at] & TRAWL_WORD_ITEMS) && trawl_doc_folded(m->doc, token) == item->value;
  case TRAWL_ITEM_LEMMA:
    return m->doc->tokens.lemma[token] == item->value;
  case TRAWL_ITEM_TEST:
    return bits_and_test_pass(m, trawl_class_bits(m->classes, m->class_of.at[at]), item->value, token);
  default:
    return m->types_at.at[at] & item->types;
  }
}

/* ---- threads -------------------------------------------------------------------------------- */

/* A thread in `state` has taken everything before token `at`. */
static trawl_status go_on(trawl_matcher *m, const trawl_state *state, uint32_t start, uint32_t at)
{
  const uint32_t end = m->tok.end;
  if (state->accept == TRAWL_ACCEPT || (state->accept == TRAWL_ACCEPT_AT_END && at == end)) {
    TRAWL_TRY_MEM(trawl_vec_push(&m->events, (trawl_event){state->program, start, at}));
  }
  if (at >= end) {
    return TRAWL_OK;
  }
  uint32_t *chain = &m->waiting.at[at - m->tok.start];
  TRAWL_TRY_MEM(trawl_vec_reserve(&m->threads, m->threads.len + (uint64_t)state->next_count));
  const uint32_t *next = &m->set->next.at[state->first_next];
  const uint64_t *bits = trawl_class_bits(m->classes, m->class_of.at[at - m->tok.start]);
  for (uint32_t i = 0; i < state->next_count; ++i) {
    const trawl_item *item = &m->set->states.at[next[i]].item;
    if (item->kind == TRAWL_ITEM_TEST ? bits_and_test_pass(m, bits, item->value, at)
                                      : trawl_pattern_passes(m, item, at)) {
      m->threads.at[m->threads.len] = (trawl_thread){next[i], start, *chain};
      *chain = m->threads.len++;
    }
  }
  m->cost += state->next_count;
  return TRAWL_OK;
}

static trawl_status take_mentions(trawl_matcher *m, const trawl_state *state, uint32_t start,
                                  uint32_t at)
{
  const trawl_doc *doc = m->doc;
  uint32_t i = m->types_at.at[at - m->tok.start] ? m->first_mention.at[at - m->tok.start] : TRAWL_NONE;
  for (; i < doc->sorted_mentions && doc->mentions.at[i].tok.start == at; ++i) {
    const trawl_mention *mention = &doc->mentions.at[i];
    if (trawl_pattern_takes(m->doc, mention, state->item.types, start, m->tok.end)) {
      TRAWL_TRY(go_on(m, state, start, mention->tok.end));
    }
  }
  return TRAWL_OK;
}

/* A thread takes the token, or the mentions, that its state was found to pass. */
static trawl_status step(trawl_matcher *m, uint32_t state, uint32_t start, uint32_t at)
{
  const trawl_state *s = &m->set->states.at[state];
  return s->item.kind == TRAWL_ITEM_MENTION ? take_mentions(m, s, start, at)
                                            : go_on(m, s, start, at + 1);
}

/* Lets all threads that wait at a token take it, one for each state. */
static trawl_status step_waiting(trawl_matcher *m, uint32_t at)
{
  m->active.len = 0;
  ++m->generation;
  for (uint32_t i = m->waiting.at[at - m->tok.start]; i != TRAWL_NONE;) {
    const trawl_thread thread = m->threads.at[i];
    trawl_seen *seen = &m->seen.at[thread.state];
    if (seen->generation != m->generation) {
      *seen = (trawl_seen){m->generation, m->active.len};
      TRAWL_TRY_MEM(trawl_vec_push(&m->active, thread));
    } else if (thread.start < m->active.at[seen->thread].start) {
      m->active.at[seen->thread].start = thread.start;
    }
    i = thread.next;
  }
  for (uint32_t i = 0; i < m->active.len; ++i) {
    TRAWL_TRY(step(m, m->active.at[i].state, m->active.at[i].start, at));
  }
  return TRAWL_OK;
}

/* ---- starts --------------------------------------------------------------------------------- */

/* Enters a start whose item is known to take the token as far as the word, lemma or mentions tell. */
static trawl_status enter(trawl_matcher *m, uint32_t start, uint32_t at)
{
  const uint32_t state = m->set->starts.at[start].state;
  const trawl_item *item = &m->set->states.at[state].item;
  m->cost += 1;
  if (item->kind == TRAWL_ITEM_TEST && !test_passes(m, at, &m->set->tests.at[item->value])) {
    return TRAWL_OK;
  }
  return step(m, state, at, at);
}

static trawl_status enter_keyed(trawl_matcher *m, const trawl_keyed_list *list, uint32_t key,
                                uint32_t at)
{
  for (uint32_t i = trawl_keyed_first(list, key);
       i < list->len && list->at[i].key == key; ++i) {
    const uint32_t start = list->at[i].value;
    if (m->alive.at[start >> 6] >> (start & 63) & 1) {
      TRAWL_TRY(enter(m, start, at));
    }
  }
  return TRAWL_OK;
}

/* The starts of 64 that take a mention of one of the types. */
static uint64_t starts_of_types(const trawl_pattern_set *set, uint32_t word, uint64_t types)
{
  uint64_t mask = 0;
  for (; types; types &= types - 1) {
    mask |= set->type_mask.at[(size_t)__builtin_ctzll(types) * set->start_width + word];
  }
  return mask;
}

/* Starts that tests of the word, or mentions, allow; each once, whatever the number of mentions. */
static trawl_status start_masked(trawl_matcher *m, uint32_t class, uint32_t at)
{
  const uint32_t i = at - m->tok.start, width = m->set->start_width, live = m->live.len;
  const uint64_t types = m->types_at.at[i], *alive = m->alive.at;
  const uint64_t *starts = &m->classes->starts.at[(size_t)(class & TRAWL_CLASS_MASK) * 2 * width];
  const uint64_t *follows = starts; /* behind the last token nothing is asked */
  if (at + 1 < m->tok.end) {
    follows = &m->classes->starts.at[((size_t)(m->class_of.at[i + 1] & TRAWL_CLASS_MASK) * 2 + 1) * width];
  }
  for (uint32_t n = 0; n < live; ++n) {
    const uint32_t word = m->live.at[n];
    uint64_t left = starts[word] | (types ? starts_of_types(m->set, word, types) : 0);
    left &= alive[word] & (follows == starts ? UINT64_MAX : follows[word]);
    for (; left; left &= left - 1) {
      TRAWL_TRY(enter(m, word * 64 + (uint32_t)__builtin_ctzll(left), at));
    }
  }
  return TRAWL_OK;
}

static trawl_status start_all(trawl_matcher *m, uint32_t at)
{
  const trawl_pattern_set *set = m->set;
  const uint32_t class = m->class_of.at[at - m->tok.start], lemma = m->doc->tokens.lemma[at];
  if ((class & TRAWL_CLASS_STARTS) || m->types_at.at[at - m->tok.start]) {
    TRAWL_TRY(start_masked(m, class, at));
  }
  if (class & TRAWL_WORD_STARTS) {
    TRAWL_TRY(enter_keyed(m, &set->start_index.words, trawl_doc_folded(m->doc, at), at));
  }
  if (trawl_pattern_filter_has(set->start_index.lemma_filter, lemma)) {
    TRAWL_TRY(enter_keyed(m, &set->start_index.lemmas, lemma, at));
  }
  return TRAWL_OK;
}

/* The starts of one program; none of those that only the sentence's first token may take, since a program is
 * only run again behind a match. */
static trawl_status start_one(trawl_matcher *m, uint32_t program, uint32_t at)
{
  const trawl_program *p = &m->set->programs.at[program];
  for (uint32_t i = p->first_start; i < p->first_start + p->start_count; ++i) {
    const trawl_start *start = &m->set->starts.at[i];
    m->cost += 1;
    if (!start->at_start
        && trawl_pattern_passes(m, &m->set->states.at[start->state].item, at)) {
      TRAWL_TRY(step(m, start->state, at, at));
    }
  }
  return TRAWL_OK;
}

/* ---- a run ---------------------------------------------------------------------------------- */

/* Behind the first token: what only that may take is over. */
static void leave_first(trawl_matcher *m)
{
  for (uint32_t i = 0; i < m->set->start_width; ++i) {
    m->alive.at[i] &= ~m->set->first_mask.at[i];
  }
}

/* Simulates all patterns, or one of them, from a token to the sentence's end; fills m->events. */
static trawl_status simulate(trawl_matcher *m, uint32_t from, uint32_t program)
{
  const uint32_t len = m->tok.end - m->tok.start;
  m->threads.len = 0;
  m->events.len = 0;
  memset(m->waiting.at, 0xff, len * sizeof *m->waiting.at);
  for (uint32_t at = from; at < m->tok.end; ++at) {
    m->cost = 1;
    if (m->waiting.at[at - m->tok.start] != TRAWL_NONE) {
      TRAWL_TRY(step_waiting(m, at));
    }
    TRAWL_TRY(program == TRAWL_NONE ? start_all(m, at) : start_one(m, program, at));
    if (at == m->tok.start) {
      leave_first(m);
    }
    if (m->cost > m->budget) {
      m->cuts |= UINT64_C(1) << TRAWL_LIMIT_PATTERN_VISITS;
      return TRAWL_LIMIT;
    }
    m->budget -= m->cost;
  }
  return TRAWL_OK;
}

static int by_program(const void *a, const void *b)
{
  const trawl_event *x = a, *y = b;
  if (x->program != y->program) {
    return x->program < y->program ? -1 : 1;
  }
  if (x->start != y->start) {
    return x->start < y->start ? -1 : 1;
  }
  return (x->end < y->end) - (x->end > y->end);
}

static int by_span(const void *a, const void *b)
{
  const trawl_event *x = a, *y = b;
  if (x->start != y->start) {
    return x->start < y->start ? -1 : 1;
  }
  if (x->end != y->end) {
    return x->end > y->end ? -1 : 1;
  }
  return (x->program > y->program) - (x->program < y->program);
}

/* Takes the matches that are certain out of the events [first, +count) of one pattern, leftmost first,
 * then longest. Gives the token from which the pattern must be run again, or TRAWL_NONE. `*so_far` counts
 * its matches. */
static trawl_status settle(trawl_matcher *m, uint32_t first, uint32_t count, uint32_t *so_far, uint32_t *again)
{
  const trawl_event *events = &m->events.at[first];
  *again = TRAWL_NONE;
  for (uint32_t i = 0; i < count;) {
    const trawl_event match = events[i];
    if ((*so_far)++ == m->set->matches) {
      m->cuts |= UINT64_C(1) << TRAWL_LIMIT_RULE_MATCHES;
      return TRAWL_OK;
    }
    TRAWL_TRY_MEM(trawl_vec_push(&m->found, match));
    for (++i; i < count && events[i].start < match.end; ++i) {
      if (events[i].end > match.end) {
        *again = match.end;
        return TRAWL_OK;
      }
    }
  }
  return TRAWL_OK;
}

/* m->events -> m->found. Patterns that must be run again are few; their events replace m->events, so
 * they are put aside first. */
static trawl_status settle_all(trawl_matcher *m)
{
  TRAWL_VEC(trawl_event) rest = {0};
  trawl_status status = TRAWL_OK;
  trawl_sort(m->events.at, m->events.len, sizeof *m->events.at, by_program);
  for (uint32_t i = 0, end; i < m->events.len && status == TRAWL_OK; i = end) {
    for (end = i + 1;
         end < m->events.len && m->events.at[end].program == m->events.at[i].program;) {
      ++end;
    }
    uint32_t again, so_far = 0;
    status = settle(m, i, end - i, &so_far, &again);
    if (status == TRAWL_OK && again != TRAWL_NONE
        && !trawl_vec_push(&rest, (trawl_event){m->events.at[i].program, again, so_far})) {
      status = TRAWL_NO_MEM;
    }
  }
  for (uint32_t i = 0; i < rest.len && status == TRAWL_OK; ++i) {
    for (uint32_t from = rest.at[i].start; from != TRAWL_NONE && status == TRAWL_OK;) {
      status = simulate(m, from, rest.at[i].program);
      if (status == TRAWL_OK) {
        trawl_sort(m->events.at, m->events.len, sizeof *m->events.at, by_program);
      }
      status = status == TRAWL_OK ? settle(m, 0, m->events.len, &rest.at[i].end, &from) : status;
    }
  }
  trawl_vec_clear(&rest);
  return status;
}

/* The first mention that starts at a token or behind it. Sentences come in order, so it is looked for behind
 * that of the last sentence first. */
static uint32_t mention_from(const trawl_doc *doc, uint32_t last, uint32_t token)
{
  enum { NEAR = 32 };
  const trawl_mention *mentions = doc->mentions.at;
  uint32_t low = 0, high = doc->sorted_mentions;
  if (last <= high && (last == 0 || mentions[last - 1].tok.start < token)) {
    for (low = last; low < high && low < last + NEAR && mentions[low].tok.start < token;) {
      ++low;
    }
    high = low < last + NEAR ? low : high;
  }
  while (low < high) {
    const uint32_t mid = low + (high - low) / 2;
    if (mentions[mid].tok.start < token) {
      low = mid + 1;
    } else {
      high = mid;
    }
  }
  return low;
}

/* Where mentions begin, by token of the sentence. */
static trawl_status index_mentions(trawl_matcher *m)
{
  const uint32_t len = m->tok.end - m->tok.start;
  TRAWL_TRY_MEM(trawl_vec_reserve(&m->first_mention, len) && trawl_vec_reserve(&m->types_at, len));
  memset(m->types_at.at, 0, len * sizeof *m->types_at.at);
  m->types = 0;
  m->mention = mention_from(m->doc, m->mention, m->tok.start);
  const trawl_mention *mentions = m->doc->mentions.at;
  for (uint32_t i = m->mention; i < m->doc->sorted_mentions && mentions[i].tok.start < m->tok.end; ++i) {
    const uint32_t at = mentions[i].tok.start - m->tok.start;
    const uint64_t type = UINT64_C(1) << mentions[i].type;
    if (!m->types_at.at[at]) {
      m->first_mention.at[at] = i;
    }
    m->types_at.at[at] |= type;
    m->types |= type;
  }
  return TRAWL_OK;
}

static trawl_status classify(trawl_matcher *m)
{
  const uint32_t len = m->tok.end - m->tok.start;
  trawl_class_cache_trim(m->cache);
  uint32_t any;
  TRAWL_TRY_MEM(trawl_vec_reserve(&m->class_of, len));
  TRAWL_TRY(trawl_classes_of(m->cache, &m->doc->words, &m->doc->tokens.word[m->tok.start], len, m->class_of.at, &any));
  m->cuts |= any & TRAWL_WORD_CUT ? UINT64_C(1) << TRAWL_LIMIT_REGEX_MATCH : 0;
  return TRAWL_OK;
}

static trawl_status find_cache(trawl_matcher *m, const trawl_pattern_set *set)
{
  for (uint32_t i = 0; i < m->caches.len; ++i) {
    if (trawl_class_cache_set(m->caches.at[i]) == set) {
      m->cache = m->caches.at[i];
      return TRAWL_OK;
    }
  }
  trawl_class_cache *cache = trawl_class_cache_new(set);
  if (!cache || !trawl_vec_push(&m->caches, cache)) {
    trawl_class_cache_free(cache);
    return TRAWL_NO_MEM;
  }
  m->cache = cache;
  return TRAWL_OK;
}

static trawl_status prepare(trawl_matcher *m, const trawl_pattern_set *set, const trawl_doc *doc,
                            trawl_span tok, bool *any)
{
  const uint32_t len = tok.end - tok.start;
  m->set = set;
  m->doc = doc;
  m->tok = tok;
  m->budget = (uint64_t)set->visits * (len + UINT64_C(16));
  m->cuts = 0;
  m->found.len = 0;
  TRAWL_TRY(find_cache(m, set));
  TRAWL_TRY_MEM(trawl_vec_reserve(&m->waiting, len));
  if (m->seen.len < set->states.len || m->generation > UINT32_MAX / 2) {
    TRAWL_TRY_MEM(trawl_vec_reserve(&m->seen, set->states.len));
    m->seen.len = m->seen.cap;
    memset(m->seen.at, 0, m->seen.len * sizeof *m->seen.at);
    m->generation = 0;
  }
  m->classes = trawl_class_cache_classes(m->cache);
  TRAWL_TRY(classify(m));
  TRAWL_TRY(index_mentions(m));
  return trawl_pattern_search_sentence(m, any);
}

trawl_status trawl_patterns_run(const trawl_patterns *patterns, trawl_matcher *m,
                                const trawl_doc *doc, trawl_span tok, trawl_pattern_matches *out)
{
  const trawl_pattern_set *set = patterns->set;
  m->cuts = 0;
  if (!set || !set->programs.len || tok.start >= tok.end) {
    return TRAWL_OK;
  }
  bool any;
  TRAWL_TRY(prepare(m, set, doc, tok, &any));
  if (!any) {
    return TRAWL_OK;
  }
  const trawl_status first = simulate(m, tok.start, TRAWL_NONE);
  trawl_status status = first == TRAWL_NO_MEM ? first : settle_all(m);
  if (status != TRAWL_OK && status != TRAWL_LIMIT) {
    return status;
  }
  status = status == TRAWL_OK ? first : status;
  trawl_sort(m->found.at, m->found.len, sizeof *m->found.at, by_span);
  for (uint32_t i = 0; i < m->found.len; ++i) {
    trawl_pattern_match match = {0};
    TRAWL_TRY(trawl_pattern_capture(m, &m->found.at[i], &match));
    TRAWL_TRY_MEM(trawl_vec_push(out, match));
  }
  return status;
}

trawl_status trawl_patterns_steps(const trawl_patterns *patterns, trawl_matcher *m, const trawl_doc *doc,
                                  trawl_span tok, uint32_t pattern, uint64_t *steps)
{
  bool any;
  if (tok.start >= tok.end) {
    return TRAWL_OK;
  }
  TRAWL_TRY(prepare(m, patterns->set, doc, tok, &any));
  const uint64_t before = m->budget;
  const trawl_status status = simulate(m, tok.start, pattern);
  /* A token costs one, and one more for each start that is only looked at. */
  const uint64_t looks = (uint64_t)(tok.end - tok.start) * (1 + patterns->set->programs.at[pattern].start_count);
  *steps += before - m->budget > looks ? before - m->budget - looks : 0;
  return status == TRAWL_NO_MEM ? status : TRAWL_OK;
}

trawl_status trawl_patterns_reach(const trawl_patterns *patterns, trawl_matcher *m, const trawl_doc *doc,
                                  trawl_span tok, uint32_t pattern, trawl_reach *out)
{
  const trawl_pattern_set *set = patterns->set;
  bool any;
  *out = (trawl_reach){.mask = 0};
  if (tok.start >= tok.end) {
    return TRAWL_OK;
  }
  TRAWL_TRY(prepare(m, set, doc, tok, &any));
  TRAWL_TRY(simulate(m, tok.start, pattern));
  uint32_t reached = TRAWL_NONE;
  for (uint32_t at = tok.start; at < tok.end; ++at) {
    for (uint32_t i = m->waiting.at[at - tok.start]; i != TRAWL_NONE; i = m->threads.at[i].next) {
      const trawl_thread *thread = &m->threads.at[i];
      if (at + 1 - thread->start > out->tok.end - out->tok.start) {
        out->tok = (trawl_span){thread->start, at + 1};
        reached = thread->state;
      }
    }
  }
  if (reached == TRAWL_NONE) {
    return TRAWL_OK;
  }
  const trawl_state *state = &set->states.at[reached];
  for (uint32_t i = 0; i < state->next_count; ++i) {
    const trawl_item *item = &set->states.at[set->next.at[state->first_next + i]].item;
    out->mask |= item->kind == TRAWL_ITEM_MENTION ? item->types : 0;
    if ((item->kind == TRAWL_ITEM_WORD || item->kind == TRAWL_ITEM_LEMMA) && out->word_count < TRAWL_REACH_WORDS) {
      out->words[out->word_count++] = item->value;
    }
  }
  return TRAWL_OK;
}
