/* SPDX-License-Identifier: MIT
 * scenario.h - what is done while memory fails. */
#ifndef TRAWL_TESTS_SCENARIO_H
#define TRAWL_TESTS_SCENARIO_H

#include "trawl.h"

#include <stdint.h>

typedef struct outcome {
  trawl_status status;
  bool listed;        /* what was not done is listed as failed */
  uint64_t hash, len; /* of what was written */
} outcome;

typedef struct scenario {
  const char *name;
  void (*run)(outcome *out);
} scenario;

bool scenarios_open(void);
void scenarios_close(void);
/* NULL behind the last. */
const scenario *scenario_at(size_t i);

#endif
