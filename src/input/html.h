/* SPDX-License-Identifier: MIT
 * html.h - the text of a web page, by libxml2, with places in the page. */
#ifndef TRAWL_INPUT_HTML_H
#define TRAWL_INPUT_HTML_H

#include "base/buf.h"
#include "base/limits.h"
#include "base/status.h"
#include "base/vec.h"

typedef struct trawl_html {
  trawl_buf text;
  TRAWL_VEC(trawl_stretch) pieces; /* for trawl_text.pieces */
  char date[11];                   /* the day that the page says it was published, or "" */
  const char *fault;               /* why the last page was not read, or NULL: the status says it */
  trawl_buf copy;                  /* scratch */
  const trawl_limits *limits;      /* NULL: the defaults */
} trawl_html;

/* Before the first page of a process, on its first thread; a page says when it failed. */
void trawl_html_prepare(void);
/* Reads a page; what was in `html` is dropped. TRAWL_LIMIT: elements within elements beyond the limit html-depth;
 * TRAWL_IO: no libxml2. */
trawl_status trawl_html_read(trawl_html *html, const char *file, size_t len);
void trawl_html_clear(trawl_html *html);
/* Whether a text looks like a page. */
bool trawl_html_begins(const char *text, size_t len);

#endif
