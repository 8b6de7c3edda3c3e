/* SPDX-License-Identifier: MIT
 * files.c - fuzzes files of all kinds: packed ones, archives, web pages, web archives, encodings. The first byte
 * says how the file is read; what follows is the file. */
#include "batch.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
  static const trawl_from from[] = {TRAWL_FROM_TEXT, TRAWL_FROM_HTML, TRAWL_FROM_WET, TRAWL_FROM_TEXT};
  if (!len) {
    return 0;
  }
  trawl_batch batch = {.from = from[*data & 3],
                       .encoding = (trawl_encoding)((*data >> 2) % 8 % (TRAWL_ENCODING_LATIN_1 + 1)),
                       .any_language = *data & 32,
                       .max_bytes = *data & 64 ? 256 : 0,
                       .byte_offsets = *data & 128};
  fuzz_batch(&batch, data + 1, len - 1, *data & 16 ? TRAWL_TOKENS : TRAWL_TRIPLES);
  return 0;
}
