/* SPDX-License-Identifier: MIT
 * coref.h - what the link and resolve stages share; private to them.
 *
 *   name_key.c      names -> keys that are equal for spellings of one name; a map over such keys
 *   name_fit.c      may a short name mean the person of a full one?
 *   link_context.c  which gazetteer entry a name means, by what stands around it
 *   link.c          stage 8: names -> entities
 *   link_short.c    surnames, acronyms and other short names, and who bears them
 *   office.c        the words of an office
 *   roles.c         who holds which office, as the document and the gazetteer say
 *   antecedent.c    the entities mentioned so far, and the choice among them
 *   nominal.c       "the company", "his Chinese counterpart"
 *   several.c       "the two leaders"
 *   settings.c      who says it, where and when
 *   resolve.c       stage 10: pronouns and nominals -> entities
 *
 * Mentions say in `how` what they were resolved by (static strings, compared by content):
 *   gazetteer, surname, short, acronym   names (link)
 *   ambiguous                            a surname of two people whom nothing tells apart (link)
 *   pronoun, plural, role, nominal       resolve */
#ifndef TRAWL_STAGE_COREF_H
#define TRAWL_STAGE_COREF_H

#include "stage/stage.h"

/* ---- keys and maps ---------------------------------------------------------------------------- */

/* From 64-bit keys to 32-bit values; TRAWL_NONE is no value. All zeros is an empty map. */
typedef struct trawl_key_map {
  struct trawl_key_slot *slots;
  uint32_t mask, len;
} trawl_key_map;

void trawl_key_map_clear(trawl_key_map *map);
uint32_t trawl_key_map_get(const trawl_key_map *map, uint64_t key);
/* Sets or replaces; false: out of memory. */
bool trawl_key_map_put(trawl_key_map *map, uint64_t key, uint32_t value);

/* The start of a key, and the key with one more word: lower case, without marks and full stops. */
enum { TRAWL_KEY_EMPTY = 1 };
uint64_t trawl_key_add(const trawl_doc *doc, uint64_t key, uint32_t word);

/* A name in lower case, without marks, full stops and apostrophes, blanks for hyphens; gives its length. What is
 * longer than `size` is cut off. */
size_t trawl_key_bare(const char *name, size_t len, char *out, size_t size);
/* May a name mean the person of a full name, where office and country are the same? */
typedef enum trawl_name_fit {
  TRAWL_FITS_NOT,
  TRAWL_FITS_FIRST, /* it is the first word of several: a family's name, but of kings what many are called */
  TRAWL_FITS
} trawl_name_fit;
/* A name cut into words. */
enum { TRAWL_NAME_WORDS = 12, TRAWL_NAME_BYTES = 160 };
typedef struct trawl_name_parts {
  char text[TRAWL_NAME_BYTES];
  const char *at[TRAWL_NAME_WORDS]; /* NUL-terminated, in the text: not to be copied */
  bool article[TRAWL_NAME_WORDS];   /* the word begins with one that was joined to it */
  unsigned count;                   /* 0: of no words, or of more than are looked at */
} trawl_name_parts;
void trawl_name_read(const char *name, size_t len, trawl_name_parts *out);
trawl_name_fit trawl_name_fits(const trawl_name_parts *part, const char *whole);

/* A category of coreference.yaml by its name, or TRAWL_NONE. */
uint32_t trawl_coref_category(const trawl_run_state *run, const char *name);

static inline bool trawl_coref_is(const trawl_doc *doc, uint32_t token, uint32_t category)
{
  return category != TRAWL_NONE
         && (trawl_doc_is(doc, token, category) || trawl_doc_lemma_is(doc, token, category));
}

static inline bool trawl_coref_word_is(const trawl_doc *doc, uint32_t word, uint32_t category)
{
  return category != TRAWL_NONE && word != TRAWL_NONE
         && trawl_word_is(trawl_words_at(&doc->words, word), category);
}

/* The noun of a gazetteer entry's kind as one word ("news agency": agency), or TRAWL_NONE. */
uint32_t trawl_coref_kind(const trawl_doc *doc, const trawl_entry *entry);
/* A common noun's lemma: by the tagger where it ran, else as the lexicon has it. */
uint32_t trawl_coref_noun(const trawl_doc *doc, uint32_t token);

/* A new entity for a gazetteer entry; its first mention is still TRAWL_NONE. */
trawl_status trawl_coref_add_entry(trawl_doc *doc, const trawl_gazetteer *gazetteer, uint32_t entry,
                                   uint32_t *entity);

/* ---- link ------------------------------------------------------------------------------------- */

/* A name in its bare form. */
typedef struct trawl_name_form {
  trawl_span tok; /* without article, honorifics, possessive, company suffix */
  uint64_t key;
  uint16_t words;       /* 0: not a name */
  uint8_t gender;       /* by an honorific */
  bool honorific, loud; /* loud: all capitals, two words or a long one */
} trawl_name_form;

typedef struct trawl_link_context {
  const trawl_run_state *run;
  trawl_doc *doc;
  const trawl_gazetteer *gazetteer;
  trawl_key_map present;    /* entry -> how often it is meant beyond doubt */
  trawl_key_map containers; /* entry -> how many of those lie in it */
  uint32_t locative;        /* categories of coreference.yaml */
} trawl_link_context;

/* Counts what is meant beyond doubt: names with one candidate. */
trawl_status trawl_link_survey(trawl_link_context *context);
/* The likeliest candidate of a mention that has some, and (may be NULL) its lead over the next one. */
uint32_t trawl_link_choose(const trawl_link_context *context, uint32_t mention, int *lead);
/* Signs that a person is meant, or a place. */
bool trawl_link_person_here(const trawl_link_context *context, uint32_t mention);
bool trawl_link_place_here(const trawl_link_context *context, uint32_t mention);
/* "a Toyota", "her Ford": not the company that an entry is, but what it makes. */
bool trawl_link_is_product(const trawl_link_context *context, uint32_t mention, uint32_t entry);
/* The common noun that describes a name right before or behind it, or TRAWL_NONE. */
uint32_t trawl_link_description(const trawl_link_context *context, uint32_t mention);
/* The head noun inside an organization's name ("Ministry of Trade": ministry), or TRAWL_NONE. */
uint32_t trawl_link_head_noun(const trawl_doc *doc, trawl_span tok);

#endif
