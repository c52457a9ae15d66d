# start-often.sh TIMES FILE COMMAND...: runs a command many times on one file.
set -e
times=$1 file=$2
shift 2
for ((run = 0; run < times; run += 1)); do "$@" <"$file" >/dev/null; done
