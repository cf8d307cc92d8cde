#!/usr/bin/env bash
# Builds everything once and runs all tests: unit, store (SQLite and PostgreSQL) and end-to-end in a browser.
#   ./test.sh                all
#   ./test.sh unit           without the browser
#   ./test.sh e2e            the browser alone
# Installs what the tests need beyond the .NET SDK by the system's package manager where it may (root, or sudo without a
# password); where it may not, it says what is missing and fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1

what=${1:-all}
case $what in all | unit | e2e) ;; *) echo "usage: ./test.sh [all|unit|e2e]" >&2; exit 64 ;; esac

say() { printf '%s\n' "== $*"; }
# Where this copy of the repository lies is nobody's business.
without_paths() { sed "s#$PWD/##g; s#$PWD##g"; }

find_postgres() {
  local dir
  for dir in ${PATH//:/ } /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin; do
    # 15 or newer: what the store is tested with.
    if [ -x "$dir/initdb" ] && [ "$("$dir/initdb" --version | sed 's/.* \([0-9]*\).*/\1/')" -ge 15 ] 2>/dev/null; then return 0; fi
  done
  return 1
}

find_chromium() {
  local name
  for name in "${PITWALL_CHROMIUM:-chromium}" chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null && return 0
  done
  [ -d "/Applications/Chromium.app" ] || [ -d "/Applications/Google Chrome.app" ]
}

find_sqlite() {
  [ "$(uname)" = Darwin ] || ldconfig -p 2>/dev/null | grep -q 'libsqlite3\.so\.0' || ls /usr/lib*/libsqlite3.so.0 /usr/lib/*/libsqlite3.so.0 /lib/*/libsqlite3.so.0 >/dev/null 2>&1
}

missing() {
  find_sqlite || echo sqlite
  find_postgres || echo postgresql
  [ "$what" = unit ] || find_chromium || echo chromium
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

install() {
  local names=()
  local thing
  if command -v apt-get >/dev/null; then
    for thing in "$@"; do case $thing in sqlite) names+=(libsqlite3-0) ;; *) names+=("$thing") ;; esac; done
    as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${names[@]}"
  elif command -v dnf >/dev/null; then
    for thing in "$@"; do case $thing in sqlite) names+=(sqlite-libs) ;; postgresql) names+=(postgresql-server) ;; *) names+=("$thing") ;; esac; done
    as_root dnf install -y -q "${names[@]}"
  elif command -v pacman >/dev/null; then
    as_root pacman -Sy --noconfirm --needed "$@"
  elif command -v apk >/dev/null; then
    for thing in "$@"; do case $thing in sqlite) names+=(sqlite-libs) ;; postgresql) names+=(postgresql runuser) ;; *) names+=("$thing") ;; esac; done
    as_root apk add -q "${names[@]}"
  elif command -v brew >/dev/null; then
    for thing in "$@"; do case $thing in postgresql) names+=(postgresql@17) ;; *) names+=("$thing") ;; esac; done
    brew install -q "${names[@]}"
  else
    return 1
  fi
}

need=$(missing)
if [ -n "$need" ]; then
  say "installing" $need
  # shellcheck disable=SC2086 # a list of words
  install $need >/dev/null 2>&1 || true
  need=$(missing)
  if [ -n "$need" ]; then
    echo "test.sh: missing:" $need >&2
    echo "The tests need SQLite, PostgreSQL 15 or newer and Chromium. Install them with your package manager" >&2
    echo "(Debian and Ubuntu: apt-get install libsqlite3-0 postgresql chromium), or run this script as root." >&2
    exit 69
  fi
fi
command -v dotnet >/dev/null || { echo "test.sh: the .NET SDK 10 is missing: https://dot.net" >&2; exit 69; }

started=$SECONDS
say "build"
case $what in unit) project=tests/Pitwall.Tests ;; e2e) project=tests/Pitwall.EndToEnd ;; *) project=Pitwall.slnx ;; esac
dotnet build "$project" -c Release -v quiet -clp:NoSummary 2>&1 | without_paths

passed=0 failed=0 skipped=0
# Runs one test program and adds up what it says in its last line.
run() {
  say "$1"
  local log summary
  log=$(mktemp)
  "artifacts/bin/$1/release/$1" -noColor -noLogo 2>&1 | without_paths | tee "$log" || true
  summary=$(grep -E 'Total: [0-9]+' "$log" | tail -1 || true)
  rm -f "$log"
  if [ -z "$summary" ]; then
    echo "$1 did not finish"
    failed=$((failed + 1))
    return
  fi
  number() { sed -n "s/.*$1: \([0-9]*\).*/\1/p" <<<"$summary" | head -1; }
  local total errors f s n
  total=$(number Total) errors=$(number Errors) f=$(number Failed) s=$(number Skipped) n=$(number 'Not Run')
  failed=$((failed + ${f:-0} + ${errors:-0}))
  skipped=$((skipped + ${s:-0} + ${n:-0}))
  passed=$((passed + total - ${f:-0} - ${s:-0} - ${n:-0}))
}

if [ "$what" != e2e ]; then run Pitwall.Tests; fi
if [ "$what" != unit ]; then run Pitwall.EndToEnd; fi

say "$((SECONDS - started)) s"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
