import type { CheckoutPagePaymentResponse, PaymentOf, QrisPaymentResponse } from '@kgiton/sdk';
import type { Order } from '../orders.js';
import { formatRupiah, formatTime } from './format.js';
import { type Html, html } from './html.js';

/** The form with which the customer chooses a payment type. */
export function renderUnpaid({ id, total }: Order): Html {
  return html`<p class="amount">${formatRupiah(total)}</p>
<form method="post" action="/orders/${id}/pay">
<fieldset>
<legend>Cara bayar</legend>
<label class="choice"><input type="radio" name="method" value="QRIS" checked>
<span>QRIS <span class="muted">Pindai kode QR di halaman ini</span></span></label>
<label class="choice"><input type="radio" name="method" value="CHECKOUT_PAGE">
<span>Halaman pembayaran <span class="muted">Bayar di halaman KGiTON</span></span></label>
</fieldset>
<button class="button">Bayar</button>
</form>
${renderCancel(id)}`;
}

function renderCancel(id: string): Html {
  return html`<form method="post" action="/orders/${id}/cancel">
<button class="button quiet">Batalkan pesanan</button>
</form>`;
}

/** An open payment. */
export function renderWaiting({ id }: Order, payment: PaymentOf): Html {
  return html`<p class="amount">${formatRupiah(payment.amount)}</p>
${payment.payment_type === 'QRIS' ? renderQris(payment) : renderCheckout(payment)}
<p>Bayar sebelum <time datetime="${payment.expires_at}">${formatTime(payment.expires_at)}</time>.</p>
<p class="muted">Halaman ini berubah sendiri setelah pembayaran kami terima. <a href="/orders/${id}">Periksa status</a></p>
${renderCancel(id)}`;
}

/** Works on the same phone, too: most QRIS apps can scan a saved image as well as the camera. */
function renderQris({ qris, amount }: QrisPaymentResponse): Html {
  return html`<p>Pindai kode ini dengan aplikasi bank atau dompet digital Anda.</p>
<img class="qr" src="${qris.qr_image_url}" alt="Kode QRIS untuk pembayaran ${formatRupiah(amount)}" width="280" height="280">
<p class="muted">Di ponsel yang sama? <a href="${qris.qr_image_url}">Buka gambar kode</a>, simpan, lalu pilih dari aplikasi Anda.</p>`;
}

function renderCheckout({ payment_url }: CheckoutPagePaymentResponse): Html {
  return html`<a class="button" href="${payment_url}">Lanjutkan pembayaran</a>`;
}

/** An expired payment. Only a customer who has not paid yet should pay again, and the page says so. */
export function renderExpired(order: Order, { expires_at }: PaymentOf): Html {
  return html`<p>Pembayaran ini berlaku sampai ${formatTime(expires_at)}. Silakan buat pembayaran baru.</p>
<p class="muted">Sudah terlanjur membayar? Jangan bayar lagi, hubungi kami dulu.</p>
${renderUnpaid(order)}`;
}

/** A payment that the gateway has rejected or cancelled. */
export function renderFailed(order: Order): Html {
  return html`<p>Pembayaran ini ditolak atau dibatalkan. Silakan buat pembayaran baru.</p>
${renderUnpaid(order)}`;
}

/** A payment with another amount than that of the order. */
export function renderDisputed(): Html {
  return html`<p>Jumlah yang kami terima berbeda dari total pesanan. Jangan bayar lagi, hubungi kami.</p>`;
}

/** KGiTON cannot cancel a payment: its code can be paid until it expires, and the page says so. */
export function renderCancelled({ paid }: Order, payment?: PaymentOf): Html {
  if (paid)
    return html`<p>Pembayaran Anda baru kami terima setelah pesanan dibatalkan. Kami akan mengembalikannya.</p>`;
  if (!payment) return html`<p>Anda belum membayar apa pun.</p>`;
  return html`<p>Jangan gunakan lagi kode atau tautan pembayaran dari pesanan ini.</p>`;
}

export function renderPaid({ total }: Order, paidAt: string): Html {
  return html`<svg class="tick" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12.5l4.5 4.5L19 7.5"/></svg>
<p class="amount">${formatRupiah(total)}</p>
<p>Terima kasih, pembayaran Anda kami terima pada <time datetime="${paidAt}">${formatTime(paidAt)}</time>.</p>`;
}
