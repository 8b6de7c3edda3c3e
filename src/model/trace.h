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

typedef struct trawl_trace {
  TRAWL_VEC(trawl_attempt) attempts; /* by sentence */
  uint32_t dropped;
} trawl_trace;

#endif
