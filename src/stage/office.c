/* SPDX-License-Identifier: MIT
 * office.c - the words of an office, so that two ways to say it are one.
 *
 * An office is compared by its words, whatever their order ("minister of defence", "defence minister"); a few
 * spellings are one ("premier", "prime minister").  "leader" is whoever rules: president, chancellor, prime
 * minister, king. */
#include "stage/resolve.h"

#include "base/hash.h"

#include <string.h>

static bool is(const char *text, size_t len, const char *word)
{
  return strlen(word) == len && memcmp(text, word, len) == 0;
}

/* The order of the words does not count, so "minister of the interior" is the interior minister; nor does
 * "affairs", so that of foreign affairs is the foreign minister. */
static void add_part(const trawl_resolver *r, trawl_office *office, const char *text, size_t len)
{
  if (is(text, len, "of") || is(text, len, "for") || is(text, len, "to")) {
    office->closed = true;
    return;
  }
  if (is(text, len, "the") || is(text, len, "affairs")) {
    return;
  }
  const trawl_words *words = &r->doc->words;
  const uint32_t word = trawl_words_find(words, text, len);
  if (trawl_coref_word_is(r->doc, word, r->holding)) {
    return;
  }
  if (trawl_coref_word_is(r->doc, word, r->former)) {
    office->former = !is(text, len, "acting");
    return;
  }
  if (is(text, len, "defense")) {
    text = "defence";
    len = 7;
  } else if (is(text, len, "external")) {
    text = "foreign"; /* external affairs */
    len = 7;
  }
  const uint64_t hash = trawl_hash_bytes(text, len);
  if (!office->closed) {
    office->head = hash;
    office->head_word = word;
  }
  office->minor = office->minor || trawl_coref_word_is(r->doc, word, r->minor);
  office->prime = office->prime || is(text, len, "prime");
  office->key += trawl_hash_mix(hash, 0x9e3779b97f4a7c15u);
  ++office->words;
}

static void add_words(const trawl_resolver *r, trawl_office *office, const char *text, size_t len)
{
  static const struct {
    const char *one;
    const char *same;
  } synonyms[] = {{"premier", "prime minister"}, {"ceo", "chief executive"},
                  {"pm", "prime minister"},      {"chairwoman", "chairman"},
                  {"chairperson", "chairman"},   {"chair", "chairman"},
                  {"amir", "emir"},              {"pontiff", "pope"},
                  {"tanaiste", "tánaiste"},    {"kanzler", "chancellor"},
                  {"bundeskanzler", "chancellor"},
                  {"bundeskanzlerin", "chancellor"}};
  for (size_t i = 0; i < TRAWL_COUNT(synonyms); ++i) {
    if (is(text, len, synonyms[i].one)) {
      text = synonyms[i].same;
      len = strlen(text);
      break;
    }
  }
  for (size_t from = 0; from < len;) {
    size_t to = from;
    while (to < len && text[to] != ' ' && text[to] != '-') {
      ++to;
    }
    if (to > from) {
      add_part(r, office, text + from, to - from);
    }
    from = to + 1;
  }
}

trawl_office trawl_office_none(void)
{
  return (trawl_office){.key = 1, .head_word = TRAWL_NONE};
}

/* Offices stand in small letters in texts that are compared, whatever is written in a list: "UN ambassador". */
trawl_office trawl_office_of_text(const trawl_resolver *r, const char *text)
{
  enum { LONGEST = 200 };
  char lower[LONGEST];
  size_t len = 0;
  for (; len < LONGEST && text[len]; ++len) {
    lower[len] = (char)(text[len] >= 'A' && text[len] <= 'Z' ? text[len] + ('a' - 'A') : text[len]);
  }
  trawl_office office = trawl_office_none();
  add_words(r, &office, lower, len);
  return office;
}

void trawl_office_add_token(const trawl_resolver *r, trawl_office *office, uint32_t token)
{
  if (r->doc->tokens.kind[token] == TRAWL_TOKEN_WORD) {
    const uint32_t folded = trawl_doc_folded(r->doc, token);
    const char *text = trawl_words_text(&r->doc->words, folded);
    add_words(r, office, text, strlen(text));
  }
}

/* A head of state or government, or somebody called leader. */
bool trawl_office_rules(const trawl_resolver *r, const trawl_office *office)
{
  return !office->minor && !office->former
         && (office->prime || trawl_coref_word_is(r->doc, office->head_word, r->ruling));
}

/* Does the office that a phrase names fit one that somebody holds? */
bool trawl_office_fits(const trawl_resolver *r, const trawl_office *wanted, const trawl_office *held)
{
  if (wanted->former != held->former) {
    return false;
  }
  if (wanted->words == 1 && trawl_coref_word_is(r->doc, wanted->head_word, r->leader)) {
    return trawl_office_rules(r, held);
  }
  if (wanted->key == held->key) {
    return true;
  }
  return wanted->words == 1 && wanted->head == held->head && !held->minor && !held->prime;
}
