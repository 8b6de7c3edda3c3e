#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The library as others see it: what it exports, its name, its header in C++, and how it and the command are built.

TRAWL_BUILD is the build folder. What stands in a program that a sanitizer is in is not asked."""
import glob
import os
import re
import shutil
import subprocess
import unittest

from trawl import PROGRAM, SOURCE, Case, main

BUILD = os.environ.get("TRAWL_BUILD", os.path.join(SOURCE, "build"))
FLAGS = os.environ.get("TRAWL_LINK_FLAGS", "").split()
HEADER = os.path.join(SOURCE, "src", "trawl.h")
# Raised with the major version when one of these goes or changes; new ones may be added.
KNOWN = os.path.join(SOURCE, "tests", "api.txt")
USER = r"""
#include "trawl.h"
#include <cstdio>
#include <cstring>
int main(int argc, char **argv)
{
  const char *const rules[] = {argv[argc - 1]};
  trawl_config config = {};
  config.rules = rules;
  config.rule_count = 0;
  trawl_pipeline *pipeline = nullptr;
  if (trawl_pipeline_open(&config, nullptr, &pipeline) != TRAWL_OK) {
    return 1;
  }
  trawl_doc *doc = trawl_doc_new(pipeline);
  trawl_text text = {};
  text.id = "a";
  text.bytes = "Russian President Vladimir Putin met Wang Yi in Kazan on Monday.";
  text.len = std::strlen(text.bytes);
  if (trawl_run(pipeline, doc, &text, TRAWL_STAGE_RELATIONS) != TRAWL_OK) {
    return 2;
  }
  for (uint32_t i = 0; i < trawl_doc_triple_count(doc); ++i) {
    const trawl_triple_view triple = trawl_doc_triple_at(doc, i, TRAWL_CHARS);
    std::printf("%s %s %s\n", triple.subject.name, triple.relation, triple.object.name);
  }
  std::printf("%s\n", trawl_version());
  trawl_doc_free(doc);
  trawl_pipeline_free(pipeline);
  return 0;
}
"""


def output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True).stdout.decode()


def declared():
    """The functions of the header with their signatures, blanks evened out."""
    with open(HEADER, encoding="utf-8") as file:
        text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
    return {re.search(r"(\w+)\s*\(", found).group(1): " ".join(found.split())
            for found in re.findall(r"TRAWL_API ([^;]*?\([^;]*\));", text)}


class Api(Case):
    def library(self):
        found = sorted(glob.glob(os.path.join(BUILD, "libtrawl.so.*.*")))
        self.assertTrue(found, "no shared library in " + BUILD)
        return found[-1]

    def test_exports_the_header_and_nothing_else(self):
        symbols = [line.split()[-1] for line in output("nm", "-D", "--defined-only", self.library()).splitlines()]
        ours = {name.split("@")[0] for name in symbols if not re.match(r"_(init|fini)$|__|_Z|asan|ubsan", name)}
        self.assertEqual(sorted(ours), sorted(declared()))

    def test_nothing_that_was_there_has_changed(self):
        with open(KNOWN, encoding="utf-8") as file:
            known = dict(line.rstrip("\n").split("\t") for line in file)
        now = declared()
        for name, signature in known.items():
            self.assertEqual(now.get(name), signature, "changed or gone: say so in CHANGELOG.md and in tests/api.txt")

    def test_every_export_is_known(self):
        with open(KNOWN, encoding="utf-8") as file:
            known = {line.split("\t")[0] for line in file}
        self.assertEqual(sorted(set(declared()) - known), [], "new: add it to tests/api.txt")

    def test_name_and_version(self):
        with open(HEADER, encoding="utf-8") as file:
            major = re.search(r"TRAWL_VERSION_MAJOR (\d+)", file.read()).group(1)
        self.assertIn("[libtrawl.so.%s]" % major, output("readelf", "-d", self.library()))

    @unittest.skipUnless(shutil.which("g++"), "no g++")
    def test_from_cpp(self):
        source = self.write("user.cpp", USER)
        program = self.path("user")
        subprocess.run(["g++", "-std=c++11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I", os.path.dirname(HEADER), source,
                        "-o", program, self.library(), "-Wl,-rpath," + BUILD] + FLAGS, check=True)
        env = dict(os.environ, TRAWL_DATA=SOURCE)
        done = subprocess.run([program], stdout=subprocess.PIPE, env=env, check=True).stdout.decode()
        self.assertIn("Vladimir Putin met Wang Yi\n", done)

    @unittest.skipIf(FLAGS, "a sanitizer is in it")
    def test_hardened(self):
        for file in (PROGRAM, self.library()):
            dynamic, headers = output("readelf", "-dW", file), output("readelf", "-lW", file)
            self.assertRegex(dynamic, r"FLAGS.*NOW", file)
            self.assertIn("GNU_RELRO", headers)
            self.assertRegex(headers, r"GNU_STACK +\S+ +\S+ +\S+ +\S+ +\S+ +RW +", file)
            self.assertIn("__stack_chk_fail", output("nm", "-D", file))
        self.assertRegex(output("readelf", "-hW", PROGRAM), r"Type: +DYN")


if __name__ == "__main__":
    main()
