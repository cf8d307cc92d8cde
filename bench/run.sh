#!/usr/bin/env bash
# Measures what Pitwall promises, side by side with ccusage, and writes bench/RESULTS.md.
#   bench/run.sh [--corpus DIR] [--only import,usage,second,reports,page,search,memory]
# DIR holds transcripts: Claude Code's below a folder named projects, Codex's as rollout-*.jsonl. Default: PITWALL_BENCH_CORPUS,
# the shared test data beside the repository, or samples/. The machine should have nothing else to do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

# The other one, at the version the figures are compared with: its native program, not the wrapper that starts it.
ccusage=${PITWALL_CCUSAGE:-}
if [ -z "$ccusage" ] && command -v npm >/dev/null; then
  version=20.0.24
  platform=$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
  if npm install --silent --no-audit --no-fund --prefix "$temp/npm" "ccusage@$version" "@ccusage/ccusage-$platform@$version" >/dev/null 2>&1; then
    ccusage=$(find "$temp/npm/node_modules/@ccusage" -type f -name ccusage | head -1)
  fi
fi
[ -z "$ccusage" ] || chmod +x "$ccusage"
[ -n "$ccusage" ] || echo "ccusage could not be installed: its column stays empty" >&2

./pitwall --version >/dev/null
dotnet build bench/Pitwall.Bench -c Release -v quiet -clp:NoSummary
artifacts/bin/Pitwall.Bench/release/Pitwall.Bench --temp "$temp" ${ccusage:+--ccusage "$ccusage"} "$@"
