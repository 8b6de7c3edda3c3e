/* SPDX-License-Identifier: MIT
 * library.h - shared libraries that few runs need: loaded when one does, not whenever the program starts.
 *
 * libarchive and libxml2 bring eleven others along; to bind them takes as long as to read a short text.  A file that uses
 * one lists the functions:
 *
 *   #define FUNCTIONS(X) X(archive_read_new) X(archive_read_free)
 *   static struct { FUNCTIONS(TRAWL_MEMBER) } lib = {FUNCTIONS(TRAWL_INIT)};
 *   static const char *const names[] = {FUNCTIONS(TRAWL_NAME)};
 *   static trawl_library library = TRAWL_LIBRARY(TRAWL_ARCHIVE_FILE, names, lib);
 *
 * and calls lib.archive_read_new() once trawl_library_load() has said yes.  Without -DTRAWL_LATE the linker binds them
 * as usual. */
#ifndef TRAWL_INPUT_LIBRARY_H
#define TRAWL_INPUT_LIBRARY_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

#define TRAWL_MEMBER(function) __typeof__(function) *function;
#define TRAWL_NAME(function) #function,
#ifdef TRAWL_LATE
#define TRAWL_INIT(function) NULL,
#else
#define TRAWL_INIT(function) function,
#define TRAWL_ARCHIVE_FILE "" /* else the build says by which names the loader finds them */
#define TRAWL_XML_FILE ""
#endif

typedef struct trawl_library {
  const char *file;         /* "libarchive.so.13": found where the system's loader looks */
  const char *const *names; /* [count] */
  void *functions;          /* pointers to functions, [count] */
  size_t count;
  bool loaded;
  char fault[200]; /* why it cannot be loaded, for people */
} trawl_library;

#define TRAWL_LIBRARY(file, names, functions)                                                                          \
  {                                                                                                                    \
    file, names, &(functions), TRAWL_COUNT(names), false, ""                                                           \
  }

/* From any thread; after the first time it only says yes. TRAWL_IO, and a fault, when there is none. */
trawl_status trawl_library_load(trawl_library *library);

#endif
