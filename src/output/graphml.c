/* SPDX-License-Identifier: MIT
 * graphml.c - the entity graph in GraphML: things are nodes, distinct triples are edges, both with counts.
 *
 * What XML 1.0 cannot hold (control characters) becomes U+FFFD. */
#include "output/merge.h"

#include "output/markup.h"

#include <string.h>

static const struct {
  const char *id, *name, *on, *type;
} keys[] = {
  {"name", "name", "node", "string"},          {"type", "type", "node", "string"},
  {"id", "id", "node", "string"},              {"value", "value", "node", "string"},
  {"iso", "iso", "node", "string"},            {"wikidata", "wikidata", "node", "string"},
  {"stands", "stands_for", "node", "string"},  {"count", "count", "all", "int"},
  {"relation", "relation", "edge", "string"},  {"polarity", "polarity", "edge", "string"},
  {"modality", "modality", "edge", "string"},  {"documents", "documents", "edge", "int"},
  {"confidence", "confidence", "edge", "double"}, {"first", "first", "edge", "string"},
  {"last", "last", "edge", "string"},
};

static void put_data(trawl_buf *out, const char *key, const char *text)
{
  if (text) {
    trawl_buf_printf(out, "<data key=\"%s\">", key);
    trawl_put_markup(out, text, strlen(text));
    trawl_buf_puts(out, "</data>");
  }
}

static void put_count(trawl_buf *out, const char *key, uint32_t count)
{
  trawl_buf_printf(out, "<data key=\"%s\">%u</data>", key, (unsigned)count);
}

static void put_node(trawl_buf *out, const trawl_merge *merge, uint32_t i)
{
  uint32_t count;
  const trawl_argument_view node = trawl_merge_node(merge, i, &count);
  trawl_buf_printf(out, "    <node id=\"n%u\">", (unsigned)i);
  put_data(out, "name", node.name);
  put_data(out, "type", node.type);
  put_data(out, "id", node.id);
  put_data(out, "value", node.value);
  put_data(out, "iso", node.iso);
  if (node.wikidata) {
    trawl_buf_printf(out, "<data key=\"wikidata\">Q%u</data>", (unsigned)node.wikidata);
  }
  put_data(out, "stands", node.stands_for_id ? node.stands_for_id : node.stands_for_name);
  put_count(out, "count", count);
  trawl_buf_puts(out, "</node>\n");
}

static void put_edge(trawl_buf *out, const trawl_merge *merge, uint32_t i)
{
  const trawl_merged_view edge = trawl_merge_at(merge, i);
  uint32_t subject, object;
  trawl_merge_ends(merge, i, &subject, &object);
  trawl_buf_printf(out, "    <edge id=\"e%u\" source=\"n%u\" target=\"n%u\"%s>", (unsigned)i,
                   (unsigned)subject, (unsigned)object, edge.symmetric ? " directed=\"false\"" : "");
  put_data(out, "relation", edge.relation);
  put_data(out, "polarity", edge.polarity);
  put_data(out, "modality", edge.modality);
  put_count(out, "count", edge.count);
  put_count(out, "documents", edge.documents);
  trawl_buf_puts(out, "<data key=\"confidence\">");
  trawl_put_ratio(out, edge.confidence);
  trawl_buf_puts(out, "</data>");
  put_data(out, "first", edge.first);
  put_data(out, "last", edge.last);
  trawl_buf_puts(out, "</edge>\n");
}

static void put_graph(trawl_buf *out, const trawl_merge *merge)
{
  trawl_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
  for (size_t i = 0; i < TRAWL_COUNT(keys); ++i) {
    trawl_buf_printf(out, "  <key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n", keys[i].id,
                     keys[i].on, keys[i].name, keys[i].type);
  }
  trawl_buf_puts(out, "  <graph id=\"trawl\" edgedefault=\"directed\">\n");
  for (uint32_t i = 0; i < trawl_merge_node_count(merge); ++i) {
    put_node(out, merge, i);
  }
  for (uint32_t i = 0; i < trawl_merge_count(merge); ++i) {
    put_edge(out, merge, i);
  }
  trawl_buf_puts(out, "  </graph>\n</graphml>\n");
}

const trawl_format trawl_format_graphml = {
  .name = "graphml",
  .help = "the entity graph in GraphML, with counts",
  .graph = put_graph,
};
