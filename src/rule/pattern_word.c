/* SPDX-License-Identifier: MIT
 * pattern_word.c - what the tests of a set say of a word that was not seen before.
 *
 * News text brings a new word every few sentences, and a set has hundreds of tests.  Most of them ask for
 * nothing but shape and categories, which many words have in common: what the tests say of all words with
 * the same ones is worked out once, a profile.  A profile takes it that the word is in no list and leaves
 * open the tests that only a regular expression can decide.  Tests that ask for the same expressions are one
 * group, which is decided once for a word, no expression being run twice; then the tests whose lists have the
 * word are decided anew. */
#include "rule/pattern_set.h"

#include "base/hash.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

/* Profiles are forgotten when there are more: a lexicon has some hundred. */
enum { MAX_PROFILES = 1 << 12, SLOTS = MAX_PROFILES * 2, BYTES = 256 };

/* What a profile's words have in common. */
typedef struct traits {
  uint64_t bits[2];
  uint64_t rest; /* shape, known, common */
} traits;

struct trawl_word_judge {
  const trawl_pattern_set *set;
  uint32_t width, regex_width;            /* 64-bit words of a mask of tests, of regular expressions */
  TRAWL_VEC(traits) profiles;
  TRAWL_VEC(uint64_t) passed;             /* [profile * width] tests that pass */
  TRAWL_VEC(uint64_t) open;               /* [profile * width] tests left open */
  TRAWL_VEC(uint64_t) open_groups;        /* [profile * set->groups.width] their groups */
  uint16_t slots[SLOTS];                  /* hash of traits -> profile + 1 */
  uint64_t *refused;                      /* [first byte * regex_width] expressions that no such word matches */
  uint64_t *asked, *said;                 /* [regex_width] of the word at hand */
  pcre2_match_data_8 *match;
  bool cut, no_mem;                       /* a regular expression exceeded its limits, had no memory, on the word at hand */
};

void trawl_word_judge_free(trawl_word_judge *judge)
{
  if (judge) {
    trawl_vec_clear(&judge->profiles);
    trawl_vec_clear(&judge->passed);
    trawl_vec_clear(&judge->open);
    trawl_vec_clear(&judge->open_groups);
    free(judge->refused);
    free(judge->asked);
    free(judge->said);
    pcre2_match_data_free_8(judge->match);
    free(judge);
  }
}

static void file_first_bytes(trawl_word_judge *judge)
{
  for (uint32_t i = 0; i < judge->set->regexes.len; ++i) {
    const uint64_t *first = judge->set->regexes.at[i].first;
    for (uint32_t byte = 0; byte < BYTES; ++byte) {
      const uint64_t refused = ~first[byte >> 6] >> (byte & 63) & 1;
      judge->refused[byte * judge->regex_width + (i >> 6)] |= refused << (i & 63);
    }
  }
}

trawl_word_judge *trawl_word_judge_new(const trawl_pattern_set *set)
{
  trawl_word_judge *judge = calloc(1, sizeof *judge);
  if (!judge) {
    return NULL;
  }
  judge->set = set;
  judge->width = set->tests.len / 64 + 1;
  judge->regex_width = set->regexes.len / 64 + 1;
  judge->refused = calloc((size_t)judge->regex_width * BYTES, sizeof *judge->refused);
  judge->asked = calloc(judge->regex_width, sizeof *judge->asked);
  judge->said = calloc(judge->regex_width, sizeof *judge->said);
  judge->match = pcre2_match_data_create_8(1, NULL);
  if (!judge->refused || !judge->asked || !judge->said || !judge->match) {
    trawl_word_judge_free(judge);
    return NULL;
  }
  file_first_bytes(judge);
  return judge;
}

/* ---- the tests whose lists have a word ------------------------------------------------------- */

trawl_status trawl_pattern_file_lists(trawl_pattern_set *set)
{
  set->listed_tests.len = 0;
  for (uint32_t t = 0; t < set->tests.len; ++t) {
    const trawl_test *test = &set->tests.at[t];
    for (uint32_t a = test->first_atom; a < test->first_atom + test->word_atoms; ++a) {
      const trawl_atom *atom = &set->atoms.at[a];
      if (atom->kind == TRAWL_ATOM_TEXT) {
        TRAWL_TRY(trawl_keyed_add(&set->listed_tests, atom->first, t));
      } else if (atom->kind == TRAWL_ATOM_LIST || atom->kind == TRAWL_ATOM_FORMS) {
        for (uint32_t i = 0; i < atom->count; ++i) {
          TRAWL_TRY(trawl_keyed_add(&set->listed_tests, set->ids.at[atom->first + i], t));
        }
      }
    }
  }
  trawl_keyed_sort(&set->listed_tests);
  return TRAWL_OK;
}

/* ---- atoms ---------------------------------------------------------------------------------- */

/* A regular expression that exceeds its limits does not match. Text was checked when it was read, but a word
 * of the greatest length may be cut inside of a character. */
static bool run_regex(trawl_word_judge *judge, const trawl_regex *regex, const char *text, size_t len)
{
  const trawl_said said = trawl_expression_ask(regex->expression, judge->match, judge->set->regex_limits, text, len, 0,
                                               len < TRAWL_WORD_MAX);
  judge->cut |= said == TRAWL_SAID_CUT;
  judge->no_mem |= said == TRAWL_SAID_NO_MEM;
  return said == TRAWL_SAID_YES;
}

static bool regex_matches(trawl_word_judge *judge, uint32_t regex, const char *text, size_t len)
{
  const uint64_t bit = UINT64_C(1) << (regex & 63);
  uint64_t *asked = &judge->asked[regex >> 6], *said = &judge->said[regex >> 6];
  if (!(*asked & bit)) {
    *asked |= bit;
    *said |= run_regex(judge, &judge->set->regexes.at[regex], text, len) ? bit : 0;
  }
  return *said & bit;
}

/* Of an atom that is neither list nor regular expression. */
static bool traits_pass(const traits *t, const trawl_atom *atom)
{
  switch (atom->kind) {
  case TRAWL_ATOM_SHAPE:
    return atom->mask[0] >> (t->rest & 63) & 1; /* a shape; a damaged pack may have others */
  case TRAWL_ATOM_IS:
    return (t->bits[0] & atom->mask[0]) || (t->bits[1] & atom->mask[1]);
  case TRAWL_ATOM_KNOWN:
    return t->rest >> 8 & 1;
  default:
    return t->rest >> 9 & 1;
  }
}

static bool is_listing(const trawl_atom *atom)
{
  return atom->kind == TRAWL_ATOM_LIST || atom->kind == TRAWL_ATOM_FORMS || atom->kind == TRAWL_ATOM_TEXT;
}

static bool has_word(const trawl_pattern_set *set, const trawl_atom *atom, uint32_t id, uint32_t folded)
{
  return atom->kind == TRAWL_ATOM_TEXT ? id == atom->first
                                       : trawl_pattern_ids_have(&set->ids.at[atom->first], atom->count,
                                                                atom->kind == TRAWL_ATOM_LIST ? folded : id);
}

/* ---- tests ---------------------------------------------------------------------------------- */

/* What a test says of the words of a profile: false, or true, or it is left open. */
typedef enum verdict { FAILS, PASSES, OPEN } verdict;

static verdict judge_profile(const trawl_pattern_set *set, const trawl_test *test, const traits *t)
{
  verdict so_far = PASSES;
  for (uint32_t i = 0; i < test->word_atoms; ++i) {
    const trawl_atom *atom = &set->atoms.at[test->first_atom + i];
    if (atom->kind == TRAWL_ATOM_REGEX) {
      so_far = OPEN;
    } else if ((!is_listing(atom) && traits_pass(t, atom)) == atom->negated) {
      return FAILS;
    }
  }
  return so_far;
}

/* Of a test that the profile leaves open; of the others of its group it is the same. */
static bool open_passes(trawl_word_judge *judge, const trawl_test *test, const char *text, size_t len)
{
  for (uint32_t i = 0; i < test->word_atoms; ++i) {
    const trawl_atom *atom = &judge->set->atoms.at[test->first_atom + i];
    if (atom->kind == TRAWL_ATOM_REGEX && regex_matches(judge, atom->first, text, len) == atom->negated) {
      return false;
    }
  }
  return true;
}

/* Of any test and the word itself. */
static bool test_passes(trawl_word_judge *judge, const trawl_test *test, const trawl_words *words, uint32_t id,
                        const traits *t)
{
  const trawl_word *word = trawl_words_at(words, id);
  for (uint32_t i = 0; i < test->word_atoms; ++i) {
    const trawl_atom *atom = &judge->set->atoms.at[test->first_atom + i];
    const bool passes = is_listing(atom) ? has_word(judge->set, atom, id, word->folded)
                        : atom->kind == TRAWL_ATOM_REGEX
                          ? regex_matches(judge, atom->first, trawl_words_text(words, id), word->len)
                          : traits_pass(t, atom);
    if (passes == atom->negated) {
      return false;
    }
  }
  return true;
}

/* ---- profiles ------------------------------------------------------------------------------- */

static void forget_profiles(trawl_word_judge *judge)
{
  judge->profiles.len = judge->passed.len = judge->open.len = judge->open_groups.len = 0;
  memset(judge->slots, 0, sizeof judge->slots);
}

static trawl_status add_profile(trawl_word_judge *judge, const traits *t, uint32_t *out)
{
  const trawl_pattern_set *set = judge->set;
  const uint32_t width = judge->width, groups = set->groups.width;
  TRAWL_TRY_MEM(trawl_vec_reserve(&judge->passed, judge->passed.len + (uint64_t)width)
                && trawl_vec_reserve(&judge->open, judge->open.len + (uint64_t)width)
                && trawl_vec_reserve(&judge->open_groups, judge->open_groups.len + (uint64_t)groups)
                && trawl_vec_push(&judge->profiles, *t));
  uint64_t *passed = &judge->passed.at[judge->passed.len], *open = &judge->open.at[judge->open.len],
           *open_groups = &judge->open_groups.at[judge->open_groups.len];
  memset(passed, 0, width * sizeof *passed);
  memset(open, 0, width * sizeof *open);
  memset(open_groups, 0, groups * sizeof *open_groups);
  for (uint32_t i = 0; i < set->tests.len; ++i) {
    const verdict said = judge_profile(set, &set->tests.at[i], t);
    const uint32_t group = set->groups.of.at[i];
    passed[i >> 6] |= (uint64_t)(said == PASSES) << (i & 63);
    open[i >> 6] |= (uint64_t)(said == OPEN) << (i & 63);
    open_groups[group >> 6] |= (uint64_t)(said == OPEN) << (group & 63);
  }
  judge->passed.len += width;
  judge->open.len += width;
  judge->open_groups.len += groups;
  *out = judge->profiles.len;
  return TRAWL_OK;
}

static trawl_status profile_of(trawl_word_judge *judge, const traits *t, uint32_t *out)
{
  if (judge->profiles.len == MAX_PROFILES) {
    forget_profiles(judge);
  }
  uint64_t hash = trawl_hash_mix(t->bits[0] ^ 0x9e3779b97f4a7c15u, t->bits[1] ^ 0xa0761d6478bd642fu);
  for (hash = trawl_hash_mix(hash ^ t->rest, 0xe7037ed1a0b428dbu);; ++hash) {
    uint16_t *slot = &judge->slots[hash % SLOTS];
    if (*slot == 0) {
      uint32_t count;
      TRAWL_TRY(add_profile(judge, t, &count));
      *slot = (uint16_t)count;
    }
    const traits *known = &judge->profiles.at[*slot - 1];
    if (known->bits[0] == t->bits[0] && known->bits[1] == t->bits[1] && known->rest == t->rest) {
      *out = *slot - 1u;
      return TRAWL_OK;
    }
  }
}

/* ---- a word --------------------------------------------------------------------------------- */

static void set_test(uint64_t *bits, uint32_t test, bool passes)
{
  bits[test >> 6] = (bits[test >> 6] & ~(UINT64_C(1) << (test & 63))) | (uint64_t)passes << (test & 63);
}

/* The tests whose lists have an id, which is the word's or that of its lower-case form. */
static void ask_lists(trawl_word_judge *judge, const trawl_words *words, uint32_t id, uint32_t listed,
                      const traits *t, uint64_t *bits)
{
  const trawl_keyed_list *tests = &judge->set->listed_tests;
  for (uint32_t i = trawl_keyed_first(tests, listed); i < tests->len && tests->at[i].key == listed;
       ++i) {
    const uint32_t test = tests->at[i].value;
    set_test(bits, test, test_passes(judge, &judge->set->tests.at[test], words, id, t));
  }
}

/* The tests that the word's profile leaves open. */
static void decide_open(trawl_word_judge *judge, uint32_t profile, const char *text, size_t len, uint64_t *bits)
{
  const trawl_test_groups *groups = &judge->set->groups;
  const uint64_t *open = &judge->open.at[(size_t)profile * judge->width],
                 *open_groups = &judge->open_groups.at[(size_t)profile * groups->width],
                 *likely = &groups->likely.at[(size_t)(unsigned char)*text * groups->width];
  for (uint32_t i = 0; i < groups->width; ++i) {
    for (uint64_t left = open_groups[i] & likely[i]; left; left &= left - 1) {
      const uint32_t group = i * 64 + (uint32_t)__builtin_ctzll(left);
      const uint64_t *tests = &groups->tests.at[(size_t)group * judge->width];
      if (open_passes(judge, &judge->set->tests.at[groups->first.at[group]], text, len)) {
        for (uint32_t k = 0; k < judge->width; ++k) {
          bits[k] |= open[k] & tests[k];
        }
      }
    }
  }
}

trawl_status trawl_word_judge_ask(trawl_word_judge *judge, const trawl_words *words, uint32_t id, uint64_t *bits)
{
  const trawl_word *word = trawl_words_at(words, id);
  const traits t = {{word->bits[0], word->bits[1]},
                    (uint64_t)word->shape | (uint64_t)(word->known != 0) << 8
                      | (uint64_t)(trawl_words_at(words, word->folded)->known != 0) << 9};
  uint32_t profile;
  TRAWL_TRY(profile_of(judge, &t, &profile));
  const char *text = trawl_words_text(words, id);
  memcpy(judge->asked, &judge->refused[(unsigned char)*text * judge->regex_width],
         judge->regex_width * sizeof *judge->asked);
  memset(judge->said, 0, judge->regex_width * sizeof *judge->said);
  memcpy(bits, &judge->passed.at[(size_t)profile * judge->width], judge->width * sizeof *bits);
  judge->cut = judge->no_mem = false;
  decide_open(judge, profile, text, word->len, bits);
  if (word->folded < words->first) { /* lists have words of the base table only */
    ask_lists(judge, words, id, word->folded, &t, bits);
    if (id != word->folded) {
      ask_lists(judge, words, id, id, &t, bits);
    }
  }
  set_test(bits, judge->set->tests.len, judge->cut);
  return judge->no_mem ? TRAWL_NO_MEM : TRAWL_OK;
}
