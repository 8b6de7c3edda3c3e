/* SPDX-License-Identifier: MIT
 * temporal.c - the words of a date, time, duration or set to its TIMEX3 value.
 *
 * Which words belong to a time expression is decided by the rules of temporal.yaml; this file only reads
 * them.  temporal_words.c has collected fields (weekday, month, number, unit, "last", "ago", ...); here the
 * forms are tried in order, the most special first.  What is relative counts from the document's date; without one it
 * stays underspecified (XXXX-WXX-3, PAST_REF).  "Monday" or "March" alone is the last one, unless a verb near
 * it speaks of the future. */
#include "stage/temporal.h"

#include "stage/calendar.h"

#include <string.h>

enum { VALUE_TEXT = 64 };

static const char *const season_codes[] = {"SP", "SU", "FA", "WI"};
static const char *const part_codes[] = {"MO", "AF", "EV", "NI"};

typedef bool form(trawl_time_fields *f);

/* ---- writing -------------------------------------------------------------------------------- */

static void put(trawl_time_fields *f, const char *text)
{
  const size_t len = strlen(f->out), room = VALUE_TEXT - 1 - len, more = strlen(text);
  memcpy(f->out + len, text, more < room ? more : room);
  f->out[len + (more < room ? more : room)] = 0;
}

static void put_int(trawl_time_fields *f, int32_t n, int width)
{
  char digits[16];
  int i = (int)sizeof digits - 1;
  digits[i] = 0;
  for (uint32_t left = (uint32_t)n; i > 0 && (left || width > 0); left /= 10, --width) {
    digits[--i] = (char)('0' + left % 10);
  }
  put(f, &digits[i]);
}

static void put_month(trawl_time_fields *f, int32_t year, int32_t month)
{
  if (year > 0) {
    put_int(f, year, 4);
  } else {
    put(f, "XXXX");
  }
  put(f, "-");
  put_int(f, month, 2);
}

static void put_day(trawl_time_fields *f, trawl_day d)
{
  put_month(f, d.year, d.month);
  put(f, "-");
  put_int(f, d.day, 2);
}

static void put_part(trawl_time_fields *f)
{
  if (f->part >= 0) {
    put(f, "T");
    put(f, part_codes[f->part]);
  }
}

static void put_week(trawl_time_fields *f, int32_t days)
{
  const trawl_day thursday = trawl_day_of(days - trawl_weekday_of(days) + 4);
  const int32_t week =
    (trawl_days_of(thursday) - trawl_days_of((trawl_day){thursday.year, 1, 1})) / 7 + 1;
  put_int(f, thursday.year, 4);
  put(f, "-W");
  put_int(f, week, 2);
}

/* ---- the document's date and the direction of time ------------------------------------------ */

static bool has_date(const trawl_time_fields *f)
{
  return f->counting || f->doc->date >= 10000000;
}

static trawl_day base_of(const trawl_time_fields *f)
{
  if (f->counting) {
    return (trawl_day){f->anchor.year, f->anchor.month ? f->anchor.month : 1,
                       f->anchor.day ? f->anchor.day : 1};
  }
  const int32_t date = (int32_t)f->doc->date;
  trawl_day d = {date / 10000, date / 100 % 100, date % 100};
  d.month = d.month < 1 || d.month > 12 ? 1 : d.month;
  d.day = d.day < 1 || d.day > trawl_days_in(d.year, d.month) ? 1 : d.day;
  return d;
}

static bool put_reference(trawl_time_fields *f, int32_t sign)
{
  put(f, sign < 0 ? "PAST_REF" : sign > 0 ? "FUTURE_REF" : "PRESENT_REF");
  return true;
}

/* ---- the forms of dates --------------------------------------------------------------------- */

static bool form_near_day(trawl_time_fields *f)
{
  if (!f->has_near_day) {
    return false;
  }
  if (!has_date(f)) {
    put(f, "XXXX-XX-XX");
  } else {
    put_day(f, trawl_day_of(trawl_days_of(base_of(f)) + f->near_day));
  }
  f->part = f->night ? 3 : f->part;
  put_part(f);
  return true;
}

/* The unit that lies `n` units away from the document's date. */
static bool put_unit_at(trawl_time_fields *f, int32_t unit, int32_t n)
{
  if (!has_date(f)) {
    return put_reference(f, n);
  }
  const trawl_day base = base_of(f);
  const int32_t days = trawl_days_of(base);
  /* Far away there is no calendar; the bound keeps all sums small. */
  if (n < -2000 || n > 2000
      || (unit >= TRAWL_YEARS && base.year + n * (unit == TRAWL_YEARS ? 1 : 10) < 1)) {
    return put_reference(f, n);
  }
  trawl_day at = base;
  switch (unit) {
  case TRAWL_DAYS:
    put_day(f, trawl_day_of(days + n));
    return true;
  case TRAWL_WEEKS:
    put_week(f, days + 7 * n);
    return true;
  case TRAWL_WEEKENDS:
    put_week(f, days + 7 * n);
    put(f, "-WE");
    return true;
  case TRAWL_MONTHS:
    at = trawl_plus_months(base, n);
    put_month(f, at.year, at.month);
    return true;
  case TRAWL_QUARTERS:
    at = trawl_plus_months(base, 3 * n);
    put_int(f, at.year, 4);
    put(f, "-Q");
    put_int(f, (at.month - 1) / 3 + 1, 1);
    return true;
  case TRAWL_YEARS:
    put_int(f, base.year + n, 4);
    return true;
  case TRAWL_DECADES:
    put_int(f, base.year / 10 + n, 3);
    return true;
  case TRAWL_CENTURIES:
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
static bool counts_from_anchor(const trawl_time_fields *f)
{
  return f->from_anchor && f->anchor.year
         && (f->unit >= TRAWL_YEARS
             || (f->anchor.month && (f->unit >= TRAWL_MONTHS || f->anchor.day)));
}

/* two weeks ago, a year earlier, three days later, in ten years */
static bool form_ago(trawl_time_fields *f)
{
  if (f->unit < 0 || (!f->ago && !f->within)) {
    return false;
  }
  const int32_t sign = f->ago ? f->ago : 1;
  if (f->from_anchor && f->anchor.year && !counts_from_anchor(f)) {
    return put_reference(f, sign);
  }
  f->counting = counts_from_anchor(f);
  if (f->definite && f->from_anchor && !f->has_number && !f->anchor.year) {
    return put_reference(f, sign); /* "the day before": before what? */
  }
  const int32_t n = f->has_number ? whole(f->number) : 1;
  if (f->vague || n == 0 || (f->unit < TRAWL_DAYS && has_date(f))) {
    return put_reference(f, sign);
  }
  return put_unit_at(f, f->unit, sign * n);
}

static bool form_quarter(trawl_time_fields *f)
{
  if (f->unit != TRAWL_QUARTERS || !f->ordinal) {
    return false;
  }
  const int32_t year = f->year       ? f->year
                       : has_date(f) ? base_of(f).year + (f->has_next ? f->next : 0)
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
static bool form_century(trawl_time_fields *f)
{
  if (f->unit != TRAWL_CENTURIES || f->day < 1) {
    return false;
  }
  put_int(f, f->day - 1, 2);
  return true;
}

/* last week, this month, the next year */
static bool form_next_unit(trawl_time_fields *f)
{
  if (!f->has_next || f->unit < TRAWL_DAYS) {
    return false;
  }
  if (f->unit == TRAWL_DAYS && f->definite && f->next) { /* "the next day": behind the one named last */
    f->counting = f->anchor.day > 0;
    return f->counting ? put_unit_at(f, f->unit, f->next) : put_reference(f, f->next);
  }
  return put_unit_at(f, f->unit, f->next);
}

/* The year of a month without one. */
static int32_t year_of_month(trawl_time_fields *f)
{
  if (!has_date(f)) {
    return 0;
  }
  const trawl_day base = base_of(f);
  const int32_t there = f->month * 100 + (f->day ? f->day : f->month == base.month ? base.day : 1);
  const int32_t here = base.month * 100 + base.day;
  const int sign = f->has_next && f->next ? (f->next < 0 ? -1 : 1) : trawl_time_direction(f);
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

static bool form_month(trawl_time_fields *f)
{
  if (!f->month) {
    return false;
  }
  const int32_t year = f->year ? f->year : year_of_month(f);
  if (f->day > 31 || (f->day && year && f->day > trawl_days_in(year, f->month))) {
    f->day = 0;
  }
  put_month(f, year, f->month);
  if (f->day) {
    put(f, "-");
    put_int(f, f->day, 2);
    put_part(f);
    if (f->last_day > f->day && (!year || f->last_day <= trawl_days_in(year, f->month))) {
      put(f, "/");
      put_day(f, (trawl_day){year, f->month, f->last_day});
    }
  }
  return true;
}

/* fiscal 2022, the 2021-22 fiscal year, FY22: by the year in which it ends */
static bool form_fiscal(trawl_time_fields *f)
{
  if (!f->fiscal || !f->year) {
    return false;
  }
  if (f->day || f->last_day) { /* "2021 - 22" in three words */
    f->year = f->year / 100 * 100 + f->day;
  }
  put(f, "FY");
  put_int(f, f->year, 4);
  return true;
}

static bool form_weekday(trawl_time_fields *f)
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
  const int32_t here = trawl_days_of(base_of(f));
  int32_t back =
    (trawl_weekday_of(here) - f->weekday + 7) % 7; /* days since the last one, today is 0 */
  int32_t there = here - back;
  const int sign = f->has_next ? f->next : trawl_time_direction(f);
  if (f->has_next && sign < 0) {
    there = back ? there : here - 7;
  } else if (f->has_next && sign > 0) {
    there += 7;
  } else if (sign > 0 && back) {
    there += 7;
  }
  there += f->unit == TRAWL_WEEKS && f->ago ? 7 * f->ago : 0;
  put_day(f, trawl_day_of(there));
  put_part(f);
  return true;
}

static bool form_season(trawl_time_fields *f)
{
  if (f->season < 0) {
    return false;
  }
  int32_t year = f->year;
  if (!year && has_date(f)) {
    const trawl_day base = base_of(f);
    const int32_t now = base.month == 12 ? 3 : base.month / 3 - 1;
    year = base.year;
    if (f->has_next && f->next > 0) {
      year += f->season <= now && now != 3;
    } else if (f->has_next && f->next < 0) {
      year -= f->season >= now || now < 0;
    } else if (trawl_time_direction(f) > 0) {
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
static bool form_decade(trawl_time_fields *f)
{
  if (f->decade < 0) {
    return false;
  }
  put_int(f, f->decade, 3);
  return true;
}

static bool form_year(trawl_time_fields *f)
{
  if (!f->year) {
    return false;
  }
  put_int(f, f->year, 4);
  return true;
}

/* this morning */
static bool form_part(trawl_time_fields *f)
{
  if (f->part < 0 || (!f->has_next && !f->now)) {
    return false;
  }
  if (has_date(f)) {
    put_day(f, trawl_day_of(trawl_days_of(base_of(f)) + f->next));
  } else {
    put(f, "XXXX-XX-XX");
  }
  put_part(f);
  return true;
}

static bool form_now(trawl_time_fields *f)
{
  return f->now && put_reference(f, 0);
}

/* 2023-09-20, 20/09/2023, 9/20/2023, 20.09.2023, anywhere at the start of the words. */
static bool form_figures(trawl_time_fields *f)
{
  const trawl_span bytes = trawl_doc_text_span(f->doc, f->tok);
  const char *text = f->doc->text.at + bytes.start;
  int32_t part[3];
  char mark = 0;
  for (int i = 0; i < 3; ++i) {
    if (!trawl_is_digit(*text)) {
      return false;
    }
    part[i] = trawl_read_int(&text);
    if (i < 2) {
      if (!*text || !strchr("-/.", *text) || (mark && *text != mark)) {
        return false;
      }
      mark = *text++;
    }
  }
  trawl_day d = {part[0], part[1], part[2]};
  if (part[0] < 1000) {
    const int32_t year = part[2] < 100 ? part[2] + (part[2] < 70 ? 2000 : 1900) : part[2];
    const bool american = mark == '/' && part[0] <= 12 && part[1] > 12;
    d = american ? (trawl_day){year, part[0], part[1]} : (trawl_day){year, part[1], part[0]};
    if (mark == '/' && part[0] <= 12 && part[1] <= 12 && part[0] != part[1]) {
      put_int(f, year, 4); /* which is the month cannot be told */
      return true;
    }
  }
  if (d.year < 1000 || d.year > 2999 || d.month < 1 || d.month > 12 || d.day < 1
      || d.day > trawl_days_in(d.year, d.month)) {
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
    part[i] = trawl_read_int(&at);
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
      && (part[1] == 0 || part[2] <= trawl_days_in(part[0], part[1]))) {
    a = (trawl_anchor){part[0], part[1], part[1] ? part[2] : 0};
  }
  return a;
}

/* ---- kinds ---------------------------------------------------------------------------------- */

static bool date_value(trawl_time_fields *f)
{
  static form *const forms[] = {
    form_figures, form_fiscal,    form_near_day,  form_quarter, form_century, form_month, form_weekday, form_season,
    form_decade,  form_next_unit, form_ago,     form_year,    form_part,  form_now,
  };
  for (size_t i = 0; i < TRAWL_COUNT(forms); ++i) {
    f->out[0] = 0;
    if (forms[i](f)) {
      return true;
    }
  }
  return false;
}

static bool time_value(trawl_time_fields *f)
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
  put(f, f->zone ? f->zone : "");
  return true;
}

/* P3M, PT36H, PXD */
static bool put_period(trawl_time_fields *f, int32_t unit, bool has_number, trawl_number number)
{
  static const char *const codes[] = {"S", "M", "H", "D", "W", "WE", "M", "Q", "Y", "Y", "Y"};
  char digits[TRAWL_NUMBER_TEXT] = "X";
  number.exponent += unit == TRAWL_DECADES ? 1 : unit == TRAWL_CENTURIES ? 2 : 0;
  if (has_number) {
    trawl_number_print(number, digits);
  }
  put(f, unit <= TRAWL_HOURS ? "PT" : "P");
  put(f, digits);
  put(f, codes[unit]);
  return strlen(digits) < 20;
}

static bool duration_value(trawl_time_fields *f)
{
  if (f->unit < 0 && f->part == 3) {
    f->unit = TRAWL_DAYS;
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

static bool set_value(trawl_time_fields *f)
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
  trawl_time_fields f = {.doc = doc, .tok = tok, .clause = clause, .anchor = anchor, .out = text};
  f.decade = f.season = f.unit = f.part = f.often = f.hour = f.clock = -1;
  trawl_time_fields_read(&f);
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
