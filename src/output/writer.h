/* SPDX-License-Identifier: MIT
 * writer.h - a format is one row: a name, a help text, and what it does with a record or a document.
 *
 * writer.c walks the document, filters, flushes.  Most formats only turn one view into bytes at the end of
 * the buffer (`record`), or a document into bytes (`document`); neither keeps anything between two calls,
 * so that any thread may do it.  Formats that gather over all documents are rows with a `graph` (the
 * distinct triples, output/merge.h) or a `store` (a state of their own).  Formats see views (trawl.h). */
#ifndef TRAWL_OUTPUT_WRITER_H
#define TRAWL_OUTPUT_WRITER_H

#include "base/buf.h"
#include "base/status.h"

/* Where a merged triple was found. */
typedef struct trawl_source_view {
  const char *doc;
  uint32_t sentence;
  double confidence;
} trawl_source_view;

struct trawl_merge;

/* Triples that say the same. Slices are absent; times, places and triggers stay with the sources. */
typedef struct trawl_merged_view {
  trawl_argument_view subject, object;
  const char *relation, *polarity, *modality;
  trawl_qualifier_view qualifiers[TRAWL_MAX_QUALIFIERS];
  uint32_t qualifier_count;
  uint32_t count, documents; /* triples; documents that have one */
  uint32_t attributed;       /* those of the triples that somebody is named for */
  const char *first, *last;  /* dates as far as they are known: "2023", "2023-09-20"; or NULL */
  double confidence;         /* the highest */
  bool symmetric;
  const struct trawl_merge *merge;
  uint32_t first_source; /* for trawl_merge_source() */
} trawl_merged_view;

/* What formats read; `evidence` is the sentence of a triple, its text NULL when it was not asked for. */
typedef struct trawl_record {
  const char *doc;
  uint32_t date; /* of the document, 20230920; 0: not known */
  const char *meta; /* a JSON object, or NULL */
  trawl_slice evidence;
  union {
    trawl_triple_view triple;
    trawl_mention_view mention;
    trawl_sentence_view sentence;
    trawl_token_view token;
    trawl_merged_view merged;
  };
} trawl_record;

typedef void trawl_put_record(trawl_buf *out, const trawl_record *record);
typedef void trawl_put_header(trawl_buf *out, const trawl_write_options *options);
/* Not TRAWL_OK: the document cannot be put in this format; what was put so far is dropped. */
typedef trawl_status trawl_put_document(trawl_buf *out, const trawl_doc *doc,
                                        const trawl_write_options *options);
typedef void trawl_put_graph(trawl_buf *out, const struct trawl_merge *merge);

/* A format with a state. `fault` is a text that says what went wrong, for people; on failure the state is
 * given up with `free`, as it is after `finish`. */
typedef struct trawl_store {
  trawl_status (*open)(const trawl_write_options *options, trawl_buf *fault, void **state);
  trawl_status (*add)(void *state, const trawl_doc *doc);
  trawl_status (*finish)(void *state);
  void (*free)(void *state);
} trawl_store;

enum { TRAWL_LAYERS = TRAWL_DOCS + 1 };

typedef struct trawl_format {
  const char *name, *help;
  const char *suffix; /* of files; NULL: the name */
  trawl_target target;
  trawl_put_header *header, *footer;       /* may be NULL */
  trawl_put_record *record[TRAWL_LAYERS];  /* NULL: the format does not have the layer, */
  trawl_put_document *document[TRAWL_LAYERS]; /* or does it document by document */
  const char *separator;                   /* between two documents; NULL: none */
  trawl_put_record *merged;                /* NULL: not with `merge` */
  trawl_put_header *merged_header;
  trawl_put_graph *graph; /* of triples */
  const trawl_store *store;
} trawl_format;

extern const trawl_format trawl_format_text, trawl_format_tsv, trawl_format_csv, trawl_format_jsonl,
  trawl_format_plover, trawl_format_conll, trawl_format_brat, trawl_format_labelstudio,
  trawl_format_html, trawl_format_dot, trawl_format_graphml, trawl_format_sqlite, trawl_format_ttl,
  trawl_format_nt;

/* doc.c: the layer TRAWL_DOCS of jsonl. */
trawl_put_document trawl_put_doc;

/* What is left of a layer after the filters. */
bool trawl_keeps_triple(const trawl_write_options *options, const trawl_triple_view *triple);
bool trawl_keeps_mention(const trawl_write_options *options, const trawl_mention_view *mention);

/* A double in (0,1] with two decimals, "0.93". */
void trawl_put_ratio(trawl_buf *out, double ratio);
/* The character at `*at` of a slice that may hold bad UTF-8, moves on; for what escapes by code point. */
uint32_t trawl_next_code(const char **at, const char *end);
/* A text as valid UTF-8: what is bad becomes U+FFFD, and so do NUL and control characters but for tab and
 * line ends when `plain` is asked for. */
void trawl_put_utf8(trawl_buf *out, const char *text, size_t len, bool plain);
/* "2023-09-20". */
void trawl_put_day(trawl_buf *out, uint32_t date);

/* jsonl.c: a text in quotes; `"key":` with its comma, then a text or null. */
void trawl_put_json(trawl_buf *out, const char *text, size_t len);
void trawl_put_json_text(trawl_buf *out, const char *key, const char *text);

#endif
