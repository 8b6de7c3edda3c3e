/* SPDX-License-Identifier: MIT
 * engine.h - what stands behind the opaque types of trawl.h; for engine.c and view.c. */
#ifndef TRAWL_ENGINE_H
#define TRAWL_ENGINE_H

#include "rule/ruleset.h"
#include "stage/stage.h"

/* The piece of the original that a range of tokens covers (view.c). */
trawl_slice trawl_view_slice(const trawl_doc *doc, trawl_span tok, trawl_unit unit);

#endif
