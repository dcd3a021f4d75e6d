<?php

declare(strict_types=1);

namespace KGiTON\Payments\Tests\Laravel;

use Illuminate\Support\Carbon;
use Illuminate\Support\Facades\Event;
use KGiTON\Payments\ErrorCode;
use KGiTON\Payments\Exception\ConflictException;
use KGiTON\Payments\Exception\GatewayException;
use KGiTON\Payments\Exception\InsufficientTokensException;
use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\Exception\TimeoutException;
use KGiTON\Payments\Exception\TransactionNotFoundException;
use KGiTON\Payments\Http\TransportException;
use KGiTON\Payments\KGiTON;
use KGiTON\Payments\Laravel\Events\PaymentSucceeded;
use KGiTON\Payments\Laravel\Facades\Payments;
use KGiTON\Payments\Laravel\Testing\PostsWebhooks;
use KGiTON\Payments\PartnerPayment;
use KGiTON\Payments\PartnerPaymentRequest;
use KGiTON\Payments\PaymentItem;
use KGiTON\Payments\PaymentStatus;
use PHPUnit\Framework\AssertionFailedError;

/** The facade, the fake, and the help for tests of a webhook. */
final class PaymentsTest extends LaravelTestCase
{
    use PostsWebhooks;

    private const LICENSE_KEY = 'SANDB-ACTIV-E0000-00000-00001';

    public function testTheClientHasTheConfigurationOfTheApplication(): void
    {
        config(['kgiton.api_key' => 'kgiton_of_another', 'kgiton.base_url' => 'http://127.0.0.1:9', 'kgiton.max_retries' => '0']);
        self::assertSame(app(PartnerPayment::class), app(KGiTON::class)->partnerPayment);
        self::assertSame(app(PartnerPayment::class), Payments::getFacadeRoot());
        try {
            Payments::checkStatus('ORDER-1');
            self::fail('Nobody listens there.');
        } catch (KGiTONException $error) {
            self::assertSame('NETWORK_ERROR', $error->errorCode);
        }
        $log = $this->log();
        self::assertStringContainsString('kgiton: GET http://127.0.0.1:9/api/partner/payment/status/ORDER-1: NETWORK_ERROR', $log);
        self::assertStringNotContainsString('kgiton_of_another', $log);
    }

    public function testAVariableWithoutAValueIsTheDefault(): void
    {
        config(['kgiton.base_url' => '', 'kgiton.timeout' => '', 'kgiton.max_retries' => '', 'kgiton.log_channel' => '', 'kgiton.connection' => '']);
        self::assertInstanceOf(PartnerPayment::class, Payments::getFacadeRoot());
        $this->postWebhook(['transaction_id' => 'ORDER-1', 'amount' => 7000])->assertOk();
        self::assertSame(7000, self::paid());
        self::assertStringNotContainsString('EMERGENCY', $this->log());
    }

    public function testWithoutAnApiKeyTheErrorSaysWhatToDo(): void
    {
        config(['kgiton.api_key' => null]);
        $this->expectException(\InvalidArgumentException::class);
        $this->expectExceptionMessage('set KGITON_API_KEY in .env');
        Payments::checkStatus('ORDER-1');
    }

    public function testAFakeCreatesPaymentsAndRemembersThem(): void
    {
        Payments::fake();
        Payments::assertNothingGenerated();
        $qris = Payments::generateQris('ORDER-1', 50000, self::LICENSE_KEY);
        $page = app(PartnerPayment::class)->generateCheckoutPage(
            transactionId: 'ORDER-2',
            amount: 20000,
            licenseKey: self::LICENSE_KEY,
            expiryMinutes: 5,
            items: [new PaymentItem('1', 'Cuci', 10000, 2)],
        );
        self::assertSame([50000, 'ORDER-1'], [$qris->amount, $qris->transactionId]);
        self::assertStringContainsString('ORDER-2', $page->paymentUrl);
        Payments::assertGenerated('ORDER-1');
        Payments::assertGenerated(static fn (PartnerPaymentRequest $request): bool => ($request->items[0]->quantity ?? 0) === 2);
        Payments::assertGeneratedTimes(2);
    }

    public function testAFakeRepeatsAPaymentAndRefusesAChangedOne(): void
    {
        Payments::fake();
        $first = Payments::generateQris('ORDER-1', 50000, self::LICENSE_KEY);
        self::assertEquals($first, Payments::generateQris('ORDER-1', 50000, self::LICENSE_KEY));
        $this->expectException(ConflictException::class);
        Payments::generateQris('ORDER-1', 60000, self::LICENSE_KEY);
    }

    public function testAssertionsOfAFakeFail(): void
    {
        Payments::fake();
        Payments::generateQris('ORDER-1', 50000, self::LICENSE_KEY);
        $wrong = [
            static fn () => Payments::assertGenerated('ORDER-2'),
            static fn () => Payments::assertGenerated(static fn (PartnerPaymentRequest $request): bool => $request->amount === 1),
            static fn () => Payments::assertNothingGenerated(),
            static fn () => Payments::assertGeneratedTimes(2),
            static fn () => Payments::assertStatusChecked('ORDER-1'),
        ];
        foreach ($wrong as $index => $assert) {
            try {
                $assert();
            } catch (AssertionFailedError $error) {
                self::assertStringContainsString($index === 4 ? 'asked for: none' : 'ORDER-1', $error->getMessage());
                continue;
            }
            self::fail("The assertion {$index} has to fail.");
        }
    }

    public function testAFakeResponds(): void
    {
        Payments::fake()->respondWith(
            ErrorCode::InsufficientTokens,
            ErrorCode::GatewayError,
            new TransportException('timeout', isTimeout: true),
        );
        foreach ([InsufficientTokensException::class, GatewayException::class, TimeoutException::class] as $expected) {
            try {
                Payments::generateQris('ORDER-1', 50000, self::LICENSE_KEY);
                self::fail('It has to throw.');
            } catch (KGiTONException $error) {
                self::assertInstanceOf($expected, $error);
                self::assertSame($error instanceof TimeoutException, $error->outcomeUnknown);
            }
        }
        self::assertSame('ORDER-1', Payments::generateQris('ORDER-1', 50000, self::LICENSE_KEY)->transactionId);
        Payments::assertGeneratedTimes(1);
    }

    public function testAFakePaymentIsPaidExpiresOrFails(): void
    {
        $fake = Payments::fake();
        foreach (['PAID', 'EXPIRED', 'FAILED', 'PENDING'] as $id) {
            Payments::generateQris($id, 50000, self::LICENSE_KEY);
        }
        $fake->payPayment('PAID');
        $fake->expirePayment('EXPIRED');
        $fake->failPayment('FAILED');
        self::assertSame(PaymentStatus::Paid, Payments::checkStatus('PAID')->paymentStatus);
        self::assertNotNull(Payments::checkStatus('PAID')->paidAt);
        self::assertSame(PaymentStatus::Expired, Payments::checkStatus('EXPIRED')->paymentStatus);
        self::assertSame(PaymentStatus::Failed, Payments::checkStatus('FAILED')->paymentStatus);
        self::assertSame(PaymentStatus::Pending, Payments::waitForPayment('PENDING')->paymentStatus);
        Carbon::setTestNow(Carbon::now()->addMinutes(31));
        self::assertSame(PaymentStatus::Expired, Payments::checkStatus('PENDING')->paymentStatus);
        Carbon::setTestNow();
        Payments::assertStatusChecked('PENDING');
        $this->expectException(TransactionNotFoundException::class);
        Payments::checkStatus('NOBODY');
    }

    public function testAPaymentOfAFakeReachesTheRouteAsASignedWebhook(): void
    {
        $fake = Payments::fake();
        Payments::generateQris('ORDER-1', 50000, self::LICENSE_KEY);
        $event = $fake->payPayment('ORDER-1');
        $this->postWebhook($event)->assertOk();
        $this->postWebhook($event)->assertOk();
        self::assertSame(50000, self::paid());
        $this->postWebhook(['transaction_id' => 'ORDER-1', 'amount' => 7000], '/own/webhook')->assertOk();
        self::assertSame(57000, self::paid());
    }

    public function testAFakeNeedsNeitherApiKeyNorWebhookSecret(): void
    {
        config(['kgiton.api_key' => null, 'kgiton.webhook_secret' => null]);
        $this->postWebhook(['transaction_id' => 'ORDER-1', 'amount' => 7000])->assertOk();
        Payments::fake();
        Payments::generateQris('ORDER-1', 50000, self::LICENSE_KEY);
        self::assertSame(7000, self::paid());
    }

    public function testWithEventFakeAWebhookIsRecordedAndItsEventCanBeAsserted(): void
    {
        Event::fake([PaymentSucceeded::class]);
        $this->postWebhook(['transaction_id' => 'ORDER-1', 'amount' => 7000])->assertOk();
        Event::assertDispatched(PaymentSucceeded::class, static fn (PaymentSucceeded $event): bool => $event->payment->amount === 7000);
        self::assertSame([0, 1], [self::paid(), self::recorded()]);
    }
}
