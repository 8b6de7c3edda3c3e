/* SPDX-License-Identifier: MIT
 * test_output.c - formats: one record in, bytes out. */
#include "output/writer.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

static trawl_slice slice(const char *text)
{
  return (trawl_slice){text, strlen(text), 1, 1 + strlen(text)};
}

static trawl_record triple(void)
{
  trawl_record record = {.doc = "a"};
  record.triple = (trawl_triple_view){
    .subject = {.slice = slice("he"), .name = "Ann", .id = "ann", .type = "person"},
    .object = {.slice = slice("B"), .name = "B", .type = "place"},
    .relation = "left",
    .trigger = slice("went"),
    .polarity = "positive",
    .modality = "actual",
    .rule = "r",
    .phrase = "p",
    .confidence = 0.934,
  };
  return record;
}

static void expect(const trawl_format *format, trawl_layer layer, const trawl_record *record,
                   const char *want)
{
  trawl_buf out = {.at = NULL};
  format->record[layer](&out, record);
  if (strcmp(trawl_buf_str(&out), want) != 0) {
    fprintf(stderr, "%s\n  got  %s  want %s", format->name, trawl_buf_str(&out), want);
    CU_FAIL("record");
  }
  trawl_buf_clear(&out);
}

static void test_plain_triple(void)
{
  const trawl_record record = triple();
  expect(&trawl_format_text, TRAWL_TRIPLES, &record, "Ann \xE2\x80\x93 left \xE2\x80\x93 B\n");
  expect(&trawl_format_tsv, TRAWL_TRIPLES, &record,
         "a\t0\tAnn\tann\tperson\tleft\tB\t\tplace\tpositive\tactual\t\t\t\t\t\tr\t0.93\t1\t3\t1\t2\twent\n");
  expect(&trawl_format_jsonl, TRAWL_TRIPLES, &record,
         "{\"doc\":\"a\",\"sentence\":0,\"subject\":{\"text\":\"he\",\"name\":\"Ann\",\"id\":\"ann\","
         "\"type\":\"person\",\"start\":1,\"end\":3,\"stands_for\":null,\"value\":null},"
         "\"relation\":\"left\",\"object\":{\"text\":\"B\",\"name\":\"B\",\"id\":null,\"type\":\"place\","
         "\"start\":1,\"end\":2,\"stands_for\":null,\"value\":null},"
         "\"trigger\":{\"text\":\"went\",\"start\":1,\"end\":5},\"polarity\":\"positive\","
         "\"modality\":\"actual\",\"tense\":null,\"attribution\":null,\"time\":null,\"place\":null,"
         "\"cues\":[],\"qualifiers\":{},\"rule\":\"r\",\"phrase\":\"p\",\"confidence\":0.93}\n");
}

static void test_brackets_in_order(void)
{
  trawl_record record = triple();
  record.triple.polarity = "negative";
  record.triple.modality = "planned";
  record.triple.attribution = (trawl_argument_view){.slice = slice("x"), .name = "C"};
  record.triple.time = (trawl_argument_view){.slice = slice("on\nMonday"), .name = "n"};
  record.triple.place = (trawl_argument_view){.slice = slice("x"), .name = "D"};
  record.triple.qualifier_count = 2;
  record.triple.qualifiers[0] = (trawl_qualifier_view){"role", "chief"};
  record.triple.qualifiers[1] = (trawl_qualifier_view){"kin", "son"};
  expect(&trawl_format_text, TRAWL_TRIPLES, &record,
         "Ann \xE2\x80\x93 left \xE2\x80\x93 B [not; planned; says C; on Monday; in D; role chief; kin son]\n");
  record.triple.time.value = "2023-W05";
  record.triple.polarity = "positive";
  record.triple.modality = "actual";
  record.triple.attribution = (trawl_argument_view){.name = NULL};
  record.evidence = slice("He\twent.");
  expect(&trawl_format_text, TRAWL_TRIPLES, &record,
         "Ann \xE2\x80\x93 left \xE2\x80\x93 B [2023-W05; in D; role chief; kin son]\n    He went.\n");
}

/* What a sentence's text looks like in each format. */
static const struct {
  const char *text, *plain, *tsv, *csv, *json;
} texts[] = {
  {"a b", "a b", "a b", "a b", "a b"},
  {"a\tb\n", "a b", "a\\tb\\n", "\"a\tb\n\"", "a\\tb\\n"},
  {"\"q\", \\", "\"q\", \\", "\"q\", \\\\", "\"\"\"q\"\", \\\"", "\\\"q\\\", \\\\"},
  {"\x1b[1m\x7f", "\\x1B[1m\\x7F", "\x1b[1m\x7f", "\x1b[1m\x7f", "\\u001b[1m\\u007f"},
  {"\xC2\x9B", "\\x9B", "\xC2\x9B", "\xC2\x9B", "\xC2\x9B"},
  {"\xFFx\xC3", "\xEF\xBF\xBDx\xEF\xBF\xBD", "\xEF\xBF\xBDx\xEF\xBF\xBD", "\xEF\xBF\xBDx\xEF\xBF\xBD",
   "\xEF\xBF\xBDx\xEF\xBF\xBD"},
  {"\xE2\x82\xAC", "\xE2\x82\xAC", "\xE2\x82\xAC", "\xE2\x82\xAC", "\xE2\x82\xAC"},
  {"", "", "", "", ""},
};

static void test_escapes(void)
{
  for (size_t i = 0; i < TRAWL_COUNT(texts); ++i) {
    trawl_record record = {.doc = "a"};
    char want[256];
    record.sentence = (trawl_sentence_view){3, slice(texts[i].text)};
    const unsigned end = (unsigned)record.sentence.slice.end;
    snprintf(want, sizeof want, "%s\n", texts[i].plain);
    expect(&trawl_format_text, TRAWL_SENTENCES, &record, want);
    snprintf(want, sizeof want, "a\t3\t1\t%u\t%s\n", end, texts[i].tsv);
    expect(&trawl_format_tsv, TRAWL_SENTENCES, &record, want);
    snprintf(want, sizeof want, "a,3,1,%u,%s\n", end, texts[i].csv);
    expect(&trawl_format_csv, TRAWL_SENTENCES, &record, want);
    snprintf(want, sizeof want, "{\"doc\":\"a\",\"sentence\":3,\"start\":1,\"end\":%u,\"text\":\"%s\"}\n",
             end, texts[i].json);
    expect(&trawl_format_jsonl, TRAWL_SENTENCES, &record, want);
  }
}

static void test_nul_is_no_end(void)
{
  trawl_record record = {.doc = "a"};
  record.sentence = (trawl_sentence_view){0, {"a\0b", 3, 0, 3}};
  expect(&trawl_format_jsonl, TRAWL_SENTENCES, &record,
         "{\"doc\":\"a\",\"sentence\":0,\"start\":0,\"end\":3,\"text\":\"a\\u0000b\"}\n");
  expect(&trawl_format_text, TRAWL_SENTENCES, &record, "a\\x00b\n");
  expect(&trawl_format_tsv, TRAWL_SENTENCES, &record, "a\t0\t0\t3\ta\xEF\xBF\xBD" "b\n");
  expect(&trawl_format_csv, TRAWL_SENTENCES, &record, "a,0,0,3,a\xEF\xBF\xBD" "b\n");
}

static void test_ratio(void)
{
  static const struct {
    double ratio;
    const char *want;
  } rows[] = {{1, "1.00"}, {0.5, "0.50"}, {0.999, "1.00"}, {0.0049, "0.01"}, {0, "0.01"}, {7, "1.00"}};
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    trawl_buf out = {.at = NULL};
    trawl_put_ratio(&out, rows[i].ratio);
    CU_ASSERT_STRING_EQUAL(trawl_buf_str(&out), rows[i].want);
    trawl_buf_clear(&out);
  }
}

static bool refuse(void *to, const char *bytes, size_t len)
{
  (void)bytes;
  (void)len;
  ++*(unsigned *)to;
  return false;
}

static void test_writer(void)
{
  unsigned calls = 0;
  trawl_writer *writer = NULL;
  trawl_write_options options = {.format = "xml"};
  CU_ASSERT_EQUAL(trawl_writer_new(&options, refuse, &calls, &writer), TRAWL_BAD_DATA);
  CU_ASSERT_PTR_NULL(writer);
  options.format = "tsv";
  CU_ASSERT_EQUAL(trawl_writer_new(&options, refuse, &calls, &writer), TRAWL_OK);
  CU_ASSERT_EQUAL(trawl_writer_begin(writer), TRAWL_IO);
  CU_ASSERT_EQUAL(trawl_writer_end(writer), TRAWL_IO);
  CU_ASSERT_EQUAL(calls, 1);
  trawl_writer_free(writer);
  trawl_writer_free(NULL);
  size_t n = 0;
  while (trawl_format_name(n)) {
    CU_ASSERT_PTR_NOT_NULL(trawl_format_help(n));
    ++n;
  }
  CU_ASSERT(n >= 4);
  CU_ASSERT_PTR_NULL(trawl_format_help(n));
}

/* ---- parts of a longer text -------------------------------------------------------------------- */

static bool gather(void *to, const char *bytes, size_t len)
{
  trawl_buf_put(to, bytes, len);
  return true;
}

/* The text stands behind 1,000 bytes and 5 sentences of the input.  Records count in the input; formats that
 * hold the text of the part themselves count in that. */
static void test_parts(void)
{
  static const struct {
    const char *format;
    trawl_layer layer;
    const char *want, *not;
  } rows[] = {
    {"jsonl", TRAWL_TRIPLES, "\"sentence\":5,\"subject\":{\"text\":\"Joe Biden\"", "\"start\":0,"},
    {"jsonl", TRAWL_TRIPLES, "\"start\":1000,\"end\":1009", "\"sentence\":0"},
    {"jsonl", TRAWL_DOCS, "\"origin\":[1000,1000,1000,5,50]", "\"start\":1000"},
    {"labelstudio", TRAWL_TRIPLES, "\"start\":0,\"end\":9,\"text\":\"Joe Biden\"", "1000"},
    {"conll", TRAWL_TRIPLES, "Entity=(e0-person-joe%2Dbiden|TokenRange=1000:1003", "# newdoc"},
    {"conll", TRAWL_TRIPLES, "# sent_id = a-5\n", "TokenRange=0:"},
    {"html", TRAWL_TRIPLES, "data-id=\"joe-biden\">Joe Biden</mark> <b class=\"trigger\"", "1000"},
    {"nt", TRAWL_TRIPLES, "<urn:trawl:doc:a#s5-0>", "#s0"},
  };
  static const char words[] = "Joe Biden visited Japan.";
  const trawl_origin origin = {{1000, 1000, 1000}, 5, 50};
  trawl_pipeline *pipeline = NULL;
  CU_ASSERT_EQUAL_FATAL(trawl_pipeline_open(NULL, NULL, &pipeline), TRAWL_OK);
  trawl_doc *doc = trawl_doc_new(pipeline);
  const trawl_text text = {.id = "a", .bytes = words, .len = sizeof words - 1};
  CU_ASSERT_EQUAL(trawl_run(pipeline, doc, &text, TRAWL_STAGE_RELATIONS), TRAWL_OK);
  CU_ASSERT_FALSE(trawl_doc_goes_on(doc));
  trawl_doc_move(doc, &origin);
  CU_ASSERT_TRUE(trawl_doc_goes_on(doc));
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    const trawl_write_options options = {.format = rows[i].format, .layer = rows[i].layer};
    trawl_buf out = {.at = NULL};
    trawl_writer *writer = NULL;
    CU_ASSERT_EQUAL_FATAL(trawl_writer_new(&options, gather, &out, &writer), TRAWL_OK);
    CU_ASSERT_EQUAL(trawl_writer_add(writer, doc), TRAWL_OK);
    if (!strstr(trawl_buf_str(&out), rows[i].want) || strstr(trawl_buf_str(&out), rows[i].not)) {
      fprintf(stderr, "%s\n%s\n", rows[i].format, trawl_buf_str(&out));
      CU_FAIL("part");
    }
    trawl_writer_free(writer);
    trawl_buf_clear(&out);
  }
  trawl_doc_free(doc);
  trawl_pipeline_free(pipeline);
}

void trawl_suite_output(void)
{
  CU_pSuite s = CU_add_suite("output", NULL, NULL);
  CU_add_test(s, "a plain triple", test_plain_triple);
  CU_add_test(s, "brackets in order", test_brackets_in_order);
  CU_add_test(s, "escapes", test_escapes);
  CU_add_test(s, "NUL is no end", test_nul_is_no_end);
  CU_add_test(s, "confidence", test_ratio);
  CU_add_test(s, "writer", test_writer);
  CU_add_test(s, "parts of a longer text", test_parts);
}
