/* SPDX-License-Identifier: MIT
 * test_frames.c - real-looking sentences and the clause frames that they must have, from tests/sentences.
 *
 * A paragraph of such a file is a sentence on one line and its frames on the lines behind it:
 *
 *   + meet(Scholz & Macron, Modi, in: Delhi) not planned says Merz    must be there
 *   - meet(Merz)                                                      must not be there
 *   = why the row fails for now: it is counted, and once it passes the suite says so
 *
 * The first argument is the logical subject (the agent of a passive), the second the object; "_" stands for
 * any or none; "is:" is the complement of a copula, any other word a preposition.  An argument is
 * the head of its phrase with words before it, or a name in part; "&" joins the members of a list, of which
 * there must be as many.  An apposition may be given by either side.  A frame that must be there
 * has exactly the polarity and modality that are written (nothing: positive and actual); one that must not
 * be there is looked for with any, unless some are written.  "says" is looked at where it is written. */
#include "base/arena.h"
#include "base/file.h"
#include "chain_fixture.h"
#include "engine.h"

#include <CUnit/CUnit.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void trawl_suite_frames(void);

enum { MAX_ARGS = 8, MAX_MEMBERS = 8 };

typedef struct wanted_arg {
  const char *prep; /* NULL: subject, object by position */
  int role;         /* trawl_role */
  const char *members[MAX_MEMBERS];
  unsigned count;
} wanted_arg;

typedef struct wanted_frame {
  const char *lemma, *particle, *speaker;
  wanted_arg args[MAX_ARGS];
  unsigned count;
  int polarity, modality;
  bool any_state;
} wanted_frame;

static struct {
  chain_fixture chain;
  unsigned rows, negative, known, frames, found;
} fix;

/* ---- reading a line ---------------------------------------------------------------------------- */

static char *trimmed(char *text)
{
  while (isspace((unsigned char)*text)) {
    ++text;
  }
  size_t len = strlen(text);
  while (len && isspace((unsigned char)text[len - 1])) {
    text[--len] = '\0';
  }
  return text;
}

static bool read_arg(char *text, unsigned position, wanted_arg *arg)
{
  char *colon = strstr(text, ": ");
  *arg = (wanted_arg){.role = (int)position};
  if (colon) {
    *colon = '\0';
    arg->prep = trimmed(text);
    arg->role = strcmp(arg->prep, "is") == 0 ? TRAWL_ROLE_COMPLEMENT : TRAWL_ROLE_PREP;
    text = colon + 2;
  }
  for (char *next; text; text = next) {
    next = strstr(text, " & ");
    if (next) {
      *next = '\0';
      next += 3;
    }
    if (arg->count == MAX_MEMBERS) {
      return false;
    }
    arg->members[arg->count++] = trimmed(text);
  }
  return colon || position <= TRAWL_ROLE_OBJECT2;
}

static bool read_state(char *text, wanted_frame *frame)
{
  static const char *const modalities[] = {"actual", "planned", "possible", "wanted"};
  char *says = strstr(text, "says ");
  if (says) {
    *says = '\0';
    frame->speaker = trimmed(says + 5);
  }
  for (char *word = strtok(text, " "); word; word = strtok(NULL, " ")) {
    int modality = -1;
    for (int i = 0; i < 4; ++i) {
      modality = strcmp(word, modalities[i]) == 0 ? i : modality;
    }
    if (modality >= 0) {
      frame->modality = modality;
    } else if (strcmp(word, "not") == 0) {
      frame->polarity = TRAWL_NEGATIVE;
    } else {
      return false;
    }
    frame->any_state = false;
  }
  return true;
}

/* Cuts the line up in place. */
static bool read_frame(char *line, bool present, wanted_frame *frame)
{
  char *open = strchr(line, '('), *close = open ? strchr(open, ')') : NULL;
  *frame = (wanted_frame){.polarity = TRAWL_POSITIVE, .modality = TRAWL_ACTUAL, .any_state = !present};
  if (!close) {
    return false;
  }
  *open = *close = '\0';
  char *space = strchr(line, ' ');
  if (space) {
    *space = '\0';
    frame->particle = space + 1;
  }
  frame->lemma = line;
  unsigned position = 0;
  for (char *at = open + 1, *next; at; at = next) {
    next = strchr(at, ',');
    if (next) {
      *next++ = '\0';
    }
    if (frame->count == MAX_ARGS || !read_arg(at, position++, &frame->args[frame->count++])) {
      return false;
    }
  }
  return read_state(close + 1, frame);
}

/* ---- comparing --------------------------------------------------------------------------------- */

static bool is_edge(const char *text, size_t len, size_t i)
{
  return i == 0 || i >= len || !isalnum((unsigned char)text[i]) || !isalnum((unsigned char)text[i - 1]);
}

/* `part` stands in the text as whole words; at its end, if so wished. */
static bool has_words(const char *text, size_t len, const char *part, bool at_end)
{
  const size_t n = strlen(part);
  for (size_t i = at_end && len > n ? len - n : 0; i + n <= len; ++i) {
    if (strncmp(text + i, part, n) == 0 && is_edge(text, len, i) && is_edge(text, len, i + n)) {
      return true;
    }
  }
  return false;
}

static bool np_reads(uint32_t index, const char *value)
{
  const trawl_np *np = &fix.chain.doc->clauses.nps.at[index];
  trawl_span tok = {np->tok.start, np->head + 1};
  bool atom = false;
  if (np->mention != TRAWL_NONE) {
    const trawl_mention *m = &fix.chain.doc->mentions.at[np->mention];
    atom = m->kind == TRAWL_MENTION_NAME || m->kind == TRAWL_MENTION_VALUE;
    tok = atom ? m->tok : tok;
  }
  const trawl_span bytes = trawl_doc_text_span(fix.chain.doc, tok);
  return has_words(fix.chain.doc->text.at + bytes.start, bytes.end - bytes.start, value, !atom);
}

/* The phrase, or what it is in apposition to, or what stands in apposition to it. */
static bool phrase_reads(uint32_t np, const char *value)
{
  const trawl_clauses *all = &fix.chain.doc->clauses;
  for (uint32_t n = np, steps = 0; n != TRAWL_NONE && steps < 4; n = all->nps.at[n].apposition, ++steps) {
    if (np_reads(n, value)) {
      return true;
    }
  }
  for (uint32_t n = 0; n < all->nps.len; ++n) {
    if (all->nps.at[n].apposition == np && np_reads(n, value)) {
      return true;
    }
  }
  return false;
}

static bool same_members(const trawl_frame_arg *arg, const wanted_arg *wanted)
{
  unsigned members = 0, found = 0;
  for (uint32_t n = arg->np; n != TRAWL_NONE; n = arg->single ? TRAWL_NONE : fix.chain.doc->clauses.nps.at[n].next) {
    bool reads = false;
    for (unsigned i = 0; i < wanted->count; ++i) {
      reads |= phrase_reads(n, wanted->members[i]);
    }
    found += reads;
    ++members;
  }
  return found == wanted->count && members == wanted->count;
}

static bool has_arg(const trawl_frame *frame, const wanted_arg *wanted)
{
  if (!wanted->prep && strcmp(wanted->members[0], "_") == 0) {
    return true;
  }
  for (uint32_t i = 0; i < frame->arg_count; ++i) {
    const trawl_frame_arg *arg = &fix.chain.doc->clauses.args.at[frame->first_arg + i];
    if (arg->role == wanted->role
        && (arg->role != TRAWL_ROLE_PREP
            || strcmp(trawl_words_text(&fix.chain.doc->words, arg->prep), wanted->prep) == 0)
        && same_members(arg, wanted)) {
      return true;
    }
  }
  return false;
}

static bool same_frame(const trawl_frame *frame, const wanted_frame *wanted)
{
  const trawl_words *words = &fix.chain.doc->words;
  if (strcmp(trawl_words_text(words, frame->lemma), wanted->lemma) != 0
      || (!wanted->any_state && (frame->polarity != wanted->polarity || frame->modality != wanted->modality))
      || (wanted->particle
          && (frame->particle == TRAWL_NONE
              || strcmp(trawl_words_text(words, frame->particle), wanted->particle) != 0))
      || (wanted->speaker
          && (frame->attribution == TRAWL_NONE || !phrase_reads(frame->attribution, wanted->speaker)))) {
    return false;
  }
  for (unsigned i = 0; i < wanted->count; ++i) {
    if (!has_arg(frame, &wanted->args[i])) {
      return false;
    }
  }
  return true;
}

/* ---- rows -------------------------------------------------------------------------------------- */

/* Whether the line holds; a line that cannot be read never does. */
static bool check_line(const char *line)
{
  char copy[512];
  wanted_frame wanted;
  const bool present = line[0] == '+';
  snprintf(copy, sizeof copy, "%s", line + 2);
  if ((!present && line[0] != '-') || !read_frame(copy, present, &wanted)) {
    fprintf(stderr, "\n  cannot be read: %s\n", line);
    return false;
  }
  bool found = false;
  for (uint32_t i = 0; i < fix.chain.doc->clauses.frames.len && !found; ++i) {
    found = same_frame(&fix.chain.doc->clauses.frames.at[i], &wanted);
  }
  ++fix.frames;
  fix.found += found == present;
  return found == present;
}

/* A paragraph: its lines are cut at their ends. */
static void run_paragraph(char *at)
{
  const char *text = strtok(at, "\n"), *known = NULL, *lines[32];
  unsigned count = 0;
  bool negative = false;
  for (char *line; text && (line = strtok(NULL, "\n")) && count < 32;) {
    known = line[0] == '=' ? line + 2 : known;
    negative |= line[0] == '-';
    if (line[0] != '=') {
      lines[count++] = line;
    }
  }
  CU_ASSERT_FATAL(text && count);
  const trawl_text input = {.id = "row", .bytes = text, .len = strlen(text), .date = "2023-03-01"};
  CU_ASSERT_EQUAL_FATAL(trawl_run(fix.chain.pipeline, fix.chain.doc, &input, TRAWL_STAGE_CLAUSES), TRAWL_OK);
  const char *wrong[32];
  unsigned misses = 0;
  for (unsigned i = 0; i < count; ++i) {
    if (!check_line(lines[i])) {
      wrong[misses++] = lines[i];
    }
  }
  ++fix.rows;
  fix.negative += negative;
  fix.known += known != NULL;
  CU_ASSERT(!misses || known);
  if (misses && (!known || getenv("TRAWL_TEST_KNOWN"))) {
    fprintf(stderr, "\n%s\n", text);
    for (unsigned i = 0; i < misses; ++i) {
      fprintf(stderr, "  wrong: %s\n", wrong[i]);
    }
  } else if (!misses && known) {
    fprintf(stderr, "\npasses now: %s\n  it was known to fail: %s\n", text, known);
  }
}

static void run_file(const char *path)
{
  trawl_buf bytes = {.at = NULL};
  CU_ASSERT_EQUAL_FATAL(trawl_file_read(path, 0, &bytes), TRAWL_OK);
  trawl_buf_putc(&bytes, '\0');
  for (char *at = bytes.at; *at;) {
    char *end = strstr(at, "\n\n");
    char *next = end ? end + 2 : at + strlen(at);
    if (end) {
      *end = '\0';
    }
    run_paragraph(at);
    at = next + strspn(next, "\n");
  }
  trawl_buf_clear(&bytes);
}

static void test_sentences(void)
{
  trawl_arena arena = {0};
  trawl_paths paths = {.at = NULL};
  CU_ASSERT_EQUAL(trawl_file_list(TRAWL_SOURCE_DIR "/tests/sentences", ".txt", &arena, &paths), TRAWL_OK);
  CU_ASSERT_TRUE(paths.len > 0);
  for (uint32_t i = 0; i < paths.len; ++i) {
    run_file(paths.at[i]);
  }
  CU_ASSERT_TRUE(fix.rows >= 200 && fix.negative * 4 >= fix.rows);
  trawl_vec_clear(&paths);
  trawl_arena_clear(&arena);
}

static int open_pipeline(void)
{
  return chain_open(&fix.chain, NULL);
}

static int close_pipeline(void)
{
  printf("\n  %u sentences, %u of them with frames that must not be there, %u known to fail; %u of %u frames",
         fix.rows, fix.negative, fix.known, fix.found, fix.frames);
  chain_close(&fix.chain);
  return 0;
}

void trawl_suite_frames(void)
{
  CU_pSuite s = CU_add_suite("frames", open_pipeline, close_pipeline);
  CU_add_test(s, "sentences of the news", test_sentences);
}
