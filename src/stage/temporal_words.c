/* SPDX-License-Identifier: MIT
 * temporal_words.c - the words of a time expression to fields: weekday, month, number, unit, "last", "ago".
 *
 * One pass over the words; each is looked up in a table or read as figures.  What the fields mean together
 * is decided in temporal.c. */
#include "stage/temporal.h"

#include <string.h>

typedef enum meaning {
  NOTHING,
  WEEKDAY,
  MONTH,
  SEASON, /* value: index in season_codes */
  UNIT,
  NEXT, /* last -1, this 0, next 1 */
  DAY,  /* yesterday -1, today 0, tomorrow 1 */
  AGO,  /* ago, earlier, before -1; later, from now, after 1 */
  PART, /* of the day: index in part_codes */
  EVERY,
  OFTEN, /* daily: a unit */
  SPAN,  /* "the past three months": a duration */
  VAGUE, /* several, few, many */
  ORDINAL,
  CLOCK,  /* a.m. 0, p.m. 12 */
  NOON,   /* hour */
  WITHIN, /* "in three days" */
  NOW,
} meaning;

typedef struct time_word {
  const char *word;
  uint8_t meaning;
  int8_t value;
} time_word;

// clang-format off: rows of words
static const time_word time_words[] = {
  {"monday", WEEKDAY, 1},
  {"mon", WEEKDAY, 1},
  {"tuesday", WEEKDAY, 2},
  {"tue", WEEKDAY, 2},
  {"tues", WEEKDAY, 2},
  {"wednesday", WEEKDAY, 3},
  {"wed", WEEKDAY, 3},
  {"thursday", WEEKDAY, 4},
  {"thu", WEEKDAY, 4},
  {"thur", WEEKDAY, 4},
  {"thurs", WEEKDAY, 4},
  {"friday", WEEKDAY, 5},
  {"fri", WEEKDAY, 5},
  {"saturday", WEEKDAY, 6},
  {"sat", WEEKDAY, 6},
  {"sunday", WEEKDAY, 7},
  {"sun", WEEKDAY, 7},
  {"mondays", WEEKDAY, 1},
  {"tuesdays", WEEKDAY, 2},
  {"wednesdays", WEEKDAY, 3},
  {"thursdays", WEEKDAY, 4},
  {"fridays", WEEKDAY, 5},
  {"saturdays", WEEKDAY, 6},
  {"sundays", WEEKDAY, 7},
  {"january", MONTH, 1},
  {"jan", MONTH, 1},
  {"february", MONTH, 2},
  {"feb", MONTH, 2},
  {"march", MONTH, 3},
  {"mar", MONTH, 3},
  {"april", MONTH, 4},
  {"apr", MONTH, 4},
  {"may", MONTH, 5},
  {"june", MONTH, 6},
  {"jun", MONTH, 6},
  {"july", MONTH, 7},
  {"jul", MONTH, 7},
  {"august", MONTH, 8},
  {"aug", MONTH, 8},
  {"september", MONTH, 9},
  {"sept", MONTH, 9},
  {"sep", MONTH, 9},
  {"october", MONTH, 10},
  {"oct", MONTH, 10},
  {"november", MONTH, 11},
  {"nov", MONTH, 11},
  {"december", MONTH, 12},
  {"dec", MONTH, 12},
  {"spring", SEASON, 0},
  {"summer", SEASON, 1},
  {"autumn", SEASON, 2},
  {"fall", SEASON, 2},
  {"winter", SEASON, 3},
  {"second", UNIT, TRAWL_SECONDS},
  {"seconds", UNIT, TRAWL_SECONDS},
  {"minute", UNIT, TRAWL_MINUTES},
  {"minutes", UNIT, TRAWL_MINUTES},
  {"min", UNIT, TRAWL_MINUTES},
  {"mins", UNIT, TRAWL_MINUTES},
  {"hour", UNIT, TRAWL_HOURS},
  {"hours", UNIT, TRAWL_HOURS},
  {"hr", UNIT, TRAWL_HOURS},
  {"hrs", UNIT, TRAWL_HOURS},
  {"day", UNIT, TRAWL_DAYS},
  {"days", UNIT, TRAWL_DAYS},
  {"night", PART, 3},
  {"nights", UNIT, TRAWL_DAYS},
  {"week", UNIT, TRAWL_WEEKS},
  {"weeks", UNIT, TRAWL_WEEKS},
  {"fortnight", UNIT, TRAWL_WEEKS},
  {"weekend", UNIT, TRAWL_WEEKENDS},
  {"weekends", UNIT, TRAWL_WEEKENDS},
  {"month", UNIT, TRAWL_MONTHS},
  {"months", UNIT, TRAWL_MONTHS},
  {"quarter", UNIT, TRAWL_QUARTERS},
  {"quarters", UNIT, TRAWL_QUARTERS},
  {"year", UNIT, TRAWL_YEARS},
  {"years", UNIT, TRAWL_YEARS},
  {"yr", UNIT, TRAWL_YEARS},
  {"yrs", UNIT, TRAWL_YEARS},
  {"decade", UNIT, TRAWL_DECADES},
  {"decades", UNIT, TRAWL_DECADES},
  {"century", UNIT, TRAWL_CENTURIES},
  {"centuries", UNIT, TRAWL_CENTURIES},
  {"last", NEXT, -1},
  {"previous", NEXT, -1},
  {"past", NEXT, -1},
  {"this", NEXT, 0},
  {"current", NEXT, 0},
  {"same", NEXT, 0},
  {"next", NEXT, 1},
  {"coming", NEXT, 1},
  {"following", NEXT, 1},
  {"upcoming", NEXT, 1},
  {"yesterday", DAY, -1},
  {"today", DAY, 0},
  {"tonight", DAY, 0},
  {"tomorrow", DAY, 1},
  {"overnight", DAY, 0},
  {"ago", AGO, -1},
  {"earlier", AGO, -1},
  {"before", AGO, -1},
  {"later", AGO, 1},
  {"after", AGO, 1},
  {"from", AGO, 1},
  {"in", WITHIN, 1},
  {"within", WITHIN, 1},
  {"morning", PART, 0},
  {"afternoon", PART, 1},
  {"evening", PART, 2},
  {"mornings", PART, 0},
  {"evenings", PART, 2},
  {"afternoons", PART, 1},
  {"every", EVERY, 0},
  {"each", EVERY, 0},
  {"per", EVERY, 0},
  {"daily", OFTEN, TRAWL_DAYS},
  {"nightly", OFTEN, TRAWL_DAYS},
  {"weekly", OFTEN, TRAWL_WEEKS},
  {"monthly", OFTEN, TRAWL_MONTHS},
  {"quarterly", OFTEN, TRAWL_QUARTERS},
  {"annually", OFTEN, TRAWL_YEARS},
  {"yearly", OFTEN, TRAWL_YEARS},
  {"annual", OFTEN, TRAWL_YEARS},
  {"hourly", OFTEN, TRAWL_HOURS},
  {"several", VAGUE, 0},
  {"few", VAGUE, 0},
  {"many", VAGUE, 0},
  {"some", VAGUE, 0},
  {"first", ORDINAL, 1},
  {"third", ORDINAL, 3},
  {"fourth", ORDINAL, 4},
  {"am", CLOCK, 0},
  {"a.m", CLOCK, 0},
  {"pm", CLOCK, 12},
  {"p.m", CLOCK, 12},
  {"noon", NOON, 12},
  {"midday", NOON, 12},
  {"midnight", NOON, 0},
  {"now", NOW, 0},
};
// clang-format on

static const time_word *meaning_of(const char *text)
{
  size_t len = strlen(text);
  len -= len > 1 && text[len - 1] == '.';
  for (size_t i = 0; i < TRAWL_COUNT(time_words); ++i) {
    if (time_words[i].word[0] == text[0] && strncmp(time_words[i].word, text, len) == 0
        && time_words[i].word[len] == 0) {
      return &time_words[i];
    }
  }
  return NULL;
}

/* A token that begins with a digit: a year, a decade, a day of the month, a clock time or a number. */
static void read_figures(trawl_time_fields *f, const char *text)
{
  const char *rest = text;
  const int32_t n = trawl_read_int(&rest);
  const size_t len = (size_t)(rest - text);
  if ((*rest == ':' || *rest == '.' || *rest == 'h') && len <= 2 && trawl_is_digit(rest[1])
      && trawl_is_digit(rest[2])) {
    ++rest;
    f->hour = n;
    f->minute = trawl_read_int(&rest);
  } else if (len == 4 && *rest == 0 && n >= 1000 && n < 3000) {
    f->year = n;
  } else if (*rest == 's' && rest[1] == 0 && n % 10 == 0 && (len == 4 || len == 2)) {
    f->decade = len == 4 ? n / 10 : (n >= 30 ? 190 : 200) + n / 10;
  } else if (len <= 2 && n >= 1 && n <= 31 && !f->day
             && (*rest == 0 || strcmp(rest, "st") == 0 || strcmp(rest, "nd") == 0
                 || strcmp(rest, "rd") == 0 || strcmp(rest, "th") == 0)) {
    f->day = n;
    f->ordinal = *rest ? n : f->ordinal;
  } else if (len <= 2 && n >= 1 && n <= 31 && *rest == 0 && f->day && !f->last_day) {
    f->last_day = n;
  } else if (len <= 2 && n <= 12 && (strcmp(rest, "am") == 0 || strcmp(rest, "pm") == 0)) {
    f->hour = n;
    f->clock = *rest == 'p' ? 12 : 0;
  }
}

/* 2021-22, 2021/22 in one word: the year behind the dash; FY22. */
static void read_fiscal(trawl_time_fields *f, const char *text)
{
  const size_t len = strlen(text);
  if (strcmp(text, "fiscal") == 0 || strcmp(text, "financial") == 0 || strcmp(text, "fy") == 0) {
    f->fiscal = 1;
  } else if (text[0] == 'f' && text[1] == 'y' && trawl_is_digit(text[2])) {
    const char *rest = text + 2;
    const int32_t n = trawl_read_int(&rest);
    f->fiscal = 1;
    f->year = n < 100 ? 2000 + n : n;
  } else if (len == 7 && (text[4] == '-' || text[4] == '/')) {
    const char *rest = text + 5;
    f->year = f->year / 100 * 100 + trawl_read_int(&rest);
  }
}

/* Zones with one offset; "ET" and "PT" change with the season. */
static const char *zone_of(const char *text)
{
  static const struct {
    const char *word, *offset;
  } zones[] = {{"gmt", "Z"},       {"utc", "Z"},       {"cet", "+01:00"},  {"cest", "+02:00"},
               {"eet", "+02:00"},  {"eest", "+03:00"}, {"est", "-05:00"},  {"edt", "-04:00"},
               {"cst", "-06:00"},  {"cdt", "-05:00"},  {"mst", "-07:00"},  {"mdt", "-06:00"},
               {"pst", "-08:00"},  {"pdt", "-07:00"},  {"bst", "+01:00"},  {"ist", "+05:30"},
               {"msk", "+03:00"},  {"jst", "+09:00"},  {"aest", "+10:00"}};
  for (size_t i = 0; i < TRAWL_COUNT(zones); ++i) {
    if (zones[i].word[0] == text[0] && strcmp(zones[i].word, text) == 0) {
      return zones[i].offset;
    }
  }
  return NULL;
}

static void read_word(trawl_time_fields *f, const time_word *word, uint32_t at)
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

void trawl_time_fields_read(trawl_time_fields *f)
{
  for (uint32_t i = f->tok.start; i < f->tok.end; ++i) {
    const char *text = trawl_folded_text(f->doc, i);
    trawl_number number;
    const uint32_t behind = trawl_number_read(f->doc, i, f->tok.end, &number);
    if (behind > i && !f->has_number) {
      f->has_number = true;
      f->number = number;
    }
    if (strcmp(text, "half") == 0 && f->has_number && i > f->tok.start + 1 && f->number.exponent == 0
        && f->number.digits < 1000) { /* "two and a half" */
      f->number = (trawl_number){f->number.digits * 10 + 5, -1};
    }
    f->definite |= i == f->tok.start && strcmp(text, "the") == 0;
    f->zone = f->zone ? f->zone : zone_of(text);
    read_fiscal(f, text);
    const time_word *word = meaning_of(text);
    /* "the second quarter" */
    if (strcmp(text, "second") == 0 && i + 1 < f->tok.end) {
      f->ordinal = 2;
    } else if (text[0] == 'q' && trawl_is_digit(text[1]) && !text[2]) {
      f->ordinal = text[1] - '0';
      f->unit = TRAWL_QUARTERS;
    } else if (trawl_is_digit(text[0])) {
      read_figures(f, text);
    } else if (word) {
      read_word(f, word, i);
    }
  }
}

/* ---- the verbs around --------------------------------------------------------------------------- */

enum { VERB_WINDOW = 14 };

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

int trawl_time_direction(const trawl_time_fields *f)
{
  const uint32_t left =
    f->tok.start > f->clause.start + VERB_WINDOW ? f->tok.start - VERB_WINDOW : f->clause.start;
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
