/* SPDX-License-Identifier: MIT
 * doc_names.h - names of what an annotated document says by number: for its writer and its reader. */
#ifndef TRAWL_MODEL_DOC_NAMES_H
#define TRAWL_MODEL_DOC_NAMES_H

#include "model/doc.h"

/* The version of the record, its key "trawl": raised when a reader could misunderstand a newer one. */
enum { TRAWL_DOC_VERSION = 1 };

/* By number. */
static const char *const trawl_line_names[] = {"prose", "headline", "caption", "skip"};
static const char *const trawl_token_names[] = {"word", "number", "punct", "symbol", "link"};
static const char *const trawl_mention_names[] = {"name", "demonym", "nominal", "pronoun", "value"};
static const char *const trawl_gender_names[] = {"unknown", "male", "female"};
static const char *const trawl_frame_names[] = {"verb", "copula", "noun"};
static const char *const trawl_role_names[] = {"subject", "object", "object2", "prep", "complement",
                                               "possessor"};
static const char *const trawl_embedding_names[] = {"none",     "speech",    "chain",
                                                    "relative", "adverbial", "condition"};
static const char *const trawl_tense_names[] = {"none", "past", "present", "future"};
static const char *const trawl_polarity_names[] = {"positive", "negative"};
static const char *const trawl_modality_names[] = {"actual", "planned", "possible", "wanted"};

/* By bit. */
static const char *const trawl_token_flags[] = {"space",    "line",    "para",   "headline",
                                                "caption",  "abbrev",  "open",   "close"};
static const char *const trawl_np_flags[] = {"definite",   "plural", "pronoun", "negative",  "time",
                                             "possessive", "member", "apposed", "indefinite"};

#endif
