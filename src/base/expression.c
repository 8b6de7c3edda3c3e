/* SPDX-License-Identifier: MIT
 * expression.c - see expression.h. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "base/expression.h"

#include <pcre2.h>
#include <stdatomic.h>
#include <string.h>

/* Machine code takes as long to make as the interpreter takes for a hundred words or lines. */
enum { OFTEN = 100 };

struct trawl_expression {
  const char *text;
  uint32_t len, options;
  _Atomic(pcre2_code *) plain; /* for the interpreter; NULL: not compiled yet */
  _Atomic(pcre2_code *) fast;  /* machine code; NULL: not asked often, or there can be none here */
  atomic_uint asked;           /* up to OFTEN */
  atomic_bool wrong;           /* it does not compile */
  atomic_bool slow;            /* there is no machine code for it */
};

trawl_expression *trawl_expression_new(trawl_arena *arena, const char *text, size_t len, uint32_t options)
{
  trawl_expression *expression = trawl_arena_alloc(arena, sizeof *expression);
  if (!expression) {
    return NULL;
  }
  expression->text = text;
  expression->len = (uint32_t)len;
  expression->options = options;
  atomic_init(&expression->plain, NULL);
  atomic_init(&expression->fast, NULL);
  atomic_init(&expression->asked, 0);
  atomic_init(&expression->wrong, false);
  atomic_init(&expression->slow, false);
  return expression;
}

void trawl_expression_clear(trawl_expression *expression)
{
  if (expression) {
    pcre2_code_free(atomic_exchange(&expression->plain, NULL));
    pcre2_code_free(atomic_exchange(&expression->fast, NULL));
  }
}

/* Of two threads that made the same the later one frees its own. */
static pcre2_code *publish(_Atomic(pcre2_code *) *where, pcre2_code *made)
{
  pcre2_code *there = NULL;
  if (atomic_compare_exchange_strong(where, &there, made)) {
    return made;
  }
  pcre2_code_free(made);
  return there;
}

int trawl_expression_compile(trawl_expression *expression, size_t *offset)
{
  int error = 0;
  if (!atomic_load_explicit(&expression->plain, memory_order_acquire)) {
    pcre2_code *code =
      pcre2_compile((PCRE2_SPTR)expression->text, expression->len, expression->options, &error, offset, NULL);
    if (!code) {
      return error;
    }
    publish(&expression->plain, code);
  }
  return 0;
}

/* Failing to is no fault: the interpreter says the same. A code of its own, since others may be asking the plain one. */
static pcre2_code *make_fast(trawl_expression *expression)
{
  if (atomic_load_explicit(&expression->slow, memory_order_relaxed)) {
    return NULL;
  }
  pcre2_code *code = pcre2_code_copy(atomic_load_explicit(&expression->plain, memory_order_acquire));
  if (!code || pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) != 0) {
    pcre2_code_free(code);
    atomic_store_explicit(&expression->slow, true, memory_order_relaxed);
    return NULL;
  }
  return publish(&expression->fast, code);
}

static pcre2_code *fast_of(trawl_expression *expression)
{
  pcre2_code *fast = atomic_load_explicit(&expression->fast, memory_order_acquire);
  if (!fast && atomic_load_explicit(&expression->asked, memory_order_relaxed) < OFTEN
      && atomic_fetch_add_explicit(&expression->asked, 1, memory_order_relaxed) + 1 == OFTEN) {
    fast = make_fast(expression);
  }
  return fast;
}

static bool hit_limit(int said)
{
  return said == PCRE2_ERROR_MATCHLIMIT || said == PCRE2_ERROR_DEPTHLIMIT || said == PCRE2_ERROR_HEAPLIMIT
         || said == PCRE2_ERROR_JIT_STACKLIMIT;
}

/* PCRE2 has no such error of a match. */
enum { WRONG = -10000 };

static trawl_said meaning(int said)
{
  if (said >= 0) {
    return TRAWL_SAID_YES;
  }
  if (hit_limit(said)) {
    return TRAWL_SAID_CUT;
  }
  return said == PCRE2_ERROR_NOMEMORY ? TRAWL_SAID_NO_MEM : said == WRONG ? TRAWL_SAID_WRONG : TRAWL_SAID_NO;
}

typedef struct subject {
  const char *text;
  size_t len, start;
  bool checked;
} subject;

/* The checks of pcre2_match() take longer than most words do; without machine code there is no way round them. */
static int run(const pcre2_code *code, bool fast, const subject *s, void *data, void *limits)
{
  return fast && s->checked
           ? pcre2_jit_match(code, (PCRE2_SPTR)s->text, s->len, s->start, 0, data, limits)
           : pcre2_match(code, (PCRE2_SPTR)s->text, s->len, s->start, s->checked ? PCRE2_NO_UTF_CHECK : 0, data, limits);
}

static int run_plain(trawl_expression *expression, const subject *s, void *data, void *limits)
{
  size_t offset = 0;
  if (atomic_load_explicit(&expression->wrong, memory_order_relaxed)) {
    return WRONG;
  }
  const int error = trawl_expression_compile(expression, &offset);
  if (error != 0) {
    atomic_store_explicit(&expression->wrong, error != PCRE2_ERROR_HEAP_FAILED, memory_order_relaxed);
    return error == PCRE2_ERROR_HEAP_FAILED ? PCRE2_ERROR_NOMEMORY : WRONG;
  }
  return run(atomic_load_explicit(&expression->plain, memory_order_acquire), false, s, data, limits);
}

/* The interpreter counts its steps otherwise than machine code, and that has a stack of its own. So that a match which
 * one of them gives up is given up always or never, however often the expression was asked, the other is asked then. */
trawl_said trawl_expression_ask(trawl_expression *expression, void *data, void *limits, const char *text, size_t len,
                                size_t start, bool checked)
{
  const subject s = {text, len, start, checked};
  const pcre2_code *fast = fast_of(expression);
  if (fast) {
    const int said = run(fast, true, &s, data, limits);
    return meaning(said == PCRE2_ERROR_JIT_STACKLIMIT ? run_plain(expression, &s, data, limits) : said);
  }
  const int said = run_plain(expression, &s, data, limits);
  fast = hit_limit(said) ? make_fast(expression) : NULL;
  return meaning(fast ? run(fast, true, &s, data, limits) : said);
}

uint32_t trawl_expression_groups(const trawl_expression *expression)
{
  uint32_t groups = 0;
  const pcre2_code *code = atomic_load_explicit(&expression->plain, memory_order_acquire);
  if (code) {
    pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
  }
  return groups;
}

uint32_t trawl_expression_group(const trawl_expression *expression, const char *name)
{
  const pcre2_code *code = atomic_load_explicit(&expression->plain, memory_order_acquire);
  const int number = code ? pcre2_substring_number_from_name(code, (PCRE2_SPTR)name) : 0;
  return number > 0 ? (uint32_t)number : 0;
}

const char *trawl_expression_text(const trawl_expression *expression, size_t *len)
{
  *len = expression->len;
  return expression->text;
}

bool trawl_expression_may_join(const trawl_expression *expression)
{
  size_t len;
  const char *text = trawl_expression_text(expression, &len);
  for (size_t i = 0; i + 1 < len; ++i) {
    const char next = text[i + 1], third = i + 2 < len ? text[i + 2] : '\0';
    if (text[i] == '\\') {
      if (strchr("123456789gk", next)) {
        return false;
      }
      ++i;
    } else if (text[i] == '(' && (next == '*' || (next == '?' && third && strchr("(+&R0123456789", third)))) {
      return false;
    } else if (text[i] == '(' && next == '?' && i + 3 < len
               && ((third == '-' && text[i + 3] >= '0' && text[i + 3] <= '9')
                   || (third == 'P' && text[i + 3] != '<'))) {
      return false;
    }
  }
  return true;
}
