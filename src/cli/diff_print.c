/* SPDX-License-Identifier: MIT
 * diff_print.c - changes as text, as JSON Lines, and as a page of HTML. */
#include "cli/diff.h"
#include "cli/explain.h"

#include <string.h>

static const char *text_at(const json_t *object, const char *key)
{
  const char *text = json_string_value(json_object_get(object, key));
  return text ? text : "";
}

static const json_t *record_of(const change *c)
{
  return c->after ? c->after : c->before;
}

static void put(trawl_buf *out, const char *text)
{
  put_line(out, text, strlen(text));
}

/* A value for people: a name, a value, a text; what has none of them as JSON. */
static char *shown(const json_t *value)
{
  static const char *const keys[] = {"name", "value", "text"};
  for (size_t i = 0; i < TRAWL_COUNT(keys); ++i) {
    const char *text = text_at(value, keys[i]);
    if (*text) {
      return strdup(text);
    }
  }
  if (json_is_string(value)) {
    return strdup(json_string_value(value));
  }
  return !value || json_is_null(value)
           ? strdup("none")
           : json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(4));
}

/* The pieces of text that a field of the record holds may have moved while their names stayed. */
static void field_values(const change *c, const char *key, char **before, char **after)
{
  const json_t *old = json_object_get(c->before, key), *new = json_object_get(c->after, key);
  *before = shown(old);
  *after = shown(new);
  if (*before && *after && strcmp(*before, *after) == 0) {
    free(*before);
    free(*after);
    *before = json_dumps(old, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(4));
    *after = json_dumps(new, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(4));
  }
}

/* ---- text -------------------------------------------------------------------------------------- */

static void put_fields(const change *c, trawl_buf *out)
{
  void *at = NULL;
  for (const char *key = c->kind == CHANGE_CHANGED ? change_field(c, &at) : NULL; key; key = change_field(c, &at)) {
    char *before, *after;
    field_values(c, key, &before, &after);
    trawl_buf_printf(out, "      %s: ", key);
    put(out, before ? before : "");
    trawl_buf_puts(out, " > ");
    put(out, after ? after : "");
    trawl_buf_putc(out, '\n');
    free(before);
    free(after);
  }
}

static void put_change(const change *c, bool colors, trawl_buf *out)
{
  static const char marks[] = "+-~";
  static const paint paints[] = {PAINT_GOOD, PAINT_BAD, PAINT_VERB};
  const json_t *record = record_of(c);
  trawl_buf_printf(out, "  %s%c ", paint_on(colors, paints[c->kind]), marks[c->kind]);
  put(out, text_at(json_object_get(record, "subject"), "name"));
  trawl_buf_puts(out, " \xE2\x80\x93 ");
  put(out, text_at(record, "relation"));
  trawl_buf_puts(out, " \xE2\x80\x93 ");
  put(out, text_at(json_object_get(record, "object"), "name"));
  if (strcmp(text_at(record, "polarity"), "negative") == 0) {
    trawl_buf_puts(out, " [not]");
  }
  trawl_buf_puts(out, paint_on(colors, PAINT_PLAIN));
  trawl_buf_printf(out, "  %s", paint_on(colors, PAINT_DIM));
  put(out, text_at(record, "doc"));
  trawl_buf_printf(out, "%s\n", paint_on(colors, PAINT_PLAIN));
  put_fields(c, out);
  trawl_buf_puts(out, "      ");
  put(out, text_at(record, "evidence"));
  trawl_buf_putc(out, '\n');
}

void diff_text(const changes *all, bool colors, trawl_buf *out)
{
  for (uint32_t i = 0; i < all->list.len; ++i) {
    const change *c = &all->list.at[i];
    if (i == 0 || strcmp(c->rule, all->list.at[i - 1].rule) != 0) {
      trawl_buf_printf(out, "%s%s", i ? "\n" : "", paint_on(colors, PAINT_HEADING));
      put(out, c->rule);
      trawl_buf_printf(out, "%s\n", paint_on(colors, PAINT_PLAIN));
    }
    put_change(c, colors, out);
  }
  trawl_buf_printf(out, "%s%u gained, %u lost, %u changed, %u the same\n", all->list.len ? "\n" : "",
                   (unsigned)all->counts[CHANGE_GAINED], (unsigned)all->counts[CHANGE_LOST],
                   (unsigned)all->counts[CHANGE_CHANGED], (unsigned)all->same);
}

/* ---- JSON Lines -------------------------------------------------------------------------------- */

void diff_jsonl(const changes *all, trawl_buf *out)
{
  for (uint32_t i = 0; i < all->list.len; ++i) {
    const change *c = &all->list.at[i];
    json_t *fields = json_array();
    void *at = NULL;
    for (const char *key = c->kind == CHANGE_CHANGED ? change_field(c, &at) : NULL; key; key = change_field(c, &at)) {
      json_array_append_new(fields, json_string(key));
    }
    json_t *line = json_pack("{ss ss so sO? sO?}", "change", change_name(c->kind), "rule", c->rule, "fields", fields,
                             "old", c->before, "new", c->after);
    char *text = line ? json_dumps(line, JSON_COMPACT | JSON_REAL_PRECISION(4)) : NULL;
    out->failed |= !text;
    trawl_buf_puts(out, text ? text : "");
    trawl_buf_putc(out, '\n');
    free(text);
    json_decref(line);
  }
}

/* ---- HTML -------------------------------------------------------------------------------------- */

static void put_escaped(trawl_buf *out, const char *text)
{
  for (; *text; ++text) {
    const char *as = *text == '<' ? "&lt;" : *text == '>' ? "&gt;" : *text == '&' ? "&amp;" : *text == '"' ? "&quot;" : NULL;
    if (as) {
      trawl_buf_puts(out, as);
    } else {
      trawl_buf_putc(out, *text);
    }
  }
}

static void put_element(trawl_buf *out, const char *name, const char *class, const char *text)
{
  trawl_buf_printf(out, "<%s class=\"%s\">", name, class);
  put_escaped(out, text);
  trawl_buf_printf(out, "</%s>", name);
}

static void put_field_rows(const change *c, trawl_buf *out)
{
  void *at = NULL;
  for (const char *key = c->kind == CHANGE_CHANGED ? change_field(c, &at) : NULL; key; key = change_field(c, &at)) {
    char *before, *after;
    field_values(c, key, &before, &after);
    trawl_buf_puts(out, "<div>");
    put_element(out, "b", "key", key);
    put_element(out, "del", "old", before ? before : "");
    put_element(out, "ins", "new", after ? after : "");
    trawl_buf_puts(out, "</div>");
    free(before);
    free(after);
  }
}

static void put_row(const change *c, trawl_buf *out)
{
  const json_t *record = record_of(c);
  trawl_buf_printf(out, "<tr class=\"%s\">", change_name(c->kind));
  put_element(out, "td", "kind", change_name(c->kind));
  put_element(out, "td", "rule", c->rule);
  trawl_buf_puts(out, "<td>");
  put_element(out, "b", "subject", text_at(json_object_get(record, "subject"), "name"));
  put_element(out, "i", "relation", text_at(record, "relation"));
  put_element(out, "b", "object", text_at(json_object_get(record, "object"), "name"));
  put_field_rows(c, out);
  put_element(out, "p", "sentence", text_at(record, "evidence"));
  trawl_buf_puts(out, "</td>");
  put_element(out, "td", "doc", text_at(record, "doc"));
  trawl_buf_puts(out, "</tr>\n");
}

void diff_html(const changes *all, trawl_buf *out)
{
  trawl_buf_puts(out,
                 "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>trawl diff</title><style>\n"
                 "body{font:15px/1.45 system-ui,sans-serif;margin:2em;max-width:75em}\n"
                 "table{border-collapse:collapse;width:100%}td{border-top:1px solid #ccc;padding:.4em .6em;"
                 "vertical-align:top}\n"
                 ".gained .kind{color:#176b2c}.lost .kind{color:#a11}.changed .kind{color:#8a5a00}\n"
                 ".rule,.doc{color:#555;font-size:90%}i.relation{margin:0 .5em}.sentence{margin:.2em 0;color:#333}\n"
                 "b.key{font-weight:600;margin-right:.5em}del{background:#fde7e7;margin-right:.5em}"
                 "ins{background:#e3f6e6;text-decoration:none}\n"
                 ".no-gained tr.gained,.no-lost tr.lost,.no-changed tr.changed{display:none}\n"
                 "</style></head><body><h1>");
  put_escaped(out, all->names[0]);
  trawl_buf_puts(out, " &rarr; ");
  put_escaped(out, all->names[1]);
  trawl_buf_puts(out, "</h1><p>");
  for (int kind = 0; kind < CHANGE_KINDS; ++kind) {
    const char *name = change_name((change_kind)kind);
    trawl_buf_printf(out,
                     "<label><input type=\"checkbox\" checked onchange=\"document.body.classList.toggle('no-%s',"
                     "!this.checked)\"> %u %s</label> ",
                     name, (unsigned)all->counts[kind], name);
  }
  trawl_buf_printf(out, "%u the same</p>\n<table>\n", (unsigned)all->same);
  for (uint32_t i = 0; i < all->list.len; ++i) {
    put_row(&all->list.at[i], out);
  }
  trawl_buf_puts(out, "</table></body></html>\n");
}
