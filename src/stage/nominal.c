/* SPDX-License-Identifier: MIT
 * nominal.c - definite common nouns: "the company", "the Russian leader", "the two countries".
 *
 * A phrase is read for what it says (an office, a kind of thing, a number, a country beside it), and that
 * is compared with the referents of the last sentences.  A phrase that says more than they are known to be
 * ("the other company", "the bank that failed") speaks of something new and is left alone. */
#include "stage/nominal.h"

enum {
  BACK_SENTENCES = 8,
  BACK_REFERENTS = 48,
  SAME_NOUN = 26, /* "the lender" after "the lender Brisk Trust": reaches further back */
  CAPITAL = 30,   /* "the Commission" reaches as far as anything */
  SAME_KIND = 6,
  WEAK_KIND = 1,
  SAME_SIDE = 8, /* "the German firm", and it is German */
  NO_FIT = -1000,
  LEAST = 56,
  LEAD = 3,
};

unsigned trawl_nominal_type(const trawl_resolver *r, uint32_t head)
{
  const trawl_doc *doc = r->doc;
  const uint32_t noun = trawl_coref_noun(doc, head);
  static const struct {
    uint8_t category, type;
  } kinds[] = {{TRAWL_IS_TITLE_HEAD, TRAWL_TYPE_PERSON},
               {TRAWL_IS_PERSON_COMMON, TRAWL_TYPE_PERSON},
               {TRAWL_IS_STAFF, TRAWL_TYPE_PERSON},
               {TRAWL_IS_KINSHIP, TRAWL_TYPE_PERSON},
               {TRAWL_IS_ORG_COMMON, TRAWL_TYPE_ORGANIZATION},
               {TRAWL_IS_COUNTRY_COMMON, TRAWL_TYPE_COUNTRY},
               {TRAWL_IS_PLACE_COMMON, TRAWL_TYPE_PLACE},
               {TRAWL_IS_GROUP_COMMON, TRAWL_TYPE_GROUP}};
  if (trawl_noun_is(r, noun, r->leader)) {
    return TRAWL_TYPE_PERSON;
  }
  for (size_t i = 0; i < TRAWL_COUNT(kinds); ++i) {
    if (trawl_noun_is(r, noun, kinds[i].category)) {
      return kinds[i].type;
    }
  }
  return trawl_noun_is(r, noun, r->company) || trawl_noun_is(r, noun, r->body) ? TRAWL_TYPE_ORGANIZATION
                                                                   : TRAWL_TYPE_THING;
}

/* ---- reading ---------------------------------------------------------------------------------------- */

/* What stands between article and head besides names and demonyms. */
static bool is_modified(const trawl_resolver *r, const trawl_np *np)
{
  const trawl_doc *doc = r->doc;
  for (uint32_t i = np->tok.start; i < np->head; ++i) {
    const unsigned tag = doc->tokens.tag[i];
    if (doc->tokens.mention[i] == TRAWL_NONE && tag != TRAWL_TAG_DT && tag != TRAWL_TAG_PRPS
        && tag != TRAWL_TAG_POS && tag != TRAWL_TAG_NONE
        && doc->tokens.kind[i] == TRAWL_TOKEN_WORD) {
      return true;
    }
  }
  return false;
}

/* "of doing so" belongs to the verb: "accused the minister of hiding it". */
static bool has_of_phrase(const trawl_doc *doc, uint32_t head, uint32_t end)
{
  return head + 1 < end && trawl_doc_token_is(doc, head + 1, "of")
         && !(head + 2 < end && doc->tokens.tag[head + 2] == TRAWL_TAG_VBG);
}

/* "the other company", "the bank that failed", "the city of": not one of those spoken of. */
static bool speaks_of_another(const trawl_resolver *r, const trawl_nominal *p)
{
  const trawl_doc *doc = r->doc;
  const trawl_np *np = &doc->clauses.nps.at[p->np];
  for (uint32_t i = np->tok.start; i < np->head; ++i) {
    if (trawl_coref_is(doc, i, r->other)) {
      return true;
    }
  }
  const uint32_t next = np->head + 1, end = doc->sentences.at[p->sentence].tok.end;
  return next < end
         && (has_of_phrase(doc, np->head, end) || trawl_doc_token_is(doc, next, "that")
             || trawl_doc_token_is(doc, next, "which") || trawl_doc_token_is(doc, next, "who")
             || trawl_doc_token_is(doc, next, "where") || trawl_doc_token_is(doc, next, "whose"));
}

static trawl_nominal read_phrase(const trawl_resolver *r, uint32_t np, uint32_t sentence)
{
  const trawl_np *n = &r->doc->clauses.nps.at[np];
  const uint32_t possessor =
    n->possessor == TRAWL_NONE ? TRAWL_NONE : r->doc->clauses.nps.at[n->possessor].mention;
  const uint32_t noun = trawl_coref_noun(r->doc, n->head);
  const char *text = trawl_words_text(&r->doc->words, noun);
  return (trawl_nominal){.np = np,
                  .head = n->head,
                  .sentence = sentence,
                  .noun = noun,
                  .gender = strcmp(text, "man") == 0     ? TRAWL_GENDER_MALE
                            : strcmp(text, "woman") == 0 ? TRAWL_GENDER_FEMALE
                                                         : 0,
                  .side = trawl_roles_side(r, np),
                  .possessor = possessor,
                  .modified = is_modified(r, n),
                  .capital = trawl_doc_shape(r->doc, n->head) == TRAWL_SHAPE_TITLE};
}

/* The person a possessor stands for ("his", "Putin's"), or TRAWL_NONE. */
static uint32_t possessing_person(const trawl_resolver *r, const trawl_nominal *p)
{
  const uint32_t entity =
    p->possessor == TRAWL_NONE ? TRAWL_NONE : r->doc->mentions.at[p->possessor].entity;
  return entity != TRAWL_NONE && r->doc->entities.at[entity].type == TRAWL_TYPE_PERSON ? entity
                                                                                       : TRAWL_NONE;
}

static bool has_possessor(const trawl_resolver *r, const trawl_nominal *p)
{
  const uint32_t np = r->doc->clauses.nps.at[p->np].possessor;
  return np != TRAWL_NONE
         && (r->doc->clauses.nps.at[np].flags & (TRAWL_NP_POSSESSIVE | TRAWL_NP_PRONOUN));
}

/* ---- writing ---------------------------------------------------------------------------------------- */

trawl_status trawl_nominal_mention(trawl_resolver *r, const trawl_nominal *p, uint32_t *mention)
{
  trawl_doc *doc = r->doc;
  trawl_np *np = &doc->clauses.nps.at[p->np];
  if (np->mention != TRAWL_NONE) {
    *mention = np->mention;
    return TRAWL_OK;
  }
  const trawl_mention made = {
    .tok = {np->tok.start, np->head + 1},
    .head = np->head,
    .sentence = p->sentence,
    .outer = TRAWL_NONE,
    .entity = TRAWL_NONE,
    .antecedent = TRAWL_NONE,
    .type = TRAWL_TYPE_THING,
    .kind = TRAWL_MENTION_NOMINAL,
  };
  TRAWL_TRY(trawl_doc_add_mention(doc, made, NULL, 0, mention));
  doc->clauses.nps.at[p->np].mention = *mention;
  return TRAWL_OK;
}

static trawl_status bind(trawl_resolver *r, const trawl_nominal *p, uint32_t entity, const char *how,
                         bool *done)
{
  uint32_t index;
  TRAWL_TRY(trawl_nominal_mention(r, p, &index));
  trawl_mention *m = &r->doc->mentions.at[index];
  const trawl_entity *e = &r->doc->entities.at[entity];
  m->entity = entity;
  m->antecedent = e->first;
  m->type = e->type;
  m->gender = e->gender;
  m->how = how;
  *done = true;
  return TRAWL_OK;
}

/* ---- one thing -------------------------------------------------------------------------------------- */

/* Is the office that somebody was named by last a former one? */
static bool was(const trawl_resolver *r, const trawl_entity *e)
{
  const uint32_t entity = (uint32_t)(e - r->doc->entities.at);
  for (uint32_t i = r->facts.len; i > 0 && i + BACK_REFERENTS > r->facts.len; --i) {
    if (r->facts.at[i - 1].entity == entity) {
      return r->facts.at[i - 1].office.former;
    }
  }
  return false;
}

/* Points for what an entity is; NO_FIT: not this. */
static int fit_of(const trawl_resolver *r, const trawl_nominal *p, const trawl_entity *e)
{
  const uint32_t noun = e->noun, entity = (uint32_t)(e - r->doc->entities.at);
  if (noun == p->noun || (entity < r->heads.len && r->heads.at[entity] == p->noun)) {
    return e->type == TRAWL_TYPE_PERSON && was(r, e) ? NO_FIT : SAME_NOUN;
  }
  if (p->modified || p->capital) {
    return NO_FIT;
  }
  switch (e->type) {
  case TRAWL_TYPE_ORGANIZATION:
    if (trawl_noun_is(r, p->noun, r->company)) {
      return noun == TRAWL_NONE || trawl_noun_is(r, noun, r->company) || trawl_noun_is(r, noun, r->company_kind)
               ? SAME_KIND
               : NO_FIT;
    }
    if (trawl_noun_is(r, p->noun, r->body) && !trawl_noun_is(r, noun, r->company)
        && !trawl_noun_is(r, noun, r->company_kind)) {
      return SAME_KIND;
    }
    if (trawl_noun_is(r, noun, r->company)) { /* "Toyota ... the carmaker": any business may be of that kind */
      return trawl_noun_is(r, p->noun, r->company_kind) ? WEAK_KIND : NO_FIT;
    }
    return noun == TRAWL_NONE && trawl_noun_is(r, p->noun, TRAWL_IS_ORG_COMMON) ? WEAK_KIND : NO_FIT;
  case TRAWL_TYPE_COUNTRY:
    return trawl_noun_is(r, p->noun, TRAWL_IS_COUNTRY_COMMON) ? SAME_KIND : NO_FIT;
  case TRAWL_TYPE_PLACE:
    return trawl_noun_is(r, p->noun, r->settlement)
               && (noun == TRAWL_NONE || trawl_noun_is(r, noun, r->settlement))
             ? SAME_KIND
             : NO_FIT;
  case TRAWL_TYPE_PERSON:
    return p->gender && p->gender == e->gender ? WEAK_KIND : NO_FIT;
  default:
    return NO_FIT;
  }
}

static int side_points(const trawl_resolver *r, const trawl_nominal *p, uint32_t entity, int fit)
{
  if (p->side == TRAWL_NO_SIDE) {
    return 0;
  }
  const uint64_t home = entity < r->homes.len ? r->homes.at[entity] : TRAWL_NO_SIDE;
  if (home == p->side) {
    return SAME_SIDE;
  }
  return home == TRAWL_NO_SIDE && fit == SAME_NOUN ? 0 : NO_FIT;
}

static int points(const trawl_resolver *r, const trawl_nominal *p, uint32_t index)
{
  const trawl_referent *past = &r->past.at[index];
  if (past->plural || past->members != TRAWL_NONE) {
    return NO_FIT;
  }
  const bool nameless = past->entity == TRAWL_NONE; /* "a bank ... the bank": something that has no name */
  const int fit = !nameless ? fit_of(r, p, &r->doc->entities.at[past->entity])
                  : trawl_coref_noun(r->doc, past->token) == p->noun ? SAME_NOUN : NO_FIT;
  int sum = fit == NO_FIT ? NO_FIT : trawl_past_salience(r, index, p->head, p->sentence);
  if (sum < 0 || nameless) {
    return sum < 0 ? NO_FIT : sum + fit;
  }
  if (past->sentence == p->sentence && trawl_past_same_clause(r, p->np, past->np)) {
    return NO_FIT;
  }
  if (fit != SAME_NOUN && past->at <= TRAWL_AT_PREP && past->sentence + 1 < p->sentence) {
    return NO_FIT; /* named in passing, a while ago */
  }
  const int side = side_points(r, p, past->entity, fit);
  if (side == NO_FIT) {
    return NO_FIT;
  }
  if (past->kind == TRAWL_MENTION_DEMONYM) { /* "French troops in the country" */
    sum -= past->sentence == p->sentence ? SAME_NOUN : SAME_KIND;
  }
  if (fit == WEAK_KIND && (past->at != TRAWL_AT_SUBJECT || past->sentence + 1 < p->sentence)) {
    return NO_FIT;
  }
  return sum + fit + side + (p->capital ? CAPITAL : 0);
}

static uint32_t nearest(const trawl_resolver *r, const trawl_nominal *p)
{
  uint32_t best = TRAWL_NONE, refused = TRAWL_NONE;
  int most = NO_FIT, next = NO_FIT;
  const uint32_t n = r->past.len;
  for (uint32_t i = n; i > 0 && i + BACK_REFERENTS > n; --i) {
    const trawl_referent *past = &r->past.at[i - 1];
    if (past->sentence + BACK_SENTENCES < p->sentence) {
      break;
    }
    /* Who acts on the phrase is not the phrase, however often he was named before. */
    if (past->entity != TRAWL_NONE && past->sentence == p->sentence
        && trawl_past_same_clause(r, p->np, past->np)) {
      refused = past->entity;
    }
    const int sum =
      past->entity != TRAWL_NONE && past->entity == refused ? NO_FIT : points(r, p, i - 1);
    const bool same =
      best != TRAWL_NONE && past->entity != TRAWL_NONE && past->entity == r->past.at[best].entity;
    if (sum > most) {
      next = same ? next : most;
      most = sum;
      best = i - 1;
    } else if (!same && sum > next) {
      next = sum;
    }
  }
  if (best == TRAWL_NONE || most < LEAST || most - next < LEAD) {
    return TRAWL_NONE;
  }
  return r->past.at[best].entity;
}

/* "his country", "her company": by the office that the person holds. */
static uint32_t side_of_person(trawl_resolver *r, uint32_t person, const trawl_nominal *p,
                               trawl_status *status)
{
  uint32_t entity = TRAWL_NONE;
  for (uint32_t i = r->facts.len; i > 0 && i + BACK_REFERENTS > r->facts.len; --i) {
    const trawl_office_fact f = r->facts.at[i - 1];
    if (f.entity != person || f.office.former || f.of == TRAWL_NO_SIDE) {
      continue;
    }
    *status = trawl_resolver_side_entity(r, f.of, &entity);
    if (*status != TRAWL_OK) {
      return TRAWL_NONE;
    }
    if (fit_of(r, p, &r->doc->entities.at[entity]) != NO_FIT) {
      return entity;
    }
  }
  return TRAWL_NONE;
}

static trawl_status resolve_capital(trawl_resolver *r, const trawl_nominal *p, bool *done)
{
  if (p->side >= r->gazetteer->entry_count) {
    return TRAWL_OK;
  }
  const uint32_t capital = trawl_entry_at(r->gazetteer, (uint32_t)p->side)->capital;
  if (capital == TRAWL_NONE) {
    return TRAWL_OK;
  }
  uint32_t entity;
  TRAWL_TRY(trawl_resolver_entity(r, capital, &entity));
  return bind(r, p, entity, "nominal", done);
}

/* Whether an entity takes part in the clause in which the phrase stands. */
static bool acts_beside(const trawl_resolver *r, const trawl_nominal *p, uint32_t entity)
{
  const uint32_t n = r->past.len;
  for (uint32_t i = n; i > 0 && i + BACK_REFERENTS > n && r->past.at[i - 1].sentence == p->sentence;
       --i) {
    if (r->past.at[i - 1].entity == entity
        && trawl_past_same_clause(r, p->np, r->past.at[i - 1].np)) {
      return true;
    }
  }
  return false;
}

/* "the 29th president", "the 2010 president": not the one in office. */
static bool is_numbered(const trawl_resolver *r, const trawl_nominal *p)
{
  for (uint32_t i = r->doc->clauses.nps.at[p->np].tok.start; i < p->head; ++i) {
    const char first = *trawl_words_text(&r->doc->words, r->doc->tokens.word[i]);
    if (first >= '0' && first <= '9') {
      return true;
    }
  }
  return false;
}

static trawl_status resolve_role(trawl_resolver *r, const trawl_nominal *p, bool *done)
{
  trawl_office office;
  uint64_t of;
  uint32_t entity = TRAWL_NONE;
  if (is_numbered(r, p) || !trawl_roles_read(r, p->np, &office, &of)) {
    return TRAWL_OK;
  }
  const uint32_t next = p->head + 1, end = r->doc->sentences.at[p->sentence].tok.end;
  const bool of_unknown =
    of == TRAWL_NO_SIDE && office.words && !office.closed
    && (has_of_phrase(r->doc, p->head, end) || (next < end && trawl_doc_token_is(r->doc, next, "for")));
  if (of_unknown || (of == TRAWL_NO_SIDE && has_possessor(r, p))) {
    return TRAWL_OK; /* "the president of a bank", "his deputy" */
  }
  TRAWL_TRY(trawl_roles_holder(r, &office, of, &entity));
  return entity == TRAWL_NONE || acts_beside(r, p, entity) ? TRAWL_OK
                                                           : bind(r, p, entity, "role", done);
}

static trawl_status resolve_one(trawl_resolver *r, const trawl_nominal *p, bool *done)
{
  const uint32_t person = possessing_person(r, p);
  uint32_t entity = TRAWL_NONE;
  if (trawl_noun_text(r, p->noun, "counterpart")) {
    if (person != TRAWL_NONE && p->side != TRAWL_NO_SIDE) {
      TRAWL_TRY(trawl_roles_counterpart(r, person, p->side, &entity));
    }
    return entity == TRAWL_NONE ? TRAWL_OK : bind(r, p, entity, "role", done);
  }
  if (trawl_noun_text(r, p->noun, "capital") && p->side != TRAWL_NO_SIDE) {
    return resolve_capital(r, p, done);
  }
  TRAWL_TRY(resolve_role(r, p, done));
  if (*done || speaks_of_another(r, p)) {
    return TRAWL_OK;
  }
  if (person != TRAWL_NONE) {
    trawl_status status = TRAWL_OK;
    entity = side_of_person(r, person, p, &status);
    TRAWL_TRY(status);
  } else if (!has_possessor(r, p)) {
    entity = nearest(r, p);
  }
  return entity == TRAWL_NONE ? TRAWL_OK : bind(r, p, entity, "nominal", done);
}

trawl_status trawl_nominal_resolve(trawl_resolver *r, uint32_t np, uint32_t sentence, bool *done)
{
  const trawl_np *phrase_np = &r->doc->clauses.nps.at[np];
  *done = false;
  if (!((phrase_np->flags & TRAWL_NP_DEFINITE) || trawl_several_says_both(r, phrase_np))
      || (phrase_np->flags
          & (TRAWL_NP_PRONOUN | TRAWL_NP_TIME | TRAWL_NP_NEGATIVE | TRAWL_NP_APPOSED))
      || r->at[np] == TRAWL_AT_COMPLEMENT) {
    return TRAWL_OK;
  }
  const trawl_nominal p = read_phrase(r, np, sentence);
  const uint32_t name = phrase_np->apposition == TRAWL_NONE
                          ? TRAWL_NONE
                          : r->doc->clauses.nps.at[phrase_np->apposition].mention;
  if (name != TRAWL_NONE && r->doc->mentions.at[name].entity != TRAWL_NONE
      && r->doc->mentions.at[name].kind == TRAWL_MENTION_NAME) {
    return bind(r, &p, r->doc->mentions.at[name].entity, "nominal",
                done); /* "the lender, Brisk Trust," */
  }
  if ((phrase_np->flags & TRAWL_NP_PLURAL) || trawl_several_number(r, phrase_np)) {
    return trawl_several_resolve(r, &p, done);
  }
  return resolve_one(r, &p, done);
}
