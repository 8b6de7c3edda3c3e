/* SPDX-License-Identifier: MIT
 * made_of.c - is a pack of the shipped rules up to date?  See made_of.h. */
#include "rule/made_of.h"

#include "base/file.h"
#include "base/hash.h"
#include "resource/stored.h"

#include <string.h>
#include <sys/stat.h>

void trawl_made_of_clear(trawl_made_of *made_of)
{
  trawl_vec_clear(&made_of->files);
  trawl_vec_clear(&made_of->text);
}

static trawl_status hash_file(const char *path, uint64_t *hash)
{
  trawl_buf buf = {.at = NULL};
  const trawl_status status = trawl_file_read(path, 0, &buf);
  if (status == TRAWL_OK) {
    *hash = trawl_hash_bytes(buf.at ? buf.at : "", buf.len);
  }
  trawl_buf_clear(&buf);
  return status;
}

static trawl_status add_file(const char *path, const char *name, bool hash, trawl_made_of *out)
{
  struct stat info;
  const size_t size = strlen(name) + 1;
  if (stat(path, &info) != 0) {
    return TRAWL_IO;
  }
  trawl_made_of_file file = {.size = (uint64_t)info.st_size,
                            .changed = (uint64_t)info.st_mtim.tv_sec * 1000000000u
                                       + (uint64_t)info.st_mtim.tv_nsec,
                            .name = out->text.len};
  TRAWL_TRY(hash ? hash_file(path, &file.hash) : TRAWL_OK);
  TRAWL_TRY_MEM(trawl_vec_reserve(&out->text, (uint64_t)out->text.len + size)
                && trawl_vec_push(&out->files, file));
  memcpy(out->text.at + out->text.len, name, size);
  out->text.len += (uint32_t)size;
  return TRAWL_OK;
}

static bool counts(const char *path)
{
  const size_t n = strlen(path);
  return n > 5 && (strcmp(path + n - 5, ".yaml") == 0 || strcmp(path + n - 4, ".tsv") == 0);
}

trawl_status trawl_made_of_read(const char *data, bool hash, trawl_made_of *out)
{
  static const char *const folders[] = {"rules", "gazetteers"};
  trawl_arena arena = {NULL, NULL};
  trawl_paths paths = {.at = NULL};
  trawl_status status = TRAWL_OK;
  for (size_t i = 0; i < TRAWL_COUNT(folders) && status == TRAWL_OK; ++i) {
    const char *folder = trawl_arena_printf(&arena, "%s/%s", data, folders[i]);
    status = folder ? trawl_file_list(folder, NULL, &arena, &paths) : TRAWL_NO_MEM;
  }
  for (uint32_t i = 0; i < paths.len && status == TRAWL_OK; ++i) {
    status = counts(paths.at[i]) ? add_file(paths.at[i], paths.at[i] + strlen(data) + 1, hash, out) : TRAWL_OK;
  }
  trawl_vec_clear(&paths);
  trawl_arena_clear(&arena);
  return status;
}

void trawl_made_of_store(const trawl_made_of *made_of, trawl_pack_writer *writer)
{
  trawl_pack_add(writer, TRAWL_SECTION_SOURCES, made_of->files.at, sizeof *made_of->files.at, made_of->files.len);
  trawl_pack_add(writer, TRAWL_SECTION_SOURCE_TEXT, made_of->text.at, 1, made_of->text.len);
}

static bool same_contents(const char *data, const char *name, uint64_t want)
{
  trawl_arena arena = {NULL, NULL};
  const char *path = trawl_arena_printf(&arena, "%s/%s", data, name);
  uint64_t hash;
  const bool same = path && hash_file(path, &hash) == TRAWL_OK && hash == want;
  trawl_arena_clear(&arena);
  return same;
}

bool trawl_made_of_is_current(const trawl_pack *pack, const char *data)
{
  uint64_t count = 0, len = 0;
  const trawl_made_of_file *files = trawl_pack_section(pack, TRAWL_SECTION_SOURCES, sizeof *files, &count);
  const char *text = trawl_pack_section(pack, TRAWL_SECTION_SOURCE_TEXT, 1, &len);
  if (!files || !text || !count || !len || text[len - 1] != '\0') {
    return false;
  }
  trawl_made_of now = {.text = {.at = NULL}};
  bool same = trawl_made_of_read(data, false, &now) == TRAWL_OK && now.files.len == count;
  for (uint32_t i = 0; same && i < now.files.len; ++i) {
    const trawl_made_of_file *a = &now.files.at[i], *b = &files[i];
    const char *name = now.text.at + a->name;
    same = a->size == b->size && b->name < len && strcmp(name, text + b->name) == 0
           && (a->changed == b->changed || same_contents(data, name, b->hash));
  }
  trawl_made_of_clear(&now);
  return same;
}
