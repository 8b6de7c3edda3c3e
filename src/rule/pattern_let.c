/* SPDX-License-Identifier: MIT
 * pattern_let.c - one entry of `let:`: a list of words, or a part of a pattern as a text.
 *
 * Its kind is checked where it stands, whether or not anything refers to it, so that a fault is found once
 * and at its place.  What its text means is known only to the pattern or phrase that names it. */
#include "rule/pattern.h"

#include <string.h>

static trawl_status read_let(const trawl_yaml_file *file, const trawl_yaml *value)
{
  if (value->kind != TRAWL_YAML_LIST) {
    return trawl_yaml_want(file, value, TRAWL_YAML_SCALAR, "a list of words or a pattern");
  }
  trawl_status status = TRAWL_OK;
  for (uint32_t i = 0; i < value->count; ++i) {
    const trawl_yaml *word = value->items[i];
    trawl_status one = trawl_yaml_want(file, word, TRAWL_YAML_SCALAR, "a word");
    if (one == TRAWL_OK && !word->text[strspn(word->text, " \t\r\n")]) {
      one = trawl_report(file->findings, trawl_yaml_place(file, word), "E213", TRAWL_BAD_RULE,
                         "an empty word");
    }
    status = one == TRAWL_OK ? status : one;
  }
  return status;
}

trawl_status trawl_let_read(const trawl_yaml_file *file, const trawl_yaml *key,
                            const trawl_yaml *value, trawl_let *out)
{
  const trawl_status status = read_let(file, value);
  *out = (trawl_let){.name = key->text, .value = value, .faulty = status != TRAWL_OK};
  return status;
}
