/* SPDX-License-Identifier: MIT
 * dot.c - the entity graph for Graphviz: things are nodes, distinct triples are edges, both with counts.
 *
 * In a quoted string only the quote needs care, but labels read a backslash and an ampersand as the start
 * of an escape: both are escaped everywhere, so a backslash stands doubled in the other attributes. */
#include "output/merge.h"

#include <string.h>

static void put_string(trawl_buf *out, const char *key, const char *text)
{
  trawl_buf plain = {.at = NULL};
  if (!text) {
    return;
  }
  trawl_put_utf8(&plain, text, strlen(text), true);
  out->failed |= plain.failed;
  trawl_buf_puts(out, key);
  trawl_buf_puts(out, "=\"");
  for (size_t i = 0; i < plain.len; ++i) {
    const char c = plain.at[i];
    if (c == '&') {
      trawl_buf_puts(out, "&amp;");
    } else if (c == '\n' || c == '\r') {
      trawl_buf_puts(out, " ");
    } else {
      trawl_buf_puts(out, c == '"' || c == '\\' ? "\\" : "");
      trawl_buf_putc(out, c);
    }
  }
  trawl_buf_putc(out, '"');
  trawl_buf_clear(&plain);
}

static void put_node(trawl_buf *out, const trawl_merge *merge, uint32_t i)
{
  uint32_t count;
  const trawl_argument_view node = trawl_merge_node(merge, i, &count);
  trawl_buf_printf(out, "  n%u [", (unsigned)i);
  put_string(out, "label", node.name);
  put_string(out, ", type", node.type);
  put_string(out, ", entity", node.id);
  put_string(out, ", value", node.value);
  put_string(out, ", iso", node.iso);
  if (node.wikidata) {
    trawl_buf_printf(out, ", wikidata=Q%u", (unsigned)node.wikidata);
  }
  put_string(out, ", stands_for", node.stands_for_id ? node.stands_for_id : node.stands_for_name);
  trawl_buf_printf(out, ", count=%u];\n", (unsigned)count);
}

static void put_edge(trawl_buf *out, const trawl_merge *merge, uint32_t i)
{
  const trawl_merged_view edge = trawl_merge_at(merge, i);
  const bool positive = strcmp(edge.polarity, "positive") == 0, actual = strcmp(edge.modality, "actual") == 0;
  uint32_t subject, object;
  trawl_merge_ends(merge, i, &subject, &object);
  trawl_buf_printf(out, "  n%u -> n%u [", (unsigned)subject, (unsigned)object);
  put_string(out, "label", edge.relation);
  put_string(out, ", polarity", edge.polarity);
  put_string(out, ", modality", edge.modality);
  trawl_buf_printf(out, ", count=%u, documents=%u, confidence=", (unsigned)edge.count,
                   (unsigned)edge.documents);
  trawl_put_ratio(out, edge.confidence);
  put_string(out, ", first", edge.first);
  put_string(out, ", last", edge.last);
  trawl_buf_puts(out, edge.symmetric ? ", dir=none" : "");
  trawl_buf_puts(out, actual ? "" : ", style=dashed");
  trawl_buf_puts(out, positive ? "" : ", color=red, fontcolor=red");
  trawl_buf_puts(out, "];\n");
}

static void put_graph(trawl_buf *out, const trawl_merge *merge)
{
  trawl_buf_puts(out, "digraph trawl {\n  graph [charset=\"UTF-8\"];\n  node [shape=box];\n");
  for (uint32_t i = 0; i < trawl_merge_node_count(merge); ++i) {
    put_node(out, merge, i);
  }
  for (uint32_t i = 0; i < trawl_merge_count(merge); ++i) {
    put_edge(out, merge, i);
  }
  trawl_buf_puts(out, "}\n");
}

const trawl_format trawl_format_dot = {
  .name = "dot",
  .help = "the entity graph for Graphviz, with counts",
  .graph = put_graph,
};
