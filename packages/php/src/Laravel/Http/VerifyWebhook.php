<?php

declare(strict_types=1);

namespace KGiTON\Payments\Laravel\Http;

use Illuminate\Http\Request;
use Illuminate\Http\Response;
use KGiTON\Payments\Contract;
use KGiTON\Payments\Exception\WebhookSignatureException;
use KGiTON\Payments\PaymentSuccessEvent;
use KGiTON\Payments\UnknownEvent;
use KGiTON\Payments\Webhooks;
use KGiTON\Payments\WebhookSignatureReason;
use Psr\Log\LoggerInterface;

/** Middleware that lets through what KGiTON has sent. It refuses a wrong signature with 401. */
final class VerifyWebhook
{
    private const EVENT = 'kgiton.event';

    /** The longest body that is read, in bytes. A webhook has less than 1 KB. */
    private const LONGEST_BODY = 1024 * 1024;

    public function __construct(private readonly Webhooks $webhooks, private readonly LoggerInterface $logger)
    {
    }

    /**
     * The verified event of a request.
     *
     * @throws \LogicException if the middleware has not run
     */
    public static function event(Request $request): PaymentSuccessEvent|UnknownEvent
    {
        $event = $request->attributes->get(self::EVENT);
        return $event instanceof PaymentSuccessEvent || $event instanceof UnknownEvent
            ? $event
            : throw new \LogicException('Expected the middleware ' . self::class . ' on this route.');
    }

    public function handle(Request $request, \Closure $next): mixed
    {
        // The raw body: the signature covers its exact bytes.
        $body = $request->getContent();
        if (strlen($body) > self::LONGEST_BODY) {
            return self::refuse(413, 'Body too large');
        }
        try {
            $headers = [Contract::SIGNATURE_HEADER => $request->headers->all(strtolower(Contract::SIGNATURE_HEADER))];
            $request->attributes->set(self::EVENT, $this->webhooks->unwrap($body, $headers));
        } catch (WebhookSignatureException $error) {
            if ($error->reason === WebhookSignatureReason::NoSecret) {
                // Laravel reports it and responds with 500, so that KGiTON sends the webhook again.
                throw $error;
            }
            $this->logger->warning("kgiton: refused a webhook. {$error->getMessage()}");
            return self::refuse(401, 'Invalid signature');
        }
        return $next($request);
    }

    private static function refuse(int $status, string $text): Response
    {
        return new Response($text, $status, ['Content-Type' => 'text/plain']);
    }
}
