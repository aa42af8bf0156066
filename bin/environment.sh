# Shared start of the scripts in bin/. Sourced, never run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$PWD
VENV=${VENV:-$ROOT/.venv}
PATH=$VENV/bin:$PATH
export PATH PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# Without compiled modules each start of a process costs a third more.
unset PYTHONDONTWRITEBYTECODE

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
die() { printf '\nSEJARAS: %s\n' "$*" >&2; exit 1; }

# A Python of the machine that is new enough. The distribution's own first: it is built with optimisation, and one
# compiled by hand often is not and takes a quarter longer. One that can make an environment goes before one that can't.
find_python() {
  local name check
  for check in "import sys, venv, ensurepip" "import sys"; do
    for name in /usr/bin/python3 python3.14 python3.13 python3.12 python3.11 python3 python; do
      if command -v "$name" >/dev/null && "$name" -c "$check; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then
        command -v "$name"
        return
      fi
    done
  done
  die "Python 3.11 or newer is needed. On Debian or Ubuntu: apt-get install python3 python3-venv"
}

# Test data lives as long as the test: in memory where there is room, as each fsync costs milliseconds on a disk.
in_memory() {
  local free
  free=$(df --output=avail -k /dev/shm 2>/dev/null | tail -1) || return 0
  [ "${free:-0}" -gt 4000000 ] && [ -w /dev/shm ] || return 0
  TMPDIR=$(mktemp -d /dev/shm/sejaras-XXXXXX)
  chmod 711 "$TMPDIR" # the database server is another user
  export TMPDIR
  trap 'rm -rf "$TMPDIR"' EXIT
}
