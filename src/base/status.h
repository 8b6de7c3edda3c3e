/* SPDX-License-Identifier: MIT
 * status.h - how functions of the library report that they failed. */
#ifndef TRAWL_BASE_STATUS_H
#define TRAWL_BASE_STATUS_H

#include "trawl.h"

/* No index: the value of an index field that points nowhere. */
#define TRAWL_NONE UINT32_MAX

#define TRAWL_COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Forwards a failure.  Only where nothing has to be freed; else `goto done`. */
#define TRAWL_TRY(call)                                                                            \
  do {                                                                                             \
    const trawl_status try_status = (call);                                                        \
    if (try_status != TRAWL_OK) {                                                                  \
      return try_status;                                                                           \
    }                                                                                              \
  } while (0)

/* The same for calls that say false when memory runs out. */
#define TRAWL_TRY_MEM(call)                                                                        \
  do {                                                                                             \
    if (!(call)) {                                                                                 \
      return TRAWL_NO_MEM;                                                                         \
    }                                                                                              \
  } while (0)

#endif
