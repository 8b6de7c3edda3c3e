/* SPDX-License-Identifier: MIT
 * clause_relative.c - relative clauses in the walk of the clause stage: what "who" and "which" stand for and
 * which place they fill.  See clauses.c. */
#include "stage/walk.h"

enum { ISLAND = 28 /* units between "who," and the comma before its verb */ };

static bool is_person(const trawl_walk *s, uint32_t np)
{
  const uint32_t head = trawl_parse_np(s->p, np)->head;
  return trawl_np_type(s->p, np) == TRAWL_TYPE_PERSON || trawl_doc_lemma_is(s->p->doc, head, TRAWL_IS_TITLE_HEAD)
         || trawl_doc_lemma_is(s->p->doc, head, TRAWL_IS_PERSON_COMMON)
         || trawl_doc_lemma_is(s->p->doc, head, TRAWL_IS_KINSHIP);
}

/* The phrase that "who" stands for: "the leader of China, who", "a nurse from Ohio, who": never a place; a
 * team or a firm may be. */
static uint32_t person_for(const trawl_walk *s, uint32_t np)
{
  const uint32_t own = np == TRAWL_NONE ? TRAWL_NONE : trawl_np_type(s->p, np);
  const bool place = own == TRAWL_TYPE_PLACE || own == TRAWL_TYPE_COUNTRY;
  for (uint32_t host = np, hops = 0; host != TRAWL_NONE && hops < 4; ++hops) {
    if (is_person(s, host) || (trawl_np_type(s->p, host) == TRAWL_NONE && (place || host == np))) {
      return host;
    }
    host = trawl_parse_np(s->p, host)->attached;
  }
  return np;
}

static bool is_plural(const trawl_walk *s, uint32_t np)
{
  const trawl_np *it = trawl_parse_np(s->p, np);
  return it->flags & TRAWL_NP_PLURAL || it->next != TRAWL_NONE;
}

/* 1: the verb behind "which" is in the plural, 0: in the singular, -1: it does not say. */
static int number_of_verb(const trawl_walk *s)
{
  const trawl_verb *verb;
  if (!verb_at(s, skip(s, s->i + 1), &verb)) {
    return -1;
  }
  const uint32_t first = verb->tok.start;
  const uint8_t tag = trawl_parse_tag(s->p, first);
  const bool were = trawl_parse_word(s->p, first, "were");
  return were || tag == TRAWL_TAG_VBP ? 1 : tag == TRAWL_TAG_VBZ || trawl_parse_word(s->p, first, "was") ? 0 : -1;
}

/* What "who" and "which" stand for: the noun before, or the one it hangs on: "the talks over the treaty, which
 * were held". */
static uint32_t antecedent_for(const trawl_walk *s, uint32_t relativizer)
{
  uint32_t np = s->inner_np;
  if (trawl_parse_word(s->p, relativizer, "who") || trawl_parse_word(s->p, relativizer, "whom")) {
    return person_for(s, np);
  }
  if (np != TRAWL_NONE && trawl_parse_word(s->p, relativizer, "that") && trawl_np_is_name(s->p, np)
      && trawl_parse_np(s->p, np)->attached != TRAWL_NONE
      && !trawl_np_is_name(s->p, trawl_parse_np(s->p, np)->attached)) {
    return trawl_parse_np(s->p, np)->attached; /* "a boat off Malta that": no name is one of several */
  }
  const int number = number_of_verb(s);
  if (np != TRAWL_NONE && trawl_np_type(s->p, np) == TRAWL_TYPE_PERSON
      && trawl_parse_np(s->p, np)->attached != TRAWL_NONE && !trawl_parse_word(s->p, relativizer, "whose")) {
    return trawl_parse_np(s->p, np)->attached; /* "the portrait of Smith, which" */
  }
  if (number < 0 || np == TRAWL_NONE || is_plural(s, np) == number || trawl_np_is_name(s->p, np)) {
    return np;
  }
  for (uint32_t host = np, hops = 0; host != TRAWL_NONE && hops < 4; ++hops) {
    np = is_plural(s, host) == number && !trawl_np_is_name(s->p, host) ? host : np;
    host = trawl_parse_np(s->p, host)->attached;
  }
  return np;
}

/* "one of which", "none of whom": the unit of the partitive behind its comma, or TRAWL_NONE. */
static uint32_t partitive_before(const trawl_walk *s)
{
  const uint32_t prep = before(s, s->i);
  const uint32_t np = prep == TRAWL_NONE ? TRAWL_NONE : before(s, prep);
  const uint32_t comma = np == TRAWL_NONE ? TRAWL_NONE : before(s, np);
  return comma != TRAWL_NONE && kind_at(s, comma) == TRAWL_UNIT_COMMA && kind_at(s, np) == TRAWL_UNIT_NP
             && trawl_parse_word(s->p, unit_at(s, prep)->tok.start, "of") && before(s, comma) != TRAWL_NONE
             && kind_at(s, before(s, comma)) == TRAWL_UNIT_NP
           ? np
           : TRAWL_NONE;
}

/* "both of which left": both are the antecedent; "one of which was stolen": one. */
static void take_partitive(trawl_walk *s, uint32_t unit, trawl_clause *c)
{
  const uint32_t np = unit_at(s, unit)->index;
  const uint32_t head = trawl_parse_np(s->p, np)->head;
  c->antecedent = unit_at(s, before(s, before(s, unit)))->index;
  const bool all = trawl_parse_word(s->p, head, "both") || trawl_parse_word(s->p, head, "all")
                   || trawl_parse_word(s->p, head, "each");
  c->subject = all ? c->antecedent : np;
  if (trawl_parse_word(s->p, head, "none") || trawl_parse_word(s->p, head, "neither")) {
    trawl_parse_np(s->p, np)->flags |= TRAWL_NP_NEGATIVE;
  }
}

/* The verb comes next, perhaps behind adverbials: "who last met", "who in his youth visited", "which, fanned
 * by winds, destroyed". */
static bool verb_follows(const trawl_walk *s, uint32_t i)
{
  if (kind_at(s, i) == TRAWL_UNIT_ADJ) {
    i = skip(s, i + 1);
  }
  if (kind_at(s, i) == TRAWL_UNIT_PREP) {
    for (unsigned hops = 0; hops < 3 && kind_at(s, i) == TRAWL_UNIT_PREP; ++hops) {
      i = kind_at(s, skip(s, i + 1)) == TRAWL_UNIT_NP ? skip(s, skip(s, i + 1) + 1) : i;
    }
    i = kind_at(s, i) == TRAWL_UNIT_COMMA ? skip(s, i + 1) : i;
  } else if (kind_at(s, i) == TRAWL_UNIT_COMMA) {
    const uint32_t end = i + ISLAND;
    for (++i; i < s->p->units.len && i < end; ++i) {
      if (kind_at(s, i) == TRAWL_UNIT_COMMA && trawl_ahead_is_finite(s->p, skip(s, i + 1))) {
        return true;
      }
    }
    return false;
  }
  return kind_at(s, i) == TRAWL_UNIT_VERB;
}

/* "whose noun": the antecedent owns it; "whose noun X saw": and it is the object. */
static void take_whose(trawl_walk *s, uint32_t unit, trawl_clause *c)
{
  if (kind_at(s, unit) != TRAWL_UNIT_NP) {
    return;
  }
  const uint32_t np = unit_at(s, unit)->index, next = skip(s, unit + 1);
  trawl_np *owned = trawl_parse_np(s->p, np);
  owned->possessor = c->antecedent;
  if (owned->apposition != TRAWL_NONE) {
    trawl_parse_np(s->p, owned->apposition)->possessor = c->antecedent;
  }
  if (kind_at(s, next) == TRAWL_UNIT_NP && trawl_parse_np(s->p, unit_at(s, next)->index)->prep == TRAWL_NONE
      && !is_time_unit(s, next) && trawl_ahead_clause(s->p, next, false)) {
    c->antecedent = np;
    c->gap = true;
    s->p->units.at[unit].kind = TRAWL_UNIT_SKIP;
  }
}

/* "who ... and who ...": the second one's antecedent is the first one's. Closes that clause. */
static uint32_t shared_antecedent(trawl_walk *s)
{
  for (uint32_t d = s->depth; d-- > 1;) {
    if (s->stack[d].kind == CLAUSE_RELATIVE && s->stack[d].antecedent != TRAWL_NONE) {
      s->depth = d;
      return s->stack[d].antecedent;
    }
    if (s->stack[d].kind != CLAUSE_PARTICIPLE) {
      break;
    }
  }
  return TRAWL_NONE;
}

static bool is_adverbial_word(const trawl_walk *s, uint32_t token)
{
  return trawl_parse_word(s->p, token, "when") || trawl_parse_word(s->p, token, "why")
         || trawl_parse_word(s->p, token, "how");
}

/* A question, "said what ...", "when ...": a clause without antecedent. */
static trawl_status open_free(trawl_walk *s, uint32_t token)
{
  if (s->i == 0) {
    return TRAWL_OK;
  }
  const uint32_t parent = top(s)->frame, comma = before(s, s->i);
  const bool asked = parent != TRAWL_NONE
                     && (trawl_parse_lemma(s->p, trawl_parse_frame(s->p, parent)->trigger, "ask")
                         || trawl_parse_lemma(s->p, trawl_parse_frame(s->p, parent)->trigger, "wonder"));
  trawl_clause *c = push(s, asked ? CLAUSE_CONDITION : CLAUSE_ADVERBIAL);
  c->parent = parent;
  c->opener = token;
  c->by_comma = is_adverbial_word(s, token) && comma != TRAWL_NONE && kind_at(s, comma) == TRAWL_UNIT_COMMA;
  return TRAWL_OK;
}

trawl_status trawl_walk_relativizer(trawl_walk *s)
{
  const uint32_t token = unit_at(s, s->i)->tok.start;
  const uint8_t prev = kind_before(s);
  if (s->last_np == TRAWL_NONE || prev == TRAWL_UNIT_VERB || s->i == 0 || is_adverbial_word(s, token)
      || trawl_parse_word(s->p, token, "what")) {
    return open_free(s, token);
  }
  const uint32_t shared = prev == TRAWL_UNIT_AND ? shared_antecedent(s) : TRAWL_NONE;
  const uint32_t antecedent = shared != TRAWL_NONE ? shared : antecedent_for(s, token);
  const bool pied = prev == TRAWL_UNIT_PREP;
  const uint32_t behind = skip(s, s->i + 1);
  const uint32_t parent = top(s)->frame;
  trawl_clause *c = push(s, CLAUSE_RELATIVE);
  c->antecedent = antecedent;
  c->parent = parent;
  const uint32_t comma = pied ? before(s, before(s, s->i)) : before(s, s->i);
  c->by_comma = comma != TRAWL_NONE && kind_at(s, comma) == TRAWL_UNIT_COMMA;
  if (pied && partitive_before(s) != TRAWL_NONE && kind_at(s, behind) == TRAWL_UNIT_VERB) {
    c->by_comma = true;
    take_partitive(s, partitive_before(s), c);
  } else if (pied) {
    c->prep = folded(s, unit_at(s, before(s, s->i))->tok.start);
  } else if (trawl_parse_word(s->p, token, "where")) {
    c->prep = trawl_words_find(&s->p->doc->words, "in", 2);
  } else if (trawl_parse_word(s->p, token, "whose")) {
    take_whose(s, behind, c);
  } else if (verb_follows(s, behind)) {
    c->subject = antecedent;
  } else {
    c->gap = true;
  }
  return TRAWL_OK;
}

/* ---- stranded prepositions --------------------------------------------------------------------- */

/* What stands behind a preposition that has lost its noun phrase. */
static bool is_stranded(const trawl_walk *s)
{
  const uint32_t token = unit_at(s, s->i)->tok.start;
  const uint8_t next = kind_at(s, skip(s, s->i + 1));
  switch (next) {
  case TRAWL_UNIT_COMMA:
  case TRAWL_UNIT_AND:
  case TRAWL_UNIT_BREAK:
  case TRAWL_UNIT_SUB:
  case TRAWL_UNIT_QUOTE:
    return true;
  case TRAWL_UNIT_VERB:
    return finite_at(s, skip(s, s->i + 1));
  case TRAWL_UNIT_PREP: /* "out of" is one, "to in" are two */
    return !trawl_doc_is(s->p->doc, token, TRAWL_IS_PARTICLE);
  default:
    return false;
  }
}

/* "the country he was deported to": the antecedent is not the object but in the phrase. */
bool trawl_walk_strand(trawl_walk *s)
{
  const trawl_clause *c = top(s);
  if (c->kind != CLAUSE_RELATIVE || c->frame == TRAWL_NONE || c->antecedent == TRAWL_NONE || !is_stranded(s)) {
    return false;
  }
  for (uint32_t i = s->p->args.len; i-- > 0 && s->p->args.at[i].frame + 3 > c->frame;) {
    trawl_loose_arg *it = &s->p->args.at[i];
    if (it->arg.np == c->antecedent && it->arg.role == TRAWL_ROLE_OBJECT && it->arg.cost == 1) {
      it->frame = c->frame;
      it->arg.role = TRAWL_ROLE_PREP;
      it->arg.prep = folded(s, unit_at(s, s->i)->tok.start);
      return true;
    }
  }
  return false;
}
