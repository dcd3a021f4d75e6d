import type { PaymentItem, PaymentOf } from '@kgiton/sdk';
import type { Order } from '../orders.js';
import type { OrderState } from '../payments.js';
import { formatRupiah } from './format.js';
import { type Html, html } from './html.js';
import { renderLayout } from './layout.js';
import {
  renderCancelled,
  renderDisputed,
  renderExpired,
  renderFailed,
  renderPaid,
  renderUnpaid,
  renderWaiting,
} from './payment-states.js';

export interface OrderView {
  order: Order;
  /** The latest payment, if any. */
  payment?: PaymentOf | undefined;
  state: OrderState;
  /** An error message for the customer. */
  problem?: string | undefined;
}

const TITLES: Readonly<Record<OrderState, string>> = {
  new: 'Bayar pesanan',
  waiting: 'Menunggu pembayaran',
  expired: 'Waktu pembayaran habis',
  failed: 'Pembayaran gagal',
  disputed: 'Pembayaran sedang diperiksa',
  paid: 'Lunas',
  cancelled: 'Pesanan dibatalkan',
};

/** The order page: the state of the payment and the ordered items. It works without JavaScript, too. */
export function renderOrderPage(view: OrderView): Html {
  const { order, state, problem } = view;
  const title = TITLES[state];
  return renderLayout(
    title,
    html`<div class="order">
<div class="intro">
<h1>Pesanan laundry</h1>
<p class="muted">${order.id}</p>
</div>
<p class="visually-hidden" id="announcement" role="status"></p>
<section class="card payment" id="payment" aria-labelledby="state" data-state="${state}" data-order="/orders/${order.id}">
<h2 id="state">${title}</h2>
${problem && html`<p class="problem" role="alert">${problem}</p>`}
${renderState(view)}
</section>
<section class="card details" aria-labelledby="details">
<h2 id="details">Rincian</h2>
<p class="muted">Atas nama ${order.customerName}</p>
<ul class="items">
${order.items.map(renderItem)}
</ul>
<p class="total">Total <strong>${formatRupiah(order.total)}</strong></p>
</section>
</div>
<script src="/order.js" defer></script>`,
  );
}

function renderState({ order, payment, state }: OrderView): Html {
  if (state === 'cancelled') return renderCancelled(order, payment);
  if (order.paid) return renderPaid(order, order.paid.at);
  if (state === 'disputed') return renderDisputed();
  if (!payment) return renderUnpaid(order);
  if (state === 'expired') return renderExpired(order, payment);
  return state === 'failed' ? renderFailed(order) : renderWaiting(order, payment);
}

function renderItem({ name, price, quantity }: PaymentItem): Html {
  return html`<li>
<span>${name} <span class="muted">${quantity} × ${formatRupiah(price)}</span></span>
<span>${formatRupiah(price * quantity)}</span>
</li>
`;
}
