/* SPDX-License-Identifier: MIT
 * gold.c - brat and CoNLL04 to gold triples. */
#include "cli/gold.h"

#include "cli/text_index.h"

#include <errno.h>
#include <string.h>

static bool ends_in(const char *path, const char *suffix)
{
  const size_t len = strlen(path), tail = strlen(suffix);
  return len > tail && strcmp(path + len - tail, suffix) == 0;
}

/* ---- relations by other names ------------------------------------------------------------------ */

bool gold_map_valid(const char *map)
{
  const char *equals = strchr(map, '=');
  return equals && equals > map && equals[1];
}

/* The list of names that stand for a relation of the gold. */
static json_t *relations_of(const char *name, const string_list *maps)
{
  json_t *out = json_array();
  const size_t len = strlen(name);
  for (size_t i = 0; i < maps->count; ++i) {
    const char *at = maps->at[i];
    if (strncmp(at, name, len) == 0 && at[len] == '=') {
      for (at += len + 1; *at; at += strspn(at, ",")) {
        const size_t part = strcspn(at, ",");
        json_array_append_new(out, json_stringn(at, part));
        at += part;
      }
    }
  }
  if (!json_array_size(out)) {
    json_array_append_new(out, json_string(name));
  }
  return out;
}

static void give(const gold_sink *to, const char *file, uint32_t line, const char *doc, const char *subject,
                 const char *relation, const char *object, bool negative)
{
  json_t *gold = json_pack("{ss s[s] so s[s] ss}", "doc", doc, "subject", subject, "relation",
                           relations_of(relation, to->maps), "object", object, "polarity",
                           negative ? "negative" : "positive");
  if (gold) {
    to->triple(to->with, file, line, gold);
  } else {
    to->fault(to->with, file, line, 1, "this is not UTF-8");
  }
  json_decref(gold);
}

/* ---- brat -------------------------------------------------------------------------------------- */

/* One line of a .ann file. */
typedef struct ann_line {
  char *id, *rest;  /* "T1" and what stands behind the tab */
  const char *text; /* of a span, behind the second tab; else "" */
  bool negated;     /* a relation that an attribute negates */
} ann_line;

typedef struct ann_lines {
  TRAWL_VEC(ann_line) lines; /* in their order; of lines with one id the first counts */
  TRAWL_VEC(uint32_t) by_id; /* the line of a number in `ids` */
  text_index ids;
} ann_lines;

bool gold_is_brat(const char *path)
{
  if (!trawl_file_is_folder(path)) {
    return ends_in(path, ".ann");
  }
  trawl_arena arena = {NULL, NULL};
  trawl_paths found = {.at = NULL};
  const bool any = trawl_file_list(path, ".ann", &arena, &found) == TRAWL_OK && found.len > 0;
  trawl_vec_clear(&found);
  trawl_arena_clear(&arena);
  return any;
}

static bool add_line(ann_lines *out, ann_line line)
{
  bool fresh;
  return text_index_add(&out->ids, line.id, &fresh) != TRAWL_NONE
         && (!fresh || trawl_vec_push(&out->by_id, out->lines.len)) && trawl_vec_push(&out->lines, line);
}

/* Cuts the text into lines, in place. */
static bool cut_lines(char *text, ann_lines *out)
{
  for (char *at = text, *end; *at; at = end) {
    end = at + strcspn(at, "\n");
    end += *end == '\n' ? (*end = '\0', 1) : 0;
    char *tab = strchr(at, '\t');
    ann_line line = {.id = at, .rest = tab ? tab + 1 : at + strlen(at), .text = ""};
    if (tab) {
      *tab = '\0';
      char *second = strchr(line.rest, '\t');
      if (second) {
        *second = '\0';
        line.text = second + 1;
      }
    }
    if (!add_line(out, line)) {
      return false;
    }
  }
  return true;
}

static ann_line *line_called(const ann_lines *lines, const char *id)
{
  const uint32_t number = text_index_find(&lines->ids, id);
  return number == TRAWL_NONE ? NULL : &lines->lines.at[lines->by_id.at[number]];
}

/* The span called in "Arg1:T3"; NULL: there is none. */
static const ann_line *argument(const ann_lines *lines, const char *rest, const char *key)
{
  char id[32] = "";
  const char *at = strstr(rest, key);
  const bool named = at && sscanf(at + strlen(key), "%31s", id) == 1;
  const ann_line *span = named ? line_called(lines, id) : NULL;
  return span && *span->text ? span : NULL;
}

static void negate(const ann_lines *lines)
{
  for (uint32_t i = 0; i < lines->lines.len; ++i) {
    const ann_line *at = &lines->lines.at[i];
    char name[16] = "", id[32] = "";
    if ((at->id[0] == 'A' || at->id[0] == 'M') && sscanf(at->rest, "%15s %31s", name, id) == 2
        && (strcmp(name, "Negated") == 0 || strcmp(name, "Negation") == 0)) {
      ann_line *relation = line_called(lines, id);
      if (relation) {
        relation->negated = true;
      }
    }
  }
}

static void give_relations(const char *path, const char *doc, const ann_lines *lines, const gold_sink *to)
{
  negate(lines);
  for (uint32_t i = 0; i < lines->lines.len; ++i) {
    const ann_line *at = &lines->lines.at[i];
    char type[128] = "";
    if (at->id[0] != 'R') {
      continue;
    }
    const ann_line *subject = argument(lines, at->rest, "Arg1:"), *object = argument(lines, at->rest, "Arg2:");
    if (sscanf(at->rest, "%127s", type) != 1 || !subject || !object) {
      to->fault(to->with, path, i + 1, 1, "a relation needs a type, and an Arg1 and an Arg2 that are spans");
    } else {
      give(to, path, i + 1, doc, subject->text, type, object->text, at->negated);
    }
  }
}

static void read_ann(const char *path, const gold_sink *to)
{
  trawl_buf text = {.at = NULL};
  ann_lines lines = {.ids = {.slots = NULL}};
  trawl_arena arena = {NULL, NULL};
  const trawl_status status = trawl_file_read(path, 0, &text);
  trawl_buf_put(&text, "", 1);
  const char *base = trawl_file_base(path);
  const char *doc = trawl_arena_printf(&arena, "%.*s.txt", (int)(strlen(base) - strlen(".ann")), base);
  if (status != TRAWL_OK) {
    to->fault(to->with, path, 0, 0, status == TRAWL_IO ? strerror(errno) : trawl_status_text(status));
  } else if (!doc || text.failed || !cut_lines(text.at, &lines)) {
    to->fault(to->with, path, 0, 0, trawl_status_text(TRAWL_NO_MEM));
  } else {
    give_relations(path, doc, &lines, to);
  }
  trawl_vec_clear(&lines.lines);
  trawl_vec_clear(&lines.by_id);
  text_index_clear(&lines.ids);
  trawl_buf_clear(&text);
  trawl_arena_clear(&arena);
}

void gold_read_brat(const char *path, const gold_sink *to)
{
  trawl_arena arena = {NULL, NULL};
  trawl_paths found = {.at = NULL};
  const trawl_status status = trawl_file_list(path, ".ann", &arena, &found);
  if (status == TRAWL_NO_MEM) {
    to->fault(to->with, path, 0, 0, trawl_status_text(status));
  } else if (status != TRAWL_OK) {
    to->fault(to->with, found.at[--found.len], 0, 0, strerror(errno));
  }
  for (uint32_t i = 0; i < found.len; ++i) {
    read_ann(found.at[i], to);
  }
  trawl_vec_clear(&found);
  trawl_arena_clear(&arena);
}

/* ---- CoNLL04 ----------------------------------------------------------------------------------- */

bool gold_is_conll04(const char *path)
{
  return ends_in(path, ".json");
}

static bool words_of(const json_t *tokens, size_t start, size_t end, trawl_buf *out)
{
  out->len = 0;
  for (size_t i = start; i < end; ++i) {
    const char *word = json_string_value(json_array_get(tokens, i));
    if (!word) {
      return false;
    }
    trawl_buf_puts(out, i > start ? " " : "");
    trawl_buf_puts(out, word);
  }
  return end > start && !out->failed;
}

/* The words of the entity that a relation names under `key`. */
static bool entity_of(const json_t *sentence, const json_t *relation, const char *key, trawl_buf *out)
{
  const json_t *index = json_object_get(relation, key);
  const json_t *entity =
    json_is_integer(index) && json_integer_value(index) >= 0
      ? json_array_get(json_object_get(sentence, "entities"), (size_t)json_integer_value(index))
      : NULL;
  const json_int_t start = json_integer_value(json_object_get(entity, "start"));
  const json_int_t end = json_integer_value(json_object_get(entity, "end"));
  return entity && start >= 0 && end > start
         && words_of(json_object_get(sentence, "tokens"), (size_t)start, (size_t)end, out);
}

static void give_sentence(const char *path, const char *doc, const json_t *sentence, const gold_sink *to)
{
  trawl_buf head = {.at = NULL}, tail = {.at = NULL};
  const json_t *tokens = json_object_get(sentence, "tokens"), *relation;
  size_t i;
  if (!words_of(tokens, 0, json_array_size(tokens), &head)) {
    to->fault(to->with, path, 0, 0, "a sentence needs a list of words as its \"tokens\"");
  } else {
    to->text(to->with, doc, head.at, head.len);
  }
  json_array_foreach(json_object_get(sentence, "relations"), i, relation)
  {
    const char *type = json_string_value(json_object_get(relation, "type"));
    if (!type || !entity_of(sentence, relation, "head", &head) || !entity_of(sentence, relation, "tail", &tail)) {
      to->fault(to->with, path, 0, 0, "a relation needs a \"type\", and a \"head\" and a \"tail\" that are entities");
    } else {
      give(to, path, 0, doc, trawl_buf_str(&head), type, trawl_buf_str(&tail), false);
    }
  }
  trawl_buf_clear(&head);
  trawl_buf_clear(&tail);
}

void gold_read_conll04(const char *path, const gold_sink *to)
{
  json_error_t error;
  json_t *all = json_load_file(path, JSON_ALLOW_NUL, &error), *sentence;
  size_t i;
  if (!json_is_array(all)) {
    const bool place = !all && error.line > 0;
    to->fault(to->with, path, place ? (uint32_t)error.line : 0, place ? (uint32_t)error.column : 0,
              all ? "CoNLL04 is a list of sentences" : error.text);
  }
  json_array_foreach(all, i, sentence)
  {
    char name[64];
    const json_t *id = json_object_get(sentence, "orig_id");
    const long long number = json_is_integer(id) ? (long long)json_integer_value(id) : (long long)i;
    snprintf(name, sizeof name, "%lld", number);
    give_sentence(path, json_is_string(id) ? json_string_value(id) : name, sentence, to);
  }
  json_decref(all);
}
