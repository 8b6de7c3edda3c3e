/* SPDX-License-Identifier: MIT
 * chunk.c - first passes of the clause stage: base noun phrases and verb groups.
 *
 * Reads tags, lemmas and mentions; appends noun phrases to the document and units to the parse.  Names
 * and values are atoms: a phrase never begins or ends inside one.  One walk from left to right; every
 * look-ahead is bounded. */
#include "stage/parse.h"

#include "resource/tagmodel.h"

#include <string.h>

enum {
  AHEAD = 12,        /* tokens of look-ahead for the noun behind a participle or quotation */
  ISLAND_AHEAD = 40, /* an adverbial between auxiliary and verb: ", for all its promises," */
};

/* ---- small questions --------------------------------------------------------------------------- */

uint32_t trawl_np_type(const trawl_parse *p, uint32_t np)
{
  const uint32_t mention = trawl_parse_np(p, np)->mention;
  return mention == TRAWL_NONE ? TRAWL_NONE : p->doc->mentions.at[mention].type;
}

bool trawl_np_is_name(const trawl_parse *p, uint32_t np)
{
  const uint32_t mention = trawl_parse_np(p, np)->mention;
  return mention != TRAWL_NONE && p->doc->mentions.at[mention].kind == TRAWL_MENTION_NAME;
}

static uint8_t tag(const trawl_parse *p, uint32_t token)
{
  return trawl_parse_tag(p, token);
}

static uint32_t atom_at(const trawl_parse *p, uint32_t token)
{
  return token < p->tok.end ? p->atom[token - p->tok.start] : TRAWL_NONE;
}

static const trawl_mention *mention(const trawl_parse *p, uint32_t index)
{
  return &p->doc->mentions.at[index];
}

static bool is_time_type(unsigned type)
{
  return type == TRAWL_TYPE_DATE || type == TRAWL_TYPE_TIME || type == TRAWL_TYPE_DURATION
         || type == TRAWL_TYPE_SET;
}

static bool is_aux(const trawl_parse *p, uint32_t token)
{
  return trawl_tag_is_verb(tag(p, token))
         && (trawl_parse_lemma(p, token, "be") || trawl_parse_lemma(p, token, "have")
             || trawl_parse_lemma(p, token, "do") || trawl_parse_lemma(p, token, "get"));
}

static bool is_negation(const trawl_parse *p, uint32_t token)
{
  return token < p->tok.end && trawl_doc_is(p->doc, token, TRAWL_IS_NEGATION)
         && !trawl_tag_is_noun(tag(p, token)) && tag(p, token) != TRAWL_TAG_IN /* "without" */
         && !(tag(p, token) == TRAWL_TAG_DT && !trawl_parse_word(p, token + 1, "longer")); /* "no visit" */
}

static bool is_adverb(const trawl_parse *p, uint32_t token)
{
  const uint8_t t = tag(p, token);
  return t == TRAWL_TAG_RB || t == TRAWL_TAG_RBR || t == TRAWL_TAG_RBS;
}

static bool is_adjective(uint8_t t)
{
  return t == TRAWL_TAG_JJ || t == TRAWL_TAG_JJR || t == TRAWL_TAG_JJS;
}

/* ---- noun phrases ------------------------------------------------------------------------------ */

typedef enum last_part { LAST_NONE, LAST_DET, LAST_MODIFIER, LAST_NUMBER, LAST_DEMONYM, LAST_NOUN, LAST_NAME } last_part;

/* A noun phrase while it is being read. */
typedef struct reading {
  uint32_t start, at, head, mention, possessor;
  last_part last;
  uint32_t describes; /* last common noun before a name: the end of its description */
  uint16_t flags;
} reading;

/* The outer value or name, or the best nominal or pronoun, whose head is the token. */
static uint32_t mention_headed(const trawl_parse *p, uint32_t token, uint32_t atom)
{
  if (atom != TRAWL_NONE) {
    return atom;
  }
  uint32_t m = p->doc->tokens.mention[token];
  if (m == TRAWL_NONE) {
    return TRAWL_NONE;
  }
  /* Nested mentions follow their outer one; few of them. */
  for (uint32_t i = m; i < p->doc->mentions.len && mention(p, i)->tok.start <= token; ++i) {
    const trawl_mention *it = mention(p, i);
    if (it->tok.end > token && it->head == token
        && (it->kind == TRAWL_MENTION_PRONOUN
            || (it->kind == TRAWL_MENTION_NOMINAL && it->type != TRAWL_TYPE_TITLE
                && it->type != TRAWL_TYPE_KINSHIP))) {
      return i;
    }
  }
  return TRAWL_NONE;
}

static trawl_status add_np(trawl_parse *p, trawl_np np, uint32_t *index)
{
  np.list = np.next = np.apposition = np.attached = np.prep = TRAWL_NONE;
  *index = p->doc->clauses.nps.len;
  TRAWL_TRY_MEM(trawl_vec_push(&p->doc->clauses.nps, np));
  return TRAWL_OK;
}

static uint8_t kind_of_last(const trawl_parse *p)
{
  return p->units.at[p->units.len - 1].kind;
}

static trawl_status add_unit(trawl_parse *p, trawl_chunk_kind kind, trawl_span tok, uint32_t index)
{
  TRAWL_TRY_MEM(trawl_vec_push(&p->units, (trawl_chunk){(uint8_t)kind, tok, index}));
  return TRAWL_OK;
}

/* A common noun that may stand right before the name that it describes: president, firm, town. */
static bool describes_name(const trawl_parse *p, uint32_t token)
{
  static const uint8_t categories[] = {
    TRAWL_IS_TITLE_HEAD,    TRAWL_IS_PERSON_COMMON, TRAWL_IS_ORG_COMMON,   TRAWL_IS_PLACE_COMMON,
    TRAWL_IS_KINSHIP,       TRAWL_IS_STAFF,         TRAWL_IS_HONORIFIC,    TRAWL_IS_COUNTRY_COMMON,
    TRAWL_IS_PLACE_HEAD,    TRAWL_IS_ORG_HEAD,      TRAWL_IS_PUBLISHER,    TRAWL_IS_GROUP_COMMON};
  for (size_t i = 0; i < TRAWL_COUNT(categories); ++i) {
    if (trawl_doc_is(p->doc, token, categories[i]) || trawl_doc_lemma_is(p->doc, token, categories[i])) {
      return true;
    }
  }
  const uint8_t shape = trawl_doc_word(p->doc, token)->shape;
  const char *text = trawl_words_text(&p->doc->words, p->doc->tokens.lemma[token]);
  const size_t len = strlen(text);
  return shape == TRAWL_SHAPE_TITLE || shape == TRAWL_SHAPE_UPPER
         || (len > 4 && (strcmp(text + len - 2, "er") == 0 || strcmp(text + len - 2, "or") == 0
                         || strcmp(text + len - 3, "ist") == 0));
}

/* A title or kinship mention starts at the token: "foreign policy adviser". */
static bool title_starts(const trawl_parse *p, uint32_t token)
{
  const uint32_t m = token < p->tok.end ? p->doc->tokens.mention[token] : TRAWL_NONE;
  for (uint32_t i = m; m != TRAWL_NONE && i < p->doc->mentions.len
                       && mention(p, i)->tok.start <= token; ++i) {
    if (mention(p, i)->tok.start == token
        && (mention(p, i)->type == TRAWL_TYPE_TITLE || mention(p, i)->type == TRAWL_TYPE_KINSHIP)) {
      return true;
    }
  }
  return trawl_doc_is(p->doc, token, TRAWL_IS_TITLE_HEAD)
         || trawl_doc_is(p->doc, token, TRAWL_IS_TITLE_MODIFIER);
}

/* Whether modifiers from here lead to a noun before anything else comes. */
static bool leads_to_noun(const trawl_parse *p, uint32_t token)
{
  for (uint32_t i = token; i < p->tok.end && i < token + AHEAD; ++i) {
    const uint8_t t = tag(p, i);
    if (trawl_tag_is_noun(t)) {
      return true;
    }
    if (atom_at(p, i) != TRAWL_NONE) {
      return !is_time_type(mention(p, atom_at(p, i))->type);
    }
    if (!is_adjective(t) && t != TRAWL_TAG_VBN && t != TRAWL_TAG_VBG && t != TRAWL_TAG_CD
        && t != TRAWL_TAG_HYPH && !is_adverb(p, i)) {
      return false;
    }
  }
  return false;
}

/* "to" before a verb; the tagger may take it for a preposition. */
static bool is_infinitive_to(const trawl_parse *p, uint32_t token)
{
  return trawl_parse_word(p, token, "to") && (tag(p, token) == TRAWL_TAG_TO || tag(p, token) == TRAWL_TAG_IN);
}

/* After a person's name in a list a noun may be a verb in the plural: "Putin and Wang shake hands". */
static bool noun_is_verb(const trawl_parse *p, uint32_t token)
{
  const trawl_word *w = trawl_doc_word(p->doc, token);
  const uint8_t behind = tag(p, token + 1);
  return tag(p, token) == TRAWL_TAG_NN && w->shape == TRAWL_SHAPE_LOWER
         && (trawl_tag_forms(p->run->rules->lexicon.tags, w) & TRAWL_FORM_VB)
         && (trawl_tag_is_noun(behind) || behind == TRAWL_TAG_DT || behind == TRAWL_TAG_PRP
             || behind == TRAWL_TAG_PRPS);
}

/* "condemned sweeping sanctions": -ing behind a verb that takes no -ing, before a noun. */
static bool gerund_modifies(const trawl_parse *p, uint32_t token)
{
  if (tag(p, token) != TRAWL_TAG_VBG || !p->units.len || kind_of_last(p) != TRAWL_UNIT_VERB
      || !leads_to_noun(p, token + 1)) {
    return false;
  }
  const trawl_verb *above = &p->verbs.at[p->verbs.len - 1];
  static const uint8_t takers[] = {TRAWL_IS_CHAIN_PLANNED, TRAWL_IS_CHAIN_POSSIBLE, TRAWL_IS_CHAIN_WANTED,
                                   TRAWL_IS_CHAIN_ACTUAL, TRAWL_IS_CHAIN_NEGATIVE, TRAWL_IS_CHAIN_DENY};
  for (size_t i = 0; i < TRAWL_COUNT(takers); ++i) {
    if (trawl_lemma_is(p, above->lemma, takers[i])) {
      return false;
    }
  }
  const uint32_t atom = atom_at(p, token + 1);
  return !trawl_parse_lemma(p, above->main, "be")
         && (atom == TRAWL_NONE || mention(p, atom)->kind == TRAWL_MENTION_DEMONYM);
}

/* `"open doors" policy`: the end of a quotation inside the phrase, or 0. */
static uint32_t quoted_modifier(const trawl_parse *p, uint32_t token)
{
  if (tag(p, token) != TRAWL_TAG_OPENQ && tag(p, token) != TRAWL_TAG_CLOSEQ) {
    return 0;
  }
  for (uint32_t i = token + 1; i < p->tok.end && i < token + AHEAD; ++i) {
    const uint8_t t = tag(p, i);
    if (t == TRAWL_TAG_CLOSEQ || t == TRAWL_TAG_OPENQ) {
      return i > token + 1 && leads_to_noun(p, i + 1) ? i + 1 : 0;
    }
    if (trawl_tag_is_verb(t) && t != TRAWL_TAG_VBN && t != TRAWL_TAG_VBG) {
      return 0;
    }
  }
  return 0;
}

/* A name in the phrase. False: the phrase ends before it. */
static bool take_atom(const trawl_parse *p, reading *r, uint32_t atom)
{
  const trawl_mention *m = mention(p, atom);
  if (is_time_type(m->type)) {
    if (r->last == LAST_NOUN || r->last == LAST_NAME || r->last == LAST_DEMONYM) {
      return false;
    }
    /* "the 2021 agreement": a modifier; alone: an adverbial */
    const bool modifies = r->last != LAST_NONE && leads_to_noun(p, m->tok.end);
    r->flags |= modifies ? 0 : TRAWL_NP_TIME;
    r->head = modifies ? r->head : m->head;
    r->mention = modifies ? r->mention : atom;
    r->last = modifies ? LAST_MODIFIER : LAST_NAME;
  } else if (m->kind == TRAWL_MENTION_VALUE) {
    if (r->last == LAST_NOUN || r->last == LAST_NAME) {
      return false;
    }
    r->head = m->head;
    r->mention = atom;
    r->last = LAST_NUMBER;
  } else if (m->kind == TRAWL_MENTION_DEMONYM) {
    if (r->last == LAST_NOUN || r->last == LAST_NAME) {
      return false;
    }
    r->head = m->head;
    r->mention = atom;
    r->last = LAST_DEMONYM;
  } else {
    if (r->last == LAST_NAME || (r->last == LAST_NOUN && !describes_name(p, r->head))) {
      return false;
    }
    r->describes = r->last == LAST_NOUN ? r->head : TRAWL_NONE;
    r->head = m->head;
    r->mention = atom;
    r->last = LAST_NAME;
  }
  r->at = m->tok.end;
  return true;
}

static bool take_noun(const trawl_parse *p, reading *r)
{
  if (r->last == LAST_NAME && r->start > p->tok.start && tag(p, r->start - 1) == TRAWL_TAG_CC
      && noun_is_verb(p, r->at)) {
    return false;
  }
  r->head = r->at;
  r->mention = mention_headed(p, r->at, TRAWL_NONE);
  r->last = LAST_NOUN;
  r->describes = TRAWL_NONE;
  ++r->at;
  return true;
}

/* Nothing describes a person's name from behind within the phrase. */
static bool ends_in_person(const trawl_parse *p, const reading *r)
{
  return r->last == LAST_NAME && r->mention != TRAWL_NONE
         && mention(p, r->mention)->type == TRAWL_TYPE_PERSON;
}

/* "Secretary of State Antony Blinken": an "of" inside a title, up to the person's name. */
static uint32_t title_tail(const trawl_parse *p, const reading *r)
{
  const uint32_t name = r->at + 2;
  const bool title = r->last == LAST_NOUN && trawl_doc_is(p->doc, r->head, TRAWL_IS_TITLE_HEAD)
                     && trawl_doc_word(p->doc, r->head)->shape == TRAWL_SHAPE_TITLE;
  return title && trawl_parse_word(p, r->at, "of") && atom_at(p, r->at + 1) == TRAWL_NONE
             && trawl_tag_is_noun(tag(p, r->at + 1)) && name < p->tok.end
             && trawl_doc_word(p->doc, r->at + 1)->shape == TRAWL_SHAPE_TITLE
             && atom_at(p, name) != TRAWL_NONE
             && mention(p, atom_at(p, name))->type == TRAWL_TYPE_PERSON
           ? name
           : 0;
}

static bool take_adjective(const trawl_parse *p, reading *r)
{
  if (r->last == LAST_NOUN || ends_in_person(p, r) || (r->last == LAST_NAME && !title_starts(p, r->at))) {
    return false;
  }
  if (r->last == LAST_DEMONYM && !leads_to_noun(p, r->at)) {
    return false;
  }
  r->last = LAST_MODIFIER;
  ++r->at;
  return true;
}

/* After a hyphen the next token belongs to the same word: "Paris-based", "52-year-old". */
static bool take_hyphen(const trawl_parse *p, reading *r)
{
  const uint32_t next = r->at + 1;
  if (r->last == LAST_NONE || next >= p->tok.end || (p->doc->tokens.flags[next] & TRAWL_TOKEN_SPACE)
      || (p->doc->tokens.flags[r->at] & TRAWL_TOKEN_SPACE)) {
    return false;
  }
  r->at = next;
  const uint32_t atom = atom_at(p, next);
  if (atom != TRAWL_NONE) {
    r->last = LAST_MODIFIER;
    return take_atom(p, r, atom);
  }
  if (trawl_tag_is_noun(tag(p, next))) {
    return take_noun(p, r);
  }
  r->last = LAST_MODIFIER;
  ++r->at;
  return true;
}

static bool take_word(const trawl_parse *p, reading *r)
{
  const uint8_t t = tag(p, r->at);
  const bool begun = r->last != LAST_NONE;
  switch (t) {
  case TRAWL_TAG_PDT:
  case TRAWL_TAG_DT:
    if (begun && r->last != LAST_DET) {
      return false;
    }
    r->flags |= trawl_parse_word(p, r->at, "the") || trawl_parse_word(p, r->at, "this")
                    || trawl_parse_word(p, r->at, "these") || trawl_parse_word(p, r->at, "those")
                    || trawl_parse_word(p, r->at, "that") || trawl_parse_word(p, r->at, "both")
                  ? TRAWL_NP_DEFINITE
                  : TRAWL_NP_INDEFINITE;
    r->flags |= trawl_parse_word(p, r->at, "no") || trawl_parse_word(p, r->at, "neither")
                  ? TRAWL_NP_NEGATIVE
                  : 0;
    r->last = LAST_DET;
    ++r->at;
    return true;
  case TRAWL_TAG_CD:
    if (r->last == LAST_NOUN || r->last == LAST_NAME) {
      return false;
    }
    r->head = r->head == TRAWL_NONE || r->last == LAST_DET ? r->at : r->head;
    r->last = LAST_NUMBER;
    ++r->at;
    return true;
  case TRAWL_TAG_JJ:
  case TRAWL_TAG_JJR:
  case TRAWL_TAG_JJS:
    return take_adjective(p, r);
  case TRAWL_TAG_VBN:
  case TRAWL_TAG_VBG:
    if (t == TRAWL_TAG_VBG && (r->last == LAST_DET || r->last == LAST_MODIFIER || r->last == LAST_DEMONYM)
        && !leads_to_noun(p, r->at + 1)) {
      return take_noun(p, r); /* "India's warning to", "the bombing of" */
    }
    return (begun || gerund_modifies(p, r->at)) && r->last != LAST_NOUN && r->last != LAST_NAME
           && leads_to_noun(p, r->at + 1) && take_adjective(p, r);
  case TRAWL_TAG_RB:
  case TRAWL_TAG_RBR:
  case TRAWL_TAG_RBS:
    if (r->last != LAST_DET && r->last != LAST_MODIFIER) {
      return false;
    }
    ++r->at;
    return is_adjective(tag(p, r->at)) || tag(p, r->at) == TRAWL_TAG_VBN || tag(p, r->at) == TRAWL_TAG_CD;
  case TRAWL_TAG_NN:
  case TRAWL_TAG_NNS:
  case TRAWL_TAG_NNP:
  case TRAWL_TAG_NNPS:
  case TRAWL_TAG_FW:
  case TRAWL_TAG_GW:
    return take_noun(p, r);
  case TRAWL_TAG_HYPH:
    return take_hyphen(p, r);
  case TRAWL_TAG_DOLLAR:
  case TRAWL_TAG_AFX:
    r->last = LAST_MODIFIER;
    ++r->at;
    return true;
  case TRAWL_TAG_IN:
    if (title_tail(p, r)) {
      r->at = title_tail(p, r);
      return true;
    }
    return false;
  case TRAWL_TAG_CC: /* "security and defence ties" */
    if (r->last == LAST_MODIFIER && (is_adjective(tag(p, r->at + 1)) || atom_at(p, r->at + 1) != TRAWL_NONE)
        && leads_to_noun(p, r->at + 1)) {
      ++r->at;
      return true;
    }
    return false;
  default:
    break;
  }
  const uint32_t behind = begun && r->last != LAST_NOUN && r->last != LAST_NAME
                            ? quoted_modifier(p, r->at)
                            : 0;
  if (behind) {
    r->last = LAST_MODIFIER;
    r->at = behind;
  }
  return behind != 0;
}

/* Whether nouns end here: after a verb of two objects a name and a bare noun are two phrases. */
static bool splits_objects(const trawl_parse *p, const reading *r, bool ditransitive)
{
  return ditransitive && r->last == LAST_NAME && r->describes == TRAWL_NONE
         && (ends_in_person(p, r) || !title_starts(p, r->at)); /* "named Novak prime minister" */
}

/* What describes a name ("Russian President" in "Russian President Vladimir Putin") becomes a noun phrase
 * of its own in apposition to the name's. */
static trawl_status split_description(trawl_parse *p, uint32_t np)
{
  const trawl_np whole = *trawl_parse_np(p, np);
  const uint32_t start = mention(p, whole.mention)->tok.start;
  uint32_t head = TRAWL_NONE;
  for (uint32_t i = whole.tok.start; i < start && !(head != TRAWL_NONE && tag(p, i) == TRAWL_TAG_IN); ++i) {
    head = trawl_tag_is_noun(tag(p, i)) && (atom_at(p, i) == TRAWL_NONE) ? i : head;
  }
  if (head == TRAWL_NONE) {
    return TRAWL_OK;
  }
  uint32_t title;
  TRAWL_TRY(add_np(p,
                   (trawl_np){.tok = {whole.tok.start, head + 1},
                              .head = head,
                              .mention = mention_headed(p, head, TRAWL_NONE),
                              .possessor = whole.possessor,
                              .flags = (uint16_t)((whole.flags & (TRAWL_NP_DEFINITE | TRAWL_NP_INDEFINITE))
                                                  | TRAWL_NP_APPOSED)},
                   &title));
  trawl_parse_np(p, np)->apposition = title;
  return TRAWL_OK;
}

/* The noun phrase in front of a genitive: it becomes the possessor of what follows. */
static trawl_status close_np(trawl_parse *p, const reading *r, uint32_t *np)
{
  trawl_np fresh = {.tok = {r->start, r->at},
                    .head = r->head,
                    .mention = r->mention,
                    .possessor = r->possessor,
                    .flags = r->flags};
  if (r->at == r->start + 1) { /* "said no to": the word itself */
    fresh.flags &= (uint16_t)~TRAWL_NP_NEGATIVE;
  }
  const uint8_t t = tag(p, r->head);
  if (t == TRAWL_TAG_NNS || t == TRAWL_TAG_NNPS
      || (r->mention != TRAWL_NONE && mention(p, r->mention)->plural)) {
    fresh.flags |= TRAWL_NP_PLURAL;
  }
  TRAWL_TRY(add_np(p, fresh, np));
  if (r->last == LAST_NAME && r->describes != TRAWL_NONE && r->mention != TRAWL_NONE) {
    TRAWL_TRY(split_description(p, *np));
  }
  return TRAWL_OK;
}

/* "his", "their": a noun phrase of its own, the possessor of what follows. */
static trawl_status possessive_pronoun(trawl_parse *p, reading *r)
{
  uint32_t np;
  TRAWL_TRY(add_np(p,
                   (trawl_np){.tok = {r->at, r->at + 1},
                              .head = r->at,
                              .mention = mention_headed(p, r->at, TRAWL_NONE),
                              .possessor = TRAWL_NONE,
                              .flags = TRAWL_NP_PRONOUN | TRAWL_NP_POSSESSIVE},
                   &np));
  r->possessor = np;
  r->flags |= TRAWL_NP_DEFINITE;
  r->last = LAST_DET;
  ++r->at;
  return TRAWL_OK;
}

static trawl_status pronoun(trawl_parse *p, uint32_t token, uint32_t *end)
{
  uint32_t np;
  TRAWL_TRY(add_np(p,
                   (trawl_np){.tok = {token, token + 1},
                              .head = token,
                              .mention = mention_headed(p, token, TRAWL_NONE),
                              .possessor = TRAWL_NONE,
                              .flags = TRAWL_NP_PRONOUN},
                   &np));
  *end = token + 1;
  return add_unit(p, TRAWL_UNIT_NP, (trawl_span){token, token + 1}, np);
}

static bool np_is_complete(const trawl_parse *p, const reading *r)
{
  if (r->head != TRAWL_NONE) {
    return true;
  }
  /* "this", "those", "all" alone; "the poor" */
  return r->last == LAST_DET || (r->last == LAST_MODIFIER && r->at > r->start + 1
                                 && tag(p, r->start) == TRAWL_TAG_DT);
}

/* Reads a noun phrase with its possessors at `token`. `*end` stays when there is none. */
static trawl_status read_np(trawl_parse *p, uint32_t token, bool ditransitive, uint32_t *end)
{
  if (tag(p, token) == TRAWL_TAG_PRP && atom_at(p, token) == TRAWL_NONE) {
    return pronoun(p, token, end);
  }
  reading r = {token, token, TRAWL_NONE, TRAWL_NONE, TRAWL_NONE, LAST_NONE, TRAWL_NONE, 0};
  while (r.at < p->tok.end) {
    const uint32_t atom = atom_at(p, r.at);
    const uint32_t before = r.at;
    if (atom != TRAWL_NONE) {
      if ((r.flags & TRAWL_NP_TIME) || !take_atom(p, &r, atom)) {
        break;
      }
      if (r.flags & TRAWL_NP_TIME) {
        break;
      }
      continue;
    }
    if (tag(p, r.at) == TRAWL_TAG_POS && r.head != TRAWL_NONE) {
      uint32_t possessor;
      TRAWL_TRY(close_np(p, &r, &possessor));
      trawl_parse_np(p, possessor)->flags |= TRAWL_NP_POSSESSIVE;
      r = (reading){r.start, r.at + 1, TRAWL_NONE, TRAWL_NONE, possessor, LAST_DET, TRAWL_NONE,
                    TRAWL_NP_DEFINITE};
      continue;
    }
    if (tag(p, r.at) == TRAWL_TAG_PRPS) {
      if (r.last != LAST_NONE && r.last != LAST_DET) {
        break;
      }
      TRAWL_TRY(possessive_pronoun(p, &r));
      continue;
    }
    if (splits_objects(p, &r, ditransitive) || !take_word(p, &r)) {
      r.at = r.at > before && r.head != TRAWL_NONE ? before : r.at;
      break;
    }
  }
  if (r.at == token || !np_is_complete(p, &r)) {
    /* A possessor without anything behind it still stands: "a friend of Putin's". */
    if (r.possessor != TRAWL_NONE) {
      *end = r.at;
      return add_unit(p, TRAWL_UNIT_NP, (trawl_span){token, r.at}, r.possessor);
    }
    return TRAWL_OK;
  }
  if (r.head == TRAWL_NONE) {
    r.head = r.at - 1;
    r.mention = mention_headed(p, r.head, TRAWL_NONE);
  }
  uint32_t np;
  TRAWL_TRY(close_np(p, &r, &np));
  *end = r.at;
  return add_unit(p, TRAWL_UNIT_NP, (trawl_span){token, r.at}, np);
}

/* ---- verb groups ------------------------------------------------------------------------------- */

/* Skips adverbs, negations and short asides inside a verb group. */
static uint32_t skip_adverbs(const trawl_parse *p, uint32_t token, trawl_verb *v)
{
  for (; token < p->tok.end; ++token) {
    if (is_negation(p, token) && !trawl_parse_word(p, token + 1, "only")) {
      v->negation = token;
    } else if (is_adverb(p, token)) {
      v->adverb = v->adverb == TRAWL_NONE ? token : v->adverb;
    } else if (tag(p, token) != TRAWL_TAG_CC || !trawl_parse_word(p, token, "neither")) {
      break;
    }
  }
  return token;
}

/* ", for all its promises," between auxiliary and verb: the token behind it. */
static uint32_t skip_island(const trawl_parse *p, uint32_t token)
{
  if (tag(p, token) != TRAWL_TAG_COMMA) {
    return token;
  }
  for (uint32_t i = token + 1; i < p->tok.end && i < token + ISLAND_AHEAD; ++i) {
    const uint8_t t = tag(p, i);
    if (t == TRAWL_TAG_COMMA) {
      uint32_t after = i + 1;
      while (is_adverb(p, after) || is_negation(p, after)) {
        ++after;
      }
      if (tag(p, after) == TRAWL_TAG_VBN || tag(p, after) == TRAWL_TAG_VB || tag(p, after) == TRAWL_TAG_VBD) {
        return i + 1;
      }
    }
    if (t == TRAWL_TAG_VBZ || t == TRAWL_TAG_VBP || t == TRAWL_TAG_MD) {
      break;
    }
  }
  return token;
}

/* A participle that the tagger may call an adjective: "is based in", "was born in". */
static bool participle_like(const trawl_parse *p, uint32_t token)
{
  const uint8_t t = tag(p, token);
  if (t == TRAWL_TAG_VBN || t == TRAWL_TAG_VBD) {
    return true;
  }
  const trawl_word *w = trawl_doc_word(p->doc, token);
  const char *text = trawl_doc_token_text(p->doc, token);
  return t == TRAWL_TAG_JJ && w->len > 3 && strncmp(text + w->len - 2, "ed", 2) == 0
         && w->lemma[TRAWL_POS_VERB] != p->doc->tokens.word[token];
}

/* Whether a verb form is an auxiliary of what follows at `next`. */
static bool helps(const trawl_parse *p, uint32_t aux, uint32_t next)
{
  const uint8_t t = tag(p, next);
  if (atom_at(p, next) != TRAWL_NONE) {
    return false;
  }
  if (trawl_parse_lemma(p, aux, "be")) {
    return t == TRAWL_TAG_VBG || participle_like(p, next);
  }
  if (trawl_parse_lemma(p, aux, "have")) {
    return t == TRAWL_TAG_VBN || t == TRAWL_TAG_VBD;
  }
  if (trawl_parse_lemma(p, aux, "do")) {
    return t == TRAWL_TAG_VB || t == TRAWL_TAG_VBP || t == TRAWL_TAG_VBN || t == TRAWL_TAG_VBD;
  }
  return trawl_parse_lemma(p, aux, "get") && (t == TRAWL_TAG_VBN || t == TRAWL_TAG_VBD);
}

/* "going to visit", "used to": two words that work like a modal. */
static bool is_going_to(const trawl_parse *p, uint32_t token)
{
  return trawl_parse_word(p, token, "going") && tag(p, token + 1) == TRAWL_TAG_TO
         && (tag(p, token + 2) == TRAWL_TAG_VB || tag(p, token + 2) == TRAWL_TAG_VBP);
}

static void set_form(const trawl_parse *p, trawl_verb *v, uint32_t first, bool be_last)
{
  const uint8_t lead = tag(p, first), form = tag(p, v->main);
  v->past = v->past || lead == TRAWL_TAG_VBD || v->perfect;
  v->finite = v->modal != TRAWL_NONE || lead == TRAWL_TAG_VBD || lead == TRAWL_TAG_VBP
              || lead == TRAWL_TAG_VBZ || (lead == TRAWL_TAG_VB && !v->infinitive && first != v->main);
  v->passive = be_last && form != TRAWL_TAG_VBG;
  v->gerund = !v->finite && !v->infinitive && lead == TRAWL_TAG_VBG;
  v->participle = !v->finite && !v->infinitive && !v->gerund && form == TRAWL_TAG_VBN;
  if (!v->finite && !v->infinitive && !v->gerund && !v->participle) {
    v->finite = true; /* a bare VB: an imperative, or a tag gone wrong */
  }
}

static void read_particle(const trawl_parse *p, trawl_verb *v)
{
  const uint32_t next = v->main + 1;
  if (next < p->tok.end
      && (tag(p, next) == TRAWL_TAG_RP
          || (trawl_doc_is(p->doc, next, TRAWL_IS_PARTICLE)
              && (is_adverb(p, next) || is_adjective(tag(p, next)))))) { /* "shot dead" */
    v->particle = trawl_doc_word(p->doc, next)->folded;
    v->tok.end = next + 1;
  }
}

/* The lemma; for a participle that was tagged as adjective the verb's. */
static uint32_t verb_lemma(const trawl_parse *p, uint32_t token, bool bare)
{
  if (bare) { /* "did not found": a base form, whatever it also could be */
    return trawl_doc_word(p->doc, token)->folded;
  }
  return trawl_tag_is_verb(tag(p, token)) ? p->doc->tokens.lemma[token]
                                          : trawl_doc_word(p->doc, token)->lemma[TRAWL_POS_VERB];
}

/* "never visited", "no longer controls": what stands before the group and belongs to it. */
static void read_before(const trawl_parse *p, uint32_t token, trawl_verb *v)
{
  for (uint32_t i = token; i-- > p->tok.start && i + 4 > token;) {
    if (is_negation(p, i) && atom_at(p, i) == TRAWL_NONE) {
      v->negation = v->negation == TRAWL_NONE ? i : v->negation;
      return;
    }
    if (!is_adverb(p, i) && !trawl_parse_word(p, i, "longer")) {
      return;
    }
  }
}

static trawl_status add_verb(trawl_parse *p, const trawl_verb *v, uint32_t *end)
{
  TRAWL_TRY(add_unit(p, TRAWL_UNIT_VERB, v->tok, p->verbs.len));
  TRAWL_TRY_MEM(trawl_vec_push(&p->verbs, *v));
  *end = v->tok.end;
  return TRAWL_OK;
}

/* Reads auxiliaries up to the main verb, starting at `token` (MD, TO or a verb form). */
static trawl_status read_verb(trawl_parse *p, uint32_t token, uint32_t *end)
{
  trawl_verb v = {.tok = {token, token}, .particle = TRAWL_NONE, .modal = TRAWL_NONE,
                  .negation = TRAWL_NONE, .adverb = TRAWL_NONE, .frame = TRAWL_NONE};
  uint32_t i = token, first = TRAWL_NONE;
  bool be_last = false, do_last = false;
  read_before(p, token, &v);
  if (is_infinitive_to(p, i)) {
    v.infinitive = true;
    i = skip_adverbs(p, i + 1, &v);
  }
  while (i < p->tok.end) {
    if (tag(p, i) == TRAWL_TAG_MD) {
      v.modal = i;
      first = first == TRAWL_NONE ? i : first;
      i = skip_adverbs(p, i + 1, &v);
      i = skip_adverbs(p, skip_island(p, i), &v);
      continue;
    }
    if (!trawl_tag_is_verb(tag(p, i)) && !(be_last && participle_like(p, i))
        && !(i == token && noun_is_verb(p, i))) {
      break;
    }
    first = first == TRAWL_NONE ? i : first;
    v.main = i;
    if (is_going_to(p, i)) {
      v.future = true;
      v.modal = v.modal == TRAWL_NONE ? i : v.modal;
      i = skip_adverbs(p, i + 2, &v);
      be_last = false;
      continue;
    }
    uint32_t next = i + 1;
    if (is_aux(p, i)) {
      next = skip_adverbs(p, i + 1, &v);
      next = skip_adverbs(p, skip_island(p, next), &v);
    }
    if (is_aux(p, i) && helps(p, i, next)) {
      v.perfect |= trawl_parse_lemma(p, i, "have");
      be_last = (trawl_parse_lemma(p, i, "be") || trawl_parse_lemma(p, i, "get"));
      do_last = trawl_parse_lemma(p, i, "do");
      i = next;
      continue;
    }
    v.tok.end = i + 1;
    v.lemma = verb_lemma(p, i, do_last);
    set_form(p, &v, first, be_last);
    if (is_aux(p, i) && !v.infinitive) { /* "is not director": the negation behind a copula */
      v.tok.end = skip_adverbs(p, i + 1, &v);
    }
    read_particle(p, &v);
    return add_verb(p, &v, end);
  }
  if (v.modal != TRAWL_NONE && !v.infinitive) { /* "Will X visit": the verb comes behind the subject */
    v.main = v.modal;
    v.tok.end = v.modal + 1;
    v.lemma = p->doc->tokens.lemma[v.modal];
    v.finite = true;
    return add_verb(p, &v, end);
  }
  return TRAWL_OK;
}

/* ---- the walk ---------------------------------------------------------------------------------- */

/* Participles that have become prepositions. */
static bool is_verbal_preposition(const trawl_parse *p, uint32_t token)
{
  return tag(p, token) == TRAWL_TAG_VBG
         && ((trawl_parse_word(p, token, "according") && tag(p, token + 1) != TRAWL_TAG_NN)
             || trawl_parse_word(p, token, "including") || trawl_parse_word(p, token, "following")
             || trawl_parse_word(p, token, "regarding") || trawl_parse_word(p, token, "concerning"));
}

static bool starts_verb(const trawl_parse *p, uint32_t token)
{
  const uint8_t t = tag(p, token);
  if (atom_at(p, token) != TRAWL_NONE || is_verbal_preposition(p, token)) {
    return false;
  }
  if (gerund_modifies(p, token)) {
    return false;
  }
  if (p->units.len && kind_of_last(p) == TRAWL_UNIT_NP && noun_is_verb(p, token)
      && p->units.len > 1 && p->units.at[p->units.len - 2].kind == TRAWL_UNIT_AND) {
    return true;
  }
  if (is_infinitive_to(p, token)) {
    uint32_t next = token + 1;
    while (is_adverb(p, next) || is_negation(p, next)) {
      ++next;
    }
    return atom_at(p, next) == TRAWL_NONE
           && (tag(p, next) == TRAWL_TAG_VB || (tag(p, next) == TRAWL_TAG_VBP));
  }
  return t == TRAWL_TAG_MD || trawl_tag_is_verb(t);
}

static trawl_chunk_kind kind_of_word(const trawl_parse *p, uint32_t token)
{
  const trawl_word *w = trawl_doc_word(p->doc, token);
  if (is_verbal_preposition(p, token)) {
    return TRAWL_UNIT_PREP;
  }
  switch (tag(p, token)) {
  case TRAWL_TAG_COMMA:
    return TRAWL_UNIT_COMMA;
  case TRAWL_TAG_COLON:
    return TRAWL_UNIT_BREAK;
  case TRAWL_TAG_HYPH:
    return p->doc->tokens.flags[token] & TRAWL_TOKEN_SPACE ? TRAWL_UNIT_BREAK : TRAWL_UNIT_SKIP;
  case TRAWL_TAG_LRB:
    return TRAWL_UNIT_OPEN;
  case TRAWL_TAG_RRB:
    return TRAWL_UNIT_CLOSE;
  case TRAWL_TAG_OPENQ:
  case TRAWL_TAG_CLOSEQ:
    return trawl_parse_word(p, token, "\"") ? TRAWL_UNIT_QUOTE : TRAWL_UNIT_SKIP;
  case TRAWL_TAG_CC:
    return TRAWL_UNIT_AND;
  case TRAWL_TAG_WDT:
  case TRAWL_TAG_WP:
  case TRAWL_TAG_WPS:
    return TRAWL_UNIT_REL;
  case TRAWL_TAG_WRB:
    return trawl_word_is(w, TRAWL_IS_RELATIVIZER) ? TRAWL_UNIT_REL : TRAWL_UNIT_SUB;
  case TRAWL_TAG_TO:
    return TRAWL_UNIT_PREP;
  case TRAWL_TAG_IN:
    if (trawl_parse_word(p, token, "that")) {
      return TRAWL_UNIT_SUB;
    }
    return trawl_word_is(w, TRAWL_IS_PREPOSITION) || !trawl_word_is(w, TRAWL_IS_SUBORDINATOR)
             ? TRAWL_UNIT_PREP
             : TRAWL_UNIT_SUB;
  case TRAWL_TAG_JJ:
  case TRAWL_TAG_JJR:
  case TRAWL_TAG_JJS:
    return TRAWL_UNIT_ADJ;
  default:
    return trawl_word_is(w, TRAWL_IS_SUBORDINATOR) && !trawl_word_is(w, TRAWL_IS_PREPOSITION)
             ? TRAWL_UNIT_SUB
             : TRAWL_UNIT_SKIP;
  }
}

/* Names and values of the sentence, by their first token; nominals, titles and pronouns are no atoms. */
static trawl_status find_atoms(trawl_parse *p)
{
  const uint32_t n = p->tok.end - p->tok.start;
  TRAWL_TRY_MEM(trawl_vec_reserve(&p->atoms, (uint64_t)n + 1));
  memset(p->atoms.at, 0xFF, (size_t)n * sizeof *p->atoms.at);
  p->atom = p->atoms.at;
  for (uint32_t t = p->tok.start; t < p->tok.end;) {
    uint32_t m = p->doc->tokens.mention[t];
    uint32_t next = t + 1;
    /* The outermost name or value that starts here; nominals around it are looked through. */
    for (; m != TRAWL_NONE && m < p->doc->mentions.len && mention(p, m)->tok.start <= t; ++m) {
      const uint8_t kind = mention(p, m)->kind;
      if (mention(p, m)->tok.start == t && mention(p, m)->tok.end <= p->tok.end
          && (kind == TRAWL_MENTION_NAME || kind == TRAWL_MENTION_VALUE || kind == TRAWL_MENTION_DEMONYM)) {
        p->atoms.at[t - p->tok.start] = m;
        next = mention(p, m)->tok.end;
        break;
      }
    }
    t = next;
  }
  return TRAWL_OK;
}

trawl_status trawl_parse_chunk(trawl_parse *p)
{
  bool ditransitive = false;
  p->units.len = p->verbs.len = 0;
  TRAWL_TRY(find_atoms(p));
  for (uint32_t i = p->tok.start; i < p->tok.end;) {
    uint32_t end = i;
    if (starts_verb(p, i)) {
      TRAWL_TRY(read_verb(p, i, &end));
      ditransitive = end > i
                     && trawl_lemma_is(p, p->verbs.at[p->verbs.len - 1].lemma, TRAWL_IS_DITRANSITIVE);
    }
    if (end == i) {
      TRAWL_TRY(read_np(p, i, ditransitive, &end));
      ditransitive = false;
    }
    if (end == i && trawl_parse_word(p, i, "as") && trawl_parse_word(p, i + 1, "well")
        && trawl_parse_word(p, i + 2, "as")) {
      end = i + 3;
      TRAWL_TRY(add_unit(p, TRAWL_UNIT_AND, (trawl_span){i, end}, TRAWL_NONE));
    } else if (end == i && p->units.len && kind_of_last(p) == TRAWL_UNIT_COMMA
               && (trawl_parse_word(p, i, "along") || trawl_parse_word(p, i, "together"))
               && trawl_parse_word(p, i + 1, "with")) { /* "A, along with B, visited" */
      end = i + 2;
      TRAWL_TRY(add_unit(p, TRAWL_UNIT_AND, (trawl_span){i, end}, TRAWL_NONE));
    } else if (end == i) {
      end = i + 1;
      TRAWL_TRY(add_unit(p, kind_of_word(p, i), (trawl_span){i, end}, TRAWL_NONE));
    }
    i = end;
  }
  return TRAWL_OK;
}
