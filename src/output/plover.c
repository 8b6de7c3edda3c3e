/* SPDX-License-Identifier: MIT
 * plover.c - event records in the manner of PLOVER: who did what to whom, when; JSON Lines.
 *
 * The event and its mode come from the relation's `plover:` key; triples of relations without one are no
 * events, and what a text denies did not happen: neither is written. */
#include "output/writer.h"

#include <string.h>

static void put_span(trawl_buf *out, trawl_slice slice)
{
  trawl_buf_puts(out, ",\"text\":");
  trawl_put_json(out, slice.text, slice.len);
  trawl_buf_puts(out, ",\"start\":");
  trawl_buf_uint(out, slice.start);
  trawl_buf_puts(out, ",\"end\":");
  trawl_buf_uint(out, slice.end);
  trawl_buf_putc(out, '}');
}

static void put_party(trawl_buf *out, const char *key, const trawl_argument_view *party)
{
  trawl_put_json_text(out, key, party->name);
  trawl_put_json_text(out, ",\"id\":", party->id);
  trawl_put_json_text(out, ",\"type\":", party->type);
  trawl_put_json_text(out, ",\"country\":", party->iso);
  put_span(out, party->slice);
}

/* The day of the event as far as it is known, else the document's. */
static void put_date(trawl_buf *out, const trawl_record *record)
{
  const char *value = record->triple.time.slice.text ? record->triple.time.value : NULL;
  trawl_buf_puts(out, ",\"date\":");
  if (value && strspn(value, "0123456789") == 4) {
    trawl_put_json(out, value, strcspn(value, "T"));
  } else if (record->date) {
    trawl_buf_putc(out, '"');
    trawl_put_day(out, record->date);
    trawl_buf_putc(out, '"');
  } else {
    trawl_buf_puts(out, "null");
  }
}

/* "CONSULT visit": the event, and its mode behind a space. */
static void put_event(trawl_buf *out, const char *plover)
{
  const size_t len = strcspn(plover, " ");
  trawl_buf_puts(out, ",\"event\":");
  trawl_put_json(out, plover, len);
  trawl_put_json_text(out, ",\"mode\":", plover[len] ? plover + len + 1 : NULL);
}

static void put_triple(trawl_buf *out, const trawl_record *record)
{
  const trawl_triple_view *triple = &record->triple;
  if (!triple->plover || strcmp(triple->polarity, "positive") != 0) {
    return;
  }
  trawl_put_json_text(out, "{\"doc\":", record->doc);
  trawl_buf_puts(out, ",\"sentence\":");
  trawl_buf_uint(out, triple->sentence);
  put_date(out, record);
  put_event(out, triple->plover);
  put_party(out, ",\"actors\":[{\"name\":", &triple->subject);
  put_party(out, "],\"recipients\":[{\"name\":", &triple->object);
  trawl_buf_puts(out, "],\"location\":");
  if (triple->place.slice.text) {
    trawl_put_json_text(out, "{\"name\":", triple->place.name);
    trawl_put_json_text(out, ",\"id\":", triple->place.id);
    put_span(out, triple->place.slice);
  } else {
    trawl_buf_puts(out, "null");
  }
  trawl_put_json_text(out, ",\"modality\":", triple->modality);
  trawl_put_json_text(out, ",\"source\":",
                      triple->attribution.slice.text ? triple->attribution.name : NULL);
  trawl_put_json_text(out, ",\"relation\":", triple->relation);
  trawl_put_json_text(out, ",\"trigger\":{\"rule\":", triple->rule);
  put_span(out, triple->trigger);
  trawl_buf_puts(out, ",\"confidence\":");
  trawl_put_ratio(out, triple->confidence);
  trawl_buf_puts(out, "}\n");
}

const trawl_format trawl_format_plover = {
  .name = "plover",
  .help = "event records: actors, recipients, event, mode, date; JSON Lines",
  .record = {[TRAWL_TRIPLES] = put_triple},
};
