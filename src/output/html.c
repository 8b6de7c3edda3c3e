/* SPDX-License-Identifier: MIT
 * html.c - one self-contained page: the texts with their mentions marked, and the triples beside them.
 *
 * A document is an article; marks and triples are numbered in it, so that documents know nothing of each
 * other.  Marks nest; a trigger or mention that would cross another one is not marked.  All that comes from
 * texts goes through trawl_put_markup(). */
#include "output/html_page.h"
#include "output/markup.h"
#include "output/marks.h"

#include <stdlib.h>
#include <string.h>

/* A piece of the text to be marked: a mention, or the trigger of a triple. */
typedef struct piece {
  uint64_t start, end; /* bytes */
  uint32_t index;      /* of the mention, or of the triple */
  bool trigger;
} piece;

typedef TRAWL_VEC(piece) pieces;

static int by_place(const void *a, const void *b)
{
  const piece *x = a, *y = b;
  if (x->start != y->start) {
    return x->start < y->start ? -1 : 1;
  }
  if (x->end != y->end) {
    return x->end > y->end ? -1 : 1;
  }
  if (x->trigger != y->trigger) {
    return x->trigger ? -1 : 1;
  }
  return x->index < y->index ? -1 : x->index > y->index;
}

static void put_attribute(trawl_buf *out, const char *name, const char *text)
{
  trawl_buf_printf(out, " %s=\"", name);
  trawl_put_markup(out, text, strlen(text));
  trawl_buf_putc(out, '"');
}

static void open_piece(trawl_buf *out, const trawl_doc *doc, const piece *p)
{
  if (p->trigger) {
    trawl_buf_printf(out, "<b class=\"trigger\" data-t=\"%u\">", (unsigned)p->index);
    return;
  }
  const trawl_mention_view mention = trawl_doc_mention_at(doc, p->index, TRAWL_BYTES);
  trawl_buf_printf(out, "<mark data-m=\"%u\"", (unsigned)p->index);
  put_attribute(out, "data-type", mention.type);
  put_attribute(out, "data-name", mention.value ? mention.value : mention.name);
  if (mention.id) {
    put_attribute(out, "data-id", mention.id);
  }
  trawl_buf_putc(out, '>');
}

static const char *tag_of(const piece *p)
{
  return p->trigger ? "</b>" : "</mark>";
}

/* The text with its pieces as nested elements. */
static trawl_status put_text(trawl_buf *out, const trawl_doc *doc, const pieces *all)
{
  const trawl_slice text = trawl_doc_text(doc, TRAWL_BYTES);
  uint32_t *open = malloc(((size_t)all->len + 1) * sizeof *open), depth = 0;
  uint64_t done = 0;
  TRAWL_TRY_MEM(open);
  for (uint32_t i = 0; i <= all->len; ++i) {
    const uint64_t here = i < all->len ? all->at[i].start : text.len;
    while (depth && all->at[open[depth - 1]].end <= here) {
      const piece *last = &all->at[open[--depth]];
      trawl_put_markup(out, text.text + done, (size_t)(last->end - done));
      trawl_buf_puts(out, tag_of(last));
      done = last->end;
    }
    const bool crosses = i < all->len && depth && all->at[open[depth - 1]].end < all->at[i].end;
    trawl_put_markup(out, text.text + done, (size_t)(here - done));
    done = here;
    if (i < all->len && !crosses && all->at[i].start < all->at[i].end) {
      open_piece(out, doc, &all->at[i]);
      open[depth++] = i;
    }
  }
  free(open);
  return TRAWL_OK;
}

static void put_triple(trawl_buf *out, const trawl_doc *doc, uint32_t i)
{
  const trawl_record record = {.doc = trawl_doc_id(doc), .triple = trawl_doc_triple_at(doc, i, TRAWL_BYTES)};
  const trawl_triple_view *triple = &record.triple;
  trawl_buf line = {.at = NULL};
  trawl_format_text.record[TRAWL_TRIPLES](&line, &record);
  out->failed |= line.failed;
  trawl_buf_printf(out, "<li data-k=\"%u\" data-s=\"%u\" data-o=\"%u\"", (unsigned)i,
                   (unsigned)triple->subject.mention, (unsigned)triple->object.mention);
  put_attribute(out, "data-r", triple->relation);
  trawl_buf_printf(out, " class=\"%s%s\">", triple->polarity,
                   strcmp(triple->modality, "actual") == 0 ? "" : " open");
  trawl_put_markup(out, line.at, line.len - (line.len != 0)); /* without its line end */
  trawl_buf_puts(out, " <small>");
  trawl_put_ratio(out, triple->confidence);
  trawl_buf_putc(out, ' ');
  trawl_put_markup(out, triple->rule, strlen(triple->rule));
  trawl_buf_puts(out, "</small></li>\n");
  trawl_buf_clear(&line);
}

static trawl_status find_pieces(const trawl_doc *doc, const trawl_marks *marks, pieces *all)
{
  for (uint32_t i = 0; i < marks->at.len; ++i) {
    const trawl_slice slice = trawl_doc_within(
      doc, trawl_doc_mention_at(doc, marks->at.at[i].mention, TRAWL_BYTES).slice, TRAWL_BYTES);
    const piece p = {slice.start, slice.end, marks->at.at[i].mention, false};
    TRAWL_TRY_MEM(trawl_vec_push(all, p));
  }
  for (uint32_t i = 0; i < marks->triples.len; ++i) {
    const trawl_slice slice = trawl_doc_within(
      doc, trawl_doc_triple_at(doc, marks->triples.at[i], TRAWL_BYTES).trigger, TRAWL_BYTES);
    const piece p = {slice.start, slice.end, marks->triples.at[i], true};
    TRAWL_TRY_MEM(trawl_vec_push(all, p));
  }
  if (all->len) {
    qsort(all->at, all->len, sizeof *all->at, by_place);
  }
  return TRAWL_OK;
}

static trawl_status put_document(trawl_buf *out, const trawl_doc *doc, const trawl_write_options *options)
{
  trawl_marks marks = {.at = {.at = NULL}};
  pieces all = {.at = NULL};
  const char *id = trawl_doc_id(doc);
  trawl_status status = trawl_marks_find(doc, options, &marks);
  status = status == TRAWL_OK ? find_pieces(doc, &marks, &all) : status;
  trawl_buf_puts(out, "<article");
  put_attribute(out, "data-doc", id);
  trawl_buf_puts(out, "><h2><bdi>");
  trawl_put_markup(out, id, strlen(id));
  trawl_buf_puts(out, "</bdi></h2><div class=\"text\" dir=\"auto\">");
  status = status == TRAWL_OK ? put_text(out, doc, &all) : status;
  trawl_buf_puts(out, "</div><ol>\n");
  for (uint32_t i = 0; i < marks.triples.len; ++i) {
    put_triple(out, doc, marks.triples.at[i]);
  }
  trawl_buf_puts(out, "</ol></article>\n");
  trawl_vec_clear(&all);
  trawl_marks_clear(&marks);
  return status;
}

static void put_lines(trawl_buf *out, const char *const *lines)
{
  for (; *lines; ++lines) {
    trawl_buf_puts(out, *lines);
    trawl_buf_putc(out, '\n');
  }
}

static void put_header(trawl_buf *out, const trawl_write_options *options)
{
  (void)options;
  put_lines(out, trawl_html_head);
}

static void put_footer(trawl_buf *out, const trawl_write_options *options)
{
  (void)options;
  put_lines(out, trawl_html_foot);
}

const trawl_format trawl_format_html = {
  .name = "html",
  .help = "one page: texts with marked mentions, triples beside them, filters",
  .header = put_header,
  .footer = put_footer,
  .document = {[TRAWL_TRIPLES] = put_document},
};
