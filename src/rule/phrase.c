/* SPDX-License-Identifier: MIT
 * phrase.c - the text of a phrase, "X pay visit to Y", to a trigger and argument patterns.
 *
 * The grammar: items apart by spaces; an item is X, Y, _, {key:type}, or words: a lemma, a|b, $list,
 * with (…) around it when it is optional.  What an item is for follows from where it stands:
 *
 *   X visit Y                 before the verb: subject; behind it: object
 *   X pay visit to Y          a noun behind the verb: the object must have it as its head;
 *                             what follows hangs on the verb or on the noun
 *   X travel to|in Y          a preposition and what follows it
 *   X allege that Y           the subject of the clause below the verb
 *   X take over Y             a particle (or, if the text reads it so, a preposition)
 *   X be {role:title} of Y    a copula and its complement
 *   visit of X to Y           no argument in front: an event noun
 *
 * An optional word makes two phrases of one; the caller gets them expanded.  See docs/rule-language.md. */
#include "rule/relation.h"

#include "base/limits.h"

#include <string.h>

enum { MAX_ITEMS = 16 };

typedef enum item_kind { ITEM_SLOT, ITEM_QUALIFIER, ITEM_WORDS } item_kind;

typedef struct item {
  item_kind kind;
  trawl_slot_kind slot;
  const char *text; /* into the phrase */
  size_t len;
  trawl_word_set words;
  uint64_t types;
  const char *key;
  bool preposition, particle;
} item;

typedef struct parser {
  const trawl_relation_loader *loader;
  const trawl_pattern_env *env;
  const trawl_yaml *node;
  item items[MAX_ITEMS];
  uint32_t count;
} parser;

static trawl_place place_of(const parser *p, const char *at, size_t len)
{
  trawl_place place = trawl_yaml_place(p->env->file, p->node);
  place.column += (uint32_t)(at - p->node->text) + !p->node->plain;
  place.width = (uint32_t)len;
  return place;
}

static trawl_status add_word(parser *p, const char *text, size_t len, trawl_word_set *set)
{
  trawl_relations *relations = p->loader->relations;
  trawl_words *words = &p->loader->lexicon->words;
  uint32_t id;
  TRAWL_TRY(trawl_words_add(words, text, len, &id, NULL));
  id = trawl_words_sound(words, trawl_words_at(words, id)->folded, id);
  TRAWL_TRY_MEM(trawl_vec_push(&relations->words, id));
  ++set->count;
  return TRAWL_OK;
}

static trawl_let *find_let(const trawl_pattern_env *env, const char *name, size_t len)
{
  for (uint32_t i = 0; i < env->let_count; ++i) {
    if (strlen(env->lets[i].name) == len && memcmp(env->lets[i].name, name, len) == 0) {
      return &env->lets[i];
    }
  }
  return NULL;
}

/* A word that no text has: "don't" is two. */
static void doubt_word(const parser *p, const char *text, size_t len, const trawl_yaml *entry)
{
  char cut[256];
  const trawl_span whole = {0, (uint32_t)len};
  if (!trawl_pattern_is_token(p->env, text, len, &whole, 1, cut, sizeof cut)) {
    trawl_warn(p->loader->findings, entry ? trawl_yaml_place(p->env->file, entry) : place_of(p, text, len), "W213",
               NULL, "'%.*s' is never one word of a text: %s", (int)len, text, cut);
  }
}

static trawl_status add_list(parser *p, const char *name, size_t len, trawl_word_set *set)
{
  trawl_let *let = find_let(p->env, name, len);
  if (!let || (let->value->kind != TRAWL_YAML_LIST && !let->faulty)) {
    return trawl_report(p->loader->findings, place_of(p, name, len), "E216", TRAWL_BAD_RULE,
                        "no list '%.*s' under let:", (int)len, name);
  }
  const bool first = !let->used;
  let->used = true;
  if (let->faulty) {
    return TRAWL_BAD_RULE;
  }
  if (!let->value->count) {
    return trawl_report(p->loader->findings, place_of(p, name, len), "E216", TRAWL_BAD_RULE,
                        "the list '%.*s' is empty", (int)len, name);
  }
  for (uint32_t i = 0; i < let->value->count; ++i) {
    const char *word = let->value->items[i]->text;
    if (first) {
      doubt_word(p, word, strlen(word), let->value->items[i]);
    }
    TRAWL_TRY(add_word(p, word, strlen(word), set));
  }
  return TRAWL_OK;
}

/* a|b|$list */
static trawl_status read_words(parser *p, item *out)
{
  out->kind = ITEM_WORDS;
  out->words = (trawl_word_set){.first = p->loader->relations->words.len};
  const char *at = out->text, *end = out->text + out->len;
  while (at <= end) {
    const char *stop = memchr(at, '|', (size_t)(end - at));
    stop = stop ? stop : end;
    const size_t len = (size_t)(stop - at);
    if (len == 0 || memchr(at, '(', len) || memchr(at, ')', len) || memchr(at, '{', len)) {
      return trawl_report(p->loader->findings, place_of(p, out->text, out->len), "E221", TRAWL_BAD_RULE,
                          "'%.*s' is no word, a|b, (word), $list, {key:type}, X, Y or _", (int)out->len,
                          out->text);
    }
    if (at[0] != '$') {
      doubt_word(p, at, len, NULL);
    }
    TRAWL_TRY(at[0] == '$' ? add_list(p, at + 1, len - 1, &out->words)
                           : add_word(p, at, len, &out->words));
    at = stop + 1;
  }
  out->preposition = out->particle = true;
  for (uint32_t i = 0; i < out->words.count; ++i) {
    const uint32_t id = p->loader->relations->words.at[out->words.first + i];
    const trawl_word *word = trawl_words_at(&p->loader->lexicon->words, id);
    out->preposition &= trawl_word_is(word, TRAWL_IS_PREPOSITION);
    out->particle &= trawl_word_is(word, TRAWL_IS_PARTICLE);
  }
  return TRAWL_OK;
}

/* {role:title} */
static trawl_status read_qualifier(parser *p, item *out)
{
  const char *colon = memchr(out->text, ':', out->len);
  if (out->text[out->len - 1] != '}' || !colon) {
    return trawl_report(p->loader->findings, place_of(p, out->text, out->len), "E222", TRAWL_BAD_RULE,
                        "expected {key:type}, such as {role:title}");
  }
  const char *type = trawl_arena_strn(p->loader->arena, colon + 1,
                                      (size_t)(out->text + out->len - 1 - (colon + 1)));
  out->key = trawl_arena_strn(p->loader->arena, out->text + 1, (size_t)(colon - out->text - 1));
  TRAWL_TRY_MEM(type && out->key);
  const uint32_t found = trawl_types_find(p->loader->types, type);
  if (found == TRAWL_NONE) {
    const char *near = trawl_nearest(type, p->loader->types->names, p->loader->types->count);
    const char *hint = near ? trawl_arena_printf(p->loader->arena, "did you mean '%s'?", near) : NULL;
    return trawl_report_hint(p->loader->findings, place_of(p, colon + 1, strlen(type)), "E207",
                             TRAWL_BAD_RULE, hint, "unknown type '%s'", type);
  }
  out->kind = ITEM_QUALIFIER;
  out->slot = TRAWL_SLOT_QUALIFIER;
  out->types = p->loader->types->mask[found];
  return TRAWL_OK;
}

static trawl_status read_item(parser *p, const char *text, size_t len)
{
  if (p->count == MAX_ITEMS) {
    return trawl_report(p->loader->findings, place_of(p, text, len), "E223", TRAWL_BAD_RULE,
                        "a phrase has at most %d items", MAX_ITEMS);
  }
  item *out = &p->items[p->count];
  *out = (item){.text = text, .len = len, .kind = ITEM_SLOT};
  if (len == 1 && (*text == 'X' || *text == 'Y' || *text == '_')) {
    out->slot = *text == 'X' ? TRAWL_SLOT_X : *text == 'Y' ? TRAWL_SLOT_Y : TRAWL_SLOT_ANY;
  } else if (*text == '{') {
    TRAWL_TRY(read_qualifier(p, out));
  } else {
    TRAWL_TRY(read_words(p, out));
  }
  ++p->count;
  return TRAWL_OK;
}

static trawl_status read_items(parser *p)
{
  const char *at = p->node->text;
  const unsigned most = trawl_limit(p->env->file->limits, TRAWL_LIMIT_PATTERN_BYTES);
  if (strlen(at) > most) {
    return trawl_report(p->loader->findings, trawl_yaml_place(p->env->file, p->node), "E223",
                        TRAWL_BAD_RULE, "a phrase has at most %u bytes", most);
  }
  while (*(at += strspn(at, " "))) {
    const size_t len = strcspn(at, " ");
    TRAWL_TRY(read_item(p, at, len));
    at += len;
  }
  return TRAWL_OK;
}

/* ---- from items to the frame's parts ----------------------------------------------------------- */

static trawl_status add_arg(const parser *p, trawl_phrase *out, trawl_phrase_arg arg, const item *from)
{
  if (out->arg_count == TRAWL_PHRASE_ARGS) {
    return trawl_report(p->loader->findings, place_of(p, from->text, from->len), "E223", TRAWL_BAD_RULE,
                        "a phrase has at most %d arguments", TRAWL_PHRASE_ARGS);
  }
  arg.slot = (uint8_t)(from->kind == ITEM_WORDS ? TRAWL_SLOT_WORD : from->slot);
  arg.words = from->words;
  arg.types = from->types;
  arg.key = from->key;
  out->words = (uint8_t)(out->words + (arg.slot == TRAWL_SLOT_WORD) + (arg.role == TRAWL_ROLE_PREP));
  out->args[out->arg_count++] = arg;
  return TRAWL_OK;
}

static bool is_be(const parser *p, const item *verb)
{
  const trawl_words *words = &p->loader->lexicon->words;
  return verb->words.count == 1
         && strcmp(trawl_words_text(words, p->loader->relations->words.at[verb->words.first]), "be") == 0;
}

/* Behind the verb: objects and prepositional arguments, until the end. */
static trawl_status read_arguments(const parser *p, uint32_t i, uint8_t first_role, trawl_phrase *out)
{
  uint8_t role = first_role;
  bool behind_noun = first_role == TRAWL_ROLE_PREP;
  for (; i < p->count; ++i) {
    const item *it = &p->items[i];
    const bool last = i + 1 == p->count;
    const item *next = last ? NULL : &p->items[i + 1];
    /* Of two prepositions in a row the first is a particle: "sworn in as". */
    const bool doubled = next && it->kind == ITEM_WORDS && it->preposition
                         && next->kind == ITEM_WORDS && next->preposition;
    if (it->kind == ITEM_WORDS && it->preposition && !last && !doubled) {
      const trawl_phrase_arg arg = {
        .role = TRAWL_ROLE_PREP, .inner = behind_noun, .preps = it->words};
      TRAWL_TRY(add_arg(p, out, arg, next));
      ++i;
      behind_noun = behind_noun || next->kind != ITEM_SLOT;
      role = role == TRAWL_ROLE_COMPLEMENT ? TRAWL_ROLE_COMPLEMENT : TRAWL_ROLE_OBJECT;
      continue;
    }
    if (next && it->kind == ITEM_WORDS && it->len == 4 && memcmp(it->text, "that", 4) == 0) {
      TRAWL_TRY(add_arg(p, out, (trawl_phrase_arg){.role = TRAWL_ROLE_SUBJECT, .clause = true}, next));
      ++i;
      continue;
    }
    if (next && it->kind == ITEM_WORDS && it->len == 3 && memcmp(it->text, "and", 3) == 0
        && out->arg_count && out->args[out->arg_count - 1].role == TRAWL_ROLE_PREP) {
      trawl_phrase_arg arg = out->args[out->arg_count - 1];
      arg.pair = true;
      TRAWL_TRY(add_arg(p, out, arg, next));
      ++i;
      continue;
    }
    if (it->kind == ITEM_WORDS && !out->particles.count && first_role != TRAWL_ROLE_PREP
        && (doubled || (it->particle && role != TRAWL_ROLE_COMPLEMENT))) {
      out->particles = it->words;
      ++out->words;
      continue;
    }
    if (first_role == TRAWL_ROLE_PREP) {
      return trawl_report(p->loader->findings, place_of(p, it->text, it->len), "E224", TRAWL_BAD_RULE,
                          "expected a preposition behind the noun, got '%.*s'", (int)it->len, it->text);
    }
    TRAWL_TRY(add_arg(p, out, (trawl_phrase_arg){.role = role}, it));
    behind_noun = it->kind != ITEM_SLOT;
    role = role == TRAWL_ROLE_COMPLEMENT ? TRAWL_ROLE_COMPLEMENT : TRAWL_ROLE_OBJECT2;
  }
  return TRAWL_OK;
}

static trawl_status check_slots(const parser *p, const trawl_phrase *phrase)
{
  unsigned x = 0, y = 0;
  for (uint32_t i = 0; i < phrase->arg_count; ++i) {
    x += phrase->args[i].slot == TRAWL_SLOT_X;
    y += phrase->args[i].slot == TRAWL_SLOT_Y;
  }
  if (x != 1 || y != 1) {
    return trawl_report(p->loader->findings, trawl_yaml_place(p->env->file, p->node), "E220",
                        TRAWL_BAD_RULE, "a phrase needs X and Y once each; '%s' has %u X and %u Y",
                        p->node->text, x, y);
  }
  return TRAWL_OK;
}

trawl_status trawl_phrase_compile(const trawl_relation_loader *loader, const trawl_pattern_env *env,
                                  const trawl_yaml *text, trawl_phrase *out)
{
  parser p = {.loader = loader, .env = env, .node = text};
  trawl_phrase phrase = *out;
  TRAWL_TRY(read_items(&p));
  if (p.count < 2) {
    return trawl_report(loader->findings, trawl_yaml_place(env->file, text), "E220", TRAWL_BAD_RULE,
                        "a phrase needs a verb or noun and the arguments X and Y");
  }
  const bool has_subject = p.items[0].kind == ITEM_SLOT;
  const item *head = &p.items[has_subject ? 1 : 0];
  if (head->kind != ITEM_WORDS) {
    return trawl_report(loader->findings, place_of(&p, head->text, head->len), "E224", TRAWL_BAD_RULE,
                        "expected a verb after '%.*s'", (int)p.items[0].len, p.items[0].text);
  }
  phrase.triggers = head->words;
  phrase.words = 1;
  phrase.arg_count = 0;
  phrase.particles = (trawl_word_set){.count = 0};
  if (has_subject) {
    phrase.kind = (uint8_t)(is_be(&p, head) ? TRAWL_FRAME_COPULA : TRAWL_FRAME_VERB);
    TRAWL_TRY(add_arg(&p, &phrase, (trawl_phrase_arg){.role = TRAWL_ROLE_SUBJECT}, &p.items[0]));
    const uint8_t role = phrase.kind == TRAWL_FRAME_COPULA ? TRAWL_ROLE_COMPLEMENT : TRAWL_ROLE_OBJECT;
    TRAWL_TRY(read_arguments(&p, 2, role, &phrase));
  } else {
    phrase.kind = TRAWL_FRAME_NOUN;
    TRAWL_TRY(read_arguments(&p, 1, TRAWL_ROLE_PREP, &phrase));
  }
  if (!phrase.except) {
    TRAWL_TRY(check_slots(&p, &phrase));
  }
  *out = phrase;
  return TRAWL_OK;
}
