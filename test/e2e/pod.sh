#!/bin/bash
# Becomes a "pod": a root folder of its own with the programs of this machine, volumes where FOLDER/mounts says (lines `source target`), and
# an address in the network of process NETWORK. Writes its process id to FOLDER/pid when it is ready; all of the pod ends with it.
# usage: unshare --mount --net --ipc [--pid] --fork --kill-child=KILL pod.sh FOLDER NETWORK DEVICE ADDRESS
set -euo pipefail
folder=$1 network=$2 device=$3 address=$4
root=$folder/root
read -r pid _ </proc/self/stat # the id outside of the pod: /proc is still the machine's

nsenter --net="/proc/$network/ns/net" ip link add "$device" type veth peer name eth0 netns $$
nsenter --net="/proc/$network/ns/net" ip link set "$device" master pods up
ip link set lo up
ip addr add "$address/24" dev eth0
ip link set eth0 up

mkdir -p "$root"
mount -t tmpfs -o mode=755 tmpfs "$root"
for path in /bin /sbin /lib* /usr /dev /sys; do
  if [ -L "$path" ]; then cp -a "$path" "$root"; else mkdir "$root$path" && mount --rbind "$path" "$root$path"; fi
done
mkdir "$root/proc" "$root/etc" "$root/home" "$root/run" "$root/var"
mkdir -m 1777 "$root/tmp"
ln -s /run "$root/var/run"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm" # PostgreSQL leaves files there when it is killed
cp -a /etc/. "$root/etc"
# What Debian's package ships: pgBackRest would read it beside the rendered files.
rm -f "$root/etc/pgbackrest.conf"
echo 'hosts: files' >"$root/etc/nsswitch.conf"
mount --bind "$folder/../hosts" "$root/etc/hosts"
if [ -e "$folder/../authority.crt" ]; then cp --remove-destination "$folder/../authority.crt" "$root/etc/ssl/certs/ca-certificates.crt"; fi
install -d -o postgres -g postgres "$root/run/postgresql"
while read -r source target; do
  mkdir -p "$root$target"
  mount --rbind "$source" "$root$target"
done <"$folder/mounts"

# The first process of a pod collects what others leave, which bash does. Others may enter once it is in its root folder.
exec chroot "$root" /bin/bash -c 'echo "$0" >&3; exec 3>&-; [ $$ = 1 ] || exec sleep infinity; sleep infinity & wait' "$pid" 3>"$folder/pid"
