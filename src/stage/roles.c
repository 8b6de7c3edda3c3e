/* SPDX-License-Identifier: MIT
 * roles.c - who holds which office.
 *
 * Offices are learned from titles beside a name ("Latvian Prime Minister Ilze Kalna"; "Ilze Kalna,
 * prime minister of Lebanon,") and from the gazetteer's dated roles of those whom the document names.  An
 * office is compared by its words; a few spellings are one ("premier", "prime minister").  "leader" is
 * whoever rules: president, chancellor, prime minister, king.  Where two persons qualify, nobody does. */
#include "stage/resolve.h"

#include "base/hash.h"

#include <string.h>

enum {
  TITLE_TOKENS = 6, /* of a title: "deputy minister of foreign affairs" */
  ROLES_EACH = 16,  /* of one person, held at once */
  FACTS_BACK = 64,  /* offices that are compared: a report names a dozen */
};

/* ---- offices ------------------------------------------------------------------------------------ */

static bool is(const char *text, size_t len, const char *word)
{
  return strlen(word) == len && memcmp(text, word, len) == 0;
}

/* The order of the words does not count, so "minister of the interior" is the interior minister; nor does
 * "affairs", so that of foreign affairs is the foreign minister. */
static void add_part(const trawl_resolver *r, trawl_office *office, const char *text, size_t len)
{
  if (is(text, len, "of") || is(text, len, "for")) {
    office->closed = true;
    return;
  }
  if (is(text, len, "the") || is(text, len, "affairs")) {
    return;
  }
  const trawl_words *words = &r->doc->words;
  const uint32_t word = trawl_words_find(words, text, len);
  if (trawl_coref_word_is(r->doc, word, r->holding)) {
    return;
  }
  if (trawl_coref_word_is(r->doc, word, r->former)) {
    office->former = !is(text, len, "acting");
    return;
  }
  if (is(text, len, "defense")) {
    text = "defence";
    len = 7;
  } else if (is(text, len, "external")) {
    text = "foreign"; /* external affairs */
    len = 7;
  }
  const uint64_t hash = trawl_hash_bytes(text, len);
  if (!office->closed) {
    office->head = hash;
    office->head_word = word;
  }
  office->minor = office->minor || trawl_coref_word_is(r->doc, word, r->minor);
  office->prime = office->prime || is(text, len, "prime");
  office->key += trawl_hash_mix(hash, 0x9e3779b97f4a7c15u);
  ++office->words;
}

static void add_words(const trawl_resolver *r, trawl_office *office, const char *text, size_t len)
{
  static const struct {
    const char *one;
    const char *same;
  } synonyms[] = {{"premier", "prime minister"}, {"ceo", "chief executive"},
                  {"pm", "prime minister"},      {"chairwoman", "chairman"},
                  {"chairperson", "chairman"},   {"chair", "chairman"}};
  for (size_t i = 0; i < TRAWL_COUNT(synonyms); ++i) {
    if (is(text, len, synonyms[i].one)) {
      text = synonyms[i].same;
      len = strlen(text);
      break;
    }
  }
  for (size_t from = 0; from < len;) {
    size_t to = from;
    while (to < len && text[to] != ' ' && text[to] != '-') {
      ++to;
    }
    if (to > from) {
      add_part(r, office, text + from, to - from);
    }
    from = to + 1;
  }
}

static trawl_office no_office(void)
{
  return (trawl_office){.key = 1, .head_word = TRAWL_NONE};
}

static trawl_office office_of_text(const trawl_resolver *r, const char *text)
{
  trawl_office office = no_office();
  add_words(r, &office, text, strlen(text));
  return office;
}

static void add_token(const trawl_resolver *r, trawl_office *office, uint32_t token)
{
  if (r->doc->tokens.kind[token] == TRAWL_TOKEN_WORD) {
    const uint32_t folded = trawl_doc_word(r->doc, token)->folded;
    const char *text = trawl_words_text(&r->doc->words, folded);
    add_words(r, office, text, strlen(text));
  }
}

/* A head of state or government, or somebody called leader. */
static bool is_ruling(const trawl_resolver *r, const trawl_office *office)
{
  return !office->minor && !office->former
         && (office->prime || trawl_coref_word_is(r->doc, office->head_word, r->ruling));
}

/* Does the office that a phrase names fit one that somebody holds? */
static bool fits(const trawl_resolver *r, const trawl_office *wanted, const trawl_office *held)
{
  if (wanted->former != held->former) {
    return false;
  }
  if (wanted->words == 1 && trawl_coref_word_is(r->doc, wanted->head_word, r->leader)) {
    return is_ruling(r, held);
  }
  if (wanted->key == held->key) {
    return true;
  }
  return wanted->words == 1 && wanted->head == held->head && !held->minor && !held->prime;
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
  if (token > first + 1 && trawl_coref_text(r->doc, token - 1, "'s")) {
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
  token -= token > first + 1 && trawl_coref_text(r->doc, token - 1, "'s") ? 2 : 1;
  return r->doc->mentions.at[r->doc->tokens.mention[token]].tok.start;
}

/* "of Lebanon", "of the central bank" behind a title that ends at the token. */
static uint64_t side_behind(const trawl_resolver *r, uint32_t token, uint32_t end)
{
  if (token + 1 >= end
      || !(trawl_coref_text(r->doc, token, "of") || trawl_coref_text(r->doc, token, "for"))) {
    return TRAWL_NO_SIDE;
  }
  token += trawl_coref_text(r->doc, token + 1, "the") ? 2 : 1;
  return token < end ? side_at(r, token) : TRAWL_NO_SIDE;
}

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

static trawl_status learn_before(trawl_resolver *r, const trawl_mention *m)
{
  const uint32_t first = r->doc->sentences.at[m->sentence].tok.start;
  uint32_t start = m->tok.start;
  while (start > first && start + TITLE_TOKENS > m->tok.start && is_title_word(r, start - 1)) {
    --start;
  }
  if (start == m->tok.start || !is_title_head(r, m->tok.start - 1)) {
    return TRAWL_OK;
  }
  trawl_office office = no_office();
  const uint32_t country = side_start(r, start, first);
  if (country > first && country < start && is_apart(r, country - 1)) {
    add_token(r, &office, country - 1);
  }
  for (uint32_t i = start; i < m->tok.start; ++i) {
    add_token(r, &office, i);
  }
  return add_fact(r, m->entity, &office, side_before(r, start, first));
}

static trawl_status learn_behind(trawl_resolver *r, const trawl_mention *m)
{
  const trawl_doc *doc = r->doc;
  const uint32_t end = doc->sentences.at[m->sentence].tok.end;
  uint32_t i = m->tok.end;
  if (i + 1 >= end || !trawl_coref_text(doc, i, ",")) {
    return TRAWL_OK;
  }
  ++i;
  i += trawl_coref_text(doc, i, "the") || trawl_coref_text(doc, i, "a") ? 1 : 0;
  uint64_t of = TRAWL_NO_SIDE;
  if (i < end && (of = side_at(r, i)) != TRAWL_NO_SIDE) {
    i = doc->mentions.at[doc->tokens.mention[i]].tok.end;
    i += i < end && trawl_coref_text(doc, i, "'s") ? 1 : 0;
  }
  trawl_office office = no_office();
  uint32_t head = TRAWL_NONE;
  for (const uint32_t from = i; i < end && i < from + TITLE_TOKENS && is_title_word(r, i); ++i) {
    add_token(r, &office, i);
    head = is_title_head(r, i) ? i : head;
  }
  if (head == TRAWL_NONE || head + 1 != i) {
    return TRAWL_OK;
  }
  return add_fact(r, m->entity, &office, of != TRAWL_NO_SIDE ? of : side_behind(r, i, end));
}

static bool is_held_at(const trawl_role_entry *role, uint32_t date)
{
  return role->from <= date && (role->to == 0 || date <= role->to);
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
    trawl_office office = office_of_text(r, trawl_words_text(&r->doc->words, role->role));
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

trawl_status trawl_roles_learn(trawl_resolver *r, uint32_t mention)
{
  const trawl_mention *m = &r->doc->mentions.at[mention];
  const trawl_entity *e = &r->doc->entities.at[m->entity];
  if (e->type != TRAWL_TYPE_PERSON) {
    return TRAWL_OK;
  }
  if (e->entry != TRAWL_NONE && e->first == mention) {
    TRAWL_TRY(learn_listed(r, m->entity, false));
    TRAWL_TRY(learn_listed(r, m->entity, true));
  }
  TRAWL_TRY(learn_before(r, m));
  return learn_behind(r, m);
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
  if (next + 1 >= end || !(trawl_coref_text(doc, next, "of") || trawl_coref_text(doc, next, "for"))) {
    return next;
  }
  uint32_t i = next + 1;
  i += trawl_coref_text(doc, i, "the") ? 1 : 0;
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
    add_token(r, office, k);
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
  trawl_office found = no_office();
  for (uint32_t i = phrase->tok.start; i <= phrase->head; ++i) {
    if (i >= start || is_apart(r, i)) {
      add_token(r, &found, i);
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
    if (!fits(r, office, &f->office) || (of != TRAWL_NO_SIDE && f->of != of)) {
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
    const trawl_office held = office_of_text(r, trawl_words_text(&r->doc->words, role->role));
    /* "The Kuwaiti minister" of a text that names none may be any; a leader is whoever rules. */
    if (!fits(r, office, &held) || (office->key != held.key && !is_ruling(r, &held))) {
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
  return several || found >= gazetteer->entries.len ? TRAWL_NONE : found;
}

static trawl_status holder_in_gazetteer(trawl_resolver *r, const trawl_office *office, uint64_t of,
                                        uint32_t *entity)
{
  if (of >= r->gazetteer->entries.len || office->former) {
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
        r->facts.at[k - 1].entity == past->entity && fits(r, office, &r->facts.at[k - 1].office);
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
  if (named != TRAWL_NONE || of >= gazetteer->entries.len) {
    *entity = named;
    return TRAWL_OK;
  }
  trawl_gazetteer_roles_of(gazetteer, (uint32_t)of, &first, &count);
  for (uint32_t i = first; i < first + count; ++i) {
    const uint32_t index = gazetteer->roles_of.at[i];
    const trawl_role_entry *role = index < gazetteer->roles.len ? &gazetteer->roles.at[index] : NULL;
    if (!role || !is_held_at(role, r->date) || role->owner >= gazetteer->entries.len) {
      continue;
    }
    const trawl_office held = office_of_text(r, trawl_words_text(&r->doc->words, role->role));
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
    return TRAWL_OK;
  }
  const uint32_t known = holder_in_document(r, office, of, &several);
  if (known != TRAWL_NONE) {
    *entity = several ? TRAWL_NONE : known;
    return TRAWL_OK;
  }
  TRAWL_TRY(holder_in_gazetteer(r, office, of, entity));
  const bool country =
    of < r->gazetteer->entries.len && r->gazetteer->entries.at[of].type == TRAWL_TYPE_COUNTRY;
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
