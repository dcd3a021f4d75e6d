<?php

declare(strict_types=1);

namespace KGiTON\Payments;

use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\Internal\Caller;
use KGiTON\Payments\Internal\PaymentWait;
use KGiTON\Payments\Internal\RequestSender;
use KGiTON\Payments\Internal\Validation;
use KGiTON\Payments\Internal\WrongPropertyException;

/** Creates payments, each for one token of the license key, and asks whether they have been paid, which takes none. */
final class PartnerPayment
{
    use GeneratesPayments;

    /** The JSON that every language sends for the same text. */
    private const JSON = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_LINE_TERMINATORS;

    /** @internal */
    public function __construct(private readonly Caller $caller)
    {
    }

    /**
     * Asks once whether a payment has been paid. Takes no token. The webhook remains the primary way to learn of it:
     * ask if you may have missed it, or before you cancel an order.
     *
     * @param string $transactionId the transaction id with which the payment was generated
     *
     * @throws Exception\TransactionNotFoundException if no payment with this id was generated with your API key
     * @throws KGiTONException if KGiTON rejects the request, or if no response arrives after the retries.
     * `outcomeUnknown` is never true: asking changes nothing.
     * @throws \InvalidArgumentException if the id is empty, `.` or `..`
     */
    public function checkStatus(string $transactionId, ?RequestOptions $options = null): PaymentStatusResponse
    {
        [$method, $path] = Contract::GET_PAYMENT_STATUS;
        $path = str_replace('{transactionId}', Validation::pathSegment($transactionId), $path);
        /** @param array<mixed> $data */
        $read = static function (array $data, ?string $requestId) use ($transactionId): PaymentStatusResponse {
            // The status of another payment must never be taken for that of this one.
            if (($data['transaction_id'] ?? null) !== $transactionId) {
                throw new WrongPropertyException('transaction_id');
            }
            return PaymentStatusResponse::fromArray($data, $requestId);
        };
        return RequestSender::send($this->caller, $method, $path, null, $read, $options);
    }

    /**
     * Waits until a payment is paid, has expired or has failed, while a customer stands at the counter. Asks at once,
     * and then after each interval. The webhook remains the primary way to learn of a payment: handle it too, because
     * this wait ends with your process.
     *
     * After 429, 5xx or no response it asks less and less often, and never before the end of `Retry-After`. When the
     * time is up, it returns the latest status, usually pending; check `paymentStatus` before you hand over the goods.
     *
     * @param string $transactionId the transaction id with which the payment was generated
     * @param float $timeout how long to wait at most, in seconds; a minute longer than the payment can be paid
     * @param float $interval how long to wait between a response and the next request, in seconds. The contract
     * asks for at least 5. Up to a fifth is added at random, so that many programs do not ask in step.
     *
     * @throws KGiTONException at once if waiting cannot help, such as 401 and 404; the last error if the time is up and
     * no status has arrived
     * @throws \InvalidArgumentException if an argument is invalid
     */
    public function waitForPayment(
        string $transactionId,
        float $timeout = ClientRules::DEFAULT_WAIT_TIMEOUT / 1000,
        float $interval = ClientRules::DEFAULT_WAIT_INTERVAL / 1000,
    ): PaymentStatusResponse {
        return (new PaymentWait($this, $this->caller, $transactionId))->until($timeout, $interval);
    }

    private function send(
        #[\SensitiveParameter] PartnerPaymentRequest $request,
        ?RequestOptions $options,
        callable $read,
    ): QrisPaymentResponse|CheckoutPagePaymentResponse {
        try {
            $body = json_encode($request, self::JSON | JSON_THROW_ON_ERROR);
        } catch (\JsonException) {
            throw new \InvalidArgumentException('Expected texts in UTF-8.');
        }
        $caller = $this->caller->hiding($request->licenseKey);
        [$method, $path] = Contract::GENERATE_PAYMENT;
        $payment = RequestSender::send($caller, $method, $path, $body, $read, $options);
        if ($payment->transactionId !== $request->transactionId) {
            $caller->log('warning', "asked for transactionId {$request->transactionId}, got {$payment->transactionId}");
        }
        if ($payment->amount !== $request->amount) {
            $caller->log('warning', "asked for amount {$request->amount}, got {$payment->amount}");
        }
        return $payment;
    }
}
