/* SPDX-License-Identifier: MIT
 * test_phrase.c - what the phrase compiler makes of the text of a phrase.
 *
 * A compiled phrase is shown as
 *   verb take ~over: S=X O=Y         kind, triggers, particle, then the arguments:
 *   S subject, O object, O2 the other object, C complement, a preposition by its name; "=" what stands
 *   there: X, Y, _, a word, {key}; ^ hangs on the noun before it; & the other member of its pair;
 *   that= the subject of the clause below */
#include "rule_rows.h"

void trawl_suite_phrase(void);

typedef struct phrase_row {
  const char *text, *want; /* phrases apart by " / "; or the finding as "column code message" */
  const char *known;
} phrase_row;

static void show_words(rule_fixture *fix, trawl_word_set set)
{
  for (uint32_t i = 0; i < set.count; ++i) {
    trawl_buf_puts(&fix->shown, i ? "|" : "");
    trawl_buf_puts(&fix->shown,
                   trawl_words_text(&fix->lexicon.words, fix->relations.words.at[set.first + i]));
  }
}

static void show_arg(rule_fixture *fix, const trawl_phrase_arg *arg)
{
  static const char *const roles[] = {"S", "O", "O2", "", "C", "P"};
  trawl_buf_putc(&fix->shown, ' ');
  if (arg->clause) {
    trawl_buf_puts(&fix->shown, "that");
  } else if (arg->role == TRAWL_ROLE_PREP) {
    show_words(fix, arg->preps);
  } else {
    trawl_buf_puts(&fix->shown, roles[arg->role]);
  }
  trawl_buf_puts(&fix->shown, arg->inner ? "^" : "");
  trawl_buf_puts(&fix->shown, arg->pair ? "&" : "");
  trawl_buf_putc(&fix->shown, '=');
  switch (arg->slot) {
  case TRAWL_SLOT_X:
  case TRAWL_SLOT_Y:
  case TRAWL_SLOT_ANY:
    trawl_buf_putc(&fix->shown, arg->slot == TRAWL_SLOT_X   ? 'X'
                                : arg->slot == TRAWL_SLOT_Y ? 'Y'
                                                            : '_');
    break;
  case TRAWL_SLOT_QUALIFIER:
    trawl_buf_printf(&fix->shown, "{%s}", arg->key);
    break;
  default:
    show_words(fix, arg->words);
  }
}

static const char *show_phrases(rule_fixture *fix)
{
  static const char *const kinds[] = {"verb", "copula", "noun"};
  fix->shown.len = 0;
  for (uint32_t i = 0; i < fix->relations.phrases.len; ++i) {
    const trawl_phrase *phrase = &fix->relations.phrases.at[i];
    trawl_buf_printf(&fix->shown, "%s%s ", i ? " / " : "", kinds[phrase->kind]);
    show_words(fix, phrase->triggers);
    if (phrase->particles.count) {
      trawl_buf_puts(&fix->shown, " ~");
      show_words(fix, phrase->particles);
    }
    trawl_buf_putc(&fix->shown, ':');
    for (unsigned k = 0; k < phrase->arg_count; ++k) {
      show_arg(fix, &phrase->args[k]);
    }
  }
  return trawl_buf_str(&fix->shown);
}

/* The one finding, its column counted from the phrase's first letter (1). */
static const char *show_fault(rule_fixture *fix)
{
  fix->shown.len = 0;
  for (uint32_t i = 0; i < trawl_findings_count(fix->findings); ++i) {
    const trawl_finding f = trawl_findings_at(fix->findings, i);
    trawl_buf_printf(&fix->shown, "%s%u %s %s", i ? " / " : "", f.column - 8, f.code, f.message);
  }
  return trawl_buf_str(&fix->shown);
}

static void run(const phrase_row *row, const char *key)
{
  char text[6000];
  snprintf(text, sizeof text,
           "let:\n  talks: [talk, summit, consultation]\n  empty: []\n  words: run\n"
           "relations:\n  - name: r\n    X: person\n    Y: actor\n    %s:\n      - %s\n",
           key, row->text);
  rule_fixture fix;
  rule_open(&fix);
  const bool loaded = rule_load(&fix, "r.yaml", text) == TRAWL_OK;
  rule_equal(row->text, loaded ? show_phrases(&fix) : show_fault(&fix), row->want, row->known);
  if (!loaded && !row->known) {
    CU_ASSERT_EQUAL(fix.relations.phrases.len, 0);
  }
  rule_close(&fix);
}

static const phrase_row verbs[] = {
  {"X visit Y", "verb visit: S=X O=Y", NULL},
  {"Y visit X", "verb visit: S=Y O=X", NULL},
  {"  X   visit  Y ", "verb visit: S=X O=Y", NULL},
  {"X travel|fly to Y", "verb travel|fly: S=X to=Y", NULL},
  {"X travel to|in Y", "verb travel: S=X to|in=Y", NULL},
  {"X Visit Y", "verb visit: S=X O=Y", NULL}, /* lemmas are in lower case */
  {"X pay visit to Y", "verb pay: S=X O=visit to^=Y", NULL},
  {"X have|share lunch|dinner with Y", "verb have|share: S=X O=lunch|dinner with^=Y", NULL},
  {"X give Y _", "verb give: S=X O=Y O2=_", NULL},
  {"X give _ to Y", "verb give: S=X O=_ to=Y", NULL},
  {"_ sell Y to X", "verb sell: S=_ O=Y to=X", NULL},
  {"X accuse Y of theft", "verb accuse: S=X O=Y of=theft", NULL},
  {"X take over Y", "verb take: S=X over=Y",
   NULL}, /* may be a particle as well: the matcher tries both */
  {"X shake up Y", "verb shake ~up: S=X O=Y", NULL},
  {"X meet up with Y", "verb meet ~up: S=X with=Y", NULL},
  {"X swear Y in as _", "verb swear ~in: S=X O=Y as=_", NULL},
  {"X move in with Y", "verb move ~in: S=X with=Y", NULL},
  {"X allege that Y", "verb allege: S=X that=Y", NULL},
  {"X hold talk between Y and _", "verb hold: S=X O=talk between^=Y between^&=_", NULL},
  {"X $talks Y", "verb talk|summit|consultation: S=X O=Y", NULL},
  {"X open|$talks with Y", "verb open|talk|summit|consultation: S=X with=Y", NULL},
  {"X hold (secret) talk with Y",
   "verb hold: S=X O=secret O2=talk with^=Y / verb hold: S=X O=talk with^=Y", NULL},
  {"X sit (down) with Y", "verb sit ~down: S=X with=Y / verb sit: S=X with=Y", NULL},
};

static const phrase_row copulas[] = {
  {"X be director of Y", "copula be: S=X C=director of^=Y", NULL},
  {"X be member|part of Y", "copula be: S=X C=member|part of^=Y", NULL},
  {"\"X be {role:title} of Y\"", "copula be: S=X C={role} of^=Y", NULL},
  {"X be from Y", "copula be: S=X from=Y", NULL},
  {"X be Y", "copula be: S=X C=Y", NULL},
  {"X be|become Y", "verb be|become: S=X O=Y", NULL}, /* only "be" alone makes a copula */
};

static const phrase_row nouns[] = {
  {"visit of X to Y", "noun visit: of^=X to^=Y", NULL},
  {"visit|trip of X to|in Y", "noun visit|trip: of^=X to|in^=Y", NULL},
  {"meeting between X and Y", "noun meeting: between^=X between^&=Y", NULL},
  {"$talks of X with Y", "noun talk|summit|consultation: of^=X with^=Y", NULL},
  {"invasion of Y by X", "noun invasion: of^=Y by^=X", NULL},
};

static const phrase_row faults[] = {
  {"X run", "1 E220 a phrase needs X and Y once each; 'X run' has 1 X and 0 Y", NULL},
  {"X run X", "1 E220 a phrase needs X and Y once each; 'X run X' has 2 X and 0 Y", NULL},
  {"_ run Y", "1 E220 a phrase needs X and Y once each; '_ run Y' has 0 X and 1 Y", NULL},
  {"X", "1 E220 a phrase needs a verb or noun and the arguments X and Y", NULL},
  {"\" \"", "1 E220 a phrase needs a verb or noun and the arguments X and Y", NULL},
  {"X Y run", "3 E224 expected a verb after 'X'", NULL},
  {"\"{role:title} X run Y\"", "2 E224 expected a verb after '{role:title}'", NULL},
  {"visit X to Y", "7 E224 expected a preposition behind the noun, got 'X'", NULL},
  {"visit of X great Y", "12 E224 expected a preposition behind the noun, got 'great'", NULL},
  {"X run| Y", "3 E221 'run|' is no word, a|b, (word), $list, {key:type}, X, Y or _", NULL},
  {"X |run Y", "3 E221 '|run' is no word, a|b, (word), $list, {key:type}, X, Y or _", NULL},
  {"X ru(n Y", "3 E221 'ru(n' is no word, a|b, (word), $list, {key:type}, X, Y or _", NULL},
  {"X run) Y", "3 E221 'run)' is no word, a|b, (word), $list, {key:type}, X, Y or _", NULL},
  {"X a{b Y", "3 E221 'a{b' is no word, a|b, (word), $list, {key:type}, X, Y or _", NULL},
  {"\"X be {role} of Y\"", "7 E222 expected {key:type}, such as {role:title}", NULL},
  {"\"X be {role:title of Y\"", "7 E222 expected {key:type}, such as {role:title}", NULL},
  {"\"X be {role:titel} of Y\"", "13 E207 unknown type 'titel'", NULL},
  {"X $none Y", "4 E216 no list 'none' under let:", NULL},
  {"X $words Y", "4 E216 no list 'words' under let:", NULL}, /* a text, not a list */
  {"X run a b c d e f g h i j k l m n Y", "35 E223 a phrase has at most 16 items", NULL},
  {"X run Y in _ at _ on _ for _ by _", "33 E223 a phrase has at most 6 arguments", NULL},
  {"X (big) run", "1 E220 a phrase needs X and Y once each; 'X (big) run' has 1 X and 0 Y",
   "a fault in a phrase with an optional word is found once for each reading of it"},
  {"X visits Y", "verb visit: S=X O=Y", "inflected forms are neither read as lemmas nor reported"},
  {"X criticise Y", "verb criticize: S=X O=Y", "spellings that the lexicon folds never match"},
  {"X $empty Y", "4 E216 the list 'empty' has no words", "a phrase without a trigger is taken"},
};

static void run_rows(const phrase_row *rows, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    run(&rows[i], "phrases");
  }
}

static void test_verbs(void)
{
  run_rows(verbs, TRAWL_COUNT(verbs));
}

static void test_copulas(void)
{
  run_rows(copulas, TRAWL_COUNT(copulas));
}

static void test_nouns(void)
{
  run_rows(nouns, TRAWL_COUNT(nouns));
}

static void test_faults(void)
{
  run_rows(faults, TRAWL_COUNT(faults));
}

/* What blocks a relation needs no X and Y. */
static void test_except(void)
{
  static const phrase_row rows[] = {
    {"X run out", "verb run ~out: S=X", NULL},
    {"X run _", "verb run: S=X O=_", NULL},
    {"run of _", "noun run: of^=_", NULL},
  };
  for (size_t i = 0; i < TRAWL_COUNT(rows); ++i) {
    run(&rows[i], "except");
  }
}

/* A phrase that is too long is refused before it is read. */
static void test_too_long(void)
{
  char text[5000];
  memset(text, 'a', sizeof text);
  memcpy(text, "X ", 2);
  memcpy(text + sizeof text - 3, " Y", 3);
  const phrase_row row = {text, "1 E223 a phrase has at most 4096 bytes", NULL};
  run(&row, "phrases");
}

void trawl_suite_phrase(void)
{
  CU_pSuite s = CU_add_suite("phrase", NULL, rule_print_known);
  CU_add_test(s, "verbs", test_verbs);
  CU_add_test(s, "copulas", test_copulas);
  CU_add_test(s, "event nouns", test_nouns);
  CU_add_test(s, "faults", test_faults);
  CU_add_test(s, "except", test_except);
  CU_add_test(s, "too long", test_too_long);
}
