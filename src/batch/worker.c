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
#include "input/english.h"
#include "input/jsonl.h"
#include "input/split.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEEP_BYTES = 4 << 20 };

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
  if (item->kind == TRAWL_ITEM_TEXT && !item->part && trawl_html_begins(text, item->len)) {
    trawl_item_say(item, (trawl_place){&source, 1, 1, 1}, "W408",
                   "a web page read as text: --from html reads what it says");
  }
  if (item->repairs) {
    trawl_item_say(item, (trawl_place){&source, 0, 0, 0}, "W404",
                   "not in the encoding that it was read in; read as U+FFFD: %u places", (unsigned)item->repairs);
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

/* Only where something follows: counting reads the text once more. */
static void move_on(const trawl_worker *worker, const trawl_item *item, trawl_parts *left,
                    const trawl_text *text, uint64_t sentences, uint64_t tokens)
{
  if (item->parts || item->len > worker->batch->piece_bytes) {
    trawl_parts_move(left, text->bytes, text->len, sentences, tokens);
  }
}

/* A piece of text that begins at the origin that `left` has was run, and that is moved behind it. */
static trawl_status end_piece(trawl_worker *worker, trawl_item *item, const trawl_text *text,
                              trawl_parts *left, trawl_status status)
{
  trawl_doc *doc = worker->doc;
  if (item->parts) {
    *left = trawl_queue_await_parts(worker->queue, item->parts, item->part);
  }
  if (status == TRAWL_BAD_DATA) { /* what is wrong with the layers was reported */
    item->failed = true;
    return TRAWL_OK;
  }
  if (status != TRAWL_OK) {
    trawl_item_fail(item, status == TRAWL_NO_MEM ? TRAWL_NO_MEM : TRAWL_LIMIT, NULL);
    move_on(worker, item, left, text, 0, 0);
    return TRAWL_OK;
  }
  trawl_doc_move(doc, &left->origin);
  trawl_item_cuts(item, doc);
  TRAWL_TRY(count(worker, item));
  TRAWL_TRY(hand_over(worker));
  move_on(worker, item, left, text, trawl_doc_sentence_count(doc), trawl_doc_token_count(doc));
  return TRAWL_OK;
}

static trawl_status run_piece(trawl_worker *worker, trawl_item *item, const trawl_text *text,
                              trawl_parts *left, const trawl_layers *layers)
{
  return end_piece(worker, item, text, left,
                   trawl_run_layers(worker->batch->pipeline, worker->doc, text, worker->batch->until, layers));
}

/* The day of the document that was run last. */
static bool date_of(const trawl_worker *worker, char *date)
{
  const unsigned day = trawl_doc_date(worker->doc);
  if (day) {
    snprintf(date, 11, "%04u-%02u-%02u", day / 10000 % 10000, day / 100 % 100, day % 100);
  }
  return day != 0;
}

/* A text that is larger than one piece and lies in memory. */
static trawl_status run_pieces(trawl_worker *worker, trawl_item *item, trawl_text text)
{
  const char *const end = text.bytes + text.len;
  const size_t max = worker->batch->piece_bytes;
  trawl_parts left = {.next = 0};
  char date[11];
  while (end > text.bytes) {
    const size_t rest = (size_t)(end - text.bytes);
    text.len = rest > max ? trawl_split(text.bytes, max) : rest;
    TRAWL_TRY(run_piece(worker, item, &text, &left, NULL));
    if (!text.date && date_of(worker, date)) {
      text.date = date;
    }
    text.bytes += text.len;
  }
  return TRAWL_OK;
}

static bool is_foreign(const trawl_worker *worker, const char *bytes, size_t len)
{
  return !worker->batch->any_language && !trawl_is_english(bytes, len);
}

/* A text of any size that is one item. What was read off a page is not split as long as the page may be read. */
static trawl_status run_whole(trawl_worker *worker, trawl_item *item, const trawl_text *text)
{
  trawl_parts left = {.next = 0};
  if (is_foreign(worker, text->bytes, text->len)) {
    item->skipped = true;
    return TRAWL_OK;
  }
  if (text->len <= (text->pieces ? worker->batch->max_bytes : worker->batch->piece_bytes)) {
    return run_piece(worker, item, text, &left, NULL);
  }
  if (worker->batch->oversize == TRAWL_OVERSIZE_SPLIT) {
    return run_pieces(worker, item, *text);
  }
  if (worker->batch->oversize == TRAWL_OVERSIZE_CUT) {
    trawl_text beginning = *text;
    beginning.len = trawl_split(text->bytes, worker->batch->max_bytes);
    beginning.truncated = true;
    return run_piece(worker, item, &beginning, &left, NULL);
  }
  trawl_item_oversize(item, worker->batch->oversize, worker->batch->max_bytes);
  return TRAWL_OK;
}

/* One part of a text that came in parts.  The first one says whether the text is read, and its day. */
static trawl_status run_part(trawl_worker *worker, trawl_item *item, trawl_text text)
{
  trawl_parts left = trawl_queue_await_parts(worker->queue, item->parts, item->part ? 1 : 0);
  trawl_status status = TRAWL_OK;
  char date[11];
  memcpy(date, left.date, sizeof date);
  text.date = !text.date && date[0] ? date : text.date;
  if (left.skip || (!item->part && is_foreign(worker, text.bytes, text.len))) {
    item->skipped = true;
    left = trawl_queue_await_parts(worker->queue, item->parts, item->part);
    left.skip = true;
  } else {
    status = run_piece(worker, item, &text, &left, NULL);
    if (!item->part && !item->limited) {
      date_of(worker, left.date);
    }
  }
  item->left = left;
  trawl_queue_pass_part(worker->queue, item->parts, &left);
  return status;
}

static trawl_text text_of_item(const trawl_worker *worker, const trawl_item *item)
{
  return (trawl_text){.id = item->id,
                      .bytes = item->len ? worker->parcel->text.at + item->at : "",
                      .len = item->len,
                      .date = item->date,
                      .fallback = worker->batch->date,
                      .meta = item->meta,
                      .truncated = item->beginning};
}

static trawl_status run_text(trawl_worker *worker, trawl_item *item)
{
  const trawl_text text = text_of_item(worker, item);
  TRAWL_TRY(item->parts ? run_part(worker, item, text) : run_whole(worker, item, &text));
  if (!item->limited && !item->skipped && !item->oversized) {
    warn_about(worker, item, text.bytes);
  }
  return TRAWL_OK;
}

static trawl_status run_html(trawl_worker *worker, trawl_item *item)
{
  const char *bytes = item->len ? worker->parcel->text.at + item->at : "";
  trawl_html *html = &worker->html;
  const trawl_status read = trawl_html_read(html, bytes, item->len);
  if (read != TRAWL_OK) {
    trawl_item_fail(item, read, html->fault);
    return TRAWL_OK;
  }
  const trawl_text text = {.id = item->id,
                           .bytes = html->text.at ? html->text.at : "",
                           .len = html->text.len,
                           .date = item->date ? item->date : html->date[0] ? html->date : NULL,
                           .fallback = worker->batch->date,
                           .pieces = html->pieces.at,
                           .piece_count = html->pieces.len,
                           .truncated = item->beginning};
  TRAWL_TRY(run_whole(worker, item, &text));
  if (!item->limited && !item->skipped && !item->oversized) {
    warn_about(worker, item, bytes);
  }
  return TRAWL_OK;
}

/* What it carries along is put into `meta`. */
static trawl_status text_of_record(const trawl_worker *worker, trawl_item *item, const trawl_json_record *record,
                                   trawl_buf *meta, trawl_text *out)
{
  const trawl_batch *batch = worker->batch;
  meta->len = 0;
  if (batch->keep_count) {
    TRAWL_TRY(trawl_json_record_keep(record, batch->keep, batch->keep_count, meta));
  }
  *out = (trawl_text){
    .id = record->id ? record->id : item->id,
    .bytes = record->text,
    .len = record->len,
    .date = record->date,
    .fallback = batch->date,
    .meta = batch->keep_count ? meta->at : NULL,
  };
  item->len = record->len;
  return TRAWL_OK;
}

static trawl_status run_record(trawl_worker *worker, trawl_item *item, const trawl_json_record *record)
{
  trawl_text text;
  TRAWL_TRY(text_of_record(worker, item, record, &worker->meta, &text));
  return run_whole(worker, item, &text);
}

/* A document that another run has annotated goes on where that one stopped. */
static trawl_status run_doc(trawl_worker *worker, trawl_item *item, const trawl_json_record *json,
                            trawl_place place, trawl_findings *findings)
{
  trawl_doc_record record = {.json = json, .place = place, .findings = findings};
  trawl_parts left = {.next = 0};
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
    left.origin = record.origin;
    item->len = text.len;
    status = run_piece(worker, item, &text, &left, &layers);
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
  const trawl_source source = trawl_item_source(item);
  const trawl_place place = {&source, item->line, 1, 1};
  trawl_json_record record;
  item->findings = trawl_findings_new(0);
  TRAWL_TRY_MEM(item->findings);
  const trawl_status read =
    trawl_json_record_read(line, item->len, source.name, item->line, worker->batch->limits, item->findings,
                           &record);
  trawl_status status = read == TRAWL_NO_MEM ? read : TRAWL_OK;
  if (read == TRAWL_OK) {
    status = worker->batch->from == TRAWL_FROM_DOC
               ? run_doc(worker, item, &record, place, item->findings)
               : run_record(worker, item, &record);
    trawl_json_record_clear(&record);
  } else {
    item->failed = read != TRAWL_LIMIT;
    item->limited = read == TRAWL_LIMIT;
  }
  return status;
}

/* ---- the thread -------------------------------------------------------------------------------- */

static void note_item(const trawl_worker *worker, trawl_item *item)
{
  if (worker->batch->journal && item->kind != TRAWL_ITEM_FAILED) {
    item->hash = trawl_hash_bytes(worker->parcel->text.at + item->at, item->len);
    item->size = item->len;
  }
}

static trawl_status run_item(trawl_worker *worker, trawl_item *item)
{
  static trawl_status (*const run[])(trawl_worker *, trawl_item *) = {
    [TRAWL_ITEM_TEXT] = run_text,
    [TRAWL_ITEM_JSON] = run_json,
    [TRAWL_ITEM_HTML] = run_html,
  };
  worker->doc = worker->waiting->made[0];
  const trawl_status status = item->kind == TRAWL_ITEM_FAILED ? TRAWL_OK : run[item->kind](worker, item);
  item->out_end = worker->out.len;
  return status;
}

/* ---- documents that run together ----------------------------------------------------------------- */

static bool runs_with_others(const trawl_worker *worker, const trawl_item *item)
{
  const bool text = item->kind == TRAWL_ITEM_TEXT && !item->parts;
  return item->kind == TRAWL_ITEM_FAILED
         || (item->len <= TRAWL_TOGETHER_BYTES && item->len <= worker->batch->piece_bytes
             && (text || (item->kind == TRAWL_ITEM_JSON && worker->batch->from != TRAWL_FROM_DOC)));
}

/* The text of a line of JSON; false: it has none, and the item knows. */
static trawl_status read_waiting(trawl_worker *worker, trawl_waiting_item *waiting, trawl_text *text, bool *some)
{
  trawl_item *item = waiting->item;
  char *line = worker->parcel->text.at + item->at;
  *some = false;
  item->findings = trawl_findings_new(0);
  TRAWL_TRY_MEM(item->findings);
  const trawl_status read = trawl_json_record_read(line, item->len, trawl_item_source(item).name, item->line,
                                                   worker->batch->limits, item->findings, &waiting->record);
  if (read != TRAWL_OK) {
    item->failed = read != TRAWL_LIMIT;
    item->limited = read == TRAWL_LIMIT;
    return read == TRAWL_NO_MEM ? read : TRAWL_OK;
  }
  *some = true;
  return text_of_record(worker, item, &waiting->record, &waiting->meta, text);
}

static trawl_status add_waiting(trawl_worker *worker, trawl_item *item)
{
  trawl_waiting *waiting = worker->waiting;
  trawl_waiting_item *here = &waiting->items[waiting->count];
  trawl_text text = text_of_item(worker, item);
  here->item = item;
  here->record = (trawl_json_record){.json = NULL};
  here->runs = item->kind == TRAWL_ITEM_TEXT;
  ++waiting->count;
  if (item->kind == TRAWL_ITEM_JSON) {
    TRAWL_TRY(read_waiting(worker, here, &text, &here->runs));
  }
  if (!here->runs) {
    return TRAWL_OK;
  }
  if (is_foreign(worker, text.bytes, text.len)) {
    item->skipped = true;
    here->runs = false;
    return TRAWL_OK;
  }
  trawl_doc **doc = &waiting->made[waiting->runs];
  *doc = *doc ? *doc : trawl_doc_new_beside(waiting->made[0]);
  TRAWL_TRY_MEM(*doc);
  waiting->docs[waiting->runs++] = (trawl_together){.doc = *doc, .text = text};
  return TRAWL_OK;
}

static trawl_status end_waiting(trawl_worker *worker, const trawl_waiting_item *waiting, const trawl_together *run)
{
  trawl_item *item = waiting->item;
  trawl_parts left = {.next = 0};
  worker->doc = run->doc;
  TRAWL_TRY(end_piece(worker, item, &run->text, &left, run->status));
  if (item->kind == TRAWL_ITEM_TEXT && !item->limited) {
    warn_about(worker, item, run->text.bytes);
  }
  return TRAWL_OK;
}

/* Runs what waits, ends it in its order. `status`: what was wrong before; then it is only forgotten. */
static trawl_status run_waiting(trawl_worker *worker, trawl_status status)
{
  trawl_waiting *waiting = worker->waiting;
  uint32_t run = 0;
  if (status == TRAWL_OK) {
    trawl_run_together(worker->batch->pipeline, waiting->docs, waiting->runs, worker->batch->until);
  }
  for (uint32_t i = 0; i < waiting->count; ++i) {
    trawl_waiting_item *here = &waiting->items[i];
    if (here->runs && status == TRAWL_OK) {
      status = end_waiting(worker, here, &waiting->docs[run++]);
    }
    here->item->out_end = worker->out.len;
    if (here->record.json) {
      trawl_json_record_clear(&here->record);
    }
  }
  waiting->count = waiting->runs = 0;
  return status;
}

static trawl_status run_items(trawl_worker *worker)
{
  trawl_parcel *parcel = worker->parcel;
  trawl_status status = TRAWL_OK;
  for (uint32_t i = 0; i < parcel->items.len && status == TRAWL_OK; ++i) {
    trawl_item *item = &parcel->items.at[i];
    const bool waits = runs_with_others(worker, item);
    if (!waits || worker->waiting->count == TRAWL_TOGETHER_DOCS) {
      status = run_waiting(worker, status);
    }
    note_item(worker, item);
    if (status == TRAWL_OK) {
      status = waits ? add_waiting(worker, item) : run_item(worker, item);
    }
  }
  return run_waiting(worker, status);
}

static bool keep(void *with, const char *bytes, size_t len)
{
  trawl_buf *out = &((trawl_worker *)with)->out;
  trawl_buf_put(out, bytes, len);
  return !out->failed;
}

/* What waits for its turn has no room to spare: many parcels may. */
static void give(trawl_worker *worker)
{
  trawl_parcel *parcel = worker->parcel;
  if (worker->out.len) {
    trawl_buf_put(&parcel->out, worker->out.at, worker->out.len);
  }
  if (parcel->status == TRAWL_OK && (worker->out.failed || parcel->out.failed)) {
    parcel->status = TRAWL_NO_MEM;
  }
  worker->out.len = 0;
  worker->out.failed = false;
  if (worker->out.cap > KEEP_BYTES) {
    trawl_buf_clear(&worker->out);
  }
}

trawl_status trawl_worker_init(trawl_worker *worker, const trawl_batch *batch, trawl_queue *queue)
{
  *worker = (trawl_worker){.batch = batch, .queue = queue, .waiting = calloc(1, sizeof *worker->waiting)};
  TRAWL_TRY_MEM(worker->waiting);
  worker->doc = worker->waiting->made[0] = trawl_doc_new(batch->pipeline);
  TRAWL_TRY_MEM(worker->doc);
  if (batch->trace || batch->costs) {
    TRAWL_TRY(batch->costs ? trawl_doc_count_costs(worker->doc) : trawl_doc_trace(worker->doc, true));
  }
  worker->html.limits = batch->limits;
  return batch->write ? trawl_writer_new(batch->write, keep, worker, &worker->writer) : TRAWL_OK;
}

void trawl_worker_clear(trawl_worker *worker)
{
  for (uint32_t i = TRAWL_TOGETHER_DOCS; worker->waiting && i-- > 0;) { /* the first one last */
    trawl_doc_free(worker->waiting->made[i]);
    trawl_buf_clear(&worker->waiting->items[i].meta);
  }
  free(worker->waiting);
  trawl_writer_free(worker->writer);
  trawl_buf_clear(&worker->meta);
  trawl_buf_clear(&worker->out);
  trawl_html_clear(&worker->html);
}

void *trawl_worker_main(void *with)
{
  trawl_worker *worker = with;
  trawl_parcel *parcel;
  while ((parcel = trawl_queue_take(worker->queue))) {
    worker->parcel = parcel;
    if (parcel->status == TRAWL_OK) {
      parcel->status = run_items(worker);
    }
    give(worker);
    trawl_queue_finish(worker->queue, parcel);
  }
  return NULL;
}
