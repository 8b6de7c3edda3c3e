/* SPDX-License-Identifier: MIT
 * json_text.c - a line of JSON Lines that is too large to be held.
 *
 *   {"id": "a", "date": "2024-02-01", "text": "  ...  a gigabyte ...  ", "url": "..."}
 *   └─────────────── head ───────────────────┘└───── stream ──────────┘└─── tail ───┘
 *
 * Head and tail are each closed to an object and read by jansson; the text between them is decoded as it
 * comes: escapes become characters, half of a pair of surrogates becomes U+FFFD, and bytes that are no UTF-8
 * are left to the chain, which repairs them.  Whether a line is read so depends on its bytes alone, not on
 * how they came: only its first `max` bytes are looked at. */
#include "input/json_text.h"

#include "base/utf8.h"

#include <jansson.h>
#include <string.h>

enum { ESCAPE = 12 /* \ud83d\ude00 */ };

/* ---- head -------------------------------------------------------------------------------------- */

static size_t behind_blanks(const char *line, size_t len, size_t at)
{
  while (at < len && (line[at] == ' ' || line[at] == '\t' || line[at] == '\r')) {
    ++at;
  }
  return at;
}

/* The quote that closes the string whose inside begins at `at`, or `len`. */
static size_t string_end(const char *line, size_t len, size_t at)
{
  while (at < len && line[at] != '"') {
    at += line[at] == '\\' ? 2 : 1;
  }
  return at < len ? at : len;
}

/* The inside of the text that is the value of a key which ends before `at`, or 0. */
static size_t value_begins(const char *line, size_t len, size_t at)
{
  at = behind_blanks(line, len, at);
  if (at >= len || line[at] != ':') {
    return 0;
  }
  at = behind_blanks(line, len, at + 1);
  return at < len && line[at] == '"' ? at + 1 : 0;
}

/* The inside of the value of "text" in the outermost object; 0: it does not begin within `len`. */
static size_t text_begins(const char *line, size_t len)
{
  size_t depth = 0;
  for (size_t at = 0; at < len && line[at] != '\n'; ++at) {
    if (line[at] == '"') {
      const size_t end = string_end(line, len, at + 1);
      if (depth == 1 && end - at == 5 && memcmp(line + at, "\"text", 5) == 0
          && value_begins(line, len, end + 1)) {
        return value_begins(line, len, end + 1);
      }
      at = end;
    } else if (line[at] == '{' || line[at] == '[') {
      ++depth;
    } else if ((line[at] == '}' || line[at] == ']') && depth) {
      --depth;
    }
  }
  return 0;
}

static trawl_status too_large(const trawl_json_text *text, trawl_place place, trawl_findings *findings)
{
  return trawl_report(findings, place, "E402", TRAWL_LIMIT,
                      "the line is larger than %zu bytes, and not by a \"text\" that begins before and ends "
                      "behind them (--max-bytes)", text->lines->max);
}

static trawl_status read_text(trawl_stream *stream, char *to, size_t room, size_t *got);

trawl_status trawl_json_text_begin(trawl_json_text *text, trawl_line_reader *lines, const char *file,
                                   trawl_findings *findings)
{
  const trawl_source source = {file, NULL, 0};
  const trawl_place place = {&source, lines->line, 1, 1};
  *text = (trawl_json_text){.lines = lines};
  text->stream = (trawl_stream){.read = read_text, .from = text};
  const char *line = lines->buf.at + lines->start;
  const size_t held = lines->buf.len - lines->start, len = held < lines->max ? held : lines->max;
  const size_t at = text_begins(line, len);
  if (!at || string_end(line, len, at) < len) {
    return too_large(text, place, findings);
  }
  trawl_buf_put(&text->head, line, at);
  trawl_buf_puts(&text->head, "\"}");
  if (text->head.failed) {
    return TRAWL_NO_MEM;
  }
  lines->start += at;
  return trawl_json_record_read(text->head.at, text->head.len, file, lines->line, lines->limits, findings,
                                &text->record);
}

/* ---- text -------------------------------------------------------------------------------------- */

static int hex(char c)
{
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The value of \uXXXX at `at`; -1: it is none. */
static int unit_at(const char *at, size_t len)
{
  int value = 0;
  if (len < 6 || at[0] != '\\' || at[1] != 'u') {
    return -1;
  }
  for (int i = 2; i < 6; ++i) {
    const int digit = hex(at[i]);
    if (digit < 0) {
      return -1;
    }
    value = value << 4 | digit;
  }
  return value;
}

/* The character that an escape stands for, and its length; 0: it is no escape. */
static size_t escape_at(const char *at, size_t len, uint32_t *code)
{
  static const char names[] = "\"\\/bfnrt", chars[] = "\"\\/\b\f\n\r\t";
  const char *name = len > 1 && at[1] ? strchr(names, at[1]) : NULL;
  if (name) {
    *code = (unsigned char)chars[name - names];
    return 2;
  }
  const int unit = unit_at(at, len);
  if (unit < 0) {
    return 0;
  }
  const int low = unit >= 0xD800 && unit < 0xDC00 ? unit_at(at + 6, len - 6) : -1;
  const bool pair = low >= 0xDC00 && low < 0xE000;
  *code = pair                               ? 0x10000u + (((uint32_t)unit - 0xD800) << 10) + ((uint32_t)low - 0xDC00)
          : unit >= 0xD800 && unit < 0xE000 ? 0xFFFD
                                             : (uint32_t)unit;
  return pair ? 12 : 6;
}

static trawl_status broken(trawl_json_text *text, const char *fault)
{
  text->stream.fault = fault;
  return TRAWL_BAD_DATA;
}

/* Decodes from `at`, as many bytes as there is room for. `*used`: of those at `at`. */
static trawl_status decode(trawl_json_text *text, const char *at, size_t len, char *to, size_t room, size_t *got,
                           size_t *used)
{
  size_t i = 0, n = 0;
  while (i < len && n + 4 <= room && !text->closed) {
    const unsigned char c = (unsigned char)at[i];
    if (c == '\\') {
      uint32_t code;
      const size_t size = escape_at(at + i, len - i, &code);
      if (!size && len - i < ESCAPE && i) {
        break; /* the rest of it is yet to come */
      }
      if (!size) {
        return broken(text, "not JSON: no such escape in a text");
      }
      if (size == 6 && len - i < ESCAPE && i) {
        break; /* it may be half of a pair */
      }
      n += trawl_utf8_write(code, to + n);
      i += size;
    } else if (c < 0x20) {
      return broken(text, "not JSON: a control character in a text");
    } else {
      text->closed = c == '"';
      to[n] = (char)c;
      n += !text->closed;
      ++i;
    }
  }
  *got = n;
  *used = i;
  return TRAWL_OK;
}

/* Less room than a character may need: it is decoded aside, and given byte by byte. */
static trawl_status read_text(trawl_stream *stream, char *to, size_t room, size_t *got)
{
  trawl_json_text *text = stream->from;
  *got = 0;
  while (!*got && !text->closed && text->spare_at == text->spare_len) {
    const bool aside = room < sizeof text->spare;
    char *at;
    size_t len, used, n;
    TRAWL_TRY(trawl_line_rest(text->lines, ESCAPE, &at, &len));
    if (!len) {
      return broken(text, "not JSON: the line ends within its text");
    }
    TRAWL_TRY(decode(text, at, len, aside ? text->spare : to, aside ? sizeof text->spare : room, &n, &used));
    text->lines->start += used;
    text->spare_at = 0;
    text->spare_len = aside ? n : 0;
    *got = aside ? 0 : n;
  }
  while (text->spare_at < text->spare_len && *got < room) {
    to[(*got)++] = text->spare[text->spare_at++];
  }
  return TRAWL_OK;
}

/* ---- tail -------------------------------------------------------------------------------------- */

/* Appends the rest of the line to the head's buffer; TRAWL_LIMIT: that alone is too large. */
static trawl_status read_tail(trawl_json_text *text)
{
  char *at;
  size_t len;
  for (;;) {
    TRAWL_TRY(trawl_line_rest(text->lines, 1, &at, &len));
    if (!len) {
      return TRAWL_OK;
    }
    if (text->head.len + len > text->lines->max) {
      return TRAWL_LIMIT;
    }
    trawl_buf_put(&text->head, at, len);
    TRAWL_TRY_MEM(!text->head.failed);
    text->lines->start += len;
  }
}

static void warn_of_key(const json_t *object, const char *key, trawl_place place, trawl_findings *findings)
{
  if (json_object_get(object, key)) {
    trawl_warn(findings, place, "W415", NULL,
               "\"%s\" stands behind a text this large and is not read: it has to stand before it", key);
  }
}

trawl_status trawl_json_text_end(trawl_json_text *text, const char *file, const char *const *keys, size_t n,
                                 trawl_findings *findings)
{
  const trawl_source source = {file, NULL, 0};
  const trawl_place place = {&source, text->lines->line, 1, 1};
  json_error_t error;
  text->head.len = 0;
  trawl_buf_puts(&text->head, "{\"text\":\"\"");
  const trawl_status status = read_tail(text);
  if (status != TRAWL_OK) {
    return status == TRAWL_LIMIT ? too_large(text, place, findings) : status;
  }
  json_t *object = json_loadb(text->head.at, text->head.len, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &error);
  if (!object) {
    return trawl_report(findings, place, "E410", TRAWL_BAD_DATA, "not JSON behind the text: %s", error.text);
  }
  warn_of_key(object, "id", place, findings);
  warn_of_key(object, "date", place, findings);
  for (size_t i = 0; i < n; ++i) {
    warn_of_key(object, keys[i], place, findings);
  }
  json_decref(object);
  return TRAWL_OK;
}

void trawl_json_text_clear(trawl_json_text *text)
{
  if (text->record.json) {
    trawl_json_record_clear(&text->record);
  }
  trawl_buf_clear(&text->head);
}
