/* SPDX-License-Identifier: MIT
 * fuzz.h - what the fuzz targets share.
 *
 * A target is a LLVMFuzzerTestOneInput() of its own file; libFuzzer, AFL++ or replay.c call it.  What must hold of
 * whatever comes out is checked here; a check that fails aborts, which every fuzzer counts as a crash. */
#ifndef TRAWL_TESTS_FUZZ_H
#define TRAWL_TESTS_FUZZ_H

#include "base/buf.h"
#include "trawl.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define FUZZ_EXPECT(condition)                                                                                        \
  do {                                                                                                                \
    if (!(condition)) {                                                                                               \
      fuzz_fail(#condition, __FILE__, __LINE__);                                                                      \
    }                                                                                                                 \
  } while (0)
_Noreturn void fuzz_fail(const char *condition, const char *file, int line);

/* A folder of this process's own, gone when it ends; and the data folder of small_world.h in it. */
const char *fuzz_folder(void);
const char *fuzz_world(void);
/* Writes a file into the folder and gives its path, valid until the next call. */
const char *fuzz_file(const char *name, const uint8_t *data, size_t len);

/* Opens rules with a memo that lives as long as the process, so that only what changed is read; now and then without
 * one as well: findings and status have to be the same. */
trawl_status fuzz_open(trawl_config *config, trawl_findings *findings, trawl_pipeline **out);

/* A sink that appends to a trawl_buf. */
bool fuzz_keep(void *to, const char *bytes, size_t len);

/* Layers in order and inside each other, positions that cut their text out of the bytes in all three units. */
void fuzz_check_doc(const trawl_doc *doc, const char *bytes, size_t len);
/* Errors when, and only when, the status says so; each with a code, a message and, in a file, a place. */
void fuzz_check_findings(const trawl_findings *findings, trawl_status status);
/* Each line is a JSON object. */
void fuzz_check_lines(const char *lines, size_t len);
/* All records of a layer as JSON Lines, appended. */
void fuzz_write(const trawl_doc *doc, trawl_layer layer, const char *format, trawl_buf *out);
/* Runs the text of small_world.h and checks what comes out. */
void fuzz_run_world(const trawl_pipeline *pipeline);

#endif
