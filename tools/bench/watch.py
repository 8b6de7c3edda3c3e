#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How long after a save does --watch answer?

    watch.py TRAWL [SAVES]

Works on a copy of the rules and gazetteers. Prints the median and the range of SAVES (15) saves of each kind, in
milliseconds, from the moment at which the new file is in its place to the end of the answer.
"""
import os
import select
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
QUIET, PATIENCE = 0.15, 30
RULE = """relations:
  - name: coached
    X: person
    Y: person
    phrases: [X coach Y]
    examples:
      - "Angela Merkel coached Wang Yi.": "Angela Merkel – coached – Wang Yi"
"""
# what is measured, the command, the file that is saved, where the answer comes and what it ends with
KINDS = [
    ("test, a rule file of one's own", ["test", "--watch", "my.yaml"], "my.yaml", "stderr", "failed"),
    ("test, a shipped rule file", ["test", "--watch"], "rules/en/relations/diplomacy.yaml", "stderr", "failed"),
    ("test, a shipped gazetteer", ["test", "--watch"], "gazetteers/people.yaml", "stderr", "failed"),
    ("extract, a rule file", ["extract", "--watch", "-r", "+my.yaml", "a.txt"], "my.yaml", "stdout", "\n"),
    ("extract, a text", ["extract", "--watch", "-r", "+my.yaml", "a.txt"], "a.txt", "stdout", "\n"),
    ("diff, a rule file", ["diff", "--watch", "shipped", "+my.yaml", "a.txt"], "my.yaml", "stdout", "gained"),
]


def drain(process):
    for pipe in (process.stdout, process.stderr):
        while select.select([pipe], [], [], QUIET)[0] and os.read(pipe.fileno(), 65536):
            pass


def until(process, stream, word):
    pipe, text = getattr(process, stream), ""
    while word not in text:
        more = os.read(pipe.fileno(), 65536) if select.select([pipe], [], [], PATIENCE)[0] else b""
        if not more:
            sys.exit(f"no {word!r} in {text!r}")
        text += more.decode()


def measure(trawl, folder, saves, kind):
    _, args, name, stream, word = kind
    path = os.path.join(folder, name)
    with open(path, encoding="utf-8") as file:
        before = file.read()
    process = subprocess.Popen([trawl, *args], cwd=folder, env=dict(os.environ, TRAWL_DATA=folder),
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until(process, "stderr", "watching")
    drain(process)
    times = []
    for i in range(saves):
        with open(path + "~", "w", encoding="utf-8") as file:
            file.write(before + (f"# {i}\n" if name.endswith(".yaml") else ""))
        start = time.monotonic()
        os.replace(path + "~", path)
        until(process, stream, word)
        times.append(1000 * (time.monotonic() - start))
        drain(process)
    process.send_signal(signal.SIGINT)
    process.wait()
    return times


def main():
    trawl, saves = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 15
    with tempfile.TemporaryDirectory() as folder:
        for name in ("rules", "gazetteers"):
            shutil.copytree(os.path.join(ROOT, name), os.path.join(folder, name))
        for name, text in (("my.yaml", RULE), ("a.txt", "Angela Merkel coached Wang Yi.\n")):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        for kind in KINDS:
            times = measure(trawl, folder, saves, kind)
            print(f"{kind[0]:32}{statistics.median(times):6.0f}   {min(times):.0f} to {max(times):.0f}", flush=True)


if __name__ == "__main__":
    main()
