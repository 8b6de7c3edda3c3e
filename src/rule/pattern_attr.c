/* SPDX-License-Identifier: MIT
 * pattern_attr.c - what stands in [...] of a token pattern: a conjunction of tests of one token.
 *
 *   test = atom { "&" atom }      atom = [ "!" ] ( "/regex/" [ "i" ] | attribute "=" value { "|" value } )
 *
 * An attribute is a row of the table at the end and a function that reads one value into an atom.  Part of
 * speech is no atom but a set of tags that all atoms of it narrow down. */
#include "rule/pattern_set.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

enum { TEST_ATOMS = 16 };

/* A test while it is being read. */
typedef struct draft {
  uint64_t tags;
  trawl_atom atoms[TEST_ATOMS];
  uint32_t count;
} draft;

/* Reads the value [at, at + len) into the atom; called once for each of "a|b". */
typedef trawl_status read_value(trawl_pattern_parser *p, trawl_atom *atom, size_t at, size_t len);

typedef struct attribute {
  const char *name;
  uint8_t kind; /* trawl_atom_kind */
  read_value *read;
} attribute;

static trawl_status bad_value(trawl_pattern_parser *p, size_t at, size_t len, const char *what,
                              const char *const *names, size_t count)
{
  const char *word = trawl_arena_strn(p->scratch, p->text + at, len);
  TRAWL_TRY_MEM(word);
  const char *near = trawl_nearest(word, names, count);
  char *hint = near ? trawl_arena_printf(p->scratch, "did you mean '%s'?", near) : NULL;
  return trawl_pattern_fault(p, at, len, "E215", hint, "unknown %s '%s'", what, word);
}

static bool value_is(const trawl_pattern_parser *p, size_t at, size_t len, const char *name)
{
  return strlen(name) == len && memcmp(p->text + at, name, len) == 0;
}

/* ---- values --------------------------------------------------------------------------------- */

/* A tag, or the beginning of tags: V*. */
static trawl_status read_pos(trawl_pattern_parser *p, trawl_atom *atom, size_t at, size_t len)
{
  const bool prefix = len > 1 && p->text[at + len - 1] == '*';
  const char *names[TRAWL_TAG_COUNT];
  uint64_t tags = 0;
  for (unsigned tag = 1; tag < TRAWL_TAG_COUNT; ++tag) {
    names[tag] = trawl_tag_text(tag);
    if (prefix ? strncmp(names[tag], p->text + at, len - 1) == 0
               : value_is(p, at, len, names[tag])) {
      tags |= UINT64_C(1) << tag;
    }
  }
  if (!tags) {
    return bad_value(p, at, len, "part of speech", names + 1, TRAWL_TAG_COUNT - 1);
  }
  atom->mask[0] |= tags;
  return TRAWL_OK;
}

static trawl_status read_shape(trawl_pattern_parser *p, trawl_atom *atom, size_t at, size_t len)
{
  static const char *const names[] = {"other", "lower",  "title", "initial", "upper",
                                      "mixed", "number", "",      "xx",      "Xx",
                                      "X",     "XX",     "xX",    "0"};
  for (size_t i = 0; i < TRAWL_COUNT(names); ++i) {
    if (value_is(p, at, len, names[i])) {
      atom->mask[0] |= UINT64_C(1) << i % 7;
      return TRAWL_OK;
    }
  }
  return bad_value(p, at, len, "shape", names, 7);
}

static trawl_status read_category(trawl_pattern_parser *p, trawl_atom *atom, size_t at, size_t len)
{
  const trawl_lexicon *lexicon = p->env->lexicon;
  for (uint32_t i = 0; i < lexicon->category_count; ++i) {
    if (value_is(p, at, len, lexicon->categories[i])) {
      atom->mask[i >> 6] |= UINT64_C(1) << (i & 63);
      return TRAWL_OK;
    }
  }
  return bad_value(p, at, len, "word category", lexicon->categories, lexicon->category_count);
}

static trawl_status read_text(trawl_pattern_parser *p, trawl_atom *atom, size_t at, size_t len)
{
  if (atom->count++) {
    return trawl_pattern_fault(p, at, len, "E215", NULL, "only one value can stand here");
  }
  return trawl_words_add(&p->env->lexicon->words, p->text + at, len, &atom->first, NULL);
}

static trawl_status read_lemma(trawl_pattern_parser *p, trawl_atom *atom, size_t at, size_t len)
{
  if (atom->count++) {
    return trawl_pattern_fault(p, at, len, "E215", NULL, "only one value can stand here");
  }
  return trawl_pattern_fold(p, p->text + at, len, &atom->first);
}

static trawl_status read_type(trawl_pattern_parser *p, trawl_atom *atom, size_t at, size_t len)
{
  if (value_is(p, at, len, "any")) {
    atom->mask[0] = UINT64_MAX;
    return TRAWL_OK;
  }
  const trawl_types *types = p->env->types;
  for (uint32_t i = 0; i < types->count; ++i) {
    if (value_is(p, at, len, types->names[i])) {
      atom->mask[0] |= types->mask[i];
      return TRAWL_OK;
    }
  }
  return bad_value(p, at, len, "type", types->names, types->count);
}

static trawl_status read_yes_no(trawl_pattern_parser *p, trawl_atom *atom, size_t at, size_t len)
{
  static const char *const names[] = {"yes", "no"};
  const bool no = value_is(p, at, len, "no");
  if (!no && !value_is(p, at, len, "yes")) {
    return bad_value(p, at, len, "value", names, 2);
  }
  atom->negated ^= no;
  return TRAWL_OK;
}

enum { KIND_POS = 255 };

static const attribute attributes[] = {
  {"pos", KIND_POS, read_pos},
  {"shape", TRAWL_ATOM_SHAPE, read_shape},
  {"is", TRAWL_ATOM_IS, read_category},
  {"text", TRAWL_ATOM_TEXT, read_text},
  {"known", TRAWL_ATOM_KNOWN, read_yes_no},
  {"common", TRAWL_ATOM_COMMON, read_yes_no},
  {"lemma", TRAWL_ATOM_LEMMA, read_lemma},
  {"lemma_is", TRAWL_ATOM_LEMMA_IS, read_category},
  {"in", TRAWL_ATOM_IN, read_type},
  {"space", TRAWL_ATOM_SPACE, read_yes_no},
  {"first", TRAWL_ATOM_FIRST, read_yes_no},
  {"forced", TRAWL_ATOM_FORCED, read_yes_no},
};

/* ---- regular expressions -------------------------------------------------------------------- */

/* The end of a regular expression that begins at `at`: the next slash without a backslash. */
static size_t regex_end(const trawl_pattern_parser *p, size_t at)
{
  while (at < p->len && p->text[at] != '/') {
    at += p->text[at] == '\\' && at + 1 < p->len ? 2 : 1;
  }
  return at;
}

static trawl_status parse_regex(trawl_pattern_parser *p, trawl_atom *atom)
{
  const size_t open = p->at++;
  const size_t at = p->at, end = regex_end(p, at);
  if (end >= p->len) {
    return trawl_pattern_fault(p, open, 1, "E212", NULL, "the slash has no partner");
  }
  p->at = end + 1;
  const bool any_case = p->at < p->len && p->text[p->at] == 'i';
  p->at += any_case;
  if (!atom->negated) {
    trawl_pattern_doubt_regex(p, at, end - at);
  }
  return trawl_pattern_add_regex(p, at, end - at, any_case, atom);
}

/* ---- atoms ---------------------------------------------------------------------------------- */

static bool ends_value(char c)
{
  return strchr(" \t\r\n&|]", c) != NULL;
}

/* A value, bare or in quotation marks. */
static trawl_status next_value(trawl_pattern_parser *p, size_t *at, size_t *len)
{
  trawl_pattern_skip_space(p);
  const bool quoted = p->at < p->len && p->text[p->at] == '"';
  p->at += quoted;
  *at = p->at;
  while (p->at < p->len && (quoted ? p->text[p->at] != '"' : !ends_value(p->text[p->at]))) {
    ++p->at;
  }
  *len = p->at - *at;
  p->at += quoted && p->at < p->len;
  if (*len == 0) {
    return trawl_pattern_fault(p, *at, 1, "E215", NULL, "expected a value");
  }
  return TRAWL_OK;
}

static trawl_status parse_attribute(trawl_pattern_parser *p, trawl_atom *atom)
{
  const char *names[TRAWL_COUNT(attributes)];
  const size_t at = p->at, len = trawl_pattern_name_len(p, at);
  const attribute *found = NULL;
  for (size_t i = 0; i < TRAWL_COUNT(attributes); ++i) {
    names[i] = attributes[i].name;
    found = value_is(p, at, len, attributes[i].name) ? &attributes[i] : found;
  }
  if (!found) {
    return len ? bad_value(p, at, len, "attribute", names, TRAWL_COUNT(attributes))
               : trawl_pattern_fault(p, at, 1, "E215", NULL, "expected an attribute");
  }
  p->at += len;
  trawl_pattern_skip_space(p);
  if (p->at >= p->len || p->text[p->at] != '=') {
    return trawl_pattern_fault(p, p->at, 1, "E215", NULL, "expected '=' after '%s'", found->name);
  }
  atom->kind = found->kind;
  do {
    ++p->at;
    size_t value, value_len;
    TRAWL_TRY(next_value(p, &value, &value_len));
    TRAWL_TRY(found->read(p, atom, value, value_len));
    trawl_pattern_skip_space(p);
  } while (p->at < p->len && p->text[p->at] == '|');
  return TRAWL_OK;
}

static trawl_status parse_atom(trawl_pattern_parser *p, draft *test)
{
  trawl_pattern_skip_space(p);
  trawl_atom atom = {0};
  const size_t at = p->at;
  if (p->at < p->len && p->text[p->at] == '!') {
    atom.negated = true;
    ++p->at;
    trawl_pattern_skip_space(p);
  }
  if (p->at < p->len && p->text[p->at] == '/') {
    TRAWL_TRY(parse_regex(p, &atom));
  } else {
    TRAWL_TRY(parse_attribute(p, &atom));
  }
  if (atom.kind == KIND_POS) {
    test->tags &= atom.negated ? ~atom.mask[0] : atom.mask[0];
    return TRAWL_OK;
  }
  if (test->count == TEST_ATOMS) {
    return trawl_pattern_fault(p, at, 1, "E214", NULL, "more than %d tests of one token",
                               TEST_ATOMS);
  }
  test->atoms[test->count++] = atom;
  return TRAWL_OK;
}

static bool same_atom(const trawl_pattern_set *set, const trawl_atom *a, const trawl_atom *b)
{
  if (a->kind != b->kind || a->negated != b->negated || a->count != b->count
      || a->mask[0] != b->mask[0] || a->mask[1] != b->mask[1]) {
    return false;
  }
  return a->first == b->first
         || (a->kind == TRAWL_ATOM_LIST
             && memcmp(&set->ids.at[a->first], &set->ids.at[b->first], a->count * sizeof(uint32_t))
                  == 0);
}

static bool same_test(const trawl_pattern_set *set, const trawl_test *a, const trawl_test *b)
{
  if (a->tags != b->tags || a->atom_count != b->atom_count || a->word_atoms != b->word_atoms) {
    return false;
  }
  for (uint32_t i = 0; i < a->atom_count; ++i) {
    if (!same_atom(set, &set->atoms.at[a->first_atom + i], &set->atoms.at[b->first_atom + i])) {
      return false;
    }
  }
  return true;
}

trawl_status trawl_pattern_add_test(trawl_pattern_set *set, trawl_test test, trawl_item *out)
{
  uint32_t i = 0;
  while (i < set->tests.len && !same_test(set, &set->tests.at[i], &test)) {
    ++i;
  }
  *out = (trawl_item){.kind = TRAWL_ITEM_TEST, .slot = TRAWL_NO_SLOT, .value = i};
  if (i < set->tests.len) {
    set->atoms.len = test.first_atom;
    return TRAWL_OK;
  }
  TRAWL_TRY_MEM(trawl_vec_push(&set->tests, test));
  return TRAWL_OK;
}

/* Puts the draft into the set, the atoms of the word first. */
static trawl_status add_draft(trawl_pattern_set *set, const draft *d, trawl_item *out)
{
  trawl_test test = {
    .tags = d->tags, .first_atom = set->atoms.len, .atom_count = (uint16_t)d->count};
  for (int of_token = 0; of_token < 2; ++of_token) {
    for (uint32_t i = 0; i < d->count; ++i) {
      if ((d->atoms[i].kind >= TRAWL_ATOM_TOKEN) == of_token) {
        TRAWL_TRY_MEM(trawl_vec_push(&set->atoms, d->atoms[i]));
        test.word_atoms = (uint16_t)(test.word_atoms + !of_token);
      }
    }
  }
  return trawl_pattern_add_test(set, test, out);
}

trawl_status trawl_pattern_parse_test(trawl_pattern_parser *p, trawl_item *out)
{
  const size_t open = p->at - 1;
  draft test = {.tags = UINT64_MAX};
  do {
    TRAWL_TRY(parse_atom(p, &test));
    trawl_pattern_skip_space(p);
  } while (p->at < p->len && p->text[p->at] == '&' && ++p->at);
  if (p->at >= p->len) {
    return trawl_pattern_fault(p, open, 1, "E212", NULL, "'[' has no partner");
  }
  if (p->text[p->at] != ']') {
    return trawl_pattern_fault(p, p->at, 1, "E211", NULL, "expected '&' or ']'");
  }
  ++p->at;
  trawl_pattern_doubt_test(p, open, test.tags, test.atoms, test.count);
  return add_draft(p->set, &test, out);
}
