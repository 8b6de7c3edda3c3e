/* SPDX-License-Identifier: MIT
 * gazetteer.h - the random lists of names and texts of the oracle; shared by gazetteer*.c. */
#ifndef TRAWL_TESTS_ORACLE_GAZETTEER_H
#define TRAWL_TESTS_ORACLE_GAZETTEER_H

#include "oracle.h"

enum { GAZ_LOWER = 1, GAZ_TITLE, GAZ_INITIAL, GAZ_UPPER, GAZ_MIXED, GAZ_OTHER };

/* Words in all their writings; `common`: the lexicon has the lower case. */
typedef struct gaz_form {
  const char *text;
  uint8_t lower, shape; /* lower: index of the lower case */
  bool common;
} gaz_form;

enum { GAZ_FORMS = 28, GAZ_TYPES = 6, GAZ_TAGS = 12 };
extern const gaz_form gaz_forms[GAZ_FORMS];
extern const char *const gaz_types[GAZ_TYPES], *const gaz_tags[GAZ_TAGS];
enum { GAZ_PERSON, GAZ_ORGANIZATION, GAZ_COUNTRY, GAZ_PLACE, GAZ_EVENT, GAZ_GROUP };

enum { GAZ_WORDS = 4, GAZ_NAMES = 4, GAZ_ENTRIES = 12, GAZ_TOKENS = 14 };

typedef struct gaz_name {
  uint8_t forms[GAZ_WORDS];
  uint8_t count;
  bool demonym;
} gaz_name;

typedef struct gaz_entry {
  gaz_name names[GAZ_NAMES]; /* the first is its name */
  uint8_t name_count;
  uint8_t type;
  uint16_t id; /* "e7" */
  uint32_t population;
  bool ambiguous, any_case, plural;
  bool removed; /* by the second file */
  bool tsv;     /* which file it stands in */
} gaz_entry;

typedef struct gaz_token {
  uint8_t form, tag;
} gaz_token;

typedef struct gaz_case {
  gaz_entry entries[GAZ_ENTRIES];
  uint32_t entry_count;
  gaz_token tokens[GAZ_TOKENS];
  uint32_t token_count;
  bool headline;
} gaz_case;

/* gazetteer_make.c */
void oracle_make_names(gaz_case *made, oracle_random *random);
void oracle_make_text(gaz_case *made, oracle_random *random);
void oracle_print_names(const gaz_case *made, trawl_buf *yaml, trawl_buf *tsv);
void oracle_print_text(const gaz_case *made, trawl_buf *out);

/* gazetteer_naive.c: the names in the text, a line each: "0-2 e7 e3", behind demonyms a "*". */
uint32_t oracle_naive_names(const gaz_case *made, trawl_buf *out);

#endif
