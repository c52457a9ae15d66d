#!/bin/bash
# PID 1 of a pod, in mount and PID namespaces of its own: builds the container's root from this machine's /usr, as an image would have it, and
# from DIRECTORY (etc/, mounts), prints its process id, and waits for the end of its standard input. With it everything in the pod ends.
# usage: pod.sh DIRECTORY READ_ONLY_ROOT
set -euo pipefail
directory=$1 read_only=$2
read -r pid _ </proc/self/stat # as the machine counts, not as the pod does
root=$directory/root
mkdir "$root"
mount -t tmpfs -o mode=0755 image "$root"
cd "$root"
mkdir -p usr proc dev/shm etc/ssl/certs home/postgres tmp run/postgresql var/tmp opt
ln -s ../run var/run
mount --rbind /usr usr
mount -o remount,bind,ro usr
for name in bin sbin lib lib32 lib64 libx32; do
  if [ -L "/$name" ]; then
    cp -P "/$name" .
  elif [ -d "/$name" ]; then
    mkdir "$name"
    mount --bind "/$name" "$name"
  fi
done
mount -t proc proc proc
mount -t tmpfs -o mode=1777 shm dev/shm
for device in null zero random urandom; do
  : >"dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
cp -rP /etc/passwd /etc/group /etc/ld.so.cache /etc/alternatives etc
cp -r "$directory/etc/." etc
chmod 1777 tmp var/tmp
chown postgres:postgres home/postgres run/postgresql
while IFS=$'\t' read -r source target mode; do
  if [ -d "$source" ]; then
    mkdir -p "./$target"
  else
    mkdir -p "./$(dirname "$target")"
    : >"./$target"
  fi
  mount --bind "$source" "./$target"
  [ "$mode" = rw ] || mount -o remount,bind,ro "./$target"
done <"$directory/mounts"
[ "$read_only" = false ] || mount -o remount,bind,ro "$root"
echo "$pid"
exec chroot "$root" /bin/bash -c 'while read -r; do :; done'
