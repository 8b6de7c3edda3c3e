/* SPDX-License-Identifier: MIT
 * limits.h - every bound that the library keeps, with its reason. */
#ifndef TRAWL_BASE_LIMITS_H
#define TRAWL_BASE_LIMITS_H

enum {
  /* Text positions are 32-bit; normalising can double the size; half of the room is kept free. */
  TRAWL_LIMIT_DOC_BYTES = 1 << 30,
  /* What is unpacked may be this many times what was packed, beyond the first bytes that are free: texts
   * shrink to a tenth, logs to a fiftieth. */
  TRAWL_LIMIT_UNPACKED_RATIO = 250,
  TRAWL_LIMIT_UNPACKED_FREE = 64 * 1024 * 1024,
  /* Elements of a web page within each other, as browsers have it. */
  TRAWL_LIMIT_HTML_DEPTH = 512,
  /* A sentence longer than this is no sentence (tables, base64, text without full stops): it is cut
   * here, so that passes over a sentence stay cheap. News sentences have fewer than 120 tokens. */
  TRAWL_LIMIT_SENTENCE_TOKENS = 600,
  /* A rule or gazetteer file in YAML; lists beyond this belong into TSV. */
  TRAWL_LIMIT_YAML_BYTES = 64 * 1024 * 1024,
  /* Nesting of a YAML file: the rule language needs 8. */
  TRAWL_LIMIT_YAML_DEPTH = 64,
  /* Nodes of a YAML file. */
  TRAWL_LIMIT_YAML_NODES = 8 * 1024 * 1024,
  /* Words of one name in a gazetteer. */
  TRAWL_LIMIT_NAME_WORDS = 32,
  /* One token pattern or phrase, in bytes and in steps after expanding {n,m}. */
  TRAWL_LIMIT_PATTERN_BYTES = 4096,
  TRAWL_LIMIT_PATTERN_STEPS = 2000,
  /* Work of token patterns for one sentence, in state visits for each token: a set of 10,000 patterns on
   * news text needs fewer than 500. */
  TRAWL_LIMIT_PATTERN_VISITS = 4096,
  /* Repeat counts in {n,m}. */
  TRAWL_LIMIT_REPEAT = 64,
  /* pcre2: backtracking steps for one token or line. */
  TRAWL_LIMIT_REGEX_MATCH = 100000,
  /* Pairs that a list subject and a list object are expanded to: three times three heads of state, not
   * the 380 pairs of a summit. */
  TRAWL_LIMIT_PAIRS = 16,
  /* Triples of one sentence: beyond it the sentence is a list, not a statement. */
  TRAWL_LIMIT_SENTENCE_TRIPLES = 64,
};

#endif
