/* SPDX-License-Identifier: MIT
 * doc.h - annotated documents, as output/doc.c writes them. */
#ifndef TRAWL_INPUT_DOC_H
#define TRAWL_INPUT_DOC_H

#include "base/diag.h"
#include "input/jsonl.h"
#include "model/doc.h"

/* A record that was read by trawl_json_record_read(), which has its text, id and date. */
typedef struct trawl_doc_record {
  const trawl_json_record *json;
  trawl_place place; /* where the line stands, for findings */
  trawl_findings *findings;
  trawl_buf bytes;   /* the original where it is no UTF-8 */
  trawl_origin origin;
  TRAWL_VEC(trawl_stretch) pieces;
  char *meta;        /* a JSON object, or NULL */
  trawl_stage until; /* the last stage that the document has been through */
  const char *id, *date, *fallback; /* or NULL; dates are YYYY-MM-DD */
} trawl_doc_record;

/* Looks at the record's frame: version, stage, original bytes. `record` holds the first three fields. E414 is
 * reported for whatever is not as it must be. Clear the record in any case. */
trawl_status trawl_doc_record_read(trawl_doc_record *record);
void trawl_doc_record_clear(trawl_doc_record *record);
/* Fills the layers of a document that has been normalized; with: the record. Every index is checked, and
 * that nothing leads in a circle. TRAWL_BAD_DATA: E414 was reported. */
trawl_status trawl_doc_record_load(void *record, trawl_doc *doc);

#endif
