/* SPDX-License-Identifier: MIT
 * resolve.c - stage 10: pronouns and nominals -> entities.
 *
 *   Reads tokens, mentions, entities, noun phrases and frames; sets `entity`, `antecedent`, `members` and
 *   `how` of pronoun and nominal mentions.  Definite noun phrases that can be resolved and have no mention
 *   get one; such mentions are appended behind the others, whose order and indexes stay as they were.
 *
 * One walk over the tokens: whatever is headed at a token is resolved if it is a pronoun or nominal and
 * becomes a referent for what follows.  Every look back is bounded, so the cost is linear. */
#include "stage/resolve.h"

#include <string.h>

enum { MEMBERS_MAX = 16, HOME_AROUND = 5 };

/* ---- entities --------------------------------------------------------------------------------------- */

uint64_t trawl_resolver_side(const trawl_resolver *r, uint32_t entity)
{
  const trawl_entity *e = &r->doc->entities.at[entity];
  return e->stands_for != TRAWL_NONE && e->type != TRAWL_TYPE_COUNTRY ? e->stands_for
         : e->entry != TRAWL_NONE                                     ? e->entry
                                                                      : UINT64_C(1) << 32 | entity;
}

trawl_status trawl_resolver_entity(trawl_resolver *r, uint32_t entry, uint32_t *entity)
{
  const uint32_t known = trawl_key_map_get(&r->entries, entry);
  if (known != TRAWL_NONE) {
    *entity = known;
    return TRAWL_OK;
  }
  TRAWL_TRY(trawl_coref_add_entry(r->doc, r->gazetteer, entry, entity));
  TRAWL_TRY_MEM(trawl_key_map_put(&r->entries, entry, *entity));
  return TRAWL_OK;
}

trawl_status trawl_resolver_side_entity(trawl_resolver *r, uint64_t side, uint32_t *entity)
{
  if (side >> 32) {
    *entity = (uint32_t)side;
    return TRAWL_OK;
  }
  return trawl_resolver_entity(r, (uint32_t)side, entity);
}

trawl_status trawl_resolver_set_members(trawl_resolver *r, uint32_t mention,
                                        const uint32_t *entities, uint32_t n, uint32_t antecedent)
{
  trawl_doc *doc = r->doc;
  const uint32_t first = doc->members.len;
  for (uint32_t i = 0; i < n; ++i) {
    TRAWL_TRY_MEM(trawl_vec_push(&doc->members, entities[i]));
  }
  trawl_mention *m = &doc->mentions.at[mention];
  m->entity = TRAWL_NONE;
  m->first_member = first;
  m->member_count = n;
  m->antecedent = antecedent;
  m->plural = 1;
  m->how = "plural";
  return TRAWL_OK;
}

/* ---- where entities are at home --------------------------------------------------------------------- */

/* The country that a gazetteer entry lies in, or TRAWL_NONE. */
static uint32_t country_of(const trawl_gazetteer *gazetteer, uint32_t entry)
{
  enum { STEPS = 6 };
  for (unsigned i = 0; entry != TRAWL_NONE && i < STEPS; ++i) {
    if (trawl_entry_at(gazetteer, entry)->type == TRAWL_TYPE_COUNTRY) {
      return entry;
    }
    entry = trawl_entry_at(gazetteer, entry)->in;
  }
  return TRAWL_NONE;
}

/* "German carmaker X", ", a German carmaker": the demonym that describes a name. */
static uint64_t home_beside(const trawl_resolver *r, const trawl_mention *m)
{
  const trawl_doc *doc = r->doc;
  const trawl_span sentence = doc->sentences.at[m->sentence].tok;
  uint32_t i = m->tok.start;
  for (uint32_t n = 0; i > sentence.start && n < HOME_AROUND; --i, ++n) {
    const uint32_t beside = doc->tokens.mention[i - 1];
    if (beside != TRAWL_NONE && doc->mentions.at[beside].kind == TRAWL_MENTION_DEMONYM
        && doc->mentions.at[beside].entity != TRAWL_NONE) {
      return trawl_resolver_side(r, doc->mentions.at[beside].entity);
    }
    if (trawl_doc_shape(doc, i - 1) != TRAWL_SHAPE_LOWER
        || trawl_doc_is(doc, i - 1, TRAWL_IS_PREPOSITION)
        || trawl_doc_lemma_is(doc, i - 1, TRAWL_IS_SPEECH)) {
      break;
    }
  }
  i = m->tok.end;
  if (i + 2 < sentence.end && trawl_doc_token_is(doc, i, ",")
      && (trawl_doc_token_is(doc, i + 1, "a") || trawl_doc_token_is(doc, i + 1, "the"))) {
    const uint32_t behind = doc->tokens.mention[i + 2];
    if (behind != TRAWL_NONE && doc->mentions.at[behind].kind == TRAWL_MENTION_DEMONYM
        && doc->mentions.at[behind].entity != TRAWL_NONE) {
      return trawl_resolver_side(r, doc->mentions.at[behind].entity);
    }
  }
  return TRAWL_NO_SIDE;
}

/* "European Commission ... the commission", which the gazetteer calls an agency. */
static trawl_status learn_head(trawl_resolver *r, uint32_t mention)
{
  const trawl_mention *m = &r->doc->mentions.at[mention];
  const uint32_t entity = m->entity;
  while (r->heads.len <= entity) {
    TRAWL_TRY_MEM(trawl_vec_push(&r->heads, TRAWL_NONE));
  }
  const trawl_entity *e = &r->doc->entities.at[entity];
  if (r->heads.at[entity] == TRAWL_NONE && m->kind == TRAWL_MENTION_NAME && e->entry != TRAWL_NONE
      && e->type != TRAWL_TYPE_PERSON) {
    r->heads.at[entity] = trawl_link_head_noun(r->doc, m->tok);
  }
  return TRAWL_OK;
}

static trawl_status learn_home(trawl_resolver *r, uint32_t mention)
{
  const trawl_mention *m = &r->doc->mentions.at[mention];
  while (r->homes.len <= m->entity) {
    TRAWL_TRY_MEM(trawl_vec_push(&r->homes, TRAWL_NO_SIDE));
  }
  if (r->homes.at[m->entity] != TRAWL_NO_SIDE || m->kind != TRAWL_MENTION_NAME) {
    return TRAWL_OK;
  }
  const uint32_t entry = r->doc->entities.at[m->entity].entry;
  const uint32_t country = entry == TRAWL_NONE ? TRAWL_NONE : country_of(r->gazetteer, entry);
  r->homes.at[m->entity] = country != TRAWL_NONE ? country : home_beside(r, m);
  return TRAWL_OK;
}

/* ---- places in clauses ------------------------------------------------------------------------------- */

static uint8_t place_of(const trawl_frame *frame, const trawl_frame_arg *arg)
{
  switch (arg->role) {
  case TRAWL_ROLE_SUBJECT:
    return frame->passive ? TRAWL_AT_PREP : TRAWL_AT_SUBJECT; /* the agent behind "by" */
  case TRAWL_ROLE_OBJECT:
    return frame->passive ? TRAWL_AT_SUBJECT : TRAWL_AT_OBJECT;
  case TRAWL_ROLE_OBJECT2:
    return TRAWL_AT_OBJECT;
  case TRAWL_ROLE_COMPLEMENT:
    return TRAWL_AT_COMPLEMENT;
  case TRAWL_ROLE_POSSESSOR:
    return TRAWL_AT_POSSESSOR;
  default:
    return TRAWL_AT_PREP;
  }
}

/* Titles and appositions are read as "X is Y" too; nobody is a subject by them. */
static bool has_verb(const trawl_doc *doc, const trawl_frame *frame)
{
  const unsigned tag = doc->tokens.tag[frame->trigger];
  return frame->kind == TRAWL_FRAME_VERB || (tag >= TRAWL_TAG_VB && tag <= TRAWL_TAG_VBZ)
         || tag == TRAWL_TAG_MD || tag == TRAWL_TAG_NONE;
}

static void read_frames(trawl_resolver *r)
{
  const trawl_clauses *clauses = &r->doc->clauses;
  for (uint32_t f = 0; f < clauses->frames.len; ++f) {
    const trawl_frame *frame = &clauses->frames.at[f];
    for (uint32_t i = 0; i < frame->arg_count; ++i) {
      const trawl_frame_arg *arg = &clauses->args.at[frame->first_arg + i];
      if (frame->kind == TRAWL_FRAME_NOUN) {
        r->noun_frame[arg->np] = f;
      } else if (has_verb(r->doc, frame)
                 && (place_of(frame, arg) > r->at[arg->np] || r->frame[arg->np] == TRAWL_NONE)) {
        r->at[arg->np] = place_of(frame, arg);
        r->frame[arg->np] = f;
      }
    }
  }
}

/* Members of a list stand where its first one stands; possessors and what hangs on a preposition by
 * their form. */
static void read_phrases(trawl_resolver *r)
{
  const trawl_clauses *clauses = &r->doc->clauses;
  for (uint32_t n = 0; n < clauses->nps.len; ++n) {
    const trawl_np *np = &clauses->nps.at[n];
    if (np->possessor != TRAWL_NONE) {
      r->owner[np->possessor] = n;
      r->at[np->possessor] = r->at[np->possessor] ? r->at[np->possessor] : TRAWL_AT_POSSESSOR;
    }
    if (r->at[n] == TRAWL_AT_NONE && np->prep != TRAWL_NONE) {
      r->at[n] = TRAWL_AT_PREP;
    }
    if (np->list != TRAWL_NONE && np->list != n) {
      r->at[n] = r->at[n] > r->at[np->list] ? r->at[n] : r->at[np->list];
      r->frame[n] = r->frame[n] == TRAWL_NONE ? r->frame[np->list] : r->frame[n];
    }
    r->np_at[np->head] = n;
    if (np->apposition != TRAWL_NONE) {
      r->apposed[np->apposition] = 1;
    }
  }
}

/* ---- the walk ----------------------------------------------------------------------------------------- */

/* A name right before a finite verb is its subject, whatever the clause stage made of it. */
static bool is_before_verb(const trawl_doc *doc, const trawl_mention *m)
{
  const unsigned tag =
    m->tok.end < doc->sentences.at[m->sentence].tok.end ? doc->tokens.tag[m->tok.end] : 0;
  return tag == TRAWL_TAG_VBD || tag == TRAWL_TAG_VBZ || tag == TRAWL_TAG_MD;
}

static trawl_referent referent_of(const trawl_resolver *r, uint32_t mention, uint32_t np,
                                  uint32_t token, uint32_t sentence)
{
  const trawl_doc *doc = r->doc;
  trawl_referent made = {.mention = mention,
                         .entity = TRAWL_NONE,
                         .np = np,
                         .token = token,
                         .sentence = sentence,
                         .members = TRAWL_NONE,
                         .mentions_of = TRAWL_NONE,
                         .type = TRAWL_TYPE_THING,
                         .kind = TRAWL_MENTION_NOMINAL,
                         .at = np == TRAWL_NONE ? TRAWL_AT_NONE : r->at[np],
                         .quoted = r->in_quote};
  if (np != TRAWL_NONE) {
    made.plural = (doc->clauses.nps.at[np].flags & TRAWL_NP_PLURAL) != 0;
  }
  if (mention == TRAWL_NONE) {
    const trawl_word *word = trawl_doc_word(doc, token);
    const bool male = trawl_word_is(word, TRAWL_IS_MALE),
               female = trawl_word_is(word, TRAWL_IS_FEMALE);
    made.type = (uint8_t)trawl_nominal_type(r, token);
    made.gender = male == female ? TRAWL_GENDER_UNKNOWN
                  : male         ? TRAWL_GENDER_MALE
                                 : TRAWL_GENDER_FEMALE;
    return made;
  }
  const trawl_mention *m = &doc->mentions.at[mention];
  if (made.at == TRAWL_AT_NONE && m->kind == TRAWL_MENTION_NAME && is_before_verb(doc, m)) {
    made.at = TRAWL_AT_SUBJECT;
  }
  made.entity = m->entity;
  made.kind = m->kind;
  made.type = m->type;
  made.gender = m->gender;
  made.plural = m->plural;
  made.mentions_of = m->member_count ? mention : TRAWL_NONE;
  if (m->entity != TRAWL_NONE) {
    const trawl_entity *e = &doc->entities.at[m->entity];
    made.type = e->type;
    const uint32_t told = e->gender ? TRAWL_NONE : trawl_key_map_get(&r->genders, m->entity);
    made.gender = e->gender ? e->gender : told != TRAWL_NONE ? (uint8_t)told : m->gender;
    made.plural = e->plural;
  }
  return made;
}

/* Behind its last member a list is a referent of its own. */
static trawl_status push_list(trawl_resolver *r, uint32_t np, uint32_t token, uint32_t sentence)
{
  const trawl_clauses *clauses = &r->doc->clauses;
  const uint32_t first = np == TRAWL_NONE ? TRAWL_NONE : clauses->nps.at[np].list;
  if (first == TRAWL_NONE || first == np || clauses->nps.at[np].next != TRAWL_NONE) {
    return TRAWL_OK;
  }
  const uint32_t mention = clauses->nps.at[first].mention;
  trawl_referent list = referent_of(r, mention, first, token, sentence);
  bool named = true;
  uint32_t n = 0;
  for (uint32_t i = first; i != TRAWL_NONE && named && n < MEMBERS_MAX;
       i = clauses->nps.at[i].next, ++n) {
    const uint32_t m = clauses->nps.at[i].mention;
    named = m != TRAWL_NONE && r->doc->mentions.at[m].entity != TRAWL_NONE;
  }
  list.entity = TRAWL_NONE;
  list.plural = 1;
  list.kind = TRAWL_MENTION_NOMINAL;
  list.mentions_of = TRAWL_NONE;
  list.members = named && n > 1 && n < MEMBERS_MAX ? first : TRAWL_NONE;
  return trawl_past_push(r, list);
}

static trawl_status take_list(trawl_resolver *r, uint32_t mention, uint32_t first)
{
  const trawl_clauses *clauses = &r->doc->clauses;
  uint32_t entities[MEMBERS_MAX], n = 0;
  for (uint32_t np = first; np != TRAWL_NONE && n < MEMBERS_MAX; np = clauses->nps.at[np].next) {
    entities[n++] = r->doc->mentions.at[clauses->nps.at[np].mention].entity;
  }
  r->doc->mentions.at[mention].type = r->doc->entities.at[entities[0]].type;
  return trawl_resolver_set_members(r, mention, entities, n, clauses->nps.at[first].mention);
}

static trawl_status resolve_pronoun(trawl_resolver *r, uint32_t mention, uint32_t np)
{
  trawl_doc *doc = r->doc;
  const uint32_t found = trawl_past_of_pronoun(r, mention, np);
  if (found == TRAWL_NONE) {
    return TRAWL_OK;
  }
  const trawl_referent *past = &r->past.at[found];
  trawl_mention *m = &doc->mentions.at[mention];
  if (past->members != TRAWL_NONE) {
    return take_list(r, mention, past->members);
  }
  if (past->mentions_of != TRAWL_NONE) {
    const trawl_mention *other = &doc->mentions.at[past->mentions_of];
    m->first_member = other->first_member;
    m->member_count = other->member_count;
    m->antecedent = past->mentions_of;
    m->type = other->type;
    m->plural = 1;
    m->how = "plural";
    return TRAWL_OK;
  }
  m->entity = past->entity;
  m->antecedent = past->mention;
  m->type = doc->entities.at[past->entity].type;
  m->how = "pronoun";
  m->gender = trawl_past_pronoun_gender(r, mention);
  if (m->gender && m->type == TRAWL_TYPE_PERSON
      && trawl_key_map_get(&r->genders, m->entity) == TRAWL_NONE) {
    TRAWL_TRY_MEM(trawl_key_map_put(&r->genders, m->entity, m->gender));
  }
  return TRAWL_OK;
}

/* Nominals and noun phrases without a mention; titles in apposition are parts of a name's phrase. */
static trawl_status visit_phrase(trawl_resolver *r, uint32_t np, uint32_t sentence)
{
  const uint16_t flags = r->doc->clauses.nps.at[np].flags;
  const uint32_t head = r->doc->clauses.nps.at[np].head;
  bool done;
  if ((flags & (TRAWL_NP_TIME | TRAWL_NP_APPOSED)) || r->apposed[np]) {
    return TRAWL_OK;
  }
  TRAWL_TRY(trawl_nominal_resolve(r, np, sentence, &done));
  TRAWL_TRY(trawl_past_push(
    r, referent_of(r, done ? r->doc->clauses.nps.at[np].mention : TRAWL_NONE, np, head, sentence)));
  return push_list(r, np, head, sentence);
}

static trawl_status visit_name(trawl_resolver *r, uint32_t mention, uint32_t np, uint32_t token,
                               uint32_t sentence)
{
  if (r->doc->mentions.at[mention].entity == TRAWL_NONE) {
    return TRAWL_OK;
  }
  TRAWL_TRY(learn_home(r, mention));
  TRAWL_TRY(learn_head(r, mention));
  TRAWL_TRY(trawl_roles_learn(r, mention));
  TRAWL_TRY(trawl_past_push(r, referent_of(r, mention, np, token, sentence)));
  return push_list(r, np, token, sentence);
}

static trawl_status visit(trawl_resolver *r, uint32_t token, uint32_t sentence)
{
  const uint32_t np = r->np_at[token], m = r->mention_at[token];
  const uint8_t kind = m == TRAWL_NONE ? TRAWL_MENTION_NOMINAL : r->doc->mentions.at[m].kind;
  switch (kind) {
  case TRAWL_MENTION_NAME:
  case TRAWL_MENTION_DEMONYM:
    return visit_name(r, m, np, token, sentence);
  case TRAWL_MENTION_PRONOUN:
    TRAWL_TRY(resolve_pronoun(r, m, np));
    return r->doc->mentions.at[m].how && r->doc->mentions.at[m].antecedent != TRAWL_NONE
             ? trawl_past_push(r, referent_of(r, m, np, token, sentence))
             : TRAWL_OK; /* "I", or nobody knows who: the names before it stay the better choice */
  case TRAWL_MENTION_NOMINAL:
    return np == TRAWL_NONE || (r->doc->clauses.nps.at[np].flags & TRAWL_NP_PRONOUN)
             ? TRAWL_OK
             : visit_phrase(r, np, sentence);
  default:
    return TRAWL_OK;
  }
}

static trawl_status walk(trawl_resolver *r)
{
  const trawl_doc *doc = r->doc;
  for (uint32_t s = 0; s < doc->sentences.len; ++s) {
    const trawl_span tok = doc->sentences.at[s].tok;
    if (doc->tokens.flags[tok.start] & TRAWL_TOKEN_PARA) {
      r->in_quote = false;
    }
    for (uint32_t t = tok.start; t < tok.end; ++t) {
      if (doc->tokens.kind[t] == TRAWL_TOKEN_PUNCT && *trawl_doc_token_text(doc, t) == '"') {
        r->in_quote = !r->in_quote;
      }
      if (r->np_at[t] != TRAWL_NONE || r->mention_at[t] != TRAWL_NONE) {
        TRAWL_TRY(visit(r, t, s));
      }
    }
  }
  return TRAWL_OK;
}

/* ---- setting up ------------------------------------------------------------------------------------------ */

/* Names and pronouns by their heads; of nested ones the outer name counts. */
static trawl_status index_mentions(trawl_resolver *r)
{
  const trawl_doc *doc = r->doc;
  uint32_t end = 0; /* of the last outer name */
  for (uint32_t i = 0; i < doc->mentions.len; ++i) {
    const trawl_mention *m = &doc->mentions.at[i];
    if (m->tok.start < end || m->kind == TRAWL_MENTION_NOMINAL) {
      continue;
    }
    if (m->kind == TRAWL_MENTION_NAME) {
      end = m->tok.end;
    }
    r->mention_at[m->head] = r->mention_at[m->head] == TRAWL_NONE ? i : r->mention_at[m->head];
  }
  for (uint32_t i = 0; i < doc->entities.len; ++i) {
    if (doc->entities.at[i].entry != TRAWL_NONE) {
      TRAWL_TRY_MEM(trawl_key_map_put(&r->entries, doc->entities.at[i].entry, i));
    }
  }
  return TRAWL_OK;
}

static uint32_t *unset(uint32_t n)
{
  uint32_t *made = malloc(((size_t)n + 1) * sizeof *made);
  if (made) {
    memset(made, 0xFF, ((size_t)n + 1) * sizeof *made);
  }
  return made;
}

static trawl_status set_up(trawl_resolver *r)
{
  const struct {
    uint32_t *category;
    const char *name;
  } categories[] = {
    {&r->leader, "coref_leader"},       {&r->ruling, "coref_ruling"},
    {&r->minor, "coref_minor"},         {&r->former, "coref_former"},
    {&r->holding, "coref_holding"},     {&r->chief, "coref_chief"},
    {&r->heading, "coref_heading"},     {&r->sole, "coref_sole"},
    {&r->company, "coref_company"},     {&r->company_kind, "coref_company_kind"},
    {&r->body, "coref_body"},           {&r->settlement, "coref_settlement"},
    {&r->side_noun, "coref_side"},      {&r->other, "coref_other"},
    {&r->neighbour, "coref_neighbour"}, {&r->locative, "coref_locative"},
    {&r->judgement, "coref_judgement"},
  };
  for (size_t i = 0; i < TRAWL_COUNT(categories); ++i) {
    *categories[i].category = trawl_coref_category(r->run, categories[i].name);
  }
  const trawl_doc *doc = r->doc;
  const uint32_t n = doc->clauses.nps.len;
  r->np_at = unset(doc->tokens.len);
  r->mention_at = unset(doc->tokens.len);
  r->frame = unset(n);
  r->noun_frame = unset(n);
  r->owner = unset(n);
  r->said = unset(doc->sentences.len);
  r->at = calloc((size_t)n + 1, 1);
  r->apposed = calloc((size_t)n + 1, 1);
  TRAWL_TRY_MEM(r->np_at && r->mention_at && r->frame && r->noun_frame && r->owner && r->said && r->at
                && r->apposed);
  r->date = doc->date ? doc->date : doc->fallback ? doc->fallback : r->gazetteer->as_of;
  read_frames(r);
  read_phrases(r);
  return index_mentions(r);
}

trawl_status trawl_stage_resolve(trawl_run_state *run, trawl_doc *doc)
{
  trawl_resolver r = {.run = run, .doc = doc, .gazetteer = &run->rules->gazetteer};
  const bool all = run->rules->resolve == TRAWL_RESOLVE_ALL;
  doc->members.len = 0;
  uint32_t *hung = unset(doc->clauses.nps.len);
  trawl_status status = hung ? set_up(&r) : TRAWL_NO_MEM;
  if (status == TRAWL_OK) {
    trawl_settings_speakers(&r);
    status = all ? walk(&r) : TRAWL_OK;
  }
  if (status == TRAWL_OK) {
    if (all) {
      status = trawl_settings_first_persons(&r);
    }
    trawl_settings_places(&r, hung);
  }
  free(hung);
  trawl_vec_clear(&r.past);
  trawl_vec_clear(&r.facts);
  trawl_vec_clear(&r.homes);
  trawl_vec_clear(&r.heads);
  free(r.np_at);
  free(r.mention_at);
  free(r.frame);
  free(r.noun_frame);
  free(r.owner);
  free(r.said);
  free(r.at);
  free(r.apposed);
  trawl_key_map_clear(&r.entries);
  trawl_key_map_clear(&r.genders);
  trawl_key_map_clear(&r.holders);
  return status;
}
