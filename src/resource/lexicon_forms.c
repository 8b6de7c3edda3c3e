/* SPDX-License-Identifier: MIT
 * lexicon_forms.c - the forms and lemmas of a word, by base forms and endings.
 *
 * trawl_lexicon_finish() works them out for every word of the base table, trawl_lexicon_fill() for one
 * word that a document brings.  An ending is taken off only when what is left is a base form of that part
 * of speech ("visited" -> "visit"); words that stay unknown get a guess, so that new verbs still have a
 * lemma. */
#include "resource/lexicon.h"

#include "resource/tagmodel.h"

#include <string.h>

/* A longer word is no inflected form of anything; taking its ending off would only cost time. */
enum { INFLECTED_MAX = 40 };

static bool ends_in(const char *text, size_t len, const char *ending)
{
  const size_t n = strlen(ending);
  return len >= n && memcmp(text + len - n, ending, n) == 0;
}

static void note_forms(trawl_word *word, unsigned forms)
{
  word->tags |= forms << TRAWL_WORD_SHIFT;
}

/* ---- endings ----------------------------------------------------------------------------------- */

/* A form whose ending is being taken off. */
typedef struct inflected {
  const trawl_words *words;
  const trawl_tag_model
    *model; /* knows the forms of its words; NULL while they hang on the words */
  const char *text;
  size_t len;
  uint32_t lemma[TRAWL_POS_COUNT]; /* TRAWL_NONE: none found */
  unsigned forms;
} inflected;

/* Replaces the last `cut` bytes by `add`; when that is a base form of the part of speech, its lemma is
 * the word's, and the word may be one of `forms`. An earlier find is kept. */
static bool try_ending(inflected *w, size_t cut, const char *add, trawl_pos pos, unsigned forms)
{
  static const unsigned base_of[TRAWL_POS_COUNT] = {TRAWL_BASE_NOUN, TRAWL_BASE_VERB,
                                                    TRAWL_BASE_ADJ};
  char stem[INFLECTED_MAX + 8];
  const size_t n = w->len - cut, more = strlen(add);
  if (w->lemma[pos] != TRAWL_NONE || w->len < cut + 2) {
    return w->lemma[pos] != TRAWL_NONE;
  }
  memcpy(stem, w->text, n);
  memcpy(stem + n, add, more);
  const uint32_t id = trawl_words_find(w->words, stem, n + more);
  if (id == TRAWL_NONE || !(trawl_words_at(w->words, id)->tags & base_of[pos])) {
    return false;
  }
  w->lemma[pos] = trawl_words_at(w->words, id)->lemma[pos];
  w->forms |= forms;
  return true;
}

/* "stopped" behind its ending of `cut` bytes: is the consonant before it doubled? */
static bool is_doubled(const inflected *w, size_t cut)
{
  const size_t n = w->len - cut;
  return n >= 3 && w->text[n - 1] == w->text[n - 2] && !strchr("aeiou", w->text[n - 1]);
}

/* Endings that begin with a vowel: hoped -> hope, visited -> visit, tried -> try, stopped -> stop. */
static void try_vowel_ending(inflected *w, size_t cut, trawl_pos pos, unsigned forms, bool y)
{
  if (w->len < cut + 2) {
    return;
  }
  if (y && w->text[w->len - cut - 1] == 'i' && try_ending(w, cut + 1, "y", pos, forms)) {
    return;
  }
  if (!try_ending(w, cut, "e", pos, forms) && !try_ending(w, cut, "", pos, forms)
      && is_doubled(w, cut)) {
    try_ending(w, cut + 1, "", pos, forms);
  }
}

static void try_s(inflected *w)
{
  if (ends_in(w->text, w->len, "ss") || ends_in(w->text, w->len, "'s")) {
    return;
  }
  if (ends_in(w->text, w->len, "ies")) {
    try_ending(w, 3, "y", TRAWL_POS_NOUN, TRAWL_FORM_NNS);
    try_ending(w, 3, "y", TRAWL_POS_VERB, TRAWL_FORM_VBZ);
  }
  try_ending(w, 1, "", TRAWL_POS_NOUN, TRAWL_FORM_NNS);
  try_ending(w, 1, "", TRAWL_POS_VERB, TRAWL_FORM_VBZ);
  if (ends_in(w->text, w->len, "es")) {
    try_ending(w, 2, "", TRAWL_POS_NOUN, TRAWL_FORM_NNS);
    try_ending(w, 2, "", TRAWL_POS_VERB, TRAWL_FORM_VBZ);
  }
}

static void try_endings(inflected *w)
{
  if (w->len < 3 || w->len > INFLECTED_MAX) {
    return;
  }
  switch (w->text[w->len - 1]) {
  case 's':
    try_s(w);
    break;
  case 'd':
    if (ends_in(w->text, w->len, "ed")) {
      try_vowel_ending(w, 2, TRAWL_POS_VERB, TRAWL_FORM_VBD | TRAWL_FORM_VBN, true);
    }
    break;
  case 'g':
    if (ends_in(w->text, w->len, "ing")) {
      try_vowel_ending(w, 3, TRAWL_POS_VERB, TRAWL_FORM_VBG, false);
    }
    break;
  case 'r':
    if (ends_in(w->text, w->len, "er")) {
      try_vowel_ending(w, 2, TRAWL_POS_ADJ, TRAWL_FORM_JJR, true);
    }
    break;
  case 't':
    if (ends_in(w->text, w->len, "est")) {
      try_vowel_ending(w, 3, TRAWL_POS_ADJ, TRAWL_FORM_JJS, true);
    }
    break;
  case 'n':
    if (ends_in(w->text, w->len, "men")) {
      try_ending(w, 2, "an", TRAWL_POS_NOUN, TRAWL_FORM_NNS);
    }
    break;
  default:
    break;
  }
}

/* "Visa-free", "co-operated", "ex-presidents": the part behind the last hyphen tells the forms. */
static unsigned forms_of_last_part(const trawl_words *words, const trawl_tag_model *model,
                                   const char *text, size_t len)
{
  const char *hyphen = memrchr(text, '-', len);
  if (!hyphen || hyphen == text || hyphen + 1 == text + len) {
    return 0;
  }
  const uint32_t id = trawl_words_find(words, hyphen + 1, (size_t)(text + len - hyphen - 1));
  if (id == TRAWL_NONE) {
    return 0;
  }
  inflected w = {.words = words, .text = hyphen + 1, .len = (size_t)(text + len - hyphen - 1)};
  w.forms = trawl_tag_forms(model, trawl_words_at(words, id));
  w.lemma[0] = w.lemma[1] = w.lemma[2] = TRAWL_NONE;
  try_endings(&w);
  return w.forms;
}

/* Works out the lemmas and forms of a word in lower case. What files said goes first. */
static void inflect(const trawl_words *words, const trawl_tag_model *model, uint32_t id,
                    trawl_word *word)
{
  inflected w = {.words = words, .text = trawl_words_text(words, id), .len = word->len};
  for (unsigned pos = 0; pos < TRAWL_POS_COUNT; ++pos) {
    w.lemma[pos] = word->lemma[pos] != id ? word->lemma[pos] : TRAWL_NONE;
  }
  if (word->tags & TRAWL_BASE_NOUN && w.lemma[TRAWL_POS_NOUN] == TRAWL_NONE
      && !ends_in(w.text, w.len, "s")) {
    w.lemma[TRAWL_POS_NOUN] = id;
  }
  try_endings(&w);
  for (unsigned pos = 0; pos < TRAWL_POS_COUNT; ++pos) {
    word->lemma[pos] = w.lemma[pos] != TRAWL_NONE ? w.lemma[pos] : id;
  }
  if (!(w.forms | trawl_word_forms(word)) && w.len <= INFLECTED_MAX) {
    w.forms = forms_of_last_part(words, model, w.text, w.len);
  }
  note_forms(word, w.forms);
}

/* What a form with capitals has from its lower-case form. */
static void follow_folded(const trawl_tag_model *model, const trawl_word *folded, trawl_word *word)
{
  if (!(word->tags & TRAWL_WORD_FILLED)) {
    memcpy(word->lemma, folded->lemma, sizeof word->lemma);
    word->tags |= folded->tags & TRAWL_WORD_BASE;
    note_forms(word, trawl_tag_forms(model, folded));
  }
  word->bits[0] |= folded->bits[0];
  word->bits[1] |= folded->bits[1];
}

/* Words of the model lead to their records from now on. */
static void link_model(trawl_words *words, trawl_tag_model *model)
{
  model->be = trawl_words_find(words, "be", 2);
  model->have = trawl_words_find(words, "have", 4);
  for (uint32_t i = 1; i < model->words.len; ++i) {
    trawl_tag_word *entry = &model->words.at[i];
    trawl_word *word = &words->items.at[entry->word];
    if (!(word->tags & TRAWL_WORD_MODEL)) {
      entry->forms = (uint16_t)trawl_word_forms(word);
      word->tags = TRAWL_WORD_MODEL | TRAWL_WORD_FILLED | i << TRAWL_WORD_SHIFT
                   | (word->tags & TRAWL_WORD_BASE);
      word->known = 1;
    }
  }
}

/* May be called again when words were added: what is filled in stays. */
trawl_status trawl_lexicon_finish(trawl_lexicon *lexicon)
{
  trawl_words *words = &lexicon->words;
  for (uint32_t id = 0; id < words->items.len; ++id) {
    trawl_word *word = &words->items.at[id];
    if (word->folded == id && !(word->tags & TRAWL_WORD_FILLED)) {
      inflect(words, lexicon->tags, id, word);
    }
  }
  for (uint32_t id = 0; id < words->items.len; ++id) {
    trawl_word *word = &words->items.at[id];
    if (word->folded != id) {
      follow_folded(lexicon->tags, &words->items.at[word->folded], word);
    }
    word->known |= (word->tags & ~TRAWL_WORD_FILLED) != 0;
    word->tags |= TRAWL_WORD_FILLED;
  }
  if (lexicon->tags) {
    link_model(words, lexicon->tags);
  }
  return TRAWL_OK;
}

/* ---- words of a document ----------------------------------------------------------------------- */

/* Behind these a silent e was dropped: gentrif-y, digitiz-e, renovat-e. */
static bool wants_e(const char *stem, size_t len)
{
  static const char *const endings[] = {"at",  "iz",  "is", "yz", "ys", "iv", "uc", "ag",
                                        "uir", "erg", "dg", "as", "os", "us", "ut", "ol",
                                        "in",  "bl",  "pl", "tl", "v",  "u"};
  if (len < 3) {
    return false;
  }
  for (size_t i = 0; i < TRAWL_COUNT(endings); ++i) {
    if (ends_in(stem, len, endings[i])) {
      return true;
    }
  }
  return false;
}

/* The likely base of a verb form that no list explains. 0: the form itself. */
static size_t guess_verb(const char *text, size_t len, char *out)
{
  const size_t cut = ends_in(text, len, "ing") ? 3 : ends_in(text, len, "ed") ? 2 : 0;
  size_t n = len - cut;
  if (!cut || n < 3) {
    return 0;
  }
  memcpy(out, text, n);
  if (cut == 2 && out[n - 1] == 'i') {
    out[n - 1] = 'y';
  } else if (out[n - 1] == out[n - 2] && !strchr("aeioulsfz", out[n - 1])) {
    --n;
  } else if (wants_e(out, n)) {
    out[n++] = 'e';
  }
  return n;
}

/* The same for a plural or a third person. */
static size_t guess_s(const char *text, size_t len, char *out)
{
  if (len < 4 || text[len - 1] != 's' || strchr("suia'", text[len - 2])) {
    return 0;
  }
  size_t n = len - 1;
  memcpy(out, text, n);
  if (ends_in(text, len, "ies") && len > 4) {
    out[n - 2] = 'y';
    --n;
  } else if (ends_in(text, len, "ches") || ends_in(text, len, "shes") || ends_in(text, len, "xes")
             || ends_in(text, len, "sses")) {
    --n;
  }
  return n;
}

static trawl_status guess(trawl_words *words, uint32_t id)
{
  char text[INFLECTED_MAX + 8], stem[INFLECTED_MAX + 8];
  const size_t len = trawl_words_at(words, id)->len;
  if (len > INFLECTED_MAX || len < 4 || trawl_words_at(words, id)->shape != TRAWL_SHAPE_LOWER) {
    return TRAWL_OK;
  }
  memcpy(text, trawl_words_text(words, id), len);
  size_t n = guess_s(text, len, stem);
  const bool plural = n > 0;
  n = n ? n : guess_verb(text, len, stem);
  if (!n) {
    return TRAWL_OK;
  }
  uint32_t lemma;
  bool fresh;
  TRAWL_TRY(trawl_words_add(words, stem, n, &lemma, &fresh));
  if (fresh) { /* a word of the document like any other: the text may bring it again */
    trawl_word *added = &words->items.at[lemma - words->first];
    added->tags |= TRAWL_WORD_FILLED;
  }
  trawl_word *word = &words->items.at[id - words->first];
  word->lemma[TRAWL_POS_VERB] = lemma;
  if (plural) {
    word->lemma[TRAWL_POS_NOUN] = lemma;
  }
  return TRAWL_OK;
}

/* Facts of a document's word in lower case. */
static trawl_status fill_folded(const trawl_lexicon *lexicon, trawl_words *words, uint32_t id)
{
  trawl_word *word = &words->items.at[id - words->first];
  if (word->tags & TRAWL_WORD_FILLED) {
    return TRAWL_OK;
  }
  inflect(words, lexicon->tags, id, word);
  const bool found = trawl_word_forms(word) != 0;
  word->known = found;
  word->tags |= TRAWL_WORD_FILLED;
  return found ? TRAWL_OK : guess(words, id);
}

trawl_status trawl_lexicon_fill(const trawl_lexicon *lexicon, trawl_words *words, uint32_t id)
{
  if (id < words->first) {
    return TRAWL_OK;
  }
  const uint32_t folded = trawl_words_at(words, id)->folded;
  if (folded >= words->first) {
    TRAWL_TRY(fill_folded(lexicon, words, folded));
  }
  if (folded != id) {
    const trawl_word *from = trawl_words_at(words, folded);
    trawl_word *word = &words->items.at[id - words->first];
    follow_folded(lexicon->tags, from, word);
    word->tags |= TRAWL_WORD_FILLED;
    word->known = from->known;
  }
  return TRAWL_OK;
}

uint32_t trawl_lexicon_lemma(const trawl_words *words, uint32_t id, unsigned tag)
{
  const trawl_word *word = trawl_words_at(words, id);
  switch (tag) {
  case TRAWL_TAG_NN:
  case TRAWL_TAG_NNS:
    return word->lemma[TRAWL_POS_NOUN];
  case TRAWL_TAG_VB:
  case TRAWL_TAG_VBD:
  case TRAWL_TAG_VBG:
  case TRAWL_TAG_VBN:
  case TRAWL_TAG_VBP:
  case TRAWL_TAG_VBZ:
  case TRAWL_TAG_MD:
    return word->lemma[TRAWL_POS_VERB];
  case TRAWL_TAG_JJ:
  case TRAWL_TAG_JJR:
  case TRAWL_TAG_JJS:
  case TRAWL_TAG_RB:
  case TRAWL_TAG_RBR:
  case TRAWL_TAG_RBS:
  case TRAWL_TAG_DT:
    return word->lemma[TRAWL_POS_ADJ];
  case TRAWL_TAG_NNP:
  case TRAWL_TAG_NNPS:
    return id;
  default:
    return word->folded;
  }
}
