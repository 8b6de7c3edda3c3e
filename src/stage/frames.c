/* SPDX-License-Identifier: MIT
 * frames.c - last pass of the clause stage: what embeds a frame and what that makes of it.
 *
 * Verb frames get tense, polarity, modality and attribution from their own auxiliaries and from the frames
 * above them; the classes of verbs that do this stand in rules/en/clauses.yaml.  Nouns that trigger a rule
 * get frames of their own, with possessor and prepositional phrases as arguments, and what a light verb
 * hands to them.  Appositions and titles before names become copula frames: "Novak, head of the
 * council" says that he is it. */
#include "stage/parse.h"

#include <string.h>

enum { ATTACH_HOPS = 4 /* "talks with X in Moscow on Y": how far a phrase may hang from its noun */ };

static trawl_frame *frame_at(const trawl_parse *p, uint32_t i)
{
  return trawl_parse_frame(p, i);
}

static uint32_t frame_end(const trawl_parse *p)
{
  return p->doc->clauses.frames.len;
}

static void flip(trawl_frame *f, uint32_t cue)
{
  f->polarity = f->polarity == TRAWL_NEGATIVE ? TRAWL_POSITIVE : TRAWL_NEGATIVE;
  f->negation_cue = cue;
}

static void set_modality(trawl_frame *f, trawl_modality modality, uint32_t cue)
{
  f->modality = (uint8_t)modality;
  f->modality_cue = cue;
}

/* ---- the verb's own words ---------------------------------------------------------------------- */

static trawl_modality modality_of_modal(const trawl_parse *p, uint32_t modal, const trawl_frame *f)
{
  static const struct {
    const char *word;
    trawl_modality modality;
  } modals[] = {
    {"will", TRAWL_PLANNED},   {"'ll", TRAWL_PLANNED},     {"wo", TRAWL_PLANNED},
    {"shall", TRAWL_PLANNED},  {"going", TRAWL_PLANNED},   {"should", TRAWL_WANTED},
    {"must", TRAWL_WANTED},    {"ought", TRAWL_WANTED},    {"need", TRAWL_WANTED},
  };
  for (size_t i = 0; i < TRAWL_COUNT(modals); ++i) {
    if (trawl_parse_word(p, modal, modals[i].word)) {
      return modals[i].modality;
    }
  }
  /* "said he would attend": a plan told in the past */
  const bool would = trawl_parse_word(p, modal, "would") || trawl_parse_word(p, modal, "'d");
  const bool told = f->embedding == TRAWL_EMBED_SPEECH;
  return would && told ? TRAWL_PLANNED : TRAWL_POSSIBLE;
}

static void own_words(const trawl_parse *p, const trawl_verb *verb, trawl_frame *f)
{
  f->tense = (uint8_t)(verb->past ? TRAWL_PAST : verb->finite ? TRAWL_PRESENT : TRAWL_TENSE_NONE);
  if (verb->participle) {
    f->tense = TRAWL_PAST;
  }
  if (verb->modal != TRAWL_NONE) {
    set_modality(f, modality_of_modal(p, verb->modal, f), verb->modal);
    const bool past = verb->perfect && !trawl_parse_word(p, verb->modal, "will");
    f->tense = (uint8_t)(past ? TRAWL_PAST : TRAWL_FUTURE);
  }
  if (verb->negation != TRAWL_NONE) {
    flip(f, verb->negation);
  }
  if (verb->adverb != TRAWL_NONE && f->modality == TRAWL_ACTUAL
      && trawl_doc_is(p->doc, verb->adverb, TRAWL_IS_HEDGE)) {
    set_modality(f, TRAWL_POSSIBLE, verb->adverb); /* "reportedly" */
  }
}

/* "visit and meet": a bare form behind "and" shares modal and negation with the verb before. */
static void share_modal(trawl_parse *p, uint32_t i)
{
  trawl_verb *verb = &p->verbs.at[i];
  if (i && verb->finite && verb->modal == TRAWL_NONE
      && trawl_parse_tag(p, verb->tok.start) == TRAWL_TAG_VB) {
    verb->modal = p->verbs.at[i - 1].modal;
    if (verb->negation == TRAWL_NONE && p->verbs.at[i - 1].modal != TRAWL_NONE) {
      verb->negation = p->verbs.at[i - 1].negation;
    }
  }
}

/* "Neither side met", "visited neither A nor B", "had no ties with": an argument denies the whole. */
static bool argument_is_negative(const trawl_parse *p, uint32_t frame)
{
  for (uint32_t i = 0; i < p->args.len; ++i) {
    const trawl_loose_arg *loose = &p->args.at[i];
    if (loose->frame == frame && (trawl_parse_np(p, loose->arg.np)->flags & TRAWL_NP_NEGATIVE)) {
      return true;
    }
  }
  return false;
}

/* ---- what the frame above does ----------------------------------------------------------------- */

/* The adjective of "is ready to", whose class counts, else the verb. */
static uint32_t chain_word(const trawl_parse *p, uint32_t parent)
{
  const trawl_frame *f = frame_at(p, parent);
  if (f->kind == TRAWL_FRAME_COPULA) {
    const uint32_t np = trawl_frame_find(p, parent, TRAWL_ROLE_COMPLEMENT);
    return np == TRAWL_NONE ? f->lemma : trawl_doc_folded(p->doc, trawl_parse_np(p, np)->head);
  }
  return f->lemma;
}

static void chain_by_class(const trawl_parse *p, uint32_t word, trawl_frame *f, trawl_frame *above)
{
  const uint32_t cue = above->trigger;
  if (trawl_lemma_is(p, word, TRAWL_IS_CHAIN_PLANNED) || trawl_lemma_is(p, word, TRAWL_IS_CHAIN_PLANNED_OBJECT)) {
    set_modality(f, above->modality == TRAWL_POSSIBLE ? TRAWL_POSSIBLE : TRAWL_PLANNED, cue);
  } else if (trawl_lemma_is(p, word, TRAWL_IS_CHAIN_WANTED)
             || trawl_lemma_is(p, word, TRAWL_IS_CHAIN_WANTED_OBJECT)) {
    set_modality(f, TRAWL_WANTED, cue);
  } else if (trawl_lemma_is(p, word, TRAWL_IS_CHAIN_POSSIBLE)) {
    set_modality(f, TRAWL_POSSIBLE, cue);
  } else {
    f->modality = above->modality;
    f->modality_cue = above->modality_cue;
  }
}

/* Infinitive or -ing under a verb: plans, refuses, was forced to. */
static void chain_effect(const trawl_parse *p, const trawl_verb *verb, uint32_t parent, trawl_frame *f)
{
  trawl_frame *above = frame_at(p, parent);
  const uint32_t word = chain_word(p, parent);
  const bool negative = trawl_lemma_is(p, word, TRAWL_IS_CHAIN_NEGATIVE)
                        || trawl_lemma_is(p, word, TRAWL_IS_CHAIN_NEGATIVE_OBJECT)
                        || (verb->gerund && trawl_lemma_is(p, word, TRAWL_IS_CHAIN_DENY));
  f->tense = above->tense;
  if (verb->gerund && trawl_lemma_is(p, word, TRAWL_IS_CHAIN_ACCUSE) && !negative) {
    set_modality(f, TRAWL_POSSIBLE, above->trigger);
    f->attribution = trawl_frame_find(p, parent, TRAWL_ROLE_SUBJECT);
    return;
  }
  if (negative) {
    f->modality = above->modality;
    if (above->polarity == TRAWL_NEGATIVE) { /* "did not refuse to": nothing is denied, nothing certain */
      set_modality(f, TRAWL_POSSIBLE, above->trigger);
    } else {
      flip(f, above->trigger);
    }
    if (trawl_lemma_is(p, word, TRAWL_IS_CHAIN_DENY)) {
      f->attribution = trawl_frame_find(p, parent, TRAWL_ROLE_SUBJECT);
    }
    return;
  }
  if (verb->infinitive && above->kind == TRAWL_FRAME_COPULA && word == above->lemma) { /* "is to visit" */
    set_modality(f, TRAWL_PLANNED, above->trigger);
  } else if (verb->infinitive && trawl_parse_lemma(p, above->trigger, "have")) {
    const uint32_t behind = above->group.end - 1; /* "has yet to", "has to" */
    if (trawl_parse_word(p, behind, "yet") || trawl_parse_word(p, behind + 1, "yet")) {
      flip(f, behind);
    } else {
      set_modality(f, TRAWL_WANTED, above->trigger);
    }
  } else {
    chain_by_class(p, word, f, above);
  }
  if (above->polarity == TRAWL_NEGATIVE) {
    flip(f, above->negation_cue);
  }
  f->tense = (uint8_t)(f->modality == TRAWL_ACTUAL ? above->tense : TRAWL_FUTURE);
}

/* The clause under a verb of speech or attitude. */
static void speech_effect(const trawl_parse *p, uint32_t parent, trawl_frame *f)
{
  const trawl_frame *above = frame_at(p, parent);
  if (trawl_lemma_is(p, above->lemma, TRAWL_IS_SPEECH) || trawl_lemma_is(p, above->lemma, TRAWL_IS_CHAIN_DENY)) {
    f->attribution = trawl_frame_find(p, parent, TRAWL_ROLE_SUBJECT);
    if (f->attribution == TRAWL_NONE && above->passive) {
      f->attribution = trawl_frame_find(p, parent, TRAWL_ROLE_OBJECT);
    }
  }
  if (trawl_lemma_is(p, above->lemma, TRAWL_IS_CHAIN_DENY)) {
    flip(f, above->trigger);
  } else if (trawl_parse_lemma(p, above->trigger, "allege") || trawl_parse_lemma(p, above->trigger, "suspect")
             || above->polarity == TRAWL_NEGATIVE) {
    set_modality(f, TRAWL_POSSIBLE, above->trigger);
  } else if (f->modality == TRAWL_ACTUAL && !trawl_lemma_is(p, above->lemma, TRAWL_IS_SPEECH)) {
    trawl_frame none = {.modality = TRAWL_ACTUAL, .modality_cue = TRAWL_NONE, .trigger = above->trigger};
    chain_by_class(p, above->lemma, f, &none);
  }
}

/* The preposition before a gerund: "without meeting", "instead of", "warned against going". */
static void preposition_effect(const trawl_parse *p, const trawl_verb *verb, trawl_frame *f)
{
  const uint32_t token = verb->tok.start - 1;
  if (verb->tok.start > p->tok.start
      && (trawl_parse_word(p, token, "without") || trawl_parse_word(p, token, "against")
          || (trawl_parse_word(p, token, "of") && trawl_parse_word(p, token - 1, "instead"))
          || (trawl_parse_word(p, token, "than") && trawl_parse_word(p, token - 1, "rather")))) {
    flip(f, token);
  }
}

static void inherit(const trawl_parse *p, const trawl_verb *verb, uint32_t index)
{
  trawl_frame *f = frame_at(p, index);
  const uint32_t parent = f->parent;
  if (f->embedding == TRAWL_EMBED_CONDITION) {
    set_modality(f, TRAWL_POSSIBLE, f->trigger);
  }
  if (verb->gerund) {
    preposition_effect(p, verb, f);
  }
  if (verb->infinitive && f->embedding != TRAWL_EMBED_CHAIN && f->modality == TRAWL_ACTUAL) {
    set_modality(f, TRAWL_PLANNED, verb->tok.start); /* a purpose; a headline's "to meet" */
    f->tense = TRAWL_FUTURE;
  }
  if (parent == TRAWL_NONE) {
    return;
  }
  if (f->embedding == TRAWL_EMBED_CHAIN) {
    chain_effect(p, verb, parent, f);
  } else if (f->embedding == TRAWL_EMBED_SPEECH) {
    speech_effect(p, parent, f);
  } else if (f->embedding == TRAWL_EMBED_ADVERBIAL && f->tense == TRAWL_TENSE_NONE) {
    f->tense = frame_at(p, parent)->tense;
  }
  const trawl_frame *above = frame_at(p, parent);
  if (f->embedding == TRAWL_EMBED_ADVERBIAL && verb->future && f->modality == TRAWL_ACTUAL
      && above->modality != TRAWL_ACTUAL) { /* "will leave after X arrives" */
    set_modality(f, (trawl_modality)above->modality, above->modality_cue);
    f->tense = TRAWL_FUTURE;
  }
  f->attribution = f->attribution == TRAWL_NONE ? above->attribution : f->attribution;
  f->time = f->time == TRAWL_NONE && f->embedding == TRAWL_EMBED_CHAIN ? above->time : f->time;
}

/* ---- the sentence ------------------------------------------------------------------------------ */

/* A question and the consequence of a condition are possible, not actual. */
static void unreal(const trawl_parse *p)
{
  bool condition = false;
  for (uint32_t i = p->first_frame; i < frame_end(p); ++i) {
    condition |= frame_at(p, i)->embedding == TRAWL_EMBED_CONDITION;
  }
  for (uint32_t i = p->first_frame; i < frame_end(p); ++i) {
    trawl_frame *f = frame_at(p, i);
    const bool consequence = condition && f->modality == TRAWL_PLANNED && f->tense == TRAWL_FUTURE
                             && f->embedding != TRAWL_EMBED_CHAIN;
    if ((p->question && f->embedding != TRAWL_EMBED_RELATIVE && f->attribution == TRAWL_NONE) || consequence) {
      f->modality = TRAWL_POSSIBLE;
      f->question = p->question;
    }
  }
}

static bool is_place(const trawl_parse *p, uint32_t np)
{
  const uint32_t type = trawl_np_type(p, np);
  return type == TRAWL_TYPE_PLACE || type == TRAWL_TYPE_COUNTRY;
}

/* What stands between the subject and its verb belongs to the subject: "the envoy in Asia will travel". */
static bool hangs_on_subject(const trawl_parse *p, const trawl_loose_arg *loose)
{
  const uint32_t subject = trawl_frame_find(p, loose->frame, TRAWL_ROLE_SUBJECT);
  const uint32_t head = trawl_parse_np(p, loose->arg.np)->head;
  return subject != TRAWL_NONE && trawl_parse_np(p, subject)->head < head
         && head < frame_at(p, loose->frame)->trigger;
}

static void places(const trawl_parse *p)
{
  for (uint32_t i = 0; i < p->args.len; ++i) {
    const trawl_loose_arg *loose = &p->args.at[i];
    trawl_frame *f = frame_at(p, loose->frame);
    if (loose->arg.role == TRAWL_ROLE_PREP && f->place == TRAWL_NONE && is_place(p, loose->arg.np)
        && !hangs_on_subject(p, loose)) {
      const char *prep = trawl_words_text(&p->doc->words, loose->arg.prep);
      if (strcmp(prep, "in") == 0 || strcmp(prep, "at") == 0) {
        f->place = trawl_parse_np(p, loose->arg.np)->mention;
      }
    }
    if (loose->arg.role == TRAWL_ROLE_PREP && f->time == TRAWL_NONE
        && (trawl_parse_np(p, loose->arg.np)->flags & TRAWL_NP_TIME)) {
      f->time = trawl_parse_np(p, loose->arg.np)->mention;
    }
  }
}

/* ---- event nouns ------------------------------------------------------------------------------- */

/* Names in front of the head: "the Russian invasion", "US-China talks": as possessors. */
static trawl_status add_premodifiers(trawl_parse *p, uint32_t frame, uint32_t noun)
{
  const trawl_np np = *trawl_parse_np(p, noun);
  uint32_t start = np.tok.start, last = TRAWL_NONE;
  if (np.possessor != TRAWL_NONE) { /* the possessor is no modifier */
    start = trawl_parse_np(p, np.possessor)->tok.end;
  }
  for (uint32_t t = start; t < np.head;) {
    const uint32_t atom = p->atom[t - p->tok.start];
    if (atom == TRAWL_NONE) {
      ++t;
      continue;
    }
    const trawl_mention m = p->doc->mentions.at[atom];
    t = m.tok.end;
    const bool adjective = t + 1 < np.head && trawl_parse_tag(p, t) == TRAWL_TAG_HYPH
                           && p->atom[t + 1 - p->tok.start] == TRAWL_NONE; /* "Beijing-led" */
    if (m.kind == TRAWL_MENTION_VALUE || adjective) {
      continue;
    }
    const uint32_t index = p->doc->clauses.nps.len;
    const trawl_np fresh = {.tok = m.tok, .head = m.head, .mention = atom, .possessor = TRAWL_NONE,
                            .list = TRAWL_NONE, .next = TRAWL_NONE, .apposition = TRAWL_NONE,
                            .attached = TRAWL_NONE, .prep = TRAWL_NONE, .flags = TRAWL_NP_POSSESSIVE};
    TRAWL_TRY_MEM(trawl_vec_push(&p->doc->clauses.nps, fresh));
    if (last == TRAWL_NONE) {
      TRAWL_TRY(trawl_frame_add_arg(p, frame, TRAWL_ROLE_POSSESSOR, index, TRAWL_NONE,
                                    m.kind == TRAWL_MENTION_DEMONYM ? 0 : 1));
    } else { /* "US-China": a list */
      trawl_parse_np(p, last)->next = index;
      trawl_parse_np(p, last)->list = trawl_parse_np(p, last)->list == TRAWL_NONE ? last : trawl_parse_np(p, last)->list;
      trawl_parse_np(p, index)->list = trawl_parse_np(p, last)->list;
    }
    last = index;
  }
  return TRAWL_OK;
}

static bool triggers_noun(const trawl_parse *p, uint32_t lemma)
{
  uint32_t count;
  const trawl_relations *relations = &p->run->rules->relations;
  const trawl_trigger *list = trawl_relations_triggered(relations, lemma, &count);
  for (uint32_t i = 0; i < count; ++i) {
    if (list[i].kind == TRAWL_FRAME_NOUN) {
      return true;
    }
  }
  return false;
}

static trawl_status add_noun_frames(trawl_parse *p, uint32_t last_np)
{
  for (uint32_t n = p->first_np; n < last_np; ++n) {
    const trawl_np np = *trawl_parse_np(p, n);
    if (np.mention != TRAWL_NONE && p->doc->mentions.at[np.mention].kind != TRAWL_MENTION_NOMINAL) {
      continue;
    }
    const uint8_t tag = trawl_parse_tag(p, np.head);
    const uint32_t lemma = tag == TRAWL_TAG_VBG ? trawl_doc_word(p->doc, np.head)->lemma[TRAWL_POS_NOUN]
                                                : p->doc->tokens.lemma[np.head];
    if (!(trawl_tag_is_noun(tag) || tag == TRAWL_TAG_VBG) || !triggers_noun(p, lemma)) {
      continue;
    }
    uint32_t frame;
    TRAWL_TRY(trawl_frame_add(p,
                              (trawl_frame){.kind = TRAWL_FRAME_NOUN, .trigger = np.head, .group = np.tok,
                                            .lemma = lemma, .particle = TRAWL_NONE, .parent = TRAWL_NONE,
                                            .attribution = TRAWL_NONE, .time = TRAWL_NONE,
                                            .place = TRAWL_NONE, .negation_cue = TRAWL_NONE,
                                            .modality_cue = TRAWL_NONE},
                              &frame));
    TRAWL_TRY(trawl_frame_add_arg(p, frame, TRAWL_ROLE_POSSESSOR, np.possessor, TRAWL_NONE, 0));
    TRAWL_TRY(add_premodifiers(p, frame, n));
    if (np.flags & TRAWL_NP_NEGATIVE) {
      flip(frame_at(p, frame), np.tok.start);
    }
  }
  return TRAWL_OK;
}

/* The noun frame whose noun phrase is n, or TRAWL_NONE: frames are few. */
static uint32_t noun_frame_of(const trawl_parse *p, uint32_t n, uint32_t first)
{
  for (uint32_t f = first; f < frame_end(p); ++f) {
    if (frame_at(p, f)->trigger == trawl_parse_np(p, n)->head) {
      return f;
    }
  }
  return TRAWL_NONE;
}

/* Prepositional phrases hang on the noun before them, and on what that one hangs on, up to the next event
 * noun: in "an invitation during his visit to Russia" the last phrase is the visit's alone. */
static trawl_status add_phrases(trawl_parse *p, uint32_t first, uint32_t last_np)
{
  for (uint32_t n = p->first_np; n < last_np; ++n) {
    const trawl_np np = *trawl_parse_np(p, n);
    if (np.prep == TRAWL_NONE || (np.flags & TRAWL_NP_MEMBER)) {
      continue;
    }
    uint32_t host = np.attached;
    for (unsigned hops = 0; host != TRAWL_NONE && hops < ATTACH_HOPS; ++hops) {
      const uint32_t f = noun_frame_of(p, host, first);
      if (f != TRAWL_NONE) {
        if (np.flags & TRAWL_NP_TIME) {
          frame_at(p, f)->time = frame_at(p, f)->time == TRAWL_NONE ? np.mention : frame_at(p, f)->time;
        }
        TRAWL_TRY(trawl_frame_add_arg(p, f, TRAWL_ROLE_PREP, n, trawl_doc_folded(p->doc, np.prep), hops));
        break;
      }
      if (trawl_parse_np(p, host)->flags & TRAWL_NP_APPOSED) {
        break; /* what an apposition says of a name hangs on nothing further up */
      }
      host = trawl_parse_np(p, host)->attached;
    }
  }
  return TRAWL_OK;
}

/* Whether a phrase of the verb hangs on another event noun than this one. */
static bool taken_by_noun(const trawl_parse *p, uint32_t np, uint32_t first_noun)
{
  uint32_t host = trawl_parse_np(p, np)->attached;
  for (unsigned hops = 0; host != TRAWL_NONE && hops < ATTACH_HOPS; ++hops) {
    const uint32_t f = noun_frame_of(p, host, first_noun);
    if (f != TRAWL_NONE) {
      return true; /* also when it is this one: it has the phrase already */
    }
    host = trawl_parse_np(p, host)->attached;
  }
  return false;
}

/* What the verb is to the noun in one of its places. */
static void take_over_state(const trawl_parse *p, const trawl_frame *verb, trawl_frame *noun)
{
  const bool negative = trawl_lemma_is(p, verb->lemma, TRAWL_IS_CHAIN_NEGATIVE);
  noun->tense = verb->tense;
  noun->attribution = verb->attribution;
  noun->time = noun->time == TRAWL_NONE ? verb->time : noun->time;
  noun->place = noun->place == TRAWL_NONE ? verb->place : noun->place;
  noun->modality = verb->modality;
  noun->modality_cue = verb->modality_cue;
  if (trawl_lemma_is(p, verb->lemma, TRAWL_IS_CHAIN_PLANNED) && verb->modality == TRAWL_ACTUAL) {
    set_modality(noun, TRAWL_PLANNED, verb->trigger);
  } else if (trawl_lemma_is(p, verb->lemma, TRAWL_IS_CHAIN_WANTED) && verb->modality == TRAWL_ACTUAL) {
    set_modality(noun, TRAWL_WANTED, verb->trigger);
  }
  const bool by_noun = noun->polarity == TRAWL_NEGATIVE && verb->negation_cue == verb->trigger;
  if (verb->polarity == TRAWL_NEGATIVE && !negative && !by_noun) { /* "no talks were held" */
    flip(noun, verb->negation_cue);
  } else if (negative && verb->polarity != TRAWL_NEGATIVE) {
    flip(noun, verb->trigger);
  }
}

/* "failed to excite": an infinitive hangs on the verb, so its own effect is on that one. */
static bool has_chained(const trawl_parse *p, uint32_t verb)
{
  for (uint32_t f = verb + 1; f < frame_end(p); ++f) {
    if (frame_at(p, f)->parent == verb && frame_at(p, f)->embedding == TRAWL_EMBED_CHAIN
        && frame_at(p, f)->kind != TRAWL_FRAME_NOUN) {
      return true;
    }
  }
  return false;
}

/* "held talks with": the noun gets the verb's subject and phrases. */
static trawl_status light_verb(trawl_parse *p, uint32_t verb, uint32_t noun, bool object, uint32_t first_noun)
{
  const trawl_frame v = *frame_at(p, verb);
  /* what is cancelled does not take place; talks that fail did */
  const bool light = trawl_lemma_is(p, v.lemma, TRAWL_IS_LIGHT_VERB)
                     || (object && trawl_lemma_is(p, v.lemma, TRAWL_IS_CHAIN_NEGATIVE)
                         && !has_chained(p, verb));
  const bool shaping = trawl_lemma_is(p, v.lemma, TRAWL_IS_CHAIN_PLANNED)
                       || trawl_lemma_is(p, v.lemma, TRAWL_IS_CHAIN_WANTED);
  frame_at(p, noun)->parent = verb;
  frame_at(p, noun)->embedding = TRAWL_EMBED_CHAIN;
  if (!light && !(object && shaping)) {
    frame_at(p, noun)->attribution = v.attribution;
    frame_at(p, noun)->tense = v.tense;
    return TRAWL_OK;
  }
  take_over_state(p, &v, frame_at(p, noun));
  if (!object) {
    return TRAWL_OK;
  }
  const uint32_t count = p->args.len;
  for (uint32_t i = 0; i < count; ++i) {
    const trawl_loose_arg loose = p->args.at[i];
    if (loose.frame != verb) {
      continue;
    }
    if (loose.arg.role == TRAWL_ROLE_SUBJECT) {
      TRAWL_TRY(trawl_frame_add_arg(p, noun, TRAWL_ROLE_POSSESSOR, loose.arg.np, TRAWL_NONE, loose.arg.cost));
    } else if (loose.arg.role == TRAWL_ROLE_PREP && !taken_by_noun(p, loose.arg.np, first_noun)) {
      TRAWL_TRY(trawl_frame_add_arg(p, noun, TRAWL_ROLE_PREP, loose.arg.np, loose.arg.prep, loose.arg.cost + 1u));
    }
  }
  return TRAWL_OK;
}

/* "flew to Moscow for talks with Putin": the verb's subject holds them, if nobody else is named. */
static trawl_status event_in_phrase(trawl_parse *p, uint32_t verb, uint32_t noun)
{
  const trawl_frame v = *frame_at(p, verb);
  if (trawl_frame_find(p, noun, TRAWL_ROLE_POSSESSOR) == TRAWL_NONE) {
    const uint32_t subject = trawl_frame_find(p, verb, v.passive ? TRAWL_ROLE_OBJECT : TRAWL_ROLE_SUBJECT);
    TRAWL_TRY(trawl_frame_add_arg(p, noun, TRAWL_ROLE_POSSESSOR, subject, TRAWL_NONE, 2));
  }
  trawl_frame *n = frame_at(p, noun);
  n->attribution = n->attribution == TRAWL_NONE ? v.attribution : n->attribution;
  n->tense = n->tense == TRAWL_TENSE_NONE ? v.tense : n->tense;
  if (n->modality == TRAWL_ACTUAL) {
    n->modality = v.modality;
    n->modality_cue = v.modality_cue;
  }
  return TRAWL_OK;
}

/* "a package of sanctions", "a series of talks": the event noun inside the object's of-phrase. */
static uint32_t contained_event(const trawl_parse *p, uint32_t np, uint32_t first_noun)
{
  for (uint32_t n = np + 1; n < p->doc->clauses.nps.len; ++n) {
    const trawl_np *it = trawl_parse_np(p, n);
    if (it->attached == np && it->prep != TRAWL_NONE && trawl_parse_word(p, it->prep, "of")) {
      return noun_frame_of(p, n, first_noun);
    }
  }
  return TRAWL_NONE;
}

/* "in revenge for the attack", "in protest at the killing": the deed is another's. */
static bool answers(const trawl_parse *p, uint32_t np)
{
  const uint32_t host = trawl_parse_np(p, np)->attached;
  if (host == TRAWL_NONE) {
    return false;
  }
  const trawl_np *it = trawl_parse_np(p, host);
  return it->prep != TRAWL_NONE && trawl_parse_word(p, it->prep, "in") && it->mention == TRAWL_NONE
         && it->tok.end == it->tok.start + 1 && !(it->flags & (TRAWL_NP_TIME | TRAWL_NP_PLURAL));
}

static trawl_status hand_over(trawl_parse *p, uint32_t first_noun)
{
  const uint32_t count = p->args.len;
  for (uint32_t i = 0; i < count; ++i) {
    const trawl_loose_arg loose = p->args.at[i];
    if (loose.frame >= first_noun) {
      continue;
    }
    const bool copula = frame_at(p, loose.frame)->kind == TRAWL_FRAME_COPULA;
    for (uint32_t n = copula ? TRAWL_NONE : loose.arg.np, steps = 0; n != TRAWL_NONE && steps < 8; ++steps) {
      uint32_t noun = noun_frame_of(p, n, first_noun);
      if (noun == TRAWL_NONE && loose.arg.role == TRAWL_ROLE_OBJECT
          && trawl_lemma_is(p, frame_at(p, loose.frame)->lemma, TRAWL_IS_LIGHT_VERB)) {
        noun = contained_event(p, n, first_noun);
      }
      if (noun != TRAWL_NONE && loose.arg.role == TRAWL_ROLE_PREP && answers(p, n)) {
        break;
      }
      if (noun != TRAWL_NONE && loose.arg.role == TRAWL_ROLE_PREP) {
        TRAWL_TRY(event_in_phrase(p, loose.frame, noun));
      } else if (noun != TRAWL_NONE) {
        TRAWL_TRY(light_verb(p, loose.frame, noun, loose.arg.role == TRAWL_ROLE_OBJECT, first_noun));
      }
      n = trawl_parse_np(p, n)->next;
    }
  }
  return TRAWL_OK;
}

/* ---- appositions ------------------------------------------------------------------------------- */

static trawl_status add_apposition_frame(trawl_parse *p, uint32_t name, uint32_t noun)
{
  const trawl_np *it = trawl_parse_np(p, noun);
  uint32_t frame;
  TRAWL_TRY(trawl_frame_add(p,
                            (trawl_frame){.kind = TRAWL_FRAME_COPULA, .trigger = it->head,
                                          .group = it->tok, .lemma = p->run->rules->relations.be,
                                          .particle = TRAWL_NONE, .parent = TRAWL_NONE,
                                          .attribution = TRAWL_NONE, .time = TRAWL_NONE,
                                          .place = TRAWL_NONE, .negation_cue = TRAWL_NONE,
                                          .modality_cue = TRAWL_NONE},
                            &frame));
  TRAWL_TRY(trawl_frame_add_arg(p, frame, TRAWL_ROLE_SUBJECT, name, TRAWL_NONE, 0));
  p->args.at[p->args.len - 1].arg.single = true; /* in a list each has an apposition of its own */
  return trawl_frame_add_arg(p, frame, TRAWL_ROLE_COMPLEMENT, noun, TRAWL_NONE, 0);
}

static trawl_status add_apposition_frames(trawl_parse *p, uint32_t last_np)
{
  for (uint32_t n = p->first_np; n < last_np; ++n) {
    if (trawl_parse_np(p, n)->flags & TRAWL_NP_APPOSED) {
      continue; /* a link of some name's chain */
    }
    uint32_t noun = trawl_parse_np(p, n)->apposition;
    for (unsigned steps = 0; noun != TRAWL_NONE && steps < 4; ++steps) {
      TRAWL_TRY(add_apposition_frame(p, n, noun));
      noun = trawl_parse_np(p, noun)->apposition;
    }
  }
  return TRAWL_OK;
}

/* ---- what a phrase is said to be ---------------------------------------------------------------- */

/* "a company based in Espoo" of "Nokia is a company based in Espoo": Nokia, or TRAWL_NONE. `parent` is the
 * frame above the relative clause. "It was the bank that lent" says nothing of "it". */
static uint32_t said_of(const trawl_parse *p, uint32_t noun, uint32_t parent)
{
  const trawl_np *it = trawl_parse_np(p, noun);
  if (it->mention != TRAWL_NONE && p->doc->mentions.at[it->mention].kind != TRAWL_MENTION_NOMINAL) {
    return TRAWL_NONE;
  }
  if (it->flags & TRAWL_NP_APPOSED) {
    uint32_t name = noun;
    for (unsigned steps = 0; name-- > p->first_np && steps < 8; ++steps) {
      if (trawl_parse_np(p, name)->apposition == noun) {
        return name;
      }
    }
    return TRAWL_NONE;
  }
  if (parent == TRAWL_NONE || frame_at(p, parent)->kind != TRAWL_FRAME_COPULA
      || frame_at(p, parent)->polarity != TRAWL_POSITIVE || frame_at(p, parent)->modality != TRAWL_ACTUAL
      || trawl_frame_find(p, parent, TRAWL_ROLE_COMPLEMENT) != noun) {
    return TRAWL_NONE;
  }
  const uint32_t subject = trawl_frame_find(p, parent, TRAWL_ROLE_SUBJECT);
  return subject != TRAWL_NONE && (it->flags & TRAWL_NP_DEFINITE)
             && (trawl_parse_np(p, subject)->flags & TRAWL_NP_PRONOUN)
           ? TRAWL_NONE
           : subject;
}

/* "Riverton is a company based in Oslo", and Riverton was taken for a person: better nothing than that. */
static bool clashes(const trawl_parse *p, uint32_t name, uint32_t noun)
{
  const uint32_t m = trawl_parse_np(p, name)->mention;
  return m != TRAWL_NONE && p->doc->mentions.at[m].type == TRAWL_TYPE_PERSON
         && trawl_doc_lemma_is(p->doc, trawl_parse_np(p, noun)->head, TRAWL_IS_ORG_COMMON);
}

/* What a relative clause says of a complement or an apposition, it says of the name. */
static void hand_to_names(const trawl_parse *p)
{
  for (uint32_t i = 0; i < p->args.len; ++i) {
    trawl_frame_arg *arg = &p->args.at[i].arg;
    const trawl_frame *f = frame_at(p, p->args.at[i].frame);
    if (f->embedding == TRAWL_EMBED_RELATIVE && f->kind == TRAWL_FRAME_VERB
        && (arg->role == TRAWL_ROLE_SUBJECT || arg->role == TRAWL_ROLE_OBJECT)) {
      const uint32_t name = said_of(p, arg->np, f->parent);
      arg->np = name == TRAWL_NONE || clashes(p, name, arg->np) ? arg->np : name;
    }
  }
}

static bool is_common_office(const trawl_parse *p, uint32_t np)
{
  const trawl_np *it = trawl_parse_np(p, np);
  return !trawl_np_is_name(p, np)
         && (trawl_doc_is(p->doc, it->head, TRAWL_IS_TITLE_HEAD)
             || trawl_doc_lemma_is(p->doc, it->head, TRAWL_IS_TITLE_HEAD)
             || trawl_doc_is(p->doc, it->head, TRAWL_IS_KINSHIP)
             || trawl_doc_lemma_is(p->doc, it->head, TRAWL_IS_KINSHIP));
}

/* "The chief executive of Acme is Novak", "his wife was Maria": the same as the other way round. */
static trawl_status add_turned_frames(trawl_parse *p)
{
  const uint32_t count = p->args.len;
  for (uint32_t i = 0; i < count; ++i) {
    const trawl_loose_arg loose = p->args.at[i];
    if (loose.arg.role != TRAWL_ROLE_COMPLEMENT || frame_at(p, loose.frame)->kind != TRAWL_FRAME_COPULA
        || !trawl_np_is_name(p, loose.arg.np)) {
      continue;
    }
    const uint32_t office = trawl_frame_find(p, loose.frame, TRAWL_ROLE_SUBJECT);
    if (office != TRAWL_NONE && is_common_office(p, office)) {
      uint32_t frame;
      TRAWL_TRY(trawl_frame_add(p, *frame_at(p, loose.frame), &frame));
      TRAWL_TRY(trawl_frame_add_arg(p, frame, TRAWL_ROLE_SUBJECT, loose.arg.np, TRAWL_NONE, 0));
      TRAWL_TRY(trawl_frame_add_arg(p, frame, TRAWL_ROLE_COMPLEMENT, office, TRAWL_NONE, 0));
    }
  }
  return TRAWL_OK;
}

/* "Novak is chairman of Acme and president of Brisk": each office gets a frame like that of the first. */
static trawl_status add_member_frames(trawl_parse *p)
{
  const uint32_t count = p->args.len;
  for (uint32_t i = 0; i < count; ++i) {
    const trawl_loose_arg loose = p->args.at[i];
    if (loose.arg.role != TRAWL_ROLE_COMPLEMENT || frame_at(p, loose.frame)->kind != TRAWL_FRAME_COPULA) {
      continue;
    }
    const uint32_t subject = trawl_frame_find(p, loose.frame, TRAWL_ROLE_SUBJECT);
    const bool apposed = trawl_parse_np(p, loose.arg.np)->flags & TRAWL_NP_APPOSED;
    uint32_t np = trawl_parse_np(p, loose.arg.np)->next;
    for (unsigned steps = 0; np != TRAWL_NONE && subject != TRAWL_NONE && steps < 4; ++steps) {
      uint32_t frame;
      TRAWL_TRY(trawl_frame_add(p, *frame_at(p, loose.frame), &frame));
      TRAWL_TRY(trawl_frame_add_arg(p, frame, TRAWL_ROLE_SUBJECT, subject, TRAWL_NONE, 0));
      p->args.at[p->args.len - 1].arg.single = apposed; /* as in add_apposition_frame() */
      TRAWL_TRY(trawl_frame_add_arg(p, frame, TRAWL_ROLE_COMPLEMENT, np, TRAWL_NONE, 0));
      np = trawl_parse_np(p, np)->next;
    }
  }
  return TRAWL_OK;
}

trawl_status trawl_parse_frames(trawl_parse *p)
{
  const uint32_t last_np = p->doc->clauses.nps.len;
  for (uint32_t i = 0; i < p->verbs.len; ++i) {
    trawl_verb *verb = &p->verbs.at[i];
    if (verb->frame == TRAWL_NONE) {
      continue;
    }
    share_modal(p, i);
    own_words(p, verb, frame_at(p, verb->frame));
    if (argument_is_negative(p, verb->frame)) {
      flip(frame_at(p, verb->frame), frame_at(p, verb->frame)->trigger);
    }
    inherit(p, verb, verb->frame);
  }
  unreal(p);
  places(p);
  trawl_parse_speech(p);
  const uint32_t first_noun = frame_end(p);
  TRAWL_TRY(add_noun_frames(p, last_np));
  TRAWL_TRY(add_phrases(p, first_noun, last_np));
  TRAWL_TRY(hand_over(p, first_noun));
  trawl_parse_according(p);
  hand_to_names(p);
  TRAWL_TRY(add_turned_frames(p));
  TRAWL_TRY(add_apposition_frames(p, last_np));
  return add_member_frames(p);
}
