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
use KGiTON\Model\PartnerPaymentType;
use KGiTON\Model\PaymentItem;

run(static function (string $url, string $key, string $id, int $amount, string $license, string $type): array {
    $configuration = (new Configuration())->setHost($url)->setApiKey('x-api-key', $key);
    $request = (new PartnerPaymentRequest())
        ->setTransactionId($id)
        ->setAmount($amount)
        ->setLicenseKey($license)
        ->setPaymentType($type);
    if ($type === PartnerPaymentType::CHECKOUT_PAGE) {
        $item = (new PaymentItem())->setId('1')->setName('Laundry 5kg')->setPrice($amount)->setQuantity(1);
        $request->setExpiryMinutes(60)->setBackUrl('https://shop.example/done')->setItems([$item]);
    }
    try {
        $payment = (new PaymentsApi(config: $configuration))->generatePayment($request);
    } catch (ApiException $exception) {
        $body = $exception->getResponseObject();
        $paths = array_map(static fn ($field) => $field->getPath(), $body->getErrors() ?? []);
        return failure($exception->getCode(), $body->getCode(), $body->getMessage(), $paths);
    }
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
});
