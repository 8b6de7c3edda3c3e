/* SPDX-License-Identifier: MIT
 * train_tagger.c - learns the tagger's model from tagged sentences.
 *
 *   train_tagger LEXICON_FOLDER TRAIN.tsv MODEL.tsv
 *
 * LEXICON_FOLDER holds lemmas.tsv and nothing else.  Averaged
 * perceptron over the features of resource/tagmodel.c; what is written are words with the tags they may
 * have, and weights as small whole numbers.  No sentence can be got back from it.  Deterministic: the
 * same input gives the same bytes.
 *
 * Before training the corpus grows by copies: sentences whose words were joined at a hyphen as the
 * tokenizer leaves them, and some in title case and in capitals, as headlines are. */
#include "base/hash.h"
#include "resource/lexicon.h"
#include "resource/tagmodel.h"
#include "tsv.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

enum { MIN_COUNT = 3, SCALE = 24, EPOCHS = 6, MARGIN = 6 };

/* One weight per tag: the current one, the sum over time, and when it was last brought up to date. */
typedef struct row {
  uint64_t key;
  uint32_t seen;
  int32_t now[64];
  int64_t sum[64];
  uint32_t when[64];
} row;

typedef struct trainer {
  trawl_lexicon lexicon;
  trawl_tag_model *model;
  tsv_corpus corpus;
  trawl_tag_input *inputs;
  uint32_t *slots; /* key -> row + 1 */
  uint32_t mask;
  TRAWL_VEC(row) rows;
  uint32_t time;
  uint64_t random;
} trainer;

static void die(const char *what)
{
  fprintf(stderr, "train_tagger: %s\n", what);
  exit(1);
}

static uint32_t next_random(trainer *t)
{
  t->random = t->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(t->random >> 33);
}

/* ---- the corpus -------------------------------------------------------------------------------- */

static void add_token(tsv_corpus *corpus, tsv_token token)
{
  if (!trawl_vec_push(&corpus->tokens, token)) {
    die("out of memory");
  }
}

static void end_sentence(tsv_corpus *corpus)
{
  if (!trawl_vec_push(&corpus->starts, corpus->tokens.len)) {
    die("out of memory");
  }
}

/* "six" "-" "member" becomes "six-member". Its tag is the last part's; before a noun it is an adjective. */
static bool join_hyphens(tsv_corpus *corpus, uint32_t from, uint32_t to)
{
  bool any = false;
  for (uint32_t i = from; i < to; ++i) {
    any |= corpus->tokens.at[i].tag == TRAWL_TAG_HYPH;
  }
  for (uint32_t i = from; any && i < to; ++i) {
    tsv_token token = corpus->tokens.at[i];
    bool joined = false;
    while (i + 2 < to && corpus->tokens.at[i + 1].tag == TRAWL_TAG_HYPH
           && strlen(token.form) + strlen(corpus->tokens.at[i + 2].form) + 2 < sizeof token.form) {
      const tsv_token next = corpus->tokens.at[i + 2];
      strcat(token.form, "-");
      strcat(token.form, next.form);
      token.tag = token.tag == TRAWL_TAG_NNP && next.tag != TRAWL_TAG_VBN ? token.tag : next.tag;
      joined = true;
      i += 2;
    }
    const uint8_t after = i + 1 < to ? corpus->tokens.at[i + 1].tag : TRAWL_TAG_NONE;
    const bool before_noun =
      after == TRAWL_TAG_NN || after == TRAWL_TAG_NNS || after == TRAWL_TAG_JJ;
    if (joined && before_noun && token.tag != TRAWL_TAG_NNP && token.tag != TRAWL_TAG_CD) {
      token.tag = TRAWL_TAG_JJ;
    }
    token.kind = joined ? tsv_kind(token.form, strlen(token.form)) : token.kind;
    add_token(corpus, token);
  }
  if (any) {
    end_sentence(corpus);
  }
  return any;
}

static void shout(tsv_corpus *corpus, uint32_t from, uint32_t to, bool all)
{
  for (uint32_t i = from; i < to; ++i) {
    tsv_token token = corpus->tokens.at[i];
    for (char *c = token.form; *c; ++c) {
      if (all || (c == token.form && (strlen(token.form) > 3 || i == from))) {
        *c = (char)toupper((unsigned char)*c);
      }
    }
    add_token(corpus, token);
  }
  end_sentence(corpus);
}

/* Enough words to see that all of them have capitals. */
static bool is_headline_like(const tsv_corpus *corpus, uint32_t from, uint32_t to)
{
  uint32_t count = 0;
  for (uint32_t i = from; i < to; ++i) {
    count += corpus->tokens.at[i].kind == TRAWL_TOKEN_WORD && strlen(corpus->tokens.at[i].form) > 3;
  }
  return count >= 4 && to - from <= 16;
}

static void grow_corpus(trainer *t)
{
  tsv_corpus *corpus = &t->corpus;
  const uint32_t sentences = corpus->starts.len - 1;
  for (uint32_t i = 0; i < sentences; ++i) {
    const uint32_t from = corpus->starts.at[i], to = corpus->starts.at[i + 1];
    join_hyphens(corpus, from, to);
    const uint32_t dice = next_random(t) % 100;
    if (dice < 20 && is_headline_like(corpus, from, to)) {
      shout(corpus, from, to, dice < 4);
    }
  }
}

/* ---- words ------------------------------------------------------------------------------------- */

typedef struct tally {
  uint32_t word, total;
  uint32_t tags[64];
} tally;

/* The form under which a token is counted: at a sentence's start, and in copies with capitals, the
 * lower-case one unless it is a name. */
static uint32_t counted_form(trainer *t, const tsv_token *token, bool start)
{
  uint32_t id;
  if (trawl_words_add(&t->lexicon.words, token->form, strlen(token->form), &id, NULL) != TRAWL_OK) {
    die("out of memory");
  }
  const bool name = token->tag == TRAWL_TAG_NNP || token->tag == TRAWL_TAG_NNPS;
  return start && !name ? trawl_words_at(&t->lexicon.words, id)->folded : id;
}

static uint64_t tags_of_forms(unsigned forms)
{
  uint64_t tags = 0;
#define ADD(form, tag) tags |= forms & TRAWL_FORM_##form ? UINT64_C(1) << TRAWL_TAG_##tag : 0
  ADD(NN, NN);
  ADD(NNS, NNS);
  ADD(VB, VB);
  ADD(VB, VBP);
  ADD(VBZ, VBZ);
  ADD(VBD, VBD);
  ADD(VBN, VBN);
  ADD(VBG, VBG);
  ADD(JJ, JJ);
  ADD(RB, RB);
#undef ADD
  return tags;
}

#define NAMES (UINT64_C(1) << TRAWL_TAG_NNP | UINT64_C(1) << TRAWL_TAG_NNPS)

/* The tags a word may have: those seen, but for single slips of a frequent word; for a rare word also
 * those that its forms allow. */
static uint64_t allowed_tags(const tally *word, unsigned forms, bool capital)
{
  uint64_t tags = 0;
  for (unsigned tag = 1; tag < TRAWL_TAG_COUNT; ++tag) {
    if (word->tags[tag] && word->tags[tag] * 250 >= word->total) {
      tags |= UINT64_C(1) << tag;
    }
  }
  if (!capital && forms && tags & ~NAMES && word->tags[TRAWL_TAG_NNP] * 10 < word->total * 6) {
    tags &= ~NAMES; /* slips of writers who use no capitals */
  }
  if (word->total < 30 && !capital) {
    tags |= tags_of_forms(forms);
  }
  if (capital) {
    tags |= UINT64_C(1) << TRAWL_TAG_NNP;
  }
  return tags;
}

static int by_total(const void *a, const void *b)
{
  const tally *x = a, *y = b;
  return x->total != y->total ? (x->total < y->total ? 1 : -1)
                              : (x->word > y->word) - (x->word < y->word);
}

static uint32_t class_of(uint64_t *classes, uint32_t *n, uint64_t tags)
{
  for (uint32_t i = 1; i <= *n; ++i) {
    if (classes[i] == tags) {
      return i;
    }
  }
  classes[++*n] = tags;
  return *n;
}

/* Counts the first `sentences`, and makes the words that are frequent enough known to the model. */
static void count_words(trainer *t, uint32_t sentences, uint64_t *classes, uint32_t *class_count)
{
  TRAWL_VEC(tally) tallies = {NULL, 0, 0};
  uint32_t *index = calloc(4 * 1024 * 1024, sizeof *index);
  for (uint32_t s = 0; index && s < sentences; ++s) {
    for (uint32_t i = t->corpus.starts.at[s]; i < t->corpus.starts.at[s + 1]; ++i) {
      const tsv_token *token = &t->corpus.tokens.at[i];
      const uint32_t word = counted_form(t, token, i == t->corpus.starts.at[s]);
      if (!index[word]) {
        if (!trawl_vec_push(&tallies, (tally){.word = word})) {
          die("out of memory");
        }
        index[word] = tallies.len;
      }
      ++tallies.at[index[word] - 1].total;
      ++tallies.at[index[word] - 1].tags[token->tag];
    }
  }
  qsort(tallies.at, tallies.len, sizeof *tallies.at, by_total);
  trawl_lexicon_finish(&t->lexicon); /* forms of all words, so that rare ones get their tags */
  for (uint32_t i = 0; i < tallies.len && tallies.at[i].total >= MIN_COUNT; ++i) {
    const trawl_word *word = trawl_words_at(&t->lexicon.words, tallies.at[i].word);
    trawl_tag_word entry = {.word = tallies.at[i].word};
    entry.allowed =
      allowed_tags(&tallies.at[i], trawl_word_forms(word), word->folded != entry.word);
    entry.class = class_of(classes, class_count, entry.allowed);
    if (!trawl_vec_push(&t->model->words, entry)) {
      die("out of memory");
    }
  }
  t->lexicon.tags = t->model;
  free(index);
  trawl_vec_clear(&tallies);
}

/* ---- learning ---------------------------------------------------------------------------------- */

static row *row_of(trainer *t, uint64_t key, bool add)
{
  uint32_t i = (uint32_t)trawl_hash_mix(key, 0xa0761d6478bd642fu) & t->mask;
  while (t->slots[i]) {
    if (t->rows.at[t->slots[i] - 1].key == key) {
      return &t->rows.at[t->slots[i] - 1];
    }
    i = (i + 1) & t->mask;
  }
  if (!add) {
    return NULL;
  }
  if (t->rows.len > t->mask / 2 || !trawl_vec_push(&t->rows, (row){.key = key})) {
    die("too many features");
  }
  t->slots[i] = t->rows.len;
  return &t->rows.at[t->rows.len - 1];
}

static void change(trainer *t, row *r, unsigned tag, int by)
{
  r->sum[tag] += (int64_t)r->now[tag] * (t->time - r->when[tag]);
  r->when[tag] = t->time;
  r->now[tag] += by;
}

/* The best tag; `*rival` is the best one that is wrong, where the right one does not lead by MARGIN. */
static unsigned predict(trainer *t, const trawl_tag_token *token, const uint64_t *keys, uint32_t n,
                        unsigned gold, unsigned *rival)
{
  int32_t scores[64] = {0};
  for (uint32_t i = 0; i < n; ++i) {
    const row *r = row_of(t, keys[i], false);
    for (unsigned tag = 0; r && tag < TRAWL_TAG_COUNT; ++tag) {
      scores[tag] += r->now[tag];
    }
  }
  unsigned wrong = 0;
  for (unsigned tag = 1; tag < TRAWL_TAG_COUNT; ++tag) {
    if (token->allowed >> tag & 1 && tag != gold && (!wrong || scores[tag] > scores[wrong])) {
      wrong = tag;
    }
  }
  const bool can = token->allowed >> gold & 1;
  *rival = can && wrong && scores[gold] < scores[wrong] + MARGIN ? wrong : 0;
  return can && (!wrong || scores[gold] >= scores[wrong]) ? gold : wrong;
}

/* One sentence; `count` only counts features. Gives the number of wrong tags. */
static uint32_t learn_sentence(trainer *t, uint32_t s, bool count)
{
  static trawl_tag_token space[TRAWL_TAG_PIECE + 2 * TRAWL_TAG_PAD];
  trawl_tag_token *tokens = space + TRAWL_TAG_PAD;
  const uint32_t from = t->corpus.starts.at[s];
  uint32_t n = t->corpus.starts.at[s + 1] - from, wrong = 0;
  n = n > TRAWL_TAG_PIECE ? TRAWL_TAG_PIECE : n;
  trawl_tag_prepare(t->model, &t->lexicon.words, t->inputs + from, n, false, tokens);
  trawl_tag_history history = {0, 0, 0};
  for (uint32_t i = 0; i < n; ++i) {
    const unsigned gold = t->corpus.tokens.at[from + i].tag;
    uint64_t keys[TRAWL_TAG_MAX_KEYS + TRAWL_TAG_MAX_STATIC];
    unsigned tag = gold;
    if (tokens[i].allowed & (tokens[i].allowed - 1)) {
      uint32_t k = trawl_tag_own_keys(&tokens[i], true, keys);
      k += trawl_tag_context_keys(&tokens[i], &history, keys + k);
      for (uint32_t j = 0; count && j < k; ++j) {
        ++row_of(t, keys[j], true)->seen;
      }
      unsigned rival = 0;
      tag = count ? gold : predict(t, &tokens[i], keys, k, gold, &rival);
      for (uint32_t j = 0; rival && j < k; ++j) {
        row *r = row_of(t, keys[j], false);
        if (r) {
          change(t, r, gold, 1);
          change(t, r, rival, -1);
        }
      }
      ++t->time;
    } else {
      tag = (unsigned)__builtin_ctzll(tokens[i].allowed);
    }
    wrong += tag != gold;
    trawl_tag_advance(&history, &tokens[i], tag);
  }
  return wrong;
}

/* Features seen once tell little: they are dropped before learning. */
static void drop_rare(trainer *t)
{
  uint32_t kept = 0;
  for (uint32_t i = 0; i < t->rows.len; ++i) {
    const uint64_t template = t->rows.at[i].key >> 58;
    if (t->rows.at[i].seen >= (template <= 2 ? 2u : 4u)) {
      t->rows.at[kept++] = t->rows.at[i];
    }
  }
  t->rows.len = kept;
  memset(t->slots, 0, ((size_t)t->mask + 1) * sizeof *t->slots);
  for (uint32_t i = 0; i < kept; ++i) {
    uint32_t j = (uint32_t)trawl_hash_mix(t->rows.at[i].key, 0xa0761d6478bd642fu) & t->mask;
    while (t->slots[j]) {
      j = (j + 1) & t->mask;
    }
    t->slots[j] = i + 1;
  }
}

static void learn(trainer *t)
{
  const uint32_t sentences = t->corpus.starts.len - 1;
  uint32_t *order = malloc(sentences * sizeof *order);
  if (!order) {
    die("out of memory");
  }
  for (uint32_t i = 0; i < sentences; ++i) {
    order[i] = i;
    learn_sentence(t, i, true);
  }
  fprintf(stderr, "%u features, ", t->rows.len);
  drop_rare(t);
  fprintf(stderr, "%u kept\n", t->rows.len);
  t->time = 0;
  for (uint32_t epoch = 0; epoch < EPOCHS; ++epoch) {
    uint32_t wrong = 0;
    for (uint32_t i = sentences - 1; i > 0; --i) {
      const uint32_t j = next_random(t) % (i + 1), swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    for (uint32_t i = 0; i < sentences; ++i) {
      wrong += learn_sentence(t, order[i], false);
    }
    fprintf(stderr, "round %u: %.2f%% wrong\n", epoch + 1, 100.0 * wrong / t->corpus.tokens.len);
  }
  free(order);
}

/* ---- writing ----------------------------------------------------------------------------------- */

static int by_key(const void *a, const void *b)
{
  const row *x = a, *y = b;
  return (x->key > y->key) - (x->key < y->key);
}

static void put_tag(FILE *out, unsigned tag)
{
  fputc((int)(tag <= 26 ? 'A' + tag - 1 : 'a' + tag - 27), out);
}

static int averaged(const trainer *t, const row *r, unsigned tag)
{
  const double sum = (double)r->sum[tag] + (double)r->now[tag] * (double)(t->time - r->when[tag]);
  const double mean = sum * SCALE / t->time;
  return (int)(mean < 0 ? mean - 0.5 : mean + 0.5);
}

static bool is_word(const char *text, size_t len)
{
  const uint8_t kind = tsv_kind(text, len);
  return kind == TRAWL_TOKEN_WORD || kind == TRAWL_TOKEN_NUMBER;
}

/* What a word of the model gets from itself, its class and its endings is one row; what it gets from being
 * written without a capital is added with `lower`. */
static void merge_own(const trainer *t, uint32_t word, bool lower, int *weights)
{
  const trawl_tag_word *entry = &t->model->words.at[word];
  const trawl_word *form = trawl_words_at(&t->lexicon.words, entry->word);
  const char *text = trawl_words_text(&t->lexicon.words, form->folded);
  const size_t len = strlen(text);
  trawl_tag_token token = {
    .word = word, .class = entry->class, .forms = entry->forms, .other = entry->class};
  for (uint32_t i = 0; is_word(text, len) && i < 5 && i < len; ++i) {
    token.ending |= (uint64_t)(unsigned char)text[len - 1 - i] << (8 * i);
  }
  uint64_t keys[TRAWL_TAG_MAX_STATIC];
  const uint32_t n = trawl_tag_own_keys(&token, true, keys);
  for (uint32_t i = 0; i < n; ++i) {
    const bool of_case = i == 1 || i == 2; /* the order of trawl_tag_own_keys() */
    const row *r = of_case && !lower ? NULL : row_of((trainer *)t, keys[i], false);
    for (unsigned tag = 1; r && tag < TRAWL_TAG_COUNT; ++tag) {
      weights[tag] += entry->allowed >> tag & 1 ? averaged(t, r, tag) : 0;
    }
  }
}

static void put_weights(FILE *out, uint64_t a, uint64_t b, const int *weights, int least)
{
  bool any = false;
  for (unsigned tag = 1; tag < TRAWL_TAG_COUNT; ++tag) {
    const int weight = weights[tag] > 32000 ? 32000 : weights[tag] < -32000 ? -32000 : weights[tag];
    if (abs(weight) >= least) {
      if (!any) {
        fprintf(out, "%llu %llu ", (unsigned long long)a, (unsigned long long)b);
      }
      any = true;
      put_tag(out, tag);
      fprintf(out, "%d", weight);
    }
  }
  if (any) {
    fputc('\n', out);
  }
}

static void write_model(trainer *t, const char *path, const uint64_t *classes, uint32_t class_count)
{
  FILE *out = fopen(path, "w");
  if (!out) {
    die("the model cannot be written");
  }
  fprintf(
    out,
    "#trawl-tagger 1\n# Weights learned from UD English-EWT, CC BY-SA 4.0; see LICENSE.tagger.\n"
    "# A letter is a tag, in the order of trawl_tag; written by tools/lexicon/train_tagger.\n");
  fprintf(out, "@classes\n");
  for (uint32_t i = 1; i <= class_count; ++i) {
    for (unsigned tag = 1; tag < TRAWL_TAG_COUNT; ++tag) {
      if (classes[i] >> tag & 1) {
        put_tag(out, tag);
      }
    }
    fputc('\n', out);
  }
  fprintf(out, "@words\n");
  for (uint32_t i = 1; i < t->model->words.len; ++i) {
    const trawl_tag_word *word = &t->model->words.at[i];
    fprintf(out, "%s\t%u\n", trawl_words_text(&t->lexicon.words, word->word), word->class);
  }
  fprintf(out, "@rows 1\n");
  for (uint32_t i = 1; i < t->model->words.len; ++i) {
    const trawl_tag_word *word = &t->model->words.at[i];
    const bool has_case = trawl_words_at(&t->lexicon.words, word->word)->shape == TRAWL_SHAPE_LOWER;
    for (int lower = 0; word->allowed & (word->allowed - 1) && lower <= has_case; ++lower) {
      int weights[64] = {0};
      merge_own(t, i, lower, weights);
      put_weights(out, i, (uint64_t)lower, weights, 1);
    }
  }
  qsort(t->rows.at, t->rows.len, sizeof *t->rows.at, by_key);
  uint64_t section = 1;
  for (uint32_t i = 0; i < t->rows.len; ++i) {
    const row *r = &t->rows.at[i];
    int weights[64] = {0};
    if (r->key >> 58 == 1) {
      continue;
    }
    if (r->key >> 58 != section) {
      section = r->key >> 58;
      fprintf(out, "@rows %u\n", (unsigned)section);
    }
    for (unsigned tag = 1; tag < TRAWL_TAG_COUNT; ++tag) {
      weights[tag] = averaged(t, r, tag);
    }
    put_weights(out, r->key >> 29 & 0x1FFFFFFF, r->key & 0x1FFFFFFF, weights, section <= 7 ? 2 : 4);
  }
  if (fclose(out)) {
    die("the model cannot be written");
  }
}

/* ---- the whole --------------------------------------------------------------------------------- */

int main(int argc, char **argv)
{
  static trainer t;
  static uint64_t classes[4096];
  uint32_t class_count = 0;
  trawl_arena arena = {NULL, NULL};
  if (argc < 4) {
    die("usage: train_tagger LEXICON_FOLDER TRAIN.tsv MODEL.tsv");
  }
  t.random = 20;
  trawl_lexicon_init(&t.lexicon);
  t.model = trawl_tag_model_new();
  t.mask = 8 * 1024 * 1024 - 1;
  t.slots = calloc((size_t)t.mask + 1, sizeof *t.slots);
  if (!t.model || !t.slots
      || trawl_lexicon_load_folder(&t.lexicon, argv[1], &arena, NULL) != TRAWL_OK
      || !tsv_read(argv[2], &t.corpus)) {
    die("the lexicon or the corpus cannot be read");
  }
  const uint32_t sentences = t.corpus.starts.len - 1;
  trawl_tag_model_free(t.lexicon.tags);
  t.lexicon.tags = NULL;
  count_words(&t, sentences, classes, &class_count);
  grow_corpus(&t);
  t.inputs = calloc(t.corpus.tokens.len, sizeof *t.inputs);
  for (uint32_t i = 0; t.inputs && i < t.corpus.tokens.len; ++i) {
    const tsv_token *token = &t.corpus.tokens.at[i];
    t.inputs[i] = (trawl_tag_input){.kind = token->kind, .flags = token->flags};
    if (trawl_words_add(&t.lexicon.words, token->form, strlen(token->form), &t.inputs[i].word,
                        NULL)) {
      die("out of memory");
    }
  }
  trawl_lexicon_finish(&t.lexicon);
  t.model->training = true;
  fprintf(stderr, "%u words, %u classes, %u tokens\n", t.model->words.len, class_count,
          t.corpus.tokens.len);
  learn(&t);
  write_model(&t, argv[3], classes, class_count);
  return 0;
}
