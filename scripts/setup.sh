#!/bin/sh
# Make the project's own virtual environment, or say what is missing and how to get it.
python=$1
venv=$2
command -v "$python" >/dev/null 2>&1 || {
  echo "Python 3.11 or newer is missing. Debian, Ubuntu: apt install python3 python3-venv" >&2
  exit 1
}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "dangan needs Python 3.11 or newer; $("$python" --version) was found. Try: make PYTHON=python3.12" >&2
  exit 1
}
"$python" -c 'import venv, ensurepip' >/dev/null 2>&1 || {
  echo "Python's venv module is missing. Debian, Ubuntu: apt install python3-venv" >&2
  exit 1
}
"$python" -m venv "$venv" || {
  echo "The folder $venv could not be made (disk full, or no right to write here?)" >&2
  exit 1
}
