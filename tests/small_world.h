/* SPDX-License-Identifier: MIT
 * small_world.h - a data folder of a few rules, words and names, with a piece of the shipped tagger: for tests that
 * open rules thousands of times or damage what is made of them. */
#ifndef TRAWL_TESTS_SMALL_WORLD_H
#define TRAWL_TESTS_SMALL_WORLD_H

#include "base/buf.h"
#include "base/file.h"
#include "base/vec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const small_world_files[][2] = {
  {"rules/en/pipeline.yaml",
   "stages:\n  - normalize: []\n  - clean: []\n  - tokenize: []\n  - sentences: []\n  - tag: [words.yaml]\n"
   "  - gazetteer: [types.yaml, ../../gazetteers]\n  - entities: [mentions.yaml]\n  - link: []\n  - clauses: []\n"
   "  - resolve: []\n  - relations: [relations]\n"},
  {"rules/en/types.yaml", "types:\n  vessel: {is: thing}\n"},
  {"rules/en/words.yaml",
   "words:\n  honorific: [Mr, Dr]\n  title: [president, minister]\n  auxiliary: [be, have, do]\n  given_name: [Rudolf, Anna]\n"
   "  person_common: [man, woman]\n  own_words: [castle]\n  preposition: [in, of, to, with]\n"},
  {"rules/en/mentions.yaml",
   "mentions:\n  - name: titled\n    type: person\n    tokens: ['[is=honorific] [shape=Xx]+']\n"
   "  - name: castle\n    type: place\n    tokens: ['\"castle\" \"of\" [/[A-Z].*/]']\n"},
  {"rules/en/relations/a.yaml",
   "relations:\n  - name: visited\n    X: person\n    Y: [place, country]\n    phrases: [X visit Y, visit of X to Y]\n"
   "    tokens: ['{X:person} \"visited\" {Y:place}', '\"president\" \"met\" {X:person} \"and\" {Y:person}']\n  - name: met\n    X: person\n    Y: person\n    symmetric: true\n"
   "    phrases: [X meet Y]\n"},
  {"gazetteers/a.yaml",
   "entities:\n  - {name: Ruritania, type: country, demonyms: [Ruritanian], capital: Strelsau, iso2: 'RR'}\n"
   "  - {name: Strelsau, type: place, in: Ruritania, population: 90000}\n"
   "  - {name: Rudolf Elphberg, type: person, gender: male, aliases: [Elphberg],\n"
   "     roles: [{role: president, of: Ruritania, from: 2001}]}\n"},
  {"gazetteers/b.tsv", "#trawl-gazetteer 1\nAnna Strofzin\tperson\nCastle of Zenda\tplace\nRupert of Hentzau\tperson\n"},
  {"rules/en/lexicon/lemmas.tsv", "#trawl-lemmas 1\nvisit\tnv\nmeet\tv\nmet\tv\tmeet\npresident\tn\ncastle\tn\n"},
};

static const char small_world_text[] =
  "RURITANIA WAITS\n\nRudolf Elphberg visited Strelsau on Monday. The Ruritanian president met Anna Strofzin and "
  "Rupert of Hentzau in the Castle of Zenda. He said that Mr Sapt had met her.\n\nAnna Strofzin met Rupert of "
  "Hentzau.\n";

/* A file below the folder, with the folders on the way. */
static inline bool small_world_put(const char *folder, const char *name, const char *content, size_t len)
{
  char path[512];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  for (char *slash = strchr(path + strlen(folder) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    mkdir(path, 0700);
    *slash = '/';
  }
  FILE *out = fopen(path, "wb");
  const bool fine = out && fwrite(content, 1, len, out) == len;
  return out && fclose(out) == 0 && fine;
}

/* The shipped model with the first lines of each of its parts. */
static inline bool small_world_tagger(const char *folder)
{
  enum { EACH = 60, CLASSES = 400 };
  trawl_buf in = {.at = NULL}, out = {.at = NULL};
  bool fine = trawl_file_read(TRAWL_SOURCE_DIR "/rules/en/lexicon/tagger.tsv", 0, &in) == TRAWL_OK;
  unsigned left = EACH;
  for (const char *at = in.at, *end = in.at + in.len; fine && at < end;) {
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    const size_t len = (size_t)((stop ? stop + 1 : end) - at);
    if (at[0] == '@' && at[1] >= 'a') {
      left = at[1] == 'c' ? CLASSES : EACH;
      trawl_buf_put(&out, at, len);
    } else if (left) {
      --left;
      trawl_buf_put(&out, at, len);
    }
    at += len;
  }
  fine = fine && !out.failed && small_world_put(folder, "rules/en/lexicon/tagger.tsv", out.at, out.len);
  trawl_buf_clear(&in);
  trawl_buf_clear(&out);
  return fine;
}

static inline bool small_world_make(const char *folder)
{
  bool fine = small_world_tagger(folder);
  for (size_t i = 0; i < TRAWL_COUNT(small_world_files); ++i) {
    fine = fine && small_world_put(folder, small_world_files[i][0], small_world_files[i][1], strlen(small_world_files[i][1]));
  }
  return fine;
}

#endif
