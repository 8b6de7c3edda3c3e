/* SPDX-License-Identifier: MIT
 * cut_link.c - URLs, host names and mail addresses, which stay one token; and the table of byte classes.
 *
 * A host name counts when its last part is a known top-level domain, so that "end.Next" is cut.  How far
 * a look-up went is kept in the cutter: where none was found, none begins farther on either. */
#include "stage/cut_scan.h"

enum { MAX_LOCAL = 64, MAX_DOMAIN = 255 };

// clang-format off
#define S SPACE
#define L LETTER
#define D DIGIT
#define H HIGH
#define H16 H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H
#define S16 S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S
#define L13 L, L, L, L, L, L, L, L, L, L, L, L, L
const uint8_t trawl_byte_classes[256] = {
  S16, S16,
  /*   !    "      #    $     %     &     '      (      )       *    +     ,     -    .    /   */
  S, RUN, QUOTE, RUN, SIGN, SIGN, SIGN, QUOTE, OPENS, CLOSES, RUN, SIGN, MARK, RUN, RUN, MARK,
  /*                      :     ;     <     =    >     ?   */
  D, D, D, D, D, D, D, D, D, D, MARK, MARK, SIGN, RUN, SIGN, RUN,
  SIGN, L13, L13, OPENS, SIGN, CLOSES, SIGN, LETTER, /* @ A-Z [ \ ] ^ _ */
  QUOTE, L13, L13, OPENS, SIGN, CLOSES, RUN, SPACE,  /* ` a-z { | } ~ DEL */
  H16, H16, H16, H16, H16, H16, H16, H16,
};
#undef S
#undef L
#undef D
#undef H
#undef H16
#undef S16
#undef L13
// clang-format on

const bool trawl_ends_word[256] = {
  ['\t'] = true, ['\n'] = true, [' '] = true, ['!'] = true, ['"'] = true, ['#'] = true, ['%'] = true,
  ['('] = true,  [')'] = true,  ['*'] = true, ['+'] = true, [','] = true, ['/'] = true, [';'] = true,
  ['<'] = true,  ['='] = true,  ['>'] = true, ['?'] = true, ['['] = true, ['\\'] = true, [']'] = true,
  ['^'] = true,  ['`'] = true,  ['{'] = true, ['|'] = true, ['}'] = true, ['~'] = true,
};

static const char *const top_levels[] = {
  "com", "org", "net", "gov", "edu", "mil", "int", "info", "biz",  "io", "co", "uk", "us",
  "eu",  "de",  "fr",  "ru",  "cn",  "jp",  "in",  "br",   "au",   "ca", "nz", "tv", "me",
  "ai",  "app", "dev", "ch",  "it",  "es",  "nl",  "pl",   "ua",   "kr", "za", "mx", "ir",
  "il",  "tr",  "se",  "no",  "fi",  "dk",  "be",  "at",   "news", NULL};

/* Behind the path of a link: up to white space, quotes and brackets, without closing punctuation. */
static uint32_t path_end(const trawl_cutter *c, uint32_t i)
{
  const uint32_t start = i;
  uint32_t open = 0;
  for (; i < c->stop; ++i) {
    const unsigned byte = (unsigned char)c->text[i];
    if (byte <= ' ' || strchr("\"<>{}|\\^`", (int)byte) || (byte == ')' && !open)) {
      break;
    }
    open += byte == '(';
    open -= byte == ')';
  }
  while (i > start && strchr(".,;:!?'*", c->text[i - 1])) {
    --i;
  }
  return i;
}

/* The end of a host name from `start` on whose last part is a top-level domain; `start` if none.
 * `*reached`: how far it was looked for. */
static uint32_t host_end(const trawl_cutter *c, uint32_t start, uint32_t *reached)
{
  uint32_t i = start, label = start, dots = 0;
  for (; i < c->stop && i - start < MAX_DOMAIN; ++i) {
    const unsigned byte = (unsigned char)c->text[i];
    if (byte == '.' && i > label && is_wordly(byte_at(c, i + 1))) {
      label = i + 1;
      ++dots;
    } else if (byte >= 0x80 || !(is_letter(byte) || is_digit(byte) || byte == '-')) {
      break;
    }
  }
  *reached = i;
  return dots && is_one_of(c, label, i, top_levels) ? i : start;
}

/* "jane.doe@example.org" from `start` on; `start` if none. */
static uint32_t mail_end(const trawl_cutter *c, uint32_t start)
{
  uint32_t i = start, reached = 0;
  while (i - start < MAX_LOCAL && i < c->stop
         && (is_letter(byte_at(c, i)) || is_digit(byte_at(c, i))
             || strchr("._+-", (int)byte_at(c, i)))) {
    ++i;
  }
  if (byte_at(c, i) != '@') {
    return start;
  }
  const uint32_t end = host_end(c, i + 1, &reached);
  return end > i + 1 ? end : start;
}

uint32_t trawl_cut_link(trawl_cutter *c, uint32_t start, uint32_t end)
{
  const unsigned after = byte_at(c, end);
  if (after == ':') {
    return byte_at(c, end + 1) == '/' && byte_at(c, end + 2) == '/' && end - start <= 6
             ? path_end(c, end + 3)
             : start;
  }
  if (after == '@') {
    return mail_end(c, start);
  }
  if (after != '.' || !is_wordly(byte_at(c, end + 1)) || start < c->no_link) {
    return start;
  }
  const uint32_t mail = mail_end(c, start);
  if (mail > start) {
    return mail;
  }
  const bool web = end - start == 3 && starts_with(c, start, "www");
  uint32_t reached = 0;
  const uint32_t host = web ? path_end(c, end + 1) : host_end(c, start, &reached);
  c->no_link = host > start ? c->no_link : reached;
  return host > start && byte_at(c, host) == '/' ? path_end(c, host) : host;
}
