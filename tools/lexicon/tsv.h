/* SPDX-License-Identifier: MIT
 * tsv.h - reads tagged sentences: token TAB tag, a blank line between sentences. */
#ifndef TRAWL_TOOLS_TSV_H
#define TRAWL_TOOLS_TSV_H

#include "base/file.h"
#include "model/doc.h"
#include "resource/tagmodel.h"

#include <stdio.h>
#include <string.h>

typedef struct tsv_token {
  char form[256];
  uint8_t tag, kind, flags;
  uint32_t line; /* from 1 */
} tsv_token;

typedef struct tsv_corpus {
  TRAWL_VEC(tsv_token) tokens;
  TRAWL_VEC(uint32_t) starts; /* of sentences; one more at the end */
} tsv_corpus;

/* What the tokenizer would say of a token. */
static inline uint8_t tsv_kind(const char *form, size_t len)
{
  if (strstr(form, "://") || strncmp(form, "www.", 4) == 0 || (strchr(form, '@') && len > 1)) {
    return TRAWL_TOKEN_LINK;
  }
  switch (trawl_shape_of(form, len)) {
  case TRAWL_SHAPE_NUMBER:
    return TRAWL_TOKEN_NUMBER;
  case TRAWL_SHAPE_OTHER:
    return len == 1 && strchr("$%&+=<>^|~", form[0]) ? TRAWL_TOKEN_SYMBOL : TRAWL_TOKEN_PUNCT;
  default:
    return TRAWL_TOKEN_WORD;
  }
}

static inline uint8_t tsv_flags(const char *form, bool *open)
{
  if (strcmp(form, "\"") == 0) {
    *open = !*open;
    return *open ? TRAWL_TOKEN_OPEN : TRAWL_TOKEN_CLOSE;
  }
  if (strcmp(form, "``") == 0 || strcmp(form, "(") == 0 || strcmp(form, "[") == 0) {
    return TRAWL_TOKEN_OPEN;
  }
  if (strcmp(form, "''") == 0 || strcmp(form, ")") == 0 || strcmp(form, "]") == 0) {
    return TRAWL_TOKEN_CLOSE;
  }
  return 0;
}

/* False: cannot be read, or no memory. Tokens without a known tag are left out. */
static inline bool tsv_read(const char *path, tsv_corpus *corpus)
{
  trawl_buf text = {.at = NULL};
  bool fine = trawl_file_read(path, 0, &text) == TRAWL_OK, open = false;
  uint32_t line = 0;
  const char *at = text.at, *end = text.at + text.len;
  fine = fine && trawl_vec_push(&corpus->starts, corpus->tokens.len);
  while (fine && at < end) {
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    stop = stop ? stop : end;
    const char *tab = memchr(at, '\t', (size_t)(stop - at));
    tsv_token token = {.line = ++line};
    if (!tab) {
      open = false;
      if (corpus->starts.at[corpus->starts.len - 1] < corpus->tokens.len) {
        fine = trawl_vec_push(&corpus->starts, corpus->tokens.len);
      }
    } else if ((size_t)(tab - at) < sizeof token.form) {
      memcpy(token.form, at, (size_t)(tab - at));
      token.tag = (uint8_t)trawl_tag_named(tab + 1, (size_t)(stop - tab - 1));
      token.kind = tsv_kind(token.form, strlen(token.form));
      token.flags = tsv_flags(token.form, &open);
      fine = !token.tag || trawl_vec_push(&corpus->tokens, token);
    }
    at = stop + 1;
  }
  trawl_buf_clear(&text);
  return fine
         && (corpus->starts.at[corpus->starts.len - 1] == corpus->tokens.len
             || trawl_vec_push(&corpus->starts, corpus->tokens.len));
}

#endif
