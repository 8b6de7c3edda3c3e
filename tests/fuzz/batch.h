/* SPDX-License-Identifier: MIT
 * batch.h - runs a file through the batch engine and checks records and failures. */
#ifndef TRAWL_TESTS_FUZZ_BATCH_H
#define TRAWL_TESTS_FUZZ_BATCH_H

#include "batch/batch.h"

/* `batch` says how the file is to be read; the rest is filled in here. */
void fuzz_batch(trawl_batch *batch, const uint8_t *data, size_t len, trawl_layer layer);

#endif
