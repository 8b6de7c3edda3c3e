/* SPDX-License-Identifier: MIT
 * json_cut.h - takes the long text out of a line of JSON, so that jansson reads the little that is left. */
#ifndef TRAWL_INPUT_JSON_CUT_H
#define TRAWL_INPUT_JSON_CUT_H

#include "base/buf.h"

/* Where the object in the line has a "text", at its top level, whose value is a sound string: its characters
 * are put into `text`, a NUL behind them, and the line with an empty string in its place into `rest`. False when
 * anything is unusual, and the line is to be read as a whole; what is at fault is for that reader to tell. */
bool trawl_json_cut_text(const char *line, size_t len, trawl_buf *text, trawl_buf *rest);

#endif
