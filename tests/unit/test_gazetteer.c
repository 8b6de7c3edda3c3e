/* SPDX-License-Identifier: MIT
 * test_gazetteer.c - loading, faults, the finished trie, and the stage that looks names up. */
#include "base/file.h"
#include "base/limits.h"
#include "resource/gazetteer_build.h"
#include "stage/stage.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void trawl_suite_gazetteer(void);

typedef struct fixture {
  trawl_ruleset rules; /* only gazetteer, lexicon.words and types are in use */
  trawl_arena arena;
  trawl_findings *findings;
  trawl_gazetteer_loader loader;
} fixture;

/* Words are what blanks part; "'s" is cut off. */
static uint32_t cut(void *with, const char *name, size_t len, trawl_span *words, uint32_t max)
{
  uint32_t n = 0;
  (void)with;
  for (size_t at = 0; at < len;) {
    size_t end = at;
    while (end < len && name[end] != ' ') {
      ++end;
    }
    if (end - at > 2 && name[end - 2] == '\'') {
      end -= 2;
    }
    if (end > at) {
      if (n == max) {
        return 0;
      }
      words[n++] = (trawl_span){(uint32_t)at, (uint32_t)end};
    }
    at = end + (end < len && name[end] == ' ');
  }
  return n;
}

static void begin(fixture *f)
{
  memset(f, 0, sizeof *f);
  f->findings = trawl_findings_new(0);
  trawl_words_init(&f->rules.lexicon.words, NULL);
  trawl_types_init(&f->rules.types);
  f->loader = (trawl_gazetteer_loader){
    .gazetteer = &f->rules.gazetteer,
    .words = &f->rules.lexicon.words,
    .types = &f->rules.types,
    .arena = &f->arena,
    .findings = f->findings,
    .cut = cut,
  };
}

static void end(fixture *f)
{
  trawl_gazetteer_clear(&f->rules.gazetteer);
  trawl_words_clear(&f->rules.lexicon.words);
  trawl_arena_clear(&f->arena);
  trawl_findings_free(f->findings);
}

static trawl_status load_yaml(fixture *f, const char *name, const char *text)
{
  trawl_yaml_file file;
  const trawl_status status =
    trawl_yaml_parse(name, text, strlen(text), &f->arena, f->findings, &file);
  return status == TRAWL_OK ? trawl_gazetteer_load_yaml(&f->loader, &file) : status;
}

static trawl_status load_tsv(fixture *f, const char *name, const char *text)
{
  trawl_source *source = trawl_arena_alloc(&f->arena, sizeof *source);
  *source = (trawl_source){trawl_arena_str(&f->arena, name), trawl_arena_str(&f->arena, text),
                           strlen(text)};
  return trawl_gazetteer_load_tsv(&f->loader, source);
}

/* The ids that a name leads to, best first: "georgia georgia-us". */
static const char *look_up(fixture *f, const char *name, char *out, size_t size)
{
  const trawl_gazetteer *gazetteer = &f->rules.gazetteer;
  const trawl_words *words = &f->rules.lexicon.words;
  trawl_span spans[TRAWL_MOST_NAME_WORDS];
  const uint32_t n = cut(NULL, name, strlen(name), spans, TRAWL_MOST_NAME_WORDS);
  uint32_t state = 1, first = 0;
  for (uint32_t i = 0; i < n && state; ++i) {
    const uint32_t id =
      trawl_words_find(words, name + spans[i].start, spans[i].end - spans[i].start);
    state = id == TRAWL_NONE
              ? 0
              : trawl_gazetteer_step(gazetteer, state, trawl_words_at(words, id)->folded);
  }
  const uint32_t count = trawl_gazetteer_names(gazetteer, state, &first);
  *out = '\0';
  for (uint32_t i = 0; i < count; ++i) {
    const size_t used = strlen(out);
    const trawl_name found = trawl_gazetteer_name(gazetteer, first + i);
    snprintf(out + used, size - used, "%s%s%s", i ? " " : "",
             trawl_entry_id(gazetteer, found.entry),
             found.flags & TRAWL_NAME_DEMONYM ? "*" : "");
  }
  return out;
}

static void expect(const char *got, const char *want)
{
  CU_ASSERT_STRING_EQUAL(got, want);
  if (strcmp(got, want) != 0) {
    fprintf(stderr, "got  %s\nwant %s\n", got, want);
  }
}

/* ---- loading --------------------------------------------------------------------------------- */

static const char world[] =
  "source: 'made up'\n"
  "as_of: '2026-11-01'\n"
  "entities:\n"
  "  - {name: Ruritania, type: country, aliases: [Kingdom of Ruritania], demonyms: [Ruritanian, "
  "Ruritanians],\n"
  "     capital: Strelsau, seats: [Strelsau, The Castle], iso2: 'RR', iso3: 'RRR', kind: country}\n"
  "  - {name: Strelsau, type: place, in: Ruritania, kind: city, population: '1200000'}\n"
  "  - {name: The Castle, type: place, in: strelsau}\n"
  "  - name: Rudolf Karl Elphberg\n"
  "    type: person\n"
  "    gender: male\n"
  "    wikidata: Q12\n"
  "    roles:\n"
  "      - {role: king, of: Ruritania, from: '1894-03'}\n"
  "      - {role: crown prince, of: Ruritania, from: '1880', to: '1894'}\n"
  "  - {name: Bank of Ruritania, type: organization, in: Ruritania, kind: bank}\n"
  "  - {name: Élan Vítal, type: work}\n"
  "  - {name: Rebels, type: group, number: plural}\n";

static void test_yaml(void)
{
  fixture f;
  char out[256];
  begin(&f);
  CU_ASSERT_EQUAL(load_yaml(&f, "lists/world.yaml", world), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_gazetteer_finish(&f.loader), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_findings_count(f.findings), 0);
  const trawl_gazetteer *g = &f.rules.gazetteer;
  CU_ASSERT_EQUAL_FATAL(g->entry_count, 7);
  CU_ASSERT_EQUAL(g->as_of, 20261101);
  const uint32_t land = trawl_gazetteer_by_id(g, "ruritania"),
                 city = trawl_gazetteer_by_id(g, "strelsau");
  const uint32_t king = trawl_gazetteer_by_id(g, "rudolf-karl-elphberg");
  CU_ASSERT_FATAL(land != TRAWL_NONE && city != TRAWL_NONE && king != TRAWL_NONE);
  CU_ASSERT_EQUAL(trawl_entry_at(g, land)->capital, city);
  CU_ASSERT_EQUAL(trawl_entry_at(g, city)->stands_for, land);
  CU_ASSERT_EQUAL(trawl_entry_at(g, city)->in, land);
  CU_ASSERT_EQUAL(trawl_entry_at(g, trawl_gazetteer_by_id(g, "the-castle"))->stands_for, land);
  CU_ASSERT_STRING_EQUAL(trawl_gazetteer_source(g, trawl_entry_at(g, land)), "world.yaml");
  CU_ASSERT_STRING_EQUAL(trawl_gazetteer_text(g, trawl_entry_at(g, land)->iso2), "RR");
  CU_ASSERT_EQUAL(trawl_entry_at(g, king)->gender, TRAWL_GENDER_MALE);
  CU_ASSERT_EQUAL_FATAL(trawl_entry_at(g, king)->role_count, 2);
  const trawl_role_entry *roles = g->roles.at + trawl_entry_at(g, king)->first_role;
  CU_ASSERT_EQUAL(roles[0].of, land);
  CU_ASSERT_EQUAL(roles[0].from, 18940300);
  CU_ASSERT_EQUAL(roles[0].to, 0);
  CU_ASSERT_EQUAL(roles[1].to, 18949999);
  CU_ASSERT_STRING_EQUAL(trawl_words_text(&f.rules.lexicon.words, roles[1].role), "crown prince");
  CU_ASSERT_STRING_EQUAL(trawl_words_text(&f.rules.lexicon.words, roles[1].head), "prince");
  CU_ASSERT_TRUE(trawl_entry_at(g, trawl_gazetteer_by_id(g, "rebels"))->plural);
  CU_ASSERT_EQUAL(trawl_gazetteer_by_id(g, "nobody"), TRAWL_NONE);
  expect(look_up(&f, "Élan Vítal", out, sizeof out), "elan-vital");
  expect(look_up(&f, "Kingdom of Ruritania", out, sizeof out), "ruritania");
  expect(look_up(&f, "Kingdom of", out, sizeof out), "");
  expect(look_up(&f, "Ruritanians", out, sizeof out), "ruritania*");
  expect(look_up(&f, "Castle", out, sizeof out), "the-castle");
  expect(look_up(&f, "Rudolf Elphberg", out, sizeof out), "rudolf-karl-elphberg");
  end(&f);
}

static void expect_origin(const fixture *f, const char *id, uint32_t role, const char *source, uint32_t as_of)
{
  const trawl_gazetteer *g = &f->rules.gazetteer;
  const uint32_t entry = trawl_gazetteer_by_id(g, id);
  CU_ASSERT_FATAL(entry != TRAWL_NONE);
  const trawl_fact_origin got =
    trawl_gazetteer_origin(g, entry, role == TRAWL_NONE ? role : trawl_entry_at(g, entry)->first_role + role);
  expect(trawl_gazetteer_text(g, got.source), source);
  CU_ASSERT_EQUAL(got.as_of, as_of);
}

/* An office counts before its entry, that before the file, whatever stands first in it; entries that are gone
 * leave nothing behind. */
static void test_origins(void)
{
  fixture f;
  begin(&f);
  CU_ASSERT_EQUAL(load_yaml(&f, "late.yaml",
                            "as_of: '2024'\n"
                            "entities:\n"
                            "  - {name: Zofia, type: person, roles: [{role: envoy}, {role: judge, source: a letter}]}\n"
                            "  - {name: Gone, type: person, source: nobody, as_of: '1999', roles: [{role: king, as_of: '1998'}]}\n"
                            "  - name: Anton\n"
                            "    type: person\n"
                            "    source: the court circular\n"
                            "    roles: [{role: king, as_of: '2025-03'}, {role: heir, source: a letter, as_of: '2023-01-31'}]\n"
                            "    as_of: '2023'\n"
                            "source: \"an\\nalmanac \"\n"),
                  TRAWL_OK);
  CU_ASSERT_EQUAL(load_yaml(&f, "none.yaml", "remove: [gone]\nentities: [{name: Berta, type: person, as_of: '2022-05'}]\n"),
                  TRAWL_OK);
  CU_ASSERT_EQUAL(load_tsv(&f, "list.tsv",
                           "#trawl-gazetteer 1\n# as_of: 2021-06 or so\n# source: a map\n"
                           "Zenda\tplace\t\t\tsource=a letter;as_of=2020\nHentzau\tplace\n"),
                  TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_gazetteer_finish(&f.loader), TRAWL_OK);
  CU_ASSERT_EQUAL(f.rules.gazetteer.as_of, 20249999); /* of files only: it dates texts without a date */
  expect_origin(&f, "zofia", TRAWL_NONE, "an almanac", 20249999);
  expect_origin(&f, "zofia", 0, "an almanac", 20249999);
  expect_origin(&f, "zofia", 1, "a letter", 20249999);
  expect_origin(&f, "anton", TRAWL_NONE, "the court circular", 20239999);
  expect_origin(&f, "anton", 0, "the court circular", 20250399);
  expect_origin(&f, "anton", 1, "a letter", 20230131);
  expect_origin(&f, "berta", TRAWL_NONE, "", 20220599);
  expect_origin(&f, "zenda", TRAWL_NONE, "a letter", 20209999);
  expect_origin(&f, "hentzau", TRAWL_NONE, "a map", 20210699);
  CU_ASSERT_EQUAL(f.rules.gazetteer.origins.len, 8); /* two files, three entries, three offices */
  end(&f);
}

static void test_tsv(void)
{
  fixture f;
  char out[256];
  begin(&f);
  CU_ASSERT_EQUAL(load_tsv(&f, "places.tsv",
                           "#trawl-gazetteer 1\r\n# as_of: 2025-06\n\n"
                           "Ruritania\tcountry\r\n"
                           "Strelsau\tplace\t\tStrel\\tsau|Old\\|Town\tin=ruritania;kind=city;"
                           "population=90000;capital=yes;demonyms=Strelsauer,Strelsauers\n"
                           "Zenda\tplace\tzenda-castle\t\tin=Ruritania"),
                  TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_gazetteer_finish(&f.loader), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_findings_count(f.findings), 0);
  const trawl_gazetteer *g = &f.rules.gazetteer;
  const uint32_t land = trawl_gazetteer_by_id(g, "ruritania"),
                 city = trawl_gazetteer_by_id(g, "strelsau");
  CU_ASSERT_FATAL(land != TRAWL_NONE && city != TRAWL_NONE);
  CU_ASSERT_EQUAL(trawl_entry_at(g, land)->capital, city);
  CU_ASSERT_EQUAL(g->as_of, 20250699);
  expect(look_up(&f, "Strel\tsau", out, sizeof out), "strelsau");
  expect(look_up(&f, "Old|Town", out, sizeof out), "strelsau");
  expect(look_up(&f, "strelsauers", out, sizeof out), "strelsau*");
  expect(look_up(&f, "Zenda", out, sizeof out), "zenda-castle");
  end(&f);
}

/* Whatever the order of the files, the same comes out. */
static void test_file_order(void)
{
  static const char *const files[] = {
    ("entities:\n  - {name: Georgia, type: country}\n"
     "  - {name: Tbilisi, type: place, in: georgia}\n"),
    "entities:\n  - {name: Georgia, type: place, id: georgia-us, population: '10000000'}\n",
    "entities:\n  - {name: Georgia, type: person, id: a-georgia}\n  - {name: Paris, type: place}\n",
  };
  for (unsigned turn = 0; turn < 3; ++turn) {
    fixture f;
    char out[256];
    begin(&f);
    for (unsigned i = 0; i < 3; ++i) {
      CU_ASSERT_EQUAL(load_yaml(&f, "x.yaml", files[(i + turn) % 3]), TRAWL_OK);
    }
    CU_ASSERT_EQUAL(trawl_gazetteer_finish(&f.loader), TRAWL_OK);
    expect(look_up(&f, "Georgia", out, sizeof out), "georgia georgia-us a-georgia");
    CU_ASSERT_EQUAL(trawl_gazetteer_by_id(&f.rules.gazetteer, "a-georgia"), 0);
    CU_ASSERT_EQUAL(trawl_gazetteer_by_id(&f.rules.gazetteer, "tbilisi"), 4);
    end(&f);
  }
}

static void test_remove(void)
{
  fixture f;
  char out[256];
  begin(&f);
  CU_ASSERT_EQUAL(load_yaml(&f, "own.yaml",
                            "remove: [zenda, ruritania, nowhere]\n"
                            "entities:\n  - {name: New Zenda, type: place, id: zenda}\n"),
                  TRAWL_OK);
  CU_ASSERT_EQUAL(load_tsv(&f, "shipped.tsv",
                           "#trawl-gazetteer 1\nZenda\tplace\nRuritania\tcountry\n"
                           "Strelsau\tplace\t\t\tin=ruritania\n"),
                  TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_gazetteer_finish(&f.loader), TRAWL_OK);
  CU_ASSERT_EQUAL(f.rules.gazetteer.entry_count, 2);
  expect(look_up(&f, "Zenda", out, sizeof out), "");
  expect(look_up(&f, "New Zenda", out, sizeof out), "zenda");
  CU_ASSERT_EQUAL(trawl_findings_errors(f.findings), 0);
  CU_ASSERT_EQUAL_FATAL(trawl_findings_count(f.findings), 1);
  CU_ASSERT_STRING_EQUAL(trawl_findings_at(f.findings, 0).code, "W301");
  end(&f);
}

/* Short forms are rules' work and give way to what is written. */
static void test_derived(void)
{
  static const struct {
    const char *name, *want;
  } rows[] = {
    {"Anna Berg", "anna-maria-berg"}, {"John Roe", ""},   {"Ali Said", ""},
    {"Max Stone", "max-stone"},       {"Paul Klein", ""}, {"Hague", "the-hague"},
  };
  fixture f;
  char out[256];
  begin(&f);
  CU_ASSERT_EQUAL(load_yaml(&f, "x.yaml",
                            "entities:\n"
                            "  - {name: Anna Maria Berg, type: person}\n"
                            "  - {name: John Q Roe, type: person}\n"
                            "  - {name: John Richard Roe, type: person}\n"
                            "  - {name: Ali bin Said, type: person}\n"
                            "  - {name: Max T. Stone, type: person}\n"
                            "  - {name: Max Stone, type: organization}\n"
                            "  - {name: Paul Klein Jr., type: person}\n"
                            "  - {name: The Hague, type: place}\n"),
                  TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_gazetteer_finish(&f.loader), TRAWL_OK);
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    expect(look_up(&f, rows[i].name, out, sizeof out), rows[i].want);
  }
  end(&f);
}

static void test_ids(void)
{
  static const struct {
    const char *name, *want;
  } rows[] = {
    {"Vladimir Putin", "vladimir-putin"},
    {"C\xC3\xB4te d'Ivoire", "cote-d-ivoire"},
    {"\xC5\x81\xC3\xB3"
     "d\xC5\xBA",
     "lodz"},
    {"  A & B -- (C) ", "a-b-c"},
    {"\xD0\x9F\xD1\x83\xD1\x82\xD0\xB8\xD0\xBD", "\xD0\xBF\xD1\x83\xD1\x82\xD0\xB8\xD0\xBD"},
    {"G20", "g20"},
    {"!?", ""}};
  trawl_buf id = {.at = NULL};
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    CU_ASSERT_TRUE(trawl_gaz_default_id(rows[i].name, strlen(rows[i].name), &id));
    expect(trawl_buf_str(&id), rows[i].want);
  }
  trawl_buf_clear(&id);
}

static void test_dates(void)
{
  static const struct {
    const char *text;
    uint32_t want; /* 0: bad */
  } rows[] = {{"2024", 20249999},
              {"2024-02", 20240299},
              {"2024-02-29", 20240229},
              {"2023-02-29", 0},
              {"1900-02-29", 0},
              {"2024-13", 0},
              {"2024-00-01", 0},
              {"2024-04-31", 0},
              {"24-01-01", 0},
              {"2024/01/01", 0},
              {"", 0},
              {"today", 0},
              {"2024-01-01T00", 0},
              {"0000", 0}};
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    uint32_t date = 0;
    CU_ASSERT_EQUAL(trawl_gaz_date(rows[i].text, strlen(rows[i].text), 99, &date),
                    rows[i].want != 0);
    CU_ASSERT_EQUAL(date, rows[i].want);
  }
}

/* ---- the files of tests/bad ------------------------------------------------------------------------ */

/* Findings as the .err files have them. */
static void print_findings(const trawl_findings *findings, trawl_buf *out)
{
  for (uint32_t i = 0; i < trawl_findings_count(findings); ++i) {
    const trawl_finding found = trawl_findings_at(findings, i);
    trawl_buf_printf(out, "%u:%u: %s %s: %s\n", found.line, found.column,
                     found.severity == TRAWL_ERROR ? "error" : "warning", found.code,
                     found.message);
  }
}

static void check_bad_file(const char *path)
{
  fixture f;
  trawl_buf text = {.at = NULL}, want = {.at = NULL}, got = {.at = NULL};
  trawl_yaml_file yaml;
  begin(&f);
  CU_ASSERT_EQUAL_FATAL(trawl_file_read(path, 0, &text), TRAWL_OK);
  trawl_buf errors = {.at = NULL};
  trawl_buf_put(&errors, path, strlen(path) - strlen(strrchr(path, '.')));
  trawl_buf_puts(&errors, ".err");
  CU_ASSERT_EQUAL(trawl_file_read(trawl_buf_str(&errors), 0, &want), TRAWL_OK);
  if (strstr(path, ".tsv")) {
    const trawl_source source = {path, text.at, text.len};
    CU_ASSERT_EQUAL(trawl_gazetteer_load_tsv(&f.loader, &source), TRAWL_BAD_RULE);
    trawl_gazetteer_finish(&f.loader);
  } else if (trawl_yaml_parse(path, text.at ? text.at : "", text.len, &f.arena, f.findings, &yaml)
             == TRAWL_OK) {
    if (trawl_yaml_get(yaml.root, "types")) {
      CU_ASSERT_EQUAL(trawl_types_load(&f.rules.types, &yaml, &f.arena), TRAWL_BAD_RULE);
    } else {
      trawl_gazetteer_load_yaml(&f.loader, &yaml);
      trawl_gazetteer_finish(&f.loader);
    }
  }
  print_findings(f.findings, &got);
  const bool same =
    got.len == want.len && memcmp(trawl_buf_str(&got), trawl_buf_str(&want), got.len) == 0;
  CU_ASSERT_TRUE(same);
  if (!same) {
    fprintf(stderr, "---- %s\n%s", path, trawl_buf_str(&got));
  }
  trawl_buf_clear(&text);
  trawl_buf_clear(&errors);
  trawl_buf_clear(&want);
  trawl_buf_clear(&got);
  end(&f);
}

/* Only the files of the YAML reader, the types and the gazetteers: numbers below 400. */
static void test_bad_files(void)
{
  static const char folder[] = TRAWL_SOURCE_DIR "/tests/bad";
  trawl_arena arena = {NULL, NULL};
  trawl_paths paths = {.at = NULL};
  uint32_t checked = 0;
  CU_ASSERT_EQUAL_FATAL(trawl_file_list(folder, NULL, &arena, &paths), TRAWL_OK);
  for (uint32_t i = 0; i < paths.len; ++i) {
    const char *name = trawl_file_base(paths.at[i]);
    const char *suffix = strrchr(name, '.');
    const bool ours =
      strncmp(name, "1", 1) == 0 || strncmp(name, "24", 2) == 0 || strncmp(name, "3", 1) == 0;
    if (ours && suffix && strcmp(suffix, ".err") != 0) {
      check_bad_file(paths.at[i]);
      ++checked;
    }
  }
  CU_ASSERT_TRUE(checked >= 20);
  trawl_vec_clear(&paths);
  trawl_arena_clear(&arena);
}

/* A reference into an entry with a fault, or into a file that is no YAML, is not a second fault. */
static void test_no_echo(void)
{
  fixture f;
  begin(&f);
  CU_ASSERT_EQUAL(load_yaml(&f, "a.yaml",
                            "entities:\n  - {name: Zenda, type: plaze}\n"
                            "  - {name: Castle, type: place, in: Zenda}\n"),
                  TRAWL_BAD_RULE);
  CU_ASSERT_EQUAL(trawl_gazetteer_finish(&f.loader), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_findings_count(f.findings), 1);
  end(&f);
  begin(&f);
  CU_ASSERT_EQUAL(load_yaml(&f, "a.yaml", "entities: [\n"), TRAWL_BAD_RULE);
  CU_ASSERT_EQUAL(
    load_yaml(&f, "b.yaml", "entities:\n  - {name: Castle, type: place, in: Zenda}\n"), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_gazetteer_finish(&f.loader), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_findings_count(f.findings), 1);
  end(&f);
}

static void test_nothing(void)
{
  fixture f;
  uint32_t first;
  begin(&f);
  CU_ASSERT_EQUAL(trawl_gazetteer_finish(&f.loader), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_gazetteer_step(&f.rules.gazetteer, 1, 0), 0);
  CU_ASSERT_EQUAL(trawl_gazetteer_names(&f.rules.gazetteer, 1, &first), 0);
  CU_ASSERT_EQUAL(trawl_gazetteer_by_id(&f.rules.gazetteer, ""), TRAWL_NONE);
  end(&f);
}

/* ---- the stage ------------------------------------------------------------------------------- */

static const char names[] =
  "entities:\n"
  "  - {name: China, type: country, demonyms: [Chinese]}\n"
  "  - {name: Turkey, type: country, demonyms: [Turkish, Turk]}\n"
  "  - {name: Poland, type: country, demonyms: [Polish, Pole]}\n"
  "  - {name: United States, type: country, aliases: [US, U.S., America]}\n"
  "  - {name: Bank of China, type: organization}\n"
  "  - {name: Chinese Theatre, type: organization}\n"
  "  - {name: World Health Organization, type: organization, aliases: [WHO, UNHO]}\n"
  "  - {name: Northern Ireland, type: place}\n"
  "  - {name: Ireland, type: country}\n"
  "  - {name: Donald Trump, type: person, aliases: [Trump]}\n"
  "  - {name: Trump Organization, type: organization}\n"
  "  - {name: Georgia, type: country, demonyms: [Georgian]}\n"
  "  - {name: Georgia, type: place, id: georgia-us}\n"
  "  - {name: al-Shabaab fighters, type: group}\n"
  "  - {name: mainland China, type: place}\n"
  "  - {name: iFruit, type: organization, case: any}\n"
  "  - {name: Shell, type: organization, ambiguous: 'yes'}\n"
  "  - {name: The New York Times, type: organization, id: nyt}\n"
  "  - {name: The Times, type: organization}\n"
  "  - {name: New York, type: place}\n"
  "  - {name: York, type: place}\n"
  "  - {name: Council of the Times, type: organization}\n"
  "  - {name: Rome Treaty, type: work}\n"
  "  - {name: Treaty of Rome Group, type: organization}\n"
  "  - {name: Little Dorn, type: place, id: village, population: 900}\n"
  "  - {name: Little Dorn, type: place, id: town, population: 2500}\n"
  "  - {name: Little Dorn, type: place, id: unknown}\n"
  "  - {name: Anna Maria Velt, type: person, case: any}\n"
  "  - {name: Otto Maria Velt, type: person}\n"
  "  - {name: Roskland, type: country, aliases: [Rosk], demonyms: [Rosk]}\n"
  "  - {name: Bolm, type: place, aliases: [The dunes, dunes]}\n";

/* "Turkey/NN said" as a document of one sentence; "!" in front makes it a headline. */
static void fill(trawl_doc *doc, const trawl_words *base, const char *text)
{
  trawl_tokens *t = &doc->tokens;
  const bool headline = *text == '!';
  text += headline;
  trawl_words_init(&doc->words, base);
  while (*text) {
    size_t len = strcspn(text, " "), word = len;
    unsigned tag = TRAWL_TAG_NONE;
    const char *slash = memchr(text, '/', len);
    if (slash && slash > text) {
      word = (size_t)(slash - text);
      tag = trawl_tag_named(slash + 1, len - word - 1);
    }
    const uint32_t i = t->len;
    CU_ASSERT_TRUE_FATAL(trawl_tokens_reserve(t, i + 1));
    t->len = i + 1;
    t->start[i] = (uint32_t)doc->text.len;
    t->size[i] = (uint16_t)word;
    uint32_t id;
    CU_ASSERT_EQUAL(trawl_words_add(&doc->words, text, word, &id, NULL), TRAWL_OK);
    trawl_doc_set_word(doc, i, id);
    t->lemma[i] = t->word[i];
    t->kind[i] = strchr("\",:.()", *text) ? TRAWL_TOKEN_PUNCT : TRAWL_TOKEN_WORD;
    t->flags[i] =
      (uint8_t)((headline ? TRAWL_TOKEN_HEADLINE : 0) | (*text == '"' ? TRAWL_TOKEN_OPEN : 0));
    t->tag[i] = (uint8_t)tag;
    t->mention[i] = TRAWL_NONE;
    trawl_buf_put(&doc->text, text, word);
    trawl_buf_putc(&doc->text, ' ');
    text += len + (text[len] == ' ');
  }
  const trawl_sentence sentence = {{0, t->len}, headline};
  CU_ASSERT_TRUE(trawl_vec_push(&doc->sentences, sentence));
}

/* "0-3 bank-of-china; (2-3 china)": token ranges, candidates, brackets round inner ones, * demonyms. */
static void show(const trawl_doc *doc, const trawl_gazetteer *gazetteer, char *out, size_t size)
{
  *out = '\0';
  for (uint32_t i = 0; i < doc->mentions.len; ++i) {
    const trawl_mention *m = &doc->mentions.at[i];
    const bool inner = m->outer != TRAWL_NONE;
    size_t used = strlen(out);
    used += (size_t)snprintf(out + used, size - used, "%s%s%u-%u", i ? "; " : "", inner ? "(" : "",
                             m->tok.start, m->tok.end);
    for (uint32_t c = 0; c < m->cand_count; ++c) {
      used += (size_t)snprintf(out + used, size - used, " %s",
                               trawl_entry_id(gazetteer, doc->cands.at[m->first_cand + c]));
    }
    snprintf(out + used, size - used, "%s%s", m->kind == TRAWL_MENTION_DEMONYM ? "*" : "",
             inner ? ")" : "");
  }
}

static const struct {
  const char *text, *want;
} texts[] = {
  {"in China now", "1-2 china"},
  {"in china now", ""},
  {"the CHINA deal", ""},
  {"CHINA AND TRUMP MEET AGAIN", "0-1 china; 2-3 donald-trump"},
  {"!IRELAND accepts the deal", "0-1 ireland"},
  {"CHINA ( Reuters ) said", "0-1 china"},
  {"the Bank of China fell", "1-4 bank-of-china; (3-4 china)"},
  {"the Bank OF China fell", "1-4 bank-of-china; (3-4 china)"},
  {"the bank of China fell", "3-4 china"},
  {"in Northern Ireland today", "1-3 northern-ireland"},
  {"the Trump Organization sued", "1-3 trump-organization"},
  {"the Chinese Theatre burned", "1-3 chinese-theatre"},
  {"a Chinese/JJ ship", "1-2 china*"},
  {"Polish/JJ troops", "0-1 poland*"},
  {"Polish/VB the/DT table/NN", ""},
  {"Polish/VB officials/NNS left/VBD", "0-1 poland*"},
  {"the Poles/NNPS and Turk/NNP", "3-4 turkey*"},
  {"Turkey/NNP agreed", "0-1 turkey"},
  {"Turkey/NN said/VBD no", "0-1 turkey"},
  {"Turkey/NN breast/NN", ""},
  {"he likes Turkey/NN", "2-3 turkey"},
  {"\" Turkey/NN breast/NN", ""},
  {"give us/PRP time", ""},
  {"give US/NNP time", "1-2 united-states"},
  {"US/NN officials said", "0-1 united-states"},
  {"Us/PRP two", ""},
  {"WHO/WP ARE THEY NOW", ""},
  {"the WHO/NNP said", "1-2 world-health-organization"},
  {"Who/WP said", ""},
  {"the Unho said", "1-2 world-health-organization"},
  {"Georgia agreed", "0-1 georgia georgia-us"},
  {"Georgian/JJ wine", "0-1 georgia*"},
  {"Mainland China fell", "0-2 mainland-china"},
  {"ifruit and IFRUIT", "0-1 ifruit; 2-3 ifruit"},
  {"in Little Dorn now", "1-3 unknown town village"}, /* nobody counted: as if half a million */
  {"anna velt and otto velt", "0-2 anna-maria-velt"},
  {"Rosk/JJ here/RB", "0-1 roskland*"}, /* a name that is a demonym too is both */
  {"Dunes/VB are/VBP high/JJ", "0-1 bolm"},
  {"he found Shell/NN here", ""},
  {"he joined Shell/NNP here", "2-3 shell"},
  {"Al-shabaab fighters left", "0-2 al-shabaab-fighters"},
  {"in The New York Times", "1-5 nyt; (2-4 new-york)"},
  {"the New York Times", "1-4 nyt; (1-3 new-york)"},
  {"the Council of the Times", "1-5 council-of-the-times; (4-5 the-times)"},
  {"from New York", "1-3 new-york"},
  {"the Treaty of Rome Treaty", "3-5 rome-treaty"},
  {"", ""},
};

static void test_stage(void)
{
  static const char *const common[] = {"turkey", "us",  "who",   "polish",
                                       "pole",   "the", "shell", "bank", "dunes", "rosk"};
  fixture f;
  begin(&f);
  CU_ASSERT_EQUAL_FATAL(load_yaml(&f, "names.yaml", names), TRAWL_OK);
  CU_ASSERT_EQUAL_FATAL(trawl_gazetteer_finish(&f.loader), TRAWL_OK);
  for (size_t i = 0; i < TRAWL_COUNT(common); ++i) {
    uint32_t id = 0;
    CU_ASSERT_EQUAL(
      trawl_words_add(&f.rules.lexicon.words, common[i], strlen(common[i]), &id, NULL), TRAWL_OK);
    f.rules.lexicon.words.items.at[id].known = 1;
  }
  for (size_t i = 0; i < TRAWL_COUNT(texts); ++i) {
    trawl_run_state run = {.rules = &f.rules};
    trawl_doc doc;
    char got[512];
    memset(&doc, 0, sizeof doc);
    fill(&doc, &f.rules.lexicon.words, texts[i].text);
    CU_ASSERT_EQUAL(trawl_stage_gazetteer(&run, &doc), TRAWL_OK);
    show(&doc, &f.rules.gazetteer, got, sizeof got);
    CU_ASSERT_STRING_EQUAL(got, texts[i].want);
    if (strcmp(got, texts[i].want) != 0) {
      fprintf(stderr, "'%s': got '%s', want '%s'\n", texts[i].text, got, texts[i].want);
    }
    trawl_doc_clear(&doc);
  }
  end(&f);
}

/* ---- many -------------------------------------------------------------------------------------- */

/* A million entries of one name would be slow if anything were quadratic; some thousands show it too. */
static void test_many(void)
{
  enum { N = 20000 };
  fixture f;
  char out[256];
  trawl_buf text = {.at = NULL};
  begin(&f);
  trawl_buf_puts(&text, "#trawl-gazetteer 1\n");
  for (unsigned i = 0; i < N; ++i) {
    trawl_buf_printf(&text, "Same Name\tplace\te%u\tName %u of Many\n", i, i);
  }
  CU_ASSERT_EQUAL(load_tsv(&f, "many.tsv", trawl_buf_str(&text)), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_gazetteer_finish(&f.loader), TRAWL_OK);
  CU_ASSERT_EQUAL(f.rules.gazetteer.entry_count, N);
  expect(look_up(&f, "Name 777 of Many", out, sizeof out), "e777");
  trawl_buf_clear(&text);
  end(&f);
}

void trawl_suite_gazetteer(void)
{
  CU_pSuite s = CU_add_suite("gazetteer", NULL, NULL);
  CU_add_test(s, "yaml", test_yaml);
  CU_add_test(s, "origins", test_origins);
  CU_add_test(s, "tsv", test_tsv);
  CU_add_test(s, "order of files", test_file_order);
  CU_add_test(s, "remove", test_remove);
  CU_add_test(s, "derived names", test_derived);
  CU_add_test(s, "default ids", test_ids);
  CU_add_test(s, "dates", test_dates);
  CU_add_test(s, "bad files", test_bad_files);
  CU_add_test(s, "no fault twice", test_no_echo);
  CU_add_test(s, "nothing loaded", test_nothing);
  CU_add_test(s, "the stage", test_stage);
  CU_add_test(s, "many", test_many);
}
