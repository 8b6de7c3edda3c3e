#!/bin/sh
# SPDX-License-Identifier: MIT
# lint.sh - layout, floors, headers, sizes, static analysis, manual, scripts.  A tool that is missing is
# said to be skipped.  Exit 1 when anything is found.
set -u
cd "$(dirname "$0")/../.." || exit 2
cc=${CC:-cc}
flags="-std=c11 -D_GNU_SOURCE -Isrc $(pkg-config --cflags serd-0 libxml-2.0) -Wall -Wextra -Wpedantic -Wshadow -Wconversion"
bad=0

have() {
  command -v "$1" >/dev/null 2>&1 || { echo "lint: $2: skipped, no $1"; return 1; }
}
ran() { # name, status
  if [ "$2" -eq 0 ]; then echo "lint: $1: ok"; else echo "lint: $1: FAILED"; bad=1; fi
}

# A file includes only its own floor and below; the command only trawl.h, batch/ and its own.
awk -v plan="base=0 model=1 resource=2 rule=3 stage=4 input=4 output=4 batch=6 serve=7 cli=7" '
  BEGIN { n = split(plan, f, /[ =]/); for (i = 1; i < n; i += 2) floor[f[i]] = f[i + 1] }
  FNR == 1 { split(FILENAME, p, "/"); here = p[2] }
  /^#include "/ { split($2, q, /["\/]/); there = q[2]
    if (there in floor && there != here && ((here == "cli" && there != "batch") || (here != "cli" && floor[there] >= floor[here]))) {
      printf "%s:%d: %s must not include %s\n", FILENAME, FNR, here, $2; bad = 1 } }
  END { exit bad }' src/*/*.[ch]
ran "floors" $?

status=0
for header in src/*.h src/*/*.h; do
  echo "#include \"${header#src/}\"" | $cc $flags -Werror -fsyntax-only -x c - || status=1
done
ran "headers alone" $status

status=0
for file in $(find src tests tools -name '*.[ch]' -o -name '*.py' -o -name '*.sh' -o -name '*.js'); do
  lines=$(wc -l < "$file")
  if [ "$lines" -gt 1000 ]; then
    echo "$file: $lines lines, the ceiling is 1000"
    status=1
  fi
done
ran "sizes" $status

status=0
for file in $(find src tests -name '*.[ch]'); do
  head -n 1 "$file" | grep -q SPDX-License-Identifier || { echo "$file: no SPDX line"; status=1; }
done
ran "licence lines" $status

# The library never prints, exits or aborts.
grep -nE '\b(printf|fprintf|puts|putchar|perror|exit|_exit|abort)\(' \
  src/*.c src/base/*.c src/model/*.c src/resource/*.c src/rule/*.c src/stage/*.c src/input/*.c \
  src/output/*.c src/batch/*.c | grep -vE '\b(sn|vsn|trawl_\w*_)printf\(' >/tmp/lint.$$ 2>/dev/null
status=0
if [ -s /tmp/lint.$$ ]; then cat /tmp/lint.$$; status=1; fi
rm -f /tmp/lint.$$
ran "silent library" $status

if have clang-tidy "clang-tidy"; then
  checks='-*,bugprone-*,-bugprone-easily-swappable-parameters,-bugprone-reserved-identifier'
  checks="$checks,-bugprone-narrowing-conversions,-bugprone-macro-parentheses,-bugprone-branch-clone"
  checks="$checks,-bugprone-implicit-widening-of-multiplication-result,-bugprone-sizeof-expression"
  checks="$checks,-bugprone-signal-handler,-bugprone-assignment-in-if-condition,misc-redundant-expression"
  checks="$checks,-bugprone-not-null-terminated-result,-bugprone-too-small-loop-variable"
  checks="$checks,-bugprone-signed-char-misuse"
  find src -name '*.c' | xargs -P "$(nproc)" -n 8 sh -c '
    checks=$1 flags=$2; shift 2
    out=$(clang-tidy --quiet --warnings-as-errors="*" --checks="$checks" "$@" -- $flags 2>/dev/null) ||
      { echo "$out"; exit 1; }' sh "$checks" "$flags"
  status=$?
  ran "clang-tidy" $status
fi

if have cppcheck "cppcheck"; then
  cppcheck --quiet --std=c11 --error-exitcode=1 --enable=warning,portability --inline-suppr \
    --suppress=missingIncludeSystem --suppress=nullPointerOutOfMemory --suppress=objectIndex --suppress=uninitvar --suppress=memleak -D_GNU_SOURCE -Isrc src
  ran "cppcheck" $?
fi

if have mandoc "manual"; then
  mandoc -Tlint -W warning docs/man/*.1
  ran "manual" $?
fi

# No name of a file has a space here (SC2038, SC2044).
if have shellcheck "scripts"; then
  shellcheck -e SC2086,SC2046,SC2016,SC2038,SC2044 .ci/run tools/*.sh tools/*/*.sh
  ran "scripts" $?
fi
exit $bad
