#!/usr/bin/env bash
# Runs the check that the inputs ask for. Each input comes as a variable, and none of them is ever read as a part of a command: folders stand behind
# `--kustomize=`, files behind `--`.
set -euo pipefail
program=$RUNNER_TEMP/expand-pgbackrest/node_modules/expand-pgbackrest/dist/expand-pgbackrest.cjs
reports=$(mktemp -d "$RUNNER_TEMP/expand-pgbackrest-XXXXXX")

# Prints what each line of a text stands for: the names that fit it, or itself.
names() {
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    line=${line#"${line%%[![:space:]]*}"}
    line=${line%"${line##*[![:space:]]}"}
    [ -n "$line" ] || continue
    compgen -G "$line" || printf '%s\n' "$line"
  done <<<"$1"
}

arguments=(--fail-on="$CHECK_FAIL_ON")
[ -z "$CHECK_CONFIG" ] || arguments+=(--config="$CHECK_CONFIG")
while IFS= read -r name; do
  [ -z "$name" ] || arguments+=(--kustomize="$name")
done <<<"$(names "$CHECK_KUSTOMIZE")"
arguments+=(--)
while IFS= read -r name; do
  [ -z "$name" ] || arguments+=("$name")
done <<<"$(names "$CHECK_PATHS")"
if [ -z "${CHECK_KUSTOMIZE//[[:space:]]/}${CHECK_PATHS//[[:space:]]/}" ]; then arguments+=(.); fi

# Names of files and texts of manifests are in what follows: no line of it may be taken for a command to the runner.
pause=$(node -p 'crypto.randomUUID()')
echo "::stop-commands::$pause"
result=0
NO_COLOR=1 node "$program" check --format=text "${arguments[@]}" >"$reports/findings.txt" 2>"$reports/errors.txt" || result=$?
cat "$reports/findings.txt"
cat "$reports/errors.txt" >&2
echo "::$pause::"

report=$reports/findings.txt
if [ "$CHECK_FORMAT" != text ] && [ "$result" -le 1 ]; then
  report=$reports/report
  node "$program" check --format="$CHECK_FORMAT" "${arguments[@]}" >"$report" || result=$?
  [ "$CHECK_FORMAT" != github ] || cat "$report"
fi

CHECK_RESULT=$result node "$GITHUB_ACTION_PATH/action/summary.mjs" "$reports/findings.txt" "$reports/errors.txt" >"$reports/summary.md"
cat "$reports/summary.md" >>"$GITHUB_STEP_SUMMARY"
{
  echo "report=$report"
  echo "summary=$reports/summary.md"
  echo "result=$result"
} >>"$GITHUB_OUTPUT"
