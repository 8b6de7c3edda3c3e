# SPDX-License-Identifier: MIT
"""Installs into a folder of its own and runs from there: command, library, header, pkg-config, data."""
import os
import re
import shutil
import subprocess
import unittest

from trawl import TRIPLE, Case, main

BUILD = os.environ.get("TRAWL_BUILD")
CMAKE = os.environ.get("CMAKE_COMMAND", "cmake")

PROGRAM = r"""
#include <stdio.h>
#include <string.h>
#include <trawl.h>

int main(int argc, char **argv)
{
  trawl_findings *findings = trawl_findings_new(0);
  trawl_pipeline *pipeline = NULL;
  const trawl_config config = {.data = argc > 1 ? argv[1] : NULL};
  if (trawl_pipeline_open(&config, findings, &pipeline) != TRAWL_OK) {
    return 1;
  }
  trawl_doc *doc = trawl_doc_new(pipeline);
  const char *words = "He left. She stayed.";
  const trawl_text text = {.id = "a", .bytes = words, .len = strlen(words)};
  if (trawl_run(pipeline, doc, &text, TRAWL_STAGE_RELATIONS) != TRAWL_OK) {
    return 2;
  }
  printf("%s %u\n", trawl_version(), (unsigned)trawl_doc_sentence_count(doc));
  trawl_doc_free(doc);
  trawl_pipeline_free(pipeline);
  trawl_findings_free(findings);
  return 0;
}
"""


@unittest.skipUnless(BUILD, "needs a build folder")
class Install(Case):
    def install(self, *args, **env):
        subprocess.run([CMAKE, "--install", BUILD, *args], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, **env})

    def find(self, top, name):
        return next(os.path.join(folder, name) for folder, _, files in os.walk(top) if name in files)

    def clean_env(self):
        return {k: v for k, v in os.environ.items() if k != "TRAWL_DATA"}

    def extract(self, program):
        return subprocess.run([program, "extract", "--emit", "sentences"], input=TRIPLE.encode(),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.clean_env())

    def test_installed_command_finds_its_data_and_may_be_moved(self):
        prefix = self.path("one")
        self.install("--prefix", prefix)
        moved = self.path("two")
        shutil.move(prefix, moved)
        program = self.find(moved, "trawl")
        program = os.path.join(moved, "bin", "trawl")
        self.assertEqual(self.extract(program).returncode, 0)
        # It is the installed data that is read, not the source tree's: break it and see.
        with open(os.path.join(moved, "share/trawl/rules/en/pipeline.yaml"), "w") as file:
            file.write("stages: 5\n")
        broken = self.extract(program)
        self.assertEqual(broken.returncode, 3)
        self.assertIn(b"share/trawl/rules/en/pipeline.yaml", broken.stderr)

    def test_destdir(self):
        self.install("--prefix", "/usr", DESTDIR=self.path("dest"))
        top = self.path("dest/usr")
        for name in ("trawl.h", "trawl.pc", "trawl.1", "_trawl", "trawl.fish", "pipeline.yaml", "LICENSE"):
            self.assertTrue(self.find(top, name))
        self.assertEqual(self.extract(os.path.join(top, "bin/trawl")).returncode, 0)
        # Editors find the schema that the first line of an installed file names.
        count = 0
        for folder, _, files in os.walk(os.path.join(top, "share/trawl")):
            for path in [os.path.join(folder, name) for name in files if name.endswith(".yaml")]:
                with open(path, encoding="utf-8") as file:
                    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", file.readline())
                self.assertTrue(named and os.path.isfile(os.path.join(folder, named[1])), path)
                count += 1
        self.assertGreater(count, 20)

    def test_library(self):
        prefix = self.path("lib")
        self.install("--prefix", prefix)
        pkgconfig = os.path.dirname(self.find(prefix, "trawl.pc"))
        libdir = os.path.dirname(pkgconfig)
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "trawl"], check=True, stdout=subprocess.PIPE,
                               env={**os.environ, "PKG_CONFIG_PATH": pkgconfig}).stdout.decode().split()
        source, program = self.write("use.c", PROGRAM), self.path("use")
        extra = os.environ.get("TRAWL_LINK_FLAGS", "").split()
        subprocess.run([os.environ.get("CC", "cc"), "-Wall", source, "-o", program, *flags, *extra], check=True)
        data = os.path.join(prefix, "share", "trawl")
        done = subprocess.run([program, data], stdout=subprocess.PIPE,
                              env={**self.clean_env(), "LD_LIBRARY_PATH": libdir})
        self.assertEqual((done.returncode, done.stdout.split()[-1:]), (0, [b"2"]))

    def test_only_the_public_names_are_exported(self):
        prefix = self.path("sym")
        self.install("--prefix", prefix)
        library = os.path.dirname(os.path.dirname(self.find(prefix, "trawl.pc"))) + "/libtrawl.so"
        try:
            out = subprocess.run(["nm", "-D", "--defined-only", library], check=True, stdout=subprocess.PIPE).stdout
        except FileNotFoundError:
            self.skipTest("no nm")
        names = {line.split()[-1] for line in out.decode().splitlines()}
        with open(self.find(prefix, "trawl.h")) as file:
            header = file.read()
        self.assertEqual({n for n in names if n.startswith("trawl_") and n not in header}, set())
        self.assertEqual({n for n in names if not n.startswith(("trawl_", "_", "__"))}, set())


if __name__ == "__main__":
    main()
