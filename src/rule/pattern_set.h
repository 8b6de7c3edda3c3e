/* SPDX-License-Identifier: MIT
 * pattern_set.h - the compiled form of token patterns; private to rule/pattern*.c.
 *
 *   text --parse--> tree of nodes --compile--> states --finish--> start lists --match--> spans
 *
 * The automaton is position-based (Glushkov): a state is an item of a pattern that takes a token or a
 * mention, and its `next` list holds the states that may come after it, the preferred first.  There are
 * no empty moves left when matching.  All patterns share one table of states.
 *
 * What a token must be is one of: anything, a word in any case, a lemma, a test.  A test is a set of tags
 * and a conjunction of atoms.  Those of its atoms that only look at the word (shape, category, regular
 * expression, list) are decided once for each word and remembered as one bit of the word's class, see
 * pattern_class.c; the others look at the token. */
#ifndef TRAWL_RULE_PATTERN_SET_H
#define TRAWL_RULE_PATTERN_SET_H

#include "base/expression.h"
#include "base/limits.h"
#include "rule/pattern.h"
#include "rule/pattern_list.h"

enum {
  TRAWL_NO_SLOT = 255,
};

typedef enum trawl_atom_kind {
  TRAWL_ATOM_LIST,                     /* the folded word is in set->ids[first, +count), sorted */
  TRAWL_ATOM_FORMS,                    /* the exact form is in set->ids[first, +count), sorted */
  TRAWL_ATOM_TEXT,                     /* the exact form is id `first` */
  TRAWL_ATOM_SHAPE,                    /* mask[0] over trawl_shape */
  TRAWL_ATOM_IS,                       /* mask over categories */
  TRAWL_ATOM_REGEX,                    /* set->regexes[first] */
  TRAWL_ATOM_KNOWN,                    /* the lexicon has the form */
  TRAWL_ATOM_COMMON,                   /* the lexicon has the lower-case form */
  TRAWL_ATOM_TOKEN,                    /* from here on the token decides, not the word alone */
  TRAWL_ATOM_LEMMA = TRAWL_ATOM_TOKEN, /* the lemma is id `first` */
  TRAWL_ATOM_LEMMA_IS,                 /* mask over categories, of the lemma */
  TRAWL_ATOM_IN,                       /* mask[0] over types of the outermost mention */
  TRAWL_ATOM_SPACE,                    /* white space before it */
  TRAWL_ATOM_FIRST,                    /* the sentence's first word; punctuation does not count */
  TRAWL_ATOM_FORCED, /* that, and a common word in lower case: its capital says nothing */
} trawl_atom_kind;

typedef struct trawl_atom {
  uint8_t kind;
  bool negated;
  uint32_t first, count;
  uint64_t mask[2];
} trawl_atom;

typedef struct trawl_test {
  uint64_t tags; /* tags that pass; all ones: any */
  uint32_t first_atom;
  uint16_t word_atoms, atom_count; /* those of the word come first */
} trawl_test;

typedef enum trawl_item_kind {
  TRAWL_ITEM_ANY,
  TRAWL_ITEM_WORD,    /* value: folded word id */
  TRAWL_ITEM_LEMMA,   /* value: word id */
  TRAWL_ITEM_TEST,    /* value: index in set->tests */
  TRAWL_ITEM_MENTION, /* types */
} trawl_item_kind;

typedef struct trawl_item {
  uint8_t kind;
  uint8_t slot; /* of a mention: the capture that gets it, or TRAWL_NO_SLOT */
  uint32_t value;
  uint64_t types;
} trawl_item;

/* ---- the tree of one pattern ---------------------------------------------------------------- */

typedef enum trawl_node_kind {
  TRAWL_NODE_ITEM,
  TRAWL_NODE_SEQUENCE,
  TRAWL_NODE_CHOICE,
  TRAWL_NODE_REPEAT,
  TRAWL_NODE_CAPTURE,
  TRAWL_NODE_START,
  TRAWL_NODE_END,
} trawl_node_kind;

typedef struct trawl_node trawl_node;
struct trawl_node {
  uint8_t kind;
  bool lazy;
  uint8_t slot;      /* capture */
  uint32_t min, max; /* repeat; max TRAWL_NONE: no end */
  trawl_item item;
  trawl_node *child; /* first child; others follow by `sibling` */
  trawl_node *sibling;
};

/* ---- the compiled set ----------------------------------------------------------------------- */

enum { TRAWL_ACCEPT_NO, TRAWL_ACCEPT, TRAWL_ACCEPT_AT_END };

typedef struct trawl_state {
  trawl_item item;
  uint8_t captures; /* slots of the {name: ...} groups that it stands in */
  uint8_t accept;
  uint32_t first_next, next_count; /* set->next */
  uint32_t program;
} trawl_state;

typedef struct trawl_start {
  uint32_t state;
  bool at_start; /* only at the sentence's first token */
} trawl_start;

/* One item of a need: what must stand somewhere in a sentence for a pattern to match in it. */
typedef struct trawl_need {
  trawl_item item;
  bool last; /* of its group; one of a group is enough */
} trawl_need;

/* The same as it is asked: one of the bits in a word of matcher->has, and one of the tags. */
typedef struct trawl_ask {
  uint64_t bits, tags;
  uint32_t word;
  bool last;
} trawl_ask;

/* One pattern. */
typedef struct trawl_program {
  trawl_pattern_owner owner;
  uint32_t first_state, state_count;
  uint32_t first_start, start_count;
  uint32_t first_need, need_count;
  uint32_t first_ask, ask_count;
  uint8_t slots[TRAWL_MAX_CAPTURES]; /* slot -> number of the name */
  uint8_t slot_count;
} trawl_program;

typedef struct trawl_regex {
  trawl_expression *expression;
  const char *text;  /* with its slashes, in the rule set's arena */
  uint64_t first[4]; /* 256 bits: the bytes that a word it matches may begin with */
} trawl_regex;

/* What waits for an item: values by test, word, lemma, type of mention; those that take any token. */
typedef struct trawl_item_index {
  trawl_keyed_list tests, words, lemmas, types, any;
  uint64_t lemma_filter[TRAWL_FILTER_WORDS];
} trawl_item_index;

trawl_status trawl_item_index_add(trawl_item_index *index, const trawl_item *item, uint32_t value);
void trawl_item_index_sort(trawl_item_index *index);
void trawl_item_index_clear(trawl_item_index *index);

/* Tests that ask for the same regular expressions; see pattern_group.c. */
typedef struct trawl_test_groups {
  uint32_t width;             /* 64-bit words of a mask of groups */
  TRAWL_VEC(uint32_t) first;  /* [group] one of its tests */
  TRAWL_VEC(uint32_t) of;     /* [test] its group */
  TRAWL_VEC(uint64_t) tests;  /* [group * words of a mask of tests] */
  TRAWL_VEC(uint64_t) likely; /* [first byte * width] groups that words may pass which begin with it */
} trawl_test_groups;

typedef struct trawl_pattern_set {
  TRAWL_VEC(trawl_state) states;
  TRAWL_VEC(uint32_t) next;
  TRAWL_VEC(trawl_start) starts;
  TRAWL_VEC(trawl_program) programs;
  TRAWL_VEC(trawl_need) needs;
  TRAWL_VEC(trawl_ask) asks;
  TRAWL_VEC(trawl_test) tests;
  TRAWL_VEC(trawl_atom) atoms;
  TRAWL_VEC(uint32_t) ids;
  TRAWL_VEC(trawl_regex) regexes;
  TRAWL_VEC(const char *) names; /* of captures, in the rule set's arena */
  void *regex_limits;            /* pcre2_match_context */
  uint32_t visits, matches;      /* limits of a run */
  /* What may start where.  Masks have a bit for each start. */
  uint32_t start_width;        /* 64-bit words of such a mask */
  TRAWL_VEC(uint64_t) any_mask;   /* starts that take every token */
  TRAWL_VEC(uint64_t) first_mask; /* starts that only a sentence's first token may take */
  TRAWL_VEC(uint64_t) type_mask;  /* [type * start_width] starts that take a mention of the type */
  trawl_item_index start_index;   /* starts by what they take */
  TRAWL_VEC(uint32_t) item_words; /* words that some state waits for, sorted */
  trawl_keyed_list listed_tests;  /* by word: the tests that have it in a list */
  trawl_test_groups groups;
  /* The need that tells most of each program: a sentence without it is not searched for the program. */
  TRAWL_VEC(uint32_t) common;  /* ids of words that most sentences have */
  TRAWL_VEC(uint32_t) keyless; /* programs without a need */
  trawl_item_index keys;
  uint64_t lemma_need_filter[TRAWL_FILTER_WORDS]; /* lemmas that are part of any need */
} trawl_pattern_set;

/* ---- parsing -------------------------------------------------------------------------------- */

typedef struct trawl_pattern_parser {
  trawl_pattern_set *set;
  const trawl_pattern_env *env;
  const trawl_yaml *node; /* the scalar being read: the pattern or a `let:` entry */
  const char *text;
  size_t len, at;
  trawl_arena *scratch; /* nodes */
  uint32_t depth;
  uint8_t slots[TRAWL_MAX_CAPTURES];
  uint8_t slot_count;
} trawl_pattern_parser;

/* The tree of parser->text. */
trawl_status trawl_pattern_parse(trawl_pattern_parser *parser, trawl_node **out);
/* "[...]" at parser->at, which is behind the bracket that opens. */
trawl_status trawl_pattern_parse_test(trawl_pattern_parser *parser, trawl_item *out);
/* pattern_doubt.c: warnings, told only when env->cut is set. */
void trawl_pattern_doubt(const trawl_pattern_parser *parser, size_t at, size_t len, const char *code,
                         const char *hint, const char *format, ...) __attribute__((format(printf, 6, 7)));
/* W213: `text`, read as these words, which a text never has. `item`: of a list; NULL: in the pattern. */
void trawl_pattern_doubt_words(const trawl_pattern_parser *parser, const char *text, size_t len,
                               const trawl_span *words, uint32_t count, const trawl_yaml *item);
/* W212: [...] from `open` to parser->at. */
void trawl_pattern_doubt_test(const trawl_pattern_parser *parser, size_t open, uint64_t tags,
                              const trawl_atom *atoms, uint32_t count);
void trawl_pattern_doubt_regex(const trawl_pattern_parser *parser, size_t at, size_t len);  /* W216 */
void trawl_pattern_doubt_edges(const trawl_pattern_parser *parser, const trawl_node *root); /* W214 */
/* The place of a byte of the text. */
trawl_place trawl_pattern_place(const trawl_pattern_parser *parser, size_t at, size_t len);
/* A finding at a byte of the text. */
trawl_status trawl_pattern_fault(const trawl_pattern_parser *parser, size_t at, size_t len,
                                 const char *code, const char *hint, const char *format, ...)
  __attribute__((format(printf, 6, 7)));
void trawl_pattern_skip_space(trawl_pattern_parser *parser);
/* Length of the name ([A-Za-z0-9_] and bytes above ASCII) that begins at `at`. */
size_t trawl_pattern_name_len(const trawl_pattern_parser *parser, size_t at);
/* Interns a word, gives the id of its lower-case form. */
trawl_status trawl_pattern_fold(trawl_pattern_parser *parser, const char *text, size_t len,
                                uint32_t *out);
/* The item for a test whose atoms were pushed to set->atoms from test.first_atom on: the same test as an
 * earlier one is that one. */
trawl_status trawl_pattern_add_test(trawl_pattern_set *set, trawl_test test, trawl_item *out);
/* The atom for /regex/, whose body is [at, +len) of the text. */
trawl_status trawl_pattern_add_regex(trawl_pattern_parser *parser, size_t at, size_t len, bool any_case,
                                     trawl_atom *atom);
/* The item for "any of these words": ids are sorted here. */
trawl_status trawl_pattern_word_list(trawl_pattern_set *set, uint32_t *ids, uint32_t count,
                                     trawl_item *out);

/* ---- matching ------------------------------------------------------------------------------- */

/* What the tests say of a word; one for each matcher and set. */
typedef struct trawl_word_judge trawl_word_judge;

trawl_word_judge *trawl_word_judge_new(const trawl_pattern_set *set);
void trawl_word_judge_free(trawl_word_judge *judge);
/* A bit for each test of the set, and one more behind them: a limit of regular expressions was hit. */
trawl_status trawl_word_judge_ask(trawl_word_judge *judge, const trawl_words *words, uint32_t word,
                                  uint64_t *bits);

/* Classes of words: what the tests say about them. */
typedef struct trawl_classes {
  uint32_t width;                 /* 64-bit words of bits for each class */
  TRAWL_VEC(uint64_t) bits;       /* [class * width], a bit for each test */
  TRAWL_VEC(uint64_t) starts;     /* [class * 2 * set->start_width] starts that take any token, or whose
                                     word atoms pass; behind them those that such a word may come after */
  TRAWL_VEC(uint32_t) first_key;  /* [class] -> keys */
  TRAWL_VEC(uint32_t) keys;       /* programs whose key it is; lists end with TRAWL_NONE */
  TRAWL_VEC(uint32_t) noted;      /* [class] -> number of the last sentence that had it */
  TRAWL_VEC(uint32_t) doubts;     /* [program] -> the ask that failed last, its group's first */
} trawl_classes;

/* The class that a word is in; one cache per matcher and set. */
typedef struct trawl_class_cache trawl_class_cache;

trawl_class_cache *trawl_class_cache_new(const trawl_pattern_set *set);
void trawl_class_cache_free(trawl_class_cache *cache);
const trawl_pattern_set *trawl_class_cache_set(const trawl_class_cache *cache);
trawl_classes *trawl_class_cache_classes(trawl_class_cache *cache);
/* Forgets all classes when there are too many of them. */
void trawl_class_cache_trim(trawl_class_cache *cache);

/* Flags beside a class number: set->start_index, set->keys, set->item_words have the folded word;
 * classes->starts has something for the class. */
#define TRAWL_WORD_STARTS UINT32_C(0x80000000)
#define TRAWL_WORD_KEYS UINT32_C(0x40000000)
#define TRAWL_WORD_ITEMS UINT32_C(0x20000000)
#define TRAWL_CLASS_STARTS UINT32_C(0x10000000)
#define TRAWL_WORD_CUT UINT32_C(0x08000000) /* a regular expression went beyond its limits on the word */
#define TRAWL_CLASS_MASK UINT32_C(0x07ffffff)
/* The classes of `count` words; `*any`: the flags of all of them. */
trawl_status trawl_classes_of(trawl_class_cache *cache, const trawl_words *words, const uint32_t *word,
                              uint32_t count, uint32_t *out, uint32_t *any);

/* The tests that words of a class pass. */
static inline const uint64_t *trawl_class_bits(const trawl_classes *classes, uint32_t class)
{
  return &classes->bits.at[(size_t)(class & TRAWL_CLASS_MASK) * classes->width];
}

typedef struct trawl_thread {
  uint32_t state, start, next;
} trawl_thread;

typedef struct trawl_event {
  uint32_t program, start, end;
} trawl_event;

typedef struct trawl_seen {
  uint32_t generation, thread;
} trawl_seen;

/* One step of the path that gives the captures. */
typedef struct trawl_path_step {
  uint32_t state, at, end;
  uint32_t mention; /* taken, or TRAWL_NONE */
  uint32_t choice;  /* next edge to try */
} trawl_path_step;

struct trawl_matcher {
  TRAWL_VEC(trawl_class_cache *) caches;
  /* The sentence. */
  const trawl_pattern_set *set;
  trawl_class_cache *cache;
  trawl_classes *classes;
  const trawl_doc *doc;
  trawl_span tok;
  uint32_t first_word;          /* the first token that is no punctuation */
  uint64_t types, tags;         /* of its mentions, of its tokens */
  TRAWL_VEC(uint64_t) has;      /* what the sentence has, see pattern_need.c */
  uint32_t sentence;            /* number of it, over all documents */
  TRAWL_VEC(uint64_t) searched; /* a bit for each program that may match in it */
  TRAWL_VEC(uint64_t) alive;    /* a bit for each start of those programs */
  TRAWL_VEC(uint32_t) live;     /* the words of `alive` that are not 0 */
  uint64_t budget, cost; /* what is left; what the token at hand took */
  uint64_t cuts;         /* limits that were hit: a bit for each trawl_limit_id */
  uint32_t mention; /* the first one of the sentence, if there is one */
  TRAWL_VEC(uint32_t) first_mention; /* [token - tok.start] -> first mention that starts there, if one does */
  TRAWL_VEC(uint32_t) class_of; /* [token - tok.start] */
  TRAWL_VEC(uint64_t) types_at; /* [token - tok.start] -> types of the mentions that start there */
  /* Threads wait for the token that they can take next. */
  TRAWL_VEC(uint32_t) waiting; /* [token - tok.start] -> chain in `threads` */
  TRAWL_VEC(trawl_thread) threads;
  TRAWL_VEC(trawl_seen) seen; /* [state] */
  TRAWL_VEC(trawl_thread) active;
  uint32_t generation;
  TRAWL_VEC(trawl_event) events;
  TRAWL_VEC(trawl_event) found;
  /* Captures. */
  TRAWL_VEC(trawl_path_step) path;
  TRAWL_VEC(uint64_t) failed;
};

/* Can an item take this token, or (as far as the types tell) a mention that starts there? */
bool trawl_pattern_passes(const trawl_matcher *matcher, const trawl_item *item, uint32_t token);
/* Can {type} take this mention, in a match that starts at `start`? Mentions inside nominal ones ("the
 * Russian president") are as good as outermost ones. */
static inline bool trawl_pattern_takes(const trawl_doc *doc, const trawl_mention *mention,
                                       uint64_t types, uint32_t start, uint32_t end)
{
  if (!(types >> mention->type & 1) || mention->tok.end > end
      || mention->tok.end <= mention->tok.start) {
    return false;
  }
  if (mention->tok.start == start) {
    return true;
  }
  for (uint32_t i = mention->outer; i != TRAWL_NONE; i = doc->mentions.at[i].outer) {
    const trawl_mention *outer = &doc->mentions.at[i];
    if (outer->kind != TRAWL_MENTION_NOMINAL && outer->tok.start != mention->tok.start) {
      return false;
    }
  }
  return true;
}

trawl_status trawl_pattern_note_common(trawl_pattern_set *set, trawl_lexicon *lexicon);
/* Works out what a pattern cannot do without. */
trawl_status trawl_pattern_add_needs(trawl_pattern_set *set, const trawl_node *root,
                                     trawl_program *program);
/* After the last pattern: files what may start where, and the programs under their keys. */
trawl_status trawl_pattern_file_starts(trawl_pattern_set *set);
trawl_status trawl_pattern_file_keys(trawl_pattern_set *set);
trawl_status trawl_pattern_file_lists(trawl_pattern_set *set);
trawl_status trawl_pattern_file_groups(trawl_pattern_set *set);
void trawl_test_groups_clear(trawl_test_groups *groups);
/* Fills in matcher->alive from what the sentence has; class_of and types_at are filled in. False in *any: no
 * pattern can match. */
trawl_status trawl_pattern_search_sentence(trawl_matcher *matcher, bool *any);

/* Fills in the captures of a match whose program and span are known. */
trawl_status trawl_pattern_capture(trawl_matcher *matcher, const trawl_event *event,
                                   trawl_pattern_match *out);

#endif
