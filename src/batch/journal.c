/* SPDX-License-Identifier: MIT
 * journal.c - what a batch has finished; see journal.h.
 *
 * Lines of fields with tabs between them, escaped as in TSV; the first line names the options. */
#include "batch/journal.h"

#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char head[] = "#trawl-journal 1 ";

enum { CHECK_DIGITS = 16, NUMBERS = 9 };

/* ---- opening ----------------------------------------------------------------------------------- */

/* A link in the journal's place may have been put there by somebody else: it is not followed. */
static FILE *open_file(const char *path, int flags, const char *mode)
{
  const int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0666);
  FILE *file = fd < 0 ? NULL : fdopen(fd, mode);
  if (fd >= 0 && !file) {
    close(fd);
  }
  return file;
}

trawl_status trawl_journal_create(const char *path, const char *options, trawl_journal **out)
{
  trawl_journal *journal = calloc(1, sizeof *journal);
  TRAWL_TRY_MEM(journal);
  journal->file = open_file(path, O_CREAT | O_TRUNC, "w+");
  if (!journal->file || fputs(head, journal->file) < 0 || fputs(options, journal->file) < 0
      || fputc('\n', journal->file) < 0 || fflush(journal->file) != 0) {
    const int error = errno;
    trawl_journal_close(journal);
    errno = error;
    return TRAWL_IO;
  }
  journal->kept = (uint64_t)ftello(journal->file);
  *out = journal;
  return TRAWL_OK;
}

trawl_status trawl_journal_open(const char *path, const char *options, trawl_journal **out)
{
  trawl_journal *journal = calloc(1, sizeof *journal);
  TRAWL_TRY_MEM(journal);
  journal->file = open_file(path, 0, "r+");
  if (!journal->file) {
    const int error = errno;
    trawl_journal_close(journal);
    errno = error;
    return TRAWL_IO;
  }
  const ssize_t len = getline(&journal->line, &journal->line_cap, journal->file);
  const size_t n = sizeof head - 1;
  if (len <= 0 || journal->line[len - 1] != '\n' || memchr(journal->line, '\0', (size_t)len)) {
    trawl_journal_close(journal);
    errno = ENODATA;
    return TRAWL_IO;
  }
  const bool same = len > (ssize_t)n && memcmp(journal->line, head, n) == 0
                    && strncmp(journal->line + n, options, strlen(options)) == 0
                    && journal->line[n + strlen(options)] == '\n';
  if (!same) {
    trawl_journal_close(journal);
    return TRAWL_BAD_DATA;
  }
  journal->kept = (uint64_t)ftello(journal->file);
  journal->reads = true;
  *out = journal;
  return TRAWL_OK;
}

void trawl_journal_close(trawl_journal *journal)
{
  if (journal) {
    if (journal->file) {
      fclose(journal->file);
    }
    free(journal->line);
    trawl_buf_clear(&journal->pending);
    trawl_buf_clear(&journal->entry.name);
    trawl_buf_clear(&journal->entry.code);
    trawl_buf_clear(&journal->entry.reason);
    trawl_buf_clear(&journal->entry.relations);
    free(journal);
  }
}

int trawl_journal_error(const trawl_journal *journal)
{
  return journal->error;
}

bool trawl_journal_has_any(const trawl_journal *journal)
{
  return journal->any;
}

/* ---- fields ------------------------------------------------------------------------------------ */

static void put_field(trawl_buf *out, const char *text)
{
  trawl_buf_putc(out, '\t');
  for (; *text; ++text) {
    const char *escape = strchr("\t\n\\", *text);
    if (escape) {
      trawl_buf_putc(out, '\\');
      trawl_buf_putc(out, "tn\\"[escape - "\t\n\\"]);
    } else {
      trawl_buf_putc(out, *text);
    }
  }
}

/* The field at `*at`, with NUL behind, moves on behind its tab. */
static void take_field(const char **at, trawl_buf *out)
{
  const char *c = *at;
  out->len = 0;
  for (; *c && *c != '\t' && *c != '\n'; ++c) {
    if (*c == '\\' && c[1]) {
      ++c;
      trawl_buf_putc(out, *c == 't' ? '\t' : *c == 'n' ? '\n' : *c);
    } else {
      trawl_buf_putc(out, *c);
    }
  }
  trawl_buf_putc(out, '\0');
  *at = c + (*c == '\t');
}

static bool take_number(const char **at, uint64_t *out)
{
  char *end;
  *out = strtoull(*at, &end, 10);
  const bool good = end > *at && *end == '\t';
  *at = good ? end + 1 : *at;
  return good;
}

/* ---- reading ----------------------------------------------------------------------------------- */

static bool checks(const char *line, size_t len)
{
  char check[CHECK_DIGITS + 1];
  if (len < CHECK_DIGITS + 2 || line[len - 1] != '\n') {
    return false;
  }
  const uint64_t hash = trawl_hash_bytes(line + CHECK_DIGITS, len - CHECK_DIGITS);
  snprintf(check, sizeof check, "%016" PRIx64, hash);
  return memcmp(check, line, CHECK_DIGITS) == 0;
}

bool trawl_journal_next(trawl_journal *journal)
{
  trawl_journal_entry *e = &journal->entry;
  const ssize_t len = journal->reads ? getline(&journal->line, &journal->line_cap, journal->file) : -1;
  journal->reads = len > 0 && checks(journal->line, (size_t)len);
  if (!journal->reads) {
    return false;
  }
  const char *at = journal->line + CHECK_DIGITS + 1;
  uint64_t *const numbers[NUMBERS] = {&e->size,   &e->hash,     &e->output,  &e->failures, &e->bytes,
                                      &e->sentences, &e->tokens, &e->mentions, &e->triples};
  e->kind = *at;
  at += 2;
  for (size_t i = 0; i < NUMBERS; ++i) {
    journal->reads = journal->reads && take_number(&at, numbers[i]);
  }
  trawl_buf date = {.at = NULL};
  take_field(&at, &date);
  snprintf(e->date, sizeof e->date, "%.10s", date.failed ? "" : date.at);
  trawl_buf_clear(&date);
  take_field(&at, &e->relations);
  take_field(&at, &e->code);
  take_field(&at, &e->reason);
  take_field(&at, &e->name);
  journal->reads = journal->reads && !e->name.failed && !e->relations.failed && !e->code.failed
                   && !e->reason.failed;
  return journal->reads;
}

static const char *said(const trawl_item *item, bool code)
{
  for (uint32_t i = 0; item->findings && i < trawl_findings_count(item->findings); ++i) {
    const trawl_finding finding = trawl_findings_at(item->findings, i);
    const bool cut = item->truncated && !item->failed && trawl_limit_has_code(finding.code, NULL);
    if (finding.severity == TRAWL_ERROR || item->kind == TRAWL_ITEM_FAILED || cut) {
      return code ? finding.code : finding.message;
    }
  }
  return "";
}

const char *trawl_item_code(const trawl_item *item)
{
  return said(item, true);
}

const char *trawl_item_reason(const trawl_item *item)
{
  return said(item, false);
}

bool trawl_journal_matches(const trawl_journal *journal, const trawl_item *item, const char *bytes)
{
  const trawl_journal_entry *e = &journal->entry;
  if (strcmp(e->name.at, item->id) != 0) {
    return false;
  }
  if (item->kind == TRAWL_ITEM_FAILED) {
    return e->size == 0 && strcmp(e->reason.at, trawl_item_reason(item)) == 0;
  }
  return e->size == item->len && e->hash == trawl_hash_bytes(bytes, item->len);
}

void trawl_journal_keep(trawl_journal *journal)
{
  journal->kept = (uint64_t)ftello(journal->file);
  journal->output = journal->entry.output;
  journal->failures = journal->entry.failures;
  journal->any = true;
}

/* ---- writing ----------------------------------------------------------------------------------- */

trawl_status trawl_journal_begin(trawl_journal *journal)
{
  journal->reads = false;
  const bool cut = fflush(journal->file) == 0 && ftruncate(fileno(journal->file), (off_t)journal->kept) == 0
                   && fseeko(journal->file, (off_t)journal->kept, SEEK_SET) == 0
                   && fdatasync(fileno(journal->file)) == 0;
  journal->error = cut ? 0 : errno;
  return cut ? TRAWL_OK : TRAWL_IO;
}

char trawl_item_kind_letter(const trawl_item *item)
{
  return item->failed                      ? 'f'
         : item->limited                   ? 'l'
         : item->skipped                   ? (item->part ? 'q' : 's')
         : item->oversized                 ? 'o'
         : item->kind == TRAWL_ITEM_FAILED ? 'w'
         : item->part                      ? 'p'
                                           : 'd';
}

void trawl_journal_add(trawl_journal *journal, const trawl_item *item, uint64_t output, uint64_t failures)
{
  trawl_buf line = {.at = NULL};
  trawl_buf_printf(&line, "\t%c\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64
                          "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64,
                   trawl_item_kind_letter(item), item->size, item->hash, output, failures,
                   (uint64_t)item->len, item->sentences, item->tokens, item->mentions, item->triples);
  put_field(&line, item->parts && !item->part ? item->left.date : "");
  trawl_buf_putc(&line, '\t');
  for (uint32_t i = 0; i < item->relation_count; ++i) {
    trawl_buf_printf(&line, "%s%s=%" PRIu64, i ? " " : "", item->relations[i].relation,
                     item->relations[i].count);
  }
  put_field(&line, trawl_item_code(item));
  put_field(&line, trawl_item_reason(item));
  put_field(&line, item->id);
  trawl_buf_putc(&line, '\n');
  if (!line.failed) {
    trawl_buf_printf(&journal->pending, "%016" PRIx64, trawl_hash_bytes(line.at, line.len));
    trawl_buf_put(&journal->pending, line.at, line.len);
  }
  journal->pending.failed |= line.failed;
  trawl_buf_clear(&line);
}

trawl_status trawl_journal_flush(trawl_journal *journal)
{
  trawl_buf *pending = &journal->pending;
  if (pending->failed) {
    return TRAWL_NO_MEM;
  }
  const bool written = fwrite(pending->at ? pending->at : "", 1, pending->len, journal->file) == pending->len
                       && fflush(journal->file) == 0 && fdatasync(fileno(journal->file)) == 0;
  journal->error = written ? 0 : errno;
  journal->any |= pending->len > 0;
  pending->len = 0;
  return written ? TRAWL_OK : TRAWL_IO;
}
