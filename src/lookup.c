/* SPDX-License-Identifier: MIT
 * lookup.c - asks the gazetteers of a pipeline for a name, without a text around it. */
#include "engine.h"

#include "base/limits.h"
#include "stage/tokenize.h"

#include <string.h>

static trawl_entry_view view_of(const trawl_ruleset *rules, trawl_name name)
{
  const trawl_gazetteer *g = &rules->gazetteer;
  const trawl_entry *entry = trawl_entry_at(g, name.entry);
  const trawl_fact_origin origin = trawl_gazetteer_origin(g, name.entry, TRAWL_NONE);
  return (trawl_entry_view){
    .name = trawl_entry_name(g, name.entry),
    .id = trawl_entry_id(g, name.entry),
    .type = entry->type < rules->types.count ? rules->types.names[entry->type] : "",
    .source = trawl_gazetteer_source(g, entry),
    .in = entry->in == TRAWL_NONE ? NULL : trawl_entry_name(g, entry->in),
    .demonym = (name.flags & TRAWL_NAME_DEMONYM) != 0,
    .origin = trawl_gazetteer_text(g, origin.source),
    .as_of = origin.as_of,
  };
}

/* The state of the trie behind the words of a name, 0: no name is so. */
static trawl_status walk(const trawl_ruleset *rules, trawl_words *words, const char *name, size_t len,
                         uint32_t *out)
{
  trawl_span cut[TRAWL_MOST_NAME_WORDS];
  const uint32_t n = trawl_tokenize_name_cutter((void *)(uintptr_t)&rules->lexicon, name, len, cut,
                                                TRAWL_MOST_NAME_WORDS);
  TRAWL_TRY_MEM(n != TRAWL_NONE);
  uint32_t state = n && n <= TRAWL_MOST_NAME_WORDS ? 1 : 0;
  for (uint32_t i = 0; i < n && state; ++i) {
    uint32_t id;
    TRAWL_TRY(trawl_words_add(words, name + cut[i].start, cut[i].end - cut[i].start, &id, NULL));
    state = trawl_gazetteer_step(&rules->gazetteer, state, trawl_words_at(words, id)->folded);
  }
  *out = state;
  return TRAWL_OK;
}

trawl_status trawl_pipeline_lookup(const trawl_pipeline *pipeline, const char *name, trawl_entry_view *out,
                                   uint32_t max, uint32_t *count)
{
  const trawl_ruleset *rules = pipeline->rules;
  trawl_words words;
  uint32_t state = 0, first = 0, kept = 0;
  trawl_words_init(&words, &rules->lexicon.words);
  const trawl_status status = walk(rules, &words, name, strlen(name), &state);
  trawl_words_clear(&words);
  TRAWL_TRY(status);
  const uint32_t n = trawl_gazetteer_names(&rules->gazetteer, state, &first);
  for (uint32_t i = 0; i < n && kept < max; ++i) {
    const trawl_entry_view view = view_of(rules, trawl_gazetteer_name(&rules->gazetteer, first + i));
    bool twice = false; /* by its name and by an alias in another case */
    for (uint32_t k = 0; k < kept; ++k) {
      twice |= strcmp(out[k].id, view.id) == 0;
    }
    if (!twice) {
      out[kept++] = view;
    }
  }
  *count = kept;
  return TRAWL_OK;
}

void trawl_pipeline_offices(const trawl_pipeline *pipeline, const char *id, trawl_office_view *out, uint32_t max,
                            uint32_t *count)
{
  const trawl_ruleset *rules = pipeline->rules;
  const trawl_gazetteer *g = &rules->gazetteer;
  const uint32_t entry = trawl_gazetteer_by_id(g, id);
  uint32_t n = 0;
  const trawl_role_entry *roles = trawl_entry_roles(g, trawl_entry_at(g, entry), &n);
  n = entry == TRAWL_NONE ? 0 : n < max ? n : max;
  for (uint32_t i = 0; i < n; ++i) {
    const trawl_fact_origin origin = trawl_gazetteer_origin(g, entry, (uint32_t)(&roles[i] - g->roles.at));
    out[i] = (trawl_office_view){
      .role = trawl_words_text(&rules->lexicon.words, roles[i].role),
      .of = roles[i].of == TRAWL_NONE ? NULL : trawl_entry_name(g, roles[i].of),
      .from = roles[i].from,
      .to = roles[i].to,
      .as_of = origin.as_of,
      .origin = trawl_gazetteer_text(g, origin.source),
    };
  }
  *count = n;
}
