/* SPDX-License-Identifier: MIT
 * gazetteer_lint.c - what is well formed in gazetteers and yet cannot be meant: a name that no text has, a name
 * of two of one type that nothing tells apart, an office held by two at once or taken up after the date to which it is known.
 *
 * All are warnings, told only when gazetteers are checked, and only of the files that are judged.  Names and
 * roles that are alike stand together after sorting, so that each is compared with its neighbour. */
#include "resource/gazetteer_build.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- names that no text has ---------------------------------------------------------------------- */

/* What texts never have, since it is folded there into something else (stage/normalize.c). */
static bool is_folded(uint32_t code)
{
  switch (code) {
  case 0x00B4:
  case 0x02B9:
  case 0x02BB:
  case 0x1680:
  case 0x2014:
  case 0x2015:
  case 0x2024:
  case 0x2025:
  case 0x2026:
  case 0x2212:
  case 0x2E3A:
  case 0x2E3B:
  case 0x3000:
    return true;
  default:
    return false;
  }
}

/* The words of the name between two others, are they those of the name alone? */
static bool same_between(const trawl_gaz_file *file, const trawl_buf *text, const char *behind,
                         const trawl_span *words, uint32_t n, trawl_buf *line)
{
  static const char before[] = "a ";
  enum { LEAD = sizeof before - 1 };
  trawl_span cut[TRAWL_MOST_NAME_WORDS + 2];
  line->len = 0;
  trawl_buf_puts(line, before);
  trawl_buf_put(line, text->at, text->len);
  trawl_buf_puts(line, behind);
  const trawl_gazetteer_loader *loader = file->loader;
  const uint32_t count = line->failed ? TRAWL_NONE : loader->cut(loader->cut_with, line->at, line->len, cut, n + 2);
  line->failed |= count == TRAWL_NONE;
  bool same = count == n + 2;
  for (uint32_t i = 0; i < n && same; ++i) {
    same = cut[i + 1].start == words[i].start + LEAD && cut[i + 1].end == words[i].end + LEAD;
  }
  return same;
}

trawl_status trawl_gaz_doubt_name(trawl_gaz_file *file, const trawl_gaz_text *value, const trawl_buf *text,
                                  const trawl_span *words, uint32_t n)
{
  if (!file->judged) {
    return TRAWL_OK;
  }
  for (size_t i = 0; i < text->len;) {
    const trawl_rune rune = trawl_utf8_read(text->at + i, text->len - i);
    if (is_folded(rune.code)) {
      trawl_warn(file->loader->findings, value->place, "W303", "write it with hyphens, full stops and straight quotes",
                 "no text has this name: '%.*s' is written otherwise there", (int)rune.len, text->at + i);
      return TRAWL_OK;
    }
    i += rune.len;
  }
  trawl_buf line = {.at = NULL};
  if (!same_between(file, text, " said", words, n, &line) && !same_between(file, text, " Smith", words, n, &line)
      && !line.failed) {
    trawl_warn(file->loader->findings, value->place, "W303", NULL,
               "no text has this name: inside one '%.*s' is cut into other words",
               (int)(value->len < 60 ? value->len : 60), value->at);
  }
  const bool failed = line.failed;
  trawl_buf_clear(&line);
  return failed ? TRAWL_NO_MEM : TRAWL_OK;
}

/* ---- what stands where --------------------------------------------------------------------------- */

static bool is_judged(const trawl_gaz_view *view, uint32_t entry)
{
  return view->build->judged.at[view->build->drafts.at[entry].source];
}

static trawl_place place_of(const trawl_gaz_view *view, uint32_t entry)
{
  const trawl_gaz_draft *draft = &view->build->drafts.at[entry];
  return trawl_gaz_place(view->build, draft->source, draft->line, draft->column, 1);
}

static const char *name_of(const trawl_gaz_view *view, uint32_t entry)
{
  return trawl_gazetteer_text(view->loader->gazetteer, view->loaded[entry].name);
}

/* ---- one name, two of a type --------------------------------------------------------------------- */

typedef struct keyed_name {
  uint64_t key;
  uint32_t name;
} keyed_name;

static int by_key(const void *a, const void *b)
{
  const keyed_name *x = a, *y = b;
  return x->key != y->key ? (x->key < y->key ? -1 : 1) : (x->name > y->name) - (x->name < y->name);
}

static bool same_words(const trawl_gazetteer *g, const trawl_name *a, const trawl_name *b)
{
  return a->words == b->words
         && memcmp(&g->name_words.at[a->first_word], &g->name_words.at[b->first_word],
                   a->words * sizeof *g->name_words.at) == 0;
}

static bool is_acronym(const trawl_gaz_view *view, const trawl_name *name)
{
  const uint32_t word = view->loader->gazetteer->name_words.at[name->first_word];
  return name->words == 1 && trawl_words_at(view->loader->words, word)->shape == TRAWL_SHAPE_UPPER;
}

/* Two full names have ids of their own, so that they were meant; population ranks places; surnames and acronyms are told apart by the full name in the text; what is marked as
 * ambiguous gives way. */
static bool told_apart(const trawl_gaz_view *view, const trawl_name *a, const trawl_name *b)
{
  const trawl_entry *one = &view->loaded[a->entry], *other = &view->loaded[b->entry];
  const unsigned both = a->flags & b->flags;
  return both & TRAWL_NAME_PRIMARY || one->type != other->type || one->ambiguous || other->ambiguous || one->weight != other->weight
         || one->in != other->in || (a->flags & TRAWL_NAME_DEMONYM) != (b->flags & TRAWL_NAME_DEMONYM)
         || (one->type == TRAWL_TYPE_PERSON && a->words == 1) || is_acronym(view, a);
}

static void compare_names(const trawl_gaz_view *view, const trawl_name *a, const trawl_name *b)
{
  if (a->entry == b->entry || !same_words(view->loader->gazetteer, a, b) || told_apart(view, a, b)) {
    return;
  }
  const uint32_t later = is_judged(view, b->entry) ? b->entry : a->entry;
  const uint32_t first = later == b->entry ? a->entry : b->entry;
  if (is_judged(view, later)) {
    trawl_buf text = {.at = NULL};
    const trawl_gazetteer *g = view->loader->gazetteer;
    for (uint32_t i = 0; i < a->words; ++i) {
      trawl_buf_printf(&text, "%s%s", i ? " " : "",
                       trawl_words_text(view->loader->words, g->name_words.at[a->first_word + i]));
    }
    const trawl_place other = place_of(view, first);
    trawl_warn(view->loader->findings, place_of(view, later), "W304", NULL,
               "'%.60s' of '%.60s' is a name of '%.60s' as well, %.60s:%u", trawl_buf_str(&text),
               name_of(view, later), name_of(view, first), trawl_file_base(other.source->name), (unsigned)other.line);
    trawl_buf_clear(&text);
  }
}

static trawl_status lint_names(const trawl_gaz_view *view)
{
  const trawl_gazetteer *g = view->loader->gazetteer;
  keyed_name *keys = malloc((g->names.len + (size_t)1) * sizeof *keys);
  uint32_t *alike = malloc((g->names.len + (size_t)1) * sizeof *alike); /* [name] -> the one before it */
  if (!keys || !alike) {
    free(keys);
    free(alike);
    return TRAWL_NO_MEM;
  }
  uint32_t n = 0;
  for (uint32_t i = 0; i < g->names.len; ++i) {
    const trawl_name *name = &g->names.at[i];
    alike[i] = TRAWL_NONE;
    if (view->map[name->entry] != TRAWL_NONE) {
      const uint64_t type = view->loaded[name->entry].type;
      keys[n++] = (keyed_name){trawl_hash_bytes((const char *)&g->name_words.at[name->first_word],
                                                name->words * sizeof *g->name_words.at) ^ type, i};
    }
  }
  qsort(keys, n, sizeof *keys, by_key);
  for (uint32_t i = 1; i < n; ++i) {
    if (keys[i].key == keys[i - 1].key) {
      alike[keys[i].name] = keys[i - 1].name;
    }
  }
  for (uint32_t i = 0; i < g->names.len; ++i) { /* told in the order of the files */
    if (alike[i] != TRAWL_NONE) {
      compare_names(view, &g->names.at[alike[i]], &g->names.at[i]);
    }
  }
  free(keys);
  free(alike);
  return TRAWL_OK;
}

/* ---- offices ------------------------------------------------------------------------------------- */

typedef struct holding {
  uint32_t of, role, from, to; /* to: open is after every day */
  uint32_t entry, index;       /* loaded entry; in gazetteer->roles */
  bool shared;
} holding;

static int by_office(const void *a, const void *b)
{
  const holding *x = a, *y = b;
  if (x->of != y->of) {
    return x->of < y->of ? -1 : 1;
  }
  if (x->role != y->role) {
    return x->role < y->role ? -1 : 1;
  }
  if (x->from != y->from) {
    return x->from < y->from ? -1 : 1;
  }
  return (x->index > y->index) - (x->index < y->index);
}

/* Offices that a country or body has one of. What else is there (ministers, senators, deputies) many hold. */
static bool has_one_holder(const char *role)
{
  static const char *const offices[] = {
    "president",        "prime minister",  "chancellor",     "king",         "queen",
    "emperor",          "pope",            "emir",           "sultan",       "head of state",
    "head of government", "supreme leader", "foreign minister", "defence minister", "defense minister",
    "finance minister", "interior minister", "governor-general", "secretary-general", "taoiseach"};
  for (size_t i = 0; i < TRAWL_COUNT(offices); ++i) {
    if (strcmp(offices[i], role) == 0) {
      return true;
    }
  }
  return false;
}

/* Does the later one begin before the earlier one ends? As exactly as both dates are known; the day on which
 * one hands over to the other belongs to both. */
static bool overlaps(const holding *earlier, const holding *later)
{
  const bool years = earlier->to % 10000 == 9999 || later->from % 10000 == 0;
  const bool months = earlier->to % 100 == 99 || later->from % 100 == 0;
  const uint32_t part = years ? 10000 : months ? 100 : 1;
  return earlier->to == UINT32_MAX || later->from / part < earlier->to / part;
}

static void compare_holdings(const trawl_gaz_view *view, const uint32_t *refs, const holding *earlier,
                             const holding *later)
{
  const bool same = earlier->entry == later->entry;
  const char *role = trawl_words_text(view->loader->words, later->role);
  if (!overlaps(earlier, later) || (!same && (earlier->shared || later->shared || !has_one_holder(role)))) {
    return;
  }
  const holding *told = is_judged(view, later->entry) ? later : earlier;
  const holding *other = told == later ? earlier : later;
  if (!is_judged(view, told->entry) || refs[told->index] == TRAWL_NONE || refs[other->index] == TRAWL_NONE) {
    return;
  }
  const trawl_gaz_ref *ref = &view->build->refs.at[refs[told->index]];
  const trawl_gaz_ref *first = &view->build->refs.at[refs[other->index]];
  const trawl_place place = trawl_gaz_place(view->build, ref->source, ref->line, ref->column, ref->width);
  const char *file = trawl_file_base(view->build->sources.at[first->source]->name);
  if (same) {
    trawl_warn(view->loader->findings, place, "W305", NULL, "'%.60s' holds this office twice at once, see %.80s:%u",
               name_of(view, told->entry), file, (unsigned)first->line);
  } else {
    trawl_warn(view->loader->findings, place, "W306", "if they share the office, say 'shared: yes' in both roles",
               "'%.60s' and '%.60s' are %.40s at once, see %.80s:%u", name_of(view, told->entry),
               name_of(view, other->entry), role, file, (unsigned)first->line);
  }
}

/* "2024-05-01", as far as it is known. */
static const char *show_date(uint32_t date, char out[16])
{
  const unsigned month = date / 100 % 100, day = date % 100;
  int n = snprintf(out, 16, "%04u", (unsigned)(date / 10000 % 10000));
  if (month && month < 99) {
    n += snprintf(out + n, 16 - (size_t)n, "-%02u", month);
    if (day && day < 99) {
      snprintf(out + n, 16 - (size_t)n, "-%02u", day);
    }
  }
  return out;
}

/* W307: as of a date on which the office was still to come. */
static void doubt_date(const trawl_gaz_view *view, const uint32_t *refs, uint32_t entry, uint32_t role)
{
  const trawl_gazetteer *g = view->loader->gazetteer;
  const uint32_t from = g->roles.at[role].from;
  const uint32_t as_of = trawl_gaz_origin(g, view->loaded[entry].source, view->map[entry], role).as_of;
  if (as_of && from > as_of && is_judged(view, entry)) {
    const trawl_gaz_ref *ref = refs[role] == TRAWL_NONE ? NULL : &view->build->refs.at[refs[role]];
    char begins[16], said[16];
    const trawl_place place =
      ref ? trawl_gaz_place(view->build, ref->source, ref->line, ref->column, ref->width) : place_of(view, entry);
    trawl_warn(view->loader->findings, place, "W307", "say as of when this is known, in its 'as_of:' or the file's",
               "'%.60s' is %.40s from %s on, but this is said as of %s", name_of(view, entry),
               trawl_words_text(view->loader->words, g->roles.at[role].role), show_date(from, begins),
               show_date(as_of, said));
  }
}

static uint32_t gather_holdings(const trawl_gaz_view *view, holding *out)
{
  const trawl_gazetteer *g = view->loader->gazetteer;
  uint32_t n = 0, shared = 0;
  for (uint32_t e = 0; e < view->loaded_count; ++e) {
    const trawl_entry *entry = &view->loaded[e];
    for (uint32_t r = entry->first_role; r < entry->first_role + entry->role_count; ++r) {
      const trawl_role_entry *role = &g->roles.at[r];
      while (shared < view->build->shared.len && view->build->shared.at[shared] < r) {
        ++shared;
      }
      if (view->map[e] != TRAWL_NONE && role->of != TRAWL_NONE && (role->from || role->to)) {
        out[n++] = (holding){role->of, role->role, role->from, role->to ? role->to : UINT32_MAX, e, r,
                             shared < view->build->shared.len && view->build->shared.at[shared] == r};
      }
    }
  }
  return n;
}

static trawl_status lint_roles(const trawl_gaz_view *view)
{
  const size_t count = view->loader->gazetteer->roles.len;
  holding *holdings = malloc((count + 1) * sizeof *holdings);
  uint32_t *refs = malloc((count + 1) * sizeof *refs);
  if (!holdings || !refs) {
    free(holdings);
    free(refs);
    return TRAWL_NO_MEM;
  }
  memset(refs, 0xff, (count + 1) * sizeof *refs);
  for (uint32_t i = 0; i < view->build->refs.len; ++i) {
    if (view->build->refs.at[i].what == TRAWL_GAZ_ROLES && view->build->refs.at[i].owner < count) {
      refs[view->build->refs.at[i].owner] = i;
    }
  }
  for (uint32_t e = 0; e < view->loaded_count; ++e) {
    for (uint32_t r = 0; r < view->loaded[e].role_count && view->map[e] != TRAWL_NONE; ++r) {
      doubt_date(view, refs, e, view->loaded[e].first_role + r);
    }
  }
  const uint32_t n = gather_holdings(view, holdings);
  qsort(holdings, n, sizeof *holdings, by_office);
  for (uint32_t i = 1, longest = 0; i < n; ++i) {
    const bool one = holdings[i].of == holdings[longest].of && holdings[i].role == holdings[longest].role;
    if (one) {
      compare_holdings(view, refs, &holdings[longest], &holdings[i]);
    }
    longest = !one || holdings[i].to >= holdings[longest].to ? i : longest;
  }
  free(holdings);
  free(refs);
  return TRAWL_OK;
}

trawl_status trawl_gaz_lint(const trawl_gaz_view *view)
{
  bool any = false;
  for (uint32_t i = 0; i < view->build->judged.len; ++i) {
    any |= view->build->judged.at[i];
  }
  if (!any) {
    return TRAWL_OK;
  }
  TRAWL_TRY(lint_names(view));
  return lint_roles(view);
}
