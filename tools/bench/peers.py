#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What other programs take on the same text, each with what it did and how much it found.

usage: peers.py TRAWL [MEGABYTES]

A program that is not installed is named and passed over.  Its time is that of the whole process less that of a run on
two kilobytes, so that starting and compiling does not count; slow ones get a slice of the text.  Nothing here is a
comparison of quality: the peers find names or tags, the chain finds triples.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import generate
from measure import run

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = 10000
PMATCH_NAMES = 300  # its compiler takes minutes for thousands

def count(args, stdin=None):
    """The number that a program prints, or how many lines."""
    with open(stdin or os.devnull, "rb") as source:
        done = subprocess.run(args, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    out = done.stdout.strip()
    first = out.split()[0] if out else b""
    return int(first) if first.isdigit() and out.count(b"\n") == 0 else len(out.splitlines())


def net(command, big, small, stdin):
    """CPU seconds for `big` beyond those for `small`."""
    def once(path):
        return min(run(command(path), stdin=path if stdin else None)[0] for _ in range(2))
    return max(once(big) - once(small), 1e-3)


class Bench:
    def __init__(self, trawl, megabytes, folder):
        self.trawl, self.folder = trawl, folder
        texts = generate.news(trawl, int(megabytes * 1e6))
        self.text = "".join(texts)
        generate.names(NAMES, self.path("names.tsv"))
        with open(self.path("names.tsv"), encoding="utf-8") as file:
            self.names = [line.split("\t")[0] for line in list(file)[1:]]
        known = sorted(set(re.findall(r"\b[A-Z][a-z]{3,} [A-Z][a-z]{3,}\b", self.text)))  # so that something is found
        self.names[:len(known) // 2] = known[::2]
        self.names = self.names[:NAMES]
        self.put("names.txt", "\n".join(self.names) + "\n")
        self.rates = {}

    def path(self, name):
        return os.path.join(self.folder, name)

    def put(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as out:
            out.write(text)
        return self.path(name)

    def show(self, name, did, command, slice_=1.0, stdin=False):
        piece = self.text[:int(len(self.text) * slice_)]
        big, small = self.put("big.txt", piece), self.put("small.txt", piece[:2000])
        seconds = net(command, big, small, stdin)
        found = count(command(big), big if stdin else None)
        rate = len(piece.encode()) / 1e6 / seconds
        self.rates[name] = rate
        own = self.rates.get("trawl")
        ratio = "" if not own or name == "trawl" else "; trawl is %.3g times as fast" % (own / rate)
        print("%-14s %9.3g MB/s  found %7d  %s%s" % (name, rate, found, did, ratio), flush=True)


def hyperscan(bench):
    program = bench.path("hs")
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libhs"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                           text=True)
    if flags.returncode or subprocess.run(["cc", "-O2", "-o", program, os.path.join(HERE, "hs.c")]
                                          + flags.stdout.split(), stderr=subprocess.DEVNULL).returncode:
        print("hyperscan      not installed (libhyperscan-dev)")
        return
    bench.show("hyperscan", "%d names" % NAMES, lambda path: [program, bench.path("names.txt"), path])


def pmatch(bench):
    if not shutil.which("hfst-pmatch2fst"):
        print("hfst-pmatch    not installed (hfst)")
        return
    names = " | ".join("{%s}" % name for name in bench.names[:PMATCH_NAMES])
    rules = bench.put("rules.pmatch", "\n".join([
        "Define Name [ %s ] EndTag(NAME);" % names,
        "Define Cap UppercaseAlpha LowercaseAlpha+;",
        "Define Person [ Cap [ \" \" Cap ]+ ] EndTag(PERSON);",
        "Define Verb [ {met} | {visited} | {said} | {told} | {praised} | {bought} ];",
        "Define Relation [ Cap [ \" \" Cap ]* \" \" Verb \" \" Cap [ \" \" Cap ]* ] EndTag(REL);",
        "Define TOP [ Name | Person | Relation ];"]) + "\n")
    if subprocess.run(["hfst-pmatch2fst", "-i", rules, "-o", bench.path("rules.pm")], stdout=subprocess.DEVNULL,
                      stderr=subprocess.DEVNULL, timeout=600).returncode:
        print("hfst-pmatch    did not compile its rules")
        return
    bench.show("hfst-pmatch", "%d names, persons, one relation" % PMATCH_NAMES,
               lambda path: ["hfst-pmatch", bench.path("rules.pm")], 0.25, stdin=True)


def link_grammar(bench):
    if not shutil.which("link-parser"):
        print("link-grammar   not installed (link-grammar)")
        return
    script = bench.put("parse.sh", "LC_ALL=C.UTF-8 link-parser en -graphics=0 -verbosity=1 -timeout=10 2>&1 | grep -c Found\n")
    bench.text, whole = re.sub(r"(?<=[.!?]) +", "\n", bench.text), bench.text
    bench.show("link-grammar", "sentences with full parses", lambda path: ["sh", script], 0.003, stdin=True)
    bench.text = whole


def python_with(module):
    """The Python that has a module, or None."""
    return next((p for p in (os.environ.get("PEERS_PYTHON", sys.executable), sys.executable, "/usr/bin/python3")
                 if subprocess.run([p, "-c", "import " + module], stderr=subprocess.DEVNULL).returncode == 0), None)


def tagged_samples(bench):
    """A file of the samples' sentences as trawl tags them, for programs whose models are downloads to learn from."""
    tagged = []
    for text in generate.samples():
        done = subprocess.run([bench.trawl, "extract", "-q", "-f", "jsonl", "--emit", "tokens", "--until", "tag", "--lang", "any"],
                              input=text, stdout=subprocess.PIPE, encoding="utf-8", check=True)
        sentences = {}
        for line in done.stdout.splitlines():
            token = json.loads(line)
            sentences.setdefault(token["sentence"], []).append((token["text"], token["tag"]))
        tagged += sentences.values()
    return bench.put("tagged.json", json.dumps(tagged))


def nltk(bench):
    python = python_with("nltk")
    if not python:
        print("NLTK           not installed (python3-nltk)")
        return
    tagged = tagged_samples(bench)
    bench.show("NLTK", "tokens, tags, chunks of names and verbs",
               lambda path: [python, os.path.join(HERE, "peer_nltk.py"), tagged, path], 0.1)


def spacy(bench):
    python = python_with("spacy")
    if not python:
        print("spaCy          not installed (spacy of PyPI; PEERS_PYTHON names the Python that has it)")
        return
    tagged = tagged_samples(bench)
    bench.show("spaCy", "tokens, sentences, tags, entities, %d names, one relation" % NAMES,
               lambda path: [python, os.path.join(HERE, "peer_spacy.py"), tagged, bench.path("names.txt"), path], 0.1)


def has_node_module(name):
    return shutil.which("node") and subprocess.run(["node", "-e", "require('%s')" % name], stderr=subprocess.DEVNULL).returncode == 0


def wink(bench):
    if not has_node_module("wink-nlp") or not has_node_module("wink-eng-lite-web-model"):
        print("wink-nlp       not installed (wink-nlp and wink-eng-lite-web-model of npm; NODE_PATH names their folder)")
        return
    bench.show("wink-nlp", "tokens, sentences, tags, entities, %d names, relations" % NAMES,
               lambda path: ["node", os.path.join(HERE, "peer_wink.js"), bench.path("names.txt"), path], 0.5)


def compromise(bench):
    if not has_node_module("compromise"):
        print("compromise     not installed (compromise of npm; NODE_PATH names its folder)")
        return
    bench.show("compromise", "tags, people, places, organizations, two relations",
               lambda path: ["node", os.path.join(HERE, "peer_compromise.js"), path], 0.1)


def main(argv):
    trawl = os.path.abspath(argv[0])
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(trawl, float(argv[1]) if len(argv) > 1 else 4, folder)
        bench.show("trawl", "triples, whole chain", lambda path: [trawl, "extract", "-q", "-j", "1", "-f", "jsonl", path])
        bench.show("wc -w", "words", lambda path: ["wc", "-w", path])
        grep = bench.path("grep.sh")
        with open(grep, "w", encoding="utf-8") as out:  # to a file: grep stops at the first hit when nobody reads
            out.write("LC_ALL=C grep -oFf %s \"$1\" > %s; wc -l < %s\n" % ((bench.path("names.txt"),) + (bench.path("hits"),) * 2))
        bench.show("grep -oF", "%d names" % NAMES, lambda path: ["sh", grep, path])
        for peer in (hyperscan, pmatch, wink, spacy, nltk, compromise, link_grammar):
            peer(bench)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
