<?php

declare(strict_types=1);

namespace KGiTON\Payments\Tests\Laravel;

/** Copies the application of the tests into a new folder, as Composer would have installed the package there. */
return static function (string $folder): void {
    $source = __DIR__ . '/app';
    $files = new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator($source, \FilesystemIterator::SKIP_DOTS));
    $writable = ['bootstrap/cache', 'database', 'storage/logs', 'storage/framework/cache', 'storage/framework/sessions', 'storage/framework/views', 'vendor/composer'];
    foreach ($writable as $each) {
        mkdir("{$folder}/{$each}", 0o777, true);
    }
    foreach ($files as $file) {
        $target = $folder . substr((string) $file, strlen($source));
        is_dir(dirname($target)) || mkdir(dirname($target), 0o777, true);
        copy((string) $file, $target);
    }
    $package = json_decode((string) file_get_contents(__DIR__ . '/../../composer.json'), true);
    file_put_contents("{$folder}/vendor/composer/installed.json", json_encode(['packages' => [$package]]));
    file_put_contents("{$folder}/composer.json", '{"autoload":{"psr-4":{"App\\\\":"app/"}}}');
    touch("{$folder}/database.sqlite");
    touch("{$folder}/second.sqlite");
};
