#!/usr/bin/env bash
# Installs the program of the release that this copy of the action is of: package.json beside it names the version, and what npm has of a version
# never changes. The package has no dependencies, and no script of it is run.
set -euo pipefail
if ! command -v npm >/dev/null; then
  echo "::error title=expand-pgbackrest::This runner has no Node with npm. Before this step, use actions/setup-node, with Node 20.18.1 or later."
  exit 1
fi
version=$(node -p 'JSON.parse(fs.readFileSync(process.env.GITHUB_ACTION_PATH + "/package.json", "utf8")).version')
mkdir -p "$RUNNER_TEMP/expand-pgbackrest"
# Not in the checkout, whose .npmrc could name another registry.
cd "$RUNNER_TEMP/expand-pgbackrest"
npm install --prefix . --silent --no-save --no-package-lock --no-audit --no-fund --ignore-scripts "expand-pgbackrest@$version"
