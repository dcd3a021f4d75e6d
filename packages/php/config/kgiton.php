<?php

declare(strict_types=1);

return [

    // Your API key. Keep it secret, on your server.
    'api_key' => env('KGITON_API_KEY'),

    // Your license key, if you have one for all outlets: pass config('kgiton.license_key') when you generate a payment.
    'license_key' => env('KGITON_LICENSE_KEY'),

    // The base URL of the API, such as that of a sandbox. Null is production.
    'base_url' => env('KGITON_BASE_URL'),

    // How long one attempt may take, in seconds, and how often a request is retried. Null is the default of the package.
    'timeout' => env('KGITON_TIMEOUT'),
    'max_retries' => env('KGITON_MAX_RETRIES'),

    // The log channel of retries (warning), refused webhooks (warning) and attempts (debug). Null is your default channel.
    'log_channel' => env('KGITON_LOG_CHANNEL'),

    // Your webhook secret. During a rotation, a list of both.
    'webhook_secret' => env('KGITON_WEBHOOK_SECRET'),

    // The database connection of the table of processed payments. It has to be that of your orders, because both change in
    // one transaction. Null is your default connection.
    'connection' => env('KGITON_DB_CONNECTION'),

    // Whether a queued job handles a payment. If not, it is handled before the webhook is acknowledged.
    'queued' => env('KGITON_QUEUED', false),
    'queue_connection' => env('KGITON_QUEUE_CONNECTION'),
    'queue' => env('KGITON_QUEUE'),

];
