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
#include "stage/link.h"

#include <string.h>

enum {
  LONGEST = 6,   /* names of more words count as one length */
  FULL_VOTE = 2, /* the type that a full name was given counts double */
};

/* ---- bare names ----------------------------------------------------------------------------------- */

static bool is_left_off(const trawl_doc *doc, uint32_t token)
{
  return trawl_doc_is(doc, token, TRAWL_IS_HONORIFIC) || trawl_doc_token_is(doc, token, "the");
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
      && (trawl_doc_token_is(doc, tok.end - 1, "'s") || trawl_doc_token_is(doc, tok.end - 1, "'"))) {
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
  for (uint32_t i = form.tok.start; i < form.tok.end && i < form.tok.start + TRAWL_LINK_TOKENS;
       ++i) {
    if (doc->tokens.kind[i] == TRAWL_TOKEN_PUNCT) {
      continue;
    }
    const uint8_t shape = trawl_doc_shape(doc, i);
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

/* By an honorific, the words, or a given name of one gender. */
static void set_gender(trawl_linker *l, uint32_t mention)
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

static trawl_status bind(trawl_linker *l, uint32_t mention, uint32_t entity, const char *how)
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

static trawl_status new_draft(trawl_linker *l, uint32_t mention)
{
  const trawl_link_draft fresh = {.seen = TRAWL_NONE, .named = mention};
  TRAWL_TRY_MEM(trawl_vec_push(&l->drafts, fresh));
  return TRAWL_OK;
}

/* The entity of a gazetteer entry, made when it is new. */
static trawl_status bind_entry(trawl_linker *l, uint32_t mention, uint32_t entry)
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
    TRAWL_TRY(trawl_short_add_parts(l, mention, entity, type));
    TRAWL_TRY_MEM(trawl_key_map_put(&l->names, l->forms[mention].key, entity));
  }
  return bind(l, mention, entity, "gazetteer");
}

static trawl_status bind_new(trawl_linker *l, uint32_t mention)
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
  TRAWL_TRY(trawl_short_add_parts(l, mention, entity, m->type));
  return bind(l, mention, entity, NULL);
}

/* "League for Hills and Rivers (LHR)": the word in brackets is another name of it. */
static trawl_status read_brackets(trawl_linker *l, uint32_t mention)
{
  const trawl_doc *doc = l->doc;
  const trawl_mention *m = &doc->mentions.at[mention];
  const unsigned type = doc->entities.at[m->entity].type;
  const uint32_t i = m->tok.end;
  if (type == TRAWL_TYPE_PERSON || type == TRAWL_TYPE_COUNTRY || type == TRAWL_TYPE_PLACE
      || i + 2 >= doc->sentences.at[m->sentence].tok.end || !trawl_doc_token_is(doc, i, "(")
      || !trawl_doc_token_is(doc, i + 2, ")")) {
    return TRAWL_OK;
  }
  const uint8_t shape = trawl_doc_shape(doc, i + 1);
  if ((shape != TRAWL_SHAPE_UPPER && shape != TRAWL_SHAPE_MIXED) || doc->tokens.size[i + 1] < 2) {
    return TRAWL_OK;
  }
  return trawl_short_add(l, trawl_key_add(doc, TRAWL_KEY_EMPTY, doc->tokens.word[i + 1]), m->entity,
                         TRAWL_BY_INITIALS);
}

/* ---- the passes -------------------------------------------------------------------------------------- */

/* One of a company's products is a thing of its own, which no later name refers to. */
static trawl_status bind_product(trawl_linker *l, uint32_t mention)
{
  const trawl_entity made = {.entry = TRAWL_NONE,
                             .stands_for = TRAWL_NONE,
                             .first = TRAWL_NONE,
                             .last_word = TRAWL_NONE,
                             .noun = TRAWL_NONE,
                             .type = TRAWL_TYPE_WORK};
  l->doc->mentions.at[mention].type = TRAWL_TYPE_WORK;
  TRAWL_TRY(new_draft(l, mention));
  TRAWL_TRY_MEM(trawl_vec_push(&l->doc->entities, made));
  return bind(l, mention, l->doc->entities.len - 1, NULL);
}

static trawl_status link_one(trawl_linker *l, uint32_t mention)
{
  const trawl_mention *m = &l->doc->mentions.at[mention];
  const uint32_t entry = m->cand_count ? trawl_link_choose(&l->context, mention, NULL) : TRAWL_NONE;
  if (entry != TRAWL_NONE && trawl_link_is_product(&l->context, mention, entry)) {
    return bind_product(l, mention);
  }
  if (m->kind == TRAWL_MENTION_NAME && (entry == TRAWL_NONE || l->forms[mention].words == 1)) {
    const char *how = NULL;
    const uint32_t full = l->forms[mention].words > 1 || entry != TRAWL_NONE
                            ? trawl_key_map_get(&l->names, l->forms[mention].key)
                            : TRAWL_NONE;
    const uint32_t bearer = full == TRAWL_NONE || entry != TRAWL_NONE
                              ? trawl_short_find(l, mention, entry, &how)
                              : TRAWL_NONE;
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

/* Names of several words, the longest first; acronyms in brackets are read on the way. */
static trawl_status link_full_names(trawl_linker *l)
{
  const uint32_t count = l->doc->mentions.len;
  uint32_t ends[LONGEST + 1] = {0}; /* of those with so many words, the longest first */
  uint32_t *order = malloc((count + UINT64_C(1)) * sizeof *order);
  TRAWL_TRY_MEM(order);
  for (uint32_t i = 0; i < count; ++i) {
    ++ends[l->forms[i].words < LONGEST ? l->forms[i].words : LONGEST];
  }
  for (uint32_t words = LONGEST, before = 0; words > 0; --words) {
    const uint32_t here = ends[words];
    ends[words] = before;
    before += here;
  }
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t words = l->forms[i].words < LONGEST ? l->forms[i].words : LONGEST;
    if (words > 1) {
      order[ends[words]++] = i;
    }
  }
  trawl_status status = TRAWL_OK;
  for (uint32_t n = 0; status == TRAWL_OK && n < ends[2]; ++n) {
    if (is_linked(l->doc, order[n])) {
      status = link_one(l, order[n]);
      status = status == TRAWL_OK ? read_brackets(l, order[n]) : status;
    }
  }
  free(order);
  return status;
}

static trawl_status link_the_rest(trawl_linker *l)
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
static trawl_status set_name(trawl_linker *l, uint32_t entity)
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

static uint8_t elected_type(const trawl_link_draft *d, uint8_t fallback)
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

static void set_noun(trawl_linker *l, uint32_t mention)
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
static trawl_status settle(trawl_linker *l)
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
  const uint8_t shape = trawl_doc_shape(doc, token);
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
static uint32_t echo_of(const trawl_linker *l, uint32_t token)
{
  const trawl_doc *doc = l->doc;
  const uint64_t key = trawl_key_add(doc, TRAWL_KEY_EMPTY, doc->tokens.word[token]);
  uint32_t found = trawl_key_map_get(&l->names, key);
  uint32_t i = found == TRAWL_NONE ? trawl_key_map_get(&l->shorts, key) : TRAWL_NONE;
  for (uint32_t n = 0; i != TRAWL_NONE && n < TRAWL_LINK_CHAIN; i = l->chain.at[i].next, ++n) {
    const trawl_short_name *s = &l->chain.at[i];
    const bool title = trawl_doc_shape(doc, token) == TRAWL_SHAPE_TITLE;
    if (s->kind != TRAWL_BY_HEAD && (s->kind != TRAWL_BY_INITIALS || !title)) {
      found = found == TRAWL_NONE || s->kind != TRAWL_BY_GIVEN ? s->entity : found;
    }
  }
  return found;
}

/* Rules find a name by what stands around it and may miss it elsewhere; now that it is known, each word
 * that can only be it becomes a mention. */
static trawl_status add_echoes(trawl_linker *l, bool *found)
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

static trawl_status link_names(trawl_linker *l)
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

static void clear(trawl_linker *l)
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
  trawl_linker l = {.doc = doc,
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
