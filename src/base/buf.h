/* SPDX-License-Identifier: MIT
 * buf.h - a growing byte buffer that remembers its first failure, so that one check at the end is
 * enough: after running out of memory it stays as it is and `failed` is true. */
#ifndef TRAWL_BASE_BUF_H
#define TRAWL_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct trawl_buf {
  char *at; // not NUL-terminated unless trawl_buf_str() was called last
  size_t len, cap;
  bool failed;
} trawl_buf;

void trawl_buf_clear(trawl_buf *buf);
bool trawl_buf_grow(trawl_buf *buf, size_t more); // room for `more` bytes; false: out of memory
void trawl_buf_printf(trawl_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void trawl_buf_uint(trawl_buf *buf, uint64_t number);
/* The contents with a NUL behind them; "" after a failure. Valid until the next call. */
const char *trawl_buf_str(trawl_buf *buf);

static inline void trawl_buf_put(trawl_buf *buf, const char *text, size_t len)
{
  if (len && (buf->cap - buf->len >= len || trawl_buf_grow(buf, len))) {
    memcpy(buf->at + buf->len, text, len);
    buf->len += len;
  }
}

static inline void trawl_buf_puts(trawl_buf *buf, const char *text)
{
  trawl_buf_put(buf, text, strlen(text));
}

static inline void trawl_buf_putc(trawl_buf *buf, char c)
{
  if (buf->cap - buf->len >= 1 || trawl_buf_grow(buf, 1)) {
    buf->at[buf->len++] = c;
  }
}

#endif
