/* SPDX-License-Identifier: MIT
 * tsv.c - columns: tsv with backslash escapes, csv with quotes (RFC 4180, but for plain line feeds).
 *
 * The columns are a contract (docs/outputs.md): new ones go to the right-hand end.  Both formats have the
 * same; only how a field is escaped differs, and that is in `put_field`. */
#include "output/writer.h"

#include "base/utf8.h"
#include "output/merge.h"

#include <string.h>

typedef void put_field(trawl_buf *out, const char *text, size_t len);

/* ---- fields ------------------------------------------------------------------------------------ */

/* Copies, with bad UTF-8 as U+FFFD, up to the next byte that is in `stops`; gives the bytes taken. */
static size_t put_until(trawl_buf *out, const char *text, size_t len, const char *stops)
{
  size_t i = 0;
  while (i < len && !(text[i] && strchr(stops, text[i])) && text[i]) {
    const trawl_rune rune = trawl_utf8_read(text + i, len - i);
    if (rune.bad) {
      trawl_buf_puts(out, "\xEF\xBF\xBD");
    } else {
      trawl_buf_put(out, text + i, rune.len);
    }
    i += rune.len;
  }
  return i;
}

static void put_tsv(trawl_buf *out, const char *text, size_t len)
{
  static const char from[] = "\t\n\r\\", to[] = "tnr\\";
  for (size_t i = 0; i < len; ++i) {
    i += put_until(out, text + i, len - i, from);
    if (i < len && text[i]) {
      trawl_buf_putc(out, '\\');
      trawl_buf_putc(out, to[strchr(from, text[i]) - from]);
    } else if (i < len) {
      trawl_buf_puts(out, "\xEF\xBF\xBD"); /* NUL: few readers take it */
    }
  }
}

static void put_csv(trawl_buf *out, const char *text, size_t len)
{
  bool quotes = false;
  for (size_t i = 0; i < len && !quotes; ++i) {
    quotes = text[i] == '"' || text[i] == ',' || text[i] == '\n' || text[i] == '\r';
  }
  if (quotes) {
    trawl_buf_putc(out, '"');
  }
  for (size_t i = 0; i < len; ++i) {
    i += put_until(out, text + i, len - i, "\"");
    if (i < len) {
      trawl_buf_puts(out, text[i] ? "\"\"" : "\xEF\xBF\xBD");
    }
  }
  if (quotes) {
    trawl_buf_putc(out, '"');
  }
}

/* ---- rows -------------------------------------------------------------------------------------- */

typedef struct row {
  trawl_buf *out;
  put_field *field;
  char separator;
  bool started;
} row;

static void next(row *r)
{
  if (r->started) {
    trawl_buf_putc(r->out, r->separator);
  }
  r->started = true;
}

static void add_text(row *r, const char *text)
{
  next(r);
  if (text) {
    r->field(r->out, text, strlen(text));
  }
}

static void add_slice(row *r, trawl_slice slice)
{
  next(r);
  if (slice.text) {
    r->field(r->out, slice.text, slice.len);
  }
}

static void add_number(row *r, uint64_t number)
{
  next(r);
  trawl_buf_uint(r->out, number);
}

static void add_place(row *r, trawl_slice slice)
{
  add_number(r, slice.start);
  add_number(r, slice.end);
}

static void add_argument(row *r, const trawl_argument_view *argument)
{
  add_text(r, argument->name);
  add_text(r, argument->id);
  add_text(r, argument->type);
}

static void put_pair_part(trawl_buf *joined, const char *text, char before)
{
  if (before) {
    trawl_buf_putc(joined, before);
  }
  for (const char *c = text; *c; ++c) {
    if (*c == ';' || *c == '=' || *c == '\\') {
      trawl_buf_putc(joined, '\\');
    }
    trawl_buf_putc(joined, *c);
  }
}

static void add_joined(row *r, trawl_buf *joined)
{
  r->out->failed |= joined->failed;
  add_slice(r, (trawl_slice){.text = joined->at, .len = joined->len});
  trawl_buf_clear(joined);
}

/* key=value;key=value, with ; = and \ escaped. */
static void add_qualifiers(row *r, const trawl_qualifier_view *qualifiers, uint32_t count)
{
  trawl_buf joined = {.at = NULL};
  for (uint32_t i = 0; i < count; ++i) {
    put_pair_part(&joined, qualifiers[i].key, i ? ';' : 0);
    put_pair_part(&joined, qualifiers[i].value, '=');
  }
  add_joined(r, &joined);
}

static void add_triple(row *r, const trawl_record *record)
{
  const trawl_triple_view *triple = &record->triple;
  add_text(r, record->doc);
  add_number(r, triple->sentence);
  add_argument(r, &triple->subject);
  add_text(r, triple->relation);
  add_argument(r, &triple->object);
  add_text(r, triple->polarity);
  add_text(r, triple->modality);
  add_text(r, triple->tense);
  add_text(r, triple->attribution.name);
  if (triple->time.value) {
    add_text(r, triple->time.value);
  } else {
    add_slice(r, triple->time.slice);
  }
  add_text(r, triple->place.name);
  add_qualifiers(r, triple->qualifiers, triple->qualifier_count);
  add_text(r, triple->rule);
  next(r);
  trawl_put_ratio(r->out, triple->confidence);
  add_place(r, triple->subject.slice);
  add_place(r, triple->object.slice);
  add_slice(r, triple->trigger);
  if (record->evidence.text) {
    add_slice(r, record->evidence);
  }
}

static void add_mention(row *r, const trawl_record *record)
{
  const trawl_mention_view *mention = &record->mention;
  add_text(r, record->doc);
  add_number(r, mention->sentence);
  add_slice(r, mention->slice);
  add_text(r, mention->name);
  add_text(r, mention->id);
  add_text(r, mention->type);
  add_text(r, mention->kind);
  add_place(r, mention->slice);
  add_text(r, mention->stands_for_name);
  add_text(r, mention->value);
  add_text(r, mention->source);
  add_text(r, mention->how);
}

static void add_sentence(row *r, const trawl_record *record)
{
  add_text(r, record->doc);
  add_number(r, record->sentence.sentence);
  add_place(r, record->sentence.slice);
  add_slice(r, record->sentence.slice);
}

static void add_token(row *r, const trawl_record *record)
{
  const trawl_token_view *token = &record->token;
  add_text(r, record->doc);
  add_number(r, token->sentence);
  add_number(r, token->token);
  add_slice(r, token->slice);
  add_text(r, token->lemma);
  add_text(r, token->tag);
  add_place(r, token->slice);
}

/* doc=sentence;doc=sentence, escaped likewise. */
static void add_sources(row *r, const trawl_merged_view *merged)
{
  trawl_buf joined = {.at = NULL};
  for (uint32_t at = merged->first_source; at != TRAWL_NONE;) {
    const trawl_source_view source = trawl_merge_source(merged->merge, &at);
    put_pair_part(&joined, source.doc, joined.len ? ';' : 0);
    trawl_buf_putc(&joined, '=');
    trawl_buf_uint(&joined, source.sentence);
  }
  add_joined(r, &joined);
}

static void add_merged(row *r, const trawl_record *record)
{
  const trawl_merged_view *merged = &record->merged;
  add_argument(r, &merged->subject);
  add_text(r, merged->relation);
  add_argument(r, &merged->object);
  add_text(r, merged->polarity);
  add_text(r, merged->modality);
  add_qualifiers(r, merged->qualifiers, merged->qualifier_count);
  add_number(r, merged->count);
  add_number(r, merged->documents);
  add_number(r, merged->attributed);
  add_text(r, merged->first);
  add_text(r, merged->last);
  next(r);
  trawl_put_ratio(r->out, merged->confidence);
  add_sources(r, merged);
}

/* ---- layers ------------------------------------------------------------------------------------ */

enum { MERGED = TRAWL_LAYERS };

static const struct {
  const char *columns; /* a space between them */
  void (*add)(row *r, const trawl_record *record);
} layers[] = {
  [TRAWL_TRIPLES] = {"doc sentence subject subject_id subject_type relation object object_id object_type "
                     "polarity modality tense attribution time place qualifiers rule confidence "
                     "subject_start subject_end object_start object_end trigger",
                     add_triple},
  [TRAWL_ENTITIES] = {"doc sentence text name id type kind start end stands_for value source how",
                      add_mention},
  [TRAWL_SENTENCES] = {"doc sentence start end text", add_sentence},
  [TRAWL_TOKENS] = {"doc sentence token text lemma tag start end", add_token},
  [MERGED] = {"subject subject_id subject_type relation object object_id object_type polarity modality "
              "qualifiers count documents attributed first last confidence sources",
              add_merged},
};

static void put_columns(trawl_buf *out, const trawl_write_options *options, char separator)
{
  for (const char *c = layers[options->merge ? (unsigned)MERGED : options->layer].columns; *c; ++c) {
    trawl_buf_putc(out, *c == ' ' ? separator : *c);
  }
  if (options->layer == TRAWL_TRIPLES && options->evidence && !options->merge) {
    trawl_buf_putc(out, separator);
    trawl_buf_puts(out, "evidence");
  }
  trawl_buf_putc(out, '\n');
}

static void put_row(trawl_buf *out, const trawl_record *record, unsigned layer, put_field *field,
                    char separator)
{
  row r = {out, field, separator, false};
  layers[layer].add(&r, record);
  trawl_buf_putc(out, '\n');
}

#define FORMAT(name, separator)                                                                    \
  static void name##_header(trawl_buf *out, const trawl_write_options *options)                    \
  {                                                                                                \
    put_columns(out, options, separator);                                                          \
  }                                                                                                \
  static void name##_triple(trawl_buf *out, const trawl_record *record)                            \
  {                                                                                                \
    put_row(out, record, TRAWL_TRIPLES, put_##name, separator);                                    \
  }                                                                                                \
  static void name##_mention(trawl_buf *out, const trawl_record *record)                           \
  {                                                                                                \
    put_row(out, record, TRAWL_ENTITIES, put_##name, separator);                                   \
  }                                                                                                \
  static void name##_sentence(trawl_buf *out, const trawl_record *record)                          \
  {                                                                                                \
    put_row(out, record, TRAWL_SENTENCES, put_##name, separator);                                  \
  }                                                                                                \
  static void name##_token(trawl_buf *out, const trawl_record *record)                             \
  {                                                                                                \
    put_row(out, record, TRAWL_TOKENS, put_##name, separator);                                     \
  }                                                                                                \
  static void name##_merged(trawl_buf *out, const trawl_record *record)                            \
  {                                                                                                \
    put_row(out, record, MERGED, put_##name, separator);                                           \
  }

FORMAT(tsv, '\t')
FORMAT(csv, ',')

const trawl_format trawl_format_tsv = {
  .name = "tsv",
  .help = "tab-separated, with a header line; \\t \\n \\r \\\\ escaped",
  .header = tsv_header,
  .record = {tsv_triple, tsv_mention, tsv_sentence, tsv_token},
  .merged = tsv_merged,
  .merged_header = tsv_header,
};

const trawl_format trawl_format_csv = {
  .name = "csv",
  .help = "comma-separated, with a header line; quoted where needed",
  .header = csv_header,
  .record = {csv_triple, csv_mention, csv_sentence, csv_token},
  .merged = csv_merged,
  .merged_header = csv_header,
};
