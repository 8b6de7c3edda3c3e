/* SPDX-License-Identifier: MIT
 * nojit.c - preloaded under valgrind: regular expressions are interpreted.  Code that pcre2 makes at run
 * time reads vectors beyond the end of a text on purpose, which valgrind cannot know to be harmless. */
#include <stdint.h>

int pcre2_jit_compile_8(void *code, uint32_t options);
int pcre2_jit_compile_8(void *code, uint32_t options)
{
  (void)code;
  (void)options;
  return -45; /* PCRE2_ERROR_JIT_BADOPTION: as in a library without it */
}
