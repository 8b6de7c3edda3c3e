/* SPDX-License-Identifier: MIT
 * records.c - fuzzes JSON Lines and annotated documents. The first byte chooses which, and the layer that is written;
 * what follows is the file. */
#include "batch.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
  static const char *const keep[] = {"source", "lang"};
  if (!len) {
    return 0;
  }
  trawl_batch batch = {.from = *data & 1 ? TRAWL_FROM_DOC : TRAWL_FROM_JSONL,
                       .any_language = true,
                       .keep = keep,
                       .keep_count = *data & 2 ? 2 : 0,
                       .max_bytes = *data & 4 ? 64 : 0,
                       .byte_offsets = *data & 8,
                       .oversize = (trawl_oversize)((*data >> 6) % 3)};
  fuzz_batch(&batch, data + 1, len - 1, (trawl_layer)((*data >> 4) % (TRAWL_DOCS + 1)));
  return 0;
}
