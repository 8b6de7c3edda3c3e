/* SPDX-License-Identifier: MIT
 * doc.h - the document: one array a layer, each filled by one stage and only read by the later ones.
 *
 *   original bytes                     the caller's, never changed
 *     -> text + map      normalize     UTF-8, NFC, quotes and dashes folded; every span leads back
 *     -> lines, date     clean         what is prose, what is a headline, what is neither
 *     -> tokens          tokenize      structure of arrays, [token] -> start, len, word, kind, flags
 *     -> sentences       sentences     ranges of tokens; every token lies in exactly one
 *     -> tokens.tag      tag           Penn tag and lemma of each token
 *     -> mentions        gazetteer, entities       ranges of tokens with a type; may be nested
 *     -> entities        link          who or what the mentions name
 *     -> nps, frames     clauses       noun phrases and clause frames (model/clause.h)
 *     -> antecedents     resolve       fields of pronoun and nominal mentions
 *     -> triples         relations
 *
 * Spans of characters are byte ranges in the normalised text; spans of tokens are half-open ranges of
 * token indexes.  Layers refer to each other by index.  Strings that a document makes live in its arena;
 * names and ids of gazetteer entries and rules live in the rule set. */
#ifndef TRAWL_MODEL_DOC_H
#define TRAWL_MODEL_DOC_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "model/clause.h"
#include "model/map.h"
#include "model/words.h"

#include <string.h>

/* ---- lines -------------------------------------------------------------------------------- */

typedef enum trawl_line_kind {
  TRAWL_LINE_PROSE,
  TRAWL_LINE_HEADLINE, /* no full stop at its end, stands alone: read as a sentence of its own */
  TRAWL_LINE_CAPTION,  /* a picture's: prose, then a credit */
  TRAWL_LINE_SKIP,     /* bylines, advertisement, share buttons, time stamps: gives no tokens */
} trawl_line_kind;

typedef struct trawl_line {
  trawl_span text;  /* without the line end; for a line with a dateline or credit the prose part only */
  uint8_t kind;     /* trawl_line_kind */
  bool starts_para; /* a blank line or the text's start is before it */
  bool joins_next;  /* hard-wrapped prose: the paragraph goes on in the next line */
} trawl_line;

/* ---- tokens ------------------------------------------------------------------------------- */

typedef enum trawl_token_kind {
  TRAWL_TOKEN_WORD,
  TRAWL_TOKEN_NUMBER,
  TRAWL_TOKEN_PUNCT,
  TRAWL_TOKEN_SYMBOL, /* $ % & + emoji */
  TRAWL_TOKEN_LINK,   /* URL, e-mail, @name, #tag */
} trawl_token_kind;

enum { /* flags of a token */
  TRAWL_TOKEN_SPACE = 1,    /* white space or a line's start before it */
  TRAWL_TOKEN_LINE = 2,     /* first of its line */
  TRAWL_TOKEN_PARA = 4,     /* first of its paragraph, headline or caption: a sentence must start */
  TRAWL_TOKEN_HEADLINE = 8, /* in a headline */
  TRAWL_TOKEN_CAPTION = 16,
  TRAWL_TOKEN_ABBREV = 32,  /* an abbreviation that kept its full stop */
  TRAWL_TOKEN_OPEN = 64,    /* a quotation mark or bracket that opens */
  TRAWL_TOKEN_CLOSE = 128,  /* one that closes */
};

typedef struct trawl_tokens { /* structure of arrays; all of length len */
  uint32_t len, cap;
  uint32_t *start; /* byte offset in the text */
  uint16_t *size;  /* bytes */
  uint32_t *word;  /* id of the exact form */
  uint32_t *folded; /* id of the lower-case form: what the word's record says, next to its neighbours' */
  uint8_t *kind;   /* trawl_token_kind */
  uint8_t *shape;  /* trawl_shape, of the word's record as well */
  uint8_t *flags;
  uint8_t *tag;      /* trawl_tag; TRAWL_TAG_NONE until tagged */
  uint32_t *lemma;   /* word id */
  uint32_t *mention; /* outermost mention that covers the token, or TRAWL_NONE */
} trawl_tokens;

/* Penn Treebank tags, as UD English-EWT uses them. */
#define TRAWL_TAGS(X)                                                                              \
  X(CC, "CC") X(CD, "CD") X(DT, "DT") X(EX, "EX") X(FW, "FW") X(IN, "IN") X(JJ, "JJ")              \
  X(JJR, "JJR") X(JJS, "JJS") X(LS, "LS") X(MD, "MD") X(NN, "NN") X(NNS, "NNS") X(NNP, "NNP")      \
  X(NNPS, "NNPS") X(PDT, "PDT") X(POS, "POS") X(PRP, "PRP") X(PRPS, "PRP$") X(RB, "RB")            \
  X(RBR, "RBR") X(RBS, "RBS") X(RP, "RP") X(SYM, "SYM") X(TO, "TO") X(UH, "UH") X(VB, "VB")        \
  X(VBD, "VBD") X(VBG, "VBG") X(VBN, "VBN") X(VBP, "VBP") X(VBZ, "VBZ") X(WDT, "WDT")              \
  X(WP, "WP") X(WPS, "WP$") X(WRB, "WRB") X(STOP, ".") X(COMMA, ",") X(COLON, ":") X(OPENQ, "``")  \
  X(CLOSEQ, "''") X(LRB, "-LRB-") X(RRB, "-RRB-") X(DOLLAR, "$") X(HASH, "#") X(HYPH, "HYPH")      \
  X(NFP, "NFP") X(ADD, "ADD") X(AFX, "AFX") X(GW, "GW") X(XX, "XX")

typedef enum trawl_tag {
  TRAWL_TAG_NONE,
#define X(name, text) TRAWL_TAG_##name,
  TRAWL_TAGS(X)
#undef X
    TRAWL_TAG_COUNT
} trawl_tag;

/* "NNP"; "" for TRAWL_TAG_NONE. */
const char *trawl_tag_text(unsigned tag);
/* The tag called `text`, or TRAWL_TAG_NONE. */
unsigned trawl_tag_named(const char *text, size_t len);

/* ---- sentences ---------------------------------------------------------------------------- */

typedef struct trawl_sentence {
  trawl_span tok;
  bool headline;
} trawl_sentence;

/* ---- mentions and entities ---------------------------------------------------------------- */

typedef enum trawl_mention_kind {
  TRAWL_MENTION_NAME,
  TRAWL_MENTION_DEMONYM,
  TRAWL_MENTION_NOMINAL,
  TRAWL_MENTION_PRONOUN,
  TRAWL_MENTION_VALUE,
} trawl_mention_kind;

typedef enum trawl_gender { TRAWL_GENDER_UNKNOWN, TRAWL_GENDER_MALE, TRAWL_GENDER_FEMALE } trawl_gender;

typedef struct trawl_mention {
  trawl_span tok;
  uint32_t head;       /* token: the last of a name, the head noun of a nominal */
  uint32_t sentence;
  uint32_t outer;      /* the mention that this one lies in, or TRAWL_NONE */
  uint32_t first_cand; /* what the gazetteers offer: doc->cands[first_cand .. + cand_count) */
  uint32_t cand_count;
  uint32_t entity;     /* doc->entities, or TRAWL_NONE: not (yet) known who is meant */
  uint32_t antecedent; /* the mention it was resolved to, or TRAWL_NONE */
  const char *value;   /* ISO form of a value, in the document's arena; or NULL */
  const char *source;  /* "people.yaml", "mentions.yaml:person-title"; lives in the rule set */
  const char *how;     /* "gazetteer", "surname", "pronoun", "role", "acronym", ...; static */
  uint8_t type;        /* type id, see resource/types.h */
  uint8_t kind;        /* trawl_mention_kind */
  uint8_t gender;      /* trawl_gender, where the words tell: "Ms Novak", "his" */
  uint8_t plural;      /* 1: refers to several */
  uint32_t first_member; /* entities that a plural mention stands for, `entity` being TRAWL_NONE: */
  uint32_t member_count; /* doc->members[first_member .. + member_count) */
} trawl_mention;

/* Somebody or something that the document speaks of. */
typedef struct trawl_entity {
  const char *name;    /* normalised name */
  const char *id;      /* the gazetteer entry's id, or NULL */
  uint32_t entry;      /* index in the gazetteer, or TRAWL_NONE */
  uint32_t stands_for; /* gazetteer index of what a seat of government stands for, or TRAWL_NONE */
  uint32_t first;      /* its first mention */
  uint32_t last_word;  /* word id of the surname of a person, or TRAWL_NONE */
  uint32_t noun;       /* word id of the common noun for what it is (company, ministry), or TRAWL_NONE */
  uint8_t type, gender, plural;
  bool personal; /* the text treats it as a person: "he", "Novak's lawyer"; set by the relations stage */
} trawl_entity;

/* ---- triples ------------------------------------------------------------------------------ */

/* An argument: a mention, and which entity of it (a plural mention stands for several). */
typedef struct trawl_argument {
  uint32_t mention; /* TRAWL_NONE: absent */
  uint32_t entity;  /* TRAWL_NONE: a value or an unnamed thing */
} trawl_argument;

typedef struct trawl_cue {
  trawl_span tok;
  bool modality; /* else negation */
} trawl_cue;

typedef struct trawl_qualifier {
  const char *key;   /* static or in the rule set */
  const char *value; /* in the document's arena or the rule set */
} trawl_qualifier;

typedef struct trawl_triple {
  uint32_t sentence;
  trawl_argument subject, object, attribution, time, place;
  trawl_span trigger; /* tokens */
  uint16_t relation;  /* index in the rule set */
  uint8_t polarity;   /* trawl_polarity */
  uint8_t modality;   /* trawl_modality */
  uint8_t tense;      /* trawl_tense */
  uint8_t cue_count, qualifier_count;
  trawl_cue cues[TRAWL_MAX_CUES];
  trawl_qualifier qualifiers[TRAWL_MAX_QUALIFIERS];
  const char *relation_name, *rule, *phrase; /* in the rule set */
  float confidence;
} trawl_triple;

/* ---- the document ------------------------------------------------------------------------- */

/* Limits that were hit: something is missing. */
typedef struct trawl_cuts {
  uint64_t mask; /* a bit for each trawl_limit_id; the arrays hold nothing else */
  bool before;   /* another run has left something out */
  uint32_t times[TRAWL_LIMIT_COUNT];
  uint32_t sentence[TRAWL_LIMIT_COUNT]; /* the first one, or TRAWL_NONE */
} trawl_cuts;

struct trawl_doc {
  const trawl_pipeline *pipeline;
  const char *id;
  uint8_t until;        /* trawl_stage: the last one that it has been through */
  uint32_t date;        /* 20230920; 0: none. The input's own, else the dateline's, else the fallback */
  uint32_t fallback;    /* --date */
  trawl_arena arena;    /* strings of this document */
  trawl_words words;    /* words that the rule set does not know */

  trawl_buf text;       /* normalised; NUL-terminated */
  trawl_map map;
  uint32_t repairs;     /* bad byte sequences */
  const char *meta;          /* the caller's, as are the pieces */
  const trawl_stretch *pieces;
  size_t piece_count;
  trawl_origin origin;
  TRAWL_VEC(trawl_line) lines;
  trawl_span dateline;  /* text span of the dateline's place, empty when there is none */
  trawl_tokens tokens;
  TRAWL_VEC(trawl_sentence) sentences;
  TRAWL_VEC(trawl_mention) mentions; /* in order of their first token; outer before inner ... */
  uint32_t sorted_mentions;          /* ... up to here; what resolve adds stands behind */
  TRAWL_VEC(uint32_t) cands;         /* gazetteer indexes */
  TRAWL_VEC(trawl_entity) entities;
  TRAWL_VEC(uint32_t) members;       /* entities, of plural mentions */
  trawl_clauses clauses;
  TRAWL_VEC(trawl_triple) triples;
  trawl_cuts cuts;
  struct trawl_trace *trace; /* model/trace.h; NULL: not wanted */
};

/* An empty document over a frozen base table of words. */
trawl_status trawl_doc_init(trawl_doc *doc, const trawl_words *base);
/* Frees the layers, not the document itself. */
void trawl_doc_clear(trawl_doc *doc);
/* Empties all layers, keeps the memory. */
void trawl_doc_reset(trawl_doc *doc);
bool trawl_tokens_reserve(trawl_tokens *tokens, uint32_t n);
/* A limit was hit, in a sentence or (TRAWL_NONE) in none. */
void trawl_doc_cut(trawl_doc *doc, trawl_limit_id limit, uint32_t sentence);
/* The same for each bit of a mask. */
void trawl_doc_cut_all(trawl_doc *doc, uint64_t mask, uint32_t sentence);
/* Debug builds: layers ordered, indexes in range, spans inside the text. Asserts. */
void trawl_doc_check(const trawl_doc *doc);

static inline const char *trawl_doc_token_text(const trawl_doc *doc, uint32_t token)
{
  return doc->text.at + doc->tokens.start[token];
}

static inline const trawl_word *trawl_doc_word(const trawl_doc *doc, uint32_t token)
{
  return trawl_words_at(&doc->words, doc->tokens.word[token]);
}

static inline uint32_t trawl_doc_folded(const trawl_doc *doc, uint32_t token)
{
  return doc->tokens.folded[token];
}

static inline uint8_t trawl_doc_shape(const trawl_doc *doc, uint32_t token)
{
  return doc->tokens.shape[token];
}

/* Whether the token's lower-case form is this text of ASCII. Nearly all are refused by a byte of the document,
 * which costs no look at the table of words. */
static inline bool trawl_doc_token_is(const trawl_doc *doc, uint32_t token, const char *text)
{
  const unsigned char first = (unsigned char)*trawl_doc_token_text(doc, token);
  const unsigned char lower = first >= 'A' && first <= 'Z' ? (unsigned char)(first + ('a' - 'A')) : first;
  return (lower == (unsigned char)text[0] || first >= 0x80)
         && strcmp(trawl_words_text(&doc->words, trawl_doc_folded(doc, token)), text) == 0;
}

/* Says what word a token is, and that it is its own lemma. */
static inline void trawl_doc_set_word(trawl_doc *doc, uint32_t token, uint32_t word)
{
  const trawl_word *record = trawl_words_at(&doc->words, word);
  doc->tokens.word[token] = doc->tokens.lemma[token] = word;
  doc->tokens.folded[token] = record->folded;
  doc->tokens.shape[token] = record->shape;
}

/* The word's category, by the form in the text or its lower-case form. */
static inline bool trawl_doc_is(const trawl_doc *doc, uint32_t token, unsigned category)
{
  return trawl_word_is(trawl_doc_word(doc, token), category);
}

/* The category of the token's lemma: for verbs ("speech_verb") once tagged. */
static inline bool trawl_doc_lemma_is(const trawl_doc *doc, uint32_t token, unsigned category)
{
  return trawl_word_is(trawl_words_at(&doc->words, doc->tokens.lemma[token]), category);
}

/* The text span that a range of tokens covers. */
static inline trawl_span trawl_doc_text_span(const trawl_doc *doc, trawl_span tok)
{
  const trawl_tokens *t = &doc->tokens;
  return tok.start < tok.end
           ? (trawl_span){t->start[tok.start], t->start[tok.end - 1] + t->size[tok.end - 1]}
           : (trawl_span){0, 0};
}

/* Appends a mention and hands out its index in `*index` (may be NULL). `cands` are copied. The order of
 * mentions is restored by trawl_doc_sort_mentions(). */
trawl_status trawl_doc_add_mention(trawl_doc *doc, trawl_mention mention, const uint32_t *cands,
                                   uint32_t cand_count, uint32_t *index);
/* Sorts mentions (start ascending, end descending), sets `outer` and tokens.mention. Mentions that
 * cross without nesting: the longer (then the earlier) one stays, the other is removed. */
trawl_status trawl_doc_sort_mentions(trawl_doc *doc);

#endif
