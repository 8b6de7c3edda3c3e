/* SPDX-License-Identifier: MIT
 * yaml.c - libyaml's events become a tree of nodes with places.
 *
 * The bytes are looked through before libyaml sees them, so that bad UTF-8 and control characters are
 * reported where they stand.  Depth and size are checked while events come in, never afterwards: a
 * hostile file costs no more than reading it up to the point where it goes too far.  (libyaml looks at
 * most 1,024 characters ahead of the event it hands out, which bounds what deep nesting can cost.)
 *
 * Children of nodes that are still open wait in one array, `pending`; when a node ends, its part of
 * the array moves into the arena.  Nothing here recurses. */
#include "resource/yaml.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "base/vec.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

enum {
  SMALL_MAP = 12,
  TEXT_SHOWN = 40,
  DOUBLE_KEYS_SHOWN = 100, /* of one file: more than that is no slip of the hand */
};

typedef struct open_node {
  trawl_yaml *node;
  uint32_t first; /* its children in `pending` */
} open_node;

typedef struct reader {
  yaml_parser_t parser;
  trawl_yaml_file file;
  trawl_arena *arena;
  TRAWL_VEC(const trawl_yaml *) pending; /* of a map: key, value, key, value ... */
  TRAWL_VEC(uint32_t) slots;             /* for finding double keys of big maps */
  open_node open[TRAWL_MOST_YAML_DEPTH];
  uint32_t depth, nodes, documents, double_keys;
  bool faulty; /* something was reported; reading goes on to find more */
} reader;

/* ---- places ------------------------------------------------------------------------------- */

static trawl_place place_of(const reader *in, yaml_mark_t mark)
{
  return (trawl_place){in->file.source, (uint32_t)mark.line + 1, (uint32_t)mark.column + 1, 1};
}

static trawl_status fault(reader *in, yaml_mark_t mark, const char *code, const char *hint,
                          const char *message)
{
  in->faulty = true;
  return trawl_report_hint(in->file.findings, place_of(in, mark), code, TRAWL_BAD_RULE, hint, "%s",
                           message);
}

/* ---- bytes before libyaml ------------------------------------------------------------------- */

/* What YAML calls printable. */
static bool may_stand_in_yaml(uint32_t code)
{
  if (code < 0x7F) {
    return code >= 0x20 || code == '\t' || code == '\n' || code == '\r';
  }
  return code == 0x85 || (code >= 0xA0 && code != 0xFEFF && code != 0xFFFE && code != 0xFFFF);
}

static trawl_status report_byte(const trawl_yaml_file *file, trawl_place place, trawl_rune rune,
                                unsigned char byte)
{
  if (rune.bad) {
    return trawl_report(file->findings, place, "E102", TRAWL_BAD_RULE,
                        "not UTF-8: byte 0x%02X does not fit here", byte);
  }
  return trawl_report(file->findings, place, "E103", TRAWL_BAD_RULE,
                      "control character U+%04X is not allowed in YAML", (unsigned)rune.code);
}

static trawl_status check_bytes(const trawl_yaml_file *file)
{
  const char *text = file->source->text;
  const size_t len = file->source->len;
  trawl_place place = {file->source, 1, 1, 1};
  for (size_t i = 0; i < len;) {
    const unsigned char byte = (unsigned char)text[i];
    if (byte >= 0x20 && byte < 0x7F) {
      ++i;
      ++place.column;
      continue;
    }
    const trawl_rune rune = trawl_utf8_read(text + i, len - i);
    if (rune.bad || !may_stand_in_yaml(rune.code)) {
      return report_byte(file, place, rune, byte);
    }
    i += rune.len;
    ++place.column;
    if (byte == '\n') {
      ++place.line;
      place.column = 1;
    }
  }
  return TRAWL_OK;
}

/* ---- syntax errors -------------------------------------------------------------------------- */

/* libyaml's words, ours (NULL: keep them), and what may be meant. %zu: the line where the thing began
 * that the error is about. */
typedef struct wording {
  const char *problem, *message, *hint;
  bool at_start; /* the place where it began tells more than the place where it failed */
} wording;

static const wording wordings[] = {
  {"mapping values are not allowed in this context", "a second ': ' cannot stand here",
   "quote the text if the colon belongs to it; else check the indentation", false},
  {"did not find expected key", "expected another 'key:' here",
   "wrong indentation, or a quotation mark inside the text? the map began in line %zu", false},
  {"did not find expected '-' indicator", "expected another '- ' here",
   "wrong indentation? the list began in line %zu", false},
  {"did not find expected ',' or '}'", "expected ',' or '}'",
   "is the '{' of line %zu closed, and text that holds , { } [ ] quoted?", false},
  {"did not find expected ',' or ']'", "expected ',' or ']'",
   "is the '[' of line %zu closed, and text that holds , { } [ ] quoted?", false},
  {"could not find expected ':'", "expected a ':' after this key", NULL, true},
  {"found unexpected end of stream", "the quotation mark that opens here is never closed", NULL,
   true},
  {"found unexpected document indicator", "the quotation mark that opens here is never closed",
   NULL, true},
  {"found unknown escape character", "unknown escape after '\\'",
   "in double quotes '\\' begins an escape: write '\\\\', or use single quotes", false},
  {"did not find expected hexdecimal number", "expected hexadecimal digits after the escape", NULL,
   false},
  {"found character that cannot start any token",
   "an unquoted text cannot begin with this character", "quote the text", false},
  {"block sequence entries are not allowed in this context", "a list item '- ' cannot stand here",
   "begin the list in a line of its own", false},
  {"block mapping entries are not allowed in this context", "a key cannot stand here",
   "wrong indentation?", false},
  {"mapping keys are not allowed in this context", "a key '? ' cannot stand here",
   "quote the text if it begins with a question mark", false},
  {"did not find expected <document start>", "the file goes on after its end", "wrong indentation?",
   false},
  {"did not find expected node content", "expected a value here",
   "is every bracket closed, and text that begins with , : or ? quoted?", false},
  {"found a tab character that violates indentation", "a tab in the indentation",
   "indent with spaces", false},
  {"found a tab character where an indentation space is expected", "a tab in the indentation",
   "indent with spaces", false},
  {"did not find expected alphabetic or numeric character", "'&' and '*' begin anchors and aliases",
   "quote the text", true},
};

/* The column of a tab among the blanks that a line begins with; 0: there is none. */
static uint32_t tab_in_indentation(const trawl_source *source, size_t line)
{
  const char *at = source->text, *end = at + source->len;
  for (size_t i = 0; i < line && at; ++i) {
    at = memchr(at, '\n', (size_t)(end - at));
    at = at ? at + 1 : NULL;
  }
  for (uint32_t column = 1; at && at < end && (*at == ' ' || *at == '\t'); ++at, ++column) {
    if (*at == '\t') {
      return column;
    }
  }
  return 0;
}

static trawl_status syntax_error(reader *in)
{
  const yaml_parser_t *parser = &in->parser;
  if (parser->error == YAML_MEMORY_ERROR) {
    return TRAWL_NO_MEM;
  }
  const char *problem = parser->problem ? parser->problem : "this is no YAML";
  yaml_mark_t mark = parser->problem_mark;
  const uint32_t tab = tab_in_indentation(in->file.source, mark.line);
  if (tab && parser->error == YAML_SCANNER_ERROR) {
    mark.column = tab - 1;
    return fault(in, mark, "E103", "indent with spaces", "a tab in the indentation");
  }
  for (size_t i = 0; i < TRAWL_COUNT(wordings); ++i) {
    const wording *found = &wordings[i];
    if (strcmp(found->problem, problem) == 0) {
      char hint[160] = "";
      if (found->hint) {
        const char *number = strstr(found->hint, "%zu");
        const int before = number ? (int)(number - found->hint) : (int)strlen(found->hint);
        snprintf(hint, sizeof hint, "%.*s", before, found->hint);
        if (number) {
          snprintf(hint + before, sizeof hint - (size_t)before, "%zu%s",
                   parser->context_mark.line + 1, number + 3);
        }
      }
      return fault(in, found->at_start && parser->context ? parser->context_mark : mark, "E103",
                   found->hint ? hint : NULL, found->message);
    }
  }
  return fault(in, mark, "E103", parser->context, problem);
}

/* ---- nodes ---------------------------------------------------------------------------------- */

static bool expects_key(const reader *in)
{
  const open_node *top = in->depth ? &in->open[in->depth - 1] : NULL;
  return top && top->node->kind == TRAWL_YAML_MAP && (in->pending.len - top->first) % 2 == 0;
}

/* Counts a node, makes room for it with `extra` bytes behind, and refuses what has no place in a file. */
static trawl_status new_node(reader *in, const yaml_event_t *event, const yaml_char_t *anchor,
                             const yaml_char_t *tag, size_t extra, trawl_yaml **out)
{
  if (anchor) {
    return fault(in, event->start_mark, "E104",
                 "write the value out, or name it with 'let:' in a rule file",
                 "anchors and aliases are not supported");
  }
  if (tag && strcmp((const char *)tag, "!") != 0) {
    return fault(in, event->start_mark, "E103", "every value is read as text: leave the tag out",
                 "tags are not supported");
  }
  if (++in->nodes > trawl_limit(in->file.limits, TRAWL_LIMIT_YAML_NODES)) {
    return fault(in, event->start_mark, "E107", "--limit yaml-nodes=N allows more",
                 "too many values in one file");
  }
  trawl_yaml *node = trawl_arena_alloc(in->arena, sizeof *node + extra);
  TRAWL_TRY_MEM(node && trawl_vec_push(&in->pending, node));
  node->line = (uint32_t)event->start_mark.line + 1;
  node->column = (uint32_t)event->start_mark.column + 1;
  if (event->end_mark.line == event->start_mark.line) {
    node->width = (uint32_t)(event->end_mark.column - event->start_mark.column);
  }
  *out = node;
  return TRAWL_OK;
}

static trawl_status add_scalar(reader *in, const yaml_event_t *event)
{
  const size_t len = event->data.scalar.length;
  const char *value = (const char *)event->data.scalar.value;
  trawl_yaml *node = NULL;
  TRAWL_TRY(new_node(in, event, event->data.scalar.anchor, event->data.scalar.tag, len + 1, &node));
  if (memchr(value, 0, len)) {
    return fault(in, event->start_mark, "E103", NULL, "a text cannot hold the character NUL");
  }
  char *copy = (char *)(node + 1);
  memcpy(copy, value, len);
  copy[len] = '\0';
  node->kind = TRAWL_YAML_SCALAR;
  node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  node->text = copy;
  return TRAWL_OK;
}

static trawl_status open_collection(reader *in, const yaml_event_t *event)
{
  const bool map = event->type == YAML_MAPPING_START_EVENT;
  if (expects_key(in)) {
    return fault(in, event->start_mark, "E103", "quote a text that begins with [ or {",
                 "a key must be a single word or text");
  }
  if (in->depth == trawl_limit(in->file.limits, TRAWL_LIMIT_YAML_DEPTH)) {
    return fault(in, event->start_mark, "E105", NULL, "nested too deep");
  }
  trawl_yaml *node = NULL;
  TRAWL_TRY(
    new_node(in, event, map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor,
             map ? event->data.mapping_start.tag : event->data.sequence_start.tag, 0, &node));
  node->kind = map ? TRAWL_YAML_MAP : TRAWL_YAML_LIST;
  node->width = 1;
  in->open[in->depth++] = (open_node){node, in->pending.len};
  return TRAWL_OK;
}

static void report_double_key(reader *in, const trawl_yaml *key, const trawl_yaml *before)
{
  char hint[64];
  in->faulty = true;
  if (++in->double_keys > DOUBLE_KEYS_SHOWN) {
    return;
  }
  snprintf(hint, sizeof hint, "the first one is in line %u", (unsigned)before->line);
  trawl_report_hint(in->file.findings, trawl_yaml_place(&in->file, key), "E106", TRAWL_BAD_RULE,
                    hint, "key '%.*s' stands here twice", TEXT_SHOWN, key->text);
}

static trawl_status check_keys(reader *in, const trawl_yaml *map)
{
  if (map->count <= SMALL_MAP) {
    for (uint32_t i = 1; i < map->count; ++i) {
      for (uint32_t j = 0; j < i; ++j) {
        if (strcmp(map->keys[i]->text, map->keys[j]->text) == 0) {
          report_double_key(in, map->keys[i], map->keys[j]);
          break;
        }
      }
    }
    return TRAWL_OK;
  }
  uint32_t size = 64;
  while (size / 2 < map->count) {
    size *= 2;
  }
  TRAWL_TRY_MEM(trawl_vec_reserve(&in->slots, size));
  memset(in->slots.at, 0, size * sizeof *in->slots.at);
  for (uint32_t i = 0; i < map->count; ++i) {
    const char *text = map->keys[i]->text;
    uint32_t slot = (uint32_t)trawl_hash_bytes(text, strlen(text)) & (size - 1);
    while (in->slots.at[slot] && strcmp(map->keys[in->slots.at[slot] - 1]->text, text) != 0) {
      slot = (slot + 1) & (size - 1);
    }
    if (in->slots.at[slot]) {
      report_double_key(in, map->keys[i], map->keys[in->slots.at[slot] - 1]);
    } else {
      in->slots.at[slot] = i + 1;
    }
  }
  return TRAWL_OK;
}

static trawl_status close_collection(reader *in)
{
  const open_node top = in->open[--in->depth];
  const trawl_yaml **children = in->pending.at + top.first;
  const uint32_t n = in->pending.len - top.first;
  in->pending.len = top.first;
  if (!n) {
    return TRAWL_OK;
  }
  const trawl_yaml **copy = trawl_arena_alloc(in->arena, n * sizeof(const trawl_yaml *));
  TRAWL_TRY_MEM(copy);
  top.node->items = copy;
  if (top.node->kind == TRAWL_YAML_LIST) {
    top.node->count = n;
    memcpy(copy, children, n * sizeof(const trawl_yaml *));
    return TRAWL_OK;
  }
  top.node->count = n / 2;
  top.node->keys = copy + n / 2;
  for (uint32_t i = 0; i < n / 2; ++i) {
    top.node->keys[i] = children[2 * i];
    top.node->items[i] = children[2 * i + 1];
  }
  return check_keys(in, top.node);
}

/* ---- reading -------------------------------------------------------------------------------- */

static trawl_status take_event(reader *in, const yaml_event_t *event)
{
  switch (event->type) {
  case YAML_DOCUMENT_START_EVENT:
    return ++in->documents > 1 ? fault(in, event->start_mark, "E109", "write one document a file",
                                       "a second document begins here")
                               : TRAWL_OK;
  case YAML_ALIAS_EVENT:
    return fault(in, event->start_mark, "E104", "quote a text that begins with '*'",
                 "anchors and aliases are not supported");
  case YAML_SCALAR_EVENT:
    return add_scalar(in, event);
  case YAML_SEQUENCE_START_EVENT:
  case YAML_MAPPING_START_EVENT:
    return open_collection(in, event);
  case YAML_SEQUENCE_END_EVENT:
  case YAML_MAPPING_END_EVENT:
    return close_collection(in);
  default:
    return TRAWL_OK;
  }
}

static trawl_status read_events(reader *in)
{
  for (bool more = true; more;) {
    yaml_event_t event;
    if (!yaml_parser_parse(&in->parser, &event)) {
      return syntax_error(in);
    }
    more = event.type != YAML_STREAM_END_EVENT;
    const trawl_status status = take_event(in, &event);
    yaml_event_delete(&event);
    TRAWL_TRY(status);
  }
  const trawl_yaml *root = in->pending.len ? in->pending.at[0] : NULL;
  if (!root || (root->kind == TRAWL_YAML_SCALAR && root->plain && !*root->text)) {
    return trawl_report(in->file.findings, trawl_yaml_place(&in->file, NULL), "E108",
                        TRAWL_BAD_RULE, "the file is empty");
  }
  in->file.root = root;
  return in->faulty ? TRAWL_BAD_RULE : TRAWL_OK;
}

/* A copy of the text that lives as long as the tree; without the byte order mark. */
static const trawl_source *copy_source(const char *name, const char *text, size_t len,
                                       trawl_arena *arena)
{
  if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
    text += 3;
    len -= 3;
  }
  trawl_source *source = trawl_arena_alloc(arena, sizeof *source);
  if (source) {
    source->name = trawl_arena_str(arena, name);
    source->text = len ? trawl_arena_strn(arena, text, len) : "";
    source->len = len;
  }
  return source && source->name && source->text ? source : NULL;
}

static trawl_status too_large(const char *name, const trawl_limits *limits, trawl_findings *findings)
{
  const trawl_source source = {.name = name};
  const unsigned max = trawl_limit(limits, TRAWL_LIMIT_YAML_BYTES);
  const bool whole = max >> 20 << 20 == max;
  return trawl_report_hint(findings, (trawl_place){.source = &source}, "E107", TRAWL_BAD_RULE,
                           "long lists of names belong into a TSV file", "the file is larger than %u %s",
                           whole ? max >> 20 : max, whole ? "MiB" : "bytes");
}

trawl_status trawl_yaml_parse(const char *name, const char *text, size_t len, trawl_arena *arena,
                              trawl_findings *findings, trawl_yaml_file *out)
{
  return trawl_yaml_parse_within(NULL, name, text, len, arena, findings, out);
}

trawl_status trawl_yaml_parse_within(const trawl_limits *limits, const char *name, const char *text, size_t len,
                                     trawl_arena *arena, trawl_findings *findings, trawl_yaml_file *out)
{
  if (len > trawl_limit(limits, TRAWL_LIMIT_YAML_BYTES)) {
    return too_large(name, limits, findings);
  }
  const trawl_source *source = copy_source(name, text, len, arena);
  TRAWL_TRY_MEM(source);
  reader in = {.file = {.source = source, .findings = findings, .limits = limits}, .arena = arena};
  TRAWL_TRY(check_bytes(&in.file));
  TRAWL_TRY_MEM(yaml_parser_initialize(&in.parser));
  yaml_parser_set_encoding(&in.parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&in.parser, (const unsigned char *)source->text, source->len);
  const trawl_status status = read_events(&in);
  yaml_parser_delete(&in.parser);
  trawl_vec_clear(&in.pending);
  trawl_vec_clear(&in.slots);
  if (status == TRAWL_OK) {
    *out = in.file;
  }
  return status;
}

trawl_status trawl_yaml_load(const char *path, const char *name, trawl_arena *arena,
                             trawl_findings *findings, trawl_yaml_file *out)
{
  return trawl_yaml_load_within(NULL, path, name, arena, findings, out);
}

trawl_status trawl_yaml_load_within(const trawl_limits *limits, const char *path, const char *name,
                                    trawl_arena *arena, trawl_findings *findings, trawl_yaml_file *out)
{
  name = name ? name : path;
  trawl_buf text = {.at = NULL};
  trawl_status status = trawl_file_read(path, trawl_limit(limits, TRAWL_LIMIT_YAML_BYTES), &text);
  if (status == TRAWL_OK) {
    status = trawl_yaml_parse_within(limits, name, text.at ? text.at : "", text.len, arena, findings, out);
  } else if (status == TRAWL_LIMIT) {
    status = too_large(name, limits, findings);
  } else if (status == TRAWL_IO) {
    const trawl_source source = {.name = name};
    trawl_report(findings, (trawl_place){.source = &source}, "E101", TRAWL_IO, "cannot be read: %s",
                 strerror(errno));
  }
  trawl_buf_clear(&text);
  return status;
}
