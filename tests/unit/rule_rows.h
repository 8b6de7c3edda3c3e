/* SPDX-License-Identifier: MIT
 * rule_rows.h - rule files from memory, for the suites of phrases, relations and the chain: what a loader
 * makes of one or more texts, and its findings as lines "file:line:column code message". */
#ifndef TRAWL_TEST_RULE_ROWS_H
#define TRAWL_TEST_RULE_ROWS_H

#include "base/buf.h"
#include "rule/relation.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

typedef struct rule_fixture {
  trawl_arena arena;
  trawl_lexicon lexicon;
  trawl_types types;
  trawl_relations relations;
  trawl_findings *findings;
  trawl_buf shown;
} rule_fixture;

static const char rule_words[] =
  "words:\n"
  "  preposition: [of, to, with, by, in, at, \"on\", for, from, over, between, as, against]\n"
  "  particle: [up, out, over, down, \"off\"]\n";

static inline trawl_status rule_parse(rule_fixture *fix, const char *name, const char *text,
                                      trawl_yaml_file *file)
{
  return trawl_yaml_parse(name, text, strlen(text), &fix->arena, fix->findings, file);
}

static inline void rule_open(rule_fixture *fix)
{
  memset(fix, 0, sizeof *fix);
  fix->findings = trawl_findings_new(0);
  trawl_lexicon_init(&fix->lexicon);
  trawl_types_init(&fix->types);
  trawl_yaml_file file;
  CU_ASSERT_EQUAL_FATAL(rule_parse(fix, "words.yaml", rule_words, &file), TRAWL_OK);
  CU_ASSERT_EQUAL_FATAL(trawl_lexicon_load_words(&fix->lexicon, &file, &fix->arena), TRAWL_OK);
  static const char types[] = "types: {actor: [person, organization, country]}\n";
  CU_ASSERT_EQUAL_FATAL(rule_parse(fix, "types.yaml", types, &file), TRAWL_OK);
  CU_ASSERT_EQUAL_FATAL(trawl_types_load(&fix->types, &file, &fix->arena), TRAWL_OK);
}

static inline void rule_close(rule_fixture *fix)
{
  trawl_relations_clear(&fix->relations);
  trawl_lexicon_clear(&fix->lexicon);
  trawl_arena_clear(&fix->arena);
  trawl_findings_free(fix->findings);
  trawl_buf_clear(&fix->shown);
}

static inline trawl_relation_loader rule_loader(rule_fixture *fix)
{
  return (trawl_relation_loader){&fix->relations, &fix->lexicon, &fix->types, &fix->arena,
                                 fix->findings, NULL, NULL};
}

/* Loads a `relations:` file. */
static inline trawl_status rule_load(rule_fixture *fix, const char *name, const char *text)
{
  trawl_yaml_file file;
  const trawl_relation_loader loader = rule_loader(fix);
  const trawl_status status = rule_parse(fix, name, text, &file);
  return status == TRAWL_OK ? trawl_relations_load(&loader, &file) : status;
}

/* The findings, one a line, in `fix->shown`. */
static inline const char *rule_findings(rule_fixture *fix)
{
  fix->shown.len = 0;
  for (uint32_t i = 0; i < trawl_findings_count(fix->findings); ++i) {
    const trawl_finding f = trawl_findings_at(fix->findings, i);
    trawl_buf_printf(&fix->shown, "%s%s:%u:%u %s %s", i ? "\n" : "", f.file, f.line, f.column,
                     f.code, f.message);
  }
  return trawl_buf_str(&fix->shown);
}

static unsigned rule_known; /* rows that are known to fail */

/* `known`: why the row fails for now, or NULL; such rows are skipped and counted. */
static inline void rule_equal(const char *name, const char *got, const char *want,
                              const char *known)
{
  const bool same = strcmp(got, want) == 0;
  rule_known += known != NULL;
  CU_ASSERT(same || known);
  if (!same && !known) {
    fprintf(stderr, "\n%s:\n  got  %s\n  want %s\n", name, got, want);
  } else if (same && known) {
    fprintf(stderr, "\n%s passes now; it was known to fail: %s\n", name, known);
  }
}

static inline int rule_print_known(void)
{
  printf("\n  %u rows known to fail", rule_known);
  return 0;
}

#endif
