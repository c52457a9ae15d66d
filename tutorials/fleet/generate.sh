#!/bin/sh
# generate.sh N: writes a folder clusters/db-001, clusters/db-002 ... for each of N clusters. Each has its own namespace, path in the bucket and
# minute; everything else is in base/.
set -eu
for i in $(seq "$1"); do
  name=$(printf 'db-%03d' "$i")
  mkdir -p "clusters/$name"
  cat >"clusters/$name/kustomization.yaml" <<END
resources:
- ../../base
namespace: $name
patches:
- target:
    kind: postgresql
  patch: |-
    - op: replace
      path: /spec/backup/pgbackrest/global/repo1-path
      value: /fleet/$name
    - op: replace
      path: /spec/backup/pgbackrest/repos/0/schedule
      value:
        full: $((i % 60)) $((i / 60 % 24)) * * 0
        diff: $((i % 60)) $((i / 60 % 24)) * * 1-6
END
done
