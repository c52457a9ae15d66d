#!/bin/bash
# Stands for kubectl in the pods of backup jobs. The pods of the cluster are folders in /opt/cluster, each with its labels (lines
# `key=value`), its containers (lines) and `exec`, a script that runs a command in it.
# usage: kubectl get pods -l KEY=VALUE,... -o name | kubectl exec POD -c CONTAINER -- COMMAND...
set -euo pipefail
case "$1 $2" in
  "get pods")
    for pod in /opt/cluster/*; do
      for pair in ${4//,/ }; do grep -qxF "$pair" "$pod/labels" || continue 2; done
      echo "pod/${pod##*/}"
    done
    ;;
  "exec pod/"*)
    pod=/opt/cluster/${2#pod/}
    grep -qxF "$4" "$pod/containers" || { echo "container $4 is not valid for pod ${2#pod/}" >&2; exit 1; }
    exec bash "$pod/exec" "${@:6}"
    ;;
  *)
    echo "not a call of the image: kubectl $*" >&2
    exit 1
    ;;
esac
