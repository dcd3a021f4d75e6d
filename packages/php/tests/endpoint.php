<?php

// The webhook endpoint of a shop, for php -S.

declare(strict_types=1);

use KGiTON\Payments\PaymentSuccessEvent;
use KGiTON\Payments\Webhooks;

require __DIR__ . '/bootstrap.php';

if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $event = (new Webhooks('whsec_test_kgiton'))->unwrap(file_get_contents('php://input'), $_SERVER);
    if ($event instanceof PaymentSuccessEvent) {
        $line = "{$event->paymentId} {$event->transactionId} {$event->amount}\n";
        file_put_contents((string) getenv('RECEIVED'), $line, FILE_APPEND);
    }
}
echo 'OK';
