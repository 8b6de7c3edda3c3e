/* SPDX-License-Identifier: MIT
 * chunk.c - first pass of the clause stage: tokens to units.
 *
 * Reads tags, lemmas and mentions; appends noun phrases to the document and units to the parse.  Names
 * and values are atoms: a phrase never begins or ends inside one.  One walk from left to right; every
 * look-ahead is bounded. */
#include "stage/chunk.h"

#include "resource/tagmodel.h"

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

/* ---- words that their neighbours decide -------------------------------------------------------- */

/* Whether modifiers from here lead to a noun before anything else comes. */
bool trawl_chunk_leads_to_noun(const trawl_parse *p, uint32_t token)
{
  for (uint32_t i = token; i < p->tok.end && i < token + TRAWL_CHUNK_AHEAD; ++i) {
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
bool trawl_chunk_infinitive_to(const trawl_parse *p, uint32_t token)
{
  return (tag(p, token) == TRAWL_TAG_TO || tag(p, token) == TRAWL_TAG_IN) && trawl_parse_word(p, token, "to");
}

/* After a person's name in a list a noun may be a verb in the plural: "Putin and Wang shake hands". */
bool trawl_chunk_noun_is_verb(const trawl_parse *p, uint32_t token)
{
  const trawl_word *w = trawl_doc_word(p->doc, token);
  const uint8_t behind = tag(p, token + 1);
  return tag(p, token) == TRAWL_TAG_NN && w->shape == TRAWL_SHAPE_LOWER
         && (trawl_tag_forms(p->run->rules->lexicon.tags, w) & TRAWL_FORM_VB)
         && (trawl_tag_is_noun(behind) || behind == TRAWL_TAG_DT || behind == TRAWL_TAG_PRP
             || behind == TRAWL_TAG_PRPS);
}

/* "condemned sweeping sanctions": -ing behind a verb that takes no -ing, before a noun. */
bool trawl_chunk_gerund_modifies(const trawl_parse *p, uint32_t token)
{
  if (tag(p, token) != TRAWL_TAG_VBG || !p->units.len || kind_of_last(p) != TRAWL_UNIT_VERB
      || !trawl_chunk_leads_to_noun(p, token + 1)) {
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

/* ---- the walk ---------------------------------------------------------------------------------- */

/* Participles that have become prepositions. */
static bool is_verbal_preposition(const trawl_parse *p, uint32_t token)
{
  return tag(p, token) == TRAWL_TAG_VBG
         && ((trawl_parse_word(p, token, "according") && tag(p, token + 1) != TRAWL_TAG_NN)
             || trawl_parse_word(p, token, "including") || trawl_parse_word(p, token, "following")
             || trawl_parse_word(p, token, "regarding") || trawl_parse_word(p, token, "concerning"));
}

/* "said that neither", "and that officials": no determiner, whatever the tagger says. */
static bool is_complementizer(const trawl_parse *p, uint32_t token)
{
  if (tag(p, token) != TRAWL_TAG_DT || !trawl_parse_word(p, token, "that")) {
    return false;
  }
  uint32_t i = token + 1;
  switch (tag(p, i)) {
  case TRAWL_TAG_DT:
  case TRAWL_TAG_PRP:
  case TRAWL_TAG_PRPS:
  case TRAWL_TAG_EX:
  case TRAWL_TAG_NNP:
  case TRAWL_TAG_NNPS:
    return true;
  case TRAWL_TAG_CC:
    return trawl_parse_word(p, i, "neither") || trawl_parse_word(p, i, "both") || trawl_parse_word(p, i, "either");
  default:
    break;
  }
  while (i < token + TRAWL_CHUNK_AHEAD && (is_adjective(tag(p, i)) || tag(p, i) == TRAWL_TAG_NN)) {
    ++i;
  }
  return tag(p, i) == TRAWL_TAG_NNS; /* "that prison officials": one of them would be "those" */
}

/* Half of all words are told by their tag. */
static bool may_start_verb(unsigned t)
{
  return trawl_tag_is_verb(t) || t == TRAWL_TAG_MD || t == TRAWL_TAG_TO || t == TRAWL_TAG_IN || t == TRAWL_TAG_NN;
}

static bool starts_verb(const trawl_parse *p, uint32_t token)
{
  const uint8_t t = tag(p, token);
  if (!may_start_verb(t) || atom_at(p, token) != TRAWL_NONE || is_verbal_preposition(p, token)) {
    return false;
  }
  if (trawl_chunk_gerund_modifies(p, token)) {
    return false;
  }
  if (p->units.len && kind_of_last(p) == TRAWL_UNIT_NP && trawl_chunk_noun_is_verb(p, token)
      && p->units.len > 1 && p->units.at[p->units.len - 2].kind == TRAWL_UNIT_AND) {
    return true;
  }
  if (trawl_chunk_infinitive_to(p, token)) {
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
    return trawl_parse_word(p, token, ";") ? TRAWL_UNIT_BREAK : TRAWL_UNIT_COMMA;
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
  case TRAWL_TAG_RB: /* "clashed over immigration" */
    if (trawl_parse_word(p, token, "over") && (atom_at(p, token + 1) == TRAWL_NONE
                                                 ? trawl_tag_is_noun(tag(p, token + 1)) || tag(p, token + 1) == TRAWL_TAG_DT
                                                 : mention(p, atom_at(p, token + 1))->kind == TRAWL_MENTION_NAME)) {
      return TRAWL_UNIT_PREP;
    }
    break;
  default:
    break;
  }
  return trawl_word_is(w, TRAWL_IS_SUBORDINATOR) && !trawl_word_is(w, TRAWL_IS_PREPOSITION) ? TRAWL_UNIT_SUB
                                                                                          : TRAWL_UNIT_SKIP;
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
      TRAWL_TRY(trawl_chunk_verb(p, i, &end));
      ditransitive = end > i
                     && trawl_lemma_is(p, p->verbs.at[p->verbs.len - 1].lemma, TRAWL_IS_DITRANSITIVE);
    }
    if (end == i && is_complementizer(p, i)) {
      end = i + 1;
      TRAWL_TRY(add_unit(p, TRAWL_UNIT_SUB, (trawl_span){i, end}, TRAWL_NONE));
    }
    if (end == i) {
      TRAWL_TRY(trawl_chunk_np(p, i, ditransitive, &end));
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
