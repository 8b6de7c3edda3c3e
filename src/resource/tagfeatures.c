/* SPDX-License-Identifier: MIT
 * tagfeatures.c - what the tagger sees of a token and its surroundings.
 *
 * A word is looked at in the form that the text has or, where a capital tells nothing (at the start of a
 * sentence, in a title-case or all-capitals headline), in its lower-case form.  A word that training has
 * seen brings the set of tags it may have; for any other word the lexicon's forms and the way it is
 * written narrow the choice.  A change here needs a new model: tools/lexicon/README.md. */
#include "resource/tagmodel.h"

#include <string.h>

#define BIT(tag) (UINT64_C(1) << TRAWL_TAG_##tag)

static const uint64_t any_name = BIT(NNP) | BIT(NNPS);
static const uint64_t open_tags = BIT(NN) | BIT(NNS) | BIT(NNP) | BIT(NNPS) | BIT(JJ) | BIT(JJR)
                                  | BIT(JJS) | BIT(RB) | BIT(VB) | BIT(VBD) | BIT(VBG) | BIT(VBN)
                                  | BIT(VBP) | BIT(VBZ) | BIT(FW) | BIT(UH) | BIT(CD);

/* How a word is written, and where: the value of trawl_tag_token.cap. */
enum {
  CAP_NONE,
  CAP_TITLE,    /* a capital that tells: inside a sentence */
  CAP_START,    /* one that tells little: at a sentence's start */
  CAP_UPPER,    /* NATO */
  CAP_INITIAL,  /* J. */
  CAP_MIXED,    /* McDonald */
  CAP_HEADLINE, /* where every word has one */
  CAP_NUMBER,
  CAP_PUNCT,
};

enum { GUESSED_CLASS = TRAWL_TAG_CLASSES, GUESSED_ENDING = 16384 };

/* ---- what a token is --------------------------------------------------------------------------- */

unsigned trawl_tag_forms(const trawl_tag_model *model, const trawl_word *word)
{
  const uint32_t known = model ? trawl_tag_known(model, word) : 0;
  return known ? model->words.at[known].forms : trawl_word_forms(word);
}

/* The tags that a word outside the model may have. */
static uint64_t guessed_tags(unsigned forms, uint8_t cap, const char *text, size_t len)
{
  static const uint64_t table[] = {
    /* by the number of the form's bit */
    BIT(NN),
    BIT(NNS),
    BIT(VB) | BIT(VBP),
    BIT(VBZ),
    BIT(VBD),
    BIT(VBN) | BIT(JJ),
    BIT(VBG) | BIT(NN) | BIT(JJ),
    BIT(JJ),
    BIT(JJR) | BIT(RBR),
    BIT(JJS) | BIT(RBS),
    BIT(RB),
  };
  _Static_assert(TRAWL_WORD_FORMS >> TRAWL_COUNT(table) == 0, "each form has its tags");
  uint64_t tags = 0;
  if (cap == CAP_NUMBER) {
    return BIT(CD) | BIT(JJ) | BIT(NN) | BIT(NNS) | BIT(NNP) | BIT(LS) | BIT(RB) | BIT(ADD);
  }
  for (unsigned left = forms & TRAWL_WORD_FORMS; left; left &= left - 1) {
    tags |= table[__builtin_ctz(left)];
  }
  if (cap == CAP_TITLE) { /* inside a sentence: a name, perhaps an adjective from one */
    tags = any_name | (!forms || forms & TRAWL_FORM_JJ ? BIT(JJ) : 0);
  } else if (!forms) {
    tags = cap == CAP_NONE ? open_tags & ~BIT(NNPS) : open_tags;
  } else if (cap != CAP_NONE) {
    tags |= any_name;
  }
  if (memchr(text, '-', len)) {
    tags |= BIT(JJ) | BIT(NN) | BIT(RB) | (cap == CAP_NONE ? 0 : any_name);
  }
  if (cap == CAP_INITIAL) {
    tags |= BIT(LS) | BIT(NN);
  }
  return tags;
}

/* The class of a word outside the model, for features. */
static uint32_t guessed_class(unsigned forms, bool capital, const char *text, size_t len)
{
  static const struct {
    char last, text[5];
    uint8_t len;
  } endings[] = {{'s', "s", 1},   {'d', "ed", 2},  {'g', "ing", 3}, {'y', "ly", 2},
                 {'r', "er", 2},  {'l', "al", 2},  {'c', "ic", 2},  {'s', "ous", 3},
                 {'e', "ive", 3}, {'e', "able", 4}};
  const char last = len ? text[len - 1] : 0;
  if (forms) {
    return GUESSED_CLASS + (forms | (capital ? 2048u : 0u));
  }
  for (uint32_t i = 0; i < TRAWL_COUNT(endings); ++i) {
    const size_t n = endings[i].len;
    if (last == endings[i].last && len > n + 1 && memcmp(text + len - n, endings[i].text, n) == 0) {
      return GUESSED_ENDING + 2 * (i + 1) + capital;
    }
  }
  return GUESSED_ENDING + capital;
}

static uint64_t ending_of(const char *text, size_t len)
{
  uint64_t ending = 0;
  const size_t n = len < 5 ? len : 5;
  for (size_t i = 0; i < n; ++i) {
    ending |= (uint64_t)(unsigned char)text[len - 1 - i] << (8 * i);
  }
  return ending;
}

/* Punctuation that training has not seen. */
static uint64_t punctuation_tags(const trawl_tag_input *input, const char *text, size_t len)
{
  const char c = len ? text[0] : '.';
  if (input->flags & TRAWL_TOKEN_OPEN) {
    return c == '(' || c == '[' || c == '{' ? BIT(LRB) : BIT(OPENQ);
  }
  if (input->flags & TRAWL_TOKEN_CLOSE) {
    return c == ')' || c == ']' || c == '}' ? BIT(RRB) : BIT(CLOSEQ);
  }
  switch (c) {
  case '.':
  case '!':
  case '?':
    return len == 1 || text[1] != '.' ? BIT(STOP) : BIT(COLON);
  case ',':
    return BIT(COMMA);
  case ':':
  case ';':
  case '-':
    return BIT(COLON);
  case '$':
    return BIT(DOLLAR);
  case '%':
    return BIT(NN);
  default:
    return input->kind == TRAWL_TOKEN_SYMBOL ? BIT(SYM) : BIT(NFP);
  }
}

static uint8_t cap_of(const trawl_word *word, bool start, bool headline)
{
  switch (word->shape) {
  case TRAWL_SHAPE_NUMBER:
    return CAP_NUMBER;
  case TRAWL_SHAPE_TITLE:
    return headline ? CAP_HEADLINE : start ? CAP_START : CAP_TITLE;
  case TRAWL_SHAPE_INITIAL:
    return start || headline ? CAP_START : CAP_INITIAL;
  case TRAWL_SHAPE_UPPER:
    return CAP_UPPER;
  case TRAWL_SHAPE_MIXED:
    return CAP_MIXED;
  default:
    return CAP_NONE;
  }
}

static void use_word(const trawl_tag_model *model, uint32_t known, trawl_tag_token *token)
{
  const trawl_tag_word *word = &model->words.at[known];
  token->word = known;
  token->class = word->class;
  token->allowed = word->allowed;
  token->forms = word->forms;
  token->slot = word->slot;
}

static uint16_t slot_of(const trawl_tag_model *model, uint32_t class)
{
  return model->slots ? model->slots[class] : 0;
}

static uint8_t auxiliary(const trawl_tag_model *model, const trawl_word *folded)
{
  const uint32_t lemma = folded->lemma[TRAWL_POS_VERB];
  return lemma == model->be ? 1 : lemma == model->have ? 2 : 0;
}

static void look_at(const trawl_tag_model *model, const trawl_words *words,
                    const trawl_tag_input *input, uint8_t cap, bool shouted, trawl_tag_token *token)
{
  const trawl_word *word = trawl_words_at(words, input->word);
  const trawl_word *folded =
    word->folded == input->word ? word : trawl_words_at(words, word->folded);
  const uint32_t exact = trawl_tag_known(model, word), lower = trawl_tag_known(model, folded);
  const bool telling =
    cap == CAP_TITLE || cap == CAP_MIXED || cap == CAP_INITIAL || (cap == CAP_UPPER && !shouted);
  *token = (trawl_tag_token){.cap = cap, .other = exact ? model->words.at[exact].class : 0};
  token->aux = auxiliary(model, folded);
  if (model->training) {
    token->ending = ending_of(trawl_words_text(words, word->folded), folded->len);
  }
  if (exact && (exact == lower || telling || !(lower || trawl_tag_forms(model, folded)))) {
    use_word(model, exact, token);
    return;
  }
  if (lower && (!telling || cap == CAP_UPPER)) {
    use_word(model, lower, token);
    token->allowed |= exact                                   ? model->words.at[exact].allowed
                      : token->allowed & open_tags & ~BIT(CD) ? any_name
                                                              : 0;
    return;
  }
  const char *text = trawl_words_text(words, word->folded);
  token->forms = (uint16_t)trawl_tag_forms(model, folded);
  token->allowed = guessed_tags(token->forms, cap, text, folded->len);
  token->class =
    guessed_class(token->forms, cap != CAP_NONE && cap != CAP_NUMBER, text, folded->len);
  token->slot = slot_of(model, token->class);
  token->ending = ending_of(text, folded->len);
}

/* Where nearly every word has a capital, capitals tell nothing. 1: title case, 2: all capitals. */
static int case_of(const trawl_words *words, const trawl_tag_input *input, uint32_t n,
                   bool headline)
{
  uint32_t count = 0, upper = 0, capital = 0;
  for (uint32_t i = 0; i < n; ++i) {
    const trawl_word *word = trawl_words_at(words, input[i].word);
    if (input[i].kind == TRAWL_TOKEN_WORD && word->len > 3) {
      ++count;
      upper += word->shape == TRAWL_SHAPE_UPPER;
      capital += word->shape != TRAWL_SHAPE_LOWER;
    }
  }
  if (upper >= 3 && upper * 10 >= count * 7) {
    return 2;
  }
  return count >= 4 && capital * 10 >= count * (headline ? 7 : 9) ? 1 : 0;
}

/* Which doubt there is about a token that may be a verb; 0: none that the last verb could settle. */
static uint8_t verbal_of(uint64_t allowed)
{
  if (allowed & BIT(VBN) && allowed & BIT(VBD)) {
    return 1;
  }
  if (allowed & BIT(VBZ)) {
    return 2;
  }
  if (allowed & (BIT(VB) | BIT(VBP))) {
    return allowed & (BIT(NN) | BIT(JJ)) ? 3 : 4;
  }
  return allowed & BIT(VBG) ? 5 : 0;
}

/* What each token has ahead of it, up to the sentence's end. */
static void look_ahead(trawl_tag_token *tokens, uint32_t n)
{
  const uint64_t finite = BIT(MD) | BIT(VBZ) | BIT(VBP) | BIT(VBD),
                 verbs = finite | BIT(VBN) | BIT(VBG) | BIT(VB);
  unsigned ahead = 0;
  for (uint32_t i = n; i-- > 0;) {
    const uint64_t allowed = tokens[i].allowed;
    tokens[i].ahead = (uint8_t)ahead;
    tokens[i].verbal = verbal_of(allowed);
    if ((allowed & ~finite) == 0
        || (tokens[i].aux && !(allowed & (BIT(VB) | BIT(VBG) | BIT(POS))))) {
      ahead = 1 | 4;
    } else if ((allowed & ~(verbs | BIT(JJ))) == 0) {
      ahead = (ahead & 4) | (allowed & BIT(VBD) ? 2 : 3);
    }
  }
}

void trawl_tag_prepare(const trawl_tag_model *model, const trawl_words *words,
                       const trawl_tag_input *input, uint32_t n, bool headline,
                       trawl_tag_token *tokens)
{
  const int letters = case_of(words, input, n, headline);
  bool start = true;
  for (uint32_t i = 0; i < TRAWL_TAG_PAD; ++i) { /* nothing is a class of its own */
    const trawl_tag_token nothing = {.slot = slot_of(model, 0)};
    tokens[n + i] = nothing;
    *(tokens - 1 - i) = nothing;
  }
  for (uint32_t i = 0; i < n; ++i) {
    const trawl_word *word = trawl_words_at(words, input[i].word);
    trawl_tag_token *token = &tokens[i];
    if (input[i].kind == TRAWL_TOKEN_WORD || input[i].kind == TRAWL_TOKEN_NUMBER) {
      look_at(model, words, &input[i], cap_of(word, start, letters == 1), letters == 2, token);
      start = false;
      continue;
    }
    const uint32_t known = trawl_tag_known(model, word);
    const char *text = trawl_words_text(words, input[i].word);
    *token = (trawl_tag_token){
      .cap = CAP_PUNCT, .class = GUESSED_ENDING - 1, .slot = slot_of(model, GUESSED_ENDING - 1)};
    if (known && !(input[i].flags & (TRAWL_TOKEN_OPEN | TRAWL_TOKEN_CLOSE))) {
      use_word(model, known, token);
      if (input[i].flags & TRAWL_TOKEN_SPACE && token->allowed & ~BIT(HYPH)) {
        token->allowed &= ~BIT(HYPH); /* a dash */
      }
    } else {
      token->word = known;
      token->allowed =
        input[i].kind == TRAWL_TOKEN_LINK ? BIT(ADD) : punctuation_tags(&input[i], text, word->len);
    }
    start |= (input[i].flags & TRAWL_TOKEN_OPEN) || text[0] == ':';
  }
  look_ahead(tokens, n);
}

/* ---- features ---------------------------------------------------------------------------------- */

/* The last n bytes of the ending, shifted so that endings of different lengths differ. */
static uint64_t ending_key(uint64_t ending, unsigned n)
{
  const uint64_t bytes = ending & ((UINT64_C(1) << 8 * n) - 1);
  return trawl_tag_key(TRAWL_F_ENDING, (uint64_t)n << 24 | bytes >> 24, bytes & 0xFFFFFF);
}

uint32_t trawl_tag_own_keys(const trawl_tag_token *token, bool training, uint64_t *keys)
{
  uint32_t n = 0;
  if (token->word && !training && token->cap == CAP_NONE) {
    keys[n++] = trawl_tag_key(TRAWL_F_WORD, token->word, true);
    return n;
  }
  if (token->word) {
    keys[n++] = trawl_tag_key(TRAWL_F_WORD, token->word, false);
  }
  keys[n++] = trawl_tag_key(TRAWL_F_CAP_OTHER, token->cap, token->other);
  keys[n++] = trawl_tag_key(TRAWL_F_FORMS_CAP, token->forms, token->cap);
  if (token->word && !training) {
    return n;
  }
  keys[n++] = trawl_tag_key(TRAWL_F_CLASS, token->class, 0);
  for (unsigned i = 1; i <= 5 && token->ending >> 8 * (i - 1); ++i) {
    keys[n++] = ending_key(token->ending, i);
  }
  return n;
}

uint32_t trawl_tag_context_keys(const trawl_tag_token *t, const trawl_tag_history *history,
                                uint64_t *keys)
{
  const unsigned t1 = history->t1, t2 = history->t2;
  const trawl_tag_token *before = t - 1, *after = t + 1;
  uint32_t n = 0;
  keys[n++] = trawl_tag_key(TRAWL_F_TAGS, t1, t2);
  keys[n++] = trawl_tag_key(TRAWL_F_CLASS_TAG, t->class, t1);
  if (t->verbal) {
    keys[n++] = trawl_tag_key(TRAWL_F_VERB_TAG,
                              (unsigned)t->verbal << 10 | history->verb << 3 | t->ahead, t1);
  }
  keys[n++] = trawl_tag_key(TRAWL_F_TAG_AFTER_CLASS, t1, after->class);
  keys[n++] = trawl_tag_key(TRAWL_F_CLASS_AFTER_CLASS, t->class, after->class);
  keys[n++] = trawl_tag_key(TRAWL_F_CAP_AROUND, t->cap, (unsigned)before->cap << 4 | after->cap);
  if (before->word) {
    keys[n++] = trawl_tag_key(TRAWL_F_BEFORE, before->word, 0);
    keys[n++] = trawl_tag_key(TRAWL_F_CLASS_BEFORE, t->class, before->word);
  }
  if (t[-2].word) {
    keys[n++] = trawl_tag_key(TRAWL_F_BEFORE2, t[-2].word, 0);
  }
  if (after->word) {
    keys[n++] = trawl_tag_key(TRAWL_F_AFTER, after->word, 0);
    keys[n++] = trawl_tag_key(TRAWL_F_CLASS_AFTER, t->class, after->word);
  }
  if (t[2].word) {
    keys[n++] = trawl_tag_key(TRAWL_F_AFTER2, t[2].word, 0);
  }
  if (t->word) {
    keys[n++] = trawl_tag_key(TRAWL_F_WORD_TAG, t->word, t1);
    keys[n++] = trawl_tag_key(TRAWL_F_WORD_BEFORE, t->word, before->word);
    keys[n++] = trawl_tag_key(TRAWL_F_WORD_AFTER, t->word, after->word);
  } else {
    keys[n++] = trawl_tag_key(TRAWL_F_ENDING_TAG, t->ending & 0xFFFFFF, t1);
  }
  return n;
}

enum { VERB_COMMA = 16, VERB_NOUN = 32, VERB_CLAUSE = 64 };

void trawl_tag_advance(trawl_tag_history *history, const trawl_tag_token *token, unsigned tag)
{
  history->t2 = history->t1;
  history->t1 = tag;
  switch (tag) {
  case TRAWL_TAG_MD:
  case TRAWL_TAG_TO:
    history->verb = tag == TRAWL_TAG_MD ? 1 : 2;
    break;
  case TRAWL_TAG_VB:
  case TRAWL_TAG_VBP:
  case TRAWL_TAG_VBZ:
  case TRAWL_TAG_VBD:
  case TRAWL_TAG_VBG:
  case TRAWL_TAG_VBN:
    history->verb = token->aux == 1 ? 3u : token->aux == 2 ? 4u : 5u + trawl_tag_is_finite(tag);
    break;
  case TRAWL_TAG_COMMA:
    history->verb |= VERB_COMMA;
    break;
  case TRAWL_TAG_NN:
  case TRAWL_TAG_NNS:
  case TRAWL_TAG_NNP:
  case TRAWL_TAG_NNPS:
  case TRAWL_TAG_PRP:
    history->verb |= VERB_NOUN;
    break;
  case TRAWL_TAG_WDT:
  case TRAWL_TAG_WP:
  case TRAWL_TAG_WRB:
    history->verb = VERB_CLAUSE;
    break;
  default:
    break;
  }
}
