/* SPDX-License-Identifier: MIT
 * memory.c - what happens when memory runs out: every allocation of a scenario fails in turn, once alone and once with
 * all that follow it.
 *
 * A scenario opens, runs, writes and closes.  Whatever fails, it must come to an end with TRAWL_NO_MEM or with what it
 * gives when nothing fails, and give back all that it took.
 *
 * usage: memory [--every N] [--at N [--all]] [SCENARIO ...]     --at: this one alone, with where it comes from */
#include "alloc.h"
#include "scenario.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct campaign {
  uint64_t every, at;
  bool all;
  uint64_t points, refused, faults;
} campaign;

static void complain(const scenario *s, uint64_t n, bool all, const char *what)
{
  printf("%s: call %llu%s: %s\n", s->name, (unsigned long long)n, all ? " and all behind it" : "", what);
  fflush(stdout);
}

enum { REFUSED, SURVIVED, FAULTY }; /* how a run ends */

/* Runs a scenario with its n-th call failing. */
static int run(const scenario *s, uint64_t n, bool all, const outcome *wanted)
{
  outcome got = {.status = TRAWL_OK};
  const int64_t before = alloc_live();
  alloc_fail(n, all);
  s->run(&got);
  alloc_stop();
  const int64_t left = alloc_live() - before;
  const bool whole = got.status == TRAWL_OK && !got.listed;
  int end = whole ? SURVIVED : REFUSED;
  if (got.status != TRAWL_OK && got.status != TRAWL_NO_MEM) {
    complain(s, n, all, trawl_status_text(got.status));
    end = FAULTY;
  } else if (whole && (got.hash != wanted->hash || got.len != wanted->len)) {
    complain(s, n, all, "something was lost in silence");
    end = FAULTY;
  }
  if (left != 0) {
    char text[64];
    snprintf(text, sizeof text, "%lld blocks are still there", (long long)left);
    complain(s, n, all, text);
    end = FAULTY;
  }
  return end;
}

/* The same in a process of its own, which may crash. */
static void strike(campaign *c, const scenario *s, uint64_t n, bool all, const outcome *wanted)
{
  int status;
  const pid_t child = fork();
  if (child == 0) {
    alarm(60);
    _exit(run(s, n, all, wanted));
  }
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) {
    complain(s, n, all, "it crashed");
    status = FAULTY << 8;
  }
  ++c->points;
  c->refused += WEXITSTATUS(status) == REFUSED;
  c->faults += WEXITSTATUS(status) >= FAULTY;
}

static void examine(campaign *c, const scenario *s)
{
  outcome wanted = {.status = TRAWL_OK}, again = {.status = TRAWL_OK};
  s->run(&again); /* libraries that keep something for later do so now */
  const int64_t before = alloc_live();
  alloc_fail(0, false);
  s->run(&wanted);
  const uint64_t calls = alloc_stop();
  if (wanted.status != TRAWL_OK || alloc_live() != before) {
    char text[96];
    snprintf(text, sizeof text, "%s, %lld blocks left, when nothing fails", trawl_status_text(wanted.status),
             (long long)(alloc_live() - before));
    complain(s, 0, false, text);
    ++c->faults;
    return;
  }
  const uint64_t points = c->points, refused = c->refused;
  if (c->at) {
    ++c->points;
    c->faults += run(s, c->at, c->all, &wanted) == FAULTY;
  } else {
    for (uint64_t n = 1; n <= calls; n += c->every) {
      strike(c, s, n, false, &wanted);
      strike(c, s, n, true, &wanted);
    }
  }
  printf("%-24s %6llu calls, %6llu failures, %6llu refused\n", s->name, (unsigned long long)calls,
         (unsigned long long)(c->points - points), (unsigned long long)(c->refused - refused));
  fflush(stdout);
}

static bool is_wanted(const scenario *s, char **names)
{
  bool wanted = !*names;
  for (; *names; ++names) {
    wanted |= strncmp(s->name, *names, strlen(*names)) == 0;
  }
  return wanted;
}

int main(int argc, char **argv)
{
  campaign c = {.every = 1};
  int i = 1;
  for (; i < argc && argv[i][0] == '-'; ++i) {
    if (strcmp(argv[i], "--every") == 0 && i + 1 < argc) {
      c.every = strtoull(argv[++i], NULL, 10);
    } else if (strcmp(argv[i], "--at") == 0 && i + 1 < argc) {
      c.at = strtoull(argv[++i], NULL, 10);
      alloc_explain();
    } else if (strcmp(argv[i], "--all") == 0) {
      c.all = true;
    } else {
      fprintf(stderr, "usage: memory [--every N] [--at N [--all]] [SCENARIO ...]\n");
      return 2;
    }
  }
  /* libxml2 2.9 crashes or leaks in htmlNewParserCtxt(), libarchive 3.6 ends the process in __archive_errx(), serd 0.30
   * follows null pointers; newlocale() of glibc 2.36 keeps a block where a second one is missing. */
  alloc_spare("libxml2.");
  alloc_spare("libarchive.");
  alloc_spare("libserd-");
  alloc_spare_function((const void *)(uintptr_t)newlocale, 4096);
  if (!c.every || !scenarios_open()) {
    fprintf(stderr, "memory: the scenarios could not be set up\n");
    return 2;
  }
  for (size_t k = 0; scenario_at(k); ++k) {
    if (is_wanted(scenario_at(k), argv + i)) {
      examine(&c, scenario_at(k));
    }
  }
  scenarios_close();
  printf("%llu failures of memory, %llu refused, the others done without; %llu faults\n", (unsigned long long)c.points,
         (unsigned long long)c.refused, (unsigned long long)c.faults);
  return c.points == 0 || c.faults ? 1 : 0;
}
