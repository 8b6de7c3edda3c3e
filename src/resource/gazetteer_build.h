/* SPDX-License-Identifier: MIT
 * gazetteer_build.h - private to the gazetteer: what its loaders share while entries are collected.
 *
 *   gazetteer_yaml.c, gazetteer_tsv.c   read files, call the setters below field by field
 *   gazetteer_entry.c                   checks fields and appends them to the gazetteer
 *   gazetteer_text.c                    normal form of names, default ids, dates
 *   gazetteer_origin.c                  where it stands, until when it holds
 *   gazetteer_finish.c                  ids, `remove:`, references
 *   gazetteer_lint.c                    warns of what cannot be meant
 *   gazetteer_trie.c                    names become the trie
 *   gazetteer_columns.c                 how it is laid out to be kept
 *
 * An entry with a fault stays in the list, marked `broken`, until the end: what refers to it must not
 * be reported as well. */
#ifndef TRAWL_RESOURCE_GAZETTEER_BUILD_H
#define TRAWL_RESOURCE_GAZETTEER_BUILD_H

#include "base/buf.h"
#include "resource/gazetteer.h"

/* Fields of an entry that are one text or a list of texts, with their keys in both formats. */
#define TRAWL_GAZ_FIELDS(X)                                                                        \
  X(NAME, "name")                                                                                  \
  X(TYPE, "type")                                                                                  \
  X(ID, "id") X(ALIASES, "aliases") X(GENDER, "gender") X(WIKIDATA, "wikidata") X(KIND, "kind")    \
    X(IN, "in") X(DEMONYMS, "demonyms") X(CAPITAL, "capital") X(SEATS, "seats") X(ISO2, "iso2")    \
      X(ISO3, "iso3") X(NUMBER, "number") X(POPULATION, "population") X(AMBIGUOUS, "ambiguous")    \
        X(CASE, "case") X(ROLES, "roles") X(SOURCE, "source") X(AS_OF, "as_of")

typedef enum trawl_gaz_field {
#define X(name, key) TRAWL_GAZ_##name,
  TRAWL_GAZ_FIELDS(X)
#undef X
    TRAWL_GAZ_FIELD_COUNT
} trawl_gaz_field;

extern const char *const trawl_gaz_keys[TRAWL_GAZ_FIELD_COUNT];
trawl_gaz_field trawl_gaz_field_of(const char *key); /* TRAWL_GAZ_FIELD_COUNT: there is none */
bool trawl_gaz_is_list(trawl_gaz_field field);

/* A derived name gives way to any other entry's name; internal flag of trawl_name until the trie
 * is built. */
enum { TRAWL_GAZ_DERIVED = 128 };

typedef struct trawl_gaz_text {
  const char *at; /* need not end in NUL */
  size_t len;
  trawl_place place;
} trawl_gaz_text;

/* A reference that waits for all entries to be known. */
typedef struct trawl_gaz_ref {
  const char *text;
  uint32_t owner; /* entry; for `of:` the role */
  uint32_t source, line, column, width;
  uint8_t what; /* TRAWL_GAZ_IN, _CAPITAL, _SEATS or _ROLES */
} trawl_gaz_ref;

/* What is only known of an entry while building. */
typedef struct trawl_gaz_draft {
  uint32_t source, line, column;
  bool broken, removed, any_case;
  bool personal;   /* has a field that only persons may have */
  bool is_capital; /* of what it lies in */
} trawl_gaz_draft;

enum { TRAWL_GAZ_RECENT = 256, TRAWL_GAZ_SOURCES = 64 };

struct trawl_gazetteer_build {
  TRAWL_VEC(const trawl_source *) sources;
  TRAWL_VEC(bool) judged;    /* [source] */
  TRAWL_VEC(uint32_t) shared; /* roles that several people hold at once, in order */
  TRAWL_VEC(trawl_gaz_draft) drafts; /* [entry] */
  TRAWL_VEC(trawl_gaz_ref) refs, removes;
  trawl_buf text; /* one name at a time, in NFC and with plain quotes and dashes */
  const char *recent[TRAWL_GAZ_RECENT]; /* references repeat: lines of cities of one country */
  uint32_t recent_sources[TRAWL_GAZ_SOURCES]; /* so do sources; in the gazetteer's text */
};

/* A file being read. */
typedef struct trawl_gaz_file {
  const trawl_gazetteer_loader *loader;
  struct trawl_gazetteer_build *build;
  const trawl_source *from;
  uint32_t source;
  bool faulty, judged;
} trawl_gaz_file;

trawl_status trawl_gaz_open(const trawl_gazetteer_loader *loader, const trawl_source *source,
                            trawl_gaz_file *out);

/* Begins an entry at a place; sets its fields; ends it. Faults are reported, mark the entry and the
 * file and are no failure: these only fail with TRAWL_NO_MEM. */
trawl_status trawl_gaz_begin(trawl_gaz_file *file, trawl_place place);
trawl_status trawl_gaz_set(trawl_gaz_file *file, trawl_gaz_field field,
                           const trawl_gaz_text *value);
trawl_status trawl_gaz_end(trawl_gaz_file *file);
/* Marks the current entry as broken, after its fault was reported. */
void trawl_gaz_break(trawl_gaz_file *file);
/* Turns TRAWL_BAD_RULE of a fault just reported into a mark on the entry. */
trawl_status trawl_gaz_absorb(trawl_gaz_file *file, trawl_status status);

trawl_status trawl_gaz_add_ref(trawl_gaz_file *file, unsigned what, uint32_t owner,
                               const trawl_gaz_text *value);
/* `source` and `as_of` of a file, an entry or an office that is being read; E310 and E307. */
trawl_status trawl_gaz_add_source(trawl_gaz_file *file, trawl_fact_origin_of of, uint32_t which,
                                  const trawl_gaz_text *value);
trawl_status trawl_gaz_add_as_of(trawl_gaz_file *file, trawl_fact_origin_of of, uint32_t which,
                                 const trawl_gaz_text *value);
/* Those of what is gone go, the others get final indexes; after references were settled. */
void trawl_gaz_settle_origins(trawl_gazetteer *gazetteer, const uint32_t *map);
/* trawl_gazetteer_origin() of an entry of that file, before the gazetteer is laid out. */
trawl_fact_origin trawl_gaz_origin(const trawl_gazetteer *gazetteer, uint32_t source, uint32_t entry, uint32_t role);
/* A number of at most nine digits. */
bool trawl_gaz_digits(const char *text, size_t n, uint32_t *out);
/* "2024", "2024-05" or "2024-05-01" as yyyymmdd; what is missing becomes `missing` (0 or 99). */
bool trawl_gaz_date(const char *text, size_t len, uint32_t missing, uint32_t *out);
/* The id of a name without an id of its own, in `out` (emptied first); nothing when nothing is left of it.
 * False: out of memory. */
bool trawl_gaz_default_id(const char *name, size_t len, trawl_buf *out);
/* Copies a text behind those of the gazetteer. False: out of memory. */
bool trawl_gaz_keep(trawl_gazetteer *gazetteer, const char *text, size_t len, uint32_t *at);
/* NFC, with plain quotes, dashes and blanks, in `out` (emptied first). False: out of memory. */
bool trawl_gaz_plain_text(const char *text, size_t len, trawl_buf *out);

/* Name of a file for a place that was stored. */
trawl_place trawl_gaz_place(const struct trawl_gazetteer_build *build, uint32_t source,
                            uint32_t line, uint32_t column, uint32_t width);

/* What is looked at while entries still have the indexes of their loading. */
typedef struct trawl_gaz_view {
  const trawl_gazetteer_loader *loader;
  const struct trawl_gazetteer_build *build;
  const trawl_entry *loaded;
  uint32_t loaded_count;
  const uint32_t *map; /* [entry] -> final index; TRAWL_NONE: it is gone */
} trawl_gaz_view;

/* W303: a name of the file that is cut otherwise inside a text. */
trawl_status trawl_gaz_doubt_name(trawl_gaz_file *file, const trawl_gaz_text *value, const trawl_buf *text,
                                  const trawl_span *words, uint32_t n);
/* W304 to W307, of the files that are judged; after references were settled. */
trawl_status trawl_gaz_lint(const trawl_gaz_view *view);

/* Builds the trie from `names`; drops those of entries that are gone, adds derived names. */
trawl_status trawl_gaz_build_trie(const trawl_gazetteer_loader *loader);
/* Lays out what finished gazetteers are asked for, frees what it is made of. */
trawl_status trawl_gaz_keep_columns(trawl_gazetteer *gazetteer);
void trawl_gaz_build_free(struct trawl_gazetteer_build *build);

#endif
