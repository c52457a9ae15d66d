#!/bin/bash
# Model of scripts/pgbackrest/repo-host/start.sh: the TLS server; in the background the log directory, the stanza and a first full backup.
set -u
mkdir -p /data/pgbackrest/repo1/log
pgbackrest server &
/opt/image/create-stanza.sh
wait
