/* SPDX-License-Identifier: MIT
 * lexicon.c - facts about words: categories from word lists, lemmas from base forms and endings.
 *
 * Loading only notes what files say: category bits, base forms with their parts of speech, irregular
 * forms with their lemmas.  trawl_lexicon_finish() then works out the rest for every word of the base
 * table; trawl_lexicon_fill() does the same for one word that a document brings.  An ending is taken off
 * only when what is left is a base form of that part of speech ("visited" -> "visit"); words that stay
 * unknown get a guess, so that new verbs still have a lemma. */
#include "resource/lexicon.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "resource/tagmodel.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* A longer word is no inflected form of anything; taking its ending off would only cost time. */
enum { INFLECTED_MAX = 40, LIST_MAX = 64 * 1024 * 1024 };

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

uint32_t trawl_lexicon_category(trawl_lexicon *lexicon, const char *name, bool add, trawl_arena *arena)
{
  for (uint32_t i = 0; i < lexicon->category_count; ++i) {
    if (strcmp(lexicon->categories[i], name) == 0) {
      return i;
    }
  }
  const char *copy = add && lexicon->category_count < TRAWL_CATEGORY_MAX ? trawl_arena_str(arena, name) : NULL;
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
static trawl_status mark(trawl_lexicon *lexicon, const char *text, size_t len, const uint32_t *categories,
                         uint32_t n)
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

/* `{file: names/given.tsv}`: a list beside the file that names it. */
static trawl_status load_listed(trawl_lexicon *lexicon, const trawl_yaml_file *file, const trawl_yaml *map,
                                uint32_t category, trawl_arena *arena)
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
  const char *path = name->text[0] == '/'
                       ? name->text
                       : trawl_arena_printf(arena, "%.*s%s", folder, file->source->name, name->text);
  TRAWL_TRY_MEM(path);
  trawl_buf text = {.at = NULL};
  trawl_status status = trawl_file_read(path, LIST_MAX, &text);
  if (status == TRAWL_OK) {
    const trawl_source source = {path, text.at, text.len};
    status = read_lines(lexicon, &source, category, file->findings);
  } else if (status != TRAWL_NO_MEM) {
    status = trawl_report(file->findings, trawl_yaml_place(file, name), "E231", TRAWL_BAD_RULE,
                          "the word list '%s' cannot be read", path);
  }
  trawl_buf_clear(&text);
  return status;
}

trawl_status trawl_lexicon_load_words(trawl_lexicon *lexicon, const trawl_yaml_file *file,
                                      trawl_arena *arena)
{
  TRAWL_TRY(trawl_yaml_want(file, file->root, TRAWL_YAML_MAP, "a map with the key 'words'"));
  const trawl_yaml *words = trawl_yaml_get(file->root, "words");
  if (!words) {
    return trawl_report(file->findings, trawl_yaml_place(file, file->root), "E201", TRAWL_BAD_RULE,
                        "expected the key 'words'");
  }
  TRAWL_TRY(trawl_yaml_want(file, words, TRAWL_YAML_MAP, "a map from categories to words"));
  trawl_status status = TRAWL_OK;
  for (uint32_t i = 0; i < words->count; ++i) {
    const trawl_yaml *value = words->items[i];
    const uint32_t category = trawl_lexicon_category(lexicon, words->keys[i]->text, true, arena);
    trawl_status one;
    if (category == TRAWL_NONE) {
      one = trawl_report(file->findings, trawl_yaml_place(file, words->keys[i]), "E233", TRAWL_BAD_RULE,
                         "more than %d word categories", TRAWL_CATEGORY_MAX);
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
  const char *at, *end;   /* what is still to be read */
  const char *line;       /* the current line ... */
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
static bool next_part(const char **at, const char *end, char separator, const char **part, size_t *len)
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
      status = trawl_report(findings, (trawl_place){file, lines.number, 1, 1}, "E230", TRAWL_BAD_RULE,
                            "expected a single word, a tab and key=value;key=value");
      continue;
    }
    TRAWL_TRY(mark(lexicon, word, len, categories, n));
  }
  return status;
}

trawl_status trawl_lexicon_load_list(trawl_lexicon *lexicon, const trawl_source *file, trawl_arena *arena,
                                     trawl_findings *findings)
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
  const bool same = id == to && base != TRAWL_BASE_VERB; /* "news"; but "cut" is its own past tense */
  note_forms(word, spelling || same ? 0 : irregular_forms(form, len, base));
  return TRAWL_OK;
}

static trawl_status load_lemmas(trawl_lexicon *lexicon, const trawl_source *file, trawl_findings *findings)
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
      status = trawl_report(findings, (trawl_place){file, lines.number, 1, 1}, "E232", TRAWL_BAD_RULE,
                            "expected a form, its parts of speech (n, v, a, r), perhaps a lemma");
    } else if (next_part(&at, end, '\t', &lemma, &lemma_len) && lemma_len) {
      TRAWL_TRY(add_irregular(&lexicon->words, form, len, base, lemma, lemma_len));
    } else {
      TRAWL_TRY(add_base(&lexicon->words, form, len, base));
    }
  }
  return status;
}

static trawl_status load_lexicon_file(trawl_lexicon *lexicon, const char *path, trawl_findings *findings)
{
  trawl_buf text = {.at = NULL};
  trawl_source file = {.name = trawl_file_base(path)};
  trawl_status status = trawl_file_read(path, LIST_MAX, &text);
  if (status != TRAWL_OK) {
    status = status == TRAWL_NO_MEM ? status
                                    : trawl_report(findings, (trawl_place){.source = &file}, "E101",
                                                   TRAWL_BAD_RULE, "the file cannot be read");
    goto done;
  }
  file.text = text.at;
  file.len = text.len;
  line_reader first = {.at = text.at, .end = text.at + text.len};
  if (text.len && next_line(&first) && is(first.line, first.len, "#trawl-lemmas 1")) {
    status = load_lemmas(lexicon, &file, findings);
  } else if (text.len && is(first.line, first.len, "#trawl-tagger 1")) {
    if (!lexicon->tags) {
      lexicon->tags = trawl_tag_model_new();
    }
    status = lexicon->tags ? trawl_tag_model_load(lexicon->tags, &lexicon->words, &file, findings)
                           : TRAWL_NO_MEM;
  } else {
    status = trawl_report(findings, (trawl_place){&file, 1, 1, 1}, "E234", TRAWL_BAD_RULE,
                          "expected '#trawl-lemmas 1' or '#trawl-tagger 1' in the first line");
  }
done:
  trawl_buf_clear(&text);
  return status;
}

trawl_status trawl_lexicon_load_folder(trawl_lexicon *lexicon, const char *folder, trawl_arena *arena,
                                       trawl_findings *findings)
{
  trawl_paths paths = {.at = NULL};
  trawl_status status = trawl_file_list(folder, ".tsv", arena, &paths);
  if (status == TRAWL_IO) {
    const trawl_source source = {.name = folder};
    status = trawl_report(findings, (trawl_place){.source = &source}, "E101", TRAWL_BAD_RULE,
                          "the folder cannot be read");
  }
  for (uint32_t i = 0; i < paths.len && status != TRAWL_NO_MEM; ++i) {
    const trawl_status one = load_lexicon_file(lexicon, paths.at[i], findings);
    status = one != TRAWL_OK ? one : status;
  }
  trawl_vec_clear(&paths);
  return status;
}

/* ---- endings ----------------------------------------------------------------------------------- */

/* A form whose ending is being taken off. */
typedef struct inflected {
  const trawl_words *words;
  const trawl_tag_model *model; /* knows the forms of its words; NULL while they hang on the words */
  const char *text;
  size_t len;
  uint32_t lemma[TRAWL_POS_COUNT]; /* TRAWL_NONE: none found */
  unsigned forms;
} inflected;

/* Replaces the last `cut` bytes by `add`; when that is a base form of the part of speech, its lemma is
 * the word's, and the word may be one of `forms`. An earlier find is kept. */
static bool try_ending(inflected *w, size_t cut, const char *add, trawl_pos pos, unsigned forms)
{
  static const unsigned base_of[TRAWL_POS_COUNT] = {TRAWL_BASE_NOUN, TRAWL_BASE_VERB, TRAWL_BASE_ADJ};
  char stem[INFLECTED_MAX + 8];
  const size_t n = w->len - cut, more = strlen(add);
  if (w->lemma[pos] != TRAWL_NONE || w->len < cut + 2) {
    return w->lemma[pos] != TRAWL_NONE;
  }
  memcpy(stem, w->text, n);
  memcpy(stem + n, add, more);
  const uint32_t id = trawl_words_find(w->words, stem, n + more);
  if (id == TRAWL_NONE || !(trawl_words_at(w->words, id)->tags & base_of[pos])) {
    return false;
  }
  w->lemma[pos] = trawl_words_at(w->words, id)->lemma[pos];
  w->forms |= forms;
  return true;
}

/* "stopped" behind its ending of `cut` bytes: is the consonant before it doubled? */
static bool is_doubled(const inflected *w, size_t cut)
{
  const size_t n = w->len - cut;
  return n >= 3 && w->text[n - 1] == w->text[n - 2] && !strchr("aeiou", w->text[n - 1]);
}

/* Endings that begin with a vowel: hoped -> hope, visited -> visit, tried -> try, stopped -> stop. */
static void try_vowel_ending(inflected *w, size_t cut, trawl_pos pos, unsigned forms, bool y)
{
  if (w->len < cut + 2) {
    return;
  }
  if (y && w->text[w->len - cut - 1] == 'i' && try_ending(w, cut + 1, "y", pos, forms)) {
    return;
  }
  if (!try_ending(w, cut, "e", pos, forms) && !try_ending(w, cut, "", pos, forms) && is_doubled(w, cut)) {
    try_ending(w, cut + 1, "", pos, forms);
  }
}

static void try_s(inflected *w)
{
  if (ends_in(w->text, w->len, "ss") || ends_in(w->text, w->len, "'s")) {
    return;
  }
  if (ends_in(w->text, w->len, "ies")) {
    try_ending(w, 3, "y", TRAWL_POS_NOUN, TRAWL_FORM_NNS);
    try_ending(w, 3, "y", TRAWL_POS_VERB, TRAWL_FORM_VBZ);
  }
  try_ending(w, 1, "", TRAWL_POS_NOUN, TRAWL_FORM_NNS);
  try_ending(w, 1, "", TRAWL_POS_VERB, TRAWL_FORM_VBZ);
  if (ends_in(w->text, w->len, "es")) {
    try_ending(w, 2, "", TRAWL_POS_NOUN, TRAWL_FORM_NNS);
    try_ending(w, 2, "", TRAWL_POS_VERB, TRAWL_FORM_VBZ);
  }
}

static void try_endings(inflected *w)
{
  if (w->len < 3 || w->len > INFLECTED_MAX) {
    return;
  }
  switch (w->text[w->len - 1]) {
  case 's':
    try_s(w);
    break;
  case 'd':
    if (ends_in(w->text, w->len, "ed")) {
      try_vowel_ending(w, 2, TRAWL_POS_VERB, TRAWL_FORM_VBD | TRAWL_FORM_VBN, true);
    }
    break;
  case 'g':
    if (ends_in(w->text, w->len, "ing")) {
      try_vowel_ending(w, 3, TRAWL_POS_VERB, TRAWL_FORM_VBG, false);
    }
    break;
  case 'r':
    if (ends_in(w->text, w->len, "er")) {
      try_vowel_ending(w, 2, TRAWL_POS_ADJ, TRAWL_FORM_JJR, true);
    }
    break;
  case 't':
    if (ends_in(w->text, w->len, "est")) {
      try_vowel_ending(w, 3, TRAWL_POS_ADJ, TRAWL_FORM_JJS, true);
    }
    break;
  case 'n':
    if (ends_in(w->text, w->len, "men")) {
      try_ending(w, 2, "an", TRAWL_POS_NOUN, TRAWL_FORM_NNS);
    }
    break;
  default:
    break;
  }
}

/* "Visa-free", "co-operated", "ex-presidents": the part behind the last hyphen tells the forms. */
static unsigned forms_of_last_part(const trawl_words *words, const trawl_tag_model *model,
                                   const char *text, size_t len)
{
  const char *hyphen = memrchr(text, '-', len);
  if (!hyphen || hyphen == text || hyphen + 1 == text + len) {
    return 0;
  }
  const uint32_t id = trawl_words_find(words, hyphen + 1, (size_t)(text + len - hyphen - 1));
  if (id == TRAWL_NONE) {
    return 0;
  }
  inflected w = {.words = words, .text = hyphen + 1, .len = (size_t)(text + len - hyphen - 1)};
  w.forms = trawl_tag_forms(model, trawl_words_at(words, id));
  w.lemma[0] = w.lemma[1] = w.lemma[2] = TRAWL_NONE;
  try_endings(&w);
  return w.forms;
}

/* Works out the lemmas and forms of a word in lower case. What files said goes first. */
static void inflect(const trawl_words *words, const trawl_tag_model *model, uint32_t id, trawl_word *word)
{
  inflected w = {.words = words, .text = trawl_words_text(words, id), .len = word->len};
  for (unsigned pos = 0; pos < TRAWL_POS_COUNT; ++pos) {
    w.lemma[pos] = word->lemma[pos] != id ? word->lemma[pos] : TRAWL_NONE;
  }
  if (word->tags & TRAWL_BASE_NOUN && w.lemma[TRAWL_POS_NOUN] == TRAWL_NONE
      && !ends_in(w.text, w.len, "s")) {
    w.lemma[TRAWL_POS_NOUN] = id;
  }
  try_endings(&w);
  for (unsigned pos = 0; pos < TRAWL_POS_COUNT; ++pos) {
    word->lemma[pos] = w.lemma[pos] != TRAWL_NONE ? w.lemma[pos] : id;
  }
  if (!(w.forms | trawl_word_forms(word)) && w.len <= INFLECTED_MAX) {
    w.forms = forms_of_last_part(words, model, w.text, w.len);
  }
  note_forms(word, w.forms);
}

/* What a form with capitals has from its lower-case form. */
static void follow_folded(const trawl_tag_model *model, const trawl_word *folded, trawl_word *word)
{
  if (!(word->tags & TRAWL_WORD_FILLED)) {
    memcpy(word->lemma, folded->lemma, sizeof word->lemma);
    word->tags |= folded->tags & TRAWL_WORD_BASE;
    note_forms(word, trawl_tag_forms(model, folded));
  }
  word->bits[0] |= folded->bits[0];
  word->bits[1] |= folded->bits[1];
}

/* Words of the model lead to their records from now on. */
static void link_model(trawl_words *words, trawl_tag_model *model)
{
  model->be = trawl_words_find(words, "be", 2);
  model->have = trawl_words_find(words, "have", 4);
  for (uint32_t i = 1; i < model->words.len; ++i) {
    trawl_tag_word *entry = &model->words.at[i];
    trawl_word *word = &words->items.at[entry->word];
    if (!(word->tags & TRAWL_WORD_MODEL)) {
      entry->forms = (uint16_t)trawl_word_forms(word);
      word->tags = TRAWL_WORD_MODEL | TRAWL_WORD_FILLED | i << TRAWL_WORD_SHIFT
                   | (word->tags & TRAWL_WORD_BASE);
      word->known = 1;
    }
  }
}

/* May be called again when words were added: what is filled in stays. */
trawl_status trawl_lexicon_finish(trawl_lexicon *lexicon)
{
  trawl_words *words = &lexicon->words;
  for (uint32_t id = 0; id < words->items.len; ++id) {
    trawl_word *word = &words->items.at[id];
    if (word->folded == id && !(word->tags & TRAWL_WORD_FILLED)) {
      inflect(words, lexicon->tags, id, word);
    }
  }
  for (uint32_t id = 0; id < words->items.len; ++id) {
    trawl_word *word = &words->items.at[id];
    if (word->folded != id) {
      follow_folded(lexicon->tags, &words->items.at[word->folded], word);
    }
    word->known |= (word->tags & ~TRAWL_WORD_FILLED) != 0;
    word->tags |= TRAWL_WORD_FILLED;
  }
  if (lexicon->tags) {
    link_model(words, lexicon->tags);
  }
  return TRAWL_OK;
}

/* ---- words of a document ----------------------------------------------------------------------- */

/* Behind these a silent e was dropped: gentrif-y, digitiz-e, renovat-e. */
static bool wants_e(const char *stem, size_t len)
{
  static const char *const endings[] = {"at", "iz", "is", "yz", "ys", "iv", "uc", "ag", "uir", "erg", "dg",
                                        "as", "os", "us", "ut", "ol", "in", "bl", "pl", "tl", "v", "u"};
  if (len < 3) {
    return false;
  }
  for (size_t i = 0; i < TRAWL_COUNT(endings); ++i) {
    if (ends_in(stem, len, endings[i])) {
      return true;
    }
  }
  return false;
}

/* The likely base of a verb form that no list explains. 0: the form itself. */
static size_t guess_verb(const char *text, size_t len, char *out)
{
  const size_t cut = ends_in(text, len, "ing") ? 3 : ends_in(text, len, "ed") ? 2 : 0;
  size_t n = len - cut;
  if (!cut || n < 3) {
    return 0;
  }
  memcpy(out, text, n);
  if (cut == 2 && out[n - 1] == 'i') {
    out[n - 1] = 'y';
  } else if (out[n - 1] == out[n - 2] && !strchr("aeioulsfz", out[n - 1])) {
    --n;
  } else if (wants_e(out, n)) {
    out[n++] = 'e';
  }
  return n;
}

/* The same for a plural or a third person. */
static size_t guess_s(const char *text, size_t len, char *out)
{
  if (len < 4 || text[len - 1] != 's' || strchr("suia'", text[len - 2])) {
    return 0;
  }
  size_t n = len - 1;
  memcpy(out, text, n);
  if (ends_in(text, len, "ies") && len > 4) {
    out[n - 2] = 'y';
    --n;
  } else if (ends_in(text, len, "ches") || ends_in(text, len, "shes") || ends_in(text, len, "xes")
             || ends_in(text, len, "sses")) {
    --n;
  }
  return n;
}

static trawl_status guess(trawl_words *words, uint32_t id)
{
  char text[INFLECTED_MAX + 8], stem[INFLECTED_MAX + 8];
  const size_t len = trawl_words_at(words, id)->len;
  if (len > INFLECTED_MAX || len < 4 || trawl_words_at(words, id)->shape != TRAWL_SHAPE_LOWER) {
    return TRAWL_OK;
  }
  memcpy(text, trawl_words_text(words, id), len);
  size_t n = guess_s(text, len, stem);
  const bool plural = n > 0;
  n = n ? n : guess_verb(text, len, stem);
  if (!n) {
    return TRAWL_OK;
  }
  uint32_t lemma;
  bool fresh;
  TRAWL_TRY(trawl_words_add(words, stem, n, &lemma, &fresh));
  if (fresh) { /* a word of the document like any other: the text may bring it again */
    trawl_word *added = &words->items.at[lemma - words->first];
    added->tags |= TRAWL_WORD_FILLED;
  }
  trawl_word *word = &words->items.at[id - words->first];
  word->lemma[TRAWL_POS_VERB] = lemma;
  if (plural) {
    word->lemma[TRAWL_POS_NOUN] = lemma;
  }
  return TRAWL_OK;
}

/* Facts of a document's word in lower case. */
static trawl_status fill_folded(const trawl_lexicon *lexicon, trawl_words *words, uint32_t id)
{
  trawl_word *word = &words->items.at[id - words->first];
  if (word->tags & TRAWL_WORD_FILLED) {
    return TRAWL_OK;
  }
  inflect(words, lexicon->tags, id, word);
  const bool found = trawl_word_forms(word) != 0;
  word->known = found;
  word->tags |= TRAWL_WORD_FILLED;
  return found ? TRAWL_OK : guess(words, id);
}

trawl_status trawl_lexicon_fill(const trawl_lexicon *lexicon, trawl_words *words, uint32_t id)
{
  if (id < words->first) {
    return TRAWL_OK;
  }
  const uint32_t folded = trawl_words_at(words, id)->folded;
  if (folded >= words->first) {
    TRAWL_TRY(fill_folded(lexicon, words, folded));
  }
  if (folded != id) {
    const trawl_word *from = trawl_words_at(words, folded);
    trawl_word *word = &words->items.at[id - words->first];
    follow_folded(lexicon->tags, from, word);
    word->tags |= TRAWL_WORD_FILLED;
    word->known = from->known;
  }
  return TRAWL_OK;
}

uint32_t trawl_lexicon_lemma(const trawl_words *words, uint32_t id, unsigned tag)
{
  const trawl_word *word = trawl_words_at(words, id);
  switch (tag) {
  case TRAWL_TAG_NN:
  case TRAWL_TAG_NNS:
    return word->lemma[TRAWL_POS_NOUN];
  case TRAWL_TAG_VB:
  case TRAWL_TAG_VBD:
  case TRAWL_TAG_VBG:
  case TRAWL_TAG_VBN:
  case TRAWL_TAG_VBP:
  case TRAWL_TAG_VBZ:
  case TRAWL_TAG_MD:
    return word->lemma[TRAWL_POS_VERB];
  case TRAWL_TAG_JJ:
  case TRAWL_TAG_JJR:
  case TRAWL_TAG_JJS:
  case TRAWL_TAG_RB:
  case TRAWL_TAG_RBR:
  case TRAWL_TAG_RBS:
  case TRAWL_TAG_DT:
    return word->lemma[TRAWL_POS_ADJ];
  case TRAWL_TAG_NNP:
  case TRAWL_TAG_NNPS:
    return id;
  default:
    return word->folded;
  }
}
