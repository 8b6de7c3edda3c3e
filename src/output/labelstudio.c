/* SPDX-License-Identifier: MIT
 * labelstudio.c - predictions for Label Studio: one JSON list of tasks, a document a task.
 *
 * Mentions are regions of the control "label" on the text "text", triples are relations between them.
 * Positions are UTF-16 units, as in the browser, whatever --offsets says. */
#include "output/marks.h"

#include <string.h>

static void put_region(trawl_buf *out, const trawl_doc *doc, uint32_t i)
{
  trawl_mention_view mention = trawl_doc_mention_at(doc, i, TRAWL_UTF16);
  mention.slice = trawl_doc_within(doc, mention.slice, TRAWL_UTF16);
  trawl_buf_printf(out, "{\"id\":\"m%u\",\"from_name\":\"label\",\"to_name\":\"text\",\"type\":\"labels\","
                        "\"value\":{\"start\":%llu,\"end\":%llu,\"text\":",
                   (unsigned)i, (unsigned long long)mention.slice.start,
                   (unsigned long long)mention.slice.end);
  trawl_put_json(out, mention.slice.text, mention.slice.len);
  trawl_put_json_text(out, ",\"labels\":[", mention.type);
  trawl_put_json_text(out, "]},\"meta\":{\"text\":[", mention.value ? mention.value : mention.name);
  if (mention.id) {
    trawl_put_json_text(out, ",", mention.id);
  }
  trawl_buf_puts(out, "]}}");
}

static void put_relation(trawl_buf *out, const trawl_doc *doc, uint32_t i)
{
  const trawl_triple_view triple = trawl_doc_triple_at(doc, i, TRAWL_UTF16);
  trawl_buf_printf(out, "{\"type\":\"relation\",\"from_id\":\"m%u\",\"to_id\":\"m%u\",\"direction\":\"%s\"",
                   (unsigned)triple.subject.mention, (unsigned)triple.object.mention,
                   triple.symmetric ? "bi" : "right");
  trawl_put_json_text(out, ",\"labels\":[", triple.relation);
  if (strcmp(triple.polarity, "positive") != 0) {
    trawl_put_json_text(out, ",", triple.polarity);
  }
  if (strcmp(triple.modality, "actual") != 0) {
    trawl_put_json_text(out, ",", triple.modality);
  }
  trawl_buf_puts(out, "],\"score\":");
  trawl_put_ratio(out, triple.confidence);
  trawl_buf_putc(out, '}');
}

static trawl_status put_document(trawl_buf *out, const trawl_doc *doc, const trawl_write_options *options)
{
  trawl_marks marks = {.at = {.at = NULL}};
  const trawl_status status = trawl_marks_find(doc, options, &marks);
  const trawl_slice text = trawl_doc_text(doc, TRAWL_UTF16);
  trawl_put_json_text(out, "{\"data\":{\"doc\":", trawl_doc_id(doc));
  trawl_buf_puts(out, ",\"text\":");
  trawl_put_json(out, text.text, text.len);
  trawl_buf_printf(out, "},\"predictions\":[{\"model_version\":\"trawl %s\",\"result\":[", trawl_version());
  for (uint32_t i = 0; i < marks.at.len; ++i) {
    trawl_buf_puts(out, i ? ",\n" : "\n");
    put_region(out, doc, marks.at.at[i].mention);
  }
  for (uint32_t i = 0; i < marks.triples.len; ++i) {
    trawl_buf_puts(out, ",\n");
    put_relation(out, doc, marks.triples.at[i]);
  }
  trawl_buf_puts(out, "]}]}");
  trawl_marks_clear(&marks);
  return status;
}

static void put_header(trawl_buf *out, const trawl_write_options *options)
{
  (void)options;
  trawl_buf_puts(out, "[\n");
}

static void put_footer(trawl_buf *out, const trawl_write_options *options)
{
  (void)options;
  trawl_buf_puts(out, "\n]\n");
}

const trawl_format trawl_format_labelstudio = {
  .name = "labelstudio",
  .help = "predictions for Label Studio: a JSON list of tasks",
  .suffix = "json",
  .header = put_header,
  .footer = put_footer,
  .separator = ",\n",
  .document = {[TRAWL_TRIPLES] = put_document},
};
