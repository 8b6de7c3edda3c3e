/* SPDX-License-Identifier: MIT
 * chain.c - fuzzes the whole chain with the shipped rules, and all writers. The first byte chooses a writer, the
 * second a stage; what follows is the text.
 *
 * Besides what holds of every document: a document object that had other texts before gives what a new one gives, and
 * a chain cut behind the stage, written and read again gives the triples of the whole one. */
#include "fuzz.h"

#include "engine.h"
#include "input/doc.h"

#include <stdlib.h>

static trawl_pipeline *pipeline;

static void run(trawl_doc *doc, const trawl_text *text, trawl_stage until)
{
  const trawl_status status = trawl_run(pipeline, doc, text, until);
  FUZZ_EXPECT(status == TRAWL_OK || status == TRAWL_LIMIT);
}

static void check_same(const trawl_buf *a, const trawl_buf *b)
{
  FUZZ_EXPECT(!a->failed && !b->failed && a->len == b->len && (!a->len || memcmp(a->at, b->at, a->len) == 0));
}

static void check_fresh(const trawl_text *text, const trawl_buf *triples)
{
  trawl_buf again = {.at = NULL};
  trawl_doc *fresh = trawl_doc_new(pipeline);
  FUZZ_EXPECT(fresh);
  run(fresh, text, TRAWL_STAGE_RELATIONS);
  fuzz_write(fresh, TRAWL_TRIPLES, "jsonl", &again);
  check_same(triples, &again);
  trawl_buf_clear(&again);
  trawl_doc_free(fresh);
}

/* Writes the document as it stands behind a stage, reads it and goes on. */
static void check_cut(const trawl_text *text, trawl_stage behind, const trawl_buf *triples)
{
  trawl_buf line = {.at = NULL}, again = {.at = NULL};
  trawl_doc *doc = trawl_doc_new(pipeline);
  FUZZ_EXPECT(doc);
  run(doc, text, behind);
  fuzz_write(doc, TRAWL_DOCS, "jsonl", &line);
  trawl_findings *findings = trawl_findings_new(0);
  trawl_json_record json;
  FUZZ_EXPECT(line.len && trawl_json_record_read(line.at, line.len - 1, "cut", 1, NULL, findings, &json) == TRAWL_OK);
  trawl_doc_record record = {.json = &json, .findings = findings};
  FUZZ_EXPECT(trawl_doc_record_read(&record) == TRAWL_OK);
  const trawl_layers layers = {record.until, trawl_doc_record_load, &record};
  const trawl_text cut = {.id = record.id,
                          .bytes = record.bytes.len ? record.bytes.at : json.text,
                          .len = record.bytes.len ? record.bytes.len : json.len,
                          .date = record.date,
                          .fallback = record.fallback,
                          .meta = record.meta,
                          .pieces = record.pieces.at,
                          .piece_count = record.pieces.len};
  const trawl_status status = trawl_run_layers(pipeline, doc, &cut, TRAWL_STAGE_RELATIONS, &layers);
  FUZZ_EXPECT(status == TRAWL_OK || status == TRAWL_LIMIT);
  fuzz_write(doc, TRAWL_TRIPLES, "jsonl", &again);
  check_same(triples, &again);
  trawl_doc_free(doc);
  trawl_doc_record_clear(&record);
  trawl_json_record_clear(&json);
  trawl_findings_free(findings);
  trawl_buf_clear(&line);
  trawl_buf_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
  static trawl_doc *doc;
  static uint32_t count, formats;
  if (!pipeline) {
    const trawl_config config = {.data = TRAWL_SOURCE_DIR, .sources = true};
    FUZZ_EXPECT(trawl_pipeline_open(&config, NULL, &pipeline) == TRAWL_OK && (doc = trawl_doc_new(pipeline)));
    while (trawl_format_name(formats)) {
      ++formats;
    }
  }
  if (len < 2) {
    return 0;
  }
  const uint8_t format = data[0], stage = data[1];
  const trawl_text text = {.id = "f", .bytes = (const char *)data + 2, .len = len - 2, .date = stage & 64 ? "2023-02-22" : NULL};
  trawl_buf triples = {.at = NULL}, other = {.at = NULL};
  FUZZ_EXPECT(trawl_doc_trace(doc, stage & 128) == TRAWL_OK);
  run(doc, &text, TRAWL_STAGE_RELATIONS);
  fuzz_check_doc(doc, text.bytes, text.len);
  fuzz_write(doc, TRAWL_TRIPLES, "jsonl", &triples);
  fuzz_check_lines(triples.at, triples.len);
  if (trawl_format_target(format % formats) == TRAWL_TO_SINK) {
    fuzz_write(doc, (trawl_layer)(format / formats % (TRAWL_DOCS + 1)), trawl_format_name(format % formats), &other);
  }
  if (++count % 8 == 0) {
    check_fresh(&text, &triples);
  } else if (count % 8 == 4 && text.len) {
    check_cut(&text, (trawl_stage)(TRAWL_STAGE_NORMALIZE + stage % 16 % (TRAWL_STAGE_RESOLVE + 1)), &triples);
  }
  trawl_buf_clear(&triples);
  trawl_buf_clear(&other);
  return 0;
}
