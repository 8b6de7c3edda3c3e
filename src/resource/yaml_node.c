/* SPDX-License-Identifier: MIT
 * yaml_node.c - what the readers of rule files ask of a YAML tree: keys, kinds, numbers.  Whatever is
 * not as it should be is reported here, at the node's place. */
#include "resource/yaml.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_SHOWN = 40 };

trawl_place trawl_yaml_place(const trawl_yaml_file *file, const trawl_yaml *node)
{
  trawl_place place = {.source = file->source};
  if (node) {
    place.line = node->line;
    place.column = node->column;
    place.width = node->width;
  }
  return place;
}

static uint32_t find_key(const trawl_yaml *map, const char *key)
{
  for (uint32_t i = 0; i < map->count; ++i) {
    if (strcmp(map->keys[i]->text, key) == 0) {
      return i;
    }
  }
  return TRAWL_NONE;
}

const trawl_yaml *trawl_yaml_get(const trawl_yaml *map, const char *key)
{
  const uint32_t i = find_key(map, key);
  return i == TRAWL_NONE ? NULL : map->items[i];
}

const trawl_yaml *trawl_yaml_key(const trawl_yaml *map, const char *key)
{
  const uint32_t i = find_key(map, key);
  return i == TRAWL_NONE ? NULL : map->keys[i];
}

/* "E203 expected a whole number from 0 to 9, got 'ten'" and its like. */
static trawl_status unexpected(const trawl_yaml_file *file, const trawl_yaml *node,
                               const char *code, const char *expected)
{
  static const char *const kinds[] = {"", "a list", "a map"};
  const trawl_place place = trawl_yaml_place(file, node);
  if (node->kind != TRAWL_YAML_SCALAR || !*node->text) {
    return trawl_report(file->findings, place, code, TRAWL_BAD_RULE, "expected %s, got %s",
                        expected, node->kind == TRAWL_YAML_SCALAR ? "nothing" : kinds[node->kind]);
  }
  size_t len = strlen(node->text);
  if (len > TEXT_SHOWN) {
    for (len = TEXT_SHOWN; len && (node->text[len] & 0xC0) == 0x80;) {
      --len;
    }
  }
  return trawl_report(file->findings, place, code, TRAWL_BAD_RULE, "expected %s, got '%.*s%s'",
                      expected, (int)len, node->text, node->text[len] ? "..." : "");
}

trawl_status trawl_yaml_want(const trawl_yaml_file *file, const trawl_yaml *node,
                             trawl_yaml_kind kind, const char *what)
{
  static const char *const kinds[] = {"a text", "a list", "a map"};
  return node->kind == kind ? TRAWL_OK : unexpected(file, node, "E201", what ? what : kinds[kind]);
}

trawl_status trawl_report_unknown(trawl_findings *findings, trawl_place place, const char *code,
                                  const char *what, const char *word, const char *const *names,
                                  size_t n)
{
  const char *near = trawl_nearest(word, names, n);
  char hint[400] = "";
  if (near) {
    snprintf(hint, sizeof hint, "did you mean '%s'?", near);
  } else if (n && n <= 20) {
    size_t used = (size_t)snprintf(hint, sizeof hint, "known are: %s", names[0]);
    for (size_t i = 1; i < n && used < sizeof hint; ++i) {
      used += (size_t)snprintf(hint + used, sizeof hint - used, ", %s", names[i]);
    }
  }
  return trawl_report_hint(findings, place, code, TRAWL_BAD_RULE, *hint ? hint : NULL,
                           "unknown %s '%.80s'", what, word);
}

trawl_status trawl_yaml_only_keys(const trawl_yaml_file *file, const trawl_yaml *map,
                                  const char *const *known, size_t n, const char *what)
{
  trawl_status status = TRAWL_OK;
  for (uint32_t i = 0; i < map->count; ++i) {
    bool found = false;
    for (size_t j = 0; j < n && !found; ++j) {
      found = strcmp(map->keys[i]->text, known[j]) == 0;
    }
    if (!found) {
      char thing[80]; /* "relation key"; "a relation" will do as well */
      const char *noun = what && strncmp(what, "a ", 2) == 0 ? what + 2 : what;
      snprintf(thing, sizeof thing, "%s key", noun ? noun : "");
      status = trawl_report_unknown(file->findings, trawl_yaml_place(file, map->keys[i]), "E202",
                                    noun ? thing : "key", map->keys[i]->text, known, n);
    }
  }
  return status;
}

trawl_status trawl_yaml_int(const trawl_yaml_file *file, const trawl_yaml *node, long low,
                            long high, long *out)
{
  if (node->kind == TRAWL_YAML_SCALAR) {
    const char *at = node->text + (*node->text == '-');
    char *end = NULL;
    errno = 0;
    const long number = strtol(node->text, &end, 10);
    if (*at >= '0' && *at <= '9' && !*end && !errno && number >= low && number <= high) {
      *out = number;
      return TRAWL_OK;
    }
  }
  char expected[80];
  snprintf(expected, sizeof expected, "a whole number from %ld to %ld", low, high);
  return unexpected(file, node, "E203", expected);
}

/* Digits with at most one point, so that the program's locale and hexadecimal forms have no say. */
static bool read_decimal(const char *text, double *out)
{
  const bool minus = *text == '-';
  double number = 0, unit = 0;
  bool digits = false;
  for (const char *at = text + minus; *at; ++at) {
    if (*at == '.' && unit == 0) {
      unit = 1;
    } else if (*at >= '0' && *at <= '9') {
      digits = true;
      number = number * 10 + (*at - '0');
      unit *= 10;
    } else {
      return false;
    }
  }
  number = unit > 0 ? number / unit : number;
  *out = minus ? -number : number;
  return digits && isfinite(number);
}

trawl_status trawl_yaml_number(const trawl_yaml_file *file, const trawl_yaml *node, double low,
                               double high, double *out)
{
  double number = 0;
  if (node->kind == TRAWL_YAML_SCALAR && read_decimal(node->text, &number) && number >= low
      && number <= high) {
    *out = number;
    return TRAWL_OK;
  }
  char expected[80];
  snprintf(expected, sizeof expected, "a number from %g to %g", low, high);
  return unexpected(file, node, "E203", expected);
}

trawl_status trawl_yaml_bool(const trawl_yaml_file *file, const trawl_yaml *node, bool *out)
{
  static const char *const words[] = {"false", "true", "no", "yes", "off", "on"};
  for (size_t i = 0; node->kind == TRAWL_YAML_SCALAR && i < TRAWL_COUNT(words); ++i) {
    if (strcmp(node->text, words[i]) == 0) {
      *out = i % 2;
      return TRAWL_OK;
    }
  }
  return unexpected(file, node, "E203", "true or false");
}
