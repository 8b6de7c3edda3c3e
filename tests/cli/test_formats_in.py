# SPDX-License-Identifier: MIT
"""What texts come in: archives, encodings, web pages, web archives, other languages, too large ones; --include,
--exclude, --null, --keep."""
import bz2
import gzip
import html
import io
import json
import lzma
import os
import re
import shutil
import subprocess
import tarfile
import zipfile

from trawl import PROGRAM, TRIPLE, WRAP, Case, main, peak, run

TEXT = TRIPLE + "\nAngela Merkel visited Paris on 3 May 2019. Caf\u00e9 \u2013 \u20ac5.\n"
OTHER_LANGUAGES = {
    "de": "Der Kanzler ist am Montag nach Paris gereist, um mit dem Präsidenten über die Lage in der Region zu sprechen. "
          "Er sagte, dass die Regierung nicht auf die Forderungen eingehen werde und dass sie mit allen Seiten rede.",
    "fr": "Le ministre a rencontré les représentants des syndicats dans la capitale pour discuter de la réforme. Il a "
          "déclaré que le gouvernement ne reviendrait pas sur sa décision et que les mesures seraient appliquées.",
    "es": "El presidente se reunió con los gobernadores en la capital para hablar de la situación de las escuelas. Dijo "
          "que el gobierno no va a cambiar la ley y que los recursos para la educación van a llegar a las regiones.",
    "it": "Il ministro ha incontrato i sindaci della regione per parlare della situazione delle strade. Ha detto che il "
          "governo non cambierà la legge e che i fondi per le scuole sono già stati assegnati alle province.",
    "nl": "De premier heeft met de burgemeesters van de grote steden gesproken over het plan van de regering. Hij zei dat "
          "het kabinet niet van plan is om de wet aan te passen en dat er meer geld voor de scholen komt.",
    "pl": "Premier spotkał się w poniedziałek z przedstawicielami związków, żeby rozmawiać o sytuacji w szkołach. "
          "Powiedział, że rząd nie zmieni ustawy i że pieniądze na remonty są już w budżecie na ten rok.",
    "ru": "Президент встретился в понедельник с губернаторами и обсудил с ними положение в школах страны.",
    "zh": "总统星期一在首都会见了各省省长，讨论全国学校的情况。他说政府不会修改法律，教育经费将会继续增加。" * 2,
    "ar": "التقى الرئيس يوم الاثنين حكام المقاطعات في العاصمة وبحث معهم أوضاع المدارس في البلاد.",
    "tl": "Nakipagkita ang pangulo noong Lunes sa mga gobernador upang pag-usapan ang kalagayan ng mga paaralan sa buong "
          "bansa. Sinabi niya na hindi babaguhin ng pamahalaan ang batas at na madaragdagan ang pondo para sa mga guro "
          "at mag-aaral sa mga lalawigan. Ayon sa kanya, kailangang tulungan ang mga pamilyang naapektuhan ng bagyo, "
          "lalo na ang mga nakatira sa tabing dagat na nawalan ng tirahan at hanapbuhay noong nakaraang buwan.",
}
ENGLISH = [
    "Putin met Xi.", "", "42\n17\n99\n", "Paris, Berlin, Wien, Roma, Madrid, Lisboa, Praha, Oslo\n" * 20,
    "The minister met the mayors on Monday. \"Die Zeit ist um\", one of them said, and left the room.\n" * 3,
    "Results: Real Madrid 2 Barcelona 1; Bayern 3 Dortmund 0; Ajax 2 PSV 2; Porto 1 Benfica 0\n" * 10,
]


class Formats(Case):
    def rows(self, *args, status=0, **more):
        done = run("extract", "-f", "jsonl", "--emit", "sentences", *args, **more)
        self.status(done, status)
        return [json.loads(line) for line in done.stdout.decode().splitlines()], done.stderr

    def docs(self, *args, **more):
        return list(dict.fromkeys(row["doc"] for row in self.rows(*args, **more)[0]))

    def texts(self, *args, **more):
        return [row["text"] for row in self.rows(*args, **more)[0]]


class Libraries(Formats):
    """Those that few runs need are loaded when one does."""

    def test_one_that_cannot_be_loaded(self):
        listed = subprocess.run(["ldd", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()
        if WRAP or "libpcre2" not in listed or "libarchive" in listed:
            self.skipTest("this build has its libraries bound by the linker")
        with open(PROGRAM, "rb") as file:
            names = set(re.findall(rb"lib(?:archive|xml2)\.so\.\d+", file.read()))
        self.assertEqual(len(names), 2, names)
        for name in names:
            self.write("lib/" + name.decode(), b"no library")
        good, page = self.write("good.txt", TRIPLE), self.write("page.html", "<p>" + TRIPLE)
        packed = self.write("a.txt.gz", gzip.compress(TRIPLE.encode()))
        env = dict(os.environ, LD_LIBRARY_PATH=self.path("lib"))
        for args, name in ((["extract", good, packed], packed), (["extract", "--from", "html", page, page], page)):
            done = run(*args, env=env)
            self.status(done, 1)
            self.assertRegex(done.stderr, re.escape(name) + r": error E401: cannot be read: .*lib(archive|xml2)\.so\.\d+: ")
            self.assertEqual(bool(done.stdout), good in args)


class Archives(Formats):
    def tar(self, name, mode, members=(("a.txt", TEXT), ("b/c.txt", TRIPLE))):
        with tarfile.open(self.path(name), mode) as tar:
            for member, text in members:
                info = tarfile.TarInfo(member)
                data = text.encode()
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
        return self.path(name)

    def test_compressed_files(self):
        plain = self.texts(self.write("a.txt", TEXT))
        self.assertGreater(len(plain), 2)
        packed = {"a.gz": gzip.compress(TEXT.encode()), "a.bz2": bz2.compress(TEXT.encode()),
                  "a.xz": lzma.compress(TEXT.encode()), "no-suffix": gzip.compress(TEXT.encode()),
                  "two.gz": gzip.compress(TEXT[:40].encode()) + gzip.compress(TEXT[40:].encode())}
        if shutil.which("zstd"):
            packed["a.zst"] = subprocess.run(["zstd", "-c"], input=TEXT.encode(), stdout=subprocess.PIPE,
                                             check=True).stdout
        for name, data in packed.items():
            path = self.write(name, data)
            self.assertEqual(self.texts(path), plain, name)
            self.assertEqual(self.docs(path), [path])
            self.assertEqual(self.docs(stdin=data), ["-"])
        lines = b'{"id":"x","text":"He left."}\n{"text":"She came."}\n'
        path = self.write("l.jsonl.gz", gzip.compress(lines))
        self.assertEqual(self.docs("--from", "jsonl", path), ["x", path + ":2"])

    def test_members_are_documents(self):
        for name, mode in (("x.tar", "w"), ("x.tar.gz", "w:gz"), ("x.tgz", "w:gz"), ("x.tar.xz", "w:xz"),
                           ("x.tar.bz2", "w:bz2")):
            path = self.tar(name, mode)
            self.assertEqual(self.docs(path), [path + "/a.txt", path + "/b/c.txt"])

    def test_names_are_only_names(self):
        path = self.tar("x.tar", "w", [("../../up.txt", TRIPLE), ("/abs.txt", TRIPLE), ("./a.txt", TRIPLE),
                                       (".hidden", TRIPLE), ("d/.git/x", TRIPLE), ("\u00e9\n\u4e2d.txt", TRIPLE),
                                       ("n" * 300 + "/" + "m" * 300, TRIPLE)])
        self.assertEqual(self.docs(path), [path + "/" + name for name in (
            "../../up.txt", "/abs.txt", "a.txt", "\u00e9\n\u4e2d.txt", "n" * 300 + "/" + "m" * 300)])
        self.assertEqual(os.listdir(self.folder), ["x.tar"])

    def test_zip(self):
        with zipfile.ZipFile(self.path("x.zip"), "w", zipfile.ZIP_DEFLATED) as out:
            out.writestr("caf\u00e9/a.txt", TEXT)
            out.writestr("empty/", "")
            out.writestr("b.txt", TRIPLE)
        path = self.path("x.zip")
        self.assertEqual(self.docs(path), [path + "/caf\u00e9/a.txt", path + "/b.txt"])
        self.assertEqual(self.docs("--include", "b.*", path), [path + "/b.txt"])
        self.assertEqual(self.docs("--exclude", "caf*/*", path), [path + "/b.txt"])

    def test_damaged_ones_cost_themselves(self):
        whole = gzip.compress(os.urandom(20000) + TEXT.encode())
        good = self.write("good.txt", TRIPLE)
        with open(self.tar("x.tar.gz", "w:gz", [("a.txt", TEXT), ("b.txt", os.urandom(50000).hex())]), "rb") as file:
            tar = file.read()
        for name, data in (("cut.gz", whole[:9000]), ("no.zip", b"PK\3\4" + b"\xff" * 100), ("head.xz", b"\xfd7zXZ\0" + b"\0" * 30),
                           ("cut.tar.gz", tar[:20000])):
            bad = self.write(name, data)
            rows, said = self.rows(bad, good, status=1)
            self.assertIn(good, [row["doc"] for row in rows], name)
            self.assertRegex(said, re.escape(bad) + r"(/b.txt)?: error E405: ", name)
            self.assertEqual(len([line for line in said.splitlines() if "error" in line]), 1, said)

    def test_bombs(self):
        bomb = self.path("bomb.xz")
        packer = lzma.LZMACompressor(preset=0)
        with open(bomb, "wb") as out:
            for _ in range(200):
                out.write(packer.compress(b"No. " * (1 << 18)))
            out.write(packer.flush())
        done = run("extract", "--emit", "sentences", "-q", "--oversize", "split", bomb)
        self.status(done, 5)
        self.says(done, "E402", "unpacks to more than 250 times its size")


class Encodings(Formats):
    def test_encodings(self):
        plain = self.rows(self.write("a.txt", TEXT))[0]
        for name, encoding in (("utf-16", "auto"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16"),
                               ("windows-1252", "windows-1252"), ("utf-8-sig", "auto")):
            path = self.write("a.txt", TEXT.encode(name))
            rows = self.rows("--encoding", encoding, path)[0]
            self.assertEqual([row["text"] for row in rows], [row["text"] for row in plain], (name, encoding))
            if name != "utf-8-sig":
                self.assertEqual(rows, plain)
        big = self.write("a.txt", b"\xfe\xff" + TEXT.encode("utf-16-be"))
        self.assertEqual(self.rows(big)[0], plain)
        latin = self.write("a.txt", "Caf\u00e9 here.".encode("latin-1"))
        self.assertEqual(self.texts("--encoding", "latin-1", latin), ["Caf\u00e9 here."])
        self.assertEqual(self.texts("-q", latin), ["Caf\ufffd here."])

    def test_every_cut_of_utf16(self):
        text = "A \U0001f600 b \u4e2d. " * 700
        data = text.encode("utf-16")
        self.assertEqual("".join(self.texts("--lang", "any", stdin=data)).count("\U0001f600"), 700)
        rows, said = self.rows("--encoding", "utf-16", stdin=b"\xff\xfeH\0i\0\x3d\xd8.\0x")
        self.assertIn("\ufffd", rows[0]["text"])
        self.assertIn("W404", said)

    def test_byte_offsets_are_refused(self):
        path = self.write("a.txt", TEXT.encode("utf-16"))
        for encoding in ("utf-16", "windows-1252", "latin-1"):
            self.status(run("extract", "--offsets", "bytes", "--encoding", encoding, path), 2)
        done = run("extract", "--offsets", "bytes", path)
        self.status(done, 1)
        self.says(done, "E406")
        self.status(run("extract", "--offsets", "bytes", "--encoding", "utf-8", self.write("b.txt", TEXT)), 0)


class Pages(Formats):
    PAGE = ('<!DOCTYPE html>\r\n<html><head><title>Not read</title><meta charset="iso-8859-1">'
            '<meta property="article:published_time" content="2023-09-20T10:00:00Z"><script>Putin met Obama.</script>'
            '</head><body><nav>Home</nav>\n<h1>Putin &amp; Wang meet</h1>\n<p>Russian <b>President</b> Vladimir '
            '<a href="?a=1&b=2">Pu<i>tin</i></a> met\nWang&nbsp;Yi in Caf&eacute; &#x1F600; \U0001f600 on Wednesday.'
            '<p>Angela Merkel visited Par&#105;s.<br>Macron met Scholz.<ul><li>Xi visited Moscow.<li>Modi left.</ul>'
            '\0</body></html>').encode() + b"<p>Lula met \xff Biden."

    def test_offsets_into_the_file(self):
        path = self.write("p.html", self.PAGE)
        cut = {"bytes": lambda a, b: self.PAGE[a:b].decode("utf-8", "replace"),
               "chars": lambda a, b: self.PAGE.decode("utf-8", "replace")[a:b],
               "utf16": lambda a, b: self.PAGE.decode("utf-8", "replace").encode("utf-16-le")[2 * a:2 * b].decode("utf-16-le")}
        for unit, slice_of in cut.items():
            done = run("extract", "-q", "--from", "html", "--emit", "entities", "-f", "jsonl", "--offsets", unit, path)
            rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
            self.assertGreater(len(rows), 10)
            for row in rows:
                piece = html.unescape(re.sub("<[^>]*>", "", slice_of(row["start"], row["end"])))
                self.assertEqual(piece.replace("\n", " "), row["text"], unit)

    def test_text(self):
        rows, said = self.rows("--from", "html", self.write("p.html", self.PAGE))
        self.assertEqual([row["text"] for row in rows][:4], [
            "Putin & Wang meet", "Russian President Vladimir Putin met Wang\u00a0Yi in Caf\u00e9 \U0001f600 \U0001f600 "
            "on Wednesday.", "Angela Merkel visited Paris.", "Macron met Scholz."])
        self.assertIn("W404", said)
        done = run("extract", "-q", "--from", "html", self.path("p.html"))
        self.assertIn("Vladimir Putin \u2013 met \u2013 Wang Yi [2023-09-20", done.stdout.decode())

    def test_page_given_as_text_draws_a_warning(self):
        self.assertIn("W408", self.rows(self.write("p.html", self.PAGE))[1])
        self.assertNotIn("W408", self.rows(self.write("p.txt", "A <html> tag."))[1])

    def test_hostile_pages(self):
        pages = [b"", b"<", b"<html", b"&", b"&#x110000; &#0; &bogus; &amp", b"<p" * 50000, b"</p>" * 50000,
                 b"<!--" * 1000, b"<script>" + b"x" * 100000, b"<p>\x00\x01\xff\xfe" * 1000, b"]]>" * 1000,
                 b"<a b='" + b"c" * 100000, b"<![CDATA[ Putin met Xi. ]]>", b"<p>" + b"&lt;" * 100000]
        for page in pages:
            done = run("extract", "-q", "--from", "html", "-f", "jsonl", "--emit", "tokens", stdin=page)
            self.status(done, 0)
            done.stdout.decode()
        done = run("extract", "-q", "--from", "html", stdin=b"<div>" * 100000)
        self.status(done, 5)

    def test_web_archive(self):
        def record(kind, url, body, date="2024-02-03T04:05:06Z"):
            return (f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
                    f"Content-Length: {len(body.encode())}\r\n\r\n{body}\r\n\r\n").encode()
        wet = (record("warcinfo", "", "software: x\r\n") + record("conversion", "http://a.example/1", TRIPLE)
               + record("response", "http://a.example/2", "HTTP/1.1 200 OK") + record("conversion", "http://b.example/", TEXT)
               + record("conversion", "http://c.example/", ""))
        for data, args in ((wet, ()), (gzip.compress(wet), ("--from", "wet")),
                           (b"".join(gzip.compress(part) for part in (wet[:300], wet[300:])), ())):
            path = self.write("x.warc.wet.gz", data)
            done = run("extract", "-f", "jsonl", *args, path)
            self.status(done, 0)
            rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
            self.assertEqual([row["doc"] for row in rows if row["relation"] == "met"],
                             ["http://a.example/1", "http://b.example/"])
            self.assertEqual([row["time"]["value"] for row in rows if row["time"]][0], "2024-01-29")
        rows, said = self.rows(self.write("cut.wet", wet[:-60]), status=1)
        self.assertIn("E405", said)
        rows, said = self.rows("--from", "wet", self.write("no.wet", TRIPLE), status=1)
        self.assertEqual(rows, [])
        for length in (b"", b"x", b"-5", b"5x", b"0x10", b"9" * 30):
            path = self.write("length.wet", b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: " + length
                              + b"\r\n\r\n" + TRIPLE.encode() + b"\r\n\r\n")
            rows, said = self.rows(path, status=1)
            self.assertEqual(rows, [], length)
            self.assertIn("a record without its length", said)


class Languages(Formats):
    def test_other_languages_are_skipped_and_counted(self):
        for name, text in OTHER_LANGUAGES.items():
            rows, said = self.rows(stdin=text.encode())
            self.assertEqual(rows, [], name)
            self.assertIn("1 of 1 documents are not English", said)
            self.assertTrue(self.texts("--lang", "any", stdin=text.encode()), name)

    def test_english_and_short_texts_pass(self):
        for text in ENGLISH + [text[:60] for name, text in OTHER_LANGUAGES.items() if name not in ("ru", "zh", "ar")]:
            self.assertNotIn("English", self.rows(stdin=text.encode())[1], text)


class Large(Formats):
    TEXT = "".join("Vladimir Putin met the mayor of town %d on Monday. He left – \U0001f600 – later.%s" %
                   (i, ("\n\n", " ", " ", "\r\n")[i % 4]) for i in range(400))

    def check_places(self, text, *args):
        path = self.write("large.txt", text)
        raw = text.encode()
        for unit in ("chars", "bytes", "utf16"):
            rows = self.rows("--offsets", unit, *args, path)[0]
            whole = {"chars": text, "bytes": raw, "utf16": text.encode("utf-16-le")}[unit]
            for n, row in enumerate(rows):
                self.assertEqual(row["sentence"], n)
                at, end = row["start"], row["end"]
                piece = whole[at:end] if unit == "chars" else (
                    whole[at:end].decode() if unit == "bytes" else whole[2 * at:2 * end].decode("utf-16-le"))
                self.assertEqual(piece, row["text"])
        return [row["text"] for row in rows]

    def test_parts_go_on_counting(self):
        whole = self.texts(self.write("large.txt", self.TEXT))
        for jobs in ("1", "4"):
            self.assertEqual(self.check_places(self.TEXT, "--max-bytes", "2k", "-j", jobs), whole)
        one_line = self.TEXT.replace("\r\n", " ").replace("\n", " ")
        self.assertEqual(self.check_places(one_line, "--max-bytes", "2k"), self.texts(stdin=one_line.encode()))
        self.check_places("x" * 5000 + "\U0001f600" * 3000, "--max-bytes", "1k", "--lang", "any")

    def test_parts_of_json_and_of_other_encodings(self):
        line = json.dumps({"id": "a", "text": self.TEXT}).encode()
        whole = self.rows("--from", "jsonl", stdin=line)[0]
        self.assertEqual(self.rows("--from", "jsonl", "--max-bytes", "20k", stdin=line)[0], whole)
        self.assertEqual([row["text"] for row in self.rows("--max-bytes", "2k", stdin=self.TEXT.encode("utf-16"))[0]],
                         self.texts(stdin=self.TEXT.encode()))

    def test_lines_too_large_to_be_held(self):
        """Their text is read in parts, however it is escaped and wherever it is cut."""
        odd = "".join("\U0001f600\u20ac\ud800 \"%s\" \\n\t\0 He left. " % ("x" * (i % 13)) for i in range(3000))
        for text in (self.TEXT, odd):
            for ascii in (True, False) if text is self.TEXT else (True,):
                lines = [json.dumps({"text": "He left."}), json.dumps({"id": "a", "date": "2020-02-02", "url": ["u", 1],
                         "text": text}, ensure_ascii=ascii), json.dumps({"id": 7, "text": "She came."})]
                for unit in ("chars", "bytes", "utf16"):
                    args = ("--from", "jsonl", "--lang", "any", "--offsets", unit, "--keep", "url")
                    whole = self.rows(*args, stdin="\n".join(lines).encode())[0]
                    for size in ("1k", "4k", "7k"):
                        if text is odd:  # no two cuts tell sentences alike: what they cover is the same
                            rows = self.rows(*args, "--max-bytes", size, stdin="\n".join(lines).encode())[0]
                            self.assertEqual([row["end"] for row in rows][-2:], [row["end"] for row in whole][-2:])
                            self.assertEqual(sum(row["text"].count("\U0001f600") for row in rows), 3000)
                        else:
                            for way in ({"stdin": "\n".join(lines).encode()}, {}):
                                path = () if way else (self.write("l.jsonl", "\r\n".join(lines)),)
                                rows = self.rows(*args, "--max-bytes", size, *path, **way)[0]
                                self.assertEqual([dict(row, doc="") for row in rows], [dict(row, doc="") for row in whole])
                                self.assertEqual([row["doc"] for row in rows][1:-1], ["a"] * (len(rows) - 2))
                                self.assertEqual(rows[1]["meta"], {"url": ["u", 1]})

    def test_large_lines_that_are_wrong(self):
        """They cost themselves, and say where and what is to be done."""
        text = json.dumps(self.TEXT)
        for line, says, status, left in (
                ('{"id":1,"a":"%s","text":"x"}' % ("y" * 9000), "l.jsonl:1:1: error E402: the line is larger than 4096 bytes", 5, 0),
                ('{"id":1,"text":"x","a":"%s"}' % ("y" * 9000), "l.jsonl:1:1: error E402: the line is larger than 4096 bytes", 5, 0),
                ("[" * 9000, "l.jsonl:1:1: error E402", 5, 0), ("x" * 9000, "l.jsonl:1:1: error E402", 5, 0),
                ('{"text":' + text[:-1], "l.jsonl:1:1: error E405: not JSON: the line ends within its text", 1, 9),
                ('{"text":' + text[:9000] + "\\x" + text[9000:] + "}", "no such escape", 1, 9),
                ('{"text":' + text[:9000] + "\t" + text[9000:] + "}", "a control character", 1, 9),
                ('{"text":%s' % text, "l.jsonl:1:1: error E410: not JSON behind the text", 1, 9),
                ('{"text":%s,"x":}' % text, "l.jsonl:1:1: error E410: not JSON behind the text", 1, 9),
                ('{"text":%s,"text":"x"}' % text, "l.jsonl:1:1: error E410: not JSON behind the text", 1, 9),
                ('{"text":%s,"x":"%s"}' % (text, "y" * 9000), "l.jsonl:1:1: error E402", 5, 9),
                ('{"id":[1],"text":%s}' % text, "l.jsonl:1:1: error E412", 1, 0),
                ('{"id":,"text":%s}' % text, "l.jsonl:1:7: error E410", 1, 0),
                ('{"date":"5 May","text":%s}' % text, "l.jsonl:1:1: warning W413", 0, 9),
                ('{"text":%s,"id":"a"}' % text, 'l.jsonl:1:1: warning W415: "id" stands behind', 0, 9)):
            path = self.write("l.jsonl", line + '\n{"id":"next","text":"He left."}\n')
            done = [run("extract", "--from", "jsonl", "-f", "jsonl", "--emit", "sentences", "--max-bytes", "1k", "-j", jobs,
                        *more, path) for jobs, more in (("1", ()), ("3", ()))]
            self.status(done[0], status)
            self.says(done[0], says)
            self.assertEqual(len(done[0].stderr.splitlines()), 1, done[0].stderr)
            self.assertEqual((done[0].stdout, done[0].stderr), (done[1].stdout, done[1].stderr))
            docs = [json.loads(row)["doc"] for row in done[0].stdout.decode().splitlines()]
            self.assertEqual(docs[-1:], ["next"])
            self.assertGreaterEqual(len(docs), left, line[:40])
            self.assertEqual(set(docs[:-1]), {path + ":1"} if left else set())
        path = self.write("l.jsonl", '{"text":%s}\n{"id":"next","text":"He left."}' % text)
        for how, status, said in (("skip", 0, "l.jsonl:1:1: warning W409"), ("fail", 5, "l.jsonl:1:1: error E402")):
            done = run("extract", "--from", "jsonl", "--emit", "sentences", "--max-bytes", "1k", "--oversize", how, path)
            self.status(done, status)
            self.says(done, said)
            self.assertEqual(done.stdout, b"He left.\n")

    def test_skip_and_fail(self):
        small, large = self.write("a.txt", TRIPLE), self.write("b.txt", self.TEXT)
        done = run("extract", "--max-bytes", "2k", "--oversize", "skip", "-f", "jsonl", large, small)
        self.status(done, 0)
        self.says(done, "b.txt: warning W409: larger than 2048 bytes: left out")
        self.assertNotIn("b.txt", done.stdout.decode())
        done = run("extract", "--max-bytes", "2k", "--oversize", "fail", "-f", "jsonl", large, small)
        self.status(done, 5)
        self.says(done, "b.txt: error E402")
        self.assertIn("a.txt", done.stdout.decode())

    def test_bad_sizes(self):
        for size in ("0", "10", "-1", "1x", "2G", "", "k", "99999999999999999999"):
            self.status(run("extract", "--max-bytes", size, self.path("x")), 2)

    def test_other_languages_in_parts(self):
        rows, said = self.rows("--max-bytes", "1k", stdin=(OTHER_LANGUAGES["de"] * 30).encode())
        self.assertEqual(rows, [])
        self.assertIn("1 of 1 documents", said)

    def test_memory_does_not_grow_with_a_line(self):
        line = self.path("line.txt")
        with open(line, "wb") as out:
            for _ in range(8):
                out.write(b"Putin met the men of Kazan and " * 34000)
        peaks = [peak("extract", "-j", "1", "--max-bytes", "1M", path)
                 for path in (self.write("short.txt", b"Putin met the men of Kazan and " * 68000), line)]
        self.assertLess(peaks[1], 1.3 * peaks[0] + 10000)


class Choice(Formats):
    def test_include_and_exclude(self):
        for name in ("a.txt", "b.md", "sub/c.txt", "sub/d.log", "skip/e.txt"):
            self.write("in/" + name, TRIPLE)
        base = self.path("in")
        for args, wanted in ((("--include", "*.txt"), ["a.txt", "skip/e.txt", "sub/c.txt"]),
                             (("--include", "*.txt", "--include", "*.md"), ["a.txt", "b.md", "skip/e.txt", "sub/c.txt"]),
                             (("--exclude", "skip"), ["a.txt", "b.md", "sub/c.txt", "sub/d.log"]),
                             (("--include", "sub/*", "--exclude", "*.log"), ["sub/c.txt"])):
            self.assertEqual(self.docs(*args, base), [os.path.join(base, name) for name in wanted])
        self.assertEqual(self.docs("--exclude", "*", self.path("in/a.txt")), [self.path("in/a.txt")])

    def test_null_names(self):
        names = [self.write("in/a\nb.txt", TRIPLE), self.write("in/c .txt\r", TRIPLE)]
        listing = self.write("list", "\0".join(names))
        for flag in ("-0", "--null"):
            self.assertEqual(self.docs(flag, "--files-from", listing), names)
        self.status(run("extract", "-0", names[0]), 2)

    def test_keep(self):
        line = json.dumps({"text": TRIPLE, "a": {"b": [1, "\u00e9", None]}, "c": 2, "d": 3}).encode()
        done = run("extract", "--from", "jsonl", "-f", "jsonl", "--keep", "a,none", "--keep", "d", stdin=line)
        self.status(done, 0)
        for row in done.stdout.decode().splitlines():
            self.assertEqual(json.loads(row)["meta"], {"a": {"b": [1, "\u00e9", None]}, "d": 3})
            self.assertEqual(list(json.loads(row))[-1], "meta")
        self.assertNotIn(b"meta", run("extract", "--from", "jsonl", "-f", "jsonl", stdin=line).stdout)
        self.status(run("extract", "--keep", "a", self.path("x")), 2)


if __name__ == "__main__":
    main()
