/* SPDX-License-Identifier: MIT
 * tagmodel.c - features, scoring and the file of the tagger's model.
 *
 * A word is looked at in the form that the text has or, where a capital tells nothing (at the start of a
 * sentence, in a title-case or all-capitals headline), in its lower-case form.  A word that training has
 * seen brings the set of tags it may have; for any other word the lexicon's forms and the way it is
 * written narrow the choice. */
#include "resource/tagmodel.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#define BIT(tag) (UINT64_C(1) << TRAWL_TAG_##tag)

_Static_assert(TRAWL_TAG_COUNT <= 64, "tags fit into a mask");

static const uint64_t any_name = BIT(NNP) | BIT(NNPS);
static const uint64_t open_tags = BIT(NN) | BIT(NNS) | BIT(NNP) | BIT(NNPS) | BIT(JJ) | BIT(JJR) | BIT(JJS)
                                  | BIT(RB) | BIT(VB) | BIT(VBD) | BIT(VBG) | BIT(VBN) | BIT(VBP)
                                  | BIT(VBZ) | BIT(FW) | BIT(UH) | BIT(CD);

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

enum { GUESSED_CLASS = 4096, GUESSED_ENDING = 16384 };

/* ---- the table --------------------------------------------------------------------------------- */

trawl_tag_model *trawl_tag_model_new(void)
{
  trawl_tag_model *model = calloc(1, sizeof *model);
  if (model && !trawl_vec_push(&model->words, (trawl_tag_word){.allowed = 0})) {
    free(model);
    return NULL;
  }
  return model;
}

void trawl_tag_model_free(trawl_tag_model *model)
{
  if (model) {
    trawl_vec_clear(&model->words);
    trawl_vec_clear(&model->weights);
    free(model->slots);
    free(model);
  }
}

static uint32_t first_slot(uint64_t key)
{
  return (uint32_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32);
}

static trawl_tag_slot *slot_of(trawl_tag_slot *slots, uint32_t mask, uint64_t key)
{
  uint32_t i = first_slot(key) & mask;
  while (slots[i].key && slots[i].key != key) {
    i = (i + 1) & mask;
  }
  return &slots[i];
}

static bool grow_slots(trawl_tag_model *model)
{
  const uint32_t old = model->slots ? model->mask + 1 : 0, n = old ? old * 2 : 4096;
  if (model->count < old / 2) {
    return true;
  }
  trawl_tag_slot *slots = n > UINT32_MAX / 4 ? NULL : calloc(n, sizeof *slots);
  if (!slots) {
    return false;
  }
  for (uint32_t i = 0; i < old; ++i) {
    if (model->slots[i].key) {
      *slot_of(slots, n - 1, model->slots[i].key) = model->slots[i];
    }
  }
  free(model->slots);
  model->slots = slots;
  model->mask = n - 1;
  return true;
}

trawl_status trawl_tag_model_add(trawl_tag_model *model, uint64_t key, const trawl_tag_weight *weights,
                                 uint32_t n)
{
  TRAWL_TRY_MEM(grow_slots(model));
  TRAWL_TRY_MEM(trawl_vec_reserve(&model->weights, (uint64_t)model->weights.len + n));
  trawl_tag_slot *slot = slot_of(model->slots, model->mask, key);
  model->count += slot->key == 0;
  *slot = (trawl_tag_slot){key, model->weights.len, n};
  memcpy(model->weights.at + model->weights.len, weights, n * sizeof *weights);
  model->weights.len += n;
  return TRAWL_OK;
}

/* ---- the file ---------------------------------------------------------------------------------- */

typedef struct parser {
  trawl_tag_model *model;
  trawl_words *words;
  const char *at, *end; /* the line */
  uint64_t classes[GUESSED_CLASS];
  uint32_t class_count;
  unsigned template; /* of the rows that follow; 0: words or classes */
  char section;
} parser;

static bool read_number(parser *p, uint64_t *out)
{
  uint64_t n = 0;
  const char *from = p->at;
  for (; p->at < p->end && *p->at >= '0' && *p->at <= '9'; ++p->at) {
    n = n * 10 + (uint64_t)(*p->at - '0');
    if (n > UINT64_C(1) << 58) {
      return false;
    }
  }
  *out = n;
  return p->at > from;
}

static bool skip(parser *p, char c)
{
  if (p->at < p->end && *p->at == c) {
    ++p->at;
    return true;
  }
  return false;
}

/* A tag is one letter: A for the first of trawl_tag, then on through a. */
static bool read_tag(parser *p, unsigned *tag)
{
  if (p->at >= p->end) {
    return false;
  }
  const char c = *p->at++;
  const int n = c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : -1;
  *tag = (unsigned)n + 1;
  return n >= 0 && *tag < TRAWL_TAG_COUNT;
}

/* "ABC": the tags of the next class. */
static bool read_class(parser *p)
{
  uint64_t tags = 0;
  unsigned tag;
  while (p->at < p->end) {
    if (!read_tag(p, &tag)) {
      return false;
    }
    tags |= UINT64_C(1) << tag;
  }
  if (!tags || p->class_count + 1 >= GUESSED_CLASS) {
    return false;
  }
  p->classes[++p->class_count] = tags;
  return true;
}

/* "visit TAB 17": a word and its class. */
static trawl_status read_word(parser *p, bool *fine)
{
  const char *form = p->at, *tab = memchr(p->at, '\t', (size_t)(p->end - p->at));
  uint64_t class;
  p->at = tab ? tab + 1 : p->end;
  *fine = tab && tab > form && read_number(p, &class) && class && class <= p->class_count && p->at == p->end;
  if (!*fine) {
    return TRAWL_OK;
  }
  trawl_tag_word word = {.allowed = p->classes[class], .class = (uint32_t)class};
  TRAWL_TRY(trawl_words_add(p->words, form, (size_t)(tab - form), &word.word, NULL));
  TRAWL_TRY_MEM(trawl_vec_push(&p->model->words, word));
  return TRAWL_OK;
}

/* "17 4 A12C-5": the two numbers of a key, then weights by tag. */
static trawl_status read_row(parser *p, bool *fine)
{
  trawl_tag_weight weights[TRAWL_TAG_COUNT];
  uint32_t n = 0;
  uint64_t a, b;
  *fine = read_number(p, &a) && skip(p, ' ') && read_number(p, &b) && skip(p, ' ') && a >> 29 == 0
          && b >> 29 == 0;
  while (*fine && p->at < p->end) {
    unsigned tag;
    uint64_t size;
    const bool has_tag = n < TRAWL_TAG_COUNT && read_tag(p, &tag), minus = skip(p, '-');
    *fine = has_tag && read_number(p, &size) && size <= INT16_MAX;
    if (*fine) {
      weights[n++] = (trawl_tag_weight){(int16_t)(minus ? -(int)size : (int)size), (uint16_t)tag};
    }
  }
  return *fine ? trawl_tag_model_add(p->model, (uint64_t)p->template << 58 | a << 29 | b, weights, n)
               : TRAWL_OK;
}

/* "@classes", "@words", "@rows 7" */
static bool read_section(parser *p)
{
  static const char classes[] = "@classes", words[] = "@words", rows[] = "@rows ";
  const size_t len = (size_t)(p->end - p->at);
  uint64_t template = 0;
  if (len == sizeof classes - 1 && memcmp(p->at, classes, len) == 0) {
    p->section = 'c';
  } else if (len == sizeof words - 1 && memcmp(p->at, words, len) == 0) {
    p->section = 'w';
  } else if (len > sizeof rows - 1 && memcmp(p->at, rows, sizeof rows - 1) == 0) {
    p->section = 'r';
    p->at += sizeof rows - 1;
    if (!read_number(p, &template) || template == 0 || template > 63 || p->at != p->end) {
      return false;
    }
  } else {
    return false;
  }
  p->template = (unsigned)template;
  return true;
}

static trawl_status read_line(parser *p, bool *fine)
{
  *fine = true;
  if (p->at == p->end || (*p->at == '#' && p->section != 'w')) {
    return TRAWL_OK;
  }
  if (*p->at == '@' && p->end - p->at > 3 && !memchr(p->at, '\t', (size_t)(p->end - p->at))) {
    *fine = read_section(p);
    return TRAWL_OK;
  }
  switch (p->section) {
  case 'c':
    *fine = read_class(p);
    return TRAWL_OK;
  case 'w':
    return read_word(p, fine);
  case 'r':
    return read_row(p, fine);
  default:
    *fine = false;
    return TRAWL_OK;
  }
}

trawl_status trawl_tag_model_load(trawl_tag_model *model, trawl_words *words, const trawl_source *file,
                                  trawl_findings *findings)
{
  parser *p = calloc(1, sizeof *p); /* too large for the stack */
  TRAWL_TRY_MEM(p);
  p->model = model;
  p->words = words;
  const char *at = file->text, *end = file->text + file->len;
  trawl_status status = TRAWL_OK;
  for (uint32_t line = 1; at < end && status == TRAWL_OK; ++line) {
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    bool fine;
    p->at = at;
    p->end = stop ? stop : end;
    status = read_line(p, &fine);
    if (status == TRAWL_OK && !fine) { /* a damaged file: one finding is enough */
      status = trawl_report(findings, (trawl_place){file, line, 1, 1}, "E232", TRAWL_BAD_RULE,
                            "not a line of a tagger's model");
    }
    at = stop ? stop + 1 : end;
  }
  free(p);
  return status;
}

/* ---- what a token is --------------------------------------------------------------------------- */

unsigned trawl_tag_forms(const trawl_tag_model *model, const trawl_word *word)
{
  const uint32_t known = trawl_word_model(word);
  return known && model ? model->words.at[known].forms : trawl_word_forms(word);
}

/* The tags that a word outside the model may have. */
static uint64_t guessed_tags(unsigned forms, uint8_t cap, const char *text, size_t len)
{
  static const struct {
    unsigned form;
    uint64_t tags;
  } table[] = {
    {TRAWL_FORM_NN, BIT(NN)},
    {TRAWL_FORM_NNS, BIT(NNS)},
    {TRAWL_FORM_VB, BIT(VB) | BIT(VBP)},
    {TRAWL_FORM_VBZ, BIT(VBZ)},
    {TRAWL_FORM_VBD, BIT(VBD)},
    {TRAWL_FORM_VBN, BIT(VBN) | BIT(JJ)},
    {TRAWL_FORM_VBG, BIT(VBG) | BIT(NN) | BIT(JJ)},
    {TRAWL_FORM_JJ, BIT(JJ)},
    {TRAWL_FORM_JJR, BIT(JJR) | BIT(RBR)},
    {TRAWL_FORM_JJS, BIT(JJS) | BIT(RBS)},
    {TRAWL_FORM_RB, BIT(RB)},
  };
  uint64_t tags = 0;
  if (cap == CAP_NUMBER) {
    return BIT(CD) | BIT(JJ) | BIT(NN) | BIT(NNS) | BIT(NNP) | BIT(LS) | BIT(RB) | BIT(ADD);
  }
  for (size_t i = 0; i < TRAWL_COUNT(table); ++i) {
    tags |= forms & table[i].form ? table[i].tags : 0;
  }
  if (!forms) {
    tags = open_tags;
    tags &= cap == CAP_NONE ? ~BIT(NNPS) : ~UINT64_C(0);
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
  static const char *const endings[] = {"s", "ed", "ing", "ly", "er", "al", "ic", "ous", "ive", "able"};
  if (forms) {
    return GUESSED_CLASS + (forms | (capital ? 2048u : 0u));
  }
  for (uint32_t i = 0; i < TRAWL_COUNT(endings); ++i) {
    const size_t n = strlen(endings[i]);
    if (len > n + 1 && memcmp(text + len - n, endings[i], n) == 0) {
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
}

static uint8_t auxiliary(const trawl_tag_model *model, const trawl_word *folded)
{
  const uint32_t lemma = folded->lemma[TRAWL_POS_VERB];
  return lemma == model->be ? 1 : lemma == model->have ? 2 : 0;
}

static void look_at(const trawl_tag_model *model, const trawl_words *words, const trawl_tag_input *input,
                    uint8_t cap, bool shouted, trawl_tag_token *token)
{
  const trawl_word *word = trawl_words_at(words, input->word);
  const trawl_word *folded = trawl_words_at(words, word->folded);
  const char *text = trawl_words_text(words, word->folded);
  const uint32_t exact = trawl_word_model(word), lower = trawl_word_model(folded);
  const bool telling = cap == CAP_TITLE || cap == CAP_MIXED || cap == CAP_INITIAL || (cap == CAP_UPPER && !shouted);
  *token = (trawl_tag_token){.cap = cap, .other = exact ? model->words.at[exact].class : 0};
  token->aux = auxiliary(model, folded);
  token->ending = model->training ? ending_of(text, folded->len) : 0;
  if (exact && (exact == lower || telling || !(lower || trawl_tag_forms(model, folded)))) {
    use_word(model, exact, token);
    return;
  }
  if (lower && (!telling || cap == CAP_UPPER)) {
    use_word(model, lower, token);
    token->allowed |= exact                                     ? model->words.at[exact].allowed
                      : token->allowed & open_tags & ~BIT(CD)   ? any_name
                                                                : 0;
    return;
  }
  token->forms = (uint16_t)trawl_tag_forms(model, folded);
  token->allowed = guessed_tags(token->forms, cap, text, folded->len);
  token->class = guessed_class(token->forms, cap != CAP_NONE && cap != CAP_NUMBER, text, folded->len);
  token->ending = ending_of(text, folded->len);
}

/* Where nearly every word has a capital, capitals tell nothing. 1: title case, 2: all capitals. */
static int case_of(const trawl_words *words, const trawl_tag_input *input, uint32_t n, bool headline)
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

/* What each token has ahead of it, up to the sentence's end. */
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

static void look_ahead(trawl_tag_token *tokens, uint32_t n)
{
  const uint64_t finite = BIT(MD) | BIT(VBZ) | BIT(VBP) | BIT(VBD), verbs = finite | BIT(VBN) | BIT(VBG) | BIT(VB);
  unsigned ahead = 0;
  for (uint32_t i = n; i-- > 0;) {
    const uint64_t allowed = tokens[i].allowed;
    tokens[i].ahead = (uint8_t)ahead;
    tokens[i].verbal = verbal_of(allowed);
    if ((allowed & ~finite) == 0 || (tokens[i].aux && !(allowed & (BIT(VB) | BIT(VBG) | BIT(POS))))) {
      ahead = 1 | 4;
    } else if ((allowed & ~(verbs | BIT(JJ))) == 0) {
      ahead = (ahead & 4) | (allowed & BIT(VBD) ? 2 : 3);
    }
  }
}

void trawl_tag_prepare(const trawl_tag_model *model, const trawl_words *words, const trawl_tag_input *input,
                       uint32_t n, bool headline, trawl_tag_token *tokens)
{
  const int letters = case_of(words, input, n, headline);
  bool start = true;
  memset(tokens - TRAWL_TAG_PAD, 0, TRAWL_TAG_PAD * sizeof *tokens);
  memset(tokens + n, 0, TRAWL_TAG_PAD * sizeof *tokens);
  for (uint32_t i = 0; i < n; ++i) {
    const trawl_word *word = trawl_words_at(words, input[i].word);
    trawl_tag_token *token = &tokens[i];
    if (input[i].kind == TRAWL_TOKEN_WORD || input[i].kind == TRAWL_TOKEN_NUMBER) {
      look_at(model, words, &input[i], cap_of(word, start, letters == 1), letters == 2, token);
      start = false;
      continue;
    }
    const uint32_t known = trawl_word_model(word);
    const char *text = trawl_words_text(words, input[i].word);
    *token = (trawl_tag_token){.cap = CAP_PUNCT, .class = GUESSED_ENDING - 1};
    if (known && !(input[i].flags & (TRAWL_TOKEN_OPEN | TRAWL_TOKEN_CLOSE))) {
      use_word(model, known, token);
      if (input[i].flags & TRAWL_TOKEN_SPACE && token->allowed & ~BIT(HYPH)) {
        token->allowed &= ~BIT(HYPH); /* a dash */
      }
    } else {
      token->word = known;
      token->allowed = input[i].kind == TRAWL_TOKEN_LINK ? BIT(ADD)
                                                         : punctuation_tags(&input[i], text, word->len);
    }
    start |= (input[i].flags & TRAWL_TOKEN_OPEN) || text[0] == ':';
  }
  look_ahead(tokens, n);
}

/* ---- features ---------------------------------------------------------------------------------- */

enum { /* templates; their numbers stand in the model's file */
  F_WORD = 1,
  F_ENDING,
  F_FORMS_CAP,
  F_CAP_OTHER,
  F_CLASS,
  F_TAGS,
  F_TAG,
  F_WORD_TAG,
  F_CLASS_TAG,
  F_BEFORE,
  F_AFTER,
  F_BEFORE2,
  F_AFTER2,
  F_AFTER_CLASS,
  F_TAG_AFTER_CLASS,
  F_CLASS_AFTER_CLASS,
  F_CLASS_AFTER,
  F_CLASS_BEFORE,
  F_WORD_AFTER,
  F_WORD_BEFORE,
  F_CAP_AROUND,
  F_VERB_TAG,
  F_VERB_AFTER,
  F_ENDING_TAG,
};

static uint64_t key_of(unsigned template, uint64_t a, uint64_t b)
{
  return (uint64_t)template << 58 | a << 29 | b;
}

uint64_t trawl_tag_word_key(uint32_t word)
{
  return key_of(F_WORD, word, 0);
}

/* The last n bytes of the ending, shifted so that endings of different lengths differ. */
static uint64_t ending_key(uint64_t ending, unsigned n)
{
  const uint64_t bytes = ending & ((UINT64_C(1) << 8 * n) - 1);
  return key_of(F_ENDING, (uint64_t)n << 24 | bytes >> 24, bytes & 0xFFFFFF);
}

uint32_t trawl_tag_own_keys(const trawl_tag_token *token, bool training, uint64_t *keys)
{
  uint32_t n = 0;
  if (token->word) {
    keys[n++] = key_of(F_WORD, token->word, 0);
  }
  keys[n++] = key_of(F_CAP_OTHER, token->cap, token->other);
  keys[n++] = key_of(F_FORMS_CAP, token->forms, token->cap);
  if (token->word && !training) {
    return n;
  }
  keys[n++] = key_of(F_CLASS, token->class, 0);
  for (unsigned i = 1; i <= 5 && token->ending >> 8 * (i - 1); ++i) {
    keys[n++] = ending_key(token->ending, i);
  }
  return n;
}

uint32_t trawl_tag_context_keys(const trawl_tag_token *t, const trawl_tag_history *history, uint64_t *keys)
{
  const unsigned t1 = history->t1, t2 = history->t2;
  const trawl_tag_token *before = t - 1, *after = t + 1;
  uint32_t n = 0;
  keys[n++] = key_of(F_TAGS, t1, t2);
  keys[n++] = key_of(F_TAG, t1, 0);
  keys[n++] = key_of(F_CLASS_TAG, t->class, t1);
  if (t->verbal) {
    const uint32_t state = (unsigned)t->verbal << 10 | history->verb << 3 | t->ahead;
    keys[n++] = key_of(F_VERB_TAG, state, t1);
    keys[n++] = key_of(F_VERB_AFTER, state, after->class);
  }
  keys[n++] = key_of(F_AFTER_CLASS, after->class, 0);
  keys[n++] = key_of(F_TAG_AFTER_CLASS, t1, after->class);
  keys[n++] = key_of(F_CLASS_AFTER_CLASS, t->class, after->class);
  keys[n++] = key_of(F_CAP_AROUND, t->cap, (unsigned)before->cap << 4 | after->cap);
  if (before->word) {
    keys[n++] = key_of(F_BEFORE, before->word, 0);
    keys[n++] = key_of(F_CLASS_BEFORE, t->class, before->word);
  }
  if (t[-2].word) {
    keys[n++] = key_of(F_BEFORE2, t[-2].word, 0);
  }
  if (after->word) {
    keys[n++] = key_of(F_AFTER, after->word, 0);
    keys[n++] = key_of(F_CLASS_AFTER, t->class, after->word);
  }
  if (t[2].word) {
    keys[n++] = key_of(F_AFTER2, t[2].word, 0);
  }
  if (t->word) {
    keys[n++] = key_of(F_WORD_TAG, t->word, t1);
    keys[n++] = key_of(F_WORD_BEFORE, t->word, before->word);
    keys[n++] = key_of(F_WORD_AFTER, t->word, after->word);
  } else {
    keys[n++] = key_of(F_ENDING_TAG, t->ending & 0xFFFFFF, t1);
  }
  return n;
}

static bool is_finite(unsigned tag)
{
  return tag == TRAWL_TAG_VBD || tag == TRAWL_TAG_VBP || tag == TRAWL_TAG_VBZ || tag == TRAWL_TAG_MD;
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
    history->verb = token->aux == 1 ? 3u : token->aux == 2 ? 4u : 5u + is_finite(tag);
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

/* ---- tagging ----------------------------------------------------------------------------------- */

static void add_rows(const trawl_tag_model *model, const uint64_t *keys, uint32_t n, int32_t *scores)
{
  for (uint32_t i = 0; i < n; ++i) { /* the table is larger than the nearest caches */
    __builtin_prefetch(&model->slots[first_slot(keys[i]) & model->mask]);
  }
  for (uint32_t i = 0; i < n; ++i) {
    const trawl_tag_slot *slot = slot_of(model->slots, model->mask, keys[i]);
    const trawl_tag_weight *weight = model->weights.at + slot->first;
    for (uint32_t j = 0; j < slot->count; ++j) {
      scores[weight[j].tag] += weight[j].weight;
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
  if (model->slots) {
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

static bool is_nominal(unsigned tag)
{
  return tag == TRAWL_TAG_NN || tag == TRAWL_TAG_NNS || tag == TRAWL_TAG_NNP || tag == TRAWL_TAG_NNPS
         || tag == TRAWL_TAG_PRP || tag == TRAWL_TAG_CD;
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
    if (is_finite(tags[i])) {
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
static void mend_finite(const trawl_tag_token *tokens, uint32_t n, uint8_t *tags)
{
  if (n < 4 || tags[n - 1] != TRAWL_TAG_STOP) {
    return;
  }
  for (uint32_t i = 0; i < n && !is_finite(tags[i]) && !opens_clause(tags, i); ++i) {
    if (i && tags[i] == TRAWL_TAG_VBN && tokens[i].allowed & BIT(VBD)
        && (is_nominal(tags[i - 1]) || (i > 1 && tags[i - 1] == TRAWL_TAG_RB && is_nominal(tags[i - 2])))) {
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
  if (n < 4 || tags[n - 1] != TRAWL_TAG_STOP || tags[n - 2] != TRAWL_TAG_VBN || !is_nominal(tags[n - 3])
      || !(tokens[n - 2].allowed & BIT(VBD))) {
    return;
  }
  for (uint32_t i = n - 3; i-- > 0 && n - i < 12;) {
    if (tags[i] == TRAWL_TAG_COMMA || tags[i] == TRAWL_TAG_CLOSEQ) {
      tags[n - 2] = TRAWL_TAG_VBD;
      return;
    }
    if (!is_nominal(tags[i]) && tags[i] != TRAWL_TAG_DT && tags[i] != TRAWL_TAG_JJ && tags[i] != TRAWL_TAG_POS) {
      return;
    }
  }
}

/* ", founded in 1998, employs": between commas behind a noun, with a verb behind the second comma. */
static void mend_participle(const trawl_tag_token *tokens, uint32_t n, uint8_t *tags)
{
  for (uint32_t i = 2; i + 2 < n; ++i) {
    if (tags[i] != TRAWL_TAG_VBD || !(tokens[i].allowed & BIT(VBN)) || tags[i - 1] != TRAWL_TAG_COMMA
        || !is_nominal(tags[i - 2]) || tags[i + 1] != TRAWL_TAG_IN) {
      continue;
    }
    for (uint32_t j = i + 2; j + 1 < n && !is_finite(tags[j]); ++j) {
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
    if (is_finite(tags[i])) {
      return;
    }
  }
  for (uint32_t i = 1; i + 1 < n; ++i) {
    const unsigned next = tags[i + 1], before = tags[i - 1];
    const bool object = next == TRAWL_TAG_NNP || next == TRAWL_TAG_DT || next == TRAWL_TAG_PRPS
                        || next == TRAWL_TAG_CD || next == TRAWL_TAG_NNPS
                        || (next == TRAWL_TAG_JJ && before == TRAWL_TAG_NNP);
    if (tags[i] == TRAWL_TAG_NNS && tokens[i].allowed & BIT(VBZ) && object
        && (is_nominal(before) || (before == TRAWL_TAG_COMMA && i > 3))) {
      tags[i] = TRAWL_TAG_VBZ;
      return;
    }
  }
}

static void tag_piece(const trawl_tag_model *model, const trawl_words *words, const trawl_tag_input *input,
                      uint32_t n, bool headline, uint8_t *tags)
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
  mend_finite(first, n, tags);
  mend_attribution(first, n, tags);
  mend_plural(first, n, tags);
}

void trawl_tag_sentence(const trawl_tag_model *model, const trawl_words *words,
                        const trawl_tag_input *input, uint32_t n, bool headline, uint8_t *tags)
{
  for (uint32_t i = 0; i < n; i += TRAWL_TAG_PIECE) {
    const uint32_t size = n - i < TRAWL_TAG_PIECE ? n - i : TRAWL_TAG_PIECE;
    tag_piece(model, words, input + i, size, headline, tags + i);
  }
}
