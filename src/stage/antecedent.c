/* SPDX-License-Identifier: MIT
 * antecedent.c - what has been spoken of, and what a pronoun means.
 *
 * Each referent in reach gets points: for standing near, for being a subject, for being the subject of the
 * verb that a possessive belongs to, for saying what the pronoun is part of, for a gender that is known to
 * fit.  The best one is taken when it leads clearly; where it is a phrase that nobody could resolve, or
 * where two are level, the pronoun stays unresolved. */
#include "stage/resolve.h"

#include <string.h>

enum {
  BACK_SENTENCES = 4, /* beyond, texts repeat the name */
  BACK_REFERENTS = 48,
  CLIMB = 4, /* steps from a phrase to the verb it belongs to */
  PARENTS = 4,
  ARGUMENTS = 12,  /* of a frame that are compared */
  REFUSED_MAX = 4, /* arguments of one verb */
  /* Points; what decides against what is tried out in the unit tests. */
  START = 100,
  PER_SENTENCE = 12,
  PER_REFERENT = 1,
  MAX_BETWEEN = 6,
  SUBJECT = 12,
  OBJECT = 6,
  POSSESSOR = 4,
  MAIN_CLAUSE = 4,
  OWN_SUBJECT = 14, /* "Putin met his ..." */
  JUDGED = 14,      /* "X praised Y for his ..." */
  JUDGES = -8,
  UNDECIDED = -7,   /* brings a subject level with its object */
  SPEAKER = 10,     /* "Putin said he ..." */
  SPEAKS_AGAIN = 6, /* "..., he added": who spoke before */
  GENDER_FITS = 4,
  PRONOUN_CHAIN = 3,
  LEAST = 56,
  LEAD = 3,
  NEVER = -1000
};

typedef struct pronoun {
  uint32_t mention, np, token, sentence, frame;
  uint8_t gender;
  bool person, plural, possessive, reflexive;
  uint32_t refused[REFUSED_MAX], refused_count; /* entities: "Putin met him" */
} pronoun;

trawl_status trawl_past_push(trawl_resolver *r, trawl_referent referent)
{
  TRAWL_TRY_MEM(trawl_vec_push(&r->past, referent));
  return TRAWL_OK;
}

/* ---- clauses -------------------------------------------------------------------------------------- */

uint32_t trawl_past_frame(const trawl_resolver *r, uint32_t np)
{
  for (unsigned step = 0; np != TRAWL_NONE && step < CLIMB; ++step) {
    if (r->frame[np] != TRAWL_NONE) {
      return r->frame[np];
    }
    np = r->owner[np] != TRAWL_NONE ? r->owner[np] : r->doc->clauses.nps.at[np].attached;
  }
  return TRAWL_NONE;
}

/* Does a frame have a noun phrase among its arguments? */
static bool has_argument(const trawl_resolver *r, uint32_t frame, uint32_t np)
{
  if (frame == TRAWL_NONE) {
    return false;
  }
  const trawl_frame *f = &r->doc->clauses.frames.at[frame];
  for (uint32_t i = 0; i < f->arg_count && i < ARGUMENTS; ++i) {
    if (r->doc->clauses.args.at[f->first_arg + i].np == np) {
      return true;
    }
  }
  return false;
}

bool trawl_past_same_clause(const trawl_resolver *r, uint32_t np, uint32_t other)
{
  if (np == TRAWL_NONE || other == TRAWL_NONE) {
    return false;
  }
  return (r->frame[np] != TRAWL_NONE && r->frame[np] == r->frame[other])
         || (r->noun_frame[np] != TRAWL_NONE && r->noun_frame[np] == r->noun_frame[other])
         || has_argument(r, r->frame[np], other) || has_argument(r, r->frame[other], np);
}

/* Is `outer` the frame, or one of those around it, in which `frame` is said? */
static bool speaks(const trawl_resolver *r, uint32_t frame, uint32_t outer)
{
  const trawl_clauses *clauses = &r->doc->clauses;
  for (unsigned step = 0; frame != TRAWL_NONE && step < PARENTS; ++step) {
    const trawl_frame *f = &clauses->frames.at[frame];
    if (f->embedding == TRAWL_EMBED_SPEECH && f->parent == outer) {
      return true;
    }
    frame = f->parent;
  }
  return false;
}

int trawl_past_salience(const trawl_resolver *r, uint32_t index, uint32_t token, uint32_t sentence)
{
  const trawl_referent *past = &r->past.at[index];
  const uint32_t between = r->past.len - index;
  int sum = START - PER_SENTENCE * (int)(sentence - past->sentence);
  sum -= PER_REFERENT * (int)(between < MAX_BETWEEN ? between : MAX_BETWEEN);
  sum += past->at == TRAWL_AT_SUBJECT ? SUBJECT : past->at == TRAWL_AT_OBJECT ? OBJECT : 0;
  sum += past->at == TRAWL_AT_POSSESSOR ? POSSESSOR : 0;
  const uint32_t frame = past->np == TRAWL_NONE ? TRAWL_NONE : r->frame[past->np];
  if (frame != TRAWL_NONE && past->at == TRAWL_AT_SUBJECT
      && r->doc->clauses.frames.at[frame].parent == TRAWL_NONE) {
    sum += MAIN_CLAUSE;
  }
  return past->token >= token ? NEVER : sum;
}

/* ---- pronouns --------------------------------------------------------------------------------------- */

static bool is_one_of(const char *text, const char *const *words)
{
  for (; *words; ++words) {
    if (text[0] == **words && strcmp(text, *words) == 0) {
      return true;
    }
  }
  return false;
}

static bool read_pronoun(const trawl_resolver *r, uint32_t mention, uint32_t np, pronoun *out)
{
  static const char *const he[] = {"he", "him", "his", "himself", NULL};
  static const char *const she[] = {"she", "her", "hers", "herself", NULL};
  static const char *const it[] = {"it", "its", "itself", NULL};
  static const char *const they[] = {"they", "them", "their", "theirs", "themselves", NULL};
  const trawl_doc *doc = r->doc;
  const trawl_mention *m = &doc->mentions.at[mention];
  const char *text = trawl_words_text(&doc->words, trawl_doc_folded(doc, m->head));
  *out = (pronoun){.mention = mention,
                   .np = np,
                   .token = m->head,
                   .sentence = m->sentence,
                   .frame = np == TRAWL_NONE ? TRAWL_NONE : trawl_past_frame(r, np)};
  if (is_one_of(text, he) || is_one_of(text, she)) {
    out->person = true;
    out->gender = *text == 'h' && text[1] != 'e' ? TRAWL_GENDER_MALE
                  : is_one_of(text, he)          ? TRAWL_GENDER_MALE
                                                 : TRAWL_GENDER_FEMALE;
  } else if (is_one_of(text, they)) {
    out->plural = true;
  } else if (!is_one_of(text, it)) {
    return false;
  }
  const size_t len = strlen(text);
  out->reflexive =
    len > 4 && (strcmp(text + len - 4, "self") == 0 || strcmp(text + len - 4, "lves") == 0);
  out->possessive = strcmp(text, "his") == 0 || strcmp(text, "its") == 0
                    || strcmp(text, "their") == 0
                    || (np != TRAWL_NONE && (doc->clauses.nps.at[np].flags & TRAWL_NP_POSSESSIVE));
  return true;
}

uint8_t trawl_past_pronoun_gender(const trawl_resolver *r, uint32_t mention)
{
  pronoun p;
  return read_pronoun(r, mention, TRAWL_NONE, &p) ? p.gender : TRAWL_GENDER_UNKNOWN;
}

/* "it is clear that", "it rains", "made it hard to": it stands for nothing. */
static bool is_empty_it(const trawl_resolver *r, const pronoun *p)
{
  static const char *const verbs[] = {"rain",   "snow",   "seem",   "appear", "turn",
                                      "emerge", "happen", "matter", NULL};
  static const char *const links[] = {"that", "to",  "whether", "if",  "when",
                                      "for",  "how", "who",     "why", NULL};
  const trawl_doc *doc = r->doc;
  const uint32_t end = doc->sentences.at[p->sentence].tok.end;
  uint32_t i = p->token + 1;
  while (
    i < end
    && (trawl_doc_is(doc, i, TRAWL_IS_MODAL_WORD) || trawl_doc_is(doc, i, TRAWL_IS_NEGATION))) {
    ++i;
  }
  if (i >= end || p->possessive) {
    return false;
  }
  const char *lemma = trawl_words_text(&doc->words, doc->tokens.lemma[i]);
  if (is_one_of(lemma, verbs)) {
    return true;
  }
  if (strcmp(lemma, "take") == 0) { /* "took three hours to" */
    return i + 1 < end
           && (doc->tokens.kind[i + 1] == TRAWL_TOKEN_NUMBER
               || doc->tokens.tag[i + 1] == TRAWL_TAG_CD);
  }
  const bool copula = strcmp(lemma, "be") == 0 || strcmp(lemma, "become") == 0
                      || strcmp(lemma, "remain") == 0 || trawl_doc_token_is(doc, i, "'s")
                      || trawl_doc_token_is(doc, i, "is") || trawl_doc_token_is(doc, i, "was");
  const unsigned tag = doc->tokens.tag[p->token + 1];
  if (!copula && tag != TRAWL_TAG_JJ) {
    return false;
  }
  /* An adjective or participle, then a clause. */
  for (uint32_t k = i + (copula ? 1u : 0u), last = k + 4; k < end && k < last; ++k) {
    const unsigned t = doc->tokens.tag[k];
    if (is_one_of(trawl_words_text(&doc->words, trawl_doc_folded(doc, k)), links)) {
      return k > i || !copula;
    }
    if (t == TRAWL_TAG_VB || t == TRAWL_TAG_VBG || t == TRAWL_TAG_COMMA || t == TRAWL_TAG_STOP) {
      return false;
    }
  }
  return false;
}

/* As names and titles tell, or a pronoun before. */
static uint8_t gender_of(const trawl_resolver *r, const trawl_referent *past)
{
  const uint32_t told = past->gender || past->entity == TRAWL_NONE
                          ? TRAWL_NONE
                          : trawl_key_map_get(&r->genders, past->entity);
  return told == TRAWL_NONE ? past->gender : (uint8_t)told;
}

static int points_for_person(const trawl_resolver *r, const pronoun *p, const trawl_referent *past)
{
  if (past->type != TRAWL_TYPE_PERSON || past->plural) {
    return NEVER;
  }
  const uint8_t gender = gender_of(r, past);
  return gender == p->gender ? GENDER_FITS : gender ? NEVER : 0;
}

static int points_for_thing(const trawl_referent *past)
{
  if (past->plural) {
    return NEVER;
  }
  const int adjective = past->kind == TRAWL_MENTION_DEMONYM ? -10 : 0;
  switch (past->type) {
  case TRAWL_TYPE_ORGANIZATION:
    return 6;
  case TRAWL_TYPE_COUNTRY:
    return 5 + adjective;
  case TRAWL_TYPE_GROUP:
    return 2;
  case TRAWL_TYPE_EVENT:
  case TRAWL_TYPE_WORK:
    return 1;
  case TRAWL_TYPE_PLACE:
    return -5;
  case TRAWL_TYPE_THING:
    return past->entity == TRAWL_NONE && past->at < TRAWL_AT_OBJECT ? -8 : -2;
  default:
    return NEVER;
  }
}

static int points_for_several(const trawl_referent *past)
{
  if (past->plural) {
    return past->kind == TRAWL_MENTION_DEMONYM ? -4 : 5;
  }
  switch (past->type) {
  case TRAWL_TYPE_GROUP:
    return 3;
  case TRAWL_TYPE_ORGANIZATION:
    return -10;
  default: /* one country is "it" */
    return NEVER;
  }
}

static bool is_speaker(const trawl_resolver *r, const pronoun *p, const trawl_referent *past)
{
  const uint32_t frame = past->np == TRAWL_NONE ? TRAWL_NONE : r->frame[past->np];
  return frame != TRAWL_NONE && p->frame != TRAWL_NONE && past->at == TRAWL_AT_SUBJECT
         && frame != p->frame && speaks(r, p->frame, frame);
}

/* Who says "he" inside quotation marks means somebody else. */
static bool is_quoted_by(const trawl_resolver *r, const pronoun *p, const trawl_referent *past)
{
  const trawl_doc *doc = r->doc;
  if (!r->in_quote || past->entity == TRAWL_NONE || p->reflexive) {
    return false;
  }
  const uint32_t frame = p->frame;
  uint32_t m = frame == TRAWL_NONE
                 ? TRAWL_NONE
                 : trawl_settings_speaker(r, doc->clauses.frames.at[frame].attribution);
  m = m == TRAWL_NONE ? trawl_settings_speaker(r, r->said[p->sentence]) : m;
  return m != TRAWL_NONE && doc->mentions.at[m].entity == past->entity;
}

/* Is it the subject of a verb of saying? */
static bool says(const trawl_resolver *r, uint32_t np)
{
  const uint32_t frame =
    np == TRAWL_NONE || r->at[np] != TRAWL_AT_SUBJECT ? TRAWL_NONE : r->frame[np];
  return frame != TRAWL_NONE
         && trawl_coref_word_is(r->doc, r->doc->clauses.frames.at[frame].lemma, TRAWL_IS_SPEECH);
}

static bool is_refused(const pronoun *p, uint32_t entity)
{
  for (uint32_t i = 0; entity != TRAWL_NONE && i < p->refused_count; ++i) {
    if (p->refused[i] == entity) {
      return true;
    }
  }
  return false;
}

/* Who takes part in the pronoun's clause is not meant by it, wherever else he is named. */
static void refuse(const trawl_resolver *r, pronoun *p)
{
  const uint32_t n = r->past.len;
  for (uint32_t i = n; i > 0 && i + BACK_REFERENTS > n && p->refused_count < REFUSED_MAX; --i) {
    const trawl_referent *past = &r->past.at[i - 1];
    if (past->sentence != p->sentence) {
      break;
    }
    if (past->entity != TRAWL_NONE && trawl_past_same_clause(r, p->np, past->np)) {
      p->refused[p->refused_count++] = past->entity;
    }
  }
}

/* "X thanked Y for his help", "X blamed Y for the raid on its embassy": not the judge's own. */
static bool is_judged(const trawl_resolver *r, const pronoun *p)
{
  if (!p->possessive || p->frame == TRAWL_NONE || p->np == TRAWL_NONE) {
    return false;
  }
  const trawl_frame *f = &r->doc->clauses.frames.at[p->frame];
  const uint32_t of = r->owner[p->np];
  return of != TRAWL_NONE && r->doc->clauses.nps.at[of].prep != TRAWL_NONE && p->token > f->trigger
         && !f->passive && trawl_coref_word_is(r->doc, f->lemma, r->judgement);
}

/* For what a referent is in the verb that a possessive or reflexive belongs to. */
static int points_for_clause(const trawl_resolver *r, const pronoun *p,
                             const trawl_referent *past)
{
  const uint32_t own = past->np == TRAWL_NONE ? TRAWL_NONE : r->frame[past->np];
  if (own == TRAWL_NONE || own != p->frame || !(p->possessive || p->reflexive)) {
    return 0;
  }
  if (is_judged(r, p)) {
    const trawl_np *nps = r->doc->clauses.nps.at;
    const uint32_t on = nps[r->owner[p->np]].attached; /* "the raid" of "for the raid on its" */
    const bool own_phrase =
      has_argument(r, own, r->owner[p->np]) && (on == TRAWL_NONE || nps[on].prep == TRAWL_NONE);
    return past->at == TRAWL_AT_OBJECT    ? (own_phrase ? JUDGED : 0)
           : past->at == TRAWL_AT_SUBJECT ? (own_phrase ? JUDGES : UNDECIDED)
                                          : 0;
  }
  return past->at == TRAWL_AT_SUBJECT ? OWN_SUBJECT : 0;
}

/* "X met Y during his visit": either of them. */
static bool is_torn(const trawl_resolver *r, const pronoun *p)
{
  const trawl_doc *doc = r->doc;
  const uint32_t of = p->np == TRAWL_NONE ? TRAWL_NONE : r->owner[p->np];
  if (!p->possessive || !p->person || p->frame == TRAWL_NONE || of == TRAWL_NONE
      || doc->clauses.nps.at[of].prep == TRAWL_NONE
      || !trawl_doc_token_is(doc, doc->clauses.nps.at[of].prep, "during")) {
    return false;
  }
  const trawl_frame *f = &doc->clauses.frames.at[p->frame];
  unsigned fitting = 0;
  for (uint32_t i = 0; i < f->arg_count && i < ARGUMENTS; ++i) {
    const uint32_t m = doc->clauses.nps.at[doc->clauses.args.at[f->first_arg + i].np].mention;
    const uint32_t entity = m == TRAWL_NONE ? TRAWL_NONE : doc->mentions.at[m].entity;
    if (entity != TRAWL_NONE && doc->entities.at[entity].type == TRAWL_TYPE_PERSON) {
      const uint8_t gender = doc->entities.at[entity].gender;
      fitting += gender == TRAWL_GENDER_UNKNOWN || gender == p->gender;
    }
  }
  return fitting > 1;
}

/* "Recalling his youth, X wept": the subject is still to come. */
static bool points_ahead(const trawl_resolver *r, const pronoun *p)
{
  if (p->frame == TRAWL_NONE || !p->possessive) {
    return false;
  }
  const trawl_frame *f = &r->doc->clauses.frames.at[p->frame];
  for (uint32_t i = 0; i < f->arg_count && i < ARGUMENTS; ++i) {
    const trawl_frame_arg *arg = &r->doc->clauses.args.at[f->first_arg + i];
    if (arg->role == TRAWL_ROLE_SUBJECT && !f->passive && f->trigger < p->token
        && r->doc->clauses.nps.at[arg->np].head > p->token) {
      return true;
    }
  }
  return false;
}

static int points(const trawl_resolver *r, const pronoun *p, uint32_t index)
{
  const trawl_referent *past = &r->past.at[index];
  const int kind = p->person   ? points_for_person(r, p, past)
                   : p->plural ? points_for_several(past)
                               : points_for_thing(past);
  if (kind == NEVER) {
    return NEVER;
  }
  const bool together = past->sentence == p->sentence && trawl_past_same_clause(r, p->np, past->np);
  if (!p->possessive && !p->reflexive && (together || is_refused(p, past->entity))) {
    return NEVER;
  }
  if (p->np != TRAWL_NONE && past->np != TRAWL_NONE && r->owner[p->np] == past->np) {
    return NEVER; /* "his minister": not the minister's own */
  }
  int sum = trawl_past_salience(r, index, p->token, p->sentence) + kind;
  sum += points_for_clause(r, p, past);
  sum += past->kind == TRAWL_MENTION_PRONOUN && past->entity != TRAWL_NONE ? PRONOUN_CHAIN : 0;
  sum += says(r, p->np) && says(r, past->np) ? SPEAKS_AGAIN : 0;
  if (r->in_quote && !p->person && !past->quoted && past->sentence != p->sentence) {
    return NEVER; /* "it" of a quotation is what the speaker speaks of */
  }
  if (!r->in_quote && past->quoted && past->sentence == p->sentence && p->person
      && says(r, p->np)) {
    return NEVER; /* `"I back Peter," he said` */
  }
  if (is_quoted_by(r, p, past)) {
    return p->person ? NEVER : sum;
  }
  return sum + (is_speaker(r, p, past) ? SPEAKER : 0);
}

/* Two referents that mean the same. */
static bool is_same(const trawl_referent *a, const trawl_referent *b)
{
  return (a->entity != TRAWL_NONE && a->entity == b->entity)
         || (a->entity == TRAWL_NONE && b->entity == TRAWL_NONE && a->members != TRAWL_NONE
             && a->members == b->members);
}

uint32_t trawl_past_of_pronoun(const trawl_resolver *r, uint32_t mention, uint32_t np)
{
  pronoun p;
  if (!read_pronoun(r, mention, np, &p) || points_ahead(r, &p) || is_torn(r, &p)
      || (!p.person && !p.plural && is_empty_it(r, &p))) {
    return TRAWL_NONE;
  }
  if (!p.possessive && !p.reflexive) {
    refuse(r, &p);
  }
  uint32_t best = TRAWL_NONE;
  int most = NEVER, next = NEVER;
  const uint32_t n = r->past.len;
  for (uint32_t i = n; i > 0 && i + BACK_REFERENTS > n; --i) {
    const trawl_referent *past = &r->past.at[i - 1];
    if (past->sentence + BACK_SENTENCES < p.sentence) {
      break;
    }
    const int sum = points(r, &p, i - 1);
    if (sum > most) {
      next = best == TRAWL_NONE || is_same(past, &r->past.at[best]) ? next : most;
      most = sum;
      best = i - 1;
    } else if (sum > next && !is_same(past, &r->past.at[best == TRAWL_NONE ? i - 1 : best])) {
      next = sum;
    }
  }
  const bool named =
    best != TRAWL_NONE
    && (r->past.at[best].entity != TRAWL_NONE || r->past.at[best].members != TRAWL_NONE
        || r->past.at[best].mentions_of != TRAWL_NONE);
  return named && most >= LEAST && most - next >= LEAD ? best : TRAWL_NONE;
}
