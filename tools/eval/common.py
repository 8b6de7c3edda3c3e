# SPDX-License-Identifier: MIT
"""What the measuring scripts share: reading records, running the command, comparing names, printing tables."""
import json
import os
import re
import subprocess
import sys
import tempfile

PRONOUNS = set("""i me my mine myself we us our ours ourselves you your yours he him his himself she her hers herself it its
itself they them their theirs themselves who whom whose which that this these those where there here""".split())
SMALL = {"the", "a", "an", "of", "and", "&"}
LEGAL = {"inc", "incorporated", "corp", "corporation", "co", "company", "ltd", "limited", "llc", "plc", "group", "holdings"}


def arguments(argv, wants):
    """(program, data folder, list asked for); ends the script when the arguments or the data are not there."""
    rest = [word for word in argv if not word.startswith("-")]
    if len(rest) != 2:
        sys.exit("usage: %s TRAWL DATAFOLDER [--list]" % os.path.basename(sys.argv[0]))
    if not os.path.isfile(os.path.join(rest[1], wants)):
        print("skipped: %s is not there" % wants)
        sys.exit(0)
    return os.path.abspath(rest[0]), rest[1], "--list" in argv


def read_jsonl(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def extract(program, texts, layer, *more):
    """What the command finds in each of the texts: a list of lists of records."""
    with tempfile.TemporaryDirectory(prefix="trawl-eval-") as folder:
        source, out = os.path.join(folder, "in.jsonl"), os.path.join(folder, "out.jsonl")
        with open(source, "w", encoding="utf-8") as file:
            for number, text in enumerate(texts):
                record = text if isinstance(text, dict) else {"text": text}
                file.write(json.dumps(dict(record, id=str(number)), ensure_ascii=False) + "\n")
        done = subprocess.run([program, "extract", "-q", "--from", "jsonl", "-f", "jsonl", "--emit", layer, *more,
                               "-o", out, source])
        if done.returncode:
            sys.exit("%s: status %d" % (program, done.returncode))
        found = [[] for _ in texts]
        for record in read_jsonl(out):
            found[int(record["doc"])].append(record)
    return found


# ---- names -----------------------------------------------------------------------------------------
def words(name):
    """The words of a name that tell it from others: lower case, without articles, possessives and legal forms."""
    name = re.sub(r"['’]s?\b", "", name.lower().replace("’", "'"))
    all_words = [word for word in re.findall(r"\w+", name.replace(".", "")) if word not in SMALL]
    kept = [word for word in all_words if word not in LEGAL]
    return tuple(kept or all_words)


def contains(longer, shorter):
    """Are the words of `shorter` a run in `longer`?"""
    n = len(shorter)
    return 0 < n <= len(longer) and any(longer[i:i + n] == shorter for i in range(len(longer) - n + 1))


def same_name(one, other):
    """The same name, or one inside the other ("Keller", "Maria Keller")."""
    a, b = words(one), words(other)
    return contains(a, b) or contains(b, a)


def overlap(one, other):
    return one[0] < other[1] and other[0] < one[1]


def is_pronoun(text):
    return text.lower() in PRONOUNS


def argument_matches(argument, text, span):
    """Is the subject or object of a triple the mention of the gold? Its place in the text overlaps, or the name that the
    mention was resolved to is the same or one is part of the other."""
    if overlap((argument["start"], argument["end"]), span):
        return True
    return not is_pronoun(text) and (same_name(argument["name"], text) or same_name(argument["text"], text))


def trim(text, start, end):
    """A mention without its article and possessive ending."""
    head = re.match(r"(?:the|a|an)\s+", text[start:end], re.I)
    if head:
        start += head.end()
    tail = re.search(r"\s*['’]s?$", text[start:end])
    return start, end - (len(tail.group()) if tail else 0)


# ---- figures ---------------------------------------------------------------------------------------
class Count:
    """right of found is precision, hit of gold is recall."""

    def __init__(self):
        self.right = self.found = self.hit = self.gold = 0

    def add(self, other):
        self.right, self.found = self.right + other.right, self.found + other.found
        self.hit, self.gold = self.hit + other.hit, self.gold + other.gold

    @property
    def precision(self):
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self):
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self):
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


def total(counts):
    result = Count()
    for count in counts:
        result.add(count)
    return result


def table(rows, head="what"):
    width = max([len(name) for name, _ in rows] + [len(head)])
    print("%-*s      P      R     F1  right/found  hit/gold" % (width, head))
    for name, c in rows:
        print("%-*s  %.3f  %.3f  %.3f  %11s  %8s" % (width, name, c.precision, c.recall, c.f1,
                                                     "%d/%d" % (c.right, c.found), "%d/%d" % (c.hit, c.gold)))


def score_sets(gold, found, count):
    """Exact agreement of two collections, counted in `count`; what was missed and what was wrong."""
    gold, found = set(gold), set(found)
    both = len(gold & found)
    count.right, count.found = count.right + both, count.found + len(found)
    count.hit, count.gold = count.hit + both, count.gold + len(gold)
    return sorted(gold - found), sorted(found - gold)


def around(text, start, end, reach=60):
    """A place in its text, on one line."""
    cut = lambda part: part.replace("\n", " ")
    return "%s[%s]%s" % (cut(text[max(0, start - reach):start]), cut(text[start:end]), cut(text[end:end + reach]))


def measure(argv, wants, layer, score, head):
    """The whole of a script that scores one layer: reads the records of `wants`, runs the command over their texts, lets
    score(records, found, listing) count, and prints its table. GUM's records carry the date of their text."""
    program, folder, listing = arguments(argv, wants)
    records = read_jsonl(os.path.join(folder, wants))
    texts = [{"text": r["text"], "date": r.get("meta", {}).get("dateCreated")} for r in records]
    counts = score(records, extract(program, texts, layer), print if listing else None)
    table(list(counts.items()) + [("all", total(counts.values()))], head)
