/* SPDX-License-Identifier: MIT
 * gazetteer.h - who and what is known by name: entries, and one trie over word ids that finds them.
 *
 * Built in two steps: trawl_gazetteer_load_*() collect entries of all files (names are only interned),
 * trawl_gazetteer_finish() settles references, ids and `remove:`, and builds the trie.  Afterwards it is
 * immutable.  The trie's keys are folded word ids; whether the case fits is decided where a name ends. */
#ifndef TRAWL_RESOURCE_GAZETTEER_H
#define TRAWL_RESOURCE_GAZETTEER_H

#include "base/column.h"
#include "base/limits.h"
#include "model/map.h"
#include "model/words.h"
#include "resource/types.h"

typedef struct trawl_role_entry {
  uint32_t role;     /* word id of the whole role in lower case, "foreign minister" */
  uint32_t head;     /* word id of its last word, "minister" */
  uint32_t of;       /* entry, or TRAWL_NONE */
  uint32_t from, to; /* yyyymmdd; 0: open. Missing parts are 00 in from, 99 in to */
  uint32_t owner;    /* the entry whose role it is */
} trawl_role_entry;

/* An entry while it is loaded. Once finished a row that all entries have which have the same in it, without what
 * is in columns of its own: name, id, wikidata, and the weight, which nothing asks for any more. Free of pointers:
 * it stands in packs as it is. */
typedef struct trawl_entry {
  uint32_t name, id;     /* trawl_gazetteer_text(); of finished ones trawl_entry_name(), trawl_entry_id() */
  uint32_t iso2;         /* text, of countries; 0: none */
  uint32_t wikidata;     /* the number behind the Q, or 0; trawl_entry_wikidata() */
  uint32_t kind;         /* word id of its common noun (company), or TRAWL_NONE */
  uint32_t in;           /* entry it lies in, or TRAWL_NONE */
  uint32_t capital;      /* of a country, or TRAWL_NONE */
  uint32_t stands_for;   /* entry whose government its name stands for, or TRAWL_NONE */
  uint32_t first_role;
  uint32_t weight;       /* population in thousands, or 0; ranks candidates of one name */
  uint16_t role_count;
  uint16_t source;       /* trawl_gazetteer_source() */
  uint8_t type, gender;  /* trawl_type, trawl_gender */
  uint8_t plural, ambiguous;
} trawl_entry;

enum { TRAWL_NAME_DEMONYM = 1, TRAWL_NAME_PRIMARY = 2, TRAWL_NAME_LOWER = 4 /* any case is fine */ };

/* One name that ends in a state of the trie. */
typedef struct trawl_name {
  uint32_t entry;
  uint32_t first_word; /* where its exact word ids begin: trawl_name_words() */
  uint8_t words;
  uint8_t flags;
  uint16_t unused;
} trawl_name;

/* Where something stands, and until when it is known to hold. Entries and offices of finished gazetteers are
 * looked up by trawl_gazetteer_origin(); nothing else reads them, so that they stay out of the way. */
typedef enum trawl_fact_origin_of { TRAWL_FACT_OF_FILE, TRAWL_FACT_OF_ENTRY, TRAWL_FACT_OF_ROLE } trawl_fact_origin_of;

typedef struct trawl_fact_origin {
  uint32_t of, which; /* which file, entry or role */
  uint32_t source;    /* text; 0: not said */
  uint32_t as_of;     /* yyyymmdd, 99 for missing parts; 0: not said */
} trawl_fact_origin;

/* What finished gazetteers consist of, besides roles, texts and origins. Entries are in the order of their ids,
 * names in that of the states they end in. The trie: states are numbered level by level, so that those behind a
 * state follow each other, in the order of the words that lead to them. */
typedef enum trawl_gaz_column {
  TRAWL_GAZ_ENTRY_ROW,  /* [entry] -> rows */
  TRAWL_GAZ_ENTRY_NAME, /* -> text */
  TRAWL_GAZ_ENTRY_ID,
  TRAWL_GAZ_ENTRY_WIKIDATA,
  TRAWL_GAZ_NAME_ENTRY, /* [name] */
  TRAWL_GAZ_NAME_FIRST, /* -> name words */
  TRAWL_GAZ_NAME_FORM,  /* words, flags << 8 */
  TRAWL_GAZ_NAME_WORDS,
  TRAWL_GAZ_LABELS,      /* [state] -> the word that leads to it */
  TRAWL_GAZ_FIRST_STATE, /* [state] -> the states behind it; one more at the end */
  TRAWL_GAZ_FIRST_NAME,  /* [state] -> names; one more at the end */
  TRAWL_GAZ_COLUMN_COUNT
} trawl_gaz_column;

typedef struct trawl_gazetteer {
  trawl_column columns[TRAWL_GAZ_COLUMN_COUNT];
  TRAWL_VEC(trawl_entry) rows;        /* what entries have in common */
  uint32_t entry_count;               /* once finished */
  TRAWL_VEC(trawl_entry) entries;     /* these six only while it is built */
  TRAWL_VEC(trawl_name) names;
  TRAWL_VEC(uint32_t) name_words, labels, first_state, first_name;
  TRAWL_VEC(trawl_role_entry) roles;  /* of an entry, one behind the other */
  TRAWL_VEC(uint32_t) roles_of;       /* roles by what they are of */
  TRAWL_VEC(char) text;               /* names, ids, files; the empty one at 0 */
  TRAWL_VEC(uint32_t) sources;        /* names of files, in text */
  TRAWL_VEC(trawl_fact_origin) origins;    /* by what they are of; of few entries */
  bool mapped;                        /* the arrays stand in a pack */
  uint32_t as_of;                     /* yyyymmdd: the newest as_of of the files */
  struct trawl_gazetteer_build *build; /* only between the first load and finish */
} trawl_gazetteer;

void trawl_gazetteer_clear(trawl_gazetteer *gazetteer);

/* Files collect into the gazetteer; all faults of a file are reported, E3xx, and cost the entry they
 * stand in: TRAWL_BAD_RULE then, and loading may go on with the next file. The sources that are handed
 * in (of YAML files: their arena) must live until trawl_gazetteer_finish(). The tokenizer's cut of a
 * name into words is trawl_tokenize_name(), handed in as `cut` because it lives on a higher floor. */
typedef uint32_t (*trawl_name_cutter)(void *with, const char *name, size_t len, trawl_span *words,
                                      uint32_t max); /* gives the number of words, 0: none or too many,
                                                     TRAWL_NONE: out of memory */
typedef struct trawl_gazetteer_loader {
  trawl_gazetteer *gazetteer;
  trawl_words *words;
  const trawl_types *types;
  trawl_arena *arena;
  trawl_findings *findings;
  trawl_name_cutter cut;
  void *cut_with;
  /* Is the file to be told what is well formed in it and yet cannot be meant? NULL: none is. */
  bool (*judged)(const void *with, const trawl_source *source);
  const void *judge_with;
  const trawl_limits *limits; /* NULL: the defaults */
} trawl_gazetteer_loader;

trawl_status trawl_gazetteer_load_yaml(const trawl_gazetteer_loader *loader, const trawl_yaml_file *file);
/* A file whose first line is "#trawl-gazetteer 1". */
trawl_status trawl_gazetteer_load_tsv(const trawl_gazetteer_loader *loader, const trawl_source *file);
/* Settles everything; to be called once, even when no file was loaded or some had faults. References
 * into a faulty entry, or into files that could not be read (an E1xx finding), are not reported again.
 * `remove:` takes out entries of other files than its own, so a file can put its own in their place. */
trawl_status trawl_gazetteer_finish(const trawl_gazetteer_loader *loader);

/* The state after `word` (a folded id) from `state`; 0: no name goes on like this. State 1 is the root.
 * The first step is also stored in trawl_word.gaz of base words. */
uint32_t trawl_gazetteer_step(const trawl_gazetteer *gazetteer, uint32_t state, uint32_t word);
/* How many names end in a state, from the `*first` on; the likeliest first (countries, then by weight, primary
 * names before aliases before demonyms). */
uint32_t trawl_gazetteer_names(const trawl_gazetteer *gazetteer, uint32_t state, uint32_t *first);
trawl_name trawl_gazetteer_name(const trawl_gazetteer *gazetteer, uint32_t i);
/* The exact words of a name, name->words of them. False: it has none. */
bool trawl_name_words(const trawl_gazetteer *gazetteer, const trawl_name *name, uint32_t out[TRAWL_MOST_NAME_WORDS]);
/* The entry with an id, or TRAWL_NONE. After finish. */
uint32_t trawl_gazetteer_by_id(const trawl_gazetteer *gazetteer, const char *id);
/* Positions in roles_of of the roles that are of an entry: from `*first`, `*count` of them. */
void trawl_gazetteer_roles_of(const trawl_gazetteer *gazetteer, uint32_t of, uint32_t *first,
                              uint32_t *count);

/* Where an entry stands in the words of its file, and until when it is known to hold; with a role (its place in
 * `roles`, or TRAWL_NONE) the same of that office. */
trawl_fact_origin trawl_gazetteer_origin(const trawl_gazetteer *gazetteer, uint32_t entry, uint32_t role);

/* The country that an entry lies in, or is; TRAWL_NONE: not known. */
uint32_t trawl_gazetteer_country(const trawl_gazetteer *gazetteer, uint32_t entry);

/* What follows an index checks it: it may come from a damaged pack. Wherever that leads to nothing, it
 * leads to this. */
extern const trawl_entry trawl_entry_none;

static inline const trawl_entry *trawl_entry_at(const trawl_gazetteer *gazetteer, uint32_t i)
{
  const uint32_t row = trawl_column_at(&gazetteer->columns[TRAWL_GAZ_ENTRY_ROW], i);
  const trawl_entry *entry = row < gazetteer->rows.len ? &gazetteer->rows.at[row] : &trawl_entry_none;
  return entry->type < TRAWL_TYPE_MAX ? entry : &trawl_entry_none;
}

/* NUL-terminated; lives as long as the gazetteer, once it is finished. */
static inline const char *trawl_gazetteer_text(const trawl_gazetteer *gazetteer, uint32_t at)
{
  return at < gazetteer->text.len ? gazetteer->text.at + at : "";
}

static inline const char *trawl_entry_name(const trawl_gazetteer *gazetteer, uint32_t entry)
{
  return trawl_gazetteer_text(gazetteer, trawl_column_at(&gazetteer->columns[TRAWL_GAZ_ENTRY_NAME], entry));
}

static inline const char *trawl_entry_id(const trawl_gazetteer *gazetteer, uint32_t entry)
{
  return trawl_gazetteer_text(gazetteer, trawl_column_at(&gazetteer->columns[TRAWL_GAZ_ENTRY_ID], entry));
}

/* The number behind the Q, or 0. */
static inline uint32_t trawl_entry_wikidata(const trawl_gazetteer *gazetteer, uint32_t entry)
{
  return entry < gazetteer->entry_count ? trawl_column_at(&gazetteer->columns[TRAWL_GAZ_ENTRY_WIKIDATA], entry) : 0;
}

/* The file's name as findings and records show it: "people.yaml". */
static inline const char *trawl_gazetteer_source(const trawl_gazetteer *gazetteer, const trawl_entry *entry)
{
  return entry->source < gazetteer->sources.len
           ? trawl_gazetteer_text(gazetteer, gazetteer->sources.at[entry->source])
           : "";
}

/* The roles of an entry, `*count` of them. */
static inline const trawl_role_entry *trawl_entry_roles(const trawl_gazetteer *gazetteer,
                                                        const trawl_entry *entry, uint32_t *count)
{
  const bool inside = entry->first_role <= gazetteer->roles.len
                      && gazetteer->roles.len - entry->first_role >= entry->role_count;
  *count = inside ? entry->role_count : 0;
  return gazetteer->roles.at + (inside ? entry->first_role : 0);
}

#endif
