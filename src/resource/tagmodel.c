/* SPDX-License-Identifier: MIT
 * tagmodel.c - the tagger's model as a table, and its file.
 *
 * Rows of weights are found by a 64-bit key in an open-addressing table.  What a word, a class or a tag
 * has in each row that is its own is looked up once, so that tagging asks the table for pairs only.  In
 * the file a row is a line of text; a letter stands for a tag.  Features are the business of
 * tagfeatures.c, choosing tags that of tagdecode.c. */
#include "resource/tagmodel.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(TRAWL_TAG_COUNT <= 2 * TRAWL_TAG_LINE, "tags fit into a mask, and into two lines");

/* ---- the table --------------------------------------------------------------------------------- */

static void clear_index(trawl_tag_model *model)
{
  free(model->class_tag);
  free(model->tag_after_class);
  free(model->tags);
  free(model->caps);
  model->class_tag = model->tag_after_class = model->tags = NULL;
  model->caps = NULL;
}

static void clear_rows(trawl_tag_model *model)
{
  clear_index(model);
  free(model->buckets);
  free(model->weights[0]);
  free(model->weights[1]);
  free(model->slots);
}

trawl_tag_model *trawl_tag_model_new(void)
{
  trawl_tag_model *model = calloc(1, sizeof *model);
  if (model && !trawl_vec_push(&model->words, (trawl_tag_word){.allowed = 0})) {
    free(model);
    return NULL;
  }
  return model;
}

void trawl_tag_model_free(trawl_tag_model *model)
{
  if (model) {
    if (!model->mapped) {
      trawl_vec_clear(&model->words);
      clear_rows(model);
    }
    free(model);
  }
}

trawl_status trawl_tag_model_share(const trawl_tag_model *from, trawl_arena *arena, trawl_tag_model **out)
{
  trawl_tag_model *model = calloc(1, sizeof *model);
  trawl_tag_word *words = trawl_arena_alloc(arena, ((size_t)from->words.len + 1) * sizeof *words);
  if (!model || !words) {
    free(model);
    return TRAWL_NO_MEM;
  }
  if (from->words.len) {
    memcpy(words, from->words.at, from->words.len * sizeof *words);
  }
  *model = *from;
  model->words.at = words;
  model->words.cap = 0;
  model->mapped = true;
  *out = model;
  return TRAWL_OK;
}

trawl_status trawl_tag_model_reserve(trawl_tag_model *model, uint32_t n)
{
  uint32_t size = 16;
  while (size <= n / 2 && size < UINT32_MAX / 4) {
    size *= 2;
  }
  const size_t line = TRAWL_TAG_LINE * sizeof *model->weights[0], bytes = ((size_t)n + 1) * line;
  if (n >= UINT32_MAX / TRAWL_TAG_LINE) {
    return TRAWL_NO_MEM;
  }
  trawl_tag_model fresh = *model;
  fresh.buckets = aligned_alloc(64, size * sizeof *fresh.buckets);
  fresh.weights[0] = aligned_alloc(64, bytes);
  fresh.weights[1] = calloc(bytes, 1); /* most of its pages are never touched */
  fresh.slots = calloc(TRAWL_TAG_CLASS_END, sizeof *fresh.slots);
  fresh.class_tag = fresh.tag_after_class = fresh.tags = NULL;
  fresh.caps = NULL;
  if (!fresh.buckets || !fresh.weights[0] || !fresh.weights[1] || !fresh.slots) {
    clear_rows(&fresh);
    return TRAWL_NO_MEM;
  }
  memset(fresh.buckets, 0, size * sizeof *fresh.buckets);
  memset(fresh.weights[0], 0, line);
  fresh.mask = size - 1;
  fresh.room = n;
  fresh.row_end = TRAWL_TAG_LINE;
  fresh.slot_count = 1;
  clear_rows(model);
  *model = fresh;
  return TRAWL_OK;
}

/* A class that a row speaks of gets a slot. */
static void give_slot(trawl_tag_model *model, uint64_t key)
{
  const unsigned template = (unsigned)(key >> 58);
  const uint64_t low = (UINT64_C(1) << 29) - 1,
                 class = template == TRAWL_F_CLASS_TAG ? key >> 29 & low : key & low;
  if ((template == TRAWL_F_CLASS_TAG || template == TRAWL_F_TAG_AFTER_CLASS)
      && class < TRAWL_TAG_CLASS_END && !model->slots[class]) {
    model->slots[class] = (uint16_t)model->slot_count++;
  }
}

trawl_status trawl_tag_model_add(trawl_tag_model *model, uint64_t key,
                                 const trawl_tag_weight *weights, uint32_t n)
{
  if (!model->room || trawl_tag_find(model, key)) {
    return TRAWL_BAD_DATA;
  }
  const uint64_t hash = trawl_tag_hash(key);
  uint32_t i = (uint32_t)hash & model->mask;
  while (model->buckets[i].checks[TRAWL_TAG_BUCKET - 1]) {
    i = (i + 1) & model->mask;
  }
  const uint32_t row = model->row_end;
  model->row_end += TRAWL_TAG_LINE;
  for (unsigned k = 0; k < TRAWL_TAG_BUCKET; ++k) {
    if (!model->buckets[i].checks[k]) {
      model->buckets[i].checks[k] = (uint32_t)(hash >> 32);
      model->buckets[i].rows[k] = row;
      break;
    }
  }
  --model->room;
  memset(model->weights[0] + row, 0, TRAWL_TAG_LINE * sizeof *model->weights[0]);
  for (uint32_t k = 0; k < n; ++k) {
    trawl_tag_column(model, weights[k].tag)[row] = weights[k].weight;
  }
  give_slot(model, key);
  return TRAWL_OK;
}

/* ---- what is looked up once -------------------------------------------------------------------- */

static void index_words(trawl_tag_model *model)
{
  for (uint32_t i = 1; i < model->words.len; ++i) {
    trawl_tag_word *word = &model->words.at[i];
    word->own[0] = trawl_tag_find(model, trawl_tag_key(TRAWL_F_WORD, i, 0));
    word->own[1] = trawl_tag_find(model, trawl_tag_key(TRAWL_F_WORD, i, 1));
    word->before = trawl_tag_find(model, trawl_tag_key(TRAWL_F_BEFORE, i, 0));
    word->before2 = trawl_tag_find(model, trawl_tag_key(TRAWL_F_BEFORE2, i, 0));
    word->after = trawl_tag_find(model, trawl_tag_key(TRAWL_F_AFTER, i, 0));
    word->after2 = trawl_tag_find(model, trawl_tag_key(TRAWL_F_AFTER2, i, 0));
    word->slot = model->slots[word->class];
  }
}

static void index_class(trawl_tag_model *model, uint32_t class)
{
  const uint32_t slot = model->slots[class];
  for (unsigned tag = 0; tag < TRAWL_TAG_COUNT; ++tag) {
    model->class_tag[slot].at[tag] =
      trawl_tag_find(model, trawl_tag_key(TRAWL_F_CLASS_TAG, class, tag));
    model->tag_after_class[slot].at[tag] =
      trawl_tag_find(model, trawl_tag_key(TRAWL_F_TAG_AFTER_CLASS, tag, class));
  }
}

static void index_tags(trawl_tag_model *model)
{
  for (unsigned t2 = 0; t2 < TRAWL_TAG_COUNT; ++t2) {
    for (unsigned t1 = 0; t1 < TRAWL_TAG_COUNT; ++t1) {
      model->tags[t2].at[t1] = trawl_tag_find(model, trawl_tag_key(TRAWL_F_TAGS, t1, t2));
    }
  }
}

static void index_caps(trawl_tag_model *model)
{
  for (unsigned cap = 0; cap < TRAWL_TAG_CAPS; ++cap) {
    for (unsigned before = 0; before < TRAWL_TAG_CAPS; ++before) {
      for (unsigned after = 0; after < TRAWL_TAG_CAPS; ++after) {
        model->caps[trawl_tag_caps(cap, before, after)] =
          trawl_tag_find(model, trawl_tag_key(TRAWL_F_CAP_AROUND, cap, before << 4 | after));
      }
    }
  }
}

trawl_status trawl_tag_model_index(trawl_tag_model *model)
{
  clear_index(model);
  model->class_tag = calloc(model->slot_count, sizeof *model->class_tag);
  model->tag_after_class = calloc(model->slot_count, sizeof *model->tag_after_class);
  model->tags = calloc(TRAWL_TAG_COUNT, sizeof *model->tags);
  model->caps = calloc(trawl_tag_caps(TRAWL_TAG_CAPS, 0, 0), sizeof *model->caps);
  if (!model->class_tag || !model->tag_after_class || !model->tags || !model->caps) {
    clear_index(model);
    return TRAWL_NO_MEM;
  }
  for (uint32_t class = 0; class < TRAWL_TAG_CLASS_END; ++class) {
    if (model->slots[class]) {
      index_class(model, class);
    }
  }
  index_words(model);
  index_tags(model);
  index_caps(model);
  return TRAWL_OK;
}

/* ---- the file ---------------------------------------------------------------------------------- */

typedef struct parser {
  trawl_tag_model *model;
  trawl_words *words;
  const char *at, *end; /* the line */
  uint64_t classes[TRAWL_TAG_CLASSES];
  uint32_t class_count;
  unsigned template; /* of the rows that follow; 0: words or classes */
  char section;
} parser;

static bool read_number(parser *p, uint64_t *out)
{
  uint64_t n = 0;
  const char *from = p->at;
  for (; p->at < p->end && *p->at >= '0' && *p->at <= '9'; ++p->at) {
    n = n * 10 + (uint64_t)(*p->at - '0');
    if (n > UINT64_C(1) << 58) {
      return false;
    }
  }
  *out = n;
  return p->at > from;
}

static bool skip(parser *p, char c)
{
  if (p->at < p->end && *p->at == c) {
    ++p->at;
    return true;
  }
  return false;
}

/* A tag is one letter: A for the first of trawl_tag, then on through a. */
static bool read_tag(parser *p, unsigned *tag)
{
  if (p->at >= p->end) {
    return false;
  }
  const char c = *p->at++;
  const int n = c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : -1;
  *tag = (unsigned)n + 1;
  return n >= 0 && *tag < TRAWL_TAG_COUNT;
}

/* "ABC": the tags of the next class. */
static bool read_class(parser *p)
{
  uint64_t tags = 0;
  unsigned tag;
  while (p->at < p->end) {
    if (!read_tag(p, &tag)) {
      return false;
    }
    tags |= UINT64_C(1) << tag;
  }
  if (!tags || p->class_count + 1 >= TRAWL_TAG_CLASSES) {
    return false;
  }
  p->classes[++p->class_count] = tags;
  return true;
}

/* "visit TAB 17": a word and its class. */
static trawl_status read_word(parser *p, bool *fine)
{
  const char *form = p->at, *tab = memchr(p->at, '\t', (size_t)(p->end - p->at));
  uint64_t class;
  p->at = tab ? tab + 1 : p->end;
  *fine = tab && tab > form && read_number(p, &class) && class && class <= p->class_count
          && p->at == p->end;
  if (!*fine) {
    return TRAWL_OK;
  }
  trawl_tag_word word = {.allowed = p->classes[class], .class = (uint32_t) class};
  TRAWL_TRY(trawl_words_add(p->words, form, (size_t)(tab - form), &word.word, NULL));
  TRAWL_TRY_MEM(trawl_vec_push(&p->model->words, word));
  return TRAWL_OK;
}

/* "17 4 A12C-5": the two numbers of a key, then weights by tag. */
static trawl_status read_row(parser *p, bool *fine)
{
  trawl_tag_weight weights[TRAWL_TAG_COUNT];
  uint32_t n = 0;
  uint64_t a, b, seen = 0;
  *fine = read_number(p, &a) && skip(p, ' ') && read_number(p, &b) && skip(p, ' ') && a >> 29 == 0
          && b >> 29 == 0;
  while (*fine && p->at < p->end) {
    unsigned tag;
    uint64_t size;
    const bool has_tag = n < TRAWL_TAG_COUNT && read_tag(p, &tag), minus = skip(p, '-');
    *fine = has_tag && read_number(p, &size) && size <= INT16_MAX && !(seen >> tag & 1);
    if (*fine) {
      seen |= UINT64_C(1) << tag;
      weights[n++] = (trawl_tag_weight){(int16_t)(minus ? -(int)size : (int)size), (uint16_t)tag};
    }
  }
  if (!*fine) {
    return TRAWL_OK;
  }
  const uint64_t key = trawl_tag_key(p->template, a, b);
  const trawl_status status = trawl_tag_model_add(p->model, key, weights, n);
  *fine = status != TRAWL_BAD_DATA;
  return status == TRAWL_BAD_DATA ? TRAWL_OK : status;
}

/* "@classes", "@words", "@rows 7" */
static bool read_section(parser *p)
{
  static const char classes[] = "@classes", words[] = "@words", rows[] = "@rows ";
  const size_t len = (size_t)(p->end - p->at);
  uint64_t template = 0;
  if (len == sizeof classes - 1 && memcmp(p->at, classes, len) == 0) {
    p->section = 'c';
  } else if (len == sizeof words - 1 && memcmp(p->at, words, len) == 0) {
    p->section = 'w';
  } else if (len > sizeof rows - 1 && memcmp(p->at, rows, sizeof rows - 1) == 0) {
    p->section = 'r';
    p->at += sizeof rows - 1;
    if (!read_number(p, &template) || template == 0 || template > 63 || p->at != p->end) {
      return false;
    }
  } else {
    return false;
  }
  p->template = (unsigned)template;
  return true;
}

static uint32_t count_lines(const char *at, const char *end)
{
  uint32_t n = 1;
  for (; at < end && (at = memchr(at, '\n', (size_t)(end - at))); ++at) {
    ++n;
  }
  return n;
}

static trawl_status read_line(parser *p, bool *fine)
{
  *fine = true;
  if (p->at == p->end || (*p->at == '#' && p->section != 'w')) {
    return TRAWL_OK;
  }
  if (*p->at == '@' && p->end - p->at > 3 && !memchr(p->at, '\t', (size_t)(p->end - p->at))) {
    *fine = read_section(p);
    return TRAWL_OK;
  }
  switch (p->section) {
  case 'c':
    *fine = read_class(p);
    return TRAWL_OK;
  case 'w':
    return read_word(p, fine);
  case 'r':
    return read_row(p, fine);
  default:
    *fine = false;
    return TRAWL_OK;
  }
}

/* Past forms that are no participles, and words for numbers: a corpus has some that are tagged otherwise. */
static void fix_words(trawl_tag_model *model, const trawl_words *words)
{
  static const char *const past[] = {
    "fell", "took", "gave", "went", "came", "became", "began", "broke", "chose", "did",   "drew",  "drove",
    "ate",  "flew", "froze", "grew", "hid",  "knew",   "rode",  "rang",  "rose",  "ran",   "saw",   "shook",
    "sang", "sank", "spoke", "stole", "swam", "swore", "threw", "tore",  "wore",  "wrote", "woke",  "forgot",
    "overcame", "withdrew", "undertook", "overthrew", "arose", "befell", "forgave", "forbade"};
  static const char *const numbers[] = {
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty", "thirty", "forty",    "fifty",    "sixty",   "seventy", "eighty",    "ninety"};
  for (size_t i = 0; i < TRAWL_COUNT(past) + TRAWL_COUNT(numbers); ++i) {
    const bool number = i >= TRAWL_COUNT(past);
    const char *text = number ? numbers[i - TRAWL_COUNT(past)] : past[i];
    const uint32_t id = trawl_words_find(words, text, strlen(text));
    const uint32_t known = id == TRAWL_NONE ? 0 : trawl_word_model(trawl_words_at(words, id));
    if (known && number) {
      model->words.at[known].allowed = UINT64_C(1) << TRAWL_TAG_CD;
    } else if (known && model->words.at[known].allowed & UINT64_C(1) << TRAWL_TAG_VBD) {
      model->words.at[known].allowed &= ~(UINT64_C(1) << TRAWL_TAG_VBN);
    }
  }
}


trawl_status trawl_tag_model_load(trawl_tag_model *model, trawl_words *words,
                                  const trawl_source *file, trawl_findings *findings)
{
  parser *p = calloc(1, sizeof *p); /* too large for the stack */
  TRAWL_TRY_MEM(p);
  p->model = model;
  p->words = words;
  const char *at = file->text, *end = file->text + file->len;
  trawl_status status = trawl_tag_model_reserve(model, count_lines(at, end));
  for (uint32_t line = 1; at < end && status == TRAWL_OK; ++line) {
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    bool fine;
    p->at = at;
    p->end = stop ? stop : end;
    status = read_line(p, &fine);
    if (status == TRAWL_OK && !fine) { /* a damaged file: one finding is enough */
      status = trawl_report(findings, (trawl_place){file, line, 1, 1}, "E232", TRAWL_BAD_RULE,
                            "not a line of a tagger's model");
    }
    at = stop ? stop + 1 : end;
  }
  free(p);
  if (status == TRAWL_OK) {
    fix_words(model, words);
    status = trawl_tag_model_index(model);
  }
  return status;
}
