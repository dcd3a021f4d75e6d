#!/usr/bin/env bash
# Fetches from Maven Central what the tests of the starter and of examples/spring-shop need, so that they run offline: Spring
# Boot 3.5 and 4.1, and their plugins.
set -euo pipefail
cd "$(dirname "$0")"
# Tests that need no sandbox, because Surefire fetches what runs JUnit only when it runs something.
mvn --batch-mode --quiet verify -Dtest=ConfigurationTest,StartTest -Dsurefire.failIfNoSpecifiedTests=false >/dev/null
touch installed
