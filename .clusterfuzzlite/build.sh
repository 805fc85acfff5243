#!/bin/bash -eu
# SPDX-License-Identifier: Apache-2.0
$SRC/overmatch/fuzz/ossfuzz_build.sh
