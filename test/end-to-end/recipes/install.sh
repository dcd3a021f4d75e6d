#!/usr/bin/env bash
# Installs JUnit from Maven Central, for the recipe in examples/test-recipes.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p toolchain
version=1.13.4
jar="toolchain/junit-platform-console-standalone-$version.jar"
if [ ! -f "$jar" ]; then
  mvn --batch-mode --quiet dependency:copy -DoutputDirectory=toolchain \
    -Dartifact="org.junit.platform:junit-platform-console-standalone:$version"
fi
ln -sf "$(basename "$jar")" toolchain/junit-platform-console-standalone.jar
