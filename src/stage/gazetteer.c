/* SPDX-License-Identifier: MIT
 * gazetteer.c - stage 6: tokens -> mentions of what the gazetteers know.
 *
 *   Reads tokens, sentences and tags; appends mentions of kind name or demonym with their candidates,
 *   the likeliest first.  Who of them is meant is decided by link.c; names that no list has are found
 *   by entities.c, which also joins what belongs together ("Melania" + Trump).
 *
 * The trie is entered at every token, so names inside names are found too: China in "Bank of China".
 * They are kept where the outer name is that of an organization, an event or a work; Ireland is not
 * meant in "Northern Ireland", nor Mr Trump in "Trump Organization".
 *
 * Case: a capitalised word of a name wants a capital in the text, or capitals throughout where the text
 * shouts (a headline, a line of capitals, the capitals that a sentence may begin with).  A name in
 * capitals wants capitals: US is not us.  A single word that is also a common word (Turkey, May) is only
 * believed where its capital tells something or the tagger takes it for a name. */
#include "base/limits.h"
#include "stage/stage.h"

#include <string.h>

enum {
  MAX_CANDIDATES = 32, /* Springfield has 30 of any weight; a hostile list could have millions */
  ACRONYM_WORD = 4,    /* acronyms of so many letters are also written like words: Nato, Unesco */
};

typedef enum loudness { UNKNOWN, QUIET, LOUD } loudness;

typedef struct finder {
  trawl_doc *doc;
  const trawl_gazetteer *gazetteer;
  const trawl_tokens *tokens;
  trawl_span tok; /* the sentence */
  uint32_t sentence;
  uint32_t leading;     /* end of the capitals that the sentence begins with; set with `loud` */
  loudness loud;        /* is it capitals throughout? */
  uint32_t cover;       /* the furthest end of a name that began before this token */
  uint32_t cover_entry; /* what it names */
  uint32_t closed;      /* the same of a name that other names cannot be part of */
  uint32_t count, most; /* mentions so far, and how many there may be */
} finder;

typedef struct found_name {
  uint32_t end, state; /* token behind it; state of the trie */
} found_name;

static const trawl_word *word_at(const finder *f, uint32_t token)
{
  return trawl_words_at(&f->doc->words, f->tokens->word[token]);
}

/* ---- case ------------------------------------------------------------------------------------ */

/* Looks once at a sentence: do its words shout? */
static void listen(finder *f)
{
  uint32_t loud = 0, quiet = 0;
  bool leading = true;
  f->leading = f->tok.start;
  for (uint32_t i = f->tok.start; i < f->tok.end; ++i) {
    const unsigned shape = word_at(f, i)->shape;
    const bool low =
      shape == TRAWL_SHAPE_LOWER || shape == TRAWL_SHAPE_TITLE || shape == TRAWL_SHAPE_MIXED;
    loud += shape == TRAWL_SHAPE_UPPER;
    quiet += low;
    leading &= !low;
    f->leading = leading ? i + 1 : f->leading;
  }
  f->loud = loud > 1 && loud >= 4 * quiet ? LOUD : QUIET;
}

static bool is_shouted(finder *f, uint32_t token)
{
  if (f->loud == UNKNOWN) {
    listen(f);
  }
  return f->loud == LOUD || token < f->leading || (f->tokens->flags[token] & TRAWL_TOKEN_HEADLINE);
}

/* May a word of a name be written as this token? Both have the same letters. */
static bool word_fits(finder *f, uint32_t want, uint32_t token)
{
  const trawl_word *in_name = trawl_words_at(&f->doc->words, want), *in_text = word_at(f, token);
  switch (in_name->shape) {
  case TRAWL_SHAPE_TITLE:
  case TRAWL_SHAPE_MIXED:
    return in_text->shape == TRAWL_SHAPE_TITLE || in_text->shape == TRAWL_SHAPE_MIXED
           || (in_text->shape == TRAWL_SHAPE_UPPER && is_shouted(f, token));
  case TRAWL_SHAPE_UPPER:
    return in_text->shape == TRAWL_SHAPE_UPPER
           || (in_text->shape == TRAWL_SHAPE_TITLE && in_name->len >= ACRONYM_WORD
               && !trawl_words_at(&f->doc->words, in_name->folded)->known);
  case TRAWL_SHAPE_INITIAL:
    return in_text->shape == TRAWL_SHAPE_INITIAL;
  default:
    return true;
  }
}

static bool name_fits(finder *f, const trawl_name *name, const uint32_t *want, uint32_t start, bool *exact)
{
  const uint32_t *got = f->tokens->word + start;
  *exact = memcmp(want, got, name->words * sizeof *want) == 0;
  if (*exact || (name->flags & TRAWL_NAME_LOWER)) {
    return true;
  }
  for (uint32_t k = 0; k < name->words; ++k) {
    if (want[k] != got[k] && !word_fits(f, want[k], start + k)) {
      return false;
    }
  }
  return true;
}

/* ---- names that are common words too ------------------------------------------------------------ */

/* Does whatever stands here get a capital anyway? */
static bool begins_clause(const finder *f, uint32_t token)
{
  for (uint32_t i = token; i-- > f->tok.start;) {
    const unsigned kind = f->tokens->kind[i];
    if (kind == TRAWL_TOKEN_PUNCT
        && (f->tokens->tag[i] == TRAWL_TAG_COLON || (f->tokens->flags[i] & TRAWL_TOKEN_OPEN))) {
      return true;
    }
    if (kind != TRAWL_TOKEN_PUNCT && kind != TRAWL_TOKEN_SYMBOL) {
      return false;
    }
  }
  return true;
}

/* Turkey said, Apple's: what is no name would have an article here. */
static bool acts(const finder *f, uint32_t token)
{
  if (token + 1 >= f->tok.end || f->tokens->tag[token] != TRAWL_TAG_NN) {
    return false;
  }
  switch (f->tokens->tag[token + 1]) {
  case TRAWL_TAG_VBD:
  case TRAWL_TAG_VBZ:
  case TRAWL_TAG_MD:
  case TRAWL_TAG_POS:
    return true;
  default:
    return false;
  }
}

static bool is_noun_or_adjective(unsigned tag)
{
  return tag == TRAWL_TAG_NN || tag == TRAWL_TAG_NNS || tag == TRAWL_TAG_NNP
         || tag == TRAWL_TAG_NNPS || tag == TRAWL_TAG_JJ;
}

/* Demonyms are adjectives and plurals too, and go before nouns: "Polish officials", whatever the tagger
 * makes of Polish; but "Polish the silver". */
static bool tagged_as_name(const finder *f, uint32_t token, bool demonym, bool ambiguous)
{
  const unsigned tag = f->tokens->tag[token];
  const unsigned next = token + 1 < f->tok.end ? f->tokens->tag[token + 1] : TRAWL_TAG_NONE;
  const bool compound = next == TRAWL_TAG_NN || next == TRAWL_TAG_NNS; /* "Turkey breast" */
  if (tag == TRAWL_TAG_NNP || tag == TRAWL_TAG_NNPS || (tag == TRAWL_TAG_NN && !ambiguous && !compound)) {
    return true;
  }
  return demonym
         && (tag == TRAWL_TAG_JJ || tag == TRAWL_TAG_NNS
             || is_noun_or_adjective(next));
}

/* A single word that fits by its letters: is it the name or the common word? */
static bool is_believed(finder *f, const trawl_name *name, uint32_t first, uint32_t token)
{
  const trawl_word *word = word_at(f, token);
  const trawl_word *folded = trawl_words_at(&f->doc->words, word->folded);
  const bool ambiguous = trawl_entry_at(f->gazetteer, name->entry)->ambiguous;
  if (name->flags & TRAWL_NAME_LOWER || (!folded->known && !ambiguous)) {
    return true;
  }
  const bool acronym = word->shape == TRAWL_SHAPE_UPPER;
  const bool loud = acronym || (f->tokens->flags[token] & TRAWL_TOKEN_HEADLINE)
                      ? is_shouted(f, token)
                      : begins_clause(f, token);
  if (!loud && !ambiguous) {
    return true;
  }
  /* An acronym at the head of a quiet sentence is no shout: "US officials said". */
  if (acronym && !ambiguous && f->loud == QUIET && !(f->tokens->flags[token] & TRAWL_TOKEN_HEADLINE)
      && trawl_words_at(&f->doc->words, first)->shape
           == TRAWL_SHAPE_UPPER) {
    return true;
  }
  return tagged_as_name(f, token, name->flags & TRAWL_NAME_DEMONYM, ambiguous)
         || (!acronym && acts(f, token));
}

/* ---- candidates ------------------------------------------------------------------------------ */

typedef struct candidates {
  uint32_t entries[MAX_CANDIDATES];
  uint32_t count;
  bool demonym; /* what the first one is, all are */
} candidates;

static void add_candidate(candidates *c, const trawl_name *name)
{
  const bool demonym = name->flags & TRAWL_NAME_DEMONYM;
  if (!c->count) {
    c->demonym = demonym;
  }
  for (uint32_t i = 0; i < c->count; ++i) {
    if (c->entries[i] == name->entry) {
      return;
    }
  }
  if (c->demonym == demonym && c->count < MAX_CANDIDATES) {
    c->entries[c->count++] = name->entry;
  }
}

/* The entries that the tokens from `start` on may name: those written just so before the others. */
static void collect(finder *f, uint32_t start, found_name found, candidates *out)
{
  uint32_t first = 0, words[TRAWL_MOST_NAME_WORDS];
  uint32_t n = trawl_gazetteer_names(f->gazetteer, found.state, &first);
  n = n > 4 * MAX_CANDIDATES ? 4 * MAX_CANDIDATES : n;
  bool others = false;
  out->count = 0;
  for (uint32_t pass = 0; pass < 2 && (pass == 0 || others); ++pass) {
    for (uint32_t i = 0; i < n; ++i) {
      const trawl_name name = trawl_gazetteer_name(f->gazetteer, first + i);
      bool exact = false;
      if (name.words == found.end - start && name.entry < f->gazetteer->entry_count
          && trawl_name_words(f->gazetteer, &name, words) && name_fits(f, &name, words, start, &exact)
          && (found.end - start > 1 || is_believed(f, &name, *words, start))) {
        if (exact == (pass == 0)) {
          add_candidate(out, &name);
        }
        others |= !exact;
      }
    }
  }
}

/* ---- finding --------------------------------------------------------------------------------- */

/* Names of these may be made of other names. */
static bool is_open(unsigned type)
{
  return type == TRAWL_TYPE_ORGANIZATION || type == TRAWL_TYPE_EVENT || type == TRAWL_TYPE_WORK;
}

/* Names inside names: China is part of "Bank of China", but the Times of London has no part in "New York
 * Times", whose last word is no name but a common noun. */
static bool may_lie_inside(const finder *f, trawl_span tok, uint32_t entry, uint32_t outer_end)
{
  const unsigned type = trawl_entry_at(f->gazetteer, entry)->type;
  if (type == TRAWL_TYPE_ORGANIZATION && tok.end == outer_end) {
    return tok.start > f->tok.start && word_at(f, tok.start - 1)->shape == TRAWL_SHAPE_LOWER;
  }
  return type == TRAWL_TYPE_COUNTRY || type == TRAWL_TYPE_PLACE || type == TRAWL_TYPE_ORGANIZATION;
}

static trawl_status add_mention(finder *f, uint32_t start, uint32_t end, const candidates *c)
{
  if (f->count++ >= f->most) {
    trawl_doc_cut(f->doc, TRAWL_LIMIT_SENTENCE_MENTIONS, f->sentence);
    return TRAWL_OK;
  }
  const trawl_entry *entry = trawl_entry_at(f->gazetteer, c->entries[0]);
  const unsigned tag = f->tokens->tag[end - 1];
  const trawl_mention mention = {
    .tok = {start, end},
    .head = end - 1,
    .sentence = f->sentence,
    .outer = TRAWL_NONE,
    .entity = TRAWL_NONE,
    .antecedent = TRAWL_NONE,
    .source = trawl_gazetteer_source(f->gazetteer, entry),
    .how = "gazetteer",
    .type = entry->type,
    .kind = c->demonym ? TRAWL_MENTION_DEMONYM : TRAWL_MENTION_NAME,
    .plural = c->demonym ? tag == TRAWL_TAG_NNPS || tag == TRAWL_TAG_NNS : entry->plural,
  };
  return trawl_doc_add_mention(f->doc, mention, c->entries, c->count, NULL);
}

/* All names that begin at a token, whatever their case, in order of length. */
static uint32_t walk(const finder *f, uint32_t start, uint32_t state, found_name *found)
{
  uint32_t n = 0;
  for (uint32_t end = start + 1; state; ++end) {
    uint32_t first;
    if (trawl_gazetteer_names(f->gazetteer, state, &first)) {
      found[n++] = (found_name){end, state};
    }
    if (end == f->tok.end || n == TRAWL_MOST_NAME_WORDS) {
      break;
    }
    const uint32_t word = trawl_doc_folded(f->doc, end);
    state = word < f->doc->words.first ? trawl_gazetteer_step(f->gazetteer, state, word) : 0; /* in no name */
  }
  return n;
}

/* The longest name at a token, and shorter ones that are parts of it or of what began before. */
static trawl_status find_at(finder *f, uint32_t start, uint32_t state)
{
  found_name found[TRAWL_MOST_NAME_WORDS];
  for (uint32_t n = walk(f, start, state, found); n--;) {
    const uint32_t end = found[n].end;
    candidates c;
    collect(f, start, found[n], &c);
    if (!c.count) {
      continue;
    }
    const uint32_t entry = c.entries[0];
    const bool inside = end <= f->cover;
    if (!inside
        || (end > f->closed && !c.demonym && entry != f->cover_entry
            && may_lie_inside(f, (trawl_span){start, end}, entry, f->cover))) {
      TRAWL_TRY(add_mention(f, start, end, &c));
    }
    if (!is_open(trawl_entry_at(f->gazetteer, entry)->type) && end > f->closed) {
      f->closed = end;
    }
    if (!inside) {
      f->cover = end;
      f->cover_entry = entry;
    }
  }
  return TRAWL_OK;
}

/* The state of the trie after a first word, 0: no name begins so. Capitalised forms that came in after
 * the gazetteer was finished, and a document's own forms, lead there by their lower case. */
static uint32_t enter(const finder *f, uint32_t token)
{
  const trawl_word *word = word_at(f, token);
  return word->gaz ? word->gaz
         : word->folded != f->tokens->word[token]
           ? trawl_words_at(&f->doc->words, word->folded)->gaz
           : 0;
}

static trawl_status find_in_sentence(finder *f)
{
  for (uint32_t i = f->tok.start; i < f->tok.end; ++i) {
    const uint32_t state = enter(f, i);
    if (state) {
      TRAWL_TRY(find_at(f, i, state));
    }
  }
  return TRAWL_OK;
}

trawl_status trawl_stage_gazetteer(trawl_run_state *run, trawl_doc *doc)
{
  const uint32_t most = trawl_limit(&run->rules->limits, TRAWL_LIMIT_SENTENCE_MENTIONS);
  for (uint32_t i = 0; i < doc->sentences.len; ++i) {
    finder f = {
      .doc = doc,
      .gazetteer = &run->rules->gazetteer,
      .tokens = &doc->tokens,
      .tok = doc->sentences.at[i].tok,
      .sentence = i,
      .most = most,
    };
    TRAWL_TRY(find_in_sentence(&f));
  }
  return trawl_doc_sort_mentions(doc);
}
