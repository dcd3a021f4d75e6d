<?php

declare(strict_types=1);

namespace KGiTON\Payments\Testing;

/**
 * For test classes of PHPUnit and Pest: a sandbox for all tests, and an account for each.
 *
 *     final class PaymentTest extends TestCase
 *     {
 *         use UsesSandbox;
 *
 *         public function testAnOrderIsPaid(): void
 *         {
 *             $payments = $this->sandbox()->kgiton()->partnerPayment;
 */
trait UsesSandbox
{
    private ?SandboxAccount $sandboxAccount = null;

    /** The account of this test: PHPUnit makes an object of the class for each test. */
    protected function sandbox(): SandboxAccount
    {
        return $this->sandboxAccount ??= Sandbox::shared()->createAccount();
    }
}
