#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Do the schemas of rules/schema and the loader take and refuse the same files?

    check_schema.py TRAWL ROOT

TRAWL is the program, ROOT the folder of the repository. Needs python3-yaml and python3-jsonschema; without
them it says so and exits with 77.

  schemas     are sound, name themselves, describe every key, and have the keys that the source has
  shipped     every YAML file below rules/ and gazetteers/ names its schema in the first line and is valid
  good        tests/schema/good/*.yaml: `trawl check --strict` is content, so is the schema
  bad         tests/schema/bad/CODE-*.yaml: `trawl check --strict` finds that one fault; so does the schema, at
              the same place, unless the file is one of LOADER_ONLY
  old         tests/bad/*.yaml: the schema refuses them, unless they are of OLD_LOADER_ONLY or
              of a warning
  documents   the sound ```yaml blocks of rule-language.md are valid

A file is looked at twice: as the loader reads it, where every scalar is its text, and as an editor does, by
the core schema of YAML 1.2: null, truth values, whole numbers, decimal numbers, else text. In EDITOR_TAKES
and EDITOR_REFUSES stand the files where the second look must differ from the first.
"""

import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "docs"))
try:
    import jsonschema
    import yaml
except ImportError as missing:
    # What is installed as Debian packages is seen by Debian's interpreter alone.
    if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):
        os.execv("/usr/bin/python3", ["/usr/bin/python3", "-B"] + sys.argv)
    print(f"skipped: {missing} (Debian: python3-yaml, python3-jsonschema)")
    sys.exit(77)

from check_docs import Checker, read  # noqa: E402

PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")
FINDING = re.compile(r"^(?:[^\n:]*/)?%s:(?:(\d+):(?:\d+:)?)? (?:error|warning) ([EW]\d{3}):", re.M)

# What only the loader can know, with the code of its finding: types declared elsewhere, what a text means,
# what two places say together, references, what nothing uses.
LOADER_ONLY = {
    # types
    "207-is-unknown", "207-mention-type-unknown", "207-type-unknown", "240-many", "242-circle",
    "303-type-unknown",
    # regular expressions, token patterns, phrases
    "210-lines-groups", "210-lines-regex", "210-token-regex", "211-token-character", "212-token-bracket",
    "213-token-nothing", "214-token-steps", "215-token-test", "216-phrase-list", "216-token-list",
    "217-captures", "220-twice-x", "221-word", "222-qualifier", "223-items", "224-order",
    # names that stand twice, and what other files say
    "219-name-twice", "225-relation-twice", "226-disagrees", "228-no-types", "231-file-missing",
    "304-id-twice", "305-in", "306-ambiguous", "315-circle", "W301-remove", "W307-role-begins-later",
    # order
    "246-twice-with-files", "247-order", "248-two-lists", "307-role-ends-first",
    # words and their use
    "309-words", "310-no-id", "W211-unused",
}
# The loader reads a number or truth value by its letters; an editor has taken it for one before.
EDITOR_TAKES = {"203-enabled-capital", "203-priority-point-zero", "203-weight-exponent", "310-population-hex"}
# An editor takes an unquoted ~ or null for nothing, the loader for a text.
EDITOR_REFUSES = {"entities-null-words", "words-null-words"}
# The schema finds these in another line than the loader, which finds them where they are used.
ELSEWHERE = {"216-let-empty"}

OLD_LOADER_ONLY = set("""
    207-pattern-type 207-qualifier-type 207-relation-types 210-token-patterns 211-attribute 211-pattern-character
    212-brace 214-repeat 214-steps 215-tests 216-pattern-list 216-phrase-list 217-captures 221-words
    222-qualifier 223-arguments 223-items 224-order 225-twice 230-unused-list 304-ids 305-references
    306-ambiguous 315-circle chain-247-order""".split())
# Codes that a schema always finds: blocks of the documents that show them must be refused.
STRUCTURAL = {"E111", "E201", "E202", "E203", "E204", "E218", "E227", "E229", "E241", "E301", "E302", "E308",
              "E310", "E314"}


# ---- reading YAML -------------------------------------------------------------------------------------

class NoYaml(Exception):
    """What the loader refuses as E1xx."""


class Node:
    """value: a text, a list of nodes, or a dict of text -> (line of the key, node)."""
    def __init__(self, line, value, plain=False):
        self.line, self.value, self.plain = line, value, plain


def parse(text):
    try:
        events = [e for e in yaml.parse(text, Loader=PARSER)
                  if not isinstance(e, (yaml.StreamStartEvent, yaml.StreamEndEvent))]
    except yaml.YAMLError as fault:
        raise NoYaml(str(fault)) from fault
    if sum(isinstance(e, yaml.DocumentStartEvent) for e in events) != 1:
        raise NoYaml("not one document")
    return Tree([e for e in events if not isinstance(e, (yaml.DocumentStartEvent, yaml.DocumentEndEvent))]).root


class Tree:
    """Builds nodes from a list of events."""
    def __init__(self, events):
        self.events, self.at = events, 0
        self.root = self.node()

    def next(self):
        self.at += 1
        return self.events[self.at - 1]

    def node(self):
        event = self.next()
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise NoYaml("an anchor or alias")
        if event.tag not in (None, "!"):
            raise NoYaml("a tag")
        line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            return Node(line, event.value, not event.style)
        items = []
        while not isinstance(self.events[self.at], (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            items.append(self.node())
        self.next()
        return Node(line, items if isinstance(event, yaml.SequenceStartEvent) else self.pairs(items))

    @staticmethod
    def pairs(items):
        made = {}
        for key, value in zip(items[::2], items[1::2]):
            if not isinstance(key.value, str) or key.value in made:
                raise NoYaml("a key that is no text, or stands twice")
            made[key.value] = (key.line, value)
        return made


def core_value(text):
    """A plain scalar by the core schema of YAML 1.2."""
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    for form, base in ((r"[-+]?[0-9]+", 10), (r"0o[0-7]+", 8), (r"0x[0-9a-fA-F]+", 16)):
        if re.fullmatch(form, text):
            return int(text[2:] if base != 10 else text, base)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return text


def seen_by(editor, node):
    """What a validator is given."""
    if isinstance(node.value, dict):
        return {key: seen_by(editor, value) for key, (_, value) in node.value.items()}
    if isinstance(node.value, list):
        return [seen_by(editor, item) for item in node.value]
    return core_value(node.value) if editor and node.plain else node.value


# ---- schemas ------------------------------------------------------------------------------------------

def whole_pattern(_, pattern, instance, __):
    """`$` is the end, as in an editor, not what stands before a last line feed."""
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


VALIDATOR = jsonschema.validators.extend(jsonschema.Draft7Validator, {"pattern": whole_pattern})


def bundled(name, schema):
    """A schema as a definition under its name: references lead from the root of all."""
    if isinstance(schema, list):
        return [bundled(name, item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: bundled(name, value) for key, value in schema.items() if key not in ("$schema", "$id")}
    if isinstance(made.get("$ref"), str):
        file, _, inside = made["$ref"].partition("#")
        made["$ref"] = "#/definitions/" + (file or name) + inside
    return made


def completions(schema):
    """What an editor offers, with or without it being all that is valid."""
    return {snippet["body"] for snippet in schema["defaultSnippets"]}


class Schemas:
    def __init__(self, folder):
        self.all = {name: json.loads(read(os.path.join(folder, name))) for name in sorted(os.listdir(folder))}
        # One schema that holds all, so that no resolver of files is needed. "$schema" inside it would put
        # another validator in the place of ours.
        whole = {name: bundled(name, schema) for name, schema in self.all.items()}
        self.validators = {name: VALIDATOR({"$ref": "#/definitions/" + name, "definitions": whole}) for name in whole}

    def errors(self, name, data):
        return list(self.validators[name].iter_errors(data))


def leaves(errors):
    for error in errors:
        if error.context:
            yield from leaves(error.context)
        else:
            yield error


def lines_of(error, root):
    """The lines where the loader may report what the schema reports: the value, its key, what it stands in."""
    node, found, path = root, [root.line], list(error.absolute_path)
    for step in path:
        if isinstance(node.value, dict):
            line, node = node.value[step]
            found = found[-1:] + [line, node.line]
        else:
            node = node.value[step]
            found = [node.line]
    if isinstance(node.value, dict) and error.validator in ("additionalProperties", "maxProperties"):
        found += [line for line, _ in node.value.values()]
    if isinstance(node.value, dict) and isinstance(error.instance, str) and error.instance in node.value:  # a key
        found.append(node.value[error.instance][0])
    if isinstance(node.value, list):
        found += [item.line for item in node.value]
    return set(found)


# ---- the tests ----------------------------------------------------------------------------------------

class Test:
    def __init__(self, trawl, root):
        self.trawl, self.root = os.path.abspath(trawl), os.path.abspath(root)
        self.folder = os.path.join(self.root, "rules", "schema")
        self.schemas = Schemas(self.folder)
        self.faults, self.counts, self.data = 0, {}, ""

    def path(self, *parts):
        return os.path.join(self.root, *parts)

    def fault(self, place, text):
        self.faults += 1
        print(f"{os.path.relpath(place, self.root) if os.path.isabs(place) else place}: {text}")

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def check(self, path):
        """What `trawl check` finds in a file: its exit status and [(line, code)]."""
        done = subprocess.run([self.trawl, "check", "--strict", "--max-findings", "0", path], cwd=self.root,
                              env={**os.environ, "TRAWL_DATA": self.data}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, check=False)
        said = done.stdout.decode("utf-8", "replace")
        form = FINDING.pattern % re.escape(os.path.basename(path))
        return done.returncode, [(int(line or 0), code) for line, code in re.findall(form, said, re.M)], said

    def schema_of(self, path, text):
        """The schema that the first line names; it must be one of ours, found from where the file is."""
        found = MODELINE.match(text)
        named = os.path.normpath(os.path.join(os.path.dirname(path), found[1])) if found else ""
        if os.path.dirname(named) != self.folder or os.path.basename(named) not in self.schemas.all:
            self.fault(path, "the first line does not name a schema of rules/schema")
            return "trawl.json"
        return os.path.basename(named)

    def look(self, text, names):
        """(node, {view: [errors]}) by the schemas; (None, fault) when it is no YAML."""
        try:
            node = parse(text)
        except NoYaml as fault:
            return None, str(fault)
        seen = {}
        for view in ("loader", "editor"):
            data = seen_by(view == "editor", node)
            seen[view] = [self.schemas.errors(name, data) for name in names]
        return node, seen

    def accept(self, path, text, names, but=()):
        node, seen = self.look(text, names)
        if node is None:
            self.fault(path, f"no YAML: {seen}")
            return
        for view, found in seen.items():
            for name, errors in zip(names, found):
                for error in [] if view in but else list(leaves(errors))[:3]:
                    place = "/".join(map(str, error.absolute_path))
                    self.fault(path, f"{name} refuses it, as the {view} reads it, at {place}: {error.message[:200]}")
                if view in but and not errors:
                    self.fault(path, f"{name} takes it, as the {view} reads it: take it off the list")

    def refuse(self, path, text, names, but=(), line=None):
        node, seen = self.look(text, names)
        if node is None:
            return  # no YAML: an editor says so before it asks a schema
        for view, found in seen.items():
            for name, errors in zip(names, found):
                if bool(errors) == (view in but):
                    self.fault(path, f"{name} {'refuses' if errors else 'takes'} it, as the {view} reads it")
                elif errors and line and not any(line in lines_of(e, node) for e in leaves(errors)):
                    says = [(sorted(lines_of(e, node)), e.message[:100]) for e in leaves(errors)]
                    self.fault(path, f"the loader's fault is in line {line}, {name} says {says}")

    # ---- schemas

    def properties(self, name, schema, place=""):
        """Every key, with a description beside it."""
        if isinstance(schema, list):
            for item in schema:
                self.properties(name, item, place)
        if not isinstance(schema, dict):
            return
        target = self.schemas.all[name].get("definitions", {}).get(str(schema.get("$ref"))[14:], {})
        if {"title", "description"} & set(target) and {"title", "description"} & set(schema):
            self.fault(name, f"{place}: an editor shows the description of {schema['$ref']} in the place of this one")
        named = schema.get("properties", {})
        for key, value in named.items():
            only_refines = set(value) <= {"const", "enum"}
            if not only_refines and not (value.get("title") and value.get("description")):
                self.fault(name, f"{place}/{key} has no title or no description")
            self.count("keys described")
        for key, value in schema.items():
            self.properties(name, value, place + "/" + key)

    def keys_of(self, pattern, file, inner=r'"([^"]+)"'):
        found = re.search(pattern, read(self.path("src", file)), re.S)
        return set(re.findall(inner, found[1])) if found else set()

    def test_schemas(self):
        common = {}
        for name, schema in self.schemas.all.items():
            jsonschema.Draft7Validator.check_schema(schema)
            if schema["$schema"] != "http://json-schema.org/draft-07/schema#" or schema["$id"] != name:
                self.fault(name, "$schema or $id is not what it should be")
            self.properties(name, schema)
            for key, value in schema.get("definitions", {}).items():
                if common.setdefault(key, value) != value and key != "relations":
                    self.fault(name, f"'{key}' is defined otherwise in another schema")
        get = self.schemas.all
        words = get["words.json"]["properties"]["words"]["properties"]
        factors = get["confidence.json"]["properties"]["confidence"]["properties"]
        stages = get["stages.json"]["properties"]["stages"]["items"]
        mention = get["mentions.json"]["properties"]["mentions"]["items"]["properties"]
        relation = get["relations.json"]["properties"]["relations"]["items"]["properties"]
        entry = get["entities.json"]["properties"]["entities"]["items"]["properties"]
        lines = get["lines.json"]["properties"]["lines"]["properties"]
        one = r'X\(\w+, "([^"]+)"'
        built_in = self.keys_of(r"define TRAWL_TYPES\(X\)(.*?)\n\n", "resource/types.h", one)
        shipped = parse(read(self.path("rules/en/types.yaml"))).value["types"][1].value
        several = {key for key, (_, node) in shipped.items() if isinstance(node.value, list)}
        names = completions(entry["type"])
        for what, has, should in (
                ("categories", words, self.keys_of(r"(X\(ABBREVIATION, .*?)\n\n", "model/words.h", one)),
                ("factors", factors, self.keys_of(r"define TRAWL_FACTORS\(X\)(.*?)\n\n", "rule/chain.h", one)),
                ("stages", stages["then"]["properties"],
                 self.keys_of(r"stages\[TRAWL_STAGE_COUNT\] = (.*?)\n};", "rule/chain.c")),
                ("stages as words", stages["else"]["enum"], stages["then"]["properties"]),
                ("keys of a mention", mention, self.keys_of(r"} keys\[\] = (.*?)\n};", "rule/mention.c")),
                ("keys of a relation", relation,
                 self.keys_of(r"read_relation\(.*? keys\[\] = (.*?)};", "rule/relation.c")),
                ("keys of an entry", entry,
                 self.keys_of(r"define TRAWL_GAZ_FIELDS\(X\)(.*?)\n\n", "resource/gazetteer_build.h", one)),
                ("line rules", lines, self.keys_of(r"use_names\[\w+\] = (.*?)};", "rule/lines.c")),
                ("types", completions(get["types.json"]["definitions"]["type"]), built_in | several),
                ("types that no name has", re.search(r"\(\?!\((.*?)\)", entry["type"]["pattern"])[1].split("|"), (built_in | several) - names)):
            for key in sorted(set(has) ^ set(should)):
                self.fault("rules/schema", f"{what}: '{key}' is only in {'the schema' if key in has else 'the source: describe it'}")
            self.count("tables compared with the source")

    # ---- files

    def files(self, *parts):
        folder = self.path(*parts)
        return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".yaml")]

    def test_shipped(self):
        for top in ("rules", "gazetteers"):
            for folder, _, names in os.walk(self.path(top)):
                for path in [os.path.join(folder, name) for name in sorted(names) if name.endswith(".yaml")]:
                    text = read(path)
                    self.accept(path, text, [self.schema_of(path, text), "trawl.json"])
                    self.count("shipped files")

    def test_good(self, run):
        for path, (status, _, said) in run(self.files("tests/schema/good")):
            text, name = read(path), os.path.basename(path)[:-5]
            if status:
                self.fault(path, "the loader refuses it:\n" + said)
            but = {"editor"} if name in EDITOR_REFUSES else ()
            self.accept(path, text, [self.schema_of(path, text), "trawl.json"], but)
            self.count("good files")

    def test_bad(self, run):
        left = set(LOADER_ONLY) | EDITOR_TAKES
        for path, (status, found, said) in run(self.files("tests/schema/bad")):
            text, name = read(path), os.path.basename(path)[:-5]
            code = name[:4] if name[0] == "W" else "E" + name[:3]
            if status != 1 or [c for _, c in found] != [code]:
                self.fault(path, f"the loader should find {code} alone:\n{said}")
                continue
            names = [self.schema_of(path, text), "trawl.json"]
            if name in LOADER_ONLY:
                self.accept(path, text, names)
            else:
                self.refuse(path, text, names, {"editor"} if name in EDITOR_TAKES else (),
                            0 if name in ELSEWHERE else found[0][0])
            self.count("bad files, loader only" if name in LOADER_ONLY else "bad files")
            left.discard(name)
        for name in sorted(left):
            self.fault("tests/schema/check_schema.py", f"there is no file {name}.yaml")

    def test_old(self):
        for path in self.files("tests/bad"):
            name = os.path.basename(path)[:-5]
            with open(path, "rb") as file:
                data = file.read()
            try:
                text = data.decode("utf-8")
            except UnicodeDecodeError:
                continue
            (self.accept if name in OLD_LOADER_ONLY or name[0] == "W" else self.refuse)(path, text, ["trawl.json"])
            self.count("files of tests/bad")

    def test_documents(self):
        document = self.path("docs", "rule-language.md")
        for line, language, words, text in Checker(self.trawl, self.root).blocks(document):
            codes = {word for word in words if re.fullmatch(r"[EW]\d{3}", word)}
            if language == "yaml" and "fragment" not in words and (not codes or codes & STRUCTURAL):
                place = f"docs/rule-language.md:{line}"
                (self.refuse if codes & STRUCTURAL else self.accept)(place, text, ["trawl.json"])
                self.count("blocks of the documents")

    def make_data(self, folder):
        """The shipped rules with a gazetteer of one entry: three hundred runs that read no list of cities."""
        self.data = folder
        os.makedirs(os.path.join(folder, "rules", "en"))
        os.mkdir(os.path.join(folder, "gazetteers"))
        for name in os.listdir(self.path("rules", "en")):
            os.symlink(self.path("rules", "en", name), os.path.join(folder, "rules", "en", name))
        with open(os.path.join(folder, "gazetteers", "one.yaml"), "w", encoding="utf-8") as file:
            file.write("entities: [{name: Aachen, type: place}]\n")

    def all(self):
        with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
            self.make_data(folder)
            def run(paths):
                return zip(paths, pool.map(self.check, paths))
            self.test_schemas()
            self.test_shipped()
            self.test_good(run)
            self.test_bad(run)
            self.test_old()
            self.test_documents()
        print(", ".join(f"{count} {what}" for what, count in self.counts.items()) + f": {self.faults} faults")
        return 1 if self.faults else 0


if __name__ == "__main__":
    sys.exit(Test(sys.argv[1], sys.argv[2]).all())
