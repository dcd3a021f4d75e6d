<?php

declare(strict_types=1);

namespace KGiTON\Payments\Http;

/** Sends one HTTP request, without retries and without following redirects. */
interface Transport
{
    /**
     * @param float $timeout the seconds within which the whole response has to arrive
     *
     * @throws TransportException if there is no complete response
     */
    public function send(HttpRequest $request, float $timeout): HttpResponse;
}
