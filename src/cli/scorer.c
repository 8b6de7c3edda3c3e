/* SPDX-License-Identifier: MIT
 * scorer.c - reads gold and triples into a score: files of either, and documents as they come. */
#include "cli/scorer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- JSON Lines files -------------------------------------------------------------------------- */

static void say_at(scorer *w, const char *file, uint32_t line, uint32_t column, const char *text)
{
  const trawl_finding finding = {.severity = TRAWL_ERROR,
                                 .code = "E420",
                                 .file = file,
                                 .line = line,
                                 .column = column,
                                 .width = 1,
                                 .message = text};
  finding_print(&finding);
  w->failed = true;
}

static void add_line(scorer *w, const char *file, uint32_t number, const char *line, size_t len,
                     scorer_add *add)
{
  json_error_t error;
  json_t *json = json_loadb(line, len, JSON_ALLOW_NUL, &error);
  const char *fault = json ? add(w, json) : error.text;
  if (fault) {
    say_at(w, file, number, json ? 1 : trawl_json_column(line, len, error.position, fault), fault);
  }
  json_decref(json);
}

static bool is_blank(const char *text, size_t len)
{
  size_t i = 0;
  while (i < len && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r')) {
    ++i;
  }
  return i == len;
}

void scorer_read_lines(scorer *w, const char *file, scorer_add *add)
{
  const bool standard = strcmp(file, "-") == 0;
  trawl_line_reader reader = {.fd = standard ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC)};
  trawl_status status = reader.fd < 0 ? TRAWL_IO : TRAWL_OK;
  char *line = NULL;
  size_t len = 0;
  while (status == TRAWL_OK && (status = trawl_line_next(&reader, &line, &len)) == TRAWL_OK && line) {
    if (!is_blank(line, len)) {
      add_line(w, file, reader.line, line, len, add);
    }
  }
  if (status != TRAWL_OK) {
    message("%s: cannot be read: %s", file,
            status == TRAWL_IO ? strerror(errno) : trawl_status_text(status));
    w->failed = true;
  }
  trawl_line_reader_clear(&reader);
  if (reader.fd >= 0 && !standard) {
    close(reader.fd);
  }
}

static const char *add_gold(scorer *w, json_t *gold)
{
  const char *fault = score_add_gold(w->score, gold);
  return fault || !w->before ? fault : score_add_gold(w->before, gold);
}

const char *scorer_add_triple(scorer *w, json_t *triple)
{
  return score_add_triple(w->score, triple);
}

const char *scorer_add_before(scorer *w, json_t *triple)
{
  return score_add_triple(w->before, triple);
}

/* ---- gold of other tools ------------------------------------------------------------------------ */

static void take_gold(void *with, const char *file, uint32_t line, json_t *gold)
{
  const char *fault = add_gold(with, gold);
  if (fault) {
    say_at(with, file, line, 1, fault);
  }
}

static void take_text(void *with, const char *doc, const char *text, size_t len)
{
  scorer *w = with;
  const gold_text one = {trawl_arena_str(&w->arena, doc), trawl_arena_strn(&w->arena, text, len), len};
  if (!one.doc || !one.text || !trawl_vec_push(&w->texts, one)) {
    say_at(w, doc, 0, 0, trawl_status_text(TRAWL_NO_MEM));
  }
}

static void take_fault(void *with, const char *file, uint32_t line, uint32_t column, const char *what)
{
  say_at(with, file, line, column, what);
}

void scorer_read_gold(scorer *w, const char *path)
{
  const gold_sink to = {take_gold, take_text, take_fault, w, w->maps};
  if (gold_is_brat(path)) {
    gold_read_brat(path, &to);
  } else if (gold_is_conll04(path)) {
    gold_read_conll04(path, &to);
  } else {
    scorer_read_lines(w, path, add_gold);
  }
}

/* ---- texts ------------------------------------------------------------------------------------- */

static bool sink(void *to, const char *bytes, size_t len)
{
  trawl_buf_put(to, bytes, len);
  return !((trawl_buf *)to)->failed;
}

void scorer_say(void *with, const trawl_finding *finding)
{
  const scorer *w = with;
  if (!w->quiet || finding->severity == TRAWL_ERROR) {
    finding_print(finding);
  }
}

/* Records go through the format that users get, so that what is scored is what is written. */
trawl_status scorer_take(void *with, const trawl_doc *doc)
{
  scorer *w = with;
  w->records.len = 0;
  TRAWL_TRY(trawl_writer_add(w->writer, doc));
  const char *at = w->records.at, *const end = at ? at + w->records.len : at;
  for (const char *stop; at < end; at = stop + 1) {
    stop = memchr(at, '\n', (size_t)(end - at));
    add_line(w, trawl_doc_id(doc), 0, at, (size_t)(stop - at), scorer_add_triple);
  }
  return TRAWL_OK;
}

/* The texts that came with the gold. */
trawl_status scorer_run_texts(scorer *w, trawl_doc *doc, scorer_taker *take, void *with)
{
  trawl_status status = TRAWL_OK;
  for (uint32_t i = 0; i < w->texts.len && status == TRAWL_OK; ++i) {
    const gold_text *one = &w->texts.at[i];
    const trawl_text text = {.id = one->doc, .bytes = one->text, .len = one->len, .fallback = w->date};
    status = trawl_run(trawl_doc_pipeline(doc), doc, &text, TRAWL_STAGE_RELATIONS);
    if (status == TRAWL_OK && !w->quiet) {
      limits_hit(doc);
    }
    status = status == TRAWL_OK ? take(with, doc) : status;
  }
  return status;
}

void scorer_beside(scorer *w, const char *gold, string_list *out)
{
  uint32_t n = 0;
  while (score_doc(w->score, n)) {
    ++n;
  }
  out->at = malloc((n + 1) * sizeof *out->at);
  const bool whole = trawl_file_is_folder(gold);
  const int folder = (int)(whole ? strlen(gold) : (size_t)(trawl_file_base(gold) - gold));
  for (uint32_t i = 0; out->at && i < n; ++i) {
    const char *path = trawl_arena_printf(&w->arena, "%.*s%s%s", folder, gold, whole ? "/" : "", score_doc(w->score, i));
    if (path) {
      out->at[out->count++] = path;
    }
  }
}

bool scorer_open(scorer *w, bool with_before)
{
  const trawl_write_options write = {.format = "jsonl", .layer = TRAWL_TRIPLES, .evidence = true};
  w->score = score_new();
  w->before = with_before ? score_new() : NULL;
  return w->score && (w->before || !with_before)
         && trawl_writer_new(&write, sink, &w->records, &w->writer) == TRAWL_OK;
}

void scorer_close(scorer *w)
{
  score_free(w->score);
  score_free(w->before);
  trawl_vec_clear(&w->texts);
  trawl_writer_free(w->writer);
  trawl_buf_clear(&w->records);
  trawl_arena_clear(&w->arena);
}
