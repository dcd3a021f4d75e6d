<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class () extends Migration {
    public function up(): void
    {
        Schema::create('orders', function (Blueprint $table) {
            $table->id();
            $table->ulid('number')->unique();
            $table->string('customer_name');
            $table->unsignedInteger('kilos');
            $table->unsignedBigInteger('total');
            $table->string('status')->default('open'); // open, paid or cancelled
            $table->timestamp('paid_at')->nullable();
            $table->timestamps();
        });

        // Each attempt to pay an order: a code that has expired is replaced by another payment.
        Schema::create('payments', function (Blueprint $table) {
            $table->id();
            $table->foreignId('order_id')->constrained();
            $table->string('transaction_id', 50)->unique();
            $table->unsignedBigInteger('amount');
            $table->string('status')->default('pending'); // pending, paid, expired, failed or disputed
            $table->string('qr_image_url')->nullable();
            $table->timestamp('expires_at')->nullable();
            $table->timestamps();
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('payments');
        Schema::dropIfExists('orders');
    }
};
