/* SPDX-License-Identifier: MIT
 * view.c - the document's layers as the plain structs of trawl.h.
 *
 * Reads the document and the rule set; changes nothing that can be seen.  Spans of the normalised text
 * become slices of the original through the offset map.  A name is the entity's; what has no entity is
 * called by its own words, which are copied into the document's arena on first sight: views are handed
 * out for a const document, but their strings live as long as its arena does.  Names for machines only:
 * how a record looks is the writers' matter (output/). */
#include "engine.h"

#include <assert.h>

static const char *const mention_kinds[] = {
  [TRAWL_MENTION_NAME] = "name",       [TRAWL_MENTION_DEMONYM] = "demonym",
  [TRAWL_MENTION_NOMINAL] = "nominal", [TRAWL_MENTION_PRONOUN] = "pronoun",
  [TRAWL_MENTION_VALUE] = "value",
};
static const char *const polarities[] = {
  [TRAWL_POSITIVE] = "positive", [TRAWL_NEGATIVE] = "negative"};
static const char *const modalities[] = {[TRAWL_ACTUAL] = "actual",
                                         [TRAWL_PLANNED] = "planned",
                                         [TRAWL_POSSIBLE] = "possible",
                                         [TRAWL_WANTED] = "wanted"};
static const char *const tenses[] = {[TRAWL_TENSE_NONE] = NULL,
                                     [TRAWL_PAST] = "past",
                                     [TRAWL_PRESENT] = "present",
                                     [TRAWL_FUTURE] = "future"};

/* ---- pieces ------------------------------------------------------------------------------------ */

/* The piece that a byte of the text lies in. */
static const trawl_stretch *piece_at(const trawl_doc *doc, uint32_t byte)
{
  size_t low = 0, high = doc->piece_count;
  while (low + 1 < high) {
    const size_t middle = low + (high - low) / 2;
    if (doc->pieces[middle].text[TRAWL_BYTES] <= byte) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return &doc->pieces[low];
}

static uint64_t in_file(const trawl_stretch *piece, uint64_t at, trawl_unit unit, bool end)
{
  return piece->fixed ? piece->file[unit] + (end ? piece->whole[unit] : 0)
                      : piece->file[unit] + (at - piece->text[unit]);
}

/* Where the caller finds the slice: in the text, in the file behind it, in what the text is a part of. */
static void place(const trawl_doc *doc, trawl_span raw, trawl_unit unit, trawl_slice *slice)
{
  trawl_map_offsets(&doc->map, raw, unit, &slice->start, &slice->end);
  if (doc->piece_count) {
    const bool empty = raw.start == raw.end;
    slice->start = in_file(piece_at(doc, raw.start), slice->start, unit, false);
    slice->end =
      empty ? slice->start : in_file(piece_at(doc, raw.end - 1), slice->end, unit, true);
  }
  slice->start += doc->origin.units[unit];
  slice->end += doc->origin.units[unit];
}

trawl_slice trawl_view_slice(const trawl_doc *doc, trawl_span tok, trawl_unit unit)
{
  const trawl_span raw = trawl_map_bytes(&doc->map, trawl_doc_text_span(doc, tok));
  trawl_slice slice = {.text = doc->map.raw + raw.start, .len = raw.end - raw.start};
  place(doc, raw, unit, &slice);
  return slice;
}

/* The words themselves, on one line. "" when memory runs out. */
const char *trawl_view_words(const trawl_doc *doc, trawl_span tok)
{
  const trawl_span span = trawl_doc_text_span(doc, tok);
  trawl_arena *arena = (trawl_arena *)&doc->arena; /* see the opening comment */
  char *out = trawl_arena_alloc(arena, (size_t)(span.end - span.start) + 1);
  if (!out) {
    return "";
  }
  size_t len = 0;
  for (uint32_t i = span.start; i < span.end; ++i) {
    const char c = doc->text.at[i];
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\0';
    if (!space) {
      out[len++] = c;
    } else if (len && out[len - 1] != ' ') {
      out[len++] = ' ';
    }
  }
  out[len] = '\0';
  return out;
}

static const trawl_entity *entity_at(const trawl_doc *doc, uint32_t entity)
{
  return entity == TRAWL_NONE ? NULL : &doc->entities.at[entity];
}

static const trawl_entry *seat_of(const trawl_doc *doc, const trawl_entity *entity)
{
  return entity && entity->stands_for != TRAWL_NONE
           ? trawl_entry_at(&doc->pipeline->rules->gazetteer, entity->stands_for)
           : NULL;
}

static const char *iso_of(const trawl_gazetteer *gazetteer, const trawl_entry *entry)
{
  return entry && entry->iso2 ? trawl_gazetteer_text(gazetteer, entry->iso2) : NULL;
}

static const char *type_name(const trawl_doc *doc, uint8_t type)
{
  const trawl_types *types = &doc->pipeline->rules->types;
  return type < types->count ? types->names[type] : "";
}

static const trawl_entry *entry_of(const trawl_doc *doc, const trawl_entity *entity)
{
  return entity && entity->entry != TRAWL_NONE
           ? trawl_entry_at(&doc->pipeline->rules->gazetteer, entity->entry)
           : NULL;
}

static uint32_t wikidata_of(const trawl_doc *doc, const trawl_entity *entity)
{
  return entity ? trawl_entry_wikidata(&doc->pipeline->rules->gazetteer, entity->entry) : 0;
}

/* Who is meant: the mention's entity, else that of the mention it was resolved to. */
static uint32_t entity_of(const trawl_doc *doc, const trawl_mention *mention)
{
  if (mention->entity == TRAWL_NONE && mention->antecedent != TRAWL_NONE) {
    return doc->mentions.at[mention->antecedent].entity;
  }
  return mention->entity;
}

/* ---- sentences and tokens ---------------------------------------------------------------------- */

const char *trawl_doc_id(const trawl_doc *doc)
{
  return doc->id;
}

const trawl_pipeline *trawl_doc_pipeline(const trawl_doc *doc)
{
  return doc->pipeline;
}

uint32_t trawl_doc_date(const trawl_doc *doc)
{
  return doc->date;
}

trawl_slice trawl_doc_text(const trawl_doc *doc, trawl_unit unit)
{
  return (trawl_slice){doc->map.raw, doc->map.raw_len, 0,
                       trawl_map_offset(&doc->map, doc->map.raw_len, unit)};
}

const char *trawl_doc_meta(const trawl_doc *doc)
{
  return doc->meta;
}

void trawl_doc_move(trawl_doc *doc, const trawl_origin *origin)
{
  doc->origin = *origin;
}

/* Numbers of sentences and tokens go on behind the origin's; beyond 32 bits they begin anew. */
static uint32_t sentence_number(const trawl_doc *doc, uint32_t sentence)
{
  return (uint32_t)(doc->origin.sentences + sentence);
}

trawl_slice trawl_doc_within(const trawl_doc *doc, trawl_slice slice, trawl_unit unit)
{
  if (slice.text) {
    const uint32_t start = (uint32_t)(slice.text - doc->map.raw);
    slice.start = trawl_map_offset(&doc->map, start, unit);
    slice.end = trawl_map_offset(&doc->map, start + (uint32_t)slice.len, unit);
  }
  return slice;
}

bool trawl_doc_goes_on(const trawl_doc *doc)
{
  return doc->origin.units[TRAWL_BYTES] != 0;
}

bool trawl_doc_truncated(const trawl_doc *doc)
{
  return doc->cuts.mask || doc->cuts.before;
}

uint32_t trawl_doc_cut_count(const trawl_doc *doc)
{
  return (uint32_t)__builtin_popcountll(doc->cuts.mask);
}

trawl_cut_view trawl_doc_cut_at(const trawl_doc *doc, uint32_t i)
{
  static const char *const texts[TRAWL_LIMIT_COUNT] = {
    [TRAWL_LIMIT_DOC_BYTES] = "the text is too long: the rest of it is not read",
    [TRAWL_LIMIT_LINE_BYTES] = "a line is too long: the rest of it is not read",
    [TRAWL_LIMIT_SENTENCE_TOKENS] = "a sentence is too long: it is cut in two",
    [TRAWL_LIMIT_SENTENCE_MENTIONS] = "a sentence has too many mentions: the others are left out",
    [TRAWL_LIMIT_RULE_MATCHES] = "a token pattern matches too often in a sentence: further matches are left out",
    [TRAWL_LIMIT_PATTERN_VISITS] = "token patterns take too many steps in a sentence: further matches are left out",
    [TRAWL_LIMIT_REGEX_MATCH] = "a regular expression takes too many steps: it counts as not matching",
    [TRAWL_LIMIT_CLAUSE_PHRASES] = "too many phrases fit a clause: the others are left out",
    [TRAWL_LIMIT_PAIRS] = "lists give too many pairs: the others are left out",
    [TRAWL_LIMIT_SENTENCE_TRIPLES] = "a sentence gives too many triples: the others are left out",
    [TRAWL_LIMIT_DOC_TRIPLES] = "the text gives too many triples: the others are left out",
    [TRAWL_LIMIT_TRACE_ATTEMPTS] = "too many phrases were tried: what became of the others is not kept",
  };
  uint64_t mask = doc->cuts.mask;
  for (; i > 0; --i) {
    mask &= mask - 1;
  }
  const uint32_t limit = (uint32_t)__builtin_ctzll(mask);
  return (trawl_cut_view){.limit = limit,
                          .value = trawl_limit(&doc->pipeline->rules->limits, (trawl_limit_id)limit),
                          .times = doc->cuts.times[limit],
                          .sentence = doc->cuts.sentence[limit],
                          .message = texts[limit] ? texts[limit] : ""};
}

uint32_t trawl_doc_repairs(const trawl_doc *doc)
{
  return doc->repairs;
}

uint32_t trawl_doc_sentence_count(const trawl_doc *doc)
{
  return doc->sentences.len;
}

trawl_sentence_view trawl_doc_sentence_at(const trawl_doc *doc, uint32_t i, trawl_unit unit)
{
  assert(i < doc->sentences.len);
  return (trawl_sentence_view){sentence_number(doc, i), trawl_view_slice(doc, doc->sentences.at[i].tok, unit)};
}

uint32_t trawl_doc_token_count(const trawl_doc *doc)
{
  return doc->tokens.len;
}

/* The sentence that a token lies in; 0 while there are none. */
static uint32_t sentence_of(const trawl_doc *doc, uint32_t token)
{
  uint32_t low = 0, high = doc->sentences.len;
  while (low + 1 < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (doc->sentences.at[middle].tok.start <= token) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

trawl_token_view trawl_doc_token_at(const trawl_doc *doc, uint32_t i, trawl_unit unit)
{
  assert(i < doc->tokens.len);
  const bool tagged = doc->tokens.tag[i] != TRAWL_TAG_NONE;
  return (trawl_token_view){
    .sentence = sentence_number(doc, sentence_of(doc, i)),
    .token = (uint32_t)(doc->origin.tokens + i),
    .slice = trawl_view_slice(doc, (trawl_span){i, i + 1}, unit),
    .lemma = tagged ? trawl_words_text(&doc->words, doc->tokens.lemma[i]) : NULL,
    .tag = tagged ? trawl_tag_text(doc->tokens.tag[i]) : NULL,
  };
}

/* ---- mentions ---------------------------------------------------------------------------------- */

uint32_t trawl_doc_mention_count(const trawl_doc *doc)
{
  return doc->mentions.len;
}

trawl_mention_view trawl_doc_mention_at(const trawl_doc *doc, uint32_t i, trawl_unit unit)
{
  assert(i < doc->mentions.len);
  const trawl_mention *mention = &doc->mentions.at[i];
  const trawl_entity *entity = entity_at(doc, entity_of(doc, mention));
  const trawl_entry *seat = seat_of(doc, entity);
  const trawl_gazetteer *gazetteer = &doc->pipeline->rules->gazetteer;
  return (trawl_mention_view){
    .sentence = sentence_number(doc, mention->sentence),
    .slice = trawl_view_slice(doc, mention->tok, unit),
    .name = entity ? entity->name : trawl_view_words(doc, mention->tok),
    .id = entity ? entity->id : NULL,
    .type = type_name(doc, entity ? entity->type : mention->type),
    .kind = mention_kinds[mention->kind],
    .stands_for_name = seat ? trawl_entry_name(gazetteer, entity->stands_for) : NULL,
    .stands_for_id = seat ? trawl_entry_id(gazetteer, entity->stands_for) : NULL,
    .value = mention->value,
    .source = mention->source,
    .how = mention->how,
    .nested = mention->outer != TRAWL_NONE,
    .antecedent = mention->antecedent,
    .candidates = mention->cand_count,
    .member_count = mention->member_count,
    .entity = entity_of(doc, mention),
    .token = mention->tok.start,
    .token_end = mention->tok.end,
    .iso = iso_of(&doc->pipeline->rules->gazetteer, seat ? seat : entry_of(doc, entity)),
    .wikidata = wikidata_of(doc, entity),
  };
}

const char *trawl_doc_member_at(const trawl_doc *doc, uint32_t mention, uint32_t k)
{
  const trawl_mention *m = &doc->mentions.at[mention];
  assert(k < m->member_count);
  return doc->entities.at[doc->members.at[m->first_member + k]].name;
}

/* ---- clauses ----------------------------------------------------------------------------------- */

static trawl_slice slice_of_np(const trawl_doc *doc, uint32_t np, trawl_unit unit)
{
  const trawl_slice none = {.text = NULL};
  return np == TRAWL_NONE ? none : trawl_view_slice(doc, doc->clauses.nps.at[np].tok, unit);
}

static trawl_slice slice_of_token(const trawl_doc *doc, uint32_t token, trawl_unit unit)
{
  const trawl_slice none = {.text = NULL};
  return token == TRAWL_NONE ? none : trawl_view_slice(doc, (trawl_span){token, token + 1}, unit);
}

/* The noun phrase of the i-th argument, lists counted by their members; `*of` is the argument. */
static uint32_t phrase_of_argument(const trawl_doc *doc, const trawl_frame *frame, uint32_t i,
                                   const trawl_frame_arg **of, uint32_t *count)
{
  uint32_t n = 0, wanted = TRAWL_NONE;
  for (uint32_t a = 0; a < frame->arg_count; ++a) {
    const trawl_frame_arg *arg = &doc->clauses.args.at[frame->first_arg + a];
    for (uint32_t np = arg->np; np != TRAWL_NONE; np = arg->single ? TRAWL_NONE : doc->clauses.nps.at[np].next) {
      if (n++ == i) {
        wanted = np;
        *of = arg;
      }
    }
  }
  *count = n;
  return wanted;
}

uint32_t trawl_doc_frame_count(const trawl_doc *doc)
{
  return doc->clauses.frames.len;
}

trawl_frame_view trawl_doc_frame_at(const trawl_doc *doc, uint32_t i, trawl_unit unit)
{
  static const char *const kinds[] = {
    [TRAWL_FRAME_VERB] = "verb", [TRAWL_FRAME_COPULA] = "copula", [TRAWL_FRAME_NOUN] = "noun"};
  static const char *const embeddings[] = {
    [TRAWL_EMBED_NONE] = NULL, [TRAWL_EMBED_SPEECH] = "speech", [TRAWL_EMBED_CHAIN] = "chain",
    [TRAWL_EMBED_RELATIVE] = "relative", [TRAWL_EMBED_ADVERBIAL] = "adverbial",
    [TRAWL_EMBED_CONDITION] = "condition"};
  assert(i < doc->clauses.frames.len);
  const trawl_frame *frame = &doc->clauses.frames.at[i];
  const trawl_frame_arg *arg;
  trawl_frame_view view = {
    .sentence = frame->sentence,
    .kind = kinds[frame->kind],
    .lemma = trawl_words_text(&doc->words, frame->lemma),
    .particle = frame->particle == TRAWL_NONE ? NULL : trawl_words_text(&doc->words, frame->particle),
    .trigger = slice_of_token(doc, frame->trigger, unit),
    .group = trawl_view_slice(doc, frame->group, unit),
    .passive = frame->passive,
    .question = frame->question,
    .polarity = polarities[frame->polarity],
    .modality = modalities[frame->modality],
    .tense = tenses[frame->tense],
    .embedding = embeddings[frame->embedding],
    .parent = frame->parent,
    .attribution = slice_of_np(doc, frame->attribution, unit),
    .negation = slice_of_token(doc, frame->negation_cue, unit),
    .modality_cue = slice_of_token(doc, frame->modality_cue, unit),
    .time = frame->time,
    .place = frame->place,
  };
  phrase_of_argument(doc, frame, TRAWL_NONE, &arg, &view.argument_count);
  return view;
}

trawl_frame_argument_view trawl_doc_frame_argument_at(const trawl_doc *doc, uint32_t frame, uint32_t i,
                                                      trawl_unit unit)
{
  static const char *const roles[] = {
    [TRAWL_ROLE_SUBJECT] = "subject", [TRAWL_ROLE_OBJECT] = "object", [TRAWL_ROLE_OBJECT2] = "object2",
    [TRAWL_ROLE_PREP] = "prep", [TRAWL_ROLE_COMPLEMENT] = "complement",
    [TRAWL_ROLE_POSSESSOR] = "possessor"};
  const trawl_frame_arg *arg = NULL;
  uint32_t count;
  const uint32_t np = phrase_of_argument(doc, &doc->clauses.frames.at[frame], i, &arg, &count);
  assert(np != TRAWL_NONE);
  return (trawl_frame_argument_view){
    .role = roles[arg->role],
    .prep = arg->prep == TRAWL_NONE ? NULL : trawl_words_text(&doc->words, arg->prep),
    .slice = slice_of_np(doc, np, unit),
    .mention = doc->clauses.nps.at[np].mention,
    .cost = arg->cost,
  };
}

/* ---- triples ----------------------------------------------------------------------------------- */

static trawl_argument_view argument_of(const trawl_doc *doc, trawl_argument argument, trawl_unit unit)
{
  if (argument.mention == TRAWL_NONE) {
    return (trawl_argument_view){.name = NULL};
  }
  const trawl_mention *mention = &doc->mentions.at[argument.mention];
  const trawl_entity *entity = entity_at(doc, argument.entity);
  const trawl_entry *seat = seat_of(doc, entity), *entry = entry_of(doc, entity);
  const trawl_gazetteer *gazetteer = &doc->pipeline->rules->gazetteer;
  return (trawl_argument_view){
    .slice = trawl_view_slice(doc, mention->tok, unit),
    .name = entity ? entity->name : trawl_view_words(doc, mention->tok),
    .id = entity ? entity->id : NULL,
    .type = type_name(doc, entity ? entity->type : mention->type),
    .stands_for_name = seat ? trawl_entry_name(gazetteer, entity->stands_for) : NULL,
    .stands_for_id = seat ? trawl_entry_id(gazetteer, entity->stands_for) : NULL,
    .value = mention->value,
    .mention = argument.mention,
    .iso = iso_of(gazetteer, seat ? seat : entry),
    .wikidata = wikidata_of(doc, entity),
  };
}

uint32_t trawl_doc_triple_count(const trawl_doc *doc)
{
  return doc->triples.len;
}

const char *trawl_doc_triple_relation(const trawl_doc *doc, uint32_t i)
{
  assert(i < doc->triples.len);
  return doc->triples.at[i].relation_name;
}

trawl_triple_view trawl_doc_triple_at(const trawl_doc *doc, uint32_t i, trawl_unit unit)
{
  assert(i < doc->triples.len);
  const trawl_triple *triple = &doc->triples.at[i];
  const trawl_relation *relation = &doc->pipeline->rules->relations.list.at[triple->relation];
  trawl_triple_view view = {
    .sentence = sentence_number(doc, triple->sentence),
    .subject = argument_of(doc, triple->subject, unit),
    .object = argument_of(doc, triple->object, unit),
    .attribution = argument_of(doc, triple->attribution, unit),
    .time = argument_of(doc, triple->time, unit),
    .place = argument_of(doc, triple->place, unit),
    .relation = triple->relation_name,
    .trigger = trawl_view_slice(doc, triple->trigger, unit),
    .polarity = polarities[triple->polarity],
    .modality = modalities[triple->modality],
    .tense = tenses[triple->tense],
    .cue_count = triple->cue_count,
    .qualifier_count = triple->qualifier_count,
    .rule = triple->rule,
    .phrase = triple->phrase,
    .confidence = (double)triple->confidence,
    .plover = relation->plover,
    .symmetric = relation->symmetric,
  };
  for (uint32_t c = 0; c < triple->cue_count; ++c) {
    view.cues[c].kind = triple->cues[c].modality ? "modality" : "negation";
    view.cues[c].slice = trawl_view_slice(doc, triple->cues[c].tok, unit);
  }
  for (uint32_t q = 0; q < triple->qualifier_count; ++q) {
    view.qualifiers[q] =
      (trawl_qualifier_view){triple->qualifiers[q].key, triple->qualifiers[q].value};
  }
  return view;
}
