/* SPDX-License-Identifier: MIT
 * marks.h - for formats that mark a text up: which mentions and triples of a document they show, in order. */
#ifndef TRAWL_OUTPUT_MARKS_H
#define TRAWL_OUTPUT_MARKS_H

#include "base/vec.h"
#include "output/writer.h"

typedef struct trawl_mark {
  uint32_t start, end; /* tokens */
  uint32_t mention;    /* for trawl_doc_mention_at() */
} trawl_mark;

typedef struct trawl_marks {
  TRAWL_VEC(trawl_mark) at;     /* by start, longer ones first */
  TRAWL_VEC(uint32_t) triples;  /* for trawl_doc_triple_at() */
} trawl_marks;

/* The triples that the filters keep; the mentions that they keep, and those that a kept triple is about. */
trawl_status trawl_marks_find(const trawl_doc *doc, const trawl_write_options *options, trawl_marks *marks);
void trawl_marks_clear(trawl_marks *marks);

#endif
