/* SPDX-License-Identifier: MIT
 * english.h - is a text English? A cheap guess by its first kilobytes. */
#ifndef TRAWL_INPUT_ENGLISH_H
#define TRAWL_INPUT_ENGLISH_H

#include <stdbool.h>
#include <stddef.h>

/* False only on evidence: enough words, few of them the small words of English, and more of another
 * language's, or letters of another script.  Short texts, lists and tables pass. */
bool trawl_is_english(const char *text, size_t len);

#endif
