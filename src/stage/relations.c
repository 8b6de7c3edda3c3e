/* SPDX-License-Identifier: MIT
 * relations.c - the last stage: clause frames and tokens to triples.
 *
 * Reads frames, noun phrases, mentions with their entities; appends triples.  For each frame the phrases
 * that its lemma triggers are tried; lists are expanded to pairs within the limit pairs; of equal triples
 * of a sentence the surest stays.  The token patterns of relations run once over each sentence. */
#include "base/limits.h"
#include "base/sort.h"
#include "stage/cost.h"
#include "stage/match.h"

#include <stdlib.h>
#include <string.h>

typedef struct stage {
  trawl_run_state *run;
  trawl_doc *doc;
  const trawl_relations *rules;
  trawl_match_context ctx;
  uint32_t first_triple; /* of the sentence */
  uint32_t sentence;
  trawl_reason outcome; /* of the last pair */
} stage;

static uint32_t limit_of(const stage *s, trawl_limit_id id)
{
  return trawl_limit(&s->run->rules->limits, id);
}

/* ---- the trace --------------------------------------------------------------------------------- */

static trawl_status note(stage *s, trawl_attempt attempt)
{
  trawl_trace *trace = s->doc->trace;
  attempt.sentence = s->sentence;
  if (trace && trace->attempts.len < limit_of(s, TRAWL_LIMIT_TRACE_ATTEMPTS)) {
    TRAWL_TRY_MEM(trawl_vec_push(&trace->attempts, attempt));
  } else if (trace) {
    trawl_doc_cut(s->doc, TRAWL_LIMIT_TRACE_ATTEMPTS, s->sentence);
    ++trace->dropped;
  }
  return TRAWL_OK;
}

/* What became of a phrase on a frame. */
static trawl_status note_phrase(stage *s, const trawl_phrase *phrase, const trawl_frame *frame,
                                const trawl_phrase *other, trawl_refusal why)
{
  const trawl_phrase *first = s->rules->phrases.at;
  return note(s, (trawl_attempt){.frame = (uint32_t)(frame - s->doc->clauses.frames.at),
                                 .relation = phrase->relation, .phrase = (uint32_t)(phrase - first),
                                 .other = other ? (uint32_t)(other - first) : TRAWL_NONE,
                                 .x = TRAWL_NONE, .y = TRAWL_NONE, .why = why});
}

/* ---- writing a triple -------------------------------------------------------------------------- */

static bool same_argument(trawl_argument a, trawl_argument b)
{
  return a.entity != TRAWL_NONE || b.entity != TRAWL_NONE ? a.entity == b.entity : a.mention == b.mention;
}

static bool same_fact(const stage *s, const trawl_triple *a, const trawl_triple *b)
{
  if (a->relation != b->relation || a->polarity != b->polarity) {
    return false;
  }
  const bool straight = same_argument(a->subject, b->subject) && same_argument(a->object, b->object);
  const bool crossed = s->rules->list.at[a->relation].symmetric && same_argument(a->subject, b->object)
                       && same_argument(a->object, b->subject);
  return straight || crossed;
}

static uint32_t first_token(const stage *s, trawl_argument arg)
{
  return s->doc->mentions.at[arg.mention].tok.start;
}

/* Symmetric triples name first who the text names first. */
static void put_in_order(const stage *s, trawl_triple *triple)
{
  if (s->rules->list.at[triple->relation].symmetric
      && first_token(s, triple->object) < first_token(s, triple->subject)) {
    const trawl_argument subject = triple->subject;
    triple->subject = triple->object;
    triple->object = subject;
  }
}

static trawl_status emit(stage *s, trawl_triple triple)
{
  put_in_order(s, &triple);
  s->outcome = TRAWL_FIRED;
  if (triple.confidence < s->run->rules->confidence.factor[TRAWL_FACTOR_MINIMUM]) {
    s->outcome = TRAWL_UNSURE;
    return TRAWL_OK;
  }
  for (uint32_t i = s->first_triple; i < s->doc->triples.len; ++i) {
    trawl_triple *other = &s->doc->triples.at[i];
    if (same_fact(s, other, &triple)) {
      if (triple.confidence > other->confidence) {
        *other = triple;
      }
      return TRAWL_OK;
    }
  }
  const bool sentence = s->doc->triples.len - s->first_triple >= limit_of(s, TRAWL_LIMIT_SENTENCE_TRIPLES);
  if (sentence || s->doc->triples.len >= limit_of(s, TRAWL_LIMIT_DOC_TRIPLES)) {
    trawl_doc_cut(s->doc, sentence ? TRAWL_LIMIT_SENTENCE_TRIPLES : TRAWL_LIMIT_DOC_TRIPLES, s->sentence);
    s->outcome = TRAWL_TOO_MANY;
    return TRAWL_OK;
  }
  TRAWL_TRY_MEM(trawl_vec_push(&s->doc->triples, triple));
  return TRAWL_OK;
}

/* ---- from frames ------------------------------------------------------------------------------- */

static trawl_argument argument_of_mention(const stage *s, uint32_t mention)
{
  return (trawl_argument){mention,
                          mention == TRAWL_NONE ? TRAWL_NONE : s->doc->mentions.at[mention].entity};
}

/* Who says so; "a spokesman" and names that nobody knows are left out. */
static trawl_status attribution_of(const stage *s, uint32_t np, trawl_argument *out)
{
  const trawl_np *nps = s->doc->clauses.nps.at;
  uint32_t mention = np == TRAWL_NONE ? TRAWL_NONE : nps[np].mention;
  if (np != TRAWL_NONE && mention == TRAWL_NONE && nps[np].apposition != TRAWL_NONE) {
    mention = nps[nps[np].apposition].mention; /* "her lawyer, Anna Fell, said" */
  }
  *out = (trawl_argument){TRAWL_NONE, TRAWL_NONE};
  if (mention != TRAWL_NONE) {
    trawl_readings readings;
    TRAWL_TRY(trawl_read_filler(&s->ctx, (trawl_filler){TRAWL_NONE, mention, 0, false}, UINT64_MAX,
                                &readings));
    *out = readings.count ? readings.at[0].arg : *out;
  }
  return TRAWL_OK;
}

static void add_cue(trawl_triple *triple, uint32_t token, bool modality)
{
  if (token != TRAWL_NONE && triple->cue_count < TRAWL_MAX_CUES) {
    triple->cues[triple->cue_count++] = (trawl_cue){{token, token + 1}, modality};
  }
}

static float power(float base, unsigned exponent)
{
  float product = 1.0F;
  for (unsigned i = 0; i < exponent && i < 16; ++i) {
    product *= base;
  }
  return product;
}

/* Everything of a triple but its two arguments and who says so. */
static trawl_triple triple_of_frame(const stage *s, const trawl_phrase *phrase, const trawl_frame *frame,
                                    const trawl_match *match)
{
  const float *factor = s->run->rules->confidence.factor;
  const trawl_relation *relation = &s->rules->list.at[phrase->relation];
  trawl_triple triple = {
    .sentence = s->sentence,
    .time = argument_of_mention(s, frame->time),
    .place = argument_of_mention(s, frame->place),
    .trigger = {frame->trigger, frame->trigger + 1},
    .relation = (uint16_t)phrase->relation,
    .polarity = frame->polarity,
    .modality = frame->modality,
    .tense = frame->tense,
    .relation_name = relation->name,
    .rule = phrase->rule,
    .phrase = phrase->text,
    .confidence = factor[TRAWL_FACTOR_SEED] * phrase->weight * relation->weight
                  * power(factor[TRAWL_FACTOR_ATTACHMENT], match->cost + frame->cost),
  };
  if (frame->particle != TRAWL_NONE && frame->group.end == frame->trigger + 2) {
    triple.trigger.end = frame->group.end;
  }
  if (frame->polarity == TRAWL_NEGATIVE) {
    add_cue(&triple, frame->negation_cue, false);
  }
  if (frame->modality != TRAWL_ACTUAL) {
    add_cue(&triple, frame->modality_cue, true);
  }
  for (uint32_t i = 0; i < phrase->qualifier_count; ++i) {
    triple.qualifiers[triple.qualifier_count++] =
      (trawl_qualifier){phrase->qualifiers[i].key, phrase->qualifiers[i].value};
  }
  for (uint32_t i = 0; i < match->qualifier_count && triple.qualifier_count < TRAWL_MAX_QUALIFIERS; ++i) {
    triple.qualifiers[triple.qualifier_count++] = match->qualifiers[i];
  }
  return triple;
}

/* A relation whose X may be a place says where it lies; not in a country that the gazetteer denies. */
static bool lies_elsewhere(const stage *s, const trawl_triple *triple)
{
  if (!(s->rules->list.at[triple->relation].x >> TRAWL_TYPE_PLACE & 1) || triple->polarity == TRAWL_NEGATIVE
      || triple->subject.entity == TRAWL_NONE || triple->object.entity == TRAWL_NONE) {
    return false;
  }
  const trawl_entity *x = &s->doc->entities.at[triple->subject.entity];
  const trawl_entity *y = &s->doc->entities.at[triple->object.entity];
  const uint32_t country = x->type == TRAWL_TYPE_PLACE ? trawl_gazetteer_country(&s->run->rules->gazetteer, x->entry) : TRAWL_NONE;
  return y->type == TRAWL_TYPE_COUNTRY && y->entry != TRAWL_NONE && country != TRAWL_NONE && country != y->entry;
}

static trawl_status emit_pair(stage *s, trawl_triple triple, const trawl_reading *x, const trawl_reading *y)
{
  triple.subject = x->arg;
  triple.object = y->arg;
  triple.confidence *= x->factor * y->factor;
  if (same_argument(x->arg, y->arg)) {
    s->outcome = TRAWL_SAME;
    return TRAWL_OK;
  }
  trawl_settle_type(&s->ctx, x->arg.entity, s->rules->list.at[triple.relation].x);
  trawl_settle_type(&s->ctx, y->arg.entity, s->rules->list.at[triple.relation].y);
  if (lies_elsewhere(s, &triple)) {
    s->outcome = TRAWL_DENIED;
    return TRAWL_OK;
  }
  if (triple.place.mention == y->arg.mention || triple.place.mention == x->arg.mention) {
    triple.place = (trawl_argument){TRAWL_NONE, TRAWL_NONE};
  }
  if (triple.time.mention == y->arg.mention) {
    triple.time = (trawl_argument){TRAWL_NONE, TRAWL_NONE};
  }
  return emit(s, triple);
}

/* Why X or Y is not what it should be. */
static trawl_refusal refusal_of(const trawl_readings *x, const trawl_readings *y)
{
  trawl_refusal why = x->count ? y->why : x->why;
  const bool of_y = x->count != 0;
  if (of_y && (why.reason == TRAWL_X_TYPE || why.reason == TRAWL_X_NOBODY)) {
    ++why.reason; /* TRAWL_Y_... */
  }
  why.arg = of_y;
  return why;
}

static trawl_status note_pair(stage *s, trawl_attempt attempt, trawl_reason reason, const trawl_readings *x, uint32_t i,
                              const trawl_readings *y, uint32_t k)
{
  attempt.x = i < x->count ? x->at[i].arg.mention : TRAWL_NONE;
  attempt.y = k < y->count ? y->at[k].arg.mention : TRAWL_NONE;
  attempt.both = !x->count && !y->count;
  attempt.why = (trawl_refusal){.reason = (uint8_t)reason};
  if (!x->count || !y->count) {
    attempt.why = refusal_of(x, y);
  }
  return note(s, attempt);
}

/* X with Y, or the members of one list with each other. */
static trawl_status emit_pairs(stage *s, const trawl_phrase *phrase, const trawl_frame *frame,
                               const trawl_match *match)
{
  const trawl_relation *relation = &s->rules->list.at[phrase->relation];
  trawl_readings x, y;
  TRAWL_TRY(trawl_read_filler(&s->ctx, match->x, relation->x, &x));
  TRAWL_TRY(trawl_read_filler(&s->ctx, match->y, relation->y, &y));
  for (uint32_t i = 0; i < match->more_count; ++i) {
    trawl_readings more;
    TRAWL_TRY(trawl_read_filler(&s->ctx, match->more[i], relation->y, &more));
    for (uint32_t k = 0; k < more.count && y.count < TRAWL_MAX_ARGUMENTS; ++k) {
      y.at[y.count++] = more.at[k];
    }
  }
  trawl_triple triple = triple_of_frame(s, phrase, frame, match);
  TRAWL_TRY(attribution_of(s, frame->attribution, &triple.attribution));
  const trawl_attempt attempt = {.frame = (uint32_t)(frame - s->doc->clauses.frames.at),
                                 .relation = phrase->relation,
                                 .phrase = (uint32_t)(phrase - s->rules->phrases.at), .other = TRAWL_NONE};
  const uint32_t most = limit_of(s, TRAWL_LIMIT_PAIRS);
  uint32_t pairs = 0;
  for (uint32_t i = 0; i < x.count; ++i) {
    for (uint32_t k = match->pair ? i + 1 : 0; k < y.count; ++k) {
      if (pairs++ == most) {
        trawl_doc_cut(s->doc, TRAWL_LIMIT_PAIRS, s->sentence);
        return s->doc->trace ? note_pair(s, attempt, TRAWL_TOO_MANY, &x, i, &y, k) : TRAWL_OK;
      }
      TRAWL_TRY(emit_pair(s, triple, &x.at[i], &y.at[k]));
      TRAWL_TRY(s->doc->trace ? note_pair(s, attempt, s->outcome, &x, i, &y, k) : TRAWL_OK);
    }
  }
  return pairs || !s->doc->trace ? TRAWL_OK : note_pair(s, attempt, TRAWL_SAME, &x, 0, &y, 0);
}

typedef struct fit {
  const trawl_phrase *phrase;
  trawl_match match;
} fit;

static bool overlap(const stage *s, trawl_word_set a, trawl_word_set b)
{
  for (uint32_t i = 0; i < a.count; ++i) {
    if (trawl_relations_has(s->rules, b, s->rules->words.at[a.first + i])) {
      return true;
    }
  }
  return a.count == 0;
}

/* Every word of `a` is a word of `b` in the same place. A phrase takes nothing from one that keeps what it
 * leaves out: "X kill Y", "X be killed in Y". */
static bool holds_words(const stage *s, const trawl_phrase *a, const trawl_phrase *b)
{
  if (!overlap(s, a->particles, b->particles)) {
    return false;
  }
  for (uint32_t i = 0; i < a->arg_count; ++i) {
    const trawl_phrase_arg *x = &a->args[i];
    bool there = false;
    for (uint32_t k = 0; k < b->arg_count && !there; ++k) {
      const trawl_phrase_arg *y = &b->args[k];
      there = x->role == y->role && overlap(s, x->preps, y->preps)
              && (x->slot == TRAWL_SLOT_WORD || y->slot != TRAWL_SLOT_ANY)
              && (x->slot != TRAWL_SLOT_WORD || (y->slot == TRAWL_SLOT_WORD && overlap(s, x->words, y->words)));
    }
    if (!there) {
      return false;
    }
  }
  return true;
}

/* And b has more: "X shoot Y", "X shoot dead Y". */
static bool is_contained(const stage *s, const trawl_phrase *a, const trawl_phrase *b)
{
  return a->words < b->words && a->relation != b->relation && holds_words(s, a, b);
}

/* The same words in the same places, under relations of which the other one was given a higher priority and
 * finds its X and Y. */
static trawl_status is_outranked(const stage *s, const trawl_phrase *a, const fit *other, bool *out)
{
  const trawl_phrase *b = other->phrase;
  const trawl_relation *its = &s->rules->list.at[b->relation];
  if (a->words != b->words || a->arg_count != b->arg_count
      || s->rules->list.at[a->relation].priority >= its->priority || !holds_words(s, a, b)) {
    return TRAWL_OK;
  }
  trawl_readings x, y;
  TRAWL_TRY(trawl_read_filler(&s->ctx, other->match.x, its->x, &x));
  TRAWL_TRY(trawl_read_filler(&s->ctx, other->match.y, its->y, &y));
  *out = x.count && y.count;
  return TRAWL_OK;
}

/* The `except` phrase that blocks it, the longer phrase on the same trigger that takes its place, or one that
 * is as long and comes first by priority; NULL: none. */
static trawl_status beaten_by(const stage *s, const fit *fits, uint32_t count, const trawl_phrase *phrase,
                              const trawl_phrase **out)
{
  *out = NULL;
  for (uint32_t i = 0; i < count && !*out; ++i) {
    const trawl_phrase *other = fits[i].phrase;
    const bool blocks = other->except ? other->relation == phrase->relation : is_contained(s, phrase, other);
    bool outranks = false;
    if (!blocks && !other->except) {
      TRAWL_TRY(is_outranked(s, phrase, &fits[i], &outranks));
    }
    *out = blocks || outranks ? other : NULL;
  }
  return TRAWL_OK;
}

/* What a trigger asks of a frame: the roles of its arguments, filter bits of its prepositions and of the heads,
 * lists included, in arguments that are neither subject nor prepositional: no others are asked for. */
typedef struct sight {
  unsigned roles;
  uint64_t nouns, preps;
} sight;

static sight glance(const trawl_doc *doc, const trawl_frame *frame)
{
  const trawl_clauses *all = &doc->clauses;
  sight seen = {1u << 7, 1, 1}; /* so that "any" holds for a frame without arguments */
  if (frame->particle != TRAWL_NONE) {
    seen.preps |= trawl_word_bit(frame->particle);
  }
  for (uint32_t i = 0; i < frame->arg_count; ++i) {
    const trawl_frame_arg *arg = &all->args.at[frame->first_arg + i];
    seen.roles |= 1u << arg->role;
    seen.preps |= arg->prep != TRAWL_NONE ? trawl_word_bit(arg->prep) : 0;
    const bool asked = arg->role != TRAWL_ROLE_SUBJECT && arg->role != TRAWL_ROLE_PREP;
    for (uint32_t np = asked ? arg->np : TRAWL_NONE; np != TRAWL_NONE; np = all->nps.at[np].next) {
      const uint32_t head = all->nps.at[np].head;
      seen.nouns |=
        trawl_word_bit(doc->tokens.lemma[head]) | trawl_word_bit(trawl_doc_folded(doc, head));
      if (trawl_doc_lemma_is(doc, head, TRAWL_IS_MEASURE)) {
        seen.nouns = UINT64_MAX; /* what is measured stands behind "of" */
      }
    }
  }
  return seen;
}

/* Whether a phrase need not be tried. */
static inline bool refused_at_a_glance(const trawl_trigger *trigger, sight seen)
{
  return (trigger->needs & ~seen.roles) || !(trigger->one_of & seen.roles) || !(trigger->nouns & seen.nouns)
         || !(trigger->preps & seen.preps);
}

static trawl_status try_phrase(stage *s, const trawl_frame *frame, const trawl_trigger *trigger, sight seen,
                               trawl_refusal *why, fit *out)
{
  const trawl_phrase *phrase = &s->rules->phrases.at[trigger->phrase];
  const trawl_relation *relation = &s->rules->list.at[phrase->relation];
  const bool refused = s->doc->trace && refused_at_a_glance(trigger, seen);
  why->reason = TRAWL_DISABLED;
  if (relation->enabled) {
    TRAWL_TRY(trawl_match_phrase(&s->ctx, phrase, frame, relation->symmetric, why, &out->match));
  }
  why->reason = refused && why->reason == TRAWL_FIRED ? TRAWL_NO_OBJECT : why->reason;
  out->phrase = phrase;
  return s->doc->trace && why->reason != TRAWL_FIRED ? note_phrase(s, phrase, frame, NULL, *why) : TRAWL_OK;
}

/* Of fits of one relation the longer one is asked first, then the earlier one: of equally sure triples that
 * say the same the first stays. */
static void put_longest_first(fit *fits, uint32_t count)
{
  for (uint32_t i = 1; i < count; ++i) {
    if (fits[i].phrase->words > fits[i - 1].phrase->words) {
      const fit moved = fits[i];
      uint32_t k = i;
      for (; k && fits[k - 1].phrase->words < moved.phrase->words; --k) {
        fits[k] = fits[k - 1];
      }
      fits[k] = moved;
    }
  }
}

static trawl_status try_phrases(stage *s, const trawl_frame *frame, const trawl_trigger *list, uint32_t count)
{
  fit fits[TRAWL_MOST_CLAUSE_PHRASES + 1];
  uint32_t fit_count = 0;
  const bool trace = s->doc->trace;
  const sight seen = count ? glance(s->doc, frame) : (sight){0, 0, 0};
  const uint32_t most = limit_of(s, TRAWL_LIMIT_CLAUSE_PHRASES);
  for (uint32_t i = 0; i < count && fit_count <= most; ++i) {
    trawl_refusal why;
    if (list[i].kind == frame->kind && (trace || !refused_at_a_glance(&list[i], seen))) {
      const bool counted = trace && !refused_at_a_glance(&list[i], seen);
      const uint64_t began = counted ? trawl_cost_begin(s->doc) : 0;
      TRAWL_TRY(try_phrase(s, frame, &list[i], seen, &why, &fits[fit_count]));
      trawl_cost_end(s->doc, list[i].phrase, counted, began);
      fit_count += why.reason == TRAWL_FIRED;
    }
  }
  if (fit_count > most) {
    trawl_doc_cut(s->doc, TRAWL_LIMIT_CLAUSE_PHRASES, s->sentence);
    fit_count = most;
  }
  put_longest_first(fits, fit_count);
  for (uint32_t i = 0; i < fit_count; ++i) {
    const trawl_phrase *phrase = fits[i].phrase, *winner = phrase->except ? phrase : NULL;
    if (!winner) {
      TRAWL_TRY(beaten_by(s, fits, fit_count, phrase, &winner));
    }
    if (!winner) {
      const uint64_t began = trawl_cost_begin(s->doc);
      TRAWL_TRY(emit_pairs(s, phrase, frame, &fits[i].match));
      trawl_cost_end(s->doc, (uint32_t)(phrase - s->rules->phrases.at), false, began);
    } else if (s->doc->trace && winner != phrase) {
      const trawl_reason reason = winner->except ? TRAWL_EXCEPT : TRAWL_LONGER;
      TRAWL_TRY(note_phrase(s, phrase, frame, winner, (trawl_refusal){.reason = (uint8_t)reason}));
    }
  }
  return TRAWL_OK;
}

/* ---- from tokens ------------------------------------------------------------------------------- */

static trawl_status qualifier_of_capture(const stage *s, const trawl_capture *capture, const char *key,
                                         trawl_triple *triple)
{
  uint32_t count = triple->qualifier_count;
  TRAWL_TRY(trawl_add_title(&s->ctx, capture->tok, capture->tok.end - 1, key, triple->qualifiers, &count));
  triple->qualifier_count = (uint8_t)count;
  return TRAWL_OK;
}

/* The words of a match that are no argument: from the first such run. */
static trawl_span trigger_of_match(const trawl_pattern_match *match)
{
  for (uint32_t t = match->tok.start; t < match->tok.end; ++t) {
    bool taken = false;
    for (uint32_t c = 0; c < match->capture_count; ++c) {
      taken |= match->captures[c].mention != TRAWL_NONE && t >= match->captures[c].tok.start
               && t < match->captures[c].tok.end;
    }
    if (!taken) {
      return (trawl_span){t, t + 1};
    }
  }
  return match->tok;
}

static bool is_profession(const stage *s, uint32_t token)
{
  return trawl_doc_is(s->doc, token, TRAWL_IS_PROFESSION) || trawl_doc_lemma_is(s->doc, token, TRAWL_IS_PROFESSION);
}

/* "The Kenyan novelist X" holds no office in Kenya; "the Ajax goalkeeper X" is Ajax's. */
static bool works_there(const stage *s, trawl_argument place)
{
  return place.entity != TRAWL_NONE && s->doc->entities.at[place.entity].type == TRAWL_TYPE_ORGANIZATION;
}

static trawl_status emit_match(stage *s, const trawl_pattern_match *match)
{
  const trawl_relation_pattern *rule = &s->rules->pattern_rules.at[match->owner->rule];
  const trawl_relation *relation = &s->rules->list.at[rule->relation];
  const trawl_argument none = {TRAWL_NONE, TRAWL_NONE};
  const float *factor = s->run->rules->confidence.factor;
  trawl_readings x = {.count = 0}, y = {.count = 0};
  bool profession = false;
  trawl_triple triple = {
    .sentence = s->sentence, .attribution = none, .time = none, .place = none,
    .trigger = trigger_of_match(match), .relation = (uint16_t)rule->relation,
    .relation_name = relation->name, .rule = rule->rule, .phrase = rule->text,
    .confidence = factor[TRAWL_FACTOR_SEED] * factor[TRAWL_FACTOR_TOKENS] * rule->weight * relation->weight,
  };
  for (uint32_t c = 0; c < match->capture_count; ++c) {
    const trawl_capture *capture = &match->captures[c];
    const char *name = trawl_patterns_capture_name(&s->rules->patterns, capture->name);
    const trawl_filler filler = {TRAWL_NONE, capture->mention, 0, false};
    if (strcmp(name, "X") == 0 && capture->mention != TRAWL_NONE) {
      TRAWL_TRY(trawl_read_filler(&s->ctx, filler, relation->x, &x));
    } else if (strcmp(name, "Y") == 0 && capture->mention != TRAWL_NONE) {
      TRAWL_TRY(trawl_read_filler(&s->ctx, filler, relation->y, &y));
    } else {
      TRAWL_TRY(qualifier_of_capture(s, capture, name, &triple));
      profession |= is_profession(s, capture->tok.end - 1);
    }
  }
  s->outcome = relation->enabled ? TRAWL_SAME : TRAWL_DISABLED;
  if (profession && y.count && !works_there(s, y.at[0].arg)) {
    s->outcome = TRAWL_PROFESSION;
  } else if (x.count && y.count && relation->enabled) {
    TRAWL_TRY(emit_pair(s, triple, &x.at[0], &y.at[0]));
  }
  const trawl_attempt attempt = {.frame = TRAWL_NONE, .relation = rule->relation,
                                 .phrase = match->owner->rule, .other = TRAWL_NONE};
  return s->doc->trace ? note_pair(s, attempt, s->outcome, &x, 0, &y, 0) : TRAWL_OK;
}

/* Another pattern on the very same words, of a relation with a higher priority. Matches of one span stand
 * together. */
static bool is_outranked_match(const trawl_pattern_matches *matches, uint32_t i)
{
  const trawl_pattern_match *match = &matches->at[i];
  uint32_t k = i;
  while (k && matches->at[k - 1].tok.start == match->tok.start && matches->at[k - 1].tok.end == match->tok.end) {
    --k;
  }
  for (; k < matches->len && matches->at[k].tok.start == match->tok.start
         && matches->at[k].tok.end == match->tok.end; ++k) {
    if (matches->at[k].owner->priority > match->owner->priority) {
      return true;
    }
  }
  return false;
}

static trawl_status run_patterns(stage *s)
{
  trawl_pattern_matches *matches = &s->run->matches;
  matches->len = 0;
  const trawl_status status =
    trawl_cost_patterns(s->run, s->doc, TRAWL_PATTERNS_RELATIONS, &s->rules->patterns, s->sentence, matches);
  if (status != TRAWL_OK && status != TRAWL_LIMIT) {
    return status;
  }
  for (uint32_t i = 0; i < matches->len; ++i) {
    if (!is_outranked_match(matches, i)) {
      TRAWL_TRY(emit_match(s, &matches->at[i]));
    }
  }
  return TRAWL_OK;
}

/* ---- the stage --------------------------------------------------------------------------------- */

static int by_trigger(const void *a, const void *b)
{
  const trawl_triple *x = a, *y = b;
  if (x->trigger.start != y->trigger.start) {
    return x->trigger.start < y->trigger.start ? -1 : 1;
  }
  if (x->subject.mention != y->subject.mention) {
    return x->subject.mention < y->subject.mention ? -1 : 1;
  }
  if (x->object.mention != y->object.mention) {
    return x->object.mention < y->object.mention ? -1 : 1;
  }
  if (x->object.entity != y->object.entity) {
    return x->object.entity < y->object.entity ? -1 : 1;
  }
  return (x->relation > y->relation) - (x->relation < y->relation);
}

/* A headline tells the news without its day and place: they are those of the same fact in the text below. */
static void complete_headlines(const stage *s)
{
  enum { BELOW = 64 }; /* triples: the lead and what follows it */
  for (uint32_t i = 0; i < s->doc->triples.len; ++i) {
    trawl_triple *triple = &s->doc->triples.at[i];
    if (!s->doc->sentences.at[triple->sentence].headline || triple->time.mention != TRAWL_NONE) {
      continue;
    }
    for (uint32_t k = i + 1; k < s->doc->triples.len && k <= i + BELOW; ++k) {
      const trawl_triple *below = &s->doc->triples.at[k];
      if (below->time.mention != TRAWL_NONE && below->modality == triple->modality
          && !s->doc->sentences.at[below->sentence].headline && same_fact(s, triple, below)) {
        triple->time = below->time;
        triple->place = triple->place.mention == TRAWL_NONE ? below->place : triple->place;
        break;
      }
    }
  }
}

static trawl_status run_sentences(stage *s)
{
  trawl_doc *doc = s->doc;
  uint32_t np = 0, frame = 0, mention = 0;
  for (s->sentence = 0; s->sentence < doc->sentences.len; ++s->sentence) {
    const trawl_span tok = doc->sentences.at[s->sentence].tok;
    s->ctx.sentence = s->sentence;
    s->ctx.nps.start = np;
    while (np < doc->clauses.nps.len && doc->clauses.nps.at[np].tok.start < tok.end) {
      ++np;
    }
    s->ctx.nps.end = np;
    s->first_triple = doc->triples.len;
    for (; frame < doc->clauses.frames.len && doc->clauses.frames.at[frame].sentence == s->sentence; ++frame) {
      uint32_t count;
      const trawl_trigger *list =
        trawl_relations_triggered(s->rules, doc->clauses.frames.at[frame].lemma, &count);
      TRAWL_TRY(try_phrases(s, &doc->clauses.frames.at[frame], list, count));
    }
    const uint32_t before = mention;
    while (mention < doc->sorted_mentions && doc->mentions.at[mention].tok.start < tok.end) {
      ++mention;
    }
    if (mention - before > 1) { /* X and Y are two */
      TRAWL_TRY(run_patterns(s));
    }
    if (doc->triples.len > s->first_triple) {
      trawl_sort(doc->triples.at + s->first_triple, doc->triples.len - s->first_triple, sizeof *doc->triples.at,
                 by_trigger);
    }
  }
  complete_headlines(s);
  return TRAWL_OK;
}

trawl_status trawl_stage_relations(trawl_run_state *run, trawl_doc *doc)
{
  trawl_key_map names = {.slots = NULL};
  stage s = {.run = run, .doc = doc, .rules = &run->rules->relations,
             .ctx = {.rules = run->rules, .doc = doc, .names = &names}};
  trawl_mark_persons(doc);
  const trawl_status status = run_sentences(&s);
  trawl_key_map_clear(&names);
  return status;
}
