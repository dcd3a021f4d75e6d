import { type Html, html, isolated } from '../server/markup/html.js';
import { formatRupiah } from '../server/markup/money.js';
import type { Texts } from './texts.js';
import type { CheckoutItem, CheckoutView } from './view.js';

/** Who is paid, and how much. */
export function renderBill(view: CheckoutView, texts: Texts): Html {
  return html`<section class="bill">
<h1><span class="label">${texts.paymentTo}</span> ${isolated(view.merchant)}</h1>
<p class="total"><span class="label">${texts.total}</span> <strong id="total">${formatRupiah(view.amount)}</strong></p>
</section>`;
}

/** What is paid for. */
export function renderDetails(view: CheckoutView, texts: Texts): Html {
  return html`<section class="card details" aria-labelledby="details">
<h2 id="details">${texts.details}</h2>
${view.items.length > 0 ? renderItems(view, texts) : undefined}
<dl>
${renderFact(texts.description, view.description)}
${renderFact(texts.customer, view.customerName)}
${renderFact(texts.transactionId, view.transactionId)}
${renderFact(texts.paymentId, view.paymentId)}
</dl>
</section>`;
}

function renderItems(view: CheckoutView, texts: Texts): Html {
  return html`<ul class="items">
${view.items.map(renderItem)}
</ul>
<p class="sum"><span>${texts.total}</span> <strong>${formatRupiah(view.amount)}</strong></p>`;
}

function renderItem({ name, price, quantity }: CheckoutItem): Html {
  return html`<li><span class="item"><span class="name">${isolated(name)}</span>
<span class="quantity">${quantity} × ${formatRupiah(price)}</span></span>
<span class="line-total">${formatRupiah(price * quantity)}</span></li>
`;
}

function renderFact(name: string, value: string | undefined): Html | undefined {
  return value ? html`<div><dt>${name}</dt><dd>${isolated(value)}</dd></div>` : undefined;
}
