/* SPDX-License-Identifier: MIT
 * chunk.h - what the files of the first pass share; private to chunk.c, noun_phrase.c, verb_group.c. */
#ifndef TRAWL_STAGE_CHUNK_H
#define TRAWL_STAGE_CHUNK_H

#include "stage/parse.h"

enum { TRAWL_CHUNK_AHEAD = 12 /* tokens of look-ahead for the noun behind a participle or quotation */ };

static inline uint8_t tag(const trawl_parse *p, uint32_t token)
{
  return trawl_parse_tag(p, token);
}

static inline uint32_t atom_at(const trawl_parse *p, uint32_t token)
{
  return token < p->tok.end ? p->atom[token - p->tok.start] : TRAWL_NONE;
}

static inline const trawl_mention *mention(const trawl_parse *p, uint32_t index)
{
  return &p->doc->mentions.at[index];
}

static inline bool is_time_type(unsigned type)
{
  return type == TRAWL_TYPE_DATE || type == TRAWL_TYPE_TIME || type == TRAWL_TYPE_DURATION
         || type == TRAWL_TYPE_SET;
}

static inline bool is_aux(const trawl_parse *p, uint32_t token)
{
  return trawl_tag_is_verb(tag(p, token))
         && (trawl_parse_lemma(p, token, "be") || trawl_parse_lemma(p, token, "have")
             || trawl_parse_lemma(p, token, "do") || trawl_parse_lemma(p, token, "get"));
}

static inline bool is_negation(const trawl_parse *p, uint32_t token)
{
  return token < p->tok.end && trawl_doc_is(p->doc, token, TRAWL_IS_NEGATION)
         && !trawl_tag_is_noun(tag(p, token)) && tag(p, token) != TRAWL_TAG_IN /* "without" */
         && !(tag(p, token) == TRAWL_TAG_DT && !trawl_parse_word(p, token + 1, "longer")); /* "no visit" */
}

static inline bool is_adverb(const trawl_parse *p, uint32_t token)
{
  const uint8_t t = tag(p, token);
  return t == TRAWL_TAG_RB || t == TRAWL_TAG_RBR || t == TRAWL_TAG_RBS;
}

static inline bool is_adjective(uint8_t t)
{
  return t == TRAWL_TAG_JJ || t == TRAWL_TAG_JJR || t == TRAWL_TAG_JJS;
}

static inline uint8_t kind_of_last(const trawl_parse *p)
{
  return p->units.at[p->units.len - 1].kind;
}

static inline trawl_status add_unit(trawl_parse *p, trawl_chunk_kind kind, trawl_span tok, uint32_t index)
{
  TRAWL_TRY_MEM(trawl_vec_push(&p->units, (trawl_chunk){(uint8_t)kind, tok, index}));
  return TRAWL_OK;
}

/* Whether modifiers from here lead to a noun before anything else comes. */
bool trawl_chunk_leads_to_noun(const trawl_parse *p, uint32_t token);
/* Words that only their neighbours decide: "to" before a verb; a noun that is a verb in the plural; -ing in
 * front of a noun. */
bool trawl_chunk_infinitive_to(const trawl_parse *p, uint32_t token);
bool trawl_chunk_noun_is_verb(const trawl_parse *p, uint32_t token);
bool trawl_chunk_gerund_modifies(const trawl_parse *p, uint32_t token);

/* noun_phrase.c: reads a noun phrase with its possessors at `token` and appends it with its unit; `*end`
 * stays when there is none. `ditransitive`: right behind a verb of two objects. */
trawl_status trawl_chunk_np(trawl_parse *p, uint32_t token, bool ditransitive, uint32_t *end);
/* verb_group.c: reads auxiliaries up to the main verb, starting at `token` (modal, "to" or a verb). */
trawl_status trawl_chunk_verb(trawl_parse *p, uint32_t token, uint32_t *end);

#endif
