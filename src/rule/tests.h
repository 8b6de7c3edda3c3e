/* SPDX-License-Identifier: MIT
 * tests.h - `tests:` files: texts with the triples that they give, apart from the rules.
 *
 *   tests:
 *     - text: "Xi Jinping will visit Kazan."
 *       triples: "Xi Jinping – visited – Kazan [planned]"    # one, a list, or nothing
 *       relations: [visited]                                 # only these; all when not given
 *       date: "2024-05-01" */
#ifndef TRAWL_RULE_TESTS_H
#define TRAWL_RULE_TESTS_H

#include "base/vec.h"
#include "resource/yaml.h"

typedef struct trawl_tests {
  TRAWL_VEC(trawl_example) list; /* strings live in the loader's arena */
} trawl_tests;

void trawl_tests_clear(trawl_tests *tests);
/* Adds the tests of a file; every fault is reported and costs the test it stands in. */
trawl_status trawl_tests_load(trawl_tests *tests, const trawl_yaml_file *file, trawl_arena *arena);

#endif
