/* SPDX-License-Identifier: MIT
 * resume.h - the journal beside an output: what it stands for, whether there is something to go on with. */
#ifndef TRAWL_CLI_RESUME_H
#define TRAWL_CLI_RESUME_H

#include "batch/batch.h"
#include "cli/cli.h"

/* What the bytes of an output depend on, as one word: the given texts (NULL: absent), and all rules and
 * gazetteers. False: out of memory. */
bool resume_fingerprint(const char *const *given, size_t n, const pipeline_options *files, char out[17]);

#endif
