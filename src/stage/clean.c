/* SPDX-License-Identifier: MIT
 * clean.c - stage 2: text -> lines, what they are, and the document's date.
 *
 * Reads doc->text, appends to doc->lines, sets doc->dateline, and doc->date when it is 0.  A blank line
 * is no line.  Bullets, datelines and credits are cut off a line's span, so that what is left is prose.
 * The patterns come from boilerplate.yaml; they are asked only where a cheap look allows it: short lines
 * for boilerplate and dates, the first bytes of a line for a dateline, its last ones for a credit.  So the
 * time is linear in the text even when all of it is one line.
 *
 * Hard-wrapped text is told by its line breaks: each comes where the next word would not have fitted. */
#include "base/limits.h"
#include "stage/stage.h"

#include <string.h>

enum {
  SHORT_LINE = 200, /* boilerplate is not longer */
  HEADLINE_BYTES = 150,
  DATELINE_BYTES = 160, /* a dateline ends before this */
  DATELINE_LINES = 5,   /* lines of prose at the document's start that may have any dateline */
  CREDIT_BYTES = 120,   /* a credit begins after this many bytes before the line's end */
  WRAP_MIN = 40,        /* columns that text is wrapped at */
  WRAP_MAX = 120,
};

typedef struct cleaner {
  trawl_doc *doc;
  const trawl_lines *rules;
  trawl_line_matcher matcher;
  uint32_t prose;      /* lines of prose so far */
  uint32_t wrapped_at; /* the width of wrapped text seen so far, or 0 */
  unsigned day, month; /* of a dateline without a year */
} cleaner;

static const char *line_text(const cleaner *c, const trawl_line *line)
{
  return c->doc->text.at + line->text.start;
}

static uint32_t line_len(const trawl_line *line)
{
  return line->text.end - line->text.start;
}

static bool is_blank(char byte)
{
  return byte == ' ' || byte == '\t';
}

static void trim(const char *text, trawl_span *span)
{
  while (span->start < span->end && is_blank(text[span->start])) {
    ++span->start;
  }
  while (span->start < span->end && is_blank(text[span->end - 1])) {
    --span->end;
  }
}

/* A line beyond all lines is cut, not inside of a character. */
static void cut_line(trawl_doc *doc, trawl_span *span, uint32_t most)
{
  if (span->end - span->start > most) {
    trawl_doc_cut(doc, TRAWL_LIMIT_LINE_BYTES, TRAWL_NONE);
    span->end = span->start + most;
    while (((unsigned char)doc->text.at[span->end] & 0xC0) == 0x80) {
      --span->end;
    }
  }
}

static trawl_status split_lines(trawl_doc *doc, uint32_t most)
{
  const char *text = doc->text.at;
  const uint32_t len = (uint32_t)doc->text.len;
  bool starts_para = true;
  for (uint32_t at = 0; at < len;) {
    const char *stop = memchr(text + at, '\n', len - at);
    const uint32_t end = stop ? (uint32_t)(stop - text) : len;
    trawl_span span = {at, end};
    trim(text, &span);
    cut_line(doc, &span, most);
    at = end + 1;
    if (span.start == span.end) {
      starts_para = true;
      continue;
    }
    TRAWL_TRY_MEM(
      trawl_vec_push(&doc->lines, (trawl_line){span, TRAWL_LINE_PROSE, starts_para, false}));
    starts_para = false;
  }
  return TRAWL_OK;
}

/* ---- hard-wrapped text ------------------------------------------------------------------------- */

static uint32_t first_word_len(const cleaner *c, const trawl_line *line)
{
  const uint32_t len = line_len(line), most = len < WRAP_MAX ? len : WRAP_MAX;
  const char *space = memchr(line_text(c, line), ' ', most);
  return space ? (uint32_t)(space - line_text(c, line)) : most;
}

/* The length of the bullet that a line begins with, white space included; or 0. */
static uint32_t bullet_len(const cleaner *c, const trawl_line *line)
{
  static const char *const bullets[] = {"*",
                                        "-",
                                        "--",
                                        "\xE2\x80\xA2",
                                        "\xC2\xB7",
                                        "\xE2\x96\xAA",
                                        "\xE2\x97\xA6",
                                        "\xE2\x80\xA3",
                                        "\xE2\x97\x8F",
                                        "\xE2\x96\xA0",
                                        "\xE2\x97\x8B",
                                        "\xE2\x96\xBA",
                                        "\xE2\x9E\xA2",
                                        "\xEF\x82\xB7"};
  const char *text = line_text(c, line);
  const uint32_t len = line_len(line);
  for (size_t i = 0; i < TRAWL_COUNT(bullets); ++i) {
    uint32_t n = (uint32_t)strlen(bullets[i]);
    if (n < len && memcmp(text, bullets[i], n) == 0 && (is_blank(text[n]) || n == 3)) {
      while (n < len && is_blank(text[n])) {
        ++n;
      }
      return n;
    }
  }
  return 0;
}

/* Is the block of lines [first, end), a paragraph, wrapped at some column?  Every break must come where
 * the next word would have gone beyond it, and some line must go on in small letters. */
static bool is_wrapped(cleaner *c, uint32_t first, uint32_t end)
{
  const trawl_line *lines = c->doc->lines.at;
  uint32_t width = 0;
  bool goes_on = false;
  for (uint32_t i = first; i < end; ++i) {
    width = line_len(&lines[i]) > width ? line_len(&lines[i]) : width;
    if (width > WRAP_MAX || (i > first && bullet_len(c, &lines[i]))) {
      return false;
    }
    const char byte = *line_text(c, &lines[i]);
    goes_on |= i > first && byte >= 'a' && byte <= 'z';
  }
  const bool as_before = c->wrapped_at && width + 12 >= c->wrapped_at;
  const uint32_t column = as_before && c->wrapped_at > width ? c->wrapped_at - 8 : width;
  if (width < WRAP_MIN || !(goes_on || as_before)) {
    return false;
  }
  for (uint32_t i = first; i + 1 < end; ++i) {
    if (line_len(&lines[i]) + 1 + first_word_len(c, &lines[i + 1]) + 2 < column) {
      return false;
    }
  }
  c->wrapped_at = end - first > 2 && width > c->wrapped_at ? width : c->wrapped_at;
  return true;
}

/* ---- dates ------------------------------------------------------------------------------------- */

static unsigned read_number(const char *text, size_t len)
{
  unsigned number = 0;
  for (size_t i = 0; i < len && number < 10000; ++i) {
    if (text[i] < '0' || text[i] > '9') {
      break;
    }
    number = number * 10 + (unsigned)(text[i] - '0');
  }
  return number;
}

/* 1 to 12 for a month's name, its abbreviation or number; else 0. */
static unsigned read_month(const char *text, size_t len)
{
  static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (len && text[0] >= '0' && text[0] <= '9') {
    const unsigned number = read_number(text, len);
    return number <= 12 ? number : 0;
  }
  for (unsigned month = 0; len >= 3 && month < 12; ++month) {
    if ((text[0] | 32) == names[month * 3] && (text[1] | 32) == names[month * 3 + 1]
        && (text[2] | 32) == names[month * 3 + 2]) {
      return month + 1;
    }
  }
  return 0;
}

/* Takes the date of the last match: into doc->date when it is complete. */
static void take_date(cleaner *c, const trawl_expression *pattern, const char *text)
{
  size_t from = 0, to = 0;
  unsigned day = 0, month = 0, year = 0;
  if (trawl_line_span(pattern, &c->matcher, TRAWL_GROUP_DAY, &from, &to)) {
    day = read_number(text + from, to - from);
  }
  if (trawl_line_span(pattern, &c->matcher, TRAWL_GROUP_MONTH, &from, &to)) {
    month = read_month(text + from, to - from);
  }
  if (trawl_line_span(pattern, &c->matcher, TRAWL_GROUP_YEAR, &from, &to)) {
    year = read_number(text + from, to - from);
  }
  if (day == 0 || day > 31 || month == 0) {
    return;
  }
  if (year >= 1000 && !c->doc->date) {
    c->doc->date = year * 10000 + month * 100 + day;
  } else if (!year && !c->month) {
    c->day = day;
    c->month = month;
  }
}

static bool matches_any_date(cleaner *c, const trawl_line *line)
{
  const char *text = line_text(c, line);
  if (!trawl_lines_any(c->rules, TRAWL_LINES_DATE, &c->matcher, text, line_len(line))) {
    return false;
  }
  for (uint32_t i = 0; i < c->rules->patterns[TRAWL_LINES_DATE].len; ++i) {
    trawl_expression *pattern = c->rules->patterns[TRAWL_LINES_DATE].at[i];
    if (trawl_line_matches(pattern, &c->matcher, text, line_len(line), 0)) {
      take_date(c, pattern, text);
      return true;
    }
  }
  return false;
}

/* The fallback gives a date that lacks its year the nearest year in which it lies not after it. */
static void settle_date(cleaner *c)
{
  trawl_doc *doc = c->doc;
  if (doc->date || !doc->fallback) {
    return;
  }
  doc->date = doc->fallback;
  if (c->month) {
    const unsigned year = doc->fallback / 10000, rest = c->month * 100 + c->day;
    doc->date = (rest > doc->fallback % 10000 + 1 ? year - 1 : year) * 10000 + rest;
  }
}

/* ---- what a line is ---------------------------------------------------------------------------- */

static bool has_digit(const char *text, uint32_t len)
{
  for (uint32_t i = 0; i < len; ++i) {
    if (text[i] >= '0' && text[i] <= '9') {
      return true;
    }
  }
  return false;
}

static bool is_capital(char byte)
{
  return (byte >= 'A' && byte <= 'Z') || (unsigned char)byte >= 0x80;
}

/* A cheap look: two capitals at the start, or any capital at the document's start; and a dash or bracket
 * soon. */
static bool may_have_dateline(const cleaner *c, const trawl_line *line, uint32_t len)
{
  const char *text = line_text(c, line);
  if (len < 8 || !is_capital(text[0])
      || (!is_capital(text[1]) && (c->prose >= DATELINE_LINES || c->doc->dateline.end))) {
    return false;
  }
  for (uint32_t i = 2; i + 1 < len; ++i) {
    if (text[i] == '(' || (text[i] == '-' && (text[i + 1] == '-' || text[i + 1] == ' '))) {
      return true;
    }
  }
  return false;
}

static void cut_dateline(cleaner *c, trawl_line *line)
{
  const uint32_t len = line_len(line) < DATELINE_BYTES ? line_len(line) : DATELINE_BYTES;
  if (!may_have_dateline(c, line, len)) {
    return;
  }
  const char *text = line_text(c, line);
  size_t at = len; /* the subject ends at a character's edge */
  while (at < line_len(line) && ((unsigned char)text[at] & 0xC0) == 0x80) {
    --at;
  }
  for (uint32_t i = 0; i < c->rules->patterns[TRAWL_LINES_DATELINE].len; ++i) {
    trawl_expression *pattern = c->rules->patterns[TRAWL_LINES_DATELINE].at[i];
    if (!trawl_line_matches(pattern, &c->matcher, text, at, 0)) {
      continue;
    }
    size_t from = 0, to = 0;
    if (!c->doc->dateline.end
        && trawl_line_span(pattern, &c->matcher, TRAWL_GROUP_PLACE, &from, &to)) {
      c->doc->dateline =
        (trawl_span){line->text.start + (uint32_t)from, line->text.start + (uint32_t)to};
    }
    take_date(c, pattern, text);
    line->text.start += (uint32_t)trawl_line_match_end(&c->matcher);
    return;
  }
}

/* A line of prose ends in a full stop or quotation mark, and one with a credit rarely does. */
static bool may_have_credit(const char *tail, uint32_t len)
{
  const char last = tail[len - 1];
  return (last != '.' && last != '"') || memchr(tail, ':', len) || memchr(tail, '/', len);
}

static void cut_credit(cleaner *c, trawl_line *line)
{
  const char *text = line_text(c, line);
  const uint32_t len = line_len(line);
  uint32_t start = len > CREDIT_BYTES ? len - CREDIT_BYTES : 0;
  while (start && ((unsigned char)text[start] & 0xC0) == 0x80) {
    --start;
  }
  if (len == 0 || !may_have_credit(text + start, len - start)) {
    return;
  }
  for (uint32_t i = 0; i < c->rules->patterns[TRAWL_LINES_CAPTION].len; ++i) {
    trawl_expression *pattern = c->rules->patterns[TRAWL_LINES_CAPTION].at[i];
    if (!trawl_line_matches(pattern, &c->matcher, text, len, start)) {
      continue;
    }
    size_t from = 0, to = 0;
    if (trawl_line_span(pattern, &c->matcher, TRAWL_GROUP_CREDIT, &from, &to)) {
      line->kind = TRAWL_LINE_CAPTION;
      line->text.end = line->text.start + (uint32_t)from;
    } else if (trawl_line_span(pattern, &c->matcher, TRAWL_GROUP_SOURCE, &from, &to)) {
      line->text.end = line->text.start + (uint32_t)from;
    }
    trim(c->doc->text.at, &line->text);
    return;
  }
}

/* Does the line end as a sentence does, quotation marks and brackets aside? */
static bool has_final_stop(const char *text, uint32_t len)
{
  while (len > 1 && strchr("\"')]", text[len - 1])) {
    --len;
  }
  return len && strchr(".!?:;,", text[len - 1]);
}

static bool is_mostly_capitalised(const char *text, uint32_t len)
{
  uint32_t words = 0, capitals = 0;
  for (uint32_t i = 0; i < len; ++i) {
    if (i == 0 || text[i - 1] == ' ') {
      ++words;
      capitals += is_capital(text[i]);
    }
  }
  return words > 1 && capitals * 5 >= words * 3;
}

/* "3. Hosts", "II. The law": a number stands before it. */
static bool is_numbered(const char *text, uint32_t len)
{
  uint32_t n = 0;
  while (n < len && n < 4 && strchr("0123456789IVX", text[n])) {
    ++n;
  }
  return n && n + 1 < len && len < HEADLINE_BYTES / 2 && (text[n] == '.' || text[n] == ')')
         && text[n + 1] == ' ';
}

/* `alone`: a paragraph of its own. */
static bool is_headline(cleaner *c, uint32_t i, bool bullet, bool alone)
{
  const trawl_line *lines = c->doc->lines.at, *line = &lines[i];
  const char *text = line_text(c, line);
  const uint32_t len = line_len(line);
  if (len >= HEADLINE_BYTES || has_final_stop(text, len)) {
    return trawl_lines_any(c->rules, TRAWL_LINES_HEADLINE, &c->matcher, text,
                           len < SHORT_LINE ? len : 0);
  }
  const bool ends_para = i + 1 == c->doc->lines.len || lines[i + 1].starts_para;
  return i == 0 || alone || bullet || ends_para || is_numbered(text, len)
         || is_mostly_capitalised(text, len);
}

static void classify(cleaner *c, uint32_t i, bool wrapped, bool alone)
{
  trawl_line *line = &c->doc->lines.at[i];
  const bool is_short = line_len(line) < SHORT_LINE;
  const uint32_t bullet = wrapped ? 0 : bullet_len(c, line);
  line->text.start += bullet;
  if (is_short && !wrapped) {
    const char *text = line_text(c, line);
    const bool dated = has_digit(text, line_len(line)) && matches_any_date(c, line);
    if (trawl_lines_any(c->rules, TRAWL_LINES_SKIP, &c->matcher, text, line_len(line))) {
      line->kind = TRAWL_LINE_SKIP;
      return;
    }
    if (dated) {
      line->kind = TRAWL_LINE_HEADLINE;
      return;
    }
  }
  cut_dateline(c, line);
  cut_credit(c, line);
  if (line->text.start == line->text.end) {
    line->kind = TRAWL_LINE_SKIP;
  } else if (line->kind == TRAWL_LINE_PROSE && !wrapped && is_headline(c, i, bullet > 0, alone)) {
    line->kind = TRAWL_LINE_HEADLINE;
  }
  c->prose += line->kind == TRAWL_LINE_PROSE;
}

trawl_status trawl_stage_clean(trawl_run_state *run, trawl_doc *doc)
{
  bool cut = false, no_mem = false;
  cleaner c = {doc, &run->rules->lines, {run->regex, run->regex_limits, &cut, &no_mem}, 0, 0, 0, 0};
  doc->dateline = (trawl_span){0, 0};
  TRAWL_TRY(split_lines(doc, trawl_limit(&run->rules->limits, TRAWL_LIMIT_LINE_BYTES)));
  for (uint32_t first = 0, end; first < doc->lines.len; first = end) {
    for (end = first + 1; end < doc->lines.len && !doc->lines.at[end].starts_para;) {
      ++end;
    }
    const bool wrapped = end - first > 1 && is_wrapped(&c, first, end);
    for (uint32_t i = first; i < end; ++i) {
      classify(&c, i, wrapped, end - first == 1);
      doc->lines.at[i].joins_next = wrapped && i + 1 < end;
    }
  }
  settle_date(&c);
  if (cut) {
    trawl_doc_cut(doc, TRAWL_LIMIT_REGEX_MATCH, TRAWL_NONE);
  }
  return no_mem ? TRAWL_NO_MEM : TRAWL_OK;
}
