/* SPDX-License-Identifier: MIT
 * normalize.h - the folding that texts and names go through alike; private to the stages and to
 * whoever loads names. */
#ifndef TRAWL_STAGE_NORMALIZE_H
#define TRAWL_STAGE_NORMALIZE_H

#include "base/buf.h"
#include "model/map.h"

/* Appends the normalised form of `len` bytes to `text`, which is empty when `map` is to fit. `map` and
 * `repairs` (bad byte sequences, added up) may be NULL; the map has been begun by the caller. */
trawl_status trawl_normalize_bytes(const char *bytes, uint32_t len, trawl_buf *text, trawl_map *map,
                                   uint32_t *repairs);

#endif
