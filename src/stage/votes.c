/* SPDX-License-Identifier: MIT
 * votes.c - one type for all uses of a name in a document.
 *
 * A name that no list has shows what it is in some of its uses only ("Acme's shareholders") and is guessed
 * at in the others.  Each use that tells something casts votes; the sum decides for all.  Names are equal
 * when their words are; a key is a 64-bit hash of them. */
#include "stage/votes.h"

#include "base/hash.h"

static uint64_t key_of(const trawl_doc *doc, trawl_span tok)
{
  uint64_t key = tok.end - tok.start;
  for (uint32_t i = tok.start; i < tok.end; ++i) {
    key = trawl_hash_mix(key ^ doc->tokens.word[i], 0x9e3779b97f4a7c15u);
  }
  return key;
}

void trawl_ballots_clear(trawl_ballots *box)
{
  trawl_key_map_clear(&box->index);
  trawl_vec_clear(&box->list);
}

const trawl_ballot *trawl_ballots_of(const trawl_ballots *box, const trawl_doc *doc, trawl_span tok)
{
  const uint32_t at = trawl_key_map_get(&box->index, key_of(doc, tok));
  return at == TRAWL_NONE ? NULL : &box->list.at[at];
}

static trawl_status open_ballot(trawl_ballots *box, const trawl_doc *doc, trawl_span tok,
                                trawl_ballot **out)
{
  const uint64_t key = key_of(doc, tok);
  uint32_t at = trawl_key_map_get(&box->index, key);
  if (at == TRAWL_NONE) {
    const trawl_ballot fresh = {.sure = TRAWL_NONE};
    at = box->list.len;
    TRAWL_TRY_MEM(trawl_vec_push(&box->list, fresh));
    TRAWL_TRY_MEM(trawl_key_map_put(&box->index, key, at));
  }
  *out = &box->list.at[at];
  return TRAWL_OK;
}

trawl_status trawl_ballots_cast(trawl_ballots *box, const trawl_doc *doc, trawl_span tok,
                                uint8_t type, unsigned votes)
{
  trawl_ballot *ballot;
  TRAWL_TRY(open_ballot(box, doc, tok, &ballot));
  const unsigned sum = ballot->votes[type] + votes;
  ballot->votes[type] = (uint16_t)(sum < UINT16_MAX ? sum : UINT16_MAX);
  return TRAWL_OK;
}

trawl_status trawl_ballots_be_sure(trawl_ballots *box, const trawl_doc *doc, trawl_span tok,
                                   uint32_t number)
{
  trawl_ballot *ballot;
  TRAWL_TRY(open_ballot(box, doc, tok, &ballot));
  ballot->sure = ballot->sure == TRAWL_NONE ? number : ballot->sure;
  return TRAWL_OK;
}

uint8_t trawl_ballot_winner(const trawl_ballot *ballot, uint8_t fallback)
{
  uint8_t best = fallback;
  for (unsigned type = 0; type < TRAWL_TYPE_MAX; ++type) {
    best = ballot->votes[type] > ballot->votes[best] ? (uint8_t)type : best;
  }
  return best;
}
