/* SPDX-License-Identifier: MIT
 * markup.h - text inside HTML and XML, in attributes and between tags. */
#ifndef TRAWL_OUTPUT_MARKUP_H
#define TRAWL_OUTPUT_MARKUP_H

#include "base/buf.h"

/* Escapes & < > " ' and carriage returns; what neither HTML nor XML 1.0 can hold becomes U+FFFD. */
void trawl_put_markup(trawl_buf *out, const char *text, size_t len);

#endif
