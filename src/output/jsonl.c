/* SPDX-License-Identifier: MIT
 * jsonl.c - JSON Lines: one object a line, every key always there, in the order of docs/outputs.md.
 *
 * Written by hand, since it is on the hot path.  Runs of bytes that need no care are copied whole; quotes,
 * backslashes and control characters are escaped; bad UTF-8 becomes U+FFFD, so that what comes out is
 * JSON whatever came in. */
#include "output/writer.h"

#include "base/utf8.h"
#include "output/merge.h"

#include <string.h>

/* 0: copied; 1: escaped; 2: not ASCII, looked at. */
static unsigned care(unsigned char c)
{
  return c >= 0x80 ? 2 : c < 0x20 || c == '"' || c == '\\' || c == 0x7F;
}

static void put_escape(trawl_buf *out, unsigned char c)
{
  static const char hex[] = "0123456789abcdef";
  static const char shorts[] = "\"\"\\\\\nn\rr\tt\bb\ff";
  for (const char *s = shorts; *s; s += 2) {
    if ((unsigned char)*s == c) {
      trawl_buf_putc(out, '\\');
      trawl_buf_putc(out, s[1]);
      return;
    }
  }
  trawl_buf_puts(out, "\\u00");
  trawl_buf_putc(out, hex[c >> 4]);
  trawl_buf_putc(out, hex[c & 15]);
}

/* May one of 8 bytes need care? */
static inline bool word_needs_care(uint64_t word)
{
  const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
  const uint64_t quote = word ^ ones * '"', backslash = word ^ ones * '\\';
  /* A byte below n shows in the top bit of (byte - n), a byte that is 0 in that of (byte - 1); a borrow
   * from the byte below can only show too much. 0x7F: + 1. */
  return (word | (word - ones * 0x20) | (quote - ones) | (backslash - ones) | (word + ones)) & tops;
}

static inline bool needs_care(const char *text)
{
  uint64_t word;
  memcpy(&word, text, 8);
  return word_needs_care(word);
}

/* The same of 4 to 7 bytes: the first and the last four. */
static inline bool short_needs_care(const char *text, size_t len)
{
  uint32_t first, last;
  memcpy(&first, text, 4);
  memcpy(&last, text + len - 4, 4);
  return word_needs_care((uint64_t)first << 32 | last);
}

/* The first byte at or behind `i` that may need care. */
static size_t skip_plain(const char *text, size_t i, size_t len)
{
  while (len - i >= 8 && !needs_care(text + i)) {
    i += 8;
  }
  if (len - i < 8 && (len >= 8 ? !needs_care(text + len - 8) : len >= 4 && !short_needs_care(text, len))) {
    return len;
  }
  while (i < len && care((unsigned char)text[i]) == 0) {
    ++i;
  }
  return i;
}

static void put_string(trawl_buf *out, const char *text, size_t len)
{
  trawl_buf_putc(out, '"');
  size_t done = 0;
  for (size_t i = skip_plain(text, 0, len); i < len; i = skip_plain(text, i, len)) {
    const unsigned kind = care((unsigned char)text[i]);
    const trawl_rune rune = trawl_utf8_read(text + i, len - i);
    if (kind == 2 && !rune.bad) {
      i += rune.len;
      continue;
    }
    trawl_buf_put(out, text + done, i - done);
    if (kind == 1) {
      put_escape(out, (unsigned char)text[i]);
    } else {
      trawl_buf_puts(out, "\xEF\xBF\xBD");
    }
    i += rune.len;
    done = i;
  }
  trawl_buf_put(out, text + done, len - done);
  trawl_buf_putc(out, '"');
}

static void put_value(trawl_buf *out, const char *text)
{
  if (text) {
    put_string(out, text, strlen(text));
  } else {
    trawl_buf_puts(out, "null");
  }
}

/* `key` comes with its comma and quotes: ,"name": - its length is known where this is inlined. */
__attribute__((always_inline)) static inline void put_text(trawl_buf *out, const char *key, const char *text)
{
  trawl_buf_puts(out, key);
  put_value(out, text);
}

void trawl_put_json(trawl_buf *out, const char *text, size_t len)
{
  put_string(out, text, len);
}

void trawl_put_json_text(trawl_buf *out, const char *key, const char *text)
{
  put_text(out, key, text);
}

__attribute__((always_inline)) static inline void put_number(trawl_buf *out, const char *key, uint64_t number)
{
  trawl_buf_puts(out, key);
  trawl_buf_uint(out, number);
}

__attribute__((always_inline)) static inline void put_slice(trawl_buf *out, const char *key, trawl_slice slice)
{
  trawl_buf_puts(out, key);
  put_string(out, slice.text, slice.len);
}

static void put_place(trawl_buf *out, trawl_slice slice)
{
  put_number(out, ",\"start\":", slice.start);
  put_number(out, ",\"end\":", slice.end);
}

static void put_seat(trawl_buf *out, const char *name, const char *id)
{
  if (!name) {
    trawl_buf_puts(out, ",\"stands_for\":null");
    return;
  }
  put_text(out, ",\"stands_for\":{\"name\":", name);
  put_text(out, ",\"id\":", id);
  trawl_buf_putc(out, '}');
}

static void put_argument(trawl_buf *out, const char *key, const trawl_argument_view *argument)
{
  trawl_buf_puts(out, key);
  put_slice(out, "{\"text\":", argument->slice);
  put_text(out, ",\"name\":", argument->name);
  put_text(out, ",\"id\":", argument->id);
  put_text(out, ",\"type\":", argument->type);
  put_place(out, argument->slice);
  put_seat(out, argument->stands_for_name, argument->stands_for_id);
  put_text(out, ",\"value\":", argument->value);
  trawl_buf_putc(out, '}');
}

/* Attribution and place: who or where; time: when. */
static void put_circumstance(trawl_buf *out, const char *key, const trawl_argument_view *argument,
                             bool time)
{
  trawl_buf_puts(out, key);
  if (!argument->slice.text) {
    trawl_buf_puts(out, "null");
    return;
  }
  put_slice(out, "{\"text\":", argument->slice);
  if (time) {
    put_text(out, ",\"value\":", argument->value);
  } else {
    put_text(out, ",\"name\":", argument->name);
    put_text(out, ",\"id\":", argument->id);
  }
  put_place(out, argument->slice);
  trawl_buf_putc(out, '}');
}

static void put_cues(trawl_buf *out, const trawl_triple_view *triple)
{
  trawl_buf_puts(out, ",\"cues\":[");
  for (uint32_t i = 0; i < triple->cue_count; ++i) {
    put_text(out, i ? ",{\"kind\":" : "{\"kind\":", triple->cues[i].kind);
    put_slice(out, ",\"text\":", triple->cues[i].slice);
    put_place(out, triple->cues[i].slice);
    trawl_buf_putc(out, '}');
  }
  trawl_buf_putc(out, ']');
}

static void put_qualifiers(trawl_buf *out, const trawl_qualifier_view *qualifiers, uint32_t count)
{
  trawl_buf_puts(out, ",\"qualifiers\":{");
  for (uint32_t i = 0; i < count; ++i) {
    put_text(out, i ? "," : "", qualifiers[i].key);
    put_text(out, ":", qualifiers[i].value);
  }
  trawl_buf_putc(out, '}');
}

static void put_start(trawl_buf *out, const trawl_record *record, uint32_t sentence)
{
  put_text(out, "{\"doc\":", record->doc);
  put_number(out, ",\"sentence\":", sentence);
}

/* What the input's record said besides, then the end of the record. */
static void put_end(trawl_buf *out, const trawl_record *record)
{
  if (record->meta) {
    trawl_buf_puts(out, ",\"meta\":");
    trawl_buf_puts(out, record->meta);
  }
  trawl_buf_puts(out, "}\n");
}

static void put_triple(trawl_buf *out, const trawl_record *record)
{
  const trawl_triple_view *triple = &record->triple;
  put_start(out, record, triple->sentence);
  put_argument(out, ",\"subject\":", &triple->subject);
  put_text(out, ",\"relation\":", triple->relation);
  put_argument(out, ",\"object\":", &triple->object);
  put_slice(out, ",\"trigger\":{\"text\":", triple->trigger);
  put_place(out, triple->trigger);
  put_text(out, "},\"polarity\":", triple->polarity);
  put_text(out, ",\"modality\":", triple->modality);
  put_text(out, ",\"tense\":", triple->tense);
  put_circumstance(out, ",\"attribution\":", &triple->attribution, false);
  put_circumstance(out, ",\"time\":", &triple->time, true);
  put_circumstance(out, ",\"place\":", &triple->place, false);
  put_cues(out, triple);
  put_qualifiers(out, triple->qualifiers, triple->qualifier_count);
  put_text(out, ",\"rule\":", triple->rule);
  put_text(out, ",\"phrase\":", triple->phrase);
  trawl_buf_puts(out, ",\"confidence\":");
  trawl_put_ratio(out, triple->confidence);
  if (record->evidence.text) {
    put_slice(out, ",\"evidence\":", record->evidence);
  }
  put_end(out, record);
}

static void put_mention(trawl_buf *out, const trawl_record *record)
{
  const trawl_mention_view *mention = &record->mention;
  put_start(out, record, mention->sentence);
  put_slice(out, ",\"text\":", mention->slice);
  put_text(out, ",\"name\":", mention->name);
  put_text(out, ",\"id\":", mention->id);
  put_text(out, ",\"type\":", mention->type);
  put_text(out, ",\"kind\":", mention->kind);
  put_place(out, mention->slice);
  put_seat(out, mention->stands_for_name, mention->stands_for_id);
  put_text(out, ",\"value\":", mention->value);
  put_text(out, ",\"source\":", mention->source);
  put_text(out, ",\"how\":", mention->how);
  put_end(out, record);
}

static void put_sentence(trawl_buf *out, const trawl_record *record)
{
  put_start(out, record, record->sentence.sentence);
  put_place(out, record->sentence.slice);
  put_slice(out, ",\"text\":", record->sentence.slice);
  put_end(out, record);
}

static void put_token(trawl_buf *out, const trawl_record *record)
{
  const trawl_token_view *token = &record->token;
  put_start(out, record, token->sentence);
  put_number(out, ",\"token\":", token->token);
  put_slice(out, ",\"text\":", token->slice);
  put_text(out, ",\"lemma\":", token->lemma);
  put_text(out, ",\"tag\":", token->tag);
  put_place(out, token->slice);
  put_end(out, record);
}

/* ---- merged triples ---------------------------------------------------------------------------- */

static void put_thing(trawl_buf *out, const char *key, const trawl_argument_view *thing)
{
  put_text(out, key, thing->name);
  put_text(out, ",\"id\":", thing->id);
  put_text(out, ",\"type\":", thing->type);
  put_seat(out, thing->stands_for_name, thing->stands_for_id);
  put_text(out, ",\"value\":", thing->value);
  trawl_buf_putc(out, '}');
}

static void put_sources(trawl_buf *out, const trawl_merged_view *merged)
{
  const char *key = ",\"sources\":[{\"doc\":";
  for (uint32_t at = merged->first_source; at != TRAWL_NONE; key = ",{\"doc\":") {
    const trawl_source_view source = trawl_merge_source(merged->merge, &at);
    put_text(out, key, source.doc);
    put_number(out, ",\"sentence\":", source.sentence);
    trawl_buf_puts(out, ",\"confidence\":");
    trawl_put_ratio(out, source.confidence);
    trawl_buf_putc(out, '}');
  }
  trawl_buf_putc(out, ']');
}

static void put_merged(trawl_buf *out, const trawl_record *record)
{
  const trawl_merged_view *merged = &record->merged;
  put_thing(out, "{\"subject\":{\"name\":", &merged->subject);
  put_text(out, ",\"relation\":", merged->relation);
  put_thing(out, ",\"object\":{\"name\":", &merged->object);
  put_text(out, ",\"polarity\":", merged->polarity);
  put_text(out, ",\"modality\":", merged->modality);
  put_qualifiers(out, merged->qualifiers, merged->qualifier_count);
  put_number(out, ",\"count\":", merged->count);
  put_number(out, ",\"documents\":", merged->documents);
  put_number(out, ",\"attributed\":", merged->attributed);
  put_text(out, ",\"first\":", merged->first);
  put_text(out, ",\"last\":", merged->last);
  trawl_buf_puts(out, ",\"confidence\":");
  trawl_put_ratio(out, merged->confidence);
  put_sources(out, merged);
  put_end(out, record);
}

const trawl_format trawl_format_jsonl = {
  .name = "jsonl",
  .help = "JSON Lines: one object a line, with everything that is known",
  .record = {[TRAWL_TRIPLES] = put_triple,
             [TRAWL_ENTITIES] = put_mention,
             [TRAWL_SENTENCES] = put_sentence,
             [TRAWL_TOKENS] = put_token},
  .document = {[TRAWL_DOCS] = trawl_put_doc},
  .merged = put_merged,
};
