/* SPDX-License-Identifier: MIT
 * cut_scan.h - the cutter's view of characters: classes of bytes, and runs of them; private to cut.c and
 * cut_link.c. Whatever lies outside the line reads as 0. */
#ifndef TRAWL_STAGE_CUT_SCAN_H
#define TRAWL_STAGE_CUT_SCAN_H

#include "base/utf8.h"
#include "stage/cut.h"

#include <string.h>
#include <utf8proc.h>

typedef enum byte_class {
  SPACE,
  LETTER,
  DIGIT,
  HIGH,
  RUN,
  QUOTE,
  OPENS,
  CLOSES,
  SIGN,
  MARK
} byte_class;

extern const uint8_t trawl_byte_classes[256];
/* Whether a word of ASCII ends before such a byte whatever comes next. */
extern const bool trawl_ends_word[256];

/* The byte at `i`, or 0 outside of the line. */
static inline unsigned byte_at(const trawl_cutter *c, uint32_t i)
{
  return i >= c->first && i < c->stop ? (unsigned char)c->text[i] : 0;
}

static inline bool is_letter(unsigned byte)
{
  return (byte | 32) - 'a' < 26;
}

static inline bool is_upper(unsigned byte)
{
  return byte - 'A' < 26;
}

static inline bool is_lower(unsigned byte)
{
  return byte - 'a' < 26;
}

static inline bool is_digit(unsigned byte)
{
  return byte - '0' < 10;
}

/* Letters, digits, underscore and whatever is not ASCII: what can stand inside a word. */
static inline bool is_wordly(unsigned byte)
{
  return byte >= 0x80 || trawl_byte_classes[byte] == LETTER || is_digit(byte);
}

/* Written without spaces between words; the marks of Japanese sounds are no characters of their own. */
static inline bool is_ideograph(uint32_t code)
{
  if (code == 0x3099 || code == 0x309A) {
    return false;
  }
  return (code >= 0x3040 && code <= 0x30FF) || (code >= 0x31F0 && code <= 0x31FF)
         || (code >= 0x3400 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF)
         || (code >= 0x20000 && code <= 0x3FFFF);
}

static inline bool is_emoji(uint32_t code)
{
  return (code >= 0x1F000 && code < 0x1FB00) || (code >= 0x2600 && code < 0x27C0);
}

/* Part of a word: letters, marks and numbers of any script but those written without spaces. */
static inline bool in_word(uint32_t code)
{
  if (code < 0x530) { /* Latin, Greek, Cyrillic: all letters but the signs */
    return code >= 0xC0
             ? code != 0xD7 && code != 0xF7 && code != 0x37E && code != 0x387 && code != 0x2C2
             : code == 0xAA || code == 0xB5 || code == 0xBA || code == 0xB2 || code == 0xB3;
  }
  const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO
         && !is_ideograph(code);
}

static inline trawl_rune rune_at(const trawl_cutter *c, uint32_t i)
{
  return trawl_utf8_read(c->text + i, c->stop - i);
}

/* The end of the run of word characters from `i` on. */
static inline uint32_t skip_word(const trawl_cutter *c, uint32_t i)
{
  const unsigned char *text = (const unsigned char *)c->text;
  const uint32_t stop = c->stop;
  while (i < stop) {
    const unsigned class = trawl_byte_classes[text[i]];
    if (class - LETTER <= DIGIT - LETTER) {
      ++i;
      continue;
    }
    if (class != HIGH) {
      break;
    }
    const trawl_rune rune = rune_at(c, i);
    if (!in_word(rune.code)) {
      break;
    }
    i += rune.len;
  }
  return i;
}

/* Behind the combining marks from `i` on. */
static inline uint32_t skip_marks(const trawl_cutter *c, uint32_t i)
{
  while (i < c->stop && (unsigned char)c->text[i] >= 0xCC) {
    const trawl_rune rune = rune_at(c, i);
    const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)rune.code);
    if (category < UTF8PROC_CATEGORY_MN || category > UTF8PROC_CATEGORY_ME) {
      break;
    }
    i += rune.len;
  }
  return i;
}

static inline uint32_t skip_digits(const trawl_cutter *c, uint32_t i)
{
  while (is_digit(byte_at(c, i))) {
    ++i;
  }
  return i;
}

static inline bool starts_with(const trawl_cutter *c, uint32_t i, const char *prefix)
{
  for (; *prefix; ++prefix, ++i) {
    unsigned byte = byte_at(c, i);
    byte = is_upper(byte) ? byte | 32 : byte;
    if (byte != (unsigned char)*prefix) {
      return false;
    }
  }
  return true;
}

/* Is [start, end), in small letters, one of the words of a NULL-ended list? */
static inline bool is_one_of(const trawl_cutter *c, uint32_t start, uint32_t end,
                             const char *const *list)
{
  for (; *list; ++list) {
    if (strlen(*list) == end - start && starts_with(c, start, *list)) {
      return true;
    }
  }
  return false;
}

/* The end of the link that begins with the word [start, end): a URL, host name or mail address. `start`
 * if it is none. */
uint32_t trawl_cut_link(trawl_cutter *c, uint32_t start, uint32_t end);

#endif
