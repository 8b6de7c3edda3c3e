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

static bool ends_clause(unsigned tag)
{
  return tag == TRAWL_TAG_COMMA || tag == TRAWL_TAG_STOP || tag == TRAWL_TAG_CC || tag == TRAWL_TAG_COLON;
}

/* What the mends of single words look at. */
typedef struct mending {
  const trawl_tag_model *model;
  const trawl_tag_token *tokens;
  const trawl_words *words;
  const trawl_tag_input *input;
  uint32_t n;
  uint8_t *tags;
} mending;

static bool is_one_of(const mending *m, uint32_t i, const char *const *list, size_t count)
{
  const char *text = trawl_words_text(m->words, m->input[i].word);
  for (size_t k = 0; k < count; ++k) {
    if (text[0] == list[k][0] && strcmp(text, list[k]) == 0) {
      return true;
    }
  }
  return false;
}

typedef enum opener { OPENER_NONE, OPENER_FINITE, OPENER_PREPOSITION, OPENER_CLAUSE } opener;

/* What the words in front of i belong to, from the nearest: a clause that has its verb, one that some word has
 * opened ("who", "if", "that"), or that one may have opened that is also a preposition ("after"). */
static opener opener_before(const mending *m, uint32_t i)
{
  static const char *const clause[] = {"if", "unless", "because", "that", "If", "Unless", "Because"};
  static const char *const either[] = {"after", "before", "until", "while", "as", "once"};
  while (i-- > 0 && !ends_clause(m->tags[i])) {
    if (trawl_tag_is_finite(m->tags[i])) {
      return OPENER_FINITE;
    }
    if (opens_clause(m->tags, i)) {
      return OPENER_CLAUSE;
    }
    if (m->tags[i] == TRAWL_TAG_IN && is_one_of(m, i, clause, sizeof clause / sizeof *clause)) {
      return OPENER_CLAUSE;
    }
    if (m->tags[i] == TRAWL_TAG_IN && is_one_of(m, i, either, sizeof either / sizeof *either)) {
      return OPENER_PREPOSITION;
    }
  }
  return OPENER_NONE;
}

/* "Novak, who was born in Leeds, lives in Oslo": the verb behind a relative clause. */
static bool resumes(const mending *m, uint32_t i)
{
  if (m->tags[i - 1] != TRAWL_TAG_COMMA || m->tags[i + 1] != TRAWL_TAG_IN) {
    return false;
  }
  for (uint32_t k = i - 1; k > 1; --k) {
    if (opens_clause(m->tags, k - 1) && m->tags[k - 2] == TRAWL_TAG_COMMA) {
      return others_are_explained(m->tags, 0, m->n);
    }
  }
  return false;
}

/* A plural that is a verb: "Putin plans to meet", "the bank that the family controls,", "if NATO shoots down",
 * "after Smith meets Jones". */
static void mend_noun(const mending *m, uint32_t i)
{
  uint8_t *tags = m->tags;
  const unsigned before = tags[i - 1], next = tags[i + 1];
  const bool name = before == TRAWL_TAG_NNP || before == TRAWL_TAG_NNPS;
  if (!(m->tokens[i].allowed & BIT(VBZ))) {
    return;
  }
  if (resumes(m, i)) {
    tags[i] = TRAWL_TAG_VBZ;
    return;
  }
  if (!name && before != TRAWL_TAG_NN) {
    return;
  }
  const bool infinitive = name && next == TRAWL_TAG_TO && i + 2 < m->n && tags[i + 2] == TRAWL_TAG_VB;
  const bool particle = next == TRAWL_TAG_RP
                        || (next == TRAWL_TAG_IN && i + 2 < m->n && tags[i + 2] == TRAWL_TAG_DT
                            && m->tokens[i + 1].allowed & BIT(RP));
  const bool object = before == TRAWL_TAG_NNP
                      && (next == TRAWL_TAG_NNP || next == TRAWL_TAG_DT || next == TRAWL_TAG_PRPS);
  if (!infinitive && !particle && !object && !ends_clause(next)) {
    return;
  }
  const opener o = opener_before(m, i);
  if ((infinitive && o != OPENER_FINITE) || (object && (o == OPENER_CLAUSE || o == OPENER_PREPOSITION))
      || ((particle || ends_clause(next)) && o == OPENER_CLAUSE)) {
    tags[i] = TRAWL_TAG_VBZ;
    if (particle && next == TRAWL_TAG_IN) {
      tags[i + 1] = TRAWL_TAG_RP;
    }
  }
}

/* The other way round: "public works", "that machines might". */
static void mend_third_person(const mending *m, uint32_t i)
{
  const uint8_t *tags = m->tags;
  if (m->tokens[i].allowed & BIT(NNS)
      && (tags[i + 1] == TRAWL_TAG_MD
          || (tags[i - 1] == TRAWL_TAG_JJ && i > 1 && trawl_tag_is_finite(tags[i - 2])))) {
    m->tags[i] = TRAWL_TAG_NNS;
  }
}

/* "the appeals court acquitted": a base form between a noun and a past form. "took X to court", "was sent to
 * jail": a bare noun behind "to", with nothing that could be its object. */
static void mend_base(const mending *m, uint32_t i)
{
  static const char *const nouns[] = {"court", "jail", "market", "trial", "power", "war", "school", "prison", "bed"};
  uint8_t *tags = m->tags;
  const unsigned before = tags[i - 1], next = tags[i + 1];
  if ((before == TRAWL_TAG_NN || before == TRAWL_TAG_NNS || before == TRAWL_TAG_JJ) && m->tokens[i].allowed & BIT(NN)
      && (next == TRAWL_TAG_VBD || next == TRAWL_TAG_VBN || next == TRAWL_TAG_VBZ || next == TRAWL_TAG_MD)) {
    tags[i] = TRAWL_TAG_NN;
  } else if (before == TRAWL_TAG_TO && (ends_clause(next) || next == TRAWL_TAG_IN || next == TRAWL_TAG_RB)
             && is_one_of(m, i, nouns, sizeof nouns / sizeof *nouns)) {
    tags[i] = TRAWL_TAG_NN;
    tags[i - 1] = TRAWL_TAG_IN;
  }
}

/* ", sacked Smith": an adjective in -ed between a comma and a name or a determiner; "Novak married Smith": between
 * two names where no other verb comes. "After praising Smith,": an -ing behind a preposition in front of a name. */
static void mend_adjective(const mending *m, uint32_t i)
{
  static const char *const prepositions[] = {"after", "After", "before", "Before", "without", "Without", "since"};
  const unsigned before = m->tags[i - 1], next = m->tags[i + 1];
  if (m->tokens[i].allowed & BIT(VBD)
      && ((before == TRAWL_TAG_COMMA && i > 1)
          || (before == TRAWL_TAG_NNP && opener_before(m, i) != OPENER_FINITE
              && others_are_explained(m->tags, i + 1, m->n)))
      && (next == TRAWL_TAG_DT || next == TRAWL_TAG_PRP || next == TRAWL_TAG_PRPS || next == TRAWL_TAG_NNP)) {
    m->tags[i] = TRAWL_TAG_VBD;
  } else if (before == TRAWL_TAG_IN && next == TRAWL_TAG_NNP && m->tokens[i].allowed & BIT(VBG)
             && is_one_of(m, i - 1, prepositions, sizeof prepositions / sizeof *prepositions)) {
    m->tags[i] = TRAWL_TAG_VBG;
  }
}

static bool may_be_base(const mending *m, uint32_t i)
{
  const trawl_word *word = trawl_words_at(m->words, m->input[i].word);
  return m->tags[i] == TRAWL_TAG_NN && word->shape == TRAWL_SHAPE_LOWER
         && trawl_tag_forms(m->model, word) & TRAWL_FORM_VB;
}

/* "Did the parliament reject the bill?", "Not only did ...", "let Smith visit Paris": the verb comes behind
 * its subject; a noun that may be one, between a name and what can only be its object. */
static void mend_inverted(const mending *m, uint32_t i)
{
  static const char *const auxiliaries[] = {"did", "Did", "does", "Does"}, *const lets[] = {"let", "lets"};
  uint8_t *tags = m->tags;
  const uint32_t len = trawl_words_at(m->words, m->input[i].word)->len;
  const bool first = i < 4 && (!i || tags[i - 1] == TRAWL_TAG_RB || opens_clause(tags, i - 1));
  if (len < 3 || len > 4 || !((first && is_one_of(m, i, auxiliaries, 4)) || is_one_of(m, i, lets, 2))) {
    return;
  }
  for (uint32_t k = i + 2; k + 1 < m->n && k < i + 10 && !trawl_tag_is_finite(tags[k]) && tags[k] != TRAWL_TAG_VB
                           && tags[k] != TRAWL_TAG_COMMA;
       ++k) {
    const unsigned next = tags[k + 1];
    if (is_nominal(tags[k - 1]) && may_be_base(m, k)
        && (next == TRAWL_TAG_DT || next == TRAWL_TAG_NNP || next == TRAWL_TAG_PRP || next == TRAWL_TAG_PRPS)) {
      tags[k] = TRAWL_TAG_VB;
      return;
    }
  }
}

/* What the words next to a word say, in one walk. */
static void mend_words(const mending *m)
{
  for (uint32_t i = 0; i + 1 < m->n; ++i) {
    switch (m->tags[i]) {
    case TRAWL_TAG_VBZ:
      if (i) {
        mend_third_person(m, i);
      }
      mend_inverted(m, i);
      break;
    case TRAWL_TAG_NNS:
      if (i) {
        mend_noun(m, i);
      }
      break;
    case TRAWL_TAG_VB:
      if (i) {
        mend_base(m, i);
      }
      mend_inverted(m, i);
      break;
    case TRAWL_TAG_VBD:
    case TRAWL_TAG_VBP:
    case TRAWL_TAG_VBN:
      mend_inverted(m, i);
      break;
    case TRAWL_TAG_JJ:
      if (i) {
        mend_adjective(m, i);
      }
      break;
    default:
      break;
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

/* "Biden, Scholz visit Kyiv": a headline whose only verb looks like a noun. */
static void mend_headline(const mending *m)
{
  bool several = false;
  for (uint32_t i = 0; i < m->n; ++i) {
    if (trawl_tag_is_finite(m->tags[i])) {
      return;
    }
  }
  for (uint32_t i = 1; i + 1 < m->n; ++i) {
    several |= m->tags[i] == TRAWL_TAG_COMMA || m->tags[i] == TRAWL_TAG_CC;
    if (several && m->tags[i - 1] == TRAWL_TAG_NNP && m->tags[i + 1] == TRAWL_TAG_NNP && may_be_base(m, i)) {
      m->tags[i] = TRAWL_TAG_VBP;
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

/* "the secretary-general met": of two heads of offices that a hyphen joins the second is no adjective, so that a
 * verb may follow. */
static void mend_office(const trawl_words *words, const trawl_tag_input *input, uint32_t n, uint8_t *tags)
{
  for (uint32_t i = 2; i < n; ++i) {
    if (tags[i] == TRAWL_TAG_JJ && input[i - 1].kind == TRAWL_TOKEN_PUNCT && !(input[i].flags & TRAWL_TOKEN_SPACE)
        && trawl_word_is(trawl_words_at(words, input[i].word), TRAWL_IS_TITLE_HEAD)
        && trawl_word_is(trawl_words_at(words, input[i - 2].word), TRAWL_IS_TITLE_HEAD)) {
      tags[i] = TRAWL_TAG_NN;
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
  mend_office(words, input, n, tags);
  mend_participle(first, n, tags);
  mend_main_verb(first, n, tags);
  mend_attribution(first, n, tags);
  mend_plural(first, n, tags);
  const mending m = {model, first, words, input, n, tags};
  mend_first(first, n, tags);
  if (headline) {
    mend_headline(&m);
  }
  mend_words(&m);
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
