/* SPDX-License-Identifier: MIT
 * alloc.h - malloc and its kin as this program and all its libraries call them: counted, and failing when asked. */
#ifndef TRAWL_TESTS_ALLOC_H
#define TRAWL_TESTS_ALLOC_H

#include <stdbool.h>
#include <stdint.h>

/* Calls of the library whose file's name begins so do not fail: it does not survive that. Before the first alloc_fail(). */
void alloc_spare(const char *library);
/* The same for a function of about that length, and what it calls. */
void alloc_spare_function(const void *function, uintptr_t len);
/* From here on the n-th call (from 1) fails, and with `all` each one behind it; 0: none does. */
void alloc_fail(uint64_t n, bool all);
/* Ends that. How many calls there were since alloc_fail(). */
uint64_t alloc_stop(void);
/* Blocks that were taken and not given back yet. */
int64_t alloc_live(void);
/* Prints on standard error where the call that fails comes from, and, at alloc_stop(), where the blocks come from that
 * were taken since alloc_fail() and are still there. */
void alloc_explain(void);

#endif
