/* SPDX-License-Identifier: MIT
 * alloc.c - stands before the C library's allocator, for the libraries too: they look for malloc() in the program
 * first. */
#define _GNU_SOURCE 1
#include "alloc.h"

#include <errno.h>
#include <execinfo.h>
#include <link.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FRAMES = 16, BLOCKS = 1 << 16, SPARED = 8 };

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

static atomic_uint_least64_t calls;
static atomic_int_least64_t live;
static uint64_t fail_at;
static bool fail_all, explains;
static _Thread_local bool inside;

static struct {
  const void *block;
  int depth;
  void *frames[FRAMES];
} blocks[BLOCKS];
static unsigned block_count;

static struct {
  uintptr_t from, to; /* addresses of its code */
} spared[SPARED];
static unsigned spared_count;
static uintptr_t spared_function, spared_len;

static int note_library(struct dl_phdr_info *info, size_t size, void *library)
{
  const char *slash = strrchr(info->dlpi_name, '/');
  (void)size;
  for (unsigned i = 0; slash && strncmp(slash + 1, library, strlen(library)) == 0 && i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr) *part = &info->dlpi_phdr[i];
    if (part->p_type == PT_LOAD && part->p_flags & PF_X && spared_count < SPARED) {
      spared[spared_count].from = info->dlpi_addr + part->p_vaddr;
      spared[spared_count].to = spared[spared_count].from + part->p_memsz;
      ++spared_count;
    }
  }
  return 0;
}

void alloc_spare(const char *library)
{
  char name[64];
  snprintf(name, sizeof name, "%s", library);
  dl_iterate_phdr(note_library, name);
}

void alloc_spare_function(const void *function, uintptr_t len)
{
  void *frames[FRAMES];
  backtrace(frames, FRAMES); /* takes memory when it is called first */
  spared_function = (uintptr_t)function;
  spared_len = len;
}

/* Is the spared function on the stack? */
static bool is_below_spared(void)
{
  void *frames[FRAMES];
  inside = true;
  const int depth = spared_len ? backtrace(frames, FRAMES) : 0;
  inside = false;
  for (int i = 0; i < depth; ++i) {
    if ((uintptr_t)frames[i] - spared_function < spared_len) {
      return true;
    }
  }
  return false;
}

static bool is_spared(const void *caller)
{
  for (unsigned i = 0; i < spared_count; ++i) {
    if ((uintptr_t)caller >= spared[i].from && (uintptr_t)caller < spared[i].to) {
      return true;
    }
  }
  return false;
}

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

static bool refused(const void *caller)
{
  if (!fail_at || inside || is_spared(caller)) {
    return false;
  }
  const uint64_t n = atomic_fetch_add(&calls, 1) + 1;
  if ((n != fail_at && !(fail_all && n > fail_at)) || is_below_spared()) {
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
  return refused(__builtin_return_address(0)) ? NULL : taken(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
  return refused(__builtin_return_address(0)) ? NULL : taken(__libc_calloc(count, size));
}

void *realloc(void *old, size_t size)
{
  if (refused(__builtin_return_address(0))) {
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
  return refused(__builtin_return_address(0)) ? NULL : taken(__libc_memalign(alignment, size));
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
