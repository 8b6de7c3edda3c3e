/* SPDX-License-Identifier: MIT
 * merge.c - folds triples that say the same into one.
 *
 * Two triples say the same when relation, polarity, modality, qualifiers, subject and object are the same; of
 * a symmetric relation subject and object may be swapped.  Things are the same by their id, else by type and
 * name (values by type and value).  Who says it, when and where it happened and in which words does not
 * tell triples apart: that is what sources and dates are for.
 *
 * Holds the distinct things and triples, copied, and a dozen bytes for each source. */
#include "output/merge.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

enum { DATE_SIZE = 11 };

typedef struct source {
  uint32_t document, sentence, next;
  float confidence;
} source;

typedef struct node {
  trawl_argument_view thing;
  uint32_t count;
} node;

typedef struct merged {
  uint32_t subject, object; /* nodes */
  const char *relation, *polarity, *modality;
  trawl_qualifier_view *qualifiers;
  uint32_t qualifier_count, count, documents, attributed, first_source, last_source;
  char first[DATE_SIZE], last[DATE_SIZE];
  double confidence;
  bool symmetric;
} merged;

/* Keys to indexes: open addressing. */
typedef struct table {
  struct {
    uint64_t hash;
    const char *key; /* NULL: free */
    uint32_t len, index;
  } *slots;
  uint32_t used, size; /* size: a power of two */
} table;

struct trawl_merge {
  bool graph;
  trawl_arena arena;
  trawl_buf key;
  table nodes_by_key, triples_by_key;
  TRAWL_VEC(node) nodes;
  TRAWL_VEC(merged) triples;
  TRAWL_VEC(source) sources;
  TRAWL_VEC(const char *) documents;
  uint32_t document; /* whose name stands last in `documents` */
};

trawl_merge *trawl_merge_new(bool graph)
{
  trawl_merge *merge = calloc(1, sizeof *merge);
  if (merge) {
    merge->graph = graph;
    merge->document = TRAWL_NONE;
  }
  return merge;
}

void trawl_merge_free(trawl_merge *merge)
{
  if (merge) {
    trawl_arena_clear(&merge->arena);
    trawl_buf_clear(&merge->key);
    free(merge->nodes_by_key.slots);
    free(merge->triples_by_key.slots);
    trawl_vec_clear(&merge->nodes);
    trawl_vec_clear(&merge->triples);
    trawl_vec_clear(&merge->sources);
    trawl_vec_clear(&merge->documents);
    free(merge);
  }
}

/* ---- the tables -------------------------------------------------------------------------------- */

static bool grow(table *t)
{
  const uint32_t size = t->size ? t->size * 2 : 256;
  table bigger = {calloc(size, sizeof *bigger.slots), t->used, size};
  if (!bigger.slots || size > (1U << 30)) {
    free(bigger.slots);
    return false;
  }
  for (uint32_t i = 0; i < t->size; ++i) {
    if (t->slots[i].key) {
      uint32_t at = (uint32_t)t->slots[i].hash & (size - 1);
      while (bigger.slots[at].key) {
        at = (at + 1) & (size - 1);
      }
      bigger.slots[at] = t->slots[i];
    }
  }
  free(t->slots);
  *t = bigger;
  return true;
}

/* The index under the merge's key; a new key gets `fresh`. TRAWL_NONE: out of memory. */
static uint32_t look_up(trawl_merge *merge, table *t, uint32_t fresh)
{
  const trawl_buf *key = &merge->key;
  if (key->failed || key->len >= UINT32_MAX || (t->used >= t->size / 4 * 3 && !grow(t))) {
    return TRAWL_NONE;
  }
  const uint64_t hash = trawl_hash_bytes(key->at, key->len);
  uint32_t at = (uint32_t)hash & (t->size - 1);
  for (; t->slots[at].key; at = (at + 1) & (t->size - 1)) {
    if (t->slots[at].hash == hash && t->slots[at].len == key->len
        && memcmp(t->slots[at].key, key->at, key->len) == 0) {
      return t->slots[at].index;
    }
  }
  t->slots[at].key = trawl_arena_strn(&merge->arena, key->at, key->len);
  if (!t->slots[at].key) {
    return TRAWL_NONE;
  }
  t->slots[at].hash = hash;
  t->slots[at].len = (uint32_t)key->len;
  t->slots[at].index = fresh;
  ++t->used;
  return fresh;
}

static void add_key(trawl_merge *merge, const char *text)
{
  trawl_buf_put(&merge->key, text ? text : "", text ? strlen(text) + 1 : 1);
}

/* ---- things ------------------------------------------------------------------------------------ */

static const char *copy(trawl_merge *merge, const char *text, bool *failed)
{
  const char *mine = text ? trawl_arena_str(&merge->arena, text) : NULL;
  *failed |= text && !mine;
  return mine;
}

static uint32_t node_of(trawl_merge *merge, const trawl_argument_view *argument)
{
  merge->key.len = 0;
  add_key(merge, argument->id);
  add_key(merge, argument->id ? NULL : argument->type);
  add_key(merge, argument->id ? NULL : argument->value ? argument->value : argument->name);
  const uint32_t fresh = merge->nodes.len;
  const uint32_t found = look_up(merge, &merge->nodes_by_key, fresh);
  if (found == fresh) {
    bool failed = false;
    const trawl_argument_view thing = {
      .name = copy(merge, argument->name, &failed),
      .id = copy(merge, argument->id, &failed),
      .type = copy(merge, argument->type, &failed),
      .stands_for_name = copy(merge, argument->stands_for_name, &failed),
      .stands_for_id = copy(merge, argument->stands_for_id, &failed),
      .value = copy(merge, argument->value, &failed),
      .iso = copy(merge, argument->iso, &failed),
      .wikidata = argument->wikidata,
    };
    if (failed || !trawl_vec_push(&merge->nodes, (node){thing, 0})) {
      return TRAWL_NONE;
    }
  }
  return found;
}

/* ---- dates ------------------------------------------------------------------------------------- */

static bool digits(const char *text, size_t from, size_t n)
{
  for (size_t i = from; i < from + n; ++i) {
    if (text[i] < '0' || text[i] > '9') {
      return false;
    }
  }
  return true;
}

/* As much of an ISO date as a value begins with: "2023", "2023-09", "2023-09-20"; else the document's. */
static void date_of(const trawl_record *record, char date[DATE_SIZE])
{
  const char *value = record->triple.time.value;
  size_t len = 0;
  if (value && digits(value, 0, 4)) {
    len = 4;
    while (len < 10 && value[len] == '-' && digits(value, len + 1, 2)) {
      len += 3;
    }
  }
  memcpy(date, value ? value : "", len);
  date[len] = '\0';
  if (!len && record->date && record->date < 100000000) { /* yyyymmdd */
    uint32_t left = record->date;
    for (unsigned i = DATE_SIZE - 1; i-- > 0;) {
      const bool dash = i == 4 || i == 7;
      date[i] = dash ? '-' : (char)('0' + left % 10);
      left = dash ? left : left / 10;
    }
    date[DATE_SIZE - 1] = '\0';
  }
}

static void take_date(merged *into, const trawl_record *record)
{
  char date[DATE_SIZE];
  date_of(record, date);
  if (date[0] && (!into->first[0] || strcmp(date, into->first) < 0)) {
    memcpy(into->first, date, sizeof date);
  }
  if (date[0] && strcmp(date, into->last) > 0) {
    memcpy(into->last, date, sizeof date);
  }
}

/* ---- triples ----------------------------------------------------------------------------------- */

static trawl_status add_new(trawl_merge *merge, const trawl_triple_view *triple, uint32_t subject,
                            uint32_t object)
{
  bool failed = false;
  merged fresh = {
    .subject = subject,
    .object = object,
    .relation = copy(merge, triple->relation, &failed),
    .polarity = copy(merge, triple->polarity, &failed),
    .modality = copy(merge, triple->modality, &failed),
    .first_source = TRAWL_NONE,
    .last_source = TRAWL_NONE,
    .symmetric = triple->symmetric,
    .qualifier_count = merge->graph ? 0 : triple->qualifier_count,
  };
  if (fresh.qualifier_count) {
    fresh.qualifiers =
      trawl_arena_alloc(&merge->arena, fresh.qualifier_count * sizeof *fresh.qualifiers);
    TRAWL_TRY_MEM(fresh.qualifiers);
  }
  for (uint32_t q = 0; q < fresh.qualifier_count; ++q) {
    fresh.qualifiers[q] = (trawl_qualifier_view){copy(merge, triple->qualifiers[q].key, &failed),
                                                 copy(merge, triple->qualifiers[q].value, &failed)};
  }
  TRAWL_TRY_MEM(!failed && trawl_vec_push(&merge->triples, fresh));
  return TRAWL_OK;
}

static trawl_status add_source(trawl_merge *merge, merged *into, const trawl_record *record,
                               uint32_t document)
{
  if (merge->document != document || !merge->documents.len) {
    const char *name = trawl_arena_str(&merge->arena, record->doc);
    TRAWL_TRY_MEM(name && trawl_vec_push(&merge->documents, name));
    merge->document = document;
  }
  const uint32_t mine = merge->documents.len - 1, last = into->last_source;
  const uint32_t at = merge->sources.len;
  const source fresh = {mine, record->triple.sentence, TRAWL_NONE, (float)record->triple.confidence};
  TRAWL_TRY_MEM(trawl_vec_push(&merge->sources, fresh));
  if (last == TRAWL_NONE) {
    into->first_source = at;
  } else {
    merge->sources.at[last].next = at;
  }
  into->documents += last == TRAWL_NONE || merge->sources.at[last].document != mine;
  into->last_source = at;
  return TRAWL_OK;
}

static void make_key(trawl_merge *merge, const trawl_triple_view *triple, uint32_t subject, uint32_t object)
{
  const bool swap = triple->symmetric && object < subject;
  const uint32_t ends[] = {swap ? object : subject, swap ? subject : object};
  merge->key.len = 0;
  trawl_buf_put(&merge->key, (const char *)ends, sizeof ends);
  add_key(merge, triple->relation);
  add_key(merge, triple->polarity);
  add_key(merge, triple->modality);
  for (uint32_t q = 0; q < triple->qualifier_count && !merge->graph; ++q) {
    add_key(merge, triple->qualifiers[q].key);
    add_key(merge, triple->qualifiers[q].value);
  }
}

trawl_status trawl_merge_add(trawl_merge *merge, const trawl_record *record, uint32_t document)
{
  const trawl_triple_view *triple = &record->triple;
  const uint32_t subject = node_of(merge, &triple->subject), object = node_of(merge, &triple->object);
  TRAWL_TRY_MEM(subject != TRAWL_NONE && object != TRAWL_NONE);
  make_key(merge, triple, subject, object);
  const uint32_t fresh = merge->triples.len;
  const uint32_t found = look_up(merge, &merge->triples_by_key, fresh);
  TRAWL_TRY_MEM(found != TRAWL_NONE);
  if (found == fresh) {
    TRAWL_TRY(add_new(merge, triple, subject, object));
  }
  merged *into = &merge->triples.at[found];
  ++into->count;
  ++merge->nodes.at[subject].count;
  ++merge->nodes.at[object].count;
  into->attributed += triple->attribution.slice.text != NULL;
  into->confidence = triple->confidence > into->confidence ? triple->confidence : into->confidence;
  take_date(into, record);
  return add_source(merge, into, record, document);
}

/* ---- reading ----------------------------------------------------------------------------------- */

uint32_t trawl_merge_count(const trawl_merge *merge)
{
  return merge->triples.len;
}

trawl_merged_view trawl_merge_at(const trawl_merge *merge, uint32_t i)
{
  const merged *m = &merge->triples.at[i];
  trawl_merged_view view = {
    .subject = merge->nodes.at[m->subject].thing,
    .object = merge->nodes.at[m->object].thing,
    .relation = m->relation,
    .polarity = m->polarity,
    .modality = m->modality,
    .qualifier_count = m->qualifier_count,
    .count = m->count,
    .documents = m->documents,
    .attributed = m->attributed,
    .first = m->first[0] ? m->first : NULL,
    .last = m->last[0] ? m->last : NULL,
    .confidence = m->confidence,
    .symmetric = m->symmetric,
    .merge = merge,
    .first_source = m->first_source,
  };
  for (uint32_t q = 0; q < m->qualifier_count; ++q) {
    view.qualifiers[q] = m->qualifiers[q];
  }
  return view;
}

trawl_source_view trawl_merge_source(const trawl_merge *merge, uint32_t *at)
{
  const source *s = &merge->sources.at[*at];
  *at = s->next;
  return (trawl_source_view){merge->documents.at[s->document], s->sentence, (double)s->confidence};
}

uint32_t trawl_merge_node_count(const trawl_merge *merge)
{
  return merge->nodes.len;
}

trawl_argument_view trawl_merge_node(const trawl_merge *merge, uint32_t n, uint32_t *count)
{
  *count = merge->nodes.at[n].count;
  return merge->nodes.at[n].thing;
}

void trawl_merge_ends(const trawl_merge *merge, uint32_t i, uint32_t *subject, uint32_t *object)
{
  *subject = merge->triples.at[i].subject;
  *object = merge->triples.at[i].object;
}
