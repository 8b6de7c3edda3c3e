/* SPDX-License-Identifier: MIT
 * link_short.c - the short names of a document: who bears them, and who of several is meant.
 *
 * From each full name the forms are made under which it may come up again: the surname or given name of a
 * person, the first words, the head noun and the initials of an organization.  Of two bearers the one of
 * the right gender is meant, then the one mentioned last. */
#include "stage/link.h"

enum {
  PREFIX_WORDS = 4, /* of an organization's name: "Brisk Trust" of "Brisk Trust Bank" */
  SUFFIX_WORDS = 3, /* of a person's: "van der Berg" */
};

/* ---- making them ----------------------------------------------------------------------------- */

trawl_status trawl_short_add(trawl_linker *l, uint64_t key, uint32_t entity, trawl_short_kind kind)
{
  const uint32_t head = trawl_key_map_get(&l->shorts, key);
  uint32_t n = 0;
  for (uint32_t i = head; i != TRAWL_NONE && n < TRAWL_LINK_CHAIN; i = l->chain.at[i].next, ++n) {
    if (l->chain.at[i].entity == entity) {
      return TRAWL_OK;
    }
  }
  TRAWL_TRY_MEM(trawl_vec_push(&l->chain, (trawl_short_name){entity, head, (uint8_t)kind}));
  TRAWL_TRY_MEM(trawl_key_map_put(&l->shorts, key, l->chain.len - 1));
  return TRAWL_OK;
}

/* The words of a bare name, punctuation left out. */
static uint32_t words_of(const trawl_doc *doc, trawl_span tok, uint32_t words[TRAWL_LINK_TOKENS])
{
  uint32_t n = 0;
  for (uint32_t i = tok.start; i < tok.end && n < TRAWL_LINK_TOKENS; ++i) {
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

static trawl_status add_person_parts(trawl_linker *l, uint32_t entity, const uint32_t *words,
                                     uint32_t n)
{
  const trawl_doc *doc = l->doc;
  uint32_t last = n;
  while (last > 2 && trawl_doc_is(doc, words[last - 1], TRAWL_IS_NAME_SUFFIX)) {
    --last;
  }
  for (uint32_t k = 1; k < last && k <= SUFFIX_WORDS; ++k) {
    TRAWL_TRY(trawl_short_add(l, key_of(doc, words + last - k, k), entity, TRAWL_BY_SURNAME));
    if (last < n) {
      TRAWL_TRY(
        trawl_short_add(l, key_of(doc, words + last - k, n - last + k), entity, TRAWL_BY_SURNAME));
    }
  }
  TRAWL_TRY(trawl_short_add(l, key_of(doc, words, 1), entity, TRAWL_BY_GIVEN));
  if (last > 2) { /* without the names in the middle */
    const uint32_t ends[2] = {words[0], words[last - 1]};
    TRAWL_TRY(trawl_short_add(l, key_of(doc, ends, 2), entity, TRAWL_BY_SURNAME));
  }
  l->doc->entities.at[entity].last_word = doc->tokens.word[words[last - 1]];
  return TRAWL_OK;
}

/* A part of a name that could mean anything: "National", "Bank", "Union for". */
static bool is_weak_prefix(const trawl_doc *doc, const uint32_t *words, uint32_t n)
{
  const uint32_t last = words[n - 1];
  if (trawl_doc_shape(doc, last) == TRAWL_SHAPE_LOWER
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
static trawl_status add_initials(trawl_linker *l, uint32_t entity, const uint32_t *words,
                                 uint32_t n)
{
  const trawl_doc *doc = l->doc;
  char capitals[TRAWL_LINK_TOKENS + 1], all[TRAWL_LINK_TOKENS + 1];
  uint32_t few = 0;
  for (uint32_t i = 0; i < n; ++i) {
    const unsigned char first = (unsigned char)*trawl_doc_token_text(doc, words[i]);
    if (first >= 0x80) {
      return TRAWL_OK;
    }
    all[i] = (char)(first >= 'a' && first <= 'z' ? first - 32 : first);
    if (trawl_doc_shape(doc, words[i]) != TRAWL_SHAPE_LOWER) {
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
      TRAWL_TRY(
        trawl_short_add(l, trawl_key_add(doc, TRAWL_KEY_EMPTY, word), entity, TRAWL_BY_INITIALS));
    }
  }
  return TRAWL_OK;
}

static trawl_status add_organization_parts(trawl_linker *l, uint32_t entity, const uint32_t *words,
                                           uint32_t n)
{
  const trawl_doc *doc = l->doc;
  for (uint32_t k = 1; k < n && k <= PREFIX_WORDS; ++k) {
    if (!is_weak_prefix(doc, words, k)) {
      TRAWL_TRY(trawl_short_add(l, key_of(doc, words, k), entity, TRAWL_BY_PREFIX));
    }
  }
  /* "the Commission", "the Ministry" */
  const bool head_last = trawl_doc_is(doc, words[n - 1], TRAWL_IS_ORG_HEAD);
  if (head_last || trawl_doc_is(doc, words[0], TRAWL_IS_ORG_HEAD)) {
    TRAWL_TRY(
      trawl_short_add(l, key_of(doc, head_last ? &words[n - 1] : words, 1), entity, TRAWL_BY_HEAD));
  }
  return add_initials(l, entity, words, n);
}

trawl_status trawl_short_add_parts(trawl_linker *l, uint32_t mention, uint32_t entity,
                                   unsigned type)
{
  uint32_t words[TRAWL_LINK_TOKENS];
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

/* ---- finding the bearer ------------------------------------------------------------------------- */

static bool fits(const trawl_linker *l, uint32_t mention, const trawl_short_name *s)
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
  case TRAWL_BY_GIVEN:
    return m->type == TRAWL_TYPE_PERSON || m->type == TRAWL_TYPE_THING || m->cand_count == 0;
  case TRAWL_BY_HEAD: /* "the Ministry" */
    return m->tok.start > 0
           && (trawl_doc_token_is(l->doc, m->tok.start, "the")
               || trawl_doc_token_is(l->doc, m->tok.start - 1, "the"));
  case TRAWL_BY_INITIALS:
    return trawl_doc_shape(l->doc, m->head) != TRAWL_SHAPE_TITLE;
  default:
    return true;
  }
}

/* Whether the gazetteer's reading of a name must stand against a bearer of that name in the document. */
static bool is_known_otherwise(const trawl_linker *l, uint32_t mention, uint32_t entry,
                               const trawl_short_name *s)
{
  if (entry == TRAWL_NONE) {
    return false;
  }
  const trawl_entity *bearer = &l->doc->entities.at[s->entity];
  const trawl_entry *known = trawl_entry_at(l->context.gazetteer, entry);
  if (bearer->entry == entry) {
    return false;
  }
  if (trawl_link_place_here(&l->context, mention)) {
    return known->type == TRAWL_TYPE_PLACE || known->type == TRAWL_TYPE_COUNTRY;
  }
  if (bearer->type != TRAWL_TYPE_PERSON || s->kind == TRAWL_BY_GIVEN) {
    return true; /* "Kenya" is not short for "Kenya Airways" */
  }
  if (known->type == TRAWL_TYPE_PERSON) {
    const uint32_t famous = trawl_key_map_get(&l->entries, entry);
    return famous != TRAWL_NONE && l->drafts.at[famous].seen != TRAWL_NONE;
  }
  return known->type != TRAWL_TYPE_PLACE && !trawl_link_person_here(&l->context, mention);
}

static uint32_t sentence_seen(const trawl_linker *l, uint32_t entity)
{
  const uint32_t seen = l->drafts.at[entity].seen;
  return seen == TRAWL_NONE ? TRAWL_NONE : l->doc->mentions.at[seen].sentence;
}

static bool is_of_gender(const trawl_linker *l, uint32_t entity, uint8_t gender)
{
  return gender && l->doc->entities.at[entity].gender == gender;
}

/* Is `a` likelier than `b`: of the gender that is known, mentioned later, or, both still to come, earlier? */
static bool is_nearer(const trawl_linker *l, uint8_t gender, uint32_t a, uint32_t b)
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
  return kind == TRAWL_BY_INITIALS ? "acronym" : person ? "surname" : "short";
}

uint32_t trawl_short_find(const trawl_linker *l, uint32_t mention, uint32_t entry, const char **how)
{
  if (l->context.run->rules->resolve == TRAWL_RESOLVE_OFF) {
    return TRAWL_NONE;
  }
  uint32_t best = TRAWL_NONE, other = TRAWL_NONE, given = 0;
  uint32_t i = trawl_key_map_get(&l->shorts, l->forms[mention].key);
  for (uint32_t n = 0; i != TRAWL_NONE && n < TRAWL_LINK_CHAIN; i = l->chain.at[i].next, ++n) {
    const trawl_short_name *s = &l->chain.at[i];
    if (!fits(l, mention, s) || is_known_otherwise(l, mention, entry, s)) {
      continue;
    }
    const bool by_given = s->kind == TRAWL_BY_GIVEN;
    given += by_given;
    const bool better_kind =
      best != TRAWL_NONE && by_given != (l->chain.at[best].kind == TRAWL_BY_GIVEN);
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
  if (best == TRAWL_NONE || (l->chain.at[best].kind == TRAWL_BY_GIVEN && given > 1)) {
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
