/* SPDX-License-Identifier: MIT
 * engine.h - what stands behind the opaque types of trawl.h; for engine.c and view.c. */
#ifndef TRAWL_ENGINE_H
#define TRAWL_ENGINE_H

#include "rule/ruleset.h"
#include "stage/stage.h"

#endif
