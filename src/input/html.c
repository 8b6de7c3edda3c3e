/* SPDX-License-Identifier: MIT
 * html.c - the text of a web page, with places in the page.
 *
 * libxml2 says what is text and what is markup; text is copied from the file itself, so that it is the
 * file's bytes wherever they stand for themselves.  What does not (`&amp;`, what the parser mended) becomes a
 * fixed stretch: as a whole it stands for its piece of the file.  Blocks are set apart by blank lines, which
 * stand for nothing.  The parser gets a copy of the file in which bad UTF-8 and NULs are blotted out, byte for
 * byte: it would take the rest for Latin-1. */
#include "input/html.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "input/library.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>
#include <strings.h>

#define FUNCTIONS(X)                                                                                                  \
  X(htmlCreateMemoryParserCtxt) X(htmlCtxtUseOptions) X(htmlFreeParserCtxt) X(htmlParseDocument) X(xmlFreeDoc)        \
  X(xmlInitParser) X(xmlStopParser) X(xmlSwitchEncoding)
static struct {
  FUNCTIONS(TRAWL_MEMBER)
} lib = {FUNCTIONS(TRAWL_INIT)};
static const char *const names[] = {FUNCTIONS(TRAWL_NAME)};
static trawl_library library = TRAWL_LIBRARY(TRAWL_XML_FILE, names, lib);

typedef struct place {
  uint64_t at[3]; /* by trawl_unit */
} place;

typedef struct page {
  trawl_html *out;
  const char *file;
  size_t len;
  place in_file, in_text; /* how far both are counted */
  htmlParserCtxtPtr parser;
  uint32_t depth, hidden; /* elements around; of these, those within something that is not read */
  unsigned gap;           /* line ends to be set before the next text */
  trawl_status status;
} page;

/* ---- places ------------------------------------------------------------------------------------ */

static void count_to(place *p, const char *bytes, size_t to, size_t len)
{
  while (p->at[TRAWL_BYTES] < to) {
    const size_t i = p->at[TRAWL_BYTES];
    const trawl_rune rune = trawl_utf8_read(bytes + i, len - i);
    p->at[TRAWL_BYTES] += rune.len;
    p->at[TRAWL_CHARS] += 1;
    p->at[TRAWL_UTF16] += rune.code > 0xFFFF ? 2 : 1;
  }
}

/* Appends text that stands for [start, end) of the file; `fixed`: as a whole. Places never go back. */
static void append(page *p, const char *text, size_t len, size_t start, size_t end, bool fixed)
{
  trawl_html *out = p->out;
  trawl_stretch piece = {.fixed = fixed};
  count_to(&p->in_text, out->text.at, out->text.len, out->text.len);
  count_to(&p->in_file, p->file, start, p->len);
  memcpy(piece.text, p->in_text.at, sizeof piece.text);
  memcpy(piece.file, p->in_file.at, sizeof piece.file);
  const trawl_stretch *last = out->pieces.len ? &out->pieces.at[out->pieces.len - 1] : NULL;
  const bool goes_on = last && !fixed && !last->fixed
                       && piece.file[TRAWL_BYTES] - last->file[TRAWL_BYTES]
                            == piece.text[TRAWL_BYTES] - last->text[TRAWL_BYTES];
  if (fixed) {
    count_to(&p->in_file, p->file, end, p->len);
    for (int unit = 0; unit < 3; ++unit) {
      piece.whole[unit] = p->in_file.at[unit] - piece.file[unit];
    }
  }
  trawl_buf_put(&out->text, text, len);
  if (out->text.failed || (!goes_on && !trawl_vec_push(&out->pieces, piece))) {
    p->status = TRAWL_NO_MEM;
    lib.xmlStopParser(p->parser);
  }
}

/* Where the parser stands in the file. */
static size_t position(const page *p)
{
  const xmlParserInputPtr input = p->parser->input;
  const size_t at = input ? (size_t)input->consumed + (size_t)(input->cur - input->base) : p->len;
  return at < p->len ? at : p->len;
}

/* ---- text -------------------------------------------------------------------------------------- */

static void put_gap(page *p)
{
  if (p->gap && p->out->text.len) {
    const size_t at = p->in_file.at[TRAWL_BYTES];
    append(p, "\n\n", p->gap < 2 ? p->gap : 2, at, at, true);
  }
  p->gap = 0;
}

static bool is_blank(const char *text, size_t len)
{
  return strspn(text, " \t\r\n") >= len;
}

/* The first byte of the reference that ends before `end`. */
static size_t reference_start(const page *p, size_t end)
{
  const size_t least = end > 40 ? end - 40 : 0;
  for (size_t i = end; i > least && i > p->in_file.at[TRAWL_BYTES]; --i) {
    if (p->file[i - 1] == '&') {
      return i - 1;
    }
  }
  return p->in_file.at[TRAWL_BYTES];
}

/* In a page line ends are spaces. */
static void put_lines(page *p, size_t start, size_t end)
{
  const size_t before = p->out->text.len;
  append(p, p->file + start, end - start, start, end, false);
  for (size_t i = before; i < p->out->text.len; ++i) {
    char *c = &p->out->text.at[i];
    *c = *c == '\n' || *c == '\r' || *c == '\t' ? ' ' : *c;
  }
}

static void on_text(void *with, const xmlChar *chars, int count)
{
  page *p = with;
  const char *text = (const char *)chars;
  const size_t len = count > 0 ? (size_t)count : 0, end = position(p);
  if (p->hidden || !len || p->status != TRAWL_OK || (p->gap && is_blank(text, len))) {
    return;
  }
  put_gap(p);
  const bool same = end >= len && end - len >= p->in_file.at[TRAWL_BYTES]
                    && memcmp(p->out->copy.at + end - len, text, len) == 0;
  if (same) {
    put_lines(p, end - len, end);
  } else {
    append(p, text, len, reference_start(p, end), end, true);
  }
}

/* ---- elements ---------------------------------------------------------------------------------- */

static bool is_one_of(const char *name, const char *const *list)
{
  while (*list && strcasecmp(name, *list) != 0) {
    ++list;
  }
  return *list != NULL;
}

static const char *const not_read[] = {"head",   "script", "style", "noscript", "template", "svg",
                                       "math",   "nav",    "select", "button", "textarea", "iframe",
                                       "object", "canvas", NULL};
/* What stands within a line. All else is a block. */
static const char *const inlines[] = {
  "a",   "abbr", "acronym", "b",    "bdi", "bdo", "big",  "cite", "code",  "data", "del",  "dfn",
  "em",  "font", "i",       "img",  "ins", "kbd", "mark", "q",    "ruby",  "s",    "samp", "small",
  "span", "strike", "strong", "sub", "sup", "time", "tt",  "u",    "var",  "wbr",  "label", "nobr", NULL};

static void take_date(page *p, const char *text)
{
  if (!p->out->date[0] && text && strlen(text) >= 10 && strspn(text, "0123456789-") >= 10 && text[4] == '-'
      && text[7] == '-') {
    memcpy(p->out->date, text, 10);
    p->out->date[10] = '\0';
  }
}

/* <meta property="article:published_time" content="2023-09-20T…"> and its like. */
static void read_meta(page *p, const xmlChar **attributes)
{
  static const char *const dates[] = {"article:published_time", "datePublished", "date", "pubdate", "dc.date",
                                      "DC.date.issued", "publish-date", NULL};
  const char *name = NULL, *content = NULL;
  for (size_t i = 0; attributes && attributes[i]; i += 2) {
    const char *key = (const char *)attributes[i], *value = (const char *)attributes[i + 1];
    if (strcasecmp(key, "content") == 0) {
      content = value;
    } else if (strcasecmp(key, "name") == 0 || strcasecmp(key, "property") == 0
               || strcasecmp(key, "itemprop") == 0) {
      name = value;
    }
  }
  if (name && is_one_of(name, dates)) {
    take_date(p, content);
  }
}

static void set_apart(page *p, const char *name)
{
  if (!is_one_of(name, inlines)) {
    const unsigned gap = strcasecmp(name, "br") == 0 ? 1 : 2;
    p->gap = p->gap > gap ? p->gap : gap;
  }
}

static void on_start(void *with, const xmlChar *name, const xmlChar **attributes)
{
  page *p = with;
  if (++p->depth > trawl_limit(p->out->limits, TRAWL_LIMIT_HTML_DEPTH) && p->status == TRAWL_OK) {
    p->status = TRAWL_LIMIT;
    lib.xmlStopParser(p->parser);
  }
  if (strcasecmp((const char *)name, "meta") == 0) {
    read_meta(p, attributes);
  }
  p->hidden += p->hidden || is_one_of((const char *)name, not_read);
  set_apart(p, (const char *)name);
}

static void on_end(void *with, const xmlChar *name)
{
  page *p = with;
  p->depth -= p->depth > 0;
  p->hidden -= p->hidden > 0;
  set_apart(p, (const char *)name);
}

/* ---- the page ---------------------------------------------------------------------------------- */

void trawl_html_prepare(void)
{
  if (trawl_library_load(&library) == TRAWL_OK) {
    lib.xmlInitParser();
  }
}

/* The file with every byte blotted out that libxml2 would stumble over. */
static bool copy_file(trawl_buf *copy, const char *file, size_t len)
{
  copy->len = 0;
  copy->failed = false;
  trawl_buf_put(copy, file, len);
  for (size_t i = 0; !copy->failed && i < len;) {
    const trawl_rune rune = trawl_utf8_read(file + i, len - i);
    if (rune.bad) {
      memset(copy->at + i, '?', rune.len);
    } else if (rune.code < 0x20 && !strchr("\t\n\r", (int)rune.code)) {
      copy->at[i] = ' ';
    } else if (rune.code == 0) {
      copy->at[i] = ' ';
    }
    i += rune.len;
  }
  return !copy->failed;
}

static void parse(page *p)
{
  static const xmlSAXHandler handler = {.startElement = on_start,
                                        .endElement = on_end,
                                        .characters = on_text,
                                        .ignorableWhitespace = on_text};
  enum { IGNORE_ENCODING = 1 << 21 };
  p->parser = lib.htmlCreateMemoryParserCtxt(p->out->copy.at, (int)p->len);
  if (!p->parser) {
    p->status = TRAWL_NO_MEM;
    return;
  }
  lib.htmlCtxtUseOptions(p->parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING
                                      | HTML_PARSE_NONET | HTML_PARSE_NODEFDTD | IGNORE_ENCODING);
  *p->parser->sax = handler;
  p->parser->userData = p;
  p->parser->charset = XML_CHAR_ENCODING_UTF8;
  lib.xmlSwitchEncoding(p->parser, XML_CHAR_ENCODING_UTF8);
  lib.htmlParseDocument(p->parser);
  lib.xmlFreeDoc(p->parser->myDoc);
  lib.htmlFreeParserCtxt(p->parser);
}

trawl_status trawl_html_read(trawl_html *html, const char *file, size_t len)
{
  page p = {.out = html, .file = file, .len = len};
  html->text.len = html->pieces.len = 0;
  html->text.failed = false;
  html->date[0] = '\0';
  html->fault = NULL;
  if (trawl_library_load(&library) != TRAWL_OK) {
    html->fault = library.fault;
    return TRAWL_IO;
  }
  if (!len) {
    return TRAWL_OK;
  }
  if (len > TRAWL_MOST_DOC_BYTES) {
    return TRAWL_LIMIT;
  }
  TRAWL_TRY_MEM(copy_file(&html->copy, file, len));
  parse(&p);
  if (p.status == TRAWL_LIMIT) {
    html->fault = "elements lie within each other deeper than in any page";
  }
  return p.status;
}

void trawl_html_clear(trawl_html *html)
{
  trawl_buf_clear(&html->text);
  trawl_buf_clear(&html->copy);
  trawl_vec_clear(&html->pieces);
}

bool trawl_html_begins(const char *text, size_t len)
{
  static const char *const marks[] = {"<!doctype html", "<html", "<head", "<body"};
  size_t i = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  while (i < len && strchr(" \t\r\n", text[i]) && text[i]) {
    ++i;
  }
  for (size_t m = 0; m < TRAWL_COUNT(marks); ++m) {
    const size_t n = strlen(marks[m]);
    if (len - i >= n && strncasecmp(text + i, marks[m], n) == 0) {
      return true;
    }
  }
  return false;
}
