/* SPDX-License-Identifier: MIT
 * tokenize.c - stage 3: lines -> tokens.
 *
 * Reads doc->text and doc->lines, appends to doc->tokens and to the document's words.  Lines that are to
 * be skipped give no tokens.  Where the cuts are is decided in cut.c; here pieces become tokens: they get
 * their word id and what their line tells of them. */
#include "stage/tokenize.h"

#include "base/limits.h"
#include "stage/cut.h"
#include "stage/normalize.h"
#include "stage/stage.h"

#include <string.h>

_Static_assert((int)TRAWL_CUT_ROOM <= (int)TRAWL_WORDS_ROOM, "texts get room for both");

/* Zeros behind a text, for whoever reads it in blocks. */
static bool pad(trawl_buf *text)
{
  if (text->cap - text->len < TRAWL_WORDS_ROOM && !trawl_buf_grow(text, TRAWL_WORDS_ROOM)) {
    return false;
  }
  memset(text->at + text->len, 0, TRAWL_WORDS_ROOM);
  return true;
}

static trawl_status add_token(const trawl_lexicon *lexicon, trawl_doc *doc, trawl_piece piece,
                              uint8_t flags)
{
  trawl_tokens *tokens = &doc->tokens;
  const uint32_t i = tokens->len, size = piece.end - piece.start;
  uint32_t word = 0;
  bool fresh = false;
  TRAWL_TRY_MEM(i < tokens->cap || trawl_tokens_reserve(tokens, i + 1));
  TRAWL_TRY(trawl_words_add_padded(&doc->words, doc->text.at + piece.start, size, &word, &fresh));
  if (fresh) {
    TRAWL_TRY(trawl_lexicon_fill(lexicon, &doc->words, word));
  }
  tokens->start[i] = piece.start;
  tokens->size[i] = (uint16_t)size;
  trawl_doc_set_word(doc, i, word);
  tokens->kind[i] = piece.kind;
  tokens->flags[i] = (uint8_t)(piece.flags | flags);
  tokens->tag[i] = TRAWL_TAG_NONE;
  tokens->mention[i] = TRAWL_NONE;
  tokens->len = i + 1;
  return TRAWL_OK;
}

static uint8_t flags_of(const trawl_line *line)
{
  return line->kind == TRAWL_LINE_HEADLINE  ? TRAWL_TOKEN_HEADLINE
         : line->kind == TRAWL_LINE_CAPTION ? TRAWL_TOKEN_CAPTION
                                            : 0;
}

trawl_status trawl_stage_tokenize(trawl_run_state *run, trawl_doc *doc)
{
  const trawl_lexicon *lexicon = &run->rules->lexicon;
  TRAWL_TRY_MEM(pad(&doc->text));
  trawl_cutter cutter = {.words = &doc->words, .text = doc->text.at, .map = &doc->map};
  bool joined = false; /* the paragraph goes on from the line before */
  /* English has 5 to 6 bytes a token: with room for that, growing is the exception. */
  TRAWL_TRY_MEM(trawl_tokens_reserve(&doc->tokens, (uint32_t)(doc->text.len / 5 + 16)));
  for (uint32_t i = 0; i < doc->lines.len; ++i) {
    const trawl_line *line = &doc->lines.at[i];
    if (line->kind == TRAWL_LINE_SKIP) {
      joined = false;
      continue;
    }
    cutter.first = cutter.at = line->text.start;
    cutter.end = line->text.end;
    cutter.no_link = 0;
    if (!joined) {
      cutter.in_double = cutter.in_single = false;
    }
    const uint8_t flags = flags_of(line);
    uint8_t first = (uint8_t)(TRAWL_TOKEN_LINE | (joined ? 0 : TRAWL_TOKEN_PARA));
    trawl_piece piece;
    while (trawl_cut_next(&cutter, &piece)) {
      TRAWL_TRY(add_token(lexicon, doc, piece, flags | first));
      first = 0;
    }
    joined = line->joins_next;
  }
  return TRAWL_OK;
}

uint32_t trawl_tokenize_name(const trawl_lexicon *lexicon, const char *name, size_t len,
                             trawl_span *words, uint32_t max)
{
  if (len > TRAWL_MOST_DOC_BYTES) {
    return 0;
  }
  trawl_buf text = {.at = NULL};
  trawl_map map = {.raw = NULL};
  uint32_t count = 0;
  trawl_status status = trawl_map_begin(&map, name, (uint32_t)len);
  status = status == TRAWL_OK ? trawl_normalize_bytes(name, (uint32_t)len, &text, &map, NULL) : status;
  status = status == TRAWL_OK && !pad(&text) ? TRAWL_NO_MEM : status;
  if (status == TRAWL_OK) {
    trawl_cutter cutter = {.words = lexicon ? &lexicon->words : NULL, .text = text.at, .map = &map};
    cutter.end = (uint32_t)text.len;
    trawl_piece piece;
    while (trawl_cut_next(&cutter, &piece)) {
      if (count == max) {
        count = 0;
        break;
      }
      words[count++] = trawl_map_bytes(&map, (trawl_span){piece.start, piece.end});
    }
  }
  trawl_map_clear(&map);
  trawl_buf_clear(&text);
  return status == TRAWL_NO_MEM ? TRAWL_NONE : count;
}

uint32_t trawl_tokenize_name_cutter(void *with, const char *name, size_t len, trawl_span *words,
                                    uint32_t max)
{
  return trawl_tokenize_name(with, name, len, words, max);
}
