<?php

declare(strict_types=1);

return [
    'default' => env('DB_CONNECTION', 'sqlite'),
    'connections' => [
        'sqlite' => ['driver' => 'sqlite', 'database' => base_path('database.sqlite'), 'prefix' => ''],
        'second' => ['driver' => 'sqlite', 'database' => base_path('second.sqlite'), 'prefix' => ''],
        'server' => [
            'driver' => env('DB_DRIVER', 'mysql'),
            'unix_socket' => env('DB_SOCKET', ''),
            'host' => env('DB_HOST', '127.0.0.1'),
            'port' => env('DB_PORT'),
            'database' => env('DB_DATABASE', 'shop'),
            'username' => env('DB_USERNAME'),
            'password' => env('DB_PASSWORD'),
        ],
    ],
    'migrations' => 'migrations',
];
