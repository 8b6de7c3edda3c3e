/* SPDX-License-Identifier: MIT
 * jsonl.h - JSON Lines input: one {"id", "text", "date"} object a line. */
#ifndef TRAWL_INPUT_JSONL_H
#define TRAWL_INPUT_JSONL_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/limits.h"
#include "input/stream.h"

/* Reads line by line; holds one line at a time. Zeros and a file descriptor or a stream make one. */
typedef struct trawl_line_reader {
  int fd;
  trawl_stream *stream;  /* read in the place of `fd`, unless NULL */
  size_t max;            /* of a line; 0: what a document may have */
  const trawl_limits *limits; /* of records in them, for those who read them; NULL: the defaults */
  bool nul;              /* lines end with NUL, not with a line feed */
  trawl_buf buf;
  size_t start, scanned; /* of the rest in `buf`: where it begins, how much has no line end */
  uint32_t line;         /* number of the line handed out last, from 1 */
  bool ended;
  bool too_long; /* the last line was longer than `max` */
  bool skips;    /* and its rest is still to be passed over */
} trawl_line_reader;

/* The next line without its end, in the reader's buffer until the next call; `*text` is NULL behind the
 * last. TRAWL_IO with errno set; TRAWL_LIMIT: the line is longer than `max`; it can be read piece by piece by
 * trawl_line_rest(), and the next call goes on behind it. */
trawl_status trawl_line_next(trawl_line_reader *reader, char **text, size_t *len);
/* What was not yet read of a line that was too long, some of it: at least `least` bytes (up to 64 KiB) unless
 * it ends before; none: it has ended. What is used of them is added to `start`. */
trawl_status trawl_line_rest(trawl_line_reader *reader, size_t least, char **at, size_t *len);
void trawl_line_reader_clear(trawl_line_reader *reader);

typedef struct trawl_json_record {
  void *json;    /* owns all below but the text */
  trawl_buf cut; /* owns the text and the NUL behind it; empty: it is in `json` */
  const char *text;
  size_t len;
  const char *id;   /* NULL: none */
  const char *date; /* "YYYY-MM-DD" or NULL */
  char number[32];  /* room for an id that is a number */
} trawl_json_record;

/* Reads one line; lone surrogate escapes in it are overwritten. Faults are reported at `file`:`line`
 * with their column: E410 no JSON, E411 not an object with a text, E412 an id of the wrong kind, E416 beyond
 * the limit json-depth (`limits` NULL: the default), W413 a date that is none (it is left out). Clear the record
 * after TRAWL_OK. */
trawl_status trawl_json_record_read(char *line, size_t len, const char *file, uint32_t number,
                                    const trawl_limits *limits, trawl_findings *findings, trawl_json_record *out);
void trawl_json_record_clear(trawl_json_record *record);
/* Appends those of the record's keys that are named, as a JSON object with NUL behind it. */
trawl_status trawl_json_record_keep(const trawl_json_record *record, const char *const *keys, size_t n,
                                    trawl_buf *out);

/* The column, in code points, of what jansson complains about: it tells the byte where it stopped reading,
 * which is the last one of the token that it did not expect, and in words when the line ends too soon. */
uint32_t trawl_json_column(const char *line, size_t len, int position, const char *fault);

/* "2023-09-20": a day that may exist. */
bool trawl_is_date(const char *text);

#endif
