/* SPDX-License-Identifier: MIT
 * explain_phrase.c - `trawl explain --phrase`: a phrase that stands in no file.
 *
 * It becomes the relation "phrase" of a rule file that only exists in memory.  What it covers is tried out:
 * each construction of the library's table is written with sample names and run, and those are printed that
 * the phrase matches. */
#include "cli/explain.h"

#include <ctype.h>
#include <stdlib.h>

const char phrase_relation[] = "phrase";

/* ---- the rule file ----------------------------------------------------------------------------- */

/* "place,country" to "[place, country]"; types are checked when the file is read. */
static bool put_types(trawl_buf *out, const char *option, const char *types)
{
  trawl_buf_puts(out, "[");
  for (const char *at = types; *at; ++at) {
    if (!isalnum((unsigned char)*at) && !strchr("_-,", *at)) {
      usage_error(&command_explain, "--%s: '%s' is no list of types, such as person,organization", option, types);
      return false;
    }
    trawl_buf_puts(out, *at == ',' ? ", " : "");
    trawl_buf_put(out, at, *at != ',');
  }
  trawl_buf_puts(out, "]\n");
  return true;
}

bool phrase_file(trawl_buf *out, const char *phrase, const char *x, const char *y)
{
  static const char any[] = "name,value";
  trawl_buf_printf(out, "relations:\n  - name: %s\n    X: ", phrase_relation);
  if (!put_types(out, "X", x ? x : any)) {
    return false;
  }
  trawl_buf_puts(out, "    Y: ");
  if (!put_types(out, "Y", y ? y : any)) {
    return false;
  }
  trawl_buf_puts(out, "    phrases:\n      - '");
  for (; *phrase; ++phrase) {
    trawl_buf_puts(out, *phrase == '\'' ? "'" : "");
    trawl_buf_putc(out, *phrase == '\n' ? ' ' : *phrase);
  }
  trawl_buf_puts(out, "'\n");
  return !out->failed;
}

/* ---- what it covers ---------------------------------------------------------------------------- */

/* A name of the shipped gazetteers for the first of some types. */
static const char *sample(const char *types, bool y)
{
  static const char *const samples[][3] = {
    {"person", "Angela Merkel", "Wang Yi"}, {"organization", "Nokia", "Microsoft"}, {"country", "Poland", "Japan"},
    {"place", "Berlin", "Kazan"},           {"location", "Berlin", "Kazan"},        {"event", "Olympic Games", "World Cup"},
    {"date", "3 May 2020", "4 May 2021"},   {"when", "3 May 2020", "4 May 2021"},   {"money", "$3 million", "$4 million"},
    {"amount", "$3 million", "$4 million"}, {"value", "$3 million", "$4 million"},
  };
  for (size_t i = 0; types && i < TRAWL_COUNT(samples); ++i) {
    const size_t len = strlen(samples[i][0]);
    if (strncmp(types, samples[i][0], len) == 0 && (types[len] == '\0' || types[len] == ',')) {
      return samples[i][1 + y];
    }
  }
  return y ? "Japan" : "Angela Merkel";
}

static bool to_buf(void *to, const char *bytes, size_t len)
{
  trawl_buf_put(to, bytes, len);
  return !((trawl_buf *)to)->failed;
}

static void put_marks(trawl_buf *out, const trawl_triple_view *t)
{
  const char *const marks[] = {strcmp(t->polarity, "negative") == 0 ? "not" : NULL,
                               strcmp(t->modality, "actual") == 0 ? NULL : t->modality};
  bool open = false;
  for (size_t i = 0; i < TRAWL_COUNT(marks); ++i) {
    if (marks[i]) {
      trawl_buf_printf(out, "%s%s", open ? "; " : "[", marks[i]);
      open = true;
    }
  }
  if (t->attribution.name) {
    trawl_buf_printf(out, "%ssays %s", open ? "; " : "[", t->attribution.name);
    open = true;
  }
  trawl_buf_puts(out, open ? "]" : "");
}

/* Whether the sentence gives a triple of the phrase with both names; `gives` gets what qualifies it. */
static trawl_status try_sentence(const trawl_pipeline *pipeline, trawl_doc *doc, trawl_buf *sentence, const char *x,
                                 const char *y, bool *matches, trawl_buf *gives)
{
  const trawl_text text = {.id = "", .bytes = sentence->at, .len = sentence->len};
  const trawl_status status = trawl_run(pipeline, doc, &text, TRAWL_STAGE_RELATIONS);
  *matches = false;
  gives->len = 0;
  for (uint32_t i = 0; status == TRAWL_OK && i < trawl_doc_triple_count(doc) && !*matches; ++i) {
    const trawl_triple_view t = trawl_doc_triple_at(doc, i, TRAWL_BYTES);
    const trawl_slice a = t.subject.slice, b = t.object.slice;
    *matches = strcmp(t.relation, phrase_relation) == 0 && a.len == strlen(x) && b.len == strlen(y)
               && memcmp(a.text, x, a.len) == 0 && memcmp(b.text, y, b.len) == 0;
    if (*matches) {
      put_marks(gives, &t);
    }
  }
  return status;
}

typedef struct trial {
  const trawl_pipeline *pipeline;
  trawl_doc *doc;
  trawl_buf sentence, gives;
} trial;

/* A construction with two names in it: whether it can be written and matches. */
static trawl_status try_variant(trial *t, uint32_t variant, const char *x, const char *y, bool *matches)
{
  t->sentence.len = 0;
  *matches = false;
  const trawl_status status = trawl_variant_write(t->pipeline, phrase_relation, variant, x, y, to_buf, &t->sentence);
  return status != TRAWL_OK || !t->sentence.len
           ? status
           : try_sentence(t->pipeline, t->doc, &t->sentence, x, y, matches, &t->gives);
}

trawl_status phrase_variants(const trawl_pipeline *pipeline, trawl_doc *doc, const explain_format *format,
                             const phrase_question *of, bool colors, trawl_buf *out)
{
  const char *const names[][2] = {{sample(of->x, false), sample(of->y, true)}, {"Poland", "Japan"}};
  const size_t pairs = of->x || of->y ? 1 : TRAWL_COUNT(names);
  trial t = {.pipeline = pipeline, .doc = doc};
  trawl_status status = TRAWL_OK;
  for (uint32_t v = 0; trawl_variant_name(v) && status == TRAWL_OK; ++v) {
    bool matches = false;
    for (size_t i = 0; i < pairs && !matches && status == TRAWL_OK; ++i) {
      status = try_variant(&t, v, names[i][0], names[i][1], &matches);
    }
    if (status == TRAWL_OK && matches) {
      t.sentence.len = 0;
      status = trawl_variant_write(pipeline, phrase_relation, v, "X", "Y", to_buf, &t.sentence);
      format->variant(out, of->phrase, trawl_variant_name(v), trawl_buf_str(&t.sentence), trawl_buf_str(&t.gives), colors);
    }
  }
  trawl_buf_clear(&t.sentence);
  trawl_buf_clear(&t.gives);
  return out->failed ? TRAWL_NO_MEM : status;
}
