/* SPDX-License-Identifier: MIT
 * reader.c - reads inputs (files, members of archives, records, lines) and fills parcels with documents.
 *
 * It reads, unpacks and decodes; taking lines and pages apart and all other work is the workers'.  A parcel
 * goes off when it is full, and before anything waits for a pipe, so that a document that came is not held
 * back by one that does not.
 *
 * Codes: E406 byte offsets of another encoding; see parcel.c for those of inputs that cannot be read. */
#include "batch/reader.h"

#include "batch/count.h"
#include "input/archive.h"
#include "input/decoder.h"
#include "input/json_text.h"
#include "input/split.h"
#include "input/warc.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* A parcel is full with one of these. */
enum { PARCEL_BYTES = 48 << 10, PARCEL_ITEMS = 256, READ_STEP = 64 << 10 };

/* What a document is called, and what is known about it before it is read. */
typedef struct title {
  const char *id, *file, *date, *meta; /* date, meta: or NULL */
  uint32_t line;                /* of the file; 0: the whole file */
  size_t expected;              /* bytes; 0: not known */
  bool slow;                    /* comes through a pipe */
} title;

/* ---- parcels ----------------------------------------------------------------------------------- */

bool trawl_reader_runs(const trawl_reader *r)
{
  return r->status == TRAWL_OK && (!r->measures || !trawl_queue_is_stopped(r->queue));
}

static void post(trawl_reader *r)
{
  if (r->parcel) {
    trawl_queue_post(r->queue);
    r->parcel = NULL;
  }
}

void trawl_reader_idle(void *with)
{
  trawl_reader *r = with;
  if (r->parcel && r->parcel->items.len) {
    post(r);
  }
}

/* The parcel to fill; NULL: the batch was stopped. */
static trawl_parcel *parcel(trawl_reader *r)
{
  if (!r->parcel && trawl_reader_runs(r) && !(r->parcel = trawl_queue_empty(r->queue))) {
    r->status = TRAWL_LIMIT; /* nothing but a sign to stop */
  }
  return r->parcel;
}

/* Adds an item; what stands in the parcel's text behind `at` is its text. */
static trawl_item *add(trawl_reader *r, trawl_item_kind kind, const title *t, size_t at)
{
  trawl_parcel *p = r->parcel;
  trawl_item item = {.kind = kind, .line = t->line, .at = at, .len = p->text.len - at};
  item.id = trawl_arena_str(&p->arena, t->id);
  item.file = t->file == t->id ? item.id : trawl_arena_str(&p->arena, t->file);
  item.date = t->date ? trawl_arena_str(&p->arena, t->date) : NULL;
  item.meta = t->meta ? trawl_arena_str(&p->arena, t->meta) : NULL;
  if (!item.id || !item.file || (t->date && !item.date) || (t->meta && !item.meta) || p->text.failed
      || !trawl_vec_push(&p->items, item)) {
    r->status = TRAWL_NO_MEM;
    return NULL;
  }
  return &p->items.at[p->items.len - 1];
}

/* What the journal has of an item that is passed over. */
static void count_known(trawl_reader *r, const trawl_item *item)
{
  const trawl_journal_entry *e = &r->journal->entry;
  trawl_batch_result *known = &r->known;
  const bool document = e->kind == 'd';
  known->documents += document;
  known->resumed += document;
  known->bytes += document || e->kind == 'p' ? e->bytes : 0;
  known->failed += e->kind == 'f';
  known->limited += e->kind == 'l';
  known->skipped += e->kind == 's';
  known->oversized += e->kind == 'o';
  known->sentences += e->sentences;
  known->tokens += e->tokens;
  known->mentions += e->mentions;
  known->triples += e->triples;
  trawl_count_relations(r->batch->pipeline, e->relations.at, known);
  bool shortened = false;
  const bool truncated = (document || e->kind == 'p') && trawl_limit_has_code(e->code.at, &shortened);
  known->truncated += truncated;
  known->shortened += truncated && shortened;
  if (e->kind == 'f' || e->kind == 'l' || truncated) {
    trawl_count_reason(known, e->code.at, e->reason.at);
  }
  (void)item;
}

/* A part that is passed over leaves to the next what it left then. */
static void pass_part(trawl_reader *r, const trawl_item *item)
{
  const trawl_journal_entry *e = &r->journal->entry;
  trawl_parts left = trawl_queue_await_parts(r->queue, item->parts, item->part);
  left.skip = e->kind == 's' || e->kind == 'q';
  if (!item->part) {
    memcpy(left.date, e->date, sizeof left.date);
  }
  trawl_parts_move(&left, r->parcel->text.at + item->at, item->len, e->sentences, e->tokens);
  trawl_queue_pass_part(r->queue, item->parts, &left);
}

/* Whether the journal has the item that was added last, which is then gone. */
static bool pass_over(trawl_reader *r)
{
  trawl_parcel *p = r->parcel;
  trawl_item *item = &p->items.at[p->items.len - 1];
  if (!r->journal) {
    return false;
  }
  if (!trawl_journal_next(r->journal)
      || !trawl_journal_matches(r->journal, item, item->len ? p->text.at + item->at : "")) {
    r->journal = NULL;
    return false;
  }
  trawl_journal_keep(r->journal);
  count_known(r, item);
  if (item->parts) {
    pass_part(r, item);
  }
  trawl_findings_free(item->findings);
  p->text.len = item->at;
  trawl_arena_reset(&p->arena);
  --p->items.len;
  return true;
}

/* The item is complete: a full parcel goes off. */
static void added(trawl_reader *r)
{
  if (pass_over(r)) {
    return;
  }
  const trawl_item *item = &r->parcel->items.at[r->parcel->items.len - 1];
  if (item->parts) {
    trawl_queue_add_part(r->queue, item->parts);
  }
  if (r->single || r->parcel->text.len >= PARCEL_BYTES || r->parcel->items.len >= PARCEL_ITEMS) {
    post(r);
  }
}

static trawl_item *add_empty(trawl_reader *r, const char *file)
{
  const title t = {.id = file, .file = file};
  return parcel(r) ? add(r, TRAWL_ITEM_FAILED, &t, r->parcel->text.len) : NULL;
}

void trawl_reader_fail(trawl_reader *r, const char *file, uint32_t line, trawl_status status,
                       const char *fault)
{
  const int error = errno;
  trawl_item *item = r->measures ? NULL : add_empty(r, file);
  if (item) {
    item->line = line;
    errno = error;
    trawl_item_fail(item, status, fault);
    added(r);
  }
}

void trawl_reader_warn(trawl_reader *r, const char *file, const char *code, const char *message)
{
  trawl_item *item = r->measures ? NULL : add_empty(r, file);
  if (item) {
    const trawl_source source = trawl_item_source(item);
    trawl_item_say(item, (trawl_place){&source, 0, 0, 0}, code, "%s", message);
    added(r);
  }
}

/* ---- texts ------------------------------------------------------------------------------------- */

/* Appends what a stream has until there are more than `max` bytes behind `at`. */
static trawl_status fill(trawl_stream *stream, size_t expected, size_t max, size_t at, trawl_buf *text,
                         bool *ended)
{
  *ended = false;
  const size_t room = (expected < max ? expected : max) + 1;
  TRAWL_TRY_MEM(text->cap - text->len >= room || trawl_buf_grow(text, room));
  while (text->len - at <= max) {
    size_t got;
    TRAWL_TRY_MEM(text->cap > text->len || trawl_buf_grow(text, READ_STEP));
    TRAWL_TRY(stream->read(stream, text->at + text->len, text->cap - text->len, &got));
    if (!got) {
      *ended = true;
      return TRAWL_OK;
    }
    text->len += got;
  }
  return TRAWL_OK;
}

/* Drops what the parcel's text has behind `at`. */
static void drop(trawl_reader *r, size_t at)
{
  r->parcel->text.len = at;
  r->parcel->text.failed = false;
}

/* A part of a large document: all that was read up to a good place; the rest is carried over. */
static bool add_part(trawl_reader *r, const title *t, size_t at, trawl_parts **parts, uint32_t part)
{
  trawl_buf *text = &r->parcel->text;
  *parts = *parts ? *parts : calloc(1, sizeof **parts);
  const size_t cut = at + trawl_split(text->at + at, r->batch->piece_bytes);
  r->carry.len = 0;
  trawl_buf_put(&r->carry, text->at + cut, text->len - cut);
  text->len = cut;
  trawl_item *item = *parts && !r->carry.failed ? add(r, TRAWL_ITEM_TEXT, t, at) : NULL;
  if (!item) {
    r->status = TRAWL_NO_MEM;
    return false;
  }
  item->parts = *parts;
  item->part = part;
  added(r);
  trawl_reader_idle(r);
  if (!parcel(r)) {
    return false;
  }
  trawl_buf_put(&r->parcel->text, r->carry.at, r->carry.len); /* a part that is passed over left it empty */
  return true;
}

static void leave_out(trawl_reader *r, const title *t, size_t at, size_t max)
{
  drop(r, at);
  trawl_item *item = add(r, TRAWL_ITEM_FAILED, t, at);
  if (item) {
    const bool page = r->batch->oversize == TRAWL_OVERSIZE_SPLIT; /* it cannot be cut */
    trawl_item_oversize(item, page ? TRAWL_OVERSIZE_FAIL : r->batch->oversize, max);
    added(r);
  }
}

/* The last item of a document; true: it was added. */
static bool add_last(trawl_reader *r, trawl_item_kind kind, const title *t, size_t at, trawl_parts *parts,
                     uint32_t part, const trawl_decoder *decoder)
{
  trawl_item *item = add(r, kind, t, at);
  if (item) {
    item->repairs = decoder ? decoder->repairs : 0;
    item->parts = parts;
    item->part = part;
    added(r);
  }
  return item != NULL;
}

static void add_beginning(trawl_reader *r, trawl_item_kind kind, const title *t, size_t at,
                          const trawl_decoder *decoder)
{
  trawl_item *item = add(r, kind, t, at);
  if (item) {
    item->repairs = decoder ? decoder->repairs : 0;
    item->beginning = true;
    added(r);
  }
}

static void read_text(trawl_reader *r, trawl_item_kind kind, const title *t, trawl_stream *stream,
                      const trawl_decoder *decoder)
{
  trawl_parts *parts = NULL;
  uint32_t part = 0;
  if (t->slow) { /* what is there goes off first */
    trawl_reader_idle(r);
  }
  const size_t max = kind == TRAWL_ITEM_TEXT ? r->batch->piece_bytes : r->batch->max_bytes;
  size_t at = parcel(r) ? r->parcel->text.len : 0;
  while (parcel(r)) {
    bool ended;
    trawl_buf *text = &r->parcel->text;
    const trawl_status read = fill(stream, t->expected, max, at, text, &ended);
    if (read != TRAWL_OK) {
      const int error = errno;
      drop(r, at);
      errno = error;
      trawl_reader_fail(r, t->line ? t->file : t->id, t->line, read, stream->fault);
      break;
    }
    if (trawl_queue_is_stopped(r->queue)) {
      drop(r, at);
      break;
    }
    if (ended && text->len - at <= max) {
      add_last(r, kind, t, at, parts, part, decoder);
      break;
    }
    if (r->batch->oversize == TRAWL_OVERSIZE_CUT) {
      text->len = at + trawl_split(text->at + at, max);
      add_beginning(r, kind, t, at, decoder);
      break;
    }
    if (kind != TRAWL_ITEM_TEXT || r->batch->oversize != TRAWL_OVERSIZE_SPLIT) {
      leave_out(r, t, at, max);
      break;
    }
    if (!add_part(r, t, at, &parts, part++)) {
      break;
    }
    at = 0;
  }
  if (parts) {
    trawl_queue_close_parts(r->queue, parts);
  }
}

/* ---- JSON Lines -------------------------------------------------------------------------------- */

static bool is_blank(const char *text, size_t len)
{
  for (size_t i = 0; i < len; ++i) {
    if (!strchr(" \t\r", text[i]) || !text[i]) {
      return false;
    }
  }
  return true;
}

static void add_line(trawl_reader *r, const char *path, uint32_t number, const char *line, size_t len)
{
  trawl_parcel *p = parcel(r);
  if (!p) {
    return;
  }
  const size_t at = p->text.len;
  trawl_buf_put(&p->text, line, len);
  const title t = {.id = trawl_arena_printf(&p->arena, "%s:%u", path, (unsigned)number), .file = path};
  trawl_item *item = t.id ? add(r, TRAWL_ITEM_JSON, &t, at) : NULL;
  if (!item) {
    r->status = TRAWL_NO_MEM;
    return;
  }
  item->line = number;
  added(r);
}

/* Hands over what was found about a line, if anything. */
static void say_of_line(trawl_reader *r, const char *path, uint32_t line, trawl_status status, trawl_findings *findings)
{
  trawl_item *item = findings && trawl_findings_count(findings) ? add_empty(r, path) : NULL;
  if (!item) {
    trawl_findings_free(findings);
    return;
  }
  item->line = line;
  item->findings = findings;
  item->failed = status == TRAWL_BAD_DATA;
  item->limited = status == TRAWL_LIMIT || status == TRAWL_NO_MEM;
  added(r);
}

/* Reads the text of a line as one reads that of a file. */
static trawl_status read_line_text(trawl_reader *r, const char *path, trawl_json_text *text, trawl_findings *findings)
{
  const trawl_batch *batch = r->batch;
  const trawl_json_record *record = &text->record;
  trawl_buf meta = {.at = NULL}, id = {.at = NULL};
  trawl_buf_printf(&id, "%s:%u", path, (unsigned)text->lines->line);
  TRAWL_TRY_MEM(!id.failed);
  trawl_status status =
    batch->keep_count ? trawl_json_record_keep(record, batch->keep, batch->keep_count, &meta) : TRAWL_OK;
  if (status == TRAWL_OK) {
    const title t = {.id = record->id ? record->id : trawl_buf_str(&id),
                     .file = path,
                     .line = text->lines->line,
                     .date = record->date,
                     .meta = meta.at,
                     .expected = batch->piece_bytes};
    read_text(r, TRAWL_ITEM_TEXT, &t, &text->stream, NULL);
    if (text->closed && trawl_reader_runs(r)) {
      status = trawl_json_text_end(text, path, batch->keep, batch->keep_count, findings);
    }
  }
  trawl_buf_clear(&meta);
  trawl_buf_clear(&id);
  return status;
}

/* A line that is too large to be held: what it says besides its text, then that, in parts. */
static void read_large_line(trawl_reader *r, const char *path, trawl_line_reader *lines)
{
  trawl_findings *before = trawl_findings_new(0), *behind = trawl_findings_new(0);
  trawl_json_text text = {.closed = false};
  const uint32_t number = lines->line;
  trawl_status status = before && behind ? trawl_json_text_begin(&text, lines, path, before) : TRAWL_NO_MEM;
  say_of_line(r, path, number, status, before);
  if (status == TRAWL_OK) {
    status = read_line_text(r, path, &text, behind);
  }
  say_of_line(r, path, number, status, behind);
  trawl_json_text_clear(&text);
  if (status == TRAWL_NO_MEM) {
    r->status = status;
  }
}

static void read_lines(trawl_reader *r, const char *path, trawl_stream *stream)
{
  const bool docs = r->batch->from == TRAWL_FROM_DOC;
  trawl_line_reader lines = {.stream = stream, .max = r->batch->line_bytes, .limits = r->batch->limits};
  while (trawl_reader_runs(r)) {
    char *line;
    size_t len;
    const trawl_status read = trawl_line_next(&lines, &line, &len);
    if (read == TRAWL_LIMIT && lines.too_long && !docs) {
      read_large_line(r, path, &lines);
    } else if (read == TRAWL_LIMIT && lines.too_long) {
      trawl_reader_fail(r, path, lines.line, read, "the line is larger than a document with all its layers may be (--max-bytes)");
    } else if (read != TRAWL_OK) {
      trawl_reader_fail(r, path, lines.line + 1, read, stream->fault);
      break;
    } else if (!line) {
      break;
    } else if (!is_blank(line, len)) {
      add_line(r, path, lines.line, line, len);
    }
  }
  trawl_line_reader_clear(&lines);
}

/* ---- web archives ------------------------------------------------------------------------------ */

static void read_warc(trawl_reader *r, const char *path, trawl_stream *stream)
{
  trawl_warc warc = {.left = 0};
  while (trawl_reader_runs(r)) {
    bool more;
    const trawl_status read = trawl_warc_next(&warc, stream, &more);
    if (read != TRAWL_OK) {
      trawl_reader_fail(r, path, 0, read, warc.stream.fault ? warc.stream.fault : stream->fault);
      break;
    }
    if (!more) {
      break;
    }
    const title t = {.id = warc.url[0] ? warc.url : path,
                     .file = path,
                     .date = warc.date[0] ? warc.date : NULL,
                     .expected = warc.left < READ_STEP ? (size_t)warc.left : READ_STEP};
    read_text(r, TRAWL_ITEM_TEXT, &t, &warc.stream, NULL);
  }
  if (!warc.records && trawl_reader_runs(r)) {
    trawl_reader_warn(r, path, "W410", "a web archive without texts: WET files have records of the type conversion");
  }
  trawl_warc_clear(&warc);
}

/* ---- one input --------------------------------------------------------------------------------- */

static void refuse_encoding(trawl_reader *r, const char *name)
{
  trawl_item *item = add_empty(r, name);
  if (item) {
    const trawl_source source = trawl_item_source(item);
    item->failed = true;
    trawl_item_say(item, (trawl_place){&source, 0, 0, 0}, "E406",
                   "is in UTF-16: offsets in bytes can only be given for UTF-8");
    added(r);
  }
}

/* What comes out of a file or a member. */
static void read_stream(trawl_reader *r, const char *name, trawl_stream *raw, size_t expected, bool slow)
{
  trawl_decoder decoder;
  const trawl_status begun = trawl_decoder_begin(&decoder, raw, r->batch->encoding);
  if (begun != TRAWL_OK) {
    trawl_reader_fail(r, name, 0, begun, raw->fault);
    return;
  }
  trawl_stream *stream = &decoder.stream;
  const title t = {.id = name, .file = name, .expected = expected, .slow = slow};
  if (decoder.decodes && r->batch->byte_offsets) {
    refuse_encoding(r, name);
  } else if (r->batch->from == TRAWL_FROM_JSONL || r->batch->from == TRAWL_FROM_DOC) {
    read_lines(r, name, stream);
  } else if (r->batch->from == TRAWL_FROM_HTML) {
    read_text(r, TRAWL_ITEM_HTML, &t, stream, &decoder);
  } else if (r->batch->from == TRAWL_FROM_WET || trawl_warc_begins(decoder.head, decoder.head_len)) {
    read_warc(r, name, stream);
  } else {
    read_text(r, TRAWL_ITEM_TEXT, &t, stream, &decoder);
  }
}

static void read_member(trawl_reader *r, const char *path, const char *name, trawl_stream *member)
{
  char whole[8192];
  const int len = snprintf(whole, sizeof whole, "%s%s%s", path, *name ? "/" : "", name);
  if (len >= (int)sizeof whole) {
    errno = ENAMETOOLONG;
    trawl_reader_fail(r, path, 0, TRAWL_IO, NULL);
  } else if (!*name || trawl_reader_wants(r, name)) {
    read_stream(r, whole, member, 0, false);
  }
}

static void read_archive(trawl_reader *r, const char *path, trawl_file_stream *file)
{
  trawl_archive *archive = NULL;
  trawl_status status = trawl_archive_open(&file->stream, r->batch->limits, &archive);
  while (status == TRAWL_OK && trawl_reader_runs(r)) {
    const char *name;
    trawl_stream *member;
    status = trawl_archive_next(archive, &name, &member);
    if (status != TRAWL_OK || !name) {
      break;
    }
    read_member(r, path, name, member);
    if (!*name) {
      break;
    }
  }
  if (status != TRAWL_OK) {
    trawl_reader_fail(r, path, 0, status, file->stream.fault);
  }
  trawl_archive_close(archive);
}

void trawl_reader_open(trawl_reader *r, const char *path)
{
  trawl_file_stream file;
  struct stat info;
  if (r->measures) {
    const bool sized = stat(path, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0;
    atomic_fetch_add(&r->read, sized ? (uint64_t)info.st_size : 0);
    return;
  }
  trawl_status status = trawl_file_stream_open(&file, path);
  if (status == TRAWL_OK) {
    file.wake = r->wake;
    file.idle = trawl_reader_idle;
    file.with = r;
    file.total = &r->read;
    status = trawl_file_stream_peek(&file);
  }
  if (status != TRAWL_OK) {
    trawl_reader_fail(r, path, 0, status, NULL);
  } else if (trawl_archive_begins(file.head, file.head_len)) {
    read_archive(r, path, &file);
  } else if (!file.stopped) {
    read_stream(r, path, &file.stream, (size_t)file.size, !file.regular);
  }
  trawl_file_stream_close(&file);
}

void *trawl_reader_main(void *with)
{
  trawl_reader *r = with;
  /* libarchive takes names apart by the locale: on this thread it is one that knows UTF-8. */
  const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  const locale_t before = utf8 ? uselocale(utf8) : (locale_t)0;
  trawl_reader_walk(r);
  post(r);
  trawl_queue_end(r->queue);
  if (utf8) {
    uselocale(before);
    freelocale(utf8);
  }
  return NULL;
}

void *trawl_reader_measure(void *with)
{
  trawl_reader_walk(with);
  return NULL;
}

void trawl_reader_clear(trawl_reader *r)
{
  trawl_buf_clear(&r->carry);
  trawl_batch_result_clear(&r->known);
}
