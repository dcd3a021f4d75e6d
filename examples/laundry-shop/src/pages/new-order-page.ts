import { MAX_PER_SERVICE, type OrderForm, SERVICES } from '../order-form.js';
import { formatRupiah } from './format.js';
import { type Html, html } from './html.js';
import { renderLayout } from './layout.js';

/** The new-order form. After an invalid submission, it shows the submitted values and the problem. */
export function renderNewOrderPage({ values, problem }: OrderForm = { values: {} }): Html {
  return renderLayout(
    'Pesan laundry',
    html`<div class="intro">
<h1>Pesan laundry</h1>
<p class="muted">Kami jemput hari ini, selesai besok.</p>
</div>
<form class="card" method="post" action="/orders">
${problem && html`<p class="problem" role="alert">${problem}</p>`}
<p class="field">
<label for="name">Nama</label>
<input id="name" name="name" autocomplete="name" required maxlength="100" value="${values.name}">
</p>
<fieldset>
<legend>Layanan</legend>
${SERVICES.map((service) => renderService(service, values[service.id] || '0'))}
</fieldset>
<button class="button">Buat pesanan</button>
</form>`,
  );
}

function renderService({ id, name, unit, price }: (typeof SERVICES)[number], quantity: string): Html {
  return html`<p class="service">
<label for="${id}">${name} <span class="muted">${formatRupiah(price)} per ${unit}</span></label>
<input id="${id}" name="${id}" type="number" inputmode="numeric" min="0" max="${MAX_PER_SERVICE}" value="${quantity}">
</p>
`;
}
