/* SPDX-License-Identifier: MIT
 * clause_clues.c - what the walk of the clause stage asks about a verb before it says whose it is: whether a form
 * in -ed is a past or a participle, whether it goes on with the clause at hand or one around it.  See
 * clause_verbs.c.  Nothing here changes anything. */
#include "stage/walk.h"

/* The group of a frame, or NULL: verbs are few. */
static const trawl_verb *verb_of(const trawl_walk *s, uint32_t frame)
{
  for (uint32_t i = s->p->verbs.len; i-- > 0;) {
    if (s->p->verbs.at[i].frame == frame) {
      return &s->p->verbs.at[i];
    }
  }
  return NULL;
}

static bool is_simple_past(const trawl_walk *s, const trawl_verb *verb)
{
  return verb && verb->tok.start == verb->main && trawl_parse_tag(s->p, verb->main) == TRAWL_TAG_VBD;
}

/* "said that it had met X and would go, and left": a simple past does not go on with what "had", a modal
 * or the present began, but with the simple past of a clause around; so does what a comma and "and" set
 * apart from a clause between commas. */
bool trawl_walk_belongs_outside(const trawl_walk *s, const trawl_verb *verb)
{
  const trawl_clause *c = &s->stack[s->depth - 1];
  const trawl_verb *inner = c->finite == TRAWL_NONE ? NULL : verb_of(s, c->finite);
  const uint32_t conj = before(s, s->i), prev = conj == TRAWL_NONE ? TRAWL_NONE : before(s, conj);
  const bool comma = prev != TRAWL_NONE && kind_at(s, conj) == TRAWL_UNIT_AND && kind_at(s, prev) == TRAWL_UNIT_COMMA;
  if (!inner || c->kind == CLAUSE_MAIN || !is_simple_past(s, verb)) {
    return false;
  }
  const bool unlike = inner->modal != TRAWL_NONE || !inner->past || (comma && inner->perfect);
  const bool set_apart = comma && (c->kind == CLAUSE_RELATIVE || c->kind == CLAUSE_ADVERBIAL) && c->by_comma;
  for (uint32_t d = s->depth - 1; d-- > 0 && (unlike || set_apart);) {
    if (s->stack[d].finite != TRAWL_NONE && is_simple_past(s, verb_of(s, s->stack[d].finite))) {
      return true;
    }
  }
  return false;
}

/* A verb in the past form right behind a noun phrase may be a participle: "sanctions imposed on". */
bool trawl_walk_may_be_participle(const trawl_walk *s, uint32_t frame)
{
  const trawl_frame *f = trawl_parse_frame(s->p, frame);
  const uint8_t tag = trawl_parse_tag(s->p, f->trigger);
  return f->kind == TRAWL_FRAME_VERB && !f->passive && f->group.start == f->trigger
         && (tag == TRAWL_TAG_VBD || tag == TRAWL_TAG_VBN)
         && trawl_frame_find(s->p, frame, TRAWL_ROLE_OBJECT) == TRAWL_NONE;
}

/* "rebels led by X marched": the verb read as the clause's is a participle with its agent. */
bool trawl_walk_has_agent_phrase(const trawl_walk *s, uint32_t frame)
{
  for (uint32_t i = s->p->args.len; i-- > 0 && s->p->args.at[i].frame >= frame;) {
    const trawl_loose_arg *it = &s->p->args.at[i];
    if (it->frame == frame && it->arg.role == TRAWL_ROLE_PREP && it->arg.cost == 0
        && trawl_parse_word(s->p, trawl_parse_np(s->p, it->arg.np)->prep, "by")
        && !(trawl_parse_np(s->p, it->arg.np)->flags & TRAWL_NP_TIME)) {
      return true;
    }
  }
  return false;
}

/* ", accused Minsk of ...", ", told Smith that ...": the one behind it is no speaker. */
bool trawl_walk_addresses(const trawl_walk *s, const trawl_verb *verb)
{
  const bool takes = trawl_lemma_is(s->p, verb->lemma, TRAWL_IS_CHAIN_ACCUSE)
                     || trawl_lemma_is(s->p, verb->lemma, TRAWL_IS_OF_VERB)
                     || trawl_lemma_is(s->p, verb->lemma, TRAWL_IS_CHAIN_WANTED_OBJECT);
  const uint8_t behind = kind_at(s, skip(s, skip(s, s->i + 1) + 1));
  return takes && (behind == TRAWL_UNIT_PREP || behind == TRAWL_UNIT_VERB || behind == TRAWL_UNIT_SUB);
}

/* The finite verb of unit i has a subject of its own behind a comma, "and" or another verb: ", X said", "said
 * X had", "the deal X signed". `from`: what follows this unit belongs to its verb. */
static bool has_own_subject(const trawl_walk *s, uint32_t i, uint32_t from)
{
  uint32_t np = before(s, i);
  for (unsigned hops = 0; np != TRAWL_NONE && np > from && hops < 3; ++hops) {
    const uint32_t prep = before(s, np);
    if (kind_at(s, np) != TRAWL_UNIT_NP) {
      return false;
    }
    if (prep == TRAWL_NONE || prep <= from || kind_at(s, prep) != TRAWL_UNIT_PREP) {
      const trawl_verb *above;
      return prep != TRAWL_NONE && prep > from
             && (!verb_at(s, prep, &above)
                 || (above->finite
                     && (trawl_lemma_is(s->p, above->lemma, TRAWL_IS_SPEECH)
                         || trawl_lemma_is(s->p, above->lemma, TRAWL_IS_THAT_TAKER))));
    }
    np = before(s, prep);
  }
  return false;
}

/* Every finite verb in what is left of the sentence belongs to a clause of its own. */
static bool last_verb(const trawl_walk *s)
{
  uint32_t openers = 0;
  for (uint32_t i = s->i + 1; i < s->p->units.len && kind_at(s, i) != TRAWL_UNIT_BREAK; ++i) {
    const uint8_t kind = kind_at(s, i);
    const trawl_verb *verb;
    openers += kind == TRAWL_UNIT_SUB || kind == TRAWL_UNIT_REL
               || (kind == TRAWL_UNIT_PREP && trawl_doc_is(s->p->doc, unit_at(s, i)->tok.start, TRAWL_IS_SUBORDINATOR)
                   && trawl_ahead_clause(s->p, skip(s, i + 1), false));
    if (!finite_at(s, i)
        && !(verb_at(s, i, &verb) && verb->participle && kind_at(s, i - 1) == TRAWL_UNIT_COMMA)) {
      continue;
    }
    const uint32_t prev = before(s, i);
    if (openers) {
      --openers;
    } else if (prev == TRAWL_NONE || (kind_at(s, prev) != TRAWL_UNIT_AND && !has_own_subject(s, i, s->i))) {
      return false;
    }
  }
  return true;
}

/* A subject waits, and no other verb will come for it, or an object follows: the tagger took a past form
 * for a participle. */
bool trawl_walk_must_be_finite(const trawl_walk *s, const trawl_verb *verb)
{
  const uint32_t behind = skip(s, s->i + 1);
  const uint8_t prev = kind_before(s);
  const trawl_clause *c = &s->stack[s->depth - 1];
  if (prev == TRAWL_UNIT_REL
      || (c->kind == CLAUSE_RELATIVE && (c->gap || c->prep != TRAWL_NONE) && c->frame == TRAWL_NONE && c->subject != TRAWL_NONE)) {
    return true; /* "which stood by Greece", "whom Iran jailed" */
  }
  if (!trawl_ahead_may_be_past(s->p, verb)) {
    return false;
  }
  if (kind_at(s, behind) == TRAWL_UNIT_PREP && trawl_parse_word(s->p, unit_at(s, behind)->tok.start, "by")) {
    return false;
  }
  const bool waits = subject_waits(s);
  if (trawl_ahead_is_finite(s->p, s->i)
      && (waits
          || ((prev == TRAWL_UNIT_COMMA || prev == TRAWL_UNIT_AND) && c->frame != TRAWL_NONE
              && !(c->finite == c->frame && trawl_parse_frame(s->p, c->frame)->passive)))) {
    return true; /* "dismissed the minister": a participle takes no object */
  }
  if (prev == TRAWL_UNIT_NP && c->frame != TRAWL_NONE && c->finite == c->frame && trawl_walk_may_be_participle(s, c->frame)
      && trawl_walk_has_agent_phrase(s, c->frame)) {
    return last_verb(s); /* "rebels led by X marched" */
  }
  return waits && !s->p->doc->sentences.at[s->p->sentence].headline && last_verb(s);
}

/* What a participle behind a noun phrase is said of: "teachers in Chicago, represented by", "a team at CERN
 * led by": the noun that the name hangs on. */
uint32_t trawl_walk_described(const trawl_walk *s, bool comma)
{
  const trawl_clause *c = &s->stack[s->depth - 1];
  const trawl_np *last = trawl_parse_np(s->p, s->last_np);
  if (comma && c->frame == TRAWL_NONE && c->subject != TRAWL_NONE && last->prep != TRAWL_NONE
      && (trawl_np_type(s->p, c->subject) != TRAWL_NONE
          || trawl_parse_np(s->p, c->subject)->flags & TRAWL_NP_PLURAL)
      && !trawl_parse_word(s->p, last->prep, "between")) {
    return c->subject;
  }
  const bool hangs = last->prep != TRAWL_NONE && trawl_np_is_name(s->p, s->last_np)
                     && last->attached != TRAWL_NONE && !trawl_np_is_name(s->p, last->attached);
  return hangs && !comma ? last->attached : s->last_np;
}
