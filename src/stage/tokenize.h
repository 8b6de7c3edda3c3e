/* SPDX-License-Identifier: MIT
 * tokenize.h - cutting a gazetteer's name as the text would be cut. */
#ifndef TRAWL_STAGE_TOKENIZE_H
#define TRAWL_STAGE_TOKENIZE_H

#include "model/map.h"
#include "resource/lexicon.h"

/* The words of a name as byte spans of `name`, cut as they would be in a text; `lexicon` (may be NULL)
 * knows the abbreviations, so it has to be loaded first.  The name is folded like a text (quotes, dashes,
 * NFC) before it is cut; a span covers the bytes that its word was made from, so for names that are in
 * normal form, as those of the shipped lists are, the span is the word.  0: no words, or more
 * than `max`; TRAWL_NONE: out of memory. */
uint32_t trawl_tokenize_name(const trawl_lexicon *lexicon, const char *name, size_t len,
                             trawl_span *words, uint32_t max);

/* The same as a trawl_name_cutter; `with` is the `const trawl_lexicon *`. */
uint32_t trawl_tokenize_name_cutter(void *with, const char *name, size_t len, trawl_span *words,
                                    uint32_t max);

#endif
