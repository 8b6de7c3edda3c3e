/* SPDX-License-Identifier: MIT
 * gazetteer_naive.c - which names stand in a text: every name of every entry is laid on every token.
 *
 * The rules are those of docs/rule-language.md and of the head of stage/gazetteer.c: which writings a name may have, when
 * a common word is a name, who goes first, and which names may stand inside others. */
#include "gazetteer.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_BEARERS = GAZ_ENTRIES * (GAZ_NAMES * 2 + 1) };

/* A name and who bears it. */
typedef struct bearer {
  const gaz_entry *entry;
  const uint8_t *forms;
  uint8_t count, standing; /* 0 its name, 2 an alias, 3 its short form, 6 a demonym */
  bool cut;                /* not the name as it is written */
  uint8_t short_form[2];
} bearer;

typedef struct naive {
  const gaz_case *made;
  bearer bearers[MAX_BEARERS];
  uint32_t count;
} naive;

static const gaz_form *form_at(const naive *n, uint32_t token)
{
  return &gaz_forms[n->made->tokens[token].form];
}

/* ---- all names --------------------------------------------------------------------------------------------------- */

static bool is_title(uint8_t form)
{
  return gaz_forms[form].shape == GAZ_TITLE || gaz_forms[form].shape == GAZ_MIXED;
}

/* A person's name of three words and more, all of them names': its first and last word are its name too. */
static bool has_short_form(const gaz_entry *entry)
{
  const gaz_name *name = &entry->names[0];
  bool fits = entry->type == GAZ_PERSON && name->count >= 3;
  for (uint32_t i = 0; i < name->count && fits; ++i) {
    const bool middle = i && i + 1u < name->count;
    fits = gaz_forms[name->forms[i]].lower != 0
           && (is_title(name->forms[i]) || (middle && gaz_forms[name->forms[i]].shape == GAZ_INITIAL));
  }
  return fits;
}

static void add_bearer(naive *n, const gaz_entry *entry, const uint8_t *forms, uint32_t count, unsigned standing)
{
  ORACLE_MUST(n->count < MAX_BEARERS);
  n->bearers[n->count++] = (bearer){.entry = entry, .forms = forms, .count = (uint8_t)count, .standing = (uint8_t)standing};
}

static bool same_letters(const bearer *a, const bearer *b)
{
  bool same = a->count == b->count;
  for (uint32_t i = 0; i < a->count && same; ++i) {
    same = gaz_forms[a->forms[i]].lower == gaz_forms[b->forms[i]].lower;
  }
  return same;
}

static void add_names(naive *n, const gaz_entry *entry)
{
  for (uint32_t k = 0; k < entry->name_count; ++k) {
    const gaz_name *name = &entry->names[k];
    const unsigned standing = k == 0 ? 0 : name->demonym ? 6 : 2;
    add_bearer(n, entry, name->forms, name->count, standing);
    if (name->count > 1 && strcmp(gaz_forms[name->forms[0]].text, "The") == 0) {
      add_bearer(n, entry, name->forms + 1, name->count - 1u, standing);
      n->bearers[n->count - 1].cut = true;
    }
  }
}

/* Short forms count where nobody else has the name. */
static void add_short_forms(naive *n)
{
  const uint32_t written = n->count;
  for (uint32_t i = 0; i < n->made->entry_count; ++i) {
    const gaz_entry *entry = &n->made->entries[i];
    if ((entry->removed && entry->tsv) || !has_short_form(entry)) {
      continue;
    }
    add_bearer(n, entry, NULL, 2, 3);
    bearer *last = &n->bearers[n->count - 1];
    last->short_form[0] = entry->names[0].forms[0];
    last->short_form[1] = entry->names[0].forms[entry->names[0].count - 1];
    last->forms = last->short_form;
    last->cut = true;
  }
  bool gone[MAX_BEARERS] = {false};
  for (uint32_t i = written; i < n->count; ++i) {
    for (uint32_t k = 0; k < n->count; ++k) {
      const bool other = k < written || n->bearers[k].entry != n->bearers[i].entry;
      gone[i] |= other && same_letters(&n->bearers[i], &n->bearers[k]);
    }
  }
  for (uint32_t i = written; i < n->count; ++i) {
    n->bearers[i].count = gone[i] ? 0 : n->bearers[i].count;
  }
}

/* ---- writing ------------------------------------------------------------------------------------------------------ */

static bool shouts(const naive *n, uint32_t token)
{
  uint32_t loud = 0, quiet = 0;
  bool leading = true;
  for (uint32_t i = 0; i < n->made->token_count; ++i) {
    const uint8_t shape = form_at(n, i)->shape;
    const bool low = shape == GAZ_LOWER || shape == GAZ_TITLE || shape == GAZ_MIXED;
    loud += shape == GAZ_UPPER;
    quiet += low;
    leading &= i > token || !low;
  }
  return n->made->headline || leading || (loud > 1 && loud >= 4 * quiet);
}

static bool sentence_shouts(const naive *n)
{
  uint32_t loud = 0, quiet = 0;
  for (uint32_t i = 0; i < n->made->token_count; ++i) {
    const uint8_t shape = form_at(n, i)->shape;
    loud += shape == GAZ_UPPER;
    quiet += shape == GAZ_LOWER || shape == GAZ_TITLE || shape == GAZ_MIXED;
  }
  return loud > 1 && loud >= 4 * quiet;
}

/* May a word of a name be written as it is here? */
static bool may_be_written(const naive *n, uint8_t form, uint32_t token)
{
  const gaz_form *want = &gaz_forms[form], *got = form_at(n, token);
  const bool title = got->shape == GAZ_TITLE || got->shape == GAZ_MIXED;
  switch (want->shape) {
  case GAZ_TITLE:
  case GAZ_MIXED:
    return title || (got->shape == GAZ_UPPER && shouts(n, token));
  case GAZ_UPPER: /* acronyms of four letters and more: Nato */
    return got->shape == GAZ_UPPER || (got->shape == GAZ_TITLE && strlen(want->text) >= 4 && !want->common);
  case GAZ_INITIAL:
    return got->shape == GAZ_INITIAL;
  default:
    return true;
  }
}

static bool any_writing(const bearer *b)
{
  bool lower = true;
  for (uint32_t i = 0; i < b->count; ++i) {
    lower &= gaz_forms[b->forms[i]].lower == b->forms[i];
  }
  return b->entry->any_case || (lower && !b->cut);
}

static bool is_exact(const naive *n, const bearer *b, uint32_t start)
{
  bool exact = true;
  for (uint32_t i = 0; i < b->count; ++i) {
    exact &= n->made->tokens[start + i].form == b->forms[i];
  }
  return exact;
}

static bool is_written(const naive *n, const bearer *b, uint32_t start)
{
  bool fits = b->count && start + b->count <= n->made->token_count;
  for (uint32_t i = 0; i < b->count && fits; ++i) {
    const uint8_t form = n->made->tokens[start + i].form;
    fits = gaz_forms[form].lower == gaz_forms[b->forms[i]].lower
           && (any_writing(b) || form == b->forms[i] || may_be_written(n, b->forms[i], start + i));
  }
  return fits;
}

/* ---- common words ------------------------------------------------------------------------------------------------- */

static bool tag_is(const naive *n, uint32_t token, const char *tags)
{
  const char *tag = token < n->made->token_count ? gaz_tags[n->made->tokens[token].tag] : "";
  if (token < n->made->token_count && form_at(n, token)->shape == GAZ_OTHER) {
    return false; /* tagged as what it is */
  }
  const char *at = *tag ? strstr(tags, tag) : NULL;
  for (; at; at = strstr(at + 1, tag)) {
    const char end = at[strlen(tag)];
    if ((at == tags || at[-1] == ' ') && (end == ' ' || end == '\0')) {
      return true;
    }
  }
  return false;
}

/* Whatever stands here has a capital: the first word, and the first behind a colon or an opening bracket. */
static bool begins_clause(const naive *n, uint32_t token)
{
  while (token-- > 0) {
    const char *text = form_at(n, token)->text;
    if (strcmp(text, ":") == 0 || strcmp(text, "(") == 0) {
      return true;
    }
    if (form_at(n, token)->shape != GAZ_OTHER) {
      return false;
    }
  }
  return true;
}

static bool tagged_as_name(const naive *n, uint32_t token, bool demonym, bool ambiguous)
{
  const bool compound = tag_is(n, token + 1, "NN NNS");
  if (tag_is(n, token, "NNP NNPS") || (tag_is(n, token, "NN") && !ambiguous && !compound)) {
    return true;
  }
  return demonym && (tag_is(n, token, "JJ NNS") || tag_is(n, token + 1, "NN NNS NNP NNPS JJ"));
}

/* A single word that is a common word too counts where its capital tells something or the tagger takes it for a name. */
static bool is_believed(const naive *n, const bearer *b, uint32_t token)
{
  const gaz_form *form = form_at(n, token);
  const bool ambiguous = b->entry->ambiguous, acronym = form->shape == GAZ_UPPER;
  if (any_writing(b) || (!form->common && !ambiguous)) {
    return true;
  }
  const bool loud = acronym || n->made->headline ? shouts(n, token) : begins_clause(n, token);
  if (!loud && !ambiguous) {
    return true;
  }
  if (acronym && !ambiguous && !sentence_shouts(n) && !n->made->headline && gaz_forms[b->forms[0]].shape == GAZ_UPPER) {
    return true;
  }
  return tagged_as_name(n, token, b->standing >= 4, ambiguous)
         || (!acronym && tag_is(n, token, "NN") && tag_is(n, token + 1, "VBD VBZ MD POS"));
}

/* ---- who it is ---------------------------------------------------------------------------------------------------- */

typedef struct found_name {
  uint32_t start, end;
  const bearer *bearers[MAX_BEARERS];
  uint32_t count;
} found_name;

/* Countries first, then by population (who has none counts as half a million), by standing, by id. */
static int by_likelihood(const void *a, const void *b)
{
  const bearer *x = *(const bearer *const *)a, *y = *(const bearer *const *)b;
  const uint32_t half = 500000;
  const uint32_t p = x->entry->type == GAZ_COUNTRY ? UINT32_MAX : x->entry->population ? x->entry->population : half;
  const uint32_t q = y->entry->type == GAZ_COUNTRY ? UINT32_MAX : y->entry->population ? y->entry->population : half;
  const uint32_t in_thousands[] = {p < 1000 ? 1 : p / 1000, q < 1000 ? 1 : q / 1000};
  char ids[2][16];
  if (in_thousands[0] != in_thousands[1]) {
    return in_thousands[0] > in_thousands[1] ? -1 : 1;
  }
  if (x->standing != y->standing) {
    return x->standing < y->standing ? -1 : 1;
  }
  snprintf(ids[0], sizeof ids[0], "e%u", x->entry->id);
  snprintf(ids[1], sizeof ids[1], "e%u", y->entry->id);
  return strcmp(ids[0], ids[1]);
}

/* Those whose name is written just so go before the others; what the first one is, name or demonym, all are. */
static void find_bearers(const naive *n, found_name *f)
{
  const bearer *all[MAX_BEARERS];
  uint32_t count = 0;
  for (uint32_t i = 0; i < n->count; ++i) {
    const bearer *b = &n->bearers[i];
    if (b->count == f->end - f->start && is_written(n, b, f->start) && (b->count > 1 || is_believed(n, b, f->start))) {
      all[count++] = b;
    }
  }
  qsort(all, count, sizeof *all, by_likelihood);
  f->count = 0;
  for (int exact = 1; exact >= 0; --exact) {
    for (uint32_t i = 0; i < count; ++i) {
      bool fits = is_exact(n, all[i], f->start) == exact;
      for (uint32_t k = 0; k < f->count && fits; ++k) {
        fits = f->bearers[k]->entry != all[i]->entry;
      }
      if (fits && (!f->count || (f->bearers[0]->standing >= 4) == (all[i]->standing >= 4))) {
        f->bearers[f->count++] = all[i];
      }
    }
  }
}

/* ---- where -------------------------------------------------------------------------------------------------------- */

static bool is_open(uint8_t type)
{
  return type == GAZ_ORGANIZATION || type == GAZ_EVENT;
}

/* China in "Bank of China"; an organization at the end of a name only behind a word in small letters. */
static bool may_lie_inside(const naive *n, const found_name *f, uint32_t outer_end)
{
  const uint8_t type = f->bearers[0]->entry->type;
  if (type == GAZ_ORGANIZATION && f->end == outer_end) {
    return f->start && form_at(n, f->start - 1)->shape == GAZ_LOWER;
  }
  return type == GAZ_COUNTRY || type == GAZ_PLACE || type == GAZ_ORGANIZATION;
}

static bool crosses(const found_name *a, const found_name *b)
{
  return a->start < b->start && b->start < a->end && a->end < b->end;
}

/* Of two that cross the longer one stays, of equals the earlier. */
static void keep(found_name *kept, uint32_t *count, const found_name *f)
{
  for (uint32_t i = 0; i < *count; ++i) {
    if (crosses(&kept[i], f) && kept[i].end - kept[i].start >= f->end - f->start) {
      return;
    }
  }
  uint32_t stay = 0;
  for (uint32_t i = 0; i < *count; ++i) {
    if (!crosses(&kept[i], f)) {
      kept[stay++] = kept[i];
    }
  }
  kept[stay++] = *f;
  *count = stay;
}

/* From left to right, the longest first: names that begin inside another one only where they may. */
static uint32_t find_all(const naive *n, found_name *kept)
{
  uint32_t count = 0, cover = 0, closed = 0;
  const gaz_entry *cover_entry = NULL;
  for (uint32_t start = 0; start < n->made->token_count; ++start) {
    for (uint32_t end = n->made->token_count; end > start; --end) {
      found_name f = {.start = start, .end = end};
      find_bearers(n, &f);
      if (!f.count) {
        continue;
      }
      const gaz_entry *entry = f.bearers[0]->entry;
      const bool inside = end <= cover, demonym = f.bearers[0]->standing >= 4;
      if (!inside || (end > closed && !demonym && entry != cover_entry && may_lie_inside(n, &f, cover))) {
        keep(kept, &count, &f);
      }
      closed = !is_open(entry->type) && end > closed ? end : closed;
      cover_entry = inside ? cover_entry : entry;
      cover = inside ? cover : end;
    }
  }
  return count;
}

uint32_t oracle_naive_names(const gaz_case *made, trawl_buf *out)
{
  static found_name kept[GAZ_TOKENS * GAZ_WORDS];
  naive n = {.made = made};
  for (uint32_t i = 0; i < made->entry_count; ++i) {
    if (!(made->entries[i].removed && made->entries[i].tsv)) {
      add_names(&n, &made->entries[i]);
    }
  }
  add_short_forms(&n);
  const uint32_t count = find_all(&n, kept);
  for (uint32_t i = 0; i < count; ++i) {
    const bool demonym = kept[i].bearers[0]->standing >= 4;
    trawl_buf_printf(out, "%u-%u %s", kept[i].start, kept[i].end, gaz_types[kept[i].bearers[0]->entry->type]);
    for (uint32_t k = 0; k < kept[i].count; ++k) {
      trawl_buf_printf(out, " e%u", kept[i].bearers[k]->entry->id);
    }
    trawl_buf_puts(out, demonym ? "*\n" : "\n");
  }
  return count;
}
