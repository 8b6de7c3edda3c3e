/* SPDX-License-Identifier: MIT
 * tagmodel.h - the tagger's model: an averaged perceptron over words, endings and neighbours.
 *
 * What decides a tag is a sum of weights.  Each feature of a position (the word itself, its ending, the
 * tag before it, the class of the word behind it ...) is a 64-bit key: template, then two numbers.  The
 * key leads to a row of weights, one for each tag.  Tags are chosen from left to right; a word whose
 * lexicon record allows one tag only gets it without any sum, for any other only the weights of its
 * allowed tags are read.  The training tool uses the same keys, so what is learned is what is used;
 * the rows that a word or a class has of its own are looked up once, when the model is loaded.
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
  uint64_t allowed;         /* tags it may have, bit per trawl_tag */
  uint32_t word;            /* its id in the base table */
  uint32_t class;           /* words that may have the same tags share a class; from 1 */
  uint32_t own[2];          /* row of the word itself; [1]: when it is written without a capital */
  uint32_t before, after;   /* row that it brings to the token behind it, before it */
  uint32_t before2, after2; /* the same for the next but one */
  uint16_t forms;           /* TRAWL_FORM_* */
  uint16_t slot;            /* of its class */
  uint32_t unused;          /* it stands in packs */
} trawl_tag_word;

typedef struct trawl_tag_weight {
  int16_t weight;
  uint16_t tag;
} trawl_tag_weight;

enum {
  TRAWL_TAG_CLASSES = 4096, /* classes of the model are below; above are those of other words */
  TRAWL_TAG_CLASS_END = 16384 + 64,
  TRAWL_TAG_BUCKET = 4,
  TRAWL_TAG_LINE = 32, /* weights of a cache line: those of the tags from CC to VBZ are one */
  TRAWL_TAG_CAPS = 16,
};

/* A look-up reads one bucket, half a cache line, and hardly takes a branch that cannot be foreseen. The
 * check is 32 bits of the key's hash, 0: free. A full bucket is continued in the next one. */
typedef struct trawl_tag_bucket {
  uint32_t checks[TRAWL_TAG_BUCKET];
  uint32_t rows[TRAWL_TAG_BUCKET];
} trawl_tag_bucket;

/* The rows of a class, or of a tag, by the tag before. */
typedef struct trawl_tag_rows {
  uint32_t at[64];
} trawl_tag_rows;

struct trawl_tag_model {
  TRAWL_VEC(trawl_tag_word) words;
  uint32_t be, have; /* word ids of the auxiliaries' lemmas */
  trawl_tag_bucket *buckets;
  uint32_t mask, room; /* of the buckets; rows that may still be added */
  uint32_t row_end;    /* where the next row goes */
  /* The weights of a row begin at the same place of both: in the first those of 32 tags from tag 1, in
   * the second those of the rarer ones that follow. The row at 0 is of zeros and stands for all that is
   * not there. */
  int16_t *weights[2];
  /* What trawl_tag_model_index() has looked up. */
  uint16_t *slots; /* of classes: those without rows share slot 0 */
  uint32_t slot_count;
  trawl_tag_rows *class_tag;       /* by slot of the token's class */
  trawl_tag_rows *tag_after_class; /* by slot of the next token's class */
  trawl_tag_rows *tags;            /* by the tag before the last */
  uint32_t *caps;                  /* by trawl_tag_caps() */
  bool mapped;                     /* the arrays stand in a pack, or in another model and an arena */
  bool training;                   /* features of known words are not merged into one yet */
};

/* The model's index of a word that it has, 0: it has not. */
static inline uint32_t trawl_tag_known(const trawl_tag_model *model, const trawl_word *word)
{
  const uint32_t known = trawl_word_model(word);
  return known < model->words.len ? known : 0;
}

/* The lower half says where the search begins, the upper half is the check. */
static inline uint64_t trawl_tag_hash(uint64_t key)
{
  return trawl_hash_mix(key ^ UINT64_C(0x9e3779b97f4a7c15), UINT64_C(0xa0761d6478bd642f))
         | UINT64_C(1) << 32;
}

/* Where the weights of a tag are in the row at 0. */
static inline int16_t *trawl_tag_column(const trawl_tag_model *model, unsigned tag)
{
  return model->weights[(tag - 1) / TRAWL_TAG_LINE] + (tag - 1) % TRAWL_TAG_LINE;
}

/* The row of a key. The model has buckets. */
static inline uint32_t trawl_tag_find(const trawl_tag_model *model, uint64_t key)
{
  const uint64_t hash = trawl_tag_hash(key);
  const uint32_t check = (uint32_t)(hash >> 32);
  for (uint32_t i = (uint32_t)hash & model->mask;; i = (i + 1) & model->mask) {
    const trawl_tag_bucket *bucket = &model->buckets[i];
    uint32_t row = 0;
    for (unsigned k = 0; k < TRAWL_TAG_BUCKET; ++k) {
      row |= bucket->rows[k] & -(uint32_t)(bucket->checks[k] == check);
    }
    if (__builtin_expect(row || !bucket->checks[TRAWL_TAG_BUCKET - 1], 1)) {
      return row;
    }
  }
}

static inline unsigned trawl_tag_caps(unsigned cap, unsigned before, unsigned after)
{
  return (cap * TRAWL_TAG_CAPS + before) * TRAWL_TAG_CAPS + after;
}

static inline bool trawl_tag_is_finite(unsigned tag)
{
  return tag == TRAWL_TAG_VBD || tag == TRAWL_TAG_VBP || tag == TRAWL_TAG_VBZ
         || tag == TRAWL_TAG_MD;
}

trawl_tag_model *trawl_tag_model_new(void);
void trawl_tag_model_free(trawl_tag_model *model);
/* A model whose words can be linked to another table; the weights stay those of `from`, which must outlive it. */
trawl_status trawl_tag_model_share(const trawl_tag_model *from, trawl_arena *arena, trawl_tag_model **out);
/* Reads a file whose first line is "#trawl-tagger 1"; its words go into the base table. E232 for a line
 * that cannot be read. The model can be used then. */
trawl_status trawl_tag_model_load(trawl_tag_model *model, trawl_words *words,
                                  const trawl_source *file, trawl_findings *findings);
/* Makes room for `n` rows in all; before the first one. */
trawl_status trawl_tag_model_reserve(trawl_tag_model *model, uint32_t n);
/* Adds a row of weights. TRAWL_BAD_DATA: no room was made, or the key is there already. */
trawl_status trawl_tag_model_add(trawl_tag_model *model, uint64_t key,
                                 const trawl_tag_weight *weights, uint32_t n);
/* Looks up what words, classes and tags have of their own; behind the last row. */
trawl_status trawl_tag_model_index(trawl_tag_model *model);

/* ---- features ---------------------------------------------------------------------------------- */

enum { /* templates; their numbers stand in the model's file */
       TRAWL_F_WORD = 1,
       TRAWL_F_ENDING,
       TRAWL_F_FORMS_CAP,
       TRAWL_F_CAP_OTHER,
       TRAWL_F_CLASS,
       TRAWL_F_TAGS,
       TRAWL_F_WORD_TAG,
       TRAWL_F_CLASS_TAG,
       TRAWL_F_BEFORE,
       TRAWL_F_AFTER,
       TRAWL_F_BEFORE2,
       TRAWL_F_AFTER2,
       TRAWL_F_TAG_AFTER_CLASS,
       TRAWL_F_CLASS_AFTER_CLASS,
       TRAWL_F_CLASS_AFTER,
       TRAWL_F_CLASS_BEFORE,
       TRAWL_F_WORD_AFTER,
       TRAWL_F_WORD_BEFORE,
       TRAWL_F_CAP_AROUND,
       TRAWL_F_VERB_TAG,
       TRAWL_F_ENDING_TAG,
};

static inline uint64_t trawl_tag_key(unsigned template, uint64_t a, uint64_t b)
{
  return (uint64_t) template << 58 | a << 29 | b;
}

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
  uint16_t slot;  /* of the class; not set while training */
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
/* The keys of its surroundings: what lies before it and its neighbours. Choosing a tag takes the same
 * features in the same terms, but most of their rows without a look-up: a change here is one in
 * tagdecode.c too. */
uint32_t trawl_tag_context_keys(const trawl_tag_token *token, const trawl_tag_history *history,
                                uint64_t *keys);
/* Goes on behind a token that got a tag. */
void trawl_tag_advance(trawl_tag_history *history, const trawl_tag_token *token, unsigned tag);

/* Tags a sentence of any length. Not while training. */
void trawl_tag_sentence(const trawl_tag_model *model, const trawl_words *words,
                        const trawl_tag_input *input, uint32_t n, bool headline, uint8_t *tags);

#endif
