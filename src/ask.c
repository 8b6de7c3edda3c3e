/* SPDX-License-Identifier: MIT
 * ask.c - why did this rule not fire?
 *
 * The attempt that came nearest says it.  When no phrase of the rule was tried at all, the words of the text
 * do: whether one of the rule's triggers is there as something else than a verb or event noun, in a line
 * that is no prose, or not at all; a token pattern is run alone to see how far it gets. */
#include "engine.h"

#include "base/diag.h"
#include "model/trace.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NEAR_WORDS = 40 /* an attempt that came nearer than this says more than the words do */ };

typedef struct asking {
  const trawl_doc *doc;
  const trawl_relations *rules;
  const trawl_question *question;
  trawl_answer *out;
  unsigned best;
  uint8_t *expected; /* [sentence] -> how many of those expected it speaks of; NULL: nobody is */
} asking;

static void answer(asking *a, unsigned near, trawl_reason reason, const char *message)
{
  if (near > a->best) {
    a->best = near;
    *a->out = (trawl_answer){reason, message, TRAWL_ABSENT, TRAWL_ABSENT, TRAWL_ABSENT};
  }
}

/* ---- which rule -------------------------------------------------------------------------------- */

/* Equal but for white space. */
static bool same_text(const char *a, const char *b)
{
  for (;;) {
    while (*a == ' ' || *a == '\t') {
      ++a;
    }
    while (*b == ' ' || *b == '\t') {
      ++b;
    }
    if (*a != *b || !*a) {
      return *a == *b;
    }
    ++a;
    ++b;
  }
}

static bool is_asked(const asking *a, uint32_t relation, const char *rule, const char *text)
{
  const char *name = a->question->rule;
  return strcmp(name, a->rules->list.at[relation].name) == 0 || strcmp(name, rule) == 0 || same_text(name, text);
}

static bool asks_phrase(const asking *a, uint32_t phrase)
{
  const trawl_phrase *p = &a->rules->phrases.at[phrase];
  return !p->except && is_asked(a, p->relation, p->rule, p->text);
}

static bool asks_pattern(const asking *a, uint32_t pattern)
{
  const trawl_relation_pattern *p = &a->rules->pattern_rules.at[pattern];
  return is_asked(a, p->relation, p->rule, p->text);
}

/* Whether there is such a rule, and one that is turned on. */
static bool find_rule(asking *a)
{
  bool known = false, enabled = false;
  uint32_t relation = TRAWL_NONE;
  for (uint32_t i = 0; i < a->rules->phrases.len; ++i) {
    if (asks_phrase(a, i)) {
      known = true;
      relation = a->rules->phrases.at[i].relation;
      enabled |= a->rules->list.at[relation].enabled;
    }
  }
  for (uint32_t i = 0; i < a->rules->pattern_rules.len; ++i) {
    if (asks_pattern(a, i)) {
      known = true;
      relation = a->rules->pattern_rules.at[i].relation;
      enabled |= a->rules->list.at[relation].enabled;
    }
  }
  if (!known) {
    const char **names = malloc((a->rules->list.len + 1) * sizeof *names);
    for (uint32_t i = 0; names && i < a->rules->list.len; ++i) {
      names[i] = a->rules->list.at[i].name;
    }
    const char *near = names ? trawl_nearest(a->question->rule, names, a->rules->list.len) : NULL;
    free(names);
    answer(a, 200, TRAWL_NO_RULE, near ? trawl_why_format(a->doc, "there is no rule '%s'; did you mean '%s'?", a->question->rule, near)
                   : trawl_why_format(a->doc, "no relation, rule or phrase is called '%s'", a->question->rule));
  } else if (!enabled) {
    answer(a, 200, TRAWL_DISABLED,
           trawl_why_format(a->doc, "%s is turned off (enabled: false)", a->rules->list.at[relation].name));
  }
  return known && enabled;
}

/* ---- who is expected --------------------------------------------------------------------------- */

static bool same_name(const char *a, const char *b)
{
  return a && b && strcasecmp(a, b) == 0;
}

typedef enum calling { CALLED_NOT, CALLED_BY_WORDS, CALLED_BY_NAME } calling;

/* Whether a mention is who is meant by a name: its entity or what that stands for; or has only its words. */
static calling is_called(const trawl_doc *doc, uint32_t mention, const char *name)
{
  const trawl_mention_view m = trawl_doc_mention_at(doc, mention, TRAWL_BYTES);
  if (same_name(m.name, name) || same_name(m.stands_for_name, name) || same_name(m.id, name)) {
    return CALLED_BY_NAME;
  }
  return same_name(trawl_view_words(doc, doc->mentions.at[mention].tok), name) ? CALLED_BY_WORDS : CALLED_NOT;
}

/* Why nobody in the text is `name`; false: somebody is. */
static bool is_nobody(asking *a, const char *name, bool y)
{
  const trawl_doc *doc = a->doc;
  uint32_t nested = TRAWL_NONE;
  for (uint32_t m = 0; m < doc->mentions.len; ++m) {
    const bool called = is_called(doc, m, name) != CALLED_NOT;
    if (called && doc->mentions.at[m].outer == TRAWL_NONE) {
      return false;
    }
    nested = called ? m : nested;
  }
  const char *side = y ? "Y" : "X";
  if (nested != TRAWL_NONE) {
    const uint32_t outer = doc->mentions.at[nested].outer;
    if (outer == TRAWL_NONE || doc->mentions.at[outer].kind == TRAWL_MENTION_NOMINAL) {
      return false;
    }
    answer(a, 150, TRAWL_NESTED,
           trawl_why_format(doc, "%s: '%s' stands inside the longer name '%s'", side, name,
                            trawl_why_words(doc, doc->mentions.at[outer].tok)));
  } else if (strcasestr(doc->text.at ? doc->text.at : "", name)) {
    answer(a, 150, y ? TRAWL_Y_NOBODY : TRAWL_X_NOBODY,
           trawl_why_format(doc, "%s: '%s' stands in the text, but no list or rule knows it as a name", side, name));
  } else {
    answer(a, 150, TRAWL_NOT_IN_TEXT, trawl_why_format(doc, "%s: '%s' is not in the text", side, name));
  }
  return true;
}

static unsigned expected_in(const asking *a, uint32_t sentence)
{
  return a->expected ? a->expected[sentence] : 0;
}

static trawl_status count_expected(asking *a)
{
  enum { OF_X = 1, OF_Y = 2 };
  const trawl_question *q = a->question;
  if (!q->subject && !q->object) {
    return TRAWL_OK;
  }
  a->expected = calloc((size_t)a->doc->sentences.len + 1, 1);
  TRAWL_TRY_MEM(a->expected != NULL);
  for (uint32_t m = 0; m < a->doc->mentions.len; ++m) {
    uint8_t *of = &a->expected[a->doc->mentions.at[m].sentence];
    *of |= q->subject && is_called(a->doc, m, q->subject) ? OF_X : 0;
    *of |= q->object && is_called(a->doc, m, q->object) ? OF_Y : 0;
  }
  for (uint32_t s = 0; s < a->doc->sentences.len; ++s) {
    a->expected[s] = (uint8_t)__builtin_popcount(a->expected[s]);
  }
  return TRAWL_OK;
}

static bool has_word_slot(const trawl_phrase *phrase)
{
  for (uint32_t i = 0; i < phrase->arg_count; ++i) {
    if (phrase->args[i].slot == TRAWL_SLOT_WORD) {
      return true;
    }
  }
  return false;
}

/* ---- the attempt that came nearest -------------------------------------------------------------- */

/* "have", "be", "make" trigger so much that what they lack says nothing, until the noun of the phrase was
 * found behind them. */
static bool says_nothing(const asking *a, const trawl_attempt *attempt)
{
  const trawl_frame *frame = &a->doc->clauses.frames.at[attempt->frame];
  const trawl_phrase *phrase = &a->rules->phrases.at[attempt->phrase];
  const bool light = frame->kind == TRAWL_FRAME_COPULA
                     || trawl_word_is(trawl_words_at(&a->doc->words, frame->lemma), TRAWL_IS_LIGHT_VERB);
  const unsigned reason = attempt->why.reason;
  const bool lacks = (reason >= TRAWL_NO_SUBJECT && reason <= TRAWL_PARTICLE) || reason == TRAWL_NO_CLAUSE_BELOW;
  if (!light || !lacks) {
    return false;
  }
  for (uint32_t i = 0; i < phrase->arg_count && i < attempt->why.arg; ++i) {
    if (phrase->args[i].slot == TRAWL_SLOT_WORD) {
      return false;
    }
  }
  return frame->kind == TRAWL_FRAME_COPULA || has_word_slot(phrase);
}

/* Of a rule that fired: with those expected, with others, or with their words taken for somebody else. */
static calling fired_with(const asking *a, const trawl_attempt *attempt, uint32_t *other)
{
  const char *const names[] = {a->question->subject, a->question->object};
  const uint32_t mentions[] = {attempt->x, attempt->y};
  calling least = CALLED_BY_NAME;
  for (size_t i = 0; i < TRAWL_COUNT(names); ++i) {
    const calling called = names[i] ? is_called(a->doc, mentions[i], names[i]) : CALLED_BY_NAME;
    *other = called == CALLED_BY_WORDS ? mentions[i] : *other;
    least = called < least ? called : least;
  }
  return least;
}

/* Says little, but more than that nothing was found. */
static void fired_with_others(asking *a, const trawl_attempt *attempt)
{
  const trawl_question *q = a->question;
  const bool y = !q->subject || is_called(a->doc, attempt->x, q->subject) != CALLED_NOT;
  const uint32_t mention = y ? attempt->y : attempt->x;
  answer(a, 10, y ? TRAWL_NO_OBJECT : TRAWL_NO_SUBJECT,
         trawl_why_format(a->doc, "it fired, but %s is %s, not %s", y ? "Y" : "X",
                          trawl_doc_mention_at(a->doc, mention, TRAWL_BYTES).name, y ? q->object : q->subject));
}

static void nearest_attempt(asking *a)
{
  const trawl_trace *trace = a->doc->trace;
  uint32_t sentence = TRAWL_NONE;
  unsigned bonus = 0;
  for (uint32_t i = 0; i < trace->attempts.len; ++i) {
    const trawl_attempt *attempt = &trace->attempts.at[i];
    const bool pattern = attempt->frame == TRAWL_NONE;
    if (!(pattern ? asks_pattern(a, attempt->phrase) : asks_phrase(a, attempt->phrase))) {
      continue;
    }
    if (attempt->sentence != sentence) {
      sentence = attempt->sentence;
      bonus = 200 * expected_in(a, sentence);
    }
    const trawl_attempt_view view = trawl_doc_attempt_at(a->doc, i, TRAWL_BYTES);
    uint32_t other = TRAWL_NONE;
    const calling with = view.reason == TRAWL_FIRED ? fired_with(a, attempt, &other) : CALLED_BY_NAME;
    if (with == CALLED_NOT) {
      fired_with_others(a, attempt);
    }
    if ((!pattern && says_nothing(a, attempt)) || with == CALLED_NOT) {
      continue;
    }
    const unsigned near = view.near + bonus;
    if (near > a->best) {
      answer(a, near, view.reason, view.message);
      if (with == CALLED_BY_WORDS) {
        answer(a, near + 1, TRAWL_SOMEBODY_ELSE,
               trawl_why_format(a->doc, "it fired, but '%s' was taken for %s",
                                trawl_why_words(a->doc, a->doc->mentions.at[other].tok),
                                trawl_doc_mention_at(a->doc, other, TRAWL_BYTES).name));
      }
      a->out->attempt = i;
      a->out->sentence = attempt->sentence;
      a->out->token = pattern ? TRAWL_ABSENT : a->doc->clauses.frames.at[attempt->frame].trigger;
    }
  }
}

/* ---- the words --------------------------------------------------------------------------------- */

/* The phrase that a word would trigger as a verb or noun; NULL: none of the asked ones. */
static const trawl_phrase *triggered_by(const asking *a, const trawl_words *words, uint32_t word)
{
  static const uint8_t tags[] = {TRAWL_TAG_VB, TRAWL_TAG_VBZ, TRAWL_TAG_VBG, TRAWL_TAG_VBD,
                                 TRAWL_TAG_VBN, TRAWL_TAG_NN, TRAWL_TAG_NNS};
  for (size_t t = 0; t < TRAWL_COUNT(tags); ++t) {
    uint32_t count;
    const uint32_t lemma = trawl_lexicon_lemma(words, trawl_words_at(words, word)->folded, tags[t]);
    const trawl_trigger *list = trawl_relations_triggered(a->rules, lemma, &count);
    for (uint32_t i = 0; i < count; ++i) {
      const trawl_phrase *phrase = &a->rules->phrases.at[list[i].phrase];
      const bool light = trawl_word_is(trawl_words_at(words, lemma), TRAWL_IS_LIGHT_VERB)
                         || phrase->kind == TRAWL_FRAME_COPULA;
      if (asks_phrase(a, list[i].phrase) && !light) {
        return phrase;
      }
    }
  }
  return NULL;
}

static const char *sort_of(unsigned tag)
{
  return tag >= TRAWL_TAG_VB && tag <= TRAWL_TAG_VBZ  ? "a verb"
         : tag >= TRAWL_TAG_NN && tag <= TRAWL_TAG_NNPS ? "a noun"
         : tag >= TRAWL_TAG_JJ && tag <= TRAWL_TAG_JJS  ? "an adjective"
                                                        : "another part of speech";
}

/* Among the frames of a sentence, which begin at `f`. */
static bool has_frame(const asking *a, uint32_t f, uint32_t sentence, uint32_t token, unsigned kind)
{
  const trawl_clauses *all = &a->doc->clauses;
  for (; f < all->frames.len && all->frames.at[f].sentence == sentence; ++f) {
    if (all->frames.at[f].trigger == token && all->frames.at[f].kind == kind) {
      return true;
    }
  }
  return false;
}

static const char *word_message(const asking *a, uint32_t token, const trawl_phrase *phrase)
{
  const trawl_doc *doc = a->doc;
  const char *word = trawl_why_words(doc, (trawl_span){token, token + 1});
  const char *wanted = phrase->kind == TRAWL_FRAME_NOUN ? "a noun" : "a verb";
  const uint32_t m = doc->tokens.mention[token];
  const char *tag = trawl_tag_text(doc->tokens.tag[token]);
  if (m != TRAWL_NONE && doc->mentions.at[m].kind == TRAWL_MENTION_NAME) {
    return trawl_why_format(doc, "'%s' is part of the name '%s'", word, trawl_why_words(doc, doc->mentions.at[m].tok));
  }
  const char *is = sort_of(doc->tokens.tag[token]);
  if (strcmp(is, wanted) != 0) {
    return trawl_why_format(doc, "'%s' is %s here (%s); '%s' wants %s", word, is, tag, phrase->text, wanted);
  }
  return trawl_why_format(doc, "'%s' is %s (%s), but heads no clause that '%s' could take", word, is, tag, phrase->text);
}

static void look_for_words(asking *a)
{
  const trawl_doc *doc = a->doc;
  uint32_t sentence = 0, frame = 0;
  for (uint32_t t = 0; t < doc->tokens.len; ++t) {
    while (sentence + 1 < doc->sentences.len && doc->sentences.at[sentence].tok.end <= t) {
      ++sentence;
    }
    while (frame < doc->clauses.frames.len && doc->clauses.frames.at[frame].sentence < sentence) {
      ++frame;
    }
    const trawl_phrase *phrase = triggered_by(a, &doc->words, doc->tokens.word[t]);
    if (phrase && !has_frame(a, frame, sentence, t, phrase->kind)) {
      const unsigned near = 25 + 200 * expected_in(a, sentence);
      if (near > a->best) {
        answer(a, near, TRAWL_NO_CLAUSE, word_message(a, t, phrase));
        a->out->sentence = sentence;
        a->out->token = t;
      }
    }
  }
}

/* The document's table takes words that its tokens do not have: nothing sees them. TRAWL_NONE: no memory. */
static uint32_t word_of(const asking *a, const char *text, size_t len)
{
  trawl_words *words = (trawl_words *)&a->doc->words;
  uint32_t word = TRAWL_NONE;
  bool fresh = false;
  if (trawl_words_add(words, text, len, &word, &fresh) != TRAWL_OK
      || (fresh && trawl_lexicon_fill(&a->doc->pipeline->rules->lexicon, words, word) != TRAWL_OK)) {
    return TRAWL_NONE;
  }
  return word;
}

/* Lines that give no tokens: their words, looked up in the table of words. */
static void look_in_skipped_lines(asking *a)
{
  const trawl_doc *doc = a->doc;
  for (uint32_t i = 0; i < doc->lines.len; ++i) {
    const trawl_span line = doc->lines.at[i].text;
    for (uint32_t at = line.start; doc->lines.at[i].kind == TRAWL_LINE_SKIP && at < line.end;) {
      uint32_t end = at;
      while (end < line.end && isalpha((unsigned char)doc->text.at[end])) {
        ++end;
      }
      const uint32_t word = end > at ? word_of(a, doc->text.at + at, end - at) : TRAWL_NONE;
      if (word != TRAWL_NONE && triggered_by(a, &doc->words, word)) {
        answer(a, 20, TRAWL_NO_PROSE,
               trawl_why_format(doc, "'%.*s' stands in a line that is no prose: '%.*s'", (int)(end - at),
                                doc->text.at + at, (int)(line.end - line.start < 60 ? line.end - line.start : 60),
                                doc->text.at + line.start));
        return;
      }
      at = end > at ? end : end + 1;
    }
  }
}

/* ---- token patterns ---------------------------------------------------------------------------- */

static const char *expected_next(const asking *a, const trawl_reach *reach)
{
  const char *text = NULL;
  for (uint32_t i = 0; i < reach->word_count; ++i) {
    const char *word = trawl_words_text(&a->doc->words, reach->words[i]);
    text = text ? trawl_why_format(a->doc, "%s or \"%s\"", text, word) : trawl_why_format(a->doc, "\"%s\"", word);
  }
  if (reach->mask) {
    const char *types = trawl_why_types(a->doc, reach->mask);
    text = text ? trawl_why_format(a->doc, "%s or {%s}", text, types) : trawl_why_format(a->doc, "{%s}", types);
  }
  return text;
}

static trawl_status look_at_patterns(asking *a)
{
  trawl_matcher *matcher = trawl_matcher_new();
  trawl_status status = matcher ? TRAWL_OK : TRAWL_NO_MEM;
  uint32_t farthest = 1;
  for (uint32_t p = 0; p < trawl_patterns_count(&a->rules->patterns) && status == TRAWL_OK; ++p) {
    const trawl_pattern_owner *owner = trawl_patterns_owner(&a->rules->patterns, p);
    if (!asks_pattern(a, owner->rule)) {
      continue;
    }
    for (uint32_t s = 0; s < a->doc->sentences.len && status == TRAWL_OK; ++s) {
      trawl_reach reach;
      const trawl_span tok = a->doc->sentences.at[s].tok;
      status = trawl_patterns_reach(&a->rules->patterns, matcher, a->doc, tok, p, &reach);
      const uint32_t len = reach.tok.end - reach.tok.start;
      status = status == TRAWL_LIMIT ? TRAWL_OK : status;
      if (status != TRAWL_OK || len <= farthest || reach.tok.end >= tok.end) {
        continue;
      }
      farthest = len;
      const char *next = expected_next(a, &reach);
      answer(a, 26 + (len < 10 ? len : 10) + 200 * expected_in(a, s), TRAWL_PATTERN,
             trawl_why_format(a->doc, "the pattern '%s' gets as far as '%s'; then stands '%s'%s%s", owner->text,
                              trawl_why_words(a->doc, reach.tok),
                              trawl_why_words(a->doc, (trawl_span){reach.tok.end, reach.tok.end + 1}),
                              next ? ", it wants " : "", next ? next : ""));
      a->out->sentence = s;
      a->out->token = reach.tok.end;
    }
  }
  trawl_matcher_free(matcher);
  return status;
}

enum { TRIGGERS_SHOWN = 12 };

/* Adds the words of a set to a list "'visit', 'tour'", each once. */
static const char *add_triggers(const asking *a, const char *text, trawl_word_set set, uint32_t *shown)
{
  for (uint32_t k = 0; k < set.count && *shown <= TRIGGERS_SHOWN; ++k) {
    const char *word = trawl_words_text(&a->doc->words, a->rules->words.at[set.first + k]);
    if (text && strstr(text, trawl_why_format(a->doc, "'%s'", word))) {
      continue;
    }
    text = ++*shown > TRIGGERS_SHOWN ? trawl_why_format(a->doc, "%s, ...", text)
           : text                    ? trawl_why_format(a->doc, "%s, '%s'", text, word)
                                     : trawl_why_format(a->doc, "'%s'", word);
  }
  return text;
}

/* The words that trigger the phrases asked for; of "X pay visit to Y" the noun. NULL: there are none. */
static const char *triggers_text(const asking *a)
{
  const char *text = NULL;
  uint32_t shown = 0;
  for (uint32_t i = 0; i < a->rules->phrases.len; ++i) {
    const trawl_phrase *phrase = &a->rules->phrases.at[i];
    if (!asks_phrase(a, i)) {
      continue;
    }
    for (uint32_t k = 0; k < phrase->arg_count; ++k) {
      text = phrase->args[k].slot == TRAWL_SLOT_WORD ? add_triggers(a, text, phrase->args[k].words, &shown) : text;
    }
    text = has_word_slot(phrase) ? text : add_triggers(a, text, phrase->triggers, &shown);
  }
  return text;
}

static trawl_status ask(asking *a)
{
  const trawl_question *q = a->question;
  if (!find_rule(a) || (q->subject && is_nobody(a, q->subject, false)) || (q->object && is_nobody(a, q->object, true))) {
    return TRAWL_OK;
  }
  TRAWL_TRY(count_expected(a));
  nearest_attempt(a);
  if (a->best % 200 < NEAR_WORDS) {
    TRAWL_TRY(look_at_patterns(a));
    look_for_words(a);
    look_in_skipped_lines(a);
  }
  const char *triggers = a->best ? NULL : triggers_text(a);
  answer(a, !a->best, TRAWL_NO_TRIGGER,
         triggers ? trawl_why_format(a->doc, "no word of the text is %s", triggers)
                  : "no token pattern of the rule begins anywhere");
  return TRAWL_OK;
}

trawl_status trawl_doc_ask(const trawl_doc *doc, const trawl_question *question, trawl_answer *out)
{
  trawl_answer best = {TRAWL_NO_TRIGGER, "", TRAWL_ABSENT, TRAWL_ABSENT, TRAWL_ABSENT};
  asking a = {.doc = doc, .rules = &doc->pipeline->rules->relations, .question = question, .out = &best};
  assert(doc->trace);
  const trawl_status status = ask(&a);
  free(a.expected);
  if (status == TRAWL_OK) {
    *out = best;
  }
  return status;
}
