/* SPDX-License-Identifier: MIT
 * warc.c - records of web archives (ISO 28500): header lines, an empty line, as many bytes as they say.
 *
 * Only records of the type "conversion" (WET) are texts; all others are passed over. */
#include "input/warc.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { HEADER_BYTES = 64 << 10, PASS_STEP = 16 << 10 };

bool trawl_warc_begins(const char *head, size_t len)
{
  return len >= 7 && memcmp(head, "WARC/1.", 7) == 0;
}

/* Bytes of the record, out of what the line reader holds first. */
static trawl_status read_body(trawl_stream *stream, char *to, size_t room, size_t *got)
{
  trawl_warc *warc = stream->from;
  trawl_line_reader *lines = &warc->lines;
  const size_t held = lines->buf.len - lines->start;
  room = room < warc->left ? room : (size_t)warc->left;
  *got = 0;
  if (held && room) {
    *got = held < room ? held : room;
    memcpy(to, lines->buf.at + lines->start, *got);
    lines->start += *got;
  } else if (room) {
    const trawl_status status = lines->stream->read(lines->stream, to, room, got);
    stream->fault = lines->stream->fault;
    TRAWL_TRY(status);
    lines->ended |= !*got;
  }
  warc->left -= *got;
  return TRAWL_OK;
}

static trawl_status pass_over(trawl_warc *warc)
{
  char rest[PASS_STEP];
  size_t got = 1;
  while (warc->left && got) {
    TRAWL_TRY(read_body(&warc->stream, rest, sizeof rest, &got));
  }
  return TRAWL_OK;
}

static trawl_status fail(trawl_warc *warc, const char *fault)
{
  warc->stream.fault = fault;
  return TRAWL_BAD_DATA;
}

/* The value of "Name: value" when the line has that name, without '\r'. */
static bool take_value(const char *line, size_t len, const char *name, char *out, size_t room)
{
  const size_t n = strlen(name);
  if (len <= n || strncasecmp(line, name, n) != 0 || line[n] != ':') {
    return false;
  }
  size_t at = n + 1;
  while (at < len && (line[at] == ' ' || line[at] == '\t')) {
    ++at;
  }
  while (len > at && (line[len - 1] == '\r' || line[len - 1] == ' ')) {
    --len;
  }
  snprintf(out, room, "%.*s", (int)(len - at < room ? len - at : room - 1), line + at);
  return true;
}

/* Header lines up to the empty one. `*is_text`: the record holds a page's text. */
static trawl_status read_header(trawl_warc *warc, bool *is_text)
{
  char type[32] = "", length[32] = "", date[64] = "";
  warc->url[0] = warc->date[0] = '\0';
  for (;;) {
    char *line, *end = length; /* what is no number has no end */
    size_t len;
    TRAWL_TRY(trawl_line_next(&warc->lines, &line, &len));
    if (!line) {
      return fail(warc, "breaks off in the header of a record");
    }
    if (!len || (len == 1 && *line == '\r')) {
      errno = 0;
      warc->left = length[0] >= '0' && length[0] <= '9' ? strtoull(length, &end, 10) : 0;
      if (!length[0] || *end || errno) {
        return fail(warc, "a record without its length");
      }
      break;
    }
    (void)(take_value(line, len, "WARC-Type", type, sizeof type)
           || take_value(line, len, "Content-Length", length, sizeof length)
           || take_value(line, len, "WARC-Target-URI", warc->url, sizeof warc->url)
           || take_value(line, len, "WARC-Date", date, sizeof date));
  }
  if (strlen(date) >= 10) {
    date[10] = '\0';
    memcpy(warc->date, date, trawl_is_date(date) ? 11 : 0);
  }
  *is_text = strcmp(type, "conversion") == 0;
  return TRAWL_OK;
}

trawl_status trawl_warc_next(trawl_warc *warc, trawl_stream *from, bool *more)
{
  warc->stream.read = read_body;
  warc->stream.from = warc;
  warc->lines.stream = from;
  warc->lines.max = HEADER_BYTES;
  *more = false;
  for (;;) {
    char *line;
    size_t len;
    bool is_text = false;
    TRAWL_TRY(pass_over(warc));
    if (warc->left) {
      return fail(warc, "breaks off in a record");
    }
    do {
      TRAWL_TRY(trawl_line_next(&warc->lines, &line, &len));
    } while (line && (!len || (len == 1 && *line == '\r')));
    if (!line) {
      return TRAWL_OK;
    }
    if (!trawl_warc_begins(line, len)) {
      return fail(warc, "no record of a web archive begins here");
    }
    TRAWL_TRY(read_header(warc, &is_text));
    if (is_text) {
      ++warc->records;
      *more = true;
      return TRAWL_OK;
    }
  }
}

void trawl_warc_clear(trawl_warc *warc)
{
  trawl_line_reader_clear(&warc->lines);
}
