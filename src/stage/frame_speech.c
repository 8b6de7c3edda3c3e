/* SPDX-License-Identifier: MIT
 * frame_speech.c - who says what a sentence says, beyond the clause under a verb of speech: speech behind and
 * before a comma or colon, in headlines, "according to".  Fills the attribution of frames that have none. */
#include "stage/parse.h"

static uint32_t frame_end(const trawl_parse *p)
{
  return p->doc->clauses.frames.len;
}

static bool has_complement(const trawl_parse *p, uint32_t frame)
{
  for (uint32_t f = frame + 1; f < frame_end(p); ++f) {
    if (trawl_parse_frame(p, f)->parent == frame && trawl_parse_frame(p, f)->embedding == TRAWL_EMBED_SPEECH) {
      return true;
    }
  }
  return false;
}

/* The token before the clause: behind a comma or quotation mark the speech is what came before. */
static bool behind_comma(const trawl_parse *p, uint32_t frame)
{
  const uint32_t subject = trawl_frame_find(p, frame, TRAWL_ROLE_SUBJECT);
  const trawl_frame *f = trawl_parse_frame(p, frame);
  uint32_t start = f->group.start;
  if (subject != TRAWL_NONE && trawl_parse_np(p, subject)->tok.start < start) {
    start = trawl_parse_np(p, subject)->tok.start;
    const uint32_t role = trawl_parse_np(p, subject)->apposition;
    if (role != TRAWL_NONE && trawl_parse_np(p, role)->tok.start < start) {
      start = trawl_parse_np(p, role)->tok.start;
    }
  }
  const uint8_t tag = start > p->tok.start ? trawl_parse_tag(p, start - 1) : TRAWL_TAG_NONE;
  return tag == TRAWL_TAG_COMMA || tag == TRAWL_TAG_CLOSEQ || tag == TRAWL_TAG_OPENQ || tag == TRAWL_TAG_COLON;
}

/* `X said: "..."`: what stands behind the colon or the comma and quotation mark is what X said. */
static bool before_colon(const trawl_parse *p, uint32_t frame)
{
  const uint32_t end = trawl_parse_frame(p, frame)->group.end;
  const uint8_t tag = trawl_parse_tag(p, end), next = trawl_parse_tag(p, end + 1);
  return tag == TRAWL_TAG_COLON
         || (tag == TRAWL_TAG_COMMA && (next == TRAWL_TAG_OPENQ || next == TRAWL_TAG_CLOSEQ));
}

/* "X, Y said, did": in the middle of what is said. */
static bool between_commas(const trawl_parse *p, uint32_t frame)
{
  return trawl_parse_tag(p, trawl_parse_frame(p, frame)->group.end) == TRAWL_TAG_COMMA;
}

static void leading_speech(const trawl_parse *p)
{
  for (uint32_t i = p->first_frame; i < frame_end(p); ++i) {
    const trawl_frame *f = trawl_parse_frame(p, i);
    if (f->kind != TRAWL_FRAME_VERB || f->passive || f->embedding != TRAWL_EMBED_NONE
        || !trawl_lemma_is(p, f->lemma, TRAWL_IS_SPEECH)
        || !(before_colon(p, i) || (behind_comma(p, i) && between_commas(p, i)))) {
      continue;
    }
    const uint32_t speaker = trawl_frame_find(p, i, TRAWL_ROLE_SUBJECT);
    for (uint32_t k = p->first_frame; k < frame_end(p) && speaker != TRAWL_NONE; ++k) {
      trawl_frame *other = trawl_parse_frame(p, k);
      if (other->trigger > f->trigger && other->attribution == TRAWL_NONE) {
        other->attribution = speaker;
      }
    }
  }
}

/* "..., X said": everything before it in the sentence is what X said. */
static void trailing_speech(const trawl_parse *p)
{
  for (uint32_t i = frame_end(p); i-- > p->first_frame;) {
    const trawl_frame *f = trawl_parse_frame(p, i);
    if (f->kind != TRAWL_FRAME_VERB || f->embedding != TRAWL_EMBED_NONE || f->passive
        || !trawl_lemma_is(p, f->lemma, TRAWL_IS_SPEECH) || !behind_comma(p, i)) {
      continue;
    }
    const uint32_t speaker = trawl_frame_find(p, i, TRAWL_ROLE_SUBJECT);
    if (speaker == TRAWL_NONE || has_complement(p, i)) {
      continue;
    }
    for (uint32_t k = p->first_frame; k < frame_end(p); ++k) {
      trawl_frame *other = trawl_parse_frame(p, k);
      if (k != i && other->attribution == TRAWL_NONE && other->trigger < f->trigger && other->parent != i) {
        other->attribution = speaker;
        if (other->modality == TRAWL_POSSIBLE && other->modality_cue != TRAWL_NONE
            && trawl_parse_word(p, other->modality_cue, "would") && f->tense == TRAWL_PAST) {
          other->modality = TRAWL_PLANNED;
        }
      }
    }
    return;
  }
}

/* "according to the Kremlin" */
void trawl_parse_according(const trawl_parse *p)
{
  for (uint32_t n = p->first_np; n < p->doc->clauses.nps.len; ++n) {
    const trawl_np *np = trawl_parse_np(p, n);
    if (np->prep == TRAWL_NONE || np->prep == p->tok.start || !trawl_parse_word(p, np->prep - 1, "according")) {
      continue;
    }
    for (uint32_t k = p->first_frame; k < frame_end(p); ++k) {
      if (trawl_parse_frame(p, k)->attribution == TRAWL_NONE) {
        trawl_parse_frame(p, k)->attribution = n;
      }
    }
  }
}

/* A person, body or country that may speak. */
static bool may_speak(const trawl_parse *p, uint32_t np)
{
  const uint32_t type = trawl_np_type(p, np);
  return trawl_np_is_name(p, np)
         && (type == TRAWL_TYPE_PERSON || type == TRAWL_TYPE_ORGANIZATION || type == TRAWL_TYPE_COUNTRY
             || type == TRAWL_TYPE_GROUP);
}

/* "Scholz: Russia attacked ...", "Russia attacked ...: Scholz": in a headline a name alone on one side of a
 * colon says what stands on the other. */
static void headline_speech(const trawl_parse *p)
{
  uint32_t colon = p->tok.start;
  if (!p->doc->sentences.at[p->sentence].headline) {
    return;
  }
  while (colon < p->tok.end && !trawl_parse_word(p, colon, ":")) {
    ++colon;
  }
  if (colon + 1 >= p->tok.end || colon == p->tok.start) {
    return;
  }
  uint32_t speaker = TRAWL_NONE;
  for (uint32_t n = p->first_np; n < p->doc->clauses.nps.len && speaker == TRAWL_NONE; ++n) {
    const trawl_span tok = trawl_parse_np(p, n)->tok;
    const bool before = tok.start == p->tok.start && tok.end == colon;
    const bool behind = tok.start == colon + 1 && tok.end == p->tok.end;
    speaker = (before || behind) && may_speak(p, n) ? n : TRAWL_NONE;
  }
  for (uint32_t k = p->first_frame; k < frame_end(p) && speaker != TRAWL_NONE; ++k) {
    trawl_frame *f = trawl_parse_frame(p, k);
    f->attribution = f->attribution == TRAWL_NONE ? speaker : f->attribution;
  }
}

void trawl_parse_speech(const trawl_parse *p)
{
  trailing_speech(p);
  leading_speech(p);
  headline_speech(p);
}
