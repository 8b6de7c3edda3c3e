/* SPDX-License-Identifier: MIT
 * pattern_capture.c - which tokens and mentions the captures of a match got.
 *
 * A match is known by its pattern and span.  A depth-first walk over the pattern's states, in the order of
 * preference that the compiler left in their `next` lists, finds the preferred path that takes the span
 * exactly.  Dead ends are marked by state and token, so no pair is entered twice. */
#include "rule/pattern_set.h"

#include <string.h>

typedef struct walk {
  trawl_matcher *m;
  const trawl_program *program;
  trawl_span span;
} walk;

/* Marks (state, token) as entered; false when it was before. */
static bool enter(const walk *w, uint32_t state, uint32_t at)
{
  const size_t bit =
    (size_t)(at - w->span.start) * w->program->state_count + (state - w->program->first_state);
  uint64_t *word = &w->m->failed.at[bit >> 6];
  const uint64_t mask = UINT64_C(1) << (bit & 63);
  const bool fresh = !(*word & mask);
  *word |= mask;
  return fresh;
}

/* The next way for the state of a step to take tokens; false when there is none (left). */
static bool take(const walk *w, trawl_path_step *step)
{
  trawl_matcher *m = w->m;
  const trawl_item *item = &m->set->states.at[step->state].item;
  bool taken = false;
  if (item->kind == TRAWL_ITEM_MENTION) {
    if (!m->types_at.at[step->at - m->tok.start]) {
      return false;
    }
    uint32_t i =
      step->mention == TRAWL_NONE ? m->first_mention.at[step->at - m->tok.start] : step->mention + 1;
    for (; i < m->doc->sorted_mentions && !taken; ++i) {
      const trawl_mention *mention = &m->doc->mentions.at[i];
      if (mention->tok.start != step->at) {
        break;
      }
      if (trawl_pattern_takes(m->doc, mention, item->types, w->span.start, w->span.end)) {
        step->mention = i;
        step->end = mention->tok.end;
        taken = true;
      }
    }
    return taken;
  }
  if (step->end != step->at) {
    return false; /* one token can be taken in one way only */
  }
  step->end = step->at + 1;
  return trawl_pattern_passes(m, item, step->at);
}

static bool push(walk *w, uint32_t state, uint32_t at)
{
  const trawl_path_step step = {.state = state, .at = at, .end = at, .mention = TRAWL_NONE};
  return trawl_vec_push(&w->m->path, step);
}

/* Is the path on top of the stack complete? */
static bool arrived(const walk *w, const trawl_path_step *step)
{
  const uint8_t accept = w->m->set->states.at[step->state].accept;
  return step->end == w->span.end
         && (accept == TRAWL_ACCEPT
             || (accept == TRAWL_ACCEPT_AT_END && step->end == w->m->tok.end));
}

/* Enters the next state behind the step, or lets it take its tokens in another way, or drops it. */
static trawl_status advance(walk *w, uint32_t top)
{
  trawl_path_step *step = &w->m->path.at[top];
  const trawl_state *state = &w->m->set->states.at[step->state];
  while (step->end < w->span.end && step->choice < state->next_count) {
    const uint32_t next = w->m->set->next.at[state->first_next + step->choice++];
    if (enter(w, next, step->end)) {
      TRAWL_TRY_MEM(push(w, next, step->end));
      return TRAWL_OK;
    }
  }
  step->choice = 0;
  if (!take(w, step)) {
    w->m->path.len = top;
  }
  return TRAWL_OK;
}

/* Walks from one start state; `*done` says that m->path is the path. */
static trawl_status walk_from(walk *w, uint32_t state, bool *done)
{
  trawl_matcher *m = w->m;
  m->path.len = 0;
  *done = false;
  if (!enter(w, state, w->span.start)) {
    return TRAWL_OK;
  }
  TRAWL_TRY_MEM(push(w, state, w->span.start));
  while (m->path.len) {
    const uint32_t top = m->path.len - 1;
    trawl_path_step *step = &m->path.at[top];
    if (step->end == step->at && !take(w, step)) {
      m->path.len = top;
      continue;
    }
    if (arrived(w, step)) {
      *done = true;
      return TRAWL_OK;
    }
    TRAWL_TRY(advance(w, top));
  }
  return TRAWL_OK;
}

static trawl_capture *capture_of(trawl_pattern_match *out, uint8_t name)
{
  for (uint32_t i = 0; i < out->capture_count; ++i) {
    if (out->captures[i].name == name) {
      return &out->captures[i];
    }
  }
  return NULL;
}

/* A group gets all that its items took, from the first to the last. */
static void grow_capture(trawl_pattern_match *out, uint8_t name, const trawl_path_step *step)
{
  trawl_capture *capture = capture_of(out, name);
  if (!capture) {
    capture = &out->captures[out->capture_count++];
    *capture = (trawl_capture){name, {step->at, step->end}, TRAWL_NONE};
  }
  capture->tok.end = step->end;
}

/* A mention that is captured under a name twice: the last one. */
static void set_capture(trawl_pattern_match *out, uint8_t name, const trawl_path_step *step)
{
  trawl_capture *capture = capture_of(out, name);
  if (!capture) {
    capture = &out->captures[out->capture_count++];
  }
  *capture = (trawl_capture){name, {step->at, step->end}, step->mention};
}

trawl_status trawl_pattern_capture(trawl_matcher *m, const trawl_event *event,
                                   trawl_pattern_match *out)
{
  const trawl_program *program = &m->set->programs.at[event->program];
  out->owner = &program->owner;
  out->tok = (trawl_span){event->start, event->end};
  if (program->slot_count == 0) {
    return TRAWL_OK;
  }
  walk w = {m, program, out->tok};
  const size_t bits = (size_t)(event->end - event->start + 1) * program->state_count;
  TRAWL_TRY_MEM(trawl_vec_reserve(&m->failed, bits / 64 + 1));
  memset(m->failed.at, 0, (bits / 64 + 1) * sizeof *m->failed.at);
  bool done = false;
  for (uint32_t i = 0; i < program->start_count && !done; ++i) {
    const trawl_start *start = &m->set->starts.at[program->first_start + i];
    if (!start->at_start || event->start == m->tok.start) {
      TRAWL_TRY(walk_from(&w, start->state, &done));
    }
  }
  for (uint32_t i = 0; i < m->path.len && done; ++i) {
    const trawl_path_step *step = &m->path.at[i];
    const trawl_state *state = &m->set->states.at[step->state];
    for (uint8_t slot = 0; slot < program->slot_count; ++slot) {
      if (state->captures >> slot & 1) {
        grow_capture(out, program->slots[slot], step);
      }
    }
    if (state->item.kind == TRAWL_ITEM_MENTION && state->item.slot != TRAWL_NO_SLOT) {
      set_capture(out, program->slots[state->item.slot], step);
    }
  }
  return TRAWL_OK;
}
