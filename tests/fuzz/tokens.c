/* SPDX-License-Identifier: MIT
 * tokens.c - fuzzes normalize, clean, tokenize and sentences; all input is the text. */
#include "fuzz.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
  static trawl_pipeline *pipeline;
  static trawl_doc *doc;
  if (!pipeline) {
    const trawl_config config = {.data = fuzz_world()};
    FUZZ_EXPECT(trawl_pipeline_open(&config, NULL, &pipeline) == TRAWL_OK && (doc = trawl_doc_new(pipeline)));
  }
  const trawl_text text = {.id = "f", .bytes = (const char *)data, .len = len};
  FUZZ_EXPECT(trawl_run(pipeline, doc, &text, TRAWL_STAGE_SENTENCES) == TRAWL_OK);
  fuzz_check_doc(doc, text.bytes, len);
  return 0;
}
