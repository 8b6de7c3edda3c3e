/* SPDX-License-Identifier: MIT
 * phrases_naive.c - which triples phrases give: every reading of every phrase is tried on every clause.
 *
 * What fills a place, who is meant by it, and which of several phrases count is what docs/rule-language.md says under
 * "Phrases", "Who may be X and Y" and "What wins". */
#include "phrases.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_FITS = 64, MAX_MORE = 3, MAX_PAIRS = 16, MAX_READINGS = 24 };

/* Who or what is in a place: a noun phrase, or nothing. */
typedef struct filler {
  uint8_t np, cost;
  bool single;
} filler;

/* A phrase with or without what is optional in it, and what it found. */
typedef struct fit {
  const phrase_rule *written;
  phrase_rule read;
  uint32_t relation, line, words, turn;
  bool except;
  filler x, y, more[MAX_MORE];
  uint32_t more_count;
  bool has_x, has_y, pair;
  int office;
  unsigned cost;
} fit;

typedef struct naive {
  const phrase_case *made;
  const case_frame *frame;
  uint32_t which; /* frame */
  fit *fit;
  uint8_t host;   /* noun phrase of the place before */
} naive;

static const filler nobody = {NO_NP, 255, false};

/* ---- readings of a phrase ----------------------------------------------------------------------------------------- */

static bool is_noun(const phrase_arg *arg)
{
  return arg->slot == SLOT_WORD || arg->slot == SLOT_OFFICE;
}

/* What hangs on what, once it is known which optional parts are there. */
static void settle(phrase_rule *phrase)
{
  bool behind_noun = phrase->kind == KIND_NOUN, object = false;
  for (uint32_t i = phrase->kind != KIND_NOUN; i < phrase->count; ++i) {
    phrase_arg *arg = &phrase->args[i];
    if (arg->role == ROLE_PREP) {
      arg->inner = arg->pair ? phrase->args[i - 1].inner : behind_noun;
      behind_noun |= is_noun(arg);
    } else if (!arg->clause) {
      arg->role = phrase->kind == KIND_COPULA ? ROLE_COMPLEMENT : object ? ROLE_OBJECT2 : ROLE_OBJECT;
      object = true;
      behind_noun = is_noun(arg);
    }
  }
}

/* Reading number `reading`: a bit for each optional part that is left out. False: there is none. */
static bool read_phrase(const phrase_rule *written, uint32_t reading, phrase_rule *out, uint32_t *turn)
{
  uint32_t part = 0;
  *out = *written;
  *turn = 0;
  out->count = 0;
  for (uint32_t i = 0; i < written->count; ++i) {
    const bool left_out = written->args[i].optional && (reading >> part++ & 1);
    *turn = written->args[i].optional ? *turn << 1 | left_out : *turn;
    if (!left_out) {
      out->args[out->count++] = written->args[i];
    }
  }
  settle(out);
  return reading < 1u << part;
}

static uint32_t count_words(const phrase_rule *phrase)
{
  uint32_t words = 1u + (phrase->particles ? 1u : 0) + (phrase->participle ? 1u : 0);
  for (uint32_t i = 0; i < phrase->count; ++i) {
    words += (phrase->args[i].slot == SLOT_WORD ? 1u : 0) + (phrase->args[i].role == ROLE_PREP ? 1u : 0);
  }
  return words;
}

/* ---- noun phrases ------------------------------------------------------------------------------------------------- */

static const case_np *np_at(const naive *n, uint8_t np)
{
  return &n->made->nps[np];
}

static bool has_prep(uint8_t set, uint8_t prep)
{
  return prep != NO_WORD && (set >> prep & 1);
}

static bool is_office(const case_np *np)
{
  return !np->named && np->head >= NOUNS - 2;
}

static bool head_fits(const phrase_arg *want, const case_np *np)
{
  return want->slot == SLOT_OFFICE ? is_office(np) : !np->named && (want->nouns >> np->head & 1);
}

/* The noun phrase, or the member of its list, that may stand in a place. A time does only behind a preposition. */
static uint8_t accepted(const naive *n, const phrase_arg *want, uint8_t np)
{
  if (!is_noun(want)) {
    return np_at(n, np)->time && want->role != ROLE_PREP ? NO_NP : np;
  }
  while (np != NO_NP && !head_fits(want, np_at(n, np))) {
    np = np_at(n, np)->next;
  }
  return np;
}

static uint8_t prep_of(const naive *n, const case_arg *arg)
{
  return arg->role == ROLE_PREP ? np_at(n, arg->np)->prep : NO_WORD;
}

/* ---- one place ---------------------------------------------------------------------------------------------------- */

static bool names_by(const phrase_rule *phrase)
{
  bool by = false;
  for (uint32_t i = 0; i < phrase->count; ++i) {
    by |= phrase->args[i].role == ROLE_PREP && has_prep(phrase->args[i].preps, PREP_BY);
  }
  return by;
}

/* Behind a noun "by" counts as "of", unless the phrase has "by". */
static bool prep_fits(const naive *n, const phrase_arg *want, uint8_t prep)
{
  const bool as_of = n->frame->kind == KIND_NOUN && prep == PREP_BY && !names_by(&n->fit->read);
  return has_prep(want->preps, prep) || (as_of && has_prep(want->preps, PREP_OF));
}

static bool place_fits(const naive *n, const phrase_arg *want, const case_arg *arg)
{
  switch (want->role) {
  case ROLE_OBJECT:
    return arg->role == ROLE_OBJECT || arg->role == ROLE_COMPLEMENT;
  case ROLE_OBJECT2:
    return arg->role == ROLE_OBJECT2 || arg->role == ROLE_COMPLEMENT;
  case ROLE_PREP:
    break;
  default:
    return arg->role == want->role;
  }
  const uint8_t owner = names_by(&n->fit->read) ? PREP_BY : PREP_OF;
  return (arg->role == ROLE_PREP && prep_fits(n, want, prep_of(n, arg)))
         || (arg->role == ROLE_POSSESSOR && n->frame->kind == KIND_NOUN && has_prep(want->preps, owner))
         || (arg->role == ROLE_OBJECT && has_prep(want->preps, n->frame->particle));
}

static bool is_taken(const naive *n, uint8_t np)
{
  return (n->fit->has_x && n->fit->x.np == np) || (n->fit->has_y && n->fit->y.np == np);
}

static void add_more(fit *f, filler other)
{
  if (other.np != NO_NP && f->more_count < MAX_MORE) {
    f->more[f->more_count++] = other;
  }
}

/* The surest that fits, of equals the first; others behind a preposition may be Y as well, but not what stands behind
 * "with" in between. */
static filler find_in_frame(const naive *n, const phrase_arg *want)
{
  filler best = nobody;
  bool aside = false;
  for (uint32_t i = 0; i < n->frame->count; ++i) {
    const case_arg *arg = &n->frame->args[i];
    aside |= prep_of(n, arg) == PREP_WITH && best.np != NO_NP;
    const bool skipped = aside && arg->role == ROLE_PREP && want->role == ROLE_PREP && !has_prep(want->preps, PREP_WITH);
    const uint8_t np = accepted(n, want, arg->np);
    if (skipped || !place_fits(n, want, arg) || np == NO_NP || is_taken(n, arg->np)) {
      continue;
    }
    const filler it = {np, arg->cost, arg->single};
    const bool better = it.cost < best.cost;
    if (want->slot == SLOT_Y && want->role == ROLE_PREP) {
      add_more(n->fit, better ? best : it);
    }
    best = better ? it : best;
  }
  return best;
}

static filler find_on_noun(const naive *n, const phrase_arg *want, uint8_t noun)
{
  for (uint8_t i = 0; i < n->made->np_count; ++i) {
    const case_np *np = np_at(n, i);
    if (np->attached == noun && has_prep(want->preps, np->prep) && !np->member && !np->time
        && accepted(n, want, i) != NO_NP) {
      return (filler){accepted(n, want, i), 0, false};
    }
  }
  return nobody;
}

/* What hangs on the noun before: "by" is first its possessor, "of" where nothing hangs on it; "Nokia's head of
 * marketing" is of Nokia. Of several offices what hangs on any of them. */
static filler find_on_host(const naive *n, const phrase_arg *want)
{
  if (n->host == NO_NP) {
    return nobody;
  }
  const case_np *host = np_at(n, n->host);
  const filler owner = {host->possessor, 0, false};
  const bool owned = host->possessor != NO_NP, by = has_prep(want->preps, PREP_BY), of = has_prep(want->preps, PREP_OF);
  if (by && owned && !np_at(n, host->possessor)->time) {
    return owner;
  }
  filler f = find_on_noun(n, want, n->host);
  if (f.np != NO_NP && !np_at(n, f.np)->named && owned && np_at(n, host->possessor)->named && of && is_office(host)) {
    return owner;
  }
  if (f.np == NO_NP && owned && (by || of)) {
    return owner;
  }
  for (uint8_t next = host->next; n->frame->kind == KIND_COPULA && next != NO_NP && f.np == NO_NP;
       next = np_at(n, next)->next) {
    f = find_on_noun(n, want, next);
  }
  return f;
}

/* The subject of the first that-clause below. */
static filler find_below(const naive *n)
{
  for (uint32_t f = n->which + 1; f < n->made->frame_count; ++f) {
    const case_frame *below = &n->made->frames[f];
    for (uint32_t i = 0; below->below == n->which && i < below->count; ++i) {
      if (below->args[i].role == (below->passive ? ROLE_OBJECT : ROLE_SUBJECT)) {
        return (filler){below->args[i].np, below->args[i].cost, below->args[i].single};
      }
    }
  }
  return nobody;
}

static filler find_pair(const naive *n, const phrase_arg *want)
{
  for (uint32_t i = 0; i < n->frame->count; ++i) {
    const case_arg *arg = &n->frame->args[i];
    const bool between = arg->role == ROLE_PREP && prep_fits(n, want, prep_of(n, arg));
    if ((between || arg->role == ROLE_POSSESSOR) && np_at(n, arg->np)->next != NO_NP) {
      return (filler){arg->np, arg->cost, false};
    }
  }
  return nobody;
}

static bool has_role(const naive *n, uint8_t role)
{
  bool has = false;
  for (uint32_t i = 0; i < n->frame->count; ++i) {
    has |= n->frame->args[i].role == role;
  }
  return has;
}

/* "X up Y", where the text has "up" as a preposition. */
static filler find_behind_particle(const naive *n, const phrase_arg *want)
{
  const bool may = n->fit->read.particles && want->role == ROLE_OBJECT && !has_role(n, ROLE_OBJECT);
  for (uint32_t i = 0; may && i < n->frame->count; ++i) {
    const case_arg *arg = &n->frame->args[i];
    if (has_prep(n->fit->read.particles, prep_of(n, arg)) && accepted(n, want, arg->np) != NO_NP) {
      return (filler){accepted(n, want, arg->np), arg->cost, arg->single};
    }
  }
  return nobody;
}

/* "X and Y met": the relation is symmetric, the phrase is sure, and no other object is there. */
static bool is_mutual(const naive *n, const phrase_arg *want)
{
  const fit *f = n->fit;
  const bool place = want->role == ROLE_OBJECT || (want->role == ROLE_PREP && has_prep(want->preps, PREP_WITH));
  const bool slot = want->slot == SLOT_X || want->slot == SLOT_Y;
  if (!place || !slot || !n->made->relations[f->relation].symmetric || f->written->half || !f->has_x
      || np_at(n, f->x.np)->next == NO_NP) {
    return false;
  }
  for (uint32_t i = 0; i < n->frame->count; ++i) {
    const case_arg *arg = &n->frame->args[i];
    if ((arg->role == ROLE_OBJECT || arg->role == ROLE_OBJECT2) && arg->np != f->x.np && arg->np != n->host) {
      return false;
    }
  }
  return true;
}

/* ---- a phrase on a clause ----------------------------------------------------------------------------------------- */

static void fill(naive *n, const phrase_arg *want, filler it)
{
  fit *f = n->fit;
  f->cost += it.cost;
  if (want->slot == SLOT_X) {
    f->x = it;
    f->has_x = true;
  } else if (want->slot == SLOT_Y) {
    f->y = it;
    f->has_y = true;
  } else if (want->slot == SLOT_OFFICE && f->office < 0) {
    f->office = np_at(n, it.np)->head;
  }
  n->host = it.np;
}

static bool particle_fits(const naive *n)
{
  const phrase_rule *phrase = &n->fit->read;
  bool fits = phrase->particles ? has_prep(phrase->particles, n->frame->particle) : n->frame->particle == NO_WORD;
  for (uint32_t i = 0; i < phrase->count && !phrase->particles; ++i) {
    fits |= phrase->args[i].role == ROLE_PREP && has_prep(phrase->args[i].preps, n->frame->particle);
  }
  for (uint32_t i = 0; i < n->frame->count && phrase->particles; ++i) {
    fits |= has_prep(phrase->particles, prep_of(n, &n->frame->args[i]));
  }
  return fits;
}

static bool fill_arg(naive *n, uint32_t i)
{
  fit *f = n->fit;
  const phrase_arg *want = &f->read.args[i];
  const bool starts_pair = i + 1 < f->read.count && f->read.args[i + 1].pair;
  filler it = find_behind_particle(n, want);
  if (want->pair) {
    f->x = f->y = f->read.args[i - 1].slot == SLOT_X ? f->x : f->y;
    f->pair = f->has_x = f->has_y = true;
    return true;
  }
  if (it.np == NO_NP) {
    it = want->inner && !starts_pair ? find_on_host(n, want) : nobody;
  }
  if (it.np == NO_NP) {
    it = want->clause ? find_below(n) : starts_pair ? find_pair(n, want) : find_in_frame(n, want);
  }
  if (it.np == NO_NP && is_mutual(n, want)) {
    f->pair = f->has_y = true;
    f->y = f->x;
    return true;
  }
  if (it.np != NO_NP) {
    fill(n, want, it);
  }
  return it.np != NO_NP;
}

static bool is_triggered(const fit *f, const case_frame *frame)
{
  return f->read.kind == frame->kind && (f->read.triggers >> frame->lemma & 1);
}

static bool phrase_fits(naive *n)
{
  fit *f = n->fit;
  n->host = NO_NP;
  f->office = -1;
  bool fits = is_triggered(f, n->frame) && particle_fits(n);
  for (uint32_t i = 0; i < f->read.count && fits; ++i) {
    fits = fill_arg(n, i);
  }
  return fits && (f->except || (f->has_x && f->has_y));
}

/* ---- which of them count ------------------------------------------------------------------------------------------ */

static bool holds_arg(const phrase_arg *a, const phrase_arg *b)
{
  const bool preps = !a->preps || (a->preps & b->preps);
  return a->role == b->role && preps
         && (a->slot == SLOT_WORD ? b->slot == SLOT_WORD && ((a->nouns & b->nouns) || (a->many && b->many)) : b->slot != SLOT_ANY);
}

/* Every word and place of `a` is in `b`, which keeps no less. */
static bool holds(const phrase_rule *a, const phrase_rule *b)
{
  bool all = !a->particles || (a->particles & b->particles);
  for (uint32_t i = 0; i < a->count && all; ++i) {
    bool there = false;
    for (uint32_t k = 0; k < b->count; ++k) {
      there |= holds_arg(&a->args[i], &b->args[k]);
    }
    all = there;
  }
  return all;
}

typedef struct readings {
  uint8_t name[MAX_READINGS * 2], np[MAX_READINGS * 2];
  uint32_t count;
} readings;

/* The members of a list that are of the types; nobody twice. */
static void read_place(const naive *n, filler it, uint8_t types, readings *out)
{
  out->count = 0;
  for (uint8_t np = it.np; np != NO_NP; np = it.single ? NO_NP : np_at(n, np)->next) {
    const case_np *member = np_at(n, np);
    bool fits = member->named && (types >> member->head % NAME_TYPES & 1);
    for (uint32_t i = 0; i < out->count; ++i) {
      fits &= out->name[i] != member->head;
    }
    if (fits) {
      out->name[out->count] = member->head;
      out->np[out->count++] = np;
    }
  }
}

static bool finds_both(const naive *n, const fit *f)
{
  readings x, y;
  read_place(n, f->x, n->made->relations[f->relation].x, &x);
  read_place(n, f->y, n->made->relations[f->relation].y, &y);
  return x.count && y.count;
}

static bool counts(const naive *n, const fit *fits, uint32_t count, const fit *f)
{
  const phrase_relation *relations = n->made->relations;
  for (uint32_t i = 0; i < count; ++i) {
    const fit *other = &fits[i];
    const bool more = f->words < other->words && f->relation != other->relation && holds(&f->read, &other->read);
    const bool before = f->words == other->words && f->read.count == other->read.count
                        && relations[f->relation].priority < relations[other->relation].priority
                        && holds(&f->read, &other->read);
    if (other->except ? other->relation == f->relation : more || (before && finds_both(n, other))) {
      return false;
    }
  }
  return !f->except;
}

/* ---- triples ------------------------------------------------------------------------------------------------------ */

typedef struct triples {
  oracle_triple *at;
  uint32_t count;
} triples;

static bool same_fact(const naive *n, const oracle_triple *a, const oracle_triple *b)
{
  const bool crossed = n->made->relations[a->relation].symmetric && a->x == b->y && a->y == b->x;
  return a->relation == b->relation && a->negative == b->negative && ((a->x == b->x && a->y == b->y) || crossed);
}

/* One fact once: the surest, of equals the first. Of equals in the relation the text's first goes first. */
static void add_triple(const naive *n, triples *all, oracle_triple triple)
{
  if (n->made->relations[triple.relation].symmetric && triple.y_np < triple.x_np) {
    const oracle_triple before = triple;
    triple.x = before.y;
    triple.x_np = before.y_np;
    triple.y = before.x;
    triple.y_np = before.x_np;
  }
  if (triple.confidence < 0.3F) {
    return;
  }
  for (uint32_t i = 0; i < all->count; ++i) {
    if (same_fact(n, &all->at[i], &triple)) {
      all->at[i] = triple.confidence > all->at[i].confidence ? triple : all->at[i];
      return;
    }
  }
  if (all->count < MAX_TRIPLES) {
    all->at[all->count++] = triple;
  }
}

static void add_pairs(const naive *n, const fit *f, triples *all)
{
  const phrase_relation *relation = &n->made->relations[f->relation];
  readings x, y, more;
  read_place(n, f->x, relation->x, &x);
  read_place(n, f->y, relation->y, &y);
  for (uint32_t i = 0; i < f->more_count; ++i) {
    read_place(n, f->more[i], relation->y, &more);
    for (uint32_t k = 0; k < more.count && y.count < MAX_READINGS; ++k) {
      y.name[y.count] = more.name[k];
      y.np[y.count++] = more.np[k];
    }
  }
  float sure = 0.97F * (f->written->half ? 0.5F : 1.0F), steps = 1.0F;
  for (unsigned i = 0; i < f->cost; ++i) {
    steps *= 0.96F;
  }
  sure = sure * steps;
  uint32_t pairs = 0;
  for (uint32_t i = 0; i < x.count; ++i) {
    for (uint32_t k = f->pair ? i + 1 : 0; k < y.count && pairs < MAX_PAIRS; ++k, ++pairs) {
      const oracle_triple triple = {.frame = n->which, .relation = f->relation, .x = x.name[i], .y = y.name[k],
                                    .x_np = x.np[i], .y_np = y.np[k], .negative = n->frame->negative,
                                    .phrase = f->written, .office = f->office, .confidence = sure * (0.9F * 0.9F)};
      if (triple.x != triple.y) {
        add_triple(n, all, triple);
      }
    }
  }
}

/* The phrase with more words is asked first, then the one that is written first, then the shorter reading, then
 * the one that keeps what comes first. */
static int by_turn(const void *a, const void *b)
{
  const fit *x = a, *y = b;
  if (x->words != y->words) {
    return x->words > y->words ? -1 : 1;
  }
  if (x->line != y->line) {
    return x->line < y->line ? -1 : 1;
  }
  if (x->read.count != y->read.count) {
    return x->read.count < y->read.count ? -1 : 1;
  }
  return (x->turn > y->turn) - (x->turn < y->turn);
}

static void try_phrase(naive *n, fit *fits, uint32_t *count, fit like)
{
  for (uint32_t reading = 0; reading < 1u << ARGS; ++reading) {
    fit *f = &fits[*count];
    *f = like;
    if (!read_phrase(like.written, reading, &f->read, &f->turn)) {
      return;
    }
    f->words = count_words(&f->read);
    n->fit = f;
    if (phrase_fits(n)) {
      ORACLE_MUST(++*count < MAX_FITS);
    }
  }
}

uint32_t oracle_naive_triples(const phrase_case *made, oracle_triple *out)
{
  triples all = {out, 0};
  fit fits[MAX_FITS];
  for (uint32_t frame = 0; frame < made->frame_count; ++frame) {
    naive n = {.made = made, .frame = &made->frames[frame], .which = frame};
    uint32_t count = 0, line = 0;
    for (uint32_t r = 0; r < made->relation_count; ++r) {
      const phrase_relation *relation = &made->relations[r];
      for (uint32_t i = 0; i < relation->phrase_count; ++i) {
        try_phrase(&n, fits, &count, (fit){.written = &relation->phrases[i], .relation = r, .line = line++});
      }
      for (uint32_t i = 0; i < relation->except_count; ++i) {
        try_phrase(&n, fits, &count, (fit){.written = &relation->except[i], .relation = r, .line = line++, .except = true});
      }
    }
    qsort(fits, count, sizeof *fits, by_turn);
    for (uint32_t i = 0; i < count; ++i) {
      if (counts(&n, fits, count, &fits[i])) {
        add_pairs(&n, &fits[i], &all);
      }
    }
  }
  return all.count;
}
