<?php

declare(strict_types=1);

namespace KGiTON\Payments\Laravel\Testing;

use KGiTON\Payments\Contract;
use KGiTON\Payments\ErrorCode;
use KGiTON\Payments\Http\HttpRequest;
use KGiTON\Payments\Http\HttpResponse;
use KGiTON\Payments\Http\Transport;
use KGiTON\Payments\Http\TransportException;
use KGiTON\Payments\Internal\JsonObject;
use KGiTON\Payments\Internal\ResponseBody;
use KGiTON\Payments\PartnerPaymentRequest;
use KGiTON\Payments\PartnerPaymentType;
use KGiTON\Payments\PaymentItem;
use KGiTON\Payments\PaymentStatus;
use KGiTON\Payments\PaymentSuccessEvent;
use KGiTON\Payments\Webhooks;

/**
 * KGiTON in memory, as far as a program that uses it can tell. The sandbox does more: it checks requests and sends webhooks.
 *
 * @internal
 */
final class FakeService implements Transport
{
    /** @var list<ErrorCode|HttpResponse|TransportException> */
    private array $script = [];
    /** @var array<string, PartnerPaymentRequest> by their bodies */
    private array $requests = [];
    /**
     * @var array<string, array{
     *     body: string,
     *     payment_id: string,
     *     transaction_id: string,
     *     payment_status: string,
     *     amount: int,
     *     payment_type: string,
     *     gateway_transaction_id: null,
     *     paid_at: string|null,
     *     expires_at: string,
     *     webhook_sent: bool,
     *     created_at: string,
     * }> the statuses by transaction id, as on the wire, with the body of their request
     */
    private array $payments = [];
    /** @var list<string> */
    private array $checked = [];

    public function __construct(private readonly FakeClock $clock)
    {
    }

    /** @param list<ErrorCode|HttpResponse|TransportException> $outcomes */
    public function script(array $outcomes): void
    {
        $this->script = [...$this->script, ...$outcomes];
    }

    public function send(#[\SensitiveParameter] HttpRequest $request, float $timeout): HttpResponse
    {
        $body = $request->body() ?? '';
        $payment = $body === '' ? null : $this->requests[$body] ??= self::read($body);
        $id = rawurldecode(substr($request->url, (int) strrpos($request->url, '/') + 1));
        if ($payment === null) {
            $this->checked[] = $id;
        }
        $outcome = array_shift($this->script);
        return match (true) {
            $outcome instanceof TransportException => throw $outcome,
            $outcome instanceof HttpResponse => $outcome,
            $outcome instanceof ErrorCode => self::error($outcome),
            $payment !== null => $this->generate($payment, $body),
            default => $this->status($id),
        };
    }

    public function pay(string $transactionId): PaymentSuccessEvent
    {
        $paidAt = $this->time();
        $this->end($transactionId, PaymentStatus::Paid);
        $this->payments[$transactionId]['paid_at'] = $paidAt;
        $payment = $this->payments[$transactionId];
        return Webhooks::createTestEvent(
            array_intersect_key($payment, array_flip(['payment_id', 'transaction_id', 'amount', 'payment_type', 'paid_at'])),
        );
    }

    public function end(string $transactionId, PaymentStatus $status): void
    {
        if (!isset($this->payments[$transactionId])) {
            throw new \InvalidArgumentException("Expected a payment that was generated, got \"{$transactionId}\".");
        }
        $this->payments[$transactionId]['payment_status'] = $status->value;
    }

    /** @return list<PartnerPaymentRequest> */
    public function requests(): array
    {
        return array_values($this->requests);
    }

    /** @return list<string> */
    public function checked(): array
    {
        return $this->checked;
    }

    private function generate(PartnerPaymentRequest $request, #[\SensitiveParameter] string $body): HttpResponse
    {
        $id = $request->transactionId;
        $type = $request->paymentType->value;
        if (($this->payments[$id]['body'] ?? $body) !== $body) {
            return self::error(ErrorCode::DuplicateTransaction);
        }
        $this->payments[$id] ??= [
            'body' => $body,
            'payment_id' => "PAY-FAKE-{$id}",
            'transaction_id' => $id,
            'payment_status' => PaymentStatus::Pending->value,
            'amount' => $request->amount,
            'payment_type' => $type,
            'gateway_transaction_id' => null,
            'paid_at' => null,
            // @mago-expect analysis:possibly-null-operand,possibly-undefined-string-array-index Each type has one.
            'expires_at' => $this->time(60 * ($request->expiryMinutes ?? Contract::DEFAULT_EXPIRY_MINUTES[$type])),
            'webhook_sent' => false,
            'created_at' => $this->time(),
        ];
        $isQris = $request->paymentType === PartnerPaymentType::Qris;
        return self::success([
            ...array_intersect_key(
                $this->payments[$id],
                array_flip(['payment_id', 'transaction_id', 'amount', 'payment_type', 'expires_at']),
            ),
            'payment_url' => $isQris ? null : "https://pay.example/{$id}",
            'qris' => $isQris ? ['qr_content' => "QRIS-FAKE-{$id}", 'qr_image_url' => "https://pay.example/{$id}.png"] : null,
        ]);
    }

    private function status(string $transactionId): HttpResponse
    {
        $payment = $this->payments[$transactionId] ?? null;
        if ($payment === null) {
            return self::error(ErrorCode::TransactionNotFound);
        }
        if ($payment['payment_status'] === PaymentStatus::Pending->value && $payment['expires_at'] <= $this->time()) {
            $payment['payment_status'] = PaymentStatus::Expired->value;
        }
        return self::success(array_diff_key($payment, ['body' => true]));
    }

    /** A time in this many seconds, as on the wire. */
    private function time(int $seconds = 0): string
    {
        return gmdate('Y-m-d\TH:i:s\Z', (int) $this->clock->now() + $seconds);
    }

    private static function read(#[\SensitiveParameter] string $body): PartnerPaymentRequest
    {
        $arguments = [];
        $json = new JsonObject(ResponseBody::decode($body) ?? []);
        foreach ($json->all() as $name => $value) {
            $arguments[lcfirst(str_replace('_', '', ucwords($name, '_')))] = match ($name) {
                'payment_type' => PartnerPaymentType::from($json->string($name)),
                // @mago-expect analysis:too-few-arguments It was made of such an object.
                'items' => $json->objects($name, static fn (array $item): PaymentItem => new PaymentItem(...$item)),
                default => $value,
            };
        }
        // @mago-expect analysis:too-few-arguments It was made of such an object.
        return new PartnerPaymentRequest(...$arguments);
    }

    /** @param array<string, mixed> $content */
    private static function success(array $content): HttpResponse
    {
        return new HttpResponse(200, json_encode(['success' => true] + $content, JSON_THROW_ON_ERROR));
    }

    private static function error(ErrorCode $code): HttpResponse
    {
        $content = ['success' => false, 'code' => $code->value, 'message' => $code->description()];
        return new HttpResponse($code->status(), json_encode($content, JSON_THROW_ON_ERROR));
    }
}
