/* SPDX-License-Identifier: MIT
 * rule_list.c - the rules of a pipeline by number, which of them gave what, and what they cost.
 *
 * First the phrases, then the token patterns of relations, then the rules of mentions; each in the order of the
 * rule set. */
#include "engine.h"

#include "model/trace.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- by number --------------------------------------------------------------------------------- */

/* Number of the first token pattern and of the first rule of mentions. */
static uint32_t first_pattern(const trawl_ruleset *rules)
{
  return rules->relations.phrases.len;
}

static uint32_t first_mention(const trawl_ruleset *rules)
{
  return first_pattern(rules) + rules->relations.pattern_rules.len;
}

uint32_t trawl_pipeline_rule_count(const trawl_pipeline *pipeline)
{
  return first_mention(pipeline->rules) + pipeline->rules->mentions.rules.len;
}

static trawl_rule_view phrase_at(const trawl_ruleset *rules, uint32_t i)
{
  const trawl_phrase *phrase = &rules->relations.phrases.at[i];
  const trawl_relation *relation = &rules->relations.list.at[phrase->relation];
  return (trawl_rule_view){.kind = TRAWL_RULE_PHRASE,
                           .relation = relation->name,
                           .rule = phrase->rule,
                           .text = phrase->text,
                           .path = phrase->path,
                           .line = phrase->line,
                           .except = phrase->except,
                           .enabled = relation->enabled};
}

static trawl_rule_view pattern_at(const trawl_ruleset *rules, uint32_t i)
{
  const trawl_relation_pattern *pattern = &rules->relations.pattern_rules.at[i];
  const trawl_relation *relation = &rules->relations.list.at[pattern->relation];
  return (trawl_rule_view){.kind = TRAWL_RULE_TOKENS,
                           .relation = relation->name,
                           .rule = pattern->rule,
                           .text = pattern->text,
                           .path = pattern->path,
                           .line = trawl_patterns_owner(&rules->relations.patterns, i)->line,
                           .enabled = relation->enabled};
}

static trawl_rule_view mention_at(const trawl_ruleset *rules, uint32_t i)
{
  const trawl_mention_rule *rule = &rules->mentions.rules.at[i];
  return (trawl_rule_view){.kind = TRAWL_RULE_MENTION,
                           .relation = rule->type < rules->types.count ? rules->types.names[rule->type] : "",
                           .rule = rule->source,
                           .text = "",
                           .path = rule->file,
                           .line = rule->line,
                           .enabled = true};
}

trawl_rule_view trawl_pipeline_rule_at(const trawl_pipeline *pipeline, uint32_t i)
{
  assert(i < trawl_pipeline_rule_count(pipeline));
  const trawl_ruleset *rules = pipeline->rules;
  return i < first_pattern(rules)   ? phrase_at(rules, i)
         : i < first_mention(rules) ? pattern_at(rules, i - first_pattern(rules))
                                    : mention_at(rules, i - first_mention(rules));
}

/* ---- what they gave ---------------------------------------------------------------------------- */

uint32_t trawl_doc_attempt_rule(const trawl_doc *doc, uint32_t i)
{
  assert(i < trawl_doc_attempt_count(doc));
  const trawl_attempt *attempt = &doc->trace->attempts.at[i];
  return attempt->frame == TRAWL_NONE ? first_pattern(doc->pipeline->rules) + attempt->phrase : attempt->phrase;
}

/* A triple keeps the text of its phrase, which is the very text of the rule set. */
uint32_t trawl_doc_triple_rule(const trawl_doc *doc, uint32_t i)
{
  assert(i < trawl_doc_triple_count(doc));
  const trawl_triple *triple = &doc->triples.at[i];
  const trawl_relations *relations = &doc->pipeline->rules->relations;
  for (uint32_t k = 0; k < relations->phrases.len; ++k) {
    if (relations->phrases.at[k].text == triple->phrase && relations->phrases.at[k].rule == triple->rule) {
      return k;
    }
  }
  for (uint32_t k = 0; k < relations->pattern_rules.len; ++k) {
    if (relations->pattern_rules.at[k].text == triple->phrase && relations->pattern_rules.at[k].rule == triple->rule) {
      return first_pattern(doc->pipeline->rules) + k;
    }
  }
  return TRAWL_ABSENT;
}

uint32_t trawl_doc_mention_rule(const trawl_doc *doc, uint32_t i)
{
  assert(i < trawl_doc_mention_count(doc));
  const char *source = doc->mentions.at[i].source;
  const trawl_mention_rules *mentions = &doc->pipeline->rules->mentions;
  for (uint32_t k = 0; k < mentions->rules.len; ++k) {
    if (mentions->rules.at[k].source == source) {
      return first_mention(doc->pipeline->rules) + k;
    }
  }
  return TRAWL_ABSENT;
}

/* ---- what they cost ---------------------------------------------------------------------------- */

trawl_status trawl_doc_count_costs(trawl_doc *doc)
{
  const trawl_ruleset *rules = doc->pipeline->rules;
  TRAWL_TRY(trawl_doc_trace(doc, true));
  const uint32_t counts[] = {rules->relations.phrases.len, trawl_patterns_count(&rules->relations.patterns),
                             trawl_patterns_count(&rules->mentions.patterns)};
  trawl_trace *trace = doc->trace;
  if (!trace->phrases) {
    trace->cost_count = counts[0] + counts[1] + counts[2];
    trace->phrases = calloc((size_t)trace->cost_count + 1, sizeof *trace->phrases);
    TRAWL_TRY_MEM(trace->phrases);
    trace->patterns[TRAWL_PATTERNS_RELATIONS] = trace->phrases + counts[0];
    trace->patterns[TRAWL_PATTERNS_MENTIONS] = trace->phrases + counts[0] + counts[1];
  }
  return TRAWL_OK;
}

static uint64_t steps_of(const trawl_patterns *patterns, const trawl_cost *costs, uint32_t rule)
{
  uint64_t steps = 0;
  for (uint32_t i = 0; i < trawl_patterns_count(patterns); ++i) {
    steps += rule == TRAWL_NONE || trawl_patterns_owner(patterns, i)->rule == rule ? costs[i].tried : 0;
  }
  return steps;
}

static trawl_rule_cost cost_of_pattern(const trawl_doc *doc, trawl_pattern_group group,
                                       const trawl_patterns *patterns, uint32_t rule)
{
  const trawl_trace *trace = doc->trace;
  const uint64_t steps = steps_of(patterns, trace->patterns[group], rule);
  const uint64_t all = steps_of(patterns, trace->patterns[group], TRAWL_NONE);
  const double share = all ? (double)steps / (double)all : 0;
  return (trawl_rule_cost){steps, (uint64_t)(share * (double)trace->nanoseconds[group])};
}

trawl_rule_cost trawl_doc_rule_cost(const trawl_doc *doc, uint32_t i)
{
  assert(doc->trace && doc->trace->phrases);
  const trawl_ruleset *rules = doc->pipeline->rules;
  if (i < first_pattern(rules)) {
    return (trawl_rule_cost){doc->trace->phrases[i].tried, doc->trace->phrases[i].nanoseconds};
  }
  if (i < first_mention(rules)) {
    return cost_of_pattern(doc, TRAWL_PATTERNS_RELATIONS, &rules->relations.patterns, i - first_pattern(rules));
  }
  return cost_of_pattern(doc, TRAWL_PATTERNS_MENTIONS, &rules->mentions.patterns, i - first_mention(rules));
}
