#!/bin/sh
# Make the sample office under another name first: a closed store without attachments is one file, and one rename brings
# it to its place, so that one broken off never passes for a whole one.
dangan=$1
db=$2
[ -e "$db" ] && exit 0
umask 077
mkdir -p "$(dirname "$db")" || exit 1
new="$db.new"
rm -rf "$new" "$new"-* "$new".files
"$dangan" --db "$new" demo || exit 1
for more in "$new"-wal "$new".files; do
  [ ! -e "$more" ] || { echo "$more was not expected." >&2; exit 1; }
done
rm -f "$db"-wal "$db"-shm # of an office that was taken away: they would be read into this one
mv "$new" "$db"
