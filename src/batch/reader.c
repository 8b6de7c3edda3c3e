/* SPDX-License-Identifier: MIT
 * reader.c - walks files, folders, lists and standard input, and fills parcels with documents.
 *
 * It reads; taking lines apart and all other work is the workers'.  A parcel goes off when it is full, and
 * before anything waits for a pipe, so that a document that came is not held back by one that does not.
 *
 * Codes: W407 a folder without files; see parcel.c for those of inputs that cannot be read. */
#include "batch/reader.h"

#include "base/file.h"
#include "base/limits.h"
#include "input/jsonl.h"
#include "input/stream.h"

#include <errno.h>
#include <string.h>

/* A parcel is full with one of these. */
enum { PARCEL_BYTES = 128 << 10, PARCEL_ITEMS = 256, READ_STEP = 64 << 10 };

/* ---- parcels ----------------------------------------------------------------------------------- */

static bool running(const trawl_reader *r)
{
  return r->status == TRAWL_OK;
}

static void post(trawl_reader *r)
{
  if (r->parcel) {
    trawl_queue_post(r->queue);
    r->parcel = NULL;
  }
}

static void post_idle(void *with)
{
  trawl_reader *r = with;
  if (r->parcel && r->parcel->items.len) {
    post(r);
  }
}

/* The parcel to fill; NULL: the batch was stopped. */
static trawl_parcel *parcel(trawl_reader *r)
{
  if (!r->parcel && running(r) && !(r->parcel = trawl_queue_empty(r->queue))) {
    r->status = TRAWL_LIMIT; /* nothing but a sign to stop */
  }
  return r->parcel;
}

/* Adds an item; what stands in the parcel's text behind `at` is its text. */
static trawl_item *add(trawl_reader *r, trawl_item_kind kind, const char *id, const char *file, size_t at)
{
  trawl_parcel *p = r->parcel;
  trawl_item item = {.kind = kind, .at = at, .len = p->text.len - at};
  item.id = trawl_arena_str(&p->arena, id);
  item.file = file == id ? item.id : trawl_arena_str(&p->arena, file);
  if (!item.id || !item.file || !trawl_vec_push(&p->items, item)) {
    r->status = TRAWL_NO_MEM;
    return NULL;
  }
  return &p->items.at[p->items.len - 1];
}

/* The item is complete: a full parcel goes off. */
static void added(trawl_reader *r)
{
  if (r->single || r->parcel->text.len >= PARCEL_BYTES || r->parcel->items.len >= PARCEL_ITEMS) {
    post(r);
  }
}

/* errno is read for TRAWL_IO. */
static void add_failed(trawl_reader *r, const char *file, uint32_t line, trawl_status status,
                       const char *fault)
{
  const int error = errno;
  trawl_item *item = parcel(r) ? add(r, TRAWL_ITEM_FAILED, file, file, r->parcel->text.len) : NULL;
  if (item) {
    item->line = line;
    errno = error;
    trawl_item_fail(item, status, fault);
    added(r);
  }
}

/* ---- texts ------------------------------------------------------------------------------------- */

/* Appends all that a stream has to the parcel's text. */
static trawl_status read_all(trawl_stream *stream, size_t expected, size_t max, trawl_buf *text)
{
  const size_t before = text->len;
  const bool room = expected > max || text->cap - text->len > expected;
  TRAWL_TRY_MEM(room || trawl_buf_grow(text, expected + 1));
  for (;;) {
    size_t got;
    TRAWL_TRY_MEM(text->cap - text->len >= 1 || trawl_buf_grow(text, READ_STEP));
    TRAWL_TRY(stream->read(stream, text->at + text->len, text->cap - text->len, &got));
    if (!got) {
      return TRAWL_OK;
    }
    text->len += got;
    if (text->len - before > max) {
      return TRAWL_LIMIT;
    }
  }
}

static void read_text(trawl_reader *r, const char *path, trawl_file_stream *file)
{
  if (!parcel(r)) {
    return;
  }
  trawl_buf *text = &r->parcel->text;
  size_t at = text->len;
  /* A pipe's text may come slowly: what is there goes off first. */
  if (!file->regular && at) {
    post(r);
    if (!parcel(r)) {
      return;
    }
    text = &r->parcel->text;
    at = 0;
  }
  const trawl_status read = read_all(&file->stream, file->size, TRAWL_LIMIT_DOC_BYTES, text);
  if (read != TRAWL_OK) {
    const int error = errno;
    text->len = at;
    text->failed = false;
    errno = error;
    add_failed(r, path, 0, read, NULL);
  } else if (!file->stopped && add(r, TRAWL_ITEM_TEXT, path, path, at)) {
    added(r);
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
  const char *id = trawl_arena_printf(&p->arena, "%s:%u", path, (unsigned)number);
  trawl_item *item = id && !p->text.failed ? add(r, TRAWL_ITEM_JSON, id, path, at) : NULL;
  if (!item) {
    r->status = TRAWL_NO_MEM;
    return;
  }
  item->line = number;
  added(r);
}

static void read_lines(trawl_reader *r, const char *path, trawl_stream *stream)
{
  trawl_line_reader lines = {.stream = stream};
  while (running(r)) {
    char *line;
    size_t len;
    const trawl_status read = trawl_line_next(&lines, &line, &len);
    if (read != TRAWL_OK) {
      add_failed(r, path, read == TRAWL_LIMIT ? lines.line : lines.line + 1, read, NULL);
      if (read != TRAWL_LIMIT) {
        break;
      }
    } else if (!line) {
      break;
    } else if (!is_blank(line, len)) {
      add_line(r, path, lines.line, line, len);
    }
  }
  trawl_line_reader_clear(&lines);
}

/* ---- paths ------------------------------------------------------------------------------------- */

static trawl_status open_stream(trawl_reader *r, const char *path, trawl_file_stream *file)
{
  TRAWL_TRY(trawl_file_stream_open(file, path));
  file->wake = r->wake;
  file->idle = post_idle;
  file->with = r;
  return TRAWL_OK;
}

static void read_one(trawl_reader *r, const char *path)
{
  trawl_file_stream file;
  if (open_stream(r, path, &file) != TRAWL_OK) {
    add_failed(r, path, 0, TRAWL_IO, NULL);
    return;
  }
  if (r->batch->jsonl) {
    read_lines(r, path, &file.stream);
  } else {
    read_text(r, path, &file);
  }
  trawl_file_stream_close(&file);
}

static void warn_empty_folder(trawl_reader *r, const char *path)
{
  trawl_item *item = parcel(r) ? add(r, TRAWL_ITEM_FAILED, path, path, r->parcel->text.len) : NULL;
  if (item) {
    const trawl_source source = trawl_item_source(item);
    trawl_item_say(item, (trawl_place){&source, 0, 0, 0}, "W407", "this folder holds no files");
    added(r);
  }
}

static void read_folder(trawl_reader *r, const char *path)
{
  trawl_arena arena = {NULL, NULL};
  trawl_paths paths = {.at = NULL};
  const trawl_status status = trawl_file_list(path, NULL, &arena, &paths);
  if (status == TRAWL_NO_MEM) {
    r->status = status;
  } else if (status != TRAWL_OK) {
    add_failed(r, path, 0, status, NULL);
  } else if (!paths.len) {
    warn_empty_folder(r, path);
  }
  for (uint32_t i = 0; i < paths.len && running(r); ++i) {
    read_one(r, paths.at[i]);
  }
  trawl_vec_clear(&paths);
  trawl_arena_clear(&arena);
}

static void read_path(trawl_reader *r, const char *path)
{
  if (strcmp(path, "-") != 0 && trawl_file_is_folder(path)) {
    read_folder(r, path);
  } else {
    read_one(r, path);
  }
}

/* One name out of a list; a '\r' at a line's end is left out. */
static void read_name(trawl_reader *r, const char *list, uint32_t line, const char *name, size_t len)
{
  char path[4096];
  len -= len && name[len - 1] == '\r';
  if (len >= sizeof path) {
    errno = ENAMETOOLONG;
    add_failed(r, list, line, TRAWL_IO, NULL);
  } else if (len) {
    memcpy(path, name, len);
    path[len] = '\0';
    read_path(r, path);
  }
}

static void read_list(trawl_reader *r, const char *list)
{
  trawl_file_stream file;
  if (open_stream(r, list, &file) != TRAWL_OK) {
    add_failed(r, list, 0, TRAWL_IO, NULL);
    return;
  }
  trawl_line_reader names = {.stream = &file.stream};
  while (running(r)) {
    char *name;
    size_t len;
    const trawl_status read = trawl_line_next(&names, &name, &len);
    if (read != TRAWL_OK) {
      add_failed(r, list, 0, read, NULL);
      break;
    }
    if (!name) {
      break;
    }
    read_name(r, list, names.line, name, len);
  }
  trawl_line_reader_clear(&names);
  trawl_file_stream_close(&file);
}

void *trawl_reader_main(void *with)
{
  trawl_reader *r = with;
  for (size_t i = 0; i < r->batch->path_count && running(r); ++i) {
    read_path(r, r->batch->paths[i]);
  }
  if (r->batch->files_from && running(r)) {
    read_list(r, r->batch->files_from);
  }
  post(r);
  trawl_queue_end(r->queue);
  return NULL;
}
