<?php

declare(strict_types=1);

namespace KGiTON\Payments\Testing;

use KGiTON\Payments\Clock;
use KGiTON\Payments\Contract;
use KGiTON\Payments\Http\CurlTransport;
use KGiTON\Payments\Http\HttpRequest;
use KGiTON\Payments\KGiTON;

/** An account of the sandbox, for one test: what it does reaches no other. Its methods are those of the control API. */
final class SandboxAccount
{
    use ControlApi;

    /** Longer than the control API waits for a delivery. */
    private const TIMEOUT = 70.0;

    private readonly CurlTransport $transport;

    /** @param string $apiKey the API key of the account, for your application's configuration */
    public function __construct(public readonly string $url, public readonly string $apiKey)
    {
        $this->transport = new CurlTransport();
    }

    /** A client of this account. */
    public function kgiton(?Clock $clock = null): KGiTON
    {
        return new KGiTON($this->apiKey, $this->url, webhookSecret: Contract::TEST_WEBHOOK_SECRET, clock: $clock);
    }

    /** Moves the clock of the account forward, so that payments expire and webhooks are sent again. */
    public function advance(float $minutes): void
    {
        $this->advanceClock(new ClockAdvance(minutes: $minutes));
    }

    /**
     * Lets webhooks or requests go wrong.
     *
     * @param string|null $payment the one payment whose webhook it affects, or all
     * @param float|null $seconds how long, for the faults that last
     * @param int|null $times how many webhooks or requests, or until it is cleared
     */
    public function fault(FaultKind $kind, ?string $payment = null, ?float $seconds = null, ?int $times = null): void
    {
        $this->setFault(new FaultRequest(new Fault($kind, $seconds, $times), $payment));
    }

    /**
     * Waits until the webhook of a payment has been delivered.
     *
     * @param string $payment a payment id or a transaction id
     * @param float $timeout how long to wait at most, in seconds of real time
     *
     * @throws SandboxException if it has not been delivered by then; the message has the last attempt
     */
    public function waitForDelivery(string $payment, float $timeout = 10): Delivery
    {
        $wait = (int) ceil($timeout * 1000);
        $delivered = $this->listDeliveries(payment: $payment, state: DeliveryState::Delivered, wait: $wait)->deliveries;
        if ($delivered !== []) {
            return $delivered[0];
        }
        $others = $this->listDeliveries(payment: $payment)->deliveries;
        $attempts = $others === [] ? [] : $others[0]->attempts;
        $last = array_pop($attempts);
        $known = $last === null ? 'no attempt' : 'the last attempt: ' . ($last->error ?? "status {$last->status}");
        throw new SandboxException("The webhook of {$payment} was not delivered within {$timeout} s: {$known}.");
    }

    /**
     * @param array<string, string|int|null> $query
     *
     * @return array<mixed>
     */
    protected function request(string $method, string $path, array $query = [], ?\JsonSerializable $body = null): array
    {
        $given = array_filter($query, static fn (mixed $value): bool => isset($value));
        $url = $this->url . $path . ($given === [] ? '' : '?' . http_build_query($given));
        $headers = ['content-type' => 'application/json'];
        if ($this->apiKey !== '') {
            $headers[Contract::API_KEY_HEADER] = $this->apiKey;
        }
        $json = $body === null ? null : json_encode($body, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);
        $response = $this->transport->send(new HttpRequest($method, $url, $headers, $json), self::TIMEOUT);
        $data = json_decode($response->body, true);
        if ($response->isSuccess()) {
            return is_array($data) ? $data : [];
        }
        $code = is_array($data) && is_string($data['code'] ?? null) ? $data['code'] : null;
        $message = is_array($data) && is_string($data['message'] ?? null) ? $data['message'] : 'no JSON';
        throw new SandboxException("{$method} {$path}: status {$response->status}, {$message}", $code);
    }
}
