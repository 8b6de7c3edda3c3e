/* SPDX-License-Identifier: MIT
 * messages.c - what is said to people, on standard error.
 *
 * Findings look like a compiler's, so that editors can jump to them.  Whatever comes from a file or a
 * command line is printed with its control characters escaped. */
#include "cli/cli.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

const char *const color_choices[] = {"auto", "always", "never", NULL};

/* Columns of a source line that are shown. */
enum { SHOWN = 120, BEFORE_CARET = 90 };

static bool colors;

static bool suits(int stream, unsigned choice)
{
  const char *term = getenv("TERM"), *no = getenv("NO_COLOR");
  const bool is = isatty(stream) && !(no && *no) && !(term && strcmp(term, "dumb") == 0);
  return choice == COLOR_ALWAYS || (choice == COLOR_AUTO && is);
}

bool wants_colors(unsigned choice)
{
  return suits(STDOUT_FILENO, choice);
}

void messages_color(unsigned choice)
{
  colors = suits(STDERR_FILENO, choice);
}

static const char *color(const char *code)
{
  return colors ? code : "";
}

#define BOLD color("\033[1m")
#define RED color("\033[1;31m")
#define MAGENTA color("\033[1;35m")
#define GREEN color("\033[1;32m")
#define PLAIN color("\033[0m")

static void print_escaped(FILE *out, const char *text, size_t len)
{
  for (size_t i = 0; i < len;) {
    const trawl_rune rune = trawl_utf8_read(text + i, len - i);
    if (rune.bad || rune.code < 0x20 || (rune.code >= 0x7F && rune.code < 0xA0)) {
      for (size_t k = 0; k < rune.len; ++k) {
        fprintf(out, "\\x%02X", (unsigned)(unsigned char)text[i + k]);
      }
    } else {
      fwrite(text + i, 1, rune.len, out);
    }
    i += rune.len;
  }
}

void text_print(FILE *out, const char *text)
{
  print_escaped(out, text, strlen(text));
}

static void print_format(const char *format, va_list args)
{
  va_list again;
  va_copy(again, args);
  const int len = vsnprintf(NULL, 0, format, again);
  va_end(again);
  char *text = malloc((size_t)len + 1);
  if (text) {
    vsnprintf(text, (size_t)len + 1, format, args);
    text_print(stderr, text);
    free(text);
  }
}

void message(const char *format, ...)
{
  va_list args;
  va_start(args, format);
  fprintf(stderr, "%strawl:%s ", BOLD, PLAIN);
  print_format(format, args);
  fputc('\n', stderr);
  va_end(args);
}

void usage_error(const command *of, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  fprintf(stderr, "%strawl%s%s:%s ", BOLD, of ? " " : "", of ? of->name : "", PLAIN);
  print_format(format, args);
  fprintf(stderr, "\ntry 'trawl help%s%s'\n", of ? " " : "", of ? of->name : "");
  va_end(args);
}

/* ---- findings ---------------------------------------------------------------------------------- */

/* The source line and, below it, a caret under the place; of a long line the part around the place. */
static void print_source(const trawl_finding *finding)
{
  const char *const line = finding->source;
  const size_t len = strlen(line);
  const uint32_t column = finding->column ? finding->column : 1;
  const uint32_t first = column > BEFORE_CARET ? column - BEFORE_CARET : 1;
  trawl_buf carets = {.at = NULL};
  uint32_t at = 1;
  fputs("    ", stderr);
  for (size_t i = 0; i < len && at < first + SHOWN; ++at) {
    const trawl_rune rune = trawl_utf8_read(line + i, len - i);
    const bool tab = rune.code == '\t';
    if (at >= first && tab) {
      fputc('\t', stderr);
    } else if (at >= first) {
      print_escaped(stderr, line + i, rune.len);
    }
    if (at >= first && at < column) {
      const bool odd = rune.bad || rune.code < 0x20 || (rune.code >= 0x7F && rune.code < 0xA0);
      const int wide = odd ? 4 * rune.len : utf8proc_charwidth((utf8proc_int32_t)rune.code);
      trawl_buf_printf(&carets, tab ? "\t" : "%*s", tab ? 0 : wide, "");
    }
    i += rune.len;
  }
  const uint32_t room = at > column ? at - column : 1;
  const uint32_t width = finding->width < room ? finding->width : room;
  fprintf(stderr, "\n    %s%s", trawl_buf_str(&carets), GREEN);
  for (uint32_t i = 0; i < (width ? width : 1); ++i) {
    fputc('^', stderr);
  }
  fprintf(stderr, "%s\n", PLAIN);
  trawl_buf_clear(&carets);
}

void finding_print(const trawl_finding *finding)
{
  fputs(BOLD, stderr);
  if (finding->file && finding->file[0]) {
    text_print(stderr, finding->file);
    if (finding->line) {
      fprintf(stderr, ":%u", (unsigned)finding->line);
    }
    if (finding->line && finding->column) {
      fprintf(stderr, ":%u", (unsigned)finding->column);
    }
    fputs(": ", stderr);
  }
  const bool error = finding->severity == TRAWL_ERROR;
  fprintf(stderr, "%s%s %s:%s ", error ? RED : MAGENTA, error ? "error" : "warning", finding->code,
          PLAIN);
  text_print(stderr, finding->message);
  fputc('\n', stderr);
  if (finding->source && finding->line) {
    print_source(finding);
  }
  if (finding->hint) {
    fputs("    ", stderr);
    text_print(stderr, finding->hint);
    fputc('\n', stderr);
  }
}

void findings_print(const trawl_findings *findings, bool quiet)
{
  const uint32_t count = trawl_findings_count(findings);
  for (uint32_t i = 0; i < count; ++i) {
    const trawl_finding finding = trawl_findings_at(findings, i);
    if (!quiet || finding.severity == TRAWL_ERROR) {
      finding_print(&finding);
    }
  }
  const uint32_t dropped = trawl_findings_dropped(findings);
  if (dropped) {
    message("%u more findings are not shown (--max-findings)", (unsigned)dropped);
  }
}
