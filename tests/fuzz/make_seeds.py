#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the seeds of the fuzz targets that are not texts of the project: tests/fuzz/corpus/TARGET/NAME.

usage: make_seeds.py TRAWL

Packed files carry the time they were made, so the seeds are kept; run this only to add to them.
"""
import bz2
import gzip
import io
import json
import lzma
import os
import subprocess
import sys
import tarfile
import zipfile

CORPUS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "corpus")
NEWS = ("RURITANIA WAITS\n\nSTRELSAU, 3 May 2023 (Ruritanian Post) - President Rudolf Elphberg said on Monday that he would "
        "not visit Zenda next week. \"We met Anna Strofzin and Rupert of Hentzau, the minister of defence,\" he said.\n\n"
        "The two leaders agreed to sell 40 tonnes of grain to Urbania for $3.5 million, according to a spokesman.\n")
TOKENS = {
    "news": NEWS.encode(),
    "marks": "Cafe\u0301 re\u0301sume\u0301 \u00adsoft\u00adhyphen na\u00efve \ufb01nance \u2126 \u212b\r\nline\r\n\r\n\u2028para\u2029".encode(),
    "quotes": "\u201cHe said \u2018no\u2019,\u201d she said. 'tis \"un`closed ''and'' ``so'' (a [b {c".encode(),
    "emoji": "\U0001f1fa\U0001f1f3 met \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f. #tag @name https://a.example/b?c=d&e mail@a.example".encode(),
    "bad": b"\xff\xfe\x00abc\xc3(\xa0\xa1 \xe2\x82 \xf0\x9f\x92 \xed\xa0\x80 \xf5\x80\x80\x80 end.\n\x00\x01\x7f",
    "bom": b"\xef\xbb\xbfA text. It goes on.",
    "right": "\u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0633\u0644\u0627\u0645 \u202emet\u202c \u4e60\u8fd1\u5e73\u8bbf\u95ee".encode(),
    "numbers": b"$1,000.50 3.5% 10-12 1/2 12:30 p.m. U.S. Mr. J. R. Smith Inc. vs. No. 5 '90s rock-n-roll don't can't I'll ...---***",
    "lines": b"* one\n* two\n- three\n1. four\n\n\n\tTable\t1\t2\n===\nAll rights reserved.\nRead more: http\n",
}
RECORDS = [
    (0, [{"id": "a", "text": NEWS, "date": "2023-05-03", "source": "s", "lang": "en"}, {"text": "A met B."}]),
    (2, [{"id": 7, "text": "x\u0000y \ud800 \"", "source": {"a": [1, None]}, "lang": ["en"]}]),
    (4, [{"id": "long", "text": NEWS * 3}]),
    (0, [{"text": 5}, {"no": 1}, [], {"id": "d", "text": "", "date": "2023-02-30"}]),
]


def put(target, name, data):
    os.makedirs(os.path.join(CORPUS, target), exist_ok=True)
    with open(os.path.join(CORPUS, target, name), "wb") as out:
        out.write(data)


def tar(names):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name in names:
            about = tarfile.TarInfo(name)
            about.size = len(NEWS)
            archive.addfile(about, io.BytesIO(NEWS.encode()))
    return made.getvalue()


def zipped(names):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, NEWS)
    return made.getvalue()


def warc(text):
    body = text.encode()
    head = ("WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://news.example/a\r\nWARC-Date: 2023-05-03T00:00:00Z\r\n"
            "Content-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(body))
    return head.encode() + body + b"\r\n\r\n"


def main(trawl):
    for name, data in TOKENS.items():
        put("tokens", name, data)
        put("chain", name, b"\x00\xc5" + data)
    for i, (flags, lines) in enumerate(RECORDS):
        put("records", "lines%d" % i, bytes([flags]) + "".join(json.dumps(line) + "\n" for line in lines).encode())
    put("records", "broken", b"\x00{\"text\": \"a\n{\"text\":\"b\"}\n\n{\"text\":\"\\ud83d\\u00e9\\x\"}\n{{{{[[[[\n")
    for until in ("tokenize", "clauses", "relations"):
        docs = subprocess.run([trawl, "extract", "--emit", "doc", "--until", until, "-f", "jsonl", "-"],
                              input="Rudolf Elphberg, the president, visited Strelsau on Monday. He met Anna.".encode(),
                              stdout=subprocess.PIPE, check=True).stdout
        put("records", "doc-" + until, b"\x01" + docs)
    page = ("<!DOCTYPE html><html><head><title>Ruritania &amp; Zenda</title><script>var a='<p>';</script></head><body><nav>Menu</nav>"
            "<article><h1>Visit</h1><p>Rudolf&nbsp;Elphberg <b>visited</b> Strelsau&#8217;s castle.<p>He met Anna<br>Strofzin."
            "<table><tr><td>1<td>2</table><!-- no --></article></body></html>").encode()
    text = NEWS.encode()
    for name, flags, data in (
            ("text", 32, text), ("html", 1, page), ("html-latin", 1 | 4 << 2, page.replace(b"castle", b"ch\xe2teau")),
            ("wet", 2, warc(NEWS) + warc("Second.")), ("wet-gz", 2, gzip.compress(warc(NEWS))), ("gz", 0, gzip.compress(text)),
            ("bz2", 0, bz2.compress(text)), ("xz", 0, lzma.compress(text)), ("tar", 0, tar(["a.txt", "../b.txt", "/c.txt"])),
            ("tar-gz", 64, gzip.compress(tar(["a.txt"]))), ("zip", 0, zipped(["a.txt", "d/b.txt", "../../e"])),
            ("utf16", 0, NEWS.encode("utf-16")), ("utf16-be", 2 << 2, NEWS.encode("utf-16-be")),
            ("windows", 3 << 2, b"\x93Caf\xe9\x94 \x81 met \x80."), ("nested-gz", 0, gzip.compress(gzip.compress(text)))):
        put("files", name, bytes([flags]) + data)
    for i, change in enumerate((b"\x40\x00\x00\x00\x07\x00\xff\x00", b"\x00\x10\x00\x00\x03\x00\x00\x01" * 4, b"\x30\x00\x00\x00\x00\x00\x7f\x00")):
        put("pack", "change%d" % i, change)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
