<?php

declare(strict_types=1);

namespace KGiTON\Payments\Internal;

use KGiTON\Payments\Contract;
use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\Http\HttpRequest;
use KGiTON\Payments\Http\HttpResponse;
use KGiTON\Payments\RequestOptions;

/**
 * Sends a request, and again after temporary failures. Each attempt sends the same bytes.
 *
 * @internal
 */
final class RequestSender
{
    /**
     * @template Result
     *
     * @param string|null $body JSON, if the request has a body
     * @param callable(array<mixed>, string|null): Result $read reads the JSON object of a success and its request id
     *
     * @return Result
     *
     * @throws KGiTONException if no attempt succeeds
     */
    public static function send(
        // Holds the transport, which may be of somebody else.
        #[\SensitiveParameter] Caller $caller,
        string $method,
        string $path,
        #[\SensitiveParameter] ?string $body,
        callable $read,
        ?RequestOptions $options,
    ): mixed {
        $timeout = $caller->timeout;
        $maxRetries = $caller->maxRetries;
        $headers = $caller->headers->reveal();
        if ($body !== null) {
            $headers += ['content-type' => 'application/json'];
        }
        if ($options !== null) {
            $timeout = Validation::seconds('timeout', $options->timeout ?? $timeout);
            $maxRetries = Validation::maxRetries($options->maxRetries ?? $maxRetries);
            $headers = Validation::headers($options->headers) + $headers;
        }
        $request = new HttpRequest($method, $caller->baseUrl . $path, $headers, $body);
        $errors = null;
        $attempt = 0;
        while (true) {
            $attempt++;
            $start = $caller->isLogging() ? $caller->clock->now() : 0.0;
            $response = null;
            try {
                $response = $caller->transport->send($request, $timeout);
                $content = ResponseBody::read($response, $caller->redactor);
                if ($response->isSuccess()) {
                    $requestId = $response->header(Contract::REQUEST_ID_HEADER);
                    $result = $read($content, $requestId);
                    self::report($caller, $request, $attempt, $start, $response->status, $requestId);
                    return $result;
                }
                $errors ??= self::errorsOf($caller, $method);
                $error = $errors->fromResponse($response, $content);
            } catch (UnexpectedBodyException | WrongPropertyException $exception) {
                $errors ??= self::errorsOf($caller, $method);
                $error = $errors->fromUnexpected($response ?? new HttpResponse(0), $exception->getMessage());
            } catch (KGiTONException $exception) {
                throw $exception;
            } catch (\Exception $exception) {
                $errors ??= self::errorsOf($caller, $method);
                $error = $errors->fromFailure($exception);
            }
            $outcome = $error->statusCode ?? $error->errorCode;
            self::report($caller, $request, $attempt, $start, $outcome, $error->requestId);
            $errors->mayExist = $error->outcomeUnknown;
            $delay = $attempt > $maxRetries ? null : RetryRule::delay($error, $attempt, $caller->clock);
            if ($delay === null) {
                throw $error;
            }
            $caller->log('warning', "{$error->getMessage()} Retrying in " . round($delay * 1000) . ' ms.');
            $caller->clock->sleep($delay);
        }
    }

    private static function errorsOf(#[\SensitiveParameter] Caller $caller, string $method): ErrorFactory
    {
        return new ErrorFactory($caller->redactor, $caller->clock, isSafe: $method === 'GET');
    }

    private static function report(
        #[\SensitiveParameter] Caller $caller,
        HttpRequest $request,
        int $attempt,
        float $start,
        int|string $outcome,
        ?string $requestId,
    ): void {
        if (!$caller->isLogging()) {
            return;
        }
        $duration = round(($caller->clock->now() - $start) * 1000);
        $requestId ??= 'unknown';
        $what = "{$request->method} {$request->url}: {$outcome}";
        $caller->log('debug', "{$what} in {$duration} ms, attempt {$attempt}, request id {$requestId}");
    }
}
