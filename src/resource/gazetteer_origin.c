/* SPDX-License-Identifier: MIT
 * gazetteer_origin.c - who says so, and until when: `source` and `as_of` of files, entries and offices.
 *
 * They stand in a list of their own, which nothing reads while texts are analysed; equal sources stand once among
 * the gazetteer's texts.  What an office does not say its entry says, what an entry does not say its file says. */
#include "resource/gazetteer_build.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

enum { SOURCE_MAX_BYTES = 1000 };

/* ---- collecting ---------------------------------------------------------------------------------- */

/* The text among those of the gazetteer, with plain blanks: it is shown on one line. */
static bool keep_source(trawl_gaz_file *file, const trawl_gaz_text *value, uint32_t *out)
{
  trawl_gazetteer *gazetteer = file->loader->gazetteer;
  trawl_buf *text = &file->build->text;
  text->len = 0;
  trawl_buf_put(text, value->at, value->len);
  for (size_t i = 0; i < text->len; ++i) {
    text->at[i] = (unsigned char)text->at[i] < ' ' ? ' ' : text->at[i];
  }
  while (text->len && text->at[text->len - 1] == ' ') {
    --text->len;
  }
  uint32_t *slot = &file->build->recent_sources[trawl_hash_bytes(text->at, text->len) % TRAWL_GAZ_SOURCES];
  const char *known = trawl_gazetteer_text(gazetteer, *slot);
  if (!text->failed && (strlen(known) != text->len || memcmp(known, text->at, text->len) != 0)
      && !trawl_gaz_keep(gazetteer, text->at, text->len, slot)) {
    return false;
  }
  *out = *slot;
  return !text->failed;
}

static trawl_status add(trawl_gaz_file *file, trawl_fact_origin origin)
{
  TRAWL_TRY_MEM(trawl_vec_push(&file->loader->gazetteer->origins, origin));
  return TRAWL_OK;
}

static bool is_blank(const trawl_gaz_text *value)
{
  for (size_t i = 0; i < value->len; ++i) {
    if ((unsigned char)value->at[i] > ' ') {
      return false;
    }
  }
  return true;
}

trawl_status trawl_gaz_add_source(trawl_gaz_file *file, trawl_fact_origin_of of, uint32_t which,
                                  const trawl_gaz_text *value)
{
  const bool blank = is_blank(value);
  if (of != TRAWL_FACT_OF_FILE && (blank || value->len > SOURCE_MAX_BYTES)) {
    return trawl_report(file->loader->findings, value->place, "E310", TRAWL_BAD_RULE,
                        "source: expected in a few words where this stands, got %s", blank ? "nothing" : "too many");
  }
  trawl_fact_origin origin = {.of = of, .which = which};
  if (!blank) {
    TRAWL_TRY_MEM(keep_source(file, value, &origin.source));
  }
  return add(file, origin);
}

trawl_status trawl_gaz_add_as_of(trawl_gaz_file *file, trawl_fact_origin_of of, uint32_t which,
                                 const trawl_gaz_text *value)
{
  trawl_fact_origin origin = {.of = of, .which = which};
  if (!trawl_gaz_date(value->at, value->len, 99, &origin.as_of)) {
    return trawl_report(file->loader->findings, value->place, "E307", TRAWL_BAD_RULE,
                        "expected a date YYYY-MM-DD, YYYY-MM or YYYY, got '%.*s'",
                        (int)(value->len < 40 ? value->len : 40), value->at);
  }
  trawl_gazetteer *gazetteer = file->loader->gazetteer;
  if (of == TRAWL_FACT_OF_FILE && gazetteer->as_of < origin.as_of) {
    gazetteer->as_of = origin.as_of;
  }
  return add(file, origin);
}

/* ---- settling ------------------------------------------------------------------------------------ */

static int by_owner(const void *a, const void *b)
{
  const trawl_fact_origin *x = a, *y = b;
  if (x->of != y->of) {
    return x->of < y->of ? -1 : 1;
  }
  return (x->which > y->which) - (x->which < y->which);
}

/* False: what it is the origin of is gone. */
static bool renumber(const trawl_gazetteer *gazetteer, const uint32_t *map, trawl_fact_origin *origin)
{
  if (origin->of == TRAWL_FACT_OF_ENTRY) {
    origin->which = map[origin->which];
  } else if (origin->of == TRAWL_FACT_OF_ROLE && gazetteer->roles.at[origin->which].owner == TRAWL_NONE) {
    origin->which = TRAWL_NONE;
  }
  return origin->which != TRAWL_NONE;
}

void trawl_gaz_settle_origins(trawl_gazetteer *gazetteer, const uint32_t *map)
{
  uint32_t kept = 0, merged = 0;
  for (uint32_t i = 0; i < gazetteer->origins.len; ++i) {
    trawl_fact_origin origin = gazetteer->origins.at[i];
    if (renumber(gazetteer, map, &origin)) {
      gazetteer->origins.at[kept++] = origin;
    }
  }
  if (kept) {
    qsort(gazetteer->origins.at, kept, sizeof *gazetteer->origins.at, by_owner);
  }
  for (uint32_t i = 0; i < kept; ++i) { /* the two keys of one owner become one */
    const trawl_fact_origin origin = gazetteer->origins.at[i];
    trawl_fact_origin *last = merged ? &gazetteer->origins.at[merged - 1] : NULL;
    if (last && by_owner(last, &origin) == 0) {
      last->source = origin.source ? origin.source : last->source;
      last->as_of = origin.as_of ? origin.as_of : last->as_of;
    } else {
      gazetteer->origins.at[merged++] = origin;
    }
  }
  gazetteer->origins.len = merged;
}

/* ---- asking -------------------------------------------------------------------------------------- */

static void fill_in(const trawl_gazetteer *gazetteer, trawl_fact_origin_of of, uint32_t which, trawl_fact_origin *out)
{
  const trawl_fact_origin key = {.of = of, .which = which};
  const trawl_fact_origin *found =
    which == TRAWL_NONE || !gazetteer->origins.len
      ? NULL
      : bsearch(&key, gazetteer->origins.at, gazetteer->origins.len, sizeof key, by_owner);
  if (found) {
    out->source = out->source ? out->source : found->source;
    out->as_of = out->as_of ? out->as_of : found->as_of;
  }
}

trawl_fact_origin trawl_gaz_origin(const trawl_gazetteer *gazetteer, uint32_t source, uint32_t entry, uint32_t role)
{
  trawl_fact_origin out = {.of = TRAWL_FACT_OF_FILE, .which = source};
  fill_in(gazetteer, TRAWL_FACT_OF_ROLE, role, &out);
  fill_in(gazetteer, TRAWL_FACT_OF_ENTRY, entry, &out);
  fill_in(gazetteer, TRAWL_FACT_OF_FILE, out.which, &out);
  return out;
}

trawl_fact_origin trawl_gazetteer_origin(const trawl_gazetteer *gazetteer, uint32_t entry, uint32_t role)
{
  return trawl_gaz_origin(gazetteer, trawl_entry_at(gazetteer, entry)->source, entry, role);
}
