@extends('layout')

@section('head')
  @if ($order->status === 'open' && $payment?->qr_image_url)
    <meta http-equiv="refresh" content="5">
  @endif
@endsection

@section('content')
  <dl>
    <dt>Pesanan</dt> <dd>{{ $order->number }}</dd>
    <dt>Nama</dt> <dd>{{ $order->customer_name }}</dd>
    <dt>Total</dt> <dd>Rp {{ number_format($order->total, 0, ',', '.') }}</dd>
    <dt>Status</dt> <dd>{{ ['open' => 'Belum dibayar', 'paid' => 'Lunas', 'cancelled' => 'Dibatalkan'][$order->status] }}</dd>
  </dl>
  @if ($order->status === 'open')
    @if ($payment?->qr_image_url)
      <img src="{{ $payment->qr_image_url }}" alt="Kode QRIS" width="300" height="300">
    @endif
    <form method="post" action="/orders/{{ $order->number }}/pay">@csrf<button>Bayar dengan QRIS</button></form>
    <form method="post" action="/orders/{{ $order->number }}/cancel">@csrf<button class="secondary">Batalkan</button></form>
  @endif
@endsection
