/* SPDX-License-Identifier: MIT
 * journal.h - what a batch has finished, so that it can go on where it was broken off.
 *
 * A line for each item in the order of the inputs, written after its output is on the disk: name, size and
 * hash of the bytes, how long the output was behind it, what it counted.  To go on, the inputs are walked again
 * and items that the journal has, in its order, are passed over; at the first one that differs the outputs are
 * cut behind the last that was the same.  A line carries a checksum: one that was torn is none. */
#ifndef TRAWL_BATCH_JOURNAL_H
#define TRAWL_BATCH_JOURNAL_H

#include "batch/parcel.h"

#include <stdio.h>

typedef struct trawl_journal_entry {
  trawl_buf name, code, reason; /* with NUL behind; code "" where nothing failed */
  uint64_t size, hash;
  uint64_t output, failures;    /* lengths of both behind the item */
  uint64_t sentences, tokens, mentions, triples, bytes;
  char kind;                    /* 'd' a document, 'p' a further part of one, or of trawl_item_kind_letter() */
  char date[11];                /* that a first part gave, or "" */
  trawl_buf relations;          /* "name=count name=count" with NUL behind */
} trawl_journal_entry;

struct trawl_journal {
  FILE *file;
  trawl_buf pending;       /* lines whose output is not yet synced */
  char *line;              /* room for reading */
  size_t line_cap;
  int error;               /* errno of the first write that failed */
  bool any;                /* an entry was kept or written */
  bool reads;              /* there may be entries to be compared */
  trawl_journal_entry entry;
  uint64_t kept, output, failures; /* behind the last entry that was the same: here, and in the outputs */
};

/* Reads the next entry; false: there is none that is whole. */
bool trawl_journal_next(trawl_journal *journal);
/* Whether the entry just read is this item. `bytes` are the item's. */
bool trawl_journal_matches(const trawl_journal *journal, const trawl_item *item, const char *bytes);
/* The entry was the same: it is kept. */
void trawl_journal_keep(trawl_journal *journal);
/* No more entries are the same: what follows is dropped, and writing begins. */
trawl_status trawl_journal_begin(trawl_journal *journal);
/* Notes an item with the lengths of the outputs behind it. */
void trawl_journal_add(trawl_journal *journal, const trawl_item *item, uint64_t output, uint64_t failures);
/* Writes and syncs what was noted; the caller has synced the outputs. */
trawl_status trawl_journal_flush(trawl_journal *journal);

/* Code and text of what is wrong with an item, or "". */
const char *trawl_item_code(const trawl_item *item);
const char *trawl_item_reason(const trawl_item *item);
/* 'f' failed, 'l' a limit, 's' or 'q' (a further part) skipped, 'o' left out as too large, 'w' nothing but a warning, 'd', 'p'. */
char trawl_item_kind_letter(const trawl_item *item);

#endif
