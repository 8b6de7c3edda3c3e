/* SPDX-License-Identifier: MIT
 * values.c - numbers, and amounts of money, percentages and quantities made of them.
 *
 * Numbers are exact: digits and a power of ten, never a floating point number, so that 1.2 billion is
 * 1200000000 on every machine.  Which words form an amount is decided by the entity rules; here they are
 * only read.  Dates and times: temporal.c. */
#include "stage/values.h"

#include <string.h>

enum { MAX_DIGITS = 17, MAX_EXPONENT = 24 };

/* ---- numbers -------------------------------------------------------------------------------- */

typedef enum number_word { SMALL, HUNDRED, SCALE, DOZEN, PART } number_word;

typedef struct word_value {
  const char *word;
  uint8_t kind;
  int16_t value; /* of SCALE: the power of ten */
} word_value;

// clang-format off: rows of words
static const word_value number_words[] = {
  {"zero", SMALL, 0},       {"one", SMALL, 1},       {"two", SMALL, 2},
  {"three", SMALL, 3},      {"four", SMALL, 4},      {"five", SMALL, 5},
  {"six", SMALL, 6},        {"seven", SMALL, 7},     {"eight", SMALL, 8},
  {"nine", SMALL, 9},       {"ten", SMALL, 10},      {"eleven", SMALL, 11},
  {"twelve", SMALL, 12},    {"thirteen", SMALL, 13}, {"fourteen", SMALL, 14},
  {"fifteen", SMALL, 15},   {"sixteen", SMALL, 16},  {"seventeen", SMALL, 17},
  {"eighteen", SMALL, 18},  {"nineteen", SMALL, 19}, {"twenty", SMALL, 20},
  {"thirty", SMALL, 30},    {"forty", SMALL, 40},    {"fifty", SMALL, 50},
  {"sixty", SMALL, 60},     {"seventy", SMALL, 70},  {"eighty", SMALL, 80},
  {"ninety", SMALL, 90},    {"couple", SMALL, 2},    {"hundred", HUNDRED, 2},
  {"hundreds", HUNDRED, 2}, {"thousand", SCALE, 3},  {"k", SCALE, 3},
  {"million", SCALE, 6},    {"millions", SCALE, 6},  {"m", SCALE, 6},
  {"mn", SCALE, 6},         {"mln", SCALE, 6},       {"billion", SCALE, 9},
  {"billions", SCALE, 9},   {"bn", SCALE, 9},        {"bln", SCALE, 9},
  {"b", SCALE, 9},          {"trillion", SCALE, 12}, {"tn", SCALE, 12},
  {"trn", SCALE, 12},       {"crore", SCALE, 7},     {"lakh", SCALE, 5},
  {"dozen", DOZEN, 12},     {"half", PART, 5},
};
// clang-format on

static const word_value *find_word(const word_value *words, size_t count, const char *text,
                                   size_t len)
{
  if (len && text[len - 1] == '.') {
    --len;
  }
  for (size_t i = 0; i < count; ++i) {
    if (words[i].word[0] == text[0] && strncmp(words[i].word, text, len) == 0
        && words[i].word[len] == 0) {
      return &words[i];
    }
  }
  return NULL;
}

static uint64_t power_of_ten(int32_t n)
{
  uint64_t power = 1;
  while (n-- > 0) {
    power *= 10;
  }
  return power;
}

/* Same value with a lower exponent, if the digits leave room. */
static bool lower_exponent(trawl_number *n, int32_t exponent)
{
  const int32_t diff = n->exponent - exponent;
  if (n->digits == 0) {
    n->exponent = exponent;
    return true;
  }
  if (diff < 0 || diff > MAX_DIGITS || n->digits > power_of_ten(MAX_DIGITS) / power_of_ten(diff)) {
    return false;
  }
  n->digits *= power_of_ten(diff);
  n->exponent = exponent;
  return true;
}

static bool add_number(trawl_number *sum, trawl_number more)
{
  const int32_t exponent = sum->exponent < more.exponent ? sum->exponent : more.exponent;
  if (!lower_exponent(sum, exponent) || !lower_exponent(&more, exponent)) {
    return false;
  }
  sum->digits += more.digits;
  return true;
}

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

/* Reads "1,200.5" at the start of a token; gives the bytes read, 0 when it is no number. */
static size_t read_figures(const char *text, size_t len, trawl_number *out)
{
  trawl_number n = {0};
  size_t i = 0, digits = 0;
  bool point = false;
  for (; i < len; ++i) {
    if (is_digit(text[i])) {
      if (++digits > MAX_DIGITS) {
        return 0;
      }
      n.digits = n.digits * 10 + (uint64_t)(text[i] - '0');
      n.exponent -= point;
    } else if (text[i] == '.' && !point && i + 1 < len && is_digit(text[i + 1])) {
      point = true;
    } else if (!(text[i] == ',' && i && i + 3 < len && is_digit(text[i + 1])
                 && is_digit(text[i + 3]))) {
      break;
    }
  }
  if (digits) {
    *out = n;
  }
  return digits ? i : 0;
}

typedef struct number_reader {
  trawl_number total, current;
  bool any, open; /* something was read; `current` holds a part */
} number_reader;

static void close_part(number_reader *r)
{
  if (r->open && add_number(&r->total, r->current)) {
    r->current = (trawl_number){0};
    r->open = false;
  }
}

static void take_scale(number_reader *r, int16_t power)
{
  if (!r->open) {
    r->current = (trawl_number){1, 0};
    r->open = true;
  }
  if (r->current.exponent + power <= MAX_EXPONENT) {
    r->current.exponent += power;
  }
  close_part(r);
}

static bool take_word(number_reader *r, const word_value *word)
{
  const trawl_number value = {(uint64_t)word->value, 0};
  switch (word->kind) {
  case SMALL:
    if (r->open && (r->current.exponent < 0 || r->current.digits % 10)) {
      return false;
    }
    r->open = true;
    return add_number(&r->current, value);
  case HUNDRED:
    r->current = r->open ? r->current : (trawl_number){1, 0};
    r->open = true;
    r->current.digits *= r->current.digits < 1000000 ? 100 : 1;
    return true;
  case DOZEN:
    r->current = r->open ? r->current : (trawl_number){1, 0};
    r->current.digits *= r->current.digits < 1000000 ? 12 : 1;
    r->open = true;
    return true;
  case PART:
    if (r->open) {
      return false;
    }
    r->current = (trawl_number){5, -1};
    r->open = true;
    return true;
  default:
    take_scale(r, word->value);
    return true;
  }
}

/* Figures with what is glued to them: 50m, 1.2bn. */
static bool take_figures(number_reader *r, const char *text, size_t len)
{
  trawl_number n;
  const size_t read = r->open ? 0 : read_figures(text, len, &n);
  if (!read) {
    return false;
  }
  const word_value *scale =
    read < len ? find_word(number_words, TRAWL_COUNT(number_words), text + read, len - read) : NULL;
  if (read < len && !(scale && scale->kind == SCALE)) {
    return false;
  }
  r->current = n;
  r->open = true;
  if (scale) {
    take_scale(r, scale->value);
  }
  return true;
}

uint32_t trawl_number_read(const trawl_doc *doc, uint32_t at, uint32_t end, trawl_number *out)
{
  number_reader r = {0};
  uint32_t i = at, behind = at;
  for (; i < end; ++i) {
    const char *text = trawl_folded_text(doc, i);
    const size_t len = strlen(text);
    const word_value *word = find_word(number_words, TRAWL_COUNT(number_words), text, len);
    if (len && is_digit(text[0]) ? take_figures(&r, text, len)
                                 : word && (r.any || word->value < 100) && take_word(&r, word)) {
      r.any = true;
      behind = i + 1;
    } else if (!(r.any && (strcmp(text, "-") == 0 || strcmp(text, "and") == 0))
               && !(!r.any && (strcmp(text, "a") == 0 || strcmp(text, "an") == 0))) {
      break;
    }
  }
  if (!r.any) {
    return at;
  }
  close_part(&r);
  *out = r.total;
  return behind;
}

void trawl_number_print(trawl_number n, char *out)
{
  char digits[24];
  size_t len = 0;
  while (n.exponent < 0 && n.digits % 10 == 0 && n.digits) {
    n.digits /= 10;
    n.exponent += 1;
  }
  do {
    digits[len++] = (char)('0' + n.digits % 10);
    n.digits /= 10;
  } while (n.digits);
  while (n.exponent < 0 && len <= (size_t)-n.exponent && len < sizeof digits - 1) {
    digits[len++] = '0';
  }
  for (size_t i = len; i-- > 0;) {
    *out++ = digits[i];
    if (n.exponent < 0 && i == (size_t)-n.exponent) {
      *out++ = '.';
    }
  }
  for (int32_t i = 0; i < n.exponent && len + (size_t)i < TRAWL_NUMBER_TEXT - 2; ++i) {
    *out++ = '0';
  }
  *out = 0;
}

/* ---- amounts -------------------------------------------------------------------------------- */

typedef struct currency {
  const char *word, *code;
} currency;

// clang-format off: rows of words
/* ISO 4217, by what news texts call them; plurals are read without their s. */
static const currency currencies[] = {
  {"$", "USD"},        {"us$", "USD"},      {"dollar", "USD"}, {"usd", "USD"},
  {"cent", "USD"},     {"€", "EUR"},        {"euro", "EUR"},   {"eur", "EUR"},
  {"£", "GBP"},        {"pound", "GBP"},    {"gbp", "GBP"},    {"sterling", "GBP"},
  {"¥", "JPY"},        {"yen", "JPY"},      {"jpy", "JPY"},    {"yuan", "CNY"},
  {"renminbi", "CNY"}, {"rmb", "CNY"},      {"cny", "CNY"},    {"rouble", "RUB"},
  {"ruble", "RUB"},    {"rub", "RUB"},      {"₽", "RUB"},    {"rupee", "INR"},
  {"₹", "INR"},        {"inr", "INR"},      {"rs", "INR"},     {"franc", "CHF"},
  {"chf", "CHF"},      {"won", "KRW"},      {"₩", "KRW"},      {"krw", "KRW"},
  {"kronor", "SEK"},   {"krona", "SEK"},    {"sek", "SEK"},    {"kroner", "NOK"},
  {"krone", "NOK"},    {"nok", "NOK"},      {"dkk", "DKK"},    {"zloty", "PLN"},
  {"zlotys", "PLN"},   {"pln", "PLN"},      {"forint", "HUF"}, {"huf", "HUF"},
  {"koruna", "CZK"},   {"czk", "CZK"},      {"lira", "TRY"},   {"₺", "TRY"},
  {"hryvnia", "UAH"},  {"₴", "UAH"},        {"uah", "UAH"},    {"shekel", "ILS"},
  {"₪", "ILS"},        {"rial", "IRR"},     {"riyal", "SAR"},  {"dirham", "AED"},
  {"peso", "MXN"},     {"real", "BRL"},     {"reai", "BRL"},   {"rand", "ZAR"},
  {"naira", "NGN"},    {"₦", "NGN"},        {"baht", "THB"},   {"฿", "THB"},
  {"ringgit", "MYR"},  {"rupiah", "IDR"},   {"dong", "VND"},   {"tenge", "KZT"},
  {"lari", "GEL"},     {"dram", "AMD"},     {"manat", "AZN"},  {"leu", "RON"},
  {"lei", "RON"},      {"lev", "BGN"},      {"dinar", "IQD"},  {"birr", "ETB"},
  {"cedi", "GHS"},     {"shilling", "KES"}, {"taka", "BDT"},   {"tugrik", "MNT"},
  {"a$", "AUD"},       {"c$", "CAD"},       {"hk$", "HKD"},    {"s$", "SGD"},
  {"nz$", "NZD"},      {"r$", "BRL"},       {"nt$", "TWD"},    {"kr", "NOK"},
  {"bitcoin", "BTC"},
};
// clang-format on

// clang-format off: rows of words
/* Adjectives and codes that say whose dollar, pound, franc or crown it is. */
static const currency whose[] = {
  {"australian", "AUD"}, {"canadian", "CAD"},   {"hong", "HKD"},       {"singapore", "SGD"},
  {"new", "NZD"},        {"taiwan", "TWD"},     {"egyptian", "EGP"},   {"lebanese", "LBP"},
  {"syrian", "SYP"},     {"sudanese", "SDG"},   {"turkish", "TRY"},    {"swiss", "CHF"},
  {"swedish", "SEK"},    {"danish", "DKK"},     {"norwegian", "NOK"},  {"icelandic", "ISK"},
  {"czech", "CZK"},      {"pakistani", "PKR"},  {"nepalese", "NPR"},   {"chilean", "CLP"},
  {"colombian", "COP"},  {"argentine", "ARS"},  {"philippine", "PHP"}, {"mexican", "MXN"},
  {"kuwaiti", "KWD"},    {"jordanian", "JOD"},  {"serbian", "RSD"},    {"algerian", "DZD"},
  {"omani", "OMR"},      {"qatari", "QAR"},     {"moroccan", "MAD"},   {"tanzanian", "TZS"},
  {"ugandan", "UGX"},    {"belarusian", "BYN"},
};
// clang-format on

static const char *code_of(const currency *list, size_t count, const char *text, size_t len)
{
  for (size_t i = 0; i < count; ++i) {
    if (list[i].word[0] == text[0] && strncmp(list[i].word, text, len) == 0
        && list[i].word[len] == 0) {
      return list[i].code;
    }
  }
  return NULL;
}

static const char *currency_of(const trawl_doc *doc, uint32_t token)
{
  const char *text = trawl_folded_text(doc, token);
  size_t len = strlen(text);
  len -= len > 1 && text[len - 1] == '.';
  const char *code = code_of(currencies, TRAWL_COUNT(currencies), text, len);
  if (!code && len > 2 && text[len - 1] == 's') {
    code = code_of(currencies, TRAWL_COUNT(currencies), text, len - 1);
  }
  return code;
}

/* The first number in the words; its last token + 1, or 0. */
static uint32_t first_number(const trawl_doc *doc, trawl_span tok, trawl_number *out)
{
  for (uint32_t i = tok.start; i < tok.end; ++i) {
    const uint32_t behind = trawl_number_read(doc, i, tok.end, out);
    if (behind > i) {
      return behind;
    }
  }
  return 0;
}

static trawl_status money(trawl_doc *doc, trawl_span tok, const char **out)
{
  const char *code = NULL, *owner = NULL;
  trawl_number number;
  char digits[TRAWL_NUMBER_TEXT];
  bool cents = false;
  for (uint32_t i = tok.start; i < tok.end; ++i) {
    const char *text = trawl_folded_text(doc, i);
    code = code ? code : currency_of(doc, i);
    owner = owner ? owner : code_of(whose, TRAWL_COUNT(whose), text, strlen(text));
    cents |= strncmp(text, "cent", 4) == 0;
  }
  if (!code || !first_number(doc, tok, &number)) {
    return TRAWL_OK;
  }
  number.exponent -= cents ? 2 : 0;
  trawl_number_print(number, digits);
  *out = trawl_arena_printf(&doc->arena, "%s %s", owner ? owner : code, digits);
  return *out ? TRAWL_OK : TRAWL_NO_MEM;
}

static trawl_status percent(trawl_doc *doc, trawl_span tok, const char **out)
{
  trawl_number number;
  char digits[TRAWL_NUMBER_TEXT];
  if (!first_number(doc, tok, &number)) {
    return TRAWL_OK;
  }
  trawl_number_print(number, digits);
  *out = trawl_arena_printf(&doc->arena, "%s%%", digits);
  return *out ? TRAWL_OK : TRAWL_NO_MEM;
}

/* A number and the lemma of what is counted: "40 km", "3000000 barrel". */
static trawl_status quantity(trawl_doc *doc, trawl_span tok, const char **out)
{
  trawl_number number;
  char digits[TRAWL_NUMBER_TEXT];
  uint32_t unit = first_number(doc, tok, &number);
  if (!unit) {
    return TRAWL_OK;
  }
  while (unit + 1 < tok.end && strcmp(trawl_folded_text(doc, unit), "-") == 0) {
    ++unit;
  }
  if (unit >= tok.end) {
    return TRAWL_OK;
  }
  uint32_t last = tok.end - 1;
  trawl_number_print(number, digits);
  const char *name = trawl_words_text(&doc->words, doc->tokens.lemma[last]);
  const char *before = unit < last ? trawl_folded_text(doc, unit) : "";
  *out = trawl_arena_printf(&doc->arena, "%s %s%s%s", digits, before, *before ? " " : "", name);
  return *out ? TRAWL_OK : TRAWL_NO_MEM;
}

trawl_status trawl_value_of(trawl_doc *doc, trawl_value_kind kind, trawl_span tok,
                            trawl_span clause, trawl_anchor anchor, const char **out)
{
  *out = NULL;
  switch (kind) {
  case TRAWL_VALUE_MONEY:
    return money(doc, tok, out);
  case TRAWL_VALUE_PERCENT:
    return percent(doc, tok, out);
  case TRAWL_VALUE_QUANTITY:
    return quantity(doc, tok, out);
  default:
    return trawl_temporal_value(doc, kind, tok, clause, anchor, out);
  }
}
