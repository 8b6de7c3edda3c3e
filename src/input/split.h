/* SPDX-License-Identifier: MIT
 * split.h - where a text that is too large for one piece is cut. */
#ifndef TRAWL_INPUT_SPLIT_H
#define TRAWL_INPUT_SPLIT_H

#include <stddef.h>

/* A place behind the start and not behind `max`, in a text that goes on behind `max`: at a paragraph, else a
 * sentence, else a space, else a character. `max` is at least 16. */
size_t trawl_split(const char *text, size_t max);

#endif
