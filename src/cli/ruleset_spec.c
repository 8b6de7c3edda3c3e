/* SPDX-License-Identifier: MIT
 * ruleset_spec.c - finds the files of a rule set, and fetches those of a revision.
 *
 * `git archive` and `tar` write them into a new folder below $TMPDIR that is removed afterwards.  Neither
 * gets a shell, and a name that begins with a dash is no revision. */
#include "cli/ruleset_spec.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* ---- other programs ---------------------------------------------------------------------------- */

/* Starts a program with its standard streams at these files; -1: /dev/null. 0: it could not be started. */
static pid_t start(const char *const *argv, int in, int out)
{
  posix_spawn_file_actions_t files;
  pid_t child = 0;
  if (posix_spawn_file_actions_init(&files) != 0) {
    return 0;
  }
  int error = in < 0 ? posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
                     : posix_spawn_file_actions_adddup2(&files, in, 0);
  error |= out < 0 ? posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0)
                   : posix_spawn_file_actions_adddup2(&files, out, 1);
  error |= posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
  if (error == 0) {
    error = posix_spawnp(&child, argv[0], &files, NULL, (char *const *)(uintptr_t)argv, environ);
  }
  posix_spawn_file_actions_destroy(&files);
  return error == 0 ? child : 0;
}

static bool finish(pid_t child)
{
  int status = 0;
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* ---- revisions --------------------------------------------------------------------------------- */

static bool is_revision(const char *name)
{
  trawl_arena arena = {NULL, NULL};
  const char *tree = trawl_arena_printf(&arena, strchr(name, ':') ? "%s" : "%s^{tree}", name);
  const char *const argv[] = {"git", "rev-parse", "--verify", "--quiet", tree, NULL};
  const bool is = tree && name[0] != '-' && finish(start(argv, -1, -1));
  trawl_arena_clear(&arena);
  return is;
}

static bool fetch(const char *name, const char *folder)
{
  const char *const archive[] = {"git", "archive", "--format=tar", name, NULL};
  const char *const extract[] = {"tar", "-x", "-f", "-", "-C", folder, NULL};
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return false;
  }
  const pid_t git = start(archive, -1, ends[1]), tar = start(extract, ends[0], -1);
  close(ends[0]);
  close(ends[1]);
  const bool written = finish(git), read = finish(tar);
  return written && read;
}

static char *new_folder(void)
{
  const char *base = getenv("TMPDIR");
  trawl_buf path = {.at = NULL};
  trawl_buf_printf(&path, "%s/trawl-XXXXXX", base && *base ? base : "/tmp");
  if (path.failed || !mkdtemp(path.at)) {
    trawl_buf_clear(&path);
    return NULL;
  }
  return path.at;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
  (void)about;
  (void)kind;
  (void)where;
  remove(path);
  return 0;
}

/* ---- names ------------------------------------------------------------------------------------- */

static bool holds_data(const char *folder)
{
  trawl_arena arena = {NULL, NULL};
  const char *rules = trawl_arena_printf(&arena, "%s/rules/en/pipeline.yaml", folder);
  const char *gazetteers = trawl_arena_printf(&arena, "%s/gazetteers", folder);
  const bool is = rules && gazetteers && access(rules, R_OK) == 0 && trawl_file_is_folder(gazetteers);
  trawl_arena_clear(&arena);
  return is;
}

static void take_path(ruleset_spec *spec, const char *path)
{
  if (holds_data(path)) {
    spec->config.data = path;
  } else {
    spec->rule = path;
    spec->config.rules = &spec->rule;
    spec->config.rule_count = 1;
  }
}

bool ruleset_spec_open(ruleset_spec *spec, const char *name)
{
  *spec = (ruleset_spec){.config = {.data = data_folder()}};
  if (strcmp(name, "shipped") == 0) {
    return true;
  }
  if (access(name + (name[0] == '+'), F_OK) == 0) {
    take_path(spec, name);
    return true;
  }
  if (!is_revision(name)) {
    message("%s: neither a file, a folder, a revision of git nor 'shipped'", name);
    return false;
  }
  spec->folder = new_folder();
  if (!spec->folder || !fetch(name, spec->folder)) {
    message("%s: the files of this revision cannot be fetched", name);
    ruleset_spec_close(spec);
    return false;
  }
  take_path(spec, spec->folder);
  return true;
}

void ruleset_spec_close(ruleset_spec *spec)
{
  if (spec->folder) {
    nftw(spec->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(spec->folder);
    spec->folder = NULL;
  }
}
