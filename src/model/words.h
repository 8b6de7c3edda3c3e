/* SPDX-License-Identifier: MIT
 * words.h - every word becomes an id once; facts about the word hang on the id.
 *
 * Two tables are stacked.  The base table belongs to the rule set: all words that the lexicon, the
 * gazetteers and the rules know, filled while loading, then frozen and shared by threads.  Each document
 * has a small table above it for words that nobody knows; its ids follow those of the base, and it is
 * emptied for the next document.  The exact form is the key; `folded` leads to the lower-case form, so
 * that ignoring case costs no second look-up.
 *
 * Who fills what: trawl_words_add() sets text, len, shape, folded.  The lexicon sets lemma, tags and bits:
 * for the base when it is frozen, for a document's unknown words when they are first seen. */
#ifndef TRAWL_MODEL_WORDS_H
#define TRAWL_MODEL_WORDS_H

#include "base/status.h"
#include "base/vec.h"

/* How a word is written; decided by its letters. */
typedef enum trawl_shape {
  TRAWL_SHAPE_OTHER,   /* punctuation, symbols */
  TRAWL_SHAPE_LOWER,   /* visit, café */
  TRAWL_SHAPE_TITLE,   /* Visit, Élysée */
  TRAWL_SHAPE_INITIAL, /* a single capital letter, with or without a full stop: J J. */
  TRAWL_SHAPE_UPPER,   /* NATO, U.S. (two letters or more, all capitals; digits may be among them: G20) */
  TRAWL_SHAPE_MIXED,   /* McDonald, iPhone, eBay */
  TRAWL_SHAPE_NUMBER,  /* 12, 1,000.5, 3rd, 1990s: begins with a digit */
} trawl_shape;

/* Parts of speech that have a lemma of their own. */
typedef enum trawl_pos { TRAWL_POS_NOUN, TRAWL_POS_VERB, TRAWL_POS_ADJ, TRAWL_POS_COUNT } trawl_pos;

typedef struct trawl_word {
  uint32_t text;                   /* offset in the table's bytes, NUL-terminated there */
  uint16_t len;                    /* bytes */
  uint8_t shape;                   /* trawl_shape */
  uint8_t known;                   /* the lexicon has it (tags are counted, not guessed) */
  uint32_t folded;                 /* id of the lower-case form; itself when it is lower case */
  uint32_t lemma[TRAWL_POS_COUNT]; /* id of the lemma as noun, verb, adjective; itself if unknown */
  uint32_t tags;                   /* the lexicon's record of its tags; private to lexicon and tagger */
  uint32_t gaz;                    /* gazetteer: state after this word as the first of a name, 0: none */
  uint64_t bits[2];                /* word categories: trawl_word_is() */
} trawl_word;

enum { TRAWL_WORD_MAX = 1024 }; /* longer tokens are cut to this many bytes for the table */
enum { TRAWL_WORDS_PAD = UINT16_MAX + 1, TRAWL_WORDS_ROOM = 16 };

/* A place of the hash table. A form of up to 8 bytes is told by its slot alone, so that most look-ups touch
 * one line of the cache. */
typedef struct trawl_word_slot {
  uint64_t head;  /* the first 8 bytes, zeros behind the end */
  uint32_t check; /* of the hash, its lowest byte replaced by the length, 255: longer */
  uint32_t index; /* in items, + 1; 0: free */
} trawl_word_slot;

typedef struct trawl_words {
  const struct trawl_words *base; /* looked up first; NULL for the base itself */
  const trawl_word *known;        /* the base's items, which stay where they are */
  uint32_t first;                 /* the id of at[0] */
  TRAWL_VEC(trawl_word) items;
  TRAWL_VEC(char) text;
  trawl_word_slot *slots; /* open addressing */
  uint32_t mask;
  bool mapped; /* items, text and slots stand in a pack: nothing can be added */
} trawl_words;

/* Stands for an id that no table has; only a damaged pack leads to one. */
extern const trawl_word trawl_word_none;
/* Its text: zeros, as many as a length in a damaged pack may ask for. */
extern const char trawl_word_no_text[TRAWL_WORDS_PAD + 8];

/* Empty, stacked on a frozen base (NULL: this is to be a base). */
void trawl_words_init(trawl_words *words, const trawl_words *base);
void trawl_words_clear(trawl_words *words);
/* A base whose arrays belong to someone else, who keeps them. False: they cannot be a table. What stands in
 * them is trusted no further than to be read: indexes are checked when they are followed. TRAWL_WORDS_PAD
 * zeros must stand behind the texts, so that a text and a length that do not belong together stay inside. */
bool trawl_words_map(trawl_words *words, const trawl_word *items, uint64_t count, const char *text,
                     uint64_t text_len, const trawl_word_slot *slots, uint64_t slot_count);
/* A table of its own with the same words under the same ids. */
trawl_status trawl_words_copy(const trawl_words *from, trawl_words *out);
/* Forgets all words of this table, keeps its memory. */
void trawl_words_reset(trawl_words *words);

/* The id of a form, here or in the base, or TRAWL_NONE. */
uint32_t trawl_words_find(const trawl_words *words, const char *text, size_t len);
/* The id of a form, which is added when it is new; so is its lower-case form. `*fresh` (may be NULL)
 * says whether facts must be filled in: true when the form was added just now. TRAWL_BAD_DATA: it is new,
 * and the table is mapped. */
trawl_status trawl_words_add(trawl_words *words, const char *text, size_t len, uint32_t *id, bool *fresh);
/* The same of a form behind whose beginning TRAWL_WORDS_ROOM bytes can be read. */
trawl_status trawl_words_add_padded(trawl_words *words, const char *text, size_t len, uint32_t *id, bool *fresh);
/* Ids run from 0 to this. */
static inline uint32_t trawl_words_count(const trawl_words *words)
{
  return words->first + words->items.len;
}

/* What a word's record says of another word, or the word itself where no table has that: only a damaged pack says so.
 * For whoever takes ids as indexes. */
static inline uint32_t trawl_words_sound(const trawl_words *words, uint32_t id, uint32_t word)
{
  return id < trawl_words_count(words) ? id : word;
}

static inline const trawl_word *trawl_words_at(const trawl_words *words, uint32_t id)
{
  if (id < words->first) {
    return &words->known[id];
  }
  return __builtin_expect(id - words->first < words->items.len, 1) ? &words->items.at[id - words->first]
                                                                    : &trawl_word_none;
}

/* NUL-terminated; moves when a word is added to the table it is in. */
static inline const char *trawl_words_text(const trawl_words *words, uint32_t id)
{
  const trawl_words *table = id < words->first ? words->base : words;
  const uint32_t at = trawl_words_at(words, id)->text;
  return __builtin_expect(at < table->text.len, 1) ? table->text.at + at : trawl_word_no_text;
}

trawl_shape trawl_shape_of(const char *text, size_t len);

/* Word categories: bit numbers. Those that the code knows come first; rule files may add more with
 * `words:` (up to 128). The names are the keys in the word files. */
#define TRAWL_CATEGORIES(X)                                                                        \
  X(ABBREVIATION, "abbreviation")     /* keeps its full stop, does not end a sentence */           \
  X(ABBREVIATION_END, "abbreviation_end") /* may also end a sentence: Inc. U.S. etc. */            \
  X(ABBREVIATION_NUMBER, "abbreviation_number") /* only before a number: No. p. Feb. */            \
  X(HONORIFIC, "honorific")           /* Mr, Mrs, Dr, Sir, Gen., Sen., ... before a person's name */ \
  X(TITLE_HEAD, "title")              /* head of a role: minister, president, director, chief */   \
  X(TITLE_MODIFIER, "title_modifier") /* prime, vice, deputy, foreign, acting, former, chief */    \
  X(GIVEN_NAME, "given_name")                                                                      \
  X(SURNAME, "surname")                                                                            \
  X(MALE, "male")                     /* given names, honorifics, kinship: his */                  \
  X(FEMALE, "female")                                                                              \
  X(AMBIGUOUS_NAME, "ambiguous_name") /* also a common word: Will, Park, Mark */                   \
  X(NAME_PARTICLE, "name_particle")   /* van, von, de, al, bin, der, da inside a person's name */  \
  X(NAME_SUFFIX, "name_suffix")       /* Jr, Sr, II, III */                                        \
  X(KINSHIP, "kinship")               /* wife, son, mother */                                      \
  X(ORG_SUFFIX, "org_suffix")         /* Inc, Ltd, GmbH, AG, Corp: ends an organization's name */  \
  X(ORG_HEAD, "org_head")             /* Bank, Ministry, University, Party, Council, Group */      \
  X(ORG_COMMON, "org_common")         /* company, firm, bank, agency: nouns for organizations */   \
  X(PLACE_HEAD, "place_head")         /* River, Lake, Mount, City, Province, Airport, Palace */    \
  X(PLACE_COMMON, "place_common")     /* city, town, port, province, capital */                    \
  X(EVENT_HEAD, "event_head")         /* Forum, Summit, Conference, Games, Festival, War */        \
  X(WORK_HEAD, "work_head")           /* Treaty, Agreement, Initiative, Act, Convention */         \
  X(PERSON_COMMON, "person_common")   /* man, woman, activist, lawyer, teacher: nouns for people */ \
  X(GROUP_COMMON, "group_common")     /* people, rebels, protesters, voters, officials */          \
  X(COUNTRY_COMMON, "country_common") /* country, nation, state, kingdom */                        \
  X(MONTH, "month")                                                                                \
  X(WEEKDAY, "weekday")                                                                            \
  X(NUMBER_WORD, "number_word")       /* two, dozen, hundred, million */                           \
  X(CURRENCY, "currency")             /* dollar, euro, yuan, $ */                                  \
  X(TIME_UNIT, "time_unit")           /* day, week, month, year, hour */                           \
  X(UNIT, "unit")                     /* km, tonne, barrel, megawatt */                            \
  X(AUX, "auxiliary")                 /* be, have, do */                                           \
  X(MODAL_WORD, "modal")                                                                           \
  X(NEGATION, "negation")             /* not, n't, never, no, neither, nor, without, hardly */     \
  X(SPEECH, "speech_verb")            /* say, add, claim, tell, announce */                        \
  X(CHAIN_PLANNED, "chain_planned")   /* plan, agree, promise, decide, vow + to */                 \
  X(CHAIN_POSSIBLE, "chain_possible") /* threaten, offer; ready, able, likely + to */              \
  X(CHAIN_WANTED, "chain_wanted")     /* want, hope, seek, try + to */                             \
  X(CHAIN_WANTED_OBJECT, "chain_wanted_object") /* urge, ask, order, tell Y to */                  \
  X(CHAIN_PLANNED_OBJECT, "chain_planned_object") /* choose, send, appoint Y to */                  \
  X(CHAIN_ACTUAL, "chain_actual")     /* manage, begin, continue + to; start, keep + -ing */       \
  X(CHAIN_ACTUAL_OBJECT, "chain_actual_object") /* force, lead, allow, help Y to */                \
  X(CHAIN_NEGATIVE, "chain_negative") /* refuse, decline, fail, forget + to; avoid + -ing */       \
  X(CHAIN_NEGATIVE_OBJECT, "chain_negative_object") /* prevent, stop, bar Y from -ing */           \
  X(CHAIN_ACCUSE, "chain_accuse")     /* accuse Y of, suspect Y of, blame Y for + -ing */          \
  X(CHAIN_DENY, "chain_deny")         /* deny that, deny -ing */                                   \
  X(LIGHT_VERB, "light_verb")         /* hold, have, make, pay, give, take, conduct */             \
  X(COPULA, "copula")                 /* be, become, remain: "X is director of Y" */               \
  X(HEDGE, "hedge")                   /* reportedly, allegedly: leave open whether it is so */         \
  X(OF_VERB, "of_verb")               /* accuse, warn, inform Y of: "of" is the verb's */          \
  X(DITRANSITIVE, "ditransitive")     /* give, send, tell: two objects */                          \
  X(PROXY, "proxy_noun")              /* troops, government, officials: stand for who has them */  \
  X(MEASURE, "measure_noun")          /* tonnes, most, wave: "of" behind them says what it is */   \
  X(THAT_TAKER, "that_taker")         /* believe, know, confirm: a clause may follow bare */       \
  X(PARTICLE, "particle")             /* up, down, off, out, over, back after a verb */            \
  X(PREPOSITION, "preposition")                                                                    \
  X(SUBORDINATOR, "subordinator")     /* that, if, because, while, although, when, after */        \
  X(CONDITION, "condition")           /* if, unless, whether, in case */                           \
  X(RELATIVIZER, "relativizer")       /* who, whom, which, whose, where, that */                   \
  X(PRONOUN, "pronoun")                                                                            \
  X(TIME_NOUN, "time_noun")           /* today, yesterday, tomorrow, tonight */                    \
  X(PUBLISHER, "publisher")           /* news agency, newspaper, broadcaster words */              \
  X(PLURAL_GROUP, "plural_group")     /* both, two, three, sides, countries, leaders */            \
  X(PROFESSION, "profession")         /* lawyer, novelist, striker: who does it holds no office */ \
  X(STAFF, "staff")                   /* reporter, trader, analyst, economist: works_for, no office */

typedef enum trawl_category {
#define X(name, key) TRAWL_IS_##name,
  TRAWL_CATEGORIES(X)
#undef X
    TRAWL_CATEGORY_BUILT_IN,
  TRAWL_CATEGORY_MAX = 128
} trawl_category;

static inline bool trawl_word_is(const trawl_word *word, unsigned category)
{
  return word->bits[category >> 6] >> (category & 63) & 1;
}

static inline void trawl_word_mark(trawl_word *word, unsigned category)
{
  word->bits[category >> 6] |= UINT64_C(1) << (category & 63);
}

#endif
