/* SPDX-License-Identifier: MIT
 * lint.h - warnings about rules that are well formed and yet of no use. */
#ifndef TRAWL_RULE_LINT_H
#define TRAWL_RULE_LINT_H

#include "rule/relation.h"

/* Of finished relations: the same words twice (W220), under two relations (W221), as phrase and exception
 * (W222), a token pattern without X or Y (W223), a relation without any rule (W224).
 * Of files below the folder `trusted` (may be NULL) nothing is said, unless another file is to blame. */
trawl_status trawl_rules_lint(const trawl_relations *relations, const char *trusted, trawl_findings *findings);

#endif
