/* SPDX-License-Identifier: MIT
 * main.c - oracle SUBJECT [--seed S] [--cases N] [--round R]
 *
 * Runs rounds until N cases agree (exit status 0) or one differs (1).  A round is decided by the seed and its number, so
 * the one that differed can be run alone. */
#include "oracle.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const oracle_subject *const subjects[] = {ORACLE_SUBJECTS};

_Noreturn void oracle_give_up(const char *what)
{
  fprintf(stderr, "oracle: failed: %s\n", what);
  exit(2);
}

static double seconds(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int usage(void)
{
  fputs("usage: oracle SUBJECT [--seed S] [--cases N] [--round R]\n", stderr);
  for (size_t i = 0; i < sizeof subjects / sizeof *subjects; ++i) {
    fprintf(stderr, "  %-12s%s\n", subjects[i]->name, subjects[i]->help);
  }
  return 2;
}

static void report(const oracle_subject *subject, uint64_t seed, uint64_t rounds, const oracle_tally *t, double took)
{
  printf("oracle: %s: seed %llu: %llu cases in %llu rounds, %.1f s, %.0f a second; %llu with a match, %llu matches",
         subject->name, (unsigned long long)seed, (unsigned long long)t->cases, (unsigned long long)rounds, took,
         (double)t->cases / (took > 0 ? took : 1), (unsigned long long)t->matched, (unsigned long long)t->matches);
  for (int i = 0; i < ORACLE_COUNTS && subject->counts[i]; ++i) {
    printf("; %llu %s", (unsigned long long)t->counts[i], subject->counts[i]);
  }
  puts("");
}

/* The seed of a round: rounds of neighbouring seeds have nothing in common. */
static uint64_t seed_of(uint64_t seed, uint64_t round)
{
  oracle_random random = {seed * 0xd1342543de82ef95u + round};
  return oracle_next(&random);
}

static int run(const oracle_subject *subject, uint64_t seed, uint64_t cases, uint64_t only)
{
  oracle_tally tally = {0};
  const double began = seconds();
  uint64_t round = only == UINT64_MAX ? 0 : only;
  do {
    if (!subject->round(seed_of(seed, round), &tally)) {
      printf("oracle: %s: they differ; again with: oracle %s --seed %llu --round %llu\n", subject->name, subject->name,
             (unsigned long long)seed, (unsigned long long)round);
      return 1;
    }
    ++round;
  } while (only == UINT64_MAX && tally.cases < cases);
  report(subject, seed, only == UINT64_MAX ? round : 1, &tally, seconds() - began);
  if (cases >= 1000 && only == UINT64_MAX && tally.matched * 10 < tally.cases) {
    puts("oracle: fewer than one case in ten had a match: this shows nothing");
    return 1;
  }
  return fflush(stdout) == 0 ? 0 : 2;
}

int main(int argc, char **argv)
{
  uint64_t seed = 1, cases = 10000, only = UINT64_MAX;
  const oracle_subject *subject = NULL;
  for (size_t i = 0; argc > 1 && i < sizeof subjects / sizeof *subjects; ++i) {
    subject = strcmp(argv[1], subjects[i]->name) == 0 ? subjects[i] : subject;
  }
  for (int i = 2; i < argc; i += 2) {
    uint64_t *to = strcmp(argv[i], "--seed") == 0    ? &seed
                   : strcmp(argv[i], "--cases") == 0 ? &cases
                   : strcmp(argv[i], "--round") == 0 ? &only
                                                     : NULL;
    if (!to || i + 1 == argc) {
      return usage();
    }
    *to = strtoull(argv[i + 1], NULL, 10);
  }
  return subject ? run(subject, seed, cases, only) : usage();
}
