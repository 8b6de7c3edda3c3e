/* SPDX-License-Identifier: MIT
 * check.c - `trawl check`: are the rules and gazetteers sound?
 *
 * What is named is read on top of the shipped files, whatever its kind; without a PATH the shipped files
 * themselves are checked. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

typedef struct settings {
  const char *max;
  unsigned color, format;
  bool strict, quiet;
} settings;

#define AT(field) offsetof(settings, field)

/* In the order of findings_format. */
static const char *const format_choices[] = {"text", "gcc", "json", NULL};

static const option_row options[] = {
  {'f', "format", "FORMAT", "text (default), gcc (a line each) or json (an object a line)", OPTION_CHOICE,
   AT(format), format_choices},
  {0, "strict", NULL, "warnings count as errors", OPTION_FLAG, AT(strict), NULL},
  {0, "max-findings", "N", "print at most N findings (default 100, 0: all)", OPTION_VALUE, AT(max),
   NULL},
  {0, "color", "WHEN", "messages in color: auto (default), always or never", OPTION_CHOICE,
   AT(color), color_choices},
  {'q', "quiet", NULL, "errors only", OPTION_FLAG, AT(quiet), NULL},
  {.name = NULL},
};

/* "PATH" as "+PATH": adds to what ships; packs are left out. The list owns the copies. */
static bool add_all(const string_list *paths, string_list *out, trawl_arena *arena)
{
  out->at = malloc((paths->count + 1) * sizeof *out->at);
  for (size_t i = 0; out->at && i < paths->count; ++i) {
    if (trawl_pack_is_one(paths->at[i])) {
      continue;
    }
    out->at[out->count] = trawl_arena_printf(arena, "+%s", paths->at[i]);
    if (!out->at[out->count]) {
      return false;
    }
    ++out->count;
  }
  return out->at != NULL;
}

/* Text is for people and goes to standard error, the other formats are data. */
static int show(const settings *set, const trawl_findings *findings)
{
  if (set->format == FINDINGS_TEXT) {
    findings_print(findings, set->quiet);
    return EXIT_DONE;
  }
  trawl_buf lines = {.at = NULL};
  output out;
  findings_write(findings, (findings_format)set->format, set->quiet, &lines);
  int code = lines.failed ? EXIT_LIMIT : EXIT_DONE;
  if (code == EXIT_LIMIT) {
    message("out of memory");
  } else if (!output_open(&out, NULL)) {
    code = EXIT_NOT_WRITTEN;
  } else {
    output_sink(&out, trawl_buf_str(&lines), strlen(trawl_buf_str(&lines)));
    code = output_close(&out, true);
  }
  if (trawl_findings_dropped(findings)) {
    message("%u more findings are not shown (--max-findings)", (unsigned)trawl_findings_dropped(findings));
  }
  trawl_buf_clear(&lines);
  return code;
}

/* Packs among the operands are read from end to end. */
static trawl_status check_packs(const string_list *paths, trawl_findings *findings)
{
  trawl_status status = TRAWL_OK;
  for (size_t i = 0; i < paths->count && status != TRAWL_NO_MEM; ++i) {
    const trawl_status one = trawl_pack_is_one(paths->at[i]) ? trawl_pack_check(paths->at[i], findings) : TRAWL_OK;
    status = one != TRAWL_OK ? one : status;
  }
  return status;
}

static int check(const settings *set, const string_list *paths, const string_list *rules, uint32_t max)
{
  trawl_findings *findings = trawl_findings_new(max);
  trawl_pipeline *pipeline = NULL;
  if (!findings) {
    message("out of memory");
    return EXIT_LIMIT;
  }
  trawl_config config = {
    .data = data_folder(), .rules = rules->at, .rule_count = rules->count, .lint = true,
    .sources = true};
  config.limits = limits_given(&config.limit_count);
  trawl_status status = check_packs(paths, findings);
  if (status != TRAWL_NO_MEM && (rules->count || !paths->count)) {
    const trawl_status opened = trawl_pipeline_open(&config, findings, &pipeline);
    status = opened != TRAWL_OK ? opened : status;
  }
  const int shown = show(set, findings);
  const uint32_t errors = trawl_findings_errors(findings);
  const uint32_t all = trawl_findings_count(findings) + trawl_findings_dropped(findings);
  const uint32_t warnings = all > errors ? all - errors : 0;
  if (status != TRAWL_OK && !errors) {
    message("%s", trawl_status_text(status));
  } else if (!set->quiet && set->format == FINDINGS_TEXT) {
    message("%s: %u error%s, %u warning%s", errors ? "not sound" : "sound", (unsigned)errors,
            errors == 1 ? "" : "s", (unsigned)warnings, warnings == 1 ? "" : "s");
  }
  trawl_pipeline_free(pipeline);
  trawl_findings_free(findings);
  if (shown != EXIT_DONE || status == TRAWL_NO_MEM) {
    return shown != EXIT_DONE ? shown : EXIT_LIMIT;
  }
  return status != TRAWL_OK || errors || (set->strict && warnings) ? EXIT_SOME_FAILED : EXIT_DONE;
}

static int run(int argc, char **argv)
{
  settings set = {.max = "100"};
  string_list operands = {NULL, 0}, rules = {NULL, 0};
  trawl_arena arena = {NULL, NULL};
  int code = EXIT_USAGE;
  if (options_read(&command_check, argc, argv, &set, &operands)) {
    char *end = NULL;
    const unsigned long max = strtoul(set.max, &end, 10);
    messages_color(set.color);
    if (set.max[0] < '0' || set.max[0] > '9' || *end || max > UINT32_MAX) {
      usage_error(&command_check, "--max-findings: '%s' is not a number", set.max);
    } else if (!add_all(&operands, &rules, &arena)) {
      message("out of memory");
      code = EXIT_LIMIT;
    } else {
      code = check(&set, &operands, &rules, (uint32_t)max);
    }
  }
  string_list_clear(&operands);
  string_list_clear(&rules);
  trawl_arena_clear(&arena);
  return code;
}

const command command_check = {
  .name = "check",
  .operands = "[PATH]...",
  .summary = "Are the rules and gazetteers sound?",
  .details = "PATH is a file or folder of rules or gazetteers, read on top of the shipped ones, or a\n"
             "pack, whose checksum is compared;\n"
             "without PATH the shipped ones are checked. All faults are reported in one run.\n\n"
             "Exit status: 0 sound, or warnings only; 1 errors.\n",
  .options = options,
  .run = run,
};
