/* SPDX-License-Identifier: MIT
 * discover_print.c - what texts have and rules have not: ranked, with sentences, and as YAML to paste. */
#include "cli/discover.h"
#include "cli/explain.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[FIND_KINDS] = {"verb", "noun", "name"};
static const char *const headings[FIND_KINDS] = {
  "verbs between names that no phrase covers", "nouns between names that no phrase covers",
  "names in no list, by words that rules know"};

/* ---- which, in which order --------------------------------------------------------------------- */

/* What many documents have comes first: one document may repeat itself. */
static int by_rank(const void *a, const void *b)
{
  const find *x = *(const find *const *)a, *y = *(const find *const *)b;
  if (x->documents != y->documents) {
    return x->documents > y->documents ? -1 : 1;
  }
  const uint32_t of_x = x->kind == FIND_NAME ? x->beside : x->count, of_y = y->kind == FIND_NAME ? y->beside : y->count;
  return of_x != of_y ? (of_x > of_y ? -1 : 1) : strcmp(x->text, y->text);
}

typedef struct find_list {
  const find **at; /* the caller frees */
  uint32_t count;  /* at most --top */
} find_list;

static find_list select_finds(const discoveries *all, const discover_filter *filter, find_kind kind)
{
  find_list out = {malloc((all->list.len + 1u) * sizeof *out.at), 0};
  for (uint32_t i = 0; out.at && filter->kinds[kind] && i < all->list.len; ++i) {
    const find *row = &all->list.at[i];
    if (row->kind == kind && row->count >= filter->min_count && (kind != FIND_NAME || row->beside)) {
      out.at[out.count++] = row;
    }
  }
  if (out.count) {
    qsort(out.at, out.count, sizeof *out.at, by_rank);
  }
  out.count = out.count < filter->top ? out.count : filter->top;
  return out;
}

/* ---- types ------------------------------------------------------------------------------------- */

static int by_type_count(const void *a, const void *b)
{
  const find_type *x = a, *y = b;
  return (x->count < y->count) - (x->count > y->count);
}

/* The types that stood in a place, but for the rare ones; "actor" for several kinds of those who act. */
static void put_types(trawl_buf *out, const find_type *types)
{
  find_type sorted[FIND_TYPES];
  uint32_t sum = 0, actors = 0, kept = 0;
  memcpy(sorted, types, sizeof sorted);
  qsort(sorted, FIND_TYPES, sizeof *sorted, by_type_count);
  for (size_t i = 0; i < FIND_TYPES; ++i) {
    sum += sorted[i].count;
  }
  while (kept < FIND_TYPES && sorted[kept].count && 10 * sorted[kept].count >= sum) {
    const char *type = sorted[kept++].type;
    actors += strcmp(type, "person") == 0 || strcmp(type, "organization") == 0 || strcmp(type, "country") == 0;
  }
  if (actors > 1 && actors == kept) {
    trawl_buf_puts(out, "actor");
    return;
  }
  trawl_buf_puts(out, kept > 1 ? "[" : "");
  for (uint32_t i = 0; i < kept; ++i) {
    trawl_buf_printf(out, "%s%s", i ? ", " : "", sorted[i].type);
  }
  trawl_buf_puts(out, kept > 1 ? "]" : "");
}

/* ---- YAML -------------------------------------------------------------------------------------- */

/* A scalar that YAML reads as this very text, on one line. */
static void put_scalar(trawl_buf *out, const char *text)
{
  trawl_buf line = {.at = NULL};
  put_line(&line, text, strlen(text));
  trawl_buf_putc(out, '\'');
  for (size_t i = 0; i < line.len; ++i) {
    trawl_buf_puts(out, line.at[i] == '\'' ? "'" : "");
    trawl_buf_putc(out, line.at[i]);
  }
  trawl_buf_putc(out, '\'');
  out->failed |= line.failed;
  trawl_buf_clear(&line);
}

static bool is_relation(const trawl_pipeline *pipeline, const char *name)
{
  for (uint32_t i = 0; i < trawl_pipeline_relation_count(pipeline); ++i) {
    if (strcmp(trawl_pipeline_relation_at(pipeline, i), name) == 0) {
      return true;
    }
  }
  return false;
}

/* The words of the phrase that are not X and Y: "pay_tribute_to". */
static void put_relation_name(trawl_buf *out, const discoveries *all, const find *row)
{
  trawl_buf name = {.at = NULL};
  for (const char *word = row->text; *word;) {
    const size_t len = strcspn(word, " ");
    if (!(len == 1 && (*word == 'X' || *word == 'Y'))) {
      trawl_buf_puts(&name, name.len ? "_" : "");
      for (size_t i = 0; i < len; ++i) {
        trawl_buf_putc(&name, word[i] == '-' ? '_' : word[i]);
      }
    }
    word += len + (word[len] == ' ');
  }
  if (!name.failed && name.len) {
    trawl_buf_putc(&name, '\0');
    trawl_buf_printf(out, "%s%s", name.failed ? "" : name.at,
                     !name.failed && is_relation(all->pipeline, name.at) ? "_too" : "");
  }
  out->failed |= name.failed;
  trawl_buf_clear(&name);
}

static void put_sentences(trawl_buf *out, const find *row, const char *before)
{
  for (size_t i = 0; i < FIND_EXAMPLES && row->examples[i].doc; ++i) {
    trawl_buf_puts(out, before);
    put_line(out, row->examples[i].sentence, strlen(row->examples[i].sentence));
    trawl_buf_puts(out, "  [");
    put_line(out, row->examples[i].doc, strlen(row->examples[i].doc));
    trawl_buf_puts(out, "]\n");
  }
}

static void put_relation(trawl_buf *out, const discoveries *all, const find *row, const char *indent)
{
  trawl_buf_printf(out, "%s  - name: ", indent);
  put_relation_name(out, all, row);
  trawl_buf_printf(out, "\n%s    X: ", indent);
  put_types(out, row->x);
  trawl_buf_printf(out, "\n%s    Y: ", indent);
  put_types(out, row->y);
  trawl_buf_printf(out, "\n%s    phrases: [", indent);
  put_scalar(out, row->text);
  trawl_buf_puts(out, "]\n");
}

static void put_entity(trawl_buf *out, const find *row, const char *indent)
{
  find_type first = row->x[0];
  for (size_t i = 1; i < FIND_TYPES; ++i) {
    first = row->x[i].count > first.count ? row->x[i] : first;
  }
  trawl_buf_printf(out, "%s  - name: ", indent);
  put_scalar(out, row->text);
  trawl_buf_printf(out, "\n%s    type: %s\n", indent, first.type);
  if (row->aliases[0]) {
    trawl_buf_printf(out, "%s    aliases: [", indent);
    for (size_t i = 0; i < FIND_ALIASES && row->aliases[i]; ++i) {
      trawl_buf_puts(out, i ? ", " : "");
      put_scalar(out, row->aliases[i]);
    }
    trawl_buf_puts(out, "]\n");
  }
}

void discover_yaml(const discoveries *all, const discover_filter *filter, trawl_buf *out)
{
  const bool names = filter->kinds[FIND_NAME];
  bool any = false;
  for (find_kind kind = FIND_VERB; kind < FIND_KINDS; ++kind) {
    const find_list list = select_finds(all, filter, kind);
    out->failed |= !list.at;
    for (uint32_t i = 0; i < list.count; ++i) {
      trawl_buf_puts(out, any ? "" : names ? "entities:\n" : "relations:\n");
      any = true;
      trawl_buf_printf(out, "  # %u times in %u %s\n", (unsigned)list.at[i]->count, (unsigned)list.at[i]->documents,
                       list.at[i]->documents == 1 ? "document" : "documents");
      put_sentences(out, list.at[i], "  # ");
      if (names) {
        put_entity(out, list.at[i], "");
      } else {
        put_relation(out, all, list.at[i], "");
      }
    }
    free(list.at);
  }
  if (!any) {
    trawl_buf_puts(out, names ? "entities: []\n" : "relations: []\n");
  }
}

/* ---- text -------------------------------------------------------------------------------------- */

static void put_find(trawl_buf *out, const discoveries *all, const find *row)
{
  trawl_buf_putc(out, '\n');
  put_line(out, row->text, strlen(row->text));
  trawl_buf_printf(out, "\n  %u times in %u %s", (unsigned)row->count, (unsigned)row->documents,
                   row->documents == 1 ? "document" : "documents");
  if (row->kind == FIND_NAME) {
    trawl_buf_printf(out, ", %u by a word that rules know", (unsigned)row->beside);
  } else if (row->near) {
    trawl_buf_printf(out, "; %s has a phrase for the word (%s)", row->near, row->reason);
  }
  trawl_buf_putc(out, '\n');
  put_sentences(out, row, "  > ");
  trawl_buf_printf(out, "      %s\n", row->kind == FIND_NAME ? "entities:" : "relations:");
  if (row->kind == FIND_NAME) {
    put_entity(out, row, "      ");
  } else {
    put_relation(out, all, row, "      ");
  }
}

void discover_text(const discoveries *all, const discover_filter *filter, trawl_buf *out)
{
  uint32_t shown = 0;
  for (find_kind kind = FIND_VERB; kind < FIND_KINDS; ++kind) {
    const find_list list = select_finds(all, filter, kind);
    out->failed |= !list.at;
    if (list.count) {
      trawl_buf_printf(out, "%s# %s\n", shown ? "\n" : "", headings[kind]);
    }
    for (uint32_t i = 0; i < list.count; ++i) {
      put_find(out, all, list.at[i]);
    }
    shown += list.count;
    free(list.at);
  }
  if (!shown) {
    trawl_buf_printf(out, "nothing was seen %u times or more that the rules do not know\n",
                     (unsigned)filter->min_count);
  }
}

/* ---- JSON -------------------------------------------------------------------------------------- */

static json_t *json_of_types(const find_type *types)
{
  json_t *out = json_object();
  for (size_t i = 0; i < FIND_TYPES && types[i].type; ++i) {
    json_object_set_new(out, types[i].type, json_integer(types[i].count));
  }
  return out;
}

static json_t *json_text(const char *text)
{
  trawl_buf line = {.at = NULL};
  put_line(&line, text, strlen(text));
  json_t *out = json_stringn(line.at ? line.at : "", line.len);
  trawl_buf_clear(&line);
  return out;
}

static json_t *json_of_find(const discoveries *all, const find *row)
{
  json_t *out = json_pack("{ss so si si}", "kind", kinds[row->kind], row->kind == FIND_NAME ? "name" : "phrase",
                          json_text(row->text), "count", (int)row->count, "documents", (int)row->documents);
  json_t *examples = json_array(), *aliases = json_array();
  for (size_t i = 0; i < FIND_EXAMPLES && row->examples[i].doc; ++i) {
    const find_example *e = &row->examples[i];
    json_t *one = json_pack("{so so}", "doc", json_text(e->doc), "sentence", json_text(e->sentence));
    if (row->kind != FIND_NAME) {
      json_object_set_new(one, "X", json_text(e->x));
      json_object_set_new(one, "Y", json_text(e->y));
    }
    json_array_append_new(examples, one);
  }
  for (size_t i = 0; i < FIND_ALIASES && row->aliases[i]; ++i) {
    json_array_append_new(aliases, json_text(row->aliases[i]));
  }
  trawl_buf stub = {.at = NULL};
  trawl_buf_puts(&stub, row->kind == FIND_NAME ? "entities:\n" : "relations:\n");
  if (row->kind == FIND_NAME) {
    put_entity(&stub, row, "");
    json_object_set_new(out, "types", json_of_types(row->x));
    json_object_set_new(out, "beside", json_integer(row->beside));
    json_object_set(out, "aliases", aliases);
  } else {
    put_relation(&stub, all, row, "");
    json_object_set_new(out, "X", json_of_types(row->x));
    json_object_set_new(out, "Y", json_of_types(row->y));
    json_object_set_new(out, "near", row->near ? json_pack("{ss ss}", "relation", row->near, "reason", row->reason)
                                               : json_null());
  }
  json_object_set_new(out, "examples", examples);
  json_object_set_new(out, "yaml", json_stringn(stub.at ? stub.at : "", stub.len));
  json_decref(aliases);
  trawl_buf_clear(&stub);
  return out;
}

void discover_json(const discoveries *all, const discover_filter *filter, trawl_buf *out)
{
  json_t *array = json_array();
  for (find_kind kind = FIND_VERB; kind < FIND_KINDS; ++kind) {
    const find_list list = select_finds(all, filter, kind);
    out->failed |= !list.at;
    for (uint32_t i = 0; i < list.count; ++i) {
      json_array_append_new(array, json_of_find(all, list.at[i]));
    }
    free(list.at);
  }
  char *text = json_dumps(array, JSON_INDENT(2));
  out->failed |= !text;
  if (text) {
    trawl_buf_printf(out, "%s\n", text);
  }
  free(text);
  json_decref(array);
}
