/* SPDX-License-Identifier: MIT
 * writer.h - a format is one row: a name, a help text, and a function a layer.
 *
 * writer.c walks the document, counts, flushes; a format only turns one view into bytes at the end of
 * `writer->out`.  Formats see views (trawl.h), never the document. */
#ifndef TRAWL_OUTPUT_WRITER_H
#define TRAWL_OUTPUT_WRITER_H

#include "base/buf.h"
#include "base/status.h"

/* What formats read; `evidence` is the sentence of a triple, its text NULL when it was not asked for. */
typedef struct trawl_record {
  const char *doc;
  trawl_slice evidence;
  union {
    trawl_triple_view triple;
    trawl_mention_view mention;
    trawl_sentence_view sentence;
    trawl_token_view token;
  };
} trawl_record;

typedef void trawl_put_record(trawl_buf *out, const trawl_record *record);
typedef void trawl_put_header(trawl_buf *out, const trawl_write_options *options);

enum { TRAWL_LAYERS = TRAWL_TOKENS + 1 };

typedef struct trawl_format {
  const char *name, *help;
  trawl_put_header *header;              /* may be NULL */
  trawl_put_record *record[TRAWL_LAYERS]; /* NULL: the format does not have the layer */
} trawl_format;

extern const trawl_format trawl_format_text, trawl_format_tsv, trawl_format_csv, trawl_format_jsonl;

/* A double in (0,1] with two decimals, "0.93". */
void trawl_put_ratio(trawl_buf *out, double ratio);
/* The character at `*at` of a slice that may hold bad UTF-8, moves on; for what escapes by code point. */
uint32_t trawl_next_code(const char **at, const char *end);

#endif
