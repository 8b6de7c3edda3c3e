/* SPDX-License-Identifier: MIT
 * json_text.h - a line of JSON Lines that is too large to be held: its text as a stream. */
#ifndef TRAWL_INPUT_JSON_TEXT_H
#define TRAWL_INPUT_JSON_TEXT_H

#include "input/jsonl.h"

typedef struct trawl_json_text {
  trawl_stream stream;      /* the text, decoded */
  trawl_line_reader *lines;
  trawl_json_record record; /* what stands before the text; its own text is empty */
  trawl_buf head;           /* its bytes, then those behind the text */
  char spare[4];            /* a character for which there was too little room */
  size_t spare_len, spare_at;
  bool closed;              /* the text has ended */
} trawl_json_text;

/* After trawl_line_next() gave TRAWL_LIMIT for a line.  Its "text" must begin within the first `lines->max`
 * bytes and end behind them, and "id", "date" and what is kept stand before it.  Faults are reported at
 * `file` and the line's number: E410 to E412 as trawl_json_record_read(), E402 where the text is not what
 * makes the line large.  Clear it in any case. */
trawl_status trawl_json_text_begin(trawl_json_text *text, trawl_line_reader *lines, const char *file,
                                   trawl_findings *findings);
/* Reads what is behind the text: E410, E402, and W415 for each of "id", "date" and `keys` that stands there. */
trawl_status trawl_json_text_end(trawl_json_text *text, const char *file, const char *const *keys, size_t n,
                                 trawl_findings *findings);
void trawl_json_text_clear(trawl_json_text *text);

#endif
