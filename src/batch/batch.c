/* SPDX-License-Identifier: MIT
 * batch.c - walks the inputs of a batch and runs the chain over each.
 *
 * Codes: E401 cannot be read, E402 too large, E403 not enough memory for one input, W404 not UTF-8 in
 * places, W405 NUL bytes, W406 empty, W407 a folder without files; of JSON Lines see input/jsonl.h. */
#include "batch/batch.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "input/jsonl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct walk {
  const trawl_batch *batch;
  trawl_batch_result *result;
  trawl_doc *doc;
  trawl_buf text; /* the input at hand */
} walk;

/* ---- faults ------------------------------------------------------------------------------------ */

static void hand_out(const walk *w, trawl_findings *findings)
{
  for (uint32_t i = 0; findings && i < trawl_findings_count(findings); ++i) {
    const trawl_finding finding = trawl_findings_at(findings, i);
    w->batch->say(w->batch->with, &finding);
  }
  trawl_findings_free(findings);
}

__attribute__((format(printf, 4, 5))) static void say(const walk *w, trawl_place place,
                                                      const char *code, const char *format, ...)
{
  char message[512];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  trawl_findings *findings = trawl_findings_new(1);
  if (findings && code[0] == 'W') {
    trawl_warn(findings, place, code, NULL, "%s", message);
  } else if (findings) {
    trawl_report(findings, place, code, TRAWL_BAD_DATA, "%s", message);
  }
  hand_out(w, findings);
}

static const char *shown(const char *path)
{
  return strcmp(path, "-") == 0 ? "standard input" : path;
}

/* A fault of an input as a whole. `status` says which; errno is read for TRAWL_IO. */
static void say_failed(const walk *w, const char *path, uint32_t line, trawl_status status)
{
  const trawl_source source = {shown(path), NULL, 0};
  const trawl_place place = {&source, line, line ? 1 : 0, 1};
  if (status == TRAWL_LIMIT) {
    ++w->result->limited;
    say(w, place, "E402", "larger than %u bytes, which is the limit for one text",
        (unsigned)TRAWL_LIMIT_DOC_BYTES);
  } else if (status == TRAWL_NO_MEM) {
    ++w->result->limited;
    say(w, place, "E403", "not enough memory for this input");
  } else {
    ++w->result->failed;
    say(w, place, "E401", "cannot be read: %s", strerror(errno));
  }
}

/* Where the first bad sequence or NUL byte stands, for a warning. */
static trawl_place place_of(const trawl_source *source, const char *at)
{
  trawl_place place = {source, 1, 1, 1};
  const char *line = source->text;
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

/* Warnings carry no source line: it may be anything. */
static void warn_about(const walk *w, const char *path, const char *text, size_t len)
{
  const trawl_source source = {shown(path), text, len};
  const trawl_source bare = {source.name, NULL, 0};
  const uint32_t repairs = trawl_doc_repairs(w->doc);
  const char *bad = repairs ? first_bad(text, len) : NULL;
  const char *nul = len ? memchr(text, '\0', len) : NULL;
  if (!len) {
    say(w, (trawl_place){&source, 0, 0, 0}, "W406", "is empty");
  }
  if (bad) {
    trawl_place place = place_of(&source, bad);
    place.source = &bare;
    say(w, place, "W404", "not UTF-8; bad sequences here and further on are read as U+FFFD: %u in all",
        (unsigned)repairs);
  }
  if (nul) {
    trawl_place place = place_of(&source, nul);
    place.source = &bare;
    say(w, place, "W405", "a NUL byte: is this a text?");
  }
}

/* ---- texts ------------------------------------------------------------------------------------- */

static trawl_status run_text(walk *w, const char *path, uint32_t line, const trawl_text *text)
{
  const trawl_status status =
    trawl_run(w->batch->pipeline, w->doc, text, w->batch->until);
  if (status != TRAWL_OK) {
    say_failed(w, path, line, status == TRAWL_NO_MEM ? TRAWL_NO_MEM : TRAWL_LIMIT);
    return TRAWL_OK;
  }
  ++w->result->documents;
  w->result->bytes += text->len;
  return w->batch->take(w->batch->with, w->doc);
}

static trawl_status run_file(walk *w, const char *path)
{
  w->text.len = 0;
  w->text.failed = false;
  const trawl_status read = strcmp(path, "-") == 0
                              ? trawl_fd_read(STDIN_FILENO, TRAWL_LIMIT_DOC_BYTES, &w->text)
                              : trawl_file_read(path, TRAWL_LIMIT_DOC_BYTES, &w->text);
  if (read != TRAWL_OK) {
    say_failed(w, path, 0, read);
    return TRAWL_OK;
  }
  const trawl_text text = {
    .id = path,
    .bytes = w->text.at ? w->text.at : "",
    .len = w->text.len,
    .fallback = w->batch->date,
  };
  TRAWL_TRY(run_text(w, path, 0, &text));
  warn_about(w, path, text.bytes, text.len);
  return TRAWL_OK;
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

static trawl_status run_line(walk *w, const char *path, uint32_t number, char *line, size_t len)
{
  trawl_findings *findings = trawl_findings_new(0);
  trawl_json_record record;
  TRAWL_TRY_MEM(findings);
  const trawl_status read = trawl_json_record_read(line, len, shown(path), number, findings, &record);
  hand_out(w, findings);
  if (read != TRAWL_OK) {
    ++w->result->failed;
    return TRAWL_OK;
  }
  char place[4096];
  snprintf(place, sizeof place, "%s:%u", path, (unsigned)number);
  const trawl_text text = {
    .id = record.id ? record.id : place,
    .bytes = record.text,
    .len = record.len,
    .date = record.date,
    .fallback = w->batch->date,
  };
  const trawl_status status = run_text(w, path, number, &text);
  trawl_json_record_clear(&record);
  return status;
}

static trawl_status run_lines(walk *w, const char *path)
{
  const bool standard = strcmp(path, "-") == 0;
  trawl_line_reader reader = {
    .fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)};
  trawl_status read = reader.fd < 0 ? TRAWL_IO : TRAWL_OK, status = TRAWL_OK;
  while (read == TRAWL_OK && status == TRAWL_OK) {
    char *line;
    size_t len;
    read = trawl_line_next(&reader, &line, &len);
    if (read != TRAWL_OK || !line) {
      break;
    }
    if (!is_blank(line, len)) {
      status = run_line(w, path, reader.line, line, len);
    }
  }
  if (read != TRAWL_OK) {
    say_failed(w, path, reader.line ? reader.line + 1 : 0, read);
  }
  trawl_line_reader_clear(&reader);
  if (reader.fd >= 0 && !standard) {
    close(reader.fd);
  }
  return status;
}

/* ---- paths ------------------------------------------------------------------------------------- */

static trawl_status run_one(walk *w, const char *path)
{
  return w->batch->jsonl ? run_lines(w, path) : run_file(w, path);
}

static trawl_status run_folder(walk *w, const char *path)
{
  trawl_arena arena = {NULL, NULL};
  trawl_paths paths = {.at = NULL};
  trawl_status status = trawl_file_list(path, NULL, &arena, &paths);
  if (status == TRAWL_IO) {
    say_failed(w, path, 0, TRAWL_IO);
    status = TRAWL_OK;
  } else if (status == TRAWL_OK && !paths.len) {
    const trawl_source source = {path, NULL, 0};
    say(w, (trawl_place){&source, 0, 0, 0}, "W407", "this folder holds no files");
  }
  for (uint32_t i = 0; i < paths.len && status == TRAWL_OK; ++i) {
    status = run_one(w, paths.at[i]);
  }
  trawl_vec_clear(&paths);
  trawl_arena_clear(&arena);
  return status;
}

static trawl_status run_path(walk *w, const char *path)
{
  return strcmp(path, "-") != 0 && trawl_file_is_folder(path) ? run_folder(w, path) : run_one(w, path);
}

/* A list of paths, one a line; a '\r' at a line's end is left out. */
static trawl_status run_list(walk *w, const char *list)
{
  const bool standard = strcmp(list, "-") == 0;
  trawl_line_reader reader = {
    .fd = standard ? STDIN_FILENO : open(list, O_RDONLY | O_CLOEXEC)};
  trawl_status read = reader.fd < 0 ? TRAWL_IO : TRAWL_OK, status = TRAWL_OK;
  while (read == TRAWL_OK && status == TRAWL_OK) {
    char *line;
    size_t len;
    read = trawl_line_next(&reader, &line, &len);
    if (read != TRAWL_OK || !line) {
      break;
    }
    len -= len && line[len - 1] == '\r';
    char path[4096];
    if (len >= sizeof path) {
      errno = ENAMETOOLONG;
      say_failed(w, list, reader.line, TRAWL_IO);
    } else if (len) {
      memcpy(path, line, len);
      path[len] = '\0';
      status = run_path(w, path);
    }
  }
  if (read != TRAWL_OK) {
    say_failed(w, list, 0, read);
  }
  trawl_line_reader_clear(&reader);
  if (reader.fd >= 0 && !standard) {
    close(reader.fd);
  }
  return status;
}

trawl_status trawl_batch_run(const trawl_batch *batch, trawl_batch_result *result)
{
  *result = (trawl_batch_result){.documents = 0};
  walk w = {.batch = batch, .result = result, .doc = trawl_doc_new(batch->pipeline)};
  trawl_status status = w.doc ? TRAWL_OK : TRAWL_NO_MEM;
  for (size_t i = 0; i < batch->path_count && status == TRAWL_OK; ++i) {
    status = run_path(&w, batch->paths[i]);
  }
  if (batch->files_from && status == TRAWL_OK) {
    status = run_list(&w, batch->files_from);
  }
  trawl_doc_free(w.doc);
  trawl_buf_clear(&w.text);
  return status;
}
