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

enum { ALWAYS = 16 }; /* rows that every token has; what has no row has row 0 */

typedef struct row_list {
  uint32_t at[ALWAYS + TRAWL_TAG_MAX_STATIC], n;
} row_list;

/* The rows of a token's own features; one of them is among those that every token has. */
static uint32_t own_rows(const trawl_tag_model *model, const trawl_tag_token *t, row_list *rows)
{
  rows->n = ALWAYS;
  if (t->word && !t->cap) {
    return model->words.at[t->word].own[1];
  }
  uint64_t keys[TRAWL_TAG_MAX_STATIC];
  const uint32_t n = trawl_tag_own_keys(t, false, keys);
  for (uint32_t i = 1; i < n; ++i) {
    rows->at[rows->n++] = trawl_tag_find(model, keys[i]);
  }
  return trawl_tag_find(model, keys[0]);
}

/* The features of trawl_tag_own_keys() and trawl_tag_context_keys(); what depends on one word, class or tag
 * was looked up when the model was loaded. */
static void find_rows(const trawl_tag_model *model, const trawl_tag_token *t,
                      const trawl_tag_history *history, row_list *rows)
{
  const unsigned t1 = history->t1;
  const trawl_tag_token *before = t - 1, *after = t + 1;
  const trawl_tag_word *words = model->words.at;
  uint32_t *at = rows->at;
  at[0] = own_rows(model, t, rows);
  at[1] = model->tags[history->t2].at[t1];
  at[2] = model->class_tag[t->slot].at[t1];
  at[3] = model->tag_after_class[after->slot].at[t1];
  at[4] = model->caps[trawl_tag_caps(t->cap, before->cap, after->cap)];
  at[5] = words[before->word].before;
  at[6] = words[t[-2].word].before2;
  at[7] = words[after->word].after;
  at[8] = words[t[2].word].after2;
  at[9] = trawl_tag_find(model, trawl_tag_key(TRAWL_F_CLASS_AFTER_CLASS, t->class, after->class));
  at[10] = at[11] = at[12] = at[13] = at[14] = 0;
  if (t->verbal) {
    const unsigned verb = (unsigned)t->verbal << 10 | history->verb << 3 | t->ahead;
    at[10] = trawl_tag_find(model, trawl_tag_key(TRAWL_F_VERB_TAG, verb, t1));
  }
  if (before->word) {
    at[11] = trawl_tag_find(model, trawl_tag_key(TRAWL_F_CLASS_BEFORE, t->class, before->word));
  }
  if (after->word) {
    at[12] = trawl_tag_find(model, trawl_tag_key(TRAWL_F_CLASS_AFTER, t->class, after->word));
  }
  if (t->word) {
    at[13] = trawl_tag_find(model, trawl_tag_key(TRAWL_F_WORD_BEFORE, t->word, before->word));
    at[14] = trawl_tag_find(model, trawl_tag_key(TRAWL_F_WORD_AFTER, t->word, after->word));
    at[15] = trawl_tag_find(model, trawl_tag_key(TRAWL_F_WORD_TAG, t->word, t1));
  } else {
    at[15] = trawl_tag_find(model, trawl_tag_key(TRAWL_F_ENDING_TAG, t->ending & 0xFFFFFF, t1));
  }
}

/* The number of rows that every token has is fixed, so that most sums are one straight line. */
static inline int32_t sum_of(const int16_t *column, const row_list *rows)
{
  int32_t sum = 0;
#pragma GCC unroll 16
  for (uint32_t i = 0; i < ALWAYS; ++i) {
    sum += column[rows->at[i]];
  }
  for (uint32_t i = ALWAYS; i < rows->n; ++i) {
    sum += column[rows->at[i]];
  }
  return sum;
}

static unsigned best_tag(const trawl_tag_model *model, const trawl_tag_token *token,
                         const trawl_tag_history *history)
{
  row_list rows;
  unsigned best = 0;
  int32_t most = INT32_MIN;
  rows.n = 0;
  // cppcheck-suppress ctuuninitvar ; find_rows() fills what it counts
  find_rows(model, token, history, &rows);
  for (uint64_t left = token->allowed; left; left &= left - 1) {
    const unsigned tag = (unsigned)__builtin_ctzll(left);
    const int32_t sum = sum_of(trawl_tag_column(model, tag), &rows);
    if (sum > most) {
      most = sum;
      best = tag;
    }
  }
  return best;
}

static void choose_tags(const trawl_tag_model *model, const trawl_tag_token *tokens, uint32_t n,
                        uint8_t *tags)
{
  trawl_tag_history history = {0, 0, 0};
  for (uint32_t i = 0; i < n; ++i) {
    const uint64_t allowed = tokens[i].allowed;
    const bool open = allowed & (allowed - 1) && model->caps; /* without: nothing was loaded */
    const unsigned tag =
      open ? best_tag(model, &tokens[i], &history) : (unsigned)__builtin_ctzll(allowed);
    tags[i] = (uint8_t)tag;
    trawl_tag_advance(&history, &tokens[i], tag);
  }
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

/* Nothing finite stands between the start of the clause and i. */
static bool clause_has_verb(const uint8_t *tags, uint32_t i)
{
  while (i-- > 0 && tags[i] != TRAWL_TAG_COMMA && tags[i] != TRAWL_TAG_CC && tags[i] != TRAWL_TAG_COLON
         && !opens_clause(tags, i)) {
    if (trawl_tag_is_finite(tags[i])) {
      return true;
    }
  }
  return false;
}

static bool ends_clause(unsigned tag)
{
  return tag == TRAWL_TAG_COMMA || tag == TRAWL_TAG_STOP || tag == TRAWL_TAG_CC || tag == TRAWL_TAG_COLON;
}

/* A plural that is a verb: "Putin plans to meet", "the bank that the family controls,", "if NATO shoots down";
 * and the other way round: "public works", "that machines might". */
static void mend_third_person(const trawl_tag_token *tokens, const trawl_words *words,
                              const trawl_tag_input *input, uint32_t n, uint8_t *tags)
{
  bool open = false; /* behind "who", "if" and the like, no verb yet */
  bool after = false; /* behind what may also be a preposition */
  for (uint32_t i = 1; i + 1 < n; ++i) {
    const unsigned before = tags[i - 1], next = tags[i + 1];
    const char *word = before == TRAWL_TAG_IN ? trawl_words_text(words, input[i - 1].word) : "";
    open |= opens_clause(tags, i - 1) || strcmp(word, "if") == 0 || strcmp(word, "unless") == 0
            || strcmp(word, "If") == 0 || strcmp(word, "Unless") == 0 || strcmp(word, "because") == 0
            || strcmp(word, "that") == 0;
    after |= strcmp(word, "after") == 0 || strcmp(word, "before") == 0 || strcmp(word, "until") == 0
             || strcmp(word, "while") == 0 || strcmp(word, "as") == 0 || strcmp(word, "once") == 0;
    if (tags[i] == TRAWL_TAG_VBZ && tokens[i].allowed & BIT(NNS)
        && (next == TRAWL_TAG_MD || (before == TRAWL_TAG_JJ && i > 1 && trawl_tag_is_finite(tags[i - 2])))) {
      tags[i] = TRAWL_TAG_NNS;
    } else if (tags[i] == TRAWL_TAG_NNS && tokens[i].allowed & BIT(VBZ)
               && (before == TRAWL_TAG_NNP || before == TRAWL_TAG_NNPS || before == TRAWL_TAG_NN
                   || before == TRAWL_TAG_COMMA)) {
      const bool infinitive = next == TRAWL_TAG_TO && i + 2 < n && tags[i + 2] == TRAWL_TAG_VB
                              && before != TRAWL_TAG_NN && before != TRAWL_TAG_COMMA;
      const bool relative = open && before != TRAWL_TAG_COMMA && (ends_clause(next) || next == TRAWL_TAG_RP
                                     || (next == TRAWL_TAG_IN && i + 2 < n && tags[i + 2] == TRAWL_TAG_DT
                                         && tokens[i + 1].allowed & BIT(RP)));
      const bool object = (open || after) && before == TRAWL_TAG_NNP
                          && (next == TRAWL_TAG_NNP || next == TRAWL_TAG_DT || next == TRAWL_TAG_PRPS);
      if (object || ((infinitive || relative) && !clause_has_verb(tags, i))) {
        tags[i] = TRAWL_TAG_VBZ;
        if (relative && next == TRAWL_TAG_IN) {
          tags[i + 1] = TRAWL_TAG_RP;
        }
      }
    }
    open &= !ends_clause(tags[i]) && !trawl_tag_is_finite(tags[i]);
    after &= !ends_clause(tags[i]) && !trawl_tag_is_finite(tags[i]);
  }
}

/* "Novak, who was born in Leeds, lives in Oslo": the verb behind a relative clause. */
static void mend_resumed(const trawl_tag_token *tokens, uint32_t n, uint8_t *tags)
{
  bool relative = false;
  for (uint32_t i = 2; i + 1 < n; ++i) {
    relative |= opens_clause(tags, i) && tags[i - 1] == TRAWL_TAG_COMMA;
    if (relative && tags[i] == TRAWL_TAG_NNS && tokens[i].allowed & BIT(VBZ) && tags[i - 1] == TRAWL_TAG_COMMA
        && tags[i + 1] == TRAWL_TAG_IN && others_are_explained(tags, 0, n)) {
      tags[i] = TRAWL_TAG_VBZ;
      return;
    }
  }
}

/* "Founded in 1865, the firm ...": nothing stands before it that could be its subject. */
static void mend_first(const trawl_tag_token *tokens, uint32_t n, uint8_t *tags)
{
  if (n < 4 || tags[0] != TRAWL_TAG_VBD || !(tokens[0].allowed & BIT(VBN)) || tags[1] != TRAWL_TAG_IN) {
    return;
  }
  for (uint32_t i = 2; i < n && !trawl_tag_is_finite(tags[i]); ++i) {
    if (tags[i] == TRAWL_TAG_COMMA) {
      tags[0] = TRAWL_TAG_VBN;
      return;
    }
  }
}

/* "took X to court", "was sent to jail": a bare noun behind "to", with nothing that could be its object. */
static void mend_bare_noun(const trawl_words *words, const trawl_tag_input *input, uint32_t n, uint8_t *tags)
{
  static const char *const nouns[] = {"court", "jail", "market", "trial", "power", "war", "school", "prison", "bed"};
  for (uint32_t i = 1; i + 1 < n; ++i) {
    const unsigned next = tags[i + 1];
    if (tags[i] != TRAWL_TAG_VB || tags[i - 1] != TRAWL_TAG_TO
        || !(ends_clause(next) || next == TRAWL_TAG_IN || next == TRAWL_TAG_RB)) {
      continue;
    }
    for (size_t k = 0; k < sizeof nouns / sizeof *nouns; ++k) {
      if (strcmp(trawl_words_text(words, input[i].word), nouns[k]) == 0) {
        tags[i] = TRAWL_TAG_NN;
        tags[i - 1] = TRAWL_TAG_IN;
      }
    }
  }
}

/* "the appeals court acquitted": a base form between a noun and a past form. */
static void mend_base(const trawl_tag_token *tokens, uint32_t n, uint8_t *tags)
{
  for (uint32_t i = 1; i + 1 < n; ++i) {
    if (tags[i] == TRAWL_TAG_VB && tokens[i].allowed & BIT(NN)
        && (tags[i - 1] == TRAWL_TAG_NN || tags[i - 1] == TRAWL_TAG_NNS || tags[i - 1] == TRAWL_TAG_JJ)
        && (tags[i + 1] == TRAWL_TAG_VBD || tags[i + 1] == TRAWL_TAG_VBN || tags[i + 1] == TRAWL_TAG_VBZ
            || tags[i + 1] == TRAWL_TAG_MD)) {
      tags[i] = TRAWL_TAG_NN;
    }
  }
}

/* ", sacked Smith": an adjective in -ed between a comma and a name or a determiner; "Novak married Smith":
 * between two names where no other verb comes. */
static void mend_adjective(const trawl_tag_token *tokens, uint32_t n, uint8_t *tags)
{
  for (uint32_t i = 1; i + 1 < n; ++i) {
    const unsigned next = tags[i + 1];
    if (tags[i] == TRAWL_TAG_JJ && tokens[i].allowed & BIT(VBD)
        && (tags[i - 1] == TRAWL_TAG_COMMA
            || (tags[i - 1] == TRAWL_TAG_NNP && !clause_has_verb(tags, i)
                && others_are_explained(tags, i + 1, n)))
        && (next == TRAWL_TAG_DT || next == TRAWL_TAG_PRP || next == TRAWL_TAG_PRPS || next == TRAWL_TAG_NNP)) {
      tags[i] = TRAWL_TAG_VBD;
    }
  }
}

/* A noun that may be a verb, between a name and what can only be its object. */
static void make_base(const trawl_tag_model *model, const trawl_words *words, const trawl_tag_input *input,
                      uint32_t n, uint32_t from, uint8_t *tags)
{
  for (uint32_t k = from; k + 1 < n && k < from + 8 && !trawl_tag_is_finite(tags[k]) && tags[k] != TRAWL_TAG_VB
                          && tags[k] != TRAWL_TAG_COMMA;
       ++k) {
    const unsigned next = tags[k + 1];
    const trawl_word *word = trawl_words_at(words, input[k].word);
    if (tags[k] == TRAWL_TAG_NN && is_nominal(tags[k - 1]) && word->shape == TRAWL_SHAPE_LOWER
        && trawl_tag_forms(model, word) & TRAWL_FORM_VB
        && (next == TRAWL_TAG_DT || next == TRAWL_TAG_NNP || next == TRAWL_TAG_PRP || next == TRAWL_TAG_PRPS)) {
      tags[k] = TRAWL_TAG_VB;
      return;
    }
  }
}

/* "Biden, Scholz visit Kyiv": a headline whose only verb looks like a noun. */
static void mend_headline(const trawl_tag_model *model, const trawl_words *words, const trawl_tag_input *input,
                          uint32_t n, uint8_t *tags)
{
  bool several = false;
  for (uint32_t i = 0; i < n; ++i) {
    if (trawl_tag_is_finite(tags[i])) {
      return;
    }
  }
  for (uint32_t i = 1; i + 1 < n; ++i) {
    const trawl_word *word = trawl_words_at(words, input[i].word);
    several |= tags[i] == TRAWL_TAG_COMMA || tags[i] == TRAWL_TAG_CC;
    if (several && tags[i] == TRAWL_TAG_NN && tags[i - 1] == TRAWL_TAG_NNP && tags[i + 1] == TRAWL_TAG_NNP
        && word->shape == TRAWL_SHAPE_LOWER && trawl_tag_forms(model, word) & TRAWL_FORM_VB) {
      tags[i] = TRAWL_TAG_VBP;
      return;
    }
  }
}

/* "Did the parliament reject the bill?", "Not only did ...", "let Smith visit Paris": the verb comes behind
 * its subject. */
static void mend_inverted(const trawl_tag_model *model, const trawl_words *words, const trawl_tag_input *input,
                          uint32_t n, uint8_t *tags)
{
  for (uint32_t i = 0; i + 3 < n; ++i) {
    if (tags[i] != TRAWL_TAG_VBD && tags[i] != TRAWL_TAG_VBZ && tags[i] != TRAWL_TAG_VB && tags[i] != TRAWL_TAG_VBP
        && tags[i] != TRAWL_TAG_VBN) {
      continue;
    }
    const char *word = trawl_words_text(words, input[i].word);
    const bool first = i < 4 && (!i || tags[i - 1] == TRAWL_TAG_RB || opens_clause(tags, i - 1));
    if ((first && (strcmp(word, "did") == 0 || strcmp(word, "Did") == 0 || strcmp(word, "does") == 0
                   || strcmp(word, "Does") == 0))
        || strcmp(word, "let") == 0 || strcmp(word, "lets") == 0) {
      make_base(model, words, input, n, i + 2, tags);
    }
  }
}

/* "After praising Smith,": an -ing behind a preposition in front of a name is no adjective. */
static void mend_gerund(const trawl_tag_token *tokens, const trawl_words *words, const trawl_tag_input *input,
                        uint32_t n, uint8_t *tags)
{
  static const char *const prepositions[] = {"after", "After", "before", "Before", "without", "Without", "since"};
  for (uint32_t i = 1; i + 1 < n; ++i) {
    if (tags[i] != TRAWL_TAG_JJ || tags[i - 1] != TRAWL_TAG_IN || tags[i + 1] != TRAWL_TAG_NNP
        || !(tokens[i].allowed & BIT(VBG))) {
      continue;
    }
    for (size_t k = 0; k < sizeof prepositions / sizeof *prepositions; ++k) {
      if (strcmp(trawl_words_text(words, input[i - 1].word), prepositions[k]) == 0) {
        tags[i] = TRAWL_TAG_VBG;
      }
    }
  }
}

/* Behind a modal stands a base form: "will team up". */
static void mend_modal(const trawl_tag_model *model, const trawl_words *words,
                       const trawl_tag_input *input, uint32_t n, uint8_t *tags)
{
  for (uint32_t i = 0; i + 1 < n; ++i) {
    uint32_t next = i + 1;
    if (tags[i] != TRAWL_TAG_MD) {
      continue;
    }
    while (next + 1 < n
           && (tags[next] == TRAWL_TAG_RB || tags[next] == TRAWL_TAG_RBR
               || (tags[next] == TRAWL_TAG_DT && tags[next + 1] == TRAWL_TAG_RBR))) {
      ++next; /* "would no longer send" */
    }
    const trawl_word *word = trawl_words_at(words, input[next].word);
    if (tags[next] == TRAWL_TAG_NN && word->shape == TRAWL_SHAPE_LOWER
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
  trawl_tag_prepare(model, words, input, n, headline, first);
  choose_tags(model, first, n, tags);
  mend_participle(first, n, tags);
  mend_main_verb(first, n, tags);
  mend_attribution(first, n, tags);
  mend_plural(first, n, tags);
  mend_first(first, n, tags);
  mend_third_person(first, words, input, n, tags);
  mend_resumed(first, n, tags);
  mend_base(first, n, tags);
  mend_adjective(first, n, tags);
  mend_bare_noun(words, input, n, tags);
  if (headline) {
    mend_headline(model, words, input, n, tags);
  }
  mend_inverted(model, words, input, n, tags);
  mend_gerund(first, words, input, n, tags);
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
