/* SPDX-License-Identifier: MIT
 * memo.h - what loading rule sets has read and made, kept for the next time.
 *
 *   file    its bytes and the tree that was made of them, until its stamp or its bytes differ
 *   kept    lexicon and types, or these and the gazetteers, as they stand before the next step of loading
 *
 * Loading goes in steps: words, then names, then rules (ruleset.c).  A step whose inputs are all what they were
 * is taken from here; what it made is shared, and what the later steps write to is copied.  So a rule set that
 * was loaded with a memo is the same, down to the ids of its words, as one that was loaded without.
 *
 * What had findings is never kept, so that they are reported each time. */
#ifndef TRAWL_RULE_MEMO_H
#define TRAWL_RULE_MEMO_H

#include "rule/ruleset.h"

#include <sys/stat.h>

typedef struct trawl_memo_file {
  char *path;
  uint64_t path_hash, serial; /* serial: another one for each other contents */
  uint64_t used;              /* when it was looked at last, counted in rule sets */
  struct stat stamp;
  int64_t compared;           /* second in which its bytes were compared last */
  trawl_buf text;
  trawl_arena arena;          /* what is made of the text */
  bool made;                  /* the following is, without a finding */
  unsigned kind;
  trawl_yaml_file yaml;
  const trawl_source *source;
} trawl_memo_file;

/* A rule set is going to be loaded: files that were not looked at for long are forgotten. */
void trawl_memo_begin(trawl_memo *memo);
/* The file as it is now: read again if it is another one, `made` is false then. NULL: it cannot be read, or there
 * is no memory. It stays as it is until it is looked at again. */
trawl_memo_file *trawl_memo_look(trawl_memo *memo, const char *path);

/* What a key stands for becomes the rule set's. False: the memo does not have it. */
bool trawl_memo_use(trawl_memo *memo, const trawl_buf *key, trawl_ruleset *rules, trawl_status *status);
/* Keeps what the rule set consists of by now under the key, `names`: with finished gazetteers; the rule set goes
 * on with a copy. */
trawl_status trawl_memo_keep(trawl_memo *memo, const trawl_buf *key, bool names, trawl_ruleset *rules);
/* A rule set does without it from now on. NULL is fine. */
void trawl_kept_leave(struct trawl_kept *kept);

#endif
