#!/bin/bash
# Model of scripts/pgbackrest/backup/start.sh: finds a pod by SELECTOR, runs the backup in its CONTAINER. As the original it ends with 0
# when there is no such pod.
set -u
pod=
for _ in $(seq "${ATTEMPTS:-4}"); do
  pod=$(kubectl get pods -l "$SELECTOR" -o name | head -n 1)
  [ -z "$pod" ] || break
  sleep 0.3
done
if [ -z "$pod" ]; then
  echo "no pod with the labels $SELECTOR"
  exit 0
fi
for _ in $(seq "${ATTEMPTS:-4}"); do
  kubectl exec "$pod" -c "$CONTAINER" -- bash -c "pgbackrest backup $COMMAND_OPTS" && exit 0
  sleep 0.3
done
exit 1
