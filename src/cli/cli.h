/* SPDX-License-Identifier: MIT
 * cli.h - what the commands share: the table of commands, options as rows, exit codes, messages. */
#ifndef TRAWL_CLI_CLI_H
#define TRAWL_CLI_CLI_H

#include "batch/tools.h"

#include <stdio.h>

typedef enum exit_code {
  EXIT_DONE = 0,
  EXIT_SOME_FAILED = 1, /* inputs that could not be read; a check or a test found faults */
  EXIT_USAGE = 2,
  EXIT_BAD_RULES = 3,
  EXIT_NOT_WRITTEN = 4,
  EXIT_LIMIT = 5,
} exit_code;

/* ---- options ----------------------------------------------------------------------------------- */

typedef enum option_kind {
  OPTION_FLAG,   /* bool */
  OPTION_VALUE,  /* const char * */
  OPTION_CHOICE, /* unsigned: index in `choices` */
  OPTION_LIST,   /* string_list: may be given several times */
} option_kind;

typedef struct string_list {
  const char **at;
  size_t count;
} string_list;

/* One row: how it is written, what help says, where the value goes in the command's struct. */
typedef struct option_row {
  char letter;         /* 0: only the long form */
  const char *name;    /* without the dashes; NULL ends the table */
  const char *operand; /* "PATH"; NULL for a flag */
  const char *help;
  option_kind kind;
  size_t offset;
  const char *const *choices; /* NULL behind the last */
} option_row;

typedef struct command {
  const char *name;
  const char *operands; /* "[FILE|DIR|-]..." */
  const char *summary;  /* one line */
  const char *details;  /* paragraphs below the options */
  void (*more)(FILE *out); /* help that is made from tables, below the details; may be NULL */
  const option_row *options;
  int (*run)(int argc, char **argv); /* argv[0] is the command's name */
} command;

extern const command command_extract, command_compile, command_gazetteer, command_check, command_test, command_explain, command_eval, command_diff,
  command_coverage, command_discover;

/* Reads options into `into` and operands into `operands`, whose arrays the caller frees with
 * string_list_clear(). False: a message was printed, exit with EXIT_USAGE. */
bool options_read(const command *of, int argc, char **argv, void *into, string_list *operands);
void options_help(const command *of, FILE *out);
void string_list_clear(string_list *list);
/* The position in a NULL-terminated list, or -1. */
int choice_of(const char *const *choices, const char *name);

/* ---- limits ------------------------------------------------------------------------------------ */

/* Notes NAME=N of --limit. False: a message was printed. */
bool limits_add(const command *of, const char *text);
/* What was noted, for trawl_config. */
const trawl_limit_setting *limits_given(size_t *count);
/* Whether a limit was given, and its value. */
bool limits_have(const char *name, uint64_t *value);
/* Appends all that was given as lines. */
void limits_put(trawl_buf *out);
/* The limits with their figures, for people. */
void limits_help(FILE *out);
/* Prints a warning for each limit that a document hit. */
void limits_hit(const trawl_doc *doc);
/* "64M": with k, M or G that many kibi-, mebi- or gibi-. */
bool size_read(const char *text, uint64_t *out);

/* ---- messages, all on standard error ----------------------------------------------------------- */

enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
extern const char *const color_choices[];

/* Colors for messages from here on; one of COLOR_*. */
void messages_color(unsigned choice);
/* Whether data on standard output has colors: not in a pipe, unless they are asked for. */
bool wants_colors(unsigned choice);
/* "trawl: ..." */
void message(const char *format, ...) __attribute__((format(printf, 1, 2)));
void usage_error(const command *of, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* file:line:col: error E207: ..., the source line, a caret, the hint. */
void finding_print(const trawl_finding *finding);
void findings_print(const trawl_findings *findings, bool quiet);
/* Findings for programs: one line each, as gcc writes them or as a JSON object. */
typedef enum findings_format { FINDINGS_TEXT, FINDINGS_GCC, FINDINGS_JSON } findings_format;
void findings_write(const trawl_findings *findings, findings_format format, bool quiet, trawl_buf *out);
/* A text as a JSON string; what is no UTF-8 becomes U+FFFD. */
void json_put(trawl_buf *out, const char *text, size_t len);
/* A text with its control characters escaped. */
void text_print(FILE *out, const char *text);

/* ---- shared steps ------------------------------------------------------------------------------ */

/* The data folder of the running program: NULL leaves it to the library. */
const char *data_folder(void);
typedef struct pipeline_options {
  const string_list *rules, *gazetteers; /* of -r and -g */
  unsigned resolve;                      /* of --resolve: index into resolve_choices */
  const char *pack;                      /* of -p: a file, "none" or NULL */
  bool sources;                          /* the command needs examples, which stand in no pack */
} pipeline_options;

/* In the order of trawl_resolution. */
extern const char *const resolve_choices[];

/* Opens the pipeline and prints what is wrong with its files. */
int pipeline_open(const pipeline_options *options, bool quiet, trawl_pipeline **out);
int pipeline_open_config(const trawl_config *config, bool quiet, trawl_pipeline **out);
/* Writes rules and gazetteers as a pack. Gives an exit code. */
int compile_pack(const string_list *rules, const string_list *gazetteers, const char *path);
int worse(int a, int b); /* 4 over 5 over the rest */

/* ---- output ------------------------------------------------------------------------------------ */

/* Where data goes: standard output, or a file that appears whole or not at all. */
typedef struct output {
  FILE *file;
  const char *path; /* as given; NULL: standard output */
  char *target;     /* what the finished file is to be called; NULL: written in place */
  char *part;       /* what it is called until then */
  bool failed, broken_pipe;
  int error; /* errno of the first failure */
} output;

/* That the part is there, in its folder, is on the disk when this returns. */
void output_sync_name(const output *out);
/* False: a message was printed, exit with EXIT_NOT_WRITTEN. */
bool output_open(output *out, const char *path);
/* The same; what an earlier run left of it stays, and is written over from its beginning. */
bool output_resume(output *out, const char *path, bool resume);
bool output_sink(void *out, const char *bytes, size_t len); /* a trawl_sink */
/* From here on SIGINT, SIGTERM and SIGHUP are noted, for the work to end; a second one ends it at once. */
void output_catch_signals(void);
/* The number of the signal that was noted, or 0. */
int output_interrupted(void);
/* Bytes written so far. */
uint64_t output_length(output *out);
/* All of it is on the disk; it has this length from now on. False: it failed, which output_end() says. */
bool output_sync(output *out);
bool output_cut(output *out, uint64_t len);
/* A path with something behind it, to be freed; NULL: out of memory. */
char *output_beside(const char *target, const char *suffix);

typedef enum output_fate {
  OUTPUT_APPEARS,          /* under its name; where it cannot, it goes */
  OUTPUT_APPEARS_OR_WAITS, /* where it cannot, it waits */
  OUTPUT_WAITS,            /* as PATH.part, to be gone on with */
  OUTPUT_GOES
} output_fate;

/* Finishes the file; prints what failed. EXIT_DONE or EXIT_NOT_WRITTEN. */
int output_end(output *out, output_fate fate);
/* The same: it appears, or goes. */
int output_close(output *out, bool keep);

#endif
