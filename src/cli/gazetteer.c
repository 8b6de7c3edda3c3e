/* SPDX-License-Identifier: MIT
 * gazetteer.c - `trawl gazetteer compile|import|lookup`: large lists of names. */
#include "cli/cli.h"
#include "cli/import.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN = 100 };

typedef struct settings {
  string_list gazetteers;
  const char *output, *pack, *type, *language, *population;
  unsigned from;
  bool alone, quiet, no_aliases, offices;
} settings;

#define AT(field) offsetof(settings, field)

static const option_row options[] = {
  {'o', "output", "FILE", "compile: the pack to write; import: the gazetteer (default: standard output)", OPTION_VALUE,
   AT(output), NULL},
  {0, "alone", NULL, "compile: without the shipped names", OPTION_FLAG, AT(alone), NULL},
  {0, "from", "FORMAT", "import: list (default), geonames, wikidata or iso-codes", OPTION_CHOICE, AT(from),
   import_formats},
  {0, "type", "TYPE", "import: the type of all entries; lists without types need it", OPTION_VALUE, AT(type), NULL},
  {0, "language", "CODE", "import: of Wikidata's labels (default en)", OPTION_VALUE, AT(language), NULL},
  {0, "min-population", "N", "import: leave out places of GeoNames with fewer people", OPTION_VALUE, AT(population),
   NULL},
  {0, "no-aliases", NULL, "import: main names only", OPTION_FLAG, AT(no_aliases), NULL},
  {'p', "pack", "FILE", "lookup: ask this pack", OPTION_VALUE, AT(pack), NULL},
  {'g', "gazetteers", "PATH", "lookup: ask these; +PATH adds to the shipped ones", OPTION_LIST, AT(gazetteers), NULL},
  {0, "offices", NULL, "lookup: the offices of each person as well, on lines of their own", OPTION_FLAG, AT(offices),
   NULL},
  {'q', "quiet", NULL, "errors only", OPTION_FLAG, AT(quiet), NULL},
  {.name = NULL},
};

static int compile(const settings *set, const string_list *paths)
{
  const string_list none = {NULL, 0};
  trawl_arena arena = {NULL, NULL};
  string_list given = {calloc(paths->count + 1, sizeof *given.at), 0};
  int code = EXIT_LIMIT;
  if (!set->output || !paths->count) {
    usage_error(&command_gazetteer, "compile needs gazetteers and -o FILE");
    code = EXIT_USAGE;
  } else if (given.at) {
    for (; given.count < paths->count; ++given.count) {
      const char *path = trawl_arena_printf(&arena, "%s%s", set->alone ? "" : "+", paths->at[given.count]);
      given.at[given.count] = path ? path : "";
    }
    code = compile_pack(&none, &given, set->output);
  }
  free(given.at);
  trawl_arena_clear(&arena);
  return code;
}

static int import(const settings *set, const string_list *paths)
{
  import_options how = {.format = (import_format)set->from, .type = set->type, .aliases = !set->no_aliases,
                        .language = set->language ? set->language : "en"};
  char *stop = "";
  how.min_population = set->population ? strtoul(set->population, &stop, 10) : 0;
  if (*stop || (set->population && !*set->population)) {
    usage_error(&command_gazetteer, "--min-population: '%s' is not a number", set->population);
    return EXIT_USAGE;
  }
  return import_names(&how, paths, set->output, set->quiet);
}

/* "2024-05-01", "2024-05", "2024", or nothing. */
static void print_date(trawl_buf *lines, uint32_t date)
{
  const unsigned year = date / 10000, month = date / 100 % 100, day = date % 100;
  if (date) {
    trawl_buf_printf(lines, "%04u", year);
  }
  if (month && month < 99) {
    trawl_buf_printf(lines, "-%02u", month);
  }
  if (month && month < 99 && day && day < 99) {
    trawl_buf_printf(lines, "-%02u", day);
  }
}

/* Empty columns at the end of the line are left out. */
static void end_line(trawl_buf *lines)
{
  while (lines->len && lines->at[lines->len - 1] == '\t') {
    --lines->len;
  }
  trawl_buf_puts(lines, "\n");
}

/* TAB office TAB of what TAB from TAB to TAB source TAB as of. */
static void print_offices(const trawl_pipeline *pipeline, const char *id, trawl_buf *lines)
{
  trawl_office_view offices[SHOWN];
  uint32_t count = 0;
  trawl_pipeline_offices(pipeline, id, offices, SHOWN, &count);
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t dates[] = {offices[i].from, offices[i].to};
    trawl_buf_printf(lines, "\t%s\t%s", offices[i].role, offices[i].of ? offices[i].of : "");
    for (size_t k = 0; k < TRAWL_COUNT(dates); ++k) {
      trawl_buf_puts(lines, "\t");
      print_date(lines, dates[k]);
    }
    trawl_buf_printf(lines, "\t%s\t", offices[i].origin);
    print_date(lines, offices[i].as_of);
    end_line(lines);
  }
}

/* name TAB type TAB id TAB where it lies TAB file TAB demonym or nothing TAB source TAB as of, a line for each entry
 * that bears the name. */
static bool look_up(const trawl_pipeline *pipeline, const char *name, bool with_offices, trawl_buf *lines, bool *found)
{
  trawl_entry_view views[SHOWN];
  uint32_t count = 0;
  if (trawl_pipeline_lookup(pipeline, name, views, SHOWN, &count) != TRAWL_OK) {
    return false;
  }
  for (uint32_t i = 0; i < count; ++i) {
    trawl_buf_printf(lines, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t", views[i].name, views[i].type, views[i].id,
                     views[i].in ? views[i].in : "", views[i].source, views[i].demonym ? "demonym" : "",
                     views[i].origin);
    print_date(lines, views[i].as_of);
    end_line(lines);
    if (with_offices) {
      print_offices(pipeline, views[i].id, lines);
    }
  }
  if (!count) {
    message("'%s' is no name of the gazetteers", name);
    *found = false;
  }
  return !lines->failed;
}

static int lookup(const settings *set, const string_list *names)
{
  const string_list none = {NULL, 0};
  trawl_pipeline *pipeline = NULL;
  trawl_buf lines = {.at = NULL};
  output out;
  bool found = true, fine = true;
  const pipeline_options with = {.rules = &none, .gazetteers = &set->gazetteers, .pack = set->pack};
  if (!names->count) {
    usage_error(&command_gazetteer, "lookup needs a name");
    return EXIT_USAGE;
  }
  int code = pipeline_open(&with, set->quiet, &pipeline);
  if (code == EXIT_DONE && !output_open(&out, NULL)) {
    code = EXIT_NOT_WRITTEN;
  } else if (code == EXIT_DONE) {
    for (size_t i = 0; i < names->count && fine; ++i) {
      fine = look_up(pipeline, names->at[i], set->offices, &lines, &found);
    }
    output_sink(&out, lines.len ? lines.at : "", lines.len);
    code = worse(fine ? EXIT_DONE : EXIT_LIMIT, output_close(&out, true));
    code = worse(code, found ? EXIT_DONE : EXIT_SOME_FAILED);
  }
  trawl_buf_clear(&lines);
  trawl_pipeline_free(pipeline);
  return code;
}

static int run(int argc, char **argv)
{
  static const struct {
    const char *name;
    int (*run)(const settings *set, const string_list *operands);
  } parts[] = {{"compile", compile}, {"import", import}, {"lookup", lookup}};
  settings set = {.output = NULL};
  string_list operands = {NULL, 0};
  int code = EXIT_USAGE;
  if (options_read(&command_gazetteer, argc, argv, &set, &operands)) {
    size_t i = 0;
    while (operands.count && i < TRAWL_COUNT(parts) && strcmp(parts[i].name, operands.at[0]) != 0) {
      ++i;
    }
    if (!operands.count || i == TRAWL_COUNT(parts)) {
      usage_error(&command_gazetteer, "expected compile, import or lookup");
    } else {
      const string_list rest = {operands.at + 1, operands.count - 1};
      code = parts[i].run(&set, &rest);
    }
  }
  string_list_clear(&operands);
  string_list_clear(&set.gazetteers);
  return code;
}

const command command_gazetteer = {
  .name = "gazetteer",
  .operands = "compile|import|lookup [FILE|NAME]...",
  .summary = "Make, convert and ask lists of names, up to millions",
  .details = "compile  FILEs beside the shipped names, as a pack for 'trawl extract -p FILE'\n"
             "import   what others publish, as a TSV gazetteer: allCountries.txt of GeoNames, the JSON\n"
             "         dump of Wikidata, iso_3166-1.json and -2 of iso-codes, lists of 'name TAB type\n"
             "         TAB alias|alias'; standard input without a FILE: bzcat dump.json.bz2 | ...\n"
             "lookup   the entries that bear a NAME: name, type, id, where it lies, file, 'demonym' when\n"
             "         the name is one, source of the facts, date to which they are known to hold\n\n"
             "Exit status: 0 done, 1 a file cannot be read or a name is not there.\n",
  .options = options,
  .run = run,
};
