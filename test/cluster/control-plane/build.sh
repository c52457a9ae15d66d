#!/usr/bin/env bash
# Builds etcd, kube-apiserver, kube-controller-manager and kubectl from their Go modules into .cache/control-plane/<hash of what they are
# built from>/, where test/cluster/programs.ts looks for them. About 8 minutes once, then nothing. Prints the folder.
set -euo pipefail
cd "$(dirname "$0")"
made_from=$(cat go.mod go.sum build.sh | sha256sum | cut -c 1-16)
folder=$(cd ../../.. && pwd)/.cache/control-plane/$made_from
if [ "$(go version)" = "$(cat "$folder/built-with" 2>/dev/null)" ]; then
  echo "$folder"
  exit
fi
mkdir -p "$folder"
version=$(go list -m -f '{{.Version}}' k8s.io/kubernetes)
minor=${version#v1.}
minor=${minor%%.*}
# Without a version, the API server calls itself v0.0.0-master, and kubectl warns of a server that is far from it. kubectl's own is a
# variable of client-go.
stamps=
for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
  stamps+=" -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=$minor"
done
build() { # NAME PACKAGE
  # By another name first: two builds at once, or one that is killed, leave no half program.
  CGO_ENABLED=0 nice go build -trimpath -o "$folder/$1.$$" -ldflags "-s -w$stamps" "$2"
  mv "$folder/$1.$$" "$folder/$1"
}
build kubectl k8s.io/kubernetes/cmd/kubectl
build etcd go.etcd.io/etcd/server/v3
build kube-apiserver k8s.io/kubernetes/cmd/kube-apiserver
build kube-controller-manager k8s.io/kubernetes/cmd/kube-controller-manager
go version >"$folder/built-with"
echo "$folder"
