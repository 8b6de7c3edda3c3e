/* SPDX-License-Identifier: MIT
 * buf.c - the growing byte buffer. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void trawl_buf_clear(trawl_buf *buf)
{
  free(buf->at);
  *buf = (trawl_buf){.at = NULL};
}

bool trawl_buf_grow(trawl_buf *buf, size_t more)
{
  if (buf->failed || more > SIZE_MAX / 2 - buf->len) {
    buf->failed = true;
    return false;
  }
  size_t cap = buf->cap + buf->cap / 2;
  cap = cap < buf->len + more ? buf->len + more : cap;
  cap = cap < 64 ? 64 : cap;
  char *bigger = realloc(buf->at, cap);
  if (!bigger) {
    buf->failed = true;
    return false;
  }
  buf->at = bigger;
  buf->cap = cap;
  return true;
}

void trawl_buf_printf(trawl_buf *buf, const char *format, ...)
{
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  const int len = vsnprintf(NULL, 0, format, args);
  va_end(args);
  if (len > 0 && (buf->cap - buf->len > (size_t)len || trawl_buf_grow(buf, (size_t)len + 1))) {
    vsnprintf(buf->at + buf->len, (size_t)len + 1, format, again);
    buf->len += (size_t)len;
  }
  va_end(again);
}

void trawl_buf_uint(trawl_buf *buf, uint64_t number)
{
  static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
                              "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
                              "8081828384858687888990919293949596979899";
  char digits[20];
  size_t n = sizeof digits;
  for (; number >= 10; number /= 100) {
    const char *pair = &pairs[2 * (number % 100)];
    digits[--n] = pair[1];
    digits[--n] = pair[0];
  }
  if (number || n == sizeof digits) {
    digits[--n] = (char)('0' + number);
  }
  trawl_buf_put(buf, digits + n, sizeof digits - n);
}

const char *trawl_buf_str(trawl_buf *buf)
{
  if (buf->failed || (buf->cap == buf->len && !trawl_buf_grow(buf, 1))) {
    return "";
  }
  buf->at[buf->len] = '\0';
  return buf->at;
}
