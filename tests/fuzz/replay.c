/* SPDX-License-Identifier: MIT
 * replay.c - runs a fuzz target without a fuzzer: over files, and over changed copies of them.
 *
 * usage: fuzz-TARGET [-m MUTATIONS] [-s SEED] [-d DICTIONARY] FILE|FOLDER ...
 *
 * With -m each round takes a file, changes it in one to eight places and runs it: bytes flipped, overwritten, cut
 * out, doubled, words of the dictionary put in, pieces of another file put in. The same seed makes the same inputs.
 * An input that fails ends the program; it stands in fuzz-TARGET.input then, so that it can be run again. */
#include "fuzz.h"

#include <dirent.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_FILES = 4096, MOST_WORDS = 1024, LONGEST = 1 << 16 };

typedef struct bytes {
  uint8_t *at;
  size_t len;
} bytes;

static bytes files[MOST_FILES], words[MOST_WORDS];
static size_t file_count, word_count;
static uint64_t state;
static bytes current; /* for the handler of what kills the process */
static const char *input_name = "fuzz.input";

static uint32_t below(uint32_t n)
{
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return n ? (uint32_t)((state >> 33) % n) : 0;
}

/* ---- files ------------------------------------------------------------------------------------- */

static bool read_file(const char *path)
{
  FILE *in = fopen(path, "rb");
  if (!in || file_count == MOST_FILES) {
    return false;
  }
  bytes it = {malloc(LONGEST), 0};
  it.len = it.at ? fread(it.at, 1, LONGEST, in) : 0;
  fclose(in);
  files[file_count++] = it;
  return it.at != NULL;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
  return strcmp((*a)->d_name, (*b)->d_name);
}

static bool read_path(const char *path)
{
  struct stat about;
  struct dirent **names;
  if (stat(path, &about) != 0) {
    return false;
  }
  if (!S_ISDIR(about.st_mode)) {
    return read_file(path);
  }
  const int count = scandir(path, &names, NULL, by_name);
  bool fine = count >= 0;
  for (int i = 0; i < count; ++i) {
    char file[4096];
    snprintf(file, sizeof file, "%s/%s", path, names[i]->d_name);
    fine = (*names[i]->d_name == '.' || read_file(file)) && fine;
    free(names[i]);
  }
  free(count >= 0 ? (void *)names : NULL);
  return fine;
}

static int hex_digit(char c)
{
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* A line of a dictionary as libFuzzer and AFL++ read it: "word", with \xAB, \\ and \" inside. */
static void read_word(const char *line)
{
  const char *at = strchr(line, '"');
  if (*line == '#' || !at || word_count == MOST_WORDS) {
    return;
  }
  bytes it = {malloc(strlen(at)), 0};
  for (++at; it.at && *at && *at != '"'; ++at) {
    if (at[0] == '\\' && at[1] == 'x' && hex_digit(at[2]) >= 0 && hex_digit(at[3]) >= 0) {
      it.at[it.len++] = (uint8_t)(hex_digit(at[2]) * 16 + hex_digit(at[3]));
      at += 3;
    } else {
      at += at[0] == '\\' && at[1];
      it.at[it.len++] = (uint8_t)*at;
    }
  }
  words[word_count++] = it;
}

static bool read_dictionary(const char *path)
{
  char line[4096];
  FILE *in = fopen(path, "r");
  while (in && fgets(line, sizeof line, in)) {
    read_word(line);
  }
  return in && fclose(in) == 0;
}

/* ---- changed copies ---------------------------------------------------------------------------- */

/* Puts `what` in the place of `gone` bytes. */
static void splice(bytes *it, size_t at, size_t gone, const uint8_t *what, size_t len)
{
  if (it->len - gone + len > LONGEST) {
    return;
  }
  uint8_t keep[LONGEST];
  if (len) {
    memcpy(keep, what, len); /* may be of the same input */
  }
  memmove(it->at + at + len, it->at + at + gone, it->len - at - gone);
  memcpy(it->at + at, keep, len);
  it->len += len - gone;
}

static void change(bytes *it)
{
  const size_t at = below((uint32_t)it->len + 1);
  const size_t left = it->len - at, run = below(left < 32 ? (uint32_t)left + 1 : 33);
  switch (below(7)) {
  case 0:
    if (left) {
      it->at[at] ^= (uint8_t)(1u << below(8));
    }
    break;
  case 1:
    if (left) {
      it->at[at] = (uint8_t)below(256);
    }
    break;
  case 2:
    splice(it, at, run, NULL, 0);
    break;
  case 3:
    for (uint32_t n = 1 + below(16); n; --n) {
      splice(it, at, 0, it->at + at, run);
    }
    break;
  case 4: {
    const bytes *other = &files[below((uint32_t)file_count)];
    const size_t from = below((uint32_t)other->len + 1), rest = other->len - from;
    splice(it, at, run, other->at + from, below((uint32_t)(rest < 256 ? rest : 256) + 1));
    break;
  }
  default:
    if (word_count) {
      const bytes *word = &words[below((uint32_t)word_count)];
      splice(it, at, below(2) ? run : 0, word->at, word->len);
    }
  }
}

/* ---- running ----------------------------------------------------------------------------------- */

static void keep_input(int signal_number)
{
  FILE *out = fopen(input_name, "wb");
  if (out) {
    fwrite(current.at, 1, current.len, out);
    fclose(out);
  }
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

static void run(bytes it)
{
  uint8_t *exact = malloc(it.len ? it.len : 1); /* of its own size, so that the sanitizer sees what goes beyond */
  FUZZ_EXPECT(exact);
  memcpy(exact, it.at, it.len);
  current = it;
  LLVMFuzzerTestOneInput(exact, it.len);
  free(exact);
}

int main(int argc, char **argv)
{
  static uint8_t room[LONGEST];
  uint32_t mutations = 0;
  int option;
  while ((option = getopt(argc, argv, "m:s:d:o:")) != -1) {
    if (option == 'm') {
      mutations = (uint32_t)strtoul(optarg, NULL, 10);
    } else if (option == 's') {
      state = strtoull(optarg, NULL, 10);
    } else if (option == 'o') {
      input_name = optarg;
    } else if (option != 'd' || !read_dictionary(optarg)) {
      return 2;
    }
  }
  for (int i = optind; i < argc; ++i) {
    if (!read_path(argv[i])) {
      fprintf(stderr, "cannot read %s\n", argv[i]);
      return 2;
    }
  }
  signal(SIGABRT, keep_input);
  signal(SIGSEGV, keep_input);
  for (size_t i = 0; i < file_count; ++i) {
    run(files[i]);
  }
  for (uint32_t n = 0; n < mutations && file_count; ++n) {
    const bytes *from = &files[below((uint32_t)file_count)];
    bytes it = {room, from->len};
    memcpy(room, from->at, from->len);
    for (uint32_t times = 1 + below(8); times; --times) {
      change(&it);
    }
    run(it);
  }
  printf("%zu files, %" PRIu32 " changed ones\n", file_count, mutations);
  for (size_t i = 0; i < file_count; ++i) {
    free(files[i].at);
  }
  for (size_t i = 0; i < word_count; ++i) {
    free(words[i].at);
  }
  return 0;
}
