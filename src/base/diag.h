/* SPDX-License-Identifier: MIT
 * diag.h - findings: located errors and warnings, collected in a list and never printed here.
 *
 * A failing function reports and returns in one expression:
 *   return trawl_report(findings, place, "E204", TRAWL_BAD_RULE, "gap %u is above %u", gap, max);
 * Codes are stable and documented in docs/errors.md: E1xx files and YAML, E2xx rules, E3xx gazetteers,
 * E4xx inputs, W for warnings. */
#ifndef TRAWL_BASE_DIAG_H
#define TRAWL_BASE_DIAG_H

#include "base/status.h"

/* A file's text, kept while it is being read so that findings can show its lines. */
typedef struct trawl_source {
  const char *name;
  const char *text; /* UTF-8, may be NULL */
  size_t len;
} trawl_source;

/* A place in a source. line 0: the file as a whole. */
typedef struct trawl_place {
  const trawl_source *source; /* may be NULL: no file at all */
  uint32_t line, column, width; /* from 1, in code points; width 0 counts as 1 */
} trawl_place;

/* Adds an error and gives `status` back. `findings` may be NULL. */
trawl_status trawl_report(trawl_findings *findings, trawl_place place, const char *code,
                          trawl_status status, const char *format, ...)
  __attribute__((format(printf, 5, 6)));
/* The same with a second line, such as "did you mean 'person'?"; hint may be NULL. */
trawl_status trawl_report_hint(trawl_findings *findings, trawl_place place, const char *code,
                               trawl_status status, const char *hint, const char *format, ...)
  __attribute__((format(printf, 6, 7)));
void trawl_warn(trawl_findings *findings, trawl_place place, const char *code, const char *hint,
                const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Of `n` names the one nearest to `word` by edit distance, when near enough to be meant; or NULL. */
const char *trawl_nearest(const char *word, const char *const *names, size_t n);

#endif
