/* SPDX-License-Identifier: MIT
 * test.h - what the files of `trawl test` share: test.c chooses and runs, test_compare.c compares,
 * test_report.c writes. */
#ifndef TRAWL_CLI_TEST_H
#define TRAWL_CLI_TEST_H

#include "cli/cli.h"

/* What examples run in; used for one after the other. */
typedef struct test_bench {
  const trawl_pipeline *pipeline;
  trawl_doc *doc;
  trawl_buf lines; /* the document's triples in the text format */
  trawl_buf diff;  /* of the last example, empty when all agreed: lines that begin with
                      "- " (missing), "+ " (not expected) or blanks (about the line before) */
} test_bench;

trawl_status test_compare(test_bench *bench, const trawl_example *example);

typedef enum test_format { TEST_TEXT, TEST_TAP, TEST_JUNIT } test_format;

typedef struct test_report {
  test_format format;
  trawl_buf cases; /* TAP and JUnit: what was written so far */
  uint32_t run, failed;
} test_report;

/* Text is printed at once, on standard error. */
void test_report_add(test_report *report, const trawl_example *example, const trawl_buf *diff);
/* Writes the other formats to standard output; an exit code. */
int test_report_end(test_report *report);

#endif
