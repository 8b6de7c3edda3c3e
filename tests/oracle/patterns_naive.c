/* SPDX-License-Identifier: MIT
 * patterns_naive.c - what a token pattern matches, straight from docs/rule-language.md.
 *
 * Where matches lie: sets of positions are pushed through the tree of the pattern, from every token on, and of the
 * leftmost place the longest end is taken.  What captures get: a walk that tries what is preferred first and
 * turns back where it does not reach that end, which may take long; beyond some steps it gives up. */
#include "patterns.h"

#include <stdlib.h>
#include <string.h>

typedef struct naive {
  const pattern_case *made;
  const case_sentence *sentence;
  uint32_t start, end; /* of the match */
} naive;

/* ---- one token, one mention -------------------------------------------------------------------------------------- */

static bool is_letter(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool regex_finds(uint8_t regex, const char *text)
{
  const size_t len = strlen(text);
  switch (regex) {
  case 0:
    return text[0] == 'a';
  case 1:
    return text[len - 1] == 'b';
  case 2:
    return strchr(text, 'B') != NULL;
  case 3:
    return len == 2;
  case 4:
    return strpbrk(text, "0123456789") != NULL;
  default:
    return (text[0] | 32) == 'a' && len > 1 && strpbrk(text + 1, "bB") != NULL;
  }
}

static bool tag_is(uint8_t tag, uint8_t value)
{
  return value < TAGS ? tag == value : strncmp(oracle_tags[tag], value == TAGS ? "V" : "NN", value == TAGS ? 1 : 2) == 0;
}

static bool type_is(uint8_t type, uint8_t value)
{
  return value == type || value == TYPES + 1 || (value == TYPES && type < 3);
}

/* The outermost mention around a token, or NULL. */
static const case_mention *around(const case_sentence *s, uint32_t at)
{
  const case_mention *most = NULL;
  for (uint32_t i = 0; i < s->mention_count; ++i) {
    const case_mention *m = &s->mentions[i];
    if (m->start <= at && at < m->end && (!most || m->end - m->start > most->end - most->start)) {
      most = m;
    }
  }
  return most;
}

static uint32_t first_word(const case_sentence *s)
{
  uint32_t i = 0;
  while (i + 1 < s->count && !is_letter(oracle_forms[s->tokens[i].form].text[0])
         && oracle_forms[s->tokens[i].form].shape != SHAPE_NUMBER) {
    ++i;
  }
  return i;
}

static const char *lemma_of(const case_token *token)
{
  return token->lemma == LEMMAS ? oracle_forms[token->form].lower : oracle_lemmas[token->lemma];
}

static const oracle_form *form_of(const char *text)
{
  for (uint32_t i = 0; i < FORMS; ++i) {
    if (strcmp(oracle_forms[i].text, text) == 0) {
      return &oracle_forms[i];
    }
  }
  return NULL;
}

static bool value_holds(const case_sentence *s, uint32_t at, uint8_t kind, uint8_t value)
{
  const case_token *token = &s->tokens[at];
  const oracle_form *form = &oracle_forms[token->form], *lower = form_of(form->lower), *lemma = form_of(lemma_of(token));
  const case_mention *mention = around(s, at);
  switch (kind) {
  case ATOM_POS:
    return tag_is(token->tag, value);
  case ATOM_SHAPE:
    return form->shape == value;
  case ATOM_IS:
    return form->categories >> value & 1;
  case ATOM_LEMMA_IS:
    return lemma && (lemma->categories >> value & 1);
  case ATOM_TEXT:
    return token->form == value;
  case ATOM_LEMMA:
    return strcmp(lemma_of(token), oracle_lemmas[value]) == 0;
  case ATOM_REGEX:
    return regex_finds(value, form->text);
  case ATOM_IN:
    return mention && type_is(mention->type, value);
  default:
    break;
  }
  const bool holds = kind == ATOM_KNOWN    ? form->known
                     : kind == ATOM_COMMON ? lower->known
                     : kind == ATOM_FIRST  ? at == first_word(s)
                     : kind == ATOM_FORCED ? at == first_word(s) && lower->known
                                           : token->space || at == 0;
  return holds != (value == 1);
}

static bool test_holds(const case_sentence *s, uint32_t at, const pattern_node *node)
{
  for (uint32_t i = 0; i < node->count; ++i) {
    const test_atom *atom = &node->atoms[i];
    const bool holds =
      value_holds(s, at, atom->kind, atom->a) || (atom->b != 255 && value_holds(s, at, atom->kind, atom->b));
    if (holds == atom->negated) {
      return false;
    }
  }
  return true;
}

/* A mention inside a name is only seen at the head of a match or of that name; in nominal ones always. */
static bool is_seen(const naive *n, const case_mention *mention)
{
  for (uint32_t i = 0; i < n->sentence->mention_count && mention->start != n->start; ++i) {
    const case_mention *other = &n->sentence->mentions[i];
    const bool inside = other != mention && other->start <= mention->start && mention->end <= other->end;
    if (inside && !other->nominal && other->start != mention->start) {
      return false;
    }
  }
  return true;
}

static bool mention_fits(const naive *n, const pattern_node *node, const case_mention *mention, uint32_t at)
{
  const bool type = node->value == 255 ? mention->type == 0 || mention->type == 3 : type_is(mention->type, node->value);
  return mention->start == at && type && is_seen(n, mention);
}

static bool word_is(const naive *n, uint32_t at, uint8_t form)
{
  return at < n->sentence->count && strcmp(oracle_forms[n->sentence->tokens[at].form].lower, oracle_forms[form].lower) == 0;
}

static bool words_are(const naive *n, uint32_t at, const uint8_t *forms, uint32_t count)
{
  for (uint32_t i = 0; i < count; ++i) {
    if (!word_is(n, at + i, forms[i])) {
      return false;
    }
  }
  return true;
}

static bool takes_token(const naive *n, const pattern_node *node, uint32_t at)
{
  return node->kind == '.' || (node->kind == 't' && test_holds(n->sentence, at, node))
         || (node->kind == 'l' && strcmp(lemma_of(&n->sentence->tokens[at]), oracle_lemmas[node->value]) == 0);
}

/* ---- where matches lie ------------------------------------------------------------------------------------------- */

static uint32_t ends(const naive *n, const pattern_node *node, uint32_t from);

static uint32_t ends_of_repeat(const naive *n, const pattern_node *node, uint32_t from)
{
  for (int i = 0; i < node->min && from; ++i) {
    from = ends(n, node->child[0], from);
  }
  uint32_t all = from;
  for (int i = node->min; node->max < 0 || i < node->max; ++i) {
    from = ends(n, node->child[0], from);
    if (!(from & ~all)) {
      break;
    }
    all |= from;
  }
  return all;
}

static uint32_t ends_of_leaf(const naive *n, const pattern_node *node, uint32_t at)
{
  const case_sentence *s = n->sentence;
  uint32_t to = 0;
  switch (node->kind) {
  case 'w':
    return words_are(n, at, node->forms, node->count) ? 1u << (at + node->count) : 0;
  case 'L':
    for (uint32_t i = 0; i < n->made->list_count[node->value]; ++i) {
      const uint32_t count = n->made->lists[node->value][i].count;
      to |= words_are(n, at, n->made->lists[node->value][i].forms, count) ? 1u << (at + count) : 0;
    }
    return to;
  case 'm':
  case 'x':
    for (uint32_t i = 0; i < s->mention_count; ++i) {
      to |= mention_fits(n, node, &s->mentions[i], at) ? 1u << s->mentions[i].end : 0;
    }
    return to;
  default:
    return takes_token(n, node, at) ? 1u << (at + 1) : 0;
  }
}

/* Where a piece can end that begins at one of the positions in `from`; sets of positions are bits. */
static uint32_t ends(const naive *n, const pattern_node *node, uint32_t from)
{
  uint32_t to = 0;
  switch (node->kind) {
  case 's':
    for (uint32_t i = 0; i < node->count; ++i) {
      from = ends(n, node->child[i], from);
    }
    return from;
  case 'c':
    for (uint32_t i = 0; i < node->count; ++i) {
      to |= ends(n, node->child[i], from);
    }
    return to;
  case 'g':
    return ends(n, node->child[0], from);
  case 'S':
    return ends(n, n->made->subs[node->value], from);
  case 'r':
    return ends_of_repeat(n, node, from);
  case '^':
    return from & 1;
  case '$':
    return from & 1u << n->sentence->count;
  default:
    break;
  }
  for (uint32_t at = 0; at < n->sentence->count; ++at) {
    to |= from >> at & 1 ? ends_of_leaf(n, node, at) : 0;
  }
  return to;
}

bool oracle_is_empty(const pattern_case *made, const pattern_node *node)
{
  bool all = true, some = false;
  if (node->kind == 'S') {
    return oracle_is_empty(made, made->subs[node->value]);
  }
  if (!strchr("scgr^$", node->kind)) {
    return false;
  }
  for (uint32_t i = 0; i < node->count; ++i) {
    const bool empty = oracle_is_empty(made, node->child[i]);
    all &= empty;
    some |= empty;
  }
  return node->kind == 'c' ? some : all || (node->kind == 'r' && node->min == 0);
}

static bool is_lazy(const pattern_case *made, const pattern_node *node)
{
  bool lazy = node->kind == 'r' && node->lazy;
  for (uint32_t i = 0; i < node->count && strchr("scgr", node->kind); ++i) {
    lazy |= is_lazy(made, node->child[i]);
  }
  return lazy || (node->kind == 'S' && is_lazy(made, made->subs[node->value]));
}

/* Is something repeated without end that takes as little as it can, and may take nothing? What it then prefers is not
 * said. */
static bool is_open(const pattern_case *made, const pattern_node *node)
{
  bool open = node->kind == 'r' && node->max < 0 && oracle_is_empty(made, node->child[0]) && is_lazy(made, node->child[0]);
  for (uint32_t i = 0; i < node->count && strchr("scgr", node->kind); ++i) {
    open |= is_open(made, node->child[i]);
  }
  return open || (node->kind == 'S' && is_open(made, made->subs[node->value]));
}

/* ---- what captures get ------------------------------------------------------------------------------------------- */

enum { FUEL = 20000, STEPS = 64 };

typedef struct taken {
  uint32_t at, end, groups; /* groups: a bit for each captured group around it */
  const pattern_node *mention;
} taken;

/* What remains to be taken behind a piece. */
typedef struct remainder remainder;
struct remainder {
  enum { REST_NODE, REST_ITEM, REST_ROUND, REST_LEAVE } kind;
  const pattern_node *node;
  uint32_t count; /* children or rounds done */
  uint32_t began; /* where the round began */
  uint32_t groups;
  const remainder *behind;
};

typedef struct walk {
  const naive *n;
  taken path[STEPS];
  uint32_t len, groups;
  long fuel;
} walk;

static bool go(walk *w, const remainder *rest, uint32_t at);
static bool go_into(walk *w, const pattern_node *node, uint32_t at, const remainder *behind);

/* Takes tokens up to `end`, then goes on. */
static bool take(walk *w, const pattern_node *mention, uint32_t at, uint32_t end, const remainder *behind)
{
  if (end > w->n->end) {
    return false;
  }
  ORACLE_MUST(w->len < STEPS);
  w->path[w->len++] = (taken){at, end, w->groups, mention};
  if (go(w, behind, end)) {
    return true;
  }
  --w->len;
  return false;
}

/* The outer one of the mentions that begin here first. */
static bool take_mention(walk *w, const pattern_node *node, uint32_t at, const remainder *behind)
{
  const case_sentence *s = w->n->sentence;
  for (uint32_t end = s->count; end > at; --end) {
    for (uint32_t i = 0; i < s->mention_count; ++i) {
      if (s->mentions[i].end == end && mention_fits(w->n, node, &s->mentions[i], at)
          && take(w, node->kind == 'x' ? node : NULL, at, end, behind)) {
        return true;
      }
    }
  }
  return false;
}

static bool take_listed(walk *w, const pattern_node *node, uint32_t at, const remainder *behind)
{
  const pattern_case *made = w->n->made;
  for (uint32_t i = 0; i < made->list_count[node->value]; ++i) {
    const uint32_t count = made->lists[node->value][i].count;
    if (words_are(w->n, at, made->lists[node->value][i].forms, count) && take(w, NULL, at, at + count, behind)) {
      return true;
    }
  }
  return false;
}

/* A round more or none, what is preferred first. A round that takes nothing is none where a repeat has
 * no end. */
static bool go_round(walk *w, const pattern_node *node, uint32_t done, uint32_t at, const remainder *behind)
{
  const remainder again = {.kind = REST_ROUND, .node = node, .count = done + 1, .began = at, .behind = behind};
  const bool may = node->max < 0 || (int)done < node->max, must = (int)done < node->min;
  if (must || (may && !node->lazy)) {
    if (go_into(w, node->child[0], at, &again)) {
      return true;
    }
    return !must && go(w, behind, at);
  }
  return go(w, behind, at) || (may && go_into(w, node->child[0], at, &again));
}

static bool go_into(walk *w, const pattern_node *node, uint32_t at, const remainder *behind)
{
  if (--w->fuel < 0) {
    return false;
  }
  switch (node->kind) {
  case 's':
    return go(w, &(remainder){.kind = REST_ITEM, .node = node, .behind = behind}, at);
  case 'c':
    for (uint32_t i = 0; i < node->count; ++i) {
      if (go_into(w, node->child[i], at, behind)) {
        return true;
      }
    }
    return false;
  case 'r':
    return go_round(w, node, 0, at, behind);
  case 'g': {
    const remainder leave = {.kind = REST_LEAVE, .groups = w->groups, .behind = behind};
    const uint32_t groups = w->groups;
    w->groups |= 1u << node->slot;
    const bool found = go_into(w, node->child[0], at, &leave);
    w->groups = groups;
    return found;
  }
  case 'S':
    return go_into(w, w->n->made->subs[node->value], at, behind);
  case '^':
    return at == 0 && go(w, behind, at);
  case '$':
    return at == w->n->sentence->count && go(w, behind, at);
  case 'm':
  case 'x':
    return take_mention(w, node, at, behind);
  case 'L':
    return take_listed(w, node, at, behind);
  case 'w':
    return words_are(w->n, at, node->forms, node->count) && take(w, NULL, at, at + node->count, behind);
  default:
    return at < w->n->sentence->count && takes_token(w->n, node, at) && take(w, NULL, at, at + 1, behind);
  }
}

static bool go(walk *w, const remainder *rest, uint32_t at)
{
  if (!rest) {
    return at == w->n->end;
  }
  switch (rest->kind) {
  case REST_ITEM:
    if (rest->count == rest->node->count) {
      return go(w, rest->behind, at);
    }
    return go_into(w, rest->node->child[rest->count], at,
                   &(remainder){.kind = REST_ITEM, .node = rest->node, .count = rest->count + 1, .behind = rest->behind});
  case REST_ROUND:
    return !(at == rest->began && rest->node->max < 0 && (int)rest->count > rest->node->min)
           && go_round(w, rest->node, rest->count, at, rest->behind);
  case REST_LEAVE: {
    const uint32_t groups = w->groups;
    w->groups = rest->groups;
    const bool found = go(w, rest->behind, at);
    w->groups = groups;
    return found;
  }
  default:
    return go_into(w, rest->node, at, rest->behind);
  }
}

static void print_captures(const walk *w, trawl_buf *out)
{
  for (uint32_t slot = 0; slot < 4; ++slot) {
    const taken *first = NULL, *last = NULL;
    for (uint32_t i = 0; i < w->len; ++i) {
      const taken *step = &w->path[i];
      if (slot < 2 ? step->mention && step->mention->slot == slot : step->groups >> slot & 1) {
        first = first && slot >= 2 ? first : step;
        last = step;
      }
    }
    if (first) {
      trawl_buf_printf(out, " %s=%u-%u", oracle_slots[slot], first->at, last->end);
    }
  }
}

/* ---- all matches ------------------------------------------------------------------------------------------------- */

typedef struct found_match {
  uint32_t pattern, start, end;
} found_match;

static int by_place(const void *a, const void *b)
{
  const found_match *x = a, *y = b;
  return x->start != y->start ? (x->start > y->start) - (x->start < y->start)
         : x->end != y->end   ? (x->end < y->end) - (x->end > y->end)
                              : (x->pattern > y->pattern) - (x->pattern < y->pattern);
}

void oracle_naive_matches(const pattern_case *made, const case_sentence *sentence, trawl_buf *out, bool *unsure)
{
  found_match found[MAX_PATTERNS * MAX_TOKENS];
  size_t count = 0;
  for (uint32_t p = 0; p < made->pattern_count; ++p) {
    for (uint32_t start = 0; start < sentence->count && !oracle_is_empty(made, made->patterns[p]);) {
      const naive n = {made, sentence, start, 0};
      const uint32_t to = ends(&n, made->patterns[p], 1u << start);
      const uint32_t end = to ? 31 - (uint32_t)__builtin_clz(to) : 0;
      if (to) {
        found[count++] = (found_match){p, start, end};
      }
      start = to ? end : start + 1;
    }
  }
  qsort(found, count, sizeof *found, by_place);
  for (size_t i = 0; i < count; ++i) {
    const naive n = {made, sentence, found[i].start, found[i].end};
    walk w = {.n = &n, .fuel = FUEL};
    trawl_buf_printf(out, "%u: %u-%u", found[i].pattern, found[i].start, found[i].end);
    if (is_open(made, made->patterns[found[i].pattern])) {
      *unsure = true;
    } else if (go_into(&w, made->patterns[found[i].pattern], found[i].start, NULL)) {
      print_captures(&w, out);
    } else {
      ORACLE_MUST(w.fuel < 0);
      *unsure = true;
    }
    trawl_buf_putc(out, '\n');
  }
}
