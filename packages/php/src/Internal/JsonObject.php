<?php

declare(strict_types=1);

namespace KGiTON\Payments\Internal;

/**
 * Reads the properties of a JSON object. A property that is missing or has the wrong type throws.
 *
 * @internal
 */
final class JsonObject
{
    /** RFC 3339. PHP's own parser takes much else for a time. */
    private const DATE_TIME = '/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/Di';

    /** The largest integer that every JSON parser reads exactly. */
    private const LARGEST_INTEGER = 2 ** 53;

    /** @param array<mixed> $data */
    public function __construct(private readonly array $data)
    {
    }

    /** @return array<string, mixed> */
    public function all(): array
    {
        /** @var array<string, mixed> names that PHP has made integers are not in the contract */
        return $this->data;
    }

    public function has(string $name): bool
    {
        return isset($this->data[$name]);
    }

    /** Whether it is there, and null. */
    public function isNull(string $name): bool
    {
        return array_key_exists($name, $this->data) && !$this->has($name);
    }

    public function string(string $name): string
    {
        $value = $this->data[$name] ?? null;
        return is_string($value) ? $value : throw new WrongPropertyException($name);
    }

    public function int(string $name): int
    {
        $value = $this->number($name);
        // 50000.0 is an integer in JSON.
        if (abs($value) <= self::LARGEST_INTEGER && floor($value) === (float) $value) {
            return (int) $value;
        }
        throw new WrongPropertyException($name);
    }

    public function number(string $name): int|float
    {
        $value = $this->data[$name] ?? null;
        return is_int($value) || is_float($value) ? $value : throw new WrongPropertyException($name);
    }

    public function bool(string $name): bool
    {
        $value = $this->data[$name] ?? null;
        return is_bool($value) ? $value : throw new WrongPropertyException($name);
    }

    public function dateTime(string $name): \DateTimeImmutable
    {
        $value = $this->string($name);
        try {
            if (preg_match(self::DATE_TIME, $value) === 1) {
                // PHP looks Z up in all abbreviations of time zones, which takes ten times as long as an offset.
                $isUtc = strtoupper($value[-1]) === 'Z';
                return new \DateTimeImmutable($isUtc ? substr($value, 0, -1) . '+00:00' : $value);
            }
        } catch (\Exception) {
            // Month 13, for example. The same exception as for any other.
        }
        throw new WrongPropertyException($name);
    }

    /**
     * A value of an enumeration, or the string as it is if this version does not know it.
     *
     * @template Enum of \BackedEnum
     *
     * @param callable(string): (Enum|null) $known
     *
     * @return Enum|string
     */
    public function enum(string $name, callable $known): \BackedEnum|string
    {
        $value = $this->string($name);
        return $known($value) ?? $value;
    }

    /**
     * @template Enum of \BackedEnum
     *
     * @param Enum $expected
     *
     * @return Enum
     */
    public function exactly(string $name, \BackedEnum $expected): \BackedEnum
    {
        return $this->string($name) === $expected->value ? $expected : throw new WrongPropertyException($name);
    }

    /**
     * @template Model of object
     *
     * @param callable(array<mixed>): Model $read
     *
     * @return Model
     */
    public function object(string $name, callable $read): object
    {
        return $read($this->map($name));
    }

    /** @return array<string, mixed> */
    public function map(string $name): array
    {
        $value = $this->data[$name] ?? null;
        return is_array($value) ? (new self($value))->all() : throw new WrongPropertyException($name);
    }

    /**
     * @template Model of object
     *
     * @param callable(array<mixed>): Model $read
     *
     * @return list<Model>
     */
    public function objects(string $name, callable $read): array
    {
        return array_map(
            static fn (mixed $value): object => is_array($value) ? $read($value) : throw new WrongPropertyException($name),
            array_values($this->map($name)),
        );
    }

    /** @return list<string> */
    public function strings(string $name): array
    {
        return array_map(
            static fn (mixed $value): string => is_string($value) ? $value : throw new WrongPropertyException($name),
            array_values($this->map($name)),
        );
    }
}
