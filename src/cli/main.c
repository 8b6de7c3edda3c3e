/* SPDX-License-Identifier: MIT
 * main.c - finds the command and hands over; prints version and help. */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const command *const commands[] = {
  &command_extract,
  &command_compile,
  &command_gazetteer,
  &command_check,
  &command_test,
  &command_explain,
  &command_eval,
  &command_diff,
  &command_coverage,
  &command_discover,
};

/* ---- shared steps ------------------------------------------------------------------------------ */

/* An installed program takes the data folder that lies beside it, wherever that is: PREFIX/bin/trawl
 * and PREFIX/share/trawl.  In the build tree there is none, and the library knows the source tree. */
const char *data_folder(void)
{
  static char folder[4096 + 64];
  static const char below[] = "/share/trawl";
  const char *named = getenv("TRAWL_DATA");
  const ssize_t len = readlink("/proc/self/exe", folder, 4096);
  if ((named && *named) || len <= 0) {
    return NULL;
  }
  folder[len] = '\0';
  for (int up = 0; up < 2; ++up) {
    char *slash = strrchr(folder, '/');
    if (!slash) {
      return NULL;
    }
    *slash = '\0';
  }
  char *end = folder + strlen(folder);
  strcpy(end, "/share/trawl/rules/en/pipeline.yaml");
  if (access(folder, R_OK) != 0) {
    return NULL;
  }
  end[sizeof below - 1] = '\0';
  return folder;
}

const char *const resolve_choices[] = {"all", "names", "off", NULL};

/* Warnings about rules are for `trawl check`; this one says why the start takes long. */
static void print_pack_warning(const trawl_findings *findings)
{
  for (uint32_t i = 0; i < trawl_findings_count(findings); ++i) {
    const trawl_finding finding = trawl_findings_at(findings, i);
    if (strcmp(finding.code, "W120") == 0) {
      finding_print(&finding);
    }
  }
}

int pipeline_open_config(const trawl_config *config, bool quiet, trawl_pipeline **out)
{
  trawl_findings *findings = trawl_findings_new(100);
  trawl_config within = *config;
  within.limits = limits_given(&within.limit_count);
  const trawl_status status = findings ? trawl_pipeline_open(&within, findings, out) : TRAWL_NO_MEM;
  if (findings) {
    findings_print(findings, quiet || status == TRAWL_OK);
    if (status == TRAWL_OK && !quiet) {
      print_pack_warning(findings);
    }
  }
  if (status != TRAWL_OK && (!findings || !trawl_findings_errors(findings))) {
    message("%s", trawl_status_text(status));
  }
  trawl_findings_free(findings);
  return status == TRAWL_OK       ? EXIT_DONE
         : status == TRAWL_NO_MEM ? EXIT_LIMIT
                                  : EXIT_BAD_RULES;
}

int pipeline_open(const pipeline_options *options, bool quiet, trawl_pipeline **out)
{
  const trawl_config config = {
    .data = data_folder(),
    .rules = options->rules->at,
    .rule_count = options->rules->count,
    .gazetteers = options->gazetteers->at,
    .gazetteer_count = options->gazetteers->count,
    .resolve = (trawl_resolution)options->resolve,
    .pack = options->pack && strcmp(options->pack, "none") != 0 ? options->pack : NULL,
    .sources = options->sources || options->pack,
  };
  return pipeline_open_config(&config, quiet, out);
}

int worse(int a, int b)
{
  static const int order[] = {EXIT_NOT_WRITTEN, EXIT_LIMIT, EXIT_BAD_RULES, EXIT_USAGE,
                              EXIT_SOME_FAILED};
  for (size_t i = 0; i < TRAWL_COUNT(order); ++i) {
    if (a == order[i] || b == order[i]) {
      return order[i];
    }
  }
  return EXIT_DONE;
}

/* ---- help -------------------------------------------------------------------------------------- */

static void print_help(FILE *out)
{
  fprintf(out, "trawl reads text and says who did what to whom.\n\n"
               "Usage: trawl COMMAND [OPTION]... [FILE]...\n\nCommands:\n");
  for (size_t i = 0; i < TRAWL_COUNT(commands); ++i) {
    fprintf(out, "  %-10s%s\n", commands[i]->name, commands[i]->summary);
  }
  fprintf(out, "  %-10s%s\n", "help", "Help on a command: trawl help extract");
  fprintf(out, "\n  trawl extract news/              triples of all files in a folder\n"
               "  trawl extract -f jsonl a.txt     with everything that is known\n"
               "  trawl check my-rules.yaml        are these rules sound?\n"
               "\nOptions:\n  -h, --help      print this and exit\n"
               "      --version   print the version and exit\n");
}

static const command *find_command(const char *name)
{
  for (size_t i = 0; i < TRAWL_COUNT(commands); ++i) {
    if (strcmp(commands[i]->name, name) == 0) {
      return commands[i];
    }
  }
  return NULL;
}

static int unknown(const char *what, const char *name)
{
  const char *names[TRAWL_COUNT(commands) + 1];
  for (size_t i = 0; i < TRAWL_COUNT(commands); ++i) {
    names[i] = commands[i]->name;
  }
  names[TRAWL_COUNT(commands)] = "help";
  const char *near = trawl_nearest(name, names, TRAWL_COUNT(names));
  usage_error(NULL, "unknown %s '%s'%s%s%s", what, name, near ? "; did you mean '" : "",
              near ? near : "", near ? "'?" : "");
  return EXIT_USAGE;
}

/* Standard output as a whole was help or version: it must have been written. */
static int close_stdout(void)
{
  if (fclose(stdout) != 0 && errno != EPIPE) {
    message("standard output: cannot be written: %s", strerror(errno));
    return EXIT_NOT_WRITTEN;
  }
  return EXIT_DONE;
}

static int help(const char *name)
{
  const command *of = name ? find_command(name) : NULL;
  if (name && !of && strcmp(name, "help") != 0) {
    return unknown("command", name);
  }
  if (of) {
    options_help(of, stdout);
  } else {
    print_help(stdout);
  }
  return close_stdout();
}

/* "-h" or "--help" anywhere before "--". */
static bool wants_help(int argc, char **argv)
{
  for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; ++i) {
    if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
      return true;
    }
  }
  return false;
}

/* "--limit help" anywhere before "--". */
static bool wants_limits(int argc, char **argv)
{
  for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; ++i) {
    if (strcmp(argv[i], "--limit=help") == 0
        || (strcmp(argv[i], "--limit") == 0 && i + 1 < argc && strcmp(argv[i + 1], "help") == 0)) {
      return true;
    }
  }
  return false;
}

/* A standard stream that was closed by the caller would be taken by the next file opened. */
static void guard_streams(void)
{
  for (int fd = 0; fd < 3; ++fd) {
    if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) < 0) {
      _exit(EXIT_NOT_WRITTEN);
    }
  }
}

/* A large document's arrays come and go with every stage. Memory that was fetched once is kept for the next
 * stage and document, rather than given back and fetched, zeroed, page by page. */
static void keep_memory(void)
{
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 8 << 20);
  mallopt(M_TRIM_THRESHOLD, 512 << 20);
#endif
}

int main(int argc, char **argv)
{
  keep_memory();
  guard_streams();
  signal(SIGPIPE, SIG_IGN); /* writing to a closed pipe fails instead */
  messages_color(COLOR_AUTO);
  if (argc < 2) {
    print_help(stderr);
    return EXIT_USAGE;
  }
  const char *first = argv[1];
  if (strcmp(first, "--version") == 0) {
    printf("trawl %s\n", trawl_version());
    return close_stdout();
  }
  if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 || strcmp(first, "help") == 0) {
    return help(argc > 2 ? argv[2] : NULL);
  }
  if (first[0] == '-') {
    return unknown("option", first);
  }
  const command *of = find_command(first);
  if (!of) {
    return unknown("command", first);
  }
  if (wants_limits(argc - 1, argv + 1)) {
    limits_help(stdout);
    return close_stdout();
  }
  return wants_help(argc - 1, argv + 1) ? help(of->name) : of->run(argc - 1, argv + 1);
}
