/* SPDX-License-Identifier: MIT
 * explain_text.c - the layers of a sentence for a terminal of 80 columns and more.
 *
 * Everything that comes from a text or a rule goes through put_line(), so that nothing can steer the
 * terminal. */
#include "cli/explain.h"

#include <string.h>
#include <strings.h>

enum { INDENT = 4, NAME_COLUMN = 26 };
enum { MISSES = 10, VARIANT_COLUMN = 38 };

static void put(trawl_buf *out, const char *text)
{
  put_line(out, text, strlen(text));
}

static void put_slice(trawl_buf *out, trawl_slice slice)
{
  put_line(out, slice.text, slice.len);
}

static void put_painted(const explanation *of, trawl_buf *out, paint as, const char *text)
{
  trawl_buf_puts(out, paint_on(of->colors, as));
  put(out, text);
  trawl_buf_puts(out, paint_on(of->colors, PAINT_PLAIN));
}

static void put_gap(trawl_buf *out, uint32_t columns)
{
  while (columns--) {
    trawl_buf_putc(out, ' ');
  }
}

/* Blanks up to `column`, of which `used` are taken; at least two. */
static void put_tab(trawl_buf *out, uint32_t used, uint32_t column)
{
  put_gap(out, used + 2 <= column ? column - used : 2);
}

static void heading(const explanation *of, trawl_buf *out, const char *text)
{
  trawl_buf_puts(out, "\n  ");
  put_painted(of, out, PAINT_HEADING, text);
  trawl_buf_putc(out, '\n');
}

/* ---- tokens ------------------------------------------------------------------------------------ */

static bool same_word(trawl_slice slice, const char *lemma)
{
  return lemma && strlen(lemma) == slice.len && strncasecmp(slice.text, lemma, slice.len) == 0;
}

/* What a token shows in a row: 0 its words, 1 its tag, 2 its lemma where it is another word. */
static const char *cell_text(const trawl_token_view *token, int row, size_t *len)
{
  const char *text = row == 0 ? token->slice.text : row == 1 ? token->tag : token->lemma;
  *len = row == 0 ? token->slice.len : text ? strlen(text) : 0;
  if (row == 2 && same_word(token->slice, token->lemma)) {
    *len = 0;
  }
  return text ? text : "";
}

static uint32_t token_width(const trawl_token_view *token)
{
  uint32_t width = 1;
  for (int row = 0; row < 3; ++row) {
    size_t len;
    const char *text = cell_text(token, row, &len);
    const uint32_t wide = line_width(text, len);
    width = wide > width ? wide : width;
  }
  return width;
}

static void put_token_row(const explanation *of, trawl_buf *out, const uint32_t *tokens, uint32_t count, int row)
{
  uint32_t waiting = INDENT;
  bool any = false;
  for (uint32_t i = 0; i < count; ++i) {
    const trawl_token_view token = trawl_doc_token_at(of->doc, tokens[i], TRAWL_BYTES);
    size_t len;
    const char *text = cell_text(&token, row, &len);
    if (len) {
      put_gap(out, waiting);
      trawl_buf_puts(out, paint_on(of->colors, row ? PAINT_DIM : PAINT_PLAIN));
      put_line(out, text, len);
      trawl_buf_puts(out, paint_on(of->colors, PAINT_PLAIN));
      waiting = 0;
      any = true;
    }
    waiting += token_width(&token) - (len ? line_width(text, len) : 0) + 2;
  }
  if (any) {
    trawl_buf_putc(out, '\n');
  }
}

static void tokens_text(const explanation *of, trawl_buf *out, uint32_t sentence)
{
  const uint32_t *at = of->tokens.at + of->tokens.first[sentence];
  const uint32_t count = of->tokens.first[sentence + 1] - of->tokens.first[sentence];
  heading(of, out, "tokens: word, tag, lemma");
  for (uint32_t start = 0; start < count;) {
    uint32_t end = start, column = INDENT;
    while (end < count) {
      const trawl_token_view token = trawl_doc_token_at(of->doc, at[end], TRAWL_BYTES);
      const uint32_t width = token_width(&token);
      if (end > start && column + width > of->width) {
        break;
      }
      column += width + 2;
      ++end;
    }
    for (int row = 0; row < 3; ++row) {
      put_token_row(of, out, at + start, end - start, row);
    }
    start = end;
  }
}

/* ---- mentions and entities --------------------------------------------------------------------- */

static void mentions_text(const explanation *of, trawl_buf *out, uint32_t sentence)
{
  bool any = false;
  for (uint32_t i = of->mentions.first[sentence]; i < of->mentions.first[sentence + 1]; ++i) {
    const trawl_mention_view m = trawl_doc_mention_at(of->doc, of->mentions.at[i], TRAWL_BYTES);
    if (!any) {
      heading(of, out, "mentions: words, type, kind, where they come from");
      any = true;
    }
    const uint32_t indent = INDENT + (m.nested ? 2 : 0);
    put_gap(out, indent);
    trawl_buf_puts(out, paint_on(of->colors, PAINT_SUBJECT));
    put_slice(out, m.slice);
    trawl_buf_puts(out, paint_on(of->colors, PAINT_PLAIN));
    uint32_t used = indent + line_width(m.slice.text, m.slice.len);
    put_tab(out, used, INDENT + NAME_COLUMN);
    put(out, m.type);
    put_tab(out, (uint32_t)strlen(m.type), 14);
    put(out, m.kind);
    put_tab(out, (uint32_t)strlen(m.kind), 9);
    trawl_buf_puts(out, paint_on(of->colors, PAINT_DIM));
    put(out, m.source ? m.source : "");
    if (m.value) {
      trawl_buf_puts(out, m.source ? "  = " : "= ");
      put(out, m.value);
    }
    trawl_buf_puts(out, m.nested ? "  (inside another)" : "");
    trawl_buf_puts(out, paint_on(of->colors, PAINT_PLAIN));
    trawl_buf_putc(out, '\n');
  }
}

/* Why a mention is who it is said to be. */
static void put_way(const explanation *of, trawl_buf *out, const trawl_mention_view *m)
{
  static const struct {
    const char *how, *says;
  } ways[] = {
    {"gazetteer", "a name in the gazetteer"}, {"rule", "found by a rule"},
    {"surname", "the last name of a person named before"}, {"short", "a short form of a name in the text"},
    {"acronym", "the letters of a name in the text"}, {"name", "the same name in the text"},
    {"pronoun", "a pronoun"}, {"nominal", "a noun that fits"}, {"role", "holds that office"},
    {"plural", "those named before"}, {"ambiguous", "the likeliest of its bearers"},
    {"guess", "unknown; typed by its place in a phrase"},
  };
  const char *says = m->how ? m->how : "";
  for (size_t i = 0; i < TRAWL_COUNT(ways); ++i) {
    says = strcmp(says, ways[i].how) == 0 ? ways[i].says : says;
  }
  trawl_buf_puts(out, paint_on(of->colors, PAINT_DIM));
  put(out, says);
  if (m->antecedent != TRAWL_ABSENT) {
    const trawl_mention_view to = trawl_doc_mention_at(of->doc, m->antecedent, TRAWL_BYTES);
    trawl_buf_puts(out, ": \"");
    put_slice(out, to.slice);
    trawl_buf_printf(out, "\" in sentence %u", (unsigned)to.sentence + 1);
  } else if (m->candidates > 1) {
    trawl_buf_printf(out, ", one of %u so called", (unsigned)m->candidates);
  }
  trawl_buf_puts(out, paint_on(of->colors, PAINT_PLAIN));
}

static void put_who(const explanation *of, trawl_buf *out, const trawl_mention_view *m, uint32_t mention)
{
  if (m->member_count) {
    for (uint32_t k = 0; k < m->member_count; ++k) {
      trawl_buf_puts(out, k ? ", " : "");
      put(out, trawl_doc_member_at(of->doc, mention, k));
    }
    return;
  }
  put(out, m->name);
  if (m->stands_for_name) {
    trawl_buf_puts(out, " (seat of ");
    put(out, m->stands_for_name);
    trawl_buf_puts(out, ")");
  }
}

static void entities_text(const explanation *of, trawl_buf *out, uint32_t sentence)
{
  bool any = false;
  for (uint32_t i = of->mentions.first[sentence]; i < of->mentions.first[sentence + 1]; ++i) {
    const uint32_t index = of->mentions.at[i];
    const trawl_mention_view m = trawl_doc_mention_at(of->doc, index, TRAWL_BYTES);
    const bool reference = strcmp(m.kind, "pronoun") == 0 || strcmp(m.kind, "nominal") == 0;
    const bool noun = strcmp(m.type, "title") == 0 || strcmp(m.type, "kinship") == 0;
    if (strcmp(m.kind, "value") == 0 || (noun && m.antecedent == TRAWL_ABSENT && !m.member_count)) {
      continue;
    }
    if (!any) {
      heading(of, out, "entities: who is meant, and why");
      any = true;
    }
    put_gap(out, INDENT);
    put_slice(out, m.slice);
    put_tab(out, INDENT + line_width(m.slice.text, m.slice.len), INDENT + NAME_COLUMN);
    if (reference && !m.how) {
      put_painted(of, out, PAINT_BAD, "nobody: not resolved");
    } else {
      put_who(of, out, &m, index);
      trawl_buf_puts(out, "  ");
      put_way(of, out, &m);
    }
    trawl_buf_putc(out, '\n');
  }
}

/* ---- frames ------------------------------------------------------------------------------------ */

static paint paint_of(const char *role)
{
  return strcmp(role, "subject") == 0 || strcmp(role, "possessor") == 0 ? PAINT_SUBJECT
         : strcmp(role, "object") == 0 || strcmp(role, "complement") == 0 ? PAINT_OBJECT
                                                                          : PAINT_OTHER;
}

static void add_mark(draw_mark *marks, size_t *count, trawl_slice sentence, trawl_slice slice, const char *label,
                     paint as)
{
  if (slice.text && slice.text >= sentence.text && *count < DRAW_MARKS) {
    const size_t start = (size_t)(slice.text - sentence.text);
    marks[(*count)++] = (draw_mark){start, start + slice.len, label, as};
  }
}

static void draw_frame(const explanation *of, trawl_buf *out, trawl_slice sentence, uint32_t index,
                       const trawl_frame_view *frame)
{
  draw_mark marks[DRAW_MARKS];
  size_t count = 0;
  const bool noun = strcmp(frame->kind, "noun") == 0, verb = strcmp(frame->kind, "verb") == 0;
  add_mark(marks, &count, sentence, noun ? frame->trigger : frame->group, noun ? "noun" : verb ? "verb" : "is",
           PAINT_VERB);
  for (uint32_t i = 0; i < frame->argument_count; ++i) {
    const trawl_frame_argument_view arg = trawl_doc_frame_argument_at(of->doc, index, i, TRAWL_BYTES);
    add_mark(marks, &count, sentence, arg.slice, arg.prep ? arg.prep : arg.role, paint_of(arg.role));
  }
  draw_sentence(out, sentence.text, sentence.len, marks, count, INDENT, of->width, of->colors);
}

/* "visit: past, passive, not, planned; speech below 'say'; says Wang Yi" */
static void frame_line(const explanation *of, trawl_buf *out, const trawl_frame_view *frame)
{
  put_gap(out, INDENT);
  put_painted(of, out, PAINT_VERB, frame->lemma);
  if (frame->particle) {
    trawl_buf_puts(out, " ");
    put_painted(of, out, PAINT_VERB, frame->particle);
  }
  trawl_buf_puts(out, ": ");
  put(out, frame->kind);
  const char *const flags[] = {
    frame->tense, frame->passive ? "passive" : NULL,
    strcmp(frame->polarity, "negative") == 0 ? "not" : NULL,
    strcmp(frame->modality, "actual") == 0 ? NULL : frame->modality, frame->question ? "question" : NULL};
  for (size_t i = 0; i < TRAWL_COUNT(flags); ++i) {
    if (flags[i]) {
      trawl_buf_puts(out, ", ");
      put(out, flags[i]);
    }
  }
  const trawl_slice cues[] = {frame->negation, frame->modality_cue};
  for (size_t i = 0; i < TRAWL_COUNT(cues); ++i) {
    if (cues[i].text) {
      trawl_buf_puts(out, " \"");
      put_slice(out, cues[i]);
      trawl_buf_puts(out, "\"");
    }
  }
  if (frame->parent != TRAWL_ABSENT && frame->embedding) {
    const trawl_frame_view parent = trawl_doc_frame_at(of->doc, frame->parent, TRAWL_BYTES);
    trawl_buf_printf(out, "; %s below \"", frame->embedding);
    put_slice(out, parent.trigger);
    trawl_buf_puts(out, "\"");
  }
  if (frame->attribution.text) {
    trawl_buf_puts(out, "; says ");
    put_slice(out, frame->attribution);
  }
  trawl_buf_putc(out, '\n');
}

static void argument_line(const explanation *of, trawl_buf *out, const char *role, const char *prep,
                          trawl_slice slice, uint32_t mention, uint32_t cost)
{
  const char *name = prep ? prep : role;
  put_gap(out, INDENT + 2);
  put_painted(of, out, paint_of(role), name);
  put_tab(out, (uint32_t)strlen(name), 12);
  put_slice(out, slice);
  put_tab(out, line_width(slice.text, slice.len), NAME_COLUMN);
  trawl_buf_puts(out, paint_on(of->colors, PAINT_DIM));
  if (mention == TRAWL_ABSENT) {
    trawl_buf_puts(out, "no mention");
  } else {
    const trawl_mention_view m = trawl_doc_mention_at(of->doc, mention, TRAWL_BYTES);
    put(out, m.type);
    trawl_buf_puts(out, "  ");
    put(out, m.value ? m.value : m.name);
  }
  if (cost) {
    trawl_buf_printf(out, "  (a guess: %u)", (unsigned)cost);
  }
  trawl_buf_puts(out, paint_on(of->colors, PAINT_PLAIN));
  trawl_buf_putc(out, '\n');
}

static void frame_text(trawl_buf *out, const explanation *of, uint32_t index)
{
  const trawl_frame_view frame = trawl_doc_frame_at(of->doc, index, TRAWL_BYTES);
  const trawl_slice sentence = trawl_doc_sentence_at(of->doc, frame.sentence, TRAWL_BYTES).slice;
  frame_line(of, out, &frame);
  draw_frame(of, out, sentence, index, &frame);
  for (uint32_t i = 0; i < frame.argument_count; ++i) {
    const trawl_frame_argument_view arg = trawl_doc_frame_argument_at(of->doc, index, i, TRAWL_BYTES);
    argument_line(of, out, arg.role, arg.prep, arg.slice, arg.mention, arg.cost);
  }
  const struct {
    const char *name;
    uint32_t mention;
  } settings[] = {{"when", frame.time}, {"where", frame.place}};
  for (size_t i = 0; i < TRAWL_COUNT(settings); ++i) {
    if (settings[i].mention != TRAWL_ABSENT) {
      const trawl_mention_view m = trawl_doc_mention_at(of->doc, settings[i].mention, TRAWL_BYTES);
      argument_line(of, out, settings[i].name, NULL, m.slice, settings[i].mention, 0);
    }
  }
}

static void frames_text(const explanation *of, trawl_buf *out, uint32_t sentence)
{
  for (uint32_t i = of->frames.first[sentence]; i < of->frames.first[sentence + 1]; ++i) {
    if (i == of->frames.first[sentence]) {
      heading(of, out, "clauses: verbs and event nouns with who stands where");
    } else {
      trawl_buf_putc(out, '\n');
    }
    frame_text(out, of, of->frames.at[i]);
  }
}

/* ---- rules ------------------------------------------------------------------------------------- */

/* "Vladimir Putin – met – Wang Yi [not; planned]" */
static void put_triple(trawl_buf *out, const trawl_triple_view *t)
{
  put(out, t->subject.name);
  trawl_buf_puts(out, " – ");
  put(out, t->relation);
  trawl_buf_puts(out, " – ");
  put(out, t->object.name);
  const char *const words[] = {strcmp(t->polarity, "negative") == 0 ? "not" : NULL,
                               strcmp(t->modality, "actual") == 0 ? NULL : t->modality};
  bool open = false;
  for (size_t i = 0; i < TRAWL_COUNT(words); ++i) {
    if (words[i]) {
      trawl_buf_puts(out, open ? "; " : " [");
      put(out, words[i]);
      open = true;
    }
  }
  for (uint32_t i = 0; i < t->qualifier_count; ++i) {
    trawl_buf_puts(out, open ? "; " : " [");
    put(out, t->qualifiers[i].key);
    trawl_buf_puts(out, " ");
    put(out, t->qualifiers[i].value);
    open = true;
  }
  trawl_buf_puts(out, open ? "]" : "");
}

static void bound(const explanation *of, trawl_buf *out, const char *name, paint as,
                  const trawl_argument_view *a)
{
  put_gap(out, INDENT + 2);
  put_painted(of, out, as, name);
  trawl_buf_puts(out, " = \"");
  put_slice(out, a->slice);
  trawl_buf_puts(out, "\" ");
  trawl_buf_puts(out, paint_on(of->colors, PAINT_DIM));
  put(out, a->type);
  if (a->stands_for_name) {
    trawl_buf_puts(out, ", seat of ");
    put(out, a->stands_for_name);
  }
  trawl_buf_puts(out, paint_on(of->colors, PAINT_PLAIN));
  trawl_buf_putc(out, '\n');
}

static void triples_text(const explanation *of, trawl_buf *out, uint32_t sentence)
{
  for (uint32_t i = of->triples.first[sentence]; i < of->triples.first[sentence + 1]; ++i) {
    const trawl_triple_view t = trawl_doc_triple_at(of->doc, of->triples.at[i], TRAWL_BYTES);
    if (i == of->triples.first[sentence]) {
      heading(of, out, "rules that fired");
    }
    put_gap(out, INDENT);
    trawl_buf_puts(out, paint_on(of->colors, PAINT_GOOD));
    put_triple(out, &t);
    trawl_buf_puts(out, paint_on(of->colors, PAINT_PLAIN));
    trawl_buf_printf(out, "  %.2f\n", t.confidence);
    put_gap(out, INDENT + 2);
    put(out, t.phrase);
    trawl_buf_puts(out, "  ");
    put_painted(of, out, PAINT_DIM, t.rule);
    trawl_buf_puts(out, "  at \"");
    put_slice(out, t.trigger);
    trawl_buf_puts(out, "\"\n");
    bound(of, out, "X", PAINT_SUBJECT, &t.subject);
    bound(of, out, "Y", PAINT_OBJECT, &t.object);
  }
}

static void misses_text(const explanation *of, trawl_buf *out, uint32_t sentence)
{
  uint32_t told = 0, more = 0;
  for (uint32_t i = of->attempts.first[sentence]; i < of->attempts.first[sentence + 1]; ++i) {
    if (!of->told[i]) {
      continue;
    }
    const trawl_attempt_view a = trawl_doc_attempt_at(of->doc, of->attempts.at[i], TRAWL_BYTES);
    if (told == MISSES && !of->all) {
      ++more;
      continue;
    }
    if (!told++) {
      heading(of, out, "rules that nearly fired, and why not");
    }
    put_gap(out, INDENT);
    trawl_buf_puts(out, paint_on(of->colors, PAINT_BAD));
    trawl_buf_printf(out, "%s ", trawl_reason_code(a.reason));
    trawl_buf_puts(out, paint_on(of->colors, PAINT_PLAIN));
    put(out, a.relation);
    trawl_buf_puts(out, ": ");
    put(out, a.message);
    trawl_buf_putc(out, '\n');
    put_gap(out, INDENT + 4);
    put_painted(of, out, PAINT_DIM, a.phrase);
    trawl_buf_puts(out, "  ");
    put_painted(of, out, PAINT_DIM, a.rule);
    trawl_buf_putc(out, '\n');
  }
  if (more) {
    put_gap(out, INDENT);
    trawl_buf_printf(out, "and %u more (--all)\n", (unsigned)more);
  }
}

static void rules_text(const explanation *of, trawl_buf *out, uint32_t sentence)
{
  triples_text(of, out, sentence);
  misses_text(of, out, sentence);
}

/* ---- why not ----------------------------------------------------------------------------------- */

static void answer_text(trawl_buf *out, const explanation *of, const char *rule, const trawl_answer *answer)
{
  trawl_buf_puts(out, paint_on(of->colors, answer->reason == TRAWL_FIRED ? PAINT_GOOD : PAINT_BAD));
  trawl_buf_printf(out, "%s", trawl_reason_code(answer->reason));
  trawl_buf_puts(out, paint_on(of->colors, PAINT_PLAIN));
  trawl_buf_putc(out, ' ');
  put_painted(of, out, PAINT_HEADING, rule);
  trawl_buf_puts(out, ": ");
  put(out, answer->message);
  trawl_buf_putc(out, '\n');
  if (answer->attempt != TRAWL_ABSENT) {
    const trawl_attempt_view a = trawl_doc_attempt_at(of->doc, answer->attempt, TRAWL_BYTES);
    trawl_buf_printf(out, "\n  in sentence %u, by the rule\n    ", (unsigned)a.sentence + 1);
    put(out, a.phrase);
    trawl_buf_puts(out, "  ");
    put_painted(of, out, PAINT_DIM, a.rule);
    trawl_buf_puts(out, "\n\n");
    if (a.frame != TRAWL_ABSENT) {
      frame_text(out, of, a.frame);
    }
    for (uint32_t i = of->triples.first[a.sentence]; a.reason == TRAWL_FIRED && i < of->triples.first[a.sentence + 1]; ++i) {
      const trawl_triple_view t = trawl_doc_triple_at(of->doc, of->triples.at[i], TRAWL_BYTES);
      if (strcmp(t.relation, a.relation) == 0) {
        put_gap(out, INDENT);
        put_triple(out, &t);
        trawl_buf_putc(out, '\n');
      }
    }
  } else if (answer->sentence != TRAWL_ABSENT) {
    const trawl_slice sentence = trawl_doc_sentence_at(of->doc, answer->sentence, TRAWL_BYTES).slice;
    draw_mark mark[1];
    size_t count = 0;
    if (answer->token != TRAWL_ABSENT) {
      add_mark(mark, &count, sentence, trawl_doc_token_at(of->doc, answer->token, TRAWL_BYTES).slice, "here", PAINT_BAD);
    }
    trawl_buf_printf(out, "\n  in sentence %u\n", (unsigned)answer->sentence + 1);
    draw_sentence(out, sentence.text, sentence.len, mark, count, INDENT, of->width, of->colors);
  }
}

/* ---- a sentence -------------------------------------------------------------------------------- */

/* Names of constructions are written as in Markdown. */
static void variant_text(trawl_buf *out, const char *phrase, const char *name, const char *text, const char *gives,
                         bool colors)
{
  (void)phrase;
  trawl_buf_puts(out, "  ");
  trawl_buf_puts(out, paint_on(colors, PAINT_DIM));
  uint32_t used = 2;
  for (; *name; ++name) {
    if (*name != '*' && *name != '`') {
      trawl_buf_putc(out, *name);
      used += ((unsigned char)*name & 0xC0) != 0x80;
    }
  }
  trawl_buf_puts(out, paint_on(colors, PAINT_PLAIN));
  put_tab(out, used, VARIANT_COLUMN);
  put(out, text);
  if (*gives) {
    trawl_buf_puts(out, "  ");
    trawl_buf_puts(out, paint_on(colors, PAINT_GOOD));
    put(out, gives);
    trawl_buf_puts(out, paint_on(colors, PAINT_PLAIN));
  }
  trawl_buf_putc(out, '\n');
}

static void nothing(trawl_buf *out)
{
  (void)out;
}

static void sentence_text(trawl_buf *out, const explanation *of, uint32_t sentence)
{
  const trawl_slice slice = trawl_doc_sentence_at(of->doc, sentence, TRAWL_BYTES).slice;
  char number[32];
  snprintf(number, sizeof number, "sentence %u", (unsigned)sentence + 1);
  put_painted(of, out, PAINT_HEADING, number);
  trawl_buf_putc(out, '\n');
  draw_sentence(out, slice.text, slice.len, NULL, 0, 2, of->width, of->colors);
  static const struct {
    unsigned layer;
    void (*put)(const explanation *, trawl_buf *, uint32_t);
  } parts[] = {
    {EXPLAIN_TOKENS, tokens_text}, {EXPLAIN_MENTIONS, mentions_text}, {EXPLAIN_ENTITIES, entities_text},
    {EXPLAIN_FRAMES, frames_text}, {EXPLAIN_RULES, rules_text},
  };
  for (size_t i = 0; i < TRAWL_COUNT(parts); ++i) {
    if (of->layers & parts[i].layer) {
      parts[i].put(of, out, sentence);
    }
  }
  trawl_buf_putc(out, '\n');
}

const explain_format explain_text = {nothing, sentence_text, answer_text, variant_text, nothing};
