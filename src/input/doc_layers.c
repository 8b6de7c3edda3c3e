/* SPDX-License-Identifier: MIT
 * doc_layers.c - annotated documents, read back: mentions, entities, clauses and triples.
 *
 * Items are read first and their references checked once all are there, since they may point forwards. */
#include "input/doc_read.h"

#include <stdlib.h>
#include <string.h>

/* How many items a layer of the record has: what references are checked against. */
static uint32_t size_of(const json_t *layers, const char *name)
{
  return (uint32_t)json_array_size(json_object_get(layers, name));
}

/* ---- mentions ---------------------------------------------------------------------------------- */

static bool read_candidates(trawl_doc_reader *r, const json_t *map, trawl_mention *mention)
{
  const json_t *list = json_object_get(map, "candidates");
  mention->first_cand = r->doc->cands.len;
  for (size_t i = 0; i < json_array_size(list); ++i) {
    const char *id = json_string_value(json_array_get(list, i));
    const uint32_t entry = id ? trawl_gazetteer_by_id(&r->rules->gazetteer, id) : TRAWL_NONE;
    if (entry == TRAWL_NONE) {
      return trawl_read_fail(r, "candidates", "the gazetteers have no such id");
    }
    if (!trawl_vec_push(&r->doc->cands, entry)) {
      r->no_memory = true;
      return false;
    }
  }
  mention->cand_count = r->doc->cands.len - mention->first_cand;
  return !list || json_is_array(list) || trawl_read_fail(r, "candidates", "expected a list");
}

static bool read_members(trawl_doc_reader *r, const json_t *map, trawl_mention *mention)
{
  const json_t *list = json_object_get(map, "members");
  mention->first_member = r->doc->members.len;
  for (size_t i = 0; i < json_array_size(list); ++i) {
    const json_t *member = json_array_get(list, i);
    if (!json_is_integer(member) || json_integer_value(member) < 0
        || json_integer_value(member) >= (json_int_t)r->entities) {
      return trawl_read_fail(r, "members", "there is no such entity");
    }
    if (!trawl_vec_push(&r->doc->members, (uint32_t)json_integer_value(member))) {
      r->no_memory = true;
      return false;
    }
  }
  mention->member_count = r->doc->members.len - mention->first_member;
  return !list || json_is_array(list) || trawl_read_fail(r, "members", "expected a list");
}

/* The sentence is the one that the mention lies in. */
static bool check_sentence(trawl_doc_reader *r, trawl_span tok, uint32_t sentence)
{
  const trawl_span of = r->doc->sentences.at[sentence].tok;
  return (tok.start >= of.start && tok.end <= of.end)
         || trawl_read_fail(r, "sentence", "is not the one that it lies in");
}

static bool read_mention(trawl_doc_reader *r, const json_t *map)
{
  trawl_mention m = {.head = 0};
  bool plural;
  if (!trawl_read_span(r, map, r->doc->tokens.len, &m.tok)
      || !trawl_read_number(r, map, "head", m.tok.end, true, &m.head)
      || !trawl_read_number(r, map, "sentence", r->doc->sentences.len, true, &m.sentence)
      || !check_sentence(r, m.tok, m.sentence) || !trawl_read_type(r, map, &m.type)
      || !trawl_read_name(r, map, "kind", trawl_mention_names, TRAWL_COUNT(trawl_mention_names), true, &m.kind)
      || !trawl_read_number(r, map, "outer", r->doc->mentions.len, false, &m.outer)
      || !trawl_read_number(r, map, "entity", r->entities, false, &m.entity)
      || !trawl_read_number(r, map, "antecedent", r->mentions, false, &m.antecedent)
      || !read_candidates(r, map, &m) || !read_members(r, map, &m)
      || !trawl_read_text(r, map, "value", &m.value) || !trawl_read_text(r, map, "source", &m.source)
      || !trawl_read_text(r, map, "how", &m.how)
      || !trawl_read_name(r, map, "gender", trawl_gender_names, TRAWL_COUNT(trawl_gender_names), false, &m.gender)
      || !trawl_read_truth(r, map, "plural", &plural)) {
    return false;
  }
  if (m.head < m.tok.start) {
    return trawl_read_fail(r, "head", "lies before start");
  }
  m.plural = plural;
  r->no_memory |= !trawl_vec_push(&r->doc->mentions, m);
  return !r->no_memory;
}

/* Sorted mentions stand in order, and nest. */
static bool check_order(trawl_doc_reader *r)
{
  const trawl_mention *all = r->doc->mentions.at;
  uint32_t end = 0; /* of the outermost mention at hand */
  for (uint32_t i = 0; i < r->doc->sorted_mentions; ++i) {
    const trawl_mention *m = &all[i];
    r->item = i;
    if (i && (m->tok.start < all[i - 1].tok.start
              || (m->tok.start == all[i - 1].tok.start && m->tok.end > all[i - 1].tok.end))) {
      return trawl_read_fail(r, "start", "mentions must stand in order, longer ones first");
    }
    if (m->outer == TRAWL_NONE ? m->tok.start < end
                               : m->tok.start < all[m->outer].tok.start || m->tok.end > all[m->outer].tok.end) {
      return trawl_read_fail(r, "outer", "mentions must lie in each other or apart");
    }
    if (m->outer == TRAWL_NONE) {
      end = m->tok.end;
      for (uint32_t t = m->tok.start; t < m->tok.end; ++t) {
        r->doc->tokens.mention[t] = i;
      }
    }
  }
  return true;
}

static bool read_mentions(trawl_doc_reader *r, const json_t *layers)
{
  uint32_t sorted;
  r->layer = "layers";
  r->item = TRAWL_NONE;
  if (!trawl_read_number(r, layers, "sorted_mentions", r->mentions + 1, true, &sorted)
      || !trawl_read_list(r, layers, "mentions", read_mention)) {
    return false;
  }
  r->doc->sorted_mentions = sorted;
  r->layer = "mentions";
  return check_order(r);
}

static bool read_entity(trawl_doc_reader *r, const json_t *map)
{
  trawl_entity e = {.name = NULL};
  bool plural;
  if (!trawl_read_text(r, map, "name", &e.name) || !trawl_read_text(r, map, "id", &e.id)
      || !trawl_read_entry(r, map, "entry", &e.entry) || !trawl_read_entry(r, map, "stands_for", &e.stands_for)
      || !trawl_read_number(r, map, "first", r->mentions, false, &e.first)
      || !trawl_read_word(r, map, "last_word", &e.last_word) || !trawl_read_word(r, map, "noun", &e.noun)
      || !trawl_read_type(r, map, &e.type)
      || !trawl_read_name(r, map, "gender", trawl_gender_names, TRAWL_COUNT(trawl_gender_names), false, &e.gender)
      || !trawl_read_truth(r, map, "plural", &plural) || !trawl_read_truth(r, map, "personal", &e.personal)) {
    return false;
  }
  if (!e.name || !*e.name) {
    return trawl_read_fail(r, "name", "is missing");
  }
  e.plural = plural;
  r->no_memory |= !trawl_vec_push(&r->doc->entities, e);
  return !r->no_memory;
}

/* ---- clauses ----------------------------------------------------------------------------------- */

static bool read_phrase(trawl_doc_reader *r, const json_t *map)
{
  trawl_np np = {.head = 0};
  unsigned flags;
  const uint32_t n = r->phrases;
  if (!trawl_read_span(r, map, r->doc->tokens.len, &np.tok)
      || !trawl_read_number(r, map, "head", np.tok.end, true, &np.head)
      || !trawl_read_number(r, map, "mention", r->mentions, false, &np.mention)
      || !trawl_read_number(r, map, "possessor", n, false, &np.possessor)
      || !trawl_read_number(r, map, "list", n, false, &np.list) || !trawl_read_number(r, map, "next", n, false, &np.next)
      || !trawl_read_number(r, map, "apposition", n, false, &np.apposition)
      || !trawl_read_number(r, map, "attached", n, false, &np.attached)
      || !trawl_read_number(r, map, "prep", r->doc->tokens.len, false, &np.prep)
      || !trawl_read_flags(r, map, trawl_np_flags, TRAWL_COUNT(trawl_np_flags), &flags)) {
    return false;
  }
  if (np.head < np.tok.start) {
    return trawl_read_fail(r, "head", "lies before start");
  }
  while (np.tok.start >= r->doc->sentences.at[r->sentence].tok.end) {
    ++r->sentence;
  }
  if (np.tok.start < r->doc->sentences.at[r->sentence].tok.start) {
    return trawl_read_fail(r, "start", "noun phrases must stand in the order of their sentences");
  }
  if (np.tok.end > r->doc->sentences.at[r->sentence].tok.end) {
    return trawl_read_fail(r, "end", "lies in another sentence");
  }
  np.flags = (uint16_t)flags;
  r->no_memory |= !trawl_vec_push(&r->doc->clauses.nps, np);
  return !r->no_memory;
}

static bool read_argument(trawl_doc_reader *r, const json_t *map)
{
  trawl_frame_arg arg = {.np = 0};
  uint32_t cost;
  if (!trawl_read_name(r, map, "role", trawl_role_names, TRAWL_COUNT(trawl_role_names), true, &arg.role)
      || !trawl_read_number(r, map, "np", r->phrases, true, &arg.np) || !trawl_read_word(r, map, "prep", &arg.prep)
      || !trawl_read_number(r, map, "cost", UINT8_MAX + 1, true, &cost)
      || !trawl_read_truth(r, map, "single", &arg.single)) {
    return false;
  }
  arg.cost = (uint8_t)cost;
  r->no_memory |= !trawl_vec_push(&r->doc->clauses.args, arg);
  return !r->no_memory;
}

static bool read_standing(trawl_doc_reader *r, const json_t *map, uint8_t *polarity, uint8_t *modality,
                          uint8_t *tense)
{
  return trawl_read_name(r, map, "polarity", trawl_polarity_names, TRAWL_COUNT(trawl_polarity_names), true,
                         polarity)
         && trawl_read_name(r, map, "modality", trawl_modality_names, TRAWL_COUNT(trawl_modality_names), true,
                            modality)
         && trawl_read_name(r, map, "tense", trawl_tense_names, TRAWL_COUNT(trawl_tense_names), false, tense);
}

static bool read_frame_links(trawl_doc_reader *r, const json_t *map, trawl_frame *f)
{
  const uint32_t tokens = r->doc->tokens.len;
  return trawl_read_number(r, map, "parent", r->frames, false, &f->parent)
         && trawl_read_number(r, map, "attribution", r->phrases, false, &f->attribution)
         && trawl_read_number(r, map, "time", r->mentions, false, &f->time)
         && trawl_read_number(r, map, "place", r->mentions, false, &f->place)
         && trawl_read_number(r, map, "negation_cue", tokens, false, &f->negation_cue)
         && trawl_read_number(r, map, "modality_cue", tokens, false, &f->modality_cue);
}

static bool read_frame(trawl_doc_reader *r, const json_t *map)
{
  trawl_frame f = {.kind = 0};
  uint32_t cost;
  if (!trawl_read_name(r, map, "kind", trawl_frame_names, TRAWL_COUNT(trawl_frame_names), true, &f.kind)
      || !trawl_read_number(r, map, "sentence", r->doc->sentences.len, true, &f.sentence)
      || !trawl_read_span(r, map, r->doc->tokens.len, &f.group)
      || !trawl_read_number(r, map, "trigger", r->doc->tokens.len, true, &f.trigger)
      || !trawl_read_word(r, map, "lemma", &f.lemma) || !trawl_read_word(r, map, "particle", &f.particle)
      || !trawl_read_name(r, map, "embedding", trawl_embedding_names, TRAWL_COUNT(trawl_embedding_names), false,
                          &f.embedding)
      || !read_standing(r, map, &f.polarity, &f.modality, &f.tense)
      || !trawl_read_truth(r, map, "passive", &f.passive) || !trawl_read_truth(r, map, "question", &f.question)
      || !trawl_read_number(r, map, "cost", UINT16_MAX + 1, true, &cost) || !read_frame_links(r, map, &f)
      || !check_sentence(r, f.group, f.sentence)
      || !check_sentence(r, (trawl_span){f.trigger, f.trigger + 1}, f.sentence)) {
    return false;
  }
  const uint32_t i = r->doc->clauses.frames.len;
  if (f.lemma == TRAWL_NONE) {
    return trawl_read_fail(r, "lemma", "is missing");
  }
  if (i && f.sentence < r->doc->clauses.frames.at[i - 1].sentence) {
    return trawl_read_fail(r, "sentence", "frames must stand in the order of their sentences");
  }
  f.cost = (uint16_t)cost;
  f.first_arg = r->doc->clauses.args.len;
  if (!trawl_read_list(r, map, "args", read_argument)) {
    return false;
  }
  f.arg_count = r->doc->clauses.args.len - f.first_arg;
  r->no_memory |= !trawl_vec_push(&r->doc->clauses.frames, f);
  return !r->no_memory;
}

/* Whether following `next` from any of n items ends. `state`: 0 unseen, 1 on the way, 2 ends. */
static bool ends(trawl_doc_reader *r, const char *key, const uint32_t *next, uint32_t n)
{
  uint8_t *state = calloc((size_t)n + 1, 1);
  if (!state) {
    r->no_memory = true;
    return false;
  }
  bool good = true;
  for (uint32_t i = 0; i < n && good; ++i) {
    uint32_t at = i;
    for (; at != TRAWL_NONE && !state[at]; at = next[at]) {
      state[at] = 1;
    }
    if (at != TRAWL_NONE && state[at] == 1) {
      r->item = at;
      good = trawl_read_fail(r, key, "leads in a circle");
    }
    for (at = i; at != TRAWL_NONE && state[at] == 1; at = next[at]) {
      state[at] = 2;
    }
  }
  free(state);
  return good;
}

/* Where a reference of a noun phrase leads: one function for each, since they are of one struct. */
static uint32_t possessor_of(const trawl_doc *doc, uint32_t i)
{
  return doc->clauses.nps.at[i].possessor;
}

static uint32_t next_of(const trawl_doc *doc, uint32_t i)
{
  return doc->clauses.nps.at[i].next;
}

static uint32_t apposition_of(const trawl_doc *doc, uint32_t i)
{
  return doc->clauses.nps.at[i].apposition;
}

static uint32_t attached_of(const trawl_doc *doc, uint32_t i)
{
  return doc->clauses.nps.at[i].attached;
}

static uint32_t parent_of(const trawl_doc *doc, uint32_t i)
{
  return doc->clauses.frames.at[i].parent;
}

static uint32_t antecedent_of(const trawl_doc *doc, uint32_t i)
{
  return doc->mentions.at[i].antecedent;
}

static bool check_circles(trawl_doc_reader *r, const char *layer, const char *key, uint32_t n,
                          uint32_t (*of)(const trawl_doc *doc, uint32_t i))
{
  uint32_t *next = malloc(((size_t)n + 1) * sizeof *next);
  r->layer = layer;
  if (!next) {
    r->no_memory = true;
    return false;
  }
  for (uint32_t i = 0; i < n; ++i) {
    next[i] = of(r->doc, i);
  }
  const bool good = ends(r, key, next, n);
  free(next);
  return good;
}

static bool read_clauses(trawl_doc_reader *r, const json_t *layers)
{
  return trawl_read_list(r, layers, "nps", read_phrase) && trawl_read_list(r, layers, "frames", read_frame)
         && check_circles(r, "nps", "possessor", r->phrases, possessor_of)
         && check_circles(r, "nps", "next", r->phrases, next_of)
         && check_circles(r, "nps", "apposition", r->phrases, apposition_of)
         && check_circles(r, "nps", "attached", r->phrases, attached_of)
         && check_circles(r, "frames", "parent", r->frames, parent_of);
}

/* ---- triples ----------------------------------------------------------------------------------- */

static bool read_end(trawl_doc_reader *r, const json_t *map, const char *key, bool needed, trawl_argument *out)
{
  const json_t *end = json_object_get(map, key);
  *out = (trawl_argument){TRAWL_NONE, TRAWL_NONE};
  if (!end) {
    return !needed || trawl_read_fail(r, key, "is missing");
  }
  return trawl_read_number(r, end, "mention", r->mentions, true, &out->mention)
         && trawl_read_number(r, end, "entity", r->entities, false, &out->entity);
}

static bool read_cues(trawl_doc_reader *r, const json_t *map, trawl_triple *t)
{
  const json_t *cues = json_object_get(map, "cues");
  const size_t n = json_array_size(cues);
  if (n > TRAWL_MAX_CUES) {
    return trawl_read_fail(r, "cues", "more than %d", TRAWL_MAX_CUES);
  }
  for (size_t i = 0; i < n; ++i) {
    const json_t *cue = json_array_get(cues, i);
    if (!trawl_read_span(r, cue, r->doc->tokens.len, &t->cues[i].tok)
        || !trawl_read_truth(r, cue, "modality", &t->cues[i].modality)) {
      return false;
    }
  }
  t->cue_count = (uint8_t)n;
  return true;
}

static bool read_qualifiers(trawl_doc_reader *r, const json_t *map, trawl_triple *t)
{
  const json_t *qualifiers = json_object_get(map, "qualifiers");
  const size_t n = json_array_size(qualifiers);
  if (n > TRAWL_MAX_QUALIFIERS) {
    return trawl_read_fail(r, "qualifiers", "more than %d", TRAWL_MAX_QUALIFIERS);
  }
  for (size_t i = 0; i < n; ++i) {
    const json_t *qualifier = json_array_get(qualifiers, i);
    if (!trawl_read_text(r, qualifier, "key", &t->qualifiers[i].key)
        || !trawl_read_text(r, qualifier, "value", &t->qualifiers[i].value)) {
      return false;
    }
    if (!t->qualifiers[i].key || !t->qualifiers[i].value) {
      return trawl_read_fail(r, "qualifiers", "expected \"key\" and \"value\"");
    }
  }
  t->qualifier_count = (uint8_t)n;
  return true;
}

static bool read_relation(trawl_doc_reader *r, const json_t *map, trawl_triple *t)
{
  const trawl_relations *relations = &r->rules->relations;
  const char *name = json_string_value(json_object_get(map, "relation"));
  for (uint32_t i = 0; name && i < relations->list.len; ++i) {
    if (strcmp(relations->list.at[i].name, name) == 0) {
      t->relation = (uint16_t)i;
      t->relation_name = relations->list.at[i].name;
      return true;
    }
  }
  return trawl_read_fail(r, "relation", "the rules have no such relation");
}

static bool read_triple(trawl_doc_reader *r, const json_t *map)
{
  trawl_triple t = {.sentence = 0};
  const json_t *confidence = json_object_get(map, "confidence");
  if (!trawl_read_number(r, map, "sentence", r->doc->sentences.len, true, &t.sentence)
      || !read_relation(r, map, &t) || !read_end(r, map, "subject", true, &t.subject)
      || !read_end(r, map, "object", true, &t.object) || !read_end(r, map, "attribution", false, &t.attribution)
      || !read_end(r, map, "time", false, &t.time) || !read_end(r, map, "place", false, &t.place)
      || !trawl_read_span(r, map, r->doc->tokens.len, &t.trigger)
      || !read_standing(r, map, &t.polarity, &t.modality, &t.tense) || !read_cues(r, map, &t)
      || !read_qualifiers(r, map, &t) || !trawl_read_text(r, map, "rule", &t.rule)
      || !trawl_read_text(r, map, "phrase", &t.phrase)) {
    return false;
  }
  const double value = json_number_value(confidence);
  if (!(value > 0 && value <= 1)) {
    return trawl_read_fail(r, "confidence", "expected a number above 0, at most 1");
  }
  if (!t.rule || !t.phrase) {
    return trawl_read_fail(r, t.rule ? "phrase" : "rule", "is missing");
  }
  t.confidence = (float)value;
  r->no_memory |= !trawl_vec_push(&r->doc->triples, t);
  return !r->no_memory;
}

bool trawl_read_layers(trawl_doc_reader *r, const json_t *layers)
{
  const trawl_stage until = r->record->until;
  r->mentions = size_of(layers, "mentions");
  r->entities = until >= TRAWL_STAGE_LINK ? size_of(layers, "entities") : 0;
  r->phrases = size_of(layers, "nps");
  r->frames = size_of(layers, "frames");
  return read_mentions(r, layers)
         && (until < TRAWL_STAGE_LINK || trawl_read_list(r, layers, "entities", read_entity))
         && check_circles(r, "mentions", "antecedent", r->mentions, antecedent_of)
         && (until < TRAWL_STAGE_CLAUSES || read_clauses(r, layers))
         && (until < TRAWL_STAGE_RELATIONS || trawl_read_list(r, layers, "triples", read_triple));
}
