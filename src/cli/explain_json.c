/* SPDX-License-Identifier: MIT
 * explain_json.c - the layers of a sentence as a JSON object, one a line: see docs/explain.md.
 *
 * Keys always stand there and in one order; positions are code points of the original. */
#include "cli/explain.h"

#include <string.h>

static void key(trawl_buf *out, const char *name)
{
  const char last = out->len ? out->at[out->len - 1] : '{';
  trawl_buf_puts(out, last == '{' || last == '[' ? "\"" : ",\"");
  trawl_buf_puts(out, name);
  trawl_buf_puts(out, "\":");
}

static void put_text(trawl_buf *out, const char *name, const char *text)
{
  key(out, name);
  if (text) {
    json_put(out, text, strlen(text));
  } else {
    trawl_buf_puts(out, "null");
  }
}

static void put_number(trawl_buf *out, const char *name, uint64_t number)
{
  key(out, name);
  trawl_buf_uint(out, number);
}

static void put_index(trawl_buf *out, const char *name, uint32_t index)
{
  key(out, name);
  if (index == TRAWL_ABSENT) {
    trawl_buf_puts(out, "null");
  } else {
    trawl_buf_uint(out, index);
  }
}

static void put_bool(trawl_buf *out, const char *name, bool yes)
{
  key(out, name);
  trawl_buf_puts(out, yes ? "true" : "false");
}

static void put_place(trawl_buf *out, trawl_slice slice)
{
  key(out, "text");
  json_put(out, slice.text, slice.len);
  put_number(out, "start", slice.start);
  put_number(out, "end", slice.end);
}

static void put_slice(trawl_buf *out, const char *name, trawl_slice slice)
{
  key(out, name);
  if (!slice.text) {
    trawl_buf_puts(out, "null");
    return;
  }
  trawl_buf_putc(out, '{');
  put_place(out, slice);
  trawl_buf_putc(out, '}');
}

static void open_item(trawl_buf *out, bool first)
{
  trawl_buf_puts(out, first ? "{" : ",{");
}

static void tokens_json(const explanation *of, trawl_buf *out, uint32_t sentence)
{
  for (uint32_t i = of->tokens.first[sentence]; i < of->tokens.first[sentence + 1]; ++i) {
    const trawl_token_view t = trawl_doc_token_at(of->doc, of->tokens.at[i], TRAWL_CHARS);
    open_item(out, i == of->tokens.first[sentence]);
    put_place(out, t.slice);
    put_text(out, "lemma", t.lemma);
    put_text(out, "tag", t.tag);
    trawl_buf_putc(out, '}');
  }
}

static void mentions_json(const explanation *of, trawl_buf *out, uint32_t sentence)
{
  for (uint32_t i = of->mentions.first[sentence]; i < of->mentions.first[sentence + 1]; ++i) {
    const trawl_mention_view m = trawl_doc_mention_at(of->doc, of->mentions.at[i], TRAWL_CHARS);
    const trawl_slice none = {.text = NULL};
    open_item(out, i == of->mentions.first[sentence]);
    put_place(out, m.slice);
    put_text(out, "name", m.name);
    put_text(out, "id", m.id);
    put_text(out, "type", m.type);
    put_text(out, "kind", m.kind);
    put_text(out, "stands_for", m.stands_for_name);
    put_text(out, "value", m.value);
    put_text(out, "source", m.source);
    put_text(out, "how", m.how);
    put_slice(out, "antecedent", m.antecedent == TRAWL_ABSENT
                                   ? none
                                   : trawl_doc_mention_at(of->doc, m.antecedent, TRAWL_CHARS).slice);
    put_number(out, "candidates", m.candidates);
    key(out, "members");
    trawl_buf_putc(out, '[');
    for (uint32_t k = 0; k < m.member_count; ++k) {
      const char *name = trawl_doc_member_at(of->doc, of->mentions.at[i], k);
      trawl_buf_puts(out, k ? "," : "");
      json_put(out, name, strlen(name));
    }
    trawl_buf_putc(out, ']');
    put_bool(out, "nested", m.nested);
    trawl_buf_putc(out, '}');
  }
}

static void arguments_json(const explanation *of, trawl_buf *out, uint32_t index, uint32_t count)
{
  key(out, "arguments");
  trawl_buf_putc(out, '[');
  for (uint32_t i = 0; i < count; ++i) {
    const trawl_frame_argument_view arg = trawl_doc_frame_argument_at(of->doc, index, i, TRAWL_CHARS);
    const bool known = arg.mention != TRAWL_ABSENT;
    const trawl_mention_view m =
      known ? trawl_doc_mention_at(of->doc, arg.mention, TRAWL_CHARS) : (trawl_mention_view){.name = NULL};
    open_item(out, i == 0);
    put_text(out, "role", arg.role);
    put_text(out, "prep", arg.prep);
    put_place(out, arg.slice);
    put_text(out, "name", m.name);
    put_text(out, "type", m.type);
    put_number(out, "cost", arg.cost);
    trawl_buf_putc(out, '}');
  }
  trawl_buf_putc(out, ']');
}

static void frames_json(const explanation *of, trawl_buf *out, uint32_t sentence)
{
  const uint32_t first = of->frames.first[sentence];
  for (uint32_t i = first; i < of->frames.first[sentence + 1]; ++i) {
    const uint32_t index = of->frames.at[i];
    const trawl_frame_view f = trawl_doc_frame_at(of->doc, index, TRAWL_CHARS);
    open_item(out, i == first);
    put_text(out, "kind", f.kind);
    put_text(out, "lemma", f.lemma);
    put_text(out, "particle", f.particle);
    put_slice(out, "trigger", f.trigger);
    put_slice(out, "group", f.group);
    put_bool(out, "passive", f.passive);
    put_bool(out, "question", f.question);
    put_text(out, "polarity", f.polarity);
    put_text(out, "modality", f.modality);
    put_text(out, "tense", f.tense);
    put_text(out, "embedding", f.embedding);
    put_index(out, "parent", f.parent == TRAWL_ABSENT ? f.parent : f.parent - of->frames.at[first]);
    put_slice(out, "attribution", f.attribution);
    arguments_json(of, out, index, f.argument_count);
    trawl_buf_putc(out, '}');
  }
}

static void triples_json(const explanation *of, trawl_buf *out, uint32_t sentence)
{
  for (uint32_t i = of->triples.first[sentence]; i < of->triples.first[sentence + 1]; ++i) {
    const trawl_triple_view t = trawl_doc_triple_at(of->doc, of->triples.at[i], TRAWL_CHARS);
    open_item(out, i == of->triples.first[sentence]);
    put_text(out, "subject", t.subject.name);
    put_text(out, "relation", t.relation);
    put_text(out, "object", t.object.name);
    put_text(out, "polarity", t.polarity);
    put_text(out, "modality", t.modality);
    put_slice(out, "X", t.subject.slice);
    put_slice(out, "Y", t.object.slice);
    put_slice(out, "trigger", t.trigger);
    put_text(out, "rule", t.rule);
    put_text(out, "phrase", t.phrase);
    key(out, "confidence");
    trawl_buf_printf(out, "%.2f", t.confidence);
    trawl_buf_putc(out, '}');
  }
}

static void put_attempt(const explanation *of, trawl_buf *out, const trawl_attempt_view *a)
{
  put_text(out, "relation", a->relation);
  put_text(out, "rule", a->rule);
  put_text(out, "phrase", a->phrase);
  put_index(out, "frame", a->frame == TRAWL_ABSENT ? a->frame : a->frame - of->frames.at[of->frames.first[a->sentence]]);
  put_slice(out, "X", a->subject);
  put_slice(out, "Y", a->object);
}

static void misses_json(const explanation *of, trawl_buf *out, uint32_t sentence)
{
  bool first = true;
  for (uint32_t i = of->attempts.first[sentence]; i < of->attempts.first[sentence + 1]; ++i) {
    if (!of->told[i]) {
      continue;
    }
    const trawl_attempt_view a = trawl_doc_attempt_at(of->doc, of->attempts.at[i], TRAWL_CHARS);
    open_item(out, first);
    first = false;
    put_text(out, "code", trawl_reason_code(a.reason));
    put_text(out, "message", a.message);
    put_attempt(of, out, &a);
    trawl_buf_putc(out, '}');
  }
}

static void sentence_json(trawl_buf *out, const explanation *of, uint32_t sentence)
{
  static const struct {
    const char *name;
    unsigned layer;
    void (*put)(const explanation *, trawl_buf *, uint32_t);
  } parts[] = {
    {"tokens", EXPLAIN_TOKENS, tokens_json}, {"mentions", EXPLAIN_MENTIONS | EXPLAIN_ENTITIES, mentions_json},
    {"frames", EXPLAIN_FRAMES, frames_json}, {"triples", EXPLAIN_RULES, triples_json},
    {"misses", EXPLAIN_RULES, misses_json},
  };
  trawl_buf_putc(out, '{');
  put_text(out, "doc", trawl_doc_id(of->doc));
  put_number(out, "sentence", sentence);
  put_place(out, trawl_doc_sentence_at(of->doc, sentence, TRAWL_CHARS).slice);
  for (size_t i = 0; i < TRAWL_COUNT(parts); ++i) {
    if (of->layers & parts[i].layer) {
      key(out, parts[i].name);
      trawl_buf_putc(out, '[');
      parts[i].put(of, out, sentence);
      trawl_buf_putc(out, ']');
    }
  }
  trawl_buf_puts(out, "}\n");
}

static void answer_json(trawl_buf *out, const explanation *of, const char *rule, const trawl_answer *answer)
{
  trawl_buf_putc(out, '{');
  put_text(out, "doc", trawl_doc_id(of->doc));
  put_text(out, "asked", rule);
  put_text(out, "code", trawl_reason_code(answer->reason));
  put_text(out, "reason", trawl_reason_text(answer->reason));
  put_text(out, "message", answer->message);
  put_index(out, "sentence", answer->sentence);
  key(out, "attempt");
  if (answer->attempt == TRAWL_ABSENT) {
    trawl_buf_puts(out, "null");
  } else {
    const trawl_attempt_view a = trawl_doc_attempt_at(of->doc, answer->attempt, TRAWL_CHARS);
    trawl_buf_putc(out, '{');
    put_attempt(of, out, &a);
    trawl_buf_putc(out, '}');
  }
  trawl_buf_puts(out, "}\n");
}

static void variant_json(trawl_buf *out, const char *phrase, const char *name, const char *text, const char *gives, bool colors)
{
  (void)colors;
  trawl_buf_putc(out, '{');
  put_text(out, "phrase", phrase);
  put_text(out, "variant", name);
  put_text(out, "text", text);
  put_text(out, "gives", gives);
  trawl_buf_puts(out, "}\n");
}

static void nothing(trawl_buf *out)
{
  (void)out;
}

const explain_format explain_json = {nothing, sentence_json, answer_json, variant_json, nothing};
