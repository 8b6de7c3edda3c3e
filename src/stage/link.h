/* SPDX-License-Identifier: MIT
 * link.h - what the files of the link stage share; private to them. */
#ifndef TRAWL_STAGE_LINK_H
#define TRAWL_STAGE_LINK_H

#include "stage/coref.h"

enum {
  TRAWL_LINK_CHAIN = 12, /* bearers of one short name that are compared */
  TRAWL_LINK_TOKENS = 24 /* of a name that are looked at */
};

typedef enum trawl_short_kind {
  TRAWL_BY_SURNAME,
  TRAWL_BY_GIVEN,
  TRAWL_BY_PREFIX,
  TRAWL_BY_HEAD,
  TRAWL_BY_INITIALS
} trawl_short_kind;

typedef struct trawl_short_name {
  uint32_t entity, next;
  uint8_t kind; /* trawl_short_kind */
} trawl_short_name;

/* What is only known of an entity while linking. */
typedef struct trawl_link_draft {
  uint32_t seen;  /* last mention by the order of the text, or TRAWL_NONE */
  uint32_t named; /* mention that gives the name */
  uint16_t votes[TRAWL_TYPE_MAX];
} trawl_link_draft;

typedef struct trawl_linker {
  trawl_link_context context;
  trawl_doc *doc;
  trawl_name_form *forms; /* [mention] */
  trawl_key_map names, entries, shorts;
  TRAWL_VEC(trawl_short_name) chain;
  TRAWL_VEC(trawl_link_draft) drafts; /* [entity] */
} trawl_linker;

/* One more bearer of a short name. */
trawl_status trawl_short_add(trawl_linker *l, uint64_t key, uint32_t entity, trawl_short_kind kind);
/* The short names under which an entity of this full name may come up again. */
trawl_status trawl_short_add_parts(trawl_linker *l, uint32_t mention, uint32_t entity,
                                   unsigned type);
/* The bearer of a short name, or TRAWL_NONE. `entry` is what the gazetteer would make of it, or
 * TRAWL_NONE; `*how` is set with the bearer. */
uint32_t trawl_short_find(const trawl_linker *l, uint32_t mention, uint32_t entry,
                          const char **how);

#endif
