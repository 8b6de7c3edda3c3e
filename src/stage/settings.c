/* SPDX-License-Identifier: MIT
 * settings.c - who says it, where and when it happens, where the clause alone does not tell.
 *
 *   Reads tokens, noun phrases and frames; fills in `attribution`, `place` and `time` of frames that have
 *   none, and changes none that is there.  Two passes of the resolve stage, each once over the document:
 *
 *   speakers   before pronouns are resolved: who is quoted stays the speaker over all sentences of a
 *              quotation, and of the one right behind it
 *   first persons   "I" and "we" of who is quoted, once it is known who that is
 *   places     behind it, when "the Polish capital" is known to be a city: prepositions and what hangs on
 *              their nouns ("at a summit in Geneva"), "where", verbs joined by "and" */
#include "stage/resolve.h"

#include <string.h>

enum { WHERE_BACK = 12 /* tokens from "where" back to its place, over a date in between */ };

/* ---- frames of a sentence ------------------------------------------------------------------------ */

/* The frames of one sentence, [first, end). */
typedef struct frames {
  uint32_t first, end;
} frames;

static frames frames_of(const trawl_doc *doc, uint32_t from, uint32_t sentence)
{
  frames f = {from, from};
  while (f.end < doc->clauses.frames.len && doc->clauses.frames.at[f.end].sentence == sentence) {
    ++f.end;
  }
  return f;
}

static trawl_frame *frame_at(const trawl_resolver *r, uint32_t i)
{
  return &r->doc->clauses.frames.at[i];
}

/* The frame's argument of a role, or TRAWL_NONE. */
static uint32_t argument(const trawl_resolver *r, const trawl_frame *f, uint8_t role)
{
  for (uint32_t i = 0; i < f->arg_count; ++i) {
    const trawl_frame_arg *arg = &r->doc->clauses.args.at[f->first_arg + i];
    if (arg->role == role) {
      return arg->np;
    }
  }
  return TRAWL_NONE;
}

static bool is_speech(const trawl_resolver *r, const trawl_frame *f)
{
  return f->kind == TRAWL_FRAME_VERB && !f->passive && f->embedding != TRAWL_EMBED_CHAIN
         && trawl_coref_word_is(r->doc, f->lemma, TRAWL_IS_SPEECH);
}

/* ---- speakers ------------------------------------------------------------------------------------ */

typedef struct quotes {
  bool open;        /* inside quotation marks at the sentence's start, later at its end */
  bool any, opens;  /* there is one in the sentence; it begins the sentence */
  bool by_colon;    /* it stands behind a colon */
  uint32_t start;   /* first token of the sentence's first quotation */
  uint32_t end;     /* behind the last quoted token */
  uint32_t speaker; /* of the last quotation, or of what was said right before; noun phrase */
  uint32_t waiting; /* first frame of a quotation that no one has said yet */
} quotes;

static bool is_mark(const trawl_doc *doc, uint32_t token)
{
  return doc->tokens.kind[token] == TRAWL_TOKEN_PUNCT && *trawl_doc_token_text(doc, token) == '"';
}

/* Where the sentence is quoted.  What stands between two quotations is `"..., he said, "..."`. */
static void read_quotes(const trawl_doc *doc, trawl_span tok, quotes *q)
{
  q->opens = q->open || is_mark(doc, tok.start);
  q->any = q->open;
  q->by_colon = false;
  q->start = q->end = q->open ? tok.start : tok.end;
  for (uint32_t t = tok.start; t < tok.end; ++t) {
    if (is_mark(doc, t)) {
      if (!q->any) {
        q->start = t;
        q->by_colon = t > tok.start && *trawl_doc_token_text(doc, t - 1) == ':';
      }
      q->any = true;
      q->open = !q->open;
      q->end = t + 1;
    }
  }
  q->end = q->open ? tok.end : q->end;
}

static bool is_quoted(const trawl_doc *doc, const quotes *q, trawl_span tok, uint32_t token)
{
  if (!q->any || token < q->start || token >= q->end) {
    return false;
  }
  bool in = q->start == tok.start && !is_mark(doc, tok.start);
  for (uint32_t t = q->start; t < token; ++t) {
    in ^= is_mark(doc, t);
  }
  return in;
}

/* Whoever says the sentence's quotation: by a frame in it that knows, by a verb of speech outside it, by
 * the verb before a colon. */
static uint32_t speaker_in(const trawl_resolver *r, frames f, const quotes *q, trawl_span tok)
{
  uint32_t said = TRAWL_NONE, before = TRAWL_NONE;
  for (uint32_t i = f.first; i < f.end; ++i) {
    const trawl_frame *frame = frame_at(r, i);
    if (is_quoted(r->doc, q, tok, frame->trigger)) {
      continue;
    }
    const uint32_t subject = argument(r, frame, TRAWL_ROLE_SUBJECT);
    if (subject == TRAWL_NONE || frame->kind != TRAWL_FRAME_VERB) {
      continue;
    }
    said = is_speech(r, frame) && said == TRAWL_NONE ? subject : said;
    if (frame->embedding == TRAWL_EMBED_NONE && frame->trigger < q->start) {
      before = subject;
    }
  }
  return said != TRAWL_NONE ? said : q->by_colon ? before : TRAWL_NONE;
}

static void attribute(const trawl_resolver *r, frames f, const quotes *q, trawl_span tok,
                      uint32_t speaker)
{
  for (uint32_t i = f.first; i < f.end; ++i) {
    trawl_frame *frame = frame_at(r, i);
    if (frame->attribution == TRAWL_NONE && is_quoted(r->doc, q, tok, frame->trigger)) {
      frame->attribution = speaker;
    }
  }
}

/* A paragraph that begins inside a quotation repeats the mark; else the quotation was never closed. */
static void begin_paragraph(const trawl_doc *doc, trawl_span tok, quotes *q)
{
  if (!(q->open && is_mark(doc, tok.start))) {
    q->speaker = TRAWL_NONE;
    q->waiting = TRAWL_NONE;
  }
  q->open = false;
}

static void settle_sentence(const trawl_resolver *r, frames f, uint32_t s, quotes *q)
{
  const trawl_span tok = r->doc->sentences.at[s].tok;
  const bool was_open = q->open;
  read_quotes(r->doc, tok, q);
  uint32_t speaker = speaker_in(r, f, q, tok);
  if (!q->any) {
    q->speaker = speaker;
    return;
  }
  if (speaker == TRAWL_NONE && q->opens) {
    speaker = q->speaker; /* `"...," he said. "..."` */
  }
  r->said[s] = speaker;
  if (speaker != TRAWL_NONE) {
    attribute(r, f, q, tok, speaker);
  }
  if (was_open && speaker != TRAWL_NONE && q->waiting != TRAWL_NONE) { /* `"A. B," he said` */
    for (uint32_t i = q->waiting; i < f.first; ++i) {
      trawl_frame *frame = frame_at(r, i);
      frame->attribution = frame->attribution == TRAWL_NONE ? speaker : frame->attribution;
      r->said[frame->sentence] = speaker;
    }
  }
  const bool waits = q->open && speaker == TRAWL_NONE;
  q->waiting = !waits ? TRAWL_NONE : q->waiting == TRAWL_NONE ? f.first : q->waiting;
  q->speaker = speaker;
}

void trawl_settings_speakers(trawl_resolver *r)
{
  const trawl_doc *doc = r->doc;
  quotes q = {.speaker = TRAWL_NONE, .waiting = TRAWL_NONE};
  frames f = {0, 0};
  for (uint32_t s = 0; s < doc->sentences.len; ++s) {
    const trawl_span tok = doc->sentences.at[s].tok;
    f = frames_of(doc, f.end, s);
    if (doc->tokens.flags[tok.start] & TRAWL_TOKEN_PARA) {
      begin_paragraph(doc, tok, &q);
    }
    settle_sentence(r, f, s, &q);
  }
}

/* ---- "I" and "we" -------------------------------------------------------------------------------- */

static bool is_one_of(const trawl_doc *doc, uint32_t token, const char *const *words)
{
  for (; *words; ++words) {
    if (trawl_doc_token_is(doc, token, *words)) {
      return true;
    }
  }
  return false;
}

uint32_t trawl_settings_speaker(const trawl_resolver *r, uint32_t np)
{
  const trawl_np *nps = r->doc->clauses.nps.at;
  uint32_t m = np == TRAWL_NONE ? TRAWL_NONE : nps[np].mention;
  if (m == TRAWL_NONE && np != TRAWL_NONE && nps[np].apposition != TRAWL_NONE) {
    m = nps[nps[np].apposition].mention; /* "her lawyer, Anna Fell" */
  }
  return m != TRAWL_NONE && r->doc->mentions.at[m].entity != TRAWL_NONE ? m : TRAWL_NONE;
}

/* What a person speaks for: the one country or organization in which he holds an office. */
static trawl_status side_of(trawl_resolver *r, uint32_t person, uint32_t *entity)
{
  enum { BACK = 64 };
  uint64_t side = TRAWL_NO_SIDE;
  for (uint32_t i = r->facts.len; i > 0 && i + BACK > r->facts.len; --i) {
    const trawl_office_fact *fact = &r->facts.at[i - 1];
    if (fact->entity != person || fact->office.former || fact->of == TRAWL_NO_SIDE) {
      continue;
    }
    if (side != TRAWL_NO_SIDE && side != fact->of) {
      return TRAWL_OK;
    }
    side = fact->of;
  }
  return side == TRAWL_NO_SIDE ? TRAWL_OK : trawl_resolver_side_entity(r, side, entity);
}

/* "I": who speaks; "we": the country or organization that speaks, or that he who speaks stands for. */
static trawl_status meant_by(trawl_resolver *r, uint32_t speaker, bool we, uint32_t *entity)
{
  const uint32_t who = r->doc->mentions.at[speaker].entity;
  const uint8_t type = r->doc->entities.at[who].type;
  if (we && type == TRAWL_TYPE_PERSON) {
    return side_of(r, who, entity);
  }
  if (we ? type == TRAWL_TYPE_ORGANIZATION || type == TRAWL_TYPE_COUNTRY
         : type == TRAWL_TYPE_PERSON) {
    *entity = who;
  }
  return TRAWL_OK;
}

trawl_status trawl_settings_first_persons(trawl_resolver *r)
{
  static const char *const i_words[] = {"i", "me", "my", "myself", "mine", NULL};
  static const char *const we_words[] = {"we", "us", "our", "ourselves", "ours", NULL};
  trawl_doc *doc = r->doc;
  for (uint32_t n = 0; n < doc->clauses.nps.len; ++n) {
    const trawl_np *np = &doc->clauses.nps.at[n];
    if (!(np->flags & TRAWL_NP_PRONOUN) || np->mention == TRAWL_NONE
        || doc->mentions.at[np->mention].entity != TRAWL_NONE) {
      continue;
    }
    const bool we = is_one_of(doc, np->head, we_words);
    const uint32_t frame = we || is_one_of(doc, np->head, i_words) ? trawl_past_frame(r, n)
                                                                   : TRAWL_NONE;
    const uint32_t speaker =
      frame == TRAWL_NONE ? TRAWL_NONE : trawl_settings_speaker(r, frame_at(r, frame)->attribution);
    const uint32_t mention = np->mention;
    uint32_t entity = TRAWL_NONE;
    if (speaker != TRAWL_NONE) {
      TRAWL_TRY(meant_by(r, speaker, we, &entity));
    }
    if (entity != TRAWL_NONE) {
      trawl_mention *m = &doc->mentions.at[mention];
      m->entity = entity;
      m->antecedent = speaker;
      m->type = doc->entities.at[entity].type;
      m->how = "pronoun";
    }
  }
  return TRAWL_OK;
}

/* ---- places -------------------------------------------------------------------------------------- */

static bool is_place_mention(const trawl_doc *doc, uint32_t mention)
{
  if (mention == TRAWL_NONE || doc->mentions.at[mention].kind == TRAWL_MENTION_DEMONYM) {
    return false;
  }
  const trawl_mention *m = &doc->mentions.at[mention];
  const uint8_t type = m->entity == TRAWL_NONE ? m->type : doc->entities.at[m->entity].type;
  return type == TRAWL_TYPE_PLACE || (type == TRAWL_TYPE_COUNTRY && m->entity != TRAWL_NONE);
}

static bool is_locative(const trawl_resolver *r, uint32_t word)
{
  static const char *const words[] = {"in", "at", "near", "inside", "outside"};
  const char *text = word == TRAWL_NONE ? "" : trawl_words_text(&r->doc->words, word);
  for (size_t i = 0; i < TRAWL_COUNT(words); ++i) {
    if (text[0] == words[i][0] && strcmp(text, words[i]) == 0) {
      return true;
    }
  }
  return false;
}

/* The place that a phrase is or names: "the Kremlin", "Newark airport", "a Manhattan court". */
static uint32_t place_in(const trawl_resolver *r, uint32_t n)
{
  const trawl_doc *doc = r->doc;
  const trawl_np *np = &doc->clauses.nps.at[n];
  if (np->mention != TRAWL_NONE && doc->mentions.at[np->mention].kind != TRAWL_MENTION_NOMINAL) {
    return is_place_mention(doc, np->mention) ? np->mention : TRAWL_NONE;
  }
  if (is_place_mention(doc, np->mention) && doc->mentions.at[np->mention].entity != TRAWL_NONE) {
    return np->mention;
  }
  const unsigned kind = trawl_nominal_type(r, np->head);
  if (kind != TRAWL_TYPE_PLACE && kind != TRAWL_TYPE_ORGANIZATION) {
    return TRAWL_NONE; /* "the Aleppo offensive" */
  }
  for (uint32_t t = np->tok.start; t < np->head; ++t) {
    const uint32_t m = doc->tokens.mention[t];
    if (is_place_mention(doc, m) && doc->mentions.at[m].type == TRAWL_TYPE_PLACE) {
      return m;
    }
  }
  return TRAWL_NONE;
}

/* [noun phrase] -> the place that hangs on it by a locative preposition. */
static void hang_places(const trawl_resolver *r, uint32_t *hung)
{
  const trawl_doc *doc = r->doc;
  for (uint32_t n = 0; n < doc->clauses.nps.len; ++n) {
    const trawl_np *np = &doc->clauses.nps.at[n];
    if (np->attached != TRAWL_NONE && np->prep != TRAWL_NONE && hung[np->attached] == TRAWL_NONE
        && is_locative(r, trawl_doc_folded(doc, np->prep))) {
      hung[np->attached] = place_in(r, n);
    }
  }
}

/* What stands between the subject and its verb belongs to the subject: "the envoy in Asia will travel". */
static void place_by_arguments(const trawl_resolver *r, trawl_frame *f, const uint32_t *hung)
{
  const trawl_np *nps = r->doc->clauses.nps.at;
  const uint32_t subject = argument(r, f, TRAWL_ROLE_SUBJECT);
  const uint32_t after = subject == TRAWL_NONE ? f->trigger : nps[subject].head;
  for (uint32_t i = 0; i < f->arg_count && f->place == TRAWL_NONE; ++i) {
    const trawl_frame_arg *arg = &r->doc->clauses.args.at[f->first_arg + i];
    const uint32_t head = nps[arg->np].head;
    if (arg->role == TRAWL_ROLE_PREP && is_locative(r, arg->prep)
        && !(after < head && head < f->trigger)) {
      const uint32_t place = place_in(r, arg->np);
      f->place = place != TRAWL_NONE ? place : hung[arg->np];
    }
  }
}

/* "flew to Cairo on Friday, where he met": the place before "where", for the verb behind it. */
static void place_by_where(const trawl_resolver *r, frames f, trawl_span tok, uint32_t where)
{
  const trawl_doc *doc = r->doc;
  uint32_t place = TRAWL_NONE;
  for (uint32_t t = where; t > tok.start && t + WHERE_BACK > where && place == TRAWL_NONE; --t) {
    const uint32_t m = doc->tokens.mention[t - 1];
    place = is_place_mention(doc, m) ? m : TRAWL_NONE;
  }
  uint32_t first = TRAWL_NONE;
  for (uint32_t i = f.first; i < f.end; ++i) {
    const trawl_frame *frame = frame_at(r, i);
    if (frame->kind == TRAWL_FRAME_VERB && frame->trigger > where
        && (first == TRAWL_NONE || frame->trigger < frame_at(r, first)->trigger)) {
      first = i;
    }
  }
  if (place == TRAWL_NONE || first == TRAWL_NONE) {
    return;
  }
  for (uint32_t i = f.first; i < f.end; ++i) { /* and what a light verb hands to its noun */
    trawl_frame *frame = frame_at(r, i);
    if ((i == first || (frame->kind == TRAWL_FRAME_NOUN && frame->parent == first))
        && frame->place == TRAWL_NONE) {
      frame->place = place;
    }
  }
}

/* "met him in the palace on Friday and told him": one subject, one place, one time. */
static void share_setting(const trawl_resolver *r, frames f)
{
  for (uint32_t i = f.first + 1; i < f.end; ++i) {
    trawl_frame *frame = frame_at(r, i);
    const trawl_frame *last = frame_at(r, i - 1);
    const uint32_t start = frame->group.start;
    if (frame->kind != TRAWL_FRAME_VERB || last->kind != TRAWL_FRAME_VERB
        || frame->tense != last->tense || frame->modality != last->modality
        || frame->embedding != last->embedding || frame->parent != last->parent
        || start <= last->trigger || !trawl_doc_token_is(r->doc, start - 1, "and")
        || frame->passive != last->passive
        || argument(r, frame, TRAWL_ROLE_SUBJECT) != argument(r, last, TRAWL_ROLE_SUBJECT)) {
      continue;
    }
    frame->place = frame->place == TRAWL_NONE ? last->place : frame->place;
    frame->time = frame->time == TRAWL_NONE ? last->time : frame->time;
  }
}

/* "agreed on Monday to buy": the time of what an infinitive hangs on; an event noun is said by whoever
 * says the clause that it stands in. */
static void inherit(const trawl_resolver *r, frames f)
{
  for (uint32_t i = f.first; i < f.end; ++i) {
    trawl_frame *frame = frame_at(r, i);
    if (frame->embedding == TRAWL_EMBED_CHAIN && frame->time == TRAWL_NONE
        && frame->parent != TRAWL_NONE) {
      frame->time = frame_at(r, frame->parent)->time;
    }
    const uint32_t np = frame->kind == TRAWL_FRAME_NOUN ? r->np_at[frame->trigger] : TRAWL_NONE;
    const uint32_t verb = np == TRAWL_NONE || frame->attribution != TRAWL_NONE
                            ? TRAWL_NONE
                            : trawl_past_frame(r, np);
    if (verb != TRAWL_NONE && frame_at(r, verb)->sentence == frame->sentence) {
      frame->attribution = frame_at(r, verb)->attribution;
    }
  }
}

/* "On Monday, after the vote, X met Y": a time that begins the sentence is that of its main verb. */
static void time_in_front(const trawl_resolver *r, frames f, trawl_span tok)
{
  const trawl_doc *doc = r->doc;
  uint32_t time = TRAWL_NONE;
  for (uint32_t t = tok.start; t < tok.end && t < tok.start + 4 && time == TRAWL_NONE; ++t) {
    const uint32_t m = doc->tokens.mention[t], np = r->np_at[t];
    time = m != TRAWL_NONE && np != TRAWL_NONE && (doc->clauses.nps.at[np].flags & TRAWL_NP_TIME)
             ? m
             : TRAWL_NONE;
  }
  if (time == TRAWL_NONE) {
    return;
  }
  for (uint32_t i = f.first; i < f.end; ++i) {
    trawl_frame *frame = frame_at(r, i);
    if (frame->kind != TRAWL_FRAME_NOUN && frame->embedding == TRAWL_EMBED_NONE
        && frame->parent == TRAWL_NONE && frame->tense != TRAWL_TENSE_NONE) {
      frame->time = frame->time == TRAWL_NONE ? time : frame->time;
      return;
    }
  }
}

/* "stood by them, and on Monday X met Y": what follows happened on Monday, not what stands before. */
static void time_behind_and(const trawl_resolver *r, frames f, trawl_span tok)
{
  const trawl_doc *doc = r->doc;
  for (uint32_t i = f.first; i < f.end; ++i) {
    const uint32_t subject = argument(r, frame_at(r, i), TRAWL_ROLE_SUBJECT);
    if (frame_at(r, i)->kind != TRAWL_FRAME_VERB || frame_at(r, i)->time != TRAWL_NONE
        || subject == TRAWL_NONE) {
      continue;
    }
    uint32_t t = doc->clauses.nps.at[subject].tok.start;
    while (t > tok.start
           && (trawl_doc_token_is(doc, t - 1, ",") || trawl_doc_token_is(doc, t - 1, "both"))) {
      --t;
    }
    const uint32_t m = t > tok.start ? doc->tokens.mention[t - 1] : TRAWL_NONE;
    if (m == TRAWL_NONE || doc->mentions.at[m].type != TRAWL_TYPE_DATE) {
      continue;
    }
    t = doc->mentions.at[m].tok.start;
    t -= t > tok.start && (trawl_doc_token_is(doc, t - 1, "on") || trawl_doc_token_is(doc, t - 1, "in"));
    if (t <= tok.start + 1
        || !(trawl_doc_token_is(doc, t - 1, "and") || trawl_doc_token_is(doc, t - 1, "but"))) {
      continue;
    }
    for (uint32_t k = f.first; k < f.end; ++k) {
      trawl_frame *other = frame_at(r, k);
      if (k == i || (other->kind == TRAWL_FRAME_NOUN && other->parent == i)) {
        other->time = other->time == TRAWL_NONE ? m : other->time;
      } else if (other->time == m && other->trigger < t) {
        other->time = TRAWL_NONE;
      }
    }
  }
}

void trawl_settings_places(trawl_resolver *r, uint32_t *hung)
{
  const trawl_doc *doc = r->doc;
  const uint32_t where = trawl_words_find(&doc->words, "where", 5);
  hang_places(r, hung);
  frames f = {0, 0};
  for (uint32_t s = 0; s < doc->sentences.len; ++s) {
    const trawl_span tok = doc->sentences.at[s].tok;
    f = frames_of(doc, f.end, s);
    if (f.first == f.end) {
      continue;
    }
    for (uint32_t i = f.first; i < f.end; ++i) {
      place_by_arguments(r, frame_at(r, i), hung);
    }
    for (uint32_t t = tok.start; t < tok.end; ++t) {
      if (trawl_doc_folded(doc, t) == where) {
        place_by_where(r, f, tok, t);
      }
    }
    time_in_front(r, f, tok);
    time_behind_and(r, f, tok);
    share_setting(r, f);
    inherit(r, f);
  }
}
