/* SPDX-License-Identifier: MIT
 * count.c - what a batch counts: triples by relation, failures by reason; failures as lines of JSON. */
#include "batch/count.h"

#include "base/status.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Reasons beyond these are not told apart: they may hold names. */
enum { MAX_REASONS = 200 };

static void count_one(const trawl_pipeline *pipeline, const char *name, size_t len, uint64_t count,
                      trawl_batch_result *result)
{
  const uint32_t n = trawl_pipeline_relation_count(pipeline);
  if (!result->by_relation) {
    result->by_relation = calloc(n ? n : 1, sizeof *result->by_relation);
  }
  for (uint32_t i = 0; result->by_relation && i < n; ++i) {
    const char *known = trawl_pipeline_relation_at(pipeline, i);
    if (strncmp(known, name, len) == 0 && !known[len]) {
      result->by_relation[i] += count;
      return;
    }
  }
}

void trawl_count_item(const trawl_pipeline *pipeline, const trawl_item *item, trawl_batch_result *result)
{
  for (uint32_t i = 0; i < item->relation_count; ++i) {
    const char *name = item->relations[i].relation;
    count_one(pipeline, name, strlen(name), item->relations[i].count, result);
  }
}

void trawl_count_relations(const trawl_pipeline *pipeline, const char *text, trawl_batch_result *result)
{
  while (*text) {
    const size_t len = strcspn(text, "=");
    char *end = (char *)text + len;
    count_one(pipeline, text, len, *end ? strtoull(end + 1, &end, 10) : 0, result);
    text = *end == ' ' ? end + 1 : end;
    if (*end && *end != ' ') {
      break;
    }
  }
}

void trawl_count_reason(trawl_batch_result *result, const char *code, const char *text)
{
  const bool full = result->reason_count >= MAX_REASONS;
  for (size_t i = 0; i < result->reason_count; ++i) {
    struct trawl_failure_count *reason = &result->reasons[i];
    if (strcmp(reason->code, code) == 0 && (strcmp(reason->text, text) == 0 || full)) {
      ++reason->count;
      return;
    }
  }
  struct trawl_failure_count *more =
    realloc(result->reasons, (result->reason_count + 1) * sizeof *result->reasons);
  if (more) {
    result->reasons = more;
    more += result->reason_count++;
    *more = (struct trawl_failure_count){.text = strdup(text), .count = 1};
    snprintf(more->code, sizeof more->code, "%s", code);
    result->reason_count -= !more->text;
  }
}

void trawl_batch_result_clear(trawl_batch_result *result)
{
  free(result->by_relation);
  for (size_t i = 0; i < result->reason_count; ++i) {
    free(result->reasons[i].text);
  }
  free(result->reasons);
  result->by_relation = NULL;
  result->reasons = NULL;
  result->reason_count = 0;
}

void trawl_count_known(const trawl_pipeline *pipeline, const trawl_batch_result *known,
                       trawl_batch_result *result)
{
  uint64_t *const to[] = {&result->documents, &result->bytes,   &result->failed,   &result->limited,
                          &result->skipped,   &result->oversized, &result->sentences, &result->tokens,
                          &result->mentions,  &result->triples, &result->resumed,  &result->truncated,
                          &result->shortened};
  const uint64_t from[] = {known->documents, known->bytes,     known->failed,    known->limited,
                           known->skipped,   known->oversized, known->sentences, known->tokens,
                           known->mentions,  known->triples,   known->resumed,   known->truncated,
                           known->shortened};
  for (size_t i = 0; i < TRAWL_COUNT(to); ++i) {
    *to[i] += from[i];
  }
  for (uint32_t i = 0; known->by_relation && i < trawl_pipeline_relation_count(pipeline); ++i) {
    const char *name = trawl_pipeline_relation_at(pipeline, i);
    count_one(pipeline, name, strlen(name), known->by_relation[i], result);
  }
  for (size_t i = 0; i < known->reason_count; ++i) {
    for (uint64_t n = 0; n < known->reasons[i].count; ++n) {
      trawl_count_reason(result, known->reasons[i].code, known->reasons[i].text);
    }
  }
}

static void put_text(trawl_buf *out, const char *text)
{
  const size_t len = strlen(text);
  trawl_buf_putc(out, '"');
  for (size_t i = 0; i < len;) {
    const trawl_rune rune = trawl_utf8_read(text + i, len - i);
    if (rune.bad) {
      trawl_buf_puts(out, "\xEF\xBF\xBD");
    } else if (rune.code < 0x20 || rune.code == 0x7F) {
      trawl_buf_printf(out, "\\u%04x", (unsigned)rune.code);
    } else {
      trawl_buf_puts(out, rune.code == '"' || rune.code == '\\' ? "\\" : "");
      trawl_buf_put(out, text + i, rune.len);
    }
    i += rune.len;
  }
  trawl_buf_putc(out, '"');
}

void trawl_failure_line(const trawl_item *item, const char *code, const char *reason, trawl_buf *out)
{
  trawl_buf_puts(out, "{\"doc\":");
  put_text(out, item->id);
  if (item->line) {
    trawl_buf_printf(out, ",\"line\":%u,\"code\":", (unsigned)item->line);
  } else {
    trawl_buf_puts(out, ",\"line\":null,\"code\":");
  }
  put_text(out, code);
  trawl_buf_puts(out, item->failed    ? ",\"kind\":\"failed\",\"reason\":"
                        : item->limited ? ",\"kind\":\"limit\",\"reason\":"
                                        : ",\"kind\":\"truncated\",\"reason\":");
  put_text(out, reason);
  trawl_buf_puts(out, "}\n");
}
