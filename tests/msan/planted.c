/* SPDX-License-Identifier: MIT
 * planted.c - reads what nobody has set, once: the sanitizer has to say so, or what it says of the rest means little.
 *
 * usage: planted NUMBER      0: all is set, and nothing may be said */
#include "base/buf.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static int set(void)
{
  int32_t parts[8];
  const utf8proc_ssize_t n = utf8proc_decompose((const utf8proc_uint8_t *)"abc", 3, parts, 8, 0);
  return n == 3 ? parts[2] : 0;
}

static int heap(void)
{
  char *volatile block = malloc(100);
  const int read = block ? block[50] : 0;
  free(block);
  return read;
}

static int grown(void)
{
  trawl_buf buf = {0};
  trawl_buf_puts(&buf, "text");
  const int read = trawl_buf_grow(&buf, 4000) ? buf.at[2000] : 0;
  free(buf.at);
  return read;
}

static int on_the_stack(void)
{
  trawl_buf bufs[2];
  memset(bufs, 0, sizeof *bufs);
  trawl_buf_puts(&bufs[0], "text");
  free(bufs[0].at);
  return bufs[1].failed;
}

static int behind_the_library(void)
{
  int32_t parts[8];
  return utf8proc_decompose((const utf8proc_uint8_t *)"abc", 3, parts, 8, 0) == 3 ? parts[3] : 0;
}

static int to_the_library(void)
{
  char text[8];
  text[0] = 'a';
  json_t *one = json_stringn(text, 2);
  json_decref(one);
  return one != NULL;
}

static int (*const faults[])(void) = {set, heap, grown, on_the_stack, behind_the_library, to_the_library};

int main(int argc, char **argv)
{
  const size_t i = argc == 2 ? strtoul(argv[1], NULL, 10) : sizeof faults;
  if (i >= sizeof faults / sizeof *faults) {
    return 2;
  }
  puts(faults[i]() ? "not 0" : "0");
  return 0;
}
