/* SPDX-License-Identifier: MIT
 * english.c - tells English from other languages by frequent small words and by script.
 *
 * Between a quarter and a half of the words of running English stand on a list of forty; of other
 * languages hardly any do that are not theirs as well ("in", "a", "die").  Lists of other languages are short:
 * they only have to show that the text is running text in something else.  Where no list knows the
 * language, running text in lower case without any small word of English is foreign too. */
#include "input/english.h"

#include "base/status.h"
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

enum { LOOKED_AT = 8 << 10, WORD_BYTES = 15, ENOUGH_WORDS = 25, ENOUGH_UNKNOWN = 45, CLEAR_WORDS = 64 };

static const char *const english[] = {
  "the",  "of",   "and",   "to",   "that", "for",  "is",   "was",   "with", "on",    "by",
  "it",   "from", "be",    "have", "has",  "he",   "his",  "are",   "said", "as",    "this",
  "which", "not", "but",   "who",  "will", "had",  "were", "their", "they", "an",    "its",
  "been", "she",   "her",  "would", "after", "more", "about", "in", "a",     "you",
  "we",   "or",   "what",  "there", "when", "than", "into", "up",   "out",  "can",   "my",
};

/* Small words by language; those that English has too are not counted for either. */
static const char *const others[][24] = {
  {"der", "und", "das", "von", "zu", "mit", "sich", "des", "auf", "ist", "im", "dem", "nicht", "ein",
   "eine", "als", "auch", "es", "werden", "aus", "hat", "wie"},
  {"le", "la", "les", "des", "et", "du", "une", "est", "que", "dans", "qui", "par", "pour", "au", "sur", "pas",
   "ne", "se", "ce", "il", "avec", "sont"},
  {"el", "la", "los", "las", "de", "que", "en", "un", "una", "del", "se", "por", "con", "para", "su", "al", "lo",
   "como", "más", "fue", "es", "y", "sus"},
  {"il", "di", "che", "la", "un", "una", "del", "della", "con", "non", "si", "le", "da", "sono", "al", "dei",
   "nel", "alla", "come", "più", "è", "gli"},
  {"o", "que", "de", "da", "em", "um", "uma", "para", "com", "não", "os", "no", "na", "se", "por", "mais",
   "dos", "das", "ao", "foi", "é", "como", "seu"},
  {"de", "het", "een", "en", "van", "dat", "op", "te", "zijn", "voor", "niet", "aan", "ook", "door",
   "naar", "bij", "om", "ze", "werd", "heeft", "uit", "ook"},
  {"och", "att", "det", "som", "en", "på", "är", "av", "för", "med", "till", "har", "de", "inte", "om",
   "ett", "från", "han", "sig", "så", "vid"},
  {"og", "det", "som", "en", "på", "av", "af", "for", "med", "til", "har", "de", "ikke", "om",
   "et", "fra", "han", "sig", "seg"},
  {"w", "i", "na", "z", "się", "nie", "że", "jest", "o", "po", "od", "za", "to", "przez", "jak", "dla",
   "oraz", "przy", "ale", "był", "są", "czy", "tym"},
  {"a", "v", "se", "na", "je", "že", "s", "z", "o", "to", "pro", "za", "by", "ale", "jako", "po", "podle",
   "byl", "jsou", "od", "také", "které", "před"},
  {"ve", "bir", "bu", "da", "de", "için", "ile", "olarak", "olan", "çok", "daha", "gibi", "en", "sonra", "kadar",
   "ise", "ama", "yeni", "her", "ne", "değil", "olduğu", "dedi"},
  {"yang", "dan", "di", "untuk", "dengan", "dari", "pada", "ini", "itu", "dalam", "tidak", "akan", "ke", "adalah",
   "oleh", "juga", "sebagai", "telah", "tersebut", "karena", "bahwa", "ada", "kepada", "mereka"},
  {"și", "de", "în", "a", "la", "cu", "pe", "să", "nu", "din", "care", "este", "un", "o", "pentru", "mai", "al",
   "că", "au", "fost", "prin", "sunt", "după", "ale"},
  {"a", "az", "és", "hogy", "nem", "is", "egy", "ez", "meg", "de", "volt", "csak", "már", "el", "azt", "mint",
   "még", "vagy", "van", "szerint", "után", "lesz", "pedig"},
  {"ja", "ei", "että", "oli", "se", "hän", "mutta", "ovat", "myös", "kun", "joka", "mukaan", "kuin",
   "vain", "ole", "niin", "tai", "jo", "mitä", "vuoden", "jos", "ne"},
  {"va", "ni", "ya", "wa", "na", "kwa", "katika", "za", "la", "kuwa", "hiyo", "huo", "cha", "baada", "hata",
   "kama", "alisema", "nchi", "pia", "watu", "yake", "huu", "hii", "lakini"},
  {"và", "của", "là", "có", "được", "trong", "cho", "các", "không", "với", "một", "những", "người", "này", "đã",
   "để", "khi", "đến", "từ", "về", "ra", "ở", "tại", "theo"},
};

/* All words of the lists, in chains by their first two bytes: most words of a text are on none, and are refused
 * by an empty or short chain. Built for each text, in a tenth of the time that its words take. */
enum { CHAINS = 256, LISTED = 512, NO_WORD = UINT16_MAX };

typedef struct listed_word {
  const char *text;
  uint16_t next;
  uint8_t list; /* 0: English, else others[list - 1] */
} listed_word;

typedef struct word_lists {
  uint16_t first[CHAINS], count;
  listed_word words[LISTED];
} word_lists;

static unsigned chain_of(const char *word)
{
  return ((unsigned char)word[0] * 37u + (unsigned char)word[1]) % CHAINS;
}

static void add_list(word_lists *lists, const char *const *list, size_t n, uint8_t number)
{
  for (size_t i = 0; i < n && list[i]; ++i) {
    uint16_t *chain = &lists->first[chain_of(list[i])];
    lists->words[lists->count] = (listed_word){list[i], *chain, number};
    *chain = lists->count++;
  }
}

static void fill_lists(word_lists *lists)
{
  _Static_assert(TRAWL_COUNT(english) + TRAWL_COUNT(others) * TRAWL_COUNT(*others) <= LISTED, "all have room");
  memset(lists->first, 0xff, sizeof lists->first);
  lists->count = 0;
  add_list(lists, english, TRAWL_COUNT(english), 0);
  for (size_t i = 0; i < TRAWL_COUNT(others); ++i) {
    add_list(lists, others[i], TRAWL_COUNT(others[i]), (uint8_t)(i + 1));
  }
}

typedef struct counts {
  uint32_t words, lower; /* all; those that begin in lower case */
  uint32_t english;      /* small words of English */
  uint32_t other[TRAWL_COUNT(others)];
  uint32_t latin, foreign; /* letters */
} counts;

static void count_word(counts *c, const word_lists *lists, const char *word, bool lower)
{
  uint32_t on = 0; /* a bit for each list: a word may stand twice on one */
  ++c->words;
  c->lower += lower;
  for (uint16_t i = lists->first[chain_of(word)]; i != NO_WORD; i = lists->words[i].next) {
    if (strcmp(lists->words[i].text, word) == 0) {
      on |= UINT32_C(1) << lists->words[i].list;
    }
  }
  if (on & 1) {
    ++c->english;
    return;
  }
  for (on >>= 1; on; on &= on - 1) {
    ++c->other[__builtin_ctz(on)];
  }
}

/* Letters of scripts other than Latin, by blocks: Greek, Cyrillic … Thai …, kana, Han, Hangul. */
static bool is_foreign(uint32_t code)
{
  return (code >= 0x370 && code < 0x1E00) || (code >= 0x2E80 && code < 0xD7B0)
         || (code >= 0xF900 && code < 0xFB00) || (code >= 0xFB1D && code < 0xFE00);
}

static bool is_latin(uint32_t code)
{
  return (code | 0x20) - 'a' < 26u || (code >= 0xC0 && code < 0x250 && code != 0xD7 && code != 0xF7)
         || (code >= 0x1E00 && code < 0x1F00);
}

/* Of every so many words a fifth are small words of English: nothing further on changes that. */
static bool is_clear(const counts *c)
{
  return c->words % CLEAR_WORDS == 0 && c->english * 5 >= c->words;
}

static void count(counts *c, const char *text, size_t len)
{
  word_lists lists;
  char word[WORD_BYTES + 5];
  size_t n = 0, letters = 0;
  bool lower = false;
  fill_lists(&lists);
  for (size_t i = 0; i <= len;) {
    const trawl_rune rune = i < len ? trawl_utf8_read(text + i, len - i) : (trawl_rune){' ', 1, false};
    const bool latin = is_latin(rune.code);
    c->latin += latin;
    c->foreign += is_foreign(rune.code);
    letters += latin;
    if (latin && n < WORD_BYTES) {
      lower = n ? lower : rune.code >= 'a';
      for (size_t k = 0; k < rune.len; ++k) {
        const char byte = text[i + k];
        word[n++] = byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
      }
    } else if (!latin && n) {
      word[n] = '\0';
      if (letters > 1 || (n == 1 && strchr("aioyvwz", word[0]))) { /* single letters are no language */
        count_word(c, &lists, word, lower);
        if (is_clear(c)) {
          return;
        }
      }
      n = letters = 0;
    }
    i += rune.len;
  }
}

bool trawl_is_english(const char *text, size_t len)
{
  counts c = {.words = 0};
  count(&c, text, len < LOOKED_AT ? len : LOOKED_AT);
  uint32_t other = 0;
  for (size_t i = 0; i < TRAWL_COUNT(others); ++i) {
    other = c.other[i] > other ? c.other[i] : other;
  }
  if (c.foreign >= 2 * ENOUGH_WORDS && c.foreign > c.latin) {
    return false;
  }
  if (c.words >= ENOUGH_WORDS && other * 10 >= c.words && other * 2 > c.english * 3) {
    return false;
  }
  return !(c.lower >= ENOUGH_UNKNOWN && c.lower * 2 >= c.words && c.english * 25 < c.words);
}
