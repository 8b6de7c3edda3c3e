/* SPDX-License-Identifier: MIT
 * utf8.h - reading and writing code points.  Bad bytes are read as Python's bytes.decode("utf-8",
 * "replace") reads them: each maximal part of a sequence that could have become valid is one U+FFFD. */
#ifndef TRAWL_BASE_UTF8_H
#define TRAWL_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct trawl_rune {
  uint32_t code; /* U+FFFD for bad bytes */
  uint8_t len;   /* bytes read, at least 1 */
  bool bad;
} trawl_rune;

/* Reads one code point; `len` is at least 1. Surrogates and what lies above U+10FFFF are bad. */
trawl_rune trawl_utf8_read(const char *text, size_t len);
/* Writes one code point to `out` (4 bytes of room), gives the length. */
size_t trawl_utf8_write(uint32_t code, char *out);
/* Length of the run of ASCII that the text begins with. */
size_t trawl_utf8_ascii(const char *text, size_t len);
/* Code points in valid or invalid UTF-8. */
uint64_t trawl_utf8_count(const char *text, size_t len);

#endif
