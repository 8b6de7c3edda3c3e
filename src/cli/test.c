/* SPDX-License-Identifier: MIT
 * test.c - `trawl test`: runs the examples that stand inside rule files, and the tests of `tests:` files. */
#include "cli/test.h"
#include "cli/watch.h"

#include <stdlib.h>
#include <string.h>

typedef struct settings {
  string_list rules; /* names of relations, rules or files */
  unsigned color, format;
  bool quiet, watch;
} settings;

#define AT(field) offsetof(settings, field)

/* In the order of test_format. */
static const char *const format_choices[] = {"text", "tap", "junit", NULL};

static const option_row options[] = {
  {'f', "format", "FORMAT", "text (default), tap or junit", OPTION_CHOICE, AT(format), format_choices},
  {0, "rule", "NAME", "only the examples of this relation, rule or file; may be given several times", OPTION_LIST,
   AT(rules), NULL},
  {0, "color", "WHEN", "messages in color: auto (default), always or never", OPTION_CHOICE,
   AT(color), color_choices},
  {0, "watch", NULL, "run again whenever a rule, gazetteer or test file is saved", OPTION_FLAG, AT(watch), NULL},
  {'q', "quiet", NULL, "failures only, no summary", OPTION_FLAG, AT(quiet), NULL},
  {.name = NULL},
};

/* ---- which examples ---------------------------------------------------------------------------- */

/* What the user named, as real paths; and the answer for the file that was asked for last. */
typedef struct chosen {
  const settings *set;
  char **paths; /* NULL: there is none */
  const char *const *names; /* the same as they were given */
  size_t path_count;
  const char *file;
  bool file_in;
} chosen;

static bool begins_with_folder(const char *path, const char *folder)
{
  const size_t len = folder ? strlen(folder) : 0;
  return len && strncmp(path, folder, len) == 0 && (path[len] == '\0' || path[len] == '/' || folder[len - 1] == '/');
}

/* By real paths, or as they were named: a link in a folder belongs to it. */
static bool lies_in(chosen *c, const char *file)
{
  if (!c->path_count || (c->file && strcmp(c->file, file) == 0)) {
    return !c->path_count || c->file_in;
  }
  char *real = realpath(file, NULL);
  c->file = file;
  c->file_in = false;
  for (size_t i = 0; i < c->path_count && !c->file_in; ++i) {
    c->file_in = begins_with_folder(file, c->names[i]) || (real && begins_with_folder(real, c->paths[i]));
  }
  free(real);
  return c->file_in;
}

/* "visited", "diplomacy.yaml:visited", "diplomacy.yaml"; of a test that is about a relation too. */
static bool is_called(const trawl_example *example, const char *name)
{
  const char *base = strrchr(example->file, '/');
  bool is = (example->relation && strcmp(example->relation, name) == 0)
            || (example->rule && strcmp(example->rule, name) == 0) || strcmp(example->file, name) == 0
            || strcmp(base ? base + 1 : example->file, name) == 0;
  const char *local = example->rule ? strrchr(example->rule, ':') : NULL;
  is = is || (local && strcmp(local + 1, name) == 0);
  for (size_t i = 0; i < example->relation_count && !is; ++i) {
    is = strcmp(example->relations[i], name) == 0;
  }
  trawl_buf middle = {.at = NULL};
  trawl_buf_printf(&middle, " \xE2\x80\x93 %s \xE2\x80\x93 ", name);
  for (size_t i = 0; i < example->expected_count && !example->rule && !is; ++i) {
    is = strstr(example->expected[i], trawl_buf_str(&middle)) != NULL;
  }
  trawl_buf_clear(&middle);
  return is;
}

static bool is_wanted(chosen *c, const trawl_example *example)
{
  bool by_rule = !c->set->rules.count;
  for (size_t i = 0; i < c->set->rules.count && !by_rule; ++i) {
    by_rule = is_called(example, c->set->rules.at[i]);
  }
  return by_rule && lies_in(c, example->file);
}

/* ---- running ----------------------------------------------------------------------------------- */

static int finish(const settings *set, test_report *report)
{
  const int code = test_report_end(report);
  if (!report->run) {
    message("no example was run");
  } else if (!set->quiet || (report->failed && set->format == TEST_TEXT)) {
    message("%u example%s, %u failed", (unsigned)report->run, report->run == 1 ? "" : "s",
            (unsigned)report->failed);
  }
  return code != EXIT_DONE ? code : report->failed || !report->run ? EXIT_SOME_FAILED : EXIT_DONE;
}

static int run_all(const settings *set, const string_list *paths, const trawl_pipeline *pipeline)
{
  test_bench bench = {.pipeline = pipeline, .doc = trawl_doc_new(pipeline)};
  test_report report = {.format = (test_format)set->format};
  chosen c = {.set = set, .paths = calloc(paths->count + 1, sizeof *c.paths),
              .names = paths->at, .path_count = paths->count};
  trawl_status status = bench.doc && c.paths ? TRAWL_OK : TRAWL_NO_MEM;
  for (size_t i = 0; i < paths->count && c.paths; ++i) {
    c.paths[i] = realpath(paths->at[i], NULL);
  }
  for (uint32_t i = 0; i < trawl_pipeline_example_count(pipeline) && status == TRAWL_OK; ++i) {
    const trawl_example example = trawl_pipeline_example_at(pipeline, i);
    if (is_wanted(&c, &example)) {
      status = test_compare(&bench, &example);
      if (status == TRAWL_OK) {
        test_report_add(&report, &example, &bench.diff);
      }
    }
  }
  int code = EXIT_LIMIT;
  if (status != TRAWL_OK) {
    message("%s", trawl_status_text(status));
  } else {
    code = finish(set, &report);
  }
  for (size_t i = 0; i < paths->count && c.paths; ++i) {
    free(c.paths[i]);
  }
  free(c.paths);
  trawl_buf_clear(&report.cases);
  trawl_buf_clear(&bench.lines);
  trawl_buf_clear(&bench.diff);
  trawl_doc_free(bench.doc);
  return code;
}

/* What --watch does again. */
typedef struct session {
  const settings *set;
  const string_list *paths;
  trawl_config config;
  watched_pipeline in_use;
} session;

static int once(void *with, unsigned changed)
{
  session *s = with;
  return watch_reopen(&s->in_use, &s->config, s->set->quiet, changed)
           ? run_all(s->set, s->paths, s->in_use.pipeline)
           : s->in_use.code;
}

static int keep_testing(session *s)
{
  watch *w = watch_new();
  s->in_use.memo = trawl_memo_new(); /* without one, all is read each time */
  bool fine = w && watch_add_data(w, s->config.data);
  for (size_t i = 0; i < s->paths->count && fine; ++i) {
    fine = watch_add(w, s->paths->at[i], WATCH_RULES);
  }
  const int code = fine ? watch_run(w, once, s) : EXIT_LIMIT;
  watch_free(w);
  return code;
}

static int test(const settings *set, const string_list *paths)
{
  trawl_arena arena = {NULL, NULL};
  string_list added = {malloc((paths->count + 1) * sizeof *added.at), 0};
  for (size_t i = 0; added.at && i < paths->count; ++i) {
    const char *path = trawl_arena_printf(&arena, "+%s", paths->at[i]);
    added.at[added.count++] = path ? path : "+";
  }
  session s = {.set = set, .paths = paths,
               .config = {.data = data_folder(), .rules = added.at, .rule_count = added.count, .sources = true}};
  const int code = set->watch ? keep_testing(&s) : once(&s, WATCH_RULES);
  watched_pipeline_close(&s.in_use);
  string_list_clear(&added);
  trawl_arena_clear(&arena);
  return code;
}

static int run(int argc, char **argv)
{
  settings set = {.color = COLOR_AUTO};
  string_list operands = {NULL, 0};
  int code = EXIT_USAGE;
  if (options_read(&command_test, argc, argv, &set, &operands)) {
    messages_color(set.color);
    code = test(&set, &operands);
  }
  string_list_clear(&operands);
  string_list_clear(&set.rules);
  return code;
}

const command command_test = {
  .name = "test",
  .operands = "[PATH]...",
  .summary = "Run the examples written inside the rule files",
  .details = "PATH is a file or folder of rules or tests, read on top of the shipped rules: only its\n"
             "examples and tests are run. Without PATH those of the shipped rules are.\n"
             "Of a failure are shown what is missing (-) with the triple that comes nearest, and\n"
             "what was not expected (+) with the rule that gave it.\n\n"
             "Exit status: 0 all agree, 1 an example fails, 3 the rules do not compile.\n",
  .options = options,
  .run = run,
};
