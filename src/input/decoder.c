/* SPDX-License-Identifier: MIT
 * decoder.c - text in other encodings as UTF-8; see decoder.h. */
#include "input/decoder.h"

#include "base/utf8.h"

#include <string.h>

/* Windows-1252 from 0x80 to 0x9F; 0: no character. */
static const uint16_t windows_1252[32] = {
  0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
  0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
  0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static unsigned unit_at(const trawl_decoder *decoder, size_t i)
{
  const unsigned a = (unsigned char)decoder->raw[i], b = (unsigned char)decoder->raw[i + 1];
  return decoder->big_endian ? a << 8 | b : b << 8 | a;
}

/* The character at `*at`, moves on; false: more bytes are needed first. */
static bool next_utf16(trawl_decoder *decoder, size_t *at, uint32_t *code)
{
  const size_t left = decoder->raw_len - *at;
  if (left < 2) {
    *code = 0xFFFD;
    *at += decoder->ended ? left : 0;
    decoder->repairs += decoder->ended && left;
    return decoder->ended && left;
  }
  const unsigned unit = unit_at(decoder, *at);
  if (unit >= 0xD800 && unit < 0xDC00 && left < 4 && !decoder->ended) {
    return false;
  }
  const unsigned low = unit >= 0xD800 && unit < 0xDC00 && left >= 4 ? unit_at(decoder, *at + 2) : 0;
  const bool pair = low >= 0xDC00 && low < 0xE000, lone = !pair && unit >= 0xD800 && unit < 0xE000;
  *code = pair ? 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00) : lone ? 0xFFFD : unit;
  *at += pair ? 4 : 2;
  decoder->repairs += lone;
  return true;
}

static bool next_byte(trawl_decoder *decoder, size_t *at, uint32_t *code)
{
  if (*at >= decoder->raw_len) {
    return false;
  }
  *code = (unsigned char)decoder->raw[(*at)++];
  if (decoder->encoding == TRAWL_ENCODING_WINDOWS_1252 && *code >= 0x80 && *code < 0xA0) {
    *code = windows_1252[*code - 0x80];
    decoder->repairs += !*code;
    *code = *code ? *code : 0xFFFD;
  }
  return true;
}

static trawl_status fill(trawl_decoder *decoder)
{
  size_t got;
  TRAWL_TRY(decoder->from->read(decoder->from, decoder->raw + decoder->raw_len,
                                sizeof decoder->raw - decoder->raw_len, &got));
  decoder->raw_len += got;
  decoder->ended = got == 0;
  return TRAWL_OK;
}

static trawl_status decode(trawl_decoder *decoder, char *to, size_t room, size_t *got)
{
  *got = 0;
  while (*got + 4 <= room) {
    size_t at = 0;
    uint32_t code;
    while (*got + 4 <= room
           && (decoder->encoding == TRAWL_ENCODING_UTF16 ? next_utf16(decoder, &at, &code)
                                                         : next_byte(decoder, &at, &code))) {
      *got += trawl_utf8_write(code, to + *got);
    }
    decoder->raw_len -= at;
    memmove(decoder->raw, decoder->raw + at, decoder->raw_len);
    if (*got || (decoder->ended && !decoder->raw_len)) {
      return TRAWL_OK;
    }
    TRAWL_TRY(fill(decoder));
  }
  return TRAWL_OK;
}

static trawl_status read_decoded(trawl_stream *stream, char *to, size_t room, size_t *got)
{
  trawl_decoder *decoder = stream->from;
  trawl_status status = TRAWL_OK;
  if (decoder->head_at < decoder->head_len) {
    const size_t held = decoder->head_len - decoder->head_at;
    *got = held < room ? held : room;
    memcpy(to, decoder->head + decoder->head_at, *got);
    decoder->head_at += *got;
  } else if (!decoder->decodes) {
    status = decoder->from->read(decoder->from, to, room, got);
  } else if (room >= 4) {
    status = decode(decoder, to, room, got);
  } else { /* too little room for any character: through the head */
    decoder->head_at = 0;
    decoder->head_len = 0;
    status = decode(decoder, decoder->head, sizeof decoder->head, &decoder->head_len);
    *got = 0;
    if (status == TRAWL_OK && decoder->head_len) {
      return read_decoded(stream, to, room, got);
    }
  }
  stream->fault = decoder->from->fault;
  return status;
}

static bool is_mark(const char *bytes, size_t len, unsigned first, unsigned second)
{
  return len >= 2 && (unsigned char)bytes[0] == first && (unsigned char)bytes[1] == second;
}

/* The byte order, by its mark, which is then gone. */
static void take_mark(trawl_decoder *decoder)
{
  const bool little = is_mark(decoder->raw, decoder->raw_len, 0xFF, 0xFE);
  const bool big = is_mark(decoder->raw, decoder->raw_len, 0xFE, 0xFF);
  if (decoder->encoding == TRAWL_ENCODING_AUTO && (little || big)) {
    decoder->encoding = TRAWL_ENCODING_UTF16;
  }
  if (decoder->encoding == TRAWL_ENCODING_UTF16 && (little || big)) {
    decoder->big_endian = big;
    decoder->raw_len -= 2;
    memmove(decoder->raw, decoder->raw + 2, decoder->raw_len);
  }
  decoder->decodes = decoder->encoding > TRAWL_ENCODING_UTF8;
}

trawl_status trawl_decoder_begin(trawl_decoder *decoder, trawl_stream *from, trawl_encoding encoding)
{
  *decoder = (trawl_decoder){.from = from, .encoding = encoding};
  decoder->stream = (trawl_stream){.read = read_decoded, .from = decoder};
  while (decoder->raw_len < sizeof decoder->head && !decoder->ended) {
    size_t got;
    const trawl_status read = from->read(from, decoder->raw + decoder->raw_len,
                                         sizeof decoder->head - decoder->raw_len, &got);
    if (read != TRAWL_OK) {
      decoder->stream.fault = from->fault;
      return read;
    }
    decoder->raw_len += got;
    decoder->ended = got == 0;
  }
  take_mark(decoder);
  if (decoder->decodes) {
    return decode(decoder, decoder->head, sizeof decoder->head, &decoder->head_len);
  }
  decoder->head_len = decoder->raw_len;
  memcpy(decoder->head, decoder->raw, decoder->head_len);
  return TRAWL_OK;
}
