/* SPDX-License-Identifier: MIT
 * conll.c - CoNLL-U: a token a line, with its entities in the column MISC as CorefUD writes them.
 *
 * HEAD and DEPREL are `_`: trawl makes clause frames, not trees.  A field is one word: white space in it
 * becomes U+00A0, and in MISC what has a meaning there is percent-encoded. */
#include "output/marks.h"

#include "base/utf8.h"

#include <string.h>

/* ---- fields ------------------------------------------------------------------------------------ */

static bool is_space(uint32_t code)
{
  return code <= ' ' || (code >= 0x7F && code <= 0xA0) || code == 0x2028 || code == 0x2029;
}

/* One line; `gap` stands for white space and control characters, runs of them for one. */
static void put_line(trawl_buf *out, const char *text, size_t len, const char *gap)
{
  const char *const end = text + len;
  bool open = false;
  for (const char *from = text; from < end;) {
    const char *const start = from;
    const uint32_t code = trawl_next_code(&from, end);
    if (is_space(code)) {
      trawl_buf_puts(out, open ? "" : gap);
    } else if (code == 0xFFFD) {
      trawl_buf_puts(out, "\xEF\xBF\xBD");
    } else {
      trawl_buf_put(out, start, (size_t)(from - start));
    }
    open = is_space(code);
  }
}

static void put_field(trawl_buf *out, const char *text, size_t len)
{
  const size_t before = out->len;
  put_line(out, text, len, "\xC2\xA0");
  if (out->len == before) {
    trawl_buf_putc(out, '_');
  }
  trawl_buf_putc(out, '\t');
}

static void put_misc(trawl_buf *out, const char *text)
{
  for (const char *c = text; *c; ++c) {
    if (strchr("|=()-%,: \t", *c) || (unsigned char)*c < 0x20) {
      trawl_buf_printf(out, "%%%02X", (unsigned)(unsigned char)*c);
    } else {
      trawl_buf_putc(out, *c);
    }
  }
}

static const char *universal(const char *tag, const char *lemma)
{
  static const char *const rows[][2] = {
    {"NNP", "PROPN"}, {"NNPS", "PROPN"}, {"NN", "NOUN"},  {"NNS", "NOUN"}, {"MD", "AUX"},    {"JJ", "ADJ"},
    {"JJR", "ADJ"},   {"JJS", "ADJ"},    {"RB", "ADV"},   {"RBR", "ADV"},  {"RBS", "ADV"},   {"WRB", "ADV"},
    {"PRP", "PRON"},  {"PRP$", "PRON"},  {"WP", "PRON"},  {"WP$", "PRON"}, {"EX", "PRON"},   {"WDT", "PRON"},
    {"DT", "DET"},    {"PDT", "DET"},    {"IN", "ADP"},   {"RP", "ADP"},   {"TO", "PART"},   {"POS", "PART"},
    {"CC", "CCONJ"},  {"CD", "NUM"},     {"UH", "INTJ"},  {"SYM", "SYM"},  {"$", "SYM"},     {"#", "SYM"},
    {".", "PUNCT"},   {",", "PUNCT"},    {":", "PUNCT"},  {"``", "PUNCT"}, {"''", "PUNCT"},  {"-LRB-", "PUNCT"},
    {"-RRB-", "PUNCT"}, {"HYPH", "PUNCT"}, {"NFP", "PUNCT"},
  };
  if (tag[0] == 'V') {
    return strcmp(lemma, "be") == 0 ? "AUX" : "VERB";
  }
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    if (strcmp(rows[i][0], tag) == 0) {
      return rows[i][1];
    }
  }
  return "X";
}

/* ---- entities ---------------------------------------------------------------------------------- */

typedef struct walk {
  trawl_buf *out;
  const trawl_doc *doc;
  const trawl_write_options *options;
  trawl_marks marks;
  uint32_t next;            /* the first mark that has not begun */
  TRAWL_VEC(uint32_t) open; /* marks that have begun and may not have ended, inner ones last */
  trawl_status status;
} walk;

static void put_name(walk *w, const trawl_mention_view *mention, uint32_t i)
{
  const bool known = mention->entity != TRAWL_NONE;
  trawl_buf_printf(w->out, "%c%u", known ? 'e' : 'm', (unsigned)(known ? mention->entity : i));
}

static void put_start(walk *w, const trawl_mark *mark)
{
  const trawl_mention_view mention = trawl_doc_mention_at(w->doc, mark->mention, TRAWL_BYTES);
  trawl_buf_putc(w->out, '(');
  put_name(w, &mention, mark->mention);
  trawl_buf_putc(w->out, '-');
  put_misc(w->out, mention.type);
  trawl_buf_putc(w->out, '-');
  put_misc(w->out, mention.id ? mention.id : mention.value ? mention.value : "");
}

/* Entity=...: what ends before what begins; of one word both at once. */
static bool put_entities(walk *w, uint32_t token)
{
  const size_t before = w->out->len;
  trawl_buf_puts(w->out, "Entity=");
  const size_t empty = w->out->len;
  for (uint32_t i = w->open.len; i-- > 0;) {
    const trawl_mark *mark = &w->marks.at.at[w->open.at[i]];
    if (mark->end == token + 1) {
      const trawl_mention_view mention = trawl_doc_mention_at(w->doc, mark->mention, TRAWL_BYTES);
      put_name(w, &mention, mark->mention);
      trawl_buf_putc(w->out, ')');
    }
  }
  while (w->open.len && w->marks.at.at[w->open.at[w->open.len - 1]].end <= token + 1) {
    --w->open.len;
  }
  for (; w->next < w->marks.at.len && w->marks.at.at[w->next].start <= token; ++w->next) {
    const trawl_mark *mark = &w->marks.at.at[w->next];
    put_start(w, mark);
    if (mark->end == token + 1) {
      trawl_buf_putc(w->out, ')');
    } else if (!trawl_vec_push(&w->open, w->next)) {
      w->status = TRAWL_NO_MEM;
    }
  }
  if (w->out->len == empty) {
    w->out->len = before;
    return false;
  }
  return true;
}

/* ---- sentences --------------------------------------------------------------------------------- */

/* `i`: of the document; `number`: of the sentence. */
static void put_token(walk *w, uint32_t i, uint32_t number, const trawl_token_view *token, bool glued)
{
  trawl_buf *out = w->out;
  trawl_buf_uint(out, number);
  trawl_buf_putc(out, '\t');
  put_field(out, token->slice.text, token->slice.len);
  put_field(out, token->lemma ? token->lemma : "", token->lemma ? strlen(token->lemma) : 0);
  const char *tag = token->tag ? token->tag : "";
  const char *part = token->tag ? universal(tag, token->lemma ? token->lemma : "") : "";
  put_field(out, part, strlen(part));
  put_field(out, tag, strlen(tag));
  trawl_buf_puts(out, "_\t_\t_\t_\t");
  if (put_entities(w, i)) {
    trawl_buf_putc(out, '|');
  }
  trawl_buf_puts(out, glued ? "SpaceAfter=No|" : "");
  trawl_buf_printf(out, "TokenRange=%llu:%llu\n", (unsigned long long)token->slice.start,
                   (unsigned long long)token->slice.end);
}

static bool is_glued(const trawl_token_view *a, const trawl_token_view *b)
{
  return a->slice.text + a->slice.len >= b->slice.text;
}

/* The text of a sentence is its words, as readers of the format expect. */
static void put_sentence_text(walk *w, uint32_t first, uint32_t end)
{
  trawl_buf_puts(w->out, "# text = ");
  for (uint32_t i = first; i < end; ++i) {
    const trawl_token_view token = trawl_doc_token_at(w->doc, i, TRAWL_BYTES);
    const size_t before = w->out->len;
    put_line(w->out, token.slice.text, token.slice.len, "\xC2\xA0");
    trawl_buf_puts(w->out, w->out->len == before ? "_" : "");
    if (i + 1 < end) {
      const trawl_token_view next = trawl_doc_token_at(w->doc, i + 1, TRAWL_BYTES);
      trawl_buf_puts(w->out, is_glued(&token, &next) ? "" : " ");
    }
  }
  trawl_buf_putc(w->out, '\n');
}

static void put_sentence(walk *w, uint32_t sentence, uint32_t first, uint32_t end)
{
  const char *id = trawl_doc_id(w->doc);
  trawl_buf_puts(w->out, "# sent_id = ");
  const size_t before = w->out->len;
  put_line(w->out, id, strlen(id), "_");
  for (size_t i = before; i < w->out->len; ++i) { /* readers give the slash a meaning */
    w->out->at[i] = w->out->at[i] == '/' ? '_' : w->out->at[i];
  }
  trawl_buf_printf(w->out, "-%u\n", (unsigned)sentence);
  put_sentence_text(w, first, end);
  for (uint32_t i = first; i < end; ++i) {
    const trawl_token_view token = trawl_doc_token_at(w->doc, i, w->options->unit);
    trawl_token_view next = token;
    if (i + 1 < end) {
      next = trawl_doc_token_at(w->doc, i + 1, TRAWL_BYTES);
    }
    put_token(w, i, i - first + 1, &token, i + 1 < end && is_glued(&token, &next));
  }
  trawl_buf_putc(w->out, '\n');
}

static trawl_status put_document(trawl_buf *out, const trawl_doc *doc, const trawl_write_options *options)
{
  walk w = {.out = out, .doc = doc, .options = options};
  w.status = trawl_marks_find(doc, options, &w.marks);
  const uint32_t tokens = w.status == TRAWL_OK ? trawl_doc_token_count(doc) : 0;
  if (tokens && !trawl_doc_goes_on(doc)) {
    trawl_buf_puts(out, "# newdoc id = ");
    put_line(out, trawl_doc_id(doc), strlen(trawl_doc_id(doc)), " ");
    trawl_buf_puts(out, "\n# global.Entity = eid-etype-identity\n");
  }
  for (uint32_t first = 0, end = 0; first < tokens; first = end) {
    const uint32_t sentence = trawl_doc_token_at(doc, first, TRAWL_BYTES).sentence;
    while (end < tokens && trawl_doc_token_at(doc, end, TRAWL_BYTES).sentence == sentence) {
      ++end;
    }
    put_sentence(&w, sentence, first, end);
  }
  trawl_vec_clear(&w.open);
  trawl_marks_clear(&w.marks);
  return w.status;
}

const trawl_format trawl_format_conll = {
  .name = "conll",
  .help = "CoNLL-U: a token a line, entities in MISC",
  .suffix = "conllu",
  .document = {[TRAWL_TRIPLES] = put_document},
};
