#!/usr/bin/env bash
# Installs what the tests of the Python package need into packages/python/.venv.
set -euo pipefail
cd "$(dirname "$0")/.."
python3 -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement tools/requirements.txt
