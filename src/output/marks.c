/* SPDX-License-Identifier: MIT
 * marks.c - which mentions and triples of a document are shown by formats that mark a text up. */
#include "output/marks.h"

#include <stdlib.h>

static int by_place(const void *a, const void *b)
{
  const trawl_mark *x = a, *y = b;
  if (x->start != y->start) {
    return x->start < y->start ? -1 : 1;
  }
  if (x->end != y->end) {
    return x->end > y->end ? -1 : 1;
  }
  return x->mention < y->mention ? -1 : x->mention > y->mention;
}

static void use(uint8_t *used, const trawl_argument_view *argument)
{
  if (argument->slice.text) {
    used[argument->mention] = 1;
  }
}

static trawl_status find_triples(const trawl_doc *doc, const trawl_write_options *options,
                                 trawl_marks *marks, uint8_t *used)
{
  for (uint32_t i = 0; i < trawl_doc_triple_count(doc); ++i) {
    const trawl_triple_view triple = trawl_doc_triple_at(doc, i, TRAWL_BYTES);
    if (trawl_keeps_triple(options, &triple)) {
      TRAWL_TRY_MEM(trawl_vec_push(&marks->triples, i));
      use(used, &triple.subject);
      use(used, &triple.object);
      use(used, &triple.attribution);
      use(used, &triple.time);
      use(used, &triple.place);
    }
  }
  return TRAWL_OK;
}

trawl_status trawl_marks_find(const trawl_doc *doc, const trawl_write_options *options, trawl_marks *marks)
{
  const uint32_t n = trawl_doc_mention_count(doc);
  uint8_t *used = calloc((size_t)n + 1, 1);
  TRAWL_TRY_MEM(used);
  marks->at.len = marks->triples.len = 0;
  trawl_status status = find_triples(doc, options, marks, used);
  for (uint32_t i = 0; i < n && status == TRAWL_OK; ++i) {
    const trawl_mention_view mention = trawl_doc_mention_at(doc, i, TRAWL_BYTES);
    if (used[i] || trawl_keeps_mention(options, &mention)) {
      const trawl_mark mark = {mention.token, mention.token_end, i};
      status = trawl_vec_push(&marks->at, mark) ? TRAWL_OK : TRAWL_NO_MEM;
    }
  }
  free(used);
  if (status != TRAWL_OK) {
    trawl_marks_clear(marks);
  } else if (marks->at.len) {
    qsort(marks->at.at, marks->at.len, sizeof *marks->at.at, by_place);
  }
  return status;
}

void trawl_marks_clear(trawl_marks *marks)
{
  trawl_vec_clear(&marks->at);
  trawl_vec_clear(&marks->triples);
}
