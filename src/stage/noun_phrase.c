/* SPDX-License-Identifier: MIT
 * noun_phrase.c - base noun phrases: determiner, modifiers and nouns up to the head, with possessors.
 *
 * A phrase is read from left to right; what was taken last decides what may follow.  Names and values are
 * atoms.  What describes a name ("Russian President Vladimir Putin") becomes a phrase of its own in
 * apposition to it. */
#include "stage/chunk.h"

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
  const uint8_t shape = trawl_doc_shape(p->doc, token);
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

/* A title ends in front of the token: "named Novak chief executive". */
static bool ends_title(const trawl_parse *p, uint32_t end)
{
  const uint32_t m = p->doc->tokens.mention[end - 1];
  for (uint32_t i = m; m != TRAWL_NONE && i < p->doc->mentions.len && mention(p, i)->tok.start < end; ++i) {
    if (mention(p, i)->tok.end == end && mention(p, i)->type == TRAWL_TYPE_TITLE) {
      return true;
    }
  }
  return false;
}

/* `"open doors" policy`: the end of a quotation inside the phrase, or 0. */
static uint32_t quoted_modifier(const trawl_parse *p, uint32_t token)
{
  if (tag(p, token) != TRAWL_TAG_OPENQ && tag(p, token) != TRAWL_TAG_CLOSEQ) {
    return 0;
  }
  for (uint32_t i = token + 1; i < p->tok.end && i < token + TRAWL_CHUNK_AHEAD; ++i) {
    const uint8_t t = tag(p, i);
    if (t == TRAWL_TAG_CLOSEQ || t == TRAWL_TAG_OPENQ) {
      return i > token + 1 && trawl_chunk_leads_to_noun(p, i + 1) ? i + 1 : 0;
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
    const bool modifies = r->last != LAST_NONE && trawl_chunk_leads_to_noun(p, m->tok.end);
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

/* "struck Kabul hours after": a measure of time begins a phrase of its own. */
static bool begins_time(const trawl_parse *p, uint32_t token)
{
  static const char *const units[] = {"hours", "days", "weeks", "months", "years", "minutes"};
  if (tag(p, token) != TRAWL_TAG_NNS
      || !(trawl_parse_word(p, token + 1, "after") || trawl_parse_word(p, token + 1, "before")
           || trawl_parse_word(p, token + 1, "later"))) {
    return false;
  }
  for (size_t i = 0; i < TRAWL_COUNT(units); ++i) {
    if (trawl_parse_word(p, token, units[i])) {
      return true;
    }
  }
  return false;
}

static bool take_noun(const trawl_parse *p, reading *r)
{
  if (r->last == LAST_NAME && begins_time(p, r->at)) {
    return false;
  }
  if (r->last == LAST_NAME && r->start > p->tok.start && tag(p, r->start - 1) == TRAWL_TAG_CC
      && trawl_chunk_noun_is_verb(p, r->at)) {
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

/* "Secretary of State Antony Blinken", "Archbishop of Canterbury Justin Welby": an "of" inside a title, up to
 * the person's name. */
static uint32_t title_tail(const trawl_parse *p, const reading *r)
{
  const uint32_t inner = r->at + 1;
  const bool title = r->last == LAST_NOUN && trawl_doc_is(p->doc, r->head, TRAWL_IS_TITLE_HEAD)
                     && trawl_doc_shape(p->doc, r->head) == TRAWL_SHAPE_TITLE;
  if (!title || !trawl_parse_word(p, r->at, "of") || !trawl_tag_is_noun(tag(p, inner))
      || trawl_doc_shape(p->doc, inner) != TRAWL_SHAPE_TITLE) {
    return 0;
  }
  const uint32_t atom = atom_at(p, inner);
  const uint32_t name = atom == TRAWL_NONE ? inner + 1 : mention(p, atom)->tok.end;
  return name < p->tok.end && atom_at(p, name) != TRAWL_NONE
             && mention(p, atom_at(p, name))->kind == TRAWL_MENTION_NAME
             && mention(p, atom_at(p, name))->type == TRAWL_TYPE_PERSON
           ? name
           : 0;
}

/* The token is a modifier, whatever it is. */
static bool take_modifier(reading *r)
{
  r->last = LAST_MODIFIER;
  ++r->at;
  return true;
}

static bool take_adjective(const trawl_parse *p, reading *r)
{
  if (r->last == LAST_NOUN && ends_title(p, r->at + 1)) { /* "attorney general" */
    r->head = r->at++;
    r->mention = mention_headed(p, r->head, TRAWL_NONE);
    return true;
  }
  if (r->last == LAST_NOUN || ends_in_person(p, r) || (r->last == LAST_NAME && !title_starts(p, r->at))) {
    return false;
  }
  if (r->last == LAST_DEMONYM && !trawl_chunk_leads_to_noun(p, r->at)) {
    return false;
  }
  return take_modifier(r);
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
  return take_modifier(r);
}

static bool take_determiner(const trawl_parse *p, reading *r)
{
  static const char *const definite[] = {"the", "this", "these", "those", "that", "both"};
  if (r->last != LAST_NONE && r->last != LAST_DET) {
    return false;
  }
  bool is_definite = false;
  for (size_t i = 0; i < TRAWL_COUNT(definite); ++i) {
    is_definite |= trawl_parse_word(p, r->at, definite[i]);
  }
  r->flags |= is_definite ? TRAWL_NP_DEFINITE : TRAWL_NP_INDEFINITE;
  r->flags |= trawl_parse_word(p, r->at, "no") || trawl_parse_word(p, r->at, "neither") ? TRAWL_NP_NEGATIVE
                                                                                       : 0;
  r->last = LAST_DET;
  ++r->at;
  return true;
}

static bool is_amount(const trawl_parse *p, uint32_t token)
{
  const uint8_t t = tag(p, token);
  const uint32_t atom = atom_at(p, token);
  return t == TRAWL_TAG_CD || t == TRAWL_TAG_DOLLAR
         || (atom != TRAWL_NONE && mention(p, atom)->kind == TRAWL_MENTION_VALUE
             && !is_time_type(mention(p, atom)->type));
}

/* "more than 50 people", "at least nine": the words before the number, or 0. */
static uint32_t quantity_words(const trawl_parse *p, uint32_t token)
{
  static const struct {
    const char *first, *second;
  } pairs[] = {{"more", "than"}, {"less", "than"}, {"fewer", "than"}, {"up", "to"},
               {"at", "least"},  {"at", "most"},   {"as", "many"},    {"close", "to"}};
  const uint8_t t = tag(p, token);
  if ((t != TRAWL_TAG_JJR && t != TRAWL_TAG_RBR && t != TRAWL_TAG_IN && t != TRAWL_TAG_RB && t != TRAWL_TAG_JJ)
      || (!is_amount(p, token + 2) && !is_amount(p, token + 3))) {
    return 0; /* the common case */
  }
  for (size_t i = 0; i < TRAWL_COUNT(pairs); ++i) {
    if (trawl_parse_word(p, token, pairs[i].first) && trawl_parse_word(p, token + 1, pairs[i].second)) {
      const uint32_t number = token + 2 + (i == 6 && trawl_parse_word(p, token + 2, "as"));
      return is_amount(p, number) || (tag(p, number) == TRAWL_TAG_DT && is_amount(p, number + 1)) ? number : 0;
    }
  }
  return 0;
}

/* "most of the seats", "some of them": the word stands for what it counts. */
static bool is_partitive(const trawl_parse *p, uint32_t token)
{
  const uint8_t t = tag(p, token);
  return (t == TRAWL_TAG_JJ || t == TRAWL_TAG_JJR || t == TRAWL_TAG_JJS || t == TRAWL_TAG_RBS
          || t == TRAWL_TAG_RBR)
         && tag(p, token + 1) == TRAWL_TAG_IN && trawl_parse_word(p, token + 1, "of")
         && (trawl_parse_word(p, token, "most") || trawl_parse_word(p, token, "many")
             || trawl_parse_word(p, token, "few") || trawl_parse_word(p, token, "several")
             || trawl_parse_word(p, token, "more") || trawl_parse_word(p, token, "much"));
}

/* A word glued by a hyphen to the next: "second-largest", "by-election". */
static bool is_compound(const trawl_parse *p, uint32_t token)
{
  return tag(p, token + 1) == TRAWL_TAG_HYPH && token + 2 < p->tok.end
         && !(p->doc->tokens.flags[token + 1] & TRAWL_TOKEN_SPACE)
         && !(p->doc->tokens.flags[token + 2] & TRAWL_TOKEN_SPACE)
         && (trawl_tag_is_noun(tag(p, token + 2)) || trawl_chunk_leads_to_noun(p, token + 2));
}

/* What only stands at the front: "more than 50 people", "most of the seats". */
static bool take_opening(const trawl_parse *p, reading *r)
{
  const uint32_t number = quantity_words(p, r->at);
  if (!number) {
    return is_partitive(p, r->at) && take_noun(p, r);
  }
  r->at = number;
  r->last = LAST_DET;
  return true;
}

static bool take_number(reading *r)
{
  if (r->last == LAST_NOUN || r->last == LAST_NAME) {
    return false;
  }
  r->head = r->head == TRAWL_NONE || r->last == LAST_DET ? r->at : r->head;
  r->last = LAST_NUMBER;
  ++r->at;
  return true;
}

/* "the captured soldiers"; as a noun in "India's warning to", "the bombing of". */
static bool take_participle(const trawl_parse *p, reading *r)
{
  const bool leads = trawl_chunk_leads_to_noun(p, r->at + 1);
  if (!leads) {
    return tag(p, r->at) == TRAWL_TAG_VBG
           && (r->last == LAST_DET || r->last == LAST_MODIFIER || r->last == LAST_DEMONYM) && take_noun(p, r);
  }
  return (r->last != LAST_NONE || trawl_chunk_gerund_modifies(p, r->at)) && r->last != LAST_NOUN
         && r->last != LAST_NAME && take_adjective(p, r);
}

static bool take_adverb(const trawl_parse *p, reading *r)
{
  if (r->last != LAST_DET && r->last != LAST_MODIFIER) {
    return false;
  }
  ++r->at;
  const uint8_t next = tag(p, r->at);
  return is_adjective(next) || next == TRAWL_TAG_VBN || next == TRAWL_TAG_CD;
}

/* "security and defence ties", "American and British planes". */
static bool take_conjunction(const trawl_parse *p, reading *r)
{
  const uint32_t next = r->at + 1;
  const uint32_t atom = next < p->tok.end ? atom_at(p, next) : TRAWL_NONE;
  if (r->last == LAST_DEMONYM && atom != TRAWL_NONE && mention(p, atom)->kind == TRAWL_MENTION_DEMONYM) {
    const uint32_t noun = mention(p, atom)->tok.end;
    return noun < p->tok.end && trawl_doc_lemma_is(p->doc, noun, TRAWL_IS_PROXY) && take_modifier(r);
  }
  return r->last == LAST_MODIFIER && (is_adjective(tag(p, next)) || atom != TRAWL_NONE)
         && trawl_chunk_leads_to_noun(p, next) && take_modifier(r);
}

static bool take_title_tail(const trawl_parse *p, reading *r)
{
  const uint32_t name = title_tail(p, r);
  r->at = name ? name : r->at;
  return name != 0;
}

static bool take_quotation(const trawl_parse *p, reading *r)
{
  if (r->last == LAST_NONE || r->last == LAST_NOUN || r->last == LAST_NAME) {
    return false;
  }
  const uint32_t behind = quoted_modifier(p, r->at);
  if (behind) {
    r->last = LAST_MODIFIER;
    r->at = behind;
  }
  return behind != 0;
}

/* A token that no name or value holds. False: the phrase ends before it. */
static bool take_word(const trawl_parse *p, reading *r)
{
  const uint8_t t = tag(p, r->at);
  if (r->last == LAST_NONE && take_opening(p, r)) {
    return true;
  }
  if ((r->last == LAST_DET || r->last == LAST_MODIFIER) && !trawl_tag_is_noun(t) && is_compound(p, r->at)) {
    return take_modifier(r);
  }
  switch (t) {
  case TRAWL_TAG_PDT:
  case TRAWL_TAG_DT:
    return take_determiner(p, r);
  case TRAWL_TAG_CD:
    return take_number(r);
  case TRAWL_TAG_JJ:
  case TRAWL_TAG_JJR:
  case TRAWL_TAG_JJS:
    return take_adjective(p, r);
  case TRAWL_TAG_VBN:
  case TRAWL_TAG_VBG:
    return take_participle(p, r);
  case TRAWL_TAG_RB:
  case TRAWL_TAG_RBR:
  case TRAWL_TAG_RBS:
    return take_adverb(p, r);
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
    return take_modifier(r);
  case TRAWL_TAG_IN:
    return take_title_tail(p, r);
  case TRAWL_TAG_CC:
    return take_conjunction(p, r);
  default:
    return take_quotation(p, r);
  }
}

/* Whether nouns end here: after a verb of two objects a name and a bare noun are two phrases. */
static bool splits_objects(const trawl_parse *p, const reading *r, bool ditransitive)
{
  return ditransitive && r->last == LAST_NAME && r->describes == TRAWL_NONE
         && !trawl_parse_word(p, r->start, "the") /* "gave the Moderna vaccine" */
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
    const bool noun = trawl_tag_is_noun(tag(p, i)) || (head != TRAWL_NONE && ends_title(p, i + 1));
    head = noun && atom_at(p, i) == TRAWL_NONE ? i : head;
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
  if (r->at == r->start + 1 && !trawl_parse_word(p, r->at, "of")) { /* "said no to": the word itself */
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
  /* "this", "those", "all" alone; "the poor"; "its chief executive", which the tagger took for an adjective */
  return r->last == LAST_DET
         || (r->last == LAST_MODIFIER && r->at > r->start + 1
             && (tag(p, r->start) == TRAWL_TAG_DT || r->possessor != TRAWL_NONE || ends_title(p, r->at)));
}

/* Reads a noun phrase with its possessors at `token`. `*end` stays when there is none. */
trawl_status trawl_chunk_np(trawl_parse *p, uint32_t token, bool ditransitive, uint32_t *end)
{
  if ((tag(p, token) == TRAWL_TAG_PRP || tag(p, token) == TRAWL_TAG_EX) && atom_at(p, token) == TRAWL_NONE) {
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

