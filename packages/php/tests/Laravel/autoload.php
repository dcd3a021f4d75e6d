<?php

declare(strict_types=1);

// Debian's Laravel is in the include path; Composer would put it into vendor.
require 'Illuminate/autoload.php';
require __DIR__ . '/../bootstrap.php';

spl_autoload_register(static function (string $class): void {
    $folder = getenv('KGITON_TEST_APP') ?: __DIR__ . '/app';
    $file = $folder . '/' . lcfirst(strtr($class, '\\', '/')) . '.php';
    if (preg_match('/^(App|Tests)\\\\/', $class) === 1 && is_file($file)) {
        require $file;
    }
});
