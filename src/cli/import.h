/* SPDX-License-Identifier: MIT
 * import.h - lists of names that others publish, as TSV gazetteers. */
#ifndef TRAWL_CLI_IMPORT_H
#define TRAWL_CLI_IMPORT_H

#include "cli/cli.h"

typedef enum import_format { IMPORT_LIST, IMPORT_GEONAMES, IMPORT_WIKIDATA, IMPORT_ISO_CODES } import_format;

/* In the order of import_format. */
extern const char *const import_formats[];

typedef struct import_options {
  import_format format;
  const char *type;     /* of all entries; NULL: what the file says */
  const char *language; /* of labels and aliases */
  unsigned long min_population;
  bool aliases;
} import_options;

/* Reads the files, standard input without any, and writes a gazetteer. Gives an exit code. */
int import_names(const import_options *options, const string_list *paths, const char *path, bool quiet);

#endif
