<?php

declare(strict_types=1);

namespace KGiTON\Payments\Exception;

use KGiTON\Payments\Contract;
use KGiTON\Payments\SdkErrorCode;
use KGiTON\Payments\WebhookSignatureReason;

/** The webhook is not proven to come from KGiTON. Ignore what it says, and respond with 401. */
final class WebhookSignatureException extends KGiTONException
{
    public function __construct(public readonly WebhookSignatureReason $reason)
    {
        parent::__construct(match ($reason) {
            WebhookSignatureReason::BodyParsed
                => "The body was already parsed: pass it raw, as from file_get_contents('php://input').",
            WebhookSignatureReason::NoSecret => 'No webhook secret: pass it, or set KGITON_WEBHOOK_SECRET.',
            WebhookSignatureReason::NoSignature => 'The header ' . Contract::SIGNATURE_HEADER . ' is missing.',
            WebhookSignatureReason::MalformedSignature
                => 'The header ' . Contract::SIGNATURE_HEADER . ' is not 64 lowercase hex digits.',
            WebhookSignatureReason::SecretWhiteSpace
                => 'The signature does not match, and the secret has surrounding whitespace: trim it.',
            WebhookSignatureReason::Mismatch
                => 'The signature does not match: the body was changed, or the secret is wrong.',
        }, SdkErrorCode::WebhookSignatureError->value);
    }
}
