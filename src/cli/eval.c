/* SPDX-License-Identifier: MIT
 * eval.c - `trawl eval`: reads gold triples and triples, or texts that triples are taken from, and
 * prints the figures of score.c. */
#include "cli/score.h"

#include "batch/batch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

typedef struct settings {
  string_list at_least, rules, gazetteers;
  const char *date;
  unsigned resolve, color;
  bool list, quiet;
} settings;

#define AT(field) offsetof(settings, field)

static const option_row options[] = {
  {0, "list", NULL, "list what was missed and what was wrong", OPTION_FLAG, AT(list), NULL},
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
  score *score;
  trawl_writer *writer;
  trawl_buf records; /* of one document */
  bool failed;       /* an input could not be read */
} work;

typedef const char *add_record(score *s, json_t *json);

/* ---- JSON Lines files -------------------------------------------------------------------------- */

static void say_at(work *w, const char *file, uint32_t line, uint32_t column, const char *text)
{
  const trawl_finding finding = {.severity = TRAWL_ERROR,
                                 .code = "E420",
                                 .file = file,
                                 .line = line,
                                 .column = column,
                                 .width = 1,
                                 .message = text};
  finding_print(&finding);
  w->failed = true;
}

static void add_line(work *w, const char *file, uint32_t number, const char *line, size_t len,
                     add_record *add)
{
  json_error_t error;
  json_t *json = json_loadb(line, len, JSON_ALLOW_NUL, &error);
  const char *fault = json ? add(w->score, json) : error.text;
  if (fault) {
    say_at(w, file, number, json ? 1 : trawl_json_column(line, len, error.position, fault), fault);
  }
  json_decref(json);
}

static bool is_blank(const char *text, size_t len)
{
  size_t i = 0;
  while (i < len && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r')) {
    ++i;
  }
  return i == len;
}

static void read_lines(work *w, const char *file, add_record *add)
{
  const bool standard = strcmp(file, "-") == 0;
  trawl_line_reader reader = {.fd = standard ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC)};
  trawl_status status = reader.fd < 0 ? TRAWL_IO : TRAWL_OK;
  char *line = NULL;
  size_t len = 0;
  while (status == TRAWL_OK && (status = trawl_line_next(&reader, &line, &len)) == TRAWL_OK && line) {
    if (!is_blank(line, len)) {
      add_line(w, file, reader.line, line, len, add);
    }
  }
  if (status != TRAWL_OK) {
    message("%s: cannot be read: %s", file,
            status == TRAWL_IO ? strerror(errno) : trawl_status_text(status));
    w->failed = true;
  }
  trawl_line_reader_clear(&reader);
  if (reader.fd >= 0 && !standard) {
    close(reader.fd);
  }
}

/* ---- texts ------------------------------------------------------------------------------------- */

static bool sink(void *to, const char *bytes, size_t len)
{
  trawl_buf_put(to, bytes, len);
  return !((trawl_buf *)to)->failed;
}

static void say(void *with, const trawl_finding *finding)
{
  const work *w = with;
  if (!w->set->quiet || finding->severity == TRAWL_ERROR) {
    finding_print(finding);
  }
}

/* Records go through the format that users get, so that what is scored is what is written. */
static trawl_status take(void *with, const trawl_doc *doc)
{
  work *w = with;
  w->records.len = 0;
  TRAWL_TRY(trawl_writer_add(w->writer, doc));
  const char *at = w->records.at, *const end = at ? at + w->records.len : at;
  for (const char *stop; at < end; at = stop + 1) {
    stop = memchr(at, '\n', (size_t)(end - at));
    add_line(w, trawl_doc_id(doc), 0, at, (size_t)(stop - at), score_add_triple);
  }
  return TRAWL_OK;
}

static int run_texts(work *w, const string_list *paths)
{
  const settings *set = w->set;
  const trawl_write_options write = {.format = "jsonl", .layer = TRAWL_TRIPLES};
  trawl_pipeline *pipeline = NULL;
  const pipeline_options with = {&set->rules, &set->gazetteers, set->resolve};
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
    .say = say,
    .take = take,
    .with = w,
  };
  trawl_batch_result result = {.documents = 0};
  trawl_status status = trawl_writer_new(&write, sink, &w->records, &w->writer);
  if (status == TRAWL_OK) {
    status = trawl_batch_run(&batch, &result);
  }
  trawl_writer_free(w->writer);
  trawl_buf_clear(&w->records);
  trawl_pipeline_free(pipeline);
  w->failed |= result.failed > 0;
  if (status != TRAWL_OK) {
    message("%s", trawl_status_text(status));
  }
  return status != TRAWL_OK || result.limited ? EXIT_LIMIT : EXIT_DONE;
}

/* ---- the command ------------------------------------------------------------------------------- */

static bool is_triples(const char *path)
{
  const char *dot = strrchr(path, '.');
  return dot && strcmp(dot, ".jsonl") == 0;
}

/* The documents that the gold speaks of, beside the gold file. */
static void beside(const work *w, const char *gold, trawl_arena *arena, string_list *out)
{
  uint32_t n = 0;
  while (score_doc(w->score, n)) {
    ++n;
  }
  out->at = malloc((n + 1) * sizeof *out->at);
  const int folder = (int)(trawl_file_base(gold) - gold);
  for (uint32_t i = 0; out->at && i < n; ++i) {
    const char *path = trawl_arena_printf(arena, "%.*s%s", folder, gold, score_doc(w->score, i));
    if (path) {
      out->at[out->count++] = path;
    }
  }
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
  const figures f = score_all(w->score);
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
  score_print(w->score, w->set->list, memory);
  int code = fclose(memory) == 0 ? EXIT_DONE : EXIT_LIMIT;
  if (code == EXIT_DONE && output_open(&out, NULL)) {
    output_sink(&out, text, len);
    code = output_close(&out, true);
  }
  free(text);
  return code;
}

static int eval(work *w, const string_list *operands)
{
  trawl_arena arena = {NULL, NULL};
  string_list texts = {NULL, 0};
  int code = EXIT_DONE;
  read_lines(w, operands->at[0], score_add_gold);
  if (operands->count == 1) {
    beside(w, operands->at[0], &arena, &texts);
  } else {
    texts.at = malloc(operands->count * sizeof *texts.at);
  }
  for (size_t i = 1; i < operands->count && texts.at; ++i) {
    if (is_triples(operands->at[i])) {
      read_lines(w, operands->at[i], score_add_triple);
    } else {
      texts.at[texts.count++] = operands->at[i];
    }
  }
  if (texts.count) {
    code = run_texts(w, &texts);
  }
  string_list_clear(&texts);
  trawl_arena_clear(&arena);
  if (code == EXIT_BAD_RULES) {
    return code;
  }
  code = worse(code, print_figures(w));
  return worse(code, w->failed || !bounds_met(w) ? EXIT_SOME_FAILED : EXIT_DONE);
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
    } else if (set.date && !trawl_is_date(set.date)) {
      usage_error(&command_eval, "--date: '%s' is not a day as in 2023-09-20", set.date);
    } else {
      work w = {.set = &set, .score = score_new()};
      code = w.score ? eval(&w, &operands) : EXIT_LIMIT;
      score_free(w.score);
    }
  }
  string_list_clear(&operands);
  string_list_clear(&set.at_least);
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
    "\"object\", and \"polarity\", \"modality\", \"required\" (docs/outputs.md). Texts are files and\n"
    "folders; a name that ends in .jsonl is triples that `trawl extract -f jsonl` wrote. Without\n"
    "either, the documents that GOLD names are looked for beside it.\n\n"
    "Exit status: 0 done; 1 a bound of --at-least is missed or an input could not be read.\n",
  .options = options,
  .run = run,
};
