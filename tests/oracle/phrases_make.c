/* SPDX-License-Identifier: MIT
 * phrases_make.c - random relations with phrases, and clauses of the few words that they ask for. */
#include "phrases.h"

#include <string.h>

const char *const phrase_verbs[VERBS] = {"hit", "give", "take", "be"};
const char *const phrase_participles[VERBS] = {"hitten", "given", "taken", "been"};
const char *const phrase_nouns[NOUNS] = {"visit", "deal", "talk", "chief", "minister"};
const char *const phrase_preps[PREPS + 1] = {"of", "by", "with", "to", "in", "over", "up"};
const char *const phrase_types[4] = {"person", "organization", "country", "place"};

static uint8_t pick(oracle_random *random, uint32_t n)
{
  return (uint8_t)oracle_below(random, n);
}

/* One of n words, now and then two. */
static uint8_t word_set(oracle_random *random, uint32_t n)
{
  return (uint8_t)(1u << pick(random, n) | (oracle_once_in(random, 3) ? 1u << pick(random, n) : 0));
}

/* ---- phrases ------------------------------------------------------------------------------------------------------ */

static phrase_arg *add_arg(phrase_rule *phrase, uint8_t role, uint8_t slot, oracle_random *random)
{
  phrase_arg *arg = &phrase->args[phrase->count++];
  *arg = (phrase_arg){.role = role, .slot = slot, .nouns = word_set(random, 3), .many = oracle_once_in(random, 4)};
  return arg;
}

static phrase_arg *add_prep(phrase_rule *phrase, uint8_t slot, oracle_random *random)
{
  phrase_arg *arg = add_arg(phrase, ROLE_PREP, slot, random);
  arg->preps = word_set(random, PREPS);
  return arg;
}

/* Behind the verb: `slots` of X and Y are still to be placed. */
static void add_tail(phrase_rule *phrase, const uint8_t *slots, uint32_t count, oracle_random *random)
{
  const uint8_t role = phrase->kind == KIND_COPULA ? ROLE_COMPLEMENT : ROLE_OBJECT;
  const bool copula = phrase->kind == KIND_COPULA;
  uint32_t next = 0;
  if (phrase->kind != KIND_NOUN && !phrase->participle && !oracle_once_in(random, 4)) {
    const uint8_t other = copula && oracle_once_in(random, 2) ? SLOT_OFFICE : oracle_once_in(random, 3) ? SLOT_ANY : SLOT_WORD;
    const bool placed = count && oracle_once_in(random, 2);
    add_arg(phrase, role, placed ? slots[next++] : other, random)->optional = !placed && oracle_once_in(random, 5);
    if (oracle_once_in(random, 5)) {
      const bool second = next < count && oracle_once_in(random, 2);
      add_arg(phrase, copula ? ROLE_COMPLEMENT : ROLE_OBJECT2, second ? slots[next++] : SLOT_WORD, random);
    }
  }
  if (next < count && phrase->kind == KIND_VERB && !phrase->participle && oracle_once_in(random, 10)) {
    add_arg(phrase, ROLE_SUBJECT, slots[next++], random)->clause = true;
  }
  while (next < count) {
    add_prep(phrase, slots[next++], random);
  }
  if (phrase->count < ARGS && oracle_once_in(random, 4)) {
    add_prep(phrase, oracle_once_in(random, 2) ? SLOT_ANY : SLOT_WORD, random)->optional = oracle_once_in(random, 2);
  }
}

/* "between X and Y" */
static void make_pair(phrase_rule *phrase, oracle_random *random)
{
  phrase_arg *first = add_prep(phrase, SLOT_X, random);
  phrase_arg *second = &phrase->args[phrase->count++];
  *second = *first;
  second->slot = SLOT_Y;
  second->pair = true;
  if (oracle_once_in(random, 3)) {
    first->slot = SLOT_Y;
    second->slot = SLOT_X;
  }
}

/* "over" is a particle where a preposition follows. */
static void make_particle(phrase_rule *phrase, oracle_random *random)
{
  if (phrase->kind == KIND_VERB && !phrase->participle && oracle_once_in(random, 4)) {
    const bool prep_next = phrase->count > 1 && phrase->args[1].role == ROLE_PREP && !phrase->args[1].optional;
    phrase->particles = (uint8_t)(1u << (prep_next && oracle_once_in(random, 2) ? PREP_OVER : PARTICLE_UP));
  }
}

static phrase_rule make_phrase(oracle_random *random, bool except)
{
  phrase_rule phrase = {.kind = pick(random, 3), .half = oracle_once_in(random, 4)};
  const bool swap = oracle_once_in(random, 3);
  const uint8_t slots[] = {swap ? SLOT_Y : SLOT_X, swap ? SLOT_X : SLOT_Y};
  phrase.triggers = phrase.kind == KIND_COPULA ? 1u << (VERBS - 1) : word_set(random, VERBS - 1);
  phrase.participle = phrase.kind == KIND_VERB && oracle_once_in(random, 5);
  phrase.many = phrase.kind != KIND_COPULA && !phrase.participle && oracle_once_in(random, 6);
  if (phrase.kind == KIND_NOUN && oracle_once_in(random, 4)) {
    make_pair(&phrase, random);
  } else if (phrase.kind == KIND_NOUN) {
    add_tail(&phrase, slots, 2, random);
  } else {
    const bool somebody = oracle_once_in(random, 6);
    add_arg(&phrase, phrase.participle ? ROLE_OBJECT : ROLE_SUBJECT, somebody ? SLOT_ANY : slots[0], random);
    add_tail(&phrase, slots + !somebody, somebody ? 2 : 1, random);
  }
  make_particle(&phrase, random);
  for (uint32_t i = 0; except && i < phrase.count; ++i) {
    const bool slot = phrase.args[i].slot == SLOT_X || phrase.args[i].slot == SLOT_Y;
    phrase.args[i].slot = slot && oracle_once_in(random, 2) ? SLOT_ANY : phrase.args[i].slot;
  }
  return phrase;
}

void oracle_make_relations(phrase_case *made, oracle_random *random)
{
  made->relation_count = 1 + oracle_below(random, RELATIONS);
  for (uint32_t i = 0; i < made->relation_count; ++i) {
    phrase_relation *relation = &made->relations[i];
    *relation = (phrase_relation){.x = (uint8_t)(1 + pick(random, 15)), .y = (uint8_t)(1 + pick(random, 15))};
    relation->symmetric = oracle_once_in(random, 3);
    relation->y = relation->symmetric ? relation->x : relation->y;
    relation->priority = oracle_once_in(random, 4);
    relation->phrase_count = 1 + oracle_below(random, PHRASES);
    for (uint32_t k = 0; k < relation->phrase_count; ++k) {
      const phrase_relation *other = &made->relations[pick(random, i + 1)];
      const bool like = oracle_once_in(random, 4) && other != relation;
      relation->phrases[k] = like ? other->phrases[pick(random, other->phrase_count)] : make_phrase(random, false);
    }
    relation->except_count = oracle_once_in(random, 4);
    relation->except[0] = make_phrase(random, true);
    relation->except[0].half = false;
  }
}

/* ---- how they are written ----------------------------------------------------------------------------------------- */

/* `many`: among words that no text has. */
static void print_words(const char *const *words, unsigned set, bool many, trawl_buf *out)
{
  trawl_buf_puts(out, many ? "$some|" : "");
  bool first = true;
  for (unsigned i = 0; set >> i; ++i) {
    if (set >> i & 1) {
      trawl_buf_printf(out, "%s%s", first ? "" : "|", words[i]);
      first = false;
    }
  }
  trawl_buf_puts(out, many ? "|$more" : "");
}

static void print_slot(const phrase_arg *arg, trawl_buf *out)
{
  static const char *const slots[] = {"", "X", "Y", "_", "{role:title}"};
  if (arg->slot == SLOT_WORD) {
    print_words(phrase_nouns, arg->nouns, arg->many, out);
  }
  trawl_buf_puts(out, slots[arg->slot]);
}

static void print_arg(const phrase_arg *arg, trawl_buf *out)
{
  trawl_buf_puts(out, arg->optional ? " (" : " ");
  if (arg->clause) {
    trawl_buf_puts(out, "that ");
  } else if (arg->pair) {
    trawl_buf_puts(out, "and ");
  } else if (arg->role == ROLE_PREP) {
    print_words(phrase_preps, arg->preps, false, out);
    trawl_buf_putc(out, ' ');
  }
  print_slot(arg, out);
  trawl_buf_puts(out, arg->optional ? ")" : "");
}

void oracle_print_phrase(const phrase_rule *phrase, trawl_buf *out)
{
  const uint32_t front = phrase->kind != KIND_NOUN;
  if (front) {
    print_slot(&phrase->args[0], out);
    trawl_buf_puts(out, phrase->participle ? " be " : " ");
  }
  print_words(phrase->kind == KIND_NOUN ? phrase_nouns : phrase->participle ? phrase_participles : phrase_verbs,
              phrase->triggers, phrase->many, out);
  if (phrase->particles) {
    trawl_buf_putc(out, ' ');
    print_words(phrase_preps, phrase->particles, false, out);
  }
  for (uint32_t i = front; i < phrase->count; ++i) {
    print_arg(&phrase->args[i], out);
  }
}

static void print_types(const char *key, unsigned types, trawl_buf *out)
{
  trawl_buf_printf(out, "    %s: [", key);
  bool first = true;
  for (unsigned i = 0; i < 4; ++i) {
    if (types >> i & 1) {
      trawl_buf_printf(out, "%s%s", first ? "" : ", ", phrase_types[i]);
      first = false;
    }
  }
  trawl_buf_puts(out, "]\n");
}

static void print_phrases(const char *key, const phrase_rule *phrases, uint32_t count, trawl_buf *out)
{
  trawl_buf_printf(out, "    %s:\n", key);
  for (uint32_t i = 0; i < count; ++i) {
    trawl_buf_puts(out, "      - {phrase: '");
    oracle_print_phrase(&phrases[i], out);
    trawl_buf_printf(out, "'%s}\n", phrases[i].half ? ", weight: 0.5" : "");
  }
}

void oracle_print_relations(const phrase_case *made, trawl_buf *out)
{
  trawl_buf_puts(out, "let:\n  some: [a, c, d, e, f, g, h, i]\n  more: [j, k, l, m, n, o, p, q]\nrelations:\n");
  for (uint32_t i = 0; i < made->relation_count; ++i) {
    const phrase_relation *relation = &made->relations[i];
    trawl_buf_printf(out, "  - name: r%u\n", i);
    print_types("X", relation->x, out);
    print_types("Y", relation->y, out);
    trawl_buf_printf(out, "    symmetric: %s\n    priority: %d\n", relation->symmetric ? "yes" : "no", relation->priority);
    print_phrases("phrases", relation->phrases, relation->phrase_count, out);
    if (relation->except_count) {
      print_phrases("except", relation->except, relation->except_count, out);
    }
  }
}

/* ---- clauses ------------------------------------------------------------------------------------------------------ */

static void make_nps(phrase_case *made, oracle_random *random)
{
  made->np_count = 2 + oracle_below(random, NPS - 1);
  for (uint32_t i = 0; i < made->np_count; ++i) {
    case_np *np = &made->nps[i];
    *np = (case_np){.named = !oracle_once_in(random, 3), .prep = NO_WORD, .attached = NO_NP, .possessor = NO_NP, .next = NO_NP};
    np->head = pick(random, np->named ? NAMES : NOUNS);
    np->prep = oracle_once_in(random, 2) ? pick(random, PREPS) : NO_WORD;
    np->time = oracle_once_in(random, 15);
    if (i && np->prep != NO_WORD && oracle_once_in(random, 2)) {
      np->attached = pick(random, i);
    }
    if (i && oracle_once_in(random, 6)) {
      np->possessor = pick(random, i);
    }
    if (i && oracle_once_in(random, 4)) {
      made->nps[i - 1].next = (uint8_t)i;
      np->member = true;
    }
  }
}

static uint8_t lowest(unsigned set)
{
  return (uint8_t)__builtin_ctz(set);
}

/* A name of one of the types, or any. */
static uint8_t name_of(uint8_t types, oracle_random *random)
{
  uint8_t name = pick(random, NAMES);
  while (!(types >> name % NAME_TYPES & 1)) {
    name = pick(random, NAMES);
  }
  return name;
}

/* An argument as the phrase asks for it, its noun phrase changed to fit. */
static void fit_arg(phrase_case *made, case_arg *arg, const phrase_relation *relation, const phrase_arg *want,
                    oracle_random *random)
{
  case_np *np = &made->nps[arg->np];
  arg->role = want->role;
  if (want->role == ROLE_PREP && want->preps) {
    np->prep = lowest(want->preps);
  }
  np->named = want->slot != SLOT_WORD && want->slot != SLOT_OFFICE;
  np->head = want->slot == SLOT_WORD     ? lowest(want->nouns)
             : want->slot == SLOT_OFFICE ? (uint8_t)(NOUNS - 1 - pick(random, 2))
             : want->slot == SLOT_X      ? name_of(relation->x, random)
             : want->slot == SLOT_Y      ? name_of(relation->y, random)
                                         : pick(random, NAMES);
}

static void make_arg(phrase_case *made, case_arg *arg, oracle_random *random)
{
  *arg = (case_arg){.np = pick(random, made->np_count), .role = pick(random, 6)};
  arg->cost = oracle_once_in(random, 3) ? pick(random, 3) : 0;
  arg->single = oracle_once_in(random, 8);
  if (arg->role == ROLE_PREP && made->nps[arg->np].prep == NO_WORD) {
    made->nps[arg->np].prep = pick(random, PREPS);
  }
}

/* What a phrase asks for, more or less; what hangs on the noun before may do so, or on the verb. */
static void make_args(phrase_case *made, case_frame *frame, const phrase_relation *relation, const phrase_rule *like,
                      oracle_random *random)
{
  uint8_t before = NO_NP;
  for (uint32_t i = 0; i < like->count && frame->count < FRAME_ARGS; ++i) {
    case_arg *arg = &frame->args[frame->count];
    const phrase_arg *want = &like->args[i];
    make_arg(made, arg, random);
    if (want->clause || want->pair) {
      continue;
    }
    if (!oracle_once_in(random, 12)) {
      fit_arg(made, arg, relation, want, random);
    }
    case_np *np = &made->nps[arg->np];
    if (like->particles && frame->particle == NO_WORD && arg->role == ROLE_OBJECT) { /* read as a preposition */
      arg->role = ROLE_PREP;
      np->prep = lowest(like->particles);
    }
    const bool hangs = before != NO_NP && before != arg->np && want->role == ROLE_PREP && oracle_once_in(random, 4);
    np->attached = hangs ? before : np->attached;
    before = arg->np;
    frame->count += !hangs || oracle_once_in(random, 2);
  }
  if (frame->count < FRAME_ARGS && oracle_once_in(random, 4)) {
    make_arg(made, &frame->args[frame->count++], random);
  }
}

static void make_frame(phrase_case *made, uint32_t which, oracle_random *random)
{
  case_frame *frame = &made->frames[which];
  const phrase_relation *relation = &made->relations[oracle_below(random, made->relation_count)];
  const bool blocked = relation->except_count && oracle_once_in(random, 6);
  const phrase_rule *like = blocked ? &relation->except[0] : &relation->phrases[oracle_below(random, relation->phrase_count)];
  *frame = (case_frame){.kind = like->kind, .particle = NO_WORD, .below = NO_NP};
  frame->lemma = oracle_once_in(random, 10) ? pick(random, VERBS - 1) : lowest(like->triggers);
  frame->negative = oracle_once_in(random, 5);
  frame->passive = oracle_once_in(random, 5);
  if (like->particles && !oracle_once_in(random, 4)) {
    frame->particle = lowest(like->particles);
  } else if (frame->kind == KIND_VERB && oracle_once_in(random, 12)) {
    frame->particle = (uint8_t)(PREP_OVER + pick(random, 2));
  }
  if (which && oracle_once_in(random, 2)) {
    frame->below = pick(random, which);
  }
  make_args(made, frame, relation, like, random);
}

void oracle_make_clauses(phrase_case *made, oracle_random *random)
{
  make_nps(made, random);
  made->frame_count = 1 + oracle_below(random, FRAMES);
  for (uint32_t i = 0; i < made->frame_count; ++i) {
    make_frame(made, i, random);
  }
}

void oracle_print_clauses(const phrase_case *made, trawl_buf *out)
{
  static const char *const roles[] = {"subject", "object", "object2", "prep", "complement", "possessor"};
  static const char *const kinds[] = {"verb", "copula", "noun"};
  for (uint32_t i = 0; i < made->np_count; ++i) {
    const case_np *np = &made->nps[i];
    trawl_buf_printf(out, "  %u: %s%s", i, np->prep == NO_WORD ? "" : phrase_preps[np->prep], np->prep == NO_WORD ? "" : " ");
    if (np->named) {
      trawl_buf_printf(out, "N%u (%s)", np->head, phrase_types[np->head % NAME_TYPES]);
    } else {
      trawl_buf_puts(out, phrase_nouns[np->head]);
    }
    const uint8_t links[] = {np->attached, np->possessor, np->next};
    static const char *const names[] = {" on ", " of ", " and "};
    for (int k = 0; k < 3; ++k) {
      if (links[k] != NO_NP) {
        trawl_buf_printf(out, "%s%u", names[k], links[k]);
      }
    }
    trawl_buf_printf(out, "%s%s\n", np->time ? " time" : "", np->member ? " member" : "");
  }
  for (uint32_t i = 0; i < made->frame_count; ++i) {
    const case_frame *frame = &made->frames[i];
    trawl_buf_printf(out, "  %s %s%s%s%s", kinds[frame->kind],
                     frame->kind == KIND_NOUN ? phrase_nouns[frame->lemma] : phrase_verbs[frame->lemma],
                     frame->particle == NO_WORD ? "" : " ~", frame->particle == NO_WORD ? "" : phrase_preps[frame->particle],
                     frame->passive ? " passive:" : ":");
    for (uint32_t k = 0; k < frame->count; ++k) {
      const case_arg *arg = &frame->args[k];
      trawl_buf_printf(out, " %s=%u%s", roles[arg->role], arg->np, arg->single ? "!" : "");
      if (arg->cost) {
        trawl_buf_printf(out, "+%u", arg->cost);
      }
    }
    if (frame->below != NO_NP) {
      trawl_buf_printf(out, " below %u", frame->below);
    }
    trawl_buf_putc(out, '\n');
  }
}
