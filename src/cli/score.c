/* SPDX-License-Identifier: MIT
 * score.c - triples against gold triples.
 *
 * A triple is correct when a gold triple of its document has its relation, its polarity, and names for
 * both arguments; a symmetric relation counts either way round.  Repeats of one (subject, relation,
 * object, polarity) in a document count once, and so do aliases of one fact.  A gold triple that is not
 * required costs nothing when missed and is correct when found.  Modality, attribution, time, place and
 * qualifiers are scored apart, over the correct triples whose gold states them. */
#include "cli/score.h"

#include "cli/symmetric.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { MAX_NAMES = 3 };

typedef struct names {
  const char *at[MAX_NAMES]; /* normalised */
  unsigned count;
} names;

typedef struct gold_row {
  json_t *json; /* owned */
  uint32_t doc;
  const char **subject, **object, **relation; /* normalised but for relations; NULL behind the last */
  const char *polarity;
  bool required, found, counted;
} gold_row;

typedef struct triple_row {
  json_t *json;  /* owned */
  uint32_t gold; /* the gold row it is correct by, or TRAWL_NONE */
  const char *relation;
} triple_row;

/* What is compared apart, one row of the table of figures each. */
typedef enum aspect {
  ASPECT_ACTUAL, ASPECT_OTHER, ASPECT_ATTRIBUTION, ASPECT_TIME, ASPECT_PLACE, ASPECT_QUALIFIER,
  ASPECT_COUNT
} aspect;

struct score {
  trawl_arena arena;
  TRAWL_VEC(const char *) docs;
  TRAWL_VEC(gold_row) gold; /* document by document */
  TRAWL_VEC(triple_row) triples;
  TRAWL_VEC(const char *) seen; /* open addressing over keys of wrong triples */
  uint32_t seen_count;
  uint32_t right[ASPECT_COUNT], stated[ASPECT_COUNT];
};

/* ---- names ------------------------------------------------------------------------------------- */

static bool is_space(uint32_t c)
{
  return (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680
         || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F
         || c == 0x3000;
}

static bool is_word(uint32_t c)
{
  const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
  return c == '_' || (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO)
         || (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

/* Bytes to leave out at `at`: a possessive 's, a leading article with its space, quotation marks. */
static size_t left_out(const char *text, size_t at, size_t len)
{
  const char *from = text + at;
  const size_t rest = len - at;
  if (rest >= 2 && from[0] == '\'' && from[1] == 's'
      && (rest == 2 || !is_word(trawl_utf8_read(from + 2, rest - 2).code))) {
    return 2;
  }
  if (at == 0 && rest > 3 && memcmp(from, "the", 3) == 0) {
    size_t n = 3;
    while (n < rest && is_space(trawl_utf8_read(from + n, rest - n).code)) {
      n += trawl_utf8_read(from + n, rest - n).len;
    }
    return n > 3 ? n : 0;
  }
  const uint32_t code = trawl_utf8_read(from, rest).code;
  return code == '"' ? 1 : code == 0x201C || code == 0x201D ? 3 : 0;
}

/* Straight apostrophes, no full stops; in place, it only gets shorter. */
static size_t straighten(char *text, size_t len)
{
  size_t n = 0;
  for (size_t i = 0; i < len;) {
    const trawl_rune rune = trawl_utf8_read(text + i, len - i);
    if (rune.code == 0x2019) {
      text[n++] = '\'';
    } else if (rune.code != '.') {
      memmove(text + n, text + i, rune.len);
      n += rune.len;
    }
    i += rune.len;
  }
  return n;
}

/* A name as it is compared: case folded, without article, possessive, quotation marks, full stops. */
static const char *norm(score *s, const char *name)
{
  utf8proc_uint8_t *folded = NULL;
  if (utf8proc_map((const utf8proc_uint8_t *)name, 0, &folded,
                   UTF8PROC_NULLTERM | UTF8PROC_CASEFOLD) < 0) {
    return name;
  }
  char *text = (char *)folded;
  const size_t len = straighten(text, strlen(text));
  char *out = trawl_arena_alloc(&s->arena, len + 1);
  size_t n = 0;
  for (size_t i = 0; out && i < len;) {
    const size_t skip = left_out(text, i, len);
    const trawl_rune rune = trawl_utf8_read(text + i, len - i);
    if (skip) {
      i += skip;
      continue;
    }
    if (!is_space(rune.code)) {
      memcpy(out + n, text + i, rune.len);
      n += rune.len;
    } else if (n && out[n - 1] != ' ') {
      out[n++] = ' ';
    }
    i += rune.len;
  }
  free(folded);
  if (!out) {
    return name;
  }
  out[n - (n && out[n - 1] == ' ')] = '\0';
  return out;
}

static const char *text_at(const json_t *object, const char *key)
{
  return json_string_value(json_object_get(object, key));
}

static names names_of(score *s, const json_t *argument)
{
  static const char *const keys[] = {"name", "text"};
  names out = {.count = 0};
  for (size_t i = 0; i < 2; ++i) {
    const char *text = text_at(argument, keys[i]);
    if (text && *text) {
      out.at[out.count++] = norm(s, text);
    }
  }
  const json_t *seat = json_object_get(argument, "stands_for");
  const char *name = json_is_string(seat) ? json_string_value(seat) : text_at(seat, "name");
  if (name && *name) {
    out.at[out.count++] = norm(s, name);
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
  trawl_vec_clear(&s->docs);
  trawl_vec_clear(&s->gold);
  trawl_vec_clear(&s->triples);
  trawl_vec_clear(&s->seen);
  trawl_arena_clear(&s->arena);
  free(s);
}

const char *score_doc(const score *s, uint32_t i)
{
  return i < s->docs.len ? s->docs.at[i] : NULL;
}

/* Documents are compared by file name, without the folder. */
static uint32_t find_doc(const score *s, const char *doc)
{
  const char *base = trawl_file_base(doc);
  for (uint32_t i = s->docs.len; i-- > 0;) {
    if (strcmp(s->docs.at[i], base) == 0) {
      return i;
    }
  }
  return TRAWL_NONE;
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
    out[i] = normalise ? norm(s, text) : text;
  }
  return n ? out : NULL;
}

const char *score_add_gold(score *s, json_t *gold)
{
  const char *doc = text_at(gold, "doc"), *polarity = text_at(gold, "polarity");
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
  row.doc = find_doc(s, doc);
  if (row.doc == TRAWL_NONE) {
    row.doc = s->docs.len;
    if (!trawl_vec_push(&s->docs, trawl_file_base(doc))) {
      return "out of memory";
    }
  }
  if (!trawl_vec_push(&s->gold, row)) {
    return "out of memory";
  }
  json_incref(gold);
  return NULL;
}

/* ---- triples ----------------------------------------------------------------------------------- */

static bool agrees(const gold_row *gold, const char *relation, const char *polarity,
                   const names *subject, const names *object)
{
  if (!is_among(relation, gold->relation) || strcmp(polarity, gold->polarity) != 0) {
    return false;
  }
  return (share(subject, gold->subject) && share(object, gold->object))
         || (is_symmetric(relation) && share(subject, gold->object) && share(object, gold->subject));
}

static bool grow_seen(score *s)
{
  const uint32_t old = s->seen.cap, cap = old ? old * 2 : 256;
  const char **keys = s->seen.at;
  const char **slots = calloc(cap, sizeof *slots);
  if (!slots) {
    return false;
  }
  for (uint32_t i = 0; i < old; ++i) {
    if (keys[i]) {
      uint32_t at = (uint32_t)trawl_hash_bytes(keys[i], strlen(keys[i])) & (cap - 1);
      while (slots[at]) {
        at = (at + 1) & (cap - 1);
      }
      slots[at] = keys[i];
    }
  }
  free((void *)keys);
  s->seen.at = slots;
  s->seen.cap = cap;
  return true;
}

/* True when the key is new; it is kept then. */
static bool see(score *s, const char *key)
{
  if ((s->seen_count + 1) * 2 > s->seen.cap && !grow_seen(s)) {
    return true;
  }
  uint32_t at = (uint32_t)trawl_hash_bytes(key, strlen(key)) & (s->seen.cap - 1);
  for (; s->seen.at[at]; at = (at + 1) & (s->seen.cap - 1)) {
    if (strcmp(s->seen.at[at], key) == 0) {
      return false;
    }
  }
  s->seen.at[at] = key;
  ++s->seen_count;
  return true;
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
  const char *stated = text_at(gold, key);
  if (stated) {
    const char *const wanted[] = {norm(s, stated), NULL};
    const names have = names_of(s, json_object_get(triple, key));
    count(s, which, share(&have, wanted));
  }
}

static void count_aspects(score *s, const json_t *gold, const json_t *triple)
{
  count_named(s, ASPECT_ATTRIBUTION, "attribution", gold, triple);
  count_named(s, ASPECT_PLACE, "place", gold, triple);
  const char *time = text_at(gold, "time");
  if (time) {
    const char *have = text_at(json_object_get(triple, "time"), "value");
    count(s, ASPECT_TIME, have && strcmp(have, time) == 0);
  }
  const char *key;
  json_t *value;
  json_object_foreach(json_object_get(gold, "qualifiers"), key, value)
  {
    const char *have = text_at(json_object_get(triple, "qualifiers"), key);
    const char *want = json_string_value(value);
    count(s, ASPECT_QUALIFIER, have && want && strcmp(norm(s, have), norm(s, want)) == 0);
  }
}

/* Modality is right when any of the gold triples that agree says it. */
static void count_modality(score *s, const char *modality, const uint32_t *matches, uint32_t n)
{
  bool stated = false, actual = false, right = false;
  for (uint32_t i = 0; i < n; ++i) {
    const char *gold = text_at(s->gold.at[matches[i]].json, "modality");
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
    const char *name = text_at(argument, "name"), *text = text_at(argument, "text");
    parts[i] = norm(s, name && *name ? name : text ? text : "");
  }
  return trawl_arena_printf(&s->arena, "%u\t%s\t%s\t%s\t%s", (unsigned)doc, parts[0], relation,
                            parts[1], polarity);
}

const char *score_add_triple(score *s, json_t *triple)
{
  const char *doc = text_at(triple, "doc"), *relation = text_at(triple, "relation");
  const char *polarity = text_at(triple, "polarity"), *modality = text_at(triple, "modality");
  const json_t *subject = json_object_get(triple, "subject"),
               *object = json_object_get(triple, "object");
  if (!doc || !relation || !json_is_object(subject) || !json_is_object(object)) {
    return "a triple needs \"doc\", \"subject\", \"relation\" and \"object\"";
  }
  const uint32_t in = find_doc(s, doc);
  if (in == TRAWL_NONE) {
    return NULL;
  }
  const names subjects = names_of(s, subject), objects = names_of(s, object);
  TRAWL_VEC(uint32_t) matches = {.at = NULL};
  bool memory = true;
  polarity = polarity ? polarity : "positive";
  for (uint32_t i = 0; i < s->gold.len; ++i) {
    gold_row *gold = &s->gold.at[i];
    if (gold->doc == in && agrees(gold, relation, polarity, &subjects, &objects)) {
      gold->found = true;
      memory &= trawl_vec_push(&matches, i);
    }
  }
  triple_row row = {triple, matches.len ? matches.at[0] : TRAWL_NONE, relation};
  const char *key = matches.len ? NULL : key_of(s, in, triple, relation, polarity);
  const bool fresh = matches.len ? !s->gold.at[row.gold].counted : key && see(s, key);
  if (fresh && memory) {
    if (matches.len) {
      s->gold.at[row.gold].counted = true;
      count_modality(s, modality ? modality : "actual", matches.at, matches.len);
      count_aspects(s, s->gold.at[row.gold].json, triple);
    }
    memory = trawl_vec_push(&s->triples, row);
    if (memory) {
      json_incref(triple);
    }
  }
  trawl_vec_clear(&matches);
  return memory ? NULL : "out of memory";
}

/* ---- figures ----------------------------------------------------------------------------------- */

typedef struct tally {
  uint32_t correct, predicted, found, required;
} tally;

/* Of one relation, or of all: NULL. */
static tally tally_of(const score *s, const char *relation)
{
  tally t = {0, 0, 0, 0};
  for (uint32_t i = 0; i < s->triples.len; ++i) {
    const triple_row *row = &s->triples.at[i];
    if (!relation || strcmp(row->relation, relation) == 0) {
      t.correct += row->gold != TRAWL_NONE;
      ++t.predicted;
    }
  }
  for (uint32_t i = 0; i < s->gold.len; ++i) {
    const gold_row *row = &s->gold.at[i];
    if (row->required && (!relation || strcmp(row->relation[0], relation) == 0)) {
      t.found += row->found;
      ++t.required;
    }
  }
  return t;
}

static figures figures_of(const tally *t)
{
  figures f = {0, 0, 0};
  f.precision = t->predicted ? (double)t->correct / t->predicted : 0;
  f.recall = t->required ? (double)t->found / t->required : 0;
  const double sum = f.precision + f.recall;
  f.f1 = sum > 0 ? 2 * f.precision * f.recall / sum : 0;
  return f;
}

figures score_all(const score *s)
{
  const tally t = tally_of(s, NULL);
  return figures_of(&t);
}

static void print_row(const char *name, const tally *t, FILE *out)
{
  const figures f = figures_of(t);
  fprintf(out, "%-18s %6.3f %6.3f %6.3f  %7u/%-9u  %5u/%u\n", name, f.precision, f.recall, f.f1,
          (unsigned)t->correct, (unsigned)t->predicted, (unsigned)t->found, (unsigned)t->required);
}

static int by_text(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void print_relations(const score *s, FILE *out)
{
  const size_t most = (size_t)s->triples.len + s->gold.len;
  const char **list = malloc((most + 1) * sizeof *list);
  size_t n = 0;
  for (uint32_t i = 0; list && i < s->triples.len; ++i) {
    list[n++] = s->triples.at[i].relation;
  }
  for (uint32_t i = 0; list && i < s->gold.len; ++i) {
    if (s->gold.at[i].required) {
      list[n++] = s->gold.at[i].relation[0];
    }
  }
  if (n) {
    qsort(list, n, sizeof *list, by_text);
  }
  for (size_t i = 0; i < n; ++i) {
    if (i == 0 || strcmp(list[i], list[i - 1]) != 0) {
      const tally t = tally_of(s, list[i]);
      print_row(list[i], &t, out);
    }
  }
  free((void *)list);
}

static const char *first_of(const json_t *gold, const char *key)
{
  const char *text = json_string_value(json_array_get(json_object_get(gold, key), 0));
  return text ? text : "";
}

static const char *or_none(const char *text)
{
  return text ? text : "None";
}

/* Document by document, as the figures are read. */
static void print_missed(const score *s, FILE *out)
{
  for (uint32_t doc = 0; doc < s->docs.len; ++doc) {
    for (uint32_t i = 0; i < s->gold.len; ++i) {
      const gold_row *row = &s->gold.at[i];
      const char *evidence = text_at(row->json, "evidence");
      if (row->doc == doc && row->required && !row->found) {
        fprintf(out, "missed  %s: %s \xE2\x80\x93 %s \xE2\x80\x93 %s [%s]  %s\n", s->docs.at[doc],
                first_of(row->json, "subject"), row->relation[0], first_of(row->json, "object"),
                row->polarity, evidence ? evidence : "");
      }
    }
  }
}

static void print_wrong(const score *s, FILE *out)
{
  for (uint32_t i = 0; i < s->triples.len; ++i) {
    const triple_row *row = &s->triples.at[i];
    if (row->gold == TRAWL_NONE) {
      const json_t *json = row->json;
      fprintf(out, "wrong   %s: %s \xE2\x80\x93 %s \xE2\x80\x93 %s [%s]  rule %s\n",
              trawl_file_base(text_at(json, "doc")),
              or_none(text_at(json_object_get(json, "subject"), "name")), row->relation,
              or_none(text_at(json_object_get(json, "object"), "name")),
              or_none(text_at(json, "polarity")), or_none(text_at(json, "rule")));
    }
  }
}

void score_print(const score *s, bool listing, FILE *out)
{
  static const struct {
    aspect which;
    const char *name, *of;
  } rows[] = {
    {ASPECT_ACTUAL, "modality", "that are actual"},
    {ASPECT_OTHER, "modality", "that are planned, possible or wanted"},
    {ASPECT_ATTRIBUTION, "attribution", "whose gold states it"},
    {ASPECT_TIME, "time", "whose gold states it"},
    {ASPECT_PLACE, "place", "whose gold states it"},
    {ASPECT_QUALIFIER, "qualifier", "whose gold states it"},
  };
  fprintf(out, "%-18s %6s %6s %6s  correct/predicted  found/required\n", "relation", "P", "R", "F1");
  print_relations(s, out);
  const tally all = tally_of(s, NULL);
  print_row("ALL", &all, out);
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    const aspect which = rows[i].which;
    if (which <= ASPECT_OTHER || s->stated[which]) {
      fprintf(out, "%s right on %u/%u of the correct triples %s\n", rows[i].name,
              (unsigned)s->right[which], (unsigned)s->stated[which], rows[i].of);
    }
  }
  if (listing) {
    print_missed(s, out);
    print_wrong(s, out);
  }
}
