/* SPDX-License-Identifier: MIT
 * markup.c - text inside HTML and XML. */
#include "output/markup.h"

#include "output/writer.h"

static const char *escape_of(char c)
{
  switch (c) {
  case '&':
    return "&amp;";
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  case '"':
    return "&quot;";
  case '\'':
    return "&#39;";
  case '\r':
    return "&#13;";
  default:
    return NULL;
  }
}

void trawl_put_markup(trawl_buf *out, const char *text, size_t len)
{
  size_t done = 0;
  for (size_t i = 0; i < len; ++i) {
    const char *escape = escape_of(text[i]);
    if (escape) {
      trawl_put_utf8(out, text + done, i - done, true);
      trawl_buf_puts(out, escape);
      done = i + 1;
    }
  }
  trawl_put_utf8(out, text + done, len - done, true);
}
