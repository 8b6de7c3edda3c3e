/* SPDX-License-Identifier: MIT
 * argument.c - from a noun phrase to whom it stands for. */
#include "stage/match.h"

#include "base/hash.h"

#include <string.h>

enum { MAX_LIST = 24 };

static const trawl_np *np_at(const trawl_match_context *ctx, uint32_t np)
{
  return &ctx->doc->clauses.nps.at[np];
}

static bool type_fits(uint64_t types, uint8_t type, uint32_t stands_for)
{
  return (types >> type & 1) || (stands_for != TRAWL_NONE && (types >> TRAWL_TYPE_COUNTRY & 1));
}

/* How sure the way is in which a mention was resolved. */
static float factor_of(const trawl_match_context *ctx, const trawl_mention *m)
{
  const float *factor = ctx->rules->confidence.factor;
  static const struct {
    const char *how;
    trawl_factor factor;
  } ways[] = {
    {"pronoun", TRAWL_FACTOR_PRONOUN}, {"nominal", TRAWL_FACTOR_NOMINAL}, {"plural", TRAWL_FACTOR_NOMINAL},
    {"role", TRAWL_FACTOR_ROLE},       {"surname", TRAWL_FACTOR_SURNAME}, {"short", TRAWL_FACTOR_SURNAME},
    {"ambiguous", TRAWL_FACTOR_AMBIGUOUS},
  };
  for (size_t i = 0; m->how && i < TRAWL_COUNT(ways); ++i) {
    if (m->how[0] == ways[i].how[0] && strcmp(m->how, ways[i].how) == 0) {
      return factor[ways[i].factor];
    }
  }
  return m->cand_count > 1 ? factor[TRAWL_FACTOR_AMBIGUOUS] : 1.0F;
}

static void add_reading(trawl_readings *out, uint32_t mention, uint32_t entity, float factor)
{
  for (uint32_t i = 0; i < out->count; ++i) {
    if (entity != TRAWL_NONE && out->at[i].arg.entity == entity) {
      return;
    }
  }
  if (out->count < TRAWL_MAX_ARGUMENTS) {
    out->at[out->count++] = (trawl_reading){{mention, entity}, factor};
  }
}

/* The first refusal is that of the head itself. */
static void refuse(trawl_readings *out, trawl_reason reason, trawl_span tok)
{
  if (out->why.reason == TRAWL_FIRED) {
    out->why = (trawl_refusal){.reason = (uint8_t)reason, .tok = tok};
  }
}

void trawl_mark_persons(trawl_doc *doc)
{
  for (uint32_t i = 0; i < doc->mentions.len; ++i) {
    const trawl_mention *m = &doc->mentions.at[i];
    if (m->entity != TRAWL_NONE
        && ((m->tok.end < doc->tokens.len && doc->tokens.tag[m->tok.end] == TRAWL_TAG_POS)
            || (m->kind == TRAWL_MENTION_PRONOUN && m->gender != TRAWL_GENDER_UNKNOWN))) {
      doc->entities.at[m->entity].personal = true;
    }
  }
}

/* A name that a rule "...-unknown" typed as a person by its look alone may be an organization: what is
 * bought is one. */
static bool may_be_organization(const trawl_match_context *ctx, const trawl_entity *e, uint64_t types)
{
  if (e->type != TRAWL_TYPE_PERSON || !(types >> TRAWL_TYPE_ORGANIZATION & 1) || e->entry != TRAWL_NONE
      || e->gender != TRAWL_GENDER_UNKNOWN || e->first >= ctx->doc->mentions.len) {
    return false;
  }
  const char *source = ctx->doc->mentions.at[e->first].source;
  return !e->personal && source && strstr(source, "-unknown");
}

void trawl_settle_type(const trawl_match_context *ctx, uint32_t entity, uint64_t types)
{
  trawl_entity *e = entity == TRAWL_NONE ? NULL : &ctx->doc->entities.at[entity];
  if (e && !type_fits(types, e->type, e->stands_for) && may_be_organization(ctx, e, types)) {
    e->type = ctx->doc->mentions.at[e->first].type = TRAWL_TYPE_ORGANIZATION;
  }
}

static void read_entity(const trawl_match_context *ctx, uint32_t mention, uint32_t entity, float factor,
                        uint64_t types, trawl_readings *out)
{
  const trawl_entity *e = &ctx->doc->entities.at[entity];
  if (!type_fits(types, e->type, e->stands_for) && !may_be_organization(ctx, e, types)) {
    refuse(out, TRAWL_X_TYPE, ctx->doc->mentions.at[mention].tok);
    return;
  }
  if (!(types >> e->type & 1)) {
    factor *= ctx->rules->confidence.factor[TRAWL_FACTOR_SEAT];
  }
  if (e->entry == TRAWL_NONE) {
    factor *= ctx->rules->confidence.factor[TRAWL_FACTOR_GUESSED];
  }
  add_reading(out, mention, entity, factor);
}

/* A date that is an argument needs a year or a day of a month: "died on Monday" says no date. */
static bool is_full_date(const trawl_match_context *ctx, const trawl_mention *m)
{
  for (uint32_t t = m->tok.start; t < m->tok.end; ++t) {
    if (ctx->doc->tokens.kind[t] == TRAWL_TOKEN_NUMBER) {
      return true;
    }
  }
  return false;
}

static void read_mention(const trawl_match_context *ctx, uint32_t mention, float factor, uint64_t types,
                         trawl_readings *out)
{
  const trawl_mention *m = &ctx->doc->mentions.at[mention];
  factor *= factor_of(ctx, m);
  for (uint32_t i = 0; i < m->member_count; ++i) {
    read_entity(ctx, mention, ctx->doc->members.at[m->first_member + i], factor, types, out);
  }
  if (m->member_count) {
    return;
  }
  if (m->entity != TRAWL_NONE) {
    read_entity(ctx, mention, m->entity, factor, types, out);
  } else if (m->kind == TRAWL_MENTION_VALUE && (types >> m->type & 1)
             && (m->type != TRAWL_TYPE_DATE || is_full_date(ctx, m))) {
    add_reading(out, mention, TRAWL_NONE, factor);
  } else if (m->kind == TRAWL_MENTION_VALUE) {
    refuse(out, types >> m->type & 1 ? TRAWL_NO_DATE : TRAWL_X_TYPE, m->tok);
  } else {
    refuse(out, TRAWL_UNRESOLVED, m->tok);
  }
}

/* "Beijing-led", "pro-Beijing": the name is part of an adjective and owns nothing; "US-China" is none. */
static bool in_adjective(const trawl_match_context *ctx, uint32_t start, uint32_t end)
{
  const trawl_tokens *tokens = &ctx->doc->tokens;
  if (start > 1 && tokens->tag[start - 1] == TRAWL_TAG_HYPH && tokens->mention[start - 2] == TRAWL_NONE) {
    return true;
  }
  return end + 1 < tokens->len && tokens->tag[end] == TRAWL_TAG_HYPH && tokens->mention[end + 1] == TRAWL_NONE;
}

uint32_t trawl_owners(const trawl_match_context *ctx, uint32_t np, trawl_filler *out, uint32_t max)
{
  const trawl_np *it = np_at(ctx, np);
  uint32_t count = 0, start = it->tok.start;
  if (it->possessor != TRAWL_NONE && count < max) {
    out[count++] = (trawl_filler){it->possessor, TRAWL_NONE, 0, false};
    start = np_at(ctx, it->possessor)->tok.end;
  }
  for (uint32_t t = start; t < it->head && count < max;) {
    const uint32_t m = ctx->doc->tokens.mention[t];
    const trawl_mention *mention = m == TRAWL_NONE ? NULL : &ctx->doc->mentions.at[m];
    /* A nominal around the whole phrase hides the name in it: nested ones follow it. */
    uint32_t found = m;
    while (mention && mention->kind == TRAWL_MENTION_NOMINAL && found + 1 < ctx->doc->sorted_mentions
           && ctx->doc->mentions.at[found + 1].tok.start <= t) {
      mention = &ctx->doc->mentions.at[++found];
    }
    if (mention && mention->tok.start >= t && mention->tok.end <= it->tok.end
        && (mention->kind == TRAWL_MENTION_NAME || mention->kind == TRAWL_MENTION_DEMONYM)
        && mention->head != it->head && !in_adjective(ctx, mention->tok.start, mention->tok.end)) {
      out[count++] = (trawl_filler){TRAWL_NONE, found, mention->kind == TRAWL_MENTION_DEMONYM ? 0 : 1, false};
      t = mention->tok.end;
    } else {
      ++t;
    }
  }
  return count;
}

/* "Russian troops", "the government of Japan": who has them. Of a place only
 * the possessor and what is behind "of" counts, "the port of Rosario": "the Argentine port" is not Argentina. */
static void read_proxy(const trawl_match_context *ctx, uint32_t np, uint64_t types, trawl_readings *out)
{
  const trawl_np *it = np_at(ctx, np);
  const bool place = trawl_doc_is(ctx->doc, it->head, TRAWL_IS_PLACE_COMMON)
                     && (types >> TRAWL_TYPE_PLACE & 1);
  if (!place && !trawl_doc_is(ctx->doc, it->head, TRAWL_IS_PROXY)
      && !trawl_doc_lemma_is(ctx->doc, it->head, TRAWL_IS_PROXY)) {
    return;
  }
  const float factor = ctx->rules->confidence.factor[TRAWL_FACTOR_PROXY];
  trawl_filler owners[4];
  uint32_t most = TRAWL_COUNT(owners);
  if (place) {
    most = it->possessor != TRAWL_NONE ? 1 : 0;
    types &= UINT64_C(1) << TRAWL_TYPE_PLACE | UINT64_C(1) << TRAWL_TYPE_COUNTRY;
  }
  const uint32_t count = trawl_owners(ctx, np, owners, most);
  const uint32_t before = out->count;
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t mention = owners[i].np != TRAWL_NONE ? np_at(ctx, owners[i].np)->mention : owners[i].mention;
    if (mention != TRAWL_NONE) {
      read_mention(ctx, mention, factor, types, out);
    }
  }
  for (uint32_t n = ctx->nps.start; n < ctx->nps.end && out->count == before; ++n) {
    const trawl_np *other = np_at(ctx, n);
    if (other->attached == np && other->prep != TRAWL_NONE && other->mention != TRAWL_NONE
        && trawl_doc_folded(ctx->doc, other->prep) == ctx->rules->relations.of) {
      read_mention(ctx, other->mention, factor, types, out);
    }
  }
}

/* ---- names that nobody knows ------------------------------------------------------------------- */

/* A sentence with a verb in small letters is no headline in capitals. */
static bool has_small_verb(const trawl_match_context *ctx)
{
  const trawl_span tok = ctx->doc->sentences.at[ctx->sentence].tok;
  for (uint32_t t = tok.start; t < tok.end; ++t) {
    if (ctx->doc->tokens.tag[t] >= TRAWL_TAG_VB && ctx->doc->tokens.tag[t] <= TRAWL_TAG_VBZ && trawl_doc_shape(ctx->doc, t) == TRAWL_SHAPE_LOWER) {
      return true;
    }
  }
  return false;
}

/* Whether a run of capitalised words is a name that the lexicon explains as common words: its head alone
 * may be one ("Brightwater Foods"); all may be, inside a sentence that is no headline ("Lumen Cells"). */
static bool is_common(const trawl_match_context *ctx, trawl_span tok, uint32_t sentence_start)
{
  for (uint32_t t = tok.start; t < tok.end; ++t) {
    if (!trawl_words_at(&ctx->doc->words, trawl_doc_folded(ctx->doc, t))->known) {
      return false;
    }
  }
  return tok.end - tok.start < 2 || tok.start == sentence_start || !has_small_verb(ctx);
}

/* The tokens of a phrase's head that are written as a name, or an empty span: "Plotwright" in "the firm
 * Plotwright". A common word at the start of a sentence is none. */
static trawl_span unknown_name(const trawl_match_context *ctx, const trawl_np *np)
{
  const trawl_tokens *tokens = &ctx->doc->tokens;
  uint32_t start = np->head + 1;
  while (start > np->tok.start) {
    const uint32_t t = start - 1;
    const trawl_word *w = trawl_doc_word(ctx->doc, t);
    const bool noun = tokens->tag[t] == TRAWL_TAG_NNP || tokens->tag[t] == TRAWL_TAG_NNPS
                      || (tokens->tag[t] == TRAWL_TAG_NN && w->shape == TRAWL_SHAPE_UPPER && t > np->tok.start);
    const bool name = noun
                      && tokens->mention[t] == TRAWL_NONE
                      && (w->shape == TRAWL_SHAPE_TITLE || w->shape == TRAWL_SHAPE_MIXED
                          || (w->shape == TRAWL_SHAPE_UPPER && (w->len > 2 || t == np->head)))
                      && !trawl_word_is(w, TRAWL_IS_TITLE_HEAD) && !trawl_word_is(w, TRAWL_IS_MONTH)
                      && !trawl_word_is(w, TRAWL_IS_WEEKDAY) && !trawl_word_is(w, TRAWL_IS_HONORIFIC);
    if (!name) {
      break;
    }
    start = t;
  }
  const trawl_span tok = {start, np->head + 1};
  const uint32_t first = ctx->doc->sentences.at[ctx->sentence].tok.start;
  return start <= np->head && is_common(ctx, tok, first) ? (trawl_span){0, 0} : tok;
}

/* What an unknown name is, by the place it stands in; TRAWL_NONE: not to be said. */
static uint32_t type_for(uint64_t types)
{
  static const uint8_t order[] = {TRAWL_TYPE_ORGANIZATION, TRAWL_TYPE_PERSON, TRAWL_TYPE_PLACE};
  for (size_t i = 0; i < TRAWL_COUNT(order); ++i) {
    if (types >> order[i] & 1) {
      return order[i];
    }
  }
  return TRAWL_NONE;
}

static uint32_t first_frame(const trawl_match_context *ctx)
{
  uint32_t low = 0, high = ctx->doc->clauses.frames.len;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (ctx->doc->clauses.frames.at[middle].sentence < ctx->sentence) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/* "Plotwright is a company based in Lisbon": what the sentence says an unknown name is. */
static uint64_t types_said(const trawl_match_context *ctx, uint32_t np)
{
  const trawl_clauses *all = &ctx->doc->clauses;
  for (uint32_t f = first_frame(ctx); f < all->frames.len && all->frames.at[f].sentence == ctx->sentence; ++f) {
    const trawl_frame *frame = &all->frames.at[f];
    uint32_t subject = TRAWL_NONE, noun = TRAWL_NONE;
    for (uint32_t i = 0; frame->kind == TRAWL_FRAME_COPULA && i < frame->arg_count; ++i) {
      const trawl_frame_arg *arg = &all->args.at[frame->first_arg + i];
      subject = arg->role == TRAWL_ROLE_SUBJECT ? arg->np : subject;
      noun = arg->role == TRAWL_ROLE_COMPLEMENT && noun == TRAWL_NONE ? np_at(ctx, arg->np)->head : noun;
    }
    if (subject != np || noun == TRAWL_NONE) {
      continue;
    }
    if (trawl_doc_lemma_is(ctx->doc, noun, TRAWL_IS_ORG_COMMON)) {
      return (uint64_t)1 << TRAWL_TYPE_ORGANIZATION;
    }
    if (trawl_doc_lemma_is(ctx->doc, noun, TRAWL_IS_PERSON_COMMON)
        || trawl_doc_lemma_is(ctx->doc, noun, TRAWL_IS_PROFESSION)) {
      return (uint64_t)1 << TRAWL_TYPE_PERSON;
    }
  }
  return ~(uint64_t)0;
}

static trawl_status note_name(trawl_key_map *names, const char *name, uint32_t entity)
{
  const uint64_t key = trawl_hash_bytes(name, strlen(name));
  TRAWL_TRY_MEM(trawl_key_map_get(names, key) != TRAWL_NONE || trawl_key_map_put(names, key, entity));
  return TRAWL_OK;
}

static trawl_status entity_named(const trawl_match_context *ctx, const char *name, uint32_t type,
                                 uint32_t mention, uint32_t *out)
{
  trawl_doc *doc = ctx->doc;
  if (!ctx->names->slots) {
    for (uint32_t i = 0; i < doc->entities.len; ++i) {
      TRAWL_TRY(note_name(ctx->names, doc->entities.at[i].name, i));
    }
  }
  const uint32_t known = trawl_key_map_get(ctx->names, trawl_hash_bytes(name, strlen(name)));
  if (known != TRAWL_NONE && strcmp(doc->entities.at[known].name, name) == 0) {
    *out = known;
    return TRAWL_OK;
  }
  const trawl_entity fresh = {.name = name, .entry = TRAWL_NONE, .stands_for = TRAWL_NONE, .first = mention,
                              .last_word = TRAWL_NONE, .noun = TRAWL_NONE, .type = (uint8_t)type};
  *out = doc->entities.len;
  TRAWL_TRY(note_name(ctx->names, name, *out));
  TRAWL_TRY_MEM(trawl_vec_push(&doc->entities, fresh));
  return TRAWL_OK;
}

static trawl_status read_unknown(const trawl_match_context *ctx, uint32_t np, uint64_t types,
                                 trawl_readings *out)
{
  trawl_doc *doc = ctx->doc;
  const trawl_span tok = unknown_name(ctx, np_at(ctx, np));
  types &= tok.start < tok.end ? types_said(ctx, np) : types;
  const uint32_t type = type_for(types);
  if (tok.start >= tok.end || type == TRAWL_NONE) {
    return TRAWL_OK;
  }
  const trawl_span text = trawl_doc_text_span(doc, tok);
  const char *name = trawl_arena_strn(&doc->arena, doc->text.at + text.start, text.end - text.start);
  TRAWL_TRY_MEM(name);
  uint32_t entity, mention;
  TRAWL_TRY(entity_named(ctx, name, type, doc->mentions.len, &entity));
  TRAWL_TRY(trawl_doc_add_mention(doc,
                                  (trawl_mention){.tok = tok, .head = tok.end - 1,
                                                  .sentence = ctx->sentence, .entity = entity,
                                                  .antecedent = TRAWL_NONE, .source = "relations",
                                                  .how = "guess", .type = doc->entities.at[entity].type,
                                                  .kind = TRAWL_MENTION_NAME},
                                  NULL, 0, &mention));
  doc->clauses.nps.at[np].mention = mention;
  read_entity(ctx, mention, entity, ctx->rules->confidence.factor[TRAWL_FACTOR_GUESSED], types, out);
  return TRAWL_OK;
}

/* "The Spanish cannery Conservas Almar", cut between noun and name: the name, when it is not the subject of
 * what follows. */
static void read_apposed(const trawl_match_context *ctx, uint32_t np, uint64_t types, trawl_readings *out)
{
  const trawl_tokens *tokens = &ctx->doc->tokens;
  if (np + 1 >= ctx->nps.end || np_at(ctx, np)->mention != TRAWL_NONE) {
    return;
  }
  const trawl_np *name = np_at(ctx, np + 1);
  const uint8_t tag = tokens->tag[np_at(ctx, np)->head];
  const uint8_t after = name->tok.end < tokens->len ? tokens->tag[name->tok.end] : TRAWL_TAG_NONE;
  const uint32_t start = np_at(ctx, np)->tok.start;
  const bool object = start > 0 && tokens->tag[start - 1] >= TRAWL_TAG_VB && tokens->tag[start - 1] <= TRAWL_TAG_VBZ;
  const bool verb = object && ((after >= TRAWL_TAG_VB && after <= TRAWL_TAG_VBZ) || after == TRAWL_TAG_MD);
  if (name->tok.start != np_at(ctx, np)->tok.end || name->mention == TRAWL_NONE || tag != TRAWL_TAG_NN
      || name->prep != TRAWL_NONE || verb
      || ctx->doc->mentions.at[name->mention].kind != TRAWL_MENTION_NAME) {
    return;
  }
  read_mention(ctx, name->mention, ctx->rules->confidence.factor[TRAWL_FACTOR_ATTACHMENT], types, out);
}

trawl_status trawl_read_filler(const trawl_match_context *ctx, trawl_filler filler, uint64_t types,
                               trawl_readings *out)
{
  out->count = 0;
  out->why.reason = TRAWL_FIRED;
  if (filler.np == TRAWL_NONE) {
    read_mention(ctx, filler.mention, 1.0F, types, out);
    return TRAWL_OK;
  }
  uint32_t np = filler.np;
  for (unsigned steps = 0; np != TRAWL_NONE && steps < MAX_LIST; ++steps) {
    const uint32_t before = out->count;
    if (np_at(ctx, np)->mention != TRAWL_NONE) {
      read_mention(ctx, np_at(ctx, np)->mention, 1.0F, types, out);
    } else {
      TRAWL_TRY(read_unknown(ctx, np, types, out));
    }
    if (out->count == before) {
      read_proxy(ctx, np, types, out);
    }
    if (out->count == before) {
      read_apposed(ctx, np, types, out);
    }
    if (out->count == before) {
      refuse(out, TRAWL_X_NOBODY, np_at(ctx, np)->tok);
    }
    np = filler.single ? TRAWL_NONE : np_at(ctx, np)->next;
  }
  return TRAWL_OK;
}
