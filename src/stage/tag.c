/* SPDX-License-Identifier: MIT
 * tag.c - reads tokens and sentences, fills tokens.tag and tokens.lemma for every token.
 *
 * Tags depend on their sentence alone.  What a word may be and how a tag is chosen is the business of
 * resource/tagmodel.c; here tokens are only handed over. */
#include "resource/tagmodel.h"
#include "stage/stage.h"

static void set_lemmas(trawl_doc *doc, trawl_span tok)
{
  trawl_tokens *tokens = &doc->tokens;
  for (uint32_t i = tok.start; i < tok.end; ++i) {
    tokens->lemma[i] = trawl_lexicon_lemma(&doc->words, tokens->word[i], tokens->tag[i]);
  }
}

/* A sentence longer than a piece is tagged piece by piece. */
static void tag_sentence(const trawl_tag_model *model, trawl_doc *doc,
                         const trawl_sentence *sentence)
{
  trawl_tag_input input[TRAWL_TAG_PIECE];
  const trawl_tokens *tokens = &doc->tokens;
  for (uint32_t at = sentence->tok.start; at < sentence->tok.end;) {
    const uint32_t left = sentence->tok.end - at,
                   n = left < TRAWL_TAG_PIECE ? left : TRAWL_TAG_PIECE;
    for (uint32_t i = 0; i < n; ++i) {
      input[i] =
        (trawl_tag_input){tokens->word[at + i], tokens->kind[at + i], tokens->flags[at + i]};
    }
    trawl_tag_sentence(model, &doc->words, input, n, sentence->headline, doc->tokens.tag + at);
    at += n;
  }
}

trawl_status trawl_stage_tag(trawl_run_state *run, trawl_doc *doc)
{
  const trawl_tag_model *model = run->rules->lexicon.tags;
  for (uint32_t i = 0; i < doc->sentences.len; ++i) {
    if (model) {
      tag_sentence(model, doc, &doc->sentences.at[i]);
    }
    set_lemmas(doc, doc->sentences.at[i].tok); /* without a model: the words in lower case */
  }
  return TRAWL_OK;
}
