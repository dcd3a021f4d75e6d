<?php

namespace Tests\Feature;

use App\Jobs\PrintReceipt;
use App\Models\Order;
use Illuminate\Foundation\Testing\RefreshDatabase;
use Illuminate\Foundation\Testing\TestCase;
use Illuminate\Support\Facades\Queue;
use KGiTON\Payments\ErrorCode;
use KGiTON\Payments\Laravel\Facades\Payments;
use KGiTON\Payments\Laravel\Testing\PostsWebhooks;

class OrderTest extends TestCase
{
    use PostsWebhooks;
    use RefreshDatabase;

    protected function setUp(): void
    {
        parent::setUp();
        Payments::fake();
        Queue::fake();
    }

    public function test_a_customer_pays_and_gets_one_receipt(): void
    {
        $order = $this->order();
        $event = Payments::payPayment("{$order->number}-1");

        $this->postWebhook($event)->assertOk();
        $this->postWebhook($event)->assertOk();

        $this->get("/orders/{$order->number}")->assertSee('Lunas');
        Queue::assertPushed(PrintReceipt::class, 1);
    }

    public function test_a_payment_with_another_amount_is_left_to_a_person(): void
    {
        $order = $this->order();

        $this->postWebhook(['transaction_id' => "{$order->number}-1", 'amount' => 1000])->assertOk();

        $this->assertSame('disputed', $order->payments()->sole()->status);
        $this->assertSame('open', $order->refresh()->status);
    }

    public function test_pressing_the_button_twice_takes_one_token(): void
    {
        $order = $this->order();
        $this->post("/orders/{$order->number}/pay");

        Payments::assertGeneratedTimes(1);
    }

    public function test_an_expired_code_is_replaced(): void
    {
        $order = $this->order();
        $this->travel(31)->minutes();

        $this->post("/orders/{$order->number}/pay");

        Payments::assertGenerated("{$order->number}-2");
    }

    public function test_an_order_that_was_just_paid_is_not_cancelled(): void
    {
        $order = $this->order();
        Payments::payPayment("{$order->number}-1"); // and its webhook is lost

        $this->post("/orders/{$order->number}/cancel")->assertSessionHas('message', 'Pesanan ini sudah lunas, jadi tidak dapat dibatalkan.');

        $this->assertSame('paid', $order->refresh()->status);
    }

    public function test_nothing_is_cancelled_while_kgiton_does_not_respond(): void
    {
        $order = $this->order();
        Payments::respondWith(ErrorCode::InternalError);

        $this->post("/orders/{$order->number}/cancel");

        $this->assertSame('open', $order->refresh()->status);
        $this->post("/orders/{$order->number}/cancel");
        $this->assertSame('cancelled', $order->refresh()->status);
    }

    public function test_payments_without_a_webhook_are_found(): void
    {
        $order = $this->order();
        Payments::payPayment("{$order->number}-1");

        $this->artisan('payments:check');

        $this->assertSame('paid', $order->refresh()->status);
    }

    /** An order with a code that waits to be paid. */
    private function order(): Order
    {
        $this->post('/orders', ['customer_name' => 'Siti', 'kilos' => 3]);
        $order = Order::sole();
        $this->post("/orders/{$order->number}/pay");

        return $order;
    }
}
