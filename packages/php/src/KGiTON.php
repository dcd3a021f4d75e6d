<?php

declare(strict_types=1);

namespace KGiTON\Payments;

use KGiTON\Payments\Http\CurlTransport;
use KGiTON\Payments\Http\Transport;
use KGiTON\Payments\Internal\Caller;
use KGiTON\Payments\Internal\Environment;
use KGiTON\Payments\Internal\Redactor;
use KGiTON\Payments\Internal\Secret;
use KGiTON\Payments\Internal\Validation;
use Psr\Log\LoggerInterface;

/** KGiTON, for a partner's server: create one and share it. */
final class KGiTON
{
    /** Creates QRIS codes and checkout pages, and asks whether they have been paid. */
    public readonly PartnerPayment $partnerPayment;

    /** Verifies webhooks with your webhook secret. */
    public readonly Webhooks $webhooks;

    /**
     * @param string|null $apiKey The partner's API key (`kgiton_…`), by default the environment variable
     * `KGITON_API_KEY`.
     * @param string|null $baseUrl The base URL of the API, by default the environment variable `KGITON_BASE_URL`,
     * otherwise `https://api.kgiton.com`.
     * @param float $timeout How long one attempt may take until its whole response has arrived, in seconds.
     * @param int $maxRetries How often a request is retried after a temporary failure: 0 to 100.
     * @param array<string, string> $headers Headers to send with every request. They cannot replace the API key.
     * @param string|list<string>|null $webhookSecret Your webhook secret, or several during a rotation, by default the
     * environment variable `KGITON_WEBHOOK_SECRET`.
     * @param Transport|null $transport Sends the requests, by default with ext-curl.
     * @param LoggerInterface|null $logger Gets a line for each attempt (debug) and for each retry (warning), none of
     * them with a secret.
     * @param Clock|null $clock The time and randomness to use. For tests of retries and waits.
     *
     * @throws \InvalidArgumentException if an argument is missing or invalid; the message says what to do
     */
    public function __construct(
        #[\SensitiveParameter] ?string $apiKey = null,
        #[\SensitiveParameter] ?string $baseUrl = null,
        float $timeout = ClientRules::DEFAULT_TIMEOUT / 1000,
        int $maxRetries = ClientRules::DEFAULT_MAX_RETRIES,
        #[\SensitiveParameter] array $headers = [],
        #[\SensitiveParameter] string|array|null $webhookSecret = null,
        ?Transport $transport = null,
        ?LoggerInterface $logger = null,
        ?Clock $clock = null,
    ) {
        $key = new Secret($apiKey ?? Environment::variable('KGITON_API_KEY') ?? '');
        $url = new Secret($baseUrl ?? Environment::variable('KGITON_BASE_URL') ?? Contract::SERVER_URL);
        $own = new Secret($headers);
        $secrets = new Secret($webhookSecret);
        // PHP 8.1 does not know the attribute: the stack trace of an exception shows the current values of arguments.
        $apiKey = $baseUrl = $webhookSecret = null;
        $headers = [];
        if ($key->reveal() === '') {
            throw new \InvalidArgumentException('Expected an API key: pass apiKey, or set KGITON_API_KEY.');
        }
        $this->webhooks = new Webhooks($secrets->reveal());
        $this->partnerPayment = new PartnerPayment(new Caller(
            Validation::baseUrl($url->reveal()),
            new Secret([
                'accept' => 'application/json',
                'user-agent' => 'kgiton-php/' . Contract::PACKAGE_VERSION . ' php/' . PHP_VERSION,
                ...Validation::headers($own->reveal()),
                strtolower(Contract::API_KEY_HEADER) => Validation::apiKey($key->reveal()),
            ]),
            Validation::seconds('timeout', $timeout),
            Validation::maxRetries($maxRetries),
            $transport ?? new CurlTransport(),
            $clock ?? new SystemClock(),
            Redactor::of([$key->reveal(), ...$this->webhooks->secrets()]),
            $logger,
        ));
    }
}
