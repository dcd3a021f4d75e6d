<?php

declare(strict_types=1);

namespace KGiTON\Payments\Laravel\Facades;

use Illuminate\Support\Facades\Facade;
use KGiTON\Payments\Contract;
use KGiTON\Payments\KGiTON;
use KGiTON\Payments\Laravel\ProcessedPayments;
use KGiTON\Payments\Laravel\Testing\FakePayments;
use KGiTON\Payments\PartnerPayment;
use KGiTON\Payments\PaymentSuccessEvent;
use KGiTON\Payments\Webhooks;

/**
 * The methods of `PartnerPayment`, with the client of `config/kgiton.php`. After {@see fake()}, those of `FakePayments` too.
 *
 * @mixin PartnerPayment
 * @mixin FakePayments
 */
final class Payments extends Facade
{
    /** @internal the name in the container, which a fake replaces */
    public const ROOT = 'kgiton.payments';

    /**
     * Handles a payment once: records it and calls the function, in one transaction. If the payment was recorded before,
     * it does neither. If the function throws, nothing is recorded, and the exception is passed on.
     *
     * @param callable(PaymentSuccessEvent): mixed $handle changes the order; its database is that of the transaction
     *
     * @return bool whether it was handled now
     */
    public static function once(PaymentSuccessEvent $payment, callable $handle): bool
    {
        return app(ProcessedPayments::class)->once($payment, $handle);
    }

    /**
     * Replaces KGiTON until the end of the test. Payments are created in memory, no request is sent, and nothing waits.
     * If no webhook secret is configured, it is that of the sandbox.
     */
    public static function fake(): FakePayments
    {
        if (app(Webhooks::class)->secrets() === []) {
            config(['kgiton.webhook_secret' => Contract::TEST_WEBHOOK_SECRET]);
            app()->forgetInstance(Webhooks::class);
        }
        $fake = new FakePayments();
        app()->instance(KGiTON::class, $fake->kgiton);
        app()->instance(PartnerPayment::class, $fake->kgiton->partnerPayment);
        self::swap($fake);
        return $fake;
    }

    protected static function getFacadeAccessor(): string
    {
        return self::ROOT;
    }
}
