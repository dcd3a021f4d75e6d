<?php

declare(strict_types=1);

namespace KGiTON\Payments\Internal;

/**
 * The body of a response is not the expected JSON.
 *
 * @internal
 */
final class UnexpectedBodyException extends \UnexpectedValueException
{
}
