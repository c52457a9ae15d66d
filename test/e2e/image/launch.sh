#!/bin/bash
# What the container image starts with, by MODE (contract 2.4, 2.6 and 3). These scripts are models of CYBERTEC-pg-container@6f10191:
# same decisions and command lines, fewer attempts and shorter pauses.
set -u
[ "${USE_PGBACKREST:-}" = true ] || exec sleep infinity
case ${MODE:-postgres} in
  repo) exec /opt/image/repo-host.sh ;;
  backup) exec /opt/image/backup-job.sh ;;
  postgres) exec /opt/image/postgres.sh ;;
  *) echo "unknown MODE $MODE" ;;
esac
