#!/bin/sh
# Make the sample office under another name first, so that one broken off never passes for a whole one.
dangan=$1
db=$2
[ -e "$db" ] && exit 0
umask 077
mkdir -p "$(dirname "$db")" || exit 1
new="$db.new"
rm -rf "$new" "$new"-* "$new".files
"$dangan" --db "$new" demo || exit 1
for part in -wal -shm .files ""; do
  [ ! -e "$new$part" ] || mv "$new$part" "$db$part" || exit 1
done
