/* SPDX-License-Identifier: MIT
 * score_compare.c - two runs over the same gold: which figures moved, and by which triples.
 *
 * Both runs number documents and gold rows alike, since they read the same gold file. */
#include "cli/score_rows.h"

#include <stdlib.h>
#include <string.h>

static bool same_tally(const tally *a, const tally *b)
{
  return a->correct == b->correct && a->predicted == b->predicted && a->found == b->found
         && a->required == b->required;
}

static void print_row(const char *name, const tally *before, const tally *after, FILE *out)
{
  const figures a = figures_of(before), b = figures_of(after);
  fprintf(out, "%-18s %5.3f > %5.3f  %5.3f > %5.3f  %5.3f > %5.3f  %+6.3f\n", name, a.precision, b.precision,
          a.recall, b.recall, a.f1, b.f1, b.f1 - a.f1);
}

/* The relations of either run whose figures differ; both lists are sorted. */
static void print_relations(const score *before, const score *after, FILE *out)
{
  const char **left = score_relations(before), **right = score_relations(after);
  for (size_t i = 0, j = 0; left && right && (left[i] || right[j]);) {
    const int order = !left[i] ? 1 : !right[j] ? -1 : strcmp(left[i], right[j]);
    const char *name = order <= 0 ? left[i] : right[j];
    const tally a = score_tally(before, name), b = score_tally(after, name);
    if (!same_tally(&a, &b)) {
      print_row(name, &a, &b, out);
    }
    i += order <= 0;
    j += order >= 0;
  }
  free((void *)left);
  free((void *)right);
}

static void print_gold(const char *what, const score *s, const gold_row *row, FILE *out)
{
  fprintf(out, "%s %s: %s \xE2\x80\x93 %s \xE2\x80\x93 %s [%s]\n", what, s->docs.texts.at[row->doc],
          score_first(row->json, "subject"), row->relation[0], score_first(row->json, "object"), row->polarity);
}

static void print_triple(const char *what, const triple_row *row, FILE *out)
{
  const char *subject = score_text(json_object_get(row->json, "subject"), "name"),
             *object = score_text(json_object_get(row->json, "object"), "name");
  fprintf(out, "%s %s: %s \xE2\x80\x93 %s \xE2\x80\x93 %s  rule %s\n", what,
          trawl_file_base(score_text(row->json, "doc")), subject ? subject : "?", row->relation, object ? object : "?",
          row->rule ? row->rule : "?");
}

/* Wrong triples of one run that the other has not. */
static void print_wrong_of(const char *what, const score *s, const score *other, FILE *out)
{
  for (uint32_t i = 0; i < s->triples.len; ++i) {
    const triple_row *row = &s->triples.at[i];
    if (row->gold == TRAWL_NONE && text_index_find(&other->seen, row->key) == TRAWL_NONE) {
      print_triple(what, row, out);
    }
  }
}

static void print_lists(const score *before, const score *after, FILE *out)
{
  for (int gained = 1; gained >= 0; --gained) {
    for (uint32_t i = 0; i < after->gold.len && i < before->gold.len; ++i) {
      const gold_row *a = &before->gold.at[i], *b = &after->gold.at[i];
      if (a->found != b->found && b->found == (gained == 1)) {
        print_gold(gained ? "found now   " : "missed now  ", after, b, out);
      }
    }
  }
  print_wrong_of("wrong now   ", after, before, out);
  print_wrong_of("no more     ", before, after, out);
}

void score_compare(const score *before, const score *after, bool listing, FILE *out)
{
  fprintf(out, "%-18s %-15s %-15s %-15s %6s\n", "relation", "P", "R", "F1", "change");
  print_relations(before, after, out);
  const tally a = score_tally(before, NULL), b = score_tally(after, NULL);
  print_row("ALL", &a, &b, out);
  if (listing) {
    print_lists(before, after, out);
  }
}
