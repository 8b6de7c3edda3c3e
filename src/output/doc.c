/* SPDX-License-Identifier: MIT
 * doc.c - annotated documents as JSON Lines: all that the stages behind the cut read (docs/outputs.md).
 *
 * Layers refer to each other by index, as they do in memory; words, gazetteer entries, types and relations
 * are named.  Positions of lines and tokens are code points of the normalised text, "normal", which stands
 * there where it differs from the text.  What is not the case is left out.  input/doc.c reads it back. */
#include "base/utf8.h"
#include "model/doc_names.h"
#include "output/writer.h"
#include "rule/ruleset.h"

#include <string.h>

typedef struct put {
  trawl_buf *out;
  const trawl_doc *doc;
  const trawl_ruleset *rules;
  uint32_t byte, chars; /* how far the text has been counted */
  bool first;           /* of the list or object that is open */
} put;

/* ---- values ------------------------------------------------------------------------------------ */

static void key(put *p, const char *name)
{
  trawl_buf_puts(p->out, p->first ? "\"" : ",\"");
  trawl_buf_puts(p->out, name);
  trawl_buf_puts(p->out, "\":");
  p->first = false;
}

static void number(put *p, const char *name, uint32_t value)
{
  key(p, name);
  trawl_buf_uint(p->out, value);
}

/* Left out when it points nowhere. */
static void link_to(put *p, const char *name, uint32_t value)
{
  if (value != TRAWL_NONE) {
    number(p, name, value);
  }
}

static void text(put *p, const char *name, const char *value)
{
  if (value) {
    key(p, name);
    trawl_put_json(p->out, value, strlen(value));
  }
}

static void truth(put *p, const char *name, bool value)
{
  if (value) {
    key(p, name);
    trawl_buf_puts(p->out, "true");
  }
}

static void word(put *p, const char *name, uint32_t id)
{
  if (id != TRAWL_NONE) {
    text(p, name, trawl_words_text(&p->doc->words, id));
  }
}

static void entry(put *p, const char *name, uint32_t index)
{
  if (index != TRAWL_NONE) {
    const trawl_gazetteer *gazetteer = &p->rules->gazetteer;
    text(p, name, trawl_entry_id(gazetteer, index));
  }
}

static void flags(put *p, const char *name, unsigned bits, const char *const *names, size_t count)
{
  if (bits) {
    key(p, name);
    trawl_buf_putc(p->out, '[');
    bool first = true;
    for (size_t i = 0; i < count; ++i) {
      if (bits >> i & 1) {
        trawl_buf_printf(p->out, "%s\"%s\"", first ? "" : ",", names[i]);
        first = false;
      }
    }
    trawl_buf_putc(p->out, ']');
  }
}

static void span(put *p, trawl_span s)
{
  number(p, "start", s.start);
  number(p, "end", s.end);
}

/* Code points of the normalised text; quick as long as positions go up. */
static uint32_t chars_at(put *p, uint32_t byte)
{
  if (byte < p->byte) {
    p->byte = p->chars = 0;
  }
  p->chars += (uint32_t)trawl_utf8_count(p->doc->text.at + p->byte, byte - p->byte);
  p->byte = byte;
  return p->chars;
}

static void place(put *p, uint32_t start, uint32_t end)
{
  number(p, "start", chars_at(p, start));
  number(p, "end", chars_at(p, end));
}

/* An object in a list. */
static void open_item(put *p, uint32_t i)
{
  trawl_buf_puts(p->out, i ? ",{" : "{");
  p->first = true;
}

static void close_item(put *p)
{
  trawl_buf_putc(p->out, '}');
}

static void open_list(put *p, const char *name)
{
  key(p, name);
  trawl_buf_putc(p->out, '[');
}

static void close_list(put *p)
{
  trawl_buf_putc(p->out, ']');
  p->first = false;
}

/* ---- layers ------------------------------------------------------------------------------------ */

static void put_lines(put *p)
{
  const trawl_doc *doc = p->doc;
  if (doc->dateline.end > doc->dateline.start) {
    key(p, "dateline");
    trawl_buf_putc(p->out, '{');
    p->first = true;
    place(p, doc->dateline.start, doc->dateline.end);
    close_item(p);
  }
  open_list(p, "lines");
  for (uint32_t i = 0; i < doc->lines.len; ++i) {
    const trawl_line *line = &doc->lines.at[i];
    open_item(p, i);
    place(p, line->text.start, line->text.end);
    text(p, "kind", trawl_line_names[line->kind]);
    truth(p, "starts_para", line->starts_para);
    truth(p, "joins_next", line->joins_next);
    close_item(p);
  }
  close_list(p);
}

static void put_tokens(put *p, bool tagged)
{
  const trawl_tokens *tokens = &p->doc->tokens;
  open_list(p, "tokens");
  for (uint32_t i = 0; i < tokens->len; ++i) {
    open_item(p, i);
    key(p, "text");
    trawl_put_json(p->out, trawl_doc_token_text(p->doc, i), tokens->size[i]);
    place(p, tokens->start[i], tokens->start[i] + tokens->size[i]);
    text(p, "kind", trawl_token_names[tokens->kind[i]]);
    flags(p, "flags", tokens->flags[i], trawl_token_flags, TRAWL_COUNT(trawl_token_flags));
    if (tagged) {
      text(p, "tag", tokens->tag[i] ? trawl_tag_text(tokens->tag[i]) : NULL);
      word(p, "lemma", tokens->lemma[i]);
    }
    close_item(p);
  }
  close_list(p);
}

static void put_sentences(put *p)
{
  open_list(p, "sentences");
  for (uint32_t i = 0; i < p->doc->sentences.len; ++i) {
    open_item(p, i);
    span(p, p->doc->sentences.at[i].tok);
    truth(p, "headline", p->doc->sentences.at[i].headline);
    close_item(p);
  }
  close_list(p);
}

static void put_candidates(put *p, const trawl_mention *mention)
{
  const trawl_gazetteer *gazetteer = &p->rules->gazetteer;
  for (uint32_t i = 0; i < mention->cand_count; ++i) {
    const char *id = trawl_entry_id(gazetteer, p->doc->cands.at[mention->first_cand + i]);
    if (!i) {
      open_list(p, "candidates");
    }
    trawl_buf_puts(p->out, i ? "," : "");
    trawl_put_json(p->out, id, strlen(id));
  }
  if (mention->cand_count) {
    close_list(p);
  }
}

static void put_members(put *p, const trawl_mention *mention)
{
  for (uint32_t i = 0; i < mention->member_count; ++i) {
    if (!i) {
      open_list(p, "members");
    }
    trawl_buf_puts(p->out, i ? "," : "");
    trawl_buf_uint(p->out, p->doc->members.at[mention->first_member + i]);
  }
  if (mention->member_count) {
    close_list(p);
  }
}

static void put_mention(put *p, const trawl_mention *mention)
{
  const trawl_span where = trawl_doc_text_span(p->doc, mention->tok);
  key(p, "text");
  trawl_put_json(p->out, p->doc->text.at + where.start, where.end - where.start);
  span(p, mention->tok);
  number(p, "head", mention->head);
  number(p, "sentence", mention->sentence);
  text(p, "type", p->rules->types.names[mention->type]);
  text(p, "kind", trawl_mention_names[mention->kind]);
  link_to(p, "outer", mention->outer);
  link_to(p, "entity", mention->entity);
  link_to(p, "antecedent", mention->antecedent);
  put_candidates(p, mention);
  put_members(p, mention);
  text(p, "value", mention->value);
  text(p, "source", mention->source);
  text(p, "how", mention->how);
  text(p, "gender", mention->gender ? trawl_gender_names[mention->gender] : NULL);
  truth(p, "plural", mention->plural);
}

static void put_mentions(put *p)
{
  number(p, "sorted_mentions", p->doc->sorted_mentions);
  open_list(p, "mentions");
  for (uint32_t i = 0; i < p->doc->mentions.len; ++i) {
    open_item(p, i);
    put_mention(p, &p->doc->mentions.at[i]);
    close_item(p);
  }
  close_list(p);
}

static void put_entities(put *p)
{
  open_list(p, "entities");
  for (uint32_t i = 0; i < p->doc->entities.len; ++i) {
    const trawl_entity *entity = &p->doc->entities.at[i];
    open_item(p, i);
    text(p, "name", entity->name);
    text(p, "id", entity->id);
    entry(p, "entry", entity->entry);
    entry(p, "stands_for", entity->stands_for);
    link_to(p, "first", entity->first);
    word(p, "last_word", entity->last_word);
    word(p, "noun", entity->noun);
    text(p, "type", p->rules->types.names[entity->type]);
    text(p, "gender", entity->gender ? trawl_gender_names[entity->gender] : NULL);
    truth(p, "plural", entity->plural);
    truth(p, "personal", entity->personal);
    close_item(p);
  }
  close_list(p);
}

static void put_phrases(put *p)
{
  open_list(p, "nps");
  for (uint32_t i = 0; i < p->doc->clauses.nps.len; ++i) {
    const trawl_np *np = &p->doc->clauses.nps.at[i];
    open_item(p, i);
    span(p, np->tok);
    number(p, "head", np->head);
    link_to(p, "mention", np->mention);
    link_to(p, "possessor", np->possessor);
    link_to(p, "list", np->list);
    link_to(p, "next", np->next);
    link_to(p, "apposition", np->apposition);
    link_to(p, "attached", np->attached);
    link_to(p, "prep", np->prep);
    flags(p, "flags", np->flags, trawl_np_flags, TRAWL_COUNT(trawl_np_flags));
    close_item(p);
  }
  close_list(p);
}

static void put_arguments(put *p, const trawl_frame *frame)
{
  open_list(p, "args");
  for (uint32_t i = 0; i < frame->arg_count; ++i) {
    const trawl_frame_arg *arg = &p->doc->clauses.args.at[frame->first_arg + i];
    trawl_buf_puts(p->out, i ? ",{" : "{");
    p->first = true;
    text(p, "role", trawl_role_names[arg->role]);
    number(p, "np", arg->np);
    word(p, "prep", arg->prep);
    number(p, "cost", arg->cost);
    truth(p, "single", arg->single);
    close_item(p);
  }
  close_list(p);
}

static void put_frame(put *p, const trawl_frame *frame)
{
  text(p, "kind", trawl_frame_names[frame->kind]);
  number(p, "sentence", frame->sentence);
  number(p, "trigger", frame->trigger);
  span(p, frame->group);
  word(p, "lemma", frame->lemma);
  word(p, "particle", frame->particle);
  text(p, "embedding", frame->embedding ? trawl_embedding_names[frame->embedding] : NULL);
  text(p, "tense", frame->tense ? trawl_tense_names[frame->tense] : NULL);
  text(p, "polarity", trawl_polarity_names[frame->polarity]);
  text(p, "modality", trawl_modality_names[frame->modality]);
  truth(p, "passive", frame->passive);
  truth(p, "question", frame->question);
  number(p, "cost", frame->cost);
  link_to(p, "parent", frame->parent);
  link_to(p, "attribution", frame->attribution);
  link_to(p, "time", frame->time);
  link_to(p, "place", frame->place);
  link_to(p, "negation_cue", frame->negation_cue);
  link_to(p, "modality_cue", frame->modality_cue);
  put_arguments(p, frame);
}

static void put_frames(put *p)
{
  open_list(p, "frames");
  for (uint32_t i = 0; i < p->doc->clauses.frames.len; ++i) {
    open_item(p, i);
    put_frame(p, &p->doc->clauses.frames.at[i]);
    close_item(p);
  }
  close_list(p);
}

static void put_argument(put *p, const char *name, trawl_argument argument)
{
  if (argument.mention != TRAWL_NONE) {
    key(p, name);
    trawl_buf_putc(p->out, '{');
    p->first = true;
    number(p, "mention", argument.mention);
    link_to(p, "entity", argument.entity);
    close_item(p);
  }
}

static void put_cues(put *p, const trawl_triple *triple)
{
  open_list(p, "cues");
  for (uint32_t i = 0; i < triple->cue_count; ++i) {
    trawl_buf_puts(p->out, i ? ",{" : "{");
    p->first = true;
    span(p, triple->cues[i].tok);
    truth(p, "modality", triple->cues[i].modality);
    close_item(p);
  }
  close_list(p);
}

static void put_qualifiers(put *p, const trawl_triple *triple)
{
  open_list(p, "qualifiers");
  for (uint32_t i = 0; i < triple->qualifier_count; ++i) {
    trawl_buf_puts(p->out, i ? ",{" : "{");
    p->first = true;
    text(p, "key", triple->qualifiers[i].key);
    text(p, "value", triple->qualifiers[i].value);
    close_item(p);
  }
  close_list(p);
}

static void put_triple(put *p, const trawl_triple *triple)
{
  number(p, "sentence", triple->sentence);
  text(p, "relation", triple->relation_name);
  put_argument(p, "subject", triple->subject);
  put_argument(p, "object", triple->object);
  put_argument(p, "attribution", triple->attribution);
  put_argument(p, "time", triple->time);
  put_argument(p, "place", triple->place);
  span(p, triple->trigger);
  text(p, "polarity", trawl_polarity_names[triple->polarity]);
  text(p, "modality", trawl_modality_names[triple->modality]);
  text(p, "tense", triple->tense ? trawl_tense_names[triple->tense] : NULL);
  put_cues(p, triple);
  put_qualifiers(p, triple);
  text(p, "rule", triple->rule);
  text(p, "phrase", triple->phrase);
  key(p, "confidence");
  trawl_buf_printf(p->out, "%.9g", (double)triple->confidence);
}

static void put_triples(put *p)
{
  open_list(p, "triples");
  for (uint32_t i = 0; i < p->doc->triples.len; ++i) {
    open_item(p, i);
    put_triple(p, &p->doc->triples.at[i]);
    close_item(p);
  }
  close_list(p);
}

/* ---- the record -------------------------------------------------------------------------------- */

static void put_base64(trawl_buf *out, const char *bytes, size_t len)
{
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (size_t i = 0; i < len; i += 3) {
    const uint32_t left = (uint32_t)(len - i < 3 ? len - i : 3);
    uint32_t three = 0;
    for (uint32_t k = 0; k < 3; ++k) {
      three = three << 8 | (k < left ? (unsigned char)bytes[i + k] : 0U);
    }
    for (uint32_t k = 0; k < 4; ++k) {
      trawl_buf_putc(out, k <= left ? digits[three >> (18 - 6 * k) & 63] : '=');
    }
  }
}

static void put_day(put *p, const char *name, uint32_t date)
{
  if (date) {
    key(p, name);
    trawl_buf_putc(p->out, '"');
    trawl_put_day(p->out, date);
    trawl_buf_putc(p->out, '"');
  }
}

static void put_texts(put *p)
{
  const trawl_slice raw = trawl_doc_text(p->doc, TRAWL_BYTES);
  const trawl_buf *normal = &p->doc->text;
  key(p, "text");
  trawl_put_json(p->out, raw.text, raw.len);
  if (p->doc->repairs) {
    key(p, "bytes");
    trawl_buf_putc(p->out, '"');
    put_base64(p->out, raw.text, raw.len);
    trawl_buf_putc(p->out, '"');
  }
  if (normal->len != raw.len || (raw.len && memcmp(normal->at, raw.text, raw.len) != 0)) {
    key(p, "normal");
    trawl_put_json(p->out, normal->at ? normal->at : "", normal->len);
  }
}

/* Where the text stands in its input, when it is a part of that or was taken out of a web page. */
static void put_origin(put *p)
{
  const trawl_doc *doc = p->doc;
  const trawl_origin *o = &doc->origin;
  const uint64_t numbers[] = {o->units[0], o->units[1], o->units[2], o->sentences, o->tokens};
  if (trawl_doc_goes_on(doc)) {
    key(p, "origin");
    for (size_t i = 0; i < TRAWL_COUNT(numbers); ++i) {
      trawl_buf_putc(p->out, i ? ',' : '[');
      trawl_buf_uint(p->out, numbers[i]);
    }
    trawl_buf_putc(p->out, ']');
  }
  for (size_t i = 0; i < doc->piece_count; ++i) {
    const trawl_stretch *s = &doc->pieces[i];
    if (!i) {
      open_list(p, "pieces");
    }
    trawl_buf_puts(p->out, i ? ",[" : "[");
    for (unsigned k = 0; k < 9; ++k) {
      trawl_buf_uint(p->out, k < 3 ? s->text[k] : k < 6 ? s->file[k - 3] : s->whole[k - 6]);
      trawl_buf_putc(p->out, ',');
    }
    trawl_buf_puts(p->out, s->fixed ? "1]" : "0]");
  }
  if (doc->piece_count) {
    close_list(p);
  }
  if (doc->meta) {
    key(p, "meta");
    trawl_buf_puts(p->out, doc->meta);
  }
}

static void put_layers(put *p, trawl_stage until)
{
  if (until >= TRAWL_STAGE_CLEAN) {
    put_lines(p);
  }
  if (until >= TRAWL_STAGE_TOKENIZE) {
    put_tokens(p, until >= TRAWL_STAGE_TAG);
  }
  if (until >= TRAWL_STAGE_SENTENCES) {
    put_sentences(p);
  }
  if (until >= TRAWL_STAGE_GAZETTEER) {
    put_mentions(p);
  }
  if (until >= TRAWL_STAGE_LINK) {
    put_entities(p);
  }
  if (until >= TRAWL_STAGE_CLAUSES) {
    put_phrases(p);
    put_frames(p);
  }
  if (until >= TRAWL_STAGE_RELATIONS) {
    put_triples(p);
  }
}

trawl_status trawl_put_doc(trawl_buf *out, const trawl_doc *doc, const trawl_write_options *options)
{
  (void)options;
  put p = {.out = out, .doc = doc, .rules = doc->pipeline->rules, .first = true};
  trawl_buf_putc(out, '{');
  number(&p, "trawl", TRAWL_DOC_VERSION);
  text(&p, "doc", doc->id);
  put_texts(&p);
  put_origin(&p);
  put_day(&p, "date", doc->date);
  put_day(&p, "fallback", doc->fallback);
  text(&p, "until", trawl_stage_name((trawl_stage)doc->until));
  key(&p, "layers");
  trawl_buf_putc(out, '{');
  p.first = true;
  put_layers(&p, (trawl_stage)doc->until);
  trawl_buf_puts(out, trawl_doc_truncated(doc) ? "},\"truncated\":true}\n" : "},\"truncated\":false}\n");
  return out->failed ? TRAWL_NO_MEM : TRAWL_OK;
}
