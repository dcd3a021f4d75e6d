<?php

declare(strict_types=1);

namespace KGiTON\Payments\Tests\Laravel;

use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Event;
use KGiTON\Payments\Laravel\Events\PaymentSucceeded;
use KGiTON\Payments\Laravel\Events\UnknownEventReceived;
use KGiTON\Payments\PaymentSuccessEvent;
use KGiTON\Payments\Webhooks;

/** The route of the webhook, in production, where Laravel checks CSRF tokens. */
final class WebhookTest extends LaravelTestCase
{
    public function testAFormOfTheShopStillNeedsACsrfToken(): void
    {
        self::assertSame(419, $this->post('/form')->getStatusCode());
    }

    public function testAWebhookMarksTheOrderPaidAndIsRecorded(): void
    {
        $response = $this->deliver(self::body());
        self::assertSame([200, 'OK'], [$response->getStatusCode(), $response->getContent()]);
        self::assertSame([50000, 1], [self::paid(), self::recorded()]);
        $row = DB::table('kgiton_processed_payments')->first();
        self::assertSame(['PAY-ORDER-1', 'ORDER-1', 50000], [$row->payment_id, $row->transaction_id, (int) $row->amount]);
        self::assertSame('PAY-ORDER-1', json_decode($row->payload)->payment_id);
    }

    public function testItNeitherStartsASessionNorCountsAgainstALimitOfRequests(): void
    {
        foreach (['/webhook/payment', '/api/webhook/payment', '/own/webhook'] as $uri) {
            for ($time = 0; $time < 4; $time++) {
                $response = $this->deliver(self::body(), $uri);
                self::assertSame(200, $response->getStatusCode(), $uri);
                self::assertSame([], $response->headers->getCookies());
            }
        }
        self::assertSame(50000, self::paid());
    }

    public function testTheSameWebhookAgainIsAcknowledgedAndChangesNothing(): void
    {
        foreach ([1, 2, 3] as $ignored) {
            self::assertSame(200, $this->deliver(self::body())->getStatusCode());
        }
        self::assertSame([50000, 1], [self::paid(), self::recorded()]);
    }

    public function testIfTheListenerThrowsNothingIsKeptAndTheNextDeliveryWorks(): void
    {
        $body = self::body('FAILS-1');
        self::assertSame(500, $this->deliver($body)->getStatusCode());
        self::assertSame([0, 0], [self::paid('FAILS-1'), self::recorded()]);
        self::assertStringContainsString('The printer is out of paper.', $this->log());
        // Somebody repairs the shop: the listener does not throw any more.
        DB::table('orders')->insert(['id' => 'ORDER-2']);
        Event::forget(PaymentSucceeded::class);
        Event::listen(PaymentSucceeded::class, static function (PaymentSucceeded $event): void {
            DB::table('orders')->where('id', 'ORDER-2')->increment('paid', $event->payment->amount);
        });
        self::assertSame(200, $this->deliver($body)->getStatusCode());
        self::assertSame([50000, 1], [self::paid('ORDER-2'), self::recorded()]);
    }

    public function testWithoutAListenerAPaymentIsNotLost(): void
    {
        Event::forget(PaymentSucceeded::class);
        self::assertSame(500, $this->deliver(self::body())->getStatusCode());
        self::assertSame(0, self::recorded());
        self::assertStringContainsString('Expected a listener of', $this->log());
    }

    public function testAControllerOfTheShopHandlesAPaymentOnce(): void
    {
        self::assertSame('now', $this->deliver(self::body(), '/own/webhook')->getContent());
        self::assertSame('before', $this->deliver(self::body(), '/own/webhook')->getContent());
        self::assertSame(500, $this->deliver(self::body('FAILS-1'), '/own/webhook')->getStatusCode());
        self::assertSame([50000, 0, 1], [self::paid(), self::paid('FAILS-1'), self::recorded()]);
    }

    public function testAForgedWebhookIsRefusedLoggedAndChangesNothing(): void
    {
        $body = self::body();
        $forged = [
            $this->deliver($body, headers: ['X-KGiTON-Signature' => Webhooks::sign($body, 'another')]),
            $this->deliver($body, headers: ['X-KGiTON-Signature' => '']),
            $this->deliver($body, headers: ['X-KGiTON-Signature' => Webhooks::sign($body, self::SECRET) . ', ' . Webhooks::sign($body, 'x')]),
            $this->deliver(str_replace('50000', '1000', $body), headers: ['X-KGiTON-Signature' => Webhooks::sign($body, self::SECRET)]),
        ];
        foreach ($forged as $response) {
            self::assertSame([401, 'Invalid signature'], [$response->getStatusCode(), $response->getContent()]);
        }
        self::assertSame([0, 0], [self::paid(), self::recorded()]);
        self::assertStringContainsString('production.WARNING: kgiton: refused a webhook. The signature does not match', $this->log());
        self::assertStringNotContainsString(self::SECRET, $this->log());
    }

    public function testWithoutASecretTheResponseIs500SoThatNoPaymentIsLost(): void
    {
        config(['kgiton.webhook_secret' => null]);
        self::assertSame(500, $this->deliver(self::body())->getStatusCode());
        self::assertStringContainsString('No webhook secret', $this->log());
        self::assertSame(0, self::recorded());
    }

    public function testBothSecretsOfARotationAreAccepted(): void
    {
        config(['kgiton.webhook_secret' => ['whsec_new', null, " whsec_old\n"]]);
        foreach (['whsec_new', 'whsec_old'] as $index => $secret) {
            $body = self::body('ORDER-1', ['payment_id' => "PAY-{$index}"]);
            self::assertSame(200, $this->deliver($body, headers: ['X-KGiTON-Signature' => Webhooks::sign($body, $secret)])->getStatusCode());
        }
        self::assertSame(100000, self::paid());
    }

    public function testASignedBodyThatIsNoEventGets500(): void
    {
        foreach (['', '[]', 'amount=50000&event=payment.success', '{"event":"payment.success"}'] as $body) {
            self::assertSame(500, $this->deliver($body)->getStatusCode(), $body);
        }
        self::assertSame(0, self::recorded());
    }

    public function testTheRawBodyCountsWhateverItsContentTypeIs(): void
    {
        $types = ['application/x-www-form-urlencoded', 'text/plain', 'application/json; charset=utf-8'];
        foreach ($types as $index => $type) {
            $body = self::body('ORDER-1', ['payment_id' => "PAY-{$index}", 'note' => ' white space that Laravel trims ', 'empty' => '']);
            self::assertSame(200, $this->deliver($body, headers: ['Content-Type' => $type])->getStatusCode(), $type);
        }
        self::assertSame(3, self::recorded());
    }

    public function testABodyOfMoreThanAMebibyteGets413(): void
    {
        self::assertSame(200, $this->deliver(self::body('ORDER-1', ['note' => str_repeat('x', 1024 * 1024 - 300)]))->getStatusCode());
        self::assertSame(413, $this->deliver(self::body('ORDER-1', ['note' => str_repeat('x', 1024 * 1024)]))->getStatusCode());
    }

    public function testOtherMethodsAndSpoofedOnesGet405(): void
    {
        self::assertSame(405, $this->get('/webhook/payment')->getStatusCode());
        self::assertSame(405, $this->put('/webhook/payment')->getStatusCode());
        self::assertSame(405, $this->deliver(self::body(), headers: ['X-HTTP-Method-Override' => 'DELETE'])->getStatusCode());
        self::assertSame(0, self::recorded());
    }

    public function testAnUnknownEventIsAcknowledgedAndReported(): void
    {
        $events = [];
        Event::listen(UnknownEventReceived::class, static function (UnknownEventReceived $event) use (&$events): void {
            $events[] = $event->event->event;
        });
        self::assertSame(200, $this->deliver(self::body('ORDER-1', ['event' => 'payment.refunded']))->getStatusCode());
        self::assertSame([['payment.refunded'], 0, 0], [$events, self::paid(), self::recorded()]);
    }

    public function testATransactionOfTheShopThatIsRolledBackTakesTheRecordWithIt(): void
    {
        $payment = Webhooks::createTestEvent(['payment_id' => 'PAY-1', 'transaction_id' => 'ORDER-1']);
        $handle = static fn (PaymentSuccessEvent $payment) => (new \App\Listeners\MarkOrderPaid())->mark($payment);
        DB::beginTransaction();
        self::assertTrue(\KGiTON\Payments\Laravel\Facades\Payments::once($payment, $handle));
        DB::rollBack();
        self::assertSame([0, 0], [self::paid(), self::recorded()]);
        self::assertTrue(\KGiTON\Payments\Laravel\Facades\Payments::once($payment, $handle));
        self::assertFalse(\KGiTON\Payments\Laravel\Facades\Payments::once($payment, $handle));
        self::assertSame([50000, 1], [self::paid(), self::recorded()]);
    }

    public function testAHandlerThatEndsTheTransactionIsNoSuccess(): void
    {
        $payment = Webhooks::createTestEvent(['transaction_id' => 'ORDER-1']);
        try {
            \KGiTON\Payments\Laravel\Facades\Payments::once($payment, static fn () => DB::rollBack());
            self::fail('It has to throw.');
        } catch (\Exception $error) {
            self::assertStringContainsString('must not end its transaction', $error->getMessage());
        }
        self::assertSame(0, self::recorded());
    }

    public function testPaymentIdsThatDifferInCaseAreDifferentPayments(): void
    {
        foreach (['PAY-a', 'PAY-A'] as $id) {
            self::assertSame(200, $this->deliver(self::body('ORDER-1', ['payment_id' => $id]))->getStatusCode());
        }
        self::assertSame([100000, 2], [self::paid(), self::recorded()]);
    }

    public function testWithoutItsTableTheResponseIs500(): void
    {
        \Illuminate\Support\Facades\Schema::drop('kgiton_processed_payments');
        self::assertSame(500, $this->deliver(self::body())->getStatusCode());
        self::assertSame(0, self::paid());
    }

    public function testOneApplicationServesManyRequestsAsUnderOctane(): void
    {
        DB::table('orders')->insert(['id' => 'ORDER-2']);
        foreach (['ORDER-1', 'ORDER-2', 'ORDER-1'] as $order) {
            // Octane gives each request a copy of the application that it has booted.
            $sandbox = clone $this->app;
            \Illuminate\Container\Container::setInstance($sandbox);
            $body = self::body($order);
            $request = \Illuminate\Http\Request::create('/webhook/payment', 'POST', [], [], [], [
                'CONTENT_TYPE' => 'application/json',
                'HTTP_X_KGITON_SIGNATURE' => Webhooks::sign($body, self::SECRET),
            ], $body);
            self::assertSame(200, $sandbox->make(\Illuminate\Contracts\Http\Kernel::class)->handle($request)->getStatusCode());
        }
        self::assertSame([50000, 50000, 2], [self::paid('ORDER-1'), self::paid('ORDER-2'), self::recorded()]);
    }
}
