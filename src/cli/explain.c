/* SPDX-License-Identifier: MIT
 * explain.c - `trawl explain`: what each stage made of a text, which rules fired, and why others did not.
 *
 * An operand is a file, "-" for standard input, or the sentence itself: what no file is called and has a
 * blank in it. */
#include "cli/explain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

const char *const explain_layers[] = {"tokens", "mentions", "entities", "frames", "rules", NULL};

enum { NARROW = 60, USUAL = 80, WIDE = 120 };

typedef struct settings {
  const char *date, *layers, *rule, *expect, *output;
  phrase_question phrase;
  string_list rules, gazetteers;
  unsigned format, resolve, color;
  bool quiet, all;
  unsigned wanted; /* layers as bits */
  char *subject, *object, *named; /* of --expect */
} settings;

#define AT(field) offsetof(settings, field)

static const char *const format_choices[] = {"text", "json", "html", NULL};
static const explain_format *const formats[] = {&explain_text, &explain_json, &explain_html};

static const option_row options[] = {
  {'f', "format", "FORMAT", "text (default), json: an object a line, or html: one page", OPTION_CHOICE, AT(format),
   format_choices},
  {'o', "output", "PATH", "write to PATH, which appears whole or not at all", OPTION_VALUE, AT(output), NULL},
  {0, "rule", "NAME", "why did this not fire: a relation, FILE:RELATION as records have it, or a phrase",
   OPTION_VALUE, AT(rule), NULL},
  {0, "expect", "TRIPLE", "with --rule: who was expected, \"X – relation – Y\" as extract prints it; ? for anybody",
   OPTION_VALUE, AT(expect), NULL},
  {0, "phrase", "PHRASE", "what \"X visit Y\" covers; with a text, whether it fits there", OPTION_VALUE,
   AT(phrase.phrase), NULL},
  {'X', "X", "TYPES", "with --phrase: what X may be, such as person,organization (default: anything)", OPTION_VALUE,
   AT(phrase.x), NULL},
  {'Y', "Y", "TYPES", "with --phrase: what Y may be", OPTION_VALUE, AT(phrase.y), NULL},
  {'l', "layers", "LIST", "of tokens, mentions, entities, frames, rules, with commas between them (default: all)",
   OPTION_VALUE, AT(layers), NULL},
  {'a', "all", NULL, "every phrase that was tried, not only those that nearly fired", OPTION_FLAG, AT(all), NULL},
  {'r', "rules", "PATH", "rules in the place of the shipped relations; +PATH adds", OPTION_LIST,
   AT(rules), NULL},
  {'g', "gazetteers", "PATH", "gazetteers in the place of the shipped ones; +PATH adds",
   OPTION_LIST, AT(gazetteers), NULL},
  {0, "date", "YYYY-MM-DD", "the date of texts that give none", OPTION_VALUE, AT(date), NULL},
  {0, "resolve", "HOW", "off: equal names only; names: also short ones; all: also pronouns (default)",
   OPTION_CHOICE, AT(resolve), resolve_choices},
  {0, "color", "WHEN", "colors: auto (default: on a terminal), always or never", OPTION_CHOICE,
   AT(color), color_choices},
  {'q', "quiet", NULL, "no warnings", OPTION_FLAG, AT(quiet), NULL},
  {.name = NULL},
};

/* ---- which of a layer belong to which sentence ------------------------------------------------- */

static uint32_t sentence_of_token(const trawl_doc *doc, uint32_t i)
{
  return trawl_doc_token_at(doc, i, TRAWL_BYTES).sentence;
}

static uint32_t sentence_of_mention(const trawl_doc *doc, uint32_t i)
{
  return trawl_doc_mention_at(doc, i, TRAWL_BYTES).sentence;
}

static uint32_t sentence_of_frame(const trawl_doc *doc, uint32_t i)
{
  return trawl_doc_frame_at(doc, i, TRAWL_BYTES).sentence;
}

static uint32_t sentence_of_attempt(const trawl_doc *doc, uint32_t i)
{
  return trawl_doc_attempt_sentence(doc, i);
}

static uint32_t sentence_of_triple(const trawl_doc *doc, uint32_t i)
{
  return trawl_doc_triple_at(doc, i, TRAWL_BYTES).sentence;
}

/* A counting sort: those of one sentence keep their order. */
static bool build_index(const trawl_doc *doc, uint32_t count, uint32_t (*sentence_of)(const trawl_doc *, uint32_t),
                        sentence_index *out)
{
  const uint32_t sentences = trawl_doc_sentence_count(doc);
  out->at = calloc((size_t)count + 1, sizeof *out->at);
  out->first = calloc((size_t)sentences + 2, sizeof *out->first);
  uint32_t *of = calloc((size_t)count + 1, sizeof *of);
  if (!out->at || !out->first || !of) {
    free(of);
    return false;
  }
  for (uint32_t i = 0; i < count; ++i) {
    of[i] = sentence_of(doc, i);
    ++out->first[of[i] + 2];
  }
  for (uint32_t s = 2; s < sentences + 2; ++s) {
    out->first[s] += out->first[s - 1];
  }
  for (uint32_t i = 0; i < count; ++i) {
    out->at[out->first[of[i] + 1]++] = i;
  }
  free(of);
  return true;
}

static bool tell_misses(explanation *of);

bool explanation_open(explanation *of, const trawl_doc *doc)
{
  of->doc = doc;
  return build_index(doc, trawl_doc_token_count(doc), sentence_of_token, &of->tokens)
         && build_index(doc, trawl_doc_mention_count(doc), sentence_of_mention, &of->mentions)
         && build_index(doc, trawl_doc_frame_count(doc), sentence_of_frame, &of->frames)
         && build_index(doc, trawl_doc_triple_count(doc), sentence_of_triple, &of->triples)
         && build_index(doc, trawl_doc_attempt_count(doc), sentence_of_attempt, &of->attempts)
         && tell_misses(of);
}

void explanation_close(explanation *of)
{
  sentence_index *const all[] = {&of->tokens, &of->mentions, &of->frames, &of->triples, &of->attempts};
  for (size_t i = 0; i < TRAWL_COUNT(all); ++i) {
    free(all[i]->at);
    free(all[i]->first);
    *all[i] = (sentence_index){NULL, NULL};
  }
  free(of->told);
  of->told = NULL;
}

/* ---- which misses are told ---------------------------------------------------------------------- */

enum { TOLD = 64 /* of one sentence: what comes behind them is told as well, be it a repetition */ };

static bool same_miss(const trawl_attempt_view *a, const trawl_attempt_view *b)
{
  return strcmp(a->relation, b->relation) == 0
         && (b->reason == TRAWL_FIRED ? a->frame == b->frame : strcmp(a->message, b->message) == 0);
}

/* Near enough, its relation did not fire on that clause, not told before. */
static bool is_told(const explanation *of, const trawl_attempt_view *attempt, const trawl_attempt_view *others,
                    uint32_t count)
{
  if (attempt->reason == TRAWL_FIRED || (attempt->near < EXPLAIN_NEAR && !of->all)) {
    return false;
  }
  for (uint32_t i = 0; i < count; ++i) {
    if (same_miss(attempt, &others[i])) {
      return false;
    }
  }
  return true;
}

/* Those that fired come first: their misses on the same clause are none. */
static void tell_sentence(explanation *of, uint32_t sentence)
{
  trawl_attempt_view others[TOLD];
  uint32_t count = 0;
  const uint32_t first = of->attempts.first[sentence], end = of->attempts.first[sentence + 1];
  for (uint32_t i = first; i < end && count < TOLD; ++i) {
    if (trawl_doc_attempt_reason(of->doc, of->attempts.at[i]) == TRAWL_FIRED) {
      others[count++] = trawl_doc_attempt_at(of->doc, of->attempts.at[i], TRAWL_BYTES);
    }
  }
  for (uint32_t i = first; i < end; ++i) {
    const trawl_attempt_view attempt = trawl_doc_attempt_at(of->doc, of->attempts.at[i], TRAWL_BYTES);
    of->told[i] = is_told(of, &attempt, others, count);
    if (of->told[i] && count < TOLD) {
      others[count++] = attempt;
    }
  }
}

static bool tell_misses(explanation *of)
{
  of->told = calloc((size_t)trawl_doc_attempt_count(of->doc) + 1, sizeof *of->told);
  for (uint32_t s = 0; of->told && (of->layers & EXPLAIN_RULES) && s < trawl_doc_sentence_count(of->doc); ++s) {
    tell_sentence(of, s);
  }
  return of->told != NULL;
}

/* ---- settings ---------------------------------------------------------------------------------- */

static bool settle_layers(settings *set)
{
  set->wanted = set->layers || set->rule || set->expect || set->phrase.phrase ? 0 : EXPLAIN_ALL;
  for (const char *at = set->layers; at && *at;) {
    const char *comma = strchr(at, ',');
    const size_t len = comma ? (size_t)(comma - at) : strlen(at);
    char name[32];
    snprintf(name, sizeof name, "%.*s", (int)(len < 30 ? len : 30), at);
    const int layer = choice_of(explain_layers, name);
    if (layer < 0) {
      const char *near = trawl_nearest(name, explain_layers, 5);
      usage_error(&command_explain, "--layers: there is no layer '%s'%s%s%s", name, near ? "; did you mean '" : "",
                  near ? near : "", near ? "'?" : "");
      return false;
    }
    set->wanted |= 1u << layer;
    at += len + (comma != NULL);
  }
  return true;
}

/* "X – relation – Y"; the relation is the rule that is asked for, if none is named. */
static bool settle_expected(settings *set)
{
  static const char dash[] = " – ";
  const char *first = strstr(set->expect, dash);
  const char *second = first ? strstr(first + sizeof dash - 1, dash) : NULL;
  if (!second) {
    usage_error(&command_explain, "--expect: '%s' is not as in \"Xi Jinping – visited – Kazan\"", set->expect);
    return false;
  }
  const char *relation = first + sizeof dash - 1;
  const char *bracket = strstr(second, " [");
  const char *object = second + sizeof dash - 1;
  set->subject = strndup(set->expect, (size_t)(first - set->expect));
  set->object = bracket ? strndup(object, (size_t)(bracket - object)) : strdup(object);
  if (!set->rule) {
    set->rule = set->named = strndup(relation, (size_t)(second - relation));
  }
  return set->subject && set->object && set->rule;
}

static bool settle(settings *set, const string_list *operands)
{
  if (set->date && !trawl_is_date(set->date)) {
    usage_error(&command_explain, "--date: '%s' is not a day as in 2023-09-20", set->date);
    return false;
  }
  if ((set->phrase.x || set->phrase.y) && !set->phrase.phrase) {
    usage_error(&command_explain, "-X and -Y are for --phrase");
    return false;
  }
  if (set->phrase.phrase && (set->rule || set->expect)) {
    usage_error(&command_explain, "--phrase is asked for itself, without --rule and --expect");
    return false;
  }
  if (!operands->count && !set->phrase.phrase && isatty(STDIN_FILENO)) {
    usage_error(&command_explain, "no text: give a sentence in quotation marks, or files, or pipe text in");
    return false;
  }
  return settle_layers(set) && (!set->expect || settle_expected(set));
}

static uint32_t page_width(void)
{
  struct winsize size;
  if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || !size.ws_col) {
    return USUAL;
  }
  return size.ws_col < NARROW ? NARROW : size.ws_col > WIDE ? WIDE : size.ws_col;
}

/* ---- the work ---------------------------------------------------------------------------------- */

typedef struct job {
  const settings *set;
  const trawl_pipeline *pipeline;
  trawl_doc *doc;
  const explain_format *format;
  output out;
  bool colors;
  uint32_t width;
} job;

static int cannot_read(const char *path)
{
  message("%s: cannot be read: %s", path, strerror(errno));
  return EXIT_SOME_FAILED;
}

/* The operand's text. EXIT_DONE, or a message was printed. */
static int read_operand(const char *operand, trawl_buf *out)
{
  trawl_status status;
  if (strcmp(operand, "-") == 0) {
    status = trawl_fd_read(STDIN_FILENO, 0, out);
  } else if (access(operand, F_OK) != 0 && strpbrk(operand, " \t\n")) {
    trawl_buf_puts(out, operand);
    return out->failed ? EXIT_LIMIT : EXIT_DONE;
  } else {
    status = trawl_file_read(operand, 0, out);
  }
  return status == TRAWL_OK ? EXIT_DONE : status == TRAWL_IO ? cannot_read(operand) : EXIT_LIMIT;
}

static void write_buf(job *j, const trawl_buf *out)
{
  if (out->len) {
    output_sink(&j->out, out->at, out->len);
  }
}

static const char *anybody(const char *name)
{
  return name && strcmp(name, "?") == 0 ? NULL : name;
}

static bool write_answer(job *j, const explanation *of, trawl_buf *out)
{
  const char *phrase = j->set->phrase.phrase;
  const trawl_question question = {phrase ? phrase_relation : j->set->rule, anybody(j->set->subject), anybody(j->set->object)};
  trawl_answer answer;
  if (trawl_doc_ask(j->doc, &question, &answer) != TRAWL_OK) {
    return false;
  }
  j->format->answer(out, of, phrase ? phrase : j->set->rule, &answer);
  write_buf(j, out);
  return !out->failed;
}

static int write_layers(job *j)
{
  explanation of = {.layers = j->set->wanted, .colors = j->colors, .all = j->set->all, .width = j->width};
  trawl_buf out = {.at = NULL};
  bool good = explanation_open(&of, j->doc) && ((!j->set->rule && !j->set->phrase.phrase) || write_answer(j, &of, &out));
  for (uint32_t s = 0; good && of.layers && s < trawl_doc_sentence_count(j->doc); ++s) {
    out.len = 0;
    j->format->sentence(&out, &of, s);
    good = !out.failed;
    write_buf(j, &out);
  }
  trawl_buf_clear(&out);
  explanation_close(&of);
  return good ? EXIT_DONE : EXIT_LIMIT;
}

static int explain_operand(job *j, const char *operand)
{
  trawl_buf bytes = {.at = NULL};
  int code = read_operand(operand, &bytes);
  if (code == EXIT_DONE) {
    const trawl_text text = {.id = operand, .bytes = bytes.at ? bytes.at : "", .len = bytes.len,
                             .fallback = j->set->date};
    const trawl_status status = trawl_run(j->pipeline, j->doc, &text, TRAWL_STAGE_RELATIONS);
    if (status != TRAWL_OK) {
      message("%s", trawl_status_text(status));
    } else if (!j->set->quiet) {
      limits_hit(j->doc);
    }
    code = status == TRAWL_OK ? write_layers(j) : EXIT_LIMIT;
  }
  trawl_buf_clear(&bytes);
  return code;
}

static int explain_variants(job *j)
{
  trawl_buf out = {.at = NULL};
  const trawl_status status = phrase_variants(j->pipeline, j->doc, j->format, &j->set->phrase, j->colors, &out);
  write_buf(j, &out);
  if (status == TRAWL_OK && !out.len) {
    message("none of the usual constructions was found to fit; give a sentence to see why");
  }
  trawl_buf_clear(&out);
  return status == TRAWL_OK ? EXIT_DONE : EXIT_LIMIT;
}

static void write_frame(job *j, void (*part)(trawl_buf *out))
{
  trawl_buf out = {.at = NULL};
  part(&out);
  write_buf(j, &out);
  trawl_buf_clear(&out);
}

static int explain_all(job *j, const string_list *operands)
{
  static const char *const standard_input[] = {"-"};
  const char *const *at = operands->count ? operands->at : standard_input;
  const size_t count = operands->count ? operands->count : 1;
  int code = EXIT_DONE;
  j->doc = trawl_doc_new(j->pipeline);
  if (!j->doc || trawl_doc_trace(j->doc, true) != TRAWL_OK) {
    trawl_doc_free(j->doc);
    message("%s", trawl_status_text(TRAWL_NO_MEM));
    return EXIT_LIMIT;
  }
  write_frame(j, j->format->begin);
  if (j->set->phrase.phrase && !operands->count) {
    code = explain_variants(j);
  }
  for (size_t i = 0; i < count && !(j->set->phrase.phrase && !operands->count); ++i) {
    code = worse(code, explain_operand(j, at[i]));
  }
  write_frame(j, j->format->end);
  trawl_doc_free(j->doc);
  return code;
}

static int open_pipeline(const settings *set, trawl_pipeline **out)
{
  trawl_buf text = {.at = NULL};
  if (set->phrase.phrase && !phrase_file(&text, set->phrase.phrase, set->phrase.x, set->phrase.y)) {
    trawl_buf_clear(&text);
    return EXIT_USAGE;
  }
  const trawl_config config = {
    .data = data_folder(),
    .rules = set->rules.at,
    .rule_count = set->rules.count,
    .gazetteers = set->gazetteers.at,
    .gazetteer_count = set->gazetteers.count,
    .resolve = (trawl_resolution)set->resolve,
    .sources = true,
    .text = set->phrase.phrase ? trawl_buf_str(&text) : NULL,
  };
  const int code = pipeline_open_config(&config, set->quiet, out);
  trawl_buf_clear(&text);
  return code;
}

static int explain(const settings *set, const string_list *operands)
{
  trawl_pipeline *pipeline = NULL;
  int code = open_pipeline(set, &pipeline);
  if (code != EXIT_DONE) {
    return code;
  }
  job j = {.set = set, .pipeline = pipeline, .format = formats[set->format],
           .colors = set->format == 0 && wants_colors(set->color), .width = page_width()};
  code = EXIT_NOT_WRITTEN;
  if (output_open(&j.out, set->output)) {
    code = explain_all(&j, operands);
    code = worse(code, output_close(&j.out, true));
  }
  trawl_pipeline_free(pipeline);
  return code;
}

static int run(int argc, char **argv)
{
  settings set = {.date = NULL};
  string_list operands = {NULL, 0};
  int code = EXIT_USAGE;
  if (options_read(&command_explain, argc, argv, &set, &operands)) {
    messages_color(set.color);
    if (settle(&set, &operands)) {
      code = explain(&set, &operands);
    }
  }
  string_list_clear(&operands);
  string_list_clear(&set.rules);
  string_list_clear(&set.gazetteers);
  free(set.subject);
  free(set.object);
  free(set.named);
  return code;
}

const command command_explain = {
  .name = "explain",
  .operands = "[TEXT|FILE|-]...",
  .summary = "Why a text gave a triple, or did not",
  .details =
    "A TEXT is what has a blank in it and is no file: trawl explain \"Xi visited Kazan.\"\n"
    "Without operand, or for -, standard input is read.\n\n"
    "Exit status: 0 done, 1 some inputs could not be read, 2 usage, 3 rules or gazetteers do not\n"
    "compile, 4 output cannot be written, 5 a limit was hit.\n",
  .options = options,
  .run = run,
};
