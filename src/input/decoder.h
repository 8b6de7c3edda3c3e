/* SPDX-License-Identifier: MIT
 * decoder.h - text in other encodings as UTF-8. */
#ifndef TRAWL_INPUT_DECODER_H
#define TRAWL_INPUT_DECODER_H

#include "input/stream.h"

typedef enum trawl_encoding {
  TRAWL_ENCODING_AUTO, /* UTF-16 where a byte order mark says so, else as it is */
  TRAWL_ENCODING_UTF8, /* as it is */
  TRAWL_ENCODING_UTF16,
  TRAWL_ENCODING_WINDOWS_1252,
  TRAWL_ENCODING_LATIN_1
} trawl_encoding;

/* Reads `from` and hands out UTF-8.  What is UTF-8 goes through untouched, right or wrong: it is repaired
 * where it can be said at which place. A mark that told the byte order is left out. */
typedef struct trawl_decoder {
  trawl_stream stream, *from;
  trawl_encoding encoding;
  bool decodes; /* the text is not UTF-8; known once begun */
  bool big_endian, ended;
  char raw[4096], head[16]; /* bytes not yet decoded; the first ones, decoded, for who wants to look */
  size_t raw_len, head_len, head_at;
  uint32_t repairs; /* what was no text in that encoding */
} trawl_decoder;

/* Looks at the first bytes; afterwards `head` holds the first of the text and `stream` gives all of it. */
trawl_status trawl_decoder_begin(trawl_decoder *decoder, trawl_stream *from, trawl_encoding encoding);

#endif
