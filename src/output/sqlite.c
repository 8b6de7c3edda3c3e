/* SPDX-License-Identifier: MIT
 * sqlite.c - a database: documents, sentences, entities, mentions, triples, with views and a full-text index.
 *
 * Documents are written in transactions of a few hundred, so that a run that is killed leaves a sound database
 * with whole documents.  The schema is in sqlite_schema.c.  A document that the database has under the same
 * name is replaced, with all that hangs on it, so a run can be repeated and a database added to.  A database
 * that is not one of ours, or of another version, is refused.  Positions are in the unit of the first run,
 * which is noted in the table meta; another unit later is refused too. */
#include "output/marks.h"
#include "output/sqlite_schema.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { DOCUMENTS_A_TRANSACTION = 256 };

/* The statements, in the order of trawl_sqlite_statements. */
typedef struct base {
  const trawl_write_options *options;
  trawl_buf *fault;
  sqlite3 *db;
  sqlite3_stmt *statements[TRAWL_SQLITE_STATEMENTS];
  trawl_buf text;         /* scratch */
  uint32_t pending;       /* documents of the open transaction */
  bool busy;              /* a transaction is open */
  TRAWL_VEC(sqlite3_int64) mentions; /* of the document: row by mention, 0: not written */
} base;

/* ---- calls ------------------------------------------------------------------------------------- */

static trawl_status fail(base *b)
{
  if (!b->fault->len) {
    trawl_buf_printf(b->fault, "%s: %s", b->options->path, sqlite3_errmsg(b->db));
  }
  return sqlite3_errcode(b->db) == SQLITE_NOMEM ? TRAWL_NO_MEM : TRAWL_IO;
}

static trawl_status refuse(base *b, const char *why)
{
  trawl_buf_printf(b->fault, "%s: %s", b->options->path, why);
  return TRAWL_IO;
}

static trawl_status execute(base *b, const char *sql)
{
  return sqlite3_exec(b->db, sql, NULL, NULL, NULL) == SQLITE_OK ? TRAWL_OK : fail(b);
}

/* A row of values on its way into a statement; what is bound stays valid until `run`. */
typedef struct row {
  base *b;
  sqlite3_stmt *statement;
  int column;
  bool failed;
} row;

static row start(base *b, trawl_sqlite_statement which)
{
  return (row){b, b->statements[which], 0, false};
}

/* Text that is UTF-8 whatever it was; NUL stays, which SQLite keeps but its shell cuts at: U+FFFD instead. */
static void add_slice(row *r, const char *text, size_t len)
{
  ++r->column;
  if (!text) {
    r->failed |= sqlite3_bind_null(r->statement, r->column) != SQLITE_OK;
    return;
  }
  trawl_buf *clean = &r->b->text;
  clean->len = 0;
  for (size_t done = 0; done < len || done == 0;) {
    const char *nul = len > done ? memchr(text + done, '\0', len - done) : NULL;
    const size_t end = nul ? (size_t)(nul - text) : len;
    trawl_put_utf8(clean, text + done, end - done, false);
    trawl_buf_puts(clean, nul ? "\xEF\xBF\xBD" : "");
    done = nul ? end + 1 : len + 1;
  }
  r->failed |= clean->failed
               || sqlite3_bind_text64(r->statement, r->column, clean->len ? clean->at : "", clean->len,
                                      SQLITE_TRANSIENT, SQLITE_UTF8) != SQLITE_OK;
}

static void add_text(row *r, const char *text)
{
  add_slice(r, text, text ? strlen(text) : 0);
}

static void add_number(row *r, sqlite3_int64 number)
{
  r->failed |= sqlite3_bind_int64(r->statement, ++r->column, number) != SQLITE_OK;
}

/* 0: NULL. */
static void add_row(row *r, sqlite3_int64 id)
{
  ++r->column;
  r->failed |= (id ? sqlite3_bind_int64(r->statement, r->column, id)
                   : sqlite3_bind_null(r->statement, r->column))
               != SQLITE_OK;
}

static void add_place(row *r, trawl_slice slice)
{
  add_number(r, (sqlite3_int64)slice.start);
  add_number(r, (sqlite3_int64)slice.end);
}

/* Runs the statement; `*result` (may be NULL) is its first column, or 0. */
static trawl_status run(row *r, sqlite3_int64 *result)
{
  sqlite3_int64 value = 0;
  int got = r->failed ? SQLITE_ERROR : sqlite3_step(r->statement);
  if (got == SQLITE_ROW) {
    value = sqlite3_column_int64(r->statement, 0);
    got = sqlite3_step(r->statement);
  }
  const trawl_status status = got == SQLITE_DONE ? TRAWL_OK : fail(r->b);
  sqlite3_reset(r->statement);
  if (status == TRAWL_OK && result) {
    *result = value;
  }
  return status;
}

/* ---- rows -------------------------------------------------------------------------------------- */

/* The row of an entity; a thing without an id is told by type and name. */
static trawl_status put_entity(base *b, const char *id, const char *type, const char *name,
                               const char *iso, uint32_t wikidata, sqlite3_int64 *entity)
{
  row find = start(b, TRAWL_SQLITE_FIND_ENTITY);
  add_text(&find, id ? id : "");
  add_text(&find, id ? "" : type);
  add_text(&find, id ? "" : name);
  TRAWL_TRY(run(&find, entity));
  if (*entity) {
    return TRAWL_OK;
  }
  row insert = start(b, TRAWL_SQLITE_ADD_ENTITY);
  add_text(&insert, id);
  add_text(&insert, type);
  add_text(&insert, name);
  add_text(&insert, iso);
  char number[16];
  sqlite3_snprintf(sizeof number, number, "Q%u", (unsigned)wikidata);
  add_text(&insert, wikidata ? number : NULL);
  TRAWL_TRY(run(&insert, NULL));
  *entity = sqlite3_last_insert_rowid(b->db);
  return TRAWL_OK;
}

static trawl_status put_sentences(base *b, const trawl_doc *doc, sqlite3_int64 document)
{
  for (uint32_t i = 0; i < trawl_doc_sentence_count(doc); ++i) {
    const trawl_sentence_view sentence = trawl_doc_sentence_at(doc, i, b->options->unit);
    const trawl_slice slice = sentence.slice;
    row insert = start(b, TRAWL_SQLITE_ADD_SENTENCE);
    add_number(&insert, document);
    add_number(&insert, sentence.sentence);
    add_place(&insert, slice);
    add_slice(&insert, slice.text, slice.len);
    TRAWL_TRY(run(&insert, NULL));
  }
  return TRAWL_OK;
}

static trawl_status put_mention(base *b, const trawl_doc *doc, sqlite3_int64 document, uint32_t i)
{
  const trawl_mention_view mention = trawl_doc_mention_at(doc, i, b->options->unit);
  sqlite3_int64 entity = 0;
  if (mention.entity != TRAWL_NONE) {
    TRAWL_TRY(put_entity(b, mention.id, mention.type, mention.name, mention.iso, mention.wikidata,
                         &entity));
  }
  row insert = start(b, TRAWL_SQLITE_ADD_MENTION);
  add_number(&insert, document);
  add_number(&insert, mention.sentence);
  add_place(&insert, mention.slice);
  add_slice(&insert, mention.slice.text, mention.slice.len);
  add_text(&insert, mention.type);
  add_text(&insert, mention.kind);
  add_row(&insert, entity);
  add_text(&insert, mention.value);
  add_text(&insert, mention.source);
  add_text(&insert, mention.how);
  TRAWL_TRY(run(&insert, NULL));
  b->mentions.at[i] = sqlite3_last_insert_rowid(b->db);
  return TRAWL_OK;
}

static void add_argument(row *r, const trawl_argument_view *argument)
{
  add_row(r, argument->slice.text ? r->b->mentions.at[argument->mention] : 0);
}

static trawl_status put_triple(base *b, const trawl_doc *doc, sqlite3_int64 document, uint32_t i)
{
  const trawl_triple_view triple = trawl_doc_triple_at(doc, i, b->options->unit);
  const trawl_argument_view *ends[] = {&triple.subject, &triple.object};
  sqlite3_int64 things[2] = {0, 0};
  for (size_t e = 0; e < 2; ++e) {
    const char *name = ends[e]->value ? ends[e]->value : ends[e]->name;
    TRAWL_TRY(put_entity(b, ends[e]->id, ends[e]->type, name, ends[e]->iso, ends[e]->wikidata, &things[e]));
  }
  row insert = start(b, TRAWL_SQLITE_ADD_TRIPLE);
  add_number(&insert, document);
  add_number(&insert, triple.sentence);
  add_number(&insert, things[0]);
  add_text(&insert, triple.relation);
  add_number(&insert, things[1]);
  add_text(&insert, triple.polarity);
  add_text(&insert, triple.modality);
  add_text(&insert, triple.tense);
  add_argument(&insert, &triple.subject);
  add_argument(&insert, &triple.object);
  add_argument(&insert, &triple.attribution);
  add_argument(&insert, &triple.time);
  add_argument(&insert, &triple.place);
  add_slice(&insert, triple.trigger.text, triple.trigger.len);
  add_place(&insert, triple.trigger);
  add_text(&insert, triple.rule);
  add_text(&insert, triple.phrase);
  insert.failed |= sqlite3_bind_double(insert.statement, ++insert.column,
                                       (double)(int)(triple.confidence * 100 + 0.5) / 100) != SQLITE_OK;
  TRAWL_TRY(run(&insert, NULL));
  const sqlite3_int64 id = sqlite3_last_insert_rowid(b->db);
  for (uint32_t q = 0; q < triple.qualifier_count; ++q) {
    row qualifier = start(b, TRAWL_SQLITE_ADD_QUALIFIER);
    add_number(&qualifier, id);
    add_text(&qualifier, triple.qualifiers[q].key);
    add_text(&qualifier, triple.qualifiers[q].value);
    TRAWL_TRY(run(&qualifier, NULL));
  }
  return TRAWL_OK;
}

/* ---- documents --------------------------------------------------------------------------------- */

/* A part of a document goes on in the row of the part before. */
static trawl_status add_part(base *b, const trawl_doc *doc, sqlite3_int64 *document)
{
  const trawl_slice text = trawl_doc_text(doc, TRAWL_BYTES);
  row more = start(b, TRAWL_SQLITE_ADD_PART);
  add_slice(&more, text.text, text.len);
  add_text(&more, trawl_doc_id(doc));
  TRAWL_TRY(run(&more, NULL));
  row find = start(b, TRAWL_SQLITE_FIND_DOCUMENT);
  add_text(&find, trawl_doc_id(doc));
  return run(&find, document);
}

static trawl_status put_document(base *b, const trawl_doc *doc, sqlite3_int64 *document)
{
  const trawl_slice text = trawl_doc_text(doc, TRAWL_BYTES);
  trawl_buf day = {.at = NULL};
  row old = start(b, TRAWL_SQLITE_DROP_DOCUMENT);
  add_text(&old, trawl_doc_id(doc));
  TRAWL_TRY(run(&old, NULL));
  row insert = start(b, TRAWL_SQLITE_ADD_DOCUMENT);
  add_text(&insert, trawl_doc_id(doc));
  if (trawl_doc_date(doc)) {
    trawl_put_day(&day, trawl_doc_date(doc));
  }
  add_slice(&insert, day.at, day.len);
  insert.failed |= day.failed;
  trawl_buf_clear(&day);
  add_slice(&insert, text.text, text.len);
  TRAWL_TRY(run(&insert, NULL));
  *document = sqlite3_last_insert_rowid(b->db);
  return TRAWL_OK;
}

static trawl_status put_layers(base *b, const trawl_doc *doc, const trawl_marks *marks)
{
  sqlite3_int64 document = 0;
  if (trawl_doc_goes_on(doc)) {
    TRAWL_TRY(add_part(b, doc, &document));
  }
  if (!document) {
    TRAWL_TRY(put_document(b, doc, &document));
  }
  TRAWL_TRY(put_sentences(b, doc, document));
  TRAWL_TRY_MEM(trawl_vec_reserve(&b->mentions, (uint64_t)trawl_doc_mention_count(doc) + 1));
  for (uint32_t i = 0; i < trawl_doc_mention_count(doc); ++i) {
    b->mentions.at[i] = 0;
  }
  for (uint32_t i = 0; i < marks->at.len; ++i) {
    TRAWL_TRY(put_mention(b, doc, document, marks->at.at[i].mention));
  }
  for (uint32_t i = 0; i < marks->triples.len; ++i) {
    TRAWL_TRY(put_triple(b, doc, document, marks->triples.at[i]));
  }
  return TRAWL_OK;
}

static trawl_status commit(base *b)
{
  b->pending = 0;
  b->busy = false;
  return execute(b, "COMMIT");
}

static trawl_status base_add(void *state, const trawl_doc *doc)
{
  base *b = state;
  if (!b->busy) {
    TRAWL_TRY(execute(b, "BEGIN IMMEDIATE"));
    b->busy = true;
  }
  trawl_marks marks = {.at = {.at = NULL}};
  trawl_status status = trawl_marks_find(doc, b->options, &marks);
  status = status == TRAWL_OK ? put_layers(b, doc, &marks) : status;
  trawl_marks_clear(&marks);
  TRAWL_TRY(status);
  return ++b->pending < DOCUMENTS_A_TRANSACTION ? TRAWL_OK : commit(b);
}

/* ---- opening and closing ----------------------------------------------------------------------- */

static void base_free(void *state)
{
  base *b = state;
  for (size_t i = 0; i < TRAWL_SQLITE_STATEMENTS; ++i) {
    sqlite3_finalize(b->statements[i]);
  }
  sqlite3_close(b->db); /* rolls back what is open */
  trawl_buf_clear(&b->text);
  trawl_vec_clear(&b->mentions);
  free(b);
}

static sqlite3_int64 number_of(base *b, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  sqlite3_int64 number = -1;
  if (sqlite3_prepare_v2(b->db, sql, -1, &statement, NULL) == SQLITE_OK
      && sqlite3_step(statement) == SQLITE_ROW) {
    number = sqlite3_column_int64(statement, 0);
  }
  sqlite3_finalize(statement);
  return number;
}

/* An empty file gets the schema; another must have it. */
static trawl_status settle_schema(base *b)
{
  const sqlite3_int64 tables = number_of(b, "SELECT count(*) FROM sqlite_schema");
  if (tables < 0) {
    return fail(b);
  }
  if (tables == 0) {
    for (size_t i = 0; trawl_sqlite_schema[i]; ++i) {
      TRAWL_TRY(execute(b, trawl_sqlite_schema[i]));
    }
  } else if (number_of(b, "PRAGMA application_id") != TRAWL_SQLITE_ID) {
    return refuse(b, "is a database, but none that trawl made");
  } else if (number_of(b, "PRAGMA user_version") != TRAWL_SQLITE_VERSION) {
    return refuse(b, "was made by another version of trawl, whose tables differ");
  }
  const sqlite3_int64 unit = number_of(b, "SELECT value FROM meta WHERE key = 'unit'");
  if (unit >= 0 && unit != (sqlite3_int64)b->options->unit) {
    return refuse(b, "was made with other --offsets");
  }
  char *note = sqlite3_mprintf("INSERT OR REPLACE INTO meta VALUES ('unit', %d), ('trawl', %Q)",
                               (int)b->options->unit, trawl_version());
  TRAWL_TRY_MEM(note);
  const trawl_status status = execute(b, note);
  sqlite3_free(note);
  return status;
}

static trawl_status settle(base *b)
{
  sqlite3_busy_timeout(b->db, 10000);
  TRAWL_TRY(execute(b, "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA recursive_triggers = ON;"
                       "BEGIN IMMEDIATE"));
  TRAWL_TRY(settle_schema(b));
  TRAWL_TRY(execute(b, "COMMIT"));
  for (size_t i = 0; i < TRAWL_SQLITE_STATEMENTS; ++i) {
    if (sqlite3_prepare_v3(b->db, trawl_sqlite_statements[i], -1, SQLITE_PREPARE_PERSISTENT,
                           &b->statements[i], NULL)
        != SQLITE_OK) {
      return fail(b);
    }
  }
  return TRAWL_OK;
}

static trawl_status base_open(const trawl_write_options *options, trawl_buf *fault, void **state)
{
  base *b = calloc(1, sizeof *b);
  TRAWL_TRY_MEM(b);
  b->options = options;
  b->fault = fault;
  const int opened = sqlite3_open_v2(
    options->path, &b->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
  const trawl_status status = opened == SQLITE_OK ? settle(b) : fail(b);
  if (status != TRAWL_OK) {
    base_free(b);
    return status;
  }
  *state = b;
  return TRAWL_OK;
}

static trawl_status base_finish(void *state)
{
  base *b = state;
  if (b->busy) {
    TRAWL_TRY(commit(b));
  }
  return execute(b, "DELETE FROM entities WHERE id NOT IN (SELECT entity FROM mentions WHERE entity IS NOT NULL"
                    " UNION SELECT subject FROM triples UNION SELECT object FROM triples);"
                    "PRAGMA optimize");
}

static const trawl_store store = {base_open, base_add, base_finish, base_free};

const trawl_format trawl_format_sqlite = {
  .name = "sqlite",
  .help = "a database with full-text search; needs -o FILE, which is added to",
  .target = TRAWL_TO_FILE,
  .store = &store,
};
