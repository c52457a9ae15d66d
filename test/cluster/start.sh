#!/bin/bash
# Becomes a control plane: etcd, kube-apiserver and kube-controller-manager in namespaces of its own, for network and processes. Nothing
# outside reaches it but through FOLDER/api.sock, it reaches nothing, and its ports are free. All of it ends with this process.
# usage: unshare --net --pid --fork --kill-child=KILL start.sh FOLDER PROGRAMS
# FOLDER has service-account.key, tokens.csv and admin.kubeconfig; it gets `pid` with the process id, and `ready` when all is.
set -euo pipefail
folder=$1 programs=$2
read -r pid _ </proc/self/stat # the id outside: /proc is still the machine's
echo "$pid" >"$folder/pid"
ip link set lo up

started() { # NAME COMMAND...
  local name=$1
  shift
  "$@" >"$folder/logs/$name" 2>&1 &
}
ready() { # NAME COMMAND...: until it succeeds, for a minute at most, and not without the program
  local name=$1 id=$! end=$((SECONDS + 60))
  shift
  while ((SECONDS < end)); do
    "$@" >/dev/null 2>&1 && return 0
    kill -0 "$id" 2>/dev/null || break
    sleep 0.1
  done
  echo "$name is not ready" >&2
  exit 1
}
kubectl() { "$programs/kubectl" --kubeconfig "$folder/admin.kubeconfig" "$@"; }

started etcd "$programs/etcd" --data-dir "$folder/etcd" --log-level warn --unsafe-no-fsync \
  --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
  --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
  --initial-cluster default=http://127.0.0.1:2380
# Requests for logs and for commands in pods go to test/cluster/kubelet.ts as the client sent them, which so needs to know WebSockets alone.
started kube-apiserver "$programs/kube-apiserver" --etcd-servers http://127.0.0.1:2379 \
  --bind-address 127.0.0.1 --advertise-address 192.0.2.1 --secure-port 6443 --cert-dir "$folder/tls" \
  --endpoint-reconciler-type none --service-cluster-ip-range 10.0.0.0/24 --allow-privileged \
  --authorization-mode RBAC --token-auth-file "$folder/tokens.csv" \
  --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$folder/service-account.key" \
  --service-account-signing-key-file "$folder/service-account.key" \
  --feature-gates TranslateStreamCloseWebsocketRequests=false
ready kube-apiserver kubectl get --raw /readyz
# Nodes are not watched: the one that there is sends no heartbeats, and its pods would be taken for lost.
started kube-controller-manager "$programs/kube-controller-manager" --kubeconfig "$folder/admin.kubeconfig" --leader-elect=false \
  --bind-address 127.0.0.1 --secure-port 10257 --cert-dir "$folder/tls" \
  --controllers '*,-node-lifecycle-controller,-taint-eviction-controller' \
  --service-account-private-key-file "$folder/service-account.key" --use-service-account-credentials=false
ready kube-controller-manager kubectl get serviceaccount default
started api.sock "$programs/kubectl" --kubeconfig "$folder/admin.kubeconfig" proxy --unix-socket "$folder/api.sock"
ready api.sock test -S "$folder/api.sock"
touch "$folder/ready"
wait -n
echo "a part of the control plane has ended" >&2
exit 1
