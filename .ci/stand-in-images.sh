#!/usr/bin/env bash
# For machines that cannot reach a container registry: assembles images like the Dockerfile's base images, under their names without the
# digest, from Debian packages and the Node in .cache/node, so that the unchanged Dockerfile can be built and its result tested. The Debian file
# system is kept in .cache.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${BUILD_IMAGE:-node:24-bookworm-slim} run=${RUN_IMAGE:-gcr.io/distroless/nodejs24-debian12:nonroot}
node=$(find "$PWD/.cache/node" -path "*/v24.*/node" | sort -V | tail -n 1)
cache=$PWD/.cache/stand-ins
ca_bundle=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}
mkdir -p "$cache"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

there() { docker image inspect "$1" >/dev/null 2>&1; }

debian() {
  [ ! -s "$cache/debian.tar" ] || return 0
  debootstrap --variant=minbase --include=ca-certificates bookworm "$work/debian"
  tar -C "$work/debian" -cf "$cache/debian.tar.part" .
  mv "$cache/debian.tar.part" "$cache/debian.tar" # all or nothing
}

# Debian with node, npm and this machine's certificates, which is what `npm ci` needs.
build_base() {
  local root=$work/build
  debian
  mkdir -p "$root"
  tar -C "$root" -xf "$cache/debian.tar"
  mkdir -p "$root/usr/lib/node_modules"
  cp -L "$node" "$root/usr/bin/node"
  cp -r "$(npm root -g)/npm" "$root/usr/lib/node_modules/npm"
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/bin/npm"
  ln -sf ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/bin/npx"
  cp -L "$ca_bundle" "$root/etc/ssl/certs/ca-certificates.crt"
  tar -C "$root" -c . | docker import -c 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt' - "$build"
}

# Like distroless: node in the same place, the libraries it links to, users and certificates, but no shell and no package manager.
run_base() {
  local root=$work/run library
  mkdir -p "$root"/{nodejs/bin,etc/ssl/certs,home/nonroot,root}
  mkdir -m 1777 "$root/tmp"
  cp -L "$node" "$root/nodejs/bin/node"
  ldd "$root/nodejs/bin/node" | grep -oE '/[^ ]+\.so[^ ]*' | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
  cp -L "$ca_bundle" "$root/etc/ssl/certs/ca-certificates.crt"
  cat >"$root/etc/passwd" <<'USERS'
root:x:0:0:root:/root:/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin
nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin
USERS
  printf 'root:x:0:\nnobody:x:65534:\nnonroot:x:65532:\n' >"$root/etc/group"
  tar -C "$root" -c . | docker import -c 'USER 65532' -c 'ENTRYPOINT ["/nodejs/bin/node"]' - "$run"
}

there "$build" || build_base
there "$run" || run_base
