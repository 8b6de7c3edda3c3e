/* SPDX-License-Identifier: MIT
 * oracle.h - random rules on random texts: the program against a slow, obvious matcher.
 *
 * A subject (patterns, phrases, gazetteer) makes a round of cases out of a number: one set of rules and many texts.
 * The obvious matcher works on what the rules were printed from, never on what they were compiled to.  Where the two
 * differ, rules and text are made smaller as long as they still differ, and what is left is printed. */
#ifndef TRAWL_TESTS_ORACLE_H
#define TRAWL_TESTS_ORACLE_H

#include "base/buf.h"

#include <stdio.h>

/* A stream of numbers that a seed decides: splitmix64. */
typedef struct oracle_random {
  uint64_t state;
} oracle_random;

static inline uint64_t oracle_next(oracle_random *random)
{
  uint64_t z = random->state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/* A number below n. */
static inline uint32_t oracle_below(oracle_random *random, uint32_t n)
{
  return (uint32_t)((oracle_next(random) >> 32) * n >> 32);
}

/* True once in n times. */
static inline bool oracle_once_in(oracle_random *random, uint32_t n)
{
  return oracle_below(random, n) == 0;
}

/* What was done so far. `counts` are the subject's own, named in its `names`. */
enum { ORACLE_COUNTS = 8 };
typedef struct oracle_tally {
  uint64_t cases, matched, matches, counts[ORACLE_COUNTS];
} oracle_tally;

typedef struct oracle_subject {
  const char *name, *help;
  const char *counts[ORACLE_COUNTS]; /* up to NULL */
  /* A round; false when something differed, which has been printed. */
  bool (*round)(uint64_t seed, oracle_tally *tally);
} oracle_subject;

extern const oracle_subject oracle_patterns, oracle_phrases, oracle_gazetteer;

/* Ends the program with status 2: what must work in a test did not. */
_Noreturn void oracle_give_up(const char *what);
#define ORACLE_MUST(condition)                                                                                        \
  do {                                                                                                                \
    if (!(condition)) {                                                                                               \
      oracle_give_up(#condition);                                                                                     \
    }                                                                                                                 \
  } while (0)

#endif
