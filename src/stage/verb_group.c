/* SPDX-License-Identifier: MIT
 * verb_group.c - verbs with their auxiliaries: modal, perfect, passive, negation, particle. */
#include "stage/chunk.h"

enum { ISLAND_AHEAD = 40 /* an adverbial between auxiliary and verb: ", for all its promises," */ };

/* "not", but not that of "not only" and "not just". */
static bool denies(const trawl_parse *p, uint32_t token)
{
  return is_negation(p, token) && !trawl_parse_word(p, token + 1, "only")
         && !trawl_parse_word(p, token + 1, "just") && !trawl_parse_word(p, token + 1, "merely");
}

/* An adverb that leaves open whether it is so ("reportedly") counts before all others. */
static void note_adverb(const trawl_parse *p, uint32_t token, trawl_verb *v)
{
  if (v->adverb == TRAWL_NONE || trawl_doc_is(p->doc, token, TRAWL_IS_HEDGE)) {
    v->adverb = token;
  }
}

/* Skips adverbs, negations and short asides inside a verb group. */
static uint32_t skip_adverbs(const trawl_parse *p, uint32_t token, trawl_verb *v)
{
  for (; token < p->tok.end; ++token) {
    if (denies(p, token)
        || (trawl_parse_word(p, token, "neither") && trawl_tag_is_verb(tag(p, token + 1)))) {
      v->negation = token;
    } else if (is_adverb(p, token)) {
      note_adverb(p, token, v);
    } else if (!(trawl_parse_word(p, token, "since") && tag(p, token + 1) == TRAWL_TAG_VBN)) {
      break; /* "has since met" */
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

/* "-ed", of more than three letters. */
static bool ends_in_ed(const trawl_parse *p, uint32_t token)
{
  const uint32_t size = p->doc->tokens.size[token];
  return size > 3 && memcmp(trawl_doc_token_text(p->doc, token) + size - 2, "ed", 2) == 0;
}

/* A participle that the tagger may call an adjective: "is based in", "was born in". */
static bool participle_like(const trawl_parse *p, uint32_t token)
{
  const uint8_t t = tag(p, token);
  if (t == TRAWL_TAG_VBN || t == TRAWL_TAG_VBD) {
    return true;
  }
  return t == TRAWL_TAG_JJ && ends_in_ed(p, token)
         && trawl_doc_word(p->doc, token)->lemma[TRAWL_POS_VERB] != p->doc->tokens.word[token];
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
    return t == TRAWL_TAG_VBN || t == TRAWL_TAG_VBD
           || (t == TRAWL_TAG_VB && next > aux + 1); /* "had not hit": the same form */
  }
  if (trawl_parse_lemma(p, aux, "do")) {
    return t == TRAWL_TAG_VB || t == TRAWL_TAG_VBP || t == TRAWL_TAG_VBN || t == TRAWL_TAG_VBD;
  }
  return trawl_parse_lemma(p, aux, "get")
         && (t == TRAWL_TAG_VBN || t == TRAWL_TAG_VBD || (participle_like(p, next) && trawl_parse_word(p, next + 1, "by")));
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
    v->particle = trawl_doc_folded(p->doc, next);
    v->tok.end = next + 1;
  }
}

/* The lemma; for a participle that was tagged as adjective the verb's. */
static uint32_t verb_lemma(const trawl_parse *p, uint32_t token, bool bare)
{
  if (bare) { /* "did not found": a base form, whatever it also could be */
    return trawl_doc_folded(p->doc, token);
  }
  const trawl_word *w = trawl_doc_word(p->doc, token);
  const uint32_t lemma = p->doc->tokens.lemma[token];
  if (tag(p, token) == TRAWL_TAG_VB && ends_in_ed(p, token)
      && trawl_words_at(&p->doc->words, lemma)->len < w->len && lemma != p->doc->tokens.word[token]) {
    return w->folded; /* "feed" is no past of "fee" here */
  }
  return trawl_tag_is_verb(tag(p, token)) ? p->doc->tokens.lemma[token]
                                          : trawl_doc_word(p->doc, token)->lemma[TRAWL_POS_VERB];
}

/* "never visited", "no longer controls": what stands before the group and belongs to it. */
static void read_before(const trawl_parse *p, uint32_t token, trawl_verb *v)
{
  for (uint32_t i = token; i-- > p->tok.start && i + 4 > token;) {
    if (is_negation(p, i) && atom_at(p, i) == TRAWL_NONE) {
      v->negation = v->negation == TRAWL_NONE && denies(p, i) ? i : v->negation;
      return;
    }
    if (is_adverb(p, i)) {
      note_adverb(p, i, v);
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
trawl_status trawl_chunk_verb(trawl_parse *p, uint32_t token, uint32_t *end)
{
  trawl_verb v = {.tok = {token, token}, .particle = TRAWL_NONE, .modal = TRAWL_NONE,
                  .negation = TRAWL_NONE, .adverb = TRAWL_NONE, .frame = TRAWL_NONE};
  uint32_t i = token, first = TRAWL_NONE;
  bool be_last = false, do_last = false;
  read_before(p, token, &v);
  if (trawl_chunk_infinitive_to(p, i)) {
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
        && !(i == token && trawl_chunk_noun_is_verb(p, i))) {
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

