/* SPDX-License-Identifier: MIT
 * coverage.c - `trawl coverage`: how often each rule fired over texts, how often it was right, which rules say the
 * same, which never fired, and what each costs.
 *
 * The chain runs on one thread with a trace; what rules cost is counted by the library (src/stage/cost.c). */
#include "cli/coverage.h"
#include "cli/scorer.h"

#include "batch/batch.h"

#include <stdlib.h>
#include <string.h>

typedef struct settings {
  string_list rules, gazetteers, only, maps;
  const char *gold, *date, *output, *top;
  unsigned resolve, color, format, from;
  bool quiet, never, time;
} settings;

enum { FORMAT_TEXT, FORMAT_TSV, FORMAT_JSON };
static const char *const format_choices[] = {"text", "tsv", "json", NULL};
static const char *const from_choices[] = {"text", "jsonl", NULL};

#define AT(field) offsetof(settings, field)

static const option_row options[] = {
  {0, "gold", "GOLD", "gold triples as for eval: say how often each rule was right", OPTION_VALUE, AT(gold), NULL},
  {0, "map", "NAME=REL,...", "the gold calls these relations NAME; may be given several times", OPTION_LIST, AT(maps),
   NULL},
  {0, "never", NULL, "only the rules that never fired", OPTION_FLAG, AT(never), NULL},
  {0, "time", NULL, "what each rule costs, the dearest first", OPTION_FLAG, AT(time), NULL},
  {0, "rule", "NAME", "only these: a relation, a file, FILE:RELATION; may be given several times", OPTION_LIST,
   AT(only), NULL},
  {0, "top", "N", "at most N rows of a table", OPTION_VALUE, AT(top), NULL},
  {'f', "format", "FORMAT", "text (default), tsv or json", OPTION_CHOICE, AT(format), format_choices},
  {'o', "output", "FILE", "write to FILE", OPTION_VALUE, AT(output), NULL},
  {0, "from", "FORMAT", "text (default) or jsonl", OPTION_CHOICE, AT(from), from_choices},
  {'r', "rules", "PATH", "as for extract", OPTION_LIST, AT(rules), NULL},
  {'g', "gazetteers", "PATH", "as for extract", OPTION_LIST, AT(gazetteers), NULL},
  {0, "date", "YYYY-MM-DD", "the date of texts that give none", OPTION_VALUE, AT(date), NULL},
  {0, "resolve", "HOW", "as for extract", OPTION_CHOICE, AT(resolve), resolve_choices},
  {0, "color", "WHEN", "messages in color: auto (default), always or never", OPTION_CHOICE, AT(color), color_choices},
  {'q', "quiet", NULL, "no warnings", OPTION_FLAG, AT(quiet), NULL},
  {.name = NULL},
};

typedef struct work {
  const settings *set;
  unsigned top;
  scorer scorer;
  coverage all;
} work;

/* ---- counting ---------------------------------------------------------------------------------- */

static void count_overlap(coverage *c, const trawl_doc *doc, uint32_t sentence, uint32_t a, uint32_t b)
{
  char key[32];
  bool fresh;
  snprintf(key, sizeof key, "%u %u", (unsigned)(a < b ? a : b), (unsigned)(a < b ? b : a));
  const char *kept = text_index_find(&c->overlap_keys, key) == TRAWL_NONE ? trawl_arena_str(&c->arena, key) : key;
  const uint32_t i = kept ? text_index_add(&c->overlap_keys, kept, &fresh) : TRAWL_NONE;
  if (i == TRAWL_NONE) {
    c->memory = false;
    return;
  }
  if (fresh) {
    const trawl_slice slice = trawl_doc_sentence_at(doc, sentence, TRAWL_BYTES).slice;
    const char *text = trawl_arena_strn(&c->arena, slice.text, slice.len);
    const overlap_row row = {.a = a < b ? a : b, .b = a < b ? b : a, .sentence = text ? text : ""};
    if (!trawl_vec_push(&c->overlaps, row)) {
      c->memory = false;
      return;
    }
  }
  ++c->overlaps.at[i].count;
}

/* A rule that fired, and on whom. */
typedef struct firing {
  uint32_t rule;
  uint64_t x, y; /* where the names begin */
} firing;

/* Sentences in which more fires than this are lists; their overlaps show elsewhere too. */
enum { MAX_FIRINGS = 64 };

static bool same_pair(const firing *a, const firing *b)
{
  return (a->x == b->x && a->y == b->y) || (a->x == b->y && a->y == b->x);
}

/* Each two rules once a sentence. */
static void count_overlaps(coverage *c, const trawl_doc *doc, uint32_t sentence, const firing *at, uint32_t count)
{
  for (uint32_t i = 0; i < count; ++i) {
    for (uint32_t k = 0; k < i; ++k) {
      bool known = at[i].rule == at[k].rule || !same_pair(&at[i], &at[k]);
      for (uint32_t m = 0; m < i && !known; ++m) {
        for (uint32_t n = 0; n < m && !known; ++n) {
          known = same_pair(&at[m], &at[n]) && at[m].rule + at[n].rule == at[i].rule + at[k].rule
                  && (at[m].rule == at[i].rule || at[m].rule == at[k].rule);
        }
      }
      if (!known) {
        count_overlap(c, doc, sentence, at[i].rule, at[k].rule);
      }
    }
  }
}

static void count_attempts(coverage *c, const trawl_doc *doc)
{
  firing fired[MAX_FIRINGS];
  uint32_t count = 0, sentence = 0;
  for (uint32_t i = 0; i < trawl_doc_attempt_count(doc); ++i) {
    const trawl_reason reason = trawl_doc_attempt_reason(doc, i);
    rule_row *row = &c->rules.at[trawl_doc_attempt_rule(doc, i)];
    row->lost += reason == TRAWL_LONGER || reason == TRAWL_EXCEPT;
    if (reason != TRAWL_FIRED) {
      continue;
    }
    ++row->fired;
    const trawl_attempt_view attempt = trawl_doc_attempt_at(doc, i, TRAWL_BYTES);
    if (attempt.sentence != sentence) {
      count_overlaps(c, doc, sentence, fired, count);
      sentence = attempt.sentence;
      count = 0;
    }
    if (count < MAX_FIRINGS) {
      fired[count++] = (firing){trawl_doc_attempt_rule(doc, i), attempt.subject.start, attempt.object.start};
    }
  }
  if (count) {
    count_overlaps(c, doc, sentence, fired, count);
  }
}

static trawl_status take(void *with, const trawl_doc *doc)
{
  work *w = with;
  coverage *c = &w->all;
  if (w->set->gold) {
    TRAWL_TRY(scorer_take(&w->scorer, doc));
  }
  count_attempts(c, doc);
  for (uint32_t i = 0; i < c->rules.len; ++i) {
    const trawl_rule_cost cost = trawl_doc_rule_cost(doc, i);
    c->rules.at[i].tried += cost.tried;
    c->rules.at[i].nanoseconds += cost.nanoseconds;
  }
  for (uint32_t i = 0; i < trawl_doc_triple_count(doc); ++i) {
    const uint32_t rule = trawl_doc_triple_rule(doc, i);
    c->rules.at[rule == TRAWL_ABSENT ? 0 : rule].triples += rule != TRAWL_ABSENT;
  }
  for (uint32_t i = 0; i < trawl_doc_mention_count(doc); ++i) {
    const uint32_t rule = trawl_doc_mention_rule(doc, i);
    if (rule != TRAWL_ABSENT) {
      ++c->rules.at[rule].fired;
      ++c->rules.at[rule].triples;
    }
  }
  ++c->documents;
  c->sentences += trawl_doc_sentence_count(doc);
  c->triples += trawl_doc_triple_count(doc);
  return c->memory ? TRAWL_OK : TRAWL_NO_MEM;
}

/* Phrases that are written twice under one rule share what was right. */
static void judge(void *with, const json_t *triple, bool right)
{
  coverage *c = with;
  const char *rule = json_string_value(json_object_get(triple, "rule"));
  const char *phrase = json_string_value(json_object_get(triple, "phrase"));
  for (uint32_t i = 0; rule && phrase && i < c->rules.len; ++i) {
    rule_row *row = &c->rules.at[i];
    if (!row->view.except && strcmp(row->view.rule, rule) == 0 && strcmp(row->view.text, phrase) == 0) {
      ++row->judged;
      row->right += right;
      return;
    }
  }
}

/* ---- running ----------------------------------------------------------------------------------- */

static bool list_rules(coverage *c)
{
  for (uint32_t i = 0; i < trawl_pipeline_rule_count(c->pipeline); ++i) {
    const rule_row row = {.view = trawl_pipeline_rule_at(c->pipeline, i)};
    if (!trawl_vec_push(&c->rules, row)) {
      return false;
    }
  }
  return true;
}

/* Names that no rule bears are a slip of the pen. */
static bool are_known(const coverage *c, const string_list *names)
{
  for (size_t i = 0; i < names->count; ++i) {
    const string_list one = {names->at + i, 1};
    bool known = false;
    for (uint32_t k = 0; k < c->rules.len && !known; ++k) {
      known = coverage_names(&c->rules.at[k].view, &one);
    }
    if (!known) {
      message("--rule: no relation, file or rule is called '%s'", names->at[i]);
      return false;
    }
  }
  return true;
}

static trawl_status run_gold_texts(work *w)
{
  trawl_doc *doc = trawl_doc_new(w->all.pipeline);
  trawl_status status = doc ? trawl_doc_count_costs(doc) : TRAWL_NO_MEM;
  status = status == TRAWL_OK ? scorer_run_texts(&w->scorer, doc, take, w) : status;
  trawl_doc_free(doc);
  return status;
}

static void say(void *with, const trawl_finding *finding)
{
  scorer_say(&((work *)with)->scorer, finding);
}

static int run_batch(work *w, const string_list *paths)
{
  const settings *set = w->set;
  const trawl_batch batch = {
    .pipeline = w->all.pipeline,
    .paths = paths->at,
    .path_count = paths->count,
    .from = set->from == 1 ? TRAWL_FROM_JSONL : TRAWL_FROM_TEXT,
    .date = set->date,
    .until = TRAWL_STAGE_RELATIONS,
    .jobs = 1,
    .any_language = true,
    .say = say,
    .take = take,
    .costs = true,
    .with = w,
  };
  trawl_batch_result result = {.documents = 0};
  const trawl_status status = trawl_batch_run(&batch, &result);
  int code = result.failed ? EXIT_SOME_FAILED : EXIT_DONE;
  if (status != TRAWL_OK || result.limited) {
    message("%s", trawl_status_text(status == TRAWL_OK ? TRAWL_LIMIT : status));
    code = EXIT_LIMIT;
  }
  trawl_batch_result_clear(&result);
  return code;
}

static int print(const work *w)
{
  static void (*const formats[])(const coverage *, const coverage_filter *, trawl_buf *) = {
    [FORMAT_TEXT] = coverage_text, [FORMAT_TSV] = coverage_tsv, [FORMAT_JSON] = coverage_json};
  const coverage_filter filter = {w->set->never, w->set->time, &w->set->only, w->top};
  trawl_buf text = {.at = NULL};
  output out;
  formats[w->set->format](&w->all, &filter, &text);
  int code = text.failed ? EXIT_LIMIT : EXIT_DONE;
  if (code == EXIT_DONE && !output_open(&out, w->set->output)) {
    code = EXIT_NOT_WRITTEN;
  } else if (code == EXIT_DONE) {
    output_sink(&out, text.at, text.len);
    code = output_close(&out, true);
  }
  trawl_buf_clear(&text);
  return code;
}

static int cover(work *w, const string_list *operands)
{
  string_list beside = {NULL, 0};
  const string_list *paths = operands;
  int code = list_rules(&w->all) ? EXIT_DONE : EXIT_LIMIT;
  if (code == EXIT_DONE && !are_known(&w->all, &w->set->only)) {
    return EXIT_USAGE;
  }
  if (w->set->gold) {
    scorer_read_gold(&w->scorer, w->set->gold);
    if (!operands->count && !w->scorer.texts.len) {
      scorer_beside(&w->scorer, w->set->gold, &beside);
      paths = &beside;
    }
  }
  if (code == EXIT_DONE && paths->count) {
    code = run_batch(w, paths);
  } else if (code == EXIT_DONE && run_gold_texts(w) != TRAWL_OK) {
    code = EXIT_LIMIT;
  }
  string_list_clear(&beside);
  score_each(w->scorer.score, judge, &w->all);
  code = worse(code, w->scorer.failed ? EXIT_SOME_FAILED : EXIT_DONE);
  return code == EXIT_LIMIT ? code : worse(code, print(w));
}

static int open_and_cover(const settings *set, const string_list *operands, unsigned top)
{
  work w = {.set = set,
            .top = top,
            .scorer = {.maps = &set->maps, .date = set->date, .quiet = set->quiet},
            .all = {.gold = set->gold != NULL, .memory = true}};
  trawl_pipeline *pipeline = NULL;
  const pipeline_options with = {.rules = &set->rules, .gazetteers = &set->gazetteers, .resolve = set->resolve};
  int code = pipeline_open(&with, set->quiet, &pipeline);
  if (code == EXIT_DONE) {
    w.all.pipeline = pipeline;
    code = scorer_open(&w.scorer, false) ? cover(&w, operands) : EXIT_LIMIT;
    scorer_close(&w.scorer);
  }
  trawl_vec_clear(&w.all.rules);
  trawl_vec_clear(&w.all.overlaps);
  text_index_clear(&w.all.overlap_keys);
  trawl_arena_clear(&w.all.arena);
  trawl_pipeline_free(pipeline);
  return code;
}

static bool read_top(const char *text, unsigned *top)
{
  char *end = NULL;
  const unsigned long n = strtoul(text, &end, 10);
  *top = (unsigned)n;
  return !*end && n && n <= 1000000 && *text != '-';
}

static int run(int argc, char **argv)
{
  settings set = {.color = COLOR_AUTO};
  string_list operands = {NULL, 0};
  int code = EXIT_USAGE;
  if (options_read(&command_coverage, argc, argv, &set, &operands)) {
    messages_color(set.color);
    unsigned top = 0;
    const char *bad_map = NULL;
    for (size_t i = 0; i < set.maps.count; ++i) {
      bad_map = gold_map_valid(set.maps.at[i]) ? bad_map : set.maps.at[i];
    }
    if (!operands.count && !set.gold) {
      usage_error(&command_coverage, "no texts");
    } else if (bad_map) {
      usage_error(&command_coverage, "--map: '%s' is not as in Work_For=works_for,role_in", bad_map);
    } else if (set.top && !read_top(set.top, &top)) {
      usage_error(&command_coverage, "--top: '%s' is no number from 1 to 1000000", set.top);
    } else if (set.date && !trawl_is_date(set.date)) {
      usage_error(&command_coverage, "--date: '%s' is not a day as in 2023-09-20", set.date);
    } else {
      code = open_and_cover(&set, &operands, top);
    }
  }
  string_list_clear(&operands);
  string_list_clear(&set.rules);
  string_list_clear(&set.gazetteers);
  string_list_clear(&set.only);
  string_list_clear(&set.maps);
  return code;
}

const command command_coverage = {
  .name = "coverage",
  .operands = "[FILE|DIR|-]...",
  .summary = "Which rules fire on texts, how often they are right, what they cost",
  .details =
    "Runs the rules over the texts and prints for each phrase, token pattern and rule of mentions\n"
    "how often it fired, how many triples it gave, and where it stands; then the rules that gave\n"
    "the same names in the same sentence. --never lists the others, --time says what each costs.\n"
    "With --gold also how many of the triples were right; texts may then be left out, when they\n"
    "lie beside the gold or in it.\n\n"
    "  trawl coverage news/                     what do my rules do?\n"
    "  trawl coverage --never --rule my.yaml news/\n"
    "  trawl coverage --gold gold.jsonl\n\n"
    "Exit status: 0 done; 1 a text or gold line could not be read.\n",
  .options = options,
  .run = run,
};
