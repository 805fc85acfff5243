#!/bin/bash -eu
# SPDX-License-Identifier: Apache-2.0
# Builds the fuzz targets by the contract of OSS-Fuzz, ClusterFuzzLite and ClusterFuzz: compiler, flags and engine come from the
# environment ($CC $CXX $CFLAGS $CXXFLAGS $LIB_FUZZING_ENGINE), and all that the bots need goes to $OUT. Adds no -fsanitize.
# fuzz/emulate.py runs it as the clusters do, but without Docker.
# Contract: https://google.github.io/oss-fuzz/getting-started/new-project-guide/#buildsh
#
# RE2 must be compiled for the cluster's standard library: from $SRC/re2 if a Dockerfile put its source there (a release without
# Abseil, for example 2023-03-01). Otherwise the system's archive is used if it links; if not, the regex targets are not built.
#
# $OVERMATCH_FUZZERS: builds only these targets, for a quick test.

root=$(cd "$(dirname "$0")/.." && pwd)
build=$WORK/overmatch
only=(${OVERMATCH_FUZZERS:-})

re2=()
if [[ -f $SRC/re2/re2/re2.h ]]; then
  mkdir -p "$WORK/re2"
  (cd "$WORK/re2" &&
    printf '%s\n' "$SRC"/re2/re2/*.cc "$SRC"/re2/util/{rune,strutil}.cc |
    xargs -P "$(nproc)" -n 1 "$CXX" $CXXFLAGS -std=c++17 -DNDEBUG -I"$SRC/re2" -c && ar rcs libre2.a ./*.o)
  re2=(-DOVERMATCH_RE2="$WORK/re2/libre2.a" -DOVERMATCH_RE2_INCLUDE="$SRC/re2")
fi

# CMAKE_BUILD_TYPE stays empty, because the cluster's flags also choose the optimisation.
cmake -S "$root" -B "$build" -G Ninja -DOVERMATCH_FUZZERS_ONLY=ON -DCMAKE_BUILD_TYPE= \
  -DCMAKE_C_COMPILER="$CC" -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_CXX_FLAGS="$CXXFLAGS" \
  -DOVERMATCH_FUZZING_ENGINE="$LIB_FUZZING_ENGINE" "${re2[@]}"
cmake --build "$build" "${only[@]/#/--target=}"

for target in "$build"/fuzz/targets/*_fuzzer; do
  name=$(basename "$target")
  cp "$target" "$OUT/$name"
  # The seeds of text targets are the saved cases; those of others are inputs that reached new coverage.
  seeds=()
  [[ ! -d $root/fuzz/seeds/$name ]] || seeds+=("$root/fuzz/seeds/$name")
  [[ $name != *_text_fuzzer ]] || seeds+=("$root/corpus/cases")
  rm -f "$OUT/${name}_seed_corpus.zip"
  find "${seeds[@]}" -type f -size -8k | sort | zip -q -j -@ "$OUT/${name}_seed_corpus.zip"
  cp "$root/fuzz/overmatch.dict" "$OUT/$name.dict"
  options=matchers
  [[ $name != case_file_* ]] || options=readers
  cp "$root/fuzz/$options.options" "$OUT/$name.options"
done
