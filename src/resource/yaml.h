/* SPDX-License-Identifier: MIT
 * yaml.h - a YAML file as a tree in which every node knows its place.
 *
 * Read through libyaml's events.  All scalars are strings: nothing is typed implicitly.  A scalar that
 * is plain (unquoted) and that YAML 1.1 or 1.2 would read as a null, boolean, number or date is still a
 * string here; `plain` lets `trawl check` warn.  Anchors and aliases are refused (E104): the rule
 * language has `let:`, and nested aliases are how YAML bombs are made.  Duplicate keys are errors. */
#ifndef TRAWL_RESOURCE_YAML_H
#define TRAWL_RESOURCE_YAML_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/limits.h"

typedef enum trawl_yaml_kind { TRAWL_YAML_SCALAR, TRAWL_YAML_LIST, TRAWL_YAML_MAP } trawl_yaml_kind;

typedef struct trawl_yaml trawl_yaml;
struct trawl_yaml {
  uint8_t kind; /* trawl_yaml_kind */
  bool plain;   /* an unquoted scalar */
  uint32_t line, column, width; /* width: of a scalar on one line, in code points */
  uint32_t count;           /* children: items of a list, pairs of a map */
  const char *text;         /* scalar, NUL-terminated; contains no NUL */
  const trawl_yaml **items; /* list: [count]; map: values [count] */
  const trawl_yaml **keys;  /* map: scalars [count] */
};

typedef struct trawl_yaml_file {
  const trawl_source *source; /* text is valid as long as the arena */
  const trawl_yaml *root;
  trawl_findings *findings;
  const trawl_limits *limits; /* while it is loaded; NULL: the defaults */
  bool proven; /* out of a pack: it was checked when that was written, so that what takes long can wait */
} trawl_yaml_file;

/* Reads a file into the arena. On failure the findings say why and where (E101 cannot be read, E102 not
 * UTF-8, E103 syntax, E104 alias, E105 nested too deep, E106 key twice, E107 too large, E108 empty,
 * E109 more than one document). `name` is what findings call it; NULL: the path. */
trawl_status trawl_yaml_load(const char *path, const char *name, trawl_arena *arena,
                             trawl_findings *findings, trawl_yaml_file *out);
/* The same from memory (tests, examples in documents). */
trawl_status trawl_yaml_parse(const char *name, const char *text, size_t len, trawl_arena *arena,
                              trawl_findings *findings, trawl_yaml_file *out);

/* Both within limits that were set; NULL: the defaults. They must outlive the loading. */
trawl_status trawl_yaml_load_within(const trawl_limits *limits, const char *path, const char *name,
                                    trawl_arena *arena, trawl_findings *findings, trawl_yaml_file *out);
trawl_status trawl_yaml_parse_within(const trawl_limits *limits, const char *name, const char *text, size_t len,
                                     trawl_arena *arena, trawl_findings *findings, trawl_yaml_file *out);

trawl_place trawl_yaml_place(const trawl_yaml_file *file, const trawl_yaml *node);

/* The value of a key, or NULL. `map` must be a map. */
const trawl_yaml *trawl_yaml_get(const trawl_yaml *map, const char *key);
/* The key's own node, for its place. */
const trawl_yaml *trawl_yaml_key(const trawl_yaml *map, const char *key);

/* "unknown type 'persn'" with "did you mean 'person'?", or with the known names when they are few. */
trawl_status trawl_report_unknown(trawl_findings *findings, trawl_place place, const char *code,
                                  const char *what, const char *word, const char *const *names,
                                  size_t n);

/* Each of these reports E201 "expected ..., got ..." at the node's place and gives TRAWL_BAD_RULE. */
trawl_status trawl_yaml_want(const trawl_yaml_file *file, const trawl_yaml *node, trawl_yaml_kind kind,
                             const char *what);
/* Every key of the map must be among `known` (E202 unknown key, with "did you mean"); all are reported. */
trawl_status trawl_yaml_only_keys(const trawl_yaml_file *file, const trawl_yaml *map,
                                  const char *const *known, size_t n, const char *what);
/* E203: a whole number from low to high; a decimal number; true/false, yes/no, on/off. */
trawl_status trawl_yaml_int(const trawl_yaml_file *file, const trawl_yaml *node, long low, long high,
                            long *out);
trawl_status trawl_yaml_number(const trawl_yaml_file *file, const trawl_yaml *node, double low,
                               double high, double *out);
trawl_status trawl_yaml_bool(const trawl_yaml_file *file, const trawl_yaml *node, bool *out);

#endif
