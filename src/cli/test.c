/* SPDX-License-Identifier: MIT
 * test.c - `trawl test`: runs the examples that stand inside rule files.
 *
 * An example lists all triples of its relation that its text gives.  A listed triple without brackets
 * must be positive and actual; what does stand in brackets must be among what the triple is qualified
 * by.  The triples' brackets come from the text format, so an example is written as `trawl extract`
 * prints it. */
#include "cli/cli.h"


#include <stdlib.h>
#include <string.h>

static const char dash[] = " \xE2\x80\x93 ";

typedef struct settings {
  string_list rules; /* names of relations */
  unsigned color;
  bool quiet;
} settings;

#define AT(field) offsetof(settings, field)

static const option_row options[] = {
  {0, "rule", "NAME", "only the examples of this relation; may be given several times", OPTION_LIST,
   AT(rules), NULL},
  {0, "color", "WHEN", "messages in color: auto (default), always or never", OPTION_CHOICE,
   AT(color), color_choices},
  {'q', "quiet", NULL, "failures only, no summary", OPTION_FLAG, AT(quiet), NULL},
  {.name = NULL},
};

typedef struct bench {
  const trawl_pipeline *pipeline;
  trawl_doc *doc;
  trawl_buf lines; /* the document's triples in the text format */
  uint32_t run, failed;
} bench;

/* A piece of a string. */
typedef struct piece {
  const char *at;
  size_t len;
} piece;

static bool same(piece a, const char *text)
{
  return text && strlen(text) == a.len && memcmp(a.at, text, a.len) == 0;
}

/* ---- one line: "S – rel – O [a; b]" ------------------------------------------------------------ */

typedef struct line_parts {
  piece subject, object, brackets;
} line_parts;

static bool split_line(const char *line, size_t len, const char *relation, line_parts *out)
{
  char middle[256];
  const int n = snprintf(middle, sizeof middle, "%s%s%s", dash, relation, dash);
  const char *at = n < (int)sizeof middle ? memmem(line, len, middle, (size_t)n) : NULL;
  if (!at) {
    return false;
  }
  out->subject = (piece){line, (size_t)(at - line)};
  out->object = (piece){at + n, len - (size_t)(at + n - line)};
  out->brackets = (piece){"", 0};
  const char *open = memrchr(out->object.at, '[', out->object.len);
  if (open && out->object.at[out->object.len - 1] == ']' && open > out->object.at) {
    out->brackets = (piece){open + 1, (size_t)(out->object.at + out->object.len - open) - 2};
    out->object.len = (size_t)(open - out->object.at);
    while (out->object.len && out->object.at[out->object.len - 1] == ' ') {
      --out->object.len;
    }
  }
  return true;
}

/* The next part of "a; b; c"; false behind the last. */
static bool next_part(piece *rest, piece *part)
{
  while (rest->len && (*rest->at == ' ' || *rest->at == ';')) {
    ++rest->at;
    --rest->len;
  }
  const char *end = memchr(rest->at, ';', rest->len);
  *part = (piece){rest->at, end ? (size_t)(end - rest->at) : rest->len};
  rest->at += part->len;
  rest->len -= part->len;
  while (part->len && part->at[part->len - 1] == ' ') {
    --part->len;
  }
  return part->len != 0;
}

static bool has_part(piece brackets, piece wanted)
{
  piece part;
  while (next_part(&brackets, &part)) {
    if (part.len == wanted.len && memcmp(part.at, wanted.at, part.len) == 0) {
      return true;
    }
  }
  return false;
}

/* Every wanted part is there; polarity and modality are never there unasked. */
static bool brackets_agree(piece wanted, piece found)
{
  static const char *const always[] = {"not", "planned", "possible", "wanted"};
  piece rest = wanted, part;
  while (next_part(&rest, &part)) {
    if (!has_part(found, part)) {
      return false;
    }
  }
  for (size_t i = 0; i < TRAWL_COUNT(always); ++i) {
    const piece word = {always[i], strlen(always[i])};
    if (has_part(found, word) && !has_part(wanted, word)) {
      return false;
    }
  }
  return true;
}

static bool is_called(piece name, const trawl_argument_view *argument)
{
  return same(name, argument->name) || same(name, argument->stands_for_name);
}

/* ---- one example ------------------------------------------------------------------------------- */

typedef struct found {
  uint32_t triple;
  piece line;
  bool used;
} found;

typedef TRAWL_VEC(found) found_list;

static bool agrees(const bench *b, const char *expected, const char *relation, const found *f)
{
  line_parts want, have;
  if (!split_line(expected, strlen(expected), relation, &want)
      || !split_line(f->line.at, f->line.len, relation, &have)
      || !brackets_agree(want.brackets, have.brackets)) {
    return false;
  }
  const trawl_triple_view view = trawl_doc_triple_at(b->doc, f->triple, TRAWL_BYTES);
  return (is_called(want.subject, &view.subject) && is_called(want.object, &view.object))
         || (trawl_pipeline_relation_symmetric(b->pipeline, relation)
             && is_called(want.subject, &view.object)
             && is_called(want.object, &view.subject));
}

static bool sink(void *to, const char *bytes, size_t len)
{
  trawl_buf_put(to, bytes, len);
  return !((trawl_buf *)to)->failed;
}

static trawl_status write_lines(bench *b)
{
  const trawl_write_options write = {.format = "text", .layer = TRAWL_TRIPLES};
  trawl_writer *writer = NULL;
  b->lines.len = 0;
  trawl_status status = trawl_writer_new(&write, sink, &b->lines, &writer);
  if (status == TRAWL_OK) {
    status = trawl_writer_add(writer, b->doc);
  }
  if (status == TRAWL_OK) {
    status = trawl_writer_end(writer);
  }
  trawl_writer_free(writer);
  return status;
}

/* The triples of the relation; the same line twice counts once. */
static bool gather(bench *b, const char *relation, found_list *out)
{
  const char *at = b->lines.at;
  for (uint32_t i = 0; i < trawl_doc_triple_count(b->doc); ++i) {
    const char *end = memchr(at, '\n', (size_t)(b->lines.at + b->lines.len - at));
    found f = {i, {at, (size_t)(end - at)}, false};
    bool wanted = strcmp(trawl_doc_triple_at(b->doc, i, TRAWL_BYTES).relation, relation) == 0;
    for (uint32_t k = 0; k < out->len && wanted; ++k) {
      const piece other = out->at[k].line;
      wanted = other.len != f.line.len || memcmp(other.at, f.line.at, other.len) != 0;
    }
    if (wanted && !trawl_vec_push(out, f)) {
      return false;
    }
    at = end + 1;
  }
  return true;
}

/* What an entity rule gave: the texts of its mentions. */
static bool gather_mentions(const bench *b, const char *rule, found_list *out)
{
  for (uint32_t i = 0; i < trawl_doc_mention_count(b->doc); ++i) {
    const trawl_mention_view mention = trawl_doc_mention_at(b->doc, i, TRAWL_BYTES);
    const found f = {i, {mention.slice.text, mention.slice.len}, false};
    if (mention.source && strcmp(mention.source, rule) == 0 && !trawl_vec_push(out, f)) {
      return false;
    }
  }
  return true;
}

static bool is_expected(const bench *b, const trawl_example *example, size_t e, const found *f)
{
  const char *text = example->expected[e];
  return example->relation ? agrees(b, text, example->relation, f)
                           : f->line.len == strlen(text) && memcmp(f->line.at, text, f->line.len) == 0;
}

static void print_head(const trawl_example *example, bool *printed)
{
  if (!*printed) {
    text_print(stderr, example->file);
    fprintf(stderr, ":%u:%u: example of ", (unsigned)example->line, (unsigned)example->column);
    text_print(stderr, example->relation ? example->relation : example->rule);
    fputs(" fails: ", stderr);
    text_print(stderr, example->text);
    fputc('\n', stderr);
  }
  *printed = true;
}

static void print_line(const char *what, const char *text)
{
  fprintf(stderr, "    %s ", what);
  text_print(stderr, text);
  fputc('\n', stderr);
}

/* Marks what agrees and prints what does not. True: all agrees. */
static bool compare(const bench *b, const trawl_example *example, found_list *list)
{
  bool printed = false;
  for (size_t e = 0; e < example->expected_count; ++e) {
    uint32_t i = 0;
    while (i < list->len
           && (list->at[i].used || !is_expected(b, example, e, &list->at[i]))) {
      ++i;
    }
    if (i < list->len) {
      list->at[i].used = true;
    } else {
      print_head(example, &printed);
      print_line("missing:", example->expected[e]);
    }
  }
  for (uint32_t i = 0; i < list->len; ++i) {
    if (!list->at[i].used) {
      char *line = strndup(list->at[i].line.at, list->at[i].line.len);
      print_head(example, &printed);
      print_line("too many:", line ? line : "");
      free(line);
    }
  }
  return !printed;
}

static trawl_status run_example(bench *b, const trawl_example *example)
{
  const trawl_text text = {
    .id = example->file, .bytes = example->text, .len = strlen(example->text)};
  found_list list = {.at = NULL};
  const bool triples = example->relation != NULL;
  trawl_status status = trawl_run(b->pipeline, b->doc, &text,
                                  triples ? TRAWL_STAGE_RELATIONS : TRAWL_STAGE_ENTITIES);
  if (status == TRAWL_OK && triples) {
    status = write_lines(b);
  }
  if (status == TRAWL_OK
      && !(triples ? gather(b, example->relation, &list) : gather_mentions(b, example->rule, &list))) {
    status = TRAWL_NO_MEM;
  }
  if (status == TRAWL_OK) {
    ++b->run;
    b->failed += !compare(b, example, &list);
  }
  trawl_vec_clear(&list);
  return status;
}

/* ---- which examples ---------------------------------------------------------------------------- */

static bool lies_in(const char *file, const char *path)
{
  char *real = realpath(file, NULL), *folder = realpath(path, NULL);
  const size_t len = folder ? strlen(folder) : 0;
  const bool in = real && folder && strncmp(real, folder, len) == 0
                  && (real[len] == '\0' || real[len] == '/');
  free(real);
  free(folder);
  return in;
}

static bool is_wanted(const trawl_example *example, const settings *set, const string_list *paths)
{
  bool by_path = !paths->count, by_rule = !set->rules.count;
  for (size_t i = 0; i < paths->count && !by_path; ++i) {
    by_path = lies_in(example->file, paths->at[i]);
  }
  for (size_t i = 0; i < set->rules.count && !by_rule; ++i) {
    by_rule = (example->relation && strcmp(example->relation, set->rules.at[i]) == 0)
              || strcmp(example->rule, set->rules.at[i]) == 0;
  }
  return by_path && by_rule;
}

static int run_all(const settings *set, const string_list *paths, const trawl_pipeline *pipeline)
{
  bench b = {.pipeline = pipeline, .doc = trawl_doc_new(pipeline)};
  trawl_status status = b.doc ? TRAWL_OK : TRAWL_NO_MEM;
  for (uint32_t i = 0; i < trawl_pipeline_example_count(pipeline) && status == TRAWL_OK; ++i) {
    const trawl_example example = trawl_pipeline_example_at(pipeline, i);
    if (is_wanted(&example, set, paths)) {
      status = run_example(&b, &example);
    }
  }
  trawl_doc_free(b.doc);
  trawl_buf_clear(&b.lines);
  if (status != TRAWL_OK) {
    message("%s", trawl_status_text(status));
    return EXIT_LIMIT;
  }
  if (!b.run) {
    message("no example was run");
  } else if (!set->quiet || b.failed) {
    message("%u example%s, %u failed", (unsigned)b.run, b.run == 1 ? "" : "s", (unsigned)b.failed);
  }
  return b.failed || !b.run ? EXIT_SOME_FAILED : EXIT_DONE;
}

static int test(const settings *set, const string_list *paths)
{
  trawl_arena arena = {NULL, NULL};
  string_list added = {malloc((paths->count + 1) * sizeof *added.at), 0};
  const string_list none = {NULL, 0};
  trawl_pipeline *pipeline = NULL;
  for (size_t i = 0; added.at && i < paths->count; ++i) {
    const char *path = trawl_arena_printf(&arena, "+%s", paths->at[i]);
    added.at[added.count++] = path ? path : "+";
  }
  const pipeline_options with = {&added, &none, TRAWL_RESOLVE_ALL};
  int code = pipeline_open(&with, set->quiet, &pipeline);
  if (code == EXIT_DONE) {
    code = run_all(set, paths, pipeline);
  }
  trawl_pipeline_free(pipeline);
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
  .details = "PATH is a file or folder of rules, read on top of the shipped ones: only its examples\n"
             "are run. Without PATH those of the shipped rules are.\n\n"
             "Exit status: 0 all agree, 1 an example fails, 3 the rules do not compile.\n",
  .options = options,
  .run = run,
};
