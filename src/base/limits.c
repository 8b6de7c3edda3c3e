/* SPDX-License-Identifier: MIT
 * limits.c - the bounds as a table, and setting them by name.  A value out of range is refused rather than
 * bent to fit: who asks for more than memory's layout has room for must hear of it. */
#include "base/limits.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const trawl_limit_view trawl_limit_rows[TRAWL_LIMIT_COUNT] = {
#define X(id, name, value, least, most, scope, code, what, why)                                                       \
  [TRAWL_LIMIT_##id] = {name, value, least, most, TRAWL_LIMIT_OF_##scope, code, what, why},
  TRAWL_LIMITS(X)
#undef X
};

trawl_limit_view trawl_limit_at(uint32_t i)
{
  return trawl_limit_rows[i];
}

uint32_t trawl_limit_count(void)
{
  return TRAWL_LIMIT_COUNT;
}

uint32_t trawl_limit_named(const char *name)
{
  uint32_t i = 0;
  while (i < TRAWL_LIMIT_COUNT && strcmp(trawl_limit_rows[i].name, name) != 0) {
    ++i;
  }
  return i;
}

static trawl_status unknown(const char *name, trawl_findings *findings)
{
  const char *names[TRAWL_LIMIT_COUNT];
  char hint[80];
  for (uint32_t i = 0; i < TRAWL_LIMIT_COUNT; ++i) {
    names[i] = trawl_limit_rows[i].name;
  }
  const char *near = trawl_nearest(name, names, TRAWL_LIMIT_COUNT);
  snprintf(hint, sizeof hint, "did you mean '%s'?", near ? near : "");
  return trawl_report_hint(findings, (trawl_place){NULL, 0, 0, 0}, "E125", TRAWL_BAD_RULE, near ? hint : NULL,
                           "there is no limit '%s'", name);
}

trawl_status trawl_limits_set(trawl_limits *limits, const trawl_limit_setting *settings, size_t count,
                              trawl_findings *findings)
{
  for (size_t i = 0; i < count; ++i) {
    const uint32_t id = trawl_limit_named(settings[i].name);
    if (id == TRAWL_LIMIT_COUNT) {
      return unknown(settings[i].name, findings);
    }
    const trawl_limit_view *row = &trawl_limit_rows[id];
    if (settings[i].value < row->least || settings[i].value > row->most) {
      return trawl_report_hint(findings, (trawl_place){NULL, 0, 0, 0}, "E125", TRAWL_BAD_RULE, row->why,
                               "limit '%s': %" PRIu64 " is not from %" PRIu64 " to %" PRIu64, row->name,
                               settings[i].value, row->least, row->most);
    }
    limits->at[id] = (uint32_t)settings[i].value;
  }
  return TRAWL_OK;
}

bool trawl_limits_of_rules(const trawl_limits *limits)
{
  bool any = false;
  for (uint32_t i = 0; i < TRAWL_LIMIT_COUNT; ++i) {
    any |= limits->at[i] && trawl_limit_rows[i].scope == TRAWL_LIMIT_OF_RULES;
  }
  return any;
}

void trawl_limits_trust_rules(trawl_limits *limits)
{
  for (uint32_t i = 0; i < TRAWL_LIMIT_COUNT; ++i) {
    if (trawl_limit_rows[i].scope == TRAWL_LIMIT_OF_RULES) {
      limits->at[i] = (uint32_t)trawl_limit_rows[i].most;
    }
  }
}

bool trawl_limit_has_code(const char *code, bool *shortened)
{
  for (uint32_t i = 0; i < TRAWL_LIMIT_COUNT; ++i) {
    const trawl_limit_view *row = &trawl_limit_rows[i];
    const bool of_text = row->scope == TRAWL_LIMIT_OF_TEXT || row->scope == TRAWL_LIMIT_OF_SENTENCE;
    if (of_text && strcmp(row->code, code) == 0) {
      if (shortened) {
        *shortened = row->scope == TRAWL_LIMIT_OF_TEXT;
      }
      return true;
    }
  }
  return false;
}
