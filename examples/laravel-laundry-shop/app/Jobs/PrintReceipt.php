<?php

namespace App\Jobs;

use App\Models\Order;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Foundation\Queue\Queueable;

/** Slow work, in the queue and after the transaction. The file stands in for a printer. */
class PrintReceipt implements ShouldQueue
{
    use Queueable;

    public function __construct(public readonly Order $order)
    {
    }

    public function handle(): void
    {
        $line = "Struk {$this->order->number}: Rp {$this->order->total}, lunas\n";
        file_put_contents(storage_path('app/receipts.txt'), $line, FILE_APPEND | LOCK_EX);
    }
}
