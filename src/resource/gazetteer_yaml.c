/* SPDX-License-Identifier: MIT
 * gazetteer_yaml.c - gazetteers that people write: `entities:` files.
 *
 * A fault costs the entry it stands in, never the file. */
#include "resource/gazetteer_build.h"

#include <string.h>

static trawl_gaz_text text_of(const trawl_yaml_file *yaml, const trawl_yaml *node)
{
  return (trawl_gaz_text){node->text, strlen(node->text), trawl_yaml_place(yaml, node)};
}

static trawl_status unknown_key(trawl_gaz_file *file, const trawl_yaml_file *yaml,
                                const trawl_yaml *key, const char *what, const char *const *known,
                                size_t n)
{
  return trawl_report_unknown(file->loader->findings, trawl_yaml_place(yaml, key), "E301", what,
                              key->text, known, n);
}

static trawl_status date_fault(trawl_gaz_file *file, const trawl_yaml_file *yaml,
                               const trawl_yaml *node)
{
  return trawl_report(file->loader->findings, trawl_yaml_place(yaml, node), "E307", TRAWL_BAD_RULE,
                      "expected a date YYYY-MM-DD, YYYY-MM or YYYY, got '%.40s'", node->text);
}

/* ---- roles ----------------------------------------------------------------------------------- */

static trawl_status set_office(trawl_gaz_file *file, const trawl_yaml_file *yaml,
                               const trawl_yaml *node, trawl_role_entry *role)
{
  if (!*node->text) {
    return trawl_report(file->loader->findings, trawl_yaml_place(yaml, node), "E310",
                        TRAWL_BAD_RULE, "role: expected an office such as president, got nothing");
  }
  const char *space = strrchr(node->text, ' ');
  const char *head = space && space[1] ? space + 1 : node->text;
  TRAWL_TRY(
    trawl_words_add(file->loader->words, node->text, strlen(node->text), &role->role, NULL));
  return trawl_words_add(file->loader->words, head, strlen(head), &role->head, NULL);
}

static trawl_status set_role_field(trawl_gaz_file *file, const trawl_yaml_file *yaml,
                                   const trawl_yaml *key, const trawl_yaml *value,
                                   trawl_role_entry *role)
{
  static const char *const known[] = {"role", "of", "from", "to", "shared", "source", "as_of"};
  TRAWL_TRY(trawl_yaml_want(yaml, value, TRAWL_YAML_SCALAR, "a text"));
  if (strcmp(key->text, "role") == 0) {
    return set_office(file, yaml, value, role);
  }
  if (strcmp(key->text, "of") == 0) {
    const trawl_gaz_text name = text_of(yaml, value);
    return trawl_gaz_add_ref(file, TRAWL_GAZ_ROLES, file->loader->gazetteer->roles.len, &name);
  }
  const bool from = strcmp(key->text, "from") == 0;
  if (from || strcmp(key->text, "to") == 0) {
    return trawl_gaz_date(value->text, strlen(value->text), from ? 0 : 99,
                          from ? &role->from : &role->to)
             ? TRAWL_OK
             : date_fault(file, yaml, value);
  }
  if (strcmp(key->text, "shared") == 0) {
    bool shared = false;
    TRAWL_TRY(trawl_yaml_bool(yaml, value, &shared));
    TRAWL_TRY_MEM(!shared || trawl_vec_push(&file->build->shared, file->loader->gazetteer->roles.len));
    return TRAWL_OK;
  }
  const trawl_gaz_text text = text_of(yaml, value);
  if (strcmp(key->text, "source") == 0) {
    return trawl_gaz_add_source(file, TRAWL_FACT_OF_ROLE, file->loader->gazetteer->roles.len, &text);
  }
  if (strcmp(key->text, "as_of") == 0) {
    return trawl_gaz_add_as_of(file, TRAWL_FACT_OF_ROLE, file->loader->gazetteer->roles.len, &text);
  }
  return unknown_key(file, yaml, key, "role key", known, TRAWL_COUNT(known));
}

static trawl_status read_role(trawl_gaz_file *file, const trawl_yaml_file *yaml,
                              const trawl_yaml *node)
{
  trawl_role_entry role = {.role = TRAWL_NONE, .head = TRAWL_NONE, .of = TRAWL_NONE, .owner = TRAWL_NONE};
  TRAWL_TRY(
    trawl_yaml_want(yaml, node, TRAWL_YAML_MAP, "a role such as {role: president, of: France}"));
  trawl_status status = TRAWL_OK;
  for (uint32_t i = 0; i < node->count && status != TRAWL_NO_MEM; ++i) {
    const trawl_status one = set_role_field(file, yaml, node->keys[i], node->items[i], &role);
    status = one == TRAWL_OK ? status : one;
  }
  if (status == TRAWL_OK && role.role == TRAWL_NONE) {
    status = trawl_report(file->loader->findings, trawl_yaml_place(yaml, node), "E302",
                          TRAWL_BAD_RULE, "a role without 'role:'");
  }
  if (status == TRAWL_OK && role.to && role.from > role.to) {
    status = trawl_report(file->loader->findings, trawl_yaml_place(yaml, node), "E307",
                          TRAWL_BAD_RULE, "this role ends before it begins");
  }
  /* Pushed in any case: a reference may already name its index. */
  TRAWL_TRY_MEM(status != TRAWL_NO_MEM && trawl_vec_push(&file->loader->gazetteer->roles, role));
  return status;
}

static trawl_status read_roles(trawl_gaz_file *file, const trawl_yaml_file *yaml,
                               const trawl_yaml *list)
{
  TRAWL_TRY(
    trawl_gaz_absorb(file, trawl_yaml_want(yaml, list, TRAWL_YAML_LIST, "a list of roles")));
  for (uint32_t i = 0; list->kind == TRAWL_YAML_LIST && i < list->count; ++i) {
    TRAWL_TRY(trawl_gaz_absorb(file, read_role(file, yaml, list->items[i])));
  }
  file->build->drafts.at[file->build->drafts.len - 1].personal = true;
  return TRAWL_OK;
}

/* ---- entries --------------------------------------------------------------------------------- */

static trawl_status read_list(trawl_gaz_file *file, const trawl_yaml_file *yaml,
                              trawl_gaz_field field, const trawl_yaml *list)
{
  TRAWL_TRY(
    trawl_gaz_absorb(file, trawl_yaml_want(yaml, list, TRAWL_YAML_LIST, "a list of names")));
  for (uint32_t i = 0; list->kind == TRAWL_YAML_LIST && i < list->count; ++i) {
    const trawl_yaml *item = list->items[i];
    const trawl_status status = trawl_yaml_want(yaml, item, TRAWL_YAML_SCALAR, "a name");
    TRAWL_TRY(trawl_gaz_absorb(file, status));
    if (status == TRAWL_OK) {
      const trawl_gaz_text text = text_of(yaml, item);
      TRAWL_TRY(trawl_gaz_set(file, field, &text));
    }
  }
  return TRAWL_OK;
}

static trawl_status read_field(trawl_gaz_file *file, const trawl_yaml_file *yaml,
                               const trawl_yaml *key, const trawl_yaml *value)
{
  const trawl_gaz_field field = trawl_gaz_field_of(key->text);
  if (field == TRAWL_GAZ_FIELD_COUNT) {
    return trawl_gaz_absorb(
      file, unknown_key(file, yaml, key, "entry key", trawl_gaz_keys, TRAWL_GAZ_FIELD_COUNT));
  }
  if (field == TRAWL_GAZ_ROLES) {
    return read_roles(file, yaml, value);
  }
  if (trawl_gaz_is_list(field)) {
    return read_list(file, yaml, field, value);
  }
  const trawl_status status = trawl_yaml_want(yaml, value, TRAWL_YAML_SCALAR, "a text");
  if (status != TRAWL_OK) {
    return trawl_gaz_absorb(file, status);
  }
  const trawl_gaz_text text = text_of(yaml, value);
  return trawl_gaz_set(file, field, &text);
}

static trawl_status read_entry(trawl_gaz_file *file, const trawl_yaml_file *yaml,
                               const trawl_yaml *node)
{
  if (trawl_yaml_want(yaml, node, TRAWL_YAML_MAP, "an entry such as {name: Kyiv, type: place}")
      != TRAWL_OK) {
    file->faulty = true;
    return TRAWL_OK;
  }
  TRAWL_TRY(trawl_gaz_begin(file, trawl_yaml_place(yaml, node)));
  for (uint32_t i = 0; i < node->count; ++i) {
    TRAWL_TRY(read_field(file, yaml, node->keys[i], node->items[i]));
  }
  return trawl_gaz_end(file);
}

/* ---- the file -------------------------------------------------------------------------------- */

static trawl_status read_as_of(trawl_gaz_file *file, const trawl_yaml_file *yaml,
                               const trawl_yaml *node)
{
  TRAWL_TRY(trawl_yaml_want(yaml, node, TRAWL_YAML_SCALAR, "a date"));
  const trawl_gaz_text text = text_of(yaml, node);
  return trawl_gaz_add_as_of(file, TRAWL_FACT_OF_FILE, file->source, &text);
}

static trawl_status read_source(trawl_gaz_file *file, const trawl_yaml_file *yaml,
                                const trawl_yaml *node)
{
  TRAWL_TRY(trawl_yaml_want(yaml, node, TRAWL_YAML_SCALAR, "where the facts come from"));
  const trawl_gaz_text text = text_of(yaml, node);
  return trawl_gaz_add_source(file, TRAWL_FACT_OF_FILE, file->source, &text);
}

static trawl_status read_remove(trawl_gaz_file *file, const trawl_yaml_file *yaml,
                                const trawl_yaml *list)
{
  TRAWL_TRY(trawl_yaml_want(yaml, list, TRAWL_YAML_LIST, "a list of ids"));
  trawl_status status = TRAWL_OK;
  for (uint32_t i = 0; i < list->count; ++i) {
    const trawl_yaml *item = list->items[i];
    if (trawl_yaml_want(yaml, item, TRAWL_YAML_SCALAR, "an id") != TRAWL_OK) {
      status = TRAWL_BAD_RULE;
      continue;
    }
    const trawl_gaz_ref ref = {
      .text = trawl_arena_str(file->loader->arena, item->text),
      .source = file->source,
      .line = item->line,
      .column = item->column,
      .width = item->width,
    };
    TRAWL_TRY_MEM(ref.text && trawl_vec_push(&file->build->removes, ref));
  }
  return status;
}

static trawl_status read_entities(trawl_gaz_file *file, const trawl_yaml_file *yaml,
                                  const trawl_yaml *list)
{
  if (list->kind == TRAWL_YAML_SCALAR && !*list->text) {
    return TRAWL_OK; /* `entities:` with nothing below: a file that is yet to be filled */
  }
  TRAWL_TRY(trawl_yaml_want(yaml, list, TRAWL_YAML_LIST, "a list of entries"));
  for (uint32_t i = 0; i < list->count; ++i) {
    TRAWL_TRY(read_entry(file, yaml, list->items[i]));
  }
  return TRAWL_OK;
}

static trawl_status read_part(trawl_gaz_file *file, const trawl_yaml_file *yaml,
                              const trawl_yaml *key, const trawl_yaml *value)
{
  static const char *const known[] = {"source", "as_of", "entities", "remove"};
  if (strcmp(key->text, "entities") == 0) {
    return read_entities(file, yaml, value);
  }
  if (strcmp(key->text, "as_of") == 0) {
    return read_as_of(file, yaml, value);
  }
  if (strcmp(key->text, "remove") == 0) {
    return read_remove(file, yaml, value);
  }
  if (strcmp(key->text, "source") == 0) {
    return read_source(file, yaml, value);
  }
  return unknown_key(file, yaml, key, "gazetteer key", known, TRAWL_COUNT(known));
}

trawl_status trawl_gazetteer_load_yaml(const trawl_gazetteer_loader *loader,
                                       const trawl_yaml_file *yaml)
{
  trawl_gaz_file file;
  TRAWL_TRY(trawl_yaml_want(yaml, yaml->root, TRAWL_YAML_MAP, "a map with 'entities:'"));
  TRAWL_TRY(trawl_gaz_open(loader, yaml->source, &file));
  for (uint32_t i = 0; i < yaml->root->count; ++i) {
    const trawl_status status = read_part(&file, yaml, yaml->root->keys[i], yaml->root->items[i]);
    if (status == TRAWL_NO_MEM) {
      return status;
    }
    file.faulty |= status != TRAWL_OK;
  }
  return file.faulty ? TRAWL_BAD_RULE : TRAWL_OK;
}
