/* SPDX-License-Identifier: MIT
 * patterns_make.c - random token patterns and sentences over a few words, so that they often meet; how both are
 * written down. */
#include "patterns.h"

#include <string.h>

const oracle_form oracle_forms[FORMS] = {
  {"a", "a", SHAPE_LOWER, CATEGORY_TITLE, true},
  {"A", "a", SHAPE_INITIAL, CATEGORY_TITLE, true},
  {"b", "b", SHAPE_LOWER, CATEGORY_SPEECH, false},
  {"B", "b", SHAPE_INITIAL, CATEGORY_GIVEN, true},
  {"ab", "ab", SHAPE_LOWER, 0, true},
  {"Ab", "ab", SHAPE_TITLE, CATEGORY_GIVEN, false},
  {"AB", "ab", SHAPE_UPPER, 0, false},
  {"aB", "ab", SHAPE_MIXED, CATEGORY_TITLE | CATEGORY_GIVEN, false},
  {"bab", "bab", SHAPE_LOWER, CATEGORY_SPEECH, true},
  {"Bab", "bab", SHAPE_TITLE, 0, true},
  {"7", "7", SHAPE_NUMBER, 0, false},
  {"7b", "7b", SHAPE_NUMBER, 0, false},
  {",", ",", SHAPE_OTHER, 0, true},
  {"-", "-", SHAPE_OTHER, 0, true},
  {"--", "--", SHAPE_OTHER, 0, false},
  {"zu", "zu", SHAPE_LOWER, 0, false}, /* nobody knows these two */
  {"Zu", "zu", SHAPE_TITLE, 0, false},
};
const char *const oracle_tags[TAGS] = {"NN", "NNP", "VBD", "VB", "IN", "CD"};
const char *const oracle_types[TYPES] = {"person", "organization", "country", "place"};
const char *const oracle_lemmas[LEMMAS] = {"a", "b", "ab", "go", "zu"};
const char *const oracle_slots[4] = {"X", "M", "G", "H"};

static const char *const regexes[REGEXES] = {"/^a/", "/b$/", "/B/", "/^..$/", "/[0-9]/", "/^a.*b/i"};

const char *oracle_regex(uint8_t regex)
{
  return regexes[regex];
}

/* ---- patterns --------------------------------------------------------------------------------------------------- */

static uint8_t pick(oracle_random *random, uint32_t n)
{
  return (uint8_t)oracle_below(random, n);
}

static pattern_node *new_node(pattern_case *made)
{
  ORACLE_MUST(made->used < NODES);
  pattern_node *node = &made->pool[made->used++];
  memset(node, 0, sizeof *node);
  return node;
}

static test_atom make_atom(oracle_random *random)
{
  static const uint32_t values[ATOM_KINDS] = {[ATOM_POS] = TAGS + 2, [ATOM_SHAPE] = 7,  [ATOM_IS] = 3,
                                              [ATOM_LEMMA_IS] = 3,   [ATOM_TEXT] = FORMS, [ATOM_LEMMA] = LEMMAS,
                                              [ATOM_REGEX] = REGEXES, [ATOM_IN] = TYPES + 2};
  test_atom atom = {.kind = pick(random, ATOM_KINDS), .b = 255};
  atom.negated = oracle_once_in(random, 3);
  if (values[atom.kind]) {
    atom.a = pick(random, values[atom.kind]);
    const bool one = atom.kind == ATOM_TEXT || atom.kind == ATOM_LEMMA || atom.kind == ATOM_REGEX;
    atom.b = !one && oracle_once_in(random, 3) ? pick(random, values[atom.kind]) : 255;
  } else {
    atom.a = pick(random, 2); /* yes, no */
  }
  return atom;
}

static void make_words(uint8_t *forms, uint32_t *count, oracle_random *random)
{
  *count = oracle_once_in(random, 5) ? 2 + oracle_below(random, 2) : 1;
  for (uint32_t i = 0; i < *count; ++i) {
    forms[i] = pick(random, FORMS);
  }
}

static pattern_node *make_leaf(pattern_case *made, oracle_random *random, bool in_sub)
{
  static const char kinds[] = "wwwwwlltttt..mmxxLLSS^^^$$";
  pattern_node *node = new_node(made);
  do {
    node->kind = kinds[oracle_below(random, sizeof kinds - 1)];
  } while (in_sub && node->kind == 'S');
  switch (node->kind) {
  case 'w':
    make_words(node->forms, &node->count, random);
    node->value = pick(random, 4);
    break;
  case 't':
    node->count = 1 + oracle_below(random, 3) / 2 + oracle_below(random, 3) / 2;
    for (uint32_t i = 0; i < node->count; ++i) {
      node->atoms[i] = make_atom(random);
    }
    break;
  case 'l':
    node->value = pick(random, LEMMAS);
    break;
  case 'm':
  case 'x':
    node->slot = pick(random, 2);
    node->value = node->kind == 'x' && oracle_once_in(random, 3) ? 255 : pick(random, TYPES + 1); /* 255: {X} */
    node->slot = node->value == 255 ? 0 : node->slot;
    break;
  default:
    node->value = pick(random, LISTS);
  }
  return node;
}

static pattern_node *make_tree(pattern_case *made, oracle_random *random, int depth, bool in_sub)
{
  static const char kinds[] = "ssssccrrrrgg";
  if (depth == 0 || oracle_once_in(random, 4)) {
    return make_leaf(made, random, in_sub);
  }
  pattern_node *node = new_node(made);
  node->kind = kinds[oracle_below(random, sizeof kinds - 1)];
  node->count = node->kind == 's' || node->kind == 'c' ? 2 + oracle_below(random, 2) : 1;
  node->slot = (uint8_t)(2 + pick(random, 2));
  node->value = pick(random, 4);
  if (node->kind == 'r') {
    static const int counts[][2] = {{0, 1}, {0, 1}, {0, -1}, {0, -1}, {1, -1}, {1, -1}, {2, 2}, {2, -1},
                                    {1, 2}, {0, 2}, {2, 3},  {3, 5},  {1, 1}};
    const int *limits = counts[oracle_below(random, sizeof counts / sizeof *counts)];
    node->min = limits[0];
    node->max = limits[1];
    node->lazy = oracle_once_in(random, 3);
  }
  for (uint32_t i = 0; i < node->count; ++i) {
    node->child[i] = make_tree(made, random, depth - 1, in_sub);
  }
  return node;
}

/* Something that may stand at the sentence's start alone, or be something else, then the rest. */
static pattern_node *make_headed(pattern_case *made, oracle_random *random)
{
  pattern_node *both = new_node(made), *head = new_node(made), *start = new_node(made);
  const bool first = oracle_once_in(random, 2);
  start->kind = '^';
  head->kind = 'c';
  head->count = both->count = 2;
  head->child[first ? 0 : 1] = start;
  head->child[first ? 1 : 0] = make_tree(made, random, 2, false);
  both->kind = 's';
  both->child[0] = head;
  both->child[1] = make_tree(made, random, 2, false);
  return both;
}

static void make_lists(pattern_case *made, oracle_random *random)
{
  for (uint32_t i = 0; i < LISTS; ++i) {
    made->list_count[i] = 1 + oracle_below(random, LIST_ITEMS);
    for (uint32_t k = 0; k < made->list_count[i]; ++k) {
      make_words(made->lists[i][k].forms, &made->lists[i][k].count, random);
    }
  }
}

void oracle_make_patterns(pattern_case *made, oracle_random *random)
{
  made->used = 0;
  make_lists(made, random);
  for (uint32_t i = 0; i < SUBS; ++i) {
    made->subs[i] = make_tree(made, random, 2, true);
  }
  made->pattern_count = 1 + oracle_below(random, MAX_PATTERNS);
  for (uint32_t i = 0; i < made->pattern_count; ++i) {
    made->patterns[i] = oracle_once_in(random, 12) ? make_headed(made, random)
                                                   : make_tree(made, random, 1 + (int)oracle_below(random, 3), false);
  }
}

/* ---- how they are written ---------------------------------------------------------------------------------------- */

/* How words are written: in capitals or not, a hyphen between words with spaces around it or not. */
enum { SHOUT = 1, GLUE = 2 };

static bool is_dash(uint8_t form)
{
  return oracle_forms[form].text[0] == '-';
}

static void print_words(const uint8_t *forms, uint32_t count, unsigned style, trawl_buf *out)
{
  const bool shout = style & SHOUT;
  trawl_buf_putc(out, '"');
  for (uint32_t i = 0; i < count; ++i) {
    const bool glued = i && (style & GLUE) && is_dash(forms[i]) != is_dash(forms[i - 1]);
    trawl_buf_puts(out, i && !glued ? " " : "");
    for (const char *c = oracle_forms[forms[i]].text; *c; ++c) {
      trawl_buf_putc(out, shout && *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c);
    }
  }
  trawl_buf_putc(out, '"');
}

static const char *value_text(uint8_t kind, uint8_t value)
{
  static const char *const shapes[] = {"other", "lower", "title", "initial", "upper", "mixed", "number"};
  static const char *const categories[] = {"title", "speech_verb", "given_name"};
  static const char *const more_tags[] = {"V*", "NN*"};
  static const char *const more_types[] = {"actor", "any"};
  switch (kind) {
  case ATOM_POS:
    return value < TAGS ? oracle_tags[value] : more_tags[value - TAGS];
  case ATOM_SHAPE:
    return shapes[value];
  case ATOM_IS:
  case ATOM_LEMMA_IS:
    return categories[value];
  case ATOM_TEXT:
    return oracle_forms[value].text;
  case ATOM_LEMMA:
    return oracle_lemmas[value];
  case ATOM_IN:
    return value < TYPES ? oracle_types[value] : more_types[value - TYPES];
  default:
    return value ? "no" : "yes";
  }
}

static void print_atom(const test_atom *atom, trawl_buf *out)
{
  static const char *const names[ATOM_KINDS] = {"pos",   "shape",  "is",    "lemma_is", "text", "lemma", "",
                                                "known", "common", "first", "forced",   "in",   "space"};
  trawl_buf_puts(out, atom->negated ? "!" : "");
  if (atom->kind == ATOM_REGEX) {
    trawl_buf_puts(out, regexes[atom->a]);
    return;
  }
  const char *quote = atom->kind == ATOM_TEXT ? "\"" : "";
  trawl_buf_printf(out, "%s=%s%s%s", names[atom->kind], quote, value_text(atom->kind, atom->a), quote);
  if (atom->b != 255) {
    trawl_buf_printf(out, "|%s", value_text(atom->kind, atom->b));
  }
}

static void print_test(const pattern_node *node, trawl_buf *out)
{
  trawl_buf_putc(out, '[');
  for (uint32_t i = 0; i < node->count; ++i) {
    trawl_buf_puts(out, i ? " & " : "");
    print_atom(&node->atoms[i], out);
  }
  trawl_buf_putc(out, ']');
}

static const char *type_text(uint8_t type)
{
  return type < TYPES ? oracle_types[type] : "actor";
}

static void print_node(const pattern_node *node, trawl_buf *out);

static void print_children(const pattern_node *node, const char *between, trawl_buf *out)
{
  for (uint32_t i = 0; i < node->count; ++i) {
    trawl_buf_puts(out, i ? between : "");
    print_node(node->child[i], out);
  }
}

static void print_repeat(const pattern_node *node, trawl_buf *out)
{
  const pattern_node *body = node->child[0];
  const bool bare = strchr("wlt.mxgLS", body->kind) != NULL && node->value;
  trawl_buf_puts(out, bare ? "" : "(");
  print_node(body, out);
  trawl_buf_puts(out, bare ? "" : ")");
  if (node->min == 0 && node->max == 1) {
    trawl_buf_putc(out, '?');
  } else if (node->max < 0 && node->min < 2 && node->value < 3) {
    trawl_buf_putc(out, node->min ? '+' : '*');
  } else if (node->max < 0) {
    trawl_buf_printf(out, "{%d,}", node->min);
  } else if (node->min == node->max) {
    trawl_buf_printf(out, "{%d}", node->min);
  } else if (node->min == 0) {
    trawl_buf_printf(out, "{,%d}", node->max);
  } else {
    trawl_buf_printf(out, "{%d,%d}", node->min, node->max);
  }
  trawl_buf_puts(out, node->lazy ? "?" : "");
}

static void print_node(const pattern_node *node, trawl_buf *out)
{
  switch (node->kind) {
  case 'w':
    print_words(node->forms, node->count, node->value, out);
    break;
  case 'l':
    trawl_buf_puts(out, oracle_lemmas[node->value]);
    break;
  case 't':
    print_test(node, out);
    break;
  case 'm':
    trawl_buf_printf(out, "{%s}", type_text(node->value));
    break;
  case 'x':
    trawl_buf_printf(out, node->value == 255 ? "{%s}" : "{%s: %s}", oracle_slots[node->slot], type_text(node->value));
    break;
  case 'g':
    trawl_buf_printf(out, "{%s: (", oracle_slots[node->slot]);
    print_children(node, " ", out);
    trawl_buf_puts(out, ")}");
    break;
  case 's':
  case 'c':
    trawl_buf_putc(out, '(');
    print_children(node, node->kind == 'c' ? " | " : " ", out);
    trawl_buf_putc(out, ')');
    break;
  case 'r':
    print_repeat(node, out);
    break;
  case 'L':
  case 'S':
    trawl_buf_printf(out, "$%s%u", node->kind == 'L' ? "list" : "part", (unsigned)node->value);
    break;
  default:
    trawl_buf_putc(out, node->kind);
  }
}

void oracle_print_patterns(const pattern_case *made, trawl_buf *out)
{
  trawl_buf_puts(out, "let:\n");
  for (unsigned i = 0; i < LISTS; ++i) {
    trawl_buf_printf(out, "  list%u: [", i);
    for (uint32_t k = 0; k < made->list_count[i]; ++k) {
      trawl_buf_puts(out, k ? ", " : "");
      print_words(made->lists[i][k].forms, made->lists[i][k].count, (i + k) % 4, out);
    }
    trawl_buf_puts(out, "]\n");
  }
  for (unsigned i = 0; i < SUBS; ++i) {
    trawl_buf_printf(out, "  part%u: '", i);
    print_node(made->subs[i], out);
    trawl_buf_puts(out, "'\n");
  }
  trawl_buf_puts(out, "tokens:\n");
  for (uint32_t i = 0; i < made->pattern_count; ++i) {
    trawl_buf_puts(out, "  - '");
    print_node(made->patterns[i], out);
    trawl_buf_puts(out, "'\n");
  }
}

/* ---- sentences --------------------------------------------------------------------------------------------------- */

static bool crosses(const case_mention *a, const case_mention *b)
{
  return (a->start < b->start && b->start < a->end && a->end < b->end)
         || (b->start < a->start && a->start < b->end && b->end < a->end)
         || (a->start == b->start && a->end == b->end);
}

void oracle_make_sentence(case_sentence *made, oracle_random *random)
{
  made->count = 1 + oracle_below(random, MAX_TOKENS);
  made->mention_count = 0;
  for (uint32_t i = 0; i < made->count; ++i) {
    made->tokens[i] = (case_token){.form = pick(random, oracle_once_in(random, 3) ? FORMS : 3),
                                   .tag = pick(random, TAGS),
                                   .lemma = oracle_once_in(random, 3) ? pick(random, LEMMAS) : LEMMAS,
                                   .space = !oracle_once_in(random, 4)};
  }
  for (uint32_t tries = oracle_below(random, MAX_MENTIONS + 1); tries--;) {
    case_mention mention = {.start = pick(random, made->count),
                            .type = pick(random, TYPES),
                            .nominal = oracle_once_in(random, 4)};
    mention.end = (uint8_t)(mention.start + 1 + pick(random, made->count - mention.start > 4 ? 4 : made->count - mention.start));
    bool fits = true;
    for (uint32_t i = 0; i < made->mention_count; ++i) {
      fits &= !crosses(&mention, &made->mentions[i]);
    }
    if (fits) {
      made->mentions[made->mention_count++] = mention;
    }
  }
}

void oracle_print_sentence(const case_sentence *sentence, trawl_buf *out)
{
  for (uint32_t i = 0; i < sentence->count; ++i) {
    const case_token *token = &sentence->tokens[i];
    const oracle_form *form = &oracle_forms[token->form];
    trawl_buf_printf(out, "%s%s/%s/%s", i ? token->space ? " " : "~" : "", form->text, oracle_tags[token->tag],
                     token->lemma == LEMMAS ? form->lower : oracle_lemmas[token->lemma]);
  }
  for (uint32_t i = 0; i < sentence->mention_count; ++i) {
    const case_mention *m = &sentence->mentions[i];
    trawl_buf_printf(out, "  <%s%s %u-%u>", m->nominal ? "nominal " : "", oracle_types[m->type], m->start, m->end);
  }
}
