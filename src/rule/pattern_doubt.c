/* SPDX-License-Identifier: MIT
 * pattern_doubt.c - what is well formed in a token pattern and fits no text: tests that contradict each other,
 * words that the tokenizer never gives, sentence edges in the middle, blanks in regular expressions.
 *
 * All are warnings, and only told when the rules are checked (env->cut).  Looked for while a pattern is
 * read, so that each has its column. */
#include "rule/pattern_set.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { PIECES = 16, CHUNK = 200 };

/* ---- words --------------------------------------------------------------------------------------- */

/* Where the tokenizer cuts `text`, said behind `before` (which is a token of its own then). */
static uint32_t cut_behind(const trawl_pattern_env *env, const char *before, const char *text, size_t len,
                           trawl_span *out)
{
  char line[CHUNK + 8];
  const size_t lead = strlen(before);
  trawl_span words[PIECES + 1];
  if (len > CHUNK) {
    return 0;
  }
  memcpy(line, before, lead);
  memcpy(line + lead, text, len);
  const uint32_t n = env->cut(env->cut_with, line, lead + len, words, PIECES + 1);
  const uint32_t skip = lead != 0;
  if (n == TRAWL_NONE || n <= skip || (skip && words[0].end != lead)) {
    return 0;
  }
  for (uint32_t i = skip; i < n; ++i) {
    out[i - skip] = (trawl_span){words[i].start - (uint32_t)lead, words[i].end - (uint32_t)lead};
  }
  return n - skip;
}

static bool same_cuts(const trawl_span *a, uint32_t n, const trawl_span *b, uint32_t m)
{
  bool same = n == m;
  for (uint32_t i = 0; same && i < n; ++i) {
    same = a[i].start == b[i].start && a[i].end == b[i].end;
  }
  return same;
}

bool trawl_pattern_is_token(const trawl_pattern_env *env, const char *text, size_t len, const trawl_span *as,
                            uint32_t count, char *hint, size_t size)
{
  /* "'s" and "n't" are tokens behind a word. */
  static const char *const before[] = {"", "a", "do"};
  trawl_span cut[PIECES + 1];
  if (!env->cut || len > CHUNK) {
    return true;
  }
  for (size_t i = 0; i < TRAWL_COUNT(before); ++i) {
    const uint32_t n = cut_behind(env, before[i], text, len, cut);
    if (same_cuts(cut, n, as, count)) {
      return true;
    }
  }
  const uint32_t n = cut_behind(env, "", text, len, cut);
  size_t used = 0;
  *hint = '\0';
  for (uint32_t i = 0; i < n && used < size; ++i) {
    used += (size_t)snprintf(hint + used, size - used, "%s%.*s", i ? " " : "", (int)(cut[i].end - cut[i].start),
                             text + cut[i].start);
  }
  return n == 0;
}

void trawl_pattern_doubt(const trawl_pattern_parser *p, size_t at, size_t len, const char *code, const char *hint,
                         const char *format, ...)
{
  char message[256];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  trawl_warn(p->env->file->findings, trawl_pattern_place(p, at, len), code, hint, "%s", message);
}

void trawl_pattern_doubt_words(const trawl_pattern_parser *p, const char *text, size_t len,
                               const trawl_span *words, uint32_t count, const trawl_yaml *item)
{
  char cut[CHUNK + PIECES + 1], hint[CHUNK + PIECES + 40];
  uint32_t n = count < PIECES ? count : PIECES;
  if (!p->env->cut || count > PIECES
      || trawl_pattern_is_token(p->env, text, len, words, n, cut, sizeof cut)) {
    return;
  }
  if (strchr(cut, ' ')) {
    snprintf(hint, sizeof hint, "a text has \"%s\" here", cut);
  } else {
    snprintf(hint, sizeof hint, "a text has one token here: [text=\"%s\"]", cut);
  }
  if (item) {
    trawl_warn(p->env->file->findings, trawl_yaml_place(p->env->file, item), "W213", hint,
               "no text is cut into words like '%.*s'", (int)len, text);
  } else {
    trawl_pattern_doubt(p, (size_t)(text - p->text), len, "W213", hint,
                        "no text is cut into words like '%.*s'", (int)len, text);
  }
}

/* ---- tests of one token -------------------------------------------------------------------------- */

/* Two atoms that say the opposite, or ask for two words at once. */
static bool clash(const trawl_atom *a, const trawl_atom *b)
{
  if (a->kind != b->kind) {
    const bool forced = a->kind == TRAWL_ATOM_FORCED && !a->negated;
    return forced && b->negated && (b->kind == TRAWL_ATOM_FIRST || b->kind == TRAWL_ATOM_COMMON);
  }
  const bool same = a->first == b->first && a->mask[0] == b->mask[0] && a->mask[1] == b->mask[1];
  const bool one_word = a->kind == TRAWL_ATOM_TEXT || a->kind == TRAWL_ATOM_LEMMA;
  return (same && a->negated != b->negated) || (one_word && !same && !a->negated && !b->negated);
}

/* What the masks of all tests of a kind leave; `*asked`: one of them is not turned round. */
static uint64_t left_of(const trawl_atom *atoms, uint32_t count, unsigned kind, bool *asked)
{
  uint64_t left = UINT64_MAX;
  *asked = false;
  for (uint32_t i = 0; i < count; ++i) {
    if (atoms[i].kind == kind) {
      left &= atoms[i].negated ? ~atoms[i].mask[0] : atoms[i].mask[0];
      *asked |= !atoms[i].negated;
    }
  }
  return left;
}

static bool is_impossible(const trawl_pattern_parser *p, uint64_t tags, const trawl_atom *atoms, uint32_t count)
{
  enum { SHAPES = 0x7f };
  bool asked;
  const uint64_t shapes = left_of(atoms, count, TRAWL_ATOM_SHAPE, &asked) & SHAPES;
  const uint64_t types = left_of(atoms, count, TRAWL_ATOM_IN, &asked);
  bool impossible = tags == 0 || shapes == 0 || (asked && types == 0);
  for (uint32_t i = 0; i < count && !impossible; ++i) {
    if (atoms[i].kind == TRAWL_ATOM_TEXT && !atoms[i].negated) {
      impossible = !(shapes >> trawl_words_at(&p->env->lexicon->words, atoms[i].first)->shape & 1);
    }
    for (uint32_t k = 0; k < count && !impossible; ++k) {
      impossible = i != k && clash(&atoms[i], &atoms[k]);
    }
  }
  return impossible;
}

void trawl_pattern_doubt_test(const trawl_pattern_parser *p, size_t open, uint64_t tags, const trawl_atom *atoms,
                              uint32_t count)
{
  if (p->env->cut && is_impossible(p, tags, atoms, count)) {
    trawl_pattern_doubt(p, open, p->at - open, "W212", NULL, "no token passes all these tests");
  }
}

/* A blank that must be there. Where brackets or alternatives might make it optional nothing is said. */
void trawl_pattern_doubt_regex(const trawl_pattern_parser *p, size_t at, size_t len)
{
  if (!p->env->cut) {
    return;
  }
  for (size_t i = 0; i < len; ++i) {
    const char c = p->text[at + i];
    const bool escape = c == '\\' && i + 1 < len;
    const bool blank = c == ' ' || (escape && strchr("st ", p->text[at + i + 1]));
    const size_t behind = at + i + 1 + escape;
    if (strchr("|([?*{", c)) {
      return;
    }
    if (blank && (behind >= at + len || !strchr("?*{", p->text[behind]))) {
      trawl_pattern_doubt(p, at + i, 1 + (size_t)escape, "W216", "write one item for each word",
                          "a token has no blank in it");
      return;
    }
    i += escape;
  }
}

/* ---- sentence edges ------------------------------------------------------------------------------ */

static bool may_be_nothing(const trawl_node *node)
{
  bool nothing;
  switch (node->kind) {
  case TRAWL_NODE_ITEM:
    return false;
  case TRAWL_NODE_SEQUENCE:
    nothing = true;
    for (const trawl_node *n = node->child; n && nothing; n = n->sibling) {
      nothing = may_be_nothing(n);
    }
    return nothing;
  case TRAWL_NODE_CHOICE:
    nothing = false;
    for (const trawl_node *n = node->child; n && !nothing; n = n->sibling) {
      nothing = may_be_nothing(n);
    }
    return nothing;
  case TRAWL_NODE_REPEAT:
    return node->min == 0 || may_be_nothing(node->child);
  case TRAWL_NODE_CAPTURE:
    return may_be_nothing(node->child);
  default:
    return true;
  }
}

/* Is there a ^ with something before it, or a $ with something behind it? */
static bool edge_inside(const trawl_node *node, bool before, bool behind)
{
  if (node->kind == TRAWL_NODE_START || node->kind == TRAWL_NODE_END) {
    return node->kind == TRAWL_NODE_START ? before : behind;
  }
  bool inside = false;
  for (const trawl_node *n = node->child; n && !inside; n = n->sibling) {
    bool more = behind;
    for (const trawl_node *m = n->sibling; m && node->kind == TRAWL_NODE_SEQUENCE && !more; m = m->sibling) {
      more = !may_be_nothing(m);
    }
    inside = edge_inside(n, before, more);
    before = before || (node->kind == TRAWL_NODE_SEQUENCE && !may_be_nothing(n));
  }
  return inside;
}

void trawl_pattern_doubt_edges(const trawl_pattern_parser *p, const trawl_node *root)
{
  if (p->env->cut && edge_inside(root, false, false)) {
    trawl_pattern_doubt(p, 0, p->len, "W214", NULL, "^ fits at the beginning of a pattern, $ at its end");
  }
}
