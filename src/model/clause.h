/* SPDX-License-Identifier: MIT
 * clause.h - noun phrases and clause frames: what relations are matched on.
 *
 * A noun phrase is a base phrase (determiner to head); lists, possessors, appositions and attached
 * prepositional phrases are links between noun phrases.  A frame is a verb, a copula or an event noun
 * with its arguments.  Frames own a range of `args`. */
#ifndef TRAWL_MODEL_CLAUSE_H
#define TRAWL_MODEL_CLAUSE_H

#include "base/vec.h"
#include "model/map.h"

typedef enum trawl_polarity { TRAWL_POSITIVE, TRAWL_NEGATIVE } trawl_polarity;
typedef enum trawl_modality { TRAWL_ACTUAL, TRAWL_PLANNED, TRAWL_POSSIBLE, TRAWL_WANTED } trawl_modality;
typedef enum trawl_tense { TRAWL_TENSE_NONE, TRAWL_PAST, TRAWL_PRESENT, TRAWL_FUTURE } trawl_tense;

enum { /* flags of a noun phrase */
  TRAWL_NP_DEFINITE = 1,   /* the, this, a possessor */
  TRAWL_NP_PLURAL = 2,
  TRAWL_NP_PRONOUN = 4,
  TRAWL_NP_NEGATIVE = 8,   /* no talks, neither side */
  TRAWL_NP_TIME = 16,      /* Monday, last week: an adverbial, never an argument by position */
  TRAWL_NP_POSSESSIVE = 32,/* stands as a possessor: Xi's, his */
  TRAWL_NP_MEMBER = 64,    /* second or later member of a list */
  TRAWL_NP_APPOSED = 128,  /* stands in apposition to another phrase */
  TRAWL_NP_INDEFINITE = 256, /* a, an, some */
};

typedef struct trawl_np {
  trawl_span tok;        /* determiner (or first modifier) to head */
  uint32_t head;         /* token */
  uint32_t mention;      /* the mention that the phrase is headed by, or TRAWL_NONE */
  uint32_t possessor;    /* noun phrase: Xi's, his; or a demonym before the head; or TRAWL_NONE */
  uint32_t list;         /* first member of the list that it is in, itself if it is the first; TRAWL_NONE */
  uint32_t next;         /* next member of its list, or TRAWL_NONE */
  uint32_t apposition;   /* the phrase after it that says what it is, or the name after a role */
  uint32_t attached;     /* noun phrase that this prepositional phrase hangs on, or TRAWL_NONE */
  uint32_t prep;         /* token of its preposition, or TRAWL_NONE */
  uint16_t flags;
} trawl_np;

typedef enum trawl_frame_kind { TRAWL_FRAME_VERB, TRAWL_FRAME_COPULA, TRAWL_FRAME_NOUN } trawl_frame_kind;

typedef enum trawl_role {
  TRAWL_ROLE_SUBJECT, /* logical: the agent of a passive is the subject when it is named */
  TRAWL_ROLE_OBJECT,  /* logical: the subject of a passive */
  TRAWL_ROLE_OBJECT2, /* the other object: gave X weapons */
  TRAWL_ROLE_PREP,    /* with its preposition */
  TRAWL_ROLE_COMPLEMENT, /* of a copula or naming verb: X is director, named Y director */
  TRAWL_ROLE_POSSESSOR,  /* of an event noun: Xi's visit, the Russian invasion */
} trawl_role;

typedef struct trawl_frame_arg {
  uint32_t np;
  uint32_t prep; /* word id (lower case) of the preposition, or TRAWL_NONE */
  uint8_t role;  /* trawl_role */
  uint8_t cost;  /* how much of a guess: 0 sure */
  bool single;   /* this noun phrase alone, not the list that it is in */
} trawl_frame_arg;

typedef enum trawl_embedding {
  TRAWL_EMBED_NONE,
  TRAWL_EMBED_SPEECH,   /* complement of a speech verb or inside a quote */
  TRAWL_EMBED_CHAIN,    /* infinitive or -ing under a chain verb */
  TRAWL_EMBED_RELATIVE,
  TRAWL_EMBED_ADVERBIAL,
  TRAWL_EMBED_CONDITION,
} trawl_embedding;

typedef struct trawl_frame {
  uint8_t kind, embedding, tense, polarity, modality;
  bool passive;
  bool question;
  uint16_t cost;
  uint32_t sentence;
  uint32_t trigger;     /* token: the main verb or the noun */
  trawl_span group;     /* the verb group or the noun phrase, tokens */
  uint32_t lemma;       /* word id */
  uint32_t particle;    /* word id of the particle, or TRAWL_NONE */
  uint32_t parent;      /* frame that embeds it, or TRAWL_NONE */
  uint32_t attribution; /* noun phrase of who says so, or TRAWL_NONE */
  uint32_t time, place; /* mentions, or TRAWL_NONE */
  uint32_t negation_cue, modality_cue; /* tokens, or TRAWL_NONE */
  uint32_t first_arg, arg_count;
} trawl_frame;

typedef struct trawl_clauses {
  TRAWL_VEC(trawl_np) nps; /* by first token */
  TRAWL_VEC(trawl_frame) frames;
  TRAWL_VEC(trawl_frame_arg) args;
} trawl_clauses;

#endif
