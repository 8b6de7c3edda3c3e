/* SPDX-License-Identifier: MIT
 * chain.c - pipeline.yaml and confidence.yaml. */
#include "rule/chain.h"

#include <string.h>

/* ---- stages and layers ------------------------------------------------------------------------ */

enum { /* layers, as bits */
  LAYER_TEXT = 1,
  LAYER_LINES = 2,
  LAYER_TOKENS = 4,
  LAYER_SENTENCES = 8,
  LAYER_TAGS = 16,
  LAYER_NAMES = 32,
  LAYER_MENTIONS = 64,
  LAYER_ENTITIES = 128,
  LAYER_FRAMES = 256,
  LAYER_ANTECEDENTS = 512,
  LAYER_TRIPLES = 1024,
};

static const struct {
  const char *name;
  unsigned needs, gives;
} stages[TRAWL_STAGE_COUNT] = {
  [TRAWL_STAGE_NORMALIZE] = {"normalize", 0, LAYER_TEXT},
  [TRAWL_STAGE_CLEAN] = {"clean", LAYER_TEXT, LAYER_LINES},
  [TRAWL_STAGE_TOKENIZE] = {"tokenize", LAYER_TEXT | LAYER_LINES, LAYER_TOKENS},
  [TRAWL_STAGE_SENTENCES] = {"sentences", LAYER_TOKENS, LAYER_SENTENCES},
  [TRAWL_STAGE_TAG] = {"tag", LAYER_SENTENCES, LAYER_TAGS},
  [TRAWL_STAGE_GAZETTEER] = {"gazetteer", LAYER_SENTENCES, LAYER_NAMES},
  [TRAWL_STAGE_ENTITIES] = {"entities", LAYER_NAMES | LAYER_TAGS, LAYER_MENTIONS},
  [TRAWL_STAGE_LINK] = {"link", LAYER_MENTIONS, LAYER_ENTITIES},
  [TRAWL_STAGE_CLAUSES] = {"clauses", LAYER_MENTIONS | LAYER_TAGS, LAYER_FRAMES},
  [TRAWL_STAGE_RESOLVE] = {"resolve", LAYER_ENTITIES | LAYER_FRAMES, LAYER_ANTECEDENTS},
  [TRAWL_STAGE_RELATIONS] = {"relations", LAYER_FRAMES | LAYER_ANTECEDENTS, LAYER_TRIPLES},
};

const char *trawl_stage_name(trawl_stage stage)
{
  return (unsigned)stage < TRAWL_STAGE_COUNT ? stages[stage].name : "";
}

trawl_stage trawl_stage_named(const char *name)
{
  for (unsigned i = 0; i < TRAWL_STAGE_COUNT; ++i) {
    if (strcmp(stages[i].name, name) == 0) {
      return (trawl_stage)i;
    }
  }
  return TRAWL_STAGE_COUNT;
}

/* The stage that gives the first of the missing layers. */
static const char *giver_of(unsigned missing)
{
  for (unsigned i = 0; i < TRAWL_STAGE_COUNT; ++i) {
    if (stages[i].gives & missing) {
      return stages[i].name;
    }
  }
  return "";
}

static trawl_status add_stage(trawl_chain *chain, const trawl_yaml_file *file, const trawl_yaml *name,
                              unsigned *layers, trawl_arena *arena)
{
  const trawl_stage stage = trawl_stage_named(name->text);
  if (stage == TRAWL_STAGE_COUNT) {
    const char *names[TRAWL_STAGE_COUNT];
    for (unsigned i = 0; i < TRAWL_STAGE_COUNT; ++i) {
      names[i] = stages[i].name;
    }
    const char *near = trawl_nearest(name->text, names, TRAWL_STAGE_COUNT);
    return trawl_report_hint(file->findings, trawl_yaml_place(file, name), "E245", TRAWL_BAD_RULE,
                             near ? trawl_arena_printf(arena, "did you mean '%s'?", near) : NULL,
                             "unknown stage '%s'", name->text);
  }
  for (uint32_t i = 0; i < chain->count; ++i) {
    if (chain->stages[i] == stage) {
      return trawl_report(file->findings, trawl_yaml_place(file, name), "E246", TRAWL_BAD_RULE,
                          "stage '%s' stands twice in the chain", name->text);
    }
  }
  const unsigned missing = stages[stage].needs & ~*layers;
  *layers |= stages[stage].gives | missing; /* so that one gap is one finding */
  chain->stages[chain->count++] = (uint8_t)stage;
  if (missing) {
    return trawl_report(file->findings, trawl_yaml_place(file, name), "E247", TRAWL_BAD_RULE,
                        "stage '%s' needs what '%s' gives, which does not come before it", name->text,
                        giver_of(missing));
  }
  return TRAWL_OK;
}

static trawl_status add_files(const trawl_yaml_file *file, const trawl_yaml *list, const char *folder,
                              trawl_arena *arena, const char **files, uint32_t *count, uint32_t max)
{
  TRAWL_TRY(trawl_yaml_want(file, list, TRAWL_YAML_LIST, "the files that the stage uses"));
  for (uint32_t i = 0; i < list->count; ++i) {
    const trawl_yaml *name = list->items[i];
    TRAWL_TRY(trawl_yaml_want(file, name, TRAWL_YAML_SCALAR, "a file or folder"));
    if (*count == max) {
      return trawl_report(file->findings, trawl_yaml_place(file, name), "E248", TRAWL_BAD_RULE,
                          "a chain names at most %u files", max);
    }
    files[*count] = trawl_arena_printf(arena, "%s/%s", folder, name->text);
    TRAWL_TRY_MEM(files[*count] != NULL);
    ++*count;
  }
  return TRAWL_OK;
}

trawl_status trawl_chain_load(trawl_chain *chain, const trawl_yaml_file *file, const char *folder,
                              trawl_arena *arena, const char **files, uint32_t *file_count,
                              uint32_t max_files)
{
  static const char *const keys[] = {"stages"};
  unsigned layers = 0;
  trawl_status status = trawl_yaml_only_keys(file, file->root, keys, 1, "chain");
  const trawl_yaml *list = trawl_yaml_get(file->root, "stages");
  TRAWL_TRY(trawl_yaml_want(file, list, TRAWL_YAML_LIST, "the stages in order"));
  chain->count = 0;
  for (uint32_t i = 0; i < list->count; ++i) {
    const trawl_yaml *item = list->items[i];
    trawl_status step = TRAWL_OK;
    if (item->kind == TRAWL_YAML_MAP && item->count == 1) {
      step = add_stage(chain, file, item->keys[0], &layers, arena);
      if (step == TRAWL_OK) {
        step = add_files(file, item->items[0], folder, arena, files, file_count, max_files);
      }
    } else {
      step = trawl_yaml_want(file, item, TRAWL_YAML_SCALAR, "a stage, or 'stage: [files]'");
      step = step == TRAWL_OK ? add_stage(chain, file, item, &layers, arena) : step;
    }
    status = step != TRAWL_OK ? step : status;
  }
  return status;
}

/* ---- confidence ------------------------------------------------------------------------------- */

static const char *const factor_keys[] = {
#define X(name, key, value) key,
  TRAWL_FACTORS(X)
#undef X
};

void trawl_confidence_init(trawl_confidence *confidence)
{
  static const double values[] = {
#define X(name, key, value) value,
    TRAWL_FACTORS(X)
#undef X
  };
  for (unsigned i = 0; i < TRAWL_FACTOR_COUNT; ++i) {
    confidence->factor[i] = (float)values[i];
  }
}

trawl_status trawl_confidence_load(trawl_confidence *confidence, const trawl_yaml_file *file)
{
  static const char *const keys[] = {"confidence"};
  TRAWL_TRY(trawl_yaml_only_keys(file, file->root, keys, 1, "file"));
  const trawl_yaml *map = trawl_yaml_get(file->root, "confidence");
  TRAWL_TRY(trawl_yaml_want(file, map, TRAWL_YAML_MAP, "factors"));
  trawl_status status = trawl_yaml_only_keys(file, map, factor_keys, TRAWL_FACTOR_COUNT, "factor");
  for (unsigned i = 0; i < TRAWL_FACTOR_COUNT; ++i) {
    const trawl_yaml *node = trawl_yaml_get(map, factor_keys[i]);
    double number;
    if (node) {
      const trawl_status step = trawl_yaml_number(file, node, 0.001, 1.0, &number);
      status = step != TRAWL_OK ? step : status;
      confidence->factor[i] = step == TRAWL_OK ? (float)number : confidence->factor[i];
    }
  }
  return status;
}
