/* SPDX-License-Identifier: MIT
 * memo.c - files and steps of loading that need not be done again; see memo.h.
 *
 * A file whose stamp is the same is the same file, unless it was changed within the two seconds before it was
 * read: clocks of file systems are coarse, and a second change may leave the same stamp.  Then its bytes are
 * compared.  Steps are counted by their users: a rule set in use holds what it was made of. */
#include "rule/memo.h"

#include "base/file.h"
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COARSE_SECONDS = 2, FORGET_AFTER = 8, KEEP_STEPS = 6 };

struct trawl_kept {
  unsigned users;
  struct trawl_kept *below; /* the step before, whose tagger this one shares */
  trawl_buf key;
  trawl_arena arena;
  trawl_lexicon lexicon;
  trawl_types types;
  trawl_gazetteer gazetteer;
  bool names; /* the gazetteer is finished, and nobody writes to it */
};

struct trawl_memo {
  TRAWL_VEC(trawl_memo_file *) files;
  struct trawl_kept *kept[KEEP_STEPS]; /* the one used last first */
  uint64_t serial, begun;
};

trawl_memo *trawl_memo_new(void)
{
  return calloc(1, sizeof(trawl_memo));
}

static void free_file(trawl_memo_file *file)
{
  if (file) {
    trawl_buf_clear(&file->text);
    trawl_arena_clear(&file->arena);
    free(file->path);
    free(file);
  }
}

void trawl_memo_free(trawl_memo *memo)
{
  if (memo) {
    for (uint32_t i = 0; i < memo->files.len; ++i) {
      free_file(memo->files.at[i]);
    }
    trawl_vec_clear(&memo->files);
    for (unsigned i = 0; i < KEEP_STEPS; ++i) {
      trawl_kept_leave(memo->kept[i]);
    }
    free(memo);
  }
}

/* ---- files ------------------------------------------------------------------------------------- */

void trawl_memo_begin(trawl_memo *memo)
{
  uint32_t left = 0;
  ++memo->begun;
  for (uint32_t i = 0; i < memo->files.len; ++i) {
    trawl_memo_file *file = memo->files.at[i];
    if (memo->begun - file->used > FORGET_AFTER) {
      free_file(file);
    } else {
      memo->files.at[left++] = file;
    }
  }
  memo->files.len = left;
}

static trawl_memo_file *find_file(trawl_memo *memo, const char *path)
{
  const uint64_t hash = trawl_hash_bytes(path, strlen(path));
  for (uint32_t i = 0; i < memo->files.len; ++i) {
    trawl_memo_file *file = memo->files.at[i];
    if (file->path_hash == hash && strcmp(file->path, path) == 0) {
      return file;
    }
  }
  trawl_memo_file *file = calloc(1, sizeof *file);
  if (!file || !(file->path = strdup(path)) || !trawl_vec_push(&memo->files, file)) {
    free_file(file);
    return NULL;
  }
  file->path_hash = hash;
  return file;
}

static bool same_time(struct timespec a, struct timespec b)
{
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool same_stamp(const struct stat *a, const struct stat *b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size
         && same_time(a->st_mtim, b->st_mtim) && same_time(a->st_ctim, b->st_ctim);
}

static int64_t now(void)
{
  struct timespec at;
  clock_gettime(CLOCK_REALTIME, &at);
  return (int64_t)at.tv_sec;
}

/* Takes over the bytes, which the caller has read. */
static void take(trawl_memo *memo, trawl_memo_file *file, trawl_buf *text)
{
  const bool same = file->serial && text->len == file->text.len
                    && (!text->len || memcmp(text->at, file->text.at, text->len) == 0);
  if (same) {
    trawl_buf_clear(text);
    return;
  }
  trawl_buf_clear(&file->text);
  trawl_arena_clear(&file->arena);
  file->text = *text;
  file->made = false;
  file->serial = ++memo->serial;
}

trawl_memo_file *trawl_memo_look(trawl_memo *memo, const char *path)
{
  struct stat info;
  trawl_buf text = {.at = NULL};
  const int64_t before = now();
  trawl_memo_file *file = stat(path, &info) == 0 && S_ISREG(info.st_mode) ? find_file(memo, path) : NULL;
  if (!file) {
    return NULL;
  }
  file->used = memo->begun;
  if (file->serial && same_stamp(&info, &file->stamp) && info.st_ctim.tv_sec + COARSE_SECONDS < file->compared) {
    return file;
  }
  if (trawl_file_read(path, 0, &text) != TRAWL_OK || !trawl_buf_str(&text)) {
    trawl_buf_clear(&text);
    return NULL;
  }
  file->stamp = info; /* of before it was read: what changes meanwhile is seen the next time */
  file->compared = before;
  take(memo, file, &text);
  return file;
}

/* ---- steps ------------------------------------------------------------------------------------- */

void trawl_kept_leave(struct trawl_kept *kept)
{
  while (kept && --kept->users == 0) {
    struct trawl_kept *below = kept->below;
    trawl_gazetteer_clear(&kept->gazetteer);
    trawl_lexicon_clear(&kept->lexicon);
    trawl_arena_clear(&kept->arena);
    trawl_buf_clear(&kept->key);
    free(kept);
    kept = below;
  }
}

/* What the rule set has is that of the step; the arena that its lexicon is copied to is the rule set's. */
static trawl_status give(struct trawl_kept *kept, trawl_ruleset *rules)
{
  trawl_lexicon copy;
  TRAWL_TRY(trawl_lexicon_copy(&kept->lexicon, &rules->arena, &copy));
  trawl_lexicon_clear(&rules->lexicon);
  rules->lexicon = copy;
  rules->types = kept->types;
  rules->gazetteer = kept->gazetteer;
  rules->gazetteer.mapped = kept->names;
  ++kept->users;
  trawl_kept_leave(rules->kept);
  rules->kept = kept;
  return TRAWL_OK;
}

/* Moves the step at `i` to the front. */
static void move_to_front(trawl_memo *memo, unsigned i)
{
  struct trawl_kept *kept = memo->kept[i];
  memmove(memo->kept + 1, memo->kept, i * sizeof *memo->kept);
  memo->kept[0] = kept;
}

bool trawl_memo_use(trawl_memo *memo, const trawl_buf *key, trawl_ruleset *rules, trawl_status *status)
{
  for (unsigned i = 0; i < KEEP_STEPS && memo->kept[i]; ++i) {
    const trawl_buf *has = &memo->kept[i]->key;
    if (has->len == key->len && memcmp(has->at, key->at, key->len) == 0) {
      move_to_front(memo, i);
      *status = give(memo->kept[0], rules);
      return true;
    }
  }
  return false;
}

trawl_status trawl_memo_keep(trawl_memo *memo, const trawl_buf *key, bool names, trawl_ruleset *rules)
{
  struct trawl_kept *kept = calloc(1, sizeof *kept);
  TRAWL_TRY_MEM(kept != NULL);
  trawl_buf_put(&kept->key, key->at, key->len);
  if (kept->key.failed) {
    free(kept);
    return TRAWL_NO_MEM;
  }
  kept->users = 1;
  kept->names = names;
  kept->below = rules->kept;
  kept->arena = rules->arena;
  kept->lexicon = rules->lexicon;
  kept->types = rules->types;
  kept->gazetteer = rules->gazetteer;
  rules->kept = NULL;
  rules->arena = (trawl_arena){NULL, NULL};
  rules->gazetteer = (trawl_gazetteer){.mapped = false};
  trawl_lexicon_init(&rules->lexicon);
  trawl_kept_leave(memo->kept[KEEP_STEPS - 1]);
  memo->kept[KEEP_STEPS - 1] = kept;
  move_to_front(memo, KEEP_STEPS - 1);
  return give(kept, rules);
}
