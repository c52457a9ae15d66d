#!/bin/bash
# What the pgBackRest image runs by its environment (docs/reference/operator-contract.md 2.4 and 2.6); of its retries only the first attempt.
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
  *)
    echo "the image has no mode $MODE"
    exit 1
    ;;
esac
