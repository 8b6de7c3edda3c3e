/* SPDX-License-Identifier: MIT
 * stored.h - lexicon, tagger and gazetteer as sections of a pack, and YAML trees as rows.
 *
 * Writing adds sections that point to what is stored, which must stay until the pack is written.  Mapping
 * makes an object whose arrays stand in the pack, which must stay open.  Mapping checks that the sections are
 * there and fit each other; of what they hold it checks the tagger's rows, which are read without looking.
 * Indexes of words, entries and states are checked when they are followed (model/words.h, gazetteer.h), so
 * that opening costs the same for any number of names. */
#ifndef TRAWL_RESOURCE_STORED_H
#define TRAWL_RESOURCE_STORED_H

#include "base/pack.h"
#include "resource/gazetteer.h"
#include "resource/lexicon.h"

/* Numbers of sections; they are part of the format. */
typedef enum trawl_section {
  TRAWL_SECTION_LAYOUT = 1, /* what the program's tables looked like */
  TRAWL_SECTION_SOURCES,    /* of which files the pack was made */
  TRAWL_SECTION_SOURCE_TEXT,
  TRAWL_SECTION_FILES, /* rule files */
  TRAWL_SECTION_NODES, /* their trees */
  TRAWL_SECTION_NODE_TEXT,
  TRAWL_SECTION_WORDS,
  TRAWL_SECTION_WORD_TEXT,
  TRAWL_SECTION_WORD_SLOTS,
  TRAWL_SECTION_CATEGORIES,
  TRAWL_SECTION_TAG_NUMBERS,
  TRAWL_SECTION_TAG_WORDS,
  TRAWL_SECTION_TAG_BUCKETS,
  TRAWL_SECTION_TAG_WEIGHTS, /* two */
  TRAWL_SECTION_TAG_RARE_WEIGHTS,
  TRAWL_SECTION_TAG_SLOTS,
  TRAWL_SECTION_TAG_CLASS_TAG,
  TRAWL_SECTION_TAG_AFTER_CLASS,
  TRAWL_SECTION_TAG_TAGS,
  TRAWL_SECTION_TAG_CAPS,
  TRAWL_SECTION_GAZETTEER,
  TRAWL_SECTION_GAZETTEER_ROWS,
  TRAWL_SECTION_ROLES,
  TRAWL_SECTION_ROLES_OF,
  TRAWL_SECTION_GAZETTEER_TEXT,
  TRAWL_SECTION_GAZETTEER_FILES,
  TRAWL_SECTION_GAZETTEER_ORIGINS,
  TRAWL_SECTION_GAZETTEER_COLUMNS, /* the last: of each column two, its groups and its bits */
} trawl_section;

/* Numbers and names that must live as long as the writer. */
typedef struct trawl_stored {
  trawl_buf categories;
  uint32_t tag_numbers[8];
  uint32_t gazetteer[16];
} trawl_stored;

void trawl_stored_clear(trawl_stored *stored);
trawl_status trawl_lexicon_store(const trawl_lexicon *lexicon, trawl_stored *stored,
                                 trawl_pack_writer *writer);
void trawl_gazetteer_store(const trawl_gazetteer *gazetteer, trawl_stored *stored, trawl_pack_writer *writer);

/* TRAWL_BAD_DATA: sections are missing or do not fit each other. The lexicon is initialised. */
trawl_status trawl_lexicon_map(trawl_lexicon *lexicon, const trawl_pack *pack, trawl_arena *arena);
trawl_status trawl_gazetteer_map(trawl_gazetteer *gazetteer, const trawl_pack *pack);

/* ---- trees ------------------------------------------------------------------------------------- */

/* A node, behind it its children: of a map key, value, key, value. */
typedef struct trawl_stored_node {
  uint8_t kind, plain;
  uint16_t unused;
  uint32_t line, column, width, count;
  uint32_t text; /* of a scalar */
} trawl_stored_node;

typedef struct trawl_stored_file {
  uint32_t kind, name; /* the rule set's; in the text */
  uint32_t first;      /* node: the root */
} trawl_stored_file;

typedef struct trawl_stored_trees {
  TRAWL_VEC(trawl_stored_file) files;
  TRAWL_VEC(trawl_stored_node) nodes;
  TRAWL_VEC(char) text;
} trawl_stored_trees;

void trawl_stored_trees_clear(trawl_stored_trees *trees);
/* Appends a file, under its name without the first `strip` bytes. What stands below keys called `without` is
 * left out. */
trawl_status trawl_stored_trees_add(trawl_stored_trees *trees, uint32_t kind, const trawl_yaml_file *file,
                                    size_t strip, const char *without);
void trawl_stored_trees_store(const trawl_stored_trees *trees, trawl_pack_writer *writer);

/* Trees in a pack. */
typedef struct trawl_mapped_trees {
  const trawl_stored_file *files;
  const trawl_stored_node *nodes;
  const char *text;
  uint32_t file_count, node_count, text_len;
} trawl_mapped_trees;

trawl_status trawl_mapped_trees_map(trawl_mapped_trees *trees, const trawl_pack *pack);
/* The i-th file with its tree, made in the arena; texts stay in the pack. Findings are not kept. */
trawl_status trawl_mapped_trees_read(const trawl_mapped_trees *trees, uint32_t i, trawl_arena *arena,
                                     trawl_yaml_file *out);

#endif
