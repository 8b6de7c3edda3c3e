/* SPDX-License-Identifier: MIT
 * join.c - second pass of the clause stage: base noun phrases become longer ones.
 *
 * Walks over the units once for each kind of join, in this order: prepositions take their phrase, "of"
 * hangs on the noun before it, brackets and appositions are set aside, members of lists are linked.  What
 * a longer phrase has swallowed becomes TRAWL_UNIT_SKIP, so that one unit is left for each phrase and the
 * clause parser sees subject, verb, object. */
#include "stage/parse.h"

#include <string.h>

enum {
  MAX_MEMBERS = 24,   /* of a list: beyond it is a table */
  BRACKET_AHEAD = 60, /* units in brackets */
};

typedef enum broad { BROAD_NONE, BROAD_PERSON, BROAD_ORG, BROAD_PLACE, BROAD_EVENT, BROAD_WORK, BROAD_TIME } broad;

static trawl_chunk *unit(const trawl_parse *p, uint32_t i)
{
  return &p->units.at[i];
}

/* The kind of the unit at i; TRAWL_UNIT_BREAK behind the last. */
static uint8_t kind(const trawl_parse *p, uint32_t i)
{
  return i < p->units.len ? p->units.at[i].kind : (uint8_t)TRAWL_UNIT_BREAK;
}

static uint32_t unit_token(const trawl_parse *p, uint32_t i)
{
  return i < p->units.len ? p->units.at[i].tok.start : p->tok.end;
}

/* The next unit that is not swallowed, from i. */
static uint32_t next(const trawl_parse *p, uint32_t i)
{
  while (i < p->units.len && p->units.at[i].kind == TRAWL_UNIT_SKIP) {
    ++i;
  }
  return i;
}

static void swallow(trawl_parse *p, uint32_t from, uint32_t to)
{
  for (uint32_t i = from; i < to && i < p->units.len; ++i) {
    p->units.at[i].kind = TRAWL_UNIT_SKIP;
  }
}

static trawl_np *np_of(const trawl_parse *p, uint32_t i)
{
  return trawl_parse_np(p, p->units.at[i].index);
}

static bool head_is(const trawl_parse *p, const trawl_np *np, unsigned category)
{
  return trawl_doc_is(p->doc, np->head, category) || trawl_doc_lemma_is(p->doc, np->head, category);
}

/* What kind of thing a noun phrase is, roughly: by its mention or by its head noun. */
static broad broad_type(const trawl_parse *p, uint32_t index)
{
  const trawl_np *np = trawl_parse_np(p, index);
  if (np->flags & TRAWL_NP_TIME) {
    return BROAD_TIME;
  }
  switch (trawl_np_type(p, index)) {
  case TRAWL_TYPE_PERSON:
    return BROAD_PERSON;
  case TRAWL_TYPE_ORGANIZATION:
  case TRAWL_TYPE_GROUP:
    return BROAD_ORG;
  case TRAWL_TYPE_COUNTRY:
  case TRAWL_TYPE_PLACE:
    return BROAD_PLACE;
  case TRAWL_TYPE_EVENT:
    return BROAD_EVENT;
  case TRAWL_TYPE_WORK:
    return BROAD_WORK;
  default:
    break;
  }
  static const struct {
    uint8_t category;
    broad type;
  } heads[] = {
    {TRAWL_IS_TITLE_HEAD, BROAD_PERSON},   {TRAWL_IS_PERSON_COMMON, BROAD_PERSON},
    {TRAWL_IS_KINSHIP, BROAD_PERSON},      {TRAWL_IS_STAFF, BROAD_PERSON},
    {TRAWL_IS_ORG_COMMON, BROAD_ORG},      {TRAWL_IS_PUBLISHER, BROAD_ORG},
    {TRAWL_IS_ORG_HEAD, BROAD_ORG},        {TRAWL_IS_PLACE_COMMON, BROAD_PLACE},
    {TRAWL_IS_COUNTRY_COMMON, BROAD_PLACE}, {TRAWL_IS_PLACE_HEAD, BROAD_PLACE},
    {TRAWL_IS_EVENT_HEAD, BROAD_EVENT},    {TRAWL_IS_WORK_HEAD, BROAD_WORK},
  };
  for (size_t i = 0; i < TRAWL_COUNT(heads); ++i) {
    if (head_is(p, np, heads[i].category)) {
      return heads[i].type;
    }
  }
  return BROAD_NONE;
}

/* ---- prepositions ------------------------------------------------------------------------------ */

static void take_prepositions(trawl_parse *p)
{
  for (uint32_t i = 0; i + 1 < p->units.len; ++i) {
    const uint32_t n = next(p, i + 1);
    if (kind(p, i) == TRAWL_UNIT_PREP && kind(p, n) == TRAWL_UNIT_NP) {
      np_of(p, n)->prep = unit(p, i)->tok.start;
    }
  }
}

/* "accused Moscow of": the verb before the noun phrase wants the "of" for itself. */
static bool verb_wants_of(const trawl_parse *p, uint32_t noun)
{
  for (uint32_t i = noun; i-- > 0;) {
    if (kind(p, i) == TRAWL_UNIT_SKIP) {
      continue;
    }
    return kind(p, i) == TRAWL_UNIT_VERB
           && trawl_lemma_is(p, p->verbs.at[unit(p, i)->index].lemma, TRAWL_IS_OF_VERB);
  }
  return false;
}

static void attach_of(trawl_parse *p)
{
  for (uint32_t i = 0; i + 2 < p->units.len; ++i) {
    if (kind(p, i) != TRAWL_UNIT_NP) {
      continue;
    }
    /* A chain "head of the council of the union": each hangs on the one before it. */
    uint32_t last = unit(p, i)->index, at = i;
    while (kind(p, at + 1) == TRAWL_UNIT_PREP && trawl_parse_word(p, unit(p, at + 1)->tok.start, "of")
           && kind(p, at + 2) == TRAWL_UNIT_NP && !(at == i && verb_wants_of(p, i))) {
      np_of(p, at + 2)->attached = last;
      last = unit(p, at + 2)->index;
      swallow(p, at + 1, at + 3);
      at += 2;
    }
  }
}

/* ---- appositions ------------------------------------------------------------------------------- */

/* The end of a noun phrase's own prepositional phrases, from the unit behind it; each is attached to it. */
static uint32_t take_phrases(trawl_parse *p, uint32_t noun, uint32_t i)
{
  for (;;) {
    const uint32_t prep = next(p, i), np = next(p, prep + 1);
    if (kind(p, prep) != TRAWL_UNIT_PREP || kind(p, np) != TRAWL_UNIT_NP) {
      return i;
    }
    np_of(p, np)->attached = noun;
    i = np + 1;
  }
}

/* What may stand behind an apposition. */
static bool closes_apposition(const trawl_parse *p, uint32_t i)
{
  const uint8_t k = kind(p, i);
  return k == TRAWL_UNIT_COMMA || k == TRAWL_UNIT_BREAK || k == TRAWL_UNIT_CLOSE || k == TRAWL_UNIT_AND
         || k == TRAWL_UNIT_REL || i >= p->units.len || k == TRAWL_UNIT_QUOTE;
}

/* "based in", "living in": a verb form that can only say more of the noun before it. */
static bool is_participle(const trawl_parse *p, uint32_t i)
{
  return kind(p, i) == TRAWL_UNIT_VERB && p->verbs.at[unit(p, i)->index].participle
         && !p->verbs.at[unit(p, i)->index].finite;
}

static bool is_common(const trawl_parse *p, uint32_t np)
{
  return !trawl_np_is_name(p, np) && !(trawl_parse_np(p, np)->flags & (TRAWL_NP_PRONOUN | TRAWL_NP_TIME));
}

/* A name, also one that no list knows. */
static bool is_proper(const trawl_parse *p, uint32_t np)
{
  const uint8_t tag = trawl_parse_tag(p, trawl_parse_np(p, np)->head);
  return trawl_np_is_name(p, np) || tag == TRAWL_TAG_NNP || tag == TRAWL_TAG_NNPS;
}

/* The types of a name and of the noun that would say what it is go together. */
static bool types_fit(broad name, broad noun)
{
  return name == noun || name == BROAD_NONE || noun == BROAD_NONE
         || (name == BROAD_ORG && noun == BROAD_PLACE) || (name == BROAD_PLACE && noun == BROAD_ORG);
}

static uint32_t entry_of(const trawl_parse *p, uint32_t np)
{
  const uint32_t mention = trawl_parse_np(p, np)->mention;
  const uint32_t entity = mention == TRAWL_NONE ? TRAWL_NONE : p->doc->mentions.at[mention].entity;
  return entity == TRAWL_NONE ? TRAWL_NONE : p->doc->entities.at[entity].entry;
}

static bool lies_in(const trawl_gazetteer *g, uint32_t inner, uint32_t outer)
{
  unsigned steps = 0;
  while (inner != TRAWL_NONE && inner != outer && steps++ < 8) {
    inner = trawl_entry_at(g, inner)->in;
  }
  return inner != TRAWL_NONE && inner == outer;
}

/* More places and an "and" follow behind the unit: "Berlin, Hamburg, Munich and Bonn". */
static bool places_follow(const trawl_parse *p, uint32_t i)
{
  uint32_t at = next(p, i + 1), behind = next(p, at + 1);
  while (kind(p, at) == TRAWL_UNIT_COMMA && kind(p, behind) == TRAWL_UNIT_NP
         && trawl_np_is_name(p, unit(p, behind)->index) && broad_type(p, unit(p, behind)->index) == BROAD_PLACE) {
    at = next(p, behind + 1);
    behind = next(p, at + 1);
    if (kind(p, at) == TRAWL_UNIT_AND) {
      return kind(p, behind) == TRAWL_UNIT_NP && broad_type(p, unit(p, behind)->index) == BROAD_PLACE;
    }
  }
  return false;
}

/* Of two places: the first may lie in the second, that of unit i, as far as the lists know. "Graz, Austria", not
 * "Japan, India". */
static bool may_lie_in(const trawl_parse *p, uint32_t inner, uint32_t i)
{
  const trawl_gazetteer *g = &p->run->rules->gazetteer;
  const uint32_t outer = unit(p, i)->index, entry = entry_of(p, outer);
  if (lies_in(g, entry_of(p, inner), entry)) {
    return true;
  }
  const uint32_t country = trawl_gazetteer_country(g, entry_of(p, inner));
  const uint32_t other = trawl_gazetteer_country(g, entry);
  return trawl_np_type(p, inner) != TRAWL_TYPE_COUNTRY && !places_follow(p, i)
         && (country == TRAWL_NONE || other == TRAWL_NONE || country == other);
}

/* An age or a place behind a comma, unit i: "Novak, 52," - no argument of anything. */
static bool is_aside(const trawl_parse *p, uint32_t name, uint32_t i)
{
  const uint32_t other = unit(p, i)->index;
  const trawl_np *np = trawl_parse_np(p, other);
  const bool number = trawl_parse_tag(p, np->head) == TRAWL_TAG_CD && np->tok.end == np->tok.start + 1;
  const bool place = broad_type(p, name) == BROAD_PLACE && broad_type(p, other) == BROAD_PLACE
                     && trawl_np_is_name(p, other) && np->prep == TRAWL_NONE && may_lie_in(p, name, i);
  return number || place;
}

/* Notes that a noun phrase says what a name is; several may: "her son, the producer Novak". */
static void add_apposition(trawl_parse *p, uint32_t name, uint32_t noun)
{
  uint32_t last = name;
  while (trawl_parse_np(p, last)->apposition != TRAWL_NONE && trawl_parse_np(p, last)->apposition != noun) {
    last = trawl_parse_np(p, last)->apposition;
  }
  if (trawl_parse_np(p, noun)->apposition == TRAWL_NONE && last != noun) {
    trawl_parse_np(p, last)->apposition = noun;
    trawl_parse_np(p, noun)->flags |= TRAWL_NP_APPOSED;
  }
}

static bool is_office(const trawl_parse *p, uint32_t np)
{
  return is_common(p, np) && trawl_parse_np(p, np)->prep == TRAWL_NONE
         && head_is(p, trawl_parse_np(p, np), TRAWL_IS_TITLE_HEAD);
}

/* "Novak, founder and president of Acme,": another office from unit i on, behind the first; it becomes a member
 * of the first one's list when the apposition ends there. The unit behind. */
static uint32_t take_office(trawl_parse *p, uint32_t first, uint32_t i)
{
  const uint32_t second = next(p, i + 1);
  if (kind(p, i) != TRAWL_UNIT_AND || kind(p, second) != TRAWL_UNIT_NP || !is_office(p, first)
      || !is_office(p, unit(p, second)->index)) {
    return i;
  }
  const uint32_t np = unit(p, second)->index, behind = next(p, take_phrases(p, np, second + 1));
  if (!closes_apposition(p, behind) || kind(p, behind) == TRAWL_UNIT_AND) {
    return i;
  }
  trawl_parse_np(p, first)->list = trawl_parse_np(p, np)->list = first;
  trawl_parse_np(p, first)->next = np;
  trawl_parse_np(p, np)->flags |= TRAWL_NP_MEMBER;
  return behind;
}

/* name , role ... ,   and   role , name ,   - the unit at i is kept and stands for the name. */
static void join_apposition(trawl_parse *p, uint32_t i)
{
  const uint32_t direct = next(p, i + 1);
  const bool far = kind(p, direct) == TRAWL_UNIT_PREP && broad_type(p, unit(p, i)->index) == BROAD_PERSON
                   && is_common(p, unit(p, i)->index);
  const uint32_t comma = far ? trawl_ahead_phrases(p, i) : direct, second = next(p, comma + 1);
  if (kind(p, comma) != TRAWL_UNIT_COMMA || kind(p, second) != TRAWL_UNIT_NP) {
    return;
  }
  const uint32_t a = unit(p, i)->index, b = unit(p, second)->index;
  const broad ta = broad_type(p, a), tb = broad_type(p, b);
  uint32_t behind = next(p, second + 1);
  if (far && (ta != tb || !trawl_np_is_name(p, b) || kind(p, behind) != TRAWL_UNIT_COMMA
              || !trawl_ahead_is_finite(p, next(p, behind + 1)))) {
    return; /* "the ambassador to Chad, John Smith, said" */
  }
  if (is_aside(p, a, second) && closes_apposition(p, behind) && kind(p, behind) != TRAWL_UNIT_AND) {
    trawl_parse_np(p, b)->attached = a;
    swallow(p, comma, behind);
    join_apposition(p, i); /* "Novak, 52, a lawyer," - bounded by the units swallowed */
    if (kind(p, behind) == TRAWL_UNIT_COMMA) {
      swallow(p, behind, behind + 1);
    }
    return;
  }
  /* "Belarus, an ally of Russia,": a noun for people may be said of countries and firms */
  const bool party = tb == BROAD_PERSON && (ta == BROAD_PLACE || ta == BROAD_ORG)
                     && head_is(p, trawl_parse_np(p, b), TRAWL_IS_PROFESSION)
                     && trawl_parse_np(p, a)->prep == TRAWL_NONE;
  const bool described = tb != BROAD_NONE
                         || (trawl_parse_np(p, b)->flags & (TRAWL_NP_DEFINITE | TRAWL_NP_INDEFINITE));
  if (trawl_np_is_name(p, a) && is_common(p, b) && (types_fit(ta, tb) || party) && described) {
    behind = take_office(p, b, next(p, take_phrases(p, b, second + 1)));
    const uint32_t third = next(p, behind + 1); /* "the Greens, the Left and the Liberals": a list */
    const bool list = behind == second + 1 && kind(p, behind) == TRAWL_UNIT_AND && kind(p, third) == TRAWL_UNIT_NP
                      && (is_proper(p, unit(p, third)->index) || tb == BROAD_NONE);
    const bool clause = ta == BROAD_PERSON && tb == BROAD_NONE && trawl_parse_np(p, b)->flags & TRAWL_NP_INDEFINITE
                        && (trawl_parse_word(p, unit_token(p, behind), "that")
                            || trawl_parse_word(p, unit_token(p, behind), "which")); /* "a step that" */
    const bool summary = ta == BROAD_PLACE && tb == BROAD_NONE && trawl_parse_np(p, a)->prep != TRAWL_NONE
                         && trawl_parse_np(p, b)->flags & TRAWL_NP_INDEFINITE; /* "in Bonn, a deal that" */
    if (closes_apposition(p, behind) && !list && !summary && !clause) {
      add_apposition(p, a, b);
      trawl_parse_np(p, b)->attached = a;
      swallow(p, comma, behind + (kind(p, behind) == TRAWL_UNIT_COMMA));
    } else if (is_participle(p, behind) && trawl_parse_np(p, b)->flags & TRAWL_NP_INDEFINITE) {
      add_apposition(p, a, b); /* "Nokia, a company based in Espoo,": its verb is yet to be read */
    }
  } else if (is_common(p, a) && trawl_np_is_name(p, b) && types_fit(tb, ta)
             && (tb == ta
                 || (ta == BROAD_NONE && tb == BROAD_ORG && kind(p, behind) == TRAWL_UNIT_COMMA
                     && trawl_parse_np(p, a)->possessor != TRAWL_NONE) /* "its Danish arm, Nokia, to" */
                 || (ta == BROAD_NONE && tb == BROAD_PERSON && kind(p, behind) == TRAWL_UNIT_COMMA
                     && trawl_ahead_is_finite(p, next(p, behind + 1))))
             && (trawl_parse_np(p, a)->flags & TRAWL_NP_DEFINITE || ta == BROAD_PERSON)
             && closes_apposition(p, behind) && kind(p, behind) != TRAWL_UNIT_AND) {
    trawl_np *name = trawl_parse_np(p, b);
    add_apposition(p, b, a);
    name->prep = trawl_parse_np(p, a)->prep;
    name->attached = trawl_parse_np(p, a)->attached;
    unit(p, i)->index = b;
    swallow(p, comma, behind + (kind(p, behind) == TRAWL_UNIT_COMMA));
  }
}

/* What stands in brackets says what the phrase before them is, or nothing. */
static void join_brackets(trawl_parse *p)
{
  for (uint32_t i = 0; i < p->units.len; ++i) {
    if (kind(p, i) != TRAWL_UNIT_OPEN) {
      continue;
    }
    uint32_t close = i + 1;
    bool relative = false;
    while (close < p->units.len && close < i + BRACKET_AHEAD && kind(p, close) != TRAWL_UNIT_CLOSE) {
      relative |= kind(p, close) == TRAWL_UNIT_REL;
      ++close;
    }
    if (kind(p, close) != TRAWL_UNIT_CLOSE) {
      continue;
    }
    if (relative) { /* "(whose chief executive ...)": like commas */
      p->units.at[i].kind = p->units.at[close].kind = TRAWL_UNIT_COMMA;
      continue;
    }
    const uint32_t inner = next(p, i + 1);
    if (i && kind(p, i - 1) == TRAWL_UNIT_NP && kind(p, inner) == TRAWL_UNIT_NP && inner < close) {
      np_of(p, inner)->attached = unit(p, i - 1)->index;
      if (is_common(p, unit(p, inner)->index)) {
        add_apposition(p, unit(p, i - 1)->index, unit(p, inner)->index);
      }
    }
    swallow(p, i, close + 1);
  }
}

/* ---- lists ------------------------------------------------------------------------------------- */

static bool may_coordinate(const trawl_parse *p, uint32_t a, uint32_t b)
{
  const trawl_np *x = trawl_parse_np(p, a), *y = trawl_parse_np(p, b);
  if ((x->flags | y->flags) & TRAWL_NP_TIME) {
    return (x->flags & y->flags & TRAWL_NP_TIME) != 0;
  }
  const broad ta = broad_type(p, a), tb = broad_type(p, b);
  if (trawl_np_is_name(p, a) && trawl_np_is_name(p, b)) {
    const bool actors = ta >= BROAD_PERSON && ta <= BROAD_PLACE && tb >= BROAD_PERSON && tb <= BROAD_PLACE;
    return ta == tb || actors;
  }
  return true;
}

/* A connector between members and the member behind it, from unit i. */
typedef struct link {
  uint32_t np;   /* unit of the member; p->units.len: no link */
  bool and, comma;
} link;

static link read_link(const trawl_parse *p, uint32_t i, uint32_t prep)
{
  const link none = {p->units.len, false, false};
  uint32_t at = next(p, i);
  bool and = false, comma = false;
  if (kind(p, at) == TRAWL_UNIT_COMMA) {
    comma = true;
    at = next(p, at + 1);
  } else if (kind(p, at) != TRAWL_UNIT_AND) {
    return none;
  }
  if (kind(p, at) == TRAWL_UNIT_AND) {
    const uint32_t token = unit(p, at)->tok.start;
    if (trawl_parse_word(p, token, "but") || trawl_parse_word(p, token, "yet") || trawl_parse_word(p, token, "so")
        || trawl_parse_word(p, token, "both")) {
      return none;
    }
    and = true;
    at = next(p, at + 1);
  }
  /* "with A and with B" */
  if (kind(p, at) == TRAWL_UNIT_PREP && prep != TRAWL_NONE
      && trawl_doc_folded(p->doc, prep) == trawl_doc_folded(p->doc, unit(p, at)->tok.start)) {
    at = next(p, at + 1);
  }
  return kind(p, at) == TRAWL_UNIT_NP ? (link){at, and, comma} : none;
}

static bool denied(const trawl_parse *p, uint32_t i)
{
  return (np_of(p, i)->flags & TRAWL_NP_NEGATIVE) != 0;
}

/* The verb right before a unit takes a clause: "said Putin and Xi had agreed". */
static bool behind_speech(const trawl_parse *p, uint32_t i)
{
  if (i == 0 || kind(p, i - 1) != TRAWL_UNIT_VERB) {
    return false;
  }
  const uint32_t lemma = p->verbs.at[unit(p, i - 1)->index].lemma;
  return trawl_lemma_is(p, lemma, TRAWL_IS_SPEECH) || trawl_lemma_is(p, lemma, TRAWL_IS_THAT_TAKER);
}

/* Where a list with `member` begins: at the noun phrase of unit i, or at the last name of its of-phrases:
 * "the presidents of Russia and China". */
static uint32_t list_start(const trawl_parse *p, uint32_t i, uint32_t member)
{
  uint32_t last = i;
  while (last + 2 < p->units.len && kind(p, last + 1) == TRAWL_UNIT_SKIP
         && kind(p, last + 2) == TRAWL_UNIT_SKIP && unit(p, last + 1)->index == TRAWL_NONE
         && unit(p, last + 2)->index != TRAWL_NONE
         && trawl_parse_word(p, unit(p, last + 1)->tok.start, "of")) {
    last += 2;
  }
  const bool inner = last != i && !trawl_np_is_name(p, unit(p, i)->index) && is_proper(p, unit(p, last)->index)
                     && is_proper(p, unit(p, member)->index);
  return inner ? last : i;
}

static bool speech_follows(const trawl_parse *p, uint32_t last)
{
  const uint32_t verb = next(p, last + 1);
  return kind(p, verb) == TRAWL_UNIT_VERB
         && trawl_lemma_is(p, p->verbs.at[unit(p, verb)->index].lemma, TRAWL_IS_SPEECH);
}

/* ", NASA and the institute announced": behind a comma both say it. */
static bool before_speech(const trawl_parse *p, uint32_t first, uint32_t last)
{
  while (first > 0 && kind(p, first - 1) == TRAWL_UNIT_SKIP) {
    --first;
  }
  return first > 0 && kind(p, first - 1) == TRAWL_UNIT_COMMA && speech_follows(p, last);
}

/* "scored 21 points and Smith": no list. */
static bool amount_and_name(const trawl_parse *p, uint32_t i, uint32_t k)
{
  const trawl_np *it = np_of(p, i);
  const bool amount = trawl_parse_tag(p, it->tok.start) == TRAWL_TAG_CD
                      || (it->mention != TRAWL_NONE && p->doc->mentions.at[it->mention].kind == TRAWL_MENTION_VALUE);
  return amount && trawl_np_is_name(p, unit(p, k)->index);
}

/* In a headline a comma alone joins names in front of their verb. */
static bool headline_list(const trawl_parse *p, const uint32_t *members, uint32_t count)
{
  if (count < 2 || !p->doc->sentences.at[p->sentence].headline) {
    return false;
  }
  const broad type = broad_type(p, unit(p, members[0])->index);
  for (uint32_t i = 0; i < count; ++i) {
    if (!trawl_np_is_name(p, unit(p, members[i])->index) || broad_type(p, unit(p, members[i])->index) != type) {
      return false;
    }
  }
  const uint32_t verb = next(p, members[count - 1] + 1);
  const uint8_t tag = kind(p, verb) == TRAWL_UNIT_VERB ? trawl_parse_tag(p, unit(p, verb)->tok.start) : TRAWL_TAG_NONE;
  return tag == TRAWL_TAG_VBP || tag == TRAWL_TAG_VB || tag == TRAWL_TAG_VBD || tag == TRAWL_TAG_MD || tag == TRAWL_TAG_TO;
}

/* Links the members of a list that starts at unit i. `open` says that a subject still waits for its verb,
 * or none has been seen: then a finite verb behind the list is the list's. */
static void join_list(trawl_parse *p, uint32_t i, bool open)
{
  uint32_t members[MAX_MEMBERS], count = 1, ands = 0, last_and = 0;
  bool comma = false;
  members[0] = i;
  const uint32_t prep = np_of(p, i)->prep;
  for (uint32_t at = i + 1; count < MAX_MEMBERS;) {
    const link step = read_link(p, at, prep);
    if (count == 1 && step.np < p->units.len) {
      members[0] = list_start(p, i, step.np);
    }
    if (step.np >= p->units.len || !may_coordinate(p, unit(p, members[0])->index, unit(p, step.np)->index)) {
      break;
    }
    if ((denied(p, step.np) && !denied(p, members[0])) /* ", and neither A nor B was" */
        || (count == 1 && !step.comma && amount_and_name(p, members[0], step.np))
        || (count == 1 && step.comma && step.and && prep != TRAWL_NONE /* ", based in Espoo, and Ericsson" */
            && broad_type(p, unit(p, members[0])->index) != broad_type(p, unit(p, step.np)->index))) {
      break;
    }
    members[count++] = step.np;
    comma = step.comma;
    if (step.and) {
      ++ands;
      last_and = count - 1;
    }
    at = step.np + 1;
  }
  if (!ands && open && headline_list(p, members, count)) {
    last_and = count - 1; /* "Biden, Scholz visit Kyiv" */
  } else if (!ands) {
    return;
  }
  count = last_and + 1; /* what follows the "and" member behind a comma is no member */
  comma &= count == 2; /* a serial comma sets nothing apart */
  if (!open && !behind_speech(p, i) && !before_speech(p, i, members[count - 1]) && trawl_ahead_clause(p, members[count - 1], comma)) {
    /* the "and" begins a clause; "attacked X, A and B said": the comma does */
    count = count == 3 && speech_follows(p, members[2]) ? 1 : count - 1;
  }
  if (count < 2) {
    return;
  }
  const trawl_np first = *np_of(p, members[0]);
  for (uint32_t m = 0; m < count; ++m) {
    trawl_np *np = np_of(p, members[m]);
    np->list = unit(p, members[0])->index;
    np->next = m + 1 < count ? unit(p, members[m + 1])->index : TRAWL_NONE;
    np->prep = first.prep;
    np->attached = first.attached;
    np->flags |= m ? TRAWL_NP_MEMBER : 0;
  }
  swallow(p, i + 1, members[count - 1] + 1);
}

/* "neither A nor B": the list is denied. */
static void mark_neither(trawl_parse *p)
{
  for (uint32_t i = 0; i + 1 < p->units.len; ++i) {
    if (kind(p, i) != TRAWL_UNIT_NP && trawl_parse_word(p, unit(p, i)->tok.start, "neither")
        && kind(p, i + 1) == TRAWL_UNIT_NP) {
      np_of(p, i + 1)->flags |= TRAWL_NP_NEGATIVE;
      swallow(p, i, i + 1);
    }
  }
}

static void join_lists(trawl_parse *p)
{
  bool open = true; /* no verb yet in this clause */
  for (uint32_t i = 0; i < p->units.len; ++i) {
    switch (kind(p, i)) {
    case TRAWL_UNIT_NP:
      if (!(np_of(p, i)->flags & TRAWL_NP_MEMBER)) {
        join_list(p, i, open || (np_of(p, i)->prep != TRAWL_NONE
                                 && trawl_parse_word(p, np_of(p, i)->prep, "between")));
      }
      break;
    case TRAWL_UNIT_VERB:
      open &= !trawl_ahead_is_finite(p, i);
      break;
    case TRAWL_UNIT_SUB:
    case TRAWL_UNIT_REL:
    case TRAWL_UNIT_BREAK:
      open = true;
      break;
    case TRAWL_UNIT_AND: /* not a list's: a clause begins, or another verb of the same subject */
      open = kind(p, next(p, i + 1)) == TRAWL_UNIT_NP;
      break;
    default:
      break;
    }
  }
}

/* The unit of the first example behind the plural noun of unit i: "brands including Jeep", "countries, such as
 * Iran,"; p->units.len: there is none. */
static uint32_t first_example(const trawl_parse *p, uint32_t i)
{
  const trawl_np *np = np_of(p, i);
  if (!is_common(p, unit(p, i)->index) || trawl_parse_tag(p, np->head) != TRAWL_TAG_NNS || np->next != TRAWL_NONE
      || np->flags & TRAWL_NP_MEMBER) {
    return p->units.len;
  }
  uint32_t token = np->tok.end + trawl_parse_word(p, np->tok.end, ",");
  const bool such = trawl_parse_word(p, token, "such") && trawl_parse_word(p, token + 1, "as");
  if (!such && !trawl_parse_word(p, token, "including")) {
    return p->units.len;
  }
  token += such;
  enum { NEAR = 5 };
  for (uint32_t k = i + 1; k < p->units.len && k <= i + NEAR; ++k) {
    if (kind(p, k) == TRAWL_UNIT_NP) {
      return np_of(p, k)->prep == token && is_proper(p, unit(p, k)->index) ? k : p->units.len;
    }
  }
  return p->units.len;
}

/* Examples are members of the list that the noun stands for: "owns brands including Jeep and Opel". */
static void join_examples(trawl_parse *p)
{
  for (uint32_t i = 0; i < p->units.len; ++i) {
    const uint32_t first = kind(p, i) == TRAWL_UNIT_NP ? first_example(p, i) : p->units.len;
    if (first >= p->units.len) {
      continue;
    }
    const uint32_t whole = unit(p, i)->index;
    trawl_np *np = trawl_parse_np(p, whole);
    const bool comma = trawl_parse_word(p, np->tok.end, ",");
    np->list = whole;
    np->next = unit(p, first)->index;
    for (uint32_t k = np->next; k != TRAWL_NONE; k = trawl_parse_np(p, k)->next) {
      trawl_np *member = trawl_parse_np(p, k);
      member->list = whole;
      member->prep = np->prep;
      member->attached = np->attached;
      member->flags |= TRAWL_NP_MEMBER;
    }
    const uint32_t behind = next(p, first + 1);
    swallow(p, i + 1, first + 1);
    if (comma && kind(p, behind) == TRAWL_UNIT_COMMA) {
      swallow(p, behind, behind + 1);
    }
  }
}

trawl_status trawl_parse_join(trawl_parse *p)
{
  mark_neither(p);
  take_prepositions(p);
  attach_of(p);
  join_brackets(p);
  for (uint32_t i = 0; i < p->units.len; ++i) {
    if (kind(p, i) == TRAWL_UNIT_NP) {
      join_apposition(p, i);
    }
  }
  join_lists(p);
  join_examples(p);
  return TRAWL_OK;
}
