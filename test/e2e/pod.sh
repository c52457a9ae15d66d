#!/bin/bash
# Runs a command as the user postgres in a "pod": a private mount namespace in which the files of WORK/POD are mounted where WORK/POD/mounts
# says (lines `source target`), with the cluster's host names and nothing of the machine's own pgBackRest configuration.
# usage: pod.sh WORK POD [VARIABLE=value...] command...
set -e
export WORK=$1 POD=$2
shift 2
exec unshare -m bash -c '
  set -e
  mkdir -p /etc/pgbackrest /data /tmp/pgbackrest /var/run/postgresql
  mount -t tmpfs tmpfs /etc/pgbackrest
  mount -t tmpfs tmpfs /data
  mount -t tmpfs tmpfs /home
  mount --bind "$WORK/$POD/lock" /tmp/pgbackrest
  mount --bind "$WORK/$POD/run" /var/run/postgresql
  mount --bind "$WORK/hosts" /etc/hosts
  mount --bind "$WORK/nsswitch.conf" /etc/nsswitch.conf
  if [ -e /etc/pgbackrest.conf ]; then mount --bind "$WORK/empty" /etc/pgbackrest.conf; fi
  if [ -e "$WORK/trusted.crt" ]; then mount --bind "$WORK/trusted.crt" /etc/ssl/certs/ca-certificates.crt; fi
  while read -r source target; do mkdir -p "$target"; mount --bind "$source" "$target"; done <"$WORK/$POD/mounts"
  exec setpriv --reuid=postgres --regid=postgres --init-groups --reset-env env PATH="$PATH" PGBACKREST_IO_TIMEOUT=10 "$@"
' pod "$@"
