/* SPDX-License-Identifier: MIT
 * extract.c - `trawl extract`: text in, triples out. */
#include "cli/cli.h"

#include "batch/batch.h"
#include "cli/filters.h"
#include "cli/watch.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_FORMATS = 32 };

static const char *const layer_choices[] = {"triples", "entities", "sentences", "tokens", "doc", NULL};
static const char *const unit_choices[] = {"chars", "bytes", "utf16", NULL};
static const char *const from_choices[] = {"text", "jsonl", "doc", NULL};

typedef struct settings {
  const char *format, *output, *date, *until, *files_from;
  const char *min_confidence, *jobs;
  string_list rules, gazetteers, relations, types;
  const char *pack;
  unsigned job_count;
  unsigned layer, unit, from, resolve, color;
  bool evidence, nested, quiet, merge, watch;
} settings;

#define AT(field) offsetof(settings, field)

static const option_row options[] = {
  {'f', "format", "FORMAT", "how it is written, see below; else by the suffix of -o, else text;\nhelp lists the formats",
   OPTION_VALUE, AT(format), NULL},
  {0, "emit", "LAYER", "triples (default), entities, sentences, tokens, or doc: the whole document\nwith all its layers, for --from doc",
   OPTION_CHOICE, AT(layer),
   layer_choices},
  {'o', "output", "PATH", "write to PATH, which appears whole or not at all", OPTION_VALUE,
   AT(output), NULL},
  {'r', "rules", "PATH", "rules in the place of the shipped relations; +PATH adds", OPTION_LIST,
   AT(rules), NULL},
  {'g', "gazetteers", "PATH", "gazetteers in the place of the shipped ones; +PATH adds",
   OPTION_LIST, AT(gazetteers), NULL},
  {'p', "pack", "FILE", "rules and gazetteers from a pack that trawl compile made; none: not even\nthe shipped one",
   OPTION_VALUE, AT(pack), NULL},
  {'j', "jobs", "N", "threads over documents; without it, one for each core", OPTION_VALUE, AT(jobs),
   NULL},
  {0, "from", "KIND", "inputs are text (default), jsonl: {\"id\", \"text\", \"date\"} a line,\nor doc: documents of --emit doc",
   OPTION_CHOICE, AT(from), from_choices},
  {0, "files-from", "LIST", "read the names of inputs from LIST, one a line; - is standard input",
   OPTION_VALUE, AT(files_from), NULL},
  {0, "date", "YYYY-MM-DD", "the date of texts that give none", OPTION_VALUE, AT(date), NULL},
  {0, "resolve", "HOW", "off: equal names only; names: also short ones; all: also pronouns (default)",
   OPTION_CHOICE, AT(resolve), resolve_choices},
  {0, "until", "STAGE", "stop the chain behind STAGE", OPTION_VALUE, AT(until), NULL},
  {0, "offsets", "UNIT", "start and end in chars (code points, default), bytes or utf16",
   OPTION_CHOICE, AT(unit), unit_choices},
  {'e', "evidence", NULL, "add the sentence to each triple", OPTION_FLAG, AT(evidence), NULL},
  {0, "nested", NULL, "entities: also those inside others", OPTION_FLAG, AT(nested), NULL},
  {0, "merge", NULL, "triples that say the same become one record, with counts and sources",
   OPTION_FLAG, AT(merge), NULL},
  {0, "min-confidence", "N", "leave out triples below N, from 0 to 1", OPTION_VALUE,
   AT(min_confidence), NULL},
  {0, "relations", "NAME,...", "only triples of these relations", OPTION_LIST, AT(relations), NULL},
  {0, "types", "NAME,...", "only mentions of these types, and triples of two of them", OPTION_LIST,
   AT(types), NULL},
  {0, "color", "WHEN", "messages in color: auto (default), always or never", OPTION_CHOICE,
   AT(color), color_choices},
  {0, "watch", NULL, "run again whenever a rule, a gazetteer or an input is saved", OPTION_FLAG, AT(watch), NULL},
  {'q', "quiet", NULL, "no warnings", OPTION_FLAG, AT(quiet), NULL},
  {.name = NULL},
};

typedef struct job {
  trawl_write_options write;
  trawl_writer *writer;
  output out;
  bool quiet;
} job;

static void say(void *with, const trawl_finding *finding)
{
  const job *j = with;
  if (!j->quiet || finding->severity == TRAWL_ERROR) {
    finding_print(finding);
  }
}

static trawl_status take(void *with, const trawl_doc *doc)
{
  return trawl_writer_add(((job *)with)->writer, doc);
}

static bool put(void *with, const char *bytes, size_t len)
{
  return output_sink(&((job *)with)->out, bytes, len);
}

static bool stop(void *with, const trawl_batch_result *so_far)
{
  (void)with;
  (void)so_far;
  return output_interrupted() != 0;
}

/* ---- settings ---------------------------------------------------------------------------------- */

static void formats_print(FILE *out)
{
  fprintf(out, "\nFormats:\n");
  for (size_t i = 0; trawl_format_name(i); ++i) {
    fprintf(out, "  %-12s %s\n", trawl_format_name(i), trawl_format_help(i));
  }
}

/* A name and what it is on a line: for completions. */
static int formats_list(void)
{
  for (size_t i = 0; trawl_format_name(i); ++i) {
    printf("%s\t%s\n", trawl_format_name(i), trawl_format_help(i));
  }
  return fclose(stdout) == 0 ? EXIT_DONE : EXIT_NOT_WRITTEN;
}

static bool settle_format(settings *set)
{
  const char *names[MAX_FORMATS + 1] = {NULL}, *suffixes[MAX_FORMATS + 1] = {NULL};
  size_t n = 0;
  while (n < MAX_FORMATS && trawl_format_name(n)) {
    names[n] = trawl_format_name(n);
    suffixes[n] = trawl_format_suffix(n);
    ++n;
  }
  if (set->format) {
    const char *near = trawl_nearest(set->format, names, n);
    if (choice_of(names, set->format) < 0) {
      usage_error(&command_extract, "there is no format '%s'%s%s%s", set->format,
                  near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
      return false;
    }
    return true;
  }
  const char *dot = set->output ? strrchr(set->output, '.') : NULL;
  const int by_suffix = dot ? choice_of(suffixes, dot + 1) : -1;
  set->format = by_suffix >= 0 ? names[by_suffix] : set->layer == TRAWL_DOCS ? "jsonl" : "text";
  return true;
}

/* What a layer needs, and how far the chain runs for it when nothing else is said. */
static const struct {
  trawl_stage needs, runs;
} layer_stages[] = {
  [TRAWL_TRIPLES] = {TRAWL_STAGE_RELATIONS, TRAWL_STAGE_RELATIONS},
  [TRAWL_ENTITIES] = {TRAWL_STAGE_GAZETTEER, TRAWL_STAGE_RESOLVE},
  [TRAWL_SENTENCES] = {TRAWL_STAGE_SENTENCES, TRAWL_STAGE_SENTENCES},
  [TRAWL_TOKENS] = {TRAWL_STAGE_TOKENIZE, TRAWL_STAGE_TAG},
  [TRAWL_DOCS] = {TRAWL_STAGE_NORMALIZE, TRAWL_STAGE_RELATIONS},
};

/* Where the format puts what it writes. */
static trawl_target target_of(const char *format)
{
  size_t i = 0;
  while (trawl_format_name(i) && strcmp(trawl_format_name(i), format) != 0) {
    ++i;
  }
  return trawl_format_target(i);
}

static bool settle_target(const settings *set)
{
  const trawl_target target = target_of(set->format);
  if (target != TRAWL_TO_SINK && (!set->output || strcmp(set->output, "-") == 0)) {
    usage_error(&command_extract, "--format %s needs -o %s", set->format,
                target == TRAWL_TO_FILE ? "FILE" : "FOLDER");
    return false;
  }
  return true;
}

static bool settle_stage(const settings *set, trawl_stage *until)
{
  *until = layer_stages[set->layer].runs;
  if (!set->until) {
    return true;
  }
  *until = trawl_stage_named(set->until);
  if (*until == TRAWL_STAGE_COUNT) {
    const char *names[TRAWL_STAGE_COUNT];
    for (unsigned i = 0; i < TRAWL_STAGE_COUNT; ++i) {
      names[i] = trawl_stage_name((trawl_stage)i);
    }
    const char *near = trawl_nearest(set->until, names, TRAWL_STAGE_COUNT);
    usage_error(&command_extract, "there is no stage '%s'%s%s%s", set->until,
                near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    return false;
  }
  if (*until < layer_stages[set->layer].needs) {
    usage_error(&command_extract, "--emit %s needs the chain at least until %s",
                layer_choices[set->layer], trawl_stage_name(layer_stages[set->layer].needs));
    return false;
  }
  return true;
}

static bool settle_jobs(settings *set)
{
  char *end = NULL;
  const unsigned long n = set->jobs ? strtoul(set->jobs, &end, 10) : 0;
  if (set->jobs && (set->jobs[0] < '0' || set->jobs[0] > '9' || *end || n < 1 || n > 256)) {
    usage_error(&command_extract, "--jobs: '%s' is not a number from 1 to 256", set->jobs);
    return false;
  }
  set->job_count = (unsigned)n;
  return true;
}

static bool settle(settings *set, const string_list *operands, trawl_stage *until)
{
  if (set->date && !trawl_is_date(set->date)) {
    usage_error(&command_extract, "--date: '%s' is not a day as in 2023-09-20", set->date);
    return false;
  }
  if (!operands->count && !set->files_from && isatty(STDIN_FILENO)) {
    usage_error(&command_extract, "no input: name files or folders, or pipe text in");
    return false;
  }
  double ratio;
  if (set->min_confidence && !ratio_read(set->min_confidence, &ratio)) {
    usage_error(&command_extract, "--min-confidence: '%s' is not a number from 0 to 1",
                set->min_confidence);
    return false;
  }
  bool reads_stream = !operands->count;
  for (size_t i = 0; i < operands->count; ++i) {
    reads_stream |= strcmp(operands->at[i], "-") == 0;
  }
  if (set->watch && reads_stream) {
    usage_error(&command_extract, "--watch needs files or folders as inputs");
    return false;
  }
  return settle_jobs(set) && settle_format(set) && settle_target(set) && settle_stage(set, until);
}

/* ---- the work ---------------------------------------------------------------------------------- */

/* What the writer refuses is a matter of the command line. */
static int open_writer(const settings *set, const filters *keep, job *j)
{
  j->write = (trawl_write_options){
    .format = set->format,
    .layer = (trawl_layer)set->layer,
    .unit = (trawl_unit)set->unit,
    .evidence = set->evidence,
    .nested = set->nested,
    .relations = keep->relations,
    .relation_count = keep->relation_count,
    .types = keep->types,
    .type_count = keep->type_count,
    .merge = set->merge,
    .path = set->output,
  };
  if (set->min_confidence) {
    ratio_read(set->min_confidence, &j->write.min_confidence);
  }
  const trawl_status status = trawl_writer_new(&j->write, output_sink, &j->out, &j->writer);
  if (status == TRAWL_BAD_DATA) {
    usage_error(&command_extract, "--format %s does not go with --emit %s%s", set->format,
                layer_choices[set->layer], set->merge ? " and --merge" : "");
    return EXIT_USAGE;
  }
  if (status != TRAWL_OK) {
    message("%s", trawl_status_text(status));
    return EXIT_LIMIT;
  }
  return EXIT_DONE;
}

static int write_all(trawl_batch *batch, job *j)
{
  trawl_batch_result result = {.documents = 0};
  trawl_status status = trawl_writer_begin(j->writer);
  if (status == TRAWL_OK) {
    batch->write = trawl_writer_serial(j->writer) ? NULL : &j->write;
    status = trawl_batch_run(batch, &result);
  }
  /* A database or folder keeps the documents that are done. */
  if (status == TRAWL_OK && (!result.stopped || !j->out.file)) {
    status = trawl_writer_end(j->writer);
  }
  const bool stopped = status != TRAWL_OK && status != TRAWL_IO;
  if (stopped) {
    message("%s", trawl_status_text(status));
  }
  int code = j->out.file ? output_close(&j->out, status == TRAWL_OK && !result.stopped) : EXIT_DONE;
  if (result.stopped) {
    return 128 + output_interrupted();
  }
  if (trawl_writer_fault(j->writer)[0]) {
    message("%s", trawl_writer_fault(j->writer));
    code = EXIT_NOT_WRITTEN;
  }
  code = worse(code, stopped || result.limited ? EXIT_LIMIT : EXIT_DONE);
  return worse(code, result.failed ? EXIT_SOME_FAILED : EXIT_DONE);
}

/* With a pipeline: filters, the writer, the output, the batch. */
static int work(const settings *set, trawl_batch *batch, job *j)
{
  filters keep;
  if (!filters_read(&keep, batch->pipeline, &set->relations, &set->types)) {
    return EXIT_USAGE;
  }
  int code = open_writer(set, &keep, j);
  if (code == EXIT_DONE) {
    const bool own = target_of(set->format) != TRAWL_TO_SINK; /* then the writer opens it */
    code = own || output_open(&j->out, set->output) ? write_all(batch, j) : EXIT_NOT_WRITTEN;
  }
  trawl_writer_free(j->writer);
  filters_clear(&keep);
  return code;
}

static int extract_with(settings *set, const string_list *operands, trawl_stage until,
                        const trawl_pipeline *pipeline)
{
  static const char *const standard_input[] = {"-"};
  const bool none = !operands->count && !set->files_from;
  job j = {.quiet = set->quiet};
  trawl_batch batch = {
    .pipeline = pipeline,
    .paths = none ? standard_input : operands->at,
    .path_count = none ? 1 : operands->count,
    .files_from = set->files_from,
    .jsonl = set->from >= 1,
    .docs = set->from == 2,
    .date = set->date,
    .until = until,
    .jobs = set->job_count,
    .say = say,
    .put = put,
    .take = take,
    .stop = stop,
    .with = &j,
  };
  return work(set, &batch, &j);
}

/* What --watch does again. */
typedef struct session {
  settings *set;
  const string_list *operands;
  trawl_stage until;
  trawl_config config;
  watched_pipeline in_use;
} session;

static int once(void *with, unsigned changed)
{
  session *s = with;
  return watch_reopen(&s->in_use, &s->config, s->set->quiet, changed)
           ? extract_with(s->set, s->operands, s->until, s->in_use.pipeline)
           : s->in_use.code;
}

static int keep_extracting(session *s)
{
  const settings *set = s->set;
  watch *w = watch_new();
  bool fine = w && watch_add_data(w, s->config.data);
  if (fine && set->output) {
    watch_ignore(w, set->output);
  }
  for (size_t i = 0; i < set->rules.count && fine; ++i) {
    fine = watch_add(w, set->rules.at[i], WATCH_RULES);
  }
  for (size_t i = 0; i < set->gazetteers.count && fine; ++i) {
    fine = watch_add(w, set->gazetteers.at[i], WATCH_RULES);
  }
  for (size_t i = 0; i < s->operands->count && fine; ++i) {
    fine = watch_add(w, s->operands->at[i], WATCH_INPUTS);
  }
  const int code = fine ? watch_run(w, once, s) : EXIT_LIMIT;
  watch_free(w);
  return code;
}

static int extract(settings *set, const string_list *operands, trawl_stage until)
{
  session s = {.set = set, .operands = operands, .until = until,
               .config = {.data = data_folder(),
                          .rules = set->rules.at,
                          .rule_count = set->rules.count,
                          .gazetteers = set->gazetteers.at,
                          .gazetteer_count = set->gazetteers.count,
                          .resolve = (trawl_resolution)set->resolve,
                          .pack = set->pack && strcmp(set->pack, "none") != 0 ? set->pack : NULL,
                          .sources = set->pack != NULL}};
  output_catch_signals();
  const int code = set->watch ? keep_extracting(&s) : once(&s, WATCH_RULES);
  trawl_pipeline_free(s.in_use.pipeline);
  return code;
}

static int run(int argc, char **argv)
{
  settings set = {.format = NULL};
  string_list operands = {NULL, 0};
  trawl_stage until = TRAWL_STAGE_RELATIONS;
  int code = EXIT_USAGE;
  if (options_read(&command_extract, argc, argv, &set, &operands)) {
    messages_color(set.color);
    if (set.format && strcmp(set.format, "help") == 0) {
      code = formats_list();
    } else if (settle(&set, &operands, &until)) {
      code = extract(&set, &operands, until);
    }
  }
  string_list_clear(&operands);
  string_list_clear(&set.rules);
  string_list_clear(&set.gazetteers);
  string_list_clear(&set.relations);
  string_list_clear(&set.types);
  return code;
}

const command command_extract = {
  .name = "extract",
  .operands = "[FILE|DIR|-]...",
  .summary = "Text in, triples out",
  .details =
    "Without FILE, or for -, standard input is read. A folder gives its files that are not hidden,\n"
    "in byte order of their paths. An input that cannot be read costs itself and one message.\n\n"
    "Exit status: 0 done, 1 some inputs could not be read, 2 usage, 3 rules or gazetteers do not\n"
    "compile, 4 output cannot be written, 5 a limit was hit.\n",
  .more = formats_print,
  .options = options,
  .run = run,
};
