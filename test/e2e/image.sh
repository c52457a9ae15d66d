#!/bin/bash
# What the pgBackRest image runs by its environment (docs/reference/operator-contract.md 2.4, 2.6 and 5.22); of its retries only the first attempt.
set -euo pipefail
[ "$USE_PGBACKREST" = true ]
case $MODE in
  repo)
    mkdir -p /data/pgbackrest/repo1/log || echo "as in the image, the server starts all the same"
    exec pgbackrest server
    ;;
  backup)
    pod=$(kubectl get pods -l "$SELECTOR" -o name)
    [ -n "$pod" ] || { echo "no pod has the labels $SELECTOR"; exit 1; }
    kubectl exec "$(head -n 1 <<<"$pod")" -c "$CONTAINER" -- /bin/bash -c "pgbackrest backup $COMMAND_OPTS"
    ;;
  restore)
    # Of the first pod; the init container has the volumes of the Postgres container (contract section 3 and 5.22).
    [ "$RESTORE_ENABLE" = true ] || exit 0
    [ "$(cat "$PGROOT/RESTORE_ID" 2>/dev/null)" != "$RESTORE_ID" ] || exit 0
    rm -f "$PGROOT/RESTORE_ID"
    data=$PGROOT/data
    bash -xc "pgbackrest restore $RESTORE_COMMAND --stanza=db --pg1-path=$data --delta  --target-action=promote"
    echo 'local all "postgres" peer' >/tmp/pg_hba.restore.conf
    {
      echo "archive_command = 'false'"
      echo "archive_mode = 'on'"
      echo "hba_file = '/tmp/pg_hba.restore.conf'"
      echo "unix_socket_directories = '/tmp'"
      LC_ALL=C pg_controldata -D "$data" | sed -nE "s/^(max_(connections|worker_processes|wal_senders|prepared_xacts|locks_per_xact)) setting: *([0-9]+)$/\1 = '\3'/p" |
        sed 's/prepared_xacts/prepared_transactions/; s/locks_per_xact/locks_per_transaction/'
    } >/tmp/postgres.restore.conf
    # archive-get may wait for archive-timeout, a minute, while another one holds the lock.
    pg_ctl start --silent --timeout=240 --wait -D "$data" --log=/tmp/restore.log --options='--config-file=/tmp/postgres.restore.conf' || { cat /tmp/restore.log; exit 1; }
    until [ "${recovery-}" = f ]; do
      pg_ctl status -D "$data" >/dev/null || { cat /tmp/restore.log; exit 1; } # there, it would wait forever
      recovery=$(psql -h /tmp -Atc "select case when not pg_is_in_recovery() then false when not pg_is_wal_replay_paused() then true else pg_wal_replay_resume()::text = '' end") && sleep 1 || true
    done
    pg_ctl stop --silent --wait -D "$data"
    echo -n "$RESTORE_ID" >"$PGROOT/RESTORE_ID"
    echo "pgBackRest: Restore complete"
    ;;
  *)
    echo "the image has no mode $MODE"
    exit 1
    ;;
esac
