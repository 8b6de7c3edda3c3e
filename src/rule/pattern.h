/* SPDX-License-Identifier: MIT
 * pattern.h - regular expressions over tokens; all patterns of a stage run as one automaton.
 *
 *   "word" (any case)   lemma   [pos=NNP & shape=Xx & is=title]   [/regex/]   {type}   {role:type}
 *   .   ( | )   {name: ...}   ? * + {n,m} and lazy forms   ^ $   $list
 *
 * {type} takes a whole mention as one item.  A mention that lies inside a name is seen only by the first
 * item of a pattern, unless it begins where the name begins; the outer one is tried first.
 * Lazy forms decide what captures get, never where a match ends: that is always the longest one.  States
 * are simulated side by side, never by backtracking; see docs/rule-language.md. */
#ifndef TRAWL_RULE_PATTERN_H
#define TRAWL_RULE_PATTERN_H

#include "model/doc.h"
#include "resource/gazetteer.h"
#include "resource/lexicon.h"
#include "resource/types.h"

enum { TRAWL_MAX_CAPTURES = 8 };

/* What a pattern belongs to; handed back with each match. */
typedef struct trawl_pattern_owner {
  uint32_t rule; /* the caller's index: a mention rule, a relation */
  int32_t priority;
  const char *text;  /* the pattern as written */
  trawl_place place; /* source is only valid while loading */
  const char *file;  /* "diplomacy.yaml", for ties: bytes of the path, then line */
  uint32_t line;
  const void *data; /* the caller's record of the rule; not owned */
} trawl_pattern_owner;

typedef struct trawl_patterns {
  struct trawl_pattern_set *set; /* NULL: empty */
} trawl_patterns;

/* What the compiler may refer to. `lists` are the file's `let:` entries. */
typedef struct trawl_let {
  const char *name;
  const trawl_yaml *value; /* a list of words, or a scalar: a named sub-pattern */
  bool used;
  bool faulty; /* reported already: what refers to it fails without another finding */
} trawl_let;
/* The entry of `let:` under a key. Reports a value that is neither a text nor a list of words. */
trawl_status trawl_let_read(const trawl_yaml_file *file, const trawl_yaml *key,
                            const trawl_yaml *value, trawl_let *out);
/* What a capture without a type, such as {X}, takes. */
typedef struct trawl_capture_default {
  const char *name;
  uint64_t types; /* a mask, see resource/types.h */
} trawl_capture_default;
typedef struct trawl_pattern_env {
  trawl_lexicon *lexicon; /* words are interned */
  const trawl_types *types;
  trawl_let *lets;
  uint32_t let_count;
  trawl_arena *arena;
  const trawl_yaml_file *file;
  const trawl_capture_default *defaults; /* may be NULL */
  uint32_t default_count;
  trawl_name_cutter cut; /* the tokenizer's: told what fits no text; NULL: nothing is told */
  void *cut_with;
} trawl_pattern_env;

/* Would the tokenizer cut `text` into the words `as`? Else `hint` says how it would. Always true without
 * env->cut. */
bool trawl_pattern_is_token(const trawl_pattern_env *env, const char *text, size_t len, const trawl_span *as,
                            uint32_t count, char *hint, size_t size);

void trawl_patterns_clear(trawl_patterns *patterns);
/* Compiles one pattern (a YAML scalar) and adds it. Faults are located inside the scalar: E207 unknown
 * type, E210 regular expression, E211 unexpected character, E212 bracket without its partner, E213 empty
 * or able to match nothing, E214 too large, E215 unknown attribute or value, E216 unknown list, E217 too
 * many captures. A pattern with a fault adds nothing. */
trawl_status trawl_patterns_add(trawl_patterns *patterns, const trawl_pattern_env *env,
                                const trawl_yaml *text, const trawl_pattern_owner *owner);
/* After the last pattern; afterwards the set is immutable and may be shared by threads. */
trawl_status trawl_patterns_finish(trawl_patterns *patterns);
/* The patterns in the order in which they were added. */
uint32_t trawl_patterns_count(const trawl_patterns *patterns);
const trawl_pattern_owner *trawl_patterns_owner(const trawl_patterns *patterns, uint32_t i);

typedef struct trawl_capture {
  uint8_t name; /* the capture's number: trawl_patterns_capture_name() */
  trawl_span tok;
  uint32_t mention; /* the mention taken by {type}, or TRAWL_NONE for a captured group */
} trawl_capture;

typedef struct trawl_pattern_match {
  const trawl_pattern_owner *owner;
  trawl_span tok;
  trawl_capture captures[TRAWL_MAX_CAPTURES];
  uint32_t capture_count;
} trawl_pattern_match;

/* Names of captures, unique over the set: "X", "Y", "role". */
const char *trawl_patterns_capture_name(const trawl_patterns *patterns, uint8_t name);

typedef TRAWL_VEC(trawl_pattern_match) trawl_pattern_matches;

/* State of a run, one per thread; kept between sentences. It remembers what it found out about the words
 * of the base table, so it must not be used after a set that it ran, or that set's lexicon, is gone. */
typedef struct trawl_matcher trawl_matcher;
trawl_matcher *trawl_matcher_new(void);
void trawl_matcher_free(trawl_matcher *matcher);

/* All matches in a sentence (tokens [tok)): for each pattern the leftmost-longest ones that do not
 * overlap each other; ties between patterns are the caller's. Appends to `out`, by first token, then the
 * longer, then the order of patterns. TRAWL_LIMIT: the budget of steps was used up; what was found before
 * stands. The document's mentions must be sorted. */
trawl_status trawl_patterns_run(const trawl_patterns *patterns, trawl_matcher *matcher,
                                const trawl_doc *doc, trawl_span tok, trawl_pattern_matches *out);

/* Limits that the last run hit: a bit for each trawl_limit_id. */
uint64_t trawl_matcher_cuts(const trawl_matcher *matcher);

/* Adds to `*steps` how many a pattern takes in a sentence when it is run alone. For `trawl coverage`. */
trawl_status trawl_patterns_steps(const trawl_patterns *patterns, trawl_matcher *matcher, const trawl_doc *doc,
                                  trawl_span tok, uint32_t pattern, uint64_t *steps);

/* How far a pattern got in a sentence where it does not match: the longest stretch that it took, from an
 * item that is not its last, and what it would have taken behind it. For `trawl explain`. */
enum { TRAWL_REACH_WORDS = 4 };
typedef struct trawl_reach {
  trawl_span tok;  /* empty: it begins nowhere, or ends behind its first item */
  uint64_t mask;   /* types of mentions */
  uint32_t words[TRAWL_REACH_WORDS], word_count; /* ids of words and lemmas */
} trawl_reach;
trawl_status trawl_patterns_reach(const trawl_patterns *patterns, trawl_matcher *matcher, const trawl_doc *doc,
                                  trawl_span tok, uint32_t pattern, trawl_reach *out);

#endif
