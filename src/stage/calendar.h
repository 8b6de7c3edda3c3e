/* SPDX-License-Identifier: MIT
 * calendar.h - days, months and weekdays of the Gregorian calendar; private to temporal.c. */
#ifndef TRAWL_STAGE_CALENDAR_H
#define TRAWL_STAGE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

typedef struct trawl_day {
  int32_t year, month, day;
} trawl_day;

static inline bool trawl_is_leap(int32_t year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static inline int32_t trawl_days_in(int32_t year, int32_t month)
{
  static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1] + (month == 2 && trawl_is_leap(year));
}

/* Days since 1 January of the year 1. */
static inline int32_t trawl_days_of(trawl_day d)
{
  const int32_t y = d.year - 1;
  int32_t days = y * 365 + y / 4 - y / 100 + y / 400;
  for (int32_t m = 1; m < d.month; ++m) {
    days += trawl_days_in(d.year, m);
  }
  return days + d.day - 1;
}

static inline trawl_day trawl_day_of(int32_t days)
{
  trawl_day d = {days / 366 + 1, 1, 1};
  while (trawl_days_of((trawl_day){d.year + 1, 1, 1}) <= days) {
    ++d.year;
  }
  days -= trawl_days_of(d);
  while (days >= trawl_days_in(d.year, d.month)) {
    days -= trawl_days_in(d.year, d.month++);
  }
  d.day = days + 1;
  return d;
}

/* 1 Monday to 7 Sunday; 1 January of the year 1 was a Monday. */
static inline int32_t trawl_weekday_of(int32_t days)
{
  return days % 7 + 1;
}

static inline trawl_day trawl_plus_months(trawl_day d, int32_t months)
{
  const int32_t all = d.year * 12 + d.month - 1 + months;
  trawl_day to = {all / 12, all % 12 + 1, d.day};
  const int32_t last = trawl_days_in(to.year, to.month);
  to.day = to.day > last ? last : to.day;
  return to;
}

#endif
