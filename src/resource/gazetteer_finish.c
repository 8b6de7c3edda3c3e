/* SPDX-License-Identifier: MIT
 * gazetteer_finish.c - from collected entries to a gazetteer: `remove:`, double ids, references, order.
 *
 * While this runs, entries keep the indexes of their loading; a map leads to the final ones, which
 * follow the order of ids, so that nothing depends on the order in which files were given.  Entries
 * that are gone (removed, faulty, a second one of the same id) map to TRAWL_NONE; references to them
 * become TRAWL_NONE without a word, since their cause is known or was reported. */
#include "resource/gazetteer_build.h"

#include "base/hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  HINT_SIZE = 160,
  HINT_ENTRIES = 50000, /* looking through more for what may be meant takes too long ... */
  HINTS = 20,           /* ... and so does doing it for everything that is wrong in a big file */
};

/* A text by which something is referred to, and the entries that have it as their id, as their name: chains of links,
 * in the order of loading. */
typedef enum text_kind { BY_ID, BY_NAME, TEXT_KINDS } text_kind;

typedef struct asked_text {
  const char *text; /* NULL: a free slot */
  uint32_t first[TEXT_KINDS], last[TEXT_KINDS];
} asked_text;

typedef struct link {
  uint32_t entry, next; /* next: a link, 0: none */
} link;

/* Only the texts that are asked for: of millions of entries most are referred to by nothing. */
typedef struct text_index {
  asked_text *slots; /* linear probing, at most half full */
  uint32_t mask;
  TRAWL_VEC(link) links; /* the first is none */
} text_index;

typedef struct finisher {
  const trawl_gazetteer_loader *loader;
  trawl_gazetteer *gazetteer;
  struct trawl_gazetteer_build *build;
  trawl_entry *loaded; /* the entries in the order of their loading */
  uint32_t loaded_count;
  text_index asked;      /* over `loaded` */
  uint32_t *map;         /* [entry] -> final index */
  uint32_t hints;        /* given so far */
  bool faulty, files_missing;
} finisher;

enum { PREFIXES = 2 };

typedef struct sort_key {
  uint64_t prefix[PREFIXES]; /* the id's first bytes, as numbers that sort like them */
  const char *id;
  uint32_t entry;
} sort_key;

/* ---- indexes --------------------------------------------------------------------------------- */

/* Where a text stands, or would. */
static asked_text *slot_of(const text_index *index, const char *text)
{
  uint32_t slot = (uint32_t)trawl_hash_bytes(text, strlen(text)) & index->mask;
  while (index->slots[slot].text && strcmp(index->slots[slot].text, text) != 0) {
    slot = (slot + 1) & index->mask;
  }
  return &index->slots[slot];
}

static bool link_entry(text_index *index, const char *text, text_kind kind, uint32_t entry)
{
  asked_text *asked = slot_of(index, text);
  if (!asked->text) {
    return true;
  }
  const uint32_t made = index->links.len;
  if (!trawl_vec_push(&index->links, ((link){entry, 0}))) {
    return false;
  }
  *(asked->first[kind] ? &index->links.at[asked->last[kind]].next : &asked->first[kind]) = made;
  asked->last[kind] = made;
  return true;
}

static bool build_index(finisher *f)
{
  text_index *index = &f->asked;
  const trawl_gaz_ref *lists[] = {f->build->refs.at, f->build->removes.at};
  const uint32_t counts[] = {f->build->refs.len, f->build->removes.len};
  uint64_t size = 16;
  while (size < ((uint64_t)counts[0] + counts[1]) * 2) {
    size *= 2;
  }
  index->slots = calloc(size, sizeof *index->slots);
  index->mask = (uint32_t)(size - 1);
  if (!index->slots || !trawl_vec_push(&index->links, ((link){TRAWL_NONE, 0}))) {
    return false;
  }
  for (unsigned list = 0; list < TRAWL_COUNT(lists); ++list) {
    for (uint32_t i = 0; i < counts[list]; ++i) {
      slot_of(index, lists[list][i].text)->text = lists[list][i].text;
    }
  }
  for (uint32_t entry = 0; entry < f->loaded_count; ++entry) {
    const trawl_entry *e = &f->loaded[entry];
    if (!link_entry(index, trawl_gazetteer_text(f->gazetteer, e->id), BY_ID, entry)
        || !link_entry(index, trawl_gazetteer_text(f->gazetteer, e->name), BY_NAME, entry)) {
      return false;
    }
  }
  return true;
}

/* The first link of the entries with a text that is asked for; 0: none has it. */
static uint32_t first_with(const finisher *f, const char *text, text_kind kind)
{
  return slot_of(&f->asked, text)->first[kind];
}

/* ---- removing -------------------------------------------------------------------------------- */

static trawl_place place_of(const finisher *f, const trawl_gaz_ref *ref)
{
  return trawl_gaz_place(f->build, ref->source, ref->line, ref->column, ref->width);
}

static void remove_entries(finisher *f)
{
  for (uint32_t i = 0; i < f->build->removes.len; ++i) {
    const trawl_gaz_ref *remove = &f->build->removes.at[i];
    bool found = false;
    for (uint32_t at = first_with(f, remove->text, BY_ID); at; at = f->asked.links.at[at].next) {
      trawl_gaz_draft *draft = &f->build->drafts.at[f->asked.links.at[at].entry];
      if (draft->source != remove->source) {
        draft->removed = true;
        found = true;
      }
    }
    if (!found && !f->files_missing) {
      trawl_warn(f->loader->findings, place_of(f, remove), "W301", NULL,
                 "nothing to remove: no other file has an entry '%.80s'", remove->text);
    }
  }
}

/* ---- the order of ids -------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
  const sort_key *x = a, *y = b;
  for (unsigned i = 0; i < PREFIXES; ++i) {
    if (x->prefix[i] != y->prefix[i]) {
      return x->prefix[i] < y->prefix[i] ? -1 : 1;
    }
  }
  const int ids = strcmp(x->id, y->id);
  return ids ? ids : (x->entry > y->entry) - (x->entry < y->entry);
}

static sort_key key_of(const char *id, uint32_t entry)
{
  sort_key key = {{0}, id, entry};
  for (unsigned i = 0; i < PREFIXES * 8; ++i) {
    key.prefix[i / 8] = key.prefix[i / 8] << 8 | (unsigned char)*id;
    id += *id != '\0';
  }
  return key;
}

static bool is_gone(const finisher *f, uint32_t entry)
{
  return f->build->drafts.at[entry].broken || f->build->drafts.at[entry].removed;
}

static void report_double(finisher *f, uint32_t entry, uint32_t first)
{
  const trawl_gaz_draft *here = &f->build->drafts.at[entry], *there = &f->build->drafts.at[first];
  char hint[HINT_SIZE];
  snprintf(hint, sizeof hint, "give one of them an 'id:'; the other one is in %.80s:%u",
           trawl_gazetteer_source(f->gazetteer, &f->loaded[first]), there->line);
  f->faulty = true;
  trawl_report_hint(f->loader->findings,
                    trawl_gaz_place(f->build, here->source, here->line, here->column, 1), "E304",
                    TRAWL_BAD_RULE, hint, "two entries have the id '%.80s'",
                    trawl_gazetteer_text(f->gazetteer, f->loaded[entry].id));
}

/* Fills the map; of several entries with one id the first loaded stays. Gives the number of those
 * that stay. */
static trawl_status map_entries(finisher *f, uint32_t *out)
{
  uint32_t n = 0, kept = 0;
  sort_key *keys = malloc((f->loaded_count + (size_t)1) * sizeof *keys);
  TRAWL_TRY_MEM(keys);
  trawl_large(keys, f->loaded_count * sizeof *keys);
  for (uint32_t i = 0; i < f->loaded_count; ++i) {
    if (!is_gone(f, i)) {
      const char *id = trawl_gazetteer_text(f->gazetteer, f->loaded[i].id);
      keys[n++] = key_of(id, i);
    }
    f->map[i] = TRAWL_NONE;
  }
  qsort(keys, n, sizeof *keys, by_id);
  for (uint32_t i = 0, first = 0; i < n; ++i) {
    if (i && keys[i].prefix[0] == keys[first].prefix[0] && strcmp(keys[i].id, keys[first].id) == 0) {
      report_double(f, keys[i].entry, keys[first].entry);
    } else {
      first = i;
      f->map[keys[i].entry] = kept++;
    }
  }
  free(keys);
  *out = kept;
  return TRAWL_OK;
}

static trawl_status order_entries(finisher *f)
{
  uint32_t kept = 0;
  TRAWL_TRY(map_entries(f, &kept));
  trawl_entry *ordered = malloc((kept + (size_t)1) * sizeof *ordered);
  TRAWL_TRY_MEM(ordered);
  trawl_large(ordered, kept * sizeof *ordered);
  for (uint32_t i = 0; i < f->loaded_count; ++i) {
    if (f->map[i] != TRAWL_NONE) {
      ordered[f->map[i]] = f->loaded[i];
    }
  }
  f->gazetteer->entries.at = ordered;
  f->gazetteer->entries.len = kept;
  f->gazetteer->entries.cap = kept + 1;
  return TRAWL_OK;
}

/* ---- references ------------------------------------------------------------------------------ */

static void report_unresolved(finisher *f, const trawl_gaz_ref *ref)
{
  const trawl_gazetteer *gazetteer = f->gazetteer;
  const char *key = ref->what == TRAWL_GAZ_ROLES ? "of" : trawl_gaz_keys[ref->what];
  char hint[HINT_SIZE] = "";
  const char **texts = gazetteer->entries.len <= HINT_ENTRIES && ++f->hints <= HINTS
                         ? malloc((2 * (size_t)gazetteer->entries.len + 1) * sizeof *texts)
                         : NULL;
  if (texts) { /* without a hint when memory is short */
    for (uint32_t i = 0; i < gazetteer->entries.len; ++i) {
      texts[2 * i] = trawl_gazetteer_text(gazetteer, gazetteer->entries.at[i].name);
      texts[2 * i + 1] = trawl_gazetteer_text(gazetteer, gazetteer->entries.at[i].id);
    }
    const char *near = trawl_nearest(ref->text, texts, 2 * (size_t)gazetteer->entries.len);
    if (near) {
      snprintf(hint, sizeof hint, "did you mean '%.100s'?", near);
    }
    free(texts);
  }
  f->faulty = true;
  trawl_report_hint(f->loader->findings, place_of(f, ref), "E305", TRAWL_BAD_RULE,
                    *hint ? hint : NULL, "%s: no entry has the id or name '%.80s'", key, ref->text);
}

static void report_ambiguous(finisher *f, const trawl_gaz_ref *ref, const char *const *ids,
                             uint32_t n)
{
  char hint[HINT_SIZE];
  size_t used = (size_t)snprintf(hint, sizeof hint, "name it by its id: ");
  for (uint32_t i = 0; i < n && used < sizeof hint; ++i) {
    used += (size_t)snprintf(hint + used, sizeof hint - used, i ? ", %.30s" : "%.30s", ids[i]);
  }
  f->faulty = true;
  trawl_report_hint(f->loader->findings, place_of(f, ref), "E306", TRAWL_BAD_RULE, hint,
                    "%s: '%.80s' is the name of %s entries",
                    ref->what == TRAWL_GAZ_ROLES ? "of" : trawl_gaz_keys[ref->what], ref->text,
                    n > 2 ? "several" : "two");
}

/* Final indexes of the entries with a text; `*gone`: there are some that were dropped. */
static uint32_t look_up(const finisher *f, text_kind kind, const char *text, const char *ids[3], uint32_t *found,
                        bool *gone)
{
  uint32_t n = 0;
  for (uint32_t at = first_with(f, text, kind); at; at = f->asked.links.at[at].next) {
    const uint32_t entry = f->asked.links.at[at].entry;
    if (f->map[entry] == TRAWL_NONE) {
      *gone = true;
    } else if (n < 3) {
      *found = f->map[entry];
      ids[n++] = trawl_gazetteer_text(f->gazetteer, f->gazetteer->entries.at[*found].id);
    }
  }
  return n;
}

static int by_text(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static uint32_t resolve(finisher *f, const trawl_gaz_ref *ref)
{
  const char *ids[3];
  uint32_t found = TRAWL_NONE;
  bool gone = false;
  uint32_t n = look_up(f, BY_ID, ref->text, ids, &found, &gone);
  if (!n && !gone) {
    n = look_up(f, BY_NAME, ref->text, ids, &found, &gone);
  }
  if (n > 1) {
    qsort(ids, n, sizeof *ids, by_text);
    report_ambiguous(f, ref, ids, n);
    return TRAWL_NONE;
  }
  if (!n && !gone && !f->files_missing) {
    report_unresolved(f, ref);
  }
  return n ? found : TRAWL_NONE;
}

/* Brussels stands for the European Union before it stands for Belgium; else the first claim holds. */
static void claim_seat(finisher *f, const trawl_gaz_ref *ref, uint32_t owner, uint32_t seat)
{
  trawl_entry *entries = f->gazetteer->entries.at;
  const uint32_t before = entries[seat].stands_for;
  const bool body = entries[owner].type == TRAWL_TYPE_ORGANIZATION;
  if (before == TRAWL_NONE || before == owner) {
    entries[seat].stands_for = owner;
  } else if (body != (entries[before].type == TRAWL_TYPE_ORGANIZATION)) {
    entries[seat].stands_for = body ? owner : before;
  } else {
    trawl_warn(f->loader->findings, place_of(f, ref), "W302", NULL,
               "'%.60s' already stands for '%.60s'", trawl_gazetteer_text(f->gazetteer, entries[seat].name),
               trawl_gazetteer_text(f->gazetteer, entries[before].name));
    entries[seat].stands_for = before < owner ? before : owner;
  }
}

static void settle(finisher *f, const trawl_gaz_ref *ref, const uint8_t *dead_roles)
{
  trawl_entry *entries = f->gazetteer->entries.at;
  if (ref->what == TRAWL_GAZ_ROLES) {
    if (!dead_roles[ref->owner]) {
      f->gazetteer->roles.at[ref->owner].of = resolve(f, ref);
    }
    return;
  }
  const uint32_t owner = f->map[ref->owner];
  if (owner == TRAWL_NONE) {
    return;
  }
  const uint32_t target = resolve(f, ref);
  if (ref->what == TRAWL_GAZ_IN) {
    entries[owner].in = target;
  } else if (ref->what == TRAWL_GAZ_CAPITAL) {
    entries[owner].capital = target;
  } else if (target != TRAWL_NONE) {
    claim_seat(f, ref, owner, target);
  }
}

/* Roles of entries that are gone are nobody's: their references must not be followed. */
static trawl_status settle_references(finisher *f)
{
  uint8_t *dead = calloc(f->gazetteer->roles.len + (size_t)1, 1);
  TRAWL_TRY_MEM(dead);
  for (uint32_t i = 0; i < f->loaded_count; ++i) {
    for (uint32_t k = 0; k < f->loaded[i].role_count; ++k) {
      dead[f->loaded[i].first_role + k] = f->map[i] == TRAWL_NONE;
      f->gazetteer->roles.at[f->loaded[i].first_role + k].owner = f->map[i];
    }
  }
  for (uint32_t i = 0; i < f->build->refs.len; ++i) {
    settle(f, &f->build->refs.at[i], dead);
  }
  free(dead);
  return TRAWL_OK;
}

/* `capital: yes` says the same as `capital:` of the country does. */
static void settle_capitals(finisher *f)
{
  trawl_entry *entries = f->gazetteer->entries.at;
  for (uint32_t i = 0; i < f->loaded_count; ++i) {
    const uint32_t entry = f->map[i];
    if (entry != TRAWL_NONE && f->build->drafts.at[i].is_capital
        && entries[entry].in != TRAWL_NONE) {
      uint32_t *capital = &entries[entries[entry].in].capital;
      *capital = *capital == TRAWL_NONE ? entry : *capital;
    }
  }
}

static void report_circle(finisher *f, uint32_t entry)
{
  uint32_t i = 0;
  while (f->map[i] != entry) {
    ++i;
  }
  const trawl_gaz_draft *draft = &f->build->drafts.at[i];
  f->faulty = true;
  trawl_report(f->loader->findings,
               trawl_gaz_place(f->build, draft->source, draft->line, draft->column, 1), "E315",
               TRAWL_BAD_RULE, "'%.80s' lies in itself, by way of 'in:'",
               trawl_gazetteer_text(f->gazetteer, f->loaded[i].id));
}

/* Whoever follows `in` must come to an end. Each walk marks its entries with its own number; meeting
 * that number again closes a circle, meeting another one's does not. */
static trawl_status cut_circles(finisher *f)
{
  trawl_entry *entries = f->gazetteer->entries.at;
  const uint32_t n = f->gazetteer->entries.len;
  uint32_t *mark = calloc(n + (size_t)1, sizeof *mark);
  TRAWL_TRY_MEM(mark);
  for (uint32_t i = 0; i < n; ++i) {
    uint32_t at = i;
    while (!mark[at] && entries[at].in != TRAWL_NONE) {
      mark[at] = i + 1;
      at = entries[at].in;
    }
    if (mark[at] == i + 1) {
      report_circle(f, at);
      entries[at].in = TRAWL_NONE;
    }
    mark[at] = mark[at] ? mark[at] : i + 1;
  }
  free(mark);
  return TRAWL_OK;
}

/* ---- all together ------------------------------------------------------------------------------ */

/* A file that could not be read at all may hold what is missing. */
static bool some_file_is_missing(const trawl_findings *findings)
{
  for (uint32_t i = 0; findings && i < trawl_findings_count(findings); ++i) {
    const trawl_finding found = trawl_findings_at(findings, i);
    if (found.severity == TRAWL_ERROR && strncmp(found.code, "E1", 2) == 0) {
      return true;
    }
  }
  return false;
}

/* Names of entries that stay get their final indexes, the others go. */
static void renumber_names(finisher *f)
{
  trawl_gazetteer *gazetteer = f->gazetteer;
  uint32_t kept = 0;
  for (uint32_t i = 0; i < gazetteer->names.len; ++i) {
    trawl_name name = gazetteer->names.at[i];
    if (f->build->drafts.at[name.entry].any_case) {
      name.flags |= TRAWL_NAME_LOWER;
    }
    name.entry = f->map[name.entry];
    if (name.entry != TRAWL_NONE) {
      gazetteer->names.at[kept++] = name;
    }
  }
  gazetteer->names.len = kept;
}

typedef struct role_key {
  uint32_t of, role;
} role_key;

static int by_of(const void *a, const void *b)
{
  const role_key *x = a, *y = b;
  return x->of != y->of ? (x->of > y->of) - (x->of < y->of) : (x->role > y->role) - (x->role < y->role);
}

static trawl_status order_roles(trawl_gazetteer *gazetteer)
{
  const uint32_t n = gazetteer->roles.len;
  role_key *keys = malloc((n + (size_t)1) * sizeof *keys);
  if (!keys || !trawl_vec_reserve(&gazetteer->roles_of, n)) {
    free(keys);
    return TRAWL_NO_MEM;
  }
  for (uint32_t i = 0; i < n; ++i) {
    keys[i] = (role_key){gazetteer->roles.at[i].of, i};
  }
  qsort(keys, n, sizeof *keys, by_of);
  for (uint32_t i = 0; i < n; ++i) {
    gazetteer->roles_of.at[i] = keys[i].role;
  }
  gazetteer->roles_of.len = n;
  free(keys);
  return TRAWL_OK;
}

static trawl_status run(finisher *f)
{
  f->files_missing = some_file_is_missing(f->loader->findings);
  f->map = malloc((f->loaded_count + (size_t)1) * sizeof *f->map);
  TRAWL_TRY_MEM(f->map && build_index(f));
  remove_entries(f);
  TRAWL_TRY(order_entries(f));
  TRAWL_TRY(settle_references(f));
  trawl_gaz_settle_origins(f->gazetteer, f->map);
  TRAWL_TRY(cut_circles(f));
  settle_capitals(f);
  const trawl_gaz_view view = {f->loader, f->build, f->loaded, f->loaded_count, f->map};
  TRAWL_TRY(trawl_gaz_lint(&view));
  renumber_names(f);
  return order_roles(f->gazetteer);
}

trawl_status trawl_gazetteer_finish(const trawl_gazetteer_loader *loader)
{
  trawl_gazetteer *gazetteer = loader->gazetteer;
  finisher f = {.loader = loader, .gazetteer = gazetteer, .build = gazetteer->build};
  trawl_status status = TRAWL_OK;
  if (gazetteer->build) {
    f.loaded = gazetteer->entries.at;
    f.loaded_count = gazetteer->entries.len;
    gazetteer->entries.at = NULL;
    trawl_vec_clear(&gazetteer->entries);
    status = run(&f);
    free(f.loaded);
    free(f.asked.slots);
    trawl_vec_clear(&f.asked.links);
    free(f.map);
    trawl_gaz_build_free(gazetteer->build);
    gazetteer->build = NULL;
  }
  TRAWL_TRY(status);
  TRAWL_TRY(trawl_gaz_build_trie(loader));
  TRAWL_TRY(trawl_gaz_keep_columns(gazetteer));
  return f.faulty ? TRAWL_BAD_RULE : TRAWL_OK;
}
