/* SPDX-License-Identifier: MIT
 * json_cut.c - finds the string under "text" and decodes it, many bytes at a time.
 *
 * A line of JSON is nearly all text, and jansson reads strings byte by byte, at a tenth of what the whole chain
 * costs.  Here the line is only walked: strings are passed over, brackets are counted.  That is no parser: a line
 * with any fault leads to a "text" or to none, and jansson says what is wrong with the rest, or with all of it. */
#include "input/json_cut.h"

#include "base/utf8.h"

#include <string.h>

/* Bytes of a string that are no plain ASCII characters: its end, an escape, a control character, UTF-8. */
static bool is_plain(unsigned char c)
{
  return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* The first byte at or behind `at` that is not plain. */
static const char *skip_plain(const char *at, const char *end)
{
  const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
  while (end - at >= 8) {
    uint64_t word;
    memcpy(&word, at, 8);
    const uint64_t quote = word ^ ones * '"', backslash = word ^ ones * '\\';
    /* A byte below n shows in the top bit of (byte - n); a borrow from the byte below can only show too much. */
    if ((word | (word - ones * 0x20) | (quote - ones) | (backslash - ones)) & tops) {
      break;
    }
    at += 8;
  }
  while (at < end && is_plain((unsigned char)*at)) {
    ++at;
  }
  return at;
}

static bool read_hex(const char *at, const char *end, uint32_t *code)
{
  *code = 0;
  if (end - at < 4) {
    return false;
  }
  for (int i = 0; i < 4; ++i) {
    const char c = at[i];
    const unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                           : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
                           : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A' + 10)
                                                  : 16;
    if (digit == 16) {
      return false;
    }
    *code = *code << 4 | digit;
  }
  return true;
}

/* \uXXXX, or two of them for a character above U+FFFF; gives what is behind it, or NULL. */
static const char *decode_code(const char *at, const char *end, trawl_buf *out)
{
  uint32_t code, low;
  char bytes[4];
  if (!read_hex(at + 2, end, &code)) {
    return NULL;
  }
  at += 6;
  if (code >= 0xD800 && code < 0xE000) {
    if (code >= 0xDC00 || end - at < 6 || at[0] != '\\' || at[1] != 'u' || !read_hex(at + 2, end, &low)
        || low < 0xDC00 || low >= 0xE000) {
      return NULL;
    }
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    at += 6;
  }
  trawl_buf_put(out, bytes, trawl_utf8_write(code, bytes));
  return at;
}

static const char *decode_escape(const char *at, const char *end, trawl_buf *out)
{
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  if (end - at < 2) {
    return NULL;
  }
  if (at[1] == 'u') {
    return decode_code(at, end, out);
  }
  const char *which = memchr(from, at[1], sizeof from - 1);
  if (!which) {
    return NULL;
  }
  trawl_buf_putc(out, to[which - from]);
  return at + 2;
}

/* The string whose first character is at `at`; gives the mark at its end, or NULL. */
static const char *decode_string(const char *at, const char *end, trawl_buf *out)
{
  while (at < end) {
    const char *plain = at;
    at = skip_plain(at, end);
    trawl_buf_put(out, plain, (size_t)(at - plain));
    if (at == end || *at == '"') {
      break;
    }
    if (*at == '\\') {
      at = decode_escape(at, end, out);
      if (!at) {
        return NULL;
      }
      continue;
    }
    const trawl_rune rune = trawl_utf8_read(at, (size_t)(end - at));
    if (rune.bad || rune.code < 0x20) {
      return NULL;
    }
    trawl_buf_put(out, at, rune.len);
    at += rune.len;
  }
  return at < end && !out->failed ? at : NULL;
}

/* The mark at the end of the string whose first character is at `at`, or NULL. */
static const char *string_end(const char *at, const char *end)
{
  while ((at = memchr(at, '"', (size_t)(end - at)))) {
    const char *before = at;
    while (before[-1] == '\\') { /* a string's first mark stops it at the latest */
      --before;
    }
    if (((at - before) & 1) == 0) {
      return at;
    }
    ++at;
  }
  return NULL;
}

static const char *skip_space(const char *at, const char *end)
{
  while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')) {
    ++at;
  }
  return at;
}

/* The first character of the string under the object's own key "text", or NULL. */
static const char *find_text(const char *line, const char *end)
{
  unsigned depth = 0;
  for (const char *at = line; at < end; ++at) {
    depth += *at == '{' || *at == '[';
    depth -= *at == '}' || *at == ']';
    if (*at != '"') {
      continue;
    }
    const char *key = at + 1;
    at = string_end(key, end);
    if (!at) {
      return NULL;
    }
    const char *colon = skip_space(at + 1, end);
    if (depth == 1 && at - key == 4 && memcmp(key, "text", 4) == 0 && colon < end && *colon == ':') {
      const char *value = skip_space(colon + 1, end);
      return value < end && *value == '"' ? value + 1 : NULL;
    }
  }
  return NULL;
}

bool trawl_json_cut_text(const char *line, size_t len, trawl_buf *text, trawl_buf *rest)
{
  const char *end = line + len, *first = find_text(line, end);
  if (!first || !trawl_buf_grow(text, (size_t)(end - first))) {
    return false;
  }
  const char *last = decode_string(first, end, text);
  if (!last) {
    return false;
  }
  trawl_buf_putc(text, '\0');
  trawl_buf_put(rest, line, (size_t)(first - line));
  trawl_buf_put(rest, last, (size_t)(end - last));
  return !text->failed && !rest->failed;
}
