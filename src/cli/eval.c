/* SPDX-License-Identifier: MIT
 * eval.c - `trawl eval`: scores triples, or texts that triples are taken from, against gold triples. */
#include "cli/scorer.h"

#include "batch/batch.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct settings {
  string_list at_least, rules, gazetteers, maps;
  const char *date, *before;
  unsigned resolve, color, format;
  score_report report;
  bool quiet;
} settings;

enum { FORMAT_TEXT, FORMAT_JSON };
static const char *const format_choices[] = {"text", "json", NULL};

#define AT(field) offsetof(settings, field)

static const option_row options[] = {
  {0, "list", NULL, "list what was missed and what was wrong, with the sentences", OPTION_FLAG,
   AT(report.listing), NULL},
  {0, "by-rule", NULL, "how often each rule was right", OPTION_FLAG, AT(report.by_rule), NULL},
  {0, "confusion", NULL, "which relation was found in the place of which", OPTION_FLAG, AT(report.confusion), NULL},
  {0, "compare", "TRIPLES.jsonl", "an earlier run: print what changed since", OPTION_VALUE, AT(before), NULL},
  {0, "map", "NAME=REL,...", "the gold calls these relations NAME; may be given several times", OPTION_LIST, AT(maps),
   NULL},
  {'f', "format", "FORMAT", "text (default) or json", OPTION_CHOICE, AT(format), format_choices},
  {0, "at-least", "F1=0.5", "exit 1 below this; P= and R= likewise; may be given several times",
   OPTION_LIST, AT(at_least), NULL},
  {'r', "rules", "PATH", "as for extract", OPTION_LIST, AT(rules), NULL},
  {'g', "gazetteers", "PATH", "as for extract", OPTION_LIST, AT(gazetteers), NULL},
  {0, "date", "YYYY-MM-DD", "the date of texts that give none", OPTION_VALUE, AT(date), NULL},
  {0, "resolve", "HOW", "as for extract", OPTION_CHOICE, AT(resolve), resolve_choices},
  {0, "color", "WHEN", "messages in color: auto (default), always or never", OPTION_CHOICE,
   AT(color), color_choices},
  {'q', "quiet", NULL, "no warnings", OPTION_FLAG, AT(quiet), NULL},
  {.name = NULL},
};

typedef struct work {
  const settings *set;
  scorer to;
} work;

/* The texts that came with the gold. */
static trawl_status run_gold_texts(work *w, const trawl_pipeline *pipeline)
{
  trawl_doc *doc = trawl_doc_new(pipeline);
  const trawl_status status = doc ? scorer_run_texts(&w->to, doc, scorer_take, &w->to) : TRAWL_NO_MEM;
  trawl_doc_free(doc);
  return status;
}

static int run_texts(work *w, const string_list *paths)
{
  const settings *set = w->set;
  trawl_pipeline *pipeline = NULL;
  const pipeline_options with = {
    .rules = &set->rules, .gazetteers = &set->gazetteers, .resolve = set->resolve};
  const int opened = pipeline_open(&with, set->quiet, &pipeline);
  if (opened != EXIT_DONE) {
    return opened;
  }
  const trawl_batch batch = {
    .pipeline = pipeline,
    .paths = paths->at,
    .path_count = paths->count,
    .date = set->date,
    .until = TRAWL_STAGE_RELATIONS,
    .jobs = 1,
    .any_language = true,
    .say = scorer_say,
    .take = scorer_take,
    .with = &w->to,
  };
  trawl_batch_result result = {.documents = 0};
  trawl_status status = paths->count ? trawl_batch_run(&batch, &result) : TRAWL_OK;
  if (status == TRAWL_OK) {
    status = run_gold_texts(w, pipeline);
  }
  trawl_pipeline_free(pipeline);
  w->to.failed |= result.failed > 0;
  if (status != TRAWL_OK) {
    message("%s", trawl_status_text(status));
  }
  const bool limited = result.limited > 0;
  trawl_batch_result_clear(&result);
  return status != TRAWL_OK || limited ? EXIT_LIMIT : EXIT_DONE;
}

/* ---- the command ------------------------------------------------------------------------------- */

static bool is_triples(const char *path)
{
  const char *dot = strrchr(path, '.');
  return dot && strcmp(dot, ".jsonl") == 0;
}

static bool read_bound(const char *text, char *name, double *bound)
{
  char *end = NULL;
  const char *equals = strchr(text, '=');
  const size_t len = equals ? (size_t)(equals - text) : 0;
  *bound = equals ? strtod(equals + 1, &end) : 0;
  *name = len == 2 && strncasecmp(text, "F1", 2) == 0 ? 'F'
          : len == 1                                   ? (char)(text[0] & ~0x20)
                                                       : 0;
  return end && end != equals + 1 && !*end && (*name == 'F' || *name == 'P' || *name == 'R');
}

static bool bounds_valid(const settings *set)
{
  for (size_t i = 0; i < set->maps.count; ++i) {
    if (!gold_map_valid(set->maps.at[i])) {
      usage_error(&command_eval, "--map: '%s' is not as in Work_For=works_for,role_in", set->maps.at[i]);
      return false;
    }
  }
  for (size_t i = 0; i < set->at_least.count; ++i) {
    char name;
    double bound;
    if (!read_bound(set->at_least.at[i], &name, &bound)) {
      usage_error(&command_eval, "--at-least: '%s' is not as in F1=0.5, P=0.8 or R=0.6",
                  set->at_least.at[i]);
      return false;
    }
  }
  return true;
}

static bool bounds_met(const work *w)
{
  const figures f = score_all(w->to.score);
  bool met = true;
  for (size_t i = 0; i < w->set->at_least.count; ++i) {
    char name;
    double bound;
    read_bound(w->set->at_least.at[i], &name, &bound);
    const double have = name == 'F' ? f.f1 : name == 'P' ? f.precision : f.recall;
    if (have < bound) {
      message("%s is %.3f, below %g", name == 'F' ? "F1" : name == 'P' ? "precision" : "recall", have,
              bound);
      met = false;
    }
  }
  return met;
}

static void print_report(const work *w, FILE *out)
{
  if (w->set->format == FORMAT_JSON) {
    json_t *json = score_json(w->to.score, &w->set->report);
    json_dumpf(json, out, JSON_INDENT(2) | JSON_REAL_PRECISION(4));
    fputc('\n', out);
    json_decref(json);
    return;
  }
  if (w->to.before) {
    score_compare(w->to.before, w->to.score, w->set->report.listing, out);
  } else {
    score_print(w->to.score, &w->set->report, out);
  }
}

/* Printed in memory first, so that writing fails, if it does, in one place. */
static int print_figures(const work *w)
{
  char *text = NULL;
  size_t len = 0;
  output out;
  FILE *memory = open_memstream(&text, &len);
  if (!memory) {
    return EXIT_LIMIT;
  }
  print_report(w, memory);
  int code = fclose(memory) == 0 ? EXIT_DONE : EXIT_LIMIT;
  if (code == EXIT_DONE && output_open(&out, NULL)) {
    output_sink(&out, text, len);
    code = output_close(&out, true);
  }
  free(text);
  return code;
}

/* What is scored: triples are read at once, texts are listed. */
static void sort_operands(work *w, const string_list *operands, string_list *texts)
{
  if (operands->count == 1) {
    if (!w->to.texts.len) {
      scorer_beside(&w->to, operands->at[0], texts);
    }
    return;
  }
  w->to.texts.len = 0;
  texts->at = malloc(operands->count * sizeof *texts->at);
  for (size_t i = 1; i < operands->count && texts->at; ++i) {
    if (is_triples(operands->at[i])) {
      scorer_read_lines(&w->to, operands->at[i], scorer_add_triple);
    } else {
      texts->at[texts->count++] = operands->at[i];
    }
  }
}

static int eval(work *w, const string_list *operands)
{
  string_list texts = {NULL, 0};
  scorer_read_gold(&w->to, operands->at[0]);
  if (w->to.before) {
    scorer_read_lines(&w->to, w->set->before, scorer_add_before);
  }
  sort_operands(w, operands, &texts);
  int code = texts.count || w->to.texts.len ? run_texts(w, &texts) : EXIT_DONE;
  string_list_clear(&texts);
  if (code == EXIT_BAD_RULES) {
    return code;
  }
  code = worse(code, print_figures(w));
  return worse(code, w->to.failed || !bounds_met(w) ? EXIT_SOME_FAILED : EXIT_DONE);
}

static int eval_with(const settings *set, const string_list *operands)
{
  work w = {.set = set, .to = {.maps = &set->maps, .date = set->date, .quiet = set->quiet}};
  const int code = scorer_open(&w.to, set->before != NULL) ? eval(&w, operands) : EXIT_LIMIT;
  scorer_close(&w.to);
  return code;
}

static int run(int argc, char **argv)
{
  settings set = {.color = COLOR_AUTO};
  string_list operands = {NULL, 0};
  int code = EXIT_USAGE;
  if (options_read(&command_eval, argc, argv, &set, &operands) && bounds_valid(&set)) {
    messages_color(set.color);
    if (!operands.count) {
      usage_error(&command_eval, "no gold file");
    } else if (set.before && set.format == FORMAT_JSON) {
      usage_error(&command_eval, "--compare is for the text format");
    } else if (set.date && !trawl_is_date(set.date)) {
      usage_error(&command_eval, "--date: '%s' is not a day as in 2023-09-20", set.date);
    } else {
      code = eval_with(&set, &operands);
    }
  }
  string_list_clear(&operands);
  string_list_clear(&set.at_least);
  string_list_clear(&set.maps);
  string_list_clear(&set.rules);
  string_list_clear(&set.gazetteers);
  return code;
}

const command command_eval = {
  .name = "eval",
  .operands = "GOLD [TEXT|TRIPLES.jsonl]...",
  .summary = "Precision, recall, F1 against gold triples",
  .details =
    "GOLD is JSON Lines, one triple a line: \"doc\", lists of names \"subject\", \"relation\",\n"
    "\"object\", and \"polarity\", \"modality\", \"required\" (docs/outputs.md); or annotations of brat\n"
    "(a .ann file or a folder of them); or CoNLL04 as JSON (.json). Texts are files and folders; a\n"
    "name that ends in .jsonl is triples that `trawl extract -f jsonl` wrote. Without either, the\n"
    "documents that GOLD names are looked for beside it, or taken from it where it holds them.\n\n"
    "Exit status: 0 done; 1 a bound of --at-least is missed or an input could not be read.\n",
  .options = options,
  .run = run,
};
