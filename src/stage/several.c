/* SPDX-License-Identifier: MIT
 * several.c - "the two leaders", "both countries", "the pair": which ones.
 *
 * A list of the right length and kind is taken as it is; else the last sentences are looked through for so
 * many persons, organizations or countries, those that act before others.  Where more of them would do,
 * nothing is resolved. */
#include "stage/nominal.h"

#include <string.h>

enum {
  BACK_REFERENTS = 48,
  SEVERAL_BACK = 4,   /* sentences in which "the two" are looked for */
  SEVERAL_SPREAD = 2, /* sentences over which they may be spread */
  SEVERAL_MAX = 6,
};

typedef enum several_kind {
  NOT_SEVERAL,
  PERSONS,
  COUNTRIES,
  ORGANIZATIONS,
  SIDES,
  ANY
} several_kind;

bool trawl_several_says_both(const trawl_resolver *r, const trawl_np *np)
{
  return (np->flags & TRAWL_NP_PLURAL) && np->tok.start > 0
         && trawl_doc_token_is(r->doc, np->tok.start - 1, "both");
}

uint32_t trawl_several_number(const trawl_resolver *r, const trawl_np *np)
{
  static const struct {
    const char *word;
    uint32_t n;
  } numbers[] = {{"two", 2}, {"both", 2},  {"pair", 2}, {"duo", 2}, {"couple", 2},
                 {"2", 2},   {"three", 3}, {"trio", 3}, {"four", 4}};
  if (trawl_several_says_both(r, np)) {
    return 2;
  }
  for (uint32_t i = np->tok.start; i <= np->head; ++i) {
    const char *text = trawl_words_text(&r->doc->words, trawl_doc_folded(r->doc, i));
    for (size_t k = 0; k < TRAWL_COUNT(numbers); ++k) {
      if (text[0] == numbers[k].word[0] && strcmp(text, numbers[k].word) == 0) {
        return numbers[k].n;
      }
    }
  }
  return 0;
}

static several_kind several_of(const trawl_resolver *r, const trawl_nominal *p, uint32_t n)
{
  const trawl_np *np = &r->doc->clauses.nps.at[p->np];
  if (n && trawl_noun_text(r, p->noun, "couple")) {
    return PERSONS;
  }
  if (n
      && (trawl_noun_text(r, p->noun, "pair") || trawl_noun_text(r, p->noun, "duo")
          || trawl_noun_text(r, p->noun, "trio")
          || trawl_several_number(r, &(trawl_np){.tok = {np->head, np->head + 1}, .head = np->head}))) {
    return ANY;
  }
  if (!n && (!(np->flags & TRAWL_NP_PLURAL) || p->modified || np->possessor != TRAWL_NONE)) {
    return NOT_SEVERAL;
  }
  if (trawl_noun_is(r, p->noun, r->side_noun)) {
    return n ? SIDES : NOT_SEVERAL;
  }
  if (trawl_noun_is(r, p->noun, r->neighbour)) {
    return n ? COUNTRIES : NOT_SEVERAL;
  }
  switch (trawl_nominal_type(r, p->head)) {
  case TRAWL_TYPE_PERSON:
    return PERSONS;
  case TRAWL_TYPE_COUNTRY:
    return COUNTRIES;
  case TRAWL_TYPE_ORGANIZATION:
    return ORGANIZATIONS;
  default:
    return NOT_SEVERAL;
  }
}

/* "in Moscow": the city, not its government. */
static bool is_location(const trawl_resolver *r, const trawl_referent *past)
{
  return past->mention != TRAWL_NONE && r->doc->mentions.at[past->mention].tok.start > 0
         && trawl_coref_is(r->doc, r->doc->mentions.at[past->mention].tok.start - 1, r->locative);
}

/* What a referent counts as among several: an entity, for countries also that a seat stands for. */
static uint64_t counts_as(const trawl_resolver *r, const trawl_referent *past, several_kind kind)
{
  if (past->entity == TRAWL_NONE || past->plural) {
    return TRAWL_NO_SIDE;
  }
  const trawl_entity *e = &r->doc->entities.at[past->entity];
  const uint64_t self = trawl_resolver_side(r, past->entity);
  switch (kind) {
  case PERSONS:
    return e->type == TRAWL_TYPE_PERSON ? self : TRAWL_NO_SIDE;
  case ORGANIZATIONS:
    return e->type == TRAWL_TYPE_ORGANIZATION ? self : TRAWL_NO_SIDE;
  case COUNTRIES:
    return e->type == TRAWL_TYPE_COUNTRY || (e->stands_for != TRAWL_NONE && !is_location(r, past))
             ? self
             : TRAWL_NO_SIDE;
  default:
    return TRAWL_NO_SIDE;
  }
}

typedef struct several {
  uint64_t all[SEVERAL_MAX];
  uint32_t n, main;    /* main: how many of them are subject or object, which come first */
  bool full, in_order; /* in_order: else the last of the text comes first */
} several;

static void collect(several *s, uint64_t side, bool is_main)
{
  for (uint32_t i = 0; i < s->n; ++i) {
    if (s->all[i] == side) {
      if (is_main && i >= s->main) {
        s->all[i] = s->all[s->main];
        s->all[s->main++] = side;
      }
      return;
    }
  }
  if (s->n == SEVERAL_MAX) {
    s->full = true;
    return;
  }
  s->all[s->n++] = side;
  if (is_main) {
    s->all[s->n - 1] = s->all[s->main];
    s->all[s->main++] = side;
  }
}

/* Are there enough of them now? 0: not yet; TRAWL_NONE: too many, nothing decides. */
static uint32_t enough(const several *s, uint32_t n)
{
  if (n == 0 || s->n < n) {
    return 0; /* "the leaders": only a list tells which */
  }
  return s->n == n || s->main == n ? n : TRAWL_NONE;
}

/* A list of the right length and kind is taken as it is. */
static bool take_list(const trawl_resolver *r, const trawl_referent *past, several_kind kind,
                      uint32_t n, several *s)
{
  several found = {.in_order = true};
  for (uint32_t np = past->members; np != TRAWL_NONE && !found.full;
       np = r->doc->clauses.nps.at[np].next) {
    const uint32_t m = r->doc->clauses.nps.at[np].mention;
    const trawl_referent member = {.mention = TRAWL_NONE,
                                   .entity =
                                     m == TRAWL_NONE ? TRAWL_NONE : r->doc->mentions.at[m].entity};
    const uint64_t side = counts_as(r, &member, kind);
    if (side == TRAWL_NO_SIDE) {
      return false;
    }
    collect(&found, side, true);
  }
  if (found.n < 2 || found.full || (n && found.n != n)) {
    return false;
  }
  *s = found;
  return true;
}

static uint32_t look_back(const trawl_resolver *r, const trawl_nominal *p, several_kind kind, uint32_t n,
                          several *s)
{
  *s = (several){.n = 0};
  uint32_t sentence = p->sentence, sentences = 0, before = 0;
  const uint32_t len = r->past.len;
  for (uint32_t i = len; i > 0 && i + BACK_REFERENTS > len; --i) {
    const trawl_referent *past = &r->past.at[i - 1];
    if (past->sentence != sentence) {
      const uint32_t found = enough(s, n);
      if (found) {
        return found;
      }
      sentences += s->n > before; /* two that stand further apart are no pair */
      before = s->n;
      if (sentences == SEVERAL_SPREAD) {
        return 0;
      }
      sentence = past->sentence;
    }
    if (sentence + SEVERAL_BACK < p->sentence) {
      return 0;
    }
    if (past->members != TRAWL_NONE) {
      if (s->n == 0 && take_list(r, past, kind, n, s)) {
        return s->n;
      }
      continue;
    }
    const uint64_t side = counts_as(r, past, kind);
    if (side != TRAWL_NO_SIDE) {
      collect(s, side, past->at == TRAWL_AT_SUBJECT || past->at == TRAWL_AT_OBJECT);
    }
  }
  return enough(s, n);
}

trawl_status trawl_several_resolve(trawl_resolver *r, const trawl_nominal *p, bool *done)
{
  static const several_kind sides[] = {COUNTRIES, ORGANIZATIONS, PERSONS, NOT_SEVERAL};
  static const several_kind any[] = {PERSONS, ORGANIZATIONS, COUNTRIES, NOT_SEVERAL};
  const uint32_t n = trawl_several_number(r, &r->doc->clauses.nps.at[p->np]);
  const several_kind kind = several_of(r, p, n);
  const several_kind one[] = {kind, NOT_SEVERAL};
  const several_kind *tries = kind == SIDES ? sides : kind == ANY ? any : one;
  several found;
  uint32_t count = 0;
  for (; *tries != NOT_SEVERAL && (count == 0 || count == TRAWL_NONE); ++tries) {
    count = look_back(r, p, *tries, n, &found);
  }
  if (count == 0 || count == TRAWL_NONE || found.full) {
    return TRAWL_OK;
  }
  uint32_t entities[SEVERAL_MAX], mention;
  for (uint32_t i = 0; i < count; ++i) { /* in the order of the text */
    const uint64_t side = found.all[found.in_order ? i : count - 1 - i];
    TRAWL_TRY(trawl_resolver_side_entity(r, side, &entities[i]));
  }
  TRAWL_TRY(trawl_nominal_mention(r, p, &mention));
  r->doc->mentions.at[mention].type = r->doc->entities.at[entities[0]].type;
  *done = true;
  return trawl_resolver_set_members(r, mention, entities, count,
                                    r->doc->entities.at[entities[0]].first);
}
