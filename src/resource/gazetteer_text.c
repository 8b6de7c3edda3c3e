/* SPDX-License-Identifier: MIT
 * gazetteer_text.c - names in normal form, the ids that are made from them, and dates. */
#include "resource/gazetteer_build.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* ---- normal form ------------------------------------------------------------------------------- */

static bool is_ascii(const char *text, size_t len)
{
  for (size_t i = 0; i < len; ++i) {
    if ((unsigned char)text[i] >= 0x80) {
      return false;
    }
  }
  return true;
}

/* What the normalised text writes for a code point, NULL: itself. */
static const char *plain_form(uint32_t code)
{
  switch (code) {
  case 0x2018:
  case 0x2019:
  case 0x201A:
  case 0x201B:
  case 0x02BC:
  case 0x2032:
    return "'";
  case 0x201C:
  case 0x201D:
  case 0x201E:
  case 0x201F:
  case 0x00AB:
  case 0x00BB:
    return "\"";
  case 0x2010:
  case 0x2011:
  case 0x2012:
  case 0x2013:
    return "-";
  case 0x00A0:
  case 0x2007:
  case 0x2009:
  case 0x202F:
    return " ";
  case 0x00AD:
  case 0x200B:
  case 0x200C:
  case 0x200D:
  case 0x2060:
  case 0xFEFF:
    return "";
  default:
    return NULL;
  }
}

bool trawl_gaz_plain_text(const char *text, size_t len, trawl_buf *out)
{
  out->len = 0;
  if (is_ascii(text, len)) {
    trawl_buf_put(out, text, len);
    return !out->failed;
  }
  utf8proc_uint8_t *composed = NULL;
  const utf8proc_ssize_t n =
    utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, &composed,
                 (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  if (n < 0) {
    return false;
  }
  for (size_t i = 0; i < (size_t)n;) {
    const trawl_rune rune = trawl_utf8_read((const char *)composed + i, (size_t)n - i);
    const char *plain = plain_form(rune.code);
    if (plain) {
      trawl_buf_puts(out, plain);
    } else {
      trawl_buf_put(out, (const char *)composed + i, rune.len);
    }
    i += rune.len;
  }
  free(composed);
  return !out->failed;
}

/* ---- ids ---------------------------------------------------------------------------------------- */

/* Letters that NFKD does not take apart, in ASCII. */
static const char *ascii_letter(uint32_t code)
{
  static const struct {
    uint32_t code;
    const char *ascii;
  } letters[] = {{0x00DF, "ss"}, {0x00E6, "ae"}, {0x00F0, "d"}, {0x00F8, "o"},
                 {0x00FE, "th"}, {0x0111, "d"},  {0x0127, "h"}, {0x0131, "i"},
                 {0x0142, "l"},  {0x0153, "oe"}, {0x0259, "e"}};
  for (size_t i = 0; i < TRAWL_COUNT(letters); ++i) {
    if (letters[i].code == code) {
      return letters[i].ascii;
    }
  }
  return NULL;
}

/* Lower-case letters and digits stay, marks vanish, a run of anything else becomes one '-'. */
static size_t id_of(const char *text, size_t len, char *out)
{
  size_t n = 0;
  bool gap = false;
  for (size_t i = 0; i < len;) {
    const trawl_rune rune = trawl_utf8_read(text + i, len - i);
    const uint32_t code = (uint32_t)utf8proc_tolower((utf8proc_int32_t)rune.code);
    const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    const bool mark = category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
    const bool kept = (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO)
                      || category == UTF8PROC_CATEGORY_ND;
    i += rune.len;
    if (mark) {
      continue;
    }
    if (!kept || (category == UTF8PROC_CATEGORY_LM)) {
      gap = n > 0;
      continue;
    }
    if (gap) {
      out[n++] = '-';
      gap = false;
    }
    const char *ascii = code < 0x80 ? NULL : ascii_letter(code);
    if (ascii) {
      memcpy(out + n, ascii, strlen(ascii));
      n += strlen(ascii);
    } else {
      n += trawl_utf8_write(code, out + n);
    }
  }
  return n;
}

bool trawl_gaz_default_id(const char *name, size_t len, trawl_buf *out)
{
  out->len = 0;
  utf8proc_uint8_t *apart = NULL;
  if (!is_ascii(name, len)) {
    const utf8proc_ssize_t n =
      utf8proc_map((const utf8proc_uint8_t *)name, (utf8proc_ssize_t)len, &apart,
                   (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE));
    if (n < 0) {
      return false;
    }
    name = (const char *)apart;
    len = (size_t)n;
  }
  /* Lower case may take more bytes than upper case, and a '-' may come in; both at most double it. */
  const bool room = out->cap >= 2 * len + 4 || trawl_buf_grow(out, 2 * len + 4);
  if (room) {
    out->len = id_of(name, len, out->at);
  }
  free(apart);
  return room;
}

/* ---- numbers and dates -------------------------------------------------------------------------- */

bool trawl_gaz_digits(const char *text, size_t n, uint32_t *out)
{
  uint32_t number = 0;
  for (size_t i = 0; i < n; ++i) {
    if (text[i] < '0' || text[i] > '9') {
      return false;
    }
    number = number * 10 + (uint32_t)(text[i] - '0');
  }
  *out = number;
  return true;
}

bool trawl_gaz_date(const char *text, size_t len, uint32_t missing, uint32_t *out)
{
  static const uint8_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  uint32_t year = 0, month = missing, day = missing;
  if ((len != 4 && len != 7 && len != 10) || !trawl_gaz_digits(text, 4, &year) || !year) {
    return false;
  }
  if (len >= 7
      && (text[4] != '-' || !trawl_gaz_digits(text + 5, 2, &month) || month < 1 || month > 12)) {
    return false;
  }
  if (len == 10
      && (text[7] != '-' || !trawl_gaz_digits(text + 8, 2, &day) || day < 1
          || day > days[month - 1])) {
    return false;
  }
  if (len == 10 && month == 2 && day == 29 && (year % 4 || (year % 100 == 0 && year % 400))) {
    return false;
  }
  *out = year * 10000 + month * 100 + day;
  return true;
}
