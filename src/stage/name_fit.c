/* SPDX-License-Identifier: MIT
 * name_fit.c - may a short name in a text mean the person of a full name?  "Al Zayani" may mean Abdullatif
 * al-Zayani, "bin Farhan" Faisal bin Farhan, "Wang" Wang Yi.
 *
 * Both names are cut into words at blanks and hyphens, in lower case and without marks.  An article (al-, el-)
 * is one word with what follows, which is equal with and without it, and however it is joined: Al Sharaa,
 * al-Sharaa, Alsharaa, Sharaa.  Who holds the same office of the same country bears the name; by itself such a
 * likeness says nothing. */
#include "stage/coref.h"

#include "base/utf8.h"

#include <string.h>

enum { ARTICLE = 2 };

static bool is_article(const char *word)
{
  return strcmp(word, "al") == 0 || strcmp(word, "el") == 0;
}

/* Words of what comes between families and fathers: bin, van, de. */
static bool is_particle(const char *word)
{
  static const char *const particles[] = {"bin", "bint", "ibn", "ben", "abu", "van", "von", "der", "den", "ter", "ten",
                                          "de",  "di",   "da",  "do",  "dos", "das", "del", "della", "du", "la", "le",
                                          "af",  "av",   "zu",  "st",  "san", "mac", "ould", "o"};
  for (size_t i = 0; i < sizeof particles / sizeof *particles; ++i) {
    if (strcmp(particles[i], word) == 0) {
      return true;
    }
  }
  return false;
}

static void cut(const char *name, size_t len, trawl_name_parts *out)
{
  const size_t bytes = trawl_key_bare(name, len, out->text, TRAWL_NAME_BYTES);
  out->count = 0;
  for (size_t i = 0; i < bytes;) {
    const size_t word = i;
    while (i < bytes && out->text[i] != ' ') {
      ++i;
    }
    out->text[i++] = '\0';
    if (out->text[word] && out->count == TRAWL_NAME_WORDS) {
      out->count = 0;
      return;
    }
    if (out->text[word]) {
      out->article[out->count] = false;
      out->at[out->count++] = out->text + word;
    }
  }
}

/* "al" and "zayani" become "alzayani". */
static void join_articles(trawl_name_parts *name)
{
  unsigned kept = 0;
  for (unsigned i = 0; i < name->count; ++i) {
    const bool joins = is_article(name->at[i]) && i + 1 < name->count;
    if (joins) { /* the text has room: a blank parted the two */
      char *next = name->text + (name->at[i + 1] - name->text);
      memmove(next - ARTICLE, name->at[i], ARTICLE);
      name->at[i + 1] = next - ARTICLE;
      name->article[i + 1] = true;
    } else {
      name->at[kept] = name->at[i];
      name->article[kept++] = name->article[i];
    }
  }
  name->count = kept;
}

static bool same_word(const trawl_name_parts *a, unsigned i, const trawl_name_parts *b, unsigned k)
{
  const char *x = a->at[i], *y = b->at[k];
  return strcmp(x, y) == 0 || (a->article[i] && strcmp(x + ARTICLE, y) == 0)
         || (b->article[k] && strcmp(x, y + ARTICLE) == 0)
         || (a->article[i] && b->article[k] && strcmp(x + ARTICLE, y + ARTICLE) == 0);
}

/* All words of `part`, one behind the other, from the k-th of `whole`. */
static bool runs_from(const trawl_name_parts *part, const trawl_name_parts *whole, unsigned k)
{
  if (whole->count - k < part->count) {
    return false;
  }
  for (unsigned i = 0; i < part->count; ++i) {
    if (!same_word(part, i, whole, k + i)) {
      return false;
    }
  }
  return true;
}

/* The end of the name (van Weel), or its beginning (Abdullah bin Zayed of Abdullah bin Zayed Al Nahyan), be it one
 * word, the family's (Wang) or the given one (King Charles); its middle from a particle on (bin Zayed). */
static bool is_short_for(const trawl_name_parts *part, const trawl_name_parts *whole)
{
  if (part->count == 1 && is_particle(part->at[0])) {
    return false;
  }
  for (unsigned k = 0; k + part->count <= whole->count; ++k) {
    const bool at_end = k == 0 || k + part->count == whole->count;
    if ((at_end || is_particle(part->at[0])) && runs_from(part, whole, k)) {
      return true;
    }
  }
  return false;
}

void trawl_name_read(const char *name, size_t len, trawl_name_parts *out)
{
  cut(name, len, out);
  join_articles(out);
}

static char lower(char c)
{
  return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* Refuses most names without cutting them: the first word of the short name, without its article, must stand
 * somewhere in the full one. Where bytes may be left out or changed nothing is said. */
static bool may_hold(const char *whole, const char *word)
{
  word += strlen(word) > ARTICLE && (strncmp(word, "al", ARTICLE) == 0 || strncmp(word, "el", ARTICLE) == 0) ? ARTICLE : 0;
  bool held = false;
  for (const char *at = whole; *at; ++at) {
    if ((unsigned char)*at >= 0x80 || *at == '.' || *at == '\'') {
      return true;
    }
    if (!held && lower(*at) == *word) {
      size_t n = 1;
      while (word[n] && lower(at[n]) == word[n]) {
        ++n;
      }
      held = !word[n];
    }
  }
  return held;
}

trawl_name_fit trawl_name_fits(const trawl_name_parts *part, const char *whole)
{
  if (!part->count || !may_hold(whole, part->at[0])) {
    return TRAWL_FITS_NOT;
  }
  trawl_name_parts full;
  trawl_name_read(whole, strlen(whole), &full);
  if (!full.count) {
    return TRAWL_FITS_NOT;
  }
  if (part->count == 1 && full.count > 1 && same_word(part, 0, &full, 0)) {
    return TRAWL_FITS_FIRST;
  }
  const bool both_ends = part->count > 1 && full.count > 1 && same_word(part, 0, &full, 0)
                         && same_word(part, part->count - 1, &full, full.count - 1);
  return both_ends || is_short_for(part, &full) ? TRAWL_FITS : TRAWL_FITS_NOT;
}
