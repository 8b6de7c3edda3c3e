/* SPDX-License-Identifier: MIT
 * clauses.c - the clause stage: sentence by sentence, units to frames.
 *
 * Reads tags, lemmas, mentions; appends noun phrases and frames (model/clause.h).  One walk over the units
 * with a stack of open clauses: a clause waits for a subject, then for its verb, then collects objects and
 * prepositional phrases.  Relative, subordinate and participial clauses are pushed and closed again at
 * commas and verbs.  No backtracking: every unit is looked at a bounded number of times. */
#include "stage/walk.h"

/* ---- noun phrases ------------------------------------------------------------------------------ */

/* A bare noun phrase, no subject yet. */
static trawl_status take_subject(trawl_walk *s, uint32_t np)
{
  trawl_clause *c = top(s);
  c->subject = np;
  return TRAWL_OK;
}

/* Whether a clause with this noun phrase as its subject begins here. */
static bool begins_clause(const trawl_walk *s)
{
  const uint8_t prev = kind_before(s);
  const uint32_t i = skip(s, s->i + 1), frame = s->stack[s->depth - 1].frame;
  /* "X, who ..., said": the relative or participle between commas */
  if (kind_at(s, i) == TRAWL_UNIT_COMMA && prev == TRAWL_UNIT_AND
      && kind_at(s, skip(s, i + 1)) == TRAWL_UNIT_REL) {
    return true;
  }
  const trawl_verb *verb;
  if (verb_at(s, i, &verb) && trawl_parse_tag(s->p, verb->main) == TRAWL_TAG_VB
      && verb->tok.start == verb->main && lemma_of_frame_is(s, frame, TRAWL_IS_CHAIN_ACTUAL_OBJECT)) {
    return false; /* "let Biden visit" */
  }
  const bool told = prev == TRAWL_UNIT_VERB
                    && (lemma_of_frame_is(s, frame, TRAWL_IS_SPEECH)
                        || lemma_of_frame_is(s, frame, TRAWL_IS_THAT_TAKER));
  if (told || prev == TRAWL_UNIT_COMMA || prev == TRAWL_UNIT_AND) {
    return trawl_ahead_clause(s->p, s->i, !subject_waits(s));
  }
  return trawl_ahead_is_finite(s->p, i);
}

static trawl_status take_object(trawl_walk *s, uint32_t np)
{
  trawl_clause *c = top(s);
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
  if (prev == TRAWL_UNIT_NP && trawl_parse_word(s->p, trawl_parse_np(s->p, np)->tok.start, "worth")) {
    return TRAWL_OK; /* "merged in a deal worth two billion" */
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

/* "proposed by Norway": who does it. */
static bool is_agent(const trawl_walk *s, uint32_t frame, uint32_t np)
{
  return frame != TRAWL_NONE && trawl_parse_frame(s->p, frame)->passive
         && trawl_parse_word(s->p, trawl_parse_np(s->p, np)->prep, "by")
         && trawl_frame_find(s->p, frame, TRAWL_ROLE_SUBJECT) == TRAWL_NONE
         && !(trawl_parse_np(s->p, np)->flags & TRAWL_NP_TIME);
}

static trawl_status take_prepositional(trawl_walk *s, uint32_t np)
{
  trawl_clause *c = top(s);
  if (is_agent(s, c->frame, np)) { /* hangs on no noun: a truce that Norway proposed is not Norway's */
    return trawl_frame_add_arg(s->p, c->frame, TRAWL_ROLE_SUBJECT, np, TRAWL_NONE, 0);
  }
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
  TRAWL_TRY(trawl_frame_add_arg(s->p, c->frame, TRAWL_ROLE_PREP, np, prep, 0));
  if (c->kind == CLAUSE_PARTICIPLE && f->passive && !c->by_comma && c->parent != TRAWL_NONE
      && trawl_parse_word(s->p, trawl_parse_np(s->p, np)->prep, "to")
      && trawl_frame_find(s->p, c->frame, TRAWL_ROLE_SUBJECT) != TRAWL_NONE) {
    /* "sent drones made by X to Y", "sanctions imposed ...": behind the agent it may be the outer verb's */
    return trawl_frame_add_arg(s->p, c->parent, TRAWL_ROLE_PREP, np, prep, 2);
  }
  /* "agreed to meet Xi in Beijing": the place may be the outer verb's too, but only the inner is kept. */
  return TRAWL_OK;
}

static trawl_status take_time(trawl_walk *s, uint32_t np)
{
  trawl_clause *c = top(s);
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
static void open_clause(trawl_walk *s, uint32_t np)
{
  const uint8_t prev = kind_before(s);
  trawl_clause like = *top(s);
  if (prev == TRAWL_UNIT_VERB) { /* "said Putin visited" */
    const uint32_t parent = top(s)->frame;
    trawl_clause *c = push(s, CLAUSE_COMPLEMENT);
    c->parent = parent;
    c->subject = np;
    return;
  }
  if (prev == TRAWL_UNIT_NP) { /* "the deal Putin signed" */
    const uint32_t antecedent = s->last_np;
    trawl_clause *c = push(s, CLAUSE_RELATIVE);
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
  const uint32_t conj = before(s, s->i), comma = conj == TRAWL_NONE ? TRAWL_NONE : before(s, conj);
  if (prev == TRAWL_UNIT_AND && comma != TRAWL_NONE && kind_at(s, comma) == TRAWL_UNIT_COMMA
      && like.kind == CLAUSE_COMPLEMENT && lemma_of_frame_is(s, like.parent, TRAWL_IS_CHAIN_DENY)) {
    restart(s); /* "denies that he did, and a judge will hear": no part of what is denied */
    top(s)->subject = np;
    return;
  }
  const trawl_clause_kind kind = prev == TRAWL_UNIT_AND ? (trawl_clause_kind)like.kind : CLAUSE_MAIN;
  s->depth -= s->depth > 1 || kind == CLAUSE_MAIN;
  trawl_clause *c = push(s, kind);
  c->parent = kind == CLAUSE_MAIN ? TRAWL_NONE : like.parent;
  c->subject = np;
}

/* The last of the of-phrases that the noun phrase of this unit has swallowed, or itself. */
static uint32_t innermost(const trawl_walk *s)
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

/* "visited Berlin but not Kazan", "with Berlin but not with Kazan": the verb once more, denied. */
static bool is_denied_addition(const trawl_walk *s, uint32_t np)
{
  const trawl_clause *c = &s->stack[s->depth - 1];
  const uint32_t prep = trawl_parse_np(s->p, np)->prep;
  const uint32_t start = prep == TRAWL_NONE ? trawl_parse_np(s->p, np)->tok.start : prep;
  const uint32_t unit = before(s, s->i), conj = prep == TRAWL_NONE ? unit : before(s, unit);
  return c->frame != TRAWL_NONE && conj != TRAWL_NONE && start > s->p->tok.start
         && kind_at(s, conj) == TRAWL_UNIT_AND && trawl_parse_word(s->p, start - 1, "not")
         && trawl_parse_frame(s->p, c->frame)->kind == TRAWL_FRAME_VERB
         && !trawl_ahead_clause(s->p, s->i, false);
}

static trawl_status add_denied(trawl_walk *s, uint32_t np)
{
  trawl_parse *p = s->p;
  const uint32_t old = top(s)->frame, count = p->args.len;
  const trawl_np it = *trawl_parse_np(p, np);
  const trawl_frame f = *trawl_parse_frame(p, old);
  trawl_verb verb = {.frame = TRAWL_NONE};
  for (uint32_t i = 0; i < p->verbs.len && verb.frame != old; ++i) {
    verb = p->verbs.at[i];
  }
  if (verb.frame != old) {
    return TRAWL_OK;
  }
  TRAWL_TRY(trawl_frame_add(p, f, &verb.frame));
  verb.negation = (it.prep == TRAWL_NONE ? it.tok.start : it.prep) - 1;
  TRAWL_TRY_MEM(trawl_vec_push(&p->verbs, verb));
  for (uint32_t i = 0; i < count; ++i) {
    const trawl_loose_arg arg = p->args.at[i];
    const bool replaced = it.prep == TRAWL_NONE ? arg.arg.role == TRAWL_ROLE_OBJECT
                                                : arg.arg.role == TRAWL_ROLE_PREP;
    if (arg.frame == old && !replaced) {
      TRAWL_TRY(trawl_frame_add_arg(p, verb.frame, (trawl_role)arg.arg.role, arg.arg.np, arg.arg.prep, arg.arg.cost));
    }
  }
  return it.prep == TRAWL_NONE
           ? trawl_frame_add_arg(p, verb.frame, TRAWL_ROLE_OBJECT, np, TRAWL_NONE, 0)
           : trawl_frame_add_arg(p, verb.frame, TRAWL_ROLE_PREP, np, folded(s, it.prep), 0);
}

static trawl_status read_np(trawl_walk *s)
{
  const uint32_t np = unit_at(s, s->i)->index;
  const trawl_np *it = trawl_parse_np(s->p, np);
  trawl_status status = TRAWL_OK;
  if (is_denied_addition(s, np)) {
    s->last_np = np;
    s->inner_np = innermost(s);
    return add_denied(s, np);
  }
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
    if (prev == TRAWL_UNIT_COMMA && trawl_ahead_is_finite(s->p, skip(s, s->i + 1))
        && top(s)->kind != CLAUSE_RELATIVE) {
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

/* ---- what stands between ----------------------------------------------------------------------- */

static bool clause_ahead(const trawl_walk *s, uint32_t i)
{
  i = skip(s, i);
  return kind_at(s, i) == TRAWL_UNIT_NP && trawl_ahead_clause(s->p, i, !subject_waits(s));
}

static void open_subordinate(trawl_walk *s, uint32_t token)
{
  uint32_t parent = top(s)->frame;
  const bool condition = trawl_doc_is(s->p->doc, token, TRAWL_IS_CONDITION);
  const bool that = trawl_parse_word(s->p, token, "that");
  if (that && kind_before(s) == TRAWL_UNIT_AND) { /* "said that ... and that": like the one before */
    uint32_t d = s->depth;
    while (d > 1 && s->stack[d - 1].kind != CLAUSE_COMPLEMENT) {
      --d;
    }
    if (d > 1) {
      parent = s->stack[d - 1].parent;
      s->depth = d - 1;
    }
  }
  /* "X, after Y had left, said": the clause above goes on behind it */
  trawl_clause *c = push(s, condition ? CLAUSE_CONDITION : that ? CLAUSE_COMPLEMENT : CLAUSE_ADVERBIAL);
  const uint32_t prev = before(s, s->i);
  c->by_comma = prev != TRAWL_NONE && kind_at(s, prev) == TRAWL_UNIT_COMMA;
  c->parent = parent;
  c->opener = token;
}

static trawl_status read_subordinator(trawl_walk *s)
{
  const uint32_t token = unit_at(s, s->i)->tok.start;
  const bool that = trawl_parse_word(s->p, token, "that");
  const uint8_t behind = kind_at(s, skip(s, s->i + 1));
  if (that && behind == TRAWL_UNIT_VERB && kind_before(s) == TRAWL_UNIT_NP) {
    return trawl_walk_relativizer(s);
  }
  if (that && kind_before(s) == TRAWL_UNIT_NP && top(s)->frame == TRAWL_NONE && !clause_ahead(s, s->i + 1)) {
    return TRAWL_OK;
  }
  /* "the lender that BNP acquired": a relative, when no verb of speech is above */
  if (that && kind_before(s) == TRAWL_UNIT_NP && !lemma_of_frame_is(s, top(s)->frame, TRAWL_IS_SPEECH)
      && !lemma_of_frame_is(s, top(s)->frame, TRAWL_IS_THAT_TAKER) && clause_ahead(s, s->i + 1)) {
    return trawl_walk_relativizer(s);
  }
  open_subordinate(s, token);
  return TRAWL_OK;
}

/* "after", "before", "since", "as" before a clause are no prepositions. */
static bool preposition_opens_clause(const trawl_walk *s)
{
  const uint32_t token = unit_at(s, s->i)->tok.start;
  const trawl_clause *c = &s->stack[s->depth - 1];
  if (c->kind == CLAUSE_RELATIVE && c->subject != TRAWL_NONE && c->subject == c->antecedent && c->frame == TRAWL_NONE
      && trawl_parse_word(s->p, token, "as")) {
    return false; /* "who in his years as a student visited" */
  }
  return trawl_doc_is(s->p->doc, token, TRAWL_IS_SUBORDINATOR) && clause_ahead(s, s->i + 1);
}

static void read_comma(trawl_walk *s)
{
  const uint32_t n = skip(s, s->i + 1);
  trawl_clause *c = top(s);
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
static void read_late_particle(trawl_walk *s)
{
  const uint32_t token = unit_at(s, s->i)->tok.start;
  const trawl_clause *c = top(s);
  const bool particle = trawl_parse_tag(s->p, token) == TRAWL_TAG_RP || kind_at(s, s->i) == TRAWL_UNIT_PREP;
  if (particle && c->frame != TRAWL_NONE && c->object
      && trawl_parse_frame(s->p, c->frame)->particle == TRAWL_NONE) {
    trawl_parse_frame(s->p, c->frame)->particle = folded(s, token);
  }
}

/* The unit of the comma behind a verb of speech, its object and its phrases, or 0: "Scholz told the BBC in
 * Berlin," */
static uint32_t end_of_speech(const trawl_walk *s, uint32_t verb)
{
  uint32_t i = skip(s, verb + 1);
  if (trawl_ahead_has_object(s->p, verb)) {
    i = trawl_ahead_phrases(s->p, i);
  } else if (kind_at(s, i) != TRAWL_UNIT_COMMA) {
    i = trawl_ahead_phrases(s->p, verb);
  }
  return kind_at(s, i) == TRAWL_UNIT_COMMA ? i : 0;
}

/* "Russia, Scholz said, attacked": who says so stands in the middle. Gives true when it was that. */
static bool is_speech_aside(const trawl_walk *s)
{
  const trawl_verb *verb;
  const uint32_t v = trawl_ahead_phrases(s->p, s->i);
  const trawl_clause *c = &s->stack[s->depth - 1];
  return kind_before(s) == TRAWL_UNIT_COMMA && c->frame == TRAWL_NONE && c->subject != TRAWL_NONE
         && verb_at(s, v, &verb) && verb->finite && trawl_lemma_is(s->p, verb->lemma, TRAWL_IS_SPEECH)
         && end_of_speech(s, v);
}

static trawl_status read_speech_aside(trawl_walk *s)
{
  const uint32_t speaker = unit_at(s, s->i)->index;
  const uint32_t v = trawl_ahead_phrases(s->p, s->i);
  uint32_t frame;
  TRAWL_TRY(trawl_walk_new_frame(s, &s->p->verbs.at[unit_at(s, v)->index], TRAWL_EMBED_NONE, TRAWL_NONE, &frame));
  TRAWL_TRY(trawl_walk_add_subject(s, frame, speaker, 0));
  if (trawl_ahead_has_object(s->p, v)) {
    TRAWL_TRY(trawl_frame_add_arg(s->p, frame, TRAWL_ROLE_OBJECT, unit_at(s, skip(s, v + 1))->index, TRAWL_NONE, 0));
  }
  top(s)->speaker = speaker;
  s->i = end_of_speech(s, v) - 1;
  return TRAWL_OK;
}

/* "Russia, said Scholz, who was in Berlin, attacked" */
static bool is_inverted_aside(const trawl_walk *s)
{
  const trawl_verb *verb;
  const trawl_clause *c = &s->stack[s->depth - 1];
  const uint32_t comma = before(s, s->i), speaker = skip(s, s->i + 1);
  if (comma == TRAWL_NONE || kind_at(s, comma) != TRAWL_UNIT_COMMA || c->frame != TRAWL_NONE
      || c->subject == TRAWL_NONE || !verb_at(s, s->i, &verb) || !verb->finite
      || !trawl_lemma_is(s->p, verb->lemma, TRAWL_IS_SPEECH) || verb->tok.start != verb->main
      || !trawl_ahead_has_object(s->p, s->i)) {
    return false;
  }
  const uint32_t np = before(s, comma);
  return np != TRAWL_NONE && kind_at(s, np) == TRAWL_UNIT_NP && unit_at(s, np)->index == c->subject
         && !trawl_ahead_clause(s->p, speaker, false) && trawl_ahead_clause(s->p, speaker, true);
}

static trawl_status read_inverted_aside(trawl_walk *s)
{
  const uint32_t np = skip(s, s->i + 1), speaker = unit_at(s, np)->index;
  uint32_t frame;
  TRAWL_TRY(trawl_walk_new_frame(s, &s->p->verbs.at[unit_at(s, s->i)->index], TRAWL_EMBED_NONE, TRAWL_NONE, &frame));
  TRAWL_TRY(trawl_walk_add_subject(s, frame, speaker, 0));
  top(s)->speaker = speaker;
  s->last_np = s->inner_np = speaker;
  s->i = np;
  return TRAWL_OK;
}

static trawl_status read_unit(trawl_walk *s)
{
  switch (kind_at(s, s->i)) {
  case TRAWL_UNIT_NP:
    return is_speech_aside(s) ? read_speech_aside(s) : read_np(s);
  case TRAWL_UNIT_VERB:
    return is_inverted_aside(s) ? read_inverted_aside(s) : trawl_walk_verb(s);
  case TRAWL_UNIT_PREP:
    if (trawl_walk_strand(s)) {
      return TRAWL_OK;
    }
    if (trawl_doc_is(s->p->doc, unit_at(s, s->i)->tok.start, TRAWL_IS_PARTICLE)
        && (skip(s, s->i + 1) >= s->p->units.len || kind_at(s, skip(s, s->i + 1)) == TRAWL_UNIT_COMMA)) {
      read_late_particle(s);
      return TRAWL_OK;
    }
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
    return trawl_walk_relativizer(s);
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
  trawl_walk s = {.p = p, .fronted_verb = TRAWL_NONE, .aux = TRAWL_NONE};
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
  trawl_ahead_settle(p);
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
