/* SPDX-License-Identifier: MIT
 * pattern_regex.c - regular expressions in [...]: pcre2 does the work, but seldom.
 *
 * Every new word of a text is put to every expression once (pattern_class.c), so two shortcuts pay: a
 * choice between whole words, /^(Mount|Lake|Cape)$/, becomes a list of word ids; for the others the bytes
 * that a match can begin with are read off the expression, and a word that begins otherwise is refused
 * without a call.  Both readers know a small part of the syntax and give up at the rest. */
#include "rule/pattern_set.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

enum { GROUP_DEPTH = 8 };

/* ---- a choice between words ----------------------------------------------------------------- */

static bool is_plain(unsigned char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80
         || c == '-' || c == '&' || c == '\'';
}

/* The words between "^(" and ")$"; 0: it is no such choice. */
static uint32_t count_words(const char *text, size_t len)
{
  if (len < 5 || memcmp(text, "^(", 2) != 0 || memcmp(text + len - 2, ")$", 2) != 0) {
    return 0;
  }
  uint32_t count = 1;
  for (size_t i = 2; i < len - 2; ++i) {
    const bool bar = text[i] == '|';
    if ((!bar && !is_plain((unsigned char)text[i])) || (bar && (text[i - 1] == '(' || text[i - 1] == '|'))) {
      return 0;
    }
    count += bar;
  }
  return text[len - 3] == '|' ? 0 : count;
}

static trawl_status add_forms(trawl_pattern_parser *p, const char *text, size_t len, uint32_t count,
                              trawl_atom *atom)
{
  atom->kind = TRAWL_ATOM_FORMS;
  atom->first = p->set->ids.len;
  atom->count = count;
  const char *end = text + len - 2;
  for (const char *word = text + 2; word < end;) {
    const char *bar = memchr(word, '|', (size_t)(end - word));
    const char *stop = bar ? bar : end;
    uint32_t id;
    TRAWL_TRY(trawl_words_add(&p->env->lexicon->words, word, (size_t)(stop - word), &id, NULL));
    TRAWL_TRY_MEM(trawl_vec_push(&p->set->ids, id));
    word = stop + 1;
  }
  trawl_pattern_sort_ids(&p->set->ids.at[atom->first], count);
  return TRAWL_OK;
}

/* ---- the first byte ------------------------------------------------------------------------- */

typedef struct scan {
  const char *at, *end;
  uint64_t set[4];
  bool any_case, lost; /* lost: not understood */
  unsigned depth;
} scan;

static void add_byte(scan *s, unsigned char c)
{
  s->set[c >> 6] |= UINT64_C(1) << (c & 63);
}

static void add_above_ascii(scan *s)
{
  s->set[2] = s->set[3] = UINT64_MAX;
}

/* A character, of which `c` is the first byte. In any case some letters have partners above ASCII. */
static void add_char(scan *s, unsigned char c)
{
  add_byte(s, c);
  if (s->any_case) {
    const unsigned char lower = c | 32;
    if (lower >= 'a' && lower <= 'z') {
      add_byte(s, lower);
      add_byte(s, (unsigned char)(lower - 32));
    }
    add_above_ascii(s);
  }
}

/* "\x" inside or outside of a class: only escaped punctuation is understood. */
static unsigned char read_escape(scan *s)
{
  const unsigned char c = s->at + 1 < s->end ? (unsigned char)s->at[1] : 'x';
  s->lost |= c >= 0x80 || is_plain(c) != (c == '-' || c == '&' || c == '\'');
  s->at += 2;
  return c;
}

static void read_class(scan *s)
{
  unsigned last = 0x100; /* of a range: its first byte */
  ++s->at;
  s->lost |= s->at < s->end && (*s->at == '^' || *s->at == ']');
  while (!s->lost && s->at < s->end && *s->at != ']') {
    unsigned char c = (unsigned char)*s->at;
    if (c == '[') {
      s->lost = true; /* [:alpha:] */
      return;
    }
    if (c == '-' && last < 0x80 && s->at + 1 < s->end && s->at[1] != ']') {
      const unsigned char to = (unsigned char)s->at[1];
      s->lost |= to >= 0x80 || to == '\\' || to < last;
      for (unsigned b = last; !s->lost && b <= to; ++b) {
        add_char(s, (unsigned char)b);
      }
      s->at += 2;
      last = 0x100;
      continue;
    }
    if (c == '\\') {
      c = read_escape(s);
    } else {
      ++s->at;
    }
    if (c >= 0x80) {
      add_above_ascii(s);
    }
    add_char(s, c);
    last = c;
  }
  s->lost |= s->at >= s->end;
  ++s->at;
}

/* Behind the class that opens at s->at, whatever it holds. */
static void skip_class(scan *s)
{
  ++s->at;
  s->lost |= s->at < s->end && (*s->at == '^' || *s->at == ']');
  while (s->at < s->end && *s->at != ']') {
    s->lost |= *s->at == '[';
    s->at += *s->at == '\\' ? 2 : 1;
  }
  s->lost |= s->at >= s->end;
  ++s->at;
}

/* Behind the group that opens at s->at. */
static void skip_group(scan *s)
{
  unsigned open = 0;
  while (!s->lost && s->at < s->end) {
    if (*s->at == '[') {
      skip_class(s);
      continue;
    }
    open += *s->at == '(';
    open -= *s->at == ')';
    s->at += *s->at == '\\' ? 2 : 1;
    if (!open) {
      return;
    }
  }
  s->lost = true;
}

/* Whether what was just read may be left out; moves behind its quantifier. */
static bool read_optional(scan *s)
{
  const char c = s->at < s->end ? *s->at : '\0';
  if (c == '?' || c == '*') {
    ++s->at;
    return true;
  }
  s->lost |= c == '{' && s->at + 1 < s->end && s->at[1] == '0';
  return false;
}

static bool read_choice(scan *s);

/* One item; true: it may be empty. */
static bool read_item(scan *s)
{
  const unsigned char c = (unsigned char)*s->at;
  bool empty = false;
  if (c == '(' && s->end - s->at > 2 && s->at[1] == '?') {
    s->lost |= s->at[2] != '!' && s->at[2] != '=';
    skip_group(s); /* looks ahead, takes nothing */
    return true;
  }
  if (c == '(') {
    ++s->at;
    empty = read_choice(s);
    s->lost |= s->at >= s->end || *s->at != ')';
    ++s->at;
  } else if (c == '[') {
    read_class(s);
  } else if (c == '\\') {
    add_char(s, read_escape(s));
  } else if (is_plain(c)) {
    add_char(s, c);
    do {
      ++s->at;
    } while (c >= 0x80 && s->at < s->end && ((unsigned char)*s->at & 0xC0) == 0x80);
  } else {
    s->lost = true;
  }
  return (!s->lost && read_optional(s)) || empty;
}

/* Reads to the end of the alternative that follows what cannot be empty. */
static void skip_sequence(scan *s)
{
  while (!s->lost && s->at < s->end && *s->at != '|' && *s->at != ')') {
    if (*s->at == '(') {
      skip_group(s);
    } else if (*s->at == '[') {
      skip_class(s);
    } else {
      s->at += *s->at == '\\' ? 2 : 1;
    }
  }
}

/* Up to "|", ")" or the end; true: it may be empty. */
static bool read_sequence(scan *s)
{
  bool empty = true;
  while (empty && !s->lost && s->at < s->end && *s->at != '|' && *s->at != ')') {
    empty = read_item(s);
  }
  skip_sequence(s);
  return empty;
}

/* Alternatives up to ")"; true: one of them may be empty. */
static bool read_choice(scan *s)
{
  bool empty = false;
  s->lost |= ++s->depth > GROUP_DEPTH;
  for (bool more = true; more && !s->lost;) {
    empty |= read_sequence(s);
    more = s->at < s->end && *s->at == '|';
    s->at += more;
  }
  --s->depth;
  return empty;
}

/* The bytes that a match may begin with, at the word's start: of "^a|^b", where each way is anchored. */
static void read_first(const char *text, size_t len, bool any_case, uint64_t first[4])
{
  scan s = {.at = text, .end = text + len, .any_case = any_case};
  bool empty = false;
  for (bool more = true; more && !s.lost;) {
    s.lost = s.at >= s.end || *s.at != '^';
    ++s.at;
    /* "$" is no item: an expression that may be empty is given up there. */
    empty |= s.lost || read_sequence(&s);
    s.lost |= s.at > s.end || (s.at < s.end && *s.at != '|');
    more = s.at < s.end;
    s.at += more;
  }
  for (unsigned i = 0; i < 4; ++i) {
    first[i] = empty || s.lost ? UINT64_MAX : s.set[i];
  }
}

/* ---- compiling ------------------------------------------------------------------------------ */

static trawl_status regex_fault(trawl_pattern_parser *p, size_t at, size_t len, int error,
                                size_t offset)
{
  PCRE2_UCHAR8 message[160];
  pcre2_get_error_message_8(error, message, sizeof message);
  return trawl_pattern_fault(p, at + (offset < len ? offset : len), 1, "E210", NULL,
                             "bad regular expression: %s", (const char *)message);
}

trawl_status trawl_pattern_add_regex(trawl_pattern_parser *p, size_t at, size_t len, bool any_case,
                                     trawl_atom *atom)
{
  const uint32_t words = any_case ? 0 : count_words(p->text + at, len);
  if (words) {
    return add_forms(p, p->text + at, len, words, atom);
  }
  const char *shown = trawl_arena_strn(p->env->arena, p->text + at - 1, len + 2 + any_case);
  TRAWL_TRY_MEM(shown);
  atom->kind = TRAWL_ATOM_REGEX;
  for (uint32_t i = 0; i < p->set->regexes.len; ++i) {
    if (strcmp(p->set->regexes.at[i].text, shown) == 0) {
      atom->first = i;
      return TRAWL_OK;
    }
  }
  const uint32_t options =
    PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | (any_case ? (uint32_t)PCRE2_CASELESS : 0);
  trawl_regex regex = {trawl_expression_new(p->env->arena, shown + 1, len, options), shown, {0}};
  TRAWL_TRY_MEM(regex.expression);
  size_t offset = 0;
  const int error = p->env->file->proven ? 0 : trawl_expression_compile(regex.expression, &offset);
  if (error != 0) {
    return error == PCRE2_ERROR_HEAP_FAILED ? TRAWL_NO_MEM : regex_fault(p, at, len, error, offset);
  }
  read_first(p->text + at, len, any_case, regex.first);
  atom->first = p->set->regexes.len;
  if (!trawl_vec_push(&p->set->regexes, regex)) {
    trawl_expression_clear(regex.expression);
    return TRAWL_NO_MEM;
  }
  return TRAWL_OK;
}
