/* SPDX-License-Identifier: MIT
 * writer.c - records as text: the table of formats, the filters, and the walk over a document that they share.
 *
 * Bytes gather in one buffer that goes to the caller's sink when it is full and at the end of each
 * document, so memory does not grow with the output.  After a failure nothing more is written. */
#include "output/writer.h"

#include "base/utf8.h"
#include "output/merge.h"

#include <stdlib.h>
#include <string.h>

enum { FLUSH_AT = 1 << 16 };

static const trawl_format *const formats[] = {
  &trawl_format_text,
  &trawl_format_tsv,
  &trawl_format_csv,
  &trawl_format_jsonl,
  &trawl_format_plover,
  &trawl_format_conll,
  &trawl_format_brat,
  &trawl_format_labelstudio,
  &trawl_format_html,
  &trawl_format_dot,
  &trawl_format_graphml,
  &trawl_format_sqlite,
  &trawl_format_ttl,
  &trawl_format_nt,
};

struct trawl_writer {
  const trawl_format *format;
  trawl_write_options options;
  trawl_buf out;
  trawl_sink sink;
  void *to;
  trawl_status status; /* the first failure; it stays */
  bool filtered;       /* some triples or mentions are left out */
  uint32_t documents, tasks; /* parts of one document are as many tasks */
  trawl_merge *merge;  /* NULL: triples are written as they come */
  void *state;         /* of the format's store */
  trawl_buf fault;
};

const char *trawl_format_name(size_t i)
{
  return i < TRAWL_COUNT(formats) ? formats[i]->name : NULL;
}

const char *trawl_format_help(size_t i)
{
  return i < TRAWL_COUNT(formats) ? formats[i]->help : NULL;
}

trawl_target trawl_format_target(size_t i)
{
  return formats[i]->target;
}

const char *trawl_format_suffix(size_t i)
{
  return formats[i]->suffix ? formats[i]->suffix : formats[i]->name;
}

static const trawl_format *format_named(const char *name)
{
  for (size_t i = 0; i < TRAWL_COUNT(formats); ++i) {
    if (strcmp(formats[i]->name, name) == 0) {
      return formats[i];
    }
  }
  return NULL;
}

static bool has_layer(const trawl_format *format, const trawl_write_options *options)
{
  if (options->merge) {
    return options->layer == TRAWL_TRIPLES && (format->merged || format->graph);
  }
  return format->record[options->layer] || format->document[options->layer]
         || (options->layer == TRAWL_TRIPLES && (format->graph || format->store));
}

static trawl_status open_state(trawl_writer *writer)
{
  if (writer->options.merge || writer->format->graph) {
    writer->merge = trawl_merge_new(writer->format->graph != NULL);
    TRAWL_TRY_MEM(writer->merge);
  }
  return TRAWL_OK;
}

trawl_status trawl_writer_new(const trawl_write_options *options, trawl_sink sink, void *to,
                              trawl_writer **out)
{
  const trawl_format *format = format_named(options->format);
  if (!format || !has_layer(format, options)) {
    return TRAWL_BAD_DATA;
  }
  trawl_writer *writer = calloc(1, sizeof *writer);
  TRAWL_TRY_MEM(writer);
  writer->format = format;
  writer->options = *options;
  writer->sink = sink;
  writer->to = to;
  writer->filtered = options->min_confidence > 0 || options->relation_count || options->type_count;
  const trawl_status status = open_state(writer);
  if (status != TRAWL_OK) {
    trawl_writer_free(writer);
    return status;
  }
  *out = writer;
  return TRAWL_OK;
}

void trawl_writer_free(trawl_writer *writer)
{
  if (writer) {
    if (writer->state) {
      writer->format->store->free(writer->state);
    }
    trawl_merge_free(writer->merge);
    trawl_buf_clear(&writer->fault);
    trawl_buf_clear(&writer->out);
    free(writer);
  }
}

bool trawl_writer_serial(const trawl_writer *writer)
{
  return writer->merge || writer->format->store || writer->format->separator;
}

const char *trawl_writer_fault(const trawl_writer *writer)
{
  return writer->fault.len ? writer->fault.at : "";
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

/* The fault's text stays NUL-terminated for trawl_writer_fault(). */
static trawl_status keep_status(trawl_writer *writer, trawl_status status)
{
  writer->status = status;
  if (writer->fault.len) {
    trawl_buf_str(&writer->fault);
  }
  return status;
}

trawl_status trawl_writer_begin(trawl_writer *writer)
{
  const trawl_format *format = writer->format;
  trawl_put_header *header = writer->options.merge ? format->merged_header : format->header;
  if (format->store) {
    return keep_status(writer, format->store->open(&writer->options, &writer->fault, &writer->state));
  }
  if (header) {
    header(&writer->out, &writer->options);
  }
  return flush(writer);
}

static void put_merged(trawl_writer *writer)
{
  for (uint32_t i = 0; i < trawl_merge_count(writer->merge) && writer->status == TRAWL_OK; ++i) {
    const trawl_record record = {.merged = trawl_merge_at(writer->merge, i)};
    writer->format->merged(&writer->out, &record);
    if (writer->out.len >= FLUSH_AT) {
      flush(writer);
    }
  }
}

trawl_status trawl_writer_end(trawl_writer *writer)
{
  TRAWL_TRY(writer->status);
  if (writer->format->store) {
    return keep_status(writer, writer->format->store->finish(writer->state));
  }
  if (writer->format->graph) {
    writer->format->graph(&writer->out, writer->merge);
  } else if (writer->merge) {
    put_merged(writer);
  }
  if (writer->format->footer && !writer->options.merge) {
    writer->format->footer(&writer->out, &writer->options);
  }
  return flush(writer);
}

/* ---- filters ----------------------------------------------------------------------------------- */

static bool is_listed(const char *name, const char *const *list, size_t count)
{
  for (size_t i = 0; i < count; ++i) {
    if (strcmp(list[i], name) == 0) {
      return true;
    }
  }
  return count == 0;
}

/* What the confidence is to others: two decimals. */
static double shown(double confidence)
{
  return (double)(unsigned)(confidence * 100 + 0.5) / 100;
}

bool trawl_keeps_triple(const trawl_write_options *options, const trawl_triple_view *triple)
{
  return shown(triple->confidence) >= options->min_confidence
         && is_listed(triple->relation, options->relations, options->relation_count)
         && is_listed(triple->subject.type, options->types, options->type_count)
         && is_listed(triple->object.type, options->types, options->type_count);
}

bool trawl_keeps_mention(const trawl_write_options *options, const trawl_mention_view *mention)
{
  return (!mention->nested || options->nested)
         && is_listed(mention->type, options->types, options->type_count);
}

/* ---- the walk, one function a layer ------------------------------------------------------------ */

static trawl_status add_triples(trawl_writer *writer, const trawl_doc *doc, trawl_record *record)
{
  const trawl_unit unit = writer->options.unit;
  const uint32_t first =
    trawl_doc_sentence_count(doc) ? trawl_doc_sentence_at(doc, 0, unit).sentence : 0;
  for (uint32_t i = 0; i < trawl_doc_triple_count(doc); ++i) {
    record->triple = trawl_doc_triple_at(doc, i, unit);
    if (writer->filtered && !trawl_keeps_triple(&writer->options, &record->triple)) {
      continue;
    }
    if (writer->merge) {
      TRAWL_TRY(trawl_merge_add(writer->merge, record, writer->documents));
      continue;
    }
    if (writer->options.evidence) {
      record->evidence = trawl_doc_sentence_at(doc, record->triple.sentence - first, unit).slice;
    }
    TRAWL_TRY(put(writer, record));
  }
  return TRAWL_OK;
}

static trawl_status add_mentions(trawl_writer *writer, const trawl_doc *doc, trawl_record *record)
{
  for (uint32_t i = 0; i < trawl_doc_mention_count(doc); ++i) {
    record->mention = trawl_doc_mention_at(doc, i, writer->options.unit);
    if (trawl_keeps_mention(&writer->options, &record->mention)) {
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

static trawl_status add_document(trawl_writer *writer, const trawl_doc *doc)
{
  const size_t before = writer->out.len;
  if (writer->format->separator && writer->tasks) {
    trawl_buf_puts(&writer->out, writer->format->separator);
  }
  const trawl_status status =
    writer->format->document[writer->options.layer](&writer->out, doc, &writer->options);
  if (status != TRAWL_OK) {
    writer->out.len = before;
  }
  return status;
}

static trawl_status add_records(trawl_writer *writer, const trawl_doc *doc)
{
  static trawl_status (*const walk[])(trawl_writer *, const trawl_doc *, trawl_record *) = {
    [TRAWL_TRIPLES] = add_triples,
    [TRAWL_ENTITIES] = add_mentions,
    [TRAWL_SENTENCES] = add_sentences,
    [TRAWL_TOKENS] = add_tokens,
  };
  trawl_record record = {.doc = trawl_doc_id(doc), .date = trawl_doc_date(doc),
                         .meta = trawl_doc_meta(doc)};
  return walk[writer->options.layer](writer, doc, &record);
}

trawl_status trawl_writer_add(trawl_writer *writer, const trawl_doc *doc)
{
  TRAWL_TRY(writer->status);
  trawl_status status;
  writer->documents += !trawl_doc_goes_on(doc);
  if (writer->format->store) {
    status = writer->format->store->add(writer->state, doc);
  } else if (writer->format->document[writer->options.layer] && !writer->merge) {
    status = add_document(writer, doc);
  } else {
    status = add_records(writer, doc);
  }
  ++writer->tasks;
  if (status != TRAWL_OK) {
    return keep_status(writer, status);
  }
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

void trawl_put_utf8(trawl_buf *out, const char *text, size_t len, bool plain)
{
  size_t done = 0;
  for (size_t i = 0; i < len;) {
    const trawl_rune rune = trawl_utf8_read(text + i, len - i);
    const bool control = rune.code < 0x20 && rune.code != '\t' && rune.code != '\n' && rune.code != '\r';
    const bool none = rune.code == 0xFFFE || rune.code == 0xFFFF; /* no characters: XML refuses them */
    if (rune.bad || (plain && (control || none))) {
      trawl_buf_put(out, text + done, i - done);
      trawl_buf_puts(out, "\xEF\xBF\xBD");
      done = i + rune.len;
    }
    i += rune.len;
  }
  trawl_buf_put(out, text + done, len - done);
}

void trawl_put_day(trawl_buf *out, uint32_t date)
{
  trawl_buf_printf(out, "%04u-%02u-%02u", (unsigned)(date / 10000), (unsigned)(date / 100 % 100),
                   (unsigned)(date % 100));
}
