/* SPDX-License-Identifier: MIT
 * trace.h - what became of each phrase that was tried on a clause: the layer behind `trawl explain`.
 *
 * Only kept when a document asks for it (doc->trace is not NULL); the relations stage then writes down the
 * reason for which it went on to the next phrase.  The stage itself only looks at whether a reason is
 * TRAWL_FIRED, so with and without a trace the triples are the same. */
#ifndef TRAWL_MODEL_TRACE_H
#define TRAWL_MODEL_TRACE_H

#include "base/vec.h"
#include "model/map.h"
#include "trawl.h"

/* Why a phrase, or an argument of it, was refused. */
typedef struct trawl_refusal {
  uint8_t reason; /* trawl_reason; TRAWL_FIRED: it was not */
  uint8_t arg;    /* which argument of the phrase was not found */
  trawl_span tok; /* the words it failed on; empty: nothing stands there. Only set with a trace */
} trawl_refusal;

typedef struct trawl_attempt {
  uint32_t sentence;
  uint32_t frame;    /* TRAWL_NONE: a token pattern */
  uint32_t relation;
  uint32_t phrase;   /* or the pattern's number */
  uint32_t other;    /* the phrase that won or blocks it, or TRAWL_NONE */
  uint32_t x, y;     /* mentions that X and Y were bound to, or TRAWL_NONE */
  trawl_refusal why;
  bool both;         /* neither X nor Y is what it should be */
} trawl_attempt;

/* What a rule cost in a run: a phrase, a token pattern of a relation, a token pattern of a mention rule. */
typedef struct trawl_cost {
  uint64_t tried;       /* clauses that the phrase was compared with; steps that the pattern took */
  uint64_t nanoseconds; /* of phrases only */
} trawl_cost;

/* Which of the two sets of token patterns. */
typedef enum trawl_pattern_group { TRAWL_PATTERNS_RELATIONS, TRAWL_PATTERNS_MENTIONS, TRAWL_PATTERN_GROUPS } trawl_pattern_group;

typedef struct trawl_trace {
  TRAWL_VEC(trawl_attempt) attempts; /* by sentence */
  uint32_t dropped;
  /* What the rules cost, where that was asked for; else NULL. */
  trawl_cost *phrases;                        /* one for each phrase of the relations; owns all costs */
  trawl_cost *patterns[TRAWL_PATTERN_GROUPS]; /* one for each pattern of the set */
  uint32_t cost_count;                        /* all costs together */
  uint64_t nanoseconds[TRAWL_PATTERN_GROUPS]; /* of a set as a whole: its patterns run together */
} trawl_trace;

void trawl_trace_free(trawl_trace *trace);
/* Empties it for the next text. */
void trawl_trace_reset(trawl_trace *trace);

#endif
