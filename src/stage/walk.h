/* SPDX-License-Identifier: MIT
 * walk.h - the state of the walk over a sentence's units, shared by clauses.c and clause_verbs.c; private
 * to them. */
#ifndef TRAWL_STAGE_WALK_H
#define TRAWL_STAGE_WALK_H

#include "stage/parse.h"

enum { MAX_DEPTH = 16, FRONTED = 6 };

typedef enum trawl_clause_kind {
  CLAUSE_MAIN,
  CLAUSE_COMPLEMENT,  /* of a speech or attitude verb */
  CLAUSE_CONDITION,
  CLAUSE_ADVERBIAL,   /* when, because, after */
  CLAUSE_RELATIVE,
  CLAUSE_PARTICIPLE,  /* "praising the deal", "imposed on Russia", "by signing" */
} trawl_clause_kind;

typedef struct clause {
  uint8_t kind;
  bool by_comma;         /* opened behind a comma: closed by one */
  bool gap;              /* a relative whose antecedent is neither subject nor object yet */
  bool inverted;         /* a verb of speech without subject: "said Putin" */
  uint32_t subject;      /* noun phrase, or TRAWL_NONE */
  uint32_t frame;        /* the newest frame, whose objects follow */
  uint32_t finite;       /* the newest frame with a finite verb */
  uint32_t parent;       /* frame that the clause depends on */
  uint32_t antecedent;   /* of a relative trawl_clause */
  uint32_t prep;         /* "to which": word id */
  uint32_t speaker;      /* "X, Y said, ...": who says it, or TRAWL_NONE */
  uint32_t opener;       /* token of "until", "after", or TRAWL_NONE */
  bool object;           /* the newest frame has its object */
} trawl_clause;

typedef struct trawl_walk {
  trawl_parse *p;
  trawl_clause stack[MAX_DEPTH];
  uint32_t depth;        /* at least 1 */
  uint32_t i;            /* the unit being read */
  uint32_t last_np;      /* the noun phrase read last, or TRAWL_NONE */
  uint32_t inner_np;     /* the last one of its of-phrases, on which what follows hangs */
  uint32_t fronted[FRONTED]; /* noun phrases with prepositions and times before the verb */
  uint32_t fronted_count;
  uint32_t aux;          /* verb group of an auxiliary before its subject: "Did X visit" */
  uint32_t fronted_verb; /* frame of a fronted participle that waits for the main subject */
  uint32_t fronted_passive;
} trawl_walk;

/* ---- small things ------------------------------------------------------------------------------ */

static inline const trawl_chunk *unit_at(const trawl_walk *s, uint32_t i)
{
  return &s->p->units.at[i];
}

static inline uint8_t kind_at(const trawl_walk *s, uint32_t i)
{
  return i < s->p->units.len ? s->p->units.at[i].kind : (uint8_t)TRAWL_UNIT_BREAK;
}

static inline uint32_t skip(const trawl_walk *s, uint32_t i)
{
  while (i < s->p->units.len && s->p->units.at[i].kind == TRAWL_UNIT_SKIP) {
    ++i;
  }
  return i;
}

static inline bool is_time_unit(const trawl_walk *s, uint32_t i)
{
  return kind_at(s, i) == TRAWL_UNIT_NP
         && (trawl_parse_np(s->p, unit_at(s, i)->index)->flags & TRAWL_NP_TIME);
}

/* The unit before i that counts, or TRAWL_NONE: what is swallowed does not, nor a time ("said last week he
 * expected", "said in July that"). */
static inline uint32_t before(const trawl_walk *s, uint32_t i)
{
  while (i-- > 0) {
    if (is_time_unit(s, i)) {
      i -= i > 0 && kind_at(s, i - 1) == TRAWL_UNIT_PREP;
    } else if (kind_at(s, i) != TRAWL_UNIT_SKIP) {
      return i;
    }
  }
  return TRAWL_NONE;
}

static inline uint8_t kind_before(const trawl_walk *s)
{
  const uint32_t i = before(s, s->i);
  return i == TRAWL_NONE ? (uint8_t)TRAWL_UNIT_BREAK : kind_at(s, i);
}

static inline trawl_clause *top(trawl_walk *s)
{
  return &s->stack[s->depth - 1];
}

static inline bool verb_at(const trawl_walk *s, uint32_t i, const trawl_verb **verb)
{
  if (kind_at(s, i) != TRAWL_UNIT_VERB) {
    return false;
  }
  *verb = &s->p->verbs.at[unit_at(s, i)->index];
  return true;
}

static inline bool finite_at(const trawl_walk *s, uint32_t i)
{
  const trawl_verb *verb;
  return verb_at(s, i, &verb) && verb->finite;
}

static inline uint32_t folded(const trawl_walk *s, uint32_t token)
{
  return trawl_doc_folded(s->p->doc, token);
}

static inline bool lemma_of_frame_is(const trawl_walk *s, uint32_t frame, unsigned category)
{
  return frame != TRAWL_NONE
         && trawl_lemma_is(s->p, trawl_parse_frame(s->p, frame)->lemma, category);
}

static inline trawl_clause *push(trawl_walk *s, trawl_clause_kind kind)
{
  if (s->depth == MAX_DEPTH) { /* forget the innermost: such depth is no prose */
    --s->depth;
  }
  trawl_clause *c = &s->stack[s->depth++];
  *c = (trawl_clause){.kind = (uint8_t)kind, .subject = TRAWL_NONE, .frame = TRAWL_NONE, .finite = TRAWL_NONE,
                .parent = TRAWL_NONE, .antecedent = TRAWL_NONE, .prep = TRAWL_NONE,
                .speaker = TRAWL_NONE, .opener = TRAWL_NONE};
  return c;
}

static inline void restart(trawl_walk *s)
{
  s->depth = 0;
  push(s, CLAUSE_MAIN);
  s->last_np = s->inner_np = TRAWL_NONE;
}

/* A clause that has its subject and no verb yet. */
static inline bool waits(const trawl_clause *c)
{
  return c->frame == TRAWL_NONE && (c->subject != TRAWL_NONE || c->kind == CLAUSE_MAIN);
}

/* Closes clauses down to one that waits for its verb; false (nothing closed) when there is none. */
static inline bool pop_to_waiting(trawl_walk *s)
{
  for (uint32_t d = s->depth; d-- > 0;) {
    if (s->stack[d].frame == TRAWL_NONE && s->stack[d].subject != TRAWL_NONE) {
      s->depth = d + 1;
      return true;
    }
  }
  return false;
}

/* A clause waits for its verb. */
static inline bool subject_waits(const trawl_walk *s)
{
  for (uint32_t d = s->depth; d-- > 0;) {
    if (s->stack[d].frame == TRAWL_NONE && s->stack[d].subject != TRAWL_NONE
        && s->stack[d].kind != CLAUSE_PARTICIPLE) {
      return true;
    }
  }
  return false;
}

/* clause_relative.c: reads "who", "which", "when"; a preposition that has lost its noun phrase to the
 * relative clause it stands in: true when the unit at hand was that. */
trawl_status trawl_walk_relativizer(trawl_walk *s);
bool trawl_walk_strand(trawl_walk *s);

/* clause_clues.c: what each answers stands there. */
bool trawl_walk_may_be_participle(const trawl_walk *s, uint32_t frame);
bool trawl_walk_has_agent_phrase(const trawl_walk *s, uint32_t frame);
bool trawl_walk_addresses(const trawl_walk *s, const trawl_verb *verb);
bool trawl_walk_belongs_outside(const trawl_walk *s, const trawl_verb *verb);
uint32_t trawl_walk_described(const trawl_walk *s, bool comma);
bool trawl_walk_must_be_finite(const trawl_walk *s, const trawl_verb *verb);

/* clause_verbs.c: makes a frame for a verb group; hands a frame its (logical) subject; reads the verb group
 * of the unit at hand. */
trawl_status trawl_walk_new_frame(trawl_walk *s, trawl_verb *verb, trawl_embedding embedding, uint32_t parent,
                                  uint32_t *index);
trawl_status trawl_walk_add_subject(trawl_walk *s, uint32_t frame, uint32_t np, unsigned cost);
trawl_status trawl_walk_verb(trawl_walk *s);

#endif
