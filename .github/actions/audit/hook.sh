#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What .pre-commit-hooks.yaml runs: `hook.sh VERB OPTION... -- CONFIG...` runs the verb once for each config.
set -uo pipefail

verb=$1
shift
options=()
while (($# > 0)) && [[ $1 != -- ]]; do
  options+=("$1")
  shift
done
if (($# == 0)); then
  echo "overmatch hook: give args that end with --, such as args: [--tree, model.txt, --]" >&2
  exit 2
fi
shift
failed=0
for config in "$@"; do
  more=()
  if [[ $verb == lock ]]; then
    [[ $config == *.lock ]] && config=${config%.lock}
    [[ -e $config.lock ]] || continue
    more=(--check "$config.lock")
  fi
  status=0
  "${OVERMATCH:-overmatch}" "$verb" "${options[@]}" --peft "$config" "${more[@]}" || status=$?
  ((status == 0 || status == 4)) || failed=1
done
exit "$failed"
