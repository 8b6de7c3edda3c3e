/* SPDX-License-Identifier: MIT
 * relation.h - relation rules: `relations:` files, checked and compiled.
 *
 * A phrase such as "X pay visit to Y" becomes a trigger (the verb's lemmas) and a few argument patterns;
 * the relations stage compares them with the arguments of clause frames that have the trigger.  Phrases
 * are found by the trigger's word id, so their number does not matter.  Token patterns of relations run
 * as one automaton (rule/pattern.h). */
#ifndef TRAWL_RULE_RELATION_H
#define TRAWL_RULE_RELATION_H

#include "model/clause.h"
#include "resource/lexicon.h"
#include "resource/types.h"
#include "rule/pattern.h"

typedef enum trawl_slot_kind {
  TRAWL_SLOT_WORD,      /* certain nouns or adjectives, not kept: "visit" in "pay visit to Y" */
  TRAWL_SLOT_X,
  TRAWL_SLOT_Y,
  TRAWL_SLOT_ANY,       /* _ : any noun phrase, not kept */
  TRAWL_SLOT_QUALIFIER, /* {role:title} */
} trawl_slot_kind;

/* A range in trawl_relations.words. */
typedef struct trawl_word_set {
  uint32_t first, count;
  uint64_t lacks; /* filter bits that no word of it has; filled in when all phrases are known */
} trawl_word_set;

typedef struct trawl_phrase_arg {
  uint8_t role;         /* trawl_role: SUBJECT, OBJECT, PREP, COMPLEMENT */
  uint8_t slot;         /* trawl_slot_kind */
  bool clause;          /* "X allege that Y": the subject of the clause below the verb */
  bool pair;            /* "between X and Y": the other member of the list of the argument before it */
  bool inner;           /* hangs on the noun of the argument before it: "visit to Y" in "pay visit to Y" */
  trawl_word_set preps; /* PREP: which prepositions */
  trawl_word_set words; /* WORD: which lemmas */
  uint64_t types;       /* QUALIFIER: of which types */
  const char *key;      /* QUALIFIER: "role" */
} trawl_phrase_arg;

enum { TRAWL_PHRASE_ARGS = 6 };

typedef struct trawl_phrase {
  uint32_t relation;
  uint8_t kind; /* trawl_frame_kind */
  bool except;  /* what it matches blocks the relation on the same trigger */
  bool by;      /* names the agent with "by": the possessor of a noun is that one, not "of" */
  uint8_t arg_count;
  uint8_t words; /* content words: the phrase that has more of them is the closer one */
  trawl_word_set triggers;
  trawl_word_set particles; /* empty: none wanted */
  trawl_phrase_arg args[TRAWL_PHRASE_ARGS];
  trawl_qualifier_view qualifiers[TRAWL_MAX_QUALIFIERS]; /* fixed ones */
  uint8_t qualifier_count;
  float weight;
  const char *text; /* as written */
  const char *rule; /* "diplomacy.yaml:met" */
  const char *file, *path; /* without folders, and as it was named */
  uint32_t line, column;
} trawl_phrase;

/* A phrase under one of its triggers, with what refuses most frames at a glance. */
typedef struct trawl_trigger {
  uint64_t nouns;  /* filter bits of the words of which the frame must have one as a head; all ones: any */
  uint64_t preps;  /* likewise, as a preposition or particle */
  uint32_t phrase; /* index */
  uint8_t kind;    /* trawl_frame_kind */
  uint8_t needs;   /* roles (bits) that the frame must have */
  uint8_t one_of;  /* roles of which the frame must have one; all ones: it need not */
} trawl_trigger;

/* The phrases under one lemma: [first, +count) of by_trigger; count 0: a free slot. */
typedef struct trawl_triggers {
  uint32_t lemma, first, count;
} trawl_triggers;

typedef struct trawl_relation {
  const char *name;
  uint64_t x, y; /* type masks; 0 while unset */
  bool symmetric, enabled;
  int32_t priority;
  float weight;
  const char *plover;
  const char *file, *path; /* where it was first declared: without folders, and as it was named */
  uint32_t line, column;
} trawl_relation;

/* A relation that may have the same words, named by `also:`. */
typedef struct trawl_also {
  uint32_t relation;
  const char *name, *path;
  uint32_t line, column;
} trawl_also;

/* What a token pattern of a relation carries: the owner's `rule` is an index into this. */
typedef struct trawl_relation_pattern {
  uint32_t relation;
  float weight;
  const char *text, *rule, *path;
} trawl_relation_pattern;

typedef struct trawl_relations {
  TRAWL_VEC(trawl_relation) list;
  TRAWL_VEC(trawl_phrase) phrases;
  TRAWL_VEC(uint32_t) words;  /* as they were written */
  TRAWL_VEC(uint32_t) sorted; /* the same, each set by id */
  TRAWL_VEC(trawl_relation_pattern) pattern_rules;
  trawl_patterns patterns;
  TRAWL_VEC(trawl_example) examples;
  TRAWL_VEC(trawl_also) also;
  TRAWL_VEC(trawl_triggers) triggers; /* open addressing by lemma */
  TRAWL_VEC(trawl_trigger) by_trigger;
  uint32_t of, by, with, be;      /* word ids that the matcher asks for */
} trawl_relations;

typedef struct trawl_relation_loader {
  trawl_relations *relations;
  trawl_lexicon *lexicon;
  const trawl_types *types;
  trawl_arena *arena;
  trawl_findings *findings;
  trawl_name_cutter cut; /* see trawl_pattern_env */
  void *cut_with;
} trawl_relation_loader;

void trawl_relations_clear(trawl_relations *relations);
/* Reads a `relations:` file; every fault is reported (E2xx), a faulty phrase costs itself. */
trawl_status trawl_relations_load(const trawl_relation_loader *loader, const trawl_yaml_file *file);
/* After the last file: checks that each relation is whole, orders, builds the index. */
trawl_status trawl_relations_finish(const trawl_relation_loader *loader);
/* The bit of a word in trawl_trigger.nouns and preps. */
static inline uint64_t trawl_word_bit(uint32_t word)
{
  return UINT64_C(1) << ((word * UINT32_C(2654435761)) >> 26);
}

/* trigger.c: the bits of all words of a set. */
uint64_t trawl_word_set_bits(const trawl_relations *relations, trawl_word_set set);
/* trigger.c: notes under each lemma the phrases that it triggers, in their order, once all are known. */
trawl_status trawl_triggers_file(trawl_relations *relations);
/* The phrases that a lemma triggers. */
const trawl_trigger *trawl_relations_triggered(const trawl_relations *relations, uint32_t lemma,
                                          uint32_t *count);
/* Whether a word is in a set. All phrases are known. */
static inline bool trawl_relations_has(const trawl_relations *relations, trawl_word_set set,
                                       uint32_t word)
{
  if (set.lacks & trawl_word_bit(word)) {
    return false;
  }
  enum { FEW = 8 };
  const uint32_t *ids = &relations->sorted.at[set.first];
  uint32_t count = set.count;
  while (count > FEW) {
    const uint32_t half = count / 2;
    const bool behind = ids[half] <= word;
    ids += behind ? half : 0;
    count = behind ? count - half : half;
  }
  for (uint32_t i = 0; i < count; ++i) {
    if (ids[i] == word) {
      return true;
    }
  }
  return false;
}

/* phrase.c: compiles the text of a phrase into `out` (trigger, arguments). Reports E22x. */
trawl_status trawl_phrase_compile(const trawl_relation_loader *loader, const trawl_pattern_env *env,
                                  const trawl_yaml *text, trawl_phrase *out);

#endif
