#!/bin/bash
# Stands for kubectl, in the pods of backup jobs and where a person types commands. The pods of the cluster are folders in /opt/cluster, each with
# its labels (lines `key=value`), its containers (lines) and `exec`, a script that runs a command in it.
# usage: kubectl [-n pg] get pods -l KEY=VALUE,... -o name | kubectl [-n pg] exec [-i] POD -c CONTAINER -- COMMAND...
set -euo pipefail
if [ "$1" = -n ]; then
  [ "$2" = pg ] || { echo "there is no namespace $2" >&2; exit 1; }
  shift 2
fi
case "$1 $2" in
  "get pods")
    for pod in /opt/cluster/*; do
      for pair in ${4//,/ }; do grep -qxF "$pair" "$pod/labels" || continue 2; done
      echo "pod/${pod##*/}"
    done
    ;;
  "exec "*)
    shift
    # As kubectl, it passes nothing on to a command without -i.
    if [ "$1" = -i ]; then shift; else exec </dev/null; fi
    name=${1#pod/}
    pod=/opt/cluster/$name
    [ -d "$pod" ] || { echo "pods \"$name\" not found" >&2; exit 1; }
    [ "$2 $4" = "-c --" ] || { echo "not a call that this stands for: kubectl exec $*" >&2; exit 1; }
    grep -qxF "$3" "$pod/containers" || { echo "container $3 is not valid for pod $name" >&2; exit 1; }
    exec bash "$pod/exec" "${@:5}"
    ;;
  *)
    echo "not a call that this stands for: kubectl $*" >&2
    exit 1
    ;;
esac
