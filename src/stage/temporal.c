/* SPDX-License-Identifier: MIT
 * temporal.c - the words of a date, time, duration or set to its TIMEX3 value.
 *
 * Which words belong to a time expression is decided by the rules of temporal.yaml; this file only reads
 * them: one pass collects fields (weekday, month, number, unit, "last", "ago", ...), then the forms are
 * tried in order, the most special first.  What is relative counts from the document's date; without one it
 * stays underspecified (XXXX-WXX-3, PAST_REF).  "Monday" or "March" alone is the last one, unless a verb near
 * it speaks of the future. */
#include "stage/values.h"

#include <string.h>

enum { VALUE_TEXT = 64, VERB_WINDOW = 14 };

/* ---- the calendar --------------------------------------------------------------------------- */

typedef struct day {
  int32_t year, month, day;
} day;

static bool is_leap(int32_t year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int32_t days_in(int32_t year, int32_t month)
{
  static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1] + (month == 2 && is_leap(year));
}

/* Days since 1 January of the year 1. */
static int32_t days_of(day d)
{
  const int32_t y = d.year - 1;
  int32_t days = y * 365 + y / 4 - y / 100 + y / 400;
  for (int32_t m = 1; m < d.month; ++m) {
    days += days_in(d.year, m);
  }
  return days + d.day - 1;
}

static day day_of(int32_t days)
{
  day d = {days / 366 + 1, 1, 1};
  while (days_of((day){d.year + 1, 1, 1}) <= days) {
    ++d.year;
  }
  days -= days_of(d);
  while (days >= days_in(d.year, d.month)) {
    days -= days_in(d.year, d.month++);
  }
  d.day = days + 1;
  return d;
}

/* 1 Monday to 7 Sunday; 1 January of the year 1 was a Monday. */
static int32_t weekday_of(int32_t days)
{
  return days % 7 + 1;
}

static day plus_months(day d, int32_t months)
{
  const int32_t all = d.year * 12 + d.month - 1 + months;
  day to = {all / 12, all % 12 + 1, d.day};
  const int32_t last = days_in(to.year, to.month);
  to.day = to.day > last ? last : to.day;
  return to;
}

/* ---- words of time -------------------------------------------------------------------------- */

typedef enum meaning {
  NOTHING,
  WEEKDAY,
  MONTH,
  SEASON,  /* value: index in season_codes */
  UNIT,
  NEXT,    /* last -1, this 0, next 1 */
  DAY,     /* yesterday -1, today 0, tomorrow 1 */
  AGO,     /* ago, earlier, before -1; later, from now, after 1 */
  PART,    /* of the day: index in part_codes */
  EVERY,
  OFTEN,   /* daily: a unit */
  SPAN,    /* "the past three months": a duration */
  VAGUE,   /* several, few, many */
  ORDINAL,
  CLOCK,   /* a.m. 0, p.m. 12 */
  NOON,    /* hour */
  WITHIN,  /* "in three days" */
  NOW,
} meaning;

enum {
  SECONDS, MINUTES, HOURS, DAYS, WEEKS, WEEKENDS, MONTHS, QUARTERS, YEARS, DECADES, CENTURIES,
};

static const char *const season_codes[] = {"SP", "SU", "FA", "WI"};
static const char *const part_codes[] = {"MO", "AF", "EV", "NI"};

typedef struct time_word {
  const char *word;
  uint8_t meaning;
  int8_t value;
} time_word;

static const time_word time_words[] = {
  {"monday", WEEKDAY, 1}, {"mon", WEEKDAY, 1}, {"tuesday", WEEKDAY, 2}, {"tue", WEEKDAY, 2},
  {"tues", WEEKDAY, 2}, {"wednesday", WEEKDAY, 3}, {"wed", WEEKDAY, 3}, {"thursday", WEEKDAY, 4},
  {"thu", WEEKDAY, 4}, {"thur", WEEKDAY, 4}, {"thurs", WEEKDAY, 4}, {"friday", WEEKDAY, 5},
  {"fri", WEEKDAY, 5}, {"saturday", WEEKDAY, 6}, {"sat", WEEKDAY, 6}, {"sunday", WEEKDAY, 7},
  {"sun", WEEKDAY, 7}, {"mondays", WEEKDAY, 1}, {"tuesdays", WEEKDAY, 2}, {"wednesdays", WEEKDAY, 3},
  {"thursdays", WEEKDAY, 4}, {"fridays", WEEKDAY, 5}, {"saturdays", WEEKDAY, 6}, {"sundays", WEEKDAY, 7},
  {"january", MONTH, 1}, {"jan", MONTH, 1}, {"february", MONTH, 2}, {"feb", MONTH, 2},
  {"march", MONTH, 3}, {"mar", MONTH, 3}, {"april", MONTH, 4}, {"apr", MONTH, 4}, {"may", MONTH, 5},
  {"june", MONTH, 6}, {"jun", MONTH, 6}, {"july", MONTH, 7}, {"jul", MONTH, 7}, {"august", MONTH, 8},
  {"aug", MONTH, 8}, {"september", MONTH, 9}, {"sept", MONTH, 9}, {"sep", MONTH, 9},
  {"october", MONTH, 10}, {"oct", MONTH, 10}, {"november", MONTH, 11}, {"nov", MONTH, 11},
  {"december", MONTH, 12}, {"dec", MONTH, 12},
  {"spring", SEASON, 0}, {"summer", SEASON, 1}, {"autumn", SEASON, 2}, {"fall", SEASON, 2},
  {"winter", SEASON, 3},
  {"second", UNIT, SECONDS}, {"seconds", UNIT, SECONDS}, {"minute", UNIT, MINUTES},
  {"minutes", UNIT, MINUTES}, {"min", UNIT, MINUTES}, {"mins", UNIT, MINUTES}, {"hour", UNIT, HOURS},
  {"hours", UNIT, HOURS}, {"hr", UNIT, HOURS}, {"hrs", UNIT, HOURS}, {"day", UNIT, DAYS},
  {"days", UNIT, DAYS}, {"night", PART, 3}, {"nights", UNIT, DAYS}, {"week", UNIT, WEEKS},
  {"weeks", UNIT, WEEKS}, {"fortnight", UNIT, WEEKS}, {"weekend", UNIT, WEEKENDS},
  {"weekends", UNIT, WEEKENDS}, {"month", UNIT, MONTHS}, {"months", UNIT, MONTHS},
  {"quarter", UNIT, QUARTERS}, {"quarters", UNIT, QUARTERS}, {"year", UNIT, YEARS},
  {"years", UNIT, YEARS}, {"yr", UNIT, YEARS}, {"yrs", UNIT, YEARS}, {"decade", UNIT, DECADES},
  {"decades", UNIT, DECADES}, {"century", UNIT, CENTURIES}, {"centuries", UNIT, CENTURIES},
  {"last", NEXT, -1}, {"previous", NEXT, -1}, {"past", NEXT, -1}, {"this", NEXT, 0},
  {"current", NEXT, 0}, {"same", NEXT, 0}, {"next", NEXT, 1}, {"coming", NEXT, 1},
  {"following", NEXT, 1}, {"upcoming", NEXT, 1},
  {"yesterday", DAY, -1}, {"today", DAY, 0}, {"tonight", DAY, 0}, {"tomorrow", DAY, 1},
  {"overnight", DAY, 0},
  {"ago", AGO, -1}, {"earlier", AGO, -1}, {"before", AGO, -1}, {"later", AGO, 1}, {"after", AGO, 1},
  {"from", AGO, 1}, {"in", WITHIN, 1}, {"within", WITHIN, 1},
  {"morning", PART, 0}, {"afternoon", PART, 1}, {"evening", PART, 2}, {"mornings", PART, 0},
  {"evenings", PART, 2}, {"afternoons", PART, 1},
  {"every", EVERY, 0}, {"each", EVERY, 0}, {"per", EVERY, 0},
  {"daily", OFTEN, DAYS}, {"nightly", OFTEN, DAYS}, {"weekly", OFTEN, WEEKS},
  {"monthly", OFTEN, MONTHS}, {"quarterly", OFTEN, QUARTERS}, {"annually", OFTEN, YEARS},
  {"yearly", OFTEN, YEARS}, {"annual", OFTEN, YEARS}, {"hourly", OFTEN, HOURS},
  {"several", VAGUE, 0}, {"few", VAGUE, 0}, {"many", VAGUE, 0}, {"some", VAGUE, 0},
  {"first", ORDINAL, 1}, {"third", ORDINAL, 3}, {"fourth", ORDINAL, 4},
  {"am", CLOCK, 0}, {"a.m", CLOCK, 0}, {"pm", CLOCK, 12}, {"p.m", CLOCK, 12},
  {"noon", NOON, 12}, {"midday", NOON, 12}, {"midnight", NOON, 0}, {"now", NOW, 0},
};

/* What the words said. 0 or -1 where they said nothing, see empty_fields(). */
typedef struct fields {
  trawl_doc *doc;
  trawl_span tok, clause;
  trawl_anchor anchor;
  bool from_anchor; /* "later", not "ago" */
  bool counting;    /* the anchor stands in for the document's date */
  int32_t weekday, month, day, year, decade, season, unit, next, near_day, ago, part, often, ordinal;
  int32_t hour, minute, clock;
  uint32_t first_unit; /* token of the first unit, to tell "two years ago" from "years" */
  trawl_number number;
  bool has_next, has_near_day, every, vague, has_number, within, now, night;
  char *out;
} fields;

typedef bool form(fields *f);

static const time_word *meaning_of(const char *text)
{
  size_t len = strlen(text);
  len -= len > 1 && text[len - 1] == '.';
  for (size_t i = 0; i < TRAWL_COUNT(time_words); ++i) {
    if (strncmp(time_words[i].word, text, len) == 0 && time_words[i].word[len] == 0) {
      return &time_words[i];
    }
  }
  return NULL;
}

/* ---- writing -------------------------------------------------------------------------------- */

static void put(fields *f, const char *text)
{
  const size_t len = strlen(f->out), room = VALUE_TEXT - 1 - len, more = strlen(text);
  memcpy(f->out + len, text, more < room ? more : room);
  f->out[len + (more < room ? more : room)] = 0;
}

static void put_int(fields *f, int32_t n, int width)
{
  char digits[16];
  int i = (int)sizeof digits - 1;
  digits[i] = 0;
  for (uint32_t left = (uint32_t)n; i > 0 && (left || width > 0); left /= 10, --width) {
    digits[--i] = (char)('0' + left % 10);
  }
  put(f, &digits[i]);
}

static void put_month(fields *f, int32_t year, int32_t month)
{
  if (year > 0) {
    put_int(f, year, 4);
  } else {
    put(f, "XXXX");
  }
  put(f, "-");
  put_int(f, month, 2);
}

static void put_day(fields *f, day d)
{
  put_month(f, d.year, d.month);
  put(f, "-");
  put_int(f, d.day, 2);
}

static void put_part(fields *f)
{
  if (f->part >= 0) {
    put(f, "T");
    put(f, part_codes[f->part]);
  }
}

static void put_week(fields *f, int32_t days)
{
  const day thursday = day_of(days - weekday_of(days) + 4);
  const int32_t week = (days_of(thursday) - days_of((day){thursday.year, 1, 1})) / 7 + 1;
  put_int(f, thursday.year, 4);
  put(f, "-W");
  put_int(f, week, 2);
}

/* ---- the document's date and the direction of time ------------------------------------------ */

static bool has_date(const fields *f)
{
  return f->counting || f->doc->date >= 10000000;
}

static day base_of(const fields *f)
{
  if (f->counting) {
    return (day){f->anchor.year, f->anchor.month ? f->anchor.month : 1,
                 f->anchor.day ? f->anchor.day : 1};
  }
  const int32_t date = (int32_t)f->doc->date;
  day d = {date / 10000, date / 100 % 100, date % 100};
  d.month = d.month < 1 || d.month > 12 ? 1 : d.month;
  d.day = d.day < 1 || d.day > days_in(d.year, d.month) ? 1 : d.day;
  return d;
}

/* 1: the token speaks of the future, -1: of the past, 0: of neither. */
static int tense_of(const trawl_doc *doc, uint32_t i, uint32_t end)
{
  const trawl_tokens *t = &doc->tokens;
  if (t->tag[i] == TRAWL_TAG_VBD) {
    return -1;
  }
  if (t->tag[i] == TRAWL_TAG_MD) {
    const char *text = trawl_folded_text(doc, i);
    return strcmp(text, "will") == 0 || strcmp(text, "shall") == 0 || strcmp(text, "'ll") == 0
             || strcmp(text, "may") == 0 || strcmp(text, "should") == 0 || strcmp(text, "can") == 0
             || strcmp(text, "wo") == 0;
  }
  const bool is_to = t->tag[i] == TRAWL_TAG_TO && i + 1 < end && t->tag[i + 1] == TRAWL_TAG_VB;
  return is_to;
}

/* The nearest verb that tells, on the left before the right. */
static int direction(const fields *f)
{
  const uint32_t left = f->tok.start > f->clause.start + VERB_WINDOW ? f->tok.start - VERB_WINDOW
                                                                     : f->clause.start;
  for (uint32_t i = f->tok.start; i-- > left;) {
    const int tense = tense_of(f->doc, i, f->clause.end);
    if (tense) {
      return tense;
    }
  }
  for (uint32_t i = f->tok.end; i < f->clause.end && i < f->tok.end + VERB_WINDOW; ++i) {
    const int tense = tense_of(f->doc, i, f->clause.end);
    if (tense) {
      return tense;
    }
  }
  return 0;
}

static bool put_reference(fields *f, int32_t sign)
{
  put(f, sign < 0 ? "PAST_REF" : sign > 0 ? "FUTURE_REF" : "PRESENT_REF");
  return true;
}

/* ---- the forms of dates --------------------------------------------------------------------- */

static bool form_near_day(fields *f)
{
  if (!f->has_near_day) {
    return false;
  }
  if (!has_date(f)) {
    put(f, "XXXX-XX-XX");
  } else {
    put_day(f, day_of(days_of(base_of(f)) + f->near_day));
  }
  f->part = f->night ? 3 : f->part;
  put_part(f);
  return true;
}

/* The unit that lies `n` units away from the document's date. */
static bool put_unit_at(fields *f, int32_t unit, int32_t n)
{
  if (!has_date(f)) {
    return put_reference(f, n);
  }
  const day base = base_of(f);
  const int32_t days = days_of(base);
  /* Far away there is no calendar; the bound keeps all sums small. */
  if (n < -2000 || n > 2000 || (unit >= YEARS && base.year + n * (unit == YEARS ? 1 : 10) < 1)) {
    return put_reference(f, n);
  }
  day at = base;
  switch (unit) {
  case DAYS:
    put_day(f, day_of(days + n));
    return true;
  case WEEKS:
    put_week(f, days + 7 * n);
    return true;
  case WEEKENDS:
    put_week(f, days + 7 * n);
    put(f, "-WE");
    return true;
  case MONTHS:
    at = plus_months(base, n);
    put_month(f, at.year, at.month);
    return true;
  case QUARTERS:
    at = plus_months(base, 3 * n);
    put_int(f, at.year, 4);
    put(f, "-Q");
    put_int(f, (at.month - 1) / 3 + 1, 1);
    return true;
  case YEARS:
    put_int(f, base.year + n, 4);
    return true;
  case DECADES:
    put_int(f, base.year / 10 + n, 3);
    return true;
  case CENTURIES:
    put_int(f, base.year / 100 + n, 2);
    return base.year / 100 + n > 0;
  default:
    put_day(f, at);
    return true;
  }
}

/* A whole number, or 0 when it is too large or has a fraction. */
static int32_t whole(trawl_number n)
{
  while (n.exponent > 0 && n.digits < 100000) {
    n.digits *= 10;
    --n.exponent;
  }
  return n.exponent == 0 && n.digits < 100000 ? (int32_t)n.digits : 0;
}

/* Does the date that was named last say enough to count such units from it? */
static bool counts_from_anchor(const fields *f)
{
  return f->from_anchor && f->anchor.year
         && (f->unit >= YEARS || (f->anchor.month && (f->unit >= MONTHS || f->anchor.day)));
}

/* two weeks ago, a year earlier, three days later, in ten years */
static bool form_ago(fields *f)
{
  if (f->unit < 0 || (!f->ago && !f->within)) {
    return false;
  }
  const int32_t sign = f->ago ? f->ago : 1;
  if (f->from_anchor && f->anchor.year && !counts_from_anchor(f)) {
    return put_reference(f, sign);
  }
  f->counting = counts_from_anchor(f);
  const int32_t n = f->has_number ? whole(f->number) : 1;
  if (f->vague || n == 0 || (f->unit < DAYS && has_date(f))) {
    return put_reference(f, sign);
  }
  return put_unit_at(f, f->unit, sign * n);
}

static bool form_quarter(fields *f)
{
  if (f->unit != QUARTERS || !f->ordinal) {
    return false;
  }
  const int32_t year = f->year                     ? f->year
                       : has_date(f)               ? base_of(f).year + (f->has_next ? f->next : 0)
                                                   : 0;
  if (year) {
    put_int(f, year, 4);
  } else {
    put(f, "XXXX");
  }
  put(f, "-Q");
  put_int(f, f->ordinal, 1);
  return f->ordinal <= 4;
}

/* the 19th century */
static bool form_century(fields *f)
{
  if (f->unit != CENTURIES || f->day < 1) {
    return false;
  }
  put_int(f, f->day - 1, 2);
  return true;
}

/* last week, this month, the next year */
static bool form_next_unit(fields *f)
{
  if (!f->has_next || f->unit < DAYS) {
    return false;
  }
  return put_unit_at(f, f->unit, f->next);
}

/* The year of a month without one. */
static int32_t year_of_month(fields *f)
{
  if (!has_date(f)) {
    return 0;
  }
  const day base = base_of(f);
  const int32_t there = f->month * 100 + (f->day ? f->day : f->month == base.month ? base.day : 1);
  const int32_t here = base.month * 100 + base.day;
  const int sign = f->has_next && f->next ? (f->next < 0 ? -1 : 1) : direction(f);
  if (f->has_next && f->next == 0) {
    return base.year;
  }
  if (sign > 0) {
    return there < here ? base.year + 1 : base.year;
  }
  if (sign < 0) {
    return there > here ? base.year - 1 : base.year;
  }
  /* No verb tells: the nearer one. */
  const int32_t months = f->month - base.month;
  return months > 6 ? base.year - 1 : months < -6 ? base.year + 1 : base.year;
}

static bool form_month(fields *f)
{
  if (!f->month) {
    return false;
  }
  const int32_t year = f->year ? f->year : year_of_month(f);
  if (f->day > 31 || (f->day && year && f->day > days_in(year, f->month))) {
    f->day = 0;
  }
  put_month(f, year, f->month);
  if (f->day) {
    put(f, "-");
    put_int(f, f->day, 2);
    put_part(f);
  }
  return true;
}

static bool form_weekday(fields *f)
{
  if (!f->weekday) {
    return false;
  }
  if (!has_date(f)) {
    put(f, "XXXX-WXX-");
    put_int(f, f->weekday, 1);
    put_part(f);
    return true;
  }
  const int32_t here = days_of(base_of(f));
  int32_t back = (weekday_of(here) - f->weekday + 7) % 7; /* days since the last one, today is 0 */
  int32_t there = here - back;
  const int sign = f->has_next ? f->next : direction(f);
  if (f->has_next && sign < 0) {
    there = back ? there : here - 7;
  } else if (f->has_next && sign > 0) {
    there += 7;
  } else if (sign > 0 && back) {
    there += 7;
  }
  there += f->unit == WEEKS && f->ago ? 7 * f->ago : 0;
  put_day(f, day_of(there));
  put_part(f);
  return true;
}

static bool form_season(fields *f)
{
  if (f->season < 0) {
    return false;
  }
  int32_t year = f->year;
  if (!year && has_date(f)) {
    const day base = base_of(f);
    const int32_t now = base.month == 12 ? 3 : base.month / 3 - 1;
    year = base.year;
    if (f->has_next && f->next > 0) {
      year += f->season <= now && now != 3;
    } else if (f->has_next && f->next < 0) {
      year -= f->season >= now || now < 0;
    } else if (direction(f) > 0) {
      year += f->season < now;
    }
  }
  if (year) {
    put_int(f, year, 4);
  } else {
    put(f, "XXXX");
  }
  put(f, "-");
  put(f, season_codes[f->season]);
  return true;
}

/* the 1990s, the 90s */
static bool form_decade(fields *f)
{
  if (f->decade < 0) {
    return false;
  }
  put_int(f, f->decade, 3);
  return true;
}

static bool form_year(fields *f)
{
  if (!f->year) {
    return false;
  }
  put_int(f, f->year, 4);
  return true;
}

/* this morning */
static bool form_part(fields *f)
{
  if (f->part < 0 || (!f->has_next && !f->now)) {
    return false;
  }
  if (has_date(f)) {
    put_day(f, day_of(days_of(base_of(f)) + f->next));
  } else {
    put(f, "XXXX-XX-XX");
  }
  put_part(f);
  return true;
}

static bool form_now(fields *f)
{
  return f->now && put_reference(f, 0);
}

/* ---- figures -------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static int32_t read_int(const char **text)
{
  int32_t n = 0;
  for (int i = 0; is_digit(**text) && i < 6; ++i) {
    n = n * 10 + (*(*text)++ - '0');
  }
  return n;
}

/* 2023-09-20, 20/09/2023, 9/20/2023, 20.09.2023, anywhere at the start of the words. */
static bool form_figures(fields *f)
{
  const trawl_span bytes = trawl_doc_text_span(f->doc, f->tok);
  const char *text = f->doc->text.at + bytes.start;
  int32_t part[3];
  char mark = 0;
  for (int i = 0; i < 3; ++i) {
    if (!is_digit(*text)) {
      return false;
    }
    part[i] = read_int(&text);
    if (i < 2) {
      if (!*text || !strchr("-/.", *text) || (mark && *text != mark)) {
        return false;
      }
      mark = *text++;
    }
  }
  day d = {part[0], part[1], part[2]};
  if (part[0] < 1000) {
    const int32_t year = part[2] < 100 ? part[2] + (part[2] < 70 ? 2000 : 1900) : part[2];
    const bool american = mark == '/' && part[0] <= 12 && part[1] > 12;
    d = american ? (day){year, part[0], part[1]} : (day){year, part[1], part[0]};
    if (mark == '/' && part[0] <= 12 && part[1] <= 12 && part[0] != part[1]) {
      put_int(f, year, 4); /* which is the month cannot be told */
      return true;
    }
  }
  if (d.year < 1000 || d.year > 2999 || d.month < 1 || d.month > 12 || d.day < 1
      || d.day > days_in(d.year, d.month)) {
    return false;
  }
  put_day(f, d);
  return true;
}

trawl_anchor trawl_anchor_of(const char *value)
{
  trawl_anchor a = {0};
  int32_t part[3] = {0};
  const char *at = value;
  for (int i = 0; i < 3; ++i) {
    const char *start = at;
    part[i] = read_int(&at);
    if (at - start != (i ? 2 : 4)) {
      part[i] = 0;
      break;
    }
    if (*at != '-') {
      break;
    }
    ++at;
  }
  if (part[0] >= 1 && part[1] <= 12
      && (part[1] == 0 || part[2] <= days_in(part[0], part[1]))) {
    a = (trawl_anchor){part[0], part[1], part[1] ? part[2] : 0};
  }
  return a;
}

/* A token that begins with a digit: a year, a decade, a day of the month, a clock time or a number. */
static void read_figures(fields *f, const char *text)
{
  const char *rest = text;
  const int32_t n = read_int(&rest);
  const size_t len = (size_t)(rest - text);
  if ((*rest == ':' || *rest == '.' || *rest == 'h') && len <= 2 && is_digit(rest[1]) && is_digit(rest[2])) {
    ++rest;
    f->hour = n;
    f->minute = read_int(&rest);
  } else if (len == 4 && *rest == 0 && n >= 1000 && n < 3000) {
    f->year = n;
  } else if (*rest == 's' && rest[1] == 0 && n % 10 == 0 && (len == 4 || len == 2)) {
    f->decade = len == 4 ? n / 10 : (n >= 30 ? 190 : 200) + n / 10;
  } else if (len <= 2 && n >= 1 && n <= 31 && !f->day
             && (*rest == 0 || strcmp(rest, "st") == 0 || strcmp(rest, "nd") == 0
                 || strcmp(rest, "rd") == 0 || strcmp(rest, "th") == 0)) {
    f->day = n;
    f->ordinal = *rest ? n : f->ordinal;
  } else if (len <= 2 && n <= 12 && (strcmp(rest, "am") == 0 || strcmp(rest, "pm") == 0)) {
    f->hour = n;
    f->clock = *rest == 'p' ? 12 : 0;
  }
}

/* ---- reading -------------------------------------------------------------------------------- */

static void read_word(fields *f, const time_word *word, uint32_t at)
{
  const int32_t value = word->value;
  switch ((meaning)word->meaning) {
  case WEEKDAY:
    f->weekday = value;
    break;
  case MONTH:
    f->month = value;
    break;
  case SEASON:
    f->season = value;
    break;
  case UNIT:
    f->first_unit = f->unit < 0 ? at : f->first_unit;
    f->unit = value;
    break;
  case NEXT:
    f->has_next = true;
    f->next = value;
    break;
  case DAY:
    f->has_near_day = true;
    f->near_day = value;
    f->night = word->word[0] == 't' && word->word[2] == 'n';
    break;
  case AGO:
    f->ago = f->ago ? f->ago : value;
    f->from_anchor |= strcmp(word->word, "ago") != 0 && strcmp(word->word, "from") != 0;
    break;
  case PART:
    f->part = value;
    break;
  case EVERY:
    f->every = true;
    break;
  case OFTEN:
    f->often = value;
    break;
  case VAGUE:
    f->vague = true;
    break;
  case ORDINAL:
    f->ordinal = value;
    break;
  case CLOCK:
    f->clock = value;
    break;
  case NOON:
    f->hour = value;
    f->minute = 0;
    break;
  case WITHIN:
    f->within |= at == f->tok.start;
    break;
  case NOW:
    f->now = true;
    break;
  case SPAN:
  case NOTHING:
    break;
  }
}

static void read_fields(fields *f)
{
  for (uint32_t i = f->tok.start; i < f->tok.end; ++i) {
    const char *text = trawl_folded_text(f->doc, i);
    trawl_number number;
    const uint32_t behind = trawl_number_read(f->doc, i, f->tok.end, &number);
    if (behind > i && !f->has_number) {
      f->has_number = true;
      f->number = number;
    }
    const time_word *word = meaning_of(text);
    /* "the second quarter" */
    if (strcmp(text, "second") == 0 && i + 1 < f->tok.end) {
      f->ordinal = 2;
    } else if (is_digit(text[0])) {
      read_figures(f, text);
    } else if (word) {
      read_word(f, word, i);
    }
  }
}

/* ---- kinds ---------------------------------------------------------------------------------- */

static bool date_value(fields *f)
{
  static form *const forms[] = {
    form_figures, form_near_day, form_quarter, form_century, form_month,    form_weekday, form_season,
    form_decade,  form_next_unit, form_ago,     form_year,  form_part,     form_now,
  };
  for (size_t i = 0; i < TRAWL_COUNT(forms); ++i) {
    f->out[0] = 0;
    if (forms[i](f)) {
      return true;
    }
  }
  return false;
}

static bool time_value(fields *f)
{
  int32_t hour = f->hour >= 0 ? f->hour : f->clock >= 0 ? f->day : -1;
  if (hour < 0 || hour > 24 || f->minute > 59) {
    return false;
  }
  if (f->clock >= 0 && hour <= 12) {
    hour = hour % 12 + f->clock;
  }
  if (has_date(f)) {
    put_day(f, base_of(f));
  }
  put(f, "T");
  put_int(f, hour, 2);
  put(f, ":");
  put_int(f, f->minute, 2);
  return true;
}

/* P3M, PT36H, PXD */
static bool put_period(fields *f, int32_t unit, bool has_number, trawl_number number)
{
  static const char *const codes[] = {"S", "M", "H", "D", "W", "WE", "M", "Q", "Y", "Y", "Y"};
  char digits[TRAWL_NUMBER_TEXT] = "X";
  number.exponent += unit == DECADES ? 1 : unit == CENTURIES ? 2 : 0;
  if (has_number) {
    trawl_number_print(number, digits);
  }
  put(f, unit <= HOURS ? "PT" : "P");
  put(f, digits);
  put(f, codes[unit]);
  return strlen(digits) < 20;
}

static bool duration_value(fields *f)
{
  if (f->unit < 0 && f->part == 3) {
    f->unit = DAYS;
  }
  if (f->unit < 0) {
    return false;
  }
  const char *text = trawl_folded_text(f->doc, f->first_unit);
  const bool plural = text[0] && text[strlen(text) - 1] == 's';
  const bool counted = f->has_number && !f->vague;
  const trawl_number one = {strcmp(text, "fortnight") == 0 ? 2 : 1, 0};
  return put_period(f, f->unit, counted || !plural, counted ? f->number : one);
}

static bool set_value(fields *f)
{
  if (f->weekday) {
    put(f, "XXXX-WXX-");
    put_int(f, f->weekday, 1);
    put_part(f);
    return true;
  }
  if (f->month) {
    put_month(f, 0, f->month);
    return true;
  }
  if (f->season >= 0) {
    put(f, "XXXX-");
    put(f, season_codes[f->season]);
    return true;
  }
  if (f->part >= 0 && f->unit < 0) {
    put(f, "XXXX-XX-XXT");
    put(f, part_codes[f->part]);
    return true;
  }
  const int32_t unit = f->often >= 0 ? f->often : f->unit;
  const trawl_number one = {1, 0};
  return unit >= 0 && put_period(f, unit, true, f->has_number && f->every ? f->number : one);
}

trawl_status trawl_temporal_value(trawl_doc *doc, trawl_value_kind kind, trawl_span tok,
                                  trawl_span clause, trawl_anchor anchor, const char **out)
{
  char text[VALUE_TEXT] = "";
  fields f = {.doc = doc, .tok = tok, .clause = clause, .anchor = anchor, .out = text};
  f.decade = f.season = f.unit = f.part = f.often = f.hour = f.clock = -1;
  read_fields(&f);
  bool found = false;
  switch (kind) {
  case TRAWL_VALUE_DATE:
    found = date_value(&f);
    break;
  case TRAWL_VALUE_TIME:
    found = time_value(&f);
    break;
  case TRAWL_VALUE_DURATION:
    found = duration_value(&f);
    break;
  case TRAWL_VALUE_SET:
    found = set_value(&f);
    break;
  default:
    break;
  }
  *out = NULL;
  if (found) {
    *out = trawl_arena_str(&doc->arena, text);
    TRAWL_TRY_MEM(*out);
  }
  return TRAWL_OK;
}
