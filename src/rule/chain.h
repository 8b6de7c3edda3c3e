/* SPDX-License-Identifier: MIT
 * chain.h - the chain of stages and the factors of the confidence, as rule files state them.
 *
 *   stages:                         # pipeline.yaml: the stages in order, with the files that each uses
 *     - normalize: []
 *     - clean: [boilerplate.yaml]
 *     - relations: [relations/]
 *
 * Every stage declares which layers it needs and gives; a chain that does not fit together is an error
 * that names both stages.
 *
 *   confidence:                     # confidence.yaml: factors in (0,1]
 *     pronoun: 0.85 */
#ifndef TRAWL_RULE_CHAIN_H
#define TRAWL_RULE_CHAIN_H

#include "resource/yaml.h"

typedef struct trawl_chain {
  uint8_t stages[TRAWL_STAGE_COUNT]; /* trawl_stage */
  uint32_t count;
} trawl_chain;

/* Checks the chain and appends the files it names, as paths below `folder`, to `files`
 * (arena-allocated strings). */
trawl_status trawl_chain_load(trawl_chain *chain, const trawl_yaml_file *file, const char *folder,
                              trawl_arena *arena, const char **files, uint32_t *file_count,
                              uint32_t max_files);

/* What makes a triple less sure; the product of the factors that apply is its confidence. */
#define TRAWL_FACTORS(X)                                                                           \
  X(SEED, "seed", 0.97)              /* the best that a rule gives */                              \
  X(ATTACHMENT, "attachment", 0.96)  /* each step of a guessed attachment */                       \
  X(PRONOUN, "pronoun", 0.85)        /* he, she, it, they */                                       \
  X(NOMINAL, "nominal", 0.88)        /* the company, the two leaders */                            \
  X(ROLE, "role", 0.92)              /* the Russian president, by the gazetteer's roles */         \
  X(SURNAME, "surname", 0.97)        /* a short name after the full one */                         \
  X(SEAT, "seat", 0.95)              /* Moscow for Russia */                                       \
  X(PROXY, "proxy", 0.85)            /* Russian troops for Russia */                               \
  X(AMBIGUOUS, "ambiguous", 0.9)     /* a name with several candidates */                          \
  X(GUESSED, "guessed", 0.9)         /* a name that no list has, typed by context */               \
  X(TOKENS, "tokens", 0.95)          /* a token pattern instead of a clause frame */               \
  X(MINIMUM, "minimum", 0.3)         /* below this nothing is emitted */

typedef enum trawl_factor {
#define X(name, key, value) TRAWL_FACTOR_##name,
  TRAWL_FACTORS(X)
#undef X
    TRAWL_FACTOR_COUNT
} trawl_factor;

typedef struct trawl_confidence {
  float factor[TRAWL_FACTOR_COUNT];
} trawl_confidence;

void trawl_confidence_init(trawl_confidence *confidence);
trawl_status trawl_confidence_load(trawl_confidence *confidence, const trawl_yaml_file *file);

#endif
