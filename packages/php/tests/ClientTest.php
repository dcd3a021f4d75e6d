<?php

declare(strict_types=1);

namespace KGiTON\Payments\Tests;

use KGiTON\Payments\Contract;
use KGiTON\Payments\Exception\NetworkException;
use KGiTON\Payments\Exception\ServerException;
use KGiTON\Payments\Http\HttpResponse;
use KGiTON\Payments\Http\TransportException;
use KGiTON\Payments\KGiTON;
use KGiTON\Payments\PartnerPaymentType;
use KGiTON\Payments\PaymentItem;
use KGiTON\Payments\PaymentStatus;
use KGiTON\Payments\RequestOptions;
use PHPUnit\Framework\TestCase;

final class ClientTest extends TestCase
{
    private const API_KEY = 'kgiton_Zk3vTq8WmB5xRn2pLc7sYd4hJf6gAe9u';
    private const PAYMENT = ['transactionId' => 'TRX-2026-001', 'amount' => 50000, 'licenseKey' => 'AB12C-DE34F-GH56J-KL78M-NP90Q'];

    protected function tearDown(): void
    {
        foreach (['KGITON_API_KEY', 'KGITON_BASE_URL', 'KGITON_WEBHOOK_SECRET'] as $name) {
            putenv($name);
            unset($_ENV[$name], $_SERVER[$name]);
        }
    }

    public function testAQrisPaymentHasItsCodeAndTypedProperties(): void
    {
        $payment = self::client(RecordingTransport::example('QrisResponse'))->partnerPayment->generateQris(...self::PAYMENT);
        self::assertSame('PAY-ABC123', $payment->paymentId);
        self::assertSame(50000, $payment->amount);
        self::assertSame(PartnerPaymentType::Qris, $payment->paymentType);
        self::assertSame('https://winpay.id/qr/PAY-ABC123', $payment->qris->qrImageUrl);
        self::assertSame('2026-01-15T10:30:00+00:00', $payment->expiresAt->format('c'));
        self::assertSame('req_1', $payment->requestId);
        self::assertSame('PAY-ABC123', $payment->raw['payment_id']);
    }

    public function testACheckoutPageHasItsUrlAndIsSentWithItsItems(): void
    {
        $transport = new RecordingTransport(RecordingTransport::example('CheckoutPageResponse'));
        $payment = self::client($transport)->partnerPayment->generateCheckoutPage(
            transactionId: 'TRX-2026-002',
            amount: 150000,
            licenseKey: 'AB12C-DE34F-GH56J-KL78M-NP90Q',
            items: [new PaymentItem(id: '1', name: 'Cuci 5 kg', price: 150000, quantity: 1)],
            customerName: 'Siti',
        );
        self::assertSame('https://pay.winpay.id/checkout/PAY-DEF456', $payment->paymentUrl);
        self::assertSame(
            '{"transaction_id":"TRX-2026-002","amount":150000,"license_key":"AB12C-DE34F-GH56J-KL78M-NP90Q",'
            . '"payment_type":"CHECKOUT_PAGE","items":[{"id":"1","name":"Cuci 5 kg","price":150000,"quantity":1}],'
            . '"customer_name":"Siti"}',
            $transport->requests[0]->body(),
        );
    }

    public function testAStatusHasTypedPropertiesAndKeepsWhatItDoesNotKnow(): void
    {
        $status = self::client(RecordingTransport::example('PaidStatus'))->partnerPayment->checkStatus('TRX-2026-001');
        self::assertSame(PaymentStatus::Paid, $status->paymentStatus);
        self::assertTrue($status->paymentStatus->isFinal());
        self::assertFalse(PaymentStatus::Pending->isFinal());
        self::assertSame('2026-01-15T10:25:00+00:00', $status->paidAt?->format('c'));
        $refunded = str_replace('"paid"', '"refunded"', RecordingTransport::example('PaidStatus')->body);
        $status = self::client(new HttpResponse(200, $refunded))->partnerPayment->checkStatus('TRX-2026-001');
        self::assertSame('refunded', $status->paymentStatus);
        self::assertNull($status->requestId);
    }

    public function testOptionsComeFromTheEnvironmentAlsoWhereOnlyAnEnvFileHasFilledIt(): void
    {
        $transport = new RecordingTransport(RecordingTransport::example('QrisResponse'));
        putenv('KGITON_API_KEY=' . self::API_KEY . "\n");
        $_ENV['KGITON_BASE_URL'] = 'https://sandbox.example/';
        $_SERVER['KGITON_WEBHOOK_SECRET'] = 'whsec_of_the_shop';
        $kgiton = new KGiTON(transport: $transport);
        $kgiton->partnerPayment->generateQris(...self::PAYMENT);
        self::assertSame('https://sandbox.example/api/partner/payment/generate', $transport->requests[0]->url);
        self::assertSame(self::API_KEY, $transport->requests[0]->headers()['x-api-key']);
        self::assertTrue($kgiton->webhooks->verify('{}', $kgiton->webhooks::sign('{}', 'whsec_of_the_shop')));
    }

    public function testWithoutAnApiKeyTheMessageSaysWhatToDo(): void
    {
        $this->expectException(\InvalidArgumentException::class);
        $this->expectExceptionMessage('pass apiKey, or set KGITON_API_KEY');
        new KGiTON();
    }

    public function testARequestNamesThePackageAndPhp(): void
    {
        $transport = new RecordingTransport(RecordingTransport::example('QrisResponse'));
        self::client($transport)->partnerPayment->generateQris(...self::PAYMENT);
        self::assertSame('kgiton-php/' . Contract::PACKAGE_VERSION . ' php/' . PHP_VERSION, $transport->requests[0]->headers()['user-agent']);
    }

    public function testAnOptionOfTheCallIsForThisCallOnly(): void
    {
        $transport = new RecordingTransport(RecordingTransport::example('QrisResponse'));
        $payments = self::client($transport)->partnerPayment;
        $payments->generateQris(...self::PAYMENT, options: new RequestOptions(timeout: 2.5));
        $payments->generateQris(...self::PAYMENT);
        self::assertSame([2.5, 30.0], $transport->timeouts);
    }

    public function testAnExceptionOfAnotherTransportIsANetworkError(): void
    {
        $transport = new RecordingTransport(new \RuntimeException("cURL error 28:\nsent to " . self::API_KEY));
        try {
            self::client($transport)->partnerPayment->generateQris(...self::PAYMENT);
            self::fail('It has to throw.');
        } catch (NetworkException $error) {
            self::assertSame('NETWORK_ERROR', $error->errorCode);
            self::assertTrue($error->outcomeUnknown);
            self::assertStringContainsString('cURL error 28: sent to [redacted]', $error->getMessage());
            self::assertStringNotContainsString(self::API_KEY, (string) $error->getPrevious());
            self::assertCount(3, $transport->requests);
        }
    }

    public function testWhatATransportSaysOfItsFailureDecidesAboutRetries(): void
    {
        $transport = new RecordingTransport(new TransportException('unknown host', isUnsent: true, isPermanent: true));
        try {
            self::client($transport)->partnerPayment->generateQris(...self::PAYMENT);
            self::fail('It has to throw.');
        } catch (NetworkException $error) {
            self::assertFalse($error->outcomeUnknown);
            self::assertCount(1, $transport->requests);
        }
    }

    public function testAnErrorHasAContextForTheLog(): void
    {
        try {
            self::client(RecordingTransport::example('INTERNAL_ERROR', 500))->partnerPayment->generateQris(...self::PAYMENT);
            self::fail('It has to throw.');
        } catch (ServerException $error) {
            self::assertSame(
                ['code' => 'INTERNAL_ERROR', 'status' => 500, 'request_id' => 'req_1', 'outcome_unknown' => false],
                $error->context(),
            );
        }
    }

    public function testATextThatIsNoUtf8IsRefusedBeforeAnythingIsSent(): void
    {
        $transport = new RecordingTransport(RecordingTransport::example('QrisResponse'));
        $this->expectException(\InvalidArgumentException::class);
        self::client($transport)->partnerPayment->generateQris(...self::PAYMENT, description: "\xff");
    }

    private static function client(RecordingTransport|HttpResponse $transport): KGiTON
    {
        $own = $transport instanceof HttpResponse ? new RecordingTransport($transport) : $transport;
        return new KGiTON(self::API_KEY, transport: $own, clock: new TableClock());
    }
}
