/* SPDX-License-Identifier: MIT
 * chain_fixture.h - the whole chain for a suite: the shipped rules, or in their place a text of rules, and a
 * document.  Findings are printed, for a suite that does not open says nothing else. */
#ifndef TRAWL_TEST_CHAIN_FIXTURE_H
#define TRAWL_TEST_CHAIN_FIXTURE_H

#include "trawl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct chain_fixture {
  trawl_pipeline *pipeline;
  trawl_doc *doc;
} chain_fixture;

static inline int chain_open_config(chain_fixture *chain, const trawl_config *config)
{
  trawl_findings *findings = trawl_findings_new(0);
  const trawl_status status = trawl_pipeline_open(config, findings, &chain->pipeline);
  for (uint32_t i = 0; i < trawl_findings_count(findings); ++i) {
    const trawl_finding f = trawl_findings_at(findings, i);
    fprintf(stderr, "%s:%u:%u: %s: %s\n", f.file, f.line, f.column, f.code, f.message);
  }
  trawl_findings_free(findings);
  chain->doc = status == TRAWL_OK ? trawl_doc_new(chain->pipeline) : NULL;
  return chain->doc ? 0 : 1;
}

/* Opens the chain with `rules` (YAML) for its relations; NULL: the shipped ones. Not 0: it failed. */
static inline int chain_open(chain_fixture *chain, const char *rules)
{
  char path[] = "/tmp/trawl-rules-XXXXXX";
  trawl_config config = {.data = TRAWL_SOURCE_DIR};
  if (!rules) {
    return chain_open_config(chain, &config);
  }
  const int fd = mkstemp(path);
  const size_t len = strlen(rules);
  const bool written = fd >= 0 && write(fd, rules, len) == (ssize_t)len;
  if (fd >= 0) {
    close(fd);
  }
  const char *paths[] = {path};
  config.rules = paths;
  config.rule_count = 1;
  const int failed = written ? chain_open_config(chain, &config) : 1;
  unlink(path);
  return failed;
}

static inline void chain_close(chain_fixture *chain)
{
  trawl_doc_free(chain->doc);
  trawl_pipeline_free(chain->pipeline);
}

#endif
