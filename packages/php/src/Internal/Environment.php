<?php

declare(strict_types=1);

namespace KGiTON\Payments\Internal;

/** @internal */
final class Environment
{
    /** An environment variable without surrounding whitespace; null if it is unset or blank. */
    public static function variable(string $name): ?string
    {
        // Libraries that read .env files fill $_SERVER and $_ENV, and often nothing else.
        foreach ([getenv($name), $_ENV[$name] ?? null, $_SERVER[$name] ?? null] as $value) {
            if (is_string($value) && trim($value) !== '') {
                return trim($value);
            }
        }
        return null;
    }
}
