/* SPDX-License-Identifier: MIT
 * types.h - the types of mentions and their hierarchy, from rules/en/types.yaml:
 *
 *   types:
 *     person: {}
 *     actor: [person, organization, country, group]     # a name for several
 *     ministry: {is: organization}                      # a kind of another
 *
 * A type is a small number; a set of types is a mask of 64 bits, closed over what is below. */
#ifndef TRAWL_RESOURCE_TYPES_H
#define TRAWL_RESOURCE_TYPES_H

#include "resource/yaml.h"

/* Those that the code knows by number; the file may add more, up to 64. */
#define TRAWL_TYPES(X)                                                                             \
  X(PERSON, "person") X(ORGANIZATION, "organization") X(COUNTRY, "country") X(PLACE, "place")      \
  X(EVENT, "event") X(WORK, "work") X(GROUP, "group") X(DATE, "date") X(TIME, "time")              \
  X(DURATION, "duration") X(SET, "set") X(MONEY, "money") X(PERCENT, "percent")                    \
  X(QUANTITY, "quantity") X(TITLE, "title") X(KINSHIP, "kinship") X(THING, "thing")

typedef enum trawl_type {
#define X(name, text) TRAWL_TYPE_##name,
  TRAWL_TYPES(X)
#undef X
    TRAWL_TYPE_BUILT_IN,
  TRAWL_TYPE_MAX = 64
} trawl_type;

typedef struct trawl_types {
  const char *names[TRAWL_TYPE_MAX];
  uint64_t mask[TRAWL_TYPE_MAX]; /* the type itself and all below it */
  uint32_t count;
} trawl_types;

/* The built-in types alone, each its own mask. */
void trawl_types_init(trawl_types *types);
/* Adds what a file declares. Names are copied into the arena. */
trawl_status trawl_types_load(trawl_types *types, const trawl_yaml_file *file, trawl_arena *arena);
/* The number of a type, or TRAWL_NONE. */
uint32_t trawl_types_find(const trawl_types *types, const char *name);
/* Reads `person` or `[person, organization]` into a mask; E207 unknown type with "did you mean". */
trawl_status trawl_types_mask(const trawl_types *types, const trawl_yaml_file *file,
                              const trawl_yaml *node, uint64_t *mask);

#endif
