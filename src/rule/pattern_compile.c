/* SPDX-License-Identifier: MIT
 * pattern_compile.c - trees of token patterns become one automaton over positions.
 *
 *   tree --emit--> network with empty moves --closures--> states without them --finish--> start lists
 *
 * The network (Thompson's) is only scaffolding: built back to front, each piece knowing where it goes on,
 * so that the order of a fork's two ways keeps what is preferred (greedy or lazy, first alternative).  From
 * each item a walk over empty moves in that order gives the items that may follow. */
#include "rule/pattern_set.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

typedef enum op { OP_ITEM, OP_FORK, OP_START, OP_END, OP_MATCH } op;

typedef struct point {
  uint8_t op;
  uint8_t captures;
  uint32_t out, other; /* a fork prefers `out` */
  uint32_t state;      /* of an item */
  const trawl_item *item;
} point;

/* A walk's stop: what was seen on the way to a place. */
enum { AFTER_START = 1, AFTER_END = 2, WAYS = 4 };

typedef struct stop {
  uint32_t place;
  uint8_t way;
} stop;

typedef struct builder {
  trawl_pattern_parser *parser;
  TRAWL_VEC(point) places;
  TRAWL_VEC(stop) stack;
  TRAWL_VEC(uint32_t) visited; /* [place * WAYS + way] == walk number */
  uint32_t walk;
  uint32_t items;
  uint32_t edges;
  uint8_t captures; /* of the groups around what is being emitted */
} builder;

static uint32_t limit_of(const trawl_pattern_parser *parser, trawl_limit_id id)
{
  return trawl_limit(parser->env->file->limits, id);
}

static trawl_status too_large(const builder *b)
{
  return trawl_pattern_fault(b->parser, 0, 1, "E214", "repeat counts multiply each other",
                             "the pattern is too large");
}

static trawl_status add_place(builder *b, point added, uint32_t *out)
{
  if (b->places.len >= 4 * limit_of(b->parser, TRAWL_LIMIT_PATTERN_STEPS)) {
    return too_large(b);
  }
  *out = b->places.len;
  TRAWL_TRY_MEM(trawl_vec_push(&b->places, added));
  return TRAWL_OK;
}

/* ---- tree to network ------------------------------------------------------------------------ */

static trawl_status emit(builder *b, const trawl_node *node, uint32_t next, uint32_t *entry);

/* Children back to front; the list runs forward, hence the recursion over siblings is a loop over an
 * array. */
static trawl_status emit_sequence(builder *b, const trawl_node *node, uint32_t next,
                                  uint32_t *entry)
{
  TRAWL_VEC(const trawl_node *) parts = {0};
  trawl_status status = TRAWL_OK;
  for (const trawl_node *n = node->child; n && status == TRAWL_OK; n = n->sibling) {
    status = trawl_vec_push(&parts, n) ? TRAWL_OK : TRAWL_NO_MEM;
  }
  for (uint32_t i = parts.len; i-- > 0 && status == TRAWL_OK;) {
    status = emit(b, parts.at[i], next, &next);
  }
  trawl_vec_clear(&parts);
  *entry = next;
  return status;
}

static trawl_status emit_choice(builder *b, const trawl_node *node, uint32_t next, uint32_t *entry)
{
  uint32_t last_fork = TRAWL_NONE, first = TRAWL_NONE;
  for (const trawl_node *n = node->child; n; n = n->sibling) {
    uint32_t way = TRAWL_NONE;
    TRAWL_TRY(emit(b, n, next, &way));
    if (n->sibling) {
      uint32_t fork;
      TRAWL_TRY(add_place(b, (point){.op = OP_FORK, .out = way}, &fork));
      way = fork;
    }
    if (last_fork == TRAWL_NONE) {
      first = way;
    } else {
      b->places.at[last_fork].other = way;
    }
    last_fork = way;
  }
  *entry = first;
  return TRAWL_OK;
}

static point fork_of(bool lazy, uint32_t body, uint32_t next)
{
  return lazy ? (point){.op = OP_FORK, .out = next, .other = body}
              : (point){.op = OP_FORK, .out = body, .other = next};
}

/* x*: a fork that the body leads back to. */
static trawl_status emit_star(builder *b, const trawl_node *node, uint32_t next, uint32_t *entry)
{
  uint32_t fork, body;
  TRAWL_TRY(add_place(b, (point){.op = OP_FORK, .out = next, .other = next}, &fork));
  TRAWL_TRY(emit(b, node->child, fork, &body));
  b->places.at[fork] = fork_of(node->lazy, body, next);
  *entry = fork;
  return TRAWL_OK;
}

static trawl_status emit_repeat(builder *b, const trawl_node *node, uint32_t next, uint32_t *entry)
{
  uint32_t at = next;
  if (node->max == TRAWL_NONE) {
    TRAWL_TRY(emit_star(b, node, next, &at));
  } else {
    for (uint32_t i = node->min; i < node->max; ++i) {
      uint32_t body;
      TRAWL_TRY(emit(b, node->child, at, &body));
      TRAWL_TRY(add_place(b, fork_of(node->lazy, body, next), &at));
    }
  }
  for (uint32_t i = 0; i < node->min; ++i) {
    TRAWL_TRY(emit(b, node->child, at, &at));
  }
  *entry = at;
  return TRAWL_OK;
}

static trawl_status emit_item(builder *b, const trawl_node *node, uint32_t next, uint32_t *entry)
{
  if (++b->items > limit_of(b->parser, TRAWL_LIMIT_PATTERN_STEPS)) {
    return too_large(b);
  }
  return add_place(
    b, (point){.op = OP_ITEM, .out = next, .captures = b->captures, .item = &node->item}, entry);
}

static trawl_status emit_capture(builder *b, const trawl_node *node, uint32_t next, uint32_t *entry)
{
  const uint8_t around = b->captures;
  b->captures = (uint8_t)(around | 1u << node->slot);
  const trawl_status status = emit(b, node->child, next, entry);
  b->captures = around;
  return status;
}

static trawl_status emit_edge(builder *b, const trawl_node *node, uint32_t next, uint32_t *entry)
{
  const uint8_t kind = node->kind == TRAWL_NODE_START ? OP_START : OP_END;
  return add_place(b, (point){.op = kind, .out = next}, entry);
}

static trawl_status emit(builder *b, const trawl_node *node, uint32_t next, uint32_t *entry)
{
  typedef trawl_status emit_kind(builder *, const trawl_node *, uint32_t, uint32_t *);
  static emit_kind *const by_kind[] = {
    [TRAWL_NODE_ITEM] = emit_item,       [TRAWL_NODE_SEQUENCE] = emit_sequence,
    [TRAWL_NODE_CHOICE] = emit_choice,   [TRAWL_NODE_REPEAT] = emit_repeat,
    [TRAWL_NODE_CAPTURE] = emit_capture, [TRAWL_NODE_START] = emit_edge,
    [TRAWL_NODE_END] = emit_edge,
  };
  return by_kind[node->kind](b, node, next, entry);
}

/* ---- network to states ---------------------------------------------------------------------- */

/* Called for each item or match that a walk reaches. */
typedef trawl_status arrive(builder *b, void *to, const point *at, uint8_t way);

static bool push_stop(builder *b, uint32_t at, uint8_t way)
{
  return b->visited.at[at * WAYS + way] == b->walk || trawl_vec_push(&b->stack, (stop){at, way});
}

/* Goes over empty moves from a place, the preferred way first. A place is done when it is taken off the stack: what is
 * only waiting there may be reached by a way that is preferred to the one it waits for. */
static trawl_status walk_from(builder *b, uint32_t from, arrive *visit, void *to)
{
  ++b->walk;
  b->stack.len = 0;
  TRAWL_TRY_MEM(trawl_vec_push(&b->stack, (stop){from, 0}));
  while (b->stack.len) {
    const stop now = b->stack.at[--b->stack.len];
    const point *at = &b->places.at[now.place];
    uint32_t *mark = &b->visited.at[now.place * WAYS + now.way];
    if (*mark == b->walk) {
      continue;
    }
    *mark = b->walk;
    switch (at->op) {
    case OP_FORK:
      TRAWL_TRY_MEM(push_stop(b, at->other, now.way) && push_stop(b, at->out, now.way));
      break;
    case OP_START:
      TRAWL_TRY_MEM(push_stop(b, at->out, now.way | AFTER_START));
      break;
    case OP_END:
      TRAWL_TRY_MEM(push_stop(b, at->out, now.way | AFTER_END));
      break;
    default:
      TRAWL_TRY(visit(b, to, at, now.way));
    }
  }
  return TRAWL_OK;
}

/* What may follow a state. Behind the first token nothing can be at the sentence's start, and nothing can
 * follow its end. */
static trawl_status add_next(builder *b, void *to, const point *at, uint8_t way)
{
  trawl_state *state = to;
  if (way & AFTER_START) {
    return TRAWL_OK;
  }
  if (at->op == OP_MATCH) {
    state->accept =
      way & AFTER_END && state->accept != TRAWL_ACCEPT ? TRAWL_ACCEPT_AT_END : TRAWL_ACCEPT;
    return TRAWL_OK;
  }
  if (way & AFTER_END) {
    return TRAWL_OK;
  }
  if (++b->edges > limit_of(b->parser, TRAWL_LIMIT_PATTERN_EDGES)) {
    return too_large(b);
  }
  TRAWL_TRY_MEM(trawl_vec_push(&b->parser->set->next, at->state));
  state->next_count += 1;
  return TRAWL_OK;
}

static trawl_status add_start(builder *b, void *to, const point *at, uint8_t way)
{
  trawl_program *program = to;
  if (at->op == OP_MATCH) {
    return trawl_pattern_fault(b->parser, 0, b->parser->len, "E213",
                               "at least one item must not be optional",
                               "the pattern matches nothing at all");
  }
  if (way & AFTER_END) {
    return TRAWL_OK;
  }
  /* What is reached behind "^" and, less preferred, without it stands twice: each is preferred to what follows it. */
  trawl_pattern_set *set = b->parser->set;
  const bool at_start = way & AFTER_START;
  for (uint32_t i = program->first_start; i < set->starts.len; ++i) {
    if (set->starts.at[i].state == at->state && (at_start || !set->starts.at[i].at_start)) {
      return TRAWL_OK;
    }
  }
  TRAWL_TRY_MEM(trawl_vec_push(&set->starts, (trawl_start){at->state, at_start}));
  program->start_count += 1;
  return TRAWL_OK;
}

static trawl_status add_states(builder *b, trawl_program *program, uint32_t entry)
{
  trawl_pattern_set *set = b->parser->set;
  TRAWL_TRY_MEM(trawl_vec_reserve(&b->visited, b->places.len * (uint64_t)WAYS));
  memset(b->visited.at, 0, b->places.len * sizeof(uint32_t) * WAYS);
  const uint32_t first = set->states.len;
  for (uint32_t i = 0; i < b->places.len; ++i) {
    point *at = &b->places.at[i];
    if (at->op == OP_ITEM) {
      const trawl_state state = {
        .item = *at->item, .captures = at->captures, .program = set->programs.len};
      at->state = set->states.len;
      TRAWL_TRY_MEM(trawl_vec_push(&set->states, state));
    }
  }
  for (uint32_t i = 0; i < b->places.len; ++i) {
    if (b->places.at[i].op == OP_ITEM) {
      trawl_state *state = &set->states.at[b->places.at[i].state];
      state->first_next = set->next.len;
      TRAWL_TRY(walk_from(b, b->places.at[i].out, add_next, state));
    }
  }
  if (set->states.len > limit_of(b->parser, TRAWL_LIMIT_STATES)) {
    return trawl_pattern_fault(b->parser, 0, 1, "E214", "--limit automaton-states=N allows more",
                               "all patterns together have more than %u states",
                               (unsigned)limit_of(b->parser, TRAWL_LIMIT_STATES));
  }
  program->first_state = first;
  program->state_count = set->states.len - first;
  program->first_start = set->starts.len;
  return walk_from(b, entry, add_start, program);
}

static trawl_status compile(builder *b, const trawl_pattern_owner *owner)
{
  trawl_pattern_parser *parser = b->parser;
  trawl_node *root;
  TRAWL_TRY(trawl_pattern_parse(parser, &root));
  uint32_t match, entry;
  TRAWL_TRY(add_place(b, (point){.op = OP_MATCH}, &match));
  TRAWL_TRY(emit(b, root, match, &entry));
  trawl_program program = {.owner = *owner, .slot_count = parser->slot_count};
  memcpy(program.slots, parser->slots, sizeof program.slots);
  TRAWL_TRY(add_states(b, &program, entry));
  TRAWL_TRY(trawl_pattern_add_needs(parser->set, root, &program));
  TRAWL_TRY_MEM(trawl_vec_push(&parser->set->programs, program));
  return TRAWL_OK;
}

/* ---- the set -------------------------------------------------------------------------------- */

static trawl_pattern_set *set_new(const trawl_limits *set_limits)
{
  trawl_pattern_set *set = calloc(1, sizeof *set);
  pcre2_match_context_8 *limits = set ? pcre2_match_context_create_8(NULL) : NULL;
  if (!limits) {
    free(set);
    return NULL;
  }
  pcre2_set_match_limit_8(limits, trawl_limit(set_limits, TRAWL_LIMIT_REGEX_MATCH));
  pcre2_set_depth_limit_8(limits, trawl_limit(set_limits, TRAWL_LIMIT_REGEX_DEPTH));
  pcre2_set_heap_limit_8(limits, trawl_limit(set_limits, TRAWL_LIMIT_REGEX_HEAP));
  set->regex_limits = limits;
  set->visits = trawl_limit(set_limits, TRAWL_LIMIT_PATTERN_VISITS);
  set->matches = trawl_limit(set_limits, TRAWL_LIMIT_RULE_MATCHES);
  return set;
}

void trawl_patterns_clear(trawl_patterns *patterns)
{
  trawl_pattern_set *set = patterns->set;
  patterns->set = NULL;
  if (!set) {
    return;
  }
  for (uint32_t i = 0; i < set->regexes.len; ++i) {
    trawl_expression_clear(set->regexes.at[i].expression);
  }
  pcre2_match_context_free_8(set->regex_limits);
  trawl_test_groups_clear(&set->groups);
  trawl_vec_clear(&set->states);
  trawl_vec_clear(&set->next);
  trawl_vec_clear(&set->starts);
  trawl_vec_clear(&set->programs);
  trawl_vec_clear(&set->needs);
  trawl_vec_clear(&set->asks);
  trawl_vec_clear(&set->tests);
  trawl_vec_clear(&set->atoms);
  trawl_vec_clear(&set->ids);
  trawl_vec_clear(&set->regexes);
  trawl_vec_clear(&set->names);
  trawl_vec_clear(&set->item_words);
  trawl_vec_clear(&set->any_mask);
  trawl_vec_clear(&set->first_mask);
  trawl_vec_clear(&set->type_mask);
  trawl_vec_clear(&set->listed_tests);
  trawl_item_index_clear(&set->start_index);
  trawl_item_index_clear(&set->keys);
  trawl_vec_clear(&set->common);
  trawl_vec_clear(&set->keyless);
  free(set);
}

trawl_status trawl_patterns_add(trawl_patterns *patterns, const trawl_pattern_env *env,
                                const trawl_yaml *text, const trawl_pattern_owner *owner)
{
  TRAWL_TRY(trawl_yaml_want(env->file, text, TRAWL_YAML_SCALAR, "a token pattern"));
  if (!patterns->set) {
    patterns->set = set_new(env->file->limits);
    TRAWL_TRY_MEM(patterns->set);
    TRAWL_TRY(trawl_pattern_note_common(patterns->set, env->lexicon));
  }
  trawl_pattern_set *set = patterns->set;
  const uint32_t states = set->states.len, next = set->next.len, starts = set->starts.len,
                 needs = set->needs.len;
  trawl_arena scratch = {0};
  trawl_pattern_parser parser = {.set = set,
                                 .env = env,
                                 .node = text,
                                 .text = text->text,
                                 .len = strlen(text->text),
                                 .scratch = &scratch};
  builder b = {.parser = &parser};
  const trawl_status status = compile(&b, owner);
  if (status != TRAWL_OK) {
    set->states.len = states;
    set->next.len = next;
    set->starts.len = starts;
    set->needs.len = needs;
  }
  trawl_vec_clear(&b.places);
  trawl_vec_clear(&b.stack);
  trawl_vec_clear(&b.visited);
  trawl_arena_clear(&scratch);
  return status;
}

trawl_status trawl_patterns_finish(trawl_patterns *patterns)
{
  if (!patterns->set) {
    return TRAWL_OK;
  }
  TRAWL_TRY(trawl_pattern_file_lists(patterns->set));
  TRAWL_TRY(trawl_pattern_file_groups(patterns->set));
  TRAWL_TRY(trawl_pattern_file_starts(patterns->set));
  return trawl_pattern_file_keys(patterns->set);
}

uint32_t trawl_patterns_count(const trawl_patterns *patterns)
{
  return patterns->set ? patterns->set->programs.len : 0;
}

const trawl_pattern_owner *trawl_patterns_owner(const trawl_patterns *patterns, uint32_t i)
{
  return &patterns->set->programs.at[i].owner;
}

const char *trawl_patterns_capture_name(const trawl_patterns *patterns, uint8_t name)
{
  return patterns->set->names.at[name];
}
