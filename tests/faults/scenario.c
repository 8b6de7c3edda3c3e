/* SPDX-License-Identifier: MIT
 * scenario.c - the scenarios: rules are read, packed and mapped, a text is run and explained, records of every kind are
 * written, files of every kind are read in a batch.
 *
 * What they do themselves takes no memory, since nothing of theirs may fail. */
#include "scenario.h"

#include "batch/batch.h"
#include "small_world.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static char folder[64], world[96], pack[96], target[96], inputs[8][96];
static trawl_pipeline *pipeline;

/* ---- what comes out ------------------------------------------------------------------------------ */

static bool keep(void *to, const char *bytes, size_t len)
{
  outcome *out = to;
  for (size_t i = 0; i < len; ++i) {
    out->hash = (out->hash ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
  }
  out->len += len;
  return true;
}

/* A file that could not be opened or written may have failed for want of memory. */
static trawl_status refused(trawl_status status)
{
  return status == TRAWL_IO ? TRAWL_NO_MEM : status;
}

/* ---- rules ----------------------------------------------------------------------------------------- */

static void open_with(outcome *out, const trawl_config *config)
{
  trawl_pipeline *opened = NULL;
  trawl_findings *findings = trawl_findings_new(0);
  out->status = findings ? trawl_pipeline_open(config, findings, &opened) : TRAWL_NO_MEM;
  if (out->status == TRAWL_OK) {
    out->len = trawl_pipeline_rule_count(opened);
    trawl_pipeline_free(opened);
  } else if (out->status == TRAWL_BAD_RULE) { /* the rules have faults: that these are found is the outcome */
    out->status = TRAWL_OK;
    out->listed = trawl_findings_dropped(findings) > 0; /* counted, at least */
    for (uint32_t i = 0; i < trawl_findings_count(findings); ++i) {
    }
  }
  trawl_findings_free(findings);
}

static void open_rules(outcome *out)
{
  open_with(out, &(trawl_config){.data = world, .sources = true, .lint = true});
}

static void open_faulty(outcome *out)
{
  static const char text[] = "relations:\n  - name: saw\n    X: persn\n    Y: person\n    phrases: [X see, 'X see Y in']\n"
                             "    tokens: ['{X} [/(/] {Y}']\n  - nam: 5\n";
  open_with(out, &(trawl_config){.data = world, .sources = true, .text = text});
}

static void open_memo(outcome *out)
{
  trawl_memo *memo = trawl_memo_new();
  if (memo) {
    open_with(out, &(trawl_config){.data = world, .memo = memo});
    outcome again = {.status = TRAWL_OK};
    open_with(&again, &(trawl_config){.data = world, .memo = memo});
    out->status = out->status == TRAWL_OK ? again.status : out->status;
  } else {
    out->status = TRAWL_NO_MEM;
  }
  trawl_memo_free(memo);
}

static void open_pack(outcome *out)
{
  open_with(out, &(trawl_config){.pack = pack});
}

static void compile(outcome *out)
{
  out->status = trawl_pipeline_compile(&(trawl_config){.data = world, .sources = true}, NULL, keep, out);
}

static void check_pack(outcome *out)
{
  out->status = trawl_pack_check(pack, NULL);
}

/* ---- a text ---------------------------------------------------------------------------------------- */

static const trawl_text text = {.id = "d", .bytes = small_world_text, .len = sizeof small_world_text - 1, .date = "2023-02-22"};

static void write_with(outcome *out, trawl_pipeline *with, const trawl_write_options *options)
{
  trawl_writer *writer = NULL;
  trawl_doc *doc = trawl_doc_new(with);
  out->status = doc ? trawl_run(with, doc, &text, TRAWL_STAGE_RELATIONS) : TRAWL_NO_MEM;
  out->status = out->status == TRAWL_OK ? trawl_writer_new(options, keep, out, &writer) : out->status;
  out->status = out->status == TRAWL_OK ? trawl_writer_begin(writer) : out->status;
  out->status = out->status == TRAWL_OK ? trawl_writer_add(writer, doc) : out->status;
  out->status = out->status == TRAWL_OK ? trawl_writer_end(writer) : out->status;
  trawl_writer_free(writer);
  trawl_doc_free(doc);
}

static void write_as(outcome *out, const trawl_write_options *options)
{
  write_with(out, pipeline, options);
}

/* Regular expressions are compiled while the text is run. */
static void run_pack(outcome *out)
{
  trawl_pipeline *opened = NULL;
  out->status = trawl_pipeline_open(&(trawl_config){.pack = pack}, NULL, &opened);
  if (out->status == TRAWL_OK) {
    write_with(out, opened, &(trawl_write_options){.format = "jsonl"});
  }
  trawl_pipeline_free(opened);
}

/* Until all expressions are machine code: what a pipeline makes while it is used is not left by a run. */
static bool use_often(void)
{
  trawl_doc *doc = trawl_doc_new(pipeline);
  trawl_status status = doc ? TRAWL_OK : TRAWL_NO_MEM;
  for (unsigned i = 0; i < 200 && status == TRAWL_OK; ++i) {
    trawl_doc_free(doc); /* what it learned of words goes with it */
    doc = trawl_doc_new(pipeline);
    status = doc ? trawl_run(pipeline, doc, &text, TRAWL_STAGE_RELATIONS) : TRAWL_NO_MEM;
  }
  trawl_doc_free(doc);
  return status == TRAWL_OK;
}

static void explain(outcome *out)
{
  trawl_doc *doc = trawl_doc_new(pipeline);
  out->status = doc ? trawl_doc_trace(doc, true) : TRAWL_NO_MEM;
  out->status = out->status == TRAWL_OK ? trawl_doc_count_costs(doc) : out->status;
  out->status = out->status == TRAWL_OK ? trawl_run(pipeline, doc, &text, TRAWL_STAGE_RELATIONS) : out->status;
  for (uint32_t i = 0; out->status == TRAWL_OK && i < trawl_doc_attempt_count(doc); ++i) {
    const char *code = trawl_reason_code(trawl_doc_attempt_at(doc, i, TRAWL_CHARS).reason);
    keep(out, code, strlen(code));
  }
  trawl_doc_free(doc);
}

static void look_up(outcome *out)
{
  trawl_entry_view entries[4];
  uint32_t count = 0;
  out->status = trawl_pipeline_lookup(pipeline, "Rudolf Elphberg", entries, TRAWL_COUNT(entries), &count);
  out->len = count;
}

static void write_variants(outcome *out)
{
  out->status = trawl_variant_write(pipeline, trawl_pipeline_relation_at(pipeline, 0), 1, "Anna", "Zenda", keep, out);
}

/* ---- every format and layer ------------------------------------------------------------------------ */

enum { LAYERS = TRAWL_DOCS + 1, MOST_FORMATS = 32 };

static size_t format_at, layer_at; /* of the scenario at hand */
static bool merges;

static void write_format(outcome *out)
{
  char path[sizeof target + 32];
  const char *format = trawl_format_name(format_at);
  const trawl_target to = trawl_format_target(format_at);
  snprintf(path, sizeof path, "%s.%s", target, format);
  if (to == TRAWL_TO_FILE) {
    unlink(path);
  }
  write_as(out, &(trawl_write_options){.format = format, .layer = (trawl_layer)layer_at, .evidence = true, .path = path,
                                       .merge = merges});
  struct stat info; /* the bytes of a database depend on how often it asked for memory */
  out->status = to != TRAWL_TO_SINK ? refused(out->status) : out->status;
  out->len += out->status == TRAWL_OK && to == TRAWL_TO_FILE && stat(path, &info) == 0 ? (uint64_t)info.st_size : 0;
}

/* ---- files in a batch ------------------------------------------------------------------------------ */

static const struct {
  const char *name;
  trawl_from from;
} kinds[] = {{"a.txt", TRAWL_FROM_TEXT},  {"a.jsonl", TRAWL_FROM_JSONL}, {"a.html", TRAWL_FROM_HTML},
             {"a.tar.gz", TRAWL_FROM_TEXT}, {"a.zip", TRAWL_FROM_TEXT},    {"a.latin1", TRAWL_FROM_TEXT},
             {"a.doc", TRAWL_FROM_DOC},   {"folder", TRAWL_FROM_TEXT}};
static size_t kind_at;
static bool list(void *with, const char *line, size_t len)
{
  ((outcome *)with)->listed = line && len;
  return true;
}

/* Nothing was written before. */
static bool cut(void *with, uint64_t output, uint64_t failures)
{
  (void)with;
  return output == 0 && failures == 0;
}

static bool sync_nothing(void *with)
{
  return with;
}

static void run_batch(outcome *out)
{
  const char *const paths[] = {inputs[kind_at]}, *const names[] = {"source"};
  const trawl_write_options write = {.format = "jsonl", .layer = TRAWL_TRIPLES};
  trawl_journal *journal = NULL;
  char path[sizeof target + 8];
  snprintf(path, sizeof path, "%s.jnl", target);
  unlink(path);
  out->status = refused(trawl_journal_create(path, "{}", &journal));
  if (out->status != TRAWL_OK) {
    return;
  }
  const trawl_batch batch = {
    .pipeline = pipeline, .paths = paths, .path_count = 1, .from = kinds[kind_at].from,
    .encoding = kind_at == 5 ? TRAWL_ENCODING_LATIN_1 : 0, .any_language = true, .until = TRAWL_STAGE_RELATIONS,
    .keep = names, .keep_count = 1, .jobs = 1, .write = &write, .put = keep, .fail = list, .cut = cut, .sync = sync_nothing, .with = out, .journal = journal};
  trawl_batch_result result;
  out->status = refused(trawl_batch_run(&batch, &result));
  trawl_batch_result_clear(&result);
  trawl_journal_close(journal);
}

/* ---- the list -------------------------------------------------------------------------------------- */

static const scenario fixed[] = {
  {"open", open_rules},   {"open faulty rules", open_faulty}, {"open with memo", open_memo}, {"open pack", open_pack},
  {"compile", compile},   {"check pack", check_pack},         {"run from pack", run_pack}, {"explain", explain},          {"look up", look_up},
  {"variants", write_variants},
};

const scenario *scenario_at(size_t i)
{
  static scenario made;
  static char name[64];
  if (i < TRAWL_COUNT(fixed)) {
    return &fixed[i];
  }
  i -= TRAWL_COUNT(fixed);
  if (i < TRAWL_COUNT(kinds)) {
    kind_at = i;
    snprintf(name, sizeof name, "batch %s", kinds[i].name);
    made = (scenario){name, run_batch};
    return &made;
  }
  i -= TRAWL_COUNT(kinds);
  for (format_at = 0; trawl_format_name(format_at); ++format_at) {
    for (layer_at = 0; layer_at < LAYERS; ++layer_at) {
      trawl_writer *writer = NULL;
      outcome unused = {.status = TRAWL_OK};
      trawl_write_options options = {.format = trawl_format_name(format_at), .layer = (trawl_layer)layer_at,
                                     .path = target, .merge = layer_at == TRAWL_TRIPLES};
      merges = options.merge && trawl_writer_new(&options, keep, &unused, &writer) == TRAWL_OK;
      options.merge = false;
      const bool there = merges || trawl_writer_new(&options, keep, &unused, &writer) == TRAWL_OK;
      trawl_writer_free(writer);
      if (there && i-- == 0) {
        static const char *const layers[LAYERS] = {"triples", "entities", "sentences", "tokens", "docs"};
        snprintf(name, sizeof name, "write %s %s", trawl_format_name(format_at), layers[layer_at]);
        made = (scenario){name, write_format};
        return &made;
      }
    }
  }
  return NULL;
}

static bool make_archive(const char *path, bool zip)
{
  struct archive *archive = archive_write_new();
  bool fine = archive && (zip ? archive_write_set_format_zip(archive) : archive_write_set_format_ustar(archive)) == ARCHIVE_OK
              && (zip || archive_write_add_filter_gzip(archive) == ARCHIVE_OK)
              && archive_write_open_filename(archive, path) == ARCHIVE_OK;
  for (int i = 0; fine && i < 2; ++i) {
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, i ? "b.txt" : "a.txt");
    archive_entry_set_size(entry, (la_int64_t)text.len);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0600);
    fine = archive_write_header(archive, entry) == ARCHIVE_OK
           && archive_write_data(archive, text.bytes, text.len) == (la_ssize_t)text.len;
    archive_entry_free(entry);
  }
  return archive_write_free(archive) == ARCHIVE_OK && fine;
}

static bool put_file(void *to, const char *bytes, size_t len)
{
  return fwrite(bytes, 1, len, to) == len;
}

static bool make_doc(const char *path)
{
  FILE *out = fopen(path, "wb");
  trawl_writer *writer = NULL;
  trawl_doc *doc = trawl_doc_new(pipeline);
  const bool fine = out && doc && trawl_run(pipeline, doc, &text, TRAWL_STAGE_TAG) == TRAWL_OK
                    && trawl_writer_new(&(trawl_write_options){.format = "jsonl", .layer = TRAWL_DOCS}, put_file, out, &writer) == TRAWL_OK
                    && trawl_writer_begin(writer) == TRAWL_OK && trawl_writer_add(writer, doc) == TRAWL_OK
                    && trawl_writer_end(writer) == TRAWL_OK;
  trawl_writer_free(writer);
  trawl_doc_free(doc);
  return out && fclose(out) == 0 && fine;
}

static bool make_inputs(void)
{
  static const char line[] = "{\"id\": \"one\", \"text\": \"Rudolf Elphberg visited Strelsau.\", \"source\": \"x\"}\n";
  static const char page[] = "<!doctype html><title>x</title><body><p>Rudolf Elphberg visited Strelsau.</p></body>";
  static const char latin[] = "Rudolf Elphberg visited Strelsau in a caf\xe9.\n";
  for (size_t i = 0; i < TRAWL_COUNT(kinds); ++i) {
    snprintf(inputs[i], sizeof inputs[i], "%s/%s", folder, kinds[i].name);
  }
  return small_world_put(folder, "a.txt", text.bytes, text.len) && small_world_put(folder, "a.jsonl", line, sizeof line - 1)
         && small_world_put(folder, "a.html", page, sizeof page - 1) && make_archive(inputs[3], false)
         && make_archive(inputs[4], true) && small_world_put(folder, "a.latin1", latin, sizeof latin - 1)
         && make_doc(inputs[6]) && small_world_put(folder, "folder/a.txt", text.bytes, text.len)
         && small_world_put(folder, "folder/b.txt", text.bytes, text.len);
}

bool scenarios_open(void)
{
  if (setenv("TZ", "UTC", 1) != 0) { /* else the C library has noted it, or not */
    return false;
  }
  tzset();
  snprintf(folder, sizeof folder, "%s/trawl-faults-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
  if (!mkdtemp(folder)) {
    return false;
  }
  snprintf(world, sizeof world, "%s/world", folder);
  snprintf(pack, sizeof pack, "%s/pack", folder);
  snprintf(target, sizeof target, "%s/target", folder);
  FILE *out = fopen(pack, "wb");
  const bool fine = mkdir(world, 0700) == 0 && small_world_make(world)
                    && trawl_pipeline_open(&(trawl_config){.data = world}, NULL, &pipeline) == TRAWL_OK && out
                    && trawl_pipeline_compile(&(trawl_config){.data = world, .sources = true}, NULL, put_file, out) == TRAWL_OK;
  return out && fclose(out) == 0 && fine && make_inputs() && use_often();
}

void scenarios_close(void)
{
  char command[sizeof folder + 16];
  trawl_pipeline_free(pipeline);
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  if (system(command) != 0) {
    fprintf(stderr, "%s is left behind\n", folder);
  }
}
