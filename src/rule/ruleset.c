/* SPDX-License-Identifier: MIT
 * ruleset.c - finds out which files make up the rule set and loads them in the order in which they build
 * on each other: types, words and lexicon, then rules, then gazetteers.
 *
 * A file's kind is told by its top key (YAML) or first line (TSV), never by its name or folder.  What the
 * user gives stands in the place of the shipped files of that kind; `words:` and `types:` and "+PATH" add.
 * A path that is both shipped and given is read once. */
#include "rule/ruleset.h"

#include "base/file.h"
#include "base/limits.h"
#include "rule/lint.h"
#include "resource/stored.h"
#include "rule/made_of.h"
#include "rule/memo.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CHAIN_FILES = 64 };

typedef enum kind {
  KIND_TYPES,
  KIND_WORDS,
  KIND_WORD_LIST,
  KIND_STAGES,
  KIND_LINES,
  KIND_CONFIDENCE,
  KIND_MENTIONS,
  KIND_RELATIONS,
  KIND_ENTITIES,
  KIND_ENTITY_LIST,
  KIND_TESTS,
  KIND_LEXICON,
  KIND_COUNT
} kind;

static const char *const kind_keys[KIND_COUNT] = {
  "types", "words", NULL, "stages", "lines", "confidence", "mentions", "relations", "entities", NULL,
  "tests", NULL,
};

typedef struct input {
  const char *path;
  const char *real;  /* path without links; NULL: it has none */
  uint64_t contents; /* a number that no other contents has; 0: not known */
  kind kind;
  bool shipped, dropped;
  trawl_yaml_file yaml;       /* YAML kinds */
  const trawl_source *source; /* lists */
} input;

typedef struct loader {
  trawl_ruleset *rules;
  trawl_findings *findings;
  const trawl_limits *limits;
  trawl_arena scratch; /* YAML trees: gone after loading */
  trawl_memo *memo;    /* or NULL; trees stand in it then */
  trawl_name_cutter cut;
  TRAWL_VEC(input) inputs;
  trawl_stored_trees *trees; /* what a pack keeps of the rule files, in the order of loading; or NULL */
  size_t strip;              /* bytes of their paths that it does not keep */
  bool replaced[KIND_COUNT];
  trawl_status status; /* the first failure */
  bool lint, given;    /* given: the user named files */
} loader;

static bool note(loader *l, trawl_status status)
{
  if (status != TRAWL_OK && (l->status == TRAWL_OK || status == TRAWL_NO_MEM)) {
    l->status = status;
  }
  return status == TRAWL_OK;
}

/* ---- which file is what ------------------------------------------------------------------------ */

static void cannot_read(loader *l, const char *path)
{
  const trawl_source source = {path, NULL, 0};
  note(l, trawl_report(l->findings, (trawl_place){&source, 0, 0, 0}, "E101", TRAWL_BAD_RULE,
                       "cannot be read: %s", strerror(errno)));
}

static bool ends_with(const char *text, const char *suffix)
{
  const size_t n = strlen(text), m = strlen(suffix);
  return n >= m && strcmp(text + n - m, suffix) == 0;
}

/* Where a file's text is, if it was read before: what is made of it stands beside it. */
static bool read_text(loader *l, const char *path, const trawl_memo_file *kept, trawl_source *out)
{
  if (kept) {
    *out = (trawl_source){path, kept->text.at, kept->text.len};
    return true;
  }
  trawl_buf buf = {.at = NULL};
  const trawl_status status = trawl_file_read(path, 0, &buf);
  if (status == TRAWL_IO) {
    cannot_read(l, path);
  } else if (note(l, status)) {
    *out = (trawl_source){path, trawl_arena_strn(&l->scratch, buf.at ? buf.at : "", buf.len), buf.len};
    note(l, out->text ? TRAWL_OK : TRAWL_NO_MEM);
  }
  trawl_buf_clear(&buf);
  return out->text != NULL;
}

static bool read_list(loader *l, const char *path, trawl_memo_file *kept, input *out)
{
  trawl_arena *arena = kept ? &kept->arena : &l->rules->arena;
  trawl_source *source = trawl_arena_alloc(arena, sizeof *source);
  const char *name = trawl_arena_str(arena, path);
  if (!note(l, source && name ? TRAWL_OK : TRAWL_NO_MEM) || !read_text(l, name, kept, source)) {
    return false;
  }
  out->source = source;
  if (strncmp(source->text, "#trawl-words ", 13) == 0) {
    out->kind = KIND_WORD_LIST;
  } else if (strncmp(source->text, "#trawl-gazetteer ", 17) == 0) {
    out->kind = KIND_ENTITY_LIST;
  } else if (trawl_lexicon_is_file(source->text)) {
    out->kind = KIND_LEXICON;
  } else {
    note(l, trawl_report(l->findings, (trawl_place){source, 1, 1, 0}, "E110", TRAWL_BAD_RULE,
                         "expected '#trawl-gazetteer 1' or '#trawl-words 1 CATEGORY' in the first line"));
    return false;
  }
  return true;
}

/* Sets the kind of a file that was read. */
static bool tell_kind(loader *l, input *out)
{
  const trawl_yaml *root = out->yaml.root;
  for (unsigned k = 0; root->kind == TRAWL_YAML_MAP && k < KIND_COUNT; ++k) {
    if (kind_keys[k] && trawl_yaml_get(root, kind_keys[k])) {
      out->kind = (kind)k;
      return true;
    }
  }
  /* A gazetteer may consist of removals alone. */
  if (root->kind == TRAWL_YAML_MAP && trawl_yaml_get(root, "remove")) {
    out->kind = KIND_ENTITIES;
    return true;
  }
  note(l, trawl_report(l->findings, trawl_yaml_place(&out->yaml, root), "E111", TRAWL_BAD_RULE,
                       "this is no rule or gazetteer file: expected one of the keys stages, types, words, "
                       "lines, confidence, mentions, relations, entities, tests"));
  return false;
}

static bool read_yaml(loader *l, const char *path, trawl_memo_file *kept, input *out)
{
  const char *name = trawl_arena_str(kept ? &kept->arena : &l->rules->arena, path);
  if (!note(l, name ? TRAWL_OK : TRAWL_NO_MEM)) {
    return false;
  }
  const trawl_status status =
    kept ? trawl_yaml_parse_within(l->limits, name, kept->text.at, kept->text.len, &kept->arena, l->findings,
                                   &out->yaml)
         : trawl_yaml_load_within(l->limits, path, name, &l->scratch, l->findings, &out->yaml);
  return note(l, status) && tell_kind(l, out);
}

/* A rule file that stands in memory. */
static void add_text(loader *l, const char *text)
{
  static const char name[] = "(text)";
  input in = {.path = name};
  if (note(l, trawl_yaml_parse_within(l->limits, name, text, strlen(text), &l->scratch, l->findings, &in.yaml)) && tell_kind(l, &in)) {
    note(l, trawl_vec_push(&l->inputs, in) ? TRAWL_OK : TRAWL_NO_MEM);
  }
}

static bool already_read(const loader *l, const char *real)
{
  for (uint32_t i = 0; real && i < l->inputs.len; ++i) {
    if (l->inputs.at[i].real && strcmp(real, l->inputs.at[i].real) == 0) {
      return true;
    }
  }
  return false;
}

static const char *real_path(loader *l, const char *path)
{
  char *real = realpath(path, NULL);
  const char *copy = real ? trawl_arena_str(&l->scratch, real) : NULL;
  note(l, real && !copy ? TRAWL_NO_MEM : TRAWL_OK);
  free(real);
  return copy;
}

/* What was made of the file stays in the memo while the file stays as it is, unless it gave findings. */
static bool read_file(loader *l, const char *path, input *in)
{
  trawl_memo_file *kept = l->memo ? trawl_memo_look(l->memo, path) : NULL;
  in->contents = kept ? kept->serial : 0;
  if (kept && kept->made) {
    in->kind = (kind)kept->kind;
    in->source = kept->source;
    in->yaml = kept->yaml;
    in->yaml.findings = l->findings;
    in->yaml.limits = l->limits;
    return true;
  }
  const uint32_t findings = trawl_findings_count(l->findings);
  if (kept) {
    trawl_arena_clear(&kept->arena);
  }
  const bool read = ends_with(path, ".tsv") ? read_list(l, path, kept, in) : read_yaml(l, path, kept, in);
  if (kept && read && trawl_findings_count(l->findings) == findings) {
    kept->made = true;
    kept->kind = in->kind;
    kept->source = in->source;
    kept->yaml = in->yaml;
  }
  return read;
}

static void add_file(loader *l, const char *path, bool shipped)
{
  input in = {.path = path, .real = real_path(l, path), .shipped = shipped};
  if (!already_read(l, in.real) && read_file(l, path, &in)) {
    note(l, trawl_vec_push(&l->inputs, in) ? TRAWL_OK : TRAWL_NO_MEM);
  }
}

/* The YAML and TSV files below a path, or the file itself. */
static void add_path(loader *l, const char *path, bool shipped)
{
  trawl_paths paths = {.at = NULL};
  const trawl_status status = trawl_file_list(path, NULL, &l->rules->arena, &paths);
  if (status == TRAWL_IO) {
    cannot_read(l, paths.at[paths.len - 1]);
  } else if (note(l, status)) {
    const bool folder = trawl_file_is_folder(path);
    for (uint32_t i = 0; i < paths.len; ++i) {
      if (!folder || ends_with(paths.at[i], ".yaml") || ends_with(paths.at[i], ".tsv")) {
        add_file(l, paths.at[i], shipped);
      }
    }
  }
  trawl_vec_clear(&paths);
}

/* What the user names. A plain path replaces the shipped files of the kinds that it holds. */
static void add_given(loader *l, const char *const *paths, size_t count)
{
  for (size_t i = 0; i < count; ++i) {
    const bool adds = paths[i][0] == '+';
    const uint32_t first = l->inputs.len;
    add_path(l, paths[i] + adds, false);
    for (uint32_t k = first; k < l->inputs.len; ++k) {
      const kind is = l->inputs.at[k].kind;
      if (!adds && is != KIND_TYPES && is != KIND_WORDS && is != KIND_WORD_LIST && is != KIND_LEXICON) {
        l->replaced[is == KIND_ENTITY_LIST ? KIND_ENTITIES : is] = true;
      }
    }
  }
}

/* Lemmas, frequent words and the tagger are each there once: whatever file is given stands for the shipped one. */
static bool is_lexicon_given(const loader *l, const input *shipped)
{
  const size_t name = strcspn(shipped->source->text, " ");
  for (uint32_t i = 0; i < l->inputs.len; ++i) {
    const input *in = &l->inputs.at[i];
    if (in->kind == KIND_LEXICON && !in->shipped && strncmp(in->source->text, shipped->source->text, name + 1) == 0) {
      return true;
    }
  }
  return false;
}

static bool is_dropped(const loader *l, const input *in)
{
  return in->shipped
         && (in->kind == KIND_LEXICON ? is_lexicon_given(l, in)
                                      : l->replaced[in->kind == KIND_ENTITY_LIST ? KIND_ENTITIES : in->kind]);
}

/* ---- the shipped files ------------------------------------------------------------------------- */

static const char *join(loader *l, const char *folder, const char *name)
{
  const char *path = trawl_arena_printf(&l->rules->arena, "%s/%s", folder, name);
  note(l, path ? TRAWL_OK : TRAWL_NO_MEM);
  return path ? path : folder;
}

/* What is known about words and names stands in a pack as it is after loading; the rest is loaded again. */
static trawl_status store_one(loader *l, const input *in)
{
  switch (in->kind) {
  case KIND_TYPES:
  case KIND_LINES:
  case KIND_CONFIDENCE:
  case KIND_MENTIONS:
  case KIND_RELATIONS:
  case KIND_STAGES:
    return trawl_stored_trees_add(l->trees, in->kind, &in->yaml, l->strip, "examples");
  default:
    return TRAWL_OK;
  }
}

/* The chain in force is the last one given, or the shipped one; it names the other shipped files. */
static void load_chain(loader *l, const char *folder)
{
  const char *files[MAX_CHAIN_FILES];
  uint32_t count = 0;
  const uint32_t own = l->inputs.len;
  add_file(l, join(l, folder, "pipeline.yaml"), true);
  if (l->inputs.len == own) { /* the chain itself is broken or missing */
    return;
  }
  input shipped = l->inputs.at[own];
  if (!note(l, trawl_chain_load(&l->rules->chain, &shipped.yaml, folder, &l->rules->arena, files, &count,
                                MAX_CHAIN_FILES))) {
    return;
  }
  for (uint32_t i = 0; i < count; ++i) {
    add_path(l, files[i], true);
  }
  for (uint32_t i = 0; i < own; ++i) {
    const input *in = &l->inputs.at[i];
    if (in->kind == KIND_STAGES) {
      const char *given[MAX_CHAIN_FILES];
      uint32_t given_count = 0;
      note(l, trawl_chain_load(&l->rules->chain, &in->yaml, folder, &l->rules->arena, given, &given_count,
                               MAX_CHAIN_FILES));
      shipped = *in;
    }
  }
  note(l, l->trees ? store_one(l, &shipped) : TRAWL_OK);
}

/* ---- loading by kind --------------------------------------------------------------------------- */

/* Of what ships nothing is told when other files are given. */
static bool is_judged(const loader *l, const input *in)
{
  return l->lint && (!in->shipped || !l->given);
}

static bool is_judged_source(const void *with, const trawl_source *source)
{
  const loader *l = with;
  for (uint32_t i = 0; i < l->inputs.len; ++i) {
    const input *in = &l->inputs.at[i];
    if (in->source == source || in->yaml.source == source) {
      return is_judged(l, in);
    }
  }
  return false;
}

static trawl_status load_one(loader *l, const input *in)
{
  trawl_ruleset *rules = l->rules;
  const trawl_name_cutter doubt = is_judged(l, in) ? l->cut : NULL;
  const trawl_relation_loader relations = {&rules->relations, &rules->lexicon, &rules->types,
                                           &rules->arena, l->findings, doubt, &rules->lexicon};
  rules->mentions.cut = doubt;
  rules->mentions.cut_with = &rules->lexicon;
  const trawl_gazetteer_loader gazetteer = {.gazetteer = &rules->gazetteer,
                                            .words = &rules->lexicon.words,
                                            .types = &rules->types,
                                            .arena = &rules->arena,
                                            .findings = l->findings,
                                            .cut = l->cut,
                                            .cut_with = &rules->lexicon,
                                            .judged = l->lint ? is_judged_source : NULL,
                                            .judge_with = l,
                                            .limits = l->limits};
  switch (in->kind) {
  case KIND_TYPES:
    return trawl_types_load(&rules->types, &in->yaml, &rules->arena);
  case KIND_WORDS:
    return trawl_lexicon_load_words(&rules->lexicon, &in->yaml, &rules->arena);
  case KIND_WORD_LIST:
    return trawl_lexicon_load_list(&rules->lexicon, in->source, &rules->arena, l->findings);
  case KIND_LINES:
    return trawl_lines_load(&rules->lines, &in->yaml, &rules->arena);
  case KIND_CONFIDENCE:
    return trawl_confidence_load(&rules->confidence, &in->yaml);
  case KIND_MENTIONS:
    return trawl_mention_rules_load(&rules->mentions, &in->yaml, &rules->lexicon, &rules->types,
                                    &rules->arena);
  case KIND_RELATIONS:
    return trawl_relations_load(&relations, &in->yaml);
  case KIND_ENTITIES:
    return trawl_gazetteer_load_yaml(&gazetteer, &in->yaml);
  case KIND_ENTITY_LIST:
    return trawl_gazetteer_load_tsv(&gazetteer, in->source);
  case KIND_TESTS:
    return trawl_tests_load(&rules->tests, &in->yaml, &rules->arena);
  case KIND_LEXICON:
    return trawl_lexicon_load_file(&rules->lexicon, in->source, l->findings);
  case KIND_STAGES:
  case KIND_COUNT:
    break;
  }
  return TRAWL_OK;
}

/* Within a kind the shipped files go first, so that what the user says later holds. */
static void load_kinds(loader *l, kind first, kind last)
{
  for (unsigned pass = 2 * (unsigned)first; pass < 2 * ((unsigned)last + 1); ++pass) {
    for (uint32_t i = 0; i < l->inputs.len && l->status != TRAWL_NO_MEM; ++i) {
      const input *in = &l->inputs.at[i];
      if (in->kind == (kind)(pass / 2) && in->shipped == (pass % 2 == 0) && !is_dropped(l, in)) {
        note(l, load_one(l, in));
        note(l, l->trees ? store_one(l, in) : TRAWL_OK);
      }
    }
  }
}

/* ---- steps --------------------------------------------------------------------------------------- */

static void load_words(loader *l)
{
  load_kinds(l, KIND_TYPES, KIND_TYPES);
  load_kinds(l, KIND_LEXICON, KIND_LEXICON);
  load_kinds(l, KIND_WORDS, KIND_WORD_LIST);
}

static void load_names(loader *l)
{
  load_kinds(l, KIND_ENTITIES, KIND_ENTITY_LIST);
  const trawl_gazetteer_loader gazetteer = {.gazetteer = &l->rules->gazetteer,
                                            .words = &l->rules->lexicon.words,
                                            .types = &l->rules->types,
                                            .arena = &l->rules->arena,
                                            .findings = l->findings,
                                            .cut = l->cut,
                                            .cut_with = &l->rules->lexicon,
                                            .limits = l->limits};
  note(l, l->status == TRAWL_NO_MEM ? l->status : trawl_gazetteer_finish(&gazetteer));
}

static void load_rules(loader *l)
{
  trawl_ruleset *rules = l->rules;
  const trawl_relation_loader relations = {&rules->relations, &rules->lexicon, &rules->types,
                                           &rules->arena, l->findings, NULL, NULL};
  load_kinds(l, KIND_STAGES, KIND_RELATIONS);
  load_kinds(l, KIND_TESTS, KIND_TESTS);
  if (l->status == TRAWL_NO_MEM) {
    return;
  }
  note(l, trawl_mention_rules_finish(&rules->mentions));
  note(l, trawl_lexicon_finish(&rules->lexicon));
  note(l, trawl_relations_finish(&relations));
}

/* Adds a file that is read while a step is made. False: nothing is known about it. */
static bool key_file(loader *l, const char *path, trawl_buf *key)
{
  const trawl_memo_file *file = trawl_memo_look(l->memo, path);
  trawl_buf_printf(key, "%s %llu\n", path, file ? (unsigned long long)file->serial : 0);
  return file != NULL;
}

/* words: {given_name: {file: names/given.tsv}} */
static bool key_lists(loader *l, const input *in, trawl_buf *key)
{
  const trawl_yaml *words = in->kind == KIND_WORDS ? trawl_yaml_get(in->yaml.root, "words") : NULL;
  bool known = true;
  for (uint32_t i = 0; words && words->kind == TRAWL_YAML_MAP && i < words->count && known; ++i) {
    const trawl_yaml *list = words->items[i];
    const trawl_yaml *name = list->kind == TRAWL_YAML_MAP ? trawl_yaml_get(list, "file") : NULL;
    if (name && name->kind == TRAWL_YAML_SCALAR) {
      const int folder = (int)(trawl_file_base(in->yaml.source->name) - in->yaml.source->name);
      const char *path = trawl_arena_printf(&l->scratch, "%.*s%s", name->text[0] == '/' ? 0 : folder,
                                            in->yaml.source->name, name->text);
      known = path && key_file(l, path, key);
    }
  }
  return known;
}

static bool key_inputs(loader *l, kind first, kind last, trawl_buf *key)
{
  bool known = true;
  for (uint32_t i = 0; i < l->inputs.len && known; ++i) {
    const input *in = &l->inputs.at[i];
    if (in->kind >= first && in->kind <= last && !is_dropped(l, in)) {
      trawl_buf_printf(key, "%s %u %llu %d\n", in->path, (unsigned)in->kind, (unsigned long long)in->contents,
                       in->shipped);
      known = in->contents && key_lists(l, in, key);
    }
  }
  return known;
}

static bool key_words(loader *l, trawl_buf *key)
{
  return key_inputs(l, KIND_TYPES, KIND_WORD_LIST, key) && key_inputs(l, KIND_LEXICON, KIND_LEXICON, key);
}

static bool key_names(loader *l, trawl_buf *key)
{
  return key_inputs(l, KIND_ENTITIES, KIND_ENTITY_LIST, key);
}

enum { STEPS = 2 };

static const struct {
  void (*load)(loader *l);
  bool (*key)(loader *l, trawl_buf *key);
} steps[STEPS] = {{load_words, key_words}, {load_names, key_names}};

/* Only what had nothing to say is kept. */
static bool load_step(loader *l, unsigned step, const trawl_buf *key)
{
  const uint32_t findings = trawl_findings_count(l->findings);
  const trawl_status before = l->status;
  l->status = TRAWL_OK;
  steps[step].load(l);
  const bool keep = key->len && l->status == TRAWL_OK && trawl_findings_count(l->findings) == findings;
  if (keep) {
    note(l, trawl_memo_keep(l->memo, key, step + 1 == STEPS, l->rules));
  }
  l->status = l->status == TRAWL_OK || (before != TRAWL_OK && l->status != TRAWL_NO_MEM) ? before : l->status;
  return keep;
}

/* Words, then names. A key says what all steps up to its own read; it is empty when that is not known. */
static void load_steps(loader *l)
{
  trawl_buf keys[STEPS] = {{.at = NULL}, {.at = NULL}};
  const trawl_memo *memo = l->lint ? NULL : l->memo; /* what is warned of must be read */
  for (unsigned i = 0; i < STEPS && memo && (i == 0 || keys[i - 1].len); ++i) {
    trawl_buf_put(&keys[i], i ? keys[i - 1].at : "words\n", i ? keys[i - 1].len : 6);
    if (!steps[i].key(l, &keys[i]) || keys[i].failed) {
      trawl_buf_clear(&keys[i]);
    }
  }
  unsigned next = STEPS;
  for (trawl_status status = TRAWL_OK; next > 0; --next) {
    if (keys[next - 1].len && trawl_memo_use(l->memo, &keys[next - 1], l->rules, &status)) {
      note(l, status);
      break;
    }
  }
  for (; next < STEPS && l->status != TRAWL_NO_MEM; ++next) {
    if (!load_step(l, next, &keys[next]) && next + 1 < STEPS) {
      trawl_buf_clear(&keys[next + 1]); /* a step stands on those before it */
    }
  }
  for (unsigned i = 0; i < STEPS; ++i) {
    trawl_buf_clear(&keys[i]);
  }
}

static void load_all(loader *l, const trawl_config *config, const char *data)
{
  const char *folder = join(l, data, "rules/en");
  add_given(l, config->rules, config->rule_count);
  add_given(l, config->gazetteers, config->gazetteer_count);
  if (config->text) {
    add_text(l, config->text);
  }
  load_chain(l, folder);
  add_path(l, join(l, folder, "lexicon"), true);
  load_steps(l);
  load_rules(l);
}

static trawl_status lint_all(const loader *l)
{
  trawl_lint_file *files = calloc((size_t)l->inputs.len + 1, sizeof *files);
  TRAWL_TRY_MEM(files != NULL);
  trawl_lint lint = {.rules = l->rules, .files = files, .findings = l->findings};
  for (uint32_t i = 0; i < l->inputs.len; ++i) {
    const input *in = &l->inputs.at[i];
    const trawl_source *source = in->source ? in->source : in->yaml.source;
    const trawl_yaml *types = in->kind == KIND_TYPES ? trawl_yaml_get(in->yaml.root, "types") : NULL;
    files[lint.file_count++] =
      (trawl_lint_file){source->name, source, types && types->kind == TRAWL_YAML_MAP ? types : NULL,
                        is_judged(l, in),
                        in->kind == KIND_RELATIONS || in->kind == KIND_MENTIONS || in->kind == KIND_ENTITIES
                          || in->kind == KIND_ENTITY_LIST};
  }
  const trawl_status status = trawl_rules_lint(&lint);
  free(files);
  return status;
}

static trawl_ruleset *new_ruleset(const trawl_config *config)
{
  trawl_ruleset *rules = calloc(1, sizeof *rules);
  if (rules) {
    trawl_lexicon_init(&rules->lexicon);
    trawl_types_init(&rules->types);
    trawl_confidence_init(&rules->confidence);
    rules->resolve = config->resolve;
    (void)trawl_limits_set(&rules->limits, config->limits, config->limit_count, NULL); /* they were checked */
  }
  return rules;
}

trawl_status trawl_ruleset_load(const trawl_config *config, const char *data, trawl_name_cutter cut,
                                trawl_findings *findings, trawl_ruleset **out)
{
  trawl_ruleset *rules = new_ruleset(config);
  TRAWL_TRY_MEM(rules != NULL);
  loader l = {.rules = rules, .limits = &rules->limits, .findings = findings, .memo = config->memo, .cut = cut, .lint = config->lint,
              .given = config->rule_count + config->gazetteer_count != 0};
  if (l.memo) {
    trawl_memo_begin(l.memo);
  }
  load_all(&l, config, data);
  if (config->lint && l.status == TRAWL_OK) {
    note(&l, lint_all(&l));
  }
  trawl_arena_clear(&l.scratch);
  trawl_vec_clear(&l.inputs);
  if (l.status != TRAWL_OK) {
    trawl_ruleset_free(rules);
    return l.status;
  }
  *out = rules;
  return TRAWL_OK;
}

/* ---- packs ------------------------------------------------------------------------------------- */

static trawl_status write_pack(const trawl_ruleset *rules, const trawl_stored_trees *trees,
                               const trawl_made_of *origin, trawl_sink sink, void *to)
{
  trawl_pack_writer writer = {.count = 0};
  trawl_stored stored = {.categories = {.at = NULL}};
  trawl_made_of_store(origin, &writer);
  trawl_stored_trees_store(trees, &writer);
  trawl_status status = trawl_lexicon_store(&rules->lexicon, &stored, &writer);
  if (status == TRAWL_OK) {
    trawl_gazetteer_store(&rules->gazetteer, &stored, &writer);
    status = trawl_pack_write(&writer, sink, to);
  }
  trawl_stored_clear(&stored);
  return status;
}

trawl_status trawl_ruleset_compile(const trawl_config *config, const char *data, trawl_name_cutter cut,
                                   trawl_findings *findings, trawl_sink sink, void *to)
{
  /* A pack of the shipped files alone can stand in their place wherever they are installed. */
  const bool shipped = !config->rule_count && !config->gazetteer_count;
  trawl_stored_trees trees = {.nodes = {.at = NULL}};
  trawl_made_of origin = {.text = {.at = NULL}};
  trawl_ruleset *rules = new_ruleset(config);
  TRAWL_TRY_MEM(rules != NULL);
  loader l = {.rules = rules, .limits = &rules->limits, .findings = findings, .cut = cut, .trees = &trees,
              .strip = shipped ? strlen(data) + 1 : 0};
  note(&l, shipped ? trawl_made_of_read(data, true, &origin) : TRAWL_OK); /* before the files themselves */
  load_all(&l, config, data);
  note(&l, l.status == TRAWL_OK ? write_pack(rules, &trees, &origin, sink, to) : TRAWL_OK);
  trawl_arena_clear(&l.scratch);
  trawl_vec_clear(&l.inputs);
  trawl_stored_trees_clear(&trees);
  trawl_made_of_clear(&origin);
  trawl_ruleset_free(rules);
  return l.status;
}

static trawl_status map_rules(loader *l, const trawl_pack *pack)
{
  trawl_mapped_trees trees;
  trawl_ruleset *rules = l->rules;
  TRAWL_TRY(trawl_mapped_trees_map(&trees, pack));
  for (uint32_t i = 0; i < trees.file_count; ++i) {
    const char *files[MAX_CHAIN_FILES];
    uint32_t count = 0;
    input in = {.kind = (kind)trees.files[i].kind};
    if (trees.files[i].kind > KIND_RELATIONS || in.kind == KIND_WORDS || in.kind == KIND_WORD_LIST) {
      return TRAWL_BAD_DATA;
    }
    TRAWL_TRY(trawl_mapped_trees_read(&trees, i, &l->scratch, &in.yaml));
    in.yaml.limits = l->limits;
    in.yaml.proven = true;
    if (in.yaml.root->kind != TRAWL_YAML_MAP || !trawl_yaml_get(in.yaml.root, kind_keys[in.kind])) {
      return TRAWL_BAD_DATA; /* loaders rely on what told the kind */
    }
    TRAWL_TRY(in.kind == KIND_STAGES ? trawl_chain_load(&rules->chain, &in.yaml, "", &rules->arena, files, &count,
                                                        MAX_CHAIN_FILES)
                                     : load_one(l, &in));
  }
  const trawl_relation_loader relations = {&rules->relations, &rules->lexicon, &rules->types, &rules->arena,
                                           NULL, NULL, NULL};
  TRAWL_TRY(trawl_mention_rules_finish(&rules->mentions));
  return trawl_relations_finish(&relations);
}

trawl_status trawl_ruleset_map(const trawl_config *config, const trawl_pack *pack, trawl_ruleset **out)
{
  trawl_ruleset *rules = new_ruleset(config);
  TRAWL_TRY_MEM(rules != NULL);
  trawl_limits limits = rules->limits;
  loader l = {.rules = rules, .limits = &limits};
  trawl_limits_trust_rules(&limits);
  trawl_status status = trawl_lexicon_map(&rules->lexicon, pack, &rules->arena);
  status = status == TRAWL_OK ? trawl_gazetteer_map(&rules->gazetteer, pack) : status;
  status = status == TRAWL_OK ? map_rules(&l, pack) : status;
  trawl_arena_clear(&l.scratch);
  if (status != TRAWL_OK) {
    trawl_ruleset_free(rules);
    return status == TRAWL_NO_MEM ? status : TRAWL_BAD_DATA;
  }
  rules->pack = *pack;
  *out = rules;
  return TRAWL_OK;
}

void trawl_ruleset_free(trawl_ruleset *rules)
{
  if (rules) {
    trawl_relations_clear(&rules->relations);
    trawl_tests_clear(&rules->tests);
    trawl_mention_rules_clear(&rules->mentions);
    trawl_lines_clear(&rules->lines);
    trawl_gazetteer_clear(&rules->gazetteer);
    trawl_lexicon_clear(&rules->lexicon);
    trawl_arena_clear(&rules->arena);
    trawl_kept_leave(rules->kept);
    trawl_pack_close(&rules->pack);
    free(rules);
  }
}
