<?php

declare(strict_types=1);

require 'report.php';
require 'kgiton.php';

use KGiTONPartnerPaymentApi\ApiError;
use KGiTONPartnerPaymentApi\Client;
use KGiTONPartnerPaymentApi\Config;
use KGiTONPartnerPaymentApi\PartnerPaymentRequest;
use KGiTONPartnerPaymentApi\PartnerPaymentType;
use KGiTONPartnerPaymentApi\PaymentItem;

run(static function (string $url, string $key, string $id, int $amount, string $license, string $type): array {
    $client = new Client(new Config(serverUrl: $url, auth: ['apiKey' => ['ApiKey' => $key]]));
    $request = new PartnerPaymentRequest($id, $amount, $license, PartnerPaymentType::from($type));
    if ($request->paymentType === PartnerPaymentType::CheckoutPage) {
        $request->expiryMinutes = 60;
        $request->backUrl = 'https://shop.example/done';
        $request->items = [new PaymentItem('1', 'Laundry 5kg', $amount, 1)];
    }
    try {
        $payment = $client->generatePayment($request);
    } catch (ApiError $error) {
        $paths = array_column($error->body['errors'] ?? [], 'path');
        return failure($error->status, $error->body['code'], $error->body['message'], $paths);
    }
    $properties = [
        'success' => $payment->success,
        'payment_id' => $payment->paymentId,
        'transaction_id' => $payment->transactionId,
        'amount' => $payment->amount,
        'payment_type' => $payment->paymentType->value,
        'payment_url' => $payment->paymentUrl,
    ];
    $expiresAt = new DateTimeImmutable($payment->expiresAt);
    // From the document of OpenAPI 3.0, a QRIS code is an array.
    return payment($properties, $payment->qris['qr_content'] ?? null, $payment->qris['qr_image_url'] ?? null, $expiresAt);
});
