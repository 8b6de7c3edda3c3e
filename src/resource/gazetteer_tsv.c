/* SPDX-License-Identifier: MIT
 * gazetteer_tsv.c - gazetteers that programs write: one entry a line.
 *
 *   name TAB type TAB id TAB alias|alias TAB key=value;key=value
 *
 * Columns at the end may be left out.  Lists among the attributes (demonyms, seats) are parted by
 * commas.  A fault costs its line.  Lines are read where they stand; a field is only copied when it
 * holds an escape. */
#include "resource/gazetteer_build.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

enum { COLUMNS = 5 };

typedef struct line {
  const char *at, *end;
  uint32_t number;
} line;

typedef struct tsv_reader {
  trawl_gaz_file file;
  trawl_buf field;
  line line;
} tsv_reader;

/* Code points of valid UTF-8. */
static uint32_t count(const char *from, const char *to)
{
  uint32_t n = 0;
  for (; from < to; ++from) {
    n += (*from & 0xC0) != 0x80;
  }
  return n;
}

static trawl_place place_in(const tsv_reader *in, const char *from, const char *to)
{
  return (trawl_place){in->file.from, in->line.number, count(in->line.at, from) + 1,
                       count(from, to)};
}

/* Bytes that no field can hold. */
static trawl_status check_line(const tsv_reader *in)
{
  for (const char *at = in->line.at; at < in->line.end;) {
    const unsigned char byte = (unsigned char)*at;
    if ((byte >= 0x20 && byte < 0x7F) || byte == '\t') {
      ++at;
      continue;
    }
    const trawl_rune rune = trawl_utf8_read(at, (size_t)(in->line.end - at));
    if (rune.bad) {
      return trawl_report(in->file.loader->findings, place_in(in, at, at + 1), "E102",
                          TRAWL_BAD_RULE, "not UTF-8: byte 0x%02X does not fit here", byte);
    }
    if (rune.code < 0xA0) {
      return trawl_report(in->file.loader->findings, place_in(in, at, at + 1), "E313",
                          TRAWL_BAD_RULE, "control character U+%04X is not allowed",
                          (unsigned)rune.code);
    }
    at += rune.len;
  }
  return TRAWL_OK;
}

/* The text of a field, its escapes undone. */
static trawl_status unescape(tsv_reader *in, const char *from, const char *to, trawl_gaz_text *out)
{
  const char *slash = memchr(from, '\\', (size_t)(to - from));
  trawl_gaz_text text = {from, (size_t)(to - from), place_in(in, from, to)};
  if (!slash) {
    *out = text;
    return TRAWL_OK;
  }
  in->field.len = 0;
  for (const char *at = from; at < to; ++at) {
    char c = *at;
    if (c == '\\') {
      const char next = at + 1 < to ? at[1] : '\0';
      if (!next || !strchr("tn\\|;,", next)) {
        return trawl_report_hint(in->file.loader->findings, place_in(in, at, at + 1), "E311",
                                 TRAWL_BAD_RULE, "escapes are \\t \\n \\\\ \\| \\; and \\,",
                                 "an escape that means nothing");
      }
      c = next == 't' ? '\t' : next == 'n' ? '\n' : next;
      ++at;
    }
    trawl_buf_putc(&in->field, c);
  }
  TRAWL_TRY_MEM(!in->field.failed);
  text.at = in->field.at;
  text.len = in->field.len;
  *out = text;
  return TRAWL_OK;
}

/* The end of the piece that begins at `at`: the next `stop` without a backslash before it. */
static const char *piece_end(const char *at, const char *end, char stop)
{
  for (; at < end && *at != stop; ++at) {
    at += *at == '\\' && at + 1 < end;
  }
  return at;
}

static trawl_status set_field(tsv_reader *in, trawl_gaz_field field, const char *from,
                              const char *to)
{
  trawl_gaz_text text;
  const trawl_status status = unescape(in, from, to, &text);
  return status == TRAWL_OK ? trawl_gaz_set(&in->file, field, &text)
                            : trawl_gaz_absorb(&in->file, status);
}

static trawl_status set_list(tsv_reader *in, trawl_gaz_field field, const char *from,
                             const char *to, char stop)
{
  while (from < to) {
    const char *end = piece_end(from, to, stop);
    TRAWL_TRY(set_field(in, field, from, end));
    from = end + 1;
  }
  return TRAWL_OK;
}

static trawl_status set_attribute(tsv_reader *in, const char *from, const char *to)
{
  const char *equals = memchr(from, '=', (size_t)(to - from));
  char key[32] = "";
  const size_t len = (size_t)((equals ? equals : to) - from);
  snprintf(key, sizeof key, "%.*s", (int)(len < sizeof key ? len : sizeof key - 1), from);
  const trawl_gaz_field field = trawl_gaz_field_of(key);
  if (!equals) {
    return trawl_report(in->file.loader->findings, place_in(in, from, to), "E310", TRAWL_BAD_RULE,
                        "expected key=value, got '%s'", key);
  }
  if (field == TRAWL_GAZ_FIELD_COUNT || field <= TRAWL_GAZ_ALIASES || field == TRAWL_GAZ_ROLES) {
    static const char *const known[] = {"gender",     "wikidata",  "kind", "in",   "demonyms",
                                        "capital",    "seats",     "iso2", "iso3", "number",
                                        "population", "ambiguous", "case", "source", "as_of"};
    return trawl_report_unknown(in->file.loader->findings, place_in(in, from, equals), "E301",
                                "attribute", key, known, TRAWL_COUNT(known));
  }
  return trawl_gaz_is_list(field) ? set_list(in, field, equals + 1, to, ',')
                                  : set_field(in, field, equals + 1, to);
}

static trawl_status set_column(tsv_reader *in, unsigned column, const char *from, const char *to)
{
  if (column == 3) {
    return set_list(in, TRAWL_GAZ_ALIASES, from, to, '|');
  }
  if (column == 4) {
    while (from < to) {
      const char *end = piece_end(from, to, ';');
      TRAWL_TRY(trawl_gaz_absorb(&in->file, set_attribute(in, from, end)));
      from = end + 1;
    }
    return TRAWL_OK;
  }
  static const trawl_gaz_field fields[] = {TRAWL_GAZ_NAME, TRAWL_GAZ_TYPE, TRAWL_GAZ_ID};
  return column == 2 && from == to ? TRAWL_OK : set_field(in, fields[column], from, to);
}

static trawl_status read_line(tsv_reader *in)
{
  if (check_line(in) != TRAWL_OK) {
    in->file.faulty = true;
    return TRAWL_OK;
  }
  const size_t len = in->line.end > in->line.at ? (size_t)(in->line.end - in->line.at) : 0;
  if (!memchr(in->line.at, '\t', len)) {
    in->file.faulty = true;
    trawl_report_hint(in->file.loader->findings, place_in(in, in->line.at, in->line.end), "E312",
                      TRAWL_BAD_RULE,
                      "columns are parted by tabs: name, type, id, aliases, attributes",
                      "a line without a type column");
    return TRAWL_OK;
  }
  TRAWL_TRY(trawl_gaz_begin(&in->file, (trawl_place){in->file.from, in->line.number, 1, 1}));
  const char *from = in->line.at;
  for (unsigned column = 0; from <= in->line.end; ++column) {
    const char *tab = memchr(from, '\t', (size_t)(in->line.end - from));
    const char *to = tab ? tab : in->line.end;
    if (column == COLUMNS) {
      trawl_gaz_break(&in->file);
      trawl_report(in->file.loader->findings, place_in(in, from, to), "E312", TRAWL_BAD_RULE,
                   "more than %d columns", COLUMNS);
      break;
    }
    TRAWL_TRY(set_column(in, column, from, to));
    from = to + 1;
  }
  return trawl_gaz_end(&in->file);
}

/* What stands behind "# key:" on the line, without blanks and quotes around it; NULL: it says something else. */
static const char *comment_value(const tsv_reader *in, const char *key, size_t *len)
{
  const char *at = in->line.at + 1, *end = in->line.end;
  while (at < end && *at == ' ') {
    ++at;
  }
  if ((size_t)(end - at) < strlen(key) || memcmp(at, key, strlen(key)) != 0) {
    return NULL;
  }
  for (at += strlen(key); at < end && (*at == ' ' || *at == '"'); ++at) {
  }
  while (end > at && (end[-1] == ' ' || end[-1] == '"')) {
    --end;
  }
  *len = (size_t)(end - at);
  return at;
}

/* "# as_of: 2026-11-01", "# source: the railway's annual report" */
static trawl_status read_comment(tsv_reader *in)
{
  size_t len = 0;
  const char *date = comment_value(in, "as_of:", &len);
  const char *at = date ? date : comment_value(in, "source:", &len);
  if (!at) {
    return TRAWL_OK;
  }
  const char *blank = date ? memchr(at, ' ', len) : NULL;
  len = blank ? (size_t)(blank - at) : len;
  const trawl_gaz_text text = {at, len, place_in(in, at, at + len)};
  const trawl_status status = (date ? trawl_gaz_add_as_of : trawl_gaz_add_source)(&in->file, TRAWL_FACT_OF_FILE,
                                                                               in->file.source, &text);
  in->file.faulty |= status != TRAWL_OK;
  return status == TRAWL_NO_MEM ? status : TRAWL_OK;
}

static trawl_status read_lines(tsv_reader *in, const char *at, const char *end)
{
  for (uint32_t number = 1; at < end; ++number) {
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    const char *stop = newline ? newline : end;
    in->line = (line){at, stop > at && stop[-1] == '\r' ? stop - 1 : stop, number};
    at = stop + 1;
    if (in->line.at == in->line.end) {
      continue;
    }
    if (*in->line.at == '#') {
      TRAWL_TRY(read_comment(in));
    } else {
      TRAWL_TRY(read_line(in));
    }
  }
  return TRAWL_OK;
}

trawl_status trawl_gazetteer_load_tsv(const trawl_gazetteer_loader *loader,
                                      const trawl_source *source)
{
  static const char magic[] = "#trawl-gazetteer 1";
  const char *at = source->text, *end = at + source->len;
  if (source->len >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) {
    at += 3;
  }
  const size_t len = sizeof magic - 1;
  if ((size_t)(end - at) < len || memcmp(at, magic, len) != 0
      || (at + len < end && !strchr("\r\n\t ", at[len]))) {
    return trawl_report(loader->findings, (trawl_place){source, 1, 1, 1}, "E312", TRAWL_BAD_RULE,
                        "the first line must be '%s'", magic);
  }
  tsv_reader in = {.field = {.at = NULL}};
  TRAWL_TRY(trawl_gaz_open(loader, source, &in.file));
  const trawl_status status = read_lines(&in, at, end);
  trawl_buf_clear(&in.field);
  return status != TRAWL_OK ? status : in.file.faulty ? TRAWL_BAD_RULE : TRAWL_OK;
}
