/* SPDX-License-Identifier: MIT
 * diff.c - `trawl diff`: the same texts under two rule sets, and the triples that came, went or changed.
 *
 * Both sets write their triples as users get them.  A triple of one set is that of the other when document,
 * sentence, subject, relation and object have the same names; all else may change. */
#include "cli/diff.h"

#include "batch/batch.h"
#include "cli/ruleset_spec.h"
#include "cli/text_index.h"
#include "cli/watch.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct settings {
  unsigned color, format, from, resolve;
  const char *date, *output;
  bool quiet, watch;
} settings;

#define AT(field) offsetof(settings, field)

enum { FORMAT_TEXT, FORMAT_JSONL, FORMAT_HTML };
static const char *const format_choices[] = {"text", "jsonl", "html", NULL};
static const char *const from_choices[] = {"text", "jsonl", NULL};

static const option_row options[] = {
  {'f', "format", "FORMAT", "text (default), jsonl or html", OPTION_CHOICE, AT(format), format_choices},
  {'o', "output", "FILE", "write to FILE instead of standard output", OPTION_VALUE, AT(output), NULL},
  {0, "from", "FORM", "the texts are text (default) or jsonl", OPTION_CHOICE, AT(from), from_choices},
  {0, "date", "YYYY-MM-DD", "the date of texts that give none", OPTION_VALUE, AT(date), NULL},
  {0, "resolve", "HOW", "as for extract", OPTION_CHOICE, AT(resolve), resolve_choices},
  {0, "color", "WHEN", "colors: auto (default: on a terminal), always or never", OPTION_CHOICE, AT(color),
   color_choices},
  {0, "watch", NULL, "run again whenever a rule, gazetteer or text is saved", OPTION_FLAG, AT(watch), NULL},
  {'q', "quiet", NULL, "no warnings", OPTION_FLAG, AT(quiet), NULL},
  {.name = NULL},
};

/* ---- running ----------------------------------------------------------------------------------- */

/* The triples of one rule set. */
typedef struct side {
  trawl_buf lines; /* as the jsonl format writes them */
  text_index keys;
  TRAWL_VEC(json_t *) records; /* by the number of their key */
  TRAWL_VEC(bool) met;         /* the other side has it */
} side;

typedef struct run_state {
  const settings *set;
  trawl_buf *lines;
} run_state;

static bool take_bytes(void *with, const char *bytes, size_t len)
{
  trawl_buf *lines = ((run_state *)with)->lines;
  trawl_buf_put(lines, bytes, len);
  return !lines->failed;
}

static void say(void *with, const trawl_finding *finding)
{
  if (!((run_state *)with)->set->quiet || finding->severity == TRAWL_ERROR) {
    finding_print(finding);
  }
}

/* `loud` is true for one of the two sides, so that a fault of an input is told once. */
static int run_texts(const settings *set, const trawl_pipeline *pipeline, const string_list *texts, bool loud,
                     trawl_buf *lines)
{
  const trawl_write_options write = {.format = "jsonl", .layer = TRAWL_TRIPLES, .evidence = true};
  run_state state = {set, lines};
  const trawl_batch batch = {.pipeline = pipeline,
                             .paths = texts->at,
                             .path_count = texts->count,
                             .from = set->from == 1 ? TRAWL_FROM_JSONL : TRAWL_FROM_TEXT,
                             .any_language = true,
                             .date = set->date,
                             .until = TRAWL_STAGE_RELATIONS,
                             .write = &write,
                             .put = take_bytes,
                             .say = loud ? say : NULL,
                             .with = &state};
  trawl_batch_result result = {.documents = 0};
  const trawl_status status = trawl_batch_run(&batch, &result);
  if (status != TRAWL_OK) {
    message("%s", trawl_status_text(status == TRAWL_IO ? TRAWL_NO_MEM : status));
  }
  const int code = worse(status != TRAWL_OK || result.limited ? EXIT_LIMIT : EXIT_DONE,
                         result.failed ? EXIT_SOME_FAILED : EXIT_DONE);
  trawl_batch_result_clear(&result);
  return code;
}

/* What --watch does again. */
typedef struct session {
  const settings *set;
  const string_list *operands;
  trawl_memo *memo;      /* NULL: the command is done once */
  ruleset_spec specs[2]; /* a revision's files are fetched once */
} session;

static int run_side(session *s, unsigned i, const string_list *texts, trawl_buf *lines)
{
  ruleset_spec *spec = &s->specs[i];
  trawl_pipeline *pipeline = NULL;
  if (!spec->folder && !ruleset_spec_open(spec, s->operands->at[i])) {
    return EXIT_USAGE;
  }
  spec->config.resolve = (trawl_resolution)s->set->resolve;
  spec->config.memo = s->memo;
  int code = pipeline_open_config(&spec->config, s->set->quiet, &pipeline);
  if (code == EXIT_DONE) {
    code = run_texts(s->set, pipeline, texts, i == 0, lines);
  }
  trawl_pipeline_free(pipeline);
  return code;
}

/* ---- comparing --------------------------------------------------------------------------------- */

static const char *text_at(const json_t *object, const char *key)
{
  const char *text = json_string_value(json_object_get(object, key));
  return text ? text : "";
}

/* Of several triples of one sentence with the same names the second has the number 2, and so on. */
static bool add_record(side *s, json_t *record, trawl_arena *arena)
{
  for (unsigned n = 1;; ++n) {
    bool fresh;
    const char *key = trawl_arena_printf(
      arena, "%s\t%lld\t%s\t%s\t%s\t%u", text_at(record, "doc"),
      (long long)json_integer_value(json_object_get(record, "sentence")),
      text_at(json_object_get(record, "subject"), "name"), text_at(record, "relation"),
      text_at(json_object_get(record, "object"), "name"), n);
    if (!key || text_index_add(&s->keys, key, &fresh) == TRAWL_NONE) {
      return false;
    }
    if (fresh) {
      return trawl_vec_push(&s->records, record) && trawl_vec_push(&s->met, false);
    }
  }
}

static bool read_side(side *s, trawl_arena *arena)
{
  const char *at = s->lines.at, *const end = at ? at + s->lines.len : at;
  for (const char *stop; at < end; at = stop + 1) {
    stop = memchr(at, '\n', (size_t)(end - at));
    json_t *record = stop ? json_loadb(at, (size_t)(stop - at), JSON_ALLOW_NUL, NULL) : NULL;
    if (!record || !add_record(s, record, arena)) {
      json_decref(record);
      return false;
    }
  }
  return true;
}

static void clear_side(side *s)
{
  for (uint32_t i = 0; i < s->records.len; ++i) {
    json_decref(s->records.at[i]);
  }
  trawl_buf_clear(&s->lines);
  text_index_clear(&s->keys);
  trawl_vec_clear(&s->records);
  trawl_vec_clear(&s->met);
}

static bool add_change(changes *all, change_kind kind, json_t *before, json_t *after)
{
  const change c = {.kind = kind,
                    .before = json_incref(before),
                    .after = json_incref(after),
                    .rule = text_at(after ? after : before, "rule"),
                    .order = all->list.len};
  ++all->counts[kind];
  return trawl_vec_push(&all->list, c);
}

static int by_rule(const void *left, const void *right)
{
  const change *a = left, *b = right;
  const int order = strcmp(a->rule, b->rule);
  return order ? order : a->order < b->order ? -1 : 1;
}

static bool compare(side *before, side *after, changes *all)
{
  bool memory = true;
  for (uint32_t i = 0; i < after->records.len && memory; ++i) {
    json_t *record = after->records.at[i];
    const uint32_t other = text_index_find(&before->keys, after->keys.texts.at[i]);
    if (other == TRAWL_NONE) {
      memory = add_change(all, CHANGE_GAINED, NULL, record);
      continue;
    }
    before->met.at[other] = true;
    if (json_equal(before->records.at[other], record)) {
      ++all->same;
    } else {
      memory = add_change(all, CHANGE_CHANGED, before->records.at[other], record);
    }
  }
  for (uint32_t i = 0; i < before->records.len && memory; ++i) {
    memory = before->met.at[i] || add_change(all, CHANGE_LOST, before->records.at[i], NULL);
  }
  if (all->list.len) {
    qsort(all->list.at, all->list.len, sizeof *all->list.at, by_rule);
  }
  return memory;
}

static void clear_changes(changes *all)
{
  for (uint32_t i = 0; i < all->list.len; ++i) {
    json_decref(all->list.at[i].before);
    json_decref(all->list.at[i].after);
  }
  trawl_vec_clear(&all->list);
}

const char *change_name(change_kind kind)
{
  static const char *const names[] = {"gained", "lost", "changed"};
  return names[kind];
}

const char *change_field(const change *c, void **at)
{
  for (*at = *at ? json_object_iter_next(c->after, *at) : json_object_iter(c->after); *at;
       *at = json_object_iter_next(c->after, *at)) {
    const char *key = json_object_iter_key(*at);
    if (!json_equal(json_object_get(c->before, key), json_object_iter_value(*at))) {
      return key;
    }
  }
  return NULL;
}

/* ---- the command ------------------------------------------------------------------------------- */

static int print(const settings *set, const changes *all)
{
  trawl_buf text = {.at = NULL};
  output out;
  if (set->format == FORMAT_JSONL) {
    diff_jsonl(all, &text);
  } else if (set->format == FORMAT_HTML) {
    diff_html(all, &text);
  } else {
    diff_text(all, !set->output && wants_colors(set->color), &text);
  }
  int code = text.failed ? EXIT_LIMIT : EXIT_DONE;
  if (code == EXIT_DONE) {
    code = output_open(&out, set->output) ? EXIT_DONE : EXIT_NOT_WRITTEN;
  }
  if (code == EXIT_DONE) {
    output_sink(&out, text.at, text.len);
    code = output_close(&out, true);
  }
  trawl_buf_clear(&text);
  return code;
}

static int diff(session *s)
{
  const settings *set = s->set;
  const string_list *operands = s->operands;
  const string_list texts = {operands->at + 2, operands->count - 2};
  trawl_arena arena = {NULL, NULL};
  side sides[2] = {{.lines = {.at = NULL}}, {.lines = {.at = NULL}}};
  changes all = {.names = {operands->at[0], operands->at[1]}};
  int code = EXIT_DONE;
  for (unsigned i = 0; i < 2 && code <= EXIT_SOME_FAILED; ++i) {
    code = worse(code, run_side(s, i, &texts, &sides[i].lines));
  }
  if (code <= EXIT_SOME_FAILED) {
    const bool memory = read_side(&sides[0], &arena) && read_side(&sides[1], &arena)
                        && compare(&sides[0], &sides[1], &all);
    if (!memory) {
      message("out of memory");
    }
    code = worse(code, memory ? print(set, &all) : EXIT_LIMIT);
    code = worse(code, all.list.len ? EXIT_SOME_FAILED : EXIT_DONE);
  }
  clear_changes(&all);
  clear_side(&sides[0]);
  clear_side(&sides[1]);
  trawl_arena_clear(&arena);
  return code;
}

/* A set that does not compile shows why, and the one before it is what was printed last. */
static int once(void *with, unsigned changed)
{
  (void)changed;
  return diff(with);
}

/* Revisions of git do not change; paths do. */
static int keep_comparing(session *s)
{
  const string_list *operands = s->operands;
  watch *w = watch_new();
  s->memo = trawl_memo_new(); /* without one, all is read each time */
  bool fine = w && watch_add_data(w, data_folder());
  for (size_t i = 0; i < operands->count && fine; ++i) {
    const char *path = operands->at[i] + (*operands->at[i] == '+');
    fine = access(path, F_OK) != 0 || watch_add(w, path, i < 2 ? WATCH_RULES : WATCH_INPUTS);
  }
  const int code = fine ? watch_run(w, once, s) : EXIT_LIMIT;
  watch_free(w);
  trawl_memo_free(s->memo);
  return code;
}

static int run(int argc, char **argv)
{
  settings set = {.color = COLOR_AUTO};
  string_list operands = {NULL, 0};
  int code = EXIT_USAGE;
  if (options_read(&command_diff, argc, argv, &set, &operands)) {
    messages_color(set.color);
    if (operands.count < 3) {
      usage_error(&command_diff, "two rule sets and a text are needed: trawl diff HEAD . news/");
    } else if (set.date && !trawl_is_date(set.date)) {
      usage_error(&command_diff, "--date: '%s' is not a day as in 2023-09-20", set.date);
    } else {
      session s = {.set = &set, .operands = &operands};
      code = set.watch ? keep_comparing(&s) : diff(&s);
      ruleset_spec_close(&s.specs[0]);
      ruleset_spec_close(&s.specs[1]);
    }
  }
  string_list_clear(&operands);
  return code;
}

const command command_diff = {
  .name = "diff",
  .operands = "OLD NEW FILE...",
  .summary = "Triples that another rule set gains, loses, changes",
  .details = "OLD and NEW are rule sets: a folder that holds rules/ and gazetteers/; a PATH or +PATH as\n"
             "extract -r takes it; 'shipped'; or a revision of git such as HEAD~2 or main:my-rules.\n"
             "FILEs are texts and folders of texts.\n\n"
             "  trawl diff HEAD . news/                what my change does\n"
             "  trawl diff shipped +my.yaml news/      what my file adds\n\n"
             "Exit status: 0 no difference; 1 there are some, or a text could not be read.\n",
  .options = options,
  .run = run,
};
