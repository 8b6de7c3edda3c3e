/* SPDX-License-Identifier: MIT
 * compile.c - `trawl compile`: rules and gazetteers as one file that is mapped when it is used. */
#include "cli/cli.h"

typedef struct settings {
  string_list rules, gazetteers;
  const char *output;
} settings;

#define AT(field) offsetof(settings, field)

static const option_row options[] = {
  {'r', "rules", "PATH", "rules instead of the shipped ones of their kind; +PATH adds to them", OPTION_LIST,
   AT(rules), NULL},
  {'g', "gazetteers", "PATH", "names instead of the shipped ones; +PATH adds to them", OPTION_LIST,
   AT(gazetteers), NULL},
  {'o', "output", "FILE", "the pack to write", OPTION_VALUE, AT(output), NULL},
  {.name = NULL},
};

int compile_pack(const string_list *rules, const string_list *gazetteers, const char *path)
{
  trawl_findings *findings = trawl_findings_new(100);
  output out;
  if (!findings) {
    message("out of memory");
    return EXIT_LIMIT;
  }
  if (!output_open(&out, path)) {
    trawl_findings_free(findings);
    return EXIT_NOT_WRITTEN;
  }
  trawl_config config = {
    .data = data_folder(),
    .rules = rules->at,
    .rule_count = rules->count,
    .gazetteers = gazetteers->at,
    .gazetteer_count = gazetteers->count,
  };
  config.limits = limits_given(&config.limit_count);
  const trawl_status status = trawl_pipeline_compile(&config, findings, output_sink, &out);
  const int closed = output_close(&out, status == TRAWL_OK);
  findings_print(findings, status == TRAWL_OK);
  if (status != TRAWL_OK && status != TRAWL_IO && !trawl_findings_errors(findings)) {
    message("%s", trawl_status_text(status));
  }
  trawl_findings_free(findings);
  return closed != EXIT_DONE        ? closed
         : status == TRAWL_OK       ? EXIT_DONE
         : status == TRAWL_NO_MEM   ? EXIT_LIMIT
                                    : EXIT_BAD_RULES;
}

static int run(int argc, char **argv)
{
  settings set = {.output = NULL};
  string_list operands = {NULL, 0};
  int code = EXIT_USAGE;
  if (options_read(&command_compile, argc, argv, &set, &operands)) {
    if (operands.count) {
      usage_error(&command_compile, "'%s': what is to be compiled is named with -r and -g", operands.at[0]);
    } else if (!set.output) {
      usage_error(&command_compile, "-o FILE is missing: where the pack is to go");
    } else {
      code = compile_pack(&set.rules, &set.gazetteers, set.output);
    }
  }
  string_list_clear(&operands);
  string_list_clear(&set.rules);
  string_list_clear(&set.gazetteers);
  return code;
}

const command command_compile = {
  .name = "compile",
  .operands = "",
  .summary = "Make one file of rules and gazetteers, for a start in milliseconds",
  .details = "A pack is used with 'trawl extract -p FILE'; it is mapped into memory and shared between\n"
             "processes. It gives the same triples as the files that it was made of. It fits the\n"
             "version of trawl that made it; 'trawl check FILE' compares its checksum.\n\n"
             "Exit status: 0 written, 3 rules or gazetteers have errors, 4 it cannot be written.\n",
  .options = options,
  .run = run,
};
