<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Concerns\HasUlids;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\HasMany;

class Order extends Model
{
    use HasUlids;

    /** Whole rupiah. */
    public const PRICE_PER_KILO = 8000;

    protected $guarded = [];
    protected $attributes = ['status' => 'open'];
    protected $casts = ['paid_at' => 'datetime'];

    /** Nobody can guess the number of another customer's order. */
    public function uniqueIds(): array
    {
        return ['number'];
    }

    public function getRouteKeyName(): string
    {
        return 'number';
    }

    public function payments(): HasMany
    {
        return $this->hasMany(Payment::class);
    }
}
