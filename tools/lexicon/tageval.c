/* SPDX-License-Identifier: MIT
 * tageval.c - how well the tagger does: accuracy on tagged sentences.
 *
 *   tageval LEXICON_FOLDER GOLD.tsv [--confusions | --mistakes | --tokens]
 *
 * Prints accuracy over all tokens and over words that the model has not seen, time to load and time per
 * token; with --confusions the most frequent mistakes, with --mistakes all of them. With --tokens nothing
 * but a line for each token, for scripts that know more of the gold: its line in the file, the tag it gets,
 * 1 when the model has not seen the word, its lemma, and its lemma had it got the tag of the file. */
#include "resource/lexicon.h"
#include "resource/tagmodel.h"
#include "tsv.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct score {
  uint32_t tokens, right, unknown, unknown_right;
  uint32_t wrong[TRAWL_TAG_COUNT][TRAWL_TAG_COUNT]; /* [gold][said] */
} score;

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static bool is_unknown(const trawl_words *words, uint32_t id)
{
  const trawl_word *word = trawl_words_at(words, id);
  return !trawl_word_model(word) && !trawl_word_model(trawl_words_at(words, word->folded));
}

static void print_confusions(const score *s)
{
  for (int shown = 0; shown < 25; ++shown) {
    uint32_t most = 0, gold = 0, said = 0;
    static bool done[TRAWL_TAG_COUNT][TRAWL_TAG_COUNT];
    for (uint32_t g = 0; g < TRAWL_TAG_COUNT; ++g) {
      for (uint32_t p = 0; p < TRAWL_TAG_COUNT; ++p) {
        if (!done[g][p] && s->wrong[g][p] > most) {
          most = s->wrong[g][p];
          gold = g;
          said = p;
        }
      }
    }
    if (!most) {
      return;
    }
    done[gold][said] = true;
    printf("%5u  %s taken for %s\n", most, trawl_tag_text(gold), trawl_tag_text(said));
  }
}

static void print_figures(const score *s, double loading, double seconds)
{
  printf("tokens   %u, right %.2f%%\n", s->tokens, 100.0 * s->right / (s->tokens + !s->tokens));
  printf("unknown  %u, right %.2f%%\n", s->unknown,
         100.0 * s->unknown_right / (s->unknown + !s->unknown));
  printf("loading  %.1f ms, tagging %.0f ns a token\n", loading * 1e3,
         seconds * 1e9 / (s->tokens + !s->tokens));
}

static const char *lemma(const trawl_words *words, uint32_t word, unsigned tag)
{
  return trawl_words_text(words, trawl_lexicon_lemma(words, word, tag));
}

static void print_token(const trawl_words *words, const tsv_token *token, uint32_t word, uint8_t tag)
{
  printf("%u\t%s\t%d\t%s", token->line, trawl_tag_text(tag), is_unknown(words, word),
         lemma(words, word, tag));
  printf("\t%s\n", lemma(words, word, token->tag));
}

static bool evaluate(const trawl_lexicon *lexicon, const tsv_corpus *corpus, score *s,
                     double *seconds, const char *asked)
{
  trawl_words words;
  trawl_words_init(&words, &lexicon->words);
  trawl_tag_input *inputs = calloc(corpus->tokens.len + 1, sizeof *inputs);
  uint8_t *tags = calloc(corpus->tokens.len + 1, 1);
  bool fine = inputs && tags;
  for (uint32_t i = 0; fine && i < corpus->tokens.len; ++i) {
    const tsv_token *token = &corpus->tokens.at[i];
    bool fresh;
    inputs[i] = (trawl_tag_input){.kind = token->kind, .flags = token->flags};
    fine =
      trawl_words_add(&words, token->form, strlen(token->form), &inputs[i].word, &fresh) == TRAWL_OK
      && (!fresh || trawl_lexicon_fill(lexicon, &words, inputs[i].word) == TRAWL_OK);
  }
  const double start = now();
  for (int round = 0; fine && round < 10; ++round) {
    for (uint32_t n = 0; n + 1 < corpus->starts.len; ++n) {
      const uint32_t from = corpus->starts.at[n], to = corpus->starts.at[n + 1];
      trawl_tag_sentence(lexicon->tags, &words, inputs + from, to - from, false, tags + from);
    }
  }
  *seconds = (now() - start) / 10;
  for (uint32_t i = 0; fine && i < corpus->tokens.len; ++i) {
    const bool right = tags[i] == corpus->tokens.at[i].tag,
               unknown = is_unknown(&words, inputs[i].word);
    if (strcmp(asked, "--tokens") == 0) {
      print_token(&words, &corpus->tokens.at[i], inputs[i].word, tags[i]);
    }
    ++s->tokens;
    s->right += right;
    s->unknown += unknown;
    s->unknown_right += unknown && right;
    if (!right) {
      ++s->wrong[corpus->tokens.at[i].tag][tags[i]];
      if (strcmp(asked, "--mistakes") == 0) {
        printf("%s\t%s\t%s\n", corpus->tokens.at[i].form, trawl_tag_text(corpus->tokens.at[i].tag),
               trawl_tag_text(tags[i]));
      }
    }
  }
  free(inputs);
  free(tags);
  trawl_words_clear(&words);
  return fine;
}

int main(int argc, char **argv)
{
  static score s;
  trawl_lexicon lexicon;
  trawl_arena arena = {NULL, NULL};
  tsv_corpus corpus = {.tokens = {NULL, 0, 0}};
  if (argc < 3) {
    fprintf(stderr, "usage: tageval LEXICON_FOLDER GOLD.tsv [--confusions | --mistakes | --tokens]\n");
    return 2;
  }
  trawl_lexicon_init(&lexicon);
  const double start = now();
  const bool loaded = trawl_lexicon_load_folder(&lexicon, argv[1], &arena, NULL) == TRAWL_OK
                      && trawl_lexicon_finish(&lexicon) == TRAWL_OK && lexicon.tags;
  const double loading = now() - start;
  double seconds = 0;
  const char *asked = argc > 3 ? argv[3] : "";
  if (!loaded || !tsv_read(argv[2], &corpus)
      || !evaluate(&lexicon, &corpus, &s, &seconds, asked)) {
    fprintf(stderr, "tageval: the lexicon or the sentences cannot be read\n");
    return 1;
  }
  if (strcmp(asked, "--tokens") != 0) {
    print_figures(&s, loading, seconds);
  }
  if (strcmp(asked, "--confusions") == 0) {
    print_confusions(&s);
  }
  trawl_lexicon_clear(&lexicon);
  trawl_arena_clear(&arena);
  trawl_vec_clear(&corpus.tokens);
  trawl_vec_clear(&corpus.starts);
  return 0;
}
