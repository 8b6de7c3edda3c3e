/* SPDX-License-Identifier: MIT
 * lexicon.h - facts about words: lemmas, tags, categories.
 *
 * Loaded from rules/en/lexicon/ (tag model, lemmas; text files, each with its licence notice) and from
 * `words:` files (categories).  Everything hangs on word ids; after trawl_lexicon_finish() the base
 * table is frozen. */
#ifndef TRAWL_RESOURCE_LEXICON_H
#define TRAWL_RESOURCE_LEXICON_H

#include "model/doc.h"
#include "resource/yaml.h"

typedef struct trawl_tag_model trawl_tag_model; /* private to lexicon and tagger: resource/tagmodel.h */

typedef struct trawl_lexicon {
  trawl_words words;                             /* the base table */
  const char *categories[TRAWL_CATEGORY_MAX];    /* names, in the order of their bits */
  uint32_t category_count;
  trawl_tag_model *tags;
} trawl_lexicon;

void trawl_lexicon_init(trawl_lexicon *lexicon);
void trawl_lexicon_clear(trawl_lexicon *lexicon);
/* A lexicon with the same words under the same ids, to which more can be added. Names of categories and weights
 * of the tagger stay those of `from`, which must outlive it. */
trawl_status trawl_lexicon_copy(const trawl_lexicon *from, trawl_arena *arena, trawl_lexicon *out);

/* The bit of a category; `add` makes a new one. TRAWL_NONE: unknown or full. */
uint32_t trawl_lexicon_category(trawl_lexicon *lexicon, const char *name, bool add, trawl_arena *arena);

/* A `words:` file:   words: {abbreviation: [Mr, "No"], given_name: {file: names/given.tsv}}
 * An entry in lower case marks every casing of the word; one with capitals marks that form and its
 * all-capitals form. Entries are single tokens (E230 otherwise). */
trawl_status trawl_lexicon_load_words(trawl_lexicon *lexicon, const trawl_yaml_file *file,
                                      trawl_arena *arena);
/* A file whose first line is "#trawl-words 1 CATEGORY": word TAB key=value;key=value. gender=male|female
 * |both and ambiguous=yes set the categories male, female, ambiguous_name as well. */
trawl_status trawl_lexicon_load_list(trawl_lexicon *lexicon, const trawl_source *file, trawl_arena *arena,
                                     trawl_findings *findings);
/* Whether a text begins as a lexicon file does: "#trawl-lemmas 1", "#trawl-frequent 1" or "#trawl-tagger 1". */
bool trawl_lexicon_is_file(const char *text);
trawl_status trawl_lexicon_load_file(trawl_lexicon *lexicon, const trawl_source *file, trawl_findings *findings);
/* All lexicon files of a folder. */
trawl_status trawl_lexicon_load_folder(trawl_lexicon *lexicon, const char *folder, trawl_arena *arena,
                                       trawl_findings *findings);
/* Fills in facts of all base words (lemma, tags; bits spread from the lower-case form to the others). */
trawl_status trawl_lexicon_finish(trawl_lexicon *lexicon);

/* Facts of a word that was added to a document's table just now: bits of the folded form, guessed tags,
 * lemma by endings. May add words (lemmas) to `words`. */
trawl_status trawl_lexicon_fill(const trawl_lexicon *lexicon, trawl_words *words, uint32_t id);

/* The lemma of a word under a Penn tag. */
uint32_t trawl_lexicon_lemma(const trawl_words *words, uint32_t id, unsigned tag);

#endif
