/* SPDX-License-Identifier: MIT
 * pattern_group.c - tests that ask for the same regular expressions.
 *
 * "[/^[A-Z]/ & is=title]" and "[/^[A-Z]/ & shape=mixed]" are one group: where categories and shape leave both open,
 * one answer decides both.  For each byte that a word may begin with the groups are noted that it does not refuse, so
 * that for most words a few groups out of a hundred are looked at (pattern_word.c). */
#include "rule/pattern_set.h"

#include "base/hash.h"
#include "base/sort.h"

#include <stdlib.h>
#include <string.h>

enum { BYTES = 256 };

/* A test, by a hash of its expressions. */
typedef struct keyed_test {
  uint64_t key;
  uint32_t test;
} keyed_test;

/* The next expression of a test from atom `i` on, or NULL. */
static const trawl_atom *next_regex(const trawl_pattern_set *set, const trawl_test *test, uint32_t *i)
{
  while (*i < test->word_atoms) {
    const trawl_atom *atom = &set->atoms.at[test->first_atom + (*i)++];
    if (atom->kind == TRAWL_ATOM_REGEX) {
      return atom;
    }
  }
  return NULL;
}

static uint64_t key_of(const trawl_pattern_set *set, const trawl_test *test)
{
  uint64_t key = 0;
  uint32_t i = 0;
  for (const trawl_atom *atom; (atom = next_regex(set, test, &i));) {
    key = trawl_hash_mix(key ^ UINT64_C(0x9e3779b97f4a7c15),
                         ((uint64_t)atom->first * 2 + atom->negated) ^ UINT64_C(0xa0761d6478bd642f));
  }
  return key;
}

static bool are_alike(const trawl_pattern_set *set, const trawl_test *x, const trawl_test *y)
{
  uint32_t i = 0, k = 0;
  for (;;) {
    const trawl_atom *a = next_regex(set, x, &i), *b = next_regex(set, y, &k);
    if (!a || !b) {
      return a == b;
    }
    if (a->first != b->first || a->negated != b->negated) {
      return false;
    }
  }
}

static int by_key(const void *a, const void *b)
{
  const keyed_test *x = a, *y = b;
  if (x->key != y->key) {
    return x->key < y->key ? -1 : 1;
  }
  return (x->test > y->test) - (x->test < y->test);
}

/* Numbers the groups of sorted tests. */
static trawl_status number_groups(trawl_pattern_set *set, const keyed_test *sorted)
{
  trawl_test_groups *groups = &set->groups;
  for (uint32_t i = 0; i < set->tests.len; ++i) {
    const uint32_t test = sorted[i].test;
    if (!i || !are_alike(set, &set->tests.at[test], &set->tests.at[groups->first.at[groups->first.len - 1]])) {
      TRAWL_TRY_MEM(trawl_vec_push(&groups->first, test));
    }
    groups->of.at[test] = groups->first.len - 1;
  }
  return TRAWL_OK;
}

static bool is_likely(const trawl_pattern_set *set, uint32_t group, unsigned byte)
{
  const trawl_test *test = &set->tests.at[set->groups.first.at[group]];
  uint32_t i = 0;
  for (const trawl_atom *atom; (atom = next_regex(set, test, &i));) {
    if (!atom->negated && !(set->regexes.at[atom->first].first[byte >> 6] >> (byte & 63) & 1)) {
      return false;
    }
  }
  return true;
}

static trawl_status fill_masks(trawl_pattern_set *set)
{
  trawl_test_groups *groups = &set->groups;
  const uint32_t width = set->tests.len / 64 + 1;
  groups->width = groups->first.len / 64 + 1;
  TRAWL_TRY_MEM(trawl_vec_reserve(&groups->tests, (uint64_t)groups->first.len * width)
                && trawl_vec_reserve(&groups->likely, (uint64_t)groups->width * BYTES));
  if (groups->first.len) {
    memset(groups->tests.at, 0, (size_t)groups->first.len * width * sizeof *groups->tests.at);
  }
  memset(groups->likely.at, 0, (size_t)groups->width * BYTES * sizeof *groups->likely.at);
  for (uint32_t t = 0; t < set->tests.len; ++t) {
    groups->tests.at[(size_t)groups->of.at[t] * width + (t >> 6)] |= UINT64_C(1) << (t & 63);
  }
  for (uint32_t g = 0; g < groups->first.len; ++g) {
    for (unsigned byte = 0; byte < BYTES; ++byte) {
      groups->likely.at[(size_t)byte * groups->width + (g >> 6)] |= (uint64_t)is_likely(set, g, byte) << (g & 63);
    }
  }
  return TRAWL_OK;
}

trawl_status trawl_pattern_file_groups(trawl_pattern_set *set)
{
  set->groups.first.len = 0;
  keyed_test *sorted = calloc((size_t)set->tests.len + 1, sizeof *sorted);
  trawl_status status = sorted && trawl_vec_reserve(&set->groups.of, set->tests.len + UINT64_C(1)) ? TRAWL_OK : TRAWL_NO_MEM;
  if (status == TRAWL_OK) {
    for (uint32_t t = 0; t < set->tests.len; ++t) {
      sorted[t] = (keyed_test){key_of(set, &set->tests.at[t]), t};
    }
    trawl_sort(sorted, set->tests.len, sizeof *sorted, by_key);
    status = number_groups(set, sorted);
  }
  free(sorted);
  return status == TRAWL_OK ? fill_masks(set) : status;
}

void trawl_test_groups_clear(trawl_test_groups *groups)
{
  trawl_vec_clear(&groups->first);
  trawl_vec_clear(&groups->of);
  trawl_vec_clear(&groups->tests);
  trawl_vec_clear(&groups->likely);
}
