/* SPDX-License-Identifier: MIT
 * options.c - reads a command line by a table of rows, and prints help from the same rows.
 *
 * Takes -o PATH, -oPATH, --output PATH, --output=PATH, flags run together (-qe), options behind
 * operands, `--` before operands that begin with a dash; "-" alone is an operand.  A name that is nearly
 * right is an error that says what may have been meant. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_ROWS = 64, HELP_COLUMN = 28 };

typedef struct scan {
  const command *of;
  int argc, at;
  char **argv;
  char *into;
} scan;

static size_t row_count(const option_row *rows)
{
  size_t n = 0;
  while (rows[n].name) {
    ++n;
  }
  return n;
}

int choice_of(const char *const *choices, const char *name)
{
  for (int i = 0; choices[i]; ++i) {
    if (strcmp(choices[i], name) == 0) {
      return i;
    }
  }
  return -1;
}

static size_t choice_count(const char *const *choices)
{
  size_t n = 0;
  while (choices[n]) {
    ++n;
  }
  return n;
}

void string_list_clear(string_list *list)
{
  free((void *)list->at);
  *list = (string_list){NULL, 0};
}

/* Room is made once: there are never more values than arguments. */
static bool list_add(string_list *list, const char *value, int argc)
{
  if (!list->at) {
    list->at = malloc(((size_t)argc + 1) * sizeof *list->at);
  }
  if (!list->at) {
    message("out of memory");
    return false;
  }
  list->at[list->count++] = value;
  return true;
}

static bool bad_choice(const scan *s, const option_row *row, const char *value)
{
  trawl_buf all = {.at = NULL};
  for (size_t i = 0; row->choices[i]; ++i) {
    trawl_buf_printf(&all, "%s%s", i ? ", " : "", row->choices[i]);
  }
  const char *near = trawl_nearest(value, row->choices, choice_count(row->choices));
  usage_error(s->of, "--%s: '%s' is none of %s%s%s%s", row->name, value, trawl_buf_str(&all),
              near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
  trawl_buf_clear(&all);
  return false;
}

/* Every command that reads rules takes it, and they all do. */
static const option_row limit_row = {
  0, "limit", "NAME=N", "set a limit on what input and rules may cost; --limit help lists them", OPTION_LIST, 0, NULL};

static bool store(const scan *s, const option_row *row, const char *value)
{
  void *field = s->into + row->offset;
  if (row == &limit_row) {
    return limits_add(s->of, value);
  }
  switch (row->kind) {
  case OPTION_FLAG:
    *(bool *)field = true;
    return true;
  case OPTION_VALUE:
    *(const char **)field = value;
    return true;
  case OPTION_LIST:
    return list_add(field, value, s->argc);
  case OPTION_CHOICE:
    break;
  }
  const int choice = choice_of(row->choices, value);
  if (choice < 0) {
    return bad_choice(s, row, value);
  }
  *(unsigned *)field = (unsigned)choice;
  return true;
}

/* `value` is what stands behind the option in the same argument, or NULL. */
static bool take(scan *s, const option_row *row, const char *value)
{
  if (!row->operand) {
    if (value) {
      usage_error(s->of, "--%s takes no value", row->name);
      return false;
    }
    return store(s, row, NULL);
  }
  if (!value && s->at + 1 >= s->argc) {
    usage_error(s->of, "--%s needs a value: %s", row->name, row->operand);
    return false;
  }
  return store(s, row, value ? value : s->argv[++s->at]);
}

static bool read_long(scan *s, const char *argument)
{
  const char *equals = strchr(argument, '=');
  const size_t len = equals ? (size_t)(equals - argument) : strlen(argument);
  const char *names[MAX_ROWS + 2];
  size_t n = 0;
  for (const option_row *row = s->of->options; row->name && n < MAX_ROWS; ++row) {
    if (strlen(row->name) == len && memcmp(row->name, argument, len) == 0) {
      return take(s, row, equals ? equals + 1 : NULL);
    }
    names[n++] = row->name;
  }
  if (len == strlen(limit_row.name) && memcmp(limit_row.name, argument, len) == 0) {
    return take(s, &limit_row, equals ? equals + 1 : NULL);
  }
  names[n++] = limit_row.name;
  names[n++] = "help";
  char given[64];
  snprintf(given, sizeof given, "%.*s", (int)(len < 60 ? len : 60), argument);
  const char *near = trawl_nearest(given, names, n);
  usage_error(s->of, "unknown option --%s%s%s%s", given, near ? "; did you mean --" : "",
              near ? near : "", near ? "?" : "");
  return false;
}

static bool read_short(scan *s, const char *letters)
{
  for (; *letters; ++letters) {
    const option_row *row = s->of->options;
    while (row->name && row->letter != *letters) {
      ++row;
    }
    if (!row->name) {
      usage_error(s->of, "unknown option -%c", *letters);
      return false;
    }
    if (row->operand) {
      return take(s, row, letters[1] ? letters + 1 : NULL);
    }
    if (!take(s, row, NULL)) {
      return false;
    }
  }
  return true;
}

bool options_read(const command *of, int argc, char **argv, void *into, string_list *operands)
{
  scan s = {of, argc, 1, argv, into};
  bool only_operands = false;
  for (; s.at < argc; ++s.at) {
    const char *argument = argv[s.at];
    if (only_operands || argument[0] != '-' || !argument[1]) {
      if (!list_add(operands, argument, argc)) {
        return false;
      }
    } else if (strcmp(argument, "--") == 0) {
      only_operands = true;
    } else if (argument[1] == '-' ? !read_long(&s, argument + 2) : !read_short(&s, argument + 1)) {
      return false;
    }
  }
  return true;
}

/* ---- help -------------------------------------------------------------------------------------- */

static void print_row(const option_row *row, FILE *out)
{
  char left[96];
  const bool letter = row->letter != 0;
  const int n = snprintf(left, sizeof left, "  %c%c%s --%s%s%s", letter ? '-' : ' ',
                         letter ? row->letter : ' ', letter ? "," : " ", row->name,
                         row->operand ? " " : "", row->operand ? row->operand : "");
  const int gap = n < HELP_COLUMN - 1 ? HELP_COLUMN - n : 0;
  fprintf(out, "%s", left);
  if (!gap) {
    fputc('\n', out);
  }
  fprintf(out, "%*s", gap ? gap : HELP_COLUMN, "");
  for (const char *c = row->help; *c; ++c) {
    fputc(*c, out);
    if (*c == '\n') {
      fprintf(out, "%*s", HELP_COLUMN, "");
    }
  }
  fputc('\n', out);
}

void options_help(const command *of, FILE *out)
{
  fprintf(out, "Usage: trawl %s%s %s\n%s\n", of->name, row_count(of->options) ? " [OPTION]..." : "",
          of->operands, of->summary);
  fprintf(out, "\nOptions:\n");
  for (const option_row *row = of->options; row->name; ++row) {
    print_row(row, out);
  }
  print_row(&limit_row, out);
  const option_row help = {'h', "help", NULL, "print this and exit", OPTION_FLAG, 0, NULL};
  print_row(&help, out);
  if (of->details) {
    fprintf(out, "\n%s", of->details);
  }
  if (of->more) {
    of->more(out);
  }
}
