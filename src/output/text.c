/* SPDX-License-Identifier: MIT
 * text.c - lines for people: `Vladimir Putin – met – Wang Yi [planned; says Kremlin]`.
 *
 * What stands in brackets comes in one order: not; planned, possible or wanted; says NAME; the time;
 * in PLACE; qualifiers as KEY VALUE.  White space in names becomes one space and other control characters
 * are escaped (\x1B), so that a record is one line and no text can steer a terminal. */
#include "output/writer.h"

#include <string.h>

static void put_hex(trawl_buf *out, uint32_t code)
{
  static const char hex[] = "0123456789ABCDEF";
  trawl_buf_puts(out, "\\x");
  trawl_buf_putc(out, hex[code >> 4 & 15]);
  trawl_buf_putc(out, hex[code & 15]);
}

static void put_words(trawl_buf *out, const char *text, size_t len)
{
  const char *const end = text + len;
  bool gap = false;
  while (text < end) {
    const char *const from = text;
    const uint32_t code = trawl_next_code(&text, end);
    if (code == ' ' || (code >= '\t' && code <= '\r')) {
      gap = true;
      continue;
    }
    if (gap) {
      trawl_buf_putc(out, ' ');
      gap = false;
    }
    if (code < 0x20 || (code >= 0x7F && code < 0xA0)) {
      put_hex(out, code);
    } else if (code == 0xFFFD) {
      trawl_buf_puts(out, "\xEF\xBF\xBD");
    } else {
      trawl_buf_put(out, from, (size_t)(text - from));
    }
  }
}

static void put_text(trawl_buf *out, const char *text)
{
  put_words(out, text, strlen(text));
}

static void put_dash(trawl_buf *out)
{
  trawl_buf_puts(out, " \xE2\x80\x93 ");
}

/* "; " between qualifiers, " [" before the first. */
static void put_next(trawl_buf *out, bool *open)
{
  trawl_buf_puts(out, *open ? "; " : " [");
  *open = true;
}

static void put_pairs(trawl_buf *out, const trawl_qualifier_view *pairs, uint32_t count, bool *open)
{
  for (uint32_t i = 0; i < count; ++i) {
    put_next(out, open);
    put_text(out, pairs[i].key);
    trawl_buf_putc(out, ' ');
    put_text(out, pairs[i].value);
  }
}

static void put_standing(trawl_buf *out, const char *polarity, const char *modality, bool *open)
{
  if (strcmp(polarity, "positive") != 0) {
    put_next(out, open);
    trawl_buf_puts(out, "not");
  }
  if (strcmp(modality, "actual") != 0) {
    put_next(out, open);
    trawl_buf_puts(out, modality);
  }
}

static void put_qualifiers(trawl_buf *out, const trawl_triple_view *triple)
{
  bool open = false;
  put_standing(out, triple->polarity, triple->modality, &open);
  if (triple->attribution.slice.text) {
    put_next(out, &open);
    trawl_buf_puts(out, "says ");
    put_text(out, triple->attribution.name);
  }
  if (triple->time.slice.text) {
    put_next(out, &open);
    if (triple->time.value) {
      put_text(out, triple->time.value);
    } else {
      put_words(out, triple->time.slice.text, triple->time.slice.len);
    }
  }
  if (triple->place.slice.text) {
    put_next(out, &open);
    trawl_buf_puts(out, "in ");
    put_text(out, triple->place.name);
  }
  put_pairs(out, triple->qualifiers, triple->qualifier_count, &open);
  if (open) {
    trawl_buf_putc(out, ']');
  }
}

static void put_triple(trawl_buf *out, const trawl_record *record)
{
  const trawl_triple_view *triple = &record->triple;
  put_text(out, triple->subject.name);
  put_dash(out);
  put_text(out, triple->relation);
  put_dash(out);
  put_text(out, triple->object.name);
  put_qualifiers(out, triple);
  trawl_buf_putc(out, '\n');
  if (record->evidence.text) {
    trawl_buf_puts(out, "    ");
    put_words(out, record->evidence.text, record->evidence.len);
    trawl_buf_putc(out, '\n');
  }
}

/* The words, their type, and the name or value where it differs from the words. */
static void put_mention(trawl_buf *out, const trawl_record *record)
{
  const trawl_mention_view *mention = &record->mention;
  put_words(out, mention->slice.text, mention->slice.len);
  put_dash(out);
  put_text(out, mention->type);
  const char *const name = mention->value ? mention->value : mention->name;
  if (strlen(name) != mention->slice.len || memcmp(name, mention->slice.text, mention->slice.len) != 0) {
    put_dash(out);
    put_text(out, name);
  }
  if (mention->stands_for_name) {
    trawl_buf_puts(out, " [for ");
    put_text(out, mention->stands_for_name);
    trawl_buf_putc(out, ']');
  }
  trawl_buf_putc(out, '\n');
}

static void put_sentence(trawl_buf *out, const trawl_record *record)
{
  put_words(out, record->sentence.slice.text, record->sentence.slice.len);
  trawl_buf_putc(out, '\n');
}

static void put_token(trawl_buf *out, const trawl_record *record)
{
  const trawl_token_view *token = &record->token;
  put_words(out, token->slice.text, token->slice.len);
  if (token->tag) {
    trawl_buf_putc(out, ' ');
    put_text(out, token->tag);
    trawl_buf_putc(out, ' ');
    put_text(out, token->lemma);
  }
  trawl_buf_putc(out, '\n');
}

/* `Vladimir Putin – met – Wang Yi [planned]  3 in 2 documents, 2023-09-20 to 2023-10-02`. */
static void put_merged(trawl_buf *out, const trawl_record *record)
{
  const trawl_merged_view *merged = &record->merged;
  bool open = false;
  put_text(out, merged->subject.name);
  put_dash(out);
  put_text(out, merged->relation);
  put_dash(out);
  put_text(out, merged->object.name);
  put_standing(out, merged->polarity, merged->modality, &open);
  put_pairs(out, merged->qualifiers, merged->qualifier_count, &open);
  trawl_buf_puts(out, open ? "]  " : "  ");
  trawl_buf_uint(out, merged->count);
  trawl_buf_puts(out, " in ");
  trawl_buf_uint(out, merged->documents);
  trawl_buf_puts(out, merged->documents == 1 ? " document" : " documents");
  if (merged->first) {
    trawl_buf_puts(out, ", ");
    trawl_buf_puts(out, merged->first);
    if (strcmp(merged->first, merged->last) != 0) {
      trawl_buf_puts(out, " to ");
      trawl_buf_puts(out, merged->last);
    }
  }
  trawl_buf_putc(out, '\n');
}

const trawl_format trawl_format_text = {
  .name = "text",
  .help = "for people: Vladimir Putin \xE2\x80\x93 met \xE2\x80\x93 Wang Yi [planned]",
  .record = {[TRAWL_TRIPLES] = put_triple,
             [TRAWL_ENTITIES] = put_mention,
             [TRAWL_SENTENCES] = put_sentence,
             [TRAWL_TOKENS] = put_token},
  .merged = put_merged,
};
