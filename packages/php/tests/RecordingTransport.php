<?php

declare(strict_types=1);

namespace KGiTON\Payments\Tests;

use KGiTON\Payments\Http\HttpRequest;
use KGiTON\Payments\Http\HttpResponse;
use KGiTON\Payments\Http\Transport;

/** Returns or throws the next of these; the last one for all further requests. */
final class RecordingTransport implements Transport
{
    /** @var list<HttpRequest> */
    public array $requests = [];
    /** @var list<float> */
    public array $timeouts = [];
    /** @var list<HttpResponse|\Throwable> */
    private array $outcomes;

    public function __construct(HttpResponse|\Throwable ...$outcomes)
    {
        $this->outcomes = array_values($outcomes);
    }

    /** A response with an example of the contract. */
    public static function example(string $name, int $status = 200): HttpResponse
    {
        $document = json_decode((string) file_get_contents(__DIR__ . '/../../contract/openapi.json'), true);
        $example = $document['components']['examples'][$name]['value'];
        return new HttpResponse($status, (string) json_encode($example), ['X-Request-Id' => 'req_1']);
    }

    public function send(HttpRequest $request, float $timeout): HttpResponse
    {
        $outcome = $this->outcomes[min(count($this->requests), count($this->outcomes) - 1)];
        $this->requests[] = $request;
        $this->timeouts[] = $timeout;
        return $outcome instanceof HttpResponse ? $outcome : throw $outcome;
    }
}
