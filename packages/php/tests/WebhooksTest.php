<?php

declare(strict_types=1);

namespace KGiTON\Payments\Tests;

use KGiTON\Payments\Exception\WebhookSignatureException;
use KGiTON\Payments\PartnerPaymentType;
use KGiTON\Payments\PaymentSuccessEvent;
use KGiTON\Payments\UnknownEvent;
use KGiTON\Payments\Webhooks;
use KGiTON\Payments\WebhookSignatureReason;
use PHPUnit\Framework\TestCase;

final class WebhooksTest extends TestCase
{
    private const SECRET = 'whsec_test_kgiton';

    /**
     * @dataProvider vectors
     *
     * @param array{text?: string, base64?: string, times?: int} $body
     */
    public function testASignatureIsAcceptedOrRefusedAsTheVectorsSay(array $body, string $secret, string $signature, bool $valid): void
    {
        $once = isset($body['base64']) ? (string) base64_decode($body['base64'], true) : $body['text'] ?? '';
        $bytes = str_repeat($once, $body['times'] ?? 1);
        self::assertSame($valid, (new Webhooks($secret))->verify($bytes, $signature));
        if ($valid) {
            self::assertSame($signature, Webhooks::sign($bytes, $secret));
        }
    }

    /** @return iterable<string, array<mixed>> */
    public static function vectors(): iterable
    {
        $file = __DIR__ . '/../../../test/vectors/webhook-signatures.json';
        foreach (json_decode((string) file_get_contents($file), true)['vectors'] as $vector) {
            yield $vector['name'] => [$vector['body'], $vector['secret'], $vector['signature'], $vector['valid']];
        }
    }

    /** @dataProvider odd */
    public function testVerifyNeverThrowsWhateverItGets(mixed $body, mixed $signature, mixed $secret): void
    {
        self::assertFalse((new Webhooks($secret))->verify($body, $signature));
    }

    /** @return iterable<array<mixed>> */
    public static function odd(): iterable
    {
        $odd = [null, 7, 1.5, true, [], [[]], ['a' => ['b']], new \stdClass(), '', "\0", STDIN];
        foreach ($odd as $value) {
            yield [$value, Webhooks::sign('{}'), self::SECRET];
            yield ['{}', $value, self::SECRET];
        }
        yield ['{}', Webhooks::sign('{}'), []];
        yield ['{}', Webhooks::sign('{}'), ['', null, 7, []]];
    }

    public function testTheSignatureIsFoundInHeadersOfAnyKind(): void
    {
        $body = (string) json_encode(Webhooks::createTestEvent());
        $signature = Webhooks::sign($body);
        $webhooks = new Webhooks(self::SECRET);
        $kinds = [
            $signature,
            ['X-KGiTON-Signature' => $signature, 'Host' => 'shop'],
            ['x-kgiton-signature' => [$signature]],
            ['REQUEST_METHOD' => 'POST', 'HTTP_X_KGITON_SIGNATURE' => $signature],
        ];
        foreach ($kinds as $headers) {
            self::assertInstanceOf(PaymentSuccessEvent::class, $webhooks->unwrap($body, $headers));
        }
    }

    public function testAWebhookCapturedMonthsAgoIsUnwrappedEachTime(): void
    {
        $body = (string) json_encode(Webhooks::createTestEvent(['paid_at' => '2020-02-01T08:00:00.000Z']));
        $webhooks = new Webhooks(self::SECRET);
        foreach ([1, 2] as $_) {
            self::assertInstanceOf(PaymentSuccessEvent::class, $webhooks->unwrap($body, Webhooks::sign($body)));
        }
    }

    public function testATestEventIsAsKgitonSendsIt(): void
    {
        $event = Webhooks::createTestEvent(['transaction_id' => 'TRX-9', 'amount' => 75000]);
        self::assertSame('TRX-9', $event->transactionId);
        self::assertSame(75000, $event->amount);
        self::assertSame(PartnerPaymentType::Qris, $event->paymentType);
        self::assertNotSame($event->paymentId, Webhooks::createTestEvent()->paymentId);
        $json = $event->raw;
        self::assertSame(
            ['event', 'payment_id', 'transaction_id', 'amount', 'payment_type', 'paid_at', 'signature'],
            array_keys($json),
        );
        unset($json['signature']);
        self::assertSame(Webhooks::sign((string) json_encode($json)), $event->signature);
    }

    public function testABodyThatWasParsedIsRefusedWithItsReason(): void
    {
        try {
            (new Webhooks(self::SECRET))->unwrap(['event' => 'payment.success'], Webhooks::sign('{}'));
            self::fail('It has to throw.');
        } catch (WebhookSignatureException $error) {
            self::assertSame(WebhookSignatureReason::BodyParsed, $error->reason);
            self::assertStringContainsString('php://input', $error->getMessage());
        }
    }

    public function testAnEventOfALaterVersionIsAnUnknownEvent(): void
    {
        $event = (new Webhooks(self::SECRET))->unwrap('{"event":"payment.refunded"}', Webhooks::sign('{"event":"payment.refunded"}'));
        self::assertInstanceOf(UnknownEvent::class, $event);
        self::assertSame('payment.refunded', $event->event);
    }

    public function testAnEmptySecretCannotSign(): void
    {
        $this->expectException(\InvalidArgumentException::class);
        Webhooks::sign('{}', '');
    }
}
