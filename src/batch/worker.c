/* SPDX-License-Identifier: MIT
 * worker.c - takes parcels out of the queue and runs the chain over their documents.
 *
 * Nothing is shared but the pipeline, which is immutable, and the queue.  Where documents have to go
 * through one hand in order, a document is run first and waits for its turn then.
 *
 * Codes: W404 not UTF-8 in places, W405 NUL bytes, W406 empty; of JSON Lines see input/jsonl.h. */
#include "batch/worker.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "engine.h"
#include "input/doc.h"
#include "input/jsonl.h"

#include <string.h>

/* ---- what is said about texts ------------------------------------------------------------------ */

/* Where a byte of a text stands, for a warning. It carries no source line, which may be anything. */
static trawl_place place_of(const trawl_source *source, const char *text, const char *at)
{
  trawl_place place = {source, 1, 1, 1};
  const char *line = text;
  for (const char *end; (end = memchr(line, '\n', (size_t)(at - line))); line = end + 1) {
    ++place.line;
  }
  place.column = (uint32_t)trawl_utf8_count(line, (size_t)(at - line)) + 1;
  return place;
}

static const char *first_bad(const char *text, size_t len)
{
  for (size_t i = 0; i < len;) {
    const trawl_rune rune = trawl_utf8_read(text + i, len - i);
    if (rune.bad) {
      return text + i;
    }
    i += rune.len;
  }
  return NULL;
}

static void warn_about(trawl_worker *worker, trawl_item *item, const char *text)
{
  const trawl_source source = trawl_item_source(item);
  const uint32_t repairs = trawl_doc_repairs(worker->doc);
  const char *bad = repairs ? first_bad(text, item->len) : NULL;
  const char *nul = item->len ? memchr(text, '\0', item->len) : NULL;
  if (!item->len && !item->part) {
    trawl_item_say(item, (trawl_place){&source, 0, 0, 0}, "W406", "is empty");
  }
  if (bad) {
    trawl_item_say(item, place_of(&source, text, bad), "W404",
                   "not UTF-8; bad sequences here and further on are read as U+FFFD: %u in all",
                   (unsigned)repairs);
  }
  if (nul) {
    trawl_item_say(item, place_of(&source, text, nul), "W405", "a NUL byte: is this a text?");
  }
}

/* ---- a document -------------------------------------------------------------------------------- */

static trawl_status count_relation(trawl_worker *worker, trawl_item *item, const char *relation)
{
  for (uint32_t i = 0; i < item->relation_count; ++i) {
    if (item->relations[i].relation == relation) {
      ++item->relations[i].count;
      return TRAWL_OK;
    }
  }
  const uint32_t n = item->relation_count;
  if ((n & (n - 1)) == 0) { /* room for 1, 2, 4, 8 … */
    const size_t size = (n ? 2 * (size_t)n : 1) * sizeof *item->relations;
    trawl_relation_count *more = trawl_arena_alloc(&worker->parcel->arena, size);
    TRAWL_TRY_MEM(more);
    memcpy(more, item->relations ? item->relations : more, n * sizeof *more);
    item->relations = more;
  }
  item->relations[item->relation_count++] = (trawl_relation_count){relation, 1};
  return TRAWL_OK;
}

static trawl_status count(trawl_worker *worker, trawl_item *item)
{
  const trawl_doc *doc = worker->doc;
  item->sentences += trawl_doc_sentence_count(doc);
  item->tokens += trawl_doc_token_count(doc);
  item->mentions += trawl_doc_mention_count(doc);
  item->triples += trawl_doc_triple_count(doc);
  for (uint32_t i = 0; i < trawl_doc_triple_count(doc); ++i) {
    TRAWL_TRY(count_relation(worker, item, trawl_doc_triple_relation(doc, i)));
  }
  for (int stage = 0; stage < TRAWL_STAGE_COUNT; ++stage) {
    worker->nanoseconds[stage] += trawl_doc_time(doc, (trawl_stage)stage);
  }
  return TRAWL_OK;
}

static trawl_status hand_over(trawl_worker *worker)
{
  if (worker->writer) {
    return trawl_writer_add(worker->writer, worker->doc);
  }
  return trawl_queue_await_turn(worker->queue, worker->parcel)
           ? worker->batch->take(worker->batch->with, worker->doc)
           : TRAWL_OK;
}

/* Runs one piece of text that begins at `*origin`, and moves that behind it. */
static trawl_status run_piece(trawl_worker *worker, trawl_item *item, const trawl_text *text,
                              trawl_origin *origin, const trawl_layers *layers)
{
  trawl_doc *doc = worker->doc;
  const trawl_status status =
    trawl_run_layers(worker->batch->pipeline, doc, text, worker->batch->until, layers);
  if (status == TRAWL_BAD_DATA) { /* what is wrong with the layers was reported */
    item->failed = true;
    return TRAWL_OK;
  }
  if (status != TRAWL_OK) {
    trawl_item_fail(item, status == TRAWL_NO_MEM ? TRAWL_NO_MEM : TRAWL_LIMIT, NULL);
    return TRAWL_OK;
  }
  trawl_doc_move(doc, origin);
  TRAWL_TRY(count(worker, item));
  TRAWL_TRY(hand_over(worker));
  origin->sentences += trawl_doc_sentence_count(doc);
  origin->tokens += trawl_doc_token_count(doc);
  return TRAWL_OK;
}

static trawl_status run_text(trawl_worker *worker, trawl_item *item)
{
  const char *bytes = item->len ? worker->parcel->text.at + item->at : "";
  const trawl_text text = {.id = item->id, .bytes = bytes, .len = item->len, .date = item->date,
                           .fallback = worker->batch->date};
  trawl_origin origin = {.sentences = 0};
  item->hash = trawl_hash_bytes(bytes, item->len);
  TRAWL_TRY(run_piece(worker, item, &text, &origin, NULL));
  if (!item->limited) {
    warn_about(worker, item, bytes);
  }
  return TRAWL_OK;
}

static trawl_status run_record(trawl_worker *worker, trawl_item *item, const trawl_json_record *record)
{
  const trawl_text text = {
    .id = record->id ? record->id : item->id,
    .bytes = record->text,
    .len = record->len,
    .date = record->date,
    .fallback = worker->batch->date,
  };
  trawl_origin origin = {.sentences = 0};
  item->len = record->len;
  return run_piece(worker, item, &text, &origin, NULL);
}

/* A document that another run has annotated goes on where that one stopped. */
static trawl_status run_doc(trawl_worker *worker, trawl_item *item, const trawl_json_record *json,
                            trawl_place place, trawl_findings *findings)
{
  trawl_doc_record record = {.json = json, .place = place, .findings = findings};
  trawl_status status = trawl_doc_record_read(&record);
  if (status == TRAWL_OK) {
    const trawl_layers layers = {record.until, trawl_doc_record_load, &record};
    const trawl_text text = {
      .id = record.id ? record.id : item->id,
      .bytes = record.bytes.len ? record.bytes.at : json->text,
      .len = record.bytes.len ? record.bytes.len : json->len,
      .date = record.date,
      .fallback = record.fallback ? record.fallback : worker->batch->date,
      .meta = record.meta,
      .pieces = record.pieces.at,
      .piece_count = record.pieces.len,
    };
    trawl_origin origin = record.origin;
    item->len = text.len;
    status = run_piece(worker, item, &text, &origin, &layers);
  } else if (status == TRAWL_BAD_DATA) {
    item->failed = true;
    status = TRAWL_OK;
  }
  trawl_doc_record_clear(&record);
  return status;
}

static trawl_status run_json(trawl_worker *worker, trawl_item *item)
{
  char *line = worker->parcel->text.at + item->at;
  trawl_json_record record;
  item->hash = trawl_hash_bytes(line, item->len);
  trawl_findings *findings = trawl_findings_new(0);
  TRAWL_TRY_MEM(findings);
  const trawl_source source = trawl_item_source(item);
  const trawl_status read =
    trawl_json_record_read(line, item->len, source.name, item->line, findings, &record);
  trawl_status status = read;
  if (read == TRAWL_OK) {
    const trawl_place place = {&source, item->line, 1, 1};
    status = worker->batch->docs ? run_doc(worker, item, &record, place, findings)
                                 : run_record(worker, item, &record);
    trawl_json_record_clear(&record);
  } else {
    item->failed = true;
  }
  if (trawl_findings_count(findings)) {
    item->findings = findings;
  } else {
    trawl_findings_free(findings);
  }
  return read == TRAWL_OK || read == TRAWL_NO_MEM ? status : TRAWL_OK;
}

/* ---- the thread -------------------------------------------------------------------------------- */

static trawl_status run_item(trawl_worker *worker, trawl_item *item)
{
  static trawl_status (*const run[])(trawl_worker *, trawl_item *) = {
    [TRAWL_ITEM_TEXT] = run_text,
    [TRAWL_ITEM_JSON] = run_json,
  };
  const trawl_status status = item->kind == TRAWL_ITEM_FAILED ? TRAWL_OK : run[item->kind](worker, item);
  item->out_end = worker->parcel->out.len;
  return status;
}

static bool to_parcel(void *with, const char *bytes, size_t len)
{
  trawl_parcel *parcel = ((trawl_worker *)with)->parcel;
  trawl_buf_put(&parcel->out, bytes, len);
  return !parcel->out.failed;
}

trawl_status trawl_worker_init(trawl_worker *worker, const trawl_batch *batch, trawl_queue *queue)
{
  *worker = (trawl_worker){.batch = batch, .queue = queue, .doc = trawl_doc_new(batch->pipeline)};
  TRAWL_TRY_MEM(worker->doc);
  return batch->write ? trawl_writer_new(batch->write, to_parcel, worker, &worker->writer) : TRAWL_OK;
}

void trawl_worker_clear(trawl_worker *worker)
{
  trawl_doc_free(worker->doc);
  trawl_writer_free(worker->writer);
  trawl_buf_clear(&worker->line);
}

void *trawl_worker_main(void *with)
{
  trawl_worker *worker = with;
  trawl_parcel *parcel;
  while ((parcel = trawl_queue_take(worker->queue))) {
    worker->parcel = parcel;
    for (uint32_t i = 0; i < parcel->items.len && parcel->status == TRAWL_OK; ++i) {
      parcel->status = run_item(worker, &parcel->items.at[i]);
    }
    trawl_queue_finish(worker->queue, parcel);
  }
  return NULL;
}
