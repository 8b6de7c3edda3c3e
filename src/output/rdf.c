/* SPDX-License-Identifier: MIT
 * rdf.c - Turtle and N-Triples, written by serd.
 *
 * A triple is an rdf:Statement with its provenance in PROV-O: which document it comes from, who says so.  What
 * the text states as a fact (positive, actual) stands there as a plain triple too, so that a query that asks
 * for `?x rel:met ?y` never sees what is denied or planned.  RDF-star would be shorter, but neither serd nor
 * rapper nor many stores read it.
 *
 * IRIs are made of percent-encoded names only, so no text can break out of one.  A document says all about
 * its things itself; that the next one says it again changes nothing in RDF. */
#include "output/marks.h"

#include "base/hash.h"
#include "output/seen.h"

#include <serd/serd.h>
#include <string.h>

#define VOCAB "urn:trawl:vocab:"
#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define RDFS "http://www.w3.org/2000/01/rdf-schema#"
#define XSD "http://www.w3.org/2001/XMLSchema#"
#define PROV "http://www.w3.org/ns/prov#"
#define OWL "http://www.w3.org/2002/07/owl#"
#define DCT "http://purl.org/dc/terms/"
#define SKOS "http://www.w3.org/2004/02/skos/core#"

static const char *const prefixes[][2] = {
  {"t", VOCAB},   {"rel", "urn:trawl:relation:"}, {"type", "urn:trawl:type:"},
  {"e", "urn:trawl:entity:"}, {"rdf", RDF},       {"rdfs", RDFS},
  {"xsd", XSD},   {"prov", PROV},                 {"owl", OWL},
  {"dct", DCT},   {"skos", SKOS},                 {"wd", "http://www.wikidata.org/entity/"},
};

typedef struct graph {
  trawl_buf *out;
  SerdWriter *writer;
  trawl_seen described;
  trawl_buf subject, object, text; /* IRIs and literals at hand */
  bool failed;
} graph;

/* ---- nodes ------------------------------------------------------------------------------------- */

static void put_encoded(trawl_buf *out, const char *text, size_t len)
{
  static const char hex[] = "0123456789ABCDEF";
  trawl_buf clean = {.at = NULL};
  trawl_put_utf8(&clean, text, len, false);
  out->failed |= clean.failed;
  for (size_t i = 0; i < clean.len; ++i) {
    const unsigned char c = (unsigned char)clean.at[i];
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
        || c == '_' || c == '~') {
      trawl_buf_putc(out, (char)c);
    } else {
      trawl_buf_putc(out, '%');
      trawl_buf_putc(out, hex[c >> 4]);
      trawl_buf_putc(out, hex[c & 15]);
    }
  }
  trawl_buf_clear(&clean);
}

static const char *make_iri(trawl_buf *iri, const char *base, const char *name)
{
  iri->len = 0;
  trawl_buf_puts(iri, base);
  put_encoded(iri, name, strlen(name));
  return trawl_buf_str(iri);
}

/* By id, else by type and name. */
static const char *make_thing(trawl_buf *iri, const trawl_argument_view *thing)
{
  if (thing->id) {
    return make_iri(iri, "urn:trawl:entity:", thing->id);
  }
  make_iri(iri, "urn:trawl:name:", thing->type);
  trawl_buf_putc(iri, ':');
  put_encoded(iri, thing->name, strlen(thing->name));
  return trawl_buf_str(iri);
}

static const uint8_t *bytes(const char *text)
{
  return (const uint8_t *)text;
}

static void write_node(graph *g, const char *subject, const char *predicate, SerdNode object,
                       const char *datatype)
{
  const SerdNode s = serd_node_from_string(SERD_URI, bytes(subject)),
                 p = serd_node_from_string(SERD_URI, bytes(predicate)),
                 type = datatype ? serd_node_from_string(SERD_URI, bytes(datatype)) : SERD_NODE_NULL;
  g->failed |= serd_writer_write_statement(g->writer, 0, NULL, &s, &p, &object, datatype ? &type : NULL, NULL)
               != SERD_SUCCESS;
}

static void write_iri(graph *g, const char *subject, const char *predicate, const char *object)
{
  write_node(g, subject, predicate, serd_node_from_string(SERD_URI, bytes(object)), NULL);
}

static void write_text(graph *g, const char *subject, const char *predicate, const char *text, size_t len,
                       const char *datatype)
{
  g->text.len = 0;
  for (const char *const end = text + len; text < end;) { /* NUL ends no literal */
    const char *nul = memchr(text, '\0', (size_t)(end - text));
    trawl_put_utf8(&g->text, text, (size_t)((nul ? nul : end) - text), true);
    trawl_buf_puts(&g->text, nul ? "\xEF\xBF\xBD" : "");
    text = nul ? nul + 1 : end;
  }
  write_node(g, subject, predicate, serd_node_from_string(SERD_LITERAL, bytes(trawl_buf_str(&g->text))),
             datatype);
}

static void write_string(graph *g, const char *subject, const char *predicate, const char *text)
{
  if (text) {
    write_text(g, subject, predicate, text, strlen(text), NULL);
  }
}

static void write_number(graph *g, const char *subject, const char *predicate, uint64_t number)
{
  trawl_buf digits = {.at = NULL};
  trawl_buf_uint(&digits, number);
  write_text(g, subject, predicate, digits.at, digits.len, XSD "integer");
  g->failed |= digits.failed;
  trawl_buf_clear(&digits);
}

/* The datatype of an ISO value: a day, month or year; NULL: a plain text. */
static const char *datatype_of(const char *value)
{
  static const char *const forms[][2] = {
    {"dddd-dd-dd", XSD "date"}, {"dddd-dd", XSD "gYearMonth"}, {"dddd", XSD "gYear"}};
  for (size_t f = 0; f < TRAWL_COUNT(forms); ++f) {
    size_t i = 0;
    while (forms[f][0][i] && (forms[f][0][i] == 'd' ? value[i] >= '0' && value[i] <= '9' : value[i] == '-')) {
      ++i;
    }
    if (!forms[f][0][i] && !value[i]) {
      return forms[f][1];
    }
  }
  return NULL;
}

/* ---- things ------------------------------------------------------------------------------------ */

static bool is_value(const trawl_argument_view *thing)
{
  return thing->value && !thing->id;
}

/* Describes a thing once a document; gives its IRI in `iri`. */
static const char *describe(graph *g, trawl_buf *iri, const trawl_argument_view *thing)
{
  const char *subject = make_thing(iri, thing);
  if (!trawl_seen_add(&g->described, trawl_hash_bytes(subject, strlen(subject)))) {
    return subject;
  }
  trawl_buf link = {.at = NULL};
  write_iri(g, subject, RDF "type", make_iri(&link, "urn:trawl:type:", thing->type));
  write_string(g, subject, RDFS "label", thing->name);
  if (thing->wikidata) {
    link.len = 0;
    trawl_buf_printf(&link, "http://www.wikidata.org/entity/Q%u", (unsigned)thing->wikidata);
    write_iri(g, subject, OWL "sameAs", trawl_buf_str(&link));
  }
  if (thing->iso && !thing->stands_for_name) {
    write_string(g, subject, VOCAB "iso3166", thing->iso);
    write_iri(g, subject, SKOS "exactMatch", make_iri(&link, "http://lexvo.org/id/iso3166/", thing->iso));
  }
  if (thing->stands_for_id) {
    write_iri(g, subject, VOCAB "standsFor", make_iri(&link, "urn:trawl:entity:", thing->stands_for_id));
  }
  g->failed |= link.failed;
  trawl_buf_clear(&link);
  return subject;
}

/* A thing as the object of a statement: a value is a literal. */
static void write_thing(graph *g, const char *subject, const char *predicate, const trawl_argument_view *thing)
{
  if (is_value(thing)) {
    write_text(g, subject, predicate, thing->value, strlen(thing->value), datatype_of(thing->value));
  } else {
    write_iri(g, subject, predicate, make_thing(&g->object, thing));
  }
}

/* ---- statements -------------------------------------------------------------------------------- */

static void write_circumstances(graph *g, const char *subject, const trawl_triple_view *triple)
{
  if (triple->attribution.slice.text) {
    write_thing(g, subject, PROV "wasAttributedTo", &triple->attribution);
  }
  if (triple->place.slice.text) {
    write_thing(g, subject, VOCAB "place", &triple->place);
  }
  if (triple->time.slice.text && triple->time.value) {
    write_text(g, subject, VOCAB "time", triple->time.value, strlen(triple->time.value),
               datatype_of(triple->time.value));
  } else if (triple->time.slice.text) {
    write_text(g, subject, VOCAB "time", triple->time.slice.text, triple->time.slice.len, NULL);
  }
  trawl_buf key = {.at = NULL};
  for (uint32_t q = 0; q < triple->qualifier_count; ++q) {
    write_string(g, subject, make_iri(&key, "urn:trawl:qualifier:", triple->qualifiers[q].key),
                 triple->qualifiers[q].value);
  }
  g->failed |= key.failed;
  trawl_buf_clear(&key);
}

static void write_statement(graph *g, const char *subject, const char *document,
                            const trawl_triple_view *triple, const char *relation)
{
  trawl_buf ratio = {.at = NULL};
  write_iri(g, subject, RDF "type", RDF "Statement");
  write_thing(g, subject, RDF "subject", &triple->subject);
  write_iri(g, subject, RDF "predicate", relation);
  write_thing(g, subject, RDF "object", &triple->object);
  write_iri(g, subject, PROV "wasDerivedFrom", document);
  write_string(g, subject, VOCAB "polarity", triple->polarity);
  write_string(g, subject, VOCAB "modality", triple->modality);
  write_string(g, subject, VOCAB "tense", triple->tense);
  write_circumstances(g, subject, triple);
  write_number(g, subject, VOCAB "sentence", triple->sentence);
  write_text(g, subject, VOCAB "trigger", triple->trigger.text, triple->trigger.len, NULL);
  write_number(g, subject, VOCAB "start", triple->trigger.start);
  write_number(g, subject, VOCAB "end", triple->trigger.end);
  write_string(g, subject, VOCAB "rule", triple->rule);
  trawl_put_ratio(&ratio, triple->confidence);
  write_text(g, subject, VOCAB "confidence", ratio.at, ratio.len, XSD "decimal");
  g->failed |= ratio.failed;
  trawl_buf_clear(&ratio);
}

static void write_triple(graph *g, const char *document, const trawl_doc *doc, uint32_t i,
                         const trawl_write_options *options)
{
  const trawl_triple_view triple = trawl_doc_triple_at(doc, i, options->unit);
  const trawl_argument_view *things[] = {&triple.subject, &triple.object, &triple.attribution, &triple.place};
  trawl_buf relation = {.at = NULL}, statement = {.at = NULL};
  for (size_t t = 0; t < TRAWL_COUNT(things); ++t) {
    if (things[t]->slice.text && !(t && is_value(things[t]))) {
      describe(g, &g->subject, things[t]);
    }
  }
  make_iri(&relation, "urn:trawl:relation:", triple.relation);
  if (strcmp(triple.polarity, "positive") == 0 && strcmp(triple.modality, "actual") == 0) {
    write_thing(g, make_thing(&g->subject, &triple.subject), trawl_buf_str(&relation), &triple.object);
  }
  trawl_buf_printf(&statement, "%s#s%u-%u", document, (unsigned)triple.sentence, (unsigned)i);
  trawl_argument_view subject = triple.subject;
  subject.value = NULL; /* of a subject even a value is a thing */
  trawl_triple_view said = triple;
  said.subject = subject;
  write_statement(g, trawl_buf_str(&statement), document, &said, trawl_buf_str(&relation));
  g->failed |= relation.failed || statement.failed;
  trawl_buf_clear(&relation);
  trawl_buf_clear(&statement);
}

static void write_document(graph *g, const trawl_doc *doc, const char *document)
{
  write_iri(g, document, RDF "type", PROV "Entity");
  write_string(g, document, DCT "identifier", trawl_doc_id(doc));
  if (trawl_doc_date(doc)) {
    trawl_buf day = {.at = NULL};
    trawl_put_day(&day, trawl_doc_date(doc));
    write_text(g, document, DCT "date", day.at, day.len, XSD "date");
    g->failed |= day.failed;
    trawl_buf_clear(&day);
  }
}

/* ---- documents --------------------------------------------------------------------------------- */

static size_t take_bytes(const void *from, size_t len, void *to)
{
  trawl_buf_put(to, from, len);
  return len;
}

static void write_all(graph *g, const trawl_doc *doc, const trawl_marks *marks,
                      const trawl_write_options *options)
{
  trawl_buf document = {.at = NULL};
  make_iri(&document, "urn:trawl:doc:", trawl_doc_id(doc));
  write_document(g, doc, trawl_buf_str(&document));
  for (uint32_t i = 0; i < marks->triples.len; ++i) {
    write_triple(g, trawl_buf_str(&document), doc, marks->triples.at[i], options);
  }
  g->failed |= document.failed;
  trawl_buf_clear(&document);
}

static trawl_status put_graph(trawl_buf *out, const trawl_doc *doc, const trawl_write_options *options,
                              SerdSyntax syntax, SerdStyle style)
{
  trawl_marks marks = {.at = {.at = NULL}};
  TRAWL_TRY(trawl_marks_find(doc, options, &marks));
  SerdEnv *env = serd_env_new(NULL);
  for (size_t i = 0; env && i < TRAWL_COUNT(prefixes); ++i) {
    serd_env_set_prefix_from_strings(env, bytes(prefixes[i][0]), bytes(prefixes[i][1]));
  }
  graph g = {.out = out};
  g.writer = env ? serd_writer_new(syntax, style, env, NULL, take_bytes, out) : NULL;
  if (g.writer) {
    write_all(&g, doc, &marks, options);
    g.failed |= serd_writer_finish(g.writer) != SERD_SUCCESS;
    serd_writer_free(g.writer);
  }
  const bool done = g.writer && !g.failed && !g.described.failed && !g.subject.failed && !g.object.failed
                    && !g.text.failed;
  serd_env_free(env);
  trawl_seen_clear(&g.described);
  trawl_buf_clear(&g.subject);
  trawl_buf_clear(&g.object);
  trawl_buf_clear(&g.text);
  trawl_marks_clear(&marks);
  return done ? TRAWL_OK : TRAWL_NO_MEM;
}

static trawl_status put_turtle(trawl_buf *out, const trawl_doc *doc, const trawl_write_options *options)
{
  trawl_buf_putc(out, '\n');
  return put_graph(out, doc, options, SERD_TURTLE, (SerdStyle)(SERD_STYLE_ABBREVIATED | SERD_STYLE_CURIED));
}

static trawl_status put_ntriples(trawl_buf *out, const trawl_doc *doc, const trawl_write_options *options)
{
  return put_graph(out, doc, options, SERD_NTRIPLES, (SerdStyle)0);
}

static void put_prefixes(trawl_buf *out, const trawl_write_options *options)
{
  (void)options;
  for (size_t i = 0; i < TRAWL_COUNT(prefixes); ++i) {
    trawl_buf_printf(out, "@prefix %s: <%s> .\n", prefixes[i][0], prefixes[i][1]);
  }
}

const trawl_format trawl_format_ttl = {
  .name = "ttl",
  .help = "RDF in Turtle: reified statements with their provenance",
  .header = put_prefixes,
  .document = {[TRAWL_TRIPLES] = put_turtle},
};

const trawl_format trawl_format_nt = {
  .name = "nt",
  .help = "the same in N-Triples",
  .document = {[TRAWL_TRIPLES] = put_ntriples},
};
