/* SPDX-License-Identifier: MIT
 * phrases.h - the random relations and clauses of the oracle; shared by phrases*.c. */
#ifndef TRAWL_TESTS_ORACLE_PHRASES_H
#define TRAWL_TESTS_ORACLE_PHRASES_H

#include "oracle.h"

/* ---- words ------------------------------------------------------------------------------------------------------- */

enum { VERBS = 4, NOUNS = 5, PREPS = 6, NAMES = 6, PERSONS = 0 };
enum { PREP_OF, PREP_BY, PREP_WITH, PREP_TO, PREP_IN, PREP_OVER, PARTICLE_UP, NO_WORD = 255 };
extern const char *const phrase_verbs[VERBS];      /* "be" is the last one */
extern const char *const phrase_participles[VERBS];
extern const char *const phrase_nouns[NOUNS];      /* the last two are offices */
extern const char *const phrase_preps[PREPS + 1];  /* and particles: "over" is both, "up" one only */
extern const char *const phrase_types[4];
enum { NAME_TYPES = 4 }; /* a name's type: its number modulo this */

/* ---- relations --------------------------------------------------------------------------------------------------- */

enum { KIND_VERB, KIND_COPULA, KIND_NOUN };
enum { ROLE_SUBJECT, ROLE_OBJECT, ROLE_OBJECT2, ROLE_PREP, ROLE_COMPLEMENT, ROLE_POSSESSOR };
enum { SLOT_WORD, SLOT_X, SLOT_Y, SLOT_ANY, SLOT_OFFICE };

typedef struct phrase_arg {
  uint8_t role, slot;
  uint8_t nouns, preps; /* sets: a bit for each word */
  bool many;            /* and lists of words that no text has */
  bool optional, pair, clause;
  bool inner;           /* hangs on the noun before it; worked out for each reading */
} phrase_arg;

enum { ARGS = 6, PHRASES = 3, RELATIONS = 4 };

typedef struct phrase_rule {
  uint8_t kind;
  uint8_t triggers;  /* a set of verbs or nouns */
  bool many;         /* and the same lists */
  uint8_t particles; /* a set of prepositions and particles; 0: none */
  bool participle;   /* "X be taken in Y": the verbs are written so; the first argument is the object */
  bool half;         /* weight 0.5 */
  phrase_arg args[ARGS];
  uint32_t count;
} phrase_rule;

typedef struct phrase_relation {
  uint8_t x, y; /* sets of types */
  bool symmetric;
  int priority;
  phrase_rule phrases[PHRASES], except[1];
  uint32_t phrase_count, except_count;
} phrase_relation;

/* ---- clauses ----------------------------------------------------------------------------------------------------- */

enum { NPS = 9, FRAMES = 3, FRAME_ARGS = 5, NO_NP = 255 };

typedef struct case_np {
  bool named;
  uint8_t head;      /* name or noun */
  uint8_t prep;      /* or NO_WORD */
  uint8_t attached, possessor, next; /* noun phrases, or NO_NP */
  bool member, time;
} case_np;

typedef struct case_arg {
  uint8_t np, role, cost;
  bool single;
} case_arg;

typedef struct case_frame {
  uint8_t kind, lemma, particle; /* a verb or noun; a preposition, "up" or NO_WORD */
  uint8_t below;                 /* frame whose that-clause it is, or NO_NP */
  bool passive, negative;
  case_arg args[FRAME_ARGS];
  uint32_t count;
} case_frame;

typedef struct phrase_case {
  phrase_relation relations[RELATIONS];
  uint32_t relation_count;
  case_np nps[NPS];
  uint32_t np_count;
  case_frame frames[FRAMES];
  uint32_t frame_count;
} phrase_case;

/* phrases_make.c */
void oracle_make_relations(phrase_case *made, oracle_random *random);
void oracle_make_clauses(phrase_case *made, oracle_random *random);
void oracle_print_phrase(const phrase_rule *phrase, trawl_buf *out);
void oracle_print_relations(const phrase_case *made, trawl_buf *out);
void oracle_print_clauses(const phrase_case *made, trawl_buf *out);

/* phrases_naive.c: the triples, a line each. */
typedef struct oracle_triple {
  uint32_t frame, relation, x, y; /* names */
  uint32_t x_np, y_np;
  bool negative;
  const phrase_rule *phrase;
  int office; /* the noun that a {role:title} took, or -1 */
  float confidence;
} oracle_triple;
enum { MAX_TRIPLES = 64 };
uint32_t oracle_naive_triples(const phrase_case *made, oracle_triple *out);

#endif
