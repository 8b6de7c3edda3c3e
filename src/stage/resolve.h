/* SPDX-License-Identifier: MIT
 * resolve.h - what the files of the resolve stage share; private to it.
 *
 * The stage walks over the tokens once.  What a phrase or name refers to is pushed on `past`; a pronoun or
 * nominal looks back over it, at most so many referents and sentences.  Phrases that stay unresolved are
 * pushed too: where one of them is the best antecedent, nothing is resolved. */
#ifndef TRAWL_STAGE_RESOLVE_H
#define TRAWL_STAGE_RESOLVE_H

#include "stage/coref.h"

/* Surface roles, the more prominent the higher. */
typedef enum trawl_place_in_clause {
  TRAWL_AT_NONE,
  TRAWL_AT_PREP,
  TRAWL_AT_POSSESSOR,
  TRAWL_AT_COMPLEMENT,
  TRAWL_AT_OBJECT,
  TRAWL_AT_SUBJECT
} trawl_place_in_clause;

typedef struct trawl_referent {
  uint32_t mention; /* TRAWL_NONE: a common noun phrase without one */
  uint32_t entity;  /* TRAWL_NONE: a list, or nobody knows */
  uint32_t np;      /* TRAWL_NONE: stands in no noun phrase */
  uint32_t token, sentence;
  uint32_t members;                   /* of a list: its first noun phrase, or TRAWL_NONE */
  uint32_t mentions_of;               /* a plural mention: its index, else TRAWL_NONE */
  uint8_t type, gender, plural, kind; /* trawl_type, trawl_gender, -, trawl_mention_kind */
  uint8_t at;                         /* trawl_place_in_clause */
  bool quoted;                        /* stands inside quotation marks */
} trawl_referent;

/* An office: the words of a role. */
typedef struct trawl_office {
  uint64_t key, head; /* of all words; of the last one before "of" */
  uint32_t head_word; /* word id or TRAWL_NONE */
  uint8_t words;
  bool former, minor, prime, closed; /* minor: vice, deputy; closed: the head has been seen */
} trawl_office;

/* Somebody holds an office. */
typedef struct trawl_office_fact {
  trawl_office office;
  uint32_t entity;
  uint64_t of; /* trawl_resolver_side() of a country or organization, or TRAWL_NO_SIDE */
} trawl_office_fact;

#define TRAWL_NO_SIDE UINT64_MAX

typedef struct trawl_resolver {
  trawl_run_state *run;
  trawl_doc *doc;
  const trawl_gazetteer *gazetteer;
  uint32_t date;
  TRAWL_VEC(trawl_referent) past;
  TRAWL_VEC(trawl_office_fact) facts;
  TRAWL_VEC(uint64_t) homes;    /* [entity] -> side it is at home in */
  TRAWL_VEC(uint32_t) heads;    /* [entity] -> the common noun that heads its name, or TRAWL_NONE */
  uint32_t *np_at, *mention_at; /* [token] -> noun phrase, mention headed there */
  /* [noun phrase] */
  uint32_t *frame, *noun_frame,
    *owner;              /* verb frame and noun frame it is an argument of; what it possesses */
  uint8_t *at;           /* trawl_place_in_clause */
  uint8_t *apposed;      /* says what another phrase is */
  trawl_key_map entries; /* gazetteer entry -> entity */
  trawl_key_map genders; /* entity -> gender that a pronoun told */
  trawl_key_map holders; /* office and country -> entry + 1, 0: nobody */
  uint32_t *said;        /* [sentence] -> noun phrase of who says its quotation */
  bool in_quote;         /* the walk is inside quotation marks */
  uint32_t locative, leader, ruling, minor, former, holding, chief, heading, sole; /* categories of coreference.yaml */
  uint32_t company, company_kind, body, settlement, side_noun, other, neighbour, judgement;
} trawl_resolver;

/* Country or organization as one number: the gazetteer entry, that of the country a seat stands for,
 * or the document's entity. */
uint64_t trawl_resolver_side(const trawl_resolver *r, uint32_t entity);
/* The entity for an entry, made when it is new. */
trawl_status trawl_resolver_entity(trawl_resolver *r, uint32_t entry, uint32_t *entity);
/* The entity of a side. */
trawl_status trawl_resolver_side_entity(trawl_resolver *r, uint64_t side, uint32_t *entity);

/* ---- office.c --------------------------------------------------------------------------------- */

trawl_office trawl_office_none(void);
trawl_office trawl_office_of_text(const trawl_resolver *r, const char *text);
/* One more word of it; of the words behind "of", "for" and "to" none is its head. */
void trawl_office_add_token(const trawl_resolver *r, trawl_office *office, uint32_t token);
/* Of a head of state or government, or of somebody called leader. */
bool trawl_office_rules(const trawl_resolver *r, const trawl_office *office);
/* Does the office that a phrase names fit one that somebody holds? */
bool trawl_office_fits(const trawl_resolver *r, const trawl_office *wanted, const trawl_office *held);

/* ---- roles.c ---------------------------------------------------------------------------------- */

/* The offices that a name's mention tells of, by its titles and by the gazetteer. */
trawl_status trawl_roles_learn(trawl_resolver *r, uint32_t mention);
/* The office and country that a noun phrase names; false: none. */
bool trawl_roles_read(const trawl_resolver *r, uint32_t np, trawl_office *office, uint64_t *of);
/* Who holds an office; TRAWL_NONE when that is not sure. */
trawl_status trawl_roles_holder(trawl_resolver *r, const trawl_office *office, uint64_t of,
                                uint32_t *entity);
/* Who holds the same office for another country as a person does. */
trawl_status trawl_roles_counterpart(trawl_resolver *r, uint32_t person, uint64_t of,
                                     uint32_t *entity);
/* The country or organization that a noun phrase names beside its head, or TRAWL_NO_SIDE. */
uint64_t trawl_roles_side(const trawl_resolver *r, uint32_t np);

/* ---- antecedent.c ----------------------------------------------------------------------------- */

trawl_status trawl_past_push(trawl_resolver *r, trawl_referent referent);
/* What a pronoun refers to: an index into `past`, or TRAWL_NONE. */
uint32_t trawl_past_of_pronoun(const trawl_resolver *r, uint32_t mention, uint32_t np);
/* "he" is male; TRAWL_GENDER_UNKNOWN for "it" and "they". */
uint8_t trawl_past_pronoun_gender(const trawl_resolver *r, uint32_t mention);
/* The verb frame that a noun phrase belongs to, by itself or through what it hangs on. */
uint32_t trawl_past_frame(const trawl_resolver *r, uint32_t np);
/* Both are arguments of one verb or event noun. */
bool trawl_past_same_clause(const trawl_resolver *r, uint32_t np, uint32_t other);
/* Points for how near and prominent a referent is, as seen from a token. */
int trawl_past_salience(const trawl_resolver *r, uint32_t index, uint32_t token, uint32_t sentence);

/* ---- nominal.c -------------------------------------------------------------------------------- */

/* Resolves a common noun phrase; its mention is made when there is none. `*done` says whether. */
trawl_status trawl_nominal_resolve(trawl_resolver *r, uint32_t np, uint32_t sentence, bool *done);
/* What kind of thing a common noun phrase is: a type, TRAWL_TYPE_THING when that is all one can say. */
unsigned trawl_nominal_type(const trawl_resolver *r, uint32_t head);

/* ---- settings.c ------------------------------------------------------------------------------- */

/* Before pronouns are resolved: who says what is quoted. */
void trawl_settings_speakers(trawl_resolver *r);
/* The mention behind a noun phrase that says something, if it is known who that is; or TRAWL_NONE. */
uint32_t trawl_settings_speaker(const trawl_resolver *r, uint32_t np);
/* Behind it: "I" and "we" in quotations. */
trawl_status trawl_settings_first_persons(trawl_resolver *r);
/* Likewise: where and when. `hung` is an array over the noun phrases, all TRAWL_NONE. */
void trawl_settings_places(trawl_resolver *r, uint32_t *hung);

/* ---- resolve.c -------------------------------------------------------------------------------- */

/* Makes a plural mention stand for entities. */
trawl_status trawl_resolver_set_members(trawl_resolver *r, uint32_t mention,
                                        const uint32_t *entities, uint32_t n, uint32_t antecedent);

#endif
