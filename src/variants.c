/* SPDX-License-Identifier: MIT
 * variants.c - what a phrase covers, as sentences: one table of constructions, filled with the phrase's words.
 *
 * The rows are those of docs/rule-language.md.  A sentence is a try: the caller runs it and keeps what the
 * phrase really matches (`trawl explain --phrase`), so the table cannot promise what the program does not
 * do.  Inflected forms are those that the lexicon knows for the lemma, regular ones else. */
#include "engine.h"

#include "resource/tagmodel.h"

#include <string.h>

/* In a template: {S} the subject, {O} the object, {T} what follows them, {A} all behind a verb; {visit},
 * {visits}, {visited}, {seen}, {visiting} forms of the verb; of a noun {N} and its places {X}, {Y}. */
enum { NEEDS_AGENT = 1, NEEDS_OBJECT = 2, IS_VERB = 4, IS_NOUN = 8, IS_BE = 16, NEEDS_OF = 32, IS_PAIR = 64, NO_AGENT = 128 };

static const struct {
  const char *name, *text;
  unsigned needs;
} rows[] = {
  {"active, any tense", "{S} {visited} {A}.", IS_VERB},
  {"passive with *by*", "{O} was {seen}{T} by {S}.", IS_VERB | NEEDS_OBJECT | NEEDS_AGENT},
  {"relative clause", "{S}, who {visited} {A}, left.", IS_VERB},
  {"its object is the relative pronoun", "{O}, which {S} {visited}{T}, won.", IS_VERB | NEEDS_OBJECT},
  {"passive relative clause", "{O}, who was {seen} by {S}{T}, won.", IS_VERB | NEEDS_OBJECT | NEEDS_AGENT},
  {"reduced relative clause", "{O}, {seen} by {S}{T}, won.", IS_VERB | NEEDS_OBJECT | NEEDS_AGENT},
  {"participle clause", "{Visiting} {A}, {S} was happy.", IS_VERB},
  {"gerund behind a preposition", "After {visiting} {A}, {S} left.", IS_VERB},
  {"second verb", "{S} slept and {visited} {A}.", IS_VERB},
  {"list of subjects or objects", "{S} and somebody else {visited} {A}.", IS_VERB},
  {"purpose", "{S} came to {visit} {A}.", IS_VERB},
  {"future, headline", "{S} will {visit} {A}.", IS_VERB},
  {"*may, can, could, would*", "{S} may {visit} {A}.", IS_VERB},
  {"*should, must, ought, has to*", "{S} should {visit} {A}.", IS_VERB},
  {"*is to*", "{S} is to {visit} {A}.", IS_VERB},
  {"`chain_planned`", "{S} plans to {visit} {A}.", IS_VERB},
  {"`chain_wanted`", "{S} wants to {visit} {A}.", IS_VERB},
  {"`chain_possible`", "{S} threatened to {visit} {A}.", IS_VERB},
  {"`chain_actual`", "{S} began to {visit} {A}.", IS_VERB},
  {"`chain_negative`", "{S} refused to {visit} {A}.", IS_VERB},
  {"negation", "{S} did not {visit} {A}.", IS_VERB},
  {"*without, instead of, rather than*", "{S} left without {visiting} {A}.", IS_VERB},
  {"condition", "If {S} {visits} {A}, it will rain.", IS_VERB},
  {"question", "Has {S} {seen} {A}?", IS_VERB},
  {"speech before or behind it", "{S} {visited} {A}, Xi Jinping said.", IS_VERB},
  {"passive without *by*", "{O} was {seen}{T}.", IS_VERB | NO_AGENT},
  {"passive relative clause", "{O}, who was {seen}{T}, won.", IS_VERB | NO_AGENT},
  {"reduced relative clause", "{O}, {seen}{T}, won.", IS_VERB | NO_AGENT},
  {"future, headline", "{O} will be {seen}{T}.", IS_VERB | NO_AGENT},
  {"*may, can, could, would*", "{O} may be {seen}{T}.", IS_VERB | NO_AGENT},
  {"negation", "{O} was not {seen}{T}.", IS_VERB | NO_AGENT},
  {"possessive", "{X}'s {N}{T} ended.", IS_NOUN | NEEDS_OF},
  {"*of*, *by*", "The {N}{A} ended.", IS_NOUN},
  {"name in front", "The {X} {N}{T} ended.", IS_NOUN | NEEDS_OF},
  {"light verb", "{X} made a {N}{T}.", IS_NOUN | NEEDS_OF},
  {"with plans or refusals", "{X} plans a {N}{T}.", IS_NOUN | NEEDS_OF},
  {"*between*", "The {N}{A} ended.", IS_NOUN | IS_PAIR},
  {"X–Y", "The {X}-{Y} {N} ended.", IS_NOUN | IS_PAIR},
  {"active, any tense", "{S} is {A}.", IS_BE},
  {"apposition, for phrases with *be*", "{S}, {A}, left.", IS_BE},
  {"negation", "{S} is not {A}.", IS_BE},
  {"future, headline", "{S} will be {A}.", IS_BE},
};

typedef struct filling {
  const trawl_pipeline *pipeline;
  const trawl_phrase *phrase;
  const char *x, *y;
  trawl_buf *out;
} filling;

/* ---- forms of a verb --------------------------------------------------------------------------- */

static const char *word_at(const filling *f, trawl_word_set set)
{
  const trawl_ruleset *rules = f->pipeline->rules;
  return set.count ? trawl_words_text(&rules->lexicon.words, rules->relations.words.at[set.first]) : "";
}

static bool ends_with(const char *text, const char *ending)
{
  const size_t n = strlen(text), m = strlen(ending);
  return n >= m && strcmp(text + n - m, ending) == 0;
}

static bool is_vowel(char c)
{
  return c && strchr("aeiou", c) != NULL;
}

/* "tripped", "tried", "tried", "visited" */
static void regular(trawl_buf *out, const char *verb, const char *ending)
{
  const size_t n = strlen(verb);
  const bool s = strcmp(ending, "s") == 0, e = n > 1 && verb[n - 1] == 'e';
  const bool y = n > 1 && verb[n - 1] == 'y' && !is_vowel(verb[n - 2]);
  const bool hiss = ends_with(verb, "s") || ends_with(verb, "x") || ends_with(verb, "sh") || ends_with(verb, "ch")
                    || ends_with(verb, "z") || ends_with(verb, "o");
  if (y && strcmp(ending, "ing") != 0) {
    trawl_buf_put(out, verb, n - 1);
    trawl_buf_puts(out, s ? "ies" : "ied");
  } else if (e && !s && !(ends_with(verb, "ee") && strcmp(ending, "ing") == 0)) {
    trawl_buf_put(out, verb, n - 1);
    trawl_buf_puts(out, ending);
  } else {
    trawl_buf_puts(out, verb);
    trawl_buf_puts(out, s && hiss ? "es" : ending);
  }
}

/* How well a word is known as this form of a verb: 0, not at all. Lemma lists do not part "took" from "taken",
 * the tagger's model and the ending do. */
static unsigned fitness(const trawl_lexicon *lexicon, uint32_t id, unsigned form)
{
  const trawl_word *word = trawl_words_at(&lexicon->words, id);
  const unsigned tag = form == TRAWL_FORM_VBD   ? TRAWL_TAG_VBD
                       : form == TRAWL_FORM_VBN ? TRAWL_TAG_VBN
                       : form == TRAWL_FORM_VBZ ? TRAWL_TAG_VBZ
                                                : TRAWL_TAG_VBG;
  const unsigned other = form == TRAWL_FORM_VBD ? TRAWL_TAG_VBN : TRAWL_TAG_VBD;
  const uint32_t model = trawl_word_model(word);
  const bool n = ends_with(trawl_words_text(&lexicon->words, id), "n");
  if (!(trawl_tag_forms(lexicon->tags, word) & form)) {
    return 0;
  }
  if (!model) {
    return form == TRAWL_FORM_VBG || form == TRAWL_FORM_VBZ || n == (form == TRAWL_FORM_VBN) ? 2 : 1;
  }
  const uint64_t allowed = lexicon->tags->words.at[model].allowed;
  return !(allowed >> tag & 1) ? 1 : !(allowed >> other & 1) ? 4 : 3;
}

/* The form that the lexicon has for the lemma; of equals the regular one. */
static void put_form(const filling *f, const char *ending, unsigned form)
{
  const trawl_lexicon *lexicon = &f->pipeline->rules->lexicon;
  const uint32_t lemma = f->pipeline->rules->relations.words.at[f->phrase->triggers.first];
  trawl_buf usual = {.at = NULL};
  const char *found = NULL;
  unsigned best = 0;
  regular(&usual, word_at(f, f->phrase->triggers), ending);
  for (uint32_t i = 0; i < trawl_words_count(&lexicon->words); ++i) {
    const trawl_word *word = trawl_words_at(&lexicon->words, i);
    if (word->lemma[TRAWL_POS_VERB] == lemma && word->folded == i && (i != lemma || form != TRAWL_FORM_VBZ)) {
      const char *text = trawl_words_text(&lexicon->words, i);
      const unsigned fit = 4 * fitness(lexicon, i, form);
      const bool same = strcmp(text, trawl_buf_str(&usual)) == 0, n = ends_with(text, "n");
      const unsigned points = fit ? fit + 2 * same + (n == (form == TRAWL_FORM_VBN)) : 0;
      found = points > best ? text : found;
      best = points > best ? points : best;
    }
  }
  trawl_buf_puts(f->out, found ? found : trawl_buf_str(&usual));
  trawl_buf_clear(&usual);
}

/* ---- places ------------------------------------------------------------------------------------ */

static void put_article(trawl_buf *out, const char *noun)
{
  trawl_buf_puts(out, is_vowel(noun[0]) ? "an " : "a ");
  trawl_buf_puts(out, noun);
}

static void put_place(const filling *f, const trawl_phrase_arg *arg)
{
  switch (arg->slot) {
  case TRAWL_SLOT_X:
    trawl_buf_puts(f->out, f->x);
    break;
  case TRAWL_SLOT_Y:
    trawl_buf_puts(f->out, f->y);
    break;
  case TRAWL_SLOT_QUALIFIER:
    trawl_buf_puts(f->out, arg->types >> TRAWL_TYPE_KINSHIP & 1 ? "the brother" : "the president");
    break;
  case TRAWL_SLOT_WORD:
    put_article(f->out, word_at(f, arg->words));
    break;
  default:
    trawl_buf_puts(f->out, arg->role == TRAWL_ROLE_SUBJECT ? "somebody" : "something");
    break;
  }
}

static const trawl_phrase_arg *arg_with(const filling *f, unsigned role)
{
  for (uint32_t i = 0; i < f->phrase->arg_count; ++i) {
    if (f->phrase->args[i].role == role && !f->phrase->args[i].clause) {
      return &f->phrase->args[i];
    }
  }
  return NULL;
}

/* The argument that the possessor of a noun fills. */
static const trawl_phrase_arg *owner_of(const filling *f)
{
  const trawl_relations *rules = &f->pipeline->rules->relations;
  for (uint32_t i = 0; i < f->phrase->arg_count; ++i) {
    const trawl_phrase_arg *arg = &f->phrase->args[i];
    if (arg->role == TRAWL_ROLE_PREP && trawl_relations_has(rules, arg->preps, f->phrase->by ? rules->by : rules->of)) {
      return arg;
    }
  }
  return NULL;
}

static void put_particle(const filling *f)
{
  if (f->phrase->particles.count) {
    trawl_buf_putc(f->out, ' ');
    trawl_buf_puts(f->out, word_at(f, f->phrase->particles));
  }
}

/* What stands behind the verb or noun, but for two arguments. */
static void put_rest(const filling *f, const trawl_phrase_arg *but, const trawl_phrase_arg *nor)
{
  for (uint32_t i = 0; i < f->phrase->arg_count; ++i) {
    const trawl_phrase_arg *arg = &f->phrase->args[i];
    if (arg == but || arg == nor) {
      continue;
    }
    trawl_buf_putc(f->out, ' ');
    if (arg->pair) {
      trawl_buf_puts(f->out, "and ");
    } else if (arg->role == TRAWL_ROLE_PREP) {
      trawl_buf_puts(f->out, word_at(f, arg->preps));
      trawl_buf_putc(f->out, ' ');
    } else if (arg->clause) {
      trawl_buf_puts(f->out, "that ");
    }
    put_place(f, arg);
    trawl_buf_puts(f->out, arg->clause ? " was lying" : "");
  }
}

/* ---- templates --------------------------------------------------------------------------------- */

static void put_item(const filling *f, const char *item)
{
  const trawl_phrase_arg *subject = arg_with(f, TRAWL_ROLE_SUBJECT), *object = arg_with(f, TRAWL_ROLE_OBJECT);
  const size_t start = f->out->len;
  if (strcmp(item, "S") == 0) {
    put_place(f, subject);
  } else if (strcmp(item, "O") == 0) {
    put_place(f, object);
  } else if (strcmp(item, "T") == 0) {
    put_particle(f);
    put_rest(f, f->phrase->kind == TRAWL_FRAME_NOUN ? owner_of(f) : subject, object);
  } else if (strcmp(item, "A") == 0) {
    put_particle(f);
    put_rest(f, subject, NULL);
    if (f->phrase->kind != TRAWL_FRAME_NOUN && f->out->len > start) { /* the template has the blank */
      memmove(f->out->at + start, f->out->at + start + 1, f->out->len - start - 1);
      --f->out->len;
    }
  } else if (strcmp(item, "X") == 0) {
    const trawl_phrase_arg *owner = owner_of(f);
    trawl_buf_puts(f->out, owner && owner->slot == TRAWL_SLOT_Y ? f->y : f->x);
  } else if (strcmp(item, "Y") == 0) {
    trawl_buf_puts(f->out, f->y);
  } else if (strcmp(item, "N") == 0 || strcmp(item, "visit") == 0) {
    trawl_buf_puts(f->out, word_at(f, f->phrase->triggers));
  } else if (strcmp(item, "visits") == 0) {
    put_form(f, "s", TRAWL_FORM_VBZ);
  } else if (strcmp(item, "visited") == 0) {
    put_form(f, "ed", TRAWL_FORM_VBD);
  } else if (strcmp(item, "seen") == 0) {
    put_form(f, "ed", TRAWL_FORM_VBN);
  } else {
    put_form(f, "ing", TRAWL_FORM_VBG);
    if (item[0] == 'V' && f->out->len > start && f->out->at[start] >= 'a' && f->out->at[start] <= 'z') {
      f->out->at[start] = (char)(f->out->at[start] - 'a' + 'A');
    }
  }
}

static bool applies(const filling *f, unsigned needs)
{
  const trawl_phrase_arg *subject = arg_with(f, TRAWL_ROLE_SUBJECT), *object = arg_with(f, TRAWL_ROLE_OBJECT);
  const unsigned kind = f->phrase->kind == TRAWL_FRAME_VERB ? IS_VERB : f->phrase->kind == TRAWL_FRAME_NOUN ? IS_NOUN : IS_BE;
  bool pair = false;
  for (uint32_t i = 0; i < f->phrase->arg_count; ++i) {
    pair |= f->phrase->args[i].pair;
  }
  const bool agent = subject != NULL || kind == IS_NOUN;
  return (needs & kind) && ((needs & IS_PAIR) != 0) == pair && ((needs & NO_AGENT) == 0) == agent && (agent || object)
         && !(needs & NEEDS_OBJECT && !(object && (object->slot == TRAWL_SLOT_X || object->slot == TRAWL_SLOT_Y)))
         && !(needs & NEEDS_AGENT && !(subject && subject->slot != TRAWL_SLOT_ANY))
         && !(needs & NEEDS_OF && !owner_of(f));
}

static void put_template(const filling *f, const char *text)
{
  while (*text) {
    const char *close = *text == '{' ? strchr(text, '}') : NULL;
    if (close) {
      char item[16];
      const size_t len = (size_t)(close - text - 1);
      memcpy(item, text + 1, len);
      item[len] = '\0';
      put_item(f, item);
      text = close + 1;
    } else {
      trawl_buf_putc(f->out, *text++);
    }
  }
}

const char *trawl_variant_name(uint32_t variant)
{
  return variant < TRAWL_COUNT(rows) ? rows[variant].name : NULL;
}

trawl_status trawl_variant_write(const trawl_pipeline *pipeline, const char *relation, uint32_t variant, const char *x,
                                 const char *y,
                                 bool (*sink)(void *to, const char *bytes, size_t len), void *to)
{
  const trawl_relations *rules = &pipeline->rules->relations;
  trawl_buf out = {.at = NULL};
  for (uint32_t i = 0; i < rules->phrases.len; ++i) {
    const trawl_phrase *phrase = &rules->phrases.at[i];
    const filling f = {pipeline, phrase, x, y, &out};
    if (!phrase->except && strcmp(rules->list.at[phrase->relation].name, relation) == 0 && applies(&f, rows[variant].needs)) {
      put_template(&f, rows[variant].text);
      if (out.len && out.at[0] >= 'a' && out.at[0] <= 'z') {
        out.at[0] = (char)(out.at[0] - 'a' + 'A');
      }
      break; /* the other ones of a phrase with (words) in it have the same forms */
    }
  }
  const trawl_status status = out.failed ? TRAWL_NO_MEM : out.len && !sink(to, out.at, out.len) ? TRAWL_IO : TRAWL_OK;
  trawl_buf_clear(&out);
  return status;
}
