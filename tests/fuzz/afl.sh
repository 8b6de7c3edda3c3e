#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs fuzz targets under AFL++ one after the other, on the corpora that libFuzzer has (fuzz.sh); what it finds goes
# into them.
#
# usage: afl.sh BUILD CORPUS TARGET ...     FUZZ_SECONDS for each; FUZZ_AFL_ARGS: further options for afl-fuzz
#
# Inputs that fail are left in CORPUS/found. The status is 1 when there are any.
build=$1 corpus=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
tests=$here/..
status=0

mkdir -p "$corpus/found" "$corpus/log"
[ -s "$corpus/afl.tsv" ] || printf 'target\tseconds\texecutions\tedges\tinputs\n' >"$corpus/afl.tsv"
export AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1
export AFL_CMPLOG_ONLY_NEW=1 AFL_FAST_CAL=1
for target; do
  work=$(mktemp -d)
  mkdir -p "$work/in" "$corpus/$target"
  set -- "$here/corpus/$target" "$here/crashes/$target" "$corpus/$target"
  case $target in rules | gazetteer) set -- "$@" "$tests/bad" "$tests/schema/good" "$tests/schema/bad" ;; esac
  for seeds; do
    for seed in "$seeds"/*; do
      [ -f "$seed" ] && [ -s "$seed" ] && cp "$seed" "$work/in/$(sha1sum <"$seed" | cut -c1-40)"
    done
  done
  [ -n "$(ls "$work/in")" ] || printf 'name: x\n' >"$work/in/least"
  log=$corpus/log/$target.afl.log
  afl-fuzz -V "${FUZZ_SECONDS:-60}" -i "$work/in" -o "$work/out" -x "$here/$target.dict" -m none -t 20000 \
    $FUZZ_AFL_ARGS -- "$build/fuzz-$target" >"$log" 2>&1
  stats=$work/out/default/fuzzer_stats
  for seed in "$work"/out/default/queue/id:*; do
    case $seed in *orig:*) ;; *) [ -s "$seed" ] && cp "$seed" "$corpus/$target/$(sha1sum <"$seed" | cut -c1-40)" ;; esac
  done
  for failed in "$work"/out/default/crashes/id:* "$work"/out/default/hangs/id:*; do
    if [ -s "$failed" ]; then
      status=1
      cp "$failed" "$corpus/found/$target-afl-$(sha1sum <"$failed" | cut -c1-40)"
      echo "$target: failed, see $corpus/found"
    fi
  done
  if [ ! -s "$stats" ]; then
    status=1
    echo "$target: afl-fuzz did not run, see $log"
    tail -5 "$log"
  fi
  printf '%s\t%s\t%s\t%s\t%s\n' "$target" "${FUZZ_SECONDS:-60}" \
    "$(sed -n 's/^execs_done *: *//p' "$stats")" "$(sed -n 's/^edges_found *: *//p' "$stats")" \
    "$(ls "$corpus/$target" | wc -l)" | tee -a "$corpus/afl.tsv"
  rm -rf "$work"
done
exit $status
