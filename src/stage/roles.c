/* SPDX-License-Identifier: MIT
 * roles.c - who holds which office.
 *
 * Offices are learned from titles beside a name ("Latvian Prime Minister Ilze Kalna"; "Ilze Kalna,
 * prime minister of Lebanon,") and from the gazetteer's dated roles of those whom the document names.  A name
 * that no list has, beside an office of a country, is its holder's when it can be: "Bahraini Foreign Minister
 * Al Zayani".  Where two persons qualify, nobody does. */
#include "stage/resolve.h"

#include "base/hash.h"

#include <string.h>

enum {
  TITLE_TOKENS = 6, /* of a title: "deputy minister of foreign affairs" */
  ROLES_EACH = 16,  /* of one person, held at once */
  ENTITIES = 64,    /* among which countries are looked for, */
  COUNTRIES = 6,    /* and so many of those are asked for a holder */
  FACTS_BACK = 64,  /* offices that are compared: a report names a dozen */
};

static bool is_held_at(const trawl_role_entry *role, uint32_t date)
{
  return role->from <= date && (role->to == 0 || date <= role->to);
}

/* ---- listed offices ------------------------------------------------------------------------------ */

static trawl_status add_fact(trawl_resolver *r, uint32_t entity, const trawl_office *office,
                             uint64_t of)
{
  if (!office->words) {
    return TRAWL_OK;
  }
  const uint32_t n = r->facts.len;
  for (uint32_t i = n; i > 0 && i + 8 > n; --i) {
    const trawl_office_fact *f = &r->facts.at[i - 1];
    if (f->entity == entity && f->office.key == office->key && f->of == of
        && f->office.former == office->former) {
      return TRAWL_OK;
    }
  }
  TRAWL_TRY_MEM(trawl_vec_push(&r->facts, (trawl_office_fact){*office, entity, of}));
  return TRAWL_OK;
}

/* The listed offices that are held now, or that were; who is president again is no former president. */
static trawl_status learn_listed(trawl_resolver *r, uint32_t entity, bool former)
{
  const trawl_entry *entry = trawl_entry_at(r->gazetteer, r->doc->entities.at[entity].entry);
  const uint32_t known = r->facts.len;
  uint32_t count;
  const trawl_role_entry *roles = trawl_entry_roles(r->gazetteer, entry, &count);
  for (uint32_t i = 0; i < count; ++i) {
    const trawl_role_entry *role = &roles[i];
    trawl_office office = trawl_office_of_text(r, trawl_words_text(&r->doc->words, role->role));
    office.former = !is_held_at(role, r->date);
    bool again = office.former != former;
    for (uint32_t k = known; k > 0 && k + ROLES_EACH > known && !again; --k) {
      again = former && r->facts.at[k - 1].entity == entity
              && r->facts.at[k - 1].office.key == office.key;
    }
    if (!again) {
      TRAWL_TRY(add_fact(r, entity, &office, role->of == TRAWL_NONE ? TRAWL_NO_SIDE : role->of));
    }
  }
  return TRAWL_OK;
}

static trawl_status learn_entry(trawl_resolver *r, uint32_t entity)
{
  TRAWL_TRY(learn_listed(r, entity, false));
  return learn_listed(r, entity, true);
}

/* ---- names that an office explains ---------------------------------------------------------------- */

/* The name without "Mr" and "Sheikh" before it and "'s" behind it. */
static trawl_span bare_name(const trawl_doc *doc, trawl_span tok)
{
  while (tok.start + 1 < tok.end && trawl_doc_is(doc, tok.start, TRAWL_IS_HONORIFIC)) {
    ++tok.start;
  }
  if (tok.start + 1 < tok.end && (trawl_doc_token_is(doc, tok.end - 1, "'s") || trawl_doc_token_is(doc, tok.end - 1, "'"))) {
    --tok.end;
  }
  return trawl_doc_text_span(doc, tok);
}

/* The listed person who holds or held an office of a country and may be called so. Of several the one who holds it
 * at the date is meant. */
static uint32_t bearer_of(const trawl_resolver *r, const trawl_office *office, uint32_t of,
                          const trawl_name_parts *name)
{
  const trawl_gazetteer *gazetteer = r->gazetteer;
  uint32_t found = TRAWL_NONE, first, count;
  bool holds = false, several = false;
  trawl_gazetteer_roles_of(gazetteer, of, &first, &count);
  for (uint32_t i = first; i < first + count; ++i) {
    const uint32_t index = gazetteer->roles_of.at[i];
    const trawl_role_entry *role = index < gazetteer->roles.len ? &gazetteer->roles.at[index] : NULL;
    const trawl_name_fit fit = role && role->owner < gazetteer->entry_count
                                 ? trawl_name_fits(name, trawl_entry_name(gazetteer, role->owner))
                                 : TRAWL_FITS_NOT;
    if (fit == TRAWL_FITS_NOT || (fit == TRAWL_FITS_FIRST && !is_held_at(role, r->date))) {
      continue;
    }
    trawl_office held = trawl_office_of_text(r, trawl_words_text(&r->doc->words, role->role));
    held.former = office->former;
    if (!trawl_office_fits(r, office, &held)) {
      continue;
    }
    const bool now = is_held_at(role, r->date);
    if (found == TRAWL_NONE || (now && !holds)) {
      found = role->owner;
      holds = now;
      several = false;
    } else {
      several = several || (now == holds && found != role->owner);
    }
  }
  return several ? TRAWL_NONE : found;
}

/* Without a country beside the office: that of a country which the document names, when it is one alone's. */
static uint32_t bearer_anywhere(const trawl_resolver *r, const trawl_office *office, const trawl_name_parts *name)
{
  const trawl_doc *doc = r->doc;
  uint32_t found = TRAWL_NONE, countries = 0;
  for (uint32_t i = 0; i < doc->entities.len && i < ENTITIES && countries < COUNTRIES; ++i) {
    const trawl_entity *e = &doc->entities.at[i];
    if (e->type != TRAWL_TYPE_COUNTRY || e->entry == TRAWL_NONE) {
      continue;
    }
    ++countries;
    const uint32_t bearer = bearer_of(r, office, e->entry, name);
    if (bearer != TRAWL_NONE && found != TRAWL_NONE && bearer != found) {
      return TRAWL_NONE;
    }
    found = bearer == TRAWL_NONE ? found : bearer;
  }
  return found;
}

/* From here on the entity is that of the entry. */
static trawl_status adopt(trawl_resolver *r, uint32_t mention, uint32_t entry)
{
  trawl_mention *m = &r->doc->mentions.at[mention];
  trawl_entity *e = &r->doc->entities.at[m->entity];
  const trawl_entry *from = trawl_entry_at(r->gazetteer, entry);
  const uint32_t known = trawl_key_map_get(&r->entries, entry);
  m->how = "surname";
  if (known != TRAWL_NONE) {
    m->entity = known;
    return TRAWL_OK;
  }
  TRAWL_TRY_MEM(trawl_key_map_put(&r->entries, entry, m->entity));
  e->entry = entry;
  e->name = trawl_entry_name(r->gazetteer, entry);
  e->id = trawl_entry_id(r->gazetteer, entry);
  e->gender = from->gender ? from->gender : e->gender;
  return learn_entry(r, m->entity);
}

/* "Mrs" at or before a name says more than what its words are listed as. */
static bool is_of_other_gender(const trawl_doc *doc, uint32_t name, uint8_t gender)
{
  const uint32_t token = name > 0 && !trawl_doc_is(doc, name, TRAWL_IS_HONORIFIC) ? name - 1 : name;
  return trawl_doc_is(doc, token, TRAWL_IS_HONORIFIC)
         && ((gender == TRAWL_GENDER_MALE && trawl_doc_is(doc, token, TRAWL_IS_FEMALE))
             || (gender == TRAWL_GENDER_FEMALE && trawl_doc_is(doc, token, TRAWL_IS_MALE)));
}

/* "King Mohammed V": the number tells him from others. */
static bool is_numeral(const trawl_doc *doc, uint32_t token)
{
  const uint8_t shape = trawl_doc_shape(doc, token);
  const char *text = trawl_doc_token_text(doc, token);
  const size_t len = doc->tokens.size[token];
  return (shape == TRAWL_SHAPE_UPPER || shape == TRAWL_SHAPE_INITIAL) && len < 6 && strspn(text, "IVX") >= len;
}

/* "Bahraini Foreign Minister Al Zayani": a name that no list has is that of the office's holder, if it can be. */
static trawl_status recognise(trawl_resolver *r, uint32_t mention, const trawl_office *office, uint64_t of)
{
  const trawl_mention *m = &r->doc->mentions.at[mention];
  const trawl_entity *e = &r->doc->entities.at[m->entity];
  const bool nowhere = of == TRAWL_NO_SIDE;
  const uint32_t next = m->tok.end;
  const bool goes_on = next < r->doc->tokens.len && is_numeral(r->doc, next);
  if (goes_on || e->entry != TRAWL_NONE || (!nowhere && of >= r->gazetteer->entry_count) || !office->words) {
    return TRAWL_OK;
  }
  const uint64_t key = trawl_hash_mix(office->key ^ of, 0x8ebc6af09c88c6e3u ^ m->entity);
  uint32_t entry = trawl_key_map_get(&r->holders, key);
  if (entry == TRAWL_NONE) {
    const trawl_span bare = bare_name(r->doc, m->tok);
    trawl_name_parts name;
    trawl_name_read(r->doc->text.at + bare.start, bare.end - bare.start, &name);
    entry = nowhere ? bearer_anywhere(r, office, &name) : bearer_of(r, office, (uint32_t)of, &name);
    ++entry; /* TRAWL_NONE + 1 is 0 */
    TRAWL_TRY_MEM(trawl_key_map_put(&r->holders, key, entry));
  }
  const trawl_entry *from = entry ? trawl_entry_at(r->gazetteer, entry - 1) : NULL;
  return !from || is_of_other_gender(r->doc, m->tok.start, from->gender) ? TRAWL_OK : adopt(r, mention, entry - 1);
}

/* ---- titles beside names ------------------------------------------------------------------------ */

static bool is_title_word(const trawl_resolver *r, uint32_t token)
{
  const trawl_doc *doc = r->doc;
  return trawl_doc_is(doc, token, TRAWL_IS_TITLE_HEAD)
         || trawl_doc_is(doc, token, TRAWL_IS_TITLE_MODIFIER)
         || doc->tokens.tag[token] == TRAWL_TAG_HYPH /* secretary-general */
         || trawl_coref_is(doc, token, r->leader) || trawl_coref_is(doc, token, r->former);
}

static bool is_title_head(const trawl_resolver *r, uint32_t token)
{
  return trawl_doc_is(r->doc, token, TRAWL_IS_TITLE_HEAD)
         || trawl_doc_lemma_is(r->doc, token, TRAWL_IS_TITLE_HEAD)
         || trawl_coref_is(r->doc, token, r->leader);
}

/* The side named by the name or demonym that covers a token. */
static uint64_t side_at(const trawl_resolver *r, uint32_t token)
{
  const uint32_t m = r->doc->tokens.mention[token];
  if (m == TRAWL_NONE) {
    return TRAWL_NO_SIDE;
  }
  for (uint32_t i = m; i < r->doc->mentions.len && r->doc->mentions.at[i].tok.start <= token; ++i) {
    const trawl_mention *it = &r->doc->mentions.at[i];
    if (it->tok.end > token && it->entity != TRAWL_NONE
        && (it->kind == TRAWL_MENTION_NAME || it->kind == TRAWL_MENTION_DEMONYM)) {
      return it->type == TRAWL_TYPE_PERSON ? TRAWL_NO_SIDE : trawl_resolver_side(r, it->entity);
    }
  }
  return TRAWL_NO_SIDE;
}

/* "Lebanese" or "Lebanon's" right before a title that starts at the token. */
static uint64_t side_before(const trawl_resolver *r, uint32_t token, uint32_t first)
{
  if (token > first + 1 && trawl_doc_token_is(r->doc, token - 1, "'s")) {
    --token;
  }
  return token > first ? side_at(r, token - 1) : TRAWL_NO_SIDE;
}

/* "former", "deputy", "acting" before the country: "the former Kuwaiti foreign minister". */
static bool is_apart(const trawl_resolver *r, uint32_t token)
{
  return trawl_doc_is(r->doc, token, TRAWL_IS_TITLE_MODIFIER) || trawl_coref_is(r->doc, token, r->former)
         || trawl_coref_is(r->doc, token, r->minor);
}

/* Where the name begins that stands right before a title. */
static uint32_t side_start(const trawl_resolver *r, uint32_t token, uint32_t first)
{
  if (side_before(r, token, first) == TRAWL_NO_SIDE) {
    return token;
  }
  token -= token > first + 1 && trawl_doc_token_is(r->doc, token - 1, "'s") ? 2 : 1;
  return r->doc->mentions.at[r->doc->tokens.mention[token]].tok.start;
}

/* "of Lebanon", "of the central bank" behind a title that ends at the token. */
static uint64_t side_behind(const trawl_resolver *r, uint32_t token, uint32_t end)
{
  if (token + 1 >= end
      || !(trawl_doc_token_is(r->doc, token, "of") || trawl_doc_token_is(r->doc, token, "for"))) {
    return TRAWL_NO_SIDE;
  }
  token += trawl_doc_token_is(r->doc, token + 1, "the") ? 2 : 1;
  return token < end ? side_at(r, token) : TRAWL_NO_SIDE;
}

/* "ambassador to the United Nations": where one is sent is part of the office. The result is the token behind it. */
static uint32_t add_post(const trawl_resolver *r, trawl_office *office, uint32_t next)
{
  const trawl_doc *doc = r->doc;
  if (next + 1 >= doc->tokens.len || !trawl_doc_token_is(doc, next, "to")) {
    return next;
  }
  const uint32_t name = next + (trawl_doc_token_is(doc, next + 1, "the") ? 2 : 1);
  const uint64_t post = name < doc->tokens.len ? side_at(r, name) : TRAWL_NO_SIDE;
  if (post >= r->gazetteer->entry_count) {
    return next;
  }
  office->closed = true;
  const trawl_office sent = trawl_office_of_text(r, trawl_entry_name(r->gazetteer, (uint32_t)post));
  office->key += sent.key - trawl_office_none().key;
  office->words = (uint8_t)(office->words + sent.words);
  return doc->mentions.at[doc->tokens.mention[name]].tok.end;
}

static trawl_status learn_before(trawl_resolver *r, uint32_t mention)
{
  const trawl_mention *m = &r->doc->mentions.at[mention];
  const uint32_t first = r->doc->sentences.at[m->sentence].tok.start;
  uint32_t end = m->tok.start; /* of the title; "Dr." may stand between */
  while (end > first && !is_title_head(r, end - 1) && trawl_doc_is(r->doc, end - 1, TRAWL_IS_HONORIFIC)) {
    --end;
  }
  const bool apposed = end > first && trawl_doc_token_is(r->doc, end - 1, ",");
  end -= apposed;
  uint32_t start = end;
  while (start > first && start + TITLE_TOKENS > end && is_title_word(r, start - 1)) {
    --start;
  }
  if (start == end || !is_title_head(r, end - 1)) {
    return TRAWL_OK;
  }
  trawl_office office = trawl_office_none();
  const uint32_t country = side_start(r, start, first);
  if (country > first && country < start && is_apart(r, country - 1)) {
    trawl_office_add_token(r, &office, country - 1);
  }
  for (uint32_t i = start; i < end; ++i) {
    trawl_office_add_token(r, &office, i);
  }
  const uint64_t of = side_before(r, start, first);
  TRAWL_TRY(recognise(r, mention, &office, of));
  return apposed ? TRAWL_OK : add_fact(r, m->entity, &office, of); /* two behind a comma may be two persons */
}

static trawl_status learn_behind(trawl_resolver *r, uint32_t mention)
{
  const trawl_doc *doc = r->doc;
  const trawl_mention *m = &doc->mentions.at[mention];
  const uint32_t end = doc->sentences.at[m->sentence].tok.end;
  uint32_t i = m->tok.end;
  if (i + 1 >= end || !trawl_doc_token_is(doc, i, ",")) {
    return TRAWL_OK;
  }
  ++i;
  i += trawl_doc_token_is(doc, i, "the") || trawl_doc_token_is(doc, i, "a") ? 1 : 0;
  uint64_t of = TRAWL_NO_SIDE;
  if (i < end && (of = side_at(r, i)) != TRAWL_NO_SIDE) {
    i = doc->mentions.at[doc->tokens.mention[i]].tok.end;
    i += i < end && trawl_doc_token_is(doc, i, "'s") ? 1 : 0;
  }
  trawl_office office = trawl_office_none();
  uint32_t head = TRAWL_NONE;
  for (const uint32_t from = i; i < end && i < from + TITLE_TOKENS && is_title_word(r, i); ++i) {
    trawl_office_add_token(r, &office, i);
    head = is_title_head(r, i) ? i : head;
  }
  if (head == TRAWL_NONE || head + 1 != i) {
    return TRAWL_OK;
  }
  add_post(r, &office, i);
  of = of != TRAWL_NO_SIDE ? of : side_behind(r, i, end);
  TRAWL_TRY(recognise(r, mention, &office, of));
  return add_fact(r, m->entity, &office, of);
}

/* "Kenya's finance minister, John Mbadi,": the clauses know that both are one. */
static trawl_status learn_apposed(trawl_resolver *r, uint32_t mention)
{
  const trawl_mention m = r->doc->mentions.at[mention];
  const uint32_t name = r->np_at[m.head];
  uint32_t np = name == TRAWL_NONE ? TRAWL_NONE : r->doc->clauses.nps.at[name].apposition;
  for (; np != TRAWL_NONE; np = r->doc->clauses.nps.at[np].apposition) {
    trawl_office office;
    uint64_t of;
    if (r->doc->clauses.nps.at[np].head < m.tok.start && trawl_roles_read(r, np, &office, &of)) {
      TRAWL_TRY(recognise(r, mention, &office, of));
      TRAWL_TRY(add_fact(r, m.entity, &office, of));
    }
  }
  return TRAWL_OK;
}

trawl_status trawl_roles_learn(trawl_resolver *r, uint32_t mention)
{
  const trawl_mention *m = &r->doc->mentions.at[mention];
  const trawl_entity *e = &r->doc->entities.at[m->entity];
  if (e->type != TRAWL_TYPE_PERSON) {
    return TRAWL_OK;
  }
  if (e->entry != TRAWL_NONE && e->first == mention) {
    TRAWL_TRY(learn_entry(r, m->entity));
  }
  TRAWL_TRY(learn_before(r, mention));
  TRAWL_TRY(learn_apposed(r, mention));
  return learn_behind(r, mention);
}

/* ---- what a phrase names -------------------------------------------------------------------------- */

uint64_t trawl_roles_side(const trawl_resolver *r, uint32_t np)
{
  const trawl_doc *doc = r->doc;
  const trawl_np *phrase = &doc->clauses.nps.at[np];
  if (phrase->possessor != TRAWL_NONE) {
    const uint32_t m = doc->clauses.nps.at[phrase->possessor].mention;
    const uint32_t entity = m == TRAWL_NONE ? TRAWL_NONE : doc->mentions.at[m].entity;
    if (entity != TRAWL_NONE && doc->entities.at[entity].type != TRAWL_TYPE_PERSON) {
      return trawl_resolver_side(r, entity);
    }
  }
  for (uint32_t i = phrase->head; i > phrase->tok.start; --i) {
    const uint64_t side = side_at(r, i - 1);
    if (side != TRAWL_NO_SIDE) {
      return side;
    }
  }
  const uint32_t m = doc->tokens.mention[phrase->head];
  const uint32_t sentence_end =
    phrase->head + 4 < doc->tokens.len ? phrase->head + 4 : doc->tokens.len;
  const uint32_t behind = m != TRAWL_NONE && doc->mentions.at[m].kind == TRAWL_MENTION_NOMINAL
                            ? doc->mentions.at[m].tok.end
                            : phrase->head + 1;
  const uint64_t side = side_behind(r, phrase->head + 1, sentence_end);
  return side != TRAWL_NO_SIDE || behind == phrase->head + 1
           ? side
           : side_behind(r, behind, behind + 4 < doc->tokens.len ? behind + 4 : doc->tokens.len);
}

/* "of state", "of the interior", "for foreign affairs": the nouns behind a title are no name. The result is
 * the token behind them. */
static uint32_t add_behind(const trawl_resolver *r, trawl_office *office, uint32_t next)
{
  enum { WORDS = 3 };
  const trawl_doc *doc = r->doc;
  const uint32_t end = doc->tokens.len;
  if (next + 1 >= end || !(trawl_doc_token_is(doc, next, "of") || trawl_doc_token_is(doc, next, "for"))) {
    return add_post(r, office, next);
  }
  uint32_t i = next + 1;
  i += trawl_doc_token_is(doc, i, "the") ? 1 : 0;
  const uint32_t first = i;
  for (; i < end && i < first + WORDS && side_at(r, i) == TRAWL_NO_SIDE
         && (doc->tokens.tag[i] == TRAWL_TAG_JJ || doc->tokens.tag[i] == TRAWL_TAG_NN
             || doc->tokens.tag[i] == TRAWL_TAG_NNS);
       ++i) {
  }
  if (i == first) {
    return next;
  }
  for (uint32_t k = next; k < i; ++k) {
    trawl_office_add_token(r, office, k);
  }
  return i;
}

bool trawl_roles_read(const trawl_resolver *r, uint32_t np, trawl_office *office, uint64_t *of)
{
  const trawl_doc *doc = r->doc;
  const trawl_np *phrase = &doc->clauses.nps.at[np];
  if (!is_title_head(r, phrase->head)) {
    return false;
  }
  uint32_t start = phrase->head;
  while (start > phrase->tok.start && is_title_word(r, start - 1)) {
    --start;
  }
  trawl_office found = trawl_office_none();
  for (uint32_t i = phrase->tok.start; i <= phrase->head; ++i) {
    if (i >= start || is_apart(r, i)) {
      trawl_office_add_token(r, &found, i);
    }
  }
  const uint32_t behind = add_behind(r, &found, phrase->head + 1);
  *office = found;
  *of = trawl_roles_side(r, np);
  if (*of == TRAWL_NO_SIDE && behind > phrase->head + 1) {
    *of = side_behind(r, behind, doc->tokens.len);
  }
  return true;
}

/* ---- holders ---------------------------------------------------------------------------------------- */

/* The one holder of an office whom the document knows; `*several`: there are two of the same standing. */
static uint32_t holder_in_document(const trawl_resolver *r, const trawl_office *office, uint64_t of,
                                   bool *several)
{
  uint32_t found = TRAWL_NONE;
  bool by_key = false;
  const uint32_t n = r->facts.len;
  *several = false;
  for (uint32_t i = n; i > 0 && i + FACTS_BACK > n; --i) {
    const trawl_office_fact *f = &r->facts.at[i - 1];
    if (!trawl_office_fits(r, office, &f->office) || (of != TRAWL_NO_SIDE && f->of != of)) {
      continue;
    }
    const bool exact = f->office.key == office->key;
    if (found == TRAWL_NONE || (exact && !by_key)) {
      found = f->entity;
      by_key = exact;
      *several = false;
    } else if (f->entity != found && exact == by_key) {
      *several = true;
    }
  }
  return found;
}

/* The one holder of an office whom the gazetteer knows, or TRAWL_NONE.  Who holds just that office goes
 * before the others: where a president and a prime minister rule, one of them is listed as the leader. */
static uint32_t search_gazetteer(const trawl_resolver *r, const trawl_office *office, uint32_t of)
{
  const trawl_gazetteer *gazetteer = r->gazetteer;
  uint32_t found = TRAWL_NONE, first, count;
  bool by_key = false, several = false;
  trawl_gazetteer_roles_of(gazetteer, of, &first, &count);
  for (uint32_t i = first; i < first + count; ++i) {
    const uint32_t index = gazetteer->roles_of.at[i];
    const trawl_role_entry *role = index < gazetteer->roles.len ? &gazetteer->roles.at[index] : NULL;
    if (!role || !is_held_at(role, r->date)) {
      continue;
    }
    const trawl_office held = trawl_office_of_text(r, trawl_words_text(&r->doc->words, role->role));
    /* "The Kuwaiti minister" of a text that names none may be any; a leader is whoever rules. */
    if (!trawl_office_fits(r, office, &held) || (office->key != held.key && !trawl_office_rules(r, &held))) {
      continue;
    }
    const bool exact = office->key == held.key;
    if (found == TRAWL_NONE || (exact && !by_key)) {
      found = role->owner;
      by_key = exact;
      several = false;
    } else if (exact == by_key && found != role->owner) {
      several = true;
    }
  }
  return several || found >= gazetteer->entry_count ? TRAWL_NONE : found;
}

static trawl_status holder_in_gazetteer(trawl_resolver *r, const trawl_office *office, uint64_t of,
                                        uint32_t *entity)
{
  if (of >= r->gazetteer->entry_count || office->former) {
    return TRAWL_OK;
  }
  const uint64_t key = trawl_hash_mix(office->key ^ of, 0xe7037ed1a0b428dbu);
  uint32_t known = trawl_key_map_get(&r->holders, key);
  if (known == TRAWL_NONE) {
    known = search_gazetteer(r, office, (uint32_t)of) + 1; /* TRAWL_NONE + 1 is 0 */
    TRAWL_TRY_MEM(trawl_key_map_put(&r->holders, key, known));
  }
  return known ? trawl_resolver_entity(r, known - 1, entity) : TRAWL_OK;
}

/* Without a country: the last one of that title, unless another one is about as near. */
static uint32_t nearest_of_title(const trawl_resolver *r, const trawl_office *office)
{
  enum { BACK = 48, CLEAR = 2 }; /* referents looked at; sentences between the two */
  uint32_t found = TRAWL_NONE, sentence = 0;
  const uint32_t n = r->past.len;
  for (uint32_t i = n; i > 0 && i + BACK > n; --i) {
    const trawl_referent *past = &r->past.at[i - 1];
    if (past->entity == TRAWL_NONE || past->type != TRAWL_TYPE_PERSON || past->entity == found) {
      continue;
    }
    bool holds = false;
    for (uint32_t k = r->facts.len; k > 0 && k + FACTS_BACK > r->facts.len && !holds; --k) {
      holds =
        r->facts.at[k - 1].entity == past->entity && trawl_office_fits(r, office, &r->facts.at[k - 1].office);
    }
    if (holds && found != TRAWL_NONE) {
      return sentence >= past->sentence + CLEAR ? found : TRAWL_NONE;
    }
    if (holds) {
      found = past->entity;
      sentence = past->sentence;
    }
  }
  return found;
}

static bool is_heading(const trawl_resolver *r, const trawl_office *office)
{
  return !office->minor && !office->former && trawl_coref_word_is(r->doc, office->head_word, r->heading);
}

/* An office of which there is one in the world needs no country: the pope. */
static trawl_status sole_holder(trawl_resolver *r, const trawl_office *office, uint32_t *entity)
{
  const trawl_gazetteer *gazetteer = r->gazetteer;
  const uint64_t key = trawl_hash_mix(office->key, 0x589965cc75374cc3u);
  uint32_t known = trawl_key_map_get(&r->holders, key);
  if (known == TRAWL_NONE) {
    known = 0;
    for (uint32_t i = 0; i < gazetteer->roles.len; ++i) {
      const trawl_role_entry *role = &gazetteer->roles.at[i];
      if (role->role == office->head_word && is_held_at(role, r->date) && role->owner < gazetteer->entry_count) {
        known = known && known != role->owner + 1 ? TRAWL_NONE : role->owner + 1;
      }
    }
    known = known == TRAWL_NONE ? 0 : known;
    TRAWL_TRY_MEM(trawl_key_map_put(&r->holders, key, known));
  }
  return known ? trawl_resolver_entity(r, known - 1, entity) : TRAWL_OK;
}

/* "The NATO chief", "the bank's boss": whoever heads the organization, whatever that office is called, when
 * there is one alone.  Of a country ("the Italian boss") it may be anybody. */
static trawl_status who_heads(trawl_resolver *r, uint64_t of, uint32_t *entity)
{
  const trawl_gazetteer *gazetteer = r->gazetteer;
  uint32_t named = TRAWL_NONE, listed = TRAWL_NONE, first, count;
  for (uint32_t i = r->facts.len; i > 0 && i + FACTS_BACK > r->facts.len; --i) {
    const trawl_office_fact *f = &r->facts.at[i - 1];
    if (f->of == of && is_heading(r, &f->office)) {
      if (named != TRAWL_NONE && named != f->entity) {
        return TRAWL_OK;
      }
      named = f->entity;
    }
  }
  if (named != TRAWL_NONE || of >= gazetteer->entry_count) {
    *entity = named;
    return TRAWL_OK;
  }
  trawl_gazetteer_roles_of(gazetteer, (uint32_t)of, &first, &count);
  for (uint32_t i = first; i < first + count; ++i) {
    const uint32_t index = gazetteer->roles_of.at[i];
    const trawl_role_entry *role = index < gazetteer->roles.len ? &gazetteer->roles.at[index] : NULL;
    if (!role || !is_held_at(role, r->date) || role->owner >= gazetteer->entry_count) {
      continue;
    }
    const trawl_office held = trawl_office_of_text(r, trawl_words_text(&r->doc->words, role->role));
    if (is_heading(r, &held)) {
      if (listed != TRAWL_NONE && listed != role->owner) {
        return TRAWL_OK;
      }
      listed = role->owner;
    }
  }
  return listed == TRAWL_NONE ? TRAWL_OK : trawl_resolver_entity(r, listed, entity);
}

trawl_status trawl_roles_holder(trawl_resolver *r, const trawl_office *office, uint64_t of,
                                uint32_t *entity)
{
  bool several;
  *entity = TRAWL_NONE;
  if (of == TRAWL_NO_SIDE) {
    *entity = nearest_of_title(r, office);
    return *entity == TRAWL_NONE && office->words == 1 && !office->former
               && trawl_coref_word_is(r->doc, office->head_word, r->sole)
             ? sole_holder(r, office, entity)
             : TRAWL_OK;
  }
  const uint32_t known = holder_in_document(r, office, of, &several);
  if (known != TRAWL_NONE) {
    *entity = several ? TRAWL_NONE : known;
    return TRAWL_OK;
  }
  TRAWL_TRY(holder_in_gazetteer(r, office, of, entity));
  const bool country =
    of < r->gazetteer->entry_count && trawl_entry_at(r->gazetteer, (uint32_t)of)->type == TRAWL_TYPE_COUNTRY;
  const bool chief = office->words == 1 && !office->former && !country
                     && trawl_coref_word_is(r->doc, office->head_word, r->chief);
  return *entity == TRAWL_NONE && chief ? who_heads(r, of, entity) : TRAWL_OK;
}

trawl_status trawl_roles_counterpart(trawl_resolver *r, uint32_t person, uint64_t of,
                                     uint32_t *entity)
{
  *entity = TRAWL_NONE;
  const uint32_t n = r->facts.len;
  for (uint32_t i = n; i > 0 && i + FACTS_BACK > n && *entity == TRAWL_NONE; --i) {
    const trawl_office_fact f = r->facts.at[i - 1];
    if (f.entity == person && !f.office.former && f.of != of) {
      TRAWL_TRY(trawl_roles_holder(r, &f.office, of, entity));
    }
  }
  return TRAWL_OK;
}
