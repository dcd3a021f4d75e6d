<?php

declare(strict_types=1);

namespace KGiTON\Payments;

use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\Exception\WebhookSignatureException;
use KGiTON\Payments\Internal\Environment;
use KGiTON\Payments\Internal\JsonObject;
use KGiTON\Payments\Internal\ResponseBody;
use KGiTON\Payments\Internal\Secret;
use KGiTON\Payments\Internal\WrongPropertyException;

/** Verifies webhooks, and signs them for tests. */
final class Webhooks
{
    /** A signature has 64 lowercase hex digits, as in the contract. */
    private const DIGITS = 64;

    /** @var Secret<list<string>> */
    private readonly Secret $secrets;

    /**
     * @param string|list<string>|null $secret your webhook secret, or several during a rotation, by default the
     * environment variable `KGITON_WEBHOOK_SECRET`
     */
    public function __construct(#[\SensitiveParameter] string|array|null $secret = null)
    {
        /** @var array<mixed> $secrets nobody has checked it */
        $secrets = (array) ($secret ?? Environment::variable('KGITON_WEBHOOK_SECRET') ?? []);
        // Anybody can sign with an empty secret.
        $real = array_diff(array_filter($secrets, is_string(...)), ['']);
        $this->secrets = new Secret(array_values($real));
    }

    /**
     * Whether KGiTON sent this webhook: whether the signature matches exactly these bytes and the secret, or one of
     * the secrets. Compares in constant time. Never throws: returns false for a missing, malformed or repeated
     * signature, and for no secret.
     *
     * @param string $rawBody the body as received
     * @param string|list<string>|null $signature the header `X-KGiTON-Signature`
     */
    public function verify(mixed $rawBody, mixed $signature): bool
    {
        return $this->whyUnproven($rawBody, $signature) === null;
    }

    /**
     * Verifies a webhook and reads it.
     *
     * @param string $rawBody the body as received: `file_get_contents('php://input')`
     * @param array<string, string|list<string|null>>|string|null $headersOrSignature the headers of the request, with names
     * in any case, `$_SERVER`, or the signature from them
     *
     * @throws WebhookSignatureException if it is not proven to come from KGiTON; `reason` says why
     * @throws KGiTONException `WEBHOOK_PAYLOAD_ERROR` if it is, but is not JSON, not an event, or lacks properties of
     * one
     */
    public function unwrap(mixed $rawBody, array|string|null $headersOrSignature): PaymentSuccessEvent|UnknownEvent
    {
        $signature = is_array($headersOrSignature) ? self::signatureIn($headersOrSignature) : $headersOrSignature;
        $reason = $this->whyUnproven($rawBody, $signature);
        if ($reason !== null) {
            throw new WebhookSignatureException($reason);
        }
        $data = ResponseBody::decode($rawBody) ?? [];
        $json = new JsonObject($data);
        try {
            $event = $json->string('event');
            return $event === Contract::EXAMPLE_EVENT['event']
                ? PaymentSuccessEvent::fromArray($data)
                : new UnknownEvent($event, $json->all());
        } catch (WrongPropertyException $wrong) {
            throw new KGiTONException(
                "The signature matches, but the body is not an event: a missing or wrong {$wrong->property}.",
                SdkErrorCode::WebhookPayloadError->value,
            );
        }
    }

    /**
     * Signs a body as KGiTON does: the HMAC-SHA256 of its exact bytes in lowercase hex, for the `X-KGiTON-Signature`
     * header. For tests of your webhook endpoint.
     *
     * @throws \InvalidArgumentException if the secret is empty
     */
    public static function sign(
        string $rawBody,
        #[\SensitiveParameter] string $secret = Contract::TEST_WEBHOOK_SECRET,
    ): string {
        return $secret === ''
            ? throw new \InvalidArgumentException('Expected a webhook secret, got an empty one.')
            : hash_hmac('sha256', $rawBody, $secret);
    }

    /**
     * Creates an event as KGiTON sends it, for tests of your endpoint: sign `json_encode($event)` with {@see sign()}.
     * Each event has its own `payment_id` and was paid just now, unless `$overrides` sets them.
     *
     * @param array<string, mixed> $overrides properties by their names in JSON
     * @param string $secret the key of the event's deprecated `signature` property
     */
    public static function createTestEvent(
        array $overrides = [],
        #[\SensitiveParameter] string $secret = Contract::TEST_WEBHOOK_SECRET,
    ): PaymentSuccessEvent {
        $event = array_diff_key([
            ...Contract::EXAMPLE_EVENT,
            'payment_id' => 'PAY-TEST-' . bin2hex(random_bytes(16)),
            'paid_at' => gmdate('Y-m-d\TH:i:s\Z'),
            ...$overrides,
        ], ['signature' => true]);
        $json = json_encode($event, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
        $signature = $overrides['signature'] ?? self::sign($json, $secret);
        return PaymentSuccessEvent::fromArray($event + ['signature' => $signature]);
    }

    /**
     * @internal
     *
     * @return list<string>
     */
    public function secrets(): array
    {
        return $this->secrets->reveal();
    }

    /** Why the webhook is not proven to come from KGiTON; null if it is. */
    private function whyUnproven(mixed $rawBody, mixed $header): ?WebhookSignatureReason
    {
        if (!is_string($rawBody)) {
            return WebhookSignatureReason::BodyParsed;
        }
        $secrets = $this->secrets->reveal();
        if ($secrets === []) {
            return WebhookSignatureReason::NoSecret;
        }
        // Frameworks pass the values of a header as a list.
        $signature = is_array($header) && count($header) < 2 ? array_values($header)[0] ?? null : $header;
        if ($signature === null || $signature === '') {
            return WebhookSignatureReason::NoSignature;
        }
        if (
            !is_string($signature)
            || strlen($signature) !== self::DIGITS
            || strspn($signature, '0123456789abcdef') !== self::DIGITS
        ) {
            return WebhookSignatureReason::MalformedSignature;
        }
        foreach ($secrets as $secret) {
            if (hash_equals(hash_hmac('sha256', $rawBody, $secret), $signature)) {
                return null;
            }
        }
        $isUntrimmed = array_filter($secrets, static fn (string $secret): bool => trim($secret) !== $secret) !== [];
        return $isUntrimmed ? WebhookSignatureReason::SecretWhiteSpace : WebhookSignatureReason::Mismatch;
    }

    /** @param array<mixed> $headers */
    private static function signatureIn(array $headers): mixed
    {
        foreach ($headers as $name => $value) {
            // $_SERVER has HTTP_X_KGITON_SIGNATURE.
            $plain = preg_replace('/^http-/', '', strtr(strtolower((string) $name), '_', '-'));
            if ($plain === strtolower(Contract::SIGNATURE_HEADER)) {
                return $value;
            }
        }
        return null;
    }
}
