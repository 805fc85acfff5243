#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What action.yml runs. Takes its inputs as CONFIGS, CONFIG_OPTION, OPTIONS, BASELINE and LOCK, and the variables of GitHub Actions.
set -euo pipefail
shopt -s globstar nullglob

program=${OVERMATCH:-overmatch}
summary=${GITHUB_STEP_SUMMARY:-/dev/null}
folder=${RUNNER_TEMP:-/tmp}/overmatch-sarif.$$
mkdir -p "$folder"
read -ra options <<<"${OPTIONS:-}"
[[ -z ${BASELINE:-} ]] || options+=(--baseline "$BASELINE")
count=0
failed=0

# Runs a command; 4 means that nothing was found, but something not judged.
judge() {
  local status=0
  "$@" || status=$?
  case $status in
  0) ;;
  4) echo "::notice title=overmatch::not everything was judged: see the summary" ;;
  *) failed=1 ;;
  esac
}

check_config() {
  local input=(--tree "$1" "${CONFIG_OPTION:---peft}" "$2")
  count=$((count + 1))
  judge "$program" audit "${input[@]}" "${options[@]}" --format github --sarif "$folder/$(printf %06d "$count").sarif"
  "$program" audit "${input[@]}" "${options[@]}" --format markdown >>"$summary" || true
  if [[ ${LOCK:-true} == true && -e $2.lock ]]; then
    judge "$program" lock "${input[@]}" --check "$2.lock" --format github
    "$program" lock "${input[@]}" --check "$2.lock" --format markdown >>"$summary" || true
  fi
  echo >>"$summary"
}

while read -r tree globs; do
  [[ -n $tree && $tree != \#* ]] || continue
  # shellcheck disable=SC2206 # globs are meant to be expanded
  configs=($globs)
  if ((${#configs[@]} == 0)); then
    echo "::error title=overmatch::no file matches \"$globs\" of the model $tree"
    failed=1
  fi
  for config in "${configs[@]}"; do
    if [[ -e $config ]]; then
      check_config "$tree" "$config"
    else
      echo "::error title=overmatch::no file $config for the model $tree"
      failed=1
    fi
  done
done <<<"${CONFIGS:-}"
if ((count == 0 && failed == 0)); then
  echo "::error title=overmatch::the input configs names no config"
  failed=1
fi

# Code scanning takes one run of a tool from a job.
if compgen -G "$folder/*.sarif" >/dev/null; then
  python3 - "$folder" <<'PYTHON'
import glob, json, sys
merged = None
for file in sorted(glob.glob(sys.argv[1] + "/*.sarif")):
    log = json.load(open(file, encoding="utf-8"))
    if merged is None:
        merged = log
        continue
    run, more = merged["runs"][0], log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for rule in more["tool"]["driver"]["rules"]:
        if rule["id"] not in [each["id"] for each in rules]:
            rules.append(rule)
    places = {rule["id"]: at for at, rule in enumerate(rules)}
    for result in more["results"]:
        result["ruleIndex"] = places[result["ruleId"]]
        run["results"].append(result)
    if "invocations" in more:
        run.setdefault("invocations", []).extend(more["invocations"])
json.dump(merged, open(sys.argv[1] + "/all.sarif.json", "w", encoding="utf-8"), indent=2)
PYTHON
  [[ -z ${GITHUB_OUTPUT:-} ]] || echo "sarif=$folder/all.sarif.json" >>"$GITHUB_OUTPUT"
fi
exit "$failed"
