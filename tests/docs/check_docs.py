#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Do the documents say what the program does?

    check_docs.py TRAWL ROOT [DOCUMENT]...

TRAWL is the program, ROOT the folder of the repository. Without DOCUMENT all Markdown files are checked.

  blocks      ```yaml ... with one of the program's top keys is a whole file. It must be sound (`trawl check
              --strict`), and its examples must come out (`trawl test`). Words behind "yaml" change that:
                fragment      not run
                NAME.yaml     the file is also there for the later console blocks of the document
                E207 W201     the file must give exactly these findings
                fails         sound, but an example must fail
              ```tsv NAME.tsv is such a file as well.
              ```console holds `$ command` lines, each with all that it prints.
  errors.md   has exactly the codes of the source
  tables      word categories, confidence factors and stages are those of the source
  files       what a document links to or names in `backquotes` exists; so do headings behind "#"
"""

import fnmatch
import os
import re
import subprocess
import sys
import tempfile

TOP_KEYS = {"stages", "types", "words", "lines", "confidence", "mentions", "relations", "entities", "tests",
            "remove"}
FOLDERS = ("src", "docs", "rules", "gazetteers", "samples", "tests", "tools", "completions", "base", "model",
           "resource", "rule", "stage", "input", "output", "batch", "cli")
FENCE = re.compile(r"^( *)```(\S*) *(.*)$")
CODE = re.compile(r"^[EW]\d{3}$")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


class Checker:
    def __init__(self, trawl, root):
        self.trawl, self.root = os.path.abspath(trawl), os.path.abspath(root)
        self.faults, self.counts = 0, {}
        self.tree = self.list_tree()
        self.names = {os.path.basename(path) for path in self.tree}

    def fault(self, document, line, text):
        self.faults += 1
        print(f"{os.path.relpath(document, self.root)}:{line}: {text}", file=sys.stderr)

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def list_tree(self):
        """Paths of all files and folders, relative to the root."""
        found = set()
        for folder, folders, files in os.walk(self.root):
            folders[:] = [f for f in folders if f == ".ci" or not f.startswith((".", "build", "__"))]
            for name in folders + files:
                found.add(os.path.relpath(os.path.join(folder, name), self.root))
        return found

    def documents(self):
        return [os.path.join(self.root, path) for path in sorted(self.tree) if path.endswith(".md")]

    # ---- blocks ------------------------------------------------------------------------------------

    def run(self, command, folder, shell=False):
        environment = dict(os.environ, PATH=folder + "/.bin:" + os.environ["PATH"], LC_ALL="C.UTF-8",
                           NO_COLOR="1")
        done = subprocess.run(command, cwd=folder, shell=shell, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False)
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def run_file(self, document, line, words, text, folder, suffix):
        codes = sorted(word for word in words if CODE.match(word))
        names = [word for word in words if word.endswith(suffix)]
        path = os.path.join(folder, names[0] if names else "block" + suffix)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        name = os.path.basename(path)
        status, said = self.run(["trawl", "check", "--strict", name], folder)
        found = sorted(re.findall(rf"^{re.escape(name)}:[\d:]* (?:error|warning) ([EW]\d{{3}}):", said, re.M))
        if found != codes or bool(status) != bool(codes):
            self.fault(document, line, f"'trawl check' should find {codes or 'nothing'}:\n{said}")
        self.count("files with a finding" if codes else "sound files")
        if not codes and re.search(r"^ *- name:[^\n]*\n(?:.*\n)*? +examples:", text, re.M) and "relations:" in text:
            status, said = self.run(["trawl", "test", name], folder)
            if status != (1 if "fails" in words else 0):
                self.fault(document, line, f"'trawl test':\n{said}")
            self.count("files whose examples were run")
            self.counts["of their examples, without a triple"] = (
                self.counts.get("of their examples, without a triple", 0) + len(re.findall(r": \[\]$", text, re.M)))
        if not names:
            os.remove(path)

    def run_console(self, document, line, text, folder):
        for part in re.split(r"^(?=\$ )", text, flags=re.M):
            if not part:
                continue
            command, _, expected = part.partition("\n")
            while command.endswith("\\"):  # goes on in the next line
                more, _, expected = expected.partition("\n")
                command = command[:-1] + more
            _, said = self.run(["bash", "-c", command[2:]], folder)
            if said.strip() != expected.strip():
                self.fault(document, line, f"{command}\n--- the document says\n{expected}--- it prints\n{said}")
            self.count("commands")

    def blocks(self, document):
        """(line, language, words, text) of each fenced block; the indent of the fence is taken off."""
        opened = None
        for number, line in enumerate(read(document).splitlines(), 1):
            match = FENCE.match(line)
            if opened and line.strip() == "```":
                yield opened[0], opened[2], opened[3], "".join(text)
                opened = None
            elif opened:
                text.append(re.sub(rf"^ {{0,{opened[1]}}}", "", line) + "\n")
            elif match:
                opened, text = (number, len(match[1]), match[2], match[3].split()), []

    def check_blocks(self, document):
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(folder + "/.bin")
            os.symlink(self.trawl, folder + "/.bin/trawl")
            for line, language, words, text in self.blocks(document):
                top = re.search(r"^([a-z_]+):", text, re.M)
                if language == "yaml" and "fragment" not in words:
                    if not (top and top[1] in TOP_KEYS | {"let", "source", "as_of"}) and "E111" not in words:
                        self.fault(document, line, "no top key: write ```yaml fragment if this is a part of a file")
                    else:
                        self.run_file(document, line, words, text, folder, ".yaml")
                elif language == "tsv" and text.startswith("#trawl"):
                    self.run_file(document, line, words, text, folder, ".tsv")
                elif language == "console":
                    self.run_console(document, line, text, folder)

    # ---- tables ------------------------------------------------------------------------------------

    def compare(self, document, what, said, real):
        for name in sorted(real - said):
            self.fault(document, 1, f"{what} '{name}' is missing")
        for name in sorted(said - real):
            self.fault(document, 1, f"{what} '{name}' is not in the source")
        self.count("tables")

    def source_codes(self):
        codes = set()
        for path in self.tree:
            if path.startswith("src/") and path.endswith((".c", ".h")):
                codes |= set(re.findall(r'"([EW]\d{3})"', read(os.path.join(self.root, path))))
        return codes

    def check_tables(self):
        errors = os.path.join(self.root, "docs/errors.md")
        codes = re.findall(r"^\| ([EW]\d{3}) \|", read(errors), re.M)
        self.compare(errors, "code", set(codes), self.source_codes())
        reasons = re.findall(r"^\| (R\d\d) \|", read(errors), re.M)
        self.compare(errors, "reason", set(reasons),
                     set(re.findall(r'"(R\d\d)"', read(os.path.join(self.root, "src/trawl.h")))))
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            self.fault(errors, 1, f"{code} stands twice")
        for document in self.documents():
            for number, line in enumerate(read(document).splitlines(), 1):
                for code in re.findall(r"\b([EW]\d{3})\b", line):
                    if code not in codes:
                        self.fault(document, number, f"{code} is not in docs/errors.md")
        language = os.path.join(self.root, "docs/rule-language.md")
        text = read(language)
        for heading, what, path, pattern in (
                ("## Word categories", "category", "src/model/words.h", r'X\(\w+, "(\w+)"\)'),
                ("## Confidence", "factor", "src/rule/chain.h", r'X\(\w+, "(\w+)", [\d.]+\)'),
                ("## The chain", "stage", "src/rule/chain.c", r'^  \[TRAWL_STAGE_\w+\] = \{"(\w+)"')):
            part = text.partition(heading + "\n")[2]
            part = re.split(r"^## ", part, maxsplit=1, flags=re.M)[0]
            said = {name for row in re.findall(r"^\| ([^|]*) \|", part, re.M) for name in re.findall(r"`(\w+)`", row)}
            self.compare(language, what, said, set(re.findall(pattern, read(os.path.join(self.root, path)), re.M)))

    # ---- files -------------------------------------------------------------------------------------

    def exists(self, name, document):
        """A path relative to the document, the root or src/; may hold * and {a,b}."""
        choice = re.match(r"(.*)\{(.*)\}(.*)", name)
        if choice:
            return all(self.exists(choice[1] + one + choice[3], document) for one in choice[2].split(","))
        name = name.rstrip("/")
        for base in (os.path.dirname(document), self.root, os.path.join(self.root, "src")):
            path = os.path.relpath(os.path.join(base, name), self.root)
            if path in self.tree or path == "." or fnmatch.filter(self.tree, path):
                return True
        return False

    @staticmethod
    def anchors(path):
        heads = re.findall(r"^#+ (.*)$", read(path), re.M)
        return {re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-") for head in heads}

    def check_link(self, document, number, target):
        if re.match(r"[a-z]+:", target):
            return
        path, _, anchor = target.partition("#")
        if path and not os.path.exists(os.path.join(os.path.dirname(document), path)):
            self.fault(document, number, f"the link leads nowhere: {target}")
        elif anchor:
            full = os.path.join(os.path.dirname(document), path) if path else document
            if anchor not in self.anchors(full):
                self.fault(document, number, f"there is no such heading: {target}")
        self.count("links")

    def check_name(self, document, number, name):
        first = name.split("/")[0]
        if "/" in name and first in FOLDERS and re.fullmatch(r"[\w./*{},-]+", name):
            if not self.exists(name, document):
                self.fault(document, number, f"there is no {name}")
            self.count("names of files")
        elif re.fullmatch(r"[\w*-]+\.[chp]y?", name):
            if not fnmatch.filter(self.names, name):
                self.fault(document, number, f"there is no file {name}")
            self.count("names of files")

    def check_files(self, document):
        inside = False
        for number, line in enumerate(read(document).splitlines(), 1):
            if FENCE.match(line):
                inside = not inside
            elif not inside:
                for target in re.findall(r"\]\(([^)\s]+)\)", line):
                    self.check_link(document, number, target)
                for name in re.findall(r"`([^`]+)`", line):
                    self.check_name(document, number, name)


def main():
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    checker = Checker(sys.argv[1], sys.argv[2])
    documents = [os.path.abspath(path) for path in sys.argv[3:]] or checker.documents()
    for document in documents:
        checker.check_blocks(document)
        checker.check_files(document)
    checker.check_tables()
    for what, number in checker.counts.items():
        print(f"{number:5} {what}")
    print(f"{checker.faults:5} faults")
    return 1 if checker.faults else 0


if __name__ == "__main__":
    sys.exit(main())
