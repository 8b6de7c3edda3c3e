/* SPDX-License-Identifier: MIT
 * cut.c - where a token begins and ends, by the conventions of the UD English-EWT corpus.
 *
 *   Paris-based -> Paris - based     but co-founder, re-elected (prefix before a small letter)
 *   don't -> do n't, Xi's -> Xi 's, dogs' -> dogs ', cannot -> can not;  O'Brien, Xi'an stay whole
 *   1,000.5   10:30   24/02/2022   3rd   1990s   $ 5 bn   58 %
 *   U.S.  Gen.  J. keep the full stop: by the lexicon's abbreviations and by shape
 *   URLs, mail addresses, @names and #tags stay whole;  "..." and "--" are one token
 *   Chinese, Japanese: a token a character;  an emoji is one token with its modifiers
 *
 * The cutter looks at the line only, left to right, and never farther than MAX_PIECE bytes ahead, so its
 * time is linear in the text.  Which quotation marks open is told by the curly original where there was
 * one, else by the spaces around. */
#include "stage/cut.h"

#include "stage/cut_scan.h"

enum { MAX_PIECE = 65535 };

/* ---- abbreviations ----------------------------------------------------------------------------- */

static const trawl_word *find(const trawl_cutter *c, uint32_t start, uint32_t end)
{
  const uint32_t id =
    c->words ? trawl_words_find(c->words, c->text + start, end - start) : TRAWL_NONE;
  return id == TRAWL_NONE ? NULL : trawl_words_at(c->words, id);
}

static bool is_abbreviation(const trawl_word *word, bool number)
{
  return word
         && (trawl_word_is(word, TRAWL_IS_ABBREVIATION)
             || trawl_word_is(word, TRAWL_IS_ABBREVIATION_END)
             || (number && trawl_word_is(word, TRAWL_IS_ABBREVIATION_NUMBER)));
}

/* Is the word before the full stop at `end` on the list, written as it is or in small letters, with or
 * without the stop?  `number`: a number follows. */
static bool is_listed(const trawl_cutter *c, uint32_t start, uint32_t end, bool number)
{
  char folded[16];
  const uint32_t len = end - start;
  if (len >= sizeof folded) {
    return false;
  }
  if (is_abbreviation(find(c, start, end), number)
      || is_abbreviation(find(c, start, end + 1), number)) {
    return true;
  }
  if (!c->words || !is_upper(byte_at(c, start))) {
    return false;
  }
  for (uint32_t i = 0; i < len; ++i) {
    const unsigned byte = byte_at(c, start + i);
    folded[i] = (char)(is_upper(byte) ? byte | 32 : byte);
  }
  const uint32_t id = trawl_words_find(c->words, folded, len);
  return id != TRAWL_NONE && is_abbreviation(trawl_words_at(c->words, id), number);
}

/* "Blvd", "Pvt": a capital, small letters, no vowel. */
static bool lacks_vowels(const trawl_cutter *c, uint32_t start, uint32_t end)
{
  if (end - start < 2 || end - start > 5 || !is_upper(byte_at(c, start))) {
    return false;
  }
  for (uint32_t i = start; i < end; ++i) {
    const unsigned byte = byte_at(c, i);
    if (!is_letter(byte) || (i > start && !is_lower(byte)) || strchr("aeiouyAEIOUY", (int)byte)) {
      return false;
    }
  }
  return true;
}

/* The end of "U.S.", "p.m", "J.K." from `start` on; `start` when it is none. One letter and a stop is
 * none: that is an initial or the end of a sentence. */
static uint32_t acronym_end(const trawl_cutter *c, uint32_t start)
{
  uint32_t i = start;
  while (is_letter(byte_at(c, i)) && byte_at(c, i + 1) == '.') {
    i += 2;
  }
  if (i > start && is_letter(byte_at(c, i)) && !is_wordly(byte_at(c, i + 1))) {
    return i + 1;
  }
  return i - start >= 4 && !is_wordly(byte_at(c, i)) ? i : start;
}

/* Where the next word begins behind the stop at `stop`; c->stop: the line ends. */
static uint32_t next_word(const trawl_cutter *c, uint32_t stop)
{
  uint32_t i = stop + 1;
  while (i < c->stop && trawl_byte_classes[(unsigned char)c->text[i]] == SPACE) {
    ++i;
  }
  return i;
}

/* Does the word [start, end) keep the full stop at `end`? */
static bool keeps_stop(const trawl_cutter *c, uint32_t start, uint32_t end)
{
  const uint32_t next = next_word(c, end);
  const unsigned after = byte_at(c, end + 1);
  if (after == '.') { /* an ellipsis */
    return false;
  }
  if (end - start == 1 && is_upper(byte_at(c, start))) {
    const unsigned first = byte_at(c, next);
    return first && (is_letter(first) || first >= 0x80 || after == ',')
           && (byte_at(c, start) != 'I' || is_upper(first));
  }
  if (is_listed(c, start, end, is_digit(byte_at(c, next)))) {
    return true;
  }
  return lacks_vowels(c, start, end)
         || (after == ',' && end - start <= 5 && is_letter(byte_at(c, start)));
}

/* ---- words and numbers ------------------------------------------------------------------------- */

/* The length of "'s", "'m", "'d", "'ll", "'re", "'ve" at `i`, or 0. */
static uint32_t clitic_len(const trawl_cutter *c, uint32_t i)
{
  const unsigned first = byte_at(c, i + 1) | 32, second = byte_at(c, i + 2) | 32;
  if (byte_at(c, i) != '\'') {
    return 0;
  }
  if ((first == 's' || first == 'm' || first == 'd') && !is_wordly(byte_at(c, i + 2))) {
    return 2;
  }
  return ((first == 'l' && second == 'l') || (first == 'r' && second == 'e')
          || (first == 'v' && second == 'e'))
             && !is_wordly(byte_at(c, i + 3))
           ? 3
           : 0;
}

/* Does "n't" end behind the apostrophe at `i`? */
static bool is_negation(const trawl_cutter *c, uint32_t i)
{
  return (byte_at(c, i - 1) | 32) == 'n' && (byte_at(c, i + 1) | 32) == 't'
         && !is_wordly(byte_at(c, i + 2));
}

static const char *const prefixes[] = {"co",    "re",   "pre",   "non",     "post", "semi",
                                       "multi", "anti", "pro",   "un",      "sub",  "e",
                                       "de",    "bi",   "inter", "counter", "mid",  NULL};

/* "co-founder"; but "pro-Russian" is cut, since what follows may be a name. */
static bool is_prefix(const trawl_cutter *c, uint32_t start, uint32_t end)
{
  return end - start <= 7 && is_lower(byte_at(c, end + 1)) && is_one_of(c, start, end, prefixes);
}

/* Two words written as one: the place to cut, or `end`. */
static inline uint32_t fusion(const trawl_cutter *c, uint32_t start, uint32_t end)
{
  static const char *const fused[] = {"cannot", "gonna", "wanna", "gotta", "gimme", "lemme", NULL};
  enum { FIRST = 3 }; /* letters of the first word of each */
  if (end - start - 5 > 1) {
    return end;
  }
  const int third = c->text[start + FIRST - 1] | 32; /* refuses most */
  const bool may_be = third == 'n' || third == 't' || third == 'm';
  return may_be && is_one_of(c, start, end, fused) ? start + FIRST : end;
}

/* Handles the full stop behind the word [start, end): true when the piece ends at `*to`. */
static bool cut_at_stop(const trawl_cutter *c, uint32_t start, uint32_t end, uint32_t *to,
                        trawl_piece *piece)
{
  const uint32_t acronym = end - start == 1 ? acronym_end(c, start) : start;
  if (acronym > start) {
    piece->flags |= byte_at(c, acronym - 1) == '.' ? TRAWL_TOKEN_ABBREV : 0;
    *to = acronym;
    return true;
  }
  if (end - start <= 3 && is_upper(byte_at(c, end + 1)) && byte_at(c, end + 2) == '.') { /* Ph.D. */
    piece->flags |= TRAWL_TOKEN_ABBREV;
    *to = end + 3;
    return true;
  }
  if (keeps_stop(c, start, end)) {
    piece->flags |= TRAWL_TOKEN_ABBREV;
    *to = end + 1;
    return true;
  }
  return false;
}

/* Cuts a word that begins at piece->start. */
static uint32_t cut_word(trawl_cutter *c, trawl_piece *piece)
{
  const uint32_t start = piece->start;
  uint32_t end = skip_word(c, start),
           part = start; /* `part`: behind the last hyphen or apostrophe */
  piece->kind = TRAWL_TOKEN_WORD;
  if (byte_at(c, end) <= ' ') { /* most words */
    return fusion(c, start, end);
  }
  for (;;) {
    const unsigned after = byte_at(c, end), next = byte_at(c, end + 1);
    if (after == '\'' && is_wordly(next)) {
      if (is_negation(c, end)) {
        return end - 1 > start ? end - 1 : end + 2;
      }
      if (clitic_len(c, end)) {
        return end;
      }
    } else if (after == '.' || after == '@' || after == ':') {
      const uint32_t link = part == start ? trawl_cut_link(c, start, end) : start;
      if (link > start) {
        const bool name = is_upper(byte_at(c, start)) && after == '.';
        piece->kind = name ? TRAWL_TOKEN_WORD : TRAWL_TOKEN_LINK;
        return link;
      }
      if (after == '.' && is_digit(next) && end > start && is_digit(byte_at(c, end - 1))) {
        end = skip_digits(c, end + 1); /* v2.0 */
        continue;
      }
      uint32_t to = end;
      return after == '.' && cut_at_stop(c, part, end, &to, piece) ? to : end;
    } else if (after == '&' && is_upper(next) && is_upper(byte_at(c, end - 1)) && end - part <= 4) {
      part = end + 1; /* AT&T */
    } else if (after == '$' && (next <= ' ' || is_digit(next)) && end - start <= 3
               && is_upper(byte_at(c, start))) {
      piece->kind = TRAWL_TOKEN_SYMBOL; /* US$ */
      return end + 1;
    } else if (!(after == '-' && part == start && is_prefix(c, start, end))) {
      return part == start ? fusion(c, start, end) : end;
    }
    part = end + 1;
    end = skip_word(c, end + 1);
    if (end == part) { /* the next character only looked like a word's */
      return part - 1;
    }
  }
}

static const char *const glued_units[] = {"am",  "pm", "km", "kg",  "cm",  "mm", "mph",
                                          "kph", "bn", "tn", "mn",  "mln", "m",  "bln",
                                          "gw",  "mw", "kw", "mhz", "ghz", NULL};

/* Cuts a number that begins at or before the digit `i`; letters that follow belong to it (3rd, 1990s)
 * unless they are a unit (5pm, 30km). */
static uint32_t cut_number(trawl_cutter *c, trawl_piece *piece, uint32_t i)
{
  piece->kind = TRAWL_TOKEN_NUMBER;
  uint32_t end = skip_digits(c, i);
  while (is_digit(byte_at(c, end + 1)) && byte_at(c, end) && strchr(".,:/", (int)byte_at(c, end))) {
    end = skip_digits(c, end + 1);
  }
  if (byte_at(c, end) == '-') { /* 2023-09-20, 800-555-0199: three groups or more */
    uint32_t groups = 1, to = end;
    while (byte_at(c, to) == '-' && is_digit(byte_at(c, to + 1))) {
      to = skip_digits(c, to + 1);
      ++groups;
    }
    return groups > 2 && !is_wordly(byte_at(c, to)) ? to : end;
  }
  const uint32_t letters = skip_word(c, end);
  const bool unit =
    letters > end && (is_one_of(c, end, letters, glued_units) || acronym_end(c, end) > end);
  return unit ? end : letters;
}

/* ---- the rest ---------------------------------------------------------------------------------- */

typedef enum side { UNKNOWN, OPENING, CLOSING } side;

/* Which way the quotation mark at `i` of the text bent in the original. */
static side original_side(trawl_cutter *c, uint32_t i)
{
  if (!c->map || !c->map->runs.len) {
    return UNKNOWN;
  }
  const uint32_t n = c->map->runs.len;
  while (c->run < n && (c->map->runs.at[c->run].text < i || !c->map->runs.at[c->run].text_len)) {
    ++c->run;
  }
  if (c->run == n || c->map->runs.at[c->run].text != i) {
    return UNKNOWN;
  }
  const trawl_map_run *run = &c->map->runs.at[c->run];
  switch (trawl_utf8_read(c->map->raw + run->raw, run->raw_len).code) {
  case 0x2018:
  case 0x201A:
  case 0x201C:
  case 0x201E:
  case 0x2039:
  case 0xAB:
    return OPENING;
  case 0x201D:
  case 0x203A:
  case 0xBB:
    return CLOSING;
  default:
    return UNKNOWN;
  }
}

/* Nothing that a closing mark could close stands before it. */
static bool opens_after(unsigned before)
{
  return before <= ' ' || strchr("([{-/", (int)before);
}

static uint32_t cut_double(trawl_cutter *c, trawl_piece *piece, uint32_t len)
{
  const uint32_t start = piece->start;
  const unsigned before = byte_at(c, start - 1), after = byte_at(c, start + len);
  side which = original_side(c, start);
  if (which == UNKNOWN) {
    const bool left = opens_after(before), right = after > ' ' && !strchr(".,;:!?)]}-", (int)after);
    which = left == right ? (left ? OPENING : CLOSING) : c->in_double ? CLOSING : OPENING;
  }
  c->in_double = which == OPENING;
  piece->flags |= which == OPENING ? TRAWL_TOKEN_OPEN : TRAWL_TOKEN_CLOSE;
  return start + len;
}

/* 'em and '90s: the apostrophe stands for letters. */
static uint32_t elision_end(const trawl_cutter *c, uint32_t start)
{
  static const char *const elided[] = {"em", "til", "tis", "twas", "cause", "bout", NULL};
  const uint32_t end = skip_word(c, start + 1);
  if (is_digit(byte_at(c, start + 1))) {
    return end - start == 4 && byte_at(c, start + 3) == 's' ? end : start;
  }
  return is_one_of(c, start + 1, end, elided) ? end : start;
}

static uint32_t cut_single(trawl_cutter *c, trawl_piece *piece)
{
  const uint32_t start = piece->start;
  const unsigned before = byte_at(c, start - 1), after = byte_at(c, start + 1);
  if (after == '\'' && byte_at(c, start + 2) != '\'') {
    return cut_double(c, piece, 2);
  }
  const uint32_t clitic = clitic_len(c, start);
  if (clitic && (before > ' ' ? !opens_after(before) : byte_at(c, start + clitic) <= ' ')) {
    piece->kind = TRAWL_TOKEN_WORD;
    return start + clitic;
  }
  const side which = original_side(c, start);
  const bool left = opens_after(before) || before == '"';
  if (left && is_wordly(after) && which != OPENING) {
    const uint32_t end = elision_end(c, start);
    if (end > start) {
      piece->kind = is_digit(after) ? TRAWL_TOKEN_NUMBER : TRAWL_TOKEN_WORD;
      return end;
    }
  }
  if (which == OPENING || (left && after > ' ' && !strchr(".,;:!?)", (int)after))) {
    c->in_single = true;
    piece->flags |= TRAWL_TOKEN_OPEN;
  } else if (c->in_single || !is_wordly(before)) {
    c->in_single = false;
    piece->flags |= TRAWL_TOKEN_CLOSE;
  } /* else the possessive of a plural: neither */
  return start + 1;
}

/* Signs that are repeated: "...", "--", "?!", "****". */
static uint32_t cut_run(trawl_cutter *c, trawl_piece *piece)
{
  const uint32_t start = piece->start;
  const unsigned first = byte_at(c, start), before = byte_at(c, start - 1),
                 after = byte_at(c, start + 1);
  if ((first == '-' || first == '.') && is_digit(after) && opens_after(before) && before != '-') {
    return cut_number(c, piece, start + 1);
  }
  if (first == '#' && is_letter(after) && !is_wordly(before)) {
    piece->kind = TRAWL_TOKEN_LINK;
    return skip_word(c, start + 1);
  }
  uint32_t end = start + 1;
  const bool shout = first == '!' || first == '?';
  while (byte_at(c, end) == first
         || (shout && (byte_at(c, end) == '!' || byte_at(c, end) == '?'))) {
    ++end;
  }
  piece->kind = shout || first == '.' || first == '-' ? TRAWL_TOKEN_PUNCT : TRAWL_TOKEN_SYMBOL;
  return end;
}

/* An emoji with skin tone, variation, joined ones; two regional letters are a flag. */
static uint32_t emoji_end(const trawl_cutter *c, uint32_t end, uint32_t first)
{
  bool flag = first >= 0x1F1E6 && first <= 0x1F1FF, joined = false;
  while (end < c->stop) {
    const trawl_rune rune = rune_at(c, end);
    const bool regional = rune.code >= 0x1F1E6 && rune.code <= 0x1F1FF;
    if (rune.code != 0xFE0F && rune.code != 0x200D
        && !(rune.code >= 0x1F3FB && rune.code <= 0x1F3FF) && !(flag && regional)
        && !(joined && is_emoji(rune.code))) {
      break;
    }
    flag = false;
    joined = rune.code == 0x200D;
    end += rune.len;
  }
  return end;
}

static uint32_t cut_high(trawl_cutter *c, trawl_piece *piece)
{
  const trawl_rune rune = rune_at(c, piece->start);
  const uint32_t end = piece->start + rune.len;
  const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)rune.code);
  if (is_ideograph(rune.code)) {
    piece->kind = TRAWL_TOKEN_WORD;
    return skip_marks(c, end);
  }
  if (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO) {
    piece->kind = TRAWL_TOKEN_NUMBER;
    return in_word(rune.code) ? skip_word(c, end) : end;
  }
  if (in_word(rune.code)) {
    return cut_word(c, piece);
  }
  const bool symbol = category >= UTF8PROC_CATEGORY_SM && category <= UTF8PROC_CATEGORY_SO;
  piece->kind = symbol ? TRAWL_TOKEN_SYMBOL : TRAWL_TOKEN_PUNCT;
  return skip_marks(c, is_emoji(rune.code) ? emoji_end(c, end, rune.code) : end);
}

/* ":)" and its kind, between spaces; else one character. */
static uint32_t cut_mark(trawl_cutter *c, trawl_piece *piece)
{
  const uint32_t start = piece->start;
  const unsigned first = byte_at(c, start);
  if ((first == ':' || first == ';') && byte_at(c, start - 1) <= ' ') {
    const uint32_t mouth = start + (byte_at(c, start + 1) == '-' ? 2 : 1);
    if (byte_at(c, mouth) && strchr(")(DP/|", (int)byte_at(c, mouth))
        && byte_at(c, mouth + 1) <= ' ') {
      piece->kind = TRAWL_TOKEN_SYMBOL;
      return mouth + 1;
    }
  }
  return start + 1;
}

static uint32_t cut_sign(trawl_cutter *c, trawl_piece *piece)
{
  piece->kind = TRAWL_TOKEN_SYMBOL;
  if (byte_at(c, piece->start) == '@' && is_letter(byte_at(c, piece->start + 1))) {
    piece->kind = TRAWL_TOKEN_LINK;
    return skip_word(c, piece->start + 1);
  }
  return piece->start + 1;
}

static uint32_t cut_piece(trawl_cutter *c, trawl_piece *piece)
{
  switch ((byte_class)trawl_byte_classes[(unsigned char)c->text[piece->start]]) {
  case LETTER:
    return cut_word(c, piece);
  case DIGIT:
    return cut_number(c, piece, piece->start);
  case HIGH:
    return cut_high(c, piece);
  case RUN:
    return cut_run(c, piece);
  case SIGN:
    return cut_sign(c, piece);
  case QUOTE:
    if (c->text[piece->start] == '`') {
      return cut_double(c, piece, byte_at(c, piece->start + 1) == '`' ? 2 : 1);
    }
    return c->text[piece->start] == '"' ? cut_double(c, piece, 1) : cut_single(c, piece);
  case OPENS:
    piece->flags |= TRAWL_TOKEN_OPEN;
    break;
  case CLOSES:
    piece->flags |= TRAWL_TOKEN_CLOSE;
    break;
  case MARK:
    return cut_mark(c, piece);
  case SPACE:
    break;
  }
  return piece->start + 1;
}

/* What was one sign of the original, or a letter with its marks, is not cut: the stop of "p.m…" is part of the
 * ellipsis.  So tokens lie apart in the original as well. */
static void mend_edge(trawl_cutter *c, trawl_piece *piece)
{
  const uint32_t n = c->map ? c->map->runs.len : 0;
  const trawl_map_run *runs = n ? c->map->runs.at : NULL;
  while (c->edge < n && runs[c->edge].text + runs[c->edge].text_len <= piece->end) {
    ++c->edge;
  }
  c->whole = c->edge == n ? UINT32_MAX : runs[c->edge].text;
  if (c->whole >= piece->end) {
    return;
  }
  const trawl_map_run *run = &runs[c->edge];
  if (run->text > piece->start) {
    piece->end = run->text;
    piece->flags &= (uint8_t)~TRAWL_TOKEN_ABBREV;
  } else {
    const uint32_t end = run->text + run->text_len;
    piece->end = end < c->end ? end : c->end;
  }
}

/* How far a piece from `at` on may reach: to the line's end, but for lines beyond all lines. */
static uint32_t farthest(const trawl_cutter *c)
{
  uint32_t stop = c->end - c->at > MAX_PIECE ? c->at + MAX_PIECE : c->end;
  while (stop < c->end && ((unsigned char)c->text[stop] & 0xC0) == 0x80) {
    --stop;
  }
  return stop;
}

/* How many of 8 bytes are letters and digits of ASCII before one that is none. */
static inline unsigned plain_bytes(const char *text)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
  uint64_t word;
  memcpy(&word, text, sizeof word);
  const uint64_t low = word & ~tops, small = low | ones * 0x20;
  /* A byte that is n or more shows in the top bit of (byte + 0x80 - n); there are no carries. */
  const uint64_t letters = (small + ones * (0x80 - 'a')) & ~(small + ones * (0x80 - 'z' - 1));
  const uint64_t digits = (low + ones * (0x80 - '0')) & ~(low + ones * (0x80 - '9' - 1));
  const uint64_t others = ~((letters | digits) & ~word) & tops;
  return others ? (unsigned)__builtin_ctzll(others) / 8 : 8;
#else
  unsigned n = 0;
  while (n < 8 && (is_letter((unsigned char)text[n]) || is_digit((unsigned char)text[n]))) {
    ++n;
  }
  return n;
#endif
}

/* The end of a word of at most 16 letters of ASCII behind which it certainly ends: most words; else `start`. */
static inline uint32_t plain_word_end(const trawl_cutter *c, uint32_t start)
{
  const char *text = c->text + start;
  unsigned len = plain_bytes(text);
  len += len == 8 ? plain_bytes(text + 8) : 0;
  const uint32_t end = start + len;
  return end < c->stop && len < 16 && trawl_ends_word[(unsigned char)text[len]] ? end : start;
}

bool trawl_cut_next(trawl_cutter *c, trawl_piece *piece)
{
  const uint32_t before = c->at;
  uint32_t at = before;
  while (at < c->end && trawl_byte_classes[(unsigned char)c->text[at]] == SPACE) {
    ++at;
  }
  c->at = at;
  if (at == c->end) {
    return false;
  }
  c->stop = farthest(c);
  const bool space = at > before || at == c->first;
  *piece = (trawl_piece){at, at, TRAWL_TOKEN_PUNCT, space ? TRAWL_TOKEN_SPACE : 0};
  const uint32_t plain = is_letter((unsigned char)c->text[at]) ? plain_word_end(c, at) : at;
  if (plain > at) {
    piece->kind = TRAWL_TOKEN_WORD;
    piece->end = fusion(c, at, plain);
  } else {
    piece->end = cut_piece(c, piece);
  }
  if (c->whole < piece->end) {
    mend_edge(c, piece);
  }
  c->at = piece->end;
  return true;
}
