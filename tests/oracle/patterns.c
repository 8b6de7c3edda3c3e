/* SPDX-License-Identifier: MIT
 * patterns.c - oracle patterns: sets of token patterns on sentences of a document.
 *
 * The rules go the way of a rule file, as YAML; the sentences are laid into a document as the stages before would, so
 * that tags, lemmas and mentions are whatever they may be. */
#include "patterns.h"

#include "resource/lexicon.h"
#include "rule/pattern.h"

#include <stdlib.h>
#include <string.h>

enum { DOCS = 12, REFUSED = 0, UNSURE = 1 };

typedef struct world {
  trawl_lexicon lexicon;
  trawl_types types;
  trawl_arena arena;
  trawl_patterns patterns;
  trawl_findings *findings;
  trawl_matcher *matcher;
  trawl_doc doc;
  trawl_buf yaml;
  const char *fault; /* a pattern that is refused or taken and should not be */
  uint32_t refused;
} world;

/* ---- rules ------------------------------------------------------------------------------------------------------- */

static void add_forms(world *w)
{
  static const unsigned categories[] = {TRAWL_IS_TITLE_HEAD, TRAWL_IS_SPEECH, TRAWL_IS_GIVEN_NAME};
  for (uint32_t i = 0; i < FORMS; ++i) {
    const oracle_form *form = &oracle_forms[i];
    uint32_t id;
    if (form->lower[0] == 'z') {
      continue; /* no list has it */
    }
    ORACLE_MUST(trawl_words_add(&w->lexicon.words, form->text, strlen(form->text), &id, NULL) == TRAWL_OK);
    trawl_word *word = &w->lexicon.words.items.at[id];
    word->known = form->known;
    for (unsigned c = 0; c < TRAWL_COUNT(categories); ++c) {
      if (form->categories >> c & 1) {
        trawl_word_mark(word, categories[c]);
      }
    }
  }
}

static void parse(world *w, const char *text, size_t len, trawl_yaml_file *out)
{
  ORACLE_MUST(trawl_yaml_parse("oracle.yaml", text, len, &w->arena, w->findings, out) == TRAWL_OK);
}

/* What is no pattern is refused as empty; what is one is taken, if it is not too large. */
static void add_pattern(world *w, const pattern_case *made, const trawl_pattern_env *env, const trawl_yaml *text,
                        uint32_t i)
{
  const uint32_t before = trawl_findings_count(w->findings);
  const trawl_status status = trawl_patterns_add(&w->patterns, env, text, &(trawl_pattern_owner){.rule = i});
  const bool empty = oracle_is_empty(made, made->patterns[i]);
  if (status != TRAWL_OK) {
    const char *code = trawl_findings_count(w->findings) > before ? trawl_findings_at(w->findings, before).code : "";
    w->refused |= 1u << i;
    w->fault = strcmp(code, empty ? "E213" : "E214") == 0 ? w->fault : "a pattern is refused";
  } else if (empty) {
    w->fault = "a pattern that may be empty is taken";
  }
}

static void add_patterns(world *w, const pattern_case *made)
{
  trawl_yaml_file file;
  oracle_print_patterns(made, &w->yaml);
  parse(w, w->yaml.at, w->yaml.len, &file);
  const trawl_yaml *let = trawl_yaml_get(file.root, "let"), *tokens = trawl_yaml_get(file.root, "tokens");
  trawl_let lets[LISTS + SUBS];
  for (uint32_t i = 0; i < let->count; ++i) {
    ORACLE_MUST(trawl_let_read(&file, let->keys[i], let->items[i], &lets[i]) == TRAWL_OK);
  }
  const trawl_capture_default defaults[] = {{"X", w->types.mask[TRAWL_TYPE_PERSON] | w->types.mask[TRAWL_TYPE_PLACE]}};
  const trawl_pattern_env env = {.lexicon = &w->lexicon, .types = &w->types, .lets = lets, .let_count = let->count,
                                 .arena = &w->arena, .file = &file, .defaults = defaults, .default_count = 1};
  for (uint32_t i = 0; i < tokens->count; ++i) {
    add_pattern(w, made, &env, tokens->items[i], i);
  }
  ORACLE_MUST(trawl_patterns_finish(&w->patterns) == TRAWL_OK);
}

static void world_init(world *w, const pattern_case *made)
{
  static const char types[] = "types:\n  actor: [person, organization, country, group]\n";
  memset(w, 0, sizeof *w);
  trawl_lexicon_init(&w->lexicon);
  trawl_types_init(&w->types);
  w->findings = trawl_findings_new(0);
  w->matcher = trawl_matcher_new();
  ORACLE_MUST(w->findings && w->matcher);
  trawl_yaml_file file;
  parse(w, types, strlen(types), &file);
  ORACLE_MUST(trawl_types_load(&w->types, &file, &w->arena) == TRAWL_OK);
  add_forms(w);
  add_patterns(w, made);
  ORACLE_MUST(trawl_doc_init(&w->doc, &w->lexicon.words) == TRAWL_OK);
}

static void world_clear(world *w)
{
  trawl_matcher_free(w->matcher);
  trawl_patterns_clear(&w->patterns);
  trawl_doc_clear(&w->doc);
  trawl_findings_free(w->findings);
  trawl_arena_clear(&w->arena);
  trawl_lexicon_clear(&w->lexicon);
  trawl_buf_clear(&w->yaml);
}

/* ---- a document ---------------------------------------------------------------------------------------------------- */

static uint32_t word_id(world *w, const char *text)
{
  uint32_t id;
  ORACLE_MUST(trawl_words_add(&w->doc.words, text, strlen(text), &id, NULL) == TRAWL_OK);
  return id;
}

static void add_token(world *w, const case_token *token, bool first)
{
  const oracle_form *form = &oracle_forms[token->form];
  trawl_doc *doc = &w->doc;
  const uint32_t i = doc->tokens.len;
  ORACLE_MUST(trawl_tokens_reserve(&doc->tokens, i + 1));
  trawl_tokens *t = &doc->tokens;
  t->len = i + 1;
  t->start[i] = (uint32_t)doc->text.len;
  t->size[i] = (uint16_t)strlen(form->text);
  trawl_doc_set_word(doc, i, word_id(w, form->text));
  t->kind[i] = form->shape == SHAPE_OTHER    ? TRAWL_TOKEN_PUNCT
               : form->shape == SHAPE_NUMBER ? TRAWL_TOKEN_NUMBER
                                             : TRAWL_TOKEN_WORD;
  t->flags[i] = first || token->space ? TRAWL_TOKEN_SPACE : 0;
  t->tag[i] = (uint8_t)trawl_tag_named(oracle_tags[token->tag], strlen(oracle_tags[token->tag]));
  t->lemma[i] = word_id(w, token->lemma == LEMMAS ? form->lower : oracle_lemmas[token->lemma]);
  t->mention[i] = TRAWL_NONE;
  trawl_buf_puts(&doc->text, form->text);
  trawl_buf_putc(&doc->text, ' ');
}

static void add_sentence(world *w, const case_sentence *sentence, trawl_span *tok)
{
  const uint32_t start = w->doc.tokens.len;
  for (uint32_t i = 0; i < sentence->count; ++i) {
    add_token(w, &sentence->tokens[i], i == 0);
  }
  for (uint32_t i = 0; i < sentence->mention_count; ++i) {
    const case_mention *m = &sentence->mentions[i];
    const uint32_t type = trawl_types_find(&w->types, oracle_types[m->type]);
    const trawl_mention mention = {.tok = {start + m->start, start + m->end},
                                   .outer = TRAWL_NONE,
                                   .type = (uint8_t)type,
                                   .kind = m->nominal ? TRAWL_MENTION_NOMINAL : TRAWL_MENTION_NAME};
    ORACLE_MUST(trawl_doc_add_mention(&w->doc, mention, NULL, 0, NULL) == TRAWL_OK);
  }
  *tok = (trawl_span){start, w->doc.tokens.len};
}

/* ---- the program's matches ----------------------------------------------------------------------------------------- */

static void print_match(const world *w, const trawl_pattern_match *match, uint32_t from, trawl_buf *out)
{
  trawl_buf_printf(out, "%u: %u-%u", match->owner->rule, match->tok.start - from, match->tok.end - from);
  for (uint32_t slot = 0; slot < TRAWL_COUNT(oracle_slots); ++slot) {
    for (uint32_t i = 0; i < match->capture_count; ++i) {
      const trawl_capture *capture = &match->captures[i];
      if (strcmp(trawl_patterns_capture_name(&w->patterns, capture->name), oracle_slots[slot]) == 0) {
        trawl_buf_printf(out, " %s=%u-%u", oracle_slots[slot], capture->tok.start - from, capture->tok.end - from);
      }
    }
  }
  trawl_buf_putc(out, '\n');
}

static uint32_t program_matches(world *w, trawl_span tok, trawl_buf *out)
{
  trawl_pattern_matches matches = {0};
  ORACLE_MUST(trawl_patterns_run(&w->patterns, w->matcher, &w->doc, tok, &matches) == TRAWL_OK);
  for (uint32_t i = 0; i < matches.len; ++i) {
    print_match(w, &matches.at[i], tok.start, out);
  }
  const uint32_t count = matches.len;
  trawl_vec_clear(&matches);
  return count;
}

/* ---- comparing ----------------------------------------------------------------------------------------------------- */

typedef struct verdict {
  trawl_buf is, should;
  bool unsure;
  uint32_t matches;
} verdict;

/* Leaves of each line what stands before the captures. */
static void forget_captures(trawl_buf *lines)
{
  size_t to = 0;
  int words = 0;
  for (size_t i = 0; i < lines->len; ++i) {
    const char c = lines->at[i];
    words = c == '\n' ? 0 : words + (c == ' ');
    if (words < 2) {
      lines->at[to++] = c;
    }
  }
  lines->len = to;
}

/* Matches of patterns that were refused do not count. */
static void naive_matches(const world *w, const pattern_case *made, const case_sentence *sentence, verdict *v)
{
  trawl_buf all = {0};
  oracle_naive_matches(made, sentence, &all, &v->unsure);
  for (size_t i = 0; i < all.len;) {
    const char *end = memchr(all.at + i, '\n', all.len - i);
    const size_t len = (size_t)(end + 1 - (all.at + i));
    if (!(w->refused >> (all.at[i] - '0') & 1)) {
      trawl_buf_put(&v->should, all.at + i, len);
    }
    i += len;
  }
  trawl_buf_clear(&all);
}

static bool agrees(world *w, const pattern_case *made, const case_sentence *sentence, trawl_span tok, verdict *v)
{
  v->is.len = v->should.len = 0;
  v->unsure = false;
  v->matches = program_matches(w, tok, &v->is);
  naive_matches(w, made, sentence, v);
  if (v->unsure) {
    forget_captures(&v->is);
    forget_captures(&v->should);
  }
  return v->is.len == v->should.len && (!v->is.len || memcmp(v->is.at, v->should.at, v->is.len) == 0);
}

/* Lays the sentences into the document; the first one that differs, or SENTENCES. */
static uint32_t first_difference(world *w, const pattern_case *made, verdict *v, oracle_tally *tally)
{
  trawl_span tok[SENTENCES];
  trawl_doc_reset(&w->doc);
  for (uint32_t i = 0; i < SENTENCES; ++i) {
    add_sentence(w, &made->sentences[i], &tok[i]);
  }
  ORACLE_MUST(trawl_doc_sort_mentions(&w->doc) == TRAWL_OK);
  for (uint32_t i = 0; i < SENTENCES; ++i) {
    if (!agrees(w, made, &made->sentences[i], tok[i], v)) {
      return i;
    }
    tally->cases += 1;
    tally->matched += v->matches > 0;
    tally->matches += v->matches;
    tally->counts[UNSURE] += v->unsure;
  }
  return SENTENCES;
}

/* ---- making it smaller --------------------------------------------------------------------------------------------- */

/* The case alone, in a world of its own. `print` (may be NULL) gets what differs. */
static bool differs(const pattern_case *made, FILE *print)
{
  world w;
  verdict v = {.unsure = false};
  oracle_tally tally = {0};
  world_init(&w, made);
  const uint32_t i = w.fault ? 0 : first_difference(&w, made, &v, &tally);
  const bool differ = w.fault || i < SENTENCES;
  if (differ && print) {
    trawl_buf text = {0};
    oracle_print_sentence(&made->sentences[i], &text);
    fprintf(print, "%s%s\n", trawl_buf_str(&w.yaml), w.fault ? w.fault : "");
    fprintf(print, "sentence %u: %s\n", i, trawl_buf_str(&text));
    fprintf(print, "program:\n%s", trawl_buf_str(&v.is));
    fprintf(print, "by hand:\n%s", trawl_buf_str(&v.should));
    trawl_buf_clear(&text);
  }
  world_clear(&w);
  trawl_buf_clear(&v.is);
  trawl_buf_clear(&v.should);
  return differ;
}

static void drop_token(case_sentence *s, uint32_t at)
{
  uint32_t kept = 0;
  memmove(&s->tokens[at], &s->tokens[at + 1], (s->count - at - 1) * sizeof *s->tokens);
  --s->count;
  for (uint32_t i = 0; i < s->mention_count; ++i) {
    case_mention m = s->mentions[i];
    m.start = (uint8_t)(m.start - (m.start > at));
    m.end = (uint8_t)(m.end - (m.end > at));
    bool twice = m.start == m.end;
    for (uint32_t k = 0; k < kept; ++k) {
      twice |= s->mentions[k].start == m.start && s->mentions[k].end == m.end;
    }
    if (!twice) {
      s->mentions[kept++] = m;
    }
  }
  s->mention_count = kept;
}

static bool shrink_sentence(pattern_case *made, uint32_t which)
{
  case_sentence *s = &made->sentences[which];
  const case_sentence before = *s;
  for (uint32_t at = 0; at < before.count && before.count > 1; ++at) {
    drop_token(s, at);
    if (differs(made, NULL)) {
      return true;
    }
    *s = before;
  }
  for (uint32_t at = 0; at < before.mention_count; ++at) {
    memmove(&s->mentions[at], &s->mentions[at + 1], (s->mention_count - at - 1) * sizeof *s->mentions);
    --s->mention_count;
    if (differs(made, NULL)) {
      return true;
    }
    *s = before;
  }
  return false;
}

/* Puts a child in its parent's place, or leaves a child or an atom out. */
static bool shrink_node(pattern_case *made, pattern_node **place)
{
  pattern_node *node = *place;
  const bool group = strchr("scgr", node->kind) != NULL;
  for (uint32_t i = 0; group && i < node->count; ++i) {
    *place = node->child[i];
    if (differs(made, NULL)) {
      return true;
    }
    *place = node;
  }
  const pattern_node before = *node;
  for (uint32_t i = 0; strchr("scwt", node->kind) && before.count > 1 && i < before.count; ++i) {
    node->count = 0;
    for (uint32_t k = 0; k < before.count; ++k) {
      if (k != i) {
        node->child[node->count] = before.child[k];
        node->forms[node->count] = before.forms[k];
        node->atoms[node->count++] = before.atoms[k];
      }
    }
    if (differs(made, NULL)) {
      return true;
    }
    *node = before;
  }
  for (uint32_t i = 0; group && i < node->count; ++i) {
    if (shrink_node(made, &node->child[i])) {
      return true;
    }
  }
  return false;
}

static bool shrink_patterns(pattern_case *made)
{
  pattern_node *before[MAX_PATTERNS];
  const uint32_t count = made->pattern_count;
  memcpy(before, made->patterns, sizeof before);
  for (uint32_t i = 0; count > 1 && i < count; ++i) {
    memmove(&made->patterns[i], &made->patterns[i + 1], (count - i - 1) * sizeof *before);
    made->pattern_count = count - 1;
    if (differs(made, NULL)) {
      return true;
    }
    memcpy(made->patterns, before, sizeof before);
    made->pattern_count = count;
  }
  bool smaller = false;
  for (uint32_t i = 0; !smaller && i < count; ++i) {
    smaller = shrink_node(made, &made->patterns[i]);
  }
  for (uint32_t i = 0; !smaller && i < SUBS; ++i) {
    smaller = shrink_node(made, &made->subs[i]);
  }
  return smaller;
}

static void shrink(pattern_case *made)
{
  bool smaller = differs(made, NULL); /* else it takes what came before it */
  while (smaller) {
    smaller = shrink_sentence(made, 0) || shrink_sentence(made, 1) || shrink_patterns(made);
  }
}

/* ---- a round ------------------------------------------------------------------------------------------------------- */

static bool round_of(uint64_t seed, oracle_tally *tally)
{
  oracle_random random = {seed};
  pattern_case *made = malloc(sizeof *made);
  ORACLE_MUST(made);
  *made = (pattern_case){.used = 0};
  oracle_make_patterns(made, &random);
  world w;
  verdict v = {.unsure = false};
  world_init(&w, made);
  tally->counts[REFUSED] += (uint64_t)__builtin_popcount(w.refused);
  bool same = !w.fault;
  for (int i = 0; same && i < DOCS; ++i) {
    for (uint32_t k = 0; k < SENTENCES; ++k) {
      oracle_make_sentence(&made->sentences[k], &random);
    }
    same = first_difference(&w, made, &v, tally) == SENTENCES;
  }
  world_clear(&w);
  if (!same) {
    shrink(made);
    if (!differs(made, stdout)) {
      printf("only behind other sentences: program\n%sby hand\n%s", trawl_buf_str(&v.is), trawl_buf_str(&v.should));
    }
  }
  trawl_buf_clear(&v.is);
  trawl_buf_clear(&v.should);
  free(made);
  return same;
}

const oracle_subject oracle_patterns = {
  .name = "patterns",
  .help = "token patterns on tokens and mentions",
  .counts = {[REFUSED] = "patterns refused", [UNSURE] = "without captures"},
  .round = round_of,
};
