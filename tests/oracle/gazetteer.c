/* SPDX-License-Identifier: MIT
 * gazetteer.c - oracle gazetteer: lists of names, in YAML and TSV, on texts. */
#include "gazetteer.h"

#include "stage/stage.h"

#include <stdlib.h>
#include <string.h>

enum { TEXTS = 24, INSIDE = 0 };

typedef struct world {
  trawl_ruleset rules; /* only gazetteer, lexicon.words and types are in use */
  trawl_arena arena;
  trawl_findings *findings;
  trawl_run_state run;
  trawl_doc doc;
  trawl_buf yaml, tsv;
} world;

/* Names are words with blanks between them. */
static uint32_t cut(void *with, const char *name, size_t len, trawl_span *words, uint32_t max)
{
  uint32_t n = 0;
  (void)with;
  for (size_t at = 0; at < len && n < max;) {
    const char *blank = memchr(name + at, ' ', len - at);
    const size_t end = blank ? (size_t)(blank - name) : len;
    words[n++] = (trawl_span){(uint32_t)at, (uint32_t)end};
    at = end + 1;
  }
  return n;
}

static uint32_t word_id(trawl_words *words, const char *text)
{
  uint32_t id;
  ORACLE_MUST(trawl_words_add(words, text, strlen(text), &id, NULL) == TRAWL_OK);
  return id;
}

static void world_init(world *w, const gaz_case *made)
{
  memset(w, 0, sizeof *w);
  trawl_words *words = &w->rules.lexicon.words;
  w->findings = trawl_findings_new(0);
  ORACLE_MUST(w->findings);
  trawl_words_init(words, NULL);
  trawl_types_init(&w->rules.types);
  oracle_print_names(made, &w->yaml, &w->tsv);
  const trawl_gazetteer_loader loader = {.gazetteer = &w->rules.gazetteer, .words = words, .types = &w->rules.types,
                                         .arena = &w->arena, .findings = w->findings, .cut = cut};
  const trawl_source source = {.name = "names.tsv", .text = trawl_buf_str(&w->tsv), .len = w->tsv.len};
  trawl_yaml_file file;
  ORACLE_MUST(trawl_yaml_parse("names.yaml", w->yaml.at, w->yaml.len, &w->arena, w->findings, &file) == TRAWL_OK);
  ORACLE_MUST(trawl_gazetteer_load_tsv(&loader, &source) == TRAWL_OK);
  ORACLE_MUST(trawl_gazetteer_load_yaml(&loader, &file) == TRAWL_OK);
  ORACLE_MUST(trawl_gazetteer_finish(&loader) == TRAWL_OK);
  for (uint32_t i = 0; i < GAZ_FORMS; ++i) {
    if (gaz_forms[i].common && gaz_forms[i].lower == i) {
      const uint32_t id = word_id(words, gaz_forms[i].text);
      words->items.at[id].known = 1;
    }
  }
  w->run.rules = &w->rules;
  ORACLE_MUST(trawl_doc_init(&w->doc, words) == TRAWL_OK);
}

static void world_clear(world *w)
{
  trawl_doc_clear(&w->doc);
  trawl_gazetteer_clear(&w->rules.gazetteer);
  trawl_words_clear(&w->rules.lexicon.words);
  trawl_arena_clear(&w->arena);
  trawl_findings_free(w->findings);
  trawl_buf_clear(&w->yaml);
  trawl_buf_clear(&w->tsv);
}

static uint8_t tag_of(const gaz_token *token)
{
  const char *text = gaz_forms[token->form].text;
  const char *tag = gaz_forms[token->form].shape != GAZ_OTHER ? gaz_tags[token->tag]
                    : *text == '('                            ? "-LRB-"
                    : *text == ':'                            ? ":"
                                                              : ",";
  return (uint8_t)trawl_tag_named(tag, strlen(tag));
}

static void lay_text(world *w, const gaz_case *made)
{
  trawl_doc *doc = &w->doc;
  trawl_doc_reset(doc);
  ORACLE_MUST(trawl_tokens_reserve(&doc->tokens, made->token_count));
  trawl_tokens *t = &doc->tokens;
  for (uint32_t i = 0; i < made->token_count; ++i) {
    const gaz_form *form = &gaz_forms[made->tokens[i].form];
    t->len = i + 1;
    t->start[i] = (uint32_t)doc->text.len;
    t->size[i] = (uint16_t)strlen(form->text);
    trawl_doc_set_word(doc, i, word_id(&doc->words, form->text));
    t->kind[i] = form->shape == GAZ_OTHER ? TRAWL_TOKEN_PUNCT : TRAWL_TOKEN_WORD;
    t->flags[i] = (uint8_t)(TRAWL_TOKEN_SPACE | (*form->text == '(' ? TRAWL_TOKEN_OPEN : 0)
                            | (made->headline ? TRAWL_TOKEN_HEADLINE : 0));
    t->tag[i] = tag_of(&made->tokens[i]);
    trawl_buf_puts(&doc->text, form->text);
    trawl_buf_putc(&doc->text, ' ');
  }
  const trawl_sentence sentence = {.tok = {0, made->token_count}, .headline = made->headline};
  ORACLE_MUST(trawl_vec_push(&doc->sentences, sentence));
}

static void program_names(world *w, trawl_buf *out, oracle_tally *tally)
{
  const trawl_doc *doc = &w->doc;
  ORACLE_MUST(trawl_stage_gazetteer(&w->run, &w->doc) == TRAWL_OK);
  for (uint32_t i = 0; i < doc->mentions.len; ++i) {
    const trawl_mention *m = &doc->mentions.at[i];
    trawl_buf_printf(out, "%u-%u %s", m->tok.start, m->tok.end, w->rules.types.names[m->type]);
    for (uint32_t c = 0; c < m->cand_count; ++c) {
      trawl_buf_printf(out, " %s", trawl_entry_id(&w->rules.gazetteer, doc->cands.at[m->first_cand + c]));
    }
    trawl_buf_puts(out, m->kind == TRAWL_MENTION_DEMONYM ? "*\n" : "\n");
    tally->counts[INSIDE] += m->outer != TRAWL_NONE;
  }
}

static bool agrees(world *w, const gaz_case *made, trawl_buf *is, trawl_buf *should, oracle_tally *tally)
{
  is->len = should->len = 0;
  lay_text(w, made);
  program_names(w, is, tally);
  const uint32_t count = oracle_naive_names(made, should);
  tally->cases += 1;
  tally->matched += count > 0;
  tally->matches += count;
  return strcmp(trawl_buf_str(is), trawl_buf_str(should)) == 0;
}

/* ---- making it smaller --------------------------------------------------------------------------------------------- */

static bool differs(const gaz_case *made, FILE *print)
{
  world w;
  oracle_tally tally = {0};
  trawl_buf is = {0}, should = {0}, text = {0};
  world_init(&w, made);
  const bool differ = !agrees(&w, made, &is, &should, &tally);
  if (differ && print) {
    oracle_print_text(made, &text);
    fprintf(print, "%s\n%s\n", trawl_buf_str(&w.tsv), trawl_buf_str(&w.yaml));
    fprintf(print, "text: %s\nprogram:\n%s", trawl_buf_str(&text), is.at);
    fprintf(print, "by hand:\n%s", should.at);
  }
  world_clear(&w);
  trawl_buf_clear(&is);
  trawl_buf_clear(&should);
  trawl_buf_clear(&text);
  return differ;
}

/* Takes over what is smaller and differs still. */
static bool take(gaz_case *made, const gaz_case *smaller)
{
  const bool differ = differs(smaller, NULL);
  *made = differ ? *smaller : *made;
  return differ;
}

static bool shrink_lists(gaz_case *made)
{
  gaz_case smaller;
  for (uint32_t i = 0; i < made->token_count && made->token_count > 1; ++i) {
    smaller = *made;
    memmove(&smaller.tokens[i], &smaller.tokens[i + 1], (made->token_count - i - 1) * sizeof *made->tokens);
    --smaller.token_count;
    if (take(made, &smaller)) {
      return true;
    }
  }
  for (uint32_t i = 0; i < made->entry_count && made->entry_count > 1; ++i) {
    smaller = *made;
    memmove(&smaller.entries[i], &smaller.entries[i + 1], (made->entry_count - i - 1) * sizeof *made->entries);
    --smaller.entry_count;
    if (take(made, &smaller)) {
      return true;
    }
  }
  return false;
}

static bool shrink_entry(gaz_case *made, uint32_t which)
{
  gaz_case smaller;
  const gaz_entry *entry = &made->entries[which];
  for (uint32_t k = 0; k < entry->name_count && entry->name_count > 1; ++k) {
    smaller = *made;
    gaz_entry *less = &smaller.entries[which];
    memmove(&less->names[k], &less->names[k + 1], (entry->name_count - k - 1u) * sizeof *less->names);
    --less->name_count;
    less->names[0].demonym = false;
    if (take(made, &smaller)) {
      return true;
    }
  }
  for (int flag = 0; flag < 4; ++flag) {
    smaller = *made;
    gaz_entry *less = &smaller.entries[which];
    bool *const flags[] = {&less->ambiguous, &less->any_case, &less->plural, &less->removed};
    if (*flags[flag]) {
      *flags[flag] = false;
      if (take(made, &smaller)) {
        return true;
      }
    }
  }
  return false;
}

static void shrink(gaz_case *made)
{
  for (bool smaller = true; smaller;) {
    smaller = shrink_lists(made);
    for (uint32_t i = 0; i < made->entry_count && !smaller; ++i) {
      smaller = shrink_entry(made, i);
    }
  }
}

static bool round_of(uint64_t seed, oracle_tally *tally)
{
  oracle_random random = {seed};
  gaz_case made = {.entry_count = 0};
  trawl_buf is = {0}, should = {0};
  world w;
  oracle_make_names(&made, &random);
  world_init(&w, &made);
  bool same = true;
  for (int i = 0; i < TEXTS && same; ++i) {
    oracle_make_text(&made, &random);
    same = agrees(&w, &made, &is, &should, tally);
  }
  world_clear(&w);
  if (!same) {
    shrink(&made);
    if (!differs(&made, stdout)) {
      printf("only behind other texts: program\n%sby hand\n%s", is.at, should.at);
    }
  }
  trawl_buf_clear(&is);
  trawl_buf_clear(&should);
  return same;
}

const oracle_subject oracle_gazetteer = {
  .name = "gazetteer",
  .help = "lists of names on texts",
  .counts = {[INSIDE] = "names inside names"},
  .round = round_of,
};
