/* SPDX-License-Identifier: MIT
 * library.c - see library.h. */
#include "input/library.h"

#ifdef TRAWL_LATE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;

static trawl_status refuse(trawl_library *library)
{
  const char *why = dlerror();
  snprintf(library->fault, sizeof library->fault, "%s", why ? why : "a library cannot be loaded");
  return TRAWL_IO;
}

/* It stays loaded: threads may be in it until the process ends. */
static trawl_status load(trawl_library *library)
{
  void *handle = dlopen(library->file, RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    return refuse(library);
  }
  for (size_t i = 0; i < library->count; ++i) {
    void *function = dlsym(handle, library->names[i]);
    if (!function) {
      dlclose(handle);
      return refuse(library);
    }
    memcpy((char *)library->functions + i * sizeof function, &function, sizeof function);
  }
  library->loaded = true;
  return TRAWL_OK;
}

trawl_status trawl_library_load(trawl_library *library)
{
  pthread_mutex_lock(&loading);
  const trawl_status status = library->loaded ? TRAWL_OK : load(library);
  pthread_mutex_unlock(&loading);
  return status;
}

#else

trawl_status trawl_library_load(trawl_library *library)
{
  (void)library;
  return TRAWL_OK;
}

#endif
