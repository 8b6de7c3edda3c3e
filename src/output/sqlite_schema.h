/* SPDX-License-Identifier: MIT
 * sqlite_schema.h - tables and statements of the database. */
#ifndef TRAWL_OUTPUT_SQLITE_SCHEMA_H
#define TRAWL_OUTPUT_SQLITE_SCHEMA_H

/* "trwl"; to be raised with the tables. */
enum { TRAWL_SQLITE_ID = 0x7472776C, TRAWL_SQLITE_VERSION = 1 };

typedef enum trawl_sqlite_statement {
  TRAWL_SQLITE_DROP_DOCUMENT, /* name */
  TRAWL_SQLITE_ADD_DOCUMENT,  /* name, date, text */
  TRAWL_SQLITE_ADD_PART,      /* text, name */
  TRAWL_SQLITE_FIND_DOCUMENT, /* name: gives the row */
  TRAWL_SQLITE_ADD_SENTENCE,  /* document, number, start, end, text */
  TRAWL_SQLITE_FIND_ENTITY,   /* gazetteer id or "", type, name: gives the row */
  TRAWL_SQLITE_ADD_ENTITY,    /* gazetteer id, type, name, iso, wikidata */
  TRAWL_SQLITE_ADD_MENTION,
  TRAWL_SQLITE_ADD_TRIPLE,
  TRAWL_SQLITE_ADD_QUALIFIER, /* triple, key, value */
  TRAWL_SQLITE_STATEMENTS
} trawl_sqlite_statement;

extern const char *const trawl_sqlite_schema[]; /* NULL behind the last */
extern const char *const trawl_sqlite_statements[TRAWL_SQLITE_STATEMENTS];

#endif
