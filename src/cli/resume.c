/* SPDX-License-Identifier: MIT
 * resume.c - one word for all that the bytes of an output depend on, the inputs apart: the program's version,
 * options, and the contents of rule and gazetteer files. */
#include "cli/resume.h"

#include <inttypes.h>
#include <string.h>

typedef struct sum {
  uint64_t hash;
  trawl_arena arena;
  trawl_paths paths;
  trawl_buf text;
  bool failed;
} sum;

static void add_bytes(sum *s, const char *bytes, size_t len)
{
  s->hash = trawl_hash_mix(s->hash ^ trawl_hash_bytes(bytes, len), 0xa0761d6478bd642fu);
}

/* Files that cannot be read do not count: opening the rules says so. */
static void add_files(sum *s, const char *path)
{
  s->paths.len = 0;
  s->failed |= trawl_file_list(path, NULL, &s->arena, &s->paths) == TRAWL_NO_MEM;
  for (uint32_t i = 0; i < s->paths.len; ++i) {
    s->text.len = 0;
    s->failed |= trawl_file_read(s->paths.at[i], 0, &s->text) == TRAWL_NO_MEM;
    add_bytes(s, trawl_file_base(s->paths.at[i]), strlen(trawl_file_base(s->paths.at[i])));
    add_bytes(s, s->text.at ? s->text.at : "", s->text.len);
  }
}

static void add_given(sum *s, const string_list *list)
{
  for (size_t i = 0; i < list->count; ++i) {
    add_bytes(s, list->at[i], 1); /* '+' adds, anything else replaces */
    add_files(s, list->at[i] + (list->at[i][0] == '+'));
  }
}

bool resume_fingerprint(const char *const *given, size_t n, const pipeline_options *files, char out[17])
{
  static const char *const below[] = {"rules", "gazetteers"};
  sum s = {.hash = 1};
  const char *data = data_folder() ? data_folder() : trawl_data_folder();
  add_bytes(&s, trawl_version(), strlen(trawl_version()));
  for (size_t i = 0; i < n; ++i) {
    add_bytes(&s, given[i] ? given[i] : "\1", given[i] ? strlen(given[i]) : 1);
  }
  for (size_t i = 0; data && i < TRAWL_COUNT(below); ++i) {
    const char *path = trawl_arena_printf(&s.arena, "%s/%s", data, below[i]);
    s.failed |= !path;
    if (path) {
      add_files(&s, path);
    }
  }
  if (files->pack) {
    add_files(&s, files->pack);
  }
  add_given(&s, files->rules);
  add_given(&s, files->gazetteers);
  snprintf(out, 17, "%016" PRIx64, s.hash);
  trawl_vec_clear(&s.paths);
  trawl_buf_clear(&s.text);
  trawl_arena_clear(&s.arena);
  return !s.failed;
}
