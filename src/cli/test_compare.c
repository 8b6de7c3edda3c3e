/* SPDX-License-Identifier: MIT
 * test_compare.c - one example: what its text gives beside what it should give.
 *
 * An example lists all triples of its relation that its text gives, a test of a `tests:` file all triples.
 * A listed triple without brackets must be positive and actual; what does stand in brackets must be among
 * what the triple is qualified by.  The triples' brackets come from the text format, so an example is
 * written as `trawl extract` prints it. */
#include "cli/test.h"

#include <stdlib.h>
#include <string.h>

static const char dash[] = " \xE2\x80\x93 ";

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
  uint32_t triple; /* or mention */
  piece line;
  bool wanted, used; /* wanted: it is compared; of the same line twice the first one */
} found;

typedef TRAWL_VEC(found) found_list;

static bool agrees(const test_bench *b, const char *expected, const found *f)
{
  const trawl_triple_view view = trawl_doc_triple_at(b->doc, f->triple, TRAWL_BYTES);
  line_parts want, have;
  if (!split_line(expected, strlen(expected), view.relation, &want)
      || !split_line(f->line.at, f->line.len, view.relation, &have)
      || !brackets_agree(want.brackets, have.brackets)) {
    return false;
  }
  return (is_called(want.subject, &view.subject) && is_called(want.object, &view.object))
         || (trawl_pipeline_relation_symmetric(b->pipeline, view.relation)
             && is_called(want.subject, &view.object)
             && is_called(want.object, &view.subject));
}

static bool sink(void *to, const char *bytes, size_t len)
{
  trawl_buf_put(to, bytes, len);
  return !((trawl_buf *)to)->failed;
}

static trawl_status write_lines(test_bench *b)
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

static bool is_compared(const trawl_example *example, const char *relation)
{
  bool is = example->relation ? strcmp(example->relation, relation) == 0 : !example->relation_count;
  for (size_t i = 0; i < example->relation_count && !is; ++i) {
    is = strcmp(example->relations[i], relation) == 0;
  }
  return is;
}

/* All triples, with those that are compared marked. */
static bool gather(test_bench *b, const trawl_example *example, found_list *out)
{
  const char *at = b->lines.at;
  for (uint32_t i = 0; i < trawl_doc_triple_count(b->doc); ++i) {
    const char *end = memchr(at, '\n', (size_t)(b->lines.at + b->lines.len - at));
    found f = {i, {at, (size_t)(end - at)}, false, false};
    f.wanted = is_compared(example, trawl_doc_triple_at(b->doc, i, TRAWL_BYTES).relation);
    for (uint32_t k = 0; k < out->len && f.wanted; ++k) {
      const piece other = out->at[k].line;
      f.wanted = other.len != f.line.len || memcmp(other.at, f.line.at, other.len) != 0;
    }
    if (!trawl_vec_push(out, f)) {
      return false;
    }
    at = end + 1;
  }
  return true;
}

/* What an entity rule gave: the texts of its mentions. */
static bool gather_mentions(const test_bench *b, const char *rule, found_list *out)
{
  for (uint32_t i = 0; i < trawl_doc_mention_count(b->doc); ++i) {
    const trawl_mention_view mention = trawl_doc_mention_at(b->doc, i, TRAWL_BYTES);
    const found f = {i, {mention.slice.text, mention.slice.len}, true, false};
    if (mention.source && strcmp(mention.source, rule) == 0 && !trawl_vec_push(out, f)) {
      return false;
    }
  }
  return true;
}

/* ---- the difference ---------------------------------------------------------------------------- */

static bool of_triples(const trawl_example *example)
{
  return example->relation || !example->rule;
}

/* How much of an expected triple a found one has; of the relation, the subject, the object. */
static unsigned likeness(const test_bench *b, const char *expected, const found *f)
{
  const trawl_triple_view view = trawl_doc_triple_at(b->doc, f->triple, TRAWL_BYTES);
  const char *first = strstr(expected, dash);
  const char *second = first ? strstr(first + sizeof dash - 1, dash) : NULL;
  if (!second) {
    return 0;
  }
  const piece relation = {first + sizeof dash - 1, (size_t)(second - first) - (sizeof dash - 1)};
  const piece subject = {expected, (size_t)(first - expected)};
  piece object = {second + sizeof dash - 1, strlen(second + sizeof dash - 1)};
  const char *bracket = memchr(object.at, '[', object.len);
  object.len = bracket && bracket > object.at ? (size_t)(bracket - object.at) - 1 : object.len;
  return 3u * same(relation, view.relation) + 2u * is_called(subject, &view.subject)
         + 2u * is_called(object, &view.object) + (is_called(subject, &view.object) || is_called(object, &view.subject));
}

static void put_nearest(test_bench *b, const char *expected, const found_list *list)
{
  const found *best = NULL;
  unsigned most = 1; /* a name that both have, in another place, says little */
  for (uint32_t i = 0; i < list->len; ++i) {
    const unsigned like = likeness(b, expected, &list->at[i]);
    if (like > most) {
      most = like;
      best = &list->at[i];
    }
  }
  if (best) {
    trawl_buf_puts(&b->diff, "    nearest: ");
    trawl_buf_put(&b->diff, best->line.at, best->line.len);
    trawl_buf_puts(&b->diff, "\n");
  }
}

/* Where an unexpected triple comes from: its rule, and of several sentences the one. */
static void put_origin(test_bench *b, const found *f)
{
  const trawl_triple_view view = trawl_doc_triple_at(b->doc, f->triple, TRAWL_BYTES);
  trawl_buf_printf(&b->diff, "    by %s: %s\n", view.rule, view.phrase);
  if (trawl_doc_sentence_count(b->doc) > 1) {
    const trawl_slice slice = trawl_doc_sentence_at(b->doc, view.sentence, TRAWL_BYTES).slice;
    trawl_buf_puts(&b->diff, "    in: ");
    trawl_buf_put(&b->diff, slice.text, slice.len);
    trawl_buf_puts(&b->diff, "\n");
  }
}

static bool is_expected(const test_bench *b, const trawl_example *example, size_t e, const found *f)
{
  const char *text = example->expected[e];
  if (!f->wanted || f->used) {
    return false;
  }
  return of_triples(example) ? agrees(b, text, f)
                             : f->line.len == strlen(text) && memcmp(f->line.at, text, f->line.len) == 0;
}

/* Marks what agrees and writes down what does not. */
static void compare(test_bench *b, const trawl_example *example, found_list *list)
{
  for (size_t e = 0; e < example->expected_count; ++e) {
    uint32_t i = 0;
    while (i < list->len && !is_expected(b, example, e, &list->at[i])) {
      ++i;
    }
    if (i < list->len) {
      list->at[i].used = true;
      continue;
    }
    trawl_buf_printf(&b->diff, "- %s\n", example->expected[e]);
    if (of_triples(example)) {
      put_nearest(b, example->expected[e], list);
    }
  }
  for (uint32_t i = 0; i < list->len; ++i) {
    if (list->at[i].wanted && !list->at[i].used) {
      trawl_buf_puts(&b->diff, "+ ");
      trawl_buf_put(&b->diff, list->at[i].line.at, list->at[i].line.len);
      trawl_buf_puts(&b->diff, "\n");
      if (of_triples(example)) {
        put_origin(b, &list->at[i]);
      }
    }
  }
}

trawl_status test_compare(test_bench *b, const trawl_example *example)
{
  const trawl_text text = {
    .id = example->file, .bytes = example->text, .len = strlen(example->text), .date = example->date};
  const bool triples = of_triples(example);
  found_list list = {.at = NULL};
  b->diff.len = 0;
  trawl_status status =
    trawl_run(b->pipeline, b->doc, &text, triples ? TRAWL_STAGE_RELATIONS : TRAWL_STAGE_ENTITIES);
  if (status == TRAWL_OK) {
    limits_hit(b->doc);
  }
  if (status == TRAWL_OK && triples) {
    status = write_lines(b);
  }
  if (status == TRAWL_OK
      && !(triples ? gather(b, example, &list) : gather_mentions(b, example->rule, &list))) {
    status = TRAWL_NO_MEM;
  }
  if (status == TRAWL_OK) {
    compare(b, example, &list);
    status = b->diff.failed ? TRAWL_NO_MEM : TRAWL_OK;
  }
  trawl_vec_clear(&list);
  return status;
}
