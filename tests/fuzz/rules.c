/* SPDX-License-Identifier: MIT
 * rules.c - fuzzes rule files: the input is read as one, beside those of the small world; what it gives, if it is
 * accepted, runs over a text. */
#include "fuzz.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
  static unsigned count;
  char *text = malloc(len + 1);
  trawl_findings *findings = trawl_findings_new(0);
  trawl_pipeline *const nothing = NULL, *pipeline = nothing;
  FUZZ_EXPECT(text && findings);
  memcpy(text, data, len);
  text[len] = '\0';
  trawl_config config = {.data = fuzz_world(), .text = text, .lint = ++count & 1};
  const trawl_status status = fuzz_open(&config, findings, &pipeline);
  fuzz_check_findings(findings, status);
  FUZZ_EXPECT((status == TRAWL_OK) == (pipeline != nothing));
  if (pipeline) {
    fuzz_run_world(pipeline);
    for (uint32_t i = 0; i < trawl_pipeline_rule_count(pipeline); ++i) {
      FUZZ_EXPECT(trawl_pipeline_rule_at(pipeline, i).rule);
    }
    for (uint32_t i = 0; i < trawl_pipeline_example_count(pipeline); ++i) {
      FUZZ_EXPECT(trawl_pipeline_example_at(pipeline, i).text);
    }
    trawl_pipeline_free(pipeline);
  }
  trawl_findings_free(findings);
  free(text);
  return 0;
}
