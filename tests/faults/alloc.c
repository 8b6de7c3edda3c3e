/* SPDX-License-Identifier: MIT
 * alloc.c - stands before the C library's allocator, for the libraries too: they look for malloc() in the program
 * first. */
#include "alloc.h"

#include <errno.h>
#include <execinfo.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

enum { FRAMES = 16, BLOCKS = 1 << 16 };

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

static atomic_uint_least64_t calls;
static atomic_int_least64_t live;
static uint64_t fail_at;
static bool fail_all, explains, inside;

static struct {
  const void *block;
  int depth;
  void *frames[FRAMES];
} blocks[BLOCKS];
static unsigned block_count;

static void print_frames(const char *what, void *const *frames, int depth)
{
  if (write(STDERR_FILENO, what, __builtin_strlen(what)) < 0) {
    return;
  }
  backtrace_symbols_fd(frames, depth, STDERR_FILENO);
}

void alloc_fail(uint64_t n, bool all)
{
  atomic_store(&calls, 0);
  block_count = 0;
  fail_all = all;
  fail_at = n ? n : UINT64_MAX;
}

uint64_t alloc_stop(void)
{
  fail_at = 0;
  for (unsigned i = 0; explains && i < block_count; ++i) {
    if (blocks[i].block) {
      print_frames("still there, taken by\n", blocks[i].frames, blocks[i].depth);
    }
  }
  return atomic_load(&calls);
}

int64_t alloc_live(void)
{
  return atomic_load(&live);
}

void alloc_explain(void)
{
  void *frames[FRAMES];
  backtrace(frames, FRAMES); /* takes memory when it is called first */
  explains = true;
}

static bool refused(void)
{
  if (!fail_at || inside) {
    return false;
  }
  const uint64_t n = atomic_fetch_add(&calls, 1) + 1;
  if (n != fail_at && !(fail_all && n > fail_at)) {
    return false;
  }
  if (explains && n == fail_at) {
    void *frames[FRAMES];
    inside = true;
    print_frames("fails in\n", frames, backtrace(frames, FRAMES));
    inside = false;
  }
  errno = ENOMEM;
  return true;
}

static void *taken(void *block)
{
  if (!block) {
    return NULL;
  }
  atomic_fetch_add(&live, 1);
  if (explains && fail_at && !inside && block_count < BLOCKS) {
    inside = true;
    blocks[block_count].block = block;
    blocks[block_count].depth = backtrace(blocks[block_count].frames, FRAMES);
    ++block_count;
    inside = false;
  }
  return block;
}

static void given_back(const void *block)
{
  if (block) {
    atomic_fetch_sub(&live, 1);
    for (unsigned i = 0; explains && i < block_count; ++i) {
      if (blocks[i].block == block) {
        blocks[i].block = NULL;
      }
    }
  }
}

#pragma GCC visibility push(default) /* where libraries find them */

void *malloc(size_t size)
{
  return refused() ? NULL : taken(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
  return refused() ? NULL : taken(__libc_calloc(count, size));
}

void *realloc(void *old, size_t size)
{
  if (refused()) {
    return NULL;
  }
  void *block = __libc_realloc(old, size);
  if (block || !size) {
    given_back(old);
  }
  return taken(block);
}

void *reallocarray(void *old, size_t count, size_t size)
{
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) {
    errno = ENOMEM;
    return NULL;
  }
  return realloc(old, bytes);
}

void *memalign(size_t alignment, size_t size)
{
  return refused() ? NULL : taken(__libc_memalign(alignment, size));
}

void *aligned_alloc(size_t alignment, size_t size)
{
  return memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
  void *block = memalign(alignment, size);
  if (block) {
    *out = block;
  }
  return block ? 0 : ENOMEM;
}

void free(void *block)
{
  given_back(block);
  __libc_free(block);
}

#pragma GCC visibility pop
