# SPDX-License-Identifier: MIT
# Thin over CMake: `make help` lists the targets.

BUILD     ?= build
JOBS      ?= $(shell nproc)
PREFIX    ?= /usr/local
CMAKE_ARGS ?=
SUDO      := $(if $(filter 0,$(shell id -u)),,sudo)
SHARED    ?= ../shared
TRAWL      = $(BUILD)/trawl

# Debian packages that are missing are installed first.
BUILD_PACKAGES := build-essential cmake pkg-config libutf8proc-dev libpcre2-dev libyaml-dev libjansson-dev \
	libsqlite3-dev libserd-dev libarchive-dev libxml2-dev
TEST_PACKAGES  := $(BUILD_PACKAGES) libcunit1-dev python3 python3-yaml python3-jsonschema jq sqlite3 \
	raptor2-utils serdi graphviz libxml2-utils
CHECK_PACKAGES := $(TEST_PACKAGES) clang clang-tidy clang-format cppcheck shellcheck valgrind jq mandoc

COVERAGE_PACKAGES := $(TEST_PACKAGES) gcovr
MSAN_PACKAGES  := $(TEST_PACKAGES) clang libclang-rt-dev llvm
FUZZ_PACKAGES  := $(BUILD_PACKAGES) clang libclang-rt-dev llvm
FUZZ_TARGETS   := tokens chain rules gazetteer records files pack
FUZZ_SECONDS   ?= 60
FUZZ_CORPUS    ?= $(BUILD)-fuzz/corpus

# Only for the comparisons of `make bench`.
BENCH_PACKAGES := valgrind hfst link-grammar libhyperscan-dev python3-nltk

VALGRIND = env LD_PRELOAD=$(abspath $(BUILD))/nojit.so valgrind -q --error-exitcode=99 \
	--leak-check=full --errors-for-leak-kinds=definite

define need
@missing=$$(for p in $(1); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null \
	| grep -q 'ok installed' || echo $$p; done); \
if [ -n "$$missing" ]; then echo "installing:" $$missing; \
	$(SUDO) apt-get update -q && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -q \
	--no-install-recommends $$missing; fi
endef

all: build-packages ## the library and the command, in build/
	@cmake -S . -B $(BUILD) -DTRAWL_TESTS=OFF -DCMAKE_INSTALL_PREFIX=$(PREFIX) $(CMAKE_ARGS) >$(BUILD).log 2>&1 \
		|| { cat $(BUILD).log; exit 1; }
	@rm -f $(BUILD).log
	@cmake --build $(BUILD) -j $(JOBS)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

build-packages:
	$(call need,$(BUILD_PACKAGES))
test-packages:
	$(call need,$(TEST_PACKAGES))
check-packages:
	$(call need,$(CHECK_PACKAGES))

demo: all ## triples of the sample texts
	@$(TRAWL) extract samples/*.txt

with-tests: test-packages
	@cmake -S . -B $(BUILD) -DTRAWL_TESTS=ON -DCMAKE_INSTALL_PREFIX=$(PREFIX) $(CMAKE_ARGS)
	@cmake --build $(BUILD) -j $(JOBS)

test: with-tests ## all tests
	@ctest --test-dir $(BUILD) --output-on-failure -j $(JOBS) </dev/null

check: check-packages ## all that a change must pass: test, lint, analyze, asan, tsan, clang, valgrind
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory check-rest

check-rest: check-packages
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory analyze
	@$(MAKE) --no-print-directory clang
	@$(MAKE) --no-print-directory asan ASAN_NOT='$(ASAN_LONG)'
	@$(MAKE) --no-print-directory tsan TSAN_TESTS=cli-jobs
	@$(MAKE) --no-print-directory valgrind

lint: ## layout, floors, headers, static analysis, manual
	@tools/lint/lint.sh

check-long: with-tests ## 20,000 documents: threads, orders, kill -9, full disks, cut power, every call failing, memory; a line of 200 MB; a million cases of each oracle; long fuzzing; all under valgrind
	@TRAWL=$(abspath $(TRAWL)) TRAWL_SOURCE=$(CURDIR) TRAWL_LONG=1 python3 -B tests/cli/test_faults.py
	@TRAWL=$(abspath $(TRAWL)) TRAWL_SOURCE=$(CURDIR) TRAWL_LONG=1 python3 -B tests/cli/test_calls.py
	@TRAWL=$(abspath $(TRAWL)) TRAWL_SOURCE=$(CURDIR) TRAWL_LONG=1 python3 -B tests/cli/test_jobs.py
	@TRAWL=$(abspath $(TRAWL)) TRAWL_SOURCE=$(CURDIR) TRAWL_LARGE_MB=200 python3 -B tests/cli/test_large.py
	@TRAWL=$(abspath $(TRAWL)) TRAWL_SOURCE=$(CURDIR) TRAWL_LONG=1 python3 -B tests/cli/test_whole.py
	@$(MAKE) --no-print-directory oracle oracle-mutants
	@$(MAKE) --no-print-directory faults
	@$(MAKE) --no-print-directory coverage
	@$(MAKE) --no-print-directory asan
	@$(MAKE) --no-print-directory tsan
	@$(MAKE) --no-print-directory msan
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=1800
	@$(MAKE) --no-print-directory valgrind-all

# These start the command some thousand times, for what Python compares: `make check` runs them without sanitizers.
ASAN_LONG := docs|schema|cli-(calls|explain)
asan: test-packages ## all tests under the address and undefined-behaviour sanitizers
	@cmake -S . -B $(BUILD)-asan -DTRAWL_SANITIZE=ON -DTRAWL_TESTS=ON $(CMAKE_ARGS)
	@cmake --build $(BUILD)-asan -j $(JOBS)
	@ctest --test-dir $(BUILD)-asan --output-on-failure -j $(JOBS) $(if $(ASAN_NOT),-E '^($(ASAN_NOT))$$') </dev/null

TSAN_TESTS := cli-jobs|cli-faults
tsan: test-packages ## tests of batches under the thread sanitizer
	@cmake -S . -B $(BUILD)-tsan -DTRAWL_SANITIZE=thread -DTRAWL_TESTS=ON $(CMAKE_ARGS)
	@cmake --build $(BUILD)-tsan -j $(JOBS)
	@TSAN_OPTIONS=halt_on_error=1:exitcode=66 ctest --test-dir $(BUILD)-tsan --output-on-failure \
		-j $(JOBS) -R '^($(TSAN_TESTS))$$' </dev/null

# No optimiser across files: the analyzer is to see each as it is written.
analyze: build-packages ## gcc's -fanalyzer over src/; what is no error stands in tools/lint/analyze.txt, with the reason
	@cmake -S . -B $(BUILD)-analyze -DCMAKE_C_COMPILER=gcc -DTRAWL_TESTS=OFF -DCMAKE_BUILD_TYPE=Debug \
		-DCMAKE_C_FLAGS_DEBUG="-O1 -g" $(CMAKE_ARGS) >/dev/null
	@cmake --build $(BUILD)-analyze --target build_hash >/dev/null
	@tools/lint/analyze.py $(BUILD)-analyze $(JOBS)

# Left out: what needs other programs or other libraries to be built alike, long runs, and what counts memory or time.
MSAN_NOT := cli-(install|large|api|jobs|faults|calls|watch|whole)|schema|gazetteers
msan: ## the tests under clang's memory sanitizer, which sees what is read and was never set
	$(call need,$(MSAN_PACKAGES))
	@cmake -S . -B $(BUILD)-msan -DCMAKE_C_COMPILER=clang -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS_DEBUG="-O1 -g" \
		-DTRAWL_SANITIZE=memory -DTRAWL_TESTS=ON $(CMAKE_ARGS)
	@cmake --build $(BUILD)-msan -j $(JOBS)
	@ctest --test-dir $(BUILD)-msan --output-on-failure -j $(JOBS) -E '^($(MSAN_NOT))$$' </dev/null

# Threads count too. What the library exports is another test's matter: here it exports the counters as well.
coverage: ## lines and branches of src/ that the tests run: a table, pages in build-coverage/pages
	$(call need,$(COVERAGE_PACKAGES))
	@cmake -S . -B $(BUILD)-coverage -DTRAWL_TESTS=ON -DCMAKE_BUILD_TYPE=Debug \
		-DCMAKE_C_FLAGS_DEBUG="-O0 -g --coverage -fprofile-update=atomic" $(CMAKE_ARGS)
	@cmake --build $(BUILD)-coverage -j $(JOBS)
	@find $(BUILD)-coverage -name '*.gcda' -delete
	@ctest --test-dir $(BUILD)-coverage --output-on-failure -j $(JOBS) -E '^(cli-api|cli-install|cli-large)$$' </dev/null
	@mkdir -p $(BUILD)-coverage/pages
	@gcovr -r . --object-directory $(BUILD)-coverage -f 'src/' -j $(JOBS) --print-summary \
		--txt $(BUILD)-coverage/lines.txt --html-details $(BUILD)-coverage/pages/index.html \
		--fail-under-line 95 --fail-under-branch 85

fuzz-build: build-packages
	$(call need,$(FUZZ_PACKAGES))
	@cmake -S . -B $(BUILD)-fuzz -DCMAKE_C_COMPILER=clang -DCMAKE_BUILD_TYPE=Debug \
		-DCMAKE_C_FLAGS_DEBUG="-O1 -g" -DTRAWL_FUZZ=libfuzzer -DTRAWL_SANITIZE=ON $(CMAKE_ARGS) >$(BUILD)-fuzz.log \
		|| { cat $(BUILD)-fuzz.log; exit 1; }
	@rm -f $(BUILD)-fuzz.log
	@cmake --build $(BUILD)-fuzz -j $(JOBS) $(addprefix --target fuzz-,$(FUZZ_TARGETS))

fuzz: fuzz-build ## each fuzz target for FUZZ_SECONDS (60); the corpora are kept in FUZZ_CORPUS
	@FUZZ_SECONDS=$(FUZZ_SECONDS) tests/fuzz/fuzz.sh $(BUILD)-fuzz $(FUZZ_CORPUS) $(FUZZ_TARGETS)

fuzz-afl: build-packages ## the same targets under AFL++, on the same corpora
	$(call need,$(AFL_PACKAGES))
	@AFL_QUIET=1 cmake -S . -B $(BUILD)-afl -DCMAKE_C_COMPILER=afl-clang-fast -DCMAKE_BUILD_TYPE=Debug \
		-DCMAKE_C_FLAGS_DEBUG="-O1 -g" -DTRAWL_FUZZ=afl -DTRAWL_SANITIZE=ON $(CMAKE_ARGS) >$(BUILD)-afl.log \
		|| { cat $(BUILD)-afl.log; exit 1; }
	@rm -f $(BUILD)-afl.log
	@AFL_QUIET=1 cmake --build $(BUILD)-afl -j $(JOBS) $(addprefix --target fuzz-,$(FUZZ_TARGETS))
	@FUZZ_SECONDS=$(FUZZ_SECONDS) tests/fuzz/afl.sh $(BUILD)-afl $(FUZZ_CORPUS) $(FUZZ_TARGETS)

fuzz-merge: fuzz-build ## the smallest set of inputs in FUZZ_CORPUS that reach as much, in FUZZ_CORPUS.merged
	@for t in $(FUZZ_TARGETS); do mkdir -p $(FUZZ_CORPUS).merged/$$t; \
		$(BUILD)-fuzz/fuzz-$$t -merge=1 -rss_limit_mb=2048 $(FUZZ_CORPUS).merged/$$t $(FUZZ_CORPUS)/$$t 2>&1 | tail -1; done

# Compiled as it is shipped; with the seed a round is the same wherever it runs.
ORACLE_SUBJECTS := patterns phrases gazetteer
ORACLE_CASES    ?= 1000000
ORACLE_SEED     ?= 1
oracle: test-packages ## random rules on random texts against slow, obvious matchers: ORACLE_CASES (a million) of each kind
	@cmake -S . -B $(BUILD)-oracle -DTRAWL_TESTS=ON $(CMAKE_ARGS) >/dev/null
	@cmake --build $(BUILD)-oracle -j $(JOBS) --target oracle >/dev/null
	@for subject in $(ORACLE_SUBJECTS); do \
		$(BUILD)-oracle/oracle $$subject --seed $(ORACLE_SEED) --cases $(ORACLE_CASES) || exit 1; done

oracle-mutants: test-packages ## plants errors in a copy of the sources, one at a time: the oracle has to see each
	@python3 -B tests/oracle/mutants.py
faults: with-tests ## memory that fails at every place in turn, over open, run, write and close
	@$(BUILD)/faults

clang: check-packages
	@cmake -S . -B $(BUILD)-clang -DCMAKE_C_COMPILER=clang -DTRAWL_WERROR=ON -DTRAWL_TESTS=ON $(CMAKE_ARGS)
	@cmake --build $(BUILD)-clang -j $(JOBS)
	@cmake -S . -B $(BUILD)-gcc -DCMAKE_C_COMPILER=gcc -DTRAWL_WERROR=ON -DTRAWL_TESTS=ON -DCMAKE_BUILD_TYPE=Debug \
		-DCMAKE_C_FLAGS_DEBUG="-O2" $(CMAKE_ARGS)
	@cmake --build $(BUILD)-gcc -j $(JOBS)

valgrind: with-tests check-packages ## the unit tests and a part of the command's under valgrind
	@cc -shared -fPIC -o $(BUILD)/nojit.so tools/valgrind/nojit.c
	@$(VALGRIND) $(BUILD)/unit </dev/null >$(BUILD)/unit.log 2>&1 & unit=$$!; \
		TRAWL=$(abspath $(TRAWL)) TRAWL_WRAP="$(VALGRIND)" python3 -B tests/run --part 3/16 cases bad; cases=$$?; \
		wait $$unit && tail -8 $(BUILD)/unit.log || { cat $(BUILD)/unit.log; exit 1; }; exit $$cases
	@TRAWL_WRAP="$(VALGRIND)" ctest --test-dir $(BUILD) --output-on-failure -j $(JOBS) \
		-R '^cli-(inputs|gazetteer)$$' </dev/null

valgrind-all: with-tests check-packages ## all tests but the large ones under valgrind: an hour
	@cc -shared -fPIC -o $(BUILD)/nojit.so tools/valgrind/nojit.c
	@TRAWL_WRAP="$(VALGRIND)" ctest --test-dir $(BUILD) --output-on-failure -j $(JOBS) \
		-R '^(cli-|cases)' -E 'install|large' </dev/null

release: build-packages ## build-release/: the command, optimised by what a run over the samples counts
	@rm -rf $(BUILD)-release
	@cmake -S . -B $(BUILD)-release -DTRAWL_TESTS=OFF -DTRAWL_PROFILE=generate \
		-DCMAKE_INSTALL_PREFIX=$(PREFIX) $(CMAKE_ARGS) >/dev/null
	@cmake --build $(BUILD)-release -j $(JOBS) --target trawl >/dev/null
	@for format in jsonl text tsv csv; do \
		$(BUILD)-release/trawl extract -q -j 1 -f $$format samples samples samples samples >/dev/null; done
	@cmake -S . -B $(BUILD)-release -DTRAWL_PROFILE=use >/dev/null
	@cmake --build $(BUILD)-release -j $(JOBS)

bench: release ## pace against `wc -w`, memory, instructions; two threads; rules and names by number; worst cases; peers
	@python3 -B tools/bench/bench.py $(BUILD)-release/trawl
	@python3 -B tools/bench/jobs.py $(BUILD)-release/trawl 2000
	@python3 -B tools/bench/scale.py $(BUILD)-release/trawl
	@python3 -B tools/bench/worst.py $(BUILD)-release/trawl
	@python3 -B tools/bench/peers.py $(BUILD)-release/trawl

bench-packages: ## the programs that the bench compares with; it passes over those that are not there
	$(call need,$(BENCH_PACKAGES))

eval: all ## precision, recall and F1 on the samples and, where present, the shared sets
	@cmake --build $(BUILD) --target tageval >/dev/null
	@SHARED=$(SHARED) tools/eval.sh $(TRAWL)

bless: with-tests ## rewrite the expected outputs of tests/cases and tests/bad, show the difference
	@TRAWL=$(TRAWL) python3 -B tests/run --bless cases bad
	@git --no-pager diff --stat -- tests/cases tests/bad || true

install: all ## into PREFIX (/usr/local), below DESTDIR
	@cmake --install $(BUILD) --prefix $(PREFIX)

format: ## clang-format over all sources
	@clang-format -i src/*.[ch] src/*/*.[ch] tests/unit/*.[ch]

clean: ## remove what was built
	@rm -rf $(BUILD) $(BUILD)-asan $(BUILD)-tsan $(BUILD)-msan $(BUILD)-analyze $(BUILD)-clang $(BUILD)-gcc $(BUILD)-afl $(BUILD)-coverage $(BUILD)-release $(BUILD).log

.PHONY: all help build-packages test-packages check-packages demo with-tests test check check-rest check-long lint release \
	analyze asan tsan msan coverage faults oracle oracle-mutants fuzz fuzz-build fuzz-afl fuzz-merge clang valgrind valgrind-all bench bench-packages eval bless install format clean
