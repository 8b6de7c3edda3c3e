/* SPDX-License-Identifier: MIT
 * types.c - the types of mentions, read from a `types:` file.
 *
 * Two passes: first all names get their numbers, so that a file may name a type before declaring it;
 * then each "A lies below B" is added to the masks, which are kept closed all the time.  That way the
 * very statement that would close a circle is the one that is reported.  The caller's table is only
 * replaced when the whole file is sound. */
#include "resource/types.h"

#include <string.h>

void trawl_types_init(trawl_types *types)
{
  static const char *const built_in[] = {
#define X(name, text) text,
    TRAWL_TYPES(X)
#undef X
  };
  *types = (trawl_types){.count = TRAWL_TYPE_BUILT_IN};
  for (uint32_t i = 0; i < TRAWL_TYPE_BUILT_IN; ++i) {
    types->names[i] = built_in[i];
    types->mask[i] = UINT64_C(1) << i;
  }
}

uint32_t trawl_types_find(const trawl_types *types, const char *name)
{
  for (uint32_t i = 0; i < types->count; ++i) {
    if (strcmp(types->names[i], name) == 0) {
      return i;
    }
  }
  return TRAWL_NONE;
}

static bool is_word(const char *name)
{
  for (const char *at = name; *at; ++at) {
    const bool letter = *at >= 'a' && *at <= 'z';
    if (!letter && (at == name || !((*at >= '0' && *at <= '9') || *at == '_' || *at == '-'))) {
      return false;
    }
  }
  return *name;
}

static trawl_status declare(trawl_types *types, const trawl_yaml_file *file, const trawl_yaml *key,
                            trawl_arena *arena)
{
  if (trawl_types_find(types, key->text) != TRAWL_NONE) {
    return TRAWL_OK;
  }
  const trawl_place place = trawl_yaml_place(file, key);
  if (!is_word(key->text)) {
    return trawl_report_hint(file->findings, place, "E241", TRAWL_BAD_RULE,
                             "use lower-case letters, digits, '_' and '-'",
                             "'%.40s' cannot be the name of a type", key->text);
  }
  if (types->count == TRAWL_TYPE_MAX) {
    return trawl_report(file->findings, place, "E240", TRAWL_BAD_RULE,
                        "more than %d types, the built-in ones included", TRAWL_TYPE_MAX);
  }
  const char *name = trawl_arena_str(arena, key->text);
  TRAWL_TRY_MEM(name);
  types->names[types->count] = name;
  types->mask[types->count] = UINT64_C(1) << types->count;
  ++types->count;
  return TRAWL_OK;
}

static trawl_status find_type(const trawl_types *types, const trawl_yaml_file *file,
                              const trawl_yaml *node, uint32_t *out)
{
  TRAWL_TRY(trawl_yaml_want(file, node, TRAWL_YAML_SCALAR, "the name of a type"));
  const uint32_t found = trawl_types_find(types, node->text);
  if (found == TRAWL_NONE) {
    return trawl_report_unknown(file->findings, trawl_yaml_place(file, node), "E207", "type",
                                node->text, types->names, types->count);
  }
  *out = found;
  return TRAWL_OK;
}

/* Puts one type below another; every mask that holds the upper one takes in the lower one's. */
static trawl_status put_below(trawl_types *types, const trawl_yaml_file *file,
                              const trawl_yaml *node, uint32_t lower, uint32_t upper)
{
  if (types->mask[lower] >> upper & 1) {
    return trawl_report(file->findings, trawl_yaml_place(file, node), "E242", TRAWL_BAD_RULE,
                        lower == upper ? "type '%s' cannot be below itself"
                                       : "types run in a circle: '%s' is already above '%s'",
                        types->names[lower], types->names[upper]);
  }
  for (uint32_t i = 0; i < types->count; ++i) {
    if (types->mask[i] >> upper & 1) {
      types->mask[i] |= types->mask[lower];
    }
  }
  return TRAWL_OK;
}

/* `node` names one type or a list of types; each goes below `type` or, when `above`, over it. */
static trawl_status relate(trawl_types *types, const trawl_yaml_file *file, const trawl_yaml *node,
                           uint32_t type, bool above)
{
  const bool list = node->kind == TRAWL_YAML_LIST;
  trawl_status status = TRAWL_OK;
  for (uint32_t i = 0; i < (list ? node->count : 1); ++i) {
    const trawl_yaml *item = list ? node->items[i] : node;
    uint32_t other = 0;
    trawl_status one = find_type(types, file, item, &other);
    if (one == TRAWL_OK) {
      one = above ? put_below(types, file, item, type, other)
                  : put_below(types, file, item, other, type);
    }
    status = status == TRAWL_OK ? one : status;
  }
  return status;
}

static trawl_status read_type(trawl_types *types, const trawl_yaml_file *file,
                              const trawl_yaml *key, const trawl_yaml *value)
{
  static const char *const known[] = {"is"};
  const uint32_t type = trawl_types_find(types, key->text);
  if (type == TRAWL_NONE) {
    return TRAWL_BAD_RULE; /* its name was reported */
  }
  if (value->kind == TRAWL_YAML_LIST) {
    return relate(types, file, value, type, false);
  }
  TRAWL_TRY(trawl_yaml_want(file, value, TRAWL_YAML_MAP, "{}, {is: TYPE} or a list of types"));
  TRAWL_TRY(trawl_yaml_only_keys(file, value, known, TRAWL_COUNT(known), "type"));
  const trawl_yaml *is = trawl_yaml_get(value, "is");
  return is ? relate(types, file, is, type, true) : TRAWL_OK;
}

trawl_status trawl_types_load(trawl_types *types, const trawl_yaml_file *file, trawl_arena *arena)
{
  static const char *const known[] = {"types"};
  TRAWL_TRY(trawl_yaml_want(file, file->root, TRAWL_YAML_MAP, "a map with 'types:'"));
  TRAWL_TRY(trawl_yaml_only_keys(file, file->root, known, TRAWL_COUNT(known), "types file"));
  const trawl_yaml *all = trawl_yaml_get(file->root, "types");
  if (!all) {
    return TRAWL_OK;
  }
  TRAWL_TRY(trawl_yaml_want(file, all, TRAWL_YAML_MAP, "a map of types"));
  trawl_types made = *types;
  trawl_status status = TRAWL_OK;
  for (uint32_t i = 0; i < all->count; ++i) {
    const trawl_status one = declare(&made, file, all->keys[i], arena);
    status = status == TRAWL_OK ? one : status;
  }
  for (uint32_t i = 0; i < all->count && status != TRAWL_NO_MEM; ++i) {
    const trawl_status one = read_type(&made, file, all->keys[i], all->items[i]);
    status = status == TRAWL_OK ? one : status;
  }
  if (status == TRAWL_OK) {
    *types = made;
  }
  return status;
}

trawl_status trawl_types_mask(const trawl_types *types, const trawl_yaml_file *file,
                              const trawl_yaml *node, uint64_t *mask)
{
  const bool list = node->kind == TRAWL_YAML_LIST;
  if (list && !node->count) {
    return trawl_report(file->findings, trawl_yaml_place(file, node), "E201", TRAWL_BAD_RULE,
                        "expected at least one type, got an empty list");
  }
  uint64_t made = 0;
  trawl_status status = TRAWL_OK;
  for (uint32_t i = 0; i < (list ? node->count : 1); ++i) {
    uint32_t type = 0;
    const trawl_status one = find_type(types, file, list ? node->items[i] : node, &type);
    made |= one == TRAWL_OK ? types->mask[type] : 0;
    status = status == TRAWL_OK ? one : status;
  }
  if (status == TRAWL_OK) {
    *mask = made;
  }
  return status;
}
