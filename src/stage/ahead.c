/* SPDX-License-Identifier: MIT
 * ahead.c - bounded looks ahead over the units of a sentence: does this noun phrase have a verb of its own?
 *
 * Reads units, noun phrases and verb groups; settle() alone changes something: what the tagger took for a
 * participle and cannot be one becomes a finite verb.  Every look has a bound, so that a pass that asks at
 * each unit stays linear. */
#include "stage/parse.h"

#include "resource/tagmodel.h"

enum {
  ISLAND_UNITS = 28, /* "X, who was ... by the ..., said" */
  PHRASES = 3,       /* prepositional phrases between a noun and its verb */
};

static uint8_t kind(const trawl_parse *p, uint32_t i)
{
  return i < p->units.len ? p->units.at[i].kind : (uint8_t)TRAWL_UNIT_BREAK;
}

static uint32_t next(const trawl_parse *p, uint32_t i)
{
  while (i < p->units.len && p->units.at[i].kind == TRAWL_UNIT_SKIP) {
    ++i;
  }
  return i;
}

static const trawl_np *np_at(const trawl_parse *p, uint32_t i)
{
  return trawl_parse_np(p, p->units.at[i].index);
}

bool trawl_ahead_has_object(const trawl_parse *p, uint32_t i)
{
  i = next(p, i + 1);
  return kind(p, i) == TRAWL_UNIT_NP && np_at(p, i)->prep == TRAWL_NONE
         && !(np_at(p, i)->flags & TRAWL_NP_TIME);
}

bool trawl_ahead_may_be_past(const trawl_parse *p, const trawl_verb *verb)
{
  return verb->tok.start == verb->main
         && trawl_tag_forms(p->run->rules->lexicon.tags, trawl_doc_word(p->doc, verb->main))
              & TRAWL_FORM_VBD;
}

bool trawl_ahead_is_finite(const trawl_parse *p, uint32_t i)
{
  if (kind(p, i) != TRAWL_UNIT_VERB) {
    return false;
  }
  const trawl_verb *verb = &p->verbs.at[p->units.at[i].index];
  return verb->finite
         || (verb->participle && !trawl_lemma_is(p, verb->lemma, TRAWL_IS_DITRANSITIVE)
             && trawl_ahead_may_be_past(p, verb)
             && (trawl_ahead_has_object(p, i)
                 || (kind(p, next(p, i + 1)) == TRAWL_UNIT_AND /* "banned nor restricted it" */
                     && kind(p, next(p, next(p, i + 1) + 1)) == TRAWL_UNIT_VERB
                     && trawl_ahead_has_object(p, next(p, next(p, i + 1) + 1)))));
}

uint32_t trawl_ahead_phrases(const trawl_parse *p, uint32_t i)
{
  uint32_t n = next(p, i + 1);
  for (unsigned hops = 0; hops < PHRASES && kind(p, n) == TRAWL_UNIT_PREP; ++hops) {
    const uint32_t np = next(p, n + 1);
    if (kind(p, np) != TRAWL_UNIT_NP
        || (trawl_doc_is(p->doc, p->units.at[n].tok.start, TRAWL_IS_SUBORDINATOR)
            && trawl_ahead_is_finite(p, next(p, np + 1)))) { /* "after X left" */
      break;
    }
    n = next(p, np + 1);
  }
  return n;
}

/* "economists polled by Reuters said": a participle with its phrases, then the verb. */
static bool reduced_then_finite(const trawl_parse *p, uint32_t i)
{
  if (kind(p, i) != TRAWL_UNIT_VERB) {
    return false;
  }
  const trawl_verb *verb = &p->verbs.at[p->units.at[i].index];
  return verb->participle && !verb->finite && trawl_ahead_is_finite(p, trawl_ahead_phrases(p, i));
}

bool trawl_ahead_clause(const trawl_parse *p, uint32_t i, bool islands)
{
  uint32_t n = trawl_ahead_phrases(p, i);
  if (trawl_ahead_is_finite(p, n) || reduced_then_finite(p, n)) {
    return true;
  }
  if (!islands || (kind(p, n) != TRAWL_UNIT_COMMA && kind(p, n) != TRAWL_UNIT_REL)) {
    return false;
  }
  for (uint32_t k = n; k < p->units.len && k < n + ISLAND_UNITS && kind(p, k) != TRAWL_UNIT_BREAK; ++k) {
    const uint32_t behind = next(p, k + 1);
    if (kind(p, k) != TRAWL_UNIT_COMMA) {
      continue;
    }
    if (k > n && trawl_ahead_is_finite(p, behind)) {
      return true;
    }
    if (kind(p, behind) == TRAWL_UNIT_AND && kind(p, next(p, behind + 1)) != TRAWL_UNIT_VERB) {
      return false; /* ", but Y ..." */
    }
  }
  return false;
}

/* ---- participles that are none ----------------------------------------------------------------- */

static bool by_follows(const trawl_parse *p, uint32_t i)
{
  const uint32_t n = next(p, i + 1);
  return kind(p, n) == TRAWL_UNIT_PREP && trawl_parse_word(p, p->units.at[n].tok.start, "by")
         && kind(p, next(p, n + 1)) != TRAWL_UNIT_VERB; /* "retaliated by imposing" */
}

static void make_finite(trawl_verb *verb)
{
  verb->finite = verb->past = true;
  verb->participle = verb->passive = false;
}

/* ", the agency announced on Wednesday", ", and Beijing retaliated": behind a comma and its own noun phrase a
 * verb of speech is finite, behind "and" and one any. */
void trawl_ahead_settle(trawl_parse *p)
{
  for (uint32_t i = 0; i < p->units.len; ++i) {
    if (kind(p, i) != TRAWL_UNIT_COMMA) {
      continue;
    }
    const uint32_t first = next(p, i + 1);
    const bool coordinated = kind(p, first) == TRAWL_UNIT_AND;
    const uint32_t np = coordinated ? next(p, first + 1) : first;
    if (kind(p, np) != TRAWL_UNIT_NP) {
      continue;
    }
    const uint32_t v = trawl_ahead_phrases(p, np);
    if (kind(p, v) == TRAWL_UNIT_VERB && !by_follows(p, v)) {
      trawl_verb *verb = &p->verbs.at[p->units.at[v].index];
      if (verb->participle && (coordinated || trawl_lemma_is(p, verb->lemma, TRAWL_IS_SPEECH))
          && trawl_ahead_may_be_past(p, verb)) {
        make_finite(verb);
      }
    }
  }
}
