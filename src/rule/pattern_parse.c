/* SPDX-License-Identifier: MIT
 * pattern_parse.c - the text of a token pattern becomes a tree.
 *
 *   choice    = sequence { "|" sequence }
 *   sequence  = { element }
 *   element   = item [ "?" | "*" | "+" | "{" n [ "," [ m ] ] "}" ] [ "?" ]
 *   item      = '"words"' | lemma | "." | "^" | "$" | "$" list | "(" choice ")" | "[" test "]"
 *             | "{" type "}" | "{" name "}" | "{" name ":" type "}" | "{" name ":" choice "}"
 *
 * One function for each production.  Nodes live in a scratch arena; words are interned on the way.  Reading
 * stops at a pattern's first fault.  What stands in [...] is read by pattern_attr.c. */
#include "rule/pattern_set.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static trawl_status parse_choice(trawl_pattern_parser *p, trawl_node **out);

static uint32_t limit_of(const trawl_pattern_parser *p, trawl_limit_id id)
{
  return trawl_limit(p->env->file->limits, id);
}

/* The byte of the source at which a node begins, or NULL. */
static const char *source_of(const trawl_yaml_file *file, const trawl_yaml *node)
{
  if (!file->source || !file->source->text) {
    return NULL;
  }
  const char *at = file->source->text, *end = at + file->source->len;
  for (uint32_t line = 1; line < node->line; ++line) {
    at = memchr(at, '\n', (size_t)(end - at));
    if (!at) {
      return NULL;
    }
    ++at;
  }
  for (uint32_t column = 1; column < node->column && at < end; ++column) {
    ++at;
    while (at < end && ((unsigned char)*at & 0xc0) == 0x80) {
      ++at;
    }
  }
  return at < end ? at : NULL;
}

/* Columns between the scalar's first character and byte `at` of its value: the quote that opens, and what
 * was written as two characters. */
static uint32_t columns_to(const trawl_pattern_parser *p, size_t at)
{
  const char *source = source_of(p->env->file, p->node);
  const char quote = source && !p->node->plain ? *source : 0;
  uint32_t columns = quote == '\'' || quote == '"';
  for (size_t i = 0; i < at; ++i) {
    const char c = p->text[i];
    columns += ((unsigned char)c & 0xc0) != 0x80;
    columns += (quote == '\'' && c == '\'') || (quote == '"' && (c == '"' || c == '\\'));
  }
  return columns;
}

trawl_place trawl_pattern_place(const trawl_pattern_parser *p, size_t at, size_t len)
{
  trawl_place place = trawl_yaml_place(p->env->file, p->node);
  place.column += columns_to(p, at);
  place.width = (uint32_t)(len ? len : 1);
  return place;
}

trawl_status trawl_pattern_fault(const trawl_pattern_parser *p, size_t at, size_t len,
                                 const char *code, const char *hint, const char *format, ...)
{
  char message[256];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  return trawl_report_hint(p->env->file->findings, trawl_pattern_place(p, at, len), code, TRAWL_BAD_RULE,
                           hint, "%s", message);
}

void trawl_pattern_skip_space(trawl_pattern_parser *p)
{
  while (p->at < p->len && strchr(" \t\r\n", p->text[p->at])) {
    ++p->at;
  }
}

static bool is_name_byte(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
         || (unsigned char)c >= 0x80;
}

size_t trawl_pattern_name_len(const trawl_pattern_parser *p, size_t at)
{
  size_t end = at;
  while (end < p->len && is_name_byte(p->text[end])) {
    ++end;
  }
  return end - at;
}

static trawl_status new_node(trawl_pattern_parser *p, trawl_node_kind kind, trawl_node **out)
{
  trawl_node *node = trawl_arena_alloc(p->scratch, sizeof *node);
  TRAWL_TRY_MEM(node);
  node->kind = (uint8_t)kind;
  node->item.slot = TRAWL_NO_SLOT;
  *out = node;
  return TRAWL_OK;
}

/* ---- words ---------------------------------------------------------------------------------- */

trawl_status trawl_pattern_fold(trawl_pattern_parser *p, const char *text, size_t len,
                                uint32_t *out)
{
  trawl_words *words = &p->env->lexicon->words;
  uint32_t id;
  TRAWL_TRY(trawl_words_add(words, text, len, &id, NULL));
  *out = trawl_words_sound(words, trawl_words_at(words, id)->folded, id);
  return TRAWL_OK;
}

trawl_status trawl_pattern_word_list(trawl_pattern_set *set, uint32_t *ids, uint32_t count,
                                     trawl_item *out)
{
  if (count == 1) {
    *out = (trawl_item){.kind = TRAWL_ITEM_WORD, .slot = TRAWL_NO_SLOT, .value = ids[0]};
    return TRAWL_OK;
  }
  trawl_pattern_sort_ids(ids, count);
  const uint32_t first = set->ids.len;
  for (uint32_t i = 0; i < count; ++i) {
    if (i == 0 || ids[i] != ids[i - 1]) {
      TRAWL_TRY_MEM(trawl_vec_push(&set->ids, ids[i]));
    }
  }
  const trawl_atom atom = {.kind = TRAWL_ATOM_LIST, .first = first, .count = set->ids.len - first};
  const trawl_test test = {
    .tags = UINT64_MAX, .first_atom = set->atoms.len, .word_atoms = 1, .atom_count = 1};
  TRAWL_TRY_MEM(trawl_vec_push(&set->atoms, atom));
  return trawl_pattern_add_test(set, test, out);
}

/* The end of the token that begins at `at`: white space ends it, a hyphen between letters is a token of its
 * own, as the tokenizer has it, and so is a dash, which texts have as two hyphens. */
static size_t word_end(const char *text, size_t len, size_t at)
{
  if (text[at] == '-') {
    return at + 1 + (at + 1 < len && text[at + 1] == '-');
  }
  while (at < len && !strchr(" \t\r\n-", text[at])) {
    ++at;
  }
  return at;
}

/* Words in a row, each in any case. `count` says how many there were; the node is that word or a
 * sequence. */
static trawl_status word_nodes(trawl_pattern_parser *p, const char *text, size_t len,
                               trawl_node **out, uint32_t *count)
{
  trawl_node *sequence;
  TRAWL_TRY(new_node(p, TRAWL_NODE_SEQUENCE, &sequence));
  trawl_node **tail = &sequence->child;
  *count = 0;
  for (size_t at = 0; at < len;) {
    if (strchr(" \t\r\n", text[at])) {
      ++at;
      continue;
    }
    const size_t end = word_end(text, len, at);
    TRAWL_TRY(new_node(p, TRAWL_NODE_ITEM, tail));
    (*tail)->item.kind = TRAWL_ITEM_WORD;
    TRAWL_TRY(trawl_pattern_fold(p, text + at, end - at, &(*tail)->item.value));
    tail = &(*tail)->sibling;
    at = end;
    ++*count;
  }
  *out = *count == 1 ? sequence->child : sequence;
  return TRAWL_OK;
}

/* Says of each run without blanks whether a text may have it. `item`: of a list; NULL: in the pattern. */
static void doubt_words(const trawl_pattern_parser *p, const char *text, size_t len, const trawl_yaml *item)
{
  enum { WORDS = 16 };
  for (size_t at = 0; at < len && p->env->cut;) {
    trawl_span words[WORDS];
    uint32_t count = 0;
    const size_t start = at;
    while (at < len && !strchr(" \t\r\n", text[at])) {
      const size_t end = word_end(text, len, at);
      if (count < WORDS) {
        words[count] = (trawl_span){(uint32_t)(at - start), (uint32_t)(end - start)};
      }
      ++count;
      at = end;
    }
    if (count && count <= WORDS) {
      trawl_pattern_doubt_words(p, text + start, at - start, words, count, item);
    }
    at += at < len;
  }
}

static trawl_status parse_quoted(trawl_pattern_parser *p, trawl_node **out)
{
  const size_t open = p->at++;
  const char *close = memchr(p->text + p->at, '"', p->len - p->at);
  if (!close) {
    return trawl_pattern_fault(p, open, 1, "E212", NULL, "the quotation mark has no partner");
  }
  const size_t len = (size_t)(close - (p->text + p->at));
  uint32_t count = 0;
  TRAWL_TRY(word_nodes(p, p->text + p->at, len, out, &count));
  doubt_words(p, p->text + p->at, len, NULL);
  p->at += len + 1;
  if (count == 0) {
    return trawl_pattern_fault(p, open, len + 2, "E213", NULL,
                               "no word between the quotation marks");
  }
  return TRAWL_OK;
}

static trawl_status parse_lemma(trawl_pattern_parser *p, trawl_node **out)
{
  const size_t len = trawl_pattern_name_len(p, p->at);
  TRAWL_TRY(new_node(p, TRAWL_NODE_ITEM, out));
  (*out)->item.kind = TRAWL_ITEM_LEMMA;
  TRAWL_TRY(trawl_pattern_fold(p, p->text + p->at, len, &(*out)->item.value));
  p->at += len;
  return TRAWL_OK;
}

/* ---- lists ---------------------------------------------------------------------------------- */

/* A choice between single words becomes one test. */
static trawl_status join_words(trawl_pattern_parser *p, trawl_node *choice, trawl_node **out)
{
  uint32_t count = 0;
  for (const trawl_node *n = choice->child; n; n = n->sibling) {
    if (n->kind != TRAWL_NODE_ITEM || n->item.kind != TRAWL_ITEM_WORD) {
      *out = choice;
      return TRAWL_OK;
    }
    ++count;
  }
  uint32_t *ids = trawl_arena_alloc(p->scratch, count * sizeof *ids);
  TRAWL_TRY_MEM(ids);
  count = 0;
  for (const trawl_node *n = choice->child; n; n = n->sibling) {
    ids[count++] = n->item.value;
  }
  TRAWL_TRY(new_node(p, TRAWL_NODE_ITEM, out));
  return trawl_pattern_word_list(p->set, ids, count, &(*out)->item);
}

static trawl_status list_of_words(trawl_pattern_parser *p, const trawl_yaml *list, bool doubt,
                                  trawl_node **out)
{
  trawl_node *choice;
  TRAWL_TRY(new_node(p, TRAWL_NODE_CHOICE, &choice));
  trawl_node **tail = &choice->child;
  for (uint32_t i = 0; i < list->count; ++i) {
    const char *text = list->items[i]->text;
    uint32_t count = 0;
    TRAWL_TRY(word_nodes(p, text, strlen(text), tail, &count));
    if (doubt) {
      doubt_words(p, text, strlen(text), list->items[i]);
    }
    tail = &(*tail)->sibling;
  }
  if (!choice->child) {
    return trawl_report(p->env->file->findings, trawl_yaml_place(p->env->file, list), "E213",
                        TRAWL_BAD_RULE, "the list is empty");
  }
  return join_words(p, choice, out);
}

/* Reads another scalar in the place of this one. */
static trawl_status sub_pattern(trawl_pattern_parser *p, const trawl_yaml *node, trawl_node **out)
{
  const trawl_pattern_parser outer = *p;
  p->node = node;
  p->text = node->text;
  p->len = strlen(node->text);
  p->at = 0;
  TRAWL_TRY(parse_choice(p, out));
  if (p->at < p->len) {
    return trawl_pattern_fault(p, p->at, 1, "E212", NULL, "'%c' has no partner", p->text[p->at]);
  }
  p->node = outer.node;
  p->text = outer.text;
  p->len = outer.len;
  p->at = outer.at;
  return TRAWL_OK;
}

static trawl_status unknown_list(trawl_pattern_parser *p, size_t at, const char *name, size_t len)
{
  const char *names[64];
  size_t count = 0;
  for (uint32_t i = 0; i < p->env->let_count && count < TRAWL_COUNT(names); ++i) {
    names[count++] = p->env->lets[i].name;
  }
  const char *near = trawl_nearest(name, names, count);
  char *hint = near ? trawl_arena_printf(p->scratch, "did you mean '$%s'?", near) : NULL;
  return trawl_pattern_fault(p, at, len + 1, "E216", hint, "unknown list '$%s'", name);
}

static trawl_status parse_dollar(trawl_pattern_parser *p, trawl_node **out)
{
  const size_t at = p->at++;
  const size_t len = trawl_pattern_name_len(p, p->at);
  if (len == 0) {
    return new_node(p, TRAWL_NODE_END, out);
  }
  const char *name = trawl_arena_strn(p->scratch, p->text + p->at, len);
  TRAWL_TRY_MEM(name);
  p->at += len;
  trawl_let *let = NULL;
  for (uint32_t i = 0; i < p->env->let_count; ++i) {
    let = strcmp(p->env->lets[i].name, name) == 0 ? &p->env->lets[i] : let;
  }
  if (!let) {
    return unknown_list(p, at, name, len);
  }
  if (p->depth >= limit_of(p, TRAWL_LIMIT_PATTERN_DEPTH)) {
    return trawl_pattern_fault(p, at, len + 1, "E214", NULL, "'$%s' is nested too deep", name);
  }
  const bool first = !let->used;
  let->used = true;
  if (let->faulty) {
    return TRAWL_BAD_RULE;
  }
  if (let->value->kind == TRAWL_YAML_LIST) {
    return list_of_words(p, let->value, first, out);
  }
  p->depth += 1;
  TRAWL_TRY(sub_pattern(p, let->value, out));
  p->depth -= 1;
  return TRAWL_OK;
}

/* ---- groups and captures -------------------------------------------------------------------- */

static trawl_status closed_by(trawl_pattern_parser *p, char close, size_t open)
{
  if (p->at < p->len && p->text[p->at] == close) {
    ++p->at;
    return TRAWL_OK;
  }
  if (p->at < p->len) {
    return trawl_pattern_fault(p, p->at, 1, "E212", NULL, "expected '%c' before '%c'", close,
                               p->text[p->at]);
  }
  return trawl_pattern_fault(p, open, 1, "E212", NULL, "'%c' has no partner", p->text[open]);
}

static trawl_status parse_group(trawl_pattern_parser *p, trawl_node **out)
{
  const size_t open = p->at++;
  TRAWL_TRY(parse_choice(p, out));
  return closed_by(p, ')', open);
}

static trawl_status slot_of(trawl_pattern_parser *p, size_t at, size_t len, uint8_t *out)
{
  trawl_pattern_set *set = p->set;
  uint32_t name = 0;
  while (name < set->names.len
         && !(strlen(set->names.at[name]) == len
              && memcmp(set->names.at[name], p->text + at, len) == 0)) {
    ++name;
  }
  for (uint8_t i = 0; i < p->slot_count; ++i) {
    if (p->slots[i] == name) {
      *out = i;
      return TRAWL_OK;
    }
  }
  if (p->slot_count == TRAWL_MAX_CAPTURES || name > UINT8_MAX) {
    return trawl_pattern_fault(p, at, len, "E217", NULL, "more than %d captures",
                               TRAWL_MAX_CAPTURES);
  }
  if (name == set->names.len) {
    const char *copy = trawl_arena_strn(p->env->arena, p->text + at, len);
    TRAWL_TRY_MEM(copy);
    TRAWL_TRY_MEM(trawl_vec_push(&set->names, copy));
  }
  p->slots[p->slot_count] = (uint8_t)name;
  *out = p->slot_count++;
  return TRAWL_OK;
}

static trawl_status unknown_type(trawl_pattern_parser *p, size_t at, size_t len, const char *name)
{
  const trawl_types *types = p->env->types;
  const char *near = trawl_nearest(name, types->names, types->count);
  char *hint = near ? trawl_arena_printf(p->scratch, "did you mean '%s'?", near) : NULL;
  return trawl_pattern_fault(p, at, len, "E207", hint, "unknown type '%s'", name);
}

/* The types called `name` at byte `at`. */
static trawl_status types_named(trawl_pattern_parser *p, size_t at, size_t len, uint64_t *out)
{
  const char *name = trawl_arena_strn(p->scratch, p->text + at, len);
  TRAWL_TRY_MEM(name);
  const uint32_t type = trawl_types_find(p->env->types, name);
  if (type == TRAWL_NONE) {
    return unknown_type(p, at, len, name);
  }
  *out = p->env->types->mask[type];
  return TRAWL_OK;
}

static const trawl_capture_default *default_of(const trawl_pattern_parser *p, size_t at, size_t len)
{
  for (uint32_t i = 0; i < p->env->default_count; ++i) {
    const trawl_capture_default *d = &p->env->defaults[i];
    if (strlen(d->name) == len && memcmp(d->name, p->text + at, len) == 0) {
      return d;
    }
  }
  return NULL;
}

/* {type} or {name}, where the name's types are given from outside. */
static trawl_status parse_plain_mention(trawl_pattern_parser *p, size_t at, size_t len,
                                        trawl_node **out)
{
  TRAWL_TRY(new_node(p, TRAWL_NODE_ITEM, out));
  trawl_item *item = &(*out)->item;
  item->kind = TRAWL_ITEM_MENTION;
  const trawl_capture_default *d = default_of(p, at, len);
  if (d) {
    item->types = d->types;
    return slot_of(p, at, len, &item->slot);
  }
  return types_named(p, at, len, &item->types);
}

/* {name: ...}, read up to the colon. A bare word is a type, anything else a pattern. */
static trawl_status parse_capture(trawl_pattern_parser *p, size_t open, size_t name,
                                  size_t name_len, trawl_node **out)
{
  uint8_t slot;
  TRAWL_TRY(slot_of(p, name, name_len, &slot));
  trawl_pattern_skip_space(p);
  const size_t at = p->at, len = trawl_pattern_name_len(p, at);
  p->at += len;
  trawl_pattern_skip_space(p);
  if (len && p->at < p->len && p->text[p->at] == '}') {
    ++p->at;
    TRAWL_TRY(new_node(p, TRAWL_NODE_ITEM, out));
    (*out)->item.kind = TRAWL_ITEM_MENTION;
    (*out)->item.slot = slot;
    return types_named(p, at, len, &(*out)->item.types);
  }
  p->at = at;
  TRAWL_TRY(new_node(p, TRAWL_NODE_CAPTURE, out));
  (*out)->slot = slot;
  TRAWL_TRY(parse_choice(p, &(*out)->child));
  return closed_by(p, '}', open);
}

static trawl_status parse_brace(trawl_pattern_parser *p, trawl_node **out)
{
  const size_t open = p->at++;
  trawl_pattern_skip_space(p);
  const size_t name = p->at, len = trawl_pattern_name_len(p, name);
  if (len == 0) {
    return trawl_pattern_fault(p, open, 1, "E211", NULL, "expected a type or a name after '{'");
  }
  p->at += len;
  trawl_pattern_skip_space(p);
  if (p->at < p->len && p->text[p->at] == ':') {
    ++p->at;
    return parse_capture(p, open, name, len, out);
  }
  TRAWL_TRY(closed_by(p, '}', open));
  return parse_plain_mention(p, name, len, out);
}

/* ---- elements ------------------------------------------------------------------------------- */

static trawl_status parse_test_item(trawl_pattern_parser *p, trawl_node **out)
{
  ++p->at;
  TRAWL_TRY(new_node(p, TRAWL_NODE_ITEM, out));
  return trawl_pattern_parse_test(p, &(*out)->item);
}

static trawl_status parse_mark(trawl_pattern_parser *p, trawl_node **out)
{
  const char c = p->text[p->at++];
  TRAWL_TRY(new_node(p, c == '^' ? TRAWL_NODE_START : TRAWL_NODE_ITEM, out));
  (*out)->item.kind = TRAWL_ITEM_ANY;
  return TRAWL_OK;
}

static trawl_status parse_item(trawl_pattern_parser *p, trawl_node **out)
{
  switch (p->text[p->at]) {
  case '"':
    return parse_quoted(p, out);
  case '(':
    return parse_group(p, out);
  case '{':
    return parse_brace(p, out);
  case '[':
    return parse_test_item(p, out);
  case '$':
    return parse_dollar(p, out);
  case '.':
  case '^':
    return parse_mark(p, out);
  default:
    break;
  }
  if (is_name_byte(p->text[p->at])) {
    return parse_lemma(p, out);
  }
  return trawl_pattern_fault(p, p->at, 1, "E211",
                             "punctuation is written in quotation marks: \",\"", "unexpected '%c'",
                             p->text[p->at]);
}

/* A whole number; TRAWL_NONE when there is none. Stops growing far above every limit. */
static uint32_t read_count(trawl_pattern_parser *p)
{
  uint32_t n = TRAWL_NONE;
  while (p->at < p->len && p->text[p->at] >= '0' && p->text[p->at] <= '9') {
    n = (n == TRAWL_NONE ? 0 : n) * 10 + (uint32_t)(p->text[p->at++] - '0');
    n = n > 100000 ? 100000 : n;
  }
  return n;
}

/* {n} {n,} {n,m} {,m}, at the brace. */
static trawl_status parse_counts(trawl_pattern_parser *p, uint32_t *min, uint32_t *max)
{
  const size_t open = p->at++;
  const uint32_t low = read_count(p);
  uint32_t high = low;
  if (p->at < p->len && p->text[p->at] == ',') {
    ++p->at;
    high = read_count(p);
  }
  if (p->at >= p->len || p->text[p->at] != '}') {
    return trawl_pattern_fault(p, open, 1, "E212", NULL, "expected {n}, {n,} or {n,m}");
  }
  ++p->at;
  *min = low == TRAWL_NONE ? 0 : low;
  *max = high;
  const uint32_t most = limit_of(p, TRAWL_LIMIT_REPEAT);
  if (*min > most || (high != TRAWL_NONE && high > most)) {
    return trawl_pattern_fault(p, open, p->at - open, "E214", NULL, "a repeat count above %u", (unsigned)most);
  }
  if (high != TRAWL_NONE && (high < *min || high == 0)) {
    return trawl_pattern_fault(p, open, p->at - open, "E214", NULL,
                               "the repeat counts {%u,%u} fit nothing", *min, high);
  }
  return TRAWL_OK;
}

static bool at_counts(const trawl_pattern_parser *p)
{
  return p->at + 1 < p->len && p->text[p->at] == '{'
         && ((p->text[p->at + 1] >= '0' && p->text[p->at + 1] <= '9') || p->text[p->at + 1] == ',');
}

/* A quantifier behind `*node`, if there is one. */
static trawl_status parse_repeat(trawl_pattern_parser *p, trawl_node **node)
{
  uint32_t min = 0, max = TRAWL_NONE;
  if (at_counts(p)) {
    TRAWL_TRY(parse_counts(p, &min, &max));
  } else if (p->at < p->len && p->text[p->at] && strchr("?*+", p->text[p->at])) {
    const char c = p->text[p->at++];
    min = c == '+';
    max = c == '?' ? 1 : TRAWL_NONE;
  } else {
    return TRAWL_OK;
  }
  trawl_node *repeat;
  TRAWL_TRY(new_node(p, TRAWL_NODE_REPEAT, &repeat));
  repeat->min = min;
  repeat->max = max;
  repeat->child = *node;
  if (p->at < p->len && p->text[p->at] == '?') {
    repeat->lazy = true;
    ++p->at;
  }
  *node = repeat;
  return TRAWL_OK;
}

static trawl_status parse_sequence(trawl_pattern_parser *p, trawl_node **out)
{
  TRAWL_TRY(new_node(p, TRAWL_NODE_SEQUENCE, out));
  trawl_node **tail = &(*out)->child;
  trawl_pattern_skip_space(p);
  while (p->at < p->len && !strchr("|)}", p->text[p->at])) {
    TRAWL_TRY(parse_item(p, tail));
    TRAWL_TRY(parse_repeat(p, tail));
    tail = &(*tail)->sibling;
    trawl_pattern_skip_space(p);
  }
  if ((*out)->child && !(*out)->child->sibling) {
    *out = (*out)->child;
  }
  return TRAWL_OK;
}

static trawl_status parse_choice(trawl_pattern_parser *p, trawl_node **out)
{
  if (++p->depth > limit_of(p, TRAWL_LIMIT_PATTERN_DEPTH)) {
    return trawl_pattern_fault(p, p->at, 1, "E214", NULL, "brackets nested too deep");
  }
  trawl_node *choice;
  TRAWL_TRY(new_node(p, TRAWL_NODE_CHOICE, &choice));
  trawl_node **tail = &choice->child;
  for (;;) {
    const size_t start = p->at;
    TRAWL_TRY(parse_sequence(p, tail));
    if ((*tail)->kind == TRAWL_NODE_SEQUENCE && !(*tail)->child) {
      return trawl_pattern_fault(p, start, 1, "E213", "write ? behind what may be left out",
                                 "nothing stands here");
    }
    tail = &(*tail)->sibling;
    if (p->at >= p->len || p->text[p->at] != '|') {
      break;
    }
    ++p->at;
  }
  --p->depth;
  if (!choice->child->sibling) {
    *out = choice->child;
    return TRAWL_OK;
  }
  return join_words(p, choice, out);
}

trawl_status trawl_pattern_parse(trawl_pattern_parser *p, trawl_node **out)
{
  if (p->len > limit_of(p, TRAWL_LIMIT_PATTERN_BYTES)) {
    return trawl_pattern_fault(p, 0, 1, "E214", NULL, "the pattern is longer than %u bytes",
                               (unsigned)limit_of(p, TRAWL_LIMIT_PATTERN_BYTES));
  }
  trawl_pattern_skip_space(p);
  if (p->at == p->len) {
    return trawl_pattern_fault(p, 0, 1, "E213", NULL, "the pattern is empty");
  }
  TRAWL_TRY(parse_choice(p, out));
  if (p->at < p->len) {
    return trawl_pattern_fault(p, p->at, 1, "E212", NULL, "'%c' has no partner", p->text[p->at]);
  }
  trawl_pattern_doubt_edges(p, *out);
  return TRAWL_OK;
}
