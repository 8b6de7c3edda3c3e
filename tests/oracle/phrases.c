/* SPDX-License-Identifier: MIT
 * phrases.c - oracle phrases: relations with phrases on clauses.
 *
 * Relations go the way of a rule file.  Clauses are laid into a document as clauses.c would, so that they may be
 * anything; a noun phrase is a preposition and one token, behind which a comma stands. */
#include "phrases.h"

#include "stage/stage.h"

#include <stdlib.h>
#include <string.h>

enum { CLAUSES = 24, NEGATIVE = 0 };

typedef struct world {
  trawl_ruleset rules; /* only what the relations stage reads is in use */
  trawl_findings *findings;
  trawl_run_state run;
  trawl_doc doc;
  trawl_buf yaml;
  uint32_t heads[NPS]; /* tokens */
} world;

/* ---- rules ------------------------------------------------------------------------------------------------------- */

static const char words[] =
  "words:\n"
  "  preposition: [of, by, with, to, in, over]\n"
  "  particle: [up, over]\n"
  "  title: [chief, minister]\n";

static void parse(world *w, const char *text, size_t len, trawl_yaml_file *out)
{
  ORACLE_MUST(trawl_yaml_parse("oracle.yaml", text, len, &w->rules.arena, w->findings, out) == TRAWL_OK);
}

static uint32_t word_id(trawl_words *table, const char *text)
{
  uint32_t id;
  ORACLE_MUST(trawl_words_add(table, text, strlen(text), &id, NULL) == TRAWL_OK);
  return id;
}

static void world_init(world *w, const phrase_case *made)
{
  memset(w, 0, sizeof *w);
  w->findings = trawl_findings_new(0);
  ORACLE_MUST(w->findings);
  trawl_lexicon_init(&w->rules.lexicon);
  trawl_types_init(&w->rules.types);
  trawl_confidence_init(&w->rules.confidence);
  trawl_yaml_file file;
  parse(w, words, strlen(words), &file);
  ORACLE_MUST(trawl_lexicon_load_words(&w->rules.lexicon, &file, &w->rules.arena) == TRAWL_OK);
  for (uint32_t i = 0; i < VERBS; ++i) {
    const uint32_t verb = word_id(&w->rules.lexicon.words, phrase_verbs[i]);
    const uint32_t participle = word_id(&w->rules.lexicon.words, phrase_participles[i]);
    w->rules.lexicon.words.items.at[participle].lemma[TRAWL_POS_VERB] = verb;
  }
  oracle_print_relations(made, &w->yaml);
  parse(w, w->yaml.at, w->yaml.len, &file);
  const trawl_relation_loader loader = {.relations = &w->rules.relations, .lexicon = &w->rules.lexicon,
                                        .types = &w->rules.types, .arena = &w->rules.arena, .findings = w->findings};
  if (trawl_relations_load(&loader, &file) != TRAWL_OK) {
    const trawl_finding first = trawl_findings_at(w->findings, 0);
    fprintf(stderr, "%s\n%u:%u %s\n", trawl_buf_str(&w->yaml), first.line, first.column, first.message);
    oracle_give_up("a phrase is refused");
  }
  ORACLE_MUST(trawl_relations_finish(&loader) == TRAWL_OK);
  ORACLE_MUST(trawl_run_state_init(&w->run, &w->rules) == TRAWL_OK);
  ORACLE_MUST(trawl_doc_init(&w->doc, &w->rules.lexicon.words) == TRAWL_OK);
}

static void world_clear(world *w)
{
  trawl_run_state_clear(&w->run);
  trawl_doc_clear(&w->doc);
  trawl_relations_clear(&w->rules.relations);
  trawl_lexicon_clear(&w->rules.lexicon);
  trawl_arena_clear(&w->rules.arena);
  trawl_findings_free(w->findings);
  trawl_buf_clear(&w->yaml);
}

/* ---- clauses ------------------------------------------------------------------------------------------------------ */

static uint32_t add_token(world *w, const char *text, unsigned tag)
{
  trawl_doc *doc = &w->doc;
  const uint32_t i = doc->tokens.len;
  ORACLE_MUST(trawl_tokens_reserve(&doc->tokens, i + 1));
  trawl_tokens *t = &doc->tokens;
  t->len = i + 1;
  t->start[i] = (uint32_t)doc->text.len;
  t->size[i] = (uint16_t)strlen(text);
  trawl_doc_set_word(doc, i, word_id(&doc->words, text));
  t->kind[i] = tag == TRAWL_TAG_COMMA ? TRAWL_TOKEN_PUNCT : TRAWL_TOKEN_WORD;
  t->flags[i] = TRAWL_TOKEN_SPACE;
  t->tag[i] = (uint8_t)tag;
  t->mention[i] = TRAWL_NONE;
  trawl_buf_puts(&doc->text, text);
  trawl_buf_putc(&doc->text, ' ');
  return i;
}

static void add_entities(world *w)
{
  static const char *const names[NAMES] = {"N0", "N1", "N2", "N3", "N4", "N5"};
  for (uint32_t i = 0; i < NAMES; ++i) {
    const trawl_entity entity = {.name = names[i], .entry = TRAWL_NONE, .stands_for = TRAWL_NONE, .last_word = TRAWL_NONE,
                                 .noun = TRAWL_NONE, .type = (uint8_t)(i % NAME_TYPES)};
    ORACLE_MUST(trawl_vec_push(&w->doc.entities, entity));
  }
}

static uint32_t np_index(uint8_t np)
{
  return np == NO_NP ? TRAWL_NONE : np;
}

static void add_np(world *w, const case_np *np, uint32_t index)
{
  trawl_doc *doc = &w->doc;
  const uint32_t prep = np->prep == NO_WORD ? TRAWL_NONE : add_token(w, phrase_preps[np->prep], TRAWL_TAG_IN);
  char name[8];
  snprintf(name, sizeof name, "N%u", np->head);
  const uint32_t head = add_token(w, np->named ? name : phrase_nouns[np->head], np->named ? TRAWL_TAG_NNP : TRAWL_TAG_NN);
  w->heads[index] = head;
  trawl_np it = {.tok = {head, head + 1}, .head = head, .mention = TRAWL_NONE, .possessor = np_index(np->possessor),
                 .list = TRAWL_NONE, .next = np_index(np->next), .apposition = TRAWL_NONE,
                 .attached = np_index(np->attached), .prep = prep};
  it.flags = (uint16_t)((np->member ? TRAWL_NP_MEMBER : 0) | (np->time ? TRAWL_NP_TIME : 0));
  if (np->named) {
    const trawl_mention mention = {.tok = {head, head + 1}, .head = head, .entity = np->head, .antecedent = TRAWL_NONE,
                                   .source = "", .how = "name", .type = np->head % NAME_TYPES, .kind = TRAWL_MENTION_NAME};
    ORACLE_MUST(trawl_doc_add_mention(doc, mention, NULL, 0, &it.mention) == TRAWL_OK);
  }
  ORACLE_MUST(trawl_vec_push(&doc->clauses.nps, it));
  add_token(w, ",", TRAWL_TAG_COMMA);
}

static void add_frame(world *w, const phrase_case *made, const case_frame *frame)
{
  trawl_doc *doc = &w->doc;
  const bool noun = frame->kind == KIND_NOUN;
  const char *lemma = noun ? phrase_nouns[frame->lemma] : phrase_verbs[frame->lemma];
  const uint32_t trigger = add_token(w, lemma, noun ? TRAWL_TAG_NN : TRAWL_TAG_VBD);
  const trawl_frame it = {
    .kind = frame->kind,
    .embedding = frame->below == NO_NP ? TRAWL_EMBED_NONE : TRAWL_EMBED_SPEECH,
    .polarity = frame->negative ? TRAWL_NEGATIVE : TRAWL_POSITIVE,
    .passive = frame->passive,
    .trigger = trigger,
    .group = {trigger, trigger + 1},
    .lemma = doc->tokens.lemma[trigger],
    .particle = frame->particle == NO_WORD ? TRAWL_NONE : word_id(&doc->words, phrase_preps[frame->particle]),
    .parent = frame->below == NO_NP ? TRAWL_NONE : frame->below,
    .attribution = TRAWL_NONE, .time = TRAWL_NONE, .place = TRAWL_NONE,
    .negation_cue = TRAWL_NONE, .modality_cue = TRAWL_NONE,
    .first_arg = doc->clauses.args.len, .arg_count = frame->count};
  for (uint32_t i = 0; i < frame->count; ++i) {
    const case_arg *arg = &frame->args[i];
    const uint8_t prep = arg->role == ROLE_PREP ? made->nps[arg->np].prep : NO_WORD;
    const trawl_frame_arg to = {.np = arg->np, .prep = prep == NO_WORD ? TRAWL_NONE : word_id(&doc->words, phrase_preps[prep]),
                                .role = arg->role, .cost = arg->cost, .single = arg->single};
    ORACLE_MUST(trawl_vec_push(&doc->clauses.args, to));
  }
  ORACLE_MUST(trawl_vec_push(&doc->clauses.frames, it));
}

static void lay_clauses(world *w, const phrase_case *made)
{
  trawl_doc_reset(&w->doc);
  add_entities(w);
  for (uint32_t i = 0; i < made->np_count; ++i) {
    add_np(w, &made->nps[i], i);
  }
  for (uint32_t i = 0; i < made->frame_count; ++i) {
    add_frame(w, made, &made->frames[i]);
  }
  ORACLE_MUST(trawl_doc_sort_mentions(&w->doc) == TRAWL_OK);
  ORACLE_MUST(trawl_vec_push(&w->doc.sentences, (trawl_sentence){.tok = {0, w->doc.tokens.len}}));
}

/* ---- triples ------------------------------------------------------------------------------------------------------ */

enum { LINE = 300 };

static int by_text(const void *a, const void *b)
{
  return strcmp(a, b);
}

static void join(char (*lines)[LINE], uint32_t count, trawl_buf *out)
{
  qsort(lines, count, sizeof *lines, by_text);
  for (uint32_t i = 0; i < count; ++i) {
    trawl_buf_puts(out, lines[i]);
    trawl_buf_putc(out, '\n');
  }
}

static uint32_t frame_of(const world *w, const trawl_triple *triple)
{
  uint32_t frame = 0;
  while (w->doc.clauses.frames.at[frame].trigger != triple->trigger.start) {
    ++frame;
  }
  return frame;
}

static void program_triples(world *w, trawl_buf *out)
{
  static char lines[MAX_TRIPLES][LINE];
  const trawl_doc *doc = &w->doc;
  ORACLE_MUST(trawl_stage_relations(&w->run, &w->doc) == TRAWL_OK);
  ORACLE_MUST(doc->triples.len <= MAX_TRIPLES);
  for (uint32_t i = 0; i < doc->triples.len; ++i) {
    const trawl_triple *t = &doc->triples.at[i];
    const uint32_t x = doc->mentions.at[t->subject.mention].tok.start, y = doc->mentions.at[t->object.mention].tok.start;
    snprintf(lines[i], LINE, "%u: %u %s %u at %u %u%s, %.4f: %s [%s]", frame_of(w, t), t->subject.entity, t->relation_name,
             t->object.entity, x, y, t->polarity == TRAWL_NEGATIVE ? " not" : "", (double)t->confidence, t->phrase,
             t->qualifier_count ? t->qualifiers[0].value : "");
  }
  join(lines, doc->triples.len, out);
}

static uint32_t naive_triples(const world *w, const phrase_case *made, trawl_buf *out)
{
  static char lines[MAX_TRIPLES][LINE];
  oracle_triple triples[MAX_TRIPLES];
  const uint32_t count = oracle_naive_triples(made, triples);
  trawl_buf phrase = {0};
  for (uint32_t i = 0; i < count; ++i) {
    const oracle_triple *t = &triples[i];
    phrase.len = 0;
    oracle_print_phrase(t->phrase, &phrase);
    snprintf(lines[i], LINE, "%u: %u r%u %u at %u %u%s, %.4f: %s [%s]", t->frame, t->x, t->relation, t->y, w->heads[t->x_np],
             w->heads[t->y_np], t->negative ? " not" : "", (double)t->confidence, trawl_buf_str(&phrase),
             t->office < 0 ? "" : phrase_nouns[t->office]);
  }
  trawl_buf_clear(&phrase);
  join(lines, count, out);
  return count;
}

static bool agrees(world *w, const phrase_case *made, trawl_buf *is, trawl_buf *should, oracle_tally *tally)
{
  is->len = should->len = 0;
  lay_clauses(w, made);
  program_triples(w, is);
  const uint32_t count = naive_triples(w, made, should);
  tally->cases += 1;
  tally->matched += count > 0;
  tally->matches += count;
  return strcmp(trawl_buf_str(is), trawl_buf_str(should)) == 0;
}

/* ---- making it smaller --------------------------------------------------------------------------------------------- */

static bool differs(const phrase_case *made, FILE *print)
{
  world w;
  oracle_tally tally = {0};
  trawl_buf is = {0}, should = {0}, text = {0};
  world_init(&w, made);
  const bool differ = !agrees(&w, made, &is, &should, &tally);
  if (differ && print) {
    oracle_print_clauses(made, &text);
    fprintf(print, "%s\nclauses:\n%s", trawl_buf_str(&w.yaml), trawl_buf_str(&text));
    fprintf(print, "program:\n%s", is.at);
    fprintf(print, "by hand:\n%s", should.at);
  }
  world_clear(&w);
  trawl_buf_clear(&is);
  trawl_buf_clear(&should);
  trawl_buf_clear(&text);
  return differ;
}

/* Takes over what is smaller and differs still. */
static bool take(phrase_case *made, const phrase_case *smaller)
{
  const bool differ = differs(smaller, NULL);
  *made = differ ? *smaller : *made;
  return differ;
}

/* Leaves element `at` of `*count` out. */
static void leave_out(void *list, uint32_t *count, uint32_t at, size_t size)
{
  char *bytes = list;
  memmove(bytes + at * size, bytes + (at + 1) * size, (*count - at - 1) * size);
  --*count;
}

static bool shrink_rules(phrase_case *made)
{
  phrase_case smaller;
  for (uint32_t i = 0; i < made->relation_count && made->relation_count > 1; ++i) {
    smaller = *made;
    leave_out(smaller.relations, &smaller.relation_count, i, sizeof *smaller.relations);
    if (take(made, &smaller)) {
      return true;
    }
  }
  for (uint32_t i = 0; i < made->relation_count; ++i) {
    for (uint32_t k = 0; k < made->relations[i].phrase_count && made->relations[i].phrase_count > 1; ++k) {
      smaller = *made;
      leave_out(smaller.relations[i].phrases, &smaller.relations[i].phrase_count, k, sizeof(phrase_rule));
      if (take(made, &smaller)) {
        return true;
      }
    }
    smaller = *made;
    smaller.relations[i].except_count = 0;
    if (made->relations[i].except_count && take(made, &smaller)) {
      return true;
    }
  }
  return false;
}

static bool shrink_frames(phrase_case *made)
{
  phrase_case smaller;
  for (uint32_t i = made->frame_count; i-- > 1;) {
    smaller = *made;
    smaller.frame_count = i;
    if (take(made, &smaller)) {
      return true;
    }
  }
  for (uint32_t i = 0; i < made->frame_count; ++i) {
    for (uint32_t k = 0; k < made->frames[i].count; ++k) {
      smaller = *made;
      leave_out(smaller.frames[i].args, &smaller.frames[i].count, k, sizeof(case_arg));
      if (take(made, &smaller)) {
        return true;
      }
    }
  }
  return false;
}

/* Links of noun phrases, costs of places. */
static bool shrink_links(phrase_case *made)
{
  phrase_case smaller;
  for (uint32_t i = 0; i < made->np_count; ++i) {
    for (int link = 0; link < 3; ++link) {
      smaller = *made;
      case_np *np = &smaller.nps[i];
      uint8_t *const links[] = {&np->attached, &np->possessor, &np->next};
      const bool linked = *links[link] != NO_NP;
      *links[link] = NO_NP;
      if (linked && take(made, &smaller)) {
        return true;
      }
    }
  }
  for (uint32_t i = 0; i < made->frame_count; ++i) {
    for (uint32_t k = 0; k < made->frames[i].count; ++k) {
      smaller = *made;
      smaller.frames[i].args[k].cost = 0;
      if (made->frames[i].args[k].cost && take(made, &smaller)) {
        return true;
      }
    }
  }
  return false;
}

static void shrink(phrase_case *made)
{
  while (shrink_rules(made) || shrink_frames(made) || shrink_links(made)) {
  }
}

static bool round_of(uint64_t seed, oracle_tally *tally)
{
  oracle_random random = {seed};
  phrase_case made = {.relation_count = 0};
  trawl_buf is = {0}, should = {0};
  world w;
  oracle_make_relations(&made, &random);
  world_init(&w, &made);
  bool same = true;
  for (int i = 0; i < CLAUSES && same; ++i) {
    oracle_make_clauses(&made, &random);
    same = agrees(&w, &made, &is, &should, tally);
    for (uint32_t k = 0; k < w.doc.triples.len; ++k) {
      tally->counts[NEGATIVE] += w.doc.triples.at[k].polarity == TRAWL_NEGATIVE;
    }
  }
  world_clear(&w);
  if (!same) {
    shrink(&made);
    if (!differs(&made, stdout)) {
      printf("only behind other clauses: program\n%sby hand\n%s", is.at, should.at);
    }
  }
  trawl_buf_clear(&is);
  trawl_buf_clear(&should);
  return same;
}

const oracle_subject oracle_phrases = {
  .name = "phrases",
  .help = "phrases on clauses",
  .counts = {[NEGATIVE] = "denied"},
  .round = round_of,
};
