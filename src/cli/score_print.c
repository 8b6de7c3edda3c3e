/* SPDX-License-Identifier: MIT
 * score_print.c - the figures as tables and lists, and as JSON. */
#include "cli/score_rows.h"

#include <stdlib.h>
#include <string.h>

/* ---- tables ------------------------------------------------------------------------------------ */

tally score_tally(const score *s, const char *relation)
{
  tally t = {0, 0, 0, 0};
  for (uint32_t i = 0; i < s->triples.len; ++i) {
    const triple_row *row = &s->triples.at[i];
    if (!relation || strcmp(row->relation, relation) == 0) {
      t.correct += row->gold != TRAWL_NONE;
      ++t.predicted;
    }
  }
  for (uint32_t i = 0; i < s->gold.len; ++i) {
    const gold_row *row = &s->gold.at[i];
    if (row->required && (!relation || strcmp(row->relation[0], relation) == 0)) {
      t.found += row->found;
      ++t.required;
    }
  }
  return t;
}

figures figures_of(const tally *t)
{
  figures f = {0, 0, 0};
  f.precision = t->predicted ? (double)t->correct / t->predicted : 0;
  f.recall = t->required ? (double)t->found / t->required : 0;
  const double sum = f.precision + f.recall;
  f.f1 = sum > 0 ? 2 * f.precision * f.recall / sum : 0;
  return f;
}

figures score_all(const score *s)
{
  const tally t = score_tally(s, NULL);
  return figures_of(&t);
}

static int by_text(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **score_relations(const score *s)
{
  const size_t most = (size_t)s->triples.len + s->gold.len;
  const char **list = malloc((most + 1) * sizeof *list);
  size_t n = 0, kept = 0;
  for (uint32_t i = 0; list && i < s->triples.len; ++i) {
    list[n++] = s->triples.at[i].relation;
  }
  for (uint32_t i = 0; list && i < s->gold.len; ++i) {
    if (s->gold.at[i].required) {
      list[n++] = s->gold.at[i].relation[0];
    }
  }
  if (n) {
    qsort((void *)list, n, sizeof *list, by_text);
  }
  for (size_t i = 0; i < n; ++i) {
    if (kept == 0 || strcmp(list[i], list[kept - 1]) != 0) {
      list[kept++] = list[i];
    }
  }
  if (list) {
    list[kept] = NULL;
  }
  return list;
}

static void print_row(const char *name, const tally *t, FILE *out)
{
  const figures f = figures_of(t);
  fprintf(out, "%-18s %6.3f %6.3f %6.3f  %7u/%-9u  %5u/%u\n", name, f.precision, f.recall, f.f1,
          (unsigned)t->correct, (unsigned)t->predicted, (unsigned)t->found, (unsigned)t->required);
}

static const struct {
  aspect which;
  const char *name, *of;
} aspects[] = {
  {ASPECT_ACTUAL, "modality", "correct triples that are actual"},
  {ASPECT_OTHER, "modality", "correct triples that are planned, possible or wanted"},
  {ASPECT_POLARITY, "polarity", "triples that are correct but for it"},
  {ASPECT_ATTRIBUTION, "attribution", "correct triples whose gold states it"},
  {ASPECT_TIME, "time", "correct triples whose gold states it"},
  {ASPECT_PLACE, "place", "correct triples whose gold states it"},
  {ASPECT_QUALIFIER, "qualifier", "correct triples whose gold states it"},
};

static void print_figures(const score *s, FILE *out)
{
  fprintf(out, "%-18s %6s %6s %6s  correct/predicted  found/required\n", "relation", "P", "R", "F1");
  const char **relations = score_relations(s);
  for (size_t i = 0; relations && relations[i]; ++i) {
    const tally t = score_tally(s, relations[i]);
    print_row(relations[i], &t, out);
  }
  free((void *)relations);
  const tally all = score_tally(s, NULL);
  print_row("ALL", &all, out);
  for (size_t i = 0; i < TRAWL_COUNT(aspects); ++i) {
    const aspect which = aspects[i].which;
    if (which <= ASPECT_POLARITY || s->stated[which]) {
      fprintf(out, "%s right on %u/%u of the %s\n", aspects[i].name, (unsigned)s->right[which],
              (unsigned)s->stated[which], aspects[i].of);
    }
  }
}

/* ---- by rule ----------------------------------------------------------------------------------- */

typedef struct rule_count {
  const char *rule;
  uint32_t right, all;
} rule_count;

typedef struct rule_counts {
  rule_count *at; /* sorted by rule; the caller frees */
  size_t count;
} rule_counts;

static int by_rule(const void *a, const void *b)
{
  return strcmp(((const rule_count *)a)->rule, ((const rule_count *)b)->rule);
}

static rule_counts count_rules(const score *s)
{
  rule_counts out = {malloc((s->triples.len + 1u) * sizeof *out.at), 0};
  for (uint32_t i = 0; out.at && i < s->triples.len; ++i) {
    const triple_row *row = &s->triples.at[i];
    out.at[i] = (rule_count){row->rule ? row->rule : "(no rule)", row->gold != TRAWL_NONE, 1};
  }
  const size_t n = out.at ? s->triples.len : 0;
  if (n) {
    qsort(out.at, n, sizeof *out.at, by_rule);
  }
  for (size_t i = 0; i < n; ++i) {
    if (out.count && strcmp(out.at[out.count - 1].rule, out.at[i].rule) == 0) {
      out.at[out.count - 1].right += out.at[i].right;
      ++out.at[out.count - 1].all;
    } else {
      out.at[out.count++] = out.at[i];
    }
  }
  return out;
}

static void print_rules(const score *s, FILE *out)
{
  const rule_counts rules = count_rules(s);
  fprintf(out, "\n%-36s %6s  correct/predicted\n", "rule", "P");
  for (size_t i = 0; i < rules.count; ++i) {
    const rule_count *rule = &rules.at[i];
    fprintf(out, "%-36s %6.3f  %7u/%u\n", rule->rule, (double)rule->right / rule->all, (unsigned)rule->right,
            (unsigned)rule->all);
  }
  free(rules.at);
}

/* ---- confusion --------------------------------------------------------------------------------- */

/* "met [not]" of the gold against "visited" found; NULL: nothing. */
typedef struct cell {
  const char *gold, *found;
  bool gold_not, found_not, turned;
  uint32_t count;
} cell;

typedef struct cells {
  cell *at; /* the most frequent first; the caller frees */
  size_t count;
} cells;

static int compare_texts(const char *a, const char *b)
{
  return a && b ? strcmp(a, b) : (a != NULL) - (b != NULL);
}

static int by_cell(const void *left, const void *right)
{
  const cell *a = left, *b = right;
  const int gold = compare_texts(a->gold, b->gold), found = compare_texts(a->found, b->found);
  return gold                          ? gold
         : found                       ? found
         : a->gold_not != b->gold_not  ? a->gold_not - b->gold_not
         : a->found_not != b->found_not ? a->found_not - b->found_not
                                       : a->turned - b->turned;
}

static int by_count(const void *left, const void *right)
{
  const cell *a = left, *b = right;
  return a->count != b->count ? (a->count < b->count ? 1 : -1) : by_cell(left, right);
}

static bool is_negative(const char *polarity)
{
  return polarity && strcmp(polarity, "negative") == 0;
}

/* One cell a wrong triple, and one a missed gold triple that no wrong one is near. */
static size_t list_cells(const score *s, cell *out, bool *near)
{
  size_t n = 0;
  for (uint32_t i = 0; i < s->triples.len; ++i) {
    const triple_row *row = &s->triples.at[i];
    if (row->gold == TRAWL_NONE) {
      const gold_row *gold = row->near == TRAWL_NONE ? NULL : &s->gold.at[row->near];
      out[n++] = (cell){.gold = gold ? gold->relation[0] : NULL,
                        .found = row->relation,
                        .gold_not = gold && is_negative(gold->polarity),
                        .found_not = is_negative(score_text(row->json, "polarity")),
                        .turned = gold && row->turned,
                        .count = 1};
      if (gold) {
        near[row->near] = true;
      }
    }
  }
  for (uint32_t i = 0; i < s->gold.len; ++i) {
    const gold_row *row = &s->gold.at[i];
    if (row->required && !row->found && !near[i]) {
      out[n++] = (cell){.gold = row->relation[0], .gold_not = is_negative(row->polarity), .count = 1};
    }
  }
  return n;
}

static cells count_cells(const score *s)
{
  cells out = {malloc(((size_t)s->triples.len + s->gold.len + 1) * sizeof *out.at), 0};
  bool *near = calloc(s->gold.len + 1u, sizeof *near);
  const size_t n = out.at && near ? list_cells(s, out.at, near) : 0;
  free(near);
  if (n) {
    qsort(out.at, n, sizeof *out.at, by_cell);
  }
  for (size_t i = 0; i < n; ++i) {
    if (out.count && by_cell(&out.at[out.count - 1], &out.at[i]) == 0) {
      ++out.at[out.count - 1].count;
    } else {
      out.at[out.count++] = out.at[i];
    }
  }
  if (out.count) {
    qsort(out.at, out.count, sizeof *out.at, by_count);
  }
  return out;
}

static void print_confusion(const score *s, FILE *out)
{
  const cells all = count_cells(s);
  fprintf(out, "\n%-28s %-28s count\n", "gold", "found");
  for (size_t i = 0; i < all.count; ++i) {
    const cell *c = &all.at[i];
    char gold[80], found[80];
    snprintf(gold, sizeof gold, "%s%s", c->gold ? c->gold : "(nothing)", c->gold_not ? " [not]" : "");
    snprintf(found, sizeof found, "%s%s%s", c->found ? c->found : "(nothing)", c->found_not ? " [not]" : "",
             c->turned ? " turned round" : "");
    fprintf(out, "%-28s %-28s %5u\n", gold, found, (unsigned)c->count);
  }
  free(all.at);
}

/* ---- lists ------------------------------------------------------------------------------------- */

const char *score_first(const json_t *gold, const char *key)
{
  const char *text = json_string_value(json_array_get(json_object_get(gold, key), 0));
  return text ? text : "";
}

static const char *or_none(const char *text)
{
  return text ? text : "None";
}

static void print_sentence(const json_t *row, FILE *out)
{
  const char *evidence = score_text(row, "evidence");
  if (evidence && *evidence) {
    fputs("        ", out);
    text_print(out, evidence);
    fputc('\n', out);
  }
}

/* Document by document, as the figures are read. */
static void print_missed(const score *s, FILE *out)
{
  for (uint32_t doc = 0; doc < s->docs.texts.len; ++doc) {
    for (uint32_t i = s->first.at[doc]; i != TRAWL_NONE; i = s->gold.at[i].next) {
      const gold_row *row = &s->gold.at[i];
      if (row->required && !row->found) {
        fprintf(out, "missed  %s: %s \xE2\x80\x93 %s \xE2\x80\x93 %s [%s]\n", s->docs.texts.at[doc],
                score_first(row->json, "subject"), row->relation[0], score_first(row->json, "object"),
                row->polarity);
        print_sentence(row->json, out);
      }
    }
  }
}

static void print_wrong(const score *s, FILE *out)
{
  for (uint32_t i = 0; i < s->triples.len; ++i) {
    const triple_row *row = &s->triples.at[i];
    if (row->gold == TRAWL_NONE) {
      const json_t *json = row->json;
      fprintf(out, "wrong   %s: %s \xE2\x80\x93 %s \xE2\x80\x93 %s [%s]  rule %s\n",
              trawl_file_base(score_text(json, "doc")),
              or_none(score_text(json_object_get(json, "subject"), "name")), row->relation,
              or_none(score_text(json_object_get(json, "object"), "name")), or_none(score_text(json, "polarity")),
              or_none(row->rule));
      print_sentence(json, out);
    }
  }
}

void score_print(const score *s, const score_report *report, FILE *out)
{
  print_figures(s, out);
  if (report->by_rule) {
    print_rules(s, out);
  }
  if (report->confusion) {
    print_confusion(s, out);
  }
  if (report->listing) {
    print_missed(s, out);
    print_wrong(s, out);
  }
}

/* ---- JSON -------------------------------------------------------------------------------------- */

static json_t *json_of(const tally *t)
{
  const figures f = figures_of(t);
  return json_pack("{sf sf sf si si si si}", "precision", f.precision, "recall", f.recall, "f1", f.f1, "correct",
                   (int)t->correct, "predicted", (int)t->predicted, "found", (int)t->found, "required",
                   (int)t->required);
}

static json_t *json_relations(const score *s)
{
  json_t *out = json_object();
  const char **relations = score_relations(s);
  for (size_t i = 0; relations && relations[i]; ++i) {
    const tally t = score_tally(s, relations[i]);
    json_object_set_new(out, relations[i], json_of(&t));
  }
  free((void *)relations);
  return out;
}

static json_t *json_aspects(const score *s)
{
  static const char *const keys[] = {"modality_actual", "modality_other", "polarity", "attribution", "time", "place",
                                     "qualifiers"};
  json_t *out = json_object();
  for (size_t i = 0; i < TRAWL_COUNT(aspects); ++i) {
    const aspect which = aspects[i].which;
    json_object_set_new(out, keys[which],
                        json_pack("{si si}", "right", (int)s->right[which], "stated", (int)s->stated[which]));
  }
  return out;
}

static json_t *json_rules(const score *s)
{
  json_t *out = json_object();
  const rule_counts rules = count_rules(s);
  for (size_t i = 0; i < rules.count; ++i) {
    json_object_set_new(out, rules.at[i].rule,
                        json_pack("{si si}", "correct", (int)rules.at[i].right, "predicted", (int)rules.at[i].all));
  }
  free(rules.at);
  return out;
}

static json_t *json_confusion(const score *s)
{
  json_t *out = json_array();
  const cells all = count_cells(s);
  for (size_t i = 0; i < all.count; ++i) {
    const cell *c = &all.at[i];
    json_array_append_new(out, json_pack("{ss? ss? sb sb sb si}", "gold", c->gold, "found", c->found, "gold_negative",
                                         c->gold_not, "found_negative", c->found_not, "turned", c->turned, "count",
                                         (int)c->count));
  }
  free(all.at);
  return out;
}

static json_t *json_lists(const score *s, bool missed)
{
  json_t *out = json_array();
  for (uint32_t i = 0; missed && i < s->gold.len; ++i) {
    if (s->gold.at[i].required && !s->gold.at[i].found) {
      json_array_append(out, s->gold.at[i].json);
    }
  }
  for (uint32_t i = 0; !missed && i < s->triples.len; ++i) {
    if (s->triples.at[i].gold == TRAWL_NONE) {
      json_array_append(out, s->triples.at[i].json);
    }
  }
  return out;
}

json_t *score_json(const score *s, const score_report *report)
{
  const tally all = score_tally(s, NULL);
  json_t *out = json_pack("{so so so}", "all", json_of(&all), "relations", json_relations(s), "right", json_aspects(s));
  if (out && report->by_rule) {
    json_object_set_new(out, "rules", json_rules(s));
  }
  if (out && report->confusion) {
    json_object_set_new(out, "confusion", json_confusion(s));
  }
  if (out && report->listing) {
    json_object_set_new(out, "missed", json_lists(s, true));
    json_object_set_new(out, "wrong", json_lists(s, false));
  }
  return out;
}
