<?php

declare(strict_types=1);

namespace KGiTON\Payments\Internal;

/**
 * A JSON object lacks a property, or its type is wrong.
 *
 * @internal
 */
final class WrongPropertyException extends \UnexpectedValueException
{
    public function __construct(public readonly string $property)
    {
        parent::__construct("a missing or wrong {$property}");
    }
}
