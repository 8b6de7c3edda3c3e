/* SPDX-License-Identifier: MIT
 * batch.c - runs a file through the batch engine and checks records and failures. */
#include "batch.h"

#include "fuzz.h"

typedef struct outcome {
  trawl_buf records, failures;
  uint32_t errors;
} outcome;

static bool put(void *with, const char *bytes, size_t len)
{
  return fuzz_keep(&((outcome *)with)->records, bytes, len);
}

static bool fail(void *with, const char *line, size_t len)
{
  return fuzz_keep(&((outcome *)with)->failures, line, len);
}

static void say(void *with, const trawl_finding *finding)
{
  FUZZ_EXPECT(finding->code && *finding->code && finding->message && *finding->message && finding->file);
  ((outcome *)with)->errors += finding->severity == TRAWL_ERROR;
}

void fuzz_batch(trawl_batch *batch, const uint8_t *data, size_t len, trawl_layer layer)
{
  static trawl_pipeline *pipeline;
  if (!pipeline) {
    const trawl_config config = {.data = fuzz_world()};
    FUZZ_EXPECT(trawl_pipeline_open(&config, NULL, &pipeline) == TRAWL_OK);
  }
  outcome got = {.errors = 0};
  const char *const paths[] = {fuzz_file("f.bin", data, len)};
  const trawl_write_options write = {.format = "jsonl", .layer = layer, .unit = batch->byte_offsets ? TRAWL_BYTES : TRAWL_CHARS};
  batch->pipeline = pipeline;
  batch->paths = paths;
  batch->path_count = 1;
  batch->until = TRAWL_STAGE_RELATIONS;
  batch->jobs = 1;
  batch->write = &write;
  batch->put = put;
  batch->fail = fail;
  batch->say = say;
  batch->with = &got;
  trawl_batch_result result;
  FUZZ_EXPECT(trawl_batch_run(batch, &result) == TRAWL_OK);
  fuzz_check_lines(got.records.at, got.records.len);
  fuzz_check_lines(got.failures.at, got.failures.len);
  /* Nothing is lost in silence: what failed is said and listed. */
  FUZZ_EXPECT((result.failed + result.limited + result.truncated > 0) == (got.failures.len > 0));
  FUZZ_EXPECT(result.failed == 0 || got.errors > 0);
  trawl_batch_result_clear(&result);
  trawl_buf_clear(&got.records);
  trawl_buf_clear(&got.failures);
}
