/* SPDX-License-Identifier: MIT
 * nominal.h - what a common noun phrase says; shared by nominal.c and several.c, private to them. */
#ifndef TRAWL_STAGE_NOMINAL_H
#define TRAWL_STAGE_NOMINAL_H

#include "stage/resolve.h"

#include <string.h>

typedef struct trawl_nominal {
  uint32_t np, head, sentence, noun;
  uint64_t side;
  uint32_t possessor; /* mention, or TRAWL_NONE */
  bool modified;      /* by more than a country */
  bool capital;       /* "the Commission": short for a name */
  uint8_t gender;     /* trawl_gender of "the man", "the woman" */
} trawl_nominal;

static inline bool trawl_noun_is(const trawl_resolver *r, uint32_t noun, uint32_t category)
{
  return trawl_coref_word_is(r->doc, noun, category);
}

static inline bool trawl_noun_text(const trawl_resolver *r, uint32_t noun, const char *text)
{
  return strcmp(trawl_words_text(&r->doc->words, noun), text) == 0;
}

/* nominal.c: the phrase's mention, made when it has none of its own. */
trawl_status trawl_nominal_mention(trawl_resolver *r, const trawl_nominal *p, uint32_t *mention);

/* several.c */

/* "both countries": the tagger may have taken "both" for a conjunction. */
bool trawl_several_says_both(const trawl_resolver *r, const trawl_np *np);
/* How many: "two", "both", "the pair"; 0: not said. */
uint32_t trawl_several_number(const trawl_resolver *r, const trawl_np *np);
/* "the two leaders", "both sides", "the pair". */
trawl_status trawl_several_resolve(trawl_resolver *r, const trawl_nominal *p, bool *done);

#endif
