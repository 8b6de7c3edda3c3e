/* SPDX-License-Identifier: MIT
 * doc.c - annotated documents, read back: the record's frame, text and tokens.  The layers above them are
 * read in doc_layers.c, with the help of doc_read.h.
 *
 * A program of somebody else's sits before this reader, so nothing is believed: every index must lead to
 * something, every span lie inside its layer, and no chain of references may come back to where it began.
 * A fault is reported with the path to it in the record, and costs the record. */
#include "input/doc.h"

#include "input/doc_read.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- values ------------------------------------------------------------------------------------ */

bool trawl_read_fail(trawl_doc_reader *r, const char *key, const char *format, ...)
{
  char message[256];
  va_list args;
  if (r->failed) {
    return false;
  }
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  r->failed = true;
  char path[128];
  if (r->item == TRAWL_NONE) {
    snprintf(path, sizeof path, "%s%s%s", r->layer, r->layer[0] && key[0] ? "." : "", key);
  } else {
    snprintf(path, sizeof path, "%s[%u]%s%s", r->layer, (unsigned)r->item, key[0] ? "." : "", key);
  }
  trawl_report(r->record->findings, r->record->place, "E414", TRAWL_BAD_DATA,
               "no annotated document: %s: %s", path, message);
  return false;
}

bool trawl_read_number(trawl_doc_reader *r, const json_t *map, const char *key, uint32_t limit, bool needed,
                       uint32_t *out)
{
  const json_t *value = json_object_get(map, key);
  if (!value || json_is_null(value)) {
    *out = TRAWL_NONE;
    return !needed || trawl_read_fail(r, key, "is missing");
  }
  if (!json_is_integer(value) || json_integer_value(value) < 0 || json_integer_value(value) >= (json_int_t)limit) {
    return trawl_read_fail(r, key, limit ? "expected a number below %u" : "there is nothing that it could be",
                           (unsigned)limit);
  }
  *out = (uint32_t)json_integer_value(value);
  return true;
}

bool trawl_read_span(trawl_doc_reader *r, const json_t *map, uint32_t limit, trawl_span *out)
{
  if (!trawl_read_number(r, map, "start", limit, true, &out->start)
      || !trawl_read_number(r, map, "end", limit + 1, true, &out->end)) {
    return false;
  }
  return out->start < out->end || trawl_read_fail(r, "end", "is not behind start");
}

bool trawl_read_truth(trawl_doc_reader *r, const json_t *map, const char *key, bool *out)
{
  const json_t *value = json_object_get(map, key);
  *out = json_is_true(value);
  return !value || json_is_boolean(value) || trawl_read_fail(r, key, "expected true or false");
}

/* A name out of a list; where it is missing the first one, unless it is needed. */
bool trawl_read_name(trawl_doc_reader *r, const json_t *map, const char *key, const char *const *names,
                     size_t count, bool needed, uint8_t *out)
{
  const json_t *value = json_object_get(map, key);
  const char *name = json_string_value(value);
  if (!value && !needed) {
    *out = 0;
    return true;
  }
  for (size_t i = 0; name && i < count; ++i) {
    if (strcmp(names[i], name) == 0) {
      *out = (uint8_t)i;
      return true;
    }
  }
  const char *near = name ? trawl_nearest(name, names, count) : NULL;
  return trawl_read_fail(r, key, near ? "no such name; did you mean '%s'?" : "no such name", near);
}

bool trawl_read_flags(trawl_doc_reader *r, const json_t *map, const char *const *names, size_t count,
                      unsigned *out)
{
  const json_t *list = json_object_get(map, "flags");
  *out = 0;
  if (list && !json_is_array(list)) {
    return trawl_read_fail(r, "flags", "expected a list");
  }
  for (size_t i = 0; i < json_array_size(list); ++i) {
    const char *name = json_string_value(json_array_get(list, i));
    size_t bit = 0;
    while (name && bit < count && strcmp(names[bit], name) != 0) {
      ++bit;
    }
    if (!name || bit == count) {
      return trawl_read_fail(r, "flags", "no such flag");
    }
    *out |= 1U << bit;
  }
  return true;
}

bool trawl_read_text(trawl_doc_reader *r, const json_t *map, const char *key, const char **out)
{
  const json_t *value = json_object_get(map, key);
  *out = NULL;
  if (!value || json_is_null(value)) {
    return true;
  }
  if (!json_is_string(value) || strlen(json_string_value(value)) != json_string_length(value)) {
    return trawl_read_fail(r, key, "expected a text");
  }
  *out = trawl_arena_strn(&r->doc->arena, json_string_value(value), json_string_length(value));
  r->no_memory |= !*out;
  return *out != NULL;
}

bool trawl_read_word(trawl_doc_reader *r, const json_t *map, const char *key, uint32_t *out)
{
  const json_t *value = json_object_get(map, key);
  *out = TRAWL_NONE;
  if (!value || json_is_null(value)) {
    return true;
  }
  if (!json_is_string(value) || !json_string_length(value)) {
    return trawl_read_fail(r, key, "expected a word");
  }
  return trawl_read_new_word(r, json_string_value(value), json_string_length(value), out);
}

bool trawl_read_new_word(trawl_doc_reader *r, const char *text, size_t len, uint32_t *out)
{
  bool fresh = false;
  const bool done =
    trawl_words_add(&r->doc->words, text, len, out, &fresh) == TRAWL_OK
    && (!fresh || trawl_lexicon_fill(&r->rules->lexicon, &r->doc->words, *out) == TRAWL_OK);
  r->no_memory |= !done;
  return done;
}

/* A gazetteer entry by its id. */
bool trawl_read_entry(trawl_doc_reader *r, const json_t *map, const char *key, uint32_t *out)
{
  const char *id = json_string_value(json_object_get(map, key));
  *out = id ? trawl_gazetteer_by_id(&r->rules->gazetteer, id) : TRAWL_NONE;
  return !id || *out != TRAWL_NONE || trawl_read_fail(r, key, "the gazetteers have no such id");
}

bool trawl_read_type(trawl_doc_reader *r, const json_t *map, uint8_t *out)
{
  const char *name = json_string_value(json_object_get(map, "type"));
  const uint32_t type = name ? trawl_types_find(&r->rules->types, name) : TRAWL_NONE;
  *out = (uint8_t)type;
  return type != TRAWL_NONE || trawl_read_fail(r, "type", "the rules have no such type");
}

bool trawl_read_list(trawl_doc_reader *r, const json_t *map, const char *name, trawl_read_item *item)
{
  const json_t *list = json_object_get(map, name);
  const char *const outer = r->layer;
  const uint32_t outer_item = r->item;
  r->layer = name;
  r->item = TRAWL_NONE;
  if (!json_is_array(list) || json_array_size(list) >= TRAWL_MOST_DOC_BYTES) {
    return trawl_read_fail(r, "", list ? "expected a list" : "is missing");
  }
  for (size_t i = 0; i < json_array_size(list); ++i) {
    const json_t *at = json_array_get(list, i);
    r->item = (uint32_t)i;
    if (!json_is_object(at)) {
      return trawl_read_fail(r, "", "expected an object");
    }
    if (!item(r, at)) {
      return false;
    }
  }
  r->layer = outer;
  r->item = outer_item;
  return true;
}

/* ---- lines and tokens -------------------------------------------------------------------------- */

/* Code points to bytes of the normalised text; positions go up. */
static bool byte_at(trawl_doc_reader *r, const char *key, uint32_t chars, uint32_t *byte)
{
  const trawl_buf *text = &r->doc->text;
  if (chars < r->chars) {
    r->chars = r->byte = 0;
  }
  while (r->chars < chars && r->byte < text->len) {
    r->byte += (uint32_t)trawl_utf8_read(text->at + r->byte, text->len - r->byte).len;
    ++r->chars;
  }
  *byte = r->byte;
  return r->chars == chars || trawl_read_fail(r, key, "lies behind the end of the text");
}

static bool read_place(trawl_doc_reader *r, const json_t *map, bool empty, trawl_span *bytes)
{
  trawl_span chars = {0, 0};
  const uint32_t limit = TRAWL_MOST_DOC_BYTES;
  return trawl_read_number(r, map, "start", limit, true, &chars.start)
         && trawl_read_number(r, map, "end", limit, true, &chars.end)
         && (chars.start < chars.end || (empty && chars.start == chars.end)
             || trawl_read_fail(r, "end", "is not behind start"))
         && byte_at(r, "start", chars.start, &bytes->start) && byte_at(r, "end", chars.end, &bytes->end);
}

static bool read_line(trawl_doc_reader *r, const json_t *map)
{
  trawl_line line = {.kind = 0};
  if (!read_place(r, map, true, &line.text)
      || !trawl_read_name(r, map, "kind", trawl_line_names, TRAWL_COUNT(trawl_line_names), true, &line.kind)
      || !trawl_read_truth(r, map, "starts_para", &line.starts_para)
      || !trawl_read_truth(r, map, "joins_next", &line.joins_next)) {
    return false;
  }
  const uint32_t n = r->doc->lines.len;
  if (n && line.text.start < r->doc->lines.at[n - 1].text.end) {
    return trawl_read_fail(r, "start", "the line before it reaches over this");
  }
  r->no_memory |= !trawl_vec_push(&r->doc->lines, line);
  return !r->no_memory;
}

static bool read_dateline(trawl_doc_reader *r, const json_t *layers)
{
  const json_t *dateline = json_object_get(layers, "dateline");
  r->layer = "dateline";
  r->item = TRAWL_NONE;
  return !dateline || read_place(r, dateline, false, &r->doc->dateline);
}

static bool read_tag(trawl_doc_reader *r, const json_t *map, uint32_t i)
{
  trawl_tokens *tokens = &r->doc->tokens;
  const char *tag = json_string_value(json_object_get(map, "tag"));
  uint32_t lemma;
  if (tag) {
    tokens->tag[i] = (uint8_t)trawl_tag_named(tag, strlen(tag));
    if (tokens->tag[i] == TRAWL_TAG_NONE) {
      return trawl_read_fail(r, "tag", "no Penn Treebank tag");
    }
  }
  if (!trawl_read_word(r, map, "lemma", &lemma)) {
    return false;
  }
  tokens->lemma[i] = lemma == TRAWL_NONE ? tokens->word[i] : lemma;
  return true;
}

static bool read_token(trawl_doc_reader *r, const json_t *map)
{
  trawl_tokens *tokens = &r->doc->tokens;
  const uint32_t i = tokens->len;
  trawl_span place;
  uint8_t kind;
  unsigned flags;
  if (!read_place(r, map, false, &place)
      || !trawl_read_name(r, map, "kind", trawl_token_names, TRAWL_COUNT(trawl_token_names), true, &kind)
      || !trawl_read_flags(r, map, trawl_token_flags, TRAWL_COUNT(trawl_token_flags), &flags)) {
    return false;
  }
  if (place.end - place.start > UINT16_MAX) {
    return trawl_read_fail(r, "end", "the token is longer than %u bytes", (unsigned)UINT16_MAX);
  }
  if (i && place.start < tokens->start[i - 1] + tokens->size[i - 1]) {
    return trawl_read_fail(r, "start", "the token before it reaches over this");
  }
  if (i >= tokens->cap && !trawl_tokens_reserve(tokens, i + 1)) {
    r->no_memory = true;
    return false;
  }
  uint32_t word = 0;
  if (!trawl_read_new_word(r, r->doc->text.at + place.start, place.end - place.start, &word)) {
    return false;
  }
  trawl_doc_set_word(r->doc, i, word);
  tokens->start[i] = place.start;
  tokens->size[i] = (uint16_t)(place.end - place.start);
  tokens->kind[i] = kind;
  tokens->flags[i] = (uint8_t)flags;
  tokens->tag[i] = TRAWL_TAG_NONE;
  tokens->mention[i] = TRAWL_NONE;
  tokens->len = i + 1;
  return r->record->until < TRAWL_STAGE_TAG || read_tag(r, map, i);
}

static bool read_sentence(trawl_doc_reader *r, const json_t *map)
{
  trawl_sentence sentence = {.headline = false};
  const uint32_t n = r->doc->sentences.len;
  if (!trawl_read_span(r, map, r->doc->tokens.len, &sentence.tok)
      || !trawl_read_truth(r, map, "headline", &sentence.headline)) {
    return false;
  }
  if (sentence.tok.start != (n ? r->doc->sentences.at[n - 1].tok.end : 0)) {
    return trawl_read_fail(r, "start", "sentences must follow each other without a gap");
  }
  r->no_memory |= !trawl_vec_push(&r->doc->sentences, sentence);
  return !r->no_memory;
}

static bool read_sentences(trawl_doc_reader *r, const json_t *layers)
{
  if (!trawl_read_list(r, layers, "sentences", read_sentence)) {
    return false;
  }
  const uint32_t n = r->doc->sentences.len;
  r->layer = "sentences";
  return (n ? r->doc->sentences.at[n - 1].tok.end : 0) == r->doc->tokens.len
         || trawl_read_fail(r, "", "must cover all tokens");
}

/* ---- the frame --------------------------------------------------------------------------------- */

static bool read_base64(const char *text, size_t len, trawl_buf *out)
{
  uint32_t bits = 0, have = 0;
  size_t end = len;
  while (end && len - end < 2 && text[end - 1] == '=') {
    --end;
  }
  for (size_t i = 0; i < end; ++i) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *digit = text[i] ? strchr(digits, text[i]) : NULL;
    if (!digit) {
      return false;
    }
    bits = bits << 6 | (uint32_t)(digit - digits);
    have += 6;
    if (have >= 8) {
      have -= 8;
      trawl_buf_putc(out, (char)(unsigned char)(bits >> have & 255));
    }
  }
  return len % 4 == 0;
}

static const char *date_of(const json_t *root, const char *key)
{
  const char *date = json_string_value(json_object_get(root, key));
  return date && trawl_is_date(date) ? date : NULL;
}

/* A list of `n` numbers. */
static bool read_numbers(trawl_doc_reader *r, const json_t *list, const char *key, uint64_t *out, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    const json_t *number = json_array_get(list, i);
    if (json_array_size(list) != n || !json_is_integer(number) || json_integer_value(number) < 0) {
      return trawl_read_fail(r, key, "expected a list of %u numbers", (unsigned)n);
    }
    out[i] = (uint64_t)json_integer_value(number);
  }
  return true;
}

/* Where the text stands in its input. */
static bool read_origin(trawl_doc_reader *r, const json_t *root)
{
  const json_t *origin = json_object_get(root, "origin"), *pieces = json_object_get(root, "pieces"),
               *meta = json_object_get(root, "meta");
  trawl_doc_record *record = r->record;
  uint64_t n[10] = {0};
  if (origin && !read_numbers(r, origin, "origin", n, 5)) {
    return false;
  }
  record->origin = (trawl_origin){{n[0], n[1], n[2]}, n[3], n[4]};
  for (size_t i = 0; i < json_array_size(pieces); ++i) {
    if (!read_numbers(r, json_array_get(pieces, i), "pieces", n, 10)) {
      return false;
    }
    const trawl_stretch piece = {{n[0], n[1], n[2]}, {n[3], n[4], n[5]}, {n[6], n[7], n[8]}, n[9] != 0};
    const uint32_t last = record->pieces.len;
    if (last ? piece.text[TRAWL_BYTES] < record->pieces.at[last - 1].text[TRAWL_BYTES]
             : piece.text[TRAWL_BYTES] != 0) {
      return trawl_read_fail(r, "pieces", "must begin at 0 and stand in order");
    }
    r->no_memory |= !trawl_vec_push(&record->pieces, piece);
  }
  if (meta && !json_is_object(meta)) {
    return trawl_read_fail(r, "meta", "expected an object");
  }
  record->meta = meta ? json_dumps(meta, JSON_COMPACT) : NULL;
  return true;
}

trawl_status trawl_doc_record_read(trawl_doc_record *record)
{
  const json_t *root = record->json->json;
  const json_t *version = json_object_get(root, "trawl"), *bytes = json_object_get(root, "bytes");
  const char *until = json_string_value(json_object_get(root, "until"));
  trawl_doc_reader r = {.record = record, .layer = "", .item = TRAWL_NONE};
  if (!json_is_integer(version) || json_integer_value(version) != TRAWL_DOC_VERSION) {
    trawl_read_fail(&r, "trawl", version ? "another version than %d" : "is missing", TRAWL_DOC_VERSION);
  }
  record->until = until ? trawl_stage_named(until) : TRAWL_STAGE_NORMALIZE;
  if (record->until == TRAWL_STAGE_COUNT) {
    trawl_read_fail(&r, "until", "there is no such stage");
  }
  if (bytes && (!json_is_string(bytes)
                || !read_base64(json_string_value(bytes), json_string_length(bytes), &record->bytes))) {
    trawl_read_fail(&r, "bytes", "expected base64");
  }
  read_origin(&r, root);
  record->id = json_string_value(json_object_get(root, "doc"));
  record->date = date_of(root, "date");
  record->fallback = date_of(root, "fallback");
  return r.failed ? TRAWL_BAD_DATA : record->bytes.failed || r.no_memory ? TRAWL_NO_MEM : TRAWL_OK;
}

void trawl_doc_record_clear(trawl_doc_record *record)
{
  trawl_buf_clear(&record->bytes);
  trawl_vec_clear(&record->pieces);
  free(record->meta);
}

/* "normal" must be what the normalizer makes of the text now: positions count in it. */
static bool check_normal(trawl_doc_reader *r, const json_t *root)
{
  const json_t *normal = json_object_get(root, "normal");
  const trawl_buf *text = &r->doc->text;
  const char *said = normal ? json_string_value(normal) : r->doc->map.raw;
  const size_t len = normal ? json_string_length(normal) : r->doc->map.raw_len;
  r->layer = "";
  return (said && len == text->len && (!len || memcmp(said, text->at, len) == 0))
         || trawl_read_fail(r, "normal", "is not the normalised form of the text");
}

trawl_status trawl_doc_record_load(void *with, trawl_doc *doc)
{
  trawl_doc_record *record = with;
  const json_t *root = record->json->json, *layers = json_object_get(root, "layers");
  const trawl_stage until = record->until;
  trawl_doc_reader r = {.record = record, .doc = doc, .rules = doc->pipeline->rules, .layer = "",
                        .item = TRAWL_NONE};
  bool good = check_normal(&r, root);
  const json_t *truncated = json_object_get(root, "truncated");
  if (good && truncated && !json_is_boolean(truncated)) {
    good = trawl_read_fail(&r, "truncated", "expected true or false");
  }
  doc->cuts.before = json_is_true(truncated);
  if (until > TRAWL_STAGE_NORMALIZE && good) {
    good = json_is_object(layers) || trawl_read_fail(&r, "layers", "is missing");
    good = good && read_dateline(&r, layers) && trawl_read_list(&r, layers, "lines", read_line);
  }
  good = good && (until < TRAWL_STAGE_TOKENIZE || trawl_read_list(&r, layers, "tokens", read_token));
  good = good && (until < TRAWL_STAGE_SENTENCES || read_sentences(&r, layers));
  good = good && (until < TRAWL_STAGE_GAZETTEER || trawl_read_layers(&r, layers));
  return good ? TRAWL_OK : r.no_memory && !r.failed ? TRAWL_NO_MEM : TRAWL_BAD_DATA;
}
