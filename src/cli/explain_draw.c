/* SPDX-License-Identifier: MIT
 * explain_draw.c - a sentence with marks below it:
 *
 *     Xi Jinping visited Kazan on Tuesday.
 *     └subject─┘ └verb─┘ └obj┘ └on─────┘
 *
 * The sentence is cut into cells, one a code point; lines are broken at blanks.  Marks that overlap go into
 * rows of their own.  Time and memory grow with the sentence and with the marks, of which there are few. */
#include "cli/explain.h"

#include <stdlib.h>
#include <utf8proc.h>

typedef struct cell {
  uint32_t byte;   /* offset in the sentence */
  uint32_t column; /* in its line */
  char text[4];
  uint8_t len, wide;
} cell;

enum { MAX_ROWS = 6, LONG = 4 /* lines: of longer sentences only those with marks are shown */ };

typedef struct drawing {
  trawl_buf *out;
  cell *cells;
  uint32_t count;
  const draw_mark *marks;
  size_t mark_count;
  uint8_t row[DRAW_MARKS];
  uint32_t indent, width;
  bool colors;
} drawing;

const char *paint_on(bool colors, paint as)
{
  static const char *const codes[] = {
    [PAINT_PLAIN] = "\033[0m",      [PAINT_HEADING] = "\033[1m", [PAINT_DIM] = "\033[2m",
    [PAINT_SUBJECT] = "\033[1;36m", [PAINT_VERB] = "\033[1;33m", [PAINT_OBJECT] = "\033[1;35m",
    [PAINT_OTHER] = "\033[34m",     [PAINT_GOOD] = "\033[1;32m", [PAINT_BAD] = "\033[1;31m",
  };
  return colors ? codes[as] : "";
}

/* One code point as it is shown; a run of white space is one blank. 0: nothing. */
static trawl_rune shown(const char *text, size_t len, bool *blank, cell *out)
{
  trawl_rune rune = trawl_utf8_read(text, len);
  const bool space = rune.code == ' ' || rune.code == '\n' || rune.code == '\t' || rune.code == '\r';
  const bool odd = rune.bad || rune.code < 0x20 || (rune.code >= 0x7F && rune.code < 0xA0)
                   || utf8proc_category((utf8proc_int32_t)rune.code) == UTF8PROC_CATEGORY_CF;
  *out = (cell){.len = 0};
  if (space) {
    out->len = !*blank;
    out->wide = !*blank;
    out->text[0] = ' ';
  } else {
    const uint32_t code = odd ? 0xFFFD : rune.code;
    const int wide = utf8proc_charwidth((utf8proc_int32_t)code);
    out->len = (uint8_t)trawl_utf8_write(code, out->text);
    out->wide = (uint8_t)(wide < 0 ? 1 : wide);
  }
  *blank = space;
  return rune;
}

void put_line(trawl_buf *out, const char *text, size_t len)
{
  bool blank = false;
  cell c;
  for (size_t i = 0; i < len;) {
    i += shown(text + i, len - i, &blank, &c).len;
    trawl_buf_put(out, c.text, c.len);
  }
}

uint32_t line_width(const char *text, size_t len)
{
  bool blank = false;
  uint32_t width = 0;
  cell c;
  for (size_t i = 0; i < len;) {
    i += shown(text + i, len - i, &blank, &c).len;
    width += c.wide;
  }
  return width;
}

static bool cut_cells(drawing *d, const char *text, size_t len)
{
  bool blank = false;
  d->cells = malloc((len + 1) * sizeof *d->cells);
  for (size_t i = 0; d->cells && i < len;) {
    cell *c = &d->cells[d->count];
    const size_t at = i;
    i += shown(text + i, len - i, &blank, c).len;
    c->byte = (uint32_t)at;
    d->count += c->len > 0;
  }
  return d->cells != NULL;
}

/* The end of the line that begins at `start`: behind its last blank that fits. */
static uint32_t end_of_line(drawing *d, uint32_t start)
{
  uint32_t column = 0, end = start, i = start;
  for (; i < d->count && column + d->cells[i].wide <= d->width; ++i) {
    d->cells[i].column = column;
    column += d->cells[i].wide;
    end = d->cells[i].text[0] == ' ' ? i + 1 : end;
  }
  return i == d->count ? i : end > start ? end : i > start ? i : start + 1;
}

static bool overlaps(const draw_mark *a, const draw_mark *b)
{
  return a->start < b->end && b->start < a->end;
}

/* The lowest row in which nothing stands where the mark goes. */
static void settle_rows(drawing *d)
{
  for (size_t i = 0; i < d->mark_count; ++i) {
    bool taken[MAX_ROWS] = {false};
    for (size_t k = 0; k < i; ++k) {
      if (d->row[k] < MAX_ROWS && overlaps(&d->marks[i], &d->marks[k])) {
        taken[d->row[k]] = true;
      }
    }
    d->row[i] = 0;
    while (d->row[i] < MAX_ROWS && taken[d->row[i]]) {
      ++d->row[i];
    }
  }
}

static void put_blanks(trawl_buf *out, uint32_t count)
{
  while (count--) {
    trawl_buf_putc(out, ' ');
  }
}

/* "└subject─┘" over `width` columns; `open`: goes on in the next line, `continued`: came from the last. */
static void put_mark(const drawing *d, const draw_mark *mark, uint32_t width, bool continued, bool open)
{
  trawl_buf *out = d->out;
  trawl_buf_puts(out, paint_on(d->colors, mark->as));
  if (width == 1) {
    trawl_buf_puts(out, "┴");
  } else {
    const uint32_t room = width - 2;
    const size_t len = continued ? 0 : strlen(mark->label);
    const uint32_t used = len < room ? (uint32_t)len : room;
    trawl_buf_puts(out, continued ? "─" : "└");
    trawl_buf_put(out, mark->label, used);
    for (uint32_t i = used; i < room; ++i) {
      trawl_buf_puts(out, "─");
    }
    trawl_buf_puts(out, open ? "─" : "┘");
  }
  trawl_buf_puts(out, paint_on(d->colors, PAINT_PLAIN));
}

/* Whether anything is marked in the cells [start, end). */
static bool has_mark(const drawing *d, uint32_t start, uint32_t end)
{
  for (size_t m = 0; m < d->mark_count; ++m) {
    if (d->marks[m].start <= d->cells[end - 1].byte && d->marks[m].end > d->cells[start].byte) {
      return true;
    }
  }
  return d->mark_count == 0;
}

/* The marks of one row below the cells [start, end). */
static bool draw_row(const drawing *d, uint32_t start, uint32_t end, uint8_t row)
{
  uint32_t column = 0;
  bool any = false;
  for (uint32_t i = start; i < end;) {
    const draw_mark *here = NULL;
    for (size_t m = 0; m < d->mark_count && !here; ++m) {
      const bool covers = d->cells[i].byte >= d->marks[m].start && d->cells[i].byte < d->marks[m].end;
      here = d->row[m] == row && covers ? &d->marks[m] : NULL;
    }
    if (!here) {
      ++i;
      continue;
    }
    const uint32_t first = i;
    while (i < end && d->cells[i].byte < here->end) {
      ++i;
    }
    uint32_t last = i; /* a blank at the line's end is not part of it */
    while (last > first + 1 && d->cells[last - 1].text[0] == ' ') {
      --last;
    }
    const uint32_t from = d->cells[first].column;
    const uint32_t width = d->cells[last - 1].column + d->cells[last - 1].wide - from;
    if (!any) {
      put_blanks(d->out, d->indent);
      any = true;
    }
    put_blanks(d->out, from - column);
    put_mark(d, here, width ? width : 1, d->cells[first].byte > here->start,
             i == end && i < d->count && d->cells[i].byte < here->end);
    column = from + (width ? width : 1);
  }
  if (any) {
    trawl_buf_putc(d->out, '\n');
  }
  return any;
}

void draw_sentence(trawl_buf *out, const char *text, size_t len, const draw_mark *marks, size_t count,
                   uint32_t indent, uint32_t width, bool colors)
{
  drawing d = {.out = out, .marks = marks, .mark_count = count < DRAW_MARKS ? count : DRAW_MARKS,
               .indent = indent, .width = width > indent + 20 ? width - indent : 20, .colors = colors};
  if (!cut_cells(&d, text, len)) {
    out->failed = true;
    return;
  }
  settle_rows(&d);
  const bool is_long = len > (size_t)LONG * d.width;
  bool left_out = false;
  for (uint32_t start = 0; start < d.count;) {
    const uint32_t end = end_of_line(&d, start);
    if (is_long && !has_mark(&d, start, end)) {
      if (!left_out) {
        put_blanks(out, indent);
        trawl_buf_puts(out, "...\n");
      }
      left_out = true;
      start = end;
      continue;
    }
    left_out = false;
    put_blanks(out, indent);
    uint32_t last = end;
    while (last > start && d.cells[last - 1].text[0] == ' ') {
      --last;
    }
    for (uint32_t i = start; i < last; ++i) {
      trawl_buf_put(out, d.cells[i].text, d.cells[i].len);
    }
    trawl_buf_putc(out, '\n');
    for (uint8_t row = 0; row < MAX_ROWS; ++row) {
      draw_row(&d, start, end, row);
    }
    start = end;
  }
  free(d.cells);
}
