/* SPDX-License-Identifier: MIT
 * values.h - from the words of a date or an amount to its ISO form; private to the entities stage.
 *
 *   date      2023-09-20   2023-W38   2023-09   2023-Q3   2023   199 (the 1990s)   FY2023   XXXX-WXX-3   PAST_REF
 *              2023-03-05/2023-03-08 (5 to 8 March)
 *   time      2023-09-20T15:30   ...T15:30+01:00   T15:30 without a date of the document
 *   duration  P3M   PT36H   PXD (several days)
 *   set       XXXX-WXX-1 (every Monday)   P1D (daily)
 *   money     USD 1200000000        percent  9.9%        quantity  40 km */
#ifndef TRAWL_STAGE_VALUES_H
#define TRAWL_STAGE_VALUES_H

#include "model/doc.h"
#include "rule/mention.h"

/* digits * 10^exponent, exact. */
typedef struct trawl_number {
  uint64_t digits;
  int32_t exponent;
} trawl_number;

/* Reads a number in figures or words from token `at` on ("1.2 billion", "three hundred and five"). Gives
 * the token behind it; `at` when there is none. */
uint32_t trawl_number_read(const trawl_doc *doc, uint32_t at, uint32_t end, trawl_number *out);
/* As decimal digits with a point where needed; `out` has room for TRAWL_NUMBER_TEXT bytes. */
enum { TRAWL_NUMBER_TEXT = 64 };
void trawl_number_print(trawl_number number, char *out);

/* What dates count from: the document's date, and the date that the text named last, for "two days
 * later". A date without a month or day has 0 there; all 0: there is none. */
typedef struct trawl_anchor {
  int32_t year, month, day;
} trawl_anchor;
/* The date at the start of an ISO value: 2023-09-20, 2023-09, 2023. All 0 for other values. */
trawl_anchor trawl_anchor_of(const char *value);

/* The ISO form of the words `tok` as the given kind of value, in the document's arena; `*out` is NULL when
 * they have none. Relative dates count from doc->date; `clause` is the sentence, whose verbs say whether
 * "Monday" is the last or the next one; "two days later" counts from `anchor`. */
trawl_status trawl_value_of(trawl_doc *doc, trawl_value_kind kind, trawl_span tok,
                            trawl_span clause, trawl_anchor anchor, const char **out);
/* The same for the temporal kinds; temporal.c. */
trawl_status trawl_temporal_value(trawl_doc *doc, trawl_value_kind kind, trawl_span tok,
                                  trawl_span clause, trawl_anchor anchor, const char **out);

/* The lower-case form of a token. */
static inline const char *trawl_folded_text(const trawl_doc *doc, uint32_t token)
{
  return trawl_words_text(&doc->words, trawl_doc_folded(doc, token));
}

#endif
