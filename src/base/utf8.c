/* SPDX-License-Identifier: MIT
 * utf8.c - reading and writing code points. */
#include "base/utf8.h"

#include <string.h>

/* The range that the second byte must lie in, by the first (Unicode, table 3-7). */
static bool second_fits(unsigned first, unsigned second)
{
  const unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  return second >= low && second <= high;
}

trawl_rune trawl_utf8_read(const char *text, size_t len)
{
  const unsigned char *at = (const unsigned char *)text;
  const unsigned first = at[0];
  const trawl_rune bad = {0xFFFD, 1, true};
  if (first < 0x80) {
    return (trawl_rune){first, 1, false};
  }
  if (first < 0xC2 || first > 0xF4) {
    return bad;
  }
  const unsigned need = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (len < 2 || !second_fits(first, at[1])) {
    return bad;
  }
  uint32_t code = first & (0x7Fu >> need);
  for (unsigned i = 1; i < need; ++i) {
    if (i >= len || (at[i] & 0xC0) != 0x80) {
      return (trawl_rune){0xFFFD, (uint8_t)i, true};
    }
    code = code << 6 | (at[i] & 0x3Fu);
  }
  return (trawl_rune){code, (uint8_t)need, false};
}

size_t trawl_utf8_write(uint32_t code, char *out)
{
  if (code < 0x80) {
    out[0] = (char)code;
    return 1;
  }
  const size_t len = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (size_t i = len - 1; i; --i) {
    out[i] = (char)(0x80 | (code & 0x3F));
    code >>= 6;
  }
  out[0] = (char)(lead[len] | code);
  return len;
}

size_t trawl_utf8_ascii(const char *text, size_t len)
{
  size_t i = 0;
  for (; len - i >= 8; i += 8) {
    uint64_t word;
    memcpy(&word, text + i, 8);
    if (word & UINT64_C(0x8080808080808080)) {
      break;
    }
  }
  while (i < len && (unsigned char)text[i] < 0x80) {
    ++i;
  }
  return i;
}

uint64_t trawl_utf8_count(const char *text, size_t len)
{
  uint64_t count = 0;
  for (size_t i = 0; i < len;) {
    const size_t plain = trawl_utf8_ascii(text + i, len - i);
    count += plain;
    i += plain;
    if (i < len) {
      i += trawl_utf8_read(text + i, len - i).len;
      ++count;
    }
  }
  return count;
}
