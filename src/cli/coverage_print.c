/* SPDX-License-Identifier: MIT
 * coverage_print.c - coverage as tables, as tab-separated rows and as JSON. */
#include "cli/coverage.h"
#include "cli/explain.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {
  [TRAWL_RULE_PHRASE] = "phrase", [TRAWL_RULE_TOKENS] = "tokens", [TRAWL_RULE_MENTION] = "mention"};

/* ---- which rows, in which order ---------------------------------------------------------------- */

bool coverage_names(const trawl_rule_view *rule, const string_list *names)
{
  for (size_t i = 0; i < names->count; ++i) {
    const char *name = names->at[i], *colon = strchr(rule->rule, ':');
    const size_t file = colon ? (size_t)(colon - rule->rule) : strlen(rule->rule);
    if (strcmp(name, rule->relation) == 0 || strcmp(name, rule->rule) == 0 || strcmp(name, rule->path) == 0
        || strcmp(name, rule->text) == 0 || (strlen(name) == file && memcmp(name, rule->rule, file) == 0)) {
      return true;
    }
  }
  return names->count == 0;
}

/* Has it done anything? An `except` fires by keeping others from it, which shows in their rows. */
static bool has_fired(const rule_row *row)
{
  return row->fired || row->triples;
}

/* Relations before mentions, of which there are many more. */
static int by_use(const void *a, const void *b)
{
  const rule_row *x = *(const rule_row *const *)a, *y = *(const rule_row *const *)b;
  const bool of_mentions = x->view.kind == TRAWL_RULE_MENTION;
  if (of_mentions != (y->view.kind == TRAWL_RULE_MENTION)) {
    return of_mentions ? 1 : -1;
  }
  if (x->fired != y->fired) {
    return x->fired > y->fired ? -1 : 1;
  }
  const int path = strcmp(x->view.path, y->view.path);
  return path ? path : (x->view.line > y->view.line) - (x->view.line < y->view.line);
}

static int by_time(const void *a, const void *b)
{
  const rule_row *x = *(const rule_row *const *)a, *y = *(const rule_row *const *)b;
  return x->nanoseconds != y->nanoseconds ? (x->nanoseconds > y->nanoseconds ? -1 : 1) : by_use(a, b);
}

static int by_place(const void *a, const void *b)
{
  const rule_row *x = *(const rule_row *const *)a, *y = *(const rule_row *const *)b;
  const int path = strcmp(x->view.path, y->view.path);
  return path ? path : (x->view.line > y->view.line) - (x->view.line < y->view.line);
}

typedef struct rule_list {
  const rule_row **at; /* the caller frees */
  size_t count, shown; /* shown: by --top */
} rule_list;

static rule_list select_rules(const coverage *c, const coverage_filter *filter)
{
  rule_list out = {malloc((c->rules.len + 1u) * sizeof *out.at), 0, 0};
  if (!out.at) {
    return out;
  }
  for (uint32_t i = 0; i < c->rules.len; ++i) {
    const rule_row *row = &c->rules.at[i];
    if (coverage_names(&row->view, filter->rules) && !(filter->never && (has_fired(row) || row->view.except))) {
      out.at[out.count++] = row;
    }
  }
  if (out.count) {
    qsort(out.at, out.count, sizeof *out.at, filter->never ? by_place : filter->time ? by_time : by_use);
  }
  out.shown = filter->top && filter->top < out.count ? filter->top : out.count;
  return out;
}

static int by_count(const void *a, const void *b)
{
  const overlap_row *x = *(const overlap_row *const *)a, *y = *(const overlap_row *const *)b;
  if (x->count != y->count) {
    return x->count > y->count ? -1 : 1;
  }
  return x->a != y->a ? (x->a > y->a) - (x->a < y->a) : (x->b > y->b) - (x->b < y->b);
}

typedef struct overlap_list {
  const overlap_row **at; /* the caller frees */
  size_t count, shown;
} overlap_list;

static overlap_list select_overlaps(const coverage *c, const coverage_filter *filter)
{
  overlap_list out = {malloc((c->overlaps.len + 1u) * sizeof *out.at), 0, 0};
  for (uint32_t i = 0; out.at && i < c->overlaps.len; ++i) {
    const overlap_row *row = &c->overlaps.at[i];
    if (coverage_names(&c->rules.at[row->a].view, filter->rules)
        || coverage_names(&c->rules.at[row->b].view, filter->rules)) {
      out.at[out.count++] = row;
    }
  }
  if (out.count) {
    qsort(out.at, out.count, sizeof *out.at, by_count);
  }
  out.shown = filter->top && filter->top < out.count ? filter->top : out.count;
  return out;
}

static uint64_t nanoseconds_of_all(const coverage *c)
{
  uint64_t all = 0;
  for (uint32_t i = 0; i < c->rules.len; ++i) {
    all += c->rules.at[i].nanoseconds;
  }
  return all;
}

/* Of the text format, unless --top says otherwise. */
enum { OVERLAPS_SHOWN = 20 };

/* ---- text -------------------------------------------------------------------------------------- */

static void put_rule(trawl_buf *out, const trawl_rule_view *rule)
{
  trawl_buf_printf(out, "%s%s", rule->rule, *rule->text ? "  " : "");
  put_line(out, rule->text, strlen(rule->text));
}

static void put_place(trawl_buf *out, const trawl_rule_view *rule)
{
  put_line(out, rule->path, strlen(rule->path));
  trawl_buf_printf(out, ":%u", (unsigned)rule->line);
}

static void put_never(const rule_list *list, trawl_buf *out)
{
  for (size_t i = 0; i < list->shown; ++i) {
    put_place(out, &list->at[i]->view);
    trawl_buf_puts(out, ": ");
    put_rule(out, &list->at[i]->view);
    trawl_buf_puts(out, list->at[i]->view.enabled ? "\n" : "  (turned off)\n");
  }
}

/* `all`: nanoseconds of all rules together; 0: no times. */
static void put_row(const coverage *c, const rule_row *row, double all, trawl_buf *out)
{
  char right[32] = "";
  if (c->gold && row->judged) {
    snprintf(right, sizeof right, "%llu/%llu", (unsigned long long)row->right, (unsigned long long)row->judged);
  }
  trawl_buf_printf(out, "%7llu %8llu ", (unsigned long long)row->fired, (unsigned long long)row->triples);
  if (c->gold) {
    trawl_buf_printf(out, "%9s ", right);
  }
  if (all > 0) {
    trawl_buf_printf(out, "%9.3f %5.1f%% ", (double)row->nanoseconds / 1e6, 100 * (double)row->nanoseconds / all);
  }
  trawl_buf_putc(out, ' ');
  put_rule(out, &row->view);
  trawl_buf_puts(out, "  (");
  put_place(out, &row->view);
  trawl_buf_puts(out, ")\n");
}

static void put_overlaps(const coverage *c, const overlap_list *list, trawl_buf *out)
{
  if (list->shown) {
    trawl_buf_puts(out, "\nthe same names in the same sentence, by two rules\n");
  }
  for (size_t i = 0; i < list->shown; ++i) {
    const overlap_row *row = list->at[i];
    trawl_buf_printf(out, "%7llu  ", (unsigned long long)row->count);
    put_rule(out, &c->rules.at[row->a].view);
    trawl_buf_puts(out, "\n         ");
    put_rule(out, &c->rules.at[row->b].view);
    trawl_buf_puts(out, "\n           ");
    put_line(out, row->sentence, strlen(row->sentence));
    trawl_buf_putc(out, '\n');
  }
}

void coverage_text(const coverage *c, const coverage_filter *filter, trawl_buf *out)
{
  const rule_list rules = select_rules(c, filter);
  overlap_list overlaps = select_overlaps(c, filter);
  out->failed |= !rules.at || !overlaps.at;
  size_t fired = 0, all = 0;
  for (uint32_t i = 0; i < c->rules.len; ++i) {
    const rule_row *row = &c->rules.at[i];
    if (coverage_names(&row->view, filter->rules) && !row->view.except) {
      ++all;
      fired += has_fired(row);
    }
  }
  if (filter->never) {
    put_never(&rules, out);
  } else {
    const double time = filter->time ? (double)nanoseconds_of_all(c) : 0;
    trawl_buf_printf(out, "  fired  triples %s%s rule\n", c->gold ? "    right " : "", time > 0 ? "       ms      % " : "");
    for (size_t i = 0; i < rules.shown; ++i) {
      if (has_fired(rules.at[i]) || (filter->time && rules.at[i]->nanoseconds)) {
        put_row(c, rules.at[i], time, out);
      }
    }
    overlaps.shown = filter->top || overlaps.shown < OVERLAPS_SHOWN ? overlaps.shown : OVERLAPS_SHOWN;
    put_overlaps(c, &overlaps, out);
    trawl_buf_printf(out, "\n%llu %s, %llu sentences, %llu triples\n", (unsigned long long)c->documents,
                     c->documents == 1 ? "document" : "documents", (unsigned long long)c->sentences,
                     (unsigned long long)c->triples);
  }
  trawl_buf_printf(out, "%zu of %zu rules fired%s\n", fired, all,
                   fired < all && !filter->never ? "; --never lists the others" : "");
  free(rules.at);
  free(overlaps.at);
}

/* ---- for programs ------------------------------------------------------------------------------ */

void coverage_tsv(const coverage *c, const coverage_filter *filter, trawl_buf *out)
{
  const rule_list rules = select_rules(c, filter);
  out->failed |= !rules.at;
  trawl_buf_puts(out, "fired\ttriples\tlost\tright\tjudged\ttried\tseconds\tkind\trelation\trule\tphrase\tfile\tline\n");
  for (size_t i = 0; i < rules.shown; ++i) {
    const rule_row *row = rules.at[i];
    trawl_buf_printf(out, "%llu\t%llu\t%llu\t%llu\t%llu\t%llu\t%.9f\t%s\t%s\t%s\t", (unsigned long long)row->fired,
                     (unsigned long long)row->triples, (unsigned long long)row->lost, (unsigned long long)row->right,
                     (unsigned long long)row->judged, (unsigned long long)row->tried,
                     (double)row->nanoseconds / 1e9, kinds[row->view.kind], row->view.relation, row->view.rule);
    put_line(out, row->view.text, strlen(row->view.text));
    trawl_buf_putc(out, '\t');
    put_line(out, row->view.path, strlen(row->view.path));
    trawl_buf_printf(out, "\t%u\n", (unsigned)row->view.line);
  }
  free(rules.at);
}

static json_t *json_of_rule(const trawl_rule_view *view)
{
  return json_pack("{ss ss ss ss ss si}", "kind", kinds[view->kind], "relation", view->relation, "rule", view->rule,
                   "phrase", view->text, "file", view->path, "line", (int)view->line);
}

static json_t *json_of_row(const coverage *c, const rule_row *row)
{
  json_t *one = json_of_rule(&row->view);
  json_t *more = json_pack("{sI sI sI sI sf sb sb}", "fired", (json_int_t)row->fired, "triples",
                           (json_int_t)row->triples, "lost", (json_int_t)row->lost, "tried", (json_int_t)row->tried,
                           "seconds", (double)row->nanoseconds / 1e9, "except", row->view.except, "enabled",
                           row->view.enabled);
  json_object_update(one, more);
  json_decref(more);
  if (c->gold) {
    json_object_set_new(one, "right", json_integer((json_int_t)row->right));
    json_object_set_new(one, "judged", json_integer((json_int_t)row->judged));
  }
  return one;
}

void coverage_json(const coverage *c, const coverage_filter *filter, trawl_buf *out)
{
  const rule_list rules = select_rules(c, filter);
  const overlap_list overlaps = select_overlaps(c, filter);
  json_t *list = json_array(), *pairs = json_array();
  for (size_t i = 0; rules.at && i < rules.shown; ++i) {
    json_array_append_new(list, json_of_row(c, rules.at[i]));
  }
  for (size_t i = 0; overlaps.at && i < overlaps.shown; ++i) {
    const overlap_row *row = overlaps.at[i];
    const trawl_rule_view *a = &c->rules.at[row->a].view, *b = &c->rules.at[row->b].view;
    json_array_append_new(pairs, json_pack("{so so sI sb ss}", "first", json_of_rule(a), "second", json_of_rule(b),
                                           "count", (json_int_t)row->count, "same_relation",
                                           strcmp(a->relation, b->relation) == 0, "sentence", row->sentence));
  }
  json_t *all = json_pack("{sI sI sI so so}", "documents", (json_int_t)c->documents, "sentences",
                          (json_int_t)c->sentences, "triples", (json_int_t)c->triples, "rules", list, "overlaps", pairs);
  char *text = json_dumps(all, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
  out->failed |= !rules.at || !overlaps.at || !text;
  if (text) {
    trawl_buf_printf(out, "%s\n", text);
  }
  free(text);
  json_decref(all);
  free(rules.at);
  free(overlaps.at);
}
