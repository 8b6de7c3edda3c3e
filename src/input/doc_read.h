/* SPDX-License-Identifier: MIT
 * doc_read.h - what the two files that read annotated documents share; private to them.
 *
 * Every function gives false after it has reported a fault, or when memory ran out. */
#ifndef TRAWL_INPUT_DOC_READ_H
#define TRAWL_INPUT_DOC_READ_H

#include "input/doc.h"
#include "model/doc_names.h"
#include "rule/ruleset.h"

#include <jansson.h>

typedef struct trawl_doc_reader {
  trawl_doc_record *record;
  trawl_doc *doc;
  const trawl_ruleset *rules;
  const char *layer; /* where in the record, for findings */
  uint32_t item;
  uint32_t byte, chars; /* how far the text has been counted */
  uint32_t mentions, entities, phrases, frames; /* how many the record has */
  uint32_t sentence; /* of the last noun phrase */
  bool failed, no_memory;
} trawl_doc_reader;

typedef bool trawl_read_item(trawl_doc_reader *r, const json_t *map);

bool trawl_read_fail(trawl_doc_reader *r, const char *key, const char *format, ...)
  __attribute__((format(printf, 3, 4)));
/* Below `limit`; TRAWL_NONE where it is missing and not needed. */
bool trawl_read_number(trawl_doc_reader *r, const json_t *map, const char *key, uint32_t limit, bool needed,
                       uint32_t *out);
bool trawl_read_span(trawl_doc_reader *r, const json_t *map, uint32_t limit, trawl_span *out);
bool trawl_read_truth(trawl_doc_reader *r, const json_t *map, const char *key, bool *out);
bool trawl_read_name(trawl_doc_reader *r, const json_t *map, const char *key, const char *const *names,
                     size_t count, bool needed, uint8_t *out);
bool trawl_read_flags(trawl_doc_reader *r, const json_t *map, const char *const *names, size_t count,
                      unsigned *out);
/* A copy in the document's arena, or NULL. */
bool trawl_read_text(trawl_doc_reader *r, const json_t *map, const char *key, const char **out);
bool trawl_read_word(trawl_doc_reader *r, const json_t *map, const char *key, uint32_t *out);
bool trawl_read_new_word(trawl_doc_reader *r, const char *text, size_t len, uint32_t *out);
bool trawl_read_entry(trawl_doc_reader *r, const json_t *map, const char *key, uint32_t *out);
bool trawl_read_type(trawl_doc_reader *r, const json_t *map, uint8_t *out);
/* Calls `item` for each object of a list of `map`. */
bool trawl_read_list(trawl_doc_reader *r, const json_t *map, const char *name, trawl_read_item *item);

/* doc_layers.c: mentions, entities, clauses, triples, as far as the record's stage. */
bool trawl_read_layers(trawl_doc_reader *r, const json_t *layers);

#endif
