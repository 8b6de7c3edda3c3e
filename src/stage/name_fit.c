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

enum { WORDS = 12, BYTES = 160, ARTICLE = 2 };

typedef struct name_words {
  char text[BYTES];
  const char *at[WORDS]; /* NUL-terminated, in the text */
  bool article[WORDS];   /* the word begins with one that was joined to it */
  unsigned count;
} name_words;

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

/* False: of more words or bytes than are looked at. */
static bool cut(const char *name, size_t len, name_words *out)
{
  const size_t bytes = trawl_key_bare(name, len, out->text, BYTES);
  out->count = 0;
  for (size_t i = 0; i < bytes;) {
    const size_t word = i;
    while (i < bytes && out->text[i] != ' ') {
      ++i;
    }
    out->text[i++] = '\0';
    if (out->text[word] && out->count == WORDS) {
      return false;
    }
    if (out->text[word]) {
      out->article[out->count] = false;
      out->at[out->count++] = out->text + word;
    }
  }
  return bytes > 0;
}

/* "al" and "zayani" become "alzayani". */
static void join_articles(name_words *name)
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

static bool same_word(const name_words *a, unsigned i, const name_words *b, unsigned k)
{
  const char *x = a->at[i], *y = b->at[k];
  return strcmp(x, y) == 0 || (a->article[i] && strcmp(x + ARTICLE, y) == 0)
         || (b->article[k] && strcmp(x, y + ARTICLE) == 0)
         || (a->article[i] && b->article[k] && strcmp(x + ARTICLE, y + ARTICLE) == 0);
}

/* All words of `part`, one behind the other, from the k-th of `whole`. */
static bool runs_from(const name_words *part, const name_words *whole, unsigned k)
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
static bool is_short_for(const name_words *part, const name_words *whole)
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

trawl_name_fit trawl_name_fits(const char *part, size_t part_len, const char *whole)
{
  name_words said, full;
  if (!cut(part, part_len, &said) || !cut(whole, strlen(whole), &full)) {
    return TRAWL_FITS_NOT;
  }
  join_articles(&said);
  join_articles(&full);
  if (!said.count || !full.count) {
    return TRAWL_FITS_NOT;
  }
  if (said.count == 1 && full.count > 1 && same_word(&said, 0, &full, 0)) {
    return TRAWL_FITS_FIRST;
  }
  const bool both_ends = said.count > 1 && full.count > 1 && same_word(&said, 0, &full, 0)
                         && same_word(&said, said.count - 1, &full, full.count - 1);
  return both_ends || is_short_for(&said, &full) ? TRAWL_FITS : TRAWL_FITS_NOT;
}
