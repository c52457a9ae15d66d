#!/bin/bash
# The stanza and, where there is none, one full backup in repo1. The last line tells the harness how it went.
set -u
for _ in $(seq "${ATTEMPTS:-10}"); do
  if pgbackrest --stanza=db stanza-create; then
    if pgbackrest --stanza=db --output=json --repo=1 info | grep -q '"label"'; then
      echo "launched: backups are there"
    elif pgbackrest --stanza=db --repo=1 --type=full backup; then
      echo "launched: first backup taken"
    else
      echo "not launched: no first backup"
    fi
    exit
  fi
  sleep 0.3
done
echo "not launched: no stanza"
