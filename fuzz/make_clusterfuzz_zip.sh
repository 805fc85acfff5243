#!/bin/bash -eu
# SPDX-License-Identifier: Apache-2.0
# Packs an $OUT of ossfuzz_build.sh for a private ClusterFuzz: overmatch-SANITIZER-YYYYMMDDHHMM.zip, numbered by time.
out=${1:?usage: make_clusterfuzz_zip.sh OUT SANITIZER [FOLDER]}
sanitizer=${2:?usage: make_clusterfuzz_zip.sh OUT SANITIZER [FOLDER]}
to=$(cd "${3:-.}" && pwd)
file=$to/overmatch-$sanitizer-$(date -u +%Y%m%d%H%M).zip
(cd "$out" && zip -q -r "$file" .)
echo "$file"
