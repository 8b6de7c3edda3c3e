/* SPDX-License-Identifier: MIT
 * writer.c - records as text: the table of formats, and the walk over a document that they share.
 *
 * Bytes gather in one buffer that goes to the caller's sink when it is full and at the end of each
 * document, so memory does not grow with the output.  After a failure nothing more is written. */
#include "output/writer.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { FLUSH_AT = 1 << 16 };

static const trawl_format *const formats[] = {
  &trawl_format_text,
  &trawl_format_tsv,
  &trawl_format_csv,
  &trawl_format_jsonl,
};

struct trawl_writer {
  const trawl_format *format;
  trawl_write_options options;
  trawl_buf out;
  trawl_sink sink;
  void *to;
  trawl_status status; /* the first failure; it stays */
};

const char *trawl_format_name(size_t i)
{
  return i < TRAWL_COUNT(formats) ? formats[i]->name : NULL;
}

const char *trawl_format_help(size_t i)
{
  return i < TRAWL_COUNT(formats) ? formats[i]->help : NULL;
}

trawl_status trawl_writer_new(const trawl_write_options *options, trawl_sink sink, void *to,
                              trawl_writer **out)
{
  const trawl_format *format = NULL;
  for (size_t i = 0; i < TRAWL_COUNT(formats) && !format; ++i) {
    format = strcmp(formats[i]->name, options->format) == 0 ? formats[i] : NULL;
  }
  if (!format || !format->record[options->layer]) {
    return TRAWL_BAD_DATA;
  }
  trawl_writer *writer = calloc(1, sizeof *writer);
  TRAWL_TRY_MEM(writer);
  writer->format = format;
  writer->options = *options;
  writer->sink = sink;
  writer->to = to;
  *out = writer;
  return TRAWL_OK;
}

void trawl_writer_free(trawl_writer *writer)
{
  if (writer) {
    trawl_buf_clear(&writer->out);
    free(writer);
  }
}

static trawl_status flush(trawl_writer *writer)
{
  if (writer->status == TRAWL_OK && writer->out.failed) {
    writer->status = TRAWL_NO_MEM;
  }
  if (writer->status == TRAWL_OK && writer->out.len
      && !writer->sink(writer->to, writer->out.at, writer->out.len)) {
    writer->status = TRAWL_IO;
  }
  writer->out.len = 0;
  return writer->status;
}

static trawl_status put(trawl_writer *writer, const trawl_record *record)
{
  writer->format->record[writer->options.layer](&writer->out, record);
  return writer->out.len >= FLUSH_AT ? flush(writer) : writer->status;
}

trawl_status trawl_writer_begin(trawl_writer *writer)
{
  if (writer->format->header) {
    writer->format->header(&writer->out, &writer->options);
  }
  return flush(writer);
}

trawl_status trawl_writer_end(trawl_writer *writer)
{
  return flush(writer);
}

/* ---- the walk, one function a layer ------------------------------------------------------------ */

static trawl_status add_triples(trawl_writer *writer, const trawl_doc *doc, trawl_record *record)
{
  const trawl_unit unit = writer->options.unit;
  for (uint32_t i = 0; i < trawl_doc_triple_count(doc); ++i) {
    record->triple = trawl_doc_triple_at(doc, i, unit);
    if (writer->options.evidence) {
      record->evidence = trawl_doc_sentence_at(doc, record->triple.sentence, unit).slice;
    }
    TRAWL_TRY(put(writer, record));
  }
  return TRAWL_OK;
}

static trawl_status add_mentions(trawl_writer *writer, const trawl_doc *doc, trawl_record *record)
{
  for (uint32_t i = 0; i < trawl_doc_mention_count(doc); ++i) {
    record->mention = trawl_doc_mention_at(doc, i, writer->options.unit);
    if (!record->mention.nested || writer->options.nested) {
      TRAWL_TRY(put(writer, record));
    }
  }
  return TRAWL_OK;
}

static trawl_status add_sentences(trawl_writer *writer, const trawl_doc *doc, trawl_record *record)
{
  for (uint32_t i = 0; i < trawl_doc_sentence_count(doc); ++i) {
    record->sentence = trawl_doc_sentence_at(doc, i, writer->options.unit);
    TRAWL_TRY(put(writer, record));
  }
  return TRAWL_OK;
}

static trawl_status add_tokens(trawl_writer *writer, const trawl_doc *doc, trawl_record *record)
{
  for (uint32_t i = 0; i < trawl_doc_token_count(doc); ++i) {
    record->token = trawl_doc_token_at(doc, i, writer->options.unit);
    TRAWL_TRY(put(writer, record));
  }
  return TRAWL_OK;
}

trawl_status trawl_writer_add(trawl_writer *writer, const trawl_doc *doc)
{
  static trawl_status (*const walk[])(trawl_writer *, const trawl_doc *, trawl_record *) = {
    [TRAWL_TRIPLES] = add_triples,
    [TRAWL_ENTITIES] = add_mentions,
    [TRAWL_SENTENCES] = add_sentences,
    [TRAWL_TOKENS] = add_tokens,
  };
  TRAWL_TRY(writer->status);
  trawl_record record = {.doc = trawl_doc_id(doc)};
  TRAWL_TRY(walk[writer->options.layer](writer, doc, &record));
  return flush(writer);
}

/* ---- for the formats --------------------------------------------------------------------------- */

void trawl_put_ratio(trawl_buf *out, double ratio)
{
  unsigned hundredths = (unsigned)(ratio * 100 + 0.5);
  hundredths = hundredths < 1 ? 1 : hundredths > 100 ? 100 : hundredths;
  trawl_buf_putc(out, hundredths == 100 ? '1' : '0');
  trawl_buf_putc(out, '.');
  trawl_buf_putc(out, (char)('0' + hundredths / 10 % 10));
  trawl_buf_putc(out, (char)('0' + hundredths % 10));
}

uint32_t trawl_next_code(const char **at, const char *end)
{
  const trawl_rune rune = trawl_utf8_read(*at, (size_t)(end - *at));
  *at += rune.len;
  return rune.code;
}
