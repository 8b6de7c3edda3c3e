/* SPDX-License-Identifier: MIT
 * why.c - the trace of the relations stage as codes and sentences.
 *
 * Reads what the stage wrote down (model/trace.h) and says it with the words of the text and of the rule.
 * Sentences live in the document's arena, as the names in view.c do. */
#include "engine.h"

#include "model/trace.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUOTED = 60 }; /* bytes of the text that a sentence quotes */

static const struct {
  const char *code, *text;
} reasons[TRAWL_REASON_COUNT] = {
#define X(name, code, text) [TRAWL_##name] = {code, text},
  TRAWL_REASONS(X)
#undef X
};

/* How near an attempt came, by what it failed on. */
static const uint8_t nearness[TRAWL_REASON_COUNT] = {
  [TRAWL_FIRED] = 100,     [TRAWL_TOO_MANY] = 96,   [TRAWL_UNSURE] = 95,    [TRAWL_DENIED] = 94,
  [TRAWL_SAME] = 92,       [TRAWL_LONGER] = 90,     [TRAWL_EXCEPT] = 90,    [TRAWL_PROFESSION] = 85,
  [TRAWL_X_TYPE] = 80,     [TRAWL_Y_TYPE] = 80,     [TRAWL_NO_DATE] = 79,   [TRAWL_UNRESOLVED] = 78,
  [TRAWL_X_NOBODY] = 70,   [TRAWL_Y_NOBODY] = 70,   [TRAWL_DISABLED] = 60,  [TRAWL_OTHER_PREP] = 55,
  [TRAWL_NO_SUBJECT] = 53, [TRAWL_NO_OBJECT] = 52,  [TRAWL_NO_PREP] = 45,   [TRAWL_NO_CLAUSE_BELOW] = 45,
  [TRAWL_PARTICLE] = 40,   [TRAWL_OTHER_NOUN] = 30,
};

const char *trawl_reason_code(trawl_reason reason)
{
  return (unsigned)reason < TRAWL_REASON_COUNT ? reasons[reason].code : "";
}

const char *trawl_reason_text(trawl_reason reason)
{
  return (unsigned)reason < TRAWL_REASON_COUNT ? reasons[reason].text : "";
}

trawl_status trawl_doc_trace(trawl_doc *doc, bool on)
{
  if (on && !doc->trace) {
    doc->trace = calloc(1, sizeof *doc->trace);
    TRAWL_TRY_MEM(doc->trace != NULL);
  } else if (!on) {
    trawl_trace_free(doc->trace);
    doc->trace = NULL;
  }
  return TRAWL_OK;
}

/* ---- words ------------------------------------------------------------------------------------- */

const char *trawl_why_format(const trawl_doc *doc, const char *format, ...)
{
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  const int len = vsnprintf(NULL, 0, format, again);
  va_end(again);
  char *text = len < 0 ? NULL : trawl_arena_alloc((trawl_arena *)&doc->arena, (size_t)len + 1);
  if (text) {
    vsnprintf(text, (size_t)len + 1, format, args);
  }
  va_end(args);
  return text ? text : "";
}

const char *trawl_why_words(const trawl_doc *doc, trawl_span tok)
{
  const char *words = trawl_view_words(doc, tok);
  size_t len = strlen(words);
  if (len <= QUOTED) {
    return words;
  }
  for (len = QUOTED; len && ((unsigned char)words[len] & 0xC0) == 0x80;) {
    --len;
  }
  return trawl_why_format(doc, "%.*s...", (int)len, words);
}

/* "actor", "place, country or organization": names that cover the mask, the widest first. */
const char *trawl_why_types(const trawl_doc *doc, uint64_t mask)
{
  const trawl_types *types = &doc->pipeline->rules->types;
  const char *text = NULL;
  uint64_t left = mask;
  uint32_t last = TRAWL_NONE;
  while (left) {
    uint32_t best = TRAWL_NONE;
    for (uint32_t i = 0; i < types->count; ++i) {
      const bool fits = (types->mask[i] & ~mask) == 0 && (types->mask[i] & left);
      if (fits && (best == TRAWL_NONE
                   || __builtin_popcountll(types->mask[i]) > __builtin_popcountll(types->mask[best]))) {
        best = i;
      }
    }
    if (best == TRAWL_NONE) {
      break;
    }
    if (last != TRAWL_NONE) {
      text = text ? trawl_why_format(doc, "%s, %s", text, types->names[last]) : types->names[last];
    }
    last = best;
    left &= ~types->mask[best];
  }
  if (last == TRAWL_NONE) {
    return "of no type";
  }
  return text ? trawl_why_format(doc, "%s or %s", text, types->names[last]) : types->names[last];
}

/* "to", "in|at" */
static const char *set_text(const trawl_doc *doc, trawl_word_set set)
{
  enum { SHOWN = 8 };
  const trawl_relations *rules = &doc->pipeline->rules->relations;
  const char *text = "";
  for (uint32_t i = 0; i < set.count && i < SHOWN; ++i) {
    const char *word = trawl_words_text(&doc->words, rules->words.at[set.first + i]);
    text = i ? trawl_why_format(doc, "%s|%s", text, word) : word;
  }
  return set.count > SHOWN ? trawl_why_format(doc, "%s|...", text) : text;
}

/* ---- messages ---------------------------------------------------------------------------------- */

typedef struct scene {
  const trawl_doc *doc;
  const trawl_attempt *attempt;
  const trawl_relation *relation;
  const trawl_phrase *phrase;         /* NULL: a token pattern */
  const trawl_phrase_arg *arg;        /* that was not found; NULL: another reason */
  const trawl_frame *frame;           /* NULL: a token pattern */
  const char *verb, *words;
} scene;

static const char *type_of(const scene *s)
{
  const uint32_t mention = s->doc->tokens.mention[s->attempt->why.tok.start];
  for (uint32_t m = mention; m < s->doc->mentions.len; ++m) {
    const trawl_mention *it = &s->doc->mentions.at[m];
    if (it->tok.start == s->attempt->why.tok.start && it->tok.end == s->attempt->why.tok.end) {
      const uint8_t type = it->entity == TRAWL_NONE ? it->type : s->doc->entities.at[it->entity].type;
      return s->doc->pipeline->rules->types.names[type];
    }
    if (it->tok.start > s->attempt->why.tok.start) {
      break;
    }
  }
  return "something else";
}

static const char *argument_message(const scene *s, bool y)
{
  const char *side = y ? "Y" : "X", *types = trawl_why_types(s->doc, y ? s->relation->y : s->relation->x);
  switch (s->attempt->why.reason) {
  case TRAWL_X_TYPE:
  case TRAWL_Y_TYPE:
    return trawl_why_format(s->doc, "%s must be %s; '%s' is %s", side, types, s->words, type_of(s));
  case TRAWL_UNRESOLVED:
    return trawl_why_format(s->doc, "%s: '%s' was not resolved to anybody", side, s->words);
  case TRAWL_NO_DATE:
    return trawl_why_format(s->doc, "%s: '%s' has no figures, and a date counts only with a day or a year", side,
                            s->words);
  default:
    return trawl_why_format(s->doc, "%s must be %s; '%s' is nobody known: neither a name nor a reference to one",
                            side, types, s->words);
  }
}

static const char *subject_message(const scene *s)
{
  const char *who = s->arg && s->arg->slot == TRAWL_SLOT_Y ? "Y" : s->arg && s->arg->slot == TRAWL_SLOT_X ? "X" : NULL;
  const char *is = who ? trawl_why_format(s->doc, " (%s)", who) : "";
  if (s->frame->passive) {
    return trawl_why_format(s->doc, "no subject%s: the passive '%s' does not say by whom", is, s->verb);
  }
  if (s->attempt->why.tok.end) {
    return trawl_why_format(s->doc, "no subject%s of '%s': '%s' is a time", is, s->verb, s->words);
  }
  return trawl_why_format(s->doc, "no subject%s of '%s'", is, s->verb);
}

static const char *object_message(const scene *s)
{
  const char *slot = s->arg && s->arg->slot == TRAWL_SLOT_Y   ? " (Y)"
                     : s->arg && s->arg->slot == TRAWL_SLOT_X ? " (X)"
                                                              : "";
  if (s->attempt->why.tok.end) {
    return trawl_why_format(s->doc, "no object%s after '%s': '%s' is a time", slot, s->verb, s->words);
  }
  if (s->arg && s->arg->slot == TRAWL_SLOT_WORD) {
    return trawl_why_format(s->doc, "no object after '%s', where the phrase has '%s'", s->verb,
                            set_text(s->doc, s->arg->words));
  }
  return trawl_why_format(s->doc, "no object%s after '%s'", slot, s->verb);
}

static const char *prep_message(const scene *s)
{
  const trawl_relations *rules = &s->doc->pipeline->rules->relations;
  const char *preps = set_text(s->doc, s->arg->preps);
  if (s->attempt->why.reason == TRAWL_OTHER_PREP) {
    return trawl_why_format(s->doc, "the phrase wants '%s'; with '%s' stands '%s'", preps, s->verb, s->words);
  }
  if (s->frame->kind == TRAWL_FRAME_NOUN && trawl_relations_has(rules, s->arg->preps, rules->of)) {
    return trawl_why_format(s->doc, "'%s' is nobody's: no '%s', no owner or name in front of it", s->verb, preps);
  }
  return trawl_why_format(s->doc, "nothing with '%s' stands with '%s'", preps, s->verb);
}

static const char *noun_message(const scene *s)
{
  if (s->arg->slot == TRAWL_SLOT_QUALIFIER) {
    return trawl_why_format(s->doc, "'%s' is no %s", s->words, trawl_why_types(s->doc, s->arg->types));
  }
  return trawl_why_format(s->doc, "the phrase wants '%s'; with '%s' stands '%s'", set_text(s->doc, s->arg->words),
                          s->verb, s->words);
}

static const char *particle_message(const scene *s)
{
  return s->phrase->particles.count
           ? trawl_why_format(s->doc, "'%s' without '%s'", s->verb, set_text(s->doc, s->phrase->particles))
           : trawl_why_format(s->doc, "'%s %s' is another verb: the phrase has no particle",
                              trawl_why_words(s->doc, (trawl_span){s->frame->trigger, s->frame->trigger + 1}),
                              trawl_words_text(&s->doc->words, s->frame->particle));
}

static const char *winner_message(const scene *s)
{
  const trawl_relations *rules = &s->doc->pipeline->rules->relations;
  const trawl_phrase *other = &rules->phrases.at[s->attempt->other];
  return s->attempt->why.reason == TRAWL_EXCEPT
           ? trawl_why_format(s->doc, "blocked by the except phrase '%s'", other->text)
           : trawl_why_format(s->doc, "lost to the longer match of '%s' (%s)", other->text,
                              rules->list.at[other->relation].name);
}

static const char *message_of(const scene *s)
{
  const trawl_refusal why = s->attempt->why;
  switch (why.reason) {
  case TRAWL_FIRED:
    return "it fired";
  case TRAWL_X_TYPE:
  case TRAWL_Y_TYPE:
  case TRAWL_X_NOBODY:
  case TRAWL_Y_NOBODY:
  case TRAWL_UNRESOLVED:
  case TRAWL_NO_DATE: {
    const char *text = argument_message(s, why.arg == 1);
    return s->attempt->both ? trawl_why_format(s->doc, "%s; nor does Y fit", text) : text;
  }
  case TRAWL_NO_SUBJECT:
    return subject_message(s);
  case TRAWL_NO_OBJECT:
    return object_message(s);
  case TRAWL_NO_PREP:
  case TRAWL_OTHER_PREP:
    return prep_message(s);
  case TRAWL_OTHER_NOUN:
    return noun_message(s);
  case TRAWL_PARTICLE:
    return particle_message(s);
  case TRAWL_EXCEPT:
  case TRAWL_LONGER:
    return winner_message(s);
  case TRAWL_SAME:
    return "X and Y are the same";
  case TRAWL_DISABLED:
    return trawl_why_format(s->doc, "%s is turned off (enabled: false)", s->relation->name);
  case TRAWL_UNSURE:
    return trawl_why_format(s->doc, "less sure than the minimum of %.2f",
                            (double)s->doc->pipeline->rules->confidence.factor[TRAWL_FACTOR_MINIMUM]);
  case TRAWL_NO_CLAUSE_BELOW:
    return trawl_why_format(s->doc, "no clause hangs on '%s'", s->verb);
  case TRAWL_DENIED:
    return "the gazetteer has X in another country than Y";
  case TRAWL_PROFESSION:
    return "a profession is no office in a country";
  case TRAWL_TOO_MANY:
    return "more pairs, or more triples in one sentence, than the limits allow";
  default:
    return trawl_reason_text((trawl_reason)why.reason);
  }
}

/* ---- attempts ---------------------------------------------------------------------------------- */

uint32_t trawl_doc_attempt_count(const trawl_doc *doc)
{
  return doc->trace ? doc->trace->attempts.len : 0;
}

uint32_t trawl_doc_attempt_sentence(const trawl_doc *doc, uint32_t i)
{
  assert(i < trawl_doc_attempt_count(doc));
  return doc->trace->attempts.at[i].sentence;
}

uint32_t trawl_doc_attempt_frame(const trawl_doc *doc, uint32_t i)
{
  assert(i < trawl_doc_attempt_count(doc));
  return doc->trace->attempts.at[i].frame;
}

trawl_reason trawl_doc_attempt_reason(const trawl_doc *doc, uint32_t i)
{
  assert(i < trawl_doc_attempt_count(doc));
  return (trawl_reason)doc->trace->attempts.at[i].why.reason;
}

static trawl_slice slice_of(const trawl_doc *doc, uint32_t mention, trawl_unit unit)
{
  const trawl_slice none = {.text = NULL};
  return mention == TRAWL_NONE ? none : trawl_view_slice(doc, doc->mentions.at[mention].tok, unit);
}

trawl_attempt_view trawl_doc_attempt_at(const trawl_doc *doc, uint32_t i, trawl_unit unit)
{
  assert(i < trawl_doc_attempt_count(doc));
  const trawl_attempt *a = &doc->trace->attempts.at[i];
  const trawl_relations *rules = &doc->pipeline->rules->relations;
  const bool pattern = a->frame == TRAWL_NONE;
  scene s = {.doc = doc, .attempt = a, .relation = &rules->list.at[a->relation]};
  if (!pattern) {
    s.phrase = &rules->phrases.at[a->phrase];
    s.frame = &doc->clauses.frames.at[a->frame];
    s.arg = a->why.arg < s.phrase->arg_count ? &s.phrase->args[a->why.arg] : NULL;
    s.verb = trawl_why_words(doc, s.frame->kind == TRAWL_FRAME_VERB && s.frame->group.end > s.frame->group.start
                                    ? s.frame->group
                                    : (trawl_span){s.frame->trigger, s.frame->trigger + 1});
  }
  s.words = a->why.tok.end ? trawl_why_words(doc, a->why.tok) : "";
  const bool word = s.arg && s.arg->slot == TRAWL_SLOT_WORD && a->why.reason >= TRAWL_NO_SUBJECT
                    && a->why.reason <= TRAWL_OTHER_NOUN;
  const unsigned near = nearness[word ? TRAWL_OTHER_NOUN : a->why.reason];
  return (trawl_attempt_view){
    .sentence = a->sentence,
    .frame = a->frame,
    .reason = (trawl_reason)a->why.reason,
    .relation = s.relation->name,
    .rule = pattern ? rules->pattern_rules.at[a->phrase].rule : s.phrase->rule,
    .phrase = pattern ? rules->pattern_rules.at[a->phrase].text : s.phrase->text,
    .message = message_of(&s),
    .subject = slice_of(doc, a->x, unit),
    .object = slice_of(doc, a->y, unit),
    .near = a->both ? near - 21 : near,
  };
}
