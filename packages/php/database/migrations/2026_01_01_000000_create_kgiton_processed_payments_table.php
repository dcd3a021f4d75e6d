<?php

declare(strict_types=1);

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class () extends Migration {
    /** @return string|null that of the orders, so that both can change in one transaction */
    public function getConnection()
    {
        return config('kgiton.connection') ?: null;
    }

    public function up(): void
    {
        $schema = Schema::connection($this->getConnection());
        $isMySql = in_array($schema->getConnection()->getDriverName(), ['mysql', 'mariadb'], true);
        $schema->create('kgiton_processed_payments', static function (Blueprint $table) use ($isMySql): void {
            // One without transactions would keep the row of a payment whose handling failed.
            $table->engine = 'InnoDB';
            $paymentId = $table->string('payment_id')->primary();
            if ($isMySql) {
                // Otherwise, ids that differ in case are the same payment.
                $paymentId->charset('utf8mb4')->collation('utf8mb4_bin');
            }
            $table->string('transaction_id')->index();
            $table->unsignedBigInteger('amount');
            $table->longText('payload');
            $table->timestamp('created_at')->nullable();
        });
    }

    public function down(): void
    {
        Schema::connection($this->getConnection())->dropIfExists('kgiton_processed_payments');
    }
};
