/* SPDX-License-Identifier: MIT
 * tagmodel.h - the tagger's model: an averaged perceptron over words, endings and neighbours.
 *
 * What decides a tag is a sum of weights.  Each feature of a position (the word itself, its ending, the
 * tag before it, the class of the word behind it ...) is a 64-bit key: template, then two numbers.  The
 * key leads to a short row of (tag, weight).  Tags are chosen from left to right; a word whose lexicon
 * record allows one tag only gets it without any sum.  The training tool uses the same functions, so
 * what is learned is what is used.
 *
 * Private to the lexicon, the tagger and tools/lexicon. */
#ifndef TRAWL_RESOURCE_TAGMODEL_H
#define TRAWL_RESOURCE_TAGMODEL_H

#include "base/hash.h"
#include "model/doc.h"
#include "resource/lexicon.h"

/* ---- trawl_word.tags: what the lexicon knows of a word ----------------------------------------- */

/* Bits 0-3: parts of speech of which the form is a base form. A word of the model then has the flag
 * TRAWL_WORD_MODEL and its index above; any other word the forms that its endings allow. */
enum { TRAWL_BASE_NOUN = 1, TRAWL_BASE_VERB = 2, TRAWL_BASE_ADJ = 4, TRAWL_BASE_ADV = 8 };

enum { /* the forms that a word may be, by the lexicon's base forms and endings */
       TRAWL_FORM_NN = 1,
       TRAWL_FORM_NNS = 2,
       TRAWL_FORM_VB = 4,
       TRAWL_FORM_VBZ = 8,
       TRAWL_FORM_VBD = 16,
       TRAWL_FORM_VBN = 32,
       TRAWL_FORM_VBG = 64,
       TRAWL_FORM_JJ = 128,
       TRAWL_FORM_JJR = 256,
       TRAWL_FORM_JJS = 512,
       TRAWL_FORM_RB = 1024,
};

#define TRAWL_WORD_MODEL (UINT32_C(1) << 31)
#define TRAWL_WORD_FILLED (UINT32_C(1) << 30)
enum {
  TRAWL_WORD_BASE = 15,
  TRAWL_WORD_SHIFT = 4,
  TRAWL_WORD_FORMS = 0x7FF,
  TRAWL_WORD_INDEX = 0x3FFFFFF
};

static inline unsigned trawl_word_forms(const trawl_word *word)
{
  return word->tags & TRAWL_WORD_MODEL ? 0 : word->tags >> TRAWL_WORD_SHIFT & TRAWL_WORD_FORMS;
}

/* The forms that a word may be, of the model or not. `model` may be NULL. */
unsigned trawl_tag_forms(const trawl_tag_model *model, const trawl_word *word);

static inline uint32_t trawl_word_model(const trawl_word *word)
{
  return word->tags & TRAWL_WORD_MODEL ? word->tags >> TRAWL_WORD_SHIFT & TRAWL_WORD_INDEX : 0;
}

/* ---- the model --------------------------------------------------------------------------------- */

/* A word that training has seen. Index 0 stands for all others. */
typedef struct trawl_tag_word {
  uint64_t allowed; /* tags it may have, bit per trawl_tag */
  uint32_t word;    /* its id in the base table */
  uint32_t class;   /* words that may have the same tags share a class; from 1 */
  uint16_t forms;   /* TRAWL_FORM_* */
} trawl_tag_word;

typedef struct trawl_tag_weight {
  int16_t weight;
  uint16_t tag;
} trawl_tag_weight;

struct trawl_tag_model {
  TRAWL_VEC(trawl_tag_word) words;
  TRAWL_VEC(trawl_tag_weight) weights;
  uint32_t be, have; /* word ids of the auxiliaries' lemmas */
  /* Open addressing, never more than half full. A slot is 32 bits of the key's hash, 0: free; where the
   * row is stands in an array of its own, since most look-ups find nothing. */
  uint32_t *checks;
  uint32_t *rows; /* first weight << 6 | number of weights */
  uint32_t mask, room;
  bool training; /* features of known words are not merged into one yet */
};

enum {
  TRAWL_TAG_CLASSES = 4096
}; /* classes of the model are below; above are those of other words */

/* The lower half says where the search begins, the upper half is the check. */
static inline uint64_t trawl_tag_hash(uint64_t key)
{
  return trawl_hash_mix(key ^ UINT64_C(0x9e3779b97f4a7c15), UINT64_C(0xa0761d6478bd642f))
         | UINT64_C(1) << 32;
}

static inline bool trawl_tag_is_finite(unsigned tag)
{
  return tag == TRAWL_TAG_VBD || tag == TRAWL_TAG_VBP || tag == TRAWL_TAG_VBZ
         || tag == TRAWL_TAG_MD;
}

trawl_tag_model *trawl_tag_model_new(void);
void trawl_tag_model_free(trawl_tag_model *model);
/* Reads a file whose first line is "#trawl-tagger 1"; its words go into the base table. E232 for a line
 * that cannot be read. */
trawl_status trawl_tag_model_load(trawl_tag_model *model, trawl_words *words,
                                  const trawl_source *file, trawl_findings *findings);
/* Makes room for `n` rows in all; before the first one. */
trawl_status trawl_tag_model_reserve(trawl_tag_model *model, uint32_t n);
/* Adds a row of weights. TRAWL_BAD_DATA: no room was made, or the key is there already. */
trawl_status trawl_tag_model_add(trawl_tag_model *model, uint64_t key,
                                 const trawl_tag_weight *weights, uint32_t n);

/* ---- features ---------------------------------------------------------------------------------- */

/* What the tagger reads of a token. */
typedef struct trawl_tag_input {
  uint32_t word; /* id */
  uint8_t kind;  /* trawl_token_kind */
  uint8_t flags; /* of the token */
} trawl_tag_input;

/* A token as the features see it: the word may be the folded one, the class a guess. */
typedef struct trawl_tag_token {
  uint64_t allowed;
  uint64_t ending; /* up to five last bytes of the folded form, only for words outside the model */
  uint32_t word;   /* index in the model, 0: unknown */
  uint32_t class;
  uint32_t other; /* class of the form as it is written, where `word` is the folded one */
  uint16_t forms;
  uint8_t cap;    /* how it is written, and where */
  uint8_t aux;    /* 1: a form of be, 2: of have */
  uint8_t verbal; /* which verb forms it may be */
  uint8_t ahead;  /* the next verb: none, finite, perhaps; bit 2: a finite one follows somewhere */
} trawl_tag_token;

/* What lies before a token. A participle is told from a past tense by the last verb: "was ... visited". */
typedef struct trawl_tag_history {
  unsigned t1, t2; /* the tags before, nearest first */
  unsigned verb;   /* the last verb, and what came since */
} trawl_tag_history;

enum {
  TRAWL_TAG_PIECE = 600,
  TRAWL_TAG_PAD = 2,
  TRAWL_TAG_MAX_KEYS = 40,
  TRAWL_TAG_MAX_STATIC = 12
};

/* Fills `tokens` for a piece of a sentence (n up to TRAWL_TAG_PIECE); TRAWL_TAG_PAD free ones stand
 * before and behind. `headline`: the sentence is a headline. */
void trawl_tag_prepare(const trawl_tag_model *model, const trawl_words *words,
                       const trawl_tag_input *input, uint32_t n, bool headline,
                       trawl_tag_token *tokens);
/* The keys of the token's own features: all of them for a word outside the model or while training, one
 * merged key else. */
uint32_t trawl_tag_own_keys(const trawl_tag_token *token, bool training, uint64_t *keys);
/* The keys of its surroundings: what lies before it and its neighbours. */
uint32_t trawl_tag_context_keys(const trawl_tag_token *token, const trawl_tag_history *history,
                                uint64_t *keys);
/* Goes on behind a token that got a tag. */
void trawl_tag_advance(trawl_tag_history *history, const trawl_tag_token *token, unsigned tag);
/* The merged key of a word of the model; `lower`: written without a capital, which is merged too. */
uint64_t trawl_tag_word_key(uint32_t word, bool lower);

/* Tags a sentence of any length. */
void trawl_tag_sentence(const trawl_tag_model *model, const trawl_words *words,
                        const trawl_tag_input *input, uint32_t n, bool headline, uint8_t *tags);

#endif
