#!/usr/bin/env bash
# Installs the generators of clients, and what the generated clients need, for test/clients. From package registries only.
set -euo pipefail
cd "$(dirname "$0")"

npm ci --ignore-scripts --no-audit --no-fund --silent

version=7.25.0
if [ ! -f "openapi-generator-cli-$version.jar" ]; then
  mvn --batch-mode --quiet dependency:copy -DoutputDirectory=. \
    -Dartifact="org.openapitools:openapi-generator-cli:$version"
fi
ln -sf "openapi-generator-cli-$version.jar" openapi-generator-cli.jar

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt
