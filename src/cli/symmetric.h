/* SPDX-License-Identifier: MIT
 * symmetric.h - relations that hold either way round, whichever side is named first. */
#ifndef TRAWL_CLI_SYMMETRIC_H
#define TRAWL_CLI_SYMMETRIC_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Gold and triples are compared without loading rules, so the names stand here once more; a test holds
 * them against `symmetric: true` in the shipped rule files. */
static inline bool is_symmetric(const char *relation)
{
  static const char *const names[] = {"met", "held_talks_with", "spoke_with", "agreed_with",
                                      "cooperates_with", "family_of", "merged_with",
                                      "partnered_with"};
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
    if (strcmp(names[i], relation) == 0) {
      return true;
    }
  }
  return false;
}

#endif
