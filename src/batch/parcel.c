/* SPDX-License-Identifier: MIT
 * parcel.c - what is said about an item.
 *
 * Codes: E401 cannot be read, E402 too large, E403 not enough memory for one input, E405 a damaged
 * archive or encoding; W420 to W429 limits that a document hit. */
#include "batch/parcel.h"

#include "base/utf8.h"


#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

void trawl_item_say(trawl_item *item, trawl_place place, const char *code, const char *format, ...)
{
  char message[512];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  if (!item->findings) {
    item->findings = trawl_findings_new(0);
  }
  if (item->findings && code[0] == 'W') {
    trawl_warn(item->findings, place, code, NULL, "%s", message);
  } else if (item->findings) {
    trawl_report(item->findings, place, code, TRAWL_BAD_DATA, "%s", message);
  }
}

trawl_source trawl_item_source(const trawl_item *item)
{
  return (trawl_source){strcmp(item->file, "-") == 0 ? "standard input" : item->file, NULL, 0};
}

void trawl_item_fail(trawl_item *item, trawl_status status, const char *fault)
{
  const int error = errno;
  const trawl_source source = trawl_item_source(item);
  const trawl_place place = {&source, item->line, item->line ? 1 : 0, 1};
  item->limited |= status == TRAWL_LIMIT || status == TRAWL_NO_MEM;
  item->failed |= status != TRAWL_LIMIT && status != TRAWL_NO_MEM;
  if (status == TRAWL_LIMIT) {
    trawl_item_say(item, place, "E402", "%s", fault ? fault : "larger than a text may be");
  } else if (status == TRAWL_NO_MEM) {
    trawl_item_say(item, place, "E403", "not enough memory for this input");
  } else if (status == TRAWL_BAD_DATA) {
    trawl_item_say(item, place, "E405", "%s", fault ? fault : "damaged");
  } else {
    trawl_item_say(item, place, "E401", "cannot be read: %s", fault ? fault : strerror(error));
  }
}

void trawl_item_oversize(trawl_item *item, trawl_oversize oversize, size_t max)
{
  const trawl_source source = trawl_item_source(item);
  const trawl_place place = {&source, item->line, item->line ? 1 : 0, 1};
  item->oversized = oversize == TRAWL_OVERSIZE_SKIP;
  item->limited |= oversize == TRAWL_OVERSIZE_FAIL;
  trawl_item_say(item, place, item->oversized ? "W409" : "E402", "larger than %zu bytes%s", max,
                 item->oversized ? ": left out" : " (--max-bytes)");
}

void trawl_item_cuts(trawl_item *item, const trawl_doc *doc)
{
  const trawl_source source = trawl_item_source(item);
  const trawl_place place = {&source, item->line, item->line ? 1 : 0, 1};
  for (uint32_t i = 0; i < trawl_doc_cut_count(doc); ++i) {
    const trawl_cut_view cut = trawl_doc_cut_at(doc, i);
    const trawl_limit_view limit = trawl_limit_at(cut.limit);
    trawl_item_say(item, place, limit.code, "%s (--limit %s)", cut.message, limit.name);
    item->truncated = true;
    item->shortened |= limit.scope != TRAWL_LIMIT_OF_SENTENCE;
  }
}

void trawl_parts_move(trawl_parts *parts, const char *text, size_t len, uint64_t sentences, uint64_t tokens)
{
  trawl_origin *origin = &parts->origin;
  for (size_t i = 0; i < len;) {
    const size_t plain = trawl_utf8_ascii(text + i, len - i);
    origin->units[TRAWL_CHARS] += plain;
    origin->units[TRAWL_UTF16] += plain;
    i += plain;
    if (i < len) {
      const trawl_rune rune = trawl_utf8_read(text + i, len - i);
      origin->units[TRAWL_CHARS] += 1;
      origin->units[TRAWL_UTF16] += rune.code > 0xFFFF ? 2 : 1;
      i += rune.len;
    }
  }
  origin->units[TRAWL_BYTES] += len;
  origin->sentences += sentences;
  origin->tokens += tokens;
}
