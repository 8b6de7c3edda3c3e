/* SPDX-License-Identifier: MIT
 * warc.h - web archives: the records of WET files, whose pages are text already. */
#ifndef TRAWL_INPUT_WARC_H
#define TRAWL_INPUT_WARC_H

#include "input/jsonl.h"

typedef struct trawl_warc {
  trawl_stream stream;      /* the text of the record at hand */
  trawl_line_reader lines;
  uint64_t left;            /* of that text */
  char url[4096], date[11]; /* "" where the record has none */
  uint32_t records;         /* that hold pages */
} trawl_warc;

bool trawl_warc_begins(const char *head, size_t len);
/* Zeros make one. The next record that holds text; `*more` false: there is none. TRAWL_BAD_DATA and
 * `stream.fault`: what follows is no record. */
trawl_status trawl_warc_next(trawl_warc *warc, trawl_stream *from, bool *more);
void trawl_warc_clear(trawl_warc *warc);

#endif
