/* SPDX-License-Identifier: MIT
 * diff.h - what changed between two rule sets, for the formats of `trawl diff`. */
#ifndef TRAWL_CLI_DIFF_H
#define TRAWL_CLI_DIFF_H

#include "cli/cli.h"

#include <jansson.h>

typedef enum change_kind { CHANGE_GAINED, CHANGE_LOST, CHANGE_CHANGED, CHANGE_KINDS } change_kind;

typedef struct change {
  change_kind kind;
  json_t *before, *after; /* records as the jsonl format writes them, owned; NULL: not there */
  const char *rule;       /* of `after`, else of `before` */
  uint32_t order;         /* as they came */
} change;

typedef struct changes {
  TRAWL_VEC(change) list; /* by rule, then as they came */
  uint32_t counts[CHANGE_KINDS], same;
  const char *names[2]; /* of the two rule sets */
} changes;

/* The keys of a record that differ, one after the other; NULL behind the last. `*at` is NULL for the first. */
const char *change_field(const change *c, void **at);
/* "gained", "lost", "changed" */
const char *change_name(change_kind kind);

void diff_text(const changes *all, bool colors, trawl_buf *out);
void diff_jsonl(const changes *all, trawl_buf *out);
void diff_html(const changes *all, trawl_buf *out);

#endif
