/* SPDX-License-Identifier: MIT
 * gazetteer.c - fuzzes gazetteers: TSV where the input begins with #, else YAML, beside those of the small world;
 * what it gives, if it is accepted, is asked for names and runs over a text. */
#include "fuzz.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
  static unsigned turn;
  static const char *const names[] = {"Ruritania", "Rudolf Elphberg", "Zenda", "A", "Anna Strofzin"};
  char path[160];
  const char *file = fuzz_file(len && *data == '#' ? "f.tsv" : "f.yaml", data, len);
  snprintf(path, sizeof path, "+%s", file);
  const char *const paths[] = {path};
  trawl_findings *findings = trawl_findings_new(0);
  trawl_pipeline *pipeline = NULL;
  trawl_config config = {.data = fuzz_world(), .gazetteers = paths, .gazetteer_count = 1, .lint = ++turn & 1};
  const trawl_status status = fuzz_open(&config, findings, &pipeline);
  fuzz_check_findings(findings, status);
  FUZZ_EXPECT((status == TRAWL_OK) == (pipeline != NULL));
  if (pipeline) {
    for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
      trawl_entry_view found[4];
      trawl_office_view offices[4];
      uint32_t count, held;
      FUZZ_EXPECT(trawl_pipeline_lookup(pipeline, names[i], found, 4, &count) == TRAWL_OK);
      for (uint32_t k = 0; k < count && k < 4; ++k) {
        FUZZ_EXPECT(found[k].name && found[k].id && found[k].type && found[k].source);
        trawl_pipeline_offices(pipeline, found[k].id, offices, 4, &held);
      }
    }
    fuzz_run_world(pipeline);
    trawl_pipeline_free(pipeline);
  }
  trawl_findings_free(findings);
  return 0;
}
