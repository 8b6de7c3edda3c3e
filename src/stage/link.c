/* SPDX-License-Identifier: MIT
 * link.c - stage 8: names -> entities.
 *
 *   Reads mentions and tokens; appends doc->entities, sets `entity`, `how`, `gender` and `type` of name
 *   and demonym mentions.
 *
 * A name that the gazetteers have is the likeliest of its candidates (link_context.c).  A name that no list
 * has is an entity of its own; equal names share one.  Longer names come first, so that a short one
 * finds the long one it belongs to, wherever that stands: the surname or unique given name of a person,
 * the first words or head noun of an organization's name, its initials, an acronym in brackets.  Single
 * words are taken in the order of the text, since of two people of one surname the last mentioned one
 * is meant.  Each mention is looked at a bounded number of times. */
#include "stage/coref.h"

#include <string.h>

enum {
  LONGEST = 6,      /* names of more words count as one length */
  PREFIX_WORDS = 4, /* of an organization's name: "Brisk Trust" of "Brisk Trust Bank" */
  SUFFIX_WORDS = 3, /* of a person's: "van der Berg" */
  CHAIN_MAX = 12,   /* bearers of one short name that are compared */
  NAME_TOKENS = 24,
  FULL_VOTE = 2, /* the type that a full name was given counts double */
};

typedef enum short_kind { BY_SURNAME, BY_GIVEN, BY_PREFIX, BY_HEAD, BY_INITIALS } short_kind;

typedef struct short_name {
  uint32_t entity, next;
  uint8_t kind; /* short_kind */
} short_name;

/* What is only known of an entity while linking. */
typedef struct draft {
  uint32_t seen;  /* last mention by the order of the text, or TRAWL_NONE */
  uint32_t named; /* mention that gives the name */
  uint16_t votes[TRAWL_TYPE_MAX];
} draft;

typedef struct linker {
  trawl_link_context context;
  trawl_doc *doc;
  trawl_name_form *forms; /* [mention] */
  trawl_key_map names, entries, shorts;
  TRAWL_VEC(short_name) chain;
  TRAWL_VEC(draft) drafts; /* [entity] */
} linker;

/* ---- bare names ----------------------------------------------------------------------------------- */

static bool is_left_off(const trawl_doc *doc, uint32_t token)
{
  return trawl_doc_is(doc, token, TRAWL_IS_HONORIFIC) || trawl_coref_text(doc, token, "the");
}

static uint8_t gender_of(const trawl_doc *doc, uint32_t token)
{
  const bool male = trawl_doc_is(doc, token, TRAWL_IS_MALE),
             female = trawl_doc_is(doc, token, TRAWL_IS_FEMALE);
  return male == female ? TRAWL_GENDER_UNKNOWN : male ? TRAWL_GENDER_MALE : TRAWL_GENDER_FEMALE;
}

static void trim(const trawl_doc *doc, const trawl_mention *m, uint32_t legal,
                 trawl_name_form *form)
{
  trawl_span tok = m->tok;
  while (tok.start + 1 < tok.end && is_left_off(doc, tok.start)) {
    if (trawl_doc_is(doc, tok.start, TRAWL_IS_HONORIFIC)) {
      form->honorific = true;
      form->gender = gender_of(doc, tok.start);
    }
    ++tok.start;
  }
  const uint32_t first = doc->sentences.at[m->sentence].tok.start;
  if (!form->honorific && m->tok.start > first
      && (trawl_doc_is(doc, m->tok.start - 1, TRAWL_IS_HONORIFIC)
          || trawl_doc_is(doc, m->tok.start - 1, TRAWL_IS_KINSHIP))) {
    form->honorific = trawl_doc_is(doc, m->tok.start - 1, TRAWL_IS_HONORIFIC);
    form->gender = gender_of(doc, m->tok.start - 1);
  }
  if (tok.end > tok.start + 1
      && (trawl_coref_text(doc, tok.end - 1, "'s") || trawl_coref_text(doc, tok.end - 1, "'"))) {
    --tok.end;
  }
  uint32_t end = tok.end;
  while (
    end > tok.start + 1
    && (trawl_coref_is(doc, end - 1, legal) || doc->tokens.kind[end - 1] == TRAWL_TOKEN_PUNCT)) {
    --end;
  }
  form->tok = (trawl_span){tok.start, end};
}

static trawl_name_form read_form(const trawl_doc *doc, const trawl_mention *m, uint32_t legal)
{
  trawl_name_form form = {.key = TRAWL_KEY_EMPTY, .loud = true};
  trim(doc, m, legal, &form);
  for (uint32_t i = form.tok.start; i < form.tok.end && i < form.tok.start + NAME_TOKENS; ++i) {
    if (doc->tokens.kind[i] == TRAWL_TOKEN_PUNCT) {
      continue;
    }
    const uint8_t shape = trawl_doc_word(doc, i)->shape;
    form.loud = form.loud && (shape == TRAWL_SHAPE_UPPER || shape == TRAWL_SHAPE_INITIAL);
    form.key = trawl_key_add(doc, form.key, doc->tokens.word[i]);
    ++form.words;
  }
  form.loud = form.loud && form.words > 1;
  return form;
}

/* Names and demonyms are linked; those inside an outer person's name are parts of it. */
static bool is_linked(const trawl_doc *doc, uint32_t mention)
{
  const trawl_mention *m = &doc->mentions.at[mention];
  if (m->kind != TRAWL_MENTION_NAME && m->kind != TRAWL_MENTION_DEMONYM) {
    return false;
  }
  return m->outer == TRAWL_NONE || doc->mentions.at[m->outer].kind != TRAWL_MENTION_NAME
         || doc->mentions.at[m->outer].type != TRAWL_TYPE_PERSON;
}

/* ---- entities -------------------------------------------------------------------------------------- */

static trawl_status add_short(linker *l, uint64_t key, uint32_t entity, short_kind kind)
{
  const uint32_t head = trawl_key_map_get(&l->shorts, key);
  uint32_t n = 0;
  for (uint32_t i = head; i != TRAWL_NONE && n < CHAIN_MAX; i = l->chain.at[i].next, ++n) {
    if (l->chain.at[i].entity == entity) {
      return TRAWL_OK;
    }
  }
  TRAWL_TRY_MEM(trawl_vec_push(&l->chain, (short_name){entity, head, (uint8_t)kind}));
  TRAWL_TRY_MEM(trawl_key_map_put(&l->shorts, key, l->chain.len - 1));
  return TRAWL_OK;
}

/* The words of a bare name, punctuation left out. */
static uint32_t words_of(const trawl_doc *doc, trawl_span tok, uint32_t words[NAME_TOKENS])
{
  uint32_t n = 0;
  for (uint32_t i = tok.start; i < tok.end && n < NAME_TOKENS; ++i) {
    if (doc->tokens.kind[i] != TRAWL_TOKEN_PUNCT) {
      words[n++] = i;
    }
  }
  return n;
}

static uint64_t key_of(const trawl_doc *doc, const uint32_t *tokens, uint32_t n)
{
  uint64_t key = TRAWL_KEY_EMPTY;
  for (uint32_t i = 0; i < n; ++i) {
    key = trawl_key_add(doc, key, doc->tokens.word[tokens[i]]);
  }
  return key;
}

static trawl_status add_person_parts(linker *l, uint32_t entity, const uint32_t *words, uint32_t n)
{
  const trawl_doc *doc = l->doc;
  uint32_t last = n;
  while (last > 2 && trawl_doc_is(doc, words[last - 1], TRAWL_IS_NAME_SUFFIX)) {
    --last;
  }
  for (uint32_t k = 1; k < last && k <= SUFFIX_WORDS; ++k) {
    TRAWL_TRY(add_short(l, key_of(doc, words + last - k, k), entity, BY_SURNAME));
    if (last < n) {
      TRAWL_TRY(add_short(l, key_of(doc, words + last - k, n - last + k), entity, BY_SURNAME));
    }
  }
  TRAWL_TRY(add_short(l, key_of(doc, words, 1), entity, BY_GIVEN));
  if (last > 2) { /* without the names in the middle */
    const uint32_t ends[2] = {words[0], words[last - 1]};
    TRAWL_TRY(add_short(l, key_of(doc, ends, 2), entity, BY_SURNAME));
  }
  l->doc->entities.at[entity].last_word = doc->tokens.word[words[last - 1]];
  return TRAWL_OK;
}

/* A part of a name that could mean anything: "National", "Bank", "Union for". */
static bool is_weak_prefix(const trawl_doc *doc, const uint32_t *words, uint32_t n)
{
  const uint32_t last = words[n - 1];
  if (trawl_doc_word(doc, last)->shape == TRAWL_SHAPE_LOWER
      || trawl_doc_is(doc, last, TRAWL_IS_PREPOSITION)) {
    return true;
  }
  return n == 1
         && (trawl_doc_is(doc, last, TRAWL_IS_ORG_HEAD)
             || trawl_doc_is(doc, last, TRAWL_IS_TITLE_HEAD)
             || trawl_doc_is(doc, last, TRAWL_IS_TITLE_MODIFIER)
             || trawl_doc_is(doc, last, TRAWL_IS_PLACE_HEAD)
             || trawl_doc_is(doc, last, TRAWL_IS_GIVEN_NAME));
}

/* "League for Hills and Rivers": LHR; both without and with the small words. */
static trawl_status add_initials(linker *l, uint32_t entity, const uint32_t *words, uint32_t n)
{
  const trawl_doc *doc = l->doc;
  char capitals[NAME_TOKENS + 1], all[NAME_TOKENS + 1];
  uint32_t few = 0;
  for (uint32_t i = 0; i < n; ++i) {
    const unsigned char first = (unsigned char)*trawl_doc_token_text(doc, words[i]);
    if (first >= 0x80) {
      return TRAWL_OK;
    }
    all[i] = (char)(first >= 'a' && first <= 'z' ? first - 32 : first);
    if (trawl_doc_word(doc, words[i])->shape != TRAWL_SHAPE_LOWER) {
      capitals[few++] = (char)first;
    }
  }
  const struct {
    const char *text;
    uint32_t len;
  } forms[2] = {{capitals, few}, {all, n}};
  for (unsigned i = 0; i < 2; ++i) {
    const uint32_t word =
      forms[i].len > 1 ? trawl_words_find(&doc->words, forms[i].text, forms[i].len) : TRAWL_NONE;
    if (word != TRAWL_NONE) { /* else the text does not have it */
      TRAWL_TRY(add_short(l, trawl_key_add(doc, TRAWL_KEY_EMPTY, word), entity, BY_INITIALS));
    }
  }
  return TRAWL_OK;
}

static trawl_status add_organization_parts(linker *l, uint32_t entity, const uint32_t *words,
                                           uint32_t n)
{
  const trawl_doc *doc = l->doc;
  for (uint32_t k = 1; k < n && k <= PREFIX_WORDS; ++k) {
    if (!is_weak_prefix(doc, words, k)) {
      TRAWL_TRY(add_short(l, key_of(doc, words, k), entity, BY_PREFIX));
    }
  }
  /* "the Commission", "the Ministry" */
  const bool head_last = trawl_doc_is(doc, words[n - 1], TRAWL_IS_ORG_HEAD);
  if (head_last || trawl_doc_is(doc, words[0], TRAWL_IS_ORG_HEAD)) {
    TRAWL_TRY(add_short(l, key_of(doc, head_last ? &words[n - 1] : words, 1), entity, BY_HEAD));
  }
  return add_initials(l, entity, words, n);
}

/* The short names under which an entity may come up again. */
static trawl_status add_parts(linker *l, uint32_t mention, uint32_t entity, unsigned type)
{
  uint32_t words[NAME_TOKENS];
  const uint32_t n = words_of(l->doc, l->forms[mention].tok, words);
  if (n < 2) {
    return TRAWL_OK;
  }
  if (type == TRAWL_TYPE_PERSON) {
    return add_person_parts(l, entity, words, n);
  }
  if (type == TRAWL_TYPE_ORGANIZATION || type == TRAWL_TYPE_EVENT || type == TRAWL_TYPE_WORK
      || type == TRAWL_TYPE_GROUP) {
    return type == TRAWL_TYPE_ORGANIZATION ? add_organization_parts(l, entity, words, n)
                                           : add_initials(l, entity, words, n);
  }
  return TRAWL_OK;
}

/* By an honorific, the words, or a given name of one gender. */
static void set_gender(linker *l, uint32_t mention)
{
  const trawl_mention *m = &l->doc->mentions.at[mention];
  const trawl_name_form *form = &l->forms[mention];
  trawl_entity *e = &l->doc->entities.at[m->entity];
  if (e->gender || (e->type != TRAWL_TYPE_PERSON && e->type != TRAWL_TYPE_THING)) {
    return;
  }
  e->gender = form->gender ? form->gender : m->gender;
  if (!e->gender && form->words > 1 && trawl_doc_is(l->doc, form->tok.start, TRAWL_IS_GIVEN_NAME)) {
    e->gender = gender_of(l->doc, form->tok.start);
  }
}

static trawl_status bind(linker *l, uint32_t mention, uint32_t entity, const char *how)
{
  trawl_mention *m = &l->doc->mentions.at[mention];
  trawl_entity *e = &l->doc->entities.at[entity];
  m->entity = entity;
  m->how = how ? how : m->how;
  e->first = e->first == TRAWL_NONE || mention < e->first ? mention : e->first;
  set_gender(l, mention);
  const unsigned votes = l->forms[mention].words > 1 ? FULL_VOTE : 1;
  uint16_t *count = &l->drafts.at[entity].votes[m->type];
  *count = (uint16_t)(*count + (*count < UINT16_MAX - FULL_VOTE ? votes : 0));
  return TRAWL_OK;
}

static trawl_status new_draft(linker *l, uint32_t mention)
{
  const draft fresh = {.seen = TRAWL_NONE, .named = mention};
  TRAWL_TRY_MEM(trawl_vec_push(&l->drafts, fresh));
  return TRAWL_OK;
}

/* The entity of a gazetteer entry, made when it is new. */
static trawl_status bind_entry(linker *l, uint32_t mention, uint32_t entry)
{
  uint32_t entity = trawl_key_map_get(&l->entries, entry);
  if (entity == TRAWL_NONE) {
    TRAWL_TRY(new_draft(l, mention));
    TRAWL_TRY(trawl_coref_add_entry(l->doc, l->context.gazetteer, entry, &entity));
    TRAWL_TRY_MEM(trawl_key_map_put(&l->entries, entry, entity));
  }
  const unsigned type = l->doc->entities.at[entity].type;
  if (l->doc->mentions.at[mention].kind == TRAWL_MENTION_NAME
      && trawl_key_map_get(&l->names, l->forms[mention].key) != entity) {
    TRAWL_TRY(add_parts(l, mention, entity, type));
    TRAWL_TRY_MEM(trawl_key_map_put(&l->names, l->forms[mention].key, entity));
  }
  return bind(l, mention, entity, "gazetteer");
}

static trawl_status bind_new(linker *l, uint32_t mention)
{
  const trawl_mention *m = &l->doc->mentions.at[mention];
  const trawl_entity made = {
    .entry = TRAWL_NONE,
    .stands_for = TRAWL_NONE,
    .first = TRAWL_NONE,
    .last_word = TRAWL_NONE,
    .noun = TRAWL_NONE,
    .type = m->type,
    .plural = m->plural,
  };
  TRAWL_TRY(new_draft(l, mention));
  TRAWL_TRY_MEM(trawl_vec_push(&l->doc->entities, made));
  const uint32_t entity = l->doc->entities.len - 1;
  TRAWL_TRY_MEM(trawl_key_map_put(&l->names, l->forms[mention].key, entity));
  TRAWL_TRY(add_parts(l, mention, entity, m->type));
  return bind(l, mention, entity, NULL);
}

/* "League for Hills and Rivers (LHR)": the word in brackets is another name of it. */
static trawl_status read_brackets(linker *l, uint32_t mention)
{
  const trawl_doc *doc = l->doc;
  const trawl_mention *m = &doc->mentions.at[mention];
  const unsigned type = doc->entities.at[m->entity].type;
  const uint32_t i = m->tok.end;
  if (type == TRAWL_TYPE_PERSON || type == TRAWL_TYPE_COUNTRY || type == TRAWL_TYPE_PLACE
      || i + 2 >= doc->sentences.at[m->sentence].tok.end || !trawl_coref_text(doc, i, "(")
      || !trawl_coref_text(doc, i + 2, ")")) {
    return TRAWL_OK;
  }
  const uint8_t shape = trawl_doc_word(doc, i + 1)->shape;
  if ((shape != TRAWL_SHAPE_UPPER && shape != TRAWL_SHAPE_MIXED) || doc->tokens.size[i + 1] < 2) {
    return TRAWL_OK;
  }
  return add_short(l, trawl_key_add(doc, TRAWL_KEY_EMPTY, doc->tokens.word[i + 1]), m->entity,
                   BY_INITIALS);
}

/* ---- short names ----------------------------------------------------------------------------------- */

static bool fits(const linker *l, uint32_t mention, const short_name *s)
{
  const trawl_mention *m = &l->doc->mentions.at[mention];
  const trawl_name_form *form = &l->forms[mention];
  const trawl_entity *e = &l->doc->entities.at[s->entity];
  const bool person = e->type == TRAWL_TYPE_PERSON;
  if (person && form->gender && e->gender && form->gender != e->gender) {
    return false;
  }
  if (!person && (form->honorific || m->type == TRAWL_TYPE_PERSON)) {
    return false;
  }
  switch (s->kind) {
  case BY_GIVEN:
    return m->type == TRAWL_TYPE_PERSON || m->type == TRAWL_TYPE_THING || m->cand_count == 0;
  case BY_HEAD: /* "the Ministry" */
    return m->tok.start > 0
           && (trawl_coref_text(l->doc, m->tok.start, "the")
               || trawl_coref_text(l->doc, m->tok.start - 1, "the"));
  case BY_INITIALS:
    return trawl_doc_word(l->doc, m->head)->shape != TRAWL_SHAPE_TITLE;
  default:
    return true;
  }
}

/* Whether the gazetteer's reading of a name must stand against a bearer of that name in the document. */
static bool is_known_otherwise(const linker *l, uint32_t mention, uint32_t entry,
                               const short_name *s)
{
  if (entry == TRAWL_NONE) {
    return false;
  }
  const trawl_entity *bearer = &l->doc->entities.at[s->entity];
  const trawl_entry *known = &l->context.gazetteer->entries.at[entry];
  if (bearer->entry == entry) {
    return false;
  }
  if (trawl_link_place_here(&l->context, mention)) {
    return known->type == TRAWL_TYPE_PLACE || known->type == TRAWL_TYPE_COUNTRY;
  }
  if (bearer->type != TRAWL_TYPE_PERSON || s->kind == BY_GIVEN) {
    return true; /* "Kenya" is not short for "Kenya Airways" */
  }
  if (known->type == TRAWL_TYPE_PERSON) {
    const uint32_t famous = trawl_key_map_get(&l->entries, entry);
    return famous != TRAWL_NONE && l->drafts.at[famous].seen != TRAWL_NONE;
  }
  return known->type != TRAWL_TYPE_PLACE && !trawl_link_person_here(&l->context, mention);
}

static uint32_t sentence_seen(const linker *l, uint32_t entity)
{
  const uint32_t seen = l->drafts.at[entity].seen;
  return seen == TRAWL_NONE ? TRAWL_NONE : l->doc->mentions.at[seen].sentence;
}

static bool is_of_gender(const linker *l, uint32_t entity, uint8_t gender)
{
  return gender && l->doc->entities.at[entity].gender == gender;
}

/* Is `a` likelier than `b`: of the gender that is known, mentioned later, or, both still to come, earlier? */
static bool is_nearer(const linker *l, uint8_t gender, uint32_t a, uint32_t b)
{
  if (is_of_gender(l, a, gender) != is_of_gender(l, b, gender)) {
    return is_of_gender(l, a, gender);
  }
  const uint32_t seen_a = l->drafts.at[a].seen, seen_b = l->drafts.at[b].seen;
  if ((seen_a == TRAWL_NONE) != (seen_b == TRAWL_NONE)) {
    return seen_b == TRAWL_NONE;
  }
  return seen_a == TRAWL_NONE ? l->doc->entities.at[a].first < l->doc->entities.at[b].first
                              : seen_a > seen_b;
}

static const char *how_short(unsigned kind, bool person)
{
  return kind == BY_INITIALS ? "acronym" : person ? "surname" : "short";
}

/* The bearer of a short name. `entry` is what the gazetteer would make of it, or TRAWL_NONE. */
static uint32_t find_short(const linker *l, uint32_t mention, uint32_t entry, const char **how)
{
  if (l->context.run->rules->resolve == TRAWL_RESOLVE_OFF) {
    return TRAWL_NONE;
  }
  uint32_t best = TRAWL_NONE, other = TRAWL_NONE, given = 0;
  uint32_t i = trawl_key_map_get(&l->shorts, l->forms[mention].key);
  for (uint32_t n = 0; i != TRAWL_NONE && n < CHAIN_MAX; i = l->chain.at[i].next, ++n) {
    const short_name *s = &l->chain.at[i];
    if (!fits(l, mention, s) || is_known_otherwise(l, mention, entry, s)) {
      continue;
    }
    const bool by_given = s->kind == BY_GIVEN;
    given += by_given;
    const bool better_kind = best != TRAWL_NONE && by_given != (l->chain.at[best].kind == BY_GIVEN);
    if (best == TRAWL_NONE
        || (better_kind
              ? !by_given
              : is_nearer(l, l->forms[mention].gender, s->entity, l->chain.at[best].entity))) {
      other = better_kind ? TRAWL_NONE : best;
      best = i;
    } else if (!better_kind
               && (other == TRAWL_NONE
                   || is_nearer(l, l->forms[mention].gender, s->entity,
                                l->chain.at[other].entity))) {
      other = i;
    }
  }
  if (best == TRAWL_NONE || (l->chain.at[best].kind == BY_GIVEN && given > 1)) {
    return TRAWL_NONE;
  }
  const uint32_t entity = l->chain.at[best].entity;
  *how = how_short(l->chain.at[best].kind, l->doc->entities.at[entity].type == TRAWL_TYPE_PERSON);
  const uint8_t gender = l->forms[mention].gender;
  if (other != TRAWL_NONE
      && is_of_gender(l, entity, gender) == is_of_gender(l, l->chain.at[other].entity, gender)
      && sentence_seen(l, entity) == sentence_seen(l, l->chain.at[other].entity)) {
    *how = "ambiguous";
  }
  return entity;
}

/* ---- the passes -------------------------------------------------------------------------------------- */

static trawl_status link_one(linker *l, uint32_t mention)
{
  const trawl_mention *m = &l->doc->mentions.at[mention];
  const uint32_t entry = m->cand_count ? trawl_link_choose(&l->context, mention, NULL) : TRAWL_NONE;
  if (m->kind == TRAWL_MENTION_NAME && (entry == TRAWL_NONE || l->forms[mention].words == 1)) {
    const char *how = NULL;
    const uint32_t full = l->forms[mention].words > 1 || entry != TRAWL_NONE
                            ? trawl_key_map_get(&l->names, l->forms[mention].key)
                            : TRAWL_NONE;
    const uint32_t bearer =
      full == TRAWL_NONE || entry != TRAWL_NONE ? find_short(l, mention, entry, &how) : TRAWL_NONE;
    if (bearer != TRAWL_NONE) {
      const bool listed = entry != TRAWL_NONE && l->doc->entities.at[bearer].entry == entry;
      return bind(l, mention, bearer, listed ? "gazetteer" : how);
    }
    const uint32_t same =
      entry == TRAWL_NONE ? trawl_key_map_get(&l->names, l->forms[mention].key) : TRAWL_NONE;
    if (same != TRAWL_NONE) {
      return bind(l, mention, same,
                  l->doc->entities.at[same].entry != TRAWL_NONE ? "gazetteer" : NULL);
    }
  }
  return entry != TRAWL_NONE ? bind_entry(l, mention, entry) : bind_new(l, mention);
}

/* Names of at least `least` words, the longest first; acronyms in brackets are read on the way. */
static trawl_status link_full_names(linker *l)
{
  for (uint32_t words = LONGEST; words > 1; --words) {
    for (uint32_t i = 0; i < l->doc->mentions.len; ++i) {
      const uint32_t n = l->forms[i].words < LONGEST ? l->forms[i].words : LONGEST;
      if (n == words && is_linked(l->doc, i)) {
        TRAWL_TRY(link_one(l, i));
        TRAWL_TRY(read_brackets(l, i));
      }
    }
  }
  return TRAWL_OK;
}

static trawl_status link_the_rest(linker *l)
{
  for (uint32_t i = 0; i < l->doc->mentions.len; ++i) {
    if (l->doc->mentions.at[i].entity == TRAWL_NONE && l->forms[i].words && is_linked(l->doc, i)) {
      TRAWL_TRY(link_one(l, i));
    }
    const uint32_t entity = l->doc->mentions.at[i].entity;
    if (entity != TRAWL_NONE) {
      l->drafts.at[entity].seen = i;
    }
  }
  /* A name that ends a person's full name, found by itself, is that person. */
  for (uint32_t i = 0; i < l->doc->mentions.len; ++i) {
    trawl_mention *m = &l->doc->mentions.at[i];
    if (m->kind == TRAWL_MENTION_NAME && m->entity == TRAWL_NONE && m->outer != TRAWL_NONE) {
      m->entity = l->doc->mentions.at[m->outer].entity;
      m->how = "surname";
    }
  }
  return TRAWL_OK;
}

/* ---- what entities are --------------------------------------------------------------------------------- */

/* Names, without line ends and double blanks. */
static trawl_status set_name(linker *l, uint32_t entity)
{
  trawl_doc *doc = l->doc;
  const trawl_span tok = l->forms[l->drafts.at[entity].named].tok;
  const trawl_span text = trawl_doc_text_span(doc, tok);
  char *name = trawl_arena_strn(&doc->arena, doc->text.at + text.start, text.end - text.start);
  TRAWL_TRY_MEM(name);
  char *out = name;
  for (const char *in = name; *in; ++in) {
    const bool blank = *in == ' ' || *in == '\n' || *in == '\t';
    if (!blank || (out > name && out[-1] != ' ')) {
      *out++ = blank ? ' ' : *in;
    }
  }
  *out = '\0';
  doc->entities.at[entity].name = name;
  return TRAWL_OK;
}

static uint8_t elected_type(const draft *d, uint8_t fallback)
{
  uint8_t best = fallback;
  unsigned most = 0;
  for (uint8_t t = 0; t < TRAWL_TYPE_MAX; ++t) {
    if (t != TRAWL_TYPE_THING && d->votes[t] > most) {
      most = d->votes[t];
      best = t;
    }
  }
  return best;
}

static void set_noun(linker *l, uint32_t mention)
{
  const trawl_mention *m = &l->doc->mentions.at[mention];
  trawl_entity *e = &l->doc->entities.at[m->entity];
  if (m->kind != TRAWL_MENTION_NAME || e->noun != TRAWL_NONE || e->entry != TRAWL_NONE) {
    return;
  }
  e->noun = trawl_link_description(&l->context, mention);
  if (e->noun == TRAWL_NONE && e->type != TRAWL_TYPE_PERSON
      && l->drafts.at[m->entity].named == mention) {
    e->noun = trawl_link_head_noun(l->doc, l->forms[mention].tok);
  }
}

/* Types, genders and nouns from all mentions of an entity; then each mention gets the entity's type. */
static trawl_status settle(linker *l)
{
  trawl_doc *doc = l->doc;
  for (uint32_t i = 0; i < doc->entities.len; ++i) {
    trawl_entity *e = &doc->entities.at[i];
    e->type = e->entry == TRAWL_NONE ? elected_type(&l->drafts.at[i], e->type) : e->type;
  }
  for (uint32_t i = 0; i < doc->mentions.len; ++i) {
    trawl_mention *m = &doc->mentions.at[i];
    if (m->entity == TRAWL_NONE) {
      continue;
    }
    m->type = doc->entities.at[m->entity].type;
    set_noun(l, i);
    const uint32_t named = l->drafts.at[m->entity].named;
    if (l->forms[named].loud && !l->forms[i].loud && l->forms[i].key == l->forms[named].key) {
      l->drafts.at[m->entity].named = i;
    }
  }
  for (uint32_t i = 0; i < doc->entities.len; ++i) {
    if (doc->entities.at[i].entry == TRAWL_NONE) {
      TRAWL_TRY(set_name(l, i));
    }
  }
  return TRAWL_OK;
}

/* ---- names that nothing marked ------------------------------------------------------------------------- */

static bool is_capitalised(const trawl_doc *doc, uint32_t token)
{
  const uint8_t shape = trawl_doc_word(doc, token)->shape;
  return doc->tokens.kind[token] == TRAWL_TOKEN_WORD
         && (shape == TRAWL_SHAPE_TITLE || shape == TRAWL_SHAPE_UPPER
             || shape == TRAWL_SHAPE_MIXED);
}

/* Part of a longer name that nobody knows: "Vesta" in "the Vesta Foundation". */
static bool is_part(const trawl_doc *doc, uint32_t token, trawl_span sentence)
{
  const uint32_t next = token + 1;
  if (next < sentence.end && is_capitalised(doc, next) && doc->tokens.mention[next] == TRAWL_NONE) {
    return true;
  }
  return token > sentence.start + 1 && is_capitalised(doc, token - 1)
         && doc->tokens.mention[token - 1] == TRAWL_NONE
         && !trawl_doc_is(doc, token - 1, TRAWL_IS_HONORIFIC)
         && !trawl_doc_is(doc, token - 1, TRAWL_IS_TITLE_HEAD);
}

/* Whether the capital says nothing: at the start of a sentence or in a headline, of a common word. */
static bool may_be_common(const trawl_doc *doc, uint32_t token, trawl_span sentence)
{
  const trawl_word *word = trawl_doc_word(doc, token);
  const bool forced = token == sentence.start || (doc->tokens.flags[token] & TRAWL_TOKEN_HEADLINE)
                      || (token > 0 && (doc->tokens.flags[token - 1] & TRAWL_TOKEN_OPEN));
  const bool name =
    word->shape != TRAWL_SHAPE_LOWER && !trawl_word_is(word, TRAWL_IS_AMBIGUOUS_NAME)
    && (trawl_word_is(word, TRAWL_IS_SURNAME) || trawl_word_is(word, TRAWL_IS_GIVEN_NAME));
  return forced && !name && doc->tokens.tag[token] != TRAWL_TAG_NNP
         && trawl_words_at(&doc->words, word->folded)->known && word->shape != TRAWL_SHAPE_MIXED;
}

/* The entity that a single word names elsewhere in the document, or TRAWL_NONE. */
static uint32_t echo_of(const linker *l, uint32_t token)
{
  const trawl_doc *doc = l->doc;
  const uint64_t key = trawl_key_add(doc, TRAWL_KEY_EMPTY, doc->tokens.word[token]);
  uint32_t found = trawl_key_map_get(&l->names, key);
  uint32_t i = found == TRAWL_NONE ? trawl_key_map_get(&l->shorts, key) : TRAWL_NONE;
  for (uint32_t n = 0; i != TRAWL_NONE && n < CHAIN_MAX; i = l->chain.at[i].next, ++n) {
    const short_name *s = &l->chain.at[i];
    const bool title = trawl_doc_word(doc, token)->shape == TRAWL_SHAPE_TITLE;
    if (s->kind != BY_HEAD && (s->kind != BY_INITIALS || !title)) {
      found = found == TRAWL_NONE || s->kind != BY_GIVEN ? s->entity : found;
    }
  }
  return found;
}

/* Rules find a name by what stands around it and may miss it elsewhere; now that it is known, each word
 * that can only be it becomes a mention. */
static trawl_status add_echoes(linker *l, bool *found)
{
  trawl_doc *doc = l->doc;
  for (uint32_t s = 0; s < doc->sentences.len; ++s) {
    const trawl_span sentence = doc->sentences.at[s].tok;
    for (uint32_t t = sentence.start; t < sentence.end; ++t) {
      if (doc->tokens.mention[t] != TRAWL_NONE || !is_capitalised(doc, t)
          || may_be_common(doc, t, sentence) || is_part(doc, t, sentence)) {
        continue;
      }
      const uint32_t entity = echo_of(l, t);
      if (entity == TRAWL_NONE) {
        continue;
      }
      const trawl_entity *e = &doc->entities.at[entity];
      const trawl_mention echo = {
        .tok = {t, t + 1},
        .head = t,
        .sentence = s,
        .outer = TRAWL_NONE,
        .entity = TRAWL_NONE,
        .antecedent = TRAWL_NONE,
        .source = doc->mentions.at[e->first].source,
        .type = e->type,
        .kind = TRAWL_MENTION_NAME,
      };
      TRAWL_TRY(trawl_doc_add_mention(doc, echo, NULL, 0, NULL));
      *found = true;
    }
  }
  return TRAWL_OK;
}

/* ---- the stage ------------------------------------------------------------------------------------------ */

static trawl_status link_names(linker *l)
{
  trawl_doc *doc = l->doc;
  const uint32_t legal = trawl_coref_category(l->context.run, "coref_legal");
  doc->entities.len = 0;
  l->forms = calloc((size_t)doc->mentions.len + 1, sizeof *l->forms);
  TRAWL_TRY_MEM(l->forms);
  for (uint32_t i = 0; i < doc->mentions.len; ++i) {
    trawl_mention *m = &doc->mentions.at[i];
    if (m->kind == TRAWL_MENTION_NAME || m->kind == TRAWL_MENTION_DEMONYM) {
      m->entity = TRAWL_NONE;
      l->forms[i] = read_form(doc, m, legal);
    }
  }
  TRAWL_TRY(trawl_link_survey(&l->context));
  TRAWL_TRY(link_full_names(l));
  return link_the_rest(l);
}

static void clear(linker *l)
{
  free(l->forms);
  l->forms = NULL;
  trawl_key_map_clear(&l->names);
  trawl_key_map_clear(&l->entries);
  trawl_key_map_clear(&l->shorts);
  trawl_key_map_clear(&l->context.present);
  trawl_key_map_clear(&l->context.containers);
  trawl_vec_clear(&l->chain);
  trawl_vec_clear(&l->drafts);
}

/* Linking twice is cheap; a second time is needed when the first one has shown names without a mention. */
trawl_status trawl_stage_link(trawl_run_state *run, trawl_doc *doc)
{
  doc->entities.len = 0;
  if (!doc->mentions.len) {
    return TRAWL_OK;
  }
  linker l = {.doc = doc,
              .context = {.run = run,
                          .doc = doc,
                          .gazetteer = &run->rules->gazetteer,
                          .locative = trawl_coref_category(run, "coref_locative")}};
  bool found = false;
  trawl_status status = link_names(&l);
  if (status == TRAWL_OK && run->rules->resolve != TRAWL_RESOLVE_OFF) {
    status = add_echoes(&l, &found);
  }
  if (status == TRAWL_OK && found) {
    clear(&l);
    status = trawl_doc_sort_mentions(doc);
    status = status == TRAWL_OK ? link_names(&l) : status;
  }
  status = status == TRAWL_OK ? settle(&l) : status;
  clear(&l);
  return status;
}
