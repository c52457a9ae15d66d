#!/bin/bash
# Model of scripts/configure_spilo.py and scripts/postgres/init_pgbackrest.sh: the database with its archive_command; with a repo host
# (REPO_HOST) also pgBackRest's TLS server, without one also stanza and first backup. Patroni is left out.
set -u
data=/home/postgres/pgdata/pgroot/data
mkdir -p /home/postgres/pgdata/pgbackrest/{log,spool-path}
[ "${REPO_HOST:-}" != true ] || pgbackrest server &
"/usr/lib/postgresql/$PGVERSION/bin/postgres" -D "$data" -c listen_addresses= -c unix_socket_directories=/var/run/postgresql \
  -c fsync=off -c max_wal_size=64MB -c archive_mode=on -c 'archive_command=pgbackrest --stanza=db archive-push "%p"' &
until "/usr/lib/postgresql/$PGVERSION/bin/pg_isready" -q; do sleep 0.05; done
if [ "${REPO_HOST:-}" = true ]; then
  until pgbackrest server-ping "$PGBACKREST_TLS_SERVER_ADDRESS"; do sleep 0.05; done
  echo "launched: database and TLS server"
else
  /opt/image/create-stanza.sh
fi
wait
