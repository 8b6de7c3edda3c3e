/* SPDX-License-Identifier: MIT
 * gazetteer_make.c - random lists of names that share words, prefixes and writings, and texts of those words. */
#include "gazetteer.h"

#include <string.h>

const gaz_form gaz_forms[GAZ_FORMS] = {
  {"the", 0, GAZ_LOWER, true},     {"The", 0, GAZ_TITLE, true},     {"of", 2, GAZ_LOWER, true},
  {"Of", 2, GAZ_TITLE, true},      {"ab", 4, GAZ_LOWER, true},      {"Ab", 4, GAZ_TITLE, true},
  {"AB", 4, GAZ_UPPER, true},      {"bo", 7, GAZ_LOWER, false},     {"Bo", 7, GAZ_TITLE, false},
  {"BO", 7, GAZ_UPPER, false},     {"cado", 10, GAZ_LOWER, false},  {"Cado", 10, GAZ_TITLE, false},
  {"CADO", 10, GAZ_UPPER, false},  {"caDo", 10, GAZ_MIXED, false},  {"dado", 14, GAZ_LOWER, true},
  {"Dado", 14, GAZ_TITLE, true},   {"DADO", 14, GAZ_UPPER, true},   {"j.", 17, GAZ_LOWER, false},
  {"J.", 17, GAZ_INITIAL, false},  {",", 19, GAZ_OTHER, true},      {"-", 20, GAZ_OTHER, true},
  {"(", 21, GAZ_OTHER, true},      {":", 22, GAZ_OTHER, true},      {"eno", 23, GAZ_LOWER, false},
  {"Eno", 23, GAZ_TITLE, false},   {"ENO", 23, GAZ_UPPER, false},   {"fee", 26, GAZ_LOWER, true},
  {"Fee", 26, GAZ_TITLE, true},
};
const char *const gaz_types[GAZ_TYPES] = {"person", "organization", "country", "place", "event", "group"};
const char *const gaz_tags[GAZ_TAGS] = {"NN", "NNP", "NNS", "NNPS", "JJ", "VB", "VBD", "VBZ", "MD", "POS", "DT", "IN"};

/* The forms that names are made of: most are capitalised. */
static uint8_t name_form(oracle_random *random)
{
  static const uint8_t often[] = {5, 8, 11, 15, 24, 27};
  if (!oracle_once_in(random, 3)) {
    return often[oracle_below(random, sizeof often)];
  }
  uint8_t form;
  do {
    form = (uint8_t)oracle_below(random, GAZ_FORMS);
  } while (gaz_forms[form].shape == GAZ_OTHER);
  return form;
}

static gaz_name make_name(const gaz_case *made, oracle_random *random)
{
  gaz_name name = {.count = (uint8_t)(1 + oracle_below(random, GAZ_WORDS))};
  uint32_t from = 0;
  if (made->entry_count && oracle_once_in(random, 2)) { /* begins as another name does */
    const gaz_entry *other = &made->entries[oracle_below(random, made->entry_count)];
    const gaz_name *like = &other->names[oracle_below(random, other->name_count)];
    from = oracle_below(random, like->count + 1u);
    memcpy(name.forms, like->forms, from);
    name.count = (uint8_t)(name.count < from ? from : name.count);
  }
  for (uint32_t i = from; i < name.count; ++i) {
    name.forms[i] = name_form(random);
  }
  return name;
}

void oracle_make_names(gaz_case *made, oracle_random *random)
{
  static const uint32_t populations[] = {0, 0, 0, 1, 900, 1000, 2500, 499999, 500000, 700000, 31000000};
  const uint32_t count = 1 + oracle_below(random, GAZ_ENTRIES);
  made->entry_count = 0;
  for (uint32_t i = 0; i < count; ++i) {
    gaz_entry *entry = &made->entries[i];
    *entry = (gaz_entry){.type = (uint8_t)oracle_below(random, GAZ_TYPES)};
    entry->id = (uint16_t)(i * 37 % 101);
    entry->population = populations[oracle_below(random, sizeof populations / sizeof *populations)];
    entry->ambiguous = oracle_once_in(random, 6);
    entry->any_case = oracle_once_in(random, 8);
    entry->plural = oracle_once_in(random, 8);
    entry->removed = oracle_once_in(random, 12);
    entry->tsv = oracle_once_in(random, 2);
    entry->name_count = (uint8_t)(1 + oracle_below(random, GAZ_NAMES));
    for (uint32_t k = 0; k < entry->name_count; ++k) {
      entry->names[k] = make_name(made, random);
      entry->names[k].demonym = k && oracle_once_in(random, 3);
    }
    ++made->entry_count;
  }
}

/* A name of the list in its own writing, or in another. */
static uint32_t put_name(const gaz_case *made, gaz_token *to, uint32_t room, oracle_random *random)
{
  const gaz_entry *entry = &made->entries[oracle_below(random, made->entry_count)];
  const gaz_name *name = &entry->names[oracle_below(random, entry->name_count)];
  const bool same = !oracle_once_in(random, 3);
  uint32_t n = 0;
  for (; n < name->count && n < room; ++n) {
    to[n].form = name->forms[n];
    if (!same) {
      const uint8_t lower = gaz_forms[name->forms[n]].lower;
      do {
        to[n].form = (uint8_t)oracle_below(random, GAZ_FORMS);
      } while (gaz_forms[to[n].form].lower != lower);
    }
  }
  return n;
}

void oracle_make_text(gaz_case *made, oracle_random *random)
{
  const bool loud = oracle_once_in(random, 6);
  made->token_count = 1 + oracle_below(random, GAZ_TOKENS);
  made->headline = oracle_once_in(random, 6);
  for (uint32_t i = 0; i < made->token_count;) {
    if (!oracle_once_in(random, 3)) {
      i += put_name(made, &made->tokens[i], made->token_count - i, random);
    } else {
      made->tokens[i++].form = (uint8_t)oracle_below(random, GAZ_FORMS);
    }
  }
  for (uint32_t i = 0; i < made->token_count; ++i) {
    made->tokens[i].tag = (uint8_t)oracle_below(random, GAZ_TAGS);
    for (uint8_t form = 0; loud && form < GAZ_FORMS; ++form) {
      const bool upper = gaz_forms[form].shape == GAZ_UPPER && gaz_forms[form].lower == gaz_forms[made->tokens[i].form].lower;
      made->tokens[i].form = upper ? form : made->tokens[i].form;
    }
  }
}

/* ---- how they are written ---------------------------------------------------------------------------------------- */

static void print_name(const gaz_name *name, trawl_buf *out)
{
  for (uint32_t i = 0; i < name->count; ++i) {
    trawl_buf_printf(out, "%s%s", i ? " " : "", gaz_forms[name->forms[i]].text);
  }
}

static void print_others(const gaz_entry *entry, bool demonyms, const char *quote, const char *between, trawl_buf *out)
{
  bool first = true;
  for (uint32_t k = 1; k < entry->name_count; ++k) {
    if (entry->names[k].demonym == demonyms) {
      trawl_buf_printf(out, "%s%s", first ? "" : between, quote);
      print_name(&entry->names[k], out);
      trawl_buf_puts(out, quote);
      first = false;
    }
  }
}

static void print_yaml(const gaz_entry *entry, trawl_buf *out)
{
  trawl_buf_puts(out, "  - {name: \"");
  print_name(&entry->names[0], out);
  trawl_buf_printf(out, "\", id: e%u, type: %s, aliases: [", entry->id, gaz_types[entry->type]);
  print_others(entry, false, "\"", ", ", out);
  trawl_buf_puts(out, "], demonyms: [");
  print_others(entry, true, "\"", ", ", out);
  trawl_buf_puts(out, "]");
  if (entry->population) {
    trawl_buf_printf(out, ", population: %u", entry->population);
  }
  trawl_buf_printf(out, "%s%s%s}\n", entry->ambiguous ? ", ambiguous: yes" : "", entry->any_case ? ", case: any" : "",
                   entry->plural ? ", number: plural" : "");
}

static void print_tsv(const gaz_entry *entry, trawl_buf *out)
{
  print_name(&entry->names[0], out);
  trawl_buf_printf(out, "\t%s\te%u\t", gaz_types[entry->type], entry->id);
  print_others(entry, false, "", "|", out);
  trawl_buf_printf(out, "\tnumber=%s", entry->plural ? "plural" : "singular");
  if (entry->population) {
    trawl_buf_printf(out, ";population=%u", entry->population);
  }
  trawl_buf_puts(out, entry->ambiguous ? ";ambiguous=yes" : "");
  trawl_buf_puts(out, entry->any_case ? ";case=any" : "");
  bool demonyms = false;
  for (uint32_t k = 1; k < entry->name_count; ++k) {
    demonyms |= entry->names[k].demonym;
  }
  if (demonyms) {
    trawl_buf_puts(out, ";demonyms=");
    print_others(entry, true, "", ",", out);
  }
  trawl_buf_putc(out, '\n');
}

/* The YAML file takes entries of the other one out. */
void oracle_print_names(const gaz_case *made, trawl_buf *yaml, trawl_buf *tsv)
{
  trawl_buf_puts(tsv, "#trawl-gazetteer 1\n");
  bool any = false;
  for (uint32_t i = 0; i < made->entry_count; ++i) {
    if (made->entries[i].tsv) {
      print_tsv(&made->entries[i], tsv);
    } else {
      trawl_buf_puts(yaml, any ? "" : "entities:\n");
      print_yaml(&made->entries[i], yaml);
      any = true;
    }
  }
  trawl_buf_puts(yaml, any ? "remove: [" : "entities: []\nremove: [");
  bool first = true;
  for (uint32_t i = 0; i < made->entry_count; ++i) {
    if (made->entries[i].removed && made->entries[i].tsv) {
      trawl_buf_printf(yaml, "%se%u", first ? "" : ", ", made->entries[i].id);
      first = false;
    }
  }
  trawl_buf_puts(yaml, "]\n");
}

void oracle_print_text(const gaz_case *made, trawl_buf *out)
{
  trawl_buf_puts(out, made->headline ? "(headline)" : "");
  for (uint32_t i = 0; i < made->token_count; ++i) {
    trawl_buf_printf(out, " %s/%s", gaz_forms[made->tokens[i].form].text, gaz_tags[made->tokens[i].tag]);
  }
}
