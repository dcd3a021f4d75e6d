<?php

declare(strict_types=1);

namespace KGiTON\Payments\Exception;

/** 502 `GATEWAY_ERROR`: the payment gateway failed, even after the retries. No token was taken. */
final class GatewayException extends ServerException
{
}
