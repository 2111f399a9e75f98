#!/usr/bin/env bash
# Set-up, safe to repeat: system packages of Debian or Ubuntu, then .venv/ from the lock files.
#   .ci/setup.sh run    what the product needs
#   .ci/setup.sh lint   and the developers' tools
#   .ci/setup.sh test   and what the whole test suite needs
set -euo pipefail
cd "$(dirname "$0")/.."
# Without one in the environment, bash has a default that programs it starts would not see.
export PATH
scope=${1:?one of: run lint test}

# Drawing of papers (WeasyPrint) and the fonts printed on them.
needed=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig
  fonts-morisawa-bizud-gothic fonts-morisawa-bizud-mincho fonts-ipamj-mincho)
# Parts of the test suite that need one of these are left out, by name, where it cannot be had.
optional=()

say() { printf '%s\n' "$*" >&2; }

installed() { [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

missing_of() {
  local package
  for package; do installed "$package" || echo "$package"; done
}

# ---- system packages ----

may_install() { [[ $EUID -eq 0 ]] || sudo -n true 2>/dev/null; }

as_root() {
  if [[ $EUID -eq 0 ]]; then "$@"; else sudo -n "$@"; fi
}

# Silent but for errors; waits where the system is just updating itself.
apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" \
    </dev/null >/dev/null
}

# Whether the archive has the package itself; Ubuntu's chromium is only a pointer to a snap, which no test can drive.
on_offer() {
  local version
  version=$(LC_ALL=C apt-cache policy "$1" | sed -n 's/^ *Candidate: //p')
  [[ -n $version && $version != '(none)' && $version != *snap* ]] &&
    ! LC_ALL=C apt-cache show "$1" | grep -qi 'transitional.*snap'
}

lists_are_fresh() { [[ -n $(find /var/lib/apt/lists/partial -maxdepth 0 -mtime -1 2>/dev/null) ]]; }

refresh_lists_for() {
  local package
  for package; do
    on_offer "$package" || lists_are_fresh || { apt update; return; }
  done
}

# Debian starts a database server on installation; ours is a throw-away one of the tests' own.
without_a_server() {
  local folder=/etc/postgresql-common/createcluster.d status=0
  local file=$folder/no-cluster-for-tests.conf
  as_root mkdir -p "$folder"
  echo 'create_main_cluster = false' | as_root tee "$file" >/dev/null
  "$@" || status=$?
  as_root rm -f "$file"
  return "$status"
}

apt_install() {
  say "Installing system packages: $*"
  local command=(apt install --yes --no-install-recommends "$@")
  [[ " $* " != *' postgresql '* ]] || command=(without_a_server "${command[@]}")
  # Lists that are too old name files the archive no longer has.
  "${command[@]}" || { apt update && "${command[@]}"; }
}

install_packages() {
  local package
  refresh_lists_for "$@"
  [[ ${#needed[@]} -eq 0 ]] || apt_install "${needed[@]}"
  for package in "${optional[@]}"; do
    if on_offer "$package"; then
      apt_install "$package" || say "The package $package could not be installed."
    else
      say "This system offers no package $package: the tests that need it are left out."
    fi
  done
}

print_command() {
  local command="apt-get update && apt-get install --yes --no-install-recommends $*"
  say "System packages are missing. Run this as an administrator, then start again:" ""
  if command -v sudo >/dev/null; then say "    sudo sh -c '$command'"; else say "    su -c '$command'"; fi
}

ensure_packages() {
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "Not Debian or Ubuntu: please provide what these packages of Debian hold: ${needed[*]} ${optional[*]}"
    return
  fi
  mapfile -t needed < <(missing_of "${needed[@]}")
  if [[ ${#needed[@]} -eq 0 && ${#optional[@]} -eq 0 ]]; then return; fi
  if may_install; then install_packages "${needed[@]}" "${optional[@]}"; return; fi
  print_command "${needed[@]}" "${optional[@]}"
  # The tests go on without an optional part and name it at the end.
  [[ ${#needed[@]} -eq 0 ]]
}

# ---- Python ----

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  local name
  for name in python3.11 python3.12 python3.13 python3; do
    if command -v "$name" >/dev/null && new_enough "$name"; then echo "$name"; return; fi
  done
  say "Python 3.11 or newer is needed, as python3 on the PATH."
  return 1
}

environment_stands() { [[ -x .venv/bin/python ]] && new_enough .venv/bin/python; }

# A stamp inside .venv/ remembers which lock file it was filled from.
install_lock() {
  local lock=$1 stamp=.venv/$1.installed
  if cmp --silent "$lock" "$stamp"; then return; fi
  say "Installing $lock ..."
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes --only-binary :all: --requirement "$lock" </dev/null
  cp "$lock" "$stamp"
}

# ---- all of it ----

if [[ $scope == test ]]; then
  needed+=(poppler-utils)
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || optional+=(postgresql)
  [[ $(command -v chromium) == /usr/* ]] || optional+=(chromium)
  [[ -e /usr/lib/softhsm/libsofthsm2.so ]] || optional+=(softhsm2)
fi
if ! environment_stands; then
  python=$(find_python)
  "$python" -c 'import ensurepip' 2>/dev/null || needed+=("$python-venv")
fi
ensure_packages
if ! environment_stands; then "$python" -m venv --clear .venv; fi
install_lock requirements.lock
if [[ $scope != run ]]; then install_lock requirements-dev.lock; fi
