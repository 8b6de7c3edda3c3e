/* SPDX-License-Identifier: MIT
 * import.c - `trawl gazetteer import`: lists of names that others publish, as TSV gazetteers.
 *
 * Read line by line, so that a dump of any size needs no memory; compressed ones come through a pipe.  What a
 * gazetteer could not hold (names too long, with control characters, of a type that is not known) is left out
 * and counted. */
#include "cli/import.h"

#include "cli/cli.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_BYTES = 200, NAME_BLANKS = 8, COLUMNS = 19, MAX_ALIASES = 200 };

const char *const import_formats[] = {"list", "geonames", "wikidata", "iso-codes", NULL};

typedef struct importer {
  const import_options *options;
  output *out;
  trawl_buf line;
  uint64_t written, left_out;
} importer;

/* Has a line no bytes that are no UTF-8? */
static bool is_utf8(const char *text, size_t len)
{
  for (size_t i = 0; i < len;) {
    const trawl_rune rune = trawl_utf8_read(text + i, len - i);
    if (rune.code == 0xFFFD && (rune.len != 3 || (unsigned char)text[i] != 0xEF)) {
      return false;
    }
    i += rune.len;
  }
  return true;
}

/* ---- writing ----------------------------------------------------------------------------------- */

static bool is_usable(const char *name)
{
  size_t blanks = 0, len = 0;
  for (; name[len]; ++len) {
    if ((unsigned char)name[len] < ' ') {
      return false;
    }
    blanks += name[len] == ' ';
  }
  return len > 1 && len <= NAME_BYTES && blanks <= NAME_BLANKS;
}

static void put_field(trawl_buf *line, const char *text)
{
  for (; *text; ++text) {
    if (strchr("\\|;,", *text)) {
      trawl_buf_putc(line, '\\');
    }
    trawl_buf_putc(line, *text);
  }
}

/* Begins a line; false: the name cannot stand in a gazetteer. */
static bool begin(importer *im, const char *name, const char *type, const char *id)
{
  if (!type || !is_usable(name)) {
    ++im->left_out;
    return false;
  }
  im->line.len = 0;
  put_field(&im->line, name);
  trawl_buf_printf(&im->line, "\t%s\t%s\t", type, id ? id : "");
  return true;
}

static void put_alias(importer *im, const char *name, const char *alias, unsigned *count)
{
  if (is_usable(alias) && strcmp(alias, name) != 0 && *count < MAX_ALIASES) {
    trawl_buf_puts(&im->line, (*count)++ ? "|" : "");
    put_field(&im->line, alias);
  }
}

static void end(importer *im)
{
  while (im->line.len && im->line.at[im->line.len - 1] == '\t') {
    --im->line.len;
  }
  trawl_buf_putc(&im->line, '\n');
  output_sink(im->out, im->line.at, im->line.len);
  ++im->written;
}

/* ---- formats ------------------------------------------------------------------------------------- */

/* Splits in place at a character; gives the number of parts. */
static unsigned split(char *text, char at, char **parts, unsigned max)
{
  unsigned n = 0;
  while (n < max) {
    parts[n++] = text;
    text = strchr(text, at);
    if (!text) {
      break;
    }
    *text++ = '\0';
  }
  return n;
}

/* "name", or "name TAB type TAB alias|alias". */
static void read_list(importer *im, char *line)
{
  char *columns[3], *aliases[MAX_ALIASES];
  unsigned count = 0;
  if (!*line || *line == '#') {
    return;
  }
  const unsigned n = split(line, '\t', columns, 3);
  const char *type = n > 1 && *columns[1] ? columns[1] : im->options->type;
  if (!begin(im, columns[0], type, NULL)) {
    return;
  }
  const unsigned all = n > 2 ? split(columns[2], '|', aliases, MAX_ALIASES) : 0;
  for (unsigned i = 0; i < all; ++i) {
    put_alias(im, columns[0], aliases[i], &count);
  }
  end(im);
}

/* A line of allCountries.txt: 19 columns, see the readme of GeoNames. */
static void read_geonames(importer *im, char *line)
{
  enum { ID, NAME, ASCII, ALTERNATE, CLASS = 6, CODE = 7, POPULATION = 14 };
  char *columns[COLUMNS], *aliases[MAX_ALIASES], id[40];
  unsigned count = 0;
  if (!*line || split(line, '\t', columns, COLUMNS) <= POPULATION) {
    im->left_out += *line != '\0';
    return;
  }
  const unsigned long population = strtoul(columns[POPULATION], NULL, 10);
  const char *type = strcmp(columns[CLASS], "A") == 0 && strncmp(columns[CODE], "PCLI", 4) == 0 ? "country" : "place";
  snprintf(id, sizeof id, "geonames-%.20s", columns[ID]);
  if (population < im->options->min_population) {
    ++im->left_out;
    return;
  }
  if (!begin(im, columns[NAME], im->options->type ? im->options->type : type, id)) {
    return;
  }
  put_alias(im, columns[NAME], columns[ASCII], &count);
  const unsigned n = im->options->aliases ? split(columns[ALTERNATE], ',', aliases, MAX_ALIASES) : 0;
  for (unsigned i = 0; i < n; ++i) {
    if (strcmp(aliases[i], columns[ASCII]) != 0) {
      put_alias(im, columns[NAME], aliases[i], &count);
    }
  }
  trawl_buf_putc(&im->line, '\t');
  if (population && population < 9999999999u) {
    trawl_buf_printf(&im->line, "population=%lu", population);
  }
  end(im);
}

static const char *text_of(const json_t *object, const char *key)
{
  const char *text = json_string_value(json_object_get(object, key));
  return text && *text ? text : NULL;
}

/* The item that the i-th statement of a property names, "Q5"; NULL: there is none. */
static const char *item_of(const json_t *entity, const char *property, size_t i)
{
  const json_t *statement = json_array_get(json_object_get(json_object_get(entity, "claims"), property), i);
  const json_t *value = json_object_get(json_object_get(json_object_get(statement, "mainsnak"), "datavalue"), "value");
  return text_of(value, "id");
}

static const char *type_of_item(const json_t *entity)
{
  static const char *const types[][2] = {
    {"Q5", "person"},           {"Q6256", "country"},         {"Q3624078", "country"},     {"Q515", "place"},
    {"Q1549591", "place"},      {"Q486972", "place"},         {"Q532", "place"},           {"Q3957", "place"},
    {"Q35657", "place"},        {"Q4022", "place"},           {"Q8502", "place"},          {"Q23442", "place"},
    {"Q23397", "place"},        {"Q43229", "organization"},   {"Q4830453", "organization"}, {"Q6881511", "organization"},
    {"Q783794", "organization"}, {"Q891723", "organization"}, {"Q7278", "organization"},   {"Q3918", "organization"},
    {"Q484652", "organization"}, {"Q327333", "organization"}, {"Q192350", "organization"}, {"Q1616075", "organization"},
    {"Q11032", "organization"}, {"Q192283", "organization"},  {"Q163740", "organization"}, {"Q22687", "organization"},
  };
  const char *item;
  for (size_t i = 0; (item = item_of(entity, "P31", i)); ++i) {
    for (size_t k = 0; k < TRAWL_COUNT(types); ++k) {
      if (strcmp(item, types[k][0]) == 0) {
        return types[k][1];
      }
    }
  }
  return NULL;
}

/* A line of the dump: an object and a comma; the first and last line are brackets. */
static void read_wikidata(importer *im, char *line)
{
  unsigned count = 0;
  if (*line != '{') {
    return;
  }
  json_t *entity = json_loads(line, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, NULL);
  const char *language = im->options->language;
  const char *name = text_of(json_object_get(json_object_get(entity, "labels"), language), "value");
  const char *id = text_of(entity, "id"), *type = im->options->type ? im->options->type : type_of_item(entity);
  if (!name || !id || !is_usable(id) || !begin(im, name, type, id)) {
    im->left_out += !name || !id;
    json_decref(entity);
    return;
  }
  const json_t *aliases = json_object_get(json_object_get(entity, "aliases"), language);
  for (size_t i = 0; im->options->aliases && i < json_array_size(aliases); ++i) {
    const char *alias = text_of(json_array_get(aliases, i), "value");
    put_alias(im, name, alias ? alias : "", &count);
  }
  trawl_buf_printf(&im->line, "\twikidata=%s", id);
  const char *gender = strcmp(type, "person") == 0 ? item_of(entity, "P21", 0) : NULL;
  if (gender && (strcmp(gender, "Q6581097") == 0 || strcmp(gender, "Q6581072") == 0)) {
    trawl_buf_printf(&im->line, ";gender=%s", strcmp(gender, "Q6581097") == 0 ? "male" : "female");
  }
  end(im);
  json_decref(entity);
}

/* iso_3166-1.json (countries) and iso_3166-2.json (their parts), small files read whole. */
static bool read_iso_codes(importer *im, FILE *in)
{
  json_t *all = json_loadf(in, 0, NULL);
  const json_t *countries = json_object_get(all, "3166-1"), *parts = json_object_get(all, "3166-2");
  const json_t *list = countries ? countries : parts;
  for (size_t i = 0; i < json_array_size(list); ++i) {
    const json_t *item = json_array_get(list, i);
    const char *given = text_of(item, "name"), *common = text_of(item, "common_name");
    const char *name = common ? common : given, *official = text_of(item, "official_name");
    const char *iso2 = text_of(item, "alpha_2"), *iso3 = text_of(item, "alpha_3"), *code = text_of(item, "code");
    unsigned count = 0;
    if (!name || !begin(im, name, im->options->type ? im->options->type : countries ? "country" : "place", code)) {
      continue;
    }
    put_alias(im, name, given ? given : "", &count);
    put_alias(im, name, official ? official : "", &count);
    if (iso2 && iso3) {
      trawl_buf_printf(&im->line, "\tiso2=%s;iso3=%s", iso2, iso3);
    }
    end(im);
  }
  json_decref(all);
  return list != NULL;
}

/* ---- all together -------------------------------------------------------------------------------- */

static bool import_file(importer *im, FILE *in)
{
  void (*const readers[])(importer *, char *) = {read_list, read_geonames, read_wikidata};
  char *line = NULL;
  size_t room = 0;
  ssize_t len;
  if (im->options->format == IMPORT_ISO_CODES) {
    return read_iso_codes(im, in);
  }
  while ((len = getline(&line, &room, in)) >= 0) {
    while (len && (line[len - 1] == '\n' || line[len - 1] == '\r')) {
      line[--len] = '\0';
    }
    if (strlen(line) != (size_t)len || !is_utf8(line, (size_t)len)) {
      ++im->left_out;
      continue;
    }
    readers[im->options->format](im, line);
  }
  free(line);
  return !ferror(in);
}

int import_names(const import_options *options, const string_list *paths, const char *path, bool quiet)
{
  static const char *const standard_input[] = {"-"};
  const char *const *from = paths->count ? paths->at : standard_input;
  output out;
  int code = EXIT_DONE;
  if (!output_open(&out, path)) {
    return EXIT_NOT_WRITTEN;
  }
  importer im = {.options = options, .out = &out};
  static const char first[] = "#trawl-gazetteer 1\n";
  output_sink(&out, first, sizeof first - 1);
  for (size_t i = 0; i < (paths->count ? paths->count : 1); ++i) {
    FILE *in = strcmp(from[i], "-") == 0 ? stdin : fopen(from[i], "rb");
    if (!in || !import_file(&im, in)) {
      message("%s: %s", from[i], in ? "cannot be read as this format" : "cannot be read");
      code = EXIT_SOME_FAILED;
    }
    if (in && in != stdin) {
      fclose(in);
    }
  }
  const int closed = output_close(&out, code == EXIT_DONE && !im.line.failed);
  if (im.line.failed) {
    message("out of memory");
    code = EXIT_LIMIT;
  } else if (!quiet && code == EXIT_DONE) {
    message("%llu entries, %llu left out", (unsigned long long)im.written, (unsigned long long)im.left_out);
  }
  trawl_buf_clear(&im.line);
  return worse(code, closed);
}
