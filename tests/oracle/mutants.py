#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does the oracle see errors? Each row plants one in a copy of the sources: the oracle must differ within CASES cases.

mutants.py [NUMBER...]   exit status 1 when one is not seen, or no longer fits the source."""
import os
import shutil
import subprocess
import sys
import tempfile

SOURCE = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
CASES = "1000000"
COMPILE, MATCH, CAPTURE, SET = ("src/rule/pattern_%s" % name for name in ("compile.c", "match.c", "capture.c", "set.h"))
PARSE, RELATION, PHRASE = "src/rule/pattern_parse.c", "src/rule/relation.c", "src/rule/phrase.c"
STAGE, FITS, TRIPLES = "src/stage/gazetteer.c", "src/stage/match.c", "src/stage/relations.c"
TRIE, LOOKUP = "src/resource/gazetteer_trie.c", "src/resource/gazetteer.c"

# subject, what is wrong, file, what stands there, what shall stand there
MUTANTS = [
    ("patterns", "one time too few in {n,m}", COMPILE, "uint32_t i = node->min; i < node->max;", "uint32_t i = node->min + 1; i < node->max;"),
    ("patterns", "one time too few in {n}", COMPILE, "uint32_t i = 0; i < node->min;", "uint32_t i = 1; i < node->min;"),
    ("patterns", "lazy is greedy", COMPILE, "return lazy ? (point)", "return !lazy ? (point)"),
    ("patterns", "what waits counts as reached", COMPILE, "return b->visited.at[at * WAYS + way] == b->walk || trawl",
     "if (b->visited.at[at * WAYS + way] == b->walk) { return true; }\n  b->visited.at[at * WAYS + way] = b->walk;\n"
     "  b->visited.at[at * WAYS + way] -= b->places.at[at].op != OP_FORK;\n  return trawl"),
    ("patterns", "an item begins a match once", COMPILE, "&& (at_start || !set->starts.at[i].at_start)) {",
     ") {\n      set->starts.at[i].at_start &= at_start;"),
    ("patterns", "^ holds everywhere", COMPILE, "now.way | AFTER_START", "now.way"),
    ("patterns", "a match goes on behind $", COMPILE, "now.way | AFTER_END", "now.way"),
    ("patterns", "the shortest match", MATCH, "return (x->end < y->end) - (x->end > y->end);", "return (x->end > y->end) - (x->end < y->end);"),
    ("patterns", "no second look behind a match", MATCH, "        *again = match.end;\n", ""),
    ("patterns", "the later start", MATCH, "thread.start < m->active.at[seen->thread].start", "thread.start > m->active.at[seen->thread].start"),
    ("patterns", "matches of a place in the order of rules", MATCH, "return x->end > y->end ? -1 : 1;", "return x->end < y->end ? -1 : 1;"),
    ("patterns", "a negated test", MATCH, "if (token_passes(m, token, atom) == atom->negated) {", "if (!token_passes(m, token, atom)) {"),
    ("patterns", "the first word is the first token", MATCH, "case TRAWL_ATOM_FIRST:\n    return token == m->first_word;",
     "case TRAWL_ATOM_FIRST:\n    return token == m->tok.start;"),
    ("patterns", "names in nominals are hidden", SET, "outer->kind != TRAWL_MENTION_NOMINAL && outer->tok.start", "outer->tok.start"),
    ("patterns", "a group ends where it first ended", CAPTURE, "  capture->tok.end = step->end;\n", "  (void)step;\n"),
    ("patterns", "a hyphen is no word", PARSE, "!strchr(\" \\t\\r\\n-\", text[at])", "!strchr(\" \\t\\r\\n\", text[at])"),
    ("patterns", "a choice of words forgets one", PARSE, "  trawl_pattern_sort_ids(ids, count);\n", "  --count;\n  trawl_pattern_sort_ids(ids, count);\n"),
    ("phrases", "who may be X may be another Y", FITS, "want->slot == TRAWL_SLOT_Y && want->role", "want->role"),
    ("phrases", "the last of equal places", FITS, "const bool better = arg->cost < best.cost;", "const bool better = arg->cost <= best.cost;"),
    ("phrases", "what stands behind with", FITS, "    aside |= arg->role", "    aside |= false && arg->role"),
    ("phrases", "the possessor is always of", FITS, "return m->phrase->by ? has_word(m, want->preps, rules_of(m)->by) :", "return"),
    ("phrases", "weak phrases are mutual", FITS, "m->phrase->weight < 1.0F ||", ""),
    ("phrases", "a particle is looked at on one side", FITS, "if (m->frame->particle == TRAWL_NONE) {\n      return true;", "if (true) {\n      return true;"),
    ("phrases", "what hangs on a noun is asked of the verb", RELATION, "phrase->kind != TRAWL_FRAME_NOUN && !arg->inner && !arg->clause && !arg->pair",
     "phrase->kind != TRAWL_FRAME_NOUN && !arg->clause && !arg->pair"),
    ("phrases", "a mutual phrase needs an object", RELATION, "\n         && !relations->list.at[phrase->relation].symmetric;", ";"),
    ("phrases", "a participle's place hangs on its noun", RELATION, "(arg->pair ? phrase->args[i - 1].inner : behind_noun)", "arg->inner"),
    ("phrases", "long sets are searched in half", "src/rule/relation.h", "ids[half] <= word", "ids[half] < word"),
    ("phrases", "sets are not sorted", RELATION, "    trawl_pattern_sort_ids(&relations->sorted.at[set->first], set->count);\n", ""),
    ("phrases", "as many words are more", TRIPLES, "return a->words < b->words && a->relation", "return a->words <= b->words && a->relation"),
    ("phrases", "except blocks everybody", TRIPLES, "other->except ? other->relation == phrase->relation :", "other->except ? true :"),
    ("phrases", "the lower priority", TRIPLES, ".priority >= its->priority", ".priority <= its->priority"),
    ("phrases", "a pair with itself the other way round", TRIPLES, "match->pair ? i + 1 : 0", "match->pair ? i : 0"),
    ("phrases", "the shorter phrase first", TRIPLES, "  put_longest_first(fits, fit_count);\n", "  if (!fit_count) {\n    put_longest_first(fits, fit_count);\n  }\n"),
    ("phrases", "the second object is the first", PHRASE, "role = role == TRAWL_ROLE_COMPLEMENT ? TRAWL_ROLE_COMPLEMENT : TRAWL_ROLE_OBJECT2;",
     "role = role == TRAWL_ROLE_COMPLEMENT ? TRAWL_ROLE_COMPLEMENT : TRAWL_ROLE_OBJECT;"),
    ("gazetteer", "a name may end a token later", STAGE, "const bool inside = end <= f->cover;", "const bool inside = end < f->cover;"),
    ("gazetteer", "the less likely first", TRIE, "return x > y;", "return x < y;"),
    ("gazetteer", "other writings first", STAGE, "if (exact == (pass == 0)) {", "if (exact == (pass == 1)) {"),
    ("gazetteer", "demonyms among names", STAGE, "if (c->demonym == demonym && c->count", "if (c->count"),
    ("gazetteer", "a short form that somebody has", TRIE, "if (!(derived && (several || written))) {", "if (!(derived && written)) {"),
    ("gazetteer", "a demonym that is an alias is gone", TRIE, "!((at[kept - 1].flags ^ at[i].flags) & TRAWL_NAME_DEMONYM)", "true"),
    ("gazetteer", "half of a state's ways", LOOKUP, "label < word ? middle + 1 : middle;", "label < word ? middle + 1 : low;"),
    ("gazetteer", "a loser takes others with it", "src/model/doc.c", "    if (length(&all[stack[depth - 1]]) >= length(mention)) {",
     "    return length(&all[stack[depth - 1]]) >= length(mention);\n    if (false) {"),
    ("gazetteer", "900 people are nobody", "src/resource/gazetteer_entry.c", "people && !thousands ? 1 : thousands", "thousands"),
]


def build(folder):
    done = subprocess.run(["cmake", "--build", os.path.join(folder, "build"), "--target", "oracle", "-j2"], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        sys.exit(done.stdout.decode())


def try_out(folder, number, mutant):
    """How the oracle took it: "seen", or what went wrong."""
    subject, _, path, there, planted = mutant
    path = os.path.join(folder, path)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if text.count(there) != 1:
        return "stands there %d times" % text.count(there)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(there, planted))
    try:
        build(folder)
        program = os.path.join(folder, "build", "oracle")
        done = subprocess.run([program, subject, "--cases", CASES], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              check=False, timeout=600)
    except subprocess.TimeoutExpired:
        return "seen"
    finally:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    return "NOT SEEN" if done.returncode == 0 else "seen"


def main():
    wanted = [int(arg) for arg in sys.argv[1:]] or range(len(MUTANTS))
    bad = 0
    with tempfile.TemporaryDirectory(prefix="trawl-mutants-") as folder:
        for name in ("src", "tests/oracle", "tests/unit", "tests/fuzz", "tests/cli", "tests/outputs", "cmake", "tools", "rules", "docs"):
            shutil.copytree(os.path.join(SOURCE, name), os.path.join(folder, name), ignore=shutil.ignore_patterns("corpus", "*.pyc"))
        for name in ("CMakeLists.txt", "README.md", "LICENSE", "CHANGELOG.md"):
            shutil.copy(os.path.join(SOURCE, name), folder)
        subprocess.run(["cmake", "-S", folder, "-B", os.path.join(folder, "build"), "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_C_FLAGS_DEBUG=-O1 -w"],
                       stdout=subprocess.DEVNULL, check=True)
        build(folder)
        for number in wanted:
            said = try_out(folder, number, MUTANTS[number])
            bad += said != "seen"
            print("%2d %-10s %-45s %s" % (number, MUTANTS[number][0], MUTANTS[number][1], said), flush=True)
    print("%d errors planted, %d seen" % (len(wanted), len(wanted) - bad))
    return bad != 0


if __name__ == "__main__":
    sys.exit(main())
