<?php

declare(strict_types=1);

namespace KGiTON\Payments\Laravel;

use Illuminate\Contracts\Config\Repository;
use Illuminate\Database\DatabaseManager;
use Illuminate\Support\Carbon;
use KGiTON\Payments\PaymentSuccessEvent;

/** The payments that have been handled, in the table `kgiton_processed_payments`. */
final class ProcessedPayments
{
    public const TABLE = 'kgiton_processed_payments';

    /** How often a transaction is tried that a deadlock has ended. */
    private const ATTEMPTS = 3;

    public function __construct(private readonly DatabaseManager $databases, private readonly Repository $config)
    {
    }

    /**
     * Handles a payment once: records it and calls the function, in one transaction. If the payment was recorded before,
     * it does neither. If the function throws, nothing is recorded, and the exception is passed on.
     *
     * @param callable(PaymentSuccessEvent): mixed $handle changes the order; its database is that of the transaction
     *
     * @return bool whether it was handled now
     */
    public function once(PaymentSuccessEvent $payment, callable $handle): bool
    {
        /** @var string|null $connection */
        $connection = $this->config->get('kgiton.connection') ?: null;
        $database = $this->databases->connection($connection);
        return $database->transaction(static function () use ($database, $payment, $handle): bool {
            // First of all, so that another delivery of the same payment waits here until this transaction has ended.
            $isNew = $database->table(self::TABLE)->insertOrIgnore([
                'payment_id' => $payment->paymentId,
                'transaction_id' => $payment->transactionId,
                'amount' => $payment->amount,
                'payload' => json_encode($payment, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE),
                'created_at' => Carbon::now(),
            ]) === 1;
            if ($isNew) {
                $handle($payment);
                // PostgreSQL turns COMMIT into ROLLBACK after an error that the function has caught; then this query fails.
                if (!$database->table(self::TABLE)->where('payment_id', $payment->paymentId)->exists()) {
                    throw new \LogicException('The function that handles a payment must not end its transaction.');
                }
            }
            return $isNew;
        }, self::ATTEMPTS);
    }
}
