/* SPDX-License-Identifier: MIT
 * match.h - what the files of the relations stage share; private to it.
 *
 *   argument.c   noun phrase -> the mentions and entities that it stands for, of the wanted types
 *   match.c      phrase x frame -> noun phrases for X and Y, qualifiers
 *   relations.c  the stage: tries phrases, expands lists, writes triples */
#ifndef TRAWL_STAGE_MATCH_H
#define TRAWL_STAGE_MATCH_H

#include "model/trace.h"
#include "stage/coref.h"
#include "stage/stage.h"

enum { TRAWL_MAX_ARGUMENTS = 24 };

/* One reading of an argument place. */
typedef struct trawl_reading {
  trawl_argument arg;
  float factor; /* of confidence */
} trawl_reading;

typedef struct trawl_readings {
  trawl_reading at[TRAWL_MAX_ARGUMENTS];
  uint32_t count;
  trawl_refusal why; /* when there is none */
} trawl_readings;

/* What stands in an argument place: a noun phrase, or a name before a noun ("Apple" in "Apple chief"). */
typedef struct trawl_filler {
  uint32_t np;      /* or TRAWL_NONE */
  uint32_t mention; /* when np is TRAWL_NONE */
  unsigned cost;
  bool single;      /* without the other members of its list */
} trawl_filler;

typedef struct trawl_match_context {
  const trawl_ruleset *rules;
  trawl_doc *doc;
  uint32_t sentence;
  trawl_span nps; /* noun phrases of the sentence */
  trawl_key_map *names; /* hash of a name -> the first entity called so; filled on first use */
} trawl_match_context;

/* Notes which entities "he" or a possessive shows to be persons. Before the first filler is read. */
void trawl_mark_persons(trawl_doc *doc);
/* Everybody that a place stands for and that fits a mask of types: members of lists, what pronouns and
 * nominals were resolved to, the state behind "Russian troops". A capitalised phrase that no stage knows
 * becomes a mention of the type that the place wants. */
trawl_status trawl_read_filler(const trawl_match_context *ctx, trawl_filler filler, uint64_t types,
                               trawl_readings *out);
/* An entity whose type was a guess and does not fit becomes what its place in a triple makes it. */
void trawl_settle_type(const trawl_match_context *ctx, uint32_t entity, uint64_t types);
/* The possessor or the names in front of a noun phrase's head: up to `max` fillers. */
uint32_t trawl_owners(const trawl_match_context *ctx, uint32_t np, trawl_filler *out, uint32_t max);

enum { TRAWL_MORE_FILLERS = 3 };

typedef struct trawl_match {
  trawl_filler x, y;
  trawl_filler more[TRAWL_MORE_FILLERS]; /* others that may be Y: "born in Prague in 1954" */
  uint32_t more_count;
  bool has_x, has_y;
  bool pair; /* x and y are members of the one list in x */
  trawl_qualifier qualifiers[TRAWL_MAX_QUALIFIERS];
  uint32_t qualifier_count;
  unsigned cost;
} trawl_match;

/* Compares a phrase with a frame of its kind. `*out` is only set when it fits, and `why->reason` is
 * TRAWL_FIRED then. TRAWL_NO_MEM apart it cannot fail. */
trawl_status trawl_match_phrase(const trawl_match_context *ctx, const trawl_phrase *phrase,
                                const trawl_frame *frame, bool symmetric, trawl_refusal *why,
                                trawl_match *out);
/* The qualifier that a title or kinship phrase gives: "foreign minister", and tenure when it says
 * "former". */
trawl_status trawl_add_title(const trawl_match_context *ctx, trawl_span tok, uint32_t head,
                             const char *key, trawl_qualifier *qualifiers, uint32_t *count);

#endif
