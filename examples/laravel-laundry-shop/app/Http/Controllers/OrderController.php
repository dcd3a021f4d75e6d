<?php

namespace App\Http\Controllers;

use App\Models\Order;
use App\Payments\CheckPayments;
use App\Payments\StartPayment;
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;
use Illuminate\View\View;
use KGiTON\Payments\Exception\KGiTONException;

class OrderController
{
    public function create(): View
    {
        return view('orders.create');
    }

    public function store(Request $request): RedirectResponse
    {
        $input = $request->validate(['customer_name' => 'required|string|max:255', 'kilos' => 'required|integer|between:1,50']);
        $order = Order::create($input + ['total' => $input['kilos'] * Order::PRICE_PER_KILO]);

        return redirect()->route('orders.show', $order);
    }

    public function show(Order $order): View
    {
        $payment = $order->payments()->whereIn('status', ['pending', 'paid'])->latest('id')->first();

        return view('orders.show', ['order' => $order, 'payment' => $payment]);
    }

    public function pay(Order $order, CheckPayments $checks, StartPayment $payments): RedirectResponse
    {
        return $this->withMessage($order, function () use ($order, $checks, $payments): string {
            // An earlier code may have been paid, or may have expired.
            $checks->check($order);
            if ($order->refresh()->status !== 'open') {
                return 'Pesanan ini sudah lunas atau dibatalkan.';
            }
            $payments->start($order);

            return 'Pindai kode QR untuk membayar.';
        });
    }

    public function cancel(Order $order, CheckPayments $checks): RedirectResponse
    {
        return $this->withMessage($order, function () use ($order, $checks): string {
            // The customer may have paid a moment ago, and the webhook may still be on its way.
            $checks->check($order);
            $isCancelled = Order::whereKey($order->id)->where('status', 'open')->update(['status' => 'cancelled']) === 1;

            return $isCancelled ? 'Pesanan dibatalkan.' : 'Pesanan ini sudah lunas, jadi tidak dapat dibatalkan.';
        });
    }

    /** @param \Closure(): string $action */
    private function withMessage(Order $order, \Closure $action): RedirectResponse
    {
        $page = redirect()->route('orders.show', $order);
        try {
            return $page->with('message', $action());
        } catch (KGiTONException $error) {
            report($error);

            return $page->with('message', 'KGiTON tidak dapat dihubungi. Silakan coba lagi sebentar lagi.');
        }
    }
}
