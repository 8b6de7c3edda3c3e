/* SPDX-License-Identifier: MIT
 * engine.h - what stands behind the opaque types of trawl.h; for engine.c and view.c. */
#ifndef TRAWL_ENGINE_H
#define TRAWL_ENGINE_H

#include "rule/ruleset.h"
#include "stage/stage.h"

/* The piece of the original that a range of tokens covers (view.c). */
trawl_slice trawl_view_slice(const trawl_doc *doc, trawl_span tok, trawl_unit unit);
/* The words of a range of tokens, on one line, in the document's arena. */
const char *trawl_view_words(const trawl_doc *doc, trawl_span tok);

/* For why.c and ask.c: sentences in the document's arena; "" when memory runs out. */
const char *trawl_why_format(const trawl_doc *doc, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The words of a range of tokens, cut when there are many. */
const char *trawl_why_words(const trawl_doc *doc, trawl_span tok);
/* "actor", "place or country" */
const char *trawl_why_types(const trawl_doc *doc, uint64_t mask);

/* Layers of a document that another run has made. */
typedef struct trawl_layers {
  trawl_stage until; /* the last stage that it has been through */
  trawl_status (*load)(void *with, trawl_doc *doc); /* called behind normalize; fills what follows */
  void *with;
} trawl_layers;

/* trawl_run() that takes a document up where another run has left it. `layers` NULL: from the start. */
trawl_status trawl_run_layers(const trawl_pipeline *pipeline, trawl_doc *doc, const trawl_text *text,
                              trawl_stage until, const trawl_layers *layers);

/* A document for the thread that has `first`, whose patterns and buffers it uses; to be freed before it. */
trawl_doc *trawl_doc_new_beside(trawl_doc *first);

/* Small documents run together: each stage over all of them, so that its code and its tables are in the cache for
 * all but the first. What comes out is that of trawl_run(); the documents are of one thread. */
typedef struct trawl_together {
  trawl_doc *doc;
  trawl_text text;
  trawl_status status; /* what became of it */
} trawl_together;

void trawl_run_together(const trawl_pipeline *pipeline, trawl_together *docs, uint32_t count, trawl_stage until);

#endif
