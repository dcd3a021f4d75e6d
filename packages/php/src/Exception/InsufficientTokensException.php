<?php

declare(strict_types=1);

namespace KGiTON\Payments\Exception;

/** 402: the license key has no tokens left. Top it up, then call again. */
final class InsufficientTokensException extends KGiTONException
{
}
