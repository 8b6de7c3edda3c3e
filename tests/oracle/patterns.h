/* SPDX-License-Identifier: MIT
 * patterns.h - the random token patterns and sentences of the oracle; shared by patterns*.c. */
#ifndef TRAWL_TESTS_ORACLE_PATTERNS_H
#define TRAWL_TESTS_ORACLE_PATTERNS_H

#include "oracle.h"

/* ---- the small language: every word that sentences are made of ------------------------------------------------ */

enum { SHAPE_OTHER, SHAPE_LOWER, SHAPE_TITLE, SHAPE_INITIAL, SHAPE_UPPER, SHAPE_MIXED, SHAPE_NUMBER };
enum { CATEGORY_TITLE = 1, CATEGORY_SPEECH = 2, CATEGORY_GIVEN = 4 };

typedef struct oracle_form {
  const char *text, *lower;
  uint8_t shape;
  uint8_t categories;
  bool known;
} oracle_form;

enum { FORMS = 17, TAGS = 6, TYPES = 4, LEMMAS = 5, REGEXES = 6 };
extern const oracle_form oracle_forms[FORMS];
extern const char *const oracle_tags[TAGS], *const oracle_types[TYPES], *const oracle_lemmas[LEMMAS];

/* ---- sentences -------------------------------------------------------------------------------------------------- */

enum { MAX_TOKENS = 12, MAX_MENTIONS = 8, SENTENCES = 2 };

typedef struct case_token {
  uint8_t form, tag, lemma; /* lemma LEMMAS: its own lower case */
  bool space;
} case_token;

typedef struct case_mention {
  uint8_t start, end, type;
  bool nominal;
} case_mention;

typedef struct case_sentence {
  case_token tokens[MAX_TOKENS];
  uint32_t count;
  case_mention mentions[MAX_MENTIONS];
  uint32_t mention_count;
} case_sentence;

/* ---- patterns --------------------------------------------------------------------------------------------------- */

typedef enum atom_kind {
  ATOM_POS, ATOM_SHAPE, ATOM_IS, ATOM_LEMMA_IS, ATOM_TEXT, ATOM_LEMMA, ATOM_REGEX, ATOM_KNOWN, ATOM_COMMON, ATOM_FIRST,
  ATOM_FORCED, ATOM_IN, ATOM_SPACE, ATOM_KINDS
} atom_kind;

typedef struct test_atom {
  uint8_t kind;
  bool negated;
  uint8_t a, b; /* values; b may be 255: none */
} test_atom;

typedef struct pattern_node pattern_node;
struct pattern_node {
  /* w words, l lemma, . any, t test, m mention, x captured mention, g captured group, s sequence, c choice, r repeat,
   * L list, S sub-pattern, ^ $ */
  char kind;
  uint8_t forms[3]; /* words */
  uint8_t value;    /* lemma; type; list or sub-pattern; how it is written */
  uint8_t slot;     /* of x and g: the name */
  bool lazy;
  int min, max;     /* max < 0: no end */
  uint32_t count;   /* words, atoms or children */
  test_atom atoms[3];
  pattern_node *child[3];
};

enum { MAX_PATTERNS = 5, LISTS = 2, SUBS = 2, LIST_ITEMS = 3, NODES = 1024 };

typedef struct pattern_case {
  pattern_node *patterns[MAX_PATTERNS];
  uint32_t pattern_count;
  struct {
    uint8_t forms[3];
    uint32_t count;
  } lists[LISTS][LIST_ITEMS];
  uint32_t list_count[LISTS];
  pattern_node *subs[SUBS];
  case_sentence sentences[SENTENCES];
  pattern_node pool[NODES];
  uint32_t used;
} pattern_case;

extern const char *const oracle_slots[4]; /* names of captures: two of mentions, two of groups */

/* patterns_make.c */
void oracle_make_patterns(pattern_case *made, oracle_random *random);
void oracle_make_sentence(case_sentence *made, oracle_random *random);
/* As YAML: `let:` and `tokens:`. */
void oracle_print_patterns(const pattern_case *made, trawl_buf *out);
void oracle_print_sentence(const case_sentence *sentence, trawl_buf *out);
const char *oracle_regex(uint8_t regex);

/* patterns_naive.c: all matches of the sentence, a line each; `*unsure` when captures were not worked out. */
void oracle_naive_matches(const pattern_case *made, const case_sentence *sentence, trawl_buf *out, bool *unsure);
/* Can the pattern match nothing at all? Then it is no pattern. */
bool oracle_is_empty(const pattern_case *made, const pattern_node *node);

#endif
