/* SPDX-License-Identifier: MIT
 * lexicon.c - loading facts about words: categories from word lists, base forms and irregular forms.
 *
 * Loading only notes what files say: category bits, base forms with their parts of speech, irregular
 * forms with their lemmas.  The rest is worked out in lexicon_forms.c. */
#include "resource/lexicon.h"

#include "base/file.h"
#include "base/utf8.h"
#include "resource/tagmodel.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

/* ---- the lexicon and its categories ------------------------------------------------------------ */

void trawl_lexicon_init(trawl_lexicon *lexicon)
{
  static const char *const names[] = {
#define X(name, key) key,
    TRAWL_CATEGORIES(X)
#undef X
  };
  memset(lexicon, 0, sizeof *lexicon);
  trawl_words_init(&lexicon->words, NULL);
  memcpy(lexicon->categories, names, sizeof names);
  lexicon->category_count = TRAWL_CATEGORY_BUILT_IN;
}

void trawl_lexicon_clear(trawl_lexicon *lexicon)
{
  trawl_words_clear(&lexicon->words);
  trawl_tag_model_free(lexicon->tags);
  lexicon->tags = NULL;
}

trawl_status trawl_lexicon_copy(const trawl_lexicon *from, trawl_arena *arena, trawl_lexicon *out)
{
  trawl_lexicon copy = *from;
  TRAWL_TRY(trawl_words_copy(&from->words, &copy.words));
  const trawl_status status = from->tags ? trawl_tag_model_share(from->tags, arena, &copy.tags) : TRAWL_OK;
  if (status != TRAWL_OK) {
    trawl_words_clear(&copy.words);
    return status;
  }
  *out = copy;
  return TRAWL_OK;
}

uint32_t trawl_lexicon_category(trawl_lexicon *lexicon, const char *name, bool add,
                                trawl_arena *arena)
{
  for (uint32_t i = 0; i < lexicon->category_count; ++i) {
    if (strcmp(lexicon->categories[i], name) == 0) {
      return i;
    }
  }
  const char *copy =
    add && lexicon->category_count < TRAWL_CATEGORY_MAX ? trawl_arena_str(arena, name) : NULL;
  if (!copy) {
    return TRAWL_NONE;
  }
  lexicon->categories[lexicon->category_count] = copy;
  return lexicon->category_count++;
}

/* ---- word lists -------------------------------------------------------------------------------- */

/* Writes the all-capitals form, `room` bytes at most; 0: it does not fit. */
static size_t to_upper(const char *text, size_t len, char *out, size_t room)
{
  size_t n = 0;
  for (size_t i = 0; i < len;) {
    const trawl_rune rune = trawl_utf8_read(text + i, len - i);
    if (n + 4 > room) {
      return 0;
    }
    n += trawl_utf8_write((uint32_t)utf8proc_toupper((utf8proc_int32_t)rune.code), out + n);
    i += rune.len;
  }
  return n;
}

/* Sets the categories of a form; an entry with capitals also those of its all-capitals form. An entry in
 * lower case reaches the other casings in finish. */
static trawl_status mark(trawl_lexicon *lexicon, const char *text, size_t len,
                         const uint32_t *categories, uint32_t n)
{
  char upper[TRAWL_WORD_MAX];
  uint32_t id;
  TRAWL_TRY(trawl_words_add(&lexicon->words, text, len, &id, NULL));
  for (uint32_t i = 0; i < n; ++i) {
    trawl_word_mark(&lexicon->words.items.at[id], categories[i]);
  }
  const trawl_word *word = trawl_words_at(&lexicon->words, id);
  if (word->folded == id || word->shape == TRAWL_SHAPE_UPPER) {
    return TRAWL_OK;
  }
  const size_t size = to_upper(text, len, upper, sizeof upper);
  if (size) {
    TRAWL_TRY(trawl_words_add(&lexicon->words, upper, size, &id, NULL));
    for (uint32_t i = 0; i < n; ++i) {
      trawl_word_mark(&lexicon->words.items.at[id], categories[i]);
    }
  }
  return TRAWL_OK;
}

static bool has_space(const char *text, size_t len)
{
  for (size_t i = 0; i < len; ++i) {
    if ((unsigned char)text[i] <= ' ') {
      return true;
    }
  }
  return len == 0;
}

static trawl_status load_entries(trawl_lexicon *lexicon, const trawl_yaml_file *file,
                                 const trawl_yaml *list, uint32_t category)
{
  trawl_status status = TRAWL_OK;
  for (uint32_t i = 0; i < list->count; ++i) {
    const trawl_yaml *item = list->items[i];
    trawl_status one = trawl_yaml_want(file, item, TRAWL_YAML_SCALAR, "a word");
    if (one == TRAWL_OK) {
      const size_t len = strlen(item->text);
      one = has_space(item->text, len)
              ? trawl_report(file->findings, trawl_yaml_place(file, item), "E230", TRAWL_BAD_RULE,
                             "'%.80s' is not a single word", item->text)
              : mark(lexicon, item->text, len, &category, 1);
    }
    if (one == TRAWL_NO_MEM) {
      return one;
    }
    status = one != TRAWL_OK ? one : status;
  }
  return status;
}

static trawl_status read_lines(trawl_lexicon *lexicon, const trawl_source *file, uint32_t category,
                               trawl_findings *findings);

/* `{file: names/given.tsv}`: a list beside the file that names it, or below. Rules of strangers are to read nothing
 * else: what is no word list would be shown in a finding. */
static trawl_status load_listed(trawl_lexicon *lexicon, const trawl_yaml_file *file,
                                const trawl_yaml *map, uint32_t category, trawl_arena *arena)
{
  static const char *const known[] = {"file"};
  TRAWL_TRY(trawl_yaml_only_keys(file, map, known, 1, "word list"));
  const trawl_yaml *name = trawl_yaml_get(map, "file");
  if (!name) {
    return trawl_report(file->findings, trawl_yaml_place(file, map), "E201", TRAWL_BAD_RULE,
                        "expected a list of words or {file: NAME}");
  }
  TRAWL_TRY(trawl_yaml_want(file, name, TRAWL_YAML_SCALAR, "a file name"));
  const int folder = (int)(trawl_file_base(file->source->name) - file->source->name);
  const char *path = name->text[0] == '/' ? name->text
                                          : trawl_arena_printf(arena, "%.*s%s", folder,
                                                               file->source->name, name->text);
  const char *top = trawl_arena_printf(arena, "%.*s", folder, file->source->name);
  TRAWL_TRY_MEM(path && top);
  if (access(path, F_OK) == 0 && !trawl_file_lies_below(path, top)) {
    return trawl_report_hint(file->findings, trawl_yaml_place(file, name), "E235", TRAWL_BAD_RULE,
                             "word lists lie beside the file that names them, or in a folder there",
                             "the word list '%s' lies elsewhere", path);
  }
  trawl_buf text = {.at = NULL};
  trawl_status status = trawl_file_read(path, trawl_limit(file->limits, TRAWL_LIMIT_YAML_BYTES), &text);
  if (status == TRAWL_OK) {
    const trawl_source source = {path, text.at, text.len};
    status = read_lines(lexicon, &source, category, file->findings);
  } else if (status != TRAWL_NO_MEM) {
    status = trawl_report(file->findings, trawl_yaml_place(file, name), "E231", TRAWL_BAD_RULE,
                          status == TRAWL_LIMIT ? "the word list '%s' is larger than %u bytes"
                                                : "the word list '%s' cannot be read",
                          path, (unsigned)trawl_limit(file->limits, TRAWL_LIMIT_YAML_BYTES));
  }
  trawl_buf_clear(&text);
  return status;
}

trawl_status trawl_lexicon_load_words(trawl_lexicon *lexicon, const trawl_yaml_file *file,
                                      trawl_arena *arena)
{
  static const char *const known[] = {"words"};
  TRAWL_TRY(trawl_yaml_want(file, file->root, TRAWL_YAML_MAP, "a map with the key 'words'"));
  const trawl_yaml *words = trawl_yaml_get(file->root, "words");
  if (!words) {
    return trawl_report(file->findings, trawl_yaml_place(file, file->root), "E201", TRAWL_BAD_RULE,
                        "expected the key 'words'");
  }
  trawl_status status = trawl_yaml_only_keys(file, file->root, known, TRAWL_COUNT(known), "words file");
  TRAWL_TRY(trawl_yaml_want(file, words, TRAWL_YAML_MAP, "a map from categories to words"));
  for (uint32_t i = 0; i < words->count; ++i) {
    const trawl_yaml *value = words->items[i];
    const uint32_t category = trawl_lexicon_category(lexicon, words->keys[i]->text, true, arena);
    trawl_status one;
    TRAWL_TRY_MEM(category != TRAWL_NONE || lexicon->category_count >= TRAWL_CATEGORY_MAX);
    if (category == TRAWL_NONE) {
      one = trawl_report(file->findings, trawl_yaml_place(file, words->keys[i]), "E233",
                         TRAWL_BAD_RULE, "more than %d word categories", TRAWL_CATEGORY_MAX);
    } else if (value->kind == TRAWL_YAML_MAP) {
      one = load_listed(lexicon, file, value, category, arena);
    } else {
      one = trawl_yaml_want(file, value, TRAWL_YAML_LIST, "a list of words");
      one = one == TRAWL_OK ? load_entries(lexicon, file, value, category) : one;
    }
    if (one == TRAWL_NO_MEM) {
      return one;
    }
    status = one != TRAWL_OK ? one : status;
  }
  return status;
}

/* ---- lists in lines ---------------------------------------------------------------------------- */

typedef struct line_reader {
  const char *at, *end; /* what is still to be read */
  const char *line;     /* the current line ... */
  size_t len;
  uint32_t number;
} line_reader;

static bool next_line(line_reader *lines)
{
  if (lines->at >= lines->end) {
    return false;
  }
  const char *stop = memchr(lines->at, '\n', (size_t)(lines->end - lines->at));
  stop = stop ? stop : lines->end;
  lines->line = lines->at;
  lines->len = (size_t)(stop - lines->at);
  lines->len -= lines->len && stop[-1] == '\r';
  lines->at = stop + (stop < lines->end);
  ++lines->number;
  return true;
}

/* The part up to the next `separator`, which is skipped; false: there is none left. */
static bool next_part(const char **at, const char *end, char separator, const char **part,
                      size_t *len)
{
  if (*at > end) {
    return false;
  }
  const char *stop = *at < end ? memchr(*at, separator, (size_t)(end - *at)) : NULL;
  stop = stop ? stop : end;
  *part = *at;
  *len = (size_t)(stop - *at);
  *at = stop + 1;
  return true;
}

static bool is(const char *text, size_t len, const char *word)
{
  return len == strlen(word) && memcmp(text, word, len) == 0;
}

/* What the second column of a list adds to the category. Gives how many; 0: it cannot be read. */
static uint32_t read_attributes(const char *at, const char *end, uint32_t category, uint32_t *out)
{
  uint32_t n = 0;
  out[n++] = category;
  const char *part;
  size_t len;
  while (next_part(&at, end, ';', &part, &len)) {
    if (is(part, len, "gender=male") && n < 4) {
      out[n++] = TRAWL_IS_MALE;
    } else if (is(part, len, "gender=female") && n < 4) {
      out[n++] = TRAWL_IS_FEMALE;
    } else if (is(part, len, "gender=both") && n < 3) {
      out[n++] = TRAWL_IS_MALE;
      out[n++] = TRAWL_IS_FEMALE;
    } else if (is(part, len, "ambiguous=yes") && n < 4) {
      out[n++] = TRAWL_IS_AMBIGUOUS_NAME;
    } else if (len && !memchr(part, '=', len)) {
      return 0;
    }
  }
  return n;
}

static trawl_status read_lines(trawl_lexicon *lexicon, const trawl_source *file, uint32_t category,
                               trawl_findings *findings)
{
  line_reader lines = {.at = file->text, .end = file->text + file->len};
  trawl_status status = TRAWL_OK;
  while (next_line(&lines)) {
    if (lines.len == 0 || lines.line[0] == '#') {
      continue;
    }
    const char *at = lines.line, *end = at + lines.len, *word = at;
    size_t len = 0;
    uint32_t categories[4];
    next_part(&at, end, '\t', &word, &len);
    const uint32_t n = read_attributes(at, end, category, categories);
    if (has_space(word, len) || len > TRAWL_WORD_MAX || n == 0) {
      status =
        trawl_report(findings, (trawl_place){file, lines.number, 1, 1}, "E230", TRAWL_BAD_RULE,
                     "expected a single word, a tab and key=value;key=value");
      continue;
    }
    TRAWL_TRY(mark(lexicon, word, len, categories, n));
  }
  return status;
}

trawl_status trawl_lexicon_load_list(trawl_lexicon *lexicon, const trawl_source *file,
                                     trawl_arena *arena, trawl_findings *findings)
{
  static const char magic[] = "#trawl-words 1 ";
  const size_t size = sizeof magic - 1;
  line_reader first = {.at = file->text, .end = file->text + file->len};
  if (!file->len || !next_line(&first) || first.len <= size || memcmp(first.line, magic, size) != 0
      || has_space(first.line + size, first.len - size)) {
    return trawl_report(findings, (trawl_place){file, 1, 1, 1}, "E234", TRAWL_BAD_RULE,
                        "expected '#trawl-words 1 CATEGORY' in the first line");
  }
  const char *name = trawl_arena_strn(arena, first.line + size, first.len - size);
  TRAWL_TRY_MEM(name);
  const uint32_t category = trawl_lexicon_category(lexicon, name, true, arena);
  TRAWL_TRY_MEM(category != TRAWL_NONE || lexicon->category_count >= TRAWL_CATEGORY_MAX);
  if (category == TRAWL_NONE) {
    return trawl_report(findings, (trawl_place){file, 1, 1, 1}, "E233", TRAWL_BAD_RULE,
                        "more than %d word categories", TRAWL_CATEGORY_MAX);
  }
  return read_lines(lexicon, file, category, findings);
}

/* ---- lemmas: what the files say ---------------------------------------------------------------- */

static unsigned base_bit(char letter)
{
  switch (letter) {
  case 'n':
    return TRAWL_BASE_NOUN;
  case 'v':
    return TRAWL_BASE_VERB;
  case 'a':
    return TRAWL_BASE_ADJ;
  case 'r':
    return TRAWL_BASE_ADV;
  default:
    return 0;
  }
}

static bool ends_in(const char *text, size_t len, const char *ending)
{
  const size_t n = strlen(ending);
  return len >= n && memcmp(text + len - n, ending, n) == 0;
}

/* The forms that an irregular form may be. Its spelling tells them well enough. */
static unsigned irregular_forms(const char *form, size_t len, unsigned base)
{
  if (base == TRAWL_BASE_NOUN) {
    return TRAWL_FORM_NNS;
  }
  if (base == TRAWL_BASE_ADJ) {
    return ends_in(form, len, "st") ? TRAWL_FORM_JJS : ends_in(form, len, "r") ? TRAWL_FORM_JJR : 0;
  }
  if (ends_in(form, len, "ing")) {
    return TRAWL_FORM_VBG;
  }
  return ends_in(form, len, "s") ? TRAWL_FORM_VBZ : TRAWL_FORM_VBD | TRAWL_FORM_VBN;
}

static void note_forms(trawl_word *word, unsigned forms)
{
  word->tags |= forms << TRAWL_WORD_SHIFT;
}

/* "visit TAB nv" */
static trawl_status add_base(trawl_words *words, const char *form, size_t len, unsigned base)
{
  uint32_t id;
  TRAWL_TRY(trawl_words_add(words, form, len, &id, NULL));
  trawl_word *word = &words->items.at[id];
  word->tags |= base;
  note_forms(word, (base & TRAWL_BASE_NOUN ? TRAWL_FORM_NN : 0u)
                     | (base & TRAWL_BASE_VERB ? TRAWL_FORM_VB : 0u)
                     | (base & TRAWL_BASE_ADJ ? TRAWL_FORM_JJ : 0u)
                     | (base & TRAWL_BASE_ADV ? TRAWL_FORM_RB : 0u));
  return TRAWL_OK;
}

/* "went TAB v TAB go"; a base form that has a lemma of its own is another spelling of it. */
static trawl_status add_irregular(trawl_words *words, const char *form, size_t len, unsigned base,
                                  const char *lemma, size_t lemma_len)
{
  uint32_t id, to;
  TRAWL_TRY(trawl_words_add(words, lemma, lemma_len, &to, NULL));
  TRAWL_TRY(trawl_words_add(words, form, len, &id, NULL));
  trawl_word *word = &words->items.at[id];
  const trawl_pos pos = base == TRAWL_BASE_NOUN   ? TRAWL_POS_NOUN
                        : base == TRAWL_BASE_VERB ? TRAWL_POS_VERB
                                                  : TRAWL_POS_ADJ;
  word->lemma[pos] = to;
  const bool spelling =
    ends_in(form, len, "ise") || ends_in(form, len, "yse") || ends_in(form, len, "our");
  const bool same =
    id == to && base != TRAWL_BASE_VERB; /* "news"; but "cut" is its own past tense */
  note_forms(word, spelling || same ? 0 : irregular_forms(form, len, base));
  return TRAWL_OK;
}

static trawl_status load_lemmas(trawl_lexicon *lexicon, const trawl_source *file,
                                trawl_findings *findings)
{
  line_reader lines = {.at = file->text, .end = file->text + file->len};
  trawl_status status = TRAWL_OK;
  while (next_line(&lines)) {
    if (lines.len == 0 || lines.line[0] == '#') {
      continue;
    }
    const char *at = lines.line, *end = at + lines.len, *form, *parts, *lemma;
    size_t len, part_len, lemma_len;
    unsigned base = 0;
    if (next_part(&at, end, '\t', &form, &len) && next_part(&at, end, '\t', &parts, &part_len)) {
      for (size_t i = 0; i < part_len; ++i) {
        base |= base_bit(parts[i]);
      }
    }
    if (!base || !len) {
      status =
        trawl_report(findings, (trawl_place){file, lines.number, 1, 1}, "E232", TRAWL_BAD_RULE,
                     "expected a form, its parts of speech (n, v, a, r), perhaps a lemma");
    } else if (next_part(&at, end, '\t', &lemma, &lemma_len) && lemma_len) {
      TRAWL_TRY(add_irregular(&lexicon->words, form, len, base, lemma, lemma_len));
    } else {
      TRAWL_TRY(add_base(&lexicon->words, form, len, base));
    }
  }
  return status;
}

/* Ids are given in the order in which words are met. With those that texts have most in front, what is kept for each word
 * lies close together for nearly all words of a text, in the caches and on the pages. */
static trawl_status load_frequent(trawl_lexicon *lexicon, const trawl_source *file)
{
  line_reader lines = {.at = file->text, .end = file->text + file->len};
  while (next_line(&lines)) {
    uint32_t id;
    if (lines.len && lines.line[0] != '#') {
      TRAWL_TRY(trawl_words_add(&lexicon->words, lines.line, lines.len, &id, NULL));
    }
  }
  return TRAWL_OK;
}

bool trawl_lexicon_is_file(const char *text)
{
  return strncmp(text, "#trawl-lemmas ", 14) == 0 || strncmp(text, "#trawl-frequent ", 16) == 0
         || strncmp(text, "#trawl-tagger ", 14) == 0;
}

trawl_status trawl_lexicon_load_file(trawl_lexicon *lexicon, const trawl_source *file, trawl_findings *findings)
{
  line_reader first = {.at = file->text, .end = file->text + file->len};
  const bool any = file->len && next_line(&first);
  if (any && is(first.line, first.len, "#trawl-lemmas 1")) {
    return load_lemmas(lexicon, file, findings);
  }
  if (any && is(first.line, first.len, "#trawl-frequent 1")) {
    return load_frequent(lexicon, file);
  }
  if (any && is(first.line, first.len, "#trawl-tagger 1")) {
    if (!lexicon->tags) {
      lexicon->tags = trawl_tag_model_new();
    }
    return lexicon->tags ? trawl_tag_model_load(lexicon->tags, &lexicon->words, file, findings) : TRAWL_NO_MEM;
  }
  return trawl_report(findings, (trawl_place){file, 1, 1, 1}, "E234", TRAWL_BAD_RULE,
                      "expected '#trawl-frequent 1', '#trawl-lemmas 1' or '#trawl-tagger 1' in the first line");
}

static trawl_status load_path(trawl_lexicon *lexicon, const char *path, trawl_findings *findings)
{
  trawl_buf text = {.at = NULL};
  trawl_source file = {.name = trawl_file_base(path)};
  trawl_status status = trawl_file_read(path, trawl_limit(NULL, TRAWL_LIMIT_YAML_BYTES), &text);
  if (status == TRAWL_OK) {
    file.text = text.at;
    file.len = text.len;
    status = trawl_lexicon_load_file(lexicon, &file, findings);
  } else if (status != TRAWL_NO_MEM) {
    status = trawl_report(findings, (trawl_place){.source = &file}, "E101", TRAWL_BAD_RULE, "the file cannot be read");
  }
  trawl_buf_clear(&text);
  return status;
}

trawl_status trawl_lexicon_load_folder(trawl_lexicon *lexicon, const char *folder,
                                       trawl_arena *arena, trawl_findings *findings)
{
  trawl_paths paths = {.at = NULL};
  trawl_status status = trawl_file_list(folder, ".tsv", arena, &paths);
  if (status == TRAWL_IO) {
    const trawl_source source = {.name = paths.at[--paths.len]};
    status = trawl_report(findings, (trawl_place){.source = &source}, "E101", TRAWL_BAD_RULE,
                          "cannot be read: %s", strerror(errno));
  }
  for (uint32_t i = 0; i < paths.len && status != TRAWL_NO_MEM; ++i) {
    const trawl_status one = load_path(lexicon, paths.at[i], findings);
    status = one != TRAWL_OK ? one : status;
  }
  trawl_vec_clear(&paths);
  return status;
}
