/* SPDX-License-Identifier: MIT
 * clause_verbs.c - the verbs in the walk of the clause stage: which clause a verb belongs to, who its
 * subject is, what hangs below what.  See clauses.c. */
#include "stage/walk.h"

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
trawl_status trawl_walk_add_subject(trawl_walk *s, uint32_t frame, uint32_t np, unsigned cost)
{
  const bool passive = trawl_parse_frame(s->p, frame)->passive;
  return trawl_frame_add_arg(s->p, frame, passive ? TRAWL_ROLE_OBJECT : TRAWL_ROLE_SUBJECT, np, TRAWL_NONE,
                             cost);
}

trawl_status trawl_walk_new_frame(trawl_walk *s, trawl_verb *verb, trawl_embedding embedding, uint32_t parent,
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

static trawl_embedding embedding_of(trawl_clause_kind kind)
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
static trawl_status take_fronted(trawl_walk *s, uint32_t frame)
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
static trawl_status settle_fronted_verb(trawl_walk *s, uint32_t subject)
{
  if (s->fronted_verb != TRAWL_NONE && subject != TRAWL_NONE) {
    TRAWL_TRY(trawl_walk_add_subject(s, s->fronted_verb, subject, 1));
    s->fronted_verb = TRAWL_NONE;
  }
  return TRAWL_OK;
}

/* ---- verbs ------------------------------------------------------------------------------------- */

/* A relative clause's antecedent takes the place that is free. */
static trawl_status fill_gap(trawl_walk *s, trawl_clause *c)
{
  if (c->kind != CLAUSE_RELATIVE || c->antecedent == TRAWL_NONE || c->frame == TRAWL_NONE) {
    return TRAWL_OK;
  }
  if (c->prep != TRAWL_NONE) {
    TRAWL_TRY(trawl_frame_add_arg(s->p, c->frame, TRAWL_ROLE_PREP, c->antecedent, c->prep, 1));
    c->prep = TRAWL_NONE;
    c->gap = false;
  } else if (c->gap) {
    trawl_frame *f = trawl_parse_frame(s->p, c->frame);
    const uint32_t last = f->group.end - 1;
    c->gap = false;
    if (f->particle != TRAWL_NONE && trawl_parse_tag(s->p, last) == TRAWL_TAG_RB
        && trawl_doc_is(s->p->doc, last, TRAWL_IS_PREPOSITION)) { /* "which he has not commented on" */
      const uint32_t prep = f->particle;
      f->particle = TRAWL_NONE;
      return trawl_frame_add_arg(s->p, c->frame, TRAWL_ROLE_PREP, c->antecedent, prep, 1);
    }
    TRAWL_TRY(trawl_frame_add_arg(s->p, c->frame, TRAWL_ROLE_OBJECT, c->antecedent, TRAWL_NONE, 1));
    c->object = true;
  }
  return TRAWL_OK;
}

/* What follows stands in the present though it is to come, if the verb above is to come. */
static bool is_before_or_after(const trawl_walk *s, uint32_t token)
{
  return trawl_parse_word(s->p, token, "after") || trawl_parse_word(s->p, token, "before")
         || trawl_parse_word(s->p, token, "when") || trawl_parse_word(s->p, token, "once")
         || trawl_parse_word(s->p, token, "until");
}

static trawl_status attach_verb(trawl_walk *s, trawl_verb *verb, trawl_clause *c, uint32_t subject,
                                trawl_embedding embedding, uint32_t parent, unsigned cost)
{
  uint32_t frame;
  if (embedding == TRAWL_EMBED_CONDITION && verb->past && c->opener != TRAWL_NONE
      && (trawl_parse_word(s->p, c->opener, "until") || trawl_parse_word(s->p, c->opener, "till"))) {
    embedding = TRAWL_EMBED_ADVERBIAL; /* "until they left": they did */
  }
  verb->future |= embedding == TRAWL_EMBED_ADVERBIAL && c->opener != TRAWL_NONE && verb->finite && !verb->past
                  && is_before_or_after(s, c->opener);
  TRAWL_TRY(trawl_walk_new_frame(s, verb, embedding, parent, &frame));
  if (subject != TRAWL_NONE) {
    TRAWL_TRY(trawl_walk_add_subject(s, frame, subject, cost));
  }
  if (c->speaker != TRAWL_NONE) {
    trawl_parse_frame(s->p, frame)->attribution = c->speaker;
  }
  c->frame = frame;
  c->object = false;
  c->finite = verb->finite ? frame : c->finite;
  TRAWL_TRY(fill_gap(s, c));
  return take_fronted(s, frame);
}

/* The frame was read as the clause's verb; it turns out to be a passive participle of its subject. */
static void demote(trawl_walk *s, uint32_t frame)
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

static trawl_status read_finite(trawl_walk *s, trawl_verb *verb)
{
  trawl_clause *c = top(s);
  const uint8_t prev = kind_before(s);
  const bool speech = trawl_lemma_is(s->p, verb->lemma, TRAWL_IS_SPEECH);
  const bool set_back = speech && prev == TRAWL_UNIT_COMMA && verb->tok.start == verb->main
                        && trawl_ahead_has_object(s->p, s->i); /* ", warned Smith" */
  if (c->frame != TRAWL_NONE) {
    if (prev != TRAWL_UNIT_AND && pop_to_waiting(s)) {
      c = top(s);
    } else if (set_back && s->depth > 1
               && (s->stack[1].kind == CLAUSE_CONDITION || s->stack[1].kind == CLAUSE_ADVERBIAL)
               && s->stack[0].finite == TRAWL_NONE) { /* "If X does, warned Smith, Y will" */
      restart(s);
      c = top(s);
    } else if (prev == TRAWL_UNIT_COMMA && c->finite == c->frame && trawl_walk_may_be_participle(s, c->frame)
               && trawl_walk_has_agent_phrase(s, c->frame)
               && trawl_parse_tag(s->p, trawl_parse_frame(s->p, c->frame)->trigger - 1) == TRAWL_TAG_COMMA) {
      demote(s, c->frame); /* "X, carried off by policemen, said" */
    } else if (prev == TRAWL_UNIT_AND || prev == TRAWL_UNIT_COMMA) {
      /* another verb of the same subject: of the innermost clause with a finite verb */
      while (s->depth > 1 && (top(s)->finite == TRAWL_NONE || (prev == TRAWL_UNIT_COMMA && top(s)->by_comma)
                              || trawl_walk_belongs_outside(s, verb))) {
        --s->depth;
      }
      c = top(s);
      if (speech && prev == TRAWL_UNIT_COMMA && finite_at(s, s->i) && c->kind == CLAUSE_MAIN
          && kind_at(s, skip(s, s->i + 1)) == TRAWL_UNIT_NP && !trawl_walk_addresses(s, verb)) {
        restart(s); /* `"...", said Putin` */
        c = top(s);
      }
    } else if (c->finite == c->frame && prev != TRAWL_UNIT_QUOTE && prev != TRAWL_UNIT_BREAK
               && trawl_walk_may_be_participle(s, c->frame)) {
      demote(s, c->frame);
    } else if (prev == TRAWL_UNIT_QUOTE || speech) {
      restart(s);
      c = top(s);
    }
  }
  const uint32_t subject = c->subject;
  TRAWL_TRY(settle_fronted_verb(s, c->kind == CLAUSE_MAIN ? subject : TRAWL_NONE));
  TRAWL_TRY(attach_verb(s, verb, c, subject, embedding_of((trawl_clause_kind)c->kind), c->parent, 0));
  c->inverted = subject == TRAWL_NONE && speech;
  return TRAWL_OK;
}

/* "called on Y to", "called for Y to", "appealed to Y to": the one in the phrase acts; or TRAWL_NONE. */
static uint32_t addressed(const trawl_walk *s, const trawl_frame *f)
{
  const uint32_t np = s->last_np, prep = np == TRAWL_NONE ? TRAWL_NONE : trawl_parse_np(s->p, np)->prep;
  if (prep == TRAWL_NONE || !trawl_lemma_is(s->p, f->lemma, TRAWL_IS_CHAIN_WANTED_OBJECT)) {
    return TRAWL_NONE;
  }
  const bool fits = trawl_parse_word(s->p, prep, "on") || trawl_parse_word(s->p, prep, "upon")
                    || trawl_parse_word(s->p, prep, "for") || trawl_parse_word(s->p, prep, "to")
                    || trawl_parse_word(s->p, prep, "with");
  return fits ? np : TRAWL_NONE;
}

/* A verb whose subject does what the infinitive says, also behind a phrase: refuse, agree, hope. */
static bool is_subject_chain(const trawl_parse *p, uint32_t lemma)
{
  return trawl_lemma_is(p, lemma, TRAWL_IS_CHAIN_PLANNED) || trawl_lemma_is(p, lemma, TRAWL_IS_CHAIN_NEGATIVE)
         || trawl_lemma_is(p, lemma, TRAWL_IS_CHAIN_WANTED) || trawl_lemma_is(p, lemma, TRAWL_IS_CHAIN_POSSIBLE);
}

/* Who does what an infinitive says: the object of "urge Y to", else the subject of the verb above. */
static uint32_t controller(const trawl_walk *s, uint32_t parent, bool behind_np, trawl_embedding *embedding)
{
  const trawl_frame *f = trawl_parse_frame(s->p, parent);
  const uint32_t object = trawl_frame_find(s->p, parent, TRAWL_ROLE_OBJECT);
  const uint32_t subject = trawl_frame_find(s->p, parent, TRAWL_ROLE_SUBJECT);
  const bool object_control = trawl_lemma_is(s->p, f->lemma, TRAWL_IS_CHAIN_WANTED_OBJECT)
                              || trawl_lemma_is(s->p, f->lemma, TRAWL_IS_CHAIN_ACTUAL_OBJECT)
                              || trawl_lemma_is(s->p, f->lemma, TRAWL_IS_CHAIN_PLANNED_OBJECT)
                              || trawl_lemma_is(s->p, f->lemma, TRAWL_IS_CHAIN_NEGATIVE_OBJECT);
  *embedding = TRAWL_EMBED_CHAIN;
  if (f->passive) {
    return object != TRAWL_NONE ? object : subject;
  }
  if (behind_np && object_control && object != TRAWL_NONE) {
    return object;
  }
  if (behind_np && addressed(s, f) != TRAWL_NONE) {
    return addressed(s, f);
  }
  if (behind_np && object == TRAWL_NONE && s->last_np != TRAWL_NONE
      && trawl_parse_np(s->p, s->last_np)->prep != TRAWL_NONE && is_subject_chain(s->p, f->lemma)) {
    return subject; /* "refused for decades to lend" */
  }
  *embedding = behind_np ? TRAWL_EMBED_ADVERBIAL : TRAWL_EMBED_CHAIN;
  return subject;
}

static trawl_status read_infinitive(trawl_walk *s, trawl_verb *verb)
{
  const uint8_t prev = kind_before(s);
  trawl_clause *c = top(s);
  if (c->frame == TRAWL_NONE && c->subject != TRAWL_NONE && prev == TRAWL_UNIT_NP
      && s->p->doc->sentences.at[s->p->sentence].headline) {
    return attach_verb(s, verb, c, c->subject, embedding_of((trawl_clause_kind)c->kind), c->parent, 0);
  }
  if (c->frame == TRAWL_NONE) {
    /* "the decision to launch": what the noun's owner will do; a clause of its own */
    const uint32_t noun = s->last_np;
    const uint32_t owner = noun == TRAWL_NONE ? TRAWL_NONE : trawl_parse_np(s->p, noun)->possessor;
    trawl_clause *inner = push(s, CLAUSE_PARTICIPLE);
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
static trawl_status read_coordinated(trawl_walk *s, trawl_verb *verb)
{
  trawl_clause *c = top(s);
  const trawl_frame *f = trawl_parse_frame(s->p, c->frame);
  const uint32_t subject = trawl_frame_find(s->p, c->frame, f->passive ? TRAWL_ROLE_OBJECT : TRAWL_ROLE_SUBJECT);
  const uint32_t parent = f->parent;
  const trawl_embedding embedding = (trawl_embedding)f->embedding;
  const bool passive = f->passive, finite = c->finite == c->frame;
  TRAWL_TRY(attach_verb(s, verb, c, TRAWL_NONE, embedding, parent, 0));
  trawl_frame *fresh = trawl_parse_frame(s->p, c->frame);
  fresh->passive = passive; /* "was detained and charged"; "has met and praised" */
  c->finite = finite ? c->frame : c->finite;
  return trawl_walk_add_subject(s, c->frame, subject, 0);
}

/* The subject of the nearest clause around that has one: "praised him while visiting Berlin". */
static uint32_t outer_subject(const trawl_walk *s)
{
  for (uint32_t d = s->depth; d-- > 0;) {
    if (s->stack[d].subject != TRAWL_NONE) {
      return s->stack[d].subject;
    }
  }
  return TRAWL_NONE;
}

static trawl_status read_gerund(trawl_walk *s, trawl_verb *verb)
{
  const uint8_t prev = kind_before(s);
  trawl_clause *c = top(s);
  const bool against = prev == TRAWL_UNIT_PREP
                       && trawl_parse_word(s->p, unit_at(s, before(s, s->i))->tok.start, "against");
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
                             || against || f->passive);
    /* "warned against going" does not say whom */
    const bool nobody = against && !accused && trawl_lemma_is(s->p, f->lemma, TRAWL_IS_CHAIN_WANTED_OBJECT);
    const uint32_t subject = accused ? object
                             : nobody ? TRAWL_NONE
                                      : trawl_frame_find(s->p, parent, TRAWL_ROLE_SUBJECT);
    const bool chained = prev == TRAWL_UNIT_VERB || accused || against
                         || (trawl_lemma_is(s->p, f->lemma, TRAWL_IS_CHAIN_NEGATIVE)
                             && (trawl_parse_word(s->p, unit_at(s, before(s, s->i))->tok.start, "from")
                                 || trawl_parse_word(s->p, unit_at(s, before(s, s->i))->tok.start, "of")));
    return attach_verb(s, verb, c, subject, chained ? TRAWL_EMBED_CHAIN : TRAWL_EMBED_ADVERBIAL, parent,
                       !chained);
  }
  const bool reduced = prev == TRAWL_UNIT_NP && s->last_np != TRAWL_NONE;
  const uint32_t subject = reduced ? s->last_np : outer_subject(s);
  const uint32_t parent = c->frame;
  trawl_clause *inner = push(s, CLAUSE_PARTICIPLE);
  inner->by_comma = prev == TRAWL_UNIT_COMMA;
  inner->parent = parent;
  TRAWL_TRY(attach_verb(s, verb, inner, subject, reduced ? TRAWL_EMBED_RELATIVE : TRAWL_EMBED_ADVERBIAL,
                        parent, reduced ? 1 : 0));
  if (subject == TRAWL_NONE) {
    s->fronted_verb = inner->frame;
  }
  return TRAWL_OK;
}

static trawl_status read_participle(trawl_walk *s, trawl_verb *verb)
{
  const uint8_t prev = kind_before(s);
  trawl_clause *c = top(s);
  if (trawl_walk_must_be_finite(s, verb)) {
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
  const uint32_t subject = reduced ? trawl_walk_described(s, prev == TRAWL_UNIT_COMMA) : c->subject;
  const uint32_t parent = c->frame;
  trawl_clause *inner = push(s, CLAUSE_PARTICIPLE);
  inner->by_comma = prev == TRAWL_UNIT_COMMA;
  inner->parent = parent;
  TRAWL_TRY(attach_verb(s, verb, inner, subject, TRAWL_EMBED_RELATIVE, parent, 1));
  if (subject == TRAWL_NONE) {
    s->fronted_verb = inner->frame;
  }
  return TRAWL_OK;
}

/* "let Biden visit", "wants to visit Berlin and meet Scholz": an infinitive without "to". */
static bool is_bare_infinitive(const trawl_walk *s, const trawl_verb *verb)
{
  const trawl_clause *c = &s->stack[s->depth - 1];
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
static bool is_inverted_auxiliary(const trawl_walk *s, const trawl_verb *verb)
{
  const uint32_t np = skip(s, s->i + 1), next = skip(s, np + 1);
  const trawl_verb *main;
  const trawl_clause *c = &s->stack[s->depth - 1];
  return verb->finite && c->subject == TRAWL_NONE && c->frame == TRAWL_NONE && kind_at(s, np) == TRAWL_UNIT_NP
         && trawl_parse_np(s->p, unit_at(s, np)->index)->prep == TRAWL_NONE && verb_at(s, next, &main)
         && !main->infinitive && main->tok.start == main->main
         && (verb->modal == verb->main || trawl_parse_lemma(s->p, verb->main, "do")
             || trawl_parse_lemma(s->p, verb->main, "have") || trawl_parse_lemma(s->p, verb->main, "be"));
}

/* The verb behind the subject gets what the auxiliary in front says. */
static void take_auxiliary(trawl_walk *s, trawl_verb *verb)
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

trawl_status trawl_walk_verb(trawl_walk *s)
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
    trawl_clause *c = top(s);
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

