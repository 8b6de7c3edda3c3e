/* SPDX-License-Identifier: MIT
 * link_context.c - what stands around a name tells who is meant.
 *
 * A name of several candidates goes to the one that collects the most points: from the words beside it,
 * from what else the document speaks of, and from the order in which the gazetteer ranks them.  All
 * look-arounds stay inside the sentence and take a few tokens. */
#include "stage/coref.h"

#include "resource/tagmodel.h"

#include <string.h>

enum {
  /* Points. A word right beside the name says more than the document as a whole; the rank of the
   * gazetteer (countries first, then by population) only breaks ties. */
  BESIDE = 8,
  INSIDE = 12, /* "Paris, Texas" */
  PRESENT = 6, /* the document means this entry elsewhere */
  RELATED = 4, /* ... or what it lies in, or its capital */
  SIBLING = 2, /* ... or others that lie in the same */
  RANK = 2,
  DESCRIBED = 10, /* "drone maker" or "town of" beside it */
  AROUND = 6,     /* tokens looked at behind a name for its description */
};

static uint32_t sentence_start(const trawl_doc *doc, const trawl_mention *m)
{
  return doc->sentences.at[m->sentence].tok.start;
}

static uint32_t sentence_end(const trawl_doc *doc, const trawl_mention *m)
{
  return doc->sentences.at[m->sentence].tok.end;
}

/* ---- the document as a whole ------------------------------------------------------------------- */

static bool count_up(trawl_key_map *map, uint32_t entry)
{
  const uint32_t n = trawl_key_map_get(map, entry);
  return trawl_key_map_put(map, entry, n == TRAWL_NONE ? 1 : n + 1);
}

trawl_status trawl_link_survey(trawl_link_context *context)
{
  const trawl_doc *doc = context->doc;
  for (uint32_t i = 0; i < doc->mentions.len; ++i) {
    const trawl_mention *m = &doc->mentions.at[i];
    if (m->cand_count != 1) {
      continue;
    }
    const uint32_t entry = doc->cands.at[m->first_cand];
    const uint32_t in = trawl_entry_at(context->gazetteer, entry)->in;
    TRAWL_TRY_MEM(count_up(&context->present, entry));
    TRAWL_TRY_MEM(in == TRAWL_NONE || count_up(&context->containers, in));
  }
  return TRAWL_OK;
}

static uint32_t times(const trawl_key_map *map, uint32_t key)
{
  const uint32_t n = key == TRAWL_NONE ? TRAWL_NONE : trawl_key_map_get(map, key);
  return n == TRAWL_NONE ? 0 : n;
}

/* ---- the words beside --------------------------------------------------------------------------- */

bool trawl_link_person_here(const trawl_link_context *context, uint32_t mention)
{
  const trawl_doc *doc = context->doc;
  const trawl_mention *m = &doc->mentions.at[mention];
  const uint32_t start = m->tok.start;
  if (trawl_doc_is(doc, start, TRAWL_IS_HONORIFIC)) {
    return true;
  }
  if (start > sentence_start(doc, m)
      && (trawl_doc_is(doc, start - 1, TRAWL_IS_HONORIFIC)
          || trawl_doc_is(doc, start - 1, TRAWL_IS_TITLE_HEAD)
          || trawl_doc_is(doc, start - 1, TRAWL_IS_KINSHIP))) {
    return true;
  }
  const uint32_t next = m->tok.end;
  return next < sentence_end(doc, m) && trawl_doc_lemma_is(doc, next, TRAWL_IS_SPEECH)
         && m->type == TRAWL_TYPE_PERSON;
}

bool trawl_link_place_here(const trawl_link_context *context, uint32_t mention)
{
  const trawl_doc *doc = context->doc;
  const trawl_mention *m = &doc->mentions.at[mention];
  uint32_t before = m->tok.start;
  if (before > sentence_start(doc, m) && trawl_coref_is(doc, before - 1, context->locative)) {
    return true;
  }
  /* "the city of X", "northern X" */
  if (before > sentence_start(doc, m) + 1 && trawl_doc_token_is(doc, before - 1, "of")
      && trawl_doc_is(doc, before - 2, TRAWL_IS_PLACE_COMMON)) {
    return true;
  }
  return m->tok.end + 1 < sentence_end(doc, m) && trawl_doc_token_is(doc, m->tok.end, ",")
         && doc->tokens.mention[m->tok.end + 1] != TRAWL_NONE
         && doc->mentions.at[doc->tokens.mention[m->tok.end + 1]].type == TRAWL_TYPE_COUNTRY
         && trawl_coref_is(doc, before > 0 ? before - 1 : 0, context->locative);
}

/* "Paris, Texas", "Tripoli, Lebanon": the name behind the comma is what the candidate lies in. */
static bool lies_in_next(const trawl_link_context *context, const trawl_mention *m,
                         const trawl_entry *entry)
{
  const trawl_doc *doc = context->doc;
  if (entry->in == TRAWL_NONE || m->tok.end + 1 >= sentence_end(doc, m)
      || !trawl_doc_token_is(doc, m->tok.end, ",")) {
    return false;
  }
  const uint32_t next = doc->tokens.mention[m->tok.end + 1];
  if (next == TRAWL_NONE) {
    return false;
  }
  const trawl_mention *outer = &doc->mentions.at[next];
  for (uint32_t i = 0; i < outer->cand_count; ++i) {
    const uint32_t cand = doc->cands.at[outer->first_cand + i];
    if (cand == entry->in || trawl_entry_at(context->gazetteer, entry->in)->in == cand) {
      return true;
    }
  }
  return false;
}

static int points_by_type(const trawl_link_context *context, uint32_t mention,
                          const trawl_entry *entry)
{
  const trawl_mention *m = &context->doc->mentions.at[mention];
  const bool person = trawl_link_person_here(context, mention);
  const bool place = trawl_link_place_here(context, mention);
  switch (entry->type) {
  case TRAWL_TYPE_PERSON:
    return person ? BESIDE : place ? -BESIDE : 0;
  case TRAWL_TYPE_PLACE:
  case TRAWL_TYPE_COUNTRY:
    return place ? BESIDE : person ? -BESIDE : 0;
  default:
    break;
  }
  const bool article = m->tok.start > sentence_start(context->doc, m)
                       && trawl_doc_token_is(context->doc, m->tok.start - 1, "the");
  return article ? 1 : 0;
}

static int points(const trawl_link_context *context, uint32_t mention, uint32_t rank)
{
  const trawl_doc *doc = context->doc;
  const trawl_mention *m = &doc->mentions.at[mention];
  const uint32_t index = doc->cands.at[m->first_cand + rank];
  const trawl_entry *entry = trawl_entry_at(context->gazetteer, index);
  int sum = points_by_type(context, mention, entry);
  sum += times(&context->present, index) ? PRESENT : 0;
  sum += lies_in_next(context, m, entry) ? INSIDE : 0;
  if (entry->in != TRAWL_NONE) {
    const trawl_entry *outer = trawl_entry_at(context->gazetteer, entry->in);
    const uint32_t siblings = times(&context->containers, entry->in);
    sum += times(&context->present, entry->in) ? RELATED : 0;
    sum += outer->in != TRAWL_NONE && times(&context->present, outer->in) ? SIBLING : 0;
    sum += siblings > 2 ? 2 * SIBLING : (int)siblings * SIBLING;
  }
  sum += entry->capital != TRAWL_NONE && times(&context->present, entry->capital) ? RELATED : 0;
  const uint32_t inner = times(&context->containers, index);
  sum += inner > 2 ? 2 * SIBLING : (int)inner * SIBLING;
  const uint32_t noun = trawl_link_description(context, mention);
  sum += noun != TRAWL_NONE && noun == trawl_coref_kind(doc, entry) ? DESCRIBED : 0;
  return sum + (rank == 0 ? RANK : 0) - (entry->ambiguous ? 1 : 0);
}

uint32_t trawl_link_choose(const trawl_link_context *context, uint32_t mention, int *lead)
{
  const trawl_doc *doc = context->doc;
  const trawl_mention *m = &doc->mentions.at[mention];
  uint32_t best = 0;
  int most = 0, next = 0;
  for (uint32_t i = 0; m->cand_count > 1 && i < m->cand_count; ++i) {
    const int sum = points(context, mention, i);
    if (i == 0 || sum > most) {
      next = i ? most : sum;
      most = sum;
      best = i;
    } else if (i == 1 || sum > next) {
      next = sum;
    }
  }
  if (lead) {
    *lead = most - next;
  }
  return doc->cands.at[m->first_cand + best];
}

/* ---- what a company makes ------------------------------------------------------------------------- */

/* "a", "another", "her", "their own": before the name of a company one of its products is meant.  "its" may be
 * said of a company's unit, and who does something is no product of his:
 * "his Tesla sold the plant", "his Tesla, which sold it". */
static bool is_of_a_thing(const trawl_doc *doc, uint32_t token, bool acts)
{
  return trawl_doc_token_is(doc, token, "a") || trawl_doc_token_is(doc, token, "an")
         || trawl_doc_token_is(doc, token, "another")
         || (doc->tokens.tag[token] == TRAWL_TAG_PRPS && !acts && !trawl_doc_token_is(doc, token, "its"));
}

/* Nothing behind the name goes on with the phrase: neither "a Toyota plant" nor "a Google that pays" is a thing. */
static bool ends_phrase(const trawl_doc *doc, uint32_t token)
{
  switch (doc->tokens.tag[token]) {
  case TRAWL_TAG_NN:
  case TRAWL_TAG_NNS:
  case TRAWL_TAG_NNP:
  case TRAWL_TAG_NNPS:
  case TRAWL_TAG_JJ:
  case TRAWL_TAG_HYPH:
  case TRAWL_TAG_POS:
  case TRAWL_TAG_WDT:
  case TRAWL_TAG_CD:
    return false;
  default:
    return !trawl_doc_token_is(doc, token, "of") && !trawl_doc_token_is(doc, token, "that")
           && !trawl_doc_token_is(doc, token, "without") && !trawl_doc_token_is(doc, token, "-");
  }
}

bool trawl_link_is_product(const trawl_link_context *context, uint32_t mention, uint32_t entry)
{
  enum { BETWEEN = 2 }; /* "his old red Ford" */
  const trawl_doc *doc = context->doc;
  const trawl_mention *m = &doc->mentions.at[mention];
  const trawl_entry *made_by = trawl_entry_at(context->gazetteer, entry);
  if (made_by->type != TRAWL_TYPE_ORGANIZATION || made_by->kind == TRAWL_NONE
      || strcmp(trawl_words_text(&doc->words, made_by->kind), "company") != 0
      || (m->tok.end < sentence_end(doc, m) && !ends_phrase(doc, m->tok.end))) {
    return false;
  }
  uint32_t before = m->tok.start;
  const uint32_t start = sentence_start(doc, m);
  for (unsigned i = 0; i < BETWEEN && before > start && doc->tokens.tag[before - 1] == TRAWL_TAG_JJ; ++i) {
    --before;
  }
  const bool acts = m->tok.end < sentence_end(doc, m)
                    && (trawl_tag_is_finite(doc->tokens.tag[m->tok.end]) || trawl_doc_token_is(doc, m->tok.end, ","));
  return before > start && is_of_a_thing(doc, before - 1, acts);
}

/* ---- descriptions --------------------------------------------------------------------------------- */

static bool is_describing(const trawl_doc *doc, uint32_t token)
{
  static const uint8_t categories[] = {
    TRAWL_IS_ORG_COMMON, TRAWL_IS_PLACE_COMMON, TRAWL_IS_PERSON_COMMON, TRAWL_IS_COUNTRY_COMMON,
    TRAWL_IS_STAFF,      TRAWL_IS_PUBLISHER,    TRAWL_IS_TITLE_HEAD};
  for (size_t i = 0; i < TRAWL_COUNT(categories); ++i) {
    if (trawl_doc_is(doc, token, categories[i])) {
      return true;
    }
  }
  return false;
}

/* A common noun in lower case, by its tag or, untagged, by the word lists. */
static bool is_common_noun(const trawl_doc *doc, uint32_t token)
{
  const unsigned tag = doc->tokens.tag[token];
  if (doc->tokens.kind[token] != TRAWL_TOKEN_WORD || doc->tokens.mention[token] != TRAWL_NONE
      || trawl_doc_shape(doc, token) != TRAWL_SHAPE_LOWER) {
    /* Title mentions cover their words; they are common nouns all the same. */
    const uint32_t m = doc->tokens.mention[token];
    if (m == TRAWL_NONE || doc->mentions.at[m].kind != TRAWL_MENTION_NOMINAL
        || trawl_doc_shape(doc, token) != TRAWL_SHAPE_LOWER) {
      return false;
    }
  }
  return tag == TRAWL_TAG_NN || (tag == TRAWL_TAG_NONE && is_describing(doc, token));
}

static bool is_inside_phrase(const trawl_doc *doc, uint32_t token)
{
  const unsigned tag = doc->tokens.tag[token];
  return tag == TRAWL_TAG_JJ || tag == TRAWL_TAG_NN || tag == TRAWL_TAG_NNP || tag == TRAWL_TAG_NNS
         || tag == TRAWL_TAG_HYPH || tag == TRAWL_TAG_VBN || tag == TRAWL_TAG_CD
         || tag == TRAWL_TAG_JJS
         || (tag == TRAWL_TAG_NONE && doc->tokens.kind[token] == TRAWL_TOKEN_WORD);
}

/* ", a soybean crusher": the last noun of the phrase behind the comma. */
static uint32_t described_behind(const trawl_doc *doc, const trawl_mention *m)
{
  const uint32_t end = sentence_end(doc, m);
  uint32_t i = m->tok.end;
  if (i + 2 >= end || !trawl_doc_token_is(doc, i, ",")
      || !(trawl_doc_token_is(doc, i + 1, "a") || trawl_doc_token_is(doc, i + 1, "an")
           || trawl_doc_token_is(doc, i + 1, "the"))) {
    return TRAWL_NONE;
  }
  uint32_t noun = TRAWL_NONE;
  for (i += 2; i < end && i < m->tok.end + 2 + AROUND; ++i) {
    if (is_common_noun(doc, i)) {
      noun = i;
    } else if (doc->tokens.tag[i] == TRAWL_TAG_POS) {
      noun = TRAWL_NONE; /* "the company's boss" is no company */
    } else if (!is_inside_phrase(doc, i)) {
      break;
    }
  }
  return noun == TRAWL_NONE ? TRAWL_NONE : trawl_coref_noun(doc, noun);
}

uint32_t trawl_link_description(const trawl_link_context *context, uint32_t mention)
{
  const trawl_doc *doc = context->doc;
  const trawl_mention *m = &doc->mentions.at[mention];
  uint32_t before = m->tok.start;
  const uint32_t start = sentence_start(doc, m);
  /* "the lender, Brisk Trust," is left to the clause stage; "the city of X" counts here. */
  if (before > start + 1 && trawl_doc_token_is(doc, before - 1, "of")
      && (trawl_doc_is(doc, before - 2, TRAWL_IS_PLACE_COMMON)
          || trawl_doc_is(doc, before - 2, TRAWL_IS_COUNTRY_COMMON))
      && (m->type == TRAWL_TYPE_PLACE || m->type == TRAWL_TYPE_COUNTRY)) {
    return trawl_coref_noun(doc, before - 2);
  }
  if (before > start && is_common_noun(doc, before - 1)) {
    return trawl_coref_noun(doc, before - 1);
  }
  return described_behind(doc, m);
}

uint32_t trawl_link_head_noun(const trawl_doc *doc, trawl_span tok)
{
  uint32_t head = TRAWL_NONE;
  for (uint32_t i = tok.start; i < tok.end; ++i) {
    if (trawl_doc_is(doc, i, TRAWL_IS_PREPOSITION) && head != TRAWL_NONE) {
      break;
    }
    head = trawl_doc_is(doc, i, TRAWL_IS_ORG_HEAD) || trawl_doc_is(doc, i, TRAWL_IS_EVENT_HEAD)
               || trawl_doc_is(doc, i, TRAWL_IS_WORK_HEAD)
               || trawl_doc_is(doc, i, TRAWL_IS_PLACE_HEAD)
             ? i
             : head;
  }
  return head == TRAWL_NONE
           ? TRAWL_NONE
           : trawl_words_at(&doc->words, trawl_doc_folded(doc, head))->lemma[TRAWL_POS_NOUN];
}
