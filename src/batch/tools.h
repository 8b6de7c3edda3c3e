/* SPDX-License-Identifier: MIT
 * tools.h - what commands may use of the lower floors. */
#ifndef TRAWL_BATCH_TOOLS_H
#define TRAWL_BATCH_TOOLS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "input/jsonl.h"

#endif
