/* SPDX-License-Identifier: MIT
 * explain_html.c - the layers as one page that needs nothing else: no script, no font, no link.
 *
 * Everything that comes from a text or a rule goes through put(), which escapes what means something in
 * HTML; control characters and bad bytes are replaced. */
#include "cli/explain.h"

#include <string.h>

static void put_len(trawl_buf *out, const char *text, size_t len)
{
  trawl_buf line = {.at = NULL};
  put_line(&line, text, len);
  out->failed |= line.failed;
  for (size_t i = 0; i < line.len; ++i) {
    switch (line.at[i]) {
    case '&':
      trawl_buf_puts(out, "&amp;");
      break;
    case '<':
      trawl_buf_puts(out, "&lt;");
      break;
    case '>':
      trawl_buf_puts(out, "&gt;");
      break;
    case '"':
      trawl_buf_puts(out, "&quot;");
      break;
    case '\'':
      trawl_buf_puts(out, "&#39;");
      break;
    default:
      trawl_buf_putc(out, line.at[i]);
    }
  }
  trawl_buf_clear(&line);
}

static void put(trawl_buf *out, const char *text)
{
  put_len(out, text ? text : "", text ? strlen(text) : 0);
}

static void put_slice(trawl_buf *out, trawl_slice slice)
{
  put_len(out, slice.text ? slice.text : "", slice.text ? slice.len : 0);
}

static void cell(trawl_buf *out, const char *class, const char *text)
{
  trawl_buf_printf(out, "<td class=\"%s\">", class);
  put(out, text);
  trawl_buf_puts(out, "</td>");
}

static void begin_html(trawl_buf *out)
{
  trawl_buf_puts(
    out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width\">\n<title>trawl explain</title>\n<style>\n"
         "body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222;background:#fff}\n"
         "h2{font-size:1.1em;margin:2em 0 .5em}h3{font-size:.9em;margin:1.2em 0 .3em;color:#555}\n"
         "table{border-collapse:collapse;font-size:.9em}td{padding:.1em .8em .1em 0;vertical-align:top}\n"
         ".tag,.dim{color:#777}.good{color:#176b2c}.bad{color:#a3201a}.code{font-weight:bold}\n"
         ".token{display:inline-block;margin:0 .5em .3em 0;text-align:center}.token small{display:block;color:#777}\n"
         "mark{background:none;border-bottom:3px solid}mark.subject{border-color:#17828f}mark.verb{border-color:#c79100}\n"
         "mark.object{border-color:#a53a9b}mark.other{border-color:#5b7fc7}\n"
         "@media(prefers-color-scheme:dark){body{color:#ddd;background:#1b1b1b}.good{color:#6fce85}.bad{color:#ff8a80}"
         "h3{color:#aaa}}\n</style>\n</head>\n<body>\n<h1>trawl explain</h1>\n");
}

static void end_html(trawl_buf *out)
{
  trawl_buf_puts(out, "</body>\n</html>\n");
}

/* ---- layers ------------------------------------------------------------------------------------ */

static void tokens_html(const explanation *of, trawl_buf *out, uint32_t sentence)
{
  trawl_buf_puts(out, "<h3>tokens</h3>\n<p>");
  for (uint32_t i = of->tokens.first[sentence]; i < of->tokens.first[sentence + 1]; ++i) {
    const trawl_token_view t = trawl_doc_token_at(of->doc, of->tokens.at[i], TRAWL_BYTES);
    trawl_buf_puts(out, "<span class=\"token\">");
    put_slice(out, t.slice);
    trawl_buf_puts(out, "<small>");
    put(out, t.tag);
    trawl_buf_puts(out, "</small><small>");
    put(out, t.lemma);
    trawl_buf_puts(out, "</small></span>\n");
  }
  trawl_buf_puts(out, "</p>\n");
}

static void mentions_html(const explanation *of, trawl_buf *out, uint32_t sentence)
{
  trawl_buf_puts(out, "<h3>mentions, and who is meant</h3>\n<table>\n");
  for (uint32_t i = of->mentions.first[sentence]; i < of->mentions.first[sentence + 1]; ++i) {
    const trawl_mention_view m = trawl_doc_mention_at(of->doc, of->mentions.at[i], TRAWL_BYTES);
    trawl_buf_puts(out, "<tr><td>");
    put_slice(out, m.slice);
    trawl_buf_puts(out, "</td>");
    cell(out, "tag", m.type);
    cell(out, "tag", m.kind);
    cell(out, "good", m.value ? m.value : m.name);
    cell(out, "dim", m.how);
    cell(out, "dim", m.source);
    trawl_buf_puts(out, "</tr>\n");
  }
  trawl_buf_puts(out, "</table>\n");
}

static const char *class_of(const char *role)
{
  return strcmp(role, "subject") == 0 || strcmp(role, "possessor") == 0 ? "subject"
         : strcmp(role, "object") == 0 || strcmp(role, "complement") == 0 ? "object"
                                                                          : "other";
}

/* The sentence with its marks; of those that overlap the first one given stays. */
static void marked(trawl_buf *out, trawl_slice sentence, const draw_mark *marks, const char *const *classes, size_t count)
{
  size_t at = 0;
  while (at < sentence.len) {
    size_t next = sentence.len, which = count;
    for (size_t i = 0; i < count; ++i) {
      if (marks[i].start >= at && marks[i].start < next) {
        next = marks[i].start;
        which = i;
      }
    }
    put_len(out, sentence.text + at, next - at);
    if (which == count) {
      return;
    }
    trawl_buf_printf(out, "<mark class=\"%s\" title=\"", classes[which]);
    put(out, marks[which].label);
    trawl_buf_puts(out, "\">");
    put_len(out, sentence.text + next, marks[which].end - next);
    trawl_buf_puts(out, "</mark>");
    at = marks[which].end > next ? marks[which].end : next + 1;
  }
}

static void add(draw_mark *marks, const char **classes, size_t *count, trawl_slice sentence, trawl_slice slice,
                const char *label, const char *class)
{
  if (slice.text && slice.text >= sentence.text && *count < DRAW_MARKS) {
    const size_t start = (size_t)(slice.text - sentence.text);
    classes[*count] = class;
    marks[(*count)++] = (draw_mark){start, start + slice.len, label, PAINT_PLAIN};
  }
}

static void frame_html(const explanation *of, trawl_buf *out, uint32_t index)
{
  const trawl_frame_view f = trawl_doc_frame_at(of->doc, index, TRAWL_BYTES);
  const trawl_slice sentence = trawl_doc_sentence_at(of->doc, f.sentence, TRAWL_BYTES).slice;
  draw_mark marks[DRAW_MARKS];
  const char *classes[DRAW_MARKS];
  size_t count = 0;
  add(marks, classes, &count, sentence, strcmp(f.kind, "noun") == 0 ? f.trigger : f.group, f.kind, "verb");
  trawl_buf_puts(out, "<p>");
  for (uint32_t i = 0; i < f.argument_count; ++i) {
    const trawl_frame_argument_view arg = trawl_doc_frame_argument_at(of->doc, index, i, TRAWL_BYTES);
    add(marks, classes, &count, sentence, arg.slice, arg.prep ? arg.prep : arg.role, class_of(arg.role));
  }
  marked(out, sentence, marks, classes, count);
  trawl_buf_puts(out, "</p>\n<table>\n<tr>");
  cell(out, "code", f.lemma);
  const char *const flags[] = {f.kind, f.tense, f.passive ? "passive" : NULL, strcmp(f.polarity, "negative") == 0 ? "not" : NULL,
                               strcmp(f.modality, "actual") == 0 ? NULL : f.modality, f.embedding};
  trawl_buf_puts(out, "<td class=\"dim\">");
  for (size_t i = 0; i < TRAWL_COUNT(flags); ++i) {
    put(out, flags[i]);
    trawl_buf_puts(out, flags[i] ? " " : "");
  }
  trawl_buf_puts(out, "</td></tr>\n");
  for (uint32_t i = 0; i < f.argument_count; ++i) {
    const trawl_frame_argument_view arg = trawl_doc_frame_argument_at(of->doc, index, i, TRAWL_BYTES);
    trawl_buf_puts(out, "<tr>");
    cell(out, "dim", arg.prep ? arg.prep : arg.role);
    trawl_buf_puts(out, "<td>");
    put_slice(out, arg.slice);
    trawl_buf_puts(out, "</td>");
    cell(out, "tag", arg.mention == TRAWL_ABSENT ? "" : trawl_doc_mention_at(of->doc, arg.mention, TRAWL_BYTES).type);
    trawl_buf_puts(out, "</tr>\n");
  }
  trawl_buf_puts(out, "</table>\n");
}

static void frames_html(const explanation *of, trawl_buf *out, uint32_t sentence)
{
  trawl_buf_puts(out, "<h3>clauses</h3>\n");
  for (uint32_t i = of->frames.first[sentence]; i < of->frames.first[sentence + 1]; ++i) {
    frame_html(of, out, of->frames.at[i]);
  }
}

static void rules_html(const explanation *of, trawl_buf *out, uint32_t sentence)
{
  trawl_buf_puts(out, "<h3>rules that fired</h3>\n<table>\n");
  for (uint32_t i = of->triples.first[sentence]; i < of->triples.first[sentence + 1]; ++i) {
    const trawl_triple_view t = trawl_doc_triple_at(of->doc, of->triples.at[i], TRAWL_BYTES);
    trawl_buf_puts(out, "<tr><td class=\"good\">");
    put(out, t.subject.name);
    trawl_buf_puts(out, " – ");
    put(out, t.relation);
    trawl_buf_puts(out, " – ");
    put(out, t.object.name);
    trawl_buf_puts(out, strcmp(t.polarity, "negative") == 0 ? " [not]" : "");
    trawl_buf_puts(out, "</td>");
    cell(out, "dim", strcmp(t.modality, "actual") == 0 ? "" : t.modality);
    cell(out, "dim", t.phrase);
    cell(out, "dim", t.rule);
    trawl_buf_puts(out, "</tr>\n");
  }
  trawl_buf_puts(out, "</table>\n<h3>rules that nearly fired, and why not</h3>\n<table>\n");
  for (uint32_t i = of->attempts.first[sentence]; i < of->attempts.first[sentence + 1]; ++i) {
    const trawl_attempt_view a = trawl_doc_attempt_at(of->doc, of->attempts.at[i], TRAWL_BYTES);
    if (of->told[i]) {
      trawl_buf_puts(out, "<tr>");
      cell(out, "code bad", trawl_reason_code(a.reason));
      cell(out, "code", a.relation);
      cell(out, "bad", a.message);
      cell(out, "dim", a.phrase);
      trawl_buf_puts(out, "</tr>\n");
    }
  }
  trawl_buf_puts(out, "</table>\n");
}

static void sentence_html(trawl_buf *out, const explanation *of, uint32_t sentence)
{
  static const struct {
    unsigned layer;
    void (*put)(const explanation *, trawl_buf *, uint32_t);
  } parts[] = {
    {EXPLAIN_TOKENS, tokens_html}, {EXPLAIN_MENTIONS | EXPLAIN_ENTITIES, mentions_html},
    {EXPLAIN_FRAMES, frames_html}, {EXPLAIN_RULES, rules_html},
  };
  trawl_buf_printf(out, "<h2>%u. ", (unsigned)sentence + 1);
  put_slice(out, trawl_doc_sentence_at(of->doc, sentence, TRAWL_BYTES).slice);
  trawl_buf_puts(out, "</h2>\n");
  for (size_t i = 0; i < TRAWL_COUNT(parts); ++i) {
    if (of->layers & parts[i].layer) {
      parts[i].put(of, out, sentence);
    }
  }
}

static void answer_html(trawl_buf *out, const explanation *of, const char *rule, const trawl_answer *answer)
{
  trawl_buf_printf(out, "<p><span class=\"code %s\">%s</span> <b>", answer->reason == TRAWL_FIRED ? "good" : "bad",
                   trawl_reason_code(answer->reason));
  put(out, rule);
  trawl_buf_puts(out, "</b>: ");
  put(out, answer->message);
  trawl_buf_puts(out, "</p>\n");
  if (answer->attempt != TRAWL_ABSENT) {
    const trawl_attempt_view a = trawl_doc_attempt_at(of->doc, answer->attempt, TRAWL_BYTES);
    trawl_buf_puts(out, "<p class=\"dim\">");
    put(out, a.phrase);
    trawl_buf_puts(out, " ");
    put(out, a.rule);
    trawl_buf_puts(out, "</p>\n");
    if (a.frame != TRAWL_ABSENT) {
      frame_html(of, out, a.frame);
    }
  }
}

static void variant_html(trawl_buf *out, const char *phrase, const char *name, const char *text, const char *gives,
                         bool colors)
{
  (void)phrase;
  (void)colors;
  trawl_buf_puts(out, "<p>");
  put(out, text);
  trawl_buf_puts(out, " <span class=\"good\">");
  put(out, gives);
  trawl_buf_puts(out, "</span><br><span class=\"dim\">");
  put(out, name);
  trawl_buf_puts(out, "</span></p>\n");
}

const explain_format explain_html = {begin_html, sentence_html, answer_html, variant_html, end_html};
