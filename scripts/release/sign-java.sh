#!/usr/bin/env bash
# Signs the files in the archive of the Java packages with your GPG key, for the upload at central.sonatype.com:
#
#   scripts/release/sign-java.sh kgiton-payments-java.zip
set -euo pipefail
archive=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
unzip -q "$archive"
find com -type f \( -name '*.jar' -o -name '*.pom' \) -exec gpg --batch --yes --armor --detach-sign {} \;
zip --quiet --recurse-paths "$archive" com
