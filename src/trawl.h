/* SPDX-License-Identifier: MIT
 * trawl.h - the public interface of libtrawl: text in, relation triples out.
 *
 *   trawl_pipeline_open()  rules and gazetteers, checked and compiled; immutable, shared by threads
 *   trawl_doc_new()        room for one document at a time; one per thread
 *   trawl_run()            runs the chain over a text; the results stand in the document
 *   trawl_doc_*_count/at() the results, as plain structs
 *   trawl_doc_free(), trawl_pipeline_free()
 *
 * The library never prints, exits, aborts or keeps global state.  Text is UTF-8; positions are given
 * in the unit that was asked for and cut the original bytes.  A caller's mistake is an assert, bad
 * input never is.  Out-parameters stay untouched on failure.  Every free accepts NULL. */
#ifndef TRAWL_H
#define TRAWL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TRAWL_VERSION_MAJOR 0
#define TRAWL_VERSION_MINOR 1
#define TRAWL_VERSION_PATCH 0

#if defined(__GNUC__)
#define TRAWL_API __attribute__((visibility("default")))
#else
#define TRAWL_API
#endif

typedef enum trawl_status {
  TRAWL_OK = 0,
  TRAWL_NO_MEM,   /* out of memory */
  TRAWL_BAD_RULE, /* rules or gazetteers do not compile: the findings say where */
  TRAWL_BAD_DATA, /* an input is not what it should be */
  TRAWL_IO,       /* something could not be read or written */
  TRAWL_LIMIT     /* a limit was hit; what was done before stands */
} trawl_status;

/* "0.1.0" */
TRAWL_API const char *trawl_version(void);
/* A few words for a status, such as "out of memory". */
TRAWL_API const char *trawl_status_text(trawl_status status);

/* ---- findings: what is wrong with rules, gazetteers and inputs, and where ------------------ */

typedef enum trawl_severity { TRAWL_ERROR, TRAWL_WARNING } trawl_severity;

typedef struct trawl_finding {
  trawl_severity severity;
  const char *code;    /* "E207": stable, see docs/errors.md */
  const char *file;    /* as it was named; "" when the finding has no place */
  uint32_t line;       /* from 1; 0: no line */
  uint32_t column;     /* from 1, in code points; 0: no column */
  uint32_t width;      /* how many code points the caret covers, at least 1 */
  const char *message; /* "unknown type 'persn'" */
  const char *hint;    /* "did you mean 'person'?", or NULL */
  const char *source;  /* the source line, or NULL */
} trawl_finding;

typedef struct trawl_findings trawl_findings;

/* A list of at most `max` findings (0: no cap). NULL: out of memory. */
TRAWL_API trawl_findings *trawl_findings_new(uint32_t max);
TRAWL_API void trawl_findings_free(trawl_findings *findings);
TRAWL_API uint32_t trawl_findings_count(const trawl_findings *findings);
/* How many errors there were, those beyond the cap included. */
TRAWL_API uint32_t trawl_findings_errors(const trawl_findings *findings);
/* Findings dropped because of the cap. */
TRAWL_API uint32_t trawl_findings_dropped(const trawl_findings *findings);
/* The i-th, by file, line and column; valid until the list changes. */
TRAWL_API trawl_finding trawl_findings_at(const trawl_findings *findings, uint32_t i);

/* ---- pipeline ------------------------------------------------------------------------------ */

/* The stages of the chain, in order. */
typedef enum trawl_stage {
  TRAWL_STAGE_NORMALIZE,
  TRAWL_STAGE_CLEAN,
  TRAWL_STAGE_TOKENIZE,
  TRAWL_STAGE_SENTENCES,
  TRAWL_STAGE_TAG,
  TRAWL_STAGE_GAZETTEER,
  TRAWL_STAGE_ENTITIES,
  TRAWL_STAGE_LINK,
  TRAWL_STAGE_CLAUSES,
  TRAWL_STAGE_RESOLVE,
  TRAWL_STAGE_RELATIONS,
  TRAWL_STAGE_COUNT
} trawl_stage;

TRAWL_API const char *trawl_stage_name(trawl_stage stage);
/* The stage called `name`, or TRAWL_STAGE_COUNT. */
TRAWL_API trawl_stage trawl_stage_named(const char *name);

/* How far mentions are resolved. */
typedef enum trawl_resolution {
  TRAWL_RESOLVE_ALL,   /* names, pronouns and nominals */
  TRAWL_RESOLVE_NAMES, /* names, with their short forms and acronyms */
  TRAWL_RESOLVE_OFF    /* equal names, and what the gazetteers know */
} trawl_resolution;

/* Files that were read and what was made of them, for programs that open rules again and again while somebody
 * works on them: only what changed since is read again. What comes of it is the same as without. One thread at a
 * time may use it, and open or free pipelines that it had a part in; these may outlive it. */
typedef struct trawl_memo trawl_memo;
TRAWL_API trawl_memo *trawl_memo_new(void); /* NULL: out of memory */
TRAWL_API void trawl_memo_free(trawl_memo *memo);

/* ---- limits: what hostile input may cost ----------------------------------------------------- */

/* What happens where a limit is hit. */
typedef enum trawl_limit_scope {
  TRAWL_LIMIT_OF_TEXT,     /* what is beyond it is left out: trawl_doc_truncated() */
  TRAWL_LIMIT_OF_SENTENCE, /* the same, of what one sentence gives; ordinary texts hit it now and then */
  TRAWL_LIMIT_OF_INPUT,    /* the input is left out, with an error; by the command */
  TRAWL_LIMIT_OF_RULES     /* the file of rules or names is refused, at the place */
} trawl_limit_scope;

typedef struct trawl_limit_view {
  const char *name;     /* "sentence-tokens" */
  uint64_t value;       /* when nothing is set */
  uint64_t least, most; /* what it can be set to */
  trawl_limit_scope scope;
  const char *code;     /* of the finding: "W422" */
  const char *what;     /* "tokens of a sentence" */
  const char *why;      /* why so many */
} trawl_limit_view;

TRAWL_API uint32_t trawl_limit_count(void);
TRAWL_API trawl_limit_view trawl_limit_at(uint32_t i);
/* The index of the limit called `name`, or trawl_limit_count(). */
TRAWL_API uint32_t trawl_limit_named(const char *name);

typedef struct trawl_limit_setting {
  const char *name;
  uint64_t value;
} trawl_limit_setting;

typedef struct trawl_config {
  const char *data;              /* folder that holds rules/ and gazetteers/; NULL: found as
                                    trawl_data_folder() does */
  const char *const *rules;      /* files and folders of rules; "+PATH" adds to the shipped ones,
                                    any other PATH stands in the place of those of its kind */
  size_t rule_count;
  const char *const *gazetteers; /* likewise */
  size_t gazetteer_count;
  trawl_resolution resolve;
  const char *text;              /* a rule file that stands in memory, read as "+PATH" is; or NULL */
  bool lint;                     /* also warn of what is well formed and yet of no use: rules that say
                                    the same, names that no text has; takes a little longer */
  const char *pack;              /* rules and gazetteers from a file that trawl_pipeline_compile() made,
                                    instead of all the above but `resolve` */
  bool sources;                  /* read the files of rules and gazetteers even where an up-to-date pack
                                    of the shipped ones is at hand; examples stand in no pack */
  trawl_memo *memo;              /* what was read before, or NULL; the files are read then, not a pack of the
                                    shipped ones */
  const trawl_limit_setting *limits; /* limits that are not to be what they are by default; those of rules
                                        hold where rules are read from their files, not for packs */
  size_t limit_count;
} trawl_config;

typedef struct trawl_pipeline trawl_pipeline;

/* Reads, checks and compiles. The findings list gets every problem (NULL: nobody wants to know); `*out` is only set
 * on TRAWL_OK. `config` may be NULL (all defaults) and may go away after the call. */
TRAWL_API trawl_status trawl_pipeline_open(const trawl_config *config, trawl_findings *findings,
                                           trawl_pipeline **out);
TRAWL_API void trawl_pipeline_free(trawl_pipeline *pipeline);

/* Takes bytes; false: they could not be written (whoever writes then stops and says TRAWL_IO). */
typedef bool (*trawl_sink)(void *to, const char *bytes, size_t len);

/* Reads, checks and compiles as trawl_pipeline_open() does, into one file that is mapped when it is opened and
 * shared between processes. It fits the program that wrote it and no other version. */
TRAWL_API trawl_status trawl_pipeline_compile(const trawl_config *config, trawl_findings *findings,
                                              trawl_sink sink, void *to);
/* Reads a pack from end to end: does its checksum fit, can it be opened? */
TRAWL_API trawl_status trawl_pack_check(const char *path, trawl_findings *findings);
/* Does a file begin as packs do? */
TRAWL_API bool trawl_pack_is_one(const char *path);
/* Where the shipped rules and gazetteers are: $TRAWL_DATA, else the build tree's source folder, else
 * the installed data folder; NULL when there are none. Static memory of the process's image or
 * environment. */
TRAWL_API const char *trawl_data_folder(void);

/* An entry of the gazetteers that bears a name. Texts live as long as the pipeline. */
typedef struct trawl_entry_view {
  const char *name, *id, *type;
  const char *source; /* its file: "people.yaml" */
  const char *in;     /* name of what it lies in, or NULL */
  bool demonym;       /* the name asked for is one: Chinese */
  const char *origin; /* where it stands, in the words of its file; "": not said */
  uint32_t as_of;     /* until when that is known to hold: yyyymmdd, 99 for missing parts; 0: not said */
} trawl_entry_view;

/* An office of an entry. Dates are yyyymmdd, or 0 where they are open; missing parts are 00 in `from`, 99 in the
 * others. What is not said of the office is said of its entry, or of its file. */
typedef struct trawl_office_view {
  const char *role, *of; /* "prime minister"; the name of what it is of, or NULL */
  uint32_t from, to, as_of;
  const char *origin;
} trawl_office_view;

/* The entries that a name stands for, whatever its case, the likeliest first; `*count` of them, at most `max`. */
TRAWL_API trawl_status trawl_pipeline_lookup(const trawl_pipeline *pipeline, const char *name,
                                             trawl_entry_view *out, uint32_t max, uint32_t *count);
/* The offices of the entry with an id, in the order of its file; `*count` of them, at most `max`. */
TRAWL_API void trawl_pipeline_offices(const trawl_pipeline *pipeline, const char *id, trawl_office_view *out,
                                      uint32_t max, uint32_t *count);

/* One example that stands in a rule file, or a test of a `tests:` file. */
typedef struct trawl_example {
  const char *relation; /* whose triples are expected; NULL: those of `relations`, or mentions */
  const char *rule;     /* "diplomacy.yaml:met"; "mentions.yaml:person-title": its mentions are expected;
                           NULL: of a `tests:` file */
  const char *file;
  uint32_t line, column;
  const char *text;
  const char *const *expected; /* "Vladimir Putin – visited – Kyiv [not]", or the text of a mention */
  size_t expected_count;
  const char *const *relations; /* of a `tests:` file: only these; none: all */
  size_t relation_count;
  const char *date;             /* of a `tests:` file, or NULL */
} trawl_example;

TRAWL_API uint32_t trawl_pipeline_example_count(const trawl_pipeline *pipeline);
TRAWL_API trawl_example trawl_pipeline_example_at(const trawl_pipeline *pipeline, uint32_t i);
/* The names of the relations that have rules; `i` below the count. */
TRAWL_API uint32_t trawl_pipeline_relation_count(const trawl_pipeline *pipeline);
TRAWL_API const char *trawl_pipeline_relation_at(const trawl_pipeline *pipeline, uint32_t i);
/* Whether the relation holds either way round; false for a name that has no rules. */
TRAWL_API bool trawl_pipeline_relation_symmetric(const trawl_pipeline *pipeline, const char *relation);
/* The types of mentions, those that stand for several ("actor") among them; `i` below the count. */
TRAWL_API uint32_t trawl_pipeline_type_count(const trawl_pipeline *pipeline);
TRAWL_API const char *trawl_pipeline_type_at(const trawl_pipeline *pipeline, uint32_t i);
/* Whether the i-th type is the wider one, or a kind of it. */
TRAWL_API bool trawl_pipeline_type_within(const trawl_pipeline *pipeline, uint32_t i, uint32_t wider);

/* A phrase or token pattern of a relation, or a rule of mentions. */
typedef enum trawl_rule_kind { TRAWL_RULE_PHRASE, TRAWL_RULE_TOKENS, TRAWL_RULE_MENTION } trawl_rule_kind;
typedef struct trawl_rule_view {
  trawl_rule_kind kind;
  const char *relation; /* of a rule of mentions: the type that it gives */
  const char *rule;     /* as records have it: "diplomacy.yaml:met", "mentions.yaml:person-title" */
  const char *text;     /* as it stands in the file; a rule of mentions: "" */
  const char *path;     /* as it was named */
  uint32_t line;
  bool except, enabled; /* except: it keeps the relation from firing */
} trawl_rule_view;

TRAWL_API uint32_t trawl_pipeline_rule_count(const trawl_pipeline *pipeline);
TRAWL_API trawl_rule_view trawl_pipeline_rule_at(const trawl_pipeline *pipeline, uint32_t i);

/* What a phrase covers, as sentences to be tried: the name of a construction, NULL behind the last, as the
 * tables of docs/rule-language.md have it; and the sentence that the first phrase of a relation makes with two
 * names in it. Nothing is written when the construction does not suit the phrase. */
TRAWL_API const char *trawl_variant_name(uint32_t variant);
TRAWL_API trawl_status trawl_variant_write(const trawl_pipeline *pipeline, const char *relation, uint32_t variant,
                                           const char *x, const char *y,
                                           bool (*sink)(void *to, const char *bytes, size_t len), void *to);

/* ---- documents ----------------------------------------------------------------------------- */

typedef enum trawl_unit { TRAWL_CHARS, TRAWL_BYTES, TRAWL_UTF16 } trawl_unit;

/* Where a stretch of the text stands in a file that it was taken out of, such as a web page; positions are
 * in the order of trawl_unit. A list of them is in order and begins at byte 0 of the text. */
typedef struct trawl_stretch {
  uint64_t text[3], file[3]; /* where it begins, here and there */
  uint64_t whole[3];         /* `fixed`: how much of the file it stands for as a whole */
  bool fixed;                /* else file and text go on alike */
} trawl_stretch;

typedef struct trawl_text {
  const char *id;       /* the record's "doc" */
  const char *bytes;    /* UTF-8, not necessarily valid; must live as long as the results are read */
  size_t len;
  const char *date;     /* the document's own date "YYYY-MM-DD", or NULL */
  const char *fallback; /* the date to take when the text has none of its own, or NULL */
  const char *meta;     /* a JSON object that records carry along, or NULL */
  const trawl_stretch *pieces; /* positions in a file behind the text; NULL: the text is the file */
  size_t piece_count;
  bool truncated; /* the text is the beginning of a longer one that nobody reads: so is the document, then */
} trawl_text;

/* What lies before a text that is a part of a longer one. */
typedef struct trawl_origin {
  uint64_t units[3]; /* by trawl_unit */
  uint64_t sentences, tokens;
} trawl_origin;

typedef struct trawl_doc trawl_doc;

/* NULL: out of memory. The document may be used for any number of texts, one after the other. */
TRAWL_API trawl_doc *trawl_doc_new(const trawl_pipeline *pipeline);
TRAWL_API void trawl_doc_free(trawl_doc *doc);
/* Runs the chain over the text up to and including `until` (TRAWL_STAGE_RELATIONS: all of it). A text that hits
 * a limit gives what it has, see trawl_doc_truncated(). */
TRAWL_API trawl_status trawl_run(const trawl_pipeline *pipeline, trawl_doc *doc,
                                 const trawl_text *text, trawl_stage until);
/* After a run: positions and numbers of sentences and tokens go on behind `origin`. */
TRAWL_API void trawl_doc_move(trawl_doc *doc, const trawl_origin *origin);
/* Nanoseconds that a stage took in the last run. */
TRAWL_API uint64_t trawl_doc_time(const trawl_doc *doc, trawl_stage stage);

/* A piece of the original text. */
typedef struct trawl_slice {
  const char *text; /* into the caller's bytes, not NUL-terminated; NULL: there is none */
  size_t len;
  uint64_t start, end; /* in the unit asked for */
} trawl_slice;

typedef struct trawl_sentence_view {
  uint32_t sentence;
  trawl_slice slice;
} trawl_sentence_view;

typedef struct trawl_token_view {
  uint32_t sentence, token;
  trawl_slice slice;
  const char *lemma;
  const char *tag; /* Penn Treebank */
} trawl_token_view;

/* An index that leads nowhere. */
#define TRAWL_ABSENT UINT32_MAX

typedef struct trawl_mention_view {
  uint32_t sentence;
  trawl_slice slice;
  const char *name, *id; /* id NULL: no list has it */
  const char *type;
  const char *kind; /* name, demonym, nominal, pronoun, value */
  const char *stands_for_name, *stands_for_id;
  const char *value;  /* ISO form of a date, amount, quantity; or NULL */
  const char *source; /* the gazetteer or rule it comes from */
  const char *how;    /* the way it was resolved */
  bool nested;        /* lies inside another mention */
  uint32_t antecedent;   /* the mention that it was resolved to, or TRAWL_ABSENT */
  uint32_t candidates;   /* how many entries of the gazetteers have this name */
  uint32_t member_count; /* of a plural: for how many it stands, trawl_doc_member_at() */
  uint32_t entity;    /* the same number: the same thing; UINT32_MAX: none is known */
  uint32_t token, token_end; /* its first token, and the one behind its last */
  const char *iso;    /* as in an argument */
  uint32_t wikidata;
} trawl_mention_view;

/* What a clause frame says of one of its arguments. A list is one argument for each of its members. */
typedef struct trawl_frame_argument_view {
  const char *role; /* subject, object, object2, prep, complement, possessor: logical ones, whatever the
                       voice */
  const char *prep; /* the preposition, or NULL */
  trawl_slice slice; /* the noun phrase */
  uint32_t mention;  /* that it is headed by, or TRAWL_ABSENT */
  uint32_t cost;     /* how much of a guess: 0 sure */
} trawl_frame_argument_view;

/* A verb, a copula or an event noun with its arguments. */
typedef struct trawl_frame_view {
  uint32_t sentence;
  const char *kind; /* verb, copula, noun */
  const char *lemma, *particle; /* particle: or NULL */
  trawl_slice trigger, group;   /* the verb or noun; the verb group or noun phrase */
  bool passive, question;
  const char *polarity, *modality, *tense; /* as in a triple; tense: or NULL */
  const char *embedding; /* speech, chain, relative, adverbial, condition; or NULL */
  uint32_t parent;       /* the frame that it stands below, or TRAWL_ABSENT */
  trawl_slice attribution;           /* who says so */
  trawl_slice negation, modality_cue; /* the words that deny it, that make it a plan */
  uint32_t time, place;  /* mentions, or TRAWL_ABSENT */
  uint32_t argument_count;
} trawl_frame_view;

typedef struct trawl_argument_view {
  trawl_slice slice; /* slice.text NULL: absent */
  const char *name, *id, *type;
  const char *stands_for_name, *stands_for_id;
  const char *value;
  uint32_t mention;     /* for trawl_doc_mention_at(), where slice.text is not NULL */
  const char *iso;      /* ISO 3166 code of a country, or of the one that it stands for; or NULL */
  uint32_t wikidata;    /* 7747: it is Q7747; 0: not known */
} trawl_argument_view;

typedef struct trawl_cue_view {
  const char *kind; /* negation, modality */
  trawl_slice slice;
} trawl_cue_view;

typedef struct trawl_qualifier_view {
  const char *key, *value;
} trawl_qualifier_view;

enum { TRAWL_MAX_CUES = 4, TRAWL_MAX_QUALIFIERS = 6 };

typedef struct trawl_triple_view {
  uint32_t sentence;
  trawl_argument_view subject, object, attribution, time, place; /* time: name unused, value ISO */
  const char *relation;
  trawl_slice trigger;
  const char *polarity; /* positive, negative */
  const char *modality; /* actual, planned, possible, wanted */
  const char *tense;    /* past, present, future or NULL */
  trawl_cue_view cues[TRAWL_MAX_CUES];
  uint32_t cue_count;
  trawl_qualifier_view qualifiers[TRAWL_MAX_QUALIFIERS];
  uint32_t qualifier_count;
  const char *rule;   /* "diplomacy.yaml:met" */
  const char *phrase; /* the phrase or pattern as it stands in the rule file */
  double confidence;  /* in (0,1] */
  const char *plover; /* event class of the relation, with its mode behind a space; or NULL */
  bool symmetric;     /* holds either way round */
} trawl_triple_view;

/* The layers of the last text. Strings live until the next trawl_run() or free of the document;
 * `i` is below the count. */
TRAWL_API const char *trawl_doc_id(const trawl_doc *doc);
TRAWL_API const trawl_pipeline *trawl_doc_pipeline(const trawl_doc *doc);
/* The day that the document is of, 20230920, once the stage clean has run; 0: not known. */
TRAWL_API uint32_t trawl_doc_date(const trawl_doc *doc);
/* The caller's bytes, all of them. */
TRAWL_API trawl_slice trawl_doc_text(const trawl_doc *doc, trawl_unit unit);
/* A slice with its place in trawl_doc_text(), which is another than in the input where the text is a part of
 * that or was taken out of a web page. */
TRAWL_API trawl_slice trawl_doc_within(const trawl_doc *doc, trawl_slice slice, trawl_unit unit);
/* Whether the text is a part of a longer one, and not the first. */
TRAWL_API bool trawl_doc_goes_on(const trawl_doc *doc);
TRAWL_API const char *trawl_doc_meta(const trawl_doc *doc); /* that of the text, or NULL */
TRAWL_API uint32_t trawl_doc_sentence_count(const trawl_doc *doc);
TRAWL_API trawl_sentence_view trawl_doc_sentence_at(const trawl_doc *doc, uint32_t i, trawl_unit unit);
TRAWL_API uint32_t trawl_doc_token_count(const trawl_doc *doc);
TRAWL_API trawl_token_view trawl_doc_token_at(const trawl_doc *doc, uint32_t i, trawl_unit unit);
TRAWL_API uint32_t trawl_doc_mention_count(const trawl_doc *doc);
TRAWL_API trawl_mention_view trawl_doc_mention_at(const trawl_doc *doc, uint32_t i, trawl_unit unit);
/* The name of the k-th of those that a plural mention stands for. */
TRAWL_API const char *trawl_doc_member_at(const trawl_doc *doc, uint32_t mention, uint32_t k);
TRAWL_API uint32_t trawl_doc_frame_count(const trawl_doc *doc);
TRAWL_API trawl_frame_view trawl_doc_frame_at(const trawl_doc *doc, uint32_t i, trawl_unit unit);
TRAWL_API trawl_frame_argument_view trawl_doc_frame_argument_at(const trawl_doc *doc, uint32_t frame,
                                                                uint32_t i, trawl_unit unit);
TRAWL_API uint32_t trawl_doc_triple_count(const trawl_doc *doc);
TRAWL_API trawl_triple_view trawl_doc_triple_at(const trawl_doc *doc, uint32_t i, trawl_unit unit);
/* Only its relation: a string of the pipeline, one for all triples of the relation. */
TRAWL_API const char *trawl_doc_triple_relation(const trawl_doc *doc, uint32_t i);
/* ---- why: what became of each phrase that was tried ---------------------------------------- */

/* A stable code and a few words for each: docs/errors.md. TRAWL_FIRED is 0. */
#define TRAWL_REASONS(X)                                                                           \
  X(FIRED, "R00", "it fired")                                                                      \
  X(NO_TRIGGER, "R01", "no trigger")                                                               \
  X(X_TYPE, "R02", "X has the wrong type")                                                         \
  X(Y_TYPE, "R03", "Y has the wrong type")                                                         \
  X(NO_CLAUSE, "R04", "the trigger is no verb or noun of a clause")                                \
  X(NO_SUBJECT, "R05", "no subject")                                                               \
  X(NO_OBJECT, "R06", "no object")                                                                 \
  X(NO_PREP, "R07", "no such prepositional phrase")                                                \
  X(OTHER_PREP, "R08", "another preposition")                                                      \
  X(OTHER_NOUN, "R09", "another noun")                                                             \
  X(PARTICLE, "R10", "another particle")                                                           \
  X(X_NOBODY, "R11", "X is nobody known")                                                          \
  X(Y_NOBODY, "R12", "Y is nobody known")                                                          \
  X(UNRESOLVED, "R13", "a reference that was not resolved")                                        \
  X(SAME, "R14", "X and Y are the same")                                                           \
  X(EXCEPT, "R15", "blocked by except")                                                            \
  X(LONGER, "R16", "lost to a longer phrase")                                                      \
  X(PATTERN, "R17", "the token pattern breaks off")                                                \
  X(UNSURE, "R18", "less sure than the minimum")                                                   \
  X(TOO_MANY, "R19", "a limit")                                                                    \
  X(DISABLED, "R20", "turned off")                                                                 \
  X(NO_RULE, "R21", "no such rule")                                                                \
  X(NESTED, "R22", "inside a longer name")                                                         \
  X(SOMEBODY_ELSE, "R23", "taken for somebody else")                                               \
  X(NO_DATE, "R24", "a date without figures")                                                      \
  X(NO_PROSE, "R25", "the line is no prose")                                                       \
  X(DENIED, "R26", "the gazetteer denies it")                                                      \
  X(PROFESSION, "R27", "a profession is no office")                                                \
  X(NOT_IN_TEXT, "R28", "not in the text")                                                         \
  X(NO_CLAUSE_BELOW, "R29", "no clause below the verb")

typedef enum trawl_reason {
#define X(name, code, text) TRAWL_##name,
  TRAWL_REASONS(X)
#undef X
    TRAWL_REASON_COUNT
} trawl_reason;

TRAWL_API const char *trawl_reason_code(trawl_reason reason);
TRAWL_API const char *trawl_reason_text(trawl_reason reason);

/* From the next trawl_run() on the document keeps what became of each phrase. */
TRAWL_API trawl_status trawl_doc_trace(trawl_doc *doc, bool on);

typedef struct trawl_attempt_view {
  uint32_t sentence;
  uint32_t frame; /* TRAWL_ABSENT: a token pattern */
  trawl_reason reason;
  const char *relation, *rule, *phrase;
  const char *message;  /* why, in one sentence */
  trawl_slice subject, object; /* what X and Y were bound to, if they were */
  unsigned near; /* 0 to 100: how near it came; 50 and more is worth a look */
} trawl_attempt_view;

TRAWL_API uint32_t trawl_doc_attempt_count(const trawl_doc *doc);
TRAWL_API uint32_t trawl_doc_attempt_sentence(const trawl_doc *doc, uint32_t i);
TRAWL_API uint32_t trawl_doc_attempt_frame(const trawl_doc *doc, uint32_t i); /* TRAWL_ABSENT: a token pattern */
TRAWL_API trawl_reason trawl_doc_attempt_reason(const trawl_doc *doc, uint32_t i);
TRAWL_API trawl_attempt_view trawl_doc_attempt_at(const trawl_doc *doc, uint32_t i, trawl_unit unit);

/* From the next trawl_run() on the document keeps a trace, and what the rules cost; until trawl_doc_trace(). */
TRAWL_API trawl_status trawl_doc_count_costs(trawl_doc *doc);

/* What a rule cost in the last run. */
typedef struct trawl_rule_cost {
  uint64_t tried;       /* clauses that a phrase was compared with; steps that token patterns took */
  uint64_t nanoseconds; /* patterns run together: the time of all, divided by their steps */
} trawl_rule_cost;

/* Of the i-th of trawl_pipeline_rule_at(); the document counts costs. */
TRAWL_API trawl_rule_cost trawl_doc_rule_cost(const trawl_doc *doc, uint32_t i);

/* The rules by number of trawl_pipeline_rule_at(): that of an attempt, of a triple, of a mention (TRAWL_ABSENT: it
 * comes from no rule). */
TRAWL_API uint32_t trawl_doc_attempt_rule(const trawl_doc *doc, uint32_t i);
TRAWL_API uint32_t trawl_doc_triple_rule(const trawl_doc *doc, uint32_t i);
TRAWL_API uint32_t trawl_doc_mention_rule(const trawl_doc *doc, uint32_t i);

/* Why did this rule not fire? */
typedef struct trawl_question {
  const char *rule; /* a relation, "diplomacy.yaml:visited", or a phrase as it stands in the file */
  const char *subject, *object; /* who was expected, or NULL */
} trawl_question;

typedef struct trawl_answer {
  trawl_reason reason;
  const char *message;
  uint32_t attempt;  /* the attempt that came nearest, or TRAWL_ABSENT */
  uint32_t sentence; /* or TRAWL_ABSENT */
  uint32_t token;    /* the word that it is about, or TRAWL_ABSENT */
} trawl_answer;

/* Of the last text; the document must keep a trace. */
TRAWL_API trawl_status trawl_doc_ask(const trawl_doc *doc, const trawl_question *question, trawl_answer *out);

/* Bad byte sequences of the last text, each read as one U+FFFD. */
TRAWL_API uint32_t trawl_doc_repairs(const trawl_doc *doc);

/* A limit that the last text hit. */
typedef struct trawl_cut_view {
  uint32_t limit;      /* for trawl_limit_at() */
  uint64_t value;      /* what the limit was */
  uint32_t times;      /* how often it was hit */
  uint32_t sentence;   /* in which one first, or TRAWL_ABSENT */
  const char *message; /* "a sentence is too long: it is cut in two" */
} trawl_cut_view;

/* Whether something was left out because of a limit. */
TRAWL_API bool trawl_doc_truncated(const trawl_doc *doc);
/* Which limits were hit; none, if another program has truncated the document before. */
TRAWL_API uint32_t trawl_doc_cut_count(const trawl_doc *doc);
TRAWL_API trawl_cut_view trawl_doc_cut_at(const trawl_doc *doc, uint32_t i);

/* ---- writers: records as text -------------------------------------------------------------- */

typedef enum trawl_layer {
  TRAWL_TRIPLES,
  TRAWL_ENTITIES,
  TRAWL_SENTENCES,
  TRAWL_TOKENS,
  TRAWL_DOCS /* whole documents, with all that later stages need */
} trawl_layer;

typedef struct trawl_write_options {
  const char *format; /* a name that trawl_format_at() gives */
  trawl_layer layer;
  trawl_unit unit;
  bool evidence; /* triples: add the sentence's text */
  bool nested;   /* entities: also those inside other mentions */
  /* What is left out. Lists of names; a count of 0 keeps all. */
  double min_confidence;          /* triples below it */
  const char *const *relations;   /* triples of other relations */
  size_t relation_count;
  const char *const *types;       /* mentions of other types, triples with an argument of another type */
  size_t type_count;
  bool merge; /* triples: those that say the same become one record, at the end */
  const char *path; /* of formats that write a file or folder of their own */
} trawl_write_options;

/* Where a format puts what it writes. */
typedef enum trawl_target { TRAWL_TO_SINK, TRAWL_TO_FILE, TRAWL_TO_FOLDER } trawl_target;

typedef struct trawl_writer trawl_writer;

/* The formats, for help texts; NULL behind the last. */
TRAWL_API const char *trawl_format_name(size_t i);
TRAWL_API const char *trawl_format_help(size_t i);
TRAWL_API trawl_target trawl_format_target(size_t i);
/* The suffix of file names by which the i-th format is chosen; mostly its name. */
TRAWL_API const char *trawl_format_suffix(size_t i);
/* TRAWL_BAD_DATA: no such format, or not for this layer. Writes nothing yet. */
TRAWL_API trawl_status trawl_writer_new(const trawl_write_options *options, trawl_sink sink, void *to,
                                        trawl_writer **out);
TRAWL_API trawl_status trawl_writer_begin(trawl_writer *writer);                        /* a header */
TRAWL_API trawl_status trawl_writer_add(trawl_writer *writer, const trawl_doc *doc);    /* a document */
TRAWL_API trawl_status trawl_writer_end(trawl_writer *writer);                          /* flushes */
TRAWL_API void trawl_writer_free(trawl_writer *writer);
/* Whether all documents must go through this one writer, in the order of the inputs. Else each thread may
 * have a writer of its own, to which it only adds; what they hand to their sinks is put together in order,
 * behind what one writer gave at the beginning and before what it gives at the end. */
TRAWL_API bool trawl_writer_serial(const trawl_writer *writer);
/* What went wrong, in words, after TRAWL_IO of a format that writes a file or folder; else "". */
TRAWL_API const char *trawl_writer_fault(const trawl_writer *writer);

#ifdef __cplusplus
}
#endif

#endif
