/* SPDX-License-Identifier: MIT
 * jsonl.c - JSON Lines input, read by jansson one line at a time.
 *
 * A bad line costs that line: it is reported with file, line and column, and the next one is read.
 * jansson refuses a lone surrogate escape (half of a character beyond U+FFFF), which crawled data is full
 * of; such an escape is overwritten by \ufffd, which has its length, before parsing.  NUL in texts is
 * taken as it is. */
#include "input/jsonl.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "input/json_cut.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_STEP = 1 << 16 };

/* ---- lines ------------------------------------------------------------------------------------- */

static trawl_status read_some(trawl_line_reader *reader, char *to, size_t room, size_t *got)
{
  if (reader->stream) {
    return reader->stream->read(reader->stream, to, room, got);
  }
  ssize_t n;
  do {
    n = read(reader->fd, to, room);
  } while (n < 0 && errno == EINTR);
  *got = n < 0 ? 0 : (size_t)n;
  return n < 0 ? TRAWL_IO : TRAWL_OK;
}

static size_t most(const trawl_line_reader *reader)
{
  return reader->max ? reader->max : TRAWL_MOST_DOC_BYTES;
}

/* Moves the rest to the front and reads more behind it. */
static trawl_status fill(trawl_line_reader *reader)
{
  trawl_buf *buf = &reader->buf;
  if (reader->start) {
    memmove(buf->at, buf->at + reader->start, buf->len - reader->start);
    buf->len -= reader->start;
    reader->start = 0;
  }
  if (!reader->skips && buf->len > most(reader)) {
    reader->skips = reader->too_long = true;
    ++reader->line;
    return TRAWL_LIMIT;
  }
  TRAWL_TRY_MEM(buf->cap - buf->len >= READ_STEP || trawl_buf_grow(buf, READ_STEP));
  size_t got;
  TRAWL_TRY(read_some(reader, buf->at + buf->len, buf->cap - buf->len, &got));
  buf->len += got;
  reader->ended = got == 0;
  return TRAWL_OK;
}

trawl_status trawl_line_rest(trawl_line_reader *reader, size_t least, char **at, size_t *len)
{
  trawl_buf *buf = &reader->buf;
  for (;;) {
    const size_t rest = buf->len - reader->start, window = rest < READ_STEP ? rest : READ_STEP;
    char *from = buf->at + reader->start;
    const char *end = rest ? memchr(from, reader->nul ? '\0' : '\n', window) : NULL;
    if (end || rest >= least || reader->ended) {
      *at = from;
      *len = end ? (size_t)(end - from) : window;
      return TRAWL_OK;
    }
    TRAWL_TRY(fill(reader));
  }
}

/* Passes over what is left of a line that was too long. */
static trawl_status skip_line(trawl_line_reader *reader)
{
  char *at;
  size_t len;
  do {
    TRAWL_TRY(trawl_line_rest(reader, 1, &at, &len));
    reader->start += len;
  } while (len);
  reader->start += reader->start < reader->buf.len; /* its end */
  reader->skips = false;
  reader->scanned = 0;
  return TRAWL_OK;
}

static bool is_bom(const char *text, size_t len)
{
  return len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
}

trawl_status trawl_line_next(trawl_line_reader *reader, char **text, size_t *len)
{
  trawl_buf *buf = &reader->buf;
  reader->too_long = false;
  if (reader->skips) {
    TRAWL_TRY(skip_line(reader));
  }
  for (;;) {
    const size_t rest = buf->len - reader->start;
    const size_t behind = reader->start + reader->scanned;
    const char *end = rest > reader->scanned
                        ? memchr(buf->at + behind, reader->nul ? '\0' : '\n', rest - reader->scanned)
                        : NULL;
    if (end || (reader->ended && rest)) {
      char *from = buf->at + reader->start;
      size_t n = end ? (size_t)(end - from) : rest;
      reader->start += n + (end != NULL);
      reader->scanned = 0;
      if (++reader->line == 1 && is_bom(from, n)) {
        from += 3;
        n -= 3;
      }
      if (n > most(reader)) { /* it is still there for trawl_line_rest() */
        reader->start = (size_t)(from - buf->at);
        reader->skips = reader->too_long = true;
        return TRAWL_LIMIT;
      }
      *text = from;
      *len = n;
      return TRAWL_OK;
    }
    if (reader->ended) {
      *text = NULL;
      *len = 0;
      return TRAWL_OK;
    }
    reader->scanned = rest;
    TRAWL_TRY(fill(reader));
  }
}

void trawl_line_reader_clear(trawl_line_reader *reader)
{
  trawl_buf_clear(&reader->buf);
}

/* ---- surrogates -------------------------------------------------------------------------------- */

/* The value of \uXXXX at `at`, or 0. */
static unsigned escape_at(const char *at, const char *end)
{
  unsigned value = 0;
  if (end - at < 6 || at[0] != '\\' || at[1] != 'u') {
    return 0;
  }
  for (int i = 2; i < 6; ++i) {
    const char c = at[i];
    const unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                           : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
                           : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A' + 10)
                                                  : 16;
    if (digit == 16) {
      return 0;
    }
    value = value << 4 | digit;
  }
  return value;
}

static void mend_surrogates(char *line, size_t len)
{
  char *const end = line + len;
  char *at = line;
  while ((at = memchr(at, '\\', (size_t)(end - at)))) {
    const unsigned code = escape_at(at, end);
    if (code < 0xD800 || code > 0xDFFF) {
      at += end - at > 1 ? 2 : 1;
      continue;
    }
    const unsigned next = code < 0xDC00 ? escape_at(at + 6, end) : 0;
    if (next >= 0xDC00 && next <= 0xDFFF) {
      at += 12;
    } else {
      memcpy(at, "\\ufffd", 6);
      at += 6;
    }
  }
}

/* ---- records ----------------------------------------------------------------------------------- */

bool trawl_is_date(const char *text)
{
  static const char form[] = "dddd-dd-dd";
  static const unsigned char days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (size_t i = 0; i < sizeof form; ++i) {
    const bool fits = form[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == form[i];
    if (!fits) {
      return false;
    }
  }
  const int month = (text[5] - '0') * 10 + text[6] - '0', day = (text[8] - '0') * 10 + text[9] - '0';
  return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

/* Texts of an id or date are C strings: a NUL in them ends them. */
static trawl_status read_id(const json_t *id, trawl_place place, trawl_findings *findings,
                            trawl_json_record *out)
{
  if (json_is_string(id)) {
    out->id = json_string_value(id);
  } else if (json_is_integer(id)) {
    snprintf(out->number, sizeof out->number, "%lld", (long long)json_integer_value(id));
  } else if (json_is_real(id)) {
    snprintf(out->number, sizeof out->number, "%.15g", json_real_value(id));
  } else if (id && !json_is_null(id)) {
    return trawl_report(findings, place, "E412", TRAWL_BAD_DATA, "\"id\" is neither a text nor a number");
  }
  return TRAWL_OK;
}

/* A time may follow the day: 2023-09-20T08:15:00Z. */
static void read_date(json_t *date, trawl_place place, trawl_findings *findings, trawl_json_record *out)
{
  const char *text = json_string_value(date);
  if (text && strlen(text) > 10 && (text[10] == 'T' || text[10] == ' ')) {
    ((char *)text)[10] = '\0';
  }
  if (text && trawl_is_date(text)) {
    out->date = text;
  } else if (date && !json_is_null(date)) {
    trawl_warn(findings, place, "W413", NULL, "\"date\" is not YYYY-MM-DD; the text is read without it");
  }
}

uint32_t trawl_json_column(const char *line, size_t len, int position, const char *fault)
{
  size_t at = position > 0 ? (size_t)position - 1 : 0;
  if (at > len || strstr(fault, "near end of") || strstr(fault, "premature end")) {
    at = len;
  }
  return (uint32_t)trawl_utf8_count(line, at) + 1;
}

static trawl_status read_fields(const json_t *object, trawl_place place, trawl_findings *findings,
                                trawl_json_record *out)
{
  const json_t *text = json_object_get(object, "text");
  if (!json_is_object(object) || !json_is_string(text)) {
    return trawl_report(findings, place, "E411", TRAWL_BAD_DATA, "%s",
                        !json_is_object(object) ? "expected an object with \"text\""
                        : text                  ? "\"text\" is not a text"
                                                : "the object has no \"text\"");
  }
  out->text = out->cut.len ? out->cut.at : json_string_value(text);
  out->len = out->cut.len ? out->cut.len - 1 : json_string_length(text);
  TRAWL_TRY(read_id(json_object_get(object, "id"), place, findings, out));
  read_date(json_object_get(object, "date"), place, findings, out);
  return TRAWL_OK;
}

/* The byte behind which brackets lie deeper within each other than `most`, or `len`. Strings are passed over; where
 * they are broken jansson says so. */
static size_t too_deep_at(const char *text, size_t len, uint32_t most)
{
  uint32_t depth = 0;
  for (size_t i = 0; i < len; ++i) {
    if (text[i] == '"') {
      for (++i; i < len && text[i] != '"'; ++i) {
        i += text[i] == '\\';
      }
    } else if (text[i] == '{' || text[i] == '[') {
      if (++depth > most) {
        return i;
      }
    } else if (text[i] == '}' || text[i] == ']') {
      depth -= depth > 0;
    }
  }
  return len;
}

/* jansson's own bound is 2,048. NULL without a finding: it is no JSON, see `error`. */
static json_t *load(const char *text, size_t len, uint32_t depth, bool *deep, json_error_t *error)
{
  *deep = too_deep_at(text, len, depth) < len;
  return *deep ? NULL : json_loadb(text, len, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, error);
}

trawl_status trawl_json_record_read(char *line, size_t len, const char *file, uint32_t number,
                                    const trawl_limits *limits, trawl_findings *findings, trawl_json_record *out)
{
  const uint32_t depth = trawl_limit(limits, TRAWL_LIMIT_JSON_DEPTH);
  const trawl_source source = {file, NULL, 0};
  trawl_place place = {&source, number, 1, 1};
  bool deep = false;
  trawl_json_record record = {.json = NULL};
  trawl_buf rest = {.at = NULL};
  json_error_t error;
  mend_surrogates(line, len);
  json_t *json = trawl_json_cut_text(line, len, &record.cut, &rest) ? load(rest.at, rest.len, depth, &deep, &error) : NULL;
  trawl_buf_clear(&rest);
  if (!json) { /* or all of it: a fault is told with its place in the line */
    trawl_buf_clear(&record.cut);
    json = load(line, len, depth, &deep, &error);
  }
  if (deep) {
    place.column = (uint32_t)trawl_utf8_count(line, too_deep_at(line, len, depth)) + 1;
    return trawl_report(findings, place, "E416", TRAWL_LIMIT, "nested more than %u deep (--limit json-depth)",
                        (unsigned)depth);
  }
  if (!json) {
    place.column = trawl_json_column(line, len, error.position, error.text);
    return trawl_report(findings, place, "E410", TRAWL_BAD_DATA, "not JSON: %s", error.text);
  }
  record.json = json;
  const trawl_status status = read_fields(json, place, findings, &record);
  if (status != TRAWL_OK) {
    trawl_json_record_clear(&record);
    return status;
  }
  *out = record;
  if (!out->id && out->number[0]) {
    out->id = out->number;
  }
  return TRAWL_OK;
}

trawl_status trawl_json_record_keep(const trawl_json_record *record, const char *const *keys, size_t n,
                                    trawl_buf *out)
{
  json_t *kept = json_object();
  TRAWL_TRY_MEM(kept);
  for (size_t i = 0; i < n; ++i) {
    json_t *value = json_object_get(record->json, keys[i]);
    const bool cut = record->cut.len && strcmp(keys[i], "text") == 0;
    if (value
        && (cut ? json_object_set_new(kept, keys[i], json_stringn(record->text, record->len))
                : json_object_set(kept, keys[i], value))
             != 0) {
      json_decref(kept);
      return TRAWL_NO_MEM;
    }
  }
  char *text = json_dumps(kept, JSON_COMPACT | JSON_PRESERVE_ORDER);
  json_decref(kept);
  TRAWL_TRY_MEM(text);
  trawl_buf_put(out, text, strlen(text) + 1);
  free(text);
  return out->failed ? TRAWL_NO_MEM : TRAWL_OK;
}

void trawl_json_record_clear(trawl_json_record *record)
{
  json_decref(record->json);
  record->json = NULL;
  trawl_buf_clear(&record->cut);
}
