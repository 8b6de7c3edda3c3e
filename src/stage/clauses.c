/* SPDX-License-Identifier: MIT
 * clauses.c - the clause stage: sentence by sentence, units to frames.
 *
 * Reads tags, lemmas, mentions; appends noun phrases and frames (model/clause.h).  One walk over the units
 * with a stack of open clauses: a clause waits for a subject, then for its verb, then collects objects and
 * prepositional phrases.  Relative, subordinate and participial clauses are pushed and closed again at
 * commas and verbs.  No backtracking: every unit is looked at a bounded number of times. */
#include "stage/parse.h"

#include <string.h>

enum { MAX_DEPTH = 16, FRONTED = 6 };

typedef enum clause_kind {
  CLAUSE_MAIN,
  CLAUSE_COMPLEMENT,  /* of a speech or attitude verb */
  CLAUSE_CONDITION,
  CLAUSE_ADVERBIAL,   /* when, because, after */
  CLAUSE_RELATIVE,
  CLAUSE_PARTICIPLE,  /* "praising the deal", "imposed on Russia", "by signing" */
} clause_kind;

typedef struct clause {
  uint8_t kind;
  bool by_comma;         /* opened behind a comma: closed by one */
  bool gap;              /* a relative whose antecedent is neither subject nor object yet */
  bool inverted;         /* a verb of speech without subject: "said Putin" */
  uint32_t subject;      /* noun phrase, or TRAWL_NONE */
  uint32_t frame;        /* the newest frame, whose objects follow */
  uint32_t finite;       /* the newest frame with a finite verb */
  uint32_t parent;       /* frame that the clause depends on */
  uint32_t antecedent;   /* of a relative clause */
  uint32_t prep;         /* "to which": word id */
  bool object;           /* the newest frame has its object */
} clause;

typedef struct parser {
  trawl_parse *p;
  clause stack[MAX_DEPTH];
  uint32_t depth;        /* at least 1 */
  uint32_t i;            /* the unit being read */
  uint32_t last_np;      /* the noun phrase read last, or TRAWL_NONE */
  uint32_t inner_np;     /* the last one of its of-phrases, on which what follows hangs */
  uint32_t fronted[FRONTED]; /* noun phrases with prepositions and times before the verb */
  uint32_t fronted_count;
  uint32_t aux;          /* verb group of an auxiliary before its subject: "Did X visit" */
  uint32_t fronted_verb; /* frame of a fronted participle that waits for the main subject */
  uint32_t fronted_passive;
} parser;

/* ---- small things ------------------------------------------------------------------------------ */

static const trawl_chunk *unit_at(const parser *s, uint32_t i)
{
  return &s->p->units.at[i];
}

static uint8_t kind_at(const parser *s, uint32_t i)
{
  return i < s->p->units.len ? s->p->units.at[i].kind : (uint8_t)TRAWL_UNIT_BREAK;
}

static uint32_t skip(const parser *s, uint32_t i)
{
  while (i < s->p->units.len && s->p->units.at[i].kind == TRAWL_UNIT_SKIP) {
    ++i;
  }
  return i;
}

static bool is_time_unit(const parser *s, uint32_t i)
{
  return kind_at(s, i) == TRAWL_UNIT_NP
         && (trawl_parse_np(s->p, unit_at(s, i)->index)->flags & TRAWL_NP_TIME);
}

/* The unit before i that counts, or TRAWL_NONE: what is swallowed does not, nor a time ("said last week he
 * expected", "said in July that"). */
static uint32_t before(const parser *s, uint32_t i)
{
  while (i-- > 0) {
    if (is_time_unit(s, i)) {
      i -= i > 0 && kind_at(s, i - 1) == TRAWL_UNIT_PREP;
    } else if (kind_at(s, i) != TRAWL_UNIT_SKIP) {
      return i;
    }
  }
  return TRAWL_NONE;
}

static uint8_t kind_before(const parser *s)
{
  const uint32_t i = before(s, s->i);
  return i == TRAWL_NONE ? (uint8_t)TRAWL_UNIT_BREAK : kind_at(s, i);
}

static clause *top(parser *s)
{
  return &s->stack[s->depth - 1];
}

static bool verb_at(const parser *s, uint32_t i, const trawl_verb **verb)
{
  if (kind_at(s, i) != TRAWL_UNIT_VERB) {
    return false;
  }
  *verb = &s->p->verbs.at[unit_at(s, i)->index];
  return true;
}

static bool finite_at(const parser *s, uint32_t i)
{
  const trawl_verb *verb;
  return verb_at(s, i, &verb) && verb->finite;
}

static uint32_t folded(const parser *s, uint32_t token)
{
  return trawl_doc_word(s->p->doc, token)->folded;
}

static bool lemma_of_frame_is(const parser *s, uint32_t frame, unsigned category)
{
  return frame != TRAWL_NONE
         && trawl_lemma_is(s->p, trawl_parse_frame(s->p, frame)->lemma, category);
}

static clause *push(parser *s, clause_kind kind)
{
  if (s->depth == MAX_DEPTH) { /* forget the innermost: such depth is no prose */
    --s->depth;
  }
  clause *c = &s->stack[s->depth++];
  *c = (clause){.kind = (uint8_t)kind, .subject = TRAWL_NONE, .frame = TRAWL_NONE, .finite = TRAWL_NONE,
                .parent = TRAWL_NONE, .antecedent = TRAWL_NONE, .prep = TRAWL_NONE};
  return c;
}

static void restart(parser *s)
{
  s->depth = 0;
  push(s, CLAUSE_MAIN);
  s->last_np = s->inner_np = TRAWL_NONE;
}

/* A clause that has its subject and no verb yet. */
static bool waits(const clause *c)
{
  return c->frame == TRAWL_NONE && (c->subject != TRAWL_NONE || c->kind == CLAUSE_MAIN);
}

/* Closes clauses down to one that waits for its verb; false (nothing closed) when there is none. */
static bool pop_to_waiting(parser *s)
{
  for (uint32_t d = s->depth; d-- > 0;) {
    if (s->stack[d].frame == TRAWL_NONE && s->stack[d].subject != TRAWL_NONE) {
      s->depth = d + 1;
      return true;
    }
  }
  return false;
}

/* ---- frames ------------------------------------------------------------------------------------ */

trawl_status trawl_frame_add(trawl_parse *p, trawl_frame frame, uint32_t *index)
{
  frame.sentence = p->sentence;
  *index = p->doc->clauses.frames.len;
  TRAWL_TRY_MEM(trawl_vec_push(&p->doc->clauses.frames, frame));
  return TRAWL_OK;
}

trawl_status trawl_frame_add_arg(trawl_parse *p, uint32_t frame, trawl_role role, uint32_t np,
                                 uint32_t prep, unsigned cost)
{
  if (frame == TRAWL_NONE || np == TRAWL_NONE) {
    return TRAWL_OK;
  }
  const trawl_loose_arg loose = {
    frame, {.np = np, .prep = prep, .role = (uint8_t)role, .cost = (uint8_t)(cost > 200 ? 200 : cost)}};
  TRAWL_TRY_MEM(trawl_vec_push(&p->args, loose));
  return TRAWL_OK;
}

uint32_t trawl_frame_find(const trawl_parse *p, uint32_t frame, trawl_role role)
{
  for (uint32_t i = 0; i < p->args.len; ++i) {
    if (p->args.at[i].frame == frame && p->args.at[i].arg.role == role) {
      return p->args.at[i].arg.np;
    }
  }
  return TRAWL_NONE;
}

/* The agent behind "by" becomes the subject; the subject of a passive is the object. */
static trawl_status add_subject(parser *s, uint32_t frame, uint32_t np, unsigned cost)
{
  const bool passive = trawl_parse_frame(s->p, frame)->passive;
  return trawl_frame_add_arg(s->p, frame, passive ? TRAWL_ROLE_OBJECT : TRAWL_ROLE_SUBJECT, np, TRAWL_NONE,
                             cost);
}

static trawl_status new_frame(parser *s, trawl_verb *verb, trawl_embedding embedding, uint32_t parent,
                              uint32_t *index)
{
  const bool copula = trawl_parse_word(s->p, verb->main, "be")
                      || (trawl_parse_lemma(s->p, verb->main, "be") && !verb->passive);
  TRAWL_TRY(trawl_frame_add(s->p,
                            (trawl_frame){
                              .kind = (uint8_t)(copula ? TRAWL_FRAME_COPULA : TRAWL_FRAME_VERB),
                              .embedding = (uint8_t)embedding,
                              .passive = verb->passive || verb->participle,
                              .trigger = verb->main,
                              .group = verb->tok,
                              .lemma = verb->lemma,
                              .particle = verb->particle,
                              .parent = parent,
                              .attribution = TRAWL_NONE,
                              .time = TRAWL_NONE,
                              .place = TRAWL_NONE,
                              .negation_cue = verb->negation,
                              .modality_cue = verb->modal,
                            },
                            index));
  verb->frame = *index;
  return TRAWL_OK;
}

static trawl_embedding embedding_of(clause_kind kind)
{
  switch (kind) {
  case CLAUSE_COMPLEMENT:
    return TRAWL_EMBED_SPEECH;
  case CLAUSE_CONDITION:
    return TRAWL_EMBED_CONDITION;
  case CLAUSE_ADVERBIAL:
  case CLAUSE_PARTICIPLE:
    return TRAWL_EMBED_ADVERBIAL;
  case CLAUSE_RELATIVE:
    return TRAWL_EMBED_RELATIVE;
  case CLAUSE_MAIN:
    break;
  }
  return TRAWL_EMBED_NONE;
}

/* What stood before the verb with a preposition, and times, belong to the first frame of the clause. */
static trawl_status take_fronted(parser *s, uint32_t frame)
{
  for (uint32_t i = 0; i < s->fronted_count; ++i) {
    const trawl_np *np = trawl_parse_np(s->p, s->fronted[i]);
    if (np->flags & TRAWL_NP_TIME) {
      trawl_parse_frame(s->p, frame)->time = np->mention;
    }
    if (np->prep != TRAWL_NONE) {
      TRAWL_TRY(trawl_frame_add_arg(s->p, frame, TRAWL_ROLE_PREP, s->fronted[i], folded(s, np->prep), 1));
    }
  }
  s->fronted_count = 0;
  return TRAWL_OK;
}

/* A fronted participle has waited for the subject of the main clause. */
static trawl_status settle_fronted_verb(parser *s, uint32_t subject)
{
  if (s->fronted_verb != TRAWL_NONE && subject != TRAWL_NONE) {
    TRAWL_TRY(add_subject(s, s->fronted_verb, subject, 1));
    s->fronted_verb = TRAWL_NONE;
  }
  return TRAWL_OK;
}

/* ---- noun phrases ------------------------------------------------------------------------------ */

/* "who" and "which" of a phrase with prepositional phrases: "the leader of China, who": the person. */
static uint32_t antecedent_for(const parser *s, uint32_t relativizer)
{
  uint32_t np = s->inner_np;
  const bool who = trawl_parse_word(s->p, relativizer, "who") || trawl_parse_word(s->p, relativizer, "whom");
  for (unsigned hops = 0; who && np != TRAWL_NONE && hops < 4; ++hops) {
    const uint32_t type = trawl_np_type(s->p, np);
    const uint32_t host = trawl_parse_np(s->p, np)->attached;
    if (type == TRAWL_TYPE_PERSON || type == TRAWL_NONE || host == TRAWL_NONE) {
      break;
    }
    np = host;
  }
  return np;
}

/* A bare noun phrase, no subject yet. */
static trawl_status take_subject(parser *s, uint32_t np)
{
  clause *c = top(s);
  c->subject = np;
  return TRAWL_OK;
}

/* Whether a clause with this noun phrase as its subject begins here. */
static bool begins_clause(const parser *s)
{
  uint32_t i = skip(s, s->i + 1);
  /* "X, who ..., said": the relative or participle between commas */
  if (kind_at(s, i) == TRAWL_UNIT_COMMA && kind_before(s) == TRAWL_UNIT_AND) {
    const uint8_t k = kind_at(s, skip(s, i + 1));
    return k == TRAWL_UNIT_REL;
  }
  const trawl_verb *verb;
  if (verb_at(s, i, &verb) && trawl_parse_tag(s->p, verb->main) == TRAWL_TAG_VB
      && verb->tok.start == verb->main
      && lemma_of_frame_is(s, s->stack[s->depth - 1].frame, TRAWL_IS_CHAIN_ACTUAL_OBJECT)) {
    return false; /* "let Biden visit" */
  }
  return finite_at(s, i);
}

static trawl_status take_object(parser *s, uint32_t np)
{
  clause *c = top(s);
  const trawl_frame *f = trawl_parse_frame(s->p, c->frame);
  const uint8_t prev = kind_before(s);
  if (c->inverted) { /* "said Putin" */
    c->inverted = false;
    c->subject = np;
    return trawl_frame_add_arg(s->p, c->frame, TRAWL_ROLE_SUBJECT, np, TRAWL_NONE, 0);
  }
  if (f->kind == TRAWL_FRAME_COPULA) {
    return prev == TRAWL_UNIT_COMMA
             ? TRAWL_OK
             : trawl_frame_add_arg(s->p, c->frame, TRAWL_ROLE_COMPLEMENT, np, TRAWL_NONE, c->object);
  }
  if (prev == TRAWL_UNIT_COMMA || prev == TRAWL_UNIT_BREAK) {
    return TRAWL_OK;
  }
  const bool first = !c->object && !f->passive;
  const bool adjacent = prev == TRAWL_UNIT_VERB || prev == TRAWL_UNIT_NP || prev == TRAWL_UNIT_QUOTE;
  if (!first && !adjacent) {
    return TRAWL_OK;
  }
  c->object = true;
  return trawl_frame_add_arg(s->p, c->frame, first ? TRAWL_ROLE_OBJECT : TRAWL_ROLE_OBJECT2, np, TRAWL_NONE,
                             adjacent ? 0 : 1);
}

static trawl_status take_prepositional(parser *s, uint32_t np)
{
  clause *c = top(s);
  const uint32_t prep = folded(s, trawl_parse_np(s->p, np)->prep);
  const uint32_t host = s->inner_np;
  if (host != TRAWL_NONE && trawl_parse_np(s->p, np)->attached == TRAWL_NONE) {
    trawl_parse_np(s->p, np)->attached = host;
    for (uint32_t m = trawl_parse_np(s->p, np)->next; m != TRAWL_NONE; m = trawl_parse_np(s->p, m)->next) {
      trawl_parse_np(s->p, m)->attached = host;
    }
  }
  if (c->frame == TRAWL_NONE) {
    if (s->fronted_count < FRONTED) {
      s->fronted[s->fronted_count++] = np;
    }
    return TRAWL_OK;
  }
  const trawl_frame *f = trawl_parse_frame(s->p, c->frame);
  if (f->passive && trawl_parse_word(s->p, trawl_parse_np(s->p, np)->prep, "by")
      && trawl_frame_find(s->p, c->frame, TRAWL_ROLE_SUBJECT) == TRAWL_NONE
      && !(trawl_parse_np(s->p, np)->flags & TRAWL_NP_TIME)) {
    return trawl_frame_add_arg(s->p, c->frame, TRAWL_ROLE_SUBJECT, np, TRAWL_NONE, 0);
  }
  TRAWL_TRY(trawl_frame_add_arg(s->p, c->frame, TRAWL_ROLE_PREP, np, prep, 0));
  /* "agreed to meet Xi in Beijing": the place may be the outer verb's too, but only the inner is kept. */
  return TRAWL_OK;
}

static trawl_status take_time(parser *s, uint32_t np)
{
  clause *c = top(s);
  if (c->frame == TRAWL_NONE) {
    if (s->fronted_count < FRONTED) {
      s->fronted[s->fronted_count++] = np;
    }
  } else if (trawl_parse_frame(s->p, c->frame)->time == TRAWL_NONE) {
    trawl_parse_frame(s->p, c->frame)->time = trawl_parse_np(s->p, np)->mention;
  }
  return TRAWL_OK;
}

/* Opens the clause of which `np` is the subject: a coordinate, a complement, or one after a comma. */
static void open_clause(parser *s, uint32_t np)
{
  const uint8_t prev = kind_before(s);
  clause like = *top(s);
  if (prev == TRAWL_UNIT_VERB) { /* "said Putin visited" */
    const uint32_t parent = top(s)->frame;
    clause *c = push(s, CLAUSE_COMPLEMENT);
    c->parent = parent;
    c->subject = np;
    return;
  }
  if (prev == TRAWL_UNIT_NP) { /* "the deal Putin signed" */
    const uint32_t antecedent = s->last_np;
    clause *c = push(s, CLAUSE_RELATIVE);
    c->antecedent = antecedent;
    c->gap = true;
    c->subject = np;
    return;
  }
  /* Behind a comma or "and": participles and relatives end; the new clause is like the one around. */
  while (s->depth > 1 && (top(s)->kind == CLAUSE_PARTICIPLE || top(s)->kind == CLAUSE_RELATIVE
                          || (prev == TRAWL_UNIT_COMMA && top(s)->kind != CLAUSE_MAIN))) {
    --s->depth;
  }
  if (waits(top(s)) && top(s)->subject == TRAWL_NONE) {
    top(s)->subject = np;
    return;
  }
  like = *top(s);
  const clause_kind kind = prev == TRAWL_UNIT_AND ? (clause_kind)like.kind : CLAUSE_MAIN;
  s->depth -= s->depth > 1 || kind == CLAUSE_MAIN;
  clause *c = push(s, kind);
  c->parent = kind == CLAUSE_MAIN ? TRAWL_NONE : like.parent;
  c->subject = np;
}

/* The last of the of-phrases that the noun phrase of this unit has swallowed, or itself. */
static uint32_t innermost(const parser *s)
{
  uint32_t i = s->i;
  while (i + 2 < s->p->units.len && kind_at(s, i + 1) == TRAWL_UNIT_SKIP
         && kind_at(s, i + 2) == TRAWL_UNIT_SKIP && unit_at(s, i + 1)->index == TRAWL_NONE
         && unit_at(s, i + 2)->index != TRAWL_NONE
         && trawl_parse_word(s->p, unit_at(s, i + 1)->tok.start, "of")) {
    i += 2;
  }
  return unit_at(s, i)->index;
}

static trawl_status read_np(parser *s)
{
  const uint32_t np = unit_at(s, s->i)->index;
  const trawl_np *it = trawl_parse_np(s->p, np);
  trawl_status status = TRAWL_OK;
  if ((it->flags & TRAWL_NP_TIME) && !(it->prep != TRAWL_NONE && !finite_at(s, skip(s, s->i + 1)))) {
    return take_time(s, np);
  }
  if (it->flags & TRAWL_NP_TIME) {
    TRAWL_TRY(take_time(s, np));
  }
  const uint8_t prev = kind_before(s);
  if (it->prep != TRAWL_NONE && prev == TRAWL_UNIT_PREP) {
    status = take_prepositional(s, np);
  } else if (top(s)->kind == CLAUSE_PARTICIPLE && prev == TRAWL_UNIT_COMMA && begins_clause(s)
             && pop_to_waiting(s)) {
    status = TRAWL_OK; /* ", praising the deal, X said": cannot be; the waiting subject stays */
  } else if (top(s)->frame == TRAWL_NONE && top(s)->subject == TRAWL_NONE) {
    status = take_subject(s, np);
  } else if (top(s)->frame == TRAWL_NONE) {
    /* two phrases before the verb: a fronted one, or a headline's; the one at the verb is the subject */
    if (prev == TRAWL_UNIT_COMMA && begins_clause(s) && top(s)->kind != CLAUSE_RELATIVE) {
      top(s)->subject = np;
    }
  } else if (begins_clause(s) && !top(s)->inverted) {
    uint32_t d = s->depth - 1;
    bool outer_waits = false;
    while (d-- > 0) {
      outer_waits |= s->stack[d].frame == TRAWL_NONE && s->stack[d].subject != TRAWL_NONE;
    }
    if (outer_waits && prev != TRAWL_UNIT_COMMA && prev != TRAWL_UNIT_AND
        && !lemma_of_frame_is(s, top(s)->frame, TRAWL_IS_SPEECH)) {
      status = take_object(s, np); /* "the man who met Putin said" */
    } else {
      open_clause(s, np);
    }
  } else {
    status = take_object(s, np);
  }
  s->last_np = np;
  s->inner_np = innermost(s);
  return status;
}

/* ---- verbs ------------------------------------------------------------------------------------- */

/* A relative clause's antecedent takes the place that is free. */
static trawl_status fill_gap(parser *s, clause *c)
{
  if (c->kind != CLAUSE_RELATIVE || c->antecedent == TRAWL_NONE || c->frame == TRAWL_NONE) {
    return TRAWL_OK;
  }
  if (c->prep != TRAWL_NONE) {
    TRAWL_TRY(trawl_frame_add_arg(s->p, c->frame, TRAWL_ROLE_PREP, c->antecedent, c->prep, 1));
    c->prep = TRAWL_NONE;
    c->gap = false;
  } else if (c->gap) {
    TRAWL_TRY(trawl_frame_add_arg(s->p, c->frame, TRAWL_ROLE_OBJECT, c->antecedent, TRAWL_NONE, 1));
    c->object = true;
    c->gap = false;
  }
  return TRAWL_OK;
}

static trawl_status attach_verb(parser *s, trawl_verb *verb, clause *c, uint32_t subject,
                                trawl_embedding embedding, uint32_t parent, unsigned cost)
{
  uint32_t frame;
  TRAWL_TRY(new_frame(s, verb, embedding, parent, &frame));
  if (subject != TRAWL_NONE) {
    TRAWL_TRY(add_subject(s, frame, subject, cost));
  }
  c->frame = frame;
  c->object = false;
  c->finite = verb->finite ? frame : c->finite;
  TRAWL_TRY(fill_gap(s, c));
  return take_fronted(s, frame);
}

/* A verb in the past form right behind a noun phrase may be a participle: "sanctions imposed on". */
static bool may_be_participle(const parser *s, uint32_t frame)
{
  const trawl_frame *f = trawl_parse_frame(s->p, frame);
  const uint8_t tag = trawl_parse_tag(s->p, f->trigger);
  return f->kind == TRAWL_FRAME_VERB && !f->passive && f->group.start == f->trigger
         && (tag == TRAWL_TAG_VBD || tag == TRAWL_TAG_VBN)
         && trawl_frame_find(s->p, frame, TRAWL_ROLE_OBJECT) == TRAWL_NONE;
}

/* The frame was read as the clause's verb; it turns out to be a passive participle of its subject. */
static void demote(parser *s, uint32_t frame)
{
  trawl_frame *f = trawl_parse_frame(s->p, frame);
  f->passive = true;
  f->embedding = TRAWL_EMBED_RELATIVE;
  for (uint32_t i = 0; i < s->p->args.len; ++i) {
    trawl_loose_arg *it = &s->p->args.at[i];
    if (it->frame == frame && it->arg.role == TRAWL_ROLE_SUBJECT) {
      it->arg.role = TRAWL_ROLE_OBJECT;
    } else if (it->frame == frame && it->arg.role == TRAWL_ROLE_PREP
               && trawl_parse_word(s->p, trawl_parse_np(s->p, it->arg.np)->prep, "by")) {
      it->arg.role = TRAWL_ROLE_SUBJECT;
      it->arg.prep = TRAWL_NONE;
    }
  }
}

static trawl_status read_finite(parser *s, trawl_verb *verb)
{
  clause *c = top(s);
  const uint8_t prev = kind_before(s);
  const bool speech = trawl_lemma_is(s->p, verb->lemma, TRAWL_IS_SPEECH);
  if (c->frame != TRAWL_NONE) {
    if (prev != TRAWL_UNIT_AND && pop_to_waiting(s)) {
      c = top(s);
    } else if (prev == TRAWL_UNIT_AND || prev == TRAWL_UNIT_COMMA) {
      /* another verb of the same subject: of the innermost clause with a finite verb */
      while (s->depth > 1 && (top(s)->finite == TRAWL_NONE || (prev == TRAWL_UNIT_COMMA && top(s)->by_comma))) {
        --s->depth;
      }
      c = top(s);
      if (speech && prev == TRAWL_UNIT_COMMA && finite_at(s, s->i) && c->kind == CLAUSE_MAIN
          && kind_at(s, skip(s, s->i + 1)) == TRAWL_UNIT_NP) {
        restart(s); /* `"...", said Putin` */
        c = top(s);
      }
    } else if (c->finite == c->frame && prev != TRAWL_UNIT_QUOTE && prev != TRAWL_UNIT_BREAK
               && may_be_participle(s, c->frame)) {
      demote(s, c->frame);
    } else if (prev == TRAWL_UNIT_QUOTE || speech) {
      restart(s);
      c = top(s);
    }
  }
  const uint32_t subject = c->subject;
  TRAWL_TRY(settle_fronted_verb(s, c->kind == CLAUSE_MAIN ? subject : TRAWL_NONE));
  TRAWL_TRY(attach_verb(s, verb, c, subject, embedding_of((clause_kind)c->kind), c->parent, 0));
  c->inverted = subject == TRAWL_NONE && speech;
  return TRAWL_OK;
}

/* Who does what an infinitive says: the object of "urge Y to", else the subject of the verb above. */
static uint32_t controller(const parser *s, uint32_t parent, bool behind_np, trawl_embedding *embedding)
{
  const trawl_frame *f = trawl_parse_frame(s->p, parent);
  const uint32_t object = trawl_frame_find(s->p, parent, TRAWL_ROLE_OBJECT);
  const uint32_t subject = trawl_frame_find(s->p, parent, TRAWL_ROLE_SUBJECT);
  const bool object_control = trawl_lemma_is(s->p, f->lemma, TRAWL_IS_CHAIN_WANTED_OBJECT)
                              || trawl_lemma_is(s->p, f->lemma, TRAWL_IS_CHAIN_ACTUAL_OBJECT)
                              || trawl_lemma_is(s->p, f->lemma, TRAWL_IS_CHAIN_NEGATIVE_OBJECT);
  *embedding = TRAWL_EMBED_CHAIN;
  if (f->passive) {
    return object != TRAWL_NONE ? object : subject;
  }
  if (behind_np && object_control && object != TRAWL_NONE) {
    return object;
  }
  *embedding = behind_np ? TRAWL_EMBED_ADVERBIAL : TRAWL_EMBED_CHAIN;
  return subject;
}

static trawl_status read_infinitive(parser *s, trawl_verb *verb)
{
  const uint8_t prev = kind_before(s);
  clause *c = top(s);
  if (c->frame == TRAWL_NONE && c->subject != TRAWL_NONE && prev == TRAWL_UNIT_NP
      && s->p->doc->sentences.at[s->p->sentence].headline) {
    return attach_verb(s, verb, c, c->subject, embedding_of((clause_kind)c->kind), c->parent, 0);
  }
  if (c->frame == TRAWL_NONE) {
    /* "the decision to launch": what the noun's owner will do; a clause of its own */
    const uint32_t noun = s->last_np;
    const uint32_t owner = noun == TRAWL_NONE ? TRAWL_NONE : trawl_parse_np(s->p, noun)->possessor;
    clause *inner = push(s, CLAUSE_PARTICIPLE);
    TRAWL_TRY(attach_verb(s, verb, inner, owner, TRAWL_EMBED_ADVERBIAL, TRAWL_NONE, 1));
    if (noun == TRAWL_NONE) {
      s->fronted_verb = inner->frame;
    }
    return TRAWL_OK;
  }
  if (prev == TRAWL_UNIT_AND) { /* "to meet Xi and to visit": like the one before */
    const trawl_frame *f = trawl_parse_frame(s->p, c->frame);
    const uint32_t subject = trawl_frame_find(s->p, c->frame, TRAWL_ROLE_SUBJECT);
    return attach_verb(s, verb, c, subject, (trawl_embedding)f->embedding, f->parent, 1);
  }
  trawl_embedding embedding;
  const bool chained = prev == TRAWL_UNIT_VERB || prev == TRAWL_UNIT_ADJ;
  const uint32_t parent = c->frame;
  uint32_t subject = controller(s, parent, !chained, &embedding);
  if (!chained && embedding == TRAWL_EMBED_ADVERBIAL && s->last_np != TRAWL_NONE) {
    /* "its decision to launch": the noun's owner acts */
    const uint32_t owner = trawl_parse_np(s->p, s->last_np)->possessor;
    subject = owner != TRAWL_NONE && !trawl_np_is_name(s->p, s->last_np) ? owner : subject;
  }
  return attach_verb(s, verb, c, subject, embedding, parent, !chained);
}

/* A coordinated bare participle or gerund shares what the one before it has. */
static trawl_status read_coordinated(parser *s, trawl_verb *verb)
{
  clause *c = top(s);
  const trawl_frame *f = trawl_parse_frame(s->p, c->frame);
  const uint32_t subject = trawl_frame_find(s->p, c->frame, f->passive ? TRAWL_ROLE_OBJECT : TRAWL_ROLE_SUBJECT);
  const uint32_t parent = f->parent;
  const trawl_embedding embedding = (trawl_embedding)f->embedding;
  const bool passive = f->passive, finite = c->finite == c->frame;
  TRAWL_TRY(attach_verb(s, verb, c, TRAWL_NONE, embedding, parent, 0));
  trawl_frame *fresh = trawl_parse_frame(s->p, c->frame);
  fresh->passive = passive; /* "was detained and charged"; "has met and praised" */
  c->finite = finite ? c->frame : c->finite;
  return add_subject(s, c->frame, subject, 0);
}

/* The subject of the nearest clause around that has one: "praised him while visiting Berlin". */
static uint32_t outer_subject(const parser *s)
{
  for (uint32_t d = s->depth; d-- > 0;) {
    if (s->stack[d].subject != TRAWL_NONE) {
      return s->stack[d].subject;
    }
  }
  return TRAWL_NONE;
}

static trawl_status read_gerund(parser *s, trawl_verb *verb)
{
  const uint8_t prev = kind_before(s);
  clause *c = top(s);
  if (prev == TRAWL_UNIT_AND && c->frame != TRAWL_NONE
      && trawl_parse_tag(s->p, trawl_parse_frame(s->p, c->frame)->trigger) == TRAWL_TAG_VBG) {
    return read_coordinated(s, verb);
  }
  if (prev == TRAWL_UNIT_VERB || (prev == TRAWL_UNIT_PREP && c->frame != TRAWL_NONE)) {
    const uint32_t parent = c->frame;
    const trawl_frame *f = trawl_parse_frame(s->p, parent);
    const uint32_t object = trawl_frame_find(s->p, parent, TRAWL_ROLE_OBJECT);
    const bool accused = prev == TRAWL_UNIT_PREP && object != TRAWL_NONE
                         && (trawl_lemma_is(s->p, f->lemma, TRAWL_IS_CHAIN_ACCUSE)
                             || trawl_lemma_is(s->p, f->lemma, TRAWL_IS_CHAIN_ACTUAL_OBJECT)
                             || trawl_lemma_is(s->p, f->lemma, TRAWL_IS_CHAIN_NEGATIVE_OBJECT)
                             || f->passive);
    const uint32_t subject = accused ? object : trawl_frame_find(s->p, parent, TRAWL_ROLE_SUBJECT);
    const bool chained = prev == TRAWL_UNIT_VERB || accused
                         || (trawl_lemma_is(s->p, f->lemma, TRAWL_IS_CHAIN_NEGATIVE)
                             && (trawl_parse_word(s->p, unit_at(s, before(s, s->i))->tok.start, "from")
                                 || trawl_parse_word(s->p, unit_at(s, before(s, s->i))->tok.start, "of")));
    return attach_verb(s, verb, c, subject, chained ? TRAWL_EMBED_CHAIN : TRAWL_EMBED_ADVERBIAL, parent,
                       !chained);
  }
  const bool reduced = prev == TRAWL_UNIT_NP && s->last_np != TRAWL_NONE;
  const uint32_t subject = reduced ? s->last_np : outer_subject(s);
  const uint32_t parent = c->frame;
  clause *inner = push(s, CLAUSE_PARTICIPLE);
  inner->by_comma = prev == TRAWL_UNIT_COMMA;
  inner->parent = parent;
  TRAWL_TRY(attach_verb(s, verb, inner, subject, reduced ? TRAWL_EMBED_RELATIVE : TRAWL_EMBED_ADVERBIAL,
                        parent, reduced ? 1 : 0));
  if (subject == TRAWL_NONE) {
    s->fronted_verb = inner->frame;
  }
  return TRAWL_OK;
}

/* No finite verb comes in what is left of the sentence. */
static bool last_verb(const parser *s)
{
  for (uint32_t i = s->i + 1; i < s->p->units.len && kind_at(s, i) != TRAWL_UNIT_BREAK; ++i) {
    const trawl_verb *verb;
    if (finite_at(s, i)
        || (verb_at(s, i, &verb) && verb->participle && kind_at(s, i - 1) == TRAWL_UNIT_COMMA)) {
      return false;
    }
  }
  return true;
}

/* A subject waits, and no other verb will come for it: the tagger took a past form for a participle. */
static bool must_be_finite(const parser *s)
{
  const uint32_t behind = skip(s, s->i + 1);
  const clause *c = &s->stack[s->depth - 1];
  if (kind_before(s) == TRAWL_UNIT_REL
      || (c->kind == CLAUSE_RELATIVE && c->gap && c->frame == TRAWL_NONE && c->subject != TRAWL_NONE)) {
    return true; /* "which stood by Greece", "whom Iran jailed" */
  }
  if (kind_at(s, behind) == TRAWL_UNIT_PREP && trawl_parse_word(s->p, unit_at(s, behind)->tok.start, "by")) {
    return false;
  }
  for (uint32_t d = s->depth; d-- > 0;) {
    if (s->stack[d].frame == TRAWL_NONE && s->stack[d].subject != TRAWL_NONE
        && s->stack[d].kind != CLAUSE_PARTICIPLE) {
      return !s->p->doc->sentences.at[s->p->sentence].headline && last_verb(s);
    }
  }
  return false;
}

static trawl_status read_participle(parser *s, trawl_verb *verb)
{
  const uint8_t prev = kind_before(s);
  clause *c = top(s);
  if (must_be_finite(s)) {
    verb->finite = true;
    verb->participle = false;
    verb->past = true;
    return read_finite(s, verb);
  }
  if (c->frame != TRAWL_NONE && (prev == TRAWL_UNIT_AND || prev == TRAWL_UNIT_COMMA)) {
    const trawl_frame *f = trawl_parse_frame(s->p, c->frame);
    const uint8_t tag = trawl_parse_tag(s->p, f->trigger);
    const bool alike = tag == TRAWL_TAG_VBN || tag == TRAWL_TAG_VBD;
    if (alike && (prev == TRAWL_UNIT_AND || (f->passive && f->embedding == TRAWL_EMBED_RELATIVE))) {
      return read_coordinated(s, verb);
    }
    /* "funded hospitals in Gaza": a list of verbs in which the tagger took one for a participle */
    if (prev == TRAWL_UNIT_COMMA && tag == TRAWL_TAG_VBN && !f->passive
        && kind_at(s, skip(s, s->i + 1)) == TRAWL_UNIT_NP) {
      return read_coordinated(s, verb);
    }
  }
  if (prev == TRAWL_UNIT_NP && c->frame == TRAWL_NONE && c->subject != TRAWL_NONE
      && kind_at(s, skip(s, s->i + 1)) == TRAWL_UNIT_NP
      && trawl_parse_np(s->p, unit_at(s, skip(s, s->i + 1))->index)->prep == TRAWL_NONE
      && c->kind != CLAUSE_PARTICIPLE) {
    verb->finite = true; /* a participle does not take an object: a past form */
    verb->participle = false;
    return read_finite(s, verb);
  }
  const bool reduced = (prev == TRAWL_UNIT_NP || prev == TRAWL_UNIT_COMMA) && s->last_np != TRAWL_NONE;
  const uint32_t subject = reduced ? s->last_np : c->subject;
  const uint32_t parent = c->frame;
  clause *inner = push(s, CLAUSE_PARTICIPLE);
  inner->by_comma = prev == TRAWL_UNIT_COMMA;
  inner->parent = parent;
  TRAWL_TRY(attach_verb(s, verb, inner, subject, TRAWL_EMBED_RELATIVE, parent, 1));
  if (subject == TRAWL_NONE) {
    s->fronted_verb = inner->frame;
  }
  return TRAWL_OK;
}

/* "let Biden visit", "wants to visit Berlin and meet Scholz": an infinitive without "to". */
static bool is_bare_infinitive(const parser *s, const trawl_verb *verb)
{
  const clause *c = &s->stack[s->depth - 1];
  if (trawl_parse_tag(s->p, verb->main) != TRAWL_TAG_VB || verb->tok.start != verb->main
      || c->frame == TRAWL_NONE) {
    return false;
  }
  const uint8_t prev = kind_before(s);
  const trawl_frame *f = trawl_parse_frame(s->p, c->frame);
  if (prev == TRAWL_UNIT_AND) {
    return f->embedding == TRAWL_EMBED_CHAIN && trawl_parse_tag(s->p, f->trigger) == TRAWL_TAG_VB
           && c->finite != c->frame;
  }
  return prev == TRAWL_UNIT_NP && trawl_lemma_is(s->p, f->lemma, TRAWL_IS_CHAIN_ACTUAL_OBJECT);
}

/* "Did X visit", "Has X met", "Never has X been": an auxiliary alone, its subject, then the verb. */
static bool is_inverted_auxiliary(const parser *s, const trawl_verb *verb)
{
  const uint32_t np = skip(s, s->i + 1), next = skip(s, np + 1);
  const trawl_verb *main;
  const clause *c = &s->stack[s->depth - 1];
  return verb->finite && c->subject == TRAWL_NONE && c->frame == TRAWL_NONE && kind_at(s, np) == TRAWL_UNIT_NP
         && trawl_parse_np(s->p, unit_at(s, np)->index)->prep == TRAWL_NONE && verb_at(s, next, &main)
         && !main->infinitive && main->tok.start == main->main
         && (verb->modal == verb->main || trawl_parse_lemma(s->p, verb->main, "do")
             || trawl_parse_lemma(s->p, verb->main, "have") || trawl_parse_lemma(s->p, verb->main, "be"));
}

/* The verb behind the subject gets what the auxiliary in front says. */
static void take_auxiliary(parser *s, trawl_verb *verb)
{
  const trawl_verb *aux = &s->p->verbs.at[s->aux];
  const bool be = trawl_parse_lemma(s->p, aux->main, "be");
  s->aux = TRAWL_NONE;
  verb->passive = be && !verb->gerund;
  verb->perfect = trawl_parse_lemma(s->p, aux->main, "have");
  verb->past = aux->past || verb->perfect;
  verb->finite = true;
  verb->gerund = verb->participle = false;
  verb->modal = aux->modal;
  verb->negation = verb->negation == TRAWL_NONE ? aux->negation : verb->negation;
}

static trawl_status read_verb(parser *s)
{
  trawl_verb *verb = &s->p->verbs.at[unit_at(s, s->i)->index];
  if (is_inverted_auxiliary(s, verb)) {
    s->aux = unit_at(s, s->i)->index;
    return TRAWL_OK;
  }
  if (s->aux != TRAWL_NONE && top(s)->subject != TRAWL_NONE && top(s)->frame == TRAWL_NONE) {
    take_auxiliary(s, verb);
    return read_finite(s, verb);
  }
  if (is_bare_infinitive(s, verb)) {
    verb->finite = false;
    verb->infinitive = true;
  }
  if (verb->finite) {
    /* "was detained and later charged": a past form that shares the auxiliary */
    clause *c = top(s);
    const bool shared = kind_before(s) == TRAWL_UNIT_AND && c->frame != TRAWL_NONE
                        && trawl_parse_frame(s->p, c->frame)->passive && verb->tok.start == verb->main
                        && trawl_parse_tag(s->p, verb->main) == TRAWL_TAG_VBD
                        && kind_at(s, skip(s, s->i + 1)) != TRAWL_UNIT_NP;
    return shared ? read_coordinated(s, verb) : read_finite(s, verb);
  }
  if (verb->infinitive) {
    return read_infinitive(s, verb);
  }
  return verb->gerund ? read_gerund(s, verb) : read_participle(s, verb);
}

/* ---- what stands between ----------------------------------------------------------------------- */

static trawl_status read_relativizer(parser *s)
{
  const uint32_t token = unit_at(s, s->i)->tok.start;
  const uint8_t prev = kind_before(s);
  if (s->last_np == TRAWL_NONE || prev == TRAWL_UNIT_VERB || s->i == 0) {
    /* a question, or "said what ..." */
    const uint32_t parent = top(s)->frame;
    if (s->i) {
      clause *c = push(s, CLAUSE_CONDITION);
      c->parent = parent;
    }
    return TRAWL_OK;
  }
  const uint32_t antecedent = antecedent_for(s, token);
  const bool pied = prev == TRAWL_UNIT_PREP;
  const uint32_t behind = skip(s, s->i + 1);
  const uint32_t parent = top(s)->frame;
  clause *c = push(s, CLAUSE_RELATIVE);
  c->antecedent = antecedent;
  c->parent = parent;
  const uint32_t comma = pied ? before(s, before(s, s->i)) : before(s, s->i);
  c->by_comma = comma != TRAWL_NONE && kind_at(s, comma) == TRAWL_UNIT_COMMA;
  if (pied) {
    c->prep = folded(s, unit_at(s, before(s, s->i))->tok.start);
  } else if (trawl_parse_word(s->p, token, "where")) {
    c->prep = trawl_words_find(&s->p->doc->words, "in", 2);
  } else if (trawl_parse_word(s->p, token, "whose")) {
    if (kind_at(s, behind) == TRAWL_UNIT_NP) {
      trawl_np *owned = trawl_parse_np(s->p, unit_at(s, behind)->index);
      owned->possessor = antecedent;
      if (owned->apposition != TRAWL_NONE) {
        trawl_parse_np(s->p, owned->apposition)->possessor = antecedent;
      }
    }
  } else if (kind_at(s, behind) == TRAWL_UNIT_VERB) {
    c->subject = antecedent;
  } else {
    c->gap = true;
  }
  return TRAWL_OK;
}

static bool clause_ahead(const parser *s, uint32_t i)
{
  i = skip(s, i);
  if (kind_at(s, i) != TRAWL_UNIT_NP) {
    return false;
  }
  uint32_t n = skip(s, i + 1);
  /* prepositional phrases and one aside may stand before the verb */
  for (unsigned hops = 0; hops < 3; ++hops) {
    if (finite_at(s, n)) {
      return true;
    }
    if (kind_at(s, n) != TRAWL_UNIT_PREP || kind_at(s, skip(s, n + 1)) != TRAWL_UNIT_NP) {
      return false;
    }
    n = skip(s, skip(s, n + 1) + 1);
  }
  return false;
}

static void open_subordinate(parser *s, uint32_t token)
{
  const uint32_t parent = top(s)->frame;
  const bool condition = trawl_doc_is(s->p->doc, token, TRAWL_IS_CONDITION);
  const bool that = trawl_parse_word(s->p, token, "that");
  /* "X, after Y had left, said": the clause above goes on behind it */
  clause *c = push(s, condition ? CLAUSE_CONDITION : that ? CLAUSE_COMPLEMENT : CLAUSE_ADVERBIAL);
  const uint32_t prev = before(s, s->i);
  c->by_comma = prev != TRAWL_NONE && kind_at(s, prev) == TRAWL_UNIT_COMMA;
  c->parent = parent;
}

static trawl_status read_subordinator(parser *s)
{
  const uint32_t token = unit_at(s, s->i)->tok.start;
  const bool that = trawl_parse_word(s->p, token, "that");
  const uint8_t behind = kind_at(s, skip(s, s->i + 1));
  if (that && behind == TRAWL_UNIT_VERB && kind_before(s) == TRAWL_UNIT_NP) {
    return read_relativizer(s);
  }
  if (that && kind_before(s) == TRAWL_UNIT_NP && top(s)->frame == TRAWL_NONE && !clause_ahead(s, s->i + 1)) {
    return TRAWL_OK;
  }
  /* "the lender that BNP acquired": a relative, when no verb of speech is above */
  if (that && kind_before(s) == TRAWL_UNIT_NP && !lemma_of_frame_is(s, top(s)->frame, TRAWL_IS_SPEECH)
      && !lemma_of_frame_is(s, top(s)->frame, TRAWL_IS_THAT_TAKER) && clause_ahead(s, s->i + 1)) {
    return read_relativizer(s);
  }
  open_subordinate(s, token);
  return TRAWL_OK;
}

/* "after", "before", "since", "as" before a clause are no prepositions. */
static bool preposition_opens_clause(const parser *s)
{
  const uint32_t token = unit_at(s, s->i)->tok.start;
  return trawl_doc_is(s->p->doc, token, TRAWL_IS_SUBORDINATOR) && clause_ahead(s, s->i + 1);
}

static void read_comma(parser *s)
{
  const uint32_t n = skip(s, s->i + 1);
  clause *c = top(s);
  if (s->depth == 1 || c->kind == CLAUSE_MAIN) {
    return;
  }
  const bool complete = c->frame != TRAWL_NONE;
  if (finite_at(s, n)) {
    return; /* read_finite() closes what has to be closed */
  }
  if (complete && clause_ahead(s, n)) {
    /* `If X, Y will ...`; ", Y said": the clauses that are open end here */
    while (s->depth > 1 && top(s)->frame != TRAWL_NONE) {
      --s->depth;
    }
    return;
  }
  if (complete && c->by_comma && kind_at(s, n) != TRAWL_UNIT_AND
      && (c->kind == CLAUSE_RELATIVE || c->kind == CLAUSE_PARTICIPLE || c->kind == CLAUSE_ADVERBIAL)) {
    --s->depth;
  } else if (complete && c->kind == CLAUSE_PARTICIPLE && !c->by_comma) {
    --s->depth; /* "Speaking in Vladivostok, Putin" */
  }
}

/* "took the firm over" */
static void read_late_particle(parser *s)
{
  const uint32_t token = unit_at(s, s->i)->tok.start;
  const clause *c = top(s);
  if (trawl_parse_tag(s->p, token) == TRAWL_TAG_RP && c->frame != TRAWL_NONE && c->object
      && trawl_parse_frame(s->p, c->frame)->particle == TRAWL_NONE) {
    trawl_parse_frame(s->p, c->frame)->particle = folded(s, token);
  }
}

/* "Russia, Scholz said, attacked": who says so stands in the middle. Gives true when it was that. */
static bool is_speech_aside(const parser *s)
{
  const trawl_verb *verb;
  const uint32_t v = skip(s, s->i + 1);
  const clause *c = &s->stack[s->depth - 1];
  return kind_before(s) == TRAWL_UNIT_COMMA && c->frame == TRAWL_NONE && c->subject != TRAWL_NONE
         && verb_at(s, v, &verb) && verb->finite && trawl_lemma_is(s->p, verb->lemma, TRAWL_IS_SPEECH)
         && kind_at(s, skip(s, v + 1)) == TRAWL_UNIT_COMMA;
}

static trawl_status read_speech_aside(parser *s)
{
  const uint32_t speaker = unit_at(s, s->i)->index;
  const uint32_t v = skip(s, s->i + 1);
  uint32_t frame;
  TRAWL_TRY(new_frame(s, &s->p->verbs.at[unit_at(s, v)->index], TRAWL_EMBED_NONE, TRAWL_NONE, &frame));
  s->i = v;
  return add_subject(s, frame, speaker, 0);
}

static trawl_status read_unit(parser *s)
{
  switch (kind_at(s, s->i)) {
  case TRAWL_UNIT_NP:
    return is_speech_aside(s) ? read_speech_aside(s) : read_np(s);
  case TRAWL_UNIT_VERB:
    return read_verb(s);
  case TRAWL_UNIT_PREP:
    if (preposition_opens_clause(s)) {
      const uint32_t np = skip(s, s->i + 1);
      trawl_parse_np(s->p, unit_at(s, np)->index)->prep = TRAWL_NONE;
      open_subordinate(s, unit_at(s, s->i)->tok.start);
    }
    return TRAWL_OK;
  case TRAWL_UNIT_SUB:
    return read_subordinator(s);
  case TRAWL_UNIT_REL:
    if (trawl_parse_word(s->p, unit_at(s, s->i)->tok.start, "that") && clause_ahead(s, s->i + 1)
        && (lemma_of_frame_is(s, top(s)->frame, TRAWL_IS_SPEECH)
            || lemma_of_frame_is(s, top(s)->frame, TRAWL_IS_THAT_TAKER))) {
      open_subordinate(s, unit_at(s, s->i)->tok.start); /* the tagger took it for a pronoun */
      return TRAWL_OK;
    }
    return read_relativizer(s);
  case TRAWL_UNIT_COMMA:
    read_comma(s);
    return TRAWL_OK;
  case TRAWL_UNIT_BREAK:
    if (s->i + 1 < s->p->units.len) {
      restart(s);
    }
    return TRAWL_OK;
  case TRAWL_UNIT_SKIP:
    read_late_particle(s);
    return TRAWL_OK;
  case TRAWL_UNIT_ADJ:
    if (top(s)->frame != TRAWL_NONE
        && trawl_parse_frame(s->p, top(s)->frame)->kind == TRAWL_FRAME_COPULA) {
      trawl_np adjective = {.tok = unit_at(s, s->i)->tok, .head = unit_at(s, s->i)->tok.start,
                            .mention = TRAWL_NONE, .possessor = TRAWL_NONE, .list = TRAWL_NONE,
                            .next = TRAWL_NONE, .apposition = TRAWL_NONE, .attached = TRAWL_NONE,
                            .prep = TRAWL_NONE};
      const uint32_t np = s->p->doc->clauses.nps.len;
      TRAWL_TRY_MEM(trawl_vec_push(&s->p->doc->clauses.nps, adjective));
      TRAWL_TRY(trawl_frame_add_arg(s->p, top(s)->frame, TRAWL_ROLE_COMPLEMENT, np, TRAWL_NONE, 0));
      s->last_np = s->inner_np = np;
    }
    return TRAWL_OK;
  default:
    return TRAWL_OK;
  }
}

trawl_status trawl_parse_clauses(trawl_parse *p)
{
  parser s = {.p = p, .fronted_verb = TRAWL_NONE, .aux = TRAWL_NONE};
  p->args.len = 0;
  restart(&s);
  for (s.i = 0; s.i < p->units.len; ++s.i) {
    TRAWL_TRY(read_unit(&s));
  }
  return TRAWL_OK;
}

/* ---- the stage --------------------------------------------------------------------------------- */

/* Stores the collected arguments of each frame together, in the order in which they were found. */
static trawl_status store_args(trawl_parse *p)
{
  trawl_clauses *all = &p->doc->clauses;
  TRAWL_TRY_MEM(trawl_vec_reserve(&all->args, (uint64_t)all->args.len + p->args.len));
  for (uint32_t f = p->first_frame; f < all->frames.len; ++f) {
    all->frames.at[f].arg_count = 0;
  }
  for (uint32_t i = 0; i < p->args.len; ++i) {
    ++all->frames.at[p->args.at[i].frame].arg_count;
  }
  uint32_t first = all->args.len;
  for (uint32_t f = p->first_frame; f < all->frames.len; ++f) {
    all->frames.at[f].first_arg = first;
    first += all->frames.at[f].arg_count;
    all->frames.at[f].arg_count = 0;
  }
  for (uint32_t i = 0; i < p->args.len; ++i) {
    trawl_frame *f = &all->frames.at[p->args.at[i].frame];
    all->args.at[f->first_arg + f->arg_count++] = p->args.at[i].arg;
  }
  all->args.len = first;
  return TRAWL_OK;
}

static trawl_status parse_sentence(trawl_parse *p, uint32_t sentence)
{
  p->sentence = sentence;
  p->tok = p->doc->sentences.at[sentence].tok;
  p->first_np = p->doc->clauses.nps.len;
  p->first_frame = p->doc->clauses.frames.len;
  const uint32_t last = p->tok.end - 1;
  p->question = trawl_parse_word(p, last, "?") || (last > p->tok.start && trawl_parse_word(p, last - 1, "?"));
  TRAWL_TRY(trawl_parse_chunk(p));
  TRAWL_TRY(trawl_parse_join(p));
  TRAWL_TRY(trawl_parse_clauses(p));
  TRAWL_TRY(trawl_parse_frames(p));
  return store_args(p);
}

trawl_status trawl_stage_clauses(trawl_run_state *run, trawl_doc *doc)
{
  trawl_parse p = {.run = run, .doc = doc};
  trawl_status status = TRAWL_OK;
  for (uint32_t i = 0; i < doc->sentences.len && status == TRAWL_OK; ++i) {
    status = parse_sentence(&p, i);
  }
  trawl_vec_clear(&p.units);
  trawl_vec_clear(&p.verbs);
  trawl_vec_clear(&p.atoms);
  trawl_vec_clear(&p.args);
  return status;
}
