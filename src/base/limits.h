/* SPDX-License-Identifier: MIT
 * limits.h - every bound that keeps hostile input from costing more than it is worth, with its reason.
 *
 * A row is a bound that a user may set: trawl_config.limits, `--limit NAME=N`.  What is left at its default
 * is 0 in trawl_limits, so that zeros are the defaults.  Where a bound guards the layout of memory it cannot
 * go above `most`.  What happens where one is hit:
 *
 *   TEXT      the rest is left out, the document is marked as truncated and cut short (exit status 5)
 *   SENTENCE  the same, but so does ordinary news now and then: the document is only marked
 *   INPUT     the input is left out, with an error
 *   RULES     the rule or gazetteer file is refused, at the place
 *
 * Bounds that only say how far something looks (a window, a cache, a buffer) stand where they are used. */
#ifndef TRAWL_BASE_LIMITS_H
#define TRAWL_BASE_LIMITS_H

#include "base/diag.h"

/* Arrays of fixed size. */
enum {
  TRAWL_MOST_DOC_BYTES = 1 << 30,
  TRAWL_MOST_YAML_DEPTH = 256,
  TRAWL_MOST_NAME_WORDS = 64,
  TRAWL_MOST_CLAUSE_PHRASES = 48,
  TRAWL_MOST_PATTERN_STEPS = 20000,
};

/* X(id, name, default, least, most, scope, code, what it bounds, why this much) */
#define TRAWL_LIMITS(X)                                                                                               \
  X(DOC_BYTES, "doc-bytes", TRAWL_MOST_DOC_BYTES, 64, TRAWL_MOST_DOC_BYTES, TEXT, "W420", "bytes of a text",                                    \
    "positions are 32-bit and normalising can double a text; half of the room is kept free")                          \
  X(LINE_BYTES, "line-bytes", 16 << 20, 64, 1 << 30, TEXT, "W421", "bytes of a line of a text",                       \
    "a book without line breaks has five million; what is longer is data")                                            \
  X(SENTENCE_TOKENS, "sentence-tokens", 600, 8, 5000, SENTENCE, "W422", "tokens of a sentence",                       \
    "news sentences have fewer than 120; a table, or base64, is cut so that passes over a sentence stay cheap")       \
  X(SENTENCE_MENTIONS, "sentence-mentions", 1200, 1, 100000, TEXT, "W423", "mentions of a sentence",                  \
    "two for each token of the longest sentence; lists of names within names give more")                              \
  X(RULE_MATCHES, "rule-matches", 256, 1, 100000, TEXT, "W424", "matches of a token pattern in a sentence",           \
    "a rule that fits every other word of the longest sentence says nothing")                                         \
  X(PATTERN_VISITS, "pattern-visits", 4096, 1, 1 << 24, TEXT, "W425", "steps of token patterns for each token",       \
    "a set of 10,000 patterns on news text needs fewer than 500")                                                     \
  X(REGEX_MATCH, "regex-match", 100000, 1, 100000000, TEXT, "W426", "steps of a regular expression on a word or line", \
    "what backtracks for longer does so for ever; pcre2's match limit")                                               \
  X(REGEX_DEPTH, "regex-depth", 5000, 1, 100000000, TEXT, "W426", "nested backtracking of a regular expression",      \
    "a word or a short line needs no more; pcre2's depth limit")                                                      \
  X(REGEX_HEAP, "regex-heap", 4096, 1, 1 << 20, TEXT, "W426", "KiB that a regular expression may take",               \
    "each thread has so much for it; pcre2's heap limit")                                                             \
  X(CLAUSE_PHRASES, "clause-phrases", TRAWL_MOST_CLAUSE_PHRASES, 1, TRAWL_MOST_CLAUSE_PHRASES, SENTENCE, "W427",      \
    "phrases that fit one clause", "each is compared with each; the shipped rules have six at most")                  \
  X(PAIRS, "pairs", 16, 1, 10000, SENTENCE, "W427", "pairs of a list of subjects and a list of objects",              \
    "three times three heads of state, not the 380 pairs of a summit")                                                \
  X(SENTENCE_TRIPLES, "sentence-triples", 64, 1, 10000, SENTENCE, "W427", "triples of a sentence",                    \
    "beyond it the sentence is a list, not a statement; each is compared with each")                                  \
  X(DOC_TRIPLES, "doc-triples", 1 << 20, 1, 1 << 26, TEXT, "W428", "triples of a text",                               \
    "300 MB of memory; news gives one in 100 bytes")                                                                  \
  X(TRACE_ATTEMPTS, "trace-attempts", 1 << 20, 1, 1 << 26, SENTENCE, "W429", "attempts that a trace keeps",           \
    "some hundred megabytes: a text of thousands of sentences")                                                       \
  X(JSON_DEPTH, "json-depth", 128, 4, 2000, INPUT, "E416", "nesting of a line of JSON",                               \
    "records need five; each level costs a call on the stack")                                                        \
  X(HTML_DEPTH, "html-depth", 512, 8, 100000, INPUT, "E402", "elements of a web page within each other",              \
    "what browsers have")                                                                                             \
  X(UNPACKED_RATIO, "unpacked-ratio", 250, 2, 1000000, INPUT, "E402", "times its size that an archive unpacks to",    \
    "texts shrink to a tenth, logs to a fiftieth")                                                                    \
  X(UNPACKED_FREE, "unpacked-free", 64 << 20, 1, 1 << 30, INPUT, "E402", "bytes unpacked before that is asked",       \
    "a small file of blanks is no attack")                                                                            \
  X(FOLDER_DEPTH, "folder-depth", 256, 1, 4000, INPUT, "E402", "folders within each other",                           \
    "a path has 4,096 bytes; each level costs an open folder")                                                        \
  X(YAML_BYTES, "yaml-bytes", 64 << 20, 64, 1 << 30, RULES, "E107", "bytes of a YAML file or word list",              \
    "lists beyond this belong into TSV gazetteers")                                                                   \
  X(YAML_DEPTH, "yaml-depth", 64, 1, TRAWL_MOST_YAML_DEPTH, RULES, "E105", "nesting of a YAML file",                  \
    "the rule language needs 8")                                                                                      \
  X(YAML_NODES, "yaml-nodes", 8 << 20, 1, 1 << 27, RULES, "E107", "values of a YAML file",                            \
    "half a gigabyte of memory; the largest shipped file has 40,000")                                                 \
  X(YAML_ALIASES, "yaml-aliases", 0, 0, 0, RULES, "E104", "anchors and aliases of a YAML file",                       \
    "aliases of aliases grow without bound, and `let:` does what they are for")                                       \
  X(PATTERN_BYTES, "pattern-bytes", 4096, 1, 1 << 20, RULES, "E214", "bytes of a phrase, token pattern or regular expression", \
    "the longest shipped one has 700")                                                                                \
  X(PATTERN_STEPS, "pattern-steps", 2000, 1, TRAWL_MOST_PATTERN_STEPS, RULES, "E214", "items of a token pattern with {n,m} written out", \
    "a step can be waited for at each token")                                                                         \
  X(PATTERN_EDGES, "pattern-edges", 200000, 1, 1 << 26, RULES, "E214", "ways from item to item of a token pattern",   \
    "(a|b|...)* has the square of its items")                                                                         \
  X(PATTERN_DEPTH, "pattern-depth", 32, 1, 200, RULES, "E214", "brackets within brackets, lists within lists",        \
    "each level costs a call on the stack")                                                                           \
  X(REPEAT, "repeat", 64, 1, 1000, RULES, "E214", "count in {n,m}",                                                   \
    "each count writes the item out once more")                                                                       \
  X(STATES, "automaton-states", 4 << 20, 1, 1 << 28, RULES, "E214", "states of all token patterns together",          \
    "200 MB of memory; 10,000 patterns have 80,000")                                                                  \
  X(ENTRIES, "gazetteer-entries", 64 << 20, 1, 1 << 30, RULES, "E316", "entries of all gazetteers",                   \
    "places of entries are 32-bit, as are the names of all of them")                                                  \
  X(NAME_BYTES, "name-bytes", 1000, 1, 60000, RULES, "E308", "bytes of a name or alias",                              \
    "the longest name of a place has 190")                                                                            \
  X(NAME_WORDS, "name-words", 32, 1, TRAWL_MOST_NAME_WORDS, RULES, "E309", "words of a name or alias",                \
    "a name is looked for at each token, so many tokens ahead")

typedef enum trawl_limit_id {
#define X(id, name, value, least, most, scope, code, what, why) TRAWL_LIMIT_##id,
  TRAWL_LIMITS(X)
#undef X
    TRAWL_LIMIT_COUNT
} trawl_limit_id;

_Static_assert(TRAWL_LIMIT_COUNT <= 64, "limits that were hit are bits of a mask");

/* What was set; 0: the default. */
typedef struct trawl_limits {
  uint32_t at[TRAWL_LIMIT_COUNT];
} trawl_limits;

extern const trawl_limit_view trawl_limit_rows[TRAWL_LIMIT_COUNT];

/* `limits` NULL: the defaults. */
static inline uint32_t trawl_limit(const trawl_limits *limits, trawl_limit_id id)
{
  return limits && limits->at[id] ? limits->at[id] : (uint32_t)trawl_limit_rows[id].value;
}

/* Sets what a program asks for; E125 for what is none, or out of range. */
trawl_status trawl_limits_set(trawl_limits *limits, const trawl_limit_setting *settings, size_t count,
                              trawl_findings *findings);
/* Whether something is set that tells how rules are read. */
bool trawl_limits_of_rules(const trawl_limits *limits);
/* Whether a finding with this code says that a document was truncated; `*shortened` (or NULL): by a limit that
 * ordinary texts do not hit. */
bool trawl_limit_has_code(const char *code, bool *shortened);
/* Rules that were read before are not refused now. */
void trawl_limits_trust_rules(trawl_limits *limits);

#endif
