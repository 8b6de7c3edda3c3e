/* SPDX-License-Identifier: MIT
 * hs.c - names in a text by Hyperscan, for the bench: hs NAMES TEXT prints how many were found.  Built by peers.py
 * where libhyperscan is there; no part of trawl. */
#include <hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_file(const char *path, size_t *len)
{
  FILE *file = fopen(path, "rb");
  char *text = NULL;
  if (file && fseek(file, 0, SEEK_END) == 0) {
    *len = (size_t)ftell(file);
    rewind(file);
    text = malloc(*len + 1);
    *len = text ? fread(text, 1, *len, file) : 0;
  }
  if (file) {
    fclose(file);
  }
  return text;
}

static int count(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *with)
{
  (void)id, (void)from, (void)to, (void)flags;
  ++*(unsigned long *)with;
  return 0;
}

int main(int argc, char **argv)
{
  size_t names_len = 0, len = 0, n = 0, lines = 1;
  char *names = argc > 2 ? read_file(argv[1], &names_len) : NULL, *text = argc > 2 ? read_file(argv[2], &len) : NULL;
  if (!names || !text) {
    return 2;
  }
  names[names_len] = '\0';
  for (size_t i = 0; i < names_len; ++i) {
    lines += names[i] == '\n';
  }
  const char **list = calloc(lines, sizeof *list);
  size_t *sizes = calloc(lines, sizeof *sizes);
  unsigned *ids = calloc(lines, sizeof *ids), *flags = calloc(lines, sizeof *flags);
  for (char *name = strtok(names, "\n"); name; name = strtok(NULL, "\n")) {
    list[n] = name;
    sizes[n] = strlen(name);
    ids[n] = (unsigned)n;
    ++n;
  }
  hs_database_t *database = NULL;
  hs_compile_error_t *error = NULL;
  hs_scratch_t *scratch = NULL;
  unsigned long found = 0;
  if (hs_compile_lit_multi(list, flags, ids, sizes, (unsigned)n, HS_MODE_BLOCK, NULL, &database, &error) != HS_SUCCESS
      || hs_alloc_scratch(database, &scratch) != HS_SUCCESS
      || hs_scan(database, text, (unsigned)len, 0, scratch, count, &found) != HS_SUCCESS) {
    return 1;
  }
  printf("%lu\n", found);
  return 0;
}
