/* SPDX-License-Identifier: MIT
 * split.c - cuts at a paragraph, else a sentence, else a space, each looked for in the last quarter of the
 * piece, but at most a mebibyte back: a text without any must not be searched over and over. */
#include "input/split.h"

#include <stdbool.h>
#include <string.h>

enum { LOOK_BACK = 1 << 20 };

static bool is_space(char c)
{
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Each says whether a piece may end before `at`. */
static bool ends_paragraph(const char *text, size_t at)
{
  return text[at - 1] == '\n' && !is_space(text[at])
         && (text[at - 2] == '\n' || (text[at - 2] == '\r' && text[at - 3] == '\n'));
}

static bool ends_sentence(const char *text, size_t at)
{
  size_t i = at - 1;
  if (!is_space(text[i]) || !((text[at] >= 'A' && text[at] <= 'Z') || (unsigned char)text[at] >= 0x80)) {
    return false;
  }
  for (size_t n = 0; n < 4 && is_space(text[i]); ++n) {
    --i;
  }
  i -= text[i] == '"' || text[i] == ')' || text[i] == '\'';
  return text[i] == '.' || text[i] == '!' || text[i] == '?';
}

static bool ends_word(const char *text, size_t at)
{
  return is_space(text[at - 1]) && !is_space(text[at]);
}

static bool ends_character(const char *text, size_t at)
{
  return ((unsigned char)text[at] & 0xC0) != 0x80 && !(text[at] == '\n' && text[at - 1] == '\r');
}

size_t trawl_split(const char *text, size_t max)
{
  static bool (*const ends[])(const char *, size_t) = {ends_paragraph, ends_sentence, ends_word,
                                                       ends_character};
  const size_t back = max / 4 < LOOK_BACK ? max / 4 : LOOK_BACK;
  for (size_t i = 0; i < sizeof ends / sizeof *ends; ++i) {
    for (size_t at = max; at > max - back && at > 8; --at) {
      if (ends[i](text, at)) {
        return at;
      }
    }
  }
  return max;
}
