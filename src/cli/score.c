/* SPDX-License-Identifier: MIT
 * score.c - triples against gold triples.
 *
 * A triple is correct when a gold triple of its document has its relation, its polarity, and names for
 * both arguments; a symmetric relation counts either way round.  Repeats of one (subject, relation,
 * object, polarity) in a document count once, and so do aliases of one fact.  A gold triple that is not
 * required costs nothing when missed and is correct when found.  Modality, attribution, time, place and
 * qualifiers are scored apart, over the correct triples whose gold states them; polarity over the triples
 * that are correct but for it. */
#include "cli/score_rows.h"

#include "cli/symmetric.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_NAMES = 3 };

typedef struct names {
  const char *at[MAX_NAMES]; /* normalised */
  unsigned count;
} names;

/* ---- names ------------------------------------------------------------------------------------- */

const char *score_text(const json_t *object, const char *key)
{
  return json_string_value(json_object_get(object, key));
}

static names names_of(score *s, const json_t *argument)
{
  static const char *const keys[] = {"name", "text"};
  names out = {.count = 0};
  for (size_t i = 0; i < 2; ++i) {
    const char *text = score_text(argument, keys[i]);
    if (text && *text) {
      out.at[out.count++] = score_norm(&s->arena, text);
    }
  }
  const json_t *seat = json_object_get(argument, "stands_for");
  const char *name = json_is_string(seat) ? json_string_value(seat) : score_text(seat, "name");
  if (name && *name) {
    out.at[out.count++] = score_norm(&s->arena, name);
  }
  return out;
}

static bool is_among(const char *name, const char *const *list)
{
  for (; *list; ++list) {
    if (strcmp(name, *list) == 0) {
      return true;
    }
  }
  return false;
}

static bool share(const names *a, const char *const *list)
{
  for (unsigned i = 0; i < a->count; ++i) {
    if (is_among(a->at[i], list)) {
      return true;
    }
  }
  return false;
}

/* ---- gold -------------------------------------------------------------------------------------- */

score *score_new(void)
{
  return calloc(1, sizeof(score));
}

void score_free(score *s)
{
  if (!s) {
    return;
  }
  for (uint32_t i = 0; i < s->gold.len; ++i) {
    json_decref(s->gold.at[i].json);
  }
  for (uint32_t i = 0; i < s->triples.len; ++i) {
    json_decref(s->triples.at[i].json);
  }
  text_index_clear(&s->docs);
  trawl_vec_clear(&s->first);
  trawl_vec_clear(&s->last);
  trawl_vec_clear(&s->gold);
  trawl_vec_clear(&s->triples);
  text_index_clear(&s->seen);
  trawl_arena_clear(&s->arena);
  free(s);
}

const char *score_doc(const score *s, uint32_t i)
{
  return i < s->docs.texts.len ? s->docs.texts.at[i] : NULL;
}

/* Documents are compared by file name, without the folder. */
static uint32_t find_doc(const score *s, const char *doc)
{
  return text_index_find(&s->docs, trawl_file_base(doc));
}

static const char **texts_of(score *s, const json_t *list, bool normalise)
{
  const size_t n = json_array_size(list);
  const char **out = trawl_arena_alloc(&s->arena, (n + 1) * sizeof *out);
  for (size_t i = 0; out && i < n; ++i) {
    const char *text = json_string_value(json_array_get(list, i));
    if (!text) {
      return NULL;
    }
    out[i] = normalise ? score_norm(&s->arena, text) : text;
  }
  return n ? out : NULL;
}

/* Behind the other rows of its document. */
static bool add_row(score *s, const char *doc, gold_row row)
{
  bool fresh;
  row.doc = text_index_add(&s->docs, doc, &fresh);
  row.next = TRAWL_NONE;
  const uint32_t at = s->gold.len;
  if (row.doc == TRAWL_NONE || !trawl_vec_push(&s->gold, row)) {
    return false;
  }
  if (fresh) {
    return trawl_vec_push(&s->first, at) && trawl_vec_push(&s->last, at);
  }
  s->gold.at[s->last.at[row.doc]].next = at;
  s->last.at[row.doc] = at;
  return true;
}

const char *score_add_gold(score *s, json_t *gold)
{
  const char *doc = score_text(gold, "doc"), *polarity = score_text(gold, "polarity");
  const json_t *required = json_object_get(gold, "required");
  gold_row row = {
    .json = gold,
    .subject = texts_of(s, json_object_get(gold, "subject"), true),
    .object = texts_of(s, json_object_get(gold, "object"), true),
    .relation = texts_of(s, json_object_get(gold, "relation"), false),
    .polarity = polarity ? polarity : "positive",
    .required = !required || json_is_true(required),
  };
  if (!doc || !row.subject || !row.object || !row.relation) {
    return "a gold triple needs \"doc\" and lists of texts for \"subject\", \"relation\", \"object\"";
  }
  if (!add_row(s, trawl_file_base(doc), row)) {
    return "out of memory";
  }
  json_incref(gold);
  return NULL;
}

/* ---- triples ----------------------------------------------------------------------------------- */

/* The names of both arguments, in this order or, for a symmetric relation, the other. */
static bool same_names(const gold_row *gold, const char *relation, const names *subject, const names *object)
{
  return (share(subject, gold->subject) && share(object, gold->object))
         || (is_symmetric(relation) && share(subject, gold->object) && share(object, gold->subject));
}

static void count(score *s, aspect which, bool right)
{
  ++s->stated[which];
  s->right[which] += right;
}

/* Attribution or place: any of the names that the triple has for it. */
static void count_named(score *s, aspect which, const char *key, const json_t *gold,
                        const json_t *triple)
{
  const char *stated = score_text(gold, key);
  if (stated) {
    const char *const wanted[] = {score_norm(&s->arena, stated), NULL};
    const names have = names_of(s, json_object_get(triple, key));
    count(s, which, share(&have, wanted));
  }
}

static void count_aspects(score *s, const json_t *gold, const json_t *triple)
{
  count_named(s, ASPECT_ATTRIBUTION, "attribution", gold, triple);
  count_named(s, ASPECT_PLACE, "place", gold, triple);
  const char *time = score_text(gold, "time");
  if (time) {
    const char *have = score_text(json_object_get(triple, "time"), "value");
    count(s, ASPECT_TIME, have && strcmp(have, time) == 0);
  }
  const char *key;
  json_t *value;
  json_object_foreach(json_object_get(gold, "qualifiers"), key, value)
  {
    const char *have = score_text(json_object_get(triple, "qualifiers"), key);
    const char *want = json_string_value(value);
    count(s, ASPECT_QUALIFIER, have && want && strcmp(score_norm(&s->arena, have), score_norm(&s->arena, want)) == 0);
  }
}

/* Modality is right when any of the gold triples that agree says it. */
static void count_modality(score *s, const char *modality, const uint32_t *matches, uint32_t n)
{
  bool stated = false, actual = false, right = false;
  for (uint32_t i = 0; i < n; ++i) {
    const char *gold = score_text(s->gold.at[matches[i]].json, "modality");
    stated |= gold != NULL;
    actual |= gold && strcmp(gold, "actual") == 0;
    right |= gold && strcmp(gold, modality) == 0;
  }
  if (stated) {
    count(s, actual ? ASPECT_ACTUAL : ASPECT_OTHER, right);
  }
}

static const char *key_of(score *s, uint32_t doc, const json_t *triple, const char *relation,
                          const char *polarity)
{
  const char *parts[2];
  static const char *const roles[] = {"subject", "object"};
  for (size_t i = 0; i < 2; ++i) {
    const json_t *argument = json_object_get(triple, roles[i]);
    const char *name = score_text(argument, "name"), *text = score_text(argument, "text");
    parts[i] = score_norm(&s->arena, name && *name ? name : text ? text : "");
  }
  return trawl_arena_printf(&s->arena, "%u\t%s\t%s\t%s\t%s", (unsigned)doc, parts[0], relation,
                            parts[1], polarity);
}

/* A triple with its names, while it is held against the gold. */
typedef struct candidate {
  const char *relation, *polarity, *modality;
  names subject, object;
  TRAWL_VEC(uint32_t) matches; /* gold rows that agree */
  uint32_t near;               /* a gold row that has both names and does not agree */
  bool turned;                 /* the other way round */
  bool other_polarity;         /* and differs in that alone */
} candidate;

static bool find_matches(score *s, uint32_t doc, candidate *c)
{
  for (uint32_t i = s->first.at[doc]; i != TRAWL_NONE; i = s->gold.at[i].next) {
    gold_row *gold = &s->gold.at[i];
    const bool relation = is_among(c->relation, gold->relation);
    const bool same = same_names(gold, c->relation, &c->subject, &c->object);
    if (relation && same && strcmp(c->polarity, gold->polarity) == 0) {
      gold->found = true;
      if (!trawl_vec_push(&c->matches, i)) {
        return false;
      }
    } else if (same || (share(&c->subject, gold->object) && share(&c->object, gold->subject))) {
      const bool better = c->near == TRAWL_NONE || (same && c->turned) || (same && relation);
      c->near = better ? i : c->near;
      c->turned = better ? !same : c->turned;
      c->other_polarity |= same && relation;
    }
  }
  return true;
}

/* The figures of a correct triple that is the first for its gold row, or of a wrong one. */
static void count_all(score *s, const candidate *c, json_t *triple)
{
  if (c->matches.len) {
    const uint32_t gold = c->matches.at[0];
    s->gold.at[gold].counted = true;
    count_modality(s, c->modality, c->matches.at, c->matches.len);
    count_aspects(s, s->gold.at[gold].json, triple);
  }
  if (c->matches.len || c->other_polarity) {
    count(s, ASPECT_POLARITY, c->matches.len > 0);
  }
}

static bool add_candidate(score *s, uint32_t doc, candidate *c, json_t *triple)
{
  if (!find_matches(s, doc, c)) {
    return false;
  }
  const char *key = key_of(s, doc, triple, c->relation, c->polarity);
  const bool right = c->matches.len > 0;
  bool fresh = right && !s->gold.at[c->matches.at[0]].counted;
  if (!key || (!right && text_index_add(&s->seen, key, &fresh) == TRAWL_NONE)) {
    return false;
  }
  if (!fresh) {
    return true;
  }
  count_all(s, c, triple);
  const triple_row row = {.json = triple,
                          .gold = right ? c->matches.at[0] : TRAWL_NONE,
                          .near = right ? TRAWL_NONE : c->near,
                          .turned = c->turned,
                          .relation = c->relation,
                          .rule = score_text(triple, "rule"),
                          .key = key};
  if (!trawl_vec_push(&s->triples, row)) {
    return false;
  }
  json_incref(triple);
  return true;
}

const char *score_add_triple(score *s, json_t *triple)
{
  const char *doc = score_text(triple, "doc"), *polarity = score_text(triple, "polarity"),
             *modality = score_text(triple, "modality");
  const json_t *subject = json_object_get(triple, "subject"), *object = json_object_get(triple, "object");
  candidate c = {.relation = score_text(triple, "relation"),
                 .polarity = polarity ? polarity : "positive",
                 .modality = modality ? modality : "actual",
                 .near = TRAWL_NONE};
  if (!doc || !c.relation || !json_is_object(subject) || !json_is_object(object)) {
    return "a triple needs \"doc\", \"subject\", \"relation\" and \"object\"";
  }
  const uint32_t in = find_doc(s, doc);
  if (in == TRAWL_NONE) {
    return NULL;
  }
  c.subject = names_of(s, subject);
  c.object = names_of(s, object);
  const bool memory = add_candidate(s, in, &c, triple);
  trawl_vec_clear(&c.matches);
  return memory ? NULL : "out of memory";
}

void score_each(const score *s, void (*each)(void *with, const json_t *triple, bool right), void *with)
{
  for (uint32_t i = 0; i < s->triples.len; ++i) {
    each(with, s->triples.at[i].json, s->triples.at[i].gold != TRAWL_NONE);
  }
}
