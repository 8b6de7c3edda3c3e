/* SPDX-License-Identifier: MIT
 * eval.c - `trawl eval`: reads gold triples and triples, or texts that triples are taken from, and
 * prints the figures of score.c. */
#include "cli/gold.h"
#include "cli/score.h"

#include "batch/batch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

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

/* A text that stands in the gold file. */
typedef struct gold_text {
  const char *doc, *text;
  size_t len;
} gold_text;

typedef struct work {
  const settings *set;
  score *score, *before; /* before: NULL without --compare */
  trawl_arena arena;
  TRAWL_VEC(gold_text) texts;
  trawl_writer *writer;
  trawl_buf records; /* of one document */
  bool failed;       /* an input could not be read */
} work;

/* What becomes of a line; NULL, or what is wrong with it. */
typedef const char *add_record(work *w, json_t *json);

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
  const char *fault = json ? add(w, json) : error.text;
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

static const char *add_gold(work *w, json_t *gold)
{
  const char *fault = score_add_gold(w->score, gold);
  return fault || !w->before ? fault : score_add_gold(w->before, gold);
}

static const char *add_triple(work *w, json_t *triple)
{
  return score_add_triple(w->score, triple);
}

static const char *add_before(work *w, json_t *triple)
{
  return score_add_triple(w->before, triple);
}

/* ---- gold of other tools ------------------------------------------------------------------------ */

static void take_gold(void *with, const char *file, uint32_t line, json_t *gold)
{
  const char *fault = add_gold(with, gold);
  if (fault) {
    say_at(with, file, line, 1, fault);
  }
}

static void take_text(void *with, const char *doc, const char *text, size_t len)
{
  work *w = with;
  const gold_text one = {trawl_arena_str(&w->arena, doc), trawl_arena_strn(&w->arena, text, len), len};
  if (!one.doc || !one.text || !trawl_vec_push(&w->texts, one)) {
    say_at(w, doc, 0, 0, trawl_status_text(TRAWL_NO_MEM));
  }
}

static void take_fault(void *with, const char *file, uint32_t line, uint32_t column, const char *what)
{
  say_at(with, file, line, column, what);
}

static void read_gold(work *w, const char *path)
{
  const gold_sink to = {take_gold, take_text, take_fault, w, &w->set->maps};
  if (gold_is_brat(path)) {
    gold_read_brat(path, &to);
  } else if (gold_is_conll04(path)) {
    gold_read_conll04(path, &to);
  } else {
    read_lines(w, path, add_gold);
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
    add_line(w, trawl_doc_id(doc), 0, at, (size_t)(stop - at), add_triple);
  }
  return TRAWL_OK;
}

/* The texts that came with the gold. */
static trawl_status run_gold_texts(work *w, const trawl_pipeline *pipeline)
{
  trawl_doc *doc = trawl_doc_new(pipeline);
  trawl_status status = doc ? TRAWL_OK : TRAWL_NO_MEM;
  for (uint32_t i = 0; i < w->texts.len && status == TRAWL_OK; ++i) {
    const gold_text *one = &w->texts.at[i];
    const trawl_text text = {.id = one->doc, .bytes = one->text, .len = one->len, .fallback = w->set->date};
    status = trawl_run(pipeline, doc, &text, TRAWL_STAGE_RELATIONS);
    status = status == TRAWL_OK ? take(w, doc) : status;
  }
  trawl_doc_free(doc);
  return status;
}

static int run_texts(work *w, const string_list *paths)
{
  const settings *set = w->set;
  const trawl_write_options write = {.format = "jsonl", .layer = TRAWL_TRIPLES, .evidence = true};
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
    .say = say,
    .take = take,
    .with = w,
  };
  trawl_batch_result result = {.documents = 0};
  trawl_status status = trawl_writer_new(&write, sink, &w->records, &w->writer);
  if (status == TRAWL_OK && paths->count) {
    status = trawl_batch_run(&batch, &result);
  }
  if (status == TRAWL_OK) {
    status = run_gold_texts(w, pipeline);
  }
  trawl_writer_free(w->writer);
  trawl_buf_clear(&w->records);
  trawl_pipeline_free(pipeline);
  w->failed |= result.failed > 0;
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

/* The documents that the gold speaks of, beside the gold file. */
static void beside(work *w, const char *gold, string_list *out)
{
  uint32_t n = 0;
  while (score_doc(w->score, n)) {
    ++n;
  }
  out->at = malloc((n + 1) * sizeof *out->at);
  const bool whole = trawl_file_is_folder(gold);
  const int folder = (int)(whole ? strlen(gold) : (size_t)(trawl_file_base(gold) - gold));
  for (uint32_t i = 0; out->at && i < n; ++i) {
    const char *path = trawl_arena_printf(&w->arena, "%.*s%s%s", folder, gold, whole ? "/" : "", score_doc(w->score, i));
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

static void print_report(const work *w, FILE *out)
{
  if (w->set->format == FORMAT_JSON) {
    json_t *json = score_json(w->score, &w->set->report);
    json_dumpf(json, out, JSON_INDENT(2) | JSON_REAL_PRECISION(4));
    fputc('\n', out);
    json_decref(json);
    return;
  }
  if (w->before) {
    score_compare(w->before, w->score, w->set->report.listing, out);
  } else {
    score_print(w->score, &w->set->report, out);
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
    if (!w->texts.len) {
      beside(w, operands->at[0], texts);
    }
    return;
  }
  w->texts.len = 0;
  texts->at = malloc(operands->count * sizeof *texts->at);
  for (size_t i = 1; i < operands->count && texts->at; ++i) {
    if (is_triples(operands->at[i])) {
      read_lines(w, operands->at[i], add_triple);
    } else {
      texts->at[texts->count++] = operands->at[i];
    }
  }
}

static int eval(work *w, const string_list *operands)
{
  string_list texts = {NULL, 0};
  read_gold(w, operands->at[0]);
  if (w->before) {
    read_lines(w, w->set->before, add_before);
  }
  sort_operands(w, operands, &texts);
  int code = texts.count || w->texts.len ? run_texts(w, &texts) : EXIT_DONE;
  string_list_clear(&texts);
  if (code == EXIT_BAD_RULES) {
    return code;
  }
  code = worse(code, print_figures(w));
  return worse(code, w->failed || !bounds_met(w) ? EXIT_SOME_FAILED : EXIT_DONE);
}

static int eval_with(const settings *set, const string_list *operands)
{
  work w = {.set = set, .score = score_new(), .before = set->before ? score_new() : NULL};
  const bool memory = w.score && (w.before || !set->before);
  const int code = memory ? eval(&w, operands) : EXIT_LIMIT;
  score_free(w.score);
  score_free(w.before);
  trawl_vec_clear(&w.texts);
  trawl_arena_clear(&w.arena);
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
