<?php

declare(strict_types=1);

require 'report.php';
// Guzzle as Debian packages it. With Composer: require 'vendor/autoload.php';
require 'GuzzleHttp/autoload.php';
spl_autoload_register(static function (string $class): void {
    $file = __DIR__ . '/kgiton/lib/' . str_replace(['KGiTON\\', '\\'], ['', '/'], $class) . '.php';
    if (str_starts_with($class, 'KGiTON\\') && is_file($file)) {
        require $file;
    }
});

use KGiTON\Api\PaymentsApi;
use KGiTON\ApiException;
use KGiTON\Configuration;
use KGiTON\Model\PartnerPaymentRequest;
use KGiTON\Model\PartnerPaymentResponse;
use KGiTON\Model\PartnerPaymentType;
use KGiTON\Model\PaymentItem;
use KGiTON\Model\PaymentStatusResponse;

run(static function (
    string $url,
    string $operation,
    string $key,
    string $id,
    int $amount,
    string $license,
    string $type,
): array {
    $configuration = (new Configuration())->setHost($url)->setApiKey('x-api-key', $key);
    try {
        if ($operation === 'getPaymentStatus') {
            return statusOf((new PaymentsApi(config: $configuration))->getPaymentStatus($id));
        }
        $request = (new PartnerPaymentRequest())
            ->setTransactionId($id)
            ->setAmount($amount)
            ->setLicenseKey($license)
            ->setPaymentType($type);
        if ($type === PartnerPaymentType::CHECKOUT_PAGE) {
            $item = (new PaymentItem())->setId('1')->setName('Laundry 5kg')->setPrice($amount)->setQuantity(1);
            $request->setExpiryMinutes(60)->setBackUrl('https://shop.example/done')->setItems([$item]);
        }
        $payment = (new PaymentsApi(config: $configuration))->generatePayment($request);
        return paymentOf($payment);
    } catch (ApiException $exception) {
        $body = $exception->getResponseObject();
        $paths = array_map(static fn ($field) => $field->getPath(), $body->getErrors() ?? []);
        return failure($exception->getCode(), $body->getCode(), $body->getMessage(), $paths);
    }
});

function paymentOf(PartnerPaymentResponse $payment): array
{
    $properties = [
        'success' => $payment->getSuccess(),
        'payment_id' => $payment->getPaymentId(),
        'transaction_id' => $payment->getTransactionId(),
        'amount' => $payment->getAmount(),
        'payment_type' => $payment->getPaymentType(),
        'payment_url' => $payment->getPaymentUrl(),
    ];
    $qris = $payment->getQris();
    return payment($properties, $qris?->getQrContent(), $qris?->getQrImageUrl(), $payment->getExpiresAt());
}

function statusOf(PaymentStatusResponse $status): array
{
    $properties = [
        'success' => $status->getSuccess(),
        'payment_id' => $status->getPaymentId(),
        'transaction_id' => $status->getTransactionId(),
        'payment_status' => $status->getPaymentStatus(),
        'amount' => $status->getAmount(),
        'payment_type' => $status->getPaymentType(),
        'gateway_transaction_id' => $status->getGatewayTransactionId(),
        'webhook_sent' => $status->getWebhookSent(),
    ];
    return status($properties, $status->getPaidAt(), $status->getExpiresAt(), $status->getCreatedAt());
}
