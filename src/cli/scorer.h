/* SPDX-License-Identifier: MIT
 * scorer.h - gold triples, and triples that are scored against them, from wherever they come. */
#ifndef TRAWL_CLI_SCORER_H
#define TRAWL_CLI_SCORER_H

#include "cli/gold.h"
#include "cli/score.h"

/* A text that stands in the gold file. */
typedef struct gold_text {
  const char *doc, *text;
  size_t len;
} gold_text;

typedef struct scorer {
  score *score, *before; /* before: an earlier run over the same gold, or NULL */
  const string_list *maps;
  const char *date; /* of texts that have none, or NULL */
  bool quiet;
  trawl_arena arena;
  TRAWL_VEC(gold_text) texts; /* those that came with the gold */
  trawl_writer *writer;
  trawl_buf records; /* of one document */
  bool failed;       /* an input could not be read */
} scorer;

/* `with_before`: an earlier run is read, too. False: out of memory. */
bool scorer_open(scorer *w, bool with_before);
void scorer_close(scorer *w);
/* Gold of any format; what is wrong with it is printed. */
void scorer_read_gold(scorer *w, const char *path);

/* What becomes of a line; NULL, or what is wrong with it. */
typedef const char *scorer_add(scorer *w, json_t *json);
const char *scorer_add_triple(scorer *w, json_t *triple);
const char *scorer_add_before(scorer *w, json_t *triple);
void scorer_read_lines(scorer *w, const char *file, scorer_add *add);

/* For a batch: a scorer takes documents and prints faults. */
trawl_status scorer_take(void *with, const trawl_doc *doc);
void scorer_say(void *with, const trawl_finding *finding);
/* The texts that came with the gold, through a chain, to whoever takes them. */
typedef trawl_status scorer_taker(void *with, const trawl_doc *doc);
trawl_status scorer_run_texts(scorer *w, trawl_doc *doc, scorer_taker *take, void *with);
/* The documents that the gold speaks of, beside the gold file; the caller clears the list. */
void scorer_beside(scorer *w, const char *gold, string_list *out);

#endif
