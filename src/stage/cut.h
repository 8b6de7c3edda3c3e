/* SPDX-License-Identifier: MIT
 * cut.h - cutting one line of normalised text into pieces; private to tokenize.c. */
#ifndef TRAWL_STAGE_CUT_H
#define TRAWL_STAGE_CUT_H

#include "model/doc.h"

typedef struct trawl_piece {
  uint32_t start, end;
  uint8_t kind;  /* trawl_token_kind */
  uint8_t flags; /* SPACE, ABBREV, OPEN, CLOSE */
} trawl_piece;

enum { TRAWL_CUT_ROOM = 16 };

typedef struct trawl_cutter {
  const trawl_words *words; /* knows abbreviations; may be NULL */
  const char *text;          /* TRAWL_CUT_ROOM bytes can be read behind each line */
  const trawl_map *map;      /* tells a curly quote's side and what was one sign; may be NULL */
  uint32_t first, end;       /* the line: nothing outside is looked at */
  uint32_t at;               /* the next piece begins here or behind white space */
  uint32_t stop;             /* how far the piece being cut may reach */
  uint32_t run, edge;        /* indexes into map->runs, move on with `at` */
  uint32_t whole;            /* no run of the map begins before this, behind `at` */
  uint32_t no_link;          /* no link begins before this */
  bool in_double, in_single; /* a quotation mark of the paragraph is open */
} trawl_cutter;

/* The next piece, or false at the line's end. */
bool trawl_cut_next(trawl_cutter *cutter, trawl_piece *piece);

#endif
