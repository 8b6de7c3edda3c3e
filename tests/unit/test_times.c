/* SPDX-License-Identifier: MIT
 * test_times.c - expressions of time in sentences, through the rules of temporal.yaml: every mention with
 * its value, in the order of the text.  The document's date is Wednesday, 22 February 2023.  What is no
 * time stands in tables of its own. */
#include "coref_rows.h"
#include "resource/types.h"

void trawl_suite_times(void);

typedef struct time_row {
  const char *text;
  const char *want; /* "words=value; words=value", "" for none */
} time_row;

static const time_row dates[] = {
  {"They met on 24 February 2022.", "24 February 2022=2022-02-24"},
  {"They met on February 24, 2022.", "February 24, 2022=2022-02-24"},
  {"They met on Thursday, Feb. 24, 2022, in Graz.", "Thursday, Feb. 24, 2022=2022-02-24"},
  {"They met on the 3rd of May, 2019.", "the 3rd of May, 2019=2019-05-03"},
  {"They met on 2021-11-05.", "2021-11-05=2021-11-05"},
  {"They met on 31/12/2021.", "31/12/2021=2021-12-31"},
  {"They met on 31.12.2021.", "31.12.2021=2021-12-31"},
  {"They met on Sept. 12.", "Sept. 12=2022-09-12"},
  {"They will meet on Sept. 12.", "Sept. 12=2023-09-12"},
  {"They met in September 2022.", "September 2022=2022-09"},
  {"They met in early September 2022.", "early September 2022=2022-09"},
  {"They met in March.", "March=2022-03"},
  {"They will meet in March.", "March=2023-03"},
  {"They met last May.", "last May=2022-05"},
  {"They will meet next May.", "next May=2023-05"},
  {"They met on Monday.", "Monday=2023-02-20"},
  {"They will meet on Monday.", "Monday=2023-02-27"},
  {"They met last Tuesday.", "last Tuesday=2023-02-21"},
  {"They met on Tuesday night.", "Tuesday night=2023-02-21TNI"},
  {"They will meet next Friday.", "next Friday=2023-02-24"},
  {"They met the previous Saturday.", "the previous Saturday=2023-02-18"},
  {"They met yesterday.", "yesterday=2023-02-21"},
  {"They met yesterday morning.", "yesterday morning=2023-02-21TMO"},
  {"They meet today.", "today=2023-02-22"},
  {"They meet tomorrow.", "tomorrow=2023-02-23"},
  {"They meet tonight.", "tonight=2023-02-22TNI"},
  {"They met this morning.", "this morning=2023-02-22TMO"},
  {"They met last night.", "last night=2023-02-21TNI"},
  {"They met last week.", "last week=2023-W07"},
  {"They will meet next week.", "next week=2023-W09"},
  {"They met last weekend.", "last weekend=2023-W07-WE"},
  {"They met earlier this month.", "earlier this month=2023-02"},
  {"They met last month.", "last month=2023-01"},
  {"They will meet later this year.", "later this year=2023"},
  {"They met last year.", "last year=2022"},
  {"They should be done by the end of next year.", "next year=2024"},
  {"They met at the beginning of this month.", "this month=2023-02"},
  {"They met two weeks ago.", "two weeks ago=2023-W06"},
  {"They met 10 days ago.", "10 days ago=2023-02-12"},
  {"They met three months ago.", "three months ago=2022-11"},
  {"They met about ten years ago.", "about ten years ago=2013"},
  {"They met a year ago.", "a year ago=2022"},
  {"They met several years ago.", "several years ago=PAST_REF"},
  {"They will meet in three days.", "in three days=2023-02-25"},
  {"They will meet in two years.", "in two years=2025"},
  {"They met on May 3, 2019. Two days later they left.",
   "May 3, 2019=2019-05-03; Two days later=2019-05-05"},
  {"They met on May 3, 2019. The day before, they had rested.",
   "May 3, 2019=2019-05-03; The day before=2019-05-02"},
  {"They met on May 3, 2019. They left the next day.",
   "May 3, 2019=2019-05-03; the next day=2019-05-04"},
  {"They met on May 3, 2019. They left the following day.",
   "May 3, 2019=2019-05-03; the following day=2019-05-04"},
  {"They left the day after.", "the day after=FUTURE_REF"},
  {"They have met since 2014.", "2014=2014"},
  {"They met from 2014 to 2016.", "2014=2014; 2016=2016"},
  {"They met between 2014 and 2016.", "2014=2014; 2016=2016"},
  {"They met until 1999.", "1999=1999"},
  {"They met in mid-2022.", "2022=2022"},
  {"They met in late 2022.", "2022=2022"},
  {"They met in the 1990s.", "the 1990s=199"},
  {"They met in the early 1990s.", "the early 1990s=199"},
  {"They met in the late 80s.", "the late 80s=198"},
  {"They met in the 19th century.", "the 19th century=18"},
  {"They met in the early 20th century.", "the early 20th century=19"},
  {"They met in the second quarter.", "the second quarter=2023-Q2"},
  {"They met in the third quarter of 2021.", "the third quarter of 2021=2021-Q3"},
  {"Sales rose in Q3 2022.", "Q3 2022=2022-Q3"},
  {"Sales rose in Q1 of 2022.", "Q1 of 2022=2022-Q1"},
  {"Sales rose last quarter.", "last quarter=2022-Q4"},
  {"Sales rose in fiscal year 2022.", "fiscal year 2022=FY2022"},
  {"Sales rose in fiscal 2022.", "fiscal 2022=FY2022"},
  {"Sales rose in the 2021-22 fiscal year.", "the 2021-22 fiscal year=FY2022"},
  {"They met in spring 2021.", "spring 2021=2021-SP"},
  {"They met in the summer of 2021.", "the summer of 2021=2021-SU"},
  {"They met last autumn.", "last autumn=2022-FA"},
  {"They met last winter.", "last winter=2022-WI"},
  {"They will meet next summer.", "next summer=2023-SU"},
  {"They met on 5 to 8 March 2021.", "5 to 8 March 2021=2021-03-05/2021-03-08"},
  {"They met from 5 to 8 March.", "5 to 8 March=2022-03-05/2022-03-08"},
  {"They will meet on March 5-8.", "March 5-8=2023-03-05/2023-03-08"},
  {"They met on March 5\xE2\x80\x93" "8, 2021.", "March 5-8, 2021=2021-03-05/2021-03-08"},
  {"They met between 5 and 8 March 2021.", "5 and 8 March 2021=2021-03-05/2021-03-08"},
  {"They met from 30 April to 2 May 2021.", "30 April=2022-04-30; 2 May 2021=2021-05-02"},
};

static const time_row others[] = {
  {"They met at 6:30 a.m. on Monday.", "6:30 a.m.=2023-02-22T06:30; Monday=2023-02-20"},
  {"They met at 3 p.m. yesterday.", "3 p.m.=2023-02-22T15:00; yesterday=2023-02-21"},
  {"They met at 10:00 GMT.", "10:00 GMT=2023-02-22T10:00Z"},
  {"They met at 6:30 p.m. CET.", "6:30 p.m. CET=2023-02-22T18:30+01:00"},
  {"They met at 18:30 IST.", "18:30 IST=2023-02-22T18:30+05:30"},
  {"At 9 a.m. EST they met.", "9 a.m. EST=2023-02-22T09:00-05:00"},
  {"They met at 9:15 a.m. ET.", "9:15 a.m. ET=2023-02-22T09:15"},
  {"They met at noon.", "noon=2023-02-22T12:00"},
  {"They met at midnight.", "midnight=2023-02-22T00:00"},
  {"They met at 7pm.", "7pm=2023-02-22T19:00"},
  {"It lasted two weeks.", "two weeks=P2W"},
  {"It lasted 36 hours.", "36 hours=PT36H"},
  {"It lasted half an hour.", "half an hour=PT0.5H"},
  {"It lasted a decade.", "a decade=P10Y"},
  {"It lasted a fortnight.", "a fortnight=P2W"},
  {"It lasted several days.", "several days=PXD"},
  {"It lasted two and a half years.", "two and a half years=P2.5Y"},
  {"It fell over the past three months.", "the past three months=P3M"},
  {"A three-year plan was drawn up.", "A three-year=P3Y"},
  {"A 20-year-old man was hurt.", "20-year=P20Y"},
  {"It lasted 100 days.", "100 days=P100D"},
  {"It lasted two centuries.", "two centuries=P200Y"},
  {"They meet every Monday.", "every Monday=XXXX-WXX-1"},
  {"They meet every year.", "every year=P1Y"},
  {"They meet every two years.", "every two years=P2Y"},
  {"They meet twice a week.", "twice a week=P1W"},
  {"They meet annually.", "annually=P1Y"},
  {"They meet each spring.", "each spring=XXXX-SP"},
  {"They meet every morning.", "every morning=XXXX-XX-XXTMO"},
};

/* Words that are months, days, seasons and units elsewhere; figures of every other kind. */
static const time_row none[] = {
  {"They may march on.", ""},
  {"May they rest in peace.", ""},
  {"Theresa May resigned.", ""},
  {"The army will march on the city.", ""},
  {"A second man was hurt.", ""},
  {"They came second.", ""},
  {"They sat in the sun.", ""},
  {"The Sun reported it.", ""},
  {"The fall of the city came fast.", ""},
  {"They drank from a spring.", ""},
  {"An august body met.", ""},
  {"They won 3-2.", ""},
  {"They won the match 21-19.", ""},
  {"Call 555-0199.", ""},
  {"Call +44 20 7946 0958.", ""},
  {"It cost $2,021.", ""},
  {"It cost 2021 dollars.", ""},
  {"It has 2021 members.", ""},
  {"It seats 1,999 people.", ""},
  {"A Boeing 737 landed.", ""},
  {"They live in room 1914b.", ""},
  {"About 1900 soldiers left.", ""},
  {"Resolution 2231 was passed.", ""},
  {"It weighs 2000 kg.", ""},
  {"The road is 1812 km long.", ""},
  {"It rose by 6.30.", ""},
  {"A quarter of the sales fell.", ""},
  {"Three quarters of them left.", ""},
  {"The weeks went by.", ""},
  {"The year was long.", ""},
  {"Everyone came.", ""},
  {"Version 10.2 is out.", ""},
  {"They hit 12 of 20.", ""},
  {"Page 3 was torn.", ""},
  {"The 24 members met.", ""},
  {"The G20 met.", ""},
  {"The 7th Fleet sailed.", ""},
  {"The ratio is 3:1.", ""},
  {"The 5th of them left.", ""},
  {"The first day was hard for a man of his age.", ""},
  {"They spoke of the day.", ""},
  {"They march at dawn on the 2nd floor.", ""},
  {"It rose to 50 percent.", ""},
  {"April Ryan spoke.", ""},
  {"Nobody spoke at length, before or after.", ""},
  {"The two-second rule is no law of nature; nobody is second to none.", "two-second=PT2S"},
  {"Flight 1549 landed.", ""},
  {"Highway 2020 was shut.", ""},
  {"It scored 99.5.", ""},
  {"They lost 6-3, 6-4.", ""},
  {"A crowd of 2,015 came.", ""},
  {"The price fell to 1,990.", ""},
  {"They marched for peace.", ""},
  {"The minutes of the meeting were lost.", ""},
  {"The fiscal gap grew.", ""},
  {"They took the A1 and the Q7.", ""},
};

static void list_times(const trawl_doc *doc, char *out, size_t room)
{
  *out = '\0';
  for (uint32_t i = 0; i < doc->mentions.len; ++i) {
    const trawl_mention *m = &doc->mentions.at[i];
    const bool temporal = m->type == TRAWL_TYPE_DATE || m->type == TRAWL_TYPE_TIME
                          || m->type == TRAWL_TYPE_DURATION || m->type == TRAWL_TYPE_SET;
    const trawl_span text = trawl_doc_text_span(doc, m->tok);
    const size_t used = strlen(out);
    if (m->kind == TRAWL_MENTION_VALUE && temporal && m->outer == TRAWL_NONE) {
      snprintf(out + used, room - used, "%s%.*s=%s", used ? "; " : "", (int)(text.end - text.start),
               doc->text.at + text.start, m->value ? m->value : "");
    }
  }
}

static void run(const time_row *rows, size_t n)
{
  trawl_pipeline *pipeline = coref_open(TRAWL_RESOLVE_ALL);
  trawl_doc *doc = trawl_doc_new(pipeline);
  CU_ASSERT_PTR_NOT_NULL_FATAL(doc);
  for (size_t i = 0; i < n; ++i) {
    char got[400];
    const trawl_text in = {
      .id = "row", .bytes = rows[i].text, .len = strlen(rows[i].text), .date = "2023-02-22"};
    CU_ASSERT_EQUAL_FATAL(trawl_run(pipeline, doc, &in, TRAWL_STAGE_ENTITIES), TRAWL_OK);
    list_times(doc, got, sizeof got);
    CU_ASSERT_STRING_EQUAL(got, rows[i].want);
    if (strcmp(got, rows[i].want) != 0) {
      fprintf(stderr, "\n%s\n  '%s', not '%s'\n", rows[i].text, got, rows[i].want);
    }
  }
  trawl_doc_free(doc);
  trawl_pipeline_free(pipeline);
}

static void test_dates(void)
{
  run(dates, TRAWL_COUNT(dates));
}

static void test_others(void)
{
  run(others, TRAWL_COUNT(others));
}

static void test_none(void)
{
  run(none, TRAWL_COUNT(none));
}

void trawl_suite_times(void)
{
  CU_pSuite s = CU_add_suite("times", NULL, NULL);
  CU_add_test(s, "dates", test_dates);
  CU_add_test(s, "times, durations, sets", test_others);
  CU_add_test(s, "none", test_none);
}
