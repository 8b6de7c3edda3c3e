/* SPDX-License-Identifier: MIT
 * score_name.c - names as they are compared: case folded, without article, possessive, quotation marks and
 * full stops. */
#include "cli/score_rows.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

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

const char *score_norm(trawl_arena *arena, const char *name)
{
  utf8proc_uint8_t *folded = NULL;
  if (utf8proc_map((const utf8proc_uint8_t *)name, 0, &folded,
                   UTF8PROC_NULLTERM | UTF8PROC_CASEFOLD) < 0) {
    return name;
  }
  char *text = (char *)folded;
  const size_t len = straighten(text, strlen(text));
  char *out = trawl_arena_alloc(arena, len + 1);
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
