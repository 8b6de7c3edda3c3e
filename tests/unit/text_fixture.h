/* SPDX-License-Identifier: MIT
 * text_fixture.h - the first four stages over a string, for their tests: the shipped word and line rules,
 * a document, and its layers as text. */
#ifndef TRAWL_TESTS_TEXT_FIXTURE_H
#define TRAWL_TESTS_TEXT_FIXTURE_H

#include "stage/stage.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <CUnit/CUnit.h>
#include <pcre2.h>
#include <stdio.h>
#include <string.h>

typedef struct text_fixture {
  trawl_ruleset *rules;
  trawl_run_state run;
  trawl_doc doc;
  trawl_buf shown;
} text_fixture;

static inline void fixture_open(text_fixture *fix)
{
  memset(fix, 0, sizeof *fix);
  fix->rules = calloc(1, sizeof *fix->rules);
  trawl_findings *findings = trawl_findings_new(0);
  trawl_lexicon_init(&fix->rules->lexicon);
  trawl_yaml_file file;
  CU_ASSERT_EQUAL(trawl_yaml_load(TRAWL_SOURCE_DIR "/rules/en/abbreviations.yaml", NULL,
                                  &fix->rules->arena, findings, &file),
                  TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_lexicon_load_words(&fix->rules->lexicon, &file, &fix->rules->arena),
                  TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_yaml_load(TRAWL_SOURCE_DIR "/rules/en/boilerplate.yaml", NULL,
                                  &fix->rules->arena, findings, &file),
                  TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_lines_load(&fix->rules->lines, &file, &fix->rules->arena), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_lexicon_finish(&fix->rules->lexicon), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_findings_count(findings), 0);
  trawl_findings_free(findings);
  fix->run.rules = fix->rules;
  fix->run.regex = pcre2_match_data_create(16, NULL);
  fix->run.regex_limits = pcre2_match_context_create(NULL);
  trawl_words_init(&fix->doc.words, &fix->rules->lexicon.words);
}

static inline void fixture_close(text_fixture *fix)
{
  trawl_doc_clear(&fix->doc);
  trawl_buf_clear(&fix->shown);
  pcre2_match_data_free(fix->run.regex);
  pcre2_match_context_free(fix->run.regex_limits);
  trawl_lines_clear(&fix->rules->lines);
  trawl_lexicon_clear(&fix->rules->lexicon);
  trawl_arena_clear(&fix->rules->arena);
  free(fix->rules);
}

/* Runs the stages up to `until`. */
static inline void fixture_run(text_fixture *fix, const char *text, size_t len, trawl_stage until)
{
  trawl_doc *doc = &fix->doc;
  const uint32_t fallback = doc->fallback;
  trawl_doc_reset(doc);
  doc->fallback = fallback;
  CU_ASSERT_EQUAL(trawl_stage_normalize(&fix->run, doc, text, (uint32_t)len), TRAWL_OK);
  if (until >= TRAWL_STAGE_CLEAN) {
    CU_ASSERT_EQUAL(trawl_stage_clean(&fix->run, doc), TRAWL_OK);
  }
  if (until >= TRAWL_STAGE_TOKENIZE) {
    CU_ASSERT_EQUAL(trawl_stage_tokenize(&fix->run, doc), TRAWL_OK);
  }
  if (until >= TRAWL_STAGE_SENTENCES) {
    CU_ASSERT_EQUAL(trawl_stage_sentences(&fix->run, doc), TRAWL_OK);
  }
}

/* The tokens [tok), blanks between them. */
static inline void fixture_show_tokens(text_fixture *fix, trawl_span tok)
{
  for (uint32_t i = tok.start; i < tok.end; ++i) {
    trawl_buf_puts(&fix->shown, i > tok.start ? " " : "");
    trawl_buf_put(&fix->shown, trawl_doc_token_text(&fix->doc, i), fix->doc.tokens.size[i]);
  }
}

static inline void fixture_equal(const char *name, const char *got, const char *want)
{
  const bool equal = strcmp(got, want) == 0;
  CU_ASSERT(equal);
  if (!equal) {
    fprintf(stderr, "%s:\n  got  %s\n  want %s\n", name, got, want);
  }
}

#endif
