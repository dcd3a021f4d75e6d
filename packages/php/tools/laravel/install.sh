#!/usr/bin/env bash
# Installs Laravel for the tests of packages/php, into folders beside this file: ./8/php runs PHP with Laravel 8. On a Debian
# machine, each version comes with the PHP and PHPUnit of a Debian release, and the machine's own packages are left alone.
# Elsewhere, Composer fetches Laravel and PHPUnit for the PHP of the machine.
#
#   install.sh [8|10|13]...
set -euo pipefail
cd "$(dirname "$0")"

# A Debian release for each version of Laravel.
declare -A releases=([8]=bookworm [10]=trixie [13]=forky)
archive=$(command -v apt-get >/dev/null && apt-get indextargets --format '$(REPO_URI) $(ARCHIVE_CODENAME)' 'Created-By: Packages' 'Label: Debian' | awk '{ print $1; exit }' || true)

install_from_packagist() {
  local root=$1 version=$2
  mkdir -p "$root/usr/share/php/Illuminate" "$root/usr/bin"
  echo '{}' >"$root/composer.json"
  composer require --working-dir="$root" --no-interaction --quiet "laravel/framework:^$version.0" phpunit/phpunit mockery/mockery
  echo "<?php require '$root/vendor/autoload.php';" >"$root/usr/share/php/Illuminate/autoload.php"
  ln -s ../../vendor/bin/phpunit "$root/usr/bin/phpunit"
  printf '#!/bin/sh\nexec php -d include_path=".:%s" "$@"\n' "$root/usr/share/php" >"$root/php"
  chmod +x "$root/php"
}

install_from_debian() {
  local root=$1 version=$2 work
  work=$(mktemp -d)
  mkdir -p "$work"/{lists/partial,cache/archives/partial}
  touch "$work/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $archive ${releases[$version]} main" >"$work/sources.list"
  # apt of its own: nothing counts as installed, so it fetches the whole tree down to the C library.
  local apt=(apt-get -qq -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=-
    -o "Dir::State::lists=$work/lists" -o "Dir::State::status=$work/status" -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root
    -o APT::Install-Recommends=false -o Acquire::Languages=none -o Debug::NoLocking=1)
  "${apt[@]}" update
  "${apt[@]}" install --download-only --yes php-laravel-framework php-cli php-curl php-mbstring php-sqlite3 php-xml php-mockery phpunit >/dev/null
  mkdir "$root"
  for package in "$work"/cache/archives/*.deb; do dpkg -x "$package" "$root"; done
  rm -rf "$work"

  local binary loader
  binary=$(find "$root/usr/bin" -name 'php[0-9].[0-9]')
  loader=$(find "$root" -path '*-linux-gnu/ld-linux-*' -type f -print -quit)
  # Its own C library, for PHP alone: LD_LIBRARY_PATH would reach every program that it starts.
  patchelf --set-interpreter "$loader" --force-rpath \
    --set-rpath "$(find "$root" -type d -name '*-linux-gnu' | paste -sd:)" "$binary"
  mkdir "$root/ini"
  {
    echo "extension_dir=$(dirname "$(find "$root/usr/lib/php" -name curl.so | head -1)")"
    echo "include_path=.:$root/usr/share/php"
    for extension in ctype curl dom fileinfo iconv mbstring pdo pdo_sqlite phar posix simplexml sockets sqlite3 tokenizer xml xmlreader xmlwriter; do
      if find "$root/usr/lib/php" -name "$extension.so" | grep -q .; then echo "extension=$extension.so"; fi
    done
  } >"$root/ini/php.ini"
  # Some packages name their files by the place where dpkg would install them.
  { grep -rlE "(/usr/share/php)" --include='*.php' "$root/usr/share/php" || true; } | xargs -r sed -i "s|'/usr/share/php|'$root/usr/share/php|g"
  # Where Laravel 11 and newer look for their default configuration.
  ln -s php/Illuminate/config "$root/usr/share/config"
  printf '#!/bin/sh\nPHP_INI_SCAN_DIR="%s" PHPRC=/nonexistent exec "%s" "$@"\n' "$root/ini" "$binary" >"$root/php"
  chmod +x "$root/php"
}

[ $# -gt 0 ] || set -- "${!releases[@]}"
for version in "$@"; do
  root="$PWD/$version"
  [ -x "$root/php" ] && continue
  rm -rf "$root"
  if [ -n "$archive" ]; then install_from_debian "$root" "$version"; else install_from_packagist "$root" "$version"; fi
done
