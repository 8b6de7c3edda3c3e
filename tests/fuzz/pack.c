/* SPDX-License-Identifier: MIT
 * pack.c - fuzzes compiled packs: the input says what is changed in one of the small world. Each change takes eight
 * bytes: where (four, modulo the pack's length), how many bytes (two), which value, and how the value grows. A file
 * that opens is run from memory of exactly its size; the checksum is only asked for by `trawl check`, so nothing
 * hides behind it. */
#include "engine.h"
#include "fuzz.h"
#include "small_world.h"

enum { CHANGE = 8, MOST = 64 };

static void change(unsigned char *pack, size_t len, const uint8_t *how)
{
  const size_t at = ((size_t)how[0] | (size_t)how[1] << 8 | (size_t)how[2] << 16 | (size_t)how[3] << 24) % len;
  const size_t run = 1 + (how[4] | (size_t)(how[5] & 15) << 8);
  uint8_t value = how[6];
  for (size_t i = at; i < at + run && i < len; ++i, value = (uint8_t)(value + how[7])) {
    pack[i] = value;
  }
}

/* Runs what was opened, from a copy. */
static void run(const trawl_pack *pack)
{
  static const trawl_config config;
  unsigned char *copy = aligned_alloc(64, (pack->size + 63) / 64 * 64);
  FUZZ_EXPECT(copy);
  memcpy(copy, pack->at, pack->size);
  const trawl_pack exact = {copy, pack->size};
  trawl_pipeline pipeline = {.rules = NULL};
  if (trawl_ruleset_map(&config, &exact, &pipeline.rules) == TRAWL_OK) {
    const trawl_text text = {.id = "f", .bytes = small_world_text, .len = sizeof small_world_text - 1};
    trawl_buf out = {.at = NULL};
    trawl_doc *doc = trawl_doc_new(&pipeline);
    FUZZ_EXPECT(doc);
    trawl_run(&pipeline, doc, &text, TRAWL_STAGE_RELATIONS); /* whatever it gives: nothing outside is read */
    fuzz_write(doc, TRAWL_TRIPLES, "jsonl", &out);
    fuzz_write(doc, TRAWL_ENTITIES, "jsonl", &out);
    trawl_buf_clear(&out);
    trawl_doc_free(doc);
    pipeline.rules->pack.at = NULL; /* nothing that could be unmapped */
    trawl_ruleset_free(pipeline.rules);
  }
  free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
  static trawl_buf whole;
  if (!whole.len) {
    const trawl_config config = {.data = fuzz_world()};
    FUZZ_EXPECT(trawl_pipeline_compile(&config, NULL, fuzz_keep, &whole) == TRAWL_OK && !whole.failed);
  }
  unsigned char *changed = malloc(whole.len);
  FUZZ_EXPECT(changed);
  memcpy(changed, whole.at, whole.len);
  for (size_t i = 0; i + CHANGE <= len && i < CHANGE * MOST; i += CHANGE) {
    change(changed, whole.len, data + i);
  }
  const char *path = fuzz_file("f.pack", changed, whole.len);
  free(changed);
  trawl_findings *findings = trawl_findings_new(0);
  trawl_pack pack;
  const trawl_status status = trawl_pack_open(path, findings, &pack);
  fuzz_check_findings(findings, status);
  if (status == TRAWL_OK) {
    run(&pack);
    trawl_pack_close(&pack);
  }
  trawl_findings_free(findings);
  return 0;
}
