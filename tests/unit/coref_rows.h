/* SPDX-License-Identifier: MIT
 * coref_rows.h - rows for the link and resolve suites: a text, a phrase in it, what it must mean. The
 * shipped rules and gazetteers are read once a suite. */
#ifndef TRAWL_TEST_COREF_ROWS_H
#define TRAWL_TEST_COREF_ROWS_H

#include "model/doc.h"
#include "trawl.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

typedef struct coref_row {
  const char *text;
  const char *phrase; /* its last occurrence as a mention counts */
  const char *want;   /* the entity's name; "A + B" for several; NULL: nobody */
  const char *how;    /* NULL: any */
} coref_row;

/* The last mention whose text is the phrase, or TRAWL_NONE. */
static inline uint32_t coref_find(const trawl_doc *doc, const char *phrase)
{
  uint32_t found = TRAWL_NONE, at = 0;
  for (uint32_t i = 0; i < doc->mentions.len; ++i) {
    const trawl_span text = trawl_doc_text_span(doc, doc->mentions.at[i].tok);
    if (text.end - text.start == strlen(phrase)
        && strncmp(doc->text.at + text.start, phrase, strlen(phrase)) == 0
        && (found == TRAWL_NONE || text.start > at
            || (text.start == at && doc->mentions.at[i].how))) {
      found = i;
      at = text.start;
    }
  }
  return found;
}

static void coref_name(const trawl_doc *doc, uint32_t mention, char *out, size_t room)
{
  *out = '\0';
  if (mention == TRAWL_NONE) {
    return;
  }
  const trawl_mention *m = &doc->mentions.at[mention];
  if (m->entity != TRAWL_NONE) {
    snprintf(out, room, "%s", doc->entities.at[m->entity].name);
    return;
  }
  for (uint32_t i = 0; i < m->member_count; ++i) {
    const size_t used = strlen(out);
    snprintf(out + used, room - used, "%s%s", i ? " + " : "",
             doc->entities.at[doc->members.at[m->first_member + i]].name);
  }
}

static inline void coref_check(const trawl_doc *doc, const coref_row *row)
{
  char got[300];
  const uint32_t mention = coref_find(doc, row->phrase);
  coref_name(doc, mention, got, sizeof got);
  const char *how =
    mention == TRAWL_NONE || !doc->mentions.at[mention].how ? "-" : doc->mentions.at[mention].how;
  const bool right =
    strcmp(got, row->want ? row->want : "") == 0 && (!row->how || strcmp(how, row->how) == 0);
  CU_ASSERT_TRUE(right);
  if (!right) {
    fprintf(stderr, "\n%s\n  %s: '%s' (%s), not '%s' (%s)\n", row->text, row->phrase, got, how,
            row->want ? row->want : "", row->how ? row->how : "-");
  }
}

/* The shipped rules; the caller frees. */
static trawl_pipeline *coref_open(trawl_resolution resolve)
{
  static const char *const rules[] = {"+" TRAWL_SOURCE_DIR "/rules/en/coreference.yaml"};
  const trawl_config config = {
    .data = TRAWL_SOURCE_DIR, .rules = rules, .rule_count = 1, .resolve = resolve};
  trawl_findings *findings = trawl_findings_new(0);
  trawl_pipeline *pipeline = NULL;
  CU_ASSERT_EQUAL_FATAL(trawl_pipeline_open(&config, findings, &pipeline), TRAWL_OK);
  trawl_findings_free(findings);
  return pipeline;
}

static void coref_read(trawl_pipeline *pipeline, trawl_doc *doc, const char *text,
                       trawl_stage until)
{
  const trawl_text in = {.id = "row", .bytes = text, .len = strlen(text), .date = "2023-03-01"};
  CU_ASSERT_EQUAL_FATAL(trawl_run(pipeline, doc, &in, until), TRAWL_OK);
}

static inline void coref_run_with(trawl_resolution resolve, const coref_row *rows, size_t n,
                                  trawl_stage until)
{
  trawl_pipeline *pipeline = coref_open(resolve);
  trawl_doc *doc = trawl_doc_new(pipeline);
  CU_ASSERT_PTR_NOT_NULL_FATAL(doc);
  for (size_t i = 0; i < n; ++i) {
    coref_read(pipeline, doc, rows[i].text, until);
    coref_check(doc, &rows[i]);
  }
  trawl_doc_free(doc);
  trawl_pipeline_free(pipeline);
}

static inline void coref_run(const coref_row *rows, size_t n, trawl_stage until)
{
  coref_run_with(TRAWL_RESOLVE_ALL, rows, n, until);
}

#endif
