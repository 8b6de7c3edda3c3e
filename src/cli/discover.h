/* SPDX-License-Identifier: MIT
 * discover.h - what discover.c finds and discover_print.c shows. */
#ifndef TRAWL_CLI_DISCOVER_H
#define TRAWL_CLI_DISCOVER_H

#include "cli/text_index.h"

typedef enum find_kind { FIND_VERB, FIND_NOUN, FIND_NAME, FIND_KINDS } find_kind;

enum { FIND_TYPES = 6, FIND_EXAMPLES = 3, FIND_ALIASES = 4 };

/* How often a type stood in a place. */
typedef struct find_type {
  const char *type;
  uint32_t count;
} find_type;

/* A sentence, with who stands in it. */
typedef struct find_example {
  const char *doc, *sentence, *x, *y; /* x, y: "" for names */
} find_example;

/* A phrase that no rule has: "X pay tribute to Y"; or a name that no list has. */
typedef struct find {
  const char *text; /* the phrase, or the name */
  find_kind kind;
  uint32_t count, documents, last_document; /* last_document: number of the last one that it was seen in, from 1 */
  uint32_t last_sentence; /* of that document: a list of names counts once */
  uint32_t beside;     /* of a name: how often it stood by a word that rules know */
  find_type x[FIND_TYPES], y[FIND_TYPES]; /* of a name: x */
  find_example examples[FIND_EXAMPLES];
  const char *aliases[FIND_ALIASES]; /* of a name: others for the same one */
  const char *near;    /* a relation that has a phrase for the word, or NULL */
  const char *reason;  /* and why it did not fire */
} find;

typedef struct discoveries {
  TRAWL_VEC(find) list;
  text_index keys;
  trawl_arena arena;
  const trawl_pipeline *pipeline;
  uint32_t documents;
} discoveries;

typedef struct discover_filter {
  bool kinds[FIND_KINDS];
  uint32_t top, min_count;
} discover_filter;

void discover_text(const discoveries *all, const discover_filter *filter, trawl_buf *out);
void discover_json(const discoveries *all, const discover_filter *filter, trawl_buf *out);
/* A whole file: relations, or entities when only names are asked for. */
void discover_yaml(const discoveries *all, const discover_filter *filter, trawl_buf *out);

#endif
