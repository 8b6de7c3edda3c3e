/* SPDX-License-Identifier: MIT
 * match.c - compares a phrase with a clause frame.
 *
 * Each argument pattern of the phrase looks for its filler among the frame's arguments; the first that
 * fits is taken.  For nouns "of" and "by" are also the possessor, the demonym in front and the subject that
 * a light verb hands over; this one table is what makes "visit of X to Y" cover all nominal forms. */
#include "stage/match.h"

#include <string.h>

typedef struct matcher {
  const trawl_match_context *ctx;
  const trawl_phrase *phrase;
  const trawl_frame *frame;
  trawl_match *out;
  uint32_t host; /* noun phrase of the argument before: inner arguments hang on it */
} matcher;

static const trawl_np *np_at(const matcher *m, uint32_t np)
{
  return &m->ctx->doc->clauses.nps.at[np];
}

static const trawl_frame_arg *arg_at(const matcher *m, uint32_t i)
{
  return &m->ctx->doc->clauses.args.at[m->frame->first_arg + i];
}

static bool has_word(const matcher *m, trawl_word_set set, uint32_t word)
{
  return trawl_relations_has(&m->ctx->rules->relations, set, word);
}

static const trawl_relations *rules_of(const matcher *m)
{
  return &m->ctx->rules->relations;
}

static bool head_has_category(const matcher *m, uint32_t np, unsigned category)
{
  return trawl_doc_is(m->ctx->doc, np_at(m, np)->head, category)
         || trawl_doc_lemma_is(m->ctx->doc, np_at(m, np)->head, category);
}

/* ---- qualifiers -------------------------------------------------------------------------------- */

static const char *tenure_of(const char *word)
{
  static const char *const tenures[][2] = {
    {"former", "former"}, {"ex", "former"},       {"late", "former"},   {"then", "former"},
    {"acting", "acting"}, {"interim", "acting"},  {"caretaker", "acting"}, {"elect", "elect"},
    {"designate", "elect"}, {"incoming", "elect"}, {"retired", "former"}, {"outgoing", NULL},
    {"new", NULL}, {"current", NULL}, {"longtime", NULL},
  };
  for (size_t i = 0; i < TRAWL_COUNT(tenures); ++i) {
    if (word[0] == tenures[i][0][0] && strcmp(word, tenures[i][0]) == 0) {
      return tenures[i][1] ? tenures[i][1] : "";
    }
  }
  return NULL;
}

static trawl_status add_qualifier(trawl_qualifier *qualifiers, uint32_t *count, const char *key,
                                  const char *value)
{
  TRAWL_TRY_MEM(value != NULL);
  for (uint32_t i = 0; i < *count; ++i) {
    if (strcmp(qualifiers[i].key, key) == 0) {
      return TRAWL_OK;
    }
  }
  if (*count < TRAWL_MAX_QUALIFIERS) {
    qualifiers[(*count)++] = (trawl_qualifier){key, value};
  }
  return TRAWL_OK;
}

/* Also within the phrase that names the office: "the Kenyan finance minister". */
static bool is_of_name(const trawl_doc *doc, uint32_t token)
{
  const uint32_t outermost = doc->tokens.mention[token];
  for (uint32_t m = outermost; m < doc->mentions.len && doc->mentions.at[m].tok.start <= token; ++m) {
    const trawl_mention *mention = &doc->mentions.at[m];
    if (token < mention->tok.end
        && (mention->kind == TRAWL_MENTION_NAME || mention->kind == TRAWL_MENTION_DEMONYM)) {
      return true;
    }
  }
  return false;
}

/* Words that are no part of the office: articles, numbers, names, ages. */
static bool outside_title(const trawl_match_context *ctx, uint32_t token)
{
  const uint8_t tag = ctx->doc->tokens.tag[token];
  if (is_of_name(ctx->doc, token)) {
    return true;
  }
  return tag == TRAWL_TAG_DT || tag == TRAWL_TAG_PRPS || tag == TRAWL_TAG_POS || tag == TRAWL_TAG_CD
         || tag == TRAWL_TAG_PDT;
}

static bool is_noun(unsigned tag)
{
  return tag == TRAWL_TAG_NN || tag == TRAWL_TAG_NNS || tag == TRAWL_TAG_NNP;
}

/* "secretary of state", "director of research": up to three bare common nouns behind "of" belong to the
 * office; not "director of carmaker X", nor "mayor of Oldtown". */
static uint32_t title_end(const trawl_match_context *ctx, uint32_t head)
{
  enum { NOUNS = 3 };
  const trawl_doc *doc = ctx->doc;
  const uint32_t end = doc->sentences.at[ctx->sentence].tok.end;
  uint32_t last = head + 1;
  if (last >= end || !trawl_doc_token_is(doc, last, "of")) {
    return head;
  }
  for (uint32_t t = last + 1; t < end && t <= head + 1 + NOUNS; last = t++) {
    const trawl_word *word = trawl_words_at(&doc->words, trawl_doc_folded(doc, t));
    if (doc->tokens.mention[t] != TRAWL_NONE || !word->known || !is_noun(doc->tokens.tag[t])) {
      break;
    }
  }
  const uint32_t behind = last + 1 < end ? doc->tokens.mention[last + 1] : TRAWL_NONE;
  const bool of_name = behind != TRAWL_NONE && doc->mentions.at[behind].type != TRAWL_TYPE_PERSON
                       && doc->mentions.at[behind].kind == TRAWL_MENTION_NAME;
  return last == head + 1 || of_name ? head : last;
}

trawl_status trawl_add_title(const trawl_match_context *ctx, trawl_span tok, uint32_t head,
                             const char *key, trawl_qualifier *qualifiers, uint32_t *count)
{
  trawl_doc *doc = ctx->doc;
  char text[256];
  size_t len = 0;
  uint32_t start = tok.start;
  for (uint32_t t = tok.start; t < head; ++t) {
    start = outside_title(ctx, t) ? t + 1 : start;
  }
  for (uint32_t t = tok.start; t < start; ++t) { /* "a former Polish minister" */
    const char *tenure = tenure_of(trawl_words_text(&doc->words, trawl_doc_folded(doc, t)));
    if (tenure && *tenure) {
      TRAWL_TRY(add_qualifier(qualifiers, count, "tenure", tenure));
    }
  }
  const uint32_t last = head < tok.end && tok.end == head + 1 ? title_end(ctx, head) : head;
  for (uint32_t t = start; t <= last; ++t) {
    const char *word = trawl_words_text(&doc->words, trawl_doc_folded(doc, t));
    const char *tenure = tenure_of(word);
    if (tenure) {
      if (*tenure) {
        TRAWL_TRY(add_qualifier(qualifiers, count, "tenure", tenure));
      }
      continue;
    }
    const size_t n = strlen(word);
    if (len + n + 2 > sizeof text) {
      break;
    }
    if (len == 0 && strcmp(word, "-") == 0) {
      continue; /* "ex-president" */
    }
    const bool glued = len && !(doc->tokens.flags[t] & TRAWL_TOKEN_SPACE);
    if (len && !glued) {
      text[len++] = ' ';
    }
    memcpy(text + len, word, n);
    len += n;
  }
  return len ? add_qualifier(qualifiers, count, key, trawl_arena_strn(&doc->arena, text, len)) : TRAWL_OK;
}

/* ---- one slot ---------------------------------------------------------------------------------- */

static bool head_accepted(const matcher *m, const trawl_phrase_arg *want, uint32_t np)
{
  const uint32_t head = np_at(m, np)->head;
  if (want->slot == TRAWL_SLOT_WORD) {
    return has_word(m, want->words, m->ctx->doc->tokens.lemma[head])
           || has_word(m, want->words, trawl_doc_folded(m->ctx->doc, head));
  }
  return ((want->types >> TRAWL_TYPE_TITLE & 1) && head_has_category(m, np, TRAWL_IS_TITLE_HEAD)
          && !head_has_category(m, np, TRAWL_IS_PROFESSION))
         || ((want->types >> TRAWL_TYPE_KINSHIP & 1) && head_has_category(m, np, TRAWL_IS_KINSHIP));
}

/* "40 tonnes of medicine", "a wave of strikes": the phrase behind "of" that says what is measured. */
static uint32_t measured(const matcher *m, uint32_t np)
{
  if (!head_has_category(m, np, TRAWL_IS_MEASURE)) {
    return TRAWL_NONE;
  }
  for (uint32_t n = np + 1; n < m->ctx->nps.end; ++n) {
    const trawl_np *inner = np_at(m, n);
    if (inner->attached == np && inner->prep != TRAWL_NONE
        && trawl_doc_folded(m->ctx->doc, inner->prep) == rules_of(m)->of) {
      return n;
    }
  }
  return TRAWL_NONE;
}

/* The noun phrase, or the member of its list, that may fill an argument pattern; TRAWL_NONE: none. For X
 * and Y anything but a time by position; their types are checked later, when lists are expanded. */
static uint32_t accepted(const matcher *m, const trawl_phrase_arg *want, uint32_t np)
{
  if (want->slot != TRAWL_SLOT_WORD && want->slot != TRAWL_SLOT_QUALIFIER) {
    const bool time = (np_at(m, np)->flags & TRAWL_NP_TIME) && want->role != TRAWL_ROLE_PREP;
    return time ? TRAWL_NONE : np;
  }
  const uint32_t first = np;
  while (np != TRAWL_NONE && !head_accepted(m, want, np)) {
    np = np_at(m, np)->next;
  }
  if (np == TRAWL_NONE && want->slot == TRAWL_SLOT_WORD) {
    np = measured(m, first);
    np = np != TRAWL_NONE && head_accepted(m, want, np) ? np : TRAWL_NONE;
  }
  return np;
}

/* "President and chief executive of Acme": the last of the offices that share what follows. */
static uint32_t last_office(const matcher *m, uint32_t np)
{
  for (uint32_t next = np_at(m, np)->next; next != TRAWL_NONE; next = np_at(m, np)->next) {
    const uint32_t behind = np_at(m, np)->head + 1;
    if (m->ctx->doc->tokens.tag[behind] != TRAWL_TAG_CC || np_at(m, next)->tok.start != behind + 1
        || !head_has_category(m, next, TRAWL_IS_TITLE_HEAD)) {
      break;
    }
    np = next;
  }
  return np;
}

static trawl_status fill(matcher *m, const trawl_phrase_arg *want, trawl_filler filler)
{
  m->out->cost += filler.cost;
  switch (want->slot) {
  case TRAWL_SLOT_X:
    m->out->x = filler;
    m->out->has_x = true;
    break;
  case TRAWL_SLOT_Y:
    m->out->y = filler;
    m->out->has_y = true;
    break;
  case TRAWL_SLOT_QUALIFIER:
    if (filler.np != TRAWL_NONE) {
      const trawl_np *np = np_at(m, filler.np);
      const uint32_t head = np_at(m, last_office(m, filler.np))->head;
      TRAWL_TRY(trawl_add_title(m->ctx, np->tok, head, want->key, m->out->qualifiers,
                                &m->out->qualifier_count));
    }
    break;
  default:
    break;
  }
  m->host = filler.np;
  return TRAWL_OK;
}

static bool found(trawl_filler filler)
{
  return filler.np != TRAWL_NONE || filler.mention != TRAWL_NONE;
}

/* ---- where a filler may stand ------------------------------------------------------------------ */

static bool role_fits(const trawl_phrase_arg *want, const trawl_frame_arg *arg)
{
  switch (want->role) {
  case TRAWL_ROLE_OBJECT:
    return arg->role == TRAWL_ROLE_OBJECT || arg->role == TRAWL_ROLE_COMPLEMENT;
  case TRAWL_ROLE_OBJECT2:
    return arg->role == TRAWL_ROLE_OBJECT2 || arg->role == TRAWL_ROLE_COMPLEMENT;
  default:
    return arg->role == want->role;
  }
}

/* On a noun: the possessor serves "by" if the phrase has one, else "of". */
static bool possessor_serves(const matcher *m, const trawl_phrase_arg *want)
{
  return m->phrase->by ? has_word(m, want->preps, rules_of(m)->by) : has_word(m, want->preps, rules_of(m)->of);
}

static bool prep_fits(const matcher *m, const trawl_phrase_arg *want, uint32_t prep)
{
  if (prep == TRAWL_NONE) {
    return false;
  }
  if (has_word(m, want->preps, prep)) {
    return true;
  }
  /* "the visit by X": of and by are one, unless the phrase tells them apart */
  return m->frame->kind == TRAWL_FRAME_NOUN && !m->phrase->by && prep == rules_of(m)->by && has_word(m, want->preps, rules_of(m)->of);
}

/* The preposition the text has as the verb's particle, or the other way round: "called on Y". */
static bool particle_as_preposition(const matcher *m, const trawl_phrase_arg *want, const trawl_frame_arg *arg)
{
  return want->role == TRAWL_ROLE_PREP && arg->role == TRAWL_ROLE_OBJECT
         && m->frame->particle != TRAWL_NONE && has_word(m, want->preps, m->frame->particle);
}

static trawl_filler find_in_frame(const matcher *m, const trawl_phrase_arg *want)
{
  trawl_filler best = {TRAWL_NONE, TRAWL_NONE, 255, false};
  bool aside = false; /* "based in London with offices in Oslo": what is in Oslo is not the verb's */
  for (uint32_t i = 0; i < m->frame->arg_count; ++i) {
    const trawl_frame_arg *arg = arg_at(m, i);
    aside |= arg->role == TRAWL_ROLE_PREP && arg->prep == rules_of(m)->with && found(best);
    if (aside && arg->role == TRAWL_ROLE_PREP && want->role == TRAWL_ROLE_PREP
        && !has_word(m, want->preps, rules_of(m)->with)) {
      continue;
    }
    bool fits = role_fits(want, arg) && (want->role != TRAWL_ROLE_PREP || prep_fits(m, want, arg->prep));
    fits = fits || (m->frame->kind == TRAWL_FRAME_NOUN && want->role == TRAWL_ROLE_PREP
                    && arg->role == TRAWL_ROLE_POSSESSOR && possessor_serves(m, want));
    fits = fits || particle_as_preposition(m, want, arg);
    if (fits && (arg->cost < best.cost || want->slot == TRAWL_SLOT_Y)
        && accepted(m, want, arg->np) != TRAWL_NONE
        && !(m->out->has_x && m->out->x.np == arg->np) && !(m->out->has_y && m->out->y.np == arg->np)) {
      const trawl_filler filler = {accepted(m, want, arg->np), TRAWL_NONE, arg->cost, arg->single};
      const bool better = arg->cost < best.cost;
      const trawl_filler other = better ? best : filler;
      best = better ? filler : best;
      if (found(other) && want->slot == TRAWL_SLOT_Y && want->role == TRAWL_ROLE_PREP
          && m->out->more_count < TRAWL_MORE_FILLERS) {
        m->out->more[m->out->more_count++] = other;
      }
    }
  }
  return best;
}

static trawl_filler find_on_noun(const matcher *m, const trawl_phrase_arg *want, uint32_t noun)
{
  for (uint32_t n = m->ctx->nps.start; n < m->ctx->nps.end; ++n) {
    const trawl_np *np = np_at(m, n);
    if (np->attached == noun && np->prep != TRAWL_NONE && !(np->flags & (TRAWL_NP_MEMBER | TRAWL_NP_TIME))
        && has_word(m, want->preps, trawl_doc_folded(m->ctx->doc, np->prep))
        && accepted(m, want, n) != TRAWL_NONE) {
      return (trawl_filler){accepted(m, want, n), TRAWL_NONE, 0, false};
    }
  }
  return (trawl_filler){TRAWL_NONE, TRAWL_NONE, 255, false};
}

/* What hangs on the noun of the argument before: its prepositional phrases; "of" and "by" also its owner. "President
 * and chief executive of Acme": what hangs on the last of a list of offices belongs to all of them. */
static trawl_filler find_on_host(const matcher *m, const trawl_phrase_arg *want)
{
  trawl_filler filler = {TRAWL_NONE, TRAWL_NONE, 255, false}, owners[4];
  if (m->host == TRAWL_NONE) {
    return filler;
  }
  const uint32_t possessor = np_at(m, m->host)->possessor;
  const bool by = has_word(m, want->preps, rules_of(m)->by);
  if (by && possessor != TRAWL_NONE && !(np_at(m, possessor)->flags & TRAWL_NP_TIME)) {
    return (trawl_filler){possessor, TRAWL_NONE, 0, false}; /* "condemned Iran's treatment of the guests" */
  }
  filler = find_on_noun(m, want, m->host);
  if (found(filler) && np_at(m, filler.np)->mention == TRAWL_NONE && possessor != TRAWL_NONE
      && np_at(m, possessor)->mention != TRAWL_NONE && has_word(m, want->preps, rules_of(m)->of)
      && head_has_category(m, m->host, TRAWL_IS_TITLE_HEAD)) {
    return (trawl_filler){possessor, TRAWL_NONE, 0, false}; /* "Nokia's head of marketing" */
  }
  if (!found(filler) && (by || has_word(m, want->preps, rules_of(m)->of))
      && trawl_owners(m->ctx, m->host, owners, TRAWL_COUNT(owners))) {
    return owners[0];
  }
  if (m->frame->kind == TRAWL_FRAME_COPULA) {
    for (uint32_t noun = np_at(m, m->host)->next; noun != TRAWL_NONE && !found(filler);
         noun = np_at(m, noun)->next) {
      filler = find_on_noun(m, want, noun);
    }
  }
  return filler;
}

/* "alleged that NATO was trying": the subject of the first clause below the frame. */
static trawl_filler find_in_clause(const matcher *m)
{
  const trawl_clauses *all = &m->ctx->doc->clauses;
  const uint32_t self = (uint32_t)(m->frame - all->frames.at);
  for (uint32_t f = self + 1; f < all->frames.len && all->frames.at[f].sentence == m->frame->sentence; ++f) {
    const trawl_frame *below = &all->frames.at[f];
    if (below->parent != self || below->embedding != TRAWL_EMBED_SPEECH) {
      continue;
    }
    for (uint32_t i = 0; i < below->arg_count; ++i) {
      const trawl_frame_arg *arg = &all->args.at[below->first_arg + i];
      if (arg->role == (below->passive ? TRAWL_ROLE_OBJECT : TRAWL_ROLE_SUBJECT)) {
        return (trawl_filler){arg->np, TRAWL_NONE, arg->cost, arg->single};
      }
    }
  }
  return (trawl_filler){TRAWL_NONE, TRAWL_NONE, 255, false};
}

/* ---- the phrase -------------------------------------------------------------------------------- */

/* A list of at least two, or a plural that stands for several. */
static bool is_several(const matcher *m, uint32_t np)
{
  const trawl_np *it = np_at(m, np);
  return it->next != TRAWL_NONE
         || (it->mention != TRAWL_NONE && m->ctx->doc->mentions.at[it->mention].member_count > 1);
}

/* "between X and Y", "X-Y talks", "X and Y held talks": one place with several members. */
static trawl_filler find_pair(const matcher *m, const trawl_phrase_arg *want)
{
  for (uint32_t i = 0; i < m->frame->arg_count; ++i) {
    const trawl_frame_arg *arg = arg_at(m, i);
    const bool between = arg->role == TRAWL_ROLE_PREP && prep_fits(m, want, arg->prep);
    if ((between || arg->role == TRAWL_ROLE_POSSESSOR) && is_several(m, arg->np)) {
      return (trawl_filler){arg->np, TRAWL_NONE, arg->cost, false};
    }
  }
  return (trawl_filler){TRAWL_NONE, TRAWL_NONE, 255, false};
}

/* Y is missing, the relation is symmetric and the subject is several: they do it with each other. Not for a
 * phrase of less than full weight: those who "work" need not work with each other. */
static bool reciprocal(matcher *m, const trawl_phrase_arg *want)
{
  const bool with = want->role == TRAWL_ROLE_PREP && has_word(m, want->preps, rules_of(m)->with);
  if ((!with && want->role != TRAWL_ROLE_OBJECT) || m->phrase->weight < 1.0F || !m->out->has_x || m->out->x.np == TRAWL_NONE
      || !is_several(m, m->out->x.np)) {
    return false;
  }
  for (uint32_t i = 0; i < m->frame->arg_count; ++i) {
    const uint8_t role = arg_at(m, i)->role;
    if ((role == TRAWL_ROLE_OBJECT || role == TRAWL_ROLE_OBJECT2) && arg_at(m, i)->np != m->out->x.np
        && arg_at(m, i)->np != m->host) {
      return false;
    }
  }
  m->out->pair = true;
  m->out->has_y = true;
  m->out->y = m->out->x;
  return true;
}

/* ---- why it does not fit ----------------------------------------------------------------------- */

static void refuse(trawl_refusal *why, trawl_reason reason, trawl_span tok)
{
  why->reason = (uint8_t)reason;
  why->tok = tok;
}

/* Whether another argument of the phrase asks for this preposition. */
static bool is_anothers(const matcher *m, const trawl_phrase_arg *want, uint32_t prep)
{
  for (uint32_t i = 0; i < m->phrase->arg_count; ++i) {
    const trawl_phrase_arg *other = &m->phrase->args[i];
    if (other != want && other->role == TRAWL_ROLE_PREP && has_word(m, other->preps, prep)) {
      return true;
    }
  }
  return false;
}

/* A phrase behind another preposition than the wanted one, with it; those that are somebody go first. */
static trawl_span other_preposition(const matcher *m, const trawl_phrase_arg *want)
{
  trawl_span best = {0, 0};
  bool known = false;
  for (uint32_t n = m->ctx->nps.start; n < m->ctx->nps.end; ++n) {
    const trawl_np *np = np_at(m, n);
    bool near = want->inner && m->host != TRAWL_NONE && np->attached == m->host;
    for (uint32_t i = 0; i < m->frame->arg_count && !near; ++i) {
      near = arg_at(m, i)->role == TRAWL_ROLE_PREP && arg_at(m, i)->np == n;
    }
    near = near && np->prep != TRAWL_NONE && !(np->flags & TRAWL_NP_TIME)
           && !is_anothers(m, want, trawl_doc_folded(m->ctx->doc, np->prep));
    if (near && accepted(m, want, n) != TRAWL_NONE
        && (best.end == 0 || (!known && np->mention != TRAWL_NONE))) {
      best = (trawl_span){np->prep, np->tok.end};
      known = np->mention != TRAWL_NONE;
    }
  }
  return best;
}

/* With a trace: what the frame has in the place of an argument that was not found. */
static void explain_missing(const matcher *m, const trawl_phrase_arg *want, trawl_refusal *why)
{
  trawl_span there = {0, 0};
  for (uint32_t i = 0; i < m->frame->arg_count; ++i) {
    const trawl_frame_arg *arg = arg_at(m, i);
    const bool fits = role_fits(want, arg) && (want->role != TRAWL_ROLE_PREP || prep_fits(m, want, arg->prep));
    if (fits && accepted(m, want, arg->np) == TRAWL_NONE) {
      there = np_at(m, arg->np)->tok;
    }
  }
  if (want->clause) {
    refuse(why, TRAWL_NO_CLAUSE_BELOW, there);
  } else if (there.end && want->slot == TRAWL_SLOT_WORD) {
    refuse(why, TRAWL_OTHER_NOUN, there);
  } else if (want->role == TRAWL_ROLE_SUBJECT) {
    refuse(why, TRAWL_NO_SUBJECT, there);
  } else if (want->role != TRAWL_ROLE_PREP) {
    refuse(why, want->slot == TRAWL_SLOT_QUALIFIER && there.end ? TRAWL_OTHER_NOUN : TRAWL_NO_OBJECT, there);
  } else {
    const trawl_span other = other_preposition(m, want);
    refuse(why, other.end ? TRAWL_OTHER_PREP : TRAWL_NO_PREP, other.end ? other : there);
  }
}

static void missing(const matcher *m, uint32_t arg, trawl_refusal *why)
{
  why->reason = TRAWL_NO_OBJECT;
  why->arg = (uint8_t)arg;
  if (m->ctx->doc->trace) {
    explain_missing(m, &m->phrase->args[arg], why);
  }
}

static trawl_status match_arg(matcher *m, uint32_t i, bool symmetric, trawl_refusal *why)
{
  const trawl_phrase_arg *want = &m->phrase->args[i];
  const bool starts_pair = i + 1 < m->phrase->arg_count && m->phrase->args[i + 1].pair;
  if (want->pair) {
    m->out->pair = true;
    m->out->has_y = m->out->has_x = true;
    m->out->y = m->out->x = (m->phrase->args[i - 1].slot == TRAWL_SLOT_X) ? m->out->x : m->out->y;
    return TRAWL_OK;
  }
  /* What hangs on the noun of the argument before is nearer than what hangs on the verb. */
  trawl_filler filler = want->inner && !starts_pair ? find_on_host(m, want)
                                                    : (trawl_filler){TRAWL_NONE, TRAWL_NONE, 255, false};
  if (!found(filler)) {
    filler = want->clause  ? find_in_clause(m)
             : starts_pair ? find_pair(m, want)
                           : find_in_frame(m, want);
  }
  if (!found(filler)) {
    const bool slot = want->slot == TRAWL_SLOT_Y || want->slot == TRAWL_SLOT_X;
    if (!symmetric || !slot || !reciprocal(m, want)) {
      missing(m, i, why);
    }
    return TRAWL_OK;
  }
  return fill(m, want, filler);
}

static bool particle_fits(const matcher *m)
{
  const trawl_word_set set = m->phrase->particles;
  if (!set.count) {
    /* a particle that the phrase does not name makes another verb: "turn down" is no "turn" */
    if (m->frame->particle == TRAWL_NONE) {
      return true;
    }
    for (uint32_t i = 0; i < m->phrase->arg_count; ++i) {
      if (m->phrase->args[i].role == TRAWL_ROLE_PREP && has_word(m, m->phrase->args[i].preps, m->frame->particle)) {
        return true;
      }
    }
    return false;
  }
  if (m->frame->particle != TRAWL_NONE && has_word(m, set, m->frame->particle)) {
    return true;
  }
  for (uint32_t i = 0; i < m->frame->arg_count; ++i) { /* "took over from": read as a preposition */
    if (arg_at(m, i)->prep != TRAWL_NONE && has_word(m, set, arg_at(m, i)->prep)) {
      return true;
    }
  }
  return false;
}

/* Objects that a particle read as preposition governs: "take over Y" with "over Y" as phrase. */
static trawl_filler object_behind_particle(const matcher *m, const trawl_phrase_arg *want)
{
  const trawl_filler none = {TRAWL_NONE, TRAWL_NONE, 255, false};
  if (!m->phrase->particles.count || want->role != TRAWL_ROLE_OBJECT) {
    return none;
  }
  for (uint32_t i = 0; i < m->frame->arg_count; ++i) {
    const trawl_frame_arg *arg = arg_at(m, i);
    if (arg->role == TRAWL_ROLE_PREP && has_word(m, m->phrase->particles, arg->prep)
        && accepted(m, want, arg->np) != TRAWL_NONE) {
      return (trawl_filler){accepted(m, want, arg->np), TRAWL_NONE, arg->cost, arg->single};
    }
  }
  return none;
}

static bool has_object(const matcher *m)
{
  for (uint32_t i = 0; i < m->frame->arg_count; ++i) {
    if (arg_at(m, i)->role == TRAWL_ROLE_OBJECT) {
      return true;
    }
  }
  return false;
}

/* Most phrases fail at a noun that they ask for: "X be member of Y" at every other apposition. Looked at
 * before anything is set up. */
static bool words_there(const matcher *m, trawl_refusal *why)
{
  for (uint32_t i = 0; i < m->phrase->arg_count; ++i) {
    const trawl_phrase_arg *want = &m->phrase->args[i];
    if (want->slot != TRAWL_SLOT_WORD || want->role == TRAWL_ROLE_PREP || want->role == TRAWL_ROLE_SUBJECT) {
      continue;
    }
    bool there = false;
    for (uint32_t k = 0; k < m->frame->arg_count && !there; ++k) {
      there = role_fits(want, arg_at(m, k)) && accepted(m, want, arg_at(m, k)->np) != TRAWL_NONE;
    }
    if (!there && !m->phrase->particles.count) {
      missing(m, i, why);
      return false;
    }
  }
  return true;
}

trawl_status trawl_match_phrase(const trawl_match_context *ctx, const trawl_phrase *phrase,
                                const trawl_frame *frame, bool symmetric, trawl_refusal *why,
                                trawl_match *out)
{
  matcher m = {.ctx = ctx, .phrase = phrase, .frame = frame, .host = TRAWL_NONE};
  *why = (trawl_refusal){.reason = TRAWL_FIRED};
  if (!particle_fits(&m)) {
    refuse(why, TRAWL_PARTICLE, frame->group);
    return TRAWL_OK;
  }
  if (!words_there(&m, why)) {
    return TRAWL_OK;
  }
  trawl_match match = {.has_x = false};
  m.out = &match;
  for (uint32_t i = 0; why->reason == TRAWL_FIRED && i < phrase->arg_count; ++i) {
    const trawl_filler behind = object_behind_particle(&m, &phrase->args[i]);
    if (found(behind) && !has_object(&m)) {
      TRAWL_TRY(fill(&m, &phrase->args[i], behind));
    } else {
      TRAWL_TRY(match_arg(&m, i, symmetric, why));
    }
  }
  if (why->reason == TRAWL_FIRED && !phrase->except && !(match.has_x && match.has_y)) {
    why->reason = match.has_x ? TRAWL_NO_OBJECT : TRAWL_NO_SUBJECT;
  }
  if (why->reason == TRAWL_FIRED) {
    *out = match;
  }
  return TRAWL_OK;
}
