<?php

declare(strict_types=1);

// The autoloader that Composer would make: the package needs nothing else.
$package = dirname(__DIR__);
$composer = json_decode((string) file_get_contents("{$package}/composer.json"), true, 512, JSON_THROW_ON_ERROR);
$folders = $composer['autoload']['psr-4'] + $composer['autoload-dev']['psr-4'];
krsort($folders);
spl_autoload_register(static function (string $class) use ($folders, $package): void {
    foreach ($folders as $prefix => $paths) {
        foreach (str_starts_with($class, $prefix) ? (array) $paths : [] as $path) {
            $file = "{$package}/{$path}" . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
            if (is_file($file)) {
                require $file;
                return;
            }
        }
    }
});

if (!interface_exists(Psr\Log\LoggerInterface::class)) {
    require __DIR__ . '/stubs/LoggerInterface.php';
}
