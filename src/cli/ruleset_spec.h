/* SPDX-License-Identifier: MIT
 * ruleset_spec.h - a rule set as it is named on a command line: a path, or a revision of git. */
#ifndef TRAWL_CLI_RULESET_SPEC_H
#define TRAWL_CLI_RULESET_SPEC_H

#include "cli/cli.h"

typedef struct ruleset_spec {
  trawl_config config;
  const char *rule; /* what config.rules points to */
  char *folder;     /* a revision's files, removed again; NULL: none */
} ruleset_spec;

/* What `name` stands for, in this order:
 *   shipped      the shipped rules and gazetteers
 *   a folder     that holds rules/ and gazetteers/: these in the place of the shipped ones
 *   PATH, +PATH  as -r takes it
 *   REV, REV:DIR a revision of the git repository of the current folder, or a folder in it: as the above
 * `spec` must stay where it is. False: a message was printed. */
bool ruleset_spec_open(ruleset_spec *spec, const char *name);
void ruleset_spec_close(ruleset_spec *spec);

#endif
