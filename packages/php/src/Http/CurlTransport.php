<?php

declare(strict_types=1);

namespace KGiTON\Payments\Http;

use KGiTON\Payments\Internal\Secret;

/**
 * Sends requests with ext-curl. It keeps its connection for the next request, and uses the proxy that `https_proxy` and
 * the like name.
 */
final class CurlTransport implements Transport
{
    /** Longer responses are not read: no response of KGiTON is, and an endless one would use up the memory. */
    private const LONGEST_BODY = 10 * 1024 * 1024;

    /** Failures that persist until somebody fixes the certificate, the protocol, the host name or the URL. */
    private const PERMANENT = [
        CURLE_UNSUPPORTED_PROTOCOL,
        CURLE_URL_MALFORMAT,
        CURLE_COULDNT_RESOLVE_PROXY,
        CURLE_COULDNT_RESOLVE_HOST,
        CURLE_SSL_PEER_CERTIFICATE,
        CURLE_SSL_CERTPROBLEM,
        CURLE_SSL_CIPHER,
        CURLE_SSL_CACERT_BADFILE,
    ];

    private ?\CurlHandle $curl = null;

    /** Method and kind of body that the handle is set up for. */
    private string $setUpFor = '';

    /** What the handle has received. Never more than during a request, so that a dump shows nothing of a response. */
    private readonly ReceivedResponse $received;

    /** @var Secret<array<int, mixed>> a proxy may have a password */
    private readonly Secret $options;

    /** @param array<int, mixed> $options options of curl, such as CURLOPT_PROXY or CURLOPT_CAINFO */
    public function __construct(#[\SensitiveParameter] array $options = [])
    {
        $this->options = new Secret($options);
        $this->received = new ReceivedResponse();
    }

    public function send(HttpRequest $request, float $timeout): HttpResponse
    {
        $body = $request->body();
        $curl = $this->handleFor($request->method, $body !== null);
        // Without waiting for 100 (Continue).
        $headers = ['Expect:'];
        foreach ($request->headers() as $name => $value) {
            $headers[] = "{$name}: {$value}";
        }
        curl_setopt($curl, CURLOPT_URL, $request->url);
        curl_setopt($curl, CURLOPT_HTTPHEADER, $headers);
        curl_setopt($curl, CURLOPT_TIMEOUT_MS, max(1, (int) ceil($timeout * 1000)));
        if ($body !== null) {
            curl_setopt($curl, CURLOPT_POSTFIELDS, $body);
        }
        try {
            if (curl_exec($curl) === false) {
                throw self::failure(curl_errno($curl), curl_error($curl), $timeout, strlen($this->received->body));
            }
            $status = (int) curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
            return new HttpResponse($status, $this->received->body, self::headersIn($this->received->head));
        } finally {
            $this->received->body = $this->received->head = '';
        }
    }

    /** The handle with everything that does not change from request to request. */
    private function handleFor(string $method, bool $hasBody): \CurlHandle
    {
        $kind = $method . ($hasBody ? ' with a body' : '');
        if ($this->curl !== null && $this->setUpFor === $kind) {
            return $this->curl;
        }
        $this->curl ??= curl_init() ?: throw new TransportException('curl_init failed', isUnsent: true);
        // The connection stays.
        curl_reset($this->curl);
        $received = $this->received;
        curl_setopt_array($this->curl, $this->options->reveal() + [
            CURLOPT_CUSTOMREQUEST => $method,
            // If curl followed a redirect, it would send the API key to the redirect's target.
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
            CURLOPT_ENCODING => '',
            CURLOPT_NOSIGNAL => true,
            CURLOPT_WRITEFUNCTION => static function ($_, string $chunk) use ($received): int {
                $received->body .= $chunk;
                return strlen($received->body) > self::LONGEST_BODY ? 0 : strlen($chunk);
            },
            CURLOPT_HEADERFUNCTION => static function ($_, string $line) use ($received): int {
                // A response with 1xx precedes this one.
                $received->head = str_starts_with($line, 'HTTP/') ? '' : $received->head . $line;
                return strlen($line);
            },
        ]);
        $this->setUpFor = $kind;
        return $this->curl;
    }

    /** @return array<string, string> */
    private static function headersIn(string $head): array
    {
        $headers = [];
        foreach (explode("\n", $head) as $line) {
            $colon = strpos($line, ':');
            if ($colon !== false) {
                $name = strtolower(substr($line, 0, $colon));
                $value = trim(substr($line, $colon + 1));
                $headers[$name] = isset($headers[$name]) ? "{$headers[$name]}, {$value}" : $value;
            }
        }
        return $headers;
    }

    private static function failure(int $code, string $message, float $timeout, int $length): TransportException
    {
        if ($code === CURLE_OPERATION_TIMEDOUT) {
            return new TransportException('timeout of ' . round($timeout * 1000) . ' ms', isTimeout: true);
        }
        if ($length > self::LONGEST_BODY) {
            return new TransportException('a response of more than ' . self::LONGEST_BODY . ' bytes');
        }
        // A handshake also fails when the connection breaks, which may pass.
        $isNotTls = $code === CURLE_SSL_CONNECT_ERROR
            && preg_match('/wrong version|unknown protocol|packet length/i', $message) === 1;
        $isPermanent = $isNotTls || in_array($code, self::PERMANENT, true);
        $advice = match (true) {
            $isNotTls => '; is baseUrl http, not https?',
            $code === CURLE_SSL_PEER_CERTIFICATE => '; name its authority in curl.cainfo (php.ini)',
            default => '',
        };
        return new TransportException(
            ($message ?: curl_strerror($code) ?? 'no response') . $advice,
            isUnsent: $isPermanent || in_array($code, [CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR], true),
            isPermanent: $isPermanent,
        );
    }
}
