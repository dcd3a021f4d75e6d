<?php

declare(strict_types=1);

namespace KGiTON\Payments\Laravel\Testing;

use Illuminate\Foundation\Testing\TestCase;
use Illuminate\Testing\TestResponse;
use KGiTON\Payments\Contract;
use KGiTON\Payments\PaymentSuccessEvent;
use KGiTON\Payments\Webhooks;

/**
 * For test classes of Laravel: posts to your webhook route what KGiTON would send.
 *
 * @require-extends TestCase
 */
trait PostsWebhooks
{
    /**
     * Posts a signed webhook.
     *
     * @param PaymentSuccessEvent|array<string, mixed> $event the event of `Payments::payPayment()`, or properties by their
     * names in JSON
     * @param string|null $uri by default that of `Route::kgitonWebhook()`
     */
    protected function postWebhook(PaymentSuccessEvent|array $event = [], ?string $uri = null): TestResponse
    {
        $secret = app(Webhooks::class)->secrets()[0] ?? null;
        if ($secret === null) {
            $secret = Contract::TEST_WEBHOOK_SECRET;
            config(['kgiton.webhook_secret' => $secret]);
            app()->forgetInstance(Webhooks::class);
        }
        $event = is_array($event) ? Webhooks::createTestEvent($event) : $event;
        $body = json_encode($event, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
        return $this->call('POST', $uri ?? route('kgiton.webhook'), [], [], [], $this->transformHeadersToServerVars([
            'Content-Type' => 'application/json',
            Contract::SIGNATURE_HEADER => Webhooks::sign($body, $secret),
        ]), $body);
    }
}
