/* SPDX-License-Identifier: MIT
 * votes.h - what type the uses of a name speak for; private to the entities stage. */
#ifndef TRAWL_STAGE_VOTES_H
#define TRAWL_STAGE_VOTES_H

#include "stage/coref.h"

typedef struct trawl_ballot {
  uint16_t votes[TRAWL_TYPE_MAX];
  uint32_t sure; /* number that the caller gave with a sure reading, or TRAWL_NONE */
} trawl_ballot;

/* All zeros is an empty box. */
typedef struct trawl_ballots {
  trawl_key_map index; /* words -> list */
  TRAWL_VEC(trawl_ballot) list;
} trawl_ballots;

void trawl_ballots_clear(trawl_ballots *box);
trawl_status trawl_ballots_cast(trawl_ballots *box, const trawl_doc *doc, trawl_span tok,
                                uint8_t type, unsigned votes);
/* The first sure reading of the words stays. */
trawl_status trawl_ballots_be_sure(trawl_ballots *box, const trawl_doc *doc, trawl_span tok,
                                   uint32_t number);
/* What is known of the words, or NULL. */
const trawl_ballot *trawl_ballots_of(const trawl_ballots *box, const trawl_doc *doc,
                                     trawl_span tok);
/* The type with the most votes; `fallback` wins ties and where there are none. */
uint8_t trawl_ballot_winner(const trawl_ballot *ballot, uint8_t fallback);

#endif
