/* SPDX-License-Identifier: MIT
 * progress.c - the bar on standard error, the line at the end, the figures as JSON. */
#include "cli/progress.h"

#include "cli/cli.h"

#include <inttypes.h>
#include <time.h>

enum { BAR = 20 };

static double now(void)
{
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (double)at.tv_sec + 1e-9 * (double)at.tv_nsec;
}

void progress_start(progress *p, bool shows)
{
  *p = (progress){.shows = shows, .started = now()};
}

double progress_seconds(const progress *p)
{
  return now() - p->started;
}

/* 75 to "1:15", 4000 to "1:06:40". */
static void put_time(trawl_buf *out, double seconds)
{
  const unsigned long s = seconds > 0 && seconds < 1e8 ? (unsigned long)(seconds + 0.5) : 0;
  if (s >= 3600) {
    trawl_buf_printf(out, "%lu:%02lu:%02lu", s / 3600, s / 60 % 60, s % 60);
  } else {
    trawl_buf_printf(out, "%lu:%02lu", s / 60, s % 60);
  }
}

static void put_bar(trawl_buf *out, double done)
{
  const int full = (int)(done * BAR);
  trawl_buf_putc(out, '[');
  for (int i = 0; i < BAR; ++i) {
    trawl_buf_putc(out, i < full ? '=' : i == full ? '>' : ' ');
  }
  trawl_buf_printf(out, "] %3d%%  ", (int)(done * 100));
}

void progress_show(progress *p, const trawl_batch_result *so_far)
{
  const double at = now(), seconds = at - p->started;
  if (!p->shows || at - p->last < 0.1) {
    return;
  }
  p->last = at;
  trawl_buf line = {.at = NULL};
  const double done = so_far->total ? (double)so_far->read / (double)so_far->total : 0;
  if (so_far->total) {
    put_bar(&line, done < 1 ? done : 1);
  }
  trawl_buf_printf(&line, "%" PRIu64 " documents  %.1f MB/s  %" PRIu64 " triples  %" PRIu64 " failures",
                   so_far->documents, seconds > 0 ? (double)so_far->bytes / 1e6 / seconds : 0,
                   so_far->triples, so_far->failed + so_far->limited);
  if (done > 0.001 && done <= 1) {
    trawl_buf_puts(&line, "  ");
    put_time(&line, seconds * (1 - done) / done);
    trawl_buf_puts(&line, " left");
  }
  fprintf(stderr, "\r\033[K%s", trawl_buf_str(&line));
  fflush(stderr);
  p->drawn = true;
  trawl_buf_clear(&line);
}

void progress_hide(progress *p)
{
  if (p->drawn) {
    fputs("\r\033[K", stderr);
    p->drawn = false;
  }
}

void progress_end(progress *p, const trawl_batch_result *result)
{
  const double seconds = progress_seconds(p);
  progress_hide(p);
  if (!p->shows) {
    return;
  }
  trawl_buf line = {.at = NULL};
  trawl_buf_printf(&line, "%" PRIu64 " documents, %.1f MB, %" PRIu64 " triples, %" PRIu64 " failures",
                   result->documents, (double)result->bytes / 1e6, result->triples,
                   result->failed + result->limited);
  if (result->skipped) {
    trawl_buf_printf(&line, ", %" PRIu64 " not English", result->skipped);
  }
  trawl_buf_puts(&line, " in ");
  put_time(&line, seconds);
  trawl_buf_printf(&line, ", %.1f MB/s", seconds > 0 ? (double)result->bytes / 1e6 / seconds : 0);
  message("%s%s", trawl_buf_str(&line), result->stopped ? ", stopped early" : "");
  trawl_buf_clear(&line);
}

/* ---- figures ----------------------------------------------------------------------------------- */

static void put_text(trawl_buf *out, const char *text)
{
  trawl_buf_putc(out, '"');
  for (; *text; ++text) {
    const unsigned char c = (unsigned char)*text;
    if (c == '"' || c == '\\') {
      trawl_buf_putc(out, '\\');
    }
    if (c < 0x20) {
      trawl_buf_printf(out, "\\u%04x", c);
    } else {
      trawl_buf_putc(out, (char)c);
    }
  }
  trawl_buf_putc(out, '"');
}

static void put_relations(trawl_buf *out, const trawl_pipeline *pipeline, const trawl_batch_result *result)
{
  const char *comma = "";
  trawl_buf_puts(out, "},\"triples_by_relation\":{");
  for (uint32_t i = 0; result->by_relation && i < trawl_pipeline_relation_count(pipeline); ++i) {
    if (result->by_relation[i]) {
      trawl_buf_puts(out, comma);
      put_text(out, trawl_pipeline_relation_at(pipeline, i));
      trawl_buf_printf(out, ":%" PRIu64, result->by_relation[i]);
      comma = ",";
    }
  }
}

static void put_reasons(trawl_buf *out, const trawl_batch_result *result)
{
  trawl_buf_puts(out, "},\"reasons\":[");
  for (size_t i = 0; i < result->reason_count; ++i) {
    trawl_buf_printf(out, "%s{\"code\":", i ? "," : "");
    put_text(out, result->reasons[i].code);
    trawl_buf_puts(out, ",\"reason\":");
    put_text(out, result->reasons[i].text);
    trawl_buf_printf(out, ",\"count\":%" PRIu64 "}", result->reasons[i].count);
  }
}

static void put_figures(trawl_buf *out, const trawl_pipeline *pipeline, const trawl_batch_result *result,
                        double seconds)
{
  const struct {
    const char *key;
    uint64_t value;
  } rows[] = {{"documents", result->documents}, {"bytes", result->bytes},
              {"sentences", result->sentences}, {"tokens", result->tokens},
              {"mentions", result->mentions},   {"triples", result->triples},
              {"failed", result->failed},       {"limited", result->limited},
              {"skipped", result->skipped},     {"oversized", result->oversized},
              {"truncated", result->truncated},
              {"resumed", result->resumed}};
  trawl_buf_puts(out, "{");
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    trawl_buf_printf(out, "\"%s\":%" PRIu64 ",", rows[i].key, rows[i].value);
  }
  trawl_buf_printf(out, "\"stopped\":%s,\"seconds\":%.3f,\"stage_seconds\":{",
                   result->stopped ? "true" : "false", seconds);
  for (int stage = 0; stage < TRAWL_STAGE_COUNT; ++stage) {
    trawl_buf_printf(out, "%s\"%s\":%.3f", stage ? "," : "", trawl_stage_name((trawl_stage)stage),
                     1e-9 * (double)result->nanoseconds[stage]);
  }
  put_relations(out, pipeline, result);
  put_reasons(out, result);
  trawl_buf_puts(out, "]}\n");
}

bool stats_write(const char *path, const trawl_pipeline *pipeline, const trawl_batch_result *result,
                 double seconds)
{
  output file;
  trawl_buf figures = {.at = NULL};
  if (!output_resume(&file, path, false)) {
    return false;
  }
  put_figures(&figures, pipeline, result, seconds);
  output_sink(&file, figures.at ? figures.at : "", figures.len);
  trawl_buf_clear(&figures);
  return output_end(&file, file.failed ? OUTPUT_GOES : OUTPUT_APPEARS) == EXIT_DONE;
}
