/* SPDX-License-Identifier: MIT
 * arena.h - memory that is freed together.
 *
 * Three lifetimes, three arenas: the rule set's (until the pipeline is closed), a document's (until
 * the next document) and scratch (until the next sentence).  What an arena handed out never moves. */
#ifndef TRAWL_BASE_ARENA_H
#define TRAWL_BASE_ARENA_H

#include <stddef.h>

typedef struct trawl_arena_chunk trawl_arena_chunk;

typedef struct trawl_arena {
  trawl_arena_chunk *first;   // all chunks, in the order in which they are filled
  trawl_arena_chunk *current; // the one being filled; later ones are empty and wait for reuse
} trawl_arena;

/* An arena of zeros is empty and ready. */
void trawl_arena_clear(trawl_arena *arena); // gives all memory back
void trawl_arena_reset(trawl_arena *arena); // forgets the contents, keeps the memory (big chunks apart)

/* `size` bytes, aligned for any type, zeroed; NULL when memory runs out. */
void *trawl_arena_alloc(trawl_arena *arena, size_t size);
/* A NUL-terminated copy; NULL when memory runs out. */
char *trawl_arena_strn(trawl_arena *arena, const char *text, size_t len);
char *trawl_arena_str(trawl_arena *arena, const char *text);
char *trawl_arena_printf(trawl_arena *arena, const char *format, ...)
  __attribute__((format(printf, 2, 3)));

#endif
