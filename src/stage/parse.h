/* SPDX-License-Identifier: MIT
 * parse.h - what the files of the clause stage share; private to it.
 *
 * The stage works sentence by sentence in linear passes:
 *   chunk.c    tokens -> units: noun phrases (noun_phrase.c), verb groups (verb_group.c), what stands between
 *   join.c     units -> longer noun phrases: of-phrases, appositions, lists
 *   ahead.c    bounded looks ahead, which the others share
 *   clauses.c  units -> frames: who is subject and object of which verb (clause_verbs.c)
 *   frames.c   frames -> what embeds them: modality, polarity, time, event nouns; who says so (frame_speech.c) */
#ifndef TRAWL_STAGE_PARSE_H
#define TRAWL_STAGE_PARSE_H

#include "stage/stage.h"

#include <string.h>

typedef enum trawl_chunk_kind {
  TRAWL_UNIT_NP,
  TRAWL_UNIT_VERB,
  TRAWL_UNIT_PREP,
  TRAWL_UNIT_COMMA,
  TRAWL_UNIT_AND,   /* and, but, or, nor */
  TRAWL_UNIT_SUB,   /* that, if, when, because ... */
  TRAWL_UNIT_REL,   /* who, which, that behind a noun phrase, whose, where */
  TRAWL_UNIT_OPEN,  /* ( */
  TRAWL_UNIT_CLOSE, /* ) */
  TRAWL_UNIT_QUOTE,
  TRAWL_UNIT_BREAK, /* ; : -- */
  TRAWL_UNIT_ADJ,   /* a predicate adjective */
  TRAWL_UNIT_SKIP,  /* adverbs, and what a longer noun phrase has swallowed */
} trawl_chunk_kind;

typedef struct trawl_chunk {
  uint8_t kind;
  trawl_span tok;
  uint32_t index; /* noun phrase (of the document) or verb group (of the sentence) */
} trawl_chunk;

/* An argument while the sentence is being parsed. */
typedef struct trawl_loose_arg {
  uint32_t frame;
  trawl_frame_arg arg;
} trawl_loose_arg;

/* A verb with its auxiliaries. */
typedef struct trawl_verb {
  trawl_span tok;
  uint32_t main;     /* token */
  uint32_t lemma;    /* word id */
  uint32_t particle; /* word id or TRAWL_NONE */
  uint32_t modal, negation, adverb; /* tokens or TRAWL_NONE */
  uint32_t frame;    /* of the document, once made */
  bool finite, passive, perfect, infinitive, gerund, participle, future, past;
} trawl_verb;

typedef struct trawl_parse {
  trawl_run_state *run;
  trawl_doc *doc;
  uint32_t sentence;
  trawl_span tok;
  uint32_t first_np;     /* noun phrases of this sentence begin here */
  uint32_t first_frame;
  const uint32_t *atom;  /* [token - tok.start] -> the name or value mention that starts there */
  TRAWL_VEC(trawl_chunk) units;
  TRAWL_VEC(trawl_verb) verbs;
  TRAWL_VEC(uint32_t) atoms; /* storage of `atom` */
  TRAWL_VEC(trawl_loose_arg) args;
  bool question;
} trawl_parse;

/* chunk.c */
trawl_status trawl_parse_chunk(trawl_parse *p);
/* join.c */
trawl_status trawl_parse_join(trawl_parse *p);
/* ahead.c, all of units: the unit is a verb group with an object right behind it; it is finite, or a participle
 * that can only be a past form; the unit behind the prepositional phrases of a noun phrase; a finite verb
 * follows the noun phrase and its prepositional phrases, or (`islands`) the commas behind them. */
bool trawl_ahead_has_object(const trawl_parse *p, uint32_t i);
bool trawl_ahead_is_finite(const trawl_parse *p, uint32_t i);
uint32_t trawl_ahead_phrases(const trawl_parse *p, uint32_t i);
bool trawl_ahead_clause(const trawl_parse *p, uint32_t i, bool islands);
/* The verb may be a past form: "held", not "taken". */
bool trawl_ahead_may_be_past(const trawl_parse *p, const trawl_verb *verb);
/* Participles that can only be past forms are made so. */
void trawl_ahead_settle(trawl_parse *p);
/* clauses.c */
trawl_status trawl_parse_clauses(trawl_parse *p);
/* frames.c */
trawl_status trawl_parse_frames(trawl_parse *p);
/* frame_speech.c: attributes verb frames to speakers; all frames to who "according to" names. */
void trawl_parse_speech(const trawl_parse *p);
void trawl_parse_according(const trawl_parse *p);

/* Shared small things. */
static inline uint8_t trawl_parse_tag(const trawl_parse *p, uint32_t token)
{
  return token >= p->tok.start && token < p->tok.end ? p->doc->tokens.tag[token] : TRAWL_TAG_NONE;
}

static inline bool trawl_tag_is_verb(unsigned tag)
{
  return tag == TRAWL_TAG_VB || tag == TRAWL_TAG_VBD || tag == TRAWL_TAG_VBG || tag == TRAWL_TAG_VBN
         || tag == TRAWL_TAG_VBP || tag == TRAWL_TAG_VBZ;
}

static inline bool trawl_tag_is_noun(unsigned tag)
{
  return tag == TRAWL_TAG_NN || tag == TRAWL_TAG_NNS || tag == TRAWL_TAG_NNP || tag == TRAWL_TAG_NNPS;
}

/* The token's text is this lower-case word, in any case. */
static inline bool trawl_parse_word(const trawl_parse *p, uint32_t token, const char *word)
{
  return token >= p->tok.start && token < p->tok.end && trawl_doc_token_is(p->doc, token, word);
}

/* The lemma's text is this. */
static inline bool trawl_parse_lemma(const trawl_parse *p, uint32_t token, const char *lemma)
{
  if (token < p->tok.start || token >= p->tok.end) {
    return false;
  }
  const char *text = trawl_words_text(&p->doc->words, p->doc->tokens.lemma[token]);
  return text[0] == lemma[0] && strcmp(text, lemma) == 0;
}

/* A noun phrase of the document. */
static inline trawl_np *trawl_parse_np(const trawl_parse *p, uint32_t np)
{
  return &p->doc->clauses.nps.at[np];
}

/* What a verb or noun allows below it: its lemma has the category. */
static inline bool trawl_lemma_is(const trawl_parse *p, uint32_t lemma, unsigned category)
{
  return trawl_word_is(trawl_words_at(&p->doc->words, lemma), category);
}

/* The type of the mention that heads a noun phrase, or TRAWL_NONE. */
uint32_t trawl_np_type(const trawl_parse *p, uint32_t np);
/* The noun phrase is headed by a name. */
bool trawl_np_is_name(const trawl_parse *p, uint32_t np);

/* Makes a frame; its arguments are collected and stored together at the end of the sentence. */
trawl_status trawl_frame_add(trawl_parse *p, trawl_frame frame, uint32_t *index);
trawl_status trawl_frame_add_arg(trawl_parse *p, uint32_t frame, trawl_role role, uint32_t np,
                                 uint32_t prep, unsigned cost);
/* The first collected argument of a frame with a role, or TRAWL_NONE; the noun phrase. */
uint32_t trawl_frame_find(const trawl_parse *p, uint32_t frame, trawl_role role);

static inline trawl_frame *trawl_parse_frame(const trawl_parse *p, uint32_t frame)
{
  return &p->doc->clauses.frames.at[frame];
}

#endif
