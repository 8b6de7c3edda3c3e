/* SPDX-License-Identifier: MIT
 * gazetteer_entry.c - the fields of one entry, the same for all file formats.
 *
 * A loader begins an entry, sets its fields one by one and ends it.  Each field is checked where it
 * comes in; what depends on other fields (the default id, what only persons have) is checked at the
 * end.  Names are cut into words and interned at once, so that the files need not stay in memory for
 * them; references keep their text and place until all entries are known. */
#include "resource/gazetteer_build.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/limits.h"
#include "model/doc.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN = 60 };

const char *const trawl_gaz_keys[TRAWL_GAZ_FIELD_COUNT] = {
#define X(name, key) key,
  TRAWL_GAZ_FIELDS(X)
#undef X
};

trawl_gaz_field trawl_gaz_field_of(const char *key)
{
  for (unsigned i = 0; i < TRAWL_GAZ_FIELD_COUNT; ++i) {
    if (trawl_gaz_keys[i][0] == key[0] && strcmp(trawl_gaz_keys[i], key) == 0) {
      return (trawl_gaz_field)i;
    }
  }
  return TRAWL_GAZ_FIELD_COUNT;
}

bool trawl_gaz_is_list(trawl_gaz_field field)
{
  return field == TRAWL_GAZ_ALIASES || field == TRAWL_GAZ_DEMONYMS || field == TRAWL_GAZ_SEATS;
}

/* ---- files and entries ----------------------------------------------------------------------- */

trawl_status trawl_gaz_open(const trawl_gazetteer_loader *loader, const trawl_source *source,
                            trawl_gaz_file *out)
{
  trawl_gazetteer *gazetteer = loader->gazetteer;
  if (!gazetteer->build) {
    gazetteer->build = calloc(1, sizeof *gazetteer->build);
    TRAWL_TRY_MEM(gazetteer->build);
  }
  const char *shown = trawl_file_base(source->name);
  uint32_t at = 0;
  TRAWL_TRY_MEM(trawl_gaz_keep(gazetteer, shown, strlen(shown), &at)
                && trawl_vec_push(&gazetteer->sources, at)
                && trawl_vec_push(&gazetteer->build->sources, source));
  *out = (trawl_gaz_file){
    .loader = loader, .build = gazetteer->build, .from = source, .source = gazetteer->build->sources.len - 1};
  out->judged = loader->judged && loader->judged(loader->judge_with, source);
  TRAWL_TRY_MEM(trawl_vec_push(&gazetteer->build->judged, out->judged));
  return TRAWL_OK;
}

bool trawl_gaz_keep(trawl_gazetteer *gazetteer, const char *text, size_t len, uint32_t *at)
{
  const uint32_t before = gazetteer->text.len, first = before ? before : 1;
  if (!trawl_vec_reserve(&gazetteer->text, (uint64_t)first + len + 1)) {
    return false;
  }
  gazetteer->text.at[0] = '\0';
  memcpy(gazetteer->text.at + first, text, len);
  gazetteer->text.at[first + len] = '\0';
  gazetteer->text.len = (uint32_t)(first + len + 1);
  *at = first;
  return true;
}

void trawl_gaz_build_free(struct trawl_gazetteer_build *build)
{
  if (build) {
    trawl_vec_clear(&build->sources);
    trawl_vec_clear(&build->judged);
    trawl_vec_clear(&build->shared);
    trawl_vec_clear(&build->drafts);
    trawl_vec_clear(&build->refs);
    trawl_vec_clear(&build->removes);
    trawl_buf_clear(&build->text);
    free(build);
  }
}

trawl_place trawl_gaz_place(const struct trawl_gazetteer_build *build, uint32_t source,
                            uint32_t line, uint32_t column, uint32_t width)
{
  return (trawl_place){build->sources.at[source], line, column, width};
}

trawl_status trawl_gaz_begin(trawl_gaz_file *file, trawl_place place)
{
  trawl_gazetteer *gazetteer = file->loader->gazetteer;
  const unsigned most = trawl_limit(file->loader->limits, TRAWL_LIMIT_ENTRIES);
  if (gazetteer->entries.len >= most) {
    return trawl_report_hint(file->loader->findings, place, "E316", TRAWL_BAD_RULE, "--limit gazetteer-entries=N allows more",
                             "more than %u entries in all gazetteers", most);
  }
  const trawl_entry entry = {
    .source = file->source < UINT16_MAX ? (uint16_t)file->source : UINT16_MAX,
    .kind = TRAWL_NONE,
    .in = TRAWL_NONE,
    .capital = TRAWL_NONE,
    .stands_for = TRAWL_NONE,
    .first_role = gazetteer->roles.len,
    .type = TRAWL_TYPE_MAX,
  };
  const trawl_gaz_draft draft = {
    .source = file->source, .line = place.line, .column = place.column};
  TRAWL_TRY_MEM(trawl_vec_reserve(&file->build->drafts, gazetteer->entries.len + 1u));
  TRAWL_TRY_MEM(trawl_vec_push(&gazetteer->entries, entry));
  TRAWL_TRY_MEM(trawl_vec_push(&file->build->drafts, draft));
  return TRAWL_OK;
}

static trawl_entry *current(const trawl_gaz_file *file)
{
  return &file->loader->gazetteer->entries.at[file->loader->gazetteer->entries.len - 1];
}

static trawl_gaz_draft *draft_of(const trawl_gaz_file *file)
{
  return &file->build->drafts.at[file->build->drafts.len - 1];
}

void trawl_gaz_break(trawl_gaz_file *file)
{
  file->faulty = true;
  draft_of(file)->broken = true;
}

trawl_status trawl_gaz_absorb(trawl_gaz_file *file, trawl_status status)
{
  if (status != TRAWL_OK && status != TRAWL_NO_MEM) {
    trawl_gaz_break(file);
    return TRAWL_OK;
  }
  return status;
}

/* ---- texts ----------------------------------------------------------------------------------- */

static int shown_len(const trawl_gaz_text *value)
{
  size_t len = value->len < SHOWN ? value->len : SHOWN;
  while (len < value->len && len && (value->at[len] & 0xC0) == 0x80) {
    --len;
  }
  return (int)len;
}

/* E310 "gender: expected male or female, got 'man'". */
static trawl_status bad_value(trawl_gaz_file *file, trawl_gaz_field field,
                              const trawl_gaz_text *value, const char *expected)
{
  return trawl_report(file->loader->findings, value->place, "E310", TRAWL_BAD_RULE,
                      "%s: expected %s, got '%.*s'", trawl_gaz_keys[field], expected,
                      shown_len(value), value->at);
}

static bool equals(const trawl_gaz_text *value, const char *word)
{
  return strlen(word) == value->len && memcmp(value->at, word, value->len) == 0;
}

/* ---- ids ------------------------------------------------------------------------------------- */

static trawl_status set_id(trawl_gaz_file *file, const trawl_gaz_text *value)
{
  bool blank = !value->len;
  for (size_t i = 0; i < value->len; ++i) {
    blank |= (unsigned char)value->at[i] <= ' ';
  }
  if (blank || value->len > trawl_limit(file->loader->limits, TRAWL_LIMIT_NAME_BYTES)) {
    return bad_value(file, TRAWL_GAZ_ID, value, "a short word without blanks");
  }
  TRAWL_TRY_MEM(trawl_gaz_keep(file->loader->gazetteer, value->at, value->len, &current(file)->id));
  return TRAWL_OK;
}

/* ---- names ----------------------------------------------------------------------------------- */

static bool is_lower_case(const trawl_words *words, const uint32_t *ids, uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    if (trawl_words_at(words, ids[i])->folded != ids[i]) {
      return false;
    }
  }
  return true;
}

static trawl_status push_words(trawl_gaz_file *file, const trawl_buf *text, const trawl_span *words,
                               uint32_t n, unsigned flags)
{
  trawl_gazetteer *gazetteer = file->loader->gazetteer;
  const uint32_t first = gazetteer->name_words.len;
  for (uint32_t i = 0; i < n; ++i) {
    uint32_t id = 0;
    TRAWL_TRY(trawl_words_add(file->loader->words, text->at + words[i].start,
                              words[i].end - words[i].start, &id, NULL));
    TRAWL_TRY_MEM(trawl_vec_push(&gazetteer->name_words, id));
  }
  if (is_lower_case(file->loader->words, gazetteer->name_words.at + first, n)) {
    flags |= TRAWL_NAME_LOWER;
  }
  const trawl_name name = {gazetteer->entries.len - 1, first, (uint8_t)n, (uint8_t)flags, 0};
  TRAWL_TRY_MEM(trawl_vec_push(&gazetteer->names, name));
  return TRAWL_OK;
}

static trawl_status add_name(trawl_gaz_file *file, const trawl_gaz_text *value, unsigned flags)
{
  const trawl_gazetteer_loader *loader = file->loader;
  trawl_buf *text = &file->build->text;
  if (!value->len) {
    return trawl_report(loader->findings, value->place, "E308", TRAWL_BAD_RULE, "an empty name");
  }
  const unsigned bytes = trawl_limit(loader->limits, TRAWL_LIMIT_NAME_BYTES),
                 most = trawl_limit(loader->limits, TRAWL_LIMIT_NAME_WORDS);
  if (value->len > bytes) {
    return trawl_report(loader->findings, value->place, "E308", TRAWL_BAD_RULE,
                        "a name of more than %u bytes", bytes);
  }
  TRAWL_TRY_MEM(trawl_gaz_plain_text(value->at, value->len, text));
  trawl_span words[TRAWL_MOST_NAME_WORDS];
  const uint32_t n = text->len ? loader->cut(loader->cut_with, text->at, text->len, words, most) : 0;
  TRAWL_TRY_MEM(n != TRAWL_NONE);
  if (!n || n > most) {
    return trawl_report(loader->findings, value->place, "E309", TRAWL_BAD_RULE,
                        "'%.*s' has no words, or more than %u", shown_len(value), value->at, most);
  }
  TRAWL_TRY(trawl_gaz_doubt_name(file, value, text, words, n));
  TRAWL_TRY(push_words(file, text, words, n, flags));
  if (flags & TRAWL_NAME_PRIMARY) {
    TRAWL_TRY_MEM(trawl_gaz_keep(loader->gazetteer, text->at, text->len, &current(file)->name));
  }
  return TRAWL_OK;
}

/* ---- references, numbers, dates ---------------------------------------------------------------- */

static const char *keep_text(trawl_gaz_file *file, const trawl_gaz_text *value)
{
  const char **slot =
    &file->build->recent[trawl_hash_bytes(value->at, value->len) % TRAWL_GAZ_RECENT];
  if (!*slot || strlen(*slot) != value->len || memcmp(*slot, value->at, value->len) != 0) {
    const char *copy = trawl_arena_strn(file->loader->arena, value->at, value->len);
    if (!copy) {
      return NULL;
    }
    *slot = copy;
  }
  return *slot;
}

trawl_status trawl_gaz_add_ref(trawl_gaz_file *file, unsigned what, uint32_t owner,
                               const trawl_gaz_text *value)
{
  const trawl_gaz_ref ref = {
    .text = keep_text(file, value),
    .owner = owner,
    .source = file->source,
    .line = value->place.line,
    .column = value->place.column,
    .width = value->place.width,
    .what = (uint8_t)what,
  };
  TRAWL_TRY_MEM(ref.text && trawl_vec_push(&file->build->refs, ref));
  return TRAWL_OK;
}

static trawl_status set_population(trawl_gaz_file *file, const trawl_gaz_text *value)
{
  uint32_t people = 0;
  if (value->len > 9 ? value->len > 10 || !trawl_gaz_digits(value->at, 9, &people)
                         || value->at[9] < '0' || value->at[9] > '9'
                     : !value->len || !trawl_gaz_digits(value->at, value->len, &people)) {
    return bad_value(file, TRAWL_GAZ_POPULATION, value, "a number of people");
  }
  const uint32_t thousands = value->len > 9 ? people / 100 : people / 1000;
  current(file)->weight = people && !thousands ? 1 : thousands; /* 0 would be: not known */
  return TRAWL_OK;
}

static trawl_status set_type(trawl_gaz_file *file, const trawl_gaz_text *value)
{
  const trawl_types *types = file->loader->types;
  char name[64];
  const size_t len = value->len < sizeof name ? value->len : sizeof name - 1;
  memcpy(name, value->at, len);
  name[len] = '\0';
  const uint32_t type = trawl_types_find(types, name);
  if (type == TRAWL_NONE) {
    return trawl_report_unknown(file->loader->findings, value->place, "E303", "type", name,
                                types->names, types->count);
  }
  const bool several = type >= TRAWL_TYPE_BUILT_IN && types->mask[type] != UINT64_C(1) << type;
  if (several || (type >= TRAWL_TYPE_DATE && type < TRAWL_TYPE_BUILT_IN)) {
    return trawl_report_hint(file->loader->findings, value->place, "E303", TRAWL_BAD_RULE,
                             "person, organization, country, place, event, work or group",
                             "a name cannot be of type '%s'", name);
  }
  current(file)->type = (uint8_t)type;
  return TRAWL_OK;
}

/* ---- the fields ------------------------------------------------------------------------------ */

static trawl_status set_gender(trawl_gaz_file *file, const trawl_gaz_text *value)
{
  const bool male = equals(value, "male");
  if (!male && !equals(value, "female")) {
    return bad_value(file, TRAWL_GAZ_GENDER, value, "male or female");
  }
  current(file)->gender = male ? TRAWL_GENDER_MALE : TRAWL_GENDER_FEMALE;
  draft_of(file)->personal = true;
  return TRAWL_OK;
}

static trawl_status set_wikidata(trawl_gaz_file *file, const trawl_gaz_text *value)
{
  uint32_t number = 0;
  bool fits = value->len >= 2 && value->len <= 10 && value->at[0] == 'Q' && value->at[1] != '0';
  for (size_t i = 1; i < value->len && fits; ++i) {
    fits = value->at[i] >= '0' && value->at[i] <= '9';
    number = number * 10 + (uint32_t)(value->at[i] - '0');
  }
  if (!fits) {
    return bad_value(file, TRAWL_GAZ_WIKIDATA, value, "an id such as Q7747");
  }
  current(file)->wikidata = number;
  return TRAWL_OK;
}

static trawl_status set_iso(trawl_gaz_file *file, trawl_gaz_field field,
                            const trawl_gaz_text *value)
{
  const size_t len = field == TRAWL_GAZ_ISO2 ? 2 : 3;
  bool fits = value->len == len;
  for (size_t i = 0; i < value->len && fits; ++i) {
    fits = value->at[i] >= 'A' && value->at[i] <= 'Z';
  }
  if (!fits) {
    return bad_value(file, field, value,
                     len == 2 ? "two capital letters" : "three capital letters");
  }
  if (len == 2) {
    TRAWL_TRY_MEM(trawl_gaz_keep(file->loader->gazetteer, value->at, 2, &current(file)->iso2));
  }
  return TRAWL_OK;
}

static trawl_status set_kind(trawl_gaz_file *file, const trawl_gaz_text *value)
{
  if (!value->len || value->len > trawl_limit(file->loader->limits, TRAWL_LIMIT_NAME_BYTES)) {
    return bad_value(file, TRAWL_GAZ_KIND, value, "a common noun such as company");
  }
  return trawl_words_add(file->loader->words, value->at, value->len, &current(file)->kind, NULL);
}

static trawl_status set_flag(trawl_gaz_file *file, trawl_gaz_field field,
                             const trawl_gaz_text *value)
{
  if (field == TRAWL_GAZ_NUMBER) {
    current(file)->plural = equals(value, "plural");
    return current(file)->plural || equals(value, "singular")
             ? TRAWL_OK
             : bad_value(file, field, value, "plural or singular");
  }
  if (field == TRAWL_GAZ_CASE) {
    draft_of(file)->any_case = true;
    return equals(value, "any") ? TRAWL_OK : bad_value(file, field, value, "any");
  }
  const bool yes = equals(value, "yes") || equals(value, "true");
  current(file)->ambiguous = yes;
  return yes || equals(value, "no") || equals(value, "false")
           ? TRAWL_OK
           : bad_value(file, field, value, "yes or no");
}

static trawl_status set_reference(trawl_gaz_file *file, trawl_gaz_field field,
                                  const trawl_gaz_text *value)
{
  if (field == TRAWL_GAZ_CAPITAL && equals(value, "yes")) {
    draft_of(file)->is_capital = true;
    return TRAWL_OK;
  }
  return value->len
           ? trawl_gaz_add_ref(file, field, file->loader->gazetteer->entries.len - 1, value)
           : bad_value(file, field, value, "the id or name of an entry");
}

trawl_status trawl_gaz_set(trawl_gaz_file *file, trawl_gaz_field field, const trawl_gaz_text *value)
{
  trawl_status status = TRAWL_OK;
  switch (field) {
  case TRAWL_GAZ_NAME:
    status = add_name(file, value, TRAWL_NAME_PRIMARY);
    break;
  case TRAWL_GAZ_ALIASES:
    status = add_name(file, value, 0);
    break;
  case TRAWL_GAZ_DEMONYMS:
    status = add_name(file, value, TRAWL_NAME_DEMONYM);
    break;
  case TRAWL_GAZ_TYPE:
    status = set_type(file, value);
    break;
  case TRAWL_GAZ_ID:
    status = set_id(file, value);
    break;
  case TRAWL_GAZ_GENDER:
    status = set_gender(file, value);
    break;
  case TRAWL_GAZ_WIKIDATA:
    status = set_wikidata(file, value);
    break;
  case TRAWL_GAZ_KIND:
    status = set_kind(file, value);
    break;
  case TRAWL_GAZ_IN:
  case TRAWL_GAZ_CAPITAL:
  case TRAWL_GAZ_SEATS:
    status = set_reference(file, field, value);
    break;
  case TRAWL_GAZ_ISO2:
  case TRAWL_GAZ_ISO3:
    status = set_iso(file, field, value);
    break;
  case TRAWL_GAZ_POPULATION:
    status = set_population(file, value);
    break;
  case TRAWL_GAZ_SOURCE:
    status = trawl_gaz_add_source(file, TRAWL_FACT_OF_ENTRY, file->loader->gazetteer->entries.len - 1, value);
    break;
  case TRAWL_GAZ_AS_OF:
    status = trawl_gaz_add_as_of(file, TRAWL_FACT_OF_ENTRY, file->loader->gazetteer->entries.len - 1, value);
    break;
  default:
    status = set_flag(file, field, value);
    break;
  }
  return trawl_gaz_absorb(file, status);
}

/* ---- the end of an entry ----------------------------------------------------------------------- */

static const char *name_of(const trawl_gaz_file *file, const trawl_entry *entry)
{
  return trawl_gazetteer_text(file->loader->gazetteer, entry->name);
}

/* Without `id:` the name makes one. */
static trawl_status default_id(trawl_gaz_file *file, trawl_entry *entry)
{
  trawl_gazetteer *gazetteer = file->loader->gazetteer;
  trawl_buf *id = &file->build->text;
  const char *name = name_of(file, entry);
  TRAWL_TRY_MEM(trawl_gaz_default_id(name, strlen(name), id));
  TRAWL_TRY_MEM(!id->len || trawl_gaz_keep(gazetteer, id->at, id->len, &entry->id));
  return TRAWL_OK;
}

static trawl_status check_required(trawl_gaz_file *file, trawl_place place)
{
  const trawl_entry *entry = current(file);
  const bool broken = draft_of(file)->broken; /* then what is missing may just be what was faulty */
  if (!entry->name && !broken) {
    return trawl_report(file->loader->findings, place, "E302", TRAWL_BAD_RULE,
                        "an entry without a name");
  }
  if (entry->type == TRAWL_TYPE_MAX && !broken) {
    return trawl_report(file->loader->findings, place, "E302", TRAWL_BAD_RULE,
                        "'%.60s' has no type", name_of(file, entry));
  }
  if (draft_of(file)->personal && entry->type != TRAWL_TYPE_PERSON && !broken) {
    return trawl_report(file->loader->findings, place, "E314", TRAWL_BAD_RULE,
                        "'%.60s' is no person, but has a gender or roles", name_of(file, entry));
  }
  return TRAWL_OK;
}

trawl_status trawl_gaz_end(trawl_gaz_file *file)
{
  trawl_gazetteer *gazetteer = file->loader->gazetteer;
  const trawl_gaz_draft *draft = draft_of(file);
  const trawl_place place =
    trawl_gaz_place(file->build, draft->source, draft->line, draft->column, 1);
  TRAWL_TRY(trawl_gaz_absorb(file, check_required(file, place)));
  trawl_entry *entry = current(file);
  if (!entry->id) {
    TRAWL_TRY(default_id(file, entry));
  }
  if (!entry->id && !draft->broken) {
    trawl_report(file->loader->findings, place, "E310", TRAWL_BAD_RULE,
                 "no id can be made of '%.60s': give it one", name_of(file, entry));
    trawl_gaz_break(file);
  }
  const uint32_t roles = gazetteer->roles.len - entry->first_role;
  entry->role_count = roles < UINT16_MAX ? (uint16_t)roles : UINT16_MAX;
  return TRAWL_OK;
}
