/* SPDX-License-Identifier: MIT
 * expression.h - a regular expression (PCRE2, UTF-8) that costs what it is used for.
 *
 * To compile the expressions of the shipped rules takes a third of the start, and a text asks few of them.  So one that is
 * known to be right (it is out of a pack) is compiled when it is first asked, and any is made machine code when it was
 * asked often enough for that to pay.  Threads may ask the same expression: what one made is there for all, and what an
 * expression says does not depend on how often it was asked. */
#ifndef TRAWL_BASE_EXPRESSION_H
#define TRAWL_BASE_EXPRESSION_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct trawl_expression trawl_expression;

typedef enum trawl_said {
  TRAWL_SAID_NO,
  TRAWL_SAID_YES,
  TRAWL_SAID_CUT,   /* a limit of the match was hit */
  TRAWL_SAID_WRONG, /* it does not compile */
  TRAWL_SAID_NO_MEM
} trawl_said;

/* In the arena; trawl_expression_clear() frees what it allocates later. The text has to live as long. `options` are those
 * of pcre2_compile(). NULL: no memory. */
trawl_expression *trawl_expression_new(trawl_arena *arena, const char *text, size_t len, uint32_t options);
void trawl_expression_clear(trawl_expression *expression); /* or NULL */
/* Compiles it now: 0, or PCRE2's error and where it is. An expression that is known to be right need not be. */
int trawl_expression_compile(trawl_expression *expression, size_t *offset);

/* data, limits: the thread's pcre2_match_data, which has the spans behind it, and pcre2_match_context. checked: the
 * text is known to be UTF-8. */
trawl_said trawl_expression_ask(trawl_expression *expression, void *data, void *limits, const char *text, size_t len,
                                size_t start, bool checked);

/* Of an expression that was compiled or asked: how many groups it has, and the number of one that is named; 0: there
 * is none. */
uint32_t trawl_expression_groups(const trawl_expression *expression);
uint32_t trawl_expression_group(const trawl_expression *expression, const char *name);
/* May it stand in an alternation with others? No: what it says by number or by the name of a group, or a verb, would
 * mean something else there. Told by the text alone; it may say no without need. */
bool trawl_expression_may_join(const trawl_expression *expression);
const char *trawl_expression_text(const trawl_expression *expression, size_t *len);

#endif
