/* SPDX-License-Identifier: MIT
 * parcel.h - what goes from the reader through the workers to the collector.
 *
 *   reader ──parcel──> queue ──parcel──> workers ──the same parcel, done──> collector
 *   (one thread)       (bounded)         (-j N)      in the order of the inputs   (the caller's thread)
 *
 * A parcel holds a few small documents, or one large one: handing over costs a lock, so it is not done
 * for each document.  An item is a document, or an input that cannot be read.  Items carry their own
 * results, so that the collector can say, count and write down each of them in order. */
#ifndef TRAWL_BATCH_PARCEL_H
#define TRAWL_BATCH_PARCEL_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/buf.h"
#include "base/vec.h"
#include "batch/batch.h"

typedef enum trawl_item_kind {
  TRAWL_ITEM_TEXT,
  TRAWL_ITEM_JSON,  /* a line: a record with its text */
  TRAWL_ITEM_HTML,
  TRAWL_ITEM_FAILED /* there is nothing to run, only something to say */
} trawl_item_kind;

/* The parts of a document that is too large for one piece, in order: each begins where the one before it
 * ended.  Guarded by the queue's lock; freed with its last part. */
typedef struct trawl_parts {
  uint32_t next, made, freed; /* the part whose turn it is; how many there are; how many are gone */
  bool closed;                /* the reader makes no more */
  bool skip;                  /* the first part says that this is not to be read */
  char date[11];              /* that the first part gave, or "" */
  trawl_origin origin;        /* of the part whose turn it is */
} trawl_parts;

typedef struct trawl_relation_count {
  const char *relation; /* the pipeline's string */
  uint64_t count;
} trawl_relation_count;

typedef struct trawl_item {
  trawl_item_kind kind;
  const char *id;     /* in the parcel's arena, as all strings */
  const char *file;   /* for messages */
  const char *date;   /* or NULL */
  const char *meta;   /* a JSON object that records carry along, or NULL */
  size_t at, len;     /* bytes of the parcel's text */
  uint32_t line;      /* of `file`; 0: the whole file */
  uint32_t repairs; /* made while decoding */
  bool beginning;   /* the text is the beginning of one that is larger than it may be */
  trawl_parts *parts; /* or NULL */
  uint32_t part;
  /* Results. */
  trawl_findings *findings; /* or NULL */
  bool failed, limited, skipped, oversized;
  bool truncated, shortened; /* it hit a limit; one that ordinary texts do not hit */
  size_t out_end; /* of the parcel's output */
  uint64_t hash, size; /* of the bytes, when the batch keeps a journal */
  trawl_parts left; /* what this part leaves to the next */
  uint64_t sentences, tokens, mentions, triples;
  trawl_relation_count *relations; /* in the parcel's arena */
  uint32_t relation_count;
} trawl_item;

typedef struct trawl_parcel {
  uint64_t number;
  TRAWL_VEC(trawl_item) items;
  trawl_arena arena;
  trawl_buf text, out;
  trawl_status status; /* anything but TRAWL_OK ends the batch */
  bool done;
} trawl_parcel;

/* Adds a finding about an item; `line` 0: about the file. Running out of memory loses it. */
void trawl_item_say(trawl_item *item, trawl_place place, const char *code, const char *format, ...)
  __attribute__((format(printf, 4, 5)));
/* The file of an item as messages name it. */
trawl_source trawl_item_source(const trawl_item *item);
/* The document is larger than it may be: left out, or a failure. */
void trawl_item_oversize(trawl_item *item, trawl_oversize oversize, size_t max);
/* What limits the document hit that was run for the item. */
void trawl_item_cuts(trawl_item *item, const trawl_doc *doc);
/* Moves the origin behind a text with so many sentences and tokens. */
void trawl_parts_move(trawl_parts *parts, const char *text, size_t len, uint64_t sentences, uint64_t tokens);
/* A fault of the item as a whole, which counts as failed or limited. errno is read for TRAWL_IO. */
void trawl_item_fail(trawl_item *item, trawl_status status, const char *fault);

#endif
