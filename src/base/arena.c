/* SPDX-License-Identifier: MIT
 * arena.c - chunks of memory, filled one after the other. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_SIZE = 64 * 1024, KEEP_SIZE = 4 * 1024 * 1024 };

struct trawl_arena_chunk {
  trawl_arena_chunk *next;
  size_t used, size;
  alignas(max_align_t) unsigned char bytes[];
};

static trawl_arena_chunk *new_chunk(size_t size)
{
  if (size > SIZE_MAX - sizeof(trawl_arena_chunk)) {
    return NULL;
  }
  trawl_arena_chunk *chunk = malloc(sizeof *chunk + size);
  if (chunk) {
    chunk->next = NULL;
    chunk->used = 0;
    chunk->size = size;
  }
  return chunk;
}

void trawl_arena_clear(trawl_arena *arena)
{
  trawl_arena_chunk *chunk = arena->first;
  while (chunk) {
    trawl_arena_chunk *next = chunk->next;
    free(chunk);
    chunk = next;
  }
  *arena = (trawl_arena){NULL, NULL};
}

void trawl_arena_reset(trawl_arena *arena)
{
  /* One huge document must not hold its memory for ever: chunks beyond KEEP_SIZE go. */
  size_t kept = 0;
  for (trawl_arena_chunk **link = &arena->first; *link;) {
    trawl_arena_chunk *chunk = *link;
    chunk->used = 0;
    if (kept + chunk->size > KEEP_SIZE && chunk != arena->first) {
      *link = chunk->next;
      free(chunk);
    } else {
      kept += chunk->size;
      link = &chunk->next;
    }
  }
  arena->current = arena->first;
}

void *trawl_arena_alloc(trawl_arena *arena, size_t size)
{
  const size_t unit = alignof(max_align_t);
  if (size > SIZE_MAX - unit) {
    return NULL;
  }
  size = (size + unit - 1) / unit * unit;
  while (arena->current && arena->current->size - arena->current->used < size) {
    if (!arena->current->next) {
      break;
    }
    arena->current = arena->current->next;
  }
  trawl_arena_chunk *chunk = arena->current;
  if (!chunk || chunk->size - chunk->used < size) {
    trawl_arena_chunk *fresh = new_chunk(size > CHUNK_SIZE ? size : CHUNK_SIZE);
    if (!fresh) {
      return NULL;
    }
    *(chunk ? &chunk->next : &arena->first) = fresh;
    arena->current = chunk = fresh;
  }
  void *at = chunk->bytes + chunk->used;
  chunk->used += size;
  return memset(at, 0, size);
}

char *trawl_arena_strn(trawl_arena *arena, const char *text, size_t len)
{
  char *copy = len < SIZE_MAX ? trawl_arena_alloc(arena, len + 1) : NULL;
  return copy ? memcpy(copy, text, len) : NULL;
}

char *trawl_arena_str(trawl_arena *arena, const char *text)
{
  return trawl_arena_strn(arena, text, strlen(text));
}

char *trawl_arena_printf(trawl_arena *arena, const char *format, ...)
{
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  const int len = vsnprintf(NULL, 0, format, args);
  va_end(args);
  char *text = len < 0 ? NULL : trawl_arena_alloc(arena, (size_t)len + 1);
  if (text) {
    vsnprintf(text, (size_t)len + 1, format, again);
  }
  va_end(again);
  return text;
}
