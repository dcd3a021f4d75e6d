<?php

declare(strict_types=1);

require 'report.php';
require 'kgiton.php';

use KGiTONPartnerPaymentApi\ApiError;
use KGiTONPartnerPaymentApi\Client;
use KGiTONPartnerPaymentApi\Config;
use KGiTONPartnerPaymentApi\PartnerPaymentRequest;
use KGiTONPartnerPaymentApi\PartnerPaymentResponse;
use KGiTONPartnerPaymentApi\PartnerPaymentType;
use KGiTONPartnerPaymentApi\PaymentItem;
use KGiTONPartnerPaymentApi\PaymentStatusResponse;

run(static function (
    string $url,
    string $operation,
    string $key,
    string $id,
    int $amount,
    string $license,
    string $type,
): array {
    // Without `retry`, the client asks for a status up to three times if the server fails.
    $config = new Config(serverUrl: $url, auth: ['apiKey' => ['ApiKey' => $key]], retry: ['attempts' => 1]);
    $client = new Client($config);
    try {
        if ($operation === 'getPaymentStatus') {
            return statusOf($client->getPaymentStatus($id));
        }
        $request = new PartnerPaymentRequest($id, $amount, $license, PartnerPaymentType::from($type));
        if ($request->paymentType === PartnerPaymentType::CheckoutPage) {
            $request->expiryMinutes = 60;
            $request->backUrl = 'https://shop.example/done';
            $request->items = [new PaymentItem('1', 'Laundry 5kg', $amount, 1)];
        }
        return paymentOf($client->generatePayment($request));
    } catch (ApiError $error) {
        $paths = array_column($error->body['errors'] ?? [], 'path');
        return failure($error->status, $error->body['code'], $error->body['message'], $paths);
    }
});

function paymentOf(PartnerPaymentResponse $payment): array
{
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
}

function statusOf(PaymentStatusResponse $status): array
{
    $properties = [
        'success' => $status->success,
        'payment_id' => $status->paymentId,
        'transaction_id' => $status->transactionId,
        'payment_status' => $status->paymentStatus,
        'amount' => $status->amount,
        'payment_type' => $status->paymentType->value,
        'gateway_transaction_id' => $status->gatewayTransactionId,
        'webhook_sent' => $status->webhookSent,
    ];
    $paidAt = $status->paidAt === null ? null : new DateTimeImmutable($status->paidAt);
    return status(
        $properties,
        $paidAt,
        new DateTimeImmutable($status->expiresAt),
        new DateTimeImmutable($status->createdAt),
    );
}
