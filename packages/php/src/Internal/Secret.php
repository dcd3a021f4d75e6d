<?php

declare(strict_types=1);

namespace KGiTON\Payments\Internal;

/**
 * A value that no dump shows: it is no property, so `var_dump`, `print_r`, `var_export`, an array cast and the
 * arguments in a stack trace have nothing to show.
 *
 * @internal
 *
 * @template-covariant T
 */
final class Secret
{
    /** @var \WeakMap<self<mixed>, array{T}>|null each value in a list, so that null is a value too */
    private static ?\WeakMap $values = null;

    /** @param T $value */
    public function __construct(#[\SensitiveParameter] mixed $value)
    {
        self::$values ??= new \WeakMap();
        self::$values[$this] = [$value];
        // PHP 8.1 does not know the attribute: a stack trace shows the current value of an argument.
        $value = null;
    }

    private function __clone(): void
    {
    }

    /** @return T */
    public function reveal(): mixed
    {
        $held = self::$values[$this] ?? throw new \LogicException('A secret is lost in a copy of its object.');
        return $held[0];
    }

    /** @return never */
    public function __serialize(): array
    {
        throw new \LogicException('It contains a secret, so it cannot be serialized: create it where it is needed.');
    }
}
