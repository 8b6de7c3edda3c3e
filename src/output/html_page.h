/* SPDX-License-Identifier: MIT
 * html_page.h - the page around the documents: style, filters, script. */
#ifndef TRAWL_OUTPUT_HTML_PAGE_H
#define TRAWL_OUTPUT_HTML_PAGE_H

/* Lines; NULL behind the last. */
extern const char *const trawl_html_head[], *const trawl_html_foot[];

#endif
