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

    /** @var Secret<array<int, mixed>> a proxy may have a password */
    private readonly Secret $options;

    /** @param array<int, mixed> $options options of curl, such as CURLOPT_PROXY or CURLOPT_CAINFO */
    public function __construct(#[\SensitiveParameter] array $options = [])
    {
        $this->options = new Secret($options);
    }

    public function send(HttpRequest $request, float $timeout): HttpResponse
    {
        $this->curl ??= curl_init() ?: throw new TransportException('curl_init failed', isUnsent: true);
        // The connection stays.
        curl_reset($this->curl);
        $body = '';
        $head = '';
        curl_setopt_array($this->curl, $this->options->reveal() + [
            CURLOPT_URL => $request->url,
            CURLOPT_CUSTOMREQUEST => $request->method,
            CURLOPT_HTTPHEADER => [
                ...array_map(
                    static fn (string $name, string $value): string => "{$name}: {$value}",
                    array_keys($request->headers()),
                    $request->headers(),
                ),
                // Without waiting for 100 (Continue).
                'Expect:',
            ],
            // If curl followed a redirect, it would send the API key to the redirect's target.
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
            CURLOPT_ENCODING => '',
            CURLOPT_NOSIGNAL => true,
            CURLOPT_TIMEOUT_MS => max(1, (int) ceil($timeout * 1000)),
            CURLOPT_WRITEFUNCTION => static function ($_, string $chunk) use (&$body): int {
                $body .= $chunk;
                return strlen($body) > self::LONGEST_BODY ? 0 : strlen($chunk);
            },
            CURLOPT_HEADERFUNCTION => static function ($_, string $line) use (&$head): int {
                // A response with 1xx precedes this one.
                $head = str_starts_with($line, 'HTTP/') ? '' : $head . $line;
                return strlen($line);
            },
        ] + ($request->body() === null ? [] : [CURLOPT_POSTFIELDS => $request->body()]));
        $isComplete = curl_exec($this->curl);
        if ($isComplete === false) {
            throw self::failure(curl_errno($this->curl), curl_error($this->curl), $timeout, strlen($body));
        }
        return new HttpResponse(curl_getinfo($this->curl, CURLINFO_RESPONSE_CODE), $body, self::headersIn($head));
    }

    /** @return array<string, string> */
    private static function headersIn(string $head): array
    {
        $headers = [];
        foreach (explode("\n", $head) as $line) {
            if (str_contains($line, ':')) {
                [$name, $value] = explode(':', $line, 2);
                $name = strtolower($name);
                $headers[$name] = (isset($headers[$name]) ? "{$headers[$name]}, " : '') . trim($value);
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
