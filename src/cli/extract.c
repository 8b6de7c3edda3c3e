/* SPDX-License-Identifier: MIT
 * extract.c - `trawl extract`: text in, triples out. */
#include "cli/cli.h"

#include "batch/batch.h"
#include "cli/filters.h"
#include "cli/job.h"
#include "cli/resume.h"
#include "cli/watch.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_FORMATS = 32 };

static const char *const layer_choices[] = {"triples", "entities", "sentences", "tokens", "doc", NULL};
static const char *const unit_choices[] = {"chars", "bytes", "utf16", NULL};
static const char *const from_choices[] = {"text", "jsonl", "doc", "html", "wet", NULL};
static const char *const encoding_choices[] = {"auto", "utf-8", "utf-16", "windows-1252", "latin-1", NULL};
static const char *const language_choices[] = {"en", "any", NULL};
static const char *const oversize_choices[] = {"split", "skip", "fail", "cut", NULL};

typedef struct settings {
  const char *format, *output, *date, *until, *files_from;
  const char *min_confidence, *jobs;
  const char *max_bytes_text, *failures, *stats;
  string_list rules, gazetteers, relations, types, include, exclude, keep, keys;
  unsigned job_count, encoding, language, oversize;
  size_t max_bytes;
  const char *pack;
  unsigned layer, unit, from, resolve, color;
  bool evidence, nested, quiet, merge, null_names, resume, progress, no_progress, watch;
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
  {0, "from", "KIND", "inputs are text (default), jsonl: {\"id\", \"text\", \"date\"} a line,\n"
   "doc: documents of --emit doc, html, or wet: web archives", OPTION_CHOICE, AT(from), from_choices},
  {0, "keep", "KEY,...", "jsonl: records carry these keys along, in \"meta\"", OPTION_LIST, AT(keep),
   NULL},
  {0, "encoding", "NAME", "auto (default: UTF-16 by its mark, else UTF-8), utf-8, utf-16,\n"
   "windows-1252 or latin-1", OPTION_CHOICE, AT(encoding), encoding_choices},
  {0, "lang", "WHICH", "en (default): texts that are not English are skipped; any: none are",
   OPTION_CHOICE, AT(language), language_choices},
  {0, "files-from", "LIST", "read the names of inputs from LIST, one a line; - is standard input",
   OPTION_VALUE, AT(files_from), NULL},
  {'0', "null", NULL, "names in that list end with NUL", OPTION_FLAG, AT(null_names), NULL},
  {0, "include", "GLOB", "of folders and archives only files that fit", OPTION_LIST, AT(include), NULL},
  {0, "exclude", "GLOB", "of folders and archives no files that fit", OPTION_LIST, AT(exclude), NULL},
  {0, "max-bytes", "SIZE", "of a document; with k, M or G behind it; without it 64M, 512k of what can be split", OPTION_VALUE,
   AT(max_bytes_text), NULL},
  {0, "oversize", "HOW", "larger documents: split (default), skip, fail, or cut: only what is before", OPTION_CHOICE,
   AT(oversize), oversize_choices},
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
  {0, "failures", "PATH", "write a line of JSON for each input that failed", OPTION_VALUE,
   AT(failures), NULL},
  {0, "resume", NULL, "go on with an output that a run before did not finish", OPTION_FLAG, AT(resume),
   NULL},
  {0, "stats", "PATH", "write what was done as JSON", OPTION_VALUE, AT(stats), NULL},
  {0, "progress", NULL, "show how far it is; without it on a terminal only", OPTION_FLAG, AT(progress),
   NULL},
  {0, "no-progress", NULL, "do not", OPTION_FLAG, AT(no_progress), NULL},
  {0, "color", "WHEN", "messages in color: auto (default), always or never", OPTION_CHOICE,
   AT(color), color_choices},
  {0, "watch", NULL, "run again whenever a rule, a gazetteer or an input is saved", OPTION_FLAG, AT(watch), NULL},
  {'q', "quiet", NULL, "no warnings", OPTION_FLAG, AT(quiet), NULL},
  {.name = NULL},
};

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

/* The limit doc-bytes is a --max-bytes behind which nothing is read. */
static bool settle_size(settings *set)
{
  uint64_t n = 0, limit = 0;
  const bool limited = limits_have("doc-bytes", &limit);
  if (set->max_bytes_text && limited) {
    usage_error(&command_extract, "--limit doc-bytes=N is --max-bytes N --oversize cut: give one of the two");
    return false;
  }
  if (limited) {
    set->max_bytes = (size_t)limit;
    set->oversize = set->oversize ? set->oversize : TRAWL_OVERSIZE_CUT;
  } else if (set->max_bytes_text) {
    if (!size_read(set->max_bytes_text, &n) || n < 1024 || n > 1ull << 30) {
      usage_error(&command_extract, "--max-bytes: '%s' is not a size from 1k to 1G", set->max_bytes_text);
      return false;
    }
    set->max_bytes = (size_t)n;
  }
  return true;
}

/* KEY,KEY of all --keep as a list of their own. */
static bool settle_keys(settings *set)
{
  size_t n = set->keep.count;
  for (size_t i = 0; i < set->keep.count; ++i) {
    for (const char *c = set->keep.at[i]; *c; ++c) {
      n += *c == ',';
    }
  }
  set->keys.at = n ? malloc(n * sizeof *set->keys.at) : NULL;
  if (n && !set->keys.at) {
    message("out of memory");
    return false;
  }
  for (size_t i = 0; i < set->keep.count; ++i) {
    char *rest = (char *)set->keep.at[i]; /* an argument of the program: it may be changed */
    for (char *key; (key = strsep(&rest, ","));) {
      set->keys.at[set->keys.count++] = key;
    }
  }
  return true;
}

static bool settle_inputs(settings *set)
{
  if (set->encoding > TRAWL_ENCODING_UTF8 && set->unit == TRAWL_BYTES) {
    usage_error(&command_extract, "--offsets bytes: can only be given for UTF-8, not for %s",
                encoding_choices[set->encoding]);
    return false;
  }
  if (set->keep.count && set->from != TRAWL_FROM_JSONL) {
    usage_error(&command_extract, "--keep is for --from jsonl");
    return false;
  }
  if (set->null_names && !set->files_from) {
    usage_error(&command_extract, "--null is for --files-from");
    return false;
  }
  return settle_keys(set);
}

/* Only a file can be gone on with, and of those only the ones that are written from front to back. */
static bool settle_resume(const settings *set)
{
  struct stat info;
  if (!set->resume) {
    return true;
  }
  if (!set->output || strcmp(set->output, "-") == 0
      || (stat(set->output, &info) == 0 && !S_ISREG(info.st_mode))) {
    usage_error(&command_extract, "--resume needs -o with a file");
    return false;
  }
  if (target_of(set->format) != TRAWL_TO_SINK) {
    usage_error(&command_extract, "--resume does not go with --format %s", set->format);
    return false;
  }
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
  return settle_jobs(set) && settle_size(set) && settle_inputs(set) && settle_format(set)
         && settle_target(set) && settle_resume(set) && settle_stage(set, until);
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

/* What the journal must agree with. */
static bool fingerprint(const settings *set, trawl_stage until, const pipeline_options *files, char out[17])
{
  char numbers[160];
  trawl_buf keys = {.at = NULL};
  for (size_t i = 0; i < set->keys.count; ++i) {
    trawl_buf_printf(&keys, "%s\n", set->keys.at[i]);
  }
  for (size_t i = 0; i < set->relations.count; ++i) {
    trawl_buf_printf(&keys, "r%s\n", set->relations.at[i]);
  }
  for (size_t i = 0; i < set->types.count; ++i) {
    trawl_buf_printf(&keys, "t%s\n", set->types.at[i]);
  }
  limits_put(&keys);
  snprintf(numbers, sizeof numbers, "%u %u %u %u %u %u %u %zu %u %d %d %d %d", set->layer, set->unit, set->from,
           set->resolve, set->encoding, set->language, set->oversize, set->max_bytes, (unsigned)until,
           set->evidence, set->nested, set->merge, set->failures != NULL);
  const char *const given[] = {set->pack, set->format, set->date, set->min_confidence, numbers, trawl_buf_str(&keys)};
  const bool made = resume_fingerprint(given, TRAWL_COUNT(given), files, out);
  trawl_buf_clear(&keys);
  return made;
}

/* With a pipeline: filters, the writer, the files, the batch. */
static int work(const settings *set, trawl_batch *batch, job *j, const char *word)
{
  filters keep;
  if (!filters_read(&keep, batch->pipeline, &set->relations, &set->types)) {
    return EXIT_USAGE;
  }
  int code = open_writer(set, &keep, j);
  if (code == EXIT_DONE && target_of(set->format) == TRAWL_TO_SINK) {
    code = job_open(j, set->output, word); /* any other writer opens its files itself */
  } else if (code == EXIT_DONE && j->failures_path) {
    code = output_resume(&j->failures, j->failures_path, false) ? EXIT_DONE : EXIT_NOT_WRITTEN;
  }
  if (code == EXIT_DONE && !j->finished) {
    code = job_run(j, batch);
  } else if (code == EXIT_DONE && !j->quiet) {
    message("%s: is finished already", set->output);
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
  job j = {.quiet = set->quiet,
           .resume = set->resume,
           .failures_path = set->failures,
           .stats_path = set->stats,
           .bar.shows = !set->no_progress && !set->quiet && (set->progress || isatty(STDERR_FILENO))};
  trawl_batch batch = {
    .pipeline = pipeline,
    .paths = none ? standard_input : operands->at,
    .path_count = none ? 1 : operands->count,
    .files_from = set->files_from,
    .from = (trawl_from)set->from,
    .null_names = set->null_names,
    .include = set->include.at,
    .include_count = set->include.count,
    .exclude = set->exclude.at,
    .exclude_count = set->exclude.count,
    .keep = set->keys.at,
    .keep_count = set->keys.count,
    .encoding = (trawl_encoding)set->encoding,
    .byte_offsets = set->unit == TRAWL_BYTES,
    .any_language = set->language == 1,
    .max_bytes = set->max_bytes,
    .oversize = (trawl_oversize)set->oversize,
    .date = set->date,
    .until = until,
    .jobs = set->job_count,
  };
  const pipeline_options with = {
    .rules = &set->rules, .gazetteers = &set->gazetteers, .resolve = set->resolve, .pack = set->pack};
  char options_word[17] = "";
  job_listen(&j, &batch);
  if (set->output && !fingerprint(set, until, &with, options_word)) {
    return EXIT_LIMIT;
  }
  return work(set, &batch, &j, options_word);
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
  s->in_use.memo = trawl_memo_new(); /* without one, all is read each time */
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
  watched_pipeline_close(&s.in_use);
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
  string_list_clear(&set.include);
  string_list_clear(&set.exclude);
  string_list_clear(&set.keep);
  string_list_clear(&set.keys);
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
