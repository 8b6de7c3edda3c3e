/* SPDX-License-Identifier: MIT
 * engine.c - the public interface over the stages: opening a pipeline, running the chain. */
#include "engine.h"

#include "base/limits.h"
#include "rule/made_of.h"
#include "stage/tokenize.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static trawl_stage_run *const stage_table[TRAWL_STAGE_COUNT] = {
  [TRAWL_STAGE_CLEAN] = trawl_stage_clean,
  [TRAWL_STAGE_TOKENIZE] = trawl_stage_tokenize,
  [TRAWL_STAGE_SENTENCES] = trawl_stage_sentences,
  [TRAWL_STAGE_TAG] = trawl_stage_tag,
  [TRAWL_STAGE_GAZETTEER] = trawl_stage_gazetteer,
  [TRAWL_STAGE_ENTITIES] = trawl_stage_entities,
  [TRAWL_STAGE_LINK] = trawl_stage_link,
  [TRAWL_STAGE_CLAUSES] = trawl_stage_clauses,
  [TRAWL_STAGE_RESOLVE] = trawl_stage_resolve,
  [TRAWL_STAGE_RELATIONS] = trawl_stage_relations,
};

/* A document with the run state of the thread that uses it. */
typedef struct worker {
  trawl_doc doc; /* first: trawl_doc* and worker* are the same address */
  trawl_run_state *run; /* &own, or that of another document of the thread */
  trawl_run_state own;
  size_t len;              /* what is read of the text */
  uint64_t nanoseconds[TRAWL_STAGE_COUNT]; /* of the last run */
} worker;

const char *trawl_version(void)
{
#define TEXT_OF(n) #n
#define VERSION(a, b, c) TEXT_OF(a) "." TEXT_OF(b) "." TEXT_OF(c)
  return VERSION(TRAWL_VERSION_MAJOR, TRAWL_VERSION_MINOR, TRAWL_VERSION_PATCH);
}

const char *trawl_status_text(trawl_status status)
{
  static const char *const texts[] = {"done", "out of memory", "rules or gazetteers do not compile",
                                      "bad data", "cannot be read or written", "a limit was hit"};
  return (size_t)status < TRAWL_COUNT(texts) ? texts[status] : "unknown status";
}

/* ---- pipeline --------------------------------------------------------------------------------- */

static bool has_rules(const char *folder)
{
  char path[4096];
  const size_t len = folder ? strlen(folder) : 0;
  static const char below[] = "/rules/en/pipeline.yaml";
  if (!len || len + sizeof below > sizeof path) {
    return false;
  }
  memcpy(path, folder, len);
  memcpy(path + len, below, sizeof below);
  return access(path, R_OK) == 0;
}

const char *trawl_data_folder(void)
{
  const char *named = getenv("TRAWL_DATA");
  if (named && *named) {
    return named;
  }
#ifdef TRAWL_SOURCE_DATA
  if (has_rules(TRAWL_SOURCE_DATA)) {
    return TRAWL_SOURCE_DATA;
  }
#endif
#ifdef TRAWL_INSTALL_DATA
  if (has_rules(TRAWL_INSTALL_DATA)) {
    return TRAWL_INSTALL_DATA;
  }
#endif
  return NULL;
}

static trawl_status damaged(const char *path, trawl_findings *findings)
{
  const trawl_source source = {path, NULL, 0};
  return trawl_report(findings, (trawl_place){&source, 0, 0, 0}, "E123", TRAWL_BAD_DATA,
                      "the pack is damaged: its parts do not fit each other");
}

static trawl_status open_pack(const trawl_config *config, const char *path, trawl_findings *findings,
                              trawl_ruleset **out)
{
  trawl_pack pack;
  if (config->rule_count || config->gazetteer_count || config->text) {
    const trawl_source source = {path, NULL, 0};
    return trawl_report(findings, (trawl_place){&source, 0, 0, 0}, "E124", TRAWL_BAD_RULE,
                        "a pack holds rules and gazetteers, and none can be added: compile them into it");
  }
  TRAWL_TRY(trawl_pack_open(path, findings, &pack));
  const trawl_status status = trawl_ruleset_map(config, &pack, out);
  if (status != TRAWL_OK) {
    trawl_pack_close(&pack);
  }
  return status == TRAWL_BAD_DATA ? damaged(path, findings) : status;
}

static void warn_of_pack(const char *path, const char *why, trawl_findings *findings)
{
  const trawl_source source = {path, NULL, 0};
  trawl_warn(findings, (trawl_place){&source, 0, 0, 0}, "W120", "make it again: trawl compile -o FILE",
             "%s; the files that it was made of are read instead", why);
}

/* The pack of the shipped files, while it is what they are now. Nothing is lost without it but time, so one that
 * is of another version is passed over like one that is not there, and a damaged one with a warning. */
static bool open_shipped_pack(const trawl_config *config, const char *data, const char *path,
                              trawl_findings *findings, trawl_ruleset **out)
{
  trawl_pack pack;
  if (access(path, R_OK) != 0) {
    return false;
  }
  trawl_findings *own = trawl_findings_new(1);
  const bool opened = own && trawl_pack_open(path, own, &pack) == TRAWL_OK;
  const trawl_finding why = own && trawl_findings_count(own) ? trawl_findings_at(own, 0) : (trawl_finding){.code = ""};
  if (strcmp(why.code, "E121") == 0 || strcmp(why.code, "E123") == 0) {
    warn_of_pack(path, why.message, findings);
  }
  trawl_findings_free(own);
  if (!opened) {
    return false;
  }
  const bool current = trawl_made_of_is_current(&pack, data);
  const trawl_status status = current ? trawl_ruleset_map(config, &pack, out) : TRAWL_BAD_DATA;
  if (current && status == TRAWL_BAD_DATA) {
    warn_of_pack(path, "the pack is damaged: its parts do not fit each other", findings);
  }
  if (status != TRAWL_OK) {
    trawl_pack_close(&pack);
  }
  return status == TRAWL_OK;
}

/* It lies in the data folder, or in the build tree, whose data folder is the source tree. */
static bool open_shipped(const trawl_config *config, const char *data, trawl_findings *findings,
                         trawl_ruleset **out)
{
  char path[4096];
  static const char name[] = "/en.pack";
  const size_t len = strlen(data);
  trawl_limits limits = {{0}};
  if (trawl_limits_set(&limits, config->limits, config->limit_count, NULL) != TRAWL_OK
      || trawl_limits_of_rules(&limits)) { /* they are asked where files are read */
    return false;
  }
  if (config->sources || config->memo || config->lint || config->text || config->rule_count || config->gazetteer_count
      || len + sizeof name > sizeof path) {
    return false;
  }
  memcpy(path, data, len);
  memcpy(path + len, name, sizeof name);
  bool opened = open_shipped_pack(config, data, path, findings, out);
#if defined TRAWL_SOURCE_PACK && defined TRAWL_SOURCE_DATA
  opened = opened
           || (strcmp(data, TRAWL_SOURCE_DATA) == 0
               && open_shipped_pack(config, data, TRAWL_SOURCE_PACK, findings, out));
#endif
  return opened;
}

static trawl_status find_data(const trawl_config *config, trawl_findings *findings, const char **out)
{
  const char *data = config->data ? config->data : trawl_data_folder();
  if (!data) {
    return trawl_report(findings, (trawl_place){NULL, 0, 0, 0}, "E100", TRAWL_IO,
                        "no data folder: set TRAWL_DATA to the folder that holds rules/ and gazetteers/");
  }
  *out = data;
  return TRAWL_OK;
}

static trawl_status open_rules(const trawl_config *config, trawl_findings *findings, trawl_ruleset **out)
{
  const char *data = NULL;
  trawl_limits limits = {{0}};
  TRAWL_TRY(trawl_limits_set(&limits, config->limits, config->limit_count, findings));
  if (config->pack) {
    return open_pack(config, config->pack, findings, out);
  }
  TRAWL_TRY(find_data(config, findings, &data));
  return open_shipped(config, data, findings, out)
           ? TRAWL_OK
           : trawl_ruleset_load(config, data, trawl_tokenize_name_cutter, findings, out);
}

static const trawl_config no_config;

static trawl_status compile_rules(const trawl_config *config, trawl_findings *findings, trawl_sink sink, void *to)
{
  const char *data = NULL;
  trawl_limits limits = {{0}};
  TRAWL_TRY(trawl_limits_set(&limits, config->limits, config->limit_count, findings));
  TRAWL_TRY(find_data(config, findings, &data));
  return trawl_ruleset_compile(config, data, trawl_tokenize_name_cutter, findings, sink, to);
}

/* Whether rules are right is told by what is found in them, so there is a list even when nobody wants it. */
trawl_status trawl_pipeline_compile(const trawl_config *config, trawl_findings *findings, trawl_sink sink,
                                    void *to)
{
  trawl_findings *own = findings ? NULL : trawl_findings_new(1);
  TRAWL_TRY_MEM(findings || own);
  const trawl_status status = compile_rules(config ? config : &no_config, findings ? findings : own, sink, to);
  trawl_findings_free(own);
  return status;
}

trawl_status trawl_pack_check(const char *path, trawl_findings *findings)
{
  trawl_pack pack;
  trawl_ruleset *rules;
  TRAWL_TRY(trawl_pack_open(path, findings, &pack));
  if (!trawl_pack_is_sound(&pack)) {
    const trawl_source source = {path, NULL, 0};
    trawl_pack_close(&pack);
    return trawl_report(findings, (trawl_place){&source, 0, 0, 0}, "E123", TRAWL_BAD_DATA,
                        "the pack is damaged: its checksum does not fit");
  }
  const trawl_status status = trawl_ruleset_map(&no_config, &pack, &rules);
  if (status != TRAWL_OK) {
    trawl_pack_close(&pack);
    return status == TRAWL_BAD_DATA ? damaged(path, findings) : status;
  }
  trawl_ruleset_free(rules);
  return TRAWL_OK;
}

trawl_status trawl_pipeline_open(const trawl_config *config, trawl_findings *findings,
                                 trawl_pipeline **out)
{
  trawl_findings *own = findings ? NULL : trawl_findings_new(1);
  trawl_pipeline *pipeline = findings || own ? calloc(1, sizeof *pipeline) : NULL;
  const trawl_status status =
    pipeline ? open_rules(config ? config : &no_config, findings ? findings : own, &pipeline->rules) : TRAWL_NO_MEM;
  trawl_findings_free(own);
  if (status != TRAWL_OK) {
    free(pipeline);
    return status;
  }
  *out = pipeline;
  return TRAWL_OK;
}

void trawl_pipeline_free(trawl_pipeline *pipeline)
{
  if (pipeline) {
    trawl_ruleset_free(pipeline->rules);
    free(pipeline);
  }
}

uint32_t trawl_pipeline_example_count(const trawl_pipeline *pipeline)
{
  uint32_t count = pipeline->rules->relations.examples.len + pipeline->rules->tests.list.len;
  for (uint32_t i = 0; i < pipeline->rules->mentions.rules.len; ++i) {
    count += pipeline->rules->mentions.rules.at[i].example_count;
  }
  return count;
}

/* Those of relations come first, then those of test files, then those of entity rules. */
trawl_example trawl_pipeline_example_at(const trawl_pipeline *pipeline, uint32_t i)
{
  const trawl_relations *relations = &pipeline->rules->relations;
  if (i < relations->examples.len) {
    return relations->examples.at[i];
  }
  i -= relations->examples.len;
  if (i < pipeline->rules->tests.list.len) {
    return pipeline->rules->tests.list.at[i];
  }
  i -= pipeline->rules->tests.list.len;
  const trawl_mention_rule *rule = pipeline->rules->mentions.rules.at;
  for (; i >= rule->example_count; ++rule) {
    i -= rule->example_count;
  }
  const trawl_mention_example *example = &rule->examples[i];
  return (trawl_example){.rule = rule->source, .file = rule->file, .line = example->line,
                         .column = example->column, .text = example->text,
                         .expected = example->expected, .expected_count = example->expected_count};
}

uint32_t trawl_pipeline_relation_count(const trawl_pipeline *pipeline)
{
  return pipeline->rules->relations.list.len;
}

const char *trawl_pipeline_relation_at(const trawl_pipeline *pipeline, uint32_t i)
{
  return pipeline->rules->relations.list.at[i].name;
}

bool trawl_pipeline_relation_symmetric(const trawl_pipeline *pipeline, const char *relation)
{
  const trawl_relations *relations = &pipeline->rules->relations;
  for (uint32_t i = 0; i < relations->list.len; ++i) {
    if (strcmp(relations->list.at[i].name, relation) == 0) {
      return relations->list.at[i].symmetric;
    }
  }
  return false;
}

uint32_t trawl_pipeline_type_count(const trawl_pipeline *pipeline)
{
  return pipeline->rules->types.count;
}

const char *trawl_pipeline_type_at(const trawl_pipeline *pipeline, uint32_t i)
{
  return pipeline->rules->types.names[i];
}

bool trawl_pipeline_type_within(const trawl_pipeline *pipeline, uint32_t i, uint32_t wider)
{
  const uint64_t *mask = pipeline->rules->types.mask;
  return (mask[i] & ~mask[wider]) == 0;
}

/* ---- documents -------------------------------------------------------------------------------- */

static trawl_doc *new_doc(const trawl_pipeline *pipeline, trawl_run_state *run)
{
  worker *w = calloc(1, sizeof *w);
  if (!w) {
    return NULL;
  }
  w->run = run ? run : &w->own;
  if (trawl_doc_init(&w->doc, &pipeline->rules->lexicon.words) != TRAWL_OK
      || (!run && trawl_run_state_init(&w->own, pipeline->rules) != TRAWL_OK)) {
    trawl_doc_free(&w->doc);
    return NULL;
  }
  w->doc.pipeline = pipeline;
  return &w->doc;
}

trawl_doc *trawl_doc_new(const trawl_pipeline *pipeline)
{
  return new_doc(pipeline, NULL);
}

trawl_doc *trawl_doc_new_beside(trawl_doc *first)
{
  return new_doc(first->pipeline, ((worker *)first)->run);
}

void trawl_doc_free(trawl_doc *doc)
{
  worker *w = (worker *)doc;
  if (w) {
    if (w->run == &w->own) {
      trawl_run_state_clear(&w->own);
    }
    trawl_doc_clear(&w->doc);
    free(w);
  }
}

/* "2023-09-20" to 20230920; 0 when it is no date. */
static uint32_t read_date(const char *text)
{
  unsigned parts[3] = {0, 0, 0};
  static const unsigned lengths[] = {4, 2, 2};
  for (unsigned p = 0; text && p < 3; ++p) {
    for (unsigned i = 0; i < lengths[p]; ++i, ++text) {
      if (*text < '0' || *text > '9') {
        return 0;
      }
      parts[p] = parts[p] * 10 + (unsigned)(*text - '0');
    }
    if (p < 2 && *text++ != '-') {
      return 0;
    }
  }
  const bool valid = parts[1] >= 1 && parts[1] <= 12 && parts[2] >= 1 && parts[2] <= 31;
  return valid ? parts[0] * 10000 + parts[1] * 100 + parts[2] : 0;
}

static uint64_t now(void)
{
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (uint64_t)at.tv_sec * UINT64_C(1000000000) + (uint64_t)at.tv_nsec;
}

uint64_t trawl_doc_time(const trawl_doc *doc, trawl_stage stage)
{
  return ((const worker *)doc)->nanoseconds[stage];
}

static trawl_status run_stage(worker *w, const trawl_text *text, trawl_stage stage, const trawl_layers *layers)
{
  if (stage != TRAWL_STAGE_NORMALIZE) {
    return stage_table[stage](w->run, &w->doc);
  }
  TRAWL_TRY(trawl_stage_normalize(w->run, &w->doc, text->bytes, (uint32_t)w->len));
  return layers ? layers->load(layers->with, &w->doc) : TRAWL_OK;
}

/* How much of a text is read: not half a character, nor half a word if a blank is near. */
static size_t end_within(const char *bytes, size_t max)
{
  enum { BACK = 64 };
  for (size_t i = max; i > 0 && i + BACK > max; --i) {
    if (bytes[i - 1] == ' ' || bytes[i - 1] == '\n') {
      return i;
    }
  }
  while (max && ((unsigned char)bytes[max] & 0xC0) == 0x80) {
    --max;
  }
  return max;
}

/* `whole`: it has layers, which reach to its end. */
static void begin(worker *w, const trawl_text *text, bool whole)
{
  trawl_doc *doc = &w->doc;
  trawl_doc_reset(doc);
  doc->id = text->id ? text->id : "";
  doc->date = read_date(text->date);
  doc->fallback = read_date(text->fallback);
  doc->meta = text->meta;
  doc->pieces = text->pieces;
  doc->piece_count = text->piece_count;
  doc->origin = (trawl_origin){.sentences = 0};
  memset(w->nanoseconds, 0, sizeof w->nanoseconds);
  const size_t max =
    whole ? TRAWL_MOST_DOC_BYTES : trawl_limit(&doc->pipeline->rules->limits, TRAWL_LIMIT_DOC_BYTES);
  w->len = text->len > max ? end_within(text->bytes, max) : text->len;
  if (text->len > max || text->truncated) {
    trawl_doc_cut(doc, TRAWL_LIMIT_DOC_BYTES, TRAWL_NONE);
  }
}

trawl_status trawl_run_layers(const trawl_pipeline *pipeline, trawl_doc *doc, const trawl_text *text,
                              trawl_stage until, const trawl_layers *layers)
{
  worker *w = (worker *)doc;
  begin(w, text, layers != NULL);
  const trawl_chain *chain = &pipeline->rules->chain;
  uint64_t before = now();
  for (uint32_t i = 0; i < chain->count; ++i) {
    const trawl_stage stage = (trawl_stage)chain->stages[i];
    if (stage == TRAWL_STAGE_NORMALIZE || !layers || stage > layers->until) {
      TRAWL_TRY(run_stage(w, text, stage, layers));
    }
    doc->until = (uint8_t)(layers && layers->until > stage ? layers->until : stage);
    const uint64_t after = now();
    w->nanoseconds[stage] = after - before;
    before = after;
    if (stage == until) {
      break;
    }
  }
  trawl_doc_check(doc);
  return TRAWL_OK;
}

void trawl_run_together(const trawl_pipeline *pipeline, trawl_together *docs, uint32_t count, trawl_stage until)
{
  const trawl_chain *chain = &pipeline->rules->chain;
  for (uint32_t k = 0; k < count; ++k) {
    begin((worker *)docs[k].doc, &docs[k].text, false);
    docs[k].status = TRAWL_OK;
  }
  uint64_t before = now();
  for (uint32_t i = 0; i < chain->count; ++i) {
    const trawl_stage stage = (trawl_stage)chain->stages[i];
    for (uint32_t k = 0; k < count; ++k) {
      worker *w = (worker *)docs[k].doc;
      if (docs[k].status == TRAWL_OK) {
        docs[k].status = run_stage(w, &docs[k].text, stage, NULL);
        w->doc.until = (uint8_t)stage;
      }
      const uint64_t after = now();
      w->nanoseconds[stage] = after - before;
      before = after;
    }
    if (stage == until) {
      break;
    }
  }
  for (uint32_t k = 0; k < count; ++k) {
    if (docs[k].status == TRAWL_OK) {
      trawl_doc_check(docs[k].doc);
    }
  }
}

trawl_status trawl_run(const trawl_pipeline *pipeline, trawl_doc *doc, const trawl_text *text,
                       trawl_stage until)
{
  return trawl_run_layers(pipeline, doc, text, until, NULL);
}
