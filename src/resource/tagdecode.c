/* SPDX-License-Identifier: MIT
 * tagdecode.c - chooses the tags of a sentence.
 *
 * From left to right the best tag by the sum of weights; a token that may have one tag only costs
 * nothing.  Afterwards a few mends of what cannot be known from the left: which of several forms in -ed
 * is the sentence's verb. */
#include "resource/tagmodel.h"

#include <string.h>

#define BIT(tag) (UINT64_C(1) << TRAWL_TAG_##tag)

/* ---- from left to right ------------------------------------------------------------------------ */

/* In three rounds, so that the memory that one look-up waits for is fetched while others go on. */
static void add_rows(const trawl_tag_model *model, const uint64_t *keys, uint32_t n,
                     int32_t *scores)
{
  uint64_t hashes[TRAWL_TAG_MAX_KEYS];
  uint32_t rows[TRAWL_TAG_MAX_KEYS], found = 0;
  const uint32_t mask = model->mask;
  for (uint32_t k = 0; k < n; ++k) {
    hashes[k] = trawl_tag_hash(keys[k]);
    __builtin_prefetch(&model->checks[(uint32_t)hashes[k] & mask]);
  }
  for (uint32_t k = 0; k < n; ++k) {
    const uint32_t check = (uint32_t)(hashes[k] >> 32);
    uint32_t i = (uint32_t)hashes[k] & mask;
    while (model->checks[i] && model->checks[i] != check) {
      i = (i + 1) & mask;
    }
    if (model->checks[i]) {
      rows[found++] = model->rows[i];
      __builtin_prefetch(&model->weights.at[model->rows[i] >> 6]);
    }
  }
  for (uint32_t k = 0; k < found; ++k) {
    const trawl_tag_weight *weight = model->weights.at + (rows[k] >> 6);
    for (uint32_t left = rows[k] & 63; left; --left, ++weight) {
      scores[weight->tag] += weight->weight;
    }
  }
}

static unsigned best_tag(const trawl_tag_model *model, const trawl_tag_token *token,
                         const trawl_tag_history *history)
{
  uint64_t keys[TRAWL_TAG_MAX_KEYS];
  int32_t scores[64] = {0};
  uint32_t n = trawl_tag_own_keys(token, model->training, keys);
  n += trawl_tag_context_keys(token, history, keys + n);
  if (model->checks) {
    add_rows(model, keys, n, scores);
  }
  unsigned best = 0;
  int32_t most = INT32_MIN;
  for (uint64_t left = token->allowed; left; left &= left - 1) {
    const unsigned tag = (unsigned)__builtin_ctzll(left);
    if (scores[tag] > most) {
      most = scores[tag];
      best = tag;
    }
  }
  return best;
}

/* ---- mends ------------------------------------------------------------------------------------- */

static bool is_nominal(unsigned tag)
{
  return tag == TRAWL_TAG_NN || tag == TRAWL_TAG_NNS || tag == TRAWL_TAG_NNP
         || tag == TRAWL_TAG_NNPS || tag == TRAWL_TAG_PRP || tag == TRAWL_TAG_CD;
}

static bool opens_clause(const uint8_t *tags, uint32_t i)
{
  return tags[i] == TRAWL_TAG_WDT || tags[i] == TRAWL_TAG_WP || tags[i] == TRAWL_TAG_WPS
         || tags[i] == TRAWL_TAG_WRB;
}

/* Do all finite verbs from here on belong to clauses of their own: behind "who", "when", or behind a comma
 * with a subject before them (", officials said")? */
static bool others_are_explained(const uint8_t *tags, uint32_t from, uint32_t n)
{
  uint32_t openers = 0;
  bool comma = false;
  for (uint32_t i = from; i < n; ++i) {
    openers += opens_clause(tags, i);
    comma |= tags[i] == TRAWL_TAG_COMMA || tags[i] == TRAWL_TAG_CLOSEQ;
    if (trawl_tag_is_finite(tags[i])) {
      if (openers) {
        --openers;
      } else if (!comma || !is_nominal(tags[i - 1])) {
        return false;
      }
    }
  }
  return true;
}

/* Decoding from left to right cannot know whether a finite verb will come: "The ministers agreed to ...".
 * Where none came, the first participle that follows its noun and may be a past tense is one. */
static void mend_main_verb(const trawl_tag_token *tokens, uint32_t n, uint8_t *tags)
{
  if (n < 4 || tags[n - 1] != TRAWL_TAG_STOP) {
    return;
  }
  for (uint32_t i = 0; i < n && !trawl_tag_is_finite(tags[i]) && !opens_clause(tags, i); ++i) {
    if (i && tags[i] == TRAWL_TAG_VBN && tokens[i].allowed & BIT(VBD)
        && (is_nominal(tags[i - 1])
            || (i > 1 && tags[i - 1] == TRAWL_TAG_RB && is_nominal(tags[i - 2])))) {
      if (others_are_explained(tags, i + 1, n)) {
        tags[i] = TRAWL_TAG_VBD;
      }
      return;
    }
  }
}

/* The verb that says who said it, behind the words: ", the company announced." */
static void mend_attribution(const trawl_tag_token *tokens, uint32_t n, uint8_t *tags)
{
  if (n < 4 || tags[n - 1] != TRAWL_TAG_STOP || tags[n - 2] != TRAWL_TAG_VBN
      || !is_nominal(tags[n - 3]) || !(tokens[n - 2].allowed & BIT(VBD))) {
    return;
  }
  for (uint32_t i = n - 3; i-- > 0 && n - i < 12;) {
    if (tags[i] == TRAWL_TAG_COMMA || tags[i] == TRAWL_TAG_CLOSEQ) {
      tags[n - 2] = TRAWL_TAG_VBD;
      return;
    }
    if (!is_nominal(tags[i]) && tags[i] != TRAWL_TAG_DT && tags[i] != TRAWL_TAG_JJ
        && tags[i] != TRAWL_TAG_POS) {
      return;
    }
  }
}

/* ", founded in 1998, employs": between commas behind a noun, with a verb behind the second comma. */
static void mend_participle(const trawl_tag_token *tokens, uint32_t n, uint8_t *tags)
{
  for (uint32_t i = 2; i + 2 < n; ++i) {
    if (tags[i] != TRAWL_TAG_VBD || !(tokens[i].allowed & BIT(VBN))
        || tags[i - 1] != TRAWL_TAG_COMMA || !is_nominal(tags[i - 2])
        || tags[i + 1] != TRAWL_TAG_IN) {
      continue;
    }
    for (uint32_t j = i + 2; j + 1 < n && !trawl_tag_is_finite(tags[j]); ++j) {
      if (tags[j] == TRAWL_TAG_COMMA && tokens[j + 1].allowed & (BIT(VBD) | BIT(VBZ) | BIT(MD))
          && tags[j + 1] != TRAWL_TAG_VBN) {
        tags[i] = TRAWL_TAG_VBN;
        break;
      }
    }
  }
}

/* Without a finite verb, "President Visits China" or "the firm, founded in 1998, employs 12 people" has
 * one that looks like a plural. */
static void mend_plural(const trawl_tag_token *tokens, uint32_t n, uint8_t *tags)
{
  for (uint32_t i = 0; i < n; ++i) {
    if (trawl_tag_is_finite(tags[i])) {
      return;
    }
  }
  for (uint32_t i = 1; i + 1 < n; ++i) {
    const unsigned next = tags[i + 1], before = tags[i - 1];
    const bool object = next == TRAWL_TAG_NNP || next == TRAWL_TAG_DT || next == TRAWL_TAG_PRPS
                        || next == TRAWL_TAG_CD || next == TRAWL_TAG_NNPS
                        || (next == TRAWL_TAG_JJ && before == TRAWL_TAG_NNP);
    if (tags[i] == TRAWL_TAG_NNS && tokens[i].allowed & BIT(VBZ)
        && (before == TRAWL_TAG_RBR || before == TRAWL_TAG_RB)) { /* "no longer lives in" */
      tags[i] = TRAWL_TAG_VBZ;
      return;
    }
    if (tags[i] == TRAWL_TAG_NNS && tokens[i].allowed & BIT(VBZ) && object
        && (is_nominal(before) || (before == TRAWL_TAG_COMMA && i > 3))) {
      tags[i] = TRAWL_TAG_VBZ;
      return;
    }
  }
}

/* Behind a modal stands a base form: "will team up". */
static void mend_modal(const trawl_tag_model *model, const trawl_words *words,
                       const trawl_tag_input *input, uint32_t n, uint8_t *tags)
{
  for (uint32_t i = 0; i + 1 < n; ++i) {
    uint32_t next = i + 1;
    while (next + 1 < n && tags[next] == TRAWL_TAG_RB) {
      ++next;
    }
    const trawl_word *word = trawl_words_at(words, input[next].word);
    if (tags[i] == TRAWL_TAG_MD && tags[next] == TRAWL_TAG_NN && word->shape == TRAWL_SHAPE_LOWER
        && trawl_tag_forms(model, word) & TRAWL_FORM_VB) {
      tags[next] = TRAWL_TAG_VB;
    }
  }
}

/* A dash that is glued to both neighbours joins words: "China-Japan talks". */
static void mend_hyphen(const trawl_words *words, const trawl_tag_input *input, uint32_t n,
                        uint8_t *tags)
{
  for (uint32_t i = 1; i + 1 < n; ++i) {
    if (input[i].kind == TRAWL_TOKEN_PUNCT && !(input[i].flags & TRAWL_TOKEN_SPACE)
        && !(input[i + 1].flags & TRAWL_TOKEN_SPACE)
        && strcmp(trawl_words_text(words, input[i].word), "-") == 0) {
      tags[i] = TRAWL_TAG_HYPH;
    }
  }
}

/* ---- sentences --------------------------------------------------------------------------------- */

static void tag_piece(const trawl_tag_model *model, const trawl_words *words,
                      const trawl_tag_input *input, uint32_t n, bool headline, uint8_t *tags)
{
  trawl_tag_token tokens[TRAWL_TAG_PIECE + 2 * TRAWL_TAG_PAD];
  trawl_tag_token *first = tokens + TRAWL_TAG_PAD;
  trawl_tag_history history = {0, 0, 0};
  trawl_tag_prepare(model, words, input, n, headline, first);
  for (uint32_t i = 0; i < n; ++i) {
    const uint64_t allowed = first[i].allowed;
    const unsigned tag = (allowed & (allowed - 1)) == 0 ? (unsigned)__builtin_ctzll(allowed)
                                                        : best_tag(model, &first[i], &history);
    tags[i] = (uint8_t)tag;
    trawl_tag_advance(&history, &first[i], tag);
  }
  mend_participle(first, n, tags);
  mend_main_verb(first, n, tags);
  mend_attribution(first, n, tags);
  mend_plural(first, n, tags);
  mend_modal(model, words, input, n, tags);
  mend_hyphen(words, input, n, tags);
}

void trawl_tag_sentence(const trawl_tag_model *model, const trawl_words *words,
                        const trawl_tag_input *input, uint32_t n, bool headline, uint8_t *tags)
{
  for (uint32_t i = 0; i < n; i += TRAWL_TAG_PIECE) {
    const uint32_t size = n - i < TRAWL_TAG_PIECE ? n - i : TRAWL_TAG_PIECE;
    tag_piece(model, words, input + i, size, headline, tags + i);
  }
}
