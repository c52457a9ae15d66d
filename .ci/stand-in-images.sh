#!/usr/bin/env bash
# Where no container registry can be reached: assembles images of the names that the Dockerfile builds on, from Debian packages and this
# machine's Node, so that the unchanged Dockerfile can be built and its result tested. Keeps the parts in .cache.
set -euo pipefail
cd "$(dirname "$0")/.."
build=node:20-bookworm-slim run=gcr.io/distroless/nodejs20-debian12:nonroot
cache=.cache/stand-ins
mkdir -p "$cache"

if ! docker image inspect "$build" >/dev/null 2>&1; then
  root=$(mktemp -d)
  [ -s "$cache/debian.tar" ] || {
    debootstrap --variant=minbase --include=ca-certificates bookworm "$root/debian" >"$cache/debootstrap.log" 2>&1 || { tail -20 "$cache/debootstrap.log"; exit 1; }
    tar -C "$root/debian" -cf "$cache/debian.tar" .
  }
  mkdir -p "$root/build"
  tar -C "$root/build" -xf "$cache/debian.tar"
  npm_root=$(npm root -g)
  cp -L "$(command -v node)" "$root/build/usr/bin/node"
  mkdir -p "$root/build/usr/lib/node_modules"
  cp -r "$npm_root/npm" "$root/build/usr/lib/node_modules/npm"
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$root/build/usr/bin/npm"
  ln -sf ../lib/node_modules/npm/bin/npx-cli.js "$root/build/usr/bin/npx"
  bundle=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}
  cp -L "$bundle" "$root/build/etc/ssl/certs/ca-certificates.crt"
  tar -C "$root/build" -c . | docker import -c 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt' - "$build" >/dev/null
  rm -rf "$root"
fi

if ! docker image inspect "$run" >/dev/null 2>&1; then
  root=$(mktemp -d)
  mkdir -p "$root"/{nodejs/bin,etc,tmp,lib64,usr/lib}
  cp -L "$(command -v node)" "$root/nodejs/bin/node"
  # Only what the binary links to: no shell, no package manager.
  ldd "$root/nodejs/bin/node" | grep -oE '/[^ ]+\.so[^ ]*' | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
  printf 'root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' >"$root/etc/passwd"
  tar -C "$root" -c . | docker import - "$run" >/dev/null
  rm -rf "$root"
fi
