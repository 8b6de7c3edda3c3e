/* SPDX-License-Identifier: MIT
 * fuzz.c - checks and files for the fuzz targets. */
#include "fuzz.h"

#include "base/utf8.h"
#include "small_world.h"

#include <jansson.h>
#include <unistd.h>

_Noreturn void fuzz_fail(const char *condition, const char *file, int line)
{
  fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
  abort();
}

/* ---- files ------------------------------------------------------------------------------------- */

static char folder[64];
static pid_t owner;

static void remove_folder(void)
{
  char command[sizeof folder + 16];
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  if (getpid() == owner && system(command) != 0) {
    fprintf(stderr, "%s is left behind\n", folder);
  }
}

const char *fuzz_folder(void)
{
  if (!*folder) {
    snprintf(folder, sizeof folder, "%s/trawl-fuzz-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    FUZZ_EXPECT(mkdtemp(folder));
    owner = getpid();
    atexit(remove_folder);
  }
  return folder;
}

const char *fuzz_world(void)
{
  static char world[sizeof folder + 16];
  if (!*world) {
    snprintf(world, sizeof world, "%s/world", fuzz_folder());
    FUZZ_EXPECT(mkdir(world, 0700) == 0 && small_world_make(world));
  }
  return world;
}

const char *fuzz_file(const char *name, const uint8_t *data, size_t len)
{
  static char path[sizeof folder + 64];
  snprintf(path, sizeof path, "%s/%s", fuzz_folder(), name);
  FILE *out = fopen(path, "wb");
  FUZZ_EXPECT(out && fwrite(data, 1, len, out) == len && fclose(out) == 0);
  return path;
}

/* ---- rules ------------------------------------------------------------------------------------- */

static bool same_text(const char *a, const char *b)
{
  return a == b || (a && b && strcmp(a, b) == 0);
}

static void check_same_findings(const trawl_findings *a, const trawl_findings *b)
{
  FUZZ_EXPECT(trawl_findings_count(a) == trawl_findings_count(b));
  for (uint32_t i = 0; i < trawl_findings_count(a); ++i) {
    const trawl_finding x = trawl_findings_at(a, i), y = trawl_findings_at(b, i);
    FUZZ_EXPECT(x.severity == y.severity && x.line == y.line && x.column == y.column && x.width == y.width);
    FUZZ_EXPECT(same_text(x.code, y.code) && same_text(x.file, y.file) && same_text(x.message, y.message)
                && same_text(x.hint, y.hint) && same_text(x.source, y.source));
  }
}

trawl_status fuzz_open(trawl_config *config, trawl_findings *findings, trawl_pipeline **out)
{
  enum { TURNS = 32 };
  static trawl_memo *memo;
  static unsigned turn;
  if (!memo) {
    FUZZ_EXPECT(memo = trawl_memo_new());
  }
  config->memo = memo;
  const trawl_status status = trawl_pipeline_open(config, findings, out);
  if (++turn % TURNS == 0) {
    trawl_findings *own = trawl_findings_new(0);
    trawl_pipeline *other = NULL;
    FUZZ_EXPECT(own);
    config->memo = NULL;
    FUZZ_EXPECT(trawl_pipeline_open(config, own, &other) == status);
    check_same_findings(findings, own);
    trawl_pipeline_free(other);
    trawl_findings_free(own);
  }
  return status;
}

bool fuzz_keep(void *to, const char *bytes, size_t len)
{
  trawl_buf_put(to, bytes, len);
  return true;
}

/* ---- positions --------------------------------------------------------------------------------- */

/* How many code points and UTF-16 units lie before each byte; NOT_A_START where none begins. */
typedef struct units {
  const char *bytes;
  size_t len;
  uint32_t *chars, *utf16;
} units;

#define NOT_A_START UINT32_MAX

static units count_units(const char *bytes, size_t len)
{
  units u = {bytes, len, malloc((len + 1) * sizeof *u.chars), malloc((len + 1) * sizeof *u.utf16)};
  uint32_t chars = 0, utf16 = 0;
  FUZZ_EXPECT(u.chars && u.utf16);
  memset(u.chars, 0xFF, (len + 1) * sizeof *u.chars);
  for (size_t i = 0; i < len;) {
    const trawl_rune rune = trawl_utf8_read(bytes + i, len - i);
    u.chars[i] = chars;
    u.utf16[i] = utf16;
    i += rune.len;
    chars += 1;
    utf16 += rune.code > 0xFFFF ? 2 : 1;
  }
  u.chars[len] = chars;
  u.utf16[len] = utf16;
  return u;
}

static void free_units(units *u)
{
  free(u->chars);
  free(u->utf16);
}

/* A span of the original bytes, given in three units. */
static void check_slices(const units *u, trawl_slice chars, trawl_slice bytes, trawl_slice utf16)
{
  FUZZ_EXPECT(bytes.text >= u->bytes && bytes.len <= u->len && (size_t)(bytes.text - u->bytes) <= u->len - bytes.len);
  const size_t start = (size_t)(bytes.text - u->bytes), end = start + bytes.len;
  FUZZ_EXPECT(chars.text == bytes.text && utf16.text == bytes.text && chars.len == bytes.len && utf16.len == bytes.len);
  FUZZ_EXPECT(bytes.start == start && bytes.end == end);
  FUZZ_EXPECT(u->chars[start] != NOT_A_START && u->chars[end] != NOT_A_START);
  FUZZ_EXPECT(chars.start == u->chars[start] && chars.end == u->chars[end]);
  FUZZ_EXPECT(utf16.start == u->utf16[start] && utf16.end == u->utf16[end]);
}

static bool within(trawl_slice inner, trawl_slice outer)
{
  return inner.start >= outer.start && inner.end <= outer.end && inner.start <= inner.end;
}

/* ---- layers ------------------------------------------------------------------------------------ */

static void check_sentences(const trawl_doc *doc, const units *u)
{
  uint64_t last = 0;
  for (uint32_t i = 0; i < trawl_doc_sentence_count(doc); ++i) {
    const trawl_sentence_view it = trawl_doc_sentence_at(doc, i, TRAWL_BYTES);
    check_slices(u, trawl_doc_sentence_at(doc, i, TRAWL_CHARS).slice, it.slice,
                 trawl_doc_sentence_at(doc, i, TRAWL_UTF16).slice);
    FUZZ_EXPECT(it.sentence == i && it.slice.start >= last && it.slice.len);
    last = it.slice.end;
  }
}

static void check_tokens(const trawl_doc *doc, const units *u)
{
  const uint32_t sentences = trawl_doc_sentence_count(doc);
  uint64_t last = 0;
  uint32_t sentence = 0;
  for (uint32_t i = 0; i < trawl_doc_token_count(doc); ++i) {
    const trawl_token_view it = trawl_doc_token_at(doc, i, TRAWL_BYTES);
    check_slices(u, trawl_doc_token_at(doc, i, TRAWL_CHARS).slice, it.slice, trawl_doc_token_at(doc, i, TRAWL_UTF16).slice);
    FUZZ_EXPECT(it.slice.start >= last && it.slice.len);
    last = it.slice.end;
    if (sentences) {
      FUZZ_EXPECT(it.sentence >= sentence && it.sentence < sentences);
      FUZZ_EXPECT(within(it.slice, trawl_doc_sentence_at(doc, it.sentence, TRAWL_BYTES).slice));
      sentence = it.sentence;
    }
  }
}

static void check_mentions(const trawl_doc *doc, const units *u)
{
  const uint32_t count = trawl_doc_mention_count(doc);
  for (uint32_t i = 0; i < count; ++i) {
    const trawl_mention_view it = trawl_doc_mention_at(doc, i, TRAWL_BYTES);
    check_slices(u, trawl_doc_mention_at(doc, i, TRAWL_CHARS).slice, it.slice, trawl_doc_mention_at(doc, i, TRAWL_UTF16).slice);
    FUZZ_EXPECT(it.sentence < trawl_doc_sentence_count(doc) && it.token < it.token_end
                && it.token_end <= trawl_doc_token_count(doc));
    FUZZ_EXPECT(within(it.slice, trawl_doc_sentence_at(doc, it.sentence, TRAWL_BYTES).slice));
    FUZZ_EXPECT(it.type && it.kind && (it.antecedent == TRAWL_ABSENT || it.antecedent < count));
    for (uint32_t k = 0; k < it.member_count; ++k) {
      FUZZ_EXPECT(trawl_doc_member_at(doc, i, k));
    }
  }
}

static void check_frames(const trawl_doc *doc, const units *u)
{
  const uint32_t count = trawl_doc_frame_count(doc);
  for (uint32_t i = 0; i < count; ++i) {
    const trawl_frame_view it = trawl_doc_frame_at(doc, i, TRAWL_BYTES);
    check_slices(u, trawl_doc_frame_at(doc, i, TRAWL_CHARS).trigger, it.trigger,
                 trawl_doc_frame_at(doc, i, TRAWL_UTF16).trigger);
    FUZZ_EXPECT(it.kind && it.lemma && it.polarity && it.modality && it.sentence < trawl_doc_sentence_count(doc));
    FUZZ_EXPECT(it.parent == TRAWL_ABSENT || (it.parent < count && it.parent != i));
    for (uint32_t k = 0; k < it.argument_count; ++k) {
      const trawl_frame_argument_view arg = trawl_doc_frame_argument_at(doc, i, k, TRAWL_BYTES);
      FUZZ_EXPECT(arg.role && within(arg.slice, trawl_doc_sentence_at(doc, it.sentence, TRAWL_BYTES).slice));
      FUZZ_EXPECT(arg.mention == TRAWL_ABSENT || arg.mention < trawl_doc_mention_count(doc));
    }
  }
}

static void check_argument(const units *u, const trawl_argument_view *chars, const trawl_argument_view *bytes,
                           const trawl_argument_view *utf16, bool needed)
{
  FUZZ_EXPECT(bytes->slice.text || !needed);
  if (bytes->slice.text) {
    check_slices(u, chars->slice, bytes->slice, utf16->slice);
    FUZZ_EXPECT(!needed || (bytes->name && bytes->type));
  }
}

static void check_triples(const trawl_doc *doc, const units *u)
{
  for (uint32_t i = 0; i < trawl_doc_triple_count(doc); ++i) {
    const trawl_triple_view c = trawl_doc_triple_at(doc, i, TRAWL_CHARS), b = trawl_doc_triple_at(doc, i, TRAWL_BYTES),
                            w = trawl_doc_triple_at(doc, i, TRAWL_UTF16);
    check_argument(u, &c.subject, &b.subject, &w.subject, true);
    check_argument(u, &c.object, &b.object, &w.object, true);
    check_argument(u, &c.attribution, &b.attribution, &w.attribution, false);
    check_argument(u, &c.time, &b.time, &w.time, false);
    check_argument(u, &c.place, &b.place, &w.place, false);
    check_slices(u, c.trigger, b.trigger, w.trigger);
    FUZZ_EXPECT(b.relation && b.polarity && b.modality && b.rule && b.phrase);
    FUZZ_EXPECT(b.confidence > 0 && b.confidence <= 1 && b.sentence < trawl_doc_sentence_count(doc));
    for (uint32_t k = 0; k < b.cue_count; ++k) {
      check_slices(u, c.cues[k].slice, b.cues[k].slice, w.cues[k].slice);
    }
    for (uint32_t k = 0; k < b.qualifier_count; ++k) {
      FUZZ_EXPECT(b.qualifiers[k].key && b.qualifiers[k].value);
    }
  }
}

void fuzz_check_doc(const trawl_doc *doc, const char *bytes, size_t len)
{
  units u = count_units(bytes, len);
  check_sentences(doc, &u);
  check_tokens(doc, &u);
  check_mentions(doc, &u);
  check_frames(doc, &u);
  check_triples(doc, &u);
  free_units(&u);
}

void fuzz_check_findings(const trawl_findings *findings, trawl_status status)
{
  FUZZ_EXPECT((trawl_findings_errors(findings) > 0) == (status != TRAWL_OK));
  for (uint32_t i = 0; i < trawl_findings_count(findings); ++i) {
    const trawl_finding it = trawl_findings_at(findings, i);
    FUZZ_EXPECT(it.code && strlen(it.code) == 4 && it.message && *it.message);
    FUZZ_EXPECT(it.file && (!it.column || it.line) && (!it.column || it.width));
  }
}

void fuzz_check_lines(const char *lines, size_t len)
{
  for (size_t at = 0; at < len;) {
    const char *stop = memchr(lines + at, '\n', len - at);
    FUZZ_EXPECT(stop);
    json_error_t fault;
    json_t *value = json_loadb(lines + at, (size_t)(stop - lines) - at, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &fault);
    FUZZ_EXPECT(json_is_object(value));
    json_decref(value);
    at = (size_t)(stop - lines) + 1;
  }
}

void fuzz_write(const trawl_doc *doc, trawl_layer layer, const char *format, trawl_buf *out)
{
  const trawl_write_options options = {.format = format, .layer = layer, .evidence = true, .nested = true};
  trawl_writer *writer = NULL;
  if (trawl_writer_new(&options, fuzz_keep, out, &writer) == TRAWL_OK) {
    FUZZ_EXPECT(trawl_writer_begin(writer) == TRAWL_OK && trawl_writer_add(writer, doc) == TRAWL_OK
                && trawl_writer_end(writer) == TRAWL_OK);
    trawl_writer_free(writer);
  }
}

void fuzz_run_world(const trawl_pipeline *pipeline)
{
  const trawl_text text = {.id = "world", .bytes = small_world_text, .len = sizeof small_world_text - 1};
  trawl_doc *doc = trawl_doc_new(pipeline);
  FUZZ_EXPECT(doc);
  const trawl_status status = trawl_run(pipeline, doc, &text, TRAWL_STAGE_RELATIONS);
  FUZZ_EXPECT(status == TRAWL_OK || status == TRAWL_LIMIT);
  fuzz_check_doc(doc, text.bytes, text.len);
  trawl_doc_free(doc);
}
