/* SPDX-License-Identifier: MIT
 * entities.c - stage 7: tokens, tags and the gazetteer's mentions -> further mentions, by rules.
 *
 * Reads tokens and mentions, appends mentions, removes only gazetteer mentions that cross a longer name.
 * For each sentence all rules of mentions.yaml and temporal.yaml run as one automaton; what they find are
 * candidates.  They are taken in order: guesses (negative priority) last, else the longest first, then by
 * priority, then in the order of the rules.  What a candidate may not touch:
 *
 *   names, values    each other; a gazetteer's name that contains them or that they cut, unless they are
 *                    longer than it
 *   guesses          any gazetteer's name
 *   titles, kinship  each other, or a name
 *   nominals         each other; they may contain names ("the Russian president") but are not inside one
 *   pronouns         a name
 *
 * The language knowledge is in the rules; here is only what may stand beside what. */
#include "base/sort.h"
#include "stage/cost.h"
#include "stage/values.h"
#include "stage/votes.h"

#include <stdlib.h>
#include <string.h>

/* "Two days later" counts from a date that was named this many sentences ago at most. */
enum { ANCHOR_SENTENCES = 3 };

/* What a name of several words counts for the type of its part, guessed at or sure. */
enum { PART_VOTES = 1, SURE_PART_VOTES = 6 };

typedef struct candidate {
  trawl_span tok;
  const trawl_mention_rule *rule;
  uint32_t order; /* of the match: ties */
} candidate;

/* A mention that stays, if its value can be worked out. */
typedef struct accepted {
  trawl_mention mention;
  const trawl_mention_rule *rule;
} accepted;

typedef TRAWL_VEC(accepted) accepted_list;

typedef enum layer_id { LAYER_NAME, LAYER_TITLE, LAYER_NOMINAL, LAYERS } layer_id;

typedef struct finder {
  trawl_run_state *run;
  trawl_doc *doc;
  uint32_t sentence;
  trawl_span tok;
  uint32_t listed, most; /* the first mention behind the sentence; mentions that a sentence may have */
  TRAWL_VEC(candidate) candidates;
  TRAWL_VEC(uint32_t)
  taken[LAYERS];          /* [token - tok.start]: 0 or number of the accepted candidate */
  accepted_list accepted; /* of the whole document */
  trawl_ballots ballots;  /* likewise */
  trawl_anchor anchor;    /* the date that was named last */
  uint32_t anchor_sentence;
} finder;

/* ---- candidates ----------------------------------------------------------------------------- */

static trawl_span span_of(const trawl_mention_rules *rules, const trawl_pattern_match *match)
{
  for (uint32_t i = 0; i < match->capture_count; ++i) {
    if (trawl_mention_rules_is_span(rules, match->captures[i].name)) {
      return match->captures[i].tok;
    }
  }
  return match->tok;
}

static int by_rank(const void *a, const void *b)
{
  const candidate *x = a, *y = b;
  const bool guess_x = x->rule->priority < 0, guess_y = y->rule->priority < 0;
  if (guess_x != guess_y) {
    return guess_x - guess_y;
  }
  if (guess_x && x->rule->priority != y->rule->priority) {
    return x->rule->priority > y->rule->priority ? -1 : 1;
  }
  const uint32_t len_x = x->tok.end - x->tok.start, len_y = y->tok.end - y->tok.start;
  if (len_x != len_y) {
    return len_x > len_y ? -1 : 1;
  }
  if (x->rule->priority != y->rule->priority) {
    return x->rule->priority > y->rule->priority ? -1 : 1;
  }
  if (x->rule->rank != y->rule->rank) {
    return x->rule->rank < y->rule->rank ? -1 : 1;
  }
  return (x->order > y->order) - (x->order < y->order);
}

static trawl_status find_candidates(finder *f)
{
  const trawl_mention_rules *rules = &f->run->rules->mentions;
  trawl_pattern_matches *matches = &f->run->matches;
  matches->len = 0;
  f->candidates.len = 0;
  const trawl_status status =
    trawl_cost_patterns(f->run, f->doc, TRAWL_PATTERNS_MENTIONS, &rules->patterns, f->sentence, matches);
  /* A sentence that costs too much keeps what was found in it. */
  if (status != TRAWL_OK && status != TRAWL_LIMIT) {
    return status;
  }
  for (uint32_t i = 0; i < matches->len; ++i) {
    const candidate c = {span_of(rules, &matches->at[i]),
                         &rules->rules.at[matches->at[i].owner->rule], i};
    TRAWL_TRY_MEM(trawl_vec_push(&f->candidates, c));
  }
  trawl_sort(f->candidates.at, f->candidates.len, sizeof *f->candidates.at, by_rank);
  return TRAWL_OK;
}

/* ---- what may stand beside what ------------------------------------------------------------- */

static layer_id layer_of(const trawl_mention_rule *rule)
{
  if (rule->type == TRAWL_TYPE_TITLE || rule->type == TRAWL_TYPE_KINSHIP) {
    return LAYER_TITLE;
  }
  return rule->kind == TRAWL_MENTION_NOMINAL || rule->kind == TRAWL_MENTION_PRONOUN ? LAYER_NOMINAL
                                                                                    : LAYER_NAME;
}

static bool touches(const finder *f, layer_id layer, trawl_span tok)
{
  for (uint32_t i = tok.start; i < tok.end; ++i) {
    if (f->taken[layer].at[i - f->tok.start]) {
      return true;
    }
  }
  return false;
}

/* Does the span begin or end inside an accepted name, or lie in one? */
static bool cuts_name(const finder *f, trawl_span tok)
{
  const uint32_t *taken = f->taken[LAYER_NAME].at;
  const uint32_t first = tok.start - f->tok.start, end = tok.end - f->tok.start;
  const uint32_t len = f->tok.end - f->tok.start;
  if ((first && taken[first] && taken[first] == taken[first - 1])
      || (end < len && taken[end] && taken[end] == taken[end - 1])) {
    return true;
  }
  return taken[first] && taken[first] == taken[end - 1];
}

typedef enum standing { APART, SAME, INSIDE_LISTED, AROUND_LISTED, CROSSING } standing;

static standing standing_of(trawl_span tok, trawl_span listed)
{
  if (tok.end <= listed.start || tok.start >= listed.end) {
    return APART;
  }
  if (tok.start == listed.start && tok.end == listed.end) {
    return SAME;
  }
  if (tok.start >= listed.start && tok.end <= listed.end) {
    return INSIDE_LISTED;
  }
  return tok.start <= listed.start && tok.end >= listed.end ? AROUND_LISTED : CROSSING;
}

/* May a name or value stand where the gazetteers have `listed`? */
static bool name_beside(const candidate *c, const trawl_mention *listed)
{
  switch (standing_of(c->tok, listed->tok)) {
  case APART:
    return true;
  case AROUND_LISTED:
    return c->rule->priority >= 0;
  case CROSSING:
    return c->rule->priority >= 0
           && c->tok.end - c->tok.start > listed->tok.end - listed->tok.start;
  default:
    return false;
  }
}

static bool other_beside(const candidate *c, const trawl_mention *listed)
{
  const standing is = standing_of(c->tok, listed->tok);
  return is == APART
         || (is == AROUND_LISTED && layer_of(c->rule) == LAYER_NOMINAL
             && c->rule->kind == TRAWL_MENTION_NOMINAL);
}

/* Looks at the outermost gazetteer mentions that the candidate touches. */
static bool fits_listed(const finder *f, const candidate *c)
{
  const uint32_t *mention = f->doc->tokens.mention;
  const bool is_name = layer_of(c->rule) == LAYER_NAME;
  for (uint32_t i = c->tok.start; i < c->tok.end; ++i) {
    if (mention[i] != TRAWL_NONE && (i == c->tok.start || mention[i] != mention[i - 1])) {
      const trawl_mention *listed = &f->doc->mentions.at[mention[i]];
      if (!(is_name ? name_beside(c, listed) : other_beside(c, listed))) {
        return false;
      }
    }
  }
  return true;
}

static bool fits(const finder *f, const candidate *c)
{
  const layer_id layer = layer_of(c->rule);
  if (touches(f, layer, c->tok) || !fits_listed(f, c)) {
    return false;
  }
  switch (layer) {
  case LAYER_TITLE:
    return !touches(f, LAYER_NAME, c->tok);
  case LAYER_NOMINAL:
    return !cuts_name(f, c->tok);
  default:
    return !touches(f, LAYER_TITLE, c->tok) || c->rule->priority >= 0;
  }
}

/* ---- accepting ------------------------------------------------------------------------------ */

/* What the words of a person's name and title say: Ms, king, Maria. */
static uint8_t gender_of(const trawl_doc *doc, trawl_span tok)
{
  bool male = false, female = false;
  for (uint32_t i = tok.start; i < tok.end && !(male || female); ++i) {
    male = trawl_doc_is(doc, i, TRAWL_IS_MALE);
    female = trawl_doc_is(doc, i, TRAWL_IS_FEMALE);
  }
  return male == female ? TRAWL_GENDER_UNKNOWN : male ? TRAWL_GENDER_MALE : TRAWL_GENDER_FEMALE;
}

static trawl_span with_honorific(const finder *f, trawl_span tok)
{
  if (tok.start > f->tok.start && trawl_doc_is(f->doc, tok.start - 1, TRAWL_IS_HONORIFIC)) {
    --tok.start;
  }
  return tok;
}

static trawl_mention mention_of(const finder *f, const candidate *c)
{
  const trawl_mention_rule *rule = c->rule;
  const uint32_t head = rule->head_first ? c->tok.start : c->tok.end - 1;
  trawl_mention m = {.tok = c->tok,
                     .head = head,
                     .sentence = f->sentence,
                     .outer = TRAWL_NONE,
                     .entity = TRAWL_NONE,
                     .antecedent = TRAWL_NONE,
                     .source = rule->source,
                     .how = "rule",
                     .type = rule->type,
                     .kind = rule->kind,
                     .gender = rule->gender,
                     .plural = rule->plural};
  const uint8_t tag = f->doc->tokens.tag[head];
  if (rule->kind == TRAWL_MENTION_NOMINAL && (tag == TRAWL_TAG_NNS || tag == TRAWL_TAG_NNPS)) {
    m.plural = 1;
  }
  if (rule->type == TRAWL_TYPE_PERSON && m.gender == TRAWL_GENDER_UNKNOWN && !m.plural) {
    m.gender = gender_of(f->doc, with_honorific(f, c->tok));
  }
  return m;
}

/* How many more mentions the sentence may have, with those of the gazetteers. */
static uint32_t room_left(finder *f)
{
  const trawl_doc *doc = f->doc;
  uint32_t first = f->listed;
  while (first < doc->mentions.len && doc->mentions.at[first].tok.start < f->tok.start) {
    ++first;
  }
  for (f->listed = first; f->listed < doc->mentions.len && doc->mentions.at[f->listed].tok.start < f->tok.end;) {
    ++f->listed;
  }
  return f->most > f->listed - first ? f->most - (f->listed - first) : 0;
}

static trawl_status accept(finder *f, const candidate *c)
{
  TRAWL_TRY_MEM(trawl_vec_push(&f->accepted, (accepted){mention_of(f, c), c->rule}));
  for (uint32_t i = c->tok.start; i < c->tok.end; ++i) {
    f->taken[layer_of(c->rule)].at[i - f->tok.start] = f->accepted.len;
  }
  return TRAWL_OK;
}

static int by_start(const void *a, const void *b)
{
  const accepted *x = a, *y = b;
  return (x->mention.tok.start > y->mention.tok.start)
         - (x->mention.tok.start < y->mention.tok.start);
}

/* Works out the values of the sentence's mentions in their order, since some count from the one before;
 * drops those that have none. */
static trawl_status add_values(finder *f, uint32_t first)
{
  accepted *list = f->accepted.at;
  const uint32_t end = f->accepted.len;
  if (end > first + 1) {
    trawl_sort(list + first, end - first, sizeof *list, by_start);
  }
  f->accepted.len = first;
  for (uint32_t i = first; i < end; ++i) {
    accepted one = list[i];
    if (one.rule->value) {
      const bool near = f->sentence - f->anchor_sentence <= ANCHOR_SENTENCES;
      const trawl_anchor anchor = near ? f->anchor : (trawl_anchor){0};
      TRAWL_TRY(trawl_value_of(f->doc, one.rule->value, one.mention.tok, f->tok, anchor,
                               &one.mention.value));
      if (!one.mention.value) {
        continue;
      }
      const trawl_anchor named = trawl_anchor_of(one.mention.value);
      if (one.rule->value == TRAWL_VALUE_DATE && named.year) {
        f->anchor = named;
        f->anchor_sentence = f->sentence;
      }
    }
    list[f->accepted.len++] = one;
  }
  return TRAWL_OK;
}

/* ---- guesses -------------------------------------------------------------------------------- */

static bool is_guess(const trawl_mention_rule *rule)
{
  return rule->priority < 0 && rule->kind == TRAWL_MENTION_NAME;
}

/* Every match of a guess votes, also one whose words another rule took. */
static trawl_status cast_votes(finder *f)
{
  for (uint32_t i = 0; i < f->candidates.len; ++i) {
    const candidate *c = &f->candidates.at[i];
    if (is_guess(c->rule) && c->rule->votes && fits_listed(f, c)) {
      TRAWL_TRY(trawl_ballots_cast(&f->ballots, f->doc, c->tok, c->rule->type, c->rule->votes));
    }
  }
  return TRAWL_OK;
}

/* A longer name speaks for its parts: a person for the surname, an organization for its first word. */
static trawl_status vote_for_part(finder *f, const accepted *one)
{
  const trawl_span tok = one->mention.tok;
  const bool person = one->mention.type == TRAWL_TYPE_PERSON;
  if (tok.end - tok.start < 2 || (!person && one->mention.type != TRAWL_TYPE_ORGANIZATION)) {
    return TRAWL_OK;
  }
  const uint32_t part = person ? tok.end - 1 : tok.start;
  if (trawl_words_at(&f->doc->words, trawl_doc_folded(f->doc, part))->known) {
    return TRAWL_OK;
  }
  return trawl_ballots_cast(&f->ballots, f->doc, (trawl_span){part, part + 1}, one->mention.type,
                            is_guess(one->rule) ? PART_VOTES : SURE_PART_VOTES);
}

/* What a sure rule said of a name somewhere in the document holds where it was only guessed at; else the
 * votes of all its uses decide. */
static trawl_status agree(finder *f)
{
  for (uint32_t i = 0; i < f->accepted.len; ++i) {
    const accepted *one = &f->accepted.at[i];
    if (one->rule->kind != TRAWL_MENTION_NAME) {
      continue;
    }
    TRAWL_TRY(vote_for_part(f, one));
    if (!is_guess(one->rule)) {
      TRAWL_TRY(trawl_ballots_be_sure(&f->ballots, f->doc, one->mention.tok, i));
    }
  }
  for (uint32_t i = 0; i < f->accepted.len; ++i) {
    accepted *one = &f->accepted.at[i];
    const trawl_ballot *ballot =
      is_guess(one->rule) ? trawl_ballots_of(&f->ballots, f->doc, one->mention.tok) : NULL;
    if (ballot && ballot->sure != TRAWL_NONE) {
      const trawl_mention *sure = &f->accepted.at[ballot->sure].mention;
      one->mention.type = sure->type;
      one->mention.gender = sure->gender;
      one->mention.source = sure->source;
    } else if (ballot) {
      one->mention.type = trawl_ballot_winner(ballot, one->mention.type);
      one->mention.gender = one->mention.type == TRAWL_TYPE_PERSON ? one->mention.gender : 0;
    }
  }
  return TRAWL_OK;
}

/* ---- the stage ------------------------------------------------------------------------------ */

static trawl_status read_sentence(finder *f)
{
  TRAWL_TRY(find_candidates(f));
  if (!f->candidates.len) {
    return TRAWL_OK;
  }
  TRAWL_TRY(cast_votes(f));
  const uint32_t len = f->tok.end - f->tok.start, first = f->accepted.len;
  for (int i = 0; i < LAYERS; ++i) {
    TRAWL_TRY_MEM(trawl_vec_reserve(&f->taken[i], len));
    memset(f->taken[i].at, 0, len * sizeof *f->taken[i].at);
  }
  const uint32_t room = room_left(f);
  for (uint32_t i = 0; i < f->candidates.len; ++i) {
    if (fits(f, &f->candidates.at[i])) {
      if (f->accepted.len - first >= room) {
        trawl_doc_cut(f->doc, TRAWL_LIMIT_SENTENCE_MENTIONS, f->sentence);
        break;
      }
      TRAWL_TRY(accept(f, &f->candidates.at[i]));
    }
  }
  return add_values(f, first);
}

static trawl_status find_all(finder *f)
{
  trawl_doc *doc = f->doc;
  for (uint32_t i = 0; i < doc->sentences.len; ++i) {
    f->sentence = i;
    f->tok = doc->sentences.at[i].tok;
    TRAWL_TRY(read_sentence(f));
  }
  if (!f->accepted.len) {
    return TRAWL_OK;
  }
  TRAWL_TRY(agree(f));
  /* Only now: the automaton reads the gazetteer's mentions in their order. */
  for (uint32_t i = 0; i < f->accepted.len; ++i) {
    TRAWL_TRY(trawl_doc_add_mention(doc, f->accepted.at[i].mention, NULL, 0, NULL));
  }
  return trawl_doc_sort_mentions(doc);
}

trawl_status trawl_stage_entities(trawl_run_state *run, trawl_doc *doc)
{
  finder f = {.run = run, .doc = doc, .most = trawl_limit(&run->rules->limits, TRAWL_LIMIT_SENTENCE_MENTIONS)};
  const trawl_status status = find_all(&f);
  trawl_vec_clear(&f.candidates);
  for (int i = 0; i < LAYERS; ++i) {
    trawl_vec_clear(&f.taken[i]);
  }
  trawl_vec_clear(&f.accepted);
  trawl_ballots_clear(&f.ballots);
  return status;
}
