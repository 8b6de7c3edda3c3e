/* SPDX-License-Identifier: MIT
 * stored_trees.c - YAML trees to rows in a pack and back, so that rules are compiled without reading YAML.
 *
 * Rows stand in the order of the text: a node, then its children.  Reading makes the tree that the YAML reader
 * would have made, places included; what a damaged pack may hold costs no more than it has rows. */
#include "resource/stored.h"

#include <string.h>

enum { DEPTH = TRAWL_MOST_YAML_DEPTH };

void trawl_stored_trees_clear(trawl_stored_trees *trees)
{
  trawl_vec_clear(&trees->files);
  trawl_vec_clear(&trees->nodes);
  trawl_vec_clear(&trees->text);
}

static trawl_status keep(trawl_stored_trees *trees, const char *text, uint32_t *at)
{
  const size_t size = strlen(text) + 1;
  TRAWL_TRY_MEM(trawl_vec_reserve(&trees->text, (uint64_t)trees->text.len + size));
  memcpy(trees->text.at + trees->text.len, text, size);
  *at = trees->text.len;
  trees->text.len += (uint32_t)size;
  return TRAWL_OK;
}

static trawl_status add_node(trawl_stored_trees *trees, const trawl_yaml *node, const char *without)
{
  trawl_stored_node row = {.kind = node->kind,
                           .plain = node->plain,
                           .line = node->line,
                           .column = node->column,
                           .width = node->width,
                           .count = node->count};
  if (node->kind == TRAWL_YAML_SCALAR) {
    TRAWL_TRY(keep(trees, node->text, &row.text));
  }
  for (uint32_t i = 0; node->kind == TRAWL_YAML_MAP && i < node->count; ++i) {
    row.count -= strcmp(node->keys[i]->text, without) == 0;
  }
  TRAWL_TRY_MEM(trawl_vec_push(&trees->nodes, row));
  for (uint32_t i = 0; i < node->count; ++i) {
    if (node->kind == TRAWL_YAML_MAP) {
      if (strcmp(node->keys[i]->text, without) == 0) {
        continue;
      }
      TRAWL_TRY(add_node(trees, node->keys[i], without));
    }
    TRAWL_TRY(add_node(trees, node->items[i], without));
  }
  return TRAWL_OK;
}

trawl_status trawl_stored_trees_add(trawl_stored_trees *trees, uint32_t kind, const trawl_yaml_file *file,
                                    size_t strip, const char *without)
{
  const char *name = file->source->name;
  trawl_stored_file row = {.kind = kind, .first = trees->nodes.len};
  TRAWL_TRY(keep(trees, strlen(name) > strip ? name + strip : name, &row.name));
  TRAWL_TRY_MEM(trawl_vec_push(&trees->files, row));
  return add_node(trees, file->root, without);
}

void trawl_stored_trees_store(const trawl_stored_trees *trees, trawl_pack_writer *writer)
{
  trawl_pack_add(writer, TRAWL_SECTION_FILES, trees->files.at, sizeof *trees->files.at, trees->files.len);
  trawl_pack_add(writer, TRAWL_SECTION_NODES, trees->nodes.at, sizeof *trees->nodes.at, trees->nodes.len);
  trawl_pack_add(writer, TRAWL_SECTION_NODE_TEXT, trees->text.at, 1, trees->text.len);
}

/* ---- reading ------------------------------------------------------------------------------------- */

trawl_status trawl_mapped_trees_map(trawl_mapped_trees *trees, const trawl_pack *pack)
{
  uint64_t files, nodes, len;
  trees->files = trawl_pack_section(pack, TRAWL_SECTION_FILES, sizeof *trees->files, &files);
  trees->nodes = trawl_pack_section(pack, TRAWL_SECTION_NODES, sizeof *trees->nodes, &nodes);
  trees->text = trawl_pack_section(pack, TRAWL_SECTION_NODE_TEXT, 1, &len);
  if (!trees->files || !trees->nodes || !trees->text || files > UINT32_MAX || nodes > UINT32_MAX
      || len > UINT32_MAX || !len || trees->text[len - 1] != '\0') {
    return TRAWL_BAD_DATA;
  }
  trees->file_count = (uint32_t)files;
  trees->node_count = (uint32_t)nodes;
  trees->text_len = (uint32_t)len;
  return TRAWL_OK;
}

typedef struct tree_reader {
  const trawl_mapped_trees *trees;
  trawl_arena *arena;
  uint32_t at;
} tree_reader;

static trawl_status read_node(tree_reader *in, unsigned depth, bool key, const trawl_yaml **out);

static trawl_status read_children(tree_reader *in, unsigned depth, trawl_yaml *node)
{
  const bool map = node->kind == TRAWL_YAML_MAP;
  const uint32_t left = in->trees->node_count - in->at;
  if (depth == 0 || node->count > left / (map ? 2 : 1)) {
    return TRAWL_BAD_DATA;
  }
  node->items = trawl_arena_alloc(in->arena, (node->count + (size_t)1) * sizeof *node->items);
  node->keys = map ? trawl_arena_alloc(in->arena, (node->count + (size_t)1) * sizeof *node->keys) : NULL;
  TRAWL_TRY_MEM(node->items && (node->keys || !map));
  for (uint32_t i = 0; i < node->count; ++i) {
    if (map) {
      TRAWL_TRY(read_node(in, depth - 1, true, &node->keys[i]));
    }
    TRAWL_TRY(read_node(in, depth - 1, false, &node->items[i]));
  }
  return TRAWL_OK;
}

static trawl_status read_node(tree_reader *in, unsigned depth, bool key, const trawl_yaml **out)
{
  if (in->at >= in->trees->node_count) {
    return TRAWL_BAD_DATA;
  }
  const trawl_stored_node row = in->trees->nodes[in->at++];
  const bool scalar = row.kind == TRAWL_YAML_SCALAR;
  if (row.kind > TRAWL_YAML_MAP || (key && !scalar) || (scalar && (row.text >= in->trees->text_len || row.count))) {
    return TRAWL_BAD_DATA;
  }
  trawl_yaml *node = trawl_arena_alloc(in->arena, sizeof *node);
  TRAWL_TRY_MEM(node);
  node->kind = row.kind;
  node->plain = row.plain != 0;
  node->line = row.line;
  node->column = row.column;
  node->width = row.width;
  node->count = row.count;
  if (scalar) {
    node->text = in->trees->text + row.text;
  } else {
    TRAWL_TRY(read_children(in, depth, node));
  }
  *out = node;
  return TRAWL_OK;
}

trawl_status trawl_mapped_trees_read(const trawl_mapped_trees *trees, uint32_t i, trawl_arena *arena,
                                     trawl_yaml_file *out)
{
  const trawl_stored_file *file = &trees->files[i];
  if (file->name >= trees->text_len || file->first >= trees->node_count) {
    return TRAWL_BAD_DATA;
  }
  trawl_source *source = trawl_arena_alloc(arena, sizeof *source);
  TRAWL_TRY_MEM(source);
  source->name = trees->text + file->name;
  tree_reader in = {trees, arena, file->first};
  trawl_yaml_file read = {.source = source};
  TRAWL_TRY(read_node(&in, DEPTH, false, &read.root));
  *out = read;
  return TRAWL_OK;
}
