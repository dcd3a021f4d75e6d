<?php

declare(strict_types=1);

// Debian's Laravel is in the include path; Composer would put it into vendor.
require 'Illuminate/autoload.php';
require __DIR__ . '/../bootstrap.php';

spl_autoload_register(static function (string $class): void {
    $file = __DIR__ . '/app/app/' . strtr(substr($class, 4), '\\', '/') . '.php';
    if (str_starts_with($class, 'App\\') && is_file($file)) {
        require $file;
    }
});
