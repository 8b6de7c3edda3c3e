/* SPDX-License-Identifier: MIT
 * test_settings.c - who says it, when and where, through the whole chain: rows of a text, a word that heads
 * a frame, and the frame's attribution, time and place.  A third of the rows must stay empty in part. */
#include "coref_rows.h"

void trawl_suite_settings(void);

typedef struct setting_row {
  const char *text, *trigger; /* the last frame of that word */
  const char *want;           /* attribution | time | place; "-": none */
} setting_row;

static const setting_row quotations[] = {
  /* a quotation of several sentences, before and behind the verb of speech */
  {"\"We lost. They attacked Kyiv,\" Emmanuel Macron said.", "attacked", "Emmanuel Macron | - | -"},
  {"\"We lost,\" Emmanuel Macron said. \"They attacked Kyiv.\"", "attacked",
   "Emmanuel Macron | - | -"},
  {"\"We lost,\" Emmanuel Macron said. \"They lied. They attacked Kyiv.\"", "attacked",
   "Emmanuel Macron | - | -"},
  {"Emmanuel Macron defended the law: \"They attacked Kyiv.\"", "attacked",
   "Emmanuel Macron | - | -"},
  {"Talks failed, Emmanuel Macron said. \"They attacked Kyiv.\"", "attacked",
   "Emmanuel Macron | - | -"},
  {"\"We lost,\" said Emmanuel Macron. \"They left,\" said Olaf Scholz. \"They attacked Kyiv.\"",
   "attacked", "Olaf Scholz | - | -"},
  {"\"We lost,\" said Emmanuel Macron. \"They attacked Kyiv,\" said Olaf Scholz.", "attacked",
   "Olaf Scholz | - | -"},
  {"Emmanuel Macron said that talks between Russia and Iran had failed.", "talks",
   "Emmanuel Macron | - | -"},
  {"The client of Emmanuel Macron's lawyer, Anna Fell, left. The lawyer, Anna Fell, said Russia "
   "attacked Kyiv.",
   "attacked", "Anna Fell | - | -"},
  {"According to Emmanuel Macron, Russia attacked Kyiv.", "attacked", "Emmanuel Macron | - | -"},
  {"In a statement, Emmanuel Macron said that Russia attacked Kyiv.", "attacked",
   "Emmanuel Macron | - | -"},
  /* nobody says it */
  {"\"We lost,\" Emmanuel Macron said. Russia attacked Kyiv.", "attacked", "- | - | -"},
  {"\"We lost,\" Emmanuel Macron said.\n\nRussia attacked Kyiv.", "attacked", "- | - | -"},
  {"\"We lost,\" Emmanuel Macron said.\n\n\"They attacked Kyiv.\"", "attacked", "- | - | -"},
  {"Emmanuel Macron slept. \"They attacked Kyiv.\"", "attacked", "- | - | -"},
  {"Emmanuel Macron said little. Russia attacked Kyiv.", "attacked", "- | - | -"},
  {"Emmanuel Macron read \"War and Peace\". Russia attacked Kyiv.", "attacked", "- | - | -"},
};

static const setting_row places[] = {
  {"Emmanuel Macron met Olaf Scholz at a summit in Geneva.", "met", "- | - | Geneva"},
  {"Emmanuel Macron met Olaf Scholz near Geneva on 3 May 2021.", "met",
   "- | 2021-05-03 | Geneva"},
  {"Emmanuel Macron met Olaf Scholz in the Polish capital.", "met", "- | - | Warsaw"},
  {"Emmanuel Macron flew to Geneva on 3 May 2021, where he met Olaf Scholz.", "met",
   "- | 2021-05-03 | Geneva"},
  {"Police arrested Emmanuel Macron in a Geneva court.", "arrested", "- | - | Geneva"},
  {"Emmanuel Macron met Olaf Scholz in Geneva on 3 May 2021 and praised him.", "praised",
   "- | 2021-05-03 | Geneva"},
  {"On 3 May 2021, after a long night, Emmanuel Macron met Olaf Scholz.", "met",
   "- | 2021-05-03 | -"},
  {"In Geneva on 3 May 2021, Emmanuel Macron met Olaf Scholz.", "met",
   "- | 2021-05-03 | Geneva"},
  {"Microsoft agreed on 3 May 2021 to buy Siemens.", "buy", "- | 2021-05-03 | -"},
  {"Emmanuel Macron backed Olaf Scholz, and on 3 May 2021 Joe Biden met him.", "met",
   "- | 2021-05-03 | -"},
  {"Russia and Iran stood by Olaf Scholz, but in 2021 both countries signed a pact.", "signed",
   "- | 2021 | -"},
  /* no place, no time */
  {"Emmanuel Macron backed Olaf Scholz, and on 3 May 2021 Joe Biden met him.", "backed",
   "- | - | -"},
  {"The envoy for minorities at a bureau in Geneva met Olaf Scholz.", "met", "- | - | -"},
  {"Emmanuel Macron invested in the Geneva offensive.", "invested", "- | - | -"},
  {"Emmanuel Macron met Olaf Scholz, the mayor of Geneva.", "met", "- | - | -"},
  {"Emmanuel Macron met Olaf Scholz in Geneva. He praised him.", "praised", "- | - | -"},
  {"Emmanuel Macron met Olaf Scholz in Geneva and Vladimir Putin praised him.", "praised",
   "- | - | -"},
  {"Emmanuel Macron met Olaf Scholz in Geneva and will praise him.", "praise", "- | - | -"},
  {"Emmanuel Macron met Olaf Scholz, who was born in 1958, and praised him.", "met", "- | - | -"},
  {"Emmanuel Macron praised the Swiss in May.", "praised", "- | 2022-05 | -"},
};

static void name_of(const trawl_doc *doc, uint32_t mention, char *out, size_t room)
{
  coref_name(doc, mention, out, room);
  if (!*out) {
    snprintf(out, room, "-");
  }
}

static uint32_t find_frame(const trawl_doc *doc, const char *trigger)
{
  uint32_t found = TRAWL_NONE;
  for (uint32_t i = 0; i < doc->clauses.frames.len; ++i) {
    const uint32_t t = doc->clauses.frames.at[i].trigger;
    const trawl_span text = trawl_doc_text_span(doc, (trawl_span){t, t + 1});
    if (text.end - text.start == strlen(trigger)
        && strncmp(doc->text.at + text.start, trigger, strlen(trigger)) == 0) {
      found = i;
    }
  }
  return found;
}

static bool check(const trawl_doc *doc, const setting_row *row)
{
  const uint32_t index = find_frame(doc, row->trigger);
  char said[100] = "-", place[100], got[300];
  const char *time = "-";
  if (index == TRAWL_NONE) {
    fprintf(stderr, "\n%s\n  no frame\n", row->text);
    return false;
  }
  const trawl_frame *f = &doc->clauses.frames.at[index];
  if (f->attribution != TRAWL_NONE) {
    const trawl_np *np = &doc->clauses.nps.at[f->attribution];
    name_of(doc,
            np->mention == TRAWL_NONE && np->apposition != TRAWL_NONE
              ? doc->clauses.nps.at[np->apposition].mention
              : np->mention,
            said, sizeof said);
  }
  name_of(doc, f->place, place, sizeof place);
  if (f->time != TRAWL_NONE && doc->mentions.at[f->time].value) {
    time = doc->mentions.at[f->time].value;
  }
  snprintf(got, sizeof got, "%s | %s | %s", said, time, place);
  if (strcmp(got, row->want) != 0) {
    fprintf(stderr, "\n%s\n  %s: '%s', not '%s'\n", row->text, row->trigger, got, row->want);
    return false;
  }
  return true;
}

static void run(const setting_row *rows, size_t n)
{
  trawl_pipeline *pipeline = coref_open(TRAWL_RESOLVE_ALL);
  trawl_doc *doc = trawl_doc_new(pipeline);
  CU_ASSERT_PTR_NOT_NULL_FATAL(doc);
  for (size_t i = 0; i < n; ++i) {
    coref_read(pipeline, doc, rows[i].text, TRAWL_STAGE_RESOLVE);
    CU_ASSERT_TRUE(check(doc, &rows[i]));
  }
  trawl_doc_free(doc);
  trawl_pipeline_free(pipeline);
}

static void test_quotations(void)
{
  run(quotations, TRAWL_COUNT(quotations));
}

static void test_places(void)
{
  run(places, TRAWL_COUNT(places));
}

void trawl_suite_settings(void)
{
  CU_pSuite s = CU_add_suite("settings", NULL, NULL);
  CU_add_test(s, "quotations", test_quotations);
  CU_add_test(s, "times and places", test_places);
}
