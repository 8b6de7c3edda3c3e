#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs gcc's -fanalyzer over each file of src/ and compares its warnings with tools/lint/analyze.txt.

usage: analyze.py BUILD [JOBS]      BUILD: a folder that cmake has configured for gcc

What the list has not is printed with the way that leads to it, and so is a line of the list that fits nothing any more;
the status is 1 for either. A line of the list is

    FILE FUNCTION WARNING: why it cannot happen

with WARNING as in -Wanalyzer-WARNING. Lines of code are not counted: a line of the list is for all of one kind in one function."""
import concurrent.futures
import json
import os
import shlex
import subprocess
import sys
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
LIST = os.path.join(ROOT, "tools/lint/analyze.txt")
# Warnings are all about one path; what GCC writes for them is one line of JSON.
OPTIONS = ["-fanalyzer", "-fdiagnostics-format=json", "-o", os.devnull]
# A file that takes longer has code that the analyzer cannot walk: it is said, and counts as a failure.
SECONDS = 120


def commands(build):
    """File -> (folder, command), each file of src/ once."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        rows = json.load(file)
    out = {}
    for row in rows:
        name = os.path.relpath(row["file"], ROOT)
        if name.startswith("src/"):
            words = shlex.split(row["command"])
            at = words.index("-o")
            out.setdefault(name, (row["directory"], words[:at] + words[at + 2:] + OPTIONS))
    return out


def analyze(job):
    """(seconds, diagnostics as GCC has them, an error or "")"""
    folder, command = job
    start = time.monotonic()
    try:
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, encoding="utf-8", timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return SECONDS, [], "not done after %d seconds" % SECONDS
    found, other = [], ""
    for line in done.stderr.splitlines():
        if line.startswith("["):
            found += json.loads(line)
        else:
            other += line + "\n"
    return time.monotonic() - start, found, other if done.returncode else ""


def listed():
    """(file, function, warning) -> line number of the list"""
    out = {}
    with open(LIST, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            key, colon, reason = line.partition(": ")
            if not line.strip() or line.startswith("#"):
                continue
            if len(key.split()) != 3 or not colon or not reason.strip():
                sys.exit("%s:%d: not as in FILE FUNCTION WARNING: reason" % (os.path.relpath(LIST), number))
            out[tuple(key.split())] = number
    return out


def place(where):
    caret = where["caret"]
    return "%s:%d" % (os.path.relpath(caret["file"], ROOT), caret["line"])


def main():
    build, jobs = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else os.cpu_count()
    start, work, known = time.monotonic(), commands(build), listed()
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        results = dict(zip(work, pool.map(analyze, work.values())))
    used, bad, count = set(), 0, 0
    for name, (_, found, error) in sorted(results.items()):
        if error:
            print("%s: %s" % (name, error))
            bad += 1
        for one in found:
            path = one.get("path") or [{}]
            key = (name, path[-1].get("function", "-"), one.get("option", "-").replace("-Wanalyzer-", ""))
            count += 1
            used.add(key)
            if key not in known:
                bad += 1
                print("%s: %s [%s]" % (place(one["locations"][0]), one["message"], " ".join(key)))
                for event in path if "path" in one else []:
                    where = place({"caret": event["location"]}) if "location" in event else "-"
                    print("    %s: %s" % (where, event["description"]))
    for key, number in known.items():
        if key not in used:
            bad += 1
            print("%s:%d: fits no warning any more: %s" % (os.path.relpath(LIST), number, " ".join(key)))
    slow = max(results, key=lambda name: results[name][0])
    print("analyze: %d files, %d warnings, %d not as listed; %.0f s, the longest %s with %.0f s" % (
        len(work), count, bad, time.monotonic() - start, slow, results[slow][0]))
    return 1 if bad else 0


sys.exit(main())
