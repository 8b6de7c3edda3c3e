/* SPDX-License-Identifier: MIT
 * gold.h - gold triples out of the formats of other tools: brat's annotations and CoNLL04 as JSON. */
#ifndef TRAWL_CLI_GOLD_H
#define TRAWL_CLI_GOLD_H

#include "cli/cli.h"

#include <jansson.h>

/* Where what is read goes. */
typedef struct gold_sink {
  /* A gold triple as score_add_gold() takes it; borrowed. */
  void (*triple)(void *with, const char *file, uint32_t line, json_t *gold);
  /* The text of a document, where the format holds it; else the document lies beside the gold. */
  void (*text)(void *with, const char *doc, const char *text, size_t len);
  void (*fault)(void *with, const char *file, uint32_t line, uint32_t column, const char *what);
  void *with;
  const string_list *maps; /* "Work_For=works_for,role_in": what relations are called here */
} gold_sink;

bool gold_map_valid(const char *map);
/* A file that ends in .ann, or a folder that holds some. */
bool gold_is_brat(const char *path);
/* Each document is its .txt beside the .ann. A relation is a triple of the texts of its two spans; an attribute
 * Negated or Negation makes it negative. Events are not read. */
void gold_read_brat(const char *path, const gold_sink *to);
/* A file that ends in .json. */
bool gold_is_conll04(const char *path);
/* A list of sentences: "tokens", "entities" ("start", "end": tokens), "relations" ("type", "head", "tail": entities),
 * "orig_id". A sentence is a document called by its id or, without one, its number. */
void gold_read_conll04(const char *path, const gold_sink *to);

#endif
