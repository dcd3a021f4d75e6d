#!/usr/bin/env bash
# What the GitHub Action runs (action.yml): builds the sandbox of this checkout, starts it and waits until it answers.
set -euo pipefail

port="${KGITON_SANDBOX_PORT:-4020}"
url="http://localhost:$port"
log="$RUNNER_TEMP/kgiton-sandbox-$port.log"

cd "$(dirname "$0")/../.."
# The lock file of the checkout says what is installed, and nothing that is installed runs scripts.
[ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund
[ -e packages/sandbox/dist ] || npm run build:packages

# It goes on after this step.
nohup node packages/sandbox/bin/kgiton-sandbox.js >"$log" 2>&1 </dev/null &
pid=$!
echo "$pid" >"$RUNNER_TEMP/kgiton-sandbox-$port.pid"

for _ in $(seq 1 150); do
  if ! kill -0 "$pid" 2>/dev/null; then break; fi
  # First its own word that it listens: on a port that is taken, somebody else would answer.
  if grep --quiet "http://127.0.0.1:$port" "$log" && curl --silent --fail --max-time 2 --output /dev/null "$url/_sandbox/health"; then
    echo "url=$url" >>"$GITHUB_OUTPUT"
    echo "KGITON_BASE_URL=$url" >>"$GITHUB_ENV"
    echo "The sandbox answers on $url; its log is $log."
    exit 0
  fi
  sleep 0.2
done
kill "$pid" 2>/dev/null || true
echo "::error::The sandbox does not answer on $url."
head -n 20 "$log"
exit 1
