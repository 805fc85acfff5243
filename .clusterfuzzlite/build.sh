#!/bin/bash -eu
$SRC/overmatch/fuzz/ossfuzz_build.sh
