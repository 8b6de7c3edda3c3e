/* SPDX-License-Identifier: MIT
 * brat.c - a folder for brat: NAME.txt and NAME.ann for each document, and annotation.conf.
 *
 * Mentions are text-bound annotations, triples are events on their trigger with the arguments Subject,
 * Object, Time, Place and Source and the attributes Negation and Modality; who is meant stands in a note.
 * Positions count the characters of NAME.txt, as brat wants it, whatever --offsets says.  A span that
 * reaches over a line's end or a tab is written in fragments, which brat asks for.
 *
 * NAME is made of the document's id, without the suffix .txt; what two documents would share gets ~2. */
#include "base/hash.h"
#include "output/marks.h"
#include "output/seen.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { NAME_BYTES = 120 };

typedef struct folder {
  const trawl_write_options *options;
  trawl_buf *fault;
  const trawl_pipeline *pipeline; /* of the documents; NULL before the first */
  trawl_buf text, name, path, part;
  trawl_seen names; /* those in use */
} folder;

/* ---- files ------------------------------------------------------------------------------------- */

static trawl_status fail(folder *f, const char *path)
{
  trawl_buf_printf(f->fault, "%s: cannot be written: %s", path, strerror(errno));
  return TRAWL_IO;
}

/* Writes `text` as a file of the folder that appears whole. */
static trawl_status write_file(folder *f, const char *name, const char *suffix)
{
  f->path.len = f->part.len = 0;
  trawl_buf_printf(&f->path, "%s/%s%s", f->options->path, name, suffix);
  trawl_buf_printf(&f->part, "%s.part", trawl_buf_str(&f->path));
  const char *path = trawl_buf_str(&f->path), *part = trawl_buf_str(&f->part);
  TRAWL_TRY_MEM(!f->text.failed && !f->path.failed && !f->part.failed);
  const int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
  FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
  if (!file) {
    return fail(f, path);
  }
  const bool written = fwrite(f->text.at ? f->text.at : "", 1, f->text.len, file) == f->text.len;
  if (fclose(file) != 0 || !written || rename(part, path) != 0) {
    const trawl_status status = fail(f, path);
    remove(part);
    return status;
  }
  return TRAWL_OK;
}

/* ---- names of files ---------------------------------------------------------------------------- */

static bool is_plain(unsigned char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
         || c == '_';
}

static bool take_name(folder *f)
{
  return trawl_seen_add(&f->names, trawl_hash_bytes(f->name.at, f->name.len));
}

static trawl_status name_document(folder *f, const char *id)
{
  size_t len = strlen(id);
  len -= len > 4 && strcmp(id + len - 4, ".txt") == 0 ? 4 : 0;
  len = len < NAME_BYTES ? len : NAME_BYTES;
  f->name.len = 0;
  for (size_t i = 0; i < len; ++i) {
    const bool hidden = i == 0 && id[i] == '.';
    trawl_buf_putc(&f->name, is_plain((unsigned char)id[i]) && !hidden ? id[i] : '_');
  }
  trawl_buf_puts(&f->name, len ? "" : "document");
  const size_t bare = f->name.len;
  /* A number that is likely to be free, so that a million documents of one name are no square. */
  for (uint32_t n = 2; !take_name(f); n += 1 + n / 8) {
    f->name.len = bare;
    trawl_buf_printf(&f->name, "~%u", (unsigned)n);
  }
  return f->names.failed || f->name.failed ? TRAWL_NO_MEM : TRAWL_OK;
}

/* ---- annotations ------------------------------------------------------------------------------- */

static bool breaks(char c)
{
  return c == '\n' || c == '\r' || c == '\t';
}

/* "10 15;16 20": a fragment for each line. */
static void put_fragments(trawl_buf *out, trawl_slice slice)
{
  uint64_t at = slice.start;
  const char *text = slice.text, *const end = slice.text + slice.len;
  bool open = false, first = true;
  while (text < end) {
    const bool gap = breaks(*text);
    if (!gap && !open) {
      trawl_buf_puts(out, first ? "" : ";");
      trawl_buf_uint(out, at);
      first = false;
    } else if (gap && open) {
      trawl_buf_printf(out, " %llu", (unsigned long long)at);
    }
    open = !gap;
    trawl_next_code(&text, end);
    ++at;
  }
  trawl_buf_printf(out, " %llu", (unsigned long long)at);
}

static void put_words(trawl_buf *out, const char *text, size_t len)
{
  size_t done = 0;
  bool gap = false;
  for (size_t i = 0; i <= len; ++i) {
    if (i == len || breaks(text[i])) {
      trawl_buf_puts(out, gap && i > done ? " " : "");
      trawl_put_utf8(out, text + done, i - done, false);
      gap = gap || i > done;
      done = i + 1;
    }
  }
}

static void put_bound(trawl_buf *out, uint32_t number, const char *type, trawl_slice slice)
{
  trawl_buf_printf(out, "T%u\t%s ", (unsigned)number, type);
  put_fragments(out, slice);
  trawl_buf_putc(out, '\t');
  put_words(out, slice.text, slice.len);
  trawl_buf_putc(out, '\n');
}

static void put_mention(trawl_buf *out, uint32_t number, const trawl_mention_view *mention)
{
  put_bound(out, number, mention->type, mention->slice);
  const char *name = mention->value ? mention->value : mention->name;
  trawl_buf_printf(out, "#%u\tAnnotatorNotes T%u\t", (unsigned)number, (unsigned)number);
  put_words(out, name, strlen(name));
  if (mention->id) {
    trawl_buf_puts(out, "; ");
    put_words(out, mention->id, strlen(mention->id));
  }
  trawl_buf_putc(out, '\n');
}

static void put_argument(trawl_buf *out, const char *role, const trawl_argument_view *argument)
{
  if (argument->slice.text) {
    trawl_buf_printf(out, " %s:T%u", role, (unsigned)argument->mention + 1);
  }
}

/* Mention m is T(m+1); triggers are numbered behind them. */
static void put_event(trawl_buf *out, const trawl_triple_view *triple, uint32_t number, uint32_t trigger)
{
  put_bound(out, trigger, triple->relation, triple->trigger);
  trawl_buf_printf(out, "E%u\t%s:T%u", (unsigned)number, triple->relation, (unsigned)trigger);
  put_argument(out, "Subject", &triple->subject);
  put_argument(out, "Object", &triple->object);
  put_argument(out, "Time", &triple->time);
  put_argument(out, "Place", &triple->place);
  put_argument(out, "Source", &triple->attribution);
  trawl_buf_putc(out, '\n');
  if (strcmp(triple->polarity, "positive") != 0) {
    trawl_buf_printf(out, "A%u\tNegation E%u\n", (unsigned)number * 2 - 1, (unsigned)number);
  }
  if (strcmp(triple->modality, "actual") != 0) {
    trawl_buf_printf(out, "A%u\tModality E%u %s\n", (unsigned)number * 2, (unsigned)number,
                     triple->modality);
  }
}

static trawl_status write_annotations(folder *f, const trawl_doc *doc)
{
  trawl_marks marks = {.at = {.at = NULL}};
  trawl_status status = trawl_marks_find(doc, f->options, &marks);
  f->text.len = 0;
  for (uint32_t i = 0; i < marks.at.len; ++i) {
    trawl_mention_view mention = trawl_doc_mention_at(doc, marks.at.at[i].mention, TRAWL_CHARS);
    mention.slice = trawl_doc_within(doc, mention.slice, TRAWL_CHARS);
    put_mention(&f->text, marks.at.at[i].mention + 1, &mention);
  }
  for (uint32_t i = 0; i < marks.triples.len; ++i) {
    trawl_triple_view triple = trawl_doc_triple_at(doc, marks.triples.at[i], TRAWL_CHARS);
    triple.trigger = trawl_doc_within(doc, triple.trigger, TRAWL_CHARS);
    put_event(&f->text, &triple, i + 1, trawl_doc_mention_count(doc) + i + 1);
  }
  trawl_marks_clear(&marks);
  return status == TRAWL_OK ? write_file(f, trawl_buf_str(&f->name), ".ann") : status;
}

static trawl_status write_configuration(folder *f)
{
  trawl_buf *out = &f->text;
  out->len = 0;
  trawl_buf_puts(out, "[entities]\n");
  for (uint32_t i = 0; f->pipeline && i < trawl_pipeline_type_count(f->pipeline); ++i) {
    trawl_buf_printf(out, "%s\n", trawl_pipeline_type_at(f->pipeline, i));
  }
  trawl_buf_puts(out, "\n[relations]\n\n[events]\n");
  for (uint32_t i = 0; f->pipeline && i < trawl_pipeline_relation_count(f->pipeline); ++i) {
    trawl_buf_printf(out, "%s\tSubject:<ENTITY>, Object:<ENTITY>, Time?:<ENTITY>, Place?:<ENTITY>, "
                          "Source?:<ENTITY>\n",
                     trawl_pipeline_relation_at(f->pipeline, i));
  }
  trawl_buf_puts(out, "\n[attributes]\nNegation\tArg:<EVENT>\n"
                      "Modality\tArg:<EVENT>, Value:planned|possible|wanted\n");
  return write_file(f, "annotation", ".conf");
}

/* ---- the store --------------------------------------------------------------------------------- */

static void folder_free(void *state)
{
  folder *f = state;
  trawl_buf_clear(&f->text);
  trawl_buf_clear(&f->name);
  trawl_buf_clear(&f->path);
  trawl_buf_clear(&f->part);
  trawl_seen_clear(&f->names);
  free(f);
}

static trawl_status folder_open(const trawl_write_options *options, trawl_buf *fault, void **state)
{
  struct stat info;
  if (mkdir(options->path, 0777) != 0 && errno != EEXIST) {
    trawl_buf_printf(fault, "%s: cannot be made: %s", options->path, strerror(errno));
    return TRAWL_IO;
  }
  if (stat(options->path, &info) != 0 || !S_ISDIR(info.st_mode)) {
    trawl_buf_printf(fault, "%s: is no folder", options->path);
    return TRAWL_IO;
  }
  folder *f = calloc(1, sizeof *f);
  TRAWL_TRY_MEM(f);
  f->options = options;
  f->fault = fault;
  *state = f;
  return TRAWL_OK;
}

static trawl_status folder_add(void *state, const trawl_doc *doc)
{
  folder *f = state;
  const trawl_slice text = trawl_doc_text(doc, TRAWL_BYTES);
  f->pipeline = trawl_doc_pipeline(doc);
  TRAWL_TRY(name_document(f, trawl_doc_id(doc)));
  f->text.len = 0;
  trawl_put_utf8(&f->text, text.text, text.len, false);
  TRAWL_TRY(write_file(f, trawl_buf_str(&f->name), ".txt"));
  return write_annotations(f, doc);
}

static trawl_status folder_finish(void *state)
{
  return write_configuration(state);
}

static const trawl_store store = {folder_open, folder_add, folder_finish, folder_free};

const trawl_format trawl_format_brat = {
  .name = "brat",
  .help = "a folder for brat: .txt, .ann and annotation.conf; needs -o FOLDER",
  .target = TRAWL_TO_FOLDER,
  .store = &store,
};
