/* SPDX-License-Identifier: MIT
 * findings.c - findings for editors and scripts: a line each, as gcc writes them or as a JSON object.
 *
 * Names and messages quote files, so their bytes may be anything: what is no UTF-8 becomes U+FFFD in
 * JSON, and control characters are escaped in both. */
#include "cli/cli.h"

#include <string.h>

void json_put(trawl_buf *out, const char *text, size_t len)
{
  trawl_buf_puts(out, "\"");
  for (size_t i = 0; i < len;) {
    const trawl_rune rune = trawl_utf8_read(text + i, len - i);
    if (rune.bad) {
      trawl_buf_puts(out, "\\ufffd");
    } else if (rune.code < 0x20 || (rune.code >= 0x7F && rune.code < 0xA0)) {
      trawl_buf_printf(out, "\\u%04x", (unsigned)rune.code);
    } else {
      const bool escaped = rune.code == '"' || rune.code == '\\';
      trawl_buf_puts(out, escaped ? "\\" : "");
      trawl_buf_put(out, text + i, rune.len);
    }
    i += rune.len;
  }
  trawl_buf_puts(out, "\"");
}

static void put_plain(trawl_buf *out, const char *text)
{
  const size_t len = strlen(text);
  for (size_t i = 0; i < len;) {
    const trawl_rune rune = trawl_utf8_read(text + i, len - i);
    if (rune.bad || rune.code < 0x20 || (rune.code >= 0x7F && rune.code < 0xA0)) {
      for (size_t k = 0; k < rune.len; ++k) {
        trawl_buf_printf(out, "\\x%02X", (unsigned)(unsigned char)text[i + k]);
      }
    } else {
      trawl_buf_put(out, text + i, rune.len);
    }
    i += rune.len;
  }
}

static const char *severity_of(const trawl_finding *finding)
{
  return finding->severity == TRAWL_ERROR ? "error" : "warning";
}

static void put_number(trawl_buf *out, const char *key, uint32_t number)
{
  if (number) {
    trawl_buf_printf(out, ",\"%s\":%u", key, (unsigned)number);
  } else {
    trawl_buf_printf(out, ",\"%s\":null", key);
  }
}

static void put_text(trawl_buf *out, const char *key, const char *text)
{
  trawl_buf_printf(out, ",\"%s\":", key);
  if (text) {
    json_put(out, text, strlen(text));
  } else {
    trawl_buf_puts(out, "null");
  }
}

static void write_json(const trawl_finding *finding, trawl_buf *out)
{
  trawl_buf_puts(out, "{\"file\":");
  if (finding->file && *finding->file) {
    json_put(out, finding->file, strlen(finding->file));
  } else {
    trawl_buf_puts(out, "null");
  }
  put_number(out, "line", finding->line);
  put_number(out, "column", finding->line ? finding->column : 0);
  put_text(out, "severity", severity_of(finding));
  put_text(out, "code", finding->code);
  put_text(out, "message", finding->message);
  put_text(out, "hint", finding->hint);
  trawl_buf_puts(out, "}\n");
}

static void write_gcc(const trawl_finding *finding, trawl_buf *out)
{
  put_plain(out, finding->file && *finding->file ? finding->file : "trawl");
  if (finding->line) {
    trawl_buf_printf(out, ":%u", (unsigned)finding->line);
  }
  if (finding->line && finding->column) {
    trawl_buf_printf(out, ":%u", (unsigned)finding->column);
  }
  trawl_buf_printf(out, ": %s: ", severity_of(finding));
  put_plain(out, finding->message);
  if (finding->hint) {
    trawl_buf_puts(out, "; ");
    put_plain(out, finding->hint);
  }
  trawl_buf_printf(out, " [%s]\n", finding->code);
}

void findings_write(const trawl_findings *findings, findings_format format, bool quiet, trawl_buf *out)
{
  const uint32_t count = trawl_findings_count(findings);
  for (uint32_t i = 0; i < count; ++i) {
    const trawl_finding finding = trawl_findings_at(findings, i);
    if (quiet && finding.severity != TRAWL_ERROR) {
      continue;
    }
    if (format == FINDINGS_JSON) {
      write_json(&finding, out);
    } else {
      write_gcc(&finding, out);
    }
  }
}
