/* SPDX-License-Identifier: MIT
 * sqlite_schema.c - tables, indexes, views and statements of the database (docs/outputs.md).
 *
 * All that a document has hangs on its row and goes with it.  Entities are shared by documents: what has a
 * gazetteer id is told by it, else type and name tell.  The full-text index holds no text of its own; it
 * reads the sentences, and triggers keep it in step. */
#include "output/sqlite_schema.h"

#include <stddef.h>

const char *const trawl_sqlite_schema[] = {
  "PRAGMA application_id = 1953658732", /* TRAWL_SQLITE_ID */
  "PRAGMA user_version = 1",            /* TRAWL_SQLITE_VERSION */
  "CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID",
  "CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, date TEXT, text TEXT NOT NULL)",
  "CREATE INDEX documents_by_date ON documents (date)",
  "CREATE TABLE sentences (id INTEGER PRIMARY KEY,"
  " document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE, number INTEGER NOT NULL,"
  " \"start\" INTEGER NOT NULL, \"end\" INTEGER NOT NULL, text TEXT NOT NULL, UNIQUE (document, number))",
  "CREATE TABLE entities (id INTEGER PRIMARY KEY, gazetteer_id TEXT UNIQUE, type TEXT NOT NULL,"
  " name TEXT NOT NULL, iso TEXT, wikidata TEXT)",
  "CREATE UNIQUE INDEX entities_by_name ON entities (type, name) WHERE gazetteer_id IS NULL",
  "CREATE INDEX entities_by_any_name ON entities (name)",
  "CREATE TABLE mentions (id INTEGER PRIMARY KEY,"
  " document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE, sentence INTEGER NOT NULL,"
  " \"start\" INTEGER NOT NULL, \"end\" INTEGER NOT NULL, text TEXT NOT NULL, type TEXT NOT NULL,"
  " kind TEXT NOT NULL, entity INTEGER REFERENCES entities (id), value TEXT, source TEXT, how TEXT,"
  " FOREIGN KEY (document, sentence) REFERENCES sentences (document, number) ON DELETE CASCADE)",
  "CREATE INDEX mentions_by_document ON mentions (document, sentence)",
  "CREATE INDEX mentions_by_entity ON mentions (entity)",
  "CREATE TABLE triples (id INTEGER PRIMARY KEY,"
  " document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE, sentence INTEGER NOT NULL,"
  " subject INTEGER NOT NULL REFERENCES entities (id), relation TEXT NOT NULL,"
  " object INTEGER NOT NULL REFERENCES entities (id), polarity TEXT NOT NULL, modality TEXT NOT NULL,"
  " tense TEXT, subject_mention INTEGER NOT NULL REFERENCES mentions (id) ON DELETE CASCADE,"
  " object_mention INTEGER NOT NULL REFERENCES mentions (id) ON DELETE CASCADE,"
  " attribution INTEGER REFERENCES mentions (id) ON DELETE CASCADE,"
  " time INTEGER REFERENCES mentions (id) ON DELETE CASCADE,"
  " place INTEGER REFERENCES mentions (id) ON DELETE CASCADE, trigger_text TEXT NOT NULL,"
  " trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL, rule TEXT NOT NULL, phrase TEXT,"
  " confidence REAL NOT NULL,"
  " FOREIGN KEY (document, sentence) REFERENCES sentences (document, number) ON DELETE CASCADE)",
  "CREATE INDEX triples_by_document ON triples (document, sentence)",
  "CREATE INDEX triples_by_subject ON triples (subject, relation)",
  "CREATE INDEX triples_by_object ON triples (object, relation)",
  "CREATE INDEX triples_by_relation ON triples (relation)",
  "CREATE INDEX triples_by_subject_mention ON triples (subject_mention)",
  "CREATE INDEX triples_by_object_mention ON triples (object_mention)",
  "CREATE INDEX triples_by_attribution ON triples (attribution)",
  "CREATE INDEX triples_by_time ON triples (time)",
  "CREATE INDEX triples_by_place ON triples (place)",
  "CREATE TABLE qualifiers (triple INTEGER NOT NULL REFERENCES triples (id) ON DELETE CASCADE,"
  " key TEXT NOT NULL, value TEXT NOT NULL)",
  "CREATE INDEX qualifiers_by_triple ON qualifiers (triple)",
  "CREATE VIRTUAL TABLE sentence_search USING fts5 (text, content = 'sentences', content_rowid = 'id',"
  " tokenize = 'unicode61')",
  "CREATE TRIGGER sentences_added AFTER INSERT ON sentences BEGIN"
  " INSERT INTO sentence_search (rowid, text) VALUES (new.id, new.text); END",
  "CREATE TRIGGER sentences_gone AFTER DELETE ON sentences BEGIN"
  " INSERT INTO sentence_search (sentence_search, rowid, text) VALUES ('delete', old.id, old.text); END",
  /* who did what to whom, as it is read */
  "CREATE VIEW facts AS SELECT t.id, d.name AS document, d.date AS document_date, t.sentence,"
  " s.name AS subject, s.type AS subject_type, t.relation, o.name AS object, o.type AS object_type,"
  " t.polarity, t.modality, t.tense, (SELECT name FROM entities WHERE id = a.entity) AS attribution,"
  " coalesce(w.value, w.text) AS time, coalesce((SELECT name FROM entities WHERE id = p.entity), p.text) AS place,"
  " (SELECT group_concat(key || '=' || value, ';') FROM qualifiers WHERE triple = t.id) AS qualifiers,"
  " t.rule, t.confidence, n.text AS evidence"
  " FROM triples t JOIN documents d ON d.id = t.document JOIN entities s ON s.id = t.subject"
  " JOIN entities o ON o.id = t.object"
  " JOIN sentences n ON n.document = t.document AND n.number = t.sentence"
  " LEFT JOIN mentions a ON a.id = t.attribution LEFT JOIN mentions w ON w.id = t.time"
  " LEFT JOIN mentions p ON p.id = t.place",
  /* how often something is said, by how many documents, since when */
  "CREATE VIEW fact_counts AS SELECT subject, relation, object, polarity, modality, count(*) AS count,"
  " count(DISTINCT document) AS documents, min(document_date) AS first, max(document_date) AS last,"
  " max(confidence) AS confidence FROM facts GROUP BY 1, 2, 3, 4, 5",
  /* who is spoken of most */
  "CREATE VIEW entity_counts AS SELECT e.id, e.gazetteer_id, e.type, e.name, count(m.id) AS mentions,"
  " count(DISTINCT m.document) AS documents FROM entities e LEFT JOIN mentions m ON m.entity = e.id"
  " GROUP BY e.id",
  /* who is spoken of in one sentence with whom */
  "CREATE VIEW together AS SELECT a.entity AS entity, b.entity AS other, count(*) AS sentences"
  " FROM mentions a JOIN mentions b ON b.document = a.document AND b.sentence = a.sentence"
  " AND b.entity <> a.entity GROUP BY 1, 2",
  "CREATE VIEW relation_counts AS SELECT relation, count(*) AS count, avg(confidence) AS confidence"
  " FROM triples GROUP BY relation",
  NULL,
};

const char *const trawl_sqlite_statements[TRAWL_SQLITE_STATEMENTS] = {
  [TRAWL_SQLITE_DROP_DOCUMENT] = "DELETE FROM documents WHERE name = ?",
  [TRAWL_SQLITE_ADD_DOCUMENT] = "INSERT INTO documents (name, date, text) VALUES (?, ?, ?)",
  [TRAWL_SQLITE_ADD_PART] = "UPDATE documents SET text = text || ? WHERE name = ?",
  [TRAWL_SQLITE_FIND_DOCUMENT] = "SELECT id FROM documents WHERE name = ?",
  [TRAWL_SQLITE_ADD_SENTENCE] =
    "INSERT INTO sentences (document, number, \"start\", \"end\", text) VALUES (?, ?, ?, ?, ?)",
  [TRAWL_SQLITE_FIND_ENTITY] =
    "SELECT id FROM entities WHERE gazetteer_id = ?1 UNION ALL"
    " SELECT id FROM entities WHERE ?1 = '' AND gazetteer_id IS NULL AND type = ?2 AND name = ?3 LIMIT 1",
  [TRAWL_SQLITE_ADD_ENTITY] =
    "INSERT INTO entities (gazetteer_id, type, name, iso, wikidata) VALUES (?, ?, ?, ?, ?)",
  [TRAWL_SQLITE_ADD_MENTION] =
    "INSERT INTO mentions (document, sentence, \"start\", \"end\", text, type, kind, entity, value, source, how)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  [TRAWL_SQLITE_ADD_TRIPLE] =
    "INSERT INTO triples (document, sentence, subject, relation, object, polarity, modality, tense,"
    " subject_mention, object_mention, attribution, time, place, trigger_text, trigger_start, trigger_end, rule,"
    " phrase, confidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  [TRAWL_SQLITE_ADD_QUALIFIER] = "INSERT INTO qualifiers (triple, key, value) VALUES (?, ?, ?)",
};
