<?php

// Reads the calls of the test, and prints what became of each.

declare(strict_types=1);

error_reporting(E_ALL);

/** What a client says, whether it hands out objects with getters or with properties. */
function payment(array $properties, ?string $qrContent, ?string $qrImageUrl, DateTimeInterface $expiresAt): array
{
    return ['payment' => $properties + [
        'expires_at' => $expiresAt->getTimestamp(),
        'qr_content' => $qrContent,
        'qr_image_url' => $qrImageUrl,
    ]];
}

function failure(int $status, string $code, string $message, array $paths): array
{
    return ['error' => ['status' => $status, 'code' => $code, 'message' => $message, 'errors' => $paths]];
}

function run(callable $generate): void
{
    while (($line = fgets(STDIN)) !== false) {
        [$name, $apiKey, $transactionId, $amount, $licenseKey, $paymentType] = explode("\t", rtrim($line, "\n"));
        $outcome = $generate($_SERVER['argv'][1], $apiKey, $transactionId, (int) $amount, $licenseKey, $paymentType);
        echo json_encode(['name' => $name] + $outcome, JSON_THROW_ON_ERROR), "\n";
    }
}
