/* SPDX-License-Identifier: MIT
 * discover.c - `trawl discover`: what the rules do not know yet.
 *
 * Reads the clauses of texts.  Where a verb or noun has two names as its arguments and no rule fired on it, the
 * phrase that would have fitted is counted; names that are in no list are counted where a word stands by them that
 * rules do know.  Memory grows with what is distinct, not with the texts. */
#include "cli/discover.h"
#include "cli/scorer.h"

#include "batch/batch.h"

#include <stdlib.h>
#include <string.h>

typedef struct settings {
  string_list rules, gazetteers;
  const char *date, *output, *top, *min_count, *kinds;
  unsigned resolve, color, format, from;
  bool quiet;
} settings;

enum { FORMAT_TEXT, FORMAT_YAML, FORMAT_JSON };
static const char *const format_choices[] = {"text", "yaml", "json", NULL};
static const char *const from_choices[] = {"text", "jsonl", NULL};

#define AT(field) offsetof(settings, field)

static const option_row options[] = {
  {0, "kind", "KIND,...", "verbs, nouns, names; phrases: verbs and nouns; all of them (default)", OPTION_VALUE, AT(kinds),
   NULL},
  {0, "top", "N", "at most N of a kind (default 20)", OPTION_VALUE, AT(top), NULL},
  {0, "min-count", "N", "only what was seen at least N times (default 2)", OPTION_VALUE, AT(min_count), NULL},
  {'f', "format", "FORMAT", "text (default); yaml: a rule file, or a gazetteer with --kind names; json", OPTION_CHOICE,
   AT(format), format_choices},
  {'o', "output", "FILE", "write to FILE", OPTION_VALUE, AT(output), NULL},
  {0, "from", "FORMAT", "text (default) or jsonl", OPTION_CHOICE, AT(from), from_choices},
  {'r', "rules", "PATH", "as for extract", OPTION_LIST, AT(rules), NULL},
  {'g', "gazetteers", "PATH", "as for extract", OPTION_LIST, AT(gazetteers), NULL},
  {0, "date", "YYYY-MM-DD", "the date of texts that give none", OPTION_VALUE, AT(date), NULL},
  {0, "resolve", "HOW", "as for extract", OPTION_CHOICE, AT(resolve), resolve_choices},
  {0, "color", "WHEN", "messages in color: auto (default), always or never", OPTION_CHOICE, AT(color), color_choices},
  {'q', "quiet", NULL, "no warnings", OPTION_FLAG, AT(quiet), NULL},
  {.name = NULL},
};

typedef struct work {
  const settings *set;
  discoveries all;
  /* Of the document at hand. */
  const trawl_doc *doc;
  TRAWL_VEC(uint8_t) frames;   /* frame_state */
  TRAWL_VEC(uint32_t) nearest; /* [frame]: the attempt that is told, or TRAWL_ABSENT */
  TRAWL_VEC(bool) beside;      /* [mention]: it is an argument of a word that rules know */
  uint32_t triple; /* the first of the sentence at hand */
  trawl_buf phrase;
} work;

typedef enum frame_state { FRAME_UNKNOWN, FRAME_TRIED, FRAME_COVERED } frame_state;

/* ---- rows -------------------------------------------------------------------------------------- */

static void count_type(find_type *types, const char *type)
{
  for (size_t i = 0; i < FIND_TYPES; ++i) {
    if (!types[i].type || types[i].type == type) {
      types[i].type = type;
      ++types[i].count;
      return;
    }
  }
}

/* The row of a text, one more of it counted; NULL: out of memory. */
static find *count(work *w, find_kind kind, const char *text, uint32_t sentence)
{
  discoveries *all = &w->all;
  bool fresh;
  char key[256];
  snprintf(key, sizeof key, "%d%s", (int)kind, text);
  const char *kept = text_index_find(&all->keys, key) == TRAWL_NONE ? trawl_arena_str(&all->arena, key) : key;
  const uint32_t i = kept ? text_index_add(&all->keys, kept, &fresh) : TRAWL_NONE;
  if (i == TRAWL_NONE) {
    return NULL;
  }
  const find row = {.text = kept + 1, .kind = kind};
  if (fresh && !trawl_vec_push(&all->list, row)) {
    return NULL;
  }
  find *found = &all->list.at[i];
  found->count += kind == FIND_NAME || found->last_document != all->documents || found->last_sentence != sentence;
  found->last_sentence = sentence;
  found->documents += found->last_document != all->documents;
  found->last_document = all->documents;
  return found;
}

static const char *keep(work *w, const char *text, size_t len)
{
  const char *kept = trawl_arena_strn(&w->all.arena, text, len);
  return kept ? kept : "";
}

static bool is_text(const char *text, trawl_slice slice)
{
  return strlen(text) == slice.len && memcmp(text, slice.text, slice.len) == 0;
}

static void add_example(work *w, find *row, uint32_t sentence, const char *x, const char *y)
{
  size_t i = 0;
  const char *doc = trawl_doc_id(w->doc);
  for (; i < FIND_EXAMPLES && row->examples[i].doc; ++i) {
    if (row->documents < FIND_EXAMPLES && i && strcmp(row->examples[i].doc, doc) == 0) {
      return; /* another document may be more telling */
    }
  }
  const trawl_slice slice = trawl_doc_sentence_at(w->doc, sentence, TRAWL_BYTES).slice;
  const bool again = i && is_text(row->examples[i - 1].sentence, slice);
  if (i < FIND_EXAMPLES && !again) {
    row->examples[i] = (find_example){keep(w, doc, strlen(doc)), keep(w, slice.text, slice.len),
                                      keep(w, x, strlen(x)), keep(w, y, strlen(y))};
  }
}

/* ---- phrases ----------------------------------------------------------------------------------- */

static bool is_one_of(const char *word, const char *const *list, size_t count)
{
  for (size_t i = 0; i < count; ++i) {
    if (strcmp(word, list[i]) == 0) {
      return true;
    }
  }
  return false;
}

/* Verbs that say nothing without their object. */
static bool is_weak(const char *lemma)
{
  static const char *const weak[] = {"be", "have", "do", "get", "say", "add", "include", "become", "remain", "seem"};
  return is_one_of(lemma, weak, TRAWL_COUNT(weak));
}

/* Prepositions that tell of the circumstances, or of examples, and not of who is acted on. */
static bool is_loose(const char *prep)
{
  static const char *const loose[] = {"including", "during", "after", "before", "since",  "until", "despite",
                                      "amid",      "while",  "because", "unlike", "except", "than"};
  return is_one_of(prep, loose, TRAWL_COUNT(loose));
}

/* Words that may stand in a phrase as they are. */
static bool is_plain(const char *word)
{
  size_t i = 0;
  for (; word[i]; ++i) {
    const bool letter = word[i] >= 'a' && word[i] <= 'z';
    if (!letter && !(word[i] == '-' && i && word[i + 1])) {
      return false;
    }
  }
  return i > 0 && i < 30;
}

/* Who or what a mention is, when that is known: a name, or what stands for one. */
static const char *name_of(const trawl_mention_view *m)
{
  return m->stands_for_name ? m->stands_for_name : strcmp(m->kind, "name") == 0 ? m->name : NULL;
}

static bool is_actor(const char *type)
{
  return strcmp(type, "person") == 0 || strcmp(type, "organization") == 0 || strcmp(type, "country") == 0
         || strcmp(type, "place") == 0 || strcmp(type, "group") == 0;
}

/* The lemma of the noun that a slice ends with; NULL: it does not, or that is no plain word. */
static const char *head_of(const work *w, trawl_slice slice)
{
  uint32_t first = 0, count = trawl_doc_token_count(w->doc); /* the first token that begins behind the slice */
  while (count) {
    const uint32_t half = count / 2;
    if (trawl_doc_token_at(w->doc, first + half, TRAWL_BYTES).slice.start < slice.end) {
      first += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  if (!first) {
    return NULL;
  }
  const trawl_token_view token = trawl_doc_token_at(w->doc, first - 1, TRAWL_BYTES);
  const bool common = strcmp(token.tag, "NN") == 0 || strcmp(token.tag, "NNS") == 0;
  return common && is_plain(token.lemma) ? token.lemma : NULL;
}

/* Whether the sentence has said something of the two already, by another word. Asked for sentences in order. */
static bool have_triple(work *w, uint32_t sentence, const char *x, const char *y)
{
  const uint32_t n = trawl_doc_triple_count(w->doc);
  while (w->triple < n && trawl_doc_triple_at(w->doc, w->triple, TRAWL_BYTES).sentence < sentence) {
    ++w->triple;
  }
  for (uint32_t i = w->triple; i < n; ++i) {
    const trawl_triple_view t = trawl_doc_triple_at(w->doc, i, TRAWL_BYTES);
    if (t.sentence != sentence) {
      break;
    }
    const char *subject = t.subject.stands_for_name ? t.subject.stands_for_name : t.subject.name;
    const char *object = t.object.stands_for_name ? t.object.stands_for_name : t.object.name;
    if (subject && object
        && ((strcmp(subject, x) == 0 && strcmp(object, y) == 0) || (strcmp(subject, y) == 0 && strcmp(object, x) == 0))) {
      return true;
    }
  }
  return false;
}

static trawl_status count_phrase(work *w, const trawl_frame_view *frame, uint32_t number, find_kind kind,
                                 const trawl_mention_view *x, const trawl_mention_view *y)
{
  const char *subject = name_of(x), *object = name_of(y);
  if (!subject || !object || strcmp(subject, object) == 0 || w->phrase.failed || !w->phrase.len) {
    return w->phrase.failed ? TRAWL_NO_MEM : TRAWL_OK;
  }
  if (have_triple(w, frame->sentence, subject, object)) {
    return TRAWL_OK;
  }
  find *row = count(w, kind, w->phrase.at, frame->sentence);
  TRAWL_TRY_MEM(row);
  count_type(row->x, x->type);
  count_type(row->y, y->type);
  add_example(w, row, frame->sentence, subject, object);
  const uint32_t attempt = w->nearest.at[number];
  if (!row->near && attempt != TRAWL_ABSENT) {
    const trawl_rule_view rule = trawl_pipeline_rule_at(w->all.pipeline, trawl_doc_attempt_rule(w->doc, attempt));
    row->near = rule.relation;
    row->reason = trawl_reason_code(trawl_doc_attempt_reason(w->doc, attempt));
  }
  return TRAWL_OK;
}

/* "X hand over tank to Y": what stands between, when that is no name. */
static void write_verb_phrase(work *w, const trawl_frame_view *frame, const char *noun, const char *prep)
{
  trawl_buf_printf(&w->phrase, "X %s%s%s%s%s%s%s Y", frame->lemma, frame->particle ? " " : "",
                   frame->particle ? frame->particle : "", noun ? " " : "", noun ? noun : "", prep ? " " : "",
                   prep ? prep : "");
}

/* A frame as it is taken apart: who acts, and the object that is no name. */
typedef struct parts {
  const trawl_frame_view *frame;
  uint32_t number;        /* of the frame */
  find_kind kind;
  trawl_mention_view x;
  const char *noun;       /* head of the object or complement, when that is no name; or NULL */
  bool has_object;        /* there is one, whatever it is */
} parts;

static bool is_circumstance(const trawl_frame_view *frame, const trawl_frame_argument_view *arg)
{
  return arg->mention == frame->time || arg->mention == frame->place;
}

static trawl_status take_argument(work *w, const parts *p, const trawl_frame_argument_view *arg)
{
  const trawl_frame_view *frame = p->frame;
  if (arg->mention == TRAWL_ABSENT || arg->cost || is_circumstance(frame, arg)) {
    return TRAWL_OK;
  }
  const trawl_mention_view y = trawl_doc_mention_at(w->doc, arg->mention, TRAWL_BYTES);
  const bool prep = strcmp(arg->role, "prep") == 0, object = strcmp(arg->role, "object") == 0;
  if (strcmp(y.kind, "value") == 0 || !(prep || object) || (prep && (!arg->prep || !is_plain(arg->prep) || is_loose(arg->prep)))) {
    return TRAWL_OK;
  }
  w->phrase.len = 0;
  if (p->kind == FIND_NOUN && strcmp(frame->kind, "noun") == 0) {
    trawl_buf_printf(&w->phrase, prep ? "%s of X %s Y" : "%s of Y by X", frame->lemma, prep ? arg->prep : "");
  } else if (p->kind == FIND_NOUN) {
    trawl_buf_printf(&w->phrase, "X be %s %s Y", p->noun, arg->prep);
  } else if (object && !is_weak(frame->lemma)) {
    write_verb_phrase(w, frame, NULL, NULL);
  } else if (prep && p->noun && !(is_weak(frame->lemma) && strcmp(frame->lemma, "have") != 0)) {
    write_verb_phrase(w, frame, p->noun, arg->prep);
  } else if (prep && !p->has_object && !is_weak(frame->lemma)) {
    write_verb_phrase(w, frame, NULL, arg->prep);
  }
  if (!w->phrase.len) {
    return TRAWL_OK;
  }
  trawl_buf_putc(&w->phrase, '\0');
  return count_phrase(w, frame, p->number, p->kind, &p->x, &y);
}

/* Who acts, and what is done that is no name. False: nobody known does. */
static bool take_apart(const work *w, parts *p)
{
  bool acts = false;
  for (uint32_t i = 0; i < p->frame->argument_count; ++i) {
    const trawl_frame_argument_view arg = trawl_doc_frame_argument_at(w->doc, p->number, i, TRAWL_BYTES);
    const bool subject = strcmp(arg.role, "subject") == 0 || strcmp(arg.role, "possessor") == 0;
    if (subject && !acts && arg.mention != TRAWL_ABSENT && !arg.cost) {
      p->x = trawl_doc_mention_at(w->doc, arg.mention, TRAWL_BYTES);
      acts = is_actor(p->x.type);
    } else if (strcmp(arg.role, "object") == 0 || strcmp(arg.role, "complement") == 0) {
      p->has_object = true;
      p->noun = arg.mention == TRAWL_ABSENT ? head_of(w, arg.slice) : NULL;
    }
  }
  return acts;
}

static trawl_status take_frame(work *w, uint32_t number)
{
  const trawl_frame_view frame = trawl_doc_frame_at(w->doc, number, TRAWL_BYTES);
  const bool verb = strcmp(frame.kind, "verb") == 0, copula = strcmp(frame.kind, "copula") == 0;
  parts p = {.frame = &frame, .number = number, .kind = verb ? FIND_VERB : FIND_NOUN};
  if (frame.question || !is_plain(frame.lemma) || (frame.particle && !is_plain(frame.particle)) || !take_apart(w, &p)
      || (copula && !p.noun)) {
    return TRAWL_OK;
  }
  for (uint32_t i = 0; i < frame.argument_count; ++i) {
    const trawl_frame_argument_view arg = trawl_doc_frame_argument_at(w->doc, number, i, TRAWL_BYTES);
    TRAWL_TRY(copula && strcmp(arg.role, "prep") != 0 ? TRAWL_OK : take_argument(w, &p, &arg));
  }
  return TRAWL_OK;
}

/* What the rules made of each frame. */
static trawl_status look_at_frames(work *w)
{
  const uint32_t n = trawl_doc_frame_count(w->doc);
  TRAWL_TRY_MEM(trawl_vec_reserve(&w->frames, n));
  TRAWL_TRY_MEM(trawl_vec_reserve(&w->nearest, n));
  if (n) {
    memset(w->frames.at, FRAME_UNKNOWN, n);
  }
  for (uint32_t i = 0; i < n; ++i) {
    w->nearest.at[i] = TRAWL_ABSENT;
  }
  for (uint32_t i = 0; i < trawl_doc_attempt_count(w->doc); ++i) {
    const uint32_t frame = trawl_doc_attempt_frame(w->doc, i);
    if (frame == TRAWL_ABSENT) {
      continue;
    }
    switch (trawl_doc_attempt_reason(w->doc, i)) {
    case TRAWL_FIRED:
    case TRAWL_EXCEPT:
    case TRAWL_LONGER:
    case TRAWL_UNSURE:
    case TRAWL_SAME:
    case TRAWL_TOO_MANY:
    case TRAWL_DENIED:
    case TRAWL_DISABLED:
      w->frames.at[frame] = FRAME_COVERED;
      break;
    case TRAWL_X_TYPE:
    case TRAWL_Y_TYPE:
      w->nearest.at[frame] = w->nearest.at[frame] == TRAWL_ABSENT ? i : w->nearest.at[frame];
      /* fallthrough */
    default:
      w->frames.at[frame] = w->frames.at[frame] == FRAME_COVERED ? FRAME_COVERED : FRAME_TRIED;
    }
  }
  return TRAWL_OK;
}

/* ---- names ------------------------------------------------------------------------------------- */

/* Another name for it, as it stands in the text. */
static void add_alias(work *w, find *row, trawl_slice name)
{
  size_t i = 0;
  while (i < FIND_ALIASES && row->aliases[i] && !is_text(row->aliases[i], name)) {
    ++i;
  }
  if (i < FIND_ALIASES && !row->aliases[i] && !is_text(row->text, name) && !memchr(name.text, '\n', name.len)) {
    row->aliases[i] = keep(w, name.text, name.len);
  }
}

/* Which mentions stand by a word that rules know. */
static trawl_status look_at_mentions(work *w)
{
  const uint32_t n = trawl_doc_mention_count(w->doc);
  TRAWL_TRY_MEM(trawl_vec_reserve(&w->beside, n));
  if (n) {
    memset(w->beside.at, 0, n * sizeof *w->beside.at);
  }
  for (uint32_t f = 0; f < trawl_doc_frame_count(w->doc); ++f) {
    const uint32_t args =
      w->frames.at[f] == FRAME_UNKNOWN ? 0 : trawl_doc_frame_at(w->doc, f, TRAWL_BYTES).argument_count;
    for (uint32_t i = 0; i < args; ++i) {
      const uint32_t mention = trawl_doc_frame_argument_at(w->doc, f, i, TRAWL_BYTES).mention;
      if (mention != TRAWL_ABSENT) {
        w->beside.at[mention] = true;
      }
    }
  }
  return TRAWL_OK;
}

/* A name that is a list's own, or stands for something that is, is known. */
static trawl_status take_name(work *w, uint32_t i)
{
  const trawl_mention_view m = trawl_doc_mention_at(w->doc, i, TRAWL_BYTES);
  if (strcmp(m.kind, "name") != 0 || m.nested || m.id || m.stands_for_name || !is_actor(m.type)
      || strlen(m.name) > 100) {
    return TRAWL_OK;
  }
  find *row = count(w, FIND_NAME, m.name, m.sentence);
  TRAWL_TRY_MEM(row);
  count_type(row->x, m.type);
  add_alias(w, row, m.slice);
  if (w->beside.at[i]) {
    ++row->beside;
    add_example(w, row, m.sentence, "", "");
  }
  return TRAWL_OK;
}

/* ---- running ----------------------------------------------------------------------------------- */

static trawl_status take(void *with, const trawl_doc *doc)
{
  work *w = with;
  w->doc = doc;
  w->triple = 0;
  ++w->all.documents;
  TRAWL_TRY(look_at_frames(w));
  TRAWL_TRY(look_at_mentions(w));
  for (uint32_t i = 0; i < trawl_doc_frame_count(doc); ++i) {
    TRAWL_TRY(w->frames.at[i] == FRAME_COVERED ? TRAWL_OK : take_frame(w, i));
  }
  for (uint32_t i = 0; i < trawl_doc_mention_count(doc); ++i) {
    TRAWL_TRY(take_name(w, i));
  }
  return TRAWL_OK;
}

static void say(void *with, const trawl_finding *finding)
{
  const work *w = with;
  if (!w->set->quiet || finding->severity == TRAWL_ERROR) {
    finding_print(finding);
  }
}

static int run_batch(work *w, const string_list *paths)
{
  const settings *set = w->set;
  const trawl_batch batch = {
    .pipeline = w->all.pipeline,
    .paths = paths->at,
    .path_count = paths->count,
    .from = set->from == 1 ? TRAWL_FROM_JSONL : TRAWL_FROM_TEXT,
    .date = set->date,
    .until = TRAWL_STAGE_RELATIONS,
    .jobs = 1,
    .any_language = true,
    .say = say,
    .take = take,
    .trace = true,
    .with = w,
  };
  trawl_batch_result result = {.documents = 0};
  const trawl_status status = trawl_batch_run(&batch, &result);
  int code = result.failed ? EXIT_SOME_FAILED : EXIT_DONE;
  if (status != TRAWL_OK || result.limited) {
    message("%s", trawl_status_text(status == TRAWL_OK ? TRAWL_LIMIT : status));
    code = EXIT_LIMIT;
  }
  trawl_batch_result_clear(&result);
  return code;
}

static int print(const work *w, const discover_filter *filter)
{
  static void (*const formats[])(const discoveries *, const discover_filter *, trawl_buf *) = {
    [FORMAT_TEXT] = discover_text, [FORMAT_YAML] = discover_yaml, [FORMAT_JSON] = discover_json};
  trawl_buf text = {.at = NULL};
  output out;
  formats[w->set->format](&w->all, filter, &text);
  int code = text.failed ? EXIT_LIMIT : EXIT_DONE;
  if (code == EXIT_DONE && !output_open(&out, w->set->output)) {
    code = EXIT_NOT_WRITTEN;
  } else if (code == EXIT_DONE) {
    output_sink(&out, text.at, text.len);
    code = output_close(&out, true);
  }
  trawl_buf_clear(&text);
  return code;
}

static int discover(const settings *set, const string_list *operands, const discover_filter *filter)
{
  work w = {.set = set};
  trawl_pipeline *pipeline = NULL;
  const pipeline_options with = {.rules = &set->rules, .gazetteers = &set->gazetteers, .resolve = set->resolve};
  int code = pipeline_open(&with, set->quiet, &pipeline);
  if (code == EXIT_DONE) {
    w.all.pipeline = pipeline;
    code = run_batch(&w, operands);
    code = code == EXIT_LIMIT ? code : worse(code, print(&w, filter));
  }
  trawl_vec_clear(&w.frames);
  trawl_vec_clear(&w.nearest);
  trawl_vec_clear(&w.beside);
  trawl_buf_clear(&w.phrase);
  trawl_vec_clear(&w.all.list);
  text_index_clear(&w.all.keys);
  trawl_arena_clear(&w.all.arena);
  trawl_pipeline_free(pipeline);
  return code;
}

/* ---- the command ------------------------------------------------------------------------------- */

static bool read_kinds(const char *text, bool *kinds)
{
  static const struct {
    const char *name;
    bool kinds[FIND_KINDS];
  } names[] = {{"verbs", {true, false, false}},
               {"nouns", {false, true, false}},
               {"names", {false, false, true}},
               {"phrases", {true, true, false}},
               {"all", {true, true, true}}};
  while (*text) {
    const size_t len = strcspn(text, ",");
    bool known = false;
    for (size_t i = 0; i < TRAWL_COUNT(names); ++i) {
      if (strlen(names[i].name) == len && memcmp(names[i].name, text, len) == 0) {
        known = true;
        for (size_t k = 0; k < FIND_KINDS; ++k) {
          kinds[k] |= names[i].kinds[k];
        }
      }
    }
    if (!known) {
      return false;
    }
    text += len + (text[len] == ',');
  }
  return kinds[FIND_VERB] || kinds[FIND_NOUN] || kinds[FIND_NAME];
}

static bool read_number(const char *name, const char *text, uint32_t *out)
{
  char *end = NULL;
  const unsigned long n = text ? strtoul(text, &end, 10) : *out;
  if (text && (*end || n < 1 || n > 1000000 || *text < '0' || *text > '9')) {
    usage_error(&command_discover, "%s: '%s' is no number from 1 to 1000000", name, text);
    return false;
  }
  *out = (uint32_t)n;
  return true;
}

static int run(int argc, char **argv)
{
  settings set = {.color = COLOR_AUTO};
  string_list operands = {NULL, 0};
  discover_filter filter = {.top = 20, .min_count = 2};
  int code = EXIT_USAGE;
  if (options_read(&command_discover, argc, argv, &set, &operands)) {
    messages_color(set.color);
    if (!operands.count) {
      usage_error(&command_discover, "no texts");
    } else if (!read_kinds(set.kinds ? set.kinds : set.format == FORMAT_YAML ? "phrases" : "all", filter.kinds)) {
      usage_error(&command_discover, "--kind: '%s' is not made of verbs, nouns, names, phrases, all", set.kinds);
    } else if (set.format == FORMAT_YAML && filter.kinds[FIND_NAME]
               && (filter.kinds[FIND_VERB] || filter.kinds[FIND_NOUN])) {
      usage_error(&command_discover, "-f yaml: phrases and names belong into different files; say --kind names");
    } else if (set.date && !trawl_is_date(set.date)) {
      usage_error(&command_discover, "--date: '%s' is not a day as in 2023-09-20", set.date);
    } else if (read_number("--top", set.top, &filter.top)
               && read_number("--min-count", set.min_count, &filter.min_count)) {
      code = discover(&set, &operands, &filter);
    }
  }
  string_list_clear(&operands);
  string_list_clear(&set.rules);
  string_list_clear(&set.gazetteers);
  return code;
}

const command command_discover = {
  .name = "discover",
  .operands = "FILE|DIR|-...",
  .summary = "What the rules do not know: phrases and names, as YAML to paste",
  .details =
    "Reads texts and prints what stands in them that no rule and no list has, what is in the most\n"
    "documents first: verbs and nouns between names, as the phrases that would fit them; and names\n"
    "in no list that stand by words which rules know. Each comes with sentences and with YAML that\n"
    "`trawl check` accepts: a start, to be named, widened and thrown away.\n\n"
    "  trawl discover news/\n"
    "  trawl discover --kind verbs --top 5 news/\n"
    "  trawl discover --kind names -f yaml news/ > new-names.yaml\n\n"
    "Exit status: 0 done, whatever was found; 1 a text could not be read.\n",
  .options = options,
  .run = run,
};
