#!/usr/bin/env bash
# Installs what judges workflows, hooks and manifests of a release, into .cache/tools: linters and pre-commit from PyPI, pinned by hash; actionlint and
# krew built with Go; Tekton's resource definitions; Ruby from Debian, which reads the Homebrew formula. What is there already is kept.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=$(cd "$here/../.." && pwd)/.cache/tools

packages=(ruby)
python3 -m pip --version >/dev/null 2>&1 || packages+=(python3-pip)
if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
  apt-get update
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
fi

# There when everything below was installed whole, by the files that say what.
wanted=$(cat "$here/install.sh" "$here/requirements.txt" <(python3 --version) <(go version) | sha256sum)
if [ "$(cat "$tools/installed" 2>/dev/null)" = "$wanted" ]; then exit 0; fi
rm -rf "$tools"
mkdir -p "$tools/bin" "$tools/tekton"

# Of check-jsonschema only the schemas are used, so what its own program needs stays away.
python3 -m pip install -q --no-cache-dir --no-deps --require-hashes --target "$tools/python" -r "$here/requirements.txt"

GOBIN=$tools/bin go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
GOBIN=$tools/bin go install sigs.k8s.io/krew/cmd/krew@v0.4.3 sigs.k8s.io/krew/cmd/validate-krew-manifest@v0.4.3
tekton=$(go mod download -json github.com/tektoncd/pipeline@v1.5.0 | sed -nE 's/^\s*"Dir": "(.*)",$/\1/p')
cp "$tekton/config/300-crds/300-task.yaml" "$tools/tekton/task-crd.yaml"
chmod -R u+w "$tools/tekton"

echo "$wanted" >"$tools/installed"
