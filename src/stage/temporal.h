/* SPDX-License-Identifier: MIT
 * temporal.h - what the words of a time expression say, between temporal_words.c and temporal.c. */
#ifndef TRAWL_STAGE_TEMPORAL_H
#define TRAWL_STAGE_TEMPORAL_H

#include "stage/values.h"

enum {
  TRAWL_SECONDS,
  TRAWL_MINUTES,
  TRAWL_HOURS,
  TRAWL_DAYS,
  TRAWL_WEEKS,
  TRAWL_WEEKENDS,
  TRAWL_MONTHS,
  TRAWL_QUARTERS,
  TRAWL_YEARS,
  TRAWL_DECADES,
  TRAWL_CENTURIES,
};

/* What the words said. 0 or -1 where they said nothing, see empty_fields(). */
typedef struct trawl_time_fields {
  trawl_doc *doc;
  trawl_span tok, clause;
  trawl_anchor anchor;
  bool from_anchor; /* "later", not "ago" */
  bool counting;    /* the anchor stands in for the document's date */
  int32_t weekday, month, day, year, decade, season, unit, next, near_day, ago, part, often,
    ordinal;
  int32_t hour, minute, clock, last_day, fiscal; /* last_day: of 5-8 March */
  uint32_t first_unit; /* token of the first unit, to tell "two years ago" from "years" */
  trawl_number number;
  bool has_next, has_near_day, every, vague, has_number, within, now, night, definite;
  const char *zone;  /* "Z", "+01:00", or NULL */
  char *out;
} trawl_time_fields;

/* Reads the words f->tok of f->doc; everything else in `f` says nothing yet. */
void trawl_time_fields_read(trawl_time_fields *f);
/* 1 when the nearest verb that tells, on the left before the right, speaks of the future, -1: of the past, 0:
 * none tells. */
int trawl_time_direction(const trawl_time_fields *f);

static inline bool trawl_is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static inline int32_t trawl_read_int(const char **text)
{
  int32_t n = 0;
  for (int i = 0; trawl_is_digit(**text) && i < 6; ++i) {
    n = n * 10 + (*(*text)++ - '0');
  }
  return n;
}

#endif
