/* SPDX-License-Identifier: MIT
 * sentences.c - stage 4: tokens -> sentences.
 *
 * Reads doc->tokens, appends to doc->sentences, touches nothing else.  A paragraph, headline or caption
 * begins a sentence.  Inside a paragraph a sentence ends behind . ! ? ... and the quotation marks and
 * brackets that close there, if what follows can begin a sentence.  A full stop that belongs to an
 * abbreviation ends a sentence as the kind of abbreviation allows.  Afterwards every token lies in
 * exactly one sentence, and no sentence is longer than the limit sentence-tokens. */
#include "base/limits.h"
#include "stage/stage.h"

#include <string.h>

/* "At 10 a.m. she left": an hour so early in a sentence does not end it. */
enum { HOUR_TOKENS = 4 };

typedef struct splitter {
  trawl_doc *doc;
  uint32_t starter; /* category of words that begin sentences rather than go on with a name */
} splitter;

static char first_char(const trawl_doc *doc, uint32_t i)
{
  return doc->text.at[doc->tokens.start[i]];
}

static bool has_flag(const trawl_doc *doc, uint32_t i, unsigned flag)
{
  return doc->tokens.flags[i] & flag;
}

static bool is_text(const trawl_doc *doc, uint32_t i, const char *text)
{
  const size_t len = strlen(text);
  return i < doc->tokens.len && doc->tokens.size[i] == len
         && memcmp(trawl_doc_token_text(doc, i), text, len) == 0;
}

static bool is_starter(const splitter *s, uint32_t i)
{
  return s->starter != TRAWL_NONE && trawl_doc_is(s->doc, i, s->starter);
}

/* . ! ? ... and rows of them, and the full stop of Chinese and Japanese. */
static bool is_terminator(const trawl_doc *doc, uint32_t i)
{
  const char first = first_char(doc, i);
  return doc->tokens.kind[i] == TRAWL_TOKEN_PUNCT
         && (first == '.' || first == '!' || first == '?' || is_text(doc, i, "\xE3\x80\x82"));
}

static bool is_quote(const trawl_doc *doc, uint32_t i)
{
  const char first = first_char(doc, i);
  return doc->tokens.kind[i] == TRAWL_TOKEN_PUNCT
         && (first == '"' || first == '\'' || first == '`');
}

/* Behind the quotation marks and brackets that close right after token i. */
static uint32_t behind_closers(const trawl_doc *doc, uint32_t i, bool *quote)
{
  uint32_t j = i + 1;
  while (j < doc->tokens.len && !has_flag(doc, j, TRAWL_TOKEN_PARA)
         && (has_flag(doc, j, TRAWL_TOKEN_CLOSE)
             || (is_quote(doc, j) && !has_flag(doc, j, TRAWL_TOKEN_SPACE)))
         && (is_quote(doc, j) || !has_flag(doc, j, TRAWL_TOKEN_SPACE))) {
    *quote |= is_quote(doc, j);
    ++j;
  }
  return j;
}

/* The token whose case decides: behind quotation marks and brackets that open. */
static uint32_t deciding(const trawl_doc *doc, uint32_t next)
{
  while (next + 1 < doc->tokens.len && has_flag(doc, next, TRAWL_TOKEN_OPEN)
         && !has_flag(doc, next + 1, TRAWL_TOKEN_PARA)) {
    ++next;
  }
  return next;
}

static bool is_lower_case(const trawl_doc *doc, uint32_t i)
{
  const uint8_t shape = trawl_doc_shape(doc, i);
  return doc->tokens.kind[i] == TRAWL_TOKEN_WORD && shape == TRAWL_SHAPE_LOWER;
}

static bool is_capitalised(const trawl_doc *doc, uint32_t i)
{
  const uint8_t shape = trawl_doc_shape(doc, i);
  return doc->tokens.kind[i] == TRAWL_TOKEN_WORD && shape != TRAWL_SHAPE_LOWER
         && shape != TRAWL_SHAPE_OTHER && shape != TRAWL_SHAPE_NUMBER;
}

/* Can the token begin a sentence after a full stop that is nothing else? */
static bool can_begin(const trawl_doc *doc, uint32_t i)
{
  const char first = first_char(doc, i);
  switch (doc->tokens.kind[i]) {
  case TRAWL_TOKEN_WORD:
    return !is_lower_case(doc, i);
  case TRAWL_TOKEN_PUNCT:
    return has_flag(doc, i, TRAWL_TOKEN_OPEN)
           || (has_flag(doc, i, TRAWL_TOKEN_SPACE) && first == '.' && doc->tokens.size[i] > 1);
  default:
    return true;
  }
}

/* "Is this war?" Sokolova asked. */
static bool says_so(const trawl_doc *doc, uint32_t i)
{
  static const char *const verbs[] = {"said",  "says",   "asked",  "asks",    "added",
                                      "told",  "wrote",  "writes", "replied", "shouted",
                                      "cried", "warned", "tweeted"};
  for (uint32_t end = i + 4; i < end && i < doc->tokens.len && is_capitalised(doc, i); ++i) {
    for (size_t n = 0; n < TRAWL_COUNT(verbs); ++n) {
      if (is_text(doc, i + 1, verbs[n])) {
        return true;
      }
    }
  }
  return false;
}

/* "1." or "a." that numbers what follows. */
static bool is_numbering(const trawl_doc *doc, uint32_t first, uint32_t i)
{
  return i == first + 1 && has_flag(doc, first, TRAWL_TOKEN_LINE) && doc->tokens.size[first] <= 3
         && (doc->tokens.kind[first] == TRAWL_TOKEN_NUMBER || doc->tokens.size[first] == 1);
}

/* The word of an abbreviation without its full stop, if the lexicon or the document has it. */
static const trawl_word *without_stop(const trawl_doc *doc, uint32_t i)
{
  const uint32_t id =
    trawl_words_find(&doc->words, trawl_doc_token_text(doc, i), doc->tokens.size[i] - 1u);
  return id == TRAWL_NONE ? NULL : trawl_words_at(&doc->words, id);
}

static bool is_marked(const trawl_doc *doc, uint32_t i, const trawl_word *bare, unsigned category)
{
  return trawl_doc_is(doc, i, category) || (bare && trawl_word_is(bare, category));
}

/* Moscow time, EST, Monday, June: what follows "5 p.m." in the same sentence. */
static bool goes_on_after_hour(const trawl_doc *doc, uint32_t i)
{
  const uint8_t shape = trawl_doc_shape(doc, i);
  return shape == TRAWL_SHAPE_UPPER || trawl_doc_is(doc, i, TRAWL_IS_WEEKDAY)
         || trawl_doc_is(doc, i, TRAWL_IS_MONTH) || is_text(doc, i + 1, "time")
         || is_text(doc, i + 1, "Time");
}

/* Does the full stop inside token i, an abbreviation, end the sentence too? `next` decides. */
static bool abbreviation_ends(const splitter *s, uint32_t first, uint32_t i, uint32_t next)
{
  const trawl_doc *doc = s->doc;
  if (!is_capitalised(doc, next)) {
    return false;
  }
  const trawl_word *bare = without_stop(doc, i);
  const char *text = trawl_doc_token_text(doc, i);
  const uint32_t size = doc->tokens.size[i];
  if (size == 4 && (text[0] | 32) != 'u' && (text[2] | 32) == 'm') {
    return i - first >= HOUR_TOKENS && !goes_on_after_hour(doc, next);
  }
  if (is_marked(doc, i, bare, TRAWL_IS_ABBREVIATION)
      && !is_marked(doc, i, bare, TRAWL_IS_ABBREVIATION_END)) {
    return false;
  }
  if (is_text(doc, i, "etc.")) {
    return true;
  }
  return is_starter(s, next);
}

/* Where the sentence that begins at `first` ends, if token i ends it: the index behind its last token;
 * else 0. */
static uint32_t end_at(const splitter *s, uint32_t first, uint32_t i)
{
  const trawl_doc *doc = s->doc;
  const bool abbreviation = has_flag(doc, i, TRAWL_TOKEN_ABBREV);
  if (!abbreviation && !is_terminator(doc, i)) {
    return 0;
  }
  bool quote = false;
  const uint32_t end = behind_closers(doc, i, &quote);
  if (end >= doc->tokens.len || has_flag(doc, end, TRAWL_TOKEN_PARA)) {
    return end;
  }
  const uint32_t next = deciding(doc, end);
  if (abbreviation) {
    return abbreviation_ends(s, first, i, next) ? end : 0;
  }
  if (!can_begin(doc, end) || is_lower_case(doc, next) || is_numbering(doc, first, i)) {
    return 0;
  }
  if (!has_flag(doc, end, TRAWL_TOKEN_SPACE)
      && !(is_capitalised(doc, next) && doc->tokens.size[next] > 1)) {
    return 0;
  }
  const char mark = first_char(doc, i);
  if (mark == '.' && doc->tokens.size[i] > 1 && !is_capitalised(doc, next)) {
    return 0;
  }
  if ((mark == '!' || mark == '?')
      && (quote ? says_so(doc, next) : trawl_doc_is(doc, next, TRAWL_IS_ORG_SUFFIX))) {
    return 0;
  }
  return end;
}

static uint32_t category_named(const trawl_lexicon *lexicon, const char *name)
{
  uint32_t i = lexicon->category_count;
  while (i && strcmp(lexicon->categories[i - 1], name) != 0) {
    --i;
  }
  return i ? i - 1 : TRAWL_NONE;
}

static trawl_status add_sentence(trawl_doc *doc, uint32_t start, uint32_t end)
{
  const trawl_sentence sentence = {{start, end}, has_flag(doc, start, TRAWL_TOKEN_HEADLINE)};
  TRAWL_TRY_MEM(trawl_vec_push(&doc->sentences, sentence));
  return TRAWL_OK;
}

trawl_status trawl_stage_sentences(trawl_run_state *run, trawl_doc *doc)
{
  const splitter s = {doc, category_named(&run->rules->lexicon, "sentence_starter")};
  const trawl_tokens *tokens = &doc->tokens;
  const uint32_t most = trawl_limit(&run->rules->limits, TRAWL_LIMIT_SENTENCE_TOKENS);
  uint32_t first = 0;
  for (uint32_t i = 0; i < tokens->len; ++i) {
    const bool starts = i > first && has_flag(doc, i, TRAWL_TOKEN_PARA);
    if (starts || i - first >= most) {
      if (!starts) {
        trawl_doc_cut(doc, TRAWL_LIMIT_SENTENCE_TOKENS, doc->sentences.len);
      }
      TRAWL_TRY(add_sentence(doc, first, i));
      first = i;
    }
    if (tokens->kind[i] != TRAWL_TOKEN_PUNCT && !has_flag(doc, i, TRAWL_TOKEN_ABBREV)) {
      continue;
    }
    uint32_t end = end_at(&s, first, i);
    if (end) {
      end = end - first > most ? i + 1 : end;
      TRAWL_TRY(add_sentence(doc, first, end));
      first = end;
      i = end - 1;
    }
  }
  return first < tokens->len ? add_sentence(doc, first, tokens->len) : TRAWL_OK;
}
