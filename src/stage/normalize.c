/* SPDX-License-Identifier: MIT
 * normalize.c - stage 1: original bytes -> text + map.
 *
 * Reads the caller's bytes, writes doc->text, doc->map and doc->repairs.  The text is valid UTF-8 in NFC
 * and holds no control characters but tab and line feed, one kind of space, of double and of single
 * quotation mark, of hyphen, and "--" for the dashes.  Each change is a run in the map.
 *
 * ASCII is passed over eight bytes at a time and copied together with the letters around it.  What NFC
 * could change is sent through utf8proc one cluster (a letter and its marks) at a time; a cluster is cut
 * after CLUSTER_RUNES code points, since putting marks in order takes quadratic time.
 *
 * The wrong place for: anything that needs to know words (tokenize.c) or lines (clean.c). */
#include "stage/normalize.h"

#include "base/utf8.h"
#include "stage/stage.h"

#include <string.h>
#include <utf8proc.h>

enum {
  CLUSTER_RUNES = 32,
  /* No code point decomposes into more (UAX 15: U+1F80..U+1FAF into 4 in NFD; room to spare). */
  CLUSTER_ROOM = CLUSTER_RUNES * 8,
};

typedef struct folder {
  const char *raw;
  uint32_t len;
  uint32_t at;     /* next byte to read */
  uint32_t copied; /* raw bytes before this are in `text` */
  uint32_t
    last;     /* raw start of the character before `at` when it was kept as it is, or TRAWL_NONE */
  bool emoji; /* the character before `at` belongs to an emoji */
  trawl_buf *text;
  trawl_map *map; /* or NULL */
  uint32_t repairs;
  trawl_status status;
} folder;

/* What becomes of a code point. */
typedef enum fate {
  KEEP,
  DROP,
  FOLD,    /* to the string handed out */
  EN_DASH, /* "-" or "--", by its neighbours */
  JOIN,    /* NFC may join it to the character before */
  CHANGE,  /* NFC may change it */
} fate;

/* U+2000 to U+206F; "" drops, NULL keeps, "?" is an en dash. */
static const char *const general_punctuation[0x70] = {
  [0x00] = " ",  [0x01] = " ",  [0x02] = " ",   [0x03] = " ",  [0x04] = " ",  [0x05] = " ",
  [0x06] = " ",  [0x07] = " ",  [0x08] = " ",   [0x09] = " ",  [0x0A] = " ",  [0x0B] = "",
  [0x0C] = "",   [0x0D] = "",   [0x0E] = "",    [0x0F] = "",   [0x10] = "-",  [0x11] = "-",
  [0x12] = "-",  [0x13] = "?",  [0x14] = "--",  [0x15] = "--", [0x18] = "'",  [0x19] = "'",
  [0x1A] = "'",  [0x1B] = "'",  [0x1C] = "\"",  [0x1D] = "\"", [0x1E] = "\"", [0x1F] = "\"",
  [0x24] = ".",  [0x25] = "..", [0x26] = "...", [0x28] = "\n", [0x29] = "\n", [0x2A] = "",
  [0x2B] = "",   [0x2C] = "",   [0x2D] = "",    [0x2E] = "",   [0x2F] = " ",  [0x32] = "'",
  [0x33] = "\"", [0x35] = "'",  [0x36] = "\"",  [0x39] = "'",  [0x3A] = "'",  [0x43] = "-",
  [0x5F] = " ",  [0x60] = "",   [0x61] = "",    [0x62] = "",   [0x63] = "",   [0x64] = "",
  [0x65] = "",   [0x66] = "",   [0x67] = "",    [0x68] = "",   [0x69] = "",   [0x6A] = "",
  [0x6B] = "",   [0x6C] = "",   [0x6D] = "",    [0x6E] = "",   [0x6F] = "",
};

static const char *const ligatures[7] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};

/* Default-ignorable code points outside U+2000..U+206F, by Unicode's DerivedCoreProperties. */
static bool is_ignorable(uint32_t code)
{
  switch (code) {
  case 0x00AD:
  case 0x034F:
  case 0x061C:
  case 0x115F:
  case 0x1160:
  case 0x17B4:
  case 0x17B5:
  case 0x3164:
  case 0xFEFF:
  case 0xFFA0:
    return true;
  default:
    return (code >= 0x180B && code <= 0x180F) || (code >= 0xFE00 && code <= 0xFE0F)
           || (code >= 0xFFF0 && code <= 0xFFF8) || (code >= 0x1BCA0 && code <= 0x1BCA3)
           || (code >= 0x1D173 && code <= 0x1D17A) || (code >= 0xE0000 && code <= 0xE0FFF);
  }
}

/* The ignorable ones wherever they stand. */
static bool is_dropped(uint32_t code)
{
  const char *to = code >= 0x2000 && code < 0x2070 ? general_punctuation[code - 0x2000] : NULL;
  return to ? !*to : is_ignorable(code);
}

static bool is_emoji(uint32_t code)
{
  return code >= 0x1F000 ? code < 0x1FB00 : code >= 0x2190 && code < 0x2C00;
}

/* Can the code point join the character before it?  Marks, and the vowels and finals of Hangul. */
static bool joins_back(uint32_t code)
{
  if (code < 0x300 || (code >= 0x3000 && code < 0xA000)) {
    return (code >= 0x302A && code <= 0x302F) || code == 0x3099 || code == 0x309A;
  }
  if (code >= 0xAC00 && code < 0xD7A4) {
    return false;
  }
  const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)code);
  return property->combining_class || property->category == UTF8PROC_CATEGORY_MC
         || property->category == UTF8PROC_CATEGORY_MN || (code >= 0x1161 && code <= 0x1175)
         || (code >= 0x11A8 && code <= 0x11C2);
}

/* May NFC change the code point by itself?  Only what has a canonical decomposition. */
static bool may_change(uint32_t code)
{
  if (code < 0x340 || (code >= 0xAC00 && code < 0xD7A4) || (code >= 0x3100 && code < 0xA000)) {
    return false;
  }
  const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)code);
  return property->decomp_seqindex != UINT16_MAX && property->decomp_type == 0;
}

/* The less common ones; `*to` and the two bytes of `plain` are for FOLD. */
static fate fate_of_rare(uint32_t code, const char **to, char plain[2])
{
  if (code >= 0xFF01 && code <= 0xFF5E) {
    plain[0] = (char)(code - 0xFEE0);
    *to = plain[0] == '`' ? "'" : plain;
    return FOLD;
  }
  if (code >= 0xFB00 && code <= 0xFB06) {
    *to = ligatures[code - 0xFB00];
    return FOLD;
  }
  switch (code) {
  case 0x00A0:
  case 0x1680:
  case 0x3000:
    *to = " ";
    return FOLD;
  case 0x0085:
    *to = "\n";
    return FOLD;
  case 0x00AB:
  case 0x00BB:
  case 0x275D:
  case 0x275E:
  case 0x301D:
  case 0x301E:
  case 0x301F:
    *to = "\"";
    return FOLD;
  case 0x00B4:
  case 0x02B9:
  case 0x02BB:
  case 0x02BC:
  case 0x02BD:
  case 0x02C8:
  case 0x275B:
  case 0x275C:
  case 0xA78C:
    *to = "'";
    return FOLD;
  case 0x2212:
  case 0xFE63:
    *to = "-";
    return FOLD;
  case 0x2E3A:
  case 0x2E3B:
  case 0xFE58:
    *to = "--";
    return FOLD;
  default:
    if (code >= 0x80 && code < 0xA0) {
      *to = " ";
      return FOLD;
    }
    return is_ignorable(code) ? DROP : joins_back(code) ? JOIN : may_change(code) ? CHANGE : KEEP;
  }
}

static fate fate_of(uint32_t code, const char **to, char plain[2])
{
  if (code >= 0xC0 && code < 0x2B9) {
    return KEEP;
  }
  if (code < 0x2000 || code >= 0x2070) {
    return fate_of_rare(code, to, plain);
  }
  *to = general_punctuation[code - 0x2000];
  if (!*to) {
    return KEEP;
  }
  if (**to == '?') {
    return EN_DASH;
  }
  return **to ? FOLD : DROP;
}

/* The first byte at or behind `i` that is a control character (tab and line feed apart), DEL or not
 * ASCII; or `len`. */
static uint32_t skip_plain(const char *raw, uint32_t i, uint32_t len)
{
  const uint64_t ones = UINT64_C(0x0101010101010101), tops = UINT64_C(0x8080808080808080);
  for (;;) {
    for (; len - i >= 8; i += 8) {
      uint64_t word;
      memcpy(&word, raw + i, 8);
      const uint64_t del = word ^ ones * 0x7F;
      if ((word | (word - ones * 0x20) | (del - ones)) & tops) {
        break;
      }
    }
    const uint32_t stop = len - i >= 8 ? i + 8 : len;
    while (i < stop) {
      const unsigned char c = (unsigned char)raw[i];
      if (c >= 0x7F || (c < 0x20 && c != '\n' && c != '\t')) {
        return i;
      }
      ++i;
    }
    if (i == len) {
      return len;
    }
  }
}

static void flush(folder *f, uint32_t until)
{
  trawl_buf_put(f->text, f->raw + f->copied, until - f->copied);
  f->copied = until;
}

/* Puts `to` in the place of the `raw_len` bytes from `at` on. */
static void replace(folder *f, uint32_t at, uint32_t raw_len, const char *to, size_t text_len)
{
  flush(f, at);
  if (f->map && f->status == TRAWL_OK) {
    f->status = trawl_map_add(
      f->map, (trawl_map_run){(uint32_t)f->text->len, at, (uint16_t)text_len, (uint16_t)raw_len});
  }
  trawl_buf_put(f->text, to, text_len);
  f->copied = f->at = at + raw_len;
  f->last = TRAWL_NONE;
}

/* Letters and digits of any script, for the two sides of an en dash. */
static bool is_alnum(uint32_t code)
{
  if (code < 0x80) {
    return (code >= '0' && code <= '9') || ((code | 32) >= 'a' && (code | 32) <= 'z');
  }
  const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

static bool is_currency(uint32_t code)
{
  return code == '$' || code == 0xA3 || code == 0xA5 || code == 0x20AC;
}

/* "X-Y talks" and "10-12", but "talks -- or". */
static bool joins_words(const folder *f, uint32_t next)
{
  if (next >= f->len || f->last == TRAWL_NONE) {
    return false;
  }
  const uint32_t before = trawl_utf8_read(f->raw + f->last, f->len - f->last).code;
  const uint32_t after = trawl_utf8_read(f->raw + next, f->len - next).code;
  return (is_alnum(before) || before == '%' || before == '.')
         && (is_alnum(after) || is_currency(after));
}

/* Where the marks from `at` on end. Ignorable characters between them belong to them. */
static uint32_t marks_end(const folder *f, uint32_t at)
{
  uint32_t end = at;
  for (uint32_t runes = 0; at < f->len && runes < CLUSTER_RUNES; ++runes) {
    const trawl_rune rune = trawl_utf8_read(f->raw + at, f->len - at);
    at += rune.len;
    if (!rune.bad && !is_ignorable(rune.code) && joins_back(rune.code)) {
      end = at;
    } else if (!is_dropped(rune.code)) {
      break;
    }
  }
  return end;
}

/* Can a mark join the last character of `text`? */
static bool is_base(const char *text, size_t len)
{
  const unsigned char last = len ? (unsigned char)text[len - 1] : 0;
  return last >= 0x80 || is_alnum(last) || (last >= '<' && last <= '>');
}

/* Copies the marks in [at, end) without what is dropped. */
static size_t copy_marks(const folder *f, uint32_t at, uint32_t end, char *out)
{
  size_t len = 0;
  while (at < end) {
    const trawl_rune rune = trawl_utf8_read(f->raw + at, end - at);
    if (!is_dropped(rune.code)) {
      memcpy(out + len, f->raw + at, rune.len);
      len += rune.len;
    }
    at += rune.len;
  }
  return len;
}

/* Brings `base` (what the bytes from `start` up to f->at became) and the marks that follow into NFC and
 * moves behind them. False when that is not possible: nothing was done then. */
static bool compose(folder *f, uint32_t start, const char *base, size_t base_len)
{
  const utf8proc_option_t options = (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  const uint32_t end = marks_end(f, f->at);
  char in[(CLUSTER_RUNES + 1) * 4], out[CLUSTER_ROOM * 4];
  utf8proc_int32_t codes[CLUSTER_ROOM];
  memcpy(in, base, base_len);
  size_t len = base_len + copy_marks(f, f->at, end, in + base_len);
  utf8proc_ssize_t n = utf8proc_decompose((const utf8proc_uint8_t *)in, (utf8proc_ssize_t)len,
                                          codes, CLUSTER_ROOM, options);
  if (n <= 0 || n > CLUSTER_ROOM) {
    return false;
  }
  n = utf8proc_normalize_utf32(codes, n, options);
  len = 0;
  for (utf8proc_ssize_t i = 0; i < n; ++i) {
    len += trawl_utf8_write((uint32_t)codes[i], out + len);
  }
  if (len == end - start && memcmp(out, f->raw + start, len) == 0) {
    f->at = end;
    f->last = start;
  } else {
    replace(f, start, end - start, out, len);
  }
  return true;
}

/* A mark stands at f->at, or something to drop that a mark may follow: joins it to what is before. */
static bool compose_last(folder *f)
{
  if (marks_end(f, f->at) == f->at) {
    return false;
  }
  const bool joins = f->last != TRAWL_NONE && f->last >= f->copied && f->at - f->last <= 4
                     && is_base(f->raw + f->last, f->at - f->last);
  const uint32_t start = joins ? f->last : f->at;
  return compose(f, start, f->raw + start, f->at - start);
}

/* A joiner stays between two emoji. */
static bool joins_emoji(const folder *f, uint32_t next)
{
  return f->emoji && next < f->len && is_emoji(trawl_utf8_read(f->raw + next, f->len - next).code);
}

static void drop(folder *f, trawl_rune rune)
{
  if ((rune.code == 0xFE0F && f->emoji)
      || (rune.code == 0x200D && joins_emoji(f, f->at + rune.len))) {
    f->at += rune.len; /* 0xFE0F asks for the coloured form */
  } else if (f->last == TRAWL_NONE || !compose_last(f)) {
    replace(f, f->at, rune.len, "", 0);
  }
}

static void keep(folder *f, trawl_rune rune)
{
  f->emoji = is_emoji(rune.code);
  f->last = f->at;
  f->at += rune.len;
}

static void fold(folder *f, trawl_rune rune, const char *to)
{
  const uint32_t start = f->at;
  const size_t len = strlen(to);
  f->emoji = false;
  f->at += rune.len;
  if (!is_base(to, len) || marks_end(f, f->at) == f->at || !compose(f, start, to, len)) {
    replace(f, start, rune.len, to, len);
  }
}

static void change(folder *f, trawl_rune rune)
{
  const uint32_t start = f->at;
  f->at += rune.len;
  f->emoji = false;
  if (!compose(f, start, f->raw + start, rune.len)) {
    f->last = start;
  }
}

static void fold_rune(folder *f, trawl_rune rune)
{
  const char *to = NULL;
  char plain[2] = {0, 0};
  switch (fate_of(rune.code, &to, plain)) {
  case KEEP:
    keep(f, rune);
    break;
  case DROP:
    drop(f, rune);
    break;
  case FOLD:
    fold(f, rune, to);
    break;
  case EN_DASH:
    fold(f, rune, joins_words(f, f->at + rune.len) ? "-" : "--");
    break;
  case JOIN:
    f->emoji = false;
    if (!compose_last(f)) {
      keep(f, rune);
    }
    break;
  case CHANGE:
    change(f, rune);
    break;
  }
}

/* A control character: a line end or a space. */
static void fold_control(folder *f)
{
  f->emoji = false;
  if (f->raw[f->at] == '\r') {
    const bool pair = f->at + 1 < f->len && f->raw[f->at + 1] == '\n';
    replace(f, f->at, pair ? 2 : 1, "\n", 1);
  } else {
    replace(f, f->at, 1, " ", 1);
  }
}

trawl_status trawl_normalize_bytes(const char *bytes, uint32_t len, trawl_buf *text, trawl_map *map,
                                   uint32_t *repairs)
{
  folder f = {.raw = bytes, .len = len, .last = TRAWL_NONE, .text = text, .map = map};
  while (f.at < len && f.status == TRAWL_OK) {
    const uint32_t stop = skip_plain(bytes, f.at, len);
    if (stop > f.at) {
      f.last = stop - 1;
      f.at = stop;
      f.emoji = false;
      if (stop == len) {
        break;
      }
    }
    if ((unsigned char)bytes[f.at] < 0x80) {
      fold_control(&f);
      continue;
    }
    const trawl_rune rune = trawl_utf8_read(bytes + f.at, len - f.at);
    if (rune.bad) {
      ++f.repairs;
      f.emoji = false;
      replace(&f, f.at, rune.len, "\xEF\xBF\xBD", 3);
    } else {
      fold_rune(&f, rune);
    }
  }
  flush(&f, f.at);
  if (f.status == TRAWL_OK && text->failed) {
    f.status = TRAWL_NO_MEM;
  }
  if (repairs) {
    *repairs += f.repairs;
  }
  return f.status;
}

trawl_status trawl_stage_normalize(trawl_run_state *run, trawl_doc *doc, const char *bytes,
                                   uint32_t len)
{
  (void)run;
  doc->text.len = 0;
  doc->text.failed = false;
  doc->repairs = 0;
  TRAWL_TRY(trawl_map_begin(&doc->map, bytes, len));
  TRAWL_TRY_MEM(doc->text.cap > len || trawl_buf_grow(&doc->text, (size_t)len + 1));
  TRAWL_TRY(trawl_normalize_bytes(bytes, len, &doc->text, &doc->map, &doc->repairs));
  trawl_buf_str(&doc->text);
  return doc->text.failed ? TRAWL_NO_MEM : TRAWL_OK;
}
