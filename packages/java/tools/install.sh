#!/usr/bin/env bash
# Fetches from Maven Central what the tests of packages/java need, so that they run offline: the plugins, JUnit, and the
# formatter, google-java-format 1.28, the last one that runs on Java 17.
set -euo pipefail
cd "$(dirname "$0")/.."
version=1.28.0
jar="tools/google-java-format-$version-all-deps.jar"
# A test of no server, because Surefire fetches what runs JUnit only when it runs something. The plugins of a release are run,
# too, into a folder that is not kept.
deployed=$(mktemp -d)
trap 'rm -rf "$deployed"' EXIT
mvn --batch-mode --quiet --activate-profiles release deploy -Dtest=ModelsTest -Dmaven.install.skip \
  -DaltDeploymentRepository="fetched::file://$deployed" >/dev/null
[ -f "$jar" ] || mvn --batch-mode --quiet dependency:copy -DoutputDirectory=tools \
  -Dartifact="com.google.googlejavaformat:google-java-format:$version:jar:all-deps"
ln -sf "$(basename "$jar")" tools/google-java-format.jar
